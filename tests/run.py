#!/usr/bin/env python3
"""run.py [-p PROGRAM] [-w WRAPPER] [-j N] [--accept] [CASE...] - the golden cases.

A case is a folder under tests/golden/<kind>/<case>/:

    about             one line: what the case shows
    cmd               shell lines, run in a scratch copy of the folder; $P is the program.
                      Default: $P render plan.yaml --template template.docx -f docx -o out
    NAME.docx.d/      a package as a folder: packed to NAME.docx before the run, on top of
    NAME.odt.d/       the skeleton tests/golden/skeleton.docx.d (or .odt.d).  A file body.xml
                      in it becomes what stands between <w:body> and </w:body> (office:text)
    expect.msg        standard error, exactly; default: empty
    expect.out        standard output, exactly; checked when the file is there
    expect.status     exit status; default 0
    expect/           what must be there afterwards, byte for byte.  Inside packages:
                      expect/out/x.docx.d/word/document.xml compares that part;
                      expect/out/x.docx.txt the text (tests/tools/doctext.py) and the
                      structure check (tests/tools/structure.py) is run besides
    expect.absent     paths, one a line, that must not exist afterwards

--accept stores what came out instead of comparing, in the named cases only.
The last line is "N passed, N failed"."""
import argparse
import concurrent.futures
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, 'golden')
sys.path.insert(0, os.path.join(HERE, 'tools'))
import doctext  # noqa: E402


def pack(folder, path):
    kind = 'odt' if folder.endswith('.odt.d') else 'docx'
    parts = {}
    skel = os.path.join(GOLDEN, 'skeleton.%s.d' % kind)
    for top in (skel, folder):
        if top == skel and os.path.exists(os.path.join(folder, 'bare')):
            continue
        for d, _, files in os.walk(top):
            for f in files:
                full = os.path.join(d, f)
                parts[os.path.relpath(full, top)] = open(full, 'rb').read()
    parts.pop('bare', None)
    body = parts.pop('body.xml', None)
    if body is not None:
        name = 'content.xml' if kind == 'odt' else 'word/document.xml'
        parts[name] = parts[name].replace(b'<!--BODY-->', body.rstrip(b'\n'))
    with zipfile.ZipFile(path, 'w') as z:
        for n in sorted(parts, key=lambda n: (n != 'mimetype', n != '[Content_Types].xml', n)):
            i = zipfile.ZipInfo(n, (1980, 1, 1, 0, 0, 0))
            i.compress_type = zipfile.ZIP_STORED if n == 'mimetype' else zipfile.ZIP_DEFLATED
            z.writestr(i, parts[n])
    shutil.rmtree(folder)


def read(path, default=None):
    if not os.path.exists(path):
        return default
    return open(path, encoding='utf-8', errors='surrogateescape').read()


def diff(name, want, got):
    return ''.join(difflib.unified_diff(want.splitlines(True), got.splitlines(True),
                                        'expected ' + name, 'got ' + name, n=1))[:4000]


def run_case(case, args):
    """Returns a list of complaints; empty: passed."""
    src = os.path.join(GOLDEN, case)
    bad = []
    with tempfile.TemporaryDirectory(prefix='pmpplan-') as tmp:
        work = os.path.join(tmp, 'case')
        shutil.copytree(src, work, ignore=shutil.ignore_patterns('expect', 'expect.*', 'about'))
        for name in sorted(os.listdir(work)):
            if name.endswith(('.docx.d', '.odt.d')):
                pack(os.path.join(work, name), os.path.join(work, name[:-2]))
        cmd = read(os.path.join(src, 'cmd'), '$P render plan.yaml --template template.docx -f docx -o out')
        env = dict(os.environ, P=(args.wrapper + ' ' if args.wrapper else '') + args.program,
                   GOLDEN=GOLDEN, SAMPLES=os.path.join(HERE, '..', 'samples'), LC_ALL='C.UTF-8',
                   TOOLS=os.path.join(HERE, 'tools'), TZ='UTC')
        try:
            p = subprocess.run(['bash', '-c', cmd], cwd=work, env=env, stdin=subprocess.DEVNULL,
                               capture_output=True, timeout=args.timeout)
        except subprocess.TimeoutExpired:
            return ['ran longer than %d s' % args.timeout]
        err = p.stderr.decode('utf-8', 'surrogateescape')
        out = p.stdout.decode('utf-8', 'surrogateescape')
        err = err.replace(work + '/', '')
        if args.accept:
            accept(src, work, err, out, p.returncode)
            return []
        want = int(read(os.path.join(src, 'expect.status'), '0'))
        if p.returncode != want:
            bad.append('exit status %d, expected %d' % (p.returncode, want))
        want = read(os.path.join(src, 'expect.msg'), '')
        if err != want:
            bad.append(diff('messages', want, err))
        want = read(os.path.join(src, 'expect.out'))
        if want is not None and out != want:
            bad.append(diff('output', want, out))
        for d, _, files in os.walk(os.path.join(src, 'expect')):
            for f in sorted(files):
                full = os.path.join(d, f)
                rel = os.path.relpath(full, os.path.join(src, 'expect'))
                bad += compare(full, rel, work)
        for rel in (read(os.path.join(src, 'expect.absent'), '') or '').split():
            if os.path.lexists(os.path.join(work, rel)):
                bad.append('%s is there, and should not be' % rel)
        for d, _, files in os.walk(work):
            for f in files:
                if re.search(r'\.tmp$', f):
                    bad.append('a temporary file is left: %s' % f)
    return bad


