/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-status.h"

/* How limberctl guide looks: what there is to show, and where it goes on a terminal of any size.
 * Pure: the same scene on the same terminal is the same page. */

typedef enum GuidePhase {
	GUIDE_CHOOSING, /* the exercises have not come yet */
	GUIDE_EXERCISE,
	GUIDE_REST, /* no exercises, or none any more: what is left of the break */
	GUIDE_PHASE_MAX,
} GuidePhase;

/* Texts are as they came from the bus. */
typedef struct GuideScene {
	GuidePhase phase;
	const char *purpose; /* a break kind's title, "Warm-up" or "Cool-down" */
	const char *text;    /* the kind's; "" */
	const char *advice;  /* to see a doctor or a physiotherapist; "" */
	const char *problem; /* why there are no exercises, though there should be; "" */

	/* EXERCISE only */
	const CtlStep *step;
	const CtlStep *next;
	size_t place; /* from 0 */
	size_t n;
	bool other_side;    /* the same exercise as just before, on the other side */
	bool into_position; /* the first seconds, which are for that */
	bool paused;

	usec_t span; /* of the exercise, or of the break */
	usec_t left;
	usec_t rest; /* left of the break as a whole; below 0: there is none */

	/* for a while, such as what was left out; "" */
	const char *message;
	bool help;

	bool pictures[2]; /* whether there is one of the start, and of the end */
	/* how high one has to be to be recognised, and may be; it is twice as wide in cells */
	size_t picture_rows_min;
	size_t picture_rows_max;
} GuideScene;

/* What is on at boottime. chosen: limberd has had the time to choose exercises, so that none means
 * that none suits. message, help and how high pictures are is the caller's, who may also
 * take pictures away that cannot be drawn. */
GuideScene guide_scene(const CtlStatus *status, bool chosen, usec_t boottime);

/* Whether there is nothing to lead through (any more). */
bool guide_is_over(const CtlStatus *status, bool chosen);

/* Whether exercises are wanted, and have not come (yet). */
bool guide_waits(const CtlStatus *status);

typedef enum GuideRole {
	GUIDE_PLAIN,
	GUIDE_TITLE,
	GUIDE_NOTE, /* of less weight */
	GUIDE_STRONG,
	GUIDE_DIGITS,
	GUIDE_BAR,
	GUIDE_ROLE_MAX,
} GuideRole;

/* A text on one line, escaped. */
typedef struct GuideRun {
	size_t row;
	size_t column;
	GuideRole role;
	char *text;
} GuideRun;

typedef struct GuideBox {
	size_t row;
	size_t column;
	size_t rows; /* 0: there is no such box */
	size_t columns;
} GuideBox;

/* Runs do not overlap, and end within the terminal. */
typedef struct GuidePage {
	size_t columns;
	size_t rows;
	bool utf8;
	GuideRun *runs;
	size_t n_runs;
	/* of the start and of the end; if there is the first one alone, it is for what
	   guide_picture_turn() says */
	GuideBox pictures[2];
	int error; /* -ENOMEM: something is missing */
} GuidePage;

GuidePage guide_layout(const GuideScene *scene, size_t columns, size_t rows, bool utf8);
void guide_page_done(GuidePage *page);

/* Which picture it is the turn of where there is room for one: 0 for the start, 1 for the end. */
size_t guide_picture_turn(const GuideScene *scene);

/* When the next second is to be shown, on the clock of boottime; USEC_NEVER if nothing moves. */
usec_t guide_next_tick(const CtlStatus *status, usec_t boottime);
