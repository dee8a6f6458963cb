/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bus object's methods: check what comes in, and make it an event. The rules refuse, not these.
 */

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bus-names.h"
#include "exercises.h"
#include "holds/hours.h"
#include "holds/workout.h"
#include "service-internal.h"
#include "util/intl.h"

#define NOTIFIER_PROBLEM_MAX 200

/* The error that a refusal is on the bus, and its sentence. */
static int refuse(sd_bus_error *error, Refusal refusal)
{
	static const struct {
		const char *name;
		const char *sentence;
	} refusals[REFUSAL_MAX] = {
	        [REFUSED_LIMIT] = {LIMBER_ERROR("Limit"), N_("the configured limit is reached")},
	        [REFUSED_NOTHING_DUE] = {LIMBER_ERROR("NothingDue"),
	                N_("no reminder is there for it")},
	        [REFUSED_IN_BREAK] = {LIMBER_ERROR("InBreak"), N_("a break is running")},
	        [REFUSED_NO_BREAK] = {LIMBER_ERROR("NoBreak"), N_("no break is running")},
	        [REFUSED_NOT_PAUSED] = {LIMBER_ERROR("NotPaused"), N_("there is no pause to end")},
	        [REFUSED_UNKNOWN_KIND] = {LIMBER_ERROR("UnknownKind"),
	                N_("no break kind of that name is enabled")},
	        [REFUSED_UNKNOWN_OWNER] = {LIMBER_ERROR("UnknownOwner"), N_("no such hold is on")},
	};

	assert(refusal < REFUSAL_MAX);
	return sd_bus_error_set(error, refusals[refusal].name, _(refusals[refusal].sentence));
}

/* A span from the bus. 0 if it may stand, a reply's error otherwise. */
static int check_span(uint64_t span, sd_bus_error *error)
{
	if (span <= USEC_SPAN_MAX)
		return 0;
	return sd_bus_error_set(
	        error, LIMBER_ERROR("InvalidSpan"), _("a span may not exceed 365 days"));
}

static int check_mode(const char *text, HoldMode fallback, HoldMode *ret, sd_bus_error *error)
{
	int mode = text[0] ? hold_mode_from_string(text) : (int)fallback;

	if (mode < 0)
		return sd_bus_error_set(
		        error, LIMBER_ERROR("InvalidMode"), _("a mode is wait, freeze or reset"));
	*ret = (HoldMode)mode;
	return 0;
}

/* Copies at most size - 1 bytes, whole UTF-8 characters, with control characters made blank. */
static void copy_text(char *to, size_t size, const char *from)
{
	size_t length = strnlen(from, size - 1);

	while (length > 0 && from[length] && (from[length] & 0xc0) == 0x80)
		length--;
	for (size_t i = 0; i < length; i++)
		to[i] = (unsigned char)from[i] < ' ' || from[i] == 0x7f ? ' ' : from[i];
	to[length] = '\0';
}

/* The same, but of a caller who is to know if it is too long. */
static int take_text(char *to, size_t size, const char *from, sd_bus_error *error)
{
	if (strlen(from) >= size)
		return sd_bus_error_setf(error, LIMBER_ERROR("InvalidText"),
		        _("a reason or note has at most %zu bytes"), size - 1);
	copy_text(to, size, from);
	return 0;
}

static bool no_room(const Manager *manager, const char *owner)
{
	return !hold_set_find(&manager->core.holds, owner) &&
	       manager->core.holds.n_holds == HOLDS_MAX;
}

static int too_many_holds(sd_bus_error *error)
{
	return sd_bus_error_setf(
	        error, LIMBER_ERROR("TooManyHolds"), _("there are %d holds already"), HOLDS_MAX);
}

/* The user's pause, its span already known. */
static int place_pause(Manager *manager, sd_bus_message *message, Event *event, sd_bus_error *error)
{
	if (no_room(manager, HOLD_OWNER_USER))
		return too_many_holds(error);
	strcpy(event->hold.owner, HOLD_OWNER_USER);
	manager_feed(manager, event);
	return sd_bus_reply_method_return(message, "t", bus_moment(event->hold.until));
}

