/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The saved state: all of it comes back, and what is damaged is told. */

#include "state.h"

#include <errno.h>

#include "stream.h"
#include "test.h"
#include "util/cleanup.h"

typedef struct Place {
	char *directory;
	char *file;
	Stream stream;
} Place;

static int set_up(void **state)
{
	Place *place = calloc(1, sizeof(*place));

	place->directory = make_directory();
	assert_true(asprintf(&place->file, "%s/state", place->directory) > 0);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	Place *place = *state;

	unlink(place->file);
	rmdir(place->directory);
	free(place->file);
	free(place->directory);
	free(place);
	return 0;
}

static const StateStamp stamp = {
        .boot_id = "11111111-2222-3333-4444-555555555555",
        .wall = 1795424400 * USEC_PER_SEC,
        .day = 20780,
};

/* A core in mid-life. */
static const Core *busy_core(Place *place, uint64_t seed)
{
	stream_begin(&place->stream, seed, USEC_PER_DAY);
	for (int i = 0; i < 40; i++)
		stream_play(&place->stream);
	return &place->stream.core;
}

static void save(const Place *place, const Core *core)
{
	assert_int_equal(state_save(place->file, core, &stamp), 0);
}

static void assert_same_clocks(const Core *a, const Core *b)
{
	assert_int_equal(a->clocks.n_pieces, b->clocks.n_pieces);
	for (size_t i = 0; i < a->rules.n_kinds; i++)
		assert_true(a->clocks.base[i] == b->clocks.base[i]);
	for (size_t i = 0; i < a->clocks.n_pieces; i++) {
		const ClockPiece *x = &a->clocks.pieces[i], *y = &b->clocks.pieces[i];

		assert_true(x->at == y->at && x->away == y->away && x->mode == y->mode);
		assert_true(x->break_kind == y->break_kind && x->zeroed == y->zeroed);
	}
}

static void assert_same_rules(const Rules *a, const Rules *b)
{
	assert_true(a->away_after == b->away_after && a->merge_within == b->merge_within);
	assert_true(a->settle == b->settle && a->remind_again == b->remind_again);
	assert_true(a->lull == b->lull && a->bump == b->bump && a->snooze == b->snooze);
	assert_true(a->pause_length == b->pause_length && a->pause_mode == b->pause_mode);
	assert_true(a->max_snoozes == b->max_snoozes && a->max_skips == b->max_skips);
	assert_int_equal(a->n_kinds, b->n_kinds);
	for (size_t i = 0; i < a->n_kinds; i++) {
		assert_string_equal(a->kinds[i].name, b->kinds[i].name);
		assert_true(a->kinds[i].every == b->kinds[i].every);
		assert_true(a->kinds[i].length == b->kinds[i].length);
	}
}

static void assert_same_holds(const HoldSet *a, const HoldSet *b)
{
	assert_int_equal(a->n_holds, b->n_holds);
	for (size_t i = 0; i < a->n_holds; i++) {
		const Hold *x = &a->holds[i], *y = &b->holds[i];

		assert_string_equal(x->owner, y->owner);
		assert_string_equal(x->reason, y->reason);
		assert_string_equal(x->caller, y->caller);
		assert_true(x->mode == y->mode && x->until == y->until);
		assert_true(x->until_wall == y->until_wall);
	}
}

static void assert_same_core(const Core *a, const Core *b)
{
	assert_same_rules(&a->rules, &b->rules);
	assert_same_clocks(a, b);
	assert_same_holds(&a->holds, &b->holds);
	assert_true(a->now == b->now && a->locked == b->locked && a->asleep == b->asleep);
	assert_true(a->asleep_since == b->asleep_since && a->present_since == b->present_since);
	assert_true(a->silent_since == b->silent_since && a->away_since == b->away_since);
	assert_true(a->half_used == b->half_used && a->rested == b->rested);
	assert_true(a->phase == b->phase && a->kind == b->kind && a->due_at == b->due_at);
	assert_true(a->repeats == b->repeats && a->returns_at == b->returns_at);
	assert_true(a->snoozes == b->snoozes && a->skips_today == b->skips_today);
	assert_true(a->settle_until == b->settle_until);
	assert_true(a->break_kind == b->break_kind && a->break_how == b->break_how);
	assert_true(a->break_began == b->break_began);
	assert_true(a->returning_since == b->returning_since);
	for (size_t i = 0; i < a->rules.n_kinds; i++)
		assert_true(a->break_ended[i] == b->break_ended[i]);
}

