/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tries the sources in order, again with back-off as long as there is none, and from the top when a
 * display or a shell appears. Knows no mechanism. */

#include "presence.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>

#include "build-config.h"
#include "util/cleanup.h"
#include "util/intl.h"
#include "util/log.h"
#include "util/paths.h"
#include "util/utf8.h"

#define RETRY_MIN (1 * USEC_PER_SEC)
#define RETRY_MAX (60 * USEC_PER_SEC)

/* A source that is neither ready nor lost by then does not answer. It stays open for when it does,
 * and the next one gets its turn. */
#define READY_MAX (5 * USEC_PER_SEC)

/* A display that has just appeared is not ready at once. */
#define APPEARED_AFTER (300 * USEC_PER_MSEC)

/* A proof: a silence so short that any pause will do, and how long to wait for it. */
#define PROOF_SILENCE (100 * USEC_PER_MSEC)
#define PROOF_MAX     (3 * USEC_PER_SEC)

/* How long a source may take to show that the user is away, before whom it believed so. */
#define DOUBT_MAX (READY_MAX + PROOF_MAX)

#define WHY_SIZE 200

/* In the order of preference. A source that needs a display's libraries is a module of its own,
 * loaded while it is in use: libraries of displays that are not there cost nothing. */
static const struct {
	const char *name;
	const SourceOps *ops; /* NULL: in the module */
	/* Where its display's socket appears, the environment's if it begins with $, and how the
	 * socket's name begins. NULL: it has none. */
	const char *directory, *socket;
} sources[] = {
#if HAVE_WAYLAND
        {"wayland", NULL, "$XDG_RUNTIME_DIR", "wayland-"},
#endif
        {"mutter", &mutter_source, NULL, NULL},
#if HAVE_X11
        {"x11", NULL, "/tmp/.X11-unix", "X"},
#endif
#if HAVE_XSS
        {"xss", NULL, "/tmp/.X11-unix", "X"},
#endif
        {"logind", &logind_source, NULL, NULL},
};

#define N_SOURCES ELEMENTSOF(sources)

typedef enum SourceState {
	SOURCE_UNTRIED,
	SOURCE_NOT_HERE,
	SOURCE_FAILED,
	SOURCE_OPENING,
	SOURCE_LATE, /* opening still */
	SOURCE_IN_USE,
	SOURCE_STATE_MAX,
} SourceState;

static const char *const state_names[SOURCE_STATE_MAX] = {
        [SOURCE_UNTRIED] = "untried",
        [SOURCE_NOT_HERE] = "not here",
        [SOURCE_FAILED] = "failed",
        [SOURCE_OPENING] = "opening",
        [SOURCE_LATE] = "late",
        [SOURCE_IN_USE] = "in use",
};

/* What is known of one source. */
typedef struct Candidate {
	SourceState state;
	char why[WHY_SIZE];
	const SourceOps *ops; /* while opening, late or in use */
	void *source;
	void *module;
	SourceSink sink;
	sd_event_source *appeared_watch;
	Presence *presence;
} Candidate;

struct Presence {
	SourceContext context;
	PresenceSink sink;
	Candidate candidates[N_SOURCES];
	usec_t silence;
	sd_event_source *unload;
	sd_event_source *timer; /* the next try, or the end of patience with one */
	usec_t retry_after;
	sd_bus_slot *appeared_match;
	bool look_again; /* something has appeared since the last look */
	char problem[WHY_SIZE];

	void (*proved)(void *userdata, usec_t silence); /* NULL: none is asked for */
	void *proof_userdata;
	sd_event_source *proof_timer;

	bool in_doubt;
	sd_event_source *doubt_timer;
};

static void look(Presence *presence);

static Candidate *in_state(Presence *presence, SourceState state)
{
	for (size_t i = 0; i < N_SOURCES; i++)
		if (presence->candidates[i].state == state)
			return &presence->candidates[i];
	return NULL;
}

static const char *name_of(const Candidate *candidate)
{
	return sources[candidate - candidate->presence->candidates].name;
}

