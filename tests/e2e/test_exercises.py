#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The exercises of a break, with the shipped catalogue: chosen by limber-routine, led through by
limberd, steered by limberctl, and limberctl guide on a real terminal of tmux."""

import json
import os
import pathlib
import shutil
import signal
import time

import harness

SECOND = 1000000
NO_EXERCISE = 4294967295

QUIET = '''[general]
notifier =
[stretch]
length = 6min
[walk]
enabled = no
'''


class ExerciseTest(harness.DesktopTest):
    """limberd with a break of six minutes, which has strength in it."""

    def setUp(self):
        super().setUp()
        self.limberd = self.desktop.start_limberd(QUIET)

    def ctl(self, *args, code=0):
        """What limberctl says, on standard output if it succeeds."""
        done = self.desktop.ctl(*args)
        self.assertEqual(done.returncode, code, done)
        self.assertEqual(done.stderr == '', code == 0, done)
        return done.stdout if code == 0 else done.stderr

    def routine(self):
        """The exercises: id, side, kind, areas."""
        return [(step[0], step[2], step[4], step[5]) for step in self.desktop.get('Routine')]

    def running(self):
        """The exercise that runs, by its place in the routine, or None."""
        place = self.desktop.get('Exercise')[0]
        return None if place == NO_EXERCISE else self.routine()[place]

    def wait_for_exercise(self):
        return self.desktop.wait_for(self.running, 'exercise')

    def start(self):
        """Starts a break, and returns its routine."""
        self.ctl('start')
        self.wait_for_exercise()
        return self.routine()

    def history(self):
        files = (self.desktop.root / 'state/limber/history').glob('*')
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]


class Break(ExerciseTest):

    def test_is_guided(self):
        routine = self.start()
        self.assertGreaterEqual(len({step[0] for step in routine}), 3)
        self.assertEqual(self.running(), routine[0])
        self.assertEqual(self.desktop.get('RoutineFor'), 'stretch')
        self.assertEqual(self.desktop.get('RoutineProblem'), '')
        for step in self.desktop.get('Routine'):
            for picture in step[9:11]:
                self.assertIn(harness.stage() / 'share', pathlib.Path(picture).resolve().parents)

    def test_history_that_cannot_be_read(self):
        self.ctl('start')
        self.ctl('stop')
        history = self.desktop.root / 'state/limber/history'
        shutil.rmtree(history)
        history.write_text('', encoding='utf-8')
        self.ctl('start')
        problem = self.desktop.wait_for(lambda: self.desktop.get('RoutineProblem'), 'complaint')
        self.assertIn('cannot be read: Not a directory', problem)
        self.assertIn(f'! routine   {problem}', self.desktop.ctl('status').stdout)

    def test_reload(self):
        """What is there was chosen by the settings and the files of before."""
        first = self.start()[0][0]
        self.desktop.configure(QUIET.replace('6min', '2min'))
        self.desktop.configure_exercises(f'[{first}]\nenabled = no\n')
        self.ctl('reload')
        self.wait_for_exercise()
        routine = self.desktop.get('Routine')
        self.assertNotIn(first, [step[0] for step in routine])
        self.assertLess(sum(step[3] for step in routine), 2 * 60 * SECOND)

    def test_status(self):
        routine = self.start()
        title = self.desktop.get('Routine')[0][1]
        self.assertIn(f'  exercise  {title}', self.ctl('status'))
        self.assertIn(f'(1 of {len(routine)})', self.ctl('status'))
        status = json.loads(self.ctl('status', '--json'))
        self.assertEqual([step['exercise'] for step in status['routine']],
                         [step[0] for step in routine])
        self.assertEqual(status['exercise']['exercise'], routine[0][0])
        self.assertEqual((status['routine_for'], status['advice']), ('stretch', None))

    def test_next(self):
        routine = self.start()
        said = self.ctl('next')
        self.assertEqual(self.running(), routine[1])
        self.assertIn(f'Done with: {self.desktop.get("Routine")[0][1]}', said)
        self.assertIn(f'Next: {self.desktop.get("Routine")[1][1]}', said)
        for _ in routine[2:]:
            self.ctl('next')
        self.assertIn('The rest of the break, until ', self.ctl('next'))
        self.assertIsNone(self.running())

    def test_nothing_to_leave(self):
        for verb in ('next', 'hurt'):
            self.assertEqual(self.ctl(verb, code=1), 'limberctl: no exercise is running\n')
        self.assertEqual(self.ctl('workout', 'stop', code=1), 'limberctl: no workout is on\n')

    def test_mistake_in_a_file(self):
        own = self.desktop.root / 'config/limber/exercises'
        own.mkdir()
        (own / 'own.ini').write_text('[bird-dog]\nhold = long\n', encoding='utf-8')
        self.start()
        self.assertIn('own.ini:2: [bird-dog] hold', self.desktop.get('RoutineProblem'))
        self.assertIn('! routine   ', self.ctl('status'))


    def test_long_mistake(self):
        """One that is cut within a character keeps nothing else back."""
        own = self.desktop.root / 'config/limber/exercises'
        own.mkdir()
        for number in range(2):
            (own / ('a' * number + 'ö' * 100 + '.ini')).write_text('[bird-dog]\nhold = long\n',
                                                                  encoding='utf-8')
            self.start()
            self.assertIn('öö', self.desktop.get('RoutineProblem'))
            self.ctl('status')
            self.ctl('stop')
            (own / ('a' * number + 'ö' * 100 + '.ini')).unlink()


class Hurt(ExerciseTest):

    def test_is_left_out_with_its_areas(self):
        self.start()
        # strength, so that there is more to it than the one exercise
        for _ in range(32):
            if self.running()[2] == 'strength':
                break
            self.ctl('next')
        hurt, _, kind, areas = self.running()
        self.assertEqual(kind, 'strength')
        title = self.desktop.get('Routine')[self.desktop.get('Exercise')[0]][1]
        said = self.ctl('hurt')
        self.assertIn(f'{title} is left out for 7 days, and strength for the ', said)
        self.assertIn('\nNext: ', said)
        self.assert_left_out(hurt, areas)
        # and in the next break
        self.ctl('stop')
        self.start()
        self.assert_left_out(hurt, areas)
        self.assertEqual([line['exercise'] for line in self.history() if line['event'] == 'hurt'],
                         [hurt])

    def test_does_not_use_up_a_set(self):
        self.desktop.configure_exercises(
            '[physio]\nsequence = hip-circles, leg-swings\ntimes-a-day = 2\n')
        self.assertEqual(self.start()[0][0], 'hip-circles')
        self.ctl('hurt')
        self.wait_for_exercise()
        self.assertEqual(self.running()[0], 'leg-swings')
        self.assertEqual([line['set'] for line in self.history() if line['event'] == 'set'],
                         ['physio'])
        self.ctl('stop')
        self.assertEqual(self.start()[0][0], 'leg-swings')

    def test_no_history(self):
        """What cannot be kept is stopped all the same, and not said to be left out for days."""
        routine = self.start()
        hurt = routine[0][0]
        for file in (self.desktop.root / 'state/limber/history').glob('*'):
            file.chmod(0o400)
        self.assertIn('not in the history', self.ctl('hurt', code=1))
        self.assertNotEqual(self.running()[0], hurt)
        time.sleep(2)
        self.assertNotEqual(self.running()[0], hurt)

    def assert_left_out(self, hurt, areas):
        routine = self.routine()
        self.assertTrue(routine)
        self.assertNotIn(hurt, [step[0] for step in routine])
        for step in routine:
            self.assertFalse(step[2] == 'strength' and set(step[3]) & set(areas), step)


class Pain(ExerciseTest):

    def test_severe(self):
        self.start()
        said = self.ctl('pain', '8', 'lower-back')
        self.assertIn('Noted: 8 of 10, lower back.', said)
        self.assertIn('breaks have no exercises', said)
        self.assertIn('lose control of bladder or bowels', said)
        self.assertIn('see a doctor or a physiotherapist', said)
        self.assertTrue(said.splitlines()[-1].startswith('This is not a diagnosis.'), said)
        # what runs is chosen anew
        self.desktop.wait_for(
            lambda: all(step[2] == 'walk' for step in self.routine()), 'end of exercises')
        # once a week
        self.assertNotIn('physiotherapist', self.ctl('pain', '8', 'lower-back'))
        # but whoever asks is told
        said = self.ctl('pain')
        self.assertIn('  lower back    counts as severe until ', said)
        self.assertIn('physiotherapist', said)

    def test_moderate(self):
        self.assertNotIn('bladder', self.ctl('pain', '5', 'hips', '--note', 'after lifting'))
        for id_, _, kind, areas in self.start():
            self.assertIn(kind, ('mobility', 'walk'), id_)
            self.assertFalse(kind == 'mobility' and 'hips' in areas, id_)
        self.assertIn('5 of 10, hips: after lifting', self.ctl('pain'))

    def test_sign(self):
        self.assertIn('bladder', self.ctl('pain', '1', 'legs', '--sign', 'numbness,weakness'))
        pain = [line for line in self.history() if line['event'] == 'pain']
        self.assertEqual(pain[0]['signs'], ['numbness', 'weakness'])
        self.assertIn('counts for 7 days in any case', self.ctl('pain', '0', 'legs'))
        self.ctl('start')
        self.desktop.wait_for(lambda: self.desktop.get('RoutineFor') == 'stretch', 'routine')
        self.assertEqual({step[2] for step in self.routine()} - {'walk'}, set())

    def test_it_is_over(self):
        self.ctl('pain', '5', 'hips')
        self.assertIn('Exercises are chosen as usual.', self.ctl('pain', '0', 'hips'))
        self.assertIn('strength', {step[2] for step in self.start()})

    def test_advice_waits_with_its_reminder(self):
        """What nobody has seen is not put down as said, or it would not come for a week."""
        def advised():
            return [line for line in self.history() if line['event'] == 'advised']

        self.desktop.call('ReportPain', '(usass)', 8, 'hips', [], '')
        self.desktop.call('Pause', '(tss)', 600 * SECOND, 'wait', '')
        self.desktop.configure(QUIET.replace('notifier =', 'notifier =\nsettle = 1s')
                               .replace('length', 'every = 2s\nlength'))
        self.desktop.call('Reload')
        self.desktop.wait_for(lambda: self.desktop.decided('waiting'), 'reminder that waits')
        self.desktop.wait_for(lambda: self.desktop.get('Advice'), 'advice')
        self.assertEqual(advised(), [])
        self.desktop.call('Resume')
        self.desktop.wait_for(advised, 'advice on the screen')
        self.assertIn('physiotherapist', self.desktop.get('Advice'))
        self.desktop.call('Start', '(s)', '')
        self.assertEqual(len(advised()), 1)

    def test_a_slip_changes_nothing(self):
        for args, word in ((('11',), '11'), (('3', 'hip'), 'hips'), (('hips', '3'), 'number'),
                           (('3', '--sign', 'numbnes'), 'numbness'), (('--note', 'x'), 'level'),
                           (('3', '--note', 'x' * 201), '200'),
                           (('3', 'legs', 'hips'), 'one area'), (('3', 'legs,hips'), 'one area'),
                           (('3', 'lower', 'bac'), 'lower-back')):
            self.assertIn(word, self.ctl('pain', *args, code=2))
        self.assertEqual(self.history(), [])

    def test_no_history(self):
        """A report that cannot be kept is not said to count."""
        state = self.desktop.root / 'state/limber'
        history = state / 'history'
        if history.exists():
            history.rmdir()
        state.chmod(0o500)
        try:
            self.assertIn('not in the history', self.ctl('pain', '3', code=1))
            self.assertIn('not in the history', self.ctl('workout', 'start', code=1))
            self.assertEqual(self.desktop.get('RoutineFor'), 'warm-up')
            self.assertIn('not in the history', self.ctl('workout', 'stop', code=1))
            self.assertEqual(self.desktop.get('RoutineFor'), 'cool-down')
        finally:
            state.chmod(0o700)

    def test_help(self):
        said = self.ctl('pain', '--help')
        for words in ('bladder or bowels', 'between the legs', 'grow weak', 'fall', 'fever',
                      'chest', 'weight', 'at night'):
            self.assertIn(words, said)


class Workout(ExerciseTest):

    def test_from_warm_up_to_recovery(self):
        said = self.ctl('workout', 'start', 'core,glutes', 'legs')
        self.assertIn('For 48 hours no strength exercises are chosen for the legs, the core and '
                      'the glutes.', said)
        self.assertIn('The warm-up of 5 minutes begins now: ', said)
        self.assertEqual(self.desktop.get('RoutineFor'), 'warm-up')
        self.assertEqual({step[2] for step in self.routine()}, {'mobility'})
        self.assertEqual(self.desktop.get('Holds')[0][:3],
                         ('workout', 'legs, core, glutes', 'freeze'))
        self.assertIn('● Training, 4h left', self.ctl('status'))
        said = self.ctl('workout', 'stop')
        self.assertIn('The cool-down of 5 minutes begins now: ', said)
        self.assertEqual(self.desktop.get('RoutineFor'), 'cool-down')
        self.assertEqual({step[2] for step in self.routine()}, {'stretch'})
        self.assertEqual([hold[0] for hold in self.desktop.get('Holds')], ['cool-down'])
        self.assertIn('● Cooling down, 5min left', self.ctl('status'))
        for id_, _, kind, areas in self.start():
            self.assertFalse(kind == 'strength' and set(areas) & {'core', 'glutes', 'legs'}, id_)

    def test_warm_up_can_be_stopped(self):
        self.ctl('workout', 'start')
        self.assertEqual(self.ctl('stop'), 'warm-up stopped.\n')
        self.assertEqual(self.desktop.get('RoutineFor'), '')
        self.assertEqual(self.desktop.get('Routine'), [])
        self.assertEqual(self.desktop.get('Holds')[0][0], 'workout')
        self.assertIn('no break is running', self.ctl('stop', code=1))

    def test_no_break_within_the_cool_down(self):
        """Who lies still on the floor has not gone over to what was due before."""
        self.limberd.stop()
        self.desktop.start_xvfb()
        self.desktop.start_limberd(QUIET.replace(
            '[stretch]\n', 'settle = 0\nlull = 1s\nbump = 1s\n[stretch]\nevery = 2s\n'))
        self.desktop.type_until(lambda: self.desktop.decided('due'), 'reminder')
        self.ctl('workout', 'start')
        self.desktop.wait_for(lambda: self.desktop.decided('waiting'), 'wait')
        self.ctl('workout', 'stop')
        self.wait_for_exercise()
        time.sleep(3)
        self.assertEqual(self.desktop.get('RoutineFor'), 'cool-down')
        self.assertEqual(self.ctl('stop'), 'cool-down stopped.\n')
        self.desktop.wait_for(lambda: self.desktop.decided('started'), 'break')
        self.assertEqual(self.desktop.get('Holds'), [])

    def test_begins_anew(self):
        """For other areas, say, or since it was over too soon."""
        self.desktop.call('StartWorkout', '(as)', [])
        self.wait_for_exercise()
        for _ in self.routine():
            self.ctl('next')
        self.assertIsNone(self.running())
        self.desktop.call('StartWorkout', '(as)', ['legs'])
        self.wait_for_exercise()
        self.assertEqual(self.desktop.get('Exercise')[0], 0)
        self.assertEqual(self.desktop.get('RoutineFor'), 'warm-up')

    def test_beside_a_break(self):
        self.start()
        self.assertIn('there is no warm-up beside it', self.ctl('workout', 'start'))
        self.assertEqual(self.desktop.get('RoutineFor'), 'stretch')

    def test_usage(self):
        for args, word in (((), 'start or stop'), (('go',), 'go'), (('start', 'hip'), 'hips'),
                           (('stop', 'hips'), 'hips')):
            self.assertIn(word, self.ctl('workout', *args, code=2))


class Lines(ExerciseTest):
    """The guide without a terminal."""

    def test_a_line_for_each(self):
        guide = self.desktop.start('guide', harness.stage() / 'bin/limberctl', 'guide')
        self.wait_for_exercise()
        titles = [step[1] for step in self.desktop.get('Routine')]
        for i, title in enumerate(titles[:3]):
            self.desktop.wait_for(
                lambda i=i, title=title: f'{i + 1} of {len(titles)}: {title}' in guide.output(),
                f'line {i}', part=guide)
            # a pause is no new exercise
            self.desktop.call('PauseExercise', '(b)', True)
            self.desktop.call('PauseExercise', '(b)', False)
            self.desktop.call('NextExercise')
        self.desktop.call('Stop')
        self.assertEqual(guide.wait(), 0)
        lines = guide.output().splitlines()
        self.assertEqual(lines[-1], 'The break is over.')
        self.assertEqual(len(lines), len(set(lines)))

    def test_limberd_ends(self):
        guide = self.desktop.start('guide', harness.stage() / 'bin/limberctl', 'guide')
        self.desktop.wait_for(lambda: '1 of ' in guide.output(), 'line', part=guide)
        self.limberd.stop()
        self.assertEqual(guide.wait(), 3)
        self.assertIn('limberctl: limberd has ended, and the exercises with it', guide.output())

    def test_no_daemon(self):
        self.limberd.stop()
        self.assertIn('limberd does not run', self.ctl('guide', code=3))

    def test_end_of_a_warm_up(self):
        self.ctl('workout', 'start')
        guide = self.desktop.start('guide', harness.stage() / 'bin/limberctl', 'guide')
        self.desktop.wait_for(lambda: '1 of ' in guide.output(), 'line', part=guide)
        for _ in self.routine():
            self.desktop.call('NextExercise')
        self.assertEqual(guide.wait(), 0)
        self.assertEqual(guide.output().splitlines()[-1], 'The warm-up is over.')


class Terminal(ExerciseTest):
    """The guide in tmux, started from a shell."""

    def setUp(self):
        super().setUp()
        self.desktop.env['TERM'] = 'xterm-256color'
        config = self.desktop.root / 'tmux.conf'
        config.write_text('set -g exit-empty off\nset -g default-terminal tmux-256color\n'
                          'set -g default-shell /bin/sh\n', encoding='utf-8')
        part = self.desktop.start('tmux', 'tmux', '-D', '-S', self.socket, '-f', config)
        self.desktop.wait_for(self.socket.exists, 'tmux', part=part)
        self.desktop.wait_for(lambda: self.tmux(
            'new-session', '-d', '-x', '80', '-y', '24',
            'env PS1=shell: bash --norc --noprofile').returncode == 0, 'session', part=part)
        self.wait_for('shell:')
        self.modes = self.stty()
        self.addCleanup(self.end_guide)

    @property
    def socket(self):
        return self.desktop.root / 'run/tmux'

    def tmux(self, *args):
        return self.desktop.run('tmux', '-S', self.socket, *args)

    def screen(self, *args):
        return self.tmux('capture-pane', '-p', *args).stdout

    def wait_for(self, text):
        self.desktop.wait_for(lambda: text in self.screen(), f'"{text}" on the screen')

    def type(self, *keys):
        self.tmux('send-keys', *keys)

    def run_line(self, line):
        self.type('-l', line)
        self.type('Enter')

    def stty(self):
        """The terminal's modes, as the shell finds them."""
        path = self.desktop.root / 'modes'
        path.unlink(missing_ok=True)
        self.run_line(f'stty -a > {path}.new; mv {path}.new {path}')
        self.desktop.wait_for(path.exists, 'stty')
        return path.read_text(encoding='utf-8')

    def start_guide(self, before=''):
        self.guide_process.unlink(missing_ok=True)
        self.run_line(f"{before}sh -c 'echo $$ > {self.guide_process};"
                      f" exec {harness.stage()}/bin/limberctl guide'; echo code $?")
        self.wait_for('? help')
        self.wait_for_exercise()
        self.wait_for(self.title())

    def end_guide(self):
        """As its user would, rather than with the terminal that it is in."""
        if not self.guide_process.exists():
            return
        running = pathlib.Path('/proc') / self.guide_process.read_text(encoding='ascii').strip()
        if 'limberctl' in harness.read_proc(running / 'cmdline'):
            self.signal_guide(signal.SIGTERM)
            self.desktop.wait_for(lambda: not running.exists(), 'end of the guide')

    def title(self):
        return self.desktop.get('Routine')[self.desktop.get('Exercise')[0]][1]

    def assert_given_back(self, *lines):
        """The shell has its screen and its modes again."""
        for line in lines:
            self.wait_for(line)
        self.assertNotIn('? help', self.screen())
        self.assertEqual(self.stty(), self.modes)
        self.assertEqual(self.tmux('display', '-p', '#{cursor_flag}#{alternate_on}').stdout, '10\n')

    def test_page(self):
        self.start_guide()
        screen = self.screen()
        routine = self.desktop.get('Routine')
        self.assertIn(f'Time to stretch, 1 of {len(routine)}', screen)
        # the digits, and the bar
        self.assertIn('██  ██', screen)
        self.assertIn('░' * 20, screen)
        self.assertIn(f'Next: {routine[1][1]}', screen)
        self.assertIn('  1  ', screen)
        self.assertEqual(self.tmux('display', '-p', '#{cursor_flag}#{alternate_on}').stdout, '01\n')
        # pictures have colours, of text or behind it
        self.assertRegex(self.screen('-e'), '\033\\[(38|48)[;:]')
        self.type('q')
        self.assert_given_back('The break goes on until ', 'code 0')
        self.assertIsNotNone(self.running())

    def test_seconds_pass(self):
        self.start_guide()
        before = self.screen().splitlines()[:5]
        self.desktop.wait_for(lambda: self.screen().splitlines()[:5] != before, 'next second')

    def test_keys(self):
        self.start_guide()
        routine = self.desktop.get('Routine')
        self.type('n')
        self.wait_for(f'2 of {len(routine)}')
        self.type('Space')
        self.wait_for(f'3 of {len(routine)}')
        self.type('p')
        self.wait_for('p go on')
        self.assertIs(self.desktop.get('Exercise')[4], True)
        self.type('p')
        self.wait_for('p pause')
        self.type('?')
        self.wait_for('leave the guide; the break goes on')
        self.type('?')
        self.wait_for('  1  ')
        # an arrow is none of its keys, and neither is what it is made of
        self.type('Up', 'Down', 'F5', 'x')
        title = self.title()
        self.type('h')
        self.wait_for(f'{title} is left out for 7 days')
        self.assertEqual([line['event'] for line in self.history()].count('hurt'), 1)
        self.wait_for_exercise()
        self.type('s')
        self.assert_given_back('The break was stopped.', 'code 0')
        self.assertEqual(self.desktop.get('Break')[0], '')

    def test_pain_leaves_none(self):
        """A break without exercises is one all the same; what should be said is said."""
        own = self.desktop.root / 'config/limber/exercises'
        own.mkdir()
        # walks are not ruled out
        (own / 'own.ini').write_text('[walk]\nenabled = no\n', encoding='utf-8')
        self.ctl('pain', '8', 'hips')
        self.run_line(f'{harness.stage()}/bin/limberctl guide; echo code $?')
        self.wait_for('No exercise suits now')
        self.type('s')
        self.assert_given_back('The break was stopped.', 'code 0')

    def test_stop_in_a_warm_up(self):
        self.ctl('workout', 'start')
        self.start_guide()
        self.type('s')
        self.assert_given_back('The warm-up is over.', 'code 0')
        self.assertEqual(self.desktop.get('RoutineFor'), '')

    def test_refusal_is_shown(self):
        self.start_guide()
        for _ in self.routine():
            self.desktop.call('NextExercise')
        self.wait_for('The exercises are done')
        self.type('h')
        self.wait_for('no exercise is running')

    def test_break_ends(self):
        self.start_guide()
        self.desktop.call('Stop')
        self.assert_given_back('The break is over.', 'code 0')

    def test_every_size(self):
        self.start_guide()
        for columns, rows in ((60, 20), (200, 50), (20, 5), (5, 1), (80, 24)):
            self.tmux('resize-window', '-x', str(columns), '-y', str(rows))
            title = self.title()[:min(columns - 8, len(self.title()))]
            if columns > 12:
                self.desktop.wait_for(lambda title=title: title in self.screen(),
                                      f'page of {columns} columns')
        self.wait_for('? help')
        self.assertLessEqual(len(self.screen().rstrip('\n').splitlines()), 24)

    def test_suspended(self):
        self.start_guide()
        self.type('C-z')
        self.assert_given_back('Stopped')
        self.run_line('fg')
        self.wait_for('? help')
        self.type('q')
        self.assert_given_back('The break goes on until ')

    def test_stopped_by_others(self):
        """SIGSTOP gives no time to tidy up, but afterwards all is drawn again."""
        self.start_guide()
        self.signal_guide(signal.SIGSTOP)
        self.wait_for('Stopped')
        self.run_line('fg')
        self.wait_for('? help')
        self.type('q')
        self.wait_for('The break goes on until ')

    @property
    def guide_process(self):
        return self.desktop.root / 'guide'

    def signal_guide(self, number):
        os.kill(int(self.guide_process.read_text(encoding='ascii')), number)

    def test_signals(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
            self.start_guide()
            if number == signal.SIGINT:
                self.type('C-c')
            else:
                self.signal_guide(number)
            if number == signal.SIGINT:
                # a shell drops the rest of the line with that
                self.assert_given_back('shell:')
            else:
                self.assert_given_back(f'code {128 + number}')
            self.run_line('clear')

    def test_terminal_goes_away(self):
        # The SIGCONT that comes with a hangup takes away the SIGSTOP by which the sanitizers' search
        # for leaks attaches, which then waits for ever.
        self.start_guide('ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 ')
        self.tmux('kill-session')
        process = pathlib.Path('/proc') / self.guide_process.read_text(encoding='ascii').strip()
        self.desktop.wait_for(lambda: not process.exists(), 'end of the guide')
        self.assertIsNotNone(self.running())

    def test_limberd_ends(self):
        self.start_guide()
        self.limberd.stop()
        self.assert_given_back('limberctl: limberd has ended, and the exercises with it', 'code 3')

    def test_bus_ends(self):
        self.start_guide()
        self.limberd.stop()
        self.assert_given_back('code 3')

    def test_hung_limberd(self):
        """Keys are followed by a word after some seconds, and q is at all times."""
        self.start_guide()
        self.limberd.send(signal.SIGSTOP)
        try:
            started = time.monotonic()
            self.type('n')
            self.assert_given_back('limberctl: limberd runs, but does not answer', 'code 3')
            self.assertGreater(time.monotonic() - started, 3)
        finally:
            self.limberd.send(signal.SIGCONT)

    def test_without_colours(self):
        self.tmux('resize-window', '-x', '100', '-y', '30')
        self.run_line('export NO_COLOR=1')
        self.start_guide()
        self.assertNotRegex(self.screen('-e'), '\033\\[[0-9;]*[1-9]')
        # outlines of dots
        self.assertRegex(self.screen(), '[\u2801-\u28ff]')


if __name__ == '__main__':
    harness.main()
