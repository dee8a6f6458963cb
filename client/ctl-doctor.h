/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/types.h>

#include "config.h"
#include "ctl-status.h"
#include "routine/catalogue.h"

/* limberctl doctor: facts are asked for first, then judged. Only the asking knows buses and files.
 */

/* Findings */

typedef enum DoctorResult {
	DOCTOR_OK,
	DOCTOR_WARNING, /* reminders come, but something is not as it should be */
	DOCTOR_FAILED,  /* reminders do not come, or not when they should */
	DOCTOR_RESULT_MAX,
} DoctorResult;

typedef struct Finding {
	const char *check; /* a word for scripts */
	DoctorResult result;
	char *message;
	const char *advice; /* what to do about it; NULL if it is ok */
} Finding;

typedef struct Findings {
	Finding *items;
	size_t n_items;
	int error; /* -ENOMEM if one is missing */
} Findings;

/* advice lives as long as the findings. */
void doctor_ok(Findings *findings, const char *check, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
void doctor_warn(Findings *findings, const char *check, const char *advice, const char *format, ...)
        __attribute__((format(printf, 4, 5)));
void doctor_fail(Findings *findings, const char *check, const char *advice, const char *format, ...)
        __attribute__((format(printf, 4, 5)));
void doctor_done(Findings *findings);

/* The worst of all. */
DoctorResult doctor_result(const Findings *findings);

int doctor_print(FILE *out, const CtlStyle *style, const Findings *findings);
int doctor_print_json(FILE *out, const CtlStyle *style, const Findings *findings);

/* Facts. Texts are never NULL, and live as long as the facts. */

/* What became of a question on a bus. */
typedef enum DoctorAnswer {
	ANSWER_NOT_ASKED,
	ANSWER_GIVEN,
	ANSWER_ABSENT,  /* there is nobody of that name */
	ANSWER_SILENT,  /* somebody, who did not answer in time */
	ANSWER_REFUSED, /* an error, which has a text */
	ANSWER_MAX,
} DoctorAnswer;

typedef struct DoctorUnit {
	DoctorAnswer answer;
	const char *load_state;
	const char *active_state;
	const char *file_state;
} DoctorUnit;

typedef struct DoctorProof {
	DoctorAnswer answer;
	const char *source;
	usec_t silence;
	const char *error_name;
	const char *error;
} DoctorProof;

typedef struct DoctorServer {
	DoctorAnswer answer;
	bool running; /* before it was asked; if not, the bus may have started it */
	const char *name;
	const char *version;
	const char *error;
	DoctorAnswer capabilities;
	bool actions;
} DoctorServer;

typedef struct DoctorLogin {
	int bus; /* the system bus: 0 or a negative errno */
	DoctorAnswer answer;
	const char *id;
	bool locked;
	bool active;
	const char *error;
	DoctorAnswer inhibitors;
	bool delays_sleep; /* limberd does */
} DoctorLogin;

/* A file or directory. */
typedef struct DoctorPlace {
	const char *path;
	int error; /* of looking at it: 0 or a negative errno */
	mode_t mode;
	bool writable; /* if it is not there: whether it can be made */
} DoctorPlace;

typedef struct DoctorClock {
	usec_t boottime;
	usec_t monotonic;
	usec_t realtime;
	const char *zone; /* TZ; "" for the system's */
	bool zone_known;
} DoctorClock;

/* Pictures of exercises that cannot be shown, by their names: "bird-dog-start". */
typedef struct DoctorPictures {
	char **bad;
	size_t n_bad;
	size_t n; /* in all */
} DoctorPictures;

/* limber-routine, asked as limberd asks it. */
typedef struct DoctorTrial {
	const char *program; /* its path; NULL if it was not found */
	int error;           /* of running it: 0 or a negative errno; -ETIMEDOUT: without end */
	int status;          /* as of waitpid() */
	bool complete;       /* what it said has its end */
	char said[128];      /* the last of it */
} DoctorTrial;

/* Judgements: each adds what is to be said. status: limberd's properties, NULL without them. */

void doctor_judge_bus(Findings *f, int error);
void doctor_judge_daemon(
        Findings *f, DoctorAnswer answer, const char *error, const CtlStatus *status);
void doctor_judge_unit(Findings *f, const DoctorUnit *unit, bool daemon_runs);
void doctor_judge_presence(Findings *f, const DoctorProof *proof, const CtlStatus *status);
void doctor_judge_sources(Findings *f, const CtlStatus *status);
void doctor_judge_server(Findings *f, const DoctorServer *server);
/* program: its path, NULL if it was not found. */
void doctor_judge_notifier(
        Findings *f, const char *name, const char *program, const CtlStatus *status);
void doctor_judge_login(Findings *f, const DoctorLogin *login, const CtlStatus *status);
void doctor_judge_kinds(Findings *f, size_t n_kinds);
void doctor_judge_holds(Findings *f, const CtlStatus *status, const CtlNow *now);
void doctor_judge_config(Findings *f, const DoctorPlace *files, size_t n_files,
        const Config *config, const CtlStatus *status);
/* check: "state" or "history". */
void doctor_judge_directory(Findings *f, const char *check, const DoctorPlace *place);
void doctor_judge_state_problem(Findings *f, const CtlStatus *status);
/* catalogue: NULL if it could not be read, for error. */
void doctor_judge_exercises(Findings *f, const Catalogue *catalogue, int error);
void doctor_judge_pictures(Findings *f, const DoctorPictures *pictures);
/* problem: as of picture_problem(). */
void doctor_judge_terminal(Findings *f, const char *problem);
void doctor_judge_routine(
        Findings *f, const DoctorTrial *trial, const Catalogue *catalogue, const CtlStatus *status);
void doctor_judge_clock(Findings *f, const DoctorClock *clock);
