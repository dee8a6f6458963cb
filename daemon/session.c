/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Listens to logind and to the screen savers. Knows nothing of idleness and of the rules. */

#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/cleanup.h"
#include "util/intl.h"
#include "util/log.h"

#define LOGIND         "org.freedesktop.login1"
#define LOGIND_PATH    "/org/freedesktop/login1"
#define LOGIND_MANAGER "org.freedesktop.login1.Manager"
#define LOGIND_SESSION "org.freedesktop.login1.Session"
#define PROPERTIES     "org.freedesktop.DBus.Properties"

/* The screen savers whose ActiveChanged tells of a locked screen. */
static const struct {
	const char *name;
	const char *path;
} savers[] = {
        {"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"},
        {"org.freedesktop.ScreenSaver", "/ScreenSaver"},
        {"org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"},
        {"org.kde.screensaver", "/ScreenSaver"},
        {"org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"},
        {"org.mate.ScreenSaver", "/org/mate/ScreenSaver"},
        {"org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"},
};

#define N_SAVERS ELEMENTSOF(savers)

/* One screen saver and whether it is active. */
typedef struct Saver {
	Session *session;
	bool active;
	sd_bus_slot *changed;
	sd_bus_slot *owner;
} Saver;

struct Session {
	SessionSink sink;
	sd_bus *session_bus;
	sd_bus *system_bus; /* NULL: none */
	char *id;
	char *path;
	bool lock_asked;  /* by the signals Lock and Unlock */
	bool locked_hint; /* by the property */
	bool active;
	bool barred; /* as it was told */
	Saver savers[N_SAVERS];
	int inhibitor; /* delays sleep; -1: none */
	sd_bus_slot *inhibit_call;
	sd_bus_slot *session_call;
	sd_bus_slot *read_call;
	char problem[160];
};

bool session_locked(const Session *session)
{
	for (size_t i = 0; i < N_SAVERS; i++)
		if (session->savers[i].active)
			return true;
	return session->lock_asked || session->locked_hint;
}

static void tell(Session *session)
{
	bool barred = session_locked(session) || !session->active;

	if (barred != session->barred) {
		session->barred = barred;
		session->sink.barred(session->sink.userdata, barred);
	}
	session->sink.changed(session->sink.userdata);
}

static void set_problem(Session *session, const char *text, const char *detail)
{
	snprintf(session->problem, sizeof(session->problem), "%s%s%s", text, detail ? ": " : "",
	        detail ? detail : "");
	session->sink.changed(session->sink.userdata);
}

static int on_saver(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Saver *saver = userdata;
	int active;

	if (sd_bus_message_read(message, "b", &active) >= 0) {
		saver->active = active;
		tell(saver->session);
	}
	return 0;
}

/* A saver that dies no longer tells of its end. */
static int on_saver_owner(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Saver *saver = userdata;
	const char *name, *before, *after;

	if (sd_bus_message_read(message, "sss", &name, &before, &after) >= 0 && !after[0] &&
	        saver->active) {
		saver->active = false;
		tell(saver->session);
	}
	return 0;
}

static int watch_saver(Session *session, size_t i)
{
	Saver *saver = &session->savers[i];
	char match[256];
	int r;

	saver->session = session;
	r = sd_bus_match_signal_async(session->session_bus, &saver->changed, NULL, savers[i].path,
	        savers[i].name, "ActiveChanged", on_saver, NULL, saver);
	if (r < 0)
		return r;
	snprintf(match, sizeof(match),
	        "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
	        "member='NameOwnerChanged',arg0='%s'",
	        savers[i].name);
	return sd_bus_add_match_async(
	        session->session_bus, &saver->owner, match, on_saver_owner, NULL, saver);
}

static int on_properties(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;
	int r;

	if (sd_bus_message_is_method_error(reply, NULL))
		return 0;
	r = sd_bus_message_enter_container(reply, 'a', "{sv}");
	while (r > 0 && sd_bus_message_enter_container(reply, 'e', "sv") > 0) {
		const char *name;
		int value;

		r = sd_bus_message_read(reply, "s", &name);
		if (r >= 0 && strcmp(name, "LockedHint") == 0) {
			r = sd_bus_message_read(reply, "v", "b", &value);
			/* a desktop that keeps the hint tells the end of a lock by it */
			if (session->locked_hint && !value)
				session->lock_asked = false;
			session->locked_hint = value;
		} else if (r >= 0 && strcmp(name, "Active") == 0) {
			r = sd_bus_message_read(reply, "v", "b", &value);
			session->active = value;
		} else if (r >= 0) {
			r = sd_bus_message_skip(reply, "v");
		}
		if (r >= 0)
			r = sd_bus_message_exit_container(reply);
	}
	if (r >= 0)
		tell(session);
	return 0;
}

static void read_properties(Session *session)
{
	session->read_call = sd_bus_slot_unref(session->read_call);
	sd_bus_call_method_async(session->system_bus, &session->read_call, LOGIND, session->path,
	        PROPERTIES, "GetAll", on_properties, session, "s", LOGIND_SESSION);
}

/* What has changed is read anew: invalidated properties carry no value. */
static int on_properties_changed(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	read_properties(userdata);
	return 0;
}

