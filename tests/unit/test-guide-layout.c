/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl guide: what it shows, and where, on terminals of many sizes. */

#include "test.h"

#include <locale.h>
#include <stdbool.h>

#include "bus-names.h"
#include "client/ctl-format.h"
#include "client/guide-digits.h"
#include "client/guide-layout.h"
#include "util/cleanup.h"

#define SEC USEC_PER_SEC

/* The moment that all is looked at. */
#define NOW (10000 * SEC)

typedef struct Fixture {
	CtlKind kind;
	CtlStep steps[3];
	CtlStatus s;
} Fixture;

static const char *bird_texts[] = {
        "Kneel on hands and knees, hands below the shoulders, knees below the hips.",
        "Reach the left leg back and the right arm forward until they are level with the back.",
        "Hold for 5 seconds, bring both back slowly, and repeat on the same side."};
static const char *camel_texts[] = {"Round the back.", "Let it sink."};

/* In a break of three minutes, 20 s into the first of three steps. */
static void set_up(Fixture *f)
{
	*f = (Fixture){.kind = {"stretch", "Time to stretch", "Stand up. Stretch slowly.",
	                       45 * 60 * SEC, 180 * SEC, 0, 0},
	        .steps = {{.id = "bird-dog",
	                          .title = "Bird dog",
	                          .side = "left",
	                          .span = 60 * SEC,
	                          .kind = "strength",
	                          .steps = {bird_texts, 3},
	                          .form = "The hips stay level, and the breath goes on.",
	                          .caution = "Put something soft below the knees.",
	                          .start_picture = "/bird-start.png",
	                          .end_picture = "/bird-end.png"},
	                {},
	                {.id = "cat-camel",
	                        .title = "Cat-camel",
	                        .side = "",
	                        .span = 30 * SEC,
	                        .kind = "mobility",
	                        .steps = {camel_texts, 2},
	                        .form = "",
	                        .caution = "",
	                        .start_picture = "",
	                        .end_picture = ""}},
	        .s = {.state = "break",
	                .n_kinds = 1,
	                .running = {"stretch", "asked", NOW - 20 * SEC, NOW + 160 * SEC},
	                .routine_for = "stretch",
	                .n_routine = 3,
	                .exercise = {.place = 0,
	                        .began_at = NOW - 20 * SEC,
	                        .ends_at = NOW + 40 * SEC,
	                        .left = 60 * SEC},
	                .routine_problem = "",
	                .advice = ""}};
	f->steps[1] = f->steps[0];
	f->steps[1].side = "right";
	f->s.kinds = &f->kind;
	f->s.routine = f->steps;
}

/* The page as text: a line each, pictures as boxes of 1 and 2, blanks at the ends of lines cut off.
 * Nothing may overlap or stick out. */
static char *render(const GuidePage *page)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_int_equal(page->error, 0);
	for (size_t row = 0; row < page->rows; row++) {
		size_t column = 0;
		bool more = true;

		while (more) {
			const GuideRun *first = NULL;
			const GuideBox *box = NULL;
			size_t at = SIZE_MAX;

			for (size_t i = 0; i < page->n_runs; i++)
				if (page->runs[i].row == row && page->runs[i].column >= column &&
				        page->runs[i].column < at) {
					first = &page->runs[i];
					at = first->column;
				}
			for (size_t i = 0; i < 2; i++) {
				const GuideBox *b = &page->pictures[i];

				if (row >= b->row && row < b->row + b->rows &&
				        b->column >= column && b->column < at) {
					box = b;
					at = b->column;
				}
			}
			more = at != SIZE_MAX;
			if (!more)
				break;
			fprintf(out, "%*s", (int)(at - column), "");
			if (box) {
				for (size_t i = 0; i < box->columns; i++)
					fputc(box == page->pictures ? '1' : '2', out);
				column = at + box->columns;
			} else {
				fputs(first->text, out);
				column = at + ctl_text_width(first->text, strlen(first->text));
			}
			assert_true(column <= page->columns);
		}
		fputc('\n', out);
	}
	fclose(out);
	return text;
}

static char *draw(const GuideScene *scene, size_t columns, size_t rows)
{
	GuidePage page = guide_layout(scene, columns, rows, true);
	char *text = render(&page);

	guide_page_done(&page);
	return text;
}

