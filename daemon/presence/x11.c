/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presence from an X server: alarms on the IDLETIME counter of the SYNC extension. The server wakes
 * us when a silence has lasted long enough and when it ends; input in between costs nothing. X
 * Synchronization Extension Protocol, version 3.1. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <xcb/sync.h>

#include "source.h"
#include "util/cleanup.h"
#include "util/intl.h"
#include "x11-server.h"

/* Below this the counter's own steps of a millisecond would count. */
#define SILENCE_MIN (100 * USEC_PER_MSEC)

typedef struct X11 {
	const SourceSink *sink;
	X11Server *server;
	xcb_connection_t *connection;
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

static void x11_event(void *userdata, const xcb_generic_event_t *event)
{
	X11 *x11 = userdata;

	if ((event->response_type & 0x7f) == x11->first_event + XCB_SYNC_ALARM_NOTIFY)
		on_alarm(x11, (const xcb_sync_alarm_notify_event_t *)event);
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

static const char *x11_connected(void *userdata, xcb_connection_t *connection)
{
	X11 *x11 = userdata;
	const xcb_query_extension_reply_t *extension =
	        xcb_get_extension_data(connection, &xcb_sync_id);
	CLEANUP(free) xcb_sync_initialize_reply_t *version = NULL;
	CLEANUP(free) xcb_sync_list_system_counters_reply_t *counters = NULL;

	if (extension && extension->present) {
		x11->connection = connection;
		x11->first_event = extension->first_event;
		version = xcb_sync_initialize_reply(
		        connection, xcb_sync_initialize(connection, 3, 1), NULL);
	}
	if (version)
		counters = xcb_sync_list_system_counters_reply(
		        connection, xcb_sync_list_system_counters(connection), NULL);
	if (counters)
		x11->counter = find_idletime(counters);
	return x11->counter ? NULL : _("the X server's SYNC extension counts no idle time");
}

static void x11_free(void *source)
{
	X11 *x11 = source;

	x11_server_free(x11->server);
	free(x11);
}

static int x11_open(const SourceContext *context, const SourceSink *sink, void **ret_source)
{
	X11 *x11 = calloc(1, sizeof(*x11));
	int r;

	if (!x11)
		return -ENOMEM;
	x11->sink = sink;
	x11->silence = SILENCE_MIN;
	r = x11_server_open(context, sink,
	        &(const X11Client){
	                .connected = x11_connected,
	                .event = x11_event,
	                .userdata = x11,
	        },
	        &x11->server);
	if (r < 0) {
		free(x11);
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
