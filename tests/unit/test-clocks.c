/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sitting clocks (rules 1 and 2): to the microsecond, in whatever order things are learned. */

#include "core/clocks.h"

#include "test.h"
#include "util/cleanup.h"

#define MIN  USEC_PER_MIN
#define HOUR USEC_PER_HOUR

enum {
	MICRO,
	STRETCH,
	WALK,
};

static const Rules rules = {
        .kinds = {{"micro", 20 * MIN, 30 * USEC_PER_SEC}, {"stretch", 45 * MIN, 3 * MIN},
                {"walk", 2 * HOUR, 10 * MIN}},
        .n_kinds = 3,
};

static void assert_clocks(
        const Clocks *clocks, usec_t at, usec_t micro, usec_t stretch, usec_t walk)
{
	const usec_t expected[] = {micro, stretch, walk};
	sitting_t sitting[KINDS_MAX];

	clocks_read(clocks, &rules, at, sitting);
	for (size_t i = 0; i < rules.n_kinds; i++) {
		usec_t usec = sitting_to_usec(&rules.kinds[i], sitting[i]);

		if (usec != expected[i] || sitting[i] % rules.kinds[i].length != 0)
			fail_msg("%s at %lld: %lld, not %lld", rules.kinds[i].name, (long long)at,
			        (long long)usec, (long long)expected[i]);
	}
}

static void sitting_grows_and_stops_at_every(void **state)
{
	Clocks clocks;

	clocks_init(&clocks, 100 * HOUR);
	assert_true(clocks_growing(&clocks));
	assert_clocks(&clocks, 100 * HOUR, 0, 0, 0);
	assert_clocks(&clocks, 100 * HOUR + 1, 1, 1, 1);
	assert_clocks(&clocks, 100 * HOUR + 19 * MIN, 19 * MIN, 19 * MIN, 19 * MIN);
	assert_clocks(&clocks, 101 * HOUR, 20 * MIN, 45 * MIN, HOUR);
	assert_clocks(&clocks, 500 * HOUR, 20 * MIN, 45 * MIN, 2 * HOUR);
	assert_clocks(&clocks, 99 * HOUR, 0, 0, 0);
}

static void absence_sinks_in_proportion(void **state)
{
	Clocks clocks;

	clocks_init(&clocks, 0);
	clocks_set_away(&clocks, &rules, 45 * MIN, true);
	assert_false(clocks_growing(&clocks));
	/* two seconds: 40 for one, 15 for one and 12 for one */
	assert_clocks(&clocks, 45 * MIN + 2 * USEC_PER_SEC, 20 * MIN - 80 * USEC_PER_SEC,
	        45 * MIN - 30 * USEC_PER_SEC, 45 * MIN - 24 * USEC_PER_SEC);
	assert_clocks(&clocks, 46 * MIN, 0, 30 * MIN, 33 * MIN);
	assert_clocks(&clocks, 48 * MIN, 0, 0, 9 * MIN);
	assert_clocks(&clocks, 55 * MIN, 0, 0, 0);
	clocks_set_away(&clocks, &rules, 46 * MIN, false);
	assert_true(clocks_growing(&clocks));
	assert_clocks(&clocks, 50 * MIN, 4 * MIN, 34 * MIN, 37 * MIN);
}

/* The idle source tells two minutes late. */
static void what_was_counted_meanwhile_is_taken_back(void **state)
{
	Clocks clocks;

	clocks_init(&clocks, 0);
	assert_clocks(&clocks, 42 * MIN, 20 * MIN, 42 * MIN, 42 * MIN);
	clocks_set_away(&clocks, &rules, 40 * MIN, true);
	assert_clocks(&clocks, 40 * MIN, 20 * MIN, 40 * MIN, 40 * MIN);
	assert_clocks(&clocks, 42 * MIN, 0, 10 * MIN, 16 * MIN);
	/* and it was earlier still; what was said of 40 no longer counts */
	clocks_set_away(&clocks, &rules, 39 * MIN, true);
	assert_clocks(&clocks, 42 * MIN, 0, 0, 3 * MIN);
	/* no, the user was there from 41 on */
	clocks_set_away(&clocks, &rules, 41 * MIN, false);
	assert_clocks(&clocks, 42 * MIN, 1 * MIN, 10 * MIN, 16 * MIN);
}

