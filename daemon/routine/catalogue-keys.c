/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of an exercise's keys, and how a value is read. Knows no file. */

#include "catalogue-keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/cleanup.h"
#include "util/intl.h"
#include "util/nearest.h"
#include "util/parse.h"
#include "util/utf8.h"

#define IN_EXERCISE(member) offsetof(Draft, exercise.member)
#define BOTH                (OF_EXERCISE | OF_SET)
#define NEED_BOTH           (NEED_EXERCISE | NEED_SET)

/* what iniparser makes of a line is no longer than this */
#define SEQUENCE_TEXT_MAX 1024

#define STEP(number)                                                                               \
	{                                                                                          \
		"step-" #number, CATALOGUE_TEXT, OF_EXERCISE, 0, EXERCISE_TEXT_MAX,                \
		        IN_EXERCISE(steps[(number)-1])                                             \
	}

const CatalogueKey catalogue_keys[] = {
        {"title", CATALOGUE_TEXT, NEED_EXERCISE | OF_SET, 1, EXERCISE_TITLE_MAX,
                IN_EXERCISE(title)},
        {"areas", CATALOGUE_AREAS, NEED_EXERCISE, 0, 0, IN_EXERCISE(areas)},
        {"kind", CATALOGUE_KIND, NEED_EXERCISE, 0, 0, IN_EXERCISE(kind)},
        {"level", CATALOGUE_LEVEL, OF_EXERCISE, 0, 0, IN_EXERCISE(level)},
        {"position", CATALOGUE_POSITION, OF_EXERCISE, 0, 0, IN_EXERCISE(position)},
        {"sides", CATALOGUE_SIDES, OF_EXERCISE, 0, 0, IN_EXERCISE(each_side)},
        {"hold", CATALOGUE_SPAN, OF_EXERCISE, 0, EXERCISE_HOLD_MAX, IN_EXERCISE(hold)},
        {"repetitions", CATALOGUE_NUMBER, OF_EXERCISE, 1, EXERCISE_REPETITIONS_MAX,
                IN_EXERCISE(repetitions)},
        {"time", CATALOGUE_SPAN, NEED_EXERCISE, EXERCISE_TIME_MIN, EXERCISE_TIME_MAX,
                IN_EXERCISE(time)},
        {"step-1", CATALOGUE_TEXT, NEED_EXERCISE, 1, EXERCISE_TEXT_MAX, IN_EXERCISE(steps[0])},
        STEP(2),
        STEP(3),
        STEP(4),
        STEP(5),
        STEP(6),
        STEP(7),
        STEP(8),
        {"form", CATALOGUE_TEXT, OF_EXERCISE, 0, EXERCISE_TEXT_MAX, IN_EXERCISE(form)},
        {"caution", CATALOGUE_TEXT, OF_EXERCISE, 0, EXERCISE_TEXT_MAX, IN_EXERCISE(caution)},
        {"avoid", CATALOGUE_AVOID, OF_EXERCISE, 0, 0, IN_EXERCISE(avoid)},
        {"picture", CATALOGUE_NAME, OF_EXERCISE, 1, EXERCISE_ID_SIZE - 1, IN_EXERCISE(picture)},
        {"sequence", CATALOGUE_SEQUENCE, NEED_SET, 1, SEQUENCE_TEXT_MAX, offsetof(Draft, sequence)},
        {"times-a-day", CATALOGUE_NUMBER, OF_SET, 1, SET_TIMES_A_DAY_MAX,
                offsetof(Draft, times_a_day)},
        {"enabled", CATALOGUE_BOOLEAN, BOTH, 0, 0, IN_EXERCISE(enabled)},
};
const size_t n_catalogue_keys = ELEMENTSOF(catalogue_keys);

_Static_assert(EXERCISE_STEPS_MAX == 8, "a row for each step");
_Static_assert(ELEMENTSOF(catalogue_keys) <= 32, "Draft.given has a bit for each");

void draft_init(Draft *draft)
{
	*draft = (Draft){.exercise = {.position = POSITION_STANDING,
	                         .repetitions = 1,
	                         .n_steps = EXERCISE_STEPS_MAX,
	                         .enabled = true},
	        .times_a_day = 1};
}

void draft_clear(Draft *draft)
{
	exercise_clear(&draft->exercise);
	free(draft->sequence);
	*draft = (Draft){0};
}

static bool is_string(const CatalogueKey *key)
{
	return key->type == CATALOGUE_TEXT || key->type == CATALOGUE_NAME ||
	       key->type == CATALOGUE_SEQUENCE;
}

static char **string_of(Draft *draft, const CatalogueKey *key)
{
	return (char **)((char *)draft + key->offset);
}

