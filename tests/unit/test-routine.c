/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of choice, by their numbers in docs/routines.md. */

#include "routine/routine.h"

#include "diary-kit.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(Catalogue *, catalogue_free);

#define SEC USEC_PER_SEC
#define MIN USEC_PER_MIN

/* --- Catalogues, diaries and routines in a line */

/* An exercise, in short: what is left out is gentle, standing, done in one go, and avoids nothing.
 */
typedef struct Spec {
	const char *id;
	const char *areas;
	const char *kind;
	int seconds;
	const char *more; /* lines of the file */
} Spec;

/* The list ends with an id of NULL; sets: sections, or "". */
static Catalogue *catalogue_of(const Spec *specs, const char *sets)
{
	CLEANUP(free) char *directory = make_directory();
	CLEANUP(free) char *path = NULL;
	CLEANUP(fclose) FILE *file = NULL;
	const char *const only = directory;
	Catalogue *catalogue = NULL;

	assert_true(asprintf(&path, "%s/a.ini", directory) > 0);
	file = fopen(path, "we");
	assert_non_null(file);
	for (; specs->id; specs++)
		fprintf(file,
		        "[%s]\ntitle = T\nstep-1 = S\nareas = %s\nkind = %s\ntime = %ds\n%s\n",
		        specs->id, specs->areas, specs->kind, specs->seconds,
		        specs->more ? specs->more : "");
	fputs(sets, file);
	assert_int_equal(fflush(file), 0);
	assert_int_equal(catalogue_read(&only, 1, &catalogue), 0);
	for (size_t i = 0; i < catalogue->n_problems; i++)
		fail_msg("%s", catalogue->problems[i]);
	unlink(path);
	rmdir(directory);
	return catalogue;
}

static const ExerciseSettings anything = {.at_desk = false, .level = LEVEL_STRONG};

static DiaryEvent none[] = {{0}};

static Routine choose_for(const Catalogue *catalogue, DiaryEvent *events,
        const ExerciseSettings *settings, RoutinePurpose purpose, usec_t length)
{
	Diary diary = diary_of(events);
	RoutineRequest request = {.catalogue = catalogue,
	        .diary = &diary,
	        .settings = *settings,
	        .purpose = purpose,
	        .length = length,
	        .now = NOON,
	        .day_began = NOON - 8 * HOUR};

	return routine_choose(&request);
}

static Routine choose(const Catalogue *catalogue, DiaryEvent *events, usec_t length)
{
	return choose_for(catalogue, events, &anything, ROUTINE_EXERCISES, length);
}

static usec_t length_of(const Routine *routine)
{
	usec_t length = 0;

	for (size_t i = 0; i < routine->n_steps; i++)
		length += routine->steps[i].span;
	return length;
}

/* "bend/left bend/right rise": the steps in their order. */
static char *steps_of(const Routine *routine)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < routine->n_steps; i++)
		fprintf(out, "%s%s%s%s", i > 0 ? " " : "", routine->steps[i].exercise->id,
		        routine->steps[i].side == SIDE_BOTH ? "" : "/",
		        side_to_string(routine->steps[i].side));
	fclose(out);
	return text;
}

static void assert_routine(Routine routine, const char *expected)
{
	CLEANUP(free) char *steps = steps_of(&routine);

	assert_string_equal(steps, expected);
}

static bool has(const Routine *routine, const char *id)
{
	for (size_t i = 0; i < routine->n_steps; i++)
		if (strcmp(routine->steps[i].exercise->id, id) == 0)
			return true;
	return false;
}

static bool brings(const Catalogue *catalogue, DiaryEvent *events, const char *id)
{
	Routine routine = choose(catalogue, events, 5 * MIN);

	return has(&routine, id);
}

static DiaryEvent done(usec_t at, const char *id, ExerciseKind kind, AreaMask areas)
{
	DiaryEvent event = {.type = DIARY_EXERCISE, .at = at, .kind = kind, .areas = areas};

	strcpy(event.id, id);
	return event;
}

/* Of what is no load, the id alone counts. */
static DiaryEvent moved(usec_t at, const char *id)
{
	return done(at, id, EXERCISE_MOBILITY, 0);
}

static DiaryEvent hurt(usec_t at, const char *id, AreaMask areas)
{
	DiaryEvent event = done(at, id, EXERCISE_STRETCH, areas);

	event.type = DIARY_HURT;
	return event;
}

static DiaryEvent pain(usec_t at, unsigned level, AreaMask areas)
{
	return (DiaryEvent){.type = DIARY_PAIN, .at = at, .level = level, .areas = areas};
}

