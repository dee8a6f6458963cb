/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pain and advice as docs/routines.md has them: a test for each row, with its limits on both sides.
 */

#include "routine/pain.h"

#include "diary-kit.h"
#include "util/cleanup.h"

#define HIPS AREA_BIT(AREA_HIPS)
#define CORE AREA_BIT(AREA_CORE)

static DiaryEvent pain(usec_t at, unsigned level, AreaMask areas)
{
	return (DiaryEvent){.type = DIARY_PAIN, .at = at, .level = level, .areas = areas};
}

static DiaryEvent with_sign(DiaryEvent event, unsigned signs)
{
	event.signs = signs;
	return event;
}

static PainState state_of(DiaryEvent *events)
{
	Diary diary = diary_of(events);

	return pain_state(&diary, NOON);
}

static PainGrade grade_of(usec_t age, unsigned level)
{
	DiaryEvent events[] = {pain(NOON - age, level, HIPS), {0}};
	PainState state = state_of(events);

	assert_int_equal(state.worst, state.grades[AREA_HIPS]);
	assert_int_equal(state.painful, state.worst ? HIPS : 0);
	assert_int_equal(state.grades[AREA_CORE], PAIN_NONE);
	return state.worst;
}

/* --- Grades */

static void levels_have_grades(void **state)
{
	static const PainGrade grades[PAIN_LEVEL_MAX + 1] = {PAIN_NONE, PAIN_MILD, PAIN_MILD,
	        PAIN_MILD, PAIN_MODERATE, PAIN_MODERATE, PAIN_MODERATE, PAIN_SEVERE, PAIN_SEVERE,
	        PAIN_SEVERE, PAIN_SEVERE};

	for (unsigned level = 0; level <= PAIN_LEVEL_MAX; level++)
		assert_int_equal(grade_of(0, level), grades[level]);
	for (PainGrade grade = 0; grade < PAIN_GRADE_MAX; grade++)
		assert_true(pain_grade_to_string(grade)[0] != '\0');
}

static void a_report_counts_for_its_time(void **state)
{
	assert_int_equal(grade_of(3 * DAY - 1, 1), PAIN_MILD);
	assert_int_equal(grade_of(3 * DAY, 1), PAIN_NONE);
	assert_int_equal(grade_of(3 * DAY - 1, 6), PAIN_MODERATE);
	assert_int_equal(grade_of(3 * DAY, 6), PAIN_NONE);
	assert_int_equal(grade_of(7 * DAY - 1, 7), PAIN_SEVERE);
	assert_int_equal(grade_of(7 * DAY, 7), PAIN_NONE);
	/* the clock was set back since */
	assert_int_equal(grade_of(-DAY, 5), PAIN_MODERATE);
}

static void signs_count_as_severe_for_a_week(void **state)
{
	DiaryEvent young[] = {with_sign(pain(NOON - 7 * DAY + 1, 1, HIPS), SIGN_NUMBNESS), {0}};
	DiaryEvent old[] = {with_sign(pain(NOON - 7 * DAY, 1, HIPS), SIGN_NUMBNESS), {0}};
	DiaryEvent ended[] = {with_sign(pain(NOON - DAY, 2, HIPS), SIGN_WEAKNESS),
	        pain(NOON - HOUR, 0, HIPS), {0}};

	assert_int_equal(state_of(young).grades[AREA_HIPS], PAIN_SEVERE);
	assert_int_equal(state_of(young).grades[AREA_CORE], PAIN_NONE);
	assert_int_equal(state_of(young).signs, SIGN_NUMBNESS);
	assert_int_equal(state_of(old).worst, PAIN_NONE);
	assert_int_equal(state_of(old).signs, 0);
	assert_int_equal(state_of(ended).worst, PAIN_SEVERE);
}

