#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The user unit and the bus activation file: as installed, as read by systemd, and in real life
under a `systemd --user` of the test's own."""

import configparser
import contextlib
import json
import os
import pathlib
import pwd
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'e2e'))
import control_groups  # noqa: E402
import harness  # noqa: E402

NO_MANAGER = 'LIMBER_NO_MANAGER'

# A bus that starts services through the service manager, and finds only ours.
DBUS_SOCKET = '''[Socket]
ListenStream=%t/bus
'''
DBUS_SERVICE = '''[Unit]
Requires=dbus.socket
[Service]
Type=notify
ExecStart=dbus-daemon --config-file={config} --address=systemd: --nofork --nopidfile \\
    --systemd-activation
'''

# What a desktop environment starts at log-in.
SESSION_TARGET = '''[Unit]
BindsTo=graphical-session.target
'''


def make_groups(stack):
    """Makes control groups that are nobody's, until the stack unwinds."""
    nobody = pwd.getpwnam('nobody')
    for group in control_groups.make(stack):
        for path in (group, group / 'cgroup.procs', group / 'cgroup.subtree_control'):
            if path.exists():
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        yield group


def enter_manager_ground(stack):
    """Returns the command that goes where a `systemd --user` can live: it wants a /run where
    systemd is the system's manager, and a control group that is its user's. Raises OSError."""
    if os.geteuid() != 0:
        raise OSError('only root can make the ground for it')
    enter = ''.join(f'echo $$ >{group}/cgroup.procs && ' for group in make_groups(stack))
    command = ['unshare', '--mount', '--propagation=private', 'sh', '-c',
               f'{enter} mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system && exec "$@"',
               'sh']
    trial = subprocess.run([*command, 'true'], stderr=subprocess.PIPE, text=True, check=False)
    if trial.returncode != 0:
        raise OSError(trial.stderr.strip())
    return command


@contextlib.contextmanager
def ground(root):
    """Installs the build, and lets a `systemd --user` run where the machine allows it."""
    subprocess.run(['meson', 'install', '-C', harness.build_directory(), '--no-rebuild', '--quiet',
                    '--destdir', root / 'installed'], stdout=subprocess.DEVNULL, check=True)
    with contextlib.ExitStack() as stack:
        try:
            prefix = enter_manager_ground(stack)
        except OSError as error:
            os.environ[NO_MANAGER] = str(error)
            prefix = []
        yield prefix


def installed():
    return harness.stage() / 'installed'


def find_installed(name):
    return next(installed().rglob(name))


def unit_text():
    """The installed unit, with the place on the stage of what it starts."""
    text = find_installed('limberd.service').read_text(encoding='utf-8')
    return re.sub(r'(?m)^(Exec\w+=)(?=/)', rf'\1{installed()}', text)


class Files(unittest.TestCase):
    """The files as meson installs them."""

    def setUp(self):
        self.desktop = harness.Desktop()

    def verify(self, text):
        path = self.desktop.root / 'limberd.service'
        path.write_text(text, encoding='utf-8')
        return self.desktop.run('systemd-analyze', '--user', 'verify', '--man=no',
                                '--recursive-errors=no', path)

    def test_places(self):
        prefix = find_installed('limberd').parents[1]
        self.assertTrue((prefix / 'lib/systemd/user/limberd.service').is_file())
        self.assertTrue((prefix / 'share/dbus-1/services/org.limberd.Limber1.service').is_file())

    def test_unit_is_valid(self):
        done = self.verify(unit_text())
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, '', ''))

    def test_unknown_key_is_found(self):
        done = self.verify(unit_text().replace('WatchdogSec=', 'WatchdogSeconds='))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Unknown key 'WatchdogSeconds'", done.stderr)

    def test_missing_program_is_found(self):
        done = self.verify(unit_text().replace('/limberd\n', '/limberdd\n'))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn('limberdd', done.stderr)

    def test_activation_file(self):
        parser = configparser.ConfigParser(interpolation=None)
        parser.optionxform = str
        parser.read(find_installed('org.limberd.Limber1.service'), encoding='utf-8')
        self.assertEqual(parser.sections(), ['D-BUS Service'])
        section = dict(parser['D-BUS Service'])
        program = section.pop('Exec')
        self.assertTrue(os.access(f'{installed()}{program}', os.X_OK), program)
        self.assertEqual(section, {'Name': harness.NAME, 'SystemdService': 'limberd.service'})


@unittest.skipIf(NO_MANAGER in os.environ,
                 f'no systemd --user of its own: {os.environ.get(NO_MANAGER)}')
