#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Limber costs, each figure with how it was measured. Run by `./dev bench`; takes some three
minutes, and wants a machine that does nothing else."""

import contextlib
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'e2e'))
import displays  # noqa: E402
import harness  # noqa: E402

WINDOW = 60
RUNS = 100
OTHERS = 8
EXERCISES = 10000
EXERCISE = '''title = An exercise like any other
areas = hips, legs, core
kind = stretch
level = moderate
position = standing
sides = each
hold = 20s
repetitions = 3
time = 60s
step-1 = Stand up and put one foot forward, as far as it goes.
step-2 = Bend the knee in front of you, slowly, and stay there.
step-3 = Come back, and change sides.
form = Back straight, eyes ahead.
caution = Not with a hurt knee.
avoid = legs
'''

DISPLAYS = (displays.XServer, displays.Sway, displays.KWin, displays.Mutter)


def rollup_kib(part, field):
    rollup = pathlib.Path(f'/proc/{part.pid}/smaps_rollup').read_text(encoding='ascii')
    return next(int(line.split()[1]) for line in rollup.splitlines()
                if line.startswith(f'{field}:'))


def proportional_kib(part):
    return rollup_kib(part, 'Pss')


def threads(part):
    return len(list(pathlib.Path(f'/proc/{part.pid}/task').iterdir()))


def switches_while(parts, once_a_second):
    """How often each of the parts was woken."""
    begin = [part.switches() for part in parts]
    for _ in range(WINDOW):
        end = time.monotonic() + 1
        once_a_second()
        time.sleep(max(0, end - time.monotonic()))
    return [part.switches() - before for part, before in zip(parts, begin)]


def milliseconds(desktop, command):
    begin = time.perf_counter()
    done = subprocess.run(command, env=desktop.env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    span = (time.perf_counter() - begin) * 1000
    assert done.returncode == 0, done.stderr
    return span


def alternating_medians(desktop, runs, *commands):
    spans = [[milliseconds(desktop, command) for command in commands] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*spans)]


def show(stack, kind, end=harness.Desktop.stop):
    """Starts a display on a desktop of its own, which the stack ends."""
    desktop = harness.Desktop()
    stack.callback(end, desktop)
    desktop.start_bus()
    display = kind(desktop)
    display.start()
    return display


def start_with(display):
    """limberd at rest, with the display as its source of presence."""
    desktop = display.desktop
    limberd = desktop.start_limberd('')
    desktop.wait_for(lambda: desktop.get('PresenceSource') == display.source, display.source)
    desktop.wait_for(limberd.is_asleep, 'quiet')
    return limberd


def label(display):
    return f'{type(display).__name__} ({display.source}):'


def bench_wakeups(shown):
    """In all of them at the same time: each limberd has a desktop of its own."""
    limberds = [start_with(display) for display in shown]

    def press():
        for display in shown:
            display.press()

    def switches(once_a_second):
        # what is new to limberd, such as another keyboard, comes with the first key
        press()
        for display, limberd in zip(shown, limberds):
            display.desktop.wait_for(lambda: limberd.is_asleep(2), 'quiet')
        return switches_while(limberds, once_a_second)

    print('Wake-ups: voluntary and involuntary context switches of all threads of limberd in\n'
          f'/proc/PID/task/*/status, over {WINDOW} s, default settings, on each of these displays\n'
          f'{"":<31}no input   a key a second')
    for display, silent, steady in zip(shown, switches(lambda: None), switches(press)):
        print(f'  {label(display):<29}{silent:>8}{steady:>17}', flush=True)


def at_rest(desktop, part, *measures):
    desktop.wait_for(part.is_asleep, f'quiet of {part.name}')
    return [measure(part) for measure in measures]


def start_bare(desktop):
    bare = desktop.start('bare-sd-bus', harness.stage() / 'bin/bare-sd-bus')
    desktop.wait_for(lambda: desktop.owner('org.limberd.Bare'), 'bare-sd-bus', part=bare)
    return bare


def bare_at_rest(desktop, *measures):
    bare = start_bare(desktop)
    figures = at_rest(desktop, bare, *measures)
    bare.stop()
    return figures


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
    least, least_threads = bare_at_rest(desktop, proportional_kib, threads)
    limberd = desktop.start_limberd('')
    ours, our_threads = at_rest(desktop, limberd, proportional_kib, threads)
    limberd.stop()
    limberd = desktop.start_limberd('[stretch]\nevery = 12s\nlength = 2s\n')
    have_a_break(desktop)
    [later] = at_rest(desktop, limberd, proportional_kib)
    limberd.stop()
    desktop.configure('')
    print('Memory: Pss in /proc/PID/smaps_rollup at rest, one after the other; bare-sd-bus is one\n'
          'sd-bus connection, one exported object and one sd-event loop. limberd gives back the\n'
          'pages of code that it does not need at rest, bare-sd-bus does not; once more after a\n'
          f'reminder, a break and then {RUNS} calls of limberctl status')
    print(f'  bare-sd-bus:                 {least} KiB, {least_threads} thread(s)')
    print(f'  limberd:                     {ours} KiB, {our_threads} thread(s)')
    print(f'  ratio:                       {ours / least:.2f}')
    print(f'  limberd after a break:       {later} KiB')
    print(f'  ratio:                       {later / least:.2f}', flush=True)


def private_kib(part):
    return rollup_kib(part, 'Private_Clean') + rollup_kib(part, 'Private_Dirty')


def bench_memory_beside_others(desktop):
    """On a full desktop many programs share the libraries, and what is one's own weighs more."""
    with contextlib.ExitStack() as stack:
        for _ in range(OTHERS):
            other = harness.Desktop()
            stack.callback(other.end)
            other.start_bus()
            start_bare(other)
        least, least_private = bare_at_rest(desktop, proportional_kib, private_kib)
        limberd = desktop.start_limberd('')
        ours, our_private = at_rest(desktop, limberd, proportional_kib, private_kib)
        limberd.stop()
    print(f'Memory beside others: as above, while {2 * OTHERS} programs share its libraries ({OTHERS} '
          'of\nbare-sd-bus, and their buses); private is what no number of them makes less')
    print(f'  bare-sd-bus:                 {least} KiB, {least_private} private')
    print(f'  limberd:                     {ours} KiB, {our_private} private')
    print(f'  ratio:                       {ours / least:.2f}', flush=True)


