#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real logind, on a machine of the test's own: lock, idle hint, another session in front, sleep,
log-out and log-in. limberd runs as the user's unit, or as one of the session's own programs."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import unittest

from gi.repository import Gio, GLib

import harness
import machine

SECOND = 1000000

LOGIND = 'org.freedesktop.login1'
MANAGER = LOGIND + '.Manager'
SESSION = LOGIND + '.Session'
PROPERTIES = 'org.freedesktop.DBus.Properties'

QUIET = '''[general]
notifier =
'''

# What a desktop environment does, and what a bare window manager does.
BY_UNIT = 'systemctl --user start session.target; exec sleep infinity'
BY_HAND = 'limberd & exec sleep infinity'
NOT_AT_ALL = 'exec sleep infinity'

# Where a session is: in front of the seat, or at another machine.
DESK = ('-E', 'XDG_SESSION_TYPE=wayland', '-E', 'XDG_SEAT=seat0')
ELSEWHERE = ('-E', 'XDG_SESSION_TYPE=tty')


class UserDesktop(harness.Desktop):
    """The test is root; what it does on the session bus it does as the user."""

    user = 'sitter'
    uid = machine.USERS[user]

    def __init__(self):
        super().__init__()
        home = pathlib.Path('/home') / self.user
        for name in ('XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'TZ'):
            del self.env[name]
        self.env |= {'HOME': str(home), 'XDG_RUNTIME_DIR': f'/run/user/{self.uid}',
                     'DBUS_SESSION_BUS_ADDRESS': f'unix:path=/run/user/{self.uid}/bus'}
        self.config_file = home / '.config/limber/limber.ini'
        self.state_file = home / '.local/state/limber/state.ini'
        for name in ('.config', '.local'):
            shutil.rmtree(home / name, ignore_errors=True)
        os.chown(self.root, self.uid, self.uid)

    def _try_to_connect(self):
        os.seteuid(self.uid)
        try:
            return super()._try_to_connect()
        finally:
            os.seteuid(0)

    def run(self, *command, **kwargs):
        return super().run('setpriv', f'--reuid={self.uid}', f'--regid={self.uid}',
                           '--clear-groups', '--', *command, **kwargs)

    def root_run(self, *command):
        done = super().run(*command)
        assert done.returncode == 0, (command, done.stderr)
        return done.stdout.strip()

    def report(self):
        journal = super().run('journalctl', '--no-pager', '--quiet', '--lines=60')
        return journal.stdout + super().report()


class Logind:
    """What the machine's administrator asks of it."""

    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SYSTEM)

    def call(self, method, signature='()', *args, path='/org/freedesktop/login1',
             interface=MANAGER):
        return self.bus.call_sync(
            LOGIND, path, interface, method, GLib.Variant(signature, args), None,
            Gio.DBusCallFlags.NONE, harness.PATIENCE * 1000, None).unpack()

    def users(self):
        """The names of those who have not yet logged out altogether."""
        return [user[1] for user in self.call('ListUsers')[0]]

    def session_of(self, pid):
        """The path and the properties of a process's session; the latter are empty if none is."""
        try:
            path = self.call('GetSessionByPID', '(u)', pid)[0]
            return path, self.call('GetAll', '(s)', SESSION, path=path, interface=PROPERTIES)[0]
        except GLib.Error:
            return '', {}


class Login:
    """A session, and logged in completely."""

    count = 0

    def __init__(self, desktop, logind, command, user, where):
        Login.count += 1
        self.desktop = desktop
        self.logind = logind
        self.unit = f'login-{Login.count}'
        desktop.root_run('systemd-run', '--quiet', f'--unit={self.unit}', '-p', 'PAMName=login',
                         '-p', f'User={user}', '-E', 'XDG_SESSION_CLASS=user', *where,
                         'sh', '-c', command)
        self.leader = int(desktop.root_run('systemctl', 'show', '--value', '-p', 'MainPID',
                                           self.unit))
        desktop.wait_for(lambda: self.show('State') == 'active', 'session')
        self.id = self.show('Id')
        self.path = logind.session_of(self.leader)[0]

    def show(self, name):
        return self.logind.session_of(self.leader)[1].get(name)

    def end(self):
        self.desktop.root_run('systemctl', 'stop', self.unit)


