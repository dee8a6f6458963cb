/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The set of holds, in the order of their coming. */

#include "core/hold-set.h"

#include "test.h"
#include "util/cleanup.h"

static bool put(HoldSet *set, const char *owner, HoldMode mode, usec_t until)
{
	Hold hold = {.mode = mode, .until = until};

	snprintf(hold.owner, sizeof(hold.owner), "%s", owner);
	return hold_set_put(set, &hold);
}

static void no_hold_waits(void **state)
{
	HoldSet set = {0};

	assert_int_equal(hold_set_mode(&set), HOLD_WAIT);
	assert_null(hold_set_first_to_end(&set));
	assert_null(hold_set_find(&set, "user"));
	assert_false(hold_set_remove(&set, "user"));
}

static void the_strongest_mode_counts(void **state)
{
	HoldSet set = {0};

	assert_true(put(&set, "a", HOLD_WAIT, USEC_NEVER));
	assert_int_equal(hold_set_mode(&set), HOLD_WAIT);
	assert_true(put(&set, "b", HOLD_RESET, USEC_NEVER));
	assert_int_equal(hold_set_mode(&set), HOLD_RESET);
	assert_true(put(&set, "c", HOLD_FREEZE, USEC_NEVER));
	assert_int_equal(hold_set_mode(&set), HOLD_RESET);
	assert_true(hold_set_remove(&set, "b"));
	assert_int_equal(hold_set_mode(&set), HOLD_FREEZE);
}

static void a_new_hold_replaces_in_place(void **state)
{
	HoldSet set = {0};

	put(&set, "a", HOLD_WAIT, 10);
	put(&set, "b", HOLD_WAIT, 20);
	put(&set, "a", HOLD_FREEZE, 30);
	assert_int_equal(set.n_holds, 2);
	assert_string_equal(set.holds[0].owner, "a");
	assert_int_equal(set.holds[0].mode, HOLD_FREEZE);
	assert_int_equal(hold_set_find(&set, "a")->until, 30);
	assert_string_equal(hold_set_first_to_end(&set)->owner, "b");
}

static void removing_keeps_the_order(void **state)
{
	HoldSet set = {0};

	put(&set, "a", HOLD_WAIT, USEC_NEVER);
	put(&set, "b", HOLD_WAIT, USEC_NEVER);
	put(&set, "c", HOLD_WAIT, USEC_NEVER);
	assert_true(hold_set_remove(&set, "b"));
	assert_false(hold_set_remove(&set, "b"));
	assert_int_equal(set.n_holds, 2);
	assert_string_equal(set.holds[0].owner, "a");
	assert_string_equal(set.holds[1].owner, "c");
	assert_null(hold_set_find(&set, "b"));
}

static void the_first_to_end_has_an_end(void **state)
{
	HoldSet set = {0};

	put(&set, "for-ever", HOLD_WAIT, USEC_NEVER);
	assert_null(hold_set_first_to_end(&set));
	put(&set, "later", HOLD_WAIT, 2000);
	put(&set, "sooner", HOLD_WAIT, 1000);
	put(&set, "as-soon", HOLD_WAIT, 1000);
	assert_string_equal(hold_set_first_to_end(&set)->owner, "sooner");
}

static void a_full_set_takes_no_more(void **state)
{
	HoldSet set = {0};
	char owner[16];

	for (int i = 0; i < HOLDS_MAX; i++) {
		snprintf(owner, sizeof(owner), "o%d", i);
		assert_true(put(&set, owner, HOLD_WAIT, USEC_NEVER));
	}
	assert_false(put(&set, "one-more", HOLD_RESET, USEC_NEVER));
	assert_int_equal(set.n_holds, HOLDS_MAX);
	assert_int_equal(hold_set_mode(&set), HOLD_WAIT);
	assert_true(put(&set, "o31", HOLD_RESET, USEC_NEVER));
	assert_int_equal(hold_set_mode(&set), HOLD_RESET);
	assert_true(hold_set_remove(&set, "o31"));
	assert_true(put(&set, "one-more", HOLD_WAIT, USEC_NEVER));
}

static void owners_are_plain_names(void **state)
{
	static const char *const good[] = {"user", "do-not-disturb", "org.example.App", "A_z-0.9"};
	static const char *const bad[] = {"", " ", "a b", "a\n", "a=b", "a/b", "a:b", "é", "a\x7f"};
	char owner[65] = {0};

	for (size_t i = 0; i < ELEMENTSOF(good); i++)
		assert_true(hold_owner_valid(good[i]));
	for (size_t i = 0; i < ELEMENTSOF(bad); i++)
		assert_false(hold_owner_valid(bad[i]));
	memset(owner, 'x', 63);
	assert_true(hold_owner_valid(owner));
	owner[63] = 'x';
	assert_false(hold_owner_valid(owner));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(no_hold_waits),
	        cmocka_unit_test(the_strongest_mode_counts),
	        cmocka_unit_test(a_new_hold_replaces_in_place),
	        cmocka_unit_test(removing_keeps_the_order),
	        cmocka_unit_test(the_first_to_end_has_an_end),
	        cmocka_unit_test(a_full_set_takes_no_more),
	        cmocka_unit_test(owners_are_plain_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
