/* SPDX-License-Identifier: GPL-3.0-or-later */

/* limberctl doctor: what it makes of every fact, and how it says so. */

#include "test.h"

#include <errno.h>
#include <jansson.h>
#include <locale.h>

#include "build-config.h"
#include "bus-names.h"
#include "client/ctl-doctor-exercises.h"
#include "client/ctl-doctor-files.h"
#include "client/ctl-doctor.h"
#include "util/cleanup.h"

DEFINE_CLEANUP(json_t *, json_decref);

/* Monday 2026-11-23 14:30 UTC, 10,000 s after the machine's start. */
static const CtlNow now = {.boottime = 10000 * USEC_PER_SEC, .realtime = 1795444200 * USEC_PER_SEC};

static int set_up(void **state)
{
	static Findings findings;

	findings = (Findings){0};
	*state = &findings;
	return 0;
}

static int tear_down(void **state)
{
	doctor_done(*state);
	return 0;
}

/* A limberd with which nothing is wrong. */
static CtlStatus healthy(void)
{
	return (CtlStatus){.version = LIMBER_VERSION,
	        .state = "sitting",
	        .presence_source = "x11",
	        .presence_problem = "",
	        .session = {"3", false, true, ""},
	        .routine_for = "",
	        .routine_problem = "",
	        .advice = "",
	        .exercise = {.place = LIMBER_UNLIMITED},
	        .notifier_state = "idle",
	        .notifier_problem = "",
	        .state_problem = ""};
}

/* The findings so far are this one alone, and they are forgotten. Whatever is wrong has advice. */
static void assert_only(Findings *f, const char *check, DoctorResult result, const char *message)
{
	assert_int_equal(f->error, 0);
	assert_int_equal(f->n_items, 1);
	assert_string_equal(f->items[0].message, message);
	assert_string_equal(f->items[0].check, check);
	assert_int_equal(f->items[0].result, result);
	assert_int_equal(doctor_result(f), result);
	if (result == DOCTOR_OK)
		assert_null(f->items[0].advice);
	else
		assert_non_null(f->items[0].advice);
	doctor_done(f);
	*f = (Findings){0};
}

static void session_bus(void **state)
{
	doctor_judge_bus(*state, 0);
	assert_only(*state, "session-bus", DOCTOR_OK, "reached");
	doctor_judge_bus(*state, -ETIMEDOUT);
	assert_only(*state, "session-bus", DOCTOR_FAILED, "it does not answer");
	doctor_judge_bus(*state, -ENOMEDIUM);
	assert_only(*state, "session-bus", DOCTOR_FAILED,
	        "neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set");
	doctor_judge_bus(*state, -ECONNREFUSED);
	assert_only(
	        *state, "session-bus", DOCTOR_FAILED, "it cannot be reached: Connection refused");
}

static void the_daemon(void **state)
{
	CtlStatus status = healthy();

	doctor_judge_daemon(*state, ANSWER_GIVEN, "", &status);
	assert_only(*state, "limberd", DOCTOR_OK, "version " LIMBER_VERSION " runs");
	doctor_judge_daemon(*state, ANSWER_ABSENT, "", NULL);
	assert_only(*state, "limberd", DOCTOR_FAILED, "it does not run");
	doctor_judge_daemon(*state, ANSWER_SILENT, "", NULL);
	assert_only(*state, "limberd", DOCTOR_FAILED, "it runs, but does not answer");
	doctor_judge_daemon(*state, ANSWER_REFUSED, "no", NULL);
	assert_only(*state, "limberd", DOCTOR_FAILED, "it answers with an error: no");
	doctor_judge_daemon(*state, ANSWER_GIVEN, "", NULL);
	assert_only(*state, "limberd", DOCTOR_FAILED,
	        "its answer cannot be understood; is it of another version?");
	status.version = "0.0.1";
	doctor_judge_daemon(*state, ANSWER_GIVEN, "", &status);
	assert_only(*state, "limberd", DOCTOR_WARNING,
	        "version 0.0.1 runs, but limberctl is of version " LIMBER_VERSION);
}

