/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "stream.h"

#include "shipped-rules.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More moments at one and the same time than any settings explain: the core turns in a circle. */
#define SAME_MOMENT_MAX 1000

static unsigned below(Stream *stream, unsigned n)
{
	stream->random = stream->random * 6364136223846793005 + 1442695040888963407;
	return (unsigned)((stream->random >> 33) % n);
}

static bool one_in(Stream *stream, unsigned n)
{
	return below(stream, n) == 0;
}

/* From 0 to max, as often tiny as large, and seldom a whole number of seconds. */
static usec_t random_span(Stream *stream, usec_t max)
{
	usec_t span = max;

	for (unsigned halvings = below(stream, 12); halvings > 0; halvings--)
		span /= 2;
	span = (usec_t)((double)span * (below(stream, 1000) + 1) / 1000);
	return one_in(stream, 2) ? span : span - span % USEC_PER_SEC;
}

/* --- Settings. */

static const Rules default_rules = {
        SHIPPED_RULES,
        .kinds = {{"micro", 20 * USEC_PER_MIN, 30 * USEC_PER_SEC},
                {"stretch", 45 * USEC_PER_MIN, 3 * USEC_PER_MIN},
                {"walk", 2 * USEC_PER_HOUR, 10 * USEC_PER_MIN}},
        .n_kinds = 3,
};

static void random_settings(Stream *stream, Rules *rules)
{
	rules->away_after = 10 * USEC_PER_SEC + random_span(stream, 5 * USEC_PER_MIN);
	rules->lull = one_in(stream, 10) ? 0 : random_span(stream, rules->away_after);
	rules->bump = one_in(stream, 10) ? 0 : random_span(stream, rules->lull);
	rules->merge_within = random_span(stream, 10 * USEC_PER_MIN);
	rules->settle = one_in(stream, 5) ? 0 : random_span(stream, USEC_PER_MIN);
	rules->remind_again = USEC_PER_SEC + random_span(stream, 10 * USEC_PER_MIN);
	rules->snooze = USEC_PER_SEC + random_span(stream, 5 * USEC_PER_MIN);
	rules->max_snoozes = below(stream, 4);
	rules->max_skips = one_in(stream, 2) ? UNLIMITED : below(stream, 3);
	rules->pause_mode = (HoldMode)below(stream, HOLD_MODE_MAX);
}

static void random_kinds(Stream *stream, Rules *rules, unsigned max)
{
	rules->n_kinds = below(stream, max + 1);
	memset(rules->kinds, 0, sizeof(rules->kinds));
	for (size_t i = 0; i < rules->n_kinds; i++) {
		Kind *kind = &rules->kinds[i];

		snprintf(kind->name, sizeof(kind->name), "kind%zu", i);
		kind->every = USEC_PER_SEC + random_span(stream, 10 * USEC_PER_MIN);
		kind->length = USEC_PER_SEC + random_span(stream, 2 * USEC_PER_MIN);
	}
	rules_sort_kinds(rules);
}

static void make_rules(Stream *stream, Rules *rules)
{
	*rules = default_rules;
	switch (below(stream, 4)) {
	case 0:
		break;
	case 1:
		random_settings(stream, rules);
		break;
	case 2:
		random_settings(stream, rules);
		random_kinds(stream, rules, 4);
		break;
	case 3:
		random_kinds(stream, rules, KINDS_MAX);
		break;
	}
}

/* --- Telling the core. */

static void tell(Stream *stream, const Event *event)
{
	bool taken;

	do {
		Core before = stream->core;

		taken = core_step(&stream->core, event, &stream->result);
		stream->observe(stream, &before, event, taken);
	} while (!taken);
}

static void tell_plain(Stream *stream, EventType type)
{
	tell(stream, &(Event){.type = type, .at = stream->now, .since = stream->now});
}

/* When the idle source reports the silence that the core wants. */
static usec_t next_report(const Stream *stream)
{
	usec_t at;

	if (!stream->still || stream->reported)
		return USEC_NEVER;
	at = stream->last_input + stream->result.silence;
	return at > stream->now ? at : stream->now;
}

