# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of real parts for one test: a private bus, an X server, a notification server, limberd.

A test program ends with `harness.main()`. That copies the built programs and the test's own files
to a place that any user can read, and runs the program again from there: as nobody if root called
it, since a desktop is never root's. What it prints is TAP, a line a test case.

Parts are started with start_*(), which return when the part answers, and are ended in reverse
order, by process id, by stop(). A process that outlives its desktop fails the test.
"""

import contextlib
import ctypes
import os
import pathlib
import pwd
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import unittest

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

# How long anything may take that should happen at once. Passing tests do not wait for it.
PATIENCE = 30

NAME = 'org.limberd.Limber1'
PATH = '/org/limberd/Limber1'

BUS_CONFIG = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <auth>EXTERNAL</auth>
  {more}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''

# A test may append keys of [global].
DUNST_CONFIG = '''[urgency_normal]
    background = "#1f3b4d"
    foreground = "#f2f6f8"
    timeout = 0
[global]
    font = DejaVu Sans 12
    width = 520
    height = 400
    offset = 24x24
    padding = 16
    horizontal_padding = 20
    frame_width = 1
    frame_color = "#8fb3c9"
    corner_radius = 6
    show_indicators = no
    markup = full
    format = "<b>%s</b>\\n%b"
    progress_bar = true
    progress_bar_max_width = 480
    progress_bar_min_width = 480
    min_icon_size = 128
    max_icon_size = 128
    vertical_alignment = top
    highlight = "#8fd6a3"
'''


class Part:
    """A process of the desktop; its output is in a file, for the report of a failure."""

    def __init__(self, name, process, log):
        self.name = name
        self.process = process
        self.log = log

    @property
    def pid(self):
        return self.process.pid

    @property
    def code(self):
        """The exit code, negative for a signal, or None while it runs."""
        return self.process.poll()

    def switches(self):
        """Voluntary and involuntary context switches of all its threads, up to now."""
        return sum(int(line.split()[1])
                   for status in pathlib.Path(f'/proc/{self.pid}/task').glob('*/status')
                   for line in status.read_text(encoding='ascii').splitlines()
                   if 'ctxt_switches' in line)

    def is_asleep(self, seconds=0.5):
        """Whether it does nothing for that long."""
        before = self.switches()
        time.sleep(seconds)
        return self.switches() == before

    def output(self):
        return self.log.read_text(encoding='utf-8', errors='replace')

    def send(self, number):
        self.process.send_signal(number)

    def wait(self, deadline=PATIENCE):
        return self.process.wait(deadline)

    def stop(self, number=signal.SIGTERM):
        """Ends it, by force if it does not listen, and returns the exit code."""
        if self.code is None:
            self.send(number)
        try:
            return self.wait()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.wait()
            raise AssertionError(f'{self.name} does not end on signal {number}') from None


class Desktop:
    """One private desktop. Nothing of it is shared with another or with the user's own."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='desktop-', dir=stage() / 'work'))
        self.parts = []
        self.env = {
            'PATH': f'{stage() / "bin"}:/usr/local/bin:/usr/bin:/bin',
            'LC_ALL': 'C.UTF-8',
            'TZ': 'UTC',
            'XDG_CONFIG_DIRS': str(self.root / 'xdg'),
        }
        for variable, name in (('HOME', 'home'), ('XDG_RUNTIME_DIR', 'run'),
                               ('XDG_CONFIG_HOME', 'config'), ('XDG_STATE_HOME', 'state'),
                               ('XDG_DATA_HOME', 'data'), ('XDG_CACHE_HOME', 'cache')):
            (self.root / name).mkdir(mode=0o700)
            self.env[variable] = str(self.root / name)
        for variable in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
            if variable in os.environ:
                self.env[variable] = os.environ[variable]
        (self.root / 'log').mkdir()
        self.config_file = self.root / 'config/limber/limber.ini'
        self.state_file = self.root / 'state/limber/state.ini'
        self.bus = None
        self.display = None
        self.decisions = []

    # Processes

    def start(self, name, *command, env=None, pass_fds=()):
        """Starts a part that ends with this process at the latest."""
        log = self.root / 'log' / f'{len(self.parts):02}-{name}.txt'
        with open(log, 'wb') as output:
            process = subprocess.Popen(
                ['setpriv', '--pdeathsig=KILL', '--', *map(str, command)], stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, env=self.env | (env or {}), cwd=self.root,
                pass_fds=pass_fds)
        part = Part(name, process, log)
        self.parts.append(part)
        return part

    def run(self, *command, env=None, deadline=PATIENCE):
        """Runs a program to its end."""
        return subprocess.run([*map(str, command)], stdin=subprocess.DEVNULL, text=True,
                              capture_output=True, env=self.env | (env or {}), cwd=self.root,
                              timeout=deadline, check=False)

    def wait_for(self, condition, what, deadline=PATIENCE, part=None):
        """Returns condition()'s first true value; bus signals are taken in meanwhile.

        part is one that has to stay alive for it."""
        context = GLib.MainContext.default()
        end = time.monotonic() + deadline
        while True:
            while context.iteration(False):
                pass
            value = condition()
            if value:
                return value
            if part and part.code is not None:
                raise AssertionError(f'{part.name} ended ({part.code}) before {what}')
            if time.monotonic() > end:
                raise AssertionError(f'after {deadline} s still no {what}')
            GLib.timeout_add(20, lambda: False)
            context.iteration(True)

    # Parts

    def write_bus_config(self, more=''):
        """Makes the configuration of a bus that starts no services, but for what more says."""
        path = self.root / 'run/bus'
        config = self.root / 'bus.conf'
        config.write_text(BUS_CONFIG.format(path=path, more=more), encoding='utf-8')
        self.env['DBUS_SESSION_BUS_ADDRESS'] = f'unix:path={path}'
        return config

    def start_bus(self):
        config = self.write_bus_config()
        part = self.start('dbus-daemon', 'dbus-daemon', '--nofork', f'--config-file={config}')
        self.connect(part)
        return part

    def connect(self, part=None):
        """Connects the test to the bus, as soon as there is one."""
        self.bus = self.wait_for(self._try_to_connect, 'bus', part=part)
        self.bus.signal_subscribe(None, NAME, 'Decided', PATH, None, Gio.DBusSignalFlags.NONE,
                                  self._on_decided)

    def connection(self):
        """A client of the bus."""
        return Gio.DBusConnection.new_for_address_sync(
            self.env['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def _try_to_connect(self):
        try:
            return self.connection()
        except GLib.Error:
            return None

    def _on_decided(self, _bus, _sender, _path, _interface, _signal, parameters):
        self.decisions.append(parameters.unpack())

    def start_xvfb(self, display=None):
        """Starts an X server; the parts started after it are shown there."""
        reader, writer = os.pipe()
        number = () if display is None else (f':{display}',)
        part = self.start('Xvfb', 'Xvfb', *number, '-displayfd', writer, '-screen', '0',
                          '1280x800x24', '-noreset', '-nolisten', 'tcp', pass_fds=(writer,))
        os.close(writer)
        with open(reader, 'rb') as answer:
            self.wait_for(lambda: select.select([answer], [], [], 0)[0], 'X server', part=part)
            self.display = int(answer.readline())
        self.env['DISPLAY'] = f':{self.display}'
        return part

    def start_dunst(self, config=DUNST_CONFIG):
        path = self.root / 'dunstrc'
        path.write_text(config, encoding='utf-8')
        part = self.start('dunst', 'dunst', '-conf', path)
        self.wait_for(lambda: self.owner('org.freedesktop.Notifications'), 'notification server',
                      part=part)
        return part

    def configure(self, text):
        self.config_file.parent.mkdir(exist_ok=True)
        self.config_file.write_text(text, encoding='utf-8')

    def configure_exercises(self, text):
        """The user's own file of exercises; returns its path."""
        path = self.config_file.parent / 'exercises/own.ini'
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')
        return path

    def start_limberd(self, config=None, *args, env=None):
        """Starts limberd and returns when it says READY=1; config is its file's text."""
        if config is not None:
            self.configure(config)
        with Notifications(self.root / 'run/notify') as told:
            part = self.start('limberd', stage() / 'bin/limberd', *args,
                              env={'NOTIFY_SOCKET': str(told.path)} | (env or {}))
            self.wait_for(lambda: 'READY=1' in told.lines(), 'limberd', part=part)
        return part

    def end(self):
        """Ends every part, the last one first, and returns what is wrong with any."""
        wrong = []
        if self.bus and not self.bus.is_closed():
            self.bus.close_sync(None)
        for part in reversed(self.parts):
            try:
                running = part.code is None
                code = part.stop()
                if part.name == 'limberd' and running and code != 0:
                    wrong.append(f'limberd ends with {code}')
            except AssertionError as error:
                wrong.append(str(error))
            if 'Sanitizer' in part.output():
                wrong.append(f'a sanitizer complains in the output of {part.name}')
        return wrong

    def stop(self):
        """Ends every part, and complains about what outlives them."""
        wrong = self.end()
        try:
            self.wait_for(lambda: not orphans(), 'end of all processes')
        except AssertionError:
            wrong += [f'left behind: {command}' for command in kill_orphans()]
        assert not wrong, wrong

    def report(self):
        """All that the parts have printed."""
        lines = []
        for part in self.parts:
            lines.append(f'--- {part.name} (process {part.pid}, exit code {part.code})')
            lines += part.output().splitlines()
        return '\n'.join(lines)

    # The bus

    def call(self, method, signature='()', *args, name=NAME, path=PATH, interface=NAME):
        """Calls a method and returns its results as a tuple; raises GLib.Error."""
        return self.bus.call_sync(
            name, path, interface, method, GLib.Variant(signature, args), None,
            Gio.DBusCallFlags.NO_AUTO_START, PATIENCE * 1000, None).unpack()

    def get(self, name):
        """A property of limberd."""
        return self.call('Get', '(ss)', NAME, name, interface='org.freedesktop.DBus.Properties')[0]

    def owner(self, name):
        """The unique name of a name's owner, or None."""
        try:
            return self.call('GetNameOwner', '(s)', name, name='org.freedesktop.DBus',
                             path='/org/freedesktop/DBus', interface='org.freedesktop.DBus')[0]
        except GLib.Error:
            return None

    def decided(self, decision, kind=None):
        """The latest Decided signal of that kind, as a tuple, or None."""
        for one in reversed(self.decisions):
            if one[0] == decision and kind in (None, one[1]):
                return one
        return None

    # Hands and eyes

    def ctl(self, *args, env=None):
        return self.run(stage() / 'bin/limberctl', *args, env=env)

    def key(self, key='a'):
        """Presses a key: real input, through the X server."""
        done = self.run('xdotool', 'key', key)
        assert done.returncode == 0, done.stderr

    def type_until(self, condition, what, deadline=PATIENCE):
        """Types on, some keys a second, until the condition holds."""
        pressed = 0.0

        def typed():
            nonlocal pressed
            if time.monotonic() - pressed > 0.25:
                self.key()
                pressed = time.monotonic()
            return condition()

        return self.wait_for(typed, what, deadline)

    def bubble_is_drawn(self):
        """Whether the notification server has a window on the screen."""
        return self.run('xdotool', 'search', '--onlyvisible', '--class', 'Dunst').returncode == 0

    def screenshot(self, path):
        done = self.run('import', '-window', 'root', path)
        assert done.returncode == 0, done.stderr


class Notifications:
    """The service manager's end of sd_notify(3)."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind(str(self.path))
        self._lines = []
        return self

    def __exit__(self, *_):
        self._socket.close()

    def lines(self):
        """All that has been told so far."""
        try:
            while True:
                self._lines += self._socket.recv(65536).decode().splitlines()
        except BlockingIOError:
            return self._lines


class DesktopTest(unittest.TestCase):
    """A test case with a desktop of its own; it has a bus and nothing else."""

    def setUp(self):
        self.desktop = Desktop()
        self.addCleanup(self.desktop.stop)
        self.desktop.start_bus()


def moment():
    """Now, as the bus tells moments."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000


# Processes that have lost their parent come to this one, since it is a subreaper.

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), 'prctl')


