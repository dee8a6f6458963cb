/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exercises for what there is to be done. Knows neither bus nor history: the manager has both. */

#include "coach.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/cleanup.h"
#include "util/intl.h"
#include "util/log.h"
#include "util/spawn.h"
#include "util/utf8.h"

#define PROGRAM        "limber-routine"
#define PATIENCE       (10 * USEC_PER_SEC)
#define SPECIAL_LENGTH (5 * USEC_PER_MIN)
#define PROBLEM_SIZE   256

/* An exercise whose end was noticed later than this ran out while the machine slept. */
#define LATE_MAX (5 * USEC_PER_SEC)

/* What exercises are wanted for. */
typedef struct Occasion {
	char name[KIND_NAME_SIZE]; /* "": nothing */
	const char *purpose;       /* limber-routine's word; NULL: nothing */
	bool running;
	usec_t length;
	usec_t began; /* if it is running */
	usec_t ends_at;
} Occasion;

struct Coach {
	sd_event *event;
	const char *config_path;
	CoachSink sink;

	Occasion occasion;
	bool locked; /* nobody follows exercises on a locked screen */
	CoachSpecial special;
	usec_t special_until;

	/* limber-routine at work */
	sd_event_source *child; /* NULL: none runs */
	sd_event_source *output;
	sd_event_source *patience;
	int output_fd;
	char *text;
	size_t text_size;
	bool asked; /* for this occasion, whatever came of it */

	Plan *plan;
	unsigned plan_number;
	bool advised;               /* what the plan advises has been there to be read */
	char set[EXERCISE_ID_SIZE]; /* begun on this occasion, or "" */
	bool guiding;
	Guide guide;
	char problem[PROBLEM_SIZE];
};

static const char *const special_names[COACH_SPECIAL_MAX] = {
        [COACH_WARM_UP] = "warm-up",
        [COACH_COOL_DOWN] = "cool-down",
};

/* --- limber-routine */

static void end_program(Coach *coach)
{
	coach->child = sd_event_source_disable_unref(coach->child);
	coach->output = sd_event_source_disable_unref(coach->output);
	coach->patience = sd_event_source_disable_unref(coach->patience);
	if (coach->output_fd >= 0)
		close(coach->output_fd);
	coach->output_fd = -1;
	free(coach->text);
	coach->text = NULL;
	coach->text_size = 0;
}

__attribute__((format(printf, 2, 3))) static void fail(Coach *coach, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(coach->problem, sizeof(coach->problem), format, args);
	va_end(args);
	utf8_mend(coach->problem);
	log_warning("%s", coach->problem);
	end_program(coach);
	coach->sink.changed(coach->sink.userdata);
}

/* False when there is nothing more to come, or too much. */
static bool read_output(Coach *coach)
{
	for (;;) {
		char *grown;
		ssize_t n;

		if (coach->text_size >= PLAN_SIZE_MAX)
			return false;
		grown = realloc(coach->text, coach->text_size + 4096 + 1);
		if (!grown)
			return false;
		coach->text = grown;
		n = read(coach->output_fd, grown + coach->text_size, 4096);
		if (n <= 0)
			return n < 0 && errno == EAGAIN;
		coach->text_size += (size_t)n;
		grown[coach->text_size] = '\0';
	}
}

static int on_output(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	Coach *coach = userdata;

	if (!read_output(coach))
		coach->output = sd_event_source_disable_unref(coach->output);
	return 0;
}

static void take_plan(Coach *coach)
{
	char *text = coach->text_size > 0 ? TAKE(coach->text) : NULL;
	int r = text && strlen(text) == coach->text_size ? 0 : -EINVAL;

	if (r < 0)
		free(text);
	else
		r = plan_parse(text, &coach->plan);
	if (r < 0) {
		fail(coach, _("%s says what cannot be understood"), PROGRAM);
		return;
	}
	end_program(coach);
	coach->plan_number++;
	snprintf(coach->problem, sizeof(coach->problem), "%s", coach->plan->problem);
	/* it may be cut */
	utf8_mend(coach->problem);
	coach->sink.changed(coach->sink.userdata);
}

/* A failure comes with its reason, if there is one. */
static bool says_why(const Coach *coach)
{
	return coach->text_size > 0 && strncmp(coach->text, "problem\t", strlen("problem\t")) == 0;
}

static int on_child(sd_event_source *source, const siginfo_t *info, void *userdata)
{
	Coach *coach = userdata;

	read_output(coach);
	if (info->si_code != CLD_EXITED)
		fail(coach, _("%s was ended by signal %d"), PROGRAM, info->si_status);
	else if (info->si_status != 0 && !says_why(coach))
		fail(coach, _("%s ended with code %d"), PROGRAM, info->si_status);
	else
		take_plan(coach);
	return 0;
}

