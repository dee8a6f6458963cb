/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The doctor's findings: collected, and printed for people or as JSON. */

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <string.h>

#include "ctl-doctor.h"
#include "ctl.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(json_t *, json_decref);

#define RESULT_COLUMNS 9
#define CHECK_COLUMNS  15

static const char *const result_names[DOCTOR_RESULT_MAX] = {
        [DOCTOR_OK] = "ok",
        [DOCTOR_WARNING] = "warning",
        [DOCTOR_FAILED] = "failed",
};

__attribute__((format(printf, 5, 0))) static void add(Findings *findings, const char *check,
        DoctorResult result, const char *advice, const char *format, va_list ap)
{
	Finding *grown =
	        reallocarray(findings->items, findings->n_items + 1, sizeof(*findings->items));
	Finding *finding;

	if (!grown) {
		findings->error = -ENOMEM;
		return;
	}
	findings->items = grown;
	finding = &grown[findings->n_items];
	*finding = (Finding){.check = check, .result = result, .advice = advice};
	if (vasprintf(&finding->message, format, ap) < 0)
		findings->error = -ENOMEM;
	else
		findings->n_items++;
}

void doctor_ok(Findings *findings, const char *check, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add(findings, check, DOCTOR_OK, NULL, format, ap);
	va_end(ap);
}

void doctor_warn(Findings *findings, const char *check, const char *advice, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add(findings, check, DOCTOR_WARNING, advice, format, ap);
	va_end(ap);
}

void doctor_fail(Findings *findings, const char *check, const char *advice, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add(findings, check, DOCTOR_FAILED, advice, format, ap);
	va_end(ap);
}

void doctor_done(Findings *findings)
{
	for (size_t i = 0; i < findings->n_items; i++)
		free(findings->items[i].message);
	free(findings->items);
}

DoctorResult doctor_result(const Findings *findings)
{
	DoctorResult worst = DOCTOR_OK;

	for (size_t i = 0; i < findings->n_items; i++)
		if (findings->items[i].result > worst)
			worst = findings->items[i].result;
	return worst;
}

static int print_finding(FILE *out, const CtlStyle *style, const Finding *finding)
{
	static const CtlColour colours[DOCTOR_RESULT_MAX] = {
	        [DOCTOR_OK] = CTL_GREEN,
	        [DOCTOR_WARNING] = CTL_YELLOW,
	        [DOCTOR_FAILED] = CTL_RED,
	};
	const size_t column = RESULT_COLUMNS + CHECK_COLUMNS;
	int r;

	fprintf(out, "%s%-*s%s%-*s", ctl_colour(style, colours[finding->result]), RESULT_COLUMNS,
	        result_names[finding->result], ctl_colour(style, CTL_PLAIN), CHECK_COLUMNS,
	        finding->check);
	r = ctl_print_line(out, style, column, "%s", finding->message);
	if (r < 0 || !finding->advice)
		return r;
	fprintf(out, "%*s%s ", (int)column, "", style->utf8 ? "→" : "->");
	return ctl_print_line(out, style, column + (style->utf8 ? 2 : 3), "%s", finding->advice);
}

static const char *conclude(DoctorResult result)
{
	static const char *const conclusions[DOCTOR_RESULT_MAX] = {
	        [DOCTOR_OK] = N_("Reminders will reach you."),
	        [DOCTOR_WARNING] = N_("Reminders will reach you, but see the warnings."),
	        [DOCTOR_FAILED] = N_("Reminders will not reach you, or not when they should."),
	};

	return _(conclusions[result]);
}

int doctor_print(FILE *out, const CtlStyle *style, const Findings *findings)
{
	int r = findings->error;

	for (size_t i = 0; i < findings->n_items && r >= 0; i++)
		r = print_finding(out, style, &findings->items[i]);
	if (r >= 0)
		fprintf(out, "\n%s\n", conclude(doctor_result(findings)));
	return r;
}

/* A path or a word from a file need not be UTF-8, which JSON is. */
static json_t *text(const char *message, const CtlStyle *style)
{
	json_t *string = json_string(message);
	CLEANUP(free) char *escaped = NULL;

	if (string)
		return string;
	escaped = ctl_escape(message, style->utf8);
	return escaped ? json_string(escaped) : NULL;
}

int doctor_print_json(FILE *out, const CtlStyle *style, const Findings *findings)
{
	CLEANUP(json_decref) json_t *array = json_array();

	for (size_t i = 0; i < findings->n_items; i++) {
		const Finding *finding = &findings->items[i];

		if (json_array_append_new(array,
		            json_pack("{s:s, s:s, s:o, s:s?}", "check", finding->check, "result",
		                    result_names[finding->result], "message",
		                    text(finding->message, style), "advice", finding->advice)) < 0)
			return -ENOMEM;
	}
	if (!array || findings->error < 0)
		return -ENOMEM;
	json_dumpf(array, out, JSON_INDENT(2));
	fputc('\n', out);
	return 0;
}
