/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-status.h"
#include "routine/exercise.h"

/* Exercises and areas in words for people. What is returned as char * is to be freed, and NULL
 * without memory. */

/* "lower back" */
const char *words_area(Area area);

/* "the core and the lower back"; for all of them "the whole body". */
char *words_areas(AreaMask areas);

/* The same with that one first. */
char *words_areas_from(Area main_area, AreaMask areas);

/* What the bus calls areas; words that are none are passed over. */
AreaMask words_to_areas(const CtlTexts *words);

/* "left side"; "" for both. */
const char *words_side(const char *side);

/* "Bird dog, left side" */
char *words_step(const CtlStep *step);

/* "Cat-camel, Bird dog, Child's pose": each exercise of the routine once, in its order. */
char *words_routine(const CtlStatus *status);
