/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history's lines, to the letter. */

#include "history.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "test.h"
#include "util/cleanup.h"

typedef struct Place {
	char *directory;
	char *file; /* November 2026 */
} Place;

static int set_up(void **state)
{
	Place *place = calloc(1, sizeof(*place));

	place->directory = make_directory();
	assert_true(asprintf(&place->file, "%s/history/2026-11.jsonl", place->directory) > 0);
	set_zone(BERLIN);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	Place *place = *state;
	char *folder = strdup(place->file);

	unlink(place->file);
	*strrchr(folder, '/') = '\0';
	rmdir(folder);
	rmdir(place->directory);
	free(folder);
	free(place->file);
	free(place->directory);
	free(place);
	return 0;
}

#define AT     (100 * USEC_PER_SEC)
#define OFFSET (utc(2026, 11, 23, 9, 48, 0) - AT)

static void assert_line(const Place *place, Decision decision, const char *expected)
{
	CLEANUP(free) char *text = NULL;

	unlink(place->file);
	assert_int_equal(history_append(&(HistoryPlace){place->directory, OFFSET}, &decision), 0);
	text = read_text(place->file);
	assert_string_equal(text, expected);
}

#define HEAD "{\"at\":\"2026-11-23T10:48:00+01:00\",\"event\":"

static void every_decision_has_its_line(void **state)
{
	const Place *place = *state;

	assert_line(place, (Decision){.type = DECISION_DUE, .at = AT, .kind = "stretch"},
	        HEAD "\"due\",\"kind\":\"stretch\"}\n");
	assert_line(place,
	        (Decision){.type = DECISION_AGAIN, .at = AT, .kind = "stretch", .count = 3},
	        HEAD "\"again\",\"kind\":\"stretch\",\"count\":3}\n");
	assert_line(place,
	        (Decision){.type = DECISION_STARTED,
	                .at = AT,
	                .kind = "walk",
	                .how = BREAK_LULL,
	                .moment = AT - 10 * USEC_PER_SEC},
	        HEAD "\"started\",\"kind\":\"walk\",\"how\":\"lull\","
	             "\"began\":\"2026-11-23T10:47:50+01:00\"}\n");
	assert_line(place,
	        (Decision){.type = DECISION_STARTED,
	                .at = AT,
	                .kind = "walk",
	                .how = BREAK_ASKED,
	                .moment = AT},
	        HEAD "\"started\",\"kind\":\"walk\",\"how\":\"asked\","
	             "\"began\":\"2026-11-23T10:48:00+01:00\"}\n");
	assert_line(place, (Decision){.type = DECISION_COMPLETED, .at = AT, .kind = "walk"},
	        HEAD "\"completed\",\"kind\":\"walk\"}\n");
	assert_line(place,
	        (Decision){.type = DECISION_PARTIAL,
	                .at = AT,
	                .kind = "walk",
	                .moment = 61999 * USEC_PER_MSEC},
	        HEAD "\"partial\",\"kind\":\"walk\",\"rested\":61}\n");
	assert_line(place,
	        (Decision){.type = DECISION_NATURAL,
	                .at = AT,
	                .kind = "stretch",
	                .moment = AT - 3 * USEC_PER_MIN},
	        HEAD "\"natural\",\"kind\":\"stretch\","
	             "\"began\":\"2026-11-23T10:45:00+01:00\"}\n");
	assert_line(place, (Decision){.type = DECISION_SKIPPED, .at = AT, .kind = "stretch"},
	        HEAD "\"skipped\",\"kind\":\"stretch\"}\n");
	assert_line(place,
	        (Decision){.type = DECISION_SNOOZED,
	                .at = AT,
	                .kind = "stretch",
	                .moment = AT + 5 * USEC_PER_MIN},
	        HEAD "\"snoozed\",\"kind\":\"stretch\","
	             "\"until\":\"2026-11-23T10:53:00+01:00\"}\n");
	assert_line(place,
	        (Decision){.type = DECISION_WAITING, .at = AT, .kind = "walk", .owner = "dnd"},
	        HEAD "\"waiting\",\"kind\":\"walk\",\"owner\":\"dnd\"}\n");
	assert_line(place, (Decision){.type = DECISION_WITHDRAWN, .at = AT, .kind = "walk"},
	        HEAD "\"withdrawn\",\"kind\":\"walk\"}\n");
}

