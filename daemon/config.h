/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/rules.h"
#include "holds/hours.h"
#include "routine/exercise.h"

/* The configuration: limber.ini(5). */

#define CONFIG_TITLE_MAX 80
#define CONFIG_TEXT_MAX  400

/* What a break of the kind is filled with. */
typedef enum KindRoutine {
	KIND_ROUTINE_NONE,
	KIND_ROUTINE_EXERCISES,
	KIND_ROUTINE_WALK,
	KIND_ROUTINE_MAX,
} KindRoutine;

/* What the core need not know of a kind. */
typedef struct KindContent {
	char *title;
	char *text;
	KindRoutine routine;
} KindContent;

/* A setting in force. */
typedef struct Setting {
	char *section;
	char *key;
	char *value;           /* as written */
	char *origin;          /* a file's path, or "default" */
	unsigned section_line; /* of its section there; 0 for a default */
} Setting;

typedef struct Config {
	Rules rules;
	KindContent contents[KINDS_MAX]; /* of rules.kinds */
	WorkingHours hours;
	bool input_only; /* watching = away: a film is no presence */
	bool sound;
	char *notifier; /* a program's name or path; "" for none */
	ExerciseSettings exercises;

	Setting *settings;
	size_t n_settings;

	/* What was wrong, a line each. The defaults stand for what it concerns. */
	char **problems;
	size_t n_problems;
} Config;

/* Reads the files, a later one over an earlier one. What is wrong in them becomes a problem, not a
 * failure. -ENOMEM, or 0 and a Config of the caller's. */
int config_read(const char *const *files, size_t n_files, Config **ret);

/* Reads limber/limber.ini of XDG_CONFIG_DIRS and of XDG_CONFIG_HOME, as far as they are there. */
int config_read_default(Config **ret);

Config *config_free(Config *config);

/* -1 for a word that is none. */
int kind_routine_from_string(const char *word);
