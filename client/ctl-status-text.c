/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl status for people: what now, what next, and whatever is wrong. */

#include "bus-names.h"
#include "ctl-page.h"
#include "ctl-words.h"
#include "ctl.h"
#include "util/cleanup.h"

#define BAR_CELLS     20
#define BAR_CELLS_MIN 5

/* The oldest hold, or the words for none. */
static void print_held(Page *page)
{
	const CtlStatus *s = page->status;
	CLEANUP(free) char *text = s->n_holds ? page_format_hold(page, &s->holds[0]) : NULL;

	page_headline(page, CTL_BLUE, "%s", text ? text : _("Held"));
}

static void print_reminder_up(Page *page)
{
	const CtlReminder *r = &page->status->reminder;
	char repeats[32] = "";

	if (r->repeats > 0)
		snprintf(repeats, sizeof(repeats), _(" (again: %u)"), r->repeats);
	page_headline(page, r->urgent ? CTL_RED : CTL_YELLOW, _("Reminder: %s, up %s%s%s"), r->kind,
	        page_since(page, r->due_at).text, repeats, r->urgent ? _(", urgent") : "");
}

static void print_now(Page *page)
{
	const CtlStatus *s = page->status;

	if (is(s->state, "break"))
		page_headline(page, CTL_BLUE, _("Break: %s, %s"), s->running.kind,
		        page_until(page, s->running.ends_at).text);
	else if (is(s->state, "away"))
		page_headline(page, CTL_DIM, _("Away %s"), page_since(page, s->present_since).text);
	else if (is(s->state, "reminder"))
		print_reminder_up(page);
	else if (is(s->state, "snoozed"))
		page_headline(page, CTL_YELLOW, _("Snoozed: %s, back %s"), s->reminder.kind,
		        page_in(page, s->reminder.returns_at).text);
	else if (is(s->state, "held"))
		print_held(page);
	else if (is(s->state, "sitting"))
		page_headline(
		        page, CTL_GREEN, _("Sitting %s"), page_since(page, s->present_since).text);
	else
		page_headline(page, CTL_PLAIN, "%s", s->state);
}

/* Limber says it in several lines, of which each is one thing that is wrong. */
static void print_routine_problem(Page *page)
{
	const char *text = page->status->routine_problem;

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (length > 0)
			page_alarm(page, _("routine"), "%.*s", (int)length, text);
		text += length + (text[length] == '\n');
	}
}

/* limberd has just begun: no alarm yet. */
static bool is_opening(const CtlStatus *s)
{
	for (size_t i = 0; i < s->n_sources; i++)
		if (is(s->sources[i].state, "opening"))
			return page_presence_unknown(s) && !*s->presence_problem;
	return false;
}

static void print_problems(Page *page)
{
	const CtlStatus *s = page->status;

	if (page_presence_unknown(s) && !is_opening(s))
		page_alarm(page, _("presence"), _("UNKNOWN: %s"),
		        *s->presence_problem
		                ? s->presence_problem
		                : _("nothing tells when you leave, you always count as "
		                    "present"));
	else if (*s->presence_problem)
		page_alarm(page, _("presence"), "%s: %s", s->presence_source, s->presence_problem);
	if (*s->notifier_problem)
		page_alarm(page, _("notifier"), "%s", s->notifier_problem);
	else if (is(s->notifier_state, "failed"))
		page_alarm(page, _("notifier"), _("reminders cannot be shown"));
	else if (is(s->notifier_state, "waiting"))
		page_alarm(page, _("notifier"), _("waiting for a notification server"));
	if (*s->state_problem)
		page_alarm(page, _("state"), "%s", s->state_problem);
	for (size_t i = 0; i < s->n_problems; i++)
		page_alarm(page, _("config"), "%s", s->problems[i]);
	print_routine_problem(page);
	if (*s->advice)
		page_alarm(page, _("advice"), "%s", s->advice);
}

/* The exercise that runs, or those that a reminder's break would bring. */
static void print_exercise(Page *page)
{
	const CtlStatus *s = page->status;
	const CtlStep *step = ctl_status_step(s), *next = ctl_status_next_step(s);
	CLEANUP(free) char *now = step ? words_step(step) : words_routine(s);
	CLEANUP(free) char *then = next ? words_step(next) : NULL;
	char left[FORMAT_SPAN_SIZE];

	if (!step) {
		if (s->n_routine > 0 && !*s->running.kind && is(s->routine_for, s->reminder.kind))
			page_row(page, _("brings"), "%s", now ? now : "");
		return;
	}
	ctl_format_left(ctl_status_step_left(s, page->now->boottime), left);
	page_row(page, _("exercise"),
	        s->exercise.paused ? _("%s, paused with %s left (%u of %zu)")
	                           : _("%s, %s left (%u of %zu)"),
	        now ? now : "", left, s->exercise.place + 1, s->n_routine);
	if (next)
		page_row(page, _("then"), "%s", then ? then : "");
}

