/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl pain: what it takes, and what it says follows from reports. */

#include "test.h"

#include <locale.h>

#include "client/ctl-areas.h"
#include "client/ctl-pain.h"
#include "client/ctl-words.h"
#include "util/cleanup.h"

#define DAY  USEC_PER_DAY
#define HOUR USEC_PER_HOUR

static const CtlStyle style = {.utf8 = true, .width = 80};

/* Monday 2026-11-23 14:30 UTC, 10,000 s after the machine's start. */
static const CtlNow now = {.boottime = 10000 * USEC_PER_SEC, .realtime = 1795444200 * USEC_PER_SEC};

/* --- The command line */

static CtlExit take(CtlArgs *args, PainReport *report)
{
	args->words[0] = "pain";
	return pain_report_from_args(args, report);
}

#define ARGS(...)                                                                                  \
	{                                                                                          \
		.words = (const char *[]){NULL, __VA_ARGS__},                                      \
		.n_words = ELEMENTSOF(((const char *[]){NULL, __VA_ARGS__}))                       \
	}

static void level_and_area(void **state)
{
	CtlArgs plain = ARGS("0"), area = ARGS("10", "lower-back"),
	        words = ARGS("4", "lower", "back");
	PainReport report;

	assert_int_equal(take(&plain, &report), CTL_DONE);
	assert_int_equal(report.level, 0);
	assert_int_equal(report.area, AREA_MAX);
	assert_int_equal(report.signs, 0);
	assert_string_equal(report.note, "");
	assert_int_equal(take(&area, &report), CTL_DONE);
	assert_int_equal(report.level, 10);
	assert_int_equal(report.area, AREA_LOWER_BACK);
	assert_int_equal(take(&words, &report), CTL_DONE);
	assert_int_equal(report.area, AREA_LOWER_BACK);
}

static void signs_and_note(void **state)
{
	CtlArgs args = ARGS("3");
	PainReport report;
	char note[PAIN_NOTE_SIZE + 1];

	args.options[CTL_SIGN] = "weakness, shooting";
	args.options[CTL_NOTE] = "on the stairs";
	assert_int_equal(take(&args, &report), CTL_DONE);
	assert_int_equal(report.signs, SIGN_SHOOTING | SIGN_WEAKNESS);
	assert_string_equal(report.note, "on the stairs");
	memset(note, 'x', sizeof(note));
	note[PAIN_NOTE_SIZE - 1] = '\0';
	args.options[CTL_NOTE] = note;
	assert_int_equal(take(&args, &report), CTL_DONE);
	note[PAIN_NOTE_SIZE - 1] = 'x';
	note[PAIN_NOTE_SIZE] = '\0';
	assert_int_equal(take(&args, &report), CTL_USAGE);
}

static void assert_refused(CtlArgs args)
{
	PainReport report = {.level = 77};

	assert_int_equal(take(&args, &report), CTL_USAGE);
	assert_int_equal(report.level, 77);
}

static void what_is_wrong_is_refused(void **state)
{
	CtlArgs sign = ARGS("3"), empty = ARGS("3");

	assert_refused((CtlArgs)ARGS("11"));
	assert_refused((CtlArgs)ARGS("-1"));
	assert_refused((CtlArgs)ARGS("5.5"));
	assert_refused((CtlArgs)ARGS(""));
	assert_refused((CtlArgs)ARGS("hips", "3"));
	assert_refused((CtlArgs)ARGS("3", "hip"));
	assert_refused((CtlArgs)ARGS("3", "hips", "legs"));
	sign.options[CTL_SIGN] = "shooting,numb";
	assert_refused(sign);
	empty.options[CTL_SIGN] = "";
	assert_refused(empty);
	sign.options[CTL_SIGN] = NULL;
	sign.n_words = 1;
	assert_refused(sign);
}

static void areas_are_listed(void **state)
{
	const char *words[] = {"hips,legs", "core"}, *wrong[] = {"hips,,legs"};
	AreaMask mask = 0;

	assert_int_equal(ctl_areas_from_words(words, 2, &mask), CTL_DONE);
	assert_int_equal(mask, AREA_BIT(AREA_HIPS) | AREA_BIT(AREA_LEGS) | AREA_BIT(AREA_CORE));
	assert_int_equal(ctl_areas_from_words(words, 0, &mask), CTL_DONE);
	assert_int_equal(mask, 0);
	assert_int_equal(ctl_areas_from_words(wrong, 1, &mask), CTL_USAGE);
}

static void assert_areas(AreaMask areas, const char *expected)
{
	CLEANUP(free) char *words = words_areas(areas);

	assert_string_equal(words, expected);
}

static void areas_in_words(void **state)
{
	CLEANUP(free)
	char *core_first = words_areas_from(
	        AREA_CORE, AREA_BIT(AREA_HIPS) | AREA_BIT(AREA_CORE) | AREA_BIT(AREA_GLUTES));

	assert_string_equal(core_first, "the core, the hips and the glutes");
	assert_areas(0, "");
	assert_areas(AREA_BIT(AREA_LOWER_BACK), "the lower back");
	assert_areas(
	        AREA_BIT(AREA_LOWER_BACK) | AREA_BIT(AREA_CORE), "the lower back and the core");
	assert_areas(AREA_BIT(AREA_HIPS) | AREA_BIT(AREA_LEGS) | AREA_BIT(AREA_GLUTES),
	        "the hips, the legs and the glutes");
	assert_areas(AREAS_ALL, "the whole body");
}

/* --- What is said */

