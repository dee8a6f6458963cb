/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limber.ini: what it says comes through, and what is wrong in it is told in so many words. */

#include "config.h"

#include <errno.h>

#include "test.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(Config *, config_free);

typedef struct Place {
	char *directory;
	char *file;
	char *second;
} Place;

static int set_up(void **state)
{
	Place *place = calloc(1, sizeof(*place));

	place->directory = make_directory();
	assert_true(asprintf(&place->file, "%s/first.ini", place->directory) > 0);
	assert_true(asprintf(&place->second, "%s/second.ini", place->directory) > 0);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	Place *place = *state;

	unlink(place->file);
	unlink(place->second);
	rmdir(place->directory);
	free(place->file);
	free(place->second);
	free(place->directory);
	free(place);
	return 0;
}

static Config *read_config(const char *file)
{
	Config *config = NULL;

	assert_int_equal(config_read(&file, 1, &config), 0);
	return config;
}

static Config *config_of(const Place *place, const char *text)
{
	write_bytes(place->file, text, strlen(text));
	return read_config(place->file);
}

/* Exactly these problems, in this order; an expected one that begins with a colon has the file's
 * path before it. NULL ends the list. */
static void assert_problems(const Place *place, const Config *config, const char *const *expected)
{
	size_t n = 0;

	for (; expected[n]; n++) {
		const char *problem = n < config->n_problems ? config->problems[n] : "nothing";
		size_t path = strlen(place->file);

		if (expected[n][0] == ':' && strncmp(problem, place->file, path) == 0)
			problem += path;
		assert_string_equal(problem, expected[n]);
	}
	if (n < config->n_problems)
		fail_msg("one more: %s", config->problems[n]);
}

static void assert_wrong(const Place *place, const char *text, const char *problem)
{
	CLEANUP(config_free) Config *config = config_of(place, text);
	const char *const expected[] = {problem, NULL};

	assert_problems(place, config, expected);
}

static const Setting *setting_of(const Config *config, const char *section, const char *key)
{
	for (size_t i = 0; i < config->n_settings; i++)
		if (strcmp(config->settings[i].section, section) == 0 &&
		        strcmp(config->settings[i].key, key) == 0)
			return &config->settings[i];
	fail_msg("no setting %s of %s", key, section);
	return NULL;
}

static void assert_setting(const Config *config, const char *section, const char *key,
        const char *value, const char *origin)
{
	const Setting *setting = setting_of(config, section, key);

	assert_string_equal(setting->value, value);
	assert_string_equal(setting->origin, origin);
}

static void assert_kind(const Config *config, size_t i, const char *name, usec_t every,
        usec_t length, const char *title)
{
	assert_true(i < config->rules.n_kinds);
	assert_string_equal(config->rules.kinds[i].name, name);
	assert_true(config->rules.kinds[i].every == every);
	assert_true(config->rules.kinds[i].length == length);
	assert_string_equal(config->contents[i].title, title);
}

static void assert_default_rules(const Config *config)
{
	const Rules *rules = &config->rules;

	assert_true(rules->away_after == 2 * USEC_PER_MIN);
	assert_true(rules->merge_within == 5 * USEC_PER_MIN);
	assert_true(rules->settle == 10 * USEC_PER_SEC);
	assert_true(rules->remind_again == 5 * USEC_PER_MIN);
	assert_true(rules->lull == 10 * USEC_PER_SEC);
	assert_true(rules->bump == 3 * USEC_PER_SEC);
	assert_true(rules->snooze == 5 * USEC_PER_MIN);
	assert_int_equal(rules->max_snoozes, 3);
	assert_true(rules->max_skips == UNLIMITED);
	assert_true(rules->pause_length == USEC_PER_HOUR);
	assert_int_equal(rules->pause_mode, HOLD_WAIT);
	assert_int_equal(config->hours.n_spans, 0);
	assert_true(config->sound);
	assert_false(config->input_only);
	assert_string_equal(config->notifier, "limber-notify");
	assert_int_equal(rules->n_kinds, 2);
	assert_kind(config, 0, "stretch", 45 * USEC_PER_MIN, 3 * USEC_PER_MIN, "Time to stretch");
	assert_kind(config, 1, "walk", 2 * USEC_PER_HOUR, 10 * USEC_PER_MIN, "Time for a walk");
}

