/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Goes on from the saved state: tells the core how long it was down, and what is no longer there.
 */

#include "restore.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "util/cleanup.h"
#include "util/intl.h"
#include "util/log.h"
#include "util/paths.h"

#define STATE_FILE  "state.ini"
#define DAMAGED_MAX 99

static void read_boot_id(char ret[static 40])
{
	CLEANUP(fclose) FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");

	if (!file || !fgets(ret, 40, file))
		strcpy(ret, "unknown");
	ret[strcspn(ret, "\n")] = '\0';
}

static char *state_path(const Manager *manager)
{
	char *path;

	return asprintf(&path, "%s/" STATE_FILE, manager->state_directory) < 0 ? NULL : path;
}

int restore_save(Manager *manager, usec_t wall_offset)
{
	CLEANUP(free) char *path = state_path(manager);
	StateStamp stamp = {.wall = manager->core.now + wall_offset, .day = manager->calendar.day};

	if (!path)
		return -ENOMEM;
	read_boot_id(stamp.boot_id);
	return state_save(path, &manager->core, &stamp);
}

/* Keeps a damaged state for whoever wants to look at it. */
static void set_aside(const char *path, const char *error)
{
	char *aside = NULL;

	for (int i = 1; i <= DAMAGED_MAX; i++) {
		free(aside);
		if (asprintf(&aside, i == 1 ? "%s.damaged" : "%s.damaged.%d", path, i) < 0)
			return;
		if (access(aside, F_OK) < 0)
			break;
	}
	if (rename(path, aside) < 0)
		log_error(_("%s: damaged, %s; it cannot be set aside: %s"), path, error,
		        strerror(errno));
	else
		log_warning(_("%s: damaged, %s; it was set aside as %s, the clocks begin anew"),
		        path, error, aside);
	free(aside);
}

/* 0 if there is a state to go on from. */
static int load(Manager *manager, StateStamp *stamp)
{
	CLEANUP(free) char *path = state_path(manager);
	CLEANUP(free) char *error = NULL;
	int r;

	if (!path)
		return -ENOMEM;
	r = state_load(path, &manager->core, stamp, &error);
	if (r == -EBADMSG)
		set_aside(path, error);
	else if (r < 0 && r != -ENOENT)
		log_error(_("%s: %s; the clocks begin anew"), path, strerror(-r));
	return r;
}

/* Whether the state is of another boot; if so, its moments become ones of this. */
static bool move_to_this_boot(Manager *manager, const StateStamp *stamp, usec_t now)
{
	char boot_id[40];
	usec_t down = clock_realtime() - stamp->wall;

	read_boot_id(boot_id);
	if (strcmp(boot_id, stamp->boot_id) == 0 && manager->core.now <= now)
		return false;
	if (down < 0)
		down = 0;
	if (down > USEC_SPAN_MAX)
		down = USEC_SPAN_MAX;
	core_shift(&manager->core, now - down - manager->core.now);
	return true;
}

/* Holds of programs that have left meanwhile end. */
static void check_callers(Manager *manager, bool another_boot, usec_t now)
{

	/* backwards, since those that end leave the set */
	for (size_t i = manager->core.holds.n_holds; i > 0; i--) {
		const Hold *hold = &manager->core.holds.holds[i - 1];
		Event event = {.type = EVENT_RELEASE, .at = now, .since = now};

		if (hold->caller[0] == '\0')
			continue;
		if (!another_boot &&
		        callers_watch(manager->callers, hold->owner, hold->caller) >= 0)
			continue;
		strcpy(event.owner, hold->owner);
		manager_step(manager, &event);
	}
}

void restore_doubt_silence(Manager *manager)
{
	const Core *core = &manager->core;
	int r;

	if (core->away_since == USEC_NEVER && core->silent_since == USEC_NEVER)
		return;
	r = presence_doubt(manager->presence);
	if (r < 0)
		log_error(_("whether you are still away cannot be seen before you pause again: %s"),
		        strerror(-r));
}

static void go_on(Manager *manager, const StateStamp *stamp, usec_t now)
{
	bool another_boot = move_to_this_boot(manager, stamp, now);
	usec_t since = manager->core.now;
	bool outside = hold_set_find(&manager->core.holds, HOURS_OWNER) != NULL;

	calendar_watch_init(&manager->calendar, &manager->config->hours, outside, stamp->day);
	manager->calendar_seen = since;
	manager_step(manager, &(Event){.type = EVENT_DOWN,
	                              .at = now,
	                              .since = since,
	                              .another_boot = another_boot});
	manager_tell_calendar(manager, now);
	manager_step(manager, &(Event){.type = EVENT_UP, .at = now, .since = now});
	if (!rules_equal(&manager->core.rules, &manager->config->rules))
		manager_step(manager, &(Event){.type = EVENT_RULES,
		                              .at = now,
		                              .since = now,
		                              .rules = &manager->config->rules});
	check_callers(manager, another_boot, now);
	/* a lock is told anew if it is still on; if it is not, nobody will tell */
	if (manager->core.locked)
		manager_step(manager, &(Event){.type = EVENT_UNLOCK, .at = now, .since = now});
	/* the source that told of it was the last process's; ours may find it broken already */
	restore_doubt_silence(manager);
}

void restore_open(Manager *manager)
{
	usec_t now = clock_boottime();
	StateStamp stamp;
	int r;

	r = paths_state_directory(&manager->state_directory);
	if (r >= 0)
		r = paths_make_directories(manager->state_directory);
	if (r < 0)
		log_error(_("there is no place for the state: %s; nothing will outlive a restart"),
		        strerror(-r));
	if (r >= 0)
		r = load(manager, &stamp);
	if (r >= 0) {
		go_on(manager, &stamp, now);
	} else {
		core_init(&manager->core, &manager->config->rules, now);
		calendar_watch_init(&manager->calendar, &manager->config->hours, false, 0);
	}
	manager_follow_wall_clock(manager);
}
