#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day with Limber in a minute, on a desktop of its own: typing, a reminder, a break taken by
leaning back, which leads through three exercises, and one asked for. Leaves pictures in
build/demo/. Run by `./dev run`."""

import sys
import time

import harness

CONFIG = '''[general]
away-after = 1min
lull = 2s
bump = 1s
settle = 1s
[stretch]
every = 4s
length = 41s
[micro]
enabled = yes
every = 1h
length = 4s
[walk]
enabled = no
'''

# A file of the user's own: what takes half a minute takes 5 s today.
EXERCISES = '''[hip-circles]
time = 5s
[seated-hamstring-stretch]
time = 5s
[seated-march]
time = 5s
[demo]
title = Three for a short day
sequence = hip-circles, seated-hamstring-stretch, seated-march
times-a-day = 2
'''

WORDS = {
    'due': 'the reminder for {kind} comes up',
    'again': 'the reminder for {kind} comes again',
    'started': '{kind} starts, {detail}',
    'completed': '{kind} is complete',
    'partial': '{kind} ended early',
    'natural': 'an absence was a {kind} by itself',
}


class Day:
    """Plays the day, and tells what happens as it happens."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.begin = time.monotonic()
        self.told = 0
        self.keep = harness.stage() / 'work/keep'
        self.keep.mkdir()

    def say(self, who, text):
        print(f'{time.monotonic() - self.begin:5.1f} s  {who:8} {text}', flush=True)

    def tell_decisions(self):
        for decision, kind, _, _, _, detail in self.desktop.decisions[self.told:]:
            words = WORDS.get(decision, decision + ' {kind}')
            self.say('limberd', words.format(kind=kind, detail=detail))
        self.told = len(self.desktop.decisions)

    def decided(self, decision, kind='stretch', count=1):
        """Whether it has been decided so often by now."""
        self.tell_decisions()
        return [one[:2] for one in self.desktop.decisions].count((decision, kind)) >= count

    def shown(self):
        return self.desktop.get('Notifier')[0] == 'shown' and self.desktop.bubble_is_drawn()

    def picture(self, name):
        self.desktop.screenshot(self.keep / name)
        self.say('picture', f'build/demo/{name}')

    def ctl(self, *args):
        self.say('shell', ' '.join(('limberctl', *args)))
        done = self.desktop.ctl(*args)
        for line in (done.stdout + done.stderr).splitlines():
            self.say('', '| ' + line)

    def wait_until(self, moment, what):
        self.desktop.wait_for(lambda: harness.moment() > moment, what)

    def follow_exercises(self):
        """Takes a picture of each exercise, in the middle of its first side."""
        exercises = []
        for place, (exercise, title, side, *_) in enumerate(self.desktop.get('Routine')):
            self.desktop.wait_for(lambda: self.desktop.get('Exercise')[0] == place, title)
            self.say('limberd', f'leads: {title}' + (f', {side} side' if side else ''))
            if exercise not in exercises:
                exercises.append(exercise)
                _, began, ends, *_ = self.desktop.get('Exercise')
                self.wait_until((began + 2 * ends) / 3, 'middle of the exercise')
                self.picture(f'exercise-{len(exercises)}.png')

    def play(self):
        desktop = self.desktop
        self.say('user', 'sits down and types')
        desktop.type_until(lambda: self.decided('due') and self.shown(), 'reminder')
        desktop.type_until(lambda: time.monotonic() > self.begin + 5, 'picture')
        self.picture('reminder.png')
        self.ctl('status')
        self.say('user', 'stops typing and gets up')
        desktop.wait_for(lambda: self.decided('started'), 'break')
        self.follow_exercises()
        desktop.wait_for(lambda: self.decided('completed'), 'end of the break')
        self.say('user', 'comes back and types')
        desktop.type_until(lambda: desktop.get('Kinds')[1][5] > 1000000, 'some sitting')
        self.ctl('start', 'micro')
        desktop.wait_for(lambda: self.decided('started', 'micro'), 'asked break')
        self.wait_until(desktop.get('Break')[3] - 2000000, 'middle of the break')
        self.picture('break.png')
        desktop.type_until(lambda: self.decided('completed', 'micro'), 'end of the asked break')
        self.ctl('status')


def paint(desktop):
    """A backdrop, as a desktop has one. display(1) says 1 even if all is well."""
    desktop.run('display', '-window', 'root', '-size', '1280x800', 'gradient:#4f7391-#1f3242')


def main():
    harness.enter_stage(keep=harness.build_directory() / 'demo')
    desktop = harness.Desktop()
    try:
        desktop.start_bus()
        desktop.start_xvfb()
        paint(desktop)
        desktop.start_dunst()
        desktop.key()
        desktop.configure_exercises(EXERCISES)
        desktop.start_limberd(CONFIG)
        Day(desktop).play()
    except AssertionError:
        print(desktop.report(), file=sys.stderr)
        raise
    finally:
        desktop.stop()


if __name__ == '__main__':
    main()
