#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""limber-notify on a real notification server: what it shows, what its buttons do, and what it makes
of servers that are absent, late, hung, dead or mad."""

import json
import pathlib
import signal

from gi.repository import Gio, GLib

import harness

SERVER = 'org.freedesktop.Notifications'
SERVER_PATH = '/org/freedesktop/Notifications'

SECOND = 1000000

# One kind, whose break only a test's own doing starts.
CONFIG = '''
[general]
away-after = 1h
lull = 1h
remind-again = {again}
settle = 0
sound = {sound}
[stretch]
every = {every}
length = {length}
title = Time to stretch
text = Bend & <b>breathe</b>
routine = none
[walk]
enabled = no
'''

NEVER = 0
NORMAL, CRITICAL = 1, 2


class Shown:
    """A notification as it was sent to the server."""

    def __init__(self, arguments):
        (self.app, self.replaces, self.icon, self.summary, self.body, actions, hints,
         self.timeout) = arguments
        self.labels = dict(zip(actions[::2], actions[1::2]))
        self.hints = {name: hint['data'] for name, hint in hints.items()}


class NotifyTest(harness.DesktopTest):

    def setUp(self):
        super().setUp()
        self.limberd = None
        self.monitor = self.desktop.start(
            'busctl', 'busctl', f'--address={self.desktop.env["DBUS_SESSION_BUS_ADDRESS"]}',
            'monitor', '--json=short', f'--match=type=method_call,interface={SERVER}')
        self.desktop.wait_for(lambda: 'Monitoring' in self.monitor.output(), 'monitor',
                              part=self.monitor)

    def tearDown(self):
        """limber-notify prints to limberd's log, and limberd says there how it ended."""
        for part in self.desktop.parts:
            if part.name == 'limberd':
                self.assertNotRegex(part.output(), 'ended with code|ended by signal|CRITICAL|ERROR')

    # The desktop

    def start_server(self):
        """Starts dunst; its menu picks the button that press() names."""
        menu = self.desktop.root / 'menu'
        menu.write_text(f'#!/bin/sh\ngrep -m1 -F "#$(cat {self.desktop.root}/choice) ("\n',
                        encoding='utf-8')
        menu.chmod(0o755)
        return self.desktop.start_dunst(
            harness.DUNST_CONFIG.replace('[global]\n', f'[global]\n    dmenu = {menu}\n'))

    def start_limberd(self, every='1s', length='1h', again='1h', sound='yes'):
        self.limberd = self.desktop.start_limberd(
            CONFIG.format(every=every, length=length, again=again, sound=sound))
        return self.limberd

    def remind(self, **kwargs):
        """Brings a whole desktop up and returns the reminder when it is on the screen."""
        self.desktop.start_xvfb()
        self.start_server()
        self.start_limberd(**kwargs)
        self.wait_until_shown()
        return self.shown()[0]

    def start_break(self, **kwargs):
        """Brings a whole desktop up in a break that was asked for, with no reminder before."""
        self.desktop.start_xvfb()
        self.start_server()
        self.start_limberd(every='1h', **kwargs)
        self.desktop.call('Start', '(s)', '')

    def press(self, label):
        (self.desktop.root / 'choice').write_text(label, encoding='utf-8')
        done = self.desktop.run('dunstctl', 'context')
        self.assertEqual(done.returncode, 0, done.stderr)

    def click(self):
        done = self.desktop.run('dunstctl', 'action')
        self.assertEqual(done.returncode, 0, done.stderr)

    def dismiss(self):
        done = self.desktop.run('dunstctl', 'close')
        self.assertEqual(done.returncode, 0, done.stderr)

    # What there is to be seen

    def wait_for(self, condition, what, deadline=harness.PATIENCE):
        return self.desktop.wait_for(condition, what, deadline, part=self.limberd)

    def sent(self, method):
        """The arguments of all calls of a method of the notification server's."""
        lines = [line for line in self.monitor.output().splitlines(keepends=True)
                 if line.startswith('{') and line.endswith('\n')]
        return [call['payload']['data'] for call in map(json.loads, lines)
                if call['member'] == method]

    def shown(self):
        return [Shown(arguments) for arguments in self.sent('Notify')]

    def wait_for_shown(self, condition, what):
        return self.wait_for(lambda: next((one for one in self.shown() if condition(one)), None),
                             what)

    def wait_for_sent(self, method, count):
        self.wait_for(lambda: len(self.sent(method)) >= count, f'{method}, {count} times')

    def on_screen(self):
        """How many notifications dunst has on the screen."""
        return self.desktop.call('Get', '(ss)', 'org.dunstproject.cmd0', 'displayedLength',
                                 name=SERVER, path=SERVER_PATH,
                                 interface='org.freedesktop.DBus.Properties')[0]

    def wait_for_on_screen(self, count):
        self.wait_for(lambda: self.on_screen() == count, f'{count} notifications on the screen')

    def notifier(self):
        """How limberd says that the notification fares: state and problem."""
        return self.desktop.get('Notifier')

    def wait_for_notifier(self, state):
        return self.wait_for(lambda: self.notifier()[0] == state and self.notifier(),
                             f'notifier that is {state}')

    def wait_until_shown(self):
        self.wait_for_notifier('shown')
        self.wait_for_on_screen(1)
        self.wait_for_sent('Notify', 1)

    def process(self):
        """limber-notify's process id, or None."""
        children = pathlib.Path(f'/proc/{self.limberd.pid}/task/{self.limberd.pid}/children')
        for pid in children.read_text(encoding='ascii').split():
            if harness.read_proc(f'/proc/{pid}/comm').strip() == 'limber-notify':
                return int(pid)
        return None

    def wait_for_end(self):
        """Nothing more to show, and limber-notify knows."""
        self.wait_for_on_screen(0)
        self.wait_for(lambda: self.process() is None, 'end of limber-notify')
        self.wait_for_notifier('idle')


