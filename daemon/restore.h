/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "manager.h"

/* The manager's state across restarts (rule 13). */

/* Finds the state's place, and the state; goes on from it, or begins anew and says why. */
void restore_open(Manager *manager);

/* If the core knows of a silence: has the next source that is ready asked whether it lasts, since
 * it will not tell the end of one whose beginning it has not told. */
void restore_doubt_silence(Manager *manager);

/* Saves. 0 or a negative errno. */
int restore_save(Manager *manager, usec_t wall_offset);