static void report_silence(Stream *stream, usec_t at)
{
	stream->reported = true;
	tell(stream, &(Event){.type = EVENT_SILENT, .at = at, .since = stream->last_input});
}

/* Time passes; the deadline is met before all else but a silence. */
static void pass_to(Stream *stream, usec_t until)
{
	unsigned same = 0;

	for (;;) {
		usec_t report = next_report(stream);
		usec_t deadline = stream->result.deadline;
		usec_t next = report < deadline ? report : deadline;

		same = next > stream->now ? 0 : same + 1;
		if (same > SAME_MOMENT_MAX) {
			fprintf(stderr, "seed %llu: time stands still at %lld\n",
			        (unsigned long long)stream->seed, (long long)stream->now);
			abort();
		}
		if (next > until)
			break;
		stream->now = next;
		if (report <= deadline)
			report_silence(stream, report);
		else
			tell_plain(stream, EVENT_TIMER);
	}
	stream->now = until;
	if (stream->restless)
		tell_plain(stream, EVENT_TIMER);
}

/* To the next thing that changes, or beside it, or anywhere. */
static usec_t random_moment(Stream *stream)
{
	usec_t deadline = stream->result.deadline;
	usec_t moment = stream->now;

	switch (below(stream, 10)) {
	case 0:
	case 1:
	case 2:
		if (deadline < stream->now + USEC_PER_DAY)
			moment = deadline;
		break;
	case 3:
		if (deadline < stream->now + USEC_PER_DAY)
			moment = deadline - 1 + below(stream, 3);
		break;
	case 4:
	case 5:
		moment = stream->now + random_span(stream, 15 * USEC_PER_SEC);
		break;
	case 6:
	case 7:
	case 8:
		moment = stream->now + random_span(stream, 10 * USEC_PER_MIN);
		break;
	case 9:
		moment = stream->now + random_span(stream, 3 * USEC_PER_HOUR);
		break;
	}
	return moment > stream->now ? moment : stream->now;
}

/* --- What happens. */

static void touch(Stream *stream, bool goes_on)
{
	if (stream->reported)
		tell_plain(stream, EVENT_PRESENT);
	stream->still = !goes_on;
	stream->reported = false;
	stream->last_input = stream->now;
}

static void input_goes_on(Stream *stream)
{
	stream->still = false;
	stream->reported = false;
}

static Event random_hold(Stream *stream)
{
	Event event = {.type = EVENT_HOLD, .at = stream->now, .since = stream->now};

	event.hold.mode = (HoldMode)below(stream, HOLD_MODE_MAX);
	event.hold.until = USEC_NEVER;
	if (!one_in(stream, 4))
		event.hold.until = stream->now + random_span(stream, 30 * USEC_PER_MIN);
	snprintf(event.hold.owner, sizeof(event.hold.owner), "owner%u", below(stream, 4));
	return event;
}

static Event random_release(Stream *stream)
{
	Event event = {.type = EVENT_RELEASE, .at = stream->now, .since = stream->now};

	snprintf(event.owner, sizeof(event.owner), "owner%u", below(stream, 4));
	return event;
}

static void hold(Stream *stream)
{
	Event event = one_in(stream, 2) ? random_hold(stream) : random_release(stream);

	tell(stream, &event);
}

static void command(Stream *stream)
{
	Event event = {.at = stream->now, .since = stream->now};
	const Rules *rules = &stream->core.rules;

	event.type = EVENT_SNOOZE + (EventType)below(stream, 4);
	if (event.type == EVENT_SNOOZE) {
		event.span =
		        one_in(stream, 2) ? rules->snooze : random_span(stream, 10 * USEC_PER_MIN);
	} else if (event.type == EVENT_START && one_in(stream, 2)) {
		unsigned kind = below(stream, KINDS_MAX);

		strcpy(event.kind, kind < rules->n_kinds ? rules->kinds[kind].name : "nobody");
	}
	tell(stream, &event);
}