static void a_later_report_takes_its_place(void **state)
{
	DiaryEvent better[] = {pain(NOON - DAY, 8, HIPS), pain(NOON - HOUR, 2, HIPS), {0}};
	DiaryEvent ended[] = {pain(NOON - DAY, 8, HIPS), pain(NOON - HOUR, 0, HIPS), {0}};
	DiaryEvent elsewhere[] = {pain(NOON - DAY, 8, HIPS), pain(NOON - HOUR, 0, CORE), {0}};
	DiaryEvent all[] = {pain(NOON - DAY, 8, HIPS), pain(NOON - HOUR, 2, AREAS_ALL), {0}};
	/* also when it has run out itself */
	DiaryEvent faded[] = {pain(NOON - 5 * DAY, 8, HIPS), pain(NOON - 4 * DAY, 2, HIPS), {0}};

	assert_int_equal(state_of(better).worst, PAIN_MILD);
	assert_int_equal(state_of(ended).worst, PAIN_NONE);
	assert_int_equal(state_of(elsewhere).worst, PAIN_SEVERE);
	assert_int_equal(state_of(all).worst, PAIN_MILD);
	assert_int_equal(state_of(all).painful, AREAS_ALL);
	assert_int_equal(state_of(faded).worst, PAIN_NONE);
}

static void the_worst_area_decides(void **state)
{
	DiaryEvent events[] = {pain(NOON - DAY, 5, HIPS), pain(NOON - HOUR, 2, CORE), {0}};
	PainState both = state_of(events);

	assert_int_equal(both.worst, PAIN_MODERATE);
	assert_int_equal(both.grades[AREA_CORE], PAIN_MILD);
	assert_int_equal(both.painful, HIPS | CORE);
}

/* --- What is allowed */

static Exercise exercise(ExerciseKind kind, Level level, AreaMask areas, AreaMask avoid)
{
	return (Exercise){.kind = kind, .level = level, .areas = areas, .avoid = avoid};
}

static bool allows(
        unsigned level, ExerciseKind kind, Level hardness, AreaMask areas, AreaMask avoid)
{
	DiaryEvent events[] = {pain(NOON - HOUR, level, HIPS), {0}};
	PainState pained = state_of(events);
	Exercise one = exercise(kind, hardness, areas, avoid);

	return pain_allows(&pained, &one);
}

static void without_pain_all_is_allowed(void **state)
{
	assert_true(allows(0, EXERCISE_STRENGTH, LEVEL_STRONG, HIPS, HIPS));
}

static void mild_pain_leaves_what_is_gentle(void **state)
{
	assert_true(allows(3, EXERCISE_STRETCH, LEVEL_GENTLE, HIPS, 0));
	assert_false(allows(3, EXERCISE_STRETCH, LEVEL_MODERATE, CORE, 0));
	assert_false(allows(3, EXERCISE_STRETCH, LEVEL_GENTLE, CORE, HIPS));
	assert_true(allows(3, EXERCISE_STRETCH, LEVEL_GENTLE, CORE, CORE));
	assert_true(allows(3, EXERCISE_STRENGTH, LEVEL_GENTLE, CORE, 0));
	assert_false(allows(3, EXERCISE_STRENGTH, LEVEL_GENTLE, CORE | HIPS, 0));
	assert_false(allows(3, EXERCISE_STRENGTH, LEVEL_GENTLE, AREA_BIT(AREA_WHOLE_BODY), 0));
}

static void moderate_pain_leaves_mobility_elsewhere(void **state)
{
	assert_true(allows(4, EXERCISE_MOBILITY, LEVEL_GENTLE, CORE, 0));
	assert_false(allows(4, EXERCISE_MOBILITY, LEVEL_GENTLE, CORE | HIPS, 0));
	assert_false(allows(4, EXERCISE_MOBILITY, LEVEL_GENTLE, AREA_BIT(AREA_WHOLE_BODY), 0));
	assert_false(allows(4, EXERCISE_MOBILITY, LEVEL_GENTLE, CORE, HIPS));
	assert_false(allows(4, EXERCISE_MOBILITY, LEVEL_MODERATE, CORE, 0));
	assert_false(allows(4, EXERCISE_STRETCH, LEVEL_GENTLE, CORE, 0));
	assert_false(allows(4, EXERCISE_STRENGTH, LEVEL_GENTLE, CORE, 0));
}

