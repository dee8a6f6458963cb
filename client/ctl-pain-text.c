/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pain in words for people: what was reported, what follows from it and until when. Words are calm
 * and plain, and say nothing of what the matter is. Reads neither bus nor file. */

#include <string.h>

#include "ctl-pain.h"
#include "ctl-words.h"
#include "util/cleanup.h"

/* No report counts for longer; rules give whole days. */
#define COUNTS_DAYS_MAX 31

/* Reports that are shown: as long as the longest of them counts. */
#define SHOWN (7 * USEC_PER_DAY)

#define AREA_COLUMNS   14
#define MOMENT_COLUMNS 17

/* --- When it ends */

static PainGrade grade_at(const Diary *diary, usec_t at, Area area)
{
	PainState state = pain_state(diary, at);

	return area == AREA_MAX ? state.worst : state.grades[area];
}

/* When the grade of an area, or for AREA_MAX the worst of all, becomes another one if nothing is
 * reported. The rules are asked about each moment that can be it. */
static usec_t grade_ends(const Diary *diary, usec_t now, Area area)
{
	PainGrade grade = grade_at(diary, now, area);
	usec_t end = USEC_NEVER;

	for (size_t i = 0; i < diary->n_events; i++)
		for (int days = 1; days <= COUNTS_DAYS_MAX; days++) {
			usec_t at = diary->events[i].at + days * USEC_PER_DAY;

			if (diary->events[i].type == DIARY_PAIN && at > now && at < end &&
			        grade_at(diary, at, area) != grade)
				end = at;
		}
	return end;
}

/* --- Lines */

/* A moment of the wall clock as people say it today. */
static const char *when(const CtlNow *now, usec_t realtime, char *buf)
{
	return ctl_format_moment(now, now->boottime + (realtime - now->realtime), buf);
}

static const char *sign_words(PainSign sign)
{
	switch (sign) {
	case SIGN_SHOOTING:
		return _("shooting pain");
	case SIGN_NUMBNESS:
		return _("numbness or tingling");
	case SIGN_WEAKNESS:
		return _("weakness");
	}
	return "";
}

/* "numbness or tingling, weakness"; buf of at least SIGNS_SIZE is returned. */
#define SIGNS_SIZE 256
static const char *format_signs(unsigned signs, char *buf)
{
	size_t length = 0;

	buf[0] = '\0';
	for (unsigned sign = SIGN_SHOOTING; sign <= SIGN_WEAKNESS; sign <<= 1)
		if (signs & sign && length < SIGNS_SIZE)
			length += (size_t)snprintf(buf + length, SIGNS_SIZE - length, "%s%s",
			        length > 0 ? ", " : "", sign_words(sign));
	return buf;
}

/* "5 of 10, lower back, with numbness or tingling: after lifting"; to be freed */
static char *format_report(const DiaryEvent *report)
{
	const char *where = words_area(AREA_WHOLE_BODY);
	char signs[SIGNS_SIZE], *text;

	if (!(report->areas & AREA_BIT(AREA_WHOLE_BODY)))
		for (Area area = 0; area < AREA_MAX; area++)
			if (report->areas & AREA_BIT(area))
				where = words_area(area);
	format_signs(report->signs, signs);
	if (report->level == 0 && !report->signs)
		return asprintf(&text, _("no pain any more, %s%s%s"), where,
		               *report->note ? ": " : "", report->note) < 0
		               ? NULL
		               : text;
	if (asprintf(&text, _("%u of %d, %s%s%s%s%s"), report->level, PAIN_LEVEL_MAX, where,
	            *signs ? _(", with ") : "", signs, *report->note ? ": " : "", report->note) < 0)
		return NULL;
	return text;
}

/* --- What is said */

static const DiaryEvent *last_report(const Diary *diary)
{
	for (size_t i = diary->n_events; i > 0; i--)
		if (diary->events[i - 1].type == DIARY_PAIN)
			return &diary->events[i - 1];
	return NULL;
}

void pain_print_report(FILE *out, const CtlStyle *style, const Diary *diary, const CtlNow *now,
        unsigned given_signs)
{
	const DiaryEvent *report = last_report(diary);
	CLEANUP(free) char *text = report ? format_report(report) : NULL;
	char signs[SIGNS_SIZE];

	if (!report)
		return;
	ctl_print_line(out, style, 0, _("Noted: %s."), text ? text : "");
	if (report->signs & ~given_signs)
		ctl_print_line(out, style, 0, _("The note speaks of %s, which counts as a sign."),
		        format_signs(report->signs & ~given_signs, signs));
}

static void print_mild(FILE *out, const CtlStyle *style, const char *until, const char *areas)
{
	ctl_print_line(out, style, 0,
	        _("Until %s breaks have gentle exercises only: no strength for %s, and nothing "
	          "that could strain what hurts."),
	        until, areas);
}

static void print_moderate(FILE *out, const CtlStyle *style, const char *until, const char *areas)
{
	ctl_print_line(out, style, 0,
	        _("Until %s breaks have gentle mobility that leaves out %s, and for the rest a "
	          "walk."),
	        until, areas);
}