SERVICE_METHOD(method_pause)
{
	Service *service = userdata;
	Manager *manager = service->manager;
	Event event = event_now(EVENT_HOLD);
	const char *mode, *reason;
	uint64_t span;
	int r;

	r = sd_bus_message_read(message, "tss", &span, &mode, &reason);
	if (r < 0)
		return r;
	r = check_span(span, error);
	if (r >= 0)
		r = check_mode(mode, manager->core.rules.pause_mode, &event.hold.mode, error);
	if (r >= 0)
		r = take_text(event.hold.reason, HOLD_REASON_SIZE, reason, error);
	if (r < 0)
		return r;
	event.hold.until = event.at + (span > 0 ? (usec_t)span : manager->core.rules.pause_length);
	return place_pause(manager, message, &event, error);
}

SERVICE_METHOD(method_pause_until)
{
	Service *service = userdata;
	Manager *manager = service->manager;
	Event event = event_now(EVENT_HOLD);
	usec_t wall = clock_realtime();
	const char *mode, *reason;
	uint64_t until;
	int r;

	r = sd_bus_message_read(message, "tss", &until, &mode, &reason);
	if (r < 0)
		return r;
	if (until <= (uint64_t)wall)
		return sd_bus_error_set(error, LIMBER_ERROR("InvalidSpan"), _("that time is past"));
	r = check_span(until - (uint64_t)wall, error);
	if (r >= 0)
		r = check_mode(mode, manager->core.rules.pause_mode, &event.hold.mode, error);
	if (r >= 0)
		r = take_text(event.hold.reason, HOLD_REASON_SIZE, reason, error);
	if (r < 0)
		return r;
	event.hold.until_wall = (usec_t)until;
	event.hold.until = event.at + ((usec_t)until - wall);
	return place_pause(manager, message, &event, error);
}

SERVICE_METHOD(method_resume)
{
	Service *service = userdata;
	Event event = event_now(EVENT_RELEASE);

	if (!hold_set_find(&service->manager->core.holds, HOLD_OWNER_USER))
		return refuse(error, REFUSED_NOT_PAUSED);
	strcpy(event.owner, HOLD_OWNER_USER);
	manager_feed(service->manager, &event);
	return sd_bus_reply_method_return(message, NULL);
}

SERVICE_METHOD(method_snooze)
{
	Service *service = userdata;
	Event event = event_now(EVENT_SNOOZE);
	Decision answer;
	uint64_t span;
	int r;

	r = sd_bus_message_read(message, "t", &span);
	if (r >= 0)
		r = check_span(span, error);
	if (r < 0)
		return r;
	event.span = span > 0 ? (usec_t)span : service->manager->core.rules.snooze;
	answer = manager_command(service->manager, &event);
	if (answer.type == DECISION_REFUSED)
		return refuse(error, answer.refusal);
	return sd_bus_reply_method_return(message, "st", answer.kind, bus_moment(answer.moment));
}

SERVICE_METHOD(method_skip)
{
	Service *service = userdata;
	Event event = event_now(EVENT_SKIP);
	Decision answer = manager_command(service->manager, &event);

	if (answer.type == DECISION_REFUSED)
		return refuse(error, answer.refusal);
	return sd_bus_reply_method_return(message, "s", answer.kind);
}

SERVICE_METHOD(method_start)
{
	Service *service = userdata;
	const Core *core = &service->manager->core;
	Event event = event_now(EVENT_START);
	Decision answer;
	const char *kind;
	int r;

	r = sd_bus_message_read(message, "s", &kind);
	if (r < 0)
		return r;
	if (strlen(kind) >= KIND_NAME_SIZE)
		return refuse(error,
		        core->break_kind != NO_BREAK ? REFUSED_IN_BREAK : REFUSED_UNKNOWN_KIND);
	strcpy(event.kind, kind);
	answer = manager_command(service->manager, &event);
	if (answer.type == DECISION_REFUSED && answer.refusal == REFUSED_UNKNOWN_KIND && !*kind)
		return sd_bus_error_set(
		        error, LIMBER_ERROR("UnknownKind"), _("no kind of break is on"));
	if (answer.type == DECISION_REFUSED)
		return refuse(error, answer.refusal);
	return sd_bus_reply_method_return(message, "st", answer.kind,
	        bus_moment(core->break_began + core->rules.kinds[core->break_kind].length));
}

