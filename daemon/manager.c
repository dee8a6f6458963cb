/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The wiring: every fact comes in here, every decision goes out from here. The rules are the
 * core's; what is here is only who hears of what, and when to wake up. */

#include "manager.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/timerfd.h>
#include <systemd/sd-daemon.h>
#include <time.h>

#include "exercises.h"
#include "restore.h"
#include "util/calendar.h"
#include "util/cleanup.h"
#include "util/intl.h"
#include "util/log.h"
#include "util/memory.h"
#include "util/utf8.h"

/* A crash may cost the sitting since the last save, at most this much of it (rule 13). */
#define SAVE_EVERY (10 * USEC_PER_MIN)

/* Two clocks read one after the other differ by less, unless there was a sleep. */
#define SLEEP_MIN (100 * USEC_PER_MSEC)

#define TIMER_ACCURACY (10 * USEC_PER_MSEC)

static usec_t wall_offset(void)
{
	return clock_realtime() - clock_boottime();
}

static bool answers(EventType command, const Decision *decision)
{
	if (decision->type == DECISION_REFUSED)
		return decision->command == command;
	if (command == EVENT_SNOOZE)
		return decision->type == DECISION_SNOOZED;
	if (command == EVENT_SKIP)
		return decision->type == DECISION_SKIPPED;
	if (command == EVENT_START)
		return decision->type == DECISION_STARTED && decision->how == BREAK_ASKED;
	if (command == EVENT_STOP)
		return decision->type == DECISION_PARTIAL;
	return false;
}

HistoryPlace manager_history_place(const Manager *manager)
{
	return (HistoryPlace){.directory = manager->state_directory, .wall_offset = wall_offset()};
}

/* Of the two the loss of the state weighs more. */
static void describe_state_problem(Manager *manager)
{
	char *problem = manager->state_problem;
	size_t size = sizeof(manager->state_problem);

	if (manager->save_error < 0)
		snprintf(problem, size, _("%s: %s; a restart will lose the clocks"),
		        manager->state_directory, strerror(-manager->save_error));
	else if (manager->history_error < 0)
		snprintf(problem, size, _("%s/history: %s; it lacks what has happened"),
		        manager->state_directory, strerror(-manager->history_error));
	else
		problem[0] = '\0';
	utf8_mend(problem);
}

void manager_check_history(Manager *manager, int r)
{
	if (r < 0)
		log_warning(_("the history in %s lacks the last event: %s"),
		        manager->state_directory, strerror(-r));
	manager->history_error = r;
	describe_state_problem(manager);
}

static void carry_out(Manager *manager, const Decision *decision)
{
	HistoryPlace place = manager_history_place(manager);

	if (answers(manager->command, decision))
		manager->answer = *decision;
	if (decision->type == DECISION_REFUSED)
		return;
	manager->recent[manager->n_recent++ % RECENT_MAX] = *decision;
	log_info("%s %s", decision_to_string(decision->type), decision->kind);
	manager_check_history(manager, history_append(&place, decision));
	service_decided(manager->service, decision);
}

void manager_step(Manager *manager, const Event *event)
{
	bool taken;

	do {
		taken = core_step(&manager->core, event, &manager->result);
		for (size_t i = 0; i < manager->result.n_decisions; i++)
			carry_out(manager, &manager->result.decisions[i]);
	} while (!taken);
}

/* What the calendar has brought up to `now`, at its own moments. */
void manager_tell_calendar(Manager *manager, usec_t now)
{
	usec_t offset = wall_offset();

	for (;;) {
		Event events[CALENDAR_EVENTS_MAX];
		usec_t next =
		        calendar_watch_next(&manager->calendar, manager->calendar_seen + offset) -
		        offset;
		size_t n;

		if (next > now)
			break;
		n = calendar_watch_check(&manager->calendar, next + offset, next, now, events);
		for (size_t i = 0; i < n; i++)
			manager_step(manager, &events[i]);
		manager->calendar_seen = next;
	}
	manager->calendar_seen = now;
}

/* Rule 11: a sleep shows as CLOCK_BOOTTIME ahead of CLOCK_MONOTONIC, whatever was signalled. */
static bool notice_sleep(Manager *manager, usec_t now)
{
	usec_t slept = clock_boottime() - clock_monotonic();
	usec_t span = slept - manager->slept;

	if (span < SLEEP_MIN)
		return false;
	manager->slept = slept;
	manager_step(manager, &(Event){.type = EVENT_SLEEP, .at = now, .since = now - span});
	manager_tell_calendar(manager, now);
	manager_step(manager, &(Event){.type = EVENT_WAKE, .at = now, .since = now});
	return true;
}

