/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * limber-notify shows limberd's reminders and breaks as a desktop notification. limberd starts it
 * when there is something to show; it ends by itself when there is nothing more. It is a client of
 * the public bus interface and of nothing else, so whatever it does, another face can do.
 *
 * Whatever happens ends in render(), which works out from limberd's properties what is to be seen.
 */
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <libnotify/notify.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>

#include "build-config.h"
#include "bus-names.h"
#include "notify-bubble.h"
#include "notify-exercise.h"
#include "notify-view.h"

enum { EXIT_USAGE = 2 };

/* Of the bus contract. */
#define PROBLEM_BYTES_MAX 200

/* How long the next exercise may take to come when one was left out. In a break the break is there
 * meanwhile; before or after a workout there is nothing. */
#define LINGER_USEC (2 * USEC_PER_SEC)

typedef struct {
	GMainLoop *loop;
	GDBusProxy *limberd;
	Bubble *bubble;
	bool stopping;
	guint timer;
	/* The break that was completed last, and when; NULL if none was. */
	char *done_kind;
	usec_t done_at;
	Recall recall;
	bool awaits_exercise;
	usec_t linger_until; /* 0: there is something to show */
	/* What limberd has last been told. */
	char *state;
	char *problem;
} Notifier;

static GVariant *read_properties(GDBusProxy *limberd)
{
	g_auto(GStrv) names = g_dbus_proxy_get_cached_property_names(limberd);
	GVariantDict dict;

	g_variant_dict_init(&dict, NULL);
	for (char **name = names; name && *name; name++) {
		g_autoptr(GVariant) value = g_dbus_proxy_get_cached_property(limberd, *name);

		if (value)
			g_variant_dict_insert_value(&dict, *name, value);
	}
	return g_variant_ref_sink(g_variant_dict_end(&dict));
}

static Scene read_scene(Notifier *notifier)
{
	g_autofree char *owner = g_dbus_proxy_get_name_owner(notifier->limberd);
	g_autoptr(GVariant) properties = NULL;
	Scene scene;

	notifier->awaits_exercise = false;
	if (!owner || notifier->stopping)
		return (Scene){0};
	properties = read_properties(notifier->limberd);
	scene = scene_read(properties);
	if (scene.type == SCENE_NOTHING && notifier->done_kind &&
	        clock_boottime() < notifier->done_at + SCENE_DONE_USEC)
		scene = scene_done(properties, notifier->done_kind, notifier->done_at);
	recall_follow(&notifier->recall, &scene);
	notifier->awaits_exercise = notifier->recall.dropped && exercise_is_awaited(properties);
	return scene;
}

static void render(Notifier *notifier);

static gboolean on_timer(gpointer userdata)
{
	Notifier *notifier = userdata;

	notifier->timer = 0;
	render(notifier);
	return G_SOURCE_REMOVE;
}

/* Rounded up: on waking, the moment has come. */
static void set_timer(Notifier *notifier, usec_t in_usec)
{
	g_clear_handle_id(&notifier->timer, g_source_remove);
	if (in_usec != USEC_NEVER)
		notifier->timer =
		        g_timeout_add((guint)(in_usec / USEC_PER_MSEC + 1), on_timer, notifier);
}

/* Leaves what is on the screen there for a moment. */
static bool linger(Notifier *notifier, usec_t now)
{
	if (!notifier->awaits_exercise)
		return false;
	if (notifier->linger_until == 0)
		notifier->linger_until = now + LINGER_USEC;
	if (now >= notifier->linger_until)
		return false;
	set_timer(notifier, notifier->linger_until - now);
	return true;
}

static void render(Notifier *notifier)
{
	g_auto(Scene) scene = read_scene(notifier);
	usec_t now = clock_boottime();

	if (scene.type == SCENE_NOTHING) {
		if (linger(notifier, now))
			return;
		bubble_withdraw(notifier->bubble);
		g_main_loop_quit(notifier->loop);
		return;
	}
	notifier->linger_until = 0;
	set_timer(notifier, scene_changes_in(&scene, now));
	bubble_show(notifier->bubble, &scene);
}

static void on_properties_changed(
        GDBusProxy *limberd, GVariant *changed, char **invalidated, gpointer userdata)
{
	render(userdata);
}

/* limberd has gone, or another one came: that one starts its own. */
static void on_owner_changed(GObject *limberd, GParamSpec *param, gpointer userdata)
{
	Notifier *notifier = userdata;

	notifier->stopping = true;
	render(notifier);
}

static gboolean on_terminate(gpointer userdata)
{
	Notifier *notifier = userdata;

	notifier->stopping = true;
	render(notifier);
	return G_SOURCE_CONTINUE;
}

/* No property tells a completed break from one stopped early. The properties that follow from a
 * decision are told after it, so there is nothing to render yet. */
static void on_signal(
        GDBusProxy *limberd, char *sender, char *signal, GVariant *parameters, gpointer userdata)
{
	Notifier *notifier = userdata;
	const char *decision, *kind;

	if (!g_str_equal(signal, "Decided") ||
	        !g_variant_is_of_type(parameters, G_VARIANT_TYPE("(ssttus)")))
		return;
	g_variant_get(parameters, "(&s&sttu&s)", &decision, &kind, NULL, NULL, NULL, NULL);
	if (g_str_equal(decision, "completed")) {
		g_free(notifier->done_kind);
		notifier->done_kind = g_strdup(kind);
		notifier->done_at = clock_boottime();
	} else if (g_str_equal(decision, "due") || g_str_equal(decision, "started")) {
		g_clear_pointer(&notifier->done_kind, g_free);
	}
}

