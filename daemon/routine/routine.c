/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of choice in docs/routines.md; the numbers in the comments are theirs. Knows no clock,
 * no file and no chance. */

#include "routine.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "util/cleanup.h"

#define FORGOTTEN      (60 * USEC_PER_DAY)
#define RECOVERY       (48 * USEC_PER_HOUR)
#define HURT_LEFT_OUT  (7 * USEC_PER_DAY)
#define SHORT_BREAK    (45 * USEC_PER_SEC)
#define STRENGTH_EVERY (3 * USEC_PER_MIN)
#define THIRD_FROM     (3 * USEC_PER_MIN)

#define KIND(name)  (1u << EXERCISE_##name)
#define LOOSE_KINDS (KIND(MOBILITY) | KIND(STRETCH))

/* What is chosen, in the order in which it is led through. */
typedef enum Part {
	PART_SET,
	PART_OPENING,
	PART_MOBILITY,
	PART_STRENGTH,
	PART_STRETCH,
	PART_CLOSING,
	PART_MAX,
} Part;

typedef struct Chosen {
	const Exercise *exercise;
	Part part;
} Chosen;

typedef struct Choice {
	const RoutineRequest *request;
	const Catalogue *catalogue;
	PainState pain;
	AreaMask loaded; /* of them no strength is chosen: recovery */
	AreaMask hurt;   /* of them there is no strength at all */
	/* of each exercise */
	usec_t *last; /* when it was done, 0 for never */
	Side *last_side;
	bool *out;                  /* not to be chosen, or chosen already */
	usec_t area_last[AREA_MAX]; /* 0 for never; later than now for those chosen here */
	usec_t left;                /* of the break */
	const ExerciseSet *set;
	Chosen chosen[ROUTINE_STEPS_MAX];
	size_t n_chosen;
	size_t n_steps;
} Choice;

/* What is looked for. */
typedef struct Wanted {
	unsigned kinds;            /* bits, as these: */
	unsigned gentle;           /* those of which only gentle exercises will do */
	bool one_side;             /* which is all that has to fit */
	usec_t keep;               /* at least this much of the break is left over */
	const Exercise *beside[2]; /* and the span of the first of these that it is not */
} Wanted;

/* --- What history says */

static usec_t moment_of(const DiaryEvent *event, usec_t now)
{
	return event->at < now ? event->at : now;
}

static usec_t age(const DiaryEvent *event, usec_t now)
{
	return now - moment_of(event, now);
}

static size_t index_of(const Catalogue *catalogue, const Exercise *exercise)
{
	return (size_t)(exercise - catalogue->exercises);
}

/* Last done, by exercise and by main area; rules 8 and 9. */
static void read_diary(Choice *choice)
{
	const Diary *diary = choice->request->diary;
	usec_t now = choice->request->now;

	for (size_t i = 0; i < diary->n_events; i++) {
		const DiaryEvent *event = &diary->events[i];
		const Exercise *exercise = NULL;

		if (event->type == DIARY_EXERCISE || event->type == DIARY_HURT)
			exercise = catalogue_find(choice->catalogue, event->id);
		if (event->type == DIARY_EXERCISE && exercise && age(event, now) < FORGOTTEN) {
			choice->last[index_of(choice->catalogue, exercise)] = moment_of(event, now);
			choice->area_last[exercise->main_area] = moment_of(event, now);
			choice->last_side[index_of(choice->catalogue, exercise)] = event->side;
		}
		if ((event->type == DIARY_WORKOUT ||
		            (event->type == DIARY_EXERCISE && event->kind == EXERCISE_STRENGTH)) &&
		        age(event, now) < RECOVERY)
			choice->loaded |= areas_reach(event->areas);
		if (event->type == DIARY_HURT && age(event, now) < HURT_LEFT_OUT) {
			choice->hurt |= areas_reach(event->areas);
			if (exercise)
				choice->out[index_of(choice->catalogue, exercise)] = true;
		}
	}
}

/* --- What may be chosen */

