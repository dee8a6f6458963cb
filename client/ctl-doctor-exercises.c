/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at pictures and tries limber-routine for the doctor. Judges nothing. */

#include "ctl-doctor-exercises.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "util/cleanup.h"
#include "util/spawn.h"

#define TRIAL_MAX_WAIT (2 * USEC_PER_SEC)

/* What limberd takes; no exercises need more. */
#define OUTPUT_MAX (256 * 1024)

/* --- Pictures */

/* A PNG that was cut off begins well, but lacks its last chunk. */
static bool is_whole(const char *path)
{
	static const unsigned char end[] = {'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};
	CLEANUP(close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	unsigned char last[sizeof(end)];

	return fd >= 0 && lseek(fd, -(off_t)sizeof(end), SEEK_END) > 0 &&
	       read(fd, last, sizeof(last)) == (ssize_t)sizeof(last) &&
	       memcmp(last, end, sizeof(end)) == 0;
}

static int add_bad(DoctorPictures *pictures, const Exercise *exercise, const char *which)
{
	char **grown = reallocarray(pictures->bad, pictures->n_bad + 1, sizeof(*pictures->bad));

	if (!grown)
		return -ENOMEM;
	pictures->bad = grown;
	if (asprintf(&grown[pictures->n_bad], "%s-%s", exercise->picture, which) < 0)
		return -ENOMEM;
	pictures->n_bad++;
	return 0;
}

int doctor_look_at_pictures(const Catalogue *catalogue, DoctorPictures *ret)
{
	static const char *const which[] = {"start", "end"};
	DoctorPictures pictures = {0};
	int r = 0;

	for (size_t i = 0; i < catalogue->n_exercises && r >= 0; i++)
		for (size_t k = 0; k < ELEMENTSOF(which) && r >= 0; k++) {
			CLEANUP(free)
			char *path = exercise_picture(&catalogue->exercises[i], which[k]);

			pictures.n++;
			if (!path || !is_whole(path))
				r = add_bad(&pictures, &catalogue->exercises[i], which[k]);
		}
	if (r < 0)
		doctor_pictures_done(&pictures);
	else
		*ret = pictures;
	return r;
}

void doctor_pictures_done(DoctorPictures *pictures)
{
	for (size_t i = 0; i < pictures->n_bad; i++)
		free(pictures->bad[i]);
	free(pictures->bad);
}

/* --- limber-routine */

/* Appends to the last bytes of a text. */
static void keep_last(char *said, size_t room, const char *bytes, size_t n)
{
	size_t length = strlen(said);

	if (n >= room) {
		bytes += n - (room - 1);
		n = room - 1;
	}
	if (length + n >= room) {
		size_t drop = length + n - (room - 1);

		memmove(said, said + drop, length - drop);
		length -= drop;
	}
	memcpy(said + length, bytes, n);
	said[length + n] = '\0';
}

/* Reads all that it says. -ETIMEDOUT if there is no end of it in time, or in any length that
 * limberd would read. */
static int read_to_end(int fd, usec_t deadline, DoctorTrial *trial)
{
	char bytes[4096];
	size_t size = 0;

	for (;;) {
		struct pollfd pollfd = {.fd = fd, .events = POLLIN};
		usec_t left = deadline - clock_monotonic();
		ssize_t n;

		if (left <= 0 || size > OUTPUT_MAX ||
		        poll(&pollfd, 1, (int)(left / USEC_PER_MSEC) + 1) == 0)
			return -ETIMEDOUT;
		n = read(fd, bytes, sizeof(bytes));
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 0)
			return 0;
		if (n > 0) {
			keep_last(trial->said, sizeof(trial->said), bytes, (size_t)n);
			size += (size_t)n;
		}
	}
}

/* The last line alone, without its end. */
static void cut_to_last_line(DoctorTrial *trial)
{
	size_t length = strlen(trial->said);
	const char *line;

	trial->complete = length > 0 && trial->said[length - 1] == '\n';
	if (trial->complete)
		trial->said[length - 1] = '\0';
	line = strrchr(trial->said, '\n');
	if (line)
		memmove(trial->said, line + 1, strlen(line + 1) + 1);
	trial->complete = trial->complete && strcmp(trial->said, "end") == 0;
}

/* It has closed its output, so it is about to end. */
static int wait_for_end(pid_t pid, usec_t deadline, int *ret_status)
{
	const struct timespec moment = {.tv_nsec = 5000000};

	for (;;) {
		pid_t ended = waitpid(pid, ret_status, WNOHANG);

		if (ended == pid)
			return 0;
		if (ended < 0)
			return -errno;
		if (clock_monotonic() >= deadline)
			return -ETIMEDOUT;
		nanosleep(&moment, NULL);
	}
}

DoctorTrial doctor_try_routine(const char *program)
{
	usec_t deadline = clock_monotonic() + TRIAL_MAX_WAIT;
	char *argv[] = {NULL, (char *)"--purpose", (char *)"exercises", (char *)"--length",
	        (char *)"3min", NULL};
	DoctorTrial trial = {.program = program};
	CLEANUP(close) int in = -1;
	int fds[2];
	pid_t pid;

	if (!program)
		return trial;
	if (pipe2(fds, O_CLOEXEC) < 0) {
		trial.error = -errno;
		return trial;
	}
	in = fds[0];
	trial.error = spawn_start(program, argv, fds[1], fds[1], &pid);
	close(fds[1]);
	if (trial.error < 0)
		return trial;
	trial.error = read_to_end(in, deadline, &trial);
	cut_to_last_line(&trial);
	if (trial.error >= 0)
		trial.error = wait_for_end(pid, deadline, &trial.status);
	if (trial.error < 0) {
		kill(pid, SIGKILL);
		waitpid(pid, &trial.status, 0);
	}
	return trial;
}
