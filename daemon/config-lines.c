/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the lines of an .ini file's keys, for messages only: iniparser decides what they say. */

#include "config-lines.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "util/cleanup.h"

#define BLANKS " \t\r\n"

/* Without the blanks around it, in lower case, in place. */
static char *normalized(char *text)
{
	size_t length;

	text += strspn(text, BLANKS);
	length = strlen(text);
	while (length > 0 && strchr(BLANKS, text[length - 1]))
		text[--length] = '\0';
	for (char *p = text; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return text;
}

static int add(ConfigLines *lines, unsigned line, const char *section, const char *key)
{
	ConfigLine *grown = reallocarray(lines->lines, lines->n_lines + 1, sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	lines->lines = grown;
	grown += lines->n_lines;
	*grown = (ConfigLine){.line = line, .section = strdup(section), .key = strdup(key)};
	lines->n_lines++;
	return grown->section && grown->key ? 0 : -ENOMEM;
}

static const char *current_section(const ConfigLines *lines)
{
	return lines->n_lines > 0 ? lines->lines[lines->n_lines - 1].section : "";
}

static int read_line(ConfigLines *lines, char *text, unsigned line)
{
	char *end;

	text += strspn(text, BLANKS);
	if (*text == '[' && (end = strchr(text, ']'))) {
		*end = '\0';
		return add(lines, line, normalized(text + 1), "");
	}
	end = strchr(text, '=');
	if (*text == '#' || *text == ';' || !end)
		return 0;
	*end = '\0';
	return add(lines, line, current_section(lines), normalized(text));
}

static bool ends_in_backslash(const char *text, size_t length)
{
	while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;
	return length > 0 && text[length - 1] == '\\';
}

int config_lines_read(const char *file, ConfigLines *ret)
{
	CLEANUP(fclose) FILE *f = fopen(file, "re");
	ConfigLines lines = {0};
	char *text = NULL;
	size_t size = 0;
	ssize_t length;
	bool goes_on = false; /* a value over several lines */
	unsigned line = 0;
	int r = 0;

	if (!f)
		return -errno;
	while (r >= 0 && (length = getline(&text, &size, f)) >= 0) {
		line++;
		if (!goes_on)
			r = read_line(&lines, text, line);
		/* read_line() cuts the text short, not its end */
		goes_on = ends_in_backslash(text, (size_t)length);
	}
	if (ferror(f))
		r = -EIO;
	free(text);
	if (r < 0) {
		config_lines_free(&lines);
		return r;
	}
	*ret = lines;
	return 0;
}

void config_lines_free(ConfigLines *lines)
{
	for (size_t i = 0; i < lines->n_lines; i++) {
		free(lines->lines[i].section);
		free(lines->lines[i].key);
	}
	free(lines->lines);
	*lines = (ConfigLines){0};
}

unsigned config_lines_find(const ConfigLines *lines, const char *section, const char *key)
{
	for (size_t i = lines->n_lines; i > 0; i--)
		if (strcmp(lines->lines[i - 1].section, section) == 0 &&
		        strcmp(lines->lines[i - 1].key, key) == 0)
			return lines->lines[i - 1].line;
	return 0;
}
