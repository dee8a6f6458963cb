/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts other programs of Limber. */

#include "spawn.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>

#include "cleanup.h"
#include "paths.h"

extern char **environ;

static char *program_path(const char *program)
{
	char *path = strchr(program, '/') ? NULL : paths_beside_program(program);

	return path ? path : strdup(program);
}

int spawn_start(const char *program, char *argv[], int stdout_fd, int stderr_fd, pid_t *ret_pid)
{
	CLEANUP(free) char *path = program_path(program);
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, sigpipe;
	int r;

	if (!path)
		return -ENOMEM;
	argv[0] = path;
	sigemptyset(&none);
	sigemptyset(&sigpipe);
	sigaddset(&sigpipe, SIGPIPE);
	r = posix_spawnattr_init(&attributes);
	if (r != 0)
		return -r;
	r = posix_spawn_file_actions_init(&actions);
	if (r != 0) {
		posix_spawnattr_destroy(&attributes);
		return -r;
	}
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &sigpipe);
	if (stdout_fd >= 0)
		r = posix_spawn_file_actions_adddup2(&actions, stdout_fd, STDOUT_FILENO);
	if (r == 0 && stderr_fd >= 0)
		r = posix_spawn_file_actions_adddup2(&actions, stderr_fd, STDERR_FILENO);
	if (r == 0)
		r = posix_spawnp(ret_pid, path, &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	argv[0] = NULL;
	return -r;
}
