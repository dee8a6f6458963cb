/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The saved state: a text of one value a line, in a fixed order, written and read by the very same
 * walk over the core, so that neither can forget what the other does. */

#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "util/cleanup.h"
#include "util/intl.h"
#include "util/utf8.h"

#define FORMAT     "limber-state-2"
#define VALUE_SIZE (HOLD_REASON_SIZE + 1)
#define STATE_MAX  (64 * 1024)

typedef struct Walk {
	FILE *file;
	bool reading;
	unsigned line;
	char *error; /* once set, nothing more is read */
} Walk;

__attribute__((format(printf, 2, 3))) static void damaged(Walk *walk, const char *format, ...)
{
	va_list args;

	if (walk->error)
		return;
	va_start(args, format);
	if (vasprintf(&walk->error, format, args) < 0)
		walk->error = NULL;
	va_end(args);
}

/* The value of the next line, which must have this name. Empty once there was an error. */
static void read_value(Walk *walk, const char *name, char value[VALUE_SIZE])
{
	char line[VALUE_SIZE + 64];
	size_t length = strlen(name);
	char *end;

	value[0] = '\0';
	if (walk->error)
		return;
	walk->line++;
	if (!fgets(line, sizeof(line), walk->file)) {
		damaged(walk, _("line %u: %s is missing"), walk->line, name);
		return;
	}
	end = strchr(line, '\n');
	if (!end || strncmp(line, name, length) != 0 || line[length] != '=' ||
	        strlen(line + length + 1) >= VALUE_SIZE) {
		damaged(walk, _("line %u: not a line for %s"), walk->line, name);
		return;
	}
	*end = '\0';
	strcpy(value, line + length + 1);
}

static void walk_number(Walk *walk, const char *name, int64_t *number, int64_t min, int64_t max)
{
	char value[VALUE_SIZE], *end;
	long long parsed;

	if (!walk->reading) {
		fprintf(walk->file, "%s=%" PRId64 "\n", name, *number);
		return;
	}
	read_value(walk, name, value);
	if (walk->error)
		return;
	errno = 0;
	parsed = strtoll(value, &end, 10);
	if (errno != 0 || end == value || *end || parsed < min || parsed > max)
		damaged(walk, _("line %u: %s is out of range"), walk->line, name);
	else
		*number = parsed;
}

/* A moment: the years around the boot, or never. */
static void walk_moment(Walk *walk, const char *name, usec_t *moment)
{
	const int64_t far = 200 * 365 * USEC_PER_DAY;
	int64_t number = *moment;

	if (!walk->reading && (number > far || number < -far))
		number = number > 0 ? far : -far;
	walk_number(walk, name, &number, -far, far);
	if (walk->reading)
		*moment = number == far ? USEC_NEVER : number == -far ? INT64_MIN : number;
}

static void walk_span(Walk *walk, const char *name, usec_t *span, usec_t min)
{
	walk_number(walk, name, span, min, USEC_SPAN_MAX);
}

static void walk_unsigned(Walk *walk, const char *name, uint32_t *number)
{
	int64_t wide = *number;

	walk_number(walk, name, &wide, 0, UINT32_MAX);
	*number = (uint32_t)wide;
}

static void walk_size(Walk *walk, const char *name, size_t *number, size_t min, size_t max)
{
	int64_t wide = (int64_t)*number;

	walk_number(walk, name, &wide, (int64_t)min, (int64_t)max);
	*number = (size_t)wide;
}

static void walk_int(Walk *walk, const char *name, int *number, int min, int max)
{
	int64_t wide = *number;

	walk_number(walk, name, &wide, min, max);
	*number = (int)wide;
}

static void walk_bool(Walk *walk, const char *name, bool *flag)
{
	int64_t wide = *flag;

	walk_number(walk, name, &wide, 0, 1);
	*flag = wide;
}

