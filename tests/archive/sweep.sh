#!/bin/bash
# sweep.sh - an archive of ten versions; every file is harmed in turn, and each harm must be
# found by "archive verify": bytes flipped, files added, removed, renamed, cut, emptied,
# linked, exchanged; folders added, removed, renamed; versions rolled back; all digests made to
# fit again.  Flipped is each byte of small files (of those that are alike in all versions, in
# the first, one in the middle and the last) and many of large ones: "sweep.sh N" more of them.
# Prints what was done how often; the last line is "N passed, N failed".
. "$(dirname "$0")/common.sh"
cd "$T" || exit 2
for n in 10 11 12 13 14 15 16 17 18 19; do
	approve plan.yaml $n
	"$P" render -q --force plan.yaml -f docx,pdf && add arhivs plan.yaml plan.docx plan.pdf > /dev/null 2>&1 ||
		exit 2
done
"$P" archive verify --root arhivs > /dev/null || { echo "the archive is not sound"; exit 1; }
python3 - "$P" "${1:-1}" <<'END'
import collections, glob, hashlib, json, os, random, re, shutil, subprocess, sys

P, MORE = sys.argv[1], int(sys.argv[2])
passed = failed = 0
kinds = collections.Counter()
random.seed(1)


def verify(what, kind=None):
    global passed, failed
    kinds[kind or re.sub(r'.*: |version \d+ ', '', what)] += 1
    p = subprocess.run([P, 'archive', 'verify', '--root', 'x'], capture_output=True, timeout=60)
    ok = p.returncode == 1 and b'error: ' in p.stderr
    passed += ok
    failed += not ok
    if not ok:
        print('NOT FOUND  %s (status %d)' % (what, p.returncode), p.stdout.decode()[-100:])


def fresh():
    shutil.rmtree('x', ignore_errors=True)
    shutil.copytree('arhivs', 'x')


def harm(what, do):
    fresh()
    do()
    verify(what)


files = sorted(f for f in glob.glob('arhivs/**', recursive=True) if os.path.isfile(f))
for f in files:
    data = open(f, 'rb').read()
    name = 'x' + f[6:]
    fresh()
    spots = {0, len(data) - 1, len(data) // 2} | {random.randrange(len(data)) for _ in range(6 * MORE)}
    version = re.search(r'/v(\d+)/', f)
    small = len(data) < 1500 * MORE and (not version or version.group(1) in ('1', '5', '10'))
    if small:
        spots = set(range(len(data)))
    for i in sorted(spots):
        d = bytearray(data)
        d[i] ^= random.choice((1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80))
        open(name, 'wb').write(d)
        verify('%s: byte %d: %#x' % (name, i, d[i]), 'byte of a small file' if small
               else 'byte of a large file')
    open(name, 'wb').write(data)
    harm(name + ': removed', lambda: os.remove(name))
    harm(name + ': renamed', lambda: os.rename(name, name + 'x'))
    harm(name + ': cut', lambda: open(name, 'wb').write(data[:-1]))
    harm(name + ': longer', lambda: open(name, 'ab').write(b'\n'))
    harm(name + ': emptied', lambda: open(name, 'wb').close())
    harm(name + ': a link', lambda: (os.rename(name, '/tmp/x%d' % os.getpid()),
                                     os.symlink('/tmp/x%d' % os.getpid(), name)))
    os.remove('/tmp/x%d' % os.getpid())
for d in sorted(x for x in glob.glob('arhivs/**', recursive=True) if os.path.isdir(x)):
    n = 'x' + d.rstrip('/')[6:]
    harm(n + ': a file added', lambda: open(n + '/added.txt', 'w').write('x'))
    harm(n + ': a folder added', lambda: os.mkdir(n + '/added'))
    harm(n + ': a folder with a file added',
         lambda: (os.mkdir(n + '/added'), open(n + '/added/f', 'w').write('x')))
    if n != 'x':
        harm(n + ': gone', lambda: shutil.rmtree(n))
        harm(n + ': folder renamed', lambda: os.rename(n, n + 'x'))

O = 'x/minimal-pmp'


def sha(path):
    return hashlib.sha512(open(path, 'rb').read()).hexdigest()


def sidecar(d):
    open(d + '/inventory.json.sha512', 'w').write(sha(d + '/inventory.json') + '  inventory.json\n')


def roll_back():
    shutil.rmtree(O + '/v10')
    for f in ('inventory.json', 'inventory.json.sha512'):
        shutil.copy(O + '/v9/' + f, O + '/' + f)


def cut_register():
    lines = open('x/register.jsonl').readlines()
    open('x/register.jsonl', 'w').writelines(lines[:-1])


def forge(n):
    """A document of version n changed, and every digest of the object made to fit."""
    f = '%s/v%d/content/plan.docx' % (O, n)
    old = sha(f)
    open(f, 'ab').write(b'x')
    new = sha(f)
    for k in range(n, 11):
        p = '%s/v%d/inventory.json' % (O, k)
        s = open(p).read().replace(old, new)
        open(p, 'w').write(s)
        sidecar('%s/v%d' % (O, k))
    shutil.copy(O + '/v10/inventory.json', O + '/inventory.json')
    sidecar(O)


def forge_meta():
    p = O + '/v10/inventory.json'
    j = json.load(open(p))
    j['versions']['v10']['user']['name'] = 'nezinamais'
    json.dump(j, open(p, 'w'))
    sidecar(O + '/v10')
    shutil.copy(p, O + '/inventory.json')
    sidecar(O)


def exchange(a, b):
    os.rename(a, a + '.tmp'), os.rename(b, a), os.rename(a + '.tmp', b)


for n in range(1, 10):
    harm('version %d documents exchanged with the next' % n, lambda: exchange(
        '%s/v%d/content/plan.pdf' % (O, n), '%s/v%d/content/plan.pdf' % (O, n + 1)))
    harm('version %d folder exchanged with the next' % n, lambda: exchange(
        '%s/v%d' % (O, n), '%s/v%d' % (O, n + 1)))
harm('rolled back to version 9', roll_back)
harm('register cut by its last entry', cut_register)
for n in range(1, 11):
    harm('version %d forged, digests made to fit' % n, lambda: forge(n))
harm('who of version 10 forged', forge_meta)


def swap():
    lines = open('x/register.jsonl').readlines()
    lines[3], lines[4] = lines[4], lines[3]
    open('x/register.jsonl', 'w').writelines(lines)


harm('two entries swapped', swap)
# What no archive can see by itself is seen with the digest on paper.
paper = hashlib.sha512(open('arhivs/register.jsonl', 'rb').read().split(b'\n')[-2]).hexdigest()
fresh()
roll_back()
cut_register()
p = subprocess.run([P, 'archive', 'verify', '--root', 'x', '--digest', paper], capture_output=True)
ok = p.returncode == 1
kinds['rolled back, register too, against the digest on paper'] += 1
passed += ok
failed += not ok
for kind, n in sorted(kinds.items(), key=lambda x: -x[1]):
    print('%6d  %s' % (n, kind))
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed != 0)
END
