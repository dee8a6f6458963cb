/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exercises and routines as limberctl prints them. */

#include "test.h"

#include <locale.h>

#include "client/ctl-exercises.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(json_t *, json_decref);

#define SEC USEC_PER_SEC

/* Nobody writes to these. */
#define T(text) ((char *)(text))

static Exercise exercises[] = {
        {.id = T("bird-dog"),
                .title = T("Bird dog"),
                .main_area = AREA_CORE,
                .areas = AREA_BIT(AREA_CORE) | AREA_BIT(AREA_GLUTES),
                .kind = EXERCISE_STRENGTH,
                .level = LEVEL_MODERATE,
                .position = POSITION_FLOOR,
                .each_side = true,
                .hold = 5 * SEC,
                .repetitions = 6,
                .time = 50 * SEC,
                .steps = {T("Slide the {side} leg straight back, and reach far forward "
                            "with the {other} arm."),
                        T("Return.")},
                .n_steps = 2,
                .form = T("Level."),
                .caution = T("Slowly \033[2J."),
                .avoid = AREA_BIT(AREA_LOWER_BACK),
                .picture = T("none")},
        {.id = T("stroll"),
                .title = T("A stroll"),
                .main_area = AREA_LEGS,
                .areas = AREA_BIT(AREA_LEGS),
                .kind = EXERCISE_WALK,
                .position = POSITION_STANDING,
                .repetitions = 1,
                .time = 120 * SEC,
                .steps = {T("Go.")},
                .n_steps = 1,
                .form = T(""),
                .caution = T(""),
                .picture = T("none")},
        {.id = T("plank"),
                .title = T("Plank"),
                .main_area = AREA_CORE,
                .areas = AREA_BIT(AREA_CORE),
                .kind = EXERCISE_STRENGTH,
                .level = LEVEL_STRONG,
                .position = POSITION_WALL,
                .repetitions = 2,
                .time = 45 * SEC,
                .steps = {T("Lean.")},
                .n_steps = 1,
                .form = T(""),
                .caution = T(""),
                .picture = T("none")},
};

static ExerciseSet sets[] = {
        {.id = T("mine"),
                .title = T("My own"),
                .exercises = {&exercises[1], &exercises[0]},
                .n_exercises = 2,
                .times_a_day = 2},
};

static char *problems[] = {T("a.ini:3: [x] \xff")};

static const Catalogue none;
static const Catalogue plain = {.exercises = exercises, .n_exercises = ELEMENTSOF(exercises)};
static const Catalogue full = {.exercises = exercises,
        .n_exercises = ELEMENTSOF(exercises),
        .sets = sets,
        .n_sets = 1,
        .problems = problems,
        .n_problems = 1};

static const ExerciseSettings desk = {.at_desk = true, .level = LEVEL_MODERATE};
static const ExerciseSettings anything = {.level = LEVEL_STRONG};
static const ExerciseFilter all = {.level = -1};
static const CtlStyle style = {.utf8 = true, .width = 60};

/* What is printed to a stream that out is. */
#define PRINTED(call)                                                                              \
	__extension__({                                                                            \
		char *text_ = NULL;                                                                \
		size_t size_;                                                                      \
		FILE *out = open_memstream(&text_, &size_);                                        \
		assert_int_equal(call, 0);                                                         \
		fclose(out);                                                                       \
		text_;                                                                             \
	})

static void assert_printed(char *text, const char *expected)
{
	assert_string_equal(text, expected);
	free(text);
}

static void the_table_goes_by_areas(void **state)
{
	assert_printed(PRINTED(exercises_print(out, &style, &plain, &anything, &all)),
	        "legs\n"
	        "  stroll    walk      gentle    standing  its break\n"
	        "\n"
	        "core\n"
	        "  bird-dog  strength  moderate  floor     50s a side  glutes\n"
	        "  plank     strength  strong    wall      45s\n"
	        "\n"
	        "3 exercises; limberctl exercise ID tells all about one.\n");
}

static void what_does_not_suit_is_marked(void **state)
{
	ExerciseSettings settings = {.level = LEVEL_STRONG, .without = AREA_BIT(AREA_LEGS)};

	assert_printed(PRINTED(exercises_print(out, &style, &plain, &desk, &all)),
	        "legs\n"
	        "  stroll    walk      gentle    standing  its break\n"
	        "\n"
	        "core\n"
	        "- bird-dog  strength  moderate  floor     50s a side  glutes\n"
	        "- plank     strength  strong    wall      45s\n"
	        "\n"
	        "- is left out by [exercises] of limber.ini: at-desk = yes,\n"
	        "level = moderate\n"
	        "3 exercises; limberctl exercise ID tells all about one.\n");
	assert_printed(PRINTED(exercises_print(out, &style, &plain, &settings,
	                       &(ExerciseFilter){.areas = AREA_BIT(AREA_LEGS), .level = -1})),
	        "legs\n"
	        "- stroll  walk      gentle    standing  its break\n"
	        "\n"
	        "- is left out by [exercises] of limber.ini: level = strong,\n"
	        "without = legs\n"
	        "1 exercise; limberctl exercise ID tells all about it.\n");
}

