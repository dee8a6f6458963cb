/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-status.h"

/* What reading the properties shares among its files. */

/* Makes room for one more element after n in *array, and zeroes it; NULL without memory. */
void *ctl_grow(void *array, size_t n, size_t size);

/* An array of strings; what there was of it is the caller's, also after a failure. */
int ctl_read_texts(sd_bus_message *m, const char ***texts, size_t *n_texts);

int ctl_read_routine(sd_bus_message *m, CtlStatus *status);
int ctl_read_exercise(sd_bus_message *m, CtlStatus *status);
void ctl_routine_done(CtlStatus *status);
