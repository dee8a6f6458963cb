/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where things go on the page of limberctl guide. The exercise's text comes before its picture, and
 * the picture before large digits: whoever has a small terminal has to be able to follow it, too.
 */

#include "guide-layout.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <wchar.h>

#include "ctl-words.h"
#include "ctl.h"
#include "guide-digits.h"
#include "util/cleanup.h"

#define LINES_MAX 64

#define GAP              3  /* between pictures and text */
#define TEXT_COLUMNS_MIN 36 /* beside a picture */
#define BOTH_ROWS_MIN    10 /* of pictures, if there are two */
#define TEXT_COLUMNS_MAX 76 /* longer lines are hard to read */

/* Pages with room for all parts, with room for blank lines, and with none to spare. */
#define ROOMY_ROWS 24
#define LOOSE_ROWS 16
#define TIGHT_ROWS 8

typedef struct Line {
	GuideRole role;
	size_t indent;
	char *text;
} Line;

/* The text of the page's body, line by line. */
typedef struct Body {
	Line lines[LINES_MAX];
	size_t n;
	size_t columns;
	bool spaced; /* a blank line between its parts */
	bool brief;  /* without the note on form */
	bool utf8;
	int error;
} Body;

/* How the page is divided. */
typedef struct Division {
	DigitSize digits;
	size_t margin;
	size_t body_row;
	size_t body_rows;
	size_t n_pictures;
	size_t picture_rows;
	bool brief; /* there may be no room for the note on form */
} Division;

/* --- Texts */

/* The bytes of the longest beginning that is not wider. */
static size_t cut(const char *text, size_t columns)
{
	mbstate_t state = {0};
	size_t length = 0;

	while (text[length]) {
		size_t n = mbrlen(text + length, strlen(text + length), &state);

		if (n == 0 || n > strlen(text + length)) {
			memset(&state, 0, sizeof(state));
			n = 1;
		}
		if (ctl_text_width(text, length + n) > columns)
			break;
		length += n;
	}
	return length;
}

/* Shortens an escaped text in place; there is room for it, since "…" takes the place of more. */
static void fit(char *text, size_t columns, bool utf8)
{
	size_t length;

	if (ctl_text_width(text, strlen(text)) <= columns)
		return;
	length = cut(text, columns > 0 ? columns - 1 : 0);
	if (columns > 0 && utf8 && strlen(text) - length >= strlen("…"))
		strcpy(text + length, "…");
	else if (columns > 0 && !utf8)
		strcpy(text + length, "~");
	else
		text[length] = '\0';
}

static void add_line(Body *body, GuideRole role, size_t indent, const char *text)
{
	Line *line = &body->lines[body->n];

	if (body->n == LINES_MAX)
		return;
	*line = (Line){.role = role, .indent = indent, .text = strdup(text)};
	if (line->text)
		body->n++;
	else
		body->error = -ENOMEM;
}

/* A paragraph; its first line begins with label, and the others stand below its text. */
static void add_paragraph(
        Body *body, GuideRole role, const char *label, size_t indent, const char *text)
{
	CLEANUP(free) char *whole = NULL;
	CLEANUP(free) char *escaped = NULL;
	CLEANUP(free) char *wrapped = NULL;
	CtlStyle style = {.utf8 = body->utf8, .width = body->columns - indent};
	size_t size, n = 0;
	FILE *out;

	if (!*text)
		return;
	if (body->spaced && body->n > 0)
		add_line(body, GUIDE_PLAIN, 0, "");
	if (asprintf(&whole, "%s%s", indent > 0 ? "" : label, text) < 0)
		whole = NULL;
	escaped = whole ? ctl_escape(whole, body->utf8) : NULL;
	out = escaped ? open_memstream(&wrapped, &size) : NULL;
	if (!out) {
		body->error = -ENOMEM;
		return;
	}
	ctl_print_wrapped(out, &style, escaped, 0);
	fclose(out);
	for (char *rest = wrapped, *line; (line = strsep(&rest, "\n"));) {
		CLEANUP(free) char *labelled = NULL;

		fit(line, style.width, body->utf8);
		if (n++ > 0 || indent == 0)
			add_line(body, role, indent, line);
		else if (asprintf(&labelled, "%-*s%s", (int)indent, label, line) >= 0)
			add_line(body, role, 0, labelled);
	}
}

