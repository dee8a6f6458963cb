/* SPDX-License-Identifier: GPL-3.0-or-later */

/* New settings in mid-day. */

#include "core/core.h"
#include "shipped-rules.h"
#include "state.h"
#include "test.h"

#define SEC USEC_PER_SEC
#define MIN USEC_PER_MIN

static const Kind micro = {"micro", 20 * MIN, 30 * SEC};
static const Kind stretch = {"stretch", 45 * MIN, 3 * MIN};
static const Kind walk = {"walk", 2 * USEC_PER_HOUR, 10 * MIN};

static Rules rules_of(size_t n_kinds, const Kind *a, const Kind *b, const Kind *c)
{
	Rules rules = {
	        SHIPPED_RULES,
	        .n_kinds = n_kinds,
	};
	const Kind *const kinds[] = {a, b, c};

	for (size_t i = 0; i < n_kinds; i++)
		rules.kinds[i] = *kinds[i];
	return rules;
}

static Result feed(Core *core, Event event)
{
	Result result;

	event.at = event.at ? event.at : core->now;
	event.since = event.since ? event.since : event.at;
	assert_true(core_step(core, &event, &result));
	return result;
}

static Result pass(Core *core, usec_t until)
{
	return feed(core, (Event){.type = EVENT_TIMER, .at = until});
}

static Result change(Core *core, const Rules *rules)
{
	return feed(core, (Event){.type = EVENT_RULES, .rules = rules});
}

static void assert_decision(
        const Result *result, size_t i, size_t n, DecisionType type, const char *kind)
{
	assert_int_equal(result->n_decisions, n);
	assert_string_equal(
	        decision_to_string(result->decisions[i].type), decision_to_string(type));
	assert_string_equal(result->decisions[i].kind, kind);
}

static usec_t clock_of(const Core *core, const char *kind)
{
	int i = rules_find_kind(&core->rules, kind);
	sitting_t sitting[KINDS_MAX];

	assert_true(i >= 0);
	clocks_read(&core->clocks, &core->rules, core->now, sitting);
	return sitting_to_usec(&core->rules.kinds[i], sitting[i]);
}

static void kinds_keep_their_clocks_by_name(void **state)
{
	Rules first = rules_of(2, &stretch, &walk, NULL);
	Rules second = rules_of(3, &micro, &stretch, &walk);
	Core core;

	second.kinds[1].length = 4 * MIN;
	second.kinds[2].every = 10 * USEC_PER_HOUR;
	core_init(&core, &first, 0);
	pass(&core, 30 * MIN);
	assert_int_equal(change(&core, &second).n_decisions, 0);
	assert_true(clock_of(&core, "micro") == 0);
	assert_true(clock_of(&core, "stretch") == 30 * MIN);
	assert_true(clock_of(&core, "walk") == 30 * MIN);
	assert_true(core_deadline(&core) == 45 * MIN);
	pass(&core, 40 * MIN);
	assert_int_equal(change(&core, &first).n_decisions, 0);
	assert_true(clock_of(&core, "stretch") == 40 * MIN);
	assert_true(clock_of(&core, "walk") == 40 * MIN);
}

static void a_shorter_every_may_be_due_at_once(void **state)
{
	Rules first = rules_of(1, &stretch, NULL, NULL), second = first;
	Core core;
	Result result;

	second.kinds[0].every = 20 * MIN;
	core_init(&core, &first, 0);
	pass(&core, 30 * MIN);
	result = change(&core, &second);
	assert_decision(&result, 0, 1, DECISION_DUE, "stretch");
	assert_true(clock_of(&core, "stretch") == 20 * MIN);
}

