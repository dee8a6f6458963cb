/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plan.h"

/* Leads through a plan: which exercise runs, and until when. Pure. Moments are on CLOCK_BOOTTIME.
 */

typedef struct Guide {
	const Plan *plan;
	size_t current;   /* plan->n_steps: it is over */
	usec_t began;     /* the current one's; later by as much as it was paused */
	usec_t paused_at; /* or USEC_NEVER */
	usec_t total;     /* of all spans */
	usec_t room; /* for all of them: where it is less than total, all are shortened alike */
} Guide;

/* Begins at `at`; what is planned ends at `until` at the latest. */
Guide guide_start(const Plan *plan, usec_t at, usec_t until);

/* NULL if it is over. */
const PlanStep *guide_step(const Guide *guide);

/* Of the current one. */
usec_t guide_span(const Guide *guide);

/* When the current one ends; USEC_NEVER while it is paused, or if there is none. */
usec_t guide_ends_at(const Guide *guide);

/* What is still to come of the current one. */
usec_t guide_left(const Guide *guide, usec_t now);

/* Whether the current one counts as done if it is left at `now`: half of it has run. */
bool guide_counts(const Guide *guide, usec_t now);

/* Goes on with the next one, from `at` on. */
void guide_next(Guide *guide, usec_t at);

void guide_pause(Guide *guide, usec_t at);
void guide_go_on(Guide *guide, usec_t at);
