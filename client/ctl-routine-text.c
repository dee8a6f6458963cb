/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A break's exercises for people: a line for each step. Reads no file. */

#include <errno.h>
#include <string.h>

#include "ctl-exercises.h"
#include "ctl-words.h"
#include "ctl.h"
#include "util/cleanup.h"

#define TITLE_COLUMNS_MAX 40
#define SPAN_COLUMNS      11
#define SIDE_COLUMNS      7
#define KIND_COLUMNS      10

/* The time by seconds, which format_span() leaves out beside hours. */
static char *step_span(usec_t span, char *buf)
{
	return format_span(span / USEC_PER_SEC * USEC_PER_SEC, buf);
}

static size_t title_columns(const Routine *routine)
{
	size_t widest = 0;

	for (size_t i = 0; i < routine->n_steps; i++) {
		const char *title = routine->steps[i].exercise->title;
		size_t width = ctl_text_width(title, strlen(title));

		if (width > widest && width <= TITLE_COLUMNS_MAX)
			widest = width;
	}
	return widest;
}

static int print_step(
        FILE *out, const CtlStyle *style, size_t number, const RoutineStep *step, size_t columns)
{
	CLEANUP(free) char *title = ctl_escape(step->exercise->title, style->utf8);
	char span[FORMAT_SPAN_SIZE];

	if (!title)
		return -ENOMEM;
	fprintf(out, "%s%3zu%s  ", ctl_colour(style, CTL_DIM), number,
	        ctl_colour(style, CTL_PLAIN));
	exercise_print_cell(out, title, columns + 2);
	exercise_print_cell(out,
	        step->side == SIDE_LEFT    ? _("left")
	        : step->side == SIDE_RIGHT ? _("right")
	                                   : "",
	        SIDE_COLUMNS);
	exercise_print_cell(out, step_span(step->span, span), SPAN_COLUMNS);
	exercise_print_cell(out, exercise_kind_to_string(step->exercise->kind), KIND_COLUMNS);
	fprintf(out, "%s\n", words_area(step->exercise->main_area));
	return 0;
}

/* What it is, for which break. */
static int print_heading(FILE *out, const CtlStyle *style, const RoutineView *view)
{
	char span[FORMAT_SPAN_SIZE];
	int r;

	fputs(ctl_colour(style, CTL_BOLD), out);
	r = ctl_print_line(
	        out, style, 0, _("%s, %s"), view->title, format_span(view->length, span));
	fputs(ctl_colour(style, CTL_PLAIN), out);
	if (r >= 0 && view->routine->set)
		r = ctl_print_line(out, style, 0, "%s", view->routine->set->title);
	return r;
}

static const char *why_nothing(const RoutineView *view)
{
	if (view->catalogue->n_exercises == 0)
		return _("There are no exercises; see limberctl doctor.");
	if (view->pain->worst != PAIN_NONE)
		return _("No exercise, because of the pain reported; see limberctl pain.");
	return _("No exercise suits this break now.");
}

int routine_print(FILE *out, const CtlStyle *style, const RoutineView *view)
{
	size_t columns = title_columns(view->routine);
	int r = print_exercise_problems(out, style, view->catalogue);

	if (r >= 0)
		r = print_heading(out, style, view);
	for (size_t i = 0; i < view->routine->n_steps && r >= 0; i++)
		r = print_step(out, style, i + 1, &view->routine->steps[i], columns);
	if (r >= 0 && view->routine->n_steps == 0)
		r = ctl_print_line(out, style, 0, "%s", why_nothing(view));
	else if (r >= 0 && view->pain->worst != PAIN_NONE)
		r = ctl_print_line(out, style, 0, "%s",
		        _("There is less than usual, because of the pain reported; see limberctl "
		          "pain."));
	if (r >= 0 && view->advice)
		r = ctl_print_line(out, style, 0, "%s", view->advice);
	return r;
}
