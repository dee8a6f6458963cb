/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presence from a Wayland compositor: ext-idle-notify-v1, or org_kde_kwin_idle of older ones. Both
 * count a timeout from the making of the object on, so the object for the longest silence stays,
 * and knows the last input when it goes off; a shorter one stands beside it while a shorter is
 * wanted. */

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wayland-client.h>

#include "ext-idle-notify-v1-client-protocol.h"
#include "idle-client-protocol.h"
#include "source.h"
#include "util/cleanup.h"
#include "util/intl.h"

/* version 2 of the protocol, where the build has it */
#ifdef EXT_IDLE_NOTIFIER_V1_GET_INPUT_IDLE_NOTIFICATION_SINCE_VERSION
#define NOTIFIER_VERSION 2
#else
#define NOTIFIER_VERSION 1
#endif

#define SEATS_MAX     8
#define SEAT_NAME_MAX 64

typedef struct Wayland Wayland;

/* An idle object of either protocol. */
typedef struct Watch {
	Wayland *wayland;
	struct ext_idle_notification_v1 *ext;
	struct org_kde_kwin_idle_timeout *kde;
	usec_t timeout; /* 0: no object */
} Watch;

typedef struct Seat {
	uint32_t global;
	uint32_t version;
	struct wl_seat *proxy; /* NULL: not bound */
	char name[SEAT_NAME_MAX];
} Seat;

struct Wayland {
	const SourceSink *sink;
	struct wl_display *display;
	struct wl_registry *registry;
	struct wl_callback *sync;
	sd_event_source *io;
	struct ext_idle_notifier_v1 *ext;
	struct org_kde_kwin_idle *kde;
	Seat seats[SEATS_MAX];
	size_t n_seats;
	Seat *seat; /* the session's own */
	bool input_only;
	int syncs;
	bool ready;
	bool seat_is_gone;
	bool silent; /* reported */
	usec_t wanted;
	Watch longest;
	Watch shorter;
};

static void on_idled(Watch *watch)
{
	Wayland *wayland = watch->wayland;

	if (wayland->silent || watch->timeout < wayland->wanted)
		return;
	wayland->silent = true;
	wayland->sink->silent(wayland->sink->userdata, clock_boottime() - watch->timeout);
}

static void watch_again(Wayland *wayland);

static void on_resumed(Watch *watch)
{
	Wayland *wayland = watch->wayland;

	if (!wayland->silent)
		return;
	wayland->silent = false;
	watch_again(wayland);
	wayland->sink->present(wayland->sink->userdata, clock_boottime());
}

static void ext_idled(void *data, struct ext_idle_notification_v1 *notification)
{
	on_idled(data);
}

static void ext_resumed(void *data, struct ext_idle_notification_v1 *notification)
{
	on_resumed(data);
}

static const struct ext_idle_notification_v1_listener ext_listener = {
        .idled = ext_idled,
        .resumed = ext_resumed,
};

static void kde_idle(void *data, struct org_kde_kwin_idle_timeout *timeout)
{
	on_idled(data);
}

static void kde_resumed(void *data, struct org_kde_kwin_idle_timeout *timeout)
{
	on_resumed(data);
}

static const struct org_kde_kwin_idle_timeout_listener kde_listener = {
        .idle = kde_idle,
        .resumed = kde_resumed,
};

static void unwatch(Watch *watch)
{
	if (watch->ext)
		ext_idle_notification_v1_destroy(watch->ext);
	if (watch->kde)
		org_kde_kwin_idle_timeout_release(watch->kde);
	watch->ext = NULL;
	watch->kde = NULL;
	watch->timeout = 0;
}

static void bind_seat(Wayland *wayland, Seat *seat)
{
	if (!seat->proxy)
		seat->proxy = wl_registry_bind(
		        wayland->registry, seat->global, &wl_seat_interface, seat->version);
}

/* A seat that is bound wakes us for every device that comes or goes, as with each key of a program
 * that types. Old ones cannot be let go. */
static void release_seat(Seat *seat)
{
	if (!seat->proxy || seat->version < WL_SEAT_RELEASE_SINCE_VERSION)
		return;
	wl_seat_release(seat->proxy);
	seat->proxy = NULL;
}

static struct ext_idle_notification_v1 *ext_notification(Wayland *wayland, uint32_t msec)
{
#if NOTIFIER_VERSION >= 2
	if (wayland->input_only && ext_idle_notifier_v1_get_version(wayland->ext) >= 2)
		return ext_idle_notifier_v1_get_input_idle_notification(
		        wayland->ext, msec, wayland->seat->proxy);
#endif
	return ext_idle_notifier_v1_get_idle_notification(wayland->ext, msec, wayland->seat->proxy);
}