static void the_unit(void **state)
{
	DoctorUnit unit = {ANSWER_GIVEN, "loaded", "active", "enabled"};

	doctor_judge_unit(*state, &unit, true);
	assert_only(*state, "unit", DOCTOR_OK, "active, enabled");
	unit.active_state = "inactive";
	doctor_judge_unit(*state, &unit, false);
	assert_only(*state, "unit", DOCTOR_OK, "inactive, enabled");
	doctor_judge_unit(*state, &unit, true);
	assert_only(*state, "unit", DOCTOR_WARNING, "limberd runs, but not as limberd.service");
	unit.file_state = "disabled";
	doctor_judge_unit(*state, &unit, false);
	assert_only(*state, "unit", DOCTOR_WARNING,
	        "limberd.service is not enabled: it does not start when you log in");
	unit.active_state = "failed";
	doctor_judge_unit(*state, &unit, false);
	assert_only(*state, "unit", DOCTOR_WARNING, "limberd.service has failed");
	unit.load_state = "not-found";
	doctor_judge_unit(*state, &unit, true);
	assert_only(*state, "unit", DOCTOR_WARNING, "limberd.service is not installed (not-found)");
	unit.load_state = "masked";
	doctor_judge_unit(*state, &unit, true);
	assert_only(
	        *state, "unit", DOCTOR_WARNING, "limberd.service is masked, so it never starts");
}

static void no_systemd(void **state)
{
	DoctorUnit unit = {ANSWER_ABSENT, "", "", ""};

	doctor_judge_unit(*state, &unit, true);
	assert_only(*state, "unit", DOCTOR_OK,
	        "no systemd in this session; limberd was started otherwise");
	doctor_judge_unit(*state, &unit, false);
	assert_only(
	        *state, "unit", DOCTOR_WARNING, "no systemd in this session could start limberd");
}

static void presence(void **state)
{
	DoctorProof proof = {ANSWER_GIVEN, "x11", 120 * USEC_PER_MSEC, "", ""};
	CtlStatus status = healthy();

	doctor_judge_presence(*state, &proof, &status);
	assert_only(
	        *state, "presence", DOCTOR_OK, "x11 reacts: it has told of 120ms without input");
	status.presence_problem = "only a guess";
	doctor_judge_presence(*state, &proof, &status);
	assert_only(*state, "presence", DOCTOR_WARNING, "x11: only a guess");
	proof.answer = ANSWER_SILENT;
	doctor_judge_presence(*state, &proof, &status);
	assert_only(*state, "presence", DOCTOR_FAILED,
	        "limberd does not answer when asked to prove it");
	doctor_judge_presence(*state, &proof, NULL);
	assert_only(*state, "presence", DOCTOR_WARNING, "it cannot be proved without limberd");
}

static void presence_refused(void **state)
{
	DoctorProof proof = {ANSWER_REFUSED, "", 0, LIMBER_ERROR("NoSource"), "no display"};
	CtlStatus status = healthy();

	doctor_judge_presence(*state, &proof, &status);
	assert_only(*state, "presence", DOCTOR_FAILED, "nothing tells when you leave: no display");
	proof.error_name = LIMBER_ERROR("NoReaction");
	proof.error = "x11 did not report a silence";
	doctor_judge_presence(*state, &proof, &status);
	assert_only(*state, "presence", DOCTOR_FAILED, "x11 did not report a silence");
	status.presence_source = "logind";
	doctor_judge_presence(*state, &proof, &status);
	assert_only(*state, "presence", DOCTOR_WARNING,
	        "logind's idle hint comes late, or not at all, so it cannot be proved in 3s");
	proof.error_name = "org.freedesktop.DBus.Error.UnknownMethod";
	proof.error = "what?";
	doctor_judge_presence(*state, &proof, &status);
	assert_only(*state, "presence", DOCTOR_WARNING, "this limberd cannot prove it: what?");
}

