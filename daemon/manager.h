/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

#include "calendar-watch.h"
#include "coach.h"
#include "config.h"
#include "core/core.h"
#include "history.h"
#include "holds/callers.h"
#include "notifier.h"
#include "presence/presence.h"
#include "service.h"
#include "session.h"
#include "state.h"

/* limberd itself: owns the loop, the bus and the state, hears every fact, feeds the core and
 * carries out what it decides. */

#define RECENT_MAX 16

typedef struct Manager {
	sd_event *event;
	sd_bus *bus;
	sd_bus *system_bus;          /* NULL: none */
	sd_event_source *timer;      /* the one: the next moment anything changes */
	sd_event_source *clock_step; /* the wall clock was set */
	sd_event_source *rest;       /* after every event */
	int clock_step_fd;

	const char *config_path; /* given by --config, or NULL */
	Config *config;
	Core core;
	Result result;
	CalendarWatch calendar;
	Presence *presence;
	Session *session;
	Notifier *notifier;
	Coach *coach;
	Service *service;

	char *state_directory; /* NULL: none; nothing is saved, which was said */
	usec_t saved_at;
	int save_error;    /* of the last time, or 0 */
	int history_error; /* likewise */
	char state_problem[256];
	usec_t slept;         /* CLOCK_BOOTTIME less CLOCK_MONOTONIC, as far as it is told */
	usec_t calendar_seen; /* the calendar is settled up to here */
	Callers *callers;

	/* the last decisions, oldest at n_recent % RECENT_MAX once it is full */
	Decision recent[RECENT_MAX];
	size_t n_recent; /* ever */

	const char *status;    /* of service_state(), as it was told */
	bool set_up;           /* what the bus shows is all there */
	sd_bus_message *proof; /* the call of ProvePresence that waits for its answer */

	bool memory_left; /* by something larger that is done */

	EventType command; /* being answered, or EVENT_TYPE_MAX */
	Decision answer;
} Manager;

/* Sets everything up and restores the state. 0; -EEXIST if a limberd runs already; or another
 * negative errno, said in the log. */
int manager_new(const char *config_path, Manager **ret);
Manager *manager_free(Manager *manager);

/* Runs until told to end. 0 or a negative errno, said. */
int manager_run(Manager *manager);

/* Takes an event in, and carries out what follows. */
void manager_feed(Manager *manager, const Event *event);

/* The same for SNOOZE, SKIP, START and STOP; returns the decision that answers it. */
Decision manager_command(Manager *manager, const Event *event);

/* For whoever brings the core up to the present: an event alone, and the calendar's. Nothing
 * follows from them before the next manager_feed(). */
void manager_step(Manager *manager, const Event *event);
void manager_tell_calendar(Manager *manager, usec_t now);

/* Follows from what the core, the coach or the clock has come to: the source's silence, the
 * notification, the bus, the timer. look_anew as SourceOps.want_silence. */
void manager_settle(Manager *manager, bool look_anew);

/* For whoever appends to the history, and what came of it: 0 or a negative errno. */
HistoryPlace manager_history_place(const Manager *manager);
void manager_check_history(Manager *manager, int r);

/* An event of this moment. */
Event event_now(EventType type);

/* The wall clock or its zone is another. */
void manager_follow_wall_clock(Manager *manager);

/* Reads the configuration again. 0; -EINVAL with what is wrong in *ret_problems, to be freed; or
 * -ENOMEM. */
int manager_reload(Manager *manager, char **ret_problems);