static void walk_text(Walk *walk, const char *name, char *text, size_t size)
{
	char value[VALUE_SIZE];

	if (!walk->reading) {
		fprintf(walk->file, "%s=", name);
		for (const char *p = text; *p; p++)
			fputc(*p == '\n' ? ' ' : *p, walk->file);
		fputc('\n', walk->file);
		return;
	}
	read_value(walk, name, value);
	if (strlen(value) >= size)
		damaged(walk, _("line %u: %s is too long"), walk->line, name);
	else
		strcpy(text, value);
	utf8_mend(text);
}

static void walk_mode(Walk *walk, const char *name, HoldMode *mode)
{
	int number = (int)*mode;

	walk_int(walk, name, &number, 0, HOLD_MODE_MAX - 1);
	*mode = (HoldMode)number;
}

/* As two numbers: a clock's whole microseconds, and the rest. */
static void walk_sitting(Walk *walk, const Kind *kind, sitting_t *sitting)
{
	int64_t whole = (int64_t)(*sitting / kind->length);
	int64_t rest = (int64_t)(*sitting % kind->length);

	walk_number(walk, "clock", &whole, 0, kind->every);
	walk_number(walk, "clock-rest", &rest, 0, whole < kind->every ? kind->length - 1 : 0);
	*sitting = (sitting_t)whole * kind->length + rest;
}

static void walk_rules(Walk *walk, Rules *rules)
{
	walk_span(walk, "away-after", &rules->away_after, 0);
	walk_span(walk, "merge-within", &rules->merge_within, 0);
	walk_span(walk, "settle", &rules->settle, 0);
	walk_span(walk, "remind-again", &rules->remind_again, USEC_PER_SEC);
	walk_span(walk, "lull", &rules->lull, 0);
	walk_span(walk, "bump", &rules->bump, 0);
	walk_span(walk, "snooze", &rules->snooze, 0);
	walk_span(walk, "pause-length", &rules->pause_length, 0);
	walk_mode(walk, "pause-mode", &rules->pause_mode);
	walk_unsigned(walk, "max-snoozes", &rules->max_snoozes);
	walk_unsigned(walk, "max-skips", &rules->max_skips);
	walk_size(walk, "kinds", &rules->n_kinds, 0, KINDS_MAX);
	for (size_t i = 0; i < rules->n_kinds; i++) {
		walk_text(walk, "kind", rules->kinds[i].name, KIND_NAME_SIZE);
		walk_span(walk, "every", &rules->kinds[i].every, USEC_PER_SEC);
		walk_span(walk, "length", &rules->kinds[i].length, USEC_PER_SEC);
		if (walk->error)
			return;
	}
}

static void walk_clocks(Walk *walk, const Rules *rules, Clocks *clocks)
{
	for (size_t i = 0; i < rules->n_kinds && !walk->error; i++)
		walk_sitting(walk, &rules->kinds[i], &clocks->base[i]);
	walk_size(walk, "pieces", &clocks->n_pieces, 1, CLOCK_PIECES_MAX);
	for (size_t i = 0; i < clocks->n_pieces && !walk->error; i++) {
		ClockPiece *piece = &clocks->pieces[i];

		walk_moment(walk, "piece-at", &piece->at);
		walk_bool(walk, "piece-away", &piece->away);
		walk_int(
		        walk, "piece-break", &piece->break_kind, NO_BREAK, (int)rules->n_kinds - 1);
		walk_mode(walk, "piece-mode", &piece->mode);
		walk_unsigned(walk, "piece-zeroed", &piece->zeroed);
		if (piece->at == USEC_NEVER || (i > 0 && piece->at <= clocks->pieces[i - 1].at))
			damaged(walk, _("line %u: the clock's pieces are out of order"),
			        walk->line);
	}
}

static void walk_holds(Walk *walk, HoldSet *set)
{
	walk_size(walk, "holds", &set->n_holds, 0, HOLDS_MAX);
	for (size_t i = 0; i < set->n_holds && !walk->error; i++) {
		Hold *hold = &set->holds[i];

		walk_text(walk, "hold", hold->owner, HOLD_OWNER_SIZE);
		walk_text(walk, "hold-reason", hold->reason, HOLD_REASON_SIZE);
		walk_mode(walk, "hold-mode", &hold->mode);
		walk_moment(walk, "hold-until", &hold->until);
		walk_number(walk, "hold-until-wall", &hold->until_wall, 0, INT64_MAX);
		walk_text(walk, "hold-caller", hold->caller, HOLD_CALLER_SIZE);
		if (!hold_owner_valid(hold->owner))
			damaged(walk, _("line %u: not a hold's owner"), walk->line);
	}
}

