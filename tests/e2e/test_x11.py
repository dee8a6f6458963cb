#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""limberd on a real X server, with input events made by XTEST."""

import os
import pathlib
import re
import signal
import time

import harness

SECOND = 1000000

# How far the moment that limberd tells may be from the one that the test has seen: less than the
# silence that it waits for, or it could be the moment of the report. It is for a busy machine.
TOLERANCE = 1 * SECOND

QUICK = '''[general]
away-after = {away}s
lull = {lull}s
bump = {bump}s
settle = 1s
[stretch]
every = {every}s
length = {length}s
[walk]
enabled = no
'''


class X11Test(harness.DesktopTest):
    source = 'x11'
    weakness = ''
    env = {}  # of limberd, beside the desktop's

    def setUp(self):
        super().setUp()
        # A number of its own: a display that is given up for a moment must not be another test's.
        self.display = 1000 + os.getpid() % 50000
        self.server = self.desktop.start_xvfb(self.display)

    def start(self, away=600, lull=2, bump=1, every=3600, length=6):
        """Starts limberd; all spans are in seconds."""
        part = self.desktop.start_limberd(QUICK.format(
            away=away, lull=lull, bump=bump, every=every, length=length), env=self.env)
        self.assertEqual(self.desktop.get('ConfigProblems'), [])
        return part

    def press(self):
        """One key; returns moments just before and after it."""
        before = harness.moment()
        self.desktop.key()
        return before, harness.moment()

    def wait_source(self):
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == self.source,
                              self.source)
        self.assertIn(self.weakness, self.desktop.get('PresenceProblem'))
        if not self.weakness:
            self.assertEqual(self.desktop.get('PresenceProblem'), '')

    def wait_present(self, present, what):
        self.desktop.wait_for(lambda: self.desktop.get('Present') is present, what)


class Presence(X11Test):

    def test_source(self):
        self.start()
        self.wait_source()
        self.assertIs(self.desktop.get('Present'), True)

    def test_typing_is_presence(self):
        self.desktop.key()
        self.start(away=2)
        since = self.desktop.get('PresentSince')
        end = time.monotonic() + 5
        self.desktop.type_until(lambda: time.monotonic() > end, 'end of typing')
        self.assertEqual(self.desktop.get('PresentSince'), since)
        self.assertIs(self.desktop.get('Present'), True)

    def test_silence_is_away_since_the_last_input(self):
        self.start(away=2)
        before, after = self.press()
        self.wait_present(False, 'absence')
        self.assertGreaterEqual(harness.moment(), before + 2 * SECOND)
        since = self.desktop.get('PresentSince')
        self.assertGreaterEqual(since, before - TOLERANCE)
        self.assertLessEqual(since, after + TOLERANCE)
        self.assertEqual(self.desktop.get('State'), 'away')

    def test_silence_from_before_the_start(self):
        before, after = self.press()
        self.desktop.wait_for(lambda: harness.moment() > after + 2 * SECOND, 'silence')
        self.start(away=2)
        self.wait_present(False, 'absence')
        self.assertGreaterEqual(self.desktop.get('PresentSince'), before - TOLERANCE)

    def test_input_brings_back(self):
        self.start(away=2)
        for _ in range(2):
            self.wait_present(False, 'absence')
            before, after = self.press()
            self.wait_present(True, 'return')
            since = self.desktop.get('PresentSince')
            self.assertGreaterEqual(since, before - TOLERANCE)
            self.assertLessEqual(since, after + TOLERANCE)

    def test_mouse_is_input(self):
        self.start(away=2)
        for action in (('mousemove', '10', '10'), ('click', '1')):
            self.wait_present(False, 'absence')
            self.desktop.run('xdotool', *action)
            self.wait_present(True, f'return by {action[0]}')

    def test_rest_takes_off_the_clock(self):
        self.start(away=1, lull=1, length=2)
        self.desktop.wait_for(
            lambda: self.desktop.get('State') == 'away' and self.desktop.get('Kinds')[0][5] == 0,
            'a clock at zero')