static void without_a_file_there_are_defaults(void **state)
{
	Config *config = NULL;

	assert_int_equal(config_read(NULL, 0, &config), 0);
	assert_int_equal(config->n_problems, 0);
	assert_default_rules(config);
	assert_setting(config, "micro", "enabled", "no", "default");
	assert_setting(config, "micro", "every", "20min", "default");
	assert_setting(config, "micro", "length", "30s", "default");
	config_free(config);
	assert_null(config_free(NULL));
}

/* The shipped file has every key there is, each at its default. */
static void the_shipped_file_says_the_defaults(void **state)
{
	const char *source = getenv("LIMBER_SOURCE");
	CLEANUP(config_free) Config *defaults = NULL;
	CLEANUP(config_free) Config *shipped = NULL;
	CLEANUP(free) char *path = NULL;

	assert_non_null(source);
	assert_true(asprintf(&path, "%s/config/limber.ini", source) > 0);
	assert_int_equal(config_read(NULL, 0, &defaults), 0);
	shipped = read_config(path);
	assert_int_equal(shipped->n_problems, 0);
	assert_default_rules(shipped);
	assert_int_equal(shipped->n_settings, defaults->n_settings);
	for (size_t i = 0; i < defaults->n_settings; i++) {
		const Setting *setting = &defaults->settings[i];

		assert_setting(shipped, setting->section, setting->key, setting->value, path);
	}
}

static void every_key_can_be_set(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free)
	Config *config = config_of(place,
	        "[general]\naway-after = 4min\nmerge-within=0\nsettle = 1s\nremind-again = 1h\n"
	        "lull = 20s\nbump = 5s\nsnooze = 90\nmax-snoozes = unlimited\nmax-skips = 0\n"
	        "pause-length = 1d 12h\npause-mode = freeze\n"
	        "working-hours = Mon-Fri 09:00-12:30, Mon-Thu 13:00-18:00\nsound = off\n"
	        "notifier =\nwatching = away\n"
	        "[exercises]\nat-desk = no\nlevel = strong\nwithout = core, upper-back\n"
	        "[walk]\nenabled = no\n"
	        "[stretch]\nroutine = walk\n"
	        "[eyes]\nenabled = yes\nevery = 20min\nlength = 20s\ntitle = Eyes\n"
	        "text = \"Look away; far away # really\"\n");
	const Rules *rules = &config->rules;

	assert_int_equal(config->n_problems, 0);
	assert_true(rules->away_after == 4 * USEC_PER_MIN && rules->merge_within == 0);
	assert_true(rules->settle == USEC_PER_SEC && rules->remind_again == USEC_PER_HOUR);
	assert_true(rules->lull == 20 * USEC_PER_SEC && rules->bump == 5 * USEC_PER_SEC);
	assert_true(rules->snooze == 90 * USEC_PER_SEC && rules->max_snoozes == UNLIMITED);
	assert_true(rules->max_skips == 0 && rules->pause_mode == HOLD_FREEZE);
	assert_true(rules->pause_length == 36 * USEC_PER_HOUR);
	assert_int_equal(config->hours.n_spans, 2);
	assert_false(config->sound);
	assert_true(config->input_only);
	assert_string_equal(config->notifier, "");
	assert_false(config->exercises.at_desk);
	assert_int_equal(config->exercises.level, LEVEL_STRONG);
	assert_int_equal(
	        config->exercises.without, AREA_BIT(AREA_CORE) | AREA_BIT(AREA_UPPER_BACK));
	assert_int_equal(rules->n_kinds, 2);
	assert_int_equal(config->contents[0].routine, KIND_ROUTINE_NONE);
	assert_int_equal(config->contents[1].routine, KIND_ROUTINE_WALK);
	assert_kind(config, 0, "eyes", 20 * USEC_PER_MIN, 20 * USEC_PER_SEC, "Eyes");
	assert_string_equal(config->contents[0].text, "Look away; far away # really");
	assert_kind(config, 1, "stretch", 45 * USEC_PER_MIN, 3 * USEC_PER_MIN, "Time to stretch");
	assert_setting(config, "general", "snooze", "90", place->file);
	assert_setting(config, "stretch", "every", "45min", "default");
	assert_setting(config, "eyes", "title", "Eyes", place->file);
}

