/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the history says of exercises and pain, and what it takes not to lose the rest to a line
 * that says nothing. */

#include "routine/diary.h"

#include <errno.h>

#include "history.h"
#include "test.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(Diary *, diary_free);

typedef struct Place {
	char *top;
	char *folder;
	char *file; /* November 2026 */
} Place;

static int set_up(void **state)
{
	Place *place = calloc(1, sizeof(*place));

	place->top = make_directory();
	assert_true(asprintf(&place->folder, "%s/history", place->top) > 0);
	assert_true(asprintf(&place->file, "%s/2026-11.jsonl", place->folder) > 0);
	assert_int_equal(mkdir(place->folder, 0700), 0);
	set_zone(BERLIN);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	Place *place = *state;

	remove_directory(place->top);
	free(place->folder);
	free(place->file);
	free(place);
	return 0;
}

static void put_month(const Place *place, const char *name, const char *text)
{
	CLEANUP(free) char *path = NULL;

	assert_true(asprintf(&path, "%s/%s", place->folder, name) > 0);
	write_bytes(path, text, strlen(text));
}

static Diary *read_diary(const Place *place, usec_t from)
{
	Diary *diary = NULL;

	assert_int_equal(diary_read(place->top, from, &diary), 0);
	return diary;
}

static Diary *diary_of_text(const Place *place, const char *text)
{
	put_month(place, "2026-11.jsonl", text);
	return read_diary(place, 0);
}

#define AT "{\"at\":\"2026-11-23T10:48:00+01:00\",\"event\":"

/* The only event of one line. */
static DiaryEvent event_of(const Place *place, const char *line)
{
	CLEANUP(diary_free) Diary *diary = diary_of_text(place, line);

	assert_int_equal(diary->n_bad_lines, 0);
	assert_int_equal(diary->n_events, 1);
	assert_true(diary->events[0].at == utc(2026, 11, 23, 9, 48, 0));
	return diary->events[0];
}

static void assert_bad(const Place *place, const char *line)
{
	CLEANUP(diary_free) Diary *diary = diary_of_text(place, line);

	assert_int_equal(diary->n_events, 0);
	assert_int_equal(diary->n_bad_lines, 1);
}

static void without_a_history_it_is_empty(void **state)
{
	const Place *place = *state;
	Diary *diary = read_diary(place, 0);

	assert_int_equal(diary->n_events, 0);
	diary_free(diary);
	assert_null(diary_free(NULL));
	assert_int_equal(rmdir(place->folder), 0);
	diary = read_diary(place, 0);
	assert_int_equal(diary->n_events, 0);
	diary_free(diary);
	write_bytes(place->folder, "", 0);
	assert_int_equal(diary_read(place->top, 0, &diary), -ENOTDIR);
}

static void every_event_comes_through(void **state)
{
	const Place *place = *state;
	DiaryEvent event;

	event = event_of(place, AT "\"exercise\",\"exercise\":\"bend\",\"areas\":[\"hips\","
	                           "\"core\"],\"kind\":\"strength\",\"side\":\"right\","
	                           "\"seconds\":30}\n");
	assert_int_equal(event.type, DIARY_EXERCISE);
	assert_string_equal(event.id, "bend");
	assert_int_equal(event.areas, AREA_BIT(AREA_HIPS) | AREA_BIT(AREA_CORE));
	assert_int_equal(event.kind, EXERCISE_STRENGTH);
	assert_int_equal(event.side, SIDE_RIGHT);
	event = event_of(place, AT "\"exercise\",\"exercise\":\"bend\",\"areas\":[\"hips\"],"
	                           "\"kind\":\"stretch\",\"side\":\"\"}\n");
	assert_int_equal(event.side, SIDE_BOTH);
	event = event_of(
	        place, AT "\"hurt\",\"exercise\":\"bend\",\"areas\":[\"legs\"],\"kind\":\"walk\"}");
	assert_int_equal(event.type, DIARY_HURT);
	assert_string_equal(event.id, "bend");
	assert_int_equal(event.areas, AREA_BIT(AREA_LEGS));
	event = event_of(place, AT "\"pain\",\"level\":5,\"areas\":[\"lower-back\"],"
	                           "\"signs\":[\"shooting\",\"other\"],\"note\":\"Since Friday\"}");
	assert_int_equal(event.type, DIARY_PAIN);
	assert_int_equal(event.level, 5);
	assert_int_equal(event.areas, AREA_BIT(AREA_LOWER_BACK));
	assert_int_equal(event.signs, SIGN_SHOOTING);
	assert_string_equal(event.note, "Since Friday");
	event = event_of(place, AT "\"workout\",\"phase\":\"start\",\"areas\":[\"legs\"]}");
	assert_int_equal(event.type, DIARY_WORKOUT);
	assert_int_equal(event.areas, AREA_BIT(AREA_LEGS));
	event = event_of(place, AT "\"set\",\"set\":\"mine\"}");
	assert_int_equal(event.type, DIARY_SET);
	assert_string_equal(event.id, "mine");
	event = event_of(place, AT "\"advised\"}");
	assert_int_equal(event.type, DIARY_ADVISED);
}

