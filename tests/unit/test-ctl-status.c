/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl status: what it says about every state the daemon can be in, for people and as JSON. */

#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <jansson.h>

#include "bus-names.h"
#include "client/ctl-status.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(json_t *, json_decref);

static const CtlStyle style = {.utf8 = true, .width = 80};

/* Monday 2026-11-23 14:30 UTC, 10,000 s after the machine's start. */
static const CtlNow now = {.boottime = 10000 * USEC_PER_SEC, .realtime = 1795444200 * USEC_PER_SEC};

static usec_t in_minutes(int64_t minutes)
{
	return now.boottime + minutes * USEC_PER_MIN;
}

typedef struct Fixture {
	CtlKind kinds[2];
	CtlHold holds[2];
	const char *problems[1];
	CtlSource sources[2];
	const char *built_without[1];
	CtlDecision decisions[8];
	CtlStep steps[3];
	CtlStatus s;
} Fixture;

/* Sitting for 31 minutes, with nothing else to tell. */
static void set_up(Fixture *f)
{
	*f = (Fixture){.kinds = {{"stretch", "Time to stretch", "Stand up.", 45 * USEC_PER_MIN,
	                                 3 * USEC_PER_MIN, 31 * USEC_PER_MIN, in_minutes(14)},
	                       {"walk", "Time for a walk", "Get up.", 2 * USEC_PER_HOUR,
	                               10 * USEC_PER_MIN, 30 * USEC_PER_MIN, in_minutes(90)}},
	        .s = {.version = "1.2",
	                .state = "sitting",
	                .present = true,
	                .present_since = in_minutes(-31),
	                .presence_source = "x11",
	                .presence_problem = "",
	                .session = {"3", false, true, ""},
	                .next_kind = "stretch",
	                .next_at = in_minutes(14),
	                .next_event = "due",
	                .next_event_at = in_minutes(14),
	                .reminder = {.phase = "none", .kind = ""},
	                .running = {.kind = "", .how = ""},
	                .routine_for = "",
	                .exercise = {.place = LIMBER_UNLIMITED},
	                .routine_problem = "",
	                .advice = "",
	                .snoozes_left = 3,
	                .skips_left = LIMBER_UNLIMITED,
	                .notifier_state = "idle",
	                .notifier_problem = "",
	                .sound = true,
	                .state_problem = ""}};
	f->s.kinds = f->kinds;
	f->s.n_kinds = ELEMENTSOF(f->kinds);
	f->s.holds = f->holds;
	f->s.problems = f->problems;
	f->s.sources = f->sources;
	f->s.built_without = f->built_without;
	f->s.decisions = f->decisions;
	f->s.routine = f->steps;
}

/* The first exercise of so many runs for another 23 s. */
static void lead(Fixture *f, size_t n)
{
	static const char *areas[] = {"core", "lower-back"}, *texts[] = {"Kneel.", "Reach."};
	const CtlTexts areas_of = {areas, 2}, steps_of = {texts, 2};

	f->steps[0] = (CtlStep){"bird-dog", "Bird dog", "left", 40 * USEC_PER_SEC, "strength",
	        areas_of, steps_of, "Slowly.", "", "/bird.png", ""};
	f->steps[1] = f->steps[0];
	f->steps[1].side = "right";
	f->steps[2] = (CtlStep){"cat-camel", "Cat-camel", "", 30 * USEC_PER_SEC, "mobility",
	        areas_of, steps_of, "", "", "", ""};
	f->s.n_routine = n;
	f->s.exercise = (CtlExercise){.place = 0,
	        .began_at = in_minutes(-1),
	        .ends_at = now.boottime + 23 * USEC_PER_SEC};
}

/* As while away, in a break or under a freeze. */
static void stop_clocks(Fixture *f)
{
	f->s.next_kind = "";
	f->s.next_at = 0;
	f->kinds[0].due_at = 0;
	f->kinds[1].due_at = 0;
}

static void remind(Fixture *f, const char *phase)
{
	f->kinds[0].clock = f->kinds[0].every;
	f->kinds[0].due_at = in_minutes(-3);
	f->s.next_at = in_minutes(-3);
	f->s.reminder.phase = phase;
	f->s.reminder.kind = "stretch";
	f->s.reminder.due_at = in_minutes(-3);
}

