/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The notification on the screen, and all the ways in which its server can fail. It must not know
 * limberd: it is told what to show, and tells how that fares.
 *
 * libnotify's calls block. So each time there is something to send, the server is asked what it can
 * do first, without blocking. One that hangs leaves that question open, which costs nothing, and
 * gets the notification at the moment it wakes up, once.
 */
#include "notify-bubble.h"

#include <glib/gi18n.h>
#include <libnotify/notify.h>

#include "util/cleanup.h"

#define SERVER_NAME      "org.freedesktop.Notifications"
#define SERVER_PATH      "/org/freedesktop/Notifications"
#define SERVER_INTERFACE "org.freedesktop.Notifications"

#define CATEGORY      "x-limber.break"
#define DESKTOP_ENTRY "limber"

/* Pixels; those that come with Limber are 192. */
#define PICTURE_MAX 2048

#define PATIENCE_SEC  10
#define RETRY_SEC     5
#define RETRY_MAX_SEC 60

struct Bubble {
	GDBusConnection *bus;
	const BubbleOps *ops;
	void *userdata;
	guint watch;
	Scene scene;

	/* What the server has; dismissed: the user closed it. */
	NotifyNotification *notification;
	View shown;
	bool dismissed;

	/* The question in flight, NULL if none; the timer ends our patience with it, or is the next
	 * attempt's where there is none. */
	GCancellable *asking;
	char *server;
	ServerTraits traits;
	/* The picture that was looked at last, and whether it is one. */
	char *picture;
	bool picture_is_sound;
	bool in_trouble;
	guint timer;
	unsigned retry_sec;
};

static const struct {
	Action action;
	const char *name;
	const char *label;
} buttons[] = {
        {ACTION_CLICK, "default", N_("Start")},
        {ACTION_START, "start", N_("Start")},
        {ACTION_SNOOZE, "snooze", N_("Snooze")},
        {ACTION_SKIP, "skip", N_("Skip")},
        {ACTION_NEXT, "next", N_("Next")},
        {ACTION_GO_ON, "go-on", N_("Go on")},
        {ACTION_HURT, "hurt", N_("Hurts")},
        {ACTION_STOP, "stop", N_("Stop")},
};

static void ask(Bubble *bubble);

static void stop_asking(Bubble *bubble)
{
	g_clear_handle_id(&bubble->timer, g_source_remove);
	if (!bubble->asking)
		return;
	g_cancellable_cancel(bubble->asking);
	g_object_unref(TAKE(bubble->asking));
}

static void forget(Bubble *bubble)
{
	if (bubble->notification)
		g_object_unref(TAKE(bubble->notification));
	view_clear(&bubble->shown);
	bubble->dismissed = false;
}

static bool on_screen(const Bubble *bubble)
{
	return bubble->shown.type != SCENE_NOTHING && !bubble->dismissed;
}

static bool same_occasion(const Bubble *bubble, const View *view)
{
	return g_strcmp0(bubble->shown.occasion, view->occasion) == 0;
}

/* What the user closed does not come back for a mere change. */
static bool needs_showing(const Bubble *bubble, const View *view)
{
	if (same_occasion(bubble, view) && bubble->dismissed)
		return false;
	return !view_equal(&bubble->shown, view);
}

static gboolean on_retry(gpointer userdata)
{
	Bubble *bubble = userdata;

	bubble->timer = 0;
	ask(bubble);
	return G_SOURCE_REMOVE;
}

static void retry_later(Bubble *bubble)
{
	bubble->timer = g_timeout_add_seconds(bubble->retry_sec, on_retry, bubble);
	bubble->retry_sec = MIN(bubble->retry_sec * 2, RETRY_MAX_SEC);
}

static void report_trouble(Bubble *bubble, const char *state, const char *problem)
{
	bubble->in_trouble = true;
	bubble->ops->report(bubble->userdata, state, problem);
}

/* There is no server, and the bus cannot start one. */
static bool is_absence(const GError *error)
{
	return error->domain == G_DBUS_ERROR &&
	       (error->code == G_DBUS_ERROR_SERVICE_UNKNOWN ||
	               error->code == G_DBUS_ERROR_NAME_HAS_NO_OWNER ||
	               (error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED &&
	                       error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY));
}

static void fail(Bubble *bubble, GError *error)
{
	stop_asking(bubble);
	g_dbus_error_strip_remote_error(error);
	if (is_absence(error))
		report_trouble(bubble, "waiting", _("No notification server is running."));
	else
		report_trouble(bubble, "failed", error->message);
	retry_later(bubble);
}

static gboolean on_impatience(gpointer userdata)
{
	Bubble *bubble = userdata;

	bubble->timer = 0;
	report_trouble(bubble, "failed", _("The notification server does not answer."));
	return G_SOURCE_REMOVE;
}

