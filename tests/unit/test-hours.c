/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Working hours: how they are written, and where in them a moment lies. */

#include "holds/hours.h"

#include <errno.h>

#include "test.h"
#include "util/cleanup.h"

static WorkingHours hours_of(const char *text)
{
	WorkingHours hours;
	int r = hours_parse(text, &hours);

	if (r != 0)
		fail_msg("\"%s\": %d", text, r);
	return hours;
}

static void assert_parsed(const char *text, uint8_t days, unsigned from, unsigned to)
{
	WorkingHours hours = hours_of(text);

	assert_int_equal(hours.n_spans, 1);
	assert_int_equal(hours.spans[0].days, days);
	assert_int_equal(hours.spans[0].from_minutes, from);
	assert_int_equal(hours.spans[0].to_minutes, to);
}

/* The hours change exactly at these moments, beginning with whether they are over before. */
static void assert_changes(
        const WorkingHours *hours, bool outside, usec_t wall, const usec_t *changes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		usec_t next = hours_next_change(hours, wall);

		if (next != changes[i])
			fail_msg("change %zu after %lld: %lld, not %lld", i, (long long)wall,
			        (long long)next, (long long)changes[i]);
		assert_int_equal(hours_outside(hours, wall), outside);
		assert_int_equal(hours_outside(hours, next - 1), outside);
		outside = !outside;
		assert_int_equal(hours_outside(hours, next), outside);
		wall = next;
	}
}

static void days_and_times_are_read(void **state)
{
	WorkingHours hours;

	assert_parsed("Mon-Fri 09:00-17:30", 0x1f, 540, 1050);
	assert_parsed("  sat\t10:00-12:00 ", 0x20, 600, 720);
	assert_parsed("SUN-mon 00:00-24:00", 0x41, 0, 1440);
	assert_parsed("Fri-Tue 22:00-06:00", 0x73, 1320, 360);
	assert_parsed("Wed-Wed 23:59-00:00", 0x04, 1439, 0);
	hours = hours_of("Mon-Fri 09:00-12:30,Mon-Thu 13:00-18:00 , Sat 10:00-12:00");
	assert_int_equal(hours.n_spans, 3);
	assert_int_equal(hours.spans[2].days, 0x20);
}

static void blank_is_always(void **state)
{
	WorkingHours hours = hours_of(" \t");

	assert_int_equal(hours.n_spans, 0);
	assert_int_equal(hours_of("").n_spans, 0);
	assert_false(hours_outside(&hours, utc(2026, 11, 23, 3, 0, 0)));
	assert_true(hours_next_change(&hours, utc(2026, 11, 23, 3, 0, 0)) == USEC_NEVER);
}

static void junk_is_refused(void **state)
{
	static const char *const junk[] = {"Mon", "09:00-17:00", "Mon 09:00", "Mon 9:00-17:00",
	        "Mon 09:00 - 17:00", "Monday 09:00-17:00", "Mon- 09:00-17:00", "-Mon 09:00-17:00",
	        "Mon-Tue-Wed 09:00-17:00", "Mon/Tue 09:00-17:00", "Mon 09:00-09:00",
	        "Mon 24:00-09:00", "Mon 09:00-24:01", "Mon 09:60-10:00", "Mon 09:00-17:00x",
	        "Mon 09:00-17:00 x", "Mon 09:00-17:00,", ",Mon 09:00-17:00",
	        "Mon 09:00-12:00;Tue 09:00-12:00", "Mon 09:00-12:00,,Tue 09:00-12:00", "always",
	        "Mon 09:00:00-17:00:00", "Mon -09:00-17:00", "Mo 09:00-17:00"};
	WorkingHours hours = {.n_spans = 42};

	for (size_t i = 0; i < ELEMENTSOF(junk); i++)
		if (hours_parse(junk[i], &hours) != -EINVAL || hours.n_spans != 42)
			fail_msg("\"%s\" is taken", junk[i]);
}

static void there_may_be_many_spans_but_not_more(void **state)
{
	char text[33 * 32] = "";
	WorkingHours hours = {.n_spans = 42};

	for (int i = 0; i < HOURS_SPANS_MAX; i++)
		strcat(text, i == 0 ? "Mon 09:00-10:00" : ",Mon 09:00-10:00");
	assert_int_equal(hours_of(text).n_spans, HOURS_SPANS_MAX);
	strcat(text, ",Mon 09:00-10:00");
	assert_int_equal(hours_parse(text, &hours), -E2BIG);
	assert_int_equal(hours.n_spans, 42);
}

static void an_ordinary_week(void **state)
{
	WorkingHours hours = hours_of("Mon-Fri 09:00-12:30, Mon-Thu 13:00-18:00");
	usec_t sunday;
	usec_t changes[19];
	size_t n = 0;

	set_zone("UTC0");
	sunday = utc(2026, 11, 22, 12, 0, 0);
	for (int day = 23; day <= 27; day++) {
		changes[n++] = utc(2026, 11, day, 9, 0, 0);
		changes[n++] = utc(2026, 11, day, 12, 30, 0);
		if (day == 27)
			break;
		changes[n++] = utc(2026, 11, day, 13, 0, 0);
		changes[n++] = utc(2026, 11, day, 18, 0, 0);
	}
	changes[n++] = utc(2026, 11, 30, 9, 0, 0);
	assert_changes(&hours, true, sunday, changes, n);
}

