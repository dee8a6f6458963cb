#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the pictures of the exercises: config/poses/ID.pose becomes ID-start.svg and ID-end.svg.

config/poses/README.md explains the format."""

import argparse
import math
import pathlib
import sys

from drawing.body import CONTACT
from drawing.figure import Figure
from drawing.person import draw_person
from drawing.posefile import PoseFile, Problem, read_sections
from drawing.scene import draw_arrow, make_arrow, make_props
from drawing.svg import FLOOR, TILE, box, fmt

HERE = pathlib.Path(__file__).resolve().parent

# The smallest width that a frame takes by itself, so that a seated person is no giant.
LEAST_WIDTH = 84


class Exercise:
    """Both pictures of a pose file, in the same frame."""

    def __init__(self, path, bases):
        self.name, file = path.stem, PoseFile(path, bases)
        self.props, self.figures, self.arrows = {}, {}, {}
        for name, pose in file.poses.items():
            surfaces, self.props[name] = make_props(pose)
            self.figures[name] = Figure(pose, surfaces)
        for name, pose in file.poses.items():
            self.arrows[name] = [make_arrow(line, self.figures['start'], self.figures['end'])
                                 for line in pose.arrows]
        self.has_floor = file.poses['start'].has_floor
        self.frame = file.frame or self.fit_frame()
        self.bodies = {name: self.draw_body(name) for name in file.poses}

    def corners(self):
        """The outermost points of all that the frame has to hold."""
        for props in self.props.values():
            for prop in props:
                if prop.bounds:
                    yield from (prop.bounds[:2], prop.bounds[2:])
        for figure in self.figures.values():
            for name, (x, y) in figure.joints.items():
                r = CONTACT.get(name.rpartition('-')[2], 0 if name == 'top' else 3)
                yield from ((x - r, y - r), (x + r, y + r))
        for arrow in sum(self.arrows.values(), []):
            yield from arrow.points

    def fit_frame(self):
        """The square around all: left, low, width."""
        xs, ys = zip(*self.corners())
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        if self.has_floor:
            low, high = min(-6, low - 4), high + 5
        else:
            low, high = low - 4, high + 4
        width = max(right - left + 7, high - low, LEAST_WIDTH)
        if not self.has_floor:
            low = (low + high - width) / 2
        elif high - low < width * 0.8:
            # Lying people keep to the lower half, but not to its bottom.
            low -= (width * 0.8 - (high - low)) / 2
        return (round((left + right - width) / 2), round(low), math.ceil(width))

    def draw_body(self, name):
        left, low, width = self.frame
        shapes = [box(left, low, width, width, TILE)]
        if self.has_floor and low < 0:
            shapes.append(box(left, low, width, -low, FLOOR))
        for prop in self.props[name]:
            shapes += prop.shapes
        shapes += draw_person(self.figures[name])
        for arrow in self.arrows[name]:
            shapes += draw_arrow(arrow, width * 0.026)
        return shapes

    def make_svg(self, name, clip='tile', more=''):
        """A picture: what is drawn, clipped to a tile with round corners."""
        left, low, width = self.frame
        tile = box(left, low, width, width, TILE, width * 0.09)
        view = f'viewBox="{fmt(left)} {fmt(-low - width)} {fmt(width)} {fmt(width)}"'
        return [f'<svg xmlns="http://www.w3.org/2000/svg" {more}{view}>',
                f'<!-- Made by config/pictures/draw.py from config/poses/{self.name}.pose -->',
                f'<clipPath id="{clip}">{tile}</clipPath>',
                f'<g clip-path="url(#{clip})">', *self.bodies[name], '</g>', '</svg>']


def load(folder, wanted):
    """The exercises of a folder, or those wanted, and all complaints."""
    base = folder / 'base.pose'
    try:
        bases = read_sections(base) if base.exists() else {}
    except Problem as problem:
        return [], [str(problem)]
    paths = [path for path in sorted(folder.glob('*.pose')) if path != base]
    known = [path.stem for path in paths]
    exercises, complaints = [], [f'there is no {name}.pose' for name in wanted if name not in known]
    for path in paths:
        if wanted and path.stem not in wanted:
            continue
        try:
            exercises.append(Exercise(path, bases))
        except Problem as problem:
            inherited = '' if problem.path == path else f' (in {path.name})'
            complaints.append(f'{problem}{inherited}')
    return exercises, complaints


def make_sheet(exercises, columns, dark):
    """One picture of all, each pair with its name below."""
    size, gap, text = 132, 8, 18
    wide, high = 2 * size + 3 * gap, size + text + gap
    paper, ink = ('#1e1e1e', '#dddddd') if dark else ('#ffffff', '#333333')
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns * wide + gap}" '
             f'height="{-(-len(exercises) // columns) * high + gap}">',
             f'<rect width="100%" height="100%" fill="{paper}"/>']
    for i, exercise in enumerate(exercises):
        x, y = gap + i % columns * wide, gap + i // columns * high
        for k, name in enumerate(('start', 'end')):
            place = f'x="{x + k * (size + gap)}" y="{y}" width="{size}" height="{size}" '
            lines += exercise.make_svg(name, f'{exercise.name}-{name}', place)
        lines.append(f'<text x="{x + size + gap / 2}" y="{y + size + 14}" text-anchor="middle" '
                     f'font-family="DejaVu Sans" font-size="12" fill="{ink}">'
                     f'{exercise.name}</text>')
    return lines + ['</svg>']


def write_lines(path, lines):
    path.write_text('\n'.join(lines) + '\n', encoding='utf-8')


def parse_arguments():
    parser = argparse.ArgumentParser(description='Draws the pictures of the exercises.')
    parser.add_argument('exercise', nargs='*', help='its id; all, if none is given')
    parser.add_argument('--poses', type=pathlib.Path, default=HERE.parent / 'poses',
                        metavar='DIR', help='where the pose files are')
    parser.add_argument('--out', type=pathlib.Path, default=HERE, metavar='DIR',
                        help='where the pictures go')
    parser.add_argument('--sheet', type=pathlib.Path, metavar='FILE',
                        help='draw one SVG that shows them all instead')
    parser.add_argument('--columns', type=int, default=6, help='of the sheet')
    parser.add_argument('--dark', action='store_true', help='the sheet on a dark ground')
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    exercises, complaints = load(arguments.poses, arguments.exercise)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if arguments.sheet:
        write_lines(arguments.sheet, make_sheet(exercises, arguments.columns, arguments.dark))
    else:
        for exercise in exercises:
            for name in ('start', 'end'):
                write_lines(arguments.out / f'{exercise.name}-{name}.svg', exercise.make_svg(name))
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
