/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/hold-set.h"
#include "routine/exercise.h"

/* A workout keeps reminders away, and its areas are the hold's reason: so they outlive a restart.
 * So does the cool-down after it: who lies still on the floor has not gone over to a break. */

#define WORKOUT_OWNER   "workout"
#define COOL_DOWN_OWNER "cool-down"

/* A forgotten one ends by itself. */
#define WORKOUT_LENGTH (4 * USEC_PER_HOUR)

/* areas: what it loads, 0 for all. */
Hold workout_hold(AreaMask areas, usec_t now);

Hold cool_down_hold(usec_t until);

/* Of the workout that is on, as workout_hold() took them. */
AreaMask workout_areas(const HoldSet *set);
