#!/usr/bin/env python3
"""structure.py FILE... - what the schemas do not see (schemas/README.md): relations,
content types, unique ids, grid sums, covered cells, closed fields and ranges, styles
and numbering that exist, mimetype first and stored.  Prints complaints; exit 1 if any."""
import posixpath
import re
import sys
import zipfile
import xml.etree.ElementTree as ET
from ooxml import Package, q, NS


def docx(pkg, say):
    names = set(pkg.names)
    if len(names) != len(pkg.names):
        say('package', 'a part name stands twice')
    ct = pkg.tree('[Content_Types].xml')
    defaults = {e.get('Extension').lower() for e in ct.findall(q('ct:Default'))}
    overrides = {e.get('PartName') for e in ct.findall(q('ct:Override'))}
    for n in names - {'[Content_Types].xml'}:
        if '/' + n not in overrides and n.rsplit('.', 1)[-1].lower() not in defaults:
            say(n, 'no content type')
    for o in overrides:
        if o.lstrip('/') not in names:
            say('[Content_Types].xml', 'type for a missing part %s' % o)
    reached, todo = set(), ['']
    rels = {}
    for n in names:
        if n.endswith('.rels'):
            base = posixpath.dirname(posixpath.dirname(n))
            owner = posixpath.join(base, posixpath.basename(n)[:-5]) if posixpath.basename(n) != '.rels' else ''
            ids = {}
            for r in pkg.tree(n).findall(q('rel:Relationship')):
                if r.get('Id') in ids:
                    say(n, 'relation id twice: %s' % r.get('Id'))
                if r.get('TargetMode') == 'External':
                    ids[r.get('Id')] = None
                    continue
                t = r.get('Target')
                t = t.lstrip('/') if t.startswith('/') else posixpath.normpath(posixpath.join(base, t))
                ids[r.get('Id')] = t
                if t not in names:
                    say(n, 'relation to a missing part %s' % t)
            rels[owner] = ids
    while todo:
        o = todo.pop()
        for t in rels.get(o, {}).values():
            if t and t not in reached:
                reached.add(t)
                todo.append(t)
    for n in names - reached:
        if not n.endswith('.rels') and n != '[Content_Types].xml':
            say(n, 'nobody refers to this part')
    styles = {}
    st = pkg.tree('word/styles.xml')
    if st is not None:
        for s in st.findall(q('w:style')):
            if s.get(q('w:styleId')) in styles:
                say('word/styles.xml', 'style twice: %s' % s.get(q('w:styleId')))
            styles[s.get(q('w:styleId'))] = s.get(q('w:type'))
    nums = set()
    nt = pkg.tree('word/numbering.xml')
    if nt is not None:
        abstracts = [a.get(q('w:abstractNumId')) for a in nt.findall(q('w:abstractNum'))]
        if len(set(abstracts)) != len(abstracts):
            say('word/numbering.xml', 'abstractNumId twice')
        for n in nt.findall(q('w:num')):
            i = n.get(q('w:numId'))
            if i in nums:
                say('word/numbering.xml', 'numId twice: %s' % i)
            nums.add(i)
            if n.find(q('w:abstractNumId')).get(q('w:val')) not in abstracts:
                say('word/numbering.xml', 'num %s has no abstractNum' % i)
    docpr, bookmarks, bm_names, paraids = {}, set(), {}, set()
    for part in sorted(names):
        if not re.match(r'word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$', part):
            continue
        root = pkg.tree(part)
        head = pkg.read(part)[:6000].decode('utf-8', 'ignore')
        m = re.search(r'mc:Ignorable="([^"]*)"', head)
        for p in (m.group(1).split() if m else []):
            if 'xmlns:%s=' % p not in head:
                say(part, 'mc:Ignorable names an undeclared prefix %s' % p)
        open_marks = {}
        for e in root.iter():
            for a in ('r:id', 'r:embed', 'r:link'):
                v = e.get(q(a))
                if v is not None and v not in rels.get(part, {}):
                    say(part, 'dangling %s="%s"' % (a, v))
            if e.tag == q('wp:docPr'):
                i = e.get('id')
                if i in docpr:
                    say(part, 'two drawings with id %s' % i)
                docpr[i] = part
            elif e.tag == q('w:bookmarkStart'):
                i, n = e.get(q('w:id')), e.get(q('w:name'))
                if (part, i) in bookmarks:
                    say(part, 'bookmark id twice: %s' % i)
                if n in bm_names:
                    say(part, 'bookmark name twice: %s' % n)
                bookmarks.add((part, i))
                bm_names[n] = 1
                open_marks[i] = n
            elif e.tag == q('w:bookmarkEnd'):
                if open_marks.pop(e.get(q('w:id')), None) is None:
                    say(part, 'bookmark end without start: %s' % e.get(q('w:id')))
            elif e.tag in (q('w:pStyle'), q('w:rStyle'), q('w:tblStyle')):
                if e.get(q('w:val')) not in styles:
                    say(part, 'no such style: %s' % e.get(q('w:val')))
            elif e.tag == q('w:numId'):
                if e.get(q('w:val')) != '0' and e.get(q('w:val')) not in nums:
                    say(part, 'no such numId: %s' % e.get(q('w:val')))
            elif e.tag == q('w:tc'):
                if len(e) == 0 or e[-1].tag not in (q('w:p'),):
                    say(part, 'a cell does not end with a paragraph')
            elif e.tag in (q('w:p'), q('w:tr')):
                i = e.get(q('w14:paraId'))
                if i is not None:
                    if i in paraids:
                        say(part, 'paraId twice: %s' % i)
                    paraids.add(i)
            if e.tag == q('w:tbl'):
                table(e, part, say)
        for i, n in open_marks.items():
            say(part, 'bookmark does not end: %s' % n)
        # fields: begin, separate, end in balance over the whole part
        depth, state = 0, []
        for e in root.iter():
            if e.tag == q('w:fldChar'):
                k = e.get(q('w:fldCharType'))
                if k == 'begin':
                    state.append(['begin', 0])
                elif not state:
                    say(part, 'field %s without begin' % k)
                elif k == 'separate':
                    state[-1][0] = 'separate'
                else:
                    s = state.pop()
                    if s[0] == 'separate' and s[1] == 0:
                        say(part, 'field without a cached result')
                    if state and s[1]:
                        state[-1][1] += s[1]
            elif e.tag == q('w:t') and state and state[-1][0] == 'separate' and (e.text or ''):
                state[-1][1] += 1
        if state:
            say(part, '%d field(s) never end' % len(state))
        for m in re.finditer(r'\{\{[^}]*\}\}', ''.join(t.text or '' for t in root.iter(q('w:t')))):
            say(part, 'a tag is left over: %s' % m.group(0))
    doc = pkg.tree('word/document.xml')
    anchors = {e.get(q('w:anchor')) for e in doc.iter(q('w:hyperlink')) if e.get(q('w:anchor'))}
    for e in doc.iter(q('w:instrText')):
        m = re.match(r'\s*(REF|PAGEREF)\s+(\S+)', e.text or '')
        if m:
            anchors.add(m.group(2))
    for a in anchors - set(bm_names):
        say('word/document.xml', 'link or reference to a missing bookmark %s' % a)
    for kind in ('footnote', 'endnote'):
        notes = pkg.tree('word/%ss.xml' % kind)
        ids = [f.get(q('w:id')) for f in notes.findall(q('w:' + kind))] if notes is not None else []
        if len(set(ids)) != len(ids):
            say('word/%ss.xml' % kind, kind + ' id twice')
        refs = [e.get(q('w:id')) for e in doc.iter(q('w:%sReference' % kind))]
        for i in refs:
            if i not in ids:
                say('word/document.xml', '%s %s has no text' % (kind, i))


