/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "notify-view.h"

/* The exercises of a scene, as notify-view.h has it: what is read of them, and how they read on a
 * given notification server. Pure. */

/* Whether one runs; then the scene is its, apart from kind, title and text. */
bool exercise_read(GVariant *properties, Scene *scene);

/* Of limberd's property Routine; NULL if it is empty. To be unreferenced. */
GVariant *exercise_read_routine(GVariant *properties);

/* Whether it is known what for, but not (yet) which. */
bool exercise_is_awaited(GVariant *properties);

/* Of SCENE_EXERCISE: as scene_changes_in(). */
usec_t exercise_changes_in(const Scene *scene, usec_t now);

/* Of SCENE_EXERCISE: all of the view but its occasion. */
void exercise_view(View *view, const Scene *scene, const ServerTraits *traits, usec_t now);

/* What a reminder says of them: a line, or NULL without a routine. */
char *exercise_preview(const Scene *scene);

/* "Left out: ...", or NULL if nothing was. */
char *exercise_left_out(const Scene *scene);

/* What came before a scene and matters to it. Zeroed at first. */
typedef struct {
	/* The exercise that was seen last in this break, and one that limberd took away. */
	char *running, *running_title;
	char *dropped, *dropped_title;
	char *advice; /* that a reminder has shown */
} Recall;

/* To be called with each scene in turn: puts into it what it owes to those before. */
void recall_follow(Recall *recall, Scene *scene);

void recall_clear(Recall *recall);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Recall, recall_clear)
