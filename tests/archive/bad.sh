#!/bin/bash
# bad.sh - OCFL objects with one fault each, of the kinds in the public fixture suite: verify
# must name the code.  The last line is "N passed, N failed".
. "$(dirname "$0")/common.sh"
cd "$T" || exit 2
python3 - "$P" <<'END'
import hashlib, json, os, shutil, subprocess, sys

P = sys.argv[1]
passed = failed = 0
O = 'r/obj'


def sha(b, alg='sha512'):
    return hashlib.new(alg, b).hexdigest()


A, B = b'one\n', b'two\n'
TIME = '2025-01-01T00:00:00Z'


def version(state):
    return {'created': TIME, 'message': 'm', 'user': {'name': 'u', 'address': 'mailto:u@x'}, 'state': state}


def inventory(n):
    man = {sha(A): ['v1/content/a.txt']}
    vs = {'v1': version({sha(A): ['a.txt']})}
    if n == 2:
        man[sha(B)] = ['v2/content/b.txt']
        vs['v2'] = version({sha(A): ['a.txt'], sha(B): ['b.txt']})
    return {'id': 'urn:obj', 'type': 'https://ocfl.io/1.1/spec/#inventory', 'digestAlgorithm': 'sha512',
            'head': 'v%d' % n, 'manifest': man, 'versions': vs}


def put(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, 'wb').write(data if isinstance(data, bytes) else data.encode())


def store(d, inv, raw=None):
    data = raw if raw is not None else json.dumps(inv).encode()
    put(d + '/inventory.json', data)
    put(d + '/inventory.json.sha512', sha(data) + ' inventory.json\n')


def make(change=None, old=None, raw=None):
    """A sound root with one object of two versions; change/old edit its inventories."""
    shutil.rmtree('r', ignore_errors=True)
    put('r/0=ocfl_1.1', 'ocfl_1.1\n')
    put(O + '/0=ocfl_object_1.1', 'ocfl_object_1.1\n')
    put(O + '/v1/content/a.txt', A)
    put(O + '/v2/content/b.txt', B)
    i1, i2 = inventory(1), inventory(2)
    if old:
        old(i1)
    if change:
        change(i2)
    store(O + '/v1', i1)
    store(O + '/v2', i2, raw)
    store(O, i2, raw)


def run():
    return subprocess.run([P, 'archive', 'verify', '--root', 'r'], capture_output=True, timeout=20)


def expect(code, what, change=None, old=None, after=None, raw=None):
    global passed, failed
    make(change, old, raw)
    if after:
        after()
    p = run()
    out = p.stderr.decode(errors='replace')
    ok = p.returncode == 1 and code in out
    passed += ok
    failed += not ok
    if not ok:
        print('FAILED  %s %s: status %d\n%s' % (code, what, p.returncode, out[:400]))


make()
p = run()
if p.returncode != 0:
    sys.exit('the sound object is refused: ' + p.stderr.decode())


def setk(*path):
    *keys, last, value = path

    def f(i):
        for k in keys:
            i = i[k]
        i[last] = value
    return f


def dele(*path):
    def f(i):
        for k in path[:-1]:
            i = i[k]
        del i[path[-1]]
    return f


def both(f):
    return {'change': f, 'old': f}


