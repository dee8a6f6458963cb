/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/core.h"
#include "holds/hours.h"

/* What the wall clock brings to the core: working hours and the day's boundary. The live daemon and
 * the replay drive the same watch, each with its own idea of the wall clock. */

typedef struct CalendarWatch {
	WorkingHours hours;
	bool outside; /* the hold is on */
	int64_t day;  /* the latest seen */
} CalendarWatch;

#define CALENDAR_EVENTS_MAX 2

/* Begins to watch; `outside` tells whether the core has the hold already, `day` the day it has seen
 * or 0. */
void calendar_watch_init(
        CalendarWatch *watch, const WorkingHours *hours, bool outside, int64_t day);

/* What has changed by CLOCK_REALTIME moment `wall`: fills events, whose since and at are the given
 * ones, and returns how many. */
size_t calendar_watch_check(CalendarWatch *watch, usec_t wall, usec_t since, usec_t at,
        Event events[CALENDAR_EVENTS_MAX]);

/* The next CLOCK_REALTIME moment after `wall` at which that will find something. */
usec_t calendar_watch_next(const CalendarWatch *watch, usec_t wall);