static DiaryEvent began(usec_t at, const char *set)
{
	DiaryEvent event = {.type = DIARY_SET, .at = at};

	strcpy(event.id, set);
	return event;
}

#define HIPS AREA_BIT(AREA_HIPS)
#define LEGS AREA_BIT(AREA_LEGS)
#define CORE AREA_BIT(AREA_CORE)

/* Mobility, strength, stretch and walk, of 25 s each and of different areas. */
static const Spec plain[] = {
        {"swing", "hips", "mobility", 25, NULL},
        {"roll", "upper-back", "mobility", 25, NULL},
        {"squat", "legs", "strength", 25, NULL},
        {"bridge", "glutes", "strength", 25, NULL},
        {"fold", "hamstrings", "stretch", 25, NULL},
        {"twist", "lower-back", "stretch", 25, NULL},
        {"stroll", "whole-body, legs", "walk", 120, NULL},
        {"stairs", "legs, glutes", "walk", 120, "level = moderate"},
        {0},
};

/* --- Rules */

static void without_exercises_there_is_no_routine(void **state)
{
	const Spec nothing[] = {{0}};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(nothing, "");

	for (RoutinePurpose purpose = 0; purpose < ROUTINE_PURPOSE_MAX; purpose++) {
		assert_routine(choose_for(catalogue, none, &anything, purpose, 3 * MIN), "");
		assert_routine(choose_for(catalogue, none, &anything, purpose, SEC), "");
		assert_int_equal(
		        routine_purpose_from_string(routine_purpose_to_string(purpose)), purpose);
	}
	assert_int_equal(routine_purpose_from_string("run"), -1);
}

static void rule_2_a_walk_is_a_walk(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(plain, "");
	ExerciseSettings gentle = anything, no_legs = anything, no_body = anything;
	DiaryEvent strolled[] = {moved(NOON - HOUR, "stroll"), {0}};
	DiaryEvent both[] = {moved(NOON - 2 * HOUR, "stroll"), moved(NOON - HOUR, "stairs"), {0}};
	DiaryEvent ached[] = {hurt(NOON - HOUR, "stroll", 0), {0}};
	Routine routine = choose_for(catalogue, none, &anything, ROUTINE_WALK, 601 * SEC);

	assert_routine(routine, "stroll");
	assert_true(routine.steps[0].span == 601 * SEC);
	assert_routine(choose_for(catalogue, strolled, &anything, ROUTINE_WALK, MIN), "stairs");
	assert_routine(choose_for(catalogue, both, &anything, ROUTINE_WALK, MIN), "stroll");
	assert_routine(choose_for(catalogue, ached, &anything, ROUTINE_WALK, MIN), "stairs");
	gentle.level = LEVEL_GENTLE;
	assert_routine(choose_for(catalogue, strolled, &gentle, ROUTINE_WALK, MIN), "stroll");
	no_body.without = AREA_BIT(AREA_WHOLE_BODY);
	assert_routine(choose_for(catalogue, none, &no_body, ROUTINE_WALK, MIN), "stairs");
	no_legs.without = LEGS;
	assert_routine(choose_for(catalogue, none, &no_legs, ROUTINE_WALK, MIN), "");
}

static void rules_4_and_5_open_and_close(void **state)
{
	const Spec stiff[] = {{"squat", "legs", "strength", 25, NULL},
	        {"fold", "hamstrings", "stretch", 25, NULL}, {0}};
	const Spec hard[] = {{"swing", "hips", "mobility", 25, NULL},
	        {"fold", "hamstrings", "stretch", 25, "level = moderate"}, {0}};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(plain, "");
	CLEANUP(catalogue_free) Catalogue *no_warm_up = catalogue_of(stiff, "");
	CLEANUP(catalogue_free) Catalogue *no_cool_down = catalogue_of(hard, "");

	assert_routine(choose(catalogue, none, 60 * SEC), "swing fold");
	/* no room for both */
	assert_routine(choose(catalogue, none, 59 * SEC), "swing");
	/* strength only after a warm-up */
	assert_routine(choose(no_warm_up, none, 5 * MIN), "fold");
	/* the cool-down is a gentle one; what is not may come before */
	assert_routine(choose(no_cool_down, none, 5 * MIN), "swing fold");
}

