/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads of the history what exercises and pain are about. What a line means for the choice is none
 * of its business. */

#include "diary.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "util/cleanup.h"
#include "util/parse.h"

#define LINE_SIZE 65536

DEFINE_CLEANUP(json_t *, json_decref);
DEFINE_CLEANUP(Diary *, diary_free);

/* --- Words */

/* Whether the note has the part without that rest behind it. */
static bool speaks_of(const char *note, const char *part, const char *unless)
{
	while ((note = strcasestr(note, part))) {
		note += strlen(part);
		if (!unless || strncasecmp(note, unless, strlen(unless)) != 0)
			return true;
	}
	return false;
}

unsigned diary_signs_of_note(const char *note)
{
	static const struct {
		const char *part;
		const char *unless;
		PainSign sign;
	} parts[] = {
	        {"shooting", NULL, SIGN_SHOOTING},
	        {"shoots", NULL, SIGN_SHOOTING},
	        {"numb", "er", SIGN_NUMBNESS},
	        {"tingl", NULL, SIGN_NUMBNESS},
	        {"pins and needles", NULL, SIGN_NUMBNESS},
	        {"weak", NULL, SIGN_WEAKNESS},
	};
	unsigned found = 0;

	for (size_t i = 0; i < ELEMENTSOF(parts); i++)
		if (speaks_of(note, parts[i].part, parts[i].unless))
			found |= parts[i].sign;
	return found;
}

/* --- A line */

/* Digits of a fixed place: text[at] on, of that many, from min to max. */
static bool number_at(
        const char *text, size_t at, size_t digits, unsigned min, unsigned max, int *ret)
{
	char copy[8] = "";
	unsigned number;

	memcpy(copy, text + at, digits);
	if (parse_unsigned(copy, max, &number) < 0 || number < min)
		return false;
	*ret = (int)number;
	return true;
}

/* 2026-11-23T10:48:00+01:00, or with a Z for the zone. */
static int parse_moment(const char *text, usec_t *ret)
{
	static const char form[] = "....-..-..T..:..:..";
	const size_t length = sizeof(form) - 1;
	int hours = 0, minutes = 0, sign = 1;
	struct tm tm = {0};

	if (strlen(text) < length + 1)
		return -EINVAL;
	for (size_t i = 0; i < length; i++)
		if (form[i] != '.' && form[i] != text[i])
			return -EINVAL;
	if (!number_at(text, 0, 4, 1970, 9999, &tm.tm_year) ||
	        !number_at(text, 5, 2, 1, 12, &tm.tm_mon) ||
	        !number_at(text, 8, 2, 1, 31, &tm.tm_mday) ||
	        !number_at(text, 11, 2, 0, 23, &tm.tm_hour) ||
	        !number_at(text, 14, 2, 0, 59, &tm.tm_min) ||
	        !number_at(text, 17, 2, 0, 60, &tm.tm_sec))
		return -EINVAL;
	text += length;
	if (strcmp(text, "Z") != 0) {
		if (strlen(text) != strlen("+hh:mm") || (*text != '+' && *text != '-') ||
		        text[3] != ':' || !number_at(text, 1, 2, 0, 23, &hours) ||
		        !number_at(text, 4, 2, 0, 59, &minutes))
			return -EINVAL;
		sign = *text == '-' ? -1 : 1;
	}
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	*ret = (timegm(&tm) - sign * (hours * 60 + minutes) * 60) * USEC_PER_SEC;
	return 0;
}

/* What is not known is the whole body: too careful is the better mistake. */
static AreaMask read_areas(const json_t *line)
{
	const json_t *list = json_object_get(line, "areas"), *item;
	AreaMask areas = 0;
	size_t i;

	json_array_foreach(list, i, item)
	{
		const char *word = json_string_value(item);
		int area = word ? area_from_string(word) : -1;

		areas |= AREA_BIT(area < 0 ? AREA_WHOLE_BODY : (Area)area);
	}
	return areas;
}

static AreaMask read_areas_or_all(const json_t *line)
{
	AreaMask areas = read_areas(line);

	return areas == 0 || areas & AREA_BIT(AREA_WHOLE_BODY) ? AREAS_ALL : areas;
}

