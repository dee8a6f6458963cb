/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verbs that steer the exercises: next, hurt and workout. Each says what follows from it. */

#include <errno.h>
#include <string.h>

#include "ctl-areas.h"
#include "ctl-format.h"
#include "ctl-watch.h"
#include "ctl-words.h"
#include "util/cleanup.h"

/* Choosing exercises takes limberd some milliseconds. */
#define CHOICE_MAX_WAIT (2 * USEC_PER_SEC)

static bool has_chosen(const CtlStatus *s)
{
	return ctl_status_step(s) || !*s->routine_for || *s->routine_problem;
}

/* "Next: Bird dog, right side, for 40s." */
static void say_step(const CtlStep *step, usec_t span)
{
	CLEANUP(free) char *words = words_step(step);
	char text[FORMAT_SPAN_SIZE];

	ctl_say(_("Next: %s, for %s."), words ? words : step->id, ctl_format_left(span, text));
}

/* What there is when no exercise is left. */
static void say_rest(const CtlStatus *s, const CtlNow *now)
{
	char moment[CTL_MOMENT_SIZE];

	if (*s->running.kind)
		ctl_say(_("The rest of the break, until %s, is yours."),
		        ctl_format_moment(now, s->running.ends_at, moment));
}

static void say_what_comes(const CtlStatus *s)
{
	const CtlStep *step = ctl_status_step(s);
	CtlNow now = ctl_now();

	if (step)
		say_step(step, ctl_status_step_left(s, now.boottime));
	else if (*s->routine_problem)
		ctl_say(_("Nothing else was chosen: %s"), s->routine_problem);
	else
		say_rest(s, &now);
}

CtlExit ctl_next(const CtlArgs *args)
{
	CLEANUP(ctl_watch_free) CtlWatch *watch = NULL;
	CLEANUP(free) char *left = NULL;
	CtlExit code;

	code = ctl_watch_open(&watch);
	if (code != CTL_DONE)
		return code;
	if (ctl_status_step(&watch->status))
		left = words_step(ctl_status_step(&watch->status));
	code = ctl_ask(watch->bus, NULL, "NextExercise", NULL, "");
	if (code == CTL_DONE)
		code = ctl_watch_read(watch);
	if (code != CTL_DONE)
		return code;
	if (left)
		ctl_say(_("Done with: %s."), left);
	say_what_comes(&watch->status);
	return CTL_DONE;
}

static void say_left_out(const CtlStep *step)
{
	CLEANUP(free) char *areas = words_areas(words_to_areas(&step->areas));

	ctl_say(_("%s is left out for 7 days, and strength for %s with it."), step->title,
	        areas && *areas ? areas : _("its areas"));
}

CtlExit ctl_hurt(const CtlArgs *args)
{
	CLEANUP(ctl_watch_free) CtlWatch *watch = NULL;
	CLEANUP(sd_bus_message_unref) sd_bus_message *reply = NULL;
	const char *id;
	CtlExit code;
	int r;

	code = ctl_watch_open(&watch);
	if (code != CTL_DONE)
		return code;
	code = ctl_ask(watch->bus, NULL, "Hurt", &reply, "");
	if (code != CTL_DONE)
		return code;
	r = sd_bus_message_read(reply, "s", &id);
	if (r < 0)
		return ctl_bad_reply(r);
	/* what was read before is of the exercise that was stopped, unless it has just changed */
	if (ctl_status_step(&watch->status) && strcmp(ctl_status_step(&watch->status)->id, id) == 0)
		say_left_out(ctl_status_step(&watch->status));
	else
		ctl_say(_("%s is left out for 7 days, and strength for its areas with it."), id);
	code = ctl_watch_until(watch, has_chosen, CHOICE_MAX_WAIT);
	if (code != CTL_DONE)
		return code;
	say_what_comes(&watch->status);
	ctl_say(_("If it goes on hurting, report it: limberctl pain LEVEL [AREA]"));
	return CTL_DONE;
}