static void refusals_are_no_history(void **state)
{
	const Place *place = *state;
	Decision decision = {.type = DECISION_REFUSED, .at = AT, .command = EVENT_SKIP};

	assert_int_equal(history_append(&(HistoryPlace){place->directory, OFFSET}, &decision), 0);
	assert_int_equal(access(place->file, F_OK), -1);
}

static void lines_are_appended(void **state)
{
	const Place *place = *state;
	Decision due = {.type = DECISION_DUE, .at = AT, .kind = "stretch"};
	Decision done = {.type = DECISION_COMPLETED, .at = AT + USEC_PER_MIN, .kind = "stretch"};
	CLEANUP(free) char *text = NULL;
	struct stat st;

	assert_int_equal(history_append(&(HistoryPlace){place->directory, OFFSET}, &due), 0);
	assert_int_equal(history_append(&(HistoryPlace){place->directory, OFFSET}, &done), 0);
	text = read_text(place->file);
	assert_string_equal(text,
	        HEAD "\"due\",\"kind\":\"stretch\"}\n"
	             "{\"at\":\"2026-11-23T10:49:00+01:00\",\"event\":\"completed\","
	             "\"kind\":\"stretch\"}\n");
	assert_int_equal(stat(place->file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* A crash tears the last line at most; the next event must not be lost with it. */
static void a_torn_line_stays_alone(void **state)
{
	const Place *place = *state;
	Decision due = {.type = DECISION_DUE, .at = AT, .kind = "stretch"};
	CLEANUP(free) char *text = NULL;

	assert_int_equal(history_append(&(HistoryPlace){place->directory, OFFSET}, &due), 0);
	write_bytes(place->file, "{\"at\":\"20", 9);
	assert_int_equal(history_append(&(HistoryPlace){place->directory, OFFSET}, &due), 0);
	text = read_text(place->file);
	assert_string_equal(text, "{\"at\":\"20\n" HEAD "\"due\",\"kind\":\"stretch\"}\n");
}

/* The month is the local one: 23:30 UTC on 30 November is December in Berlin. */
static void months_are_local(void **state)
{
	const Place *place = *state;
	Decision due = {.type = DECISION_DUE, .at = AT, .kind = "stretch"};
	CLEANUP(free) char *december = strdup(place->file);
	CLEANUP(free) char *text = NULL;

	strcpy(strrchr(december, '/'), "/2026-12.jsonl");
	assert_int_equal(
	        history_append(
	                &(HistoryPlace){place->directory, utc(2026, 11, 30, 23, 30, 0) - AT}, &due),
	        0);
	text = read_text(december);
	assert_string_equal(text, "{\"at\":\"2026-12-01T00:30:00+01:00\",\"event\":\"due\","
	                          "\"kind\":\"stretch\"}\n");
	unlink(december);
}

static void the_zone_is_in_every_line(void **state)
{
	const Place *place = *state;
	Decision due = {.type = DECISION_DUE, .at = AT, .kind = "stretch"};

	set_zone("XYZ9:30");
	assert_line(place, due,
	        "{\"at\":\"2026-11-23T00:18:00-09:30\",\"event\":\"due\",\"kind\":\"stretch\"}\n");
	set_zone("UTC0");
	assert_line(place, due,
	        "{\"at\":\"2026-11-23T09:48:00+00:00\",\"event\":\"due\",\"kind\":\"stretch\"}\n");
}

static void failure_is_told(void **state)
{
	const Place *place = *state;
	Decision due = {.type = DECISION_DUE, .at = AT, .kind = "stretch"};
	CLEANUP(free) char *nowhere = NULL;

	assert_true(asprintf(&nowhere, "%s/nowhere", place->directory) > 0);
	assert_int_equal(history_append(&(HistoryPlace){nowhere, OFFSET}, &due), -ENOENT);
	write_bytes(nowhere, "", 0);
	assert_int_equal(history_append(&(HistoryPlace){nowhere, OFFSET}, &due), -ENOTDIR);
	unlink(nowhere);
}

/* A disk that is full in the middle of a line: the system takes what still fits. */
static void half_a_line_is_a_failure(void **state)
{
	const Place *place = *state;
	Decision due = {.type = DECISION_DUE, .at = AT, .kind = "stretch"};
	struct rlimit whole, room;
	CLEANUP(free) char *text = NULL;
	int r;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
	room = (struct rlimit){.rlim_cur = 8, .rlim_max = whole.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &room), 0);
	r = history_append(&(HistoryPlace){place->directory, OFFSET}, &due);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &whole), 0);
	assert_int_equal(r, -ENOSPC);
	/* and what comes when there is room again is whole */
	assert_int_equal(history_append(&(HistoryPlace){place->directory, OFFSET}, &due), 0);
	text = read_text(place->file);
	assert_string_equal(text, "{\"at\":\"2\n" HEAD "\"due\",\"kind\":\"stretch\"}\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void assert_text(const Place *place, int r, const char *expected)
{
	CLEANUP(free) char *text = NULL;

	assert_int_equal(r, 0);
	text = read_text(place->file);
	unlink(place->file);
	assert_string_equal(text, expected);
}

static void exercises_and_pain_have_their_lines(void **state)
{
	const Place *place = *state;
	const HistoryPlace to = {place->directory, OFFSET};
	const PlanStep step = {
	        .id = "bird-dog", .side = "left", .areas = "core,lower-back", .kind = "strength"};

	assert_text(place, history_append_exercise(&to, AT, &step, 31 * USEC_PER_SEC + 1),
	        HEAD "\"exercise\",\"exercise\":\"bird-dog\",\"areas\":[\"core\",\"lower-back\"],"
	             "\"kind\":\"strength\",\"side\":\"left\",\"seconds\":31}\n");
	assert_text(place, history_append_hurt(&to, AT, &step),
	        HEAD "\"hurt\",\"exercise\":\"bird-dog\",\"areas\":[\"core\",\"lower-back\"],"
	             "\"kind\":\"strength\"}\n");
	assert_text(place,
	        history_append_pain(&to, AT, 7, AREA_LOWER_BACK, SIGN_SHOOTING | SIGN_WEAKNESS,
	                "\"there\"\\here\n\xc3\xa9"),
	        HEAD "\"pain\",\"level\":7,\"areas\":[\"lower-back\"],"
	             "\"signs\":[\"shooting\",\"weakness\"],"
	             "\"note\":\"\\\"there\\\"\\\\here\\u000a\xc3\xa9\"}\n");
	assert_text(place, history_append_pain(&to, AT, 0, AREA_MAX, 0, ""),
	        HEAD "\"pain\",\"level\":0,\"areas\":[],\"signs\":[],\"note\":\"\"}\n");
	assert_text(place,
	        history_append_workout(
	                &to, AT, "start", AREA_BIT(AREA_LEGS) | AREA_BIT(AREA_GLUTES)),
	        HEAD "\"workout\",\"phase\":\"start\",\"areas\":[\"legs\",\"glutes\"]}\n");
	assert_text(
	        place, history_append_set(&to, AT, "physio"), HEAD "\"set\",\"set\":\"physio\"}\n");
	assert_text(place, history_append_advised(&to, AT), HEAD "\"advised\"}\n");
	/* without a place nothing is kept, and nothing is wrong */
	assert_int_equal(history_append_advised(&(HistoryPlace){0}, AT), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(every_decision_has_its_line),
	        TEST(refusals_are_no_history),
	        TEST(lines_are_appended),
	        TEST(a_torn_line_stays_alone),
	        TEST(months_are_local),
	        TEST(the_zone_is_in_every_line),
	        TEST(failure_is_told),
	        TEST(half_a_line_is_a_failure),
	        TEST(exercises_and_pain_have_their_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