rm, mk = os.remove, os.mkdir
expect('E001', 'extra file', after=lambda: put(O + '/x.txt', 'x'))
expect('E001', 'extra folder', after=lambda: put(O + '/x/y', 'x'))
expect('E001', 'bad version name', after=lambda: mk(O + '/V3'))
expect('E003', 'no declaration', after=lambda: rm(O + '/0=ocfl_object_1.1'))
expect('E003', 'two declarations', after=lambda: put(O + '/0=ocfl_object_1.0', 'ocfl_object_1.0\n'))
expect('E004', 'unknown version declared', after=lambda: os.rename(O + '/0=ocfl_object_1.1', O + '/0=ocfl_object_9.9'))
expect('E007', 'declaration text', after=lambda: put(O + '/0=ocfl_object_1.1', 'ocfl_object_1.1'))
expect('E008', 'no versions', setk('versions', {}))
expect('E009', 'starts at 2', dele('versions', 'v1'))
expect('E010', 'gap', lambda i: i['versions'].update(v4=i['versions'].pop('v2')) or i.update(head='v4'))
expect('E010', 'version folder gone', after=lambda: shutil.rmtree(O + '/v1'))
expect('E011', 'padding without rule', setk('head', 'v0'))
expect('E012', 'mixed padding', lambda i: i['versions'].update(v02=i['versions'].pop('v2')) or i.update(head='v02'))
expect('E015', 'file in version folder', after=lambda: put(O + '/v1/x.txt', 'x'))
expect('E017', 'contentDirectory with slash', setk('contentDirectory', 'a/b'))
expect('E018', 'contentDirectory ..', setk('contentDirectory', '..'))
expect('E019', 'contentDirectory changes', old=setk('contentDirectory', 'other'))
expect('E023', 'extra content', after=lambda: put(O + '/v1/content/x.txt', 'x'))
expect('E023', 'not in the old manifest', old=lambda i: (i['manifest'].clear(), i['versions']['v1']['state'].clear()))
expect('E024', 'empty folder', after=lambda: mk(O + '/v1/content/e'))
expect('E025', 'md5 for content', setk('digestAlgorithm', 'md5'))
expect('E033', 'not JSON', raw=b'{"id": ')
expect('E033', 'a list', raw=b'[]')
expect('E033', 'key twice', raw=json.dumps(inventory(2)).replace('"head"', '"id": "x", "head"').encode())
expect('E033', 'deep', raw=b'[' * 100000)
expect('E033', 'NUL', raw=json.dumps(inventory(2)).replace('urn:obj', 'a\\u0000b').encode())
for k in ('id', 'type', 'digestAlgorithm', 'head'):
    expect('E036', 'no ' + k, dele(k))
expect('E037', 'other id before', old=setk('id', 'urn:other'))
expect('E038', 'type', setk('type', 'https://ocfl.io/9.9/spec/#inventory'))
expect('E040', 'head not newest', setk('head', 'v1'))
expect('E040', 'head not there', setk('head', 'v3'))
expect('E040', 'head form', setk('head', 'two'))
expect('E040', 'head of the old one', old=setk('head', 'v2'))
expect('E041', 'no manifest', dele('manifest'))
expect('E042', 'content path elsewhere', setk('manifest', sha(B), ['v2/other/b.txt']))
expect('E043', 'no versions block', dele('versions'))
expect('E044', 'versions a list', setk('versions', []))
expect('E046', 'version folder not listed', after=lambda: put(O + '/v3/content/x', 'x'))
expect('E046', 'version key', lambda i: i['versions'].update(x=i['versions']['v2']))
expect('E047', 'version no map', setk('versions', 'v2', 'x'))
expect('E048', 'no created', dele('versions', 'v2', 'created'))
expect('E048', 'no state', dele('versions', 'v2', 'state'))
for t in ('2025-01-01', '2025-01-01T00:00Z', '2025-01-01T00:00:00', '2025-13-01T00:00:00Z', 5, ''):
    expect('E049', 'created %r' % (t,), setk('versions', 'v2', 'created', t))
expect('E050', 'state digest not in manifest', setk('versions', 'v2', 'state', sha(b'q'), ['q']))
expect('E050', 'state no map', setk('versions', 'v2', 'state', []))
expect('E050', 'state digest twice', lambda i: i['versions']['v2']['state'].update({sha(B).upper(): ['c.txt']}))
expect('E050', 'state value', setk('versions', 'v2', 'state', sha(B), 'b.txt'))
for q in ('../b', 'a/./b', 'a//b'):
    expect('E052', 'logical ' + q, setk('versions', 'v2', 'state', sha(B), [q]))
for q in ('/b', 'b/', ''):
    expect('E053', 'logical ' + q, setk('versions', 'v2', 'state', sha(B), [q]))
