/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Diaries made by hand, for what is decided by them. */

#include "routine/diary.h"
#include "test.h"

#define HOUR USEC_PER_HOUR
#define DAY  USEC_PER_DAY

/* A Monday's noon, UTC. */
#define NOON utc(2026, 11, 23, 12, 0, 0)

/* The list ends with the first event whose moment is 0. They are to be in order. */
static inline Diary diary_of(DiaryEvent *events)
{
	size_t n = 0;

	while (events[n].at != 0) {
		assert_true(n == 0 || events[n - 1].at <= events[n].at);
		n++;
	}
	return (Diary){.events = events, .n_events = n};
}
