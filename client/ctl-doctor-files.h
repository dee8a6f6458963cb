/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-doctor.h"

/* What the doctor learns from files and clocks. Nothing is made or changed. */

/* Looks at a file or directory. path must outlive the result. */
DoctorPlace doctor_look(const char *path);

/* The program that limberd of that process would start: a path beside it (beside this program if
 * daemon_pid is 0), or one in PATH; to be freed, NULL if there is none. */
char *doctor_find_program(const char *name, pid_t daemon_pid);

/* The clocks now. */
DoctorClock doctor_read_clock(void);
