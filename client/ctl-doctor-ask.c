/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks the buses what the doctor wants to know, with an end to every wait. Judges nothing. */

#include "ctl-doctor-ask.h"

#include <errno.h>

#include "bus-names.h"
#include "ctl-bus.h"
#include "util/cleanup.h"

#define ANSWER_MAX_WAIT  (2 * USEC_PER_SEC)
#define PROOF_MAX_WAIT   (3500 * USEC_PER_MSEC)
#define SESSION_MAX_WAIT (4 * USEC_PER_SEC)
#define LOGIND_MAX_WAIT  (1500 * USEC_PER_MSEC)

#define BUS           "org.freedesktop.DBus"
#define BUS_PATH      "/org/freedesktop/DBus"
#define PROPERTIES    "org.freedesktop.DBus.Properties"
#define SERVER        "org.freedesktop.Notifications"
#define SERVER_PATH   "/org/freedesktop/Notifications"
#define SYSTEMD       "org.freedesktop.systemd1"
#define SYSTEMD_UNIT  "org.freedesktop.systemd1.Unit"
#define UNIT_PATH     "/org/freedesktop/systemd1/unit/limberd_2eservice"
#define LOGIND        "org.freedesktop.login1"
#define LOGIND_PATH   "/org/freedesktop/login1"
#define LOGIND_PREFIX "/org/freedesktop/login1/session"

typedef struct Question {
	const char *destination;
	const char *path;
	const char *interface;
	const char *member;
	const char *argument; /* a string; NULL: none */
	usec_t max_wait;
	bool auto_start;
} Question;

static const Question questions[QUESTION_MAX] = {
        [QUESTION_OWNER] = {BUS, BUS_PATH, BUS, "GetNameOwner", SERVER, ANSWER_MAX_WAIT, false},
        [QUESTION_PID] = {BUS, BUS_PATH, BUS, "GetConnectionUnixProcessID", LIMBER_BUS_NAME,
                ANSWER_MAX_WAIT, false},
        [QUESTION_STATUS] = {LIMBER_BUS_NAME, LIMBER_PATH, PROPERTIES, "GetAll", LIMBER_INTERFACE,
                ANSWER_MAX_WAIT, false},
        [QUESTION_PROOF] = {LIMBER_BUS_NAME, LIMBER_PATH, LIMBER_INTERFACE, "ProvePresence", NULL,
                PROOF_MAX_WAIT, false},
        [QUESTION_UNIT] = {SYSTEMD, UNIT_PATH, PROPERTIES, "GetAll", SYSTEMD_UNIT, ANSWER_MAX_WAIT,
                false},
        /* a reminder would have the bus start it, too */
        [QUESTION_SERVER] = {SERVER, SERVER_PATH, SERVER, "GetServerInformation", NULL,
                ANSWER_MAX_WAIT, true},
        [QUESTION_CAPABILITIES] = {SERVER, SERVER_PATH, SERVER, "GetCapabilities", NULL,
                ANSWER_MAX_WAIT, true},
};

static int on_reply(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	sd_bus_message **ret_reply = userdata;

	*ret_reply = sd_bus_message_ref(reply);
	return 0;
}

static int ask(sd_bus *bus, const Question *question, sd_bus_message **ret_reply)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *call = NULL;
	int r;

	r = sd_bus_message_new_method_call(bus, &call, question->destination, question->path,
	        question->interface, question->member);
	if (r >= 0)
		r = sd_bus_message_set_auto_start(call, question->auto_start);
	if (r >= 0 && question->argument)
		r = sd_bus_message_append(call, "s", question->argument);
	if (r < 0)
		return r;
	return sd_bus_call_async(
	        bus, NULL, call, on_reply, ret_reply, (uint64_t)question->max_wait);
}

static bool all_answered(sd_bus_message *const *replies, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!replies[i])
			return false;
	return true;
}

/* Until all are answered. Returns -ETIMEDOUT if even the bus has not been reached by then. */
static int wait_for_answers(sd_bus *bus, sd_bus_message *const *replies, size_t n, usec_t max_wait)
{
	usec_t deadline = clock_monotonic() + max_wait;

	while (!all_answered(replies, n)) {
		usec_t left = deadline - clock_monotonic();
		int r;

		if (left <= 0)
			return sd_bus_is_ready(bus) > 0 ? 0 : -ETIMEDOUT;
		r = sd_bus_process(bus, NULL);
		if (r == 0)
			r = sd_bus_wait(bus, (uint64_t)left);
		if (r < 0)
			return r;
	}
	return 0;
}

