# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapes, as lines of SVG. There y goes down: xy() turns it round."""

import math

from .body import minus, plus

TILE, FLOOR, WALL, PROP, PROP_DARK = '#e9f0f3', '#cfdbe1', '#d9e3e8', '#a9b8c0', '#8799a4'
SHIRT, SHIRT_FAR, SKIN, SKIN_FAR = '#2a9d8f', '#1f7a70', '#eab08c', '#c98d6c'
TROUSERS, TROUSERS_FAR, SHOE, SHOE_FAR = '#34506e', '#7189a3', '#1d2d3e', '#52677c'
HAIR, EYE, MARK, ARROW = '#54392d', '#33241d', '#ffb000', '#d6336c'


def fmt(value):
    text = f'{value:.1f}'
    return '0' if text == '-0.0' else text.removesuffix('.0')


def xy(p):
    return f'{fmt(p[0])} {fmt(-p[1])}'


def path(d, fill):
    return f'<path fill="{fill}" d="{d}"/>'


def halo(d):
    """Parts a shape from what is below it."""
    return (f'<path fill="{TILE}" stroke="{TILE}" stroke-width="2.2" stroke-linejoin="round" '
            f'd="{d}"/>')


def stroke(points, colour, width):
    steps = 'L'.join(xy(p) for p in points)
    return (f'<path fill="none" stroke="{colour}" stroke-width="{fmt(width)}" '
            f'stroke-linecap="round" stroke-linejoin="round" d="M{steps}"/>')


def box(x, y, wide, high, colour, corner=0):
    """x and y are its left lower corner."""
    corner = f' rx="{fmt(corner)}"' if corner else ''
    return (f'<rect x="{fmt(x)}" y="{fmt(-y - high)}" width="{fmt(wide)}" height="{fmt(high)}"'
            f'{corner} fill="{colour}"/>')


def disc(centre, r):
    return (f'M{xy(plus(centre, (-r, 0)))}a{fmt(r)} {fmt(r)} 0 1 1 {fmt(2 * r)} 0'
            f'a{fmt(r)} {fmt(r)} 0 1 1 {fmt(-2 * r)} 0z')


def capsule(p, r, q, s):
    """The outline around two discs."""
    far = math.dist(p, q)
    if far <= abs(r - s) + 0.05:
        return disc(p, r) if r >= s else disc(q, s)
    axis, turn = math.atan2(q[1] - p[1], q[0] - p[0]), math.acos((r - s) / far)
    left = (math.cos(axis + turn), math.sin(axis + turn))
    right = (math.cos(axis - turn), math.sin(axis - turn))
    large_q, large_p = (1, 0) if turn > math.pi / 2 else (0, 1)
    return (f'M{xy(plus(p, left, r))}L{xy(plus(q, left, s))}'
            f'A{fmt(s)} {fmt(s)} 0 {large_q} 1 {xy(plus(q, right, s))}'
            f'L{xy(plus(p, right, r))}A{fmt(r)} {fmt(r)} 0 {large_p} 1 {xy(plus(p, left, r))}z')


def chain(points, radii):
    """Capsules from point to point."""
    return ''.join(capsule(points[i], radii[i], points[i + 1], radii[i + 1])
                   for i in range(len(points) - 1))


def smooth(points, parts=2):
    """A curve through the points (Catmull-Rom), as more points."""
    points = ([plus(points[0], minus(points[0], points[1]))] + list(points)
              + [plus(points[-1], minus(points[-1], points[-2]))])
    curve = []
    for i in range(1, len(points) - 2):
        for k in range(parts):
            t = k / parts
            weights = (-t + 2 * t * t - t ** 3, 2 - 5 * t * t + 3 * t ** 3,
                       t + 4 * t * t - 3 * t ** 3, t ** 3 - t * t)
            curve.append(tuple(sum(w * p[axis] for w, p in zip(weights, points[i - 1:i + 3])) / 2
                               for axis in (0, 1)))
    return curve + [points[-2]]


def spread(values, parts=2):
    """The values in between, as many as smooth() has points."""
    steps = [low + (high - low) * k / parts
             for low, high in zip(values, values[1:]) for k in range(parts)]
    return steps + [values[-1]]
