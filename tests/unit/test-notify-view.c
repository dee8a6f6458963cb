/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the notification says, from limberd's properties to the words on a given server. */
#include "scene-kit.h"

#define KINDS                                                                                      \
	"'Kinds': <[('stretch', 'Time to stretch', 'Bend & breathe', uint64 2700000000, "          \
	"uint64 180000000, uint64 0, uint64 0), ('eyes', '', '', uint64 1200000000, "              \
	"uint64 20000000, uint64 0, uint64 0)]>"
#define NO_BREAK    "'Break': <('', '', uint64 0, uint64 0)>"
#define NO_REMINDER "'Reminder': <('none', '', uint64 0, uint64 0, uint32 0, false)>"

static const ServerTraits no_traits = {0};
static const ServerTraits dunst = {
        .buttons = true, .markup = true, .draws_value = true, .clicks = true};

static Scene read_reminder(const char *reminder, unsigned snoozes, unsigned skips)
{
	g_autofree char *properties = g_strdup_printf(
	        "{" KINDS ", " NO_BREAK ", 'Reminder': <%s>, 'SnoozesLeft': <uint32 %u>, "
	        "'SkipsLeft': <uint32 %u>}",
	        reminder, snoozes, skips);

	return scene_of(properties);
}

static Scene reminder(void)
{
	return read_reminder("('up', 'stretch', uint64 1000, uint64 0, uint32 0, false)", 3, 1);
}

/* A break that began at 100 s. */
static Scene running_break(const char *kind, unsigned length_sec)
{
	g_autofree char *properties =
	        g_strdup_printf("{" KINDS ", " NO_REMINDER ", 'Break': <('%s', 'asked', "
	                        "uint64 100000000, uint64 %u000000)>}",
	                kind, 100 + length_sec);

	return scene_of(properties);
}

static Scene done(const char *properties)
{
	g_autoptr(GVariant) variant = g_variant_parse(NULL, properties, NULL, NULL, NULL);

	return scene_done(variant, "stretch", 5 * USEC_PER_SEC);
}

static void test_nothing_to_show(void **state)
{
	static const char *const all[] = {
	        "@a{sv} {}",
	        "{" KINDS ", " NO_BREAK ", " NO_REMINDER "}",
	        "{" KINDS ", " NO_BREAK
	        ", 'Reminder': <('snoozed', 'stretch', uint64 1, uint64 2, uint32 0, false)>}",
	        "{" KINDS ", " NO_BREAK
	        ", 'Reminder': <('waiting', 'stretch', uint64 1, uint64 0, uint32 0, false)>}",
	        "{'Break': <'stretch'>, 'Reminder': <('up', 'stretch')>, 'Kinds': <true>}",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		g_auto(Scene) scene = scene_of(all[i]);

		assert_int_equal(scene.type, SCENE_NOTHING);
	}
}

static void test_reminder(void **state)
{
	g_auto(Scene) scene = reminder();
	g_auto(View) view = view_make(&scene, &dunst, 0);

	assert_int_equal(view.type, SCENE_REMINDER);
	assert_string_equal(view.summary, "Time to stretch");
	assert_string_equal(view.body, "Bend &amp; breathe");
	assert_int_equal(view.value, VIEW_NO_VALUE);
	assert_int_equal(view.actions, ACTION_START | ACTION_SNOOZE | ACTION_SKIP | ACTION_CLICK);
	assert_false(view.urgent);
	assert_false(view.sound);
	assert_int_equal(scene_changes_in(&scene, USEC_PER_HOUR), USEC_NEVER);
}

static void test_urgent_reminder(void **state)
{
	g_auto(Scene) scene =
	        read_reminder("('up', 'stretch', uint64 1000, uint64 0, uint32 3, true)", 3, 1);
	g_auto(View) view = view_make(&scene, &dunst, 0);

	assert_true(view.urgent);
}

static void test_only_buttons_that_work(void **state)
{
	g_auto(Scene) no_snooze = read_reminder(
	        "('up', 'stretch', uint64 1000, uint64 0, uint32 0, false)", 0, UINT32_MAX);
	g_auto(Scene) no_skip =
	        read_reminder("('up', 'stretch', uint64 1000, uint64 0, uint32 0, false)", 1, 0);
	g_auto(View) without_snooze = view_make(&no_snooze, &dunst, 0);
	g_auto(View) without_skip = view_make(&no_skip, &dunst, 0);

	assert_int_equal(without_snooze.actions, ACTION_START | ACTION_SKIP | ACTION_CLICK);
	assert_int_equal(without_skip.actions, ACTION_START | ACTION_SNOOZE | ACTION_CLICK);
}

