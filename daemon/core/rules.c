/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The settings of the rules of time. */

#include "rules.h"

#include <string.h>

static const char *const hold_modes[HOLD_MODE_MAX] = {
        [HOLD_WAIT] = "wait",
        [HOLD_FREEZE] = "freeze",
        [HOLD_RESET] = "reset",
};

static bool comes_after(const Kind *a, const Kind *b)
{
	return a->length != b->length ? a->length > b->length : a->every > b->every;
}

void rules_sort_kinds(Rules *rules)
{
	for (size_t i = 1; i < rules->n_kinds; i++) {
		Kind kind = rules->kinds[i];
		size_t j = i;

		for (; j > 0 && comes_after(&rules->kinds[j - 1], &kind); j--)
			rules->kinds[j] = rules->kinds[j - 1];
		rules->kinds[j] = kind;
	}
}

bool rules_equal(const Rules *a, const Rules *b)
{
	bool equal = a->away_after == b->away_after && a->merge_within == b->merge_within &&
	             a->settle == b->settle && a->remind_again == b->remind_again &&
	             a->lull == b->lull && a->bump == b->bump && a->snooze == b->snooze &&
	             a->pause_length == b->pause_length && a->pause_mode == b->pause_mode &&
	             a->max_snoozes == b->max_snoozes && a->max_skips == b->max_skips &&
	             a->n_kinds == b->n_kinds;

	for (size_t i = 0; equal && i < a->n_kinds; i++)
		equal = strcmp(a->kinds[i].name, b->kinds[i].name) == 0 &&
		        a->kinds[i].every == b->kinds[i].every &&
		        a->kinds[i].length == b->kinds[i].length;
	return equal;
}

int rules_find_kind(const Rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_kinds; i++)
		if (strcmp(rules->kinds[i].name, name) == 0)
			return (int)i;
	return -1;
}

bool rules_longer(const Rules *rules, size_t a, size_t b)
{
	return rules->kinds[a].length > rules->kinds[b].length;
}

const char *hold_mode_to_string(HoldMode mode)
{
	return hold_modes[mode];
}

int hold_mode_from_string(const char *name)
{
	for (int i = 0; i < HOLD_MODE_MAX; i++)
		if (strcmp(hold_modes[i], name) == 0)
			return i;
	return -1;
}
