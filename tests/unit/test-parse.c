/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small values that people write. */

#include "util/parse.h"

#include <errno.h>

#include "test.h"
#include "util/cleanup.h"

#define UNTOUCHED ((usec_t)-42)

static void assert_span(const char *text, usec_t expected)
{
	usec_t span = UNTOUCHED;
	int r = parse_span(text, &span);

	if (r != 0 || span != expected)
		fail_msg("\"%s\": got %d and %lld, not %lld", text, r, (long long)span,
		        (long long)expected);
}

static void assert_no_span(const char *text, int error)
{
	usec_t span = UNTOUCHED;
	int r = parse_span(text, &span);

	if (r != error || span != UNTOUCHED)
		fail_msg("\"%s\": got %d and %lld, not %d", text, r, (long long)span, error);
}

static void every_unit_has_its_length(void **state)
{
	static const struct {
		const char *names[6];
		usec_t usec;
	} units[] = {
	        {{"usec", "us", "µs", "μs"}, 1},
	        {{"msec", "ms"}, 1000},
	        {{"seconds", "second", "sec", "s", ""}, 1000000},
	        {{"minutes", "minute", "min", "m"}, 60000000},
	        {{"hours", "hour", "hr", "h"}, 3600000000},
	        {{"days", "day", "d"}, 86400000000},
	        {{"weeks", "week", "w"}, 604800000000},
	        {{"months", "month", "M"}, 2629800000000},
	};

	for (size_t i = 0; i < ELEMENTSOF(units); i++)
		for (size_t k = 0; k < ELEMENTSOF(units[i].names) && units[i].names[k]; k++) {
			char text[64];

			snprintf(text, sizeof(text), "7%s", units[i].names[k]);
			assert_span(text, 7 * units[i].usec);
			snprintf(text, sizeof(text), "7 \t%s", units[i].names[k]);
			assert_span(text, 7 * units[i].usec);
		}
	assert_span("0.5y", 15778800 * USEC_PER_SEC);
	assert_span("0.5year", 15778800 * USEC_PER_SEC);
	assert_span("0.5years", 15778800 * USEC_PER_SEC);
}

static void terms_add_up(void **state)
{
	assert_span("1h30min", 90 * USEC_PER_MIN);
	assert_span("1h 30min", 90 * USEC_PER_MIN);
	assert_span("  1 h\t30 min  ", 90 * USEC_PER_MIN);
	assert_span("30min 1h", 90 * USEC_PER_MIN);
	assert_span("5min 5min", 10 * USEC_PER_MIN);
	assert_span("1min30", 90 * USEC_PER_SEC);
	assert_span("1 2", 3 * USEC_PER_SEC);
	assert_span("0", 0);
	assert_span("0h0min", 0);
	assert_span("007s", 7 * USEC_PER_SEC);
}

static void fractions_are_exact_to_the_microsecond(void **state)
{
	assert_span("1.5h", 90 * USEC_PER_MIN);
	assert_span("0.25s", 250 * USEC_PER_MSEC);
	assert_span("2.000001s", 2 * USEC_PER_SEC + 1);
	assert_span("0.0000019s", 1);
	assert_span("1.123456789123456789123456789s", 1123456);
	assert_span("0.9us", 0);
	assert_span("1.5", 1500 * USEC_PER_MSEC);
	assert_span("1.0min 0.50s", 60500 * USEC_PER_MSEC);
}

static void more_than_a_year_is_refused(void **state)
{
	assert_span("365d", USEC_SPAN_MAX);
	assert_span("8760h", USEC_SPAN_MAX);
	assert_span("31536000", USEC_SPAN_MAX);
	assert_span("31536000000000us", USEC_SPAN_MAX);
	assert_span("364d 24h", USEC_SPAN_MAX);
	assert_no_span("365d 1us", -ERANGE);
	assert_no_span("366d", -ERANGE);
	assert_no_span("53w", -ERANGE);
	assert_no_span("12months", -ERANGE);
	assert_no_span("1y", -ERANGE);
	assert_no_span("31536000000001us", -ERANGE);
	assert_no_span("365.1d", -ERANGE);
	assert_no_span("200d 200d", -ERANGE);
	assert_no_span("9223372036854775807us", -ERANGE);
	assert_no_span("9223372036854775808", -ERANGE);
	assert_no_span("18446744073709551617", -ERANGE);
	assert_no_span("99999999999999999999999999999999y", -ERANGE);
}

