/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

/* Starts the program that shows reminders when there is something to show, and minds it. It ends by
 * itself; one that ends too early is started again with back-off. */

typedef struct Notifier Notifier;

/* `changed` is called from the event loop when state or problem have become others. */
int notifier_new(sd_event *event, void (*changed)(void *userdata), void *userdata, Notifier **ret);
Notifier *notifier_free(Notifier *notifier);

/* The program's name or path, "" for none. Copied. 0 or -ENOMEM. */
int notifier_set_program(Notifier *notifier, const char *program);

/* Whether there is something to show. */
void notifier_want(Notifier *notifier, bool wanted);

/* What the program says of itself, as by ReportNotifier. */
void notifier_report(Notifier *notifier, const char *state, const char *problem);

/* As the bus property Notifier has them. */
const char *notifier_state(const Notifier *notifier);
const char *notifier_problem(const Notifier *notifier);
