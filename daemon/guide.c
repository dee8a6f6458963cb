/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which exercise runs, and until when. Knows no clock. */

#include "guide.h"

#include <assert.h>

Guide guide_start(const Plan *plan, usec_t at, usec_t until)
{
	Guide guide = {.plan = plan, .began = at, .paused_at = USEC_NEVER};

	for (size_t i = 0; i < plan->n_steps; i++)
		guide.total += plan->steps[i].span;
	guide.room = until - at;
	if (guide.room <= 0)
		guide.current = plan->n_steps;
	return guide;
}

const PlanStep *guide_step(const Guide *guide)
{
	return guide->current < guide->plan->n_steps ? &guide->plan->steps[guide->current] : NULL;
}

usec_t guide_span(const Guide *guide)
{
	const PlanStep *step = guide_step(guide);

	if (!step)
		return 0;
	if (guide->total <= guide->room)
		return step->span;
	/* both are less than a day: the product is far from any limit as a 128-bit number */
	return (usec_t)((__int128)step->span * guide->room / guide->total);
}

usec_t guide_ends_at(const Guide *guide)
{
	if (!guide_step(guide) || guide->paused_at != USEC_NEVER)
		return USEC_NEVER;
	return guide->began + guide_span(guide);
}

usec_t guide_left(const Guide *guide, usec_t now)
{
	usec_t at = guide->paused_at != USEC_NEVER ? guide->paused_at : now;
	usec_t left = guide->began + guide_span(guide) - at;

	return left > 0 ? left : 0;
}

bool guide_counts(const Guide *guide, usec_t now)
{
	return guide_step(guide) && guide_left(guide, now) * 2 <= guide_span(guide);
}

void guide_next(Guide *guide, usec_t at)
{
	assert(guide_step(guide));
	guide->current++;
	guide->began = at;
	guide->paused_at = USEC_NEVER;
}

void guide_pause(Guide *guide, usec_t at)
{
	if (guide_step(guide) && guide->paused_at == USEC_NEVER)
		guide->paused_at = at;
}

void guide_go_on(Guide *guide, usec_t at)
{
	if (guide->paused_at == USEC_NEVER)
		return;
	guide->began += at - guide->paused_at;
	guide->paused_at = USEC_NEVER;
}
