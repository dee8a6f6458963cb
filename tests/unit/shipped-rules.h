/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/rules.h"

/* The rules as shipped, but for the kinds: the beginning of an initializer. */
#define SHIPPED_RULES                                                                              \
	.away_after = 2 * USEC_PER_MIN, .merge_within = 5 * USEC_PER_MIN,                          \
	.settle = 10 * USEC_PER_SEC, .remind_again = 5 * USEC_PER_MIN, .lull = 10 * USEC_PER_SEC,  \
	.bump = 3 * USEC_PER_SEC, .snooze = 5 * USEC_PER_MIN, .pause_length = USEC_PER_HOUR,       \
	.max_snoozes = 3, .max_skips = UNLIMITED
