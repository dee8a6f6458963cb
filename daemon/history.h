/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/core.h"

/* Appends a decision to DIRECTORY/history/YYYY-MM.jsonl, one JSON object a line:
 *   {"at":"2026-11-23T10:48:00+01:00","event":"completed","kind":"stretch"}
 * with "began" (a time), "rested" (seconds), "how", "count", "owner" where the decision has them.
 * wall_offset is CLOCK_REALTIME less CLOCK_BOOTTIME. Refusals are no history. 0 or a negative
 * errno. */
int history_append(const char *directory, const Decision *decision, usec_t wall_offset);
