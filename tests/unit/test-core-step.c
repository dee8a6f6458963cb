/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The step function itself: what a written day cannot show. The rules are told by tests/replay. */

#include "core/core.h"

#include "shipped-rules.h"
#include "test.h"

#define SEC USEC_PER_SEC
#define MIN USEC_PER_MIN

static const Rules rules = {
        SHIPPED_RULES,
        .kinds = {{"stretch", 45 * MIN, 3 * MIN}, {"walk", 2 * USEC_PER_HOUR, 10 * MIN}},
        .n_kinds = 2,
};

static Result step(Core *core, EventType type, usec_t at, usec_t since)
{
	Event event = {.type = type, .at = at, .since = since};
	Result result;

	assert_true(core_step(core, &event, &result));
	return result;
}

static Core fresh_core(void)
{
	Core core;

	core_init(&core, &rules, 0);
	return core;
}

/* With the reminder for stretch up since 45 min. */
static Core core_with_reminder(void)
{
	Core core = fresh_core();
	Result result = step(&core, EVENT_TIMER, 45 * MIN, 45 * MIN);

	assert_int_equal(result.n_decisions, 1);
	assert_int_equal(result.decisions[0].type, DECISION_DUE);
	return core;
}

/* Rule 15. */
static void the_wanted_silence_follows_the_state(void **state)
{
	Core core = fresh_core();
	Event snooze = {.type = EVENT_SNOOZE, .at = 46 * MIN, .since = 46 * MIN, .span = MIN};
	Result result;

	assert_true(core_silence(&core) == 2 * MIN);
	core = core_with_reminder();
	assert_true(core_silence(&core) == 10 * SEC);
	result = step(&core, EVENT_SILENT, 45 * MIN + 10 * SEC, 45 * MIN);
	assert_int_equal(result.decisions[0].type, DECISION_STARTED);
	assert_true(result.silence == 3 * SEC);
	result = step(&core, EVENT_TIMER, 48 * MIN, 48 * MIN);
	assert_int_equal(result.decisions[0].type, DECISION_COMPLETED);
	assert_true(result.silence == 2 * MIN);
	core = core_with_reminder();
	assert_true(core_step(&core, &snooze, &result));
	assert_true(result.silence == 2 * MIN);
	result = step(&core, EVENT_START, 46 * MIN, 46 * MIN);
	assert_int_equal(result.decisions[0].how, BREAK_ASKED);
	assert_true(result.silence == 2 * MIN);
}

/* Rule 16. */
static void the_deadline_is_the_next_change(void **state)
{
	Core core = fresh_core();
	usec_t at;
	Result result;

	assert_true(core_deadline(&core) == 45 * MIN);
	assert_string_equal(core_next_event(&core, &at), "due");
	assert_true(at == 45 * MIN);
	result = step(&core, EVENT_TIMER, 45 * MIN - 1, 45 * MIN - 1);
	assert_int_equal(result.n_decisions, 0);
	assert_true(result.deadline == 45 * MIN);
	result = step(&core, EVENT_TIMER, 45 * MIN, 45 * MIN);
	assert_int_equal(result.n_decisions, 1);
	assert_true(result.deadline == 50 * MIN);
	assert_string_equal(core_next_event(&core, &at), "again");
	result = step(&core, EVENT_LOCK, 46 * MIN, 46 * MIN);
	assert_true(result.deadline == 49 * MIN);
	assert_string_equal(core_next_event(&core, &at), "completed");
	result = step(&core, EVENT_SLEEP, 47 * MIN, 47 * MIN);
	assert_true(result.deadline == USEC_NEVER);
	assert_string_equal(core_next_event(&core, &at), "");
	assert_true(at == USEC_NEVER);
}

static void a_late_timer_decides_with_true_moments(void **state)
{
	Core core = fresh_core();
	Result result = step(&core, EVENT_TIMER, 56 * MIN, 56 * MIN);

	assert_int_equal(result.n_decisions, 3);
	assert_true(result.decisions[0].at == 45 * MIN);
	assert_true(result.decisions[1].at == 50 * MIN);
	assert_true(result.decisions[2].at == 55 * MIN);
	assert_int_equal(result.decisions[2].count, 2);
}

/* A day at once: stretch is due at 45 min and comes again each 5 min, walk takes over at 2 h. No
 * decision is lost or told twice for want of room. */
