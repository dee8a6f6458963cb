/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <jansson.h>

#include "ctl-format.h"
#include "ctl-picture.h"
#include "routine/pain.h"
#include "routine/routine.h"

/* Exercises and routines, for people and as JSON. What prints for people returns 0 or -ENOMEM. */

/* Which exercises are meant. */
typedef struct ExerciseFilter {
	AreaMask areas; /* one of these; 0: any */
	int level;      /* -1: any */
} ExerciseFilter;

bool exercise_passes(const ExerciseFilter *filter, const Exercise *exercise);

/* A table, a group for each main area; then the prescribed sets. Problems come first. */
int exercises_print(FILE *out, const CtlStyle *style, const Catalogue *catalogue,
        const ExerciseSettings *settings, const ExerciseFilter *filter);

/* All about one. The pictures, if there are any, are printed where they belong. */
int exercise_print(FILE *out, const CtlStyle *style, const Exercise *exercise,
        const ExerciseSettings *settings, const Picture *pictures, size_t n_pictures);

/* "50s a side"; buf is returned. */
#define EXERCISE_WORDS_SIZE 96
char *exercise_time_words(const Exercise *exercise, char *buf);

/* A break's exercises and what there is to say of them. */
typedef struct RoutineView {
	const char *kind;
	const char *title;
	usec_t length;
	const Catalogue *catalogue; /* for its problems */
	const Routine *routine;
	const PainState *pain;
	const char *advice; /* a sentence, or NULL */
} RoutineView;

int routine_print(FILE *out, const CtlStyle *style, const RoutineView *view);

/* What is wrong with the exercises' files, a marked line each. */
int print_exercise_problems(FILE *out, const CtlStyle *style, const Catalogue *catalogue);

/* A text for people with blanks after it, unless it is wider. */
void exercise_print_cell(FILE *out, const char *text, size_t columns);

/* New references; NULL without memory. */
json_t *exercises_to_json(
        const Catalogue *catalogue, const ExerciseSettings *settings, const ExerciseFilter *filter);
json_t *exercise_to_json(const Exercise *exercise, const ExerciseSettings *settings);
json_t *routine_to_json(const RoutineView *view);
