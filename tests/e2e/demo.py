#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day with Limber in half a minute, on a desktop of its own: typing, a reminder, a break taken by
leaning back, and one asked for. Leaves pictures in build/demo/. Run by `./dev run`."""

import sys
import time

import harness

CONFIG = '''[general]
away-after = 20s
lull = 3s
bump = 1s
settle = 1s
[stretch]
every = 6s
length = 8s
[walk]
enabled = no
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

    def play(self):
        desktop = self.desktop
        self.say('user', 'sits down and types')
        desktop.type_until(lambda: self.decided('due') and self.shown(), 'reminder')
        desktop.type_until(lambda: time.monotonic() > self.begin + 8, 'picture')
        self.picture('reminder.png')
        self.ctl('status')
        self.say('user', 'stops typing and gets up')
        desktop.wait_for(lambda: self.decided('started'), 'break')
        ends = desktop.get('Break')[3]
        desktop.wait_for(lambda: harness.moment() > ends - 3000000, 'middle of the break')
        self.picture('break.png')
        desktop.wait_for(lambda: self.decided('completed'), 'end of the break')
        self.say('user', 'comes back and types')
        desktop.type_until(lambda: desktop.get('Kinds')[0][5] > 1000000, 'some sitting')
        self.ctl('start', 'stretch')
        desktop.type_until(lambda: self.decided('completed', count=2), 'end of the asked break')
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
        desktop.start_limberd(CONFIG)
        Day(desktop).play()
    except AssertionError:
        print(desktop.report(), file=sys.stderr)
        raise
    finally:
        desktop.stop()


if __name__ == '__main__':
    main()
