/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the buses have told, judged: does it let a reminder through? Asks nobody. */

#include <errno.h>

#include "build-config.h"
#include "bus-names.h"
#include "ctl-doctor.h"
#include "ctl-page.h"
#include "ctl.h"
#include "util/cleanup.h"

#define MORE_IN_JOURNAL _("journalctl --user -u limberd tells more")

void doctor_judge_bus(Findings *f, int error)
{
	const char *check = "session-bus";

	if (error == -ENOMEDIUM)
		doctor_fail(f, check, _("run limberctl inside the desktop session"),
		        _("neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set"));
	else if (error == -ETIMEDOUT)
		doctor_fail(f, check, _("log out and in again"), _("it does not answer"));
	else if (error < 0)
		doctor_fail(f, check, _("run limberctl inside the desktop session"),
		        _("it cannot be reached: %s"), strerror(-error));
	else
		doctor_ok(f, check, _("reached"));
}

void doctor_judge_daemon(
        Findings *f, DoctorAnswer answer, const char *error, const CtlStatus *status)
{
	const char *check = "limberd";
	const char *restart = _("systemctl --user restart limberd");

	if (answer == ANSWER_ABSENT)
		doctor_fail(f, check, _("systemctl --user start limberd"), _("it does not run"));
	else if (answer == ANSWER_SILENT)
		doctor_fail(f, check, restart, _("it runs, but does not answer"));
	else if (answer == ANSWER_REFUSED)
		doctor_fail(f, check, restart, _("it answers with an error: %s"), error);
	else if (!status)
		doctor_fail(f, check, restart,
		        _("its answer cannot be understood; is it of another version?"));
	else if (!is(status->version, LIMBER_VERSION))
		doctor_warn(f, check, restart, _("version %s runs, but limberctl is of version %s"),
		        status->version, LIMBER_VERSION);
	else
		doctor_ok(f, check, _("version %s runs"), status->version);
}

static bool unit_is_on(const DoctorUnit *unit)
{
	return is(unit->active_state, "active") || is(unit->active_state, "reloading");
}

void doctor_judge_unit(Findings *f, const DoctorUnit *unit, bool daemon_runs)
{
	const char *check = "unit";
	const char *by_hand = _("have the desktop start limberd when you log in");

	if (unit->answer != ANSWER_GIVEN && daemon_runs)
		doctor_ok(f, check, _("no systemd in this session; limberd was started otherwise"));
	else if (unit->answer != ANSWER_GIVEN)
		doctor_warn(f, check, by_hand, _("no systemd in this session could start limberd"));
	else if (is(unit->load_state, "masked"))
		doctor_warn(f, check, _("systemctl --user unmask limberd"),
		        _("limberd.service is masked, so it never starts"));
	else if (!is(unit->load_state, "loaded"))
		doctor_warn(f, check, by_hand, _("limberd.service is not installed (%s)"),
		        unit->load_state);
	else if (is(unit->active_state, "failed"))
		doctor_warn(f, check, MORE_IN_JOURNAL, _("limberd.service has failed"));
	else if (is(unit->file_state, "disabled"))
		doctor_warn(f, check, _("systemctl --user enable limberd"),
		        _("limberd.service is not enabled: it does not start when you log in"));
	else if (daemon_runs && !unit_is_on(unit))
		doctor_warn(f, check, _("end that limberd, then: systemctl --user start limberd"),
		        _("limberd runs, but not as limberd.service"));
	else
		doctor_ok(f, check, "%s, %s", unit->active_state, unit->file_state);
}

static void judge_refused_proof(Findings *f, const DoctorProof *proof, const char *source)
{
	const char *check = "presence";

	if (is(proof->error_name, LIMBER_ERROR("NoSource")))
		doctor_fail(f, check,
		        _("start limberd inside the desktop session, where DISPLAY or "
		          "WAYLAND_DISPLAY is set"),
		        _("nothing tells when you leave: %s"), proof->error);
	else if (is(proof->error_name, LIMBER_ERROR("NoReaction")) && is(source, "logind"))
		doctor_warn(f, check, _("see the sources below for a better one"),
		        _("logind's idle hint comes late, or not at all, so it cannot be proved in "
		          "3s"));
	else if (is(proof->error_name, LIMBER_ERROR("NoReaction")))
		doctor_fail(f, check,
		        _("end what keeps the screen awake, such as a film, and run limberctl "
		          "doctor again with your hands off for 3 s"),
		        "%s", proof->error);
	else
		doctor_warn(f, check, _("systemctl --user restart limberd"),
		        _("this limberd cannot prove it: %s"), proof->error);
}

