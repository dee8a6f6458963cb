/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the notification says of exercises: in a reminder, while they run, and around them. */
#include "client/notify-exercise.h"
#include "scene-kit.h"

#define SPAN(sec) "uint64 " #sec "000000"

/* Short: all of it is told at once. On each side, 25 s in position. */
#define THIGH(side)                                                                                \
	"('thigh', 'Thigh stretch', '" side                                                        \
	"', " SPAN(30) ", 'stretch', ['legs'], "                                                   \
	               "['Stand & hold on.', 'Pull.'], "                                           \
	               "'Stand tall.', '', '/p/thigh-start.png'"                                   \
	               ", '/p/thigh-end.png')"

/* Long: each of its steps has 100 characters. */
#define HUNDRED                                                                                    \
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567" \
	"89012345678"
#define PLANK                                                                                      \
	"('plank', 'Plank', '', " SPAN(65) ", 'strength', ['core'], ['a" HUNDRED "', 'b" HUNDRED   \
	                                   "', 'c" HUNDRED "'], 'Breathe.', 'Stop in time.', "     \
	                                   "'/p/plank-start.png', '')"
#define WALK "('walk', 'Walk', '', " SPAN(600) ", 'walk', ['legs'], ['Walk.'], '', '', '', '')"

#define ROUTINE "[" THIGH("left") ", " THIGH("right") ", " PLANK "]"

#define KINDS                                                                                      \
	"'Kinds': <[('stretch', 'Time to stretch', 'Bend & breathe', uint64 2700000000, "          \
	"uint64 180000000, uint64 0, uint64 0)]>"
#define IN_BREAK   "'Break': <('stretch', 'asked', " SPAN(100) ", " SPAN(280) ")>"
#define NO_BREAK   "'Break': <('', '', uint64 0, uint64 0)>"
#define A_REMINDER "'Reminder': <('up', 'stretch', uint64 1, uint64 0, uint32 0, false)>"
#define IDLE       "'Exercise': <(uint32 4294967295, uint64 0, uint64 0, uint64 0, false)>"

static const ServerTraits plain = {0};
static const ServerTraits bar = {.buttons = true, .draws_value = true};
static const ServerTraits dunst = {
        .buttons = true, .markup = true, .draws_value = true, .hides_buttons = true};

/* The exercise at that place of the routine began at 100 s. */
static Scene running(const char *routine, unsigned place, unsigned length_sec)
{
	g_autofree char *properties = g_strdup_printf(
	        "{" KINDS ", " IN_BREAK ", 'Routine': <%s>, 'RoutineFor': <'stretch'>, "
	        "'Exercise': <(uint32 %u, uint64 100000000, uint64 %u000000, uint64 "
	        "%u000000, false)>}",
	        routine, place, 100 + length_sec, length_sec);

	return scene_of(properties);
}

static View view_at(const Scene *scene, const ServerTraits *traits, unsigned sec)
{
	return view_make(scene, traits, sec * USEC_PER_SEC);
}

#define assert_says(view, text)                                                                    \
	do {                                                                                       \
		if (!g_strrstr((view).body, text))                                                 \
			fail_msg("\"%s\" is not in \"%s\"", text, (view).body);                    \
	} while (0)

#define assert_does_not_say(view, text) assert_null(g_strrstr((view).body, text))

static void test_ready(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 0, 30);
	g_auto(View) view = view_at(&scene, &bar, 100);

	assert_int_equal(view.type, SCENE_EXERCISE);
	assert_string_equal(view.summary, "Thigh stretch: left side");
	assert_string_equal(view.body, "Get ready, then 25 s.\n"
	                               "• Stand & hold on.\n• Pull.\nNext: other side.");
	assert_string_equal(view.picture, "/p/thigh-start.png");
	assert_int_equal(view.value, 0);
	assert_int_equal(view.actions, ACTION_NEXT | ACTION_HURT | ACTION_STOP);
	assert_false(view.urgent);
	assert_false(view.sound);
}

static void test_in_position(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 0, 30);
	g_auto(View) ready = view_make(&scene, &bar, 105 * USEC_PER_SEC - 1);
	g_auto(View) view = view_at(&scene, &bar, 105);

	assert_string_equal(ready.picture, "/p/thigh-start.png");
	assert_string_equal(view.summary, "Thigh stretch: left side");
	assert_string_equal(view.body,
	        "25 s left.\n"
	        "• Stand & hold on.\n• Pull.\nStand tall.\nNext: other side.");
	assert_string_equal(view.picture, "/p/thigh-end.png");
	assert_string_equal(view.occasion, ready.occasion);
}

