#!/usr/bin/env python3
"""bad_templates.py PROGRAM [-v] - broken templates, each with one fault at a known place.

A shipped template gets a spot in its body, a table cell, header, footer, footnote and text
box, in DOCX and ODT.  Each rule puts something faulty into a spot, or changes a tag, a part
or a style.  template check must name the code at the part, paragraph, table, row and column
that this script counts for itself, end with the documented status, take less than a second
and write nothing.  With two faults, both must be named.  Last line: "N passed, N failed"."""
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
import zipfile
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
T = '{urn:oasis:names:tc:opendocument:xmlns:text:1.0}'
B = '{urn:oasis:names:tc:opendocument:xmlns:table:1.0}'
REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
SVG = '{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}'
DRAW = ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
REGIONS = ['BODY', 'CELL', 'HEADER', 'FOOTER', 'NOTE', 'BOX']
STATUS = {'error': 4, 'warning': 4, 'note': 0}  # with --strict


# -- templates with spots ------------------------------------------------------------------

def read(path):
    with zipfile.ZipFile(path) as z:
        return {i.filename: z.read(i) for i in z.infolist()}


def put(parts, part, old, new):
    """Replace the first "old" of a part; it must be there."""
    text = parts[part].decode()
    assert old in text, (part, old)
    parts[part] = text.replace(old, new, 1).encode()


class Docx:
    ending, body, styles, meta = 'docx', 'word/document.xml', 'word/styles.xml', 'docProps/core.xml'
    rels, settings = 'word/_rels/document.xml.rels', 'word/settings.xml'
    parts_of = {'BODY': body, 'CELL': body, 'BOX': body, 'HEADER': 'word/header1.xml',
                'FOOTER': 'word/footer1.xml', 'NOTE': 'word/footnotes.xml'}

    @staticmethod
    def run(s, props=''):
        return '<w:r>%s<w:t xml:space="preserve">%s</w:t></w:r>' % (
            props and '<w:rPr>%s</w:rPr>' % props, s)

    @classmethod
    def spot(cls, region):
        return cls.run('SPOT-' + region)

    @staticmethod
    def para(inner, style='BodyText'):
        return '<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>%s</w:p>' % (style, inner)

    @classmethod
    def base(cls):
        p = read(os.path.join(ROOT, 'templates/municipality.docx'))
        ns = re.search(r'<w:footnotes( [^>]*)>', p['word/footnotes.xml'].decode()).group(1)
        box = ('<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:9cm">'
               '<v:textbox><w:txbxContent>%s</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
               % cls.para(cls.spot('BOX')))
        note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
        put(p, cls.body, '<w:body>', '<w:body>' + cls.para(cls.spot('BODY')) +
            cls.para(box) + cls.para(cls.run('x') + note))
        put(p, cls.body, cls.run('{{activity.result}}'),
            cls.run('{{activity.result}}') + cls.spot('CELL'))
        put(p, cls.body, '<w:footerReference ',
            '<w:headerReference w:type="default" r:id="Head"/><w:footerReference ')
        put(p, cls.rels, '</Relationships>', '<Relationship Id="Head" Type="%sheader" '
            'Target="header1.xml"/></Relationships>' % REL)
        p['word/header1.xml'] = ('<?xml version="1.0" encoding="UTF-8"?><w:hdr%s>%s%s</w:hdr>' % (
            ns, cls.para(cls.run('x')), cls.para(cls.spot('HEADER')))).encode()
        put(p, '[Content_Types].xml', '</Types>', '<Override PartName="/word/header1.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header'
            '+xml"/></Types>')
        put(p, 'word/footer1.xml', '</w:p>', cls.spot('FOOTER') + '</w:p>')
        put(p, 'word/footnotes.xml', '</w:footnotes>', '<w:footnote w:id="2">%s</w:footnote>'
            '</w:footnotes>' % cls.para(cls.run('x') + cls.spot('NOTE')))
        return p

    @staticmethod
    def is_para(n):
        return n.tag == W + 'p'

    table, row, cells = W + 'tbl', W + 'tr', (W + 'tc',)

    @staticmethod
    def span(cell):
        g = cell.find(W + 'tcPr/' + W + 'gridSpan')
        return int(g.get(W + 'val')) if g is not None else 1

    @staticmethod
    def text(n):
        return ''.join(t.text or '' for t in n.iter(W + 't'))


