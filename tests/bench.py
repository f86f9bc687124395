#!/usr/bin/env python3
"""bench.py [PROGRAM [STAGES]] - how fast and how large, on samples/valka.yaml.

Batch: documents per second and CPU per document of PROGRAM, whole, with reading, checking and
publishing; its peak memory.  Stages (tests/bench/stages.c): CPU of each step alone, the quickest
of some rounds, and its ratio to the floor, what zlib at level 6 needs to deflate the same bytes.
Growth: the same plan with 10 and 50 times the rows, and as many as make 1,000 pages: each stage,
the whole program, its memory.  What a copy more costs stays the same where time is linear.
Figures only; nothing passes or fails."""
import os
import shutil
import subprocess
import sys
import tempfile
import time

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, '..', 'pmpplan'))
STAGES = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
PLAN = os.path.join(HERE, '..', 'samples', 'valka.yaml')
MANY = 100
ROUNDS = 20
PAGES = 1000
FORMATS = ('docx', 'odt', 'pdf')


def run(args):
    """Returns (status, CPU seconds with those of workers, wall seconds, peak MB)."""
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open('/dev/null', os.O_WRONLY), 2)
        os.execv(PROGRAM, [PROGRAM] + args)
    _, status, use = os.wait4(pid, 0)
    return (os.waitstatus_to_exitcode(status), use.ru_utime + use.ru_stime,
            time.monotonic() - start, use.ru_maxrss / 1024)


def best(n, args):
    """The least CPU of n runs: the others were disturbed."""
    return min((run(args) for _ in range(n)), key=lambda r: r[1])


def stages(rounds, path):
    """Of one plan: stage -> (milliseconds, bytes or pages)."""
    text = subprocess.run([STAGES, str(rounds), path], check=True, stdout=subprocess.PIPE,
                          text=True, cwd=os.path.join(HERE, '..')).stdout
    rows = (line.split('\t') for line in text.splitlines())
    return {r[1]: (float(r[2]), int(r[3])) for r in rows}


def larger(factor, path):
    """The plan with its goals repeated under new ids."""
    plan = yaml.safe_load(open(PLAN, encoding='utf-8'))
    text = yaml.safe_dump(plan['goals'], allow_unicode=True, sort_keys=False)
    plan['goals'] = []
    for i in range(factor):
        again = yaml.safe_load(text)
        for g in again if i else []:
            g['id'] = '%s-x%d' % (g['id'], i)
            for a in g.get('activities', []):
                a['id'] = '%s-x%d' % (a['id'], i)
                for t in a.get('tasks', []):
                    t['id'] = '%s-x%d' % (t['id'], i)
        plan['goals'] += again
    plan['period'] = str(plan['period'])
    with open(path, 'w', encoding='utf-8') as f:
        yaml.safe_dump(plan, f, allow_unicode=True, sort_keys=False)
    return path


def show_batch(tmp):
    plans = [os.path.join(tmp, 'plan-%03d.yaml' % i) for i in range(MANY)]
    for p in plans:
        shutil.copy(PLAN, p)
    print('batch: %d plans, one format; CPU each without that of the start' % MANY)
    for f in FORMATS:
        out = os.path.join(tmp, f)
        status, one, _, _ = best(10, ['render', '-q', '-f', f, '-o', out, plans[0]])
        if status != 0:
            print('  %-5s not made (status %d)' % (f, status))
            continue
        size = os.path.getsize(os.path.join(out, 'plan-000.' + f))
        shutil.rmtree(out)
        _, cpu, wall, mem = run(['render', '-q', '-f', f, '-o', out] + plans)
        print('  %-5s %5.0f documents/s  %6.2f ms CPU each  %6d bytes  peak %.0f MB' % (
            f, MANY / wall, (cpu - one) / (MANY - 1) * 1e3, size, mem))
    status, cpu, wall, mem = best(20, ['render', '-q', '--force', '-o', os.path.join(tmp, 'cold'),
                                       plans[0]])
    print('cold: one plan, %s, one process: %.1f ms CPU, %.1f ms wall, peak %.0f MB (status %d)' % (
        '+'.join(FORMATS), cpu * 1e3, wall * 1e3, mem, status))


def show_ratios(s):
    def ms(*names):
        return sum(s[n][0] for n in names)
    ways = [
        ('docx, fill alone', 'docx', ('docx-run', 'docx-number', 'docx-pack')),
        ('docx, with the layout for its page numbers', 'docx',
         ('docx-run', 'docx-flow', 'layout-numbers', 'docx-number', 'docx-pack')),
        ('odt, fill alone', 'odt', ('odt-fill',)),
        ('odt beside a docx, with half of the layout', 'odt', ('odt-fill',)),
        ('pdf, drawing alone', 'pdf', ('pdf',)),
        ('pdf, with fill, reading back and layout', 'pdf', ('docx-run', 'docx-flow', 'layout', 'pdf')),
    ]
    print('stages of one document, plan and template read: CPU, and times the deflate floor')
    for title, floor, names in ways:
        cpu, least = ms(*names), s[floor + '-floor'][0]
        if 'half' in title:
            cpu += ms('docx-flow', 'layout-numbers') / 2
        print('  %-44s %6.2f ms  %.2f times %.2f ms' % (title, cpu, cpu / least, least))


def show_growth(tmp, base):
    cold = best(10, ['render', '-q', '--force', '-o', os.path.join(tmp, 'g'), PLAN])
    first = base['layout'][1]
    # Pages that do not grow (cover, contents) count little: two points make the line.
    ten = larger(10, os.path.join(tmp, 'x10.yaml'))
    at_ten = stages(5, ten)
    per = (at_ten['layout'][1] - first) / 9
    factors = [10, 50, max(51, round((PAGES - first) / per) + 1)]
    results = [(10, at_ten, best(3, ['render', '-q', '--force', '-o', os.path.join(tmp, 'g'), ten]))]
    for k in factors[1:]:
        path = larger(k, os.path.join(tmp, 'x%d.yaml' % k))
        results.append((k, stages(3, path), best(
            2, ['render', '-q', '--force', '-o', os.path.join(tmp, 'g'), path])))
    print('growth: the goals again and again; CPU in ms, and of it what each copy more costs')
    print('  %-15s %8s' % ('rows', 'x1') + ''.join('%17s' % ('x%d' % k) for k, _, _ in results))
    print('  %-15s %8d' % ('pages', first) +
          ''.join('%17d' % s['layout'][1] for _, s, _ in results))

    def line(name, first, values):
        print('  %-15s %8.2f' % (name, first) + ''.join(
            '%9.1f  +%-6.3f' % (v, (v - first) / (k - 1)) for k, v in values).rstrip())
    for name in base:
        line(name, base[name][0], [(k, s[name][0]) for k, s, _ in results])
    line('program, cold', cold[1] * 1e3, [(k, c[1] * 1e3) for k, _, c in results])
    line('peak MB', cold[3], [(k, c[3]) for k, _, c in results])


def main():
    with tempfile.TemporaryDirectory(prefix='pmpplan-bench-') as tmp:
        show_batch(tmp)
        if STAGES:
            base = stages(ROUNDS, PLAN)
            show_ratios(base)
            show_growth(tmp, base)


main()