int draft_copy(const Draft *draft, Draft *ret)
{
	Draft copy = *draft;

	for (size_t i = 0; i < n_catalogue_keys; i++)
		if (is_string(&catalogue_keys[i]))
			*string_of(&copy, &catalogue_keys[i]) = NULL;
	copy.exercise.id = NULL;
	for (size_t i = 0; i < n_catalogue_keys; i++) {
		const char *text =
		        is_string(&catalogue_keys[i])
		                ? *(char *const *)((const char *)draft + catalogue_keys[i].offset)
		                : NULL;
		char **place = string_of(&copy, &catalogue_keys[i]);

		if (text && !(*place = strdup(text))) {
			draft_clear(&copy);
			return -ENOMEM;
		}
	}
	*ret = copy;
	return 0;
}

bool exercise_id_valid(const char *id)
{
	size_t length = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return length > 0 && length < EXERCISE_ID_SIZE && id[length] == '\0';
}

/* --- What is wrong */

/* The words that a key takes. */
static size_t words_of(CatalogueKeyType type, const char *words[AREA_MAX])
{
	size_t n = 0;

	if (type == CATALOGUE_AREAS || type == CATALOGUE_AVOID)
		for (; n < AREA_MAX; n++)
			words[n] = area_to_string((Area)n);
	else if (type == CATALOGUE_KIND)
		for (; n < EXERCISE_KIND_MAX; n++)
			words[n] = exercise_kind_to_string((ExerciseKind)n);
	else if (type == CATALOGUE_LEVEL)
		for (; n < LEVEL_MAX; n++)
			words[n] = level_to_string((Level)n);
	else if (type == CATALOGUE_POSITION)
		for (; n < POSITION_MAX; n++)
			words[n] = position_to_string((Position)n);
	else if (type == CATALOGUE_SIDES) {
		words[n++] = "both";
		words[n++] = "each";
	}
	return n;
}

static void list_words(FILE *out, CatalogueKeyType type)
{
	const char *words[AREA_MAX];
	size_t n = words_of(type, words);

	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s%s", i > 0 ? ", " : "", words[i]);
}

static void tell_wanted(FILE *out, const CatalogueKey *key)
{
	char min[FORMAT_SPAN_SIZE], max[FORMAT_SPAN_SIZE];

	fputs(_("; it takes "), out);
	switch (key->type) {
	case CATALOGUE_TEXT:
		fprintf(out, _("a text of %d to %d bytes"), (int)key->min, (int)key->max);
		break;
	case CATALOGUE_NAME:
		fprintf(out, _("a name, 1 to %d of a-z 0-9 -"), EXERCISE_ID_SIZE - 1);
		break;
	case CATALOGUE_SEQUENCE:
		fprintf(out, _("1 to %d exercises' ids with commas between, each once"),
		        SET_EXERCISES_MAX);
		break;
	case CATALOGUE_AREAS:
	case CATALOGUE_AVOID:
		fputs(_("areas with commas between, of "), out);
		list_words(out, key->type);
		break;
	case CATALOGUE_KIND:
	case CATALOGUE_LEVEL:
	case CATALOGUE_POSITION:
	case CATALOGUE_SIDES:
		list_words(out, key->type);
		break;
	case CATALOGUE_SPAN:
		fprintf(out, _("a span from %s to %s"), format_span(key->min, min),
		        format_span(key->max, max));
		break;
	case CATALOGUE_NUMBER:
		fprintf(out, _("a number from %d to %d"), (int)key->min, (int)key->max);
		break;
	case CATALOGUE_BOOLEAN:
		fputs(_("yes or no"), out);
		break;
	case CATALOGUE_KEY_TYPE_MAX:
		break;
	}
}

/* what: what is wrong, or NULL if it is a word that the key does not take. */
static int refuse(
        const CatalogueKey *key, const char *what, const char *word, char wrong[DRAFT_WRONG_SIZE])
{
	const char *words[AREA_MAX];
	const char *near = nearest_name(word, words, words_of(key->type, words));
	FILE *out = fmemopen(wrong, DRAFT_WRONG_SIZE, "w");

	if (!out)
		return -ENOMEM;
	if (what)
		fputs(what, out);
	else if (!*word)
		fputs(_("a word is missing"), out);
	else if (near)
		fprintf(out, _("no such word as \"%.40s\", perhaps %s"), word, near);
	else
		fprintf(out, _("no such word as \"%.40s\""), word);
	tell_wanted(out, key);
	/* cut at the buffer's end, if at all: fclose() ends the string, and fails then */
	(void)fclose(out);
	wrong[DRAFT_WRONG_SIZE - 1] = '\0';
	return -EINVAL;
}

