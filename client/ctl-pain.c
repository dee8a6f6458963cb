/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl pain: reports pain, and says what follows from all that was reported. */

#include "ctl-pain.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "ctl-bus.h"
#include "routine/inputs.h"
#include "util/cleanup.h"
#include "util/paths.h"

DEFINE_CLEANUP(Diary *, diary_free);

/* From here on the signs that need help at once are told with every report. */
#define URGENT_LEVEL 7

static CtlExit read_diary(usec_t now, Diary **ret)
{
	CLEANUP(free) char *directory = NULL;
	int r = paths_state_directory(&directory);

	if (r >= 0)
		r = diary_read(directory, now - DIARY_REACH, ret);
	if (r < 0)
		return ctl_complain(CTL_REFUSED, _("the history cannot be read: %s"), strerror(-r));
	return CTL_DONE;
}

/* --- A report */

static CtlExit send_report(const PainReport *report)
{
	CLEANUP(sd_bus_close_unref) sd_bus *bus = NULL;
	CLEANUP(sd_bus_message_unref) sd_bus_message *call = NULL;
	CtlExit code = ctl_open(&bus);
	int r;

	if (code != CTL_DONE)
		return code;
	r = ctl_new_call(bus, NULL, "ReportPain", &call);
	if (r >= 0)
		r = sd_bus_message_append(call, "us", (uint32_t)report->level,
		        report->area == AREA_MAX ? "" : area_to_string(report->area));
	if (r >= 0)
		r = sd_bus_message_open_container(call, 'a', "s");
	for (size_t i = 0; pain_sign_words[i] && r >= 0; i++)
		if (report->signs & 1u << i)
			r = sd_bus_message_append(call, "s", pain_sign_words[i]);
	if (r >= 0)
		r = sd_bus_message_close_container(call);
	if (r >= 0)
		r = sd_bus_message_append(call, "s", report->note);
	return r < 0 ? ctl_not_sent(r) : ctl_send(bus, call, NULL);
}

static size_t count(const Diary *diary, DiaryType type)
{
	size_t n = 0;

	for (size_t i = 0; i < diary->n_events; i++)
		n += diary->events[i].type == type;
	return n;
}

/* limberd may have had exercises chosen for a reminder meanwhile, and have noted down that the
 * advice was given with them. The user who sits here has not seen it. */
static void keep_advised(Diary *diary, size_t n)
{
	size_t kept = 0, seen = 0;

	for (size_t i = 0; i < diary->n_events; i++)
		if (diary->events[i].type != DIARY_ADVISED || seen++ < n)
			diary->events[kept++] = diary->events[i];
	diary->n_events = kept;
}

/* Gives the advice that is due, and has it remembered. */
static CtlExit advise(const Diary *diary, usec_t now)
{
	Advice advice = pain_advice(diary, now);
	CLEANUP(free) char *text = advice.due ? advice_format(&advice) : NULL;

	if (!text)
		return CTL_DONE;
	ctl_say("%s", text);
	return ctl_call(NULL, "ReportAdvised", NULL, "");
}

/* Says what follows from a report that is in the diary. */
static CtlExit say_what_follows(
        const PainReport *report, const Diary *diary, const CtlStyle *style, const CtlNow *now)
{
	PainState state = pain_state(diary, now->realtime);
	CtlExit code;

	pain_print_report(stdout, style, diary, now, report->signs);
	if (report->level >= URGENT_LEVEL || (report->level > 0 && state.signs))
		puts(pain_urgent_text());
	pain_print_consequence(stdout, style, diary, now);
	code = advise(diary, now->realtime);
	pain_print_end(stdout, style);
	return code;
}

static CtlExit report_pain(const CtlArgs *args, const CtlStyle *style)
{
	CLEANUP(diary_free) Diary *before = NULL;
	CLEANUP(diary_free) Diary *diary = NULL;
	CtlNow now = ctl_now();
	PainReport report;
	CtlExit code;

	code = pain_report_from_args(args, &report);
	if (code == CTL_DONE)
		code = read_diary(now.realtime, &before);
	if (code == CTL_DONE)
		code = send_report(&report);
	if (code == CTL_DONE)
		code = read_diary(now.realtime, &diary);
	if (code != CTL_DONE)
		return code;
	assert(before && diary);
	if (count(diary, DIARY_PAIN) == count(before, DIARY_PAIN))
		return ctl_complain(CTL_REFUSED,
		        _("limberd has taken the report, but it is not in the history, so it may "
		          "not count: see limberctl status"));
	keep_advised(diary, count(before, DIARY_ADVISED));
	return say_what_follows(&report, diary, style, &now);
}

/* --- Without one */

static CtlExit show_pain(const CtlStyle *style)
{
	CLEANUP(diary_free) Diary *diary = NULL;
	CLEANUP(free) char *text = NULL;
	CtlNow now = ctl_now();
	CtlExit code = read_diary(now.realtime, &diary);
	Advice advice;

	if (code != CTL_DONE)
		return code;
	pain_print_state(stdout, style, diary, &now);
	/* whoever asks is told, whether or not it was said before */
	advice = pain_advice(diary, now.realtime);
	text = advice_format(&advice);
	if (text)
		ctl_say("%s", text);
	pain_print_end(stdout, style);
	return CTL_DONE;
}

CtlExit ctl_pain(const CtlArgs *args)
{
	CtlStyle style = ctl_style();

	if (args->n_words > 1 || args->options[CTL_SIGN] || args->options[CTL_NOTE])
		return report_pain(args, &style);
	return show_pain(&style);
}