static void arm(Presence *presence, usec_t after)
{
	uint64_t now;

	sd_event_now(presence->context.event, CLOCK_BOOTTIME, &now);
	sd_event_source_set_time(presence->timer, now + (uint64_t)after);
	sd_event_source_set_enabled(presence->timer, SD_EVENT_ONESHOT);
}

static int on_unload(sd_event_source *source, void *userdata)
{
	Presence *presence = userdata;

	for (size_t i = 0; i < N_SOURCES; i++) {
		Candidate *candidate = &presence->candidates[i];

		if (candidate->module && !candidate->source) {
			dlclose(candidate->module);
			candidate->module = NULL;
		}
	}
	return 0;
}

static void put_away(Candidate *candidate, SourceState state, const char *why)
{
	if (candidate->source)
		candidate->ops->free(candidate->source);
	/* the module may be our caller: it is unloaded from the loop */
	if (candidate->module)
		sd_event_source_set_enabled(candidate->presence->unload, SD_EVENT_ONESHOT);
	candidate->source = NULL;
	candidate->ops = NULL;
	candidate->state = state;
	snprintf(candidate->why, WHY_SIZE, "%s", why);
	utf8_mend(candidate->why);
}

/* Says that nothing works, with what comes nearest to a reason. */
static void tell_none(Presence *presence)
{
	Candidate *wrong = NULL;

	for (size_t i = 0; i < N_SOURCES && !wrong; i++)
		if (presence->candidates[i].state == SOURCE_FAILED ||
		        presence->candidates[i].state == SOURCE_LATE)
			wrong = &presence->candidates[i];
	if (wrong)
		snprintf(presence->problem, WHY_SIZE,
		        _("%s: %s; you count as present all the time"), name_of(wrong), wrong->why);
	else
		snprintf(presence->problem, WHY_SIZE,
		        _("no source of presence was found; you count as present all the time"));
	utf8_mend(presence->problem);
	presence->sink.changed(presence->sink.userdata);
}

static void found_none(Presence *presence)
{
	tell_none(presence);
	arm(presence, presence->retry_after);
	presence->retry_after *= 2;
	if (presence->retry_after > RETRY_MAX)
		presence->retry_after = RETRY_MAX;
}

/* 0, or -ELIBACC with why in the log. */
static int load(Candidate *candidate)
{
	const SourceOps *ops = sources[candidate - candidate->presence->candidates].ops;
	CLEANUP(free) char *path = NULL;
	char name[128];

	if (!ops) {
		snprintf(name, sizeof(name), "limber-presence-%s.so", name_of(candidate));
		/* a build tree has it beside the program, an installation where libraries are */
		path = paths_beside_program(name);
		if (!path) {
			snprintf(name, sizeof(name), LIMBER_MODULE_DIR "/limber-presence-%s.so",
			        name_of(candidate));
			path = paths_beside_program(name);
		}
		if (path && !candidate->module)
			candidate->module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
		ops = candidate->module ? dlsym(candidate->module, "presence_source_ops") : NULL;
		if (!ops) {
			log_error("%s: %s", name, path ? dlerror() : _("the module is missing"));
			return -ELIBACC;
		}
	}
	candidate->ops = ops;
	return 0;
}

/* Opens a source. True if it may become ready. */
static bool try_open(Presence *presence, Candidate *candidate)
{
	int r;

	put_away(candidate, SOURCE_OPENING, "");
	r = load(candidate);
	if (r >= 0)
		r = candidate->ops->open(&presence->context, &candidate->sink, &candidate->source);
	if (r >= 0) {
		arm(presence, READY_MAX);
		return true;
	}
	candidate->source = NULL;
	if (r == -ENOENT)
		put_away(candidate, SOURCE_NOT_HERE, "");
	else
		put_away(candidate, SOURCE_FAILED, strerror(-r));
	return false;
}

/* Unless the timer watches over a source that opens. */
static void look_soon(Presence *presence, usec_t after)
{
	if (!in_state(presence, SOURCE_OPENING))
		arm(presence, after);
}

