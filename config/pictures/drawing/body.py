# SPDX-License-Identifier: GPL-3.0-or-later
"""The person's measures, points and directions. Lengths are hundredths of the person's height, x
goes to the right, y up, and the floor is y = 0. Angles are degrees."""

import math

LENGTH = {'pelvis': 8, 'waist': 10, 'chest': 13, 'neck': 7, 'skull': 5, 'thigh': 23.5, 'shank': 23,
          'arm': 17, 'forearm': 15.5, 'hand': 3.6, 'ankle': 2.2, 'heel': -2.4, 'toe': 7.6}

# Half the thickness, from the near end to the far end; of the trunk, from the hips to the neck.
LIMB_RADIUS = {'leg': (6.7, 5.2, 3.7), 'arm': (4.2, 3.7, 3), 'hand': (3, 2.8), 'foot': (2.7, 2.1)}
TRUNK_RADIUS = {'side': (7.4, 7, 7.6, 5.4), 'front': (8.4, 8, 9.2, 6.2)}
SHOULDER_HALF, HIP_HALF, HEAD_RADIUS = 10, 5.2, 7.6

# How far a joint is from what it rests on.
CONTACT = {'pelvis': 7.4, 'waist': 7, 'chest': 7.6, 'neck': 5.4, 'head': HEAD_RADIUS,
           'knee': 5.2, 'elbow': 3.7, 'shoulder': 4.2, 'hand': 2.8, 'hip': 6.7}


def plus(p, q, times=1.0):
    return (p[0] + q[0] * times, p[1] + q[1] * times)


def minus(p, q):
    return (p[0] - q[0], p[1] - q[1])


def between(p, q, part):
    return (p[0] + (q[0] - p[0]) * part, p[1] + (q[1] - p[1]) * part)


def polar(angle, far=1.0):
    """Counted from the right, upward: what a compass draws."""
    return (far * math.cos(math.radians(angle)), far * math.sin(math.radians(angle)))


def hanging(angle, sign=1):
    """The direction of a limb: 0 hangs down, 90 points forward, or outward in a frontal view."""
    return (sign * math.sin(math.radians(angle)), -math.cos(math.radians(angle)))


def upright(lean):
    """The direction of a part of the trunk: 0 is upright, 90 bent forward to the horizontal."""
    return (math.sin(math.radians(lean)), math.cos(math.radians(lean)))


def ahead(lean):
    """What is forward for a trunk with this lean; in a frontal view, the picture's right."""
    return (math.cos(math.radians(lean)), -math.sin(math.radians(lean)))
