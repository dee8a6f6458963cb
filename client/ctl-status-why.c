/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl status --why: what is known, what follows from it, what comes next, what came last. */

#include "bus-names.h"
#include "ctl-page.h"
#include "ctl.h"
#include "util/cleanup.h"

/* "told by x11", or why nothing tells it. */
static void print_presence(Page *page)
{
	const CtlStatus *s = page->status;
	Phrase phrase = page_since(page, s->present_since);

	if (page_presence_unknown(s))
		page_row(page, _("presence"),
		        _("not known, so you count as here, %s; nothing tells it%s%s"), phrase.text,
		        *s->presence_problem ? ": " : "", s->presence_problem);
	else
		page_row(page, _("presence"), _("%s %s; %s tells it%s%s"),
		        s->present ? _("here") : _("away"), phrase.text, s->presence_source,
		        *s->presence_problem ? ": " : _(" and works"), s->presence_problem);
}

static void print_input(Page *page)
{
	const CtlStatus *s = page->status;
	char span[FORMAT_SPAN_SIZE], moment[CTL_MOMENT_SIZE];

	if (page_presence_unknown(s))
		page_row(page, _("input"), _("not known"));
	else if (s->last_input == 0)
		page_row(page, _("input"), _("goes on"));
	else
		page_row(page, _("input"), _("the last at %s, %s ago"),
		        ctl_format_second(page->now, s->last_input, moment),
		        ctl_format_elapsed(page->now->boottime - s->last_input, span));
}

static void print_sources(Page *page)
{
	const CtlStatus *s = page->status;

	for (size_t i = 0; i < s->n_sources; i++) {
		const CtlSource *source = &s->sources[i];

		page_row(page, i == 0 ? _("sources") : "", "%s: %s%s%s", source->name,
		        source->state, *source->why ? ", " : "", source->why);
	}
	for (size_t i = 0; i < s->n_built_without; i++)
		page_row(page, s->n_sources + i == 0 ? _("sources") : "",
		        _("%s: not built into this limberd"), s->built_without[i]);
}

static void print_session(Page *page)
{
	const CtlSession *session = &page->status->session;

	page_row(page, _("session"), "%s%s%s, %s%s%s", session->id, *session->id ? ": " : "",
	        session->locked ? _("locked, so you are away") : _("not locked"),
	        session->active ? _("in front") : _("not in front, so you are away"),
	        *session->problem ? "; " : "", session->problem);
}

/* What the clocks do, and by which rule. */
static void print_clocks(Page *page)
{
	const CtlStatus *s = page->status;
	const CtlHold *hold = page_stopping_hold(s);

	if (*s->running.kind)
		page_row(page, _("clocks"),
		        _("sink for %s and shorter breaks, and stand for longer ones: a break "
		          "runs"),
		        s->running.kind);
	else if (!s->present)
		page_row(page, _("clocks"), _("sink: you are away"));
	else if (hold)
		page_row(page, _("clocks"), _("stand: held by %s, mode %s"), hold->owner,
		        hold->mode);
	else
		page_row(page, _("clocks"), _("grow up to their due: you are here"));
}

static void print_kinds(Page *page)
{
	const CtlStatus *s = page->status;
	char clock[FORMAT_SPAN_SIZE], every[FORMAT_SPAN_SIZE], length[FORMAT_SPAN_SIZE];

	for (size_t i = 0; i < s->n_kinds; i++) {
		const CtlKind *kind = &s->kinds[i];

		page_row(page, kind->name, _("%s of %s; a break of %s takes all of it off"),
		        format_span(kind->clock / USEC_PER_SEC * USEC_PER_SEC, clock),
		        format_span(kind->every, every), format_span(kind->length, length));
	}
}

static const char *why_no_reminder(const CtlStatus *s)
{
	if (*s->running.kind)
		return _("none: a break runs");
	if (!s->present)
		return _("none: you are away");
	return _("none: nothing is due");
}

static void print_reminder(Page *page)
{
	const CtlStatus *s = page->status;
	const CtlReminder *r = &s->reminder;
	char left[32] = "";

	if (s->snoozes_left != LIMBER_UNLIMITED)
		snprintf(left, sizeof(left), _("; snoozes left: %u"), s->snoozes_left);
	if (is(r->phase, "up"))
		page_row(page, _("reminder"), _("%s, up %s, repeated: %u%s"), r->kind,
		        page_since(page, r->due_at).text, r->repeats, left);
	else if (is(r->phase, "snoozed"))
		page_row(page, _("reminder"), _("%s, hidden by a snooze, back %s%s"), r->kind,
		        page_in(page, r->returns_at).text, left);
	else if (is(r->phase, "waiting") && s->n_holds > 0)
		page_row(page, _("reminder"), _("%s, waits: held by %s"), r->kind,
		        s->holds[0].owner);
	else if (is(r->phase, "waiting"))
		page_row(page, _("reminder"), _("%s, waits for things to settle"), r->kind);
	else
		page_row(page, _("reminder"), "%s", why_no_reminder(s));
}

