#!/usr/bin/env python3
"""bench.py [PROGRAM] - drafts for 42 municipalities and 600 schools, in three formats each.

Wall, CPU per document, memory of a worker, and how much faster two workers are than one:
medians of runs that take turns (ROUNDS, default 5), beside what two processes that only reckon
gain at the same time, since a busy machine gives no more; then the same in a folder that is no
disk (/dev/shm), where nobody waits for fsync.  Where valgrind is there, the same by
counted instructions, which no neighbour disturbs: what one draft costs in a worker and in the
parent, and what cannot be shared.  Then a run with nothing to do, and one with one row changed.
Figures only; nothing passes or fails."""
import glob
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'pmpplan'))
SAMPLES = os.path.join(ROOT, 'samples')
ROUNDS = int(os.environ.get('ROUNDS', '5'))
KINDS = [('municipalities', 'standard.yaml', 'municipalities.csv', 42),
         ('schools', 'school-standard.yaml', 'schools.csv', 600)]
FORMATS = 3
os.environ.setdefault('PMPPLAN_DATA', ROOT)


def command(plan, rows, out, jobs):
    return [PROGRAM, 'render', '-q', os.path.join(SAMPLES, plan), '--each', rows, '-o', out] + \
        ([] if jobs is None else ['-j', str(jobs)])


def run(args):
    """Returns (wall, CPU with that of the workers) in seconds."""
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.execv(args[0], args)
    _, status, use = os.wait4(pid, 0)
    assert status == 0, args
    return time.monotonic() - start, use.ru_utime + use.ru_stime


def spin():
    n = 0
    for i in range(3000000):
        n ^= i
    return n


def gain_of_two():
    """How much more two processes get done at once than one alone, now."""
    def together(n):
        start = time.monotonic()
        pids = []
        for _ in range(n):
            pid = os.fork()
            if pid == 0:
                spin()
                os._exit(0)
            pids.append(pid)
        for p in pids:
            os.waitpid(p, 0)
        return time.monotonic() - start
    one, two = zip(*((together(1), together(2)) for _ in range(5)))
    return 2 * statistics.median(one) / statistics.median(two)


def memory(args):
    """Largest (private and written, resident) of a worker, in MB: read while it works."""
    most = [0, 0]
    p = subprocess.Popen(args)
    while p.poll() is None:
        try:
            children = open('/proc/%d/task/%d/children' % (p.pid, p.pid)).read().split()
            for c in children:
                kb = dict(line.split()[:2] for line in open('/proc/%s/smaps_rollup' % c) if ' kB' in line)
                most = [max(most[0], int(kb['Private_Dirty:'])), max(most[1], int(kb['Rss:']))]
        except (OSError, KeyError, ValueError):
            pass # it has just gone
        time.sleep(0.005)
    return [m / 1024 for m in most]


def take_turns(out, plan, rows, many):
    """{jobs: [(wall, CPU), ...]} of ROUNDS rounds, each into an empty folder."""
    took = {j: [] for j in many}
    for _ in range(ROUNDS):
        for j in took:
            shutil.rmtree(out, ignore_errors=True)
            os.sync()
            took[j].append(run(command(plan, rows, out, j)))
    return took


def middle(took, jobs, which=0):
    return statistics.median(t[which] for t in took[jobs])