static void assert_text_in(const Fixture *f, const CtlStyle *as, const char *expected)
{
	CLEANUP(free) char *printed = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	assert_int_equal(ctl_print_status(out, as, &f->s, &now), 0);
	fclose(out);
	assert_string_equal(printed, expected);
}

static void assert_text(const Fixture *f, const char *expected)
{
	assert_text_in(f, &style, expected);
}

static void sitting(void **state)
{
	Fixture f;

	set_up(&f);
	assert_text(&f, "● Sitting for 31min, since 13:59\n"
	                "  next      stretch in 14min, at 14:44\n"
	                "  stretch   █████████████░░░░░░░  31min of 45min  in 14min, at 14:44\n"
	                "  walk      █████░░░░░░░░░░░░░░░  30min of 2h     in 1h 30min, at 16:00\n"
	                "  presence  x11\n");
}

static void due_on_another_day(void **state)
{
	Fixture f;

	set_up(&f);
	f.kinds[1].every = 12 * USEC_PER_HOUR;
	f.kinds[1].due_at = in_minutes(690);
	assert_text(&f,
	        "● Sitting for 31min, since 13:59\n"
	        "  next      stretch in 14min, at 14:44\n"
	        "  stretch   █████████████░░░░░░░  31min of 45min  in 14min, at 14:44\n"
	        "  walk      ░░░░░░░░░░░░░░░░░░░░  30min of 12h    in 11h 30min, tomorrow 02:00\n"
	        "  presence  x11\n");
}

static void no_alarm_at_the_very_beginning(void **state)
{
	Fixture f;

	set_up(&f);
	f.s.presence_source = "none";
	f.sources[0] = (CtlSource){"wayland", "not here", ""};
	f.sources[1] = (CtlSource){"x11", "opening", ""};
	f.s.n_sources = 2;
	assert_text(&f, "● Sitting for 31min, since 13:59\n"
	                "  next      stretch in 14min, at 14:44\n"
	                "  stretch   █████████████░░░░░░░  31min of 45min  in 14min, at 14:44\n"
	                "  walk      █████░░░░░░░░░░░░░░░  30min of 2h     in 1h 30min, at 16:00\n"
	                "  presence  not known yet\n");
}

static void narrow_and_ascii(void **state)
{
	CtlStyle narrow = {.utf8 = false, .width = 58};
	CtlStyle narrower = {.utf8 = true, .width = 50};
	CtlStyle narrowest = {.utf8 = true, .width = 40};
	Fixture f;

	set_up(&f);
	f.s.presence_source = "none";
	assert_text_in(&f, &narrow,
	        "* Sitting for 31min, since 13:59\n"
	        "! presence  UNKNOWN: nothing tells when you leave, you\n"
	        "            always count as present\n"
	        "  next      stretch in 14min, at 14:44\n"
	        "  stretch   [###--]  31min of 45min  in 14min, at 14:44\n"
	        "  walk      [#----]  30min of 2h     in 1h 30min, at 16:00\n");
	f.s.presence_source = "x11";
	f.s.presence_problem = "";
	assert_text_in(&f, &narrower,
	        "● Sitting for 31min, since 13:59\n"
	        "  next      stretch in 14min, at 14:44\n"
	        "  stretch   31min of 45min  in 14min, at 14:44\n"
	        "  walk      30min of 2h     in 1h 30min, at 16:00\n"
	        "  presence  x11\n");
	assert_text_in(&f, &narrowest,
	        "● Sitting for 31min, since 13:59\n"
	        "  next      stretch in 14min, at 14:44\n"
	        "  stretch   31min of 45min\n"
	        "  walk      30min of 2h\n"
	        "  presence  x11\n");
}

static void away(void **state)
{
	Fixture f;

	set_up(&f);
	stop_clocks(&f);
	f.s.state = "away";
	f.s.present = false;
	f.s.n_kinds = 1;
	assert_text(&f, "● Away for 31min, since 13:59\n"
	                "  next      none while you are away\n"
	                "  stretch   █████████████░░░░░░░  31min of 45min  resting\n"
	                "  presence  x11\n");
	f.s.present_since = 1;
	f.s.n_kinds = 0;
	assert_text(&f, "● Away since before the machine started\n"
	                "  next      none, no kind of break is on\n"
	                "  presence  x11\n");
}

