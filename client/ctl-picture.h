/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ctl-format.h"

/* Pictures of exercises for a terminal: through limber-picture.so if it is there, or else the
 * outlines of characters that lie beside the PNGs. */

/* Outlines come in this size only. */
#define PICTURE_OUTLINE_COLUMNS 24
#define PICTURE_OUTLINE_ROWS    12

/* The room there is, and the size of one cell in pixels (0: not known). */
typedef struct PictureBox {
	size_t columns;
	size_t rows;
	size_t cell_width;
	size_t cell_height;
} PictureBox;

/* A picture that fills at most the box. */
typedef struct Picture {
	char *text;
	bool pixels; /* the text is one sequence, drawn from the cursor on; else lines as wide as it
	              */
	bool outline;
	size_t columns;
	size_t rows;
} Picture;

/* path: of a PNG. 0 or a negative errno: there is no such picture, or no room for it, or this
 * terminal shows none. On success the picture is to be given up by picture_done(). */
int picture_draw(const char *path, const CtlStyle *style, const PictureBox *box, Picture *ret);
void picture_done(Picture *picture);

/* The beginning of a line of one that is no pixels, which ends at a line feed or at the text's end;
 * NULL where there is none. */
const char *picture_line(const Picture *picture, size_t row);

/* The size of the terminal's cells, for a box; 0 where it does not tell. */
void picture_measure_cells(PictureBox *box);

/* Pictures beside one another, from the left edge on; those that are not there are passed over.
 * Ends the line. */
void picture_print_row(FILE *out, const Picture *pictures, size_t n, size_t gap);

/* Why pictures are drawn with characters only, for people; NULL if they are not. To be freed. */
char *picture_problem(void);