class Odt:
    ending, body, styles, meta = 'odt', 'content.xml', 'styles.xml', 'meta.xml'
    settings = 'settings.xml'
    parts_of = {'BODY': body, 'CELL': body, 'BOX': body, 'NOTE': body, 'HEADER': styles,
                'FOOTER': styles}

    @staticmethod
    def run(s):
        return s

    @staticmethod
    def spot(region):
        return '<text:span>SPOT-%s</text:span>' % region

    @staticmethod
    def para(inner):
        return '<text:p text:style-name="Text_20_body">%s</text:p>' % inner

    @classmethod
    def base(cls):
        p = read(os.path.join(ROOT, 'templates/municipality.odt'))
        for part in (cls.body, cls.styles):
            put(p, part, ' xmlns:office=', DRAW + ' xmlns:office=')
        box = ('<draw:frame draw:name="box" text:anchor-type="as-char" svg:width="9cm">'
               '<draw:text-box>%s</draw:text-box></draw:frame>' % cls.para(cls.spot('BOX')))
        note = ('<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1'
                '</text:note-citation><text:note-body>%s</text:note-body></text:note>'
                % cls.para(cls.spot('NOTE')))
        text = p[cls.body].decode()
        at = text.index('</text:p>', text.index('{{title}}')) + len('</text:p>')
        text = text[:at] + cls.para(cls.spot('BODY')) + cls.para(box) + cls.para('x' + note) + \
            text[at:]
        p[cls.body] = text.encode()
        put(p, cls.body, '{{activity.result}}', '{{activity.result}}' + cls.spot('CELL'))
        put(p, cls.styles, '<style:footer>', '<style:header>%s</style:header><style:footer>'
            % cls.para(cls.spot('HEADER')))
        put(p, cls.styles, '<style:footer><text:p', '<style:footer>%s<text:p'
            % cls.para(cls.spot('FOOTER')))
        return p

    @staticmethod
    def is_para(n):
        # titles and descriptions of tables and pictures count too
        return n.tag in (T + 'p', T + 'h', B + 'title', B + 'desc', SVG + 'title', SVG + 'desc')

    table, row = B + 'table', B + 'table-row'
    cells = (B + 'table-cell', B + 'covered-table-cell')

    @staticmethod
    def span(cell):
        return 1

    @staticmethod
    def text(n):
        return ''.join(n.itertext())


# -- places, counted here ------------------------------------------------------------------

def places(fmt, xml, wanted):
    """All places whose own paragraph text holds "wanted": (paragraph, table, row, column)."""
    found, para, tables = [], 0, 0

    def walk(n, table, row, col):
        nonlocal para, tables
        if fmt.is_para(n):
            para += 1
            own = para
            inner = [k for k in n.iter() if k is not n and fmt.is_para(k)]
            text = fmt.text(n)
            if wanted in text and not any(wanted in fmt.text(k) for k in inner):
                found.append((own, table, row, col))
        if n.tag == fmt.table:
            tables += 1
            table, row, col = tables, 0, 0
            rows = [r for r in n.iter(fmt.row) if parent_table(n, r)]
            numbers = {id(r): i + 1 for i, r in enumerate(rows)}
            for k in n:
                walk_rows(k, table, numbers)
            return
        for k in n:
            walk(k, table, row, col)

    def parent_table(table, row):
        up = parents[row]
        while up.tag != fmt.table:
            up = parents[up]
        return up is table

    def walk_rows(n, table, numbers):
        if fmt.is_para(n):
            walk(n, table, 0, 0)
            return
        if n.tag != fmt.row:
            for k in n:
                walk_rows(k, table, numbers)
            return
        col = 1
        for k in n:
            if k.tag in fmt.cells:
                walk(k, table, numbers[id(n)], col)
                col += fmt.span(k)

    root = ET.fromstring(xml)
    parents = {c: p for p in root.iter() for c in p}
    walk(root, 0, 0, 0)
    return found


