/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of exercises for a terminal. Loads what can decode and draw them only when there is one
 * to be drawn. */

#include "ctl-picture.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "build-config.h"
#include "ctl.h"
#include "picture-module.h"
#include "util/cleanup.h"
#include "util/paths.h"

#define MODULE "limber-picture.so"

/* The outlines' files are smaller. */
#define OUTLINE_SIZE 4096

/* --- Through the module */

/* NULL if it cannot be loaded; then dlerror() may tell why. */
static const PictureModule *load_module(void)
{
	/* a build tree has it beside the program, an installation where libraries are */
	char *path = paths_beside_program(MODULE);
	void *module;

	if (!path)
		path = paths_beside_program(LIMBER_MODULE_DIR "/" MODULE);
	if (!path)
		return NULL;
	/* it stays: what it is made of does not like to go */
	module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	free(path);
	return module ? dlsym(module, "picture_module") : NULL;
}

static const PictureModule *find_module(void)
{
	static const PictureModule *module;
	static bool looked;

	if (!looked && HAVE_TERMINAL_PICTURES)
		module = load_module();
	looked = true;
	return module;
}

char *picture_problem(void)
{
	const char *why;
	char *text;

	if (!HAVE_TERMINAL_PICTURES)
		return strdup(_("colours are not built into it"));
	if (find_module())
		return NULL;
	why = dlerror();
	if (asprintf(&text, _("%s cannot be loaded: %s"), MODULE, why ? why : _("it is missing")) <
	        0)
		return NULL;
	return text;
}

/* --- Outlines of characters */

static int read_outline(const char *path, char *ret_text)
{
	CLEANUP(fclose) FILE *file = fopen(path, "re");
	size_t size;

	if (!file)
		return -errno;
	size = fread(ret_text, 1, OUTLINE_SIZE - 1, file);
	ret_text[size] = '\0';
	return size > 0 && feof(file) && strlen(ret_text) == size ? 0 : -EBADMSG;
}

/* The lines without what moves a cursor, and all as wide as the picture. NULL without memory, or if
 * they do not fit. */
static char *clean_lines(char *text)
{
	char *clean = NULL, *rest = text, *line;
	size_t size, width, rows = 0;
	FILE *out = open_memstream(&clean, &size);
	bool fits = true;

	if (!out)
		return NULL;
	while ((line = strsep(&rest, "\n")) && fits) {
		CLEANUP(free) char *escaped = ctl_escape(line, true);

		if (!rest && !*line)
			break;
		width = escaped ? ctl_text_width(escaped, strlen(escaped)) : 0;
		fits = escaped && ++rows <= PICTURE_OUTLINE_ROWS &&
		       width <= PICTURE_OUTLINE_COLUMNS;
		fprintf(out, "%s%s", rows > 1 ? "\n" : "", escaped ? escaped : "");
		ctl_print_padding(out, width, PICTURE_OUTLINE_COLUMNS);
	}
	if (fclose(out) == 0 && fits)
		return clean;
	free(clean);
	return NULL;
}

static int draw_outline(const char *png, const PictureBox *box, Picture *ret)
{
	CLEANUP(free) char *path = NULL;
	char text[OUTLINE_SIZE];
	size_t length = strlen(png);
	Picture picture = {
	        .outline = true, .columns = PICTURE_OUTLINE_COLUMNS, .rows = PICTURE_OUTLINE_ROWS};
	int r;

	if (box->columns < PICTURE_OUTLINE_COLUMNS || box->rows < PICTURE_OUTLINE_ROWS ||
	        length < 4)
		return -ENOSPC;
	if (asprintf(&path, "%.*s.txt", (int)length - 4, png) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	r = read_outline(path, text);
	if (r < 0)
		return r;
	picture.text = clean_lines(text);
	if (!picture.text)
		return -EBADMSG;
	*ret = picture;
	return 0;
}

/* --- Either */

int picture_draw(const char *path, const CtlStyle *style, const PictureBox *box, Picture *ret)
{
	const PictureModule *module = style->colour && style->utf8 ? find_module() : NULL;

	if (!*path)
		return -ENOENT;
	if (!style->utf8)
		return -EOPNOTSUPP;
	if (module && module->draw(path, box, ret) >= 0)
		return 0;
	return draw_outline(path, box, ret);
}

void picture_done(Picture *picture)
{
	free(picture->text);
	*picture = (Picture){0};
}

const char *picture_line(const Picture *picture, size_t row)
{
	const char *line = picture->text;

	for (size_t i = 0; i < row && line; i++) {
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return line && *line ? line : NULL;
}

void picture_measure_cells(PictureBox *box)
{
	struct winsize size;

	box->cell_width = box->cell_height = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0)
		return;
	box->cell_width = size.ws_xpixel / size.ws_col;
	box->cell_height = size.ws_ypixel / size.ws_row;
}

/* The first line of each picture, then the second ones, and so on. */
static void print_lines(FILE *out, const Picture *pictures, size_t n, size_t gap, size_t rows)
{
	for (size_t row = 0; row < rows; row++) {
		size_t blanks = 0;

		for (size_t i = 0; i < n; i++) {
			const char *line = picture_line(&pictures[i], row);
			size_t length = line ? strcspn(line, "\n") : 0;

			if (!pictures[i].text)
				continue;
			if (line)
				fprintf(out, "%*s%.*s", (int)blanks, "", (int)length, line);
			blanks = (line ? 0 : blanks + pictures[i].columns) + gap;
		}
		fputc('\n', out);
	}
}

static void print_pixels(FILE *out, const Picture *pictures, size_t n, size_t gap, size_t rows)
{
	size_t column = 0;

	/* room first: once there are pixels, nothing may scroll */
	for (size_t i = 0; i < rows; i++)
		fputc('\n', out);
	for (size_t i = 0; i < n; i++) {
		if (!pictures[i].text)
			continue;
		/* they leave the cursor anywhere */
		fprintf(out, "\0337\033[%zuA\r", rows);
		if (column > 0)
			fprintf(out, "\033[%zuC", column);
		fprintf(out, "%s\0338", pictures[i].text);
		column += pictures[i].columns + gap;
	}
}

void picture_print_row(FILE *out, const Picture *pictures, size_t n, size_t gap)
{
	bool pixels = false;
	size_t rows = 0;

	for (size_t i = 0; i < n; i++) {
		if (!pictures[i].text)
			continue;
		if (pictures[i].rows > rows)
			rows = pictures[i].rows;
		pixels = pixels || pictures[i].pixels;
	}
	if (pixels)
		print_pixels(out, pictures, n, gap, rows);
	else
		print_lines(out, pictures, n, gap, rows);
}
