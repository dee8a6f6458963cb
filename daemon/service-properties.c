/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bus object's properties: reads the manager's state, and tells which of it is new. */

#include <errno.h>
#include <string.h>

#include "build-config.h"
#include "bus-names.h"
#include "service-internal.h"
#include "util/cleanup.h"

uint64_t bus_moment(usec_t at)
{
	if (at == USEC_NEVER)
		return 0;
	return at > 1 ? (uint64_t)at : 1;
}

static uint32_t left(uint32_t limit, uint32_t used)
{
	if (limit == UNLIMITED)
		return LIMBER_UNLIMITED;
	return used < limit ? limit - used : 0;
}

const char *service_state(const Core *core)
{
	if (core->break_kind != NO_BREAK)
		return "break";
	if (core->away_since != USEC_NEVER)
		return "away";
	if (core->phase == REMINDER_UP)
		return "reminder";
	if (core->phase == REMINDER_SNOOZED)
		return "snoozed";
	return core->holds.n_holds > 0 ? "held" : "sitting";
}

static usec_t presence_since(const Core *core)
{
	return core->away_since != USEC_NEVER ? core->away_since : core->present_since;
}

/* The next kind, or -1 while none grows. */
static int next_growing(const Core *core)
{
	int kind = core_next_kind(core);

	return kind >= 0 && core_due_at(core, (size_t)kind) != USEC_NEVER ? kind : -1;
}

SERVICE_GETTER(get_version)
{
	return sd_bus_message_append(reply, "s", LIMBER_VERSION);
}

SERVICE_GETTER(get_state)
{
	Service *service = userdata;

	return sd_bus_message_append(reply, "s", service_state(&service->manager->core));
}

SERVICE_GETTER(get_present)
{
	Service *service = userdata;

	return sd_bus_message_append(reply, "b", service->manager->core.away_since == USEC_NEVER);
}

SERVICE_GETTER(get_present_since)
{
	Service *service = userdata;

	return sd_bus_message_append(
	        reply, "t", bus_moment(presence_since(&service->manager->core)));
}

SERVICE_GETTER(get_presence_source)
{
	Service *service = userdata;

	return sd_bus_message_append(reply, "s", presence_source(service->manager->presence));
}

SERVICE_GETTER(get_presence_problem)
{
	Service *service = userdata;

	return sd_bus_message_append(reply, "s", presence_problem(service->manager->presence));
}

