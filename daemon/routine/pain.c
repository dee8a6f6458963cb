/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of pain and of advice in docs/routines.md, as they stand there. Knows no clock. */

#include "pain.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "util/cleanup.h"
#include "util/intl.h"

#define LEVEL_MODERATE_FROM 4
#define LEVEL_SEVERE_FROM   7

#define MILD_COUNTS   (3 * USEC_PER_DAY)
#define SEVERE_COUNTS (7 * USEC_PER_DAY)
#define SIGNS_COUNT   (7 * USEC_PER_DAY)

#define RECENT           (7 * USEC_PER_DAY)
#define ADVISE_AGAIN     (7 * USEC_PER_DAY)
#define LASTING_GAP      (14 * USEC_PER_DAY)
#define LASTING_SPAN     (21 * USEC_PER_DAY)
#define RETURNING_GAP    (7 * USEC_PER_DAY)
#define RETURNING_WITHIN (90 * USEC_PER_DAY)
#define RETURNING_TIMES  3

static usec_t age(const DiaryEvent *event, usec_t now)
{
	return event->at < now ? now - event->at : 0;
}

static PainGrade grade_of_level(unsigned level)
{
	if (level == 0)
		return PAIN_NONE;
	if (level < LEVEL_MODERATE_FROM)
		return PAIN_MILD;
	return level < LEVEL_SEVERE_FROM ? PAIN_MODERATE : PAIN_SEVERE;
}

/* The grade that a report still has. */
static PainGrade grade_now(const DiaryEvent *report, usec_t now)
{
	PainGrade grade = grade_of_level(report->level);
	usec_t counts = grade == PAIN_SEVERE ? SEVERE_COUNTS : MILD_COUNTS;

	return age(report, now) < counts ? grade : PAIN_NONE;
}

PainState pain_state(const Diary *diary, usec_t now)
{
	PainState state = {0};

	for (size_t i = 0; i < diary->n_events; i++)
		for (Area area = 0; diary->events[i].type == DIARY_PAIN && area < AREA_MAX; area++)
			if (diary->events[i].areas & AREA_BIT(area))
				state.grades[area] = grade_now(&diary->events[i], now);
	for (size_t i = 0; i < diary->n_events; i++) {
		const DiaryEvent *report = &diary->events[i];

		if (report->type != DIARY_PAIN || !report->signs || age(report, now) >= SIGNS_COUNT)
			continue;
		state.signs |= report->signs;
		for (Area area = 0; area < AREA_MAX; area++)
			if (report->areas & AREA_BIT(area))
				state.grades[area] = PAIN_SEVERE;
	}
	for (Area area = 0; area < AREA_MAX; area++) {
		if (state.grades[area] > PAIN_NONE)
			state.painful |= AREA_BIT(area);
		if (state.grades[area] > state.worst)
			state.worst = state.grades[area];
	}
	return state;
}

bool pain_allows(const PainState *state, const Exercise *exercise)
{
	bool names = areas_reach(exercise->areas) & state->painful;
	bool avoids = areas_reach(exercise->avoid) & state->painful;
	bool gentle = exercise->level == LEVEL_GENTLE;

	if (state->worst == PAIN_NONE)
		return true;
	if (exercise->kind == EXERCISE_WALK)
		return gentle;
	if (state->worst == PAIN_SEVERE || !gentle || avoids)
		return false;
	if (state->worst == PAIN_MODERATE)
		return exercise->kind == EXERCISE_MOBILITY && !names;
	return exercise->kind != EXERCISE_STRENGTH || !names;
}

const char *pain_grade_to_string(PainGrade grade)
{
	static const char *const words[PAIN_GRADE_MAX] = {
	        [PAIN_NONE] = "none",
	        [PAIN_MILD] = "mild",
	        [PAIN_MODERATE] = "moderate",
	        [PAIN_SEVERE] = "severe",
	};

	assert(grade < PAIN_GRADE_MAX);
	return words[grade];
}

