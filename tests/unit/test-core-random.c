/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The core under random lives: what must hold after every step, whatever happens. A failure prints
 * its seed; "test-core-random SEED" plays that one alone, step by step. */

#include "state.h"
#include "stream.h"
#include "test.h"

#define STREAMS 10000
#define PAIRS   2500
#define PLAYS   60
/* of each kind of decision there must be so many, or the streams test nothing */
#define ENOUGH 500

/* What the decisions told so far amount to. */
typedef struct Told {
	ReminderPhase phase;
	char kind[KIND_NAME_SIZE];       /* unless REMINDER_NONE */
	char break_kind[KIND_NAME_SIZE]; /* "" for none */
	uint32_t repeats;
	usec_t last; /* the stamp before */
	unsigned decisions[DECISION_TYPE_MAX];
	unsigned refusals[REFUSAL_MAX];
	unsigned lulls;
	bool print;
} Told;

static void fail_seed(const Stream *stream, const char *what)
{
	fail_msg("seed %llu at %lld: %s", (unsigned long long)stream->seed, (long long)stream->now,
	        what);
}

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			fail_seed(stream, #condition);                                             \
	} while (0)

static usec_t length_of(const Rules *rules, const char *kind)
{
	int i = rules_find_kind(rules, kind);

	return i < 0 ? -1 : rules->kinds[i].length;
}

/* --- The decisions, as somebody sees them who knows nothing else. */

static void check_due(Stream *stream, Told *told, const Decision *decision)
{
	const Rules *rules = &stream->core.rules;

	CHECK(told->break_kind[0] == '\0');
	if (told->phase == REMINDER_UP)
		CHECK(length_of(rules, decision->kind) > length_of(rules, told->kind));
	told->phase = REMINDER_UP;
	told->repeats = 0;
	strcpy(told->kind, decision->kind);
}

static void check_started(Stream *stream, Told *told, const Decision *decision)
{
	CHECK(told->break_kind[0] == '\0');
	CHECK(decision->moment <= decision->at);
	if (decision->how == BREAK_LULL) {
		CHECK(told->phase == REMINDER_UP);
		CHECK(strcmp(told->kind, decision->kind) == 0);
		told->lulls++;
	} else {
		CHECK(decision->moment == decision->at);
	}
	told->phase = REMINDER_NONE;
	strcpy(told->break_kind, decision->kind);
}

static void check_ended(Stream *stream, Told *told, const Core *before, const Decision *decision)
{
	CHECK(strcmp(told->break_kind, decision->kind) == 0);
	if (decision->type == DECISION_PARTIAL)
		CHECK(decision->moment >= 0 &&
		        decision->moment < length_of(&before->rules, decision->kind));
	told->break_kind[0] = '\0';
}

static void check_answer(Stream *stream, Told *told, const Decision *decision)
{
	CHECK(told->break_kind[0] == '\0');
	if (decision->type == DECISION_SNOOZED) {
		CHECK(told->phase == REMINDER_UP || told->phase == REMINDER_SNOOZED);
		CHECK(strcmp(told->kind, decision->kind) == 0);
		CHECK(decision->moment >= decision->at);
		CHECK(stream->core.snoozes <= stream->core.rules.max_snoozes);
		told->phase = REMINDER_SNOOZED;
	} else if (decision->type == DECISION_WAITING) {
		CHECK(decision->owner[0] != '\0');
		told->phase = REMINDER_WAITING;
		strcpy(told->kind, decision->kind);
	} else {
		if (decision->type == DECISION_SKIPPED)
			CHECK(stream->core.skips_today <= stream->core.rules.max_skips);
		if (decision->type == DECISION_WITHDRAWN)
			CHECK(told->phase != REMINDER_NONE &&
			        strcmp(told->kind, decision->kind) == 0);
		told->phase = REMINDER_NONE;
	}
}

