/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The step: lets time pass up to an event, one moment after the other, then takes the event in.
 * What happens is in presence.c, break.c and reminder.c; here is only when, and in which order. */

#include "core.h"

#include <assert.h>
#include <string.h>

#include "core-internal.h"

/* An event itself, or one moment of time, takes no more decisions than this. */
#define DECISIONS_ROOM 4

/* What time brings, in the order in which it comes at one and the same moment. */
static const struct {
	const char *name;
	usec_t (*at)(const Core *core);
	void (*happen)(Step *step, usec_t at);
} moments[] = {
        {"away", presence_away_at, presence_away},
        {"lull", break_lull_at, break_lull},
        {"return", break_return_at, break_return},
        {"completed", break_complete_at, break_complete},
        {"natural", presence_natural_at, presence_natural},
        {"snooze-end", reminder_snooze_end_at, reminder_snooze_end},
        {"hold-end", reminder_hold_end_at, reminder_hold_end},
        {"settle-end", reminder_settle_end_at, reminder_settle_end},
        {"due", reminder_due_at, reminder_due},
        {"again", reminder_repeat_at, reminder_repeat},
};

#define N_MOMENTS (sizeof(moments) / sizeof(moments[0]))

static const char *const decision_names[DECISION_TYPE_MAX] = {
        [DECISION_DUE] = "due",
        [DECISION_AGAIN] = "again",
        [DECISION_STARTED] = "started",
        [DECISION_COMPLETED] = "completed",
        [DECISION_PARTIAL] = "partial",
        [DECISION_NATURAL] = "natural",
        [DECISION_SKIPPED] = "skipped",
        [DECISION_SNOOZED] = "snoozed",
        [DECISION_WAITING] = "waiting",
        [DECISION_WITHDRAWN] = "withdrawn",
        [DECISION_REFUSED] = "refused",
};

static const char *const refusal_names[REFUSAL_MAX] = {
        [REFUSED_LIMIT] = "limit",
        [REFUSED_NOTHING_DUE] = "nothing-due",
        [REFUSED_IN_BREAK] = "in-break",
        [REFUSED_NO_BREAK] = "no-break",
        [REFUSED_NOT_PAUSED] = "not-paused",
        [REFUSED_UNKNOWN_KIND] = "unknown-kind",
        [REFUSED_UNKNOWN_OWNER] = "unknown-owner",
};

static const char *const break_how_names[BREAK_HOW_MAX] = {
        [BREAK_ASKED] = "asked",
        [BREAK_LULL] = "lull",
};

static const char *const phase_names[REMINDER_PHASE_MAX] = {
        [REMINDER_NONE] = "none",
        [REMINDER_UP] = "up",
        [REMINDER_SNOOZED] = "snoozed",
        [REMINDER_WAITING] = "waiting",
};

const char *decision_to_string(DecisionType type)
{
	return decision_names[type];
}

const char *refusal_to_string(Refusal refusal)
{
	return refusal_names[refusal];
}

const char *break_how_to_string(BreakHow how)
{
	return break_how_names[how];
}

const char *reminder_phase_to_string(ReminderPhase phase)
{
	return phase_names[phase];
}

void core_init(Core *core, const Rules *rules, usec_t at)
{
	memset(core, 0, sizeof(*core));
	core->rules = *rules;
	core->now = at;
	core->asleep_since = USEC_NEVER;
	clocks_init(&core->clocks, at);
	core->present_since = at;
	core->silent_since = USEC_NEVER;
	core->away_since = USEC_NEVER;
	core->settle_until = USEC_NEVER;
	core->break_kind = NO_BREAK;
	core->returning_since = USEC_NEVER;
	for (size_t i = 0; i < KINDS_MAX; i++)
		core->break_ended[i] = INT64_MIN;
}

static void shift(usec_t *moment, usec_t by)
{
	if (*moment != USEC_NEVER && *moment != INT64_MIN)
		*moment += by;
}

void core_shift(Core *core, usec_t by)
{
	usec_t *const moments_in_core[] = {&core->now, &core->asleep_since, &core->present_since,
	        &core->silent_since, &core->away_since, &core->due_at, &core->returns_at,
	        &core->settle_until, &core->break_began, &core->returning_since};

	for (size_t i = 0; i < sizeof(moments_in_core) / sizeof(moments_in_core[0]); i++)
		shift(moments_in_core[i], by);
	for (size_t i = 0; i < KINDS_MAX; i++)
		shift(&core->break_ended[i], by);
	for (size_t i = 0; i < core->clocks.n_pieces; i++)
		shift(&core->clocks.pieces[i].at, by);
	for (size_t i = 0; i < core->holds.n_holds; i++)
		shift(&core->holds.holds[i].until, by);
}

