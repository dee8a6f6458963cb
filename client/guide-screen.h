/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-format.h"
#include "guide-layout.h"

/* The terminal of limberctl guide: taken for the whole screen, and given back as it was. */

typedef struct GuideScreen GuideScreen;

/* 0, -ENOTTY where input or output is no terminal, or another negative errno. */
int screen_new(const CtlStyle *style, GuideScreen **ret);

/* Leaves the screen if that was not done. */
GuideScreen *screen_free(GuideScreen *screen);

/* Takes the screen, also anew after somebody else had it; keys come one by one from then on, and
 * all is to be drawn. A negative errno if the terminal has gone. */
int screen_enter(GuideScreen *screen);

/* Gives it back, with what was there before, and its modes. */
void screen_leave(GuideScreen *screen);

/* It has another size, or somebody else has written to it. */
void screen_spoil(GuideScreen *screen);

void screen_size(const GuideScreen *screen, size_t *ret_columns, size_t *ret_rows);

/* Whether a picture can be drawn at all, and how high it has to be and may be. */
bool screen_can_draw(
        const GuideScreen *screen, const char *path, size_t *ret_rows_min, size_t *ret_rows_max);

/* Shows a page, which it takes; paths: of the pictures in the page's boxes. Writes only what has
 * changed. A negative errno if the terminal has gone. */
int screen_show(GuideScreen *screen, GuidePage *page, const char *const paths[2]);

/* Keys out of bytes as they come: what begins with an escape is none of ours, and is passed over.
 */
typedef struct GuideKeys {
	int state;
} GuideKeys;

/* The key that the byte completes; 0 for none. */
char keys_take(GuideKeys *keys, char byte);
