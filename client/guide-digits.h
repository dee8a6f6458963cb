/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Large digits. */

typedef enum DigitSize {
	DIGITS_PLAIN, /* a line of text */
	DIGITS_SMALL, /* 3 rows of half blocks: UTF-8 only */
	DIGITS_LARGE, /* 5 rows */
	DIGIT_SIZE_MAX,
} DigitSize;

#define DIGITS_ROW_SIZE 256

size_t digits_rows(DigitSize size);

/* The columns that a text of digits and colons takes. */
size_t digits_columns(DigitSize size, const char *text);

/* One of its rows; returns buf of at least DIGITS_ROW_SIZE. The text has at most 8 characters. */
char *digits_row(DigitSize size, const char *text, size_t row, bool utf8, char *buf);