# -- faults of tags: what stands in a spot; "not" where it would be right ------------------

IN_LOOP = ['CELL']
TAGS = [
    ('{{titel}}', 'fill-name', 'error', []),
    ('{{municipality.genitve}}', 'fill-name', 'error', []),
    ('{{?titel}}x{{/titel}}', 'fill-name', 'error', []),
    ('{{#gaols}}x{{/gaols}}', 'fill-name', 'error', []),
    ('{{if title}}x{{endif}}', 'tag-foreign', 'error', []),
    ('{{?period.count &gt;= 6}}x{{/period.count}}', 'tag-compare', 'error', []),
    ('{title}', 'lint-looks', 'warning', []),
    ('[[period.count]]', 'lint-looks', 'warning', []),
    ('\u00ab#goals\u00bb', 'lint-looks', 'warning', []),
    ('{% if title %}', 'lint-looks', 'warning', []),
    ('{ {title} }', 'lint-looks', 'warning', []),
    ('{{#goals text}}{{goal.name}}{{/goals}}', 'lint-touch', 'warning', []),
    ('{{indicator.name}}', 'lint-turn', 'error', []),
    ('{{year}}', 'lint-turn', 'error', []),
    ('{{@index}}', 'lint-loop', 'error', IN_LOOP),
    ('{{.}}', 'lint-loop', 'error', IN_LOOP),
    ('{{goals.name}}', 'lint-list', 'error', []),
    ('{{title[report_year]}}', 'lint-no-years', 'error', []),
    ('{{spent}}', 'lint-by-year', 'error', []),
    ('{{spent[title]}}', 'lint-no-year', 'error', []),
    ('{{title|money}}', 'lint-format', 'error', []),
    ('{{period.count|date}}', 'lint-format', 'error', []),
    ('{{spent[2024]|percent}}', 'lint-format', 'error', []),
    ('{{title|join:; }}', 'lint-format', 'error', []),
    ('{{?goals = x}}x{{/goals}}', 'lint-compare', 'error', []),
    ('{{?profile = shcool}}x{{/profile}}', 'lint-choice', 'error', []),
    ('{{?period.count &gt; five}}x{{/period.count}}', 'lint-constant', 'error', []),
    ('{{#title}}x{{/title}}', 'lint-each', 'error', []),
    ('{{#spent}}x{{/spent}}', 'lint-each-years', 'error', []),
    ('{{#author}}x{{/author}}', 'lint-each-maybe', 'warning', []),
    ('{{author}}', 'lint-may-lack', 'warning', []),
    ('{{context?}}', 'lint-long-text', 'warning', []),
    ('{{approval}}', 'print-group', 'error', []),
    ('{{#goals}}x{{else}}{{indicator.id}}{{/goals}}', 'lint-turn', 'error', []),
    ('{{title|monney}}', 'tag-format', 'error', []),
    ('{{title|date:long}}', 'tag-date-form', 'error', []),
    ('{{}}', 'tag-empty', 'error', []),
    ('{{@frist}}', 'tag-at', 'error', []),
    ('{{title title}}', 'tag-words', 'error', []),
    ('{{title.}}', 'tag-path', 'error', []),
    ('{{?title = }}x{{/title}}', 'tag-compare', 'error', []),
    ('{{#goals rowz}}x{{/goals}}', 'tag-option', 'error', []),
    ('{{#goals max 7cm}}x{{/goals}}', 'tag-max-place', 'error', []),
    ('{{title', 'fill-unclosed', 'error', []),
    ('{{/title}}', 'fill-close-', 'error', []),
    ('{{#goals}}', 'fill-', 'error', []),
    ('{{else}}', 'fill-else-alone', 'error', IN_LOOP),
    ('{{ref:nothing}}', 'fill-no-bookmark', 'error', []),
    ('{{title|merge}}', 'fill-merge-place', 'error', IN_LOOP),
    ('x {{context|markdown}}', 'fill-markdown-alone', 'error', []),
    ('{{#goals rows}}x{{/goals}}', 'fill-', 'error', IN_LOOP),
]

# -- blocks in tables: a tag of the template, and what becomes of it ------------------------

