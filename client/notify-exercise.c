/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leads through the exercises of a break in one notification. The body begins with the time, which
 * the eye then finds at one place; what a small bubble has no room for is at its end.
 */
#include "notify-exercise.h"

#include <glib/gi18n.h>
#include <string.h>

#define ROUTINE_TYPE "a(ssstsasasssss)"

/* How much of each span is for getting into position: of the bus contract. */
#define READY (5 * USEC_PER_SEC)

/* As many characters are taken in at a glance. What is longer is told in two parts. */
#define GLANCE_CHARS 220

/* As many titles have room in a line. */
#define PREVIEW_TITLES 3

/* Time in words is for a glance now and then; a bar moves more often. */
#define WORDS_STEP (5 * USEC_PER_SEC)

/* One exercise on one side. All it points to is the variant's. */
typedef struct {
	GVariant *variant;
	const char *id;
	const char *title;
	const char *side;
	uint64_t span;
	const char *kind;
	const char **steps;
	const char *form;
	const char *caution;
	const char *start_picture;
	const char *end_picture;
} Turn;

static Turn turn_read(GVariant *routine, size_t i)
{
	Turn turn = {.variant = g_variant_get_child_value(routine, i)};

	g_variant_get(turn.variant, "(&s&s&st&s@as^a&s&s&s&s&s)", &turn.id, &turn.title, &turn.side,
	        &turn.span, &turn.kind, NULL, &turn.steps, &turn.form, &turn.caution,
	        &turn.start_picture, &turn.end_picture);
	return turn;
}

static void turn_clear(Turn *turn)
{
	g_free(turn->steps);
	if (turn->variant)
		g_variant_unref(turn->variant);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Turn, turn_clear)

/* --- What is read */

GVariant *exercise_read_routine(GVariant *properties)
{
	g_autoptr(GVariant) routine =
	        g_variant_lookup_value(properties, "Routine", G_VARIANT_TYPE(ROUTINE_TYPE));

	if (!routine || g_variant_n_children(routine) == 0)
		return NULL;
	return g_steal_pointer(&routine);
}

bool exercise_read(GVariant *properties, Scene *scene)
{
	g_autoptr(GVariant) routine = exercise_read_routine(properties);
	uint64_t began_at, ends_at, left;
	gboolean paused;
	uint32_t place;

	if (!routine ||
	        !g_variant_lookup(properties, "Exercise", "(utttb)", &place, &began_at, &ends_at,
	                &left, &paused) ||
	        place >= g_variant_n_children(routine))
		return false;
	scene->type = SCENE_EXERCISE;
	scene->routine = g_steal_pointer(&routine);
	scene->place = place;
	scene->exercise_began_at = (usec_t)began_at;
	scene->exercise_ends_at = (usec_t)ends_at;
	scene->exercise_left = (usec_t)left;
	scene->paused = paused;
	return true;
}

bool exercise_is_awaited(GVariant *properties)
{
	g_autoptr(GVariant) routine = exercise_read_routine(properties);
	const char *purpose;

	return !routine && g_variant_lookup(properties, "RoutineFor", "&s", &purpose) && *purpose;
}

/* --- Time */

typedef struct {
	usec_t left; /* of all of it */
	usec_t hold; /* how long it is, in position */
	usec_t step; /* of its progress */
} Progress;

/* Some that count well, so that a hold has about a dozen. */
static usec_t progress_step(usec_t hold)
{
	if (hold < 15 * USEC_PER_SEC)
		return USEC_PER_SEC;
	if (hold < USEC_PER_MIN)
		return 2500 * USEC_PER_MSEC;
	return hold < 2 * USEC_PER_MIN ? 5 * USEC_PER_SEC : 10 * USEC_PER_SEC;
}

/* A pause keeps what is left; then the span is the planned one. There is no position to get into
 * for a walk. */
