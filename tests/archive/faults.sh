#!/bin/bash
# faults.sh - every system call of "archive add" fails, or the program is killed there, in
# turn.  After each: no approved version is lost or half there, exit status 0 only with the
# new version in place, the same add run again succeeds, and the archive is sound.
# "faults.sh N" takes every N-th point only.  Needs strace.  Prints the number of points; the last line is "N passed, N failed".
. "$(dirname "$0")/common.sh"
cd "$T" || exit 2
approve one.yaml 10
approve two.yaml 20
"$P" render -q -f docx one.yaml && "$P" render -q -f docx two.yaml || exit 2
add base one.yaml one.docx > /dev/null 2>&1 || exit 2
python3 - "$P" "${1:-1}" <<'END'
import collections, hashlib, os, re, shutil, subprocess, sys

P = sys.argv[1]
CALLS = ['openat', 'write', 'pread64', 'fsync', 'close', 'renameat2', 'mkdirat', 'unlinkat',
         'flock', 'dup', 'getdents64', 'newfstatat', 'fstat', 'fcntl']
FAULTS = ['error=EIO', 'error=ENOSPC', 'signal=KILL']
STEP = int(sys.argv[2])
passed = failed = points = turn = 0
ADD = {'first': ['archive', 'add', 'one.yaml', 'one.docx'],
       'second': ['archive', 'add', 'two.yaml', 'two.docx']}
END = ['--root', 'x/arhivs', '--who', 'lietvedis', '--why', 'Domes']


def start(scene):
    shutil.rmtree('x', ignore_errors=True)
    os.mkdir('x')
    if scene == 'second':
        shutil.copytree('base', 'x/arhivs')


def tree(v):
    out = {}
    top = 'x/arhivs/minimal-pmp/' + v
    for d, _, names in os.walk(top):
        for n in names:
            p = os.path.join(d, n)
            out[p] = hashlib.sha512(open(p, 'rb').read()).hexdigest()
    return out


def run(scene, *strace):
    cmd = ['strace', '-f', '-o', 'trace', *strace] if strace else []
    return subprocess.run(cmd + [P] + ADD[scene] + END, capture_output=True, timeout=60)


def verify():
    return subprocess.run([P, 'archive', 'verify', '--root', 'x/arhivs'], capture_output=True,
                          timeout=60)


for scene in ('first', 'second'):
    new = 'v1' if scene == 'first' else 'v2'
    start(scene)
    v1 = tree('v1')
    p = run(scene, '-e', 'trace=' + ','.join(CALLS))
    if p.returncode != 0:
        sys.exit('the undisturbed run failed: ' + p.stderr.decode())
    count, own = collections.Counter(), {}
    for line in open('trace'):
        m = re.match(r'\d+ +(\w+)\(', line)
        if m:
            count[m.group(1)] += 1
            # From the first touch of the archive on; before it only files are read.
            if 'arhivs' in line and m.group(1) not in own:
                own[m.group(1)] = count[m.group(1)]
    for call in CALLS:
        seen = own.get(call)
        if call in ('write', 'fsync', 'close', 'pread64', 'dup', 'getdents64', 'fcntl', 'fstat'):
            seen = {'write': 1, 'fsync': 1, 'pread64': 1, 'dup': 1, 'fcntl': 1,
                    'getdents64': 1}.get(call, max(1, count[call] - 60))
        for n in range(seen or count[call] + 1, count[call] + 1):
            for fault in FAULTS:
                turn += 1
                if turn % STEP != 0:
                    continue
                points += 1
                start(scene)
                p = run(scene, '-e', 'trace=' + call, '-e', 'inject=%s:%s:when=%d' % (call, fault, n))
                bad = []
                if scene == 'second' and tree('v1') != v1:
                    bad.append('version 1 changed')
                done = os.path.exists('x/arhivs/minimal-pmp/' + new)
                if p.returncode == 0 and (not done or verify().returncode != 0):
                    bad.append('exit status 0 without a sound new version')
                if 'KILL' not in fault and p.returncode < 0:
                    bad.append('died: %d' % p.returncode)
                again = run(scene)
                if again.returncode != 0:
                    bad.append('the next run fails: ' + again.stderr.decode()[:300])
                v = verify()
                if v.returncode != 0:
                    bad.append('not sound: ' + v.stderr.decode()[:300])
                if not os.path.exists('x/arhivs/minimal-pmp/' + new):
                    bad.append('the version is not there')
                if [f for f in os.listdir('x') if f.endswith('.tmp')]:
                    bad.append('a work folder is left')
                if bad:
                    failed += 1
                    print('FAILED  %s, %s %d of %d: %s: %s' % (scene, call, n, count[call], fault,
                                                               '; '.join(bad)))
                else:
                    passed += 1
print('%d points of %d' % (points, turn))
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed != 0)
END