BLOCKS = [
    ('{{/goal.activities}}', '', 'fill-open-inside'),
    ('{{/level.goals}}', '', 'fill-open-inside'),
    ('{{/situation}}', '', 'fill-'),
    ('{{#level.goals rows}}', '', 'fill-close-'),
    ('{{#table1.levels rows keep-end}}', '', 'fill-close-'),
    ('{{/table1.levels}}', '{{/table2.levels}}', 'fill-close-other'),
    ('{{#level.goals rows}}', '{{#level.gaols rows}}', 'fill-name'),
    ('{{#level.goals rows}}', '{{#level.goals rowz}}', 'tag-option'),
    ('{{#goal.activities rows}}', '{{#goal.activities text}}', 'fill-text-split'),
    ('{{#goal.activities rows}}', '{{#goal.activities columns}}', 'fill-'),
    ('{{#goal.activities rows}}', '{{#goal.name rows}}', 'lint-each'),
    ('{{#activity.tasks rows}}', '{{#activity.taks rows}}', 'fill-name'),
    ('{{#years columns}}', '{{#years columns max 70}}', 'tag-max'),
    ('{{#years columns}}', '{{#years rows max 70mm}}', 'tag-max-place'),
    ('{{#years columns}}', '{{#years columns keep}}', 'tag-keep-place'),
    ('{{#years columns}}', '{{#yaers columns}}', 'fill-name'),
    ('{{year}}{{/years}}', '{{year}}{{else}}x{{/years}}', 'fill-else-columns'),
    ('{{#goals.levels rows keep}}', '{{#goals.levels rows kep}}', 'tag-option'),
    ('{{#goals.levels rows keep}}', '{{#goals.levles rows keep}}', 'fill-name'),
    ('{{activity.money[year]|amount}}', '{{activity.money.year|amount}}', 'fill-name'),
    ('{{activity.money[year]|amount}}', '{{activity.money[yaer]|amount}}', 'fill-name'),
    ('{{activity.money[year]|amount}}', '{{activity.money|amount}}', 'lint-by-year'),
    ('{{activity.money[year]|amount}}', '{{activity.name[year]}}', 'lint-no-years'),
    ('{{activity.money[year]|amount}}', '{{#level.goals rows}}x{{/level.goals}}',
     'fill-row-in-column'),
    ('{{level.total|amount}}', '{{level.total|date}}', 'lint-format'),
    ('{{task.term}}', '{{term.task}}', 'fill-name'),
    ('{{task.by}}', '{{by.name}}', 'lint-list'),
    ('{{goal.name|merge}}', '{{name|merg}}', 'tag-format'),
    ('{{indicator.base}}', '{{indicator.base.yaer}}', 'fill-name'),
    ('{{entry.category}}', '{{category|markdown}}', 'lint-plain-markdown'),
    ('{{activity.outcome[report_year].achieved?}}', '{{activity.outcome.achieved?}}',
     'lint-by-year'),
    ('{{line}}', '{{lines}}', 'fill-name'),
]

# -- what a clean template lacks: markup in a spot ------------------------------------------


