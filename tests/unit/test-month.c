/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Six weeks of working days with the shipped exercises, for each level, at a desk and not: what the
 * rules of choice come to in the long run. */

#include "diary-kit.h"
#include "routine/routine.h"
#include "util/cleanup.h"

#define WORKING_DAYS    30
#define BREAKS          8
#define WALKS           3
#define BREAK_LENGTH    (3 * USEC_PER_MIN)
#define WALK_LENGTH     (10 * USEC_PER_MIN)
#define EVENTS_MAX      (WORKING_DAYS * (BREAKS * 8 + WALKS))
#define DIFFERENT_LEAST 3

/* Every area that has an exercise which is permitted is worked on at least every second working
 * day.
 */
#define AREA_DAYS_MOST 2

/* Of a hundred permitted exercises, at least so many have their turn in these breaks. */
#define VARIETY_LEAST 80

typedef struct Month {
	const Catalogue *catalogue;
	ExerciseSettings settings;
	DiaryEvent events[EVENTS_MAX];
	size_t n_events;
	int area_day[AREA_MAX]; /* the working day of its last exercise */
	bool *seen;             /* by exercise */
} Month;

static Catalogue *catalogue;

static int read_shipped(void **state)
{
	CLEANUP(free) char *directory = NULL;
	const char *only;

	assert_non_null(getenv("LIMBER_SOURCE"));
	assert_true(asprintf(&directory, "%s/config/exercises", getenv("LIMBER_SOURCE")) > 0);
	only = directory;
	assert_int_equal(catalogue_read(&only, 1, &catalogue), 0);
	return 0;
}

static int free_shipped(void **state)
{
	catalogue = catalogue_free(catalogue);
	return 0;
}

/* Working day 0 is a Monday; weekends lie between. */
static usec_t morning(int day)
{
	return utc(2026, 11, 23, 9, 0, 0) + (usec_t)(day / 5 * 7 + day % 5) * DAY;
}

static bool permitted(const Month *month, const Exercise *exercise)
{
	return exercise->level <= month->settings.level &&
	       !(month->settings.at_desk && exercise->position == POSITION_FLOOR);
}

/* Whether the area is the main one of an exercise that a break can bring. */
static bool is_served(const Month *month, Area area)
{
	for (size_t i = 0; i < month->catalogue->n_exercises; i++) {
		const Exercise *exercise = &month->catalogue->exercises[i];

		if (exercise->main_area == area && exercise->kind != EXERCISE_WALK &&
		        permitted(month, exercise))
			return true;
	}
	return false;
}

static Routine choose(const Month *month, RoutinePurpose purpose, usec_t length, usec_t now)
{
	/* the diary is const to the choice */
	const Diary diary = {.events = (DiaryEvent *)month->events, .n_events = month->n_events};
	const RoutineRequest request = {.catalogue = month->catalogue,
	        .diary = &diary,
	        .settings = month->settings,
	        .purpose = purpose,
	        .length = length,
	        .now = now,
	        .day_began = now / DAY * DAY + 4 * HOUR};
	Routine routine = routine_choose(&request);
	Routine again = routine_choose(&request);

	assert_memory_equal(&routine, &again, sizeof(routine));
	return routine;
}

/* No strength that shares an area in the 48 hours before. */
static void assert_rested(const Month *month, const Exercise *exercise, usec_t now)
{
	for (size_t i = 0; i < month->n_events; i++) {
		const DiaryEvent *event = &month->events[i];

		if (event->kind == EXERCISE_STRENGTH && now - event->at < 48 * HOUR &&
		        event->areas & exercise->areas)
			fail_msg("%s, and %s %lld h before", exercise->id, event->id,
			        (long long)((now - event->at) / HOUR));
	}
}

static void do_step(Month *month, const RoutineStep *step, int day, usec_t now)
{
	DiaryEvent *event = &month->events[month->n_events++];

	assert_true(month->n_events < EVENTS_MAX);
	assert_true(permitted(month, step->exercise));
	*event = (DiaryEvent){.type = DIARY_EXERCISE,
	        .at = now,
	        .areas = step->exercise->areas,
	        .kind = step->exercise->kind,
	        .side = step->side};
	strcpy(event->id, step->exercise->id);
	month->seen[step->exercise - month->catalogue->exercises] = true;
	if (step->exercise->kind != EXERCISE_WALK)
		month->area_day[step->exercise->main_area] = day;
}

static size_t different(const Routine *routine)
{
	size_t n = 0;

	for (size_t i = 0; i < routine->n_steps; i++)
		n += i == 0 || routine->steps[i].exercise != routine->steps[i - 1].exercise;
	return n;
}