static void write_help(Body *body)
{
	static const struct {
		const char *keys;
		const char *help;
	} keys[] = {
	        {N_("n, space"), N_("the next exercise")},
	        {N_("p"), N_("pause, and go on")},
	        {N_("h"), N_("it hurts: stop this exercise at once, and leave it out for 7 days")},
	        {N_("s"), N_("stop the break")},
	        {N_("q"), N_("leave the guide; the break goes on")},
	        {N_("?"), N_("show this, and close it")},
	};

	for (size_t i = 0; i < ELEMENTSOF(keys); i++)
		add_paragraph(body, GUIDE_PLAIN, _(keys[i].keys), 10, _(keys[i].help));
	add_paragraph(body, GUIDE_NOTE, "", 0,
	        _("Stop whatever hurts. Limber is no doctor: see limberctl pain --help."));
}

static void write_exercise(Body *body, const CtlStep *step)
{
	char number[24];

	for (size_t i = 0; i < step->steps.n_items; i++) {
		snprintf(number, sizeof(number), "%zu", i + 1);
		add_paragraph(body, GUIDE_PLAIN, number, 3, step->steps.items[i]);
	}
	/* what is last is cut first */
	add_paragraph(body, GUIDE_STRONG, _("Take care: "), 0, step->caution);
	if (!body->brief)
		add_paragraph(body, GUIDE_NOTE, _("Form: "), 0, step->form);
}

static Body write_body(const GuideScene *scene, size_t columns, bool spaced, bool brief, bool utf8)
{
	Body body = {.columns = columns, .spaced = spaced, .brief = brief, .utf8 = utf8};

	if (body.columns > TEXT_COLUMNS_MAX)
		body.columns = TEXT_COLUMNS_MAX;
	/* below that nothing can be read anyway */
	if (body.columns < 12)
		body.columns = 12;
	if (scene->help)
		write_help(&body);
	else if (scene->phase == GUIDE_EXERCISE)
		write_exercise(&body, scene->step);
	else {
		add_paragraph(&body, GUIDE_PLAIN, "", 0, scene->text);
		add_paragraph(&body, GUIDE_PLAIN, "", 0, scene->problem);
	}
	if (!scene->help)
		add_paragraph(&body, GUIDE_STRONG, "", 0, scene->advice);
	return body;
}

static void body_done(Body *body)
{
	for (size_t i = 0; i < body->n; i++)
		free(body->lines[i].text);
}

static size_t body_height(
        const GuideScene *scene, size_t columns, bool spaced, bool brief, bool utf8)
{
	Body body = write_body(scene, columns, spaced, brief, utf8);
	size_t n = body.n;

	body_done(&body);
	return n;
}

/* --- The page's parts */

__attribute__((format(printf, 6, 7))) static void add_run(GuidePage *page, size_t row,
        size_t column, size_t columns, GuideRole role, const char *format, ...)
{
	CLEANUP(free) char *text = NULL;
	GuideRun *grown;
	va_list ap;

	if (row >= page->rows || column >= page->columns || columns == 0)
		return;
	if (columns > page->columns - column)
		columns = page->columns - column;
	va_start(ap, format);
	if (vasprintf(&text, format, ap) < 0)
		text = NULL;
	va_end(ap);
	grown = text ? reallocarray(page->runs, page->n_runs + 1, sizeof(*grown)) : NULL;
	if (!grown) {
		page->error = -ENOMEM;
		return;
	}
	page->runs = grown;
	fit(text, columns, page->utf8);
	grown[page->n_runs++] =
	        (GuideRun){.row = row, .column = column, .role = role, .text = TAKE(text)};
}

/* Words that came from the bus. */
static void add_escaped(GuidePage *page, size_t row, size_t column, size_t columns, GuideRole role,
        const char *text)
{
	CLEANUP(free) char *escaped = text ? ctl_escape(text, page->utf8) : NULL;

	if (!escaped)
		page->error = -ENOMEM;
	else if (*escaped)
		add_run(page, row, column, columns, role, "%s", escaped);
}

