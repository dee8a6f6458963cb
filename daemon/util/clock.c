/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the clocks. Everything else is handed the time as an argument. */

#include "clock.h"

#include <assert.h>
#include <time.h>

static usec_t clock_now(clockid_t id)
{
	struct timespec ts;

	if (clock_gettime(id, &ts) < 0)
		assert(!"a clock of the kernel is missing");
	return ts.tv_sec * USEC_PER_SEC + ts.tv_nsec / 1000;
}

usec_t clock_boottime(void)
{
	return clock_now(CLOCK_BOOTTIME);
}

usec_t clock_monotonic(void)
{
	return clock_now(CLOCK_MONOTONIC);
}

usec_t clock_realtime(void)
{
	return clock_now(CLOCK_REALTIME);
}