static void a_kind_needs_every_and_length_alone(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free)
	Config *config = config_of(place, "[Tea]\nEVERY = 1h\nlength = 5min\n[eyes]\nevery=30min\n"
	                                  "length=3min\n");

	assert_int_equal(config->n_problems, 0);
	assert_int_equal(config->rules.n_kinds, 4);
	assert_kind(config, 0, "eyes", 30 * USEC_PER_MIN, 3 * USEC_PER_MIN, "Time for a break");
	assert_kind(config, 1, "stretch", 45 * USEC_PER_MIN, 3 * USEC_PER_MIN, "Time to stretch");
	assert_kind(config, 2, "tea", USEC_PER_HOUR, 5 * USEC_PER_MIN, "Time for a break");
	assert_kind(config, 3, "walk", 2 * USEC_PER_HOUR, 10 * USEC_PER_MIN, "Time for a walk");
	assert_string_equal(config->contents[2].text, "Get up and move.");
	assert_setting(config, "tea", "title", "Time for a break", "default");
}

static void an_unknown_key_gets_the_nearest_name(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "[general]\n\nsnoze = 5min\n",
	        ":3: [general] snoze: no such key; did you mean snooze?");
	assert_wrong(place, "[general]\nfrequency = 5min\n",
	        ":2: [general] frequency: no such key; see limber.ini(5)");
	assert_wrong(place, "[stretch]\nevry = 5min\n",
	        ":2: [stretch] evry: no such key; did you mean every?");
	assert_wrong(place, "[stretch]\nlull = 5s\n",
	        ":2: [stretch] lull: no such key; see limber.ini(5)");
	assert_wrong(place, "[general]\nevery = 5min\n",
	        ":2: [general] every: no such key; see limber.ini(5)");
	assert_wrong(place, "[general]\na:b = 5min\n",
	        ":2: [general] a:b: no such key; see limber.ini(5)");
}

static void a_wrong_value_gets_what_would_be_right(void **state)
{
	static const char *const wrong[][2] = {
	        {"snooze = soon", "snooze = soon: cannot be read; it takes a span from 1s to 1d, "
	                          "such as 5min"},
	        {"snooze = -5min", "snooze = -5min: cannot be read; it takes a span from 1s to "
	                           "1d, such as 5min"},
	        {"snooze =", "snooze = : cannot be read; it takes a span from 1s to 1d, such as "
	                     "5min"},
	        {"snooze = 2d", "snooze = 2d: out of range; it takes a span from 1s to 1d, such "
	                        "as 5min"},
	        {"snooze = 2y", "snooze = 2y: out of range; it takes a span from 1s to 1d, such "
	                        "as 5min"},
	        {"max-snoozes = 3.5", "max-snoozes = 3.5: cannot be read; it takes a number from "
	                              "0 to 1000, or unlimited"},
	        {"max-skips = 1001", "max-skips = 1001: out of range; it takes a number from 0 "
	                             "to 1000, or unlimited"},
	        {"max-skips = Unlimited", "max-skips = Unlimited: cannot be read; it takes a "
	                                  "number from 0 to 1000, or unlimited"},
	        {"max-skips = 010x", "max-skips = 010x: cannot be read; it takes a number from 0 "
	                             "to 1000, or unlimited"},
	        {"watching = film", "watching = film: cannot be read; it takes present or away"},
	        {"pause-mode = frezze", "pause-mode = frezze: cannot be read; it takes wait, "
	                                "freeze or reset; did you mean freeze?"},
	        {"sound = maybe", "sound = maybe: cannot be read; it takes yes or no"},
	        {"pause-mode = stop", "pause-mode = stop: cannot be read; it takes wait, freeze "
	                              "or reset"},
	        {"working-hours = 9-5", "working-hours = 9-5: cannot be read; it takes days and "
	                                "times such as Mon-Fri 09:00-12:30, Mon-Thu 13:00-18:00"},
	};

	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		CLEANUP(free) char *text = NULL, *problem = NULL;

		assert_true(asprintf(&text, "[general]\n%s\n", wrong[i][0]) > 0);
		assert_true(asprintf(&problem, ":2: [general] %s", wrong[i][1]) > 0);
		assert_wrong(*state, text, problem);
	}
	assert_wrong(*state, "[exercises]\nlevel = hard\n",
	        ":2: [exercises] level = hard: cannot be read; it takes gentle, moderate or "
	        "strong");
	assert_wrong(*state, "[exercises]\nwithout = knees\n",
	        ":2: [exercises] without = knees: cannot be read; it takes areas with commas "
	        "between, of hamstrings, hips, legs, lower-back, core, glutes, upper-back, "
	        "whole-body");
	assert_wrong(*state, "[walk]\nroutine = run\n",
	        ":2: [walk] routine = run: cannot be read; it takes exercises, walk or none");
}