static void assert_page(const GuideScene *scene, size_t columns, size_t rows, const char *expected)
{
	CLEANUP(free) char *text = draw(scene, columns, rows);

	assert_string_equal(text, expected);
}

static void assert_has(const GuideScene *scene, size_t columns, size_t rows, const char *part)
{
	CLEANUP(free) char *text = draw(scene, columns, rows);

	if (!strstr(text, part))
		fail_msg("no \"%s\" in\n%s", part, text);
}

static GuideScene exercise_scene(Fixture *f)
{
	GuideScene scene;

	set_up(f);
	scene = guide_scene(&f->s, false, NOW);
	scene.picture_rows_min = 10;
	scene.picture_rows_max = 24;
	return scene;
}

static void text_goes_before_pictures(void **state)
{
	Fixture f;
	GuideScene scene = exercise_scene(&f);

	assert_page(&scene, 60, 20,
	        "  Time to stretch, 1 of 3                    █▀█ ▄ █ █ █▀█\n"
	        "  Bird dog                                   █ █ ▄ ▀▀█ █ █\n"
	        "  left side                                  ▀▀▀     ▀ ▀▀▀\n"
	        "  ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░\n"
	        "\n"
	        "  1  Kneel on hands and knees, hands below the shoulders,\n"
	        "     knees below the hips.\n"
	        "\n"
	        "  2  Reach the left leg back and the right arm forward\n"
	        "     until they are level with the back.\n"
	        "\n"
	        "  3  Hold for 5 seconds, bring both back slowly, and\n"
	        "     repeat on the same side.\n"
	        "\n"
	        "  Take care: Put something soft below the knees.\n"
	        "\n"
	        "  Form: The hips stay level, and the breath goes on.\n"
	        "\n"
	        "  Next: Bird dog, right side\n"
	        "  n next   p pause   h hurts   s stop   q leave   ? help\n");
}

static void room_for_a_picture(void **state)
{
	Fixture f;
	GuideScene scene = exercise_scene(&f);

	assert_page(&scene, 80, 24,
	        "  Time to stretch, 1 of 3                           ██████      ██  ██  ██████\n"
	        "  Bird dog                                          ██  ██  ██  ██  ██  ██  ██\n"
	        "  left side                                         ██  ██      ██████  ██  ██\n"
	        "                                                    ██  ██  ██      ██  ██  ██\n"
	        "  2min 40s left of the break                        ██████          ██  ██████\n"
	        "  █████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░\n"
	        "\n"
	        "  11111111111111111111111111   1  Kneel on hands and knees, hands below the\n"
	        "  11111111111111111111111111      shoulders, knees below the hips.\n"
	        "  11111111111111111111111111\n"
	        "  11111111111111111111111111   2  Reach the left leg back and the right arm\n"
	        "  11111111111111111111111111      forward until they are level with the back.\n"
	        "  11111111111111111111111111\n"
	        "  11111111111111111111111111   3  Hold for 5 seconds, bring both back slowly,\n"
	        "  11111111111111111111111111      and repeat on the same side.\n"
	        "  11111111111111111111111111\n"
	        "  11111111111111111111111111   Take care: Put something soft below the knees.\n"
	        "  11111111111111111111111111\n"
	        "  11111111111111111111111111   Form: The hips stay level, and the breath goes\n"
	        "  11111111111111111111111111   on.\n"
	        "\n"
	        "  Next: Bird dog, right side\n"
	        "\n"
	        "  n next   p pause   h hurts   s stop   q leave   ? help\n");
}

static void room_for_both(void **state)
{
	Fixture f;
	GuideScene scene = exercise_scene(&f);
	GuidePage page = guide_layout(&scene, 132, 43, true);

	assert_int_equal(page.pictures[0].rows, 22);
	assert_int_equal(page.pictures[1].columns, 44);
	assert_int_equal(page.pictures[1].column, page.pictures[0].column + 45);
	guide_page_done(&page);
	/* outlines come in one size, or not at all */
	scene.picture_rows_min = scene.picture_rows_max = 12;
	page = guide_layout(&scene, 132, 43, true);
	assert_int_equal(page.pictures[1].rows, 12);
	assert_int_equal(page.pictures[1].columns, 24);
	guide_page_done(&page);
	scene.pictures[0] = false;
	assert_int_equal(guide_picture_turn(&scene), 1);
	page = guide_layout(&scene, 132, 43, true);
	assert_int_equal(page.pictures[0].rows, 12);
	assert_int_equal(page.pictures[1].rows, 0);
	guide_page_done(&page);
	page = guide_layout(&scene, 80, 18, true);
	assert_int_equal(page.pictures[0].rows, 0);
	guide_page_done(&page);
}