/* There is a source: nothing is to be done until there may be a better one. */
static void rest(Presence *presence)
{
	if (presence->look_again)
		look_soon(presence, APPEARED_AFTER);
	else if (!in_state(presence, SOURCE_OPENING))
		sd_event_source_set_enabled(presence->timer, SD_EVENT_OFF);
}

/* Tries what comes before the source in use, one at a time: on_lost() goes on. */
static void look(Presence *presence)
{
	if (in_state(presence, SOURCE_OPENING))
		return;
	for (size_t i = 0; i < N_SOURCES; i++) {
		Candidate *candidate = &presence->candidates[i];

		if (candidate->state == SOURCE_IN_USE) {
			rest(presence);
			return;
		}
		if (candidate->state == SOURCE_UNTRIED && try_open(presence, candidate))
			return;
	}
	found_none(presence);
}

static void look_anew(Presence *presence)
{
	presence->look_again = false;
	for (size_t i = 0; i < N_SOURCES; i++)
		if (!presence->candidates[i].source)
			presence->candidates[i].state = SOURCE_UNTRIED;
	look(presence);
}

static void finish_proof(Presence *presence, usec_t silence)
{
	void (*proved)(void *userdata, usec_t silence) = presence->proved;

	if (!proved)
		return;
	presence->proved = NULL;
	presence->proof_timer = sd_event_source_disable_unref(presence->proof_timer);
	proved(presence->proof_userdata, silence);
}

/* A display's socket, or a shell on the bus: is there a better source now? */
static void appeared(Presence *presence)
{
	presence->look_again = true;
	presence->retry_after = RETRY_MIN;
	look_soon(presence, APPEARED_AFTER);
}

static int on_created(sd_event_source *source, const struct inotify_event *event, void *userdata)
{
	Candidate *candidate = userdata;
	const char *socket = sources[candidate - candidate->presence->candidates].socket;

	if (event->len > 0 && strncmp(event->name, socket, strlen(socket)) == 0)
		appeared(candidate->presence);
	return 0;
}

static const char *directory_of(const Candidate *candidate)
{
	const char *directory = sources[candidate - candidate->presence->candidates].directory;

	return directory && directory[0] == '$' ? getenv(directory + 1) : directory;
}

/* Watches for the displays of sources that are better than the one in use, but not beside its own:
 * what others do there would wake us for nothing. A help only: without it the back-off finds what
 * appears, as long as there is none. */
static void watch_for_better(Presence *presence)
{
	Candidate *in_use = in_state(presence, SOURCE_IN_USE);
	const char *own = in_use ? directory_of(in_use) : NULL;

	for (size_t i = 0; i < N_SOURCES; i++) {
		Candidate *candidate = &presence->candidates[i];
		const char *directory = directory_of(candidate);

		candidate->appeared_watch =
		        sd_event_source_disable_unref(candidate->appeared_watch);
		if (directory && (!in_use || candidate < in_use) &&
		        (!own || strcmp(own, directory) != 0))
			sd_event_add_inotify(presence->context.event, &candidate->appeared_watch,
			        directory, IN_CREATE, on_created, candidate);
	}
}

/* False if there was no doubt. */
static bool end_doubt(Presence *presence)
{
	bool was = presence->in_doubt;

	presence->in_doubt = false;
	presence->doubt_timer = sd_event_source_disable_unref(presence->doubt_timer);
	return was;
}

static void on_ready(void *userdata)
{
	Candidate *candidate = userdata;
	Presence *presence = candidate->presence;
	Candidate *end = presence->candidates + N_SOURCES;

	if (in_state(presence, SOURCE_IN_USE))
		presence->sink.present(presence->sink.userdata, clock_boottime());
	for (Candidate *worse = candidate + 1; worse < end; worse++)
		if (worse->source)
			put_away(worse, SOURCE_UNTRIED, _("a better one is in use"));
	candidate->state = SOURCE_IN_USE;
	candidate->why[0] = '\0';
	presence->retry_after = RETRY_MIN;
	snprintf(presence->problem, WHY_SIZE, "%s",
	        candidate->ops->weakness ? _(candidate->ops->weakness) : "");
	watch_for_better(presence);
	/* once more for a weak one: its better may have come up just after it was tried */
	presence->look_again |= candidate->ops->weakness != NULL;
	rest(presence);
	log_info(_("presence comes from %s"), name_of(candidate));
	candidate->ops->want_silence(
	        candidate->source, presence->in_doubt ? PROOF_SILENCE : presence->silence, true);
	presence->sink.changed(presence->sink.userdata);
}

