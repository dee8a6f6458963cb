#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Limber costs, each figure with how it was measured. Run by `./dev bench`; takes some three
minutes, and wants a machine that does nothing else."""

import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'e2e'))
import harness  # noqa: E402

WINDOW = 60
RUNS = 100


def context_switches(part):
    """Voluntary and involuntary ones, of all threads."""
    total = 0
    for status in pathlib.Path(f'/proc/{part.pid}/task').glob('*/status'):
        for line in status.read_text(encoding='ascii').splitlines():
            if 'ctxt_switches' in line:
                total += int(line.split()[1])
    return total


def proportional_kib(part):
    rollup = pathlib.Path(f'/proc/{part.pid}/smaps_rollup').read_text(encoding='ascii')
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith('Pss:'))


def threads(part):
    return len(list(pathlib.Path(f'/proc/{part.pid}/task').iterdir()))


def is_asleep(part):
    """Whether it does nothing for a while."""
    before = context_switches(part)
    time.sleep(0.5)
    return context_switches(part) == before


def switches_while(part, once_a_second):
    begin = context_switches(part)
    for _ in range(WINDOW):
        end = time.monotonic() + 1
        once_a_second()
        time.sleep(max(0, end - time.monotonic()))
    return context_switches(part) - begin


def milliseconds(desktop, command):
    begin = time.perf_counter()
    done = subprocess.run(command, env=desktop.env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    span = (time.perf_counter() - begin) * 1000
    assert done.returncode == 0, done.stderr
    return span


def alternating_medians(desktop, *commands):
    spans = [[milliseconds(desktop, command) for command in commands] for _ in range(RUNS)]
    return [statistics.median(column) for column in zip(*spans)]


def bench_wakeups(desktop, limberd):
    print('Wake-ups: voluntary and involuntary context switches of all threads of limberd in\n'
          f'/proc/PID/task/*/status, over {WINDOW} s, on an X server, default settings')
    desktop.key()
    desktop.wait_for(lambda: is_asleep(limberd), 'quiet')
    print(f'  no input:                    {switches_while(limberd, lambda: None)}')
    desktop.key()
    desktop.wait_for(lambda: is_asleep(limberd), 'quiet')
    print(f'  a key a second (xdotool):    {switches_while(limberd, desktop.key)}', flush=True)


def at_rest(desktop, part):
    desktop.wait_for(lambda: is_asleep(part), f'quiet of {part.name}')
    return proportional_kib(part), threads(part)


def have_a_break(desktop):
    """A reminder and a break, from the beginning to the end, and what a bar asks for meanwhile."""
    dunst = desktop.start_dunst()
    desktop.type_until(lambda: desktop.decided('due'), 'reminder')
    desktop.call('Start', '(s)', '')
    desktop.wait_for(lambda: desktop.decided('completed'), 'end of the break')
    desktop.wait_for(lambda: desktop.get('Notifier')[0] == 'idle', 'end of limber-notify')
    dunst.stop()
    for _ in range(RUNS):
        desktop.ctl('status')


def bench_memory(desktop):
    """One after the other: beside each other they would share what neither shares elsewhere."""
    bare = desktop.start('bare-sd-bus', harness.stage() / 'bin/bare-sd-bus')
    desktop.wait_for(lambda: desktop.owner('org.limberd.Bare'), 'bare-sd-bus', part=bare)
    least, least_threads = at_rest(desktop, bare)
    bare.stop()
    limberd = desktop.start_limberd('')
    ours, our_threads = at_rest(desktop, limberd)
    limberd.stop()
    limberd = desktop.start_limberd('[stretch]\nevery = 3s\nlength = 2s\n')
    have_a_break(desktop)
    later, _ = at_rest(desktop, limberd)
    limberd.stop()
    desktop.configure('')
    print('Memory: Pss in /proc/PID/smaps_rollup at rest, one after the other; bare-sd-bus is one\n'
          'sd-bus connection, one exported object and one sd-event loop. limberd gives back the\n'
          'pages of code that only starting up, a reminder or a break needs; once more after a\n'
          f'reminder, a break and then {RUNS} calls of limberctl status')
    print(f'  bare-sd-bus:                 {least} KiB, {least_threads} thread(s)')
    print(f'  limberd:                     {ours} KiB, {our_threads} thread(s)')
    print(f'  ratio:                       {ours / least:.2f}')
    print(f'  limberd after a break:       {later} KiB')
    print(f'  ratio:                       {later / least:.2f}', flush=True)


def bench_command_line(desktop):
    status = [harness.stage() / 'bin/limberctl', 'status']
    busctl = ['busctl', '--user', 'get-property', harness.NAME, harness.PATH, harness.NAME,
              'Version']
    ours, theirs = alternating_medians(desktop, status, busctl)
    print(f'Command line: whole process from start to end, median of {RUNS} runs each, alternating')
    print(f'  limberctl status:            {ours:.2f} ms')
    print(f'  busctl --user get-property:  {theirs:.2f} ms')
    print(f'  ratio:                       {ours / theirs:.2f}', flush=True)


def run(desktop):
    desktop.start_bus()
    desktop.start_xvfb()
    bench_memory(desktop)
    limberd = desktop.start_limberd('')
    bench_command_line(desktop)
    bench_wakeups(desktop, limberd)


def main():
    harness.enter_stage()
    desktop = harness.Desktop()
    try:
        run(desktop)
    finally:
        desktop.stop()


if __name__ == '__main__':
    main()
