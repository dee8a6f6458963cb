/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was done goes down in the history, and what the user says of it changes what comes. */

#include "exercises.h"

#include <errno.h>
#include <string.h>

#include "history.h"
#include "holds/workout.h"
#include "util/clock.h"

void exercises_done(void *userdata, const PlanStep *step, usec_t ran)
{
	HistoryPlace place = manager_history_place(userdata);

	manager_check_history(
	        userdata, history_append_exercise(&place, clock_boottime(), step, ran));
}

void exercises_set_begun(void *userdata, const char *set)
{
	HistoryPlace place = manager_history_place(userdata);

	manager_check_history(userdata, history_append_set(&place, clock_boottime(), set));
}

void exercises_advised(void *userdata)
{
	HistoryPlace place = manager_history_place(userdata);

	manager_check_history(userdata, history_append_advised(&place, clock_boottime()));
}

void exercises_next(Manager *manager)
{
	coach_next(manager->coach, clock_boottime());
	manager_settle(manager, false);
}

void exercises_pause(Manager *manager, bool paused)
{
	coach_pause(manager->coach, paused, clock_boottime());
	manager_settle(manager, false);
}

int exercises_hurt(Manager *manager)
{
	HistoryPlace place = manager_history_place(manager);
	usec_t now = clock_boottime();
	int r = -ENOENT;

	if (place.directory) {
		r = history_append_hurt(&place, now, guide_step(coach_guide(manager->coach)));
		manager_check_history(manager, r);
	}
	/* a choice that knows nothing of it could well be the same again */
	if (r < 0)
		coach_give_up(manager->coach, now);
	else
		coach_choose_anew(manager->coach);
	manager_settle(manager, false);
	return r;
}

int exercises_report_pain(
        Manager *manager, unsigned level, Area area, unsigned signs, const char *note)
{
	HistoryPlace place = manager_history_place(manager);
	int r;

	if (!place.directory)
		return -ENOENT;
	r = history_append_pain(&place, clock_boottime(), level, area, signs, note);
	manager_check_history(manager, r);
	if (r < 0)
		return r;
	coach_choose_anew(manager->coach);
	manager_settle(manager, false);
	return 0;
}

static int note_workout(Manager *manager, usec_t now, const char *phase, AreaMask areas)
{
	HistoryPlace place = manager_history_place(manager);
	int r = -ENOENT;

	if (place.directory) {
		r = history_append_workout(&place, now, phase, areas);
		manager_check_history(manager, r);
	}
	return r;
}

static void release(Manager *manager, const char *owner)
{
	Event event = event_now(EVENT_RELEASE);

	if (!hold_set_find(&manager->core.holds, owner))
		return;
	strcpy(event.owner, owner);
	manager_feed(manager, &event);
}

int exercises_start_workout(Manager *manager, AreaMask areas)
{
	Event event = event_now(EVENT_HOLD);
	int r = note_workout(manager, event.at, "start", areas);

	event.hold = workout_hold(areas, event.at);
	coach_start_special(manager->coach, COACH_WARM_UP, event.at);
	manager_feed(manager, &event);
	release(manager, COOL_DOWN_OWNER);
	return r;
}

int exercises_stop_workout(Manager *manager)
{
	Event event = event_now(EVENT_HOLD);
	int r = note_workout(manager, event.at, "stop", workout_areas(&manager->core.holds));

	/* before the other one goes: no reminder comes up in between */
	if (manager->core.break_kind == NO_BREAK) {
		event.hold = cool_down_hold(
		        coach_start_special(manager->coach, COACH_COOL_DOWN, event.at));
		manager_feed(manager, &event);
	}
	release(manager, WORKOUT_OWNER);
	return r;
}

const char *exercises_stop_special(Manager *manager)
{
	const char *name = coach_stop_special(manager->coach);

	if (!name)
		return NULL;
	release(manager, COOL_DOWN_OWNER);
	manager_settle(manager, false);
	return name;
}
