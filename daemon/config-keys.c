/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of all keys, and how a value is read. Knows no file. */

#include "config-keys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "util/cleanup.h"
#include "util/intl.h"
#include "util/nearest.h"
#include "util/parse.h"
#include "util/utf8.h"

#define OF_CONFIG(member) offsetof(Config, member)
#define OF_KIND(member)   offsetof(KindSection, member)

#define COUNT_MAX 1000

static const Key general_keys[] = {
        {"away-after", KEY_SPAN, "2min", USEC_PER_SEC, USEC_PER_HOUR, OF_CONFIG(rules.away_after)},
        {"merge-within", KEY_SPAN, "5min", 0, USEC_PER_DAY, OF_CONFIG(rules.merge_within)},
        {"settle", KEY_SPAN, "10s", 0, USEC_PER_HOUR, OF_CONFIG(rules.settle)},
        {"remind-again", KEY_SPAN, "5min", USEC_PER_SEC, USEC_PER_DAY,
                OF_CONFIG(rules.remind_again)},
        {"lull", KEY_SPAN, "10s", 0, USEC_PER_HOUR, OF_CONFIG(rules.lull)},
        {"bump", KEY_SPAN, "3s", 0, USEC_PER_HOUR, OF_CONFIG(rules.bump)},
        {"snooze", KEY_SPAN, "5min", USEC_PER_SEC, USEC_PER_DAY, OF_CONFIG(rules.snooze)},
        {"max-snoozes", KEY_COUNT, "3", 0, COUNT_MAX, OF_CONFIG(rules.max_snoozes)},
        {"max-skips", KEY_COUNT, "unlimited", 0, COUNT_MAX, OF_CONFIG(rules.max_skips)},
        {"pause-length", KEY_SPAN, "1h", USEC_PER_SEC, USEC_SPAN_MAX,
                OF_CONFIG(rules.pause_length)},
        {"pause-mode", KEY_MODE, "wait", 0, 0, OF_CONFIG(rules.pause_mode)},
        {"working-hours", KEY_HOURS, "", 0, 0, OF_CONFIG(hours)},
        {"watching", KEY_WATCHING, "present", 0, 0, OF_CONFIG(input_only)},
        {"sound", KEY_BOOLEAN, "yes", 0, 0, OF_CONFIG(sound)},
        {"notifier", KEY_TEXT, "limber-notify", 0, 255, OF_CONFIG(notifier)},
};

static const Key exercises_keys[] = {
        {"at-desk", KEY_BOOLEAN, "yes", 0, 0, OF_CONFIG(exercises.at_desk)},
        {"level", KEY_LEVEL, "moderate", 0, 0, OF_CONFIG(exercises.level)},
        {"without", KEY_AREAS, "", 0, 0, OF_CONFIG(exercises.without)},
};

const FixedSection fixed_sections[] = {
        {CONFIG_GENERAL, general_keys, ELEMENTSOF(general_keys)},
        {CONFIG_EXERCISES, exercises_keys, ELEMENTSOF(exercises_keys)},
};
const size_t n_fixed_sections = ELEMENTSOF(fixed_sections);

const Key kind_keys[] = {
        {"enabled", KEY_BOOLEAN, "yes", 0, 0, OF_KIND(enabled)},
        {"every", KEY_SPAN, NULL, USEC_PER_SEC, USEC_SPAN_MAX, OF_KIND(every)},
        {"length", KEY_SPAN, NULL, USEC_PER_SEC, USEC_PER_DAY, OF_KIND(length)},
        {"title", KEY_TEXT, "Time for a break", 0, CONFIG_TITLE_MAX, OF_KIND(title)},
        {"text", KEY_TEXT, "Get up and move.", 0, CONFIG_TEXT_MAX, OF_KIND(text)},
        {"routine", KEY_ROUTINE, "none", 0, 0, OF_KIND(routine)},
};
const size_t n_kind_keys = ELEMENTSOF(kind_keys);

