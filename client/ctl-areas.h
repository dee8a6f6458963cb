/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <systemd/sd-bus.h>

#include "ctl.h"
#include "routine/exercise.h"

/* Areas on the command line. What is none is complained of, with the nearest that is one. */

CtlExit ctl_area_from_word(const char *word, Area *ret);

/* A word is an area, or several with commas between; none at all are no areas. */
CtlExit ctl_areas_from_words(const char *const *words, size_t n, AreaMask *ret);

/* Appends them as an array of strings. 0 or a negative errno. */
int ctl_append_areas(sd_bus_message *call, AreaMask areas);
