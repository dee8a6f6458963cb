/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a daemon keeps resident: what work that is over has left, it does not need at rest. The
 * kernel brings back what runs or is read again, from its page cache, without reading a disk. */

/* To be called once, before anything large is allocated. */
void memory_set_up(void);

/* Gives back this program's own code and constants, which costs some microseconds: for the end of
 * every event, as the last thing done. Nothing before the first memory_give_back(). 0, or -1 if the
 * kernel does not let it. */
int memory_give_back_code(void);

/* Gives back the libraries' code and constants too, and the free pages of heap and stack: when
 * something larger is done, such as starting up. Likewise. */
int memory_give_back(void);