static void rule_6_areas_go_by_turns(void **state)
{
	const Spec specs[] = {
	        {"hip-a", "hips, core", "mobility", 25, NULL},
	        {"hip-b", "hips", "mobility", 25, NULL},
	        {"back-a", "lower-back", "mobility", 25, NULL},
	        {"core-a", "core, hips", "mobility", 25, NULL},
	        {0},
	};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");
	DiaryEvent order[] = {moved(NOON - 3 * HOUR, "core-a"), moved(NOON - 2 * HOUR, "hip-a"),
	        moved(NOON - HOUR, "back-a"), {0}};
	DiaryEvent hips[] = {moved(NOON - 3 * HOUR, "hip-b"), moved(NOON - 3 * HOUR, "core-a"),
	        moved(NOON - 2 * HOUR, "back-a"), moved(NOON - HOUR, "hip-a"), {0}};

	/* nothing was done: the areas' order, the catalogue's, and no area twice before all */
	assert_routine(choose(catalogue, none, 2 * MIN), "hip-a back-a core-a hip-b");
	/* the area longest ago, and of the hips what was not done; core-a is no hip-exercise */
	assert_routine(choose(catalogue, order, 2 * MIN), "core-a hip-b back-a hip-a");
	/* of an area that was just done, the one that was done before */
	assert_routine(choose(catalogue, hips, 2 * MIN), "core-a back-a hip-b hip-a");
}

static void what_was_done_is_forgotten_in_time(void **state)
{
	const Spec specs[] = {{"hip-a", "hips", "mobility", 25, NULL},
	        {"leg-a", "legs", "mobility", 25, NULL}, {0}};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");
	DiaryEvent events[] = {moved(NOON - 60 * DAY + 1, "hip-a"), {0}};
	DiaryEvent ahead[] = {moved(NOON - HOUR, "leg-a"), moved(NOON + DAY, "hip-a"), {0}};

	assert_routine(choose(catalogue, events, 50 * SEC), "leg-a");
	events[0].at--;
	assert_routine(choose(catalogue, events, 50 * SEC), "hip-a");
	/* the clock was set back */
	assert_routine(choose(catalogue, ahead, 50 * SEC), "leg-a");
}

static size_t count(const Routine *routine, ExerciseKind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < routine->n_steps; i++)
		n += routine->steps[i].exercise->kind == kind;
	return n;
}

static void rule_7_strength_has_its_share(void **state)
{
	const Spec specs[] = {{"swing", "hips", "mobility", 25, NULL},
	        {"s-1", "legs", "strength", 25, NULL}, {"s-2", "core", "strength", 25, NULL},
	        {"s-3", "glutes", "strength", 25, NULL},
	        {"s-4", "upper-back", "strength", 25, NULL},
	        {"fold", "hamstrings", "stretch", 25, NULL}, {0}};
	static const struct {
		usec_t length;
		size_t n;
	} cases[] = {{3 * MIN - 1, 0}, {3 * MIN, 1}, {6 * MIN - 1, 1}, {6 * MIN, 2}, {9 * MIN, 3},
	        {12 * MIN, 4}};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		Routine routine = choose(catalogue, none, cases[i].length);

		assert_int_equal(count(&routine, EXERCISE_STRENGTH), cases[i].n);
	}
}

/* Mobility, then strength, then stretches, whatever was chosen first. */
static void the_parts_have_their_order(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(plain, "");

	assert_routine(choose(catalogue, none, 6 * MIN), "swing roll squat bridge twist fold");
}

static void rule_8_strength_rests(void **state)
{
	const Spec specs[] = {
	        {"swing", "upper-back", "mobility", 25, NULL},
	        {"squat", "legs, glutes", "strength", 25, NULL},
	        {0},
	};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");
	DiaryEvent events[] = {
	        done(NOON - 48 * HOUR, "gone", EXERCISE_STRENGTH, AREA_BIT(AREA_GLUTES)), {0}};
	DiaryEvent workout[] = {
	        {.type = DIARY_WORKOUT, .at = NOON - 48 * HOUR + 1, .areas = LEGS}, {0}};

	assert_true(brings(catalogue, events, "squat"));
	events[0].at++;
	assert_false(brings(catalogue, events, "squat"));
	events[0].areas = HIPS;
	assert_true(brings(catalogue, events, "squat"));
	events[0].areas = AREA_BIT(AREA_WHOLE_BODY);
	assert_false(brings(catalogue, events, "squat"));
	events[0].kind = EXERCISE_STRETCH;
	assert_true(brings(catalogue, events, "squat"));
	assert_false(brings(catalogue, workout, "squat"));
	workout[0].areas = HIPS;
	assert_true(brings(catalogue, workout, "squat"));
	workout[0].areas = AREAS_ALL;
	assert_false(brings(catalogue, workout, "squat"));
	workout[0].at--;
	assert_true(brings(catalogue, workout, "squat"));
}

