# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine of the test's own: a container with systemd, logind, the system bus and this machine's
programs. Whatever is written in it is lost with it, and it has no network. Only root can boot it.

boot() is a ground for harness.main(): the test program then runs in the machine, as its root.
"""

import contextlib
import os
import pathlib
import subprocess
import time

import control_groups
import harness

# Why there is none, for whom it matters.
NO_MACHINE = 'LIMBER_NO_MACHINE'

BOOT_MAX = 60

USERS = {'sitter': 4711, 'other': 4712}

# Where systemd-suspend's stand-in puts what was saved when the machine fell asleep.
ASLEEP = pathlib.Path('/run/asleep.ini')

FILES = {
    'etc/systemd/system/limber-test.target':
        '[Unit]\nRequires=basic.target dbus.socket systemd-logind.service\n'
        'After=basic.target dbus.socket systemd-logind.service\n',
    # Nothing of this goes by time: a sleep that is not let go hangs, and a user who has logged out
    # is gone.
    'etc/systemd/logind.conf.d/limber.conf':
        '[Login]\nInhibitDelayMaxSec=1h\nUserStopDelaySec=0\nKillUserProcesses=no\n',
    'etc/systemd/system/systemd-suspend.service.d/limber.conf':
        '[Service]\nExecStart=\n'
        f'ExecStart=cp --preserve /home/sitter/.local/state/limber/state.ini {ASLEEP}\n',
    'etc/sysusers.d/limber.conf':
        ''.join(f'u {name} {uid} "" /home/{name} /bin/sh\n' for name, uid in USERS.items()),
    'etc/tmpfiles.d/limber.conf':
        ''.join(f'd /home/{name} 0700 {name} {name}\n' for name in USERS),
    # What a desktop environment starts at log-in.
    'etc/systemd/user/session.target': '[Unit]\nBindsTo=graphical-session.target\n',
    # The leak check is a tracer, which the unit forbids.
    'etc/systemd/user.conf.d/limber.conf':
        '[Manager]\nDefaultEnvironment=ASAN_OPTIONS=detect_leaks=0\n',
}

SLEEP = {'state': 'mem\n', 'mem_sleep': 's2idle\n', 'disk': 'disabled\n'}


def write_files(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')


def furnish(tree):
    """Installs the build and what the tests want on the machine."""
    subprocess.run(['meson', 'install', '-C', harness.build_directory(), '--no-rebuild', '--quiet',
                    '--destdir', tree], stdout=subprocess.DEVNULL, check=True)
    write_files(tree, FILES)
    (tree / 'etc/systemd/system/timers.target').symlink_to('/dev/null')
    unit = next(tree.glob('usr/**/systemd/user/limberd.service'))
    wants = tree / 'etc/systemd/user/graphical-session.target.wants/limberd.service'
    wants.parent.mkdir()
    wants.symlink_to(pathlib.Path('/') / unit.relative_to(tree))


MOUNT_AND_BOOT = '''
for group in $1; do echo $$ >$group/cgroup.procs; done
cd "$2"
mount -t tmpfs tmpfs upper
mkdir upper/files upper/work
cp -a furniture/. upper/files
mount -t overlay -o lowerdir=/,upperdir=upper/files,workdir=upper/work overlay tree
shift 2
exec systemd-nspawn "$@"
'''


def start_machine(stack, root):
    """Starts it on the stage root, and returns the process, its log and the place where it tells
    how it fares."""
    place = root / 'machine'
    for name in ('furniture', 'upper', 'tree', 'sleep'):
        (place / name).mkdir(parents=True)
    write_files(place / 'sleep', SLEEP)
    furnish(place / 'furniture')
    told = stack.enter_context(harness.Notifications(place / 'told'))
    groups = ' '.join(map(str, control_groups.make(stack)))
    command = ['unshare', '--mount', '--propagation=private', 'sh', '-ec', MOUNT_AND_BOOT, 'sh',
               groups, place, f'--directory={place}/tree', f'--machine=limber-test-{os.getpid()}',
               '--boot', '--register=no', '--keep-unit', '--private-network', '--resolv-conf=off',
               '--timezone=off', '--link-journal=no', '--console=read-only', '--notify-ready=yes',
               '--kill-signal=SIGRTMIN+14', f'--bind={place}/sleep:/sys/power',
               f'--bind={root}:{root}:norbind', 'systemd.unit=limber-test.target']
    log = place / 'log'
    with open(log, 'wb') as output:
        process = subprocess.Popen(['setpriv', '--pdeathsig=TERM', '--', *map(str, command)],
                                   stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                   env=os.environ | {'NOTIFY_SOCKET': str(told.path)})
    return process, log, told


def wait_for_boot(process, log, told):
    """Returns the process id of the machine's first process."""
    end = time.monotonic() + BOOT_MAX
    while 'READY=1' not in told.lines():
        if process.poll() is not None or time.monotonic() > end:
            lines = log.read_text(encoding='utf-8', errors='replace').split('\n')
            raise OSError(f'no machine boots: {" / ".join(line for line in lines[-4:] if line)}')
        time.sleep(0.02)
    return next(line for line in told.lines() if line.startswith('X_NSPAWN_LEADER_PID=')
                ).partition('=')[2]


def stop_machine(process):
    process.terminate()
    try:
        process.wait(harness.PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def boot(root):
    """Yields the command that enters the machine. Where none can be, NO_MACHINE says why."""
    with contextlib.ExitStack() as stack:
        prefix = []
        try:
            if os.geteuid() != 0:
                raise OSError('only root can boot a machine')
            process, log, told = start_machine(stack, root)
            stack.callback(stop_machine, process)
            prefix = ['nsenter', '--all', '--target', wait_for_boot(process, log, told), '--']
        except OSError as error:
            os.environ[NO_MACHINE] = str(error)
        yield prefix
