/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exercises for people: the table of them all, and all about one. Reads no file. */

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "ctl-exercises.h"
#include "ctl-words.h"
#include "ctl.h"
#include "util/cleanup.h"

/* An id that is longer pushes the rest of its row to the right. */
#define ID_COLUMNS_MAX 30
#define WORD_COLUMNS   10
#define TIME_COLUMNS   12
#define LABEL_COLUMNS  10

bool exercise_passes(const ExerciseFilter *filter, const Exercise *exercise)
{
	return (filter->areas == 0 || exercise->areas & filter->areas) &&
	       (filter->level < 0 || exercise->level == (Level)filter->level);
}

char *exercise_time_words(const Exercise *exercise, char *buf)
{
	char span[FORMAT_SPAN_SIZE];

	if (exercise->kind == EXERCISE_WALK)
		snprintf(buf, EXERCISE_WORDS_SIZE, _("its break"));
	else
		snprintf(buf, EXERCISE_WORDS_SIZE, exercise->each_side ? _("%s a side") : "%s",
		        format_span(exercise->time, span));
	return buf;
}

int print_exercise_problems(FILE *out, const CtlStyle *style, const Catalogue *catalogue)
{
	int r = 0;

	for (size_t i = 0; i < catalogue->n_problems && r >= 0; i++) {
		fprintf(out, "%s! %s", ctl_colour(style, CTL_RED), ctl_colour(style, CTL_PLAIN));
		r = ctl_print_line(out, style, 2, "%s", catalogue->problems[i]);
	}
	if (catalogue->n_problems > 0)
		fputc('\n', out);
	return r;
}

/* --- The table */

void exercise_print_cell(FILE *out, const char *text, size_t columns)
{
	fputs(text, out);
	ctl_print_padding(out, ctl_text_width(text, strlen(text)), columns);
}

/* The areas beside the main one. */
static void print_others(FILE *out, const Exercise *exercise)
{
	const char *comma = "";

	for (Area area = 0; area < AREA_MAX; area++)
		if (area != exercise->main_area && exercise->areas & AREA_BIT(area)) {
			fprintf(out, "%s%s", comma, words_area(area));
			comma = ", ";
		}
}

static void print_row(FILE *out, const CtlStyle *style, const Exercise *exercise,
        const ExerciseSettings *settings, size_t id_columns)
{
	bool suits = exercise_suits(exercise, settings);
	char time[EXERCISE_WORDS_SIZE];

	fprintf(out, "%s%s", ctl_colour(style, suits ? CTL_PLAIN : CTL_DIM), suits ? "  " : "- ");
	exercise_print_cell(out, exercise->id, id_columns + 2);
	exercise_print_cell(out, exercise_kind_to_string(exercise->kind), WORD_COLUMNS);
	exercise_print_cell(out, level_to_string(exercise->level), WORD_COLUMNS);
	exercise_print_cell(out, position_to_string(exercise->position), WORD_COLUMNS);
	exercise_print_cell(out, exercise_time_words(exercise, time),
	        exercise->areas == AREA_BIT(exercise->main_area) ? 0 : TIME_COLUMNS);
	print_others(out, exercise);
	fprintf(out, "%s\n", suits ? "" : ctl_colour(style, CTL_PLAIN));
}

static size_t widest_id(const Catalogue *catalogue, const ExerciseFilter *filter)
{
	size_t widest = 0;

	for (size_t i = 0; i < catalogue->n_exercises; i++) {
		size_t width = strlen(catalogue->exercises[i].id);

		if (exercise_passes(filter, &catalogue->exercises[i]) && width > widest &&
		        width <= ID_COLUMNS_MAX)
			widest = width;
	}
	return widest;
}

static void print_heading(FILE *out, const CtlStyle *style, const char *text)
{
	fprintf(out, "%s%s%s\n", ctl_colour(style, CTL_BOLD), text, ctl_colour(style, CTL_PLAIN));
}

