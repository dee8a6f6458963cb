# SPDX-License-Identifier: GPL-3.0-or-later
"""What is around the person: props and arrows."""

import math
from collections import namedtuple

from .body import between, minus, plus, polar
from .figure import Surface
from .posefile import Problem, number, numbers
from .svg import (ARROW, FLOOR, PROP, PROP_DARK, TILE, WALL, box, halo, path, smooth, stroke, xy)

SEAT, DESK = 22.0, 47.0

# What a prop is: its surface or None, the box that the frame shall hold or None, and its shapes.
Prop = namedtuple('Prop', 'surface bounds shapes')


def make_chair(at, way):
    x = lambda offset: at + way * offset
    shapes = [stroke([(x(-9), SEAT - 2), (x(-11), 1)], PROP_DARK, 2.4),
              stroke([(x(11), SEAT - 2), (x(13), 1)], PROP_DARK, 2.4),
              stroke([(x(-10), SEAT), (x(-12.5), SEAT + 29)], PROP_DARK, 3),
              stroke([(x(-9.5), SEAT - 1.7), (x(12), SEAT - 1.7)], PROP, 3.4)]
    low, high = sorted((x(-13), x(14)))
    return Prop(Surface(True, SEAT, 0), (low, 0, high, SEAT + 30), shapes)


def make_stool(at):
    shapes = [stroke([(at + x, SEAT), (at + x * 1.2, 1)], PROP_DARK, 2.4) for x in (-10, 10)]
    shapes.append(box(at - 13, SEAT - 3.4, 26, 3.4, PROP_DARK, 1.7))
    return Prop(Surface(True, SEAT, 0), (at - 13, 0, at + 13, SEAT), shapes)


def make_chair_front(at):
    shapes = [stroke([(at + x, SEAT), (at + x, SEAT + 8)], PROP_DARK, 2.4) for x in (-7, 7)]
    shapes += [stroke([(at + x, SEAT), (at + x * 1.1, 1)], PROP_DARK, 2.4) for x in (-11, 11)]
    shapes += [box(at - 11, SEAT + 6, 22, 24, PROP, 4),
               box(at - 13, SEAT - 3.4, 26, 3.4, PROP_DARK, 1.7)]
    return Prop(Surface(True, SEAT, 0), (at - 13, 0, at + 13, SEAT + 30), shapes)


def make_desk(at, way):
    """It goes on behind the frame, with a screen on it."""
    x = lambda offset: at + way * offset
    shapes = [stroke([(x(5), 1), (x(5), DESK - 2)], PROP_DARK, 2.6),
              stroke([(x(1.6), DESK - 1.6), (x(80), DESK - 1.6)], PROP, 3.2),
              stroke([(x(17), DESK + 0.8), (x(26), DESK + 0.8)], PROP_DARK, 1.6),
              stroke([(x(21.5), DESK + 1), (x(20.5), DESK + 9)], PROP_DARK, 2),
              stroke([(x(19), DESK + 6), (x(19), DESK + 22)], PROP_DARK, 2.6)]
    low, high = sorted((at, x(20)))
    return Prop(Surface(True, DESK, 0), (low, 0, high, DESK), shapes)


def make_desk_behind(left, right):
    shapes = [stroke([(x, 3), (x, DESK - 2)], PROP_DARK, 2.6) for x in (left + 5, right - 5)]
    shapes.append(box(left, DESK - 3.2, right - left, 3.2, PROP, 1.6))
    return Prop(Surface(True, DESK, 0), None, shapes)


def make_wall(at, way):
    shapes = [box(at if way > 0 else at - 100, 0, 100, 160, PROP)]
    return Prop(Surface(False, at, way), (at - 3, 0, at + 3, 0), shapes)


def make_wall_front():
    return Prop(None, None, [box(-100, 0, 200, 160, WALL), box(-100, 0, 200, 4, PROP)])


def make_post(at):
    return Prop(Surface(False, at - 3, 1), (at - 3, 0, at + 3, 90), [box(at - 3, 0, 6, 160, PROP)])


def make_mat(left, right):
    return Prop(None, (left, -3, right, 0), [box(left, -3, right - left, 3, PROP, 1.5)])


def make_mat_above(left, low, right, high):
    shapes = [box(left, low, right - left, high - low, FLOOR, 4)]
    return Prop(None, (left, low, right, high), shapes)


def make_cushion(left, low, right, high):
    shapes = [box(left, low, right - left, high - low, PROP, 2.5)]
    return Prop(Surface(True, high, 0), (left, low, right, high), shapes)


def make_step(left, right, high):
    return Prop(Surface(True, high, 0), (left, 0, right, high),
                [box(left, 0, right - left, high, PROP, 1)])


def make_rail(left, low, right, high):
    ends = [(left, low), (right, high)]
    shapes = [stroke([(x, y - 46), (x, y)], PROP_DARK, 2) for x, y in ends]
    return Prop(None, None, shapes + [stroke(ends, PROP_DARK, 3)])


