/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text for people and for a terminal. Knows nothing of the bus, nor what the text is about. */

#include "ctl-format.h"

#include <errno.h>
#include <langinfo.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <wchar.h>

#include "ctl.h"
#include "util/cleanup.h"

static bool wants_colour(void)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no_color && *no_color) && term &&
	       strcmp(term, "dumb") != 0;
}

static size_t output_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	unsigned width;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	if (columns && parse_unsigned(columns, 10000, &width) == 0)
		return width;
	return 0;
}

CtlStyle ctl_style(void)
{
	return (CtlStyle){.colour = wants_colour(),
	        .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
	        .width = output_width()};
}

CtlNow ctl_now(void)
{
	return (CtlNow){.boottime = clock_boottime(), .realtime = clock_realtime()};
}

const char *ctl_colour(const CtlStyle *style, CtlColour colour)
{
	static const char *const sequences[CTL_COLOUR_MAX] = {
	        [CTL_PLAIN] = "\033[0m",
	        [CTL_BOLD] = "\033[1m",
	        [CTL_DIM] = "\033[2m",
	        [CTL_RED] = "\033[1;31m",
	        [CTL_GREEN] = "\033[32m",
	        [CTL_YELLOW] = "\033[33m",
	        [CTL_BLUE] = "\033[34m",
	};

	return style->colour ? sequences[colour] : "";
}

/* Format characters that reorder or break the line around them: they print, but not what they seem.
 */
static bool is_deceptive(wchar_t wc)
{
	return wc == 0x061c || (wc >= 0x200e && wc <= 0x200f) || (wc >= 0x2028 && wc <= 0x202e) ||
	       (wc >= 0x2066 && wc <= 0x2069);
}

/* Writes one character and returns how many bytes of text it took. */
static size_t escape_one(FILE *out, const char *text, bool utf8)
{
	unsigned char c = (unsigned char)*text;
	mbstate_t state = {0};
	wchar_t wc = 0;
	size_t length;

	if (c < 0x80 || !utf8) {
		if (c >= 0x80)
			fputs((c & 0xc0) == 0x80 ? "" : "?", out);
		else if (c < ' ' || c == 0x7f)
			fprintf(out, "\\x%02x", c);
		else
			fputc(c, out);
		return 1;
	}
	length = mbrtowc(&wc, text, strlen(text), &state);
	if (length == (size_t)-1 || length == (size_t)-2) {
		fprintf(out, "\\x%02x", c);
		return 1;
	}
	if (wcwidth(wc) < 0 || is_deceptive(wc))
		fprintf(out, "\\u%04x", (unsigned)wc);
	else
		fwrite(text, 1, length, out);
	return length;
}

char *ctl_escape(const char *text, bool utf8)
{
	char *escaped = NULL;
	size_t size;
	FILE *out = open_memstream(&escaped, &size);

	if (!out)
		return NULL;
	while (*text)
		text += escape_one(out, text, utf8);
	if (fclose(out) != 0) {
		free(escaped);
		return NULL;
	}
	return escaped;
}

size_t ctl_text_width(const char *text, size_t length)
{
	mbstate_t state = {0};
	size_t columns = 0;

	for (size_t i = 0; i < length;) {
		wchar_t wc = 0;
		size_t n = mbrtowc(&wc, text + i, length - i, &state);
		int width = 1;

		if (n == 0 || n > length - i) {
			memset(&state, 0, sizeof(state));
			n = 1;
		} else
			width = wcwidth(wc);
		columns += width > 0 ? (size_t)width : 0;
		i += n;
	}
	return columns;
}

void ctl_print_wrapped(FILE *out, const CtlStyle *style, const char *text, size_t indent)
{
	size_t column = indent;

	while (*text) {
		size_t blanks = strspn(text, " ");
		size_t length = strcspn(text + blanks, " ");
		size_t width = ctl_text_width(text + blanks, length);

		if (length == 0)
			break;
		if (style->width > 0 && column > indent && column + blanks + width > style->width) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else {
			fprintf(out, "%*s", (int)blanks, "");
			column += blanks;
		}
		fwrite(text + blanks, 1, length, out);
		column += width;
		text += blanks + length;
	}
}

int ctl_vprint_text(FILE *out, const CtlStyle *style, size_t indent, const char *format, va_list ap)
{
	CLEANUP(free) char *text = NULL;
	CLEANUP(free) char *escaped = NULL;

	if (vasprintf(&text, format, ap) < 0) {
		text = NULL;
		return -ENOMEM;
	}
	escaped = ctl_escape(text, style->utf8);
	if (!escaped)
		return -ENOMEM;
	ctl_print_wrapped(out, style, escaped, indent);
	return 0;
}

