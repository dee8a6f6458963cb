/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <systemd/sd-event.h>

/* Asks the X server of DISPLAY for an answer without waiting for it, which libxcb cannot do: its
 * xcb_connect() waits for as long as the server takes. */
typedef struct X11Probe X11Probe;

/* `done` is called once, from the loop, when the server answers (0) or is gone (negative errno),
 * and may free the probe; with a server that hangs, that is when it goes on. -EREMOTE: the server
 * is on another machine, which is not asked. Another negative errno: there is none. */
int x11_probe_new(
        sd_event *event, void (*done)(void *userdata, int result), void *userdata, X11Probe **ret);
X11Probe *x11_probe_free(X11Probe *probe);
