#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws all pictures again and compares them with those in the tree, and these with the exercises.
Then draws wrong/*.pose: what draw.py must say of a file is in it, after "#!", in the line at fault.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = HERE.parent.parent / 'config'
PICTURES = CONFIG / 'pictures'


def draw(poses, out):
    command = [sys.executable, '-B', PICTURES / 'draw.py', '--poses', poses, '--out', out]
    return subprocess.run(command, cwd=HERE, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=60, check=False)


def compare(drawn):
    """(case, complaint) for each picture, drawn now or in the tree."""
    for name in sorted({path.name for folder in (drawn, PICTURES) for path in folder.glob('*.svg')}):
        new, old = drawn / name, PICTURES / name
        if not old.exists():
            yield name, 'it is not in the tree'
        elif not new.exists():
            yield name, 'no pose makes it'
        else:
            same = new.read_bytes() == old.read_bytes()
            yield name, None if same else 'it is not what its pose makes; run config/pictures/draw.py'


def match_exercises():
    """(case, complaint) for each exercise and each pose file."""
    texts = [path.read_text(encoding='utf-8') for path in (CONFIG / 'exercises').glob('*.ini')]
    ids = set(re.findall(r'^\[([a-z0-9-]+)\]', '\n'.join(texts), re.MULTILINE))
    posed = {path.stem for path in (CONFIG / 'poses').glob('*.pose')} - {'base'}
    for name in sorted(ids | posed):
        complaint = None
        if name not in posed:
            complaint = 'the exercise has no pose file'
        elif name not in ids:
            complaint = 'no exercise is called like this pose file'
        yield f'{name} is an exercise with a picture', complaint


def check_wrong():
    """(case, complaint) for each faulty pose file."""
    with tempfile.TemporaryDirectory() as out:
        done = draw('wrong', out)
        left = list(pathlib.Path(out).iterdir())
    said = set(done.stderr.splitlines())
    for path in sorted((HERE / 'wrong').glob('*.pose')):
        wanted = [f'wrong/{path.name}:{at}: {line.split("#! ")[1]}' for at, line in
                  enumerate(path.read_text('utf-8', 'replace').splitlines(), 1) if '#! ' in line]
        got = {line for line in said if line.startswith(f'wrong/{path.name}:')}
        said -= got
        yield path.name, None if got == set(wanted) else f'wanted {wanted}, got {sorted(got)}'
    yield 'nothing else is complained of', '\n'.join(sorted(said)) or None
    yield 'a faulty pose makes no picture', ' '.join(map(str, left)) or None
    yield 'a fault is told by the exit code', None if done.returncode == 1 else done.returncode


def list_cases():
    with tempfile.TemporaryDirectory() as out:
        done = draw(CONFIG / 'poses', out)
        yield 'all poses can be drawn', done.stderr or (done.returncode and 'exit code') or None
        yield from compare(pathlib.Path(out))
    yield from match_exercises()
    yield from check_wrong()


def main():
    cases = list(list_cases())
    print(f'1..{len(cases)}')
    for at, (name, complaint) in enumerate(cases, 1):
        print(f'{"not ok" if complaint else "ok"} {at} - {name}')
        for line in str(complaint or '').splitlines():
            print(f'# {line}')
    return 1 if any(complaint for _, complaint in cases) else 0


if __name__ == '__main__':
    sys.exit(main())
