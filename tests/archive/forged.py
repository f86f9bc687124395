#!/usr/bin/env python3
"""forged.py PROGRAM - archives made to mislead: nothing is written outside, no link is followed,
nothing hangs, every fault is named with its place, and add hides no loss.

First stores of strangers, forged, for verify, list, show, restore and export; then archives of ours
with register and objects that somebody changed, for verify and for the add that comes after.
The last line is "N passed, N failed".
"""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
P = os.path.abspath(sys.argv[1])
os.environ.setdefault('PMPPLAN_DATA', os.path.join(HERE, '..', '..'))
SAMPLE = open(os.path.join(HERE, '..', '..', 'samples', 'minimal.yaml'), encoding='utf-8').read()
LIMIT = 30          # seconds; all of it takes far less
TIME = '2025-01-01T00:00:00Z'
SPEC = 'https://ocfl.io/1.1/spec/#inventory'
A = b'one\n'
passed = failed = 0
where = tempfile.mkdtemp(prefix='pmpplan-forged.')
os.chdir(where)


def sha(b, alg='sha512'):
    return hashlib.new(alg, b).hexdigest()


def put(path, data):
    os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
    with open(path, 'wb') as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def check(what, ok, said=''):
    global passed, failed
    passed += ok
    failed += not ok
    if not ok:
        print('FAILED  %s\n%s' % (what, said[:1500]))


