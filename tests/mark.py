#!/usr/bin/env python3
"""mark.py PROGRAM [--office] - template check --mark over spoilt copies of the shipped templates.

Read back by other means than ours: each finding is a comment at each place of its tag, its range is the tag that the
finding quotes; without the comments the copy is the template, character by character with
their looks (ODT: byte by byte), and all other parts are the same bytes; the copy has the same
findings; marking it again makes the same bytes.  --office: the schemas of ../shared find nothing
new, LibreOffice keeps every comment through a conversion, python-docx and odfpy read it.
Last line: "N passed, N failed"."""
import glob
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, '..')
sys.path.insert(0, os.path.join(HERE, 'tools'))
sys.argv, ARGS = sys.argv[:1], sys.argv[1:]
W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
OFFICE = '{urn:oasis:names:tc:opendocument:xmlns:office:1.0}'
TEXT = '{urn:oasis:names:tc:opendocument:xmlns:text:1.0}'
DC = '{http://purl.org/dc/elements/1.1/}'
# Tag, and what becomes of it; every rule in every template, where the tag is in one run.
RULES = [
    (r'\{\{([a-z]\w*)\}\}', r'A {{\1x_q}} B {{zz_\1}}{{zz_\1}} &amp; C'),
    (r'\{\{(\w+)\.(\w+)\}\}', r'{{\1.\2x_q}}'),
    (r'\{\{([a-z]\w*)\}\}', r'{{}} un {{@frist}}'),
    (r'\{\{([a-z]\w*)\}\}', r'{{\1 beigas'),
    (r'\{\{/(\w+)\}\}', r'{{/\1x_q}}'),
    (r'\{\{([a-z]\w*)\}\}', r'{{\1|monney}} {{/\1}}'),
]


def body_of(path):
    return 'word/document.xml' if path.endswith('.docx') else 'content.xml'


def parts(path):
    with zipfile.ZipFile(path) as z:
        return {i.filename: z.read(i) for i in z.infolist()}


def spoil(src, dst, find, new, nth):
    """Spoil one tag; its text stays in one run.  Returns False where there is none."""
    all_ = parts(src)
    text = all_[body_of(src)].decode()
    # in the text, not in an attribute or a description
    hits = [m for m in re.finditer(find, text)
            if re.search(r'<(?!/?\w+:(?:desc|title)\b)[^<>]*>[^<>]*$', text[:m.start()][-2000:])]
    if not hits:
        return False
    m = hits[nth % len(hits)]
    with zipfile.ZipFile(dst, 'w', zipfile.ZIP_DEFLATED) as z:
        for n, b in all_.items():
            if n == body_of(src):
                b = (text[:m.start()] + m.expand(new) + text[m.end():]).encode()
            z.writestr(n, b, zipfile.ZIP_STORED if n == 'mimetype' else zipfile.ZIP_DEFLATED)
    return True


def docx_comments(all_):
    """Text of each comment of ours, and the text that its range covers."""
    said, covers, open_ = {}, {}, set()
    for c in ET.fromstring(all_['word/comments.xml']):
        assert c.get(W + 'author') == 'pmpplan' and c.get(W + 'date') is None
        said[c.get(W + 'id')] = [''.join(t.text or '' for t in p.iter(W + 't')) for p in c]
    for e in ET.fromstring(all_['word/document.xml']).iter():
        if e.tag == W + 'commentRangeStart':
            open_.add(e.get(W + 'id'))
            covers[e.get(W + 'id')] = ''
        elif e.tag == W + 'commentRangeEnd':
            open_.remove(e.get(W + 'id'))
        elif e.tag == W + 't':
            for i in open_:
                covers[i] += e.text or ''
    assert not open_ and set(said) == set(covers)
    return [(said[i], covers[i]) for i in said]