@unittest.skipIf(machine.NO_MACHINE in os.environ, os.environ.get(machine.NO_MACHINE))
class LogindTest(unittest.TestCase):

    def setUp(self):
        self.desktop = UserDesktop()
        self.addCleanup(self.desktop.stop)
        self.logind = Logind()
        self.configure(QUIET)
        self.logins = []
        self.addCleanup(self.log_all_out)

    def configure(self, text):
        self.desktop.run('mkdir', '-p', self.desktop.config_file.parent)
        self.desktop.config_file.write_text(text, encoding='utf-8')

    def log_in(self, command, user=UserDesktop.user, where=DESK):
        login = Login(self.desktop, self.logind, command, user, where)
        self.logins.append(login)
        return login

    def log_all_out(self):
        # those that are gone already are no failure
        for name in machine.USERS:
            subprocess.run(['loginctl', 'terminate-user', name], stderr=subprocess.DEVNULL,
                           check=False)
        self.desktop.wait_for(lambda: not self.logind.users(), 'end of all sessions')

    def connect(self, login=None):
        """Waits for limberd on the user's bus and, if given, for its finding the session."""
        self.desktop.connect()
        self.desktop.wait_for(lambda: self.desktop.owner(harness.NAME), 'limberd')
        if login:
            self.desktop.wait_for(lambda: self.desktop.get('Session')[0] == login.id, 'session')

    def user_calls(self, method, *args):
        """What the desktop tells logind about its session."""
        done = self.desktop.run('busctl', 'call', LOGIND, self.logins[0].path, SESSION, method,
                                *args)
        self.assertEqual(done.returncode, 0, done.stderr)

    def wait_present(self, present):
        self.desktop.wait_for(lambda: self.desktop.get('Present') is present,
                              'presence' if present else 'absence')

    def inhibitors(self):
        return [one[:4] for one in self.logind.call('ListInhibitors')[0] if one[1] == 'Limber']

    def assert_logs_out(self):
        """limberd does not keep its user from being gone."""
        self.logins[0].end()
        self.desktop.wait_for(lambda: not self.logind.users(), 'end of the user')


class Session(LogindTest):

    def setUp(self):
        super().setUp()
        self.login = self.log_in(BY_UNIT)
        self.connect(self.login)
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'logind', 'source')
        self.assertEqual(self.desktop.get('Session'), (self.login.id, False, True, ''))

    def test_lock_and_unlock(self):
        before = harness.moment()
        self.desktop.root_run('loginctl', 'lock-session', self.login.id)
        self.wait_present(False)
        self.assertGreaterEqual(self.desktop.get('PresentSince'), before)
        self.assertIs(self.desktop.get('Session')[1], True)
        self.desktop.root_run('loginctl', 'unlock-session', self.login.id)
        self.wait_present(True)

    def test_locked_hint(self):
        self.user_calls('SetLockedHint', 'b', 'true')
        self.wait_present(False)
        self.user_calls('SetLockedHint', 'b', 'false')
        self.wait_present(True)

    def test_lock_as_a_desktop_does_it(self):
        """It is asked to lock, and tells by its hint that it has, and when it no longer does."""
        self.desktop.root_run('loginctl', 'lock-session', self.login.id)
        self.user_calls('SetLockedHint', 'b', 'true')
        self.wait_present(False)
        self.desktop.wait_for(lambda: self.login.show('LockedHint'), 'hint')
        self.user_calls('SetLockedHint', 'b', 'false')
        self.wait_present(True)

    def test_idle_hint(self):
        before = harness.moment()
        self.user_calls('SetIdleHint', 'b', 'true')
        since = self.desktop.wait_for(lambda: self.desktop.get('LastInput'), 'silence')
        self.assertTrue(before <= since <= harness.moment(), (before, since))
        self.user_calls('SetIdleHint', 'b', 'false')
        self.desktop.wait_for(lambda: self.desktop.get('LastInput') == 0, 'input')

    def test_another_session_in_front(self):
        other = self.log_in(NOT_AT_ALL, 'other')
        self.wait_present(False)
        self.assertEqual(self.desktop.get('Session'), (self.login.id, False, False, ''))
        self.desktop.root_run('loginctl', 'activate', self.login.id)
        self.wait_present(True)
        self.desktop.root_run('loginctl', 'activate', other.id)
        self.wait_present(False)
        # the seat is left to nobody, as it is at a log-in screen
        other.end()
        self.desktop.wait_for(lambda: 'other' not in self.logind.users(), 'end of the other')
        self.assertIs(self.desktop.get('Present'), False)
        self.desktop.root_run('loginctl', 'activate', self.login.id)
        self.wait_present(True)

    def test_doctor(self):
        done = self.desktop.ctl('doctor', '--json')
        found = {one['check']: (one['result'], one['message']) for one in json.loads(done.stdout)}
        self.assertEqual(found['unit'], ('ok', 'active, enabled'))
        self.assertEqual(found['login'], ('ok', f'session {self.login.id}: in front, not locked'))
        self.assertEqual(found['sleep'][0], 'ok')
        self.assertEqual(found['presence'][0], 'warning')
        self.assertIn('idle hint comes late', found['presence'][1])