def run(*args):
    """Exit status and all that was said; -1: it hung, and any other negative one: a signal."""
    try:
        p = subprocess.run([P, *args], capture_output=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return -1, 'did not end in time'
    out = (p.stdout + p.stderr).decode(errors='replace')
    return (-2 if 'ERROR: AddressSanitizer' in out or 'runtime error' in out else p.returncode), out


def files():
    """All that is on disk, with its bytes."""
    return {os.path.join(d, f): os.path.islink(os.path.join(d, f)) or
            not os.path.isfile(os.path.join(d, f)) or open(os.path.join(d, f), 'rb').read()
            for d, _, names in os.walk(where) for f in names}


# -- stores of strangers --

def store(d, inv):
    data = json.dumps(inv).encode()
    put(d + '/inventory.json', data)
    put(d + '/inventory.json.sha512', sha(data) + '  inventory.json\n')


def forge(folder='obj', id='obj', content=None, change=None):
    """An object of one version; "change" edits its inventory, the digests fit."""
    content = content or {'a.txt': A}
    man, state = {}, {}
    for name, data in content.items():
        man[sha(data)] = ['v1/content/' + name]
        state[sha(data)] = [name]
        put('r/%s/v1/content/%s' % (folder, name), data)
    user = {'name': 'u', 'address': 'mailto:u@x'}
    inv = {'id': id, 'type': SPEC, 'digestAlgorithm': 'sha512', 'head': 'v1', 'manifest': man,
           'versions': {'v1': {'created': TIME, 'message': 'm', 'user': user, 'state': state}}}
    if change:
        change(inv)
    put('r/%s/0=ocfl_object_1.1' % folder, 'ocfl_object_1.1\n')
    store('r/%s/v1' % folder, inv)
    store('r/' + folder, inv)


def root():
    shutil.rmtree('r', ignore_errors=True)
    put('r/0=ocfl_1.1', 'ocfl_1.1\n')


HOW = (['restore'], ['export', '--bagit'], ['export', '--sip'])


def handed(what, ids=(), least=None):
    """Handing on writes below its folder only.  "least": how many files come out of each way at most."""
    for how in HOW:
        shutil.rmtree('deep', ignore_errors=True)
        os.makedirs('deep/a/b/out')
        before = files()
        status, said = run('archive', *how, *ids, '--root', 'r', '-o', 'deep/a/b/out')
        new = [p for p, b in files().items() if before.get(p) != b]
        out = [p for p in new if not p.startswith(where + '/deep/a/b/out/')]
        check('%s: %s writes nothing elsewhere' % (what, ' '.join(how)), status >= 0 and not out,
              '%d %s %s' % (status, out, said))
        if least is not None:
            check('%s: %s hands nothing on' % (what, ' '.join(how)), status != 0 and len(new) == least,
                  '%d %s %s' % (status, new, said))


def verified(what, *texts, status=1, args=()):
    got, said = run('archive', 'verify', '--root', 'r', *args)
    check(what + ': verify', got == status and all(t in said for t in texts), '%d %s' % (got, said))


def state(paths):
    def f(inv):
        inv['versions']['v1']['state'] = {sha(A): paths}
    return f


for bad in ('../../../out.txt', 'a/../../../../out.txt', '/tmp/out.txt', 'a//b', './a', ''):
    root()
    forge(change=state([bad]))
    verified('logical path %r' % bad, 'r/obj/inventory.json', 'E05')
    handed('logical path %r' % bad, least=0)
    handed('logical path %r, by id' % bad, ['obj'], least=0)
for bad in ('../r/obj', '/etc', '..', 'a/../../x', '.', 'x\ny', '../../../out'):
    root()
    forge(id=bad)
    verified('id %r' % bad, status=0)
    handed('id %r' % bad)
    handed('id %r, by id' % bad, [bad])
root()
forge(content={'a.txt': A}, change=lambda i: i['manifest'].update({sha(A): ['v1/content/../../../../outside']}))
put('outside', A)
verified('content path with ..', 'E099')
handed('content path with ..', least=0)
for what, setup in {
        'file': lambda: (os.remove('r/obj/v1/content/d/a'), os.symlink(where + '/secret/a', 'r/obj/v1/content/d/a')),
        'folder': lambda: (shutil.rmtree('r/obj/v1/content/d'), os.symlink(where + '/secret', 'r/obj/v1/content/d')),
        'version': lambda: (os.rename('r/obj/v1', 'moved'), os.symlink(where + '/moved', 'r/obj/v1')),
        'object': lambda: (os.rename('r/obj', 'moved'), os.symlink(where + '/moved', 'r/obj')),
        'inventory': lambda: (os.rename('r/obj/inventory.json', 'moved'), os.symlink(where + '/moved', 'r/obj/inventory.json')),
        'sidecar': lambda: (os.rename('r/obj/inventory.json.sha512', 'moved'), os.symlink(where + '/moved', 'r/obj/inventory.json.sha512'))}.items():
    shutil.rmtree('moved', ignore_errors=True)
    if os.path.exists('moved'):
        os.remove('moved')
    root()
    put('secret/a', A)
    forge(content={'d/a': A})
    setup()
    verified('link in place of a %s' % what, 'E090')
    handed('link in place of a %s' % what, ['obj'], least=0)
for path in ('obj/inventory.json', 'obj/inventory.json.sha512', 'obj/0=ocfl_object_1.1', '0=ocfl_1.1', 'register.jsonl',
             'root.sha512', 'ocfl_layout.json', 'README.txt', 'extensions', 'obj/v1', 'obj/v1/content', 'obj/v1/content/a.txt',
             'obj/v1/inventory.json'):
    for what, make in {'pipe': os.mkfifo, 'link': lambda p: os.symlink(where + '/secret/a', p), 'folder': os.mkdir}.items():
        root()
        forge()
        p = 'r/' + path
        if os.path.isdir(p):
            if what == 'folder':
                continue
            shutil.rmtree(p)
        elif os.path.exists(p):
            os.remove(p)
        make(p)
        status, said = run('archive', 'verify', '--root', 'r')
        ok = (path == 'extensions' or path == 'README.txt') and what == 'folder'
        check('%s in place of %s: verify' % (what, path), (status == 1 or ok) and (ok or path.split('/')[-1][:5] in said or 'r/obj:' in said),
              '%d %s' % (status, said))
        for action in ('list', 'restore', 'show'):
            shutil.rmtree('o', ignore_errors=True)
            status, said = run('archive', action, *(['obj'] if action == 'show' else []), '--root', 'r',
                               *(['-o', 'o'] if action == 'restore' else []))
            check('%s in place of %s: %s' % (what, path, action), status >= 0, said)
# What takes long only if it is done badly.
root()
forge(change=state(['a/' * 200000 + 'b']))
verified('200 000 slashes', status=0)
root()
big = b'x' * (8 << 20)
forge(content={'a.txt': big}, change=lambda i: i.update(
    fixity={a: {sha(big, a): ['v1/content/a.txt'] * 20000} for a in ('md5', 'sha1', 'sha256')}))
verified('fixity names a file 60 000 times', 'E101')
root()
forge(change=state(['f%d' % k for k in range(60000)]))
verified('60 000 logical paths', status=0)
root()
forge(change=lambda i: i['manifest'].update({sha(A): ['v1/content/f%d' % k for k in range(60000)]}))
verified('60 000 content paths that are not there', 'E092')
root()
put('r/obj/0=ocfl_object_1.1', 'ocfl_object_1.1\n')
put('r/obj/inventory.json', b'{"id":' * 60000)
verified('deep JSON', 'E033')
root()
forge()
d = os.open('r/obj/v1/content', os.O_RDONLY)
for k in range(100):
    os.mkdir('n' * 100, dir_fd=d)
    up, d = d, os.open('n' * 100, os.O_RDONLY, dir_fd=d)
    os.close(up)
os.close(d)
verified('folders in each other, 100 deep', 'r/obj/v1/content')
shutil.rmtree('r')
# What a terminal obeys.
root()
forge(content={'a\x1b[31m.txt': A}, change=lambda i: i['versions']['v1'].update(
    message='x\x1b]0;t\x07\ny\tz\u202e', user={'name': '\x1b[2Jn', 'address': '\x9b'}))
for args in (['list'], ['show', 'obj'], ['verify', '-v'], ['restore', 'none', '-o', 'o']):
    status, said = run('archive', *args, '--root', 'r')
    check('controls are not shown: %s' % args[0], status >= 0 and not any(c in said for c in '\x1b\x07\x9b\u202e') and
          (args[0] != 'list' or said.count('\n') == 1 and said.count('\t') == 5), repr(said))
# Names that other systems misread are not handed on in a package.
for bad in ('a\\..\\..\\b', 'a:b', 'x\ny', 'x\u2028y', 'x\ufffe', 'CON', 'com1.txt', '%41', ' x', 'x.'):
    root()
    forge(content={bad: A})
    for how in HOW[1:]:
        shutil.rmtree('o', ignore_errors=True)
        status, said = run('archive', *how, '--root', 'r', '-o', 'o')
        check('name %r: %s' % (bad, ' '.join(how)), status == 3 and 'archive-name' in said and not os.listdir('o'), said)
# Two objects of one id.
root()
forge('obj')
forge('z')
verified('one id twice', 'r/z: error', 'E037')
# An object that lies elsewhere than its id says is found, and handed on under a name that stays in the folder.
root()
forge('a/b/c', 'https://example.org/x')
shutil.rmtree('o', ignore_errors=True)
status, said = run('archive', 'restore', 'https://example.org/x', '--root', 'r', '-o', 'o')
check('nested object, URI as id', status == 0 and os.listdir('o') == ['https%3a%2f%2fexample.org%2fx-v1'], said)
status, said = run('archive', 'restore', 'https://example.org/x', '--root', 'r', '-o', 'o')
check('what is there stays', status == 5 and 'archive-target' in said and '--force' not in said, said)
# One that is broken does not keep others from being handed on.
root()
forge('bad', 'bad', change=state(['../x']))
forge('good', 'good')
shutil.rmtree('o', ignore_errors=True)
status, said = run('archive', 'restore', 'bad', 'good', '--root', 'r', '-o', 'o')
check('the good one behind a bad one', status == 1 and os.listdir('o') == ['good-v1'], said)
# A link that the user names is followed; its end may bear slashes.
os.symlink('r', 'link')
root()
forge()
for name in ('link', 'link/', 'link//'):
    status, said = run('archive', 'verify', '--root', name)
    check('root behind %r' % name, status == 0, said)
if os.geteuid() == 0:
    root()
    forge()
    for path in ('obj/v1/content/a.txt', 'obj/inventory.json', 'obj/v1', 'obj'):
        mode = os.stat('r/' + path).st_mode
        os.chmod(where, 0o755)
        os.chmod('r/' + path, 0)
        p = subprocess.run(['setpriv', '--reuid=65534', '--clear-groups', P, 'archive', 'verify', '--lang', 'lv', '--root', 'r'],
                           capture_output=True, timeout=LIMIT)
        said = (p.stdout + p.stderr).decode()
        os.chmod('r/' + path, mode)
        check('without permission: ' + path, p.returncode == 1 and 'nav atļaujas' in said and 'ermission' not in said and
              'mainīts' not in said, said)

# -- archives of ours that somebody changed --

APPROVAL = '''approval:
  status: approved
  pattern: valka-2024
  date: 2025-01-1%s
  decision: "%s"
  protocol: "1"
  item: "2"
'''


def add(id, n, *args, who='lietvedis', why='Domes lēmums'):
    name = 'p-%s.yaml' % id
    put(name, ''.join('id: %s\n' % id if line.startswith('id: ') else line for line in SAMPLE.splitlines(True)) +
        APPROVAL % (n, n))
    if not os.path.exists('p-%s-%s.docx' % (id, n)):
        run('render', '-q', '-f', 'docx', '-o', 'p-%s-%s.docx' % (id, n), name)
    return run('archive', 'add', name, 'p-%s-%s.docx' % (id, n), '--root', 'r', '--who', who, '--why', why, *args)


shutil.rmtree('r')
for id in ('one', 'two'):
    for n in (1, 2, 3):
        add(id, n)
shutil.copytree('r', 'good')
LINES = open('good/register.jsonl', 'rb').read().splitlines()
PAPER = sha(LINES[-1])


def fresh():
    shutil.rmtree('r', ignore_errors=True)
    shutil.copytree('good', 'r')


def write(lines, end=b'\n'):
    put('r/register.jsonl', b'\n'.join(lines) + end)


def chained(lines):
    out, previous = [], ''
    for line in lines:
        o = json.loads(line)
        o['previous'] = previous
        out.append(json.dumps(o, separators=(',', ':'), ensure_ascii=False).encode())
        previous = sha(out[-1])
    return out


def refused(what, *texts):
    """The add that comes after changes nothing, and says why."""
    before = files()
    status, said = add('one', 9)
    new = [p for p, b in files().items() if before.get(p) != b and p.startswith(where + '/r/')]
    check(what + ': add is refused', status == 1 and not new and all(t in said for t in texts), '%d %s %s' % (status, new, said))


check('the chain is ours', chained(LINES) == LINES)
fresh()
groups = ' '.join(PAPER[i:i + 8] for i in range(0, 128, 8))
for what, hexes, status in (
        ('as printed', groups, 0), ('capitals', groups.upper(), 0), ('lines, tabs, no-break spaces', groups.replace(' ', '\n', 3).replace(' ', '\t', 3).replace(' ', '\u00a0'), 0),
        ('a part', PAPER[:64], 1), ('longer', PAPER + '00', 1), ('a space behind', PAPER + ' ', 0), ('one letter', ('1' if PAPER[0] == '0' else '0') + PAPER[1:], 1)):
    verified('paper digest, ' + what, status=status, args=['--digest', hexes])
for what, lines, text in (
        ('an entry twice', LINES + LINES[-1:], 'archive-entry-turn'),
        ('an entry of the middle twice', LINES[:3] + LINES[2:], 'archive-entry-turn'),
        ('two entries changed places', [LINES[1], LINES[0]] + LINES[2:], 'archive-entry-turn'),
        ('an entry cut out', LINES[:1] + LINES[2:], 'archive-entry-turn'),
        ('who changed', [LINES[0].replace(b'lietvedis', b'citsvedis')] + LINES[1:], 'archive-entry'),
        ('a key more', [LINES[0].replace(b'{', b'{"x":1,')] + LINES[1:], 'archive-entry'),
        ('version written otherwise', LINES[:2] + [LINES[2].replace(b'"v3"', b'"v03"')] + LINES[3:], 'archive-entry')):
    fresh()
    write(chained(lines))
    verified(what + ', chained anew', text, 'r/register.jsonl:')
fresh()
write(chained(LINES + LINES[2:3]))
refused('an entry twice', 'archive-unsound')
fresh()
write(LINES[:3])
verified('register behind by three', 'archive-unregistered')
refused('register behind by three', 'archive-unsound', 'two')
fresh()
put('r/register.jsonl', '')
refused('register emptied', 'archive-stuck')
fresh()
shutil.rmtree('r/one')
verified('object gone', 'archive-gone')
refused('object gone', 'archive-unsound')
status, said = add('two', 4)
check('object gone: others may go on', status == 0, said)
fresh()
shutil.rmtree('r/one/v3')
for f in ('inventory.json', 'inventory.json.sha512'):
    shutil.copy('r/one/v2/' + f, 'r/one/' + f)
verified('rolled back', 'archive-gone', 'one v3')
refused('rolled back', 'archive-unsound')
fresh()
os.rename('r/one/v2', 'r/one/v02')
verified('version folder renamed', 'E046', 'E010')
refused('version folder renamed', 'r/one/v2')
fresh()
os.rename('r/one', 'r/three')
verified('object renamed', 'r/three: ', 'E083')
refused('object renamed', 'E083')
fresh()
os.remove('r/register.jsonl')
verified('register gone', 'r/register.jsonl: ', 'archive-missing')
fresh()
os.remove('r/register.jsonl')
os.remove('r/root.sha512')
verified('register and digests of the root gone', 'r/register.jsonl: ', 'archive-missing')
fresh()
shutil.copy('r/register.jsonl', 'r/Register.jsonl')
verified('two registers', 'r/Register.jsonl', 'E088')
# A run that died between the inventory and the register is finished, and the next version follows at once.
fresh()
write(LINES[:-1])
status, said = add('two', 4)
check('finished, and one more', status == 0 and 'archive-finished' in said, said)
verified('finished, and one more', status=0)
# Ids and texts that would stay for good.
for id in ('extensions', 'con', 'COM1', 'register.jsonl', 'ONE'):
    fresh()
    before = files()
    status, said = add(id, 1)
    new = [p for p, b in files().items() if before.get(p) != b and p.startswith(where + '/r/')]
    check('id %s' % id, status == 3 and 'archive-id' in said and not new, said)
for who, why in (('a', 'x\ny'), ('a\x1b[31m', 'b'), ('a', b'\xff'), ('a', 'v\u2028w'), ('a', 'x' * 1001), (' ', 'b'), ('a', '\u202e')):
    fresh()
    status, said = add('one', 4, who=who, why=why)
    check('said %r %r' % (who, why), status == 2 and 'usage-archive' in said, said)
# Twins of another case or normal form.
fresh()
put('Ā.edoc', 'x')
put('a\u0304.edoc', 'x')
for twins in (('ā.docx', 'Ā.docx'), ('ā.docx', 'a\u0304.docx')):
    for t in twins:
        os.makedirs(t + '.d', exist_ok=True)
        shutil.copy('p-one-1.docx', t + '.d/' + t)
    add('one', 1)
    put(twins[0] + '.d/' + twins[0], open('p-one-2.docx', 'rb').read())
    status, said = run('archive', 'add', 'p-one.yaml', twins[0] + '.d/' + twins[0], twins[1] + '.d/' + twins[1], '--root', 'r', '--who', 'a', '--why', 'b')
    check('twins %r' % (twins,), status == 3 and 'archive-same-name' in said, said)


# -- making again --

def reseal(id, path, change):
    """A JSON file of the only version changed, and every digest in the archive with it."""
    full = 'r/%s/v1/content/%s' % (id, path)
    o = json.load(open(full))
    old = sha(open(full, 'rb').read())
    change(o)
    put(full, json.dumps(o))
    raw = open('r/%s/inventory.json' % id).read().replace(old, sha(open(full, 'rb').read()))
    for d in ('r/%s' % id, 'r/%s/v1' % id):
        store(d, json.loads(raw))
    entry = json.loads(open('r/register.jsonl').read())
    entry['inventory'] = sha(open('r/%s/inventory.json' % id, 'rb').read())
    write(chained([json.dumps(entry)]))


os.makedirs('tmp')
os.environ['TMPDIR'] = where + '/tmp'
shutil.rmtree('r')
add('again', 1)
with zipfile.ZipFile('p-again-1.docx') as z, zipfile.ZipFile('tmp/secret.docx', 'w') as out:
    for name in z.namelist():
        out.writestr(name, z.read(name).replace(b'Kalnup', b'Kalnu-p'))
run('pdf', '-q', 'tmp/secret.docx', '-o', 'labots.pdf')
shutil.copy('tmp/secret.docx', 'labots.docx')
for what, also, name, status, text in (('a document of the version', ['labots.docx'], 'labots.docx', 0, '2 documents made again'),
                                       ('one outside', [], '../secret.docx', 1, 'labots.pdf cannot be made again'),
                                       ('an absolute path', [], where + '/tmp/secret.docx', 1, 'labots.pdf cannot be made again')):
    shutil.rmtree('r')
    said = run('archive', 'add', 'p-again.yaml', 'p-again-1.docx', *also, 'labots.pdf', '--root', 'r', '--who', 'a', '--why', 'b')
    check('PDF of %s: taken in' % what, said[0] == 0, said[1])
    reseal('again', 'provenance.json', lambda o: [d.update(rebuilds=True, formats='pdf', pdf_of=name)
                                                  for d in o['documents'] if d['path'] == 'labots.pdf'])
    verified('PDF of ' + what, text, status=status, args=['--rebuild'])
# The program's version and the fonts are named if what is made again differs.
reseal('again', 'provenance.json', lambda o: o.update(program='pmpplan 0.0', fonts_sha512='0'))
verified('other tools', 'archive-other-tools', 'pmpplan 0.0 (pmpplan ', 'fonts', status=1, args=['--rebuild'])
root()
forge(change=state(['source/../../../out.yaml', 'template/../../../../out']))
before = files()
status, said = run('archive', 'verify', '--rebuild', '--root', 'r')
check('sources laid out below their folder only', status == 1 and files() == before, said)
os.chdir('/')
shutil.rmtree(where)
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed != 0)