def table(t, part, say):
    grid = [int(g.get(q('w:w'), '0')) for g in t.find(q('w:tblGrid')).findall(q('w:gridCol'))]
    w = t.find(q('w:tblPr')).find(q('w:tblW'))
    if w is not None and w.get(q('w:type')) == 'dxa' and int(w.get(q('w:w'))) != sum(grid):
        say(part, 'table is %s wide, its columns %d' % (w.get(q('w:w')), sum(grid)))
    above = {}
    for r, row in enumerate(t.findall(q('w:tr')), 1):
        col, now = 0, {}
        pr = row.find(q('w:trPr'))
        for name in ('w:gridBefore',):
            g = pr.find(q(name)) if pr is not None else None
            col += int(g.get(q('w:val'))) if g is not None else 0
        for c in row.findall(q('w:tc')):
            p = c.find(q('w:tcPr'))
            g = p.find(q('w:gridSpan')) if p is not None else None
            span = int(g.get(q('w:val'))) if g is not None else 1
            v = p.find(q('w:vMerge')) if p is not None else None
            if v is not None:
                if v.get(q('w:val'), 'continue') == 'continue' and above.get(col) != span:
                    say(part, 'row %d column %d: vMerge without a start' % (r, col + 1))
                now[col] = span
            tw = p.find(q('w:tcW')) if p is not None else None
            if tw is not None and tw.get(q('w:type'), 'dxa') == 'dxa':
                want = sum(grid[col:col + span])
                if int(tw.get(q('w:w'))) != want:
                    say(part, 'row %d column %d: cell width %s, grid says %d' % (r, col + 1, tw.get(q('w:w')), want))
            col += span
        g = pr.find(q('w:gridAfter')) if pr is not None else None
        col += int(g.get(q('w:val'))) if g is not None else 0
        if col != len(grid):
            say(part, 'row %d covers %d of %d grid columns' % (r, col, len(grid)))
        above = now