def docx_markup(f, region):
    r = f.run
    field = ''.join('<w:r>%s</w:r>' % s for s in (
        '<w:fldChar w:fldCharType="begin"/>', '<w:instrText> %s </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', '<w:t>x</w:t>',
        '<w:fldChar w:fldCharType="end"/>'))
    who = 'w:id="9" w:author="x" w:date="2024-01-01T00:00:00Z"'
    yield 'clean-hidden', 'warning', r('QQ', '<w:vanish/>')
    yield 'docx-tracked', 'warning', '<w:ins %s>%s</w:ins>' % (who, r('QQ'))
    yield 'docx-tracked', 'warning', '<w:del %s><w:r><w:delText>x</w:delText></w:r></w:del>' % who
    yield 'docx-ole', 'error', '<w:r><w:object/></w:r>'
    yield 'docx-activex', 'error', '<w:r><w:object><w:control/></w:object></w:r>'
    yield 'docx-field', 'error', field % 'INCLUDETEXT x.docx'
    yield 'docx-external', 'error', field % 'HYPERLINK file:///x'
    yield 'clean-field', 'warning', field % 'DATE'
    yield 'clean-field', 'warning', field % 'FILENAME'
    yield 'clean-merge-field', 'warning', field % 'MERGEFIELD Nosaukums'
    if region == 'BOX':
        yield 'clean-text-box', 'warning', r('x'), -1
    yield 'clean-bound', 'warning', ('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID='
                                     '"{0}"/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>'
                                     % r('x'))
    yield 'clean-form', 'warning', ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData/></w:fldChar>'
                                    '</w:r>' + (field % 'FORMTEXT')[len(
                                        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'):])
    yield 'clean-alt', 'warning', (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:docPr id="77" name="x"/><a:graphic xmlns:a="http://schemas.'
        'openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas'
        '.openxmlformats.org/drawingml/2006/picture"/></a:graphicData></a:graphic></wp:inline>'
        '</w:drawing></w:r>')
    yield 'clean-font', 'note', r('QQ', '<w:rFonts w:ascii="Comic Sans MS"/>')
    yield 'clean-spacing', 'note', r('x') + '</w:p><w:p/><w:p/><w:p>', 1
    if region == 'BODY':
        yield 'docx-altchunk', 'error', '</w:p><w:altChunk r:id="x"/><w:p>', 1
        yield 'docx-drop-comments', 'note', '<w:r><w:commentReference w:id="0"/></w:r>'
        yield 'clean-headings', 'warning', '</w:p>%s<w:p>' % f.para(r('QQ'), 'Heading2'), 1


def odt_markup(f, region):
    yield 'clean-hidden', 'warning', '<text:hidden-text text:condition="x" text:string-value="QQ"/>'
    yield 'clean-hidden', 'warning', '<text:hidden-paragraph text:condition="x"/>'
    yield 'odt-object', 'error', ('<draw:frame><draw:object xlink:href="#x"/></draw:frame>')
    yield 'odt-link', 'error', '<text:a xlink:href="file:///x">x</text:a>'
    yield 'odt-link', 'error', '<draw:frame><svg:title>x</svg:title><draw:image xlink:href="../x.png"/></draw:frame>'
    yield 'odt-event', 'error', '<text:a xlink:href="#x">x<office:event-listeners/></text:a>'
    yield 'clean-field', 'warning', '<text:date>x</text:date>'
    yield 'clean-merge-field', 'warning', '<text:database-display text:column-name="n">x</text:database-display>'
    if region == 'BOX':
        yield 'clean-text-box', 'warning', 'x', -1
    yield 'clean-field', 'warning', '<text:time text:fixed="false">x</text:time>'
    yield 'odt-', 'note', '<text:author-name>x</text:author-name>'
    yield 'odt-', 'note', '<office:annotation><text:p>x</text:p></office:annotation>'
    yield 'clean-form', 'warning', '<draw:control/>'
    yield 'clean-alt', 'warning', '<draw:frame><draw:image xlink:href=""/></draw:frame>'
    yield 'odt-changes', 'warning', '<text:change text:change-id="c"/>'
    yield 'odt-changes', 'warning', '<text:change-start text:change-id="c"/>x<text:change-end text:change-id="c"/>'
    yield 'clean-spacing', 'note', 'x</text:p><text:p/><text:p/><text:p>', 1
    if region == 'BODY':
        yield 'clean-headings', 'warning', '</text:p><text:h text:outline-level="3">QQ</text:h><text:p>', 1
        yield 'clean-protected', 'warning', ('</text:p><text:section text:name="s" text:protected='
                                             '"true"><text:p>x</text:p></text:section><text:p>'), 1
        yield 'clean-hidden', 'warning', ('</text:p><text:section text:name="s" text:display='
                                          '"none"><text:p>x</text:p></text:section><text:p>'), 1


# -- parts: (what is changed, code, level, part named) --------------------------------------

def docx_parts(f):
    link = '<Relationship Id="bad" Type="%s%s" Target="%s"%s/></Relationships>'
    ext = ' TargetMode="External"'
    end = '</Relationships>'
    yield 'docx-macro', 'error', 'word/vbaProject.bin', [('word/vbaProject.bin', None, 'x')]
    yield 'docx-activex', 'error', 'word/activeX/activeX1.xml', [('word/activeX/activeX1.xml', None, '<x/>')]
    yield 'docx-ole', 'error', 'word/embeddings/oleObject1.bin', [('word/embeddings/oleObject1.bin', None, 'x')]
    yield 'docx-external', 'error', f.rels, [(f.rels, end, link % (REL, 'hyperlink', 'file:///x', ext))]
    yield 'docx-external', 'error', f.rels, [(f.rels, end, link % (REL, 'image', 'http://x/y.png', ext))]
    yield 'docx-altchunk', 'error', f.rels, [(f.rels, end, link % (REL, 'aFChunk', 'x.html', ''))]
    yield 'docx-ole', 'error', f.rels, [(f.rels, end, link % (REL, 'oleObject', 'embeddings/x.bin', ''))]
    yield 'docx-subdoc', 'error', f.rels, [(f.rels, end, link % (REL, 'subDocument', 'x.docx', ''))]
    yield 'clean-protected', 'warning', f.settings, [(f.settings, '<w:defaultTabStop', '<w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:defaultTabStop')]
    yield 'clean-protected', 'warning', f.settings, [(f.settings, '<w:defaultTabStop', '<w:writeProtection w:recommended="1"/><w:defaultTabStop')]
    yield 'clean-language', 'warning', f.styles, [(f.styles, '<w:lang w:val="lv-LV"', '<w:lang w:val="en-US"')]
    yield 'clean-title', 'warning', f.meta, [(f.meta, '<dc:title>{{title}} {{period}}\u00a0gadam</dc:title>', '')]
    yield 'clean-title-fixed', 'note', f.meta, [(f.meta, '{{title}} {{period}}\u00a0gadam', 'Veidne')]
    yield 'fill-name', 'error', f.meta, [(f.meta, '{{title}}', '{{titel}}')]
    yield 'clean-style', 'warning', f.body, [(f.styles, 'w:val="List Bullet"', 'w:val="Listes"')]
    yield 'clean-embedded-font', 'note', 'word/fonts/font1.odttf', [('word/fonts/font1.odttf', None, 'x')]
    yield 'docx-no-style', 'error', f.body, [(f.body, 'markdown:Tabulas apraksta saraksts', 'markdown:Nav')]
    yield 'clean-table-head', 'note', f.body, [(f.body, '<w:tblHeader/>', '')] * 30
    yield 'docx-drop-template', 'note', 'word/_rels/settings.xml.rels', [('word/_rels/settings.xml.rels', None, '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + link % (REL, 'attachedTemplate', 'file:///x.dotx', ext))]


def odt_parts(f):
    yield 'odt-macro', 'error', 'Basic/Standard/Module1.xml', [('Basic/Standard/Module1.xml', None, '<x/>')]
    yield 'odt-macro', 'error', 'Scripts/python/x.py', [('Scripts/python/x.py', None, 'x')]
    yield 'odt-object', 'error', 'Object 1/content.xml', [('Object 1/content.xml', None, '<x/>')]
    yield 'clean-language', 'warning', f.styles, [(f.styles, 'fo:language="lv"', 'fo:language="en"')] * 9
    yield 'clean-title', 'warning', f.meta, [(f.meta, '<dc:title>{{title}} {{period}}\u00a0gadam</dc:title>', '')]
    yield 'clean-title-fixed', 'note', f.meta, [(f.meta, '{{title}} {{period}}\u00a0gadam', 'Veidne')]
    yield 'fill-name', 'error', f.meta, [(f.meta, '{{title}}', '{{titel}}')]
    yield 'odt-no-style', 'error', f.body, [(f.body, 'markdown:Tabulas apraksta saraksts', 'markdown:Nav')]
    yield 'clean-style', 'warning', f.body, [(f.styles, 'style:display-name="List Bullet"', 'style:display-name="Listes"')]
    yield 'clean-table-head', 'note', f.body, [(f.body, 'table-header-rows>', 'table-rows>')] * 40
    yield 'clean-protected', 'warning', f.body, [(f.body, '<table:table table:name', '<table:table table:protected="true" table:name')]


# -- running ---------------------------------------------------------------------------------

class Suite:
    def __init__(self, program, verbose):
        self.program, self.verbose = program, verbose
        self.passed = self.failed = 0
        self.cases = []
        self.env = dict(os.environ, PMPPLAN_LANG='en')

    def check(self, fmt, parts, *args):
        with tempfile.TemporaryDirectory() as d:
            name = 'x.' + fmt.ending
            with zipfile.ZipFile(os.path.join(d, name), 'w') as z:
                for part, data in parts.items():
                    z.writestr(part, data)
            start = time.monotonic()
            r = subprocess.run([self.program, 'template', 'check', '--strict', name, *args], cwd=d,
                               env=self.env, capture_output=True, text=True)
            return r, time.monotonic() - start, os.listdir(d) == [name]

    def expect(self, about, fmt, parts, wanted, status):
        """wanted: (code, part, list of places or None) that must all be among the messages."""
        self.cases.append((about, fmt, parts, wanted, status))

    def run(self):
        with ThreadPoolExecutor(2) as pool:
            for ok in pool.map(lambda case: self.judge(*case), self.cases):
                self.count(ok)

    def count(self, ok):
        self.passed, self.failed = self.passed + ok, self.failed + (not ok)

    def judge(self, about, fmt, parts, wanted, status):
        r, took, clean = self.check(fmt, parts)
        lines = r.stderr.split('\n')
        missing = [w for w in wanted if not any(self.fits(line, fmt, *w) for line in lines)]
        ok = r.returncode == status and not missing and took < 1 and clean
        if self.verbose or not ok:
            print('%s: %s: status %d, %.2f s, missing %s\n%s' % (
                'ok' if ok else 'FAILED', about, r.returncode, took, missing, r.stderr[:1500]))
        return ok

    @staticmethod
    def fits(line, fmt, code, part, spots):
        if not line.startswith('x.%s: %s:' % (fmt.ending, part)):
            return False
        found = re.search(r'\[([a-z-]+)\]$', line)
        if found is None or not found.group(1).startswith(code):
            return False
        if spots is None:
            return True
        for para, table, row, col in spots:
            where = 'paragraph %d: ' % para
            if table:
                where = 'table %d, row %d, column %d: %s' % (table, row, col, where)
            if ': ' + where in line and (table or ': table ' not in line):
                return True
        return False


def spotted(fmt, base, region, markup):
    """The base with this in one spot, the others plain."""
    parts = dict(base)
    for other in REGIONS:
        part = fmt.parts_of[other]
        # a text box with text is a finding of its own: the PDF leaves it out
        put(parts, part, fmt.spot(other), markup if other == region else
            fmt.run('' if other == 'BOX' else 'x'))
    return parts


def run_format(suite, fmt, markup, changes):
    base = fmt.base()
    at = {r: places(fmt, base[fmt.parts_of[r]], 'SPOT-' + r) for r in REGIONS}
    assert all(len(v) == 1 for v in at.values()), at
    clean = spotted(fmt, base, 'none', '')
    r, took, _ = suite.check(fmt, clean)
    assert r.returncode == 0 and r.stderr == '', r.stderr
    for region in REGIONS:
        part = fmt.parts_of[region]
        for text, code, level, never in TAGS:
            if region not in never:
                suite.expect('%s %s %s' % (fmt.ending, region, text), fmt,
                             spotted(fmt, base, region, fmt.run(text)),
                             [(code, part, at[region])], 4 if region == 'BOX' else STATUS[level])
        for code, level, xml, *more in markup(fmt, region):
            para, table, row, col = at[region][0]
            suite.expect('%s %s %s' % (fmt.ending, region, code), fmt,
                         spotted(fmt, base, region, xml),
                         [(code, part, None if code == 'clean-font' and fmt is Odt else
                           [(para + (more[0] if more else 0), table, row, col)])],
                         4 if region == 'BOX' else STATUS[level])
    for old, new, code in BLOCKS:
        parts = dict(clean)
        put(parts, fmt.body, old, new)
        text = parts[fmt.body].decode()
        suite.expect('%s %s -> %s' % (fmt.ending, old, new), fmt, parts,
                     [(code, fmt.body, block_places(fmt, text, old, new, code))], 4)
    for code, level, part, edits in changes(fmt):
        parts = dict(clean)
        for name, old, new in edits:
            if old is None:
                parts[name] = new.encode()
            elif old.encode() in parts[name]:
                put(parts, name, old, new)
            else:
                assert edits.count((name, old, new)) > 1, (name, old)
        suite.expect('%s %s in %s' % (fmt.ending, code, part), fmt, parts, [(code, part, None)],
                     STATUS[level])
    both = spotted(fmt, base, 'BODY', fmt.run('{{titel}} {{#goals}}'))
    macro = 'word/vbaProject.bin' if fmt is Docx else 'Basic/x.xml'
    both[macro] = b'x'
    put(both, fmt.body, '{{activity.name}}', '{{activity.nmae}}')
    suite.expect('%s all in one run' % fmt.ending, fmt, both, [
        ('fill-name', fmt.body, at['BODY']), ('fill-not-closed', fmt.body, at['BODY']),
        ('fill-name', fmt.body, places(fmt, both[fmt.body], '{{activity.nmae}}')),
        ('docx-macro' if fmt is Docx else 'odt-macro', macro, None)], 4)


def block_places(fmt, text, old, new, code):
    """Where the tag that the message quotes may stand: the new one, or its partners."""
    name = re.sub(r'^[{#/?]+|[ }|].*$', '', old)
    quotes = [q for q in re.findall(r'\{\{[^}]*\}\}', new)]
    quotes += re.findall(r'\{\{[#/?]%s[^}]*\}\}' % re.escape(name), text)
    found = []
    for q in sorted(set(quotes)):
        found += places(fmt, text, q.replace('&gt;', '>'))
    return found


def with_plans(suite):
    """A plan behind the template: its own status, and the template's goes first."""
    fine = read(os.path.join(ROOT, 'templates/municipality.docx'))
    faulty = dict(fine)
    put(faulty, Docx.body, '{{title}}', '{{titel}}')
    school = read(os.path.join(ROOT, 'templates/school.docx'))
    plan = os.path.join(ROOT, 'samples/valka.yaml')
    with tempfile.NamedTemporaryFile('w', suffix='.yaml') as bad:
        bad.write('schema: pmpplan/1\nid: p\n')
        bad.flush()
        for about, parts, file, status, code in [
                ('plan fits', fine, plan, 0, ''), ('plan refused', fine, bad.name, 3, 'plan-missing'),
                ('template refused', faulty, plan, 4, 'fill-name'),
                ('both refused', faulty, bad.name, 4, 'plan-missing'),
                ('no such plan', fine, '/nowhere.yaml', 3, 'io-read'),
                ('names that this plan lacks', school, plan, 4, 'tag-missing')]:
            r, took, clean = suite.check(Docx, parts, file)
            ok = r.returncode == status and code in r.stderr and took < 1 and clean
            suite.count(ok)
            if not ok:
                print('FAILED: %s: status %d\n%s' % (about, r.returncode, r.stderr[:800]))


def shipped(suite):
    """The templates that come with the program have no finding at all."""
    for name in sorted(os.listdir(os.path.join(ROOT, 'templates'))):
        fmt = Docx if name.endswith('.docx') else Odt
        r, took, clean = suite.check(fmt, read(os.path.join(ROOT, 'templates', name)))
        ok = r.returncode == 0 and r.stderr == '' and took < 1 and clean
        suite.count(ok)
        if not ok:
            print('FAILED: %s:\n%s' % (name, r.stderr[:800]))


def main():
    suite = Suite(os.path.abspath(sys.argv[1]), '-v' in sys.argv)
    run_format(suite, Docx, docx_markup, docx_parts)
    run_format(suite, Odt, odt_markup, odt_parts)
    suite.run()
    with_plans(suite)
    shipped(suite)
    print('%d passed, %d failed' % (suite.passed, suite.failed))
    return suite.failed > 0 or suite.passed < 300


if __name__ == '__main__':
    sys.exit(main())
