#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The login session: lock, another session in front, sleep, idle hint. A logind cannot be started
everywhere: python-dbusmock's stands in for it here, and for the screen savers."""

import os
import pathlib
import signal
import unittest

from gi.repository import Gio, GLib

import harness

LOGIND = 'org.freedesktop.login1'
MANAGER = '/org/freedesktop/login1'
SESSION = '/org/freedesktop/login1/session/c1'
MOCK = 'org.freedesktop.DBus.Mock'
SECOND = 1000000

QUICK = '''[general]
away-after = 30s
lull = 20s
bump = 1s
settle = 1s
[stretch]
every = 2s
length = 60s
[walk]
enabled = no
'''


class SessionTest(harness.DesktopTest):

    def setUp(self):
        super().setUp()
        path = self.desktop.root / 'run/system'
        config = self.desktop.root / 'system.conf'
        config.write_text(harness.BUS_CONFIG.format(path=path, more=''), encoding='utf-8')
        self.desktop.env['DBUS_SYSTEM_BUS_ADDRESS'] = f'unix:path={path}'
        self.desktop.start('system-bus', 'dbus-daemon', '--nofork', f'--config-file={config}')
        self.system = self.desktop.wait_for(self.connect, 'system bus')
        self.addCleanup(lambda: self.system.is_closed() or self.system.close_sync(None))

    def connect(self):
        try:
            return Gio.DBusConnection.new_for_address_sync(
                self.desktop.env['DBUS_SYSTEM_BUS_ADDRESS'],
                Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
                Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        except GLib.Error:
            return None

    def mock(self, path, method, signature, *args, interface=MOCK):
        return self.system.call_sync(LOGIND, path, interface, method,
                                     GLib.Variant(signature, args), None,
                                     Gio.DBusCallFlags.NO_AUTO_START, 10000, None).unpack()

    def start_logind(self):
        part = self.desktop.start('logind', '/usr/bin/python3', '-m', 'dbusmock', '--system',
                                  '--template', 'logind')
        self.desktop.wait_for(self.has_logind, 'logind', part=part)
        self.mock(MANAGER, 'AddSession', '(ssusb)', 'c1', 'seat0', os.getuid(), 'somebody', True)
        self.set_properties(LockedHint=GLib.Variant('b', False))
        return part

    def has_logind(self):
        try:
            self.mock(MANAGER, 'GetCalls', '()')
            return True
        except GLib.Error:
            return False

    def set_properties(self, **properties):
        self.mock(SESSION, 'UpdateProperties', '(sa{sv})', LOGIND + '.Session', properties)

    def signal(self, path, interface, name, signature='', *args):
        self.mock(path, 'EmitSignal', '(sssav)', interface, name, signature, args)

    def start(self, config=QUICK):
        self.desktop.start_limberd(config, env={'XDG_SESSION_ID': 'c1'})
        self.desktop.wait_for(lambda: self.desktop.get('Session')[0] == 'c1', 'session')

    def wait_present(self, present):
        self.desktop.wait_for(lambda: self.desktop.get('Present') is present,
                              'presence' if present else 'absence')


class Life(SessionTest):

    def session(self):
        return self.desktop.get('Session')

    def test_logind_comes_later(self):
        self.desktop.start_limberd(QUICK, env={'XDG_SESSION_ID': 'c1'})
        self.desktop.wait_for(lambda: self.session()[3], 'problem')
        self.start_logind()
        # the mock has its session a moment after its name
        self.signal(MANAGER, LOGIND + '.Manager', 'SessionNew', 'so', GLib.Variant('s', 'c1'),
                    GLib.Variant('o', SESSION))
        self.desktop.wait_for(lambda: self.session() == ('c1', False, True, ''), 'session')
        self.set_properties(LockedHint=GLib.Variant('b', True))
        self.wait_present(False)

    def test_logind_restarts_within_a_lock(self):
        logind = self.start_logind()
        self.start()
        self.set_properties(LockedHint=GLib.Variant('b', True))
        self.wait_present(False)
        logind.send(signal.SIGKILL)
        logind.wait()
        self.desktop.wait_for(lambda: 'gone' in self.session()[3], 'problem')
        self.assertIs(self.desktop.get('Present'), False)
        self.start_logind()
        self.signal(MANAGER, LOGIND + '.Manager', 'SessionNew', 'so', GLib.Variant('s', 'c1'),
                    GLib.Variant('o', SESSION))
        self.desktop.wait_for(lambda: self.session() == ('c1', False, True, ''), 'session')
        self.wait_present(True)
        self.desktop.wait_for(lambda: 'Inhibit' in str(self.mock(MANAGER, 'GetCalls', '()')),
                              'inhibitor')

    def test_system_bus_dies(self):
        self.start_logind()
        self.start()
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'logind', 'source')
        self.set_properties(LockedHint=GLib.Variant('b', True))
        self.wait_present(False)
        bus = next(part for part in self.desktop.parts if part.name == 'system-bus')
        bus.send(signal.SIGKILL)
        self.desktop.wait_for(lambda: 'system bus has gone' in self.session()[3], 'problem')
        self.wait_present(True)
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'none', 'loss')
        said = self.desktop.ctl('status', '--why').stdout
        self.assertIn('the system bus has gone', said)
        self.assertIn('logind: failed, the system bus is gone', said)