static bool is_strength_of(const Exercise *exercise, AreaMask areas)
{
	return exercise->kind == EXERCISE_STRENGTH && areas_reach(exercise->areas) & areas;
}

/* Rules 9 and 10. */
static bool allowed(const Choice *choice, const Exercise *exercise)
{
	return !choice->out[index_of(choice->catalogue, exercise)] &&
	       !is_strength_of(exercise, choice->hurt) && pain_allows(&choice->pain, exercise);
}

static size_t sides_of(const Exercise *exercise)
{
	return exercise->each_side ? 2 : 1;
}

static usec_t span_of(const Exercise *exercise)
{
	return (usec_t)sides_of(exercise) * (ROUTINE_READY + exercise->time);
}

static bool is_candidate(const Choice *choice, const Wanted *wanted, const Exercise *exercise)
{
	usec_t span = wanted->one_side ? ROUTINE_READY + exercise->time : span_of(exercise);
	unsigned kind = 1u << exercise->kind;

	if (!(wanted->kinds & kind) || (wanted->gentle & kind && exercise->level != LEVEL_GENTLE))
		return false;
	if (wanted->beside[0])
		span += span_of(wanted->beside[wanted->beside[0] == exercise ? 1 : 0]);
	return span + wanted->keep <= choice->left &&
	       choice->n_steps + sides_of(exercise) <= ROUTINE_STEPS_MAX &&
	       exercise_suits(exercise, &choice->request->settings) && allowed(choice, exercise) &&
	       !is_strength_of(exercise, choice->loaded);
}

/* Rule 6: of the area last done longest ago the exercise done longest ago; NULL if there is none.
 * Done at the same time: the earlier area of the list, the earlier exercise of the catalogue. */
static const Exercise *pick(const Choice *choice, const Wanted *wanted)
{
	const Exercise *best[AREA_MAX] = {0}, *picked = NULL;

	for (size_t i = 0; i < choice->catalogue->n_exercises; i++) {
		const Exercise *exercise = &choice->catalogue->exercises[i];
		const Exercise **place = &best[exercise->main_area];

		if (is_candidate(choice, wanted, exercise) &&
		        (!*place || choice->last[i] <
		                            choice->last[index_of(choice->catalogue, *place)]))
			*place = exercise;
	}
	for (Area area = 0; area < AREA_MAX; area++)
		if (best[area] &&
		        (!picked || choice->area_last[area] < choice->area_last[picked->main_area]))
			picked = best[area];
	return picked;
}

/* The shortest two that are candidates, the shortest first. */
static void find_shortest(
        const Choice *choice, const Wanted *wanted, const Exercise *besides, const Exercise *ret[2])
{
	ret[0] = ret[1] = NULL;
	for (size_t i = 0; i < choice->catalogue->n_exercises; i++) {
		const Exercise *exercise = &choice->catalogue->exercises[i];

		if (exercise == besides || !is_candidate(choice, wanted, exercise))
			continue;
		if (!ret[0] || span_of(exercise) < span_of(ret[0])) {
			ret[1] = ret[0];
			ret[0] = exercise;
		} else if (!ret[1] || span_of(exercise) < span_of(ret[1])) {
			ret[1] = exercise;
		}
	}
}

static void take(Choice *choice, const Exercise *exercise, Part part)
{
	choice->chosen[choice->n_chosen++] = (Chosen){.exercise = exercise, .part = part};
	choice->n_steps += sides_of(exercise);
	choice->left -= span_of(exercise);
	choice->out[index_of(choice->catalogue, exercise)] = true;
	/* just now, one after the other */
	choice->area_last[exercise->main_area] = choice->request->now + (usec_t)choice->n_chosen;
	if (exercise->kind == EXERCISE_STRENGTH)
		choice->loaded |= areas_reach(exercise->areas);
}

/* --- The parts of a routine */

static const Wanted closing_wanted = {.kinds = KIND(STRETCH), .gentle = KIND(STRETCH)};
static const Wanted loose_wanted = {.kinds = LOOSE_KINDS};
static const Wanted any_wanted = {.kinds = LOOSE_KINDS | KIND(STRENGTH)};

