/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Present and away (rules 2, 6, 10, 11, 13): when an absence began, when it ends, and which kinds
 * it was rest enough for. */

#include <assert.h>

#include "core-internal.h"

static bool is_away(const Core *core)
{
	return core->away_since != USEC_NEVER;
}

static usec_t later(usec_t a, usec_t b)
{
	return a > b ? a : b;
}

void presence_went_away(Core *core, usec_t since)
{
	sitting_t sitting[KINDS_MAX];

	since = later(since, core->present_since);
	clocks_read(&core->clocks, &core->rules, since, sitting);
	clocks_set_away(&core->clocks, &core->rules, since, true);
	core->away_since = since;
	core->rested = 0;
	core->half_used = 0;
	for (size_t i = 0; i < core->rules.n_kinds; i++)
		if (sitting[i] * 2 >= sitting_full(&core->rules.kinds[i]))
			core->half_used |= 1U << i;
}

void presence_came_back(Core *core, usec_t since)
{
	since = later(since, core->present_since);
	if (is_away(core)) {
		since = later(since, core->away_since);
		reminder_count_absence(core, since);
	}
	clocks_set_away(&core->clocks, &core->rules, since, false);
	core->away_since = USEC_NEVER;
	core->silent_since = USEC_NEVER;
	core->present_since = since;
	clocks_forget(&core->clocks, &core->rules, since);
}

/* An input under a lock is nothing, nor is a silence. */
static bool deaf(const Core *core)
{
	return core->locked || core->asleep;
}

void presence_silent(Step *step, usec_t since, usec_t at)
{
	Core *core = step->core;

	if (deaf(core))
		return;
	if (core->returning_since != USEC_NEVER) {
		if (since <= core->returning_since + core->rules.bump)
			core->returning_since = USEC_NEVER;
		return;
	}
	if (is_away(core))
		return;
	core->silent_since = later(since, core->present_since);
}

void presence_input(Step *step, usec_t since, usec_t at)
{
	Core *core = step->core;

	if (deaf(core))
		return;
	if (core->break_kind != NO_BREAK && core->break_how == BREAK_LULL) {
		if (core->returning_since == USEC_NEVER)
			core->returning_since = later(since, core->break_began);
		return;
	}
	presence_came_back(core, since);
}

/* The user is back for certain, at once: unlocked, awake. */
void presence_back(Step *step, usec_t at)
{
	Core *core = step->core;

	if (core->break_kind != NO_BREAK && core->break_how == BREAK_LULL) {
		if (core->returning_since != USEC_NEVER) {
			break_return(step, at);
			return;
		}
		break_end(step, at, at);
	}
	presence_came_back(core, at);
}

/* The user is away for certain from `since` on: locked, asleep. That is a lull at once. */
void presence_gone(Step *step, usec_t since, usec_t at)
{
	Core *core = step->core;

	if (core->returning_since != USEC_NEVER)
		break_return(step, at);
	if (!is_away(core))
		presence_went_away(core, since);
	core->silent_since = USEC_NEVER;
	if (core->phase == REMINDER_UP)
		break_begin(step, core->kind, BREAK_LULL, since, at);
}

void presence_lock(Step *step, usec_t at)
{
	if (!step->core->locked && !step->core->asleep)
		presence_gone(step, at, at);
	step->core->locked = true;
}

void presence_unlock(Step *step, usec_t at)
{
	step->core->locked = false;
	if (!step->core->asleep)
		presence_back(step, at);
}

/* Nothing is decided asleep, not even what the sleep itself brings. */
void presence_sleep(Core *core, usec_t since)
{
	if (core->asleep)
		return;
	core->asleep = true;
	core->asleep_since = since;
}

void presence_returned(Step *step, usec_t at)
{
	Core *core = step->core;

	if (core->asleep_since == USEC_NEVER)
		return;
	presence_gone(step, core->asleep_since, at);
	core->asleep_since = USEC_NEVER;
}

void presence_wake(Step *step, usec_t at)
{
	step->core->asleep = false;
	if (!step->core->locked)
		presence_back(step, at);
}

void presence_down(Step *step, const Event *event)
{
	Core *core = step->core;

	core->down = true;
	presence_returned(step, event->at);
	core->down_was_away =
	        event->another_boot || event->at - event->since >= core->rules.away_after;
	if (core->down_was_away)
		presence_gone(step, event->since, event->at);
}

void presence_up(Step *step, usec_t at)
{
	Core *core = step->core;
	bool slept = core->asleep;

	core->down = false;
	core->asleep = false;
	if ((core->down_was_away || slept) && !core->locked)
		presence_back(step, at);
	core->down_was_away = false;
}

usec_t presence_away_at(const Core *core)
{
	if (is_away(core) || core->silent_since == USEC_NEVER)
		return USEC_NEVER;
	return core->silent_since + core->rules.away_after;
}

void presence_away(Step *step, usec_t at)
{
	presence_went_away(step->core, step->core->silent_since);
}

/* The shortest kind whose length the absence has not reached yet, or -1. */
static int next_rested(const Core *core)
{
	for (size_t i = 0; i < core->rules.n_kinds; i++)
		if (!(core->rested & (1U << i)))
			return (int)i;
	return -1;
}

usec_t presence_natural_at(const Core *core)
{
	int kind = next_rested(core);

	/* while a return is undecided, so is the absence */
	if (!is_away(core) || core->returning_since != USEC_NEVER || kind < 0)
		return USEC_NEVER;
	return core->away_since + core->rules.kinds[kind].length;
}

/* Whether a break of the kind, or of a longer one, was in this absence. */
static bool break_in_absence(const Core *core, size_t kind)
{
	if (core->break_kind != NO_BREAK &&
	        !rules_longer(&core->rules, kind, (size_t)core->break_kind))
		return true;
	return core->break_ended[kind] > core->away_since;
}

void presence_natural(Step *step, usec_t at)
{
	Core *core = step->core;
	int kind = next_rested(core);
	KindMask bit;

	assert(kind >= 0);
	bit = 1U << kind;
	core->rested |= bit;
	/* a kind that a shorter break made stand still is reset by the whole absence */
	clocks_zero(&core->clocks, &core->rules, core->away_since + core->rules.kinds[kind].length,
	        bit);
	if (!(core->half_used & bit) || break_in_absence(core, (size_t)kind))
		return;
	core->snoozes = 0;
	step_decide(step, DECISION_NATURAL, kind, at)->moment = core->away_since;
}