static void test_other_side(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 1, 30);
	g_auto(Scene) alone = running("[" THIGH("right") "]", 0, 30);
	g_auto(Scene) to_the_left = running("[" THIGH("right") ", " THIGH("left") "]", 1, 30);
	g_auto(View) view = view_at(&scene, &bar, 100);
	g_auto(View) first = view_at(&alone, &bar, 100);
	g_auto(View) left = view_at(&to_the_left, &bar, 100);

	assert_string_equal(view.summary, "Thigh stretch: other side now");
	assert_says(view, "Next: plank.");
	assert_string_equal(first.summary, "Thigh stretch: right side");
	assert_string_equal(left.summary, "Thigh stretch: other side now");
}

/* What is long is told in two parts, and what there is no room for is left away. */
static void test_long_steps(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 2, 65);
	g_auto(View) ready = view_at(&scene, &bar, 100);
	g_auto(View) view = view_at(&scene, &bar, 105);

	assert_string_equal(ready.summary, "Plank");
	assert_string_equal(
	        ready.body, "Get ready, then 1:00 min.\na" HUNDRED "\nThen you are done.");
	assert_string_equal(view.body,
	        "1:00 min left.\n• b" HUNDRED "\n• c" HUNDRED "\nBreathe.\nThen you are done.");
}

static void test_one_picture_is_better_than_none(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 2, 65);
	g_auto(Scene) none = running("[" WALK "]", 0, 600);
	g_auto(View) view = view_at(&scene, &bar, 165);
	g_auto(View) without = view_at(&none, &bar, 100);

	assert_string_equal(view.picture, "/p/plank-start.png");
	assert_string_equal(without.picture, "");
}

/* Nobody gets into position for a walk. */
static void test_walk(void **state)
{
	g_auto(Scene) scene = running("[" WALK "]", 0, 600);
	g_auto(View) view = view_at(&scene, &bar, 100);

	assert_string_equal(view.summary, "Walk");
	assert_string_equal(view.body, "10:00 min left.\nWalk.\nThen you are done.");
	assert_int_equal(scene_changes_in(&scene, 100 * USEC_PER_SEC), 10 * USEC_PER_SEC);
}

/* Of 25 s in position: steps of 2.5 s on a bar, of 5 s in words. */
static void test_progress(void **state)
{
	static const struct {
		unsigned at_msec;
		int value;
		const char *beside_bar;
		const char *words;
	} cases[] = {
	        {100000, 0, "Get ready, then 25 s.", "Get ready, then 25 s."},
	        {105000, 0, "25 s left.", "25 s left."},
	        {107499, 0, "25 s left.", "25 s left."},
	        {107500, 10, "23 s left.", "25 s left."},
	        {110000, 20, "20 s left.", "20 s left."},
	        {125001, 80, "5 s left.", "5 s left."},
	        {127500, 90, "3 s left.", "5 s left."},
	        {130000, 100, "0 s left.", "0 s left."},
	        {999000, 100, "0 s left.", "0 s left."},
	        {1000, 0, "Get ready, then 25 s.", "Get ready, then 25 s."},
	};
	g_auto(Scene) scene = running(ROUTINE, 0, 30);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		usec_t now = cases[i].at_msec * USEC_PER_MSEC;
		g_auto(View) view = view_make(&scene, &bar, now);
		g_auto(View) words = view_make(&scene, &plain, now);

		assert_int_equal(view.value, cases[i].value);
		assert_true(g_str_has_prefix(view.body, cases[i].beside_bar));
		assert_int_equal(words.value, VIEW_NO_VALUE);
		assert_true(g_str_has_prefix(words.body, cases[i].words));
	}
}