class Sleep(LogindTest):

    INHIBITOR = ('sleep', 'Limber', 'delay')

    def setUp(self):
        super().setUp()
        machine.ASLEEP.unlink(missing_ok=True)
        self.connect(self.log_in(BY_UNIT))
        self.wait_for_inhibitor()
        self.told = []
        self.logind.bus.signal_subscribe(
            LOGIND, MANAGER, 'PrepareForSleep', None, None, Gio.DBusSignalFlags.NONE,
            lambda *arguments: self.told.append(arguments[-1].unpack()[0]))

    def wait_for_inhibitor(self):
        self.desktop.wait_for(lambda: [(one[0], one[1], one[3]) for one in self.inhibitors()] ==
                              [self.INHIBITOR], 'inhibitor')

    def fall_asleep(self):
        self.logind.call('Suspend', '(b)', False)

    def test_state_is_saved_before(self):
        """What the machine falls asleep with is what was true then."""
        before = self.desktop.state_file.stat()
        self.fall_asleep()
        self.desktop.wait_for(lambda: self.told == [True, False], 'sleep and waking')
        saved = machine.ASLEEP.stat()
        self.assertGreater(saved.st_mtime_ns, before.st_mtime_ns)
        self.assertIn('asleep=1', machine.ASLEEP.read_text(encoding='utf-8'))
        self.wait_present(True)
        self.desktop.wait_for(
            lambda: 'asleep=0' in self.desktop.state_file.read_text(encoding='utf-8'), 'waking')
        self.wait_for_inhibitor()

    def test_again_and_again(self):
        for times in range(1, 4):
            self.fall_asleep()
            self.desktop.wait_for(lambda: self.told == [True, False] * times, 'sleep and waking')
            self.wait_for_inhibitor()

    def test_sleep_waits_for_it(self):
        """logind lets the machine sleep as soon as the state is saved, and not before."""
        pid = int(self.desktop.run('systemctl', '--user', 'show', '--value', '-p', 'MainPID',
                                   'limberd').stdout)
        os.kill(pid, signal.SIGSTOP)
        try:
            self.fall_asleep()
            self.desktop.wait_for(lambda: self.told == [True], 'signal')
            self.assertEqual(len(self.inhibitors()), 1)
            self.assertEqual(self.desktop.root_run(
                'systemctl', 'show', '--value', '-p', 'ActiveState', 'systemd-suspend'), 'inactive')
            self.assertFalse(machine.ASLEEP.exists())
        finally:
            os.kill(pid, signal.SIGCONT)
        self.desktop.wait_for(lambda: self.told == [True, False], 'sleep and waking')
        self.assertIn('asleep=1', machine.ASLEEP.read_text(encoding='utf-8'))


class LogOut(LogindTest):

    def pause(self):
        return self.desktop.call('Pause', '(tss)', 600 * SECOND, '', 'a talk')[0]

    def assert_there_again(self, command, until):
        self.assertIn('a talk', self.desktop.state_file.read_text(encoding='utf-8'))
        login = self.log_in(command)
        self.connect(login)
        self.assertEqual(self.desktop.get('Holds'), [('user', 'a talk', 'wait', until)])
        self.assertEqual(self.desktop.get('Session'), (login.id, False, True, ''))

    def test_unit(self):
        self.connect(self.log_in(BY_UNIT))
        until = self.pause()
        self.assert_logs_out()
        self.assert_there_again(BY_UNIT, until)

    def test_program_of_the_session(self):
        self.connect(self.log_in(BY_HAND))
        until = self.pause()
        self.assert_logs_out()
        self.assert_there_again(BY_HAND, until)

    def test_user_who_stays_logged_in_elsewhere(self):
        """A limberd that outlives a session goes on in the next one."""
        self.log_in(NOT_AT_ALL, where=ELSEWHERE)
        login = self.log_in(NOT_AT_ALL)
        self.desktop.run('systemctl', '--user', 'start', 'limberd')
        self.connect(login)
        owner = self.desktop.owner(harness.NAME)
        login.end()
        self.wait_present(False)
        # what is left is no desktop's, so it brings nobody back
        self.desktop.wait_for(lambda: "no desktop's" in self.desktop.get('Session')[3], 'problem')
        self.assertIs(self.desktop.get('Present'), False)
        login = self.log_in(NOT_AT_ALL)
        self.wait_present(True)
        self.assertEqual(self.desktop.get('Session'), (login.id, False, True, ''))
        self.assertEqual(self.desktop.owner(harness.NAME), owner)
        self.desktop.root_run('loginctl', 'lock-session', login.id)
        self.wait_present(False)


if __name__ == '__main__':
    harness.main(ground=machine.boot, as_root=True)
