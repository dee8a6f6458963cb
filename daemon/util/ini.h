/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Reads .ini files with iniparser, and adds what it does not tell: lines, keys given twice, and
 * values that it has cut short. */

/* A key, or the line of a section (key NULL). Strings live for the call only. */
typedef struct IniEntry {
	const char *section; /* lower case; "" before the first */
	const char *key;     /* lower case, or NULL */
	const char *value;   /* NULL if key is NULL */
	unsigned line;       /* the last that gives it, from 1; 0 if it is not known */
	unsigned section_line;
	bool cut;   /* the value ends at a ; or # without quotes, which begins a comment */
	bool empty; /* a section without keys */
} IniEntry;

typedef struct IniSink {
	/* Each section and key once, sections before their keys. A negative errno ends the
	 * reading. */
	int (*entry)(void *userdata, const IniEntry *entry);

	/* What is wrong with the file as such; line 0: with all of it. */
	void (*problem)(void *userdata, unsigned line, const char *text);

	void *userdata;
} IniSink;

/* 0, also when all that could be done is to tell problems; -ENOMEM, or what entry() returned. A
 * file with a syntax error gives no entry at all. Not to be used by two threads at once. */
int ini_read(const char *path, size_t size_max, const IniSink *sink);
