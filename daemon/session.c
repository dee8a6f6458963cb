/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Listens to logind and to the screen savers. Knows nothing of idleness and of the rules. */

#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-event.h>
#include <systemd/sd-login.h>
#include <unistd.h>

#include "util/cleanup.h"
#include "util/intl.h"
#include "util/log.h"
#include "util/utf8.h"

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

/* A screen saver. One that dies while it is active no longer tells of its end. */
typedef struct Saver {
	Session *session;
	sd_bus_track *teller; /* whoever told that it is active; NULL while it is not */
} Saver;

/* What is read of the session at once. */
typedef struct Properties {
	char id[64];
	bool locked_hint;
	bool active;
	bool closing;   /* over, but for processes that stay */
	bool elsewhere; /* a terminal without a seat, such as ssh's */
} Properties;

/* Of the session that is ours at present. */
enum { SIGNAL_LOCK, SIGNAL_UNLOCK, SIGNAL_PROPERTIES, SIGNAL_MAX };

struct Session {
	SessionSink sink;
	sd_bus *session_bus;
	sd_bus *system_bus; /* NULL: none */
	char *own;          /* the session that this process is one of; NULL: none */
	sd_login_monitor *monitor;
	sd_event_source *monitor_source;
	bool asked_by_name; /* XDG_SESSION_ID's, which may be out of date */
	bool look_on;       /* for another one, should ours turn out to be over */
	char id[sizeof(((Properties *)NULL)->id)]; /* "": not known */
	char *path;                                /* NULL: no session */
	bool lock_asked;                           /* by the signals Lock and Unlock */
	bool locked_hint;                          /* by the property */
	bool active;
	bool barred; /* as it was told */
	Saver savers[N_SAVERS];
	sd_bus_slot *saver_changed;
	int inhibitor; /* delays sleep; -1: none */
	sd_bus_slot *inhibit_call;
	sd_bus_slot *session_call;
	sd_bus_slot *read_call;
	sd_bus_slot *signals[SIGNAL_MAX];
	char problem[160];
};

bool session_locked(const Session *session)
{
	for (size_t i = 0; i < N_SAVERS; i++)
		if (session->savers[i].teller)
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
	utf8_mend(session->problem);
	session->sink.changed(session->sink.userdata);
}

static bool is_over(const char *id)
{
	CLEANUP(free) char *state = NULL;
	int r = sd_session_get_state(id, &state);

	return r == -ENXIO || (r >= 0 && strcmp(state, "closing") == 0);
}

static int on_saver_gone(sd_bus_track *teller, void *userdata)
{
	Saver *saver = userdata;

	saver->teller = sd_bus_track_unref(saver->teller);
	tell(saver->session);
	return 0;
}

/* One that has died meanwhile is not active. */
static void saver_begins(Saver *saver, sd_bus_message *message)
{
	sd_bus_track *teller = NULL;
	int r = sd_bus_track_new(saver->session->session_bus, &teller, on_saver_gone, saver);

	if (r >= 0)
		r = sd_bus_track_add_sender(teller, message);
	sd_bus_track_unref(saver->teller);
	saver->teller = r < 0 ? sd_bus_track_unref(teller) : teller;
}

static int on_saver(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;
	int active;

	if (sd_bus_message_read(message, "b", &active) < 0)
		return 0;
	for (size_t i = 0; i < N_SAVERS; i++) {
		Saver *saver = &session->savers[i];

		if (strcmp(sd_bus_message_get_path(message), savers[i].path) != 0 ||
		        strcmp(sd_bus_message_get_interface(message), savers[i].name) != 0)
			continue;
		if (active)
			saver_begins(saver, message);
		else
			saver->teller = sd_bus_track_unref(saver->teller);
		tell(session);
	}
	return 0;
}