class Lock(SessionTest):

    def setUp(self):
        super().setUp()
        self.start_logind()
        self.desktop.start_xvfb()
        self.start()

    def test_locked_hint(self):
        before = harness.moment()
        self.set_properties(LockedHint=GLib.Variant('b', True))
        self.wait_present(False)
        self.assertGreaterEqual(self.desktop.get('PresentSince'), before)
        self.assertEqual(self.desktop.get('Session')[1:3], (True, True))
        self.set_properties(LockedHint=GLib.Variant('b', False))
        self.wait_present(True)

    def test_lock_and_unlock_signals(self):
        self.signal(SESSION, LOGIND + '.Session', 'Lock')
        self.wait_present(False)
        self.signal(SESSION, LOGIND + '.Session', 'Unlock')
        self.wait_present(True)

    def test_lock_is_a_lull_at_once(self):
        self.desktop.type_until(lambda: self.desktop.decided('due'), 'reminder')
        self.set_properties(LockedHint=GLib.Variant('b', True))
        started = self.desktop.wait_for(lambda: self.desktop.decided('started'), 'lull break')
        self.assertEqual(started[5], 'lull')
        self.set_properties(LockedHint=GLib.Variant('b', False))
        self.desktop.wait_for(lambda: self.desktop.decided('partial'), 'end of the break')

    def test_input_under_a_lock_is_nothing(self):
        self.set_properties(LockedHint=GLib.Variant('b', True))
        self.wait_present(False)
        since = self.desktop.get('PresentSince')
        self.desktop.key()
        self.desktop.call('Start', '(s)', 'stretch')
        self.assertIs(self.desktop.get('Present'), False)
        self.assertEqual(self.desktop.get('PresentSince'), since)

    def test_another_session_in_front(self):
        self.set_properties(Active=GLib.Variant('b', False))
        self.wait_present(False)
        self.assertEqual(self.desktop.get('Session')[2], False)
        self.set_properties(Active=GLib.Variant('b', True))
        self.wait_present(True)

    def test_a_lock_that_ended_while_limberd_was_down(self):
        self.set_properties(LockedHint=GLib.Variant('b', True))
        self.wait_present(False)
        [part for part in self.desktop.parts if part.name == 'limberd'][-1].stop()
        self.set_properties(LockedHint=GLib.Variant('b', False))
        self.start()
        self.wait_present(True)


class ScreenSaver(SessionTest):

    def test_active_changed(self):
        self.desktop.start_xvfb()
        self.desktop.start_limberd(QUICK)
        for name, path in (('org.gnome.ScreenSaver', '/org/gnome/ScreenSaver'),
                           ('org.freedesktop.ScreenSaver', '/ScreenSaver'),
                           ('org.freedesktop.ScreenSaver', '/org/freedesktop/ScreenSaver'),
                           ('org.kde.screensaver', '/ScreenSaver'),
                           ('org.cinnamon.ScreenSaver', '/org/cinnamon/ScreenSaver'),
                           ('org.mate.ScreenSaver', '/org/mate/ScreenSaver'),
                           ('org.xfce.ScreenSaver', '/org/xfce/ScreenSaver')):
            with self.subTest(name):
                for active in (True, False):
                    self.desktop.bus.emit_signal(None, path, name, 'ActiveChanged',
                                                 GLib.Variant('(b)', (active,)))
                    self.wait_present(not active)

    def test_one_that_dies_while_it_is_active(self):
        self.desktop.start_xvfb()
        self.desktop.start_limberd(QUICK)
        saver = self.desktop.connection()
        # a second time, by itself, changes nothing
        for _ in range(2):
            saver.emit_signal(None, '/org/gnome/ScreenSaver', 'org.gnome.ScreenSaver',
                              'ActiveChanged', GLib.Variant('(b)', (True,)))
            self.wait_present(False)
        # another's beside it
        self.desktop.bus.emit_signal(None, '/org/mate/ScreenSaver', 'org.mate.ScreenSaver',
                                     'ActiveChanged', GLib.Variant('(b)', (True,)))
        self.desktop.bus.emit_signal(None, '/org/mate/ScreenSaver', 'org.mate.ScreenSaver',
                                     'ActiveChanged', GLib.Variant('(b)', (False,)))
        self.desktop.call('Reload')
        self.wait_present(False)
        saver.close_sync()
        self.wait_present(True)

    def test_others_of_that_name(self):
        self.desktop.start_xvfb()
        self.desktop.start_limberd(QUICK)
        self.desktop.bus.emit_signal(None, '/elsewhere', 'org.gnome.ScreenSaver', 'ActiveChanged',
                                     GLib.Variant('(b)', (True,)))
        self.desktop.bus.emit_signal(None, '/org/gnome/ScreenSaver', 'org.example.Other',
                                     'ActiveChanged', GLib.Variant('(b)', (True,)))
        self.desktop.call('Reload')
        self.wait_present(True)


