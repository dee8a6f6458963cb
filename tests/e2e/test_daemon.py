#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""limberd as a process: starting, ending, configuration, state, and its face on the bus."""

import json
import os
import re
import signal
import time
import xml.etree.ElementTree

from gi.repository import Gio, GLib

import harness

SECOND = 1000000

# No notification server runs in these tests.
QUIET = '[general]\nnotifier =\n'


class DaemonTest(harness.DesktopTest):

    def kind(self, name):
        """A break kind as the bus tells it, or None: every, length, clock in seconds."""
        for kind in self.desktop.get('Kinds'):
            if kind[0] == name:
                return {'every': kind[3] / SECOND, 'length': kind[4] / SECOND,
                        'clock': kind[5] / SECOND}
        return None

    def holds(self):
        return [hold[0] for hold in self.desktop.get('Holds')]


class Life(DaemonTest):

    def test_ready_and_status(self):
        with harness.Notifications(self.desktop.root / 'run/told') as told:
            self.desktop.configure(QUIET)
            part = self.desktop.start('limberd', harness.stage() / 'bin/limberd',
                                      env={'NOTIFY_SOCKET': str(told.path)})
            self.desktop.wait_for(lambda: 'READY=1' in told.lines(), 'READY=1', part=part)
            self.desktop.wait_for(lambda: any(line.startswith('STATUS=') for line in told.lines()),
                                  'STATUS=', part=part)
            part.stop()
            self.desktop.wait_for(lambda: 'STOPPING=1' in told.lines(), 'STOPPING=1')

    def test_watchdog(self):
        with harness.Notifications(self.desktop.root / 'run/told') as told:
            self.desktop.configure(QUIET)
            part = self.desktop.start('limberd', harness.stage() / 'bin/limberd',
                                      env={'NOTIFY_SOCKET': str(told.path),
                                           'WATCHDOG_USEC': '500000'})
            self.desktop.wait_for(lambda: told.lines().count('WATCHDOG=1') > 2, 'WATCHDOG=1',
                                  part=part)

    def test_second_instance(self):
        first = self.desktop.start_limberd(QUIET)
        second = self.desktop.run(harness.stage() / 'bin/limberd')
        self.assertEqual(second.returncode, 4, second.stderr)
        self.assertIn('already', second.stderr)
        self.assertIsNone(first.code)
        self.assertEqual(self.desktop.get('State'), 'sitting')

    def test_ends_on_signals(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            part = self.desktop.start_limberd(QUIET)
            self.assertEqual(part.stop(number), 0)
            self.assertIsNone(self.desktop.owner(harness.NAME))

    def test_log_out(self):
        """The session's bus ends; so does limberd, and it is no failure."""
        part = self.desktop.start_limberd(QUIET)
        self.desktop.call('Pause', '(tss)', 600 * SECOND, '', '')
        self.desktop.parts[0].stop()
        self.assertEqual(part.wait(), 0)
        self.assertTrue(self.desktop.state_file.exists())

    def test_log_that_nobody_reads(self):
        """Such as that of a pipeline whose end has gone."""
        reader, writer = os.pipe()
        self.desktop.configure(QUIET)
        part = self.desktop.start(
            'limberd', 'sh', '-c', f'exec "$0" 2>/proc/self/fd/{writer}',
            harness.stage() / 'bin/limberd', pass_fds=(writer,))
        os.close(writer)
        self.desktop.wait_for(lambda: self.desktop.owner(harness.NAME), 'name', part=part)
        os.close(reader)
        self.assertEqual(self.desktop.ctl('start').returncode, 0)
        self.assertEqual(self.desktop.get('State'), 'break')
        self.assertEqual(part.stop(), 0)

    def test_closed_streams(self):
        """What is opened later does not become one of them."""
        self.desktop.configure(QUIET)
        part = self.desktop.start('limberd', 'sh', '-c', 'exec "$0" <&- >&- 2>&-',
                                  harness.stage() / 'bin/limberd')
        self.desktop.wait_for(lambda: self.desktop.owner(harness.NAME), 'name', part=part)
        for number in range(3):
            self.assertEqual(os.readlink(f'/proc/{part.pid}/fd/{number}'), '/dev/null')
        self.assertEqual(part.stop(), 0)

    def test_priorities_are_for_the_journal(self):
        """Whoever was started from a service has its variable, and another standard error."""
        log = self.desktop.root / 'stream'
        log.touch()
        found = log.stat()
        for stream, begins in ((f'{found.st_dev}:{found.st_ino}', '<6>'), ('8:1', 'limberd: ')):
            log.write_text('', encoding='utf-8')
            self.desktop.configure(QUIET)
            part = self.desktop.start(
                'limberd', 'sh', '-c', f'exec "$0" 2>>{log}', harness.stage() / 'bin/limberd',
                env={'JOURNAL_STREAM': stream})
            self.desktop.wait_for(lambda: self.desktop.owner(harness.NAME), 'name', part=part)
            self.assertEqual(self.desktop.ctl('start').returncode, 0)
            self.assertEqual(part.stop(), 0)
            self.assertIn(f'\n{begins}started stretch\n', log.read_text('utf-8'))
            self.desktop.wait_for(lambda: not self.desktop.owner(harness.NAME), 'end')
            self.desktop.state_file.unlink()

    def test_no_bus(self):
        done = self.desktop.run(harness.stage() / 'bin/limberd',
                                env={'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nonexistent/bus'})
        self.assertEqual(done.returncode, 1)
        self.assertIn('bus', done.stderr)

    def test_usage(self):
        done = self.desktop.run(harness.stage() / 'bin/limberd', '--no-such-option')
        self.assertEqual(done.returncode, 2)
        self.assertIn('no-such-option', done.stderr)
        done = self.desktop.run(harness.stage() / 'bin/limberd', '--help')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        for option in ('--config', '--replay', '--version'):
            self.assertIn(option, done.stdout)
        version = self.desktop.run(harness.stage() / 'bin/limberd', '--version')
        self.assertEqual(version.returncode, 0)
        self.desktop.start_limberd(QUIET)
        self.assertIn(self.desktop.get('Version'), version.stdout)

    def test_no_display(self):
        self.desktop.start_limberd(QUIET)
        self.assertEqual(self.desktop.get('PresenceSource'), 'none')
        self.assertIs(self.desktop.get('Present'), True)
        problem = self.desktop.wait_for(lambda: self.desktop.get('PresenceProblem'), 'problem')
        self.assertIn(problem, self.desktop.ctl('status').stdout)


class Configuration(DaemonTest):

    def problems(self):
        return '\n'.join(self.desktop.get('ConfigProblems'))

    def test_sighup(self):
        part = self.desktop.start_limberd(QUIET)
        self.assertEqual(self.kind('stretch')['every'], 45 * 60)
        self.desktop.configure(QUIET + '[stretch]\nevery = 33min\n')
        part.send(signal.SIGHUP)
        self.desktop.wait_for(lambda: self.kind('stretch')['every'] == 33 * 60, 'new settings',
                              part=part)

    def test_reload_by_the_bus(self):
        self.desktop.start_limberd(QUIET)
        self.desktop.configure(QUIET + '[stretch]\nevery = 33min\n[eyes]\nevery=1h\nlength=1min\n')
        self.desktop.call('Reload')
        self.assertEqual(self.kind('stretch')['every'], 33 * 60)
        self.assertEqual((self.kind('eyes')['every'], self.kind('eyes')['length']), (3600, 60))

    def test_wrong_at_the_start(self):
        part = self.desktop.start_limberd(QUIET + '[stretch]\nevrey = 10min\n')
        for text in (part.output(), self.problems(), self.desktop.ctl('status').stdout):
            for word in (str(self.desktop.config_file), 'stretch', 'evrey', 'every'):
                self.assertIn(word, text)
        self.assertEqual(self.kind('stretch')['every'], 45 * 60)

    def test_wrong_at_reload(self):
        good = QUIET + '[stretch]\nevery = 33min\n'
        part = self.desktop.start_limberd(good)
        self.desktop.configure(QUIET + '[stretch]\nevery = 10mni\n')
        with self.assertRaises(GLib.Error) as caught:
            self.desktop.call('Reload')
        self.assertIn('org.limberd.Limber1.Error.InvalidConfig', caught.exception.message)
        for word in (str(self.desktop.config_file), 'stretch', 'every', '10mni'):
            self.assertIn(word, caught.exception.message)
        self.assertEqual(self.kind('stretch')['every'], 33 * 60)

        part.send(signal.SIGHUP)
        self.desktop.wait_for(lambda: '10mni' in part.output(), 'complaint', part=part)
        self.assertEqual(self.kind('stretch')['every'], 33 * 60)

        self.desktop.configure(good)
        self.desktop.call('Reload')
        self.assertEqual(self.problems(), '')

    def assert_readable(self):
        everything = self.desktop.call('GetAll', '(s)', harness.NAME,
                                       interface='org.freedesktop.DBus.Properties')[0]
        self.assertEqual(self.desktop.ctl('status').returncode, 0)
        return everything

    def test_other_encoding(self):
        """The bus takes UTF-8 only, and a single text that is none would keep all others back."""
        self.desktop.config_file.parent.mkdir(exist_ok=True)
        self.desktop.config_file.write_bytes(QUIET.encode() + b'[stretch]\ntitle = Dehn\xfcbung\n')
        self.desktop.start_limberd()
        problems = self.assert_readable()['ConfigProblems']
        self.assertIn('title = Dehn\\xfcbung: cannot be read', problems[0])
        self.assertEqual(self.desktop.get('Kinds')[0][1], 'Time to stretch')

    def test_path_in_another_encoding(self):
        path = os.fsencode(self.desktop.root / 'own') + b'-\xfc.ini'
        with open(path, 'w', encoding='utf-8') as file:
            file.write(QUIET + '[stretch]\nevrey = 10min\n')
        self.desktop.start_limberd(None, '--config', os.fsdecode(path))
        self.assertIn('own-\\xfc.ini:4: ', self.assert_readable()['ConfigProblems'][0])
        self.assertIn('/own-?.ini', str(self.desktop.call('GetSettings')))

    def test_unreadable(self):
        self.desktop.configure(QUIET)
        self.desktop.config_file.chmod(0)
        part = self.desktop.start_limberd()
        self.assertIn(str(self.desktop.config_file), part.output())
        self.assertIn(str(self.desktop.config_file), self.problems())

    def test_file_of_its_own(self):
        path = self.desktop.root / 'own.ini'
        path.write_text(QUIET + '[stretch]\nevery = 33min\n', encoding='utf-8')
        self.desktop.start_limberd('[stretch]\nevery = 10min\n', '--config', path)
        self.assertEqual(self.kind('stretch')['every'], 33 * 60)
        places = {section + '.' + key: where
                  for section, key, _, where in self.desktop.call('GetSettings')[0]}
        self.assertEqual(places['stretch.every'], str(path))
        self.assertEqual(places['walk.every'], 'default')

    def test_file_under_config_dirs(self):
        path = self.desktop.root / 'xdg/limber/limber.ini'
        path.parent.mkdir(parents=True)
        path.write_text(QUIET + '[stretch]\nevery = 33min\n', encoding='utf-8')
        self.desktop.start_limberd()
        self.assertEqual(self.kind('stretch')['every'], 33 * 60)


class State(DaemonTest):

    def pause(self):
        """A pause that must be found again; returns its end."""
        return self.desktop.call('Pause', '(tss)', 600 * SECOND, 'freeze', 'a talk')[0]

    def assert_paused(self, until):
        self.assertEqual(self.desktop.get('Holds'), [('user', 'a talk', 'freeze', until)])

    def test_survives_a_restart(self):
        part = self.desktop.start_limberd(QUIET)
        until = self.pause()
        self.assertEqual(part.stop(), 0)
        self.desktop.start_limberd()
        self.assert_paused(until)

    def test_survives_a_crash(self):
        part = self.desktop.start_limberd(QUIET)
        until = self.pause()
        part.stop(signal.SIGKILL)
        self.desktop.start_limberd()
        self.assert_paused(until)

    def test_running_break_survives_a_crash(self):
        part = self.desktop.start_limberd(QUIET)
        ends = self.desktop.call('Start', '(s)', 'walk')[1]
        part.stop(signal.SIGKILL)
        self.desktop.start_limberd()
        running = self.desktop.get('Break')
        self.assertEqual((running[0], running[1], running[3]), ('walk', 'asked', ends))

    def test_clock_survives_a_restart(self):
        part = self.desktop.start_limberd(QUIET)
        self.desktop.wait_for(lambda: self.kind('walk')['clock'] > 2, 'some sitting', part=part)
        part.stop()
        self.desktop.start_limberd()
        self.assertGreater(self.kind('walk')['clock'], 2)

    def test_damaged(self):
        for damage in (b'\0\xff\0garbage', b'[limber\nx', b''):
            self.desktop.state_file.parent.mkdir(parents=True, exist_ok=True)
            self.desktop.state_file.write_bytes(damage)
            part = self.desktop.start_limberd(QUIET)
            aside = self.desktop.state_file.with_name('state.ini.damaged')
            self.assertEqual(aside.read_bytes(), damage)
            self.assertIn(str(aside), part.output())
            self.assertEqual(self.desktop.get('Holds'), [])
            part.stop()
            aside.unlink()

    def test_cut_off(self):
        """A state file that lost its end is damaged as well."""
        part = self.desktop.start_limberd(QUIET)
        self.pause()
        part.stop()
        whole = self.desktop.state_file.read_bytes()
        self.desktop.state_file.write_bytes(whole[:len(whole) // 2])
        part = self.desktop.start_limberd()
        aside = self.desktop.state_file.with_name('state.ini.damaged')
        self.assertEqual(aside.read_bytes(), whole[:len(whole) // 2])
        self.assertIn(str(aside), part.output())

    def test_no_place_for_it(self):
        """limberd runs on without a place to save to, and says so."""
        (self.desktop.root / 'state').chmod(0o500)
        part = self.desktop.start_limberd(QUIET)
        self.pause()
        self.desktop.wait_for(lambda: 'limber' in part.output() and 'state' in part.output(),
                              'complaint', part=part)
        self.assertEqual(self.holds(), ['user'])
        self.assertEqual(part.stop(), 0)


def interface_of(text):
    """What an introspection says about our interface, without comments and order."""
    node = xml.etree.ElementTree.fromstring(text)
    found = node.find(f'interface[@name="{harness.NAME}"]')
    members = {}
    for member in found:
        if member.tag == 'annotation':
            continue
        args = [(arg.get('name'), arg.get('type'),
                 arg.get('direction', 'in' if member.tag == 'method' else 'out'))
                for arg in member.findall('arg')]
        notes = {note.get('name'): note.get('value') for note in member.findall('annotation')}
        members[member.tag, member.get('name')] = (
            args, member.get('type'), member.get('access'), notes)
    return members


class Bus(DaemonTest):

    def test_contract(self):
        self.desktop.start_limberd(QUIET)
        told = self.desktop.call('Introspect', interface='org.freedesktop.DBus.Introspectable')[0]
        path = harness.source() / 'config/org.limberd.Limber1.xml'
        self.maxDiff = None
        self.assertEqual(interface_of(told), interface_of(path.read_text(encoding='utf-8')))

    def test_errors_are_named(self):
        """Every error that the contract names for a method, where a call alone brings it about."""
        self.desktop.start_limberd(QUIET)
        year = 366 * 24 * 3600 * SECOND
        soon = int(time.time() + 3600) * SECOND
        for error, method, signature, *args in (
                ('NotPaused', 'Resume', '()'),
                ('NothingDue', 'Snooze', '(t)', 0),
                ('NothingDue', 'Skip', '()'),
                ('NoBreak', 'Stop', '()'),
                ('UnknownKind', 'Start', '(s)', 'nap'),
                ('UnknownOwner', 'Release', '(s)', 'nobody'),
                ('InvalidOwner', 'Hold', '(ssst)', 'user', '', 'wait', 0),
                ('InvalidOwner', 'Hold', '(ssst)', 'a b', '', 'wait', 0),
                ('InvalidOwner', 'Hold', '(ssst)', 'x' * 64, '', 'wait', 0),
                ('InvalidMode', 'Hold', '(ssst)', 'talk', '', 'sleep', 0),
                ('InvalidSpan', 'Hold', '(ssst)', 'talk', '', 'wait', year),
                ('InvalidSpan', 'Pause', '(tss)', year, '', ''),
                ('InvalidSpan', 'Pause', '(tss)', 2**64 - 1, '', ''),
                ('InvalidMode', 'Pause', '(tss)', 0, 'sleep', ''),
                ('InvalidSpan', 'PauseUntil', '(tss)', 1, '', ''),
                ('InvalidSpan', 'Snooze', '(t)', year),
                ('InvalidText', 'Pause', '(tss)', 0, '', 'x' * 201),
                ('InvalidText', 'PauseUntil', '(tss)', soon, '', 'x' * 201),
                ('InvalidText', 'Hold', '(ssst)', 'talk', 'x' * 201, 'wait', 0),
                ('InvalidText', 'ReportPain', '(usass)', 1, '', [], 'x' * 201),
                ('InvalidPain', 'ReportPain', '(usass)', 11, '', [], ''),
                ('InvalidArea', 'ReportPain', '(usass)', 1, 'hip', [], ''),
                ('InvalidSign', 'ReportPain', '(usass)', 1, '', ['ache'], ''),
                ('InvalidArea', 'StartWorkout', '(as)', ['hip']),
                ('NotTraining', 'StopWorkout', '()'),
                ('NoExercise', 'NextExercise', '()'),
                ('NoExercise', 'PauseExercise', '(b)', True),
                ('NoExercise', 'Hurt', '()'),
                ('InvalidState', 'ReportNotifier', '(ss)', 'fine', '')):
            with self.subTest(method=method, args=args):
                with self.assertRaises(GLib.Error) as caught:
                    self.desktop.call(method, signature, *args)
                match = re.match(r'GDBus.Error:org\.limberd\.Limber1\.Error\.(\w+): (.+)',
                                 caught.exception.message)
                self.assertTrue(match, caught.exception.message)
                self.assertEqual(match[1], error)

    def test_start_where_nothing_is_on(self):
        self.desktop.start_limberd(QUIET + '[stretch]\nenabled = no\n[walk]\nenabled = no\n')
        with self.assertRaises(GLib.Error) as caught:
            self.desktop.call('Start', '(s)', '')
        self.assertIn('Error.UnknownKind: no kind of break is on', caught.exception.message)

    def test_holds_have_a_limit_and_end_with_their_owner(self):
        self.desktop.start_limberd(QUIET)
        for number in range(32):
            self.desktop.call('Hold', '(ssst)', f'h{number}', '', 'wait', 0)
        with self.assertRaises(GLib.Error) as caught:
            self.desktop.call('Hold', '(ssst)', 'h32', '', 'wait', 0)
        self.assertIn('TooManyHolds', caught.exception.message)
        self.assertEqual(len(self.holds()), 32)
        self.desktop.bus.close_sync(None)
        self.desktop.connect()
        self.desktop.wait_for(lambda: self.holds() == [], 'end of the holds')

    def test_holds_that_have_ended_do_not_count(self):
        self.desktop.start_limberd(QUIET)
        for number in range(33):
            self.desktop.call('Hold', '(ssst)', f'meeting-{number}', '', 'wait', 0)
            self.desktop.call('Release', '(s)', f'meeting-{number}')
        for number in range(33):
            self.desktop.call('Hold', '(ssst)', f'call-{number}', '', 'wait', 1000)
            self.desktop.wait_for(lambda: self.holds() == [], 'end of the hold')

    def test_hold_ends_with_an_owner_that_had_just_renewed_it(self):
        limberd = self.desktop.start_limberd(QUIET)
        mine = self.desktop.bus
        self.desktop.connect()
        self.desktop.call('Hold', '(ssst)', 'talk', 'first half', 'wait', 0)
        limberd.send(signal.SIGSTOP)
        self.desktop.bus.call(
            harness.NAME, harness.PATH, harness.NAME, 'Hold',
            GLib.Variant('(ssst)', ('talk', 'second half', 'wait', 0)), None,
            Gio.DBusCallFlags.NO_AUTO_START, -1, None, None)
        self.desktop.bus.flush_sync(None)
        self.desktop.bus.close_sync(None)
        self.desktop.bus = mine
        # both the call and the end of its caller lie ready for limberd
        time.sleep(0.5)
        limberd.send(signal.SIGCONT)
        self.desktop.wait_for(lambda: self.holds() == [], 'end of the hold')

    def test_changes_are_told(self):
        """Whatever a client reads once and then follows by signals stays true."""
        self.desktop.start_limberd(QUIET)
        followed = {}

        def changed(_bus, _sender, _path, _interface, _signal, parameters):
            followed.update(parameters.unpack()[1])

        self.desktop.bus.signal_subscribe(
            None, 'org.freedesktop.DBus.Properties', 'PropertiesChanged', harness.PATH, None, 0,
            changed)
        self.desktop.call('Pause', '(tss)', 0, '', '')
        self.desktop.wait_for(lambda: 'Holds' in followed and followed.get('State') == 'held',
                              'news of the hold')
        self.desktop.call('Start', '(s)', '')
        self.desktop.wait_for(lambda: 'Break' in followed and followed['State'] == 'break',
                              'news of the break')
        for name, value in followed.items():
            if name != 'Kinds':
                self.assertEqual(value, self.desktop.get(name), name)

    def test_status(self):
        self.desktop.start_limberd(QUIET)
        done = self.desktop.ctl('status', '--json')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIsInstance(json.loads(done.stdout), dict)


if __name__ == '__main__':
    harness.main()