static void busy_cores_come_back_whole(void **state)
{
	Place *place = *state;

	for (uint64_t seed = 1; seed <= 300; seed++) {
		const Core *core = busy_core(place, seed);
		CLEANUP(free) char *error = NULL;
		Core loaded, through;
		StateStamp loaded_stamp;
		int r;

		save(place, core);
		r = state_load(place->file, &loaded, &loaded_stamp, &error);
		if (r != 0)
			fail_msg("seed %llu: %d, %s", (unsigned long long)seed, r, error);
		assert_same_core(core, &loaded);
		assert_string_equal(loaded_stamp.boot_id, stamp.boot_id);
		assert_true(loaded_stamp.wall == stamp.wall && loaded_stamp.day == stamp.day);
		assert_int_equal(state_round_trip(core, &through), 0);
		assert_same_core(core, &through);
		assert_int_equal(core_due(&through), core_due(core));
		assert_true(core_deadline(&through) == core_deadline(core));
	}
}

static void a_fresh_core_comes_back(void **state)
{
	Place *place = *state;
	const Rules no_kinds = {.remind_again = USEC_PER_SEC};
	Core core, through;

	core_init(&core, &no_kinds, 0);
	assert_int_equal(state_round_trip(&core, &through), 0);
	assert_same_core(&core, &through);
	core_init(&core, &place->stream.rules[0], -5 * USEC_PER_DAY);
	core.rules.remind_again = USEC_PER_SEC;
	assert_int_equal(state_round_trip(&core, &through), 0);
	assert_same_core(&core, &through);
	assert_true(through.asleep_since == USEC_NEVER);
	assert_true(core_next_kind(&through) == -1);
}

/* As full as it can be, with the longest names. */
static void a_full_core_comes_back(void **state)
{
	Rules rules = {.remind_again = USEC_SPAN_MAX, .n_kinds = KINDS_MAX};
	Core core, through;

	for (size_t i = 0; i < KINDS_MAX; i++) {
		Kind *kind = &rules.kinds[i];

		memset(kind->name, 'a' + (int)i, KIND_NAME_SIZE - 1);
		kind->every = USEC_SPAN_MAX - (usec_t)i;
		kind->length = USEC_PER_DAY + (usec_t)i;
	}
	core_init(&core, &rules, 0);
	for (size_t i = 0; i < HOLDS_MAX; i++) {
		Hold hold = {.until = (usec_t)i * 1000003, .until_wall = 4102444800 * USEC_PER_SEC};

		memset(hold.owner, 'A' + (int)i % 26, HOLD_OWNER_SIZE - 1);
		hold.owner[0] = (char)('0' + i / 26);
		memset(hold.reason, '=', HOLD_REASON_SIZE - 1);
		memset(hold.caller, ':', HOLD_CALLER_SIZE - 1);
		assert_true(hold_set_put(&core.holds, &hold));
	}
	for (usec_t at = 1; at < CLOCK_PIECES_MAX; at++)
		clocks_set_away(&core.clocks, &rules, at * 1000003, at % 2);
	assert_int_equal(core.clocks.n_pieces, CLOCK_PIECES_MAX);
	core.now = CLOCK_PIECES_MAX * 1000003;
	assert_int_equal(state_round_trip(&core, &through), 0);
	assert_same_core(&core, &through);
}

static void a_reason_stays_one_line(void **state)
{
	const Rules rules = {.remind_again = USEC_PER_SEC};
	Hold hold = {.owner = "film", .reason = "two\nlines = one\r", .until = USEC_NEVER};
	Core core, through;

	core_init(&core, &rules, 0);
	hold_set_put(&core.holds, &hold);
	assert_int_equal(state_round_trip(&core, &through), 0);
	assert_string_equal(through.holds.holds[0].reason, "two lines = one\r");
}

static void a_missing_state_is_none(void **state)
{
	const Place *place = *state;
	StateStamp loaded;
	char *error = NULL;
	Core core;

	assert_int_equal(state_load(place->file, &core, &loaded, &error), -ENOENT);
	assert_null(error);
	assert_int_equal(state_load(place->directory, &core, &loaded, &error), -EBADMSG);
	assert_non_null(error);
	free(error);
	error = NULL;
	assert_int_equal(mkfifo(place->file, 0600), 0);
	assert_int_equal(state_load(place->file, &core, &loaded, &error), -EBADMSG);
	assert_non_null(error);
	free(error);
}

static void nothing_stays_behind_where_nothing_can_be_saved(void **state)
{
	const Place *place = *state;
	CLEANUP(free) char *nowhere = NULL;
	CLEANUP(free) char *temporary = NULL;
	const Rules rules = {.remind_again = USEC_PER_SEC};
	Core core;

	core_init(&core, &rules, 0);
	assert_true(asprintf(&nowhere, "%s/nowhere/state", place->directory) > 0);
	assert_int_equal(state_save(nowhere, &core, &stamp), -ENOENT);
	/* a directory is in the place of the file */
	assert_int_equal(mkdir(place->file, 0700), 0);
	assert_true(asprintf(&temporary, "%s.new", place->file) > 0);
	assert_int_equal(state_save(place->file, &core, &stamp), -EISDIR);
	assert_int_equal(access(temporary, F_OK), -1);
	rmdir(place->file);
	save(place, &core);
	assert_int_equal(access(temporary, F_OK), -1);
}