/* Rather large digits than the note on form. */
static void brief(void **state)
{
	static const char *texts[] = {"One two three four five six seven eight nine ten eleven.",
	        "One two three four five six seven eight nine ten eleven.",
	        "One two three four five six seven eight nine ten eleven.",
	        /* in brackets, for clang to see that it is one */
	        ("One two three four five six seven eight nine ten eleven twelve thirteen "
	         "fourteen fifteen sixteen seventeen eighteen.")};
	Fixture f;
	GuideScene scene = exercise_scene(&f);

	f.steps[0].steps = (CtlTexts){texts, 4};
	f.steps[0].form = "One two three four five six seven eight nine ten eleven twelve, and so "
	                  "on up to a hundred. That is all, but for this line, which is long.";
	f.steps[0].caution = "Mind the gap.";
	assert_has(&scene, 60, 20, "  Bird dog                                   █ █ ▄ ▀▀█ █ █\n");
	assert_has(&scene, 60, 20,
	        "  Take care: Mind the gap.\n"
	        "  Form: One two three four five six seven eight nine ten\n"
	        "  eleven twelve, and so on up to a hundred. That is all, …\n"
	        "\n"
	        "  Next");
}

static void small_terminals(void **state)
{
	Fixture f;
	GuideScene scene = exercise_scene(&f);

	assert_page(&scene, 40, 12,
	        "Bird dog, left side                 0:40\n"
	        "█████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░\n"
	        "1  Kneel on hands and knees, hands below\n"
	        "   the shoulders, knees below the hips.\n"
	        "2  Reach the left leg back and the right\n"
	        "   arm forward until they are level with\n"
	        "   the back.\n"
	        "3  Hold for 5 seconds, bring both back\n"
	        "   slowly, and repeat on the same side.\n"
	        "Take care: Put something soft below the…\n"
	        "Next: Bird dog, right side\n"
	        "n p h s q, ? help\n");
	assert_page(&scene, 20, 4,
	        "Bird dog, lef…  0:40\n"
	        "██████░░░░░░░░░░░░░░\n"
	        "1  Kneel on hands\n"
	        "   and knees, hands…\n");
	assert_page(&scene, 12, 1, "Bird …  0:40\n");
}

/* render() finds what overlaps or sticks out. */
static void every_size(void **state)
{
	Fixture f;
	GuideScene scene = exercise_scene(&f);

	scene.message =
	        "Cat-camel is left out for 7 days, and strength for the lower back with it.";
	for (int help = 0; help < 2; help++)
		for (size_t columns = 0; columns < 150; columns = columns * 9 / 8 + 1)
			for (size_t rows = 0; rows < 50; rows = rows * 9 / 8 + 1) {
				scene.help = help;
				free(draw(&scene, columns, rows));
			}
}

static void the_other_side(void **state)
{
	Fixture f;
	GuideScene scene;

	set_up(&f);
	f.s.exercise =
	        (CtlExercise){.place = 1, .began_at = NOW - 4 * SEC, .ends_at = NOW + 56 * SEC};
	scene = guide_scene(&f.s, false, NOW);
	assert_true(scene.other_side);
	assert_true(scene.into_position);
	assert_has(&scene, 60, 20, "  other side now: right, get into position  ");
	scene = guide_scene(&f.s, false, NOW + SEC);
	assert_false(scene.into_position);
	assert_has(&scene, 60, 20, "  other side now: right     ");
	/* another exercise, though it has sides */
	f.steps[0].id = "cat-camel";
	scene = guide_scene(&f.s, false, NOW);
	assert_false(scene.other_side);
}