static void test_commands_where_there_are_no_buttons(void **state)
{
	g_auto(Scene) scene = reminder();
	g_auto(Scene) no_snooze =
	        read_reminder("('up', 'eyes', uint64 1000, uint64 0, uint32 0, false)", 0, 0);
	g_auto(View) view = view_make(&scene, &no_traits, 0);
	g_auto(View) without_snooze = view_make(&no_snooze, &no_traits, 0);

	assert_int_equal(view.actions, 0);
	assert_string_equal(
	        view.body, "Bend & breathe\nBegin: limberctl start. Later: limberctl snooze.");
	assert_string_equal(without_snooze.body, "Begin: limberctl start.");
}

/* limberd refuses an empty title nowhere, but a notification must have one. */
static void test_kind_without_title_or_listing(void **state)
{
	g_auto(Scene) untitled =
	        read_reminder("('up', 'eyes', uint64 1, uint64 0, uint32 0, false)", 1, 1);
	g_auto(Scene) unlisted =
	        read_reminder("('up', '\303\274bung', uint64 1, uint64 0, uint32 0, false)", 1, 1);
	g_auto(Scene) unnamed =
	        read_reminder("('up', '', uint64 1, uint64 0, uint32 0, false)", 1, 1);

	assert_string_equal(untitled.title, "Eyes");
	assert_string_equal(unlisted.title, "\303\234bung");
	assert_string_equal(unlisted.text, "");
	assert_string_equal(unnamed.title, "Break");
}

static void test_again_is_another_occasion(void **state)
{
	g_auto(Scene) first = reminder();
	g_auto(Scene) second =
	        read_reminder("('up', 'stretch', uint64 1000, uint64 0, uint32 1, false)", 3, 1);
	g_auto(Scene) fewer_snoozes =
	        read_reminder("('up', 'stretch', uint64 1000, uint64 0, uint32 0, false)", 0, 1);
	g_auto(View) a = view_make(&first, &dunst, 0);
	g_auto(View) b = view_make(&second, &dunst, 0);
	g_auto(View) c = view_make(&fewer_snoozes, &dunst, 0);

	assert_string_not_equal(a.occasion, b.occasion);
	assert_string_equal(a.occasion, c.occasion);
	assert_false(view_equal(&a, &b));
	assert_false(view_equal(&a, &c));
}

/* A break of 3 min moves in steps of 9 s. */
static void test_break_progress(void **state)
{
	static const struct {
		const char *summary;
		const char *body;
		unsigned at_sec;
		int value;
	} cases[] = {
	        {"Stretch: 3 min left", "Bend & breathe\n3:00 left", 100, 0},
	        {"Stretch: 3 min left", "Bend & breathe\n3:00 left", 108, 0},
	        {"Stretch: 3 min left", "Bend & breathe\n2:51 left", 109, 5},
	        {"Stretch: 2 min left", "Bend & breathe\n1:57 left", 163, 35},
	        {"Stretch: 1 min left", "Bend & breathe\n1:03 left", 220, 65},
	        {"Stretch: 54 s left", "Bend & breathe\n0:54 left", 226, 70},
	        {"Stretch: 9 s left", "Bend & breathe\n0:09 left", 279, 95},
	        {"Stretch: 0 s left", "Bend & breathe\n0:00 left", 280, 100},
	        {"Stretch: 0 s left", "Bend & breathe\n0:00 left", 999, 100},
	        {"Stretch: 3 min left", "Bend & breathe\n3:00 left", 1, 0},
	};
	g_auto(Scene) scene = running_break("stretch", 180);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		usec_t now = cases[i].at_sec * USEC_PER_SEC;
		g_auto(View) bar = view_make(&scene, &dunst, now);
		g_auto(View) words = view_make(&scene, &no_traits, now);

		assert_string_equal(bar.summary, cases[i].summary);
		assert_string_equal(bar.body, "Bend &amp; breathe");
		assert_int_equal(bar.value, cases[i].value);
		assert_int_equal(bar.actions, ACTION_STOP);
		assert_string_equal(words.summary, cases[i].summary);
		assert_string_equal(words.body, cases[i].body);
		assert_int_equal(words.value, VIEW_NO_VALUE);
		assert_int_equal(words.actions, 0);
	}
}

static void test_break_steps(void **state)
{
	static const struct {
		unsigned length_sec;
		usec_t step_usec;
	} cases[] = {
	        {5, USEC_PER_SEC},
	        {30, 1500 * USEC_PER_MSEC},
	        {180, 9 * USEC_PER_SEC},
	        {3600, 10 * USEC_PER_SEC},
	};
	usec_t began_at = 100 * USEC_PER_SEC;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Scene) scene = running_break("walk", cases[i].length_sec);
		usec_t step = cases[i].step_usec;

		assert_int_equal(scene_changes_in(&scene, began_at), step);
		assert_int_equal(scene_changes_in(&scene, began_at + step - 1), 1);
		assert_int_equal(scene_changes_in(&scene, began_at + step), step);
		assert_int_equal(scene_changes_in(&scene, scene.ends_at - 1), 1);
		assert_int_equal(scene_changes_in(&scene, scene.ends_at), USEC_NEVER);
	}
}

