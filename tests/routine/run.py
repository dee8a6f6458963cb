#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""limber-routine and limberctl's verbs that show exercises, as programs: on files, in a place of
their own, without a daemon. Usage: run.py LIMBER_ROUTINE LIMBERCTL"""

import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

EXERCISES = '''
[swing]
title = Leg swing
areas = hips, legs
kind = mobility
time = 25s
sides = each
step-1 = Swing the {side} leg.
step-2 = Rest.
form = Slowly.

[fold]
title = Fold
areas = hamstrings
kind = stretch
time = 55s
step-1 = Fold.
caution = Never mind.

[squat]
title = Squat
areas = glutes, legs
kind = strength
level = strong
time = 40s
step-1 = Sit.

[stroll]
title = Stroll
areas = legs
kind = walk
time = 2min
step-1 = Go.
'''

PNG = b'\x89PNG\r\n\x1a\n'


class Place:
    """Programs that are installed below `top`, with a home beside them."""

    def __init__(self, top):
        self.top = pathlib.Path(top)
        self.bin = self.top / 'bin'
        self.share = self.top / 'share/limber'
        self.config = self.top / 'config/limber'
        self.state = self.top / 'state/limber'
        for path in (self.bin, self.share / 'exercises', self.share / 'pictures', self.config,
                     self.state / 'history'):
            path.mkdir(parents=True)
        for program in sys.argv[1:]:
            shutil.copy(program, self.bin)
        (self.share / 'exercises/all.ini').write_text(EXERCISES, 'utf-8')

    def run(self, program, *args):
        return subprocess.run(
            [self.bin / program, *args], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60, check=False,
            env={'HOME': str(self.top), 'XDG_CONFIG_HOME': str(self.top / 'config'),
                 'XDG_CONFIG_DIRS': str(self.top / 'nowhere'), 'XDG_STATE_HOME': str(self.top / 'state'),
                 'XDG_DATA_HOME': str(self.top / 'data'), 'XDG_DATA_DIRS': str(self.top / 'nowhere'),
                 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC', 'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '')})

    def routine(self, purpose='exercises', length='3min', *more):
        """The lines of a run that went well, as lists of values."""
        done = self.run('limber-routine', '--purpose', purpose, '--length', length, *more)
        assert done.returncode == 0, done
        assert done.stderr == '', done.stderr
        assert done.stdout.endswith('end\n'), done.stdout
        return [line.split('\t') for line in done.stdout.splitlines()[:-1]]

    def ids(self, *args):
        return [line[1] + (f'/{line[3]}' if line[3] else '') for line in self.routine(*args)
                if line[0] == 'step']

    def note(self, event, ago=datetime.timedelta(hours=1), **more):
        """A line of history."""
        at = datetime.datetime.now(datetime.timezone.utc) - ago
        line = {'at': at.isoformat(timespec='seconds'), 'event': event} | more
        with open(self.state / f'history/{at:%Y-%m}.jsonl', 'a', encoding='utf-8') as file:
            file.write(json.dumps(line) + '\n')


# --- limber-routine

def test_a_step_has_all_its_values(place):
    (place.share / 'pictures/swing-start.png').write_bytes(PNG)
    (place.share / 'pictures/swing-end.png').write_bytes(b'none')
    lines = place.routine()
    assert lines == [
        ['step', 'swing', 'Leg swing', 'left', '42000000', 'mobility', 'hips,legs', 'Slowly.', '',
         str(place.bin / '../share/limber/pictures/swing-start.png'), '', 'Swing the left leg.', 'Rest.'],
        ['step', 'swing', 'Leg swing', 'right', '42000000', 'mobility', 'hips,legs', 'Slowly.', '',
         str(place.bin / '../share/limber/pictures/swing-start.png'), '', 'Swing the right leg.', 'Rest.'],
        ['step', 'fold', 'Fold', '', '87000000', 'stretch', 'hamstrings', '', 'Never mind.', '', '', 'Fold.'],
    ], lines


def test_each_purpose_has_its_own(place):
    assert place.ids('walk', '10min') == ['stroll']
    assert place.ids('warm-up', '5min') == ['swing/left', 'swing/right']
    assert place.ids('cool-down', '5min') == ['fold']


def test_settings_are_heeded(place):
    (place.config / 'limber.ini').write_text('[exercises]\nlevel = strong\n', 'utf-8')
    assert place.ids() == ['swing/left', 'swing/right', 'squat', 'fold']
    other = place.top / 'other.ini'
    other.write_text('[exercises]\nwithout = hips\n', 'utf-8')
    assert place.ids('exercises', '3min', '--config', str(other)) == ['fold']


def test_the_user_has_the_last_word(place):
    (place.config / 'exercises').mkdir()
    (place.config / 'exercises/mine.ini').write_text(
        '[fold]\nenabled = no\n[mine]\nsequence = squat, stroll\n', 'utf-8')
    lines = place.routine()
    assert lines[0] == ['set', 'mine'], lines
    assert [line[1] for line in lines[1:]] == ['squat', 'stroll'], lines


def test_history_is_heeded(place):
    place.note('hurt', exercise='swing', areas=['hips'], kind='mobility')
    assert place.ids() == ['fold']


def test_pain_and_advice(place):
    place.note('pain', level=8, areas=['hips'])
    lines = place.routine()
    assert lines[0][0] == 'advice' and 'see a doctor' in lines[0][1], lines
    assert [line[1] for line in lines[1:]] == ['stroll'], lines
    place.note('advised', ago=datetime.timedelta(0))
    assert [line[0] for line in place.routine()] == ['step']


def test_torn_lines_do_no_harm(place):
    place.note('hurt', exercise='swing', areas=['hips'], kind='mobility')
    with open(next((place.state / 'history').iterdir()), 'a', encoding='utf-8') as file:
        file.write('{"at":"20')
    assert place.ids() == ['fold']


def test_the_first_problems_are_told(place):
    (place.share / 'exercises/bad.ini').write_text(
        ''.join(f'[bad-{i}]\nlevel = a\tb\n' for i in range(9)), 'utf-8')
    lines = place.routine()
    problems = [line for line in lines if line[0] == 'problem']
    assert len(problems) == 5, lines
    assert all(len(line) == 2 for line in problems), problems
    assert 'bad.ini:2: [bad-0] level = a\\x09b: no such word' in problems[0][1], problems
    assert len(lines) == 5 + 3, lines


def test_without_exercises_there_are_no_steps(place):
    shutil.rmtree(place.share)
    assert place.routine() == []


def test_wrong_usage(place):
    for args in ([], ['--purpose', 'exercises'], ['--length', '3min'], ['--nonsense'],
                 ['--purpose', 'run', '--length', '3min'], ['--purpose', 'walk', '--length', 'soon'],
                 ['--purpose', 'walk', '--length', '0'], ['--purpose', 'walk', '--length', '1min', 'x']):
        done = place.run('limber-routine', *args)
        assert done.returncode == 2, (args, done)
        assert done.stdout == '' and 'limber-routine --help' in done.stderr, (args, done)
    assert place.run('limber-routine', '--help').returncode == 0
    assert place.run('limber-routine', '--version').stdout.startswith('limber-routine ')


def test_no_history_no_exercise(place):
    """Nobody knows what hurts then."""
    shutil.rmtree(place.state / 'history')
    (place.state / 'history').write_text('', 'utf-8')
    done = place.run('limber-routine', '--purpose', 'walk', '--length', '3min')
    assert done.returncode == 1 and done.stderr == 'limber-routine: Not a directory\n', done
    problem, end = done.stdout.splitlines()
    assert problem.startswith('problem\t') and 'cannot be read: Not a directory' in problem, done
    assert end == 'end', done


def test_output_that_cannot_be_written(place):
    with open('/dev/full', 'wb') as full:
        code = subprocess.call([place.bin / 'limber-routine', '--purpose', 'walk', '--length', '3min'],
                               stdout=full, stderr=subprocess.DEVNULL)
    assert code == 1, code


# --- limberctl

def test_ctl_lists_exercises(place):
    done = place.run('limberctl', 'exercises')
    assert done.returncode == 0 and done.stderr == '', done
    assert 'hips\n  swing   mobility  gentle    standing  25s a side  legs\n' in done.stdout, done.stdout
    assert '- squat   strength  strong' in done.stdout, done.stdout
    done = place.run('limberctl', 'exercises', '--area', 'legs', '--level', 'strong', '--json')
    assert [one['exercise'] for one in json.loads(done.stdout)['exercises']] == ['squat'], done
    for wrong in (['--area', 'knee'], ['--level', 'hard'], ['fold']):
        assert place.run('limberctl', 'exercises', *wrong).returncode == 2


def test_ctl_shows_one(place):
    done = place.run('limberctl', 'exercise', 'swing')
    assert done.returncode == 0 and 'Swing the left leg.' in done.stdout, done
    assert json.loads(place.run('limberctl', 'exercise', 'swing', '--json').stdout)['title'] == 'Leg swing'
    done = place.run('limberctl', 'exercise', 'swimg')
    assert done.returncode == 2 and 'did you mean "swing"?' in done.stderr, done
    assert place.run('limberctl', 'exercise').returncode == 2


def test_ctl_shows_a_routine(place):
    done = place.run('limberctl', 'routine')
    assert done.returncode == 0, done
    assert [line.split()[1:4] for line in done.stdout.splitlines()[1:]] == [
        ['Leg', 'swing', 'left'], ['Leg', 'swing', 'right'], ['Fold', '1min', '27s']], done.stdout
    done = place.run('limberctl', 'routine', 'walk', '--length', '5min', '--json')
    assert [(step['exercise'], step['span']) for step in json.loads(done.stdout)['routine']] == [
        ('stroll', 300)], done
    for code, args in ((2, ['strech']), (2, ['--length', 'soon']), (2, ['--length', '0']), (2, ['micro'])):
        assert place.run('limberctl', 'routine', *args).returncode == code, args
    (place.config / 'limber.ini').write_text('[stretch]\nroutine = none\n', 'utf-8')
    assert place.run('limberctl', 'routine').returncode == 1
    assert place.run('limberctl', 'routine', 'stretch').returncode == 1


def complaint(case):
    with tempfile.TemporaryDirectory() as top:
        try:
            case(Place(os.path.realpath(top)))
        except Exception:  # pylint: disable=broad-except
            return traceback.format_exc()
    return ''


def main():
    cases = [(name, case) for name, case in globals().items() if name.startswith('test_')]
    failed = 0
    print(f'1..{len(cases)}')
    for at, (name, case) in enumerate(cases, 1):
        text = complaint(case)
        failed += bool(text)
        print(f'{"not ok" if text else "ok"} {at} - {name.removeprefix("test_")}')
        for line in text.splitlines():
            print(f'# {line}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