SERVICE_GETTER(get_kinds)
{
	Service *service = userdata;
	const Core *core = &service->manager->core;
	const Config *config = service->manager->config;
	sitting_t sitting[KINDS_MAX];
	int r;

	/* the core's own moment is its last event's; a reader wants the clocks of now */
	clocks_read(&core->clocks, &core->rules, clock_boottime(), sitting);
	r = sd_bus_message_open_container(reply, 'a', "(ssstttt)");
	for (size_t i = 0; i < core->rules.n_kinds && r >= 0; i++) {
		const Kind *kind = &core->rules.kinds[i];

		r = sd_bus_message_append(reply, "(ssstttt)", kind->name, config->contents[i].title,
		        config->contents[i].text, (uint64_t)kind->every, (uint64_t)kind->length,
		        (uint64_t)sitting_to_usec(kind, sitting[i]),
		        bus_moment(core_due_at(core, i)));
	}
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

SERVICE_GETTER(get_next_break)
{
	Service *service = userdata;
	const Core *core = &service->manager->core;
	int kind = next_growing(core);

	if (kind < 0)
		return sd_bus_message_append(reply, "(st)", "", (uint64_t)0);
	return sd_bus_message_append(reply, "(st)", core->rules.kinds[kind].name,
	        bus_moment(core_due_at(core, (size_t)kind)));
}

SERVICE_GETTER(get_reminder)
{
	Service *service = userdata;
	const Core *core = &service->manager->core;
	bool none = core->phase == REMINDER_NONE, up = core->phase == REMINDER_UP;

	return sd_bus_message_append(reply, "(ssttub)", reminder_phase_to_string(core->phase),
	        none ? "" : core->rules.kinds[core->kind].name, up ? bus_moment(core->due_at) : 0,
	        core->phase == REMINDER_SNOOZED ? bus_moment(core->returns_at) : 0,
	        up ? core->repeats : 0, up && core->repeats >= REMINDER_URGENT_REPEATS);
}

SERVICE_GETTER(get_break)
{
	Service *service = userdata;
	const Core *core = &service->manager->core;
	const Kind *kind;

	if (core->break_kind == NO_BREAK)
		return sd_bus_message_append(reply, "(sstt)", "", "", (uint64_t)0, (uint64_t)0);
	kind = &core->rules.kinds[core->break_kind];
	return sd_bus_message_append(reply, "(sstt)", kind->name,
	        break_how_to_string(core->break_how), bus_moment(core->break_began),
	        bus_moment(core->break_began + kind->length));
}

/* Words with commas between, as an array. */
static int append_words(sd_bus_message *reply, const char *words)
{
	CLEANUP(free) char *copy = strdup(words);
	char *rest = copy, *word;
	int r;

	if (!copy)
		return -ENOMEM;
	r = sd_bus_message_open_container(reply, 'a', "s");
	while (r >= 0 && (word = strsep(&rest, ",")))
		r = word[0] ? sd_bus_message_append(reply, "s", word) : 0;
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

static int append_exercise(sd_bus_message *reply, const PlanStep *step)
{
	int r;

	r = sd_bus_message_open_container(reply, 'r', "ssstsasasssss");
	if (r >= 0)
		r = sd_bus_message_append(reply, "sssts", step->id, step->title, step->side,
		        (uint64_t)step->span, step->kind);
	if (r >= 0)
		r = append_words(reply, step->areas);
	if (r >= 0)
		r = sd_bus_message_open_container(reply, 'a', "s");
	for (size_t i = 0; i < step->n_steps && r >= 0; i++)
		r = sd_bus_message_append(reply, "s", step->steps[i]);
	if (r >= 0)
		r = sd_bus_message_close_container(reply);
	if (r >= 0)
		r = sd_bus_message_append(reply, "ssss", step->form, step->caution,
		        step->start_picture, step->end_picture);
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

SERVICE_GETTER(get_routine)
{
	const Plan *plan = coach_plan(((Service *)userdata)->manager->coach);
	int r;

	r = sd_bus_message_open_container(reply, 'a', "(ssstsasasssss)");
	for (size_t i = 0; plan && i < plan->n_steps && r >= 0; i++)
		r = append_exercise(reply, &plan->steps[i]);
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

SERVICE_GETTER(get_routine_for)
{
	const Coach *coach = ((Service *)userdata)->manager->coach;

	return sd_bus_message_append(reply, "s", coach_occasion(coach));
}

SERVICE_GETTER(get_exercise)
{
	const Guide *guide = coach_guide(((Service *)userdata)->manager->coach);
	bool paused;
	usec_t at;

	if (!guide)
		return sd_bus_message_append(reply, "(utttb)", LIMBER_NO_EXERCISE, (uint64_t)0,
		        (uint64_t)0, (uint64_t)0, 0);
	paused = guide->paused_at != USEC_NEVER;
	at = paused ? guide->paused_at : guide->began;
	return sd_bus_message_append(reply, "(utttb)", (uint32_t)guide->current,
	        bus_moment(guide->began), bus_moment(guide_ends_at(guide)),
	        (uint64_t)guide_left(guide, at), paused);
}

SERVICE_GETTER(get_routine_problem)
{
	const Coach *coach = ((Service *)userdata)->manager->coach;

	return sd_bus_message_append(reply, "s", coach_problem(coach));
}

SERVICE_GETTER(get_advice)
{
	const Plan *plan = coach_plan(((Service *)userdata)->manager->coach);

	return sd_bus_message_append(reply, "s", plan ? plan->advice : "");
}

SERVICE_GETTER(get_holds)
{
	Service *service = userdata;
	const HoldSet *set = &service->manager->core.holds;
	int r;

	r = sd_bus_message_open_container(reply, 'a', "(ssst)");
	for (size_t i = 0; i < set->n_holds && r >= 0; i++) {
		const Hold *hold = &set->holds[i];

		r = sd_bus_message_append(reply, "(ssst)", hold->owner, hold->reason,
		        hold_mode_to_string(hold->mode), bus_moment(hold->until));
	}
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

SERVICE_GETTER(get_left)
{
	Service *service = userdata;
	const Core *core = &service->manager->core;

	if (strcmp(property, "SnoozesLeft") == 0)
		return sd_bus_message_append(
		        reply, "u", left(core->rules.max_snoozes, core->snoozes));
	return sd_bus_message_append(reply, "u", left(core->rules.max_skips, core->skips_today));
}

SERVICE_GETTER(get_notifier)
{
	Service *service = userdata;
	const Notifier *notifier = service->manager->notifier;

	return sd_bus_message_append(
	        reply, "(ss)", notifier_state(notifier), notifier_problem(notifier));
}

SERVICE_GETTER(get_sound)
{
	Service *service = userdata;

	return sd_bus_message_append(reply, "b", service->manager->config->sound);
}

SERVICE_GETTER(get_config_problems)
{
	Service *service = userdata;
	const Config *config = service->manager->config;
	int r;

	r = sd_bus_message_open_container(reply, 'a', "s");
	for (size_t i = 0; i < config->n_problems && r >= 0; i++)
		r = sd_bus_message_append(reply, "s", config->problems[i]);
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

/* The last input as it was reported, or USEC_NEVER. */
static usec_t last_input(const Core *core)
{
	return core->away_since != USEC_NEVER ? core->away_since : core->silent_since;
}

SERVICE_GETTER(get_last_input)
{
	Service *service = userdata;

	return sd_bus_message_append(reply, "t", bus_moment(last_input(&service->manager->core)));
}

SERVICE_GETTER(get_sources)
{
	Service *service = userdata;
	const char *name, *state, *why;
	int r;

	r = sd_bus_message_open_container(reply, 'a', "(sss)");
	for (size_t i = 0;
	        r >= 0 && presence_list(service->manager->presence, i, &name, &state, &why); i++)
		r = sd_bus_message_append(reply, "(sss)", name, state, why);
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

SERVICE_GETTER(get_built_without)
{
	static const char *const without[] = {
#if !HAVE_WAYLAND
		"wayland",
#endif
#if !HAVE_X11
		"x11",
#endif
#if !HAVE_XSS
		"xss",
#endif
#if !HAVE_NOTIFY
		"limber-notify",
#endif
		NULL,
	};

	return sd_bus_message_append_strv(reply, (char **)without);
}

SERVICE_GETTER(get_session)
{
	Service *service = userdata;
	const Session *session = service->manager->session;

	return sd_bus_message_append(reply, "(sbbs)", session_id(session), session_locked(session),
	        session_active(session), session_problem(session));
}

SERVICE_GETTER(get_next_event)
{
	Service *service = userdata;
	usec_t at;
	const char *name = core_next_event(&service->manager->core, &at);

	return sd_bus_message_append(reply, "(st)", name, bus_moment(at));
}

static uint64_t decision_moment(const Decision *decision)
{
	if (decision->type == DECISION_PARTIAL)
		return (uint64_t)decision->moment;
	return decision->moment == 0 ? 0 : bus_moment(decision->moment);
}

static const char *decision_detail(const Decision *decision)
{
	return decision->type == DECISION_STARTED ? break_how_to_string(decision->how)
	                                          : decision->owner;
}

SERVICE_GETTER(get_decisions)
{
	Service *service = userdata;
	const Manager *manager = service->manager;
	size_t first = manager->n_recent > RECENT_MAX ? manager->n_recent - RECENT_MAX : 0;
	int r;

	r = sd_bus_message_open_container(reply, 'a', "(ssttus)");
	for (size_t i = first; i < manager->n_recent && r >= 0; i++) {
		const Decision *decision = &manager->recent[i % RECENT_MAX];

		r = sd_bus_message_append(reply, "(ssttus)", decision_to_string(decision->type),
		        decision->kind, bus_moment(decision->at), decision_moment(decision),
		        decision->count, decision_detail(decision));
	}
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

SERVICE_GETTER(get_state_problem)
{
	Service *service = userdata;

	return sd_bus_message_append(reply, "s", service->manager->state_problem);
}

static void take_kinds(Published *published, const Core *core)
{
	published->n_kinds = core->rules.n_kinds;
	for (size_t i = 0; i < core->rules.n_kinds; i++) {
		strcpy(published->kinds[i], core->rules.kinds[i].name);
		published->due_at[i] = core_due_at(core, i);
	}
	published->next_kind = next_growing(core);
}

static void take_reminder(Published *published, const Core *core)
{
	published->phase = core->phase;
	published->kind = core->kind;
	published->reminder_due_at = core->due_at;
	published->returns_at = core->returns_at;
	published->repeats = core->repeats;
	published->snoozes_left = left(core->rules.max_snoozes, core->snoozes);
	published->skips_left = left(core->rules.max_skips, core->skips_today);
	published->break_kind = core->break_kind;
	published->break_how = core->break_how;
	published->break_began = core->break_began;
}

/* A number that changes with the bytes (FNV-1a). */
static uint32_t fold(uint32_t folded, const void *bytes, size_t n)
{
	for (const unsigned char *p = bytes; n > 0; p++, n--)
		folded = (folded ^ *p) * 16777619;
	return folded;
}

static uint32_t fold_sources(const Presence *presence)
{
	const char *name, *state, *why;
	uint32_t folded = 0;

	for (size_t i = 0; presence_list(presence, i, &name, &state, &why); i++)
		folded = fold(fold(folded, state, strlen(state)), why, strlen(why));
	return folded;
}

static uint32_t fold_holds(const HoldSet *set)
{
	uint32_t folded = 0;

	for (size_t i = 0; i < set->n_holds; i++) {
		const Hold *hold = &set->holds[i];

		folded = fold(folded, hold->owner, strlen(hold->owner));
		folded = fold(folded, hold->reason, strlen(hold->reason));
		folded = fold(folded, &hold->mode, sizeof(hold->mode));
		folded = fold(folded, &hold->until, sizeof(hold->until));
	}
	return folded;
}

static void take_routine(Published *published, const Coach *coach)
{
	const Guide *guide = coach_guide(coach);
	const char *problem = coach_problem(coach);

	published->plan = coach_plan_number(coach);
	strcpy(published->occasion, coach_occasion(coach));
	published->exercise = guide ? (uint32_t)guide->current : LIMBER_NO_EXERCISE;
	published->exercise_began = guide ? guide->began : 0;
	published->exercise_paused_at = guide ? guide->paused_at : 0;
	published->routine_problem = fold(0, problem, strlen(problem));
}

/* The state of now. Zeroed first, so that whole members compare. */
static void take(Published *published, const Manager *manager)
{
	const Core *core = &manager->core;

	memset(published, 0, sizeof(*published));
	published->state = service_state(core);
	published->present = core->away_since == USEC_NEVER;
	published->present_since = presence_since(core);
	strncpy(published->source, presence_source(manager->presence),
	        sizeof(published->source) - 1);
	strncpy(published->source_problem, presence_problem(manager->presence),
	        sizeof(published->source_problem) - 1);
	take_kinds(published, core);
	take_reminder(published, core);
	take_routine(published, manager->coach);
	published->holds = fold_holds(&core->holds);
	strncpy(published->notifier, notifier_state(manager->notifier),
	        sizeof(published->notifier) - 1);
	strncpy(published->notifier_problem, notifier_problem(manager->notifier),
	        sizeof(published->notifier_problem) - 1);
	published->last_input = last_input(core);
	published->sources = fold_sources(manager->presence);
	published->locked = session_locked(manager->session);
	published->active = session_active(manager->session);
	strncpy(published->session_problem, session_problem(manager->session),
	        sizeof(published->session_problem) - 1);
	published->next_event = core_next_event(core, &published->next_event_at);
	published->n_decisions = manager->n_recent;
	strcpy(published->state_problem, manager->state_problem);
	published->sound = manager->config->sound;
	published->config = manager->config;
}

static bool same_kinds(const Published *a, const Published *b)
{
	return a->config == b->config && a->n_kinds == b->n_kinds &&
	       memcmp(a->kinds, b->kinds, sizeof(a->kinds)) == 0 &&
	       memcmp(a->due_at, b->due_at, sizeof(a->due_at)) == 0;
}

static bool same_reminder(const Published *a, const Published *b)
{
	return a->phase == b->phase && a->kind == b->kind &&
	       a->reminder_due_at == b->reminder_due_at && a->returns_at == b->returns_at &&
	       a->repeats == b->repeats;
}

static bool same_break(const Published *a, const Published *b)
{
	return a->break_kind == b->break_kind && a->break_how == b->break_how &&
	       a->break_began == b->break_began;
}

static bool same_session(const Published *a, const Published *b)
{
	return a->locked == b->locked && a->active == b->active &&
	       strcmp(a->session_problem, b->session_problem) == 0;
}

static bool same_exercise(const Published *a, const Published *b)
{
	return a->exercise == b->exercise && a->exercise_began == b->exercise_began &&
	       a->exercise_paused_at == b->exercise_paused_at && a->plan == b->plan;
}

#define PROPERTIES_MAX 32

/* The names of what is new, ended by NULL. */
static void changed_names(const Published *a, const Published *b, char *names[PROPERTIES_MAX])
{
	const struct {
		const char *name;
		bool same;
	} properties[] = {
	        {"State", a->state == b->state},
	        {"Present", a->present == b->present},
	        {"PresentSince", a->present_since == b->present_since},
	        {"PresenceSource", strcmp(a->source, b->source) == 0},
	        {"PresenceProblem", strcmp(a->source_problem, b->source_problem) == 0},
	        {"Kinds", same_kinds(a, b)},
	        {"NextBreak", a->next_kind == b->next_kind && same_kinds(a, b)},
	        {"Reminder", same_reminder(a, b)},
	        {"Break", same_break(a, b)},
	        {"Routine", a->plan == b->plan},
	        {"RoutineFor", strcmp(a->occasion, b->occasion) == 0},
	        {"Exercise", same_exercise(a, b)},
	        {"RoutineProblem", a->routine_problem == b->routine_problem},
	        {"Advice", a->plan == b->plan},
	        {"Holds", a->holds == b->holds},
	        {"SnoozesLeft", a->snoozes_left == b->snoozes_left},
	        {"SkipsLeft", a->skips_left == b->skips_left},
	        {"Notifier", strcmp(a->notifier, b->notifier) == 0 &&
	                             strcmp(a->notifier_problem, b->notifier_problem) == 0},
	        {"LastInput", a->last_input == b->last_input},
	        {"Sources", a->sources == b->sources},
	        {"Session", same_session(a, b)},
	        {"NextEvent",
	                a->next_event == b->next_event && a->next_event_at == b->next_event_at},
	        {"Decisions", a->n_decisions == b->n_decisions},
	        {"StateProblem", strcmp(a->state_problem, b->state_problem) == 0},
	        {"Sound", a->sound == b->sound},
	        {"ConfigProblems", a->config == b->config},
	};
	size_t n = 0;

	_Static_assert(ELEMENTSOF(properties) < PROPERTIES_MAX, "room for the NULL");
	for (size_t i = 0; i < ELEMENTSOF(properties); i++)
		if (!properties[i].same)
			names[n++] = (char *)properties[i].name;
	names[n] = NULL;
}

void service_publish(Service *service)
{
	char *names[PROPERTIES_MAX];
	Published now;

	take(&now, service->manager);
	changed_names(&service->published, &now, names);
	service->published = now;
	if (names[0])
		sd_bus_emit_properties_changed_strv(
		        service->manager->bus, LIMBER_PATH, LIMBER_INTERFACE, names);
}

void service_decided(Service *service, const Decision *decision)
{
	if (decision->type == DECISION_REFUSED)
		return;
	sd_bus_emit_signal(service->manager->bus, LIMBER_PATH, LIMBER_INTERFACE, "Decided",
	        "ssttus", decision_to_string(decision->type), decision->kind,
	        bus_moment(decision->at), decision_moment(decision), decision->count,
	        decision_detail(decision));
}
