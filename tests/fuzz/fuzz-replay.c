/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any written day: it is played to its end, or refused with the line. */

#include <errno.h>

#include "fuzz.h"
#include "replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FuzzFile file;
	static Config *config;
	static FILE *nowhere;
	int r;

	if (!config) {
		FUZZ_ASSERT(config_read(NULL, 0, &config) == 0);
		nowhere = fopen("/dev/null", "we");
		FUZZ_ASSERT(nowhere);
	}
	fuzz_file_fill(&file, data, size);
	r = replay_run(file.path, config, nowhere);
	FUZZ_ASSERT(r == 0 || r == -EINVAL);
	return 0;
}
