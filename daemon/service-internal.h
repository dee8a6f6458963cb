/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <systemd/sd-bus.h>

#include "manager.h"
#include "service.h"

/* What the files of the bus object share: service.c has the table, service-properties.c reads,
 * service-methods.c acts. */

#define SERVICE_GETTER(name)                                                                       \
	int name(sd_bus *bus, const char *path, const char *interface, const char *property,       \
	        sd_bus_message *reply, void *userdata, sd_bus_error *error)

#define SERVICE_METHOD(name) int name(sd_bus_message *message, void *userdata, sd_bus_error *error)

/* What clients have been told, to tell only what is new. */
typedef struct Published {
	const char *state;
	bool present;
	usec_t present_since;
	char source[32];
	char source_problem[256];
	size_t n_kinds;
	char kinds[KINDS_MAX][KIND_NAME_SIZE];
	usec_t due_at[KINDS_MAX];
	int next_kind;
	ReminderPhase phase;
	size_t kind;
	usec_t reminder_due_at;
	usec_t returns_at;
	uint32_t repeats;
	int break_kind;
	BreakHow break_how;
	usec_t break_began;
	uint32_t holds; /* folded */
	uint32_t snoozes_left;
	uint32_t skips_left;
	char notifier[16];
	char notifier_problem[256];
	usec_t last_input;
	uint32_t sources; /* their states, folded */
	bool locked;
	bool active;
	char session_problem[160];
	const char *next_event;
	usec_t next_event_at;
	size_t n_decisions;
	char state_problem[256];
	bool sound;
	const Config *config; /* a reload makes another one */
	unsigned plan;
	char occasion[KIND_NAME_SIZE];
	uint32_t exercise;
	usec_t exercise_began;
	usec_t exercise_paused_at;
	uint32_t routine_problem; /* folded */
} Published;

struct Service {
	Manager *manager;
	sd_bus_slot *slot;
	Published published;
};

/* A moment on the bus: unsigned, 0 for none. */
uint64_t bus_moment(usec_t at);

SERVICE_GETTER(get_version);
SERVICE_GETTER(get_state);
SERVICE_GETTER(get_present);
SERVICE_GETTER(get_present_since);
SERVICE_GETTER(get_presence_source);
SERVICE_GETTER(get_presence_problem);
SERVICE_GETTER(get_kinds);
SERVICE_GETTER(get_next_break);
SERVICE_GETTER(get_reminder);
SERVICE_GETTER(get_break);
SERVICE_GETTER(get_routine);
SERVICE_GETTER(get_routine_for);
SERVICE_GETTER(get_exercise);
SERVICE_GETTER(get_routine_problem);
SERVICE_GETTER(get_advice);
SERVICE_GETTER(get_holds);
SERVICE_GETTER(get_left);
SERVICE_GETTER(get_last_input);
SERVICE_GETTER(get_sources);
SERVICE_GETTER(get_built_without);
SERVICE_GETTER(get_session);
SERVICE_GETTER(get_next_event);
SERVICE_GETTER(get_decisions);
SERVICE_GETTER(get_state_problem);
SERVICE_GETTER(get_notifier);
SERVICE_GETTER(get_sound);
SERVICE_GETTER(get_config_problems);

SERVICE_METHOD(method_pause);
SERVICE_METHOD(method_pause_until);
SERVICE_METHOD(method_resume);
SERVICE_METHOD(method_snooze);
SERVICE_METHOD(method_skip);
SERVICE_METHOD(method_start);
SERVICE_METHOD(method_stop);
SERVICE_METHOD(method_hold);
SERVICE_METHOD(method_release);
SERVICE_METHOD(method_next_exercise);
SERVICE_METHOD(method_pause_exercise);
SERVICE_METHOD(method_hurt);
SERVICE_METHOD(method_report_pain);
SERVICE_METHOD(method_report_advised);
SERVICE_METHOD(method_start_workout);
SERVICE_METHOD(method_stop_workout);
SERVICE_METHOD(method_reload);
SERVICE_METHOD(method_get_settings);
SERVICE_METHOD(method_report_notifier);
SERVICE_METHOD(method_prove_presence);
