/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl guide: follows the exercises that limberd leads through, on the whole terminal with
 * keys, or as a line for each where there is no terminal. Nothing in its loop waits for limberd. */

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <systemd/sd-event.h>

#include "bus-names.h"
#include "ctl-watch.h"
#include "ctl-words.h"
#include "guide-screen.h"
#include "util/cleanup.h"

#define PROPERTIES     "org.freedesktop.DBus.Properties"
#define LOCAL          "org.freedesktop.DBus.Local"
#define ANSWER_TIMEOUT (5 * USEC_PER_SEC)
#define MESSAGE_STAYS  (8 * USEC_PER_SEC)
#define MESSAGE_SIZE   512

/* Choosing exercises takes limberd some milliseconds. Whether none suits, it does not tell. */
#define CHOICE_MAX_WAIT (3 * USEC_PER_SEC)
#define PRECISION       (10 * USEC_PER_MSEC)

typedef enum Outcome {
	GUIDE_GOES_ON,
	GUIDE_OVER,    /* what was led through has ended */
	GUIDE_LEFT,    /* by the user; it goes on */
	GUIDE_GONE,    /* limberd has ended */
	GUIDE_SILENT,  /* it does not answer */
	GUIDE_ODD,     /* it says what cannot be understood */
	GUIDE_STOPPED, /* by a signal */
	GUIDE_FAILED,  /* the terminal has gone, or there is no memory */
} Outcome;

typedef struct Leader {
	CtlWatch *watch;
	sd_event *event;
	CtlStyle style;
	GuideScreen *screen; /* NULL: lines */
	sd_event_source *tick;
	Outcome outcome;
	int error;  /* FAILED, ODD */
	int signal; /* STOPPED */
	bool asking;
	usec_t waits_since; /* for exercises; 0: it does not */
	sd_event_source *patience;
	char over[64]; /* what is said at the end */

	/* the screen's */
	GuideKeys keys;
	bool help;
	bool stopping; /* the break: the user's wish */
	char message[MESSAGE_SIZE];
	usec_t message_until;
	char hurting[MESSAGE_SIZE]; /* what will be said if limberd has stopped it */
	char drawable_for[256];     /* the exercise of which it is known what can be drawn */
	bool drawable[2];
	size_t rows_min;
	size_t rows_max;

	/* the lines' */
	char told[256]; /* the exercise that was told last */
	bool advised;
} Leader;

/* Whether limberd has had the time to choose exercises. */
static bool has_chosen(const Leader *leader, usec_t now)
{
	return leader->waits_since == 0 || now - leader->waits_since >= CHOICE_MAX_WAIT;
}

static bool is_over(const Leader *leader)
{
	return guide_is_over(&leader->watch->status, has_chosen(leader, clock_boottime()));
}

/* --- The end */

static void finish(Leader *leader, Outcome outcome)
{
	if (leader->outcome == GUIDE_GOES_ON)
		leader->outcome = outcome;
	sd_event_exit(leader->event, 0);
}

static void fail(Leader *leader, int error)
{
	leader->error = error;
	finish(leader, GUIDE_FAILED);
}

/* Kept for when it is over: then limberd knows no more of it. */
static void note_what_runs(Leader *leader)
{
	const CtlStatus *s = &leader->watch->status;
	const char *over = _("The break is over.");

	if (is_over(leader))
		return;
	if (!*s->running.kind && strcmp(s->routine_for, "warm-up") == 0)
		over = _("The warm-up is over.");
	else if (!*s->running.kind)
		over = _("The cool-down is over.");
	snprintf(leader->over, sizeof(leader->over), "%s", over);
}

/* --- What is shown */

static void say(Leader *leader, const char *text)
{
	snprintf(leader->message, sizeof(leader->message), "%s", text);
	leader->message_until = clock_boottime() + MESSAGE_STAYS;
}