static void in_a_break_longer_kinds_stand_still(void **state)
{
	Clocks clocks;

	clocks_init(&clocks, 0);
	clocks_set_break(&clocks, &rules, 45 * MIN, STRETCH);
	assert_false(clocks_growing(&clocks));
	assert_clocks(&clocks, 46 * MIN, 0, 30 * MIN, 45 * MIN);
	assert_clocks(&clocks, 48 * MIN, 0, 0, 45 * MIN);
	clocks_set_break(&clocks, &rules, 48 * MIN, NO_BREAK);
	assert_clocks(&clocks, 58 * MIN, 10 * MIN, 10 * MIN, 55 * MIN);
}

/* In a lull break the absence began first and lasts longer: only there the longer kind sinks. */
static void an_absence_around_a_break_sinks_the_longer_ones(void **state)
{
	Clocks clocks;

	clocks_init(&clocks, 0);
	clocks_set_away(&clocks, &rules, 45 * MIN, true);
	clocks_set_break(&clocks, &rules, 46 * MIN, STRETCH);
	clocks_set_break(&clocks, &rules, 49 * MIN, NO_BREAK);
	assert_clocks(&clocks, 46 * MIN, 0, 30 * MIN, 33 * MIN);
	assert_clocks(&clocks, 49 * MIN, 0, 0, 33 * MIN);
	assert_clocks(&clocks, 50 * MIN, 0, 0, 21 * MIN);
}

static void modes_of_holds(void **state)
{
	Clocks clocks;

	clocks_init(&clocks, 0);
	clocks_set_mode(&clocks, &rules, 10 * MIN, HOLD_FREEZE);
	assert_false(clocks_growing(&clocks));
	assert_clocks(&clocks, 40 * MIN, 10 * MIN, 10 * MIN, 10 * MIN);
	/* rest is always rest */
	clocks_set_away(&clocks, &rules, 40 * MIN, true);
	assert_clocks(&clocks, 40 * MIN + 10 * USEC_PER_SEC, 10 * MIN - 400 * USEC_PER_SEC,
	        10 * MIN - 150 * USEC_PER_SEC, 10 * MIN - 120 * USEC_PER_SEC);
	clocks_set_away(&clocks, &rules, 40 * MIN + 10 * USEC_PER_SEC, false);
	clocks_set_break(&clocks, &rules, 50 * MIN, STRETCH);
	assert_clocks(&clocks, 50 * MIN + 20 * USEC_PER_SEC, 0, 150 * USEC_PER_SEC, 8 * MIN);
	clocks_set_break(&clocks, &rules, 50 * MIN + 20 * USEC_PER_SEC, NO_BREAK);
	clocks_set_mode(&clocks, &rules, 60 * MIN, HOLD_RESET);
	assert_clocks(&clocks, 60 * MIN, 0, 0, 0);
	assert_clocks(&clocks, 90 * MIN, 0, 0, 0);
	clocks_set_mode(&clocks, &rules, 90 * MIN, HOLD_WAIT);
	assert_true(clocks_growing(&clocks));
	assert_clocks(&clocks, 95 * MIN, 5 * MIN, 5 * MIN, 5 * MIN);
}

static void zero_is_for_the_kinds_of_the_mask(void **state)
{
	Clocks clocks;

	clocks_init(&clocks, 0);
	clocks_zero(&clocks, &rules, 10 * MIN, 1U << STRETCH);
	assert_clocks(&clocks, 15 * MIN, 15 * MIN, 5 * MIN, 15 * MIN);
	/* learned late, and before what is known already */
	clocks_zero(&clocks, &rules, 5 * MIN, 1U << STRETCH | 1U << WALK);
	assert_clocks(&clocks, 15 * MIN, 15 * MIN, 5 * MIN, 10 * MIN);
	clocks_set_away(&clocks, &rules, 10 * MIN, true);
	clocks_set_away(&clocks, &rules, 10 * MIN, false);
	assert_clocks(&clocks, 15 * MIN, 15 * MIN, 5 * MIN, 10 * MIN);
	clocks_zero(&clocks, &rules, 15 * MIN, KINDS_ALL);
	assert_clocks(&clocks, 15 * MIN, 0, 0, 0);
}