static void sources(void **state)
{
	CtlSource found[] = {{"wayland", "not here", ""}, {"mutter", "failed", "it went"}};
	const char *without[] = {"x11"};
	CtlStatus status = healthy();

	status.sources = &found[0];
	status.n_sources = 1;
	doctor_judge_sources(*state, &status);
	assert_only(*state, "source", DOCTOR_OK, "wayland: not here");
	status.sources = &found[1];
	doctor_judge_sources(*state, &status);
	assert_only(*state, "source", DOCTOR_WARNING, "mutter: failed, it went");
	status.n_sources = 0;
	status.built_without = without;
	status.n_built_without = 1;
	doctor_judge_sources(*state, &status);
	assert_only(*state, "source", DOCTOR_WARNING, "x11: not built into this limberd");
}

static void notification_server(void **state)
{
	DoctorServer server = {.answer = ANSWER_GIVEN,
	        .running = true,
	        .name = "dunst",
	        .version = "1.9",
	        .error = "",
	        .capabilities = ANSWER_GIVEN,
	        .actions = true};

	doctor_judge_server(*state, &server);
	assert_only(*state, "notifications", DOCTOR_OK, "dunst 1.9, with buttons");
	server.actions = false;
	doctor_judge_server(*state, &server);
	assert_non_null(strstr(((Findings *)*state)->items[0].advice, "limberctl snooze"));
	assert_only(*state, "notifications", DOCTOR_WARNING, "dunst 1.9 draws no buttons");
	server.capabilities = ANSWER_SILENT;
	doctor_judge_server(*state, &server);
	assert_only(*state, "notifications", DOCTOR_FAILED,
	        "the notification server hangs: no answer within 2 s");
	server.answer = ANSWER_SILENT;
	server.running = false;
	doctor_judge_server(*state, &server);
	assert_only(*state, "notifications", DOCTOR_FAILED,
	        "the notification server was started, but has not answered within 2 s");
	server.answer = ANSWER_ABSENT;
	doctor_judge_server(*state, &server);
	assert_only(*state, "notifications", DOCTOR_FAILED,
	        "no notification server runs, and the bus knows none to start");
	server.answer = ANSWER_REFUSED;
	server.error = "exit 1";
	doctor_judge_server(*state, &server);
	assert_only(*state, "notifications", DOCTOR_FAILED,
	        "the notification server is of no use: exit 1");
}

static void notifier(void **state)
{
	const char *name = "limber-notify", *path = "/usr/bin/limber-notify";
	CtlStatus status = healthy();

	doctor_judge_notifier(*state, name, path, &status);
	assert_only(*state, "notifier", DOCTOR_OK, "/usr/bin/limber-notify, idle");
	doctor_judge_notifier(*state, name, path, NULL);
	assert_only(*state, "notifier", DOCTOR_OK, path);
	doctor_judge_notifier(*state, name, NULL, &status);
	assert_only(*state, "notifier", DOCTOR_FAILED,
	        "limber-notify is neither beside limberd nor in PATH");
	status.notifier_state = "waiting";
	doctor_judge_notifier(*state, name, path, &status);
	assert_only(*state, "notifier", DOCTOR_WARNING, "waiting");
	status.notifier_problem = "no server";
	doctor_judge_notifier(*state, name, path, &status);
	assert_only(*state, "notifier", DOCTOR_WARNING, "waiting: no server");
	status.notifier_state = "failed";
	doctor_judge_notifier(*state, name, path, &status);
	assert_only(*state, "notifier", DOCTOR_FAILED, "reminders cannot be shown: no server");
	status.notifier_state = "off";
	doctor_judge_notifier(*state, name, path, &status);
	assert_only(*state, "notifier", DOCTOR_FAILED,
	        "switched off: Limber itself shows no reminders");
	doctor_judge_notifier(*state, "", NULL, NULL);
	assert_only(*state, "notifier", DOCTOR_FAILED,
	        "switched off: Limber itself shows no reminders");
}

/* The second finding is about sleep; assert_only() sees to the first. */
static void assert_sleep(Findings *f, DoctorResult result)
{
	assert_int_equal(f->n_items, 2);
	assert_string_equal(f->items[1].check, "sleep");
	assert_int_equal(f->items[1].result, result);
	free(f->items[1].message);
	f->n_items = 1;
}