static Progress progress_read(const Scene *scene, const Turn *turn, usec_t now)
{
	usec_t span = scene->paused ? (usec_t)turn->span
	                            : scene->exercise_ends_at - scene->exercise_began_at;
	usec_t left = scene->paused ? scene->exercise_left : scene->exercise_ends_at - now;
	Progress progress;

	span = MAX(span, 1);
	progress.left = CLAMP(left, 0, span);
	progress.hold = g_str_equal(turn->kind, "walk") ? span : span - MIN(READY, span / 2);
	progress.step = progress_step(progress.hold);
	return progress;
}

static bool gets_ready(const Progress *progress)
{
	return progress->left > progress->hold;
}

/* What is left of the hold, up to a whole step, so that the same step always looks the same. */
static usec_t hold_left(const Progress *progress, usec_t step)
{
	return MIN((progress->left + step - 1) / step * step, progress->hold);
}

usec_t exercise_changes_in(const Scene *scene, usec_t now)
{
	g_auto(Turn) turn = turn_read(scene->routine, scene->place);
	Progress progress = progress_read(scene, &turn, now);
	usec_t next;

	if (scene->paused)
		return USEC_NEVER;
	if (gets_ready(&progress))
		return progress.left - progress.hold;
	/* The end of an exercise is limberd's to tell. */
	next = (progress.left - 1) / progress.step * progress.step;
	return progress.left > 0 && next > 0 ? progress.left - next : USEC_NEVER;
}

/* --- Words */

/* As within a sentence: titles begin with a capital, which an abbreviation keeps. */
static char *decapitalised(const char *title)
{
	g_autofree char *first = NULL;
	const char *rest;

	if (!*title)
		return g_strdup("");
	rest = g_utf8_next_char(title);
	if (!g_unichar_islower(g_utf8_get_char(rest)))
		return g_strdup(title);
	first = g_utf8_strdown(title, rest - title);
	return g_strconcat(first, rest, NULL);
}

/* Of the exercise before, or after. */
static bool is_same_exercise(const Scene *scene, const Turn *turn, size_t place)
{
	g_auto(Turn) other = turn_read(scene->routine, place);

	return g_str_equal(other.id, turn->id) && !g_str_equal(other.side, turn->side);
}

static char *format_summary(const Scene *scene, const Turn *turn)
{
	bool left = g_str_equal(turn->side, "left");

	if (!*turn->title)
		return g_strdup(_("Exercise"));
	if (!*turn->side)
		return g_strdup(turn->title);
	if (scene->place > 0 && is_same_exercise(scene, turn, scene->place - 1))
		/* TRANSLATORS: an exercise's title */
		return g_strdup_printf(_("%s: other side now"), turn->title);
	/* TRANSLATORS: an exercise's title */
	return g_strdup_printf(left ? _("%s: left side") : _("%s: right side"), turn->title);
}

static char *format_span(usec_t span)
{
	unsigned sec = (unsigned)((span + USEC_PER_SEC - 1) / USEC_PER_SEC);

	if (sec >= 60)
		/* TRANSLATORS: minutes and seconds */
		return g_strdup_printf(_("%u:%02u min"), sec / 60, sec % 60);
	return g_strdup_printf(_("%u s"), sec);
}

static char *format_time(const Scene *scene, const Progress *progress, const ServerTraits *traits)
{
	usec_t step = traits->draws_value ? progress->step : MAX(progress->step, WORDS_STEP);
	g_autofree char *span = format_span(hold_left(progress, step));

	if (scene->paused)
		/* TRANSLATORS: a span, such as "20 s" */
		return g_strdup_printf(_("Paused, %s left."), span);
	if (gets_ready(progress))
		/* TRANSLATORS: a span, such as "20 s" */
		return g_strdup_printf(_("Get ready, then %s."), span);
	/* TRANSLATORS: a span, such as "20 s" */
	return g_strdup_printf(_("%s left."), span);
}