static void test_changes(void **state)
{
	static const struct {
		unsigned length_sec;
		usec_t step_usec;
	} cases[] = {
	        {15, USEC_PER_SEC},
	        {30, 2500 * USEC_PER_MSEC},
	        {65, 5 * USEC_PER_SEC},
	        {605, 10 * USEC_PER_SEC},
	};
	usec_t began_at = 100 * USEC_PER_SEC, held_at = 105 * USEC_PER_SEC;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Scene) scene = running(ROUTINE, 0, cases[i].length_sec);
		usec_t step = cases[i].step_usec, end = scene.exercise_ends_at;

		assert_int_equal(scene_changes_in(&scene, began_at), held_at - began_at);
		assert_int_equal(scene_changes_in(&scene, held_at - 1), 1);
		assert_int_equal(scene_changes_in(&scene, held_at), step);
		assert_int_equal(scene_changes_in(&scene, held_at + step - 1), 1);
		assert_int_equal(scene_changes_in(&scene, end - step - 1), 1);
		/* limberd tells the end */
		assert_int_equal(scene_changes_in(&scene, end - step), USEC_NEVER);
		assert_int_equal(scene_changes_in(&scene, end), USEC_NEVER);
		assert_int_equal(scene_changes_in(&scene, end + USEC_PER_HOUR), USEC_NEVER);
	}
}

static void test_step_looks_the_same(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 0, 30);
	g_auto(View) early = view_make(&scene, &bar, 107500 * USEC_PER_MSEC);
	g_auto(View) late = view_make(&scene, &bar, 110000 * USEC_PER_MSEC - 1);
	g_auto(View) next = view_make(&scene, &bar, 110000 * USEC_PER_MSEC);

	assert_true(view_equal(&early, &late));
	assert_false(view_equal(&early, &next));
}

static void test_another_picture_is_another_view(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 0, 30);
	g_auto(View) one = view_at(&scene, &bar, 105);
	g_auto(View) other = view_at(&scene, &bar, 105);

	assert_true(view_equal(&one, &other));
	g_free(other.picture);
	other.picture = g_strdup("/p/other.png");
	assert_false(view_equal(&one, &other));
}

/* A short break shortens its exercises; half of one at most is for getting into position. */
static void test_shortened(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 0, 4);
	g_auto(View) ready = view_at(&scene, &bar, 101);
	g_auto(View) view = view_at(&scene, &bar, 102);

	assert_says(ready, "Get ready, then 2 s.");
	assert_says(view, "2 s left.");
}

static void test_paused(void **state)
{
	g_auto(Scene) scene =
	        scene_of("{" KINDS ", " IN_BREAK ", 'Routine': <" ROUTINE ">, 'Exercise': <(uint32 "
	                 "0, " SPAN(100) ", uint64 0, " SPAN(15) ", true)>}");
	g_auto(View) view = view_at(&scene, &bar, 5000);

	assert_string_equal(view.summary, "Thigh stretch: left side");
	assert_says(view, "Paused, 15 s left.");
	assert_int_equal(view.value, 40);
	assert_int_equal(view.actions, ACTION_GO_ON | ACTION_HURT | ACTION_STOP);
	assert_string_equal(view.picture, "/p/thigh-end.png");
	assert_int_equal(scene_changes_in(&scene, 0), USEC_NEVER);
}

/* One appearance, whether an exercise runs or not. */
static void test_same_occasion_as_the_break(void **state)
{
	g_auto(Scene) exercise = running(ROUTINE, 0, 30);
	g_auto(Scene) none = scene_of("{" KINDS ", " IN_BREAK "}");
	g_auto(View) one = view_at(&exercise, &bar, 100);
	g_auto(View) other = view_at(&none, &bar, 100);

	assert_string_equal(one.occasion, other.occasion);
}

static void test_before_a_workout(void **state)
{
	g_auto(Scene) scene = scene_of(
	        "{" KINDS ", " NO_BREAK ", " A_REMINDER ", 'RoutineFor': <'warm-up'>, "
	        "'Routine': <" ROUTINE
	        ">, 'Exercise': <(uint32 2, " SPAN(100) ", " SPAN(165) ", " SPAN(65) ", false)>}");
	g_auto(View) view = view_at(&scene, &bar, 100);

	assert_int_equal(scene.type, SCENE_EXERCISE);
	assert_string_equal(scene.kind, "warm-up");
	assert_string_equal(view.summary, "Plank");
	/* there is no break to stop */
	assert_int_equal(view.actions, ACTION_NEXT | ACTION_HURT);
}

static void test_commands_where_no_button_is_in_sight(void **state)
{
	static const char hint[] = "\nOr: limberctl next, limberctl hurt.";
	g_auto(Scene) scene = running(ROUTINE, 0, 30);
	g_auto(View) without = view_at(&scene, &plain, 100);
	g_auto(View) hidden = view_at(&scene, &dunst, 100);
	g_auto(View) in_sight = view_at(&scene, &bar, 100);

	assert_true(g_str_has_suffix(without.body, hint));
	assert_int_equal(without.actions, 0);
	assert_true(g_str_has_suffix(hidden.body, hint));
	assert_int_equal(hidden.actions, ACTION_NEXT | ACTION_HURT | ACTION_STOP);
	assert_does_not_say(in_sight, "limberctl");
}