class ManagerTest(unittest.TestCase):
    """A service manager that has the files, and has started nothing of them."""

    def setUp(self):
        self.desktop = harness.Desktop()
        self.addCleanup(self.desktop.stop)
        # The leak check is a tracer, which the unit forbids.
        self.desktop.env['ASAN_OPTIONS'] = 'detect_leaks=0'
        self.desktop.start_xvfb()
        self.units = self.desktop.root / 'config/systemd/user'
        self.units.mkdir(parents=True)
        self.write_bus()
        self.write('limberd.service', unit_text())
        self.write('session.target', SESSION_TARGET)
        part = self.desktop.start('systemd', '/lib/systemd/systemd', '--user',
                                  env={'SYSTEMD_LOG_TARGET': 'console'})
        self.desktop.wait_for(lambda: self.systemctl('is-system-running', '--wait').stdout
                              in ('running\n', 'degraded\n'), 'service manager', part=part)
        self.systemctl('start', 'dbus.service')
        self.desktop.connect()

    def write(self, name, text):
        path = self.units / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding='utf-8')

    def write_bus(self):
        services = self.desktop.root / 'services'
        services.mkdir()
        (services / 'limberd.service').write_text(
            find_installed('org.limberd.Limber1.service').read_text(encoding='utf-8'),
            encoding='utf-8')
        config = self.desktop.write_bus_config(f'<servicedir>{services}</servicedir>')
        self.write('dbus.socket', DBUS_SOCKET)
        self.write('dbus.service', DBUS_SERVICE.format(config=config))

    def systemctl(self, *args):
        return self.desktop.run('systemctl', '--user', *args)

    def show(self, name):
        return self.systemctl('show', 'limberd', '--value', '-p', name).stdout.strip()

    def wait_shown(self, name, value):
        self.desktop.wait_for(lambda: self.show(name) == value, f'{name}={value}')

    def start(self):
        done = self.systemctl('start', 'limberd')
        self.assertEqual(done.returncode, 0,
                         done.stderr + self.systemctl('status', 'limberd').stdout)


class Manager(ManagerTest):
    """The files at work."""

    def test_session(self):
        self.assertEqual(self.systemctl('enable', 'limberd').returncode, 0)
        self.systemctl('start', 'session.target')
        self.wait_shown('ActiveState', 'active')
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'x11', 'x11')
        self.assertNotEqual(self.show('StatusText'), '')
        self.systemctl('stop', 'session.target')
        self.wait_shown('ActiveState', 'inactive')
        self.assertEqual(self.show('Result'), 'success')

    def test_notification_within_the_hardening(self):
        self.desktop.start_dunst()
        self.desktop.configure('[stretch]\nevery = 5s\nlength = 5s\n')
        self.start()
        self.desktop.type_until(lambda: self.desktop.get('Notifier')[0] == 'shown', 'reminder')

    def test_watchdog_and_crash(self):
        self.write('limberd.service.d/short.conf', '[Service]\nWatchdogSec=2s\n')
        self.systemctl('daemon-reload')
        self.start()
        first = self.show('MainPID')
        pinged = {self.show('WatchdogTimestampMonotonic')}
        self.desktop.wait_for(
            lambda: pinged.add(self.show('WatchdogTimestampMonotonic')) or len(pinged) > 3, 'pings')
        self.assertEqual(self.show('MainPID'), first)
        self.systemctl('kill', '--signal=STOP', 'limberd')
        self.wait_shown('NRestarts', '1')
        self.wait_shown('ActiveState', 'active')
        self.systemctl('kill', '--signal=KILL', 'limberd')
        self.wait_shown('NRestarts', '2')
        self.wait_shown('ActiveState', 'active')
        self.assertNotEqual(self.show('MainPID'), first)

    def test_activation(self):
        self.assertEqual(self.show('ActiveState'), 'inactive')
        self.desktop.call('StartServiceByName', '(su)', harness.NAME, 0,
                          name='org.freedesktop.DBus', path='/org/freedesktop/DBus',
                          interface='org.freedesktop.DBus')
        self.wait_shown('ActiveState', 'active')
        self.assertEqual(self.desktop.get('State'), 'sitting')

    def test_one_that_runs_already(self):
        self.desktop.start_limberd('')
        self.assertNotEqual(self.systemctl('start', 'limberd').returncode, 0)
        self.assertEqual(self.show('ExecMainStatus'), '4')
        self.assertEqual(self.show('ActiveState'), 'failed')
        self.assertEqual(self.show('NRestarts'), '0')

    def test_reload(self):
        self.start()
        self.desktop.configure('[stretch]\nevery = 33min\n')
        self.assertEqual(self.systemctl('reload', 'limberd').returncode, 0)
        self.assertIn(33 * 60 * 1000000, [kind[3] for kind in self.desktop.get('Kinds')])
        self.desktop.configure('[stretch]\nevery = 33mni\n')
        self.assertNotEqual(self.systemctl('reload', 'limberd').returncode, 0)
        self.assertEqual(self.show('ActiveState'), 'active')

    def test_hardening(self):
        """Whatever the unit forbids is tried in it, and outside, to know the attempt for one."""
        program = harness.stage() / 'bin/unit-probe'
        told = self.desktop.root / 'probe.txt'
        self.write('limberd.service.d/probe.conf', '[Service]\nType=oneshot\nRestart=no\n'
                   f'ExecStart=\nExecStart={program}\nStandardOutput=file:{told}\n')
        self.systemctl('daemon-reload')
        self.start()
        inside = dict(line.split() for line in told.read_text(encoding='ascii').splitlines())
        outside = dict(line.split() for line in self.desktop.run(program).stdout.splitlines())
        self.assertEqual(inside, dict.fromkeys(outside, 'denied'))
        self.assertEqual(outside, dict.fromkeys(outside, 'allowed'))
        keys = re.findall(r'(?m)^(\w+)=', unit_text().split('NoNewPrivileges')[1])
        self.assertLessEqual(set(keys) - set(outside), {'SystemCallErrorNumber', 'WantedBy'})