static char *format_next(const Scene *scene, const Turn *turn)
{
	size_t next = scene->place + 1;
	g_autofree char *title = NULL;
	g_auto(Turn) after = {.variant = NULL};

	if (next >= g_variant_n_children(scene->routine))
		return g_strdup(_("Then you are done."));
	if (is_same_exercise(scene, turn, next))
		return g_strdup(_("Next: other side."));
	after = turn_read(scene->routine, next);
	title = decapitalised(after.title);
	/* TRANSLATORS: an exercise's title */
	return g_strdup_printf(_("Next: %s."), title);
}

/* --- The body, line by line */

typedef struct {
	GPtrArray *lines;
	glong chars;
} Body;

static void add_line(Body *body, char *line)
{
	if (!line)
		return;
	body->chars += g_utf8_strlen(line, -1);
	g_ptr_array_add(body->lines, line);
}

/* What it is good to know, but not in place of what has to be done. */
static void add_if_room(Body *body, const char *line)
{
	if (*line && body->chars + g_utf8_strlen(line, -1) <= GLANCE_CHARS)
		add_line(body, g_strdup(line));
}

static glong count_chars(const char *const *texts)
{
	glong chars = 0;

	for (; *texts; texts++)
		chars += g_utf8_strlen(*texts, -1);
	return chars;
}

/* First where to be, then what to do there, unless all of it is short. */
static void add_steps(Body *body, const Turn *turn, bool ready)
{
	size_t n = g_strv_length((char **)turn->steps), from = 0, to = n;

	if (n > 1 && count_chars(turn->steps) > GLANCE_CHARS) {
		from = ready ? 0 : 1;
		to = ready ? 1 : n;
	}
	for (size_t i = from; i < to; i++)
		add_line(body, to - from > 1 ? g_strconcat("• ", turn->steps[i], NULL)
		                             : g_strdup(turn->steps[i]));
}

/* Commands, for whoever sees no button. */
static char *format_hint(const Scene *scene)
{
	if (scene->paused)
		return NULL;
	return g_strdup(_("Or: limberctl next, limberctl hurt."));
}

static char *format_body(
        const Scene *scene, const Turn *turn, const Progress *progress, const ServerTraits *traits)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	Body body = {.lines = lines};

	add_line(&body, exercise_left_out(scene));
	add_line(&body, format_time(scene, progress, traits));
	body.chars = 0;
	add_steps(&body, turn, gets_ready(progress));
	if (!gets_ready(progress)) {
		add_if_room(&body, turn->form);
		add_if_room(&body, turn->caution);
	}
	if (scene->place == 0)
		add_line(&body, g_strdup(scene->advice));
	add_line(&body, format_next(scene, turn));
	if (!traits->buttons || traits->hides_buttons)
		add_line(&body, format_hint(scene));
	g_ptr_array_add(lines, NULL);
	return g_strjoinv("\n", (char **)lines->pdata);
}

/* Where to be, as long as there is time to get there; one picture is better than none. */
static const char *choose_picture(const Turn *turn, const Progress *progress)
{
	const char *first = gets_ready(progress) ? turn->start_picture : turn->end_picture;
	const char *second = gets_ready(progress) ? turn->end_picture : turn->start_picture;

	return *first ? first : second;
}

void exercise_view(View *view, const Scene *scene, const ServerTraits *traits, usec_t now)
{
	g_auto(Turn) turn = turn_read(scene->routine, scene->place);
	Progress progress = progress_read(scene, &turn, now);

	view->summary = format_summary(scene, &turn);
	view->body = format_body(scene, &turn, &progress, traits);
	view->picture = g_strdup(choose_picture(&turn, &progress));
	if (traits->draws_value)
		view->value = (int)((progress.hold - hold_left(&progress, progress.step)) * 100 /
		                    progress.hold);
	view->actions = (scene->paused ? ACTION_GO_ON : ACTION_NEXT) | ACTION_HURT |
	                (scene->in_break ? ACTION_STOP : 0);
}

/* --- Around the exercises */