/* Finds out, once for an exercise, which of its pictures can be drawn. */
static void look_at_pictures(Leader *leader, GuideScene *scene)
{
	const CtlStep *step = scene->step;

	if (!step)
		return;
	if (strcmp(leader->drawable_for, step->id) != 0) {
		leader->drawable[0] = screen_can_draw(
		        leader->screen, step->start_picture, &leader->rows_min, &leader->rows_max);
		leader->drawable[1] = screen_can_draw(
		        leader->screen, step->end_picture, &leader->rows_min, &leader->rows_max);
		snprintf(leader->drawable_for, sizeof(leader->drawable_for), "%s", step->id);
	}
	scene->pictures[0] = leader->drawable[0];
	scene->pictures[1] = leader->drawable[1];
	scene->picture_rows_min = leader->rows_min;
	scene->picture_rows_max = leader->rows_max;
}

static int show_page(Leader *leader, usec_t now)
{
	GuideScene scene = guide_scene(&leader->watch->status, has_chosen(leader, now), now);
	const char *paths[2] = {"", ""};
	size_t columns, rows;
	GuidePage page;

	scene.help = leader->help;
	scene.message = leader->message;
	look_at_pictures(leader, &scene);
	screen_size(leader->screen, &columns, &rows);
	page = guide_layout(&scene, columns, rows, leader->style.utf8);
	if (page.error < 0) {
		guide_page_done(&page);
		return -ENOMEM;
	}
	if (scene.step) {
		paths[0] = scene.step->start_picture;
		paths[1] = scene.step->end_picture;
	}
	if (page.pictures[1].rows == 0)
		paths[0] = paths[guide_picture_turn(&scene)];
	return screen_show(leader->screen, &page, paths);
}

static void show(Leader *leader)
{
	usec_t now = clock_boottime();
	usec_t next = guide_next_tick(&leader->watch->status, now);
	int r;

	if (leader->outcome != GUIDE_GOES_ON || is_over(leader))
		return;
	if (*leader->message && leader->message_until <= now)
		leader->message[0] = '\0';
	if (*leader->message && leader->message_until < next)
		next = leader->message_until;
	r = show_page(leader, now);
	if (r >= 0 && next != USEC_NEVER)
		r = sd_event_source_set_time(leader->tick, (uint64_t)next);
	if (r >= 0)
		r = sd_event_source_set_enabled(
		        leader->tick, next == USEC_NEVER ? SD_EVENT_OFF : SD_EVENT_ONESHOT);
	if (r < 0)
		fail(leader, r);
}

/* A line when something else has come than what was told. */
static void tell(Leader *leader)
{
	const CtlStatus *s = &leader->watch->status;
	const CtlStep *step = ctl_status_step(s);
	CtlNow now = ctl_now();
	CLEANUP(free) char *words = step ? words_step(step) : NULL;
	char now_on[sizeof(leader->told)] = "", text[FORMAT_SPAN_SIZE], moment[CTL_MOMENT_SIZE];

	if (*s->advice && !leader->advised)
		ctl_say("%s", s->advice);
	leader->advised = *s->advice;
	if (step)
		snprintf(now_on, sizeof(now_on), "%u %s %s", s->exercise.place, step->id,
		        step->side);
	else if (*s->running.kind && (!guide_waits(s) || has_chosen(leader, now.boottime)))
		snprintf(now_on, sizeof(now_on), "rest");
	if (!*now_on || strcmp(leader->told, now_on) == 0)
		return;
	strcpy(leader->told, now_on);
	if (step)
		ctl_say(_("%u of %zu: %s, for %s"), s->exercise.place + 1, s->n_routine,
		        words ? words : step->id,
		        ctl_format_left(ctl_status_step_left(s, now.boottime), text));
	else
		ctl_say(_("The rest of the break, until %s, is yours."),
		        ctl_format_moment(&now, s->running.ends_at, moment));
	/* whoever reads along does so as it comes */
	if (fflush(stdout) != 0)
		fail(leader, -errno);
}

static void present(Leader *leader);

