/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl status for people: what now, what next, and whatever is wrong. */

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "bus-names.h"
#include "ctl-status.h"
#include "ctl.h"
#include "util/cleanup.h"

/* Labels are at least this wide, and no kind's name widens them further than that. */
#define LABEL_COLUMNS     8
#define LABEL_COLUMNS_MAX 16

#define BAR_CELLS     20
#define BAR_CELLS_MIN 5

/* When in an earlier boot is not known: the bus tells any such moment as this one. */
#define BEFORE_BOOT 1

typedef struct Page {
	FILE *out;
	const CtlStyle *style;
	const CtlNow *now;
	const CtlStatus *status;
	size_t label_columns;
	int error;
} Page;

/* A few words, long enough for any span and moment in any language. */
typedef struct Phrase {
	char text[256];
} Phrase;

static bool is(const char *text, const char *word)
{
	return strcmp(text, word) == 0;
}

static Phrase since(const Page *page, usec_t at)
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

static Phrase until(const Page *page, usec_t at)
{
	char span[FORMAT_SPAN_SIZE], moment[CTL_MOMENT_SIZE];
	Phrase phrase;

	ctl_format_left(at - page->now->boottime, span);
	ctl_format_moment(page->now, at, moment);
	snprintf(phrase.text, sizeof(phrase.text), _("%s left, until %s"), span, moment);
	return phrase;
}

static Phrase in(const Page *page, usec_t at)
{
	char span[FORMAT_SPAN_SIZE], moment[CTL_MOMENT_SIZE];
	Phrase phrase;

	ctl_format_left(at - page->now->boottime, span);
	ctl_format_moment(page->now, at, moment);
	snprintf(phrase.text, sizeof(phrase.text), _("in %s, at %s"), span, moment);
	return phrase;
}

/* Prints what a row says, from where the cursor stands to the end of the line, where colours end
 * too. All words from the bus but the kinds' names pass through here. */
__attribute__((format(printf, 3, 0))) static void print_text(
        Page *page, size_t column, const char *format, va_list ap)
{
	CLEANUP(free) char *text = NULL;
	CLEANUP(free) char *escaped = NULL;

	if (vasprintf(&text, format, ap) < 0)
		text = NULL;
	escaped = text ? ctl_escape(text, page->style->utf8) : NULL;
	if (!escaped) {
		page->error = -ENOMEM;
		return;
	}
	ctl_print_wrapped(page->out, page->style, escaped, column);
	fprintf(page->out, "%s\n", ctl_colour(page->style, CTL_PLAIN));
}

static size_t text_column(const Page *page)
{
	return 2 + page->label_columns + 2;
}

/* Leaves its colour on. */
static void print_label(Page *page, CtlColour colour, char mark, const char *label)
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

__attribute__((format(printf, 3, 4))) static void print_headline(
        Page *page, CtlColour colour, const char *format, ...)
{
	va_list ap;

	fprintf(page->out, "%s%s ", ctl_colour(page->style, colour), page->style->utf8 ? "●" : "*");
	va_start(ap, format);
	print_text(page, 2, format, ap);
	va_end(ap);
}

__attribute__((format(printf, 3, 4))) static void print_row(
        Page *page, const char *label, const char *format, ...)
{
	va_list ap;

	print_label(page, CTL_DIM, ' ', label);
	fputs(ctl_colour(page->style, CTL_PLAIN), page->out);
	va_start(ap, format);
	print_text(page, text_column(page), format, ap);
	va_end(ap);
}

__attribute__((format(printf, 3, 4))) static void print_alarm(
        Page *page, const char *label, const char *format, ...)
{
	va_list ap;

	print_label(page, CTL_RED, '!', label);
	va_start(ap, format);
	print_text(page, text_column(page), format, ap);
	va_end(ap);
}

/* "Paused, 2h 10min left, until 15:00 (freeze): lunch" */
static char *format_hold(const Page *page, const CtlHold *hold)
{
	bool hours = is(hold->owner, "working-hours");
	bool odd_mode = !hours && !is(hold->mode, "wait");
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (hours)
		fputs(_("Outside working hours"), out);
	else if (is(hold->owner, "user"))
		fputs(_("Paused"), out);
	else
		fprintf(out, _("Held by %s"), hold->owner);
	if (hold->until)
		fprintf(out, ", %s", until(page, hold->until).text);
	if (odd_mode)
		fprintf(out, " (%s)", hold->mode);
	if (*hold->reason && !hours)
		fprintf(out, ": %s", hold->reason);
	return fclose(out) == 0 ? text : NULL;
}

/* The oldest hold, or the words for none. */
static void print_held(Page *page)
{
	const CtlStatus *s = page->status;
	CLEANUP(free) char *text = s->n_holds ? format_hold(page, &s->holds[0]) : NULL;

	print_headline(page, CTL_BLUE, "%s", text ? text : _("Held"));
}

