#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays every NAME.day and compares with NAME.expected; NAME.ini, if there, is its configuration.
A NAME.wrong beside it, instead, is what limberd must say on standard error when it exits with 2.
Usage: run.py LIMBERD"""

import os
import pathlib
import subprocess
import sys


def play(limberd, day):
    ini = day.with_suffix('.ini')
    zone = next((line.split()[2] for line in day.read_text(encoding='utf-8', errors='replace').splitlines()
                 if line.startswith('# TZ ')), 'UTC')
    command = [limberd, '--replay', day.name] + (['--config', ini.name] if ini.exists() else [])
    return subprocess.run(command, cwd=day.parent, env=os.environ | {'TZ': zone, 'LC_ALL': 'C.UTF-8'},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                          check=False)


def complaints(limberd, day):
    """What is wrong with it, as lines."""
    wrong = day.with_suffix('.wrong')
    done = play(limberd, day)
    if wrong.exists():
        want, got, code = wrong.read_text(encoding='utf-8'), done.stderr, 2
    else:
        want, got, code = day.with_suffix('.expected').read_text(encoding='utf-8'), done.stdout, 0
    lines = [] if done.returncode == code else [f'exit code {done.returncode}', done.stderr]
    if want != got:
        lines += ['wanted:', *want.splitlines(), 'got:', *got.splitlines()]
    return lines


def main():
    limberd = pathlib.Path(sys.argv[1]).resolve()
    days = sorted(pathlib.Path(__file__).resolve().parent.glob('*.day'))
    failed = 0
    print(f'1..{len(days)}')
    for number, day in enumerate(days, 1):
        lines = complaints(limberd, day)
        failed += bool(lines)
        print(f'{"not ok" if lines else "ok"} {number} - {day.stem}')
        for line in lines:
            print(f'# {line}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
