/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

/* Where in an .ini file its keys stand. iniparser keeps no lines, and of a key given twice only the
 * last. */

typedef struct ConfigLine {
	unsigned line; /* from 1 */
	char *section; /* lower case, as iniparser has them; "" before the first */
	char *key;     /* "" for the section's own line */
} ConfigLine;

typedef struct ConfigLines {
	ConfigLine *lines;
	size_t n_lines;
} ConfigLines;

/* 0, or a negative errno of reading the file. */
int config_lines_read(const char *file, ConfigLines *ret);
void config_lines_free(ConfigLines *lines);

/* The last line that gives the key ("" for the section's own line); 0 if none does. */
unsigned config_lines_find(const ConfigLines *lines, const char *section, const char *key);
