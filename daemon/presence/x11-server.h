/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <xcb/xcb.h>

#include "source.h"

/* The connection to the X server of DISPLAY, for the sources that need one: opened without waiting
 * for a server that hangs, and lost when the server goes. */
typedef struct X11Server X11Server;

/* What a source does with it. All are called from the loop. */
typedef struct X11Client {
	/* There is a connection: asks the server for what is needed, and may wait for its replies.
	 * NULL, and the source is ready; or why it cannot work, for people. */
	const char *(*connected)(void *userdata, xcb_connection_t *connection);
	void (*event)(void *userdata, const xcb_generic_event_t *event);
	/* Something was read, perhaps a reply. NULL: there is none to come. */
	void (*reply)(void *userdata);
	void *userdata;
} X11Client;

/* As SourceOps.open(). The sink is told ready and lost; both pointers live as long as the source.
 */
int x11_server_open(const SourceContext *context, const SourceSink *sink, const X11Client *client,
        X11Server **ret);

/* Closes the connection. */
X11Server *x11_server_free(X11Server *server);
