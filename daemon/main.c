/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberd: reads the command line, and either replays a written day or serves the session. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build-config.h"
#include "manager.h"
#include "replay.h"
#include "util/intl.h"
#include "util/log.h"
#include "util/memory.h"

enum {
	EXIT_USAGE = 2, /* or what was to be read cannot be */
	EXIT_RUNNING_ALREADY = 4,
};

static void print_help(void)
{
	printf(_("Usage: limberd [--config FILE] [--replay FILE]\n"
	         "\n"
	         "Notices how long you have been sitting and gets you to stand up and stretch.\n"
	         "\n"
	         "  --config FILE  read this configuration, and no other\n"
	         "  --replay FILE  play a written day and print every decision; see limberd(1)\n"
	         "  --help         show this help\n"
	         "  --version      show the version\n"
	         "\n"
	         "Exit codes: 0 done, 1 failure, 2 usage or unreadable input, 4 one runs "
	         "already.\n"));
}

static int replay(const char *file, const char *config_path)
{
	Config *config = NULL;
	int r;

	r = config_path ? config_read(&config_path, 1, &config) : config_read(NULL, 0, &config);
	if (r < 0) {
		fprintf(stderr, "limberd: %s\n", strerror(-r));
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < config->n_problems; i++)
		fprintf(stderr, "%s\n", config->problems[i]);
	r = config->n_problems > 0 ? -EINVAL : replay_run(file, config, stdout);
	config_free(config);
	if (r < 0)
		return EXIT_USAGE;
	if (fflush(stdout) != 0) {
		fprintf(stderr, "limberd: %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

/* In place of one that is closed the next file or socket would be opened, and get the log. */
static void open_standard_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static int serve(const char *config_path)
{
	Manager *manager = NULL;
	int r;

	memory_set_up();
	open_standard_streams();
	/* whoever reads the log may go first */
	signal(SIGPIPE, SIG_IGN);
	r = manager_new(config_path, &manager);
	if (r == -EEXIST) {
		fprintf(stderr, _("limberd: one runs already in this session\n"));
		return EXIT_RUNNING_ALREADY;
	}
	if (r >= 0)
		r = manager_run(manager);
	manager_free(manager);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char *argv[])
{
	static const struct option options[] = {
	        {"config", required_argument, NULL, 'c'},
	        {"replay", required_argument, NULL, 'r'},
	        {"help", no_argument, NULL, 'h'},
	        {"version", no_argument, NULL, 'v'},
	        {NULL, 0, NULL, 0},
	};
	const char *config_path = NULL, *replay_path = NULL;
	int option;

	/* translations are all that a locale is needed for: the other categories would be read into
	   memory to stay there, so the codeset is told instead of LC_CTYPE */
	setlocale(LC_MESSAGES, "");
	bindtextdomain("limber", LIMBER_LOCALE_DIR);
	bind_textdomain_codeset("limber", "UTF-8");
	textdomain("limber");
	while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		switch (option) {
		case 'c':
			config_path = optarg;
			break;
		case 'r':
			replay_path = optarg;
			break;
		case 'h':
			print_help();
			return EXIT_SUCCESS;
		case 'v':
			printf("limberd %s\n", LIMBER_VERSION);
			return EXIT_SUCCESS;
		default:
			fprintf(stderr, _("Try limberd --help.\n"));
			return EXIT_USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr, _("limberd: %s: takes no such argument; try limberd --help\n"),
		        argv[optind]);
		return EXIT_USAGE;
	}
	return replay_path ? replay(replay_path, config_path) : serve(config_path);
}