/* --- Advice */

/* They come oldest first; the newest are kept. */
static void add_report(Advice *advice, const DiaryEvent *report)
{
	if (advice->n_reports == 0)
		advice->since = report->at;
	if (advice->n_reports == ADVICE_REPORTS_MAX)
		advice->n_more++;
	else
		advice->n_reports++;
	for (size_t i = advice->n_reports - 1; i > 0; i--)
		advice->reports[i] = advice->reports[i - 1];
	advice->reports[0] = report;
}

static Area first_area(AreaMask areas)
{
	Area area = 0;

	if (areas & AREA_BIT(AREA_WHOLE_BODY))
		return AREA_WHOLE_BODY;
	while (area + 1 < AREA_MAX && !(areas & AREA_BIT(area)))
		area++;
	return area;
}

static bool is_sign(const DiaryEvent *report)
{
	return report->signs != 0;
}

static bool is_severe(const DiaryEvent *report)
{
	return report->level >= LEVEL_SEVERE_FROM;
}

/* The recent reports that are so. */
static bool find_recent(
        const Diary *diary, usec_t now, bool (*is_so)(const DiaryEvent *report), Advice *advice)
{
	for (size_t i = 0; i < diary->n_events; i++) {
		const DiaryEvent *report = &diary->events[i];

		if (report->type == DIARY_PAIN && is_so(report) && age(report, now) < RECENT)
			add_report(advice, report);
	}
	if (advice->n_reports == 0)
		return false;
	advice->area = first_area(advice->reports[0]->areas);
	return true;
}

static bool is_report_of(const DiaryEvent *event, Area area)
{
	return event->type == DIARY_PAIN && event->areas & AREA_BIT(area);
}

static bool find_lasting(const Diary *diary, usec_t now, Area area, Advice *advice)
{
	const DiaryEvent *before = NULL;
	Advice found = {.area = area};

	for (size_t i = 0; i < diary->n_events; i++) {
		const DiaryEvent *report = &diary->events[i];

		if (!is_report_of(report, area))
			continue;
		if (report->level == 0 ||
		        (before && age(before, now) - age(report, now) > LASTING_GAP))
			found = (Advice){.area = area};
		if (report->level > 0)
			add_report(&found, report);
		before = report;
	}
	if (found.n_reports == 0 || age(found.reports[0], now) >= RECENT ||
	        now - found.since < LASTING_SPAN)
		return false;
	*advice = found;
	return true;
}

/* Where a walk through an area's reports has got to. */
typedef struct Episodes {
	const DiaryEvent *before;
	bool reached;           /* the one under way counts */
	const DiaryEvent *last; /* of those that count */
} Episodes;

static void next_report(Episodes *episodes, const DiaryEvent *report, usec_t now, Advice *found)
{
	const DiaryEvent *before = episodes->before;

	if (!before || before->level == 0 || age(before, now) - age(report, now) >= RETURNING_GAP)
		episodes->reached = false;
	if (report->level >= LEVEL_MODERATE_FROM && !episodes->reached) {
		episodes->reached = true;
		add_report(found, report);
	}
	if (report->level > 0 && episodes->reached)
		episodes->last = report;
	episodes->before = report;
}

static bool find_returning(const Diary *diary, usec_t now, Area area, Advice *advice)
{
	Advice found = {.area = area};
	Episodes episodes = {0};

	for (size_t i = 0; i < diary->n_events; i++)
		if (is_report_of(&diary->events[i], area) &&
		        age(&diary->events[i], now) < RETURNING_WITHIN)
			next_report(&episodes, &diary->events[i], now, &found);
	if (found.n_reports + found.n_more < RETURNING_TIMES || age(episodes.last, now) >= RECENT)
		return false;
	*advice = found;
	return true;
}

