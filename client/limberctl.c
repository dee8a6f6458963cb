/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl: finds the verb on the command line and explains the verbs. Knows nothing of the bus.
 */

#include <errno.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "build-config.h"
#include "ctl-pain.h"
#include "ctl.h"
#include "util/cleanup.h"
#include "util/nearest.h"

#define BIT(option) (1u << (option))

typedef struct Verb {
	const char *name;
	const char *arguments;
	const char *help;
	unsigned options;
	size_t max_words; /* beside the verb */
	CtlExit (*run)(const CtlArgs *args);
} Verb;

static CtlExit show_help(const CtlArgs *args);

static const Verb verbs[] = {
        {"status", "[--why | --json]", N_("what now, and when the next break is (the default)"),
                BIT(CTL_WHY) | BIT(CTL_JSON), 0, ctl_status},
        {"doctor", "[--json]", N_("check all that a reminder needs, and say what to do about it"),
                BIT(CTL_JSON), 0, ctl_doctor},
        {"pause", "[SPAN | --until TIME] [--mode MODE] [--reason TEXT]",
                N_("keep reminders away for a while"),
                BIT(CTL_UNTIL) | BIT(CTL_MODE) | BIT(CTL_REASON), SIZE_MAX, ctl_pause},
        {"resume", "", N_("end the pause"), 0, 0, ctl_resume},
        {"snooze", "[SPAN]", N_("put the reminder off"), 0, SIZE_MAX, ctl_snooze},
        {"skip", "", N_("give the reminder's break up"), 0, 0, ctl_skip},
        {"start", "[KIND]", N_("take a break now: the reminder's, else the next one"), 0, 1,
                ctl_start},
        {"stop", "", N_("end the running break"), 0, 0, ctl_stop},
        {"guide", "", N_("be led through the exercises in this terminal"), 0, 0, ctl_guide},
        {"next", "", N_("leave this exercise, and go on with the next one"), 0, 0, ctl_next},
        {"hurt", "", N_("stop this exercise at once: it hurts"), 0, 0, ctl_hurt},
        {"pain", "[LEVEL [AREA]] [--sign SIGN] [--note TEXT]",
                N_("report pain, from 0 to 10, and see what follows from it"),
                BIT(CTL_SIGN) | BIT(CTL_NOTE), SIZE_MAX, ctl_pain},
        {"workout", "start [AREA...] | stop",
                N_("training: warm up, keep reminders away, cool down"), 0, SIZE_MAX, ctl_workout},
        {"exercises", "[--area AREA] [--level LEVEL] [--json]",
                N_("the exercises there are, by what they work on"),
                BIT(CTL_AREA) | BIT(CTL_LEVEL) | BIT(CTL_JSON), 0, ctl_exercises},
        {"exercise", "ID [--json]", N_("all about one exercise"), BIT(CTL_JSON), 1, ctl_exercise},
        {"routine", "[KIND] [--length SPAN] [--json]",
                N_("the exercises that a break would bring now"), BIT(CTL_LENGTH) | BIT(CTL_JSON),
                1, ctl_routine},
        {"reload", "", N_("read the configuration again"), 0, 0, ctl_reload},
        {"config", "[--json]", N_("the settings in force, and where each comes from"),
                BIT(CTL_JSON), 0, ctl_config},
        {"help", "[VERB]", N_("explain limberctl, or a verb"), 0, 1, show_help},
};

static const Verb *find_verb(const char *name)
{
	const char *names[ELEMENTSOF(verbs)];
	const char *near;

	for (size_t i = 0; i < ELEMENTSOF(verbs); i++) {
		names[i] = verbs[i].name;
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	}
	near = nearest_name(name, names, ELEMENTSOF(verbs));
	if (near)
		ctl_complain(CTL_USAGE, _("unknown verb \"%s\"; did you mean \"%s\"?"), name, near);
	else
		ctl_complain(CTL_USAGE, _("unknown verb \"%s\"; see limberctl --help"), name);
	return NULL;
}

static void print_verb(const Verb *verb)
{
	const int columns = 26;
	int width = printf("  %s %s", verb->name, verb->arguments);

	if (width >= columns)
		width = printf("\n") - 1;
	printf("%*s%s\n", columns - width, "", _(verb->help));
}