/* What limberd writes is what is read. */
static void what_is_written_is_read(void **state)
{
	const Place *place = *state;
	const HistoryPlace history = {.directory = place->top, .wall_offset = 0};
	const usec_t at = utc(2026, 11, 23, 9, 48, 0);
	const PlanStep step = {
	        .id = "bend", .side = "left", .kind = "stretch", .areas = "hips,core"};
	CLEANUP(diary_free) Diary *diary = NULL;

	assert_int_equal(history_append_exercise(&history, at, &step, 30 * USEC_PER_SEC), 0);
	assert_int_equal(history_append_hurt(&history, at, &step), 0);
	assert_int_equal(
	        history_append_pain(&history, at, 5, AREA_HIPS, SIGN_WEAKNESS, "a \"b\""), 0);
	assert_int_equal(history_append_pain(&history, at, 0, AREA_MAX, 0, ""), 0);
	assert_int_equal(history_append_workout(&history, at, "start", AREAS_ALL), 0);
	assert_int_equal(history_append_workout(&history, at, "stop", AREA_BIT(AREA_LEGS)), 0);
	assert_int_equal(history_append_set(&history, at, "mine"), 0);
	assert_int_equal(history_append_advised(&history, at), 0);
	diary = read_diary(place, 0);
	assert_int_equal(diary->n_bad_lines, 0);
	assert_int_equal(diary->n_events, 8);
	assert_int_equal(diary->events[0].side, SIDE_LEFT);
	assert_int_equal(diary->events[0].areas, AREA_BIT(AREA_HIPS) | AREA_BIT(AREA_CORE));
	assert_int_equal(diary->events[1].type, DIARY_HURT);
	assert_int_equal(diary->events[2].areas, AREA_BIT(AREA_HIPS));
	assert_int_equal(diary->events[2].signs, SIGN_WEAKNESS);
	assert_string_equal(diary->events[2].note, "a \"b\"");
	assert_int_equal(diary->events[3].areas, AREAS_ALL);
	assert_int_equal(diary->events[4].areas, AREAS_ALL);
	assert_int_equal(diary->events[5].areas, AREA_BIT(AREA_LEGS));
	assert_int_equal(diary->events[6].type, DIARY_SET);
	assert_int_equal(diary->events[7].type, DIARY_ADVISED);
}

static void no_area_is_every_area(void **state)
{
	const Place *place = *state;

	assert_int_equal(event_of(place, AT "\"pain\",\"level\":5}").areas, AREAS_ALL);
	assert_int_equal(event_of(place, AT "\"pain\",\"level\":5,\"areas\":[]}").areas, AREAS_ALL);
	assert_int_equal(
	        event_of(place, AT "\"pain\",\"level\":5,\"areas\":[\"whole-body\"]}").areas,
	        AREAS_ALL);
	/* of another version, perhaps */
	assert_int_equal(
	        event_of(place, AT "\"pain\",\"level\":5,\"areas\":[\"knee\"]}").areas, AREAS_ALL);
	assert_int_equal(event_of(place, AT "\"workout\",\"phase\":\"stop\"}").areas, AREAS_ALL);
	assert_int_equal(areas_reach(event_of(place, AT "\"exercise\",\"exercise\":\"a\",\"kind\":"
	                                                "\"strength\",\"areas\":[\"knee\"]}")
	                                     .areas),
	        AREAS_ALL);
}

static void a_note_has_its_signs(void **state)
{
	const Place *place = *state;

	assert_int_equal(diary_signs_of_note(""), 0);
	assert_int_equal(diary_signs_of_note("A long weekend, and a number of hills"), 0);
	assert_int_equal(diary_signs_of_note("Number three: a numb toe"), SIGN_NUMBNESS);
	assert_int_equal(diary_signs_of_note("Stiff in the morning"), 0);
	assert_int_equal(diary_signs_of_note("SHOOTING down the leg"), SIGN_SHOOTING);
	assert_int_equal(diary_signs_of_note("it shoots"), SIGN_SHOOTING);
	assert_int_equal(diary_signs_of_note("My toes tingle"), SIGN_NUMBNESS);
	assert_int_equal(diary_signs_of_note("Pins and needles"), SIGN_NUMBNESS);
	assert_int_equal(
	        diary_signs_of_note("numb and a weak foot"), SIGN_NUMBNESS | SIGN_WEAKNESS);
	assert_int_equal(event_of(place, AT "\"pain\",\"level\":2,\"signs\":[\"weakness\"],"
	                                    "\"note\":\"a numb toe\"}")
	                         .signs,
	        SIGN_NUMBNESS | SIGN_WEAKNESS);
}

