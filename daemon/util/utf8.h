/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/* Whether a text is UTF-8 by RFC 3629 without control characters and noncharacters, whatever the
 * locale. */
bool utf8_printable(const char *text);

/* A copy of which that is true: each byte that is in the way is written as \xNN. NULL without
 * memory. */
char *utf8_escaped(const char *text);

/* Puts a question mark for each byte that belongs to no character, such as those of a path in
 * another encoding, or of a character that was cut. For all that the bus is told: a single text
 * that is no UTF-8 keeps all properties back. */
void utf8_mend(char *text);