void pain_print_consequence(FILE *out, const CtlStyle *style, const Diary *diary, const CtlNow *now)
{
	PainState state = pain_state(diary, now->realtime);
	CLEANUP(free) char *areas = words_areas(state.painful);
	usec_t end = grade_ends(diary, now->realtime, AREA_MAX);
	const DiaryEvent *report = last_report(diary);
	char until[CTL_MOMENT_SIZE], signs[SIGNS_SIZE];

	when(now, end == USEC_NEVER ? now->realtime : end, until);
	if (report && state.signs & ~report->signs)
		ctl_print_line(out, style, 0,
		        _("What was reported of %s counts for 7 days in any case."),
		        format_signs(state.signs, signs));
	switch (state.worst) {
	case PAIN_NONE:
		ctl_print_line(out, style, 0, _("Exercises are chosen as usual."));
		break;
	case PAIN_MILD:
		print_mild(out, style, until, areas ? areas : "");
		break;
	case PAIN_MODERATE:
		print_moderate(out, style, until, areas ? areas : "");
		break;
	case PAIN_SEVERE:
		ctl_print_line(out, style, 0,
		        _("Until %s breaks have no exercises: rest, or walk if that does you "
		          "good."),
		        until);
		break;
	case PAIN_GRADE_MAX:
		break;
	}
}

static const char *grade_words(PainGrade grade)
{
	static const char *const words[PAIN_GRADE_MAX] = {
	        [PAIN_NONE] = N_("none"),
	        [PAIN_MILD] = N_("mild"),
	        [PAIN_MODERATE] = N_("moderate"),
	        [PAIN_SEVERE] = N_("severe"),
	};

	return _(words[grade]);
}

static void print_label(FILE *out, const CtlStyle *style, const char *label, size_t columns)
{
	fprintf(out, "  %s%s%s", ctl_colour(style, CTL_DIM), label, ctl_colour(style, CTL_PLAIN));
	ctl_print_padding(out, ctl_text_width(label, strlen(label)), columns);
}

static void print_grade(
        FILE *out, const CtlStyle *style, const Diary *diary, const CtlNow *now, Area area)
{
	PainGrade grade = grade_at(diary, now->realtime, area);
	char until[CTL_MOMENT_SIZE];

	print_label(out, style, words_area(area), AREA_COLUMNS);
	ctl_print_line(out, style, 2 + AREA_COLUMNS, _("counts as %s until %s"), grade_words(grade),
	        when(now, grade_ends(diary, now->realtime, area), until));
}

/* Whether all areas are as the whole body is. */
static bool is_everywhere(const PainState *state)
{
	for (Area area = 0; area < AREA_MAX; area++)
		if (state->grades[area] != state->grades[AREA_WHOLE_BODY])
			return false;
	return true;
}

static void print_reports(FILE *out, const CtlStyle *style, const Diary *diary, const CtlNow *now)
{
	bool any = false;

	for (size_t i = 0; i < diary->n_events; i++) {
		const DiaryEvent *event = &diary->events[i];
		CLEANUP(free) char *text = NULL;
		char moment[CTL_MOMENT_SIZE];

		if (event->type != DIARY_PAIN || now->realtime - event->at >= SHOWN)
			continue;
		if (!any)
			ctl_print_line(out, style, 0, _("Reports of the last 7 days:"));
		any = true;
		text = format_report(event);
		print_label(out, style, when(now, event->at, moment), MOMENT_COLUMNS);
		ctl_print_line(out, style, 2 + MOMENT_COLUMNS, "%s", text ? text : "");
	}
}

void pain_print_state(FILE *out, const CtlStyle *style, const Diary *diary, const CtlNow *now)
{
	PainState state = pain_state(diary, now->realtime);

	if (state.worst == PAIN_NONE)
		ctl_print_line(out, style, 0, _("No pain that was reported counts now."));
	else if (is_everywhere(&state))
		print_grade(out, style, diary, now, AREA_WHOLE_BODY);
	else
		for (Area area = 0; area < AREA_MAX; area++)
			if (area != AREA_WHOLE_BODY && state.grades[area] > PAIN_NONE)
				print_grade(out, style, diary, now, area);
	print_reports(out, style, diary, now);
	pain_print_consequence(out, style, diary, now);
}

const char *pain_urgent_text(void)
{
	return _("Get help at once, from a doctor or the emergency service, if with the pain\n"
	         "  - you lose control of bladder or bowels, or cannot pass water,\n"
	         "  - you are numb between the legs,\n"
	         "  - your legs grow weak,\n"
	         "  - it began with a fall or an accident,\n"
	         "  - you have a fever,\n"
	         "  - or there is pain or pressure in the chest.\n"
	         "See a doctor soon if you lose weight without meaning to or have had cancer, or "
	         "if\n"
	         "the pain is worst at night or rest does not ease it.");
}

void pain_print_end(FILE *out, const CtlStyle *style)
{
	ctl_print_line(out, style, 0,
	        _("This is not a diagnosis. Signs that need help at once: limberctl pain "
	          "--help"));
}
