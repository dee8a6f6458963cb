/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Strict parsing and formatting of the small values that people write. Knows no file and no clock.
 */

#include "parse.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cleanup.h"

static const char blanks[] = " \t";

static const struct {
	const char *name;
	usec_t usec;
} span_units[] = {
        {"", USEC_PER_SEC},
        {"usec", 1},
        {"us", 1},
        {"\xc2\xb5s", 1},
        {"\xce\xbcs", 1},
        {"msec", USEC_PER_MSEC},
        {"ms", USEC_PER_MSEC},
        {"seconds", USEC_PER_SEC},
        {"second", USEC_PER_SEC},
        {"sec", USEC_PER_SEC},
        {"s", USEC_PER_SEC},
        {"minutes", USEC_PER_MIN},
        {"minute", USEC_PER_MIN},
        {"min", USEC_PER_MIN},
        {"m", USEC_PER_MIN},
        {"hours", USEC_PER_HOUR},
        {"hour", USEC_PER_HOUR},
        {"hr", USEC_PER_HOUR},
        {"h", USEC_PER_HOUR},
        {"days", USEC_PER_DAY},
        {"day", USEC_PER_DAY},
        {"d", USEC_PER_DAY},
        {"weeks", 7 * USEC_PER_DAY},
        {"week", 7 * USEC_PER_DAY},
        {"w", 7 * USEC_PER_DAY},
        /* systemd.time(7): 30.44 days and 365.25 days */
        {"months", 2629800 * USEC_PER_SEC},
        {"month", 2629800 * USEC_PER_SEC},
        {"M", 2629800 * USEC_PER_SEC},
        {"years", 31557600 * USEC_PER_SEC},
        {"year", 31557600 * USEC_PER_SEC},
        {"y", 31557600 * USEC_PER_SEC},
};

static int span_unit(const char *text, size_t length, usec_t *ret_usec)
{
	for (size_t i = 0; i < ELEMENTSOF(span_units); i++)
		if (strlen(span_units[i].name) == length &&
		        memcmp(span_units[i].name, text, length) == 0) {
			*ret_usec = span_units[i].usec;
			return 0;
		}
	return -EINVAL;
}

/* The digits after a point, as millionths. More than six are of no account, but must be digits. */
static const char *parse_fraction(const char *p, usec_t *ret_millionths)
{
	usec_t millionths = 0;
	usec_t place = 100000;

	for (; *p >= '0' && *p <= '9'; p++, place /= 10)
		millionths += (*p - '0') * place;
	*ret_millionths = millionths;
	return p;
}

/* One number with its unit, from *p on. */
static int parse_span_term(const char **p, usec_t *ret_usec)
{
	usec_t number = 0, millionths = 0, unit = 0;
	const char *start = *p;
	size_t length;

	for (; **p >= '0' && **p <= '9'; (*p)++) {
		number = number * 10 + (**p - '0');
		if (number > USEC_SPAN_MAX)
			return -ERANGE;
	}
	if (*p == start)
		return -EINVAL;
	if (**p == '.') {
		start = ++*p;
		*p = parse_fraction(*p, &millionths);
		if (*p == start)
			return -EINVAL;
	}
	*p += strspn(*p, blanks);
	length = strcspn(*p, " \t0123456789.+-");
	if (span_unit(*p, length, &unit) < 0)
		return -EINVAL;
	*p += length;
	if (number > USEC_SPAN_MAX / unit)
		return -ERANGE;
	*ret_usec = number * unit + (usec_t)((__int128)millionths * unit / 1000000);
	return 0;
}

int parse_span(const char *text, usec_t *ret_usec)
{
	const char *p = text + strspn(text, blanks);
	usec_t total = 0;

	if (!*p)
		return -EINVAL;
	while (*p) {
		usec_t term = 0;
		int r = parse_span_term(&p, &term);

		if (r < 0)
			return r;
		total += term;
		if (total > USEC_SPAN_MAX)
			return -ERANGE;
		p += strspn(p, blanks);
	}
	*ret_usec = total;
	return 0;
}

int parse_signed_span(const char *text, usec_t *ret_usec)
{
	bool negative = *text == '-';
	usec_t span;
	int r;

	r = parse_span(*text == '-' || *text == '+' ? text + 1 : text, &span);
	if (r < 0)
		return r;
	*ret_usec = negative ? -span : span;
	return 0;
}

int parse_unsigned(const char *text, unsigned max, unsigned *ret_value)
{
	unsigned long long value = 0;

	if (!*text)
		return -EINVAL;
	for (const char *p = text; *p; p++) {
		if (*p < '0' || *p > '9')
			return -EINVAL;
		value = value * 10 + (unsigned)(*p - '0');
		if (value > max)
			return -ERANGE;
	}
	*ret_value = (unsigned)value;
	return 0;
}

int parse_boolean(const char *text, bool *ret_value)
{
	static const char *const words[][2] = {
	        {"no", "yes"}, {"false", "true"}, {"off", "on"}, {"0", "1"}};

	for (size_t i = 0; i < ELEMENTSOF(words); i++)
		for (int value = 0; value < 2; value++)
			if (strcasecmp(text, words[i][value]) == 0) {
				*ret_value = value;
				return 0;
			}
	return -EINVAL;
}

static bool two_digits(const char *text, unsigned *ret_value)
{
	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return false;
	*ret_value = (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
	return true;
}

int parse_time_of_day(const char *text, unsigned *ret_minutes)
{
	unsigned hours, minutes;

	if (strlen(text) != 5 || text[2] != ':' || !two_digits(text, &hours) ||
	        !two_digits(text + 3, &minutes))
		return -EINVAL;
	if (minutes > 59 || hours * 60 + minutes > 24 * 60)
		return -ERANGE;
	*ret_minutes = hours * 60 + minutes;
	return 0;
}

char *format_span(usec_t span_usec, char *buf)
{
	static const struct {
		const char *name;
		usec_t usec;
	} units[] = {{"d", USEC_PER_DAY}, {"h", USEC_PER_HOUR}, {"min", USEC_PER_MIN},
	        {"s", USEC_PER_SEC}, {"ms", USEC_PER_MSEC}};
	const size_t seconds = 3;
	size_t i = 0;
	int length;

	while (i + 1 < ELEMENTSOF(units) && span_usec < units[i].usec)
		i++;
	if (span_usec < USEC_PER_MSEC)
		i = seconds;
	length = snprintf(buf, FORMAT_SPAN_SIZE, "%lld%s", (long long)(span_usec / units[i].usec),
	        units[i].name);
	if (i < seconds && span_usec % units[i].usec >= units[i + 1].usec)
		snprintf(buf + length, FORMAT_SPAN_SIZE - (size_t)length, " %lld%s",
		        (long long)(span_usec % units[i].usec / units[i + 1].usec),
		        units[i + 1].name);
	return buf;
}