static void on_action(NotifyNotification *notification, char *name, gpointer userdata)
{
	Bubble *bubble = userdata;

	for (size_t i = 0; i < ELEMENTSOF(buttons); i++)
		if (g_str_equal(name, buttons[i].name))
			bubble->ops->action(bubble->userdata, buttons[i].action);
}

static void on_closed(NotifyNotification *notification, gpointer userdata)
{
	Bubble *bubble = userdata;

	bubble->dismissed = true;
}

/* Servers draw their own sign for a picture that they cannot read, or nothing at all. */
static bool is_picture(const char *path)
{
	g_autoptr(GdkPixbuf) pixbuf = NULL;
	int width, height;

	if (!gdk_pixbuf_get_file_info(path, &width, &height) || MAX(width, height) > PICTURE_MAX)
		return false;
	pixbuf = gdk_pixbuf_new_from_file(path, NULL);
	return pixbuf;
}

/* The picture's URI, or NULL. It is looked at once, not with each step of a bar. */
static char *find_picture(Bubble *bubble, const char *path)
{
	if (!path || !*path)
		return NULL;
	if (g_strcmp0(path, bubble->picture) != 0) {
		g_free(bubble->picture);
		bubble->picture = g_strdup(path);
		bubble->picture_is_sound = is_picture(path);
	}
	return bubble->picture_is_sound ? g_filename_to_uri(path, NULL, NULL) : NULL;
}

static void add_hints(
        Bubble *bubble, NotifyNotification *notification, const View *view, const char *picture)
{
	notify_notification_set_category(notification, CATEGORY);
	notify_notification_set_hint(
	        notification, "desktop-entry", g_variant_new_string(DESKTOP_ENTRY));
	notify_notification_set_urgency(
	        notification, view->urgent ? NOTIFY_URGENCY_CRITICAL : NOTIFY_URGENCY_NORMAL);
	if (view->value != VIEW_NO_VALUE)
		notify_notification_set_hint(
		        notification, "value", g_variant_new_int32(view->value));
	if (picture && !bubble->traits.picture_is_icon)
		notify_notification_set_hint(
		        notification, "image-path", g_variant_new_string(picture));
	/* A button's effect replaces or closes the notification; the server need not. */
	if (view->actions)
		notify_notification_set_hint(notification, "resident", g_variant_new_boolean(TRUE));
	if (view->type == SCENE_DONE && view->sound)
		notify_notification_set_hint(
		        notification, "sound-name", g_variant_new_string("complete"));
	else if (view->type != SCENE_REMINDER || same_occasion(bubble, view))
		notify_notification_set_hint(
		        notification, "suppress-sound", g_variant_new_boolean(TRUE));
}

static void fill(Bubble *bubble, const View *view)
{
	NotifyNotification *notification = bubble->notification;
	g_autofree char *picture = find_picture(bubble, view->picture);

	notify_notification_clear_hints(notification);
	notify_notification_clear_actions(notification);
	notify_notification_update(notification, view->summary, view->body,
	        bubble->traits.picture_is_icon ? picture : NULL);
	notify_notification_set_timeout(
	        notification, view->type == SCENE_DONE ? (int)(SCENE_DONE_USEC / USEC_PER_MSEC)
	                                               : NOTIFY_EXPIRES_NEVER);
	add_hints(bubble, notification, view, picture);
	for (size_t i = 0; i < ELEMENTSOF(buttons); i++)
		if (view->actions & buttons[i].action)
			notify_notification_add_action(notification, buttons[i].name,
			        _(buttons[i].label), on_action, bubble, NULL);
}

/* Sent and not waited for, unlike by libnotify: what the server makes of it changes nothing. */
static void close_notification(Bubble *bubble)
{
	int id;

	if (on_screen(bubble)) {
		g_object_get(bubble->notification, "id", &id, NULL);
		g_dbus_connection_call(bubble->bus, SERVER_NAME, SERVER_PATH, SERVER_INTERFACE,
		        "CloseNotification", g_variant_new("(u)", (guint32)id), NULL,
		        G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
	}
	forget(bubble);
}

/* Whether it is to be closed, and the view's be another one. */
static bool needs_a_new_one(const Bubble *bubble, const View *view)
{
	/* Replacing it in place would not catch the eye again. */
	if (view->type == SCENE_REMINDER && !same_occasion(bubble, view))
		return true;
	return bubble->traits.changes_text &&
	       (view->actions != bubble->shown.actions ||
	               g_strcmp0(view->picture, bubble->shown.picture) != 0);
}

static bool send_view(Bubble *bubble, View *view)
{
	g_autoptr(GError) error = NULL;

	if (needs_a_new_one(bubble, view))
		close_notification(bubble);
	if (!bubble->notification) {
		bubble->notification = notify_notification_new(view->summary, NULL, NULL);
		g_signal_connect(bubble->notification, "closed", G_CALLBACK(on_closed), bubble);
	}
	fill(bubble, view);
	if (!same_occasion(bubble, view))
		bubble->ops->report(bubble->userdata, "showing", "");
	if (!notify_notification_show(bubble->notification, &error)) {
		fail(bubble, error);
		return false;
	}
	view_clear(&bubble->shown);
	bubble->shown = *view;
	*view = (View){0};
	bubble->dismissed = false;
	return true;
}

static void on_answered(Bubble *bubble)
{
	g_auto(View) view = view_make(&bubble->scene, &bubble->traits, clock_boottime());

	stop_asking(bubble);
	if (needs_showing(bubble, &view) && !send_view(bubble, &view))
		return;
	bubble->in_trouble = false;
	bubble->retry_sec = RETRY_SEC;
	bubble->ops->report(bubble->userdata, "shown", "");
}

static void on_capabilities(GObject *source, GAsyncResult *result, gpointer userdata)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GVariant) reply = NULL;
	g_autofree const char **capabilities = NULL;
	Bubble *bubble = userdata;

	reply = g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error);
	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return;
	if (!reply) {
		fail(bubble, error);
		return;
	}
	g_variant_get(reply, "(^a&s)", &capabilities);
	bubble->traits = server_traits(bubble->server, capabilities);
	on_answered(bubble);
}