static void login(void **state)
{
	CtlStatus status = healthy();
	DoctorLogin login = {.answer = ANSWER_GIVEN,
	        .id = "3",
	        .active = true,
	        .error = "",
	        .inhibitors = ANSWER_GIVEN,
	        .delays_sleep = true};

	doctor_judge_login(*state, &login, &status);
	assert_sleep(*state, DOCTOR_OK);
	assert_only(*state, "login", DOCTOR_OK, "session 3: in front, not locked");
	login.delays_sleep = false;
	status.session.problem = "deaf";
	doctor_judge_login(*state, &login, &status);
	assert_sleep(*state, DOCTOR_WARNING);
	assert_only(*state, "login", DOCTOR_WARNING, "deaf");
	/* without limberd nobody delays sleep */
	login.locked = true;
	doctor_judge_login(*state, &login, NULL);
	assert_only(*state, "login", DOCTOR_WARNING, "session 3 is locked, so you count as away");
	login.active = false;
	doctor_judge_login(*state, &login, NULL);
	assert_only(
	        *state, "login", DOCTOR_WARNING, "session 3 is not in front, so you count as away");
}

static void no_logind(void **state)
{
	CtlStatus status = healthy();
	DoctorLogin login = {.bus = -ENOENT, .id = "", .error = ""};

	doctor_judge_login(*state, &login, &status);
	assert_only(*state, "login", DOCTOR_WARNING,
	        "the system bus cannot be reached, so logind tells neither lock nor sleep: No such "
	        "file or directory");
	login.bus = 0;
	login.answer = login.inhibitors = ANSWER_ABSENT;
	doctor_judge_login(*state, &login, &status);
	assert_only(*state, "login", DOCTOR_WARNING,
	        "logind does not answer, so it tells neither lock nor sleep");
	login.answer = ANSWER_REFUSED;
	login.error = "unknown";
	doctor_judge_login(*state, &login, NULL);
	assert_only(*state, "login", DOCTOR_WARNING,
	        "logind knows no session of yours, so it tells no lock: unknown");
}

static void kinds(void **state)
{
	doctor_judge_kinds(*state, 1);
	assert_only(*state, "kinds", DOCTOR_OK, "1 kind of break is on");
	doctor_judge_kinds(*state, 0);
	assert_only(*state, "kinds", DOCTOR_FAILED, "no kind of break is on");
}

static void holds(void **state)
{
	CtlStatus status = healthy();
	CtlHold hold = {"user", "lunch", "freeze", now.boottime + 2 * USEC_PER_HOUR};

	doctor_judge_holds(*state, &status, &now);
	assert_only(*state, "holds", DOCTOR_OK, "nothing keeps reminders away");
	status.holds = &hold;
	status.n_holds = 1;
	doctor_judge_holds(*state, &status, &now);
	assert_string_equal(((Findings *)*state)->items[0].advice, "limberctl resume");
	assert_only(
	        *state, "holds", DOCTOR_WARNING, "Paused, 2h left, until 16:30 (freeze): lunch");
	hold = (CtlHold){"zoom", "", "wait", 0};
	doctor_judge_holds(*state, &status, &now);
	assert_only(*state, "holds", DOCTOR_WARNING, "Held by zoom");
	hold = (CtlHold){"working-hours", "", "reset", now.boottime + USEC_PER_HOUR};
	doctor_judge_holds(*state, &status, &now);
	assert_only(*state, "holds", DOCTOR_OK, "Outside working hours, 1h left, until 15:30");
}

