/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl exercises, and limberctl exercise: what exercises there are. They read the files
 * themselves, and need no daemon. */

#include "ctl-exercises.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "ctl-areas.h"
#include "ctl.h"
#include "util/cleanup.h"
#include "util/nearest.h"

#define PICTURE_ROWS        14
#define PICTURE_COLUMNS_MAX 40

DEFINE_CLEANUP(Config *, config_free);
DEFINE_CLEANUP(Catalogue *, catalogue_free);
DEFINE_CLEANUP(json_t *, json_decref);

static CtlExit failed(int error)
{
	return ctl_complain(CTL_REFUSED, "%s", strerror(-error));
}

static CtlExit print_json(json_t *json)
{
	if (!json)
		return failed(-ENOMEM);
	json_dumpf(json, stdout, JSON_INDENT(2));
	putchar('\n');
	return CTL_DONE;
}

static int read_all(Config **ret_config, Catalogue **ret_catalogue)
{
	int r = config_read_default(ret_config);

	if (r >= 0)
		r = catalogue_read_default(ret_catalogue);
	return r;
}

static CtlExit level_from_word(const char *word, int *ret)
{
	const char *names[LEVEL_MAX], *near;
	int level = level_from_string(word);

	for (Level i = 0; i < LEVEL_MAX; i++)
		names[i] = level_to_string(i);
	near = nearest_name(word, names, LEVEL_MAX);
	*ret = level;
	if (level >= 0)
		return CTL_DONE;
	if (near)
		return ctl_complain(
		        CTL_USAGE, _("\"%s\" is not a level; did you mean \"%s\"?"), word, near);
	return ctl_complain(
	        CTL_USAGE, _("\"%s\" is not a level: one is gentle, moderate or strong"), word);
}

CtlExit ctl_exercises(const CtlArgs *args)
{
	CLEANUP(config_free) Config *config = NULL;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;
	CLEANUP(json_decref) json_t *json = NULL;
	ExerciseFilter filter = {.level = -1};
	CtlStyle style = ctl_style();
	CtlExit code = CTL_DONE;
	int r;

	if (args->options[CTL_AREA])
		code = ctl_areas_from_words(&args->options[CTL_AREA], 1, &filter.areas);
	if (code == CTL_DONE && args->options[CTL_LEVEL])
		code = level_from_word(args->options[CTL_LEVEL], &filter.level);
	if (code != CTL_DONE)
		return code;
	r = read_all(&config, &catalogue);
	if (r < 0)
		return failed(r);
	if (args->options[CTL_JSON]) {
		json = exercises_to_json(catalogue, &config->exercises, &filter);
		return print_json(json);
	}
	r = exercises_print(stdout, &style, catalogue, &config->exercises, &filter);
	return r < 0 ? failed(r) : CTL_DONE;
}

/* Side by side on a terminal; what cannot be drawn is left out. */
static void draw_pictures(const Exercise *exercise, const CtlStyle *style, Picture pictures[2])
{
	static const char *const which[] = {"start", "end"};
	PictureBox box = {.columns = PICTURE_COLUMNS_MAX, .rows = PICTURE_ROWS};

	if (!isatty(STDOUT_FILENO))
		return;
	picture_measure_cells(&box);
	if (style->width > 0 && (style->width - 2) / 2 < box.columns)
		box.columns = (style->width - 2) / 2;
	for (size_t i = 0; i < ELEMENTSOF(which); i++) {
		CLEANUP(free) char *path = exercise_picture(exercise, which[i]);

		if (path && picture_draw(path, style, &box, &pictures[i]) < 0)
			pictures[i] = (Picture){0};
	}
}

static CtlExit print_one(const Exercise *exercise, const ExerciseSettings *settings)
{
	Picture pictures[2] = {{0}, {0}};
	CtlStyle style = ctl_style();
	int r;

	draw_pictures(exercise, &style, pictures);
	r = exercise_print(stdout, &style, exercise, settings, pictures, ELEMENTSOF(pictures));
	for (size_t i = 0; i < ELEMENTSOF(pictures); i++)
		picture_done(&pictures[i]);
	return r < 0 ? failed(r) : CTL_DONE;
}

static CtlExit no_exercise(const Catalogue *catalogue, const char *id)
{
	const char *near = catalogue_nearest(catalogue, id);

	for (size_t i = 0; i < catalogue->n_problems; i++)
		ctl_complain(CTL_USAGE, "%s", catalogue->problems[i]);
	if (near)
		return ctl_complain(CTL_USAGE,
		        _("there is no exercise \"%s\"; did you mean \"%s\"?"), id, near);
	return ctl_complain(
	        CTL_USAGE, _("there is no exercise \"%s\"; see limberctl exercises"), id);
}

CtlExit ctl_exercise(const CtlArgs *args)
{
	CLEANUP(config_free) Config *config = NULL;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;
	CLEANUP(json_decref) json_t *json = NULL;
	const Exercise *exercise;
	int r;

	if (args->n_words < 2)
		return ctl_complain(CTL_USAGE, _("which exercise? See limberctl exercises"));
	r = read_all(&config, &catalogue);
	if (r < 0)
		return failed(r);
	exercise = catalogue_find(catalogue, args->words[1]);
	if (!exercise)
		return no_exercise(catalogue, args->words[1]);
	if (!args->options[CTL_JSON])
		return print_one(exercise, &config->exercises);
	json = exercise_to_json(exercise, &config->exercises);
	return print_json(json);
}
