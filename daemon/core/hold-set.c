/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The set of holds. Knows no clock and no kind. */

#include "hold-set.h"

#include <string.h>

static int find(const HoldSet *set, const char *owner)
{
	for (size_t i = 0; i < set->n_holds; i++)
		if (strcmp(set->holds[i].owner, owner) == 0)
			return (int)i;
	return -1;
}

bool hold_set_put(HoldSet *set, const Hold *hold)
{
	int i = find(set, hold->owner);

	if (i < 0) {
		if (set->n_holds == HOLDS_MAX)
			return false;
		i = (int)set->n_holds++;
	}
	set->holds[i] = *hold;
	return true;
}

bool hold_set_remove(HoldSet *set, const char *owner)
{
	int i = find(set, owner);

	if (i < 0)
		return false;
	memmove(&set->holds[i], &set->holds[i + 1],
	        (set->n_holds - (size_t)i - 1) * sizeof(set->holds[0]));
	set->n_holds--;
	return true;
}

const Hold *hold_set_find(const HoldSet *set, const char *owner)
{
	int i = find(set, owner);

	return i < 0 ? NULL : &set->holds[i];
}

HoldMode hold_set_mode(const HoldSet *set)
{
	HoldMode mode = HOLD_WAIT;

	for (size_t i = 0; i < set->n_holds; i++)
		if (set->holds[i].mode > mode)
			mode = set->holds[i].mode;
	return mode;
}

const Hold *hold_set_first_to_end(const HoldSet *set)
{
	const Hold *first = NULL;

	for (size_t i = 0; i < set->n_holds; i++)
		if (set->holds[i].until != USEC_NEVER &&
		        (!first || set->holds[i].until < first->until))
			first = &set->holds[i];
	return first;
}

bool hold_owner_valid(const char *owner)
{
	size_t length =
	        strspn(owner, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

	return length > 0 && length < HOLD_OWNER_SIZE && owner[length] == '\0';
}
