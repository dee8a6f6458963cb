#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""limberd on real Wayland compositors without a screen, with input events of their own."""

import signal

import displays
import harness

SECOND = 1000000
TOLERANCE = 1 * SECOND

QUICK = '''[general]
away-after = {away}s
lull = 2s
bump = 1s
settle = 1s
[stretch]
every = {every}s
length = 4s
[walk]
enabled = no
'''

class CompositorTest:
    """What holds for each of them."""

    def setUp(self):
        super().setUp()
        self.compositor = self.kind(self.desktop)

    def press(self):
        """One key; returns moments just before and after it."""
        before = harness.moment()
        self.compositor.press()
        return before, harness.moment()

    def start(self, every=3600, away=3):
        part = self.compositor.start()
        self.limberd = self.desktop.start_limberd(QUICK.format(every=every, away=away))
        self.wait_source(self.compositor.source)
        return part

    def wait_source(self, name):
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == name,
                              f'{name} as the source')

    def wait_present(self, present):
        self.desktop.wait_for(lambda: self.desktop.get('Present') is present,
                              'presence' if present else 'absence')

    def test_silent_and_back(self):
        self.start()
        before, after = self.press()
        self.wait_present(False)
        since = self.desktop.get('PresentSince')
        self.assertGreaterEqual(since, before - TOLERANCE)
        self.assertLessEqual(since, after + TOLERANCE)
        before, after = self.press()
        self.wait_present(True)
        since = self.desktop.get('PresentSince')
        self.assertGreaterEqual(since, before - TOLERANCE)
        self.assertLessEqual(since, after + TOLERANCE)

    def test_typing_wakes_nobody(self):
        self.start(away=600)
        self.press()
        self.desktop.wait_for(lambda: self.limberd.is_asleep(1), 'quiet')
        before = self.limberd.switches()
        for _ in range(5):
            self.press()
        self.assertEqual(self.limberd.switches(), before)

    def test_proof(self):
        self.start()
        self.press()
        source, silence = self.desktop.call('ProvePresence')
        self.assertEqual(source, self.compositor.source)
        self.assertGreater(silence, 0)

    def test_no_absence_after_a_proof(self):
        """The pause that a proof asks for ends with the next key, like any other."""
        self.start()
        self.press()
        self.desktop.call('ProvePresence')
        end = harness.moment() + 6 * SECOND
        self.desktop.wait_for(lambda: self.press()[1] > end or not self.desktop.get('Present'),
                              'end of typing')
        self.assertIs(self.desktop.get('Present'), True)

    def test_lull_break(self):
        self.start(every=2)
        self.desktop.wait_for(lambda: self.press() and self.desktop.decided('due'), 'reminder')
        _, after = self.press()
        started = self.desktop.wait_for(lambda: self.desktop.decided('started'), 'lull break')
        self.assertEqual(started[5], 'lull')
        self.assertLessEqual(started[3], after + TOLERANCE)
        self.desktop.wait_for(lambda: self.desktop.decided('completed'), 'end of the break')

    def test_back_to_a_source_opened_anew(self):
        """It has not seen the absence begin, and tells its end all the same."""
        self.start()
        self.press()
        self.wait_present(False)
        self.desktop.configure('[general]\nwatching = away' +
                               QUICK.format(every=3600, away=600).removeprefix('[general]'))
        self.desktop.call('Reload')
        self.desktop.wait_for(lambda: self.limberd.is_asleep(1), 'quiet')
        self.wait_source(self.compositor.source)
        self.assertIs(self.desktop.get('Present'), False)
        self.press()
        self.wait_present(True)

    def test_killed_and_restarted(self):
        part = self.start()
        self.press()
        self.wait_present(False)
        part.stop(signal.SIGKILL)
        self.desktop.wait_for(lambda: self.desktop.get('PresenceProblem'), 'problem')
        self.assertEqual(self.desktop.get('PresenceSource'), 'none')
        self.assertIs(self.desktop.get('Present'), True)
        self.forget_sockets()
        self.compositor.start()
        self.wait_source(self.compositor.source)
        self.assertEqual(self.desktop.get('PresenceProblem'), '')
        self.press()
        self.wait_present(False)

    def test_started_before_the_compositor(self):
        self.desktop.start_limberd(QUICK.format(every=3600, away=3))
        self.assertEqual(self.desktop.get('PresenceSource'), 'none')
        self.compositor.start()
        self.wait_source(self.compositor.source)
        self.press()
        self.wait_present(False)

    def forget_sockets(self):
        """What a killed compositor leaves in the way of the next."""
        for path in (self.desktop.root / 'run').glob('wayland-*'):
            path.unlink()


class SwayTest(CompositorTest, harness.DesktopTest):
    kind = displays.Sway


class KWinTest(CompositorTest, harness.DesktopTest):
    kind = displays.KWin


class MutterTest(CompositorTest, harness.DesktopTest):
    kind = displays.Mutter


class Choice(harness.DesktopTest):

    def setUp(self):
        super().setUp()
        self.desktop.start_xvfb()
        self.limberd = self.desktop.start_limberd(QUICK.format(every=3600, away=600))
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'x11', 'x11')

    def test_a_better_source_is_taken(self):
        displays.Sway(self.desktop).start()
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'wayland', 'wayland')

    def test_one_that_is_none_is_looked_for_once(self):
        (self.desktop.root / 'run/wayland-1').touch()
        # longer than what is opened may take
        self.desktop.wait_for(lambda: self.limberd.is_asleep(6), 'quiet')


if __name__ == '__main__':
    harness.main()
