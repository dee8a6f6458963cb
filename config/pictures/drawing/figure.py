# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds where every joint of a pose is. Must not know how anything looks.

The trunk and the limbs are placed by their angles first, with the pelvis anywhere. The root then
tells where they are, and limbs whose hand or foot has a place are bent to reach it."""

import math
import re
from collections import namedtuple

from .body import (CONTACT, HEAD_RADIUS, HIP_HALF, LENGTH, LIMB_RADIUS, SHOULDER_HALF, ahead,
                   between, hanging, minus, plus, upright)
from .posefile import Problem, number, numbers

# What a body can rest on: a level one at a height, or an upright one at x. The side of an upright
# one is 1 if the person is left of it, -1 if right.
Surface = namedtuple('Surface', 'level at side')
FLOOR = Surface(True, 0, 0)

# The names of a limb's segments and joints. A bend adds to the angle of the upper segment, or is
# taken away from it: knees bend backward, elbows forward.
Limb = namedtuple('Limb', 'origin upper middle lower last end bend')
LEG = Limb('hip', 'thigh', 'knee', 'shank', 'ankle', 'foot', -1)
ARM = Limb('shoulder', 'arm', 'elbow', 'forearm', 'wrist', 'hand', 1)

# How far, at most, a limb's end may be from its place, and a part below the floor.
SLACK, SUNK = 0.8, 1.5


class Figure:
    """joints: points by name; leans: angles of segments; spine: the points from hips to neck."""

    def __init__(self, pose, surfaces):
        self.pose, self.surfaces = pose, {'floor': FLOOR} | surfaces
        self.sides = pose.sides
        self.joints, self.leans, self.spine = {}, {}, []
        if not pose.root:
            raise Problem(pose.where, 'no root tells where this pose is')
        self.place_all((0, 0), by_angles=True)
        pelvis = self.find_root(*pose.root)
        self.joints = {}
        self.place_all(pelvis, by_angles=False)
        if pose.has_floor:
            self.check_floor()

    def sign(self, side):
        return -1 if side == 'left' else 1

    def place_all(self, pelvis, by_angles):
        self.place_trunk(pelvis)
        for side in self.sides:
            self.place_limb(side, LEG, by_angles)
            self.place_foot(side)
        for side in self.sides:
            self.place_limb(side, ARM, by_angles)
            self.place_hand(side)

    def place_trunk(self, pelvis):
        pose, lean, point = self.pose, 0, pelvis
        self.spine = [pelvis]
        for part, bend in (('pelvis', 'trunk'), ('waist', 'waist'), ('chest', 'chest')):
            lean += pose.get(bend)
            point = plus(point, upright(lean), LENGTH[part] * pose.get('trunk-length', 1))
            self.leans[part] = lean
            self.spine.append(point)
        self.joints.update(zip(('pelvis', 'waist', 'chest', 'neck'), self.spine))
        self.place_head(point, lean)
        self.place_shoulders(point, lean)
        for side in self.sides:
            wide = self.sign(side) * HIP_HALF if pose.frontal else 0
            self.joints[f'{side}-hip'] = plus(pelvis, ahead(pose.get('trunk')), wide)

    def place_head(self, point, lean):
        neck = lean + self.pose.get('neck')
        head = neck + self.pose.get('head')
        point = plus(point, upright(neck), LENGTH['neck'] * self.pose.get('neck-length', 1))
        point = plus(point, upright(head), LENGTH['skull'])
        self.joints['head'] = point if self.pose.frontal else plus(point, ahead(head), 1.4)
        self.joints['top'] = plus(self.joints['head'], upright(head), HEAD_RADIUS)
        self.leans.update(neck=neck, head=head)

    def place_shoulders(self, point, lean):
        point = plus(point, upright(lean), self.pose.get('shrug') - 3.5)
        point = plus(point, ahead(lean), self.pose.get('reach'))
        wide = SHOULDER_HALF * self.pose.get('shoulder-width', 1) if self.pose.frontal else 0
        for side in self.sides:
            self.joints[f'{side}-shoulder'] = plus(point, ahead(lean), self.sign(side) * wide)

    def place_limb(self, side, limb, by_angles):
        """The middle and the end of a limb, by its angles or by the place of its end."""
        origin, sign = self.joints[f'{side}-{limb.origin}'], self.sign(side)
        lengths = [LENGTH[name] * self.pose.get(f'{side}-{name}-length', 1)
                   for name in (limb.upper, limb.lower)]
        place = self.pose.places.get(f'{side}-{limb.end}')
        if place and not by_angles:
            target = self.find_place(side, limb.end, place)
            angle, lower_angle = solve_limb(place, minus(target, origin), lengths, sign, limb.bend)
        else:
            angle = self.pose.get(f'{side}-{limb.upper}')
            lower_angle = angle + limb.bend * self.pose.get(f'{side}-{limb.middle}')
        middle = plus(origin, hanging(angle, sign), lengths[0])
        last = plus(middle, hanging(lower_angle, sign), lengths[1])
        self.leans.update({f'{side}-{limb.upper}': angle, f'{side}-{limb.lower}': lower_angle})
        self.joints.update({f'{side}-{limb.middle}': middle, f'{side}-{limb.last}': last,
                            f'{side}-{limb.upper}': between(origin, middle, 0.5),
                            f'{side}-{limb.lower}': between(middle, last, 0.5)})

    def find_place(self, side, end, place):
        """Where the ankle or the wrist has to be for the foot or the hand to be at its place."""
        words, where = list(place.words), place.where
        if words[-2:] == ['bend', 'other']:
            words = words[:-2]
        if words[0] == 'at':
            return self.find_point(words[1:], where)
        if words[0] != 'on' or len(words) != 4 or words[2] != 'at':
            raise Problem(where, 'a place is "at X Y", "at JOINT [X Y]" or "on SURFACE at N"')
        surface, at = self.find_surface(words[1], where), number(words[3], where)
        if end == 'foot':
            if not surface.level:
                raise Problem(where, 'a foot stands on a level surface only')
            return (at, surface.at + self.find_sole(side))
        at -= LENGTH['hand'] / 2
        away = CONTACT['hand']
        return (at, surface.at + away) if surface.level else (surface.at - surface.side * away, at)

    def find_surface(self, name, where):
        if name not in self.surfaces:
            raise Problem(where, f'there is no {name} to be on')
        return self.surfaces[name]

    def find_point(self, words, where):
        """X Y, or JOINT, or JOINT X Y."""
        base = (0, 0)
        if words and re.match('[a-z]', words[0]):
            if words[0] not in self.joints:
                raise Problem(where, f'no joint is called {words[0]}, or it is placed later')
            base, words = self.joints[words[0]], words[1:]
            if not words:
                return base
        if len(words) != 2:
            raise Problem(where, 'two numbers are wanted, x and y')
        return plus(base, numbers(words, where))

    def find_foot(self, side, ankle):
        """The heel and the ball of the foot. The sole has its own angle, or that of the shank."""
        angle, sign = 90 - self.pose.get(f'{side}-sole'), self.sign(side)
        if f'{side}-ankle' in self.pose.numbers and f'{side}-sole' not in self.pose.numbers:
            angle = self.leans[f'{side}-shank'] + 90 + self.pose.get(f'{side}-ankle')
        along, down = hanging(angle, sign), hanging(angle - 90, sign)
        scale = self.pose.get(f'{side}-foot-length', 1)
        heel = plus(plus(ankle, down, LENGTH['ankle']), along, LENGTH['heel'] * scale)
        toe = plus(plus(ankle, down, LENGTH['ankle'] + 0.7), along, LENGTH['toe'] * scale)
        return heel, toe

    def find_sole(self, side):
        """How far below the ankle the foot ends."""
        heel, toe = self.find_foot(side, (0, 0))
        return max(LIMB_RADIUS['foot'][0] - heel[1], LIMB_RADIUS['foot'][1] - toe[1])

    def place_foot(self, side):
        ankle = self.joints[f'{side}-ankle']
        heel, toe = self.find_foot(side, ankle)
        self.joints.update({f'{side}-heel': heel, f'{side}-toe': toe, f'{side}-foot': ankle})

    def place_hand(self, side):
        """A hand lies flat on what it is on; else it goes on from the forearm."""
        angle = self.leans[f'{side}-forearm'] + self.pose.get(f'{side}-wrist')
        place = self.pose.places.get(f'{side}-hand')
        if place and place.words[0] == 'on' and f'{side}-wrist' not in self.pose.numbers:
            angle = 90 if self.find_surface(place.words[1], place.where).level else 180
        wrist = self.joints[f'{side}-wrist']
        self.joints[f'{side}-hand'] = plus(wrist, hanging(angle, self.sign(side)), LENGTH['hand'])

    def find_root(self, _, words, where):
        """Where the pelvis has to be for the root's joint to be where it shall be."""
        joint = words[0]
        if joint not in self.joints:
            raise Problem(where, f'no joint is called {joint}')
        if words[1:2] == ['at'] and len(words) == 4:
            return minus(numbers(words[2:], where), self.joints[joint])
        if words[1:2] != ['on'] or len(words) not in (3, 5) or words[3:4] not in ([], ['at']):
            raise Problem(where, 'a root is "JOINT on SURFACE [at N]" or "JOINT at X Y"')
        surface = self.find_surface(words[2], where)
        at = number(words[4], where) if len(words) == 5 else 0
        return minus(self.find_rest(joint, surface, at, where), self.joints[joint])

    def find_rest(self, joint, surface, at, where):
        side, _, part = joint.rpartition('-')
        if part in ('foot', 'ankle', 'heel', 'toe') and surface.level:
            above = self.joints[joint][1] - self.joints[f'{side}-ankle'][1]
            return (at, surface.at + self.find_sole(side) + above)
        if part not in CONTACT:
            raise Problem(where, f'{joint} cannot rest on anything')
        away = CONTACT[part]
        return (at, surface.at + away) if surface.level else (surface.at - surface.side * away, at)

    def check_floor(self):
        names = ['head', 'neck', 'chest', 'waist', 'pelvis']
        for side in self.sides:
            names += [f'{side}-{part}' for part in ('heel', 'toe', 'knee', 'elbow', 'hand')]
        for name in names:
            thick = CONTACT.get(name.rpartition('-')[2], LIMB_RADIUS['foot'][1])
            below = thick - self.joints[name][1]
            if below > SUNK:
                raise Problem(self.pose.where, f'{name} is {below:.1f} below the floor')


def solve_limb(place, way, lengths, sign, bend):
    """The angles of both segments of a limb whose end shall be this way from its origin."""
    upper, lower = lengths
    far, least, most = math.hypot(*way), abs(upper - lower), upper + lower
    if not least - SLACK <= far <= most + SLACK:
        off = far - most if far > most else far - least
        raise Problem(place.where, f'{place.key} is {off:+.1f} from where it can be')
    far = min(max(far, least + 0.01), most - 0.01)
    angle = math.degrees(math.atan2(sign * way[0], -way[1]))
    turn = math.degrees(math.acos((upper ** 2 + far ** 2 - lower ** 2) / (2 * upper * far)))
    fold = math.degrees(math.acos((upper ** 2 + lower ** 2 - far ** 2) / (2 * upper * lower)))
    if place.words[-2:] == ['bend', 'other']:
        bend = -bend
    return angle - bend * turn, angle - bend * turn + bend * (180 - fold)
