/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/core.h"
#include "plan.h"

/* The history: DIRECTORY/history/YYYY-MM.jsonl, one JSON object a line, append-only:
 *   {"at":"2026-11-23T10:48:00+01:00","event":"completed","kind":"stretch"}
 * All return 0 or a negative errno. wall_offset is CLOCK_REALTIME less CLOCK_BOOTTIME; `at` is on
 * CLOCK_BOOTTIME. */

typedef struct HistoryPlace {
	const char *directory; /* NULL: nothing is kept, and nothing is wrong */
	usec_t wall_offset;
} HistoryPlace;

/* A decision, with "began" (a time), "rested" (seconds), "how", "count", "owner" where it has them.
 * Refusals are no history. */
int history_append(const HistoryPlace *place, const Decision *decision);

/* "exercise": one was done on one side for so long, with "exercise", "areas", "kind", "side",
 * "seconds". */
int history_append_exercise(const HistoryPlace *place, usec_t at, const PlanStep *step, usec_t ran);

/* "hurt": one was stopped because it hurt, with "exercise", "areas", "kind". */
int history_append_hurt(const HistoryPlace *place, usec_t at, const PlanStep *step);

/* "pain", with "level", "areas" (none: the whole body), "signs" and "note". area: AREA_MAX for the
 * whole body. */
int history_append_pain(const HistoryPlace *place, usec_t at, unsigned level, Area area,
        unsigned signs, const char *note);

/* "workout": its "phase", "start" or "stop", and the "areas" it loads. */
int history_append_workout(const HistoryPlace *place, usec_t at, const char *phase, AreaMask areas);

/* "set": a prescribed "set" was begun. */
int history_append_set(const HistoryPlace *place, usec_t at, const char *set);

/* "advised": the user was advised to see a doctor or a physiotherapist. */
int history_append_advised(const HistoryPlace *place, usec_t at);
