/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

/* What is wrong in files that people wrote, a line each, for them to mend. */

#define PROBLEMS_MAX 50

/* Appends to a list of strings that begins as NULL and 0. The last that there is room for says that
 * there are more; without memory it is lost. What is no UTF-8 in it, or would not print, is
 * escaped: problems quote files, and go where nothing else is allowed. */
void problems_add(char ***problems, size_t *n_problems, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
