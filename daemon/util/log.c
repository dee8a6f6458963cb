/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log. */

#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>

static const char *const prefixes[LOG_LEVEL_MAX] = {
        [LOG_LEVEL_ERROR] = SD_ERR,
        [LOG_LEVEL_WARNING] = SD_WARNING,
        [LOG_LEVEL_INFO] = SD_INFO,
};

void log_line(LogLevel level, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* systemd.exec(5): set when standard error goes to the journal */
	fprintf(stderr, "%s%s\n", getenv("JOURNAL_STREAM") ? prefixes[level] : "limberd: ", text);
}
