/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where Limber's files lie, by the environment. */

#include "util/paths.h"

#include <errno.h>

#include "test.h"
#include "util/cleanup.h"

static char *top;

static int set_up(void **state)
{
	static const char *const variables[] = {"HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS",
	        "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS"};

	for (size_t i = 0; i < ELEMENTSOF(variables); i++)
		unsetenv(variables[i]);
	top = make_directory();
	return 0;
}

static int tear_down(void **state)
{
	remove_directory(top);
	return 0;
}

static char *below_top(const char *name)
{
	char *path = NULL;

	assert_true(asprintf(&path, "%s/%s", top, name) > 0);
	return path;
}

/* TOP/NAME/limber/limber.ini */
static void put_config(const char *name)
{
	CLEANUP(free) char *directory = below_top(name);
	CLEANUP(free) char *folder = NULL;
	CLEANUP(free) char *file = NULL;

	assert_true(asprintf(&folder, "%s/limber", directory) > 0);
	assert_true(asprintf(&file, "%s/limber.ini", folder) > 0);
	assert_int_equal(paths_make_directories(folder), 0);
	write_bytes(file, "", 0);
}

static void set_variable(const char *variable, const char *name)
{
	CLEANUP(free) char *path = below_top(name);

	setenv(variable, path, 1);
}

/* The files found, named by the directory they lie under. */
static void assert_files(const char *const *names, size_t n_names)
{
	char **files = NULL;
	size_t n = 0;

	assert_int_equal(paths_config_files(&files, &n), 0);
	assert_int_equal(n, n_names);
	for (size_t i = 0; i < n; i++) {
		CLEANUP(free) char *directory = below_top(names[i]);
		CLEANUP(free) char *path = NULL;

		assert_true(asprintf(&path, "%s/limber/limber.ini", directory) > 0);
		assert_string_equal(files[i], path);
	}
	paths_free(files, n);
}

/* The user's own last: it goes over the others. */
static void the_first_directory_counts_most(void **state)
{
	static const char *const all[] = {"c", "a", "home"};
	static const char *const own[] = {"home"};
	CLEANUP(free) char *list = NULL;

	put_config("a");
	put_config("c");
	put_config("home");
	assert_true(asprintf(&list, "%s/a:%s/b:relative:%s/c", top, top, top) > 0);
	setenv("XDG_CONFIG_DIRS", list, 1);
	set_variable("XDG_CONFIG_HOME", "home");
	assert_files(all, 3);
	set_variable("XDG_CONFIG_DIRS", "nowhere");
	assert_files(own, 1);
}

static void what_is_not_set_has_a_default(void **state)
{
	static const char *const own[] = {".config"};

	put_config(".config");
	setenv("HOME", top, 1);
	set_variable("XDG_CONFIG_DIRS", "nowhere");
	assert_files(own, 1);
	setenv("XDG_CONFIG_HOME", "", 1);
	assert_files(own, 1);
	setenv("XDG_CONFIG_HOME", "relative", 1);
	assert_files(own, 1);
}

/* Who has linked it wants it to be read. */
static void a_link_that_leads_nowhere_is_there(void **state)
{
	static const char *const own[] = {"home"};
	CLEANUP(free) char *folder = below_top("home/limber");
	CLEANUP(free) char *file = below_top("home/limber/limber.ini");

	set_variable("XDG_CONFIG_DIRS", "nowhere");
	set_variable("XDG_CONFIG_HOME", "home");
	assert_int_equal(paths_make_directories(folder), 0);
	assert_files(NULL, 0);
	assert_int_equal(symlink("nowhere.ini", file), 0);
	assert_files(own, 1);
}

/* TOP/NAME/limber/FOLDER */
static void put_folder(const char *name, const char *folder)
{
	CLEANUP(free) char *directory = below_top(name);
	CLEANUP(free) char *path = NULL;

	assert_true(asprintf(&path, "%s/limber/%s", directory, folder) > 0);
	assert_int_equal(paths_make_directories(path), 0);
}

/* Those below the top, which is to be all but those beside the program. */
static void assert_folders(int (*find)(char ***ret_directories, size_t *ret_n), const char *folder,
        const char *const *names, size_t n_names)
{
	char **folders = NULL;
	size_t n = 0, seen = 0;

	assert_int_equal(find(&folders, &n), 0);
	for (size_t i = 0; i < n; i++) {
		CLEANUP(free) char *path = NULL;

		if (strncmp(folders[i], top, strlen(top)) != 0)
			continue;
		assert_true(seen < n_names);
		assert_true(asprintf(&path, "%s/%s/limber/%s", top, names[seen++], folder) > 0);
		assert_string_equal(folders[i], path);
	}
	assert_int_equal(seen, n_names);
	paths_free(folders, n);
}

/* Data first, and of each the first directory, and the user's own, last. */
static void exercises_and_pictures_have_their_order(void **state)
{
	static const char *const exercises[] = {"b", "a", "data", "etc", "config"};
	static const char *const pictures[] = {"b", "data"};
	CLEANUP(free) char *list = NULL;

	for (size_t i = 0; i < ELEMENTSOF(exercises); i++)
		put_folder(exercises[i], "exercises");
	put_folder("b", "pictures");
	put_folder("data", "pictures");
	put_folder("config", "pictures");
	assert_true(asprintf(&list, "%s/a:%s/b", top, top) > 0);
	setenv("XDG_DATA_DIRS", list, 1);
	set_variable("XDG_DATA_HOME", "data");
	set_variable("XDG_CONFIG_DIRS", "etc");
	set_variable("XDG_CONFIG_HOME", "config");
	assert_folders(paths_exercise_directories, "exercises", exercises, ELEMENTSOF(exercises));
	assert_folders(paths_picture_directories, "pictures", pictures, ELEMENTSOF(pictures));
}

