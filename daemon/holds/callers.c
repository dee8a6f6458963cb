/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Watches the programs that placed holds. Knows their names, not what a hold does. */

#include "callers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct Caller {
	Callers *callers;
	char owner[HOLD_OWNER_SIZE]; /* "": a free place */
	sd_bus_track *track;
} Caller;

struct Callers {
	sd_bus *bus;
	void (*left)(void *userdata, const char *owner);
	void *userdata;
	Caller places[HOLDS_MAX];
};

static void clear(Caller *caller)
{
	caller->track = sd_bus_track_unref(caller->track);
	caller->owner[0] = '\0';
}

static int on_left(sd_bus_track *track, void *userdata)
{
	Caller *caller = userdata;
	char owner[HOLD_OWNER_SIZE];

	strcpy(owner, caller->owner);
	clear(caller);
	caller->callers->left(caller->callers->userdata, owner);
	return 0;
}

int callers_new(
        sd_bus *bus, void (*left)(void *userdata, const char *owner), void *userdata, Callers **ret)
{
	Callers *callers = calloc(1, sizeof(*callers));

	if (!callers)
		return -ENOMEM;
	callers->bus = bus;
	callers->left = left;
	callers->userdata = userdata;
	*ret = callers;
	return 0;
}

Callers *callers_free(Callers *callers)
{
	if (!callers)
		return NULL;
	for (size_t i = 0; i < HOLDS_MAX; i++)
		clear(&callers->places[i]);
	free(callers);
	return NULL;
}

static Caller *find(Callers *callers, const char *owner)
{
	for (size_t i = 0; i < HOLDS_MAX; i++)
		if (strcmp(callers->places[i].owner, owner) == 0)
			return &callers->places[i];
	return NULL;
}

int callers_watch(Callers *callers, const char *owner, const char *unique_name)
{
	Caller *caller = find(callers, owner);
	sd_bus_track *track = NULL;
	int r;

	if (!caller)
		caller = find(callers, "");
	if (!caller)
		return -ENOBUFS;
	r = sd_bus_track_new(callers->bus, &track, on_left, caller);
	if (r >= 0)
		r = sd_bus_track_add_name(track, unique_name);
	if (r < 0) {
		/* the one before, if any, has still to be told of */
		sd_bus_track_unref(track);
		return r;
	}
	clear(caller);
	caller->track = track;
	caller->callers = callers;
	strcpy(caller->owner, owner);
	return 0;
}

void callers_keep(Callers *callers, const HoldSet *set)
{
	for (size_t i = 0; i < HOLDS_MAX; i++) {
		Caller *caller = &callers->places[i];

		if (caller->track && !hold_set_find(set, caller->owner))
			clear(caller);
	}
}
