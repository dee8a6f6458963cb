/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "util/clock.h"

/* Working hours, in local wall-clock time. Outside them is a hold (rule 9). */

#define HOURS_SPANS_MAX 32
#define HOURS_OWNER     "working-hours"

typedef struct HoursSpan {
	uint8_t days; /* bit 0 is Monday: the days on which it begins */
	unsigned from_minutes;
	unsigned to_minutes; /* after midnight of the next day if not after from_minutes */
} HoursSpan;

typedef struct WorkingHours {
	HoursSpan spans[HOURS_SPANS_MAX];
	unsigned n_spans; /* 0: always */
} WorkingHours;

/* Reads "Mon-Fri 09:00-12:30, Sat 10:00-12:00"; blank is always. 0, -EINVAL, or -E2BIG for more
 * than HOURS_SPANS_MAX; the output is set only on success. */
int hours_parse(const char *text, WorkingHours *ret);

/* Whether CLOCK_REALTIME moment `wall` is outside the hours, by the zone in force. */
bool hours_outside(const WorkingHours *hours, usec_t wall);

/* The next CLOCK_REALTIME moment after `wall` at which hours_outside() changes, or USEC_NEVER. */
usec_t hours_next_change(const WorkingHours *hours, usec_t wall);
