/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A report of pain on the command line: checked strictly, for a slip of the finger would change the
 * exercises of days. */

#include <string.h>

#include "ctl-areas.h"
#include "ctl-pain.h"
#include "util/cleanup.h"
#include "util/nearest.h"
#include "util/parse.h"

static CtlExit level_from_word(const char *word, unsigned *ret)
{
	if (parse_unsigned(word, PAIN_LEVEL_MAX, ret) == 0)
		return CTL_DONE;
	return ctl_complain(CTL_USAGE,
	        _("\"%s\" is not a level of pain: it is a number from 0 (it is over) to %d, and "
	          "comes first"),
	        word, PAIN_LEVEL_MAX);
}

/* "legs,hips" and "legs hips", but not "lower back" */
static bool begins_a_list(const char *text)
{
	CLEANUP(free) char *first = strndup(text, strcspn(text, " ,"));

	return first && text[strlen(first)] && area_from_string(first) >= 0;
}

/* "lower back" as well as "lower-back" */
static CtlExit area_from_words(const char *const *words, size_t n, Area *ret)
{
	CLEANUP(free) char *word = ctl_join_words(words, n);

	if (!word)
		return ctl_complain(CTL_REFUSED, _("out of memory"));
	if (begins_a_list(word))
		return ctl_complain(CTL_USAGE, _("pain is reported for one area at a time"));
	for (char *blank; (blank = strchr(word, ' '));)
		*blank = '-';
	return ctl_area_from_word(word, ret);
}

static CtlExit no_sign(const char *word)
{
	const char *near = nearest_name(word, pain_sign_words, 3);

	if (near)
		return ctl_complain(
		        CTL_USAGE, _("\"%s\" is not a sign; did you mean \"%s\"?"), word, near);
	return ctl_complain(
	        CTL_USAGE, _("\"%s\" is not a sign: one is shooting, numbness or weakness"), word);
}

static CtlExit signs_from_text(const char *text, unsigned *ret)
{
	CLEANUP(free) char *copy = strdup(text);
	char *rest = copy, *word;
	unsigned signs = 0;

	if (!copy)
		return ctl_complain(CTL_REFUSED, _("out of memory"));
	while ((word = strsep(&rest, ","))) {
		unsigned sign = pain_sign_from_string(word + strspn(word, " "));

		if (sign == 0)
			return no_sign(word);
		signs |= sign;
	}
	*ret = signs;
	return CTL_DONE;
}

CtlExit pain_report_from_args(const CtlArgs *args, PainReport *ret)
{
	PainReport report = {.area = AREA_MAX, .note = args->options[CTL_NOTE]};
	CtlExit code;

	if (args->n_words < 2)
		return ctl_complain(CTL_USAGE,
		        _("a report of pain begins with its level, from 0 to %d"), PAIN_LEVEL_MAX);
	code = level_from_word(args->words[1], &report.level);
	if (code == CTL_DONE && args->n_words > 2)
		code = area_from_words(args->words + 2, args->n_words - 2, &report.area);
	if (code == CTL_DONE && args->options[CTL_SIGN])
		code = signs_from_text(args->options[CTL_SIGN], &report.signs);
	if (code != CTL_DONE)
		return code;
	if (!report.note)
		report.note = "";
	if (strlen(report.note) >= PAIN_NOTE_SIZE)
		return ctl_complain(
		        CTL_USAGE, _("a note has at most %d bytes"), PAIN_NOTE_SIZE - 1);
	*ret = report;
	return CTL_DONE;
}
