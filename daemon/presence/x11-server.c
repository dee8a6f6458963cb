/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way to an X server and its events, which the sources of X11 share. Knows no extension. */

#include "x11-server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/intl.h"
#include "x11-probe.h"

struct X11Server {
	const SourceSink *sink;
	X11Client client;
	sd_event *event;
	sd_event_source *first;
	X11Probe *probe;
	xcb_connection_t *connection;
	sd_event_source *io;
};

static void lost(X11Server *server, const char *why)
{
	server->sink->lost(server->sink->userdata, why);
}

static bool is_under_wayland(void)
{
	const char *type = getenv("XDG_SESSION_TYPE");

	return getenv("WAYLAND_DISPLAY") || (type && strcmp(type, "wayland") == 0);
}

/* False once the connection is broken. */
static bool handle_events(X11Server *server, xcb_generic_event_t *(*next)(xcb_connection_t *))
{
	const X11Client *client = &server->client;
	xcb_generic_event_t *event;

	while ((event = next(server->connection))) {
		client->event(client->userdata, event);
		free(event);
	}
	if (client->reply)
		client->reply(client->userdata);
	return !xcb_connection_has_error(server->connection);
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	X11Server *server = userdata;

	if (!handle_events(server, xcb_poll_for_event))
		lost(server, _("the X server is gone"));
	return 0;
}

/* What has been read from the socket already, behind a reply, does not wake the loop again. */
static int on_prepare(sd_event_source *source, void *userdata)
{
	handle_events(userdata, xcb_poll_for_queued_event);
	return 0;
}

/* Connects. This waits for the server, but for one that has just answered. */
static void connect_now(X11Server *server)
{
	const char *why;
	int r;

	server->connection = xcb_connect(NULL, NULL);
	if (xcb_connection_has_error(server->connection)) {
		lost(server, _("the X server refuses the connection; see XAUTHORITY"));
		return;
	}
	why = server->client.connected(server->client.userdata, server->connection);
	if (why) {
		lost(server, why);
		return;
	}
	r = sd_event_add_io(server->event, &server->io, xcb_get_file_descriptor(server->connection),
	        EPOLLIN, on_io, server);
	if (r >= 0)
		r = sd_event_source_set_prepare(server->io, on_prepare);
	if (r < 0)
		lost(server, strerror(-r));
	else
		server->sink->ready(server->sink->userdata);
}

static void on_answer(void *userdata, int result)
{
	X11Server *server = userdata;

	server->probe = x11_probe_free(server->probe);
	if (result < 0)
		lost(server, strerror(-result));
	else
		connect_now(server);
}

static int on_first(sd_event_source *source, void *userdata)
{
	X11Server *server = userdata;
	int r;

	/* before anything is asked of that server: the question could start it */
	if (is_under_wayland()) {
		lost(server, _("an X server under Wayland sees only the input to X11 windows"));
		return 0;
	}
	r = x11_probe_new(server->event, on_answer, server, &server->probe);
	/* with a server on another machine there is nothing but to wait for it */
	if (r == -EREMOTE)
		connect_now(server);
	else if (r < 0)
		lost(server, strerror(-r));
	return 0;
}

int x11_server_open(const SourceContext *context, const SourceSink *sink, const X11Client *client,
        X11Server **ret)
{
	X11Server *server;
	int r;

	if (!getenv("DISPLAY"))
		return -ENOENT;
	server = calloc(1, sizeof(*server));
	if (!server)
		return -ENOMEM;
	server->sink = sink;
	server->client = *client;
	server->event = context->event;
	r = sd_event_add_defer(context->event, &server->first, on_first, server);
	if (r < 0) {
		x11_server_free(server);
		return r;
	}
	*ret = server;
	return 0;
}

X11Server *x11_server_free(X11Server *server)
{
	if (!server)
		return NULL;
	sd_event_source_disable_unref(server->io);
	sd_event_source_disable_unref(server->first);
	x11_probe_free(server->probe);
	if (server->connection)
		xcb_disconnect(server->connection);
	free(server);
	return NULL;
}
