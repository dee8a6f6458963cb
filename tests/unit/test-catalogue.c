/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exercises' files: what they say comes through, and what is wrong in them is told and costs no
 * more than the exercise that it concerns. */

#include "routine/catalogue.h"

#include <errno.h>

#include "test.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(Catalogue *, catalogue_free);

typedef struct Place {
	char *top;
	char *first; /* two directories; only the second is there from the start */
	char *second;
	char *file; /* in the second */
} Place;

static int set_up(void **state)
{
	Place *place = calloc(1, sizeof(*place));

	place->top = make_directory();
	assert_true(asprintf(&place->first, "%s/first", place->top) > 0);
	assert_true(asprintf(&place->second, "%s/second", place->top) > 0);
	assert_true(asprintf(&place->file, "%s/a.ini", place->second) > 0);
	assert_int_equal(mkdir(place->second, 0700), 0);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	Place *place = *state;

	remove_directory(place->top);
	free(place->first);
	free(place->second);
	free(place->file);
	free(place);
	return 0;
}

static void put_file(const char *directory, const char *name, const char *text)
{
	CLEANUP(free) char *path = NULL;

	mkdir(directory, 0700);
	assert_true(asprintf(&path, "%s/%s", directory, name) > 0);
	write_bytes(path, text, strlen(text));
}

static Catalogue *read_both(const Place *place)
{
	const char *const directories[] = {place->first, place->second};
	Catalogue *catalogue = NULL;

	assert_int_equal(catalogue_read(directories, 2, &catalogue), 0);
	return catalogue;
}

static Catalogue *catalogue_of(const Place *place, const char *text)
{
	put_file(place->second, "a.ini", text);
	return read_both(place);
}

/* Exactly these problems, in this order; one that begins with a colon has the file's path before
 * it. NULL ends the list. */
static void assert_problems(
        const Place *place, const Catalogue *catalogue, const char *const *expected)
{
	size_t n = 0;

	for (; expected[n]; n++) {
		const char *problem =
		        n < catalogue->n_problems ? catalogue->problems[n] : "nothing";
		size_t path = strlen(place->file);

		if (expected[n][0] == ':' && strncmp(problem, place->file, path) == 0)
			problem += path;
		assert_string_equal(problem, expected[n]);
	}
	if (n < catalogue->n_problems)
		fail_msg("one more: %s", catalogue->problems[n]);
}

/* A whole exercise after [bend], but for what a test adds. */
#define BEND "title = Bend\nareas = hips\nkind = mobility\ntime = 30s\nstep-1 = Bend.\n"

/* [good] is there, whatever is wrong elsewhere, and the text has that one problem. */
static void assert_wrong(const Place *place, const char *text, const char *problem)
{
	CLEANUP(free) char *both = NULL;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;
	const char *const expected[] = {problem, NULL};

	assert_true(asprintf(&both, "%s\n[good]\n" BEND, text) > 0);
	catalogue = catalogue_of(place, both);
	assert_problems(place, catalogue, expected);
	assert_non_null(catalogue_find(catalogue, "good"));
	assert_null(catalogue_find(catalogue, "bend"));
	assert_int_equal(catalogue->n_exercises, 1);
}

static void assert_right(const Place *place, const char *text)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(place, text);

	assert_problems(place, catalogue, (const char *const[]){NULL});
}

static const Exercise *exercise_of(const Catalogue *catalogue, const char *id)
{
	const Exercise *exercise = catalogue_find(catalogue, id);

	assert_non_null(exercise);
	assert_string_equal(exercise->id, id);
	return exercise;
}

static void without_a_directory_it_is_empty(void **state)
{
	const Place *place = *state;
	const char *const nowhere = place->first;
	Catalogue *catalogue = NULL;

	assert_int_equal(catalogue_read(&nowhere, 1, &catalogue), 0);
	assert_int_equal(catalogue->n_exercises, 0);
	assert_int_equal(catalogue->n_sets, 0);
	assert_int_equal(catalogue->n_problems, 0);
	assert_null(catalogue_find(catalogue, "bend"));
	assert_null(catalogue_nearest(catalogue, "bend"));
	catalogue_free(catalogue);
	assert_null(catalogue_free(NULL));
}

