/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Brings together what a choice is made from. Reads no clock. */

#include "inputs.h"

#include <errno.h>
#include <stdlib.h>

#include "util/calendar.h"
#include "util/cleanup.h"
#include "util/paths.h"

/* Without a home there is no history. */
static int read_diary(usec_t now, Diary **ret)
{
	CLEANUP(free) char *directory = NULL;
	int r = paths_state_directory(&directory);

	if (r == -ENOENT) {
		*ret = calloc(1, sizeof(Diary));
		return *ret ? 0 : -ENOMEM;
	}
	return r < 0 ? r : diary_read(directory, now - DIARY_REACH, ret);
}

int routine_inputs_read(const ExerciseSettings *settings, usec_t now_realtime, RoutineInputs *ret)
{
	RoutineInputs inputs = {.settings = *settings, .now = now_realtime};
	int r = catalogue_read_default(&inputs.catalogue);

	if (r >= 0)
		r = read_diary(now_realtime, &inputs.diary);
	if (r < 0) {
		routine_inputs_clear(&inputs);
		return r;
	}
	*ret = inputs;
	return 0;
}

void routine_inputs_clear(RoutineInputs *inputs)
{
	inputs->catalogue = catalogue_free(inputs->catalogue);
	inputs->diary = diary_free(inputs->diary);
}

RoutineRequest routine_inputs_request(
        const RoutineInputs *inputs, RoutinePurpose purpose, usec_t length)
{
	return (RoutineRequest){.catalogue = inputs->catalogue,
	        .diary = inputs->diary,
	        .settings = inputs->settings,
	        .purpose = purpose,
	        .length = length,
	        .now = inputs->now,
	        .day_began = calendar_day_began(inputs->now)};
}
