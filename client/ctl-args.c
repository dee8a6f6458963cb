/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes the command line apart. Knows neither the verbs nor the bus. */

#include "ctl-args.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ctl.h"
#include "util/cleanup.h"
#include "util/nearest.h"
#include "util/parse.h"

const CtlOptionInfo ctl_options[CTL_OPTION_MAX] = {
        [CTL_HELP] = {"--help", NULL, N_("show this help")},
        [CTL_VERSION] = {"--version", NULL, N_("show the version")},
        [CTL_JSON] = {"--json", NULL, N_("print JSON")},
        [CTL_WHY] = {"--why", NULL, N_("each reason for it as well")},
        [CTL_UNTIL] = {"--until", N_("TIME"), N_("up to HH:MM or YYYY-MM-DDTHH:MM")},
        [CTL_MODE] = {"--mode", N_("MODE"),
                N_("wait: clocks run on, freeze: they stand, reset: they are zero")},
        [CTL_REASON] = {"--reason", N_("TEXT"), N_("why, to be seen in status")},
        [CTL_SIGN] = {"--sign", N_("SIGN"),
                N_("shooting, numbness or weakness; several with commas between")},
        [CTL_NOTE] = {"--note", N_("TEXT"), N_("for yourself")},
        [CTL_AREA] = {"--area", N_("AREA"), N_("only those that work on it, such as hips")},
        [CTL_LEVEL] = {"--level", N_("LEVEL"), N_("only gentle, moderate or strong ones")},
        [CTL_LENGTH] = {"--length", N_("SPAN"), N_("for a break of this length")},
};

static CtlOption find_option(const char *arg, size_t length)
{
	CtlOption option = 0;

	if (length == 2 && strncmp(arg, "-h", length) == 0)
		return CTL_HELP;
	while (option < CTL_OPTION_MAX &&
	        (strlen(ctl_options[option].name) != length ||
	                strncmp(ctl_options[option].name, arg, length) != 0))
		option++;
	return option;
}

static int unknown_option(const char *arg, size_t length, char **ret_problem)
{
	const char *names[CTL_OPTION_MAX];
	CLEANUP(free) char *name = strndup(arg, length);
	const char *near = NULL;
	int r;

	if (!name)
		return -ENOMEM;
	for (size_t i = 0; i < CTL_OPTION_MAX; i++)
		names[i] = ctl_options[i].name;
	if (strncmp(name, "--", 2) == 0)
		near = nearest_name(name, names, CTL_OPTION_MAX);
	if (near)
		r = asprintf(
		        ret_problem, _("unknown option \"%s\"; did you mean \"%s\"?"), name, near);
	else
		r = asprintf(ret_problem, _("unknown option \"%s\"; see limberctl --help"), name);
	return r < 0 ? -ENOMEM : -EINVAL;
}

/* Takes the option argv[*i], and its value if that is a word of its own. */
static int take_option(int argc, const char **argv, int *i, CtlArgs *args, char **ret_problem)
{
	const char *arg = argv[*i];
	size_t length = strcspn(arg, "=");
	const char *value = arg[length] == '=' ? arg + length + 1 : NULL;
	CtlOption option = find_option(arg, length);
	int r;

	if (option == CTL_OPTION_MAX)
		return unknown_option(arg, length, ret_problem);
	if (!ctl_options[option].value && !value) {
		args->options[option] = "";
		return 0;
	}
	if (!ctl_options[option].value) {
		r = asprintf(ret_problem, _("%s takes no value"), ctl_options[option].name);
		return r < 0 ? -ENOMEM : -EINVAL;
	}
	if (!value && *i + 1 < argc)
		value = argv[++*i];
	if (!value) {
		r = asprintf(ret_problem, _("%s needs a value: %s"), ctl_options[option].name,
		        _(ctl_options[option].value));
		return r < 0 ? -ENOMEM : -EINVAL;
	}
	if (args->options[option]) {
		/* the first would be lost without a word: a sign of pain, say */
		r = asprintf(ret_problem, _("%s is given twice"), ctl_options[option].name);
		return r < 0 ? -ENOMEM : -EINVAL;
	}
	args->options[option] = value;
	return 0;
}