static void test_markup(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 0, 30);
	g_auto(View) parsed = view_at(&scene, &dunst, 100);
	g_auto(View) verbatim = view_at(&scene, &plain, 100);

	assert_says(parsed, "Stand &amp; hold on.");
	assert_says(verbatim, "Stand & hold on.");
}

static void test_after_the_last(void **state)
{
	g_auto(Scene) scene = scene_of(
	        "{" KINDS ", " IN_BREAK ", 'Routine': <" ROUTINE ">, " IDLE ", 'Advice': <''>}");
	g_auto(View) view = view_at(&scene, &bar, 270);

	assert_int_equal(scene.type, SCENE_BREAK);
	assert_string_equal(view.summary, "Stretch: 18 s left");
	assert_string_equal(view.body, "That was the last exercise. Rest until the break is over.");
}

static void test_without_exercises_a_break_is_a_break(void **state)
{
	static const char *const none[] = {
	        "'Routine': <@a(ssstsasasssss) []>",
	        "'Routine': <'nonsense'>, 'Exercise': <(uint32 0, uint64 0, uint64 0, uint64 0, "
	        "false)>, 'Advice': <3>",
	        "'Routine': <@a(ssstsasasssss) []>, 'Exercise': <(uint32 0, uint64 0, uint64 0, "
	        "uint64 0, false)>",
	        "'RoutineFor': <'stretch'>",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(none); i++) {
		g_autofree char *properties =
		        g_strdup_printf("{" KINDS ", " IN_BREAK ", %s}", none[i]);
		g_auto(Scene) scene = scene_of(properties);
		g_auto(View) view = view_at(&scene, &bar, 100);

		assert_int_equal(scene.type, SCENE_BREAK);
		assert_string_equal(view.body, "Bend & breathe");
		assert_null(view.picture);
	}
}

/* Beyond its end, or nonsense in it. */
static void test_no_such_exercise(void **state)
{
	g_auto(Scene) scene = running(ROUTINE, 3, 30);
	g_auto(Scene) backwards =
	        scene_of("{" KINDS ", " IN_BREAK ", 'Routine': <[('', '', 'up', uint64 0, '', @as "
	                 "[], @as [], '', '', '', '')]>, 'Exercise': <(uint32 0, " SPAN(
	                         300) ", " SPAN(100) ", uint64 0, false)>}");
	g_auto(View) view = view_at(&backwards, &bar, 200);

	assert_int_equal(scene.type, SCENE_BREAK);
	assert_int_equal(backwards.type, SCENE_EXERCISE);
	assert_string_not_equal(view.summary, "");
	assert_int_equal(scene_changes_in(&backwards, 200 * USEC_PER_SEC), USEC_NEVER);
}

static View reminder_of(const char *routine, const char *advice, const ServerTraits *traits)
{
	g_autofree char *properties = g_strdup_printf("{" KINDS ", " NO_BREAK ", " A_REMINDER
	                                              ", " IDLE ", 'SnoozesLeft': <uint32 1>, "
	                                              "'Routine': <%s>, 'Advice': <'%s'>}",
	        routine, advice);
	g_auto(Scene) scene = scene_of(properties);

	assert_int_equal(scene.type, SCENE_REMINDER);
	return view_make(&scene, traits, 0);
}

static void test_preview(void **state)
{
	g_auto(View) two = reminder_of(ROUTINE, "", &bar);
	g_auto(View) one = reminder_of("[" WALK "]", "", &bar);

	assert_string_equal(two.body, "Bend & breathe\n2 exercises: thigh stretch, plank");
	assert_string_equal(one.body, "Bend & breathe\n1 exercise: walk");
	assert_null(two.picture);
}

static void test_long_preview(void **state)
{
	g_auto(View) view = reminder_of(
	        "[" WALK ", " THIGH("left") ", " PLANK ", " WALK ", " PLANK "]", "", &bar);

	assert_string_equal(
	        view.body, "Bend & breathe\n5 exercises: walk, thigh stretch, plank, ...");
}