/* Of what leaves room for a third exercise, if there is any; false if there is none. */
static bool take_beside_third(
        Choice *choice, Wanted wanted, Wanted third, const Exercise *closing, Part part)
{
	const Exercise *picked;

	if (choice->request->length < THIRD_FROM)
		return false;
	find_shortest(choice, &third, closing, wanted.beside);
	if (!wanted.beside[1])
		return false;
	picked = pick(choice, &wanted);
	if (picked)
		take(choice, picked, part);
	return picked != NULL;
}

/* Rule 4. Leaves room for the closing. */
static bool take_opening(Choice *choice)
{
	Wanted wanted = {.kinds = KIND(MOBILITY)};
	const Exercise *closings[2], *picked;

	find_shortest(choice, &closing_wanted, NULL, closings);
	if (closings[0]) {
		wanted.keep = span_of(closings[0]);
		if (take_beside_third(choice, wanted, any_wanted, closings[0], PART_OPENING))
			return true;
	}
	picked = pick(choice, &wanted);
	if (!picked) {
		wanted.keep = 0;
		picked = pick(choice, &wanted);
	}
	if (picked)
		take(choice, picked, PART_OPENING);
	return picked != NULL;
}

/* Rule 7. Leaves room for the closing. Returns how many there are. */
static size_t take_strength(Choice *choice)
{
	Wanted wanted = {.kinds = KIND(STRENGTH)};
	const Exercise *closings[2], *picked;
	usec_t most = choice->request->length / STRENGTH_EVERY;
	size_t n = 0;

	find_shortest(choice, &closing_wanted, NULL, closings);
	wanted.keep = closings[0] ? span_of(closings[0]) : 0;
	for (; (usec_t)n < most && (picked = pick(choice, &wanted)); n++)
		take(choice, picked, PART_STRENGTH);
	return n;
}

/* Rule 5. */
static void take_closing(Choice *choice, bool beside_third)
{
	const Exercise *picked;

	if (beside_third &&
	        take_beside_third(choice, closing_wanted, loose_wanted, NULL, PART_CLOSING))
		return;
	picked = pick(choice, &closing_wanted);
	if (picked)
		take(choice, picked, PART_CLOSING);
}

/* Rule 6, as long as one fits. */
static void fill(Choice *choice, const Wanted *wanted)
{
	const Exercise *picked;

	while ((picked = pick(choice, wanted)))
		take(choice, picked,
		        picked->kind == EXERCISE_MOBILITY ? PART_MOBILITY : PART_STRETCH);
}

static void choose_exercises(Choice *choice)
{
	size_t n_strength;

	if (!take_opening(choice)) {
		take_closing(choice, false);
	} else {
		n_strength = take_strength(choice);
		take_closing(choice, n_strength == 0);
	}
	fill(choice, &loose_wanted);
}

/* --- Prescribed sets: rule 3 */

/* How far a set has got today. */
typedef struct SetProgress {
	unsigned times; /* begun */
	size_t next;    /* of its exercises */
	bool moving;    /* the last break that had it in brought some of it */
} SetProgress;

static SetProgress set_progress(const ExerciseSet *set, const Diary *diary, usec_t since)
{
	SetProgress progress = {.next = set->n_exercises};

	for (size_t i = 0; i < diary->n_events; i++) {
		const DiaryEvent *event = &diary->events[i];

		if (event->at < since)
			continue;
		if (event->type == DIARY_SET && strcmp(event->id, set->id) == 0) {
			if (progress.next == set->n_exercises || !progress.moving) {
				progress.times++;
				progress.next = 0;
			}
			progress.moving = false;
		}
		for (size_t k = progress.next;
		        event->type == DIARY_EXERCISE && k < set->n_exercises; k++)
			if (strcmp(event->id, set->exercises[k]->id) == 0) {
				progress.next = k + 1;
				progress.moving = true;
				break;
			}
	}
	return progress;
}