static int refuse_range(const CatalogueKey *key, int r, char wrong[DRAFT_WRONG_SIZE])
{
	return refuse(key, r == -ERANGE ? _("out of range") : _("cannot be read"), "", wrong);
}

/* --- Values */

static int put_text(Draft *draft, const CatalogueKey *key, const char *value, char *wrong)
{
	char **place = string_of(draft, key);
	char *copy;

	if ((int64_t)strlen(value) > key->max)
		return refuse(key, _("too long"), "", wrong);
	if ((int64_t)strlen(value) < key->min)
		return refuse(key, _("nothing"), "", wrong);
	if (!utf8_printable(value))
		return refuse(key, _("not UTF-8, or with control characters"), "", wrong);
	/* no caution, no further step */
	copy = *value ? strdup(value) : NULL;
	if (*value && !copy)
		return -ENOMEM;
	free(*place);
	*place = copy;
	return 0;
}

static int put_areas(Draft *draft, const CatalogueKey *key, const char *value, char *wrong)
{
	CLEANUP(free) char *word = NULL;
	const char *at = NULL;
	Area first = AREA_MAX;
	AreaMask areas = 0;

	if (*value && areas_parse(value, &areas, &first, &at) < 0) {
		word = strndup(at, strcspn(at, ", \t"));
		return word ? refuse(key, NULL, word, wrong) : -ENOMEM;
	}
	if (key->type == CATALOGUE_AVOID) {
		draft->exercise.avoid = areas;
		return 0;
	}
	if (areas == 0)
		return refuse(key, NULL, "", wrong);
	draft->exercise.areas = areas;
	draft->exercise.main_area = first;
	return 0;
}

static int put_word(Draft *draft, const CatalogueKey *key, const char *value, char *wrong)
{
	const char *words[AREA_MAX];
	size_t n = words_of(key->type, words), i = 0;

	while (i < n && strcmp(words[i], value) != 0)
		i++;
	if (i == n)
		return refuse(key, NULL, value, wrong);
	if (key->type == CATALOGUE_KIND)
		draft->exercise.kind = (ExerciseKind)i;
	else if (key->type == CATALOGUE_LEVEL)
		draft->exercise.level = (Level)i;
	else if (key->type == CATALOGUE_POSITION)
		draft->exercise.position = (Position)i;
	else
		draft->exercise.each_side = i == 1;
	return 0;
}

static int put_span(Draft *draft, const CatalogueKey *key, const char *value, char *wrong)
{
	usec_t span = 0;
	int r = parse_span(value, &span);

	if (r >= 0 && (span < key->min || span > key->max))
		r = -ERANGE;
	if (r < 0)
		return refuse_range(key, r, wrong);
	*(usec_t *)((char *)draft + key->offset) = span;
	return 0;
}

static int put_number(Draft *draft, const CatalogueKey *key, const char *value, char *wrong)
{
	unsigned number = 0;
	int r = parse_unsigned(value, (unsigned)key->max, &number);

	if (r >= 0 && number < key->min)
		r = -ERANGE;
	if (r < 0)
		return refuse_range(key, r, wrong);
	*(unsigned *)((char *)draft + key->offset) = number;
	return 0;
}

int draft_put(Draft *draft, size_t i, const char *value, char wrong[DRAFT_WRONG_SIZE])
{
	const CatalogueKey *key = &catalogue_keys[i];

	draft->given |= UINT32_C(1) << i;
	switch (key->type) {
	case CATALOGUE_NAME:
		if (!exercise_id_valid(value))
			return refuse(key, _("no name"), "", wrong);
		/* fall through */
	case CATALOGUE_TEXT:
	case CATALOGUE_SEQUENCE:
		return put_text(draft, key, value, wrong);
	case CATALOGUE_AREAS:
	case CATALOGUE_AVOID:
		return put_areas(draft, key, value, wrong);
	case CATALOGUE_KIND:
	case CATALOGUE_LEVEL:
	case CATALOGUE_POSITION:
	case CATALOGUE_SIDES:
		return put_word(draft, key, value, wrong);
	case CATALOGUE_SPAN:
		return put_span(draft, key, value, wrong);
	case CATALOGUE_NUMBER:
		return put_number(draft, key, value, wrong);
	case CATALOGUE_BOOLEAN:
		if (parse_boolean(value, &draft->exercise.enabled) < 0)
			return refuse_range(key, -EINVAL, wrong);
		return 0;
	case CATALOGUE_KEY_TYPE_MAX:
		break;
	}
	return -EINVAL;
}
