/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/types.h>

/* Starts a program: a bare name is looked for beside this very program, then in PATH. argv[0] is
 * put in its place here, the arguments follow; the array ends with NULL. stdout_fd becomes its
 * standard output and stderr_fd its standard error, unless they are -1. It has no signal blocked,
 * and SIGPIPE as usual. 0 or a negative errno. */
int spawn_start(const char *program, char *argv[], int stdout_fd, int stderr_fd, pid_t *ret_pid);