static int on_patience(sd_event_source *source, uint64_t usec, void *userdata)
{
	fail(userdata, _("%s does not come to an end"), PROGRAM);
	return 0;
}

static int mind_program(Coach *coach, pid_t pid)
{
	int r;

	r = sd_event_add_child(coach->event, &coach->child, pid, WEXITED, on_child, coach);
	/* so that it ends with its source, and leaves nothing behind */
	if (r >= 0)
		r = sd_event_source_set_child_process_own(coach->child, true);
	if (r >= 0)
		r = sd_event_add_io(
		        coach->event, &coach->output, coach->output_fd, EPOLLIN, on_output, coach);
	if (r >= 0)
		r = sd_event_add_time_relative(coach->event, &coach->patience, CLOCK_BOOTTIME,
		        PATIENCE, 0, on_patience, coach);
	return r;
}

static int start_program(Coach *coach, const char *purpose, usec_t length)
{
	char span[32];
	char *argv[] = {NULL, (char *)"--purpose", (char *)purpose, (char *)"--length", span,
	        coach->config_path ? (char *)"--config" : NULL, (char *)coach->config_path, NULL};
	int fds[2];
	pid_t pid;
	int r;

	snprintf(span, sizeof(span), "%lldus", (long long)length);
	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	r = spawn_start(PROGRAM, argv, fds[1], -1, &pid);
	close(fds[1]);
	if (r >= 0 && fcntl(fds[0], F_SETFL, O_NONBLOCK) < 0)
		r = -errno;
	coach->output_fd = fds[0];
	return r < 0 ? r : mind_program(coach, pid);
}

static void ask_for_plan(Coach *coach, usec_t now)
{
	const Occasion *occasion = &coach->occasion;
	usec_t length = occasion->running ? occasion->ends_at - now : occasion->length;
	int r;

	coach->asked = true;
	if (length <= 0)
		return;
	coach->problem[0] = '\0';
	r = start_program(coach, occasion->purpose, length);
	if (r < 0) {
		snprintf(coach->problem, sizeof(coach->problem), _("%s cannot be started: %s"),
		        PROGRAM, strerror(-r));
		utf8_mend(coach->problem);
		log_warning("%s", coach->problem);
		end_program(coach);
	}
}

/* --- The guide */

static void leave_exercise(Coach *coach, usec_t now)
{
	const PlanStep *step = guide_step(&coach->guide);

	if (!coach->locked && guide_counts(&coach->guide, now))
		coach->sink.done(coach->sink.userdata, step,
		        guide_span(&coach->guide) - guide_left(&coach->guide, now));
}

static void advance(Coach *coach, usec_t now)
{
	usec_t end;

	while (coach->guiding && (end = guide_ends_at(&coach->guide)) <= now) {
		if (now - end <= LATE_MAX)
			leave_exercise(coach, end);
		guide_next(&coach->guide, end);
	}
}

static void drop_plan(Coach *coach)
{
	end_program(coach);
	coach->guiding = false;
	if (coach->plan)
		coach->plan_number++;
	coach->plan = plan_free(coach->plan);
	coach->advised = false;
	coach->asked = false;
}

static void finish(Coach *coach, usec_t now)
{
	if (coach->guiding && guide_step(&coach->guide))
		leave_exercise(coach, now);
	drop_plan(coach);
}

/* --- Occasions */

static const char *purpose_of_kind(const Config *config, const char *name)
{
	int kind = rules_find_kind(&config->rules, name);

	switch (kind < 0 ? KIND_ROUTINE_NONE : config->contents[kind].routine) {
	case KIND_ROUTINE_EXERCISES:
		return "exercises";
	case KIND_ROUTINE_WALK:
		return "walk";
	case KIND_ROUTINE_NONE:
	case KIND_ROUTINE_MAX:
		break;
	}
	return NULL;
}

static Occasion find_occasion(
        const Coach *coach, const Core *core, const Config *config, usec_t now)
{
	Occasion occasion = {.running = core->break_kind != NO_BREAK};
	const Kind *kind = NULL;

	if (occasion.running) {
		kind = &core->rules.kinds[core->break_kind];
		occasion.began = core->break_began;
		occasion.ends_at = core->break_began + kind->length;
	} else if (now < coach->special_until) {
		occasion.running = true;
		occasion.began = coach->special_until - SPECIAL_LENGTH;
		occasion.ends_at = coach->special_until;
		occasion.purpose = special_names[coach->special];
		strcpy(occasion.name, occasion.purpose);
	} else if (core->phase != REMINDER_NONE) {
		kind = &core->rules.kinds[core->kind];
		occasion.length = kind->length;
	}
	if (kind) {
		occasion.purpose = purpose_of_kind(config, kind->name);
		strcpy(occasion.name, occasion.purpose ? kind->name : "");
	}
	return occasion;
}

