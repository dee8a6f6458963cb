# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws a figure, part by part from the far to the near, and marks what is stretched or worked."""

from .body import (HEAD_RADIUS, LIMB_RADIUS, TRUNK_RADIUS, ahead, between, plus, polar, upright)
from .posefile import Problem
from .svg import (EYE, HAIR, MARK, SHIRT, SHIRT_FAR, SHOE, SHOE_FAR, SKIN, SKIN_FAR, TROUSERS,
                  TROUSERS_FAR, capsule, chain, disc, fmt, halo, path, smooth, spread, stroke, xy)

# The limbs' segments that can be marked: their ends, and half their thickness there.
SEGMENTS = {'thigh': ('hip', 'knee', 6.4, 5.4), 'shank': ('knee', 'ankle', 5.1, 3.6),
            'arm': ('shoulder', 'elbow', 4.2, 3.7), 'forearm': ('elbow', 'wrist', 3.7, 3)}
# The trunk's: which of its points, when three lie between any two of the spine's.
SPANS = {'pelvis': (0, 4), 'waist': (3, 8), 'chest': (7, 11), 'back': (1, 11)}
FACES = {'front': 1, 'outer': 1, 'right': 1, 'back': -1, 'inner': -1, 'left': -1, 'whole': 0}


def draw_person(figure):
    pose = figure.pose
    first, second = figure.sides
    order = [f'{first}-arm', f'{first}-leg', 'trunk', 'head', f'{second}-leg', f'{second}-arm']
    if pose.frontal:
        order = [f'{first}-leg', f'{second}-leg', 'trunk', 'head', f'{first}-arm', f'{second}-arm']
    order = [part for part in order if part not in pose.over + pose.under]
    for mark in pose.marks:
        check_mark(figure, mark)
    return sum((draw_part(figure, part) for part in pose.under + order + pose.over), [])


def draw_part(figure, part):
    side, _, name = part.rpartition('-')
    marks = [draw_mark(figure, *mark.words) for mark in figure.pose.marks
             if find_part(mark.words[0]) == part]
    if name == 'head':
        apart, *head = draw_head(figure)
        return [apart] + draw_neck(figure) + marks + head
    if name == 'trunk':
        return draw_trunk(figure) + marks
    if name == 'arm':
        return draw_arm(figure, side) + marks
    return draw_leg(figure, side, part == 'near-leg' and part not in figure.pose.over) + marks


def draw_leg(figure, side, merge):
    """merge: nothing parts the thigh from the trunk it lies on."""
    far = side == 'far'
    hip, knee, ankle, heel, toe = (figure.joints[f'{side}-{name}'] for name in
                                   ('hip', 'knee', 'ankle', 'heel', 'toe'))
    leg = chain([hip, knee, ankle], LIMB_RADIUS['leg'])
    foot = chain([heel, toe], LIMB_RADIUS['foot']) + capsule(ankle, 2.8, heel, 2.7)
    apart = leg
    if merge:
        apart = chain([between(hip, knee, 0.55), knee, ankle], (5.9,) + LIMB_RADIUS['leg'][1:])
    return [halo(apart + foot), path(foot, SHOE_FAR if far else SHOE),
            path(leg, TROUSERS_FAR if far else TROUSERS)]


def draw_arm(figure, side):
    """Nothing parts the shoulder from the shirt."""
    far = side == 'far'
    shoulder, elbow, wrist, hand = (figure.joints[f'{side}-{name}'] for name in
                                    ('shoulder', 'elbow', 'wrist', 'hand'))
    cuff = between(shoulder, elbow, 0.5)
    bare = chain([shoulder, elbow, wrist], LIMB_RADIUS['arm']) + chain([wrist, hand],
                                                                       LIMB_RADIUS['hand'])
    apart = chain([cuff, elbow, wrist, hand], (4, 3.7, 3, 2.8))
    return [halo(apart), path(bare, SKIN_FAR if far else SKIN),
            path(capsule(shoulder, 4.6, cuff, 4.5), SHIRT_FAR if far else SHIRT)]


def draw_trunk(figure):
    frontal = figure.pose.frontal
    top = between(figure.spine[3], figure.spine[2], 0.2)
    points = smooth(figure.spine[:3] + [top])
    radii = spread(TRUNK_RADIUS['front' if frontal else 'side'])
    shirt, pelvis = chain(points[2:], radii[2:]), chain(points[:2], radii[:2])
    if frontal:
        shirt += chain([figure.joints[f'{side}-shoulder'] for side in figure.sides], (4.6, 4.6))
    apart = [] if frontal else [halo(pelvis + shirt)]
    return apart + [path(pelvis, TROUSERS), path(shirt, SHIRT)]


def draw_neck(figure):
    return [path(capsule(figure.joints['neck'], 3.4, figure.joints['head'], 3.2), SKIN)]


def draw_head(figure):
    turn = figure.pose.get('head-turn')
    if figure.pose.view == 'back':
        ball = disc(figure.joints['head'], HEAD_RADIUS + 0.5)
        return [halo(ball), path(ball, HAIR)]
    if figure.pose.frontal and not turn:
        return draw_face(figure)
    return draw_profile(figure, -1 if turn < 0 else 1)


def on_head(figure, angle, far, way=1):
    """A point of the head: 0 is where the face looks, or the picture's right, 90 the top."""
    along, up = polar(angle, far)
    lean = figure.leans['head']
    return plus(plus(figure.joints['head'], ahead(lean), way * along), upright(lean), up)


