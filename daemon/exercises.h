/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "manager.h"

/* What the user does with exercises, and what that leads to. */

/* For the coach, whose userdata the manager is; see CoachSink. */
void exercises_done(void *userdata, const PlanStep *step, usec_t ran);
void exercises_set_begun(void *userdata, const char *set);
void exercises_advised(void *userdata);

/* The one that runs; there is one. */
void exercises_next(Manager *manager);
void exercises_pause(Manager *manager, bool paused);

/* Stops it. 0; or the negative errno with which the history did not take it, so that nothing but
 * the rest of this occasion is rid of it. */
int exercises_hurt(Manager *manager);

/* area: AREA_MAX for the whole body. 0, or why the history did not take it. */
int exercises_report_pain(
        Manager *manager, unsigned level, Area area, unsigned signs, const char *note);

/* There is room for the hold, or it is there. 0, or why the history did not take it, so that it
 * does not count as load. */
int exercises_start_workout(Manager *manager, AreaMask areas);
int exercises_stop_workout(Manager *manager);

/* Ends a warm-up or cool-down; its name, or NULL if none runs. */
const char *exercises_stop_special(Manager *manager);
