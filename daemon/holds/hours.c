/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Working hours: reads them, and tells where in them a wall-clock moment lies. */

#include "hours.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "util/calendar.h"
#include "util/cleanup.h"
#include "util/parse.h"

#define DAY_MINUTES (24 * 60)

static const char *const day_names[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static int parse_day(const char *text, size_t length)
{
	for (int i = 0; i < 7; i++)
		if (length == 3 && strncasecmp(text, day_names[i], 3) == 0)
			return i;
	return -1;
}

/* "Mon" or "Mon-Fri", also over the week's end: "Sat-Mon". */
static int parse_days(const char *text, uint8_t *ret_days)
{
	size_t length = strcspn(text, "-");
	int first = parse_day(text, length), last = first;

	if (text[length] == '-')
		last = parse_day(text + length + 1, strlen(text + length + 1));
	if (first < 0 || last < 0)
		return -EINVAL;
	*ret_days = 0;
	for (int day = first;; day = (day + 1) % 7) {
		*ret_days |= (uint8_t)(1U << day);
		if (day == last)
			return 0;
	}
}

/* "09:00-12:30" */
static int parse_times(const char *text, HoursSpan *span)
{
	char from[6], to[6], rest;

	if (sscanf(text, "%5[0-9:]-%5[0-9:]%c", from, to, &rest) != 2 ||
	        parse_time_of_day(from, &span->from_minutes) < 0 ||
	        parse_time_of_day(to, &span->to_minutes) < 0 || span->from_minutes == DAY_MINUTES ||
	        span->from_minutes == span->to_minutes)
		return -EINVAL;
	return 0;
}

static int parse_hours_span(char *text, HoursSpan *ret)
{
	char *save = NULL;
	const char *days = strtok_r(text, " \t", &save);
	const char *times = strtok_r(NULL, " \t", &save);

	if (!days || !times || strtok_r(NULL, " \t", &save))
		return -EINVAL;
	if (parse_days(days, &ret->days) < 0)
		return -EINVAL;
	return parse_times(times, ret);
}

int hours_parse(const char *text, WorkingHours *ret)
{
	WorkingHours hours = {0};
	CLEANUP(free) char *copy = strdup(text);
	char *rest = copy;

	if (!copy)
		return -ENOMEM;
	if (text[strspn(text, " \t")] == '\0') {
		*ret = hours;
		return 0;
	}
	while (rest) {
		char *one = strsep(&rest, ",");

		if (hours.n_spans == HOURS_SPANS_MAX)
			return -E2BIG;
		if (parse_hours_span(one, &hours.spans[hours.n_spans++]) < 0)
			return -EINVAL;
	}
	*ret = hours;
	return 0;
}

/* A span's edges on the day that lies `day` days after that of `wall`; false if it is none of its.
 */
static bool span_edges(
        const HoursSpan *span, usec_t wall, int day, usec_t *ret_from, usec_t *ret_to)
{
	unsigned to = span->to_minutes;

	if (!(span->days & (1U << calendar_weekday(wall, day))))
		return false;
	if (to <= span->from_minutes)
		to += DAY_MINUTES;
	*ret_from = calendar_moment(wall, day, span->from_minutes);
	*ret_to = calendar_moment(wall, day, to);
	return true;
}

bool hours_outside(const WorkingHours *hours, usec_t wall)
{
	usec_t from, to;

	for (unsigned i = 0; i < hours->n_spans; i++)
		for (int day = -1; day <= 0; day++)
			if (span_edges(&hours->spans[i], wall, day, &from, &to) && wall >= from &&
			        wall < to)
				return false;
	return hours->n_spans > 0;
}

usec_t hours_next_change(const WorkingHours *hours, usec_t wall)
{
	bool outside = hours_outside(hours, wall);
	usec_t next = USEC_NEVER;

	for (unsigned i = 0; i < hours->n_spans; i++)
		for (int day = -1; day <= 8; day++) {
			usec_t edges[2];

			if (!span_edges(&hours->spans[i], wall, day, &edges[0], &edges[1]))
				continue;
			for (int e = 0; e < 2; e++)
				if (edges[e] > wall && edges[e] < next &&
				        hours_outside(hours, edges[e]) != outside)
					next = edges[e];
		}
	return next;
}