static int read_seat(sd_bus_message *reply, bool *ret_has_seat)
{
	const char *seat;
	int r;

	r = sd_bus_message_enter_container(reply, 'v', "(so)");
	if (r >= 0)
		r = sd_bus_message_read(reply, "(so)", &seat, NULL);
	if (r < 0)
		return r;
	*ret_has_seat = *seat;
	return sd_bus_message_exit_container(reply);
}

static int read_truth(sd_bus_message *reply, bool *ret)
{
	int truth, r = sd_bus_message_read(reply, "v", "b", &truth);

	if (r >= 0)
		*ret = truth;
	return r;
}

static int parse_properties(sd_bus_message *reply, Properties *ret)
{
	const char *name, *text, *type = "";
	bool has_seat = false;
	int r;

	r = sd_bus_message_enter_container(reply, 'a', "{sv}");
	while (r >= 0 && (r = sd_bus_message_enter_container(reply, 'e', "sv")) > 0) {
		r = sd_bus_message_read(reply, "s", &name);
		if (r >= 0 && strcmp(name, "Id") == 0) {
			r = sd_bus_message_read(reply, "v", "s", &text);
			if (r >= 0)
				snprintf(ret->id, sizeof(ret->id), "%s", text);
		} else if (r >= 0 && strcmp(name, "State") == 0) {
			r = sd_bus_message_read(reply, "v", "s", &text);
			if (r >= 0)
				ret->closing = strcmp(text, "closing") == 0;
		} else if (r >= 0 && strcmp(name, "Type") == 0)
			r = sd_bus_message_read(reply, "v", "s", &type);
		else if (r >= 0 && strcmp(name, "Seat") == 0)
			r = read_seat(reply, &has_seat);
		else if (r >= 0 && strcmp(name, "LockedHint") == 0)
			r = read_truth(reply, &ret->locked_hint);
		else if (r >= 0 && strcmp(name, "Active") == 0)
			r = read_truth(reply, &ret->active);
		else if (r >= 0)
			r = sd_bus_message_skip(reply, "v");
		if (r >= 0)
			r = sd_bus_message_exit_container(reply);
	}
	ret->elsewhere = strcmp(type, "tty") == 0 && !has_seat;
	return r;
}

/* Neither lock nor place is known from now on. */
static void forget_session(Session *session)
{
	session->read_call = sd_bus_slot_unref(session->read_call);
	for (size_t i = 0; i < SIGNAL_MAX; i++)
		session->signals[i] = sd_bus_slot_unref(session->signals[i]);
	free(session->path);
	session->path = NULL;
	session->id[0] = '\0';
	session->lock_asked = session->locked_hint = false;
}

static int find_session(Session *session, const char *name);

static int on_properties(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Properties now = {.active = true};
	Session *session = userdata;

	if (sd_bus_message_is_method_error(reply, NULL) || parse_properties(reply, &now) < 0)
		return 0;
	if (now.closing && session->look_on) {
		session->look_on = false;
		forget_session(session);
		find_session(session, "auto");
		return 0;
	}
	if (now.elsewhere) {
		forget_session(session);
		set_problem(session, _("the session is no desktop's"), now.id);
		return 0;
	}
	/* a desktop that keeps the hint tells the end of a lock by it */
	if (session->locked_hint && !now.locked_hint)
		session->lock_asked = false;
	session->locked_hint = now.locked_hint;
	session->active = now.active;
	memcpy(session->id, now.id, sizeof(session->id));
	session->problem[0] = '\0';
	tell(session);
	return 0;
}

static void ask_properties(Session *session)
{
	session->read_call = sd_bus_slot_unref(session->read_call);
	sd_bus_call_method_async(session->system_bus, &session->read_call, LOGIND, session->path,
	        PROPERTIES, "GetAll", on_properties, session, "s", LOGIND_SESSION);
}

/* What has changed is read anew: invalidated properties carry no value. */
static int on_properties_changed(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	ask_properties(userdata);
	return 0;
}

static int on_lock(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;

	session->lock_asked = sd_bus_message_is_signal(message, LOGIND_SESSION, "Lock");
	tell(session);
	return 0;
}