static void severe_pain_leaves_gentle_walks(void **state)
{
	assert_false(allows(7, EXERCISE_MOBILITY, LEVEL_GENTLE, CORE, 0));
	assert_true(allows(7, EXERCISE_WALK, LEVEL_GENTLE, HIPS, HIPS));
	assert_false(allows(7, EXERCISE_WALK, LEVEL_MODERATE, CORE, 0));
	assert_false(allows(1, EXERCISE_WALK, LEVEL_MODERATE, CORE, 0));
}

static void an_areas_own_grade_rules_out_for_it(void **state)
{
	DiaryEvent events[] = {pain(NOON - DAY, 5, HIPS), pain(NOON - HOUR, 2, CORE), {0}};
	PainState pained = state_of(events);
	Exercise legs = exercise(EXERCISE_MOBILITY, LEVEL_GENTLE, AREA_BIT(AREA_LEGS), 0);
	Exercise core = exercise(EXERCISE_MOBILITY, LEVEL_GENTLE, CORE, 0);
	Exercise avoids = exercise(EXERCISE_MOBILITY, LEVEL_GENTLE, AREA_BIT(AREA_LEGS), CORE);

	assert_true(pain_allows(&pained, &legs));
	assert_false(pain_allows(&pained, &core));
	assert_false(pain_allows(&pained, &avoids));
}

/* --- Advice */

static Advice advice_of(DiaryEvent *events)
{
	Diary diary = diary_of(events);

	return pain_advice(&diary, NOON);
}

static AdviceReason reason_of(DiaryEvent *events)
{
	return advice_of(events).reason;
}

static void no_report_no_advice(void **state)
{
	DiaryEvent events[] = {{0}};
	Advice advice = advice_of(events);

	assert_int_equal(advice.reason, ADVICE_NONE);
	assert_false(advice.due);
	assert_null(advice_format(&advice));
}

static void signs_are_a_reason_for_a_week(void **state)
{
	DiaryEvent young[] = {with_sign(pain(NOON - 7 * DAY + 1, 0, HIPS), SIGN_SHOOTING), {0}};
	DiaryEvent old[] = {with_sign(pain(NOON - 7 * DAY, 0, HIPS), SIGN_SHOOTING), {0}};
	/* before all others */
	DiaryEvent both[] = {with_sign(pain(NOON - DAY, 2, CORE), SIGN_WEAKNESS),
	        pain(NOON - HOUR, 9, HIPS), {0}};

	assert_int_equal(reason_of(young), ADVICE_SIGNS);
	assert_int_equal(reason_of(old), ADVICE_NONE);
	assert_int_equal(reason_of(both), ADVICE_SIGNS);
	assert_int_equal(advice_of(both).area, AREA_CORE);
	assert_int_equal(advice_of(both).n_reports, 1);
	assert_ptr_equal(advice_of(both).reports[0], &both[0]);
}

static void severe_pain_is_a_reason_for_a_week(void **state)
{
	DiaryEvent young[] = {pain(NOON - 7 * DAY + 1, 7, HIPS), {0}};
	DiaryEvent old[] = {pain(NOON - 7 * DAY, 7, HIPS), {0}};
	DiaryEvent less[] = {pain(NOON - HOUR, 6, HIPS), {0}};
	DiaryEvent over[] = {pain(NOON - DAY, 7, HIPS), pain(NOON - HOUR, 0, HIPS), {0}};

	assert_int_equal(reason_of(young), ADVICE_SEVERE);
	assert_int_equal(reason_of(old), ADVICE_NONE);
	assert_int_equal(reason_of(less), ADVICE_NONE);
	assert_int_equal(reason_of(over), ADVICE_SEVERE);
}

