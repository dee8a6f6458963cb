/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl routine: what a break would bring now. It works it out as limber-routine does, and
 * needs no daemon. */

#include <errno.h>
#include <string.h>

#include "config.h"
#include "ctl-exercises.h"
#include "ctl.h"
#include "routine/inputs.h"
#include "util/cleanup.h"
#include "util/nearest.h"

DEFINE_CLEANUP(Config *, config_free);
DEFINE_CLEANUP(json_t *, json_decref);

static CtlExit failed(int error)
{
	return ctl_complain(CTL_REFUSED, "%s", strerror(-error));
}

static CtlExit no_kind(const Config *config, const char *name)
{
	const char *names[KINDS_MAX], *near;

	for (size_t i = 0; i < config->rules.n_kinds; i++)
		names[i] = config->rules.kinds[i].name;
	near = nearest_name(name, names, config->rules.n_kinds);
	if (near)
		return ctl_complain(CTL_USAGE,
		        _("there is no kind of break \"%s\"; did you mean \"%s\"?"), name, near);
	return ctl_complain(CTL_USAGE, _("there is no kind of break \"%s\" that is enabled"), name);
}

/* The kind that is asked for, or the first with exercises. */
static CtlExit find_kind(const Config *config, const CtlArgs *args, size_t *ret)
{
	size_t kind = 0;

	if (args->n_words > 1) {
		int found = rules_find_kind(&config->rules, args->words[1]);

		if (found < 0)
			return no_kind(config, args->words[1]);
		kind = (size_t)found;
		if (config->contents[kind].routine == KIND_ROUTINE_NONE)
			return ctl_complain(CTL_REFUSED,
			        _("%s brings no exercises: its routine is none, see limber.ini(5)"),
			        args->words[1]);
	} else {
		while (kind < config->rules.n_kinds &&
		        config->contents[kind].routine != KIND_ROUTINE_EXERCISES)
			kind++;
		if (kind == config->rules.n_kinds)
			return ctl_complain(CTL_REFUSED,
			        _("no kind of break has routine = exercises, see limber.ini(5)"));
	}
	*ret = kind;
	return CTL_DONE;
}

static CtlExit find_length(const CtlArgs *args, usec_t *length)
{
	if (!args->options[CTL_LENGTH])
		return CTL_DONE;
	if (ctl_parse_span(args->options[CTL_LENGTH], length) < 0 || *length > USEC_PER_DAY)
		return ctl_complain(CTL_USAGE,
		        _("\"%s\" is not a break's length: a span up to 1d, such as 3min"),
		        args->options[CTL_LENGTH]);
	return CTL_DONE;
}

static CtlExit print(const RoutineView *view, bool as_json)
{
	CLEANUP(json_decref) json_t *json = as_json ? routine_to_json(view) : NULL;
	CtlStyle style = ctl_style();
	int r;

	if (!as_json) {
		r = routine_print(stdout, &style, view);
		return r < 0 ? failed(r) : CTL_DONE;
	}
	if (!json)
		return failed(-ENOMEM);
	json_dumpf(json, stdout, JSON_INDENT(2));
	putchar('\n');
	return CTL_DONE;
}

static CtlExit choose_and_print(
        const RoutineInputs *inputs, KindRoutine kind_routine, RoutineView view, bool as_json)
{
	const RoutineRequest request = routine_inputs_request(inputs,
	        kind_routine == KIND_ROUTINE_WALK ? ROUTINE_WALK : ROUTINE_EXERCISES, view.length);
	const Routine routine = routine_choose(&request);
	const PainState pain = pain_state(inputs->diary, inputs->now);
	const Advice advice = pain_advice(inputs->diary, inputs->now);
	CLEANUP(free) char *text = advice_format(&advice);

	view.catalogue = inputs->catalogue;
	view.routine = &routine;
	view.pain = &pain;
	view.advice = text;
	return print(&view, as_json);
}

CtlExit ctl_routine(const CtlArgs *args)
{
	CLEANUP(config_free) Config *config = NULL;
	RoutineInputs inputs;
	RoutineView view = {0};
	size_t kind = 0;
	CtlExit code;
	int r = config_read_default(&config);

	if (r < 0)
		return failed(r);
	code = find_kind(config, args, &kind);
	if (code != CTL_DONE)
		return code;
	view.kind = config->rules.kinds[kind].name;
	view.title = config->contents[kind].title;
	view.length = config->rules.kinds[kind].length;
	code = find_length(args, &view.length);
	if (code != CTL_DONE)
		return code;
	r = routine_inputs_read(&config->exercises, clock_realtime(), &inputs);
	if (r < 0)
		return failed(r);
	code = choose_and_print(
	        &inputs, config->contents[kind].routine, view, args->options[CTL_JSON] != NULL);
	routine_inputs_clear(&inputs);
	return code;
}
