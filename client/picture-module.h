/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-picture.h"

/* What limber-picture.so gives to limberctl: the symbol `picture_module`. */

typedef struct PictureModule {
	/* Draws a PNG to fit the box, in the best way that the terminal of the environment can. 0;
	 * -EBADMSG for what is no whole PNG, or too large; -ENOMEM. */
	int (*draw)(const char *path, const PictureBox *box, Picture *ret);
} PictureModule;
