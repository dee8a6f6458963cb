/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history: JSON Lines, append-only. Written a line at a time by one write, so that a crash can
 * tear the last line at most. Names of kinds and owners need no escapes: they are checked where
 * they come in. */

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

static int make_line(const Decision *decision, usec_t wall_offset, char **ret)
{
	char text[TIME_SIZE];
	char *line = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&line, &size);

	if (!file)
		return -ENOMEM;
	fprintf(file, "{\"at\":\"%s\",\"event\":\"%s\",\"kind\":\"%s\"",
	        format_time(decision->at + wall_offset, text), decision_to_string(decision->type),
	        decision->kind);
	print_details(file, decision, wall_offset);
	fputs("}\n", file);
	if (fclose(file) != 0) {
		free(line);
		return -ENOMEM;
	}
	*ret = line;
	return 0;
}

int history_append(const char *directory, const Decision *decision, usec_t wall_offset)
{
	CLEANUP(free) char *line = NULL;
	CLEANUP(free) char *folder = NULL;
	CLEANUP(free) char *path = NULL;
	CLEANUP(close) int fd = -1;
	char month[TIME_SIZE];
	char last;
	int r;

	if (decision->type == DECISION_REFUSED)
		return 0;
	r = make_line(decision, wall_offset, &line);
	if (r < 0)
		return r;
	format_time(decision->at + wall_offset, month);
	month[strlen("YYYY-MM")] = '\0';
	if (asprintf(&folder, "%s/history", directory) < 0 ||
	        asprintf(&path, "%s/%s.jsonl", folder, month) < 0)
		return -ENOMEM;
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	/* a line that a crash has torn stays alone */
	if (lseek(fd, -1, SEEK_END) >= 0 && read(fd, &last, 1) == 1 && last != '\n' &&
	        write(fd, "\n", 1) < 0)
		return -errno;
	return write(fd, line, strlen(line)) < 0 ? -errno : 0;
}