static void a_reminder_of_a_kind_that_goes_is_withdrawn(void **state)
{
	Rules first = rules_of(2, &stretch, &walk, NULL), second = rules_of(1, &walk, NULL, NULL);
	Core core;
	Result result;

	core_init(&core, &first, 0);
	pass(&core, 45 * MIN);
	result = change(&core, &second);
	assert_decision(&result, 0, 1, DECISION_WITHDRAWN, "stretch");
	assert_int_equal(core.phase, REMINDER_NONE);
	assert_true(core_deadline(&core) == 120 * MIN);
	/* a snoozed one as well */
	core_init(&core, &first, 0);
	pass(&core, 45 * MIN);
	feed(&core, (Event){.type = EVENT_SNOOZE, .span = 5 * MIN});
	result = change(&core, &second);
	assert_decision(&result, 0, 1, DECISION_WITHDRAWN, "stretch");
	assert_true(core_deadline(&core) == 120 * MIN);
}

static void a_reminder_of_a_kind_that_stays_stays(void **state)
{
	Rules first = rules_of(2, &stretch, &walk, NULL);
	Rules second = rules_of(3, &micro, &stretch, &walk);
	Core core;
	Result result;

	core_init(&core, &first, 0);
	pass(&core, 47 * MIN);
	result = change(&core, &second);
	assert_int_equal(result.n_decisions, 0);
	assert_int_equal(core.phase, REMINDER_UP);
	assert_int_equal(core.kind, 1);
	assert_true(result.deadline == 50 * MIN);
	result = pass(&core, 50 * MIN);
	assert_decision(&result, 0, 1, DECISION_AGAIN, "stretch");
	/* micro's is a shorter one, and answered by it */
	assert_int_equal(pass(&core, 54 * MIN).n_decisions, 0);
}

static void a_break_of_a_kind_that_goes_ends(void **state)
{
	Rules first = rules_of(2, &stretch, &walk, NULL), second = rules_of(1, &walk, NULL, NULL);
	Core core;
	Result result;

	core_init(&core, &first, 0);
	pass(&core, 45 * MIN);
	feed(&core, (Event){.type = EVENT_START});
	pass(&core, 46 * MIN);
	result = change(&core, &second);
	assert_decision(&result, 0, 1, DECISION_PARTIAL, "stretch");
	assert_true(result.decisions[0].moment == MIN);
	assert_int_equal(core.break_kind, NO_BREAK);
	assert_true(clock_of(&core, "walk") == 45 * MIN);
	pass(&core, 47 * MIN);
	assert_true(clock_of(&core, "walk") == 46 * MIN);
}

/* A lull break, and an input in it of which is not known yet whether it is a bump. */
static Core core_with_return_pending(const Rules *rules)
{
	Core core;

	core_init(&core, rules, 0);
	pass(&core, 45 * MIN);
	feed(&core, (Event){.type = EVENT_SILENT, .at = 45 * MIN + 10 * SEC, .since = 45 * MIN});
	assert_int_equal(core.break_kind, 0);
	feed(&core, (Event){.type = EVENT_PRESENT, .at = 46 * MIN});
	assert_true(core.returning_since == 46 * MIN);
	return core;
}

static void a_return_goes_with_its_break(void **state)
{
	Rules first = rules_of(2, &stretch, &walk, NULL), second = rules_of(1, &walk, NULL, NULL);
	Core core = core_with_return_pending(&first), through;
	Result result = change(&core, &second);

	assert_decision(&result, 0, 1, DECISION_PARTIAL, "stretch");
	assert_true(core.returning_since == USEC_NEVER);
	/* the daemon would abort here */
	assert_int_equal(state_round_trip(&core, &through), 0);
	assert_int_equal(pass(&core, 47 * MIN).n_decisions, 0);
	assert_int_equal(feed(&core, (Event){.type = EVENT_LOCK}).n_decisions, 0);
}

static void a_break_of_a_kind_that_stays_goes_on(void **state)
{
	Rules first = rules_of(2, &stretch, &walk, NULL);
	Rules second = rules_of(3, &micro, &stretch, &walk);
	Core core = core_with_return_pending(&first);
	Result result = change(&core, &second);

	assert_int_equal(result.n_decisions, 0);
	assert_int_equal(core.break_kind, 1);
	assert_true(core.returning_since == 46 * MIN);
	result = pass(&core, 46 * MIN + 6 * SEC);
	assert_decision(&result, 0, 1, DECISION_PARTIAL, "stretch");
	assert_true(result.decisions[0].moment == MIN);
	/* stretch sank for a minute, walk stood still */
	assert_true(clock_of(&core, "stretch") == 30 * MIN + 6 * SEC);
	assert_true(clock_of(&core, "walk") == 45 * MIN + 6 * SEC);
}

