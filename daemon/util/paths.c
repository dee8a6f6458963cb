/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where Limber's files lie. */

#include "paths.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"

#define CONFIG_NAME "limber/limber.ini"

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

/* Adds DIRECTORY/limber/limber.ini if it is there; even one that cannot be read, for it to be told.
 */
static int add_if_there(char ***files, size_t *n, const char *directory)
{
	char **grown;
	char *path;

	if (directory[0] != '/')
		return 0;
	if (asprintf(&path, "%s/" CONFIG_NAME, directory) < 0)
		return -ENOMEM;
	if (access(path, F_OK) < 0 && errno != EACCES) {
		free(path);
		return 0;
	}
	grown = reallocarray(*files, *n + 1, sizeof(*grown));
	if (!grown) {
		free(path);
		return -ENOMEM;
	}
	*files = grown;
	grown[(*n)++] = path;
	return 0;
}

/* The directories of a colon-separated list, last first: the first is the most important. */
static int add_list(char ***files, size_t *n, const char *list)
{
	CLEANUP(free) char *copy = strdup(list);
	char *colon;
	int r;

	if (!copy)
		return -ENOMEM;
	while ((colon = strrchr(copy, ':'))) {
		r = add_if_there(files, n, colon + 1);
		if (r < 0)
			return r;
		*colon = '\0';
	}
	return add_if_there(files, n, copy);
}

int paths_config_files(char ***ret_files, size_t *ret_n)
{
	CLEANUP(free) char *home = NULL;
	const char *list = getenv("XDG_CONFIG_DIRS");
	char **files = NULL;
	size_t n = 0;
	int r, no_home = 0;

	r = add_list(&files, &n, list && list[0] ? list : "/etc/xdg");
	home = home_directory("XDG_CONFIG_HOME", ".config", &no_home);
	if (r >= 0 && home)
		r = add_if_there(&files, &n, home);
	if (r >= 0 && no_home == -ENOMEM)
		r = -ENOMEM;
	if (r < 0) {
		paths_free(files, n);
		return r;
	}
	*ret_files = files;
	*ret_n = n;
	return 0;
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
	CLEANUP(free) char *program = realpath("/proc/self/exe", NULL);
	char *slash = program ? strrchr(program, '/') : NULL;
	char *path;

	if (!slash)
		return NULL;
	*slash = '\0';
	if (asprintf(&path, "%s/%s", program, name) < 0)
		return NULL;
	if (access(path, R_OK) < 0) {
		free(path);
		return NULL;
	}
	return path;
}