static void every_key_comes_through(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free)
	Catalogue *catalogue = catalogue_of(place,
	        "[bend]\ntitle = Bend – and back\nareas = lower-back, hips\nkind = strength\n"
	        "level = strong\nposition = wall\nsides = each\nhold = 5min\nrepetitions = 100\n"
	        "time = 10min\nstep-1 = One.\nstep-2 = \"Two; # three\"\nform = Slowly.\n"
	        "caution = Never mind.\navoid = core, glutes\npicture = other\nenabled = yes\n");
	const Exercise *bend = exercise_of(catalogue, "bend");

	assert_problems(place, catalogue, (const char *const[]){NULL});
	assert_string_equal(bend->title, "Bend – and back");
	assert_int_equal(bend->main_area, AREA_LOWER_BACK);
	assert_int_equal(bend->areas, AREA_BIT(AREA_LOWER_BACK) | AREA_BIT(AREA_HIPS));
	assert_int_equal(bend->kind, EXERCISE_STRENGTH);
	assert_int_equal(bend->level, LEVEL_STRONG);
	assert_int_equal(bend->position, POSITION_WALL);
	assert_true(bend->each_side);
	assert_true(bend->hold == 5 * USEC_PER_MIN && bend->time == 10 * USEC_PER_MIN);
	assert_int_equal(bend->repetitions, 100);
	assert_int_equal(bend->n_steps, 2);
	assert_string_equal(bend->steps[0], "One.");
	assert_string_equal(bend->steps[1], "Two; # three");
	assert_string_equal(bend->form, "Slowly.");
	assert_string_equal(bend->caution, "Never mind.");
	assert_int_equal(bend->avoid, AREA_BIT(AREA_CORE) | AREA_BIT(AREA_GLUTES));
	assert_string_equal(bend->picture, "other");
	assert_true(bend->enabled);
}

static void what_is_left_out_has_a_default(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(*state, "[bend]\n" BEND);
	const Exercise *bend = exercise_of(catalogue, "bend");

	assert_int_equal(bend->level, LEVEL_GENTLE);
	assert_int_equal(bend->position, POSITION_STANDING);
	assert_false(bend->each_side);
	assert_true(bend->hold == 0);
	assert_int_equal(bend->repetitions, 1);
	assert_int_equal(bend->n_steps, 1);
	assert_string_equal(bend->form, "");
	assert_string_equal(bend->caution, "");
	assert_int_equal(bend->avoid, 0);
	assert_string_equal(bend->picture, "bend");
}

static void what_may_be_empty_is_no_mistake(void **state)
{
	assert_right(*state, "[bend]\n" BEND "form =\ncaution =\navoid =\nstep-2 =\nhold = 0s\n");
}

static void an_unknown_key_gets_the_nearest_name(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "[bend]\n" BEND "cuation = Slowly.\n",
	        ":7: [bend] cuation: no such key; did you mean caution?");
	assert_wrong(place, "[bend]\n" BEND "step-9 = And so on.\n",
	        ":7: [bend] step-9: no such key; did you mean step-1?");
	assert_wrong(place, "[bend]\n" BEND "difficulty = 3\n",
	        ":7: [bend] difficulty: no such key; the shipped exercises show all there are");
}

static void a_wrong_word_gets_the_nearest(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "[bend]\nareas = hips, hamstring\n",
	        ":2: [bend] areas = hips, hamstring: no such word as \"hamstring\", perhaps "
	        "hamstrings; it takes areas with commas between, of hamstrings, hips, legs, "
	        "lower-back, core, glutes, upper-back, whole-body");
	assert_wrong(place, "[bend]\navoid = hips,\n",
	        ":2: [bend] avoid = hips,: a word is missing; it takes areas with commas between, "
	        "of hamstrings, hips, legs, lower-back, core, glutes, upper-back, whole-body");
	assert_wrong(place, "[bend]\nkind = strech\n",
	        ":2: [bend] kind = strech: no such word as \"strech\", perhaps stretch; it "
	        "takes mobility, stretch, strength, walk");
	assert_wrong(place, "[bend]\nlevel = gentel\n",
	        ":2: [bend] level = gentel: no such word as \"gentel\", perhaps gentle; it takes "
	        "gentle, moderate, strong");
	assert_wrong(place, "[bend]\nposition = lying\n",
	        ":2: [bend] position = lying: no such word as \"lying\"; it takes seated, "
	        "standing, floor, wall");
	assert_wrong(place, "[bend]\nsides = left\n",
	        ":2: [bend] sides = left: no such word as \"left\"; it takes both, each");
	assert_wrong(place, "[bend]\nkind =\n",
	        ":2: [bend] kind = : a word is missing; it takes mobility, stretch, strength, "
	        "walk");
}