def odt_comments(all_):
    said, covers, open_ = {}, {}, set()

    def walk(e):
        if e.tag == OFFICE + 'annotation':
            assert e.find(DC + 'creator').text == 'pmpplan' and e.find(DC + 'date') is None
            n = e.get(OFFICE + 'name')
            said[n] = [''.join(p.itertext()) for p in e.findall(TEXT + 'p')]
            covers[n] = ''
            open_.add(n)
        elif e.tag == OFFICE + 'annotation-end':
            open_.remove(e.get(OFFICE + 'name'))
        else:
            add(e.text)
            for k in e:
                walk(k)
                add(k.tail)

    def add(s):
        for n in open_:
            covers[n] += s or ''
    walk(ET.fromstring(all_['content.xml']))
    assert not open_ and set(said) == set(covers)
    return [(said[n], covers[n]) for n in said]


def docx_looks(b):
    """Every paragraph as characters with the properties of their run; comments left out."""
    out = []
    for p in ET.fromstring(b).iter(W + 'p'):
        chars = []
        for r in p.iter(W + 'r'):
            if r.find(W + 'commentReference') is not None:
                continue
            pr = r.find(W + 'rPr')
            look = b'' if pr is None else ET.tostring(pr)
            for k in r:
                if k.tag == W + 't':
                    chars += [(c, look) for c in k.text or '']
                elif k.tag != W + 'rPr':
                    chars.append((k.tag, look))
        out.append(chars)
    return out


def bare(src, marked):
    """Complaints about what differs besides the comments."""
    a, b = parts(src), parts(marked)
    if src.endswith('.odt'):
        s = re.sub(rb'<office:annotation .*?</office:annotation>|<office:annotation-end [^>]*/>', b'',
                   b['content.xml'], flags=re.S)
        bad = [] if s == a['content.xml'] else ['content.xml differs']
        own = {'content.xml'}
    else:
        s = docx_looks(b['word/document.xml'])
        bad = [] if s == docx_looks(a['word/document.xml']) else ['word/document.xml differs']
        own = {'word/document.xml', 'word/comments.xml', 'word/_rels/document.xml.rels',
               '[Content_Types].xml'}
    bad += ['%s: not the same parts' % n for n in set(a) ^ set(b) if n != 'word/comments.xml']
    return bad + ['%s differs' % n for n in a if n not in own and a[n] != b.get(n)]


def plain(s):
    return ' '.join(s.split())


def check(program, path, out, env):
    r = subprocess.run([program, 'template', 'check', path, '--mark', out], env=env,
                       capture_output=True, text=True)
    return r.returncode, [l.replace(path + ': ', '', 1) for l in r.stderr.splitlines()]


def complaints(program, src, d, env):
    k = src.rsplit('.', 1)[1]
    one, two = os.path.join(d, 'one.' + k), os.path.join(d, 'two.' + k)
    status, found = check(program, src, one, env)
    if status != 4 or not found or not os.path.exists(one):
        return ['status %d, %d findings' % (status, len(found))]
    comments = (docx_comments if k == 'docx' else odt_comments)(parts(one))
    bad = bare(src, one)
    said = sum(len(text) for text, _ in comments)
    for line in found:
        words = re.sub(r'^.*?(?=(?:error|warning): )', '', line)
        hits = [c for text, c in comments if plain(words) in map(plain, text)]
        if not hits:
            bad.append('no comment: ' + line)
        tag = re.search(r'\{\{.*?\}\}', words)
        if tag and tag.group() not in hits:
            bad.append('range %s: %s' % (hits, line))
    # the same tag twice in one paragraph is one finding and two comments
    same = len(comments) - len({' '.join(text) + str(i) for i, (text, _) in enumerate(comments)
                                if not (i and comments[i - 1] == comments[i])})
    if (re.search(rb'(\{\{zz_\w+\}\})\1', parts(src)[body_of(src)]) is not None) != (same > 0):
        bad.append('a tag typed twice: %d more comments' % same)
    if said - same != len(found):
        bad.append('%d findings, %d comments' % (len(found), said))
    again, found2 = check(program, one, two, env)
    if (again, found2) != (status, found):
        bad.append('other findings in the marked copy: %s' % sorted(set(found) ^ set(found2)))
    if open(one, 'rb').read() != open(two, 'rb').read():
        bad.append('marked again: other bytes')
    return bad


