/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue.h"

/* The keys of an exercise's or a set's section: their types and ranges. Only for catalogue.c. */

/* What the sections of an id say so far. Its strings are its own. */
typedef struct Draft {
	Exercise exercise;         /* all steps' places count: those without one are NULL */
	char *sequence;            /* NULL: no set */
	const char *sequence_file; /* where it stands; the path is another's */
	unsigned sequence_line;
	unsigned times_a_day;
	uint32_t given; /* bit i: catalogue_keys[i] is there */
} Draft;

typedef enum CatalogueKeyType {
	CATALOGUE_TEXT,
	CATALOGUE_NAME, /* as an id */
	CATALOGUE_SEQUENCE,
	CATALOGUE_AREAS,
	CATALOGUE_AVOID,
	CATALOGUE_KIND,
	CATALOGUE_LEVEL,
	CATALOGUE_POSITION,
	CATALOGUE_SIDES,
	CATALOGUE_SPAN,
	CATALOGUE_NUMBER,
	CATALOGUE_BOOLEAN,
	CATALOGUE_KEY_TYPE_MAX,
} CatalogueKeyType;

/* Whose key it is. */
#define OF_EXERCISE      (1u << 0)
#define OF_SET           (1u << 1)
#define NEED_EXERCISE    (OF_EXERCISE | 1u << 2) /* and it must be there */
#define NEED_SET         (OF_SET | 1u << 3)
#define NEEDS(key, bits) (((key)->of & (bits)) == (bits))

typedef struct CatalogueKey {
	const char *name;
	CatalogueKeyType type;
	unsigned of;
	int64_t min; /* bytes of a text, microseconds, or a number */
	int64_t max;
	size_t offset; /* in Draft */
} CatalogueKey;

extern const CatalogueKey catalogue_keys[];
extern const size_t n_catalogue_keys;

void draft_init(Draft *draft);
void draft_clear(Draft *draft);
int draft_copy(const Draft *draft, Draft *ret);

#define DRAFT_WRONG_SIZE 240

/* Reads a value into the draft. 0, -ENOMEM, or -EINVAL with the reason in wrong: "no level
 * \"gentl\", perhaps gentle; it takes gentle, moderate, strong". */
int draft_put(Draft *draft, size_t key, const char *value, char wrong[DRAFT_WRONG_SIZE]);

/* 1 to 48 of a-z 0-9 - */
bool exercise_id_valid(const char *id);