class Reminder(NotifyTest):

    def test_reminder(self):
        reminder = self.remind()
        self.assertEqual((reminder.app, reminder.replaces), ('Limber', 0))
        self.assertEqual(reminder.summary, 'Time to stretch')
        self.assertEqual(reminder.body, 'Bend &amp; &lt;b&gt;breathe&lt;/b&gt;')
        self.assertEqual(reminder.timeout, NEVER)
        self.assertEqual(reminder.labels, {'default': 'Start', 'start': 'Start',
                                           'snooze': 'Snooze', 'skip': 'Skip'})
        self.assertEqual(reminder.hints['urgency'], NORMAL)
        self.assertNotIn('value', reminder.hints)
        self.assertEqual(self.desktop.get('State'), 'reminder')

    def test_closing_is_not_skipping(self):
        self.remind(again='2s')
        process = self.process()
        before = len(self.shown())
        self.dismiss()
        self.wait_for_sent('Notify', before + 1)
        self.wait_for_on_screen(1)
        self.assertEqual(self.process(), process)
        self.assertEqual({one[0] for one in self.desktop.decisions} - {'due'}, {'again'})

    def test_closed_stays_closed(self):
        """Until it comes again, whatever else changes."""
        self.remind()
        process = self.process()
        self.dismiss()
        self.wait_for_on_screen(0)
        config = self.desktop.config_file.read_text(encoding='utf-8')
        self.desktop.configure(config.replace('Bend', 'Bow'))
        self.desktop.call('Reload')
        self.wait_for(lambda: 'Bow' in self.desktop.get('Kinds')[0][2], 'new text')
        # What limber-notify does in answer to this comes after what it did about the text.
        self.desktop.call('Start', '(s)', '')
        self.wait_for_sent('Notify', 2)
        self.assertEqual([one.summary for one in self.shown()],
                         ['Time to stretch', 'Stretch: 60 min left'])
        self.assertEqual(self.process(), process)

    def test_again_and_urgent(self):
        """Each repeat pops up anew, in the place of the last one."""
        self.remind(again='1s')
        urgent = self.wait_for_shown(lambda one: one.hints['urgency'] == CRITICAL, 'urgency')
        self.assertEqual(urgent.summary, 'Time to stretch')
        self.assertGreaterEqual(self.desktop.get('Reminder')[4], 3)
        self.assertEqual({one.replaces for one in self.shown()}, {0})
        self.assertGreaterEqual(len(self.sent('CloseNotification')), 3)
        self.wait_for_on_screen(1)

    def test_snoozed_and_back(self):
        self.remind()
        self.desktop.call('Snooze', '(t)', SECOND)
        self.wait_for_sent('CloseNotification', 1)
        self.wait_for_sent('Notify', 2)
        self.wait_until_shown()

    def test_held_and_back(self):
        self.remind()
        self.desktop.call('Hold', '(ssst)', 'test', '', 'wait', 0)
        self.wait_for_end()
        self.desktop.call('Release', '(s)', 'test')
        self.wait_until_shown()

    def test_skipped(self):
        self.remind()
        self.desktop.call('Skip')
        self.wait_for_sent('CloseNotification', 1)

    def test_limberd_ends(self):
        self.remind()
        self.limberd.stop()
        self.limberd = None
        self.wait_for_on_screen(0)

    def test_limberd_dies(self):
        self.remind()
        self.limberd.stop(signal.SIGKILL)
        self.limberd = None
        self.wait_for_on_screen(0)

    def test_switched_on(self):
        """By a reload, with a reminder up that nothing has shown."""
        self.desktop.start_xvfb()
        self.start_server()
        config = CONFIG.format(every='1s', length='1h', again='1h', sound='yes')
        self.limberd = self.desktop.start_limberd(
            config.replace('[general]\n', '[general]\nnotifier =\n'))
        self.wait_for(lambda: self.desktop.decided('due'), 'reminder')
        self.assertEqual(self.notifier()[0], 'off')
        self.desktop.configure(config)
        self.desktop.call('Reload')
        self.wait_until_shown()


