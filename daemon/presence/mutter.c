/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presence from GNOME: org.gnome.Mutter.IdleMonitor on the session bus. It counts input, whatever
 * inhibits idleness. Its watches die with the shell; a user-active watch fires once. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source.h"
#include "util/intl.h"

#define MUTTER_NAME      "org.gnome.Mutter.IdleMonitor"
#define MUTTER_PATH      "/org/gnome/Mutter/IdleMonitor/Core"
#define MUTTER_INTERFACE "org.gnome.Mutter.IdleMonitor"

typedef struct Mutter {
	const SourceSink *sink;
	sd_bus *bus;
	sd_bus_slot *fired; /* matches */
	sd_bus_slot *owner;
	sd_bus_slot *idle_call; /* calls under way */
	sd_bus_slot *active_call;
	sd_bus_slot *time_call;
	uint32_t idle_watch; /* 0: none */
	uint32_t active_watch;
	bool outdated; /* the idle watch under way is of another silence */
	bool ready;
	bool silent; /* reported */
	usec_t silence;
} Mutter;

static void lost(Mutter *mutter, const char *why)
{
	mutter->sink->lost(mutter->sink->userdata, why);
}

static int call(Mutter *mutter, sd_bus_slot **slot, const char *method,
        sd_bus_message_handler_t done, const char *types, uint64_t msec)
{
	*slot = sd_bus_slot_unref(*slot);
	if (types)
		return sd_bus_call_method_async(mutter->bus, slot, MUTTER_NAME, MUTTER_PATH,
		        MUTTER_INTERFACE, method, done, mutter, types, msec);
	return sd_bus_call_method_async(mutter->bus, slot, MUTTER_NAME, MUTTER_PATH,
	        MUTTER_INTERFACE, method, done, mutter, NULL);
}

static void remove_watch(Mutter *mutter, uint32_t *id)
{
	if (*id)
		sd_bus_call_method_async(mutter->bus, NULL, MUTTER_NAME, MUTTER_PATH,
		        MUTTER_INTERFACE, "RemoveWatch", NULL, NULL, "u", *id);
	*id = 0;
}

/* The id of a watch that was added; 0 and the source lost if it was not. */
static uint32_t watch_id(Mutter *mutter, sd_bus_message *reply)
{
	uint32_t id = 0;

	if (sd_bus_message_is_method_error(reply, NULL) || sd_bus_message_read(reply, "u", &id) < 0)
		return 0;
	return id;
}

static void await_silence(Mutter *mutter);

static int on_idle_watch(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Mutter *mutter = userdata;

	mutter->idle_call = sd_bus_slot_unref(mutter->idle_call);
	mutter->idle_watch = watch_id(mutter, reply);
	if (mutter->idle_watch == 0)
		lost(mutter, _("the shell takes no watch for idleness"));
	else if (mutter->outdated)
		await_silence(mutter);
	return 0;
}

static int on_active_watch(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Mutter *mutter = userdata;

	mutter->active_call = sd_bus_slot_unref(mutter->active_call);
	mutter->active_watch = watch_id(mutter, reply);
	if (mutter->active_watch == 0)
		lost(mutter, _("the shell takes no watch for input"));
	return 0;
}

static void await_silence(Mutter *mutter)
{
	/* without its id it could not be removed */
	mutter->outdated = mutter->idle_call;
	if (mutter->outdated)
		return;
	remove_watch(mutter, &mutter->idle_watch);
	call(mutter, &mutter->idle_call, "AddIdleWatch", on_idle_watch, "t",
	        (uint64_t)(mutter->silence / USEC_PER_MSEC));
}

/* The idle time, asked for when a watch fired. */
static int on_idle_time(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Mutter *mutter = userdata;
	usec_t since = clock_boottime() - mutter->silence;
	uint64_t msec;

	if (!sd_bus_message_is_method_error(reply, NULL) &&
	        sd_bus_message_read(reply, "t", &msec) >= 0)
		since = clock_boottime() - (usec_t)msec * USEC_PER_MSEC;
	mutter->silent = true;
	mutter->sink->silent(mutter->sink->userdata, since);
	return 0;
}

static int on_fired(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Mutter *mutter = userdata;
	uint32_t id;

	if (sd_bus_message_read(message, "u", &id) < 0 || id == 0)
		return 0;
	if (id == mutter->idle_watch) {
		remove_watch(mutter, &mutter->idle_watch);
		/* input that comes before the answer is told after it: replies keep their order */
		call(mutter, &mutter->time_call, "GetIdletime", on_idle_time, NULL, 0);
		if (!mutter->active_call && !mutter->active_watch)
			call(mutter, &mutter->active_call, "AddUserActiveWatch", on_active_watch,
			        NULL, 0);
	} else if (id == mutter->active_watch) {
		mutter->active_watch = 0;
		mutter->silent = false;
		await_silence(mutter);
		mutter->sink->present(mutter->sink->userdata, clock_boottime());
	}
	return 0;
}

static int on_owner(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Mutter *mutter = userdata;
	const char *name, *before, *after;

	if (sd_bus_message_read(message, "sss", &name, &before, &after) < 0)
		return 0;
	if (before[0])
		lost(mutter, _("the shell is gone"));
	return 0;
}

static int on_first(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Mutter *mutter = userdata;

	mutter->time_call = sd_bus_slot_unref(mutter->time_call);
	if (sd_bus_message_is_method_error(reply, NULL)) {
		lost(mutter, NULL);
		return 0;
	}
	mutter->ready = true;
	mutter->sink->ready(mutter->sink->userdata);
	return 0;
}

static void mutter_free(void *source)
{
	Mutter *mutter = source;

	if (!mutter)
		return;
	remove_watch(mutter, &mutter->idle_watch);
	remove_watch(mutter, &mutter->active_watch);
	sd_bus_slot_unref(mutter->fired);
	sd_bus_slot_unref(mutter->owner);
	sd_bus_slot_unref(mutter->idle_call);
	sd_bus_slot_unref(mutter->active_call);
	sd_bus_slot_unref(mutter->time_call);
	free(mutter);
}

static int mutter_open(const SourceContext *context, const SourceSink *sink, void **ret_source)
{
	Mutter *mutter;
	int r;

	if (!context->session_bus)
		return -ENOENT;
	mutter = calloc(1, sizeof(*mutter));
	if (!mutter)
		return -ENOMEM;
	mutter->sink = sink;
	mutter->bus = context->session_bus;
	r = sd_bus_match_signal_async(mutter->bus, &mutter->fired, MUTTER_NAME, MUTTER_PATH,
	        MUTTER_INTERFACE, "WatchFired", on_fired, NULL, mutter);
	if (r >= 0)
		r = sd_bus_add_match_async(mutter->bus, &mutter->owner,
		        "type='signal',sender='org.freedesktop.DBus',"
		        "interface='org.freedesktop.DBus',member='NameOwnerChanged',"
		        "arg0='" MUTTER_NAME "'",
		        on_owner, NULL, mutter);
	if (r >= 0)
		r = call(mutter, &mutter->time_call, "GetIdletime", on_first, NULL, 0);
	if (r < 0) {
		mutter_free(mutter);
		return r;
	}
	*ret_source = mutter;
	return 0;
}

static void mutter_want_silence(void *source, usec_t silence, bool anew)
{
	Mutter *mutter = source;

	mutter->silence = silence;
	if (anew || !mutter->silent)
		await_silence(mutter);
}

const SourceOps mutter_source = {
        .open = mutter_open,
        .want_silence = mutter_want_silence,
        .free = mutter_free,
};