/* Of reports for the whole body no single area is told. */
static bool find_in_areas(const Diary *diary, usec_t now,
        bool (*find)(const Diary *diary, usec_t now, Area area, Advice *advice), Advice *advice)
{
	if (find(diary, now, AREA_WHOLE_BODY, advice))
		return true;
	for (Area area = 0; area < AREA_MAX; area++)
		if (find(diary, now, area, advice))
			return true;
	return false;
}

static bool was_advised(const Diary *diary, usec_t now)
{
	for (size_t i = 0; i < diary->n_events; i++)
		if (diary->events[i].type == DIARY_ADVISED &&
		        age(&diary->events[i], now) < ADVISE_AGAIN)
			return true;
	return false;
}

Advice pain_advice(const Diary *diary, usec_t now)
{
	Advice advice = {0};

	if (find_recent(diary, now, is_sign, &advice))
		advice.reason = ADVICE_SIGNS;
	else if (find_recent(diary, now, is_severe, &advice))
		advice.reason = ADVICE_SEVERE;
	else if (find_in_areas(diary, now, find_lasting, &advice))
		advice.reason = ADVICE_LASTING;
	else if (find_in_areas(diary, now, find_returning, &advice))
		advice.reason = ADVICE_RETURNING;
	advice.due = advice.reason != ADVICE_NONE && !was_advised(diary, now);
	return advice;
}

/* --- In words */

static void print_day(FILE *out, usec_t at)
{
	time_t seconds = (time_t)(at / USEC_PER_SEC);
	char text[64] = "";
	struct tm tm = {0};

	localtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%-d %B", &tm);
	fputs(text, out);
}

static void print_signs(FILE *out, const Advice *advice)
{
	static const struct {
		PainSign sign;
		const char *words;
	} signs[] = {
	        {SIGN_SHOOTING, N_("shooting pain")},
	        {SIGN_NUMBNESS, N_("numbness or tingling")},
	        {SIGN_WEAKNESS, N_("weakness")},
	};
	const char *comma = "";
	unsigned all = 0;

	for (size_t i = 0; i < advice->n_reports; i++)
		all |= advice->reports[i]->signs;
	for (size_t i = 0; i < ELEMENTSOF(signs); i++)
		if (all & signs[i].sign) {
			fprintf(out, "%s%s", comma, _(signs[i].words));
			comma = ", ";
		}
}

static void print_reason(FILE *out, const Advice *advice)
{
	switch (advice->reason) {
	case ADVICE_SIGNS:
		fputs(_("You have reported "), out);
		print_signs(out, advice);
		break;
	case ADVICE_SEVERE:
		fputs(_("You have reported severe pain"), out);
		break;
	case ADVICE_LASTING:
		fputs(_("You have reported pain since "), out);
		print_day(out, advice->since);
		break;
	case ADVICE_RETURNING:
		fputs(_("You have reported pain that keeps coming back"), out);
		break;
	case ADVICE_NONE:
	case ADVICE_REASON_MAX:
		break;
	}
}

/* "lower back", for people */
static void print_area(FILE *out, Area area)
{
	for (const char *p = area_to_string(area); *p; p++)
		fputc(*p == '-' ? ' ' : *p, out);
}

char *advice_format(const Advice *advice)
{
	char *text = NULL;
	size_t size;
	FILE *out = advice->reason == ADVICE_NONE ? NULL : open_memstream(&text, &size);

	if (!out)
		return NULL;
	print_reason(out, advice);
	fputs(" (", out);
	print_area(out, advice->area);
	fputs(": ", out);
	for (size_t i = 0; i < advice->n_reports; i++) {
		fprintf(out, _("%s%u of 10 on "), i > 0 ? ", " : "", advice->reports[i]->level);
		print_day(out, advice->reports[i]->at);
	}
	if (advice->n_more > 0)
		fprintf(out, _(", and %zu before"), advice->n_more);
	fputs(_("). Please see a doctor or a physiotherapist."), out);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
