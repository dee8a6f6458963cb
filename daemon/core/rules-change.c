/* SPDX-License-Identifier: GPL-3.0-or-later */

/* New settings in mid-day: kinds keep their clocks by name. */

#include <string.h>

#include "core-internal.h"

static KindMask moved_mask(const Rules *from, const Rules *to, KindMask mask)
{
	KindMask moved = 0;

	for (size_t i = 0; i < to->n_kinds; i++) {
		int old = rules_find_kind(from, to->kinds[i].name);

		if (old >= 0 && (mask & (1U << old)))
			moved |= 1U << i;
	}
	return moved;
}

/* The clocks as they stand, under the new kinds; what could still be taken back no longer can. */
static void move_clocks(Core *core, const Rules *from)
{
	const Rules *to = &core->rules;
	sitting_t sitting[KINDS_MAX];
	usec_t ended[KINDS_MAX];

	clocks_forget(&core->clocks, from, core->now);
	clocks_read(&core->clocks, from, core->now, sitting);
	core->clocks.pieces[0].zeroed = 0;
	memcpy(ended, core->break_ended, sizeof(ended));
	for (size_t i = 0; i < to->n_kinds; i++) {
		int old = rules_find_kind(from, to->kinds[i].name);
		usec_t usec = old < 0 ? 0 : sitting_to_usec(&from->kinds[old], sitting[old]);

		core->clocks.base[i] = sitting_from_usec(&to->kinds[i], usec);
		core->break_ended[i] = old < 0 ? INT64_MIN : ended[old];
	}
}

void rules_change(Step *step, const Event *event)
{
	Core *core = step->core;
	const Rules *to = event->rules;
	Rules from = core->rules;

	if (core->phase != REMINDER_NONE && rules_find_kind(to, from.kinds[core->kind].name) < 0) {
		step_decide(step, DECISION_WITHDRAWN, (int)core->kind, event->at);
		reminder_clear(core);
	}
	if (core->break_kind != NO_BREAK &&
	        rules_find_kind(to, from.kinds[core->break_kind].name) < 0)
		break_end(step, event->at, event->at);
	core->rules = *to;
	move_clocks(core, &from);
	core->half_used = moved_mask(&from, to, core->half_used);
	core->rested = moved_mask(&from, to, core->rested);
	core->kind = core->phase == REMINDER_NONE
	                     ? 0
	                     : (size_t)rules_find_kind(to, from.kinds[core->kind].name);
	if (core->break_kind != NO_BREAK) {
		core->break_kind = rules_find_kind(to, from.kinds[core->break_kind].name);
		clocks_set_break(&core->clocks, to, core->now, core->break_kind);
	}
}
