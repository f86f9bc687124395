#!/usr/bin/env python3
"""doctext.py FILE.docx|FILE.odt [--words] - the text as a reader sees it, the same
form for both formats, so that two documents can be compared line by line:

    P text                 paragraph (tabs as \\t, line breaks as \\n)
    T1 r2 c3+2 text        a paragraph of a cell: table, row, grid column + span
    T1 r2 c3 ^             a cell that continues the one above
    N1 text                footnote, endnote
    F text                 footer or header paragraph (each once)

PAGE and NUMPAGES print as #; U+200B and U+00AD are left out.  --words: only the words."""
import re
import sys
from ooxml import Package, q


def clean(s):
    return s.replace('\u200b', '').replace('\u00ad', '')


class Docx:
    def __init__(self, pkg):
        self.pkg, self.out, self.notes, self.tables = pkg, [], [], 0
        self.styles = {}

    def para(self, p):
        out = []
        stack = []   # open fields: [in the instruction?, instruction, page field already printed?]

        def walk(e):
            for c in e:
                t = c.tag
                if t == q('w:fldChar'):
                    k = c.get(q('w:fldCharType'))
                    if k == 'begin':
                        stack.append([True, ''])
                    elif k == 'separate' and stack:
                        stack[-1][0] = False
                        if re.match(r'\s*(PAGE|NUMPAGES)\b', stack[-1][1]):
                            out.append('#')
                    elif k == 'end' and stack:
                        stack.pop()
                elif t == q('w:instrText'):
                    if stack:
                        stack[-1][1] += c.text or ''
                elif t == q('w:fldSimple') and re.match(r'\s*(PAGE|NUMPAGES)\b', c.get(q('w:instr'), '')):
                    out.append('#')
                elif t in (q('w:pPr'), q('w:rPr'), q('w:del'), q('mc:Fallback')):
                    pass
                elif t == q('w:t'):
                    if not any(f[0] or re.match(r'\s*(PAGE|NUMPAGES)\b', f[1]) for f in stack):
                        out.append(c.text or '')
                elif t == q('w:tab'):
                    out.append('\t')
                elif t in (q('w:br'), q('w:cr')):
                    out.append('\n')
                elif t == q('w:noBreakHyphen'):
                    out.append('\u2011')
                elif t in (q('w:footnoteReference'), q('w:endnoteReference')):
                    self.notes.append((t == q('w:endnoteReference'), c.get(q('w:id'))))
                    out.append('[%d]' % len(self.notes))
                else:
                    walk(c)
        walk(p)
        return clean(''.join(out))

    def blocks(self, e):
        for c in e:
            if c.tag == q('w:p'):
                yield c
            elif c.tag == q('w:tbl'):
                yield c
            elif c.tag in (q('w:sdt'), q('w:sdtContent'), q('w:ins'), q('w:customXml'), q('w:smartTag')):
                yield from self.blocks(c)

    def flow(self, e, prefix='P'):
        for b in self.blocks(e):
            if b.tag == q('w:p'):
                ppr = b.find(q('w:pPr'))
                text = self.para(b)
                if not text and ppr is not None and ppr.find(q('w:sectPr')) is not None:
                    continue
                self.out.append('%s %s' % (prefix, text))
            else:
                self.table(b)

    def table(self, t):
        self.tables += 1
        n = self.tables
        for r, row in enumerate(t.findall(q('w:tr')), 1):
            col = 1
            trpr = row.find(q('w:trPr'))
            if trpr is not None:
                gb = trpr.find(q('w:gridBefore'))
                col += int(gb.get(q('w:val'))) if gb is not None else 0
            for cell in row.findall(q('w:tc')):
                pr = cell.find(q('w:tcPr'))
                span, cont = 1, False
                if pr is not None:
                    g = pr.find(q('w:gridSpan'))
                    span = int(g.get(q('w:val'))) if g is not None else 1
                    v = pr.find(q('w:vMerge'))
                    cont = v is not None and v.get(q('w:val'), 'continue') == 'continue'
                name = 'T%d r%d c%d%s' % (n, r, col, '+%d' % span if span > 1 else '')
                if cont:
                    self.out.append(name + ' ^')
                else:
                    self.flow(cell, name)
                col += span

    def run(self):
        self.flow(self.pkg.tree('word/document.xml').find(q('w:body')))
        by = {}
        for end, kind in enumerate(('footnote', 'endnote')):
            notes = self.pkg.tree('word/%ss.xml' % kind)
            for f in notes.findall(q('w:' + kind)) if notes is not None else ():
                by[bool(end), f.get(q('w:id'))] = f
        for i, key in enumerate(list(self.notes), 1):
            for p in by[key].findall(q('w:p')) if by else ():
                self.out.append('N%d %s' % (i, self.para(p).strip()))
        seen = []
        for name in sorted(self.pkg.names):
            if re.match(r'word/(footer|header)\d*\.xml$', name):
                for p in self.pkg.tree(name).iter(q('w:p')):
                    t = 'F ' + self.para(p)
                    if t not in seen:
                        seen.append(t)
        return self.out + sorted(seen)


