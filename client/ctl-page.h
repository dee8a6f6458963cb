/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "ctl-status.h"

/* The rows of limberctl status: a label and what there is to say, in words for people. */

typedef struct Page {
	FILE *out;
	const CtlStyle *style;
	const CtlNow *now;
	const CtlStatus *status;
	size_t label_columns;
	int error; /* the first that a row had, or 0 */
} Page;

/* A few words, long enough for any span and moment in any language. */
typedef struct Phrase {
	char text[256];
} Phrase;

static inline bool is(const char *text, const char *word)
{
	return strcmp(text, word) == 0;
}

Page page_begin(FILE *out, const CtlStyle *style, const CtlStatus *status, const CtlNow *now);

/* "for 31min, since 13:59"; "2min left, until 14:32"; "in 14min, at 14:44". */
Phrase page_since(const Page *page, usec_t at);
Phrase page_until(const Page *page, usec_t at);
Phrase page_in(const Page *page, usec_t at);

/* "Paused, 2h 10min left, until 15:00 (freeze): lunch", to be freed; NULL without memory. */
char *page_format_hold(const Page *page, const CtlHold *hold);

/* Nothing tells presence. */
bool page_presence_unknown(const CtlStatus *status);

/* The oldest hold under which the clocks do not grow, or NULL. */
const CtlHold *page_stopping_hold(const CtlStatus *status);

/* Whole lines. They escape what came from the bus, and break what is too long for the terminal. */
void page_headline(Page *page, CtlColour colour, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
void page_row(Page *page, const char *label, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
void page_alarm(Page *page, const char *label, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

/* A row's beginning alone, whose colour it leaves on; and the column where its text begins. */
void page_label(Page *page, CtlColour colour, char mark, const char *label);
size_t page_text_column(const Page *page);

size_t page_widest(size_t a, size_t b);