static void a_value_out_of_range_is_told(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "[bend]\ntime = 4999ms\n",
	        ":2: [bend] time = 4999ms: out of range; it takes a span from 5s to 10min");
	assert_wrong(place, "[bend]\ntime = 601s\n",
	        ":2: [bend] time = 601s: out of range; it takes a span from 5s to 10min");
	assert_wrong(place, "[bend]\ntime = soon\n",
	        ":2: [bend] time = soon: cannot be read; it takes a span from 5s to 10min");
	assert_wrong(place, "[bend]\nhold = 301s\n",
	        ":2: [bend] hold = 301s: out of range; it takes a span from 0s to 5min");
	assert_wrong(place, "[bend]\nrepetitions = 0\n",
	        ":2: [bend] repetitions = 0: out of range; it takes a number from 1 to 100");
	assert_wrong(place, "[bend]\nrepetitions = 101\n",
	        ":2: [bend] repetitions = 101: out of range; it takes a number from 1 to 100");
	assert_wrong(place, "[bend]\nrepetitions = 0x10\n",
	        ":2: [bend] repetitions = 0x10: cannot be read; it takes a number from 1 to 100");
	assert_wrong(place, "[bend]\nenabled = maybe\n",
	        ":2: [bend] enabled = maybe: cannot be read; it takes yes or no");
	assert_wrong(place, "[bend]\npicture = ../../etc/passwd\n",
	        ":2: [bend] picture = ../../etc/passwd: no name; it takes a name, 1 to 48 of a-z "
	        "0-9 -");
	assert_right(place, "[bend]\n" BEND "[bow]\n" BEND "hold = 0\nrepetitions = 1\n");
	assert_right(place, "[bend]\ntitle = T\nareas = hips\nkind = walk\nstep-1 = Go.\n"
	                    "time = 5s\n");
}

static void assert_text_limit(const Place *place, const char *key, int least, size_t most)
{
	CLEANUP(free) char *text = NULL;
	CLEANUP(free) char *problem = NULL;
	char value[EXERCISE_TEXT_MAX + 2] = "";

	memset(value, 'x', most + 1);
	assert_true(asprintf(&text, "[bend]\n%s = %s\n", key, value) > 0);
	assert_true(asprintf(&problem,
	                    ":2: [bend] %s = %s: too long; it takes a text of %d to %zu bytes", key,
	                    value, least, most) > 0);
	assert_wrong(place, text, problem);
}

static void texts_have_a_limit(void **state)
{
	const Place *place = *state;

	assert_text_limit(place, "title", 1, EXERCISE_TITLE_MAX);
	assert_text_limit(place, "step-1", 1, EXERCISE_TEXT_MAX);
	assert_text_limit(place, "step-8", 0, EXERCISE_TEXT_MAX);
	assert_text_limit(place, "form", 0, EXERCISE_TEXT_MAX);
	assert_text_limit(place, "caution", 0, EXERCISE_TEXT_MAX);
}

static void the_longest_texts_are_right(void **state)
{
	CLEANUP(free) char *text = NULL;
	char title[EXERCISE_TITLE_MAX + 1] = "", longest[EXERCISE_TEXT_MAX + 1] = "";

	memset(title, 't', EXERCISE_TITLE_MAX);
	memset(longest, 'x', EXERCISE_TEXT_MAX);
	assert_true(asprintf(&text,
	                    "[bend]\ntitle = %s\nareas = hips\nkind = mobility\ntime = 30s\n"
	                    "step-1 = %s\nform = %s\ncaution = %s\n",
	                    title, longest, longest, longest) > 0);
	assert_right(*state, text);
}