static void a_long_note_is_cut_between_characters(void **state)
{
	const Place *place = *state;
	CLEANUP(free) char *line = NULL;
	char note[400] = "";
	DiaryEvent event;

	/* the 200th byte is the first of two */
	memset(note, 'n', 199);
	strcat(note, "äääää weakness");
	assert_true(asprintf(&line, AT "\"pain\",\"level\":2,\"note\":\"%s\"}", note) > 0);
	event = event_of(place, line);
	assert_int_equal(strlen(event.note), 199);
	assert_int_equal(event.signs, SIGN_WEAKNESS);
	free(line);
	memset(note, 'n', 300);
	note[300] = '\0';
	assert_true(asprintf(&line, AT "\"pain\",\"level\":2,\"note\":\"%s\"}", note) > 0);
	assert_int_equal(strlen(event_of(place, line).note), 200);
}

static void what_is_no_line_is_counted(void **state)
{
	const Place *place = *state;

	assert_bad(place, AT "\"exer\n");
	assert_bad(place, "nonsense\n");
	assert_bad(place, "[]\n");
	assert_bad(place, "{}\n");
	assert_bad(place, "{\"event\":\"advised\"}\n");
	assert_bad(place, "{\"at\":\"2026-11-23T10:48:00+01:00\"}\n");
	assert_bad(place, "{\"at\":5,\"event\":\"advised\"}\n");
	assert_bad(place, AT "\"exercise\",\"kind\":\"walk\"}\n");
	assert_bad(place, AT "\"exercise\",\"exercise\":\"a\",\"kind\":\"jump\"}\n");
	assert_bad(place, AT "\"exercise\",\"exercise\":\"a\"}\n");
	assert_bad(place, AT "\"exercise\",\"exercise\":\"\",\"kind\":\"walk\"}\n");
	assert_bad(place, AT "\"exercise\",\"kind\":\"walk\",\"exercise\":"
	                     "\"a123456789012345678901234567890123456789012345678\"}\n");
	assert_bad(place, AT "\"pain\"}\n");
	assert_bad(place, AT "\"pain\",\"level\":11}\n");
	assert_bad(place, AT "\"pain\",\"level\":-1}\n");
	assert_bad(place, AT "\"pain\",\"level\":5.5}\n");
	assert_bad(place, AT "\"pain\",\"level\":\"5\"}\n");
	assert_bad(place, AT "\"set\"}\n");
}

static void a_moment_is_read_strictly(void **state)
{
	static const char *const wrong[] = {"", "2026-11-23", "2026-11-23T10:48:00",
	        "2026-11-23 10:48:00+01:00", "2026-11-23T10:48:00+0100", "2026-13-23T10:48:00Z",
	        "2026-11-32T10:48:00Z", "2026-11-23T24:48:00Z", "2026-11-23T10:60:00Z",
	        "2026-11-23T10:48:61Z", "2026-11-23T10:48:00+01:60", "1969-11-23T10:48:00Z",
	        "2026-11-23T10:48:0xZ", "2026-11-23T10:48:00Zulu"};
	const Place *place = *state;

	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		CLEANUP(free) char *line = NULL;

		assert_true(asprintf(&line, "{\"at\":\"%s\",\"event\":\"advised\"}", wrong[i]) > 0);
		assert_bad(place, line);
	}
	event_of(place, "{\"at\":\"2026-11-23T09:48:00Z\",\"event\":\"advised\"}");
	event_of(place, "{\"at\":\"2026-11-23T00:18:00-09:30\",\"event\":\"advised\"}");
}

/* A crash has torn a line, and a longer one than any is passed over; what is around them counts. */
static void the_rest_survives(void **state)
{
	const Place *place = *state;
	CLEANUP(diary_free) Diary *diary = NULL;
	CLEANUP(free) char *text = NULL;
	CLEANUP(free) char *blanks = calloc(1, 100001);

	memset(blanks, ' ', 100000);
	assert_true(asprintf(&text,
	                    AT "\"advised\"}\n" AT "\"adv\n\n" AT "\"set\",\"set\":\"a\"}\n"
	                       "%s\n" AT "\"set\",\"set\":\"b\"}%s\n" AT
	                       "\"set\",\"set\":\"c\"}\n" AT "\"due\",\"kind\":\"walk\"}\n%s",
	                    blanks, blanks, blanks) > 0);
	diary = diary_of_text(place, text);
	assert_int_equal(diary->n_events, 3);
	assert_int_equal(diary->n_bad_lines, 4);
	assert_int_equal(diary->events[0].type, DIARY_ADVISED);
	assert_string_equal(diary->events[1].id, "a");
	assert_string_equal(diary->events[2].id, "c");
}