void doctor_judge_presence(Findings *f, const DoctorProof *proof, const CtlStatus *status)
{
	const char *check = "presence";
	char span[FORMAT_SPAN_SIZE];

	if (!status)
		doctor_warn(f, check, _("start limberd, then run limberctl doctor again"),
		        _("it cannot be proved without limberd"));
	else if (proof->answer == ANSWER_REFUSED)
		judge_refused_proof(f, proof, status->presence_source);
	else if (proof->answer != ANSWER_GIVEN)
		doctor_fail(f, check, _("systemctl --user restart limberd"),
		        _("limberd does not answer when asked to prove it"));
	else if (*status->presence_problem)
		doctor_warn(f, check, _("see the sources below for a better one"), "%s: %s",
		        proof->source, status->presence_problem);
	else
		doctor_ok(f, check, _("%s reacts: it has told of %s without input"), proof->source,
		        format_span(proof->silence, span));
}

static bool is_in_use(const CtlStatus *status, const char *name)
{
	for (size_t i = 0; i < status->n_sources; i++)
		if (is(status->sources[i].name, name))
			return is(status->sources[i].state, "in use");
	return false;
}

/* Where mutter tells presence it is the compositor, and tells it by the session bus alone. */
static bool is_amiss(const CtlStatus *status, const CtlSource *source)
{
	return is(source->state, "failed") &&
	       !(is(source->name, "wayland") && is_in_use(status, "mutter"));
}

void doctor_judge_sources(Findings *f, const CtlStatus *status)
{
	const char *check = "source";

	for (size_t i = 0; i < status->n_sources; i++) {
		const CtlSource *source = &status->sources[i];
		const char *comma = *source->why ? ", " : "";

		if (is_amiss(status, source))
			doctor_warn(f, check,
			        _("if that display runs, end and start limberd in its session"),
			        "%s: %s%s%s", source->name, source->state, comma, source->why);
		else
			doctor_ok(f, check, "%s: %s%s%s", source->name, source->state, comma,
			        source->why);
	}
	for (size_t i = 0; i < status->n_built_without; i++)
		doctor_warn(f, check, _("if you need it, build Limber anew with it"),
		        _("%s: not built into this limberd"), status->built_without[i]);
}

static void judge_silent_server(Findings *f, const DoctorServer *server)
{
	const char *check = "notifications";

	if (server->running)
		doctor_fail(f, check, _("end it and start it again"),
		        _("the notification server hangs: no answer within 2 s"));
	else
		doctor_fail(f, check, _("run limberctl doctor again in a moment"),
		        _("the notification server was started, but has not answered within 2 s"));
}

void doctor_judge_server(Findings *f, const DoctorServer *server)
{
	const char *check = "notifications";
	const char *start = _("start that of your desktop, or one such as dunst or mako");

	if (server->answer == ANSWER_ABSENT)
		doctor_fail(f, check, start,
		        _("no notification server runs, and the bus knows none to start"));
	else if (server->answer == ANSWER_REFUSED)
		doctor_fail(f, check, start, _("the notification server is of no use: %s"),
		        server->error);
	else if (server->answer != ANSWER_GIVEN || server->capabilities == ANSWER_SILENT)
		judge_silent_server(f, server);
	else if (!server->actions)
		doctor_warn(f, check,
		        _("answer reminders with: limberctl start, limberctl snooze, limberctl "
		          "skip"),
		        _("%s %s draws no buttons"), server->name, server->version);
	else
		doctor_ok(f, check, _("%s %s, with buttons"), server->name, server->version);
}

static void judge_notifier_state(Findings *f, const char *program, const CtlStatus *status)
{
	const char *check = "notifier";
	const char *state = status->notifier_state, *problem = status->notifier_problem;
	const char *colon = *problem ? ": " : "";

	if (is(state, "failed"))
		doctor_fail(f, check, MORE_IN_JOURNAL, _("reminders cannot be shown%s%s"), colon,
		        problem);
	else if (is(state, "waiting") || *problem)
		doctor_warn(f, check, _("see to the notification server"), "%s%s%s", state, colon,
		        problem);
	else
		doctor_ok(f, check, "%s, %s", program, state);
}

