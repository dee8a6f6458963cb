/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <systemd/sd-bus.h>

#include "ctl.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(sd_bus_message *, sd_bus_message_unref);
/* not with a flush, which would wait for a bus that hangs; a call that was answered is out */
DEFINE_CLEANUP(sd_bus *, sd_bus_close_unref);

/* One method call to limberd over the user's bus, on a connection of its own; it never starts
 * limberd. interface: NULL for Limber's own. types and what follows: as sd_bus_message_append().
 * Returns CTL_DONE with the reply, to be unreferenced, if ret_reply is not NULL; else it has said
 * on standard error what went wrong. */
CtlExit ctl_call(const char *interface, const char *member, sd_bus_message **ret_reply,
        const char *types, ...);

/* The same in two steps, for who has more than one thing to ask: a connection to the user's bus, to
 * be given up by sd_bus_close_unref(), and calls on it. */
CtlExit ctl_open(sd_bus **ret);
CtlExit ctl_ask(sd_bus *bus, const char *interface, const char *member, sd_bus_message **ret_reply,
        const char *types, ...);

/* And in three, for arguments that are lists: a call, to which they are appended, is sent.
 * ctl_not_sent() says that appending has failed. */
int ctl_new_call(sd_bus *bus, const char *interface, const char *member, sd_bus_message **ret_call);
CtlExit ctl_not_sent(int r);
CtlExit ctl_send(sd_bus *bus, sd_bus_message *call, sd_bus_message **ret_reply);

/* A span or a moment from the bus, cut to what can be reckoned with: 36 thousand years. */
usec_t ctl_usec(uint64_t usec);

/* For a reply that is not what the contract says: says so. */
CtlExit ctl_bad_reply(int r);