def bench_memory_by_display():
    """What a display's libraries add while it is in use; each with no other one beside it."""
    print('Memory by display: limberd and bare-sd-bus at rest, as above')
    for kind in DISPLAYS:
        with contextlib.ExitStack() as stack:
            display = show(stack, kind)
            [least] = bare_at_rest(display.desktop, proportional_kib)
            ours = proportional_kib(start_with(display))
        print(f'  {label(display):<29}{ours} KiB, {least} KiB', flush=True)


def bench_command_line(desktop):
    status = [harness.stage() / 'bin/limberctl', 'status']
    busctl = ['busctl', '--user', 'get-property', harness.NAME, harness.PATH, harness.NAME,
              'Version']
    ours, theirs = alternating_medians(desktop, RUNS, status, busctl)
    print(f'Command line: whole process from start to end, median of {RUNS} runs each, alternating')
    print(f'  limberctl status:            {ours:.2f} ms')
    print(f'  busctl --user get-property:  {theirs:.2f} ms')
    print(f'  ratio:                       {ours / theirs:.2f}', flush=True)


def bench_catalogue(desktop):
    text = ''.join(f'[exercise-{i}]\n{EXERCISE}' for i in range(EXERCISES))
    path = desktop.configure_exercises(text)
    read = f'import configparser; configparser.ConfigParser(interpolation=None).read({str(path)!r})'
    ours, theirs = alternating_medians(desktop, RUNS // 10,
                                       [harness.stage() / 'bin/limberctl', 'exercises'],
                                       [sys.executable, '-c', read])
    path.unlink()
    print(f'Catalogue: whole process that reads {EXERCISES} exercises of a file '
          f'(limberctl then lists\nthem too), median of {RUNS // 10} runs each, alternating')
    print(f'  limberctl exercises:         {ours:.0f} ms')
    print(f'  python3, configparser:       {theirs:.0f} ms')
    print(f'  ratio:                       {ours / theirs:.2f}', flush=True)


def main():
    harness.enter_stage()
    with contextlib.ExitStack() as stack:
        bench_memory(show(stack, displays.XServer).desktop)
    with contextlib.ExitStack() as stack:
        desktop = show(stack, displays.XServer).desktop
        bench_memory_beside_others(desktop)
        desktop.start_limberd('')
        bench_command_line(desktop)
        bench_catalogue(desktop)
    bench_memory_by_display()
    with contextlib.ExitStack() as stack:
        # the last one to end looks for what has outlived any of them
        first = show(stack, DISPLAYS[0])
        bench_wakeups([first] + [show(stack, kind, harness.Desktop.end) for kind in DISPLAYS[1:]])


if __name__ == '__main__':
    main()