class CommandLine(harness.DesktopTest):

    def test_by_hand(self):
        """People will try it, though nobody has to start it."""
        for args, code, word in ((['--help'], 0, 'limberd starts it'),
                                 (['--version'], 0, 'limber-notify 0'),
                                 (['--nonsense'], 2, 'nonsense'), (['now'], 2, 'no arguments')):
            done = self.desktop.run(harness.stage() / 'bin/limber-notify', *args)
            self.assertEqual(done.returncode, code, done)
            self.assertIn(word, done.stdout if code == 0 else done.stderr)


class Buttons(NotifyTest):

    def test_start_and_end(self):
        self.remind()
        self.press('Start')
        self.wait_for(lambda: self.desktop.get('Break')[:2] == ('stretch', 'asked'), 'break')
        running = self.wait_for_shown(lambda one: one.labels == {'stop': 'Stop'}, 'running break')
        self.assertNotEqual(running.replaces, 0)
        self.wait_until_shown()
        self.press('Stop')
        self.wait_for(lambda: self.desktop.decided('partial', 'stretch'), 'end of the break')

    def test_click(self):
        self.remind()
        self.click()
        self.wait_for(lambda: self.desktop.get('Break')[:2] == ('stretch', 'asked'), 'break')

    def test_snooze(self):
        self.remind()
        self.press('Snooze')
        self.wait_for(lambda: self.desktop.decided('snoozed', 'stretch'), 'snooze')
        self.wait_for_end()

    def test_skip(self):
        self.remind()
        self.press('Skip')
        self.wait_for(lambda: self.desktop.decided('skipped', 'stretch'), 'skip')
        self.wait_for_sent('CloseNotification', 1)

    def test_no_more_snoozes(self):
        self.remind()
        for count in range(1, 4):
            self.assertIn('snooze', self.shown()[-1].labels)
            self.desktop.call('Snooze', '(t)', SECOND)
            self.wait_for_sent('Notify', count + 1)
        self.assertEqual(self.shown()[-1].labels,
                         {'default': 'Start', 'start': 'Start', 'skip': 'Skip'})


