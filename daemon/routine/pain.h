/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diary.h"

/* What reports of pain mean for the choice of exercises, and when they call for advice: the rules
 * of docs/routines.md. Pure. Moments are on CLOCK_REALTIME; reports later than `now` count as of
 * now. */

typedef enum PainGrade {
	PAIN_NONE,
	PAIN_MILD,
	PAIN_MODERATE,
	PAIN_SEVERE, /* and what signs count as */
	PAIN_GRADE_MAX,
} PainGrade;

typedef struct PainState {
	PainGrade grades[AREA_MAX];
	PainGrade worst;
	AreaMask painful; /* areas of a grade above none */
	unsigned signs;   /* those that count */
} PainState;

PainState pain_state(const Diary *diary, usec_t now);

/* Whether the exercise may be chosen (rule 10); a gentle walk always may. */
bool pain_allows(const PainState *state, const Exercise *exercise);

typedef enum AdviceReason {
	ADVICE_NONE,
	ADVICE_SIGNS,
	ADVICE_SEVERE,
	ADVICE_LASTING,
	ADVICE_RETURNING,
	ADVICE_REASON_MAX,
} AdviceReason;

#define ADVICE_REPORTS_MAX 5

typedef struct Advice {
	AdviceReason reason; /* the first of the table that is so */
	bool due;            /* and it has not been given in the last week */
	Area area;           /* LASTING, RETURNING; else the newest report's first */
	/* the reports that led to it, newest first, pointing into the diary */
	const DiaryEvent *reports[ADVICE_REPORTS_MAX];
	size_t n_reports;
	size_t n_more; /* older ones that there was no room for */
	usec_t since;  /* the oldest of all */
} Advice;

Advice pain_advice(const Diary *diary, usec_t now);

const char *pain_grade_to_string(PainGrade grade);

/* A sentence for people, with the reports: "You have reported pain since 2 November (lower-back: 5
 * of 10 on 23 November, ...). Please see a doctor or a physiotherapist." Local time; to be freed.
 * NULL without memory, and if there is no reason. */
char *advice_format(const Advice *advice);