static void texts_are_to_be_shown(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "[bend]\ntitle = \n",
	        ":2: [bend] title = : nothing; it takes a text of 1 to 60 bytes");
	assert_wrong(place, "[bend]\nform = \xff\n",
	        ":2: [bend] form = \\xff: not UTF-8, or with control characters; it takes a text "
	        "of "
	        "0 to 200 bytes");
	assert_wrong(place, "[bend]\nform = a\033[2Jb\n",
	        ":2: [bend] form = a\\x1b[2Jb: not UTF-8, or with control characters; it takes a "
	        "text of 0 to 200 bytes");
}

static void a_value_that_a_comment_cuts_is_told(void **state)
{
	assert_wrong(*state, "[bend]\n" BEND "form = Slowly; then faster\n",
	        ":7: [bend] form = Slowly: what follows is a comment, by its ; or #; put a text "
	        "with these into double quotes");
}

static void what_an_exercise_needs_is_told(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "\n[bend]\nkind = walk\n", ":2: [bend]: an exercise needs title");
	assert_wrong(place, "[bend]\n", ":1: [bend]: an exercise needs title");
	assert_wrong(place, "[bend]\ntitle = B\nkind = walk\ntime = 9s\nstep-1 = Go.\n",
	        ":1: [bend]: an exercise needs areas");
	assert_wrong(place, "[bend]\ntitle = B\nareas = hips\ntime = 9s\nstep-1 = Go.\n",
	        ":1: [bend]: an exercise needs kind");
	assert_wrong(place, "[bend]\ntitle = B\nareas = hips\nkind = walk\nstep-1 = Go.\n",
	        ":1: [bend]: an exercise needs time");
	assert_wrong(place, "[bend]\ntitle = B\nareas = hips\nkind = walk\ntime = 9s\n",
	        ":1: [bend]: an exercise needs step-1");
}

static void steps_have_no_gap(void **state)
{
	const Place *place = *state;

	assert_wrong(
	        place, "[bend]\n" BEND "step-3 = Rise.\n", ":1: [bend] step-3: there is no step-2");
	assert_right(place,
	        "[bend]\n" BEND "step-2 = 2\nstep-3 = 3\nstep-4 = 4\nstep-5 = 5\nstep-6 = 6\n"
	        "step-7 = 7\nstep-8 = 8\n");
}

static void the_sides_words_are_checked(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "[bend]\n" BEND "step-2 = The {side} knee.\n",
	        ":1: [bend] step-2: {side} is for sides = each");
	assert_wrong(place, "[bend]\n" BEND "sides = each\nstep-2 = The {side} {knee}.\n",
	        ":1: [bend] step-2: {knee}: no such word; there are {side}, {other}, {Side} and "
	        "{Other}");
	assert_right(place, "[bend]\n" BEND "sides = each\nstep-2 = {Side}, {other}.\n");
}

static void an_id_is_checked(void **state)
{
	const Place *place = *state;

	assert_wrong(
	        place, "[be_nd]\n" BEND, ":1: [be_nd]: an exercise's id is 1 to 48 of a-z 0-9 -");
	assert_wrong(place, "[bend12345678901234567890123456789012345678901234x]\n" BEND,
	        ":1: [bend12345678901234567890123456789012345678901234x]: an exercise's id is 1 to "
	        "48 of a-z 0-9 -");
	assert_wrong(place, "title = B\n", ":1: title stands before any [section]");
	assert_right(place, "[Bend-123456789012345678901234567890123456789012]\n" BEND);
}

static void a_file_that_cannot_be_read_is_told(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;
	CLEANUP(free) char *problem = NULL;
	const char *expected[] = {
	        ":2: neither [section] nor key = value; the file is left out", NULL, NULL};

	put_file(place->second, "a.ini", "[bend]\nnonsense\n" BEND);
	put_file(place->second, "b.ini", "[bow]\n" BEND);
	put_file(place->second, "c.txt", "nonsense\n");
	put_file(place->second, ".d.ini", "nonsense\n");
	assert_true(asprintf(&problem, "%s/e.ini", place->second) > 0);
	assert_int_equal(symlink("/nonexistent", problem), 0);
	free(problem);
	assert_true(asprintf(&problem, "%s/e.ini: No such file or directory", place->second) > 0);
	expected[1] = problem;
	catalogue = read_both(place);
	assert_problems(place, catalogue, expected);
	assert_int_equal(catalogue->n_exercises, 1);
	exercise_of(catalogue, "bow");
}

