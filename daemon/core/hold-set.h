/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules.h"

/* What keeps reminders away (rule 9): a pause, working hours, a caller on the bus. */

#define HOLDS_MAX        32
#define HOLD_OWNER_SIZE  64
#define HOLD_REASON_SIZE 201
#define HOLD_CALLER_SIZE 32

/* The owner of the user's pause. */
#define HOLD_OWNER_USER "user"

typedef struct Hold {
	char owner[HOLD_OWNER_SIZE];
	char reason[HOLD_REASON_SIZE]; /* for people */
	HoldMode mode;
	usec_t until; /* USEC_NEVER: no end of its own */

	/* for whoever placed it */
	usec_t until_wall;             /* CLOCK_REALTIME that `until` stands for, or 0 */
	char caller[HOLD_CALLER_SIZE]; /* whose leaving ends it, or "" */
} Hold;

/* In the order of their coming. */
typedef struct HoldSet {
	Hold holds[HOLDS_MAX];
	size_t n_holds;
} HoldSet;

/* Adds a hold, or replaces the one of the same owner in its place. False if the set is full. */
bool hold_set_put(HoldSet *set, const Hold *hold);

/* False if that owner has none. */
bool hold_set_remove(HoldSet *set, const char *owner);

/* NULL if that owner has none. */
const Hold *hold_set_find(const HoldSet *set, const char *owner);

/* The strongest mode; HOLD_WAIT for no hold at all, under which the clocks run just so. */
HoldMode hold_set_mode(const HoldSet *set);

/* The hold that ends first by itself, or NULL. */
const Hold *hold_set_first_to_end(const HoldSet *set);

/* A name that may own a hold: 1 to 63 of A-Z a-z 0-9 . _ - */
bool hold_owner_valid(const char *owner);