bool core_deferring(const Core *core)
{
	return core->asleep || core->down;
}

KindMask core_due(const Core *core)
{
	sitting_t sitting[KINDS_MAX];
	KindMask due = 0;

	clocks_read(&core->clocks, &core->rules, core->now, sitting);
	for (size_t i = 0; i < core->rules.n_kinds; i++)
		if (sitting[i] >= sitting_full(&core->rules.kinds[i]))
			due |= 1U << i;
	return due;
}

usec_t core_due_at(const Core *core, size_t kind)
{
	sitting_t sitting[KINDS_MAX];

	if (!clocks_growing(&core->clocks))
		return USEC_NEVER;
	clocks_read(&core->clocks, &core->rules, core->now, sitting);
	return core->now + sitting_remaining(&core->rules.kinds[kind], sitting[kind]);
}

int core_next_kind(const Core *core)
{
	sitting_t sitting[KINDS_MAX];
	usec_t least = USEC_NEVER;
	int next = -1;

	clocks_read(&core->clocks, &core->rules, core->now, sitting);
	for (size_t i = 0; i < core->rules.n_kinds; i++) {
		usec_t remaining = sitting_remaining(&core->rules.kinds[i], sitting[i]);

		if (remaining <= least) {
			least = remaining;
			next = (int)i;
		}
	}
	return next;
}

usec_t step_stamp(const Step *step, usec_t at)
{
	return step->stamp != USEC_NEVER ? step->stamp : at;
}

Decision *step_decide(Step *step, DecisionType type, int kind, usec_t at)
{
	Decision *decision;

	assert(step->result->n_decisions < DECISIONS_MAX);
	decision = &step->result->decisions[step->result->n_decisions++];
	memset(decision, 0, sizeof(*decision));
	decision->type = type;
	decision->at = step_stamp(step, at);
	if (kind >= 0)
		strcpy(decision->kind, step->core->rules.kinds[kind].name);
	return decision;
}

void step_refuse(Step *step, const Event *event, Refusal refusal)
{
	Decision *decision = step_decide(step, DECISION_REFUSED, NO_BREAK, event->at);

	decision->command = event->type;
	decision->refusal = refusal;
	strcpy(decision->owner, event->type == EVENT_RELEASE ? event->owner : "");
}

/* The next moment at which something happens, and what. */
static usec_t next_moment(const Core *core, size_t *ret_index)
{
	usec_t first = USEC_NEVER;

	for (size_t i = 0; i < N_MOMENTS; i++) {
		usec_t at = moments[i].at(core);

		if (at != USEC_NEVER && at < core->now)
			at = core->now;
		if (at < first) {
			first = at;
			*ret_index = i;
		}
	}
	return first;
}

usec_t core_deadline(const Core *core)
{
	size_t index;

	return core->asleep ? USEC_NEVER : next_moment(core, &index);
}

const char *core_next_event(const Core *core, usec_t *ret_at)
{
	size_t index = 0;

	*ret_at = core->asleep ? USEC_NEVER : next_moment(core, &index);
	return *ret_at == USEC_NEVER ? "" : moments[index].name;
}

usec_t core_silence(const Core *core)
{
	if (core->break_kind != NO_BREAK && core->break_how == BREAK_LULL)
		return core->rules.bump;
	if (core->phase == REMINDER_UP)
		return core->rules.lull;
	return core->rules.away_after;
}

/* What waits for nothing that is due waits no longer. */
static void stop_waiting_in_vain(Core *core)
{
	if (core->phase == REMINDER_WAITING && core_due(core) == 0)
		core->phase = REMINDER_NONE;
}

/* Lets time pass. False when the result is full before. */
static bool advance(Step *step, usec_t until)
{
	Core *core = step->core;

	for (;;) {
		size_t index = 0;
		usec_t at = next_moment(core, &index);

		if (at > until)
			break;
		if (step->result->n_decisions > DECISIONS_MAX - 2 * DECISIONS_ROOM)
			return false;
		core->now = at;
		moments[index].happen(step, at);
		stop_waiting_in_vain(core);
	}
	if (core->now < until) {
		core->now = until;
		stop_waiting_in_vain(core);
	}
	return true;
}

