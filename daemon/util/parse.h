/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "clock.h"

/* Strict parsing: the whole string or nothing. All return 0, or -EINVAL for what cannot be read and
 * -ERANGE for what is out of range, and set the output only on success. */

/* A span as in systemd.time(7), with or without blanks: "90s", "1h 30min", "1.5h", bare seconds.
 * Not negative, at most USEC_SPAN_MAX (-ERANGE). */
int parse_span(const char *text, usec_t *ret_usec);

/* As parse_span, with an optional sign before it. */
int parse_signed_span(const char *text, usec_t *ret_usec);

/* Decimal digits only, at most max. */
int parse_unsigned(const char *text, unsigned max, unsigned *ret_value);

/* yes/no, true/false, on/off, 1/0 in any case. */
int parse_boolean(const char *text, bool *ret_value);

/* HH:MM, 00:00 to 24:00, as minutes since midnight. */
int parse_time_of_day(const char *text, unsigned *ret_minutes);

#define FORMAT_SPAN_SIZE 64

/* Writes a span, 0 or more, as parse_span() reads it, rounded down to at most two units: "1h
 * 30min", "45s", "250ms". Returns buf, which holds at least FORMAT_SPAN_SIZE. */
char *format_span(usec_t span_usec, char *buf);
