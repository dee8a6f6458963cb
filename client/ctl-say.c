/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Single lines for people, harmless whatever the words in them came from. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "ctl-format.h"
#include "ctl.h"
#include "util/cleanup.h"

__attribute__((format(printf, 3, 0))) static int say(
        FILE *out, const char *prefix, const char *format, va_list ap)
{
	CLEANUP(free) char *text = NULL;
	CLEANUP(free) char *escaped = NULL;
	CtlStyle style = ctl_style();

	if (vasprintf(&text, format, ap) < 0) {
		text = NULL;
		return -ENOMEM;
	}
	escaped = ctl_escape(text, style.utf8);
	if (!escaped)
		return -ENOMEM;
	/* its width is standard output's; what is wrong goes where lines are looked for whole */
	if (out != stdout)
		style.width = 0;
	fputs(prefix, out);
	ctl_print_wrapped(out, &style, escaped, 0);
	fputc('\n', out);
	return 0;
}

void ctl_say(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	if (say(stdout, "", format, ap) < 0)
		fputs("limberctl: out of memory\n", stderr);
	va_end(ap);
}

CtlExit ctl_complain(CtlExit code, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	if (say(stderr, "limberctl: ", format, ap) < 0)
		fputs("limberctl: out of memory\n", stderr);
	va_end(ap);
	return code;
}
