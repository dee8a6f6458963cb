/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source.h"

/* Chooses the presence source, and another when it is lost. */

typedef struct Presence Presence;

/* As SourceSink's. `changed`: the source or its problem is another. Called from the event loop
 * only. */
typedef struct PresenceSink {
	void (*silent)(void *userdata, usec_t since);
	void (*present)(void *userdata, usec_t since);
	void (*changed)(void *userdata);
	void *userdata;
} PresenceSink;

/* Begins to look for a source. The sink is copied. 0 or a negative errno. */
int presence_new(const SourceContext *context, const PresenceSink *sink, Presence **ret);
Presence *presence_free(Presence *presence);

/* As SourceOps.want_silence. */
void presence_want_silence(Presence *presence, usec_t silence, bool anew);

/* The source's name; "none" while there is none. */
const char *presence_source(const Presence *presence);

/* What is wrong, for people; "" if nothing. */
const char *presence_problem(const Presence *presence);
