/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any saved state: it is refused with a reason, or it is one to go on from and to save again. */

#include "fuzz.h"
#include "state.h"
#include "util/cleanup.h"

static FuzzFile file;

/* Rather more than a state that was saved by limberd can have to catch up on in an hour. */
#define STEPS_MAX 100000

static void tell(Core *core, Event event)
{
	Result result;

	for (int i = 0; !core_step(core, &event, &result); i++)
		FUZZ_ASSERT(i < STEPS_MAX);
	FUZZ_ASSERT(result.deadline >= core->now);
}

/* The daemon is started an hour later, and the user does this and that. */
static void live_on(Core *core)
{
	static const EventType commands[] = {EVENT_SNOOZE, EVENT_SKIP, EVENT_STOP, EVENT_START,
	        EVENT_LOCK, EVENT_UNLOCK, EVENT_PRESENT, EVENT_DAY};
	usec_t at = core->now + USEC_PER_HOUR;

	tell(core, (Event){.type = EVENT_DOWN, .at = at, .since = core->now});
	tell(core, (Event){.type = EVENT_UP, .at = at, .since = at});
	for (size_t i = 0; i < ELEMENTSOF(commands); i++) {
		at += USEC_PER_MIN;
		tell(core, (Event){.type = commands[i], .at = at, .since = at});
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *error = NULL;
	StateStamp stamp;
	Core core, again;
	int r;

	fuzz_file_fill(&file, data, size);
	r = state_load(file.path, &core, &stamp, &error);
	FUZZ_ASSERT(r == 0 || (r < 0 && error && error[0] != '\0'));
	free(error);
	if (r < 0)
		return 0;
	FUZZ_ASSERT(state_round_trip(&core, &again) == 0);
	live_on(&core);
	FUZZ_ASSERT(state_round_trip(&core, &again) == 0);
	FUZZ_ASSERT(core_deadline(&core) == core_deadline(&again));
	return 0;
}