class Doctor(ManagerTest):
    """limberctl doctor about the unit, and that its advice helps. logind is not here."""

    def setUp(self):
        super().setUp()
        self.desktop.start_dunst()

    def doctor(self):
        """Returns the exit code and, by check, the result, message and advice."""
        done = self.desktop.ctl('doctor', '--json')
        self.assertEqual(done.stderr, '')
        return done.returncode, {one['check']: (one['result'], one['message'], one['advice'])
                                 for one in json.loads(done.stdout)}

    def follow(self, advice):
        words = advice.split()
        self.assertEqual(words[:2], ['systemctl', '--user'])
        done = self.systemctl(*words[2:])
        self.assertEqual(done.returncode, 0, done.stderr)

    def wait_for_source(self):
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'x11', 'x11')

    def assert_well(self, unit='active, enabled'):
        self.wait_for_source()
        code, found = self.doctor()
        self.assertEqual(found['unit'], ('ok', unit, None))
        self.assertEqual(found['limberd'][0], 'ok')
        self.assertEqual(code, 0)

    def test_from_a_new_unit_to_a_running_one(self):
        code, found = self.doctor()
        self.assertEqual((found['limberd'][0], found['unit'][0], code), ('failed', 'warning', 1))
        self.follow(found['limberd'][2])
        self.wait_for_source()
        code, found = self.doctor()
        self.assertEqual((found['limberd'][0], found['unit'][0], code), ('ok', 'warning', 0))
        self.assertIn('not enabled', found['unit'][1])
        self.follow(found['unit'][2])
        self.assert_well()
        self.systemctl('stop', 'limberd')
        code, found = self.doctor()
        self.assertEqual((found['limberd'][0], code), ('failed', 1))
        self.follow(found['limberd'][2])
        self.assert_well()

    def test_failed(self):
        self.systemctl('enable', 'limberd')
        self.write('limberd.service.d/wrong.conf',
                   '[Service]\nExecStart=\nExecStart=false\nRestart=no\n')
        self.systemctl('daemon-reload')
        self.systemctl('start', 'limberd')
        self.assertEqual(self.show('ActiveState'), 'failed')
        code, found = self.doctor()
        self.assertEqual((found['limberd'][0], found['unit'][0], code), ('failed', 'warning', 1))
        self.assertIn('has failed', found['unit'][1])
        self.assertIn('journalctl --user -u limberd', found['unit'][2])
        (self.units / 'limberd.service.d/wrong.conf').unlink()
        self.systemctl('daemon-reload')
        self.follow(found['limberd'][2])
        self.assert_well()

    def test_masked(self):
        # where a package has it; what is beside the user's own cannot be masked
        packaged = self.desktop.root / 'data/systemd/user'
        packaged.mkdir(parents=True)
        (self.units / 'limberd.service').rename(packaged / 'limberd.service')
        self.systemctl('daemon-reload')
        self.assertEqual(self.systemctl('enable', 'limberd').returncode, 0)
        self.assertEqual(self.systemctl('mask', 'limberd').returncode, 0)
        code, found = self.doctor()
        self.assertEqual((found['limberd'][0], found['unit'][0], code), ('failed', 'warning', 1))
        self.assertIn('masked', found['unit'][1])
        self.follow(found['unit'][2])
        self.follow(found['limberd'][2])
        self.assert_well()

    def test_not_installed(self):
        (self.units / 'limberd.service').unlink()
        self.systemctl('daemon-reload')
        self.desktop.start_limberd('')
        self.wait_for_source()
        code, found = self.doctor()
        self.assertEqual((found['limberd'][0], found['unit'][0], code), ('ok', 'warning', 0))
        self.assertIn('not installed', found['unit'][1])

    def test_started_otherwise(self):
        self.systemctl('enable', 'limberd')
        self.desktop.start_limberd('')
        self.wait_for_source()
        code, found = self.doctor()
        self.assertEqual((found['unit'][0], code), ('warning', 0))
        self.assertIn('not as limberd.service', found['unit'][1])


if __name__ == '__main__':
    harness.main(ground=ground)
