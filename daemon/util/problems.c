/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of complaints. Knows not what they are about. */

#include "problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "intl.h"
#include "utf8.h"

void problems_add(char ***problems, size_t *n_problems, const char *format, ...)
{
	char **grown;
	va_list args;

	if (*n_problems == PROBLEMS_MAX)
		return;
	grown = reallocarray(*problems, *n_problems + 1, sizeof(char *));
	if (!grown)
		return;
	*problems = grown;
	va_start(args, format);
	/* after so many, the reader has enough to mend */
	if (*n_problems == PROBLEMS_MAX - 1) {
		if (asprintf(&grown[*n_problems], "%s", _("there is more that is wrong")) >= 0)
			(*n_problems)++;
	} else if (vasprintf(&grown[*n_problems], format, args) >= 0) {
		utf8_mend(grown[(*n_problems)++]);
	}
	va_end(args);
}
