/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The properties about exercises, taken apart. Says nothing of them to anybody. */

#include <errno.h>
#include <string.h>

#include "bus-names.h"
#include "ctl-bus.h"
#include "ctl-status-read.h"
#include "util/cleanup.h"

void *ctl_grow(void *array, size_t n, size_t size)
{
	void *grown = reallocarray(*(void **)array, n + 1, size);

	if (!grown)
		return NULL;
	*(void **)array = grown;
	return memset((char *)grown + n * size, 0, size);
}

int ctl_read_texts(sd_bus_message *m, const char ***texts, size_t *n_texts)
{
	int r = sd_bus_message_enter_container(m, 'a', "s");

	while (r >= 0 && (r = sd_bus_message_at_end(m, false)) == 0) {
		const char **text = ctl_grow(texts, *n_texts, sizeof(*text));

		if (!text)
			return -ENOMEM;
		r = sd_bus_message_read_basic(m, 's', text);
		if (r < 0)
			return r;
		++*n_texts;
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_step(sd_bus_message *m, CtlStep *step)
{
	uint64_t span;
	int r = sd_bus_message_enter_container(m, 'r', "ssstsasasssss");

	if (r >= 0)
		r = sd_bus_message_read(
		        m, "sssts", &step->id, &step->title, &step->side, &span, &step->kind);
	if (r >= 0)
		r = ctl_read_texts(m, &step->areas.items, &step->areas.n_items);
	if (r >= 0)
		r = ctl_read_texts(m, &step->steps.items, &step->steps.n_items);
	if (r >= 0)
		r = sd_bus_message_read(m, "ssss", &step->form, &step->caution,
		        &step->start_picture, &step->end_picture);
	if (r < 0)
		return r;
	step->span = ctl_usec(span);
	return sd_bus_message_exit_container(m);
}

int ctl_read_routine(sd_bus_message *m, CtlStatus *s)
{
	int r = sd_bus_message_enter_container(m, 'a', "(ssstsasasssss)");

	while (r >= 0 && (r = sd_bus_message_at_end(m, false)) == 0) {
		CtlStep *step = ctl_grow(&s->routine, s->n_routine, sizeof(*step));

		if (!step)
			return -ENOMEM;
		/* counted at once: what it holds is to be freed, whatever comes */
		s->n_routine++;
		r = read_step(m, step);
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

int ctl_read_exercise(sd_bus_message *m, CtlStatus *s)
{
	CtlExercise *exercise = &s->exercise;
	uint64_t began_at, ends_at, left;
	int paused;
	int r = sd_bus_message_read(
	        m, "(utttb)", &exercise->place, &began_at, &ends_at, &left, &paused);

	if (r < 0)
		return r;
	exercise->began_at = ctl_usec(began_at);
	exercise->ends_at = ctl_usec(ends_at);
	exercise->left = ctl_usec(left);
	exercise->paused = paused;
	return r;
}

void ctl_routine_done(CtlStatus *s)
{
	for (size_t i = 0; i < s->n_routine; i++) {
		free(s->routine[i].areas.items);
		free(s->routine[i].steps.items);
	}
	free(s->routine);
}

const CtlStep *ctl_status_step(const CtlStatus *s)
{
	return s->exercise.place < s->n_routine ? &s->routine[s->exercise.place] : NULL;
}

const CtlStep *ctl_status_next_step(const CtlStatus *s)
{
	return ctl_status_step(s) && s->exercise.place + 1 < s->n_routine
	               ? &s->routine[s->exercise.place + 1]
	               : NULL;
}

usec_t ctl_status_step_left(const CtlStatus *s, usec_t boottime)
{
	usec_t left = s->exercise.paused ? s->exercise.left : s->exercise.ends_at - boottime;

	return left > 0 ? left : 0;
}