/* Loads what is in the file: 0, or -EBADMSG with a reason. */
static int load(const Place *place, Core *ret)
{
	CLEANUP(free) char *error = NULL;
	StateStamp loaded;
	int r = state_load(place->file, ret, &loaded, &error);

	assert_true(r == 0 || r == -EBADMSG);
	assert_int_equal(r == 0, error == NULL);
	return r;
}

static void every_truncation_is_told(void **state)
{
	Place *place = *state;

	for (uint64_t seed = 1; seed <= 3; seed++) {
		CLEANUP(free) char *text = NULL;
		size_t size;
		Core core;

		save(place, busy_core(place, seed));
		text = read_text(place->file);
		size = strlen(text);
		for (size_t keep = 0; keep < size; keep++) {
			write_bytes(place->file, text, keep);
			if (load(place, &core) == 0)
				fail_msg("seed %llu cut to %zu of %zu bytes is taken",
				        (unsigned long long)seed, keep, size);
		}
		write_bytes(place->file, text, size);
		assert_int_equal(load(place, &core), 0);
	}
}

static void more_than_a_state_is_told(void **state)
{
	Place *place = *state;
	CLEANUP(free) char *text = NULL;
	size_t size;
	Core core;

	save(place, busy_core(place, 1));
	text = read_text(place->file);
	size = strlen(text);
	text[size] = '\n';
	write_bytes(place->file, text, size + 1);
	assert_int_equal(load(place, &core), -EBADMSG);
	memcpy(text + size, text, size);
	write_bytes(place->file, text, 2 * size);
	assert_int_equal(load(place, &core), -EBADMSG);
}

/* A state that was taken is one to go on from, however it came about. */
static void live_on(Core *core)
{
	Event event = {.type = EVENT_DOWN, .at = core->now + USEC_PER_MIN, .since = core->now};
	Result result;

	for (int i = 0; i < 1000 && !core_step(core, &event, &result); i++)
		;
	event.type = EVENT_UP;
	event.since = event.at;
	for (int i = 0; i < 1000 && !core_step(core, &event, &result); i++)
		;
	event = (Event){.type = EVENT_STOP, .at = event.at, .since = event.at};
	for (int i = 0; i < 1000 && !core_step(core, &event, &result); i++)
		;
	assert_true(result.deadline >= core->now);
}

static void no_corruption_is_a_crash(void **state)
{
	Place *place = *state;
	uint64_t random = 1;
	unsigned told = 0;

	for (uint64_t seed = 1; seed <= 4000; seed++) {
		CLEANUP(free) char *text = NULL;
		size_t size;
		Core core;

		if (seed % 100 == 1)
			busy_core(place, seed);
		save(place, &place->stream.core);
		text = read_text(place->file);
		size = strlen(text);
		for (uint64_t n = 0; n <= seed % 4; n++) {
			random = random * 6364136223846793005 + 1442695040888963407;
			text[(random >> 33) % size] =
			        seed % 2 ? (char)(random >> 20) : (char)('0' + (random >> 20) % 10);
		}
		write_bytes(place->file, text, size);
		if (load(place, &core) < 0)
			told++;
		else
			live_on(&core);
	}
	assert_in_range(told, 2000, 4000);
}

