/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words for exercises, there and back. */

#include "routine/exercise.h"

#include <errno.h>

#include "test.h"

static void every_word_maps_back(void **state)
{
	for (int i = 0; i < AREA_MAX; i++)
		assert_int_equal(area_from_string(area_to_string((Area)i)), i);
	for (int i = 0; i < EXERCISE_KIND_MAX; i++)
		assert_int_equal(
		        exercise_kind_from_string(exercise_kind_to_string((ExerciseKind)i)), i);
	for (int i = 0; i < LEVEL_MAX; i++)
		assert_int_equal(level_from_string(level_to_string((Level)i)), i);
	for (int i = 0; i < POSITION_MAX; i++)
		assert_int_equal(position_from_string(position_to_string((Position)i)), i);
	assert_int_equal(area_from_string("knees"), -1);
	assert_int_equal(level_from_string("Gentle"), -1);
	assert_string_equal(side_to_string(SIDE_BOTH), "");
	assert_string_equal(side_to_string(SIDE_LEFT), "left");
}

static void areas_are_a_list(void **state)
{
	char buf[AREAS_TEXT_SIZE];
	AreaMask mask;
	Area first;

	assert_int_equal(areas_parse("glutes", &mask, &first, NULL), 0);
	assert_int_equal(mask, AREA_BIT(AREA_GLUTES));
	assert_int_equal(areas_parse(" upper-back ,hips,  core ", &mask, &first, NULL), 0);
	assert_int_equal(first, AREA_UPPER_BACK);
	assert_string_equal(areas_format(mask, buf), "hips, core, upper-back");
	assert_true(strlen(areas_format(AREAS_ALL, buf)) < AREAS_TEXT_SIZE);
	assert_string_equal(areas_format(0, buf), "");
}

static void a_wrong_area_is_pointed_at(void **state)
{
	static const char *const wrong[] = {
	        "", ",", "hips,", "hips core", "hips, knees", "hip", "hipss", "hips,,core"};
	const char *at = NULL;
	AreaMask mask = 42;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(areas_parse(wrong[i], &mask, NULL, &at), -EINVAL);
	assert_int_equal(areas_parse("hips, knees, core", &mask, NULL, &at), -EINVAL);
	assert_string_equal(at, "knees, core");
	assert_int_equal(mask, 42);
}

static void assert_text(const char *text, Side side, const char *expected)
{
	char *copy = exercise_step_text(text, side);

	assert_string_equal(copy, expected);
	free(copy);
}

static void sides_get_their_words(void **state)
{
	const char *text = "{Side} knee on the {other} thigh. {Other} foot, {side} {hand}, {";

	assert_text(text, SIDE_LEFT, "Left knee on the right thigh. Right foot, left {hand}, {");
	assert_text(text, SIDE_RIGHT, "Right knee on the left thigh. Left foot, right {hand}, {");
	assert_text("Stand up.", SIDE_BOTH, "Stand up.");
}

static void the_whole_body_is_every_area(void **state)
{
	assert_int_equal(areas_reach(AREA_BIT(AREA_WHOLE_BODY) | AREA_BIT(AREA_HIPS)), AREAS_ALL);
	assert_int_equal(areas_reach(AREA_BIT(AREA_HIPS)), AREA_BIT(AREA_HIPS));
	assert_int_equal(areas_reach(0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(every_word_maps_back),
	        cmocka_unit_test(areas_are_a_list),
	        cmocka_unit_test(a_wrong_area_is_pointed_at),
	        cmocka_unit_test(sides_get_their_words),
	        cmocka_unit_test(the_whole_body_is_every_area),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