static void check_decision(Stream *stream, Told *told, const Core *before, const Decision *decision)
{
	CHECK(decision->at >= told->last);
	told->last = decision->at;
	told->decisions[decision->type]++;
	switch (decision->type) {
	case DECISION_DUE:
		check_due(stream, told, decision);
		break;
	case DECISION_AGAIN:
		CHECK(told->phase == REMINDER_UP && strcmp(told->kind, decision->kind) == 0);
		CHECK(decision->count == ++told->repeats);
		break;
	case DECISION_STARTED:
		check_started(stream, told, decision);
		break;
	case DECISION_COMPLETED:
	case DECISION_PARTIAL:
		check_ended(stream, told, before, decision);
		break;
	case DECISION_NATURAL:
		CHECK(decision->moment + length_of(&stream->core.rules, decision->kind) <=
		        decision->at);
		break;
	case DECISION_SKIPPED:
	case DECISION_SNOOZED:
	case DECISION_WAITING:
	case DECISION_WITHDRAWN:
		check_answer(stream, told, decision);
		break;
	case DECISION_REFUSED:
		told->refusals[decision->refusal]++;
		break;
	case DECISION_TYPE_MAX:
		CHECK(false);
		break;
	}
}

/* --- The core after a step. */

static void check_clocks(Stream *stream)
{
	const Core *core = &stream->core;
	const Clocks *clocks = &core->clocks;
	bool reset = hold_set_mode(&core->holds) == HOLD_RESET;
	sitting_t sitting[KINDS_MAX];

	clocks_read(clocks, &core->rules, core->now, sitting);
	for (size_t i = 0; i < core->rules.n_kinds; i++) {
		CHECK(sitting[i] >= 0);
		CHECK(sitting[i] <= sitting_full(&core->rules.kinds[i]));
		CHECK(!reset || sitting[i] == 0);
	}
	CHECK(clocks->n_pieces >= 1 && clocks->n_pieces <= CLOCK_PIECES_MAX);
	for (size_t i = 1; i < clocks->n_pieces; i++)
		CHECK(clocks->pieces[i].at > clocks->pieces[i - 1].at);
}

static void check_presence(Stream *stream)
{
	const Core *core = &stream->core;
	KindMask all = (1U << core->rules.n_kinds) - 1;

	CHECK(core->away_since == USEC_NEVER || core->away_since <= core->now);
	CHECK(core->away_since >= core->present_since);
	CHECK(core->present_since <= core->now);
	CHECK(core->silent_since == USEC_NEVER || core->silent_since <= core->now);
	CHECK(!core->locked || core_deferring(core) || core->away_since != USEC_NEVER);
	CHECK((core->half_used & ~all) == 0);
	CHECK((core->rested & ~all) == 0);
}

/* Whether the core is waiting for room among the decisions, and time is not all dealt with. */
static bool unfinished(const Stream *stream)
{
	return stream->result.n_decisions > DECISIONS_MAX / 2;
}

static void check_reminder(Stream *stream)
{
	const Core *core = &stream->core;
	bool held = core->holds.n_holds > 0, away = core->away_since != USEC_NEVER;
	bool in_break = core->break_kind != NO_BREAK;

	CHECK(core->phase < REMINDER_PHASE_MAX);
	CHECK(core->phase == REMINDER_NONE || core->kind < core->rules.n_kinds);
	CHECK(core->phase == REMINDER_NONE || !in_break);
	CHECK(core->phase != REMINDER_UP || !held);
	CHECK(core->phase != REMINDER_WAITING || core_due(core) != 0);
	CHECK(core->settle_until == USEC_NEVER || core_deferring(core) || unfinished(stream) ||
	        core->settle_until > core->now);
	/* on a chair known to be empty a reminder only waits for its lull to run out */
	if (core->phase == REMINDER_UP && away && !core_deferring(core))
		CHECK(!core->locked && core->silent_since != USEC_NEVER);
	/* nothing due is lost */
	if (core_due(core) != 0 && !away && !in_break && !held && !core_deferring(core) &&
	        core->settle_until == USEC_NEVER && !unfinished(stream))
		CHECK(core->phase == REMINDER_UP || core->phase == REMINDER_SNOOZED);
}

static void check_break(Stream *stream)
{
	const Core *core = &stream->core;

	CHECK(core->break_kind >= NO_BREAK && core->break_kind < (int)core->rules.n_kinds);
	if (core->break_kind == NO_BREAK) {
		CHECK(core->returning_since == USEC_NEVER);
		return;
	}
	CHECK(core->break_began <= core->now);
	CHECK(core->returning_since == USEC_NEVER || core->break_how == BREAK_LULL);
	CHECK(core->returning_since == USEC_NEVER || core->returning_since <= core->now);
	if (core->break_how == BREAK_LULL)
		CHECK(core->away_since != USEC_NEVER);
}

