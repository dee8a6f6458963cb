/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history: JSON Lines, append-only. Written a line at a time by one write, so that a crash can
 * tear the last line at most. Names of kinds and owners need no escapes: they are checked where
 * they come in; what a user or a catalogue wrote gets them. */

#include "history.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "util/cleanup.h"

#define TIME_SIZE 40

static char *format_time(usec_t wall, char text[TIME_SIZE])
{
	time_t seconds = (time_t)(wall / USEC_PER_SEC);
	struct tm tm = {0};
	size_t length;

	localtime_r(&seconds, &tm);
	length = strftime(text, TIME_SIZE - 1, "%Y-%m-%dT%H:%M:%S%z", &tm);
	/* ISO 8601 in its extended form wants a colon in the zone */
	if (length >= 5) {
		memmove(text + length - 1, text + length - 2, 3);
		text[length - 2] = ':';
	}
	return text;
}

static void print_details(FILE *file, const Decision *decision, usec_t wall_offset)
{
	char text[TIME_SIZE];

	switch (decision->type) {
	case DECISION_STARTED:
		fprintf(file, ",\"how\":\"%s\"", break_how_to_string(decision->how));
		fprintf(file, ",\"began\":\"%s\"",
		        format_time(decision->moment + wall_offset, text));
		break;
	case DECISION_NATURAL:
		fprintf(file, ",\"began\":\"%s\"",
		        format_time(decision->moment + wall_offset, text));
		break;
	case DECISION_SNOOZED:
		fprintf(file, ",\"until\":\"%s\"",
		        format_time(decision->moment + wall_offset, text));
		break;
	case DECISION_PARTIAL:
		fprintf(file, ",\"rested\":%lld", (long long)(decision->moment / USEC_PER_SEC));
		break;
	case DECISION_AGAIN:
		fprintf(file, ",\"count\":%u", decision->count);
		break;
	case DECISION_WAITING:
		fprintf(file, ",\"owner\":\"%s\"", decision->owner);
		break;
	case DECISION_DUE:
	case DECISION_COMPLETED:
	case DECISION_SKIPPED:
	case DECISION_WITHDRAWN:
	case DECISION_REFUSED:
	case DECISION_TYPE_MAX:
		break;
	}
}

/* As a JSON string. */
static void print_text(FILE *file, const char *text)
{
	fputc('"', file);
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < ' ')
			fprintf(file, "\\u%04x", *p);
		else if (*p == '"' || *p == '\\')
			fprintf(file, "\\%c", *p);
		else
			fputc(*p, file);
	fputc('"', file);
}

/* The words of a list with commas between as a JSON list. */
static void print_list(FILE *file, const char *list)
{
	const char *before = "";

	fputc('[', file);
	for (const char *p = list; *p;) {
		size_t length = strcspn(p, ",");

		fprintf(file, "%s\"%.*s\"", before, (int)length, p);
		before = ",";
		p += length;
		p += *p == ',';
		p += strspn(p, " ");
	}
	fputc(']', file);
}

static void print_areas(FILE *file, AreaMask areas)
{
	char text[AREAS_TEXT_SIZE];

	fputs(",\"areas\":", file);
	print_list(file, areas_format(areas, text));
}

/* A line being written. */
typedef struct Line {
	FILE *file;
	char *text;
	size_t size;
	usec_t wall;
} Line;

static int begin_line(Line *line, const HistoryPlace *place, usec_t at, const char *event)
{
	char text[TIME_SIZE];

	*line = (Line){.wall = at + place->wall_offset};
	line->file = open_memstream(&line->text, &line->size);
	if (!line->file)
		return -ENOMEM;
	fprintf(line->file, "{\"at\":\"%s\",\"event\":\"%s\"", format_time(line->wall, text),
	        event);
	return 0;
}

/* The file of a moment's month, open for appending, or a negative errno. */
static int open_month(const char *directory, usec_t wall)
{
	CLEANUP(free) char *folder = NULL;
	CLEANUP(free) char *path = NULL;
	char month[TIME_SIZE];
	int fd;

	format_time(wall, month);
	month[strlen("YYYY-MM")] = '\0';
	if (asprintf(&folder, "%s/history", directory) < 0 ||
	        asprintf(&path, "%s/%s.jsonl", folder, month) < 0)
		return -ENOMEM;
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	return fd < 0 ? -errno : fd;
}

