#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""limberctl doctor finds every fault that is made here, and none where there is none; and what
limberctl status --why gives as reasons. Real parts, but for logind, which python-dbusmock plays."""

import json
import os
import shutil
import signal
import time

from gi.repository import GLib

import displays
import harness
import test_session

SECOND = 1000000

# It promises 8 s at the worst; what hangs for good takes 25 s and more.
DOCTOR_MAX = 12

QUICK = '''[general]
away-after = 20s
lull = 10s
bump = 1s
[walk]
enabled = no
'''

BUSLESS = ('config', 'exercises', 'routine', 'state', 'clock', 'time-zone')


class DoctorTest(test_session.SessionTest):
    """Everything a reminder needs is there, but for limberd."""

    def setUp(self):
        super().setUp()
        self.logind = self.start_logind()
        self.desktop.env['XDG_SESSION_ID'] = 'c1'
        self.start_server()

    def start_server(self):
        """dunst, on the display of the user."""
        self.x_server = self.desktop.start_xvfb()
        self.server = self.desktop.start_dunst()

    def doctor(self):
        """Returns the findings by check, each a list of (result, message, advice)."""
        started = time.monotonic()
        done = self.desktop.ctl('doctor', '--json')
        self.assertLess(time.monotonic() - started, DOCTOR_MAX)
        self.assertEqual(done.stderr, '')
        found = {}
        for one in json.loads(done.stdout):
            self.assertEqual(set(one), {'check', 'result', 'message', 'advice'})
            self.assertEqual(one['advice'] is None, one['result'] == 'ok', one)
            found.setdefault(one['check'], []).append(
                (one['result'], one['message'], one['advice']))
        failed = any(one[0] == 'failed' for ones in found.values() for one in ones)
        self.assertEqual(done.returncode, 1 if failed else 0)
        return found

    def assert_wrong(self, found, **expected):
        """The checks that are not ok are those expected, each with its result."""
        wrong = {check: max((one[0] for one in ones), key=('ok', 'warning', 'failed').index)
                 for check, ones in found.items() if any(one[0] != 'ok' for one in ones)}
        self.assertEqual(wrong, {name.replace('_', '-'): value
                                 for name, value in expected.items()}, found)

    def message(self, found, check):
        """What is said of a check that is not ok."""
        return next(one[1] for one in found[check] if one[0] != 'ok')

    def run_limberd(self, config=QUICK):
        self.start(config)
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') != 'none', 'source')
        # limberd asks logind for it on its own time
        self.desktop.wait_for(
            lambda: self.mock('/org/freedesktop/login1', 'ListInhibitors', '()',
                              interface='org.freedesktop.login1.Manager')[0], 'inhibitor')


class Well(DoctorTest):

    def setUp(self):
        super().setUp()
        self.run_limberd()

    def test_all_well(self):
        found = self.doctor()
        self.assert_wrong(found)
        self.assertEqual(set(found), {
            'session-bus', 'limberd', 'unit', 'presence', 'source', 'notifications', 'notifier',
            'kinds', 'config', 'exercises', 'pictures', 'terminal', 'routine',
            'holds', 'login', 'sleep', 'state', 'history', 'clock',
            'time-zone'})
        self.assertIn(self.desktop.get('Version'), found['limberd'][0][1])
        self.assertIn('x11', found['presence'][0][1])
        self.assertEqual([one[1].split(':')[0] for one in found['source']],
                         [source[0] for source in self.desktop.get('Sources')])
        self.assertIn('dunst', found['notifications'][0][1])
        self.assertIn(str(self.desktop.config_file), found['config'][0][1])

    def test_text(self):
        """A line for each check, and each says ok."""
        done = self.desktop.ctl('doctor')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        lines, end = done.stdout.split('\n\n')
        self.assertEqual({line.split()[0] for line in lines.splitlines()}, {'ok'})
        self.assertEqual(len(lines.splitlines()),
                         sum(len(ones) for ones in self.doctor().values()))
        self.assertEqual(end, 'Reminders will reach you.\n')

    def test_proof_while_typing(self):
        """A pause between two keys is enough."""
        self.desktop.type_until(lambda: self.desktop.call('ProvePresence')[0] == 'x11', 'proof')
        self.assertIs(self.desktop.get('Present'), True)

    def test_pause_that_was_forgotten(self):
        self.desktop.ctl('pause', '8h', '--reason', 'holiday')
        found = self.doctor()
        self.assert_wrong(found, holds='warning')
        self.assertIn('holiday', self.message(found, 'holds'))
        self.assertIn('limberctl resume', found['holds'][0][2])

    def test_hold_of_another_program(self):
        self.desktop.call('Hold', '(ssst)', 'zoom', '', 'wait', 0)
        found = self.doctor()
        self.assert_wrong(found, holds='warning')
        self.assertIn('zoom', self.message(found, 'holds'))

    def test_session_that_is_not_in_front(self):
        self.set_properties(Active=GLib.Variant('b', False))
        found = self.doctor()
        self.assert_wrong(found, login='warning')
        self.assertIn('not in front', self.message(found, 'login'))

    def test_locked_session(self):
        self.set_properties(LockedHint=GLib.Variant('b', True))
        found = self.doctor()
        self.assert_wrong(found, login='warning')
        self.assertIn('locked', self.message(found, 'login'))


class Server(DoctorTest):

    def test_no_server(self):
        self.run_limberd()
        self.server.stop()
        self.assert_wrong(self.doctor(), notifications='failed')

    def test_hung_server(self):
        self.run_limberd()
        self.server.send(signal.SIGSTOP)
        try:
            found = self.doctor()
        finally:
            self.server.send(signal.SIGCONT)
        self.assert_wrong(found, notifications='failed')
        self.assertIn('hangs', self.message(found, 'notifications'))
        self.assert_wrong(self.doctor())

    def test_reminders_switched_off(self):
        self.run_limberd('[general]\nnotifier =\n')
        self.assert_wrong(self.doctor(), notifier='failed')

    def test_no_program_to_show_them(self):
        self.run_limberd('[general]\nnotifier = no-such-program\n')
        found = self.doctor()
        self.assert_wrong(found, notifier='failed')
        self.assertIn('no-such-program', self.message(found, 'notifier'))

    def test_no_kind_is_on(self):
        self.run_limberd('[stretch]\nenabled = no\n[walk]\nenabled = no\n')
        self.assert_wrong(self.doctor(), kinds='failed')


class Display(DoctorTest):
    """The user's display is another than dunst's. logind, which tells idleness as well if asked
    for it, is not there."""

    def start_server(self):
        super().start_server()
        del self.desktop.env['DISPLAY']
        self.logind.stop()

    def start_display(self):
        # A number of its own: a display that is given up must not be another test's.
        return self.desktop.start_xvfb(1000 + os.getpid() % 50000)

    def run_limberd(self, config=QUICK):
        self.desktop.start_limberd(config)
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') != 'none', 'source')

    def lose(self, display):
        display.stop(signal.SIGKILL)
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'none', 'loss')

    def test_no_source(self):
        self.desktop.start_limberd(QUICK)
        found = self.doctor()
        self.assert_wrong(found, presence='failed', login='warning')
        self.assertIn('nothing tells', self.message(found, 'presence'))

    def test_dead_x_server(self):
        server = self.start_display()
        self.run_limberd()
        self.assert_wrong(self.doctor(), login='warning')
        self.lose(server)
        found = self.doctor()
        self.assert_wrong(found, presence='failed', source='warning', login='warning')
        self.assertIn('x11', self.message(found, 'source'))

    def test_hung_x_server(self):
        server = self.start_display()
        self.run_limberd()
        server.send(signal.SIGSTOP)
        try:
            found = self.doctor()
        finally:
            server.send(signal.SIGCONT)
        self.assert_wrong(found, presence='failed', login='warning')
        self.assertIn('x11', self.message(found, 'presence'))

    def test_dead_compositor(self):
        compositor = displays.Sway(self.desktop).start()
        self.run_limberd()
        found = self.doctor()
        self.assert_wrong(found, login='warning')
        self.assertIn('wayland', found['presence'][0][1])
        self.lose(compositor)
        found = self.doctor()
        self.assert_wrong(found, presence='failed', source='warning', login='warning')
        self.assertIn('wayland', self.message(found, 'source'))

    def test_mutter_is_no_wayland_that_fails(self):
        """It tells presence on the session bus alone."""
        displays.Mutter(self.desktop).start()
        self.run_limberd()
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'mutter', 'mutter')
        found = self.doctor()
        self.assert_wrong(found, login='warning')
        self.assertIn('mutter', found['presence'][0][1])
        self.assertIn('wayland: failed', found['source'][0][1])


class Exercises(DoctorTest):

    def setUp(self):
        super().setUp()
        # of this test's own, so that they may be spoiled
        self.share = self.desktop.root / 'data/limber'
        shutil.copytree(harness.stage() / 'share/limber', self.share)
        self.own = self.desktop.root / 'config/limber/exercises'
        self.own.mkdir(parents=True)

    def test_mistake_in_a_file(self):
        (self.own / 'own.ini').write_text('[bird-dog]\ntime = soon\n', encoding='utf-8')
        self.run_limberd()
        found = self.doctor()
        self.assert_wrong(found, exercises='warning')
        self.assertIn('own.ini:2: [bird-dog] time', self.message(found, 'exercises'))

    def test_missing_and_broken_pictures(self):
        (self.own / 'own.ini').write_text(
            '[bird-dog]\npicture = bird\n[plank]\npicture = flat\n', encoding='utf-8')
        pictures = self.share / 'pictures'
        whole = (pictures / 'bird-dog-start.png').read_bytes()
        (pictures / 'bird-start.png').write_bytes(whole)
        (pictures / 'bird-end.png').write_bytes(whole[:-20])
        (pictures / 'flat-end.png').write_text('no PNG', encoding='utf-8')
        self.run_limberd()
        found = self.doctor()
        self.assert_wrong(found, pictures='warning')
        self.assertEqual(set(self.message(found, 'pictures').split(': ')[1].split(', ')),
                         {'bird-end', 'flat-start', 'flat-end'})


class Files(DoctorTest):

    def test_wrong_config(self):
        self.run_limberd(QUICK + '[stretch]\nevry = 30min\n')
        found = self.doctor()
        self.assert_wrong(found, config='warning')
        for word in (str(self.desktop.config_file), 'stretch', 'evry', 'every'):
            self.assertIn(word, self.message(found, 'config'))
        # corrected, but not yet read again
        self.desktop.configure(QUICK)
        found = self.doctor()
        self.assert_wrong(found, config='warning')
        self.assertIn('still', self.message(found, 'config'))
        self.assertEqual(self.desktop.ctl('reload').returncode, 0)
        self.assert_wrong(self.doctor())

    def test_config_that_anybody_can_write(self):
        self.run_limberd()
        self.desktop.config_file.chmod(0o666)
        self.assert_wrong(self.doctor(), config='warning')

    def state(self):
        return self.desktop.state_file.parent

    def test_file_in_place_of_the_state(self):
        self.state().write_text('', encoding='utf-8')
        self.run_limberd()
        found = self.doctor()
        # no history can be read, and none chosen from
        self.assert_wrong(found, state='warning', routine='warning')
        self.assertIn(str(self.state()), self.message(found, 'state'))
        self.assertIn('Not a directory', self.message(found, 'routine'))

    def test_state_that_cannot_be_written(self):
        self.run_limberd()
        self.state().chmod(0o500)
        try:
            self.assert_wrong(self.doctor(), state='warning')
            # limberd itself says so as soon as it has tried
            self.desktop.ctl('start')
            self.desktop.wait_for(lambda: self.desktop.get('StateProblem'), 'complaint')
            found = self.doctor()
            self.assertIn(self.desktop.get('StateProblem'), found['state'][-1][1])
            self.assertIn(self.desktop.get('StateProblem'), self.desktop.ctl('status').stdout)
        finally:
            self.state().chmod(0o700)

    def test_history_that_cannot_be_written(self):
        self.run_limberd()
        self.desktop.ctl('start')
        history = self.state() / 'history'
        self.desktop.wait_for(history.exists, 'history')
        history.chmod(0o500)
        try:
            self.assert_wrong(self.doctor(), history='warning')
        finally:
            history.chmod(0o700)

    def test_history_that_lacks_something(self):
        self.run_limberd()
        history = self.state() / 'history'
        history.write_text('', encoding='utf-8')
        self.desktop.ctl('start')
        problem = self.desktop.wait_for(lambda: self.desktop.get('StateProblem'), 'complaint')
        self.assertIn(str(history), problem)
        self.assertIn(problem, self.desktop.ctl('status').stdout)
        history.unlink()
        self.desktop.ctl('stop')
        self.desktop.wait_for(lambda: not self.desktop.get('StateProblem'), 'end of it')

    def test_no_room_for_the_state(self):
        """Nothing is made by looking."""
        parent = self.state().parent
        parent.chmod(0o500)
        try:
            self.assertEqual(self.doctor()['state'][0][0], 'warning')
        finally:
            parent.chmod(0o700)
        self.assertEqual(self.doctor()['state'][0][0], 'ok')
        self.assertEqual(list(parent.iterdir()), [])

    def test_state_that_others_can_read(self):
        self.run_limberd()
        self.state().chmod(0o755)
        self.assert_wrong(self.doctor(), state='warning')


class Daemon(DoctorTest):

    def test_no_daemon(self):
        """What needs none is checked all the same."""
        self.desktop.configure(QUICK + '[stretch]\nevry = 30min\n')
        found = self.doctor()
        self.assert_wrong(found, limberd='failed', unit='warning', presence='warning',
                          config='warning')
        self.assertIn('cannot be proved', self.message(found, 'presence'))
        self.assertIn('dunst', found['notifications'][0][1])
        self.assertIsNone(self.desktop.owner(harness.NAME))

    def test_hung_daemon(self):
        self.run_limberd()
        part = self.desktop.parts[-1]
        part.send(signal.SIGSTOP)
        try:
            found = self.doctor()
        finally:
            part.send(signal.SIGCONT)
        self.assertIn('does not answer', self.message(found, 'limberd'))
        self.assertEqual(found['limberd'][0][0], 'failed')
        self.assertEqual(found['presence'][0][0], 'warning')

    def test_no_logind(self):
        self.logind.stop()
        self.desktop.start_limberd(QUICK)
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'x11', 'source')
        self.assert_wrong(self.doctor(), login='warning')

    def test_unknown_zone(self):
        self.run_limberd()
        self.desktop.env['TZ'] = 'Nowhere/Place'
        self.assert_wrong(self.doctor(), time_zone='warning')


class Buses(DoctorTest):

    def test_no_bus(self):
        self.desktop.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent/bus'
        found = self.doctor()
        self.assertEqual(found['session-bus'][0][0], 'failed')
        self.assertLessEqual(set(BUSLESS), set(found))

    def test_hung_buses(self):
        """The worst case: every wait is waited to its end."""
        stopped = [part for part in self.desktop.parts if part.name.endswith(('-daemon', '-bus'))]
        self.assertEqual(len(stopped), 2)
        for part in stopped:
            part.send(signal.SIGSTOP)
        try:
            found = self.doctor()
        finally:
            for part in stopped:
                part.send(signal.SIGCONT)
        self.assertEqual(found['session-bus'][0][0], 'failed')
        self.assertIn('does not answer', self.message(found, 'session-bus'))
        self.assertEqual(found['login'][0][0], 'warning')
        self.assertLessEqual(set(BUSLESS), set(found))


class Why(DoctorTest):
    """limberctl status --why."""

    def why(self):
        """The reasons, by label; those without one belong to the label above."""
        done = self.desktop.ctl('status', '--why')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        status, why = done.stdout.split('\n\n')
        self.assertNotEqual(status, '')
        lines, label = {}, None
        for line in why.splitlines()[1:]:
            label = line[2:10].strip() or label
            lines.setdefault(label, []).append(line[12:])
        return lines

    def test_sitting(self):
        self.run_limberd()
        why = self.why()
        self.assertIn('x11 tells it and works', why['presence'][0])
        self.assertIn('x11: in use', why['sources'])
        self.assertEqual(why['session'], ['c1: not locked, in front'])
        self.assertEqual(why['clocks'], ['grow up to their due: you are here'])
        self.assertIn('of 45min', why['stretch'][0])
        self.assertEqual(why['reminder'], ['none: nothing is due'])
        self.assertEqual(why['hold'], ['none'])
        self.assertEqual(why['decided'], ['nothing since limberd was started'])

    def test_from_a_lock_to_a_hold(self):
        self.run_limberd(QUICK + '[stretch]\nevery = 2s\nlength = 1h\n')
        self.desktop.type_until(lambda: self.desktop.decided('due'), 'reminder')
        self.assertIn('stretch, up for', self.why()['reminder'][0])
        self.desktop.ctl('pause', '1h', '--mode', 'freeze', '--reason', 'a talk')
        why = self.why()
        self.assertEqual(why['reminder'], ['stretch, waits: held by user'])
        self.assertIn('held by user, mode freeze', why['clocks'][0])
        self.assertIn('a talk', why['hold'][0])
        self.assertRegex(why['decided'][0], r'^\d\d:\d\d:\d\d  due stretch$')
        self.assertRegex(why['decided'][-1], r'^\d\d:\d\d:\d\d  waiting stretch, held by user$')
        self.assertIn('a hold ends', self.desktop.wait_for(
            lambda: [line for line in self.why()['then'] if 'hold' in line], 'end of the hold')[0])
        self.set_properties(LockedHint=GLib.Variant('b', True))
        self.wait_present(False)
        why = self.why()
        self.assertEqual(why['session'], ['c1: locked, so you are away, in front'])
        self.assertEqual(why['clocks'], ['sink: you are away'])
        self.assertIn('the last at', why['input'][0])

    def test_nothing_tells_presence(self):
        self.run_limberd()
        self.logind.stop()
        self.x_server.stop(signal.SIGKILL)
        self.desktop.wait_for(lambda: self.desktop.get('PresenceSource') == 'none', 'loss')
        why = self.why()
        self.assertIn('not known, so you count as here', why['presence'][0])
        self.assertTrue(any(line.startswith('x11: failed') for line in why['sources']), why)

    def test_json_has_it_all(self):
        self.run_limberd()
        self.desktop.ctl('start', 'stretch')
        told = json.loads(self.desktop.ctl('status', '--json').stdout)
        with_why = json.loads(self.desktop.ctl('status', '--why', '--json').stdout)
        self.assertEqual(set(told), set(with_why))
        self.assertEqual(told['session'],
                         {'id': 'c1', 'locked': False, 'active': True, 'problem': None})
        self.assertIn({'name': 'x11', 'state': 'in use', 'why': None}, told['sources'])
        self.assertEqual(told['next_event']['event'], 'completed')
        self.assertAlmostEqual(told['next_event']['in'], told['break']['ends_in'], delta=0.01)
        self.assertEqual(told['decisions'][-1]['decision'], 'started')
        self.assertEqual(told['decisions'][-1]['how'], 'asked')
        self.assertIsNone(told['state_problem'])


if __name__ == '__main__':
    harness.main()
