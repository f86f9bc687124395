#!/usr/bin/env python3
"""bench.py [PROGRAM] - how fast and how large: documents per second, CPU per document, its
ratio to what zlib (level 6) needs to deflate the same bytes, peak memory, cold start, and
growth with 10 and 50 times the rows.  Figures only; nothing passes or fails."""
import os
import shutil
import sys
import tempfile
import time
import zipfile
import zlib

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, '..', 'pmpplan'))
PLAN = os.path.join(HERE, '..', 'samples', 'valka.yaml')
MANY = 100


def run(args):
    """Returns (status, CPU seconds, wall seconds, peak MB)."""
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


def floor(path):
    """CPU to deflate the parts of a package at level 6; for a PDF unknown."""
    if path.endswith('.pdf'):
        return None
    with zipfile.ZipFile(path) as z:
        parts = [z.read(n) for n in z.namelist()]
    times = []
    for _ in range(20):
        start = time.process_time()
        for p in parts:
            zlib.compress(p, 6)
        times.append(time.process_time() - start)
    return min(times)


def larger(factor, path):
    """The plan with its goals repeated under new ids."""
    plan = yaml.safe_load(open(PLAN, encoding='utf-8'))
    goals = plan['goals']
    text = yaml.safe_dump(goals, allow_unicode=True, sort_keys=False)
    plan['goals'] = []
    for i in range(factor):
        again = yaml.safe_load(text)
        if i:
            for g in again:
                g['id'] = '%s-x%d' % (g['id'], i)
                for a in g.get('activities', []):
                    a['id'] = '%s-x%d' % (a['id'], i)
                    for t in a.get('tasks', []):
                        t['id'] = '%s-x%d' % (t['id'], i)
        plan['goals'] += again
    plan['period'] = str(plan['period'])

    class Quoted(yaml.SafeDumper):
        pass
    with open(path, 'w', encoding='utf-8') as f:
        yaml.dump(plan, f, Quoted, allow_unicode=True, sort_keys=False)


with tempfile.TemporaryDirectory(prefix='pmpplan-bench-') as tmp:
    plans = [os.path.join(tmp, 'plan-%03d.yaml' % i) for i in range(MANY)]
    for p in plans:
        shutil.copy(PLAN, p)
    ready = []
    for f in ('docx', 'odt', 'pdf'):
        out = os.path.join(tmp, f)
        status, one, _, _ = best(10, ['render', '-q', '-f', f, '-o', out, plans[0]])
        if status != 0:
            print('%-5s not made (status %d)' % (f, status))
            continue
        ready.append(f)
        shutil.rmtree(out)
        status, cpu, wall, mem = run(['render', '-q', '-f', f, '-o', out] + plans)
        each = (cpu - one) / (MANY - 1)
        path = os.path.join(out, 'plan-000.' + f)
        least = floor(path)
        print('%-5s %6.0f documents/s  %6.2f ms CPU each%s  %7d bytes  peak %.0f MB' % (
            f, MANY / wall, each * 1e3,
            '' if least is None else '  %.2f times the deflate floor of %.2f ms' % (
                each / least, least * 1e3), os.path.getsize(path), mem))
    status, cpu, wall, mem = best(20, ['render', '-q', '--force', '-o', os.path.join(tmp, 'cold'),
                                       plans[0]])
    print('cold  %s of one plan: %.1f ms CPU, %.1f ms wall, peak %.0f MB (status %d)' % (
        '+'.join(ready), cpu * 1e3, wall * 1e3, mem, status))
    base = None
    for factor in (1, 10, 50):
        path = os.path.join(tmp, 'large-%d.yaml' % factor)
        larger(factor, path)
        status, cpu, wall, mem = best(3, ['render', '-q', '--force', '-o', os.path.join(tmp, 'g'),
                                          path])
        base = base or cpu
        print('rows x%-3d %8.1f ms CPU  x%-6.1f peak %.0f MB (status %d)' % (
            factor, cpu * 1e3, cpu / base, mem, status))