static void rule_8_nor_twice_in_a_routine(void **state)
{
	const Spec specs[] = {{"swing", "upper-back", "mobility", 25, NULL},
	        {"squat", "legs, glutes", "strength", 25, NULL},
	        {"bridge", "hips, glutes", "strength", 25, NULL},
	        {"plank", "core", "strength", 25, NULL}, {0}};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");
	Routine routine = choose(catalogue, none, 10 * MIN);

	/* hips come before legs */
	assert_routine(routine, "swing bridge plank");
}

static void rule_9_what_hurt_is_left_out(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(plain, "");
	DiaryEvent fold[] = {hurt(NOON - 7 * DAY + 1, "fold", LEGS), {0}};
	DiaryEvent squat[] = {hurt(NOON - HOUR, "squat", LEGS), {0}};

	assert_false(brings(catalogue, fold, "fold"));
	assert_false(brings(catalogue, fold, "squat"));
	assert_true(brings(catalogue, fold, "bridge"));
	assert_true(brings(catalogue, fold, "twist"));
	fold[0].at--;
	assert_true(brings(catalogue, fold, "fold"));
	assert_false(brings(catalogue, squat, "squat"));
	assert_true(brings(catalogue, squat, "fold"));
}

static void rule_10_pain_limits(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(plain, "");
	DiaryEvent event[] = {pain(NOON - HOUR, 3, LEGS), {0}};
	DiaryEvent sign[] = {pain(NOON - HOUR, 1, LEGS), {0}};
	Routine routine;

	/* legs come before glutes */
	assert_routine(choose(catalogue, none, 3 * MIN), "swing roll squat twist fold");
	assert_routine(choose(catalogue, event, 3 * MIN), "swing roll bridge twist fold");
	event[0].level = 4;
	routine = choose(catalogue, event, 3 * MIN);
	assert_routine(routine, "swing roll stroll");
	assert_true(routine.steps[1].span == 30 * SEC);
	assert_true(length_of(&routine) == 3 * MIN);
	/* half of it is for the walk */
	routine = choose(catalogue, event, 100 * SEC);
	assert_routine(routine, "swing stroll");
	assert_true(routine.steps[1].span == 70 * SEC);
	event[0].areas = HIPS;
	assert_routine(choose(catalogue, event, 3 * MIN), "roll stroll");
	event[0].areas = AREAS_ALL;
	assert_routine(choose(catalogue, event, 3 * MIN), "stroll");
	event[0].level = 7;
	event[0].areas = LEGS;
	assert_routine(choose(catalogue, event, 3 * MIN), "stroll");
	sign[0].signs = SIGN_NUMBNESS;
	assert_routine(choose(catalogue, sign, 3 * MIN), "stroll");
	/* stairs are no gentle walk */
	event[0] = hurt(NOON - HOUR, "stroll", 0);
	assert_routine(choose_for(catalogue, event, &anything, ROUTINE_WALK, MIN), "stairs");
}

static void without_a_walk_pain_leaves_what_it_leaves(void **state)
{
	const Spec specs[] = {{"swing", "hips", "mobility", 25, NULL},
	        {"roll", "upper-back", "mobility", 25, NULL},
	        {"fold", "hamstrings", "stretch", 25, NULL}, {0}};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");
	DiaryEvent event[] = {pain(NOON - HOUR, 5, LEGS), {0}};

	assert_routine(choose(catalogue, event, MIN), "swing roll");
	event[0].level = 7;
	assert_routine(choose(catalogue, event, MIN), "");
}

static void rule_11_it_suits(void **state)
{
	const Spec specs[] = {
	        {"floor", "hips", "mobility", 25, "position = floor"},
	        {"seat", "hips, core", "mobility", 25, "position = seated"},
	        {"wall", "legs", "mobility", 25, "position = wall"},
	        {"medium", "glutes", "stretch", 25, "level = moderate"},
	        {"strong", "upper-back", "stretch", 25, "level = strong"},
	        {0},
	};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");
	ExerciseSettings settings = anything;

	assert_routine(choose_for(catalogue, none, &settings, ROUTINE_EXERCISES, 5 * MIN),
	        "floor wall seat medium strong");
	settings.at_desk = true;
	assert_routine(choose_for(catalogue, none, &settings, ROUTINE_EXERCISES, 5 * MIN),
	        "seat wall medium strong");
	settings.level = LEVEL_MODERATE;
	assert_routine(choose_for(catalogue, none, &settings, ROUTINE_EXERCISES, 5 * MIN),
	        "seat wall medium");
	settings.level = LEVEL_GENTLE;
	settings.without = CORE;
	assert_routine(choose_for(catalogue, none, &settings, ROUTINE_EXERCISES, 5 * MIN), "wall");
	settings.without = CORE | LEGS;
	assert_routine(choose_for(catalogue, none, &settings, ROUTINE_EXERCISES, 5 * MIN), "");
}