static bool read_id(const json_t *line, const char *key, DiaryEvent *event)
{
	const char *id = json_string_value(json_object_get(line, key));

	if (!id || !*id || strlen(id) >= sizeof(event->id))
		return false;
	strcpy(event->id, id);
	return true;
}

static bool read_exercise(const json_t *line, DiaryEvent *event)
{
	const char *word = json_string_value(json_object_get(line, "kind"));
	const char *side = json_string_value(json_object_get(line, "side"));
	int kind = word ? exercise_kind_from_string(word) : -1;

	if (kind < 0 || !read_id(line, "exercise", event))
		return false;
	event->kind = (ExerciseKind)kind;
	event->areas = read_areas(line);
	for (Side i = SIDE_LEFT; side && i < SIDE_MAX; i++)
		if (strcmp(side, side_to_string(i)) == 0)
			event->side = i;
	return true;
}

static bool read_pain(const json_t *line, DiaryEvent *event)
{
	const json_t *level = json_object_get(line, "level"), *item;
	const char *note = json_string_value(json_object_get(line, "note"));
	size_t i;

	if (!json_is_integer(level) || json_integer_value(level) < 0 ||
	        json_integer_value(level) > PAIN_LEVEL_MAX)
		return false;
	event->level = (unsigned)json_integer_value(level);
	event->areas = read_areas_or_all(line);
	json_array_foreach(json_object_get(line, "signs"), i, item) if (json_is_string(item))
	        event->signs |= pain_sign_from_string(json_string_value(item));
	if (note) {
		event->signs |= diary_signs_of_note(note);
		/* cut where a character ends */
		for (i = strlen(note); i >= sizeof(event->note) || (note[i] & 0xc0) == 0x80;)
			i--;
		memcpy(event->note, note, i);
	}
	return true;
}

static bool read_workout(const json_t *line, DiaryEvent *event)
{
	event->areas = read_areas_or_all(line);
	return true;
}

static bool read_set(const json_t *line, DiaryEvent *event)
{
	return read_id(line, "set", event);
}

static bool read_nothing(const json_t *line, DiaryEvent *event)
{
	return true;
}

static const struct {
	const char *name;
	bool (*read)(const json_t *line, DiaryEvent *event);
} types[DIARY_TYPE_MAX] = {
        [DIARY_EXERCISE] = {"exercise", read_exercise},
        [DIARY_HURT] = {"hurt", read_exercise},
        [DIARY_PAIN] = {"pain", read_pain},
        [DIARY_WORKOUT] = {"workout", read_workout},
        [DIARY_SET] = {"set", read_set},
        [DIARY_ADVISED] = {"advised", read_nothing},
};

/* 1 with the event, 0 for a line that is about something else, -EINVAL for none. */
static int parse_line(const char *text, size_t length, DiaryEvent *ret)
{
	CLEANUP(json_decref) json_t *line = json_loadb(text, length, 0, NULL);
	const char *name = json_string_value(json_object_get(line, "event"));
	const char *at = json_string_value(json_object_get(line, "at"));
	DiaryEvent event = {0};

	if (!name || !at || parse_moment(at, &event.at) < 0)
		return -EINVAL;
	for (event.type = 0; event.type < DIARY_TYPE_MAX; event.type++)
		if (strcmp(types[event.type].name, name) == 0)
			break;
	if (event.type == DIARY_TYPE_MAX)
		return 0;
	if (!types[event.type].read(line, &event))
		return -EINVAL;
	*ret = event;
	return 1;
}

/* --- Files */

