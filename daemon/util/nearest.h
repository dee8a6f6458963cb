/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

/* The name in names[0..n-1] that is the likeliest meaning of a mistyped word, by edit distance, or
 * NULL if none is near. The result points into names. */
const char *nearest_name(const char *word, const char *const *names, size_t n);
