/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exercises and routines as JSON. Texts are UTF-8: the catalogue has seen to it. */

#include "ctl-exercises.h"
#include "util/cleanup.h"

static json_t *seconds(usec_t span)
{
	const usec_t msec = span / USEC_PER_MSEC;

	return json_real((double)msec / 1000);
}

/* The main area first; AREA_MAX for none that is. */
static json_t *areas_to_json(AreaMask areas, Area main_area)
{
	json_t *list = json_array();

	if (main_area < AREA_MAX)
		json_array_append_new(list, json_string(area_to_string(main_area)));
	for (Area area = 0; area < AREA_MAX; area++)
		if (area != main_area && areas & AREA_BIT(area))
			json_array_append_new(list, json_string(area_to_string(area)));
	return list;
}

static json_t *texts_to_json(char *const *texts, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_string(texts[i]));
	return list;
}

/* Paths; null for a picture that is not there. */
static json_t *pictures_to_json(const Exercise *exercise)
{
	CLEANUP(free) char *start = exercise_picture(exercise, "start");
	CLEANUP(free) char *end = exercise_picture(exercise, "end");

	return json_pack("{s:s?, s:s?}", "start", start, "end", end);
}

json_t *exercise_to_json(const Exercise *exercise, const ExerciseSettings *settings)
{
	return json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:s, s:o, s:i, s:o, s:o, s:s, s:s, s:o, "
	                 "s:o, s:b}",
	        "exercise", exercise->id, "title", exercise->title, "areas",
	        areas_to_json(exercise->areas, exercise->main_area), "kind",
	        exercise_kind_to_string(exercise->kind), "level", level_to_string(exercise->level),
	        "position", position_to_string(exercise->position), "sides",
	        exercise->each_side ? "each" : "both", "hold", seconds(exercise->hold),
	        "repetitions", (int)exercise->repetitions, "time", seconds(exercise->time), "steps",
	        texts_to_json(exercise->steps, exercise->n_steps), "form", exercise->form,
	        "caution", exercise->caution, "avoid", areas_to_json(exercise->avoid, AREA_MAX),
	        "pictures", pictures_to_json(exercise), "suits",
	        exercise_suits(exercise, settings));
}

static json_t *set_to_json(const ExerciseSet *set)
{
	json_t *list = json_array();

	for (size_t i = 0; i < set->n_exercises; i++)
		json_array_append_new(list, json_string(set->exercises[i]->id));
	return json_pack("{s:s, s:s, s:i, s:o}", "set", set->id, "title", set->title, "times_a_day",
	        (int)set->times_a_day, "exercises", list);
}

static json_t *problems_to_json(const Catalogue *catalogue)
{
	json_t *list = json_array();

	/* they have in them what was written, whatever that was */
	for (size_t i = 0; i < catalogue->n_problems; i++) {
		CLEANUP(free) char *escaped = ctl_escape(catalogue->problems[i], true);

		json_array_append_new(list, json_string(escaped ? escaped : ""));
	}
	return list;
}

json_t *exercises_to_json(
        const Catalogue *catalogue, const ExerciseSettings *settings, const ExerciseFilter *filter)
{
	json_t *exercises = json_array(), *sets = json_array();

	for (size_t i = 0; i < catalogue->n_exercises; i++)
		if (exercise_passes(filter, &catalogue->exercises[i]))
			json_array_append_new(
			        exercises, exercise_to_json(&catalogue->exercises[i], settings));
	for (size_t i = 0; i < catalogue->n_sets; i++)
		json_array_append_new(sets, set_to_json(&catalogue->sets[i]));
	return json_pack("{s:o, s:o, s:o}", "exercises", exercises, "sets", sets, "problems",
	        problems_to_json(catalogue));
}

/* Its texts as they are for its side. */
static json_t *step_to_json(const RoutineStep *step)
{
	const Exercise *exercise = step->exercise;
	json_t *steps = json_array();

	for (size_t i = 0; i < exercise->n_steps; i++) {
		CLEANUP(free) char *text = exercise_step_text(exercise->steps[i], step->side);

		json_array_append_new(steps, json_string(text ? text : ""));
	}
	return json_pack("{s:s, s:s, s:s?, s:o, s:s, s:o, s:o, s:s, s:s, s:o}", "exercise",
	        exercise->id, "title", exercise->title, "side",
	        step->side == SIDE_BOTH ? NULL : side_to_string(step->side), "span",
	        seconds(step->span), "kind", exercise_kind_to_string(exercise->kind), "areas",
	        areas_to_json(exercise->areas, exercise->main_area), "steps", steps, "form",
	        exercise->form, "caution", exercise->caution, "pictures",
	        pictures_to_json(exercise));
}

json_t *routine_to_json(const RoutineView *view)
{
	json_t *steps = json_array();

	for (size_t i = 0; i < view->routine->n_steps; i++)
		json_array_append_new(steps, step_to_json(&view->routine->steps[i]));
	return json_pack("{s:s, s:o, s:s?, s:o, s:s, s:s?, s:o}", "kind", view->kind, "length",
	        seconds(view->length), "set", view->routine->set ? view->routine->set->id : NULL,
	        "routine", steps, "pain", pain_grade_to_string(view->pain->worst), "advice",
	        view->advice, "problems", problems_to_json(view->catalogue));
}