static int on_patience(sd_event_source *source, uint64_t usec, void *userdata)
{
	present(userdata);
	return 0;
}

/* Looks again when exercises should have come. */
static int mind_the_choice(Leader *leader)
{
	usec_t now = clock_boottime();

	if (!guide_waits(&leader->watch->status)) {
		leader->waits_since = 0;
		return 0;
	}
	if (leader->waits_since > 0)
		return 0;
	leader->waits_since = now;
	leader->patience = sd_event_source_disable_unref(leader->patience);
	return sd_event_add_time(leader->event, &leader->patience, CLOCK_BOOTTIME,
	        (uint64_t)(now + CHOICE_MAX_WAIT), (uint64_t)PRECISION, on_patience, leader);
}

static void present(Leader *leader)
{
	int r = mind_the_choice(leader);

	note_what_runs(leader);
	if (r < 0)
		fail(leader, r);
	else if (is_over(leader))
		finish(leader, GUIDE_OVER);
	else if (leader->screen)
		show(leader);
	else
		tell(leader);
}

/* --- The bus */

static Outcome outcome_of(sd_bus_message *reply)
{
	if (sd_bus_message_is_method_error(reply, SD_BUS_ERROR_SERVICE_UNKNOWN) ||
	        sd_bus_message_is_method_error(reply, SD_BUS_ERROR_NAME_HAS_NO_OWNER))
		return GUIDE_GONE;
	if (sd_bus_message_is_method_error(reply, SD_BUS_ERROR_NO_REPLY) ||
	        sd_bus_message_is_method_error(reply, SD_BUS_ERROR_TIMEOUT))
		return GUIDE_SILENT;
	return GUIDE_GOES_ON;
}

static int on_properties(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	Leader *leader = userdata;

	leader->asking = false;
	if (sd_bus_message_is_method_error(reply, NULL)) {
		Outcome outcome = outcome_of(reply);

		finish(leader, outcome == GUIDE_GOES_ON ? GUIDE_ODD : outcome);
		return 0;
	}
	leader->error = ctl_watch_take(leader->watch, reply);
	if (leader->error < 0)
		finish(leader, GUIDE_ODD);
	else
		present(leader);
	return 0;
}

static int ask_for_properties(Leader *leader)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *call = NULL;
	int r = ctl_new_call(leader->watch->bus, PROPERTIES, "GetAll", &call);

	/* before asking: what changes afterwards is not in the answer */
	leader->watch->changed = false;
	if (r >= 0)
		r = sd_bus_message_append(call, "s", LIMBER_INTERFACE);
	if (r >= 0)
		r = sd_bus_call_async(leader->watch->bus, NULL, call, on_properties, leader,
		        (uint64_t)ANSWER_TIMEOUT);
	leader->asking = r >= 0;
	return r;
}

/* After whatever has been done. */
static int on_post(sd_event_source *source, void *userdata)
{
	Leader *leader = userdata;
	int r = 0;

	if (leader->watch->gone)
		finish(leader, GUIDE_GONE);
	else if (leader->watch->changed && !leader->asking)
		r = ask_for_properties(leader);
	if (r < 0)
		fail(leader, r);
	return 0;
}

static int on_disconnected(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	finish(userdata, GUIDE_GONE);
	return 0;
}

/* --- Keys */

static int on_answer(sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
	Leader *leader = userdata;
	const sd_bus_error *error = sd_bus_message_get_error(reply);

	if (error && outcome_of(reply) != GUIDE_GOES_ON) {
		finish(leader, outcome_of(reply));
		return 0;
	}
	if (error) {
		leader->stopping = false;
		say(leader, error->message && *error->message ? error->message : error->name);
	} else if (*leader->hurting)
		say(leader, leader->hurting);
	leader->hurting[0] = '\0';
	show(leader);
	return 0;
}

