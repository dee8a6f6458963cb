/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Local calendar time, on ordinary days and on those that have 23 or 25 hours. */

#include "util/calendar.h"

#include "test.h"

static void moments_of_an_ordinary_day(void **state)
{
	usec_t monday;

	set_zone("UTC0");
	monday = utc(2026, 11, 23, 9, 30, 17);
	assert_true(calendar_moment(monday, 0, 0) == utc(2026, 11, 23, 0, 0, 0));
	assert_true(calendar_moment(monday, 0, 9 * 60 + 30) == utc(2026, 11, 23, 9, 30, 0));
	assert_true(calendar_moment(monday, 0, 24 * 60) == utc(2026, 11, 24, 0, 0, 0));
	assert_true(calendar_moment(monday, 1, 61) == utc(2026, 11, 24, 1, 1, 0));
	assert_true(calendar_moment(monday, -1, 0) == utc(2026, 11, 22, 0, 0, 0));
	assert_true(calendar_moment(monday, 8, 0) == utc(2026, 12, 1, 0, 0, 0));
	assert_true(calendar_moment(monday, 0, 26 * 60) == utc(2026, 11, 24, 2, 0, 0));
	assert_true(calendar_moment(utc(2026, 12, 31, 23, 0, 0), 1, 0) == utc(2027, 1, 1, 0, 0, 0));
}

static void moments_where_the_clock_jumps(void **state)
{
	usec_t spring, autumn;

	set_zone(BERLIN);
	spring = utc(2026, 3, 28, 12, 0, 0);
	assert_true(calendar_moment(spring, 0, 9 * 60) == utc(2026, 3, 28, 8, 0, 0));
	assert_true(calendar_moment(spring, 1, 9 * 60) == utc(2026, 3, 29, 7, 0, 0));
	assert_true(calendar_moment(spring, 1, 119) == utc(2026, 3, 29, 0, 59, 0));
	assert_true(calendar_moment(spring, 1, 180) == utc(2026, 3, 29, 1, 0, 0));
	autumn = utc(2026, 10, 24, 12, 0, 0);
	assert_true(calendar_moment(autumn, 0, 9 * 60) == utc(2026, 10, 24, 7, 0, 0));
	assert_true(calendar_moment(autumn, 1, 9 * 60) == utc(2026, 10, 25, 8, 0, 0));
	assert_true(calendar_moment(autumn, 1, 24 * 60) == utc(2026, 10, 25, 23, 0, 0));
}

/* From wherever one asks: mktime() keeps a guess from one call to the next. */
static void a_skipped_hour_is_the_one_after_it(void **state)
{
	set_zone(BERLIN);
	for (int day = -100; day <= 100; day += 10) {
		usec_t from = utc(2026, 3, 29, 12, 0, 0) + day * USEC_PER_DAY;

		calendar_moment(from, 0, 12 * 60);
		assert_true(calendar_moment(utc(2026, 3, 29, 12, 0, 0), 0, 150) ==
		            utc(2026, 3, 29, 1, 30, 0));
	}
}

static void a_doubled_hour_is_always_the_same(void **state)
{
	usec_t first;

	set_zone(BERLIN);
	first = calendar_moment(utc(2026, 10, 25, 12, 0, 0), 0, 150);
	assert_true(first == utc(2026, 10, 25, 0, 30, 0) || first == utc(2026, 10, 25, 1, 30, 0));
	for (int day = -100; day <= 100; day += 10) {
		calendar_moment(utc(2026, 10, 25, 12, 0, 0) + day * USEC_PER_DAY, 0, 12 * 60);
		assert_true(calendar_moment(utc(2026, 10, 25, 12, 0, 0), 0, 150) == first);
	}
}

