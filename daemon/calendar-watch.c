/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns wall-clock boundaries into events of the core. Reads no clock. */

#include "calendar-watch.h"

#include <string.h>

#include "util/calendar.h"
#include "util/intl.h"

void calendar_watch_init(CalendarWatch *watch, const WorkingHours *hours, bool outside, int64_t day)
{
	*watch = (CalendarWatch){.hours = *hours, .outside = outside, .day = day};
}

static Event hours_event(bool outside, usec_t since, usec_t at)
{
	Event event = {.type = outside ? EVENT_HOLD : EVENT_RELEASE, .at = at, .since = since};

	if (outside) {
		event.hold = (Hold){.owner = HOURS_OWNER, .mode = HOLD_RESET, .until = USEC_NEVER};
		strncpy(event.hold.reason, _("outside working hours"), HOLD_REASON_SIZE - 1);
	} else {
		strcpy(event.owner, HOURS_OWNER);
	}
	return event;
}

size_t calendar_watch_check(CalendarWatch *watch, usec_t wall, usec_t since, usec_t at,
        Event events[CALENDAR_EVENTS_MAX])
{
	bool outside = hours_outside(&watch->hours, wall);
	int64_t day = calendar_day(wall);
	size_t n = 0;

	/* a wall clock set back does not bring the same day twice */
	if (day > watch->day) {
		events[n++] = (Event){.type = EVENT_DAY, .at = at, .since = since};
		watch->day = day;
	}
	if (outside != watch->outside) {
		events[n++] = hours_event(outside, since, at);
		watch->outside = outside;
	}
	return n;
}

usec_t calendar_watch_next(const CalendarWatch *watch, usec_t wall)
{
	usec_t day = calendar_next_day(wall);
	usec_t change = hours_next_change(&watch->hours, wall);

	return change < day ? change : day;
}