static void what_is_wrong_leaves_the_default(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free)
	Config *config = config_of(
	        place, "[general]\nsnooze = soon\nsettle = 20s\n[stretch]\nevery = often\n");

	assert_int_equal(config->n_problems, 2);
	assert_true(config->rules.snooze == 5 * USEC_PER_MIN);
	assert_true(config->rules.settle == 20 * USEC_PER_SEC);
	assert_setting(config, "general", "snooze", "5min", "default");
	assert_kind(config, 0, "stretch", 45 * USEC_PER_MIN, 3 * USEC_PER_MIN, "Time to stretch");
}

static void assert_taken(const Place *place, const char *line, bool taken)
{
	CLEANUP(config_free) Config *config = NULL;
	CLEANUP(free) char *text = NULL;

	assert_true(asprintf(&text, "%s\n", line) > 0);
	config = config_of(place, text);
	if ((config->n_problems == 0) != taken)
		fail_msg("%s: %s", line, taken ? config->problems[0] : "is taken");
}

static void ranges_end_where_they_say(void **state)
{
	static const struct {
		const char *taken[2];
		const char *refused[2];
	} ranges[] = {
	        {{"[general]\naway-after = 10s", "[general]\naway-after = 1h"},
	                {"[general]\naway-after = 999ms", "[general]\naway-after = 3601s"}},
	        {{"[general]\nmerge-within = 0", "[general]\nmerge-within = 1d"},
	                {"[general]\nmerge-within = -1", "[general]\nmerge-within = 25h"}},
	        {{"[general]\nsettle = 0", "[general]\nsettle = 1h"},
	                {"[general]\nsettle = 61min", "[general]\nsettle = 1d"}},
	        {{"[general]\nremind-again = 1s", "[general]\nremind-again = 1d"},
	                {"[general]\nremind-again = 999ms", "[general]\nremind-again = 25h"}},
	        {{"[general]\nlull = 3s", "[general]\nlull = 2min"},
	                {"[general]\nlull = 2s", "[general]\nlull = 121s"}},
	        {{"[general]\nbump = 0", "[general]\nbump = 10s"},
	                {"[general]\nbump = -1s", "[general]\nbump = 10001ms"}},
	        {{"[general]\nsnooze = 1s", "[general]\nsnooze = 1d"},
	                {"[general]\nsnooze = 0", "[general]\nsnooze = 86401s"}},
	        {{"[general]\nmax-snoozes = 0", "[general]\nmax-snoozes = 1000"},
	                {"[general]\nmax-snoozes = -1", "[general]\nmax-snoozes = 1001"}},
	        {{"[general]\npause-length = 1s", "[general]\npause-length = 365d"},
	                {"[general]\npause-length = 0", "[general]\npause-length = 366d"}},
	        {{"[stretch]\nevery = 1s", "[stretch]\nevery = 365d"},
	                {"[stretch]\nevery = 0.9s", "[stretch]\nevery = 366d"}},
	        {{"[stretch]\nlength = 1s", "[stretch]\nlength = 1d"},
	                {"[stretch]\nlength = 0.9s", "[stretch]\nlength = 25h"}},
	};

	for (size_t i = 0; i < ELEMENTSOF(ranges); i++)
		for (size_t k = 0; k < 2; k++) {
			assert_taken(*state, ranges[i].taken[k], true);
			assert_taken(*state, ranges[i].refused[k], false);
		}
}

static void texts_have_a_limit(void **state)
{
	const Place *place = *state;
	char text[1024] = "[stretch]\ntitle = ";
	size_t head = strlen(text);

	memset(text + head, 'x', CONFIG_TITLE_MAX);
	assert_taken(place, text, true);
	text[head + CONFIG_TITLE_MAX] = 'x';
	assert_taken(place, text, false);
	strcpy(text, "[stretch]\ntext = ");
	head = strlen(text);
	memset(text + head, 'x', CONFIG_TEXT_MAX);
	text[head + CONFIG_TEXT_MAX] = '\0';
	assert_taken(place, text, true);
	text[head + CONFIG_TEXT_MAX] = 'x';
	text[head + CONFIG_TEXT_MAX + 1] = '\0';
	assert_taken(place, text, false);
}