static void print_reminder_up(Page *page)
{
	const CtlReminder *r = &page->status->reminder;
	char repeats[32] = "";

	if (r->repeats > 0)
		snprintf(repeats, sizeof(repeats), _(" (again: %u)"), r->repeats);
	print_headline(page, r->urgent ? CTL_RED : CTL_YELLOW, _("Reminder: %s, up %s%s%s"),
	        r->kind, since(page, r->due_at).text, repeats, r->urgent ? _(", urgent") : "");
}

static void print_now(Page *page)
{
	const CtlStatus *s = page->status;

	if (is(s->state, "break"))
		print_headline(page, CTL_BLUE, _("Break: %s, %s"), s->running.kind,
		        until(page, s->running.ends_at).text);
	else if (is(s->state, "away"))
		print_headline(page, CTL_DIM, _("Away %s"), since(page, s->present_since).text);
	else if (is(s->state, "reminder"))
		print_reminder_up(page);
	else if (is(s->state, "snoozed"))
		print_headline(page, CTL_YELLOW, _("Snoozed: %s, back %s"), s->reminder.kind,
		        in(page, s->reminder.returns_at).text);
	else if (is(s->state, "held"))
		print_held(page);
	else if (is(s->state, "sitting"))
		print_headline(
		        page, CTL_GREEN, _("Sitting %s"), since(page, s->present_since).text);
	else
		print_headline(page, CTL_PLAIN, "%s", s->state);
}

static bool presence_unknown(const CtlStatus *s)
{
	return !*s->presence_source || is(s->presence_source, "none");
}

static void print_problems(Page *page)
{
	const CtlStatus *s = page->status;

	if (presence_unknown(s))
		print_alarm(page, _("presence"), _("UNKNOWN: %s"),
		        *s->presence_problem
		                ? s->presence_problem
		                : _("nothing tells when you leave, you always count as "
		                    "present"));
	else if (*s->presence_problem)
		print_alarm(page, _("presence"), "%s: %s", s->presence_source, s->presence_problem);
	if (*s->notifier_problem)
		print_alarm(page, _("notifier"), "%s", s->notifier_problem);
	else if (is(s->notifier_state, "failed"))
		print_alarm(page, _("notifier"), _("reminders cannot be shown"));
	else if (is(s->notifier_state, "waiting"))
		print_alarm(page, _("notifier"), _("waiting for a notification server"));
	for (size_t i = 0; i < s->n_problems; i++)
		print_alarm(page, _("config"), "%s", s->problems[i]);
}

/* The oldest hold under which the clocks do not grow. */
static const CtlHold *stopping_hold(const CtlStatus *s)
{
	for (size_t i = 0; i < s->n_holds; i++)
		if (!is(s->holds[i].mode, "wait"))
			return &s->holds[i];
	return NULL;
}

static const char *why_no_next(const CtlStatus *s)
{
	if (s->n_kinds == 0)
		return _("none, no kind of break is on");
	if (*s->running.kind)
		return _("after this break");
	if (!s->present)
		return _("none while you are away");
	if (stopping_hold(s))
		return _("none while held");
	return _("none");
}

static bool held_at(const CtlStatus *s, usec_t at)
{
	for (size_t i = 0; i < s->n_holds; i++)
		if (s->holds[i].until == 0 || s->holds[i].until > at)
			return true;
	return false;
}

static void print_next(Page *page)
{
	const CtlStatus *s = page->status;
	const char *waits = "";

	/* the headline, or the row below, speaks of it */
	if (*s->next_kind && is(s->next_kind, s->reminder.kind))
		return;
	if (!*s->next_kind) {
		print_row(page, _("next"), "%s", why_no_next(s));
		return;
	}
	if (held_at(s, s->next_at))
		waits = _(" (waits for the end of the hold)");
	if (s->next_at > page->now->boottime)
		print_row(
		        page, _("next"), "%s %s%s", s->next_kind, in(page, s->next_at).text, waits);
	else
		print_row(page, _("next"), _("%s, due now%s"), s->next_kind, waits);
}

/* A reminder that the headline does not speak of. */
static void print_other_reminder(Page *page)
{
	const CtlStatus *s = page->status;
	const CtlReminder *r = &s->reminder;

	if (is(r->phase, "waiting"))
		print_row(page, _("waiting"), "%s, %s", r->kind,
		        s->n_holds > 0 ? _("for the end of the hold") : _("comes in a moment"));
	else if (is(r->phase, "up") && !is(s->state, "reminder"))
		print_row(
		        page, _("reminder"), _("%s, up %s"), r->kind, since(page, r->due_at).text);
	else if (is(r->phase, "snoozed") && !is(s->state, "snoozed"))
		print_row(page, _("snoozed"), _("%s, back %s"), r->kind,
		        in(page, r->returns_at).text);
}

/* What can be done about a reminder: the server may draw no buttons. */
static void print_answers(Page *page)
{
	const CtlStatus *s = page->status;
	char snoozes[32] = "", skips[32] = "";

	if (!is(s->reminder.phase, "up"))
		return;
	if (s->snoozes_left != LIMBER_UNLIMITED)
		snprintf(snoozes, sizeof(snoozes), _(" (%u left)"), s->snoozes_left);
	if (s->skips_left != LIMBER_UNLIMITED)
		snprintf(skips, sizeof(skips), _(" (%u left)"), s->skips_left);
	print_row(page, _("answer"), "limberctl start | snooze%s | skip%s", snoozes, skips);
}