/* Reports of 1 for the hips, that many days before; USEC_NEVER ends the list. */
static AdviceReason reason_of_days(const usec_t *ages)
{
	DiaryEvent events[8] = {0};
	size_t n = 0;

	for (; ages[n] != USEC_NEVER; n++)
		events[n] = pain(NOON - ages[n], 1, HIPS);
	return reason_of(events);
}

#define REASON(...) reason_of_days((const usec_t[]){__VA_ARGS__, USEC_NEVER})

static void pain_of_three_weeks_is_a_reason(void **state)
{
	DiaryEvent between[] = {pain(NOON - 21 * DAY, 1, HIPS), pain(NOON - 14 * DAY, 0, HIPS),
	        pain(NOON - 10 * DAY, 1, HIPS), pain(NOON - DAY, 1, HIPS), {0}};
	DiaryEvent ended[] = {pain(NOON - 21 * DAY, 1, HIPS), pain(NOON - 10 * DAY, 1, HIPS),
	        pain(NOON - 2 * DAY, 1, HIPS), pain(NOON - DAY, 0, HIPS), {0}};
	DiaryEvent elsewhere[] = {pain(NOON - 21 * DAY, 1, HIPS), pain(NOON - 10 * DAY, 1, HIPS),
	        pain(NOON - 6 * DAY, 1, CORE), {0}};
	DiaryEvent begun_anew[] = {pain(NOON - 60 * DAY, 0, HIPS), pain(NOON - 21 * DAY, 1, HIPS),
	        pain(NOON - 10 * DAY, 1, HIPS), pain(NOON - DAY, 1, HIPS), {0}};

	/* how far back */
	assert_int_equal(REASON(21 * DAY, 10 * DAY, DAY), ADVICE_LASTING);
	assert_int_equal(REASON(21 * DAY - 1, 10 * DAY, DAY), ADVICE_NONE);
	/* how long ago the last one is */
	assert_int_equal(REASON(21 * DAY, 10 * DAY, 7 * DAY - 1), ADVICE_LASTING);
	assert_int_equal(REASON(21 * DAY, 10 * DAY, 7 * DAY), ADVICE_NONE);
	/* how long there was none */
	assert_int_equal(REASON(30 * DAY, 16 * DAY, 5 * DAY), ADVICE_LASTING);
	assert_int_equal(REASON(30 * DAY + 1, 16 * DAY, 5 * DAY), ADVICE_NONE);
	assert_int_equal(REASON(30 * DAY, 20 * DAY, 6 * DAY - 1), ADVICE_NONE);
	/* what ends it */
	assert_int_equal(reason_of(between), ADVICE_NONE);
	assert_int_equal(reason_of(ended), ADVICE_NONE);
	assert_int_equal(reason_of(elsewhere), ADVICE_NONE);
	assert_int_equal(reason_of(begun_anew), ADVICE_LASTING);
	assert_int_equal(advice_of(begun_anew).area, AREA_HIPS);
	assert_true(advice_of(begun_anew).since == NOON - 21 * DAY);
	assert_int_equal(advice_of(begun_anew).n_reports, 3);
}

static void pain_that_returns_is_a_reason(void **state)
{
	DiaryEvent thrice[] = {pain(NOON - 90 * DAY + 1, 4, HIPS), pain(NOON - 40 * DAY, 4, HIPS),
	        pain(NOON - 7 * DAY + 1, 4, HIPS), {0}};

	assert_int_equal(reason_of(thrice), ADVICE_RETURNING);
	assert_int_equal(advice_of(thrice).area, AREA_HIPS);
	assert_int_equal(advice_of(thrice).n_reports, 3);
	assert_ptr_equal(advice_of(thrice).reports[0], &thrice[2]);
	assert_ptr_equal(advice_of(thrice).reports[2], &thrice[0]);
	thrice[0].at = NOON - 90 * DAY;
	assert_int_equal(reason_of(thrice), ADVICE_NONE);
	thrice[0].at = NOON - 80 * DAY;
	thrice[2].at = NOON - 7 * DAY;
	assert_int_equal(reason_of(thrice), ADVICE_NONE);
	thrice[2].at = NOON - DAY;
	thrice[1].level = 3;
	assert_int_equal(reason_of(thrice), ADVICE_NONE);
}

