/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl's command line: options and words, spans, and what --until takes. */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "client/ctl-args.h"
#include "util/cleanup.h"

#define ARGC(argv) ((int)ELEMENTSOF(argv) - 1)

static void set_zone(const char *zone)
{
	assert_return_code(setenv("TZ", zone, 1), errno);
	tzset();
}

/* A local time as it stands on the wall, in a zone whose offset is known. */
static usec_t utc(int year, int month, int day, int hour, int minute)
{
	struct tm tm = {.tm_year = year - 1900,
	        .tm_mon = month - 1,
	        .tm_mday = day,
	        .tm_hour = hour,
	        .tm_min = minute};

	return timegm(&tm) * USEC_PER_SEC;
}

static void options_stand_anywhere(void **state)
{
	const char *argv[] = {"limberctl", "--mode=freeze", "pause", "1h", "--reason", "in a call",
	        "30min", NULL};
	CLEANUP(free) char *problem = NULL;
	CtlArgs args;

	assert_int_equal(ctl_args_parse(ARGC(argv), argv, &args, &problem), 0);
	assert_null(problem);
	assert_int_equal(args.n_words, 3);
	assert_string_equal(args.words[0], "pause");
	assert_string_equal(args.words[1], "1h");
	assert_string_equal(args.words[2], "30min");
	assert_string_equal(args.options[CTL_MODE], "freeze");
	assert_string_equal(args.options[CTL_REASON], "in a call");
	assert_null(args.options[CTL_UNTIL]);
	assert_null(args.options[CTL_HELP]);
}

static void words_may_look_like_options(void **state)
{
	const char *argv[] = {"limberctl", "pause", "-5min", "--", "--json", "-h", NULL};
	CLEANUP(free) char *problem = NULL;
	CtlArgs args;

	assert_int_equal(ctl_args_parse(ARGC(argv), argv, &args, &problem), 0);
	assert_int_equal(args.n_words, 4);
	assert_string_equal(args.words[1], "-5min");
	assert_string_equal(args.words[2], "--json");
	assert_null(args.options[CTL_JSON]);
	assert_null(args.options[CTL_HELP]);
}

static void short_help(void **state)
{
	const char *argv[] = {"limberctl", "-h", NULL};
	CLEANUP(free) char *problem = NULL;
	CtlArgs args;

	assert_int_equal(ctl_args_parse(ARGC(argv), argv, &args, &problem), 0);
	assert_non_null(args.options[CTL_HELP]);
	assert_int_equal(args.n_words, 0);
}

static void assert_problem(const char *first, const char *second, const char *expected)
{
	const char *argv[] = {"limberctl", first, second, NULL};
	CLEANUP(free) char *problem = NULL;
	CtlArgs args;

	assert_int_equal(ctl_args_parse(second ? 3 : 2, argv, &args, &problem), -EINVAL);
	assert_non_null(problem);
	assert_string_equal(problem, expected);
}

static void wrong_options_are_named(void **state)
{
	assert_problem("--jsno", NULL, "unknown option \"--jsno\"; did you mean \"--json\"?");
	assert_problem("--reasn=x", NULL, "unknown option \"--reasn\"; did you mean \"--reason\"?");
	assert_problem("--colours", NULL, "unknown option \"--colours\"; see limberctl --help");
	assert_problem("-x", NULL, "unknown option \"-x\"; see limberctl --help");
	assert_problem("--json=yes", NULL, "--json takes no value");
	assert_problem("pause", "--until", "--until needs a value: TIME");
	assert_problem("--sign=shooting", "--sign=weakness", "--sign is given twice");
}

static void words_make_a_span(void **state)
{
	const char *words[] = {"1h", "30min"};
	CLEANUP(free) char *text = ctl_join_words(words, ELEMENTSOF(words));
	CLEANUP(free) char *nothing = ctl_join_words(words, 0);
	usec_t span = -1;

	assert_string_equal(text, "1h 30min");
	assert_string_equal(nothing, "");
	assert_int_equal(ctl_parse_span(text, &span), 0);
	assert_int_equal(span, 90 * USEC_PER_MIN);
}

static void wrong_spans_are_refused(void **state)
{
	usec_t span = -1;

	assert_int_equal(ctl_parse_span("0", &span), -ERANGE);
	assert_int_equal(ctl_parse_span("0.0000001s", &span), -ERANGE);
	assert_int_equal(ctl_parse_span("366d", &span), -ERANGE);
	assert_int_equal(ctl_parse_span("-5min", &span), -EINVAL);
	assert_int_equal(ctl_parse_span("soon", &span), -EINVAL);
	assert_int_equal(ctl_parse_span("", &span), -EINVAL);
	assert_int_equal(span, -1);
}

