/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exercises, judged: does a break have some, and can they be shown? A reminder comes without them,
 * too: nothing here is a failure. Looks at nothing itself. */

#include <errno.h>
#include <sys/wait.h>

#include "ctl-doctor.h"
#include "ctl.h"
#include "util/cleanup.h"

#define NAMED_MAX 6

void doctor_judge_exercises(Findings *f, const Catalogue *catalogue, int error)
{
	const char *check = "exercises";

	if (!catalogue) {
		doctor_warn(f, check, _("see limber-exercises(5)"), _("they cannot be read: %s"),
		        strerror(-error));
		return;
	}
	for (size_t i = 0; i < catalogue->n_problems; i++)
		doctor_warn(f, check, _("correct it; it counts from the next break on"), "%s",
		        catalogue->problems[i]);
	if (catalogue->n_exercises == 0)
		doctor_warn(f, check,
		        _("install Limber's exercises, or write some: see "
		          "limber-exercises(5)"),
		        _("there are none, so breaks have their text alone"));
	else if (catalogue->n_sets > 0)
		doctor_ok(f, check, _("%zu exercises; prescribed sets: %zu"),
		        catalogue->n_exercises, catalogue->n_sets);
	else
		doctor_ok(f, check,
		        ngettext("%zu exercise", "%zu exercises", catalogue->n_exercises),
		        catalogue->n_exercises);
}

/* "bird-dog-start, bird-dog-end and 4 more", to be freed; NULL without memory. */
static char *name_some(const DoctorPictures *pictures)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < pictures->n_bad && i < NAMED_MAX; i++)
		fprintf(out, "%s%s", i > 0 ? ", " : "", pictures->bad[i]);
	if (pictures->n_bad > NAMED_MAX)
		fprintf(out, _(" and %zu more"), pictures->n_bad - NAMED_MAX);
	return fclose(out) == 0 ? text : NULL;
}

void doctor_judge_pictures(Findings *f, const DoctorPictures *pictures)
{
	CLEANUP(free) char *names = name_some(pictures);
	const char *check = "pictures";

	if (!names)
		f->error = -ENOMEM;
	else if (pictures->n_bad == pictures->n && pictures->n > 0)
		doctor_warn(f, check,
		        _("build Limber anew with rsvg-convert, or install its pictures"),
		        _("there are none: exercises are shown by their text alone"));
	else if (pictures->n_bad > 0)
		doctor_warn(f, check,
		        _("install them anew, or draw them for exercises of your own"),
		        _("missing or broken, so that text alone is shown: %s"), names);
	else if (pictures->n > 0)
		doctor_ok(f, check, _("%zu, all there"), pictures->n);
}

void doctor_judge_terminal(Findings *f, const char *problem)
{
	if (problem)
		doctor_warn(f, "terminal",
		        _("nothing, if outlines are enough; else build Limber anew with libchafa"),
		        _("limberctl shows pictures as outlines: %s"), problem);
	else
		doctor_ok(f, "terminal", _("limberctl shows pictures in colour"));
}

static void judge_trial(Findings *f, const DoctorTrial *trial)
{
	const char *check = "routine";
	const char *anew = _("install Limber anew");
	const char *by_hand = _("run it by hand: limber-routine --purpose exercises --length 3min");

	if (!trial->program)
		doctor_warn(f, check, anew,
		        _("limber-routine is not to be found, so breaks have no exercises"));
	else if (trial->error == -ETIMEDOUT)
		doctor_warn(f, check, by_hand, _("limber-routine does not come to an end"));
	else if (trial->error < 0)
		doctor_warn(f, check, anew, _("%s cannot be run: %s"), trial->program,
		        strerror(-trial->error));
	else if (WIFSIGNALED(trial->status))
		doctor_warn(f, check, by_hand, _("%s was ended by signal %d"), trial->program,
		        WTERMSIG(trial->status));
	else if (WEXITSTATUS(trial->status) != 0)
		doctor_warn(f, check, by_hand, _("it ended with code %d: %s"),
		        WEXITSTATUS(trial->status), trial->said);
	else if (!trial->complete)
		doctor_warn(f, check, anew, _("what %s says breaks off"), trial->program);
	else
		doctor_ok(f, check, "%s", trial->program);
}

static bool is_problem_of(const Catalogue *catalogue, const char *line, size_t length)
{
	for (size_t i = 0; catalogue && i < catalogue->n_problems; i++)
		if (strncmp(catalogue->problems[i], line, length) == 0 &&
		        !catalogue->problems[i][length])
			return true;
	return false;
}

void doctor_judge_routine(
        Findings *f, const DoctorTrial *trial, const Catalogue *catalogue, const CtlStatus *status)
{
	const char *text = status ? status->routine_problem : "";

	judge_trial(f, trial);
	while (*text) {
		size_t length = strcspn(text, "\n");

		if (length > 0 && !is_problem_of(catalogue, text, length))
			doctor_warn(f, "routine",
			        _("see the exercises above; the next break tries again"),
			        _("limberd met with this: %.*s"), (int)length, text);
		text += length + (text[length] == '\n');
	}
}
