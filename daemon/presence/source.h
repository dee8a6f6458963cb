/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

#include "util/clock.h"

/* A presence source: one mechanism that tells when input stops and begins again. Event-driven,
 * never polled; one that has to look for the end of a silence calls that its weakness. One file
 * each; presence.c lists and chooses them. */

/* Where a source reports. It does so from the event loop only, never from within a call to it. */
typedef struct SourceSink {
	/* It works: reports will come. Once, before all else. */
	void (*ready)(void *userdata);
	/* No input since `since`, for as long as was wanted. */
	void (*silent)(void *userdata, usec_t since);
	/* After silent: input again, from `since` on. */
	void (*present)(void *userdata, usec_t since);
	/* It does not, or no longer, work: why, for people; NULL if this session has no such
	 * thing. The last report: it is freed afterwards. */
	void (*lost)(void *userdata, const char *why);
	void *userdata;
} SourceSink;

/* What a source may use. The buses may be NULL. */
typedef struct SourceContext {
	sd_event *event;
	sd_bus *session_bus;
	sd_bus *system_bus;
	bool input_only; /* only input is presence, not a film that inhibits idleness */
} SourceContext;

typedef struct SourceOps {
	/* What it cannot do, to be said while it is in use; NULL: nothing. For gettext. */
	const char *weakness;

	/* Opens the source. 0: ready() or lost() will follow. -ENOENT: this session has no such
	 * thing. Another negative errno: it should work and does not. `sink` lives as long as the
	 * source. */
	int (*open)(const SourceContext *context, const SourceSink *sink, void **ret_source);

	/* Which silence is to be reported. With `anew`, a silence that was reported is reported
	 * again as soon as it has lasted so long; without, it stays reported until input. Called
	 * first right after ready(), with anew. */
	void (*want_silence)(void *source, usec_t silence, bool anew);

	void (*free)(void *source);
} SourceOps;

extern const SourceOps mutter_source;
extern const SourceOps logind_source;

/* The one symbol of a source that is a module. */
extern const SourceOps presence_source_ops;