def orphans():
    """The process ids of our children, of which there are none when all parts have ended."""
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                break
        except ChildProcessError:
            return []
    tasks = pathlib.Path('/proc/self/task').glob('*/children')
    return [int(pid) for task in tasks for pid in task.read_text(encoding='ascii').split()]


def read_proc(path):
    """A file of /proc, '' if what it tells of has ended meanwhile."""
    try:
        return pathlib.Path(path).read_text(encoding='utf-8', errors='replace')
    except (FileNotFoundError, ProcessLookupError):
        return ''


def kill_orphans():
    """Ends them all, and returns their command lines."""
    commands = []
    while pids := orphans():
        for pid in pids:
            commands.append(f'{pid} {read_proc(f"/proc/{pid}/cmdline")}'.replace('\0', ' '))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return commands


# The stage: bin/ with the built programs, share/ with their data, source/ with what tests read,
# work/ to write to.

def stage():
    return pathlib.Path(os.environ['LIMBER_STAGE'])


def source():
    """The root of the source tree: config/, systemd/ and tests/ are there."""
    return stage() / 'source'


def build_directory():
    """Where the programs were built. Not for use on the stage."""
    return pathlib.Path(os.environ.get('LIMBER_BUILD',
                                       pathlib.Path(__file__).resolve().parents[2] / 'build'))


