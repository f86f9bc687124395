#!/usr/bin/env python3
"""seeds.py FOLDER - the first inputs of tests/fuzz/fuzz, a folder for each target.

Made of what the repository has: samples, templates, golden cases, the page cases."""
import glob
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = sys.argv[1]
MOST = 60000  # bytes; longer inputs make slow runs
sys.path.insert(0, os.path.join(ROOT, 'tests', 'tools'))


def put(target, name, data):
    folder = os.path.join(OUT, target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name.replace('/', '-')), 'wb') as f:
        f.write(data)


def parts(data):
    """A package as text; pictures and thumbnails stay out."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return b''.join(b'\1' + n.encode() + b'\n' + z.read(n).replace(b'\1', b'') for n in z.namelist())


def folder_parts(*folders):
    """A golden case's folder over its skeleton; body.xml as tests/run.py takes it."""
    found = {}
    for d in folders:
        for path in glob.glob(d + '/**', recursive=True) + [d + '/_rels/.rels']:
            if os.path.isfile(path):
                found[os.path.relpath(path, d)] = open(path, 'rb').read()
    body = found.pop('body.xml', None)
    if body is not None:
        name = 'word/document.xml' if 'word/document.xml' in found else 'content.xml'
        found[name] = found[name].replace(b'<!--BODY-->', body)
    return b''.join(b'\1' + n.encode() + b'\n' + found[n] for n in sorted(found, key=lambda n: n != 'mimetype'))


def package(name, data, targets):
    text = parts(data)
    if len(text) < MOST:
        for target in targets:
            put(target, name, text)
    put('zip', name, data) if len(data) < 15000 else None


for path in glob.glob(ROOT + '/samples/*.yaml') + glob.glob(ROOT + '/tests/golden/*/*/*.yaml') + [ROOT + '/tests/golden/rich.yaml']:
    data = open(path, 'rb').read()
    if len(data) < 100000:
        put('yaml', os.path.relpath(path, ROOT), data)
        if b'base:' in data:
            put('base', os.path.relpath(path, ROOT), data)
        for i, block in enumerate(data.split(b'\n\n')):
            put('markdown', '%s.%d' % (os.path.relpath(path, ROOT), i), block[:4000])
for path in glob.glob(ROOT + '/samples/*.csv') + glob.glob(ROOT + '/tests/golden/batch/*/*.csv'):
    put('csv', os.path.relpath(path, ROOT), open(path, 'rb').read()[:4000])
for path in glob.glob(ROOT + '/templates/*.*t*') + glob.glob(ROOT + '/templates/*.docx'):
    package(os.path.basename(path), open(path, 'rb').read(), ['template', 'pdf'])
for d in glob.glob(ROOT + '/tests/golden/*/*/*.d'):
    for kind in ('docx', 'odt'):
        if d.endswith('.%s.d' % kind):
            text = folder_parts(ROOT + '/tests/golden/skeleton.%s.d' % kind, d)
            if len(text) < MOST:
                put('template', os.path.relpath(d, ROOT + '/tests/golden'), text)
                put('pdf', os.path.relpath(d, ROOT + '/tests/golden'), text)
with tempfile.TemporaryDirectory() as tmp:
    subprocess.run([sys.executable, ROOT + '/tests/tools/pagedocs.py', tmp], check=True, stdout=subprocess.DEVNULL)
    for path in glob.glob(tmp + '/*'):
        if path.endswith(('.docx', '.odt')):
            package(os.path.basename(path), open(path, 'rb').read(), ['pdf'])
ROWS = [['id', 'date', 'municipality.nominative', 'activities[a].money.2024'], ['x', '2024-01-01', 'Valka', '12,5']]
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
sheet = ''.join('<row r="%d">%s</row>' % (i + 1, ''.join(
    '<c r="%s%d" t="%s">%s</c>' % ('ABCD'[j], i + 1, 's' if j == 0 else 'inlineStr',
                                   '<v>%d</v>' % i if j == 0 else '<is><t>%s</t></is>' % c)
    for j, c in enumerate(row))) for i, row in enumerate(ROWS))
XLSX = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    '_rels/.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % R,
    'xl/workbook.xml': '<workbook %s xmlns:r="%s"><workbookPr date1904="0"/><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>' % (S, R),
    'xl/_rels/workbook.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="%s/sharedStrings" Target="sharedStrings.xml"/>'
    '<Relationship Id="rId3" Type="%s/styles" Target="styles.xml"/></Relationships>' % (R, R, R),
    'xl/sharedStrings.xml': '<sst %s count="2" uniqueCount="2"><si><t>id</t></si><si><r><t>x</t></r></si></sst>' % S,
    'xl/styles.xml': '<styleSheet %s><numFmts count="1"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/></numFmts>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>' % S,
    'xl/worksheets/sheet1.xml': '<worksheet %s><sheetData>%s</sheetData><mergeCells count="1"><mergeCell ref="A3:B4"/></mergeCells></worksheet>' % (S, sheet)}
put('xlsx', 'plain', ''.join('\1%s\n%s' % p for p in XLSX.items()).encode())
D = 'ab' * 64
put('archive', 'inventory', json.dumps({
    'digestAlgorithm': 'sha512', 'head': 'v1', 'id': 'x', 'type': 'https://ocfl.io/1.1/spec/#inventory', 'contentDirectory': 'content',
    'manifest': {D: ['v1/content/a']}, 'fixity': {'md5': {'cd' * 16: ['v1/content/a']}},
    'versions': {'v1': {'created': '2024-01-01T00:00:00Z', 'message': 'm', 'user': {'name': 'n', 'address': 'mailto:a@b'}, 'state': {D: ['a']}}}}).encode())
put('archive', 'register', (json.dumps({k: 'v1' for k in ('time', 'id', 'version', 'who', 'why', 'inventory')} | {'previous': ''}) + '\n').encode() * 2)