/* The true moment of an event: time passes up to here before it. */
static usec_t event_moment(const Core *core, const Event *event)
{
	usec_t moment = event->at;

	switch (event->type) {
	case EVENT_SILENT:
		/* when it reached what was wanted, and before all else that time brings then */
		moment = event->since + core_silence(core);
		if (moment > event->at)
			moment = event->at;
		return moment - 1;
	case EVENT_TIMER:
	case EVENT_SLEEP:
	case EVENT_DOWN:
	case EVENT_DAY:
	case EVENT_HOLD:
	case EVENT_RELEASE:
		moment = event->since;
		break;
	case EVENT_PRESENT:
	case EVENT_LOCK:
	case EVENT_UNLOCK:
	case EVENT_WAKE:
	case EVENT_UP:
	case EVENT_SNOOZE:
	case EVENT_SKIP:
	case EVENT_START:
	case EVENT_STOP:
	case EVENT_RULES:
	case EVENT_TYPE_MAX:
		break;
	}
	return moment;
}

static void take_command(Step *step, const Event *event)
{
	if (event->type == EVENT_SNOOZE)
		reminder_snooze_asked(step, event);
	else if (event->type == EVENT_SKIP)
		reminder_skip_asked(step, event);
	else if (event->type == EVENT_START)
		break_start_asked(step, event);
	else if (event->type == EVENT_STOP)
		break_stop_asked(step, event);
}

static void take(Step *step, const Event *event)
{
	switch (event->type) {
	case EVENT_TIMER:
	case EVENT_TYPE_MAX:
		break;
	case EVENT_SILENT:
		presence_silent(step, event->since, event->at);
		break;
	case EVENT_PRESENT:
		presence_input(step, event->since, event->at);
		break;
	case EVENT_LOCK:
		presence_lock(step, event->at);
		break;
	case EVENT_UNLOCK:
		presence_unlock(step, event->at);
		break;
	case EVENT_SLEEP:
		presence_sleep(step->core, event->since);
		break;
	case EVENT_WAKE:
		presence_wake(step, event->at);
		break;
	case EVENT_DOWN:
		presence_down(step, event);
		break;
	case EVENT_UP:
		presence_up(step, event->at);
		break;
	case EVENT_HOLD:
		reminder_hold(step, event);
		break;
	case EVENT_RELEASE:
		reminder_release(step, event);
		break;
	case EVENT_SNOOZE:
	case EVENT_SKIP:
	case EVENT_START:
	case EVENT_STOP:
		take_command(step, event);
		break;
	case EVENT_DAY:
		step->core->skips_today = 0;
		break;
	case EVENT_RULES:
		rules_change(step, event);
		break;
	}
}

bool core_step(Core *core, const Event *event, Result *ret)
{
	Step step = {.core = core, .result = ret, .stamp = USEC_NEVER};
	bool taken;

	ret->n_decisions = 0;
	if (core_deferring(core) || event->type == EVENT_DOWN)
		step.stamp = event->at;
	if (core_deferring(core) && event->type != EVENT_LOCK && event->type != EVENT_UNLOCK)
		presence_returned(&step, event->at);
	taken = advance(&step, event_moment(core, event));
	if (taken) {
		take(&step, event);
		stop_waiting_in_vain(core);
		if (!core_deferring(core))
			advance(&step, event->at);
	}
	ret->silence = core_silence(core);
	ret->deadline = core_deadline(core);
	return taken;
}

const char *command_to_string(EventType type)
{
	switch (type) {
	case EVENT_HOLD:
		return "hold";
	case EVENT_RELEASE:
		return "release";
	case EVENT_SNOOZE:
		return "snooze";
	case EVENT_SKIP:
		return "skip";
	case EVENT_START:
		return "start";
	case EVENT_STOP:
		return "stop";
	case EVENT_TIMER:
	case EVENT_SILENT:
	case EVENT_PRESENT:
	case EVENT_LOCK:
	case EVENT_UNLOCK:
	case EVENT_SLEEP:
	case EVENT_WAKE:
	case EVENT_DOWN:
	case EVENT_UP:
	case EVENT_DAY:
	case EVENT_RULES:
	case EVENT_TYPE_MAX:
		break;
	}
	return NULL;
}
