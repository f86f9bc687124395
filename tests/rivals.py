#!/usr/bin/env python3
"""rivals.py [PROGRAM] - the PDF of samples/valka.yaml beside what others need for the same pages.

Typst (from PyPI, in a virtual environment of its own under build/) compiles a document made from
our DOCX: the same headings, paragraphs and tables, A4, Liberation Serif, contents, tagged PDF/UA-1.
It gets its text ready-made, and once cold, then again in one process with its caches warm.
LibreOffice (with a profile of its own) converts our DOCX: one, and several in one call.
Ours is everything from the YAML on.  CPU is that of the process and its children."""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as etree
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, '..')
PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'pmpplan'))
PLAN = os.path.join(ROOT, 'samples', 'valka.yaml')
TYPST = '0.15.2'
MANY = 10
W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'

WARM = '''
import sys, time, typst
fonts, path, out = sys.argv[1:4]
times = []
for i in range(11):
    text = open(path, encoding='utf-8').read()
    open(path, 'w', encoding='utf-8').write(text.replace('TURN %d' % (i - 1), 'TURN %d' % i))
    start = time.process_time()
    typst.compile(path, output=out, font_paths=[fonts], pdf_standards='ua-1')
    times.append(time.process_time() - start)
print('%.6f %.6f' % (times[0], min(times[1:])))
'''


def timed(args, **kw):
    """CPU and wall seconds of a command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(args, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **kw)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            time.monotonic() - start)


def show(who, what, cpu, wall=None, size=None):
    print('  %-12s %-44s %8.1f ms CPU' % (who, what, cpu * 1e3) +
          ('' if wall is None else '  %8.1f ms wall' % (wall * 1e3)) +
          ('' if size is None else '  %7d bytes' % size))


# -- our DOCX as Typst source --

def quoted(text):
    return '#"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def words(p):
    return ''.join(t.text or '' for t in p.iter(W + 't'))


def level(p, outline):
    style = p.find('%spPr/%spStyle' % (W, W))
    return outline.get(style.get(W + 'val')) if style is not None else None


def cell(tc):
    span = tc.find('%stcPr/%sgridSpan' % (W, W))
    n = int(span.get(W + 'val')) if span is not None else 1
    text = ' #linebreak() '.join(quoted(words(p)) for p in tc.iter(W + 'p'))
    return n, '  table.cell(colspan: %d)[%s],\n' % (n, text)


def table(tbl):
    grid = [int(c.get(W + 'w')) for c in tbl.iter(W + 'gridCol')]
    head, body = '', ''
    for tr in tbl.iter(W + 'tr'):
        cells = [cell(tc) for tc in tr.findall(W + 'tc')]
        row = ''.join(c for _, c in cells)
        row += '  [],\n' * (len(grid) - sum(n for n, _ in cells))
        if tr.find('%strPr/%stblHeader' % (W, W)) is not None and not body:
            head += row
        else:
            body += row
    return '#table(columns: (%s,),\n%s%s)\n' % (
        ', '.join('%dfr' % w for w in grid), 'table.header(\n%s),\n' % head if head else '', body)


def typst_source(docx):
    with zipfile.ZipFile(docx) as z:
        body = etree.fromstring(z.read('word/document.xml'))[0]
        styles = etree.fromstring(z.read('word/styles.xml'))
    outline = {s.get(W + 'styleId'): int(o.get(W + 'val')) + 1
               for s in styles.iter(W + 'style') for o in s.iter(W + 'outlineLvl')
               if int(o.get(W + 'val')) < 9}
    out = ['// TURN -1\n#set document(title: "Plan")\n#set page(paper: "a4", numbering: "1")\n'
           '#set text(font: "Liberation Serif", size: 12pt, lang: "lv")\n#set par(justify: true)\n'
           '#show table: set text(size: 9pt)\n#outline()\n']
    deep = 0
    for e in body:
        if e.tag == W + 'tbl':
            out.append(table(e))
        elif e.tag == W + 'p' and words(e).strip() and not e.findall('.//' + W + 'hyperlink'):
            n = level(e, outline)
            if n:
                deep = min(n, deep + 1)  # PDF/UA: no level may be left out
                out.append('%s %s\n' % ('=' * deep, quoted(words(e))))
            else:
                out.append(quoted(words(e)) + '\n')
    return '\n'.join(out)


def typst_python():
    """A Python that has Typst; fetched once."""
    venv = os.path.join(ROOT, 'build', 'rivals')
    python = os.path.join(venv, 'bin', 'python')
    have = subprocess.run([python, '-c', 'import typst; print(typst.__version__)'],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout \
        if os.path.exists(python) else ''
    if have.strip() != TYPST:
        subprocess.run([sys.executable, '-m', 'venv', venv], check=True)
        subprocess.run([python, '-m', 'pip', 'install', '-q', 'typst==' + TYPST], check=True)
    return python


def rival_typst(tmp, docx):
    source, out = os.path.join(tmp, 'plan.typ'), os.path.join(tmp, 'typst.pdf')
    with open(source, 'w', encoding='utf-8') as f:
        f.write(typst_source(docx))
    fonts = '/usr/share/fonts/truetype/liberation2'
    got = subprocess.run([typst_python(), '-c', WARM, fonts, source, out], check=True,
                         stdout=subprocess.PIPE, text=True).stdout.split()
    show('Typst', 'first document in a process, text ready-made', float(got[0]), None,
         os.path.getsize(out))
    show('', 'next ones, caches warm, one word changed', float(got[1]))


def rival_office(tmp, docx):
    office = shutil.which('soffice')
    if office is None:
        print('  LibreOffice is not there')
        return
    def convert(kind, files):
        return timed([office, '-env:UserInstallation=file://%s/profile' % tmp, '--headless',
                      '--convert-to', kind, '--outdir', os.path.join(tmp, 'office')] + files)
    files = []
    for i in range(MANY):
        files.append(os.path.join(tmp, 'plan-%02d.docx' % i))
        shutil.copy(docx, files[-1])
    convert('pdf', files[:1])  # makes the profile
    cpu, wall = convert('pdf', files[:1])
    show('LibreOffice', 'one DOCX to PDF', cpu, wall,
         os.path.getsize(os.path.join(tmp, 'office', 'plan-00.pdf')))
    more, _ = convert('pdf', files)
    show('', 'each further one in the same call', (more - cpu) / (MANY - 1))


def ours(tmp):
    out = os.path.join(tmp, 'ours')
    args = [PROGRAM, 'render', '-q', '--force', '-o', out]
    cpu, wall = min(timed(args + ['-f', 'pdf', PLAN]) for _ in range(10))
    show('pmpplan', 'YAML to PDF, one process', cpu, wall,
         os.path.getsize(os.path.join(out, 'valka.pdf')))
    plans = []
    for i in range(MANY * 5):
        plans.append(os.path.join(tmp, 'ours-%02d.yaml' % i))
        shutil.copy(PLAN, plans[-1])
    more, _ = timed(args + ['-f', 'pdf', '-j', '1'] + plans)
    show('', 'each further one in a batch', (more - cpu) / (len(plans) - 1))
    cpu, wall = min(timed(args + [PLAN]) for _ in range(10))
    show('', 'YAML to DOCX, ODT and PDF, one process', cpu, wall)
    return os.path.join(out, 'valka.docx')


def main():
    with tempfile.TemporaryDirectory(prefix='pmpplan-rivals-') as tmp:
        print('side by side: samples/valka.yaml')
        docx = ours(tmp)
        rival_typst(tmp, docx)
        rival_office(tmp, docx)


main()