class Sleep(SessionTest):

    def test_state_is_saved_and_sleep_let_go(self):
        self.start_logind()
        self.desktop.start_xvfb()
        self.start()
        saved = self.desktop.state_file
        self.desktop.wait_for(self.holds_inhibitor, 'inhibitor')
        before = saved.stat().st_ino
        self.signal(MANAGER, LOGIND + '.Manager', 'PrepareForSleep', 'b', GLib.Variant('b', True))
        self.desktop.wait_for(lambda: not self.holds_inhibitor(), 'end of the inhibitor')
        self.assertNotEqual(saved.stat().st_ino, before)
        self.assertIn('asleep=1', saved.read_text(encoding='utf-8'))
        self.signal(MANAGER, LOGIND + '.Manager', 'PrepareForSleep', 'b', GLib.Variant('b', False))
        self.wait_present(True)
        self.desktop.wait_for(self.holds_inhibitor, 'another inhibitor')

    def holds_inhibitor(self):
        """Whether limberd has the pipe or socket open that the mock's Inhibit gave it."""
        limberd = [part for part in self.desktop.parts if part.name == 'limberd'][-1]
        inodes = set()
        for entry in pathlib.Path(f'/proc/{limberd.pid}/fd').iterdir():
            try:
                inodes.add(os.readlink(entry))
            except FileNotFoundError:
                pass
        return any(inode.startswith('pipe:') for inode in inodes)


class IdleHint(SessionTest):

    def setUp(self):
        super().setUp()
        self.start_logind()
        self.start()
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'logind', 'source')

    def test_it_is_said_to_be_the_last_resort(self):
        self.assertIn('idle hint', self.desktop.get('PresenceProblem'))

    def test_idle_and_back(self):
        moment = harness.moment() - 5 * SECOND
        monotonic = GLib.get_monotonic_time() - 5 * SECOND
        self.set_properties(IdleHint=GLib.Variant('b', True),
                            IdleSinceHintMonotonic=GLib.Variant('t', monotonic))
        self.desktop.wait_for(lambda: self.desktop.get('LastInput'), 'silence')
        # the hint's own moment, unless that is before the start
        self.assertGreaterEqual(self.desktop.get('LastInput'), moment - SECOND)
        self.set_properties(IdleHint=GLib.Variant('b', False))
        self.desktop.wait_for(lambda: self.desktop.get('LastInput') == 0, 'input')


class BetterLater(SessionTest):
    """The last resort, until there is something better."""

    def setUp(self):
        super().setUp()
        self.start_logind()
        self.display = 1000 + os.getpid() % 50000

    def wait_source(self, name):
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == name, name)

    def test_server_that_appears(self):
        self.desktop.env['DISPLAY'] = f':{self.display}'
        self.start()
        self.wait_source('logind')
        self.desktop.start_xvfb(self.display)
        self.wait_source('x11')
        self.assertEqual(self.desktop.get('PresenceProblem'), '')

    def test_server_that_hangs(self):
        server = self.desktop.start_xvfb(self.display)
        self.addCleanup(server.process.send_signal, signal.SIGCONT)
        server.send(signal.SIGSTOP)
        self.start()
        self.wait_source('logind')
        server.send(signal.SIGCONT)
        self.wait_source('x11')
        self.assertEqual(self.desktop.get('PresenceProblem'), '')

    def test_server_that_is_back_at_once(self):
        server = self.desktop.start_xvfb(self.display)
        self.start()
        self.wait_source('x11')
        server.stop(signal.SIGKILL)
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') != 'x11', 'loss')
        self.desktop.start_xvfb(self.display)
        self.wait_source('x11')


class NoLogind(SessionTest):

    def test_it_is_said(self):
        self.desktop.start_xvfb()
        self.desktop.start_limberd(QUICK, env={'XDG_SESSION_ID': 'c1'})
        self.desktop.wait_for(lambda: self.desktop.get('Session')[3], 'problem')
        self.assertEqual(self.desktop.get('Session')[0], '')
        self.assertIs(self.desktop.get('Present'), True)


if __name__ == '__main__':
    harness.main()