/* The set's exercises from there on, as far as the break holds them; false if that is none. */
static bool take_set(Choice *choice, const ExerciseSet *set, size_t from)
{
	for (size_t i = from; i < set->n_exercises; i++) {
		const Exercise *exercise = set->exercises[i];

		if (!allowed(choice, exercise) || span_of(exercise) > choice->request->length)
			continue;
		if (span_of(exercise) > choice->left ||
		        choice->n_steps + sides_of(exercise) > ROUTINE_STEPS_MAX)
			break;
		take(choice, exercise, PART_SET);
	}
	return choice->n_chosen > 0;
}

/* Whether a set has its turn. */
static bool choose_set(Choice *choice)
{
	for (size_t i = 0; i < choice->catalogue->n_sets; i++) {
		const ExerciseSet *set = &choice->catalogue->sets[i];
		SetProgress progress =
		        set_progress(set, choice->request->diary, choice->request->day_began);
		bool under_way = progress.next < set->n_exercises && progress.moving;

		if ((under_way && take_set(choice, set, progress.next)) ||
		        (progress.times < set->times_a_day && take_set(choice, set, 0))) {
			choice->set = set;
			return true;
		}
	}
	return false;
}

/* What it leaves of the break is no occasion for strength. */
static void complete_set(Choice *choice)
{
	take_closing(choice, false);
	fill(choice, &loose_wanted);
}

/* --- The routine */

/* The chosen ones' steps, each of its own span: part by part, in the order they were chosen in. */
static void lay_out(const Choice *choice, Routine *routine)
{
	routine->set = choice->set;
	for (Part part = 0; part < PART_MAX; part++)
		for (size_t i = 0; i < choice->n_chosen; i++) {
			const Exercise *exercise = choice->chosen[i].exercise;
			bool each = exercise->each_side;

			for (size_t k = 0; choice->chosen[i].part == part && k < sides_of(exercise);
			        k++)
				routine->steps[routine->n_steps++] =
				        (RoutineStep){.exercise = exercise,
				                .side = !each    ? SIDE_BOTH
				                        : k == 0 ? SIDE_LEFT
				                                 : SIDE_RIGHT,
				                .span = ROUTINE_READY + exercise->time};
		}
}

/* Rule 12, in whole seconds. */
static void stretch_steps(Routine *routine, usec_t length)
{
	usec_t work = 0, left = length;

	for (size_t i = 0; i < routine->n_steps; i++) {
		work += routine->steps[i].exercise->time;
		left -= routine->steps[i].span;
	}
	for (size_t i = 0; i < routine->n_steps; i++) {
		usec_t time = routine->steps[i].exercise->time;
		usec_t more = left < work / 2 ? (usec_t)((__int128)time * left / work) : time / 2;

		routine->steps[i].span += more / USEC_PER_SEC * USEC_PER_SEC;
	}
}

/* Rule 2: the walk done longest ago, for all that is left of the break. */
static void add_walk(const Choice *choice, usec_t span, Routine *routine)
{
	const Exercise *picked = NULL;

	for (size_t i = 0; i < choice->catalogue->n_exercises; i++) {
		const Exercise *exercise = &choice->catalogue->exercises[i];

		if (exercise->kind == EXERCISE_WALK && allowed(choice, exercise) &&
		        exercise_suits(exercise, &choice->request->settings) &&
		        (!picked || choice->last[i] <
		                            choice->last[index_of(choice->catalogue, picked)]))
			picked = exercise;
	}
	if (picked)
		routine->steps[routine->n_steps++] =
		        (RoutineStep){.exercise = picked, .side = SIDE_BOTH, .span = span};
}