void doctor_judge_notifier(
        Findings *f, const char *name, const char *program, const CtlStatus *status)
{
	const char *check = "notifier";

	if (status ? is(status->notifier_state, "off") : !*name)
		doctor_fail(f, check, _("set notifier = limber-notify in limber.ini"),
		        _("switched off: Limber itself shows no reminders"));
	else if (!program)
		doctor_fail(f, check, _("install it, or correct notifier in limber.ini"),
		        _("%s is neither beside limberd nor in PATH"), name);
	else if (status)
		judge_notifier_state(f, program, status);
	else
		doctor_ok(f, check, "%s", program);
}

static void judge_session(Findings *f, const DoctorLogin *login, const CtlStatus *status)
{
	const char *check = "login";

	if (!login->active)
		doctor_warn(f, check, _("nothing, if you are logged in elsewhere"),
		        _("session %s is not in front, so you count as away"), login->id);
	else if (login->locked)
		doctor_warn(f, check, _("if it is not: loginctl unlock-session"),
		        _("session %s is locked, so you count as away"), login->id);
	else if (status && *status->session.problem)
		doctor_warn(f, check, MORE_IN_JOURNAL, "%s", status->session.problem);
	else
		doctor_ok(f, check, _("session %s: in front, not locked"), login->id);
}

static void judge_sleep(Findings *f, const DoctorLogin *login)
{
	const char *check = "sleep";

	if (login->inhibitors != ANSWER_GIVEN || !login->delays_sleep)
		doctor_warn(f, check, _("systemctl --user restart limberd"),
		        _("limberd does not hear of sleep in time to save: a machine that does not "
		          "wake loses up to 10min of sitting"));
	else
		doctor_ok(f, check, _("limberd hears of it in time to save"));
}

void doctor_judge_login(Findings *f, const DoctorLogin *login, const CtlStatus *status)
{
	const char *check = "login";
	const char *without = _("nothing, if this system has no logind; else see that it runs");

	if (login->bus < 0)
		doctor_warn(f, check, without,
		        _("the system bus cannot be reached, so logind tells neither lock nor "
		          "sleep: %s"),
		        strerror(-login->bus));
	else if (login->answer == ANSWER_ABSENT || login->answer == ANSWER_SILENT)
		doctor_warn(f, check, without,
		        _("logind does not answer, so it tells neither lock nor sleep"));
	else if (login->answer != ANSWER_GIVEN) {
		doctor_warn(f, check, _("start limberd from a session that logind knows"),
		        _("logind knows no session of yours, so it tells no lock: %s"),
		        login->error);
	} else
		judge_session(f, login, status);
	if (status && login->bus >= 0 && login->inhibitors != ANSWER_ABSENT)
		judge_sleep(f, login);
}

void doctor_judge_kinds(Findings *f, size_t n_kinds)
{
	const char *check = "kinds";

	if (n_kinds == 0)
		doctor_fail(f, check, _("set enabled = yes for one in limber.ini"),
		        _("no kind of break is on"));
	else
		doctor_ok(f, check,
		        ngettext("%zu kind of break is on", "%zu kinds of break are on", n_kinds),
		        n_kinds);
}

void doctor_judge_holds(Findings *f, const CtlStatus *status, const CtlNow *now)
{
	const Page page = {.now = now};
	const char *check = "holds";

	for (size_t i = 0; i < status->n_holds; i++) {
		const CtlHold *hold = &status->holds[i];
		CLEANUP(free) char *text = page_format_hold(&page, hold);

		if (!text)
			f->error = -ENOMEM;
		else if (is(hold->owner, "working-hours"))
			doctor_ok(f, check, "%s", text);
		else if (is(hold->owner, "user"))
			doctor_warn(f, check, _("limberctl resume"), "%s", text);
		else
			doctor_warn(f, check,
			        _("nothing, if that is as it should be; it ends at "
			          "the latest with that program"),
			        "%s", text);
	}
	if (status->n_holds == 0)
		doctor_ok(f, check, _("nothing keeps reminders away"));
}