/* Sets the n-th line of that name to a value. */
static void set_line(const Place *place, const char *name, const char *value)
{
	CLEANUP(free) char *text = read_text(place->file);
	CLEANUP(free) char *before = NULL;
	CLEANUP(free) char *changed = NULL;
	char *line = text;

	while (line && (strncmp(line, name, strlen(name)) != 0 || line[strlen(name)] != '=')) {
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	if (!line)
		fail_msg("there is no line %s", name);
	before = strndup(text, (size_t)(line - text));
	assert_true(asprintf(&changed, "%s%s=%s%s", before, name, value, strchr(line, '\n')) > 0);
	write_bytes(place->file, changed, strlen(changed));
}

static const char *const out_of_range[][2] = {
        {"format", "limber-state-0"},
        {"format", ""},
        {"boot-id", "11111111-2222-3333-4444-5555555555555555"},
        {"wall", "-1"},
        {"away-after", "-1"},
        {"away-after", "31536000000001"},
        {"away-after", "120000000 "},
        {"away-after", "120000000x"},
        {"away-after", ""},
        {"away-after", "9999999999999999999999"},
        {"remind-again", "0"},
        {"pause-mode", "3"},
        {"pause-mode", "-1"},
        {"max-snoozes", "4294967296"},
        {"kinds", "17"},
        {"kinds", "1"},
        {"kinds", "4"},
        {"every", "0"},
        {"length", "999999"},
        {"kind", "a-kind-whose-name-has-32-letters"},
        {"locked", "2"},
        {"clock", "-1"},
        {"clock", "1200000001"},
        {"clock-rest", "30000000"},
        {"pieces", "0"},
        {"pieces", "33"},
        {"piece-at", "6307200000000000"},
        {"piece-break", "3"},
        {"piece-break", "-2"},
        {"piece-mode", "3"},
        {"holds", "33"},
        {"hold", "no owner"},
        {"hold", ""},
        {"hold-mode", "3"},
        {"phase", "4"},
        {"reminder-kind", "3"},
        {"break-kind", "3"},
        {"break-how", "2"},
        {"returning-since", "1"},
};

static void what_is_out_of_range_is_told(void **state)
{
	const Place *place = *state;
	Hold hold = {.owner = "film", .until = USEC_NEVER};
	Rules rules = {.remind_again = USEC_PER_SEC,
	        .kinds = {{"micro", 20 * USEC_PER_MIN, 30 * USEC_PER_SEC},
	                {"stretch", 45 * USEC_PER_MIN, 3 * USEC_PER_MIN},
	                {"walk", 2 * USEC_PER_HOUR, 10 * USEC_PER_MIN}},
	        .n_kinds = 3};
	Core core, loaded;

	core_init(&core, &rules, 0);
	hold_set_put(&core.holds, &hold);
	for (size_t i = 0; i < ELEMENTSOF(out_of_range); i++) {
		save(place, &core);
		assert_int_equal(load(place, &loaded), 0);
		set_line(place, out_of_range[i][0], out_of_range[i][1]);
		if (load(place, &loaded) == 0)
			fail_msg("%s=%s is taken", out_of_range[i][0], out_of_range[i][1]);
	}
}

/* Each may be right, and all together make a core that would turn in a circle. */
static void moments_that_contradict_each_other_are_told(void **state)
{
	static const char *const wrong[][2] = {
	        {"now", "0"},
	        {"now", "6307200000000000"},
	        {"now", "-6307200000000000"},
	        {"piece-at", "86400000000"},
	        {"piece-at", "-6307200000000000"},
	        {"present-since", "86400000000"},
	        {"silent-since", "86400000000"},
	        {"away-since", "86400000000"},
	        {"due-at", "86400000000"},
	        {"due-at", "-86400000000000"},
	        {"due-at", "-6307200000000000"},
	};
	const Place *place = *state;
	const Rules rules = {.away_after = 2 * USEC_PER_MIN,
	        .lull = 10 * USEC_PER_SEC,
	        .remind_again = USEC_PER_MIN,
	        .kinds = {{"stretch", 45 * USEC_PER_MIN, 3 * USEC_PER_MIN}},
	        .n_kinds = 1};
	Event event = {.type = EVENT_TIMER, .at = 46 * USEC_PER_MIN, .since = 46 * USEC_PER_MIN};
	Core core, loaded;
	Result result;

	core_init(&core, &rules, USEC_PER_MIN);
	assert_true(core_step(&core, &event, &result));
	assert_int_equal(core.phase, REMINDER_UP);
	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		save(place, &core);
		assert_int_equal(load(place, &loaded), 0);
		set_line(place, wrong[i][0], wrong[i][1]);
		if (load(place, &loaded) == 0)
			fail_msg("%s=%s is taken", wrong[i][0], wrong[i][1]);
	}
}

static void the_message_names_the_line(void **state)
{
	Place *place = *state;
	CLEANUP(free) char *error = NULL;
	StateStamp loaded;
	Core core;

	save(place, busy_core(place, 1));
	set_line(place, "bump", "soon");
	assert_int_equal(state_load(place->file, &core, &loaded, &error), -EBADMSG);
	assert_string_equal(error, "line 10: bump is out of range");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(busy_cores_come_back_whole),
	        TEST(a_fresh_core_comes_back),
	        TEST(a_full_core_comes_back),
	        TEST(a_reason_stays_one_line),
	        TEST(a_missing_state_is_none),
	        TEST(nothing_stays_behind_where_nothing_can_be_saved),
	        TEST(every_truncation_is_told),
	        TEST(more_than_a_state_is_told),
	        TEST(no_corruption_is_a_crash),
	        TEST(what_is_out_of_range_is_told),
	        TEST(moments_that_contradict_each_other_are_told),
	        TEST(the_message_names_the_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
