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

static json_t *problems(const CtlStatus *s)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->n_problems && array; i++)
		array = append(array, json_string(s->problems[i]));
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

static json_t *presence_source(const CtlStatus *s)
{
	return strcmp(s->presence_source, "none") == 0 ? json_null() : text(s->presence_source);
}

int ctl_print_status_json(FILE *out, const CtlStatus *s, const CtlNow *now)
{
	CLEANUP(json_decref)
	json_t *root = json_pack("{s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o,"
	                         " s:o, s:o, s:{s:s, s:o}, s:b, s:o}",
	        "version", s->version, "state", s->state, "present", s->present, "present_since",
	        moment(now, s->present_since), "present_for", since(now, s->present_since),
	        "presence_source", presence_source(s), "presence_problem",
	        text(s->presence_problem), "kinds", kinds(s, now), "next_break", next_break(s, now),
	        "reminder", reminder(s, now), "break", running_break(s, now), "holds",
	        holds(s, now), "snoozes_left", left(s->snoozes_left), "skips_left",
	        left(s->skips_left), "notifier", "state", s->notifier_state, "problem",
	        text(s->notifier_problem), "sound", s->sound, "config_problems", problems(s));

	if (!root)
		return -ENOMEM;
	json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(SECONDS_DIGITS));
	fputc('\n', out);
	return 0;
}
