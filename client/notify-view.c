/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the notification says. It must not know how limberd's properties arrive, nor how the result
 * is brought to the screen.
 */
#include "notify-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "notify-exercise.h"

/* Servers that draw the "value" hint as a bar below the text. The others ignore it (GNOME, Plasma,
 * notification-daemon) or show it instead of text and buttons (xfce4-notifyd), so they get words.
 */
static const char *const bar_servers[] = {"dunst", "mako", NULL};

/* Servers that draw a button for the "default" action as well: it would be there twice. */
static const char *const clickless_servers[] = {"Xfce Notify Daemon", "lxqt-notificationd", NULL};

/* Servers that have buttons in a menu or behind a command, so that one has to know of them. */
static const char *const menu_servers[] = {"dunst", "mako", NULL};

/* Servers that take a path for the icon, and show neither it nor image-path if both are given. */
static const char *const icon_servers[] = {"lxqt-notificationd", NULL};

/* Servers that take nothing but the words from a notification that replaces another one. */
static const char *const text_servers[] = {"lxqt-notificationd", NULL};

/* The name of a kind of the user's own may well be all there is. */
static char *capitalised(const char *name)
{
	g_autofree char *first = NULL;
	const char *rest;

	if (!*name)
		return g_strdup(_("Break"));
	rest = g_utf8_next_char(name);
	first = g_utf8_strup(name, rest - name);
	return g_strconcat(first, rest, NULL);
}

/* A kind that was switched off while its break runs is no longer listed. */
static void read_kind(GVariant *properties, const char *kind, Scene *scene)
{
	g_autoptr(GVariantIter) kinds = NULL;
	const char *name, *title, *text;

	scene->kind = g_strdup(kind);
	if (g_variant_lookup(properties, "Kinds", "a(ssstttt)", &kinds))
		while (g_variant_iter_next(
		        kinds, "(&s&s&stttt)", &name, &title, &text, NULL, NULL, NULL, NULL))
			if (g_str_equal(name, kind)) {
				scene->title = *title ? g_strdup(title) : NULL;
				scene->text = g_strdup(text);
				break;
			}
	if (!scene->title)
		scene->title = capitalised(kind);
	if (!scene->text)
		scene->text = g_strdup("");
}

static bool read_break(GVariant *properties, Scene *scene)
{
	g_autofree char *kind = NULL;
	uint64_t began_at, ends_at;

	if (!g_variant_lookup(properties, "Break", "(sstt)", &kind, NULL, &began_at, &ends_at) ||
	        !*kind)
		return false;
	*scene = (Scene){
	        .type = SCENE_BREAK,
	        .began_at = (usec_t)began_at,
	        .ends_at = (usec_t)ends_at,
	};
	read_kind(properties, kind, scene);
	return true;
}

/* Those of a warm-up or a cool-down need no break. */
static bool read_exercise(GVariant *properties, Scene *scene)
{
	g_autofree char *purpose = NULL;

	scene->in_break = scene->type == SCENE_BREAK;
	if (!exercise_read(properties, scene))
		return false;
	if (!scene->in_break) {
		g_variant_lookup(properties, "RoutineFor", "s", &purpose);
		read_kind(properties, purpose ? purpose : "", scene);
	}
	return true;
}

static char *read_advice(GVariant *properties)
{
	const char *advice;

	if (!g_variant_lookup(properties, "Advice", "&s", &advice) || !*advice)
		return NULL;
	return g_strdup(advice);
}

static bool read_reminder(GVariant *properties, Scene *scene)
{
	g_autofree char *phase = NULL, *kind = NULL;
	uint32_t repeats, snoozes_left = 0, skips_left = 0;
	uint64_t due_at;
	gboolean urgent;

	if (!g_variant_lookup(properties, "Reminder", "(ssttub)", &phase, &kind, &due_at, NULL,
	            &repeats, &urgent) ||
	        !g_str_equal(phase, "up"))
		return false;
	g_variant_lookup(properties, "SnoozesLeft", "u", &snoozes_left);
	g_variant_lookup(properties, "SkipsLeft", "u", &skips_left);
	*scene = (Scene){
	        .type = SCENE_REMINDER,
	        .began_at = (usec_t)due_at,
	        .repeats = repeats,
	        .urgent = urgent,
	        .can_snooze = snoozes_left > 0,
	        .can_skip = skips_left > 0,
	};
	read_kind(properties, kind, scene);
	return true;
}