static void check_told(Stream *stream, const Told *told)
{
	const Core *core = &stream->core;
	const Rules *rules = &core->rules;

	CHECK((core->phase == REMINDER_UP) == (told->phase == REMINDER_UP));
	/* a snooze may be over in silence, and what waited may have gone */
	if (core->phase != REMINDER_NONE) {
		CHECK(core->phase == told->phase);
		CHECK(strcmp(rules->kinds[core->kind].name, told->kind) == 0);
	}
	if (core->break_kind == NO_BREAK)
		CHECK(told->break_kind[0] == '\0');
	else
		CHECK(strcmp(rules->kinds[core->break_kind].name, told->break_kind) == 0);
}

static void check_result(Stream *stream, const Event *event)
{
	const Core *core = &stream->core;
	const Result *result = &stream->result;
	bool lull = core->break_kind != NO_BREAK && core->break_how == BREAK_LULL;
	const char *next;
	usec_t at;

	CHECK(core->now >= event->since - 1);
	if (!core_deferring(core)) {
		CHECK(core->now == event->at);
		CHECK(result->deadline > core->now || unfinished(stream));
	}
	CHECK(result->silence == (lull                                ? core->rules.bump
	                                 : core->phase == REMINDER_UP ? core->rules.lull
	                                                              : core->rules.away_after));
	next = core_next_event(core, &at);
	CHECK(at == result->deadline && (at == USEC_NEVER) == (next[0] == '\0'));
}

/* Whether the event alone can make an end of what keeps reminders away. */
static bool keeps_away(const Core *before, const Event *event)
{
	bool changes_holds = event->type == EVENT_HOLD || event->type == EVENT_RELEASE;

	if (before->away_since != USEC_NEVER && before->returning_since == USEC_NEVER &&
	        (event->type == EVENT_TIMER || event->type == EVENT_SILENT))
		return true;
	for (size_t i = 0; i < before->holds.n_holds && !changes_holds; i++)
		if (before->holds.holds[i].until == USEC_NEVER)
			return true;
	return false;
}

static void check_step(Stream *stream, const Core *before, const Event *event, bool taken)
{
	const Result *result = &stream->result;
	Told *told = stream->userdata;

	for (size_t i = 0; i < result->n_decisions; i++) {
		const Decision *decision = &result->decisions[i];

		if (told->print)
			printf("# %lld: %s %s at %lld\n", (long long)event->at,
			        decision_to_string(decision->type), decision->kind,
			        (long long)decision->at);
		CHECK(decision->at <= event->at);
		CHECK(!core_deferring(before) || decision->at == event->at);
		CHECK(decision->type != DECISION_DUE || !keeps_away(before, event));
		check_decision(stream, told, before, decision);
	}
	check_told(stream, told);
	check_clocks(stream);
	check_presence(stream);
	check_reminder(stream);
	check_break(stream);
	CHECK(result->deadline >= stream->core.now);
	if (taken)
		check_result(stream, event);
}

static void play_checked(uint64_t seed, Told *told)
{
	Stream stream;

	stream_begin(&stream, seed, (usec_t)(seed % 7) * USEC_PER_DAY);
	*told = (Told){.last = stream.now, .print = told->print};
	stream.observe = check_step;
	stream.userdata = told;
	for (int i = 0; i < PLAYS; i++)
		stream_play(&stream);
}

static void what_must_always_hold(void **state)
{
	unsigned decisions[DECISION_TYPE_MAX] = {0}, refusals[REFUSAL_MAX] = {0}, lulls = 0;

	for (uint64_t seed = 1; seed <= STREAMS; seed++) {
		Told told = {0};

		play_checked(seed, &told);
		for (int i = 0; i < DECISION_TYPE_MAX; i++)
			decisions[i] += told.decisions[i];
		for (int i = 0; i < REFUSAL_MAX; i++)
			refusals[i] += told.refusals[i];
		lulls += told.lulls;
	}
	for (int i = 0; i < DECISION_TYPE_MAX; i++)
		if (decisions[i] < ENOUGH)
			fail_msg("%s: only %u", decision_to_string((DecisionType)i), decisions[i]);
	for (int i = 0; i < REFUSAL_MAX; i++)
		if (i != REFUSED_NOT_PAUSED && refusals[i] < ENOUGH)
			fail_msg("refused %s: only %u", refusal_to_string((Refusal)i), refusals[i]);
	assert_true(lulls >= ENOUGH);
}

