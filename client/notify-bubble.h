/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "notify-view.h"

/* The notification on the screen: brings a scene to whichever notification server there is, now or
 * as soon as one answers. */
typedef struct Bubble Bubble;

typedef struct {
	/* How it fares, as for ReportNotifier; called on every change and before a call that may
	 * block. */
	void (*report)(void *userdata, const char *state, const char *problem);
	/* A button was pressed: one of Action. */
	void (*action)(void *userdata, Action action);
} BubbleOps;

/* bus is the session bus; ops and userdata must outlive the bubble. Nothing is sent yet. */
Bubble *bubble_new(GDBusConnection *bus, const BubbleOps *ops, void *userdata);

/* From now on this scene is to be seen, and it is not SCENE_NOTHING. Cheap if it is seen already.
 * Should the server hang between two calls, libnotify may block for 25 s later on. */
void bubble_show(Bubble *bubble, const Scene *scene);

/* Takes it off the screen; what expires by itself is left to the server. Does not block, so the bus
 * has to be flushed before the program ends. */
void bubble_withdraw(Bubble *bubble);

/* Leaves the screen as it is. */
Bubble *bubble_free(Bubble *bubble);
