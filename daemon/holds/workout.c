/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hold of a workout. */

#include "workout.h"

#include <string.h>

Hold workout_hold(AreaMask areas, usec_t now)
{
	Hold hold = {.owner = WORKOUT_OWNER, .mode = HOLD_FREEZE, .until = now + WORKOUT_LENGTH};

	_Static_assert(HOLD_REASON_SIZE >= AREAS_TEXT_SIZE, "all areas fit");
	areas_format(areas, hold.reason);
	return hold;
}

Hold cool_down_hold(usec_t until)
{
	return (Hold){.owner = COOL_DOWN_OWNER, .mode = HOLD_FREEZE, .until = until};
}

AreaMask workout_areas(const HoldSet *set)
{
	const Hold *hold = hold_set_find(set, WORKOUT_OWNER);
	AreaMask areas;

	return hold && areas_parse(hold->reason, &areas, NULL, NULL) >= 0 ? areas : 0;
}
