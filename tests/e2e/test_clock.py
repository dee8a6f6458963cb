#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A changed time zone, live: the system's, in an /etc of the test's own, and one set by TZ. Nobody
but root can have an /etc of its own; nobody at all can have a wall clock to set."""

import contextlib
import datetime
import os
import pathlib
import subprocess
import unittest

import harness

SECOND = 1000000
HOUR = 3600 * SECOND

NO_ETC = 'LIMBER_NO_ETC'

LINK = pathlib.Path('/etc/localtime')

QUIET = '''[general]
notifier =
'''

DAYTIME = QUIET + 'working-hours = Mon-Sun 06:00-18:00\n'


@contextlib.contextmanager
def own_etc(root):
    """An /etc that the test may write to, as the test's alone."""
    prefix = []
    if os.geteuid() == 0:
        subprocess.run(['cp', '-a', '/etc', root / 'etc'], check=True)
        (root / 'etc').chmod(0o777)
        prefix = ['unshare', '--mount', '--propagation=private', 'sh', '-ec',
                  'mount --bind "$0" /etc; exec "$@"', root / 'etc']
    else:
        os.environ[NO_ETC] = 'only root can have an /etc of its own'
    yield prefix


# Offsets of zones where it is noon and midnight, more or less, while the test runs. Two hours east
# and an hour west of noon are zones as well.
NOON = 12 - datetime.datetime.now(datetime.timezone.utc).hour
MIDNIGHT = NOON - 12 if NOON >= 0 else NOON + 12


def zone(offset):
    return f'Etc/GMT{-offset:+}'


def zone_file(name):
    return pathlib.Path('/usr/share/zoneinfo') / name


class ClockTest(harness.DesktopTest):

    def setUp(self):
        super().setUp()
        del self.desktop.env['TZ']

    def set_zone(self, name):
        """As timedatectl does it."""
        new = LINK.with_name('localtime.new')
        new.symlink_to(zone_file(name))
        new.rename(LINK)

    def held(self):
        return [hold[0] for hold in self.desktop.get('Holds')]

    def wait_held(self, held):
        self.desktop.wait_for(lambda: (self.held() == ['working-hours']) is held,
                              'hold' if held else 'end of the hold')

    def until(self):
        return self.desktop.get('Holds')[0][3]


@unittest.skipIf(NO_ETC in os.environ, os.environ.get(NO_ETC))
class System(ClockTest):

    def setUp(self):
        super().setUp()
        self.noon, self.night = zone(NOON), zone(MIDNIGHT)
        self.set_zone(self.noon)

    def test_working_hours(self):
        self.desktop.start_limberd(DAYTIME)
        self.assertEqual(self.held(), [])
        self.set_zone(self.night)
        self.wait_held(True)
        self.set_zone(self.noon)
        self.wait_held(False)

    def test_every_way_to_set_it(self):
        def link():
            LINK.unlink()
            LINK.symlink_to(zone_file(self.night))

        def copy():
            LINK.unlink()
            LINK.write_bytes(zone_file(self.night).read_bytes())

        def overwrite():
            LINK.unlink()
            LINK.write_bytes(zone_file(self.noon).read_bytes())
            LINK.write_bytes(zone_file(self.night).read_bytes())

        self.desktop.start_limberd(DAYTIME)
        for way in link, copy, overwrite:
            with self.subTest(way.__name__):
                way()
                self.wait_held(True)
                self.set_zone(self.noon)
                self.wait_held(False)

    def test_pause_up_to_a_time(self):
        """It ends when the clock on the wall reads that."""
        part = self.desktop.start_limberd(QUIET)
        end = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=NOON)))
        time = (end + datetime.timedelta(minutes=70)).strftime('%H:%M')
        self.assertEqual(self.desktop.ctl('pause', '--until', time).returncode, 0)
        until = self.until()
        for offset in NOON - 1, NOON + 1:
            self.set_zone(zone(offset))
            moved = until + (NOON - offset) * HOUR
            self.desktop.wait_for(lambda: abs(self.until() - moved) < SECOND, 'other end',
                                  part=part)
            self.assertIn(f'until {time}', self.desktop.ctl('status').stdout)
        # where it is past that already
        self.set_zone(zone(NOON + 2))
        self.desktop.wait_for(lambda: not self.held(), 'end of the pause', part=part)

    def test_pause_for_a_while(self):
        part = self.desktop.start_limberd(QUIET)
        self.desktop.ctl('pause', '2h')
        until = self.until()
        self.change_zone(part)
        self.assertEqual(self.until(), until)

    def change_zone(self, part):
        self.set_zone(self.night)
        self.desktop.wait_for(lambda: 'the time zone was set' in part.output(), 'notice', part=part)

    def test_no_clock_of_sitting_moves(self):
        part = self.desktop.start_limberd(QUIET)
        clock = self.desktop.wait_for(self.clock, 'some sitting')
        due = self.desktop.get('NextBreak')
        since = self.desktop.get('PresentSince')
        self.change_zone(part)
        self.assertTrue(clock <= self.clock() < 60 * SECOND)
        self.assertEqual(self.desktop.get('PresentSince'), since)
        self.assertEqual(self.desktop.get('NextBreak'), due)
        end = self.desktop.call('Start', '(s)', 'walk')[1]
        self.set_zone(self.noon)
        self.desktop.wait_for(lambda: part.output().count('zone was set') == 2, 'notice', part=part)
        self.assertEqual(self.desktop.get('Break')[3], end)

    def clock(self):
        return next(kind[5] for kind in self.desktop.get('Kinds') if kind[0] == 'stretch')

    def test_zone_of_tz_stays(self):
        """TZ, where it is set, counts, and the system's zone does not."""
        part = self.desktop.start_limberd(DAYTIME, env={'TZ': self.noon})
        self.assertEqual(self.held(), [])
        self.set_zone(self.night)
        # what comes after has been handled, so this has been
        self.desktop.call('Reload')
        self.assertEqual(self.held(), [])
        self.assertNotIn('zone', part.output())


class Environment(ClockTest):

    def test_zone_of_tz(self):
        for offset, held in ((NOON, False), (MIDNIGHT, True)):
            name = zone(offset)
            for form in name, f':{name}', f'<here>{-offset:+}':
                with self.subTest(form):
                    part = self.desktop.start_limberd(DAYTIME, env={'TZ': form})
                    self.assertEqual(self.held(), ['working-hours'] if held else [])
                    part.stop()


if __name__ == '__main__':
    harness.main(ground=own_etc)