/* --- One over the other */

static void a_later_section_changes_only_its_keys(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;
	const Exercise *bend;

	put_file(place->first, "z.ini",
	        "[bow]\n" BEND "[bend]\n" BEND "step-2 = Rise.\ncaution = Slowly.\navoid = hips\n");
	put_file(place->second, "a.ini",
	        "[BEND]\nlevel = moderate\nstep-2 = Stay.\nstep-3 = Rise.\navoid =\n");
	catalogue = read_both(place);
	assert_problems(place, catalogue, (const char *const[]){NULL});
	assert_int_equal(catalogue->n_exercises, 2);
	/* at its old place */
	bend = &catalogue->exercises[1];
	assert_ptr_equal(bend, exercise_of(catalogue, "bend"));
	assert_string_equal(bend->title, "Bend");
	assert_int_equal(bend->level, LEVEL_MODERATE);
	assert_int_equal(bend->n_steps, 3);
	assert_string_equal(bend->steps[0], "Bend.");
	assert_string_equal(bend->steps[1], "Stay.");
	assert_string_equal(bend->steps[2], "Rise.");
	assert_string_equal(bend->caution, "Slowly.");
	assert_int_equal(bend->avoid, 0);
}

static void files_go_by_their_names(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;

	put_file(place->second, "b.ini", "[bend]\ntitle = Later\n");
	put_file(place->second, "a.ini", "[bend]\n" BEND);
	catalogue = read_both(place);
	assert_problems(place, catalogue, (const char *const[]){NULL});
	assert_string_equal(exercise_of(catalogue, "bend")->title, "Later");
}

static void what_is_switched_off_is_gone_and_may_come_back(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *off = NULL;
	CLEANUP(catalogue_free) Catalogue *on = NULL;

	put_file(place->first, "a.ini", "[bend]\n" BEND "[bow]\n" BEND);
	put_file(place->second, "a.ini", "[bend]\nenabled = no\n");
	off = read_both(place);
	assert_problems(place, off, (const char *const[]){NULL});
	assert_int_equal(off->n_exercises, 1);
	assert_null(catalogue_find(off, "bend"));
	put_file(place->second, "b.ini", "[bend]\nenabled = yes\n");
	on = read_both(place);
	assert_int_equal(on->n_exercises, 2);
	exercise_of(on, "bend");
}

static void a_wrong_override_changes_nothing(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;

	put_file(place->first, "a.ini", "[bend]\n" BEND);
	put_file(place->second, "a.ini", "[bend]\ntitle = Other\nlevel = hard\n");
	catalogue = read_both(place);
	assert_problems(place, catalogue,
	        (const char *const[]){":3: [bend] level = hard: no such word as \"hard\"; it takes "
	                              "gentle, moderate, strong",
	                NULL});
	assert_string_equal(exercise_of(catalogue, "bend")->title, "Bend");
}

static void a_mistyped_override_gets_the_nearest_id(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;

	put_file(place->first, "a.ini", "[bird-dog]\n" BEND);
	put_file(place->second, "a.ini", "[bird-dogg]\nenabled = no\n");
	catalogue = read_both(place);
	assert_problems(place, catalogue,
	        (const char *const[]){
	                ":1: [bird-dogg]: an exercise needs title; or did you mean [bird-dog]?",
	                NULL});
	exercise_of(catalogue, "bird-dog");
}

static void a_section_in_two_parts_is_one(void **state)
{
	CLEANUP(catalogue_free)
	Catalogue *catalogue =
	        catalogue_of(*state, "[bend]\ntitle = Bend\nareas = hips\n[bow]\n" BEND
	                             "[bend]\nkind = mobility\ntime = 30s\nstep-1 = Bend.\n");

	assert_problems(*state, catalogue, (const char *const[]){NULL});
	assert_int_equal(catalogue->n_exercises, 2);
}

static void ids_are_found_and_nearly_found(void **state)
{
	CLEANUP(catalogue_free)
	Catalogue *catalogue =
	        catalogue_of(*state, "[plank]\n" BEND "[bridge]\n" BEND "[cat-camel]\n" BEND);

	assert_string_equal(exercise_of(catalogue, "cat-camel")->id, "cat-camel");
	assert_null(catalogue_find(catalogue, "cat"));
	assert_null(catalogue_find(catalogue, ""));
	assert_string_equal(catalogue_nearest(catalogue, "plnak"), "plank");
	assert_null(catalogue_nearest(catalogue, "kettlebell"));
}