static int on_lock(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;

	session->lock_asked = sd_bus_message_is_signal(message, LOGIND_SESSION, "Lock");
	tell(session);
	return 0;
}

static int on_session(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;
	const char *path;
	int r;

	if (sd_bus_message_is_method_error(reply, NULL)) {
		set_problem(session, _("logind knows no session of ours"),
		        sd_bus_message_get_error(reply)->message);
		return 0;
	}
	if (sd_bus_message_read(reply, "o", &path) < 0)
		return 0;
	free(session->path);
	session->path = strdup(path);
	if (!session->path)
		return 0;
	r = sd_bus_match_signal_async(session->system_bus, NULL, LOGIND, session->path,
	        LOGIND_SESSION, "Lock", on_lock, NULL, session);
	if (r >= 0)
		r = sd_bus_match_signal_async(session->system_bus, NULL, LOGIND, session->path,
		        LOGIND_SESSION, "Unlock", on_lock, NULL, session);
	if (r >= 0)
		r = sd_bus_match_signal_async(session->system_bus, NULL, LOGIND, session->path,
		        PROPERTIES, "PropertiesChanged", on_properties_changed, NULL, session);
	if (r < 0)
		set_problem(session, _("logind cannot be listened to"), strerror(-r));
	read_properties(session);
	return 0;
}

static int on_inhibited(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;
	int fd;

	/* without it the state is saved when the signal comes, only perhaps too late */
	if (sd_bus_message_is_method_error(reply, NULL) || sd_bus_message_read(reply, "h", &fd) < 0)
		return 0;
	if (session->inhibitor >= 0)
		close(session->inhibitor);
	session->inhibitor = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return 0;
}

static void delay_sleep(Session *session)
{
	session->inhibit_call = sd_bus_slot_unref(session->inhibit_call);
	sd_bus_call_method_async(session->system_bus, &session->inhibit_call, LOGIND, LOGIND_PATH,
	        LOGIND_MANAGER, "Inhibit", on_inhibited, session, "ssss", "sleep", "Limber",
	        _("Saves how long you have been sitting"), "delay");
}

static void let_sleep(Session *session)
{
	if (session->inhibitor >= 0)
		close(session->inhibitor);
	session->inhibitor = -1;
}

static int on_sleep(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;
	int sleeping;

	if (sd_bus_message_read(message, "b", &sleeping) < 0)
		return 0;
	session->sink.sleeping(session->sink.userdata, sleeping);
	if (sleeping)
		let_sleep(session);
	else
		delay_sleep(session);
	return 0;
}

/* XDG_SESSION_ID's session; logind finds that of our process, or else the user's on the display. */
static int find_session(Session *session)
{
	const char *id = getenv("XDG_SESSION_ID");

	session->id = strdup(id ? id : "auto");
	if (!session->id)
		return -ENOMEM;
	return sd_bus_call_method_async(session->system_bus, &session->session_call, LOGIND,
	        LOGIND_PATH, LOGIND_MANAGER, "GetSession", on_session, session, "s", session->id);
}

static int watch_logind(Session *session)
{
	int r;

	r = sd_bus_match_signal_async(session->system_bus, NULL, LOGIND, LOGIND_PATH,
	        LOGIND_MANAGER, "PrepareForSleep", on_sleep, NULL, session);
	if (r >= 0)
		r = find_session(session);
	if (r < 0)
		return r;
	delay_sleep(session);
	return 0;
}

int session_new(sd_bus *session_bus, sd_bus *system_bus, const SessionSink *sink, Session **ret)
{
	Session *session = calloc(1, sizeof(*session));
	int r = 0;

	if (!session)
		return -ENOMEM;
	session->sink = *sink;
	session->session_bus = session_bus;
	session->system_bus = system_bus;
	session->active = true;
	session->inhibitor = -1;
	for (size_t i = 0; i < N_SAVERS && r >= 0; i++)
		r = watch_saver(session, i);
	if (r < 0) {
		session_free(session);
		return r;
	}
	*ret = session;
	r = system_bus ? watch_logind(session) : -ENOENT;
	if (r < 0)
		set_problem(session, _("no logind, so neither lock nor session are known from it"),
		        strerror(-r));
	return 0;
}

Session *session_free(Session *session)
{
	if (!session)
		return NULL;
	for (size_t i = 0; i < N_SAVERS; i++) {
		sd_bus_slot_unref(session->savers[i].changed);
		sd_bus_slot_unref(session->savers[i].owner);
	}
	sd_bus_slot_unref(session->inhibit_call);
	sd_bus_slot_unref(session->session_call);
	sd_bus_slot_unref(session->read_call);
	let_sleep(session);
	free(session->id);
	free(session->path);
	free(session);
	return NULL;
}

void session_input(Session *session)
{
	if (!session->lock_asked || session->locked_hint)
		return;
	session->lock_asked = false;
	tell(session);
}

const char *session_id(const Session *session)
{
	return session->path ? session->id : "";
}

bool session_active(const Session *session)
{
	return session->active;
}

const char *session_problem(const Session *session)
{
	return session->problem;
}
