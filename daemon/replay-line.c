/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the lines of a written day. Knows nothing of how they are played. */

#include "replay-line.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "util/cleanup.h"
#include "util/intl.h"
#include "util/nearest.h"
#include "util/parse.h"

#define WORDS_MAX 8
#define BLANKS    " \t\r\n"

typedef struct Words {
	char *words[WORDS_MAX];
	size_t n;
	size_t next; /* the first not yet read */
	char *error;
} Words;

__attribute__((format(printf, 2, 3))) static int wrong(Words *words, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(words->error, REPLAY_ERROR_SIZE, format, args);
	va_end(args);
	return -EINVAL;
}

static const char *next_word(Words *words)
{
	return words->next < words->n ? words->words[words->next++] : NULL;
}

static int parse_two(const char *text, unsigned max, unsigned *ret)
{
	char two[3] = {text[0], text[0] ? text[1] : '\0', '\0'};

	return strlen(two) == 2 ? parse_unsigned(two, max, ret) : -EINVAL;
}

/* HH:MM:SS, hours of two digits or more. */
static int parse_elapsed(const char *text, usec_t *ret)
{
	const char *colon = strchr(text, ':');
	unsigned hours, minutes, seconds;
	char digits[8];
	size_t length = colon ? (size_t)(colon - text) : 0;

	if (length < 2 || length >= sizeof(digits) || strlen(colon) != 6 || colon[3] != ':')
		return -EINVAL;
	memcpy(digits, text, length);
	digits[length] = '\0';
	if (parse_unsigned(digits, 365 * 24, &hours) < 0 ||
	        parse_two(colon + 1, 59, &minutes) < 0 || parse_two(colon + 4, 59, &seconds) < 0)
		return -EINVAL;
	*ret = hours * USEC_PER_HOUR + minutes * USEC_PER_MIN + seconds * USEC_PER_SEC;
	return 0;
}

static int span_error(Words *words, const char *text, int r)
{
	if (r == -ERANGE)
		return wrong(words, _("%s: more than 365 days"), text);
	return wrong(words, _("%s: not a span such as 90s, 5min or 1h30min"), text);
}

static int parse_span_word(Words *words, const char *text, ReplayLine *line)
{
	int r = parse_span(text, &line->span);

	if (r < 0)
		return span_error(words, text, r);
	line->has_span = true;
	return 0;
}

static int parse_mode_word(Words *words, const char *text, ReplayLine *line)
{
	int mode = hold_mode_from_string(text);

	if (mode < 0)
		return wrong(words, _("%s: not a mode; it is wait, freeze or reset"), text);
	line->mode = (HoldMode)mode;
	line->has_mode = true;
	return 0;
}

static int parse_owner_word(Words *words, ReplayLine *line)
{
	const char *text = next_word(words);

	if (!text)
		return wrong(words, _("the owner is missing"));
	if (!hold_owner_valid(text))
		return wrong(words, _("%s: an owner is 1 to 63 of A-Z a-z 0-9 . _ -"), text);
	strcpy(line->owner, text);
	return 0;
}

static int parse_clock(Words *words, ReplayLine *line)
{
	const char *text = next_word(words);
	int r;

	if (!text)
		return wrong(words, _("the span is missing, such as -1h"));
	r = parse_signed_span(text, &line->span);
	return r < 0 ? span_error(words, text, r) : 0;
}

static int parse_restart(Words *words, ReplayLine *line)
{
	const char *text = next_word(words);

	if (!text)
		return wrong(words, _("the span is missing, such as 5min"));
	return parse_span_word(words, text, line);
}

static int parse_pause(Words *words, ReplayLine *line)
{
	const char *text = next_word(words);
	int r;

	if (!text)
		return 0;
	if (hold_mode_from_string(text) < 0) {
		r = parse_span_word(words, text, line);
		if (r < 0)
			return r;
		text = next_word(words);
	}
	return text ? parse_mode_word(words, text, line) : 0;
}

static int parse_hold(Words *words, ReplayLine *line)
{
	const char *text;
	int r;

	r = parse_owner_word(words, line);
	if (r < 0)
		return r;
	text = next_word(words);
	if (!text)
		return wrong(words, _("the mode is missing: wait, freeze or reset"));
	r = parse_mode_word(words, text, line);
	if (r < 0)
		return r;
	text = next_word(words);
	return text ? parse_span_word(words, text, line) : 0;
}

static int parse_snooze(Words *words, ReplayLine *line)
{
	const char *text = next_word(words);

	return text ? parse_span_word(words, text, line) : 0;
}

