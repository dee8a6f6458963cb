/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What .ini files say, entry by entry. iniparser decides what that is; here are the lines, which it
 * does not keep, and the parts it is given a file in: it looks for a key from the beginning, each
 * time, so that a file of ten thousand sections as a whole would take it minutes. */

#include "ini.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <iniparser.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "intl.h"

#define BLANKS    " \t\r\n"
#define PART_SIZE 16384
#define BOM       "\xef\xbb\xbf"
#define BOM_SIZE  3

/* Where a section or a key stands. */
typedef struct Line {
	unsigned number;
	unsigned section; /* the number of its section's line; itself for a section */
	char *name;       /* "section" or "section:key" as iniparser joins them */
	bool is_key;
	bool cut;
} Line;

/* A part of the file, from a section's line on. */
typedef struct Part {
	size_t begin;
	unsigned first_line;
} Part;

typedef struct Reading {
	const IniSink *sink;
	char *text;
	size_t size;

	Line *lines; /* sorted by name and number, once they are all there */
	size_t n_lines;
	char *section;
	unsigned section_line;

	Part *parts;
	dictionary **entries; /* of each part */
	size_t n_parts;
} Reading;

/* --- Lines */

/* Without the blanks around it, in lower case, in place. */
static char *normalized(char *text)
{
	size_t length;

	text += strspn(text, BLANKS);
	length = strlen(text);
	while (length > 0 && strchr(BLANKS, text[length - 1]))
		text[--length] = '\0';
	for (char *p = text; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return text;
}

/* Takes the name. Room doubles: there may be hundreds of thousands. */
static int add_line(Reading *reading, const Line *line)
{
	size_t n = reading->n_lines;
	Line *grown = reading->lines;

	if (line->name && (n & (n - 1)) == 0)
		grown = reallocarray(reading->lines, n == 0 ? 1 : 2 * n, sizeof(Line));
	if (!line->name || !grown) {
		free(line->name);
		return -ENOMEM;
	}
	reading->lines = grown;
	grown[reading->n_lines++] = *line;
	return 0;
}

static int add_section(Reading *reading, unsigned number, const char *name)
{
	free(reading->section);
	reading->section = strdup(name);
	reading->section_line = number;
	if (!reading->section)
		return -ENOMEM;
	return add_line(
	        reading, &(Line){.number = number, .section = number, .name = strdup(name)});
}

/* Whether a comment ends the value: a quoted one may hold ; and #. */
static bool is_cut(const char *value)
{
	value += strspn(value, BLANKS);
	return *value != '"' && *value != '\'' && strpbrk(value, ";#");
}

static int add_key(Reading *reading, unsigned number, const char *key, const char *value)
{
	Line line = {.number = number,
	        .section = reading->section_line,
	        .is_key = true,
	        .cut = is_cut(value)};

	if (asprintf(&line.name, "%s:%s", reading->section ? reading->section : "", key) < 0)
		return -ENOMEM;
	return add_line(reading, &line);
}

/* A line, with those that a backslash at its end joins to it. */
static int scan_line(Reading *reading, char *text, unsigned number)
{
	char *end;

	text += strspn(text, BLANKS);
	if (*text == '[' && (end = strchr(text, ']'))) {
		*end = '\0';
		return add_section(reading, number, normalized(text + 1));
	}
	end = strchr(text, '=');
	if (*text == '#' || *text == ';' || !end)
		return 0;
	*end = '\0';
	return add_key(reading, number, normalized(text), end + 1);
}

static bool ends_in_backslash(const char *begin, const char *end)
{
	while (end > begin && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	return end > begin && end[-1] == '\\';
}

static const char *line_end(const char *p, const char *end)
{
	const char *newline = memchr(p, '\n', (size_t)(end - p));

	return newline ? newline + 1 : end;
}

static int add_part(Reading *reading, size_t begin, unsigned first_line)
{
	Part *grown;

	if (reading->n_parts > 0 && begin - reading->parts[reading->n_parts - 1].begin < PART_SIZE)
		return 0;
	grown = reallocarray(reading->parts, reading->n_parts + 1, sizeof(Part));
	if (!grown)
		return -ENOMEM;
	reading->parts = grown;
	grown[reading->n_parts++] = (Part){.begin = begin, .first_line = first_line};
	return 0;
}

static int compare_lines(const void *a, const void *b)
{
	const Line *left = a, *right = b;
	int names = strcmp(left->name, right->name);

	return names != 0 ? names : (left->number > right->number) - (left->number < right->number);
}

static int scan(Reading *reading)
{
	const char *p = reading->text, *end = p + reading->size;
	unsigned number = 1;
	int r = add_part(reading, 0, 1);

	while (p < end && r >= 0) {
		const char *next = line_end(p, end);
		CLEANUP(free) char *text = NULL;
		unsigned lines = 1;

		for (; next < end && ends_in_backslash(p, next); lines++)
			next = line_end(next, end);
		text = strndup(p, (size_t)(next - p));
		if (!text)
			return -ENOMEM;
		if (text[strspn(text, BLANKS)] == '[')
			r = add_part(reading, (size_t)(p - reading->text), number);
		if (r >= 0)
			r = scan_line(reading, text, number);
		number += lines;
		p = next;
	}
	if (r >= 0 && reading->n_lines > 0)
		qsort(reading->lines, reading->n_lines, sizeof(Line), compare_lines);
	return r;
}

/* The last line of that name, or NULL. */
static const Line *find_line(const Reading *reading, const char *name)
{
	size_t low = 0, high = reading->n_lines;

	/* behind the last one that is not greater */
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(reading->lines[middle].name, name) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || strcmp(reading->lines[low - 1].name, name) != 0)
		return NULL;
	return &reading->lines[low - 1];
}

static void report_given_twice(const Reading *reading)
{
	for (size_t i = 0; i + 1 < reading->n_lines; i++) {
		const Line *line = &reading->lines[i];
		CLEANUP(free) char *text = NULL;
		const char *key = strchr(line->name, ':');

		if (!line->is_key || strcmp(line->name, line[1].name) != 0)
			continue;
		if (asprintf(&text, _("[%.*s] %s: given again in line %u"), (int)(key - line->name),
		            line->name, key + 1, find_line(reading, line->name)->number) >= 0)
			reading->sink->problem(reading->sink->userdata, line->number, text);
	}
}

/* --- Entries */

/* iniparser tells its errors to one function for the whole program, with no context to pass. */
static Reading *reading_now;
static unsigned part_line_now;

__attribute__((format(printf, 1, 2))) static int on_iniparser_error(const char *format, ...)
{
	CLEANUP(free) char *text = NULL;
	const IniSink *sink = reading_now->sink;
	const char *bracket;
	unsigned line = 0;
	va_list args;
	int r;

	va_start(args, format);
	r = vasprintf(&text, format, args);
	va_end(args);
	if (r < 0)
		return 0;
	/* "what is wrong in FILE (LINE):", and then the line itself, on its own */
	bracket = strrchr(text, '(');
	if (bracket)
		line = (unsigned)strtoul(bracket + 1, NULL, 10);
	if (line > 0)
		sink->problem(sink->userdata, part_line_now + line - 1,
		        strstr(text, "too long")
		                ? _("the line is too long; the file is left out")
		                : _("neither [section] nor key = value; the file is left out"));
	return r;
}

static size_t part_end(const Reading *reading, size_t i)
{
	return i + 1 < reading->n_parts ? reading->parts[i + 1].begin : reading->size;
}

/* iniparser takes a file's name only. */
static dictionary *load_part(Reading *reading, size_t i)
{
	const char *text = reading->text + reading->parts[i].begin;
	size_t size = part_end(reading, i) - reading->parts[i].begin;
	CLEANUP(close) int fd = memfd_create("limber-ini", MFD_CLOEXEC);
	char path[64];

	if (fd < 0 || write(fd, text, size) != (ssize_t)size)
		return NULL;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	reading_now = reading;
	part_line_now = reading->parts[i].first_line;
	iniparser_set_error_callback(on_iniparser_error);
	return iniparser_load(path);
}

static int load(Reading *reading)
{
	reading->entries = calloc(reading->n_parts, sizeof(dictionary *));
	if (!reading->entries)
		return -ENOMEM;
	for (size_t i = 0; i < reading->n_parts; i++) {
		reading->entries[i] = load_part(reading, i);
		if (!reading->entries[i])
			return -EBADMSG;
	}
	return 0;
}

/* Whether no key follows a section's name. */
static bool section_is_empty(const Reading *reading, const char *section)
{
	CLEANUP(free) char *prefix = NULL;
	size_t low = 0, high = reading->n_lines;
	int length = asprintf(&prefix, "%s:", section);

	if (length < 0)
		return false;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(reading->lines[middle].name, prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < reading->n_lines; low++) {
		if (strncmp(reading->lines[low].name, prefix, (size_t)length) != 0)
			return true;
		if (reading->lines[low].is_key)
			return false;
	}
	return true;
}

/* One of iniparser's: "section" without a value, or "section:key". */
static int report_entry(Reading *reading, char *name, const char *value)
{
	const Line *line = find_line(reading, name);
	IniEntry entry = {.section = name,
	        .line = line ? line->number : 0,
	        .section_line = line ? line->section : 0};
	char *colon = strchr(name, ':');

	if (value && colon) {
		*colon = '\0';
		entry.key = colon + 1;
		entry.value = value;
		entry.cut = line && line->cut;
	} else {
		entry.empty = section_is_empty(reading, name);
	}
	return reading->sink->entry(reading->sink->userdata, &entry);
}

static int report_entries(Reading *reading)
{
	int r = 0;

	for (size_t i = 0; i < reading->n_parts && r >= 0; i++) {
		const dictionary *entries = reading->entries[i];

		for (ssize_t k = 0; k < entries->size && r >= 0; k++) {
			CLEANUP(free) char *name = NULL;

			if (!entries->key[k])
				continue;
			name = strdup(entries->key[k]);
			r = name ? report_entry(reading, name, entries->val[k]) : -ENOMEM;
		}
	}
	return r;
}

/* --- The file */

static void tell(const IniSink *sink, const char *text)
{
	sink->problem(sink->userdata, 0, text);
}

/* A file that lost its contents in a crash is full of NULs: to iniparser it would be empty. */
static bool is_text(const char *bytes, size_t size, const IniSink *sink)
{
	const char *nul = memchr(bytes, '\0', size);
	unsigned line = 1;

	if (!nul)
		return true;
	for (const char *p = bytes; (p = memchr(p, '\n', (size_t)(nul - p))); p++)
		line++;
	sink->problem(sink->userdata, line, _("a NUL, so this is no text; the file is left out"));
	return false;
}

/* 0 with *ret_text NULL if there is nothing to read, which was told. */
static int read_text(
        const char *path, size_t size_max, const IniSink *sink, char **ret_text, size_t *ret_size)
{
	CLEANUP(close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	CLEANUP(free) char *text = NULL;
	struct stat st;
	ssize_t n;

	*ret_text = NULL;
	if (fd < 0 || fstat(fd, &st) < 0) {
		tell(sink, strerror(errno));
		return 0;
	}
	if (!S_ISREG(st.st_mode) || (size_t)st.st_size > size_max) {
		char what[80];

		snprintf(what, sizeof(what), _("not a file of at most %zu kB"), size_max / 1024);
		tell(sink, what);
		return 0;
	}
	text = malloc((size_t)st.st_size + 1);
	if (!text)
		return -ENOMEM;
	n = read(fd, text, (size_t)st.st_size);
	if (n < 0) {
		tell(sink, strerror(errno));
		return 0;
	}
	if (!is_text(text, (size_t)n, sink))
		return 0;
	/* that some editors put before UTF-8 */
	if (n >= BOM_SIZE && memcmp(text, BOM, BOM_SIZE) == 0) {
		n -= BOM_SIZE;
		memmove(text, text + BOM_SIZE, (size_t)n);
	}
	*ret_size = (size_t)n;
	*ret_text = TAKE(text);
	return 0;
}

static void reading_done(Reading *reading)
{
	for (size_t i = 0; i < reading->n_lines; i++)
		free(reading->lines[i].name);
	for (size_t i = 0; reading->entries && i < reading->n_parts; i++)
		if (reading->entries[i])
			iniparser_freedict(reading->entries[i]);
	free(reading->lines);
	free(reading->section);
	free(reading->parts);
	free(reading->entries);
	free(reading->text);
}

int ini_read(const char *path, size_t size_max, const IniSink *sink)
{
	Reading reading = {.sink = sink};
	int r = read_text(path, size_max, sink, &reading.text, &reading.size);

	if (r < 0 || !reading.text)
		return r;
	r = scan(&reading);
	if (r >= 0) {
		report_given_twice(&reading);
		r = load(&reading);
	}
	if (r >= 0)
		r = report_entries(&reading);
	reading_done(&reading);
	/* which has been told */
	return r == -EBADMSG ? 0 : r;
}
