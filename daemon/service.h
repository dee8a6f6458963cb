/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/core.h"

/* The object on the session bus: config/org.limberd.Limber1.xml, and nothing that is not in it. */

typedef struct Manager Manager;
typedef struct Service Service;

/* Exports the object; the name is requested by service_claim_name(). 0 or a negative errno. */
int service_new(Manager *manager, Service **ret);
Service *service_free(Service *service);

/* -EEXIST if another limberd has the name. */
int service_claim_name(Service *service);

/* Tells the properties that have changed since the last call. */
void service_publish(Service *service);

/* Sends Decided, unless it is a refusal. */
void service_decided(Service *service, const Decision *decision);

/* The word of the property State. */
const char *service_state(const Core *core);
