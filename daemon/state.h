/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/core.h"

/* The core's state on disk (rule 13): everything that a later run needs to go on as if it had not
 * been away. */

/* What is saved beside the core, to know later how long ago it was. */
typedef struct StateStamp {
	char boot_id[40]; /* of the kernel that ran */
	usec_t wall;      /* CLOCK_REALTIME at core->now */
	int64_t day;      /* the calendar's latest */
} StateStamp;

/* Writes the file anew, atomically and to the disk. 0 or a negative errno. */
int state_save(const char *path, const Core *core, const StateStamp *stamp);

/* Reads a saved state. 0; -ENOENT if there is none; -EBADMSG if it is damaged, with what and where
 * in *ret_error, to be freed; or another negative errno. The outputs are set only on success,
 * ret_error only with -EBADMSG. */
int state_load(const char *path, Core *ret, StateStamp *ret_stamp, char **ret_error);

/* Through the text and back, without a file. 0 or a negative errno. */
int state_round_trip(const Core *core, Core *ret);
