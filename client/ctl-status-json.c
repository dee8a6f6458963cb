/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl status --json: every property. limberctl(1) promises these names to scripts. */

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "bus-names.h"
#include "ctl-status.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(json_t *, json_decref);

/* Enough for any number of milliseconds that can come. */
#define SECONDS_DIGITS 15

/* In milliseconds, since the moments from the bus have been on the way for some microseconds. */
static json_t *seconds(usec_t usec)
{
	usec_t msec = (usec + USEC_PER_MSEC / 2) / USEC_PER_MSEC;

	return msec % 1000 == 0 ? json_integer(msec / 1000) : json_real((double)msec / 1000);
}

static json_t *moment(const CtlNow *now, usec_t at)
{
	char iso[CTL_MOMENT_SIZE];

	return at ? json_string(ctl_format_iso(now, at, iso)) : json_null();
}

static json_t *until(const CtlNow *now, usec_t at)
{
	return at ? seconds(at - now->boottime) : json_null();
}

static json_t *since(const CtlNow *now, usec_t at)
{
	return at ? seconds(now->boottime - at) : json_null();
}

static json_t *text(const char *string)
{
	return *string ? json_string(string) : json_null();
}

static json_t *left(uint32_t count)
{
	return count == LIMBER_UNLIMITED ? json_null() : json_integer(count);
}

/* Appends, or frees the array: one that lacks something must not be printed. */
static json_t *append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) == 0)
		return array;
	json_decref(array);
	return NULL;
}

static json_t *kinds(const CtlStatus *s, const CtlNow *now)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->n_kinds && array; i++) {
		const CtlKind *k = &s->kinds[i];

		array = append(array,
		        json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "name", k->name,
		                "title", k->title, "text", k->text, "every", seconds(k->every),
		                "length", seconds(k->length), "clock", seconds(k->clock), "due_at",
		                moment(now, k->due_at), "due_in", until(now, k->due_at)));
	}
	return array;
}

static json_t *holds(const CtlStatus *s, const CtlNow *now)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->n_holds && array; i++) {
		const CtlHold *h = &s->holds[i];

		array = append(
		        array, json_pack("{s:s, s:o, s:s, s:o, s:o}", "owner", h->owner, "reason",
		                       text(h->reason), "mode", h->mode, "until",
		                       moment(now, h->until), "ends_in", until(now, h->until)));
	}
	return array;
}

static json_t *texts(const char *const *strings, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n && array; i++)
		array = append(array, json_string(strings[i]));
	return array;
}

static json_t *sources(const CtlStatus *s)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->n_sources && array; i++) {
		const CtlSource *source = &s->sources[i];

		array = append(array, json_pack("{s:s, s:s, s:o}", "name", source->name, "state",
		                              source->state, "why", text(source->why)));
	}
	return array;
}

static json_t *session(const CtlStatus *s)
{
	return json_pack("{s:o, s:b, s:b, s:o}", "id", text(s->session.id), "locked",
	        s->session.locked, "active", s->session.active, "problem",
	        text(s->session.problem));
}

static json_t *next_event(const CtlStatus *s, const CtlNow *now)
{
	if (!*s->next_event)
		return json_null();
	return json_pack("{s:s, s:o, s:o}", "event", s->next_event, "at",
	        moment(now, s->next_event_at), "in", until(now, s->next_event_at));
}

/* What only some decisions have. */
static json_t *decision_details(const CtlDecision *d, const CtlNow *now)
{
	if (strcmp(d->decision, "started") == 0)
		return json_pack(
		        "{s:s, s:o}", "how", d->detail, "began_at", moment(now, d->moment));
	if (strcmp(d->decision, "natural") == 0)
		return json_pack("{s:o}", "began_at", moment(now, d->moment));
	if (strcmp(d->decision, "snoozed") == 0)
		return json_pack("{s:o}", "returns_at", moment(now, d->moment));
	if (strcmp(d->decision, "partial") == 0)
		return json_pack("{s:o}", "rested", seconds(d->moment));
	if (strcmp(d->decision, "again") == 0)
		return json_pack("{s:I}", "repeats", (json_int_t)d->count);
	if (strcmp(d->decision, "waiting") == 0)
		return json_pack("{s:s}", "owner", d->detail);
	return json_object();
}

static json_t *decision(const CtlDecision *d, const CtlNow *now)
{
	json_t *object = json_pack("{s:s, s:s, s:o, s:o}", "decision", d->decision, "kind", d->kind,
	        "at", moment(now, d->at), "ago", since(now, d->at));

	if (!object || json_object_update_new(object, decision_details(d, now)) == 0)
		return object;
	json_decref(object);
	return NULL;
}

static json_t *decisions(const CtlStatus *s, const CtlNow *now)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->n_decisions && array; i++)
		array = append(array, decision(&s->decisions[i], now));
	return array;
}

