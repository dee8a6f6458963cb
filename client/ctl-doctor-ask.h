/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <systemd/sd-bus.h>

#include "ctl-doctor.h"

/* What the doctor learns from the buses. All questions of one bus are asked at once. */

typedef enum DoctorQuestion {
	QUESTION_OWNER, /* of the notification server's name; before the bus may start one */
	QUESTION_PID,
	QUESTION_STATUS,
	QUESTION_PROOF,
	QUESTION_UNIT,
	QUESTION_SERVER,
	QUESTION_CAPABILITIES,
	QUESTION_MAX,
} DoctorQuestion;

typedef struct DoctorSession {
	int error; /* of reaching the session bus: 0 or a negative errno */
	DoctorAnswer daemon;
	const char *daemon_error;
	pid_t daemon_pid; /* 0: not known */
	bool has_status;
	CtlStatus status;
	DoctorProof proof;
	DoctorUnit unit;
	DoctorServer server;
	sd_bus_message *replies[QUESTION_MAX]; /* the texts are theirs */
} DoctorSession;

/* Takes at most 4 s. */
void doctor_ask_session(DoctorSession *ret);
void doctor_session_done(DoctorSession *session);

typedef struct DoctorLogind {
	DoctorLogin login;
	sd_bus_message *replies[2]; /* the texts are theirs */
} DoctorLogind;

/* id: logind's of the session. Takes at most 1.5 s. */
void doctor_ask_logind(const char *id, DoctorLogind *ret);
void doctor_logind_done(DoctorLogind *logind);
