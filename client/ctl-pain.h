/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-format.h"
#include "ctl.h"
#include "routine/pain.h"

/* Pain on the command line, and in words. Words stay calm and never say what the matter is. */

typedef struct PainReport {
	unsigned level;
	Area area; /* AREA_MAX: the whole body, as nothing was said */
	unsigned signs;
	const char *note;
} PainReport;

/* LEVEL [AREA], --sign and --note; says what is wrong with them. */
CtlExit pain_report_from_args(const CtlArgs *args, PainReport *ret);

/* The signs that need help at once, and what Limber is not: a few lines for people. */
const char *pain_urgent_text(void);

/* The last report of a diary, taken down. */
void pain_print_report(FILE *out, const CtlStyle *style, const Diary *diary, const CtlNow *now,
        unsigned given_signs);

/* What reports so far lead to, until when. */
void pain_print_consequence(
        FILE *out, const CtlStyle *style, const Diary *diary, const CtlNow *now);

/* The grades of the areas, each until when, and the reports that count. */
void pain_print_state(FILE *out, const CtlStyle *style, const Diary *diary, const CtlNow *now);

/* Ends whatever is said of pain. */
void pain_print_end(FILE *out, const CtlStyle *style);