static void a_key_given_twice_is_told(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free)
	Config *config = config_of(
	        place, "[general]\nlull = 5s\n[walk]\nevery = 1h\n[general]\nLull = 6s\n");
	const char *const expected[] = {":2: [general] lull: given again in line 6", NULL};

	assert_problems(place, config, expected);
	assert_true(config->rules.lull == 6 * USEC_PER_SEC);
}

static void a_value_over_two_lines_is_one(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free)
	Config *config = config_of(place, "[walk]\nevery = 1h\ntitle = a \\\nevery = b\n");

	if (config->n_problems > 0)
		fail_msg("%s", config->problems[0]);
	assert_string_equal(config->contents[1].title, "a every = b");
}

static void an_empty_section_is_told(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free) Config *config = config_of(place, "[walk]\n[tea]\n");
	const char *const expected[] = {
	        ":2: [tea]: a break kind needs every, such as every = 45min", NULL};

	assert_problems(place, config, expected);
}

static void an_unfinished_kind_is_left_out(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free)
	Config *config =
	        config_of(place, "[strech]\nlength = 3min\n[tea]\nevery = 1h\ntitle = Tea\n"
	                         "[juggling]\nenabled = no\n[generl]\nlull = 5s\n");
	const char *const expected[] = {
	        ":9: [generl] lull: no such key; did you mean [general]?",
	        ":1: [strech]: a break kind needs every; or did you mean [stretch]?",
	        ":3: [tea]: a break kind needs length, such as length = 45min",
	        ":6: [juggling]: a break kind needs every, such as every = 45min",
	        NULL,
	};

	assert_problems(place, config, expected);
	assert_default_rules(config);
}

static void a_key_belongs_to_a_section(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "\nlull = 5s\n[general]\nbump = 3s\n",
	        ":2: lull stands before any [section]");
}

static void names_of_kinds_are_plain(void **state)
{
	const Place *place = *state;

	assert_wrong(
	        place, "[my eyes]\n", ":1: [my eyes]: a kind's name is 1 to 31 of a-z 0-9 - _");
	assert_wrong(place, "[a-kind-whose-name-has-32-letters]\n",
	        ":1: [a-kind-whose-name-has-32-letters]: a kind's name is 1 to 31 of a-z 0-9 - _");
	assert_wrong(place, "[\xc3\xa9t\xc3\xa9]\n",
	        ":1: [\xc3\xa9t\xc3\xa9]: a kind's name is 1 to 31 of a-z 0-9 - _");
	assert_taken(place, "[a-kind-whose-name-has-31-letter]\nevery = 1h\nlength = 1min", true);
}

/* iniparser joins section and key by a colon, so this one looks like a key of walk. */
static void a_colon_in_a_section_is_told(void **state)
{
	assert_taken(*state, "[walk:title]", false);
	assert_taken(*state, "[walk:every]", false);
}

static void there_are_sixteen_kinds_at_most(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free) Config *config = NULL;
	char text[2048] = "";

	for (int i = 0; i < 16; i++)
		sprintf(text + strlen(text), "[kind%d]\nevery = 1h\nlength = %dmin\n", i, 20 + i);
	config = config_of(place, text);
	assert_int_equal(config->rules.n_kinds, KINDS_MAX);
	assert_int_equal(config->n_problems, 2);
	assert_string_equal(config->problems[0] + strlen(place->file),
	        ":43: [kind14]: more than 16 kinds are enabled; this one is left out");
	assert_string_equal(config->problems[1] + strlen(place->file),
	        ":46: [kind15]: more than 16 kinds are enabled; this one is left out");
	assert_string_equal(config->rules.kinds[15].name, "kind13");
}

/* However many sections there are, none is passed over in silence. */
static void many_sections_are_read_or_told(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free) Config *config = NULL;
	char text[8192] = "";

	for (int i = 0; i < 100; i++)
		sprintf(text + strlen(text), "[kind%d]\nenabled = no\nevery = 1h\nlength = 5min\n",
		        i);
	strcat(text, "[last]\nevery = 1h\nlength = 5min\n");
	config = config_of(place, text);
	assert_int_equal(config->n_problems, 1);
	assert_string_equal(config->problems[0] + strlen(place->file),
	        ":237: [kind59]: more than 64 sections; it and those after it are left out");
}

