/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bus object: its table, which a test compares with the contract. */

#include "service.h"

#include <errno.h>
#include <stdlib.h>

#include "bus-names.h"
#include "service-internal.h"

static const sd_bus_vtable service_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD_WITH_ARGS("Pause", SD_BUS_ARGS("t", span, "s", mode, "s", reason),
                SD_BUS_RESULT("t", until), method_pause, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("PauseUntil", SD_BUS_ARGS("t", realtime, "s", mode, "s", reason),
                SD_BUS_RESULT("t", until), method_pause_until, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Resume", SD_BUS_NO_ARGS, SD_BUS_NO_RESULT, method_resume,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Snooze", SD_BUS_ARGS("t", span),
                SD_BUS_RESULT("s", kind, "t", returns_at), method_snooze,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Skip", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", kind), method_skip,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Start", SD_BUS_ARGS("s", kind),
                SD_BUS_RESULT("s", started, "t", ends_at), method_start,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Stop", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", kind), method_stop,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Hold", SD_BUS_ARGS("s", owner, "s", reason, "s", mode, "t", span),
                SD_BUS_NO_RESULT, method_hold, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Release", SD_BUS_ARGS("s", owner), SD_BUS_NO_RESULT,
                method_release, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("NextExercise", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", exercise),
                method_next_exercise, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("PauseExercise", SD_BUS_ARGS("b", paused), SD_BUS_NO_RESULT,
                method_pause_exercise, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Hurt", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", exercise), method_hurt,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ReportPain",
                SD_BUS_ARGS("u", level, "s", area, "as", signs, "s", note), SD_BUS_NO_RESULT,
                method_report_pain, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ReportAdvised", SD_BUS_NO_ARGS, SD_BUS_NO_RESULT,
                method_report_advised, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("StartWorkout", SD_BUS_ARGS("as", areas), SD_BUS_NO_RESULT,
                method_start_workout, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("StopWorkout", SD_BUS_NO_ARGS, SD_BUS_NO_RESULT,
                method_stop_workout, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Reload", SD_BUS_NO_ARGS, SD_BUS_NO_RESULT, method_reload,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("GetSettings", SD_BUS_NO_ARGS, SD_BUS_RESULT("a(ssss)", settings),
                method_get_settings, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ReportNotifier", SD_BUS_ARGS("s", state, "s", problem),
                SD_BUS_NO_RESULT, method_report_notifier, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("ProvePresence", SD_BUS_NO_ARGS,
                SD_BUS_RESULT("s", source, "t", silence), method_prove_presence,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_SIGNAL_WITH_ARGS("Decided",
                SD_BUS_ARGS(
                        "s", decision, "s", kind, "t", at, "t", moment, "u", count, "s", detail),
                0),
        SD_BUS_PROPERTY("Version", "s", get_version, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_PROPERTY("State", "s", get_state, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("Present", "b", get_present, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "PresentSince", "t", get_present_since, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "PresenceSource", "s", get_presence_source, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("PresenceProblem", "s", get_presence_problem, 0,
                SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("Kinds", "a(ssstttt)", get_kinds, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("LastInput", "t", get_last_input, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("Sources", "a(sss)", get_sources, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("BuiltWithout", "as", get_built_without, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_PROPERTY("Session", "(sbbs)", get_session, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "NextEvent", "(st)", get_next_event, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "Decisions", "a(ssttus)", get_decisions, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "StateProblem", "s", get_state_problem, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "NextBreak", "(st)", get_next_break, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "Reminder", "(ssttub)", get_reminder, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("Break", "(sstt)", get_break, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "Routine", "a(ssstsasasssss)", get_routine, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("RoutineFor", "s", get_routine_for, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "Exercise", "(utttb)", get_exercise, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY(
                "RoutineProblem", "s", get_routine_problem, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("Advice", "s", get_advice, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("Holds", "a(ssst)", get_holds, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("SnoozesLeft", "u", get_left, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("SkipsLeft", "u", get_left, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("Notifier", "(ss)", get_notifier, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("Sound", "b", get_sound, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_PROPERTY("ConfigProblems", "as", get_config_problems, 0,
                SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_VTABLE_END,
};

int service_new(Manager *manager, Service **ret)
{
	Service *service = calloc(1, sizeof(*service));
	int r;

	if (!service)
		return -ENOMEM;
	service->manager = manager;
	r = sd_bus_add_object_vtable(manager->bus, &service->slot, LIMBER_PATH, LIMBER_INTERFACE,
	        service_vtable, service);
	if (r < 0) {
		service_free(service);
		return r;
	}
	*ret = service;
	return 0;
}

Service *service_free(Service *service)
{
	if (!service)
		return NULL;
	sd_bus_slot_unref(service->slot);
	free(service);
	return NULL;
}

int service_claim_name(Service *service)
{
	int r = sd_bus_request_name(service->manager->bus, LIMBER_BUS_NAME, 0);

	return r == -EALREADY ? 0 : r;
}
