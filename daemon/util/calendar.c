/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Local calendar time. The clock itself is an argument. */

#include "calendar.h"

#include <time.h>

#define DAY_BEGINS_HOUR 4

static struct tm local_time(usec_t wall)
{
	time_t seconds = (time_t)(wall / USEC_PER_SEC);
	struct tm tm = {0};

	localtime_r(&seconds, &tm);
	return tm;
}

/* Of an hour that there is twice the first, whatever mktime() was asked before. */
static time_t local_moment(const struct tm *local)
{
	struct tm summer = *local, plain = *local;
	time_t moment;

	summer.tm_isdst = 1;
	moment = mktime(&summer);
	if (summer.tm_isdst > 0 && summer.tm_hour == local->tm_hour)
		return moment;
	plain.tm_isdst = -1;
	return mktime(&plain);
}

usec_t calendar_moment(usec_t wall, int day, unsigned minutes)
{
	struct tm tm = local_time(wall);

	tm.tm_mday += day + (int)minutes / (24 * 60);
	tm.tm_hour = (int)minutes / 60 % 24;
	tm.tm_min = (int)minutes % 60;
	tm.tm_sec = 0;
	return local_moment(&tm) * USEC_PER_SEC;
}

unsigned calendar_weekday(usec_t wall, int day)
{
	struct tm tm = local_time(wall);

	return (unsigned)((tm.tm_wday + 6 + day + 7) % 7);
}

int64_t calendar_day(usec_t wall)
{
	struct tm tm = local_time(wall);
	int64_t day;

	tm.tm_mday -= tm.tm_hour < DAY_BEGINS_HOUR;
	tm.tm_hour = 12;
	tm.tm_min = tm.tm_sec = 0;
	day = timegm(&tm) / (24 * 60 * 60);
	return day;
}

usec_t calendar_day_began(usec_t wall)
{
	usec_t today = calendar_moment(wall, 0, DAY_BEGINS_HOUR * 60);

	return today <= wall ? today : calendar_moment(wall, -1, DAY_BEGINS_HOUR * 60);
}

usec_t calendar_next_day(usec_t wall)
{
	usec_t today = calendar_moment(wall, 0, DAY_BEGINS_HOUR * 60);

	return today > wall ? today : calendar_moment(wall, 1, DAY_BEGINS_HOUR * 60);
}

usec_t calendar_reading(usec_t wall)
{
	struct tm tm = local_time(wall);

	return timegm(&tm) * USEC_PER_SEC + wall % USEC_PER_SEC;
}

usec_t calendar_at_reading(usec_t reading)
{
	time_t seconds = (time_t)(reading / USEC_PER_SEC);
	struct tm tm = {0};

	gmtime_r(&seconds, &tm);
	return local_moment(&tm) * USEC_PER_SEC + reading % USEC_PER_SEC;
}