static void on_called(GObject *limberd, GAsyncResult *result, gpointer userdata)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GVariant) reply = NULL;

	reply = g_dbus_proxy_call_finish(G_DBUS_PROXY(limberd), result, &error);
	if (reply)
		return;
	g_dbus_error_strip_remote_error(error);
	g_printerr("limber-notify: %s\n", error->message);
}

static void call(Notifier *notifier, const char *method, GVariant *arguments)
{
	g_dbus_proxy_call(notifier->limberd, method, arguments, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
	        NULL, on_called, NULL);
}

static void on_action(void *userdata, Action action)
{
	switch (action) {
	case ACTION_START:
	case ACTION_CLICK:
		call(userdata, "Start", g_variant_new("(s)", ""));
		break;
	case ACTION_SNOOZE:
		call(userdata, "Snooze", g_variant_new("(t)", UINT64_C(0)));
		break;
	case ACTION_SKIP:
		call(userdata, "Skip", NULL);
		break;
	case ACTION_STOP:
		call(userdata, "Stop", NULL);
		break;
	case ACTION_NEXT:
		call(userdata, "NextExercise", NULL);
		break;
	case ACTION_HURT:
		call(userdata, "Hurt", NULL);
		break;
	case ACTION_GO_ON:
		call(userdata, "PauseExercise", g_variant_new("(b)", FALSE));
		break;
	}
}

/* A report that must be seen while we are blocked has to be on its way before. */
static void on_report(void *userdata, const char *state, const char *problem)
{
	Notifier *notifier = userdata;
	g_autofree char *text = text_shortened(problem, PROBLEM_BYTES_MAX);

	if (g_strcmp0(state, notifier->state) == 0 && g_strcmp0(text, notifier->problem) == 0)
		return;
	g_free(notifier->state);
	notifier->state = g_strdup(state);
	call(notifier, "ReportNotifier", g_variant_new("(ss)", state, text));
	g_free(notifier->problem);
	notifier->problem = g_steal_pointer(&text);
	g_dbus_connection_flush_sync(g_dbus_proxy_get_connection(notifier->limberd), NULL, NULL);
}

static int connect_to_limberd(Notifier *notifier, GError **error)
{
	notifier->limberd = g_dbus_proxy_new_for_bus_sync(G_BUS_TYPE_SESSION,
	        G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START |
	                G_DBUS_PROXY_FLAGS_GET_INVALIDATED_PROPERTIES,
	        NULL, LIMBER_BUS_NAME, LIMBER_PATH, LIMBER_INTERFACE, NULL, error);
	if (!notifier->limberd)
		return -EIO;
	g_signal_connect(notifier->limberd, "g-properties-changed",
	        G_CALLBACK(on_properties_changed), notifier);
	g_signal_connect(notifier->limberd, "g-signal", G_CALLBACK(on_signal), notifier);
	g_signal_connect(
	        notifier->limberd, "notify::g-name-owner", G_CALLBACK(on_owner_changed), notifier);
	return 0;
}

static void notifier_clear(Notifier *notifier)
{
	bubble_free(notifier->bubble);
	set_timer(notifier, USEC_NEVER);
	if (notifier->limberd)
		g_object_unref(notifier->limberd);
	g_main_loop_unref(notifier->loop);
	g_free(notifier->done_kind);
	recall_clear(&notifier->recall);
	g_free(notifier->state);
	g_free(notifier->problem);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Notifier, notifier_clear)

/* False if there is nothing more to do than to end with that code. */
static bool read_options(int argc, char *argv[], int *ret_code)
{
	gboolean version = FALSE;
	const GOptionEntry entries[] = {
	        {"version", 0, 0, G_OPTION_ARG_NONE, &version, N_("Show the version"), NULL},
	        G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) error = NULL;

	g_option_context_set_summary(context,
	        _("Shows limberd's reminders and breaks as desktop notifications. limberd starts "
	          "it\nwhen there is something to show; limber.ini(5) has the key notifier."));
	g_option_context_add_main_entries(context, entries, "limber");
	if (!g_option_context_parse(context, &argc, &argv, &error) || argc > 1) {
		g_printerr(
		        "limber-notify: %s\n", error ? error->message : _("it takes no arguments"));
		*ret_code = EXIT_USAGE;
		return false;
	}
	if (version)
		g_print("limber-notify %s\n", LIMBER_VERSION);
	*ret_code = EXIT_SUCCESS;
	return !version;
}

int main(int argc, char *argv[])
{
	static const BubbleOps ops = {.report = on_report, .action = on_action};
	g_auto(Notifier) notifier = {.loop = g_main_loop_new(NULL, FALSE)};
	g_autoptr(GError) error = NULL;
	int code;

	setlocale(LC_ALL, "");
	bindtextdomain("limber", LIMBER_LOCALE_DIR);
	bind_textdomain_codeset("limber", "UTF-8");
	textdomain("limber");

	if (!read_options(argc, argv, &code))
		return code;
	notify_init("Limber");
	if (connect_to_limberd(&notifier, &error) < 0) {
		g_printerr("limber-notify: %s\n", error->message);
		return EXIT_FAILURE;
	}
	notifier.bubble =
	        bubble_new(g_dbus_proxy_get_connection(notifier.limberd), &ops, &notifier);
	g_unix_signal_add(SIGTERM, on_terminate, &notifier);
	g_unix_signal_add(SIGINT, on_terminate, &notifier);
	notifier.timer = g_idle_add(on_timer, &notifier);
	g_main_loop_run(notifier.loop);
	g_dbus_connection_flush_sync(g_dbus_proxy_get_connection(notifier.limberd), NULL, NULL);
	return EXIT_SUCCESS;
}
