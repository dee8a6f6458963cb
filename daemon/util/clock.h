/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* Microseconds: a span, or a moment on CLOCK_BOOTTIME unless its name tells another clock.
 * Signed, since a moment of an earlier boot is a negative one of this boot. */
typedef int64_t usec_t;

#define USEC_PER_MSEC ((usec_t)1000)
#define USEC_PER_SEC  ((usec_t)1000000)
#define USEC_PER_MIN  (60 * USEC_PER_SEC)
#define USEC_PER_HOUR (60 * USEC_PER_MIN)
#define USEC_PER_DAY  (24 * USEC_PER_HOUR)

/* Later than anything: "no such moment is known". */
#define USEC_NEVER INT64_MAX

/* The longest span that is taken from anybody; more is refused as absurd. */
#define USEC_SPAN_MAX (365 * USEC_PER_DAY)

/* The only readings of a clock in the program. They cannot fail. */
usec_t clock_boottime(void);
usec_t clock_monotonic(void);
usec_t clock_realtime(void);