static void walk_presence(Walk *walk, Core *core)
{
	walk_moment(walk, "now", &core->now);
	walk_bool(walk, "locked", &core->locked);
	walk_bool(walk, "asleep", &core->asleep);
	walk_moment(walk, "asleep-since", &core->asleep_since);
	walk_moment(walk, "present-since", &core->present_since);
	walk_moment(walk, "silent-since", &core->silent_since);
	walk_moment(walk, "away-since", &core->away_since);
	walk_unsigned(walk, "half-used", &core->half_used);
	walk_unsigned(walk, "rested", &core->rested);
}

static void walk_reminder(Walk *walk, Core *core)
{
	size_t last_kind = core->rules.n_kinds > 0 ? core->rules.n_kinds - 1 : 0;
	int phase = (int)core->phase;

	walk_int(walk, "phase", &phase, 0,
	        core->rules.n_kinds > 0 ? REMINDER_PHASE_MAX - 1 : REMINDER_NONE);
	core->phase = (ReminderPhase)phase;
	walk_size(walk, "reminder-kind", &core->kind, 0, last_kind);
	walk_moment(walk, "due-at", &core->due_at);
	walk_span(walk, "absent-since-due", &core->absent_since_due, 0);
	walk_unsigned(walk, "repeats", &core->repeats);
	walk_moment(walk, "returns-at", &core->returns_at);
	walk_unsigned(walk, "snoozes", &core->snoozes);
	walk_unsigned(walk, "skips-today", &core->skips_today);
	walk_moment(walk, "settle-until", &core->settle_until);
}

static void walk_break(Walk *walk, Core *core)
{
	int how = (int)core->break_how;

	walk_int(walk, "break-kind", &core->break_kind, NO_BREAK, (int)core->rules.n_kinds - 1);
	walk_int(walk, "break-how", &how, 0, BREAK_HOW_MAX - 1);
	core->break_how = (BreakHow)how;
	walk_moment(walk, "break-began", &core->break_began);
	walk_moment(walk, "returning-since", &core->returning_since);
	for (size_t i = 0; i < core->rules.n_kinds; i++)
		walk_moment(walk, "break-ended", &core->break_ended[i]);
	if (core->returning_since != USEC_NEVER &&
	        (core->break_kind == NO_BREAK || core->break_how != BREAK_LULL))
		damaged(walk, _("line %u: a return without a lull break"), walk->line);
}

static bool happened(const Core *core, usec_t at)
{
	return at <= core->now && at != INT64_MIN;
}

static bool happened_or_never(const Core *core, usec_t at)
{
	return at == USEC_NEVER || happened(core, at);
}

/* Each moment may be right, and all together make a core that turns in a circle. */
static bool consistent(const Core *core)
{
	const usec_t century = 100 * 365 * USEC_PER_DAY;
	usec_t seen = core->away_since < core->now ? core->away_since : core->now;
	bool ok = core->now > -century && core->now < century &&
	          happened(core, core->clocks.pieces[core->clocks.n_pieces - 1].at) &&
	          happened(core, core->clocks.pieces[0].at) &&
	          happened(core, core->present_since) &&
	          happened_or_never(core, core->silent_since) &&
	          happened_or_never(core, core->away_since) &&
	          happened_or_never(core, core->asleep_since) &&
	          happened_or_never(core, core->returning_since) &&
	          core->away_since >= core->present_since;

	if (core->phase == REMINDER_UP)
		ok = ok && happened(core, core->due_at) &&
		     core->absent_since_due <= core->now - core->due_at &&
		     (seen - core->due_at - core->absent_since_due) / core->rules.remind_again <=
		             (usec_t)core->repeats + 1;
	if (core->phase == REMINDER_SNOOZED)
		ok = ok && core->returns_at >= core->now;
	if (core->break_kind != NO_BREAK)
		ok = ok && happened(core, core->break_began) &&
		     core->now - core->break_began <= core->rules.kinds[core->break_kind].length;
	for (size_t i = 0; i < core->rules.n_kinds; i++)
		ok = ok && core->break_ended[i] <= core->now;
	return ok;
}

