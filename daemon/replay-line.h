/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/core.h"

/* One line of a written day. */

typedef enum ReplayVerb {
	REPLAY_NOTHING, /* blank, or a comment */
	REPLAY_START_WALL,
	REPLAY_IDLE,
	REPLAY_INPUT,
	REPLAY_BUMP,
	REPLAY_LOCK,
	REPLAY_UNLOCK,
	REPLAY_SLEEP,
	REPLAY_WAKE,
	REPLAY_CLOCK,
	REPLAY_RESTART,
	REPLAY_PAUSE,
	REPLAY_RESUME,
	REPLAY_HOLD,
	REPLAY_RELEASE,
	REPLAY_SNOOZE,
	REPLAY_SKIP,
	REPLAY_START,
	REPLAY_STOP,
	REPLAY_END,
	REPLAY_VERB_MAX,
} ReplayVerb;

typedef struct ReplayLine {
	ReplayVerb verb;
	usec_t at;
	bool has_span;
	usec_t span; /* CLOCK, RESTART, PAUSE, HOLD, SNOOZE */
	bool has_mode;
	HoldMode mode;               /* PAUSE, HOLD */
	char owner[HOLD_OWNER_SIZE]; /* HOLD, RELEASE */
	char kind[KIND_NAME_SIZE];   /* START: "" for none given */
	usec_t wall;                 /* START_WALL: CLOCK_REALTIME */
} ReplayLine;

#define REPLAY_ERROR_SIZE 256

/* Reads a line; it is changed. 0, or -EINVAL with what is wrong in error. */
int replay_line_parse(char *text, ReplayLine *ret, char error[REPLAY_ERROR_SIZE]);