static DiaryEvent report_of(usec_t ago, unsigned level, AreaMask areas, unsigned signs)
{
	return (DiaryEvent){.type = DIARY_PAIN,
	        .at = now.realtime - ago,
	        .level = level,
	        .areas = areas,
	        .signs = signs};
}

typedef void Print(FILE *out, const CtlStyle *as, const Diary *diary, const CtlNow *at);

static void assert_printed(Print *print, DiaryEvent *events, size_t n, const char *expected)
{
	const Diary diary = {.events = events, .n_events = n};
	CLEANUP(free) char *printed = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	print(out, &style, &diary, &now);
	fclose(out);
	assert_string_equal(printed, expected);
}

static void what_follows_from_each_grade(void **state)
{
	AreaMask back = AREA_BIT(AREA_LOWER_BACK);
	DiaryEvent events[2];

	assert_printed(pain_print_consequence, events, 0, "Exercises are chosen as usual.\n");
	events[0] = report_of(0, 3, back, 0);
	assert_printed(pain_print_consequence, events, 1,
	        "Until Thu 14:30 breaks have gentle exercises only: no strength for the lower\n"
	        "back, and nothing that could strain what hurts.\n");
	events[0] = report_of(2 * HOUR, 6, back, 0);
	assert_printed(pain_print_consequence, events, 1,
	        "Until Thu 12:30 breaks have gentle mobility that leaves out the lower back, and\n"
	        "for the rest a walk.\n");
	events[0] = report_of(2 * DAY, 7, back, 0);
	assert_printed(pain_print_consequence, events, 1,
	        "Until Sat 14:30 breaks have no exercises: rest, or walk if that does you good.\n");
	/* the grade of the worst area, until it is another one */
	events[1] = report_of(0, 2, AREA_BIT(AREA_HIPS), 0);
	assert_printed(pain_print_consequence, events, 2,
	        "Until Sat 14:30 breaks have no exercises: rest, or walk if that does you good.\n");
	events[1] = report_of(0, 0, back, 0);
	assert_printed(pain_print_consequence, events, 2, "Exercises are chosen as usual.\n");
}

static void signs_outlast_the_pain(void **state)
{
	AreaMask back = AREA_BIT(AREA_LOWER_BACK);
	DiaryEvent events[] = {
	        report_of(2 * DAY, 1, back, SIGN_NUMBNESS), report_of(0, 0, back, 0)};

	assert_printed(pain_print_consequence, events, 2,
	        "What was reported of numbness or tingling counts for 7 days in any case.\n"
	        "Until Sat 14:30 breaks have no exercises: rest, or walk if that does you good.\n");
}

static void the_state_of_now(void **state)
{
	DiaryEvent events[] = {report_of(8 * DAY, 9, AREA_BIT(AREA_CORE), 0),
	        report_of(DAY, 2, AREA_BIT(AREA_LOWER_BACK), 0),
	        report_of(HOUR, 5, AREA_BIT(AREA_HIPS), 0)};

	strcpy(events[2].note, "\033after lifting");
	assert_printed(pain_print_state, events, 1,
	        "No pain that was reported counts now.\n"
	        "Exercises are chosen as usual.\n");
	assert_printed(pain_print_state, events, 3,
	        "  hips          counts as moderate until Thu 13:30\n"
	        "  lower back    counts as mild until Wed 14:30\n"
	        "Reports of the last 7 days:\n"
	        "  yesterday 14:30  2 of 10, lower back\n"
	        "  13:30            5 of 10, hips: \\x1bafter lifting\n"
	        "Until Thu 13:30 breaks have gentle mobility that leaves out the hips and the\n"
	        "lower back, and for the rest a walk.\n");
	events[2] = report_of(HOUR, 4, AREAS_ALL, 0);
	assert_printed(pain_print_state, events + 2, 1,
	        "  whole body    counts as moderate until Thu 13:30\n"
	        "Reports of the last 7 days:\n"
	        "  13:30            4 of 10, whole body\n"
	        "Until Thu 13:30 breaks have gentle mobility that leaves out the whole body, and\n"
	        "for the rest a walk.\n");
}

static void print_last(FILE *out, const CtlStyle *as, const Diary *diary, const CtlNow *at)
{
	pain_print_report(out, as, diary, at, SIGN_SHOOTING);
}

static void a_report_is_repeated(void **state)
{
	DiaryEvent event = report_of(0, 4, AREA_BIT(AREA_UPPER_BACK), SIGN_SHOOTING);

	assert_printed(print_last, &event, 1, "Noted: 4 of 10, upper back, with shooting pain.\n");
	event.signs |= SIGN_WEAKNESS;
	strcpy(event.note, "weak arm");
	assert_printed(print_last, &event, 1,
	        "Noted: 4 of 10, upper back, with shooting pain, weakness: weak arm.\n"
	        "The note speaks of weakness, which counts as a sign.\n");
	event = report_of(0, 0, AREA_BIT(AREA_UPPER_BACK), 0);
	assert_printed(print_last, &event, 1, "Noted: no pain any more, upper back.\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(level_and_area),
	        cmocka_unit_test(signs_and_note),
	        cmocka_unit_test(what_is_wrong_is_refused),
	        cmocka_unit_test(areas_are_listed),
	        cmocka_unit_test(areas_in_words),
	        cmocka_unit_test(what_follows_from_each_grade),
	        cmocka_unit_test(signs_outlast_the_pain),
	        cmocka_unit_test(the_state_of_now),
	        cmocka_unit_test(a_report_is_repeated),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return EXIT_FAILURE;
	set_zone("UTC0");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
