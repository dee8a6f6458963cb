/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exercise.h"

/* All exercises and prescribed sets: the shipped files, then the user's over them. */

#define CATALOGUE_EXERCISES_MAX 20000
#define CATALOGUE_SETS_MAX      32
#define SET_EXERCISES_MAX       24
#define SET_TIMES_A_DAY_MAX     24
#define CATALOGUE_FILE_SIZE_MAX (16 * 1024 * 1024)

/* A section with the key `sequence`: exercises in a fixed order. */
typedef struct ExerciseSet {
	char *id;
	char *title;
	const Exercise *exercises[SET_EXERCISES_MAX]; /* of the same catalogue, enabled */
	size_t n_exercises;
	unsigned times_a_day; /* 1 to 24 */
} ExerciseSet;

typedef struct Catalogue {
	Exercise *exercises; /* in the files' order, enabled ones only */
	size_t n_exercises;
	const Exercise **by_id; /* all of them */
	ExerciseSet *sets;
	size_t n_sets;

	/* What is wrong, a line each: FILE:LINE: [section] key ... The exercise it concerns is left
	   out, or stays what an earlier file says; the rest stays. At most 50. */
	char **problems;
	size_t n_problems;
} Catalogue;

/* Reads every *.ini of each directory, in the order of their names; of a later directory over what
 * came before: a section of the same name overrides key by key, `enabled = no` takes it out. A
 * directory that is not there is empty. -ENOMEM, or 0 and a Catalogue of the caller's. */
int catalogue_read(const char *const *directories, size_t n_directories, Catalogue **ret);

/* Reads limber/exercises below the data directories (least important first), then below the
 * configuration directories, the user's last. */
int catalogue_read_default(Catalogue **ret);

Catalogue *catalogue_free(Catalogue *catalogue);

/* NULL if there is none of that id. */
const Exercise *catalogue_find(const Catalogue *catalogue, const char *id);

/* The id most like a mistyped one, or NULL. Points into the catalogue. */
const char *catalogue_nearest(const Catalogue *catalogue, const char *id);

/* Where a picture lies: "start" or "end" of the exercise, as .png; NULL if there is none that is a
 * PNG by its first bytes. The caller frees it. */
char *exercise_picture(const Exercise *exercise, const char *which);
