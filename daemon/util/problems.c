/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of complaints. Knows not what they are about. */

#include "problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cleanup.h"
#include "intl.h"
#include "utf8.h"

void problems_add(char ***problems, size_t *n_problems, const char *format, ...)
{
	CLEANUP(free) char *text = NULL;
	char **grown, *escaped;
	va_list args;
	int r;

	if (*n_problems == PROBLEMS_MAX)
		return;
	grown = reallocarray(*problems, *n_problems + 1, sizeof(char *));
	if (!grown)
		return;
	*problems = grown;
	va_start(args, format);
	/* after so many, the reader has enough to mend */
	if (*n_problems == PROBLEMS_MAX - 1)
		r = asprintf(&text, "%s", _("there is more that is wrong"));
	else
		r = vasprintf(&text, format, args);
	va_end(args);
	escaped = r >= 0 ? utf8_escaped(text) : NULL;
	if (escaped)
		grown[(*n_problems)++] = escaped;
}
