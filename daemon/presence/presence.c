/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tries the sources in order, and again with back-off as long as there is none. Knows no mechanism.
 */

#include "presence.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "build-config.h"
#include "util/cleanup.h"
#include "util/intl.h"
#include "util/log.h"

#define RETRY_MIN (1 * USEC_PER_SEC)
#define RETRY_MAX (60 * USEC_PER_SEC)

#define PROBLEM_SIZE 256

struct Presence {
	SourceContext context;
	PresenceSink sink;
	SourceSink source_sink;
	const SourceOps *ops; /* NULL: none */
	void *source;
	bool ready;
	size_t next; /* which source to try next */
	usec_t silence;
	sd_event_source *retry_timer;
	usec_t retry_after;
	char problem[PROBLEM_SIZE];
	bool problem_is_failure; /* a source that should work does not */
};

static const SourceOps *const sources[] = {
#if HAVE_X11
        &x11_source,
#endif
        NULL,
};

static void try_sources(Presence *presence);

static void set_problem(Presence *presence, bool failure, const char *text)
{
	/* "nothing here" does not hide "this is broken" */
	if (presence->problem_is_failure && !failure)
		return;
	presence->problem_is_failure = failure;
	snprintf(presence->problem, PROBLEM_SIZE, "%s", text);
}

static void close_source(Presence *presence)
{
	if (presence->ops && presence->source)
		presence->ops->free(presence->source);
	presence->ops = NULL;
	presence->source = NULL;
	presence->ready = false;
}

static int on_retry(sd_event_source *timer, uint64_t usec, void *userdata)
{
	Presence *presence = userdata;

	presence->next = 0;
	try_sources(presence);
	return 0;
}

static void retry_later(Presence *presence)
{
	uint64_t now;

	sd_event_now(presence->context.event, CLOCK_BOOTTIME, &now);
	sd_event_source_set_time(presence->retry_timer, now + (uint64_t)presence->retry_after);
	sd_event_source_set_enabled(presence->retry_timer, SD_EVENT_ONESHOT);
	presence->retry_after *= 2;
	if (presence->retry_after > RETRY_MAX)
		presence->retry_after = RETRY_MAX;
}

/* Opens the first of the remaining sources that there is. */
static void try_sources(Presence *presence)
{
	while (sources[presence->next]) {
		const SourceOps *ops = sources[presence->next++];
		int r = ops->open(&presence->context, &presence->source_sink, &presence->source);

		if (r >= 0) {
			presence->ops = ops;
			return;
		}
		presence->source = NULL;
		if (r != -ENOENT) {
			char text[PROBLEM_SIZE];

			snprintf(text, sizeof(text), "%s: %s", ops->name, strerror(-r));
			set_problem(presence, true, text);
		}
	}
	set_problem(presence, false,
	        _("no source of presence was found; you count as present all the time"));
	presence->sink.changed(presence->sink.userdata);
	retry_later(presence);
}

static void on_ready(void *userdata)
{
	Presence *presence = userdata;

	presence->ready = true;
	presence->retry_after = RETRY_MIN;
	presence->problem[0] = '\0';
	presence->problem_is_failure = false;
	log_info(_("presence comes from %s"), presence->ops->name);
	presence->ops->want_silence(presence->source, presence->silence, true);
	presence->sink.changed(presence->sink.userdata);
}

static void on_silent(void *userdata, usec_t since)
{
	Presence *presence = userdata;

	presence->sink.silent(presence->sink.userdata, since);
}

static void on_present(void *userdata, usec_t since)
{
	Presence *presence = userdata;

	presence->sink.present(presence->sink.userdata, since);
}

static void on_lost(void *userdata, const char *why)
{
	Presence *presence = userdata;
	bool was_ready = presence->ready;
	char text[PROBLEM_SIZE];

	snprintf(text, sizeof(text), _("%s: %s; you count as present until it is back"),
	        presence->ops->name, why);
	if (was_ready)
		log_warning("%s", text);
	set_problem(presence, true, text);
	close_source(presence);
	/* rule 14: without a source the user counts as present */
	if (was_ready) {
		presence->next = 0;
		presence->sink.present(presence->sink.userdata, clock_boottime());
		presence->sink.changed(presence->sink.userdata);
		retry_later(presence);
	} else {
		try_sources(presence);
	}
}

int presence_new(const SourceContext *context, const PresenceSink *sink, Presence **ret)
{
	Presence *presence = calloc(1, sizeof(*presence));
	int r;

	if (!presence)
		return -ENOMEM;
	presence->context = *context;
	presence->sink = *sink;
	presence->source_sink = (SourceSink){
	        .ready = on_ready,
	        .silent = on_silent,
	        .present = on_present,
	        .lost = on_lost,
	        .userdata = presence,
	};
	presence->retry_after = RETRY_MIN;
	/* the first try comes from the loop, as all reports do */
	r = sd_event_add_time(
	        context->event, &presence->retry_timer, CLOCK_BOOTTIME, 0, 0, on_retry, presence);
	if (r < 0) {
		presence_free(presence);
		return r;
	}
	*ret = presence;
	return 0;
}

Presence *presence_free(Presence *presence)
{
	if (!presence)
		return NULL;
	close_source(presence);
	sd_event_source_unref(presence->retry_timer);
	free(presence);
	return NULL;
}

void presence_want_silence(Presence *presence, usec_t silence, bool anew)
{
	presence->silence = silence;
	if (presence->ready)
		presence->ops->want_silence(presence->source, silence, anew);
}

const char *presence_source(const Presence *presence)
{
	return presence->ready ? presence->ops->name : "none";
}

const char *presence_problem(const Presence *presence)
{
	return presence->problem;
}
