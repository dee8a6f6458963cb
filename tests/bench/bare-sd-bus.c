/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The yardstick of the benchmark: the least that a daemon on the session bus can be. One sd-bus
 * connection, one exported object, one sd-event loop. */

#include <errno.h>
#include <stdlib.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>

static const sd_bus_vtable vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("Version", "s", NULL, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_VTABLE_END,
};

static int serve(sd_event *event, sd_bus *bus)
{
	int r;

	r = sd_bus_attach_event(bus, event, SD_EVENT_PRIORITY_NORMAL);
	if (r < 0)
		return r;
	r = sd_bus_add_object_vtable(
	        bus, NULL, "/org/limberd/Bare", "org.limberd.Bare", vtable, (void *)"0");
	if (r < 0)
		return r;
	r = sd_bus_request_name(bus, "org.limberd.Bare", 0);
	if (r < 0)
		return r;
	sd_notify(0, "READY=1");
	return sd_event_loop(event);
}

int main(void)
{
	sd_event *event = NULL;
	sd_bus *bus = NULL;
	int r;

	r = sd_event_default(&event);
	if (r >= 0)
		r = sd_bus_open_user(&bus);
	if (r >= 0)
		r = serve(event, bus);
	sd_bus_flush_close_unref(bus);
	sd_event_unref(event);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
