#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the cases of a meson test run: "N passed, N failed, N skipped", alone on the last line.

meson counts programs; here every case of a program that speaks TAP counts. A program that fails
beyond its cases (a crash, a timeout, a wrong plan) is one failure more.
"""

import json
import re
import sys

CASE = re.compile(r'^(not )?ok\b *\d* *(?:- *)?([^#]*)(?:# *(SKIP)\b *(.*))?', re.IGNORECASE)
PLAN = re.compile(r'^1\.\.\d+', re.MULTILINE)


def cases_of(test):
    """Yields (outcome, what) for each case of one program."""
    result = test['result']
    failed = False
    stdout = test.get('stdout', '')
    if PLAN.search(stdout):
        for match in filter(None, map(CASE.match, stdout.splitlines())):
            negated, name, skip, reason = match.groups()
            outcome = 'skipped' if skip else 'failed' if negated else 'passed'
            failed = failed or outcome == 'failed'
            yield outcome, f'{test["name"]}: {name.strip()} {reason or ""}'.rstrip()
    elif result in ('OK', 'SKIP'):
        yield 'passed' if result == 'OK' else 'skipped', test['name']
    if result not in ('OK', 'SKIP') and not failed:
        yield 'failed', f'{test["name"]}: {result}, exit status {test.get("returncode")}'


def main(path):
    counts = dict.fromkeys(('passed', 'failed', 'skipped'), 0)
    try:
        with open(path, encoding='utf-8') as log:
            tests = [json.loads(line) for line in log]
    except OSError as error:
        print(f'no test has run: {error}')
        tests = []
    for test in tests:
        for outcome, what in cases_of(test):
            counts[outcome] += 1
            if outcome != 'passed':
                print(f'{outcome}: {what}')
    if not tests:
        counts['failed'] = 1
    print(', '.join(f'{count} {outcome}' for outcome, count in counts.items()))
    return 1 if counts['failed'] else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