def odt(pkg, say):
    first = pkg.infos[0]
    if first.filename != 'mimetype' or first.compress_type != zipfile.ZIP_STORED:
        say('mimetype', 'not the first member, or not stored')
    if pkg.read('mimetype') != b'application/vnd.oasis.opendocument.text':
        say('mimetype', 'wrong content')
    if first.extra:
        say('mimetype', 'has an extra field')
    listed = {e.get(q('manifest:full-path')) for e in pkg.tree('META-INF/manifest.xml')}
    for n in pkg.names:
        if n not in listed and n != 'mimetype' and not n.startswith('META-INF/') and not n.endswith('/'):
            say('META-INF/manifest.xml', 'no entry for %s' % n)
    for n in listed:
        if not n.endswith('/') and n not in pkg.names:
            say('META-INF/manifest.xml', 'entry for a missing part %s' % n)
    content, styles = pkg.tree('content.xml'), pkg.tree('styles.xml')
    have = {}
    for root, where in ((styles, 'styles.xml'), (content, 'content.xml')):
        for e in root.iter(q('style:style')):
            have.setdefault(e.get(q('style:family')), set()).add(e.get(q('style:name')))
        for e in root.iter(q('text:list-style')):
            have.setdefault('list', set()).add(e.get(q('style:name')))
    for root, where in ((styles, 'styles.xml'), (content, 'content.xml')):
        seen = set()
        auto = root.find(q('office:automatic-styles'))
        for e in (auto if auto is not None else []):
            key = (e.tag, e.get(q('style:family')), e.get(q('style:name')))
            if key[2] and key in seen:
                say(where, 'style twice: %s' % key[2])
            seen.add(key)
        ids, marks, refs, notes = set(), {}, set(), set()
        for e in root.iter():
            i = e.get(q('xml:id'))
            if i:
                if i in ids:
                    say(where, 'xml:id twice: %s' % i)
                ids.add(i)
            fam = {'text:p': 'paragraph', 'text:h': 'paragraph', 'text:span': 'text', 'text:a': 'text',
                   'table:table': 'table', 'table:table-cell': 'table-cell', 'table:table-row': 'table-row',
                   'table:table-column': 'table-column'}
            for tag, f in fam.items():
                if e.tag == q(tag):
                    s = e.get(q(tag.split(':')[0] + ':style-name'))
                    if s and s not in have.get(f, ()):
                        say(where, 'no such %s style: %s' % (f, s))
            if e.tag == q('text:list') and e.get(q('text:style-name')) and \
                    e.get(q('text:style-name')) not in have.get('list', ()):
                say(where, 'no such list style: %s' % e.get(q('text:style-name')))
            if e.tag in (q('text:bookmark-start'), q('text:bookmark')):
                n = e.get(q('text:name'))
                if n in marks:
                    say(where, 'bookmark name twice: %s' % n)
                marks[n] = e.tag == q('text:bookmark')
            elif e.tag == q('text:bookmark-end'):
                n = e.get(q('text:name'))
                if n not in marks or marks[n]:
                    say(where, 'bookmark end without start: %s' % n)
                marks[n] = True
            elif e.tag == q('text:bookmark-ref'):
                refs.add(e.get(q('text:ref-name')))
            elif e.tag == q('text:a'):
                h = e.get(q('xlink:href'), '')
                if h.startswith('#') and '|' not in h:
                    refs.add(h[1:])
            elif e.tag == q('text:note'):
                n = e.get(q('text:id'))
                if n in notes:
                    say(where, 'note id twice: %s' % n)
                notes.add(n)
            elif e.tag == q('table:table'):
                odt_table(e, where, say)
        for n, closed in marks.items():
            if not closed:
                say(where, 'bookmark does not end: %s' % n)
        for r in refs - set(marks):
            say(where, 'link or reference to a missing bookmark %s' % r)
        body = ''.join(root.itertext())
        for m in re.finditer(r'\{\{[^}]*\}\}', body):
            say(where, 'a tag is left over: %s' % m.group(0))
    names = [t.get(q('table:name')) for t in content.iter(q('table:table'))]
    for n in {n for n in names if names.count(n) > 1}:
        say('content.xml', 'table name twice: %s' % n)