static void paused(void **state)
{
	Fixture f;
	GuideScene scene;

	set_up(&f);
	f.s.exercise = (CtlExercise){.place = 2, .left = 12 * SEC, .paused = true};
	scene = guide_scene(&f.s, false, NOW);
	assert_int_equal(scene.left, 12 * SEC);
	assert_has(&scene, 80, 24, "  paused  ");
	assert_has(&scene, 80, 24, "n next   p go on   ");
	assert_has(&scene, 80, 24, "  This is the last one\n");
	/* it is the break's end that comes nearer */
	assert_true(guide_next_tick(&f.s, NOW) == NOW + SEC);
}

static void shortened_by_limberd(void **state)
{
	Fixture f;
	GuideScene scene;

	set_up(&f);
	f.s.exercise.ends_at = NOW + 20 * SEC;
	scene = guide_scene(&f.s, false, NOW);
	assert_int_equal(scene.span, 40 * SEC);
	assert_int_equal(scene.left, 20 * SEC);
}

static void without_exercises(void **state)
{
	Fixture f;
	GuideScene scene;

	set_up(&f);
	f.s.exercise = (CtlExercise){.place = LIMBER_UNLIMITED};
	scene = guide_scene(&f.s, false, NOW);
	assert_int_equal(scene.phase, GUIDE_REST);
	assert_int_equal(scene.left, 160 * SEC);
	assert_has(&scene, 60, 20, "  The exercises are done  ");
	f.s.n_routine = 0;
	scene = guide_scene(&f.s, false, NOW);
	assert_int_equal(scene.phase, GUIDE_CHOOSING);
	assert_has(&scene, 60, 20, "  The exercises are being chosen  ");
	/* pain has ruled them out, say */
	f.s.advice = "Please see a doctor.";
	scene = guide_scene(&f.s, true, NOW);
	assert_int_equal(scene.phase, GUIDE_REST);
	assert_has(&scene, 60, 20,
	        "  Stand up. Stretch slowly.\n"
	        "\n"
	        "  No exercise suits now: rest, or walk if that does you\n"
	        "  good.\n"
	        "\n"
	        "  Please see a doctor.\n");
	f.s.advice = "";
	f.s.routine_problem = "limber-routine fails";
	scene = guide_scene(&f.s, false, NOW);
	assert_int_equal(scene.phase, GUIDE_REST);
	assert_has(&scene, 60, 20, "  Time to stretch  ");
	assert_has(&scene, 60, 20, "\n  Stand up. Stretch slowly.\n\n  limber-routine fails\n");
	f.s.routine_problem = "";
	f.s.routine_for = "";
	scene = guide_scene(&f.s, false, NOW);
	assert_int_equal(scene.phase, GUIDE_REST);
}

static void warm_up(void **state)
{
	Fixture f;
	GuideScene scene;

	set_up(&f);
	f.s.running = (CtlBreak){"", "", 0, 0};
	f.s.routine_for = "warm-up";
	scene = guide_scene(&f.s, false, NOW);
	assert_true(scene.rest < 0);
	assert_has(&scene, 80, 24, "  Warm-up, 1 of 3  ");
	assert_false(guide_is_over(&f.s, false));
	f.s.exercise.place = LIMBER_UNLIMITED;
	assert_true(guide_is_over(&f.s, false));
	f.s.n_routine = 0;
	assert_false(guide_is_over(&f.s, false));
	assert_true(guide_is_over(&f.s, true));
	f.s.routine_for = "stretch";
	assert_true(guide_is_over(&f.s, false));
	f.s.running.kind = "walk";
	assert_false(guide_is_over(&f.s, false));
}

static void messages_and_help(void **state)
{
	Fixture f;
	GuideScene scene = exercise_scene(&f);

	scene.message = "no exercise is \033running";
	assert_has(&scene, 80, 24,
	        "  Next: Bird dog, right side\n"
	        "  no exercise is \\x1brunning\n"
	        "  n next");
	/* on a low page it takes the place of what comes next */
	assert_has(&scene, 40, 10, "\nno exercise is \\x1brunning\nn p h");
	scene.help = true;
	assert_has(&scene, 60, 20,
	        "  h         it hurts: stop this exercise at once, and\n"
	        "            leave it out for 7 days\n");
}

