/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "config.h"

/* Plays a written day (the format of limberd-replay(5)) through the core and prints its decisions.
 * 0; -EINVAL if the day cannot be read, which is then said on standard error as FILE:LINE: ...; or
 * another negative errno, said too. */
int replay_run(const char *file, const Config *config, FILE *out);
