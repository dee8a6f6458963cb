/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Frees at the end of the scope: CLEANUP(x_free) X *x = NULL; needs DEFINE_CLEANUP(X *, x_free). */
#define CLEANUP(func) __attribute__((cleanup(func##_at_end)))

#define DEFINE_CLEANUP(type, func)                                                                 \
	static inline void func##_at_end(type *p)                                                  \
	{                                                                                          \
		if (*p)                                                                            \
			func(*p);                                                                  \
	}                                                                                          \
	struct cleanup_needs_semicolon_##func

/* Hands the pointer over: the variable is NULL afterwards. */
#define TAKE(p)                                                                                    \
	__extension__({                                                                            \
		__typeof__(p) taken_ = (p);                                                        \
		(p) = NULL;                                                                        \
		taken_;                                                                            \
	})

static inline void free_at_end(void *p)
{
	free(*(void **)p);
}

DEFINE_CLEANUP(FILE *, fclose);

static inline void close_at_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

#define ELEMENTSOF(array) (sizeof(array) / sizeof((array)[0]))