static void a_shorter_length_may_be_complete_at_once(void **state)
{
	Rules first = rules_of(1, &stretch, NULL, NULL), second = first;
	Core core;
	Result result;

	second.kinds[0].length = MIN;
	core_init(&core, &first, 0);
	pass(&core, 45 * MIN);
	feed(&core, (Event){.type = EVENT_START});
	pass(&core, 47 * MIN);
	result = change(&core, &second);
	assert_decision(&result, 0, 1, DECISION_COMPLETED, "stretch");
}

/* However few kinds are left, what is saved then is a state that can be read. */
static void the_state_after_a_change_can_be_read(void **state)
{
	Rules first = rules_of(3, &micro, &stretch, &walk),
	      second = rules_of(1, &micro, NULL, NULL);
	Rules none = rules_of(0, NULL, NULL, NULL);
	Core core, through;

	core_init(&core, &first, 0);
	feed(&core, (Event){.type = EVENT_START, .kind = "walk"});
	pass(&core, 10 * MIN);
	for (usec_t at = 20 * MIN; at <= 150 * MIN; at += 10 * MIN)
		pass(&core, at);
	assert_int_equal(core.kind, 2);
	feed(&core, (Event){.type = EVENT_SKIP});
	change(&core, &second);
	assert_int_equal(state_round_trip(&core, &through), 0);
	change(&core, &none);
	assert_int_equal(state_round_trip(&core, &through), 0);
	change(&through, &first);
	assert_true(clock_of(&through, "walk") == 0);
}

/* An absence keeps what it is rest for. */
static void an_absence_goes_on(void **state)
{
	Rules first = rules_of(2, &stretch, &walk, NULL);
	Rules second = rules_of(3, &micro, &stretch, &walk);
	Core core;
	Result result;

	core_init(&core, &first, 0);
	pass(&core, 30 * MIN);
	feed(&core, (Event){.type = EVENT_LOCK});
	pass(&core, 31 * MIN);
	assert_int_equal(change(&core, &second).n_decisions, 0);
	assert_true(core.away_since == 30 * MIN);
	assert_true(clock_of(&core, "stretch") == 15 * MIN);
	result = pass(&core, 33 * MIN);
	assert_decision(&result, 0, 1, DECISION_NATURAL, "stretch");
	assert_true(result.decisions[0].moment == 30 * MIN);
}

static void other_settings_count_from_now(void **state)
{
	Rules first = rules_of(1, &stretch, NULL, NULL), second = first;
	Core core;
	Result result;

	second.remind_again = 20 * MIN;
	second.lull = MIN;
	core_init(&core, &first, 0);
	pass(&core, 46 * MIN);
	result = change(&core, &second);
	assert_true(result.silence == MIN);
	assert_true(result.deadline == 65 * MIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(kinds_keep_their_clocks_by_name),
	        cmocka_unit_test(a_shorter_every_may_be_due_at_once),
	        cmocka_unit_test(a_reminder_of_a_kind_that_goes_is_withdrawn),
	        cmocka_unit_test(a_reminder_of_a_kind_that_stays_stays),
	        cmocka_unit_test(a_break_of_a_kind_that_goes_ends),
	        cmocka_unit_test(a_return_goes_with_its_break),
	        cmocka_unit_test(a_break_of_a_kind_that_stays_goes_on),
	        cmocka_unit_test(a_shorter_length_may_be_complete_at_once),
	        cmocka_unit_test(the_state_after_a_change_can_be_read),
	        cmocka_unit_test(an_absence_goes_on),
	        cmocka_unit_test(other_settings_count_from_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
