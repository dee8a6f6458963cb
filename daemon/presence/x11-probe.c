/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether an X server answers. Asks with a connection of its own for a version of the protocol
 * that no server has. The refusal is an answer, needs no key, and leaves no client behind whose end
 * could reset the server. X Window System Protocol, "Connection Setup". */

#include "x11-probe.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <xcb/xcb.h>

#include "util/cleanup.h"

#define SOCKET_PATH "/tmp/.X11-unix/X"

struct X11Probe {
	int fd;
	sd_event_source *io;
	void (*done)(void *userdata, int result);
	void *userdata;
};

static int on_answer(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	X11Probe *probe = userdata;
	char byte;
	ssize_t n = recv(fd, &byte, sizeof(byte), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	sd_event_source_set_enabled(source, SD_EVENT_OFF);
	probe->done(probe->userdata, n > 0 ? 0 : n < 0 ? -errno : -ECONNRESET);
	return 0;
}

/* The path of the socket, as libxcb would find it. */
static int find_path(char *path, size_t size)
{
	CLEANUP(free) char *host = NULL;
	int display, screen, n;

	if (!xcb_parse_display(NULL, &host, &display, &screen))
		return -EDESTADDRREQ;
	if (host[0] == '/')
		n = snprintf(path, size, "%s", host);
	else if (host[0] == '\0' || strcmp(host, "unix") == 0)
		n = snprintf(path, size, SOCKET_PATH "%d", display);
	else
		return -EREMOTE;
	return (size_t)n < size ? 0 : -ENAMETOOLONG;
}

/* A stream socket's connect() neither waits nor is under way afterwards, but fails with EAGAIN
 * where too many wait for the server already. */
static int connect_to(int fd, const char *path, bool abstract)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = strlen(path);

	/* an abstract name begins with a zero and ends with the address */
	memcpy(address.sun_path + abstract, path, length);
	length += offsetof(struct sockaddr_un, sun_path) + 1;
	if (connect(fd, (struct sockaddr *)&address, (socklen_t)length) < 0)
		return errno == EAGAIN ? -ETIMEDOUT : -errno;
	return 0;
}

static int ask(int fd)
{
	/* this byte order, version 0.0, no name and no data of an authorization protocol */
	static const char request[12] = {__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 'l' : 'B'};
	struct sockaddr_un address;
	char path[sizeof(address.sun_path) - 1];
	int r;

	r = find_path(path, sizeof(path));
	if (r < 0)
		return r;
	r = connect_to(fd, path, true);
	if (r == -ECONNREFUSED)
		r = connect_to(fd, path, false);
	if (r < 0)
		return r == -ENOENT ? -ECONNREFUSED : r;
	return send(fd, request, sizeof(request), MSG_NOSIGNAL) < 0 ? -errno : 0;
}

int x11_probe_new(
        sd_event *event, void (*done)(void *userdata, int result), void *userdata, X11Probe **ret)
{
	X11Probe *probe = calloc(1, sizeof(*probe));
	int r;

	if (!probe)
		return -ENOMEM;
	probe->done = done;
	probe->userdata = userdata;
	probe->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	r = probe->fd < 0 ? -errno : ask(probe->fd);
	if (r >= 0)
		r = sd_event_add_io(event, &probe->io, probe->fd, EPOLLIN, on_answer, probe);
	if (r < 0) {
		x11_probe_free(probe);
		return r;
	}
	*ret = probe;
	return 0;
}

X11Probe *x11_probe_free(X11Probe *probe)
{
	if (!probe)
		return NULL;
	sd_event_source_disable_unref(probe->io);
	if (probe->fd >= 0)
		close(probe->fd);
	free(probe);
	return NULL;
}
