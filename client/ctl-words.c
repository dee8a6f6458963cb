/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exercises and areas in words for people. Prints nothing. */

#include "ctl-words.h"

#include <string.h>

#include "ctl.h"
#include "util/cleanup.h"

static const char *const areas[AREA_MAX] = {
        [AREA_HAMSTRINGS] = N_("hamstrings"),
        [AREA_HIPS] = N_("hips"),
        [AREA_LEGS] = N_("legs"),
        [AREA_LOWER_BACK] = N_("lower back"),
        [AREA_CORE] = N_("core"),
        [AREA_GLUTES] = N_("glutes"),
        [AREA_UPPER_BACK] = N_("upper back"),
        [AREA_WHOLE_BODY] = N_("whole body"),
};

static const char *const the_areas[AREA_MAX] = {
        [AREA_HAMSTRINGS] = N_("the hamstrings"),
        [AREA_HIPS] = N_("the hips"),
        [AREA_LEGS] = N_("the legs"),
        [AREA_LOWER_BACK] = N_("the lower back"),
        [AREA_CORE] = N_("the core"),
        [AREA_GLUTES] = N_("the glutes"),
        [AREA_UPPER_BACK] = N_("the upper back and neck"),
        [AREA_WHOLE_BODY] = N_("the whole body"),
};

const char *words_area(Area area)
{
	return _(areas[area]);
}

/* The text of a stream, or NULL if it could not be written. */
static char *finish(FILE *out, char **text)
{
	bool failed = ferror(out);

	if (fclose(out) == 0 && !failed)
		return *text;
	free(*text);
	return NULL;
}

char *words_areas(AreaMask mask)
{
	return words_areas_from(AREA_MAX, mask);
}

static void print_area(FILE *out, Area area, unsigned left)
{
	fprintf(out, "%s%s", _(the_areas[area]), left == 0 ? "" : left == 1 ? _(" and ") : ", ");
}

char *words_areas_from(Area main_area, AreaMask mask)
{
	unsigned left = (unsigned)__builtin_popcount(mask);
	char *text = NULL;
	size_t size;
	FILE *out;

	if (mask & AREA_BIT(AREA_WHOLE_BODY))
		return strdup(_(the_areas[AREA_WHOLE_BODY]));
	out = open_memstream(&text, &size);
	if (!out)
		return NULL;
	if (main_area < AREA_MAX)
		print_area(out, main_area, --left);
	for (Area area = 0; area < AREA_MAX; area++)
		if (mask & AREA_BIT(area) && area != main_area)
			print_area(out, area, --left);
	return finish(out, &text);
}

AreaMask words_to_areas(const CtlTexts *words)
{
	AreaMask mask = 0;

	for (size_t i = 0; i < words->n_items; i++) {
		int area = area_from_string(words->items[i]);

		if (area >= 0)
			mask |= AREA_BIT(area);
	}
	return mask;
}

const char *words_side(const char *side)
{
	if (strcmp(side, "left") == 0)
		return _("left side");
	if (strcmp(side, "right") == 0)
		return _("right side");
	return "";
}

char *words_step(const CtlStep *step)
{
	const char *side = words_side(step->side);
	char *text;

	if (asprintf(&text, "%s%s%s", step->title, *side ? ", " : "", side) < 0)
		return NULL;
	return text;
}

char *words_routine(const CtlStatus *status)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < status->n_routine; i++) {
		const CtlStep *step = &status->routine[i];

		/* the other side comes right after the first */
		if (i > 0 && strcmp(step->id, status->routine[i - 1].id) == 0)
			continue;
		fprintf(out, "%s%s", i > 0 ? ", " : "", step->title);
	}
	return finish(out, &text);
}