static void test_advice(void **state)
{
	g_auto(View) view = reminder_of(ROUTINE, "See a doctor.", &plain);

	assert_string_equal(view.body,
	        "See a doctor.\nBend & breathe\n2 exercises: thigh stretch, plank\n"
	        "Begin: limberctl start. Later: limberctl snooze.");
}

/* --- What came before */

#define CHOOSING "{" KINDS ", " IN_BREAK ", 'RoutineFor': <'stretch'>, " IDLE "}"

static Scene follow(Recall *recall, Scene scene)
{
	recall_follow(recall, &scene);
	return scene;
}

/* The same, of which only what it leaves behind counts. */
static void pass(Recall *recall, Scene scene)
{
	Scene followed = follow(recall, scene);

	scene_clear(&followed);
}

static void test_left_out(void **state)
{
	g_auto(Recall) recall = {0};
	g_auto(Scene) before = follow(&recall, running(ROUTINE, 0, 30));
	g_auto(Scene) meanwhile = follow(&recall, scene_of(CHOOSING));
	g_auto(Scene) after = follow(&recall, running("[" PLANK ", " WALK "]", 0, 65));
	g_auto(Scene) later = follow(&recall, running("[" PLANK ", " WALK "]", 1, 65));
	g_auto(View) first = view_at(&before, &bar, 100);
	g_auto(View) choosing = view_at(&meanwhile, &bar, 100);
	g_auto(View) next = view_at(&after, &bar, 100);
	g_auto(View) last = view_at(&later, &bar, 100);

	assert_does_not_say(first, "Left out");
	assert_string_equal(choosing.body,
	        "Left out for now: thigh stretch. Go on only if nothing hurts.\nBend & breathe");
	assert_string_equal(next.summary, "Plank");
	assert_true(g_str_has_prefix(next.body,
	        "Left out for now: thigh stretch. Go on only if nothing hurts.\n"
	        "Get ready"));
	assert_does_not_say(last, "Left out");
}

static void test_left_out_twice(void **state)
{
	g_auto(Recall) recall = {0};
	pass(&recall, running(ROUTINE, 0, 30));
	pass(&recall, scene_of(CHOOSING));
	g_auto(Scene) three = follow(&recall, running("[" PLANK ", " WALK "]", 0, 65));
	g_auto(Scene) four = follow(&recall, scene_of(CHOOSING));
	g_auto(Scene) five = follow(&recall, running("[" WALK "]", 0, 65));

	assert_string_equal(three.left_out, "Thigh stretch");
	assert_string_equal(four.left_out, "Plank");
	assert_string_equal(five.left_out, "Plank");
}

/* A report of pain has the exercises chosen anew, and may well choose the same. */
static void test_chosen_again(void **state)
{
	g_auto(Recall) recall = {0};
	pass(&recall, running(ROUTINE, 0, 30));
	pass(&recall, scene_of(CHOOSING));
	g_auto(Scene) after = follow(&recall, running("[" WALK ", " THIGH("left") "]", 0, 65));

	assert_null(after.left_out);
}

static void test_over_is_not_left_out(void **state)
{
	g_auto(Recall) recall = {0};
	pass(&recall, running(ROUTINE, 2, 65));
	g_auto(Scene) over = follow(
	        &recall, scene_of("{" KINDS ", " IN_BREAK ", 'Routine': <" ROUTINE ">, " IDLE "}"));
	g_auto(Scene) next_break = follow(&recall, scene_of(CHOOSING));

	assert_null(over.left_out);
	assert_null(next_break.left_out);
}

static void test_reminder_forgets(void **state)
{
	g_auto(Recall) recall = {0};
	pass(&recall, running(ROUTINE, 0, 30));
	pass(&recall, scene_of("{" KINDS ", " NO_BREAK ", " A_REMINDER "}"));
	g_auto(Scene) three = follow(&recall, scene_of(CHOOSING));

	assert_null(three.left_out);
}

static Scene advised(const char *what)
{
	g_autofree char *properties =
	        g_strdup_printf("{" KINDS ", %s, 'Advice': <'See a doctor.'>}", what);

	return scene_of(properties);
}

#define FIRST                                                                                      \
	IN_BREAK ", 'Routine': <" ROUTINE                                                          \
	         ">, 'Exercise': <(uint32 0, " SPAN(100) ", " SPAN(130) ", " SPAN(30) ", false)>"