expect('E054', 'user without name', setk('versions', 'v2', 'user', {'address': 'x'}))
expect('E054', 'user a text', setk('versions', 'v2', 'user', 'x'))
expect('E056', 'fixity algorithm', setk('fixity', {'crc': {'00': ['v1/content/a.txt']}}))
expect('E057', 'fixity path not in manifest', setk('fixity', {'md5': {sha(A, 'md5'): ['v1/content/z']}}))
expect('E058', 'no sidecar', after=lambda: rm(O + '/inventory.json.sha512'))
expect('E058', 'no sidecar in v1', after=lambda: rm(O + '/v1/inventory.json.sha512'))
expect('E060', 'sidecar of another', after=lambda: put(O + '/inventory.json.sha512', sha(b'x') + ' inventory.json\n'))
expect('E061', 'sidecar form', after=lambda: put(O + '/inventory.json.sha512', 'x\n'))
expect('E063', 'no inventory', after=lambda: rm(O + '/inventory.json'))
expect('E064', 'root differs from newest', after=lambda: store(O, inventory(2), json.dumps(inventory(2), indent=1).encode()))
expect('E066', 'other state before', old=lambda i: i['versions']['v1'].update(state={sha(A): ['z.txt']}))
expect('E067', 'file in extensions', after=lambda: put(O + '/extensions/x', 'x'))
expect('E069', 'no root declaration', after=lambda: rm('r/0=ocfl_1.1'))
expect('E070', 'layout', after=lambda: put('r/ocfl_layout.json', '{}'))
expect('E072', 'file among the folders', after=lambda: put('r/a/x', 'x'))
expect('E073', 'empty folder in the root', after=lambda: mk('r/a'))
expect('E076', 'two root declarations', after=lambda: put('r/0=ocfl_1.0', 'ocfl_1.0\n'))
expect('E080', 'root declaration text', after=lambda: put('r/0=ocfl_1.1', 'x'))
expect('E083', 'folder is not the id', after=lambda: put('r/ocfl_layout.json', '{"extension": "0002-flat-direct-storage-layout", "description": "x"}'))
expect('E090', 'link', after=lambda: (rm(O + '/v1/content/a.txt'), os.symlink('/etc/passwd', O + '/v1/content/a.txt')))
expect('E090', 'linked folder', after=lambda: os.symlink('/etc', O + '/v1/content/etc'))
expect('E090', 'hard link', after=lambda: os.link(O + '/v1/content/a.txt', 'hard'))
expect('E092', 'content changed', after=lambda: put(O + '/v1/content/a.txt', 'x'))
expect('E092', 'content gone', after=lambda: rm(O + '/v2/content/b.txt'))
expect('E092', 'manifest value', setk('manifest', sha(B), 'v2/content/b.txt'))
expect('E066, E092', 'old manifest digest', old=lambda i: (i.update(manifest={sha(b'q'): ['v1/content/a.txt']}), i['versions']['v1'].update(state={sha(b'q'): ['a.txt']})))
expect('E093', 'fixity digest', setk('fixity', {'md5': {sha(b'q', 'md5'): ['v1/content/a.txt']}}))
expect('E094', 'message', setk('versions', 'v2', 'message', 5))
expect('E095', 'logical path twice', setk('versions', 'v2', 'state', {sha(A): ['a.txt'], sha(B): ['a.txt']}))
expect('E095', 'logical path a folder', setk('versions', 'v2', 'state', {sha(A): ['a'], sha(B): ['a/b']}))
expect('E096', 'manifest digest twice', lambda i: i['manifest'].update({sha(B).upper(): ['v2/content/c.txt']}))
expect('E097', 'fixity digest twice', setk('fixity', {'md5': {sha(A, 'md5'): ['v1/content/a.txt'], sha(A, 'md5').upper(): ['v2/content/b.txt']}}))
expect('E099', 'content ..', setk('manifest', sha(B), ['v2/content/../../../b.txt']))
expect('E100', 'content /', setk('manifest', sha(B), ['/v2/content/b.txt']))
expect('E101', 'content twice', setk('manifest', {sha(A): ['v1/content/a.txt', 'v1/content/a.txt'], sha(B): ['v2/content/b.txt']}))
expect('E102', 'unknown key', setk('x', 1))
expect('E103', 'newer version before', lambda i: i.update(type='https://ocfl.io/1.0/spec/#inventory'))
expect('E106', 'manifest a list', setk('manifest', []))
expect('E107', 'manifest digest unused', lambda i: i['versions']['v2']['state'].pop(sha(B)))
expect('E111', 'fixity a list', setk('fixity', []))
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed != 0)
END