static void write_state(Manager *manager)
{
	int r = restore_save(manager, wall_offset());

	if (r < 0 && manager->save_error >= 0)
		log_error(_("the state cannot be saved in %s: %s; a restart will lose it"),
		        manager->state_directory, strerror(-r));
	manager->save_error = r;
	describe_state_problem(manager);
}

static usec_t earlier(usec_t a, usec_t b)
{
	return a < b ? a : b;
}

static void arm_timer(Manager *manager)
{
	usec_t offset = wall_offset();
	usec_t next =
	        calendar_watch_next(&manager->calendar, manager->calendar_seen + offset) - offset;

	next = earlier(next, manager->result.deadline);
	next = earlier(next, coach_deadline(manager->coach));
	/* while away there is nothing that a crash could cost */
	if (manager->core.away_since == USEC_NEVER)
		next = earlier(next, manager->saved_at + SAVE_EVERY);
	sd_event_source_set_time(manager->timer, next > 0 ? (uint64_t)next : 0);
	sd_event_source_set_enabled(manager->timer, SD_EVENT_ONESHOT);
}

static void save(Manager *manager)
{
	manager->saved_at = clock_boottime();
	if (manager->state_directory)
		write_state(manager);
	/* there may be a problem, or none any more; and the next save is another moment's */
	service_publish(manager->service);
	arm_timer(manager);
}

/* What `systemctl status` shows. */
static void tell_service_manager(Manager *manager)
{
	const Core *core = &manager->core;
	const char *state = service_state(core);

	if (manager->status == state)
		return;
	manager->status = state;
	sd_notifyf(false, "STATUS=%s, presence from %s", state, presence_source(manager->presence));
}

static bool shows_something(const Manager *manager)
{
	return manager->core.phase == REMINDER_UP || manager->core.break_kind != NO_BREAK ||
	       coach_guide(manager->coach);
}

/* What follows from the core's new state. */
void manager_settle(Manager *manager, bool look_anew)
{
	presence_want_silence(manager->presence, manager->result.silence, look_anew);
	callers_keep(manager->callers, &manager->core.holds);
	coach_follow(manager->coach, &manager->core, manager->config, clock_boottime());
	notifier_want(manager->notifier, shows_something(manager));
	service_publish(manager->service);
	tell_service_manager(manager);
	arm_timer(manager);
}

/* Whether the event may have left the idle source with a silence that the core has forgotten. */
static bool forgets_silence(EventType type)
{
	return type == EVENT_UNLOCK || type == EVENT_WAKE || type == EVENT_UP;
}

void manager_feed(Manager *manager, const Event *event)
{
	bool slept = notice_sleep(manager, event->at);

	manager_tell_calendar(manager, event->at);
	manager_step(manager, event);
	manager_settle(manager, slept || forgets_silence(event->type));
	if (event->type != EVENT_TIMER || manager->result.n_decisions > 0 ||
	        event->at >= manager->saved_at + SAVE_EVERY)
		save(manager);
	if (manager->result.n_decisions > 0 && !shows_something(manager))
		manager->memory_left = true;
}

Decision manager_command(Manager *manager, const Event *event)
{
	/* whoever asks is awake: the machine is not, or no longer, asleep */
	if (manager->core.asleep)
		manager_feed(
		        manager, &(Event){.type = EVENT_WAKE, .at = event->at, .since = event->at});
	memset(&manager->answer, 0, sizeof(manager->answer));
	manager->command = event->type;
	manager_feed(manager, event);
	manager->command = EVENT_TYPE_MAX;
	return manager->answer;
}

Event event_now(EventType type)
{
	usec_t now = clock_boottime();

	return (Event){.type = type, .at = now, .since = now};
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	Event event = event_now(EVENT_TIMER);

	manager_feed(userdata, &event);
	return 0;
}

static void on_silent(void *userdata, usec_t since)
{
	Event event = event_now(EVENT_SILENT);

	event.since = earlier(since, event.at);
	manager_feed(userdata, &event);
}

static void on_present(void *userdata, usec_t since)
{
	Event event = event_now(EVENT_PRESENT);

	event.since = earlier(since, event.at);
	session_input(((Manager *)userdata)->session);
	manager_feed(userdata, &event);
}

static void on_changed(void *userdata)
{
	Manager *manager = userdata;

	/* while things are being set up there is nobody to tell */
	if (!manager->set_up)
		return;
	service_publish(manager->service);
	/* a source's opening takes memory that its work does not need */
	manager->memory_left = true;
}

