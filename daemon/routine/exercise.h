/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/clock.h"

/* An exercise, as docs/exercises.md explains it to its authors. */

#define EXERCISE_ID_SIZE   49 /* 1 to 48 of a-z 0-9 - */
#define EXERCISE_TITLE_MAX 60 /* bytes, as the texts below */
#define EXERCISE_TEXT_MAX  200
#define EXERCISE_STEPS_MAX 8

#define EXERCISE_HOLD_MAX        (5 * USEC_PER_MIN)
#define EXERCISE_TIME_MIN        (5 * USEC_PER_SEC)
#define EXERCISE_TIME_MAX        (10 * USEC_PER_MIN)
#define EXERCISE_REPETITIONS_MAX 100

typedef enum Area {
	AREA_HAMSTRINGS,
	AREA_HIPS,
	AREA_LEGS,
	AREA_LOWER_BACK,
	AREA_CORE,
	AREA_GLUTES,
	AREA_UPPER_BACK, /* the neck included */
	AREA_WHOLE_BODY,
	AREA_MAX,
} Area;

/* A set of areas: bit i is area i. */
typedef uint32_t AreaMask;

#define AREA_BIT(area) ((AreaMask)1 << (area))
#define AREAS_ALL      (AREA_BIT(AREA_MAX) - 1)

/* All that the areas stand for: the whole body is every area. */
static inline AreaMask areas_reach(AreaMask areas)
{
	return areas & AREA_BIT(AREA_WHOLE_BODY) ? AREAS_ALL : areas;
}

typedef enum ExerciseKind {
	EXERCISE_MOBILITY,
	EXERCISE_STRETCH,
	EXERCISE_STRENGTH,
	EXERCISE_WALK,
	EXERCISE_KIND_MAX,
} ExerciseKind;

typedef enum Level {
	LEVEL_GENTLE,
	LEVEL_MODERATE,
	LEVEL_STRONG,
	LEVEL_MAX,
} Level;

typedef enum Position {
	POSITION_SEATED,
	POSITION_STANDING,
	POSITION_FLOOR,
	POSITION_WALL,
	POSITION_MAX,
} Position;

/* Signs reported with pain, as bits. */
typedef enum PainSign {
	SIGN_SHOOTING = 1 << 0,
	SIGN_NUMBNESS = 1 << 1,
	SIGN_WEAKNESS = 1 << 2,
} PainSign;

/* Their words, in the order of the bits, ended by NULL. */
extern const char *const pain_sign_words[];

/* 0 for a word that is none. */
unsigned pain_sign_from_string(const char *word);

#define PAIN_LEVEL_MAX 10
#define PAIN_NOTE_SIZE 201

typedef enum Side {
	SIDE_BOTH, /* at once, or in turn within one step */
	SIDE_LEFT,
	SIDE_RIGHT,
	SIDE_MAX,
} Side;

/* Its strings are its own. */
typedef struct Exercise {
	char *id;
	char *title;
	Area main_area;
	AreaMask areas; /* the main one among them */
	ExerciseKind kind;
	Level level;
	Position position;
	bool each_side;
	usec_t hold; /* of one repetition; 0: a steady movement */
	unsigned repetitions;
	usec_t time; /* on one side, all in all */
	/* in one for each side with {side}, {other}, {Side} and {Other} in it */
	char *steps[EXERCISE_STEPS_MAX];
	size_t n_steps; /* at least 1 */
	char *form;
	char *caution;  /* "" for none */
	AreaMask avoid; /* not to be done while one of these hurts */
	char *picture;  /* the name of its pictures without "-start.png" and "-end.png" */
	bool enabled;
} Exercise;

/* What [exercises] of limber.ini says of the choice. */
typedef struct ExerciseSettings {
	bool at_desk; /* no floor work */
	Level level;  /* nothing above */
	AreaMask without;
} ExerciseSettings;

void exercise_clear(Exercise *exercise);

/* Whether it suits the settings (rule 11 of docs/routines.md). */
bool exercise_suits(const Exercise *exercise, const ExerciseSettings *settings);

/* Each maps to its word and back; from_string returns -1 for a word that is none. */
const char *area_to_string(Area area);
int area_from_string(const char *word);
const char *exercise_kind_to_string(ExerciseKind kind);
int exercise_kind_from_string(const char *word);
const char *level_to_string(Level level);
int level_from_string(const char *word);
const char *position_to_string(Position position);
int position_from_string(const char *word);
const char *side_to_string(Side side); /* "" for both */

/* The length of the {side}, {other}, {Side} or {Other} that text begins with, and the word that
 * stands for it on that side, LEFT or RIGHT; 0 if it is none. ret_word may be NULL. */
size_t exercise_side_word(const char *text, Side side, const char **ret_word);

/* A step's text with those words put in, to be freed; NULL without memory. */
char *exercise_step_text(const char *text, Side side);

/* A comma-separated list of areas, blanks around them allowed, at least one; ret_first may be NULL.
 * 0 or -EINVAL, with *ret_wrong (may be NULL) pointing at the word that is none, in text. */
int areas_parse(const char *text, AreaMask *ret, Area *ret_first, const char **ret_wrong);

/* "hamstrings, hips"; returns buf of at least AREAS_TEXT_SIZE. */
#define AREAS_TEXT_SIZE 96
char *areas_format(AreaMask areas, char *buf);