static void rule_12_the_break_is_filled(void **state)
{
	const Spec specs[] = {{"swing", "hips", "mobility", 20, NULL},
	        {"fold", "hamstrings", "stretch", 41, "sides = each"}, {0}};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");
	Routine routine = choose(catalogue, none, 117 * SEC);

	/* just so */
	assert_routine(routine, "swing fold/left fold/right");
	assert_true(routine.steps[0].span == 25 * SEC && routine.steps[1].span == 46 * SEC);
	/* 102 s of work, 10 s more: 1.96 s and 4.02 s, in whole seconds, both sides alike */
	routine = choose(catalogue, none, 127 * SEC);
	assert_true(routine.steps[0].span == 26 * SEC && routine.steps[1].span == 50 * SEC);
	assert_true(routine.steps[2].span == 50 * SEC);
	/* by half and no more */
	routine = choose(catalogue, none, 10 * MIN);
	assert_true(routine.steps[0].span == 35 * SEC && routine.steps[1].span == 66 * SEC);
}

/* Long ones do not crowd out what belongs into a break. */
static void room_is_kept_for_what_is_to_come(void **state)
{
	const Spec specs[] = {
	        {"long-swing", "hamstrings", "mobility", 100, NULL},
	        {"swing", "hips", "mobility", 25, NULL},
	        {"long-squat", "hamstrings", "strength", 130, NULL},
	        {"long-fold", "hamstrings", "stretch", 130, NULL},
	        {"fold", "legs", "stretch", 60, NULL},
	        {"twist", "lower-back", "stretch", 40, "level = moderate"},
	        {0},
	};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");

	/* long-swing leaves room for fold, but not for swing as well */
	assert_routine(choose(catalogue, none, 180 * SEC), "swing twist fold");
	/* less than three minutes has no need of a third */
	assert_routine(choose(catalogue, none, 179 * SEC), "long-swing fold");
	assert_routine(choose(catalogue, none, 169 * SEC), "swing long-fold");
	assert_routine(choose(catalogue, none, 199 * SEC), "swing twist fold");
	assert_routine(choose(catalogue, none, 200 * SEC), "long-swing swing fold");
}

/* If there is no third, two will do. */
static void two_will_do(void **state)
{
	const Spec specs[] = {{"swing", "hips", "mobility", 100, NULL},
	        {"fold", "legs", "stretch", 60, NULL}, {0}};
	const Spec one[] = {{"swing", "hips", "mobility", 100, NULL},
	        {"fold", "legs", "stretch", 100, NULL}, {0}};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");
	CLEANUP(catalogue_free) Catalogue *single = catalogue_of(one, "");

	assert_routine(choose(catalogue, none, 180 * SEC), "swing fold");
	assert_routine(choose(single, none, 180 * SEC), "swing");
}

static void a_short_break_has_one(void **state)
{
	const Spec specs[] = {
	        {"fold", "hamstrings", "stretch", 20, "sides = each"},
	        {"hard", "hamstrings", "stretch", 20, "level = moderate"},
	        {"swing", "hips", "mobility", 35, NULL},
	        {"squat", "legs", "strength", 15, NULL},
	        {0},
	};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");
	DiaryEvent left[] = {moved(NOON - HOUR, "swing"), moved(NOON - HOUR, "fold"), {0}};
	Routine routine = choose(catalogue, none, 44 * SEC);

	assert_routine(routine, "fold/left");
	/* half of its time more, in whole seconds */
	assert_true(routine.steps[0].span == 35 * SEC);
	/* then the area of the other, if it fits */
	left[1].side = SIDE_LEFT;
	assert_routine(choose(catalogue, left + 1, 44 * SEC), "swing");
	assert_routine(choose(catalogue, left + 1, 39 * SEC), "fold/right");
	left[1].side = SIDE_RIGHT;
	assert_routine(choose(catalogue, left + 1, 39 * SEC), "fold/left");
	assert_routine(choose(catalogue, none, 25 * SEC), "fold/left");
	assert_routine(choose(catalogue, none, 24 * SEC), "");
	/* from 45 s on there are opening and closing */
	assert_routine(choose(catalogue, none, 45 * SEC), "swing");
}

