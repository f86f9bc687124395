#!/usr/bin/env python3
"""hostile.py PROGRAM [CASE]... - inputs made to take long, or much memory.

Each is small and once cost minutes or gigabytes.  It must end within 5 s of CPU and 1 GB with
the documented status, and say what is wrong where that is not 0.
Last line: "N passed, N failed"."""
import glob
import os
import re
import resource
import subprocess
import sys
import tempfile
import zipfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
SAMPLES = os.path.join(ROOT, 'samples')


def read(path):
    with zipfile.ZipFile(os.path.join(ROOT, path)) as z:
        return {n: z.read(n) for n in z.namelist()}


def write(path, parts):
    with zipfile.ZipFile(path, 'w') as z:  # stored: the limit of ratio is not what is tried
        for name, data in parts.items():
            z.writestr(name, data)


def docx(body, styles=''):
    parts = read('templates/decision.docx')
    text = parts['word/document.xml'].decode()
    head, tail = text.split('<w:body>', 1)
    parts['word/document.xml'] = (head + '<w:body>' + body + '</w:body>' + tail.split('</w:body>', 1)[1]).encode()
    parts['word/styles.xml'] = parts['word/styles.xml'].replace(b'</w:styles>', styles.encode() + b'</w:styles>')
    return parts


def odt(body):
    parts = read('templates/decision.odt')
    text = parts['content.xml'].decode()
    start = text.index('>', text.index('<office:text')) + 1
    parts['content.xml'] = (text[:start] + body + text[text.rindex('</office:text>'):]).encode()
    return parts


def links(n):
    parts = docx('<w:p>' + ''.join('<w:hyperlink r:id="x%d"><w:r><w:t>a </w:t></w:r></w:hyperlink>' % i for i in range(n)) + '</w:p>')
    name = 'word/_rels/document.xml.rels'
    more = ''.join('<Relationship Id="x%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
                   'Target="http://e.lv/%d" TargetMode="External"/>' % (i, i) for i in range(n))
    parts[name] = parts[name].replace(b'</Relationships>', more.encode() + b'</Relationships>')
    return parts


def page_field(n):
    """A field that shows the page number, its result in n runs."""
    mark = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
    return docx('<w:p>' + mark % 'begin' + '<w:r><w:instrText>PAGE</w:instrText></w:r>' + mark % 'separate' +
                '<w:r><w:t>1</w:t></w:r>' * n + mark % 'end' + '</w:p>')


def table(columns, rows):
    return '<table:table><table:table-column table:number-columns-repeated="%d"/>%s</table:table>' % (columns, rows)


def para(text):
    return '<w:p><w:r><w:t>%s</w:t></w:r></w:p>' % text


def xlsx(rows, strings='', styles=''):
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    package = 'http://schemas.openxmlformats.org/package/2006/'
    return {
        '[Content_Types].xml': '<Types xmlns="%scontent-types"><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>' % package,
        '_rels/.rels': '<Relationships xmlns="%srelationships"><Relationship Id="r" Type="%s/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>' % (package, rels),
        'xl/workbook.xml': '<workbook %s xmlns:r="%s"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>' % (main, rels),
        'xl/_rels/workbook.xml.rels': '<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>' % (package, rels),
        'xl/worksheets/sheet1.xml': '<worksheet %s><sheetData>%s</sheetData></worksheet>' % (main, rows),
        'xl/sharedStrings.xml': '<sst %s>%s</sst>' % (main, strings),
        'xl/styles.xml': '<styleSheet %s>%s</styleSheet>' % (main, styles)}


def cell(text):
    return '<c t="inlineStr"><is><t>%s</t></is></c>' % text


def plan(text):
    """The sample with one more long text in its preface."""
    data = open(SAMPLES + '/valka.yaml', encoding='utf-8').read()
    return re.sub(r'^preface: \|\n', lambda m: m.group() + '  ' + text + '\n', data, count=1, flags=re.M)


def titled(text):
    return re.sub(r'^title: .*$', 'title: ' + text, open(SAMPLES + '/valka.yaml', encoding='utf-8').read(), count=1, flags=re.M)


CHAIN = ''.join('<w:style w:type="paragraph" w:styleId="C%d"><w:name w:val="C%d"/><w:basedOn w:val="C%d"/></w:style>' % (i, i, i + 1)
                for i in range(15000))
USES = ''.join('<w:p><w:pPr><w:pStyle w:val="C%d"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>' % i for i in range(15000))
HEAD = '<row>%s%s</row>' % (cell('id'), cell('title'))

