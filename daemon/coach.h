/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <systemd/sd-event.h>

#include "config.h"
#include "core/core.h"
#include "guide.h"

/* Has the exercises of a reminder, a break or a workout chosen by limber-routine, and leads through
 * them. Choosing is a program of its own: a catalogue of any size neither stays in memory nor
 * blocks the loop, and one that is broken costs no more than the exercises. */

typedef struct Coach Coach;

typedef enum CoachSpecial {
	COACH_WARM_UP,
	COACH_COOL_DOWN,
	COACH_SPECIAL_MAX,
} CoachSpecial;

typedef struct CoachSink {
	/* From the loop: there is another plan, or none where one was expected; coach_follow() is
	 * to be called. */
	void (*changed)(void *userdata);

	/* An exercise was done, on one side. */
	void (*done)(void *userdata, const PlanStep *step, usec_t ran);

	/* A prescribed set was begun, or advice is there to be read. */
	void (*set_begun)(void *userdata, const char *set);
	void (*advised)(void *userdata);

	void *userdata;
} CoachSink;

/* config_path: given by --config, or NULL; kept. 0 or a negative errno. */
int coach_new(sd_event *event, const char *config_path, const CoachSink *sink, Coach **ret);
Coach *coach_free(Coach *coach);

/* Does what the core's state asks for, and what time has brought. */
void coach_follow(Coach *coach, const Core *core, const Config *config, usec_t now);

/* When it has to be called again at the latest, or USEC_NEVER. */
usec_t coach_deadline(const Coach *coach);

/* A workout begins or ends: leads through its exercises now, unless a break runs. Returns when they
 * are over at the latest. */
usec_t coach_start_special(Coach *coach, CoachSpecial special, usec_t now);

/* Ends the one that runs; its name, or NULL if none does. */
const char *coach_stop_special(Coach *coach);

/* Something has changed by which exercises are chosen: those of now are chosen anew. */
void coach_choose_anew(Coach *coach);

/* Leaves the current exercise, which counts as done if enough of it has run. */
void coach_next(Coach *coach, usec_t now);

/* Leaves it, and its other side if that follows; it does not count as done. */
void coach_give_up(Coach *coach, usec_t now);
void coach_pause(Coach *coach, bool paused, usec_t now);

/* NULL while none runs. */
const Guide *coach_guide(const Coach *coach);

/* NULL while there is none. */
const Plan *coach_plan(const Coach *coach);

/* Another number for each plan. */
unsigned coach_plan_number(const Coach *coach);

/* What the plan is for: a kind's name, "warm-up", "cool-down", or "". */
const char *coach_occasion(const Coach *coach);

const char *coach_problem(const Coach *coach);