static void on_exercises(void *userdata)
{
	Manager *manager = userdata;

	manager_settle(manager, false);
	manager->memory_left = true;
}

static void on_barred(void *userdata, bool barred)
{
	Event event = event_now(barred ? EVENT_LOCK : EVENT_UNLOCK);

	manager_feed(userdata, &event);
}

static void on_sleeping(void *userdata, bool sleeping)
{
	Manager *manager = userdata;
	Event event = event_now(sleeping ? EVENT_SLEEP : EVENT_WAKE);

	/* a waking may have been noticed before it is told */
	if (sleeping || manager->core.asleep)
		manager_feed(manager, &event);
}

static void on_session_ended(void *userdata)
{
	Manager *manager = userdata;

	log_info(_("the session has ended"));
	sd_event_exit(manager->event, 0);
}

static void on_caller_left(void *userdata, const char *owner)
{
	Event event = event_now(EVENT_RELEASE);

	strcpy(event.owner, owner);
	manager_feed(userdata, &event);
}

/* Rule 12: calendar deadlines follow the wall clock at once. */
void manager_follow_wall_clock(Manager *manager)
{
	usec_t wall = clock_realtime(), now = clock_boottime();
	Event events[CALENDAR_EVENTS_MAX];
	/* on waking the kernel tells of the clock, and perhaps before the sleep is known */
	bool slept = notice_sleep(manager, now);
	size_t n = calendar_watch_check(&manager->calendar, wall, now, now, events);

	manager->calendar_seen = now;
	for (size_t i = 0; i < n; i++)
		manager_step(manager, &events[i]);
	/* backwards, since one that ends by this leaves the set */
	for (size_t i = manager->core.holds.n_holds; i > 0; i--) {
		Event event = {.type = EVENT_HOLD, .at = now, .since = now};

		event.hold = manager->core.holds.holds[i - 1];
		if (event.hold.until_wall == 0)
			continue;
		event.hold.until = now + (event.hold.until_wall - wall);
		manager_step(manager, &event);
	}
	manager_feed(manager, &(Event){.type = EVENT_TIMER, .at = now, .since = now});
	if (slept)
		manager_settle(manager, true);
}

static int arm_clock_step(int fd)
{
	const struct itimerspec far = {.it_value.tv_sec = INT32_MAX};

	return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far, NULL) < 0
	               ? -errno
	               : 0;
}

static int on_clock_step(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	uint64_t expirations;

	/* fails with ECANCELED: the clock was set */
	if (read(fd, &expirations, sizeof(expirations)) < 0)
		arm_clock_step(fd);
	log_info(_("the wall clock was set"));
	manager_follow_wall_clock(userdata);
	return 0;
}

/* glibc takes a file of the same inode and second for the one that it has read, which may have been
 * half written then; so it is made to forget it. */
static void read_zone_anew(void)
{
	setenv("TZ", "UTC0", 1);
	tzset();
	unsetenv("TZ");
	tzset();
}

/* "Until 15:00" is when the wall clock reads that, wherever that is by then. */
static int on_zone(sd_event_source *source, const struct inotify_event *event, void *userdata)
{
	Manager *manager = userdata;
	HoldSet *set = &manager->core.holds;
	usec_t readings[HOLDS_MAX] = {0};

	if (event->len == 0 || strcmp(event->name, "localtime") != 0)
		return 0;
	for (size_t i = 0; i < set->n_holds; i++)
		readings[i] = calendar_reading(set->holds[i].until_wall);
	read_zone_anew();
	/* the core only keeps it for us */
	for (size_t i = 0; i < set->n_holds; i++)
		if (set->holds[i].until_wall != 0)
			set->holds[i].until_wall = calendar_at_reading(readings[i]);
	log_info(_("the time zone was set"));
	manager_follow_wall_clock(manager);
	return 0;
}

/* The zone is a link that is put in place anew, or a file that is written. TZ, if set, counts
 * instead, and does not change. */
static int watch_zone(Manager *manager)
{
	if (getenv("TZ"))
		return 0;
	return sd_event_add_inotify(manager->event, NULL, "/etc",
	        IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE, on_zone, manager);
}

static char *join_problems(const Config *config)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		return NULL;
	for (size_t i = 0; i < config->n_problems; i++)
		fprintf(file, "%s%s", i > 0 ? "\n" : "", config->problems[i]);
	return fclose(file) == 0 ? text : NULL;
}

static int read_config(const char *path, Config **ret)
{
	return path ? config_read(&path, 1, ret) : config_read_default(ret);
}