class Odt:
    def __init__(self, pkg):
        self.pkg, self.out, self.notes, self.tables = pkg, [], [], 0

    def para(self, p):
        out = []

        def walk(e):
            if e.text:
                out.append(re.sub(r'[ \t\r\n]+', ' ', e.text))
            for c in e:
                t = c.tag
                if t == q('text:s'):
                    out.append('\x01' * int(c.get(q('text:c'), '1')))
                elif t == q('text:tab'):
                    out.append('\t')
                elif t == q('text:line-break'):
                    out.append('\n')
                elif t == q('text:note'):
                    self.notes.append(c)
                    out.append('[%d]' % len(self.notes))
                elif t in (q('text:page-number'), q('text:page-count')):
                    out.append('#')
                elif t in (q('office:annotation'), q('svg:desc'), q('svg:title'), q('text:soft-page-break'), q('text:bookmark'),
                           q('text:bookmark-start'), q('text:bookmark-end')):
                    pass
                else:
                    walk(c)
                if c.tail:
                    out.append(re.sub(r'[ \t\r\n]+', ' ', c.tail))
        walk(p)
        # ODF 1.3, 6.1.2: one blank of several, none at the start; text:s stays
        return clean(re.sub('  +', ' ', ''.join(out)).removeprefix(' ').replace('\x01', ' '))

    def flow(self, e, prefix='P'):
        for b in e:
            if b.tag in (q('text:p'), q('text:h')):
                self.out.append('%s %s' % (prefix, self.para(b)))
            elif b.tag == q('table:table'):
                self.table(b)
            elif b.tag in (q('text:list'), q('text:list-item'), q('text:list-header'), q('text:section'),
                           q('text:table-of-content'), q('text:illustration-index'), q('text:table-index'),
                           q('text:index-body'), q('text:index-title'), q('text:numbered-paragraph')):
                self.flow(b, prefix)

    def table(self, t):
        self.tables += 1
        n, r = self.tables, 0

        def rows(e):
            for c in e:
                if c.tag == q('table:table-row'):
                    yield c
                elif c.tag in (q('table:table-header-rows'), q('table:table-rows'), q('table:table-row-group')):
                    yield from rows(c)
        up = {}   # grid columns covered from above: column -> (rows left, span)
        for row in rows(t):
            r += 1
            col = 1
            cells = [c for c in row if c.tag in (q('table:table-cell'), q('table:covered-table-cell'))]
            i = 0
            while i < len(cells):
                c = cells[i]
                rep = int(c.get(q('table:number-columns-repeated'), '1'))
                if c.tag == q('table:covered-table-cell'):
                    if col in up and up[col][0] > 0:
                        left, span = up[col]
                        up[col] = (left - 1, span)
                        self.out.append('T%d r%d c%d%s ^' % (n, r, col, '+%d' % span if span > 1 else ''))
                    col += rep
                    i += 1
                    continue
                span = int(c.get(q('table:number-columns-spanned'), '1'))
                down = int(c.get(q('table:number-rows-spanned'), '1'))
                for _ in range(rep):
                    name = 'T%d r%d c%d%s' % (n, r, col, '+%d' % span if span > 1 else '')
                    self.flow(c, name)
                    if down > 1:
                        up[col] = (down - 1, span)
                    col += 1
                i += 1

    def run(self):
        self.flow(self.pkg.tree('content.xml').find(q('office:body')).find(q('office:text')))
        for i, note in enumerate(list(self.notes), 1):
            for p in note.find(q('text:note-body')).iter():
                if p.tag in (q('text:p'), q('text:h')):
                    self.out.append('N%d %s' % (i, self.para(p).strip()))
        seen = []
        masters = self.pkg.tree('styles.xml').find(q('office:master-styles'))
        for m in masters.iter():
            if m.tag in (q('style:header'), q('style:footer'), q('style:header-first'), q('style:footer-first'),
                         q('style:header-left'), q('style:footer-left')):
                for p in m.iter(q('text:p')):
                    t = 'F ' + self.para(p)
                    if t not in seen:
                        seen.append(t)
        return self.out + sorted(seen)


def text(path):
    pkg = Package(path)
    return (Odt(pkg) if pkg.is_odt() else Docx(pkg)).run()


def main():
    lines = text(sys.argv[1])
    if '--words' in sys.argv:
        for l in lines:
            if l.split(' ', 1)[0] != 'F' and not l.endswith(' ^'):
                body = re.sub(r'^(P|N\d+|T\d+ r\d+ c\d+(\+\d+)?) ?', '', l)
                body = re.sub(r'\[\d+\]', '', body)
                for w in body.split():
                    print(w)
    else:
        print('\n'.join(l.replace('\n', '\\n').replace('\t', '\\t') for l in lines))


if __name__ == '__main__':
    main()