static void exercises_have_a_default(void **state)
{
	static const char *const own[] = {".local/share", ".config"};

	put_folder(".local/share", "exercises");
	put_folder(".config", "exercises");
	setenv("HOME", top, 1);
	set_variable("XDG_DATA_DIRS", "nowhere");
	set_variable("XDG_CONFIG_DIRS", "nowhere");
	assert_folders(paths_exercise_directories, "exercises", own, ELEMENTSOF(own));
}

/* By two names, or through a link: where it counts most. */
static void what_is_there_twice_is_found_once(void **state)
{
	static const char *const once[] = {"b", "config"};
	CLEANUP(free) char *list = NULL;
	CLEANUP(free) char *link = below_top("a");

	put_folder("b", "exercises");
	put_folder("config", "exercises");
	assert_int_equal(symlink("config", link), 0);
	assert_true(asprintf(&list, "%s/a:%s/b", top, top) > 0);
	setenv("XDG_DATA_DIRS", list, 1);
	set_variable("XDG_DATA_HOME", "b");
	set_variable("XDG_CONFIG_DIRS", "nowhere");
	set_variable("XDG_CONFIG_HOME", "config");
	assert_folders(paths_exercise_directories, "exercises", once, ELEMENTSOF(once));
}

static void a_build_trees_share_is_beside_the_program(void **state)
{
	CLEANUP(free) char *self = paths_beside_program("test-paths");
	CLEANUP(free) char *share = NULL;
	CLEANUP(free) char *folder = NULL;
	CLEANUP(free) char *command = NULL;
	char **folders = NULL;
	size_t n = 0;

	*strrchr(self, '/') = '\0';
	assert_true(asprintf(&share, "%s/share", self) > 0);
	assert_true(asprintf(&folder, "%s/limber/exercises", share) > 0);
	assert_int_equal(paths_make_directories(folder), 0);
	set_variable("XDG_DATA_DIRS", "nowhere");
	set_variable("XDG_CONFIG_DIRS", "nowhere");
	assert_int_equal(paths_exercise_directories(&folders, &n), 0);
	assert_true(asprintf(&command, "rm -r '%s'", share) > 0);
	assert_int_equal(system(command), 0);
	assert_true(n >= 1);
	assert_string_equal(folders[n - 1], folder);
	paths_free(folders, n);
}

static void without_any_there_are_none(void **state)
{
	set_variable("XDG_CONFIG_DIRS", "nowhere");
	assert_files(NULL, 0);
	setenv("HOME", "relative", 1);
	assert_files(NULL, 0);
	setenv("XDG_CONFIG_DIRS", ":::", 1);
	assert_files(NULL, 0);
}

static void the_state_has_its_directory(void **state)
{
	CLEANUP(free) char *expected = below_top("state/limber");
	CLEANUP(free) char *at_home = below_top(".local/state/limber");
	CLEANUP(free) char *first = NULL;
	CLEANUP(free) char *second = NULL;
	char *none = NULL;

	assert_int_equal(paths_state_directory(&none), -ENOENT);
	setenv("XDG_STATE_HOME", "relative", 1);
	assert_int_equal(paths_state_directory(&none), -ENOENT);
	assert_null(none);
	setenv("HOME", top, 1);
	assert_int_equal(paths_state_directory(&first), 0);
	assert_string_equal(first, at_home);
	set_variable("XDG_STATE_HOME", "state");
	assert_int_equal(paths_state_directory(&second), 0);
	assert_string_equal(second, expected);
	assert_int_equal(access(second, F_OK), -1);
}

static void directories_are_for_the_user_alone(void **state)
{
	CLEANUP(free) char *path = below_top("a/b//c");
	CLEANUP(free) char *file = below_top("a/file");
	CLEANUP(free) char *below_file = below_top("a/file/c");
	struct stat st;

	assert_int_equal(paths_make_directories(path), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(paths_make_directories(path), 0);
	write_bytes(file, "", 0);
	assert_int_equal(paths_make_directories(below_file), -ENOTDIR);
}

static void a_companion_lies_beside_the_program(void **state)
{
	CLEANUP(free) char *self = paths_beside_program("test-paths");
	char *none = paths_beside_program("no-such-program");

	assert_non_null(self);
	assert_int_equal(self[0], '/');
	assert_int_equal(access(self, X_OK), 0);
	assert_null(none);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(the_first_directory_counts_most),
	        TEST(what_is_not_set_has_a_default),
	        TEST(a_link_that_leads_nowhere_is_there),
	        TEST(exercises_and_pictures_have_their_order),
	        TEST(exercises_have_a_default),
	        TEST(what_is_there_twice_is_found_once),
	        TEST(a_build_trees_share_is_beside_the_program),
	        TEST(without_any_there_are_none),
	        TEST(the_state_has_its_directory),
	        TEST(directories_are_for_the_user_alone),
	        TEST(a_companion_lies_beside_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
