/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue.h"
#include "diary.h"
#include "pain.h"

/* Chooses the exercises of a break: the rules of docs/routines.md. Pure: same request, same
 * routine. */

#define ROUTINE_STEPS_MAX 32
#define ROUTINE_READY     (5 * USEC_PER_SEC) /* of each step, to get into position */

typedef enum RoutinePurpose {
	ROUTINE_EXERCISES,
	ROUTINE_WALK,
	ROUTINE_WARM_UP,
	ROUTINE_COOL_DOWN,
	ROUTINE_PURPOSE_MAX,
} RoutinePurpose;

typedef struct RoutineRequest {
	const Catalogue *catalogue;
	const Diary *diary;
	ExerciseSettings settings;
	RoutinePurpose purpose;
	usec_t length;
	usec_t now;       /* CLOCK_REALTIME */
	usec_t day_began; /* CLOCK_REALTIME: the last 04:00 */
} RoutineRequest;

typedef struct RoutineStep {
	const Exercise *exercise; /* the catalogue's */
	Side side;
	usec_t span; /* ROUTINE_READY of it to get into position */
} RoutineStep;

typedef struct Routine {
	RoutineStep steps[ROUTINE_STEPS_MAX];
	size_t n_steps;
	const ExerciseSet *set; /* the prescribed one that it follows, or NULL */
} Routine;

Routine routine_choose(const RoutineRequest *request);

const char *routine_purpose_to_string(RoutinePurpose purpose); /* "exercises", "walk", ... */
int routine_purpose_from_string(const char *word);             /* -1 for none */
