/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exercise.h"

/* What the history says of exercises and pain. history.h has the lines' form. */

typedef enum DiaryType {
	DIARY_EXERCISE, /* a step of one was done */
	DIARY_HURT,     /* one hurt, and was stopped */
	DIARY_PAIN,
	DIARY_WORKOUT, /* its beginning or its end */
	DIARY_SET,     /* a prescribed set was begun */
	DIARY_ADVISED, /* the user was advised to see somebody */
	DIARY_TYPE_MAX,
} DiaryType;

typedef struct DiaryEvent {
	DiaryType type;
	usec_t at;                 /* CLOCK_REALTIME */
	char id[EXERCISE_ID_SIZE]; /* EXERCISE, HURT: the exercise's; SET: the set's */
	/* PAIN, WORKOUT: the whole body, no area, and one that is not known are AREAS_ALL */
	AreaMask areas;
	ExerciseKind kind;         /* EXERCISE, HURT */
	Side side;                 /* EXERCISE */
	unsigned level;            /* PAIN */
	unsigned signs;            /* PAIN: of PainSign, the note's among them */
	char note[PAIN_NOTE_SIZE]; /* PAIN */
} DiaryEvent;

typedef struct Diary {
	DiaryEvent *events; /* oldest first */
	size_t n_events;
	size_t n_bad_lines; /* passed over */
} Diary;

/* Reads the months of DIRECTORY/history that reach back to `from` (CLOCK_REALTIME), and of them
 * what is not before it. A history that is not there is empty; a line that is not one of
 * history.h's is passed over and counted. 0, -ENOMEM or a negative errno of reading. */
int diary_read(const char *directory, usec_t from, Diary **ret);
Diary *diary_free(Diary *diary);

/* The signs that a note speaks of, whatever its case. */
unsigned diary_signs_of_note(const char *note);
