/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where Limber's files lie. */

#include "paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"

#define CONFIG_NAME    "limber/limber.ini"
#define EXERCISES_NAME "limber/exercises"
#define PICTURES_NAME  "limber/pictures"

/* The variable's directory, or its default under HOME; relative ones are to be ignored. NULL with
 * *ret_error set if there is none. */
static char *home_directory(const char *variable, const char *below_home, int *ret_error)
{
	const char *value = getenv(variable), *home = getenv("HOME");
	char *path = NULL;

	if (value && value[0] == '/') {
		path = strdup(value);
		*ret_error = path ? 0 : -ENOMEM;
	} else if (home && home[0] == '/') {
		*ret_error = asprintf(&path, "%s/%s", home, below_home) < 0 ? -ENOMEM : 0;
	} else {
		*ret_error = -ENOENT;
	}
	return *ret_error < 0 ? NULL : path;
}

/* Paths found, least important first. */
typedef struct Found {
	char **paths;
	size_t n;
} Found;

/* Adds DIRECTORY/NAME if it is there; even one that cannot be read, or a link that leads nowhere,
 * for it to be told. */
static int add_if_there(Found *found, const char *directory, const char *name)
{
	char **grown;
	char *path;

	if (directory[0] != '/')
		return 0;
	if (asprintf(&path, "%s/%s", directory, name) < 0)
		return -ENOMEM;
	if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) < 0 && errno != EACCES) {
		free(path);
		return 0;
	}
	grown = reallocarray(found->paths, found->n + 1, sizeof(*grown));
	if (!grown) {
		free(path);
		return -ENOMEM;
	}
	found->paths = grown;
	grown[found->n++] = path;
	return 0;
}

/* The directories of a colon-separated list, last first: the first is the most important. */
static int add_list(Found *found, const char *list, const char *name)
{
	CLEANUP(free) char *copy = strdup(list);
	char *colon;
	int r;

	if (!copy)
		return -ENOMEM;
	while ((colon = strrchr(copy, ':'))) {
		r = add_if_there(found, colon + 1, name);
		if (r < 0)
			return r;
		*colon = '\0';
	}
	return add_if_there(found, copy, name);
}

/* The system's directories of a kind, and then the user's own. */
typedef struct Places {
	const char *list_variable;
	const char *list;
	const char *home_variable;
	const char *below_home;
} Places;

static const Places config_places = {"XDG_CONFIG_DIRS", "/etc/xdg", "XDG_CONFIG_HOME", ".config"};
static const Places data_places = {
        "XDG_DATA_DIRS", "/usr/local/share:/usr/share", "XDG_DATA_HOME", ".local/share"};

static int add_places(Found *found, const Places *places, const char *name)
{
	CLEANUP(free) char *home = NULL;
	const char *list = getenv(places->list_variable);
	int r, no_home = 0;

	r = add_list(found, list && list[0] ? list : places->list, name);
	home = home_directory(places->home_variable, places->below_home, &no_home);
	if (r >= 0 && home)
		r = add_if_there(found, home, name);
	return r >= 0 && no_home == -ENOMEM ? -ENOMEM : r;
}

/* The directory of the running program; NULL if it is not known. */
static char *program_directory(void)
{
	char *program = realpath("/proc/self/exe", NULL);
	char *slash = program ? strrchr(program, '/') : NULL;

	if (slash)
		*slash = '\0';
	return program;
}

/* An installation that was moved as a whole, and a build tree. */
static int add_beside_program(Found *found, const char *name)
{
	static const char *const shares[] = {"../share", "share"};
	CLEANUP(free) char *program = program_directory();
	int r = 0;

	for (size_t i = 0; program && i < ELEMENTSOF(shares) && r >= 0; i++) {
		CLEANUP(free) char *share = NULL;

		if (asprintf(&share, "%s/%s", program, shares[i]) < 0)
			return -ENOMEM;
		r = add_if_there(found, share, name);
	}
	return r;
}

static bool same_file(const char *a, const char *b)
{
	struct stat left, right;

	return stat(a, &left) == 0 && stat(b, &right) == 0 && left.st_dev == right.st_dev &&
	       left.st_ino == right.st_ino;
}

/* Of what is there twice the last place counts. */
static void drop_twins(Found *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->n; i++) {
		bool twin = false;

		for (size_t k = i + 1; k < found->n && !twin; k++)
			twin = same_file(found->paths[i], found->paths[k]);
		if (twin)
			free(found->paths[i]);
		else
			found->paths[kept++] = found->paths[i];
	}
	found->n = kept;
}

/* Hands the paths over, or frees them. */
static int found_done(Found *found, int r, char ***ret_paths, size_t *ret_n)
{
	if (r < 0) {
		paths_free(found->paths, found->n);
		return r;
	}
	*ret_paths = found->paths;
	*ret_n = found->n;
	return 0;
}

int paths_config_files(char ***ret_files, size_t *ret_n)
{
	Found found = {0};
	int r = add_places(&found, &config_places, CONFIG_NAME);

	return found_done(&found, r, ret_files, ret_n);
}

static int find_data(Found *found, const char *name)
{
	int r = add_beside_program(found, name);

	return r < 0 ? r : add_places(found, &data_places, name);
}

int paths_exercise_directories(char ***ret_directories, size_t *ret_n)
{
	Found found = {0};
	int r = find_data(&found, EXERCISES_NAME);

	if (r >= 0)
		r = add_places(&found, &config_places, EXERCISES_NAME);
	drop_twins(&found);
	return found_done(&found, r, ret_directories, ret_n);
}

int paths_picture_directories(char ***ret_directories, size_t *ret_n)
{
	Found found = {0};
	int r = find_data(&found, PICTURES_NAME);

	drop_twins(&found);
	return found_done(&found, r, ret_directories, ret_n);
}

void paths_free(char **paths, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(paths[i]);
	free(paths);
}

int paths_state_directory(char **ret)
{
	CLEANUP(free) char *home = NULL;
	char *path;
	int r;

	home = home_directory("XDG_STATE_HOME", ".local/state", &r);
	if (r < 0)
		return r;
	if (asprintf(&path, "%s/limber", home) < 0)
		return -ENOMEM;
	*ret = path;
	return 0;
}

int paths_make_directories(const char *path)
{
	CLEANUP(free) char *copy = strdup(path);

	if (!copy)
		return -ENOMEM;
	for (char *slash = strchr(copy + 1, '/');; slash = strchr(slash + 1, '/')) {
		if (slash)
			*slash = '\0';
		if (mkdir(copy, 0700) < 0 && errno != EEXIST)
			return -errno;
		if (!slash)
			return 0;
		*slash = '/';
	}
}

char *paths_beside_program(const char *name)
{
	CLEANUP(free) char *program = program_directory();
	char *path;

	if (!program || asprintf(&path, "%s/%s", program, name) < 0)
		return NULL;
	if (access(path, R_OK) < 0) {
		free(path);
		return NULL;
	}
	return path;
}
