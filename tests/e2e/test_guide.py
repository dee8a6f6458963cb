#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The exercises of a break on a real notification server: limberd, limber-routine and limber-notify
lead through them, with the catalogue and the pictures that come with Limber."""

import itertools
import urllib.parse

import harness
import test_notify

# Short ones, in a fixed order, so that a test knows what comes.
EXERCISES = '''
[hip-circles]
time = 5s
[seated-hamstring-stretch]
time = 5s
[seated-march]
time = 5s
[three]
title = Three for a test
sequence = hip-circles, seated-hamstring-stretch, seated-march
times-a-day = 24
'''

CONFIG = '''
[general]
away-after = 1h
lull = 1h
settle = 0
sound = no
[stretch]
every = {every}
length = {length}
routine = exercises
[walk]
enabled = no
'''

HINT = 'Or: limberctl next, limberctl hurt.'

NO_EXERCISE = 4294967295


class GuideTest(test_notify.NotifyTest):

    def start_limberd(self, every='1h', length='46s'):
        self.desktop.configure_exercises(EXERCISES)
        self.limberd = self.desktop.start_limberd(CONFIG.format(every=every, length=length))
        return self.limberd

    def start_guide(self):
        """Brings a whole desktop up in a break with an exercise on the screen."""
        self.start_break()
        return self.wait_for_exercise('Hip circles')

    def wait_for_exercise(self, summary):
        """Until it is the last that was sent, since some come twice."""
        self.wait_for(lambda: self.shown() and self.shown()[-1].summary == summary, summary)
        self.wait_until_shown()
        return self.shown()[-1]

    def picture(self, one):
        """The name of a notification's picture, or None; what is named is there."""
        if 'image-path' not in one.hints:
            return None
        uri = urllib.parse.urlparse(one.hints['image-path'])
        self.assertEqual(uri.scheme, 'file')
        path = harness.pathlib.Path(urllib.parse.unquote(uri.path))
        self.assertTrue(path.is_file(), path)
        return path.name

    def place(self):
        return self.desktop.get('Exercise')[0]


class Reminder(GuideTest):

    def test_preview(self):
        reminder = self.remind(every='1s')
        preview = self.wait_for_shown(lambda one: 'exercises' in one.body, 'preview')
        self.assertEqual(preview.summary, 'Time to stretch')
        self.assertIn('\n3 exercises: hip circles, seated hamstring stretch, seated march',
                      preview.body)
        self.assertIsNone(self.picture(preview))
        self.assertEqual(reminder.labels, preview.labels)
        self.wait_for_on_screen(1)

    def test_advice(self):
        """What is to be said is said in the reminder, and not again in its break."""
        self.desktop.start_xvfb()
        self.start_server()
        self.start_limberd(every='2s')
        self.desktop.call('ReportPain', '(usass)', 8, 'lower-back', [], '')
        advice = self.wait_for_shown(lambda one: 'physiotherapist' in one.body, 'advice')
        self.assertEqual(advice.summary, 'Time to stretch')
        self.assertNotIn('exercises:', advice.body)
        self.desktop.call('Start', '(s)', '')
        self.wait_for(lambda: 'stop' in self.shown()[-1].labels, 'break')
        self.assertNotIn('physiotherapist', self.shown()[-1].body)