static void bump_lull_and_away_after_are_in_order(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free) Config *config = NULL;

	assert_taken(place, "[general]\nbump = 10s\nlull = 10s\naway-after = 10s", true);
	config = config_of(place, "[general]\nbump = 5s\nlull = 4s\naway-after = 3min\n");
	assert_int_equal(config->n_problems, 1);
	assert_string_equal(config->problems[0] + strlen(place->file),
	        ":1: [general] bump = 5s, lull = 4s, away-after = 3min: bump may not exceed lull, "
	        "nor lull away-after; their defaults stand");
	assert_default_rules(config);
	assert_setting(config, "general", "bump", "3s", "default");
	assert_setting(config, "general", "lull", "10s", "default");
	assert_setting(config, "general", "away-after", "2min", "default");
	config_free(TAKE(config));
	config = config_of(place, "[general]\naway-after = 5s\n");
	assert_int_equal(config->n_problems, 1);
	assert_default_rules(config);
}

static void a_later_file_goes_over_an_earlier_one(void **state)
{
	const Place *place = *state;
	const char *const files[] = {place->file, place->second};
	CLEANUP(config_free) Config *config = NULL;
	static const char first[] = "[general]\nlull = 5s\nsnooze = 2min\nsettle = soon\n"
	                            "[tea]\nevery = 3h\nlength = 15min\ntitle = Tea\n";
	static const char second[] = "[general]\nsnooze = 3min\nlull = later\n"
	                             "[tea]\nevery = 4h\n[eyes]\nevery = 20min\nlength = 20s\n";

	write_bytes(place->file, first, strlen(first));
	write_bytes(place->second, second, strlen(second));
	assert_int_equal(config_read(files, 2, &config), 0);
	assert_int_equal(config->n_problems, 2);
	assert_memory_equal(config->problems[0], place->file, strlen(place->file));
	assert_memory_equal(config->problems[1], place->second, strlen(place->second));
	assert_setting(config, "general", "lull", "5s", place->file);
	assert_setting(config, "general", "snooze", "3min", place->second);
	assert_setting(config, "general", "settle", "10s", "default");
	assert_true(config->rules.lull == 5 * USEC_PER_SEC);
	assert_true(config->rules.snooze == 3 * USEC_PER_MIN);
	assert_int_equal(config->rules.n_kinds, 4);
	assert_kind(config, 0, "eyes", 20 * USEC_PER_MIN, 20 * USEC_PER_SEC, "Time for a break");
	assert_kind(config, 3, "tea", 4 * USEC_PER_HOUR, 15 * USEC_PER_MIN, "Tea");
	assert_setting(config, "tea", "length", "15min", place->file);
	assert_setting(config, "tea", "every", "4h", place->second);
}

static void a_file_that_is_none_is_told(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free) Config *missing = read_config(place->file);
	CLEANUP(config_free) Config *directory = read_config(place->directory);
	CLEANUP(config_free) Config *large = NULL;
	char *text = calloc(1, 300 * 1024);

	assert_int_equal(missing->n_problems, 1);
	assert_string_equal(
	        missing->problems[0] + strlen(place->file), ": No such file or directory");
	assert_default_rules(missing);
	assert_int_equal(directory->n_problems, 1);
	assert_string_equal(directory->problems[0] + strlen(place->directory),
	        ": not a file of at most 256 kB");
	assert_default_rules(directory);
	assert_non_null(text);
	memset(text, '\n', 300 * 1024 - 1);
	large = config_of(place, text);
	free(text);
	assert_int_equal(large->n_problems, 1);
	assert_default_rules(large);
}

static void a_file_that_cannot_be_parsed_is_left_out(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free)
	Config *config = config_of(place, "[general]\nlull = 5s\nthis is nothing\n");
	const char *const expected[] = {
	        ":3: neither [section] nor key = value; the file is left out", NULL};

	assert_problems(place, config, expected);
	assert_default_rules(config);
}

static void a_text_that_a_comment_cuts_is_told(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free)
	Config *quoted = config_of(place, "[stretch]\ntext = \"Up; and # out.\"\n");

	assert_int_equal(quoted->n_problems, 0);
	assert_wrong(place, "[stretch]\ntext = Up; and out.\n",
	        ":2: [stretch] text = Up: what follows is a comment, by its ; or #; put a text "
	        "with these into double quotes");
	/* beside a number a comment is what it is meant to be */
	config_free(TAKE(quoted));
	quoted = config_of(place, "[stretch]\nevery = 30min ; it was 45\n");
	assert_int_equal(quoted->n_problems, 0);
}