/* Asks limberd; paused: the argument of PauseExercise, the only one that has any. */
static void ask_limberd(Leader *leader, const char *method, const bool *paused)
{
	CLEANUP(sd_bus_message_unref) sd_bus_message *call = NULL;
	int r = ctl_new_call(leader->watch->bus, NULL, method, &call);

	if (r >= 0 && paused)
		r = sd_bus_message_append(call, "b", (int)*paused);
	if (r >= 0)
		r = sd_bus_call_async(leader->watch->bus, NULL, call, on_answer, leader,
		        (uint64_t)ANSWER_TIMEOUT);
	if (r < 0)
		fail(leader, r);
}

static void hurt(Leader *leader)
{
	const CtlStep *step = ctl_status_step(&leader->watch->status);
	CLEANUP(free) char *areas = step ? words_areas(words_to_areas(&step->areas)) : NULL;

	if (areas)
		snprintf(leader->hurting, sizeof(leader->hurting),
		        _("%s is left out for 7 days, and strength for %s with it."), step->title,
		        *areas ? areas : _("its areas"));
	ask_limberd(leader, "Hurt", NULL);
}

/* A break, or a warm-up or cool-down. */
static void stop(Leader *leader)
{
	leader->stopping = *leader->watch->status.running.kind;
	ask_limberd(leader, "Stop", NULL);
}

static void press(Leader *leader, char key)
{
	bool paused = !leader->watch->status.exercise.paused;

	switch (key) {
	case 'n':
	case ' ':
		ask_limberd(leader, "NextExercise", NULL);
		break;
	case 'p':
		ask_limberd(leader, "PauseExercise", &paused);
		break;
	case 'h':
		hurt(leader);
		break;
	case 's':
		stop(leader);
		break;
	case 'q':
		finish(leader, GUIDE_LEFT);
		break;
	case '?':
		leader->help = !leader->help;
		break;
	default:
		return;
	}
	show(leader);
}

static int on_input(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	Leader *leader = userdata;
	char bytes[64];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	/* the terminal has gone */
	if (n <= 0)
		fail(leader, n < 0 ? -errno : -EIO);
	for (ssize_t i = 0; i < n && leader->outcome == GUIDE_GOES_ON; i++) {
		char key = keys_take(&leader->keys, bytes[i]);

		if (key)
			press(leader, key);
	}
	return 0;
}

/* --- Signals and time */

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	show(userdata);
	return 0;
}

/* Stops as a program without a screen would, and goes on when it is told to. */
static void suspend(Leader *leader)
{
	int r;

	screen_leave(leader->screen);
	raise(SIGSTOP);
	r = screen_enter(leader->screen);
	if (r < 0)
		fail(leader, r);
	else
		show(leader);
}

static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
	Leader *leader = userdata;

	switch (info->ssi_signo) {
	case SIGTSTP:
		suspend(leader);
		break;
	case SIGCONT:
		/* stopped by others, with the screen as it was; the shell may have used it */
		if (screen_enter(leader->screen) < 0)
			fail(leader, -EIO);
		show(leader);
		break;
	case SIGWINCH:
		screen_spoil(leader->screen);
		show(leader);
		break;
	default:
		leader->signal = (int)info->ssi_signo;
		finish(leader, GUIDE_STOPPED);
		break;
	}
	return 0;
}

static int follow_signals(Leader *leader)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
	sigset_t set;
	int r = 0;

	sigemptyset(&set);
	for (size_t i = 0; i < ELEMENTSOF(signals); i++)
		sigaddset(&set, signals[i]);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	for (size_t i = 0; i < ELEMENTSOF(signals) && r >= 0; i++)
		r = sd_event_add_signal(leader->event, NULL, signals[i], on_signal, leader);
	return r;
}