static void assert_strength_is_warmed_up(const Month *month, const Routine *routine, usec_t now)
{
	AreaMask loaded = 0;

	for (size_t i = 0; i < routine->n_steps; i++) {
		const Exercise *exercise = routine->steps[i].exercise;

		if (exercise->kind != EXERCISE_STRENGTH ||
		        (i > 0 && routine->steps[i - 1].exercise == exercise))
			continue;
		assert_true(i > 0);
		assert_int_equal(loaded & exercise->areas, 0);
		loaded |= exercise->areas;
		assert_rested(month, exercise, now);
	}
}

static void take_break(Month *month, int day, usec_t now)
{
	Routine routine = choose(month, ROUTINE_EXERCISES, BREAK_LENGTH, now);
	const Exercise *first = routine.steps[0].exercise;
	const Exercise *last = routine.steps[routine.n_steps - 1].exercise;
	usec_t length = 0;

	assert_true(routine.n_steps > 0);
	for (size_t i = 0; i < routine.n_steps; i++)
		length += routine.steps[i].span;
	/* filled but for what whole seconds leave, a second a step */
	assert_true(length <= BREAK_LENGTH);
	assert_true(length > BREAK_LENGTH - (usec_t)routine.n_steps * USEC_PER_SEC);
	assert_true(different(&routine) >= DIFFERENT_LEAST);
	assert_int_equal(first->kind, EXERCISE_MOBILITY);
	assert_int_equal(last->kind, EXERCISE_STRETCH);
	assert_int_equal(last->level, LEVEL_GENTLE);
	assert_strength_is_warmed_up(month, &routine, now);
	for (size_t i = 0; i < routine.n_steps; i++)
		do_step(month, &routine.steps[i], day, now += routine.steps[i].span);
}

static void take_walk(Month *month, int day, usec_t now)
{
	Routine routine = choose(month, ROUTINE_WALK, WALK_LENGTH, now);

	assert_int_equal(routine.n_steps, 1);
	assert_int_equal(routine.steps[0].exercise->kind, EXERCISE_WALK);
	assert_true(routine.steps[0].span == WALK_LENGTH);
	do_step(month, &routine.steps[0], day, now + WALK_LENGTH);
}

/* A break each 50 minutes from 9:45 on, a walk after each other one but the last. */
static void live_a_day(Month *month, int day)
{
	usec_t now = morning(day);

	for (int i = 0; i < BREAKS; i++) {
		now += 45 * USEC_PER_MIN;
		take_break(month, day, now);
		now += 5 * USEC_PER_MIN;
		if (i % 2 == 1 && i / 2 < WALKS)
			take_walk(month, day, now);
	}
	for (Area area = 0; area < AREA_MAX; area++)
		if (is_served(month, area) && day - month->area_day[area] >= AREA_DAYS_MOST)
			fail_msg("day %d: nothing for %s since day %d", day, area_to_string(area),
			        month->area_day[area]);
}

/* Of a hundred permitted exercises, so many were done. */
static unsigned variety(const Month *month)
{
	unsigned seen = 0, n = 0;

	for (size_t i = 0; i < month->catalogue->n_exercises; i++) {
		const Exercise *exercise = &month->catalogue->exercises[i];

		if (!permitted(month, exercise))
			continue;
		n++;
		seen += month->seen[i];
	}
	return 100 * seen / n;
}

static void live(bool at_desk, Level level)
{
	Month *month = calloc(1, sizeof(*month));

	month->catalogue = catalogue;
	month->settings = (ExerciseSettings){.at_desk = at_desk, .level = level};
	month->seen = calloc(catalogue->n_exercises, sizeof(bool));
	for (Area area = 0; area < AREA_MAX; area++)
		month->area_day[area] = -1;
	for (int day = 0; day < WORKING_DAYS; day++)
		live_a_day(month, day);
	assert_true(variety(month) >= VARIETY_LEAST);
	free(month->seen);
	free(month);
}

static void at_a_desk_gentle(void **state)
{
	live(true, LEVEL_GENTLE);
}

static void at_a_desk_moderate(void **state)
{
	live(true, LEVEL_MODERATE);
}

static void at_a_desk_strong(void **state)
{
	live(true, LEVEL_STRONG);
}

static void anywhere_gentle(void **state)
{
	live(false, LEVEL_GENTLE);
}

static void anywhere_moderate(void **state)
{
	live(false, LEVEL_MODERATE);
}

static void anywhere_strong(void **state)
{
	live(false, LEVEL_STRONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(at_a_desk_gentle),
	        cmocka_unit_test(at_a_desk_moderate),
	        cmocka_unit_test(at_a_desk_strong),
	        cmocka_unit_test(anywhere_gentle),
	        cmocka_unit_test(anywhere_moderate),
	        cmocka_unit_test(anywhere_strong),
	};

	return cmocka_run_group_tests(tests, read_shipped, free_shipped);
}