static int ask_all(
        sd_bus *bus, const Question *asked, sd_bus_message **replies, size_t n, usec_t max_wait)
{
	for (size_t i = 0; i < n; i++) {
		int r = ask(bus, &asked[i], &replies[i]);

		if (r < 0)
			return r;
	}
	return wait_for_answers(bus, replies, n, max_wait);
}

static const char *error_of(sd_bus_message *reply)
{
	const sd_bus_error *error = reply ? sd_bus_message_get_error(reply) : NULL;

	if (!error)
		return "";
	return error->message && *error->message ? error->message : error->name;
}

static DoctorAnswer answer_of(sd_bus_message *reply)
{
	if (!reply)
		return ANSWER_SILENT;
	if (!sd_bus_message_is_method_error(reply, NULL))
		return ANSWER_GIVEN;
	if (sd_bus_message_is_method_error(reply, SD_BUS_ERROR_SERVICE_UNKNOWN) ||
	        sd_bus_message_is_method_error(reply, SD_BUS_ERROR_NAME_HAS_NO_OWNER))
		return ANSWER_ABSENT;
	if (sd_bus_message_is_method_error(reply, SD_BUS_ERROR_NO_REPLY) ||
	        sd_bus_message_is_method_error(reply, SD_BUS_ERROR_TIMEOUT))
		return ANSWER_SILENT;
	return ANSWER_REFUSED;
}

/* Properties that are wanted of a reply to GetAll. */
typedef struct Wanted {
	const char *name;
	const char **text; /* for a string, or NULL */
	bool *truth;       /* for a boolean, or NULL */
} Wanted;

static int read_wanted(sd_bus_message *m, const Wanted *wanted)
{
	int truth = 0, r;

	if (wanted->text)
		return sd_bus_message_read(m, "v", "s", wanted->text);
	r = sd_bus_message_read(m, "v", "b", &truth);
	if (r >= 0)
		*wanted->truth = truth;
	return r;
}

static int read_all(sd_bus_message *m, const Wanted *wanted, size_t n)
{
	int r = sd_bus_message_enter_container(m, 'a', "{sv}");

	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
		const char *name;
		size_t i = 0;

		r = sd_bus_message_read(m, "s", &name);
		while (r >= 0 && i < n && strcmp(wanted[i].name, name) != 0)
			i++;
		if (r >= 0)
			r = i < n ? read_wanted(m, &wanted[i]) : sd_bus_message_skip(m, "v");
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	return r;
}

static void take_unit(DoctorUnit *unit, sd_bus_message *reply)
{
	const Wanted wanted[] = {
	        {"LoadState", &unit->load_state, NULL},
	        {"ActiveState", &unit->active_state, NULL},
	        {"UnitFileState", &unit->file_state, NULL},
	};

	*unit = (DoctorUnit){
	        .answer = answer_of(reply), .load_state = "", .active_state = "", .file_state = ""};
	if (unit->answer == ANSWER_GIVEN && read_all(reply, wanted, ELEMENTSOF(wanted)) < 0)
		unit->answer = ANSWER_REFUSED;
}

static void take_proof(DoctorProof *proof, sd_bus_message *reply)
{
	uint64_t silence = 0;

	*proof = (DoctorProof){.answer = answer_of(reply),
	        .source = "",
	        .error_name = "",
	        .error = error_of(reply)};
	if (proof->answer == ANSWER_REFUSED)
		proof->error_name = sd_bus_message_get_error(reply)->name;
	if (proof->answer != ANSWER_GIVEN)
		return;
	if (sd_bus_message_read(reply, "st", &proof->source, &silence) < 0)
		proof->answer = ANSWER_REFUSED;
	proof->silence = ctl_usec(silence);
}

static bool has_word(sd_bus_message *reply, const char *word)
{
	const char *found;

	if (sd_bus_message_enter_container(reply, 'a', "s") < 0)
		return false;
	while (sd_bus_message_read(reply, "s", &found) > 0)
		if (strcmp(found, word) == 0)
			return true;
	return false;
}

static void take_server(DoctorServer *server, sd_bus_message *const *replies)
{
	sd_bus_message *reply = replies[QUESTION_SERVER];
	sd_bus_message *capabilities = replies[QUESTION_CAPABILITIES];
	const char *vendor;

	*server = (DoctorServer){.answer = answer_of(reply),
	        .running = answer_of(replies[QUESTION_OWNER]) == ANSWER_GIVEN,
	        .name = "",
	        .version = "",
	        .error = error_of(reply),
	        .capabilities = answer_of(capabilities)};
	if (server->answer == ANSWER_GIVEN &&
	        sd_bus_message_read(reply, "sss", &server->name, &vendor, &server->version) < 0)
		server->answer = ANSWER_REFUSED;
	if (server->capabilities == ANSWER_GIVEN)
		server->actions = has_word(capabilities, "actions");
}

