/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What iniparser makes of a file, with the lines where it stands, in parts as well as whole. */

#include "util/ini.h"

#include <errno.h>

#include "test.h"
#include "util/cleanup.h"

#define SIZE_MAX_KB 16384

/* All that was told, a line each: "LINE section key=value" or "LINE! problem". */
typedef struct Told {
	FILE *file;
	char *text;
	size_t size;
	unsigned n_entries;
	unsigned last_line;
	int answer;
} Told;

static int on_entry(void *userdata, const IniEntry *entry)
{
	Told *told = userdata;

	told->n_entries++;
	told->last_line = entry->line;
	if (!entry->key)
		fprintf(told->file, "%u [%s]%s\n", entry->line, entry->section,
		        entry->empty ? " empty" : "");
	else
		fprintf(told->file, "%u(%u) %s.%s=%s%s\n", entry->line, entry->section_line,
		        entry->section, entry->key, entry->value, entry->cut ? " cut" : "");
	return told->answer;
}

static void on_problem(void *userdata, unsigned line, const char *text)
{
	fprintf(((Told *)userdata)->file, "%u! %s\n", line, text);
}

static int read_path(const char *path, Told *told)
{
	const IniSink sink = {.entry = on_entry, .problem = on_problem, .userdata = told};
	int r;

	told->file = open_memstream(&told->text, &told->size);
	assert_non_null(told->file);
	r = ini_read(path, SIZE_MAX_KB * 1024, &sink);
	fclose(told->file);
	return r;
}

static int read_bytes(const char *bytes, size_t size, Told *told)
{
	CLEANUP(free) char *directory = make_directory();
	CLEANUP(free) char *path = NULL;
	int r;

	assert_true(asprintf(&path, "%s/test.ini", directory) > 0);
	write_bytes(path, bytes, size);
	r = read_path(path, told);
	unlink(path);
	rmdir(directory);
	return r;
}

static void assert_told(const char *text, const char *expected)
{
	Told told = {0};

	assert_int_equal(read_bytes(text, strlen(text), &told), 0);
	assert_string_equal(told.text, expected);
	free(told.text);
}

static void entries_have_lines(void **state)
{
	assert_told("# a comment with = in it\n"
	            "\n"
	            "[general]\n"
	            "lull = 10s\n"
	            "  Bump=3s   \n"
	            "; snooze = 5min\n"
	            "\t[Stretch]  \n"
	            "every =\t45min\n"
	            "[none]\n"
	            "[walk]\r\n"
	            "every = 2h\r\n"
	            "text = over \\\n"
	            "two lines\n"
	            "length=x",
	        "3 [general]\n"
	        "4(3) general.lull=10s\n"
	        "5(3) general.bump=3s\n"
	        "7 [stretch]\n"
	        "8(7) stretch.every=45min\n"
	        "9 [none] empty\n"
	        "10 [walk]\n"
	        "11(10) walk.every=2h\n"
	        "12(10) walk.text=over two lines\n"
	        "14(10) walk.length=x\n");
}

static void of_a_key_given_twice_the_last_counts(void **state)
{
	assert_told("[x]\na = 2\n[y]\na = 3\n[x]\nA = 4\n", "2! [x] a: given again in line 6\n"
	                                                    "5 [x]\n"
	                                                    "6(5) x.a=4\n"
	                                                    "3 [y]\n"
	                                                    "4(3) y.a=3\n");
}

static void a_comment_behind_a_value_is_told(void **state)
{
	assert_told("[x]\n"
	            "a = one; two\n"
	            "b = one # two\n"
	            "c = \"one; two\"\n"
	            "d = 'one # two'\n"
	            "e = one\n",
	        "1 [x]\n"
	        "2(1) x.a=one cut\n"
	        "3(1) x.b=one cut\n"
	        "4(1) x.c=one; two\n"
	        "5(1) x.d=one # two\n"
	        "6(1) x.e=one\n");
}

static void nothing_is_no_entry(void **state)
{
	assert_told("", "");
	assert_told("\n\n# nothing\n", "");
}

