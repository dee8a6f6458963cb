/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The settings in force, in the form of the file they are written in, and as JSON. */

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "ctl-config.h"
#include "util/cleanup.h"

/* A value longer than this does not push the sources of all others to the right. */
#define VALUE_COLUMNS 16

DEFINE_CLEANUP(json_t *, json_decref);

static bool is_default(const CtlSetting *setting)
{
	return strcmp(setting->source, "default") == 0;
}

static char *format_source(const CtlSetting *setting, const char *home)
{
	size_t length = home ? strlen(home) : 0;
	char *text;

	if (length > 1 && strncmp(setting->source, home, length) == 0 &&
	        setting->source[length] == '/') {
		if (asprintf(&text, "~%s", setting->source + length) < 0)
			return NULL;
		return text;
	}
	return strdup(setting->source);
}

static int print_setting(FILE *out, const CtlStyle *style, const CtlSetting *setting,
        const char *home, size_t key_columns)
{
	CLEANUP(free) char *source = format_source(setting, home);
	CLEANUP(free) char *key = ctl_escape(setting->key, style->utf8);
	CLEANUP(free) char *value = ctl_escape(setting->value, style->utf8);
	CLEANUP(free) char *escaped = source ? ctl_escape(source, style->utf8) : NULL;

	if (!key || !value || !escaped)
		return -ENOMEM;
	fprintf(out, "%s%s%s", ctl_colour(style, is_default(setting) ? CTL_PLAIN : CTL_BOLD), key,
	        ctl_colour(style, CTL_PLAIN));
	ctl_print_padding(out, ctl_text_width(key, strlen(key)), key_columns);
	fprintf(out, " = %s", value);
	ctl_print_padding(out, ctl_text_width(value, strlen(value)), VALUE_COLUMNS);
	fprintf(out, "  %s# %s%s\n", ctl_colour(style, is_default(setting) ? CTL_DIM : CTL_BLUE),
	        escaped, ctl_colour(style, CTL_PLAIN));
	return 0;
}

static int print_section(FILE *out, const CtlStyle *style, const char *section)
{
	CLEANUP(free) char *escaped = ctl_escape(section, style->utf8);

	if (!escaped)
		return -ENOMEM;
	fprintf(out, "%s[%s]%s\n", ctl_colour(style, CTL_BOLD), escaped,
	        ctl_colour(style, CTL_PLAIN));
	return 0;
}

int ctl_print_settings(
        FILE *out, const CtlStyle *style, const CtlSetting *settings, size_t n, const char *home)
{
	size_t key_columns = 0;
	int r = 0;

	for (size_t i = 0; i < n; i++) {
		size_t width = ctl_text_width(settings[i].key, strlen(settings[i].key));

		key_columns = width > key_columns ? width : key_columns;
	}
	for (size_t i = 0; i < n && r == 0; i++) {
		if (i == 0 || strcmp(settings[i].section, settings[i - 1].section) != 0) {
			fputs(i == 0 ? "" : "\n", out);
			r = print_section(out, style, settings[i].section);
		}
		if (r == 0)
			r = print_setting(out, style, &settings[i], home, key_columns);
	}
	return r;
}

static int add_setting(json_t *root, const CtlSetting *setting)
{
	json_t *section = json_object_get(root, setting->section);
	json_t *value;

	if (!section) {
		section = json_object();
		if (json_object_set_new(root, setting->section, section) < 0)
			return -ENOMEM;
	}
	value = json_pack("{s:s, s:s?}", "value", setting->value, "file",
	        is_default(setting) ? NULL : setting->source);
	return json_object_set_new(section, setting->key, value) < 0 ? -ENOMEM : 0;
}

int ctl_print_settings_json(FILE *out, const CtlSetting *settings, size_t n)
{
	CLEANUP(json_decref) json_t *root = json_object();

	if (!root)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		if (add_setting(root, &settings[i]) < 0)
			return -ENOMEM;
	json_dumpf(root, out, JSON_INDENT(2));
	fputc('\n', out);
	return 0;
}
