/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <systemd/sd-bus.h>

#include "core/hold-set.h"

/* Holds that other programs place over the bus end when the program leaves it. */

typedef struct Callers Callers;

/* `left` is called from the event loop with the hold's owner. */
int callers_new(sd_bus *bus, void (*left)(void *userdata, const char *owner), void *userdata,
        Callers **ret);
Callers *callers_free(Callers *callers);

/* Watches the connection of that unique name for the hold, instead of the one before. 0; -ENXIO if
 * it is not there; -ENOBUFS for too many; or another negative errno. A failure changes nothing. */
int callers_watch(Callers *callers, const char *owner, const char *unique_name);

/* Forgets the callers of all holds that are not in the set: they have ended otherwise. */
void callers_keep(Callers *callers, const HoldSet *set);
