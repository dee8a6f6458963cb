/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presence from an X server: alarms on the IDLETIME counter of the SYNC extension. The server wakes
 * us when a silence has lasted long enough and when it ends; input in between costs nothing. X
 * Synchronization Extension Protocol, version 3.1. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <xcb/sync.h>
#include <xcb/xcb.h>

#include "source.h"
#include "util/cleanup.h"
#include "util/intl.h"

/* Below this the counter's own steps of a millisecond would count. */
#define SILENCE_MIN (100 * USEC_PER_MSEC)

typedef struct X11 {
	const SourceSink *sink;
	xcb_connection_t *connection;
	sd_event_source *io;
	sd_event_source *first; /* reports ready() from the loop */
	uint8_t first_event;
	xcb_sync_counter_t counter;
	xcb_sync_alarm_t silence_alarm; /* 0: none */
	xcb_sync_alarm_t input_alarm;   /* 0: none; armed while a silence is reported */
	usec_t silence;
} X11;

static xcb_sync_int64_t sync_value(int64_t value)
{
	return (xcb_sync_int64_t){.hi = (int32_t)(value >> 32), .lo = (uint32_t)value};
}

static int64_t from_sync_value(xcb_sync_int64_t value)
{
	return (int64_t)((uint64_t)(uint32_t)value.hi << 32 | value.lo);
}

static void destroy_alarm(X11 *x11, xcb_sync_alarm_t *alarm)
{
	if (*alarm)
		xcb_sync_destroy_alarm(x11->connection, *alarm);
	*alarm = 0;
}

/* An alarm that goes off once, at once if the counter is there already: a comparison, where a
 * transition would wait for one that has passed. */
static void create_alarm(X11 *x11, xcb_sync_alarm_t *alarm, xcb_sync_testtype_t test, int64_t msec)
{
	const uint32_t mask = XCB_SYNC_CA_COUNTER | XCB_SYNC_CA_VALUE_TYPE | XCB_SYNC_CA_VALUE |
	                      XCB_SYNC_CA_TEST_TYPE | XCB_SYNC_CA_DELTA | XCB_SYNC_CA_EVENTS;
	const xcb_sync_create_alarm_value_list_t values = {
	        .counter = x11->counter,
	        .valueType = XCB_SYNC_VALUETYPE_ABSOLUTE,
	        .value = sync_value(msec),
	        .testType = test,
	        .delta = sync_value(0),
	        .events = 1,
	};

	destroy_alarm(x11, alarm);
	*alarm = xcb_generate_id(x11->connection);
	xcb_sync_create_alarm_aux(x11->connection, *alarm, mask, &values);
	xcb_flush(x11->connection);
}

static void await_silence(X11 *x11)
{
	create_alarm(x11, &x11->silence_alarm, XCB_SYNC_TESTTYPE_POSITIVE_COMPARISON,
	        x11->silence / USEC_PER_MSEC);
}

static void on_alarm(X11 *x11, const xcb_sync_alarm_notify_event_t *alarm)
{
	int64_t idle_msec = from_sync_value(alarm->counter_value);
	usec_t since = clock_boottime() - idle_msec * USEC_PER_MSEC;

	if (alarm->state == XCB_SYNC_ALARMSTATE_DESTROYED)
		return;
	if (alarm->alarm == x11->silence_alarm) {
		destroy_alarm(x11, &x11->silence_alarm);
		create_alarm(x11, &x11->input_alarm, XCB_SYNC_TESTTYPE_NEGATIVE_COMPARISON,
		        idle_msec - 1);
		x11->sink->silent(x11->sink->userdata, since);
	} else if (alarm->alarm == x11->input_alarm) {
		destroy_alarm(x11, &x11->input_alarm);
		await_silence(x11);
		x11->sink->present(x11->sink->userdata, since);
	}
}

/* False once the connection is broken. */
static bool handle_events(X11 *x11, xcb_generic_event_t *(*next)(xcb_connection_t *))
{
	xcb_generic_event_t *event;

	while ((event = next(x11->connection))) {
		if ((event->response_type & 0x7f) == x11->first_event + XCB_SYNC_ALARM_NOTIFY)
			on_alarm(x11, (xcb_sync_alarm_notify_event_t *)event);
		free(event);
	}
	return !xcb_connection_has_error(x11->connection);
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	X11 *x11 = userdata;

	if (!handle_events(x11, xcb_poll_for_event))
		x11->sink->lost(x11->sink->userdata, _("the X server is gone"));
	return 0;
}