static int listen(Session *session)
{
	static const struct {
		const char *interface;
		const char *member;
		sd_bus_message_handler_t handler;
	} wanted[SIGNAL_MAX] = {
	        [SIGNAL_LOCK] = {LOGIND_SESSION, "Lock", on_lock},
	        [SIGNAL_UNLOCK] = {LOGIND_SESSION, "Unlock", on_lock},
	        [SIGNAL_PROPERTIES] = {PROPERTIES, "PropertiesChanged", on_properties_changed},
	};
	int r = 0;

	for (size_t i = 0; i < SIGNAL_MAX && r >= 0; i++)
		r = sd_bus_match_signal_async(session->system_bus, &session->signals[i], LOGIND,
		        session->path, wanted[i].interface, wanted[i].member, wanted[i].handler,
		        NULL, session);
	return r;
}

static int on_session(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;
	const char *path;
	int r;

	if (sd_bus_message_is_method_error(reply, NULL) && session->asked_by_name) {
		find_session(session, "auto");
		return 0;
	}
	if (sd_bus_message_is_method_error(reply, NULL)) {
		set_problem(session, _("logind knows no session of ours"),
		        sd_bus_message_get_error(reply)->message);
		return 0;
	}
	if (sd_bus_message_read(reply, "o", &path) < 0)
		return 0;
	forget_session(session);
	session->path = strdup(path);
	if (!session->path)
		return 0;
	r = listen(session);
	if (r < 0)
		set_problem(session, _("logind cannot be listened to"), strerror(-r));
	ask_properties(session);
	return 0;
}

/* By its id; for "auto", logind finds that of our process, or else the user's on the display. */
static int find_session(Session *session, const char *name)
{
	session->asked_by_name = strcmp(name, "auto") != 0;
	session->session_call = sd_bus_slot_unref(session->session_call);
	return sd_bus_call_method_async(session->system_bus, &session->session_call, LOGIND,
	        LOGIND_PATH, LOGIND_MANAGER, "GetSession", on_session, session, "s", name);
}

/* Whoever outlives a session, such as a unit that the user's bus has started, is one of the next.
 */
static int on_session_new(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;

	session->look_on = true;
	if (session->path)
		ask_properties(session);
	else
		find_session(session, "auto");
	return 0;
}

/* With the session its user is gone, unless there is another. */
static int on_session_removed(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;
	const char *id, *path;

	if (sd_bus_message_read(message, "so", &id, &path) < 0 || !session->path ||
	        strcmp(path, session->path) != 0)
		return 0;
	forget_session(session);
	session->active = false;
	tell(session);
	find_session(session, "auto");
	return 0;
}

/* A session is over when its leader is, but goes on to be there for as long as one of its processes
 * is, of which we are one. logind tells of it in the session's file only. */
static int on_monitor(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	Session *session = userdata;

	sd_login_monitor_flush(session->monitor);
	if (is_over(session->own))
		session->sink.ended(session->sink.userdata);
	return 0;
}

/* One that is over already, such as that in which a terminal multiplexer was started, does not end
 * us: whoever starts us from there knows. */
