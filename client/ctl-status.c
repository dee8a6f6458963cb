/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl status: asks for all properties at once and takes them apart. */

#include "ctl-status.h"

#include <errno.h>
#include <string.h>

#include "bus-names.h"
#include "ctl-bus.h"
#include "ctl-status-read.h"
#include "util/cleanup.h"

typedef struct Property {
	const char *name;
	const char *signature;
	int (*read)(sd_bus_message *m, CtlStatus *status); /* NULL: one value, to offset */
	size_t offset;
} Property;

static int read_value(sd_bus_message *m, char type, void *field)
{
	uint64_t usec = 0;
	int truth = 0, r;

	switch (type) {
	case 't':
		r = sd_bus_message_read_basic(m, type, &usec);
		*(usec_t *)field = ctl_usec(usec);
		return r;
	case 'b':
		r = sd_bus_message_read_basic(m, type, &truth);
		*(bool *)field = truth;
		return r;
	default:
		return sd_bus_message_read_basic(m, type, field);
	}
}

static int read_kinds(sd_bus_message *m, CtlStatus *s)
{
	uint64_t every, length, clock, due_at;
	int r = sd_bus_message_enter_container(m, 'a', "(ssstttt)");

	while (r >= 0 && (r = sd_bus_message_at_end(m, false)) == 0) {
		CtlKind *kind = ctl_grow(&s->kinds, s->n_kinds, sizeof(*kind));

		if (!kind)
			return -ENOMEM;
		r = sd_bus_message_read(m, "(ssstttt)", &kind->name, &kind->title, &kind->text,
		        &every, &length, &clock, &due_at);
		if (r < 0)
			return r;
		kind->every = ctl_usec(every);
		kind->length = ctl_usec(length);
		kind->clock = ctl_usec(clock);
		kind->due_at = ctl_usec(due_at);
		s->n_kinds++;
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_holds(sd_bus_message *m, CtlStatus *s)
{
	uint64_t until;
	int r = sd_bus_message_enter_container(m, 'a', "(ssst)");

	while (r >= 0 && (r = sd_bus_message_at_end(m, false)) == 0) {
		CtlHold *hold = ctl_grow(&s->holds, s->n_holds, sizeof(*hold));

		if (!hold)
			return -ENOMEM;
		r = sd_bus_message_read(
		        m, "(ssst)", &hold->owner, &hold->reason, &hold->mode, &until);
		if (r < 0)
			return r;
		hold->until = ctl_usec(until);
		s->n_holds++;
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_problems(sd_bus_message *m, CtlStatus *s)
{
	return ctl_read_texts(m, &s->problems, &s->n_problems);
}

static int read_built_without(sd_bus_message *m, CtlStatus *s)
{
	return ctl_read_texts(m, &s->built_without, &s->n_built_without);
}

static int read_sources(sd_bus_message *m, CtlStatus *s)
{
	int r = sd_bus_message_enter_container(m, 'a', "(sss)");

	while (r >= 0 && (r = sd_bus_message_at_end(m, false)) == 0) {
		CtlSource *source = ctl_grow(&s->sources, s->n_sources, sizeof(*source));

		if (!source)
			return -ENOMEM;
		r = sd_bus_message_read(m, "(sss)", &source->name, &source->state, &source->why);
		if (r < 0)
			return r;
		s->n_sources++;
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_decisions(sd_bus_message *m, CtlStatus *s)
{
	uint64_t at, moment;
	int r = sd_bus_message_enter_container(m, 'a', "(ssttus)");

	while (r >= 0 && (r = sd_bus_message_at_end(m, false)) == 0) {
		CtlDecision *d = ctl_grow(&s->decisions, s->n_decisions, sizeof(*d));

		if (!d)
			return -ENOMEM;
		r = sd_bus_message_read(
		        m, "(ssttus)", &d->decision, &d->kind, &at, &moment, &d->count, &d->detail);
		if (r < 0)
			return r;
		d->at = ctl_usec(at);
		d->moment = ctl_usec(moment);
		s->n_decisions++;
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_session(sd_bus_message *m, CtlStatus *s)
{
	int locked, active;
	int r = sd_bus_message_read(
	        m, "(sbbs)", &s->session.id, &locked, &active, &s->session.problem);

	if (r < 0)
		return r;
	s->session.locked = locked;
	s->session.active = active;
	return r;
}

static int read_next_event(sd_bus_message *m, CtlStatus *s)
{
	uint64_t at;
	int r = sd_bus_message_read(m, "(st)", &s->next_event, &at);

	if (r >= 0)
		s->next_event_at = ctl_usec(at);
	return r;
}

static int read_next(sd_bus_message *m, CtlStatus *s)
{
	uint64_t at;
	int r = sd_bus_message_read(m, "(st)", &s->next_kind, &at);

	if (r >= 0)
		s->next_at = ctl_usec(at);
	return r;
}

static int read_reminder(sd_bus_message *m, CtlStatus *s)
{
	CtlReminder *reminder = &s->reminder;
	uint64_t due_at, returns_at;
	int urgent;
	int r = sd_bus_message_read(m, "(ssttub)", &reminder->phase, &reminder->kind, &due_at,
	        &returns_at, &reminder->repeats, &urgent);

	if (r < 0)
		return r;
	reminder->due_at = ctl_usec(due_at);
	reminder->returns_at = ctl_usec(returns_at);
	reminder->urgent = urgent;
	return r;
}

static int read_break(sd_bus_message *m, CtlStatus *s)
{
	uint64_t began_at, ends_at;
	int r = sd_bus_message_read(
	        m, "(sstt)", &s->running.kind, &s->running.how, &began_at, &ends_at);

	if (r < 0)
		return r;
	s->running.began_at = ctl_usec(began_at);
	s->running.ends_at = ctl_usec(ends_at);
	return r;
}

static int read_notifier(sd_bus_message *m, CtlStatus *s)
{
	return sd_bus_message_read(m, "(ss)", &s->notifier_state, &s->notifier_problem);
}

static const Property properties[] = {
        {"Version", "s", NULL, offsetof(CtlStatus, version)},
        {"State", "s", NULL, offsetof(CtlStatus, state)},
        {"Present", "b", NULL, offsetof(CtlStatus, present)},
        {"PresentSince", "t", NULL, offsetof(CtlStatus, present_since)},
        {"PresenceSource", "s", NULL, offsetof(CtlStatus, presence_source)},
        {"PresenceProblem", "s", NULL, offsetof(CtlStatus, presence_problem)},
        {"LastInput", "t", NULL, offsetof(CtlStatus, last_input)},
        {"Sources", "a(sss)", read_sources, 0},
        {"BuiltWithout", "as", read_built_without, 0},
        {"Session", "(sbbs)", read_session, 0},
        {"Kinds", "a(ssstttt)", read_kinds, 0},
        {"NextBreak", "(st)", read_next, 0},
        {"NextEvent", "(st)", read_next_event, 0},
        {"Decisions", "a(ssttus)", read_decisions, 0},
        {"Reminder", "(ssttub)", read_reminder, 0},
        {"Break", "(sstt)", read_break, 0},
        {"Routine", "a(ssstsasasssss)", ctl_read_routine, 0},
        {"RoutineFor", "s", NULL, offsetof(CtlStatus, routine_for)},
        {"Exercise", "(utttb)", ctl_read_exercise, 0},
        {"RoutineProblem", "s", NULL, offsetof(CtlStatus, routine_problem)},
        {"Advice", "s", NULL, offsetof(CtlStatus, advice)},
        {"Holds", "a(ssst)", read_holds, 0},
        {"SnoozesLeft", "u", NULL, offsetof(CtlStatus, snoozes_left)},
        {"SkipsLeft", "u", NULL, offsetof(CtlStatus, skips_left)},
        {"Notifier", "(ss)", read_notifier, 0},
        {"Sound", "b", NULL, offsetof(CtlStatus, sound)},
        {"StateProblem", "s", NULL, offsetof(CtlStatus, state_problem)},
        {"ConfigProblems", "as", read_problems, 0},
};

static int read_property(sd_bus_message *m, const char *name, CtlStatus *s)
{
	const Property *p = properties;
	int r;

	while (p < properties + ELEMENTSOF(properties) && strcmp(p->name, name) != 0)
		p++;
	if (p == properties + ELEMENTSOF(properties))
		return sd_bus_message_skip(m, "v");
	r = sd_bus_message_enter_container(m, 'v', p->signature);
	if (r < 0)
		return r;
	r = p->read ? p->read(m, s) : read_value(m, p->signature[0], (char *)s + p->offset);
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_properties(sd_bus_message *m, CtlStatus *s)
{
	const char *name;
	int r = sd_bus_message_enter_container(m, 'a', "{sv}");

	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
		r = sd_bus_message_read_basic(m, 's', &name);
		if (r >= 0)
			r = read_property(m, name, s);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	return r;
}

int ctl_status_read(sd_bus_message *reply, CtlStatus *ret_status)
{
	CtlStatus status = {.version = "",
	        .state = "",
	        .presence_source = "",
	        .presence_problem = "",
	        .session = {.id = "", .active = true, .problem = ""},
	        .next_kind = "",
	        .next_event = "",
	        .reminder = {.phase = "none", .kind = ""},
	        .running = {.kind = "", .how = ""},
	        .routine_for = "",
	        .exercise = {.place = LIMBER_UNLIMITED},
	        .routine_problem = "",
	        .advice = "",
	        .notifier_state = "",
	        .notifier_problem = "",
	        .state_problem = ""};
	int r = read_properties(reply, &status);

	/* without it there is nothing to tell */
	if (r >= 0 && !*status.state)
		r = -EBADMSG;
	if (r < 0) {
		ctl_status_done(&status);
		return r;
	}
	*ret_status = status;
	return 0;
}

void ctl_status_done(CtlStatus *status)
{
	free(status->sources);
	free(status->built_without);
	free(status->kinds);
	free(status->decisions);
	ctl_routine_done(status);
	free(status->holds);
	free(status->problems);
}

CtlExit ctl_status(const CtlArgs *args)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *reply = NULL;
	CtlStyle style = ctl_style();
	CtlStatus status;
	CtlNow now;
	CtlExit code;
	int r;

	code = ctl_call("org.freedesktop.DBus.Properties", "GetAll", &reply, "s", LIMBER_INTERFACE);
	if (code != CTL_DONE)
		return code;
	r = ctl_status_read(reply, &status);
	if (r < 0)
		return ctl_bad_reply(r);
	now = ctl_now();
	if (args->options[CTL_JSON])
		r = ctl_print_status_json(stdout, &status, &now);
	else
		r = ctl_print_status(stdout, &style, &status, &now);
	if (r >= 0 && args->options[CTL_WHY] && !args->options[CTL_JSON])
		r = ctl_print_status_why(stdout, &style, &status, &now);
	ctl_status_done(&status);
	return r < 0 ? ctl_complain(CTL_REFUSED, _("out of memory")) : CTL_DONE;
}
