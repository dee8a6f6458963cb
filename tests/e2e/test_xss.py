#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""limberd on an X server that has only the screen saver's counter, with all that holds for one that
has SYNC's."""

import time

import harness
import test_x11

# Longer than between two looks for a short silence's end.
LOOK = 2.5


class XssTest(test_x11.X11Test):
    source = 'xss'
    weakness = 'tells nobody'

    def setUp(self):
        super().setUp()
        own = self.display + 50000
        self.env = {'DISPLAY': f':{own}'}
        part = self.desktop.start('without-idletime', '/usr/bin/python3',
                                  harness.source() / 'tests/e2e/without-idletime.py',
                                  self.display, own)
        self.desktop.wait_for(lambda: 'ready' in part.output(), 'the way to it', part=part)


class Presence(XssTest, test_x11.Presence):

    def test_why_not_x11(self):
        self.start()
        self.wait_source()
        self.assertIn(('x11', 'failed', "the X server's SYNC extension counts no idle time"),
                      self.desktop.get('Sources'))

    def test_proof(self):
        self.start()
        self.wait_source()
        source, silence = self.desktop.call('ProvePresence')
        self.assertEqual(source, 'xss')
        self.assertGreater(silence, 0)


class Server(XssTest, test_x11.Server):
    pass


class Breaks(XssTest, test_x11.Breaks):
    pass


class Cost(XssTest):
    """Input does not wake limberd, nor does anything while the server's own saver is on."""

    def test_no_look_while_typing(self):
        limberd = self.start()
        self.wait_source()
        # the first key of another keyboard is told to every client
        self.desktop.key()
        self.desktop.wait_for(lambda: limberd.is_asleep(LOOK), 'quiet')
        before = limberd.switches()
        end = time.monotonic() + 3
        while time.monotonic() < end:
            self.desktop.key()
        self.assertEqual(limberd.switches(), before)

    def test_no_look_under_the_saver(self):
        limberd = self.start(away=2)
        self.wait_present(False, 'absence')
        done = self.desktop.run('xset', 's', 'activate')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.desktop.wait_for(lambda: limberd.is_asleep(LOOK), 'quiet')
        before, after = self.press()
        self.wait_present(True, 'return')
        since = self.desktop.get('PresentSince')
        self.assertGreaterEqual(since, before - test_x11.TOLERANCE)
        self.assertLessEqual(since, after + test_x11.TOLERANCE)


if __name__ == '__main__':
    harness.main()
