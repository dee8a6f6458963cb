/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts the configuration together: the defaults, then each file over them, every value checked
 * where it stands. */

#include "config.h"

#include <errno.h>
#include <string.h>

#include "config-keys.h"
#include "util/cleanup.h"
#include "util/ini.h"
#include "util/intl.h"
#include "util/nearest.h"
#include "util/paths.h"
#include "util/problems.h"
#include "util/utf8.h"

#define ORIGIN_DEFAULT "default"
#define SECTIONS_MAX   64
#define FILE_SIZE_MAX  (256 * 1024)

/* A file being read. */
typedef struct Reading {
	Config *config;
	const char *file;
} Reading;

#define problem(config, ...) problems_add(&(config)->problems, &(config)->n_problems, __VA_ARGS__)

static Setting *find_setting(const Config *config, const char *section, const char *key)
{
	for (size_t i = 0; i < config->n_settings; i++)
		if (strcmp(config->settings[i].section, section) == 0 &&
		        strcmp(config->settings[i].key, key) == 0)
			return &config->settings[i];
	return NULL;
}

static void setting_free(Setting *setting)
{
	free(setting->section);
	free(setting->key);
	free(setting->value);
	free(setting->origin);
}

/* Where a section's next setting goes: sections stay together. */
static size_t section_end(const Config *config, const char *section)
{
	for (size_t i = config->n_settings; i > 0; i--)
		if (strcmp(config->settings[i - 1].section, section) == 0)
			return i;
	return config->n_settings;
}

/* Sets or adds a setting. */
static int put_setting(Config *config, const char *section, const char *key, const char *value,
        const char *origin, unsigned section_line)
{
	Setting *setting = find_setting(config, section, key);
	Setting fresh = {.section = strdup(section),
	        .key = strdup(key),
	        .value = strdup(value),
	        .origin = strdup(origin),
	        .section_line = section_line};

	if (!fresh.section || !fresh.key || !fresh.value || !fresh.origin) {
		setting_free(&fresh);
		return -ENOMEM;
	}
	/* told over the bus; the value was read, so it is UTF-8 */
	utf8_mend(fresh.origin);
	if (setting) {
		setting_free(setting);
	} else {
		size_t n = config->n_settings;
		Setting *grown = config->settings;

		/* full at every power of two */
		if ((n & (n - 1)) == 0)
			grown = reallocarray(grown, n == 0 ? 1 : 2 * n, sizeof(Setting));
		if (!grown) {
			setting_free(&fresh);
			return -ENOMEM;
		}
		config->settings = grown;
		setting = &grown[section_end(config, section)];
		memmove(setting + 1, setting,
		        (size_t)(grown + config->n_settings - setting) * sizeof(Setting));
		config->n_settings++;
	}
	*setting = fresh;
	return 0;
}

static int put_defaults(Config *config)
{
	int r = 0;

	for (size_t i = 0; i < n_fixed_sections; i++) {
		const FixedSection *fixed = &fixed_sections[i];

		for (size_t k = 0; k < fixed->n_keys && r >= 0; k++)
			r = put_setting(config, fixed->name, fixed->keys[k].name,
			        fixed->keys[k].initial, ORIGIN_DEFAULT, 0);
	}
	for (size_t i = 0; i < n_shipped_kinds && r >= 0; i++)
		for (size_t k = 0; k < n_kind_keys && r >= 0; k++)
			r = put_setting(config, shipped_kinds[i].name, kind_keys[k].name,
			        shipped_kinds[i].values[k], ORIGIN_DEFAULT, 0);
	return r;
}

/* The names of all sections so far, the general one among them; they point into the settings. */
static size_t section_names(const Config *config, const char **ret)
{
	size_t n = 0;

	for (size_t i = 0; i < config->n_settings && n < SECTIONS_MAX; i++)
		if (n == 0 || strcmp(ret[n - 1], config->settings[i].section) != 0)
			ret[n++] = config->settings[i].section;
	return n;
}

