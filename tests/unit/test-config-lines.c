/* SPDX-License-Identifier: GPL-3.0-or-later */

/* In which line a key stands. */

#include "config-lines.h"

#include <errno.h>

#include "test.h"
#include "util/cleanup.h"

static ConfigLines lines_of(const char *text)
{
	CLEANUP(free) char *directory = make_directory();
	CLEANUP(free) char *path = NULL;
	ConfigLines lines;

	assert_true(asprintf(&path, "%s/test.ini", directory) > 0);
	write_bytes(path, text, strlen(text));
	assert_int_equal(config_lines_read(path, &lines), 0);
	unlink(path);
	rmdir(directory);
	return lines;
}

static void keys_have_lines(void **state)
{
	ConfigLines lines = lines_of("# a comment with = in it\n"
	                             "\n"
	                             "[general]\n"
	                             "lull = 10s\n"
	                             "  Bump=3s   \n"
	                             "; snooze = 5min\n"
	                             "\t[Stretch] # it\n"
	                             "every =\t45min\n"
	                             "lull=x");

	assert_int_equal(lines.n_lines, 6);
	assert_int_equal(config_lines_find(&lines, "general", ""), 3);
	assert_int_equal(config_lines_find(&lines, "general", "lull"), 4);
	assert_int_equal(config_lines_find(&lines, "general", "bump"), 5);
	assert_int_equal(config_lines_find(&lines, "general", "snooze"), 0);
	assert_int_equal(config_lines_find(&lines, "stretch", ""), 7);
	assert_int_equal(config_lines_find(&lines, "stretch", "every"), 8);
	assert_int_equal(config_lines_find(&lines, "stretch", "lull"), 9);
	assert_int_equal(config_lines_find(&lines, "walk", "every"), 0);
	config_lines_free(&lines);
	assert_int_equal(lines.n_lines, 0);
}

static void of_a_key_given_twice_the_last_counts(void **state)
{
	ConfigLines lines = lines_of("a = 1\n[x]\na = 2\n[y]\na = 3\n[x]\nA = 4\n");

	assert_int_equal(config_lines_find(&lines, "", "a"), 1);
	assert_int_equal(config_lines_find(&lines, "x", "a"), 7);
	assert_int_equal(config_lines_find(&lines, "y", "a"), 5);
	config_lines_free(&lines);
}

static void nothing_is_no_line(void **state)
{
	ConfigLines lines = lines_of("");

	assert_int_equal(lines.n_lines, 0);
	config_lines_free(&lines);
	lines = lines_of("\n\njust words\n[open\n=\n\xff\xfe\n");
	assert_int_equal(config_lines_find(&lines, "open", ""), 0);
	assert_int_equal(config_lines_find(&lines, "", "just words"), 0);
	config_lines_free(&lines);
}

static void long_lines_count_as_one(void **state)
{
	char *text = calloc(1, 20000);
	ConfigLines lines;

	assert_non_null(text);
	strcpy(text, "[x]\na = ");
	memset(text + strlen(text), 'y', 10000);
	strcat(text, "\nb = 2\n");
	lines = lines_of(text);
	free(text);
	assert_int_equal(config_lines_find(&lines, "x", "a"), 2);
	assert_int_equal(config_lines_find(&lines, "x", "b"), 3);
	config_lines_free(&lines);
}

static void a_missing_file_is_told(void **state)
{
	ConfigLines lines = {.n_lines = 42};

	assert_int_equal(config_lines_read("/nonexistent/limber.ini", &lines), -ENOENT);
	assert_int_equal(config_lines_read("/", &lines), -EIO);
	assert_int_equal(lines.n_lines, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(keys_have_lines),
	        cmocka_unit_test(of_a_key_given_twice_the_last_counts),
	        cmocka_unit_test(nothing_is_no_line),
	        cmocka_unit_test(long_lines_count_as_one),
	        cmocka_unit_test(a_missing_file_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
