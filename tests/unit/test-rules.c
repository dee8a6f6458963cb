/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The settings of the rules of time. */

#include "core/rules.h"

#include "test.h"

static void kinds_are_sorted_shortest_first(void **state)
{
	Rules rules = {
	        .kinds = {{"walk", 120, 10}, {"late", 90, 3}, {"stretch", 45, 3}, {"same", 90, 3},
	                {"micro", 20, 1}},
	        .n_kinds = 5,
	};
	static const char *const sorted[] = {"micro", "stretch", "late", "same", "walk"};

	rules_sort_kinds(&rules);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(rules.kinds[i].name, sorted[i]);
		assert_int_equal(rules_find_kind(&rules, sorted[i]), i);
	}
	assert_int_equal(rules.kinds[1].every, 45);
	assert_int_equal(rules.kinds[4].length, 10);
}

static void longer_is_strictly_longer(void **state)
{
	Rules rules = {.kinds = {{"a", 10, 1}, {"b", 20, 2}, {"c", 30, 2}}, .n_kinds = 3};

	assert_true(rules_longer(&rules, 1, 0));
	assert_false(rules_longer(&rules, 0, 1));
	assert_false(rules_longer(&rules, 1, 2));
	assert_false(rules_longer(&rules, 2, 1));
	assert_false(rules_longer(&rules, 1, 1));
}

static void names_are_found_whole(void **state)
{
	Rules rules = {.kinds = {{"stretch", 10, 1}}, .n_kinds = 1};

	assert_int_equal(rules_find_kind(&rules, "stretch"), 0);
	assert_int_equal(rules_find_kind(&rules, "stretc"), -1);
	assert_int_equal(rules_find_kind(&rules, "Stretch"), -1);
	assert_int_equal(rules_find_kind(&rules, ""), -1);
	rules.n_kinds = 0;
	rules_sort_kinds(&rules);
	assert_int_equal(rules_find_kind(&rules, "stretch"), -1);
}

static void any_difference_counts(void **state)
{
	static const Rules rules = {.kinds = {{"stretch", 45, 3}, {"walk", 120, 10}}, .n_kinds = 2};
	static const size_t members[] = {offsetof(Rules, away_after), offsetof(Rules, merge_within),
	        offsetof(Rules, settle), offsetof(Rules, remind_again), offsetof(Rules, lull),
	        offsetof(Rules, bump), offsetof(Rules, snooze), offsetof(Rules, pause_length),
	        offsetof(Rules, pause_mode), offsetof(Rules, max_snoozes),
	        offsetof(Rules, max_skips), offsetof(Rules, n_kinds),
	        offsetof(Rules, kinds[1].name), offsetof(Rules, kinds[1].every),
	        offsetof(Rules, kinds[1].length)};
	Rules other = rules;

	assert_true(rules_equal(&rules, &other));
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		other = rules;
		((char *)&other)[members[i]] ^= 1;
		assert_false(rules_equal(&rules, &other));
		assert_false(rules_equal(&other, &rules));
	}
	/* what follows a name, and kinds that are not there, are nobody's business */
	other = rules;
	other.kinds[0].name[KIND_NAME_SIZE - 1] = 'x';
	other.kinds[2].every = 1;
	assert_true(rules_equal(&rules, &other));
}

static void modes_have_names(void **state)
{
	for (int mode = 0; mode < HOLD_MODE_MAX; mode++)
		assert_int_equal(hold_mode_from_string(hold_mode_to_string((HoldMode)mode)), mode);
	assert_string_equal(hold_mode_to_string(HOLD_FREEZE), "freeze");
	assert_int_equal(hold_mode_from_string("Wait"), -1);
	assert_int_equal(hold_mode_from_string(""), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(kinds_are_sorted_shortest_first),
	        cmocka_unit_test(longer_is_strictly_longer),
	        cmocka_unit_test(names_are_found_whole),
	        cmocka_unit_test(any_difference_counts),
	        cmocka_unit_test(modes_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
