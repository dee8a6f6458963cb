/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words for exercises. Knows no file. */

#include "exercise.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/cleanup.h"

static const char *const areas[AREA_MAX] = {
        [AREA_HAMSTRINGS] = "hamstrings",
        [AREA_HIPS] = "hips",
        [AREA_LEGS] = "legs",
        [AREA_LOWER_BACK] = "lower-back",
        [AREA_CORE] = "core",
        [AREA_GLUTES] = "glutes",
        [AREA_UPPER_BACK] = "upper-back",
        [AREA_WHOLE_BODY] = "whole-body",
};

static const char *const kinds[EXERCISE_KIND_MAX] = {
        [EXERCISE_MOBILITY] = "mobility",
        [EXERCISE_STRETCH] = "stretch",
        [EXERCISE_STRENGTH] = "strength",
        [EXERCISE_WALK] = "walk",
};

static const char *const levels[LEVEL_MAX] = {
        [LEVEL_GENTLE] = "gentle",
        [LEVEL_MODERATE] = "moderate",
        [LEVEL_STRONG] = "strong",
};

static const char *const positions[POSITION_MAX] = {
        [POSITION_SEATED] = "seated",
        [POSITION_STANDING] = "standing",
        [POSITION_FLOOR] = "floor",
        [POSITION_WALL] = "wall",
};

static const char *const sides[SIDE_MAX] = {
        [SIDE_BOTH] = "",
        [SIDE_LEFT] = "left",
        [SIDE_RIGHT] = "right",
};

const char *const pain_sign_words[] = {"shooting", "numbness", "weakness", NULL};

static int find(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

const char *area_to_string(Area area)
{
	assert(area < AREA_MAX);
	return areas[area];
}

int area_from_string(const char *word)
{
	return find(word, areas, ELEMENTSOF(areas));
}

const char *exercise_kind_to_string(ExerciseKind kind)
{
	assert(kind < EXERCISE_KIND_MAX);
	return kinds[kind];
}

int exercise_kind_from_string(const char *word)
{
	return find(word, kinds, ELEMENTSOF(kinds));
}

const char *level_to_string(Level level)
{
	assert(level < LEVEL_MAX);
	return levels[level];
}

int level_from_string(const char *word)
{
	return find(word, levels, ELEMENTSOF(levels));
}

const char *position_to_string(Position position)
{
	assert(position < POSITION_MAX);
	return positions[position];
}

int position_from_string(const char *word)
{
	return find(word, positions, ELEMENTSOF(positions));
}

unsigned pain_sign_from_string(const char *word)
{
	for (size_t i = 0; pain_sign_words[i]; i++)
		if (strcmp(pain_sign_words[i], word) == 0)
			return 1u << i;
	return 0;
}

const char *side_to_string(Side side)
{
	assert(side < SIDE_MAX);
	return sides[side];
}

size_t exercise_side_word(const char *text, Side side, const char **ret_word)
{
	static const struct {
		const char *word;
		const char *left;
		const char *right;
	} words[] = {
	        {"{side}", "left", "right"},
	        {"{other}", "right", "left"},
	        {"{Side}", "Left", "Right"},
	        {"{Other}", "Right", "Left"},
	};

	for (size_t i = 0; i < ELEMENTSOF(words); i++)
		if (strncmp(text, words[i].word, strlen(words[i].word)) == 0) {
			if (ret_word)
				*ret_word = side == SIDE_RIGHT ? words[i].right : words[i].left;
			return strlen(words[i].word);
		}
	return 0;
}

char *exercise_step_text(const char *text, Side side)
{
	char *copy = NULL;
	size_t size;
	FILE *out = open_memstream(&copy, &size);

	if (!out)
		return NULL;
	while (*text) {
		const char *word;
		size_t length = exercise_side_word(text, side, &word);

		if (length > 0)
			fputs(word, out);
		else
			fputc(*text, out);
		text += length > 0 ? length : 1;
	}
	if (fclose(out) != 0) {
		free(copy);
		return NULL;
	}
	return copy;
}

/* The area that a list's word of that length names, or -1. */
static int area_of_word(const char *word, size_t length)
{
	for (size_t i = 0; i < AREA_MAX; i++)
		if (strlen(areas[i]) == length && strncmp(areas[i], word, length) == 0)
			return (int)i;
	return -1;
}

int areas_parse(const char *text, AreaMask *ret, Area *ret_first, const char **ret_wrong)
{
	AreaMask mask = 0;
	Area first = AREA_MAX;

	for (const char *p = text;; p++) {
		size_t length;
		int area;

		p += strspn(p, " \t");
		length = strcspn(p, ", \t");
		area = area_of_word(p, length);
		if (area < 0) {
			if (ret_wrong)
				*ret_wrong = p;
			return -EINVAL;
		}
		if (mask == 0)
			first = (Area)area;
		mask |= AREA_BIT(area);
		p += length;
		p += strspn(p, " \t");
		if (*p == '\0')
			break;
		if (*p != ',') {
			if (ret_wrong)
				*ret_wrong = p;
			return -EINVAL;
		}
	}
	*ret = mask;
	if (ret_first)
		*ret_first = first;
	return 0;
}

char *areas_format(AreaMask mask, char *buf)
{
	char *p = buf;

	*p = '\0';
	for (size_t i = 0; i < AREA_MAX; i++)
		if (mask & AREA_BIT(i))
			p += sprintf(p, "%s%s", p > buf ? ", " : "", areas[i]);
	return buf;
}

bool exercise_suits(const Exercise *exercise, const ExerciseSettings *settings)
{
	if (settings->at_desk && exercise->position == POSITION_FLOOR)
		return false;
	return exercise->level <= settings->level && !(exercise->areas & settings->without);
}

void exercise_clear(Exercise *exercise)
{
	free(exercise->id);
	free(exercise->title);
	for (size_t i = 0; i < exercise->n_steps; i++)
		free(exercise->steps[i]);
	free(exercise->form);
	free(exercise->caution);
	free(exercise->picture);
	*exercise = (Exercise){0};
}