static const char *why_no_next(const CtlStatus *s)
{
	if (s->n_kinds == 0)
		return _("none, no kind of break is on");
	if (*s->running.kind)
		return _("after this break");
	if (!s->present)
		return _("none while you are away");
	if (page_stopping_hold(s))
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
		page_row(page, _("next"), "%s", why_no_next(s));
		return;
	}
	if (held_at(s, s->next_at))
		waits = _(" (waits for the end of the hold)");
	if (s->next_at > page->now->boottime)
		page_row(page, _("next"), "%s %s%s", s->next_kind, page_in(page, s->next_at).text,
		        waits);
	else
		page_row(page, _("next"), _("%s, due now%s"), s->next_kind, waits);
}

/* A reminder that the headline does not speak of. */
static void print_other_reminder(Page *page)
{
	const CtlStatus *s = page->status;
	const CtlReminder *r = &s->reminder;

	if (is(r->phase, "waiting"))
		page_row(page, _("waiting"), "%s, %s", r->kind,
		        s->n_holds > 0 ? _("for the end of the hold") : _("comes in a moment"));
	else if (is(r->phase, "up") && !is(s->state, "reminder"))
		page_row(page, _("reminder"), _("%s, up %s"), r->kind,
		        page_since(page, r->due_at).text);
	else if (is(r->phase, "snoozed") && !is(s->state, "snoozed"))
		page_row(page, _("snoozed"), _("%s, back %s"), r->kind,
		        page_in(page, r->returns_at).text);
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
	page_row(page, _("answer"), "limberctl start | snooze%s | skip%s", snoozes, skips);
}

static void print_holds(Page *page)
{
	const CtlStatus *s = page->status;

	for (size_t i = is(s->state, "held") ? 1 : 0; i < s->n_holds; i++) {
		CLEANUP(free) char *text = page_format_hold(page, &s->holds[i]);

		page_row(page, _("hold"), "%s", text ? text : "");
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
		phrase = page_in(page, kind->due_at);
	/* in a break some sink and some stand: its end tells */
	else if (*s->running.kind)
		return phrase;
	else
		snprintf(phrase.text, sizeof(phrase.text), "%s",
		        s->present ? _("standing still") : _("resting"));
	return phrase;
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
	size_t words = page_text_column(page) + wanted.clock + 2 + wanted.due;
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

	page_label(page, CTL_PLAIN, ' ', kind->name);
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

		columns.clock = page_widest(columns.clock, format_clock(&s->kinds[i], &clock));
		columns.due = page_widest(columns.due, ctl_text_width(due.text, strlen(due.text)));
	}
	columns = fit_columns(page, columns);
	for (size_t i = 0; i < s->n_kinds; i++)
		print_kind(page, &s->kinds[i], &columns);
}

static void print_presence(Page *page)
{
	const CtlStatus *s = page->status;
	bool told = is(s->state, "sitting") || is(s->state, "away");
	const char *source = page_presence_unknown(s) ? "" : s->presence_source;

	if (!told)
		page_row(page, _("presence"), "%s %s%s%s%s", s->present ? _("here") : _("away"),
		        page_since(page, s->present_since).text, *source ? " (" : "", source,
		        *source ? ")" : "");
	else if (*source && !*s->presence_problem)
		page_row(page, _("presence"), "%s", source);
	else if (is_opening(s))
		page_row(page, _("presence"), _("not known yet"));
	if (is(s->notifier_state, "off"))
		page_row(page, _("notifier"), _("off"));
}

int ctl_print_status(FILE *out, const CtlStyle *style, const CtlStatus *status, const CtlNow *now)
{
	Page page = page_begin(out, style, status, now);

	print_now(&page);
	print_problems(&page);
	print_exercise(&page);
	print_next(&page);
	print_other_reminder(&page);
	print_answers(&page);
	print_holds(&page);
	print_kinds(&page);
	print_presence(&page);
	return page.error;
}
