/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes apart what limber-routine prints. It is a program of ours, but another may stand in its
 * place: what it says is checked like anything that comes from outside. */

#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "routine/exercise.h"
#include "util/utf8.h"

#define FIELDS_MIN 11 /* of a step, before its sentences */

/* A line's fields, in place. */
typedef struct Fields {
	char *values[FIELDS_MIN + EXERCISE_STEPS_MAX + 1];
	size_t n;
} Fields;

static int split(char *line, Fields *ret)
{
	char *value;

	ret->n = 0;
	while ((value = strsep(&line, "\t"))) {
		if (ret->n == sizeof(ret->values) / sizeof(ret->values[0]))
			return -EINVAL;
		ret->values[ret->n++] = value;
	}
	return 0;
}

static int parse_usec(const char *text, usec_t *ret)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno != 0 || end == text || *end || value <= 0 || value > USEC_PER_DAY)
		return -EINVAL;
	*ret = value;
	return 0;
}

static int take_step(Plan *plan, const Fields *fields)
{
	char *const *values = fields->values + 1;
	PlanStep *step = &plan->steps[plan->n_steps];

	if (fields->n < FIELDS_MIN + 1 || fields->n > FIELDS_MIN + EXERCISE_STEPS_MAX ||
	        plan->n_steps == PLAN_STEPS_MAX)
		return -EINVAL;
	*step = (PlanStep){
	        .id = values[0],
	        .title = values[1],
	        .side = values[2],
	        .kind = values[4],
	        .areas = values[5],
	        .form = values[6],
	        .caution = values[7],
	        .start_picture = values[8],
	        .end_picture = values[9],
	        .n_steps = fields->n - FIELDS_MIN,
	};
	for (size_t i = 0; i < step->n_steps; i++)
		step->steps[i] = fields->values[FIELDS_MIN + i];
	if (step->id[0] == '\0' || step->title[0] == '\0')
		return -EINVAL;
	plan->n_steps++;
	return parse_usec(values[3], &step->span);
}

/* The catalogue's problems, a line each. */
static int add_problem(Plan *plan, const char *text)
{
	size_t length = plan->problem ? strlen(plan->problem) : 0;
	char *grown = realloc(plan->problem, length + strlen(text) + 2);

	if (!grown)
		return -ENOMEM;
	if (length > 0)
		grown[length++] = '\n';
	strcpy(grown + length, text);
	plan->problem = grown;
	return 0;
}

static int take_line(Plan *plan, char *line)
{
	Fields fields;
	int r = split(line, &fields);

	if (r < 0 || fields.n < 2)
		return -EINVAL;
	if (strcmp(fields.values[0], "step") == 0)
		return take_step(plan, &fields);
	if (strcmp(fields.values[0], "problem") == 0)
		return add_problem(plan, fields.values[1]);
	if (strcmp(fields.values[0], "set") == 0)
		plan->set = fields.values[1];
	else if (strcmp(fields.values[0], "advice") == 0)
		plan->advice = fields.values[1];
	else
		return -EINVAL;
	return 0;
}

static int take_lines(Plan *plan)
{
	char *rest = plan->text, *line;

	while ((line = strsep(&rest, "\n"))) {
		int r;

		if (strcmp(line, "end") == 0 && rest && *rest == '\0')
			return plan->problem ? 0 : add_problem(plan, "");
		r = take_line(plan, line);
		if (r < 0)
			return r;
	}
	return -EINVAL;
}

int plan_parse(char *text, Plan **ret)
{
	Plan *plan = calloc(1, sizeof(*plan));
	int r;

	if (!plan) {
		free(text);
		return -ENOMEM;
	}
	plan->text = text;
	utf8_mend(text);
	plan->set = plan->advice = "";
	r = take_lines(plan);
	if (r < 0) {
		plan_free(plan);
		return r;
	}
	*ret = plan;
	return 0;
}

Plan *plan_free(Plan *plan)
{
	if (!plan)
		return NULL;
	free(plan->problem);
	free(plan->text);
	free(plan);
	return NULL;
}
