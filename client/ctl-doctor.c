/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl doctor: has the facts asked for, judged and printed. */

#include "ctl-doctor.h"

#include <errno.h>
#include <sys/stat.h>

#include "ctl-doctor-ask.h"
#include "ctl-doctor-exercises.h"
#include "ctl-doctor-files.h"
#include "ctl-picture.h"
#include "ctl.h"
#include "util/cleanup.h"
#include "util/paths.h"

DEFINE_CLEANUP(Config *, config_free);
DEFINE_CLEANUP(Catalogue *, catalogue_free);

static void check_session(Findings *f, const DoctorSession *session)
{
	const CtlStatus *status = session->has_status ? &session->status : NULL;

	doctor_judge_bus(f, session->error);
	if (session->error < 0)
		return;
	doctor_judge_daemon(f, session->daemon, session->daemon_error, status);
	doctor_judge_unit(f, &session->unit, session->daemon != ANSWER_ABSENT);
	doctor_judge_presence(f, &session->proof, status);
	if (status)
		doctor_judge_sources(f, status);
	doctor_judge_server(f, &session->server);
}

/* limberd's session, which need not be that of this terminal. */
static void check_login(Findings *f, const CtlStatus *status)
{
	const char *id = getenv("XDG_SESSION_ID");
	DoctorLogind logind;

	if (status && *status->session.id)
		id = status->session.id;
	doctor_ask_logind(id && *id ? id : "auto", &logind);
	doctor_judge_login(f, &logind.login, status);
	doctor_logind_done(&logind);
}

static void check_config(
        Findings *f, const Config *config, const CtlStatus *status, pid_t daemon_pid)
{
	CLEANUP(free) char *program = doctor_find_program(config->notifier, daemon_pid);
	CLEANUP(free) DoctorPlace *places = NULL;
	char **files;
	size_t n_files;
	int r;

	doctor_judge_notifier(f, config->notifier, program, status);
	doctor_judge_kinds(f, status ? status->n_kinds : config->rules.n_kinds);
	r = paths_config_files(&files, &n_files);
	if (r < 0) {
		f->error = r;
		return;
	}
	places = calloc(n_files + 1, sizeof(*places));
	for (size_t i = 0; i < n_files && places; i++)
		places[i] = doctor_look(files[i]);
	if (places)
		doctor_judge_config(f, places, n_files, config, status);
	else
		f->error = -ENOMEM;
	paths_free(files, n_files);
}

static void check_exercises(Findings *f, const CtlStatus *status, pid_t daemon_pid)
{
	CLEANUP(catalogue_free) Catalogue *catalogue = NULL;
	CLEANUP(free) char *program = doctor_find_program("limber-routine", daemon_pid);
	CLEANUP(free) char *problem = picture_problem();
	DoctorTrial trial = doctor_try_routine(program);
	DoctorPictures pictures;
	int r = catalogue_read_default(&catalogue);

	doctor_judge_exercises(f, catalogue, r);
	if (catalogue) {
		r = doctor_look_at_pictures(catalogue, &pictures);
		if (r < 0)
			f->error = r;
		else {
			doctor_judge_pictures(f, &pictures);
			doctor_pictures_done(&pictures);
		}
	}
	doctor_judge_terminal(f, problem);
	doctor_judge_routine(f, &trial, catalogue, status);
}

static void check_state(Findings *f, const CtlStatus *status)
{
	CLEANUP(free) char *state = NULL;
	CLEANUP(free) char *history = NULL;
	DoctorPlace place;

	if (paths_state_directory(&state) < 0) {
		doctor_warn(f, "state", _("set HOME"), _("there is no HOME to keep it in"));
		return;
	}
	place = doctor_look(state);
	doctor_judge_directory(f, "state", &place);
	if (status)
		doctor_judge_state_problem(f, status);
	if (asprintf(&history, "%s/history", state) < 0) {
		history = NULL;
		f->error = -ENOMEM;
	} else if (S_ISDIR(place.mode) && place.writable) {
		place = doctor_look(history);
		doctor_judge_directory(f, "history", &place);
	}
}

static void examine(Findings *f, const DoctorSession *session, const Config *config)
{
	const CtlStatus *status = session->has_status ? &session->status : NULL;
	DoctorClock clock = doctor_read_clock();
	CtlNow now = ctl_now();

	check_session(f, session);
	check_config(f, config, status, session->daemon_pid);
	check_exercises(f, status, session->daemon_pid);
	if (status)
		doctor_judge_holds(f, status, &now);
	check_login(f, status);
	check_state(f, status);
	doctor_judge_clock(f, &clock);
}

CtlExit ctl_doctor(const CtlArgs *args)
{
	CLEANUP(config_free) Config *config = NULL;
	CtlStyle style = ctl_style();
	Findings findings = {0};
	DoctorSession session;
	DoctorResult result;
	int r;

	r = config_read_default(&config);
	if (r < 0)
		return ctl_complain(CTL_REFUSED, "%s", strerror(-r));
	doctor_ask_session(&session);
	examine(&findings, &session, config);
	doctor_session_done(&session);
	if (args->options[CTL_JSON])
		r = doctor_print_json(stdout, &style, &findings);
	else
		r = doctor_print(stdout, &style, &findings);
	result = doctor_result(&findings);
	doctor_done(&findings);
	if (r < 0)
		return ctl_complain(CTL_REFUSED, _("out of memory"));
	return result == DOCTOR_FAILED ? CTL_REFUSED : CTL_DONE;
}
