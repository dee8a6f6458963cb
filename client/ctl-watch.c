/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Follows limberd's properties. Reads all of them when one has changed: that is one message, and
 * they always fit together. */

#include "ctl-watch.h"

#include "bus-names.h"
#include "ctl.h"
#include "util/cleanup.h"

#define PROPERTIES "org.freedesktop.DBus.Properties"

#define OWNER_MATCH                                                                                \
	"type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"                \
	"interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='" LIMBER_BUS_NAME "'"

static int on_changed(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	((CtlWatch *)userdata)->changed = true;
	return 0;
}

static int on_owner(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	((CtlWatch *)userdata)->gone = true;
	return 0;
}

static void drop_status(CtlWatch *watch)
{
	if (!watch->reply)
		return;
	ctl_status_done(&watch->status);
	watch->reply = sd_bus_message_unref(watch->reply);
}

int ctl_watch_take(CtlWatch *watch, sd_bus_message *reply)
{
	CtlStatus status;
	int r = ctl_status_read(reply, &status);

	if (r < 0)
		return r;
	drop_status(watch);
	watch->status = status;
	watch->reply = sd_bus_message_ref(reply);
	return 0;
}

CtlExit ctl_watch_read(CtlWatch *watch)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *reply = NULL;
	CtlExit code;
	int r;

	/* before asking: what changes afterwards is not in the answer */
	watch->changed = false;
	code = ctl_ask(watch->bus, PROPERTIES, "GetAll", &reply, "s", LIMBER_INTERFACE);
	if (code != CTL_DONE)
		return code;
	r = ctl_watch_take(watch, reply);
	return r < 0 ? ctl_bad_reply(r) : CTL_DONE;
}

CtlWatch *ctl_watch_free(CtlWatch *watch)
{
	if (!watch)
		return NULL;
	drop_status(watch);
	sd_bus_close_unref(watch->bus);
	free(watch);
	return NULL;
}

CtlExit ctl_watch_open(CtlWatch **ret)
{
	CLEANUP(ctl_watch_free) CtlWatch *watch = calloc(1, sizeof(*watch));
	CtlExit code;
	int r;

	if (!watch)
		return ctl_complain(CTL_REFUSED, _("out of memory"));
	code = ctl_open(&watch->bus);
	if (code != CTL_DONE)
		return code;
	r = sd_bus_match_signal_async(watch->bus, NULL, LIMBER_BUS_NAME, LIMBER_PATH, PROPERTIES,
	        "PropertiesChanged", on_changed, NULL, watch);
	if (r >= 0)
		r = sd_bus_add_match_async(watch->bus, NULL, OWNER_MATCH, on_owner, NULL, watch);
	code = r < 0 ? ctl_not_sent(r) : ctl_watch_read(watch);
	if (code == CTL_DONE)
		*ret = TAKE(watch);
	return code;
}

/* Until there is word of a change, or the moment on CLOCK_MONOTONIC has come. */
static int wait_for_change(CtlWatch *watch, usec_t deadline)
{
	while (!watch->changed && !watch->gone) {
		usec_t left = deadline - clock_monotonic();
		int r = sd_bus_process(watch->bus, NULL);

		if (r == 0 && left <= 0)
			return 0;
		if (r == 0)
			r = sd_bus_wait(watch->bus, (uint64_t)left);
		if (r < 0)
			return r;
	}
	return 1;
}

CtlExit ctl_watch_until(CtlWatch *watch, bool (*reached)(const CtlStatus *status), usec_t max_wait)
{
	usec_t deadline = clock_monotonic() + max_wait;
	CtlExit code = ctl_watch_read(watch);

	while (code == CTL_DONE && !reached(&watch->status)) {
		int r = wait_for_change(watch, deadline);

		if (r == 0)
			return CTL_DONE;
		code = r < 0 ? ctl_bad_reply(r) : ctl_watch_read(watch);
	}
	return code;
}
