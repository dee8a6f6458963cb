/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one reminder (rules 3, 4, 7, 8) and what keeps it away (rule 9). */

#include <string.h>

#include "core-internal.h"

/* The longest of the kinds that are due and of the longer ones that would be within merge_within.
 */
size_t reminder_select(const Core *core, KindMask due)
{
	sitting_t sitting[KINDS_MAX];
	size_t longest = 0;

	for (size_t i = 0; i < core->rules.n_kinds; i++)
		if (due & (1U << i))
			longest = i;
	clocks_read(&core->clocks, &core->rules, core->now, sitting);
	for (size_t i = core->rules.n_kinds - 1; i > longest; i--)
		if (rules_longer(&core->rules, i, longest) &&
		        sitting_remaining(&core->rules.kinds[i], sitting[i]) <=
		                core->rules.merge_within)
			return i;
	return longest;
}

/* The kind a reminder is up, snoozed or waiting for, told or not yet; -1 for none. */
int reminder_kind(const Core *core)
{
	KindMask due = core_due(core);

	if (core->phase != REMINDER_NONE)
		return (int)core->kind;
	return due ? (int)reminder_select(core, due) : -1;
}

void reminder_clear(Core *core)
{
	core->phase = REMINDER_NONE;
	core->repeats = 0;
}

static bool held(const Core *core)
{
	return core->holds.n_holds > 0;
}

static void wait_under_hold(Step *step, size_t kind, usec_t at)
{
	Core *core = step->core;

	core->phase = REMINDER_WAITING;
	core->kind = kind;
	core->repeats = 0;
	strcpy(step_decide(step, DECISION_WAITING, (int)kind, at)->owner,
	        core->holds.holds[0].owner);
}

static void raise_reminder(Step *step, KindMask due, usec_t at)
{
	Core *core = step->core;
	size_t kind = reminder_select(core, due);

	if (held(core)) {
		wait_under_hold(step, kind, at);
		return;
	}
	core->phase = REMINDER_UP;
	core->kind = kind;
	core->due_at = at;
	core->absent_since_due = 0;
	core->repeats = 0;
	step_decide(step, DECISION_DUE, (int)kind, at);
}

/* Whether a kind longer than the reminder's is due: one that was due when the reminder was chosen
 * cannot be. */
static bool takes_over(const Core *core, KindMask due)
{
	for (size_t i = 0; i < core->rules.n_kinds; i++)
		if ((due & (1U << i)) && rules_longer(&core->rules, i, core->kind))
			return true;
	return false;
}

/* Whether rule 4 has something to say about the kinds that are due just now. */
static bool unanswered(const Core *core, KindMask due)
{
	switch (core->phase) {
	case REMINDER_NONE:
		return due != 0;
	case REMINDER_WAITING:
		return !held(core) || takes_over(core, due);
	case REMINDER_UP:
	case REMINDER_SNOOZED:
		return takes_over(core, due);
	case REMINDER_PHASE_MAX:
		break;
	}
	return false;
}

usec_t reminder_due_at(const Core *core)
{
	KindMask due = core_due(core);
	usec_t first = USEC_NEVER;

	if (core->break_kind != NO_BREAK || core->away_since != USEC_NEVER ||
	        core->settle_until != USEC_NEVER)
		return USEC_NEVER;
	if (unanswered(core, due))
		return core->now;
	for (size_t i = 0; i < core->rules.n_kinds; i++)
		if (!(due & (1U << i)) && core_due_at(core, i) < first)
			first = core_due_at(core, i);
	return first;
}

/* Kinds have fallen due: they come up or take over, unless the reminder answers them. */
void reminder_due(Step *step, usec_t at)
{
	Core *core = step->core;
	KindMask due = core_due(core);

	if (!unanswered(core, due))
		return;
	if (core->phase == REMINDER_UP || core->phase == REMINDER_SNOOZED)
		core->snoozes = 0;
	raise_reminder(step, due, at);
}

/* Only presence counts. With a reminder up there is an absence when `away-after` has run out and
 * `lull`, counted from the reminder, has not. */
usec_t reminder_repeat_at(const Core *core)
{
	if (core->phase != REMINDER_UP || core->away_since != USEC_NEVER)
		return USEC_NEVER;
	return core->due_at + core->absent_since_due +
	       core->rules.remind_again * (core->repeats + 1);
}

void reminder_count_absence(Core *core, usec_t until)
{
	usec_t from = core->away_since > core->due_at ? core->away_since : core->due_at;

	if (core->phase == REMINDER_UP && until > from)
		core->absent_since_due += until - from;
}