/* As if it had not been caught. */
static void die_of(int number)
{
	sigset_t set;

	signal(number, SIG_DFL);
	raise(number);
	sigemptyset(&set);
	sigaddset(&set, number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* --- Itself */

static int take_screen(Leader *leader)
{
	int r = follow_signals(leader);

	if (r >= 0)
		r = sd_event_add_io(leader->event, NULL, STDIN_FILENO, EPOLLIN, on_input, leader);
	if (r >= 0)
		r = sd_event_add_time(leader->event, &leader->tick, CLOCK_BOOTTIME, UINT64_MAX,
		        (uint64_t)PRECISION, on_tick, leader);
	return r < 0 ? r : screen_enter(leader->screen);
}

/* Leads until there is an outcome. 0 or a negative errno. */
static int lead(Leader *leader)
{
	int r = sd_bus_attach_event(leader->watch->bus, leader->event, SD_EVENT_PRIORITY_NORMAL);

	if (r >= 0)
		r = sd_bus_match_signal(leader->watch->bus, NULL, LOCAL, NULL, LOCAL,
		        "Disconnected", on_disconnected, leader);
	if (r >= 0)
		r = sd_event_add_post(leader->event, NULL, on_post, leader);
	if (r >= 0 && leader->screen)
		r = take_screen(leader);
	if (r < 0)
		return r;
	present(leader);
	r = leader->outcome == GUIDE_GOES_ON ? sd_event_loop(leader->event) : 0;
	return r < 0 ? r : 0;
}

static void say_what_goes_on(const CtlStatus *s)
{
	CtlNow now = ctl_now();
	char moment[CTL_MOMENT_SIZE];

	if (*s->running.kind)
		ctl_say(_("The break goes on until %s."),
		        ctl_format_moment(&now, s->running.ends_at, moment));
	else
		ctl_say(_("The exercises go on."));
}

static CtlExit conclude(Leader *leader)
{
	switch (leader->outcome) {
	case GUIDE_GOES_ON:
	case GUIDE_OVER:
		ctl_say("%s", leader->stopping ? _("The break was stopped.") : leader->over);
		break;
	case GUIDE_LEFT:
		say_what_goes_on(&leader->watch->status);
		break;
	case GUIDE_GONE:
		return ctl_complain(
		        CTL_NO_DAEMON, _("limberd has ended, and the exercises with it"));
	case GUIDE_SILENT:
		return ctl_complain(CTL_NO_DAEMON, _("limberd runs, but does not answer"));
	case GUIDE_ODD:
		return ctl_bad_reply(leader->error < 0 ? leader->error : -EBADMSG);
	case GUIDE_STOPPED:
		die_of(leader->signal);
		break;
	case GUIDE_FAILED:
		return ctl_complain(CTL_REFUSED, _("the guide ends: %s"), strerror(-leader->error));
	}
	return CTL_DONE;
}

/* Begins a break if there is nothing to be led through. */
static CtlExit begin(CtlWatch *watch)
{
	CtlExit code;

	if (!guide_is_over(&watch->status, false))
		return CTL_DONE;
	code = ctl_ask(watch->bus, NULL, "Start", NULL, "s", "");
	return code == CTL_DONE ? ctl_watch_read(watch) : code;
}

CtlExit ctl_guide(const CtlArgs *args)
{
	CLEANUP(ctl_watch_free) CtlWatch *watch = NULL;
	Leader leader = {.style = ctl_style()};
	CtlExit code;
	int r;

	code = ctl_watch_open(&watch);
	if (code == CTL_DONE)
		code = begin(watch);
	if (code != CTL_DONE)
		return code;
	leader.watch = watch;
	r = screen_new(&leader.style, &leader.screen);
	if (r >= 0 || r == -ENOTTY)
		r = sd_event_new(&leader.event);
	if (r >= 0)
		r = lead(&leader);
	/* before anything is said */
	screen_free(leader.screen);
	sd_event_source_unref(leader.tick);
	sd_event_source_unref(leader.patience);
	if (leader.event)
		sd_bus_detach_event(watch->bus);
	sd_event_unref(leader.event);
	if (r < 0)
		return ctl_complain(CTL_REFUSED, _("the guide ends: %s"), strerror(-r));
	return conclude(&leader);
}