static void until_a_time_of_day(void **state)
{
	usec_t now = utc(2026, 11, 23, 14, 30);
	usec_t until;

	set_zone("UTC0");
	assert_int_equal(ctl_parse_until("15:00", now, &until), 0);
	assert_int_equal(until, utc(2026, 11, 23, 15, 0));
	assert_int_equal(ctl_parse_until("24:00", now, &until), 0);
	assert_int_equal(until, utc(2026, 11, 24, 0, 0));
	/* past for today, and the present minute too */
	assert_int_equal(ctl_parse_until("14:29", now, &until), 0);
	assert_int_equal(until, utc(2026, 11, 24, 14, 29));
	assert_int_equal(ctl_parse_until("14:30", now, &until), 0);
	assert_int_equal(until, utc(2026, 11, 24, 14, 30));
	/* over a month's end */
	assert_int_equal(ctl_parse_until("09:00", utc(2026, 12, 31, 10, 0), &until), 0);
	assert_int_equal(until, utc(2027, 1, 1, 9, 0));
}

static void until_a_day(void **state)
{
	usec_t now = utc(2026, 11, 23, 14, 30);
	usec_t until;

	set_zone("UTC0");
	assert_int_equal(ctl_parse_until("2026-11-24 09:00", now, &until), 0);
	assert_int_equal(until, utc(2026, 11, 24, 9, 0));
	assert_int_equal(ctl_parse_until("2027-02-28T23:59", now, &until), 0);
	assert_int_equal(until, utc(2027, 2, 28, 23, 59));
	assert_int_equal(ctl_parse_until("2026-11-23 14:30", now, &until), -ERANGE);
	assert_int_equal(ctl_parse_until("2026-11-22 15:00", now, &until), -ERANGE);
	assert_int_equal(ctl_parse_until("2027-11-24 15:00", now, &until), -ERANGE);
}

static void wrong_times_are_refused(void **state)
{
	static const char *const wrong[] = {"", "9:00", "25:00", "12:60", "12", "noon", "12:00 ",
	        "2026-11-24", "2026-11-24x09:00", "2026-02-29 09:00", "2026-13-01 09:00",
	        "2026-00-10 09:00", "2026-11-00 09:00", "2026-11-31 09:00", "2026/11/24 09:00",
	        "2026-11-24 9:000", "+026-11-24 09:00", "2026-11-24 09:00:00"};
	usec_t until = -1;

	set_zone("UTC0");
	for (size_t i = 0; i < ELEMENTSOF(wrong); i++)
		assert_int_equal(
		        ctl_parse_until(wrong[i], utc(2026, 11, 23, 14, 30), &until), -EINVAL);
	assert_int_equal(until, -1);
}

/* Central Europe: on 2026-03-29 02:00 becomes 03:00, on 2026-10-25 03:00 becomes 02:00. */
static void daylight_saving(void **state)
{
	usec_t until;

	set_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	/* tomorrow is an hour shorter */
	assert_int_equal(ctl_parse_until("09:00", utc(2026, 3, 28, 9, 0), &until), 0);
	assert_int_equal(until, utc(2026, 3, 29, 7, 0));
	/* a time that comes twice: the next of them */
	assert_int_equal(ctl_parse_until("02:30", utc(2026, 10, 25, 0, 0), &until), 0);
	assert_int_equal(until, utc(2026, 10, 25, 0, 30));
	assert_int_equal(ctl_parse_until("02:30", utc(2026, 10, 25, 0, 45), &until), 0);
	assert_int_equal(until, utc(2026, 10, 25, 1, 30));
	assert_int_equal(ctl_parse_until("02:30", utc(2026, 10, 25, 1, 45), &until), 0);
	assert_int_equal(until, utc(2026, 10, 26, 1, 30));
	/* a time that does not come: one beside it, of the same night */
	assert_int_equal(ctl_parse_until("02:30", utc(2026, 3, 29, 0, 0), &until), 0);
	assert_in_range(until, utc(2026, 3, 29, 0, 30), utc(2026, 3, 29, 1, 30));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(options_stand_anywhere),
	        cmocka_unit_test(words_may_look_like_options),
	        cmocka_unit_test(short_help),
	        cmocka_unit_test(wrong_options_are_named),
	        cmocka_unit_test(words_make_a_span),
	        cmocka_unit_test(wrong_spans_are_refused),
	        cmocka_unit_test(until_a_time_of_day),
	        cmocka_unit_test(until_a_day),
	        cmocka_unit_test(wrong_times_are_refused),
	        cmocka_unit_test(daylight_saving),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