def draw_face(figure):
    r = HEAD_RADIUS + 0.5
    ball = disc(figure.joints['head'], HEAD_RADIUS)
    ends = [on_head(figure, angle, r) for angle in (-8, 188)]
    fringe = [on_head(figure, *place) for place in ((150, 5), (110, 4.6), (40, 5))]
    hair = (f'M{xy(ends[0])}A{fmt(r)} {fmt(r)} 0 1 0 {xy(ends[1])}Q{xy(fringe[0])} {xy(fringe[1])}'
            f'Q{xy(fringe[2])} {xy(ends[0])}z')
    eyes = disc(on_head(figure, 0, 3), 1) + disc(on_head(figure, 180, 3), 1)
    mouth = [on_head(figure, *place) for place in ((-135, 4), (-90, 4.2), (-45, 4))]
    return [halo(ball), path(ball, SKIN), path(hair, HAIR), path(eyes, EYE),
            stroke(smooth(mouth, 3), EYE, 0.9)]


def draw_profile(figure, way):
    """way: 1 if the face looks to where the figure does, -1 if the other way."""
    r = HEAD_RADIUS + 0.5
    nose = on_head(figure, -8, HEAD_RADIUS, way)
    ball = disc(figure.joints['head'], HEAD_RADIUS) + disc(nose, 1.5)
    ends = [on_head(figure, angle, r, way) for angle in (48, 218)]
    line = [on_head(figure, *place, way) for place in ((200, 2.5), (120, 2.2), (80, 5))]
    hair = (f'M{xy(ends[0])}A{fmt(r)} {fmt(r)} 0 0 {int(way < 0)} {xy(ends[1])}'
            f'Q{xy(line[0])} {xy(line[1])}Q{xy(line[2])} {xy(ends[0])}z')
    eye = disc(on_head(figure, 12, 4.6, way), 0.9)
    return [halo(ball), path(ball, SKIN), path(hair, HAIR), path(eye, EYE)]


# --- Marks

def check_mark(figure, mark):
    words, where = mark.words, mark.where
    side, _, name = words[0].rpartition('-')
    known = name in SEGMENTS or name == 'glute' if side in figure.sides else (
        not side and (name in SPANS or name == 'neck'))
    if not known:
        raise Problem(where, f'nothing to mark is called {words[0]}')
    if len(words) != 2 or words[1] not in FACES:
        raise Problem(where, f'a mark is "PART FACE", its face one of {", ".join(FACES)}')


def find_part(marked):
    """The part that is drawn before a mark."""
    side, _, name = marked.rpartition('-')
    if name in SEGMENTS:
        return side + ('-leg' if name in ('thigh', 'shank') else '-arm')
    return 'head' if name == 'neck' else 'trunk'


def draw_mark(figure, marked, face):
    side, _, name = marked.rpartition('-')
    face = FACES[face]
    if name == 'glute':
        return mark_glute(figure, side)
    if name == 'neck':
        return mark_neck(figure, face)
    if name in SEGMENTS:
        return mark_limb(figure, side, name, face)
    points = smooth(figure.spine, 4)
    radii = spread(TRUNK_RADIUS['front' if figure.pose.frontal else 'side'], 4)
    first, last = SPANS[name]
    return draw_strip(points[first:last + 1], radii[first:last + 1], face)


def draw_strip(points, radii, face):
    """Along the points, on the right of the way if face is 1, on the left if -1."""
    moved = []
    for i, point in enumerate(points):
        p, q = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        far = max(((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2) ** 0.5, 0.01)
        right = ((q[1] - p[1]) / far, (p[0] - q[0]) / far)
        moved.append(plus(point, right, face * radii[i] * 0.55))
    return path(chain(moved, [r * (0.4 if face else 0.62) for r in radii]), MARK)


def mark_limb(figure, side, name, face):
    first, last, r, s = SEGMENTS[name]
    p, q = figure.joints[f'{side}-{first}'], figure.joints[f'{side}-{last}']
    end = 0.66 if name == 'shank' else 0.88
    # A limb hangs down: its front is on the left of the way to its end.
    return draw_strip([between(p, q, 0.12), between(p, q, end)], (r, s), -face * figure.sign(side))


def mark_glute(figure, side):
    hip, lean = figure.joints[f'{side}-hip'], figure.leans['pelvis']
    if not figure.pose.frontal:
        hip = plus(hip, ahead(lean), -3.4)
    upper, lower = plus(hip, upright(lean), 2), plus(hip, upright(lean), -3.5)
    return path(capsule(upper, 2.9, lower, 2.9), MARK)


def mark_neck(figure, face):
    """From the shoulder to the skull."""
    neck, head = figure.joints['neck'], figure.joints['head']
    if not figure.pose.frontal:
        points = [between(neck, figure.spine[2], 0.35), neck, between(neck, head, 0.55)]
        return draw_strip(points, (6, 4.6, 3.6), face)
    shoulder = figure.joints[f'{"right" if face > 0 else "left"}-shoulder']
    points = [plus(between(neck, shoulder, 0.55), upright(figure.leans['chest']), 2.2),
              between(neck, shoulder, 0.15), between(neck, head, 0.5)]
    return draw_strip(points, (3, 3.3, 3.3), face * 0.9)