def got_bytes(rel, work):
    m = re.match(r'(.*\.(?:docx|odt))\.d/(.*)$', rel)
    if m:
        with zipfile.ZipFile(os.path.join(work, m.group(1))) as z:
            return z.read(m.group(2))
    m = re.match(r'(.*\.(?:docx|odt))\.txt$', rel)
    if m:
        path = os.path.join(work, m.group(1))
        s = subprocess.run([sys.executable, os.path.join(HERE, 'tools', 'structure.py'), path],
                           capture_output=True, text=True)
        lines = [l.replace('\n', '\\n').replace('\t', '\\t') for l in doctext.text(path)]
        return ('\n'.join(lines) + '\n' + s.stdout.replace(work + '/', '')).encode()
    return open(os.path.join(work, rel), 'rb').read()


def compare(full, rel, work):
    want = open(full, 'rb').read()
    try:
        got = got_bytes(rel, work)
    except (OSError, KeyError, zipfile.BadZipFile) as e:
        return ['%s: not there: %s' % (rel, e)]
    if got == want:
        return []
    split = lambda b: b.decode('utf-8', 'replace').replace('><', '>\n<')  # noqa: E731
    return [diff(rel, split(want), split(got)) or '%s differs' % rel]


def accept(src, work, err, out, status):
    def put(name, text):
        path = os.path.join(src, name)
        if text:
            with open(path, 'w', encoding='utf-8', errors='surrogateescape') as f:
                f.write(text)
        elif os.path.exists(path):
            os.remove(path)
    put('expect.msg', err)
    put('expect.status', '%d\n' % status if status else '')
    if os.path.exists(os.path.join(src, 'expect.out')):
        put('expect.out', out)
    for d, _, files in os.walk(os.path.join(src, 'expect')):
        for f in files:
            full = os.path.join(d, f)
            rel = os.path.relpath(full, os.path.join(src, 'expect'))
            with open(full, 'wb') as g:
                g.write(got_bytes(rel, work))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('-p', dest='program', default=os.path.join(HERE, '..', 'pmpplan'))
    ap.add_argument('-w', dest='wrapper', default='')
    ap.add_argument('-j', dest='jobs', type=int, default=os.cpu_count() or 1)
    ap.add_argument('-t', dest='timeout', type=int, default=60)
    ap.add_argument('--accept', action='store_true')
    ap.add_argument('cases', nargs='*')
    args = ap.parse_args()
    args.program = os.path.abspath(args.program)
    cases = []
    for kind in sorted(os.listdir(GOLDEN)):
        top = os.path.join(GOLDEN, kind)
        if os.path.isdir(top) and not kind.endswith('.d'):
            cases += ['%s/%s' % (kind, c) for c in sorted(os.listdir(top))
                      if os.path.exists(os.path.join(top, c, 'about'))]
    if args.cases:
        cases = [c for c in cases if any(c == w.strip('/') or c.startswith(w.rstrip('/') + '/')
                                         for w in args.cases)]
    elif args.accept:
        sys.exit('--accept wants the cases by name')
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as ex:
        for case, bad in zip(cases, ex.map(lambda c: run_case(c, args), cases)):
            if bad:
                failed += 1
                print('FAILED %s: %s' % (case, read(os.path.join(GOLDEN, case, 'about'), '').strip()))
                for b in bad:
                    print('    ' + b.rstrip('\n').replace('\n', '\n    '))
    print('%d passed, %d failed' % (len(cases) - failed, failed))
    sys.exit(1 if failed or not cases else 0)


if __name__ == '__main__':
    main()
