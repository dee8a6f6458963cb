/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>
#include <systemd/sd-bus.h>

#include "ctl-format.h"

/* limberd's properties, as org.limberd.Limber1.xml explains them: moments on CLOCK_BOOTTIME, 0 for
 * none; texts never NULL, "" for none. */

typedef struct CtlKind {
	const char *name;
	const char *title;
	const char *text;
	usec_t every;
	usec_t length;
	usec_t clock;
	usec_t due_at;
} CtlKind;

typedef struct CtlHold {
	const char *owner;
	const char *reason;
	const char *mode;
	usec_t until;
} CtlHold;

typedef struct CtlReminder {
	const char *phase;
	const char *kind;
	usec_t due_at;
	usec_t returns_at;
	uint32_t repeats;
	bool urgent;
} CtlReminder;

typedef struct CtlBreak {
	const char *kind;
	const char *how;
	usec_t began_at;
	usec_t ends_at;
} CtlBreak;

typedef struct CtlSource {
	const char *name;
	const char *state;
	const char *why;
} CtlSource;

typedef struct CtlSession {
	const char *id;
	bool locked;
	bool active;
	const char *problem;
} CtlSession;

/* The arguments of the signal Decided. */
typedef struct CtlDecision {
	const char *decision;
	const char *kind;
	usec_t at;
	usec_t moment; /* of partial: a span */
	uint32_t count;
	const char *detail;
} CtlDecision;

typedef struct CtlTexts {
	const char **items;
	size_t n_items;
} CtlTexts;

/* An exercise on one side, as the property Routine has it. */
typedef struct CtlStep {
	const char *id;
	const char *title;
	const char *side; /* "left", "right" or "" */
	usec_t span;
	const char *kind;
	CtlTexts areas;
	CtlTexts steps;
	const char *form;
	const char *caution;
	const char *start_picture; /* a path, or "" */
	const char *end_picture;
} CtlStep;

typedef struct CtlExercise {
	uint32_t place; /* in the routine; LIMBER_UNLIMITED for none */
	usec_t began_at;
	usec_t ends_at; /* 0 while paused */
	usec_t left;    /* at the last change: what counts while it is paused */
	bool paused;
} CtlExercise;

typedef struct CtlStatus {
	const char *version;
	const char *state;
	bool present;
	usec_t present_since;
	const char *presence_source;
	const char *presence_problem;
	usec_t last_input; /* 0 while input goes on */
	CtlSource *sources;
	size_t n_sources;
	const char **built_without;
	size_t n_built_without;
	CtlSession session;
	CtlKind *kinds;
	size_t n_kinds;
	const char *next_kind;
	usec_t next_at;
	const char *next_event;
	usec_t next_event_at;
	CtlDecision *decisions; /* oldest first */
	size_t n_decisions;
	CtlReminder reminder;
	CtlBreak running;
	const char *routine_for;
	CtlStep *routine;
	size_t n_routine;
	CtlExercise exercise;
	const char *routine_problem;
	const char *advice;
	CtlHold *holds;
	size_t n_holds;
	uint32_t snoozes_left;
	uint32_t skips_left;
	const char *notifier_state;
	const char *notifier_problem;
	bool sound;
	const char *state_problem;
	const char **problems;
	size_t n_problems;
} CtlStatus;

/* Reads the reply of Properties.GetAll; properties it does not know are passed over, for those that
 * are missing *ret_status has none. The texts point into the reply. Returns a negative errno if the
 * reply breaks the contract. Free what it points to with ctl_status_done(). */
int ctl_status_read(sd_bus_message *reply, CtlStatus *ret_status);
void ctl_status_done(CtlStatus *status);

/* The exercise that runs, and the one after it; NULL if there is none. */
const CtlStep *ctl_status_step(const CtlStatus *status);
const CtlStep *ctl_status_next_step(const CtlStatus *status);

/* What is still to come of the one that runs. */
usec_t ctl_status_step_left(const CtlStatus *status, usec_t boottime);

/* At a glance. */
int ctl_print_status(FILE *out, const CtlStyle *style, const CtlStatus *status, const CtlNow *now);

/* The reasons: what is known, what follows from it, what comes next and what came last. */
int ctl_print_status_why(
        FILE *out, const CtlStyle *style, const CtlStatus *status, const CtlNow *now);

/* All of it; limberctl(1) has the names. */
int ctl_print_status_json(FILE *out, const CtlStatus *status, const CtlNow *now);
