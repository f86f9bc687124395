#!/usr/bin/env python3
"""faults.py [PROGRAM] - system calls fail or the program is killed at every point while
it replaces a document: the file must hold the old or the new bytes, never a part; exit
status 0 only with the new bytes; no temporary file stays (except after a kill).
Needs strace.  The last line is "N passed, N failed"."""
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, '..', 'pmpplan'))
PLAN = os.path.join(HERE, '..', 'samples', 'minimal.yaml')
TEMPLATE = os.path.join(HERE, '..', 'templates', 'municipality.docx')
CALLS = ['openat', 'read', 'write', 'fsync', 'close', 'rename', 'renameat', 'renameat2',
         'fchmod', 'fstat', 'newfstatat', 'getrandom', 'mkdir', 'umask']
FAULTS = ['error=EIO', 'error=ENOSPC', 'error=EACCES', 'signal=KILL', 'signal=INT']
passed = failed = 0


def run(out, *strace):
    cmd = ['strace', '-f', '-o', os.path.join(tmp, 'trace'), *strace] if strace else []
    return subprocess.run(cmd + [PROGRAM, 'render', '-q', '--force', '--template', TEMPLATE,
                                 '-o', out, plan], capture_output=True, timeout=60)


def check(out, old, what, p):
    global passed, failed
    left = sorted(os.listdir(out)) if os.path.isdir(out) else []
    now = None
    if 'plan.docx' in left:
        now = open(os.path.join(out, 'plan.docx'), 'rb').read()
    bad = []
    if now not in (old, new):
        bad.append('neither the old nor the new bytes')
    if p.returncode == 0 and now != new:
        bad.append('exit status 0 without the new bytes')
    if 'KILL' not in what and [f for f in left if f.endswith('.tmp')]:
        bad.append('a temporary file is left')
    if p.returncode not in (0, 3, 4, 5, 7, 127, 130, -2, -9, 137):
        bad.append('exit status %d' % p.returncode)
    if bad:
        failed += 1
        print('FAILED  %s: %s\n%s' % (what, '; '.join(bad), p.stderr.decode()[:300]))
    else:
        passed += 1


with tempfile.TemporaryDirectory(prefix='pmpplan-') as tmp:
    plan = os.path.join(tmp, 'plan.yaml')
    shutil.copy(PLAN, plan)
    good = os.path.join(tmp, 'good')
    p = run(good, '-e', 'trace=' + ','.join(CALLS))
    if p.returncode != 0:
        sys.exit('the undisturbed run failed: %s' % p.stderr.decode())
    new = open(os.path.join(good, 'plan.docx'), 'rb').read()
    count = collections.Counter()
    for line in open(os.path.join(tmp, 'trace')):
        m = re.match(r'\d+ +(\w+)\(', line)
        if m:
            count[m.group(1)] += 1
    for old in (None, b'old bytes'):
        for call in CALLS:
            for n in range(1, count[call] + 2):
                for fault in FAULTS:
                    out = os.path.join(tmp, 'out')
                    shutil.rmtree(out, ignore_errors=True)
                    os.mkdir(out)
                    if old is not None:
                        open(os.path.join(out, 'plan.docx'), 'wb').write(old)
                    what = '%s %d of %d: %s, %s' % (call, n, count[call], fault,
                                                    'new file' if old is None else 'replacing')
                    p = run(out, '-e', 'trace=' + call, '-e',
                            'inject=%s:%s:when=%d' % (call, fault, n))
                    check(out, old, what, p)
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed != 0)