static int add_event(Diary *diary, const DiaryEvent *event)
{
	DiaryEvent *grown;

	if ((diary->n_events & (diary->n_events - 1)) == 0) {
		grown = reallocarray(diary->events, diary->n_events * 2 + 1, sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		diary->events = grown;
	}
	diary->events[diary->n_events++] = *event;
	return 0;
}

static int take_line(Diary *diary, const char *text, size_t length, usec_t from)
{
	DiaryEvent event;
	int r;

	if (length == 0)
		return 0;
	r = parse_line(text, length, &event);
	if (r < 0)
		diary->n_bad_lines++;
	return r > 0 && event.at >= from ? add_event(diary, &event) : 0;
}

/* Reads on to the end of a line that is too long. */
static void pass_over_line(FILE *file)
{
	int c;

	do
		c = getc_unlocked(file);
	while (c != '\n' && c != EOF);
}

static int read_lines(Diary *diary, FILE *file, char text[LINE_SIZE], usec_t from)
{
	size_t length = 0;
	int c, r = 0;

	do {
		c = getc_unlocked(file);
		if (c == '\n' || c == EOF) {
			r = take_line(diary, text, length, from);
			length = 0;
		} else if (length == LINE_SIZE) {
			diary->n_bad_lines++;
			length = 0;
			pass_over_line(file);
		} else {
			text[length++] = (char)c;
		}
	} while (c != EOF && r >= 0);
	return r >= 0 && ferror(file) ? -EIO : r;
}

static int read_month(Diary *diary, const char *folder, const char *name, usec_t from)
{
	CLEANUP(fclose) FILE *file = NULL;
	CLEANUP(free) char *path = NULL;
	CLEANUP(free) char *text = malloc(LINE_SIZE);

	if (!text || asprintf(&path, "%s/%s", folder, name) < 0)
		return -ENOMEM;
	file = fopen(path, "re");
	if (!file)
		return -errno;
	return read_lines(diary, file, text, from);
}

static int is_month(const struct dirent *entry)
{
	static const char form[] = "0000-00.jsonl";
	const char *name = entry->d_name;

	for (size_t i = 0; i < sizeof(form); i++)
		if (form[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != form[i])
			return 0;
	return 1;
}

static int compare_entries(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* The month that a moment lies in, or before: its zone is the writer's. */
static void first_month(usec_t from, char month[16])
{
	time_t seconds = (time_t)((from - USEC_PER_DAY) / USEC_PER_SEC);
	struct tm tm = {0};

	gmtime_r(&seconds, &tm);
	strftime(month, 16, "%Y-%m", &tm);
}

static int read_months(Diary *diary, const char *folder, usec_t from)
{
	struct dirent **entries = NULL;
	char first[16] = "";
	int n, r = 0;

	first_month(from, first);
	n = scandir(folder, &entries, is_month, compare_entries);
	if (n < 0)
		return errno == ENOENT ? 0 : -errno;
	for (int i = 0; i < n; i++) {
		if (r >= 0 && strncmp(entries[i]->d_name, first, strlen(first)) >= 0)
			r = read_month(diary, folder, entries[i]->d_name, from);
		free(entries[i]);
	}
	free(entries);
	return r;
}

/* --- Order */

typedef struct Place {
	usec_t at;
	size_t i;
} Place;

static int compare_places(const void *a, const void *b)
{
	const Place *left = a, *right = b;

	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	return (left->i > right->i) - (left->i < right->i);
}

/* By their moment; those of one moment stay as they were written. Mostly they are in order. */
static int sort_events(Diary *diary)
{
	CLEANUP(free) Place *places = calloc(diary->n_events + 1, sizeof(*places));
	DiaryEvent *sorted = calloc(diary->n_events + 1, sizeof(*sorted));

	if (!places || !sorted) {
		free(sorted);
		return -ENOMEM;
	}
	for (size_t i = 0; i < diary->n_events; i++)
		places[i] = (Place){.at = diary->events[i].at, .i = i};
	qsort(places, diary->n_events, sizeof(*places), compare_places);
	for (size_t i = 0; i < diary->n_events; i++)
		sorted[i] = diary->events[places[i].i];
	free(diary->events);
	diary->events = sorted;
	return 0;
}

int diary_read(const char *directory, usec_t from, Diary **ret)
{
	CLEANUP(diary_free) Diary *diary = calloc(1, sizeof(*diary));
	CLEANUP(free) char *folder = NULL;
	int r;

	if (!diary || asprintf(&folder, "%s/history", directory) < 0)
		return -ENOMEM;
	r = read_months(diary, folder, from);
	if (r >= 0)
		r = sort_events(diary);
	if (r < 0)
		return r;
	*ret = TAKE(diary);
	return 0;
}

Diary *diary_free(Diary *diary)
{
	if (!diary)
		return NULL;
	free(diary->events);
	free(diary);
	return NULL;
}
