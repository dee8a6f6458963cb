/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sitting clocks. Knows how they grow and sink, and nothing of reminders. */

#include "clocks.h"

#include <assert.h>
#include <string.h>

void clocks_init(Clocks *clocks, usec_t at)
{
	*clocks = (Clocks){
	        .pieces = {{.at = at, .break_kind = NO_BREAK}},
	        .n_pieces = 1,
	};
}

/* One clock after `span` under one piece. */
static sitting_t run(
        const Rules *rules, size_t kind, const ClockPiece *piece, sitting_t sitting, usec_t span)
{
	const Kind *k = &rules->kinds[kind];
	bool in_break = piece->break_kind != NO_BREAK;

	if (piece->mode == HOLD_RESET)
		return 0;
	if (in_break && rules_longer(rules, kind, (size_t)piece->break_kind))
		return sitting;
	if (in_break || piece->away) {
		sitting -= (sitting_t)k->every * span;
		return sitting > 0 ? sitting : 0;
	}
	if (piece->mode == HOLD_FREEZE)
		return sitting;
	sitting += (sitting_t)k->length * span;
	return sitting < sitting_full(k) ? sitting : sitting_full(k);
}

static void run_all(const Rules *rules, const ClockPiece *piece, usec_t span, sitting_t *sitting)
{
	for (size_t i = 0; i < rules->n_kinds; i++) {
		if (piece->zeroed & (1U << i))
			sitting[i] = 0;
		sitting[i] = run(rules, i, piece, sitting[i], span);
	}
}

/* Whether piece i says nothing that the one before it did not. */
static bool redundant(const Clocks *clocks, size_t i)
{
	const ClockPiece *a = &clocks->pieces[i - 1], *b = &clocks->pieces[i];

	return b->zeroed == 0 && a->away == b->away && a->break_kind == b->break_kind &&
	       a->mode == b->mode;
}

static void remove_piece(Clocks *clocks, size_t i)
{
	memmove(&clocks->pieces[i], &clocks->pieces[i + 1],
	        (clocks->n_pieces - i - 1) * sizeof(ClockPiece));
	clocks->n_pieces--;
}

static void tidy(Clocks *clocks)
{
	for (size_t i = clocks->n_pieces - 1; i > 0; i--)
		if (redundant(clocks, i))
			remove_piece(clocks, i);
}

/* Takes the first piece into the base. */
static void fold_first(Clocks *clocks, const Rules *rules)
{
	assert(clocks->n_pieces > 1);
	run_all(rules, &clocks->pieces[0], clocks->pieces[1].at - clocks->pieces[0].at,
	        clocks->base);
	remove_piece(clocks, 0);
}

/* Makes a piece begin at `at` and returns its index. */
static size_t cut(Clocks *clocks, const Rules *rules, usec_t at)
{
	size_t i;

	if (clocks->n_pieces == CLOCK_PIECES_MAX)
		fold_first(clocks, rules);
	for (i = clocks->n_pieces; i > 0; i--) {
		if (clocks->pieces[i - 1].at == at)
			return i - 1;
		if (clocks->pieces[i - 1].at < at)
			break;
	}
	if (i == 0)
		return 0;
	memmove(&clocks->pieces[i + 1], &clocks->pieces[i],
	        (clocks->n_pieces - i) * sizeof(ClockPiece));
	clocks->n_pieces++;
	clocks->pieces[i] = clocks->pieces[i - 1];
	clocks->pieces[i].at = at;
	clocks->pieces[i].zeroed = 0;
	return i;
}

void clocks_set_away(Clocks *clocks, const Rules *rules, usec_t from, bool away)
{
	for (size_t i = cut(clocks, rules, from); i < clocks->n_pieces; i++)
		clocks->pieces[i].away = away;
	tidy(clocks);
}

void clocks_set_break(Clocks *clocks, const Rules *rules, usec_t from, int break_kind)
{
	for (size_t i = cut(clocks, rules, from); i < clocks->n_pieces; i++)
		clocks->pieces[i].break_kind = break_kind;
	tidy(clocks);
}

void clocks_set_mode(Clocks *clocks, const Rules *rules, usec_t from, HoldMode mode)
{
	for (size_t i = cut(clocks, rules, from); i < clocks->n_pieces; i++)
		clocks->pieces[i].mode = mode;
	tidy(clocks);
}

void clocks_zero(Clocks *clocks, const Rules *rules, usec_t at, KindMask kinds)
{
	clocks->pieces[cut(clocks, rules, at)].zeroed |= kinds;
}

void clocks_forget(Clocks *clocks, const Rules *rules, usec_t until)
{
	while (clocks->n_pieces > 1 && clocks->pieces[1].at <= until)
		fold_first(clocks, rules);
	if (clocks->pieces[0].at < until) {
		run_all(rules, &clocks->pieces[0], until - clocks->pieces[0].at, clocks->base);
		clocks->pieces[0].at = until;
		clocks->pieces[0].zeroed = 0;
	}
}

void clocks_read(const Clocks *clocks, const Rules *rules, usec_t at, sitting_t *ret)
{
	memcpy(ret, clocks->base, sizeof(clocks->base));
	for (size_t i = 0; i < clocks->n_pieces; i++) {
		const ClockPiece *piece = &clocks->pieces[i];
		bool last = i + 1 == clocks->n_pieces || clocks->pieces[i + 1].at > at;
		usec_t end = last ? at : clocks->pieces[i + 1].at;

		run_all(rules, piece, end > piece->at ? end - piece->at : 0, ret);
		if (last)
			break;
	}
}

bool clocks_growing(const Clocks *clocks)
{
	const ClockPiece *now = &clocks->pieces[clocks->n_pieces - 1];

	return !now->away && now->break_kind == NO_BREAK && now->mode == HOLD_WAIT;
}

sitting_t sitting_full(const Kind *kind)
{
	return (sitting_t)kind->every * kind->length;
}

usec_t sitting_remaining(const Kind *kind, sitting_t sitting)
{
	return (usec_t)((sitting_full(kind) - sitting + kind->length - 1) / kind->length);
}

usec_t sitting_to_usec(const Kind *kind, sitting_t sitting)
{
	return (usec_t)(sitting / kind->length);
}

sitting_t sitting_from_usec(const Kind *kind, usec_t usec)
{
	return (sitting_t)(usec < kind->every ? usec : kind->every) * kind->length;
}