static void a_short_break_may_hold_both_sides(void **state)
{
	const Spec specs[] = {{"fold", "hamstrings", "stretch", 10, "sides = each"}, {0}};
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(specs, "");

	assert_routine(choose(catalogue, none, 30 * SEC), "fold/left fold/right");
}

static void workouts_have_a_warm_up_and_a_cool_down(void **state)
{
	const Spec specs[] = {
	        {"swing", "hips", "mobility", 25, NULL},
	        {"roll", "upper-back", "mobility", 25, NULL},
	        {"reach", "legs", "mobility", 25, "level = moderate"},
	        {"squat", "legs", "strength", 25, NULL},
	        {"fold", "hamstrings", "stretch", 25, NULL},
	        {"twist", "lower-back", "stretch", 25, NULL},
	        {"split", "hips", "stretch", 25, "level = moderate"},
	        {0},
	};
	CLEANUP(catalogue_free)
	Catalogue *catalogue = catalogue_of(specs, "[mine]\nsequence = squat\n");
	DiaryEvent ached[] = {hurt(NOON - HOUR, "fold", 0), {0}};

	assert_routine(
	        choose_for(catalogue, none, &anything, ROUTINE_WARM_UP, 5 * MIN), "swing roll");
	assert_routine(
	        choose_for(catalogue, none, &anything, ROUTINE_COOL_DOWN, 5 * MIN), "fold twist");
	assert_routine(
	        choose_for(catalogue, ached, &anything, ROUTINE_COOL_DOWN, 5 * MIN), "twist");
}

/* --- Rule 3: prescribed sets */

static const Spec prescribed[] = {
        {"swing", "hips", "mobility", 25, NULL},
        {"roll", "upper-back", "mobility", 25, NULL},
        {"fold", "hamstrings", "stretch", 25, NULL},
        {"squat", "legs", "strength", 25, NULL},
        {"plank", "core", "strength", 40, "level = strong\nposition = floor"},
        {"bird-dog", "glutes", "strength", 40, "sides = each"},
        {"cat", "lower-back", "mobility", 25, "position = floor"},
        {"stroll", "whole-body", "walk", 60, NULL},
        {0},
};

#define MINE "[mine]\nsequence = plank, bird-dog, cat\ntimes-a-day = 2\n"

static void rule_3_a_set_goes_first(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(prescribed, MINE);
	ExerciseSettings settings = {.at_desk = true, .level = LEVEL_GENTLE, .without = CORE};
	Routine routine = choose_for(catalogue, none, &settings, ROUTINE_EXERCISES, 165 * SEC);

	/* neither level nor position nor areas switched off count */
	assert_routine(routine, "plank bird-dog/left bird-dog/right cat");
	assert_non_null(routine.set);
	assert_string_equal(routine.set->id, "mine");
	/* what is left is filled, without strength; for that they do */
	assert_routine(choose_for(catalogue, none, &settings, ROUTINE_EXERCISES, 6 * MIN),
	        "plank bird-dog/left bird-dog/right cat swing roll fold");
}

static void rule_3_a_set_has_its_times(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(prescribed, MINE);
	DiaryEvent events[] = {began(NOON - 8 * HOUR, "mine"), moved(NOON - 8 * HOUR, "cat"),
	        began(NOON - 2 * HOUR, "mine"), moved(NOON - 2 * HOUR, "cat"), {0}};
	Routine routine = choose(catalogue, events, 5 * MIN);

	assert_null(routine.set);
	/* the first was yesterday's */
	events[0].at = events[1].at = NOON - 8 * HOUR - 1;
	routine = choose(catalogue, events, 5 * MIN);
	assert_non_null(routine.set);
	assert_string_equal(routine.steps[0].exercise->id, "plank");
}