static void what_is_forgotten_still_counts(void **state)
{
	Clocks clocks;

	clocks_init(&clocks, 0);
	clocks_set_away(&clocks, &rules, 30 * MIN, true);
	clocks_set_away(&clocks, &rules, 31 * MIN, false);
	clocks_zero(&clocks, &rules, 32 * MIN, 1U << MICRO);
	clocks_forget(&clocks, &rules, 40 * MIN);
	assert_int_equal(clocks.n_pieces, 1);
	assert_clocks(&clocks, 40 * MIN, 8 * MIN, 24 * MIN, 27 * MIN);
	/* but can no longer be changed: this counts from 40 on */
	clocks_set_away(&clocks, &rules, 20 * MIN, true);
	assert_clocks(&clocks, 41 * MIN, 0, 9 * MIN, 15 * MIN);
	clocks_forget(&clocks, &rules, 35 * MIN);
	assert_clocks(&clocks, 41 * MIN, 0, 9 * MIN, 15 * MIN);
}

static void spans_and_sitting(void **state)
{
	const Kind kind = {"odd", 1000003, 1000033};
	sitting_t full = sitting_full(&kind);

	assert_true(full == (sitting_t)1000003 * 1000033);
	assert_true(sitting_remaining(&kind, full) == 0);
	assert_true(sitting_remaining(&kind, full - 1) == 1);
	assert_true(sitting_remaining(&kind, full - 1000033) == 1);
	assert_true(sitting_remaining(&kind, full - 1000034) == 2);
	assert_true(sitting_remaining(&kind, 0) == 1000003);
	assert_true(sitting_to_usec(&kind, 1000032) == 0);
	assert_true(sitting_to_usec(&kind, 1000033) == 1);
	assert_true(sitting_to_usec(&kind, full) == 1000003);
	assert_true(sitting_from_usec(&kind, 7) == 7 * 1000033);
	assert_true(sitting_from_usec(&kind, 1000003) == full);
	assert_true(sitting_from_usec(&kind, USEC_SPAN_MAX) == full);
}

static void the_largest_kind_does_not_overflow(void **state)
{
	const Rules large = {.kinds = {{"large", USEC_SPAN_MAX, USEC_PER_DAY}}, .n_kinds = 1};
	sitting_t sitting[KINDS_MAX];
	Clocks clocks;

	clocks_init(&clocks, -200 * USEC_SPAN_MAX);
	clocks_set_away(&clocks, &large, 0, true);
	clocks_read(&clocks, &large, 0, sitting);
	assert_true(sitting[0] == sitting_full(&large.kinds[0]));
	clocks_read(&clocks, &large, USEC_PER_DAY - 1, sitting);
	assert_true(sitting_remaining(&large.kinds[0], sitting[0]) ==
	            USEC_SPAN_MAX - USEC_SPAN_MAX / USEC_PER_DAY);
	clocks_read(&clocks, &large, 200 * USEC_SPAN_MAX, sitting);
	assert_true(sitting[0] == 0);
}

/* --- Random timelines against one that is worked out microsecond by microsecond. */

#define SLOTS 400

typedef struct Slot {
	bool away;
	int break_kind;
	HoldMode mode;
	KindMask zeroed;
} Slot;

static const Rules tiny = {
        .kinds = {{"a", 7, 3}, {"b", 23, 5}, {"c", 60, 5}, {"d", 101, 13}},
        .n_kinds = 4,
};

static int64_t slot_clock(const Slot *slots, size_t kind, usec_t at)
{
	const Kind *k = &tiny.kinds[kind];
	int64_t full = k->every * k->length, sitting = 0;

	for (usec_t t = 0; t <= at; t++) {
		const Slot *slot = &slots[t];
		bool in_break = slot->break_kind != NO_BREAK;

		if (slot->zeroed & (1U << kind) || slot->mode == HOLD_RESET)
			sitting = 0;
		if (t == at || slot->mode == HOLD_RESET)
			continue;
		if (in_break && k->length > tiny.kinds[slot->break_kind].length)
			continue;
		if (in_break || slot->away)
			sitting -= k->every;
		else if (slot->mode == HOLD_WAIT)
			sitting += k->length;
		sitting = sitting < 0 ? 0 : sitting > full ? full : sitting;
	}
	return sitting;
}

static unsigned random_below(uint64_t *seed, unsigned n)
{
	*seed = *seed * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(*seed >> 33) % n;
}

