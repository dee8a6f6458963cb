#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the pictures of characters, for terminals that can show nothing better.

text.py RSVG-CONVERT SOURCE-DIRECTORY OUTPUT-DIRECTORY

NAME.txt has the outline of NAME.svg in braille dots, 12 lines of up to 24 characters."""

import pathlib
import struct
import subprocess
import sys
import zlib

COLUMNS, ROWS = 24, 12
WIDTH, HEIGHT = 2 * COLUMNS, 4 * ROWS

# What lies behind the person: the tile and the floor.
GROUND = ((0xe9, 0xf0, 0xf3), (0xcf, 0xdb, 0xe1))

# How different a dot has to be from the ground, as a sum over the three colours.
FIGURE = 120

# The bits of a braille cell's dots, by row and column.
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def chunks(png):
    at = 8
    while at < len(png):
        length, kind = struct.unpack('>I4s', png[at:at + 8])
        yield kind, png[at + 8:at + 8 + length]
        at += length + 12


def paeth(left, up, corner):
    guess = left + up - corner
    return min((abs(guess - left), 0, left), (abs(guess - up), 1, up),
               (abs(guess - corner), 2, corner))[2]


def pixels(png):
    """The rows of a PNG of 8 bits RGBA, each a list of bytes."""
    parts = list(chunks(png))
    width, height, depth, colours, _, _, interlace = struct.unpack('>IIBBBBB', dict(parts)[b'IHDR'])
    assert (width, height, depth, colours, interlace) == (WIDTH, HEIGHT, 8, 6, 0)
    data = zlib.decompress(b''.join(part for kind, part in parts if kind == b'IDAT'))
    above = [0] * (4 * width)
    for y in range(height):
        line = data[y * (4 * width + 1):(y + 1) * (4 * width + 1)]
        row = list(line[1:])
        for i, value in enumerate(row):
            left, corner = (row[i - 4], above[i - 4]) if i >= 4 else (0, 0)
            up = above[i]
            row[i] = (value + (0, left, up, (left + up) // 2,
                               paeth(left, up, corner))[line[0]]) & 0xff
        yield row
        above = row


def is_figure(red, green, blue, alpha):
    return alpha > 127 and all(
        abs(red - r) + abs(green - g) + abs(blue - b) > FIGURE for r, g, b in GROUND)


def draw(png):
    dots = [[is_figure(*row[4 * x:4 * x + 4]) for x in range(WIDTH)] for row in pixels(png)]
    for y in range(0, HEIGHT, 4):
        line = ''.join(chr(0x2800 + sum(bit for dy, bits in enumerate(DOTS)
                                        for dx, bit in enumerate(bits) if dots[y + dy][x + dx]))
                       for x in range(0, WIDTH, 2))
        # some fonts draw the empty cell
        yield line.replace('\u2800', ' ').rstrip()


def main():
    rsvg, source, output = sys.argv[1:]
    for svg in sorted(pathlib.Path(source).glob('*.svg')):
        png = subprocess.run([rsvg, '--width', str(WIDTH), '--height', str(HEIGHT), svg],
                             stdout=subprocess.PIPE, check=True).stdout
        (pathlib.Path(output) / f'{svg.stem}.txt').write_text('\n'.join(draw(png)) + '\n',
                                                             encoding='utf-8')


if __name__ == '__main__':
    main()
