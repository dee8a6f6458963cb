/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-args.h"
#include "util/intl.h"

/* What all of limberctl shares. */

/* limberctl's exit codes. */
typedef enum CtlExit {
	CTL_DONE,
	CTL_REFUSED,
	CTL_USAGE,
	CTL_NO_DAEMON,
	CTL_EXIT_MAX,
} CtlExit;

/* A line on standard output; one on standard error that returns code. Control characters that came
 * in with an argument are escaped. */
void ctl_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
CtlExit ctl_complain(CtlExit code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The verbs. args->words[0] is the verb itself; the options and the number of words fit it. */
CtlExit ctl_status(const CtlArgs *args);
CtlExit ctl_doctor(const CtlArgs *args);
CtlExit ctl_config(const CtlArgs *args);
CtlExit ctl_pause(const CtlArgs *args);
CtlExit ctl_resume(const CtlArgs *args);
CtlExit ctl_snooze(const CtlArgs *args);
CtlExit ctl_skip(const CtlArgs *args);
CtlExit ctl_start(const CtlArgs *args);
CtlExit ctl_stop(const CtlArgs *args);
CtlExit ctl_reload(const CtlArgs *args);
CtlExit ctl_next(const CtlArgs *args);
CtlExit ctl_hurt(const CtlArgs *args);
CtlExit ctl_workout(const CtlArgs *args);
CtlExit ctl_pain(const CtlArgs *args);
CtlExit ctl_guide(const CtlArgs *args);
CtlExit ctl_exercises(const CtlArgs *args);
CtlExit ctl_exercise(const CtlArgs *args);
CtlExit ctl_routine(const CtlArgs *args);
