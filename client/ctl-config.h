/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-format.h"

/* The settings in force, as limberd tells them: sections together, in their order. */

typedef struct CtlSetting {
	const char *section;
	const char *key;
	const char *value;
	const char *source; /* a file, or "default" */
} CtlSetting;

/* As text, a section after the other, keys, values and sources aligned. home: shortened to ~ in
 * sources, or NULL. Returns 0 or -ENOMEM. */
int ctl_print_settings(
        FILE *out, const CtlStyle *style, const CtlSetting *settings, size_t n, const char *home);

/* As JSON: {SECTION: {KEY: {"value": ..., "file": ...}}}. Returns 0 or -ENOMEM. */
int ctl_print_settings_json(FILE *out, const CtlSetting *settings, size_t n);
