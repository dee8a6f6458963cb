/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presses a key on a KWin that permits it to anybody: real input for the tests. */

#include <linux/input-event-codes.h>
#include <stdio.h>
#include <string.h>
#include <wayland-client.h>

#include "fake-input-client-protocol.h"

static void on_global(void *data, struct wl_registry *registry, uint32_t name,
        const char *interface, uint32_t version)
{
	struct org_kde_kwin_fake_input **input = data;

	if (strcmp(interface, org_kde_kwin_fake_input_interface.name) == 0)
		*input = wl_registry_bind(registry, name, &org_kde_kwin_fake_input_interface,
		        version < 4 ? version : 4);
}

static void on_global_remove(void *data, struct wl_registry *registry, uint32_t name)
{
}

static const struct wl_registry_listener listener = {
        .global = on_global,
        .global_remove = on_global_remove,
};

int main(void)
{
	struct wl_display *display = wl_display_connect(NULL);
	struct org_kde_kwin_fake_input *input = NULL;
	struct wl_registry *registry;

	if (!display) {
		perror("wl_display_connect");
		return 1;
	}
	registry = wl_display_get_registry(display);
	wl_registry_add_listener(registry, &listener, &input);
	wl_display_roundtrip(display);
	if (!input) {
		fputs("this compositor takes no fake input\n", stderr);
		return 1;
	}
	org_kde_kwin_fake_input_authenticate(input, "limber-tests", "to press a key");
	org_kde_kwin_fake_input_keyboard_key(input, KEY_A, 1);
	org_kde_kwin_fake_input_keyboard_key(input, KEY_A, 0);
	wl_display_roundtrip(display);
	org_kde_kwin_fake_input_destroy(input);
	wl_registry_destroy(registry);
	wl_display_disconnect(display);
	return 0;
}
