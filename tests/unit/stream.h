/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/core.h"

/* Random lives at a desk: seeded streams of events for the core, told as the daemon tells them.
 * Short kinds and thick events make reminders, breaks, holds, sleeps and restarts frequent. What is
 * told depends on nothing but the seed and what the core has answered. */

typedef struct Stream Stream;

/* Called after each core_step(), of the core as it was before; `taken` is what it returned. */
typedef void (*StreamObserver)(Stream *stream, const Core *before, const Event *event, bool taken);

struct Stream {
	uint64_t seed;
	uint64_t random;
	Rules rules[2]; /* the ones in force, and those after the next change */
	Core core;
	Result result; /* of the last step */
	usec_t now;
	bool restless; /* bothers the core with time between two events (rule 16) */

	/* the idle source */
	bool still;
	bool reported;
	usec_t last_input; /* while still */

	StreamObserver observe;
	void *userdata;
};

void stream_begin(Stream *stream, uint64_t seed, usec_t origin);

/* Lets some time pass and one thing happen. */
void stream_play(Stream *stream);

/* Moves the stream and its core to another origin of time. */
void stream_shift(Stream *stream, usec_t by);