void reminder_repeat(Step *step, usec_t at)
{
	Core *core = step->core;

	core->repeats++;
	step_decide(step, DECISION_AGAIN, (int)core->kind, at)->count = core->repeats;
}

usec_t reminder_snooze_end_at(const Core *core)
{
	return core->phase == REMINDER_SNOOZED ? core->returns_at : USEC_NEVER;
}

void reminder_snooze_end(Step *step, usec_t at)
{
	reminder_clear(step->core);
}

usec_t reminder_settle_end_at(const Core *core)
{
	return core->settle_until;
}

void reminder_settle_end(Step *step, usec_t at)
{
	step->core->settle_until = USEC_NEVER;
}

void reminder_snooze_asked(Step *step, const Event *event)
{
	Core *core = step->core;
	Decision *decision;

	if (core->break_kind != NO_BREAK) {
		step_refuse(step, event, REFUSED_IN_BREAK);
		return;
	}
	/* what waits is not there to be hidden */
	if (core->phase != REMINDER_UP && core->phase != REMINDER_SNOOZED) {
		step_refuse(step, event, REFUSED_NOTHING_DUE);
		return;
	}
	if (core->snoozes >= core->rules.max_snoozes) {
		step_refuse(step, event, REFUSED_LIMIT);
		return;
	}
	core->snoozes++;
	core->phase = REMINDER_SNOOZED;
	core->repeats = 0;
	core->returns_at = event->at + event->span;
	decision = step_decide(step, DECISION_SNOOZED, (int)core->kind, event->at);
	decision->moment = core->returns_at;
}

void reminder_skip_asked(Step *step, const Event *event)
{
	Core *core = step->core;
	int kind = reminder_kind(core);

	if (core->break_kind != NO_BREAK) {
		step_refuse(step, event, REFUSED_IN_BREAK);
		return;
	}
	if (kind < 0) {
		step_refuse(step, event, REFUSED_NOTHING_DUE);
		return;
	}
	if (core->skips_today >= core->rules.max_skips) {
		step_refuse(step, event, REFUSED_LIMIT);
		return;
	}
	core->skips_today++;
	core->snoozes = 0;
	clocks_zero(&core->clocks, &core->rules, event->at, core_due(core) | (1U << kind));
	reminder_clear(core);
	step_decide(step, DECISION_SKIPPED, kind, event->at);
}

/* What follows from a change of the holds at the true moment `since`. */
static void holds_changed(Step *step, bool were_held, usec_t since, usec_t at)
{
	Core *core = step->core;
	HoldMode mode = hold_set_mode(&core->holds);

	clocks_set_mode(&core->clocks, &core->rules, since, mode);
	if (mode == HOLD_RESET)
		clocks_zero(&core->clocks, &core->rules, since, KINDS_ALL);
	if (mode == HOLD_RESET && core->phase != REMINDER_NONE) {
		step_decide(step, DECISION_WITHDRAWN, (int)core->kind, at);
		reminder_clear(core);
	} else if (held(core) && core->phase == REMINDER_UP) {
		wait_under_hold(step, core->kind, at);
	}
	if (were_held && !held(core))
		core->settle_until = step_stamp(step, at) + core->rules.settle;
}

void reminder_hold(Step *step, const Event *event)
{
	Core *core = step->core;
	bool were_held = held(core);

	/* whoever places holds keeps within HOLDS_MAX and tells the user */
	if (hold_set_put(&core->holds, &event->hold))
		holds_changed(step, were_held, event->since, event->at);
}

void reminder_release(Step *step, const Event *event)
{
	Core *core = step->core;

	if (!hold_set_remove(&core->holds, event->owner)) {
		step_refuse(step, event,
		        strcmp(event->owner, HOLD_OWNER_USER) == 0 ? REFUSED_NOT_PAUSED
		                                                   : REFUSED_UNKNOWN_OWNER);
		return;
	}
	holds_changed(step, true, event->since, event->at);
}

usec_t reminder_hold_end_at(const Core *core)
{
	const Hold *hold = hold_set_first_to_end(&core->holds);

	return hold ? hold->until : USEC_NEVER;
}

void reminder_hold_end(Step *step, usec_t at)
{
	Core *core = step->core;
	char owner[HOLD_OWNER_SIZE];

	strcpy(owner, hold_set_first_to_end(&core->holds)->owner);
	hold_set_remove(&core->holds, owner);
	holds_changed(step, true, at, at);
}