/* --- Sets */

#define THREE "[one]\n" BEND "[two]\n" BEND "[three]\n" BEND

static void a_set_keeps_its_order(void **state)
{
	CLEANUP(catalogue_free)
	Catalogue *catalogue = catalogue_of(*state,
	        "[mine]\ntitle = My own\nsequence = three, one ,TWO\ntimes-a-day = 24\n"
	        "[plain]\nsequence = one\n" THREE);
	const ExerciseSet *set = &catalogue->sets[0];

	assert_problems(*state, catalogue, (const char *const[]){NULL});
	assert_int_equal(catalogue->n_exercises, 3);
	assert_int_equal(catalogue->n_sets, 2);
	assert_string_equal(set->id, "mine");
	assert_string_equal(set->title, "My own");
	assert_int_equal(set->times_a_day, 24);
	assert_int_equal(set->n_exercises, 3);
	assert_string_equal(set->exercises[0]->id, "three");
	assert_string_equal(set->exercises[1]->id, "one");
	assert_string_equal(set->exercises[2]->id, "two");
	assert_int_equal(catalogue->sets[1].times_a_day, 1);
	assert_string_equal(catalogue->sets[1].title, "plain");
	assert_null(catalogue_find(catalogue, "mine"));
}

static void a_set_that_is_switched_off_is_gone(void **state)
{
	CLEANUP(catalogue_free)
	Catalogue *catalogue =
	        catalogue_of(*state, "[mine]\ntitle = M\nsequence = one\nenabled = no\n" THREE);

	assert_problems(*state, catalogue, (const char *const[]){NULL});
	assert_int_equal(catalogue->n_sets, 0);
}

static void what_is_wrong_in_a_sequence_is_passed_over(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free)
	Catalogue *catalogue = catalogue_of(place,
	        "[mine]\ntitle = M\nsequence = one, thre, kettlebell,, mine, one, two\n" THREE);

	assert_problems(place, catalogue,
	        (const char *const[]){
	                ":3: [mine] sequence: thre: no such exercise; did you mean three?",
	                ":3: [mine] sequence: kettlebell: no such exercise",
	                ":3: [mine] sequence: an id is missing between commas",
	                ":3: [mine] sequence: mine: no such exercise; did you mean one?",
	                ":3: [mine] sequence: one: given twice", NULL});
	assert_int_equal(catalogue->sets[0].n_exercises, 2);
	assert_string_equal(catalogue->sets[0].exercises[1]->id, "two");
}

static void a_sets_exercise_may_be_switched_off(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;

	put_file(place->first, "a.ini", THREE "[mine]\ntitle = M\nsequence = one, two\n");
	put_file(place->second, "a.ini", "[one]\nenabled = no\n");
	catalogue = read_both(place);
	assert_problems(place, catalogue, (const char *const[]){NULL});
	assert_int_equal(catalogue->sets[0].n_exercises, 1);
	assert_string_equal(catalogue->sets[0].exercises[0]->id, "two");
}

/* The sequence may stand in another file than what changes the set. */
static void a_sequence_is_told_where_it_stands(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;
	CLEANUP(free) char *problem = NULL;

	put_file(place->first, "a.ini", THREE "[mine]\ntitle = M\nsequence = zzzzzzz\n");
	put_file(place->second, "a.ini", "[mine]\ntitle = Other\n");
	catalogue = read_both(place);
	assert_true(asprintf(&problem, "%s/a.ini:21: [mine] sequence: zzzzzzz: no such exercise",
	                    place->first) > 0);
	assert_int_equal(catalogue->n_problems, 2);
	assert_string_equal(catalogue->problems[0], problem);
	assert_int_equal(catalogue->n_sets, 0);
}

