# SPDX-License-Identifier: GPL-3.0-or-later
"""Displays without a screen, each with what makes input for it. They share an interface: the
presence source that they bring, start() on a desktop that has a bus, and press(), one key."""

import shutil

from gi.repository import GLib

import harness

SOCKET = 'wayland-7'
KEY_A = 30  # input-event-codes.h


class XServer:
    """SYNC's IDLETIME."""

    source = 'x11'

    def __init__(self, desktop):
        self.desktop = desktop

    def start(self):
        return self.desktop.start_xvfb()

    def press(self):
        self.desktop.key()


class Sway:
    """org_kde_kwin_idle: sway 1.7 knows no other."""

    source = 'wayland'

    def __init__(self, desktop):
        self.desktop = desktop
        (desktop.root / 'sway.conf').write_text('xwayland disable\n', encoding='utf-8')

    def start(self):
        runtime = self.desktop.root / 'run'
        part = self.desktop.start('sway', 'sway', '-c', self.desktop.root / 'sway.conf', env={
            'WLR_BACKENDS': 'headless', 'WLR_LIBINPUT_NO_DEVICES': '1', 'WLR_RENDERER': 'pixman'})
        # sway takes the first free name
        self.desktop.wait_for(lambda: (runtime / 'wayland-1').exists(), 'sway', part=part)
        self.desktop.env['WAYLAND_DISPLAY'] = 'wayland-1'
        return part

    def press(self):
        done = self.desktop.run('wtype', '-k', 'a')
        assert done.returncode == 0, done.stderr


class KWin:
    """ext-idle-notify-v1."""

    source = 'wayland'

    def __init__(self, desktop):
        self.desktop = desktop
        # Its file capability cannot be had everywhere: a copy carries none.
        self.program = desktop.root / 'kwin_wayland'
        shutil.copyfile('/usr/bin/kwin_wayland', self.program)
        self.program.chmod(0o755)

    def start(self):
        part = self.desktop.start(
            'kwin', self.program, '--virtual', '--width', '640', '--height', '480',
            '--no-lockscreen', '--no-global-shortcuts', '--socket', SOCKET,
            env={'KWIN_COMPOSE': 'Q', 'KWIN_WAYLAND_NO_PERMISSION_CHECKS': '1',
                 'QT_QPA_PLATFORM': '', 'LIBGL_ALWAYS_SOFTWARE': '1'})
        self.desktop.env['WAYLAND_DISPLAY'] = SOCKET
        self.desktop.wait_for(lambda: (self.desktop.root / 'run' / SOCKET).exists(), 'kwin',
                              part=part)
        return part

    def press(self):
        done = self.desktop.run(harness.stage() / 'bin/fake-input')
        assert done.returncode == 0, done.stderr


class Mutter:
    """org.gnome.Mutter.IdleMonitor, as under GNOME's shell."""

    source = 'mutter'
    remote = 'org.gnome.Mutter.RemoteDesktop'

    def __init__(self, desktop):
        self.desktop = desktop
        self.session = None

    def start(self):
        self.session = None
        part = self.desktop.start(
            'mutter', 'mutter', '--headless', '--wayland', '--no-x11', '--virtual-monitor',
            '640x480', '--wayland-display', SOCKET,
            env={'GSETTINGS_BACKEND': 'memory', 'LIBGL_ALWAYS_SOFTWARE': '1'})
        self.desktop.env['WAYLAND_DISPLAY'] = SOCKET
        self.desktop.wait_for(lambda: self.desktop.owner('org.gnome.Mutter.IdleMonitor'), 'mutter',
                              part=part)
        return part

    def remote_session(self):
        try:
            path = self.desktop.call('CreateSession', name=self.remote, interface=self.remote,
                                     path='/org/gnome/Mutter/RemoteDesktop')[0]
        except GLib.Error:
            return None
        self.desktop.call('Start', name=self.remote, path=path,
                          interface=self.remote + '.Session')
        return path

    def press(self):
        self.session = self.session or self.desktop.wait_for(self.remote_session, 'remote input')
        for down in (True, False):
            self.desktop.call('NotifyKeyboardKeycode', '(ub)', KEY_A, down, name=self.remote,
                              path=self.session, interface=self.remote + '.Session')
