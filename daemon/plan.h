/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "routine/exercise.h"

/* The exercises of one occasion, as limber-routine prints them: a line each, tabs between fields,
 * the last line "end". limberd knows no more of exercises than this. */

#define PLAN_STEPS_MAX 32
#define PLAN_SIZE_MAX  (256 * 1024)

typedef struct PlanStep {
	const char *id;
	const char *title;
	const char *side; /* "left", "right" or "" */
	usec_t span;
	const char *kind;
	const char *areas; /* commas between, no blanks */
	const char *form;
	const char *caution;
	const char *start_picture; /* a path, or "" */
	const char *end_picture;
	const char *steps[EXERCISE_STEPS_MAX];
	size_t n_steps;
} PlanStep;

typedef struct Plan {
	PlanStep steps[PLAN_STEPS_MAX];
	size_t n_steps;  /* may be 0: nothing suits */
	const char *set; /* the prescribed one that it follows, or "" */
	const char *advice;
	char *problem; /* what is wrong with the catalogue, a line each; "" */
	char *text;    /* what all the others point into */
} Plan;

/* Takes the text apart; it is the plan's from then on, also on failure. 0; -EINVAL for what
 * limber-routine would not print, such as a text that breaks off; -ENOMEM. */
int plan_parse(char *text, Plan **ret);
Plan *plan_free(Plan *plan);