# How many numbers a prop has, and whether a side, "left" or "right", may follow them.
PROPS = {'chair': (make_chair, 1, True), 'chair-front': (make_chair_front, 1, False),
         'stool': (make_stool, 1, False), 'desk': (make_desk, 1, True),
         'desk-behind': (make_desk_behind, 2, False), 'wall': (make_wall, 1, True),
         'wall-front': (make_wall_front, 0, False), 'post': (make_post, 1, False),
         'mat': (make_mat, 2, False), 'mat-above': (make_mat_above, 4, False),
         'cushion': (make_cushion, 4, False), 'step': (make_step, 3, False),
         'rail': (make_rail, 4, False)}


def make_prop(line):
    kind, words = line.words[0], line.words[1:]
    if kind not in PROPS:
        raise Problem(line.where, f'no prop is called {kind}')
    make, count, has_side = PROPS[kind]
    ways = []
    if has_side:
        ways = [-1 if words[count:] == ['left'] else 1]
        words = words[:-1] if words[count:] in (['left'], ['right']) else words
    if len(words) != count:
        side = ', then left or right' if has_side else ''
        raise Problem(line.where, f'of a {kind} are wanted: {count} x a number{side}')
    return make(*numbers(words, line.where), *ways)


def make_props(pose):
    """The surfaces by name, a second step being step-2, and the props."""
    surfaces, props = {}, []
    for line in pose.props:
        prop, kind = make_prop(line), line.words[0]
        same = sum(other.words[0] == kind for other in pose.props[:len(props)])
        props.append(prop)
        if prop.surface:
            surfaces[f'{kind}-{same + 1}' if same else kind] = prop.surface
    return surfaces, props


# --- Arrows. The way of one is a list of points.

Arrow = namedtuple('Arrow', 'points both')


def make_arrow(line, start, end):
    words, where = line.words, line.where
    kind, both = words[0], words[-1] == 'both'
    words = words[1:-1] if both else words[1:]
    if kind == 'trace':
        points = trace_joint(words, where, start, end)
    elif kind == 'line' and len(words) in (4, 6, 8):
        values = numbers(words, where)
        points = smooth(list(zip(values[::2], values[1::2])), 6)
    elif kind == 'turn' and len(words) in (5, 6):
        points = make_turn(*numbers(words, where))
    else:
        raise Problem(where, 'an arrow is "line X Y X Y [X Y] [X Y]", "turn X Y R FROM TO [FLAT]" '
                      'or "trace JOINT [about JOINT] [out N]"')
    return Arrow(points, both)


def make_turn(x, y, r, first, last, flat=1):
    around = [polar(first + (last - first) * k / 24, r) for k in range(25)]
    return [(x + dx, y + flat * dy) for dx, dy in around]


def trace_joint(words, where, start, end):
    """The way of a joint from the start to near the end, around another one."""
    options = dict(zip(words[1::2], words[2::2]))
    if len(words) % 2 == 0 or options.keys() - {'about', 'out'}:
        raise Problem(where, 'a trace is "JOINT [about JOINT] [out N]"')
    about = options.get('about', find_pivot(words[0]))
    for joint in (words[0], about):
        if joint not in end.joints:
            raise Problem(where, f'no joint is called {joint}')
    out = number(options.get('out', '0'), where)
    ways = [minus(figure.joints[words[0]], figure.joints[about]) for figure in (start, end)]
    angles = [math.degrees(math.atan2(way[1], way[0])) for way in ways]
    sweep = (angles[1] - angles[0] + 180) % 360 - 180
    points = []
    for k in range(13):
        t = 0.05 + 0.75 * k / 12
        far = math.hypot(*ways[0]) * (1 - t) + math.hypot(*ways[1]) * t + out
        centre = between(start.joints[about], end.joints[about], t)
        points.append(plus(centre, polar(angles[0] + sweep * t, far)))
    return points


def find_pivot(joint):
    side, _, part = joint.rpartition('-')
    if not side:
        return 'pelvis'
    return side + ('-hip' if part in ('knee', 'ankle', 'heel', 'toe', 'foot') else '-shoulder')


def draw_arrow(arrow, width):
    points = arrow.points
    length = sum(math.dist(p, q) for p, q in zip(points, points[1:]))
    size = min(width * 2.9, length * (0.45 if arrow.both else 0.8))
    shaft = cut_end(points, size * 0.8)
    heads = make_head(points[-1], shaft[-1], size)
    if arrow.both:
        shaft = cut_end(shaft[::-1], size * 0.8)
        heads += make_head(points[0], shaft[-1], size)
    return [stroke(shaft, TILE, width + 2), halo(heads), stroke(shaft, ARROW, width),
            path(heads, ARROW)]


def cut_end(points, by):
    """Without a last piece of that length."""
    points = list(points)
    while len(points) > 2 and math.dist(points[-1], points[-2]) < by:
        by -= math.dist(points[-1], points[-2])
        points.pop()
    last = math.dist(points[-1], points[-2])
    points[-1] = between(points[-1], points[-2], min(by / last, 0.95) if last else 0)
    return points


def make_head(tip, base, size):
    far = max(math.dist(tip, base), 0.01)
    way = ((tip[0] - base[0]) / far, (tip[1] - base[1]) / far)
    base, wing = plus(tip, way, -size), (-way[1], way[0])
    return f'M{xy(tip)}L{xy(plus(base, wing, size * 0.62))}L{xy(plus(base, wing, -size * 0.62))}z'