static int watch_own(Session *session)
{
	int r = sd_pid_get_session(0, &session->own);

	if (r < 0 || is_over(session->own))
		return 0;
	r = sd_login_monitor_new("session", &session->monitor);
	if (r >= 0)
		r = sd_event_add_io(sd_bus_get_event(session->session_bus),
		        &session->monitor_source, sd_login_monitor_get_fd(session->monitor),
		        (uint32_t)sd_login_monitor_get_events(session->monitor), on_monitor,
		        session);
	return r;
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

/* The session that is ours, or which we were started in. */
static int find_ours(Session *session)
{
	const char *started_in = getenv("XDG_SESSION_ID");

	if (session->id[0])
		return find_session(session, session->id);
	return find_session(session, started_in ? started_in : "auto");
}

/* One that is started anew knows the sessions of before, but not our inhibitor. What was known is
 * kept meanwhile: an update must not end a lock. */
static int on_logind_owner(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;
	const char *name, *before, *after;

	if (sd_bus_message_read(message, "sss", &name, &before, &after) < 0)
		return 0;
	if (!after[0]) {
		set_problem(session, _("logind has gone"), NULL);
		return 0;
	}
	find_ours(session);
	delay_sleep(session);
	return 0;
}

/* For good: nobody would tell the end of a lock. */
static int on_system_bus_lost(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Session *session = userdata;

	log_warning(_("the system bus has gone; logind tells neither lock nor sleep any more"));
	forget_session(session);
	session->active = true;
	let_sleep(session);
	set_problem(session, _("the system bus has gone, and logind with it"), NULL);
	tell(session);
	return 0;
}

static int watch_logind(Session *session)
{
	static const struct {
		const char *member;
		sd_bus_message_handler_t handler;
	} wanted[] = {
	        {"PrepareForSleep", on_sleep},
	        {"SessionNew", on_session_new},
	        {"SessionRemoved", on_session_removed},
	};
	int r = 0;

	for (size_t i = 0; i < ELEMENTSOF(wanted) && r >= 0; i++)
		r = sd_bus_match_signal_async(session->system_bus, NULL, LOGIND, LOGIND_PATH,
		        LOGIND_MANAGER, wanted[i].member, wanted[i].handler, NULL, session);
	if (r >= 0)
		r = sd_bus_add_match_async(session->system_bus, NULL,
		        "type='signal',sender='org.freedesktop.DBus',"
		        "interface='org.freedesktop.DBus',member='NameOwnerChanged',"
		        "arg0='" LOGIND "'",
		        on_logind_owner, NULL, session);
	if (r >= 0)
		r = sd_bus_match_signal(session->system_bus, NULL, "org.freedesktop.DBus.Local",
		        "/org/freedesktop/DBus/Local", "org.freedesktop.DBus.Local", "Disconnected",
		        on_system_bus_lost, session);
	if (r >= 0)
		r = find_ours(session);
	if (r < 0)
		return r;
	delay_sleep(session);
	return 0;
}

int session_new(sd_bus *session_bus, sd_bus *system_bus, const SessionSink *sink, Session **ret)
{
	Session *session = calloc(1, sizeof(*session));
	int r;

	if (!session)
		return -ENOMEM;
	session->sink = *sink;
	session->session_bus = session_bus;
	session->system_bus = system_bus;
	session->active = true;
	session->inhibitor = -1;
	for (size_t i = 0; i < N_SAVERS; i++)
		session->savers[i].session = session;
	r = sd_bus_match_signal_async(session_bus, &session->saver_changed, NULL, NULL, NULL,
	        "ActiveChanged", on_saver, NULL, session);
	if (r < 0) {
		session_free(session);
		return r;
	}
	*ret = session;
	r = system_bus ? watch_logind(session) : -ENOENT;
	if (r < 0)
		set_problem(session, _("no logind, so neither lock nor session are known from it"),
		        strerror(-r));
	r = watch_own(session);
	if (r < 0)
		log_warning(_("the end of the session may go unnoticed: %s"), strerror(-r));
	return 0;
}

Session *session_free(Session *session)
{
	if (!session)
		return NULL;
	sd_bus_slot_unref(session->saver_changed);
	for (size_t i = 0; i < N_SAVERS; i++)
		sd_bus_track_unref(session->savers[i].teller);
	sd_bus_slot_unref(session->inhibit_call);
	sd_bus_slot_unref(session->session_call);
	forget_session(session);
	let_sleep(session);
	sd_event_source_disable_unref(session->monitor_source);
	sd_login_monitor_unref(session->monitor);
	free(session->own);
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
	return session->id;
}

bool session_active(const Session *session)
{
	return session->active;
}

const char *session_problem(const Session *session)
{
	return session->problem;
}