static void config(void **state)
{
	static char problem[] = "/etc/xdg/limber.ini: evry: unknown";
	const char *old[] = {"/etc/xdg/limber.ini: old: unknown"};
	char *problems[] = {problem};
	Config of = {0};
	DoctorPlace file = {.path = "/etc/xdg/limber.ini", .mode = S_IFREG | 0644};
	CtlStatus status = healthy();

	doctor_judge_config(*state, NULL, 0, &of, &status);
	assert_only(*state, "config", DOCTOR_OK, "no limber.ini: every key is at its default");
	doctor_judge_config(*state, &file, 1, &of, &status);
	assert_only(*state, "config", DOCTOR_OK, "/etc/xdg/limber.ini");
	file.mode |= S_IWOTH;
	doctor_judge_config(*state, &file, 1, &of, NULL);
	assert_only(*state, "config", DOCTOR_WARNING,
	        "/etc/xdg/limber.ini can be written by everybody, and names a program to run");
	file.mode = S_IFREG | 0644;
	of.problems = problems;
	of.n_problems = 1;
	/* limberd has the same problem: it is told once */
	status.problems = (const char **)problems;
	status.n_problems = 1;
	doctor_judge_config(*state, &file, 1, &of, &status);
	assert_only(*state, "config", DOCTOR_WARNING, problem);
	/* corrected, but not yet read again */
	of.n_problems = 0;
	status.problems = old;
	doctor_judge_config(*state, NULL, 0, &of, &status);
	assert_int_equal(((Findings *)*state)->n_items, 2);
	assert_string_equal(((Findings *)*state)->items[1].message,
	        "still in force: /etc/xdg/limber.ini: old: unknown");
	assert_int_equal(doctor_result(*state), DOCTOR_WARNING);
}

static void directories(void **state)
{
	DoctorPlace place = {.path = "/s", .mode = S_IFDIR | 0700, .writable = true};

	doctor_judge_directory(*state, "state", &place);
	assert_only(*state, "state", DOCTOR_OK, "/s");
	place.mode = S_IFDIR | 0750;
	doctor_judge_directory(*state, "history", &place);
	assert_only(*state, "history", DOCTOR_WARNING,
	        "/s is open to others, who see when you are here");
	place.writable = false;
	doctor_judge_directory(*state, "state", &place);
	assert_only(*state, "state", DOCTOR_WARNING,
	        "/s cannot be written to, so nothing is remembered");
	place.mode = S_IFREG | 0600;
	doctor_judge_directory(*state, "state", &place);
	assert_only(*state, "state", DOCTOR_WARNING, "/s is in the way: it is no directory");
	place = (DoctorPlace){.path = "/s", .error = -ENOENT, .writable = true};
	doctor_judge_directory(*state, "state", &place);
	assert_only(*state, "state", DOCTOR_OK, "/s is made when it is needed");
	place.writable = false;
	doctor_judge_directory(*state, "state", &place);
	assert_only(*state, "state", DOCTOR_WARNING, "/s is not there, and cannot be made");
	place.error = -EACCES;
	doctor_judge_directory(*state, "state", &place);
	assert_only(*state, "state", DOCTOR_WARNING, "/s: Permission denied");
}

static void state_problem(void **state)
{
	CtlStatus status = healthy();

	doctor_judge_state_problem(*state, &status);
	assert_int_equal(((Findings *)*state)->n_items, 0);
	status.state_problem = "/s: no room";
	doctor_judge_state_problem(*state, &status);
	assert_only(*state, "state", DOCTOR_WARNING, "limberd could not save: /s: no room");
}

/* As assert_sleep(), of the time zone. */
static void assert_zone(Findings *f, DoctorResult result, const char *message)
{
	assert_int_equal(f->n_items, 2);
	assert_string_equal(f->items[1].check, "time-zone");
	assert_string_equal(f->items[1].message, message);
	assert_int_equal(f->items[1].result, result);
	free(f->items[1].message);
	f->n_items = 1;
}

static void clocks(void **state)
{
	DoctorClock clock = {.boottime = 3 * USEC_PER_HOUR,
	        .monotonic = 2 * USEC_PER_HOUR,
	        .realtime = now.realtime,
	        .zone = "",
	        .zone_known = true};

	doctor_judge_clock(*state, &clock);
	assert_zone(*state, DOCTOR_OK, "the system's");
	assert_only(
	        *state, "clock", DOCTOR_OK, "3h since the start of the machine, 1h of it asleep");
	clock.zone_known = false;
	clock.realtime = utc(2023, 12, 31, 23, 59, 59);
	doctor_judge_clock(*state, &clock);
	assert_zone(*state, DOCTOR_WARNING, "none is set: times are UTC");
	assert_only(*state, "clock", DOCTOR_WARNING,
	        "the wall clock is not set: working hours and history are wrong");
	clock.zone = "Nowhere/Place";
	clock.realtime = utc(2024, 1, 1, 0, 0, 0);
	doctor_judge_clock(*state, &clock);
	assert_zone(*state, DOCTOR_WARNING, "TZ=Nowhere/Place is not known here: times are UTC");
	assert_int_equal(doctor_result(*state), DOCTOR_OK);
	doctor_done(*state);
	set_up(state);
	clock.monotonic = clock.boottime + 1;
	clock.zone_known = true;
	doctor_judge_clock(*state, &clock);
	assert_zone(*state, DOCTOR_OK, "Nowhere/Place");
	assert_only(*state, "clock", DOCTOR_FAILED,
	        "the clock that counts sleep is behind the one that does not");
}