static void watch_for(Wayland *wayland, Watch *watch, usec_t timeout)
{
	uint32_t msec = (uint32_t)(timeout / USEC_PER_MSEC);

	unwatch(watch);
	watch->wayland = wayland;
	watch->timeout = timeout;
	bind_seat(wayland, wayland->seat);
	if (wayland->ext) {
		watch->ext = ext_notification(wayland, msec);
		ext_idle_notification_v1_add_listener(watch->ext, &ext_listener, watch);
	} else {
		watch->kde = org_kde_kwin_idle_get_idle_timeout(
		        wayland->kde, wayland->seat->proxy, msec);
		org_kde_kwin_idle_timeout_add_listener(watch->kde, &kde_listener, watch);
	}
	release_seat(wayland->seat);
}

/* Watches for the wanted silence, from now on if for a shorter one than the longest. */
static void watch_again(Wayland *wayland)
{
	if (wayland->wanted > wayland->longest.timeout)
		watch_for(wayland, &wayland->longest, wayland->wanted);
	if (wayland->wanted == wayland->longest.timeout)
		unwatch(&wayland->shorter);
	else if (wayland->wanted != wayland->shorter.timeout)
		watch_for(wayland, &wayland->shorter, wayland->wanted);
}

static void on_seat_name(void *data, struct wl_seat *proxy, const char *name)
{
	Wayland *wayland = data;

	for (size_t i = 0; i < wayland->n_seats; i++)
		if (wayland->seats[i].proxy == proxy)
			snprintf(wayland->seats[i].name, SEAT_NAME_MAX, "%s", name);
}

static void on_seat_capabilities(void *data, struct wl_seat *proxy, uint32_t capabilities)
{
}

static const struct wl_seat_listener seat_listener = {
        .capabilities = on_seat_capabilities,
        .name = on_seat_name,
};

static uint32_t at_most(uint32_t version, uint32_t most)
{
	return version < most ? version : most;
}

static void on_global(void *data, struct wl_registry *registry, uint32_t name,
        const char *interface, uint32_t version)
{
	Wayland *wayland = data;
	Seat *seat;

	if (strcmp(interface, ext_idle_notifier_v1_interface.name) == 0 && !wayland->ext) {
		wayland->ext = wl_registry_bind(registry, name, &ext_idle_notifier_v1_interface,
		        at_most(version, NOTIFIER_VERSION));
	} else if (strcmp(interface, org_kde_kwin_idle_interface.name) == 0 && !wayland->kde) {
		wayland->kde = wl_registry_bind(registry, name, &org_kde_kwin_idle_interface, 1);
	} else if (strcmp(interface, wl_seat_interface.name) == 0 && wayland->n_seats < SEATS_MAX) {
		seat = &wayland->seats[wayland->n_seats++];
		seat->global = name;
		seat->version = at_most(version, WL_SEAT_RELEASE_SINCE_VERSION);
		bind_seat(wayland, seat);
		wl_seat_add_listener(seat->proxy, &seat_listener, wayland);
	}
}

static void on_global_remove(void *data, struct wl_registry *registry, uint32_t name)
{
	Wayland *wayland = data;

	if (wayland->seat && wayland->seat->global == name)
		wayland->seat_is_gone = true;
}

static const struct wl_registry_listener registry_listener = {
        .global = on_global,
        .global_remove = on_global_remove,
};

/* The seat that the session is on; of those that tell no such name, the first. */
static Seat *own_seat(Wayland *wayland)
{
	const char *name = getenv("XDG_SEAT");

	for (size_t i = 0; name && i < wayland->n_seats; i++)
		if (strcmp(wayland->seats[i].name, name) == 0)
			return &wayland->seats[i];
	return wayland->n_seats > 0 ? &wayland->seats[0] : NULL;
}

static void ask_sync(Wayland *wayland);

/* The first answer comes behind all globals, the second behind what the seats tell. */
static void on_sync(void *data, struct wl_callback *callback, uint32_t serial)
{
	Wayland *wayland = data;

	wl_callback_destroy(wayland->sync);
	wayland->sync = NULL;
	if (wayland->syncs++ == 0) {
		ask_sync(wayland);
		return;
	}
	wayland->seat = own_seat(wayland);
	for (size_t i = 0; i < wayland->n_seats; i++)
		release_seat(&wayland->seats[i]);
	wayland->ready = wayland->seat && (wayland->ext || wayland->kde);
	if (wayland->ready)
		wayland->sink->ready(wayland->sink->userdata);
}