/* "0:38", filled up to whole seconds */
static void format_countdown(usec_t left, char *buf, size_t size)
{
	usec_t seconds = (left + USEC_PER_SEC - 1) / USEC_PER_SEC;

	if (seconds > 5999)
		seconds = 5999;
	snprintf(buf, size, "%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

/* What there is to say below the title; to be freed. */
static char *format_state(const GuideScene *scene)
{
	const char *side = scene->step ? words_side(scene->step->side) : "";
	const char *state = "";
	char *text;

	if (scene->paused)
		state = _("paused");
	else if (scene->phase == GUIDE_EXERCISE && scene->into_position)
		state = _("get into position");
	if (scene->step && scene->other_side)
		side = strcmp(scene->step->side, "left") == 0 ? _("other side now: left")
		                                              : _("other side now: right");
	if (asprintf(&text, "%s%s%s", side, *side && *state ? ", " : "", state) < 0)
		return NULL;
	return text;
}

/* To be freed. */
static char *format_title(const GuideScene *scene)
{
	switch (scene->phase) {
	case GUIDE_CHOOSING:
		return strdup(_("The exercises are being chosen"));
	case GUIDE_EXERCISE:
		assert(scene->step);
		return strdup(scene->step->title);
	case GUIDE_REST:
		return strdup(scene->n > 0 ? _("The exercises are done") : scene->purpose);
	case GUIDE_PHASE_MAX:
		break;
	}
	return NULL;
}

/* "Time to stretch, 2 of 5"; to be freed */
static char *format_purpose(const GuideScene *scene)
{
	char *text;
	int r;

	if (scene->phase == GUIDE_EXERCISE)
		r = asprintf(
		        &text, _("%s, %zu of %zu"), scene->purpose, scene->place + 1, scene->n);
	else
		r = asprintf(&text, "%s", scene->phase == GUIDE_REST ? "" : scene->purpose);
	return r < 0 ? NULL : text;
}

/* "2min left of the break"; to be freed, "" if there is nothing to say. */
static char *format_rest(const GuideScene *scene)
{
	char span[FORMAT_SPAN_SIZE];
	char *text;

	if (scene->rest < 0)
		return strdup("");
	if (asprintf(&text, _("%s left of the break"), ctl_format_left(scene->rest, span)) < 0)
		return NULL;
	return text;
}

/* All of it in one line, for a terminal of a few lines: "Bird dog, left side"; to be freed. */
static char *format_short(const GuideScene *scene)
{
	return scene->step ? words_step(scene->step) : format_title(scene);
}

static void put_header(GuidePage *page, const Division *division, const GuideScene *scene)
{
	CLEANUP(free) char *purpose = format_purpose(scene);
	CLEANUP(free)
	char *title = division->digits == DIGITS_PLAIN ? format_short(scene) : format_title(scene);
	CLEANUP(free) char *state = format_state(scene);
	CLEANUP(free) char *rest = format_rest(scene);
	char countdown[16], row[DIGITS_ROW_SIZE];
	size_t width, room;
	GuideRole state_role = scene->other_side && !scene->paused ? GUIDE_STRONG : GUIDE_PLAIN;
	bool large = division->digits == DIGITS_LARGE;

	format_countdown(scene->left, countdown, sizeof(countdown));
	width = digits_columns(division->digits, countdown);
	room = page->columns > 2 * division->margin + width + 2
	               ? page->columns - 2 * division->margin - width - 2
	               : 0;
	for (size_t i = 0; i < digits_rows(division->digits) && scene->span > 0; i++)
		add_run(page, i, page->columns - division->margin - width, width, GUIDE_DIGITS,
		        "%s", digits_row(division->digits, countdown, i, page->utf8, row));
	if (division->digits == DIGITS_PLAIN) {
		add_escaped(page, 0, division->margin, room, GUIDE_TITLE, title);
		return;
	}
	add_escaped(page, 0, division->margin, room, GUIDE_NOTE, purpose);
	add_escaped(page, 1, division->margin, room, GUIDE_TITLE, title);
	add_escaped(page, 2, division->margin, room, state_role, state);
	if (large && scene->phase != GUIDE_REST)
		add_escaped(page, 4, division->margin, room, GUIDE_NOTE, rest);
}

static void put_bar(GuidePage *page, const Division *division, const GuideScene *scene)
{
	size_t row = digits_rows(division->digits);
	size_t cells = page->columns - 2 * division->margin, filled = cells;
	CLEANUP(free) char *bar = NULL;
	size_t size;
	FILE *out;

	if (scene->span <= 0)
		return;
	if (scene->left > 0)
		filled = (size_t)((__int128)(scene->span - scene->left) * (usec_t)cells /
		                  scene->span);
	out = open_memstream(&bar, &size);
	if (!out) {
		page->error = -ENOMEM;
		return;
	}
	for (size_t i = 0; i < cells; i++)
		if (page->utf8)
			fputs(i < filled ? "█" : "░", out);
		else
			fputc(i < filled ? '#' : '-', out);
	fclose(out);
	add_run(page, row, division->margin, cells, GUIDE_BAR, "%s", bar);
}

static void put_body(GuidePage *page, const Division *division, const GuideScene *scene)
{
	size_t column = division->margin, columns;
	bool spaced;
	Body body;

	for (size_t i = 0; i < division->n_pictures; i++) {
		page->pictures[i] = (GuideBox){.row = division->body_row,
		        .column = column,
		        .rows = division->picture_rows,
		        .columns = 2 * division->picture_rows};
		column += 2 * division->picture_rows + (i + 1 < division->n_pictures ? 1 : GAP);
	}
	columns = page->columns > column + division->margin
	                  ? page->columns - column - division->margin
	                  : 0;
	spaced = body_height(scene, columns, true, false, page->utf8) <= division->body_rows;
	body = write_body(scene, columns, spaced, false, page->utf8);
	page->error = body.error < 0 ? body.error : page->error;
	for (size_t i = 0; i < body.n && i < division->body_rows; i++) {
		const Line *line = &body.lines[i];
		bool last = body.n > division->body_rows && i + 1 == division->body_rows;

		if (*line->text)
			add_run(page, division->body_row + i, column + line->indent,
			        columns - line->indent, line->role, "%s%s", line->text,
			        last ? page->utf8 ? " …" : " ..." : "");
	}
	body_done(&body);
}

static void put_keys(GuidePage *page, const Division *division, const GuideScene *scene)
{
	size_t columns = page->columns - 2 * division->margin;
	const char *keys = scene->paused
	                           ? _("n next   p go on   h hurts   s stop   q leave   ? help")
	                           : _("n next   p pause   h hurts   s stop   q leave   ? help");

	if (ctl_text_width(keys, strlen(keys)) > columns)
		keys = _("n p h s q, ? help");
	add_run(page, page->rows - 1, division->margin, columns, GUIDE_NOTE, "%s", keys);
}

static void put_footer(GuidePage *page, const Division *division, const GuideScene *scene)
{
	CLEANUP(free) char *words = scene->next ? words_step(scene->next) : NULL;
	CLEANUP(free) char *next = NULL;
	size_t columns = page->columns - 2 * division->margin;
	bool roomy = page->rows >= ROOMY_ROWS;

	if (page->rows < TIGHT_ROWS)
		return;
	put_keys(page, division, scene);
	if (*scene->message)
		add_escaped(page, page->rows - 2, division->margin, columns, GUIDE_STRONG,
		        scene->message);
	if (*scene->message && !roomy)
		return;
	if (words && asprintf(&next, _("Next: %s"), words) >= 0)
		add_escaped(page, page->rows - (roomy ? 3 : 2), division->margin, columns,
		        GUIDE_PLAIN, next);
	else if (scene->phase == GUIDE_EXERCISE)
		add_run(page, page->rows - (roomy ? 3 : 2), division->margin, columns, GUIDE_PLAIN,
		        "%s", _("This is the last one"));
}

/* --- Dividing it */

static size_t text_columns(const GuidePage *page, const Division *division)
{
	size_t pictures = division->n_pictures * (2 * division->picture_rows + 1);
	size_t taken = 2 * division->margin + (division->n_pictures > 0 ? pictures - 1 + GAP : 0);

	return page->columns > taken ? page->columns - taken : 0;
}

static bool text_fits(const GuidePage *page, const Division *division, const GuideScene *scene)
{
	size_t columns = text_columns(page, division);

	if (division->n_pictures > 0 && columns < TEXT_COLUMNS_MIN)
		return false;
	return body_height(scene, columns, false, division->brief, page->utf8) <=
	       division->body_rows;
}

static size_t count_pictures(const GuidePage *page, const GuideScene *scene)
{
	if (scene->help || !page->utf8)
		return 0;
	return (size_t)scene->pictures[0] + (size_t)scene->pictures[1];
}

/* The largest pictures, both of them if there is room, beside which the text fits. */
static bool try_pictures(const GuidePage *page, Division *division, const GuideScene *scene)
{
	size_t most = scene->picture_rows_max;

	if (most > division->body_rows)
		most = division->body_rows;
	for (size_t n = count_pictures(page, scene); n > 0; n--) {
		size_t least = scene->picture_rows_min;

		/* rather a large one than two small ones */
		if (n > 1 && least < BOTH_ROWS_MIN)
			least = BOTH_ROWS_MIN;
		for (size_t rows = most; rows >= least && rows > 0; rows--) {
			division->n_pictures = n;
			division->picture_rows = rows;
			if (text_fits(page, division, scene))
				return true;
		}
	}
	division->n_pictures = 0;
	return false;
}

static Division divide_below(const GuidePage *page, DigitSize digits)
{
	size_t top = digits_rows(digits) + 1 + (page->rows >= LOOSE_ROWS);
	size_t bottom = page->rows >= TIGHT_ROWS ? 2 : 0;

	/* a blank line, and one for messages */
	bottom += (page->rows >= LOOSE_ROWS) + (page->rows >= ROOMY_ROWS);

	return (Division){.digits = digits,
	        .margin = page->columns >= 60 ? 2 : 0,
	        .body_row = top,
	        .body_rows = page->rows > top + bottom ? page->rows - top - bottom : 0};
}

static bool digits_fit(const GuidePage *page, DigitSize digits)
{
	switch (digits) {
	case DIGITS_LARGE:
		return page->columns >= 64 && page->rows >= 22;
	case DIGITS_SMALL:
		return page->columns >= 40 && page->rows >= 12 && page->utf8;
	case DIGITS_PLAIN:
	case DIGIT_SIZE_MAX:
		break;
	}
	return true;
}

static Division divide_page(const GuidePage *page, const GuideScene *scene)
{
	static const struct {
		DigitSize digits;
		bool pictures;
		bool brief;
	} choices[] = {
	        {DIGITS_LARGE, true, false},
	        {DIGITS_SMALL, true, false},
	        {DIGITS_SMALL, true, true},
	        {DIGITS_LARGE, false, false},
	        {DIGITS_SMALL, false, false},
	        {DIGITS_SMALL, false, true},
	        {DIGITS_PLAIN, false, false},
	};
	Division division = {0};

	for (size_t i = 0; i < ELEMENTSOF(choices); i++) {
		if (!digits_fit(page, choices[i].digits) ||
		        (choices[i].pictures && count_pictures(page, scene) == 0))
			continue;
		division = divide_below(page, choices[i].digits);
		division.brief = choices[i].brief;
		if (choices[i].pictures ? try_pictures(page, &division, scene)
		                        : text_fits(page, &division, scene))
			return division;
	}
	/* the text is cut: with as much room for it as can be */
	return division;
}

GuidePage guide_layout(const GuideScene *scene, size_t columns, size_t rows, bool utf8)
{
	GuidePage page = {.columns = columns, .rows = rows, .utf8 = utf8};
	Division division;

	if (columns == 0 || rows == 0)
		return page;
	division = divide_page(&page, scene);
	put_header(&page, &division, scene);
	put_bar(&page, &division, scene);
	put_body(&page, &division, scene);
	put_footer(&page, &division, scene);
	return page;
}

void guide_page_done(GuidePage *page)
{
	for (size_t i = 0; i < page->n_runs; i++)
		free(page->runs[i].text);
	free(page->runs);
	*page = (GuidePage){0};
}
