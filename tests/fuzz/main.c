/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps the fuzz targets alive without a fuzzer: gives them each file of their corpus, a case a
 * file. A target that finds something aborts. Usage: fuzz-TARGET DIRECTORY */

#include <dirent.h>
#include <string.h>

#include "fuzz.h"
#include "util/cleanup.h"

#define INPUT_MAX (1024 * 1024)

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void run_file(const char *directory, const char *name)
{
	CLEANUP(free) uint8_t *data = malloc(INPUT_MAX);
	CLEANUP(free) char *path = NULL;
	CLEANUP(fclose) FILE *file = NULL;
	size_t size;

	FUZZ_ASSERT(data && asprintf(&path, "%s/%s", directory, name) > 0);
	file = fopen(path, "re");
	FUZZ_ASSERT(file);
	size = fread(data, 1, INPUT_MAX, file);
	FUZZ_ASSERT(size < INPUT_MAX && !ferror(file));
	LLVMFuzzerTestOneInput(data, size);
}

int main(int argc, char *argv[])
{
	struct dirent **entries = NULL;
	int n = argc == 2 ? scandir(argv[1], &entries, not_hidden, alphasort) : 0;

	if (n <= 0) {
		fprintf(stderr, "Usage: %s DIRECTORY, with files in it\n", argv[0]);
		return EXIT_FAILURE;
	}
	printf("1..%d\n", n);
	for (int i = 0; i < n; i++) {
		run_file(argv[1], entries[i]->d_name);
		printf("ok %d - %s\n", i + 1, entries[i]->d_name);
		fflush(stdout);
		free(entries[i]);
	}
	free(entries);
	return EXIT_SUCCESS;
}
