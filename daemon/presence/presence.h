/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

#include "source.h"

/* Chooses the presence source, another when it is lost, and a better one when it appears. */

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

/* Whether a film that inhibits idleness is presence; another answer opens the source anew: true if
 * it does. */
bool presence_set_input_only(Presence *presence, bool input_only);

/* The user is believed to be away, and no source has said so: another process's had. The one that
 * gets ready is asked for so short a silence that any pause will do, since without a silence it
 * tells of no input; if it finds none, there is input all the time. To be called before one is
 * ready. 0 or a negative errno. */
int presence_doubt(Presence *presence);

/* Asks the source to show that it reacts. `done` is called once, from the loop: with the silence
 * that it reported, or -1. -ENOENT without a source, -EBUSY if that was asked already. */
int presence_prove(
        Presence *presence, void (*done)(void *userdata, usec_t silence), void *userdata);

/* The source's name; "none" while there is none. */
const char *presence_source(const Presence *presence);

/* What is wrong, for people; "" if nothing. */
const char *presence_problem(const Presence *presence);

/* The i-th source in the order of preference: its name, state and why; false past the last. */
bool presence_list(const Presence *presence, size_t i, const char **ret_name,
        const char **ret_state, const char **ret_why);
