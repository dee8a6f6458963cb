/* SPDX-License-Identifier: GPL-3.0-or-later */

/* UTF-8, where the locale has no say: in files that programs pass on. */

#include "utf8.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes of a character that begins so, and the bits of it in the first; 0 if none does. */
static size_t length_of(unsigned char first, uint32_t *ret_bits)
{
	if (first < 0x80) {
		*ret_bits = first;
		return 1;
	}
	if (first >= 0xc0 && first < 0xe0) {
		*ret_bits = first & 0x1f;
		return 2;
	}
	if (first >= 0xe0 && first < 0xf0) {
		*ret_bits = first & 0x0f;
		return 3;
	}
	if (first >= 0xf0 && first < 0xf8) {
		*ret_bits = first & 0x07;
		return 4;
	}
	return 0;
}

/* Whether it is not for interchange; sd-bus takes a text with one for no UTF-8. */
static bool is_noncharacter(uint32_t c)
{
	return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

/* The bytes of the character at text; 0 if there is none. */
static size_t character(const char *text, uint32_t *ret)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t c = 0;
	size_t length = length_of((unsigned char)*text, &c);

	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (length == 0 || c < smallest[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ||
	        is_noncharacter(c))
		return 0;
	*ret = c;
	return length;
}

static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

bool utf8_printable(const char *text)
{
	while (*text) {
		uint32_t c;
		size_t length = character(text, &c);

		if (length == 0 || is_control(c))
			return false;
		text += length;
	}
	return true;
}

char *utf8_escaped(const char *text)
{
	char *escaped = malloc(4 * strlen(text) + 1), *end = escaped;

	while (escaped && *text) {
		uint32_t c;
		size_t length = character(text, &c);

		if (length > 0 && !is_control(c)) {
			memcpy(end, text, length);
			end += length;
			text += length;
		} else {
			end += sprintf(end, "\\x%02x", (unsigned)(unsigned char)*text++);
		}
	}
	if (escaped)
		*end = '\0';
	return escaped;
}

void utf8_mend(char *text)
{
	while (*text) {
		uint32_t c;
		size_t length = character(text, &c);

		if (length == 0)
			*text = '?';
		text += length > 0 ? length : 1;
	}
}