static void zones(void **state)
{
	const struct {
		const char *zone;
		bool known;
	} cases[] = {{"UTC", true}, {"UTC0", true}, {BERLIN, true}, {"<+03>-3", true},
	        {"Nowhere/Place", false}, {"/nowhere/zone", false}, {":Nowhere", false}};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		DoctorClock clock;

		set_zone(cases[i].zone);
		clock = doctor_read_clock();
		assert_string_equal(clock.zone, cases[i].zone);
		assert_int_equal(clock.zone_known, cases[i].known);
		assert_true(clock.boottime >= clock.monotonic);
	}
	set_zone("UTC0");
}

static void looking_makes_nothing(void **state)
{
	CLEANUP(free) char *directory = make_directory();
	CLEANUP(free) char *file = NULL, *below = NULL, *missing = NULL;
	DoctorPlace place;

	assert_return_code(asprintf(&file, "%s/file", directory), 0);
	assert_return_code(asprintf(&below, "%s/file/below", directory), 0);
	assert_return_code(asprintf(&missing, "%s/a/b", directory), 0);
	write_bytes(file, "x", 1);
	place = doctor_look(directory);
	assert_int_equal(place.error, 0);
	assert_true(S_ISDIR(place.mode) && place.writable);
	place = doctor_look(file);
	assert_true(S_ISREG(place.mode));
	assert_int_equal(doctor_look(below).error, -ENOTDIR);
	place = doctor_look(missing);
	assert_int_equal(place.error, -ENOENT);
	assert_true(place.writable);
	assert_int_equal(unlink(file), 0);
	/* which fails if there is anything else */
	assert_int_equal(rmdir(directory), 0);
}

static void programs(void **state)
{
	CLEANUP(free) char *in_path = NULL, *beside = NULL, *absolute = NULL;

	setenv("PATH", "/nowhere::/bin", 1);
	in_path = doctor_find_program("sh", 0);
	assert_string_equal(in_path, "/bin/sh");
	absolute = doctor_find_program("/bin/sh", 0);
	assert_string_equal(absolute, "/bin/sh");
	assert_null(doctor_find_program("/nowhere/sh", 0));
	assert_null(doctor_find_program("no-such-program", 0));
	/* this very program is beside itself */
	beside = doctor_find_program(program_invocation_short_name, getpid());
	assert_non_null(beside);
	assert_string_equal(strrchr(beside, '/') + 1, program_invocation_short_name);
}

static void add_three(Findings *f)
{
	doctor_ok(f, "limberd", "version %d runs", 7);
	doctor_warn(f, "holds", "limberctl resume", "Paused: \033a rather long lunch");
	doctor_fail(f, "notifications", "start one", "none");
}

static void printed(void **state)
{
	CtlStyle style = {.utf8 = false, .width = 44};
	CLEANUP(free) char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	add_three(*state);
	assert_int_equal(doctor_print(out, &style, *state), 0);
	fclose(out);
	assert_string_equal(text, "ok       limberd        version 7 runs\n"
	                          "warning  holds          Paused: \\x1ba rather\n"
	                          "                        long lunch\n"
	                          "                        -> limberctl resume\n"
	                          "failed   notifications  none\n"
	                          "                        -> start one\n"
	                          "\n"
	                          "Reminders will not reach you, or not when they should.\n");
}