/* In breaks of 100 s there is room for one or two of them. */
static void rule_3_a_set_goes_on(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(prescribed, MINE);
	DiaryEvent events[8] = {0};
	Routine routine = choose(catalogue, none, 100 * SEC);

	assert_true(routine.steps[0].exercise == catalogue_find(catalogue, "plank"));
	assert_false(has(&routine, "bird-dog"));
	events[0] = began(NOON - 3 * HOUR, "mine");
	events[1] = done(NOON - 3 * HOUR, "plank", EXERCISE_STRENGTH, CORE);
	assert_routine(choose(catalogue, events, 100 * SEC), "bird-dog/left bird-dog/right");
	events[2] = began(NOON - 2 * HOUR, "mine");
	events[3] = done(NOON - 2 * HOUR, "bird-dog", EXERCISE_STRENGTH, AREA_BIT(AREA_GLUTES));
	events[4] = events[3];
	routine = choose(catalogue, events, 100 * SEC);
	assert_non_null(routine.set);
	assert_true(routine.steps[0].exercise == catalogue_find(catalogue, "cat"));
	/* and then it begins anew */
	events[5] = began(NOON - HOUR, "mine");
	events[6] = moved(NOON - HOUR, "cat");
	routine = choose(catalogue, events, 100 * SEC);
	assert_non_null(routine.set);
	assert_true(routine.steps[0].exercise == catalogue_find(catalogue, "plank"));
}

/* One that is not done does not come in every break. */
static void rule_3_a_set_is_given_up(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(prescribed, MINE);
	DiaryEvent events[4] = {began(NOON - 3 * HOUR, "mine"), {0}};
	Routine routine = choose(catalogue, events, 5 * MIN);

	assert_non_null(routine.set);
	events[1] = began(NOON - 2 * HOUR, "mine");
	routine = choose(catalogue, events, 5 * MIN);
	assert_null(routine.set);
	/* half of the second time was done: that is still to come */
	events[2] = done(NOON - 2 * HOUR, "plank", EXERCISE_STRENGTH, CORE);
	routine = choose(catalogue, events, 5 * MIN);
	assert_non_null(routine.set);
	assert_string_equal(routine.steps[0].exercise->id, "bird-dog");
	events[3] = (DiaryEvent){0};
}

static void rule_3_pain_and_hurt_count(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(prescribed, MINE);
	DiaryEvent ached[] = {hurt(NOON - HOUR, "cat", CORE), {0}};
	DiaryEvent mild[] = {pain(NOON - HOUR, 2, HIPS), {0}};
	DiaryEvent moderate[] = {pain(NOON - HOUR, 5, HIPS), {0}};
	DiaryEvent severe[] = {pain(NOON - HOUR, 8, HIPS), {0}};

	assert_routine(choose(catalogue, ached, 95 * SEC), "bird-dog/left bird-dog/right");
	assert_routine(choose(catalogue, mild, 125 * SEC), "bird-dog/left bird-dog/right cat");
	assert_routine(choose(catalogue, moderate, 60 * SEC), "cat stroll");
	assert_routine(choose(catalogue, severe, 60 * SEC), "stroll");
	assert_null(choose(catalogue, severe, 60 * SEC).set);
}

/* Two exercises for the same area, one after the other, twice a day; but what is chosen apart from
 * the set counts it as load. */
static void rule_3_recovery_does_not_count(void **state)
{
	static const Spec cores[] = {{"swing", "hips", "mobility", 25, NULL},
	        {"plank", "core", "strength", 40, NULL},
	        {"side-plank", "core", "strength", 40, NULL}, {"fold", "legs", "stretch", 25, NULL},
	        {0}};
	CLEANUP(catalogue_free)
	Catalogue *set =
	        catalogue_of(cores, "[mine]\nsequence = plank, side-plank\ntimes-a-day = 2\n");
	CLEANUP(catalogue_free) Catalogue *no_set = catalogue_of(cores, "");
	DiaryEvent events[] = {began(NOON - HOUR, "mine"),
	        done(NOON - HOUR, "plank", EXERCISE_STRENGTH, CORE),
	        done(NOON - HOUR, "side-plank", EXERCISE_STRENGTH, CORE), {0}};

	assert_routine(choose(set, events, 95 * SEC), "plank side-plank");
	assert_routine(choose(no_set, events, 5 * MIN), "swing fold");
}

static void rule_3_the_first_set_in_turn(void **state)
{
	CLEANUP(catalogue_free)
	Catalogue *catalogue =
	        catalogue_of(prescribed, "[one]\nsequence = plank\n[two]\nsequence = cat\n");
	DiaryEvent first[] = {began(NOON - HOUR, "one"),
	        done(NOON - HOUR, "plank", EXERCISE_STRENGTH, CORE), {0}};
	DiaryEvent ached[] = {hurt(NOON - HOUR, "plank", 0), {0}};

	assert_string_equal(choose(catalogue, none, 50 * SEC).set->id, "one");
	assert_string_equal(choose(catalogue, first, 50 * SEC).set->id, "two");
	assert_string_equal(choose(catalogue, ached, 50 * SEC).set->id, "two");
}

