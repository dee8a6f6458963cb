/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is given back is gone from the process, and comes back when it runs. */

#include "util/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"
#include "util/cleanup.h"

#define LEFT_BY_DEPTH (100 * 1024)

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

	assert_int_equal(memory_give_back(), 0);
	after = resident("Pss_File:");
	assert_true(after < before);
	/* what runs and what is read now was dropped a moment ago */
	snprintf(written, sizeof(written), "%s", constant);
	assert_string_equal(written, "still what it was");
	assert_int_equal(memory_give_back_code(), 0);
	snprintf(written, sizeof(written), "%s", constant);
	assert_string_equal(written, "still what it was");
}

static __attribute__((noinline)) void go_deep(void)
{
	volatile char deep[LEFT_BY_DEPTH];

	for (size_t i = 0; i < sizeof(deep); i++)
		deep[i] = 1;
}

static void stack_goes(void **state)
{
	char kept[] = "on the stack";
	long before, after;

	go_deep();
	before = resident("Anonymous:");
	assert_int_equal(memory_give_back(), 0);
	after = resident("Anonymous:");
	assert_true(after <= before - LEFT_BY_DEPTH / 1024 / 2);
	assert_string_equal(kept, "on the stack");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(code_goes_and_comes_back), cmocka_unit_test(stack_goes)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