class Restart(X11Test):
    """Down for less than away-after, and away before: as if it had run on."""

    def leave(self):
        """Returns limberd when it has seen a whole break, which a lull began; the absence goes on."""
        part = self.start(away=600, lull=1, bump=1, every=2, length=3)
        self.desktop.wait_for(lambda: self.desktop.decided('completed'), 'a whole break')
        self.assertIs(self.desktop.get('Present'), False)
        return part

    def test_back_while_down(self):
        part = self.leave()
        part.stop()
        self.press()
        self.start()
        self.desktop.type_until(lambda: self.desktop.get('Present'), 'presence while typing')

    def test_away_goes_on(self):
        part = self.leave()
        since = self.desktop.get('PresentSince')
        part.stop()
        self.start()
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'x11', 'x11')
        self.assertIs(self.desktop.get('Present'), False)
        self.assertEqual(self.desktop.get('PresentSince'), since)
        self.press()
        self.wait_present(True, 'return')

    def test_no_source(self):
        part = self.leave()
        part.stop()
        self.server.stop()
        self.start()
        self.wait_present(True, 'presence without a source')


class Server(X11Test):

    def wait_problem(self):
        return self.desktop.wait_for(
            lambda: self.desktop.get('PresenceSource') == 'none' and
            self.desktop.get('PresenceProblem'), 'complaint about presence')

    def test_server_dies_and_comes_back(self):
        part = self.start(away=2)
        self.wait_present(False, 'absence')
        for number in (signal.SIGKILL, signal.SIGTERM):
            self.server.stop(number)
            self.wait_problem()
            self.assertIs(self.desktop.get('Present'), True)
            self.server = self.desktop.start_xvfb(self.display)
            self.desktop.type_until(lambda: self.desktop.get('PresenceSource') == self.source,
                                    'new X server')
            self.wait_present(False, 'absence')
            self.press()
            self.wait_present(True, 'return')
        self.assertIsNone(part.code)

    def test_no_server_at_the_start(self):
        self.server.stop()
        self.start(away=2)
        self.assertIn('x11', self.wait_problem())
        self.assertIs(self.desktop.get('Present'), True)
        self.desktop.start_xvfb(self.display)
        self.wait_source()

    def test_server_hangs_at_the_start(self):
        self.stop_server()
        self.start(away=2)
        self.assertEqual(self.desktop.ctl('status').returncode, 0)
        self.assertIn('x11: it does not answer', self.wait_problem())
        self.assertIn('x11: it does not answer', self.desktop.ctl('status').stdout)
        self.assertIn(('x11', 'late', 'it does not answer'), self.desktop.get('Sources'))
        self.assertIs(self.desktop.get('Present'), True)
        self.server.send(signal.SIGCONT)
        self.wait_source()
        self.press()
        self.wait_present(False, 'absence')

    def test_server_hangs_and_dies_at_the_start(self):
        self.stop_server()
        self.start(away=2)
        self.wait_problem()
        self.server.stop(signal.SIGKILL)
        self.desktop.wait_for(lambda: 'it does not answer' not in
                              self.desktop.get('PresenceProblem'), 'another complaint')
        self.server = self.desktop.start_xvfb(self.display)
        self.wait_source()

    def test_server_hangs_while_in_use(self):
        self.start(away=2)
        self.wait_source()
        self.wait_present(False, 'absence')
        self.stop_server()
        self.assertEqual(self.desktop.get('State'), 'away')
        self.assertEqual(self.desktop.call('Start', '(s)', '')[0], 'stretch')
        self.assertEqual(self.desktop.ctl('status').returncode, 0)
        self.server.send(signal.SIGCONT)
        self.press()
        self.wait_present(True, 'return')

    def stop_server(self):
        """Stops it, but not for the end of the test."""
        self.addCleanup(self.server.process.send_signal, signal.SIGCONT)
        self.server.send(signal.SIGSTOP)