Scene scene_read(GVariant *properties)
{
	Scene scene = {0};
	bool in_break = read_break(properties, &scene);

	if (!read_exercise(properties, &scene) && !in_break && !read_reminder(properties, &scene))
		return scene;
	if (!scene.routine)
		scene.routine = exercise_read_routine(properties);
	scene.advice = read_advice(properties);
	return scene;
}

Scene scene_done(GVariant *properties, const char *kind, usec_t at)
{
	Scene scene = {
	        .type = SCENE_DONE,
	        .began_at = at,
	        .ends_at = at + SCENE_DONE_USEC,
	};
	gboolean sound = FALSE;

	g_variant_lookup(properties, "Sound", "b", &sound);
	scene.sound = sound;
	read_kind(properties, kind, &scene);
	return scene;
}

Scene scene_copy(const Scene *scene)
{
	Scene copy = *scene;

	copy.kind = g_strdup(scene->kind);
	copy.title = g_strdup(scene->title);
	copy.text = g_strdup(scene->text);
	copy.routine = scene->routine ? g_variant_ref(scene->routine) : NULL;
	copy.advice = g_strdup(scene->advice);
	copy.left_out = g_strdup(scene->left_out);
	return copy;
}

void scene_clear(Scene *scene)
{
	g_free(scene->kind);
	g_free(scene->title);
	g_free(scene->text);
	if (scene->routine)
		g_variant_unref(scene->routine);
	g_free(scene->advice);
	g_free(scene->left_out);
	*scene = (Scene){0};
}

static usec_t break_length(const Scene *scene)
{
	return MAX(scene->ends_at - scene->began_at, 0);
}

/* A progress bar moves in steps that can be seen; more would only keep the server busy. */
static usec_t break_step(const Scene *scene)
{
	return CLAMP(break_length(scene) / 20, USEC_PER_SEC, 10 * USEC_PER_SEC);
}

/* Down to the last step, so that the same step always looks the same. */
static usec_t break_elapsed(const Scene *scene, usec_t now)
{
	usec_t elapsed = CLAMP(now - scene->began_at, 0, break_length(scene));

	return elapsed == break_length(scene) ? elapsed : elapsed - elapsed % break_step(scene);
}

usec_t scene_changes_in(const Scene *scene, usec_t now)
{
	usec_t next = scene->ends_at;

	if (scene->type == SCENE_EXERCISE)
		return exercise_changes_in(scene, now);
	/* The end of a break itself is limberd's to tell. */
	if (now >= scene->ends_at)
		return USEC_NEVER;
	if (scene->type == SCENE_BREAK)
		next = MIN(next, scene->began_at + break_elapsed(scene, now) + break_step(scene));
	return MAX(next - now, 0);
}

ServerTraits server_traits(const char *name, const char *const *capabilities)
{
	return (ServerTraits){
	        .buttons = g_strv_contains(capabilities, "actions"),
	        .markup = g_strv_contains(capabilities, "body-markup"),
	        .draws_value = g_strv_contains(bar_servers, name),
	        .clicks = !g_strv_contains(clickless_servers, name),
	        .hides_buttons = g_strv_contains(menu_servers, name),
	        .picture_is_icon = g_strv_contains(icon_servers, name),
	        .changes_text = g_strv_contains(text_servers, name),
	};
}

/* Those lines that there are. */
static char *join_lines(const char *const *lines, size_t n)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < n; i++)
		if (lines[i] && *lines[i])
			g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", lines[i]);
	return g_strdup(text->str);
}

/* What the buttons would do, where there are none. */
static const char *reminder_hint(const Scene *scene, const ServerTraits *traits)
{
	if (traits->buttons)
		return NULL;
	return scene->can_snooze ? _("Begin: limberctl start. Later: limberctl snooze.")
	                         : _("Begin: limberctl start.");
}

/* What matters most comes first: small bubbles have room for four lines. */
static char *reminder_body(const Scene *scene, const ServerTraits *traits)
{
	g_autofree char *preview = exercise_preview(scene);
	const char *lines[] = {scene->advice, scene->text, preview, reminder_hint(scene, traits)};

	return join_lines(lines, G_N_ELEMENTS(lines));
}

static void view_reminder(View *view, const Scene *scene, const ServerTraits *traits)
{
	view->occasion = g_strdup_printf("reminder %s %" G_GINT64_FORMAT " %u", scene->kind,
	        scene->began_at, scene->repeats);
	view->summary = g_strdup(scene->title);
	view->body = reminder_body(scene, traits);
	view->urgent = scene->urgent;
	view->actions = ACTION_START | (scene->can_snooze ? ACTION_SNOOZE : 0) |
	                (scene->can_skip ? ACTION_SKIP : 0) | (traits->clicks ? ACTION_CLICK : 0);
}