static void an_episode_is_a_row_of_reports(void **state)
{
	/* a week between makes another of it, less does not */
	DiaryEvent week[] = {pain(NOON - 16 * DAY, 4, HIPS), pain(NOON - 9 * DAY, 5, HIPS),
	        pain(NOON - 2 * DAY, 4, HIPS), {0}};
	/* a 0 between does */
	DiaryEvent ended[] = {pain(NOON - 5 * DAY, 4, HIPS), pain(NOON - 4 * DAY, 0, HIPS),
	        pain(NOON - 3 * DAY, 4, HIPS), pain(NOON - 2 * DAY, 0, HIPS),
	        pain(NOON - DAY, 4, HIPS), {0}};
	/* one that grows to 4, and one that fades, is one */
	DiaryEvent grows[] = {pain(NOON - 60 * DAY, 4, HIPS), pain(NOON - 40 * DAY, 4, HIPS),
	        pain(NOON - 12 * DAY, 2, HIPS), pain(NOON - 10 * DAY, 5, HIPS),
	        pain(NOON - 4 * DAY, 1, HIPS), {0}};

	assert_int_equal(reason_of(week), ADVICE_RETURNING);
	week[1].at++;
	week[2].at++;
	assert_int_equal(reason_of(week), ADVICE_RETURNING);
	week[1].at -= 2;
	assert_int_equal(reason_of(week), ADVICE_NONE);
	assert_int_equal(reason_of(ended), ADVICE_RETURNING);
	assert_int_equal(reason_of(grows), ADVICE_RETURNING);
	assert_ptr_equal(advice_of(grows).reports[0], &grows[3]);
}

/* A report without an area is none for the first area of the list. */
static void of_the_whole_body_no_area_is_told(void **state)
{
	DiaryEvent events[] = {pain(NOON - 21 * DAY, 1, AREAS_ALL),
	        pain(NOON - 10 * DAY, 1, AREAS_ALL), pain(NOON - DAY, 1, AREAS_ALL), {0}};
	DiaryEvent mixed[] = {pain(NOON - 21 * DAY, 1, AREAS_ALL), pain(NOON - 10 * DAY, 1, HIPS),
	        pain(NOON - DAY, 1, AREAS_ALL), {0}};
	DiaryEvent severe[] = {pain(NOON - DAY, 8, AREAS_ALL), {0}};

	assert_int_equal(advice_of(events).area, AREA_WHOLE_BODY);
	assert_int_equal(advice_of(mixed).area, AREA_HIPS);
	assert_int_equal(advice_of(severe).area, AREA_WHOLE_BODY);
}

static void advice_is_due_once_a_week(void **state)
{
	DiaryEvent events[] = {
	        {.type = DIARY_ADVISED, .at = NOON - 7 * DAY}, pain(NOON - HOUR, 7, HIPS), {0}};

	assert_true(advice_of(events).due);
	events[0].at++;
	assert_false(advice_of(events).due);
	assert_int_equal(reason_of(events), ADVICE_SEVERE);
}

static void only_the_newest_reports_are_kept(void **state)
{
	DiaryEvent events[9] = {0};

	for (size_t i = 0; i < 8; i++)
		events[i] = pain(NOON - 8 * HOUR + (usec_t)i * HOUR, 7, HIPS);
	assert_int_equal(advice_of(events).n_reports, ADVICE_REPORTS_MAX);
	assert_int_equal(advice_of(events).n_more, 3);
	assert_ptr_equal(advice_of(events).reports[0], &events[7]);
	assert_ptr_equal(advice_of(events).reports[4], &events[3]);
	assert_true(advice_of(events).since == events[0].at);
}