static void a_set_and_an_exercise_differ(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;

	assert_wrong(place, "[bend]\ntitle = B\nsequence = good\nlevel = strong\n",
	        ":1: [bend] level: not for a set (sequence makes it one)");
	assert_wrong(place, "[bend]\n" BEND "times-a-day = 2\n",
	        ":1: [bend] times-a-day: only for a set, which has a sequence");
	assert_wrong(place, "[bend]\ntitle = B\nsequence =\n",
	        ":3: [bend] sequence = : nothing; it takes 1 to 24 exercises' ids with commas "
	        "between, each once");
	assert_wrong(place, "[bend]\ntitle = B\nsequence = good\ntimes-a-day = 25\n",
	        ":4: [bend] times-a-day = 25: out of range; it takes a number from 1 to 24");
	put_file(place->first, "a.ini", THREE);
	put_file(place->second, "a.ini", "[one]\ntitle = M\nsequence = two\n");
	catalogue = read_both(place);
	assert_problems(place, catalogue,
	        (const char *const[]){
	                ":1: [one]: an exercise has this id; a set needs another", NULL});
	assert_int_equal(catalogue->n_sets, 0);
	exercise_of(catalogue, "one");
}

static void sets_have_limits(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (int i = 0; i <= SET_EXERCISES_MAX; i++)
		fprintf(out, "[e%d]\n" BEND, i);
	for (int i = 0; i <= CATALOGUE_SETS_MAX; i++)
		fprintf(out, "[set-%d]\ntitle = S\nsequence = e1\n", i);
	fputs("[set-0]\nsequence = e0", out);
	for (int i = 1; i <= SET_EXERCISES_MAX; i++)
		fprintf(out, ",e%d", i);
	fclose(out);
	/* given twice: take the first away */
	memcpy(strstr(text, "sequence = e1"), "#", 1);
	catalogue = catalogue_of(place, text);
	free(text);
	assert_int_equal(catalogue->n_sets, CATALOGUE_SETS_MAX);
	assert_int_equal(catalogue->sets[0].n_exercises, SET_EXERCISES_MAX);
	assert_int_equal(catalogue->n_problems, 2);
	assert_non_null(strstr(catalogue->problems[0],
	        "[set-0] sequence: e24: too many; it and what follows is left out"));
	assert_non_null(
	        strstr(catalogue->problems[1], "[set-32]: more than 32 sets; it is left out"));
}

/* --- Many */

static char *many(size_t n, const char *each)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < n; i++)
		fprintf(out, "[exercise-%zu]\n%s", i, each);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void ten_thousand_are_read(void **state)
{
	const Place *place = *state;
	CLEANUP(free)
	char *text = many(10000,
	        "title = An exercise like any other\nareas = hips, legs, core\nkind = stretch\n"
	        "level = moderate\nposition = floor\nsides = each\nhold = 20s\nrepetitions = 3\n"
	        "time = 60s\nstep-1 = Stand up and put one foot forward, as far as it goes.\n"
	        "step-2 = Bend the knee in front of you, slowly, and stay there.\n"
	        "step-3 = Come back, and change sides.\nform = Back straight, eyes ahead.\n"
	        "caution = Not with a hurt knee.\navoid = legs\n");
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;

	put_file(place->second, "a.ini", text);
	catalogue = read_both(place);
	assert_int_equal(catalogue->n_problems, 0);
	assert_int_equal(catalogue->n_exercises, 10000);
	for (size_t i = 0; i < 10000; i++) {
		char id[EXERCISE_ID_SIZE];

		snprintf(id, sizeof(id), "exercise-%zu", i);
		assert_ptr_equal(catalogue_find(catalogue, id), &catalogue->exercises[i]);
	}
}

/* All of them wrong, and each like another one: no reader waits for the problems. */
static void ten_thousand_mistakes_are_told_in_part(void **state)
{
	const Place *place = *state;
	CLEANUP(free) char *text = many(10000, "lvel = strong\n");
	CLEANUP(free) char *right = many(10000, BEND);
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;

	put_file(place->first, "a.ini", right);
	put_file(place->second, "a.ini", text);
	catalogue = read_both(place);
	assert_int_equal(catalogue->n_exercises, 10000);
	assert_int_equal(catalogue->n_problems, 50);
	assert_string_equal(catalogue->problems[49], "there is more that is wrong");
}