/* With moderate pain: mobility, for half of the break if a walk can follow. */
static void choose_easy(Choice *choice, Routine *routine)
{
	const Wanted wanted = {.kinds = KIND(MOBILITY), .gentle = KIND(MOBILITY)};
	usec_t length = choice->request->length;
	Routine walk = {0};

	add_walk(choice, length, &walk);
	if (walk.n_steps > 0) {
		choice->left = length / 2;
		choice->n_steps = 1;
	}
	if (choice->request->purpose == ROUTINE_EXERCISES)
		choose_set(choice);
	fill(choice, &wanted);
	lay_out(choice, routine);
	if (walk.n_steps == 0) {
		stretch_steps(routine, length);
		return;
	}
	for (size_t i = 0; i < routine->n_steps; i++)
		walk.steps[0].span -= routine->steps[i].span;
	routine->steps[routine->n_steps++] = walk.steps[0];
}

/* What has no time for two: one, on one side if not on both, and then on that not done last. */
static void choose_short(const Choice *choice, Routine *routine)
{
	const Exercise *picked = pick(
	        choice, &(Wanted){.kinds = LOOSE_KINDS, .gentle = KIND(STRETCH), .one_side = true});
	usec_t span, left = choice->left;
	Side side = SIDE_BOTH;

	if (!picked)
		return;
	span = ROUTINE_READY + picked->time;
	if (picked->each_side)
		side = choice->last_side[index_of(choice->catalogue, picked)] == SIDE_LEFT
		               ? SIDE_RIGHT
		               : SIDE_LEFT;
	for (size_t i = 0; i < sides_of(picked) && span <= left; i++, left -= span) {
		routine->steps[routine->n_steps++] =
		        (RoutineStep){.exercise = picked, .side = side, .span = span};
		side = side == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT;
	}
	stretch_steps(routine, choice->request->length);
}

/* With no more than mild pain. */
static void choose_full(Choice *choice, Routine *routine)
{
	RoutinePurpose purpose = choice->request->purpose;

	if (purpose == ROUTINE_WARM_UP)
		fill(choice, &(Wanted){.kinds = KIND(MOBILITY), .gentle = KIND(MOBILITY)});
	else if (purpose == ROUTINE_COOL_DOWN)
		fill(choice, &closing_wanted);
	else if (choose_set(choice))
		complete_set(choice);
	else if (choice->request->length < SHORT_BREAK) {
		choose_short(choice, routine);
		return;
	} else
		choose_exercises(choice);
	lay_out(choice, routine);
	stretch_steps(routine, choice->request->length);
}

static void choose(Choice *choice, Routine *routine)
{
	usec_t length = choice->request->length;

	if (choice->request->purpose == ROUTINE_WALK || choice->pain.worst == PAIN_SEVERE)
		add_walk(choice, length, routine);
	else if (choice->pain.worst == PAIN_MODERATE)
		choose_easy(choice, routine);
	else
		choose_full(choice, routine);
}

Routine routine_choose(const RoutineRequest *request)
{
	size_t n = request->catalogue->n_exercises + 1;
	CLEANUP(free) usec_t *last = calloc(n, sizeof(*last));
	CLEANUP(free) Side *last_side = calloc(n, sizeof(*last_side));
	CLEANUP(free) bool *out = calloc(n, sizeof(*out));
	Choice choice = {.request = request,
	        .catalogue = request->catalogue,
	        .pain = pain_state(request->diary, request->now),
	        .last = last,
	        .last_side = last_side,
	        .out = out,
	        .left = request->length};
	Routine routine = {0};

	if (last && last_side && out) {
		read_diary(&choice);
		choose(&choice, &routine);
	}
	return routine;
}

static const char *const purposes[ROUTINE_PURPOSE_MAX] = {
        [ROUTINE_EXERCISES] = "exercises",
        [ROUTINE_WALK] = "walk",
        [ROUTINE_WARM_UP] = "warm-up",
        [ROUTINE_COOL_DOWN] = "cool-down",
};

const char *routine_purpose_to_string(RoutinePurpose purpose)
{
	assert(purpose < ROUTINE_PURPOSE_MAX);
	return purposes[purpose];
}

int routine_purpose_from_string(const char *word)
{
	for (size_t i = 0; i < ELEMENTSOF(purposes); i++)
		if (strcmp(purposes[i], word) == 0)
			return (int)i;
	return -1;
}