static void on_silent(void *userdata, usec_t since)
{
	Candidate *candidate = userdata;
	Presence *presence = candidate->presence;
	bool asked_for_less = end_doubt(presence) || presence->proved;

	finish_proof(presence, clock_boottime() - since);
	/* it stays reported, so that the input after it will be told */
	if (asked_for_less)
		candidate->ops->want_silence(candidate->source, presence->silence, false);
	presence->sink.silent(presence->sink.userdata, since);
}

static void on_present(void *userdata, usec_t since)
{
	Presence *presence = ((Candidate *)userdata)->presence;

	presence->sink.present(presence->sink.userdata, since);
}

static void on_lost(void *userdata, const char *why)
{
	Candidate *candidate = userdata;
	Presence *presence = candidate->presence;
	bool was_in_use = candidate->state == SOURCE_IN_USE;

	if (was_in_use)
		log_warning(_("%s: %s; looking for another source"), name_of(candidate), why);
	if (why)
		put_away(candidate, SOURCE_FAILED, why);
	else
		put_away(candidate, SOURCE_NOT_HERE, "");
	if (!was_in_use) {
		look(presence);
		return;
	}
	finish_proof(presence, -1);
	end_doubt(presence);
	/* rule 14: without a source the user counts as present */
	presence->sink.present(presence->sink.userdata, clock_boottime());
	for (size_t i = 0; i < N_SOURCES; i++)
		if (!presence->candidates[i].source && &presence->candidates[i] != candidate)
			presence->candidates[i].state = SOURCE_UNTRIED;
	watch_for_better(presence);
	tell_none(presence);
	/* from the top, and not at once: a worse one could find what the better just missed */
	look_soon(presence, RETRY_MIN);
}

static void on_late(Presence *presence, Candidate *candidate)
{
	candidate->state = SOURCE_LATE;
	snprintf(candidate->why, WHY_SIZE, "%s", _("it does not answer"));
	if (!in_state(presence, SOURCE_IN_USE))
		tell_none(presence);
	look(presence);
}

static int on_timer(sd_event_source *timer, uint64_t usec, void *userdata)
{
	Presence *presence = userdata;
	Candidate *opening = in_state(presence, SOURCE_OPENING);

	if (opening)
		on_late(presence, opening);
	else
		look_anew(presence);
	return 0;
}

static int on_owner(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	const char *name, *before, *after;

	if (sd_bus_message_read(message, "sss", &name, &before, &after) >= 0 && after[0])
		appeared(userdata);
	return 0;
}

int presence_new(const SourceContext *context, const PresenceSink *sink, Presence **ret)
{
	Presence *presence = calloc(1, sizeof(*presence));
	int r;

	if (!presence)
		return -ENOMEM;
	presence->context = *context;
	presence->sink = *sink;
	for (size_t i = 0; i < N_SOURCES; i++) {
		presence->candidates[i].presence = presence;
		presence->candidates[i].sink = (SourceSink){
		        .ready = on_ready,
		        .silent = on_silent,
		        .present = on_present,
		        .lost = on_lost,
		        .userdata = &presence->candidates[i],
		};
	}
	presence->retry_after = RETRY_MIN;
	/* the first try comes from the loop, as all reports do */
	r = sd_event_add_time(
	        context->event, &presence->timer, CLOCK_BOOTTIME, 0, 0, on_timer, presence);
	if (r >= 0)
		r = sd_event_add_defer(context->event, &presence->unload, on_unload, presence);
	if (r < 0) {
		presence_free(presence);
		return r;
	}
	watch_for_better(presence);
	if (context->session_bus)
		sd_bus_add_match_async(context->session_bus, &presence->appeared_match,
		        "type='signal',sender='org.freedesktop.DBus',"
		        "interface='org.freedesktop.DBus',member='NameOwnerChanged',"
		        "arg0='org.gnome.Mutter.IdleMonitor'",
		        on_owner, NULL, presence);
	*ret = presence;
	return 0;
}