static void assert_sentence(DiaryEvent *events, const char *expected)
{
	Advice advice = advice_of(events);
	CLEANUP(free) char *text = advice_format(&advice);

	assert_string_equal(text, expected);
}

static void advice_names_its_reports(void **state)
{
	DiaryEvent signs[] = {with_sign(pain(NOON - 2 * DAY, 2, HIPS), SIGN_NUMBNESS),
	        with_sign(pain(NOON - DAY, 3, HIPS), SIGN_WEAKNESS), {0}};
	DiaryEvent severe[] = {pain(NOON - HOUR, 8, AREAS_ALL), {0}};
	DiaryEvent lasting[] = {pain(NOON - 24 * DAY, 3, AREA_BIT(AREA_LOWER_BACK)),
	        pain(NOON - 12 * DAY, 1, AREA_BIT(AREA_LOWER_BACK)),
	        pain(NOON - HOUR, 2, AREA_BIT(AREA_LOWER_BACK)), {0}};
	DiaryEvent returning[] = {pain(NOON - 60 * DAY, 5, HIPS), pain(NOON - 40 * DAY, 4, HIPS),
	        pain(NOON - 20 * DAY, 4, HIPS), pain(NOON - 4 * DAY, 6, HIPS), {0}};
	DiaryEvent many[9] = {0};

	set_zone("UTC0");
	assert_sentence(signs, "You have reported numbness or tingling, weakness (hips: 3 of 10 on "
	                       "22 November, 2 of 10 on 21 November). Please see a doctor or a "
	                       "physiotherapist.");
	assert_sentence(severe, "You have reported severe pain (whole body: 8 of 10 on 23 "
	                        "November). Please see a doctor or a physiotherapist.");
	assert_sentence(lasting, "You have reported pain since 30 October (lower back: 2 of 10 on "
	                         "23 November, 1 of 10 on 11 November, 3 of 10 on 30 October). "
	                         "Please see a doctor or a physiotherapist.");
	assert_sentence(returning, "You have reported pain that keeps coming back (hips: 6 of 10 "
	                           "on 19 November, 4 of 10 on 3 November, 4 of 10 on 14 October, "
	                           "5 of 10 on 24 September). Please see a doctor or a "
	                           "physiotherapist.");
	for (size_t i = 0; i < 7; i++)
		many[i] = pain(NOON - HOUR, 7, HIPS);
	assert_sentence(many, "You have reported severe pain (hips: 7 of 10 on 23 November, 7 of "
	                      "10 on 23 November, 7 of 10 on 23 November, 7 of 10 on 23 November, "
	                      "7 of 10 on 23 November, and 2 before). Please see a doctor or a "
	                      "physiotherapist.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(levels_have_grades),
	        cmocka_unit_test(a_report_counts_for_its_time),
	        cmocka_unit_test(signs_count_as_severe_for_a_week),
	        cmocka_unit_test(a_later_report_takes_its_place),
	        cmocka_unit_test(the_worst_area_decides),
	        cmocka_unit_test(without_pain_all_is_allowed),
	        cmocka_unit_test(mild_pain_leaves_what_is_gentle),
	        cmocka_unit_test(moderate_pain_leaves_mobility_elsewhere),
	        cmocka_unit_test(severe_pain_leaves_gentle_walks),
	        cmocka_unit_test(an_areas_own_grade_rules_out_for_it),
	        cmocka_unit_test(no_report_no_advice),
	        cmocka_unit_test(signs_are_a_reason_for_a_week),
	        cmocka_unit_test(severe_pain_is_a_reason_for_a_week),
	        cmocka_unit_test(pain_of_three_weeks_is_a_reason),
	        cmocka_unit_test(pain_that_returns_is_a_reason),
	        cmocka_unit_test(an_episode_is_a_row_of_reports),
	        cmocka_unit_test(of_the_whole_body_no_area_is_told),
	        cmocka_unit_test(advice_is_due_once_a_week),
	        cmocka_unit_test(only_the_newest_reports_are_kept),
	        cmocka_unit_test(advice_names_its_reports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