static void a_full_result_asks_for_another_call(void **state)
{
	Core core = fresh_core();
	Event event = {.type = EVENT_TIMER, .at = USEC_PER_DAY, .since = USEC_PER_DAY};
	unsigned calls = 0, n = 0;
	Result result;
	bool taken;

	do {
		taken = core_step(&core, &event, &result);
		calls++;
		for (size_t i = 0; i < result.n_decisions; i++, n++) {
			const Decision *decision = &result.decisions[i];
			bool due = n == 0 || n == 15;

			assert_int_equal(decision->type, due ? DECISION_DUE : DECISION_AGAIN);
			assert_string_equal(decision->kind, n < 15 ? "stretch" : "walk");
			assert_int_equal(decision->count, n < 15 ? n : n - 15);
			assert_true(decision->at == (45 + 5 * (usec_t)n) * MIN);
		}
	} while (!taken);
	assert_int_equal(n, 280);
	assert_true(calls > 1);
	assert_true(core.now == USEC_PER_DAY);
	assert_true(result.deadline == USEC_PER_DAY + 5 * MIN);
}

/* The idle source is slow: the silence still counts from the last input, and what time brought
 * before it was known stays. */
static void a_late_silence_is_dated_back(void **state)
{
	Core core = fresh_core();
	sitting_t sitting[KINDS_MAX];
	Result result;

	step(&core, EVENT_SILENT, 10 * MIN, 5 * MIN);
	assert_true(core.away_since == 5 * MIN);
	core = core_with_reminder();
	step(&core, EVENT_TIMER, 47 * MIN, 47 * MIN);
	result = step(&core, EVENT_SILENT, 47 * MIN, 46 * MIN);
	assert_int_equal(result.n_decisions, 1);
	assert_int_equal(result.decisions[0].type, DECISION_STARTED);
	assert_true(result.decisions[0].moment == 46 * MIN);
	assert_true(result.decisions[0].at == 47 * MIN);
	clocks_read(&core.clocks, &rules, 47 * MIN, sitting);
	assert_true(sitting_to_usec(&rules.kinds[0], sitting[0]) == 30 * MIN);
	/* the longer kind stands still in the break, which began with the absence */
	assert_true(sitting_to_usec(&rules.kinds[1], sitting[1]) == 46 * MIN);
}

static void a_silence_of_before_the_last_input_counts_from_there(void **state)
{
	Core core = fresh_core();

	step(&core, EVENT_SILENT, 7 * MIN, 5 * MIN);
	assert_true(core.away_since == 5 * MIN);
	step(&core, EVENT_PRESENT, 8 * MIN, 8 * MIN);
	assert_true(core.away_since == USEC_NEVER);
	step(&core, EVENT_SILENT, 20 * MIN, 5 * MIN);
	assert_true(core.away_since == 8 * MIN);
}

static void another_boot_is_an_absence_however_short(void **state)
{
	Event down = {.type = EVENT_DOWN, .at = 46 * MIN, .since = 46 * MIN - SEC};
	Core core = core_with_reminder();
	Result result;

	assert_true(core_step(&core, &down, &result));
	assert_int_equal(result.n_decisions, 0);
	result = step(&core, EVENT_UP, 46 * MIN, 46 * MIN);
	assert_int_equal(result.n_decisions, 0);
	core = core_with_reminder();
	down.another_boot = true;
	assert_true(core_step(&core, &down, &result));
	assert_int_equal(result.n_decisions, 1);
	assert_int_equal(result.decisions[0].type, DECISION_STARTED);
	assert_true(result.decisions[0].moment == 46 * MIN - SEC);
	assert_true(core_deferring(&core));
	result = step(&core, EVENT_UP, 46 * MIN, 46 * MIN);
	assert_int_equal(result.n_decisions, 1);
	assert_int_equal(result.decisions[0].type, DECISION_PARTIAL);
	assert_true(result.decisions[0].moment == SEC);
	assert_false(core_deferring(&core));
}

/* Rule 11: the signal came, and the machine was switched off asleep. */
static void down_after_sleep_was_sleep(void **state)
{
	Event down = {.type = EVENT_DOWN, .at = 60 * MIN, .since = 44 * MIN, .another_boot = true};
	Core core = fresh_core();
	Result result;

	step(&core, EVENT_SLEEP, 44 * MIN, 44 * MIN);
	assert_true(core_step(&core, &down, &result));
	result = step(&core, EVENT_UP, 60 * MIN, 60 * MIN);
	assert_false(core.asleep);
	assert_true(core.away_since == USEC_NEVER);
	assert_true(core_deadline(&core) == 105 * MIN);
}

/* Rule 14: what is not known to be away is present. */
static void a_lost_source_means_present(void **state)
{
	Core core = fresh_core();

	step(&core, EVENT_SILENT, 12 * MIN, 10 * MIN);
	assert_true(core.away_since == 10 * MIN);
	step(&core, EVENT_PRESENT, 13 * MIN, 13 * MIN);
	assert_true(core.away_since == USEC_NEVER);
	assert_true(core_deadline(&core) == 58 * MIN);
}

