/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "clocks.h"
#include "hold-set.h"
#include "rules.h"

/* The rules of time as a pure step function: facts in, decisions out. No clock, no heap, no I/O, no
 * log. A Core is a value: copied, compared, saved. Same rules and same events: same results.
 *
 * Moments of events never go back; at one and the same moment the deadline that core_step() gave is
 * met before an event of another kind, except EVENT_SILENT, which comes first. */

typedef enum EventType {
	EVENT_TIMER,  /* nothing but time, up to `since` */
	EVENT_SILENT, /* the idle source: no input since `since`, for the wanted silence at least */
	EVENT_PRESENT, /* the idle source: input again, from `since` on; or the source is lost */
	EVENT_LOCK,
	EVENT_UNLOCK,
	EVENT_SLEEP, /* asleep since `since` */
	EVENT_WAKE,
	EVENT_DOWN, /* this core was saved at `since`; until EVENT_UP, what happened meanwhile is
	               told */
	EVENT_UP,
	EVENT_HOLD, /* `hold`, from `since` on */
	EVENT_RELEASE,
	EVENT_SNOOZE,
	EVENT_SKIP,
	EVENT_START,
	EVENT_STOP,
	EVENT_DAY,   /* a new day begins at `since`: the count of skips starts anew */
	EVENT_RULES, /* the settings change */
	EVENT_TYPE_MAX,
} EventType;

typedef struct Event {
	EventType type;
	usec_t at;    /* when we learned of it */
	usec_t since; /* when it became true, never later. Asleep or down nothing is told; on the
	                 return TIMER, HOLD, RELEASE and DAY may be, before WAKE or UP, with their
	                 true moments */
	union {
		Hold hold;                   /* HOLD */
		char owner[HOLD_OWNER_SIZE]; /* RELEASE */
		usec_t span;                 /* SNOOZE */
		char kind[KIND_NAME_SIZE];   /* START: "" for the reminder's or the next */
		bool another_boot;           /* DOWN */
		const Rules *rules;          /* RULES */
	};
} Event;

typedef enum DecisionType {
	DECISION_DUE,
	DECISION_AGAIN,
	DECISION_STARTED,
	DECISION_COMPLETED,
	DECISION_PARTIAL,
	DECISION_NATURAL,
	DECISION_SKIPPED,
	DECISION_SNOOZED,
	DECISION_WAITING,
	DECISION_WITHDRAWN,
	DECISION_REFUSED,
	DECISION_TYPE_MAX,
} DecisionType;

typedef enum Refusal {
	REFUSED_LIMIT,
	REFUSED_NOTHING_DUE,
	REFUSED_IN_BREAK,
	REFUSED_NO_BREAK,
	REFUSED_NOT_PAUSED,
	REFUSED_UNKNOWN_KIND,
	REFUSED_UNKNOWN_OWNER,
	REFUSAL_MAX,
} Refusal;

typedef enum BreakHow {
	BREAK_ASKED,
	BREAK_LULL,
	BREAK_HOW_MAX,
} BreakHow;

typedef struct Decision {
	DecisionType type;
	usec_t at;                   /* when it is taken */
	char kind[KIND_NAME_SIZE];   /* "" for REFUSED */
	usec_t moment;               /* STARTED: the break's beginning; NATURAL: the absence's;
	                                SNOOZED: when it comes back; PARTIAL: the span rested */
	BreakHow how;                /* STARTED */
	uint32_t count;              /* AGAIN, from 1 */
	char owner[HOLD_OWNER_SIZE]; /* WAITING: the oldest hold's */
	EventType command;           /* REFUSED */
	Refusal refusal;             /* REFUSED */
} Decision;

#define DECISIONS_MAX 16

typedef struct Result {
	Decision decisions[DECISIONS_MAX];
	size_t n_decisions;
	usec_t silence;  /* which silence the idle source is to report (rule 15) */
	usec_t deadline; /* the next moment anything changes, or USEC_NEVER */
} Result;

typedef enum ReminderPhase {
	REMINDER_NONE,
	REMINDER_UP,
	REMINDER_SNOOZED,
	REMINDER_WAITING, /* under a hold, or for the end of settle after one */
	REMINDER_PHASE_MAX,
} ReminderPhase;

/* A reminder is urgent from its third repetition on (rule 7). */
#define REMINDER_URGENT_REPEATS 3

/* To be read by anybody, written by the core and by what restores a saved one. */
typedef struct Core {
	Rules rules;
	usec_t now; /* everything up to this moment is decided */
	Clocks clocks;
	HoldSet holds;

	bool locked;
	bool asleep;
	usec_t asleep_since; /* not yet reckoned with; or USEC_NEVER */
	bool down;
	bool down_was_away;   /* while down: it counts as an absence */
	usec_t present_since; /* no absence can have begun before */
	usec_t silent_since;  /* as the idle source reported it; USEC_NEVER while there is input */
	usec_t away_since;    /* the absence's true beginning; USEC_NEVER while present */
	KindMask half_used;   /* clocks that stood at half of `every` or more then */
	KindMask rested;      /* kinds whose length this absence has reached */

	ReminderPhase phase;
	size_t kind; /* the reminder's, unless REMINDER_NONE */
	usec_t due_at;
	usec_t absent_since_due; /* REMINDER_UP: the span of absences that have ended since */
	uint32_t repeats;
	usec_t returns_at;    /* REMINDER_SNOOZED */
	uint32_t snoozes;     /* in a row */
	uint32_t skips_today; /* since the day's boundary */
	usec_t settle_until;  /* or USEC_NEVER */

	int break_kind; /* NO_BREAK, or the kind whose break runs */
	BreakHow break_how;
	usec_t break_began;
	usec_t returning_since;        /* a lull break: input that may be a bump; or USEC_NEVER */
	usec_t break_ended[KINDS_MAX]; /* the last break of the kind, or of a longer one */
} Core;

/* A day starts present, all clocks at zero. The rules' kinds are sorted. */
void core_init(Core *core, const Rules *rules, usec_t at);

/* Takes one event in. True when it has been; false when there was no room for all decisions: carry
 * out what there is and call again with the same event. */
bool core_step(Core *core, const Event *event, Result *ret);

/* What core_step() gives, for a core that was restored. */
usec_t core_deadline(const Core *core);
usec_t core_silence(const Core *core);

/* What happens at the deadline, in a word of the bus property NextEvent; "" for nothing. */
const char *core_next_event(const Core *core, usec_t *ret_at);

/* The kinds that are due now. */
KindMask core_due(const Core *core);

/* The kind to fall due next if the user keeps sitting, -1 if there is no kind at all; the longer
 * one in a tie. */
int core_next_kind(const Core *core);

/* When the kind falls due if the user keeps sitting: not after `now` if it is due already,
 * USEC_NEVER while it does not grow. */
usec_t core_due_at(const Core *core, size_t kind);

/* Moves every moment in it by `by`: CLOCK_BOOTTIME starts anew with each boot. */
void core_shift(Core *core, usec_t by);

/* Between sleep and waking, or while down: all that is decided is stamped with the return. */
bool core_deferring(const Core *core);

const char *decision_to_string(DecisionType type);
const char *refusal_to_string(Refusal refusal);
const char *break_how_to_string(BreakHow how);
/* The command's word in a replay: "snooze", "start", ...; NULL for an event that is no command. */
const char *command_to_string(EventType type);
const char *reminder_phase_to_string(ReminderPhase phase);
