/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any file of exercises: what comes out keeps every limit, routines can be chosen from it, and what
 * is left out was told. */

#include <string.h>

#include "fuzz.h"
#include "routine/routine.h"
#include "util/cleanup.h"
#include "util/utf8.h"

static char *directory;

/* The catalogue reads directories. */
static void put_file(const uint8_t *data, size_t size)
{
	static FuzzFile file;
	CLEANUP(free) char *link = NULL;

	fuzz_file_fill(&file, data, size);
	if (directory)
		return;
	directory = strdup("/tmp/limber-fuzz-XXXXXX");
	FUZZ_ASSERT(directory && mkdtemp(directory));
	FUZZ_ASSERT(asprintf(&link, "%s/a.ini", directory) > 0);
	FUZZ_ASSERT(symlink(file.path, link) == 0);
}

static void remove_file(void)
{
	CLEANUP(free) char *link = NULL;

	FUZZ_ASSERT(asprintf(&link, "%s/a.ini", directory) > 0);
	unlink(link);
	rmdir(directory);
	free(TAKE(directory));
}

static void check_text(const char *text, size_t most)
{
	FUZZ_ASSERT(text && strlen(text) <= most && utf8_printable(text));
}

static void check_exercise(const Catalogue *catalogue, const Exercise *exercise)
{
	FUZZ_ASSERT(strlen(exercise->id) < EXERCISE_ID_SIZE);
	FUZZ_ASSERT(catalogue_find(catalogue, exercise->id) == exercise);
	check_text(exercise->title, EXERCISE_TITLE_MAX);
	check_text(exercise->form, EXERCISE_TEXT_MAX);
	check_text(exercise->caution, EXERCISE_TEXT_MAX);
	check_text(exercise->picture, EXERCISE_ID_SIZE - 1);
	FUZZ_ASSERT(!strchr(exercise->picture, '/'));
	FUZZ_ASSERT(exercise->n_steps >= 1 && exercise->n_steps <= EXERCISE_STEPS_MAX);
	for (size_t i = 0; i < exercise->n_steps; i++)
		check_text(exercise->steps[i], EXERCISE_TEXT_MAX);
	FUZZ_ASSERT(exercise->areas & AREA_BIT(exercise->main_area));
	FUZZ_ASSERT(exercise->time >= EXERCISE_TIME_MIN && exercise->time <= EXERCISE_TIME_MAX);
	FUZZ_ASSERT(exercise->hold >= 0 && exercise->hold <= EXERCISE_HOLD_MAX);
	FUZZ_ASSERT(
	        exercise->repetitions >= 1 && exercise->repetitions <= EXERCISE_REPETITIONS_MAX);
}

static void check_set(const Catalogue *catalogue, const ExerciseSet *set)
{
	FUZZ_ASSERT(!catalogue_find(catalogue, set->id));
	check_text(set->title, EXERCISE_TITLE_MAX);
	FUZZ_ASSERT(set->n_exercises >= 1 && set->n_exercises <= SET_EXERCISES_MAX);
	FUZZ_ASSERT(set->times_a_day >= 1 && set->times_a_day <= SET_TIMES_A_DAY_MAX);
	for (size_t i = 0; i < set->n_exercises; i++)
		FUZZ_ASSERT(catalogue_find(catalogue, set->exercises[i]->id) == set->exercises[i]);
}

static void check_routines(const Catalogue *catalogue)
{
	static const usec_t lengths[] = {10, 40, 100, 180, 3600};
	Diary diary = {0};

	for (size_t i = 0; i < ELEMENTSOF(lengths) * ROUTINE_PURPOSE_MAX; i++) {
		RoutineRequest request = {.catalogue = catalogue,
		        .diary = &diary,
		        .settings.level = LEVEL_STRONG,
		        .purpose = (RoutinePurpose)(i % ROUTINE_PURPOSE_MAX),
		        .length = lengths[i / ROUTINE_PURPOSE_MAX] * USEC_PER_SEC,
		        .now = 100 * USEC_PER_DAY,
		        .day_began = 99 * USEC_PER_DAY};
		Routine routine = routine_choose(&request);
		usec_t length = 0;

		FUZZ_ASSERT(routine.n_steps <= ROUTINE_STEPS_MAX);
		for (size_t k = 0; k < routine.n_steps; k++)
			length += routine.steps[k].span;
		FUZZ_ASSERT(length <= request.length);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *only;
	Catalogue *catalogue;

	put_file(data, size);
	only = directory;
	FUZZ_ASSERT(catalogue_read(&only, 1, &catalogue) == 0);
	FUZZ_ASSERT(catalogue->n_exercises <= CATALOGUE_EXERCISES_MAX);
	FUZZ_ASSERT(catalogue->n_sets <= CATALOGUE_SETS_MAX);
	for (size_t i = 0; i < catalogue->n_exercises; i++)
		check_exercise(catalogue, &catalogue->exercises[i]);
	for (size_t i = 0; i < catalogue->n_sets; i++)
		check_set(catalogue, &catalogue->sets[i]);
	for (size_t i = 0; i < catalogue->n_problems; i++)
		FUZZ_ASSERT(catalogue->problems[i][0] != '\0');
	check_routines(catalogue);
	catalogue_free(catalogue);
	remove_file();
	return 0;
}
