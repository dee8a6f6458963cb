/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* A fuzz target gives the daemon bytes where it expects a file. libFuzzer calls it, or main.c does
 * for each file of the corpus. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is not true is a finding. */
#define FUZZ_ASSERT(condition)                                                                     \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* A file in memory, and its path. */
typedef struct FuzzFile {
	int fd;
	char path[32];
} FuzzFile;

static inline void fuzz_file_fill(FuzzFile *file, const uint8_t *data, size_t size)
{
	if (file->path[0] == '\0') {
		file->fd = memfd_create("fuzz", MFD_CLOEXEC);
		FUZZ_ASSERT(file->fd >= 0);
		snprintf(file->path, sizeof(file->path), "/proc/self/fd/%d", file->fd);
	}
	FUZZ_ASSERT(ftruncate(file->fd, 0) == 0);
	FUZZ_ASSERT(pwrite(file->fd, data, size, 0) == (ssize_t)size);
}
