/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl config: the settings as text and as JSON. */

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "client/ctl-config.h"
#include "util/cleanup.h"

static const CtlSetting settings[] = {
        {"general", "snooze", "10min", "/home/me/.config/limber/limber.ini"},
        {"general", "working-hours", "", "default"},
        {"stretch", "text", "Stand \033[2J up, and stretch.", "/home/mean/limber.ini"},
};

static void text_is_aligned(void **state)
{
	CtlStyle style = {.utf8 = true};
	CLEANUP(free) char *printed = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	assert_int_equal(
	        ctl_print_settings(out, &style, settings, ELEMENTSOF(settings), "/home/me"), 0);
	fclose(out);
	assert_string_equal(printed,
	        "[general]\n"
	        "snooze        = 10min             # ~/.config/limber/limber.ini\n"
	        "working-hours =                   # default\n"
	        "\n"
	        "[stretch]\n"
	        "text          = Stand \\x1b[2J up, and stretch.  # /home/mean/limber.ini\n");
}

static void json_goes_by_section_and_key(void **state)
{
	CLEANUP(free) char *printed = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	assert_int_equal(ctl_print_settings_json(out, settings, ELEMENTSOF(settings) - 1), 0);
	fclose(out);
	assert_string_equal(printed, "{\n"
	                             "  \"general\": {\n"
	                             "    \"snooze\": {\n"
	                             "      \"value\": \"10min\",\n"
	                             "      \"file\": \"/home/me/.config/limber/limber.ini\"\n"
	                             "    },\n"
	                             "    \"working-hours\": {\n"
	                             "      \"value\": \"\",\n"
	                             "      \"file\": null\n"
	                             "    }\n"
	                             "  }\n"
	                             "}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(text_is_aligned),
	        cmocka_unit_test(json_goes_by_section_and_key),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return EXIT_FAILURE;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
