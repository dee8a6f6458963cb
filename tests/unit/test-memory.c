/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is given back is gone from the process, and comes back when it runs. */

#include "util/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"
#include "util/cleanup.h"

/* A field of /proc/self/smaps_rollup, in kB. */
static long resident(const char *field)
{
	CLEANUP(fclose) FILE *file = fopen("/proc/self/smaps_rollup", "re");
	char line[256];

	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, field, strlen(field)) == 0)
			return strtol(line + strlen(field), NULL, 10);
	fail_msg("no %s", field);
	return -1;
}

static void code_goes_and_comes_back(void **state)
{
	static const char constant[] = "still what it was";
	char written[sizeof(constant)];
	long before = resident("Pss_File:"), after;

	memory_give_back();
	after = resident("Pss_File:");
	assert_true(after < before);
	/* what runs and what is read now was dropped a moment ago */
	snprintf(written, sizeof(written), "%s", constant);
	assert_string_equal(written, "still what it was");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(code_goes_and_comes_back)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
