/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One line to standard error: with a priority that the journal understands when it reads there,
 * else as it stands. No newline at the end. */
typedef enum LogLevel {
	LOG_LEVEL_ERROR,   /* something does not work */
	LOG_LEVEL_WARNING, /* it goes on, otherwise than wanted */
	LOG_LEVEL_INFO,    /* what a user wants to know afterwards */
	LOG_LEVEL_MAX,
} LogLevel;

__attribute__((format(printf, 2, 3))) void log_line(LogLevel level, const char *format, ...);

#define log_error(...)   log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_line(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(...)    log_line(LOG_LEVEL_INFO, __VA_ARGS__)
