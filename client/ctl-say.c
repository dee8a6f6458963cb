/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Single lines for people, harmless whatever the words in them came from. */

#include <stdarg.h>
#include <stdio.h>

#include "ctl-format.h"
#include "ctl.h"

__attribute__((format(printf, 3, 0))) static int say(
        FILE *out, const char *prefix, const char *format, va_list ap)
{
	CtlStyle style = ctl_style();
	int r;

	/* its width is standard output's; what is wrong goes where lines are looked for whole */
	if (out != stdout)
		style.width = 0;
	fputs(prefix, out);
	r = ctl_vprint_text(out, &style, 0, format, ap);
	fputc('\n', out);
	return r;
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
