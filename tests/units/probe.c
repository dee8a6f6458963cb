/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tries what systemd/limberd.service forbids, a line of output each: NAME allowed|denied. Run in
 * the unit all must be denied; run outside all must be allowed, else the attempt proves nothing. */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool new_privileges(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0;
}

static bool change_personality(void)
{
	return personality(ADDR_NO_RANDOMIZE) >= 0;
}

static bool write_and_execute(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	               0) != MAP_FAILED;
}

static bool open_network(void)
{
	return socket(AF_INET, SOCK_DGRAM, 0) >= 0;
}

/* EINVAL comes from the kernel's look at the flags, which contradict each other: the call got
 * through. Whether user namespaces are allowed at all is the machine's affair. */
static bool make_namespace(void)
{
	return unshare(CLONE_NEWNET | 1) < 0 && errno == EINVAL;
}

/* Likewise: a priority of 0 is wrong for SCHED_FIFO, and is looked at before the privilege. */
static bool go_realtime(void)
{
	return sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){}) < 0 && errno == EINVAL;
}

static bool set_user_id(void)
{
	char path[] = "/tmp/limber-probe-XXXXXX";
	int fd = mkstemp(path);
	bool done;

	if (fd < 0)
		return false;
	done = fchmod(fd, S_ISUID | 0700) >= 0;
	unlink(path);
	close(fd);
	return done;
}

/* getpid() as a 32-bit program calls it; who may not is killed. */
static bool call_foreign(void)
{
#ifdef __x86_64__
	long r;

	__asm__ volatile("int $0x80" : "=a"(r) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
	return r > 0;
#else
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 0;
#endif
}

static bool trace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) >= 0;
}

static bool write_for_all(void)
{
	mode_t mask = umask(0);

	return (mask & 077) != 077;
}

static const struct {
	const char *name;
	bool (*attempt)(void);
} probes[] = {
        {"NoNewPrivileges", new_privileges},
        {"LockPersonality", change_personality},
        {"MemoryDenyWriteExecute", write_and_execute},
        {"RestrictAddressFamilies", open_network},
        {"RestrictNamespaces", make_namespace},
        {"RestrictRealtime", go_realtime},
        {"RestrictSUIDSGID", set_user_id},
        {"SystemCallArchitectures", call_foreign},
        {"SystemCallFilter", trace},
        {"UMask", write_for_all},
};

/* In a child, since an attempt may be deadly. */
static bool allowed(bool (*attempt)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(attempt() ? 0 : 1);
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

int main(void)
{
	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
		printf("%s %s\n", probes[i].name,
		        allowed(probes[i].attempt) ? "allowed" : "denied");
		fflush(stdout);
	}
	return 0;
}