/* The first section that section_names() has no room for, or NULL. */
static const char *section_left_out(const Config *config)
{
	size_t n = 1;

	for (size_t i = 1; i < config->n_settings; i++)
		if (strcmp(config->settings[i - 1].section, config->settings[i].section) != 0 &&
		        ++n > SECTIONS_MAX)
			return config->settings[i].section;
	return NULL;
}

/* The section of Limber's own that a mistyped one most likely is, or NULL. */
static const char *nearest_section(const char *name)
{
	const char *names[SECTIONS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < n_fixed_sections; i++)
		names[n++] = fixed_sections[i].name;
	for (size_t i = 0; i < n_shipped_kinds; i++)
		names[n++] = shipped_kinds[i].name;
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return NULL;
	return nearest_name(name, names, n);
}

static void unknown_key(Reading *reading, const IniEntry *entry, const Key *keys, size_t n_keys)
{
	const char *names[32], *nearest, *section = NULL;

	for (size_t i = 0; i < n_keys; i++)
		names[i] = keys[i].name;
	nearest = nearest_name(entry->key, names, n_keys);
	if (!nearest)
		section = nearest_section(entry->section);
	if (section)
		problem(reading->config, _("%s:%u: [%s] %s: no such key; did you mean [%s]?"),
		        reading->file, entry->line, entry->section, entry->key, section);
	else if (nearest)
		problem(reading->config, _("%s:%u: [%s] %s: no such key; did you mean %s?"),
		        reading->file, entry->line, entry->section, entry->key, nearest);
	else
		problem(reading->config, _("%s:%u: [%s] %s: no such key; see limber.ini(5)"),
		        reading->file, entry->line, entry->section, entry->key);
}

static void wrong_value(Reading *reading, const IniEntry *entry, const Key *key, int r)
{
	const char *nearest = key_nearest(key, entry->value);
	char wanted[KEY_WANTED_SIZE], hint[64] = "";

	if (nearest)
		snprintf(hint, sizeof(hint), _("; did you mean %s?"), nearest);
	problem(reading->config,
	        r == -ERANGE ? _("%s:%u: [%s] %s = %s: out of range; it takes %s%s")
	                     : _("%s:%u: [%s] %s = %s: cannot be read; it takes %s%s"),
	        reading->file, entry->line, entry->section, entry->key, entry->value,
	        key_wanted(key, wanted), hint);
}

static int read_key(Reading *reading, const IniEntry *entry)
{
	const FixedSection *fixed = fixed_section_find(entry->section);
	const Key *keys = fixed ? fixed->keys : kind_keys;
	size_t n_keys = fixed ? fixed->n_keys : n_kind_keys;
	const Key *key = key_find(keys, n_keys, entry->key);
	int r;

	if (!key) {
		unknown_key(reading, entry, keys, n_keys);
		return 0;
	}
	r = key_parse(key, entry->value, NULL);
	if (r == -ENOMEM)
		return r;
	if (r < 0) {
		wrong_value(reading, entry, key, r);
		return 0;
	}
	if (key->type == KEY_TEXT && entry->cut)
		problem(reading->config,
		        _("%s:%u: [%s] %s = %s: what follows is a comment, by its ; or #; put a "
		          "text with these into double quotes"),
		        reading->file, entry->line, entry->section, entry->key, entry->value);
	return put_setting(reading->config, entry->section, entry->key, entry->value, reading->file,
	        entry->section_line);
}

static bool section_name_valid(const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return length > 0 && length < KIND_NAME_SIZE && name[length] == '\0';
}

static void report_missing(
        Config *config, const char *file, unsigned line, const char *name, const char *key)
{
	const char *nearest = nearest_section(name);

	if (nearest)
		problem(config, _("%s:%u: [%s]: a break kind needs %s; or did you mean [%s]?"),
		        file, line, name, key, nearest);
	else
		problem(config, _("%s:%u: [%s]: a break kind needs %s, such as %s = 45min"), file,
		        line, name, key, key);
}

static bool has_settings(const Config *config, const char *section)
{
	for (size_t i = 0; i < config->n_settings; i++)
		if (strcmp(config->settings[i].section, section) == 0)
			return true;
	return false;
}

