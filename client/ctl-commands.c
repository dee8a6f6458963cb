/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verbs that change something: each is one method of the bus and a line on what came of it. */

#include <errno.h>
#include <string.h>

#include "ctl-bus.h"
#include "ctl-format.h"
#include "util/cleanup.h"
#include "util/nearest.h"

/* What the bus takes; a longer text is refused here, by its name. */
#define REASON_MAX 200

#define UNTIL_SIZE (CTL_MOMENT_SIZE + FORMAT_SPAN_SIZE + 8)

/* "15:00 (1h 30min)" */
static char *format_until(uint64_t until, char *buf)
{
	CtlNow now = ctl_now();
	usec_t at = ctl_usec(until);
	char moment[CTL_MOMENT_SIZE], left[FORMAT_SPAN_SIZE];

	snprintf(buf, UNTIL_SIZE, "%s (%s)", ctl_format_moment(&now, at, moment),
	        ctl_format_left(at - now.boottime, left));
	return buf;
}

/* The words after the verb as a span; without any, 0: as configured. */
static CtlExit span_from_words(const CtlArgs *args, usec_t *ret_span)
{
	CLEANUP(free) char *text = ctl_join_words(args->words + 1, args->n_words - 1);
	int r = 0;

	if (!text)
		return ctl_complain(CTL_REFUSED, _("out of memory"));
	if (args->n_words > 1)
		r = ctl_parse_span(text, ret_span);
	if (r == -ERANGE)
		return ctl_complain(CTL_USAGE,
		        _("\"%s\" cannot be: a span is longer than nothing and at most 365 days"),
		        text);
	if (r < 0)
		return ctl_complain(CTL_USAGE,
		        _("\"%s\" is not a span; write it like 90s, 45min or 1h 30min"), text);
	return CTL_DONE;
}

static CtlExit until_from_option(const char *text, usec_t *ret_realtime)
{
	int r = ctl_parse_until(text, clock_realtime(), ret_realtime);

	if (r == -ERANGE)
		return ctl_complain(
		        CTL_USAGE, _("\"%s\" is past, or more than 365 days ahead"), text);
	if (r < 0)
		return ctl_complain(CTL_USAGE,
		        _("\"%s\" is not a time; write HH:MM or YYYY-MM-DDTHH:MM"), text);
	return CTL_DONE;
}

static CtlExit check_mode(const char *mode)
{
	static const char *const modes[] = {"wait", "freeze", "reset"};
	const char *near = nearest_name(mode, modes, ELEMENTSOF(modes));

	for (size_t i = 0; i < ELEMENTSOF(modes); i++)
		if (strcmp(mode, modes[i]) == 0)
			return CTL_DONE;
	if (near)
		return ctl_complain(
		        CTL_USAGE, _("\"%s\" is not a mode; did you mean \"%s\"?"), mode, near);
	return ctl_complain(
	        CTL_USAGE, _("\"%s\" is not a mode: it is wait, freeze or reset"), mode);
}

static CtlExit check_pause(const CtlArgs *args)
{
	const char *reason = args->options[CTL_REASON];

	if (args->options[CTL_UNTIL] && args->n_words > 1)
		return ctl_complain(CTL_USAGE, _("pause takes a span or --until, not both"));
	if (reason && strlen(reason) > REASON_MAX)
		return ctl_complain(CTL_USAGE, _("a reason has at most %d bytes"), REASON_MAX);
	return args->options[CTL_MODE] ? check_mode(args->options[CTL_MODE]) : CTL_DONE;
}

CtlExit ctl_pause(const CtlArgs *args)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *reply = NULL;
	const char *until = args->options[CTL_UNTIL];
	const char *mode = args->options[CTL_MODE];
	const char *reason = args->options[CTL_REASON];
	char text[UNTIL_SIZE];
	uint64_t ends_at;
	usec_t usec = 0;
	CtlExit code;
	int r;

	code = check_pause(args);
	if (code == CTL_DONE)
		code = until ? until_from_option(until, &usec) : span_from_words(args, &usec);
	if (code == CTL_DONE)
		code = ctl_call(NULL, until ? "PauseUntil" : "Pause", &reply, "tss", (uint64_t)usec,
		        mode ? mode : "", reason ? reason : "");
	if (code != CTL_DONE)
		return code;
	r = sd_bus_message_read(reply, "t", &ends_at);
	if (r < 0)
		return ctl_bad_reply(r);
	ctl_say(_("Paused until %s."), format_until(ends_at, text));
	return CTL_DONE;
}

CtlExit ctl_resume(const CtlArgs *args)
{
	CtlExit code = ctl_call(NULL, "Resume", NULL, "");

	if (code == CTL_DONE)
		ctl_say(_("The pause is over."));
	return code;
}

CtlExit ctl_snooze(const CtlArgs *args)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *reply = NULL;
	const char *kind;
	char text[UNTIL_SIZE];
	uint64_t returns_at;
	usec_t span = 0;
	CtlExit code;
	int r;

	code = span_from_words(args, &span);
	if (code == CTL_DONE)
		code = ctl_call(NULL, "Snooze", &reply, "t", (uint64_t)span);
	if (code != CTL_DONE)
		return code;
	r = sd_bus_message_read(reply, "st", &kind, &returns_at);
	if (r < 0)
		return ctl_bad_reply(r);
	ctl_say(_("%s snoozed until %s."), kind, format_until(returns_at, text));
	return CTL_DONE;
}

CtlExit ctl_start(const CtlArgs *args)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *reply = NULL;
	const char *kind;
	char text[UNTIL_SIZE];
	uint64_t ends_at;
	CtlExit code;
	int r;

	code = ctl_call(NULL, "Start", &reply, "s", args->n_words > 1 ? args->words[1] : "");
	if (code != CTL_DONE)
		return code;
	r = sd_bus_message_read(reply, "st", &kind, &ends_at);
	if (r < 0)
		return ctl_bad_reply(r);
	ctl_say(_("%s started, until %s."), kind, format_until(ends_at, text));
	return CTL_DONE;
}

CtlExit ctl_skip(const CtlArgs *args)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *reply = NULL;
	const char *kind;
	CtlExit code = ctl_call(NULL, "Skip", &reply, "");
	int r;

	if (code != CTL_DONE)
		return code;
	r = sd_bus_message_read(reply, "s", &kind);
	if (r < 0)
		return ctl_bad_reply(r);
	ctl_say(_("%s skipped."), kind);
	return CTL_DONE;
}

CtlExit ctl_stop(const CtlArgs *args)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *reply = NULL;
	const char *kind;
	CtlExit code = ctl_call(NULL, "Stop", &reply, "");
	int r;

	if (code != CTL_DONE)
		return code;
	r = sd_bus_message_read(reply, "s", &kind);
	if (r < 0)
		return ctl_bad_reply(r);
	ctl_say(_("%s stopped."), kind);
	return CTL_DONE;
}

CtlExit ctl_reload(const CtlArgs *args)
{
	CtlExit code = ctl_call(NULL, "Reload", NULL, "");

	if (code == CTL_DONE)
		ctl_say(_("The configuration was read again."));
	return code;
}
