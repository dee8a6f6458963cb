/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "routine.h"

/* All that a choice is made from, read from where it lies by default. */

#define DIARY_REACH (90 * USEC_PER_DAY)

typedef struct RoutineInputs {
	Catalogue *catalogue;
	Diary *diary;
	ExerciseSettings settings;
	usec_t now; /* CLOCK_REALTIME */
} RoutineInputs;

/* 0, -ENOMEM, or a negative errno of reading the history. Problems of the catalogue are told in it.
 * The settings are the caller's. */
int routine_inputs_read(const ExerciseSettings *settings, usec_t now_realtime, RoutineInputs *ret);
void routine_inputs_clear(RoutineInputs *inputs);

/* A request for that; it points into the inputs. */
RoutineRequest routine_inputs_request(
        const RoutineInputs *inputs, RoutinePurpose purpose, usec_t length);