int ctl_print_line(FILE *out, const CtlStyle *style, size_t indent, const char *format, ...)
{
	va_list ap;
	int r;

	va_start(ap, format);
	r = ctl_vprint_text(out, style, indent, format, ap);
	va_end(ap);
	if (r >= 0)
		fputc('\n', out);
	return r;
}

void ctl_print_padding(FILE *out, size_t width, size_t column)
{
	if (width < column)
		fprintf(out, "%*s", (int)(column - width), "");
}

void ctl_print_bar(
        FILE *out, const CtlStyle *style, CtlColour colour, size_t cells, usec_t part, usec_t whole)
{
	size_t filled = 0;

	if (whole > 0 && part > 0)
		filled = part < whole ? (size_t)((__int128)part * (usec_t)cells / whole) : cells;
	fprintf(out, "%s%s", style->utf8 ? "" : "[", ctl_colour(style, colour));
	for (size_t i = 0; i < cells; i++) {
		if (i == filled)
			fprintf(out, "%s%s", ctl_colour(style, CTL_PLAIN),
			        ctl_colour(style, CTL_DIM));
		if (style->utf8)
			fputs(i < filled ? "█" : "░", out);
		else
			fputc(i < filled ? '#' : '-', out);
	}
	fprintf(out, "%s%s", ctl_colour(style, CTL_PLAIN), style->utf8 ? "" : "]");
}

/* The two clocks are not read in one instant: between 8:59:59.999999 and 9:00 is no difference. */
static usec_t nearest_second(usec_t usec)
{
	return (usec + USEC_PER_SEC / 2) / USEC_PER_SEC * USEC_PER_SEC;
}

static usec_t readable_unit(usec_t span)
{
	return span >= 5 * USEC_PER_MIN ? USEC_PER_MIN : USEC_PER_SEC;
}

char *ctl_format_elapsed(usec_t span, char *buf)
{
	usec_t unit = readable_unit(span);

	return format_span(span > 0 ? span / unit * unit : 0, buf);
}

char *ctl_format_left(usec_t span, char *buf)
{
	usec_t unit = readable_unit(span);

	usec_t rounded = nearest_second(span);

	return format_span(rounded > 0 ? (rounded + unit - 1) / unit * unit : 0, buf);
}

usec_t ctl_wall_clock(const CtlNow *now, usec_t at)
{
	return now->realtime + (at - now->boottime);
}

/* The number of a local day, for differences of days. */
static long local_day(const struct tm *tm)
{
	struct tm midnight = {.tm_year = tm->tm_year, .tm_mon = tm->tm_mon, .tm_mday = tm->tm_mday};

	return timegm(&midnight) / (USEC_PER_DAY / USEC_PER_SEC);
}

static bool local_time(usec_t realtime, struct tm *ret_tm)
{
	time_t t = (time_t)(nearest_second(realtime) / USEC_PER_SEC);

	return localtime_r(&t, ret_tm) != NULL;
}

static char *format_moment(const CtlNow *now, usec_t at, bool seconds, char *buf)
{
	char time[16] = "", day[32] = "";
	struct tm tm, today;
	long days;

	buf[0] = 0;
	if (!local_time(ctl_wall_clock(now, at), &tm) || !local_time(now->realtime, &today))
		return buf;
	days = local_day(&tm) - local_day(&today);
	strftime(time, sizeof(time), seconds ? "%H:%M:%S" : "%H:%M", &tm);
	if (days == 0)
		snprintf(buf, CTL_MOMENT_SIZE, "%s", time);
	else if (days == 1)
		snprintf(buf, CTL_MOMENT_SIZE, _("tomorrow %s"), time);
	else if (days == -1)
		snprintf(buf, CTL_MOMENT_SIZE, _("yesterday %s"), time);
	else if (strftime(day, sizeof(day), days > -7 && days < 7 ? "%a" : "%Y-%m-%d", &tm) > 0)
		snprintf(buf, CTL_MOMENT_SIZE, "%s %s", day, time);
	return buf;
}

char *ctl_format_moment(const CtlNow *now, usec_t at, char *buf)
{
	return format_moment(now, at, false, buf);
}

char *ctl_format_second(const CtlNow *now, usec_t at, char *buf)
{
	return format_moment(now, at, true, buf);
}

char *ctl_format_iso(const CtlNow *now, usec_t at, char *buf)
{
	char zone[8] = "";
	struct tm tm;
	size_t length;

	buf[0] = 0;
	if (!local_time(ctl_wall_clock(now, at), &tm))
		return buf;
	length = strftime(buf, CTL_MOMENT_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
	if (strftime(zone, sizeof(zone), "%z", &tm) == strlen("+hhmm"))
		snprintf(buf + length, CTL_MOMENT_SIZE - length, "%.3s:%s", zone, zone + 3);
	return buf;
}
