/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Scenes made of the bus's properties as a person writes them down. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "client/notify-view.h"

/* Of a dictionary in GVariant's text format. */
static inline Scene scene_of(const char *properties)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GVariant) variant = g_variant_parse(NULL, properties, NULL, NULL, &error);

	if (!variant)
		fail_msg("%s: %s", properties, error->message);
	return scene_read(variant);
}