static void spans_that_touch_or_overlap_are_one(void **state)
{
	WorkingHours hours = hours_of("Mon 09:00-12:00, Mon 12:00-14:00, Mon 10:00-13:00");
	usec_t changes[3];

	set_zone("UTC0");
	changes[0] = utc(2026, 11, 23, 14, 0, 0);
	changes[1] = utc(2026, 11, 30, 9, 0, 0);
	changes[2] = utc(2026, 11, 30, 14, 0, 0);
	assert_changes(&hours, false, utc(2026, 11, 23, 9, 0, 0), changes, 3);
	hours = hours_of("Mon-Sun 00:00-24:00");
	assert_false(hours_outside(&hours, utc(2026, 11, 29, 23, 59, 59)));
	assert_true(hours_next_change(&hours, utc(2026, 11, 29, 23, 59, 59)) == USEC_NEVER);
}

static void a_night_runs_over_midnight(void **state)
{
	WorkingHours hours = hours_of("Sun 22:00-06:00");
	usec_t changes[4];

	set_zone("UTC0");
	changes[0] = utc(2026, 11, 22, 22, 0, 0);
	changes[1] = utc(2026, 11, 23, 6, 0, 0);
	changes[2] = utc(2026, 11, 29, 22, 0, 0);
	changes[3] = utc(2026, 11, 30, 6, 0, 0);
	assert_changes(&hours, true, utc(2026, 11, 16, 6, 0, 0), changes, 4);
}

static void the_zone_decides(void **state)
{
	WorkingHours hours = hours_of("Mon 09:00-17:00");
	usec_t changes[2];

	set_zone("XYZ-5:45");
	changes[0] = utc(2026, 11, 23, 3, 15, 0);
	changes[1] = utc(2026, 11, 23, 11, 15, 0);
	assert_changes(&hours, true, utc(2026, 11, 23, 0, 0, 0), changes, 2);
}

static void spring_takes_an_hour(void **state)
{
	WorkingHours hours = hours_of("Sat-Mon 09:00-17:00, Sun 01:00-04:00");
	usec_t changes[8];

	set_zone(BERLIN);
	changes[0] = utc(2026, 3, 28, 8, 0, 0);
	changes[1] = utc(2026, 3, 28, 16, 0, 0);
	changes[2] = utc(2026, 3, 29, 0, 0, 0);
	changes[3] = utc(2026, 3, 29, 2, 0, 0);
	changes[4] = utc(2026, 3, 29, 7, 0, 0);
	changes[5] = utc(2026, 3, 29, 15, 0, 0);
	changes[6] = utc(2026, 3, 30, 7, 0, 0);
	changes[7] = utc(2026, 3, 30, 15, 0, 0);
	assert_changes(&hours, true, utc(2026, 3, 28, 0, 0, 0), changes, 8);
}

static void autumn_gives_an_hour(void **state)
{
	WorkingHours hours = hours_of("Sat 22:00-06:00, Sun-Mon 09:00-17:00");
	usec_t changes[6];

	set_zone(BERLIN);
	changes[0] = utc(2026, 10, 24, 20, 0, 0);
	changes[1] = utc(2026, 10, 25, 5, 0, 0);
	changes[2] = utc(2026, 10, 25, 8, 0, 0);
	changes[3] = utc(2026, 10, 25, 16, 0, 0);
	changes[4] = utc(2026, 10, 26, 8, 0, 0);
	changes[5] = utc(2026, 10, 26, 16, 0, 0);
	assert_changes(&hours, true, utc(2026, 10, 24, 12, 0, 0), changes, 6);
}

/* An edge in the hour that there is twice, or not at all: whichever it is taken for, the hours are
 * on once, and asking in any order gives the same. */
static void edges_in_a_strange_hour(void **state)
{
	static const char *const texts[] = {
	        "Sun 02:30-05:00", "Sun 00:30-02:30", "Sat 22:00-02:30"};
	const usec_t nights[] = {utc(2026, 3, 28, 12, 0, 0), utc(2026, 10, 24, 12, 0, 0)};

	set_zone(BERLIN);
	for (size_t i = 0; i < ELEMENTSOF(texts); i++)
		for (size_t k = 0; k < ELEMENTSOF(nights); k++) {
			WorkingHours hours = hours_of(texts[i]);
			usec_t from = hours_next_change(&hours, nights[k]);
			usec_t to = hours_next_change(&hours, from);

			assert_true(to - from >= USEC_PER_HOUR && to - from <= 6 * USEC_PER_HOUR);
			for (usec_t t = nights[k]; t < nights[k] + USEC_PER_DAY;
			        t += 10 * USEC_PER_MIN)
				assert_int_equal(hours_outside(&hours, t), t < from || t >= to);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(days_and_times_are_read),
	        cmocka_unit_test(blank_is_always),
	        cmocka_unit_test(junk_is_refused),
	        cmocka_unit_test(there_may_be_many_spans_but_not_more),
	        cmocka_unit_test(an_ordinary_week),
	        cmocka_unit_test(spans_that_touch_or_overlap_are_one),
	        cmocka_unit_test(a_night_runs_over_midnight),
	        cmocka_unit_test(the_zone_decides),
	        cmocka_unit_test(spring_takes_an_hour),
	        cmocka_unit_test(autumn_gives_an_hour),
	        cmocka_unit_test(edges_in_a_strange_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