# name, file, what is in it, command ({}: the file), status, what the message holds
CASES = [
    ('names that open', 'p.yaml', lambda: plan('{{' * 50000), 'check {}', 3, 'name-open'),
    ('names one after the other', 'p.yaml', lambda: plan('{{municipality}} ' * 50000), 'check {}', 0, ''),
    ('a title of one word', 'p.yaml', lambda: titled('x' * 100000), 'render -o out {}', 0, ''),
    ('a title of marks', 'p.yaml', lambda: titled('a' + '\u0301' * 300000), 'render -o out {}', 0, ''),
    ('a word of a million letters', 'd.docx', lambda: docx(para('x' * 1000000)), 'pdf {}', 0, 'word-cut'),
    ('many marks on a letter', 'd.docx', lambda: docx(para('a' + '\u0301' * 500000)), 'pdf {}', 0, ''),
    ('many sentences', 'p.yaml', lambda: plan('vārds. ' * 60000), 'diff {} %s/valka.yaml' % SAMPLES, 0, ''),
    ('brackets that open', 'p.yaml', lambda: plan('[' * 400000), 'diff {} %s/valka.yaml' % SAMPLES, 0, ''),
    ('a word of many runs', 'd.docx', lambda: docx('<w:p>' + '<w:r><w:t>x</w:t></w:r>' * 400000 + '</w:p>'), 'pdf {}', 0, 'word-cut'),
    ('a paragraph of many runs', 't.docx', lambda: docx('<w:p>' + '<w:r><w:t>x</w:t></w:r>' * 400000 + '</w:p>'), 'template check {}', 0, ''),
    ('a chain of styles', 'd.docx', lambda: docx(USES, CHAIN), 'pdf {}', 0, ''),
    ('a page number of many runs', 'd.docx', lambda: page_field(60000), 'pdf {}', 0, ''),
    ('many links', 'd.docx', lambda: links(30000), 'pdf {}', 0, ''),
    ('blanks by number', 'd.odt', lambda: odt('<text:p>' + '<text:s text:c="10000"/>' * 20000 + '</text:p>'), 'pdf {}', 7, 'flow-limit-repeats'),
    ('blanks by number, rendered', 't.odt', lambda: odt('<text:p>' + '<text:s text:c="10000"/>' * 20000 + '</text:p>'),
     'render %s/kalnupe.yaml --template {} -f odt,pdf -o out' % SAMPLES, 7, 'flow-limit-repeats'),
    ('many blanks', 'd.odt', lambda: odt('<text:p>' + '<text:s text:c="10000"/>' * 50 + '<text:s/>' * 20000 + '</text:p>'), 'pdf {}', 0, ''),
    ('cells by number', 'd.odt', lambda: odt(table(1024, '<table:table-row table:number-rows-repeated="1024"><table:table-cell '
     'table:number-columns-repeated="1024"><text:p>a</text:p></table:table-cell></table:table-row>')), 'pdf {}', 7, 'flow-limit-repeats'),
    ('a wide table of short rows', 'd.odt', lambda: odt(table(4096, '<table:table-row><table:table-cell/></table:table-row>' * 5000)), 'pdf {}', 0, ''),
    ('many wide tables', 'd.odt', lambda: odt(table(4096, '<table:table-row><table:table-cell/></table:table-row>') * 3000),
     'pdf {}', 7, 'flow-limit-repeats'),
    ('notes for many pages', 'd.odt', lambda: odt('<text:p>' + '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
     '<text:note-body><text:p>x</text:p></text:note-body></text:note>' * 20000 + '</text:p>'), 'pdf {}', 0, 'word-cut'),
    ('one text in many cells', 'r.xlsx', lambda: xlsx(
        HEAD + ''.join('<row>%s<c t="s"><v>0</v></c></row>' % cell('i%d' % i) for i in range(20000)),
        '<si><t>%s</t></si>' % ('x' * 900000)), 'check --each {} %s/school-standard.yaml' % SAMPLES, 7, 'sheet-limit'),
    ('number formats', 'r.xlsx', lambda: xlsx(HEAD, '', '<numFmts>%s</numFmts><cellXfs>%s</cellXfs>' % (
        ''.join('<numFmt numFmtId="%d" formatCode="dd"/>' % (i + 164) for i in range(20000)),
        ''.join('<xf numFmtId="%d"/>' % (i + 164) for i in range(20000)))),
     'check --each {} %s/school-standard.yaml' % SAMPLES, 3, 'rows-none'),
]


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (5, 6))
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def main():
    program = os.path.abspath(sys.argv[1])
    good = bad = 0
    for name, file, make, command, status, holds in CASES:
        if len(sys.argv) > 2 and name not in sys.argv[2:]:
            continue
        with tempfile.TemporaryDirectory() as tmp:
            made = make()
            if isinstance(made, dict):
                write(os.path.join(tmp, file), made)
            else:
                open(os.path.join(tmp, file), 'w', encoding='utf-8').write(made)
            r = subprocess.run([program] + command.replace('{}', file).split(), cwd=tmp, capture_output=True, preexec_fn=limits)
            left = glob.glob(os.path.join(tmp, 'out', '*')) if status != 0 else []
        said = (r.stdout + r.stderr).decode(errors='replace')
        if r.returncode == status and holds in said and not left:
            good += 1
        else:
            bad += 1
            print('%s: status %d, not %d, or without "%s", or written %s: %s' % (
                name, r.returncode, status, holds, left, said[-300:]))
    print('%d passed, %d failed' % (good, bad))
    return bad != 0


if __name__ == '__main__':
    sys.exit(main())