const ShippedKind shipped_kinds[] = {
        {"stretch",
                {"yes", "45min", "3min", "Time to stretch",
                        "Stand up. Stretch your hamstrings, your hips and your back, slowly and "
                        "without bouncing.",
                        "exercises"}},
        {"walk", {"yes", "2h", "10min", "Time for a walk",
                         "Get up and walk about: fetch water, take the stairs, step outside for a "
                         "moment.",
                         "walk"}},
        {"micro", {"no", "20min", "30s", "Short break",
                          "Look into the distance, let your shoulders drop, and shift how you "
                          "sit.",
                          "none"}},
};
const size_t n_shipped_kinds = ELEMENTSOF(shipped_kinds);

const FixedSection *fixed_section_find(const char *name)
{
	for (size_t i = 0; i < n_fixed_sections; i++)
		if (strcmp(fixed_sections[i].name, name) == 0)
			return &fixed_sections[i];
	return NULL;
}

const Key *key_find(const Key *keys, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static const char *const routine_words[] = {
        [KIND_ROUTINE_NONE] = "none",
        [KIND_ROUTINE_EXERCISES] = "exercises",
        [KIND_ROUTINE_WALK] = "walk",
};

int kind_routine_from_string(const char *word)
{
	for (size_t i = 0; i < ELEMENTSOF(routine_words); i++)
		if (strcmp(routine_words[i], word) == 0)
			return (int)i;
	return -1;
}

static int parse_span_key(const Key *key, const char *value, void *target)
{
	usec_t span;
	int r = parse_span(value, &span);

	if (r < 0)
		return r;
	if (span < key->min || span > key->max)
		return -ERANGE;
	if (target)
		*(usec_t *)target = span;
	return 0;
}

static int parse_count_key(const Key *key, const char *value, void *target)
{
	unsigned count = UNLIMITED;

	if (strcmp(value, "unlimited") != 0) {
		int r = parse_unsigned(value, (unsigned)key->max, &count);

		if (r < 0)
			return r;
	}
	if (target)
		*(uint32_t *)target = count;
	return 0;
}

static int parse_boolean_key(const char *value, void *target)
{
	bool boolean;
	int r = parse_boolean(value, &boolean);

	if (r >= 0 && target)
		*(bool *)target = boolean;
	return r;
}

static int parse_mode_key(const char *value, void *target)
{
	int mode = hold_mode_from_string(value);

	if (mode < 0)
		return -EINVAL;
	if (target)
		*(HoldMode *)target = (HoldMode)mode;
	return 0;
}

static int parse_watching_key(const char *value, void *target)
{
	bool away = strcmp(value, "away") == 0;

	if (!away && strcmp(value, "present") != 0)
		return -EINVAL;
	if (target)
		*(bool *)target = away;
	return 0;
}

static int parse_hours_key(const char *value, void *target)
{
	WorkingHours hours;
	int r = hours_parse(value, &hours);

	if (r >= 0 && target)
		*(WorkingHours *)target = hours;
	return r;
}

static int parse_text_key(const Key *key, const char *value, void *target)
{
	char *copy;

	if ((int64_t)strlen(value) > key->max)
		return -ERANGE;
	/* the bus would take it no further */
	if (!utf8_printable(value))
		return -EINVAL;
	if (!target)
		return 0;
	copy = strdup(value);
	if (!copy)
		return -ENOMEM;
	free(*(char **)target);
	*(char **)target = copy;
	return 0;
}

static int parse_level_key(const char *value, void *target)
{
	int level = level_from_string(value);

	if (level < 0)
		return -EINVAL;
	if (target)
		*(Level *)target = (Level)level;
	return 0;
}

static int parse_areas_key(const char *value, void *target)
{
	AreaMask areas = 0;
	int r = value[0] ? areas_parse(value, &areas, NULL, NULL) : 0;

	if (r >= 0 && target)
		*(AreaMask *)target = areas;
	return r;
}

static int parse_routine_key(const char *value, void *target)
{
	int routine = kind_routine_from_string(value);

	if (routine < 0)
		return -EINVAL;
	if (target)
		*(KindRoutine *)target = (KindRoutine)routine;
	return 0;
}

int key_parse(const Key *key, const char *value, void *base)
{
	void *target = base ? (char *)base + key->offset : NULL;

	switch (key->type) {
	case KEY_SPAN:
		return parse_span_key(key, value, target);
	case KEY_COUNT:
		return parse_count_key(key, value, target);
	case KEY_BOOLEAN:
		return parse_boolean_key(value, target);
	case KEY_MODE:
		return parse_mode_key(value, target);
	case KEY_WATCHING:
		return parse_watching_key(value, target);
	case KEY_HOURS:
		return parse_hours_key(value, target);
	case KEY_TEXT:
		return parse_text_key(key, value, target);
	case KEY_LEVEL:
		return parse_level_key(value, target);
	case KEY_AREAS:
		return parse_areas_key(value, target);
	case KEY_ROUTINE:
		return parse_routine_key(value, target);
	case KEY_TYPE_MAX:
		break;
	}
	return -EINVAL;
}

/* The words that a value of the key is made of; none if it is not made of words. */
static size_t words_of(const Key *key, const char *ret[static AREA_MAX])
{
	size_t n = 0;

	if (key->type == KEY_MODE)
		for (; n < HOLD_MODE_MAX; n++)
			ret[n] = hold_mode_to_string((HoldMode)n);
	else if (key->type == KEY_LEVEL)
		for (; n < LEVEL_MAX; n++)
			ret[n] = level_to_string((Level)n);
	else if (key->type == KEY_AREAS)
		for (; n < AREA_MAX; n++)
			ret[n] = area_to_string((Area)n);
	else if (key->type == KEY_ROUTINE)
		for (; n < ELEMENTSOF(routine_words); n++)
			ret[n] = routine_words[n];
	return n;
}

const char *key_nearest(const Key *key, const char *value)
{
	CLEANUP(free) char *word = NULL;
	const char *words[AREA_MAX], *wrong = value;
	AreaMask areas;
	size_t n = words_of(key, words);

	if (key->type == KEY_AREAS)
		areas_parse(value, &areas, NULL, &wrong);
	word = strndup(wrong, strcspn(wrong, ", \t"));
	return word ? nearest_name(word, words, n) : NULL;
}

char *key_wanted(const Key *key, char *buf)
{
	char min[FORMAT_SPAN_SIZE], max[FORMAT_SPAN_SIZE], areas[AREAS_TEXT_SIZE];

	switch (key->type) {
	case KEY_SPAN:
		snprintf(buf, KEY_WANTED_SIZE, _("a span from %s to %s, such as %s"),
		        format_span(key->min, min), format_span(key->max, max),
		        key->initial ? key->initial : "45min");
		break;
	case KEY_COUNT:
		snprintf(buf, KEY_WANTED_SIZE, _("a number from 0 to %lld, or unlimited"),
		        (long long)key->max);
		break;
	case KEY_BOOLEAN:
		snprintf(buf, KEY_WANTED_SIZE, _("yes or no"));
		break;
	case KEY_MODE:
		snprintf(buf, KEY_WANTED_SIZE, _("wait, freeze or reset"));
		break;
	case KEY_WATCHING:
		snprintf(buf, KEY_WANTED_SIZE, _("present or away"));
		break;
	case KEY_HOURS:
		snprintf(buf, KEY_WANTED_SIZE,
		        _("days and times such as Mon-Fri 09:00-12:30, Mon-Thu 13:00-18:00"));
		break;
	case KEY_TEXT:
		snprintf(buf, KEY_WANTED_SIZE,
		        _("at most %lld bytes of UTF-8, without control characters"),
		        (long long)key->max);
		break;
	case KEY_LEVEL:
		snprintf(buf, KEY_WANTED_SIZE, _("gentle, moderate or strong"));
		break;
	case KEY_AREAS:
		snprintf(buf, KEY_WANTED_SIZE, _("areas with commas between, of %s"),
		        areas_format(AREAS_ALL, areas));
		break;
	case KEY_ROUTINE:
		snprintf(buf, KEY_WANTED_SIZE, _("exercises, walk or none"));
		break;
	case KEY_TYPE_MAX:
		break;
	}
	return buf;
}
