/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which exercise runs, and until when. */

#include "guide.h"

#include "test.h"

#define SEC USEC_PER_SEC

/* 30 s, 20 s and 10 s */
static const Plan plan = {
        .steps = {{.id = "a", .span = 30 * SEC}, {.id = "b", .span = 20 * SEC},
                {.id = "c", .span = 10 * SEC}},
        .n_steps = 3,
};

static void exercises_follow_one_another(void **state)
{
	Guide guide = guide_start(&plan, 100 * SEC, 200 * SEC);

	assert_string_equal(guide_step(&guide)->id, "a");
	assert_true(guide_ends_at(&guide) == 130 * SEC);
	assert_true(guide_left(&guide, 110 * SEC) == 20 * SEC);
	assert_true(guide_left(&guide, 140 * SEC) == 0);
	guide_next(&guide, 130 * SEC);
	assert_string_equal(guide_step(&guide)->id, "b");
	assert_true(guide_ends_at(&guide) == 150 * SEC);
	guide_next(&guide, 135 * SEC);
	assert_string_equal(guide_step(&guide)->id, "c");
	assert_true(guide_ends_at(&guide) == 145 * SEC);
	guide_next(&guide, 145 * SEC);
	assert_null(guide_step(&guide));
	assert_true(guide_ends_at(&guide) == USEC_NEVER);
	assert_true(guide_span(&guide) == 0);
	assert_false(guide_counts(&guide, 150 * SEC));
}

static void half_of_it_counts(void **state)
{
	Guide guide = guide_start(&plan, 100 * SEC, 200 * SEC);

	assert_false(guide_counts(&guide, 115 * SEC - 1));
	assert_true(guide_counts(&guide, 115 * SEC));
	assert_true(guide_counts(&guide, 130 * SEC));
}

static void a_pause_moves_its_end(void **state)
{
	Guide guide = guide_start(&plan, 100 * SEC, 200 * SEC);

	guide_pause(&guide, 110 * SEC);
	guide_pause(&guide, 120 * SEC);
	assert_true(guide_ends_at(&guide) == USEC_NEVER);
	assert_true(guide_left(&guide, 125 * SEC) == 20 * SEC);
	assert_false(guide_counts(&guide, 170 * SEC));
	guide_go_on(&guide, 130 * SEC);
	guide_go_on(&guide, 140 * SEC);
	assert_true(guide_ends_at(&guide) == 150 * SEC);
	assert_true(guide_left(&guide, 140 * SEC) == 10 * SEC);

	/* the next one is not paused */
	guide_pause(&guide, 141 * SEC);
	guide_next(&guide, 142 * SEC);
	assert_true(guide_ends_at(&guide) == 162 * SEC);
}

static void with_less_room_all_are_shortened_alike(void **state)
{
	Guide guide = guide_start(&plan, 100 * SEC, 130 * SEC);
	usec_t at = 100 * SEC;

	assert_true(guide_span(&guide) == 15 * SEC);
	while (guide_step(&guide)) {
		at = guide_ends_at(&guide);
		guide_next(&guide, at);
	}
	assert_true(at == 130 * SEC);

	guide = guide_start(&plan, 100 * SEC, 100 * SEC);
	assert_null(guide_step(&guide));
	guide = guide_start(&plan, 100 * SEC, 90 * SEC);
	assert_null(guide_step(&guide));
}

static void nothing_planned_is_over_at_once(void **state)
{
	static const Plan nothing = {0};
	Guide guide = guide_start(&nothing, 100 * SEC, 200 * SEC);

	assert_null(guide_step(&guide));
	guide_pause(&guide, 110 * SEC);
	guide_go_on(&guide, 120 * SEC);
	assert_true(guide_ends_at(&guide) == USEC_NEVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(exercises_follow_one_another),
	        cmocka_unit_test(half_of_it_counts),
	        cmocka_unit_test(a_pause_moves_its_end),
	        cmocka_unit_test(with_less_room_all_are_shortened_alike),
	        cmocka_unit_test(nothing_planned_is_over_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
