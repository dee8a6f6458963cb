/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is UTF-8 and prints, by RFC 3629. */

#include "util/utf8.h"

#include "test.h"

static void what_prints_is_right(void **state)
{
	static const char *const right[] = {"", "plain ~", "\xc2\xa0", "\xdf\xbf", "\xe0\xa0\x80",
	        "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbd", "\xf0\x90\x80\x80",
	        "\xf4\x8f\xbf\xbd", "Ma\xc3\x9f \xe2\x80\x93 \xf0\x9f\x98\x80"};

	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		assert_true(utf8_printable(right[i]));
}

static void what_does_not_is_wrong(void **state)
{
	static const char *const wrong[] = {/* control characters */
	        "a\tb", "\n", "\x1b[2J", "\x7f", "\xc2\x80", "\xc2\x9f",
	        /* cut, or without a beginning */
	        "\xc3", "\xe2\x80", "\xf0\x9f\x98", "\x80", "\xbf", "\xc3(", "\xe2(\xa1",
	        /* longer than need be */
	        "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf",
	        /* surrogates, and beyond the last */
	        "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff",
	        "\xfe",
	        /* noncharacters */
	        "\xef\xb7\x90", "\xef\xbf\xbe", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(utf8_printable(wrong[i]));
}

static void assert_mended(const char *text, const char *expected)
{
	char *mended = strdup(text);

	utf8_mend(mended);
	assert_string_equal(mended, expected);
	free(mended);
}

static void what_is_wrong_is_mended(void **state)
{
	assert_mended("", "");
	assert_mended("a\tb\nMa\xc3\x9f", "a\tb\nMa\xc3\x9f");
	assert_mended("/home/j\xf6rg/x", "/home/j?rg/x");
	assert_mended("cut \xe2\x80", "cut ??");
	assert_mended("\xc3\xc3\x9f\xef\xbf\xbf!", "?\xc3\x9f??"
	                                           "?!");
}

static void what_does_not_is_escaped(void **state)
{
	static const char *const texts[][2] = {{"", ""}, {"Ma\xc3\x9f", "Ma\xc3\x9f"},
	        {"Ma\xdf und", "Ma\\xdf und"}, {"\x1b[2J\n", "\\x1b[2J\\x0a"},
	        {"\xe2\x80", "\\xe2\\x80"}};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char *escaped = utf8_escaped(texts[i][0]);

		assert_non_null(escaped);
		assert_string_equal(escaped, texts[i][1]);
		free(escaped);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_prints_is_right),
	        cmocka_unit_test(what_does_not_is_wrong),
	        cmocka_unit_test(what_does_not_is_escaped),
	        cmocka_unit_test(what_is_wrong_is_mended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
