/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-bus.h"
#include "ctl-status.h"

/* limberd's properties, and word of every change of them. */

typedef struct CtlWatch {
	sd_bus *bus;
	sd_bus_message *reply; /* what the status points into */
	CtlStatus status;
	bool changed; /* since it was read */
	bool gone;    /* limberd has left the bus */
} CtlWatch;

/* Connects, and reads the properties. Returns as ctl_call() does, a watch only with CTL_DONE. */
CtlExit ctl_watch_open(CtlWatch **ret);
CtlWatch *ctl_watch_free(CtlWatch *watch);
DEFINE_CLEANUP(CtlWatch *, ctl_watch_free);

/* Reads them anew. */
CtlExit ctl_watch_read(CtlWatch *watch);

/* Takes the answer to Properties.GetAll that was asked for otherwise; clear changed before asking.
 * 0 or a negative errno. */
int ctl_watch_take(CtlWatch *watch, sd_bus_message *reply);

/* Reads them after every change until reached() holds of them, but not for longer than max_wait.
 * CTL_DONE in both cases. */
CtlExit ctl_watch_until(CtlWatch *watch, bool (*reached)(const CtlStatus *status), usec_t max_wait);