/* A reminder goes over into its break. Nothing else is one occasion with another, even if it is of
 * the same name: that break had ended, or the warm-up has been asked for anew. */
static bool same_occasion(const Occasion *before, const Occasion *now)
{
	if (!before->purpose || !now->purpose)
		return before->purpose == now->purpose;
	if (strcmp(before->name, now->name) != 0 || strcmp(before->purpose, now->purpose) != 0)
		return false;
	return !before->running || (now->running && before->began == now->began);
}

static void begin_occasion(Coach *coach, usec_t now)
{
	finish(coach, now);
	coach->set[0] = '\0';
}

/* One that is chosen again, since something hurt, say, is not begun again. */
static void begin_set(Coach *coach, const char *set)
{
	if (set[0] == '\0' || strcmp(set, coach->set) == 0)
		return;
	snprintf(coach->set, sizeof(coach->set), "%s", set);
	coach->sink.set_begun(coach->sink.userdata, set);
}

/* What waits under a hold nobody sees: it may be given up, or chosen anew, before it is up. */
static void advise(Coach *coach, const Core *core)
{
	bool seen = coach->occasion.running || core->phase == REMINDER_UP;

	if (!coach->plan || !coach->plan->advice[0] || coach->advised || !seen)
		return;
	coach->advised = true;
	coach->sink.advised(coach->sink.userdata);
}

void coach_follow(Coach *coach, const Core *core, const Config *config, usec_t now)
{
	Occasion occasion;

	/* a break makes an end of a workout's exercises, not a pause */
	if (core->break_kind != NO_BREAK || coach->special_until <= now)
		coach->special_until = 0;
	occasion = find_occasion(coach, core, config, now);
	advance(coach, now);
	coach->locked = core->locked;
	if (!same_occasion(&coach->occasion, &occasion))
		begin_occasion(coach, now);
	coach->occasion = occasion;
	if (occasion.name[0] == '\0')
		return;
	if (!coach->plan && !coach->asked)
		ask_for_plan(coach, now);
	advise(coach, core);
	if (occasion.running && coach->plan && !coach->guiding) {
		coach->guide = guide_start(coach->plan, now, occasion.ends_at);
		coach->guiding = true;
		begin_set(coach, coach->plan->set);
	}
}

usec_t coach_deadline(const Coach *coach)
{
	usec_t end = coach->guiding ? guide_ends_at(&coach->guide) : USEC_NEVER;

	return coach->special_until > 0 && coach->special_until < end ? coach->special_until : end;
}

/* --- What the user does */

usec_t coach_start_special(Coach *coach, CoachSpecial special, usec_t now)
{
	coach->special = special;
	coach->special_until = now + SPECIAL_LENGTH;
	return coach->special_until;
}

const char *coach_stop_special(Coach *coach)
{
	if (coach->special_until == 0)
		return NULL;
	coach->special_until = 0;
	return special_names[coach->special];
}

void coach_choose_anew(Coach *coach)
{
	drop_plan(coach);
}

void coach_next(Coach *coach, usec_t now)
{
	assert(coach_guide(coach));
	leave_exercise(coach, now);
	guide_next(&coach->guide, now);
}

void coach_give_up(Coach *coach, usec_t now)
{
	const char *id;

	assert(coach_guide(coach));
	id = guide_step(&coach->guide)->id;
	while (guide_step(&coach->guide) && strcmp(guide_step(&coach->guide)->id, id) == 0)
		guide_next(&coach->guide, now);
}

void coach_pause(Coach *coach, bool paused, usec_t now)
{
	assert(coach_guide(coach));
	if (paused)
		guide_pause(&coach->guide, now);
	else
		guide_go_on(&coach->guide, now);
}

/* --- Itself */

int coach_new(sd_event *event, const char *config_path, const CoachSink *sink, Coach **ret)
{
	Coach *coach = calloc(1, sizeof(*coach));

	if (!coach)
		return -ENOMEM;
	coach->event = event;
	coach->config_path = config_path;
	coach->sink = *sink;
	coach->output_fd = -1;
	*ret = coach;
	return 0;
}

Coach *coach_free(Coach *coach)
{
	if (!coach)
		return NULL;
	drop_plan(coach);
	free(coach);
	return NULL;
}

const Guide *coach_guide(const Coach *coach)
{
	return coach->guiding && guide_step(&coach->guide) ? &coach->guide : NULL;
}

const Plan *coach_plan(const Coach *coach)
{
	return coach->plan;
}

unsigned coach_plan_number(const Coach *coach)
{
	return coach->plan_number;
}

const char *coach_occasion(const Coach *coach)
{
	return coach->occasion.name;
}

const char *coach_problem(const Coach *coach)
{
	return coach->problem;
}