/* Both sides of one count as one. */
static GPtrArray *list_titles(GVariant *routine)
{
	GPtrArray *titles = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *id = g_strdup("");

	for (size_t i = 0; i < g_variant_n_children(routine); i++) {
		g_auto(Turn) turn = turn_read(routine, i);

		if (g_str_equal(turn.id, id))
			continue;
		g_free(id);
		id = g_strdup(turn.id);
		g_ptr_array_add(titles, decapitalised(turn.title));
	}
	return titles;
}

char *exercise_preview(const Scene *scene)
{
	g_autoptr(GPtrArray) titles = NULL;
	g_autofree char *list = NULL;
	guint n;

	if (!scene->routine)
		return NULL;
	titles = list_titles(scene->routine);
	n = titles->len;
	if (n > PREVIEW_TITLES) {
		g_ptr_array_set_size(titles, PREVIEW_TITLES);
		g_ptr_array_add(titles, g_strdup("..."));
	}
	g_ptr_array_add(titles, NULL);
	list = g_strjoinv(", ", (char **)titles->pdata);
	/* TRANSLATORS: the number of exercises, and their titles */
	return g_strdup_printf(ngettext("%u exercise: %s", "%u exercises: %s", n), n, list);
}

char *exercise_left_out(const Scene *scene)
{
	g_autofree char *title = NULL;

	if (!scene->left_out)
		return NULL;
	title = decapitalised(scene->left_out);
	/* TRANSLATORS: an exercise's title */
	return g_strdup_printf(_("Left out for now: %s. Go on only if nothing hurts."), title);
}

/* --- What came before */

static void set(char **text, const char *value)
{
	g_free(*text);
	*text = g_strdup(value);
}

static bool has_exercise(GVariant *routine, const char *id)
{
	for (size_t i = 0; i < g_variant_n_children(routine); i++) {
		g_auto(Turn) turn = turn_read(routine, i);

		if (g_str_equal(turn.id, id))
			return true;
	}
	return false;
}

static void forget_exercises(Recall *recall)
{
	g_clear_pointer(&recall->running, g_free);
	g_clear_pointer(&recall->running_title, g_free);
	g_clear_pointer(&recall->dropped, g_free);
	g_clear_pointer(&recall->dropped_title, g_free);
}

/* The whole routine goes when its exercises are chosen anew: limberd tells no more of it. */
static void recall_drop(Recall *recall)
{
	if (!recall->running)
		return;
	g_free(recall->dropped);
	g_free(recall->dropped_title);
	recall->dropped = g_steal_pointer(&recall->running);
	recall->dropped_title = g_steal_pointer(&recall->running_title);
}

/* What hurt is told of with the next exercise; it may also turn out that it was not this one. */
static void recall_exercise(Recall *recall, Scene *scene)
{
	g_auto(Turn) turn = turn_read(scene->routine, scene->place);

	if (recall->dropped && (scene->place > 0 || has_exercise(scene->routine, recall->dropped)))
		forget_exercises(recall);
	set(&recall->running, turn.id);
	set(&recall->running_title, turn.title);
	scene->left_out = g_strdup(recall->dropped_title);
}

/* Once is enough. */
static void recall_advice(Recall *recall, Scene *scene)
{
	if (scene->type == SCENE_REMINDER)
		set(&recall->advice, scene->advice);
	else if (g_strcmp0(scene->advice, recall->advice) == 0)
		g_clear_pointer(&scene->advice, g_free);
}

void recall_follow(Recall *recall, Scene *scene)
{
	recall_advice(recall, scene);
	switch (scene->type) {
	case SCENE_EXERCISE:
		recall_exercise(recall, scene);
		break;
	case SCENE_NOTHING:
	case SCENE_BREAK:
		if (scene->routine)
			forget_exercises(recall);
		else
			recall_drop(recall);
		scene->left_out = g_strdup(recall->dropped_title);
		break;
	case SCENE_REMINDER:
	case SCENE_DONE:
		forget_exercises(recall);
		break;
	}
}

void recall_clear(Recall *recall)
{
	forget_exercises(recall);
	g_clear_pointer(&recall->advice, g_free);
}