static void without_kinds_there_is_nothing_to_do(void **state)
{
	const Rules none = {.remind_again = MIN, .away_after = MIN};
	Event start = {.type = EVENT_START, .at = MIN, .since = MIN};
	Result result;
	Core core;

	core_init(&core, &none, 0);
	assert_true(core_deadline(&core) == USEC_NEVER);
	assert_int_equal(core_next_kind(&core), -1);
	assert_int_equal(core_due(&core), 0);
	assert_true(core_step(&core, &start, &result));
	assert_int_equal(result.n_decisions, 1);
	assert_int_equal(result.decisions[0].refusal, REFUSED_UNKNOWN_KIND);
	assert_true(result.deadline == USEC_NEVER);
}

static void the_next_kind_is_the_longer_in_a_tie(void **state)
{
	Rules tie = rules;
	Core core;

	tie.kinds[1].every = 45 * MIN;
	core_init(&core, &rules, 0);
	assert_int_equal(core_next_kind(&core), 0);
	assert_true(core_due_at(&core, 0) == 45 * MIN);
	assert_true(core_due_at(&core, 1) == 120 * MIN);
	core_init(&core, &tie, 0);
	assert_int_equal(core_next_kind(&core), 1);
	step(&core, EVENT_LOCK, MIN, MIN);
	assert_true(core_due_at(&core, 0) == USEC_NEVER);
}

static void one_hold_too_many_changes_nothing(void **state)
{
	Core core = fresh_core();
	Event hold = {.type = EVENT_HOLD, .hold = {.mode = HOLD_WAIT, .until = USEC_NEVER}};
	Result result;

	for (int i = 0; i <= HOLDS_MAX; i++) {
		snprintf(hold.hold.owner, sizeof(hold.hold.owner), "owner%d", i);
		hold.hold.mode = i < HOLDS_MAX ? HOLD_WAIT : HOLD_RESET;
		assert_true(core_step(&core, &hold, &result));
		assert_int_equal(result.n_decisions, 0);
	}
	assert_int_equal(core.holds.n_holds, HOLDS_MAX);
	assert_int_equal(hold_set_mode(&core.holds), HOLD_WAIT);
}

static void shifting_moves_every_moment(void **state)
{
	Core core = core_with_reminder();
	Event hold = {.type = EVENT_HOLD,
	        .at = 46 * MIN,
	        .since = 46 * MIN,
	        .hold = {.owner = "film", .until = 60 * MIN}};
	Result result;
	usec_t at;

	assert_true(core_step(&core, &hold, &result));
	core_shift(&core, -USEC_PER_DAY);
	assert_true(core.now == 46 * MIN - USEC_PER_DAY);
	assert_true(core_deadline(&core) == 60 * MIN - USEC_PER_DAY);
	assert_string_equal(core_next_event(&core, &at), "hold-end");
	assert_true(core.asleep_since == USEC_NEVER && core.settle_until == USEC_NEVER);
	assert_int_equal(core_due(&core), 1);
}

static void everything_has_a_name(void **state)
{
	static const EventType commands[] = {
	        EVENT_HOLD, EVENT_RELEASE, EVENT_SNOOZE, EVENT_SKIP, EVENT_START, EVENT_STOP};
	static const char *const words[] = {"hold", "release", "snooze", "skip", "start", "stop"};
	unsigned n = 0;

	for (int i = 0; i < DECISION_TYPE_MAX; i++)
		assert_non_null(decision_to_string((DecisionType)i));
	for (int i = 0; i < REFUSAL_MAX; i++)
		assert_non_null(refusal_to_string((Refusal)i));
	for (int i = 0; i < BREAK_HOW_MAX; i++)
		assert_non_null(break_how_to_string((BreakHow)i));
	for (int i = 0; i < REMINDER_PHASE_MAX; i++)
		assert_non_null(reminder_phase_to_string((ReminderPhase)i));
	for (int i = 0; i < EVENT_TYPE_MAX; i++)
		n += command_to_string((EventType)i) != NULL;
	assert_int_equal(n, 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(command_to_string(commands[i]), words[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_wanted_silence_follows_the_state),
	        cmocka_unit_test(the_deadline_is_the_next_change),
	        cmocka_unit_test(a_late_timer_decides_with_true_moments),
	        cmocka_unit_test(a_full_result_asks_for_another_call),
	        cmocka_unit_test(a_late_silence_is_dated_back),
	        cmocka_unit_test(a_silence_of_before_the_last_input_counts_from_there),
	        cmocka_unit_test(another_boot_is_an_absence_however_short),
	        cmocka_unit_test(down_after_sleep_was_sleep),
	        cmocka_unit_test(a_lost_source_means_present),
	        cmocka_unit_test(without_kinds_there_is_nothing_to_do),
	        cmocka_unit_test(the_next_kind_is_the_longer_in_a_tie),
	        cmocka_unit_test(one_hold_too_many_changes_nothing),
	        cmocka_unit_test(shifting_moves_every_moment),
	        cmocka_unit_test(everything_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