static int parse_start(Words *words, ReplayLine *line)
{
	const char *text = next_word(words);

	if (!text)
		return 0;
	/* too long for any kind: a name that is none, for the rules to refuse */
	strcpy(line->kind, strlen(text) < sizeof(line->kind) ? text : "?");
	return 0;
}

/* start 2026-11-23T09:00:00 */
static int parse_wall(Words *words, ReplayLine *line)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";
	const char *text = next_word(words);
	struct tm tm = {0}, same;

	if (!text || strlen(text) != strlen(form))
		return wrong(words, _("a time such as 2026-11-23T09:00:00 is missing"));
	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return wrong(words, _("%s: not a time such as 2026-11-23T09:00:00"), text);
	if (!strptime(text, "%Y-%m-%dT%H:%M:%S", &tm) || tm.tm_sec > 59)
		return wrong(words, _("%s: no such time"), text);
	same = tm;
	if (timegm(&same) < 0 || same.tm_mday != tm.tm_mday)
		return wrong(words, _("%s: no such day since 1970"), text);
	tm.tm_isdst = -1;
	line->wall = mktime(&tm) * USEC_PER_SEC;
	return 0;
}

static const struct {
	const char *name;
	int (*parse)(Words *words, ReplayLine *line); /* NULL: no arguments */
} verbs[REPLAY_VERB_MAX] = {
        [REPLAY_IDLE] = {"idle", NULL},
        [REPLAY_INPUT] = {"input", NULL},
        [REPLAY_BUMP] = {"bump", NULL},
        [REPLAY_LOCK] = {"lock", NULL},
        [REPLAY_UNLOCK] = {"unlock", NULL},
        [REPLAY_SLEEP] = {"sleep", NULL},
        [REPLAY_WAKE] = {"wake", NULL},
        [REPLAY_CLOCK] = {"clock", parse_clock},
        [REPLAY_RESTART] = {"restart", parse_restart},
        [REPLAY_PAUSE] = {"pause", parse_pause},
        [REPLAY_RESUME] = {"resume", NULL},
        [REPLAY_HOLD] = {"hold", parse_hold},
        [REPLAY_RELEASE] = {"release", parse_owner_word},
        [REPLAY_SNOOZE] = {"snooze", parse_snooze},
        [REPLAY_SKIP] = {"skip", NULL},
        [REPLAY_START] = {"start", parse_start},
        [REPLAY_STOP] = {"stop", NULL},
        [REPLAY_END] = {"end", NULL},
};

static int parse_verb(Words *words, ReplayLine *line)
{
	const char *names[REPLAY_VERB_MAX], *nearest;
	const char *text = next_word(words);
	size_t n = 0;

	if (!text)
		return wrong(words, _("the event is missing"));
	for (int i = 0; i < REPLAY_VERB_MAX; i++) {
		if (!verbs[i].name)
			continue;
		if (strcmp(verbs[i].name, text) == 0) {
			line->verb = (ReplayVerb)i;
			return verbs[i].parse ? verbs[i].parse(words, line) : 0;
		}
		names[n++] = verbs[i].name;
	}
	nearest = nearest_name(text, names, n);
	if (nearest)
		return wrong(words, _("%s: no such event; did you mean %s?"), text, nearest);
	return wrong(words, _("%s: no such event"), text);
}

int replay_line_parse(char *text, ReplayLine *ret, char error[REPLAY_ERROR_SIZE])
{
	Words words = {.error = error};
	ReplayLine line = {0};
	char *save = NULL;
	int r;

	text[strcspn(text, "#")] = '\0';
	for (char *word = strtok_r(text, BLANKS, &save); word;
	        word = strtok_r(NULL, BLANKS, &save)) {
		if (words.n == WORDS_MAX)
			return wrong(&words, _("too many words"));
		words.words[words.n++] = word;
	}
	if (words.n == 0) {
		*ret = line;
		return 0;
	}
	if (strcmp(words.words[0], "start") == 0) {
		words.next = 1;
		line.verb = REPLAY_START_WALL;
		r = parse_wall(&words, &line);
	} else if (parse_elapsed(next_word(&words), &line.at) < 0) {
		r = wrong(&words, _("%s: not a time since the start, HH:MM:SS"), words.words[0]);
	} else {
		r = parse_verb(&words, &line);
	}
	if (r < 0)
		return r;
	if (words.next < words.n)
		return wrong(&words, _("%s: one word too many"), words.words[words.next]);
	*ret = line;
	return 0;
}
