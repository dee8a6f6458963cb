/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include "clock.h"

/* Local calendar time of CLOCK_REALTIME moments, by the zone in force. */

/* The moment that is `minutes` after midnight on the day that lies `day` days after that of `wall`,
 * as the wall clock then reads: a skipped hour counts as the one after it. */
usec_t calendar_moment(usec_t wall, int day, unsigned minutes);

/* 0 is Monday. */
unsigned calendar_weekday(usec_t wall, int day);

/* A user's day lasts from 04:00 to 04:00. Numbered without gaps. */
int64_t calendar_day(usec_t wall);

/* The beginning of this one, which is not after `wall`, and of the next. */
usec_t calendar_day_began(usec_t wall);
usec_t calendar_next_day(usec_t wall);

/* What the wall clock reads at a moment, as a number; and the moment at which it reads that, which
 * is another once the zone in force is. */
usec_t calendar_reading(usec_t wall);
usec_t calendar_at_reading(usec_t reading);