class Break(NotifyTest):

    def test_progress_and_end(self):
        self.start_break(length='4s')
        done = self.wait_for_shown(lambda one: one.summary == 'Done', 'end of the break')
        *progress, _ = self.shown()
        values = [one.hints['value'] for one in progress]
        self.assertEqual(values, sorted(set(values)))
        self.assertGreaterEqual(len(values), 2)
        for one in progress:
            self.assertRegex(one.summary, r'^Stretch: [0-4] s left$')
            self.assertEqual(one.body, 'Bend &amp; &lt;b&gt;breathe&lt;/b&gt;')
            self.assertEqual(one.labels, {'stop': 'Stop'})
            self.assertEqual(one.timeout, NEVER)
            self.assertIs(one.hints['suppress-sound'], True)
        self.assertEqual(done.body, 'Your stretch break is complete.')
        self.assertEqual(done.labels, {})
        self.assertEqual(done.hints['sound-name'], 'complete')
        self.assertEqual(done.timeout, 10000)
        # One and the same notification throughout.
        self.assertEqual([one.replaces for one in self.shown()][0], 0)
        self.assertEqual(len({one.replaces for one in self.shown()[1:]} | {0}), 2)
        # The last word stays as long as the server says.
        self.wait_for_end()
        self.assertEqual(self.sent('CloseNotification'), [])

    def test_without_sound(self):
        self.start_break(length='1s', sound='no')
        done = self.wait_for_shown(lambda one: one.summary == 'Done', 'end of the break')
        self.assertNotIn('sound-name', done.hints)
        self.assertIs(done.hints['suppress-sound'], True)

    def test_stopped_early(self):
        self.start_break()
        self.wait_until_shown()
        self.desktop.call('Stop')
        self.wait_for_end()
        self.assertNotIn('Done', [one.summary for one in self.shown()])

    def test_closing_is_not_stopping(self):
        self.start_break(length='5s')
        self.wait_until_shown()
        self.dismiss()
        self.wait_for_on_screen(0)
        before = len(self.shown())
        self.wait_for_shown(lambda one: one.summary == 'Done', 'end of the break')
        self.assertEqual([one.summary for one in self.shown()[before:]], ['Done'])
        self.assertTrue(self.desktop.decided('completed', 'stretch'))

    def test_reminder_after_the_end(self):
        """It does not wait until the end of the last break is no news any more."""
        self.remind(length='1s')
        self.desktop.call('Start', '(s)', '')
        self.wait_for_shown(lambda one: one.summary == 'Done', 'end of the break')
        process = self.process()
        self.wait_for(lambda: self.shown()[-1].summary == 'Time to stretch', 'reminder')
        self.wait_until_shown()
        self.assertEqual(self.process(), process)


class Server(NotifyTest):

    def test_none_and_late(self):
        self.desktop.start_xvfb()
        self.start_limberd()
        problem = self.wait_for_notifier('waiting')[1]
        self.assertNotEqual(problem, '')
        self.assertIn(problem, self.desktop.ctl('status').stdout)
        self.start_server()
        self.wait_until_shown()
        self.assertEqual(self.notifier()[1], '')

    def test_hung(self):
        self.desktop.start_xvfb()
        server = self.start_server()
        server.send(signal.SIGSTOP)
        self.start_limberd()
        self.wait_for_notifier('showing')
        problem = self.wait_for_notifier('failed')[1]
        self.assertIn('does not answer', problem)
        self.assertIn(problem, self.desktop.ctl('status').stdout)
        self.assertEqual(self.desktop.get('State'), 'reminder')
        server.send(signal.SIGCONT)
        self.wait_until_shown()
        self.assertEqual(len(self.shown()), 1)

    def test_hung_with_a_reminder_up(self):
        """Neither a command nor the end of limber-notify waits for the server."""
        self.desktop.start_xvfb()
        server = self.start_server()
        self.start_limberd()
        self.wait_until_shown()
        server.send(signal.SIGSTOP)
        self.desktop.call('Snooze', '(t)', 3600 * SECOND)
        self.wait_for(lambda: self.process() is None, 'end of limber-notify', deadline=15)
        server.send(signal.SIGCONT)
        self.wait_for_on_screen(0)

    def test_crashed_and_restarted(self):
        self.desktop.start_xvfb()
        server = self.start_server()
        self.start_limberd()
        self.wait_until_shown()
        process = self.process()
        server.stop(signal.SIGKILL)
        self.assertNotEqual(self.wait_for_notifier('waiting')[1], '')
        self.start_server()
        self.wait_until_shown()
        self.assertEqual([one.replaces for one in self.shown()], [0, 0])
        self.assertEqual(self.process(), process)