/* What a full disk has taken of it is what a crash leaves of a line: torn. */
static int write_text(int fd, const char *text, size_t size)
{
	ssize_t n = write(fd, text, size);

	if (n < 0)
		return -errno;
	return (size_t)n == size ? 0 : -ENOSPC;
}

static int write_line(const HistoryPlace *place, const Line *line)
{
	CLEANUP(close) int fd = open_month(place->directory, line->wall);
	char last;
	int r = 0;

	if (fd < 0)
		return fd;
	/* a line that a crash has torn stays alone */
	if (lseek(fd, -1, SEEK_END) >= 0 && read(fd, &last, 1) == 1 && last != '\n')
		r = write_text(fd, "\n", 1);
	if (r >= 0)
		r = write_text(fd, line->text, line->size);
	/* what was told of pain outlives a power cut, like the state; some file systems know no
	 * sync */
	if (r >= 0 && fdatasync(fd) < 0 && errno != EINVAL)
		r = -errno;
	return r;
}

static int end_line(Line *line, const HistoryPlace *place)
{
	int r;

	fputs("}\n", line->file);
	r = fclose(line->file) == 0 ? 0 : -ENOMEM;
	if (r >= 0 && place->directory)
		r = write_line(place, line);
	free(line->text);
	return r;
}

int history_append(const HistoryPlace *place, const Decision *decision)
{
	Line line;
	int r;

	if (decision->type == DECISION_REFUSED)
		return 0;
	r = begin_line(&line, place, decision->at, decision_to_string(decision->type));
	if (r < 0)
		return r;
	fprintf(line.file, ",\"kind\":\"%s\"", decision->kind);
	print_details(line.file, decision, place->wall_offset);
	return end_line(&line, place);
}

static void print_exercise(FILE *file, const PlanStep *step)
{
	fputs(",\"exercise\":", file);
	print_text(file, step->id);
	fputs(",\"areas\":", file);
	print_list(file, step->areas);
	fputs(",\"kind\":", file);
	print_text(file, step->kind);
}

int history_append_exercise(const HistoryPlace *place, usec_t at, const PlanStep *step, usec_t ran)
{
	Line line;
	int r = begin_line(&line, place, at, "exercise");

	if (r < 0)
		return r;
	print_exercise(line.file, step);
	fputs(",\"side\":", line.file);
	print_text(line.file, step->side);
	fprintf(line.file, ",\"seconds\":%lld", (long long)(ran / USEC_PER_SEC));
	return end_line(&line, place);
}

int history_append_hurt(const HistoryPlace *place, usec_t at, const PlanStep *step)
{
	Line line;
	int r = begin_line(&line, place, at, "hurt");

	if (r < 0)
		return r;
	print_exercise(line.file, step);
	return end_line(&line, place);
}

int history_append_pain(const HistoryPlace *place, usec_t at, unsigned level, Area area,
        unsigned signs, const char *note)
{
	const char *before = "";
	Line line;
	int r = begin_line(&line, place, at, "pain");

	if (r < 0)
		return r;
	fprintf(line.file, ",\"level\":%u", level);
	print_areas(line.file, area == AREA_MAX ? 0 : AREA_BIT(area));
	fputs(",\"signs\":[", line.file);
	for (size_t i = 0; pain_sign_words[i]; i++) {
		if (!(signs & 1u << i))
			continue;
		fprintf(line.file, "%s\"%s\"", before, pain_sign_words[i]);
		before = ",";
	}
	fputs("],\"note\":", line.file);
	print_text(line.file, note);
	return end_line(&line, place);
}

int history_append_workout(const HistoryPlace *place, usec_t at, const char *phase, AreaMask areas)
{
	Line line;
	int r = begin_line(&line, place, at, "workout");

	if (r < 0)
		return r;
	fprintf(line.file, ",\"phase\":\"%s\"", phase);
	print_areas(line.file, areas);
	return end_line(&line, place);
}

int history_append_set(const HistoryPlace *place, usec_t at, const char *set)
{
	Line line;
	int r = begin_line(&line, place, at, "set");

	if (r < 0)
		return r;
	fputs(",\"set\":", line.file);
	print_text(line.file, set);
	return end_line(&line, place);
}

int history_append_advised(const HistoryPlace *place, usec_t at)
{
	Line line;
	int r = begin_line(&line, place, at, "advised");

	return r < 0 ? r : end_line(&line, place);
}