/* What the calendar brought while nothing was told, at its true moments, told on the return. */
static void tell_meanwhile(Stream *stream, usec_t since)
{
	for (unsigned n = below(stream, 3); n > 0; n--) {
		Event event = {.type = EVENT_DAY, .at = stream->now};

		since += random_span(stream, stream->now - since);
		if (one_in(stream, 3))
			event = random_hold(stream);
		else if (one_in(stream, 2))
			event = random_release(stream);
		else if (one_in(stream, 2))
			event.type = EVENT_TIMER;
		event.since = since;
		tell(stream, &event);
	}
}

/* With a signal at its beginning, or known only from the clocks afterwards. */
static void sleep_and_wake(Stream *stream)
{
	usec_t since = stream->now;
	bool told = one_in(stream, 2);

	if (told)
		tell_plain(stream, EVENT_SLEEP);
	if (told && one_in(stream, 5))
		tell_plain(stream, EVENT_LOCK);
	stream->now += random_span(stream, 10 * USEC_PER_HOUR);
	if (!told)
		tell(stream, &(Event){.type = EVENT_SLEEP, .at = stream->now, .since = since});
	tell_meanwhile(stream, since);
	tell_plain(stream, EVENT_WAKE);
	input_goes_on(stream);
}

/* What a restarted daemon learns of a stillness that began before it ended. */
static void restart(Stream *stream)
{
	usec_t since = stream->now;
	Event down = {.type = EVENT_DOWN, .since = since, .another_boot = one_in(stream, 5)};

	stream->now += random_span(stream, one_in(stream, 2) ? 2 * USEC_PER_MIN : USEC_PER_HOUR);
	down.at = stream->now;
	tell(stream, &down);
	if (stream->core.down_was_away)
		input_goes_on(stream);
	stream->reported = false;
	tell_meanwhile(stream, since);
	if (stream->still && stream->last_input + stream->core.rules.away_after <= stream->now)
		report_silence(stream, stream->now);
	tell_plain(stream, EVENT_UP);
}

static void new_settings(Stream *stream)
{
	Event event = {.type = EVENT_RULES, .at = stream->now, .since = stream->now};

	stream->rules[0] = stream->rules[1];
	event.rules = &stream->rules[0];
	tell(stream, &event);
	make_rules(stream, &stream->rules[1]);
}

static void session(Stream *stream)
{
	bool unlocks = stream->core.locked ? !one_in(stream, 4) : one_in(stream, 8);

	if (unlocks)
		input_goes_on(stream);
	tell_plain(stream, unlocks ? EVENT_UNLOCK : EVENT_LOCK);
}

void stream_play(Stream *stream)
{
	pass_to(stream, random_moment(stream));
	switch (below(stream, 24)) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4:
		touch(stream, false);
		break;
	case 5:
	case 6:
	case 7:
	case 8:
	case 9:
		touch(stream, true);
		break;
	case 10:
	case 11:
		session(stream);
		break;
	case 12:
		sleep_and_wake(stream);
		break;
	case 13:
		restart(stream);
		break;
	case 14:
	case 15:
	case 16:
		hold(stream);
		break;
	case 17:
		if (one_in(stream, 4))
			new_settings(stream);
		else
			tell_plain(stream, EVENT_DAY);
		break;
	default:
		command(stream);
		break;
	}
	/* whoever stays under a lock for ever tests nothing */
	if (stream->core.locked && one_in(stream, 4))
		session(stream);
}

static void observe_nothing(Stream *stream, const Core *before, const Event *event, bool taken)
{
}

void stream_begin(Stream *stream, uint64_t seed, usec_t origin)
{
	memset(stream, 0, sizeof(*stream));
	stream->seed = seed;
	stream->random = seed;
	stream->observe = observe_nothing;
	stream->now = origin;
	make_rules(stream, &stream->rules[0]);
	make_rules(stream, &stream->rules[1]);
	core_init(&stream->core, &stream->rules[0], origin);
	stream->result.silence = core_silence(&stream->core);
	stream->result.deadline = core_deadline(&stream->core);
}

void stream_shift(Stream *stream, usec_t by)
{
	core_shift(&stream->core, by);
	stream->now += by;
	stream->last_input += by;
	stream->result.deadline = core_deadline(&stream->core);
}