/* --- The same stream, otherwise. */

#define DIARY_MAX 4096

typedef struct Diary {
	Decision decisions[DIARY_MAX];
	size_t n;
	usec_t shift; /* of the stream's moments */
} Diary;

static void write_diary(Stream *stream, const Core *before, const Event *event, bool taken)
{
	const Result *result = &stream->result;
	Diary *diary = stream->userdata;

	for (size_t i = 0; i < result->n_decisions && diary->n < DIARY_MAX; i++) {
		Decision *decision = &diary->decisions[diary->n++];
		bool has_moment = result->decisions[i].type != DECISION_PARTIAL &&
		                  result->decisions[i].moment != 0;

		*decision = result->decisions[i];
		decision->at -= diary->shift;
		if (has_moment)
			decision->moment -= diary->shift;
	}
}

static void play_into(Diary *diary, uint64_t seed, bool restless, int cut_after, usec_t shift_by)
{
	Stream stream;
	int r = 0;

	diary->n = 0;
	diary->shift = 0;
	stream_begin(&stream, seed, USEC_PER_DAY);
	stream.observe = write_diary;
	stream.userdata = diary;
	stream.restless = restless;
	for (int i = 0; i < PLAYS && r >= 0; i++) {
		stream_play(&stream);
		if (i != cut_after)
			continue;
		r = state_round_trip(&stream.core, &stream.core);
		stream.result.silence = core_silence(&stream.core);
		stream_shift(&stream, shift_by);
		diary->shift = shift_by;
	}
	assert_int_equal(r, 0);
}

static void assert_same(const Diary *a, const Diary *b, uint64_t seed)
{
	for (size_t i = 0; i < a->n || i < b->n; i++) {
		const Decision *x = &a->decisions[i], *y = &b->decisions[i];

		if (i >= a->n || i >= b->n || x->type != y->type || x->at != y->at ||
		        strcmp(x->kind, y->kind) != 0 || x->moment != y->moment ||
		        x->how != y->how || x->count != y->count ||
		        strcmp(x->owner, y->owner) != 0 || x->command != y->command ||
		        x->refusal != y->refusal)
			fail_msg("seed %llu: decision %zu differs (%zu, %zu)",
			        (unsigned long long)seed, i, a->n, b->n);
	}
}

static Diary diary, again;

static void the_same_stream_gives_the_same(void **state)
{
	for (uint64_t seed = 1; seed <= PAIRS; seed++) {
		play_into(&diary, seed, false, -1, 0);
		play_into(&again, seed, false, -1, 0);
		assert_same(&diary, &again, seed);
	}
}

static void time_alone_changes_nothing(void **state)
{
	for (uint64_t seed = 1; seed <= PAIRS; seed++) {
		play_into(&diary, seed, false, -1, 0);
		play_into(&again, seed, true, -1, 0);
		assert_same(&diary, &again, seed);
	}
}

/* Saved and restored at any point, into another boot's time as well. */
static void a_cut_changes_nothing(void **state)
{
	for (uint64_t seed = 1; seed <= PAIRS; seed++) {
		play_into(&diary, seed, false, -1, 0);
		play_into(&again, seed, false, (int)(seed * 31 % PLAYS),
		        (usec_t)(seed % 5) * 12345678901 - 20 * USEC_PER_DAY);
		assert_same(&diary, &again, seed);
	}
}

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_must_always_hold),
	        cmocka_unit_test(the_same_stream_gives_the_same),
	        cmocka_unit_test(time_alone_changes_nothing),
	        cmocka_unit_test(a_cut_changes_nothing),
	};

	if (argc == 2) {
		Told told = {.print = true};

		play_checked(strtoull(argv[1], NULL, 10), &told);
		return EXIT_SUCCESS;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
