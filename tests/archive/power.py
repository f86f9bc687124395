#!/usr/bin/env python3
"""power.py PROGRAM [SCENE...] - power cuts, simulated.

The system calls of "archive add" are recorded by strace, and a model of the disk replays them.
After every call the power may fail: what was not fsynced may then be on the disk, or not, or in
part.  For each such state the folder is built anew, and the same "archive add" run again (and
likewise "render" of one plan and of a table's rows):

- no approved version is lost, changed or half there; what add said it had archived is there;
- "archive verify" finds nothing wrong, or says what is unfinished;
- the next add completes the version, and the archive is then sound, with no traces;
- a document is whole, the new or the old one, or absent; the next render makes what lacks.

What may be lost (stricter than any file system in use): a name without an fsync of its folder,
also each half of a rename from one folder to another; data without an fsync of its file, which may
be missing, cut, or zeros of full length.  Entries of one folder may come in any order.

Prints the number of states; the last line is "N passed, N failed".  Needs strace.
"""
import hashlib
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

P = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
os.environ.setdefault('PMPPLAN_DATA', os.path.dirname(os.path.dirname(HERE)))
CALLS = ('openat,open,creat,mkdir,mkdirat,write,pwrite64,writev,fsync,fdatasync,close,rename,renameat,'
         'renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,truncate,ftruncate,dup,dup2,'
         'dup3,fcntl,fchmod,sync_file_range,mmap,clone,clone3,fork,vfork')
ALL = 256     # states of one moment that are all tried; else this many at random
random.seed(1)


# -- the disk --

class File:
    def __init__(self, data=b''):
        self.data, self.disk = data, data   # now, and for certain


class Folder:
    def __init__(self):
        self.names, self.disk = {}, {}      # now, and for certain
        self.pending = []                   # [(group, name, what or None)]


