/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws pages on a terminal. Knows control sequences and modes, and nothing of exercises. Uses only
 * what every terminal of the last thirty years has, and the alternate screen. */

#include "guide-screen.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "ctl-picture.h"
#include "util/cleanup.h"

#define ALTERNATE_ON  "\033[?1049h"
#define ALTERNATE_OFF "\033[?1049l"
#define CURSOR_ON     "\033[?25h"
#define CURSOR_OFF    "\033[?25l"
#define CLEAR         "\033[0m\033[2J"

struct GuideScreen {
	CtlStyle style;
	struct termios before;
	bool entered;
	bool spoiled;    /* what is on it is not what was shown */
	GuidePage shown; /* empty if nothing is */
	char *paths[2];
};

/* --- Writing */

/* All of it, also where somebody has made the terminal non-blocking. */
static int write_all(const char *bytes, size_t size)
{
	while (size > 0) {
		struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};
		ssize_t n = write(STDOUT_FILENO, bytes, size);

		if (n < 0 && errno == EAGAIN)
			poll(&room, 1, -1);
		else if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			bytes += n;
			size -= (size_t)n;
		}
	}
	return 0;
}

static void move_to(FILE *out, size_t row, size_t column)
{
	fprintf(out, "\033[%zu;%zuH", row + 1, column + 1);
}

/* --- Taking it and giving it back */

int screen_new(const CtlStyle *style, GuideScreen **ret)
{
	GuideScreen *screen;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return -ENOTTY;
	screen = calloc(1, sizeof(*screen));
	if (!screen)
		return -ENOMEM;
	screen->style = *style;
	if (tcgetattr(STDIN_FILENO, &screen->before) < 0) {
		free(screen);
		return -errno;
	}
	*ret = screen;
	return 0;
}

static void forget_page(GuideScreen *screen)
{
	guide_page_done(&screen->shown);
	for (size_t i = 0; i < ELEMENTSOF(screen->paths); i++) {
		free(screen->paths[i]);
		screen->paths[i] = NULL;
	}
}

GuideScreen *screen_free(GuideScreen *screen)
{
	if (!screen)
		return NULL;
	screen_leave(screen);
	forget_page(screen);
	free(screen);
	return NULL;
}

int screen_enter(GuideScreen *screen)
{
	static const char take[] = ALTERNATE_ON CURSOR_OFF CLEAR;
	struct termios modes = screen->before;

	/* signals keep their keys */
	modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	modes.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	/* none of these wait for a terminal that takes nothing */
	if (tcsetattr(STDIN_FILENO, TCSANOW, &modes) < 0)
		return -errno;
	screen->entered = true;
	screen->spoiled = true;
	return write_all(take, strlen(take));
}

void screen_leave(GuideScreen *screen)
{
	static const char leave[] = "\033[0m" CURSOR_ON ALTERNATE_OFF;

	if (!screen->entered)
		return;
	screen->entered = false;
	write_all(leave, strlen(leave));
	/* what was typed ahead for the guide is not for the shell */
	tcflush(STDIN_FILENO, TCIFLUSH);
	tcsetattr(STDIN_FILENO, TCSANOW, &screen->before);
}

void screen_spoil(GuideScreen *screen)
{
	screen->spoiled = true;
}

void screen_size(const GuideScreen *screen, size_t *ret_columns, size_t *ret_rows)
{
	struct winsize size;

	*ret_columns = 80;
	*ret_rows = 24;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0)
		return;
	*ret_columns = size.ws_col;
	*ret_rows = size.ws_row;
}

/* --- Pictures */

bool screen_can_draw(
        const GuideScreen *screen, const char *path, size_t *ret_rows_min, size_t *ret_rows_max)
{
	PictureBox box = {.columns = PICTURE_OUTLINE_COLUMNS, .rows = PICTURE_OUTLINE_ROWS};
	Picture picture;

	picture_measure_cells(&box);
	if (picture_draw(path, &screen->style, &box, &picture) < 0)
		return false;
	*ret_rows_max = 24;
	*ret_rows_min = picture.pixels ? 6 : 10;
	if (picture.outline)
		*ret_rows_min = *ret_rows_max = PICTURE_OUTLINE_ROWS;
	picture_done(&picture);
	return true;
}

static void blank(FILE *out, const GuideBox *box)
{
	for (size_t row = 0; row < box->rows; row++) {
		move_to(out, box->row + row, box->column);
		fprintf(out, "%*s", (int)box->columns, "");
	}
}