SERVICE_METHOD(method_stop)
{
	Service *service = userdata;
	Event event = event_now(EVENT_STOP);
	const char *special = exercises_stop_special(service->manager);
	Decision answer;

	if (special)
		return sd_bus_reply_method_return(message, "s", special);
	answer = manager_command(service->manager, &event);
	if (answer.type == DECISION_REFUSED)
		return refuse(error, answer.refusal);
	return sd_bus_reply_method_return(message, "s", answer.kind);
}

/* Whether the caller may place or release a hold of this owner. */
static int check_owner(
        const Manager *manager, const char *owner, sd_bus_message *message, sd_bus_error *error)
{
	const Hold *hold;

	if (!hold_owner_valid(owner) || strcmp(owner, HOLD_OWNER_USER) == 0 ||
	        strcmp(owner, HOURS_OWNER) == 0 || strcmp(owner, WORKOUT_OWNER) == 0 ||
	        strcmp(owner, COOL_DOWN_OWNER) == 0)
		return sd_bus_error_set(error, LIMBER_ERROR("InvalidOwner"),
		        _("an owner is 1 to 63 of A-Z a-z 0-9 . _ - and none of Limber's own"));
	hold = hold_set_find(&manager->core.holds, owner);
	if (hold && strcmp(hold->caller, sd_bus_message_get_sender(message)) != 0)
		return sd_bus_error_set(error, LIMBER_ERROR("InvalidOwner"),
		        _("another program holds under that name"));
	return 0;
}

SERVICE_METHOD(method_hold)
{
	Service *service = userdata;
	Manager *manager = service->manager;
	const char *owner, *reason, *mode, *caller = sd_bus_message_get_sender(message);
	Event event = event_now(EVENT_HOLD);
	uint64_t span;
	int r;

	r = sd_bus_message_read(message, "ssst", &owner, &reason, &mode, &span);
	if (r >= 0)
		r = check_owner(manager, owner, message, error);
	if (r >= 0)
		r = check_span(span, error);
	if (r >= 0)
		r = mode[0] ? check_mode(mode, HOLD_WAIT, &event.hold.mode, error)
		            : check_mode("-", HOLD_WAIT, &event.hold.mode, error);
	if (r >= 0)
		r = take_text(event.hold.reason, HOLD_REASON_SIZE, reason, error);
	if (r < 0)
		return r;
	if (no_room(manager, owner))
		return too_many_holds(error);
	r = callers_watch(manager->callers, owner, caller);
	if (r < 0)
		return r;
	strcpy(event.hold.owner, owner);
	copy_text(event.hold.caller, HOLD_CALLER_SIZE, caller);
	event.hold.until = span > 0 ? event.at + (usec_t)span : USEC_NEVER;
	manager_feed(manager, &event);
	return sd_bus_reply_method_return(message, NULL);
}

SERVICE_METHOD(method_release)
{
	Service *service = userdata;
	Manager *manager = service->manager;
	Event event = event_now(EVENT_RELEASE);
	const char *owner;
	int r;

	r = sd_bus_message_read(message, "s", &owner);
	if (r >= 0)
		r = check_owner(manager, owner, message, error);
	if (r < 0)
		return r;
	if (!hold_set_find(&manager->core.holds, owner))
		return refuse(error, REFUSED_UNKNOWN_OWNER);
	strcpy(event.owner, owner);
	manager_feed(manager, &event);
	return sd_bus_reply_method_return(message, NULL);
}

static int no_exercise(sd_bus_error *error)
{
	return sd_bus_error_set(error, LIMBER_ERROR("NoExercise"), _("no exercise is running"));
}

static const char *exercise_id(const Manager *manager)
{
	const Guide *guide = coach_guide(manager->coach);

	return guide ? guide_step(guide)->id : "";
}

SERVICE_METHOD(method_next_exercise)
{
	Manager *manager = ((Service *)userdata)->manager;

	if (!coach_guide(manager->coach))
		return no_exercise(error);
	exercises_next(manager);
	return sd_bus_reply_method_return(message, "s", exercise_id(manager));
}