static void weekdays_begin_on_monday(void **state)
{
	set_zone("UTC0");
	for (int day = -1; day <= 8; day++)
		assert_int_equal(
		        calendar_weekday(utc(2026, 11, 23, 23, 59, 59), day), (day + 7) % 7);
	set_zone("XYZ-14");
	assert_int_equal(calendar_weekday(utc(2026, 11, 22, 12, 0, 0), 0), 0);
	set_zone("XYZ12");
	assert_int_equal(calendar_weekday(utc(2026, 11, 23, 11, 59, 59), 0), 6);
}

static void a_day_begins_at_four(void **state)
{
	int64_t day;

	set_zone("UTC0");
	day = calendar_day(utc(2026, 11, 23, 4, 0, 0));
	assert_int_equal(calendar_day(utc(2026, 11, 23, 3, 59, 59)), day - 1);
	assert_int_equal(calendar_day(utc(2026, 11, 23, 23, 59, 59)), day);
	assert_int_equal(calendar_day(utc(2026, 11, 24, 0, 0, 0)), day);
	assert_int_equal(calendar_day(utc(2026, 11, 24, 4, 0, 0)), day + 1);
	assert_true(calendar_next_day(utc(2026, 11, 23, 3, 59, 59)) == utc(2026, 11, 23, 4, 0, 0));
	assert_true(calendar_next_day(utc(2026, 11, 23, 4, 0, 0)) == utc(2026, 11, 24, 4, 0, 0));
	assert_true(calendar_next_day(utc(2026, 12, 31, 12, 0, 0)) == utc(2027, 1, 1, 4, 0, 0));
	assert_true(calendar_day_began(utc(2026, 11, 23, 3, 59, 59)) == utc(2026, 11, 22, 4, 0, 0));
	assert_true(calendar_day_began(utc(2026, 11, 23, 4, 0, 0)) == utc(2026, 11, 23, 4, 0, 0));
	assert_true(calendar_day_began(utc(2027, 1, 1, 0, 0, 0)) == utc(2026, 12, 31, 4, 0, 0));
}

/* Hour by hour through two years: the day changes at each boundary and nowhere else. */
static void days_are_numbered_without_gaps(void **state)
{
	usec_t wall, next;
	int64_t day;

	set_zone(BERLIN);
	wall = utc(2026, 1, 1, 12, 0, 0);
	day = calendar_day(wall);
	next = calendar_next_day(wall);
	for (; wall < utc(2028, 1, 1, 12, 0, 0); wall += USEC_PER_HOUR) {
		if (wall == next) {
			day++;
			next = calendar_next_day(wall);
			assert_true(next - wall >= 23 * USEC_PER_HOUR);
			assert_true(next - wall <= 25 * USEC_PER_HOUR);
		}
		assert_int_equal(calendar_day(wall), day);
		assert_true(calendar_next_day(wall) == next);
		assert_true(calendar_day_began(wall) <= wall);
		assert_true(calendar_next_day(calendar_day_began(wall)) == next);
	}
}

static void what_the_clock_reads_stays_in_another_zone(void **state)
{
	usec_t three, reading;

	set_zone(BERLIN);
	three = utc(2026, 11, 23, 14, 0, 0) + 17;
	reading = calendar_reading(three);
	assert_true(calendar_at_reading(reading) == three);
	set_zone("EST5");
	assert_true(calendar_at_reading(reading) == utc(2026, 11, 23, 20, 0, 0) + 17);
	set_zone("IST-5:30");
	assert_true(calendar_at_reading(reading) == utc(2026, 11, 23, 9, 30, 0) + 17);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(moments_of_an_ordinary_day),
	        cmocka_unit_test(moments_where_the_clock_jumps),
	        cmocka_unit_test(a_skipped_hour_is_the_one_after_it),
	        cmocka_unit_test(a_doubled_hour_is_always_the_same),
	        cmocka_unit_test(weekdays_begin_on_monday),
	        cmocka_unit_test(a_day_begins_at_four),
	        cmocka_unit_test(days_are_numbered_without_gaps),
	        cmocka_unit_test(what_the_clock_reads_stays_in_another_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