def set_stage(root):
    top = pathlib.Path(__file__).resolve().parents[2]
    build = build_directory()
    ignore = shutil.ignore_patterns('__pycache__', 'replay', 'fuzz')
    for name in ('config', 'systemd', 'tests'):
        shutil.copytree(top / name, root / 'source' / name, ignore=ignore)
    (root / 'bin').mkdir()
    for program in ('limberd', 'limberctl', 'limber-notify', 'limber-routine',
                    'tests/bare-sd-bus', 'tests/unit-probe', 'tests/fake-input',
                    'limber-presence-x11.so', 'limber-presence-xss.so',
                    'limber-presence-wayland.so', 'limber-picture.so'):
        if (build / program).exists():
            shutil.copy(build / program, root / 'bin')
    # Exercises and pictures, which limber-routine finds beside its own directory.
    shutil.copytree(build / 'share', root / 'share', ignore_dangling_symlinks=True)
    (root / 'work').mkdir()
    root.chmod(0o755)


def run_on_stage(program, args, keep=None, ground=lambda root: contextlib.nullcontext([]),
                 as_root=False):
    """Runs a test program on a stage of its own, as nobody if we are root, and returns its exit
    code. What it leaves in work/keep is copied to the directory keep. ground(root) is a context
    that prepares more on the stage, and yields a command to put before the program's, such as
    unshare; both run as the caller's user. So does the program if as_root is set."""
    adopt_orphans()
    os.umask(0o022)
    with tempfile.TemporaryDirectory(prefix='limber-') as name:
        root = pathlib.Path(name)
        set_stage(root)
        drop = ['setpriv', '--pdeathsig=KILL']
        if os.geteuid() == 0 and not as_root:
            nobody = pwd.getpwnam('nobody')
            os.chown(root / 'work', nobody.pw_uid, nobody.pw_gid)
            drop += [f'--reuid={nobody.pw_uid}', f'--regid={nobody.pw_gid}', '--clear-groups']
            make_x11_directory()
        copy = root / 'source/tests' / pathlib.Path(program).resolve().relative_to(
            pathlib.Path(__file__).resolve().parents[1])
        with ground(root) as prefix:
            process = subprocess.Popen(
                [*prefix, *drop, '--', '/usr/bin/python3', '-B', copy, *args], cwd=root / 'work',
                env=os.environ | {'LIMBER_STAGE': name, 'PYTHONPATH': str(copy.parents[1] / 'e2e')})
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: process.terminate())
            code = process.wait()
            kill_orphans()
        if keep and (root / 'work/keep').is_dir():
            shutil.copytree(root / 'work/keep', keep, dirs_exist_ok=True)
        return code if code >= 0 else 128 - code