static void ask_server(
        Bubble *bubble, const char *method, const char *reply_type, GAsyncReadyCallback callback)
{
	g_dbus_connection_call(bubble->bus, SERVER_NAME, SERVER_PATH, SERVER_INTERFACE, method,
	        NULL, G_VARIANT_TYPE(reply_type), G_DBUS_CALL_FLAGS_NONE, G_MAXINT, bubble->asking,
	        callback, bubble);
}

static void on_information(GObject *source, GAsyncResult *result, gpointer userdata)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GVariant) reply = NULL;
	const char *specification;
	Bubble *bubble = userdata;

	reply = g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error);
	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return;
	if (reply) {
		g_free(bubble->server);
		g_variant_get(reply, "(sss&s)", &bubble->server, NULL, NULL, &specification);
		/* libnotify aborts on what is no version. */
		if (g_ascii_strtoll(specification, NULL, 10) <= 0)
			g_set_error(&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
			        _("The notification server speaks an unknown protocol, version "
			          "\"%s\"."),
			        specification);
	}
	if (error)
		fail(bubble, error);
	else
		ask_server(bubble, "GetCapabilities", "(as)", on_capabilities);
}

static void ask(Bubble *bubble)
{
	g_auto(View) view = view_make(&bubble->scene, &bubble->traits, clock_boottime());

	bubble->asking = g_cancellable_new();
	bubble->timer = g_timeout_add_seconds(PATIENCE_SEC, on_impatience, bubble);
	if (!bubble->in_trouble && !same_occasion(bubble, &view))
		bubble->ops->report(bubble->userdata, "showing", "");
	ask_server(bubble, "GetServerInformation", "(ssss)", on_information);
}

void bubble_show(Bubble *bubble, const Scene *scene)
{
	g_auto(View) view = view_make(scene, &bubble->traits, clock_boottime());

	scene_clear(&bubble->scene);
	bubble->scene = scene_copy(scene);
	if (!bubble->asking && !bubble->timer && needs_showing(bubble, &view))
		ask(bubble);
}

void bubble_withdraw(Bubble *bubble)
{
	stop_asking(bubble);
	scene_clear(&bubble->scene);
	if (bubble->shown.type != SCENE_DONE)
		close_notification(bubble);
	forget(bubble);
}

static void on_appeared(
        GDBusConnection *bus, const char *name, const char *owner, gpointer userdata)
{
	Bubble *bubble = userdata;

	forget(bubble);
	stop_asking(bubble);
	if (bubble->scene.type != SCENE_NOTHING)
		ask(bubble);
}

/* Perhaps it restarts, perhaps the bus will start it when we ask again. */
static void on_vanished(GDBusConnection *bus, const char *name, gpointer userdata)
{
	Bubble *bubble = userdata;

	forget(bubble);
	if (bubble->asking || bubble->timer || bubble->scene.type == SCENE_NOTHING)
		return;
	report_trouble(bubble, "waiting", _("The notification server has gone."));
	retry_later(bubble);
}

Bubble *bubble_new(GDBusConnection *bus, const BubbleOps *ops, void *userdata)
{
	Bubble *bubble = g_new0(Bubble, 1);

	*bubble = (Bubble){
	        .bus = g_object_ref(bus),
	        .ops = ops,
	        .userdata = userdata,
	        .retry_sec = RETRY_SEC,
	};
	bubble->watch = g_bus_watch_name_on_connection(bus, SERVER_NAME,
	        G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, on_vanished, bubble, NULL);
	return bubble;
}

Bubble *bubble_free(Bubble *bubble)
{
	if (!bubble)
		return NULL;
	g_bus_unwatch_name(bubble->watch);
	stop_asking(bubble);
	forget(bubble);
	scene_clear(&bubble->scene);
	g_free(bubble->server);
	g_free(bubble->picture);
	g_object_unref(bubble->bus);
	g_free(bubble);
	return NULL;
}
