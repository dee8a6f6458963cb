/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/* Whether a text is UTF-8 by RFC 3629 without control characters, whatever the locale. */
bool utf8_printable(const char *text);