Presence *presence_free(Presence *presence)
{
	if (!presence)
		return NULL;
	for (size_t i = 0; i < N_SOURCES; i++) {
		put_away(&presence->candidates[i], SOURCE_UNTRIED, "");
		sd_event_source_disable_unref(presence->candidates[i].appeared_watch);
	}
	on_unload(NULL, presence);
	sd_event_source_disable_unref(presence->unload);
	sd_event_source_disable_unref(presence->timer);
	sd_event_source_disable_unref(presence->proof_timer);
	sd_event_source_disable_unref(presence->doubt_timer);
	sd_bus_slot_unref(presence->appeared_match);
	free(presence);
	return NULL;
}

void presence_want_silence(Presence *presence, usec_t silence, bool anew)
{
	Candidate *candidate = in_state(presence, SOURCE_IN_USE);
	bool other = silence != presence->silence;

	presence->silence = silence;
	if (candidate && (other || anew) && !presence->in_doubt)
		candidate->ops->want_silence(candidate->source, silence, anew);
}

bool presence_set_input_only(Presence *presence, bool input_only)
{
	if (presence->context.input_only == input_only)
		return false;
	presence->context.input_only = input_only;
	for (size_t i = 0; i < N_SOURCES; i++)
		if (presence->candidates[i].source)
			put_away(&presence->candidates[i], SOURCE_UNTRIED, "");
	arm(presence, 0);
	return true;
}

static int on_proof_timer(sd_event_source *timer, uint64_t usec, void *userdata)
{
	Presence *presence = userdata;
	Candidate *candidate = in_state(presence, SOURCE_IN_USE);

	if (candidate)
		candidate->ops->want_silence(candidate->source, presence->silence, true);
	finish_proof(presence, -1);
	return 0;
}

int presence_prove(Presence *presence, void (*done)(void *userdata, usec_t silence), void *userdata)
{
	Candidate *candidate = in_state(presence, SOURCE_IN_USE);
	int r;

	if (!candidate)
		return -ENOENT;
	if (presence->proved || presence->in_doubt)
		return -EBUSY;
	r = sd_event_add_time_relative(presence->context.event, &presence->proof_timer,
	        CLOCK_BOOTTIME, PROOF_MAX, 0, on_proof_timer, presence);
	if (r < 0)
		return r;
	presence->proved = done;
	presence->proof_userdata = userdata;
	candidate->ops->want_silence(candidate->source, PROOF_SILENCE, true);
	return 0;
}

/* Input all the time, or nothing that could tell. */
static int on_doubt_timer(sd_event_source *timer, uint64_t usec, void *userdata)
{
	Presence *presence = userdata;
	Candidate *candidate = in_state(presence, SOURCE_IN_USE);

	end_doubt(presence);
	if (candidate)
		candidate->ops->want_silence(candidate->source, presence->silence, true);
	presence->sink.present(presence->sink.userdata, clock_boottime());
	return 0;
}

int presence_doubt(Presence *presence)
{
	int r;

	if (presence->in_doubt)
		return 0;
	r = sd_event_add_time_relative(presence->context.event, &presence->doubt_timer,
	        CLOCK_BOOTTIME, DOUBT_MAX, 0, on_doubt_timer, presence);
	if (r < 0)
		return r;
	presence->in_doubt = true;
	return 0;
}

const char *presence_source(const Presence *presence)
{
	for (size_t i = 0; i < N_SOURCES; i++)
		if (presence->candidates[i].state == SOURCE_IN_USE)
			return sources[i].name;
	return "none";
}

const char *presence_problem(const Presence *presence)
{
	return presence->problem;
}

bool presence_list(const Presence *presence, size_t i, const char **ret_name,
        const char **ret_state, const char **ret_why)
{
	if (i >= N_SOURCES)
		return false;
	*ret_name = sources[i].name;
	*ret_state = state_names[presence->candidates[i].state];
	*ret_why = presence->candidates[i].why;
	return true;
}
