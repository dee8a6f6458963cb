/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules.h"

/* The sitting clocks of all kinds (rules 1 and 2), as a short timeline: what is learned late, such
 * as an absence from its true beginning on, is entered where it belongs and all that followed is
 * worked out anew. Moments before the first piece of the timeline count as its beginning. */

/* Exact in every rhythm: microseconds of sitting, times the kind's length in microseconds. A second
 * of sitting adds `length` per microsecond, a second of rest takes `every` off. */
typedef __int128 sitting_t;

#define CLOCK_PIECES_MAX 32
#define NO_BREAK         (-1)

/* What holds from `at` on, up to the next piece. */
typedef struct ClockPiece {
	usec_t at;
	bool away;
	int break_kind; /* NO_BREAK, or the kind whose break runs */
	HoldMode mode;
	KindMask zeroed; /* set to zero at `at` */
} ClockPiece;

typedef struct Clocks {
	sitting_t base[KINDS_MAX]; /* at pieces[0].at, before its zeroing */
	ClockPiece pieces[CLOCK_PIECES_MAX];
	size_t n_pieces; /* at least 1 */
} Clocks;

/* All at zero, the user present. */
void clocks_init(Clocks *clocks, usec_t at);

/* From `from` on, whatever was known of later moments. */
void clocks_set_away(Clocks *clocks, const Rules *rules, usec_t from, bool away);
void clocks_set_break(Clocks *clocks, const Rules *rules, usec_t from, int break_kind);
void clocks_set_mode(Clocks *clocks, const Rules *rules, usec_t from, HoldMode mode);

/* Sets the kinds of the mask to zero at a moment. */
void clocks_zero(Clocks *clocks, const Rules *rules, usec_t at, KindMask kinds);

/* Nothing before `until` will change any more. */
void clocks_forget(Clocks *clocks, const Rules *rules, usec_t until);

/* The clocks at a moment, n_kinds of them. */
void clocks_read(const Clocks *clocks, const Rules *rules, usec_t at, sitting_t *ret);

/* Whether the clocks grow at the timeline's end. */
bool clocks_growing(const Clocks *clocks);

/* A clock that stands at `every`. */
sitting_t sitting_full(const Kind *kind);

/* The sitting still to come before the kind falls due, rounded up. */
usec_t sitting_remaining(const Kind *kind, sitting_t sitting);

/* As a span, rounded down, and back. */
usec_t sitting_to_usec(const Kind *kind, sitting_t sitting);
sitting_t sitting_from_usec(const Kind *kind, usec_t usec);
