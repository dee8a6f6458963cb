/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any limber.ini: settings come out with which the daemon can run, whatever is in it. */

#include <string.h>

#include "config.h"
#include "fuzz.h"

static FuzzFile file;

static void check_rules(const Rules *rules)
{
	FUZZ_ASSERT(rules->n_kinds <= KINDS_MAX);
	FUZZ_ASSERT(rules->bump >= 0 && rules->bump <= rules->lull);
	FUZZ_ASSERT(rules->lull <= rules->away_after);
	FUZZ_ASSERT(rules->remind_again >= USEC_PER_SEC);
	for (size_t i = 0; i < rules->n_kinds; i++) {
		const Kind *kind = &rules->kinds[i];

		FUZZ_ASSERT(kind->every >= USEC_PER_SEC && kind->every <= USEC_SPAN_MAX);
		FUZZ_ASSERT(kind->length >= USEC_PER_SEC && kind->length <= USEC_SPAN_MAX);
		FUZZ_ASSERT(rules_find_kind(rules, kind->name) == (int)i);
		FUZZ_ASSERT(i == 0 || !rules_longer(rules, i - 1, i));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path;
	Config *config;

	fuzz_file_fill(&file, data, size);
	path = file.path;
	FUZZ_ASSERT(config_read(&path, 1, &config) == 0);
	check_rules(&config->rules);
	FUZZ_ASSERT(config->notifier);
	for (size_t i = 0; i < config->rules.n_kinds; i++) {
		FUZZ_ASSERT(strlen(config->contents[i].title) <= CONFIG_TITLE_MAX);
		FUZZ_ASSERT(strlen(config->contents[i].text) <= CONFIG_TEXT_MAX);
	}
	for (size_t i = 0; i < config->n_settings; i++)
		FUZZ_ASSERT(config->settings[i].value && config->settings[i].origin);
	for (size_t i = 0; i < config->n_problems; i++)
		FUZZ_ASSERT(config->problems[i][0] != '\0');
	config_free(config);
	return 0;
}