/* Returns how many there are; *left_out is set if the settings leave one out. */
static size_t print_group(FILE *out, const CtlStyle *style, const Catalogue *catalogue,
        const ExerciseSettings *settings, const ExerciseFilter *filter, Area area, bool *left_out)
{
	size_t n = 0, id_columns = widest_id(catalogue, filter);

	for (size_t i = 0; i < catalogue->n_exercises; i++) {
		const Exercise *exercise = &catalogue->exercises[i];

		if (exercise->main_area != area || !exercise_passes(filter, exercise))
			continue;
		if (n++ == 0)
			print_heading(out, style, words_area(area));
		*left_out = *left_out || !exercise_suits(exercise, settings);
		print_row(out, style, exercise, settings, id_columns);
	}
	if (n > 0)
		fputc('\n', out);
	return n;
}

static int print_set(FILE *out, const CtlStyle *style, const ExerciseSet *set)
{
	char *ids = NULL;
	size_t size;
	FILE *list = open_memstream(&ids, &size);
	int r;

	if (!list)
		return -ENOMEM;
	for (size_t i = 0; i < set->n_exercises; i++)
		fprintf(list, "%s%s", i > 0 ? ", " : "", set->exercises[i]->id);
	if (fclose(list) != 0) {
		free(ids);
		return -ENOMEM;
	}
	fputs("  ", out);
	r = ctl_print_line(out, style, 2, _("%s, %u a day: %s"), set->title, set->times_a_day, ids);
	free(ids);
	return r;
}

static int print_sets(FILE *out, const CtlStyle *style, const Catalogue *catalogue)
{
	int r = 0;

	if (catalogue->n_sets == 0)
		return 0;
	print_heading(out, style, _("prescribed sets"));
	for (size_t i = 0; i < catalogue->n_sets && r >= 0; i++)
		r = print_set(out, style, &catalogue->sets[i]);
	fputc('\n', out);
	return r;
}

static int print_end(
        FILE *out, const CtlStyle *style, size_t n, const ExerciseSettings *settings, bool left_out)
{
	char without[AREAS_TEXT_SIZE];
	int r = 0;

	if (left_out)
		r = ctl_print_line(out, style, 0,
		        _("- is left out by [exercises] of limber.ini: %slevel = %s%s%s"),
		        settings->at_desk ? "at-desk = yes, " : "",
		        level_to_string(settings->level), settings->without ? ", without = " : "",
		        areas_format(settings->without, without));
	if (r >= 0)
		r = ctl_print_line(out, style, 0,
		        ngettext("%zu exercise; limberctl exercise ID tells all about it.",
		                "%zu exercises; limberctl exercise ID tells all about one.", n),
		        n);
	return r;
}

int exercises_print(FILE *out, const CtlStyle *style, const Catalogue *catalogue,
        const ExerciseSettings *settings, const ExerciseFilter *filter)
{
	int r = print_exercise_problems(out, style, catalogue);
	bool left_out = false;
	size_t n = 0;

	for (Area area = 0; area < AREA_MAX; area++)
		n += print_group(out, style, catalogue, settings, filter, area, &left_out);
	if (r >= 0 && filter->areas == 0 && filter->level < 0)
		r = print_sets(out, style, catalogue);
	if (r < 0)
		return r;
	return n > 0 ? print_end(out, style, n, settings, left_out)
	             : ctl_print_line(out, style, 0, _("There are no such exercises."));
}

/* --- One exercise */

__attribute__((format(printf, 4, 5))) static int print_labelled(
        FILE *out, const CtlStyle *style, const char *label, const char *format, ...)
{
	CLEANUP(free) char *text = NULL;
	va_list ap;

	va_start(ap, format);
	if (vasprintf(&text, format, ap) < 0)
		text = NULL;
	va_end(ap);
	if (!text)
		return -ENOMEM;
	fprintf(out, "%s%s%s", ctl_colour(style, CTL_DIM), label, ctl_colour(style, CTL_PLAIN));
	ctl_print_padding(out, ctl_text_width(label, strlen(label)), LABEL_COLUMNS);
	return ctl_print_line(out, style, LABEL_COLUMNS, "%s", text);
}

