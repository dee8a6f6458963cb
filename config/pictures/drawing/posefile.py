# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads pose files, whose format is in config/poses/README.md. Must not know where a joint is."""

import os
import re
from collections import namedtuple

# The least and the greatest value of each key.
TRUNK_KEYS = {'trunk': (-200, 200), 'waist': (-60, 70), 'chest': (-60, 70), 'neck': (-60, 70),
              'head': (-70, 70), 'shrug': (-4, 5), 'reach': (-4, 5), 'trunk-length': (0.3, 1),
              'neck-length': (0, 1), 'shoulder-width': (0.2, 1), 'head-turn': (-1, 1)}
LIMB_KEYS = {'thigh': (-200, 230), 'knee': (-210, 210), 'ankle': (-70, 50), 'sole': (-90, 90),
             'arm': (-200, 270), 'elbow': (-270, 270), 'wrist': (-90, 90),
             'thigh-length': (0.1, 1), 'shank-length': (0.1, 1), 'arm-length': (0.1, 1),
             'forearm-length': (0.1, 1), 'foot-length': (0.1, 1)}
# A place for the end of a limb, and the joints that it decides.
PLACE_KEYS = {'hand': ('arm', 'elbow'), 'foot': ('thigh', 'knee')}

# Those from above show a person who lies, in profile or the front, and have no floor.
VIEWS = ('side', 'front', 'back', 'above', 'above-front')
FRONTAL = ('front', 'back', 'above-front')

Where = namedtuple('Where', 'path line')
Line = namedtuple('Line', 'key words where')


class Problem(Exception):
    """A mistake in a pose file, and its line."""

    def __init__(self, where, text):
        super().__init__(f'{os.path.relpath(where.path)}:{where.line}: {text}')
        self.path = where.path


def number(word, where, least=-1000, most=1000):
    try:
        value = float(word)
    except ValueError:
        raise Problem(where, f'not a number: {word}') from None
    if not least <= value <= most:
        raise Problem(where, f'{word} is not between {least} and {most}')
    return value


def numbers(words, where):
    return [number(word, where) for word in words]


def only(words, where):
    if len(words) != 1:
        raise Problem(where, f'one value is wanted, not "{" ".join(words)}"')
    return words[0]


def read_sections(path):
    """The sections of a file: name -> (Where, [Line]). What precedes the first is named ''."""
    try:
        texts = path.read_text(encoding='utf-8').splitlines()
    except UnicodeDecodeError:
        raise Problem(Where(path, 1), 'this is not UTF-8') from None
    sections = {'': (Where(path, 1), [])}
    name = ''
    for at, text in enumerate(texts, 1):
        where = Where(path, at)
        text = text.split('#')[0].strip()
        if header := re.fullmatch(r'\[([a-z-]+)\]', text):
            name = header[1]
            if name in sections:
                raise Problem(where, f'a second [{name}]')
            sections[name] = (where, [])
        elif entry := re.fullmatch(r'([a-z-]+)\s*=\s*(\S.*)', text):
            sections[name][1].append(Line(entry[1], entry[2].split(), where))
        elif text:
            raise Problem(where, f'neither a [section] nor "key = value": {text}')
    return sections


def sides_of(view):
    """What the two sides are called; in a frontal view, as seen in the picture."""
    return ('left', 'right') if view in FRONTAL else ('far', 'near')


class Pose:
    """The lines of a section and of those it is based on, one after another: later ones win."""

    def __init__(self, view, where):
        self.view, self.where, self.sides = view, where, sides_of(view)
        self.frontal, self.has_floor = view in FRONTAL, not view.startswith('above')
        self.numbers, self.places = {}, {}
        self.root, self.over, self.under = None, [], []
        self.props, self.marks, self.arrows = [], [], []

    def get(self, key, default=0.0):
        return self.numbers.get(key, default)

    def take(self, line):
        key, words, where = line
        if key in ('over', 'under'):
            self.take_order(key, words, where)
        elif key == 'root':
            self.root = line
        elif key in ('prop', 'mark', 'arrow'):
            getattr(self, key + 's').append(line)
        elif key in TRUNK_KEYS:
            self.numbers[key] = number(only(words, where), where, *TRUNK_KEYS[key])
        else:
            self.take_limb(line)

    def take_order(self, key, words, where):
        known = [f'{side}-{limb}' for side in self.sides for limb in ('leg', 'arm')]
        for word in words:
            if word not in known + ['head', 'trunk']:
                raise Problem(where, f'no part is called {word}')
        setattr(self, key, words)

    def take_limb(self, line):
        """A key of one side, "near-knee", or of both, "knee"."""
        sides, name = self.sides, line.key
        for side in self.sides:
            if line.key.startswith(side + '-'):
                sides, name = (side,), line.key[len(side) + 1:]
        if name in LIMB_KEYS:
            self.take_angle(sides, name, line)
        elif name in PLACE_KEYS:
            self.places.update({f'{side}-{name}': line for side in sides})
        else:
            raise Problem(line.where, f'unknown key: {line.key}')

    def take_angle(self, sides, name, line):
        """What moves a limb by its joints takes an earlier place from its end."""
        value = number(only(line.words, line.where), line.where, *LIMB_KEYS[name])
        if not self.frontal and name in ('knee', 'elbow') and value < 0:
            raise Problem(line.where, f'the {name} does not bend that way: {line.words[0]}')
        for side in sides:
            self.numbers[f'{side}-{name}'] = value
            for end, joints in PLACE_KEYS.items():
                if name in joints:
                    self.places.pop(f'{side}-{end}', None)


class PoseFile:
    """One exercise: its poses, "start" and "end", and what is the same in both."""

    def __init__(self, path, bases):
        self.sections, self.bases = read_sections(path), bases
        self.view, self.frame, self.common = 'side', None, []
        for line in self.sections.pop('')[1]:
            self.take_common(line)
        for name in ('start', 'end'):
            if name not in self.sections:
                raise Problem(Where(path, 1), f'there is no [{name}]')
        self.poses = {name: self.make_pose(name) for name in ('start', 'end')}

    def take_common(self, line):
        if line.key == 'view':
            self.view = only(line.words, line.where)
            if self.view not in VIEWS:
                raise Problem(line.where, f'a view is one of {", ".join(VIEWS)}')
        elif line.key == 'frame':
            self.frame = numbers(line.words, line.where)
            if len(self.frame) != 3 or self.frame[2] < 20:
                raise Problem(line.where, 'a frame is LEFT LOW WIDTH, its width at least 20')
        elif line.key in ('prop', 'mark', 'over', 'under'):
            self.common.append(line)
        else:
            raise Problem(line.where, f'{line.key} belongs into a section')

    def make_pose(self, name):
        pose = Pose(self.view, self.sections[name][0])
        for line in self.common + self.collect(name, ()):
            pose.take(line)
        return pose

    def collect(self, name, below):
        """The lines of a section, after those of the one it is based on."""
        own = (self.sections if name in self.sections else self.bases)[name][1]
        if not own or own[0].key != 'base':
            return own
        base, where = only(own[0].words, own[0].where), own[0].where
        if base in below + (name,) or base not in self.sections.keys() | self.bases.keys():
            raise Problem(where, f'no pose to begin with is called {base}')
        inherited = self.collect(base, below + (name,))
        return [line for line in inherited if line.key not in ('arrow', 'mark')] + own[1:]