static void rule_3_what_fits_no_break_is_passed_over(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(prescribed, MINE);

	/* plank needs 45 s, bird-dog 90 s */
	assert_routine(choose(catalogue, none, 40 * SEC), "cat");
	assert_string_equal(choose(catalogue, none, 40 * SEC).set->id, "mine");
	/* its second does not fit beside the first, though it would alone: the third waits */
	assert_routine(choose(catalogue, none, 94 * SEC), "plank fold");
}

/* --- The same again, and many */

static void the_same_gives_the_same(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(plain, "");
	DiaryEvent events[] = {moved(NOON - HOUR, "swing"), moved(NOON - HOUR, "fold"), {0}};
	Routine first = choose(catalogue, events, 6 * MIN);
	Routine again = choose(catalogue, events, 6 * MIN);

	assert_memory_equal(&first, &again, sizeof(first));
}

static void a_routine_has_so_many_steps_and_no_more(void **state)
{
	static char ids[64][8];
	Spec specs[65] = {0};
	Catalogue *catalogue;
	Routine routine;

	for (size_t i = 0; i < 64; i++) {
		snprintf(ids[i], sizeof(ids[i]), "m-%zu", i);
		specs[i] = (Spec){ids[i], "hips", "mobility", 5, "sides = each"};
	}
	catalogue = catalogue_of(specs, "");
	routine = choose(catalogue, none, USEC_PER_HOUR);
	assert_int_equal(routine.n_steps, ROUTINE_STEPS_MAX);
	catalogue_free(catalogue);
}

static void ten_thousand_are_chosen_from(void **state)
{
	static const char *const areas[] = {"hips", "legs", "core", "glutes", "upper-back"};
	static const char *const kinds[] = {"mobility", "stretch", "strength"};
	static char ids[10000][8];
	static Spec specs[10001];
	static DiaryEvent events[10001];
	Catalogue *catalogue;

	for (size_t i = 0; i < 10000; i++) {
		snprintf(ids[i], sizeof(ids[i]), "e%zu", i);
		specs[i] = (Spec){ids[i], areas[i % 5], kinds[i % 3], 25, NULL};
		events[i] = moved(NOON - (usec_t)(10000 - i) * MIN, ids[i]);
	}
	catalogue = catalogue_of(specs, "");
	for (int i = 0; i < 10; i++)
		assert_true(choose(catalogue, events, 15 * MIN).n_steps > 20);
	catalogue_free(catalogue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(without_exercises_there_is_no_routine),
	        cmocka_unit_test(rule_2_a_walk_is_a_walk),
	        cmocka_unit_test(rule_3_a_set_goes_first),
	        cmocka_unit_test(rule_3_a_set_has_its_times),
	        cmocka_unit_test(rule_3_a_set_goes_on),
	        cmocka_unit_test(rule_3_a_set_is_given_up),
	        cmocka_unit_test(rule_3_pain_and_hurt_count),
	        cmocka_unit_test(rule_3_recovery_does_not_count),
	        cmocka_unit_test(rule_3_the_first_set_in_turn),
	        cmocka_unit_test(rule_3_what_fits_no_break_is_passed_over),
	        cmocka_unit_test(rules_4_and_5_open_and_close),
	        cmocka_unit_test(rule_6_areas_go_by_turns),
	        cmocka_unit_test(what_was_done_is_forgotten_in_time),
	        cmocka_unit_test(rule_7_strength_has_its_share),
	        cmocka_unit_test(the_parts_have_their_order),
	        cmocka_unit_test(rule_8_strength_rests),
	        cmocka_unit_test(rule_8_nor_twice_in_a_routine),
	        cmocka_unit_test(rule_9_what_hurt_is_left_out),
	        cmocka_unit_test(rule_10_pain_limits),
	        cmocka_unit_test(without_a_walk_pain_leaves_what_it_leaves),
	        cmocka_unit_test(rule_11_it_suits),
	        cmocka_unit_test(rule_12_the_break_is_filled),
	        cmocka_unit_test(room_is_kept_for_what_is_to_come),
	        cmocka_unit_test(two_will_do),
	        cmocka_unit_test(a_short_break_has_one),
	        cmocka_unit_test(a_short_break_may_hold_both_sides),
	        cmocka_unit_test(workouts_have_a_warm_up_and_a_cool_down),
	        cmocka_unit_test(the_same_gives_the_same),
	        cmocka_unit_test(a_routine_has_so_many_steps_and_no_more),
	        cmocka_unit_test(ten_thousand_are_chosen_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
