/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log. */

#include "log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

static const char *const prefixes[LOG_LEVEL_MAX] = {
        [LOG_LEVEL_ERROR] = SD_ERR,
        [LOG_LEVEL_WARNING] = SD_WARNING,
        [LOG_LEVEL_INFO] = SD_INFO,
};

/* systemd.exec(5): the variable names the journal's stream, and programs that were started from a
 * service inherit it with another standard error. */
static bool goes_to_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char text[64];
	struct stat st;

	if (!stream || fstat(STDERR_FILENO, &st) < 0)
		return false;
	snprintf(text, sizeof(text), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	return strcmp(stream, text) == 0;
}

void log_line(LogLevel level, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	fprintf(stderr, "%s%s\n", goes_to_journal() ? prefixes[level] : "limberd: ", text);
}
