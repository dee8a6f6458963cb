/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What every unit test needs: cmocka with the headers that it wants before it, and files. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "util/clock.h"

/* Central Europe's summer time, with no need of a zone database. */
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"

static inline void set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

/* CLOCK_REALTIME of a moment in UTC. */
static inline usec_t utc(int year, int month, int day, int hour, int minute, int second)
{
	struct tm tm = {.tm_year = year - 1900,
	        .tm_mon = month - 1,
	        .tm_mday = day,
	        .tm_hour = hour,
	        .tm_min = minute,
	        .tm_sec = second};

	return timegm(&tm) * USEC_PER_SEC;
}

/* A fresh directory; the caller removes it. */
static inline char *make_directory(void)
{
	char *path = strdup("/tmp/limber-test-XXXXXX");

	assert_non_null(path);
	assert_non_null(mkdtemp(path));
	return path;
}

/* With all that is in it. Frees the path. */
static inline void remove_directory(char *path)
{
	char *command = NULL;

	assert_true(asprintf(&command, "rm -r '%s'", path) > 0);
	assert_int_equal(system(command), 0);
	free(command);
	free(path);
}

static inline void write_bytes(const char *path, const char *bytes, size_t size)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

/* The whole file as a string, to be freed. */
static inline char *read_text(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = calloc(1, 1024 * 1024);

	assert_non_null(file);
	assert_non_null(text);
	fread(text, 1, 1024 * 1024 - 1, file);
	assert_int_equal(ferror(file), 0);
	fclose(file);
	return text;
}