SERVICE_METHOD(method_pause_exercise)
{
	Manager *manager = ((Service *)userdata)->manager;
	int paused;
	int r = sd_bus_message_read(message, "b", &paused);

	if (r < 0)
		return r;
	if (!coach_guide(manager->coach))
		return no_exercise(error);
	exercises_pause(manager, paused != 0);
	return sd_bus_reply_method_return(message, NULL);
}

/* What should have counted from now on does not. */
static int not_kept(sd_bus_error *error, const char *sentence, int why)
{
	return sd_bus_error_setf(
	        error, LIMBER_ERROR("NotKept"), "%s: %s", sentence, strerror(-why));
}

SERVICE_METHOD(method_hurt)
{
	Manager *manager = ((Service *)userdata)->manager;
	char id[EXERCISE_ID_SIZE];
	int r;

	if (!coach_guide(manager->coach))
		return no_exercise(error);
	snprintf(id, sizeof(id), "%s", exercise_id(manager));
	r = exercises_hurt(manager);
	if (r < 0)
		return not_kept(error,
		        _("the exercise is stopped, but that is not in the history, so it may come "
		          "again"),
		        r);
	return sd_bus_reply_method_return(message, "s", id);
}

static int check_area(const char *word, Area *ret, sd_bus_error *error)
{
	char areas[AREAS_TEXT_SIZE];
	int area = area_from_string(word);

	if (area < 0)
		return sd_bus_error_setf(error, LIMBER_ERROR("InvalidArea"),
		        _("an area is one of %s"), areas_format(AREAS_ALL, areas));
	*ret = (Area)area;
	return 0;
}

/* An array of strings from the bus, word by word, up to its end. */
static int read_words(sd_bus_message *message, sd_bus_error *error,
        int (*take)(const char *word, void *userdata, sd_bus_error *error), void *userdata)
{
	const char *word;
	int r = sd_bus_message_enter_container(message, 'a', "s");

	while (r >= 0 && (r = sd_bus_message_read(message, "s", &word)) > 0)
		r = take(word, userdata, error);
	return r < 0 ? r : sd_bus_message_exit_container(message);
}

static int take_sign(const char *word, void *userdata, sd_bus_error *error)
{
	unsigned sign = pain_sign_from_string(word);

	*(unsigned *)userdata |= sign;
	return sign > 0 ? 0
	                : sd_bus_error_set(error, LIMBER_ERROR("InvalidSign"),
	                          _("a sign is shooting, numbness or weakness"));
}

static int take_area(const char *word, void *userdata, sd_bus_error *error)
{
	Area area = AREA_MAX;
	int r = check_area(word, &area, error);

	if (r >= 0)
		*(AreaMask *)userdata |= AREA_BIT(area);
	return r;
}

SERVICE_METHOD(method_report_pain)
{
	Manager *manager = ((Service *)userdata)->manager;
	char text[PAIN_NOTE_SIZE];
	const char *word, *note;
	Area area = AREA_MAX;
	unsigned signs = 0;
	uint32_t level;
	int r;

	r = sd_bus_message_read(message, "us", &level, &word);
	if (r >= 0)
		r = read_words(message, error, take_sign, &signs);
	if (r >= 0)
		r = sd_bus_message_read(message, "s", &note);
	if (r < 0)
		return r;
	if (level > PAIN_LEVEL_MAX)
		return sd_bus_error_setf(error, LIMBER_ERROR("InvalidPain"),
		        _("a level of pain is from 0 to %d"), PAIN_LEVEL_MAX);
	r = word[0] ? check_area(word, &area, error) : 0;
	if (r >= 0)
		r = take_text(text, sizeof(text), note, error);
	if (r < 0)
		return r;
	r = exercises_report_pain(manager, level, area, signs, text);
	if (r < 0)
		return not_kept(error,
		        _("the report is not in the history, so exercises are not chosen by it"),
		        r);
	return sd_bus_reply_method_return(message, NULL);
}

SERVICE_METHOD(method_report_advised)
{
	exercises_advised(((Service *)userdata)->manager);
	return sd_bus_reply_method_return(message, NULL);
}