def odt_table(t, where, say):
    def cols(e):
        n = 0
        for c in e:
            if c.tag == q('table:table-column'):
                n += int(c.get(q('table:number-columns-repeated'), '1'))
            elif c.tag in (q('table:table-columns'), q('table:table-header-columns'), q('table:table-column-group')):
                n += cols(c)
        return n

    def rows(e):
        for c in e:
            if c.tag == q('table:table-row'):
                yield c
            elif c.tag in (q('table:table-header-rows'), q('table:table-rows'), q('table:table-row-group')):
                yield from rows(c)
    ncols, down = cols(t), {}
    name = t.get(q('table:name'))
    for r, row in enumerate(rows(t), 1):
        col, must = 0, 0
        newdown = {}
        for c in row:
            if c.tag not in (q('table:table-cell'), q('table:covered-table-cell')):
                continue
            covered = c.tag == q('table:covered-table-cell')
            for _ in range(int(c.get(q('table:number-columns-repeated'), '1'))):
                from_above = down.get(col, 0) > 0
                if covered and not (must > 0 or from_above):
                    say(where, '%s row %d column %d: covered by nothing' % (name, r, col + 1))
                if not covered:
                    if must > 0 or from_above:
                        say(where, '%s row %d column %d: covered-table-cell is missing' % (name, r, col + 1))
                    span = int(c.get(q('table:number-columns-spanned'), '1'))
                    deep = int(c.get(q('table:number-rows-spanned'), '1'))
                    must = span
                    for k in range(span):
                        if deep > 1:
                            newdown[col + k] = deep - 1
                must -= 1 if must > 0 else 0
                col += 1
        if col != ncols:
            say(where, '%s row %d covers %d of %d columns' % (name, r, col, ncols))
        down = {k: v - 1 for k, v in down.items() if v > 1}
        down.update(newdown)
    if down:
        say(where, '%s: a row span runs past the last row' % name)


def main():
    bad = 0
    for path in sys.argv[1:]:
        def say(where, what, path=path):
            nonlocal bad
            bad += 1
            print('%s: %s: %s' % (path, where, what))
        pkg = Package(path)
        (odt if pkg.is_odt() else docx)(pkg, say)
    sys.exit(1 if bad else 0)


if __name__ == '__main__':
    main()
