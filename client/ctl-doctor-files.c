/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at files and clocks for the doctor. Judges nothing. */

#include "ctl-doctor-files.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "util/cleanup.h"

/* Whether the nearest directory above path that exists can be written to. */
static bool can_be_made(const char *path)
{
	CLEANUP(free) char *above = strdup(path);
	char *slash;

	while (above && (slash = strrchr(above, '/')) && slash != above) {
		*slash = '\0';
		if (access(above, F_OK) == 0)
			return access(above, W_OK | X_OK) == 0;
	}
	return false;
}

DoctorPlace doctor_look(const char *path)
{
	DoctorPlace place = {.path = path};
	struct stat st;

	if (stat(path, &st) < 0) {
		place.error = -errno;
		place.writable = place.error == -ENOENT && can_be_made(path);
		return place;
	}
	place.mode = st.st_mode;
	place.writable = access(path, S_ISDIR(st.st_mode) ? W_OK | X_OK : W_OK) == 0;
	return place;
}

/* DIRECTORY/NAME, to be freed, if it can be run. */
static char *program_in(const char *directory, size_t length, const char *name)
{
	char *path;

	if (asprintf(&path, "%.*s/%s", (int)length, directory, name) < 0)
		return NULL;
	if (access(path, X_OK) == 0)
		return path;
	free(path);
	return NULL;
}

static char *program_beside(const char *name, pid_t pid)
{
	char link[32] = "/proc/self/exe", self[PATH_MAX];
	ssize_t length;
	char *slash;

	if (pid != 0)
		snprintf(link, sizeof(link), "/proc/%d/exe", (int)pid);
	length = readlink(link, self, sizeof(self) - 1);
	if (length < 0)
		return NULL;
	self[length] = '\0';
	slash = strrchr(self, '/');
	return slash ? program_in(self, (size_t)(slash - self), name) : NULL;
}

char *doctor_find_program(const char *name, pid_t daemon_pid)
{
	const char *path = getenv("PATH");
	char *found;

	if (strchr(name, '/'))
		return access(name, X_OK) == 0 ? strdup(name) : NULL;
	found = program_beside(name, daemon_pid);
	while (!found && path && *path) {
		size_t length = strcspn(path, ":");

		if (length > 0)
			found = program_in(path, length, name);
		path += length + (path[length] == ':');
	}
	return found;
}

/* Whether the C library can make something of TZ: a file of the zone database, or a rule such as
 * CET-1CEST. Of anything else it makes UTC without a word. */
static bool is_zone(const char *zone)
{
	const char *directory = getenv("TZDIR");
	CLEANUP(free) char *path = NULL;

	if (*zone == ':')
		zone++;
	if (*zone == '/')
		return access(zone, R_OK) == 0;
	if (strcmp(zone, "UTC") == 0 || strpbrk(zone, "0123456789,<"))
		return true;
	if (asprintf(&path, "%s/%s", directory ? directory : "/usr/share/zoneinfo", zone) < 0) {
		path = NULL;
		return false;
	}
	return access(path, R_OK) == 0;
}

DoctorClock doctor_read_clock(void)
{
	const char *zone = getenv("TZ");
	DoctorClock clock = {.zone = zone ? zone : ""};

	/* in this order the second is never behind for having been read first */
	clock.monotonic = clock_monotonic();
	clock.boottime = clock_boottime();
	clock.realtime = clock_realtime();
	/* an empty TZ means UTC, and says so */
	clock.zone_known = zone ? !*zone || is_zone(zone) : access("/etc/localtime", R_OK) == 0;
	return clock;
}