static int on_entry(void *userdata, const IniEntry *entry)
{
	Reading *reading = userdata;

	if (entry->key && entry->section[0] == '\0') {
		problem(reading->config, _("%s:%u: %s stands before any [section]"), reading->file,
		        entry->line, entry->key);
		return 0;
	}
	if (!section_name_valid(entry->section)) {
		/* of its keys nothing is told but this */
		if (!entry->key)
			problem(reading->config,
			        _("%s:%u: [%s]: a kind's name is 1 to %d of a-z 0-9 - _"),
			        reading->file, entry->line, entry->section, KIND_NAME_SIZE - 1);
		return 0;
	}
	if (entry->key)
		return read_key(reading, entry);
	if (entry->empty && !has_settings(reading->config, entry->section))
		report_missing(
		        reading->config, reading->file, entry->line, entry->section, "every");
	return 0;
}

static void on_problem(void *userdata, unsigned line, const char *text)
{
	Reading *reading = userdata;

	if (line > 0)
		problem(reading->config, "%s:%u: %s", reading->file, line, text);
	else
		problem(reading->config, "%s: %s", reading->file, text);
}

static int read_file(Config *config, const char *file)
{
	Reading reading = {.config = config, .file = file};
	const IniSink sink = {.entry = on_entry, .problem = on_problem, .userdata = &reading};

	return ini_read(file, FILE_SIZE_MAX, &sink);
}

static int interpret_fixed(Config *config, const FixedSection *fixed)
{
	for (size_t i = 0; i < fixed->n_keys; i++) {
		const Key *key = &fixed->keys[i];
		int r = key_parse(key, find_setting(config, fixed->name, key->name)->value, config);

		if (r < 0)
			return r;
	}
	return 0;
}

/* Each alone may be right, and all three together wrong. */
static int check_order(Config *config)
{
	static const char *const names[] = {"bump", "lull", "away-after"};
	const Setting *settings[ELEMENTSOF(names)], *given = NULL;
	int r = 0;

	if (config->rules.bump <= config->rules.lull &&
	        config->rules.lull <= config->rules.away_after)
		return 0;
	/* their defaults are in order, so one at least is given */
	for (size_t i = 0; i < ELEMENTSOF(names); i++) {
		settings[i] = find_setting(config, CONFIG_GENERAL, names[i]);
		if (!given || settings[i]->section_line > 0)
			given = settings[i];
	}
	problem(config,
	        _("%s:%u: [%s] bump = %s, lull = %s, away-after = %s: bump may not exceed lull, "
	          "nor lull away-after; their defaults stand"),
	        given->origin, given->section_line, CONFIG_GENERAL, settings[0]->value,
	        settings[1]->value, settings[2]->value);
	for (size_t i = 0; i < ELEMENTSOF(names) && r >= 0; i++) {
		const FixedSection *general = fixed_section_find(CONFIG_GENERAL);
		const Key *key = key_find(general->keys, general->n_keys, names[i]);

		r = put_setting(config, CONFIG_GENERAL, names[i], key->initial, ORIGIN_DEFAULT, 0);
		if (r >= 0)
			r = key_parse(key, key->initial, config);
	}
	return r;
}

static void kind_section_clear(KindSection *section)
{
	free(section->title);
	free(section->text);
}

/* The section of a kind; 0 with *ret_missing set if a key is missing that it needs. */
static int interpret_kind(
        Config *config, const char *name, KindSection *ret, const char **ret_missing)
{
	for (size_t i = 0; i < n_kind_keys; i++) {
		const Key *key = &kind_keys[i];
		Setting *setting = find_setting(config, name, key->name);
		int r;

		if (!setting && !key->initial) {
			*ret_missing = key->name;
			return 0;
		}
		if (!setting) {
			r = put_setting(config, name, key->name, key->initial, ORIGIN_DEFAULT, 0);
			if (r < 0)
				return r;
		}
		r = key_parse(key, setting ? setting->value : key->initial, ret);
		if (r < 0)
			return r;
	}
	return 0;
}