class Mad(NotifyTest):
    """A server that answers nonsense is told of and survived."""

    SANE = {
        'GetServerInformation': GLib.Variant('(ssss)', ('mad', 'test', '1', '1.2')),
        'GetCapabilities': GLib.Variant('(as)', (['actions'],)),
        'Notify': GLib.Variant('(u)', (7,)),
        'CloseNotification': GLib.Variant('()', ()),
    }
    ARGUMENTS = {'Notify': ('s', 'u', 's', 's', 's', 'as', 'a{sv}', 'i'),
                 'CloseNotification': ('u',)}

    def serve(self, **mad):
        """Is the notification server, with these answers to these methods."""
        answers = self.SANE | mad
        methods = ''
        for name, answer in answers.items():
            kinds = [answer.get_child_value(i).get_type_string()
                     for i in range(answer.n_children())]
            methods += f'<method name="{name}">'
            methods += ''.join(f'<arg type="{kind}"/>' for kind in self.ARGUMENTS.get(name, ()))
            methods += ''.join(f'<arg type="{kind}" direction="out"/>' for kind in kinds)
            methods += '</method>'
        node = Gio.DBusNodeInfo.new_for_xml(
            f'<node><interface name="{SERVER}">{methods}</interface></node>')

        def on_call(_bus, _sender, _path, _interface, method, _arguments, invocation):
            invocation.return_value(answers[method])

        self.desktop.bus.register_object(SERVER_PATH, node.interfaces[0], on_call, None, None)
        Gio.bus_own_name_on_connection(self.desktop.bus, SERVER, Gio.BusNameOwnerFlags.NONE, None,
                                       None)

    def fails(self, **mad):
        self.serve(**mad)
        self.start_limberd()
        self.assertNotEqual(self.wait_for_notifier('failed')[1], '')
        self.assertIsNotNone(self.process())
        self.desktop.call('Snooze', '(t)', 3600 * SECOND)
        self.wait_for_notifier('idle')

    def test_information(self):
        self.fails(GetServerInformation=GLib.Variant('(s)', ('dunst',)))

    def test_version(self):
        self.fails(GetServerInformation=GLib.Variant('(ssss)', ('mad', 'test', '1', 'junk')))

    def test_capabilities(self):
        self.fails(GetCapabilities=GLib.Variant('(i)', (3,)))

    def test_notify(self):
        self.fails(Notify=GLib.Variant('(s)', ('seven',)))

    def test_no_buttons(self):
        """A sane one, for comparison, that draws neither buttons nor bars, and knows no markup."""
        self.serve(GetCapabilities=GLib.Variant('(as)', (['body'],)))
        self.start_limberd()
        self.wait_for_notifier('shown')
        self.desktop.call('Start', '(s)', '')
        self.wait_for(lambda: len(self.shown()) > 1, 'running break')
        reminder, running = self.shown()[:2]
        self.assertEqual(reminder.body, 'Bend & <b>breathe</b>\n'
                         'Begin: limberctl start. Later: limberctl snooze.')
        self.assertEqual((reminder.labels, running.labels), ({}, {}))
        self.assertEqual(running.body, 'Bend & <b>breathe</b>\n60:00 left')
        self.assertEqual(running.replaces, 7)
        self.assertNotIn('value', running.hints)


if __name__ == '__main__':
    harness.main()