static void without_utf8(void **state)
{
	Fixture f;
	GuideScene scene = exercise_scene(&f);
	GuidePage page;

	f.steps[0].title = "B\xc3\xa4r";
	for (size_t rows = 3; rows < 40; rows += 7) {
		page = guide_layout(&scene, 30 + 2 * rows, rows, false);
		assert_int_equal(page.pictures[0].rows, 0);
		for (size_t i = 0; i < page.n_runs; i++)
			for (const char *c = page.runs[i].text; *c; c++)
				assert_in_range(*c, ' ', '~');
		guide_page_done(&page);
	}
}

static void seconds_tick(void **state)
{
	Fixture f;

	set_up(&f);
	assert_true(guide_next_tick(&f.s, NOW) == NOW + SEC);
	assert_true(guide_next_tick(&f.s, NOW + SEC - 1) == NOW + SEC);
	assert_true(guide_next_tick(&f.s, NOW + SEC / 4) == NOW + SEC);
	f.s.exercise.ends_at = NOW + SEC / 2;
	assert_true(guide_next_tick(&f.s, NOW) == NOW + SEC / 2);
	/* limberd will say what comes then */
	assert_true(guide_next_tick(&f.s, NOW + SEC / 2) == USEC_NEVER);
	f.s.exercise.place = LIMBER_UNLIMITED;
	assert_true(guide_next_tick(&f.s, NOW) == NOW + SEC);
	f.s.running = (CtlBreak){"", "", 0, 0};
	assert_true(guide_next_tick(&f.s, NOW) == USEC_NEVER);
}

static void pictures_take_turns(void **state)
{
	Fixture f;
	GuideScene scene = exercise_scene(&f);
	static const struct {
		usec_t passed;
		size_t turn;
	} turns[] = {{0, 0}, {4, 0}, {5, 1}, {8, 1}, {9, 0}, {12, 0}, {13, 1}, {17, 0}};

	for (size_t i = 0; i < ELEMENTSOF(turns); i++) {
		scene.left = scene.span - turns[i].passed * SEC;
		scene.into_position = turns[i].passed < 5;
		assert_int_equal(guide_picture_turn(&scene), turns[i].turn);
	}
}

static void assert_digits(DigitSize size, const char *text, bool utf8, const char *expected)
{
	char row[DIGITS_ROW_SIZE], all[8 * DIGITS_ROW_SIZE] = "";

	for (size_t i = 0; i < digits_rows(size); i++) {
		digits_row(size, text, i, utf8, row);
		assert_int_equal(ctl_text_width(row, strlen(row)), digits_columns(size, text));
		strcat(strcat(all, row), "\n");
	}
	assert_string_equal(all, expected);
}

static void digits(void **state)
{
	assert_digits(DIGITS_PLAIN, "1:02", true, "1:02\n");
	assert_digits(DIGITS_SMALL, "12345:", true,
	        "▄█  ▀▀█ ▀▀█ █ █ █▀▀ ▄\n"
	        " █  █▀▀ ▀▀█ ▀▀█ ▀▀█ ▄\n"
	        "▀▀▀ ▀▀▀ ▀▀▀   ▀ ▀▀▀  \n");
	assert_digits(DIGITS_SMALL, "67890", true,
	        "█▀▀ ▀▀█ █▀█ █▀█ █▀█\n"
	        "█▀█   █ █▀█ ▀▀█ █ █\n"
	        "▀▀▀   ▀ ▀▀▀ ▀▀▀ ▀▀▀\n");
	assert_digits(DIGITS_LARGE, "1:4", false,
	        "  ##        ##  ##\n"
	        "####    ##  ##  ##\n"
	        "  ##        ######\n"
	        "  ##    ##      ##\n"
	        "######          ##\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(text_goes_before_pictures),
	        cmocka_unit_test(room_for_a_picture),
	        cmocka_unit_test(room_for_both),
	        cmocka_unit_test(brief),
	        cmocka_unit_test(small_terminals),
	        cmocka_unit_test(every_size),
	        cmocka_unit_test(the_other_side),
	        cmocka_unit_test(paused),
	        cmocka_unit_test(shortened_by_limberd),
	        cmocka_unit_test(without_exercises),
	        cmocka_unit_test(warm_up),
	        cmocka_unit_test(messages_and_help),
	        cmocka_unit_test(without_utf8),
	        cmocka_unit_test(seconds_tick),
	        cmocka_unit_test(pictures_take_turns),
	        cmocka_unit_test(digits),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return EXIT_FAILURE;
	set_zone("UTC0");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