/* "-5min" is a word: what is wrong with it is told where a span is wanted. */
static bool is_option(const char *arg)
{
	return arg[0] == '-' && arg[1] && !(arg[1] >= '0' && arg[1] <= '9');
}

int ctl_args_parse(int argc, const char **argv, CtlArgs *ret_args, char **ret_problem)
{
	CtlArgs args = {.words = argv};
	bool only_words = false;

	for (int i = 1; i < argc; i++) {
		if (only_words || !is_option(argv[i]))
			args.words[args.n_words++] = argv[i];
		else if (strcmp(argv[i], "--") == 0)
			only_words = true;
		else {
			int r = take_option(argc, argv, &i, &args, ret_problem);

			if (r < 0)
				return r;
		}
	}
	*ret_args = args;
	return 0;
}

char *ctl_join_words(const char *const *words, size_t n)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s%s", i ? " " : "", words[i]);
	return fclose(out) == 0 ? text : NULL;
}

int ctl_parse_span(const char *text, usec_t *ret_span)
{
	usec_t span;
	int r = parse_span(text, &span);

	if (r < 0)
		return r;
	if (span == 0)
		return -ERANGE;
	*ret_span = span;
	return 0;
}

/* The first moment after now that local clocks show like this: there are two where they are set
 * back, and none where they are set forward, for which the C library's choice must do. */
static int next_showing(const struct tm *wanted, usec_t now_realtime, usec_t *ret_realtime)
{
	struct tm guess = *wanted;
	usec_t found = USEC_NEVER;
	time_t fallback;

	guess.tm_isdst = -1;
	fallback = mktime(&guess);
	for (int dst = 0; dst < 2; dst++) {
		struct tm tm = *wanted;
		time_t t;

		tm.tm_isdst = dst;
		t = mktime(&tm);
		if (tm.tm_hour != guess.tm_hour || tm.tm_min != guess.tm_min ||
		        tm.tm_mday != guess.tm_mday)
			continue;
		if (t * USEC_PER_SEC > now_realtime && t * USEC_PER_SEC < found)
			found = t * USEC_PER_SEC;
	}
	if (found == USEC_NEVER)
		found = fallback * USEC_PER_SEC;
	if (found <= now_realtime || found - now_realtime > USEC_SPAN_MAX)
		return -ERANGE;
	*ret_realtime = found;
	return 0;
}

/* YYYY-MM-DD, a day that exists. */
static int parse_day(const char *text, struct tm *ret_day)
{
	char year[5] = "", month[3] = "", day[3] = "";
	unsigned y, m, d;
	struct tm tm;

	if (strlen(text) < 10 || text[4] != '-' || text[7] != '-')
		return -EINVAL;
	memcpy(year, text, 4);
	memcpy(month, text + 5, 2);
	memcpy(day, text + 8, 2);
	if (parse_unsigned(year, 9999, &y) < 0 || parse_unsigned(month, 12, &m) < 0 ||
	        parse_unsigned(day, 31, &d) < 0 || y < 1970 || m == 0 || d == 0)
		return -EINVAL;
	tm = (struct tm){.tm_year = (int)y - 1900,
	        .tm_mon = (int)m - 1,
	        .tm_mday = (int)d,
	        .tm_hour = 12,
	        .tm_isdst = -1};
	mktime(&tm);
	if (tm.tm_mday != (int)d)
		return -EINVAL;
	*ret_day = tm;
	return 0;
}

int ctl_parse_until(const char *text, usec_t now_realtime, usec_t *ret_realtime)
{
	time_t now = (time_t)(now_realtime / USEC_PER_SEC);
	bool with_day = strlen(text) == 16;
	unsigned minutes = 0;
	struct tm tm;
	int r;

	if (with_day) {
		if ((text[10] != ' ' && text[10] != 'T') || parse_day(text, &tm) < 0)
			return -EINVAL;
		text += 11;
	} else if (!localtime_r(&now, &tm))
		return -EINVAL;
	if (parse_time_of_day(text, &minutes) < 0)
		return -EINVAL;
	tm.tm_hour = (int)minutes / 60;
	tm.tm_min = (int)minutes % 60;
	tm.tm_sec = 0;
	r = next_showing(&tm, now_realtime, ret_realtime);
	if (r == 0 || with_day)
		return r;
	tm.tm_mday++;
	return next_showing(&tm, now_realtime, ret_realtime);
}