int manager_reload(Manager *manager, char **ret_problems)
{
	Event event = event_now(EVENT_RULES);
	Config *config = NULL, *old = manager->config;
	bool outside = manager->calendar.outside;
	int r;

	r = read_config(manager->config_path, &config);
	if (r < 0)
		return r;
	if (config->n_problems > 0) {
		*ret_problems = join_problems(config);
		config_free(config);
		return *ret_problems ? -EINVAL : -ENOMEM;
	}
	r = notifier_set_program(manager->notifier, config->notifier);
	if (r < 0) {
		config_free(config);
		return r;
	}
	manager->config = config;
	/* other lengths, other settings, other files */
	coach_choose_anew(manager->coach);
	if (presence_set_input_only(manager->presence, config->input_only))
		restore_doubt_silence(manager);
	event.rules = &config->rules;
	calendar_watch_init(&manager->calendar, &config->hours, outside, manager->calendar.day);
	manager_feed(manager, &event);
	manager_follow_wall_clock(manager);
	config_free(old);
	log_info(_("the configuration was read again"));
	return 0;
}

static int on_hangup(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
	CLEANUP(free) char *problems = NULL;
	int r = manager_reload(userdata, &problems);

	if (r == -EINVAL)
		log_error(
		        _("the configuration is wrong; the old one stays in force:\n%s"), problems);
	else if (r < 0)
		log_error(_("the configuration cannot be read: %s"), strerror(-r));
	return 0;
}

static int on_disconnected(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	Manager *manager = userdata;

	log_info(_("the session bus is gone: the session has ended"));
	return sd_event_exit(manager->event, 0);
}

static int add_signals(Manager *manager)
{
	sigset_t mask;
	int r;

	sigemptyset(&mask);
	sigaddset(&mask, SIGTERM);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGHUP);
	sigaddset(&mask, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &mask, NULL) < 0)
		return -errno;
	r = sd_event_add_signal(manager->event, NULL, SIGTERM, NULL, NULL);
	if (r >= 0)
		r = sd_event_add_signal(manager->event, NULL, SIGINT, NULL, NULL);
	if (r >= 0)
		r = sd_event_add_signal(manager->event, NULL, SIGHUP, on_hangup, manager);
	return r;
}

/* All that there was to do is done. */
static int on_rest(sd_event_source *source, void *userdata)
{
	Manager *manager = userdata;

	if (!manager->memory_left)
		return memory_give_back_code();
	manager->memory_left = false;
	return memory_give_back();
}

static int add_rest(Manager *manager)
{
	int r = sd_event_add_post(manager->event, &manager->rest, on_rest, manager);

	return r < 0 ? r : sd_event_source_set_priority(manager->rest, SD_EVENT_PRIORITY_IDLE);
}

static int add_clocks(Manager *manager)
{
	int r;

	r = sd_event_add_time(manager->event, &manager->timer, CLOCK_BOOTTIME, 0, TIMER_ACCURACY,
	        on_timer, manager);
	if (r >= 0)
		r = sd_event_source_set_enabled(manager->timer, SD_EVENT_OFF);
	if (r < 0)
		return r;
	manager->clock_step_fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	if (manager->clock_step_fd < 0)
		return -errno;
	r = arm_clock_step(manager->clock_step_fd);
	if (r < 0)
		return r;
	r = sd_event_add_io(manager->event, &manager->clock_step, manager->clock_step_fd, EPOLLIN,
	        on_clock_step, manager);
	if (r < 0)
		return r;
	r = watch_zone(manager);
	if (r < 0)
		log_warning(_("a change of the time zone will go unnoticed: %s"), strerror(-r));
	return 0;
}

static int connect_bus(Manager *manager)
{
	int r;

	r = sd_bus_open_user(&manager->bus);
	if (r < 0) {
		log_error(_("no session bus: %s"), strerror(-r));
		return r;
	}
	r = sd_bus_attach_event(manager->bus, manager->event, SD_EVENT_PRIORITY_NORMAL);
	if (r >= 0)
		r = sd_bus_match_signal(manager->bus, NULL, "org.freedesktop.DBus.Local",
		        "/org/freedesktop/DBus/Local", "org.freedesktop.DBus.Local", "Disconnected",
		        on_disconnected, manager);
	if (r >= 0)
		r = service_new(manager, &manager->service);
	return r < 0 ? r : service_claim_name(manager->service);
}