static void a_wrong_line_leaves_the_file_out(void **state)
{
	char long_line[5000];

	assert_told("[x]\na = 1\njust words\n",
	        "3! neither [section] nor key = value; the file is left out\n");
	memset(long_line, 'y', sizeof(long_line));
	memcpy(long_line, "[x]\na = ", 8);
	strcpy(long_line + sizeof(long_line) - 8, "\nb = 2\n");
	assert_told(long_line, "2! the line is too long; the file is left out\n");
}

static void bytes_of_any_kind_are_read(void **state)
{
	assert_told("[x]\na = \xff\xfe\n", "1 [x]\n2(1) x.a=\xff\xfe\n");
}

static void a_file_with_a_nul_is_left_out(void **state)
{
	static const char bytes[] = "[x]\na = \0\xff\xfe\n[y\0]\n=\n";
	Told told = {0};

	assert_int_equal(read_bytes(bytes, sizeof(bytes), &told), 0);
	assert_string_equal(told.text, "2! a NUL, so this is no text; the file is left out\n");
	free(told.text);
	told = (Told){0};
	assert_int_equal(read_bytes("\0\n\0", 3, &told), 0);
	assert_string_equal(told.text, "1! a NUL, so this is no text; the file is left out\n");
	free(told.text);
}

static void a_byte_order_mark_is_no_part_of_it(void **state)
{
	assert_told("\xef\xbb\xbf[x]\na = 1\n", "1 [x]\n2(1) x.a=1\n");
	assert_told("\xef\xbb\xbf", "");
}

/* Ten thousand sections, each of more than a part can hold some of. */
static void a_large_file_is_read_in_parts(void **state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	Told told = {0};

	assert_non_null(file);
	for (unsigned i = 0; i < 10000; i++)
		fprintf(file, "[s%u]\na = %u\nb = x\n\n", i, i);
	fprintf(file, "[s17]\na = again\nwrong\n");
	fclose(file);
	assert_int_equal(read_bytes(text, size - strlen("wrong\n"), &told), 0);
	assert_int_equal(told.n_entries, 30000 + 2);
	assert_int_equal(told.last_line, 40002);
	assert_non_null(strstr(told.text, "\n39998(39997) s9999.a=9999\n"));
	assert_non_null(strstr(told.text, "70! [s17] a: given again in line 40002\n"));
	free(told.text);

	/* what is wrong in one part leaves all of it out, with its line in the whole */
	told = (Told){0};
	assert_int_equal(read_bytes(text, size, &told), 0);
	assert_int_equal(told.n_entries, 0);
	assert_non_null(strstr(told.text, "40003! neither"));
	free(told.text);
	free(text);
}

static void what_cannot_be_read_is_told(void **state)
{
	Told told = {0};

	assert_int_equal(read_path("/nonexistent/limber.ini", &told), 0);
	assert_string_equal(told.text, "0! No such file or directory\n");
	free(told.text);
	told = (Told){0};
	assert_int_equal(read_path("/", &told), 0);
	assert_string_equal(told.text, "0! not a file of at most 16384 kB\n");
	free(told.text);
}

static void the_reader_may_end_it(void **state)
{
	Told told = {.answer = -ENOMEM};

	assert_int_equal(read_bytes("[x]\na = 1\n", 10, &told), -ENOMEM);
	assert_int_equal(told.n_entries, 1);
	free(told.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(entries_have_lines),
	        cmocka_unit_test(of_a_key_given_twice_the_last_counts),
	        cmocka_unit_test(a_comment_behind_a_value_is_told),
	        cmocka_unit_test(nothing_is_no_entry),
	        cmocka_unit_test(a_wrong_line_leaves_the_file_out),
	        cmocka_unit_test(bytes_of_any_kind_are_read),
	        cmocka_unit_test(a_file_with_a_nul_is_left_out),
	        cmocka_unit_test(a_byte_order_mark_is_no_part_of_it),
	        cmocka_unit_test(a_large_file_is_read_in_parts),
	        cmocka_unit_test(what_cannot_be_read_is_told),
	        cmocka_unit_test(the_reader_may_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
