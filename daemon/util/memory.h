/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Gives back what work that is over has left resident and a daemon at rest does not need: free
 * pages of the heap, and pages of code and constants, of which the kernel brings back those that
 * run again from its page cache, without reading a disk. To be called when something larger is
 * done, such as starting up, not at every event. */
void memory_give_back(void);