static void junk_is_no_span(void **state)
{
	static const char *const junk[] = {"", " ", "\t", "-5s", "+5s", "-0", "5-3s", "1h -30min",
	        "5 x", "5minx", "5S", "5H", "5MIN", "min", "h5", ".5s", "1.s", "1.h", "1..5s",
	        "1.5.5s", "1,5h", "1e3", "0x10", "infinity", "nan", "5 min s", "5min,", "1h;",
	        "5\n", "5min\r", "ten", "1h30min!", "5 5 x", "½h"};

	for (size_t i = 0; i < ELEMENTSOF(junk); i++)
		assert_no_span(junk[i], -EINVAL);
}

static void a_sign_is_for_signed_spans(void **state)
{
	usec_t span = UNTOUCHED;

	assert_int_equal(parse_signed_span("-1h", &span), 0);
	assert_true(span == -USEC_PER_HOUR);
	assert_int_equal(parse_signed_span("+90s", &span), 0);
	assert_true(span == 90 * USEC_PER_SEC);
	assert_int_equal(parse_signed_span("1min", &span), 0);
	assert_true(span == USEC_PER_MIN);
	assert_int_equal(parse_signed_span("-365d", &span), 0);
	assert_true(span == -USEC_SPAN_MAX);
	span = UNTOUCHED;
	assert_int_equal(parse_signed_span("-366d", &span), -ERANGE);
	assert_int_equal(parse_signed_span("", &span), -EINVAL);
	assert_int_equal(parse_signed_span("-", &span), -EINVAL);
	assert_int_equal(parse_signed_span("--1h", &span), -EINVAL);
	assert_int_equal(parse_signed_span("-+1h", &span), -EINVAL);
	assert_int_equal(parse_signed_span("1h-", &span), -EINVAL);
	assert_true(span == UNTOUCHED);
}

static void numbers_are_digits(void **state)
{
	static const char *const junk[] = {"", "-1", "+1", " 1", "1 ", "1.0", "0x10", "1e3", "a"};
	unsigned value = 42;

	assert_int_equal(parse_unsigned("0", 10, &value), 0);
	assert_int_equal(value, 0);
	assert_int_equal(parse_unsigned("010", 10, &value), 0);
	assert_int_equal(value, 10);
	assert_int_equal(parse_unsigned("4294967295", UINT32_MAX, &value), 0);
	assert_true(value == UINT32_MAX);
	value = 42;
	assert_int_equal(parse_unsigned("11", 10, &value), -ERANGE);
	assert_int_equal(parse_unsigned("4294967296", UINT32_MAX, &value), -ERANGE);
	assert_int_equal(parse_unsigned("99999999999999999999999", 10, &value), -ERANGE);
	for (size_t i = 0; i < ELEMENTSOF(junk); i++)
		assert_int_equal(parse_unsigned(junk[i], 10, &value), -EINVAL);
	assert_int_equal(value, 42);
}

static void booleans_in_every_dress(void **state)
{
	static const char *const yes[] = {"yes", "true", "on", "1", "YES", "True", "oN"};
	static const char *const no[] = {"no", "false", "off", "0", "NO", "False", "oFF"};
	static const char *const junk[] = {"", "y", "n", "2", "01", "yes ", " no", "enabled"};
	bool value;

	for (size_t i = 0; i < ELEMENTSOF(yes); i++) {
		value = false;
		assert_int_equal(parse_boolean(yes[i], &value), 0);
		assert_true(value);
		assert_int_equal(parse_boolean(no[i], &value), 0);
		assert_false(value);
	}
	for (size_t i = 0; i < ELEMENTSOF(junk); i++)
		assert_int_equal(parse_boolean(junk[i], &value), -EINVAL);
}

