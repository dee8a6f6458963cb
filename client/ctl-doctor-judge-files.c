/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files and clocks, judged: does Limber find and keep what it needs? Looks at none itself. */

#include <errno.h>
#include <sys/stat.h>

#include "ctl-doctor.h"
#include "ctl.h"
#include "util/cleanup.h"

/* A wall clock that has not been set since the machine was built is before this: 2024-01-01. */
#define WALL_CLOCK_MIN (1704067200 * USEC_PER_SEC)

static bool has_problem(const Config *config, const char *path)
{
	for (size_t i = 0; i < config->n_problems; i++)
		if (strncmp(config->problems[i], path, strlen(path)) == 0)
			return true;
	return false;
}

static void judge_config_file(Findings *f, const DoctorPlace *file, const Config *config)
{
	const char *check = "config";

	if (file->error == 0 && (file->mode & S_IWOTH))
		doctor_warn(f, check, _("chmod o-w it"),
		        _("%s can be written by everybody, and names a program to run"),
		        file->path);
	else if (!has_problem(config, file->path))
		doctor_ok(f, check, "%s", file->path);
}

static bool is_ours(const Config *config, const char *problem)
{
	for (size_t i = 0; i < config->n_problems; i++)
		if (strcmp(config->problems[i], problem) == 0)
			return true;
	return false;
}

void doctor_judge_config(Findings *f, const DoctorPlace *files, size_t n_files,
        const Config *config, const CtlStatus *status)
{
	const char *check = "config";

	for (size_t i = 0; i < n_files; i++)
		judge_config_file(f, &files[i], config);
	if (n_files == 0)
		doctor_ok(f, check, _("no limber.ini: every key is at its default"));
	for (size_t i = 0; i < config->n_problems; i++)
		doctor_warn(f, check, _("correct it, then: limberctl reload"), "%s",
		        config->problems[i]);
	for (size_t i = 0; status && i < status->n_problems; i++)
		if (!is_ours(config, status->problems[i]))
			doctor_warn(f, check, _("limberctl reload"), _("still in force: %s"),
			        status->problems[i]);
}

void doctor_judge_directory(Findings *f, const char *check, const DoctorPlace *place)
{
	const char *make_room = _("see to the directory that it is to be in");

	if (place->error == -ENOENT && place->writable)
		doctor_ok(f, check, _("%s is made when it is needed"), place->path);
	else if (place->error == -ENOENT)
		doctor_warn(
		        f, check, make_room, _("%s is not there, and cannot be made"), place->path);
	else if (place->error < 0)
		doctor_warn(f, check, make_room, "%s: %s", place->path, strerror(-place->error));
	else if (!S_ISDIR(place->mode))
		doctor_warn(f, check, _("move it away"), _("%s is in the way: it is no directory"),
		        place->path);
	else if (!place->writable)
		doctor_warn(f, check, _("chown and chmod u+rwx it"),
		        _("%s cannot be written to, so nothing is remembered"), place->path);
	else if (place->mode & (S_IRWXG | S_IRWXO))
		doctor_warn(f, check, _("chmod go-rwx it"),
		        _("%s is open to others, who see when you are here"), place->path);
	else
		doctor_ok(f, check, "%s", place->path);
}

void doctor_judge_state_problem(Findings *f, const CtlStatus *status)
{
	if (*status->state_problem)
		doctor_warn(f, "state", _("make room there, and see that it is yours"),
		        _("limberd could not save: %s"), status->state_problem);
}

void doctor_judge_clock(Findings *f, const DoctorClock *clock)
{
	char up[FORMAT_SPAN_SIZE], asleep[FORMAT_SPAN_SIZE];

	if (clock->boottime < clock->monotonic)
		doctor_fail(f, "clock", _("report it to the makers of the kernel"),
		        _("the clock that counts sleep is behind the one that does not"));
	else if (clock->realtime < WALL_CLOCK_MIN)
		doctor_warn(f, "clock", _("timedatectl set-ntp true"),
		        _("the wall clock is not set: working hours and history are wrong"));
	else
		doctor_ok(f, "clock", _("%s since the start of the machine, %s of it asleep"),
		        format_span(clock->boottime, up),
		        format_span(clock->boottime - clock->monotonic, asleep));
	if (clock->zone_known)
		doctor_ok(f, "time-zone", "%s", *clock->zone ? clock->zone : _("the system's"));
	else if (*clock->zone)
		doctor_warn(f, "time-zone", _("correct TZ, or unset it"),
		        _("TZ=%s is not known here: times are UTC"), clock->zone);
	else
		doctor_warn(f, "time-zone", _("timedatectl set-timezone Area/City"),
		        _("none is set: times are UTC"));
}