static void a_line_may_be_long_but_not_longer(void **state)
{
	const Place *place = *state;
	CLEANUP(diary_free) Diary *diary = NULL;
	CLEANUP(free) char *text = calloc(1, 3 * 65536);
	const char *line = AT "\"advised\"}";

	strcpy(text, line);
	memset(text + strlen(line), ' ', 65536 - strlen(line));
	text[65536] = '\n';
	strcpy(text + 65537, line);
	memset(text + 65537 + strlen(line), ' ', 65537 - strlen(line));
	diary = diary_of_text(place, text);
	assert_int_equal(diary->n_events, 1);
	assert_int_equal(diary->n_bad_lines, 1);
}

#define LINE(at, id) "{\"at\":\"" at "\",\"event\":\"set\",\"set\":\"" id "\"}\n"

static void events_are_in_the_order_of_time(void **state)
{
	const Place *place = *state;
	CLEANUP(diary_free) Diary *diary = NULL;
	char order[16] = "";

	put_month(place, "2026-12.jsonl", LINE("2026-12-01T00:30:00+01:00", "f"));
	put_month(place, "2026-10.jsonl", LINE("2026-10-05T10:00:00+02:00", "a"));
	/* two machines' histories, one after the other; and one moment twice */
	put_month(place, "2026-11.jsonl",
	        LINE("2026-11-03T10:00:00+01:00", "c") LINE("2026-11-04T10:00:00+01:00", "d")
	                LINE("2026-11-02T10:00:00+01:00", "b") LINE("2026-11-04T09:00:00Z", "e"));
	put_month(place, "notes.jsonl", LINE("2026-11-03T10:00:00+01:00", "x"));
	put_month(place, "2026-11.jsonl~", LINE("2026-11-03T10:00:00+01:00", "y"));
	diary = read_diary(place, 0);
	for (size_t i = 0; i < diary->n_events; i++)
		strcat(order, diary->events[i].id);
	assert_string_equal(order, "abcdef");
}

static void only_what_is_not_too_old_is_read(void **state)
{
	const Place *place = *state;
	const usec_t from = utc(2026, 11, 1, 0, 30, 0);
	CLEANUP(diary_free) Diary *diary = NULL;

	/* still October where it was written */
	put_month(place, "2026-10.jsonl",
	        LINE("2026-10-31T21:29:59-03:00", "a") LINE("2026-10-31T21:30:00-03:00", "b"));
	put_month(place, "2026-09.jsonl", "nonsense\n");
	put_month(place, "2026-11.jsonl", LINE("2026-11-01T12:00:00+01:00", "c"));
	diary = read_diary(place, from);
	assert_int_equal(diary->n_bad_lines, 0);
	assert_int_equal(diary->n_events, 2);
	assert_string_equal(diary->events[0].id, "b");
	assert_string_equal(diary->events[1].id, "c");
}

static void many_events_are_no_matter(void **state)
{
	const Place *place = *state;
	CLEANUP(diary_free) Diary *diary = NULL;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	/* the latest first */
	for (int i = 19999; i >= 0; i--)
		fprintf(out, "{\"at\":\"2026-11-%02dT%02d:%02d:00Z\",\"event\":\"advised\"}\n",
		        1 + i / 1440, i / 60 % 24, i % 60);
	fclose(out);
	diary = diary_of_text(place, text);
	free(text);
	assert_int_equal(diary->n_events, 20000);
	for (size_t i = 1; i < diary->n_events; i++)
		assert_true(diary->events[i - 1].at < diary->events[i].at);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(without_a_history_it_is_empty),
	        TEST(every_event_comes_through),
	        TEST(what_is_written_is_read),
	        TEST(no_area_is_every_area),
	        TEST(a_note_has_its_signs),
	        TEST(a_long_note_is_cut_between_characters),
	        TEST(what_is_no_line_is_counted),
	        TEST(a_moment_is_read_strictly),
	        TEST(the_rest_survives),
	        TEST(a_line_may_be_long_but_not_longer),
	        TEST(events_are_in_the_order_of_time),
	        TEST(only_what_is_not_too_old_is_read),
	        TEST(many_events_are_no_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