static void printed_as_json(void **state)
{
	CLEANUP(json_decref) json_t *found = NULL, *wanted = NULL;
	CLEANUP(free) char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	CtlStyle style = {.utf8 = true};

	add_three(*state);
	doctor_ok(*state, "config", "/h\xff/\"ü");
	assert_int_equal(doctor_print_json(out, &style, *state), 0);
	fclose(out);
	wanted = json_loads("[{\"check\": \"limberd\", \"result\": \"ok\","
	                    "  \"message\": \"version 7 runs\", \"advice\": null},"
	                    " {\"check\": \"holds\", \"result\": \"warning\","
	                    "  \"message\": \"Paused: \\u001ba rather long lunch\","
	                    "  \"advice\": \"limberctl resume\"},"
	                    " {\"check\": \"notifications\", \"result\": \"failed\","
	                    "  \"message\": \"none\", \"advice\": \"start one\"},"
	                    " {\"check\": \"config\", \"result\": \"ok\","
	                    "  \"message\": \"/h\\\\xff/\\\"ü\", \"advice\": null}]",
	        0, NULL);
	found = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(wanted);
	if (!json_equal(wanted, found))
		fail_msg("%s", text);
}

static void exercises(void **state)
{
	char problem[] = "core.ini:3: [plank] odd";
	char *problems[] = {problem};
	Catalogue catalogue = {.n_exercises = 70};

	doctor_judge_exercises(*state, NULL, -EACCES);
	assert_only(*state, "exercises", DOCTOR_WARNING, "they cannot be read: Permission denied");
	doctor_judge_exercises(*state, &catalogue, 0);
	assert_only(*state, "exercises", DOCTOR_OK, "70 exercises");
	catalogue.n_sets = 1;
	doctor_judge_exercises(*state, &catalogue, 0);
	assert_only(*state, "exercises", DOCTOR_OK, "70 exercises; prescribed sets: 1");
	catalogue.n_exercises = 0;
	doctor_judge_exercises(*state, &catalogue, 0);
	assert_only(*state, "exercises", DOCTOR_WARNING,
	        "there are none, so breaks have their text alone");
	catalogue = (Catalogue){.n_exercises = 1, .problems = problems, .n_problems = 1};
	doctor_judge_exercises(*state, &catalogue, 0);
	assert_int_equal(((Findings *)*state)->n_items, 2);
	assert_string_equal(((Findings *)*state)->items[0].message, problem);
	assert_int_equal(((Findings *)*state)->items[0].result, DOCTOR_WARNING);
	assert_int_equal(((Findings *)*state)->items[1].result, DOCTOR_OK);
}

static void pictures(void **state)
{
	char *bad[] = {(char *)"a-start", (char *)"a-end", (char *)"b-start", (char *)"b-end",
	        (char *)"c-start", (char *)"c-end", (char *)"d-start", (char *)"d-end"};
	DoctorPictures found = {.bad = bad, .n = 8};

	doctor_judge_pictures(*state, &found);
	assert_only(*state, "pictures", DOCTOR_OK, "8, all there");
	found.n_bad = 2;
	doctor_judge_pictures(*state, &found);
	assert_only(*state, "pictures", DOCTOR_WARNING,
	        "missing or broken, so that text alone is shown: a-start, a-end");
	found.n_bad = 7;
	doctor_judge_pictures(*state, &found);
	assert_only(*state, "pictures", DOCTOR_WARNING,
	        "missing or broken, so that text alone is shown: a-start, a-end, b-start, b-end, "
	        "c-start, c-end and 1 more");
	found.n_bad = 8;
	doctor_judge_pictures(*state, &found);
	assert_only(*state, "pictures", DOCTOR_WARNING,
	        "there are none: exercises are shown by their text alone");
	/* without exercises there is nothing to be said of pictures */
	found = (DoctorPictures){0};
	doctor_judge_pictures(*state, &found);
	assert_int_equal(((Findings *)*state)->n_items, 0);
}

static void terminal(void **state)
{
	doctor_judge_terminal(*state, NULL);
	assert_only(*state, "terminal", DOCTOR_OK, "limberctl shows pictures in colour");
	doctor_judge_terminal(*state, "odd");
	assert_only(
	        *state, "terminal", DOCTOR_WARNING, "limberctl shows pictures as outlines: odd");
}

