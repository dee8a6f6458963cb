/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a program keeps resident. */

#include "memory.h"

#include <link.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cleanup.h"

/* Blocks from this size on lie apart: what of them is never written takes no memory. */
#define APART_FROM (16 * 1024)

/* How far below the present depth of the stack something may have been left. */
#define STACK_LEFT (128 * 1024)

typedef struct Range {
	uintptr_t begin;
	uintptr_t size;
} Range;

/* The segments of a program or library that nobody can write. */
typedef struct Code {
	Range ranges[4];
	size_t n_ranges;
} Code;

/* This program's; the one that this very code is in comes last. */
static Code own_code;

void memory_set_up(void)
{
	mallopt(M_MMAP_THRESHOLD, APART_FROM);
	/* or there is always room for such a block in the heap */
	mallopt(M_TOP_PAD, 0);
	malloc_trim(0);
}

static uintptr_t page_size(void)
{
	return (uintptr_t)sysconf(_SC_PAGESIZE);
}

static int give_back(Range range)
{
	return madvise((void *)range.begin, range.size, MADV_DONTNEED);
}

static bool is_own(Range range)
{
	uintptr_t here = (uintptr_t)is_own;

	return here >= range.begin && here - range.begin < range.size;
}

/* What was written to, relocations included, the file could not bring back. */
static void read_code(const struct dl_phdr_info *object, Code *ret)
{
	uintptr_t page = page_size();

	ret->n_ranges = 0;
	for (size_t i = 0; i < object->dlpi_phnum && ret->n_ranges < ELEMENTSOF(ret->ranges); i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
		uintptr_t begin = object->dlpi_addr + segment->p_vaddr;
		uintptr_t before = begin & (page - 1);
		Range *range = &ret->ranges[ret->n_ranges];

		if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W))
			continue;
		if (ret->n_ranges++ > 0 && is_own(range[-1])) {
			range[0] = range[-1];
			range--;
		}
		*range = (Range){begin - before, before + segment->p_filesz};
	}
}

/* A debugger's breakpoints in dropped code go with it. */
static int give_back_object(struct dl_phdr_info *object, size_t size, void *userdata)
{
	Code code;

	/* all of it before the first is dropped: the headers are in there */
	read_code(object, &code);
	if (code.n_ranges > 0 && is_own(code.ranges[code.n_ranges - 1])) {
		own_code = code;
		return 0;
	}
	for (size_t i = 0; i < code.n_ranges; i++)
		/* fails for the kernel's own vdso, which stays */
		give_back(code.ranges[i]);
	return 0;
}

/* What deeper calls have left there. */
static void give_back_stack(void)
{
	uintptr_t page = page_size();
	uintptr_t depth = (uintptr_t)__builtin_frame_address(0) & ~(page - 1);

	give_back((Range){depth - page - STACK_LEFT, STACK_LEFT});
}

int memory_give_back_code(void)
{
	if (own_code.n_ranges == 0)
		return 0;
	for (size_t i = 0; i < own_code.n_ranges - 1; i++)
		give_back(own_code.ranges[i]);
	/* for an optimizing compiler a jump: what ran here after it would bring the code back */
	return give_back(own_code.ranges[own_code.n_ranges - 1]);
}

int memory_give_back(void)
{
	malloc_trim(0);
	give_back_stack();
	dl_iterate_phdr(give_back_object, NULL);
	return memory_give_back_code();
}
