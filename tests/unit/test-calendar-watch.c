/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the wall clock brings to the core, and when it is to be asked again. */

#include "calendar-watch.h"

#include "test.h"

static CalendarWatch watch_of(const char *text, bool outside, int64_t day)
{
	CalendarWatch watch;
	WorkingHours hours;

	set_zone("UTC0");
	assert_int_equal(hours_parse(text, &hours), 0);
	calendar_watch_init(&watch, &hours, outside, day);
	return watch;
}

static size_t check(CalendarWatch *watch, usec_t wall, Event events[CALENDAR_EVENTS_MAX])
{
	return calendar_watch_check(watch, wall, 1000, 2000, events);
}

static void the_first_look_brings_the_day(void **state)
{
	CalendarWatch watch = watch_of("", false, 0);
	Event events[CALENDAR_EVENTS_MAX];
	usec_t wall = utc(2026, 11, 23, 9, 0, 0);

	assert_int_equal(check(&watch, wall, events), 1);
	assert_int_equal(events[0].type, EVENT_DAY);
	assert_true(events[0].since == 1000 && events[0].at == 2000);
	assert_int_equal(check(&watch, wall, events), 0);
	assert_true(calendar_watch_next(&watch, wall) == utc(2026, 11, 24, 4, 0, 0));
}

static void a_day_seen_before_is_no_news(void **state)
{
	CalendarWatch seen = watch_of("", false, 0), watch;
	Event events[CALENDAR_EVENTS_MAX];
	usec_t wall = utc(2026, 11, 23, 9, 0, 0);

	check(&seen, wall, events);
	watch = watch_of("", false, seen.day);
	assert_int_equal(check(&watch, wall, events), 0);
	assert_int_equal(check(&watch, wall + USEC_PER_DAY, events), 1);
}

static void no_day_comes_twice(void **state)
{
	CalendarWatch watch = watch_of("", false, 0);
	Event events[CALENDAR_EVENTS_MAX];

	check(&watch, utc(2026, 11, 23, 9, 0, 0), events);
	assert_int_equal(check(&watch, utc(2026, 11, 24, 3, 59, 59), events), 0);
	assert_int_equal(check(&watch, utc(2026, 11, 24, 4, 0, 0), events), 1);
	/* set back over the boundary and over it again */
	assert_int_equal(check(&watch, utc(2026, 11, 24, 3, 0, 0), events), 0);
	assert_int_equal(check(&watch, utc(2026, 11, 24, 4, 0, 0), events), 0);
	assert_int_equal(check(&watch, utc(2026, 11, 27, 4, 0, 0), events), 1);
}

static void hours_are_a_hold(void **state)
{
	CalendarWatch watch = watch_of("Mon 09:00-17:00", false, 0);
	Event events[CALENDAR_EVENTS_MAX];

	assert_int_equal(check(&watch, utc(2026, 11, 23, 8, 0, 0), events), 2);
	assert_int_equal(events[0].type, EVENT_DAY);
	assert_int_equal(events[1].type, EVENT_HOLD);
	assert_true(events[1].since == 1000 && events[1].at == 2000);
	assert_string_equal(events[1].hold.owner, HOURS_OWNER);
	assert_int_equal(events[1].hold.mode, HOLD_RESET);
	assert_true(events[1].hold.until == USEC_NEVER);
	assert_true(events[1].hold.reason[0] != '\0');
	assert_int_equal(check(&watch, utc(2026, 11, 23, 8, 59, 59), events), 0);
	assert_int_equal(check(&watch, utc(2026, 11, 23, 9, 0, 0), events), 1);
	assert_int_equal(events[0].type, EVENT_RELEASE);
	assert_string_equal(events[0].owner, HOURS_OWNER);
	assert_int_equal(check(&watch, utc(2026, 11, 23, 17, 0, 0), events), 1);
	assert_int_equal(events[0].type, EVENT_HOLD);
}

static void a_hold_that_is_on_is_known(void **state)
{
	CalendarWatch watch = watch_of("Mon 09:00-17:00", true, INT64_MAX);
	Event events[CALENDAR_EVENTS_MAX];

	assert_int_equal(check(&watch, utc(2026, 11, 23, 8, 0, 0), events), 0);
	assert_int_equal(check(&watch, utc(2026, 11, 23, 10, 0, 0), events), 1);
	assert_int_equal(events[0].type, EVENT_RELEASE);
}

/* The user takes the working hours out of the configuration while their hold is on. */
static void without_hours_the_hold_ends(void **state)
{
	CalendarWatch watch = watch_of("", true, INT64_MAX);
	Event events[CALENDAR_EVENTS_MAX];

	assert_int_equal(check(&watch, utc(2026, 11, 23, 8, 0, 0), events), 1);
	assert_int_equal(events[0].type, EVENT_RELEASE);
}

static void the_next_look_is_at_the_nearer_edge(void **state)
{
	CalendarWatch watch = watch_of("Mon 02:00-03:00, Mon 09:00-17:00", false, 0);

	assert_true(calendar_watch_next(&watch, utc(2026, 11, 23, 0, 0, 0)) ==
	            utc(2026, 11, 23, 2, 0, 0));
	assert_true(calendar_watch_next(&watch, utc(2026, 11, 23, 3, 0, 0)) ==
	            utc(2026, 11, 23, 4, 0, 0));
	assert_true(calendar_watch_next(&watch, utc(2026, 11, 23, 4, 0, 0)) ==
	            utc(2026, 11, 23, 9, 0, 0));
	assert_true(calendar_watch_next(&watch, utc(2026, 11, 23, 17, 0, 0)) ==
	            utc(2026, 11, 24, 4, 0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_first_look_brings_the_day),
	        cmocka_unit_test(a_day_seen_before_is_no_news),
	        cmocka_unit_test(no_day_comes_twice),
	        cmocka_unit_test(hours_are_a_hold),
	        cmocka_unit_test(a_hold_that_is_on_is_known),
	        cmocka_unit_test(without_hours_the_hold_ends),
	        cmocka_unit_test(the_next_look_is_at_the_nearer_edge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
