/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Large digits, made of blocks. */

#include "guide-digits.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX    8
#define GLYPH_ROWS  5
#define GLYPH_WIDTH 3

/* Three dots a row, the leftmost is 4. */
static const unsigned char glyphs[10][GLYPH_ROWS] = {
        {7, 5, 5, 5, 7},
        {2, 6, 2, 2, 7},
        {7, 1, 7, 4, 7},
        {7, 1, 7, 1, 7},
        {5, 5, 7, 1, 1},
        {7, 4, 7, 1, 7},
        {7, 4, 7, 5, 7},
        {7, 1, 1, 1, 1},
        {7, 5, 7, 5, 7},
        {7, 5, 7, 1, 7},
};

static const unsigned char colon[GLYPH_ROWS] = {0, 1, 0, 1, 0};

size_t digits_rows(DigitSize size)
{
	static const size_t rows[DIGIT_SIZE_MAX] = {
	        [DIGITS_PLAIN] = 1, [DIGITS_SMALL] = 3, [DIGITS_LARGE] = GLYPH_ROWS};

	return rows[size];
}

static size_t dots_wide(char c)
{
	return c == ':' ? 1 : GLYPH_WIDTH;
}

/* Whether a dot is set; those below the glyph are not. */
static bool dot(char c, size_t row, size_t column)
{
	const unsigned char *glyph = c == ':' ? colon : glyphs[c - '0'];

	assert(c == ':' || (c >= '0' && c <= '9'));
	return row < GLYPH_ROWS && glyph[row] & 1u << (dots_wide(c) - 1 - column);
}

/* Columns of one dot. */
static size_t scale(DigitSize size)
{
	return size == DIGITS_LARGE ? 2 : 1;
}

size_t digits_columns(DigitSize size, const char *text)
{
	size_t dots = 0;

	if (size == DIGITS_PLAIN)
		return strlen(text);
	for (const char *p = text; *p; p++)
		dots += dots_wide(*p) + (p > text);
	return dots * scale(size);
}

static const char *large(char c, size_t row, size_t column, bool utf8)
{
	if (!dot(c, row, column))
		return "  ";
	return utf8 ? "██" : "##";
}

static const char *small(char c, size_t row, size_t column)
{
	static const char *const halves[] = {" ", "▀", "▄", "█"};

	return halves[dot(c, 2 * row, column) + 2 * dot(c, 2 * row + 1, column)];
}

char *digits_row(DigitSize size, const char *text, size_t row, bool utf8, char *buf)
{
	char *end = buf;

	assert(strlen(text) <= TEXT_MAX && row < digits_rows(size));
	if (size == DIGITS_PLAIN)
		return strcpy(buf, text);
	*end = '\0';
	for (const char *p = text; *p; p++) {
		if (p > text)
			end = stpcpy(end, size == DIGITS_LARGE ? "  " : " ");
		for (size_t column = 0; column < dots_wide(*p); column++)
			end = stpcpy(end, size == DIGITS_LARGE ? large(*p, row, column, utf8)
			                                       : small(*p, row, column));
	}
	return buf;
}
