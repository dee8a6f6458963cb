/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines of a written day, right and wrong. */

#include "replay-line.h"

#include <errno.h>

#include "test.h"
#include "util/cleanup.h"

static ReplayLine line_of(const char *text)
{
	CLEANUP(free) char *copy = strdup(text);
	char error[REPLAY_ERROR_SIZE] = "";
	ReplayLine line;

	if (replay_line_parse(copy, &line, error) != 0)
		fail_msg("\"%s\": %s", text, error);
	return line;
}

static void assert_wrong(const char *text, const char *expected)
{
	CLEANUP(free) char *copy = strdup(text);
	char error[REPLAY_ERROR_SIZE] = "";
	ReplayLine line;
	int r = replay_line_parse(copy, &line, error);

	if (r != -EINVAL || strcmp(error, expected) != 0)
		fail_msg("\"%s\": %d, \"%s\", not \"%s\"", text, r, error, expected);
}

static void plain_events(void **state)
{
	static const struct {
		const char *text;
		ReplayVerb verb;
	} events[] = {
	        {"00:00:01 idle", REPLAY_IDLE},
	        {"00:00:01 input", REPLAY_INPUT},
	        {"00:00:01 bump", REPLAY_BUMP},
	        {"00:00:01 lock", REPLAY_LOCK},
	        {"00:00:01 unlock", REPLAY_UNLOCK},
	        {"00:00:01 sleep", REPLAY_SLEEP},
	        {"00:00:01 wake", REPLAY_WAKE},
	        {"00:00:01 resume", REPLAY_RESUME},
	        {"00:00:01 skip", REPLAY_SKIP},
	        {"00:00:01 stop", REPLAY_STOP},
	        {"  00:00:01\tend  # that is it", REPLAY_END},
	};

	for (size_t i = 0; i < ELEMENTSOF(events); i++) {
		ReplayLine line = line_of(events[i].text);

		assert_int_equal(line.verb, events[i].verb);
		assert_true(line.at == USEC_PER_SEC);
		assert_false(line.has_span);
		assert_false(line.has_mode);
	}
}

static void nothing_is_a_line_too(void **state)
{
	assert_int_equal(line_of("").verb, REPLAY_NOTHING);
	assert_int_equal(line_of(" \t\r").verb, REPLAY_NOTHING);
	assert_int_equal(line_of("# 00:00:01 idle").verb, REPLAY_NOTHING);
}

static void times_count_from_the_start(void **state)
{
	assert_true(line_of("00:00:00 end").at == 0);
	assert_true(line_of("01:02:03 end").at == 3723 * USEC_PER_SEC);
	assert_true(line_of("99:59:59 end").at == 359999 * USEC_PER_SEC);
	assert_true(line_of("8760:00:00 end").at == USEC_SPAN_MAX);
	assert_wrong("1:00:00 end", "1:00:00: not a time since the start, HH:MM:SS");
	assert_wrong("00:60:00 end", "00:60:00: not a time since the start, HH:MM:SS");
	assert_wrong("00:00:60 end", "00:00:60: not a time since the start, HH:MM:SS");
	assert_wrong("00:00 end", "00:00: not a time since the start, HH:MM:SS");
	assert_wrong("00:0:00 end", "00:0:00: not a time since the start, HH:MM:SS");
	assert_wrong("00:00:00.5 end", "00:00:00.5: not a time since the start, HH:MM:SS");
	assert_wrong("-1:00:00 end", "-1:00:00: not a time since the start, HH:MM:SS");
	assert_wrong("00-00-00 end", "00-00-00: not a time since the start, HH:MM:SS");
	assert_wrong("8761:00:00 end", "8761:00:00: not a time since the start, HH:MM:SS");
	assert_wrong("99999999:00:00 end", "99999999:00:00: not a time since the start, HH:MM:SS");
	assert_wrong("end", "end: not a time since the start, HH:MM:SS");
}

static void pauses_and_holds(void **state)
{
	ReplayLine line = line_of("00:00:01 pause");

	assert_true(!line.has_span && !line.has_mode);
	line = line_of("00:00:01 pause 90s");
	assert_true(line.has_span && line.span == 90 * USEC_PER_SEC && !line.has_mode);
	line = line_of("00:00:01 pause freeze");
	assert_true(!line.has_span && line.has_mode && line.mode == HOLD_FREEZE);
	line = line_of("00:00:01 pause 1h30min reset");
	assert_true(line.has_span && line.span == 90 * USEC_PER_MIN);
	assert_true(line.has_mode && line.mode == HOLD_RESET);
	line = line_of("00:00:01 hold film wait");
	assert_int_equal(line.verb, REPLAY_HOLD);
	assert_string_equal(line.owner, "film");
	assert_true(line.mode == HOLD_WAIT && !line.has_span);
	line = line_of("00:00:01 hold film reset 2h");
	assert_true(line.mode == HOLD_RESET && line.has_span && line.span == 2 * USEC_PER_HOUR);
	line = line_of("00:00:01 release film");
	assert_int_equal(line.verb, REPLAY_RELEASE);
	assert_string_equal(line.owner, "film");
	assert_wrong("00:00:01 pause wait 1h", "1h: one word too many");
	assert_wrong("00:00:01 pause 1h softly", "softly: not a mode; it is wait, freeze or reset");
	assert_wrong("00:00:01 pause softly", "softly: not a span such as 90s, 5min or 1h30min");
	assert_wrong("00:00:01 pause 1h wait now", "now: one word too many");
	assert_wrong("00:00:01 pause 366d", "366d: more than 365 days");
	assert_wrong("00:00:01 hold", "the owner is missing");
	assert_wrong("00:00:01 hold fi/lm wait", "fi/lm: an owner is 1 to 63 of A-Z a-z 0-9 . _ -");
	assert_wrong("00:00:01 hold film", "the mode is missing: wait, freeze or reset");
	assert_wrong("00:00:01 hold film 1h", "1h: not a mode; it is wait, freeze or reset");
	assert_wrong("00:00:01 hold film wait 1x", "1x: not a span such as 90s, 5min or 1h30min");
	assert_wrong("00:00:01 hold film wait 1h x", "x: one word too many");
	assert_wrong("00:00:01 release", "the owner is missing");
	assert_wrong("00:00:01 resume user", "user: one word too many");
}