static const struct wl_callback_listener sync_listener = {.done = on_sync};

static void ask_sync(Wayland *wayland)
{
	wayland->sync = wl_display_sync(wayland->display);
	wl_callback_add_listener(wayland->sync, &sync_listener, wayland);
}

static bool dispatch(Wayland *wayland)
{
	if (wl_display_dispatch_pending(wayland->display) < 0)
		return false;
	return wl_display_flush(wayland->display) >= 0 || errno == EAGAIN;
}

/* libwayland queues in memory what it has read and what is to be sent. */
static int on_prepare(sd_event_source *source, void *userdata)
{
	dispatch(userdata);
	return 0;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	Wayland *wayland = userdata;
	bool works = dispatch(wayland);

	if (works && wl_display_prepare_read(wayland->display) == 0)
		works = wl_display_read_events(wayland->display) >= 0 && dispatch(wayland);
	if (!works)
		wayland->sink->lost(wayland->sink->userdata, _("the compositor is gone"));
	else if (wayland->seat_is_gone)
		wayland->sink->lost(wayland->sink->userdata, _("the seat is gone"));
	else if (wayland->syncs > 1 && !wayland->ready)
		wayland->sink->lost(
		        wayland->sink->userdata, _("this compositor does not tell of idleness"));
	return 0;
}

static void wayland_free(void *source)
{
	Wayland *wayland = source;

	if (!wayland)
		return;
	sd_event_source_disable_unref(wayland->io);
	unwatch(&wayland->longest);
	unwatch(&wayland->shorter);
	if (wayland->ext)
		ext_idle_notifier_v1_destroy(wayland->ext);
	if (wayland->kde)
		org_kde_kwin_idle_destroy(wayland->kde);
	for (size_t i = 0; i < wayland->n_seats; i++)
		if (wayland->seats[i].proxy)
			wl_seat_destroy(wayland->seats[i].proxy);
	if (wayland->sync)
		wl_callback_destroy(wayland->sync);
	if (wayland->registry)
		wl_registry_destroy(wayland->registry);
	if (wayland->display)
		wl_display_disconnect(wayland->display);
	free(wayland);
}

static int is_socket(const struct dirent *entry)
{
	return fnmatch("wayland-[0-9]*", entry->d_name, 0) == 0 && !strstr(entry->d_name, ".lock");
}

/* WAYLAND_DISPLAY's compositor; if the session's start left it unset, the first there is. */
static struct wl_display *connect_display(void)
{
	const char *directory = getenv("XDG_RUNTIME_DIR");
	struct wl_display *display = NULL;
	struct dirent **entries = NULL;
	int n;

	if (getenv("WAYLAND_DISPLAY") || getenv("WAYLAND_SOCKET"))
		return wl_display_connect(NULL);
	n = directory ? scandir(directory, &entries, is_socket, alphasort) : 0;
	for (int i = 0; i < n; i++) {
		if (!display)
			display = wl_display_connect(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return display;
}

static int wayland_open(const SourceContext *context, const SourceSink *sink, void **ret_source)
{
	Wayland *wayland = calloc(1, sizeof(*wayland));
	int r;

	if (!wayland)
		return -ENOMEM;
	wayland->sink = sink;
	wayland->input_only = context->input_only;
	wayland->display = connect_display();
	if (!wayland->display) {
		free(wayland);
		return getenv("WAYLAND_DISPLAY") ? -ECONNREFUSED : -ENOENT;
	}
	wayland->registry = wl_display_get_registry(wayland->display);
	wl_registry_add_listener(wayland->registry, &registry_listener, wayland);
	ask_sync(wayland);
	r = sd_event_add_io(context->event, &wayland->io, wl_display_get_fd(wayland->display),
	        EPOLLIN, on_io, wayland);
	if (r >= 0)
		r = sd_event_source_set_prepare(wayland->io, on_prepare);
	if (r < 0) {
		wayland_free(wayland);
		return r;
	}
	*ret_source = wayland;
	return 0;
}

static void wayland_want_silence(void *source, usec_t silence, bool anew)
{
	Wayland *wayland = source;

	wayland->wanted = silence;
	if (anew) {
		wayland->silent = false;
		unwatch(&wayland->longest);
		unwatch(&wayland->shorter);
	}
	if (!wayland->silent)
		watch_again(wayland);
}

const SourceOps presence_source_ops = {
        .open = wayland_open,
        .want_silence = wayland_want_silence,
        .free = wayland_free,
};