/* What has been read from the socket already, behind a reply, does not wake the loop again. */
static int on_prepare(sd_event_source *source, void *userdata)
{
	handle_events(userdata, xcb_poll_for_queued_event);
	return 0;
}

static int on_first(sd_event_source *source, void *userdata)
{
	X11 *x11 = userdata;
	const char *type = getenv("XDG_SESSION_TYPE");

	if (getenv("WAYLAND_DISPLAY") || (type && strcmp(type, "wayland") == 0))
		x11->sink->lost(x11->sink->userdata,
		        _("an X server under Wayland sees only the input to X11 windows"));
	else
		x11->sink->ready(x11->sink->userdata);
	return 0;
}

/* The length that libxcb computes for a counter's entry leaves the padding to 4 bytes out in some
 * releases, so the entries are walked by the protocol: 4 bytes of counter, 8 of resolution, 2 of
 * name length, the name, padding. */
static xcb_sync_counter_t find_idletime(const xcb_sync_list_system_counters_reply_t *reply)
{
	static const char name[] = "IDLETIME";
	const uint8_t *p = (const uint8_t *)(reply + 1);
	const uint8_t *end = p + (size_t)reply->length * 4 - (sizeof(*reply) - 32);

	for (uint32_t i = 0; i < reply->counters_len && end - p >= 14; i++) {
		xcb_sync_counter_t counter;
		uint16_t length;
		size_t size;

		memcpy(&counter, p, sizeof(counter));
		memcpy(&length, p + 12, sizeof(length));
		size = (14 + (size_t)length + 3) & ~(size_t)3;
		if ((size_t)(end - p) < size)
			break;
		if (length == strlen(name) && memcmp(p + 14, name, length) == 0)
			return counter;
		p += size;
	}
	return 0;
}

static int find_counter(X11 *x11)
{
	const xcb_query_extension_reply_t *extension =
	        xcb_get_extension_data(x11->connection, &xcb_sync_id);
	CLEANUP(free) xcb_sync_initialize_reply_t *version = NULL;
	CLEANUP(free) xcb_sync_list_system_counters_reply_t *counters = NULL;

	if (!extension || !extension->present)
		return -EOPNOTSUPP;
	x11->first_event = extension->first_event;
	version = xcb_sync_initialize_reply(
	        x11->connection, xcb_sync_initialize(x11->connection, 3, 1), NULL);
	if (!version)
		return -EOPNOTSUPP;
	counters = xcb_sync_list_system_counters_reply(
	        x11->connection, xcb_sync_list_system_counters(x11->connection), NULL);
	if (!counters)
		return -EIO;
	x11->counter = find_idletime(counters);
	return x11->counter ? 0 : -EOPNOTSUPP;
}

static void x11_free(void *source)
{
	X11 *x11 = source;

	if (!x11)
		return;
	sd_event_source_disable_unref(x11->io);
	sd_event_source_disable_unref(x11->first);
	if (x11->connection)
		xcb_disconnect(x11->connection);
	free(x11);
}

static int x11_open(const SourceContext *context, const SourceSink *sink, void **ret_source)
{
	X11 *x11;
	int r;

	if (!getenv("DISPLAY"))
		return -ENOENT;
	x11 = calloc(1, sizeof(*x11));
	if (!x11)
		return -ENOMEM;
	x11->sink = sink;
	x11->silence = SILENCE_MIN;
	x11->connection = xcb_connect(NULL, NULL);
	r = xcb_connection_has_error(x11->connection) ? -ECONNREFUSED : find_counter(x11);
	if (r >= 0)
		r = sd_event_add_io(context->event, &x11->io,
		        xcb_get_file_descriptor(x11->connection), EPOLLIN, on_io, x11);
	if (r >= 0)
		r = sd_event_source_set_prepare(x11->io, on_prepare);
	if (r >= 0)
		r = sd_event_add_defer(context->event, &x11->first, on_first, x11);
	if (r < 0) {
		x11_free(x11);
		return r;
	}
	*ret_source = x11;
	return 0;
}

static void x11_want_silence(void *source, usec_t silence, bool anew)
{
	X11 *x11 = source;

	x11->silence = silence > SILENCE_MIN ? silence : SILENCE_MIN;
	if (anew || !x11->input_alarm)
		await_silence(x11);
}

const SourceOps presence_source_ops = {
        .open = x11_open,
        .want_silence = x11_want_silence,
        .free = x11_free,
};
