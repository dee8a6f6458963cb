/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl config: asks for the settings in force. */

#include "ctl-config.h"

#include <errno.h>

#include "ctl-bus.h"
#include "util/cleanup.h"

/* The strings of the settings point into the reply. */
static int read_settings(sd_bus_message *reply, CtlSetting **ret_settings, size_t *ret_n)
{
	CLEANUP(free) CtlSetting *settings = NULL;
	CtlSetting s, *grown;
	size_t n = 0;
	int r;

	r = sd_bus_message_enter_container(reply, 'a', "(ssss)");
	if (r < 0)
		return r;
	while ((r = sd_bus_message_read(reply, "(ssss)", &s.section, &s.key, &s.value, &s.source)) >
	        0) {
		grown = reallocarray(settings, n + 1, sizeof(*settings));
		if (!grown)
			return -ENOMEM;
		settings = grown;
		settings[n++] = s;
	}
	if (r < 0)
		return r;
	*ret_settings = TAKE(settings);
	*ret_n = n;
	return 0;
}

CtlExit ctl_config(const CtlArgs *args)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *reply = NULL;
	CLEANUP(free) CtlSetting *settings = NULL;
	CtlStyle style = ctl_style();
	size_t n = 0;
	CtlExit code;
	int r;

	code = ctl_call(NULL, "GetSettings", &reply, "");
	if (code != CTL_DONE)
		return code;
	r = read_settings(reply, &settings, &n);
	if (r < 0)
		return ctl_bad_reply(r);
	if (args->options[CTL_JSON])
		r = ctl_print_settings_json(stdout, settings, n);
	else
		r = ctl_print_settings(stdout, &style, settings, n, getenv("HOME"));
	return r < 0 ? ctl_complain(CTL_REFUSED, _("out of memory")) : CTL_DONE;
}