def show_runs(tmp, name, plan, rows, n):
    rows = os.path.join(SAMPLES, rows)
    out = os.path.join(tmp, 'out')
    gains = [gain_of_two()]
    took = take_turns(out, plan, rows, (1, 2, None))
    gains.append(gain_of_two())
    shutil.rmtree(out)
    dirty, rss = memory(command(plan, rows, out, 2))
    assert len(glob.glob(out + '/*')) == n * FORMATS
    print('%d %s, %d documents' % (n, name, n * FORMATS))
    for j in took:
        print('  %-7s %6.2f s wall  %6.2f s CPU, %5.2f ms a document  (wall: best %.2f, worst %.2f)' % (
            'no -j' if j is None else '-j %d' % j, middle(took, j), middle(took, j, 1),
            middle(took, j, 1) / n / FORMATS * 1e3, min(took[j])[0], max(took[j])[0]))
    print('  times as fast as one worker: two %.2f (best to best %.2f), without -j %.2f (%.2f); processes that '
          'only reckon, meanwhile: two %.2f' % (
              middle(took, 1) / middle(took, 2), min(took[1])[0] / min(took[2])[0],
              middle(took, 1) / middle(took, None), min(took[1])[0] / min(took[None])[0], max(gains)))
    if os.access('/dev/shm', os.W_OK):
        with tempfile.TemporaryDirectory(dir='/dev/shm') as shm:
            took = take_turns(os.path.join(shm, 'out'), plan, rows, (1, 2))
        print('  on a RAM disk: -j 1 %.2f s, -j 2 %.2f s, %.2f times as fast (best to best %.2f)' % (
            middle(took, 1), middle(took, 2), middle(took, 1) / middle(took, 2),
            min(took[1])[0] / min(took[2])[0]))
    print('  a worker: %.1f MB written by itself, %.1f MB resident with what all share' % (dirty, rss))
    return out


def show_again(plan, rows, out):
    rows = os.path.join(SAMPLES, rows)
    nothing = [run(command(plan, rows, out, 2))[0] for _ in range(ROUNDS)]
    changed = []
    text = open(rows, encoding='utf-8').read().splitlines(True)
    for i in range(ROUNDS):
        new = out + '.csv'
        with open(new, 'w', encoding='utf-8') as f:
            f.writelines(text[:-1] + [text[-1].replace('Klus', 'Klusā%s' % 'abcdefghij'[i % 10])])
        changed.append(run(command(plan, new, out, 2))[0])
    print('  again: nothing changed %.2f s, one row changed %.2f s' % (
        statistics.median(nothing), statistics.median(changed)))


def counted(tmp, plan, rows, n, folder):
    """Instructions of the parent and of all processes together; n rows, one worker."""
    part = os.path.join(tmp, 'part.csv')
    with open(os.path.join(SAMPLES, rows), encoding='utf-8') as f:
        lines = f.readlines()[:n + 1]
    open(part, 'w', encoding='utf-8').writelines(lines)
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    p = subprocess.Popen(['valgrind', '-q', '--tool=callgrind', '--callgrind-out-file=%s/%%p' % folder] +
                         command(plan, part, os.path.join(folder, 'out'), 1))
    assert p.wait() == 0
    total = {}
    for path in glob.glob(folder + '/*'):
        if os.path.isfile(path):
            total[int(os.path.basename(path))] = sum(
                int(line.split()[1]) for line in open(path) if line.startswith('totals:'))
    return total[p.pid], sum(total.values())


def show_counted(tmp, name, plan, rows, n):
    if shutil.which('valgrind') is None:
        return
    few, many = 2, 12
    a = counted(tmp, plan, rows, few, os.path.join(tmp, 'few'))
    b = counted(tmp, plan, rows, many, os.path.join(tmp, 'many'))
    # A worker counts on from what its parent had counted before: only differences say something.
    parent = (b[0] - a[0]) / (many - few)
    worker = (b[1] - a[1]) / (many - few) - parent
    fixed = a[0] - few * parent
    print('  instructions: %.1f M a draft in a worker, %.2f M in the parent; before the first draft %.0f M'
          % (worker / 1e6, parent / 1e6, fixed / 1e6))
    print('  by them two workers are at most %.2f times as fast on %d drafts' % (
        (fixed + n * (parent + worker)) / (fixed + n * (parent + worker / 2)), n))


def main():
    with tempfile.TemporaryDirectory(prefix='pmpplan-bench-') as tmp:
        for name, plan, rows, n in KINDS:
            out = show_runs(tmp, name, plan, rows, n)
            if n > 100:
                show_again(plan, rows, out)
            show_counted(tmp, name, plan, rows, n)


main()