#define THIRD                                                                                      \
	IN_BREAK ", 'Routine': <" ROUTINE                                                          \
	         ">, 'Exercise': <(uint32 2, " SPAN(100) ", " SPAN(130) ", " SPAN(30) ", false)>"

/* In the reminder, or in a break without one. */
static void test_advice_is_given_once(void **state)
{
	g_auto(Recall) recall = {0}, other = {0};
	g_auto(Scene) reminder = follow(&recall, advised(NO_BREAK ", " A_REMINDER));
	g_auto(Scene) then = follow(&recall, advised(FIRST));
	g_auto(Scene) asked = follow(&other, advised(FIRST));
	g_auto(Scene) later = follow(&other, advised(THIRD));
	g_auto(View) in_reminder = view_at(&reminder, &bar, 100);
	g_auto(View) in_break = view_at(&then, &bar, 100);
	g_auto(View) in_asked = view_at(&asked, &bar, 100);
	g_auto(View) in_third = view_at(&later, &bar, 100);

	assert_says(in_reminder, "See a doctor.");
	assert_does_not_say(in_break, "See a doctor.");
	assert_says(in_asked, "See a doctor.");
	assert_does_not_say(in_third, "See a doctor.");
}

/* Such pain leaves nothing to do but rest. */
static void test_advice_in_place_of_exercises(void **state)
{
	g_auto(Recall) recall = {0};
	g_auto(Scene) scene = follow(&recall, advised(IN_BREAK));
	g_auto(View) view = view_at(&scene, &bar, 100);

	assert_string_equal(view.body, "See a doctor.\nBend & breathe");
}

static void test_awaited(void **state)
{
	static const struct {
		const char *properties;
		bool awaited;
	} cases[] = {
	        {"{'RoutineFor': <'warm-up'>, 'Routine': <@a(ssstsasasssss) []>}", true},
	        {"{'RoutineFor': <'warm-up'>, 'Routine': <" ROUTINE ">}", false},
	        {"{'RoutineFor': <''>, 'Routine': <@a(ssstsasasssss) []>}", false},
	        {"@a{sv} {}", false},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GVariant) properties =
		        g_variant_parse(NULL, cases[i].properties, NULL, NULL, NULL);

		assert_int_equal(exercise_is_awaited(properties), cases[i].awaited);
	}
}

static void test_copy_is_independent(void **state)
{
	g_auto(Recall) recall = {0};
	g_auto(Scene) scene = follow(&recall, advised(FIRST));
	g_auto(Scene) copy = scene_copy(&scene);
	g_auto(View) before = view_at(&scene, &bar, 100);
	g_auto(View) after = {0};

	scene_clear(&scene);
	after = view_at(&copy, &bar, 100);
	assert_true(view_equal(&before, &after));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_ready),
	        cmocka_unit_test(test_in_position),
	        cmocka_unit_test(test_other_side),
	        cmocka_unit_test(test_long_steps),
	        cmocka_unit_test(test_one_picture_is_better_than_none),
	        cmocka_unit_test(test_walk),
	        cmocka_unit_test(test_progress),
	        cmocka_unit_test(test_changes),
	        cmocka_unit_test(test_step_looks_the_same),
	        cmocka_unit_test(test_another_picture_is_another_view),
	        cmocka_unit_test(test_shortened),
	        cmocka_unit_test(test_paused),
	        cmocka_unit_test(test_same_occasion_as_the_break),
	        cmocka_unit_test(test_before_a_workout),
	        cmocka_unit_test(test_commands_where_no_button_is_in_sight),
	        cmocka_unit_test(test_markup),
	        cmocka_unit_test(test_after_the_last),
	        cmocka_unit_test(test_without_exercises_a_break_is_a_break),
	        cmocka_unit_test(test_no_such_exercise),
	        cmocka_unit_test(test_preview),
	        cmocka_unit_test(test_long_preview),
	        cmocka_unit_test(test_advice),
	        cmocka_unit_test(test_left_out),
	        cmocka_unit_test(test_left_out_twice),
	        cmocka_unit_test(test_chosen_again),
	        cmocka_unit_test(test_over_is_not_left_out),
	        cmocka_unit_test(test_reminder_forgets),
	        cmocka_unit_test(test_advice_is_given_once),
	        cmocka_unit_test(test_advice_in_place_of_exercises),
	        cmocka_unit_test(test_awaited),
	        cmocka_unit_test(test_copy_is_independent),
	};

	return cmocka_run_group_tests_name("notify-exercise", tests, NULL, NULL);
}