static CtlExit help_on_all(void)
{
	puts(_("Usage: limberctl [VERB] [ARGUMENT...]\n"
	       "\n"
	       "Shows and steers Limber, which reminds you to stand up and stretch.\n"));
	for (size_t i = 0; i < ELEMENTSOF(verbs); i++)
		print_verb(&verbs[i]);
	puts(_("\n"
	       "  --help                  show this help, or with a verb its own\n"
	       "  --version               show the version\n"
	       "\n"
	       "A SPAN is written 90s, 45min, 1h 30min; a bare number is seconds.\n"
	       "Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 no daemon. See "
	       "limberctl(1)."));
	return CTL_DONE;
}

/* Whoever asks about pain must not have to look further for this. */
static void help_on_pain(void)
{
	printf(_("\n"
	         "LEVEL is 0 (it is over) to 10 (the worst you can think of). AREA is one of\n"
	         "hamstrings, hips, legs, lower-back, core, glutes, upper-back (with the neck) "
	         "and\n"
	         "whole-body, which is meant without one. Without a level: what counts now.\n"
	         "\n"
	         "%s\n"
	         "\n"
	         "Limber only leaves out exercises. It does not know what the matter is, does not\n"
	         "treat anything, and takes no doctor's or physiotherapist's place.\n"),
	        pain_urgent_text());
}

static CtlExit help_on_verb(const Verb *verb)
{
	const int columns = 16;

	printf(_("Usage: limberctl %s %s\n\n%s\n"), verb->name, verb->arguments, _(verb->help));
	if (verb->options)
		putchar('\n');
	for (CtlOption option = 0; option < CTL_OPTION_MAX; option++) {
		const CtlOptionInfo *info = &ctl_options[option];

		if (verb->options & BIT(option))
			printf("  %s %-*s%s\n", info->name, columns - (int)strlen(info->name),
			        info->value ? _(info->value) : "", _(info->help));
	}
	if (verb->run == ctl_pain)
		help_on_pain();
	return CTL_DONE;
}

static CtlExit show_help(const CtlArgs *args)
{
	const Verb *verb;

	if (args->n_words < 2)
		return help_on_all();
	verb = find_verb(args->words[1]);
	return verb ? help_on_verb(verb) : CTL_USAGE;
}

/* Whether the verb takes what was given; says so if not. */
static bool fits(const Verb *verb, const CtlArgs *args)
{
	for (CtlOption option = CTL_JSON; option < CTL_OPTION_MAX; option++)
		if (args->options[option] && !(verb->options & BIT(option))) {
			ctl_complain(CTL_USAGE,
			        _("%s does not take \"%s\"; see limberctl %s --help"), verb->name,
			        ctl_options[option].name, verb->name);
			return false;
		}
	if (args->n_words > 1 && args->n_words - 1 > verb->max_words) {
		ctl_complain(CTL_USAGE, _("%s does not take \"%s\"; see limberctl %s --help"),
		        verb->name, args->words[1 + verb->max_words], verb->name);
		return false;
	}
	return true;
}

static CtlExit run(int argc, const char **argv)
{
	CLEANUP(free) char *problem = NULL;
	const Verb *verb;
	CtlArgs args;
	int r;

	r = ctl_args_parse(argc, argv, &args, &problem);
	if (r < 0)
		return ctl_complain(CTL_USAGE, "%s", problem ? problem : strerror(-r));
	if (args.options[CTL_VERSION]) {
		puts("limberctl " LIMBER_VERSION);
		return CTL_DONE;
	}
	if (args.options[CTL_HELP] && args.n_words == 0)
		return help_on_all();
	verb = find_verb(args.n_words > 0 ? args.words[0] : "status");
	if (!verb)
		return CTL_USAGE;
	if (args.options[CTL_HELP])
		return help_on_verb(verb);
	return fits(verb, &args) ? verb->run(&args) : CTL_USAGE;
}

int main(int argc, char **argv)
{
	CtlExit code;

	setlocale(LC_ALL, "");
	bindtextdomain("limber", LIMBER_LOCALE_DIR);
	/* escaping expects UTF-8, from the catalogue as from the bus */
	bind_textdomain_codeset("limber", "UTF-8");
	textdomain("limber");

	code = run(argc, (const char **)argv);
	if (fflush(stdout) != 0 || ferror(stdout))
		return ctl_complain(CTL_REFUSED, _("cannot write: %s"), strerror(errno));
	return code;
}
