/* SPDX-License-Identifier: GPL-3.0-or-later */

/* UTF-8, where the locale has no say: in files that programs pass on. */

#include "utf8.h"

#include <stddef.h>
#include <stdint.h>

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

/* The bytes of the character at text; 0 if it is none that prints. */
static size_t character(const char *text)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t c = 0;
	size_t length = length_of((unsigned char)*text, &c);

	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (length == 0 || c < smallest[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ? 0 : length;
}

bool utf8_printable(const char *text)
{
	while (*text) {
		size_t length = character(text);

		if (length == 0)
			return false;
		text += length;
	}
	return true;
}