def make_x11_directory():
    """What a system with an X server makes at boot; only root may."""
    old = os.umask(0)
    pathlib.Path('/tmp/.X11-unix').mkdir(mode=0o1777, exist_ok=True)
    os.umask(old)


def diagnose(text):
    """For the reader of a failure; meson shows what is on standard error."""
    for line in text.splitlines():
        print(f'# {line}', file=sys.stderr)


class TapResult(unittest.TestResult):
    """Prints TAP: a line as each case ends, with what went wrong before it."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def startTest(self, test):
        super().startTest(test)
        self.wrong = []
        self.skip = None

    def _add_wrong(self, error):
        self.wrong.append(''.join(traceback.format_exception(*error)))

    def addError(self, test, err):
        super().addError(test, err)
        self._add_wrong(err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._add_wrong(err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self._add_wrong(err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.skip = reason

    def stopTest(self, test):
        super().stopTest(test)
        self.count += 1
        if self.wrong and hasattr(test, 'desktop'):
            self.wrong.append(test.desktop.report())
        diagnose('\n'.join(self.wrong))
        word = 'not ok' if self.wrong else 'ok'
        skip = f' # SKIP {self.skip}' if self.skip and not self.wrong else ''
        print(f'{word} {self.count} - {test.id().removeprefix("__main__.")}{skip}', flush=True)


def enter_stage(**kwargs):
    """Returns on the stage only; otherwise runs this program there, and exits with its code. See
    run_on_stage() for kwargs."""
    if 'LIMBER_STAGE' not in os.environ:
        sys.exit(run_on_stage(sys.argv[0], sys.argv[1:], **kwargs))
    adopt_orphans()


def main(**kwargs):
    """Runs the test program that calls this; arguments pick classes or cases by name."""
    enter_stage(**kwargs)
    loader = unittest.TestLoader()
    module = sys.modules['__main__']
    if sys.argv[1:]:
        suite = loader.loadTestsFromNames(sys.argv[1:], module)
    else:
        suite = loader.loadTestsFromModule(module)
    print(f'1..{suite.countTestCases()}', flush=True)
    result = TapResult()
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