static void draw_picture(
        FILE *out, const GuideScreen *screen, const GuideBox *place, const char *path)
{
	PictureBox box = {.columns = place->columns, .rows = place->rows};
	Picture picture;

	picture_measure_cells(&box);
	if (picture_draw(path, &screen->style, &box, &picture) < 0) {
		blank(out, place);
		return;
	}
	if (!picture.pixels)
		blank(out, place);
	for (size_t row = 0; row < picture.rows; row++) {
		const char *line = picture.pixels ? picture.text : picture_line(&picture, row);
		size_t length = 0;

		if (line)
			length = picture.pixels ? strlen(line) : strcspn(line, "\n");
		move_to(out, place->row + row, place->column);
		fwrite(line, 1, length, out);
		fputs("\033[0m", out);
		if (picture.pixels)
			break;
	}
	picture_done(&picture);
}

static bool is_shown(const GuideScreen *screen, size_t i, const char *path)
{
	return screen->paths[i] && strcmp(screen->paths[i], path) == 0;
}

static void draw_pictures(
        FILE *out, GuideScreen *screen, const GuidePage *page, const char *const paths[2])
{
	for (size_t i = 0; i < ELEMENTSOF(page->pictures); i++) {
		if (page->pictures[i].rows == 0 || is_shown(screen, i, paths[i]))
			continue;
		draw_picture(out, screen, &page->pictures[i], paths[i]);
		free(screen->paths[i]);
		screen->paths[i] = strdup(paths[i]);
	}
}

/* --- Pages */

static void draw_run(FILE *out, const GuideScreen *screen, const GuideRun *run)
{
	static const CtlColour colours[GUIDE_ROLE_MAX] = {
	        [GUIDE_PLAIN] = CTL_PLAIN,
	        [GUIDE_TITLE] = CTL_BOLD,
	        [GUIDE_NOTE] = CTL_DIM,
	        [GUIDE_STRONG] = CTL_BOLD,
	        [GUIDE_DIGITS] = CTL_GREEN,
	        [GUIDE_BAR] = CTL_GREEN,
	};

	move_to(out, run->row, run->column);
	fprintf(out, "%s%s%s", ctl_colour(&screen->style, colours[run->role]), run->text,
	        ctl_colour(&screen->style, CTL_PLAIN));
}

static bool same_box(const GuideBox *a, const GuideBox *b)
{
	return a->row == b->row && a->column == b->column && a->rows == b->rows &&
	       a->columns == b->columns;
}

/* Whether a run can be written over the other one. */
static bool same_place(const GuideRun *a, const GuideRun *b)
{
	return a->row == b->row && a->column == b->column && a->role == b->role &&
	       ctl_text_width(a->text, strlen(a->text)) == ctl_text_width(b->text, strlen(b->text));
}

static bool same_shape(const GuidePage *a, const GuidePage *b)
{
	bool same = a->columns == b->columns && a->rows == b->rows && a->n_runs == b->n_runs;

	for (size_t i = 0; i < ELEMENTSOF(a->pictures); i++)
		same = same && same_box(&a->pictures[i], &b->pictures[i]);
	for (size_t i = 0; same && i < a->n_runs; i++)
		same = same_place(&a->runs[i], &b->runs[i]);
	return same;
}

int screen_show(GuideScreen *screen, GuidePage *page, const char *const paths[2])
{
	bool anew = screen->spoiled || !same_shape(&screen->shown, page);
	CLEANUP(free) char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int r;

	if (!out) {
		guide_page_done(page);
		return -ENOMEM;
	}
	if (anew)
		fputs(CLEAR, out);
	for (size_t i = 0; i < page->n_runs; i++)
		if (anew || strcmp(screen->shown.runs[i].text, page->runs[i].text) != 0)
			draw_run(out, screen, &page->runs[i]);
	if (anew)
		forget_page(screen);
	else
		guide_page_done(&screen->shown);
	draw_pictures(out, screen, page, paths);
	screen->shown = *page;
	*page = (GuidePage){0};
	screen->spoiled = false;
	r = fclose(out) == 0 ? 0 : -ENOMEM;
	return r < 0 ? r : write_all(text, size);
}

/* --- Keys */

enum { KEYS_PLAIN, KEYS_ESCAPE, KEYS_SEQUENCE, KEYS_ONE_MORE };

char keys_take(GuideKeys *keys, char byte)
{
	switch (keys->state) {
	case KEYS_ESCAPE:
		keys->state = KEYS_PLAIN;
		if (byte == '[')
			keys->state = KEYS_SEQUENCE;
		else if (byte == 'O')
			keys->state = KEYS_ONE_MORE;
		else if (byte == '\033')
			keys->state = KEYS_ESCAPE;
		return 0;
	case KEYS_SEQUENCE:
		if (byte >= '@' && byte <= '~')
			keys->state = KEYS_PLAIN;
		return 0;
	case KEYS_ONE_MORE:
		keys->state = KEYS_PLAIN;
		return 0;
	default:
		if (byte == '\033')
			keys->state = KEYS_ESCAPE;
		return byte == '\033' ? 0 : byte;
	}
}
