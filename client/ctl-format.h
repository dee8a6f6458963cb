/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "util/parse.h"

/* Text for people and for a terminal. */

/* What the reader's terminal can do. */
typedef struct CtlStyle {
	bool colour;
	bool utf8;
	size_t width; /* columns; 0: no limit */
} CtlStyle;

/* One moment on the two clocks: where a moment from the bus stands on the wall clock. */
typedef struct CtlNow {
	usec_t boottime;
	usec_t realtime;
} CtlNow;

typedef enum CtlColour {
	CTL_PLAIN,
	CTL_BOLD,
	CTL_DIM,
	CTL_RED,
	CTL_GREEN,
	CTL_YELLOW,
	CTL_BLUE,
	CTL_COLOUR_MAX,
} CtlColour;

/* How standard output wants to be written to, and the present moment. */
CtlStyle ctl_style(void);
CtlNow ctl_now(void);

/* The escape sequence that begins, or with CTL_PLAIN ends, a colour; "" without colours. */
const char *ctl_colour(const CtlStyle *style, CtlColour colour);

/* A copy that moves no cursor and turns no line: what does not print becomes \xNN or \uNNNN, and
 * without UTF-8 what is not ASCII a question mark. NULL without memory. */
char *ctl_escape(const char *text, bool utf8);

/* The columns of the first length bytes of an escaped text. */
size_t ctl_text_width(const char *text, size_t length);

/* Prints an escaped text that begins in column indent, with further lines indented as far. Breaks
 * between words; a word too long for a line is left whole. Does not end the last line. */
void ctl_print_wrapped(FILE *out, const CtlStyle *style, const char *text, size_t indent);

/* The same with a text that is yet to be escaped, and one that ends its line. Return 0, or -ENOMEM
 * with nothing printed. */
int ctl_vprint_text(FILE *out, const CtlStyle *style, size_t indent, const char *format, va_list ap)
        __attribute__((format(printf, 4, 0)));
int ctl_print_line(FILE *out, const CtlStyle *style, size_t indent, const char *format, ...)
        __attribute__((format(printf, 4, 5)));

/* Prints blanks, if any are due, so that what is width columns wide takes up column columns. */
void ctl_print_padding(FILE *out, size_t width, size_t column);

/* A bar of that many cells, filled by part of whole. */
void ctl_print_bar(FILE *out, const CtlStyle *style, CtlColour colour, size_t cells, usec_t part,
        usec_t whole);

/* A span in whole minutes from five minutes on, else in seconds: elapsed time is cut, time left is
 * filled up, so the two add up. Below 0 is 0. buf as for format_span(), which they return. */
char *ctl_format_elapsed(usec_t span, char *buf);
char *ctl_format_left(usec_t span, char *buf);

#define CTL_MOMENT_SIZE 64

/* Where a moment on CLOCK_BOOTTIME stands on CLOCK_REALTIME. */
usec_t ctl_wall_clock(const CtlNow *now, usec_t at);

/* A moment as people say it today: "14:05", "tomorrow 09:00", "Mon 09:00", "2026-11-23 09:00".
 * buf holds at least CTL_MOMENT_SIZE, and is returned. */
char *ctl_format_moment(const CtlNow *now, usec_t at, char *buf);

/* The same to the second: "14:05:09". */
char *ctl_format_second(const CtlNow *now, usec_t at, char *buf);

/* The same as ISO 8601: "2026-11-23T09:00:00+01:00". */
char *ctl_format_iso(const CtlNow *now, usec_t at, char *buf);
