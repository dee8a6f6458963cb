#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""limberd on real Wayland compositors without a screen, with input events of their own."""

import shutil
import signal
import unittest

from gi.repository import GLib

import harness

SECOND = 1000000
TOLERANCE = 1 * SECOND
SOCKET = 'wayland-7'

QUICK = '''[general]
away-after = 3s
lull = 2s
bump = 1s
settle = 1s
[stretch]
every = {every}s
length = 4s
[walk]
enabled = no
'''

KEY_A = 30  # input-event-codes.h


class Sway:
    """org_kde_kwin_idle: sway 1.7 knows no other."""

    source = 'wayland'

    def __init__(self, desktop):
        self.desktop = desktop
        (desktop.root / 'sway.conf').write_text('xwayland disable\n', encoding='utf-8')

    def start(self):
        runtime = self.desktop.root / 'run'
        part = self.desktop.start('sway', 'sway', '-c', self.desktop.root / 'sway.conf', env={
            'WLR_BACKENDS': 'headless', 'WLR_LIBINPUT_NO_DEVICES': '1', 'WLR_RENDERER': 'pixman'})
        # sway takes the first free name
        self.desktop.wait_for(lambda: (runtime / 'wayland-1').exists(), 'sway', part=part)
        self.desktop.env['WAYLAND_DISPLAY'] = 'wayland-1'
        return part

    def press(self):
        done = self.desktop.run('wtype', '-k', 'a')
        assert done.returncode == 0, done.stderr


class KWin:
    """ext-idle-notify-v1."""

    source = 'wayland'

    def __init__(self, desktop):
        self.desktop = desktop
        # Its file capability cannot be had everywhere: a copy carries none.
        self.program = desktop.root / 'kwin_wayland'
        shutil.copyfile('/usr/bin/kwin_wayland', self.program)
        self.program.chmod(0o755)

    def start(self):
        part = self.desktop.start(
            'kwin', self.program, '--virtual', '--width', '640', '--height', '480',
            '--no-lockscreen', '--no-global-shortcuts', '--socket', SOCKET,
            env={'KWIN_COMPOSE': 'Q', 'KWIN_WAYLAND_NO_PERMISSION_CHECKS': '1',
                 'QT_QPA_PLATFORM': '', 'LIBGL_ALWAYS_SOFTWARE': '1'})
        self.desktop.env['WAYLAND_DISPLAY'] = SOCKET
        self.desktop.wait_for(lambda: (self.desktop.root / 'run' / SOCKET).exists(), 'kwin',
                              part=part)
        return part

    def press(self):
        done = self.desktop.run(harness.stage() / 'bin/fake-input')
        assert done.returncode == 0, done.stderr


class Mutter:
    """org.gnome.Mutter.IdleMonitor, as under GNOME's shell."""

    source = 'mutter'
    remote = 'org.gnome.Mutter.RemoteDesktop'

    def __init__(self, desktop):
        self.desktop = desktop
        self.session = None

    def start(self):
        self.session = None
        part = self.desktop.start(
            'mutter', 'mutter', '--headless', '--wayland', '--no-x11', '--virtual-monitor',
            '640x480', '--wayland-display', SOCKET,
            env={'GSETTINGS_BACKEND': 'memory', 'LIBGL_ALWAYS_SOFTWARE': '1'})
        self.desktop.env['WAYLAND_DISPLAY'] = SOCKET
        self.desktop.wait_for(lambda: self.desktop.owner('org.gnome.Mutter.IdleMonitor'), 'mutter',
                              part=part)
        return part

    def remote_session(self):
        try:
            path = self.desktop.call('CreateSession', name=self.remote, interface=self.remote,
                                     path='/org/gnome/Mutter/RemoteDesktop')[0]
        except GLib.Error:
            return None
        self.desktop.call('Start', name=self.remote, path=path,
                          interface=self.remote + '.Session')
        return path

    def press(self):
        self.session = self.session or self.desktop.wait_for(self.remote_session, 'remote input')
        for down in (True, False):
            self.desktop.call('NotifyKeyboardKeycode', '(ub)', KEY_A, down, name=self.remote,
                              path=self.session, interface=self.remote + '.Session')


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

    def start(self, every=3600):
        part = self.compositor.start()
        self.desktop.start_limberd(QUICK.format(every=every))
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

    def test_proof(self):
        self.start()
        self.press()
        source, silence = self.desktop.call('ProvePresence')
        self.assertEqual(source, self.compositor.source)
        self.assertGreater(silence, 0)

    def test_lull_break(self):
        self.start(every=2)
        self.desktop.wait_for(lambda: self.press() and self.desktop.decided('due'), 'reminder')
        _, after = self.press()
        started = self.desktop.wait_for(lambda: self.desktop.decided('started'), 'lull break')
        self.assertEqual(started[5], 'lull')
        self.assertLessEqual(started[3], after + TOLERANCE)
        self.desktop.wait_for(lambda: self.desktop.decided('completed'), 'end of the break')

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
        self.desktop.start_limberd(QUICK.format(every=3600))
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
    kind = Sway


class KWinTest(CompositorTest, harness.DesktopTest):
    kind = KWin


class MutterTest(CompositorTest, harness.DesktopTest):
    kind = Mutter


class Choice(harness.DesktopTest):

    def test_a_better_source_is_taken(self):
        self.desktop.start_xvfb()
        self.desktop.start_limberd(QUICK.format(every=3600))
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'x11', 'x11')
        Sway(self.desktop).start()
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'wayland', 'wayland')


if __name__ == '__main__':
    harness.main()
