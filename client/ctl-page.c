/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of limberctl status. Knows how a row looks, not which there are. */

#include "ctl-page.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "ctl.h"
#include "util/cleanup.h"

/* Labels are at least this wide, and no kind's name widens them further than that. */
#define LABEL_COLUMNS     8
#define LABEL_COLUMNS_MAX 16

/* When in an earlier boot is not known: the bus tells any such moment as this one. */
#define BEFORE_BOOT 1

Page page_begin(FILE *out, const CtlStyle *style, const CtlStatus *status, const CtlNow *now)
{
	Page page = {.out = out,
	        .style = style,
	        .now = now,
	        .status = status,
	        .label_columns = LABEL_COLUMNS};

	for (size_t i = 0; i < status->n_kinds; i++) {
		const char *name = status->kinds[i].name;
		size_t width = ctl_text_width(name, strlen(name));

		if (width <= LABEL_COLUMNS_MAX)
			page.label_columns = page_widest(page.label_columns, width);
	}
	return page;
}

Phrase page_since(const Page *page, usec_t at)
{
	char span[FORMAT_SPAN_SIZE], moment[CTL_MOMENT_SIZE];
	Phrase phrase;

	ctl_format_elapsed(page->now->boottime - at, span);
	ctl_format_moment(page->now, at, moment);
	if (at <= BEFORE_BOOT)
		snprintf(phrase.text, sizeof(phrase.text), _("since before the machine started"));
	else
		snprintf(phrase.text, sizeof(phrase.text), _("for %s, since %s"), span, moment);
	return phrase;
}

Phrase page_until(const Page *page, usec_t at)
{
	char span[FORMAT_SPAN_SIZE], moment[CTL_MOMENT_SIZE];
	Phrase phrase;

	ctl_format_left(at - page->now->boottime, span);
	ctl_format_moment(page->now, at, moment);
	snprintf(phrase.text, sizeof(phrase.text), _("%s left, until %s"), span, moment);
	return phrase;
}

Phrase page_in(const Page *page, usec_t at)
{
	char span[FORMAT_SPAN_SIZE], moment[CTL_MOMENT_SIZE];
	Phrase phrase;

	ctl_format_left(at - page->now->boottime, span);
	ctl_format_moment(page->now, at, moment);
	/* with a day it has a blank */
	snprintf(phrase.text, sizeof(phrase.text),
	        strchr(moment, ' ') ? _("in %s, %s") : _("in %s, at %s"), span, moment);
	return phrase;
}

/* Prints what a row says, from where the cursor stands to the end of the line, where colours end
 * too. All words from the bus but the kinds' names pass through here. */
__attribute__((format(printf, 3, 0))) static void print_text(
        Page *page, size_t column, const char *format, va_list ap)
{
	if (ctl_vprint_text(page->out, page->style, column, format, ap) < 0) {
		page->error = -ENOMEM;
		return;
	}
	fprintf(page->out, "%s\n", ctl_colour(page->style, CTL_PLAIN));
}

size_t page_text_column(const Page *page)
{
	return 2 + page->label_columns + 2;
}

void page_label(Page *page, CtlColour colour, char mark, const char *label)
{
	CLEANUP(free) char *escaped = ctl_escape(label, page->style->utf8);

	if (!escaped) {
		page->error = -ENOMEM;
		return;
	}
	fprintf(page->out, "%s%c %s", ctl_colour(page->style, colour), mark, escaped);
	ctl_print_padding(page->out, ctl_text_width(escaped, strlen(escaped)), page->label_columns);
	fputs("  ", page->out);
}

void page_headline(Page *page, CtlColour colour, const char *format, ...)
{
	va_list ap;

	fprintf(page->out, "%s%s ", ctl_colour(page->style, colour), page->style->utf8 ? "●" : "*");
	va_start(ap, format);
	print_text(page, 2, format, ap);
	va_end(ap);
}

void page_row(Page *page, const char *label, const char *format, ...)
{
	va_list ap;

	page_label(page, CTL_DIM, ' ', label);
	fputs(ctl_colour(page->style, CTL_PLAIN), page->out);
	va_start(ap, format);
	print_text(page, page_text_column(page), format, ap);
	va_end(ap);
}

void page_alarm(Page *page, const char *label, const char *format, ...)
{
	va_list ap;

	page_label(page, CTL_RED, '!', label);
	va_start(ap, format);
	print_text(page, page_text_column(page), format, ap);
	va_end(ap);
}

char *page_format_hold(const Page *page, const CtlHold *hold)
{
	bool hours = is(hold->owner, "working-hours");
	bool workout = is(hold->owner, "workout");
	bool cool_down = is(hold->owner, "cool-down");
	bool odd_mode = !hours && !workout && !cool_down && !is(hold->mode, "wait");
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (hours)
		fputs(_("Outside working hours"), out);
	else if (is(hold->owner, "user"))
		fputs(_("Paused"), out);
	else if (workout)
		fputs(_("Training"), out);
	else if (cool_down)
		fputs(_("Cooling down"), out);
	else
		fprintf(out, _("Held by %s"), hold->owner);
	if (hold->until)
		fprintf(out, ", %s", page_until(page, hold->until).text);
	if (odd_mode)
		fprintf(out, " (%s)", hold->mode);
	if (*hold->reason && !hours)
		fprintf(out, ": %s", hold->reason);
	return fclose(out) == 0 ? text : NULL;
}

bool page_presence_unknown(const CtlStatus *s)
{
	return !*s->presence_source || is(s->presence_source, "none");
}

const CtlHold *page_stopping_hold(const CtlStatus *s)
{
	for (size_t i = 0; i < s->n_holds; i++)
		if (!is(s->holds[i].mode, "wait"))
			return &s->holds[i];
	return NULL;
}

size_t page_widest(size_t a, size_t b)
{
	return a > b ? a : b;
}
