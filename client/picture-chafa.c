/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limber-picture.so: a PNG for a terminal, by libchafa: as pixels where the environment tells of a
 * terminal that shows them (kitty's protocol, sixels), else as coloured characters. */

#include <chafa.h>
#include <errno.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "picture-module.h"

/* No picture of an exercise needs more, on each side. */
#define PIXELS_MAX 2048

/* Of a terminal's cell that does not tell. */
#define CELL_RATIO 0.5f

static int read_png(const char *path, png_image *image, png_bytep *ret_pixels)
{
	png_bytep pixels;

	memset(image, 0, sizeof(*image));
	image->version = PNG_IMAGE_VERSION;
	if (!png_image_begin_read_from_file(image, path))
		return -EBADMSG;
	image->format = PNG_FORMAT_RGBA;
	if (image->width > PIXELS_MAX || image->height > PIXELS_MAX) {
		png_image_free(image);
		return -EBADMSG;
	}
	pixels = malloc(PNG_IMAGE_SIZE(*image));
	if (!pixels) {
		png_image_free(image);
		return -ENOMEM;
	}
	/* which frees what the image has, whatever comes of it */
	if (!png_image_finish_read(image, NULL, pixels, 0, NULL)) {
		free(pixels);
		return -EBADMSG;
	}
	*ret_pixels = pixels;
	return 0;
}

static ChafaPixelMode find_pixel_mode(ChafaTermInfo *info, const PictureBox *box)
{
	if (chafa_term_info_have_seq(info, CHAFA_TERM_SEQ_BEGIN_KITTY_IMMEDIATE_IMAGE_V1))
		return CHAFA_PIXEL_MODE_KITTY;
	/* how large sixels are depends on the cells' size */
	if (chafa_term_info_have_seq(info, CHAFA_TERM_SEQ_BEGIN_SIXELS) && box->cell_width > 0 &&
	        box->cell_height > 0)
		return CHAFA_PIXEL_MODE_SIXELS;
	return CHAFA_PIXEL_MODE_SYMBOLS;
}

static ChafaCanvasMode find_canvas_mode(ChafaTermInfo *info)
{
	if (chafa_term_info_have_seq(info, CHAFA_TERM_SEQ_SET_COLOR_FGBG_DIRECT))
		return CHAFA_CANVAS_MODE_TRUECOLOR;
	if (chafa_term_info_have_seq(info, CHAFA_TERM_SEQ_SET_COLOR_FGBG_256))
		return CHAFA_CANVAS_MODE_INDEXED_240;
	return CHAFA_CANVAS_MODE_INDEXED_16;
}

static ChafaCanvasConfig *make_config(
        ChafaTermInfo *info, const PictureBox *box, const png_image *image)
{
	ChafaCanvasConfig *config = chafa_canvas_config_new();
	ChafaSymbolMap *symbols = chafa_symbol_map_new();
	ChafaPixelMode mode = find_pixel_mode(info, box);
	bool cells_known = box->cell_width > 0 && box->cell_height > 0;
	int columns = (int)box->columns, rows = (int)box->rows;

	chafa_calc_canvas_geometry((int)image->width, (int)image->height, &columns, &rows,
	        cells_known ? (float)box->cell_width / (float)box->cell_height : CELL_RATIO, TRUE,
	        FALSE);
	chafa_canvas_config_set_geometry(config, columns, rows);
	if (cells_known)
		chafa_canvas_config_set_cell_geometry(
		        config, (int)box->cell_width, (int)box->cell_height);
	chafa_canvas_config_set_pixel_mode(config, mode);
	chafa_canvas_config_set_canvas_mode(config, mode == CHAFA_PIXEL_MODE_SYMBOLS
	                                                    ? find_canvas_mode(info)
	                                                    : CHAFA_CANVAS_MODE_TRUECOLOR);
	/* the shapes that every font has, chosen with care: the pictures are small and flat */
	chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_BLOCK | CHAFA_SYMBOL_TAG_QUAD |
	                                              CHAFA_SYMBOL_TAG_HALF |
	                                              CHAFA_SYMBOL_TAG_SPACE);
	chafa_canvas_config_set_work_factor(config, 1.0f);
	chafa_canvas_config_set_preprocessing_enabled(config, FALSE);
	chafa_canvas_config_set_symbol_map(config, symbols);
	chafa_symbol_map_unref(symbols);
	return config;
}

static char *print(ChafaCanvasConfig *config, ChafaTermInfo *info, const png_image *image,
        const unsigned char *pixels)
{
	ChafaCanvas *canvas = chafa_canvas_new(config);
	GString *text;
	char *copy;

	chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, pixels,
	        (int)image->width, (int)image->height, (int)image->width * 4);
	text = chafa_canvas_print(canvas, info);
	copy = strdup(text->str);
	g_string_free(text, TRUE);
	chafa_canvas_unref(canvas);
	return copy;
}

static int draw(const char *path, const PictureBox *box, Picture *ret)
{
	char **environment = g_get_environ();
	ChafaTermInfo *info = chafa_term_db_detect(chafa_term_db_get_default(), environment);
	ChafaCanvasConfig *config;
	png_bytep pixels;
	png_image image;
	Picture picture = {0};
	gint columns, rows;
	int r = read_png(path, &image, &pixels);

	g_strfreev(environment);
	if (r < 0) {
		chafa_term_info_unref(info);
		return r;
	}
	config = make_config(info, box, &image);
	chafa_canvas_config_get_geometry(config, &columns, &rows);
	picture.text = print(config, info, &image, pixels);
	picture.pixels = chafa_canvas_config_get_pixel_mode(config) != CHAFA_PIXEL_MODE_SYMBOLS;
	picture.columns = (size_t)columns;
	picture.rows = (size_t)rows;
	chafa_canvas_config_unref(config);
	chafa_term_info_unref(info);
	free(pixels);
	if (!picture.text)
		return -ENOMEM;
	*ret = picture;
	return 0;
}

extern const PictureModule picture_module;

const PictureModule picture_module = {.draw = draw};