static void a_mistyped_word_is_told(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "[exercises]\nlevel = gentel\n",
	        ":2: [exercises] level = gentel: cannot be read; it takes gentle, moderate or "
	        "strong; did you mean gentle?");
	assert_wrong(place, "[exercises]\nwithout = hips, legz\n",
	        ":2: [exercises] without = hips, legz: cannot be read; it takes areas with commas "
	        "between, of hamstrings, hips, legs, lower-back, core, glutes, upper-back, "
	        "whole-body; did you mean legs?");
	assert_wrong(place, "[stretch]\nroutine = wlak\n",
	        ":2: [stretch] routine = wlak: cannot be read; it takes exercises, walk or none; "
	        "did you mean walk?");
}

/* The bus takes nothing else, neither as a title nor as what is wrong with one. */
static void what_is_no_utf8_is_told_in_utf8(void **state)
{
	const Place *place = *state;

	assert_wrong(place, "[stretch]\ntitle = B\xfcro\n",
	        ":2: [stretch] title = B\\xfcro: cannot be read; it takes at most 80 bytes of "
	        "UTF-8, without control characters");
	assert_wrong(
	        place, "[B\xfcro]\n", ":1: [b\\xfcro]: a kind's name is 1 to 31 of a-z 0-9 - _");
}

static void so_many_mistakes_are_enough(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free) Config *config = NULL;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	fprintf(file, "[general]\n");
	for (unsigned i = 0; i < 12000; i++)
		fprintf(file, "key%u = x\n", i);
	fclose(file);
	config = config_of(place, text);
	free(text);
	assert_int_equal(config->n_problems, 50);
	assert_string_equal(config->problems[49], "there is more that is wrong");
	assert_default_rules(config);
}

static void a_line_that_is_too_long_is_told(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free) Config *config = NULL;
	char text[4096] = "[general]\nlull = 5s\nnotifier = ";

	memset(text + strlen(text), 'x', 2000);
	strcat(text, "\nbump = 2s\n");
	config = config_of(place, text);
	assert_int_equal(config->n_problems, 1);
	assert_non_null(strstr(config->problems[0], "too long"));
	assert_default_rules(config);
}

static void an_empty_file_changes_nothing(void **state)
{
	const Place *place = *state;
	CLEANUP(config_free) Config *config = config_of(place, "");

	assert_int_equal(config->n_problems, 0);
	assert_default_rules(config);
	config_free(TAKE(config));
	config = config_of(place, "\n# nothing\n; nothing\n[general]\n[stretch]\n");
	assert_int_equal(config->n_problems, 0);
	assert_default_rules(config);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(without_a_file_there_are_defaults),
	        TEST(the_shipped_file_says_the_defaults),
	        TEST(every_key_can_be_set),
	        TEST(a_kind_needs_every_and_length_alone),
	        TEST(an_unknown_key_gets_the_nearest_name),
	        TEST(a_wrong_value_gets_what_would_be_right),
	        TEST(what_is_wrong_leaves_the_default),
	        TEST(ranges_end_where_they_say),
	        TEST(texts_have_a_limit),
	        TEST(a_key_given_twice_is_told),
	        TEST(a_value_over_two_lines_is_one),
	        TEST(an_empty_section_is_told),
	        TEST(an_unfinished_kind_is_left_out),
	        TEST(a_key_belongs_to_a_section),
	        TEST(names_of_kinds_are_plain),
	        TEST(a_colon_in_a_section_is_told),
	        TEST(there_are_sixteen_kinds_at_most),
	        TEST(many_sections_are_read_or_told),
	        TEST(bump_lull_and_away_after_are_in_order),
	        TEST(a_later_file_goes_over_an_earlier_one),
	        TEST(a_file_that_is_none_is_told),
	        TEST(a_file_that_cannot_be_parsed_is_left_out),
	        TEST(a_text_that_a_comment_cuts_is_told),
	        TEST(a_mistyped_word_is_told),
	        TEST(what_is_no_utf8_is_told_in_utf8),
	        TEST(so_many_mistakes_are_enough),
	        TEST(a_line_that_is_too_long_is_told),
	        TEST(an_empty_file_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