/* "held for 5s, 6 times; 50s a side" */
static char *dose_of(const Exercise *exercise)
{
	char hold[FORMAT_SPAN_SIZE], time[EXERCISE_WORDS_SIZE];
	const char *between = "";
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (exercise->hold > 0) {
		fprintf(out, _("held for %s"), format_span(exercise->hold, hold));
		between = ", ";
	}
	if (exercise->repetitions > 1) {
		fprintf(out, _("%s%u times"), between, exercise->repetitions);
		between = ", ";
	}
	fprintf(out, "%s%s", *between ? "; " : "", exercise_time_words(exercise, time));
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static int print_summary(FILE *out, const CtlStyle *style, const Exercise *exercise)
{
	CLEANUP(free) char *areas = words_areas_from(exercise->main_area, exercise->areas);
	CLEANUP(free) char *dose = dose_of(exercise);
	int r;

	if (!areas || !dose)
		return -ENOMEM;
	r = print_labelled(out, style, _("what"), _("%s for %s; %s, %s"),
	        exercise_kind_to_string(exercise->kind), areas, level_to_string(exercise->level),
	        position_to_string(exercise->position));
	return r < 0 ? r : print_labelled(out, style, _("how long"), "%s", dose);
}

/* One that has sides is told for the left one. */
static int print_steps(FILE *out, const CtlStyle *style, const Exercise *exercise)
{
	int r = 0;

	for (size_t i = 0; i < exercise->n_steps && r >= 0; i++) {
		CLEANUP(free) char *text = exercise_step_text(exercise->steps[i], SIDE_LEFT);

		if (!text)
			return -ENOMEM;
		fprintf(out, "%s%3zu%s  ", ctl_colour(style, CTL_BOLD), i + 1,
		        ctl_colour(style, CTL_PLAIN));
		r = ctl_print_line(out, style, 5, "%s", text);
	}
	if (r >= 0 && exercise->each_side) {
		fputs("     ", out);
		r = ctl_print_line(out, style, 5, _("That was the left side; then the right one."));
	}
	return r;
}

static const char *why_left_out(const Exercise *exercise, const ExerciseSettings *settings)
{
	if (settings->at_desk && exercise->position == POSITION_FLOOR)
		return _("it needs the floor, and at-desk is yes");
	if (exercise->level > settings->level)
		return _("it is harder than level allows");
	return _("it works on an area that without names");
}

static int print_notes(FILE *out, const CtlStyle *style, const Exercise *exercise,
        const ExerciseSettings *settings)
{
	CLEANUP(free) char *avoid = words_areas(exercise->avoid);
	int r = 0;

	if (!avoid)
		return -ENOMEM;
	if (*exercise->form)
		r = print_labelled(out, style, _("form"), "%s", exercise->form);
	if (r >= 0 && *exercise->caution)
		r = print_labelled(out, style, _("caution"), "%s", exercise->caution);
	if (r >= 0 && exercise->avoid)
		r = print_labelled(out, style, _("avoid"), _("with pain in %s"), avoid);
	if (r >= 0 && !exercise_suits(exercise, settings))
		r = print_labelled(out, style, _("left out"), _("by [exercises] of limber.ini: %s"),
		        why_left_out(exercise, settings));
	return r;
}

static bool any_picture(const Picture *pictures, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (pictures[i].text)
			return true;
	return false;
}

int exercise_print(FILE *out, const CtlStyle *style, const Exercise *exercise,
        const ExerciseSettings *settings, const Picture *pictures, size_t n_pictures)
{
	CLEANUP(free) char *title = ctl_escape(exercise->title, style->utf8);
	int r;

	if (!title)
		return -ENOMEM;
	print_heading(out, style, title);
	r = print_summary(out, style, exercise);
	fputc('\n', out);
	if (any_picture(pictures, n_pictures)) {
		picture_print_row(out, pictures, n_pictures, 2);
		fputc('\n', out);
	}
	if (r >= 0)
		r = print_steps(out, style, exercise);
	fputc('\n', out);
	return r < 0 ? r : print_notes(out, style, exercise, settings);
}