/* r: what the history said to it. */
static int reply_workout(sd_bus_message *message, sd_bus_error *error, int r)
{
	if (r < 0)
		return not_kept(error,
		        _("done, but that is not in the history, so strength exercises may come "
		          "too "
		          "soon"),
		        r);
	return sd_bus_reply_method_return(message, NULL);
}

SERVICE_METHOD(method_start_workout)
{
	Manager *manager = ((Service *)userdata)->manager;
	AreaMask areas = 0;
	int r = read_words(message, error, take_area, &areas);

	if (r < 0)
		return r;
	if (no_room(manager, WORKOUT_OWNER))
		return too_many_holds(error);
	return reply_workout(message, error, exercises_start_workout(manager, areas));
}

SERVICE_METHOD(method_stop_workout)
{
	Manager *manager = ((Service *)userdata)->manager;

	if (!hold_set_find(&manager->core.holds, WORKOUT_OWNER))
		return sd_bus_error_set(error, LIMBER_ERROR("NotTraining"), _("no workout is on"));
	return reply_workout(message, error, exercises_stop_workout(manager));
}

SERVICE_METHOD(method_reload)
{
	Service *service = userdata;
	char *problems = NULL;
	int r;

	r = manager_reload(service->manager, &problems);
	if (r == -EINVAL) {
		sd_bus_error_set(error, LIMBER_ERROR("InvalidConfig"), problems);
		free(problems);
		return -EINVAL;
	}
	return r < 0 ? r : sd_bus_reply_method_return(message, NULL);
}

SERVICE_METHOD(method_get_settings)
{
	Service *service = userdata;
	const Config *config = service->manager->config;
	sd_bus_message *reply = NULL;
	int r;

	r = sd_bus_message_new_method_return(message, &reply);
	if (r >= 0)
		r = sd_bus_message_open_container(reply, 'a', "(ssss)");
	for (size_t i = 0; i < config->n_settings && r >= 0; i++) {
		const Setting *setting = &config->settings[i];

		r = sd_bus_message_append(reply, "(ssss)", setting->section, setting->key,
		        setting->value, setting->origin);
	}
	if (r >= 0)
		r = sd_bus_message_close_container(reply);
	if (r >= 0)
		r = sd_bus_send(NULL, reply, NULL);
	sd_bus_message_unref(reply);
	return r < 0 ? r : 1;
}

SERVICE_METHOD(method_report_notifier)
{
	static const char *const states[] = {"waiting", "showing", "shown", "failed"};
	Service *service = userdata;
	char problem[NOTIFIER_PROBLEM_MAX + 1];
	const char *state, *text;
	int r;

	r = sd_bus_message_read(message, "ss", &state, &text);
	if (r < 0)
		return r;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(state, states[i]) == 0) {
			copy_text(problem, sizeof(problem), text);
			notifier_report(service->manager->notifier, state, problem);
			return sd_bus_reply_method_return(message, NULL);
		}
	return sd_bus_error_set(error, LIMBER_ERROR("InvalidState"),
	        _("a state is waiting, showing, shown or failed"));
}

static void on_proved(void *userdata, usec_t silence)
{
	Manager *manager = userdata;
	sd_bus_message *call = manager->proof;

	manager->proof = NULL;
	if (silence < 0)
		sd_bus_reply_method_errorf(call, LIMBER_ERROR("NoReaction"),
		        _("%s did not report a silence"), presence_source(manager->presence));
	else
		sd_bus_reply_method_return(
		        call, "st", presence_source(manager->presence), (uint64_t)silence);
	sd_bus_message_unref(call);
}

SERVICE_METHOD(method_prove_presence)
{
	Service *service = userdata;
	Manager *manager = service->manager;
	int r;

	r = presence_prove(manager->presence, on_proved, manager);
	if (r == -ENOENT)
		return sd_bus_error_set(
		        error, LIMBER_ERROR("NoSource"), presence_problem(manager->presence));
	if (r == -EBUSY)
		return sd_bus_error_set(
		        error, LIMBER_ERROR("NoReaction"), _("another proof is under way"));
	if (r < 0)
		return r;
	/* answered by on_proved() */
	manager->proof = sd_bus_message_ref(message);
	return 1;
}
