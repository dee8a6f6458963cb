/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plays a written day: stands in for the clock, the idle source (rule 15), the session and the
 * commands, and prints what the core decides. */

#include "replay.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "calendar-watch.h"
#include "core/core.h"
#include "replay-line.h"
#include "state.h"
#include "util/cleanup.h"
#include "util/intl.h"
#include "util/utf8.h"

#define LINE_SIZE 1024

/* 2026-11-23T09:00:00 of the zone, unless the day says otherwise */
#define DEFAULT_START "start 2026-11-23T09:00:00"

typedef struct Replay {
	const Config *config;
	FILE *out;
	Core core;
	Result result;
	CalendarWatch calendar;
	usec_t wall_offset;   /* CLOCK_REALTIME less elapsed time */
	usec_t calendar_seen; /* elapsed: the calendar is settled up to here */

	/* the idle source */
	bool still;
	bool reported;
	usec_t last_input; /* while still */

	usec_t down_since; /* USEC_NEVER while up */
	usec_t up_at;
} Replay;

static void print_elapsed(FILE *out, usec_t at)
{
	long long seconds = at / USEC_PER_SEC;

	fprintf(out, "%02lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static const char *command_name(const Decision *decision)
{
	if (decision->command == EVENT_RELEASE && strcmp(decision->owner, HOLD_OWNER_USER) == 0)
		return "resume";
	return command_to_string(decision->command);
}

static void print_decision(FILE *out, const Decision *decision)
{
	print_elapsed(out, decision->at);
	fprintf(out, " %s", decision_to_string(decision->type));
	if (decision->kind[0])
		fprintf(out, " %s", decision->kind);
	switch (decision->type) {
	case DECISION_AGAIN:
		fprintf(out, " %u", decision->count);
		break;
	case DECISION_STARTED:
		fprintf(out, " %s", break_how_to_string(decision->how));
		if (decision->how == BREAK_ASKED)
			break;
		fputc(' ', out);
		print_elapsed(out, decision->moment);
		break;
	case DECISION_PARTIAL:
	case DECISION_NATURAL:
	case DECISION_SNOOZED:
		fputc(' ', out);
		print_elapsed(out, decision->moment);
		break;
	case DECISION_WAITING:
		fprintf(out, " %s", decision->owner);
		break;
	case DECISION_REFUSED:
		fprintf(out, " %s %s", command_name(decision),
		        refusal_to_string(decision->refusal));
		break;
	case DECISION_DUE:
	case DECISION_COMPLETED:
	case DECISION_SKIPPED:
	case DECISION_WITHDRAWN:
	case DECISION_TYPE_MAX:
		break;
	}
	fputc('\n', out);
}

static void feed(Replay *replay, const Event *event)
{
	bool taken;

	do {
		taken = core_step(&replay->core, event, &replay->result);
		for (size_t i = 0; i < replay->result.n_decisions; i++)
			print_decision(replay->out, &replay->result.decisions[i]);
	} while (!taken);
}

static void feed_plain(Replay *replay, EventType type, usec_t at)
{
	feed(replay, &(Event){.type = type, .at = at, .since = at});
}

static void check_calendar(Replay *replay, usec_t since, usec_t at)
{
	Event events[CALENDAR_EVENTS_MAX];
	size_t n = calendar_watch_check(
	        &replay->calendar, since + replay->wall_offset, since, at, events);

	replay->calendar_seen = since;
	for (size_t i = 0; i < n; i++)
		feed(replay, &events[i]);
}

static usec_t next_calendar(const Replay *replay)
{
	return calendar_watch_next(&replay->calendar, replay->calendar_seen + replay->wall_offset) -
	       replay->wall_offset;
}

/* When the idle source reports the silence that the core wants. */
static usec_t next_report(const Replay *replay)
{
	usec_t at;

	if (!replay->still || replay->reported || replay->core.asleep)
		return USEC_NEVER;
	at = replay->last_input + replay->result.silence;
	return at > replay->core.now ? at : replay->core.now;
}

static void report_silence(Replay *replay, usec_t at)
{
	replay->reported = true;
	feed(replay, &(Event){.type = EVENT_SILENT, .at = at, .since = replay->last_input});
}

static void pass_time(Replay *replay, usec_t until, usec_t told)
{
	feed(replay, &(Event){.type = EVENT_TIMER,
	                     .at = told == USEC_NEVER ? until : told,
	                     .since = until});
}

/* What the world brings from here to `until`, told at `told`: at its own moment if that is
 * USEC_NEVER, else at the return. */
static void pass(Replay *replay, usec_t until, usec_t told)
{
	for (;;) {
		usec_t report = next_report(replay), calendar = next_calendar(replay);
		usec_t deadline = replay->result.deadline;
		usec_t world = report <= calendar ? report : calendar;

		if (deadline < world && deadline <= until)
			pass_time(replay, deadline, told);
		else if (world > until)
			break;
		else if (report <= calendar)
			report_silence(replay, told == USEC_NEVER ? report : told);
		else
			check_calendar(replay, calendar, told == USEC_NEVER ? calendar : told);
	}
	if (told == USEC_NEVER)
		pass_time(replay, until, told);
}

static void input_goes_on(Replay *replay)
{
	replay->still = false;
	replay->reported = false;
}

/* The daemon is up again: what happened while it was down is told in the order of true time. */
static void come_up(Replay *replay)
{
	Event event = {.type = EVENT_DOWN, .at = replay->up_at, .since = replay->down_since};

	replay->down_since = USEC_NEVER;
	feed(replay, &event);
	if (replay->core.down_was_away)
		input_goes_on(replay);
	pass(replay, event.at, event.at);
	feed_plain(replay, EVENT_UP, event.at);
}

static void touch(Replay *replay, usec_t at)
{
	if (replay->reported)
		feed(replay, &(Event){.type = EVENT_PRESENT, .at = at, .since = at});
	replay->still = true;
	replay->reported = false;
	replay->last_input = at;
}

static void play_input(Replay *replay, const ReplayLine *line)
{
	if (line->verb == REPLAY_INPUT) {
		touch(replay, line->at);
		input_goes_on(replay);
	} else {
		touch(replay, line->at);
	}
}

static void play_session(Replay *replay, const ReplayLine *line)
{
	static const EventType events[REPLAY_VERB_MAX] = {
	        [REPLAY_LOCK] = EVENT_LOCK,
	        [REPLAY_UNLOCK] = EVENT_UNLOCK,
	        [REPLAY_SLEEP] = EVENT_SLEEP,
	        [REPLAY_WAKE] = EVENT_WAKE,
	};

	if (line->verb == REPLAY_UNLOCK || line->verb == REPLAY_WAKE)
		input_goes_on(replay);
	feed_plain(replay, events[line->verb], line->at);
}

static int play_hold(Replay *replay, const ReplayLine *line, char error[REPLAY_ERROR_SIZE])
{
	const Rules *rules = &replay->core.rules;
	bool pause = line->verb == REPLAY_PAUSE;
	Event event = {.type = EVENT_HOLD, .at = line->at, .since = line->at};

	event.hold.mode = line->has_mode ? line->mode : rules->pause_mode;
	event.hold.until = USEC_NEVER;
	if (line->has_span)
		event.hold.until = line->at + line->span;
	else if (pause)
		event.hold.until = line->at + rules->pause_length;
	strcpy(event.hold.owner, pause ? HOLD_OWNER_USER : line->owner);
	if (!hold_set_find(&replay->core.holds, event.hold.owner) &&
	        replay->core.holds.n_holds == HOLDS_MAX) {
		snprintf(error, REPLAY_ERROR_SIZE, _("more than %d holds at a time"), HOLDS_MAX);
		return -EINVAL;
	}
	feed(replay, &event);
	return 0;
}

static void play_release(Replay *replay, const ReplayLine *line)
{
	Event event = {.type = EVENT_RELEASE, .at = line->at, .since = line->at};

	strcpy(event.owner, line->verb == REPLAY_RESUME ? HOLD_OWNER_USER : line->owner);
	feed(replay, &event);
}

static void play_command(Replay *replay, const ReplayLine *line)
{
	Event event = {.at = line->at, .since = line->at};

	if (line->verb == REPLAY_SNOOZE) {
		event.type = EVENT_SNOOZE;
		event.span = line->has_span ? line->span : replay->core.rules.snooze;
	} else if (line->verb == REPLAY_START) {
		event.type = EVENT_START;
		strcpy(event.kind, line->kind);
	} else {
		event.type = line->verb == REPLAY_SKIP ? EVENT_SKIP : EVENT_STOP;
	}
	feed(replay, &event);
}

/* The daemon goes down, and only what it saves comes back. */
static int play_restart(Replay *replay, const ReplayLine *line, char error[REPLAY_ERROR_SIZE])
{
	Core restored;
	int r;

	r = state_round_trip(&replay->core, &restored);
	if (r < 0) {
		snprintf(error, REPLAY_ERROR_SIZE, _("saving and restoring failed: %s"),
		        strerror(-r));
		return r;
	}
	replay->core = restored;
	replay->down_since = line->at;
	replay->up_at = line->at + line->span;
	return 0;
}

static int play(Replay *replay, const ReplayLine *line, char error[REPLAY_ERROR_SIZE])
{
	switch (line->verb) {
	case REPLAY_IDLE:
	case REPLAY_INPUT:
	case REPLAY_BUMP:
		play_input(replay, line);
		break;
	case REPLAY_LOCK:
	case REPLAY_UNLOCK:
	case REPLAY_SLEEP:
	case REPLAY_WAKE:
		play_session(replay, line);
		break;
	case REPLAY_CLOCK:
		replay->wall_offset += line->span;
		check_calendar(replay, line->at, line->at);
		break;
	case REPLAY_RESTART:
		return play_restart(replay, line, error);
	case REPLAY_PAUSE:
	case REPLAY_HOLD:
		return play_hold(replay, line, error);
	case REPLAY_RESUME:
	case REPLAY_RELEASE:
		play_release(replay, line);
		break;
	case REPLAY_SNOOZE:
	case REPLAY_SKIP:
	case REPLAY_START:
	case REPLAY_STOP:
		play_command(replay, line);
		break;
	case REPLAY_NOTHING:
	case REPLAY_START_WALL:
	case REPLAY_END:
	case REPLAY_VERB_MAX:
		break;
	}
	return 0;
}

/* Lets time pass up to the line. */
static int pass_to(Replay *replay, const ReplayLine *line, char error[REPLAY_ERROR_SIZE])
{
	const char *absence = NULL;

	if (replay->down_since != USEC_NEVER && line->at >= replay->up_at)
		come_up(replay);
	if (replay->down_since != USEC_NEVER)
		absence = _("the daemon is still down: only end may come");
	else if (replay->core.asleep && line->verb != REPLAY_WAKE)
		absence = _("asleep: only wake or end may come");
	if (line->verb == REPLAY_END && absence)
		return 0;
	if (absence) {
		snprintf(error, REPLAY_ERROR_SIZE, "%s", absence);
		return -EINVAL;
	}
	pass(replay, line->at, replay->core.asleep ? line->at : USEC_NEVER);
	return 0;
}

static void begin(Replay *replay, usec_t wall)
{
	core_init(&replay->core, &replay->config->rules, 0);
	replay->result.silence = core_silence(&replay->core);
	replay->result.deadline = core_deadline(&replay->core);
	replay->down_since = USEC_NEVER;
	replay->wall_offset = wall;
	calendar_watch_init(&replay->calendar, &replay->config->hours, false, 0);
	check_calendar(replay, 0, 0);
}

/* Reads a line of at most LINE_SIZE - 1 bytes. 1, 0 at the end of the file, or -EINVAL. */
static int read_line(FILE *file, char *text, char error[REPLAY_ERROR_SIZE])
{
	size_t length = 0;
	int c;

	while ((c = getc(file)) != EOF && c != '\n') {
		if (c == '\0' || length + 1 == LINE_SIZE) {
			snprintf(error, REPLAY_ERROR_SIZE, "%s",
			        c == '\0' ? _("not a text") : _("the line is too long"));
			return -EINVAL;
		}
		text[length++] = (char)c;
	}
	text[length] = '\0';
	return c == '\n' || length > 0;
}

/* Plays one line; *begun tells whether the day has begun. 1 at its end. */
static int play_line(Replay *replay, char *text, bool *begun, char error[REPLAY_ERROR_SIZE])
{
	ReplayLine line;
	int r;

	r = replay_line_parse(text, &line, error);
	if (r < 0 || line.verb == REPLAY_NOTHING)
		return r;
	if (line.verb == REPLAY_START_WALL) {
		if (*begun) {
			snprintf(error, REPLAY_ERROR_SIZE, _("start comes before all else, once"));
			return -EINVAL;
		}
		*begun = true;
		begin(replay, line.wall);
		return 0;
	}
	if (!*begun) {
		ReplayLine start;
		char words[] = DEFAULT_START;

		r = replay_line_parse(words, &start, error);
		assert(r >= 0);
		*begun = true;
		begin(replay, start.wall);
	}
	if (line.at < (replay->down_since != USEC_NEVER ? replay->down_since : replay->core.now)) {
		snprintf(error, REPLAY_ERROR_SIZE, _("earlier than the line before"));
		return -EINVAL;
	}
	r = pass_to(replay, &line, error);
	if (r < 0)
		return r;
	return line.verb == REPLAY_END ? 1 : play(replay, &line, error);
}

int replay_run(const char *path, const Config *config, FILE *out)
{
	CLEANUP(fclose) FILE *file = fopen(path, "re");
	CLEANUP(free) Replay *replay = calloc(1, sizeof(*replay));
	char text[LINE_SIZE], error[REPLAY_ERROR_SIZE];
	bool begun = false;
	unsigned number = 0;
	int r;

	if (!replay)
		return -ENOMEM;
	if (!file) {
		r = -errno;
		fprintf(stderr, "%s: %s\n", path, strerror(-r));
		return r;
	}
	replay->config = config;
	replay->out = out;
	do {
		number++;
		r = read_line(file, text, error);
		if (r == 0)
			break;
		if (r > 0)
			r = play_line(replay, text, &begun, error);
	} while (r == 0);
	if (ferror(file)) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return -EIO;
	}
	if (r < 0) {
		/* it quotes a file that may be anything, to a terminal */
		CLEANUP(free) char *escaped = utf8_escaped(error);

		fflush(out);
		fprintf(stderr, "%s:%u: %s\n", path, number, escaped ? escaped : "");
		return r;
	}
	return 0;
}