def lo_comments(path):
    all_ = parts(path)
    if path.endswith('.odt'):
        return sorted([''.join(p.itertext()) for p in a.findall(TEXT + 'p')]
                      for a in ET.fromstring(all_['content.xml']).iter(OFFICE + 'annotation'))
    return sorted([''.join(t.text or '' for t in p.iter(W + 't')) for p in c]
                  for c in ET.fromstring(all_.get('word/comments.xml', b'<x/>')))


def office(pairs, d):
    """Schemas, LibreOffice and a library of another language; complaints by file."""
    bad = {m: [] for _, m in pairs}
    for to in ('odt', 'docx'):
        subprocess.run(['soffice', '-env:UserInstallation=file://%s/profile' % d, '--headless',
                        '--convert-to', to, '--outdir', os.path.join(d, to)] + list(bad),
                       capture_output=True, timeout=1200)
    for src, marked in pairs:
        k = src.rsplit('.', 1)[1]
        schema = os.path.join(os.environ.get('SHARED', os.path.join(ROOT, '..', 'shared')),
                              'schemas', 'check-%s.sh' % k)
        if os.path.exists(schema):
            r = subprocess.run([schema, marked, src], capture_output=True, text=True,
                               env=dict(os.environ, LC_ALL='C'))
            bad[marked] += ['schema: ' + l for l in r.stdout.splitlines()]
        left, right = (subprocess.run([sys.executable, os.path.join(HERE, 'tools', 'structure.py'), f],
                                      capture_output=True, text=True).stdout.replace(f, '').splitlines()
                       for f in (src, marked))
        bad[marked] += ['structure: ' + l for l in right
                        if l not in left and 'tag is left over' not in l]
        want = sorted(t for t, _ in (docx_comments if k == 'docx' else odt_comments)(parts(marked)))
        for to in ('odt', 'docx'):
            got = lo_comments(os.path.join(d, to, os.path.basename(marked)[:-len(k)] + to))
            if [list(map(plain, g)) for g in got] != [list(map(plain, w)) for w in want]:
                bad[marked].append('LibreOffice to %s: %d of %d comments' % (to, len(got), len(want)))
        reads = 'import sys, docx; assert len(docx.Document(sys.argv[1]).paragraphs) > 10' \
            if k == 'docx' else 'import sys; from odf.opendocument import load; load(sys.argv[1])'
        r = subprocess.run(['/usr/bin/python3', '-c', reads, marked], capture_output=True, text=True)
        bad[marked] += ['not read: ' + r.stderr[-200:]] if r.returncode else []
    return bad


def main():
    program = os.path.abspath(ARGS[0])
    env = dict(os.environ, PMPPLAN_LANG='en')
    passed, failed, pairs = 0, 0, []
    with tempfile.TemporaryDirectory() as top:
        for path in sorted(glob.glob(os.path.join(ROOT, 'templates', '*.[do][od][ct]*'))):
            base, k = os.path.basename(path).rsplit('.', 1)
            for nth, (find, new) in enumerate(RULES):
                d = os.path.join(top, '%s-%s-%d' % (base, k, nth))
                os.mkdir(d)
                src = os.path.join(d, 'src.' + k)
                if not spoil(path, src, find, new, nth * 5):
                    continue
                bad = complaints(program, src, d, env)
                passed, failed = passed + (not bad), failed + bool(bad)
                if bad:
                    print('FAILED %s.%s: %s\n    %s' % (base, k, new, '\n    '.join(bad)))
                elif '--office' in ARGS and nth % 3 == 0:
                    os.rename(os.path.join(d, 'one.' + k), d + '.' + k)
                    pairs.append((src, d + '.' + k))
        for path, bad in office(pairs, top).items() if pairs else ():
            passed, failed = passed + (not bad), failed + bool(bad)
            if bad:
                print('FAILED %s\n    %s' % (os.path.basename(path), '\n    '.join(bad)))
    print('%d passed, %d failed' % (passed, failed))
    return failed > 0 or passed < 50


if __name__ == '__main__':
    sys.exit(main())