static void print_holds(Page *page)
{
	const CtlStatus *s = page->status;

	for (size_t i = is(s->state, "held") ? 1 : 0; i < s->n_holds; i++) {
		CLEANUP(free) char *text = format_hold(page, &s->holds[i]);

		print_row(page, _("hold"), "%s", text ? text : "");
	}
}

/* "31min of 45min", and its columns. */
static size_t format_clock(const CtlKind *kind, Phrase *ret_phrase)
{
	char clock[FORMAT_SPAN_SIZE], every[FORMAT_SPAN_SIZE];

	snprintf(ret_phrase->text, sizeof(ret_phrase->text), _("%s of %s"),
	        ctl_format_elapsed(kind->clock, clock), format_span(kind->every, every));
	return ctl_text_width(ret_phrase->text, strlen(ret_phrase->text));
}

static bool is_due(const Page *page, const CtlKind *kind)
{
	const CtlStatus *s = page->status;

	if (kind->due_at > 0)
		return kind->due_at <= page->now->boottime;
	return s->present && !*s->running.kind && kind->clock >= kind->every;
}

static Phrase format_due(const Page *page, const CtlKind *kind)
{
	const CtlStatus *s = page->status;
	Phrase phrase = {""};

	if (is_due(page, kind))
		snprintf(phrase.text, sizeof(phrase.text), _("due"));
	else if (kind->due_at > 0)
		phrase = in(page, kind->due_at);
	/* in a break some sink and some stand: its end tells */
	else if (*s->running.kind)
		return phrase;
	else
		snprintf(phrase.text, sizeof(phrase.text), "%s",
		        s->present ? _("standing still") : _("resting"));
	return phrase;
}

static size_t widest(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The columns of the kinds' rows after the label; 0: not shown. */
typedef struct Columns {
	size_t bar;
	size_t clock;
	size_t due;
} Columns;

/* A narrow terminal has shorter bars, then none, then no time to go. */
static Columns fit_columns(const Page *page, Columns wanted)
{
	size_t words = text_column(page) + wanted.clock + 2 + wanted.due;
	size_t around_bar = page->style->utf8 ? 2 : 4;
	size_t width = page->style->width;

	if (width == 0 || width >= words + around_bar + wanted.bar)
		return wanted;
	if (width >= words + around_bar + BAR_CELLS_MIN)
		wanted.bar = width - words - around_bar;
	else
		wanted.bar = 0;
	if (width < words)
		wanted.due = 0;
	return wanted;
}

static void print_kind(Page *page, const CtlKind *kind, const Columns *columns)
{
	CtlColour colour = is_due(page, kind) ? CTL_YELLOW : CTL_GREEN;
	Phrase due = format_due(page, kind);
	Phrase clock;
	size_t width = format_clock(kind, &clock);

	print_label(page, CTL_PLAIN, ' ', kind->name);
	if (columns->bar > 0) {
		ctl_print_bar(
		        page->out, page->style, colour, columns->bar, kind->clock, kind->every);
		fputs("  ", page->out);
	}
	fputs(clock.text, page->out);
	if (columns->due > 0 && *due.text) {
		ctl_print_padding(page->out, width, columns->clock);
		fprintf(page->out, "  %s", due.text);
	}
	fputc('\n', page->out);
}

static void print_kinds(Page *page)
{
	const CtlStatus *s = page->status;
	Columns columns = {.bar = BAR_CELLS};

	for (size_t i = 0; i < s->n_kinds; i++) {
		Phrase due = format_due(page, &s->kinds[i]);
		Phrase clock;

		columns.clock = widest(columns.clock, format_clock(&s->kinds[i], &clock));
		columns.due = widest(columns.due, ctl_text_width(due.text, strlen(due.text)));
	}
	columns = fit_columns(page, columns);
	for (size_t i = 0; i < s->n_kinds; i++)
		print_kind(page, &s->kinds[i], &columns);
}

static void print_presence(Page *page)
{
	const CtlStatus *s = page->status;
	bool told = is(s->state, "sitting") || is(s->state, "away");
	const char *source = presence_unknown(s) ? "" : s->presence_source;

	if (!told)
		print_row(page, _("presence"), "%s %s%s%s%s", s->present ? _("here") : _("away"),
		        since(page, s->present_since).text, *source ? " (" : "", source,
		        *source ? ")" : "");
	else if (*source && !*s->presence_problem)
		print_row(page, _("presence"), "%s", source);
	if (is(s->notifier_state, "off"))
		print_row(page, _("notifier"), _("off"));
}

int ctl_print_status(FILE *out, const CtlStyle *style, const CtlStatus *status, const CtlNow *now)
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
			page.label_columns = widest(page.label_columns, width);
	}
	print_now(&page);
	print_problems(&page);
	print_next(&page);
	print_other_reminder(&page);
	print_answers(&page);
	print_holds(&page);
	print_kinds(&page);
	print_presence(&page);
	return page.error;
}
