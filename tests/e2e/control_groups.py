# SPDX-License-Identifier: GPL-3.0-or-later
"""Control groups of a test's own, for whatever part of it is a systemd."""

import os
import pathlib

GROUP = f'limber-test-{os.getpid()}'


def hierarchies():
    """The roots of the hierarchies in which systemd keeps its groups."""
    for line in pathlib.Path('/proc/self/mounts').read_text(encoding='utf-8').splitlines():
        _, path, kind, options = line.split()[:4]
        if kind == 'cgroup2' or (kind == 'cgroup' and 'name=systemd' in options.split(',')):
            yield pathlib.Path(path)


def remove(group):
    for path, _, _ in os.walk(group, topdown=False):
        os.rmdir(path)


def make(stack):
    """Makes a control group in each hierarchy, until the stack unwinds."""
    for top in hierarchies():
        group = top / GROUP
        group.mkdir()
        stack.callback(remove, group)
        yield group
