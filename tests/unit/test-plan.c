/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What limber-routine prints, taken apart; and what it would not print, refused. */

#include "plan.h"

#include <errno.h>

#include "test.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(Plan *, plan_free);

#define CALF                                                                                       \
	"step\twall-calf-stretch\tWall calf stretch\tleft\t30000000\tstretch\tlegs,glutes\t"       \
	"Heel down.\t\t/p/a-start.png\t/p/a-end.png\tFace a wall.\tBend the front knee.\n"

static int parse(const char *text, Plan **ret)
{
	return plan_parse(strdup(text), ret);
}

static void a_routine_is_taken_apart(void **state)
{
	CLEANUP(plan_free) Plan *plan = NULL;
	const PlanStep *step;

	assert_int_equal(
	        parse("problem\tone\nproblem\ttwo\nadvice\tSee a doctor.\nset\tphysio\n" CALF
	              "step\tw\tWalk\t\t1\twalk\twhole-body\t\t\t\t\tWalk.\nend\n",
	                &plan),
	        0);
	assert_string_equal(plan->problem, "one\ntwo");
	assert_string_equal(plan->advice, "See a doctor.");
	assert_string_equal(plan->set, "physio");
	assert_int_equal(plan->n_steps, 2);
	step = &plan->steps[0];
	assert_string_equal(step->id, "wall-calf-stretch");
	assert_string_equal(step->title, "Wall calf stretch");
	assert_string_equal(step->side, "left");
	assert_true(step->span == 30 * USEC_PER_SEC);
	assert_string_equal(step->kind, "stretch");
	assert_string_equal(step->areas, "legs,glutes");
	assert_string_equal(step->form, "Heel down.");
	assert_string_equal(step->caution, "");
	assert_string_equal(step->start_picture, "/p/a-start.png");
	assert_string_equal(step->end_picture, "/p/a-end.png");
	assert_int_equal(step->n_steps, 2);
	assert_string_equal(step->steps[1], "Bend the front knee.");
	assert_string_equal(plan->steps[1].side, "");
	assert_int_equal(plan->steps[1].n_steps, 1);
}

static void nothing_may_suit(void **state)
{
	CLEANUP(plan_free) Plan *plan = NULL;

	assert_int_equal(parse("end\n", &plan), 0);
	assert_int_equal(plan->n_steps, 0);
	assert_string_equal(plan->problem, "");
	assert_string_equal(plan->advice, "");
	assert_string_equal(plan->set, "");
}

static void what_is_no_routine_is_refused(void **state)
{
	static const char *const wrong[] = {
	        "",
	        "\n",
	        "end",
	        "end\nend\n",
	        CALF,
	        CALF "\nend\n",
	        "walk\tx\nend\n",
	        "set\nend\n",
	        "step\tid\ttitle\nend\n",
	        /* no sentence, no id, no title, no span, ten sentences */
	        "step\ti\tt\t\t1\twalk\tlegs\t\t\t\t\nend\n",
	        "step\t\tt\t\t1\twalk\tlegs\t\t\t\t\tx\nend\n",
	        "step\ti\t\t\t1\twalk\tlegs\t\t\t\t\tx\nend\n",
	        "step\ti\tt\t\t\twalk\tlegs\t\t\t\t\tx\nend\n",
	        "step\ti\tt\t\t0\twalk\tlegs\t\t\t\t\tx\nend\n",
	        "step\ti\tt\t\t-1\twalk\tlegs\t\t\t\t\tx\nend\n",
	        "step\ti\tt\t\t1s\twalk\tlegs\t\t\t\t\tx\nend\n",
	        "step\ti\tt\t\t99999999999999999999\twalk\tlegs\t\t\t\t\tx\nend\n",
	        "step\ti\tt\t\t1\twalk\tlegs\t\t\t\t\t1\t2\t3\t4\t5\t6\t7\t8\t9\nend\n",
	};
	Plan *plan = NULL;

	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		if (parse(wrong[i], &plan) != -EINVAL)
			fail_msg("taken: %s", wrong[i]);
		assert_null(plan);
	}
}

static void there_is_a_limit_of_exercises(void **state)
{
	Plan *plan = NULL;

	for (size_t n = PLAN_STEPS_MAX; n <= PLAN_STEPS_MAX + 1; n++) {
		char *text = NULL;
		size_t size = 0;
		FILE *file = open_memstream(&text, &size);

		for (size_t i = 0; i < n; i++)
			fputs(CALF, file);
		fputs("end\n", file);
		fclose(file);
		assert_int_equal(plan_parse(text, &plan), n > PLAN_STEPS_MAX ? -EINVAL : 0);
		plan = plan_free(n > PLAN_STEPS_MAX ? NULL : plan);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_routine_is_taken_apart),
	        cmocka_unit_test(nothing_may_suit),
	        cmocka_unit_test(what_is_no_routine_is_refused),
	        cmocka_unit_test(there_is_a_limit_of_exercises),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
