#!/usr/bin/env python3
"""templates_page.py TABLES PROGRAM - the examples of docs/templates.md that fill whole
documents: what a block repeats, and what is refused.  (Those within one line are
tests/unit/test_templates_page.c.)

    ```model     the plan's values, for all that follows
    ```place     a template, "=>", what comes out: a line is a paragraph, "- x" an item of a
                 list, "| a | b |" a row; "^" a cell that goes on with the one above
    ```refused   TEMPLATE => CODE, a line each; " ¶ " parts paragraphs or rows

Each is made as DOCX and as ODT.  Every code of tags, blocks and printing is shown once."""
import json
import os
import re
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES, PROGRAM = (os.path.abspath(p) for p in sys.argv[1:3])
sys.argv = sys.argv[:1]
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, 'tools'))
import doctext  # noqa: E402
import run as golden  # noqa: E402

# What no line of a page can show: sizes, files, faults of ours, tables whose grid is wrong.
UNSHOWN = {'fill-limit', 'fill-kind', 'fill-bug', 'fill-grid', 'fill-narrow', 'fill-cell-half', 'fill-deep',
           'fill-attr', 'fill-name', 'tag-long', 'tag-deep', 'print-char', 'fill-cross', 'print-list'}
bad = []


def fences(path):
    kind, start, lines = None, 0, []
    with open(path, encoding='utf-8') as f:
        for n, line in enumerate(f, 1):
            if line.startswith('```'):
                if kind:
                    yield kind, start, lines
                kind, start, lines = (line[3:].strip() or None) if not kind else None, n + 1, []
            elif kind:
                lines.append(line.rstrip('\n'))


def kinds(lines):
    """Lines as (kind, lines): paragraphs, lists and tables."""
    out = []
    for line in lines:
        kind = 'row' if line.startswith('| ') else 'item' if line.startswith('- ') else 'p'
        if not out or out[-1][0] != kind or kind == 'p':
            out.append((kind, []))
        out[-1][1].append(line)
    return out


def cells(line):
    """Bars within braces are formats."""
    return [c.strip() for c in re.split(r'\|(?![^{]*\}\})', line)[1:-1]]


def docx_p(text, style=''):
    return '<w:p>%s<w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>' % (style, escape(text))


ITEM = ('<w:pPr><w:pStyle w:val="ListNumber"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/>'
        '</w:numPr></w:pPr>')


def docx(lines):
    out = ''
    for kind, group in kinds(lines):
        if kind == 'row':
            n = max(len(cells(r)) for r in group)
            out += '<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/></w:tblPr><w:tblGrid>%s</w:tblGrid>' % (
                n * 1500, '<w:gridCol w:w="1500"/>' * n)
            for row in group:
                out += '<w:tr>%s</w:tr>' % ''.join(
                    '<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/></w:tcPr>%s</w:tc>' % docx_p(c)
                    for c in cells(row))
            out += '</w:tbl>'
        else:
            out += ''.join(docx_p(t[2:], ITEM) if kind == 'item' else docx_p(t) for t in group)
    return out + docx_p('')


def odt_p(text, style=''):
    return '<text:p%s>%s</text:p>' % (style, escape(text))


def odt(lines):
    out = ''
    for kind, group in kinds(lines):
        if kind == 'row':
            out += '<table:table table:name="T%d">%s' % (
                len(out), '<table:table-column/>' * max(len(cells(r)) for r in group))
            for row in group:
                out += '<table:table-row>%s</table:table-row>' % ''.join(
                    '<table:table-cell>%s</table:table-cell>' % odt_p(c) for c in cells(row))
            out += '</table:table>'
        elif kind == 'item':
            out += '<text:list text:style-name="Numbers">%s</text:list>' % ''.join(
                '<text:list-item>%s</text:list-item>' % odt_p(
                    t[2:], ' text:style-name="List_20_Number"') for t in group)
        else:
            out += ''.join(odt_p(t) for t in group)
    return out + odt_p('')


def fill(lines, kind, model, folder):
    """Returns what the document shows, or None, and the messages."""
    template = os.path.join(folder, 't.' + kind)
    os.makedirs(template + '.d')
    with open(os.path.join(template + '.d', 'body.xml'), 'w', encoding='utf-8') as f:
        f.write({'docx': docx, 'odt': odt}[kind](lines))
    golden.pack(template + '.d', template)
    with open(os.path.join(folder, 'model.yaml'), 'w', encoding='utf-8') as f:
        f.write(model)
    p = subprocess.run([PROGRAM, '--lang', 'en', 'dump', 'fill', template,
                        os.path.join(folder, 'model.yaml')], capture_output=True)
    if p.returncode != 0:
        return None, p.stderr.decode('utf-8')
    out = os.path.join(folder, 'out.' + kind)
    with open(out, 'wb') as f:
        f.write(p.stdout)
    return shown(doctext.text(out)), p.stderr.decode('utf-8')


def shown(lines):
    """doctext's lines in the page's form; list items are paragraphs to it."""
    out, row = [], None
    for line in lines:
        m = re.match(r'T(\d+) r(\d+) c\d+(?:\+\d+)? ?(.*)$', line)
        if not m:
            out.append(line[2:].strip())
            row = None
        elif row == m.group(1, 2):
            out[-1] += ' %s |' % m.group(3)
        else:
            row = m.group(1, 2)
            out.append('| %s |' % m.group(3))
    while out and not out[-1]:
        out.pop()
    return out


def place(n, lines, model, folder):
    at = lines.index('=>')
    want = [re.sub(r'^- ', '', l).replace('⍽', '\u00a0') for l in lines[at + 1:]]
    for kind in ('docx', 'odt'):
        got, messages = fill(lines[:at], kind, model, os.path.join(folder, '%d%s' % (n, kind)))
        if got != want:
            bad.append(n)
            print('docs/templates.md:%d (%s): got\n%s' % (n, kind, messages if got is None else
                                                          '\n'.join('    ' + l for l in got)))


def refused(n, line, model, folder, seen):
    template, code = line.rsplit(' => ', 1)
    for kind in ('docx', 'odt'):
        got, messages = fill(template.split(' ¶ '), kind, model,
                             os.path.join(folder, 'r%d%s' % (n, kind)))
        if '[%s]' % code not in messages:
            bad.append(n)
            print('docs/templates.md:%d (%s): not refused as %s\n%s' % (n, kind, code, messages))
    seen.add(code)


def main():
    out = subprocess.run([TABLES], stdout=subprocess.PIPE, check=True).stdout.decode('utf-8')
    codes = {c['name'] for c in json.loads(out)['codes']
             if re.match('(tag|fill(?!-in)|print)-', c['name'])}
    seen, places, model = set(), 0, ''
    with tempfile.TemporaryDirectory() as folder:
        for kind, n, lines in fences(os.path.join(HERE, '..', 'docs', 'templates.md')):
            if kind == 'model':
                model = '\n'.join(lines) + '\n'
            elif kind == 'place':
                place(n, lines, model, folder)
                places += 1
            elif kind == 'refused':
                for i, line in enumerate(lines):
                    refused(n + i, line, model, folder, seen)
    missing = codes - seen - UNSHOWN
    if missing:
        print('docs/templates.md shows no example of ' + ', '.join(sorted(missing)))
    print('templates page: %d places, %d faults, %d wrong' % (places, len(seen), len(bad)))
    return bool(bad or missing or places < 8)


sys.exit(main())