static void take_daemon(DoctorSession *session, sd_bus_message *const *replies)
{
	sd_bus_message *reply = replies[QUESTION_STATUS], *pid = replies[QUESTION_PID];
	uint32_t number;

	session->daemon = answer_of(reply);
	session->daemon_error = error_of(reply);
	if (session->daemon == ANSWER_GIVEN)
		session->has_status = ctl_status_read(reply, &session->status) >= 0;
	if (answer_of(pid) == ANSWER_GIVEN && sd_bus_message_read(pid, "u", &number) >= 0)
		session->daemon_pid = (pid_t)number;
}

void doctor_ask_session(DoctorSession *ret)
{
	CLEANUP(sd_bus_close_unref) sd_bus *bus = NULL;

	*ret = (DoctorSession){.daemon_error = ""};
	ret->error = sd_bus_open_user(&bus);
	if (ret->error >= 0)
		ret->error = ask_all(bus, questions, ret->replies, QUESTION_MAX, SESSION_MAX_WAIT);
	if (ret->error < 0)
		return;
	take_daemon(ret, ret->replies);
	take_proof(&ret->proof, ret->replies[QUESTION_PROOF]);
	take_unit(&ret->unit, ret->replies[QUESTION_UNIT]);
	take_server(&ret->server, ret->replies);
}

void doctor_session_done(DoctorSession *session)
{
	if (session->has_status)
		ctl_status_done(&session->status);
	for (size_t i = 0; i < QUESTION_MAX; i++)
		sd_bus_message_unref(session->replies[i]);
}

/* limberd's, by the name that it gives itself. */
static bool has_inhibitor(sd_bus_message *reply)
{
	const char *what, *who, *why, *mode;
	uint32_t uid, pid;

	if (sd_bus_message_enter_container(reply, 'a', "(ssssuu)") < 0)
		return false;
	while (sd_bus_message_read(reply, "(ssssuu)", &what, &who, &why, &mode, &uid, &pid) > 0)
		if (strcmp(who, "Limber") == 0 && strstr(what, "sleep"))
			return true;
	return false;
}

static void take_login(DoctorLogin *login, sd_bus_message *session, sd_bus_message *inhibitors)
{
	const Wanted wanted[] = {
	        {"Id", &login->id, NULL},
	        {"LockedHint", NULL, &login->locked},
	        {"Active", NULL, &login->active},
	};

	login->answer = answer_of(session);
	login->error = error_of(session);
	if (login->answer == ANSWER_GIVEN && read_all(session, wanted, ELEMENTSOF(wanted)) < 0)
		login->answer = ANSWER_REFUSED;
	login->inhibitors = answer_of(inhibitors);
	if (login->inhibitors == ANSWER_GIVEN)
		login->delays_sleep = has_inhibitor(inhibitors);
}

void doctor_ask_logind(const char *id, DoctorLogind *ret)
{
	CLEANUP(sd_bus_close_unref) sd_bus *bus = NULL;
	CLEANUP(free) char *path = NULL;
	DoctorLogin *login = &ret->login;

	*ret = (DoctorLogind){.login = {.id = "", .error = ""}};
	login->bus = sd_bus_path_encode(LOGIND_PREFIX, id, &path);
	if (login->bus >= 0)
		login->bus = sd_bus_open_system(&bus);
	if (login->bus >= 0) {
		const Question asked[] = {
		        {LOGIND, path, PROPERTIES, "GetAll", LOGIND ".Session", LOGIND_MAX_WAIT,
		                false},
		        {LOGIND, LOGIND_PATH, LOGIND ".Manager", "ListInhibitors", NULL,
		                LOGIND_MAX_WAIT, false},
		};

		login->bus = ask_all(bus, asked, ret->replies, ELEMENTSOF(asked), LOGIND_MAX_WAIT);
	}
	if (login->bus >= 0)
		take_login(login, ret->replies[0], ret->replies[1]);
}

void doctor_logind_done(DoctorLogind *logind)
{
	for (size_t i = 0; i < ELEMENTSOF(logind->replies); i++)
		sd_bus_message_unref(logind->replies[i]);
}
