/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any month of history: events come out that pain and advice can be worked out from. */

#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"
#include "routine/pain.h"
#include "util/cleanup.h"
#include "util/utf8.h"

/* TOP/history/2026-11.jsonl is the input. */
static char *put_file(const uint8_t *data, size_t size)
{
	static FuzzFile file;
	CLEANUP(free) char *folder = NULL;
	CLEANUP(free) char *link = NULL;
	char *top = strdup("/tmp/limber-fuzz-XXXXXX");

	fuzz_file_fill(&file, data, size);
	FUZZ_ASSERT(top && mkdtemp(top));
	FUZZ_ASSERT(asprintf(&folder, "%s/history", top) > 0);
	FUZZ_ASSERT(asprintf(&link, "%s/2026-11.jsonl", folder) > 0);
	FUZZ_ASSERT(mkdir(folder, 0700) == 0 && symlink(file.path, link) == 0);
	return top;
}

static void remove_file(const char *top)
{
	CLEANUP(free) char *folder = NULL;
	CLEANUP(free) char *link = NULL;

	FUZZ_ASSERT(asprintf(&folder, "%s/history", top) > 0);
	FUZZ_ASSERT(asprintf(&link, "%s/2026-11.jsonl", folder) > 0);
	unlink(link);
	rmdir(folder);
	rmdir(top);
}

static void check_event(const DiaryEvent *event)
{
	FUZZ_ASSERT(event->type < DIARY_TYPE_MAX);
	FUZZ_ASSERT(memchr(event->id, '\0', sizeof(event->id)));
	FUZZ_ASSERT(memchr(event->note, '\0', sizeof(event->note)));
	FUZZ_ASSERT((event->areas & ~AREAS_ALL) == 0);
	FUZZ_ASSERT(event->kind < EXERCISE_KIND_MAX && event->side < SIDE_MAX);
	FUZZ_ASSERT(event->level <= PAIN_LEVEL_MAX);
	FUZZ_ASSERT(event->type != DIARY_PAIN || event->areas != 0);
}

static void check_advice(const Diary *diary, usec_t now)
{
	PainState state = pain_state(diary, now);
	Advice advice = pain_advice(diary, now);
	CLEANUP(free) char *text = advice_format(&advice);

	FUZZ_ASSERT((state.worst == PAIN_NONE) == (state.painful == 0));
	FUZZ_ASSERT((advice.reason == ADVICE_NONE) == (advice.n_reports == 0));
	FUZZ_ASSERT((advice.reason == ADVICE_NONE) == (text == NULL));
	FUZZ_ASSERT(!advice.due || advice.reason != ADVICE_NONE);
	FUZZ_ASSERT(!state.signs || advice.reason == ADVICE_SIGNS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *top = put_file(data, size);
	Diary *diary;

	FUZZ_ASSERT(diary_read(top, 0, &diary) == 0);
	for (size_t i = 0; i < diary->n_events; i++) {
		check_event(&diary->events[i]);
		FUZZ_ASSERT(i == 0 || diary->events[i - 1].at <= diary->events[i].at);
	}
	check_advice(diary, 0);
	for (size_t i = 0; i < diary->n_events && i < 100; i++)
		check_advice(diary, diary->events[i].at + USEC_PER_HOUR);
	diary_free(diary);
	remove_file(top);
	free(top);
	return 0;
}
