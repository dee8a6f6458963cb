/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presence from an X server whose SYNC extension has no IDLETIME: the counter of MIT-SCREEN-SAVER.
 * That cannot wake anybody, so it is looked at when the silence could have lasted long enough; and
 * while a silence is reported, now and then for its end, unless the server's own saver is on, whose
 * end is an event. X11 Screen Saver Extension, version 1.1. */

#include <errno.h>
#include <stdlib.h>
#include <xcb/screensaver.h>
#include <xcb/xcbext.h>

#include "source.h"
#include "util/cleanup.h"
#include "util/intl.h"
#include "x11-server.h"

#define SILENCE_MIN (100 * USEC_PER_MSEC)

/* How long the end of a silence may go unnoticed: an eighth of what made it one, within these. The
 * weakness below names the longest. */
#define LOOK_MIN (1 * USEC_PER_SEC)
#define LOOK_MAX (5 * USEC_PER_SEC)

/* For the coarse clock of the counter. */
#define SLACK (50 * USEC_PER_MSEC)

typedef struct Xss {
	const SourceSink *sink;
	X11Server *server;
	xcb_connection_t *connection;
	xcb_window_t root;
	uint8_t first_event;
	sd_event_source *timer;  /* the next look */
	unsigned int asked;      /* sequence number of the question under way; 0: none */
	usec_t asked_monotonic;  /* on CLOCK_MONOTONIC, the counter's */
	bool ask_again;          /* what was asked for has changed meanwhile */
	bool silent;             /* reported */
	usec_t latest_monotonic; /* while silent: the last input was no later than this */
	usec_t silence;
} Xss;

static void look(Xss *xss)
{
	sd_event_source_set_enabled(xss->timer, SD_EVENT_OFF);
	xss->ask_again = xss->asked != 0;
	if (xss->asked)
		return;
	xss->asked = xcb_screensaver_query_info(xss->connection, xss->root).sequence;
	xss->asked_monotonic = clock_monotonic();
	xcb_flush(xss->connection);
}

static void look_in(Xss *xss, usec_t span)
{
	sd_event_source_set_time(xss->timer, (uint64_t)(clock_boottime() + span));
	sd_event_source_set_enabled(xss->timer, SD_EVENT_ONESHOT);
}

static int on_timer(sd_event_source *timer, uint64_t usec, void *userdata)
{
	look(userdata);
	return 0;
}

static void look_for_input(Xss *xss, bool saver_is_on)
{
	usec_t span = xss->silence / 8;

	if (!saver_is_on)
		look_in(xss, span < LOOK_MIN ? LOOK_MIN : span > LOOK_MAX ? LOOK_MAX : span);
}

/* Whether there was input during the silence. The counter was read some time between question and
 * answer, and a busy machine may have taken its time for both. */
static bool has_ended(Xss *xss, usec_t idle)
{
	usec_t latest = clock_monotonic() - idle;

	if (xss->asked_monotonic - idle > xss->latest_monotonic + SLACK)
		return true;
	if (latest < xss->latest_monotonic)
		xss->latest_monotonic = latest;
	return false;
}

/* The counter's value and the saver's state have come. */
static void judge(Xss *xss, usec_t idle, bool saver_is_on)
{
	usec_t since = clock_boottime() - idle;

	if (xss->silent && has_ended(xss, idle)) {
		xss->silent = false;
		xss->sink->present(xss->sink->userdata, since);
	}
	if (!xss->silent && idle >= xss->silence) {
		xss->silent = true;
		xss->latest_monotonic = clock_monotonic() - idle;
		xss->sink->silent(xss->sink->userdata, since);
	}
	/* the sink may have wanted another silence, and so another look */
	if (xss->asked)
		return;
	if (xss->silent)
		look_for_input(xss, saver_is_on);
	else
		look_in(xss, xss->silence - idle + USEC_PER_MSEC);
}

static void xss_reply(void *userdata)
{
	Xss *xss = userdata;
	CLEANUP(free) xcb_screensaver_query_info_reply_t *info = NULL;
	CLEANUP(free) xcb_generic_error_t *error = NULL;

	if (!xss->asked || !xcb_poll_for_reply(xss->connection, xss->asked, (void **)&info, &error))
		return;
	xss->asked = 0;
	if (xss->ask_again)
		look(xss);
	else if (info)
		judge(xss, info->ms_since_user_input * USEC_PER_MSEC,
		        info->state == XCB_SCREENSAVER_STATE_ON);
	else
		look_in(xss, LOOK_MAX);
}

static void xss_event(void *userdata, const xcb_generic_event_t *event)
{
	Xss *xss = userdata;

	/* the saver goes on or off: the first needs no more looks, the second may be input */
	if ((event->response_type & 0x7f) == xss->first_event + XCB_SCREENSAVER_NOTIFY &&
	        xss->silent)
		look(xss);
}

static const char *xss_connected(void *userdata, xcb_connection_t *connection)
{
	Xss *xss = userdata;
	const xcb_query_extension_reply_t *extension =
	        xcb_get_extension_data(connection, &xcb_screensaver_id);
	CLEANUP(free) xcb_screensaver_query_version_reply_t *version = NULL;

	if (extension && extension->present)
		version = xcb_screensaver_query_version_reply(
		        connection, xcb_screensaver_query_version(connection, 1, 1), NULL);
	if (!version)
		return _("the X server has no MIT-SCREEN-SAVER extension");
	xss->connection = connection;
	xss->first_event = extension->first_event;
	xss->root = xcb_setup_roots_iterator(xcb_get_setup(connection)).data->root;
	xcb_screensaver_select_input(connection, xss->root, XCB_SCREENSAVER_EVENT_NOTIFY_MASK);
	return NULL;
}

static void xss_free(void *source)
{
	Xss *xss = source;

	if (!xss)
		return;
	sd_event_source_disable_unref(xss->timer);
	x11_server_free(xss->server);
	free(xss);
}

static int xss_open(const SourceContext *context, const SourceSink *sink, void **ret_source)
{
	Xss *xss = calloc(1, sizeof(*xss));
	int r;

	if (!xss)
		return -ENOMEM;
	xss->sink = sink;
	xss->silence = SILENCE_MIN;
	r = sd_event_add_time(context->event, &xss->timer, CLOCK_BOOTTIME, 0, 0, on_timer, xss);
	if (r >= 0)
		r = sd_event_source_set_enabled(xss->timer, SD_EVENT_OFF);
	if (r >= 0)
		r = x11_server_open(context, sink,
		        &(const X11Client){
		                .connected = xss_connected,
		                .event = xss_event,
		                .reply = xss_reply,
		                .userdata = xss,
		        },
		        &xss->server);
	if (r < 0) {
		xss_free(xss);
		return r;
	}
	*ret_source = xss;
	return 0;
}

static void xss_want_silence(void *source, usec_t silence, bool anew)
{
	Xss *xss = source;

	xss->silence = silence > SILENCE_MIN ? silence : SILENCE_MIN;
	if (anew)
		xss->silent = false;
	look(xss);
}

const SourceOps presence_source_ops = {
        .weakness = N_("the X server counts idle time but tells nobody: your return is noticed up "
                       "to 5 seconds late, and limberd wakes up to look for it"),
        .open = xss_open,
        .want_silence = xss_want_silence,
        .free = xss_free,
};