static void in_a_break(void **state)
{
	Fixture f;

	set_up(&f);
	stop_clocks(&f);
	f.s.state = "break";
	f.s.running = (CtlBreak){"stretch", "asked", in_minutes(-1), in_minutes(2)};
	f.s.n_kinds = 1;
	assert_text(&f, "● Break: stretch, 2min left, until 14:32\n"
	                "  next      after this break\n"
	                "  stretch   █████████████░░░░░░░  31min of 45min\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
	/* just begun: the clock is still full */
	f.kinds[0].clock = f.kinds[0].every;
	assert_text(&f, "● Break: stretch, 2min left, until 14:32\n"
	                "  next      after this break\n"
	                "  stretch   ████████████████████  45min of 45min\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
	f.kinds[0].clock = 0;
	f.s.present = false;
	assert_text(&f, "● Break: stretch, 2min left, until 14:32\n"
	                "  next      after this break\n"
	                "  stretch   ░░░░░░░░░░░░░░░░░░░░  0s of 45min\n"
	                "  presence  away for 31min, since 13:59 (x11)\n");
}

static void in_an_exercise(void **state)
{
	Fixture f;

	set_up(&f);
	stop_clocks(&f);
	f.s.state = "break";
	f.s.running = (CtlBreak){"stretch", "asked", in_minutes(-1), in_minutes(2)};
	f.s.n_kinds = 0;
	lead(&f, 3);
	assert_text(&f, "● Break: stretch, 2min left, until 14:32\n"
	                "  exercise  Bird dog, left side, 23s left (1 of 3)\n"
	                "  then      Bird dog, right side\n"
	                "  next      none, no kind of break is on\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
	f.s.exercise = (CtlExercise){.place = 2, .left = 7 * USEC_PER_SEC, .paused = true};
	f.s.routine_problem = "core.ini:3: [plank] odd\n\nlimber-routine fails";
	f.s.advice = "See a doctor.";
	assert_text(&f, "● Break: stretch, 2min left, until 14:32\n"
	                "! routine   core.ini:3: [plank] odd\n"
	                "! routine   limber-routine fails\n"
	                "! advice    See a doctor.\n"
	                "  exercise  Cat-camel, paused with 7s left (3 of 3)\n"
	                "  next      none, no kind of break is on\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
	/* they are over before the break is */
	f.s.exercise = (CtlExercise){.place = LIMBER_UNLIMITED};
	f.s.advice = f.s.routine_problem = "";
	assert_text(&f, "● Break: stretch, 2min left, until 14:32\n"
	                "  next      none, no kind of break is on\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
}

static void before_the_exercises(void **state)
{
	Fixture f;

	set_up(&f);
	remind(&f, "up");
	f.s.state = "reminder";
	f.s.n_kinds = 0;
	lead(&f, 3);
	f.s.exercise = (CtlExercise){.place = LIMBER_UNLIMITED};
	f.s.routine_for = "stretch";
	assert_text(&f, "● Reminder: stretch, up for 3min, since 14:27\n"
	                "  brings    Bird dog, Cat-camel\n"
	                "  answer    limberctl start | snooze (3 left) | skip\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
}

static void reminded(void **state)
{
	Fixture f;

	set_up(&f);
	remind(&f, "up");
	f.s.state = "reminder";
	f.s.n_kinds = 1;
	assert_text(&f, "● Reminder: stretch, up for 3min, since 14:27\n"
	                "  answer    limberctl start | snooze (3 left) | skip\n"
	                "  stretch   ████████████████████  45min of 45min  due\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
	f.s.reminder.repeats = 3;
	f.s.reminder.urgent = true;
	f.s.snoozes_left = LIMBER_UNLIMITED;
	f.s.skips_left = 0;
	f.s.n_kinds = 0;
	assert_text(&f, "● Reminder: stretch, up for 3min, since 14:27 (again: 3), urgent\n"
	                "  answer    limberctl start | snooze | skip (0 left)\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
}

static void snoozed(void **state)
{
	Fixture f;

	set_up(&f);
	remind(&f, "snoozed");
	f.s.state = "snoozed";
	f.s.reminder.returns_at = in_minutes(4);
	f.s.n_kinds = 0;
	assert_text(&f, "● Snoozed: stretch, back in 4min, at 14:34\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
	f.s.state = "away";
	f.s.present = false;
	assert_text(&f, "● Away for 31min, since 13:59\n"
	                "  snoozed   stretch, back in 4min, at 14:34\n"
	                "  presence  x11\n");
}

static void held(void **state)
{
	Fixture f;

	set_up(&f);
	f.s.state = "held";
	f.s.n_kinds = 0;
	f.holds[0] = (CtlHold){"user", "lunch", "wait", in_minutes(10)};
	f.s.n_holds = 1;
	/* over before the break is due */
	assert_text(&f, "● Paused, 10min left, until 14:40: lunch\n"
	                "  next      stretch in 14min, at 14:44\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
	f.holds[1] = (CtlHold){"zoom", "", "freeze", 0};
	f.s.n_holds = 2;
	assert_text(&f, "● Paused, 10min left, until 14:40: lunch\n"
	                "  next      stretch in 14min, at 14:44 (waits for the end of the hold)\n"
	                "  hold      Held by zoom (freeze)\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
	f.s.next_kind = "";
	assert_text(&f, "● Paused, 10min left, until 14:40: lunch\n"
	                "  next      none, no kind of break is on\n"
	                "  hold      Held by zoom (freeze)\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
}

static void held_by_the_calendar(void **state)
{
	Fixture f;

	set_up(&f);
	stop_clocks(&f);
	f.s.state = "held";
	f.s.n_kinds = 1;
	f.kinds[0].clock = 0;
	f.holds[0] = (CtlHold){"working-hours", "", "reset", in_minutes(1440)};
	f.s.n_holds = 1;
	assert_text(&f, "● Outside working hours, 1d left, until tomorrow 14:30\n"
	                "  next      none while held\n"
	                "  stretch   ░░░░░░░░░░░░░░░░░░░░  0s of 45min  standing still\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
}

static void waiting_under_a_hold(void **state)
{
	Fixture f;

	set_up(&f);
	remind(&f, "waiting");
	f.s.reminder.due_at = 0;
	f.s.state = "held";
	f.s.n_kinds = 1;
	f.holds[0] = (CtlHold){"zoom", "\033[2Ja call\nof mine", "wait", 0};
	f.s.n_holds = 1;
	assert_text(&f, "● Held by zoom: \\x1b[2Ja call\\x0aof mine\n"
	                "  waiting   stretch, for the end of the hold\n"
	                "  stretch   ████████████████████  45min of 45min  due\n"
	                "  presence  here for 31min, since 13:59 (x11)\n");
	/* after the hold, until the reminder comes up */
	f.s.n_holds = 0;
	f.s.n_kinds = 0;
	f.s.state = "sitting";
	assert_text(&f, "● Sitting for 31min, since 13:59\n"
	                "  waiting   stretch, comes in a moment\n"
	                "  presence  x11\n");
}

static void problems_come_first(void **state)
{
	Fixture f;

	set_up(&f);
	f.s.presence_problem = "the X server has no IDLETIME counter";
	f.s.notifier_state = "failed";
	f.s.notifier_problem = "limber-notify was not found";
	f.s.state_problem = "no room";
	f.problems[0] = "limber.ini: [walk] evry: unknown key; did you mean every?";
	f.s.n_problems = 1;
	f.s.n_kinds = 0;
	assert_text(&f, "● Sitting for 31min, since 13:59\n"
	                "! presence  x11: the X server has no IDLETIME counter\n"
	                "! notifier  limber-notify was not found\n"
	                "! state     no room\n"
	                "! config    limber.ini: [walk] evry: unknown key; did you mean every?\n"
	                "  next      stretch in 14min, at 14:44\n");
	f.s.presence_source = "none";
	f.s.presence_problem = "no display, you count as present";
	f.s.notifier_problem = "";
	f.s.notifier_state = "waiting";
	f.s.state_problem = "";
	f.s.n_problems = 0;
	assert_text(&f, "● Sitting for 31min, since 13:59\n"
	                "! presence  UNKNOWN: no display, you count as present\n"
	                "! notifier  waiting for a notification server\n"
	                "  next      stretch in 14min, at 14:44\n");
	f.s.presence_source = "x11";
	f.s.presence_problem = "";
	f.s.notifier_state = "off";
	assert_text(&f, "● Sitting for 31min, since 13:59\n"
	                "  next      stretch in 14min, at 14:44\n"
	                "  presence  x11\n"
	                "  notifier  off\n");
}

static void colours_end_with_the_line(void **state)
{
	CtlStyle colour = {.utf8 = true, .colour = true, .width = 80};
	Fixture f;

	set_up(&f);
	f.s.n_kinds = 0;
	f.s.notifier_problem = "gone";
	assert_text_in(&f, &colour,
	        "\033[32m● Sitting for 31min, since 13:59\033[0m\n"
	        "\033[1;31m! notifier  gone\033[0m\n"
	        "\033[2m  next      \033[0mstretch in 14min, at 14:44\033[0m\n"
	        "\033[2m  presence  \033[0mx11\033[0m\n");
}

static void assert_json(const Fixture *f, const char *expected)
{
	CLEANUP(json_decref) json_t *wanted = json_loads(expected, 0, NULL);
	CLEANUP(json_decref) json_t *found = NULL;
	CLEANUP(free) char *printed = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	assert_int_equal(ctl_print_status_json(out, &f->s, &now), 0);
	fclose(out);
	found = json_loads(printed, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(wanted);
	assert_non_null(found);
	if (!json_equal(wanted, found))
		fail_msg("%s", printed);
}

/* What status --why tells of, at its fullest. */
static void fill_reasons(Fixture *f)
{
	f->s.last_input = in_minutes(-1);
	f->sources[0] = (CtlSource){"wayland", "not here", ""};
	f->sources[1] = (CtlSource){"x11", "failed", "gone"};
	f->s.n_sources = 2;
	f->built_without[0] = "mutter";
	f->s.n_built_without = 1;
	f->s.session = (CtlSession){"", true, false, "no logind"};
	f->s.next_event = "";
	f->s.next_event_at = 0;
	f->s.state_problem = "full";
	f->decisions[0] = (CtlDecision){"due", "walk", in_minutes(-10), 0, 0, ""};
	f->decisions[1] = (CtlDecision){"again", "walk", in_minutes(-9), 0, 2, ""};
	f->decisions[2] = (CtlDecision){"snoozed", "walk", in_minutes(-8), in_minutes(-3), 0, ""};
	f->decisions[3] = (CtlDecision){"waiting", "walk", in_minutes(-7), 0, 0, "zoom"};
	f->decisions[4] = (CtlDecision){
	        "partial", "walk", in_minutes(-6), 90 * USEC_PER_SEC + 500 * USEC_PER_MSEC, 0, ""};
	f->decisions[5] =
	        (CtlDecision){"natural", "stretch", in_minutes(-5), in_minutes(-10), 0, ""};
	f->decisions[6] = (CtlDecision){
	        "started", "walk", in_minutes(-1) + 10 * USEC_PER_SEC, in_minutes(-1), 0, "lull"};
	f->s.n_decisions = 7;
}

static void assert_why(const Fixture *f, const char *expected)
{
	CtlStyle wide = {.utf8 = true, .width = 100};
	CLEANUP(free) char *printed = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	assert_int_equal(ctl_print_status_why(out, &wide, &f->s, &now), 0);
	fclose(out);
	assert_string_equal(printed, expected);
}

static void why_sitting(void **state)
{
	Fixture f;

	set_up(&f);
	f.kinds[0].clock += 12 * USEC_PER_SEC;
	f.sources[0] = (CtlSource){"x11", "in use", ""};
	f.s.n_sources = 1;
	assert_why(&f, "\n"
	               "● Why\n"
	               "  presence  here for 31min, since 13:59; x11 tells it and works\n"
	               "  input     goes on\n"
	               "  sources   x11: in use\n"
	               "  session   3: not locked, in front\n"
	               "  clocks    grow up to their due: you are here\n"
	               "  stretch   31min 12s of 45min; a break of 3min takes all of it off\n"
	               "  walk      30min of 2h; a break of 10min takes all of it off\n"
	               "  reminder  none: nothing is due\n"
	               "  hold      none\n"
	               "  then      in 14min, at 14:44: a break falls due\n"
	               "  decided   nothing since limberd was started\n");
}

static void why_everything(void **state)
{
	Fixture f;

	set_up(&f);
	stop_clocks(&f);
	remind(&f, "waiting");
	fill_reasons(&f);
	f.s.present = false;
	f.s.presence_problem = "only a guess";
	f.s.n_kinds = 0;
	f.holds[0] = (CtlHold){"zoom", "a\ncall", "freeze", 0};
	f.holds[1] = (CtlHold){"user", "", "wait", in_minutes(10)};
	f.s.n_holds = 2;
	assert_why(&f, "\n"
	               "● Why\n"
	               "  presence  away for 31min, since 13:59; x11 tells it: only a guess\n"
	               "  input     the last at 14:29:00, 1min ago\n"
	               "  sources   wayland: not here\n"
	               "            x11: failed, gone\n"
	               "            mutter: not built into this limberd\n"
	               "  session   locked, so you are away, not in front, so you are away; no "
	               "logind\n"
	               "  clocks    sink: you are away\n"
	               "  reminder  stretch, waits: held by zoom\n"
	               "  hold      zoom, mode freeze, without an end of its own: a\\x0acall\n"
	               "            user, mode wait, 10min left, until 14:40\n"
	               "  then      nothing, until something happens\n"
	               "  decided   14:20:00  due walk\n"
	               "            14:21:00  again walk 2\n"
	               "            14:22:00  snoozed walk until 14:27:00\n"
	               "            14:23:00  waiting walk, held by zoom\n"
	               "            14:24:00  partial walk, rested for 1min 30s\n"
	               "            14:25:00  natural stretch since 14:20:00\n"
	               "            14:29:10  started walk lull, begun 14:29:00\n");
}

static void assert_why_has(const Fixture *f, const char *line)
{
	CLEANUP(free) char *printed = NULL;
	CLEANUP(free) char *wanted = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	assert_int_equal(ctl_print_status_why(out, &(CtlStyle){.utf8 = true}, &f->s, &now), 0);
	fclose(out);
	assert_return_code(asprintf(&wanted, "\n  %s\n", line), 0);
	if (!strstr(printed, wanted))
		fail_msg("no \"%s\" in:%s", line, printed);
}

static void why_the_clocks_do_what_they_do(void **state)
{
	Fixture f;

	set_up(&f);
	f.holds[0] = (CtlHold){"user", "", "wait", in_minutes(10)};
	f.s.n_holds = 1;
	assert_why_has(&f, "clocks    grow up to their due: you are here");
	f.holds[0].mode = "freeze";
	assert_why_has(&f, "clocks    stand: held by user, mode freeze");
	f.s.running = (CtlBreak){"stretch", "lull", in_minutes(-1), in_minutes(2)};
	assert_why_has(&f, "clocks    sink for stretch and shorter breaks, and stand for longer "
	                   "ones: a break runs");
	assert_why_has(&f, "break     stretch, begun by your own pause, 2min left, until 14:32");
	assert_why_has(&f, "reminder  none: a break runs");
}

static void why_the_reminder_is_where_it_is(void **state)
{
	Fixture f;

	set_up(&f);
	remind(&f, "up");
	f.s.reminder.repeats = 2;
	assert_why_has(&f, "reminder  stretch, up for 3min, since 14:27, repeated: 2; snoozes "
	                   "left: 3");
	f.s.reminder.phase = "snoozed";
	f.s.reminder.returns_at = in_minutes(4);
	assert_why_has(&f, "reminder  stretch, hidden by a snooze, back in 4min, at 14:34; "
	                   "snoozes left: 3");
	f.s.reminder.phase = "waiting";
	f.s.next_event = "settle-end";
	f.s.next_event_at = now.boottime + 8 * USEC_PER_SEC;
	assert_why_has(&f, "reminder  stretch, waits for things to settle");
	assert_why_has(&f, "then      in 8s, at 14:30: things have settled, and what is due comes "
	                   "up");
	f.s.reminder = (CtlReminder){.phase = "none", .kind = ""};
	f.s.present = false;
	assert_why_has(&f, "reminder  none: you are away");
}

static void why_presence_is_unknown(void **state)
{
	Fixture f;

	set_up(&f);
	f.s.presence_source = "none";
	f.s.presence_problem = "no display";
	assert_why_has(&f, "presence  not known, so you count as here, for 31min, since 13:59; "
	                   "nothing tells it: no display");
	assert_why_has(&f, "input     not known");
}

static void json_of_nothing_special(void **state)
{
	Fixture f;

	set_up(&f);
	f.s.n_kinds = 1;
	f.kinds[0].clock += 250 * USEC_PER_MSEC;
	assert_json(&f,
	        "{\"version\": \"1.2\", \"state\": \"sitting\", \"present\": true,"
	        " \"present_since\": \"2026-11-23T13:59:00+00:00\", \"present_for\": 1860,"
	        " \"presence_source\": \"x11\", \"presence_problem\": null,"
	        " \"last_input\": null, \"last_input_ago\": null, \"sources\": [],"
	        " \"built_without\": [], \"session\": {\"id\": \"3\", \"locked\": false,"
	        "  \"active\": true, \"problem\": null}, \"decisions\": [],"
	        " \"state_problem\": null,"
	        " \"next_event\": {\"event\": \"due\","
	        "  \"at\": \"2026-11-23T14:44:00+00:00\", \"in\": 840},"
	        " \"kinds\": [{\"name\": \"stretch\", \"title\": \"Time to stretch\","
	        "  \"text\": \"Stand up.\", \"every\": 2700, \"length\": 180, \"clock\": 1860.25,"
	        "  \"due_at\": \"2026-11-23T14:44:00+00:00\", \"due_in\": 840}],"
	        " \"next_break\": {\"kind\": \"stretch\","
	        "  \"at\": \"2026-11-23T14:44:00+00:00\", \"in\": 840},"
	        " \"reminder\": null, \"break\": null, \"holds\": [], \"snoozes_left\": 3,"
	        " \"skips_left\": null, \"notifier\": {\"state\": \"idle\", \"problem\": null},"
	        " \"routine\": [], \"routine_for\": null, \"exercise\": null,"
	        " \"routine_problem\": null, \"advice\": null,"
	        " \"sound\": true, \"config_problems\": []}");
}

static void json_of_everything(void **state)
{
	Fixture f;

	set_up(&f);
	stop_clocks(&f);
	remind(&f, "up");
	f.s.next_kind = "";
	f.s.n_kinds = 0;
	f.s.presence_source = "none";
	f.s.presence_problem = "no display";
	f.s.running = (CtlBreak){"walk", "lull", in_minutes(-1), in_minutes(9)};
	f.holds[0] = (CtlHold){"user", "", "wait", in_minutes(10)};
	f.holds[1] = (CtlHold){"zoom", "\033\"ü", "freeze", 0};
	f.s.n_holds = 2;
	f.s.skips_left = 0;
	f.problems[0] = "wrong";
	f.s.n_problems = 1;
	fill_reasons(&f);
	lead(&f, 1);
	f.s.routine_for = "walk";
	f.s.routine_problem = "odd";
	f.s.advice = "go";
	assert_json(&f,
	        "{\"version\": \"1.2\", \"state\": \"sitting\", \"present\": true,"
	        " \"present_since\": \"2026-11-23T13:59:00+00:00\", \"present_for\": 1860,"
	        " \"presence_source\": null, \"presence_problem\": \"no display\","
	        " \"last_input\": \"2026-11-23T14:29:00+00:00\", \"last_input_ago\": 60,"
	        " \"sources\": [{\"name\": \"wayland\", \"state\": \"not here\", \"why\": null},"
	        "  {\"name\": \"x11\", \"state\": \"failed\", \"why\": \"gone\"}],"
	        " \"built_without\": [\"mutter\"], \"session\": {\"id\": null,"
	        "  \"locked\": true, \"active\": false, \"problem\": \"no logind\"},"
	        " \"next_event\": null, \"state_problem\": \"full\", \"decisions\": ["
	        "  {\"decision\": \"due\", \"kind\": \"walk\","
	        "   \"at\": \"2026-11-23T14:20:00+00:00\", \"ago\": 600},"
	        "  {\"decision\": \"again\", \"kind\": \"walk\","
	        "   \"at\": \"2026-11-23T14:21:00+00:00\", \"ago\": 540, \"repeats\": 2},"
	        "  {\"decision\": \"snoozed\", \"kind\": \"walk\","
	        "   \"at\": \"2026-11-23T14:22:00+00:00\", \"ago\": 480,"
	        "   \"returns_at\": \"2026-11-23T14:27:00+00:00\"},"
	        "  {\"decision\": \"waiting\", \"kind\": \"walk\","
	        "   \"at\": \"2026-11-23T14:23:00+00:00\", \"ago\": 420,"
	        "   \"owner\": \"zoom\"},"
	        "  {\"decision\": \"partial\", \"kind\": \"walk\","
	        "   \"at\": \"2026-11-23T14:24:00+00:00\", \"ago\": 360, \"rested\": 90.5},"
	        "  {\"decision\": \"natural\", \"kind\": \"stretch\","
	        "   \"at\": \"2026-11-23T14:25:00+00:00\", \"ago\": 300,"
	        "   \"began_at\": \"2026-11-23T14:20:00+00:00\"},"
	        "  {\"decision\": \"started\", \"kind\": \"walk\","
	        "   \"at\": \"2026-11-23T14:29:10+00:00\", \"ago\": 50, \"how\": \"lull\","
	        "   \"began_at\": \"2026-11-23T14:29:00+00:00\"}],"
	        " \"kinds\": [], \"next_break\": null,"
	        " \"reminder\": {\"phase\": \"up\", \"kind\": \"stretch\","
	        "  \"due_at\": \"2026-11-23T14:27:00+00:00\", \"due_for\": 180,"
	        "  \"returns_at\": null, \"returns_in\": null, \"repeats\": 0, \"urgent\": false},"
	        " \"break\": {\"kind\": \"walk\", \"how\": \"lull\","
	        "  \"began_at\": \"2026-11-23T14:29:00+00:00\", \"running_for\": 60,"
	        "  \"ends_at\": \"2026-11-23T14:39:00+00:00\", \"ends_in\": 540},"
	        " \"holds\": [{\"owner\": \"user\", \"reason\": null, \"mode\": \"wait\","
	        "  \"until\": \"2026-11-23T14:40:00+00:00\", \"ends_in\": 600},"
	        "  {\"owner\": \"zoom\", \"reason\": \"\\u001b\\\"ü\", \"mode\": \"freeze\","
	        "  \"until\": null, \"ends_in\": null}], \"snoozes_left\": 3,"
	        " \"skips_left\": 0, \"notifier\": {\"state\": \"idle\", \"problem\": null},"
	        " \"routine_for\": \"walk\", \"routine\": [{\"exercise\": \"bird-dog\","
	        "  \"title\": \"Bird dog\", \"side\": \"left\", \"span\": 40,"
	        "  \"kind\": \"strength\", \"areas\": [\"core\", \"lower-back\"],"
	        "  \"steps\": [\"Kneel.\", \"Reach.\"], \"form\": \"Slowly.\","
	        "  \"caution\": null, \"pictures\": {\"start\": \"/bird.png\", \"end\": null}}],"
	        " \"exercise\": {\"place\": 0, \"exercise\": \"bird-dog\","
	        "  \"title\": \"Bird dog\", \"side\": \"left\","
	        "  \"began_at\": \"2026-11-23T14:29:00+00:00\","
	        "  \"ends_at\": \"2026-11-23T14:30:23+00:00\", \"left\": 23,"
	        "  \"paused\": false}, \"routine_problem\": \"odd\", \"advice\": \"go\","
	        " \"sound\": true, \"config_problems\": [\"wrong\"]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(sitting),
	        cmocka_unit_test(due_on_another_day),
	        cmocka_unit_test(no_alarm_at_the_very_beginning),
	        cmocka_unit_test(narrow_and_ascii),
	        cmocka_unit_test(away),
	        cmocka_unit_test(in_a_break),
	        cmocka_unit_test(in_an_exercise),
	        cmocka_unit_test(before_the_exercises),
	        cmocka_unit_test(reminded),
	        cmocka_unit_test(snoozed),
	        cmocka_unit_test(held),
	        cmocka_unit_test(held_by_the_calendar),
	        cmocka_unit_test(waiting_under_a_hold),
	        cmocka_unit_test(problems_come_first),
	        cmocka_unit_test(colours_end_with_the_line),
	        cmocka_unit_test(why_sitting),
	        cmocka_unit_test(why_everything),
	        cmocka_unit_test(why_the_clocks_do_what_they_do),
	        cmocka_unit_test(why_the_reminder_is_where_it_is),
	        cmocka_unit_test(why_presence_is_unknown),
	        cmocka_unit_test(json_of_nothing_special),
	        cmocka_unit_test(json_of_everything),
	};

	if (!setlocale(LC_ALL, "C.UTF-8") || setenv("TZ", "UTC0", 1) < 0)
		return EXIT_FAILURE;
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