class Breaks(X11Test):

    def wait_decided(self, decision):
        return self.desktop.wait_for(lambda: self.desktop.decided(decision), decision)

    def remind(self, **kwargs):
        """Types until the reminder is up, and once more; returns the moment of that last key."""
        self.start(every=3, **kwargs)
        self.desktop.type_until(lambda: self.desktop.decided('due'), 'reminder')
        return self.press()

    def test_reminder_comes_while_sitting(self):
        self.remind(lull=60)
        self.assertEqual(self.desktop.get('State'), 'reminder')
        self.assertEqual(self.desktop.get('Reminder')[:2], ('up', 'stretch'))

    def test_lull_is_a_break(self):
        before, after = self.remind(lull=2, length=5)
        started = self.wait_decided('started')
        self.assertEqual((started[1], started[5]), ('stretch', 'lull'))
        self.assertGreaterEqual(started[3], before - TOLERANCE)
        self.assertLessEqual(started[3], after + TOLERANCE)
        self.assertGreaterEqual(started[2], started[3] + 2 * SECOND)
        running = self.desktop.get('Break')
        self.assertEqual(running[:2], ('stretch', 'lull'))
        self.assertEqual(running[3], running[2] + 5 * SECOND)
        completed = self.wait_decided('completed')
        self.assertGreaterEqual(completed[2], running[3])
        self.assertEqual(self.desktop.get('Break')[0], '')

    def test_bump_is_no_return(self):
        self.remind(lull=2, bump=1, length=8)
        self.wait_decided('started')
        self.press()
        self.wait_decided('completed')
        self.assertIsNone(self.desktop.decided('partial'))

    def test_return_ends_the_lull_break(self):
        self.remind(lull=2, bump=1, length=300)
        started = self.wait_decided('started')
        self.desktop.type_until(lambda: self.desktop.decided('partial'), 'end of the break')
        rested = self.desktop.decided('partial')[3]
        self.assertGreaterEqual(rested, 2 * SECOND - TOLERANCE)
        self.assertLess(rested, harness.moment() - started[3])
        self.assertIs(self.desktop.get('Present'), True)

    def test_asked_break_runs_through_input(self):
        self.start(length=3)
        self.desktop.call('Start', '(s)', 'stretch')
        self.desktop.type_until(lambda: self.desktop.decided('completed'), 'end of the break')
        self.assertEqual(self.desktop.decided('started')[5], 'asked')

    def test_no_reminder_for_an_empty_chair(self):
        self.start(away=2, every=4, length=300)
        self.wait_present(False, 'absence')
        self.desktop.wait_for(lambda: harness.moment() > self.desktop.get('PresentSince') +
                              6 * SECOND, 'time for a wrong reminder')
        self.assertEqual(self.desktop.decisions, [])


class Saving(X11Test):
    """What follows from a save, while nothing else makes limberd look up."""

    def timer(self, part):
        """The seconds that the kernel's timer of CLOCK_BOOTTIME has left, or None."""
        for info in pathlib.Path(f'/proc/{part.pid}/fdinfo').iterdir():
            text = harness.read_proc(info)
            left = re.search(r'^it_value: \((\d+),', text, re.MULTILINE)
            if left and 'clockid: 7\n' in text:
                return int(left[1])
        return None

    def pause(self):
        self.desktop.call('Pause', '(tss)', 3600 * SECOND, '', '')

    def test_puts_off_the_next(self):
        part = self.start()
        self.wait_source()
        since = harness.moment()
        self.desktop.wait_for(lambda: harness.moment() > since + 3 * SECOND, 'age of the save')
        self.assertLess(self.timer(part), 598)
        self.pause()
        self.desktop.wait_for(lambda: self.timer(part) > 598, 'ten minutes', deadline=1)

    def test_problem_is_told(self):
        self.start()
        self.wait_source()
        told = []
        self.desktop.bus.signal_subscribe(
            None, 'org.freedesktop.DBus.Properties', 'PropertiesChanged', harness.PATH, None, 0,
            lambda *args: told.append(args[5].unpack()[1].get('StateProblem')))
        self.desktop.state_file.parent.chmod(0o500)
        self.pause()
        self.desktop.wait_for(lambda: any(told), 'news of the problem', deadline=5)
        self.desktop.state_file.parent.chmod(0o700)
        self.pause()
        self.desktop.wait_for(lambda: '' in told, 'news of its end', deadline=5)


if __name__ == '__main__':
    harness.main()