/* Between two steps nothing is to be sent. */
static void test_step_looks_the_same(void **state)
{
	g_auto(Scene) scene = running_break("stretch", 180);
	g_auto(View) early = view_make(&scene, &dunst, 109 * USEC_PER_SEC);
	g_auto(View) late = view_make(&scene, &dunst, 118 * USEC_PER_SEC - 1);
	g_auto(View) next = view_make(&scene, &dunst, 118 * USEC_PER_SEC);

	assert_true(view_equal(&early, &late));
	assert_false(view_equal(&early, &next));
	assert_string_equal(early.occasion, next.occasion);
}

static void test_break_before_reminder(void **state)
{
	g_auto(Scene) scene =
	        scene_of("{'Break': <('eyes', 'lull', uint64 1, uint64 2)>, 'Reminder': "
	                 "<('up', 'stretch', uint64 1, uint64 0, uint32 0, false)>}");
	g_auto(View) view = view_make(&scene, &dunst, 2);

	assert_int_equal(scene.type, SCENE_BREAK);
	assert_string_equal(view.summary, "Eyes: 0 s left");
}

static void test_done(void **state)
{
	g_auto(Scene) loud = done("{" KINDS ", 'Sound': <true>}");
	g_auto(Scene) quiet = done("{" KINDS ", 'Sound': <false>}");
	g_auto(View) view = view_make(&loud, &dunst, 0);

	assert_string_equal(view.summary, "Done");
	assert_string_equal(view.body, "Your stretch break is complete.");
	assert_int_equal(view.actions, 0);
	assert_true(view.sound);
	assert_false(quiet.sound);
	assert_int_equal(scene_changes_in(&loud, 5 * USEC_PER_SEC), SCENE_DONE_USEC);
	assert_int_equal(scene_changes_in(&loud, loud.ends_at), USEC_NEVER);
}

static void test_copy_is_independent(void **state)
{
	g_auto(Scene) scene = reminder();
	g_auto(Scene) copy = scene_copy(&scene);
	g_auto(View) before = view_make(&scene, &dunst, 0);
	g_auto(View) after = {0};

	scene_clear(&scene);
	assert_int_equal(scene.type, SCENE_NOTHING);
	after = view_make(&copy, &dunst, 0);
	assert_true(view_equal(&before, &after));
}

static void test_server_traits(void **state)
{
	static const char *const everything[] = {"body", "actions", "body-markup", NULL};
	static const char *const nothing[] = {NULL};
	ServerTraits traits = server_traits("dunst", everything);

	assert_true(traits.buttons);
	assert_true(traits.markup);
	assert_true(traits.draws_value);
	assert_true(traits.clicks);
	traits = server_traits("Xfce Notify Daemon", nothing);
	assert_false(traits.buttons);
	assert_false(traits.markup);
	assert_false(traits.draws_value);
	assert_false(traits.clicks);
	assert_false(traits.changes_text);
	traits = server_traits("lxqt-notificationd", everything);
	assert_true(traits.picture_is_icon);
	assert_true(traits.changes_text);
}

static void test_text_shortened(void **state)
{
	/* a is one byte, u with two dots is two */
	g_autofree char *all = text_shortened("a\303\274", 3);
	g_autofree char *cut = text_shortened("a\303\274", 2);
	g_autofree char *between = text_shortened("a\303\274a", 3);
	g_autofree char *none = text_shortened("\303\274", 0);

	assert_string_equal(all, "a\303\274");
	assert_string_equal(cut, "a");
	assert_string_equal(between, "a\303\274");
	assert_string_equal(none, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_nothing_to_show),
	        cmocka_unit_test(test_reminder),
	        cmocka_unit_test(test_urgent_reminder),
	        cmocka_unit_test(test_only_buttons_that_work),
	        cmocka_unit_test(test_commands_where_there_are_no_buttons),
	        cmocka_unit_test(test_kind_without_title_or_listing),
	        cmocka_unit_test(test_again_is_another_occasion),
	        cmocka_unit_test(test_break_progress),
	        cmocka_unit_test(test_break_steps),
	        cmocka_unit_test(test_step_looks_the_same),
	        cmocka_unit_test(test_break_before_reminder),
	        cmocka_unit_test(test_done),
	        cmocka_unit_test(test_copy_is_independent),
	        cmocka_unit_test(test_server_traits),
	        cmocka_unit_test(test_text_shortened),
	};

	return cmocka_run_group_tests_name("notify-view", tests, NULL, NULL);
}
