/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limber-routine: works out the exercises of one break and prints them for limberd, which then
 * needs to know neither catalogue nor diary. The lines are told in its help. */

#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build-config.h"
#include "config.h"
#include "routine/inputs.h"
#include "util/cleanup.h"
#include "util/intl.h"
#include "util/parse.h"

#define PROBLEMS_SHOWN 5

enum { EXIT_USAGE = 2 };

DEFINE_CLEANUP(Config *, config_free);

typedef struct Options {
	const char *config;
	int purpose;
	usec_t length;
} Options;

static void print_help(void)
{
	printf(_("Usage: limber-routine --purpose PURPOSE --length SPAN [--config FILE]\n"
	         "\n"
	         "Prints the exercises that a break of that length would have now. limberd starts\n"
	         "it; for people there is limberctl routine.\n"
	         "\n"
	         "  --purpose PURPOSE  exercises, walk, warm-up or cool-down\n"
	         "  --length SPAN      such as 3min\n"
	         "  --config FILE      read this configuration, and no other\n"
	         "  --help             show this help\n"
	         "  --version          show the version\n"
	         "\n"
	         "A line each, its values with tabs between, in this order:\n"
	         "  problem TEXT       what is wrong in the exercises' files, the first few, or "
	         "why\n"
	         "                     there are no exercises\n"
	         "  advice TEXT        if a doctor or a physiotherapist is to be advised\n"
	         "  set ID             if these steps are those of a prescribed set\n"
	         "  step ID TITLE SIDE MICROSECONDS KIND AREAS FORM CAUTION START-PICTURE "
	         "END-PICTURE STEP...\n"
	         "  end\n"
	         "\n"
	         "Exit codes: 0 done, 1 failure, 2 usage.\n"));
}

/* A value, which may have neither tab nor line's end in it. */
static void print_value(const char *text)
{
	putchar('\t');
	for (; text && *text; text++)
		putchar((unsigned char)*text < ' ' ? ' ' : *text);
}

static void print_line(const char *name, const char *value)
{
	fputs(name, stdout);
	print_value(value);
	putchar('\n');
}

/* The main area first, without blanks. */
static void print_areas(const Exercise *exercise)
{
	print_value(area_to_string(exercise->main_area));
	for (Area area = 0; area < AREA_MAX; area++)
		if (area != exercise->main_area && exercise->areas & AREA_BIT(area))
			printf(",%s", area_to_string(area));
}

static void print_step(const RoutineStep *step)
{
	const Exercise *exercise = step->exercise;
	CLEANUP(free) char *start = exercise_picture(exercise, "start");
	CLEANUP(free) char *end = exercise_picture(exercise, "end");

	fputs("step", stdout);
	print_value(exercise->id);
	print_value(exercise->title);
	print_value(side_to_string(step->side));
	printf("\t%lld", (long long)step->span);
	print_value(exercise_kind_to_string(exercise->kind));
	print_areas(exercise);
	print_value(exercise->form);
	print_value(exercise->caution);
	print_value(start);
	print_value(end);
	for (size_t i = 0; i < exercise->n_steps; i++) {
		CLEANUP(free) char *text = exercise_step_text(exercise->steps[i], step->side);

		print_value(text);
	}
	putchar('\n');
}

static void print_advice(const RoutineInputs *inputs)
{
	Advice advice = pain_advice(inputs->diary, inputs->now);
	CLEANUP(free) char *text = advice.due ? advice_format(&advice) : NULL;

	if (text)
		print_line("advice", text);
}

static void print_all(const RoutineInputs *inputs, const Options *options)
{
	const RoutineRequest request =
	        routine_inputs_request(inputs, (RoutinePurpose)options->purpose, options->length);
	const Routine routine = routine_choose(&request);

	for (size_t i = 0; i < inputs->catalogue->n_problems && i < PROBLEMS_SHOWN; i++)
		print_line("problem", inputs->catalogue->problems[i]);
	print_advice(inputs);
	if (routine.set)
		print_line("set", routine.set->id);
	for (size_t i = 0; i < routine.n_steps; i++)
		print_step(&routine.steps[i]);
	puts("end");
}

static int failed(int error)
{
	fprintf(stderr, "limber-routine: %s\n", strerror(-error));
	return EXIT_FAILURE;
}

/* Without the history nobody knows what hurts: then there is no exercise, and the reason for it. */
static void print_unreadable(int error)
{
	char text[256];

	snprintf(text, sizeof(text),
	        _("the exercises or the history cannot be read: %s; see limberctl doctor"),
	        strerror(-error));
	print_line("problem", text);
	puts("end");
	fflush(stdout);
}

static int run(const Options *options)
{
	CLEANUP(config_free) Config *config = NULL;
	RoutineInputs inputs;
	int r;

	r = options->config ? config_read(&options->config, 1, &config)
	                    : config_read_default(&config);
	if (r < 0)
		return failed(r);
	r = routine_inputs_read(&config->exercises, clock_realtime(), &inputs);
	if (r < 0) {
		print_unreadable(r);
		return failed(r);
	}
	print_all(&inputs, options);
	routine_inputs_clear(&inputs);
	return fflush(stdout) != 0 || ferror(stdout) ? failed(-EIO) : EXIT_SUCCESS;
}

static int wrong_usage(const char *text)
{
	fprintf(stderr, "limber-routine: %s\n", text);
	fprintf(stderr, _("Try limber-routine --help.\n"));
	return EXIT_USAGE;
}

/* 0, or the exit code with *ret_done set. */
static int parse_options(int argc, char *argv[], Options *options, bool *ret_done)
{
	static const struct option known[] = {
	        {"config", required_argument, NULL, 'c'},
	        {"length", required_argument, NULL, 'l'},
	        {"purpose", required_argument, NULL, 'p'},
	        {"help", no_argument, NULL, 'h'},
	        {"version", no_argument, NULL, 'v'},
	        {NULL, 0, NULL, 0},
	};
	int option;

	*ret_done = true;
	while ((option = getopt_long(argc, argv, "", known, NULL)) >= 0) {
		switch (option) {
		case 'c':
			options->config = optarg;
			break;
		case 'l':
			if (parse_span(optarg, &options->length) < 0 || options->length == 0)
				return wrong_usage(_("--length takes a span such as 3min"));
			break;
		case 'p':
			options->purpose = routine_purpose_from_string(optarg);
			if (options->purpose < 0)
				return wrong_usage(_("--purpose takes exercises, walk, warm-up or "
				                     "cool-down"));
			break;
		case 'h':
			print_help();
			return EXIT_SUCCESS;
		case 'v':
			puts("limber-routine " LIMBER_VERSION);
			return EXIT_SUCCESS;
		default:
			return wrong_usage(_("wrong usage"));
		}
	}
	if (optind < argc || options->purpose < 0 || options->length == 0)
		return wrong_usage(_("it takes --purpose and --length, and no words beside them"));
	*ret_done = false;
	return 0;
}

int main(int argc, char *argv[])
{
	Options options = {.purpose = -1};
	bool done;
	int code;

	setlocale(LC_ALL, "");
	bindtextdomain("limber", LIMBER_LOCALE_DIR);
	bind_textdomain_codeset("limber", "UTF-8");
	textdomain("limber");
	code = parse_options(argc, argv, &options, &done);
	return done ? code : run(&options);
}