static void times_of_day(void **state)
{
	static const char *const junk[] = {"", "9:00", "09:0", "0900", "09:00 ", " 9:00",
	        "09:00:00", "-1:00", "ab:cd", "09.00", "+9:00", "1e:00"};
	unsigned minutes = 42;

	assert_int_equal(parse_time_of_day("00:00", &minutes), 0);
	assert_int_equal(minutes, 0);
	assert_int_equal(parse_time_of_day("09:05", &minutes), 0);
	assert_int_equal(minutes, 545);
	assert_int_equal(parse_time_of_day("23:59", &minutes), 0);
	assert_int_equal(minutes, 1439);
	assert_int_equal(parse_time_of_day("24:00", &minutes), 0);
	assert_int_equal(minutes, 1440);
	minutes = 42;
	assert_int_equal(parse_time_of_day("24:01", &minutes), -ERANGE);
	assert_int_equal(parse_time_of_day("25:00", &minutes), -ERANGE);
	assert_int_equal(parse_time_of_day("09:60", &minutes), -ERANGE);
	for (size_t i = 0; i < ELEMENTSOF(junk); i++)
		assert_int_equal(parse_time_of_day(junk[i], &minutes), -EINVAL);
	assert_int_equal(minutes, 42);
}

static void spans_are_written_short(void **state)
{
	static const struct {
		usec_t span;
		const char *text;
	} spans[] = {
	        {0, "0s"},
	        {999, "0s"},
	        {1000, "1ms"},
	        {250 * USEC_PER_MSEC, "250ms"},
	        {999999, "999ms"},
	        {USEC_PER_SEC, "1s"},
	        {1500 * USEC_PER_MSEC, "1s"},
	        {59999 * USEC_PER_MSEC, "59s"},
	        {USEC_PER_MIN, "1min"},
	        {90 * USEC_PER_SEC, "1min 30s"},
	        {USEC_PER_HOUR - 1, "59min 59s"},
	        {USEC_PER_HOUR, "1h"},
	        {USEC_PER_HOUR + 59 * USEC_PER_SEC, "1h"},
	        {90 * USEC_PER_MIN, "1h 30min"},
	        {USEC_PER_DAY - 1, "23h 59min"},
	        {25 * USEC_PER_HOUR, "1d 1h"},
	        {USEC_PER_DAY + 59 * USEC_PER_MIN, "1d"},
	        {USEC_SPAN_MAX, "365d"},
	};
	char buf[FORMAT_SPAN_SIZE];

	for (size_t i = 0; i < ELEMENTSOF(spans); i++) {
		assert_ptr_equal(format_span(spans[i].span, buf), buf);
		assert_string_equal(buf, spans[i].text);
	}
	format_span(USEC_NEVER, buf);
	assert_string_equal(buf, "106751991d 4h");
}

/* What is written is read again, never as more, and short by less than the smaller unit. */
static void what_is_written_is_read(void **state)
{
	for (usec_t span = 1; span <= USEC_SPAN_MAX / 3; span += span / 3 + 1) {
		char buf[FORMAT_SPAN_SIZE];
		usec_t again = UNTOUCHED;

		assert_int_equal(parse_span(format_span(span, buf), &again), 0);
		assert_true(again <= span);
		assert_true(span - again < USEC_PER_SEC || (span - again) * 24 < span);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(every_unit_has_its_length),
	        cmocka_unit_test(terms_add_up),
	        cmocka_unit_test(fractions_are_exact_to_the_microsecond),
	        cmocka_unit_test(more_than_a_year_is_refused),
	        cmocka_unit_test(junk_is_no_span),
	        cmocka_unit_test(a_sign_is_for_signed_spans),
	        cmocka_unit_test(numbers_are_digits),
	        cmocka_unit_test(booleans_in_every_dress),
	        cmocka_unit_test(times_of_day),
	        cmocka_unit_test(spans_are_written_short),
	        cmocka_unit_test(what_is_written_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