static void problems_and_sets_are_told(void **state)
{
	assert_printed(PRINTED(exercises_print(out, &style, &full, &anything, &all)),
	        "! a.ini:3: [x] \\xff\n"
	        "\n"
	        "legs\n"
	        "  stroll    walk      gentle    standing  its break\n"
	        "\n"
	        "core\n"
	        "  bird-dog  strength  moderate  floor     50s a side  glutes\n"
	        "  plank     strength  strong    wall      45s\n"
	        "\n"
	        "prescribed sets\n"
	        "  My own, 2 a day: stroll, bird-dog\n"
	        "\n"
	        "3 exercises; limberctl exercise ID tells all about one.\n");
}

static void a_filter_leaves_what_passes(void **state)
{
	ExerciseFilter glutes = {.areas = AREA_BIT(AREA_GLUTES), .level = -1};
	ExerciseFilter strong = {.level = LEVEL_STRONG};
	ExerciseFilter neither = {.areas = AREA_BIT(AREA_GLUTES), .level = LEVEL_STRONG};

	assert_printed(PRINTED(exercises_print(out, &style, &plain, &anything, &glutes)),
	        "core\n"
	        "  bird-dog  strength  moderate  floor     50s a side  glutes\n"
	        "\n"
	        "1 exercise; limberctl exercise ID tells all about it.\n");
	assert_true(exercise_passes(&strong, &exercises[2]));
	assert_false(exercise_passes(&strong, &exercises[0]));
	assert_printed(PRINTED(exercises_print(out, &style, &plain, &anything, &neither)),
	        "There are no such exercises.\n");
	assert_printed(PRINTED(exercises_print(out, &style, &none, &anything, &all)),
	        "There are no such exercises.\n");
}

static void one_is_told_with_all_there_is(void **state)
{
	assert_printed(PRINTED(exercise_print(out, &style, &exercises[0], &desk, NULL, 0)),
	        "Bird dog\n"
	        "what      strength for the core and the glutes; moderate,\n"
	        "          floor\n"
	        "how long  held for 5s, 6 times; 50s a side\n"
	        "\n"
	        "  1  Slide the left leg straight back, and reach far forward\n"
	        "     with the right arm.\n"
	        "  2  Return.\n"
	        "     That was the left side; then the right one.\n"
	        "\n"
	        "form      Level.\n"
	        "caution   Slowly \\x1b[2J.\n"
	        "avoid     with pain in the lower back\n"
	        "left out  by [exercises] of limber.ini: it needs the floor,\n"
	        "          and at-desk is yes\n");
}

static void nothing_is_said_of_what_there_is_none_of(void **state)
{
	assert_printed(PRINTED(exercise_print(out, &style, &exercises[1], &desk, NULL, 0)),
	        "A stroll\n"
	        "what      walk for the legs; gentle, standing\n"
	        "how long  its break\n"
	        "\n"
	        "  1  Go.\n"
	        "\n");
}

static void pictures_stand_before_the_steps(void **state)
{
	char start[] = "ab\ncd", end[] = "ef\ngh";
	const Picture pictures[] = {
	        {.text = start, .columns = 2, .rows = 2}, {.text = end, .columns = 2, .rows = 2}};
	CLEANUP(free)
	char *text = PRINTED(exercise_print(out, &style, &exercises[1], &desk, pictures, 2));

	assert_non_null(strstr(text, "its break\n\nab  ef\ncd  gh\n\n  1  Go.\n"));
}

/* --- Routines */

static const Routine routine = {
        .steps = {{&exercises[0], SIDE_LEFT, 55 * SEC}, {&exercises[0], SIDE_RIGHT, 55 * SEC},
                {&exercises[1], SIDE_BOTH, 62 * SEC}},
        .n_steps = 3};
static const Routine empty;

static RoutineView view_of(const Routine *chosen, const PainState *pain)
{
	return (RoutineView){.kind = "stretch",
	        .title = "Time to stretch",
	        .length = 180 * SEC,
	        .catalogue = &plain,
	        .routine = chosen,
	        .pain = pain};
}

static void a_routine_is_a_line_a_step(void **state)
{
	const PainState no_pain = {0};
	RoutineView view = view_of(&routine, &no_pain);

	assert_printed(PRINTED(routine_print(out, &style, &view)),
	        "Time to stretch, 3min\n"
	        "  1  Bird dog  left   55s        strength  core\n"
	        "  2  Bird dog  right  55s        strength  core\n"
	        "  3  A stroll         1min 2s    walk      legs\n");
}

