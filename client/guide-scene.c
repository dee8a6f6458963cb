/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What limberctl guide has to show, out of limberd's properties. Reads no clock. */

#include "guide-layout.h"

#include <string.h>

#include "ctl.h"
#include "routine/routine.h"

/* Both pictures take turns this long. */
#define TURN (4 * USEC_PER_SEC)

/* limberd leads through a workout's exercises for this long; what is left of it is not told. */
static bool is_special(const char *routine_for)
{
	return strcmp(routine_for, "warm-up") == 0 || strcmp(routine_for, "cool-down") == 0;
}

static const CtlKind *find_kind(const CtlStatus *s, const char *name)
{
	for (size_t i = 0; i < s->n_kinds; i++)
		if (strcmp(s->kinds[i].name, name) == 0)
			return &s->kinds[i];
	return NULL;
}

bool guide_waits(const CtlStatus *s)
{
	return *s->routine_for && s->n_routine == 0 && !*s->routine_problem;
}

bool guide_is_over(const CtlStatus *s, bool chosen)
{
	if (*s->running.kind)
		return false;
	if (!is_special(s->routine_for))
		return true;
	/* they may be over before the time that they have is */
	return !ctl_status_step(s) && (chosen || !guide_waits(s));
}

static void set_purpose(GuideScene *scene, const CtlStatus *s)
{
	const CtlKind *kind = find_kind(s, s->running.kind);

	scene->text = "";
	if (kind) {
		scene->purpose = kind->title;
		scene->text = kind->text;
	} else if (*s->running.kind)
		scene->purpose = s->running.kind;
	else if (strcmp(s->routine_for, "warm-up") == 0)
		scene->purpose = _("Warm-up");
	else
		scene->purpose = _("Cool-down");
}

static void set_exercise(GuideScene *scene, const CtlStatus *s, usec_t boottime)
{
	const CtlStep *before = s->exercise.place > 0 ? &s->routine[s->exercise.place - 1] : NULL;
	const CtlStep *step = ctl_status_step(s);
	usec_t ready = ROUTINE_READY;

	scene->phase = GUIDE_EXERCISE;
	scene->step = step;
	scene->next = ctl_status_next_step(s);
	scene->place = s->exercise.place;
	scene->pictures[0] = *step->start_picture;
	scene->pictures[1] = *step->end_picture;
	scene->other_side = before && *step->side && strcmp(before->id, step->id) == 0;
	scene->paused = s->exercise.paused;
	scene->left = ctl_status_step_left(s, boottime);
	/* limberd shortens what does not fit into the break */
	scene->span = step->span;
	if (!scene->paused && s->exercise.ends_at - s->exercise.began_at < step->span)
		scene->span = s->exercise.ends_at - s->exercise.began_at;
	scene->into_position = scene->span - scene->left < ready;
}

GuideScene guide_scene(const CtlStatus *s, bool chosen, usec_t boottime)
{
	GuideScene scene = {.phase = GUIDE_REST,
	        .rest = -1,
	        .advice = s->advice,
	        .problem = "",
	        .message = "",
	        .n = s->n_routine};

	set_purpose(&scene, s);
	if (*s->running.kind) {
		scene.span = s->running.ends_at - s->running.began_at;
		scene.rest = s->running.ends_at - boottime;
		if (scene.rest < 0)
			scene.rest = 0;
		scene.left = scene.rest;
	}
	if (ctl_status_step(s))
		set_exercise(&scene, s, boottime);
	else if (guide_waits(s) && !chosen)
		scene.phase = GUIDE_CHOOSING;
	else if (guide_waits(s))
		scene.problem = _("No exercise suits now: rest, or walk if that does you good.");
	else if (s->n_routine == 0)
		scene.problem = s->routine_problem;
	return scene;
}

size_t guide_picture_turn(const GuideScene *scene)
{
	if (!scene->pictures[0] || !scene->pictures[1])
		return scene->pictures[1];
	if (scene->into_position)
		return 0;
	return 1 - (size_t)((scene->span - scene->left - ROUTINE_READY) / TURN) % 2;
}

usec_t guide_next_tick(const CtlStatus *s, usec_t boottime)
{
	const bool counts = ctl_status_step(s) && !s->exercise.paused;
	usec_t end = counts ? s->exercise.ends_at : s->running.ends_at;

	if (end <= boottime)
		return USEC_NEVER;
	return boottime + (end - boottime - 1) % USEC_PER_SEC + 1;
}
