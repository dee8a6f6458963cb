/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way to limberd: one call and what can go wrong with it. Knows no method. */

#include "ctl-bus.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#include "bus-names.h"
#include "util/cleanup.h"

/* A daemon that works answers at once; people should not wait longer to learn that it hangs. */
#define ANSWER_TIMEOUT (5 * USEC_PER_SEC)

static void bus_error_at_end(sd_bus_error *error)
{
	sd_bus_error_free(error);
}

static CtlExit no_bus(int r)
{
	if (r == -ENOMEDIUM)
		return ctl_complain(CTL_NO_DAEMON,
		        _("there is no session bus here: neither DBUS_SESSION_BUS_ADDRESS nor "
		          "XDG_RUNTIME_DIR is set"));
	if (r == -ETIMEDOUT)
		return ctl_complain(CTL_NO_DAEMON, _("the session bus does not answer"));
	return ctl_complain(
	        CTL_NO_DAEMON, _("the session bus cannot be reached: %s"), strerror(-r));
}

/* sd_bus_call() alone would give a bus that hangs a minute and a half. */
static int wait_for_bus(sd_bus *bus)
{
	usec_t deadline = clock_monotonic() + ANSWER_TIMEOUT;

	for (;;) {
		usec_t left = deadline - clock_monotonic();
		int r = sd_bus_is_ready(bus);

		if (r != 0)
			return r < 0 ? r : 0;
		if (left <= 0)
			return -ETIMEDOUT;
		r = sd_bus_process(bus, NULL);
		if (r == 0)
			r = sd_bus_wait(bus, (uint64_t)left);
		if (r < 0)
			return r;
	}
}

static bool is_name(const sd_bus_error *error, const char *name)
{
	return strcmp(error->name, name) == 0;
}

/* A refusal may have several lines: a configuration can be wrong in several places. */
static CtlExit refused(const sd_bus_error *error)
{
	CLEANUP(free) char *message = strdup(error->message ? error->message : "");
	char *rest = message;

	if (!message || !*message)
		return ctl_complain(CTL_REFUSED, "%s", error->name);
	for (char *line; (line = strsep(&rest, "\n"));)
		if (*line)
			ctl_complain(CTL_REFUSED, "%s", line);
	return CTL_REFUSED;
}

static CtlExit call_failed(int r, const sd_bus_error *error)
{
	if (!sd_bus_error_is_set(error))
		return no_bus(r);
	if (is_name(error, SD_BUS_ERROR_SERVICE_UNKNOWN) ||
	        is_name(error, SD_BUS_ERROR_NAME_HAS_NO_OWNER))
		return ctl_complain(CTL_NO_DAEMON, _("limberd does not run; start it with: %s"),
		        sd_booted() > 0 ? "systemctl --user start limberd" : "limberd &");
	if (is_name(error, SD_BUS_ERROR_NO_REPLY))
		return ctl_complain(CTL_NO_DAEMON, _("limberd went away without an answer"));
	if (r == -ETIMEDOUT)
		return ctl_complain(CTL_NO_DAEMON, _("limberd runs, but does not answer"));
	return refused(error);
}

int ctl_new_call(sd_bus *bus, const char *interface, const char *member, sd_bus_message **ret_call)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *call = NULL;
	int r;

	r = sd_bus_message_new_method_call(bus, &call, LIMBER_BUS_NAME, LIMBER_PATH,
	        interface ? interface : LIMBER_INTERFACE, member);
	if (r < 0)
		return r;
	r = sd_bus_message_set_auto_start(call, false);
	if (r < 0)
		return r;
	*ret_call = TAKE(call);
	return 0;
}

CtlExit ctl_not_sent(int r)
{
	if (r == -EINVAL)
		return ctl_complain(CTL_USAGE, _("what is said to limberd must be UTF-8"));
	return no_bus(r);
}

CtlExit ctl_send(sd_bus *bus, sd_bus_message *call, sd_bus_message **ret_reply)
{
	CLEANUP(bus_error) sd_bus_error error = SD_BUS_ERROR_NULL;
	int r = sd_bus_call(bus, call, ANSWER_TIMEOUT, &error, ret_reply);

	return r < 0 ? call_failed(r, &error) : CTL_DONE;
}

CtlExit ctl_open(sd_bus **ret)
{
	CLEANUP(sd_bus_close_unref) sd_bus *bus = NULL;
	int r;

	r = sd_bus_open_user(&bus);
	if (r >= 0)
		r = wait_for_bus(bus);
	if (r < 0)
		return no_bus(r);
	*ret = TAKE(bus);
	return CTL_DONE;
}

static CtlExit ask(sd_bus *bus, const char *interface, const char *member,
        sd_bus_message **ret_reply, const char *types, va_list ap)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *call = NULL;
	int r;

	r = ctl_new_call(bus, interface, member, &call);
	if (r >= 0)
		r = sd_bus_message_appendv(call, types, ap);
	return r < 0 ? ctl_not_sent(r) : ctl_send(bus, call, ret_reply);
}

CtlExit ctl_ask(sd_bus *bus, const char *interface, const char *member, sd_bus_message **ret_reply,
        const char *types, ...)
{
	va_list ap;
	CtlExit code;

	va_start(ap, types);
	code = ask(bus, interface, member, ret_reply, types, ap);
	va_end(ap);
	return code;
}

CtlExit ctl_call(const char *interface, const char *member, sd_bus_message **ret_reply,
        const char *types, ...)
{
	CLEANUP(sd_bus_close_unref) sd_bus *bus = NULL;
	CtlExit code = ctl_open(&bus);
	va_list ap;

	if (code != CTL_DONE)
		return code;
	va_start(ap, types);
	code = ask(bus, interface, member, ret_reply, types, ap);
	va_end(ap);
	return code;
}

usec_t ctl_usec(uint64_t usec)
{
	const uint64_t longest = INT64_MAX / 8;

	return (usec_t)(usec < longest ? usec : longest);
}

CtlExit ctl_bad_reply(int r)
{
	return ctl_complain(CTL_REFUSED,
	        _("limberd's answer cannot be understood (%s): is it of another version?"),
	        strerror(-r));
}
