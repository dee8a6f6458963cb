/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/clock.h"

/* The settings that the rules of time work with. */

#define KINDS_MAX      16
#define KIND_NAME_SIZE 32
#define UNLIMITED      UINT32_MAX

/* What a hold does to the clocks, weakest first. */
typedef enum HoldMode {
	HOLD_WAIT,   /* they run on */
	HOLD_FREEZE, /* they do not grow */
	HOLD_RESET,  /* they stand at zero */
	HOLD_MODE_MAX,
} HoldMode;

/* A kind of break. */
typedef struct Kind {
	char name[KIND_NAME_SIZE];
	usec_t every;  /* sitting between two breaks, at least 1 s */
	usec_t length; /* at least 1 s */
} Kind;

/* A set of kinds: bit i is kinds[i]. */
typedef uint32_t KindMask;

#define KINDS_ALL UINT32_MAX

typedef struct Rules {
	usec_t away_after;
	usec_t merge_within;
	usec_t settle;
	usec_t remind_again; /* at least 1 s */
	usec_t lull;         /* at most away_after */
	usec_t bump;         /* at most lull */
	usec_t snooze;
	usec_t pause_length;
	HoldMode pause_mode;
	uint32_t max_snoozes; /* or UNLIMITED */
	uint32_t max_skips;   /* or UNLIMITED */

	/* Shortest first, as rules_sort_kinds() leaves them. */
	Kind kinds[KINDS_MAX];
	size_t n_kinds;
} Rules;

/* Orders kinds by length, among equals by every, else leaves them in their order. */
void rules_sort_kinds(Rules *rules);

bool rules_equal(const Rules *a, const Rules *b);

/* The kind's index, or -1. */
int rules_find_kind(const Rules *rules, const char *name);

/* Whether kind a is strictly longer than kind b. */
bool rules_longer(const Rules *rules, size_t a, size_t b);

const char *hold_mode_to_string(HoldMode mode);
/* -1 for a name that is none. */
int hold_mode_from_string(const char *name);