class Guide(GuideTest):

    def test_led_through(self):
        first = self.start_guide()
        self.assertEqual(first.labels, {'next': 'Next', 'hurt': 'Hurts', 'stop': 'Stop'})
        self.assertTrue(first.body.startswith('Get ready, then '), first.body)
        self.assertTrue(first.body.endswith(f'\nNext: seated hamstring stretch.\n{HINT}'))
        self.assertEqual(self.picture(first), 'hip-circles-start.png')
        held = self.wait_for_shown(lambda one: self.picture(one) == 'hip-circles-end.png',
                                   'position')
        self.assertEqual(held.summary, 'Hip circles')
        self.assertRegex(held.body, r'^\d+ s left\.\n')
        self.wait_for_shown(lambda one: one.summary == 'Seated hamstring stretch: left side',
                            'end of the first exercise')

        # Each step of the bar once; all in one notification that makes no sound.
        every = [one for one in self.shown() if one.summary == 'Hip circles']
        values = [one.hints['value'] for one in every if self.picture(one) == 'hip-circles-end.png']
        self.assertEqual(values, sorted(set(values)))
        self.assertGreaterEqual(len(values), 3)
        self.assertEqual(len({one.replaces for one in self.shown()} - {0}), 1)
        self.assertEqual(self.sent('CloseNotification'), [])
        for one in every:
            self.assertIs(one.hints['suppress-sound'], True)
            self.assertEqual(one.timeout, test_notify.NEVER)

    def test_next(self):
        self.start_guide()
        self.press('Next')
        left = self.wait_for_exercise('Seated hamstring stretch: left side')
        self.assertIn('Put the left leg', left.body)
        self.assertIn('\nNext: other side.\n', left.body)
        self.press('Next')
        right = self.wait_for_exercise('Seated hamstring stretch: other side now')
        self.assertIn('Put the right leg', right.body)
        self.press('Next')
        last = self.wait_for_exercise('Seated march')
        self.assertIn('\nThen you are done.\n', last.body)
        self.assertEqual(self.picture(last), 'seated-march-start.png')
        self.press('Next')
        rest = self.wait_for_shown(lambda one: 'last exercise' in one.body, 'rest')
        self.assertEqual(rest.labels, {'stop': 'Stop'})
        self.assertIsNone(self.picture(rest))
        self.assertRegex(rest.summary, r'^Stretch: \d+ s left$')
        self.assertEqual(self.desktop.get('State'), 'break')
        self.press('Stop')
        self.wait_for_end()

    def test_hurt(self):
        self.start_guide()
        self.press('Hurts')
        after = self.wait_for_exercise('Seated hamstring stretch: left side')
        self.assertTrue(after.body.startswith(
            'Left out for now: hip circles. Go on only if nothing hurts.\nGet ready'), after.body)
        self.assertNotIn('hip-circles', [one[0] for one in self.desktop.get('Routine')])
        self.press('Next')
        later = self.wait_for_exercise('Seated hamstring stretch: other side now')
        self.assertNotIn('Left out', later.body)
        self.assertEqual(self.sent('CloseNotification'), [])

    def test_paused(self):
        self.start_guide()
        self.desktop.call('PauseExercise', '(b)', True)
        paused = self.wait_for_shown(lambda one: one.body.startswith('Paused, '), 'pause')
        self.assertEqual(paused.summary, 'Hip circles')
        self.assertEqual(paused.labels, {'go-on': 'Go on', 'hurt': 'Hurts', 'stop': 'Stop'})
        self.wait_until_shown()
        self.press('Go on')
        self.wait_for(lambda: not self.desktop.get('Exercise')[4], 'end of the pause')

    def test_to_the_end(self):
        self.start_break(length='12s')
        done = self.wait_for_shown(lambda one: one.summary == 'Done', 'end of the break')
        *guided, last = self.shown()
        self.assertEqual(last.summary, done.summary)
        pictures = [self.picture(one) for one in guided if self.picture(one)]
        self.assertTrue(pictures[0].endswith('-start.png'), pictures)
        self.assertTrue(pictures[-1].endswith('-end.png'), pictures)
        self.assertIsNone(self.picture(done))
        self.assertEqual(done.labels, {})
        self.wait_for_end()

    def test_closed_stays_closed(self):
        """Also when the next exercise comes."""
        self.start_guide()
        self.dismiss()
        self.wait_for_on_screen(0)
        before = len(self.shown())
        self.desktop.call('NextExercise')
        # What limber-notify does in answer to this comes after what it did about the exercise.
        self.desktop.call('Stop')
        self.wait_for_end()
        self.assertEqual(len(self.shown()), before)

    def test_broken_picture(self):
        """One that begins as a picture does, and breaks off."""
        shipped = harness.stage() / 'share/limber/pictures/hip-circles-start.png'
        own = self.desktop.root / 'data/limber/pictures'
        own.mkdir(parents=True)
        (own / shipped.name).write_bytes(shipped.read_bytes()[:500])
        first = self.start_guide()
        self.assertIn(f'{own}/{shipped.name}', self.desktop.get('Routine')[0])
        self.assertTrue(first.body.startswith('Get ready'), first.body)
        self.assertIsNone(self.picture(first))
        self.wait_for_shown(lambda one: self.picture(one) == 'hip-circles-end.png', 'position')


class TextServer(GuideTest):
    """LXQt's server keeps the picture and the buttons of what is replaced."""

    def start_server(self):
        server = self.desktop.start('lxqt-notificationd', 'lxqt-notificationd')
        self.desktop.wait_for(lambda: self.desktop.owner(test_notify.SERVER), 'server', part=server)

    def on_screen(self):
        """How many windows the server shows: one for all notifications."""
        done = self.desktop.run('xdotool', 'search', '--onlyvisible', '--class',
                                'lxqt-notificationd')
        return len(done.stdout.split())

    def picture(self, one):
        """As the icon: it would show neither, were both given."""
        self.assertNotIn('image-path', one.hints)
        if not one.icon:
            return None
        one.hints['image-path'] = one.icon
        return super().picture(one)

    def test_led_through(self):
        self.remind(every='2s')
        self.desktop.call('Start', '(s)', '')
        self.wait_for_exercise('Hip circles')
        self.wait_for_shown(lambda one: self.picture(one) == 'hip-circles-end.png', 'position')
        self.wait_for_exercise('Seated hamstring stretch: left side')
        for before, after in itertools.pairwise(self.shown()):
            kept = (after.icon, after.labels) == (before.icon, before.labels)
            self.assertEqual(after.replaces != 0, kept, after.summary)
        self.desktop.call('Stop')
        self.wait_for_end()
        news = [one for one in self.shown() if one.replaces == 0]
        self.assertEqual(len(self.sent('CloseNotification')), len(news))


class Workout(GuideTest):

    def test_warm_up(self):
        """No break runs, and yet one and the same notification leads through."""
        self.desktop.start_xvfb()
        self.start_server()
        self.start_limberd()
        self.desktop.call('StartWorkout', '(as)', [])
        self.wait_until_shown()
        first = self.shown()[-1]
        process = self.process()
        self.assertEqual(first.labels, {'next': 'Next', 'hurt': 'Hurts'})
        self.press('Hurts')
        after = self.wait_for_shown(lambda one: one.body.startswith('Left out'), 'next exercise')
        self.assertNotEqual(after.summary, first.summary)
        self.assertEqual(self.sent('CloseNotification'), [])
        self.assertEqual(self.process(), process)
        while self.place() != NO_EXERCISE:
            self.desktop.call('NextExercise')
        self.wait_for_end()


if __name__ == '__main__':
    harness.main()