static json_t *next_break(const CtlStatus *s, const CtlNow *now)
{
	if (!*s->next_kind)
		return json_null();
	return json_pack("{s:s, s:o, s:o}", "kind", s->next_kind, "at", moment(now, s->next_at),
	        "in", until(now, s->next_at));
}

static json_t *reminder(const CtlStatus *s, const CtlNow *now)
{
	const CtlReminder *r = &s->reminder;

	if (!*r->kind)
		return json_null();
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:I, s:b}", "phase", r->phase, "kind",
	        r->kind, "due_at", moment(now, r->due_at), "due_for", since(now, r->due_at),
	        "returns_at", moment(now, r->returns_at), "returns_in", until(now, r->returns_at),
	        "repeats", (json_int_t)r->repeats, "urgent", r->urgent);
}

static json_t *running_break(const CtlStatus *s, const CtlNow *now)
{
	const CtlBreak *b = &s->running;

	if (!*b->kind)
		return json_null();
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "kind", b->kind, "how", b->how,
	        "began_at", moment(now, b->began_at), "running_for", since(now, b->began_at),
	        "ends_at", moment(now, b->ends_at), "ends_in", until(now, b->ends_at));
}

static json_t *step(const CtlStep *step)
{
	return json_pack("{s:s, s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:{s:o, s:o}}", "exercise",
	        step->id, "title", step->title, "side", text(step->side), "span",
	        seconds(step->span), "kind", step->kind, "areas",
	        texts(step->areas.items, step->areas.n_items), "steps",
	        texts(step->steps.items, step->steps.n_items), "form", text(step->form), "caution",
	        text(step->caution), "pictures", "start", text(step->start_picture), "end",
	        text(step->end_picture));
}

static json_t *routine(const CtlStatus *s)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->n_routine && array; i++)
		array = append(array, step(&s->routine[i]));
	return array;
}

static json_t *running_exercise(const CtlStatus *s, const CtlNow *now)
{
	const CtlExercise *e = &s->exercise;
	const CtlStep *running = ctl_status_step(s);

	if (!running)
		return json_null();
	return json_pack("{s:I, s:s, s:s, s:o, s:o, s:o, s:o, s:b}", "place", (json_int_t)e->place,
	        "exercise", running->id, "title", running->title, "side", text(running->side),
	        "began_at", moment(now, e->began_at), "ends_at", moment(now, e->ends_at), "left",
	        seconds(ctl_status_step_left(s, now->boottime)), "paused", e->paused);
}

static json_t *exercises(const CtlStatus *s, const CtlNow *now)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "routine", routine(s), "routine_for",
	        text(s->routine_for), "exercise", running_exercise(s, now), "routine_problem",
	        text(s->routine_problem), "advice", text(s->advice));
}

static json_t *presence_source(const CtlStatus *s)
{
	return strcmp(s->presence_source, "none") == 0 ? json_null() : text(s->presence_source);
}

/* What there is to know of the user, and of how it is known. */
static json_t *presence(const CtlStatus *s, const CtlNow *now)
{
	return json_pack("{s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "present",
	        s->present, "present_since", moment(now, s->present_since), "present_for",
	        since(now, s->present_since), "presence_source", presence_source(s),
	        "presence_problem", text(s->presence_problem), "last_input",
	        moment(now, s->last_input), "last_input_ago", since(now, s->last_input), "sources",
	        sources(s), "built_without", texts(s->built_without, s->n_built_without), "session",
	        session(s));
}

static json_t *course(const CtlStatus *s, const CtlNow *now)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "kinds", kinds(s, now),
	        "next_break", next_break(s, now), "next_event", next_event(s, now), "decisions",
	        decisions(s, now), "reminder", reminder(s, now), "break", running_break(s, now),
	        "holds", holds(s, now), "snoozes_left", left(s->snoozes_left), "skips_left",
	        left(s->skips_left));
}

static json_t *machinery(const CtlStatus *s)
{
	return json_pack("{s:{s:s, s:o}, s:b, s:o, s:o}", "notifier", "state", s->notifier_state,
	        "problem", text(s->notifier_problem), "sound", s->sound, "state_problem",
	        text(s->state_problem), "config_problems", texts(s->problems, s->n_problems));
}

int ctl_print_status_json(FILE *out, const CtlStatus *s, const CtlNow *now)
{
	CLEANUP(json_decref)
	json_t *root = json_pack("{s:s, s:s}", "version", s->version, "state", s->state);

	if (!root || json_object_update_new(root, presence(s, now)) < 0 ||
	        json_object_update_new(root, course(s, now)) < 0 ||
	        json_object_update_new(root, exercises(s, now)) < 0 ||
	        json_object_update_new(root, machinery(s)) < 0)
		return -ENOMEM;
	json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(SECONDS_DIGITS));
	fputc('\n', out);
	return 0;
}
