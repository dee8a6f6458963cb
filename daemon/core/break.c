/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Breaks (rules 5 and 6): how they start, and how they end. */

#include <assert.h>

#include "core-internal.h"

static bool in_lull_break(const Core *core)
{
	return core->break_kind != NO_BREAK && core->break_how == BREAK_LULL;
}

void break_begin(Step *step, size_t kind, BreakHow how, usec_t began, usec_t at)
{
	Core *core = step->core;
	Decision *decision;

	reminder_clear(core);
	core->snoozes = 0;
	core->settle_until = USEC_NEVER;
	core->break_kind = (int)kind;
	core->break_how = how;
	core->break_began = began;
	core->returning_since = USEC_NEVER;
	clocks_set_break(&core->clocks, &core->rules, began, (int)kind);
	decision = step_decide(step, DECISION_STARTED, (int)kind, at);
	decision->how = how;
	decision->moment = began;
}

/* Ends the running break as of `ended`, decided at `at`. */
void break_end(Step *step, usec_t ended, usec_t at)
{
	Core *core = step->core;
	size_t kind = (size_t)core->break_kind;
	bool completed = ended - core->break_began >= core->rules.kinds[kind].length;
	Decision *decision;

	clocks_set_break(&core->clocks, &core->rules, ended, NO_BREAK);
	for (size_t i = 0; i < core->rules.n_kinds; i++)
		if (!rules_longer(&core->rules, i, kind))
			core->break_ended[i] = ended;
	core->break_kind = NO_BREAK;
	core->returning_since = USEC_NEVER;
	core->settle_until = step_stamp(step, at) + core->rules.settle;
	decision =
	        step_decide(step, completed ? DECISION_COMPLETED : DECISION_PARTIAL, (int)kind, at);
	if (!completed)
		decision->moment = ended - core->break_began;
}

usec_t break_lull_at(const Core *core)
{
	usec_t from = core->silent_since;

	if (core->phase != REMINDER_UP || from == USEC_NEVER)
		return USEC_NEVER;
	return (from > core->due_at ? from : core->due_at) + core->rules.lull;
}

void break_lull(Step *step, usec_t at)
{
	Core *core = step->core;
	usec_t began = core->silent_since > core->due_at ? core->silent_since : core->due_at;

	if (core->away_since == USEC_NEVER)
		presence_went_away(core, core->silent_since);
	break_begin(step, core->kind, BREAK_LULL, began, at);
}

usec_t break_return_at(const Core *core)
{
	if (core->returning_since == USEC_NEVER)
		return USEC_NEVER;
	return core->returning_since + 2 * core->rules.bump;
}

/* The input during a lull break was no bump: the user has been back since its beginning. */
void break_return(Step *step, usec_t at)
{
	Core *core = step->core;
	usec_t since = core->returning_since;

	assert(in_lull_break(core));
	break_end(step, since, at);
	presence_came_back(core, since);
}

usec_t break_complete_at(const Core *core)
{
	if (core->break_kind == NO_BREAK)
		return USEC_NEVER;
	return core->break_began + core->rules.kinds[core->break_kind].length;
}

void break_complete(Step *step, usec_t at)
{
	Core *core = step->core;
	usec_t returning = core->returning_since;

	break_end(step, break_complete_at(core), at);
	if (returning != USEC_NEVER)
		presence_came_back(core, returning);
}

void break_start_asked(Step *step, const Event *event)
{
	Core *core = step->core;
	int kind;

	if (core->break_kind != NO_BREAK) {
		step_refuse(step, event, REFUSED_IN_BREAK);
		return;
	}
	if (event->kind[0] != '\0') {
		kind = rules_find_kind(&core->rules, event->kind);
	} else {
		kind = reminder_kind(core);
		if (kind < 0)
			kind = core_next_kind(core);
	}
	if (kind < 0) {
		step_refuse(step, event, REFUSED_UNKNOWN_KIND);
		return;
	}
	break_begin(step, (size_t)kind, BREAK_ASKED, event->at, event->at);
}

void break_stop_asked(Step *step, const Event *event)
{
	Core *core = step->core;

	if (core->break_kind == NO_BREAK)
		step_refuse(step, event, REFUSED_NO_BREAK);
	else if (core->returning_since != USEC_NEVER)
		break_return(step, event->at);
	else
		break_end(step, event->at, event->at);
}