static void print_break(Page *page)
{
	const CtlBreak *b = &page->status->running;

	if (*b->kind)
		page_row(page, _("break"), "%s, %s, %s", b->kind,
		        is(b->how, "lull") ? _("begun by your own pause") : _("asked for"),
		        page_until(page, b->ends_at).text);
}

static void print_holds(Page *page)
{
	const CtlStatus *s = page->status;

	for (size_t i = 0; i < s->n_holds; i++) {
		const CtlHold *h = &s->holds[i];

		page_row(page, i == 0 ? _("hold") : "", _("%s, mode %s, %s%s%s"), h->owner, h->mode,
		        h->until ? page_until(page, h->until).text : _("without an end of its own"),
		        *h->reason ? ": " : "", h->reason);
	}
	if (s->n_holds == 0)
		page_row(page, _("hold"), _("none"));
}

static const char *describe_event(const char *event)
{
	static const struct {
		const char *event;
		const char *text;
	} events[] = {
	        {"away", N_("you count as away, if no input comes")},
	        {"lull", N_("the break begins by itself, if no input comes")},
	        {"return", N_("your return ends the break, if input goes on")},
	        {"completed", N_("the break is completed")},
	        {"natural", N_("your absence counts as a break")},
	        {"snooze-end", N_("the snooze ends")},
	        {"hold-end", N_("a hold ends")},
	        {"settle-end", N_("things have settled, and what is due comes up")},
	        {"due", N_("a break falls due")},
	        {"again", N_("the reminder comes again")},
	};

	for (size_t i = 0; i < ELEMENTSOF(events); i++)
		if (is(event, events[i].event))
			return _(events[i].text);
	return event;
}

static void print_next_event(Page *page)
{
	const CtlStatus *s = page->status;

	if (*s->next_event)
		page_row(page, _("then"), "%s: %s", page_in(page, s->next_event_at).text,
		        describe_event(s->next_event));
	else
		page_row(page, _("then"), _("nothing, until something happens"));
}

/* " lull, since 14:05:09", as far as the decision has such things. */
static Phrase decision_details(const Page *page, const CtlDecision *d)
{
	char moment[CTL_MOMENT_SIZE], span[FORMAT_SPAN_SIZE];
	Phrase phrase = {""};

	ctl_format_second(page->now, d->moment, moment);
	if (is(d->decision, "started"))
		snprintf(phrase.text, sizeof(phrase.text), _(" %s, begun %s"), d->detail, moment);
	else if (is(d->decision, "natural"))
		snprintf(phrase.text, sizeof(phrase.text), _(" since %s"), moment);
	else if (is(d->decision, "snoozed"))
		snprintf(phrase.text, sizeof(phrase.text), _(" until %s"), moment);
	else if (is(d->decision, "partial"))
		snprintf(phrase.text, sizeof(phrase.text), _(", rested for %s"),
		        format_span(d->moment, span));
	else if (is(d->decision, "again"))
		snprintf(phrase.text, sizeof(phrase.text), " %u", d->count);
	else if (is(d->decision, "waiting"))
		snprintf(phrase.text, sizeof(phrase.text), _(", held by %s"), d->detail);
	return phrase;
}

static void print_decisions(Page *page)
{
	const CtlStatus *s = page->status;
	char moment[CTL_MOMENT_SIZE];

	for (size_t i = 0; i < s->n_decisions; i++) {
		const CtlDecision *d = &s->decisions[i];

		page_row(page, i == 0 ? _("decided") : "", "%s  %s %s%s",
		        ctl_format_second(page->now, d->at, moment), d->decision, d->kind,
		        decision_details(page, d).text);
	}
	if (s->n_decisions == 0)
		page_row(page, _("decided"), _("nothing since limberd was started"));
}

int ctl_print_status_why(
        FILE *out, const CtlStyle *style, const CtlStatus *status, const CtlNow *now)
{
	Page page = page_begin(out, style, status, now);

	fputc('\n', out);
	page_headline(&page, CTL_BOLD, _("Why"));
	print_presence(&page);
	print_input(&page);
	print_sources(&page);
	print_session(&page);
	print_clocks(&page);
	print_kinds(&page);
	print_reminder(&page);
	print_break(&page);
	print_holds(&page);
	print_next_event(&page);
	print_decisions(&page);
	return page.error;
}
