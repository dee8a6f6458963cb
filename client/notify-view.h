/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/clock.h"

/* What there is to show, worked out from limberd's properties alone, and how it reads on a given
 * notification server. Pure: no bus, no clock, no libnotify. */

typedef enum {
	SCENE_NOTHING,
	SCENE_REMINDER,
	SCENE_BREAK,    /* no exercise runs */
	SCENE_EXERCISE, /* of a break, or before or after a workout */
	SCENE_DONE,
} SceneType;

/* All it points to is the scene's own. kind, title and text are NULL in SCENE_NOTHING. */
typedef struct {
	SceneType type;
	char *kind;  /* or what else the exercises are for */
	char *title; /* never empty */
	char *text;
	usec_t began_at; /* the reminder's or the break's */
	usec_t ends_at;  /* SCENE_BREAK, SCENE_DONE */
	/* The exercises of what is there, as limberd's property; NULL if there are none. */
	GVariant *routine;
	char *advice;   /* to see a doctor; NULL for none */
	char *left_out; /* the title of an exercise that hurt just now; NULL for none */
	/* SCENE_EXERCISE */
	size_t place; /* in the routine */
	usec_t exercise_began_at;
	usec_t exercise_ends_at; /* unless it is paused */
	usec_t exercise_left;    /* while it is paused */
	bool paused;
	bool in_break;
	/* SCENE_REMINDER */
	uint32_t repeats;
	bool urgent;
	bool can_snooze;
	bool can_skip;
	/* SCENE_DONE */
	bool sound;
} Scene;

/* Reads limberd's properties (a{sv}). What is missing or of another type counts as nothing there.
 */
Scene scene_read(GVariant *properties);

/* For how long a completed break is news. */
#define SCENE_DONE_USEC (10 * USEC_PER_SEC)

/* A break of that kind was completed. */
Scene scene_done(GVariant *properties, const char *kind, usec_t at);

/* How long until it looks different or ends by itself; USEC_NEVER if it never does. */
usec_t scene_changes_in(const Scene *scene, usec_t now);

Scene scene_copy(const Scene *scene);
void scene_clear(Scene *scene);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Scene, scene_clear)

/* What the server can do. */
typedef struct {
	bool buttons;
	bool markup;          /* the body is parsed */
	bool draws_value;     /* a bar, beside the text and not in its place */
	bool clicks;          /* takes a click on the notification itself for an action */
	bool hides_buttons;   /* has them, but not in sight */
	bool picture_is_icon; /* knows no picture apart from the icon */
	bool changes_text;    /* and no more: a notification keeps its picture and its buttons */
} ServerTraits;

/* name and capabilities (NULL-terminated) are the server's own words. */
ServerTraits server_traits(const char *name, const char *const *capabilities);

/* What the user can do with a notification, as bits. */
typedef enum {
	ACTION_START = 1 << 0,
	ACTION_SNOOZE = 1 << 1,
	ACTION_SKIP = 1 << 2,
	ACTION_STOP = 1 << 3,
	ACTION_CLICK = 1 << 4, /* on the reminder itself: as ACTION_START */
	ACTION_NEXT = 1 << 5,  /* with the exercise that runs, as the ones below */
	ACTION_HURT = 1 << 6,
	ACTION_GO_ON = 1 << 7,
} Action;

#define VIEW_NO_VALUE (-1)

typedef struct {
	SceneType type;
	char *occasion; /* the same for all that is one appearance to the user, such as a break */
	char *summary;  /* never empty, never markup */
	char *body;
	char *picture;    /* a path; NULL or empty for none */
	int value;        /* percent, or VIEW_NO_VALUE */
	unsigned actions; /* of Action */
	bool urgent;
	bool sound;
} View;

View view_make(const Scene *scene, const ServerTraits *traits, usec_t now);
bool view_equal(const View *a, const View *b);
void view_clear(View *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(View, view_clear)

/* At most so many bytes of it, cut between two characters. To be freed with g_free(). */
char *text_shortened(const char *text, size_t bytes_max);