static void what_explains_a_routine_is_told(void **state)
{
	const PainState pain = {.worst = PAIN_SEVERE};
	const PainState no_pain = {0};
	Routine prescribed = routine;
	RoutineView view = view_of(&empty, &pain);

	view.advice = "See somebody.";
	assert_printed(PRINTED(routine_print(out, &style, &view)),
	        "Time to stretch, 3min\n"
	        "No exercise, because of the pain reported; see limberctl\n"
	        "pain.\n"
	        "See somebody.\n");
	view = view_of(&empty, &no_pain);
	assert_printed(PRINTED(routine_print(out, &style, &view)),
	        "Time to stretch, 3min\nNo exercise suits this break now.\n");
	view.catalogue = &none;
	assert_printed(PRINTED(routine_print(out, &style, &view)),
	        "Time to stretch, 3min\nThere are no exercises; see limberctl doctor.\n");
	prescribed.set = &sets[0];
	prescribed.n_steps = 1;
	view = view_of(&prescribed, &pain);
	assert_printed(PRINTED(routine_print(out, &style, &view)),
	        "Time to stretch, 3min\n"
	        "My own\n"
	        "  1  Bird dog  left   55s        strength  core\n"
	        "There is less than usual, because of the pain reported; see\n"
	        "limberctl pain.\n");
}

/* --- JSON */

static void assert_json(json_t *json, const char *path, const char *expected)
{
	CLEANUP(free) char *text = NULL;
	CLEANUP(free) char *copy = strdup(path);
	char *rest = copy, *name;

	assert_non_null(json);
	while ((name = strsep(&rest, "."))) {
		json = *name >= '0' && *name <= '9' ? json_array_get(json, (size_t)atoi(name))
		                                    : json_object_get(json, name);
		assert_non_null(json);
	}
	text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(text, expected);
}

static void an_exercise_is_an_object(void **state)
{
	CLEANUP(json_decref) json_t *json = exercise_to_json(&exercises[0], &desk);

	assert_int_equal(json_object_size(json), 16);
	assert_json(json, "exercise", "\"bird-dog\"");
	assert_json(json, "title", "\"Bird dog\"");
	assert_json(json, "areas", "[\"core\",\"glutes\"]");
	assert_json(json, "kind", "\"strength\"");
	assert_json(json, "level", "\"moderate\"");
	assert_json(json, "position", "\"floor\"");
	assert_json(json, "sides", "\"each\"");
	assert_json(json, "hold", "5.0");
	assert_json(json, "repetitions", "6");
	assert_json(json, "time", "50.0");
	assert_json(json, "steps.1", "\"Return.\"");
	assert_json(json, "form", "\"Level.\"");
	assert_json(json, "caution", "\"Slowly \\u001B[2J.\"");
	assert_json(json, "avoid", "[\"lower-back\"]");
	assert_json(json, "pictures", "{\"end\":null,\"start\":null}");
	assert_json(json, "suits", "false");
}

static void all_of_them_are_a_list(void **state)
{
	CLEANUP(json_decref)
	json_t *json =
	        exercises_to_json(&full, &anything, &(ExerciseFilter){.level = LEVEL_STRONG});

	assert_int_equal(json_array_size(json_object_get(json, "exercises")), 1);
	assert_json(json, "exercises.0.exercise", "\"plank\"");
	assert_json(json, "exercises.0.suits", "true");
	assert_json(json, "sets",
	        "[{\"exercises\":[\"stroll\",\"bird-dog\"],\"set\":\"mine\",\"times_a_day\":2,"
	        "\"title\":\"My own\"}]");
	assert_json(json, "problems", "[\"a.ini:3: [x] \\\\xff\"]");
}

static void a_routine_is_an_object(void **state)
{
	const PainState pain = {.worst = PAIN_MILD};
	RoutineView view = view_of(&routine, &pain);
	CLEANUP(json_decref) json_t *json = routine_to_json(&view);

	assert_json(json, "kind", "\"stretch\"");
	assert_json(json, "length", "180.0");
	assert_json(json, "set", "null");
	assert_json(json, "pain", "\"mild\"");
	assert_json(json, "advice", "null");
	assert_json(json, "problems", "[]");
	assert_int_equal(json_array_size(json_object_get(json, "routine")), 3);
	assert_json(json, "routine.1.exercise", "\"bird-dog\"");
	assert_json(json, "routine.1.side", "\"right\"");
	assert_json(json, "routine.1.span", "55.0");
	assert_json(json, "routine.1.steps.0",
	        "\"Slide the right leg straight back, and reach far forward with the left arm.\"");
	assert_json(json, "routine.2.side", "null");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_table_goes_by_areas),
	        cmocka_unit_test(what_does_not_suit_is_marked),
	        cmocka_unit_test(problems_and_sets_are_told),
	        cmocka_unit_test(a_filter_leaves_what_passes),
	        cmocka_unit_test(one_is_told_with_all_there_is),
	        cmocka_unit_test(nothing_is_said_of_what_there_is_none_of),
	        cmocka_unit_test(pictures_stand_before_the_steps),
	        cmocka_unit_test(a_routine_is_a_line_a_step),
	        cmocka_unit_test(what_explains_a_routine_is_told),
	        cmocka_unit_test(an_exercise_is_an_object),
	        cmocka_unit_test(all_of_them_are_a_list),
	        cmocka_unit_test(a_routine_is_an_object),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
