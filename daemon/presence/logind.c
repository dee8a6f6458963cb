/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presence from logind's IdleHint, which a desktop sets for its own session: the last resort. The
 * desktop alone decides after which silence, often many minutes, if it sets the hint at all. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source.h"
#include "util/intl.h"

#define LOGIND     "org.freedesktop.login1"
#define PATH       "/org/freedesktop/login1"
#define MANAGER    "org.freedesktop.login1.Manager"
#define PROPERTIES "org.freedesktop.DBus.Properties"
#define INTERFACE  "org.freedesktop.login1.Session"

typedef struct Logind {
	const SourceSink *sink;
	sd_bus *bus;
	char *path;
	sd_bus_slot *call;
	sd_bus_slot *changed;
	sd_bus_slot *removed;
	sd_bus_slot *owner;
	sd_bus_slot *disconnected;
	bool asked_by_name; /* XDG_SESSION_ID's, which may be out of date */
	bool ready;
	bool silent; /* reported */
	bool idle;
	usec_t since; /* while idle */
} Logind;

static void report(Logind *logind)
{
	if (logind->idle == logind->silent)
		return;
	logind->silent = logind->idle;
	if (logind->idle)
		logind->sink->silent(logind->sink->userdata, logind->since);
	else
		logind->sink->present(logind->sink->userdata, clock_boottime());
}

/* IdleHint and the moment of its last change, which is that of the last input while it is set. */
static int read_hint(Logind *logind, sd_bus_message *reply)
{
	uint64_t since = 0;
	int idle = 0;
	int r;

	r = sd_bus_message_enter_container(reply, 'a', "{sv}");
	while (r > 0 && sd_bus_message_enter_container(reply, 'e', "sv") > 0) {
		const char *name;

		r = sd_bus_message_read(reply, "s", &name);
		if (r >= 0 && strcmp(name, "IdleHint") == 0)
			r = sd_bus_message_read(reply, "v", "b", &idle);
		else if (r >= 0 && strcmp(name, "IdleSinceHintMonotonic") == 0)
			r = sd_bus_message_read(reply, "v", "t", &since);
		else if (r >= 0)
			r = sd_bus_message_skip(reply, "v");
		if (r >= 0)
			r = sd_bus_message_exit_container(reply);
	}
	if (r < 0)
		return r;
	logind->idle = idle;
	/* a moment on CLOCK_MONOTONIC; 0 if it was never told */
	logind->since = clock_boottime();
	if (since > 0 && (usec_t)since < clock_monotonic())
		logind->since -= clock_monotonic() - (usec_t)since;
	return 0;
}

static int on_hint(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Logind *logind = userdata;

	if (sd_bus_message_is_method_error(reply, NULL) || read_hint(logind, reply) < 0) {
		logind->sink->lost(logind->sink->userdata, _("the session tells no idle hint"));
		return 0;
	}
	if (!logind->ready) {
		logind->ready = true;
		logind->sink->ready(logind->sink->userdata);
	}
	report(logind);
	return 0;
}

static void ask(Logind *logind)
{
	logind->call = sd_bus_slot_unref(logind->call);
	sd_bus_call_method_async(logind->bus, &logind->call, LOGIND, logind->path, PROPERTIES,
	        "GetAll", on_hint, logind, "s", INTERFACE);
}

static int on_changed(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	ask(userdata);
	return 0;
}

static int on_owner(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Logind *logind = userdata;
	const char *name, *before, *after;

	if (sd_bus_message_read(message, "sss", &name, &before, &after) >= 0 && !after[0])
		logind->sink->lost(logind->sink->userdata, _("logind is gone"));
	return 0;
}

static int on_removed(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Logind *logind = userdata;
	const char *id, *path;

	if (sd_bus_message_read(message, "so", &id, &path) >= 0 && strcmp(path, logind->path) == 0)
		logind->sink->lost(logind->sink->userdata, _("the session is over"));
	return 0;
}

static int find_session(Logind *logind, const char *name);

static int on_session(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Logind *logind = userdata;
	const char *path;

	if (sd_bus_message_is_method_error(reply, NULL) && logind->asked_by_name) {
		find_session(logind, "auto");
		return 0;
	}
	/* no session of ours: nothing that could tell */
	if (sd_bus_message_is_method_error(reply, NULL) ||
	        sd_bus_message_read(reply, "o", &path) < 0 || !(logind->path = strdup(path))) {
		logind->sink->lost(logind->sink->userdata, NULL);
		return 0;
	}
	sd_bus_match_signal_async(logind->bus, &logind->changed, LOGIND, path, PROPERTIES,
	        "PropertiesChanged", on_changed, NULL, logind);
	sd_bus_match_signal_async(logind->bus, &logind->removed, LOGIND, PATH, MANAGER,
	        "SessionRemoved", on_removed, NULL, logind);
	ask(logind);
	return 0;
}

static int find_session(Logind *logind, const char *name)
{
	logind->asked_by_name = strcmp(name, "auto") != 0;
	logind->call = sd_bus_slot_unref(logind->call);
	return sd_bus_call_method_async(logind->bus, &logind->call, LOGIND, PATH, MANAGER,
	        "GetSession", on_session, logind, "s", name);
}

static int on_disconnected(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Logind *logind = userdata;

	logind->sink->lost(logind->sink->userdata, _("the system bus is gone"));
	return 0;
}

static void logind_free(void *source)
{
	Logind *logind = source;

	if (!logind)
		return;
	sd_bus_slot_unref(logind->call);
	sd_bus_slot_unref(logind->changed);
	sd_bus_slot_unref(logind->removed);
	sd_bus_slot_unref(logind->owner);
	sd_bus_slot_unref(logind->disconnected);
	free(logind->path);
	free(logind);
}

static int logind_open(const SourceContext *context, const SourceSink *sink, void **ret_source)
{
	const char *id = getenv("XDG_SESSION_ID");
	Logind *logind;
	int r;

	if (!context->system_bus)
		return -ENOENT;
	logind = calloc(1, sizeof(*logind));
	if (!logind)
		return -ENOMEM;
	logind->sink = sink;
	logind->bus = context->system_bus;
	r = sd_bus_add_match_async(logind->bus, &logind->owner,
	        "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
	        "member='NameOwnerChanged',arg0='" LOGIND "'",
	        on_owner, NULL, logind);
	if (r >= 0)
		r = sd_bus_match_signal(logind->bus, &logind->disconnected,
		        "org.freedesktop.DBus.Local", "/org/freedesktop/DBus/Local",
		        "org.freedesktop.DBus.Local", "Disconnected", on_disconnected, logind);
	if (r >= 0)
		r = find_session(logind, id ? id : "auto");
	if (r < 0) {
		logind_free(logind);
		return r;
	}
	*ret_source = logind;
	return 0;
}

static void logind_want_silence(void *source, usec_t silence, bool anew)
{
	Logind *logind = source;

	/* the hint comes when the desktop likes; what it says already is told again from the loop
	 */
	if (anew && logind->ready) {
		logind->silent = false;
		ask(logind);
	}
}

const SourceOps logind_source = {
        .weakness = N_("only the desktop's own idle hint tells of absence, late if at all"),
        .open = logind_open,
        .want_silence = logind_want_silence,
        .free = logind_free,
};