/* A program that does what the script says. */
static DoctorTrial try_script(const char *script)
{
	CLEANUP(free) char *directory = make_directory();
	CLEANUP(free) char *path = NULL;
	DoctorTrial trial;

	assert_true(asprintf(&path, "%s/program", directory) > 0);
	write_bytes(path, script, strlen(script));
	assert_int_equal(chmod(path, 0700), 0);
	trial = doctor_try_routine(path);
	unlink(path);
	rmdir(directory);
	trial.program = "limber-routine";
	return trial;
}

static void judge_script(void **state, const char *script)
{
	DoctorTrial trial = try_script(script);

	doctor_judge_routine(*state, &trial, NULL, NULL);
}

static void routine(void **state)
{
	DoctorTrial missing = doctor_try_routine(NULL);
	DoctorTrial unfit = doctor_try_routine("/dev/null");

	doctor_judge_routine(*state, &missing, NULL, NULL);
	assert_only(*state, "routine", DOCTOR_WARNING,
	        "limber-routine is not to be found, so breaks have no exercises");
	doctor_judge_routine(*state, &unfit, NULL, NULL);
	assert_only(
	        *state, "routine", DOCTOR_WARNING, "/dev/null cannot be run: Permission denied");
	judge_script(state, "#!/bin/sh\necho end\n");
	assert_only(*state, "routine", DOCTOR_OK, "limber-routine");
	judge_script(state, "#!/bin/sh\necho 'step a'; echo end\n");
	assert_only(*state, "routine", DOCTOR_OK, "limber-routine");
	judge_script(state, "#!/bin/sh\necho 'step in the end'\n");
	assert_only(*state, "routine", DOCTOR_WARNING, "what limber-routine says breaks off");
	judge_script(state, "#!/bin/sh\necho end; echo 'no history' >&2; exit 3\n");
	assert_only(*state, "routine", DOCTOR_WARNING, "it ended with code 3: no history");
	judge_script(state, "#!/bin/sh\nprintf '%01000d\\nend\\n' 7\n");
	assert_only(*state, "routine", DOCTOR_OK, "limber-routine");
	judge_script(state, "#!/bin/sh\nkill -SEGV $$\n");
	assert_only(*state, "routine", DOCTOR_WARNING, "limber-routine was ended by signal 11");
	judge_script(state, "#!/bin/sh\nyes\n");
	assert_only(*state, "routine", DOCTOR_WARNING, "limber-routine does not come to an end");
}

static void routine_as_limberd_sees_it(void **state)
{
	char problem[] = "core.ini:3: [plank] odd";
	char *problems[] = {problem};
	const Catalogue catalogue = {.problems = problems, .n_problems = 1};
	const DoctorTrial trial = {.program = "limber-routine", .complete = true};
	CtlStatus status = healthy();
	Findings *f = *state;

	status.routine_problem = "core.ini:3: [plank] odd\ncore.ini:3: [plank]\n";
	doctor_judge_routine(f, &trial, &catalogue, &status);
	assert_int_equal(f->n_items, 2);
	assert_string_equal(f->items[1].message, "limberd met with this: core.ini:3: [plank]");
	assert_int_equal(f->items[1].result, DOCTOR_WARNING);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	        TEST(session_bus),
	        TEST(exercises),
	        TEST(pictures),
	        TEST(terminal),
	        TEST(routine),
	        TEST(routine_as_limberd_sees_it),
	        TEST(the_daemon),
	        TEST(the_unit),
	        TEST(no_systemd),
	        TEST(presence),
	        TEST(presence_refused),
	        TEST(sources),
	        TEST(notification_server),
	        TEST(notifier),
	        TEST(login),
	        TEST(no_logind),
	        TEST(kinds),
	        TEST(holds),
	        TEST(config),
	        TEST(directories),
	        TEST(state_problem),
	        TEST(clocks),
	        TEST(zones),
	        TEST(looking_makes_nothing),
	        TEST(programs),
	        TEST(printed),
	        TEST(printed_as_json),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return EXIT_FAILURE;
	set_zone("UTC0");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