/* A machine without one has neither logind nor its problems. */
static void connect_system_bus(Manager *manager)
{
	int r;

	r = sd_bus_open_system(&manager->system_bus);
	if (r >= 0)
		r = sd_bus_attach_event(
		        manager->system_bus, manager->event, SD_EVENT_PRIORITY_NORMAL);
	if (r < 0) {
		log_info(_("no system bus: %s"), strerror(-r));
		manager->system_bus = sd_bus_unref(manager->system_bus);
	}
}

static int add_parts(Manager *manager)
{
	const SourceContext context = {.event = manager->event,
	        .session_bus = manager->bus,
	        .system_bus = manager->system_bus,
	        .input_only = manager->config->input_only};
	const CoachSink coach_sink = {.changed = on_exercises,
	        .done = exercises_done,
	        .set_begun = exercises_set_begun,
	        .advised = exercises_advised,
	        .userdata = manager};
	const SessionSink session_sink = {.barred = on_barred,
	        .sleeping = on_sleeping,
	        .ended = on_session_ended,
	        .changed = on_changed,
	        .userdata = manager};
	const PresenceSink sink = {.silent = on_silent,
	        .present = on_present,
	        .changed = on_changed,
	        .userdata = manager};
	int r;

	r = callers_new(manager->bus, on_caller_left, manager, &manager->callers);
	if (r >= 0)
		r = notifier_new(manager->event, on_changed, manager, &manager->notifier);
	if (r >= 0)
		r = notifier_set_program(manager->notifier, manager->config->notifier);
	if (r >= 0)
		r = coach_new(manager->event, manager->config_path, &coach_sink, &manager->coach);
	if (r >= 0)
		r = presence_new(&context, &sink, &manager->presence);
	return r < 0 ? r
	             : session_new(
	                       manager->bus, manager->system_bus, &session_sink, &manager->session);
}

static int set_up(Manager *manager)
{
	int r;

	r = read_config(manager->config_path, &manager->config);
	if (r < 0)
		return r;
	r = sd_event_default(&manager->event);
	if (r >= 0)
		r = add_signals(manager);
	if (r >= 0)
		r = connect_bus(manager);
	if (r < 0)
		return r;
	for (size_t i = 0; i < manager->config->n_problems; i++)
		log_error("%s", manager->config->problems[i]);
	connect_system_bus(manager);
	r = add_parts(manager);
	if (r >= 0)
		r = add_clocks(manager);
	if (r >= 0)
		r = add_rest(manager);
	if (r >= 0)
		r = sd_event_set_watchdog(manager->event, true);
	if (r < 0)
		return r;
	manager->set_up = true;
	restore_open(manager);
	manager_settle(manager, true);
	save(manager);
	/* what reading the configuration and the state took is not needed again */
	manager->memory_left = true;
	return 0;
}

int manager_new(const char *config_path, Manager **ret)
{
	Manager *manager = calloc(1, sizeof(*manager));
	int r;

	if (!manager)
		return -ENOMEM;
	manager->config_path = config_path;
	manager->clock_step_fd = -1;
	manager->command = EVENT_TYPE_MAX;
	manager->slept = clock_boottime() - clock_monotonic();
	r = set_up(manager);
	if (r < 0) {
		if (r != -EEXIST)
			log_error(_("cannot start: %s"), strerror(-r));
		manager_free(manager);
		return r;
	}
	*ret = manager;
	return 0;
}

Manager *manager_free(Manager *manager)
{
	if (!manager)
		return NULL;
	sd_bus_message_unref(manager->proof);
	session_free(manager->session);
	presence_free(manager->presence);
	notifier_free(manager->notifier);
	coach_free(manager->coach);
	callers_free(manager->callers);
	service_free(manager->service);
	sd_event_source_disable_unref(manager->timer);
	sd_event_source_disable_unref(manager->clock_step);
	sd_event_source_disable_unref(manager->rest);
	if (manager->clock_step_fd >= 0)
		close(manager->clock_step_fd);
	sd_bus_flush_close_unref(manager->system_bus);
	sd_bus_flush_close_unref(manager->bus);
	sd_event_unref(manager->event);
	config_free(manager->config);
	free(manager->state_directory);
	free(manager);
	return NULL;
}

int manager_run(Manager *manager)
{
	int r;

	sd_notify(false, "READY=1");
	r = sd_event_loop(manager->event);
	sd_notify(false, "STOPPING=1");
	manager_step(manager,
	        &(Event){.type = EVENT_TIMER, .at = clock_boottime(), .since = clock_boottime()});
	save(manager);
	if (r < 0)
		log_error(_("the event loop failed: %s"), strerror(-r));
	return r;
}
