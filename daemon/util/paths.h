/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

/* Limber's places by the XDG base directory specification. */

/* The limber.ini files that are there, lowest priority first, to be freed with paths_free(). 0 or
 * -ENOMEM. */
int paths_config_files(char ***ret_files, size_t *ret_n);
void paths_free(char **paths, size_t n);

/* The directories with exercises, and those with their pictures, as far as they are there: below
 * share beside the program (an installation, wherever it was moved to; a build tree), below
 * XDG_DATA_DIRS and XDG_DATA_HOME, and for exercises the configuration directories. Lowest priority
 * first, each once, to be freed with paths_free(). 0 or -ENOMEM. */
int paths_exercise_directories(char ***ret_directories, size_t *ret_n);
int paths_picture_directories(char ***ret_directories, size_t *ret_n);

/* The file of that name beside the running program, where a build tree and an installation's bin
 * have what belongs together; NULL if it is not there, or without memory. The caller frees it. */
char *paths_beside_program(const char *name);

/* XDG_STATE_HOME/limber, whether it is there or not. The caller frees it. 0, -ENOENT without HOME,
 * or -ENOMEM. */
int paths_state_directory(char **ret);

/* Makes every directory of an absolute path that is missing, for the user alone. 0 or a negative
 * errno. */
int paths_make_directories(const char *path);