static void commands_and_the_rest(void **state)
{
	ReplayLine line = line_of("00:00:01 snooze");

	assert_true(line.verb == REPLAY_SNOOZE && !line.has_span);
	line = line_of("00:00:01 snooze 10");
	assert_true(line.has_span && line.span == 10 * USEC_PER_SEC);
	line = line_of("00:00:01 start");
	assert_int_equal(line.verb, REPLAY_START);
	assert_string_equal(line.kind, "");
	assert_string_equal(line_of("00:00:01 start walk").kind, "walk");
	line = line_of("00:00:01 clock -1h");
	assert_true(line.verb == REPLAY_CLOCK && line.span == -USEC_PER_HOUR);
	assert_true(line_of("00:00:01 clock 1h").span == USEC_PER_HOUR);
	assert_true(line_of("00:00:01 clock +1h").span == USEC_PER_HOUR);
	line = line_of("00:00:01 restart 5min");
	assert_true(line.verb == REPLAY_RESTART && line.span == 5 * USEC_PER_MIN);
	assert_wrong("00:00:01 snooze soon", "soon: not a span such as 90s, 5min or 1h30min");
	assert_wrong("00:00:01 snooze -5min", "-5min: not a span such as 90s, 5min or 1h30min");
	assert_wrong("00:00:01 snooze 1h 30min", "30min: one word too many");
	/* no kind has so long a name, which is the rules' to say */
	assert_string_equal(line_of("00:00:01 start a-kind-whose-name-has-32-letters").kind, "?");
	assert_wrong("00:00:01 clock", "the span is missing, such as -1h");
	assert_wrong("00:00:01 clock back", "back: not a span such as 90s, 5min or 1h30min");
	assert_wrong("00:00:01 restart", "the span is missing, such as 5min");
	assert_wrong("00:00:01 restart -5min", "-5min: not a span such as 90s, 5min or 1h30min");
	assert_wrong("00:00:01 idle now", "now: one word too many");
	assert_wrong("00:00:01 end end", "end: one word too many");
}

static void what_is_no_event(void **state)
{
	assert_wrong("00:00:01", "the event is missing");
	assert_wrong("00:00:01 # idle", "the event is missing");
	assert_wrong("00:00:01 ilde", "ilde: no such event; did you mean idle?");
	assert_wrong("00:00:01 Idle", "Idle: no such event; did you mean idle?");
	assert_wrong("00:00:01 keyboard", "keyboard: no such event");
	assert_wrong("00:00:01 a b c d e f g h", "too many words");
}

static void the_start_is_a_moment(void **state)
{
	set_zone(BERLIN);
	assert_true(line_of("start 2026-11-23T09:00:00").wall == utc(2026, 11, 23, 8, 0, 0));
	assert_true(line_of("start 2028-02-29T23:59:59").wall == utc(2028, 2, 29, 22, 59, 59));
	assert_true(line_of("start 2026-07-01T09:00:00").wall == utc(2026, 7, 1, 7, 0, 0));
	assert_wrong("start", "a time such as 2026-11-23T09:00:00 is missing");
	assert_wrong("start now", "a time such as 2026-11-23T09:00:00 is missing");
	assert_wrong("start 2026-11-23 09:00:00", "a time such as 2026-11-23T09:00:00 is missing");
	assert_wrong("start 2026-11-23 09:00:00x", "a time such as 2026-11-23T09:00:00 is missing");
	assert_wrong("start 2026/11/23T09:00:00",
	        "2026/11/23T09:00:00: not a time such as 2026-11-23T09:00:00");
	assert_wrong("start 2026-13-23T09:00:00", "2026-13-23T09:00:00: no such time");
	assert_wrong("start 2026-11-23T24:00:00", "2026-11-23T24:00:00: no such time");
	assert_wrong("start 2026-11-23T09:00:60", "2026-11-23T09:00:60: no such time");
	assert_wrong("start 2026-02-29T09:00:00", "2026-02-29T09:00:00: no such day since 1970");
	assert_wrong("start 1969-12-31T09:00:00", "1969-12-31T09:00:00: no such day since 1970");
	assert_wrong("start 2026-11-23T09:00:00 now", "now: one word too many");
}

static void long_words_fit_the_message(void **state)
{
	char text[1024] = "00:00:01 ";
	char error[REPLAY_ERROR_SIZE] = "";
	ReplayLine line;

	memset(text + strlen(text), 'x', 1000);
	assert_int_equal(replay_line_parse(text, &line, error), -EINVAL);
	assert_int_equal(strlen(error), REPLAY_ERROR_SIZE - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(plain_events),
	        cmocka_unit_test(nothing_is_a_line_too),
	        cmocka_unit_test(times_count_from_the_start),
	        cmocka_unit_test(pauses_and_holds),
	        cmocka_unit_test(commands_and_the_rest),
	        cmocka_unit_test(what_is_no_event),
	        cmocka_unit_test(the_start_is_a_moment),
	        cmocka_unit_test(long_words_fit_the_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
