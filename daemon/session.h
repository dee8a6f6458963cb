/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <systemd/sd-bus.h>

/* The login session: locked or not, in the foreground or not, and the machine's going to sleep;
 * from logind, and from the screen savers of desktops that do not tell it. Always beside the
 * presence source. */

typedef struct Session Session;

/* Called from the event loop only. */
typedef struct SessionSink {
	/* Whether the user cannot be at the desk, from now on: locked, or another session in front.
	 */
	void (*barred)(void *userdata, bool barred);
	/* Before falling asleep, and after waking. Sleep waits until `sleeping` has returned. */
	void (*sleeping)(void *userdata, bool sleeping);
	/* The session that limberd was started in is over. */
	void (*ended)(void *userdata);
	/* Something that status shows is another. */
	void (*changed)(void *userdata);
	void *userdata;
} SessionSink;

/* Without a system bus (NULL) or a session of logind's it works with what there is, and says so. 0
 * or a negative errno. The sink is copied. */
int session_new(sd_bus *session_bus, sd_bus *system_bus, const SessionSink *sink, Session **ret);
Session *session_free(Session *session);

/* There was input after a silence. A desktop that locks at logind's request, but tells neither hint
 * nor end of it, is unlocked by then. */
void session_input(Session *session);

/* logind's id, "" if it is not known. */
const char *session_id(const Session *session);
bool session_locked(const Session *session);
bool session_active(const Session *session);
/* What is wrong, for people; "" if nothing. */
const char *session_problem(const Session *session);