static void there_are_no_more_than_the_most(void **state)
{
	const Place *place = *state;
	CLEANUP(free) char *text = many(CATALOGUE_EXERCISES_MAX + 2, BEND);
	CLEANUP(catalogue_free) Catalogue *catalogue = catalogue_of(place, text);

	assert_int_equal(catalogue->n_exercises, CATALOGUE_EXERCISES_MAX);
	assert_int_equal(catalogue->n_problems, 1);
	assert_non_null(strstr(catalogue->problems[0],
	        "more than 20000 exercises; those from [exercise-20000] on are left out"));
}

/* --- Pictures, and what is shipped */

static void a_picture_is_a_png(void **state)
{
	const Place *place = *state;
	CLEANUP(catalogue_free)
	Catalogue *catalogue =
	        catalogue_of(place, "[bend]\n" BEND "[bow]\n" BEND "picture = bend\n");
	CLEANUP(free) char *pictures = NULL;
	CLEANUP(free) char *expected = NULL;
	CLEANUP(free) char *found = NULL;
	CLEANUP(free) char *command = NULL;

	setenv("XDG_DATA_DIRS", "/nonexistent", 1);
	setenv("XDG_DATA_HOME", place->top, 1);
	assert_true(asprintf(&pictures, "%s/limber/pictures", place->top) > 0);
	assert_true(asprintf(&command, "mkdir -p '%s'", pictures) > 0);
	assert_int_equal(system(command), 0);
	assert_null(exercise_picture(exercise_of(catalogue, "bend"), "start"));
	put_file(pictures, "bend-start.png", "\x89PNG\r\n\x1a\n and so on");
	put_file(pictures, "bend-end.png", "no picture");
	assert_true(asprintf(&expected, "%s/bend-start.png", pictures) > 0);
	found = exercise_picture(exercise_of(catalogue, "bow"), "start");
	assert_non_null(found);
	assert_string_equal(found, expected);
	assert_null(exercise_picture(exercise_of(catalogue, "bend"), "end"));
}

static void the_shipped_exercises_have_no_problem(void **state)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;
	CLEANUP(free) char *directory = NULL;
	const char *const *only;

	assert_true(asprintf(&directory, "%s/config/exercises", getenv("LIMBER_SOURCE")) > 0);
	only = (const char *const *)&directory;
	assert_int_equal(catalogue_read(only, 1, &catalogue), 0);
	for (size_t i = 0; i < catalogue->n_problems; i++)
		fail_msg("%s", catalogue->problems[i]);
	assert_true(catalogue->n_exercises >= 40);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(without_a_directory_it_is_empty),
	        TEST(every_key_comes_through),
	        TEST(what_is_left_out_has_a_default),
	        TEST(what_may_be_empty_is_no_mistake),
	        TEST(an_unknown_key_gets_the_nearest_name),
	        TEST(a_wrong_word_gets_the_nearest),
	        TEST(a_value_out_of_range_is_told),
	        TEST(texts_have_a_limit),
	        TEST(the_longest_texts_are_right),
	        TEST(texts_are_to_be_shown),
	        TEST(a_value_that_a_comment_cuts_is_told),
	        TEST(what_an_exercise_needs_is_told),
	        TEST(steps_have_no_gap),
	        TEST(the_sides_words_are_checked),
	        TEST(an_id_is_checked),
	        TEST(a_file_that_cannot_be_read_is_told),
	        TEST(a_later_section_changes_only_its_keys),
	        TEST(files_go_by_their_names),
	        TEST(what_is_switched_off_is_gone_and_may_come_back),
	        TEST(a_wrong_override_changes_nothing),
	        TEST(a_mistyped_override_gets_the_nearest_id),
	        TEST(a_section_in_two_parts_is_one),
	        TEST(ids_are_found_and_nearly_found),
	        TEST(a_set_keeps_its_order),
	        TEST(a_set_that_is_switched_off_is_gone),
	        TEST(what_is_wrong_in_a_sequence_is_passed_over),
	        TEST(a_sets_exercise_may_be_switched_off),
	        TEST(a_sequence_is_told_where_it_stands),
	        TEST(a_set_and_an_exercise_differ),
	        TEST(sets_have_limits),
	        TEST(ten_thousand_are_read),
	        TEST(ten_thousand_mistakes_are_told_in_part),
	        TEST(there_are_no_more_than_the_most),
	        TEST(a_picture_is_a_png),
	        TEST(the_shipped_exercises_have_no_problem),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