class Disk:
    """Folders and files below one folder, and what of them is on the disk for certain."""

    def __init__(self, top):
        self.group = 0
        self.root = self.load(top)

    def load(self, path):
        d = Folder()
        for n in os.listdir(path):
            p = os.path.join(path, n)
            d.names[n] = self.load(p) if os.path.isdir(p) else File(open(p, 'rb').read())
        d.disk = dict(d.names)
        return d

    def set(self, folder, name, what, group=None):
        if group is None:
            self.group += 1
            group = self.group
        if what is None:
            folder.names.pop(name, None)
        else:
            folder.names[name] = what
        folder.pending.append((group, name, what))

    def rename(self, a, x, b, y):
        self.group += 1
        what = a.names[x]
        # In one folder a rename is one change; from one to another it may come apart.
        self.set(b, y, what, self.group if a is b else None)
        self.set(a, x, None, self.group if a is b else None)

    @staticmethod
    def sync(what):
        if isinstance(what, File):
            what.disk = what.data
        else:
            what.disk = dict(what.names)
            what.pending = []

    def walk(self):
        """Everything that may be on the disk: each once."""
        seen, todo = [], [self.root]
        while todo:
            what = todo.pop()
            if any(what is s for s in seen):
                continue
            seen.append(what)
            if isinstance(what, Folder):
                todo += list(what.disk.values()) + [w for _, _, w in what.pending if w is not None]
        return seen

    def states(self):
        """All that the disk may hold if the power fails now."""
        choices = []    # (kind, thing, options)
        for what in self.walk():
            if isinstance(what, Folder):
                for g in dict.fromkeys(g for g, _, _ in what.pending):
                    choices.append(('name', (what, g), (False, True)))
            elif what.data != what.disk:
                old, new = what.disk, what.data
                grown = new.startswith(old)
                rest = len(new) - len(old)
                options = [old, new]
                if grown:
                    options += [new[:len(old) + rest // 2], old + bytes(rest), new[:len(old) + 1],
                                new[:len(old) + rest // 2] + bytes(rest - rest // 2), new[:-1],
                                old + bytes(rest // 2) + new[len(old) + rest // 2:]]
                else:
                    options += [b'', bytes(len(new))]
                choices.append(('data', what, tuple(dict.fromkeys(options))))
        total = 1
        for _, _, o in choices:
            total *= len(o)
        if total <= ALL:
            picks = itertools.product(*[o for _, _, o in choices])
        else:
            picks = [[random.choice(o) for _, _, o in choices] for _ in range(ALL)]
            picks += [[o[k] for _, _, o in choices] for k in (0, 1)]
        for pick in picks:
            names = {(id(t[0]), t[1]): v for (k, t, _), v in zip(choices, pick) if k == 'name'}
            data = {id(t): v for (k, t, _), v in zip(choices, pick) if k == 'data'}
            yield names, data

    def build(self, names, data):
        """{path: bytes, or None for a folder} of a state."""
        out = {}

        def put(folder, path, depth):
            entries = dict(folder.disk)
            for g, n, w in folder.pending:
                if not names[(id(folder), g)]:
                    continue
                if w is None:
                    entries.pop(n, None)
                else:
                    entries[n] = w
            for n, w in entries.items():
                p = path + '/' + n
                if isinstance(w, File):
                    out[p] = data.get(id(w), w.disk)
                elif depth < 20:
                    out[p] = None
                    put(w, p, depth + 1)
        put(self.root, '', 0)
        return out


# -- the recorded calls --

def unquote(s):
    return bytes.fromhex(s.replace('\\x', ''))


def arguments(s):
    out, i = [], 0
    for m in re.finditer(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?|[^,"]+', s):
        if m.group(0).strip() == '':
            continue
        if m.group(0).startswith('"'):
            if m.group(2):
                sys.exit('a recorded text was cut off')
            out.append(unquote(m.group(1)))
        else:
            out.append(m.group(0).strip())
    return out


class Replay:
    def __init__(self, disk, top):
        self.disk, self.top = disk, top
        self.of = {}        # process: its descriptors
        self.fds = {}       # of the process at hand: (Folder or File, append), None: not ours

    def find(self, at, path):
        """(folder, last name) of a path below our folder, or None."""
        path = path.decode()
        if path.startswith(self.top):
            at, path = self.disk.root, path[len(self.top):]
        elif path.startswith('/'):
            return None
        elif at == 'AT_FDCWD':
            if path != 'x' and not path.startswith('x/'):
                return None
            at, path = self.disk.root, path[1:]
        else:
            at = self.fds.get(int(at))
            at = at[0] if at else None
        parts = [p for p in path.split('/') if p not in ('', '.')]
        if not isinstance(at, Folder):
            return None
        for p in parts[:-1]:
            at = at.names.get(p)
            if not isinstance(at, Folder):
                return None
        return (at, parts[-1]) if parts else (at, None)

    def open(self, fd, place, flags):
        if place is None:
            self.fds[fd] = None
            return
        folder, name = place
        what = folder if name is None else folder.names.get(name)
        if what is None:
            assert 'O_CREAT' in flags, place
            what = File()
            self.disk.set(folder, name, what)
        elif 'O_TRUNC' in flags:
            what.data = b''
        self.fds[fd] = (what, 'O_APPEND' in flags)

    def write(self, fd, data):
        if fd == 1:
            return b'\n' in data       # said
        f = self.fds.get(fd)
        if f:
            f[0].data += data       # all that the program does: new files, and appending
        return False

    def call(self, name, a, ret, pid=0):
        """Do one call; True if it was the announcement that all is done."""
        self.fds = self.of.setdefault(pid, {})
        if name in ('clone', 'clone3', 'fork', 'vfork'):
            self.of[ret] = dict(self.fds)
        elif name == 'openat':
            self.open(ret, self.find(a[0], a[1]), a[2])
        elif name == 'mkdirat':
            place = self.find(a[0], a[1])
            if place:
                self.disk.set(place[0], place[1], Folder())
        elif name == 'mkdir':
            place = self.find('AT_FDCWD', a[0])
            if place:
                self.disk.set(place[0], place[1], Folder())
        elif name == 'write':
            return self.write(int(a[0]), a[1][:ret])
        elif name in ('fsync', 'fdatasync'):
            f = self.fds.get(int(a[0]))
            if f:
                self.disk.sync(f[0])
        elif name == 'close':
            self.fds.pop(int(a[0]), None)
        elif name in ('renameat2', 'renameat'):
            x, y = self.find(a[0], a[1]), self.find(a[2], a[3])
            if x and y:
                self.disk.rename(x[0], x[1], y[0], y[1])
        elif name in ('unlinkat', 'unlink', 'rmdir'):
            place = self.find(a[0], a[1]) if name == 'unlinkat' else self.find('AT_FDCWD', a[0])
            if place:
                self.disk.set(place[0], place[1], None)
        elif name == 'ftruncate':
            f = self.fds.get(int(a[0]))
            if f:
                f[0].data = f[0].data[:int(a[1])]
        elif name == 'dup' or (name == 'fcntl' and 'DUPFD' in a[1]):
            self.fds[ret] = self.fds.get(int(a[0]))
        elif name == 'fcntl' or name == 'fchmod':
            pass
        elif name == 'mmap':
            f = self.fds.get(int(a[4])) if a[4].isdigit() else None
            assert not f or 'PROT_WRITE' not in a[2], 'written through mmap'
        else:
            assert not any(self.find('AT_FDCWD', s) for s in a if isinstance(s, bytes)), \
                'the model does not know ' + name
        return False


def record(cmd):
    """Calls that succeeded: [(name, arguments, result)]."""
    p = subprocess.run(['strace', '-f', '-o', 'trace', '-xx', '-s', '100000000', '-e', 'trace=' + CALLS,
                        *cmd], capture_output=True, timeout=300)
    if p.returncode != 0:
        sys.exit('the undisturbed run failed: ' + p.stderr.decode())
    out, begun = [], {}
    for line in open('trace'):
        pid, rest = line.split(None, 1)
        if rest.endswith('<unfinished ...>\n'):
            begun[pid] = rest[:-len('<unfinished ...>\n')].rstrip()
            continue
        m = re.match(r'<\.\.\. \w+ resumed>(.*)', rest)
        if m:
            rest = begun.pop(pid) + m.group(1)
        m = re.match(r'(\w+)\((.*)\) += (-?\d+)', rest)
        if m and int(m.group(3)) >= 0:
            out.append((m.group(1), arguments(m.group(2)), int(m.group(3)), int(pid)))
    return out


# -- trying a state --

def lay_out(tree):
    shutil.rmtree('x', ignore_errors=True)
    os.mkdir('x')
    for p, data in tree.items():
        if data is None:
            os.makedirs('x' + p, exist_ok=True)
    for p, data in tree.items():
        if data is not None:
            with open('x' + p, 'wb') as f:
                f.write(data)


def contents(top):
    out = {}
    for d, _, names in os.walk(top):
        for n in names:
            p = os.path.join(d, n)
            out[p[len(top):]] = open(p, 'rb').read()
    return out


def digests(top):
    out = {}
    for d, _, names in os.walk(top):
        for n in names:
            p = os.path.join(d, n)
            out[p] = hashlib.sha512(open(p, 'rb').read()).hexdigest()
    return out


def run(*cmd):
    return subprocess.run([P, *cmd], capture_output=True, timeout=60)


OBJECT = 'x/arhivs/minimal-pmp/'


class Scene:
    """One add: what is there before, the command, the version that it makes."""

    def __init__(self, name, before, add, version):
        self.name, self.before, self.add, self.version = name, before, add, version
        self.points = self.tried = self.bad = 0

    def prepare(self):
        shutil.rmtree('x', ignore_errors=True)
        if self.before:
            shutil.copytree(self.before, 'x', symlinks=True)
        else:
            os.mkdir('x')

    def look_before(self):
        self.old = {v: digests(OBJECT + v) for v in ('v1', 'v2', 'v3')
                    if v != self.version and os.path.isdir(OBJECT + v)}

    def look_after(self):
        self.new = digests(OBJECT + self.version).keys()
        self.final = contents('x')

    def wrong(self, tree, said):
        bad = []
        lay_out(tree)
        for v, want in self.old.items():
            if digests(OBJECT + v) != want:
                bad.append('%s is not what it was' % v)
        v = run('archive', 'verify', '--root', 'x/arhivs')
        there = os.path.isdir(OBJECT + self.version)
        sound = v.returncode == 0
        if sound and there and digests(OBJECT + self.version).keys() != self.new:
            bad.append('verify takes a half version for whole')
        if said and not (sound and there):
            bad.append('archived, it was said, and is not there: ' + v.stderr.decode()[:300])
        if v.returncode not in (0, 1, 3) or (v.returncode == 1 and b'error: ' not in v.stderr):
            bad.append('verify: status %d %s' % (v.returncode, v.stderr.decode()[:300]))
        a = run(*self.add)
        if a.returncode != 0:
            bad.append('the next add fails: ' + a.stderr.decode()[:500])
        v = run('archive', 'verify', '--root', 'x/arhivs')
        if v.returncode != 0:
            bad.append('not sound after it: ' + v.stderr.decode()[:300])
        if digests(OBJECT + self.version).keys() != self.new:
            bad.append('the version is not whole after it')
        for v, want in self.old.items():
            if digests(OBJECT + v) != want:
                bad.append('%s was changed by it' % v)
        left = [f for f in os.listdir('x') + os.listdir('x/arhivs') if f.endswith('.tmp')]
        if left:
            bad.append('left over: ' + left[0])
        return bad

    def play(self):
        self.prepare()
        self.look_before()
        disk = Disk('x')
        calls = record([P, *self.add])
        self.look_after()
        replay, seen, said = Replay(disk, os.getcwd() + '/x'), set(), False
        for name, args, ret, pid in [('start', [], 0, 0)] + calls:
            if name != 'start':
                said = replay.call(name, args, ret, pid) or said
            self.points += 1
            for names, data in disk.states():
                tree = disk.build(names, data)
                key = hashlib.sha256(repr((said, sorted(tree.items()))).encode()).digest()
                if key in seen:
                    continue
                seen.add(key)
                self.tried += 1
                bad = self.wrong(tree, said)
                if bad:
                    self.bad += 1
                    print('FAILED  %s, after call %d (%s %s): %s' % (
                        self.name, self.points, name, str(args)[:120], '; '.join(bad)))
        # What the model says at the end must be what is really there.
        tree = disk.build({(id(d), g): True for d in disk.walk() if isinstance(d, Folder)
                           for g, _, _ in d.pending}, {id(f): f.data for f in disk.walk()
                                                       if isinstance(f, File)})
        if {p: d for p, d in tree.items() if d is not None} != self.final:
            sys.exit('the model of the disk is wrong')
        print('%s: %d calls, %d states' % (self.name, self.points, self.tried))


class Documents(Scene):
    """Documents put into x/out."""

    def look_before(self):
        self.old = contents('x/out')

    def look_after(self):
        self.final = contents('x')
        self.new = {n: b for n, b in contents('x/out').items() if not n.startswith('/.')}

    def wrong(self, tree, said):
        bad = []
        lay_out(tree)
        for n, b in contents('x/out').items():
            if not n.startswith('/.') and b != self.new.get(n) and b != self.old.get(n):
                bad.append(n + ' is half there')
        for n in self.old:
            if n in self.new and not os.path.exists('x/out' + n):
                bad.append(n + ' is lost')
        a = run(*self.add)
        if a.returncode != 0:
            bad.append('the next run fails: ' + a.stderr.decode()[:500])
        for n, b in self.new.items():
            if contents('x/out').get(n) != b:
                bad.append(n + ' is not what it should be')
        left = [f for f in os.listdir('x/out') if f.endswith('.tmp')]
        if left and self.version:
            bad.append('left over: ' + left[0])
        return bad


ROWS = 'id;municipality.nominative;municipality.genitive;municipality.locative\n'


def plan(name, decision):
    s = open(os.path.join(HERE, '../../samples/minimal.yaml')).read()
    s = re.sub(r'(?m)^id: .*', 'id: minimal-pmp', s)
    with open(name, 'w') as f:
        f.write(s + 'approval:\n  status: approved\n  pattern: valka-2024\n  date: 2025-01-%s\n'
                '  decision: "%s"\n  protocol: "1"\n  item: "2"\n' % (decision, decision))


def add(name, *files, root='x/arhivs'):
    return ['archive', 'add', name, *files, '--root', root, '--who', 'lietvedis', '--why', 'Domes']


def main():
    work = tempfile.mkdtemp(prefix='pmpplan-power.')
    os.chdir(work)
    plan('one.yaml', '10')
    plan('two.yaml', '20')
    plan('three.yaml', '21')
    for n in ('one', 'two', 'three'):
        run('render', '-q', '-f', 'docx', n + '.yaml')
    os.mkdir('base1')
    run(*add('one.yaml', 'one.docx', root='base1/arhivs'))
    shutil.copytree('base1', 'base2')
    run(*add('two.yaml', 'two.docx', root='base2/arhivs'))
    # Version 2 is in place, but neither inventory nor register know of it: a run that has to finish
    # another's work before its own.
    shutil.copytree('base2', 'half')
    for f in ('minimal-pmp/inventory.json', 'minimal-pmp/inventory.json.sha512', 'register.jsonl'):
        shutil.copy('base1/arhivs/' + f, 'half/arhivs/' + f)
    os.makedirs('empty/arhivs')
    os.makedirs('older/out')
    run('render', '-q', '-f', 'docx', 'one.yaml', '-o', 'older/out')
    os.rename('older/out/one.docx', 'older/out/two.docx')
    with open('rows.csv', 'w') as f:
        f.write(ROWS + ''.join('r%d;A%d novads;A%d novada;A%d novadā\n' % (i, i, i, i) for i in range(3)))
    here = 'x/arhivs/.'     # so the work folder stands inside
    scenes = [Scene('first version', None, add('one.yaml', 'one.docx'), 'v1'),
              Scene('second version', 'base1', add('two.yaml', 'two.docx'), 'v2'),
              Scene('finishing another run', 'half', add('three.yaml', 'three.docx'), 'v3'),
              Scene('first version, in a mount point', 'empty', add('one.yaml', 'one.docx', root=here),
                    'v1'),
              Scene('second version, in a mount point', 'base1', add('two.yaml', 'two.docx', root=here),
                    'v2'),
              Documents('documents', None, ['render', 'two.yaml', '-o', 'x/out'], ''),
              Documents('documents over older ones', 'older', ['render', 'two.yaml', '-o', 'x/out',
                                                               '-f', 'docx'], ''),
              Documents('drafts', None, ['render', 'two.yaml', '--each', 'rows.csv', '-o', 'x/out',
                                         '-f', 'docx', '-j', '1'], 'swept')]
    try:
        for s in scenes:
            if len(sys.argv) == 2 or s.name in sys.argv[2:]:
                s.play()
    finally:
        os.chdir('/')
        shutil.rmtree(work)
    tried, bad = sum(s.tried for s in scenes), sum(s.bad for s in scenes)
    print('%d states after %d calls' % (tried, sum(s.points for s in scenes)))
    print('%d passed, %d failed' % (tried - bad, bad))
    return bad != 0


sys.exit(main())
