/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config.h"

/* The keys of limber.ini(5): their types, ranges and defaults. The only place for a default. */

#define CONFIG_GENERAL   "general"
#define CONFIG_EXERCISES "exercises"

typedef enum KeyType {
	KEY_SPAN,     /* usec_t */
	KEY_COUNT,    /* uint32_t, "unlimited" is UNLIMITED */
	KEY_BOOLEAN,  /* bool */
	KEY_MODE,     /* HoldMode */
	KEY_WATCHING, /* bool: "away" is true */
	KEY_HOURS,    /* WorkingHours */
	KEY_TEXT,     /* char *, at most `max` bytes */
	KEY_LEVEL,    /* Level */
	KEY_AREAS,    /* AreaMask, may be empty */
	KEY_ROUTINE,  /* KindRoutine */
	KEY_TYPE_MAX,
} KeyType;

typedef struct Key {
	const char *name;
	KeyType type;
	const char *initial; /* the default as one would write it; NULL: must be given */
	int64_t min;
	int64_t max;
	size_t offset; /* in Config, or in KindSection */
} Key;

/* What a break kind's section says. */
typedef struct KindSection {
	bool enabled;
	usec_t every;
	usec_t length;
	char *title;
	char *text;
	KindRoutine routine;
} KindSection;

/* A section that is no kind of break; its keys are offsets in Config. */
typedef struct FixedSection {
	const char *name;
	const Key *keys;
	size_t n_keys;
} FixedSection;

extern const FixedSection fixed_sections[];
extern const size_t n_fixed_sections;

extern const Key kind_keys[];
extern const size_t n_kind_keys;

/* NULL for the name of a kind. */
const FixedSection *fixed_section_find(const char *name);

/* The kinds that come with Limber, each value in the order of kind_keys. */
typedef struct ShippedKind {
	const char *name;
	const char *values[6];
} ShippedKind;

extern const ShippedKind shipped_kinds[];
extern const size_t n_shipped_kinds;

/* NULL if there is none of that name. */
const Key *key_find(const Key *keys, size_t n, const char *name);

/* Reads a value into base + key->offset, or only checks it if base is NULL. A text is allocated and
 * replaces the one there. 0, -EINVAL, -ERANGE or -ENOMEM. */
int key_parse(const Key *key, const char *value, void *base);

#define KEY_WANTED_SIZE 160

/* The word that a mistyped value most likely meant, where a value is made of words; or NULL. */
const char *key_nearest(const Key *key, const char *value);

/* What a value of the key should be, for people. Returns buf, of at least KEY_WANTED_SIZE. */
char *key_wanted(const Key *key, char *buf);