static void walk_state(Walk *walk, Core *core, StateStamp *stamp)
{
	char format[] = FORMAT;

	walk_text(walk, "format", format, sizeof(format));
	if (strcmp(format, FORMAT) != 0)
		damaged(walk, _("line 1: not a state of this version"));
	walk_text(walk, "boot-id", stamp->boot_id, sizeof(stamp->boot_id));
	walk_number(walk, "wall", &stamp->wall, 0, INT64_MAX);
	walk_number(walk, "day", &stamp->day, 0, INT64_MAX);
	walk_rules(walk, &core->rules);
	walk_presence(walk, core);
	walk_clocks(walk, &core->rules, &core->clocks);
	walk_holds(walk, &core->holds);
	walk_reminder(walk, core);
	walk_break(walk, core);
	if (walk->reading && !walk->error && !consistent(core))
		damaged(walk, _("line %u: its moments contradict each other"), walk->line);
}

static int write_state(FILE *file, const Core *core, const StateStamp *stamp)
{
	Walk walk = {.file = file};
	/* a writing walk changes nothing */
	walk_state(&walk, (Core *)core, (StateStamp *)stamp);
	return fflush(file) == 0 && !ferror(file) ? 0 : -errno;
}

static int read_state(FILE *file, Core *ret, StateStamp *ret_stamp, char **ret_error)
{
	Walk walk = {.file = file, .reading = true};
	Core core;
	StateStamp stamp = {0};

	core_init(&core, &(Rules){0}, 0);
	walk_state(&walk, &core, &stamp);
	if (!walk.error && getc(file) != EOF)
		damaged(&walk, _("line %u: more than a state"), walk.line + 1);
	if (walk.error) {
		*ret_error = walk.error;
		return -EBADMSG;
	}
	*ret = core;
	*ret_stamp = stamp;
	return 0;
}

int state_save(const char *path, const Core *core, const StateStamp *stamp)
{
	CLEANUP(free) char *temporary = NULL;
	CLEANUP(fclose) FILE *file = NULL;
	int r;

	if (asprintf(&temporary, "%s.new", path) < 0)
		return -ENOMEM;
	file = fopen(temporary, "we");
	if (!file)
		return -errno;
	r = write_state(file, core, stamp);
	if (r >= 0 && fdatasync(fileno(file)) < 0)
		r = -errno;
	if (r >= 0 && rename(temporary, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(temporary);
	return r;
}

int state_load(const char *path, Core *ret, StateStamp *ret_stamp, char **ret_error)
{
	CLEANUP(fclose) FILE *file = NULL;
	struct stat st;
	/* a pipe would make it wait for a writer */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return -errno;
	file = fdopen(fd, "r");
	if (!file) {
		close(fd);
		return -ENOMEM;
	}
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_size > STATE_MAX) {
		*ret_error = strdup(_("not a state's file"));
		return *ret_error ? -EBADMSG : -ENOMEM;
	}
	return read_state(file, ret, ret_stamp, ret_error);
}

int state_round_trip(const Core *core, Core *ret)
{
	static const StateStamp stamp = {.boot_id = "none"};
	CLEANUP(free) char *text = calloc(1, STATE_MAX);
	CLEANUP(fclose) FILE *file = NULL;
	CLEANUP(free) char *error = NULL;
	StateStamp ignored;
	int r;

	if (!text)
		return -ENOMEM;
	file = fmemopen(text, STATE_MAX, "w+");
	if (!file)
		return -errno;
	r = write_state(file, core, &stamp);
	if (r < 0)
		return r;
	rewind(file);
	return read_state(file, ret, &ignored, &error);
}
