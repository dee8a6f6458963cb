/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "Did you mean": near is near, far is nothing. */

#include "util/nearest.h"

#include "test.h"
#include "util/cleanup.h"

static const char *const names[] = {"away-after", "merge-within", "lull", "bump", "snooze",
        "max-snoozes", "max-skips", "pause-length", "pause-mode"};

static const char *nearest(const char *word)
{
	return nearest_name(word, names, ELEMENTSOF(names));
}

static void a_typo_finds_its_name(void **state)
{
	assert_string_equal(nearest("snooze"), "snooze");
	assert_string_equal(nearest("snoze"), "snooze");
	assert_string_equal(nearest("snnoooze"), "snooze");
	assert_string_equal(nearest("sonoze"), "snooze");
	assert_string_equal(nearest("away_after"), "away-after");
	assert_string_equal(nearest("awayafter"), "away-after");
	assert_string_equal(nearest("merge-in"), "merge-within");
	assert_string_equal(nearest("pause-len"), "pause-length");
	assert_string_equal(nearest("lul"), "lull");
	assert_string_equal(nearest("lulled"), "lull");
}

static void the_nearer_of_two_wins_the_first_of_equals(void **state)
{
	static const char *const pair[] = {"abcdef", "abcdxx", "abcdyy"};

	assert_string_equal(nearest("max-snooze"), "max-snoozes");
	assert_string_equal(nearest("max-skip"), "max-skips");
	assert_string_equal(nearest_name("abcdx", pair, 3), "abcdxx");
	assert_string_equal(nearest_name("abcd", pair, 3), "abcdef");
	assert_string_equal(nearest_name("abcdy", pair, 2), "abcdef");
}

static void what_is_far_is_nothing(void **state)
{
	assert_null(nearest("exercise"));
	assert_null(nearest("frequency"));
	assert_null(nearest("lullaby"));
	assert_null(nearest_name("snooze", names, 0));
	/* four of twelve letters are near, five are not */
	assert_string_equal(nearest("merge-wixxxx"), "merge-within");
	assert_null(nearest("merge-xxxxxx"));
}

static void long_words_are_left_alone(void **state)
{
	char longest[65] = {0};
	const char *one = longest;

	memset(longest, 'x', 64);
	assert_null(nearest(longest));
	assert_null(nearest_name("x", &one, 1));
	assert_null(nearest_name(longest, &one, 1));
	longest[63] = '\0';
	assert_ptr_equal(nearest_name(longest, &one, 1), longest);
	longest[0] = 'y';
	assert_ptr_equal(nearest_name("yx", &one, 1), NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_typo_finds_its_name),
	        cmocka_unit_test(the_nearer_of_two_wins_the_first_of_equals),
	        cmocka_unit_test(what_is_far_is_nothing),
	        cmocka_unit_test(long_words_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
