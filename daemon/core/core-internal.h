/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core.h"

/* What the files of the core share: core.c steps and knows what happens when; presence.c,
 * reminder.c and break.c are what happens. `at` is the moment a decision is stamped with unless the
 * core is deferring. */

typedef struct Step {
	Core *core;
	Result *result;
	usec_t stamp; /* the return, while deferring; else USEC_NEVER */
} Step;

/* The moment that a decision of the true moment `at` is stamped with. */
usec_t step_stamp(const Step *step, usec_t at);

/* Adds a decision; kind may be NO_BREAK. There is always room: core_step() sees to it. */
Decision *step_decide(Step *step, DecisionType type, int kind, usec_t at);
void step_refuse(Step *step, const Event *event, Refusal refusal);

/* presence.c */
/* From `since` on the user is away, or back, whatever was believed until now. */
void presence_went_away(Core *core, usec_t since);
void presence_came_back(Core *core, usec_t since);
void presence_silent(Step *step, usec_t since, usec_t at);
void presence_input(Step *step, usec_t since, usec_t at);
void presence_back(Step *step, usec_t at);
void presence_gone(Step *step, usec_t since, usec_t at);
void presence_lock(Step *step, usec_t at);
void presence_unlock(Step *step, usec_t at);
void presence_sleep(Core *core, usec_t since);
void presence_returned(Step *step, usec_t at);
void presence_wake(Step *step, usec_t at);
void presence_down(Step *step, const Event *event);
void presence_up(Step *step, usec_t at);
usec_t presence_away_at(const Core *core);
usec_t presence_natural_at(const Core *core);
void presence_away(Step *step, usec_t at);
void presence_natural(Step *step, usec_t at);

/* break.c */
void break_begin(Step *step, size_t kind, BreakHow how, usec_t began, usec_t at);
void break_end(Step *step, usec_t ended, usec_t at);
usec_t break_lull_at(const Core *core);
usec_t break_return_at(const Core *core);
usec_t break_complete_at(const Core *core);
void break_lull(Step *step, usec_t at);
void break_return(Step *step, usec_t at);
void break_complete(Step *step, usec_t at);
void break_start_asked(Step *step, const Event *event);
void break_stop_asked(Step *step, const Event *event);

/* reminder.c */
size_t reminder_select(const Core *core, KindMask due);
int reminder_kind(const Core *core);
void reminder_clear(Core *core);
usec_t reminder_snooze_end_at(const Core *core);
usec_t reminder_settle_end_at(const Core *core);
usec_t reminder_due_at(const Core *core);
usec_t reminder_repeat_at(const Core *core);
/* The absence under a reminder ends at `until`. */
void reminder_count_absence(Core *core, usec_t until);
void reminder_snooze_end(Step *step, usec_t at);
void reminder_settle_end(Step *step, usec_t at);
void reminder_due(Step *step, usec_t at);
void reminder_repeat(Step *step, usec_t at);
void reminder_snooze_asked(Step *step, const Event *event);
void reminder_skip_asked(Step *step, const Event *event);
usec_t reminder_hold_end_at(const Core *core);
void reminder_hold_end(Step *step, usec_t at);
void reminder_hold(Step *step, const Event *event);
void reminder_release(Step *step, const Event *event);

/* rules-change.c */
void rules_change(Step *step, const Event *event);