/* --- Workouts */

static const CtlHold *find_hold(const CtlStatus *s, const char *owner)
{
	for (size_t i = 0; i < s->n_holds; i++)
		if (strcmp(s->holds[i].owner, owner) == 0)
			return &s->holds[i];
	return NULL;
}

/* The exercises before or after training, which limberd leads through from now on. */
static void say_exercises(const CtlStatus *s, const char *title)
{
	CLEANUP(free) char *names = words_routine(s);

	if (*s->running.kind)
		ctl_say(_("A break is running; there is no %s beside it."), title);
	else if (*s->routine_problem)
		ctl_say(_("There is no %s: %s"), title, s->routine_problem);
	else if (s->n_routine == 0)
		ctl_say(_("There is no exercise for a %s now."), title);
	else {
		ctl_say(_("The %s of 5 minutes begins now: %s."), title, names ? names : "");
		ctl_say(_("To be led through it: limberctl guide"));
	}
}

static CtlExit ask_for_workout(sd_bus *bus, AreaMask areas)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *call = NULL;
	int r = ctl_new_call(bus, NULL, "StartWorkout", &call);

	if (r >= 0)
		r = ctl_append_areas(call, areas);
	return r < 0 ? ctl_not_sent(r) : ctl_send(bus, call, NULL);
}

static void say_workout(const CtlStatus *s, AreaMask areas)
{
	CLEANUP(free) char *words = words_areas(areas ? areas : AREAS_ALL);
	const CtlHold *hold = find_hold(s, "workout");
	CtlNow now = ctl_now();
	char moment[CTL_MOMENT_SIZE];

	if (hold)
		ctl_say(_("Training: reminders wait until %s at the latest. At its end: limberctl "
		          "workout stop"),
		        ctl_format_moment(&now, hold->until, moment));
	ctl_say(_("For 48 hours no strength exercises are chosen for %s."), words ? words : "");
}

static CtlExit start_workout(const CtlArgs *args)
{
	CLEANUP(ctl_watch_free) CtlWatch *watch = NULL;
	AreaMask areas;
	CtlExit code;

	code = ctl_areas_from_words(args->words + 2, args->n_words - 2, &areas);
	if (code == CTL_DONE)
		code = ctl_watch_open(&watch);
	if (code == CTL_DONE)
		code = ask_for_workout(watch->bus, areas);
	if (code == CTL_DONE)
		code = ctl_watch_until(watch, has_chosen, CHOICE_MAX_WAIT);
	if (code != CTL_DONE)
		return code;
	say_workout(&watch->status, areas);
	say_exercises(&watch->status, _("warm-up"));
	return CTL_DONE;
}

static CtlExit stop_workout(const CtlArgs *args)
{
	CLEANUP(ctl_watch_free) CtlWatch *watch = NULL;
	CtlExit code;

	if (args->n_words > 2)
		return ctl_complain(
		        CTL_USAGE, _("workout stop does not take \"%s\""), args->words[2]);
	code = ctl_watch_open(&watch);
	if (code == CTL_DONE)
		code = ctl_ask(watch->bus, NULL, "StopWorkout", NULL, "");
	if (code == CTL_DONE)
		code = ctl_watch_until(watch, has_chosen, CHOICE_MAX_WAIT);
	if (code != CTL_DONE)
		return code;
	ctl_say(_("Training is over."));
	say_exercises(&watch->status, _("cool-down"));
	return CTL_DONE;
}

CtlExit ctl_workout(const CtlArgs *args)
{
	const char *what = args->n_words > 1 ? args->words[1] : "";

	if (strcmp(what, "start") == 0)
		return start_workout(args);
	if (strcmp(what, "stop") == 0)
		return stop_workout(args);
	if (*what)
		return ctl_complain(CTL_USAGE, _("workout takes start or stop, not \"%s\""), what);
	return ctl_complain(CTL_USAGE, _("workout takes start or stop"));
}
