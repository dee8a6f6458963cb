/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a program keeps resident. */

#include "memory.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* Only segments that nobody can write are dropped: what was written to, relocations included, the
 * file could not bring back. A debugger's breakpoints in dropped code go with it. */
static int give_back_object(struct dl_phdr_info *object, size_t size, void *userdata)
{
	const uintptr_t page = *(const uintptr_t *)userdata;

	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
		uintptr_t begin = object->dlpi_addr + segment->p_vaddr;
		uintptr_t end = begin + segment->p_filesz;

		if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W))
			continue;
		begin &= ~(page - 1);
		/* fails for the kernel's own vdso, which stays */
		madvise((void *)begin, end - begin, MADV_DONTNEED);
	}
	return 0;
}

void memory_give_back(void)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	malloc_trim(0);
	dl_iterate_phdr(give_back_object, &page);
}