static char *break_summary(const Scene *scene, unsigned left_sec)
{
	g_autofree char *name = capitalised(scene->kind);

	if (left_sec >= 60)
		/* TRANSLATORS: the kind of break, such as "Stretch", and the time left */
		return g_strdup_printf(_("%s: %u min left"), name, (left_sec + 30) / 60);
	/* TRANSLATORS: the kind of break, such as "Stretch", and the time left in seconds */
	return g_strdup_printf(_("%s: %u s left"), name, left_sec);
}

/* Of a break that is longer than its exercises. */
static char *break_text(const Scene *scene)
{
	if (scene->routine)
		return g_strdup(_("That was the last exercise. Rest until the break is over."));
	return g_strdup(scene->text);
}

static char *break_body(const Scene *scene, const ServerTraits *traits, unsigned left_sec)
{
	g_autofree char *left_out = exercise_left_out(scene);
	g_autofree char *text = break_text(scene);
	/* TRANSLATORS: minutes and seconds */
	g_autofree char *left = g_strdup_printf(_("%u:%02u left"), left_sec / 60, left_sec % 60);
	const char *lines[] = {left_out, scene->advice, text, traits->draws_value ? NULL : left};

	return join_lines(lines, G_N_ELEMENTS(lines));
}

/* The same for a break with and without exercises: it is one appearance. */
static char *break_occasion(const Scene *scene)
{
	return g_strdup_printf("break %s %" G_GINT64_FORMAT, scene->kind, scene->began_at);
}

static void view_break(View *view, const Scene *scene, const ServerTraits *traits, usec_t now)
{
	usec_t length = break_length(scene);
	usec_t elapsed = break_elapsed(scene, now);
	unsigned left_sec = (unsigned)((length - elapsed + USEC_PER_SEC - 1) / USEC_PER_SEC);

	view->occasion = break_occasion(scene);
	view->summary = break_summary(scene, left_sec);
	view->body = break_body(scene, traits, left_sec);
	if (traits->draws_value)
		view->value = length > 0 ? (int)(elapsed * 100 / length) : 100;
	view->actions = ACTION_STOP;
}

static void view_done(View *view, const Scene *scene)
{
	view->occasion = g_strdup_printf("done %s %" G_GINT64_FORMAT, scene->kind, scene->began_at);
	view->summary = g_strdup(_("Done"));
	/* TRANSLATORS: the kind of break, such as "stretch" */
	view->body = g_strdup_printf(_("Your %s break is complete."), scene->kind);
	view->sound = scene->sound;
}

static void escape(char **text)
{
	char *escaped = g_markup_escape_text(*text, -1);

	g_free(*text);
	*text = escaped;
}

View view_make(const Scene *scene, const ServerTraits *traits, usec_t now)
{
	View view = {.type = scene->type, .value = VIEW_NO_VALUE};

	switch (scene->type) {
	case SCENE_NOTHING:
		return view;
	case SCENE_REMINDER:
		view_reminder(&view, scene, traits);
		break;
	case SCENE_BREAK:
		view_break(&view, scene, traits, now);
		break;
	case SCENE_EXERCISE:
		view.occasion = break_occasion(scene);
		exercise_view(&view, scene, traits, now);
		break;
	case SCENE_DONE:
		view_done(&view, scene);
		break;
	}
	if (!traits->buttons)
		view.actions = 0;
	if (traits->markup)
		escape(&view.body);
	return view;
}

bool view_equal(const View *a, const View *b)
{
	return a->type == b->type && g_strcmp0(a->occasion, b->occasion) == 0 &&
	       g_strcmp0(a->summary, b->summary) == 0 && g_strcmp0(a->body, b->body) == 0 &&
	       g_strcmp0(a->picture, b->picture) == 0 && a->value == b->value &&
	       a->actions == b->actions && a->urgent == b->urgent && a->sound == b->sound;
}

void view_clear(View *view)
{
	g_free(view->occasion);
	g_free(view->summary);
	g_free(view->body);
	g_free(view->picture);
	*view = (View){0};
}

char *text_shortened(const char *text, size_t bytes_max)
{
	const char *end;

	if (strlen(text) <= bytes_max)
		return g_strdup(text);
	end = g_utf8_find_prev_char(text, text + bytes_max + 1);
	return g_strndup(text, end ? (size_t)(end - text) : 0);
}
