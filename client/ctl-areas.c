/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Areas on the command line, and on their way to limberd. */

#include "ctl-areas.h"

#include <string.h>

#include "util/cleanup.h"
#include "util/nearest.h"

static CtlExit no_area(const char *word)
{
	char all[AREAS_TEXT_SIZE];
	const char *names[AREA_MAX], *near;

	for (Area area = 0; area < AREA_MAX; area++)
		names[area] = area_to_string(area);
	near = nearest_name(word, names, AREA_MAX);
	if (near)
		return ctl_complain(
		        CTL_USAGE, _("\"%s\" is not an area; did you mean \"%s\"?"), word, near);
	return ctl_complain(CTL_USAGE, _("\"%s\" is not an area: one is %s"), word,
	        areas_format(AREAS_ALL, all));
}

CtlExit ctl_area_from_word(const char *word, Area *ret)
{
	int area = area_from_string(word);

	if (area < 0)
		return no_area(word);
	*ret = (Area)area;
	return CTL_DONE;
}

CtlExit ctl_areas_from_words(const char *const *words, size_t n, AreaMask *ret)
{
	AreaMask mask = 0;

	for (size_t i = 0; i < n; i++) {
		CLEANUP(free) char *copy = strdup(words[i]);
		char *rest = copy, *word;

		if (!copy)
			return ctl_complain(CTL_REFUSED, _("out of memory"));
		while ((word = strsep(&rest, ","))) {
			Area area = AREA_MAX;
			CtlExit code = ctl_area_from_word(word, &area);

			if (code != CTL_DONE)
				return code;
			mask |= AREA_BIT(area);
		}
	}
	*ret = mask;
	return CTL_DONE;
}

int ctl_append_areas(sd_bus_message *call, AreaMask areas)
{
	int r = sd_bus_message_open_container(call, 'a', "s");

	for (Area area = 0; area < AREA_MAX && r >= 0; area++)
		if (areas & AREA_BIT(area))
			r = sd_bus_message_append(call, "s", area_to_string(area));
	return r < 0 ? r : sd_bus_message_close_container(call);
}
