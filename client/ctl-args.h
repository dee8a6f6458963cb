/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

#include "util/clock.h"

/* The command line taken apart: options anywhere, everything else a word. */

typedef enum CtlOption {
	CTL_HELP,
	CTL_VERSION,
	CTL_JSON,
	CTL_WHY,
	CTL_UNTIL,
	CTL_MODE,
	CTL_REASON,
	CTL_SIGN,
	CTL_NOTE,
	CTL_AREA,
	CTL_LEVEL,
	CTL_LENGTH,
	CTL_OPTION_MAX,
} CtlOption;

typedef struct CtlOptionInfo {
	const char *name;
	const char *value; /* what the value is called; NULL: the option takes none */
	const char *help;
} CtlOptionInfo;

extern const CtlOptionInfo ctl_options[CTL_OPTION_MAX];

typedef struct CtlArgs {
	const char *options[CTL_OPTION_MAX]; /* NULL: not given; "" for one without a value */
	const char **words;
	size_t n_words;
} CtlArgs;

/* Takes apart argv[1..argc-1]. argv is reordered and must outlive the result. Returns 0, or -EINVAL
 * with a sentence for people in ret_problem (to be freed), or -ENOMEM. */
int ctl_args_parse(int argc, const char **argv, CtlArgs *ret_args, char **ret_problem);

/* The words with blanks between, to be freed; NULL without memory. */
char *ctl_join_words(const char *const *words, size_t n);

/* As parse_span(), but -ERANGE for no time at all: on the bus 0 means "as configured". */
int ctl_parse_span(const char *text, usec_t *ret_span);

/* HH:MM, its next coming; or YYYY-MM-DD HH:MM, with a blank or a T between. Local time; both
 * moments are on CLOCK_REALTIME. Returns -EINVAL for what is no time, -ERANGE for what is past or
 * more than USEC_SPAN_MAX ahead. */
int ctl_parse_until(const char *text, usec_t now_realtime, usec_t *ret_realtime);
