/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl's text for terminals: nothing harmful, nothing too wide, times as people say them. */

#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "client/ctl-format.h"
#include "util/cleanup.h"

static const CtlStyle plain = {.utf8 = true};

static void assert_escaped(const char *text, bool utf8, const char *expected)
{
	CLEANUP(free) char *escaped = ctl_escape(text, utf8);

	assert_non_null(escaped);
	assert_string_equal(escaped, expected);
}

static void what_prints_is_kept(void **state)
{
	assert_escaped("", true, "");
	assert_escaped("a plain text, 100%", true, "a plain text, 100%");
	assert_escaped("Größe ☕ 休憩", true, "Größe ☕ 休憩");
	assert_escaped("Größe ☕", false, "Gr??e ?");
}

static void what_acts_is_escaped(void **state)
{
	assert_escaped("\033[31mred", true, "\\x1b[31mred");
	assert_escaped("two\nlines\tand\x7f", true, "two\\x0alines\\x09and\\x7f");
	/* C1 control sequence introducer, bidi override, line separator */
	assert_escaped("\xc2\x9b"
	               "2J",
	        true, "\\u009b2J");
	assert_escaped("\xe2\x80\xae"
	               "live",
	        true, "\\u202elive");
	assert_escaped("\xe2\x80\xa8", true, "\\u2028");
	/* not UTF-8: a stray byte, a cut sequence */
	assert_escaped("a\xff"
	               "b\xe2\x80",
	        true, "a\\xffb\\xe2\\x80");
	assert_escaped("\033\n", false, "\\x1b\\x0a");
}

static void width_counts_columns(void **state)
{
	assert_int_equal(ctl_text_width("abc", 3), 3);
	assert_int_equal(ctl_text_width("Größe", strlen("Größe")), 5);
	assert_int_equal(ctl_text_width("休憩", strlen("休憩")), 4);
	assert_int_equal(ctl_text_width("e\xcc\x81", 3), 1);
	assert_int_equal(ctl_text_width("\xff", 1), 1);
}

static void assert_wrapped(size_t width, const char *text, const char *expected)
{
	CtlStyle style = {.utf8 = true, .width = width};
	CLEANUP(free) char *printed = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	ctl_print_wrapped(out, &style, text, 2);
	fclose(out);
	assert_string_equal(printed, expected);
}

static void lines_are_broken_between_words(void **state)
{
	assert_wrapped(0, "one two three four five six", "one two three four five six");
	assert_wrapped(12, "one two three four", "one two\n  three four");
	assert_wrapped(12, "one two thre", "one two\n  thre");
	/* exactly full, and wide characters */
	assert_wrapped(10, "one four", "one four");
	assert_wrapped(9, "one four", "one\n  four");
	assert_wrapped(10, "休憩 休憩", "休憩\n  休憩");
	assert_wrapped(8, "a word-that-is-long b", "a\n  word-that-is-long\n  b");
	assert_wrapped(8, "end   ", "end");
}

static void assert_bar(const CtlStyle *style, usec_t part, usec_t whole, const char *expected)
{
	CLEANUP(free) char *printed = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	ctl_print_bar(out, style, CTL_GREEN, 4, part, whole);
	fclose(out);
	assert_string_equal(printed, expected);
}

static void bars_are_full_only_at_the_end(void **state)
{
	CtlStyle ascii = {.utf8 = false};
	CtlStyle colour = {.colour = true};

	assert_bar(&plain, 0, 100, "░░░░");
	assert_bar(&plain, 50, 100, "██░░");
	assert_bar(&plain, 99, 100, "███░");
	assert_bar(&plain, 100, 100, "████");
	assert_bar(&plain, 300, 100, "████");
	assert_bar(&plain, 1, 0, "░░░░");
	assert_bar(&plain, INT64_MAX - 1, INT64_MAX, "███░");
	assert_bar(&ascii, 25, 100, "[#---]");
	assert_bar(&colour, 25, 100, "[\033[32m#\033[0m\033[2m---\033[0m]");
}

static void assert_spans(usec_t span, const char *elapsed, const char *left)
{
	char buf[FORMAT_SPAN_SIZE];

	assert_string_equal(ctl_format_elapsed(span, buf), elapsed);
	assert_string_equal(ctl_format_left(span, buf), left);
}

static void spans_are_readable(void **state)
{
	assert_spans(-5, "0s", "0s");
	assert_spans(0, "0s", "0s");
	assert_spans(90 * USEC_PER_SEC, "1min 30s", "1min 30s");
	assert_spans(20 * USEC_PER_MIN + 25 * USEC_PER_SEC, "20min", "21min");
	assert_spans(USEC_PER_HOUR + USEC_PER_SEC, "1h", "1h 1min");
	/* the difference of two clocks is no minute */
	assert_spans(USEC_PER_HOUR + 100, "1h", "1h");
	assert_spans(5 * USEC_PER_MIN, "5min", "5min");
	assert_spans(26 * USEC_PER_HOUR, "1d 2h", "1d 2h");
}

/* Monday 2026-11-23 14:30 UTC, 10,000 s after the machine's start. */
static const CtlNow monday = {
        .boottime = 10000 * USEC_PER_SEC, .realtime = 1795444200 * USEC_PER_SEC};

static void assert_moment(usec_t ahead, const char *expected)
{
	char buf[CTL_MOMENT_SIZE];

	assert_string_equal(ctl_format_moment(&monday, monday.boottime + ahead, buf), expected);
}

static void moments_are_as_people_say_them(void **state)
{
	assert_return_code(setenv("TZ", "UTC0", 1), errno);
	tzset();
	assert_moment(0, "14:30");
	assert_moment(20 * USEC_PER_MIN, "14:50");
	assert_moment(-14 * USEC_PER_HOUR, "00:30");
	assert_moment(10 * USEC_PER_HOUR, "tomorrow 00:30");
	assert_moment(-15 * USEC_PER_HOUR, "yesterday 23:30");
	assert_moment(6 * USEC_PER_DAY, "Sun 14:30");
	assert_moment(7 * USEC_PER_DAY, "2026-11-30 14:30");
	assert_moment(-8 * USEC_PER_DAY, "2026-11-15 14:30");
	/* read a moment apart, the clocks still mean three o'clock */
	assert_moment(30 * USEC_PER_MIN - 1, "15:00");
}

static void iso_has_the_zone(void **state)
{
	char buf[CTL_MOMENT_SIZE];

	assert_return_code(setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1), errno);
	tzset();
	ctl_format_iso(&monday, monday.boottime + 90 * USEC_PER_SEC, buf);
	assert_string_equal(buf, "2026-11-23T15:31:30+01:00");
	assert_return_code(setenv("TZ", "NST3:30", 1), errno);
	tzset();
	ctl_format_iso(&monday, monday.boottime, buf);
	assert_string_equal(buf, "2026-11-23T11:00:00-03:30");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_prints_is_kept),
	        cmocka_unit_test(what_acts_is_escaped),
	        cmocka_unit_test(width_counts_columns),
	        cmocka_unit_test(lines_are_broken_between_words),
	        cmocka_unit_test(bars_are_full_only_at_the_end),
	        cmocka_unit_test(spans_are_readable),
	        cmocka_unit_test(moments_are_as_people_say_them),
	        cmocka_unit_test(iso_has_the_zone),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return EXIT_FAILURE;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