/* Changes the clocks and the slots alike, somewhere between the last thing kept and `now`. */
static void change(Clocks *clocks, Slot *slots, usec_t now, uint64_t *seed)
{
	unsigned back = random_below(seed, 3) == 0 ? random_below(seed, 40) : 0;
	usec_t from = now > back ? now - back : 0;
	unsigned what = random_below(seed, 5), value = random_below(seed, 5);
	KindMask mask = random_below(seed, 16);

	if (what == 0)
		clocks_set_away(clocks, &tiny, from, value & 1);
	else if (what == 1)
		clocks_set_break(clocks, &tiny, from, (int)value - 1);
	else if (what == 2)
		clocks_set_mode(clocks, &tiny, from, (HoldMode)(value % HOLD_MODE_MAX));
	else if (what == 3)
		clocks_zero(clocks, &tiny, from, mask);
	else if (value == 0)
		clocks_forget(clocks, &tiny, from);
	if (from < clocks->pieces[0].at)
		from = clocks->pieces[0].at;
	if (what == 3)
		slots[from].zeroed |= mask;
	for (usec_t t = from; t < SLOTS; t++) {
		if (what == 0)
			slots[t].away = value & 1;
		else if (what == 1)
			slots[t].break_kind = (int)value - 1;
		else if (what == 2)
			slots[t].mode = (HoldMode)(value % HOLD_MODE_MAX);
	}
}

static void run_timeline(uint64_t seed)
{
	uint64_t state = seed;
	unsigned pace = 1 + random_below(&state, 12);
	Slot slots[SLOTS] = {0};
	Clocks clocks;

	for (size_t t = 0; t < SLOTS; t++)
		slots[t].break_kind = NO_BREAK;
	clocks_init(&clocks, 0);
	for (usec_t now = 0; now < SLOTS; now += random_below(&state, pace)) {
		sitting_t sitting[KINDS_MAX];

		change(&clocks, slots, now, &state);
		clocks_read(&clocks, &tiny, now, sitting);
		for (size_t i = 0; i < tiny.n_kinds; i++)
			if (sitting[i] != slot_clock(slots, i, now))
				fail_msg("seed %llu, kind %zu at %lld: %lld, not %lld",
				        (unsigned long long)seed, i, (long long)now,
				        (long long)sitting[i],
				        (long long)slot_clock(slots, i, now));
		assert_in_range(clocks.n_pieces, 1, CLOCK_PIECES_MAX);
		if (pace == 1)
			now++;
	}
}

static void any_order_of_learning_is_exact(void **state)
{
	for (uint64_t seed = 1; seed <= 1000; seed++)
		run_timeline(seed);
}

/* Far more changes than there are pieces, at distances that divide nothing. */
static void folding_loses_no_microsecond(void **state)
{
	const Rules odd = {.kinds = {{"odd", 1000003, 300007}}, .n_kinds = 1};
	sitting_t sitting[KINDS_MAX], expected = 0;
	Clocks clocks;
	usec_t at = 0;

	clocks_init(&clocks, 0);
	for (int i = 0; i < 100000; i++) {
		usec_t sat = 13 + i % 7, rested = 1 + i % 5;

		clocks_set_away(&clocks, &odd, at += sat, true);
		clocks_set_away(&clocks, &odd, at += rested, false);
		expected += (sitting_t)sat * 300007;
		if (expected > sitting_full(&odd.kinds[0]))
			expected = sitting_full(&odd.kinds[0]);
		expected -= (sitting_t)rested * 1000003;
		if (expected < 0)
			expected = 0;
	}
	assert_true(expected > 0);
	clocks_read(&clocks, &odd, at, sitting);
	assert_true(sitting[0] == expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(sitting_grows_and_stops_at_every),
	        cmocka_unit_test(absence_sinks_in_proportion),
	        cmocka_unit_test(what_was_counted_meanwhile_is_taken_back),
	        cmocka_unit_test(in_a_break_longer_kinds_stand_still),
	        cmocka_unit_test(an_absence_around_a_break_sinks_the_longer_ones),
	        cmocka_unit_test(modes_of_holds),
	        cmocka_unit_test(zero_is_for_the_kinds_of_the_mask),
	        cmocka_unit_test(what_is_forgotten_still_counts),
	        cmocka_unit_test(spans_and_sitting),
	        cmocka_unit_test(the_largest_kind_does_not_overflow),
	        cmocka_unit_test(any_order_of_learning_is_exact),
	        cmocka_unit_test(folding_loses_no_microsecond),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