/* The line of a section, and the file that the last of its settings comes from. */
static unsigned section_line(const Config *config, const char *name, const char **ret_file)
{
	unsigned line = 0;

	for (size_t i = 0; i < config->n_settings; i++) {
		const Setting *setting = &config->settings[i];

		if (strcmp(setting->section, name) == 0 && setting->section_line > 0) {
			*ret_file = setting->origin;
			line = setting->section_line;
		}
	}
	return line;
}

static void report_left_out(Config *config)
{
	const char *name = section_left_out(config), *file = "";
	unsigned line = name ? section_line(config, name, &file) : 0;

	if (name)
		problem(config,
		        _("%s:%u: [%s]: more than %d sections; it and those after it are left out"),
		        file, line, name, SECTIONS_MAX);
}

/* Sorting moves kinds, so their contents are found by name afterwards. */
static void place_contents(
        Config *config, const char *const *names, KindSection *sections, size_t n)
{
	rules_sort_kinds(&config->rules);
	for (size_t i = 0; i < n; i++) {
		int kind = rules_find_kind(&config->rules, names[i]);

		if (kind < 0) {
			kind_section_clear(&sections[i]);
			continue;
		}
		config->contents[kind] =
		        (KindContent){sections[i].title, sections[i].text, sections[i].routine};
	}
}

static int interpret_kinds(Config *config)
{
	const char *names[SECTIONS_MAX];
	KindSection sections[SECTIONS_MAX] = {0};
	size_t n = section_names(config, names);
	int r = 0;

	report_left_out(config);
	for (size_t i = 0; i < n && r >= 0; i++) {
		const char *missing = NULL, *file = "";
		unsigned line = section_line(config, names[i], &file);
		Kind *kind = &config->rules.kinds[config->rules.n_kinds];

		if (fixed_section_find(names[i]))
			continue;
		r = interpret_kind(config, names[i], &sections[i], &missing);
		if (r < 0)
			break;
		if (missing) {
			report_missing(config, file, line, names[i], missing);
			continue;
		}
		if (!sections[i].enabled)
			continue;
		if (config->rules.n_kinds == KINDS_MAX) {
			problem(config,
			        _("%s:%u: [%s]: more than %d kinds are enabled; this one is left "
			          "out"),
			        file, line, names[i], KINDS_MAX);
			continue;
		}
		*kind = (Kind){.every = sections[i].every, .length = sections[i].length};
		strcpy(kind->name, names[i]);
		config->rules.n_kinds++;
	}
	place_contents(config, names, sections, n);
	return r;
}

int config_read(const char *const *files, size_t n_files, Config **ret)
{
	Config *config = calloc(1, sizeof(*config));
	int r;

	if (!config)
		return -ENOMEM;
	r = put_defaults(config);
	for (size_t i = 0; i < n_files && r >= 0; i++)
		r = read_file(config, files[i]);
	for (size_t i = 0; i < n_fixed_sections && r >= 0; i++)
		r = interpret_fixed(config, &fixed_sections[i]);
	if (r >= 0)
		r = check_order(config);
	if (r >= 0)
		r = interpret_kinds(config);
	if (r < 0) {
		config_free(config);
		return r;
	}
	*ret = config;
	return 0;
}

int config_read_default(Config **ret)
{
	char **files = NULL;
	size_t n_files = 0;
	int r;

	r = paths_config_files(&files, &n_files);
	if (r >= 0)
		r = config_read((const char *const *)files, n_files, ret);
	paths_free(files, n_files);
	return r;
}

Config *config_free(Config *config)
{
	if (!config)
		return NULL;
	for (size_t i = 0; i < config->n_settings; i++)
		setting_free(&config->settings[i]);
	for (size_t i = 0; i < config->n_problems; i++)
		free(config->problems[i]);
	for (size_t i = 0; i < KINDS_MAX; i++) {
		free(config->contents[i].title);
		free(config->contents[i].text);
	}
	free(config->settings);
	free(config->problems);
	free(config->notifier);
	free(config);
	return NULL;
}
