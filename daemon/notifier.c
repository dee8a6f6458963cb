/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Minds the notification program. Knows nothing of notifications: the program is a client of the
 * bus. */

#include "notifier.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "util/cleanup.h"
#include "util/clock.h"
#include "util/intl.h"
#include "util/log.h"
#include "util/spawn.h"
#include "util/utf8.h"

#define RETRY_MIN    (1 * USEC_PER_SEC)
#define RETRY_MAX    (60 * USEC_PER_SEC)
#define PROBLEM_SIZE 256

struct Notifier {
	sd_event *event;
	void (*changed)(void *userdata);
	void *userdata;
	char *program;
	bool wanted;
	sd_event_source *child; /* NULL: none runs */
	sd_event_source *retry_timer;
	usec_t retry_after;
	char state[16];
	char problem[PROBLEM_SIZE];
};

static void set_state(Notifier *notifier, const char *state, const char *problem)
{
	if (strcmp(notifier->state, state) == 0 && strcmp(notifier->problem, problem) == 0)
		return;
	snprintf(notifier->state, sizeof(notifier->state), "%s", state);
	snprintf(notifier->problem, sizeof(notifier->problem), "%s", problem);
	utf8_mend(notifier->problem);
	notifier->changed(notifier->userdata);
}

static void retry_later(Notifier *notifier)
{
	uint64_t now;

	sd_event_now(notifier->event, CLOCK_BOOTTIME, &now);
	sd_event_source_set_time(notifier->retry_timer, now + (uint64_t)notifier->retry_after);
	sd_event_source_set_enabled(notifier->retry_timer, SD_EVENT_ONESHOT);
	notifier->retry_after *= 2;
	if (notifier->retry_after > RETRY_MAX)
		notifier->retry_after = RETRY_MAX;
}

static void child_ended(Notifier *notifier, const siginfo_t *info)
{
	char text[PROBLEM_SIZE];

	if (info->si_code == CLD_EXITED && info->si_status == 0) {
		notifier->retry_after = RETRY_MIN;
		set_state(notifier, "idle", "");
		return;
	}
	if (info->si_code == CLD_EXITED)
		snprintf(text, sizeof(text), _("%s ended with code %d"), notifier->program,
		        info->si_status);
	else
		snprintf(text, sizeof(text), _("%s was ended by signal %d"), notifier->program,
		        info->si_status);
	log_warning("%s", text);
	set_state(notifier, "failed", text);
}

static int on_child(sd_event_source *source, const siginfo_t *info, void *userdata)
{
	Notifier *notifier = userdata;

	notifier->child = sd_event_source_disable_unref(notifier->child);
	child_ended(notifier, info);
	if (notifier->wanted)
		retry_later(notifier);
	return 0;
}

static void start(Notifier *notifier)
{
	char text[PROBLEM_SIZE];
	char *argv[] = {NULL, NULL};
	pid_t pid = 0;
	int r;

	if (notifier->child || notifier->program[0] == '\0')
		return;
	r = spawn_start(notifier->program, argv, -1, -1, &pid);
	if (r >= 0) {
		r = sd_event_add_child(
		        notifier->event, &notifier->child, pid, WEXITED, on_child, notifier);
		if (r < 0)
			kill(pid, SIGTERM);
	}
	if (r < 0) {
		snprintf(text, sizeof(text), _("%s cannot be started: %s"), notifier->program,
		        strerror(-r));
		log_warning("%s", text);
		set_state(notifier, "failed", text);
		retry_later(notifier);
		return;
	}
	set_state(notifier, "starting", "");
}

static int on_retry(sd_event_source *source, uint64_t usec, void *userdata)
{
	Notifier *notifier = userdata;

	if (notifier->wanted)
		start(notifier);
	return 0;
}

int notifier_new(sd_event *event, void (*changed)(void *userdata), void *userdata, Notifier **ret)
{
	Notifier *notifier = calloc(1, sizeof(*notifier));
	int r;

	if (!notifier)
		return -ENOMEM;
	notifier->event = event;
	notifier->changed = changed;
	notifier->userdata = userdata;
	notifier->retry_after = RETRY_MIN;
	notifier->program = strdup("");
	strcpy(notifier->state, "off");
	r = notifier->program ? sd_event_add_time(event, &notifier->retry_timer, CLOCK_BOOTTIME, 0,
	                                0, on_retry, notifier)
	                      : -ENOMEM;
	if (r >= 0)
		r = sd_event_source_set_enabled(notifier->retry_timer, SD_EVENT_OFF);
	if (r < 0) {
		notifier_free(notifier);
		return r;
	}
	*ret = notifier;
	return 0;
}

Notifier *notifier_free(Notifier *notifier)
{
	if (!notifier)
		return NULL;
	/* the program sees the bus name go, and ends */
	sd_event_source_disable_unref(notifier->child);
	sd_event_source_disable_unref(notifier->retry_timer);
	free(notifier->program);
	free(notifier);
	return NULL;
}

int notifier_set_program(Notifier *notifier, const char *program)
{
	char *copy = strdup(program);

	if (!copy)
		return -ENOMEM;
	free(notifier->program);
	notifier->program = copy;
	if (notifier->child)
		return 0;
	set_state(notifier, program[0] ? "idle" : "off", "");
	if (notifier->wanted)
		start(notifier);
	return 0;
}

void notifier_want(Notifier *notifier, bool wanted)
{
	bool newly = wanted && !notifier->wanted;

	notifier->wanted = wanted;
	if (!wanted)
		sd_event_source_set_enabled(notifier->retry_timer, SD_EVENT_OFF);
	if (!newly)
		return;
	notifier->retry_after = RETRY_MIN;
	start(notifier);
}

void notifier_report(Notifier *notifier, const char *state, const char *problem)
{
	set_state(notifier, state, problem);
}

const char *notifier_state(const Notifier *notifier)
{
	return notifier->state;
}

const char *notifier_problem(const Notifier *notifier)
{
	return notifier->problem;
}
