#!/usr/bin/env python3
"""pagedocs.py FOLDER [CASE...] - the page cases: documents that our templates do not resemble,
each as DOCX and as ODT, always the same bytes.
pagedocs.py --restyle TEMPLATE OUT - a template in another dress: fonts exchanged, sizes half a
point up, margins moved.

tests/pages.sh lays them out with LibreOffice and compares.  A case is a function below; its
documentation string says what it is for.  The words are Latvian, drawn with a fixed seed.
"""
import os
import random
import re
import struct
import sys
import zipfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from twinwriter import C, Doc, P, R, Row, S, T, pack, save  # noqa: E402

WORDS = ('pašvaldība attīstības programma rīcības virziens uzdevums pasākums iedzīvotāji nodrošināt efektīvs '
         'pārvaldība izglītība kultūras mantojums ēka ceļš ielas apgaismojums ūdenssaimniecība kanalizācija '
         'bērni jaunieši skola novads pilsēta pagasts budžets finansējums projekts rezultāts rādītājs izpilde '
         'gada laikā līdz ar un vai no uz par kā arī tai skaitā šādi jāveic ģimene ķermenis ļoti ņemt žogs čakls '
         'sadarbība uzņēmējdarbība konkurētspēja infrastruktūra teritorija plānojums ilgtspējīga vide').split()
SIGNS = ('(2024.–2027. gads)', '„Zaļā māja”', '12,5 %', '1 250 000 EUR', 'nr. 3/2024', 'u.c.', 'ES/valsts', 'skat. 4.–7. lpp.', 'A-1', '§ 5')


def words(r, n, signs=True):
    out = [r.choice(SIGNS) if signs and r.random() < 0.06 else r.choice(WORDS) for _ in range(n)]
    out[0] = out[0][0].upper() + out[0][1:]
    return ' '.join(out) + '.'


def png(w, h, colour):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes(c * (x + 1) // w for x in range(w) for c in colour) for _ in range(h))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', w, h, 8, 2, 0, 0, 0)) + \
        chunk(b'IDAT', zlib.compress(rows, 9)) + chunk(b'IEND', b'')


def jpeg(blocks_w, blocks_h):
    """A grey baseline JPEG: every 8x8 block one even shade, so only DC codes are needed."""
    bits = ''
    previous = 0
    for y in range(blocks_h):
        for x in range(blocks_w):
            value = -60 + 120 * (x + y) // (blocks_w + blocks_h)
            diff, previous = value - previous, value
            n = abs(diff).bit_length()
            bits += '{:04b}'.format(n)  # code of category n: four bits, as the table below says
            if n:
                bits += '{:0{}b}'.format(diff if diff > 0 else diff + (1 << n) - 1, n)
            bits += '0'  # end of block
    bits += '1' * (-len(bits) % 8)
    scan = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)).replace(b'\xff', b'\xff\0')

    def seg(mark, data):
        return bytes((0xff, mark)) + struct.pack('>H', len(data) + 2) + data
    return (b'\xff\xd8' + seg(0xe0, b'JFIF\0\1\1\1\0\x60\0\x60\0\0') + seg(0xdb, b'\0' + b'\x08' * 64) +
            seg(0xc0, struct.pack('>BHHB', 8, blocks_h * 8, blocks_w * 8, 1) + b'\1\x11\0') +
            seg(0xc4, b'\0' + bytes([0, 0, 0, 12] + [0] * 12) + bytes(range(12))) +
            seg(0xc4, b'\x10' + bytes([1] + [0] * 15) + b'\0') +
            seg(0xda, b'\1\1\0\0\x3f\0') + scan + b'\xff\xd9')


def pic(name, data, w, h, alt):
    return R(picture=dict(name=name, bytes=data, width=w, height=h, alt=alt))


def fonts(r):
    """Unequal fonts, faces and sizes in one line, super- and subscript, spacing."""
    out = [P('Fonti un izmēri', style='Heading1')]
    for k in range(24):
        runs = []
        for _ in range(r.randint(3, 7)):
            look = {}
            if r.random() < 0.6:
                look['font'] = r.choice(('Liberation Serif', 'Liberation Sans', 'Liberation Mono', 'Arial', 'Times New Roman', 'Courier New'))
            if r.random() < 0.6:
                look['size'] = r.choice((8, 9.5, 10, 11, 12, 13.5, 16, 20))
            look.update({f: True for f in 'bi' if r.random() < 0.3})
            if r.random() < 0.1:
                look['va'] = r.choice(('super', 'sub'))
            elif r.random() < 0.1:
                look['spacing'] = r.choice((10, 20, -5))
            runs.append(R(words(r, r.randint(2, 12)) + ' ', **look))
        out.append(P(*runs, before=r.choice((0, 60, 120)), after=r.choice((0, 80)), align=r.choice(('justify', 'center', 'right', 'justify'))))
    return Doc('Fonti', out)


def lists(r):
    """Nested lists, numbers that go on after text and that start again, bullets."""
    out = [P('Saraksti', style='Heading1')]
    for n, name in enumerate(('#a', '*b', '#c', '#a!2', '*b', '#c!2')):
        out.append(P(words(r, 14), after=100))
        level = 0
        for k in range(7):
            out.append(P(words(r, r.randint(4, 30)), list=name, level=level, after=40))
            level = r.choice((level, min(level + 1, 2), 0))
        if n == 2:
            out.append(P(words(r, 20)))
            out.append(P(words(r, 16), list=name, level=0))
    return Doc('Saraksti', out, font='Liberation Sans', size=11)


def tabs(r):
    """Tab stops of each kind, leaders, indents, hanging first lines, justified text."""
    out = [P('Tabulatori', style='Heading1')]
    for k in range(10):
        out.append(P('%d. %s\t%d' % (k + 1, words(r, r.randint(2, 7), False), r.randint(1, 300)), tabs=[(9071, 'right', 'dot')]))
    for k in range(8):
        out.append(P('Kods\t%s\t%d\t%d' % (r.choice(WORDS), r.randint(1, 999), r.randint(1, 10 ** 6)),
                     tabs=[(1700, 'left', ''), (5000, 'center', ''), (8000, 'right', 'dot')]))
    for k in range(8):
        out.append(P(words(r, 50), align='justify', left=r.choice((0, 567, 1134)), first=r.choice((-567, 0, 567)), right=r.choice((0, 567)), after=120))
    for left in (567, 1134, 1701, 2600):
        out.append(P('–\t' + words(r, 30), left=left, first=-567))
        out.append(P('Ievads:\t' + words(r, 30), left=left, first=-left))
    out.append(P('Viens\ndivi vārdi\n' + words(r, 40), align='justify'))
    return Doc('Tabulatori', out)


def hyphens(r):
    """Hyphenation in justified narrow text: words that the patterns divide rightly."""
    calm = [w for w in WORDS if not w.startswith('pašvald')]
    out = [P('Zilbes', style='Heading1')]
    for k in range(12):
        out.append(P(' '.join(r.choice(calm) for _ in range(60)) + '.', align='justify', right=r.choice((4500, 5200, 3000)), after=100))
    return Doc('Zilbes', out, hyphenate=True)


def exceptions(r):
    """Hyphenation with words of our list of exceptions; lines so divided are counted apart."""
    out = [P('Izņēmumi', style='Heading1')]
    for k in range(6):
        out.append(P(' '.join(r.choice(('pašvaldības', 'starpinstitūciju', 'mērķtiecīga', 'multifunkcionāls', 'Augšdaugavas', 'un', 'rīcība', 'novads'))
                              for _ in range(40)) + '.', right=5400, after=100))
    return Doc('Izņēmumi', out, hyphenate=True)


def narrow(r):
    """Long words, addresses and mixed faces in narrow cells; unequal columns; spans."""
    rows = [Row(*[C(P(R(h, b=True), align='center'), valign='center') for h in ('Nr.', 'Kompetentākais', 'Uzņēmējdarbības vide', 'Saite', 'Gads')])]
    for k in range(30):
        rows.append(Row('%d.' % (k + 1), C(P(r.choice(('nepretrunīgākajiem', 'pretterorisma', 'visatbilstošākajiem', 'elektroenerģija')))),
                        C(P(words(r, r.randint(2, 9), False), ' ', R('trekns', b=True), 'ais ', R(r.choice(WORDS), i=True))),
                        C(P(r.choice(('https://www.valka.lv/attistiba/programma-2022-2028.pdf', 'speciālists/direktors/vadītājs', 'a/b', '2023./2024.')))),
                        C(P('2024', align='center')), cant_split=True))
        if k % 9 == 4:
            rows.append(Row(C(P(R(words(r, 10), b=True)), span=5), cant_split=True))
    return Doc('Šauras šūnas', [P('Šauras šūnas', style='Heading1'), P('1. tabula. Vārdi', style='Caption'), T([500, 1300, 2400, 1500, 700], rows, header=1, pad=60, pad_v=20),
                                P(words(r, 20), before=120)], size=10)


def tall(r):
    """Rows taller than what is left of a page, and than a page: they split by lines."""
    def text(n, size):
        return [P(words(r, n), size=size)]
    rows = [Row(C(P(R('Virsraksts', b=True))), C(P(R('Apraksts', b=True))), C(P(R('Piezīmes', b=True))), cant_split=True)]
    for k in range(16):
        rows.append(Row('%d' % (k + 1), C(*[p for _ in range(r.randint(1, 3)) for p in text(r.randint(20, 90), 11)]), C(*text(r.randint(5, 60), 11))))
    rows.append(Row('garā', C(*[p for _ in range(9) for p in text(90, 11)]), C(*text(30, 11))))
    return Doc('Augstas rindas', [P('Augstas rindas', style='Heading1'), T([900, 5200, 2971], rows, header=1, pad=80), P(words(r, 40), before=120)])


def merges(r):
    """Merged cells over rows and over pages, two header rows."""
    rows = [Row(C('Nr.', rows=2, valign='center'), C('Pasākums', rows=2), C('Gadi', span=2), cant_split=True), Row('2024', '2025', cant_split=True)]
    for k in range(22):
        n = r.choice((1, 2, 3, 4))
        for j in range(n):
            cells = [C('%d.' % (k + 1), rows=n), C(P(words(r, r.randint(3, 10 * n), False)), rows=n)] if j == 0 else []
            rows.append(Row(*cells, C(P('x' if r.random() < 0.5 else '')), C(P(words(r, r.randint(1, 4), False))), cant_split=True))
    return Doc('Apvienotas šūnas', [P('Apvienotas šūnas', style='Heading1'), P('2. tabula. Apvienotas', style='Caption'), T([700, 4200, 1600, 2571], rows, header=2),
                                    P(words(r, 12))], size=11)


def headers(r):
    """Several tables of several header rows, captions that keep, rows of least and exact height."""
    out = []
    for t in range(4):
        rows = [Row(C(P(R('A', b=True)), span=3), cant_split=True), Row('1', '2', '3', cant_split=True), Row('a', C(P(words(r, 12))), 'c', cant_split=True)][:t + 1 if t < 3 else 2]
        n = len(rows)
        for k in range(18):
            rows.append(Row('%d' % k, C(P(words(r, r.randint(2, 25), False), before=40, after=40)), C(P(words(r, 3, False))), cant_split=True,
                            height=r.choice((0, 0, 500, 900)), exact=False))
        out += [P('Nodaļa %d' % (t + 1), style='Heading2'), P(words(r, 30), after=120), P('%d. tabula' % (t + 1), style='Caption'), T([1000, 5000, 3071], rows, header=n)]
    return Doc('Galvas rindas', out + [P(words(r, 10))], font='Liberation Sans', size=10)


def notes(r):
    """Notes of one and of many lines, several in one line, long ones that go on overleaf."""
    out = [P('Vēres', style='Heading1')]
    for k in range(26):
        runs = []
        for _ in range(r.randint(1, 3)):
            runs.append(words(r, r.randint(8, 30))[:-1])
            if r.random() < 0.5:
                runs.append(R(note=[words(r, r.choice((3, 12, 30, 160)))]))
            runs.append(' ')
        out.append(P(*runs, '.', after=120, align='justify'))
    return Doc('Vēres', out)


def pictures(r):
    """PNG and JPEG in their own lines, in the text and in cells; links in and out."""
    red, grey = png(24, 12, (200, 60, 40)), jpeg(6, 4)
    out = [P('Attēli', style='Heading1')]
    for k in range(5):
        out.append(P(words(r, 40), after=100))
        out.append(P(pic('a.png', red, 5000, 2500 + 300 * k, 'Sarkana pāreja'), align='center', keepNext=True))
        out.append(P('%d. attēls. Pāreja' % (k + 1), style='Caption'))
        out.append(P('Mazs ', pic('b.jpg', grey, 480, 320, 'Pelēka pāreja'), ' attēls rindā un saite ', R('novada vietne', link='https://www.valka.lv/'),
                     ', ' + words(r, 30), line=120 if k % 2 else 100))
    out.append(T([3000, 6071], [Row(C(P(pic('b.jpg', grey, 1800, 1200, 'Pelēka pāreja'))), C(P(words(r, 25))), cant_split=True) for _ in range(4)]))
    return Doc('Attēli', out + [P(words(r, 5))])


def sections(r):
    """Portrait and landscape by turns, each with text and a table."""
    out = [P('Lapas', style='Heading1')]
    for k in range(5):
        out += [P(words(r, 80), after=120, align='justify') for _ in range(r.randint(2, 9))]
        out.append(T([2000, 3000, 4000], [Row('%d' % j, C(P(words(r, 8))), C(P(words(r, 12))), cant_split=True) for j in range(r.randint(3, 12))]))
        out += [P('Starp', after=60), S(k % 2 == 0), P('Daļa %d' % (k + 2), style='Heading1')]
    return Doc('Lapas', out + [P(words(r, 60))])


def keeps(r):
    """Chains of headings, captions and paragraphs that keep; widow and orphan control."""
    out = []
    for k in range(30):
        out.append(P('Virsraksts %d' % (k + 1), style='Heading1'))
        if r.random() < 0.6:
            out.append(P('Apakšvirsraksts %d.1' % (k + 1), style='Heading2'))
        if r.random() < 0.4:
            out.append(P(words(r, 12), keepNext=True, after=100))
        out.append(P(words(r, r.choice((15, 30, 60, 90))), keepLines=r.random() < 0.3, after=100, line=r.choice((100, 115, 150))))
        if r.random() < 0.4:
            out.append(P('Tabula', style='Caption'))
            out.append(T([3000, 3000, 3071], [Row('a', C(P(words(r, 6))), 'c', cant_split=True) for _ in range(r.randint(1, 4))]))
    return Doc('Kopā', out + [P('Beigas.')])


def spacing(r):
    """Percent, exact and least line spacing by turns, below and above 100 %."""
    out = [P('Rindstarpas', style='Heading1')]
    for k in range(36):
        rule = r.choice(({'line': 100}, {'line': 150}, {'line': 115}, {'line': 200}, {'line': 90}, {'exact': 300}, {'exact': 240}, {'least': 320}, {'least': 200}))
        out.append(P(words(r, r.randint(10, 70)), size=r.choice((9, 10, 11, 12, 14)), before=r.choice((0, 60, 120)), after=r.choice((0, 100)),
                     pageBreakBefore=k in (11, 25), **rule))
    return Doc('Rindstarpas', out, widows=False)


def report(r):
    """Everything at once, in another dress: Sans 9, landscape tables, lists in cells, notes."""
    out = [P('Pārskats', style='Heading1', font='Liberation Mono'), P(words(r, 60), R(note=[words(r, 40)]), ' ' + words(r, 40), align='justify', line=115, after=100), S(True)]
    for t in range(3):
        rows = [Row(*[C(P(R(h, b=True), align='center')) for h in ('Uzdevums', 'Rezultāts', 'Termiņš', 'Nauda')])]
        for k in range(14):
            rows.append(Row(C(P(words(r, r.randint(4, 20)), line=110)), C(*[P(words(r, 5, False), list='*x%d' % t, level=j % 2) for j in range(r.randint(1, 3))]),
                            C(P('2025', align='center')), C(P('%d' % r.randint(1000, 10 ** 6), align='right')), cant_split=True))
        out += [P('%d. tabula. %s' % (t + 1, words(r, 4, False)), style='Caption'), T([5000, 5000, 1500, 2500], rows, header=1, pad=70, pad_v=30), P(words(r, 50), before=120, after=120)]
    return Doc('Pārskats', out, font='Liberation Sans', size=9)


def capitals(r):
    """Capitals and small capitals by formatting only, among other faces."""
    out = [P('Lielie burti', style='Heading1')]
    for k in range(8):
        out.append(P(*[R(words(r, r.randint(3, 9)) + ' ', **{r.choice(('caps', 'smallCaps', 'b', 'i')): True}) for _ in range(5)], align='justify', after=80))
    return Doc('Lielie burti', out)


def together(r):
    """Tables whose rows keep, by style or by themselves, near a page's end: what follows goes alone or takes them along."""
    def table(kind, n, header):
        rows = [Row(C(P('Galva', style='Caption')), 'Summa', cant_split=True)] if header else []
        for k in range(n):
            last, first = k == n - 1, k == 0
            own = {'own': True, 'own-last': last, 'own-body': not last, 'own-but-first': not first}.get(kind, False)
            style = {'style': True, 'own-last': not last, 'own-body': last, 'style-body': not last, 'style-last': last, 'style-but-first': not first}.get(kind, False)
            rows.append(Row(C(P('Rinda %d' % (k + 1), **dict({'style': 'Caption'} if style else {}, **({'keepNext': True} if own else {})))), '%d' % (k * k), cant_split=True))
        return T([5000, 4071], rows, header=1 if header else 0)
    out = []
    for kind in ('own', 'style', 'own-last', 'own-body', 'own-but-first', 'style-body', 'style-last', 'style-but-first'):
        for header in (False, True):
            # Not here: rows parted from the first one, where the text behind nearly fits (unstable).
            part = kind in ('own-but-first', 'style-last', 'style-but-first')
            for n, fill in ((4, 44), (4, 45), (60, 0), (60, 1), (90, 0)) if part else ((4, 42), (4, 43), (4, 44), (4, 45)):
                out.append(P('%s %s %d' % (kind, 'ar galvu' if header else 'bez galvas', n), pageBreakBefore=True))
                out += [P('Teksts %d' % k) for k in range(fill)]
                out.append(P('%d rindas' % n, style='Caption'))
                out.append(table(kind, n, header))
                out.append(P(R('Aiz tabulas', b=True), keepNext=True, before=200, after=80))
                out.append(P(words(r, 40)))
    with zipfile.ZipFile(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../templates/municipality.odt')) as z:
        return Doc('Kopā turētas rindas', out, settings=z.read('settings.xml'))  # rows keep


def chains(r):
    """A caption, or a heading and a caption, before rows that all keep and that no page holds: they go on with it."""
    out = []
    for header in (False, True):
        for n, fill in ((60, 0), (60, 5), (60, 45), (48, 10), (50, 0), (51, 20)):  # Writer parts more than 64 rows from the caption
            out.append(P('Ķēde %d %d' % (n, fill), pageBreakBefore=True))
            out += [P('Teksts %d' % k) for k in range(fill)]
            if n == 60:
                out.append(P('Virsraksts', style='Heading2'))
            out.append(P('%d rindas' % n, style='Caption'))
            rows = [Row(C(P('Galva', style='Caption')), 'Summa', cant_split=True)] if header else []
            rows += [Row(C(P('Rinda %d' % (k + 1), keepNext=True)), '%d' % (k * k), cant_split=True) for k in range(n)]
            out.append(T([5000, 4071], rows, header=1 if header else 0))
            out.append(P('Pēc tabulas ' + words(r, 20)))
    with zipfile.ZipFile(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../templates/municipality.odt')) as z:
        return Doc('Garas ķēdes', out, settings=z.read('settings.xml'))  # rows keep


def turned(r):
    """Text that runs up or down in cells: heads, cells over rows and pages, aligned, with borders thick and thin."""
    out = []
    for t, way in enumerate(('up', 'down', 'up')):
        rows = [Row(C(P(R('Līmenis', b=True)), turn=way), C(P('Prioritāte', align='center'), turn=way, valign='center'), 'Rīcība', C(P('Gads', align='right'), turn=way), height=1500, cant_split=True)]
        for k in range(12):
            n = r.randint(2, 4)
            for j in range(n):
                side = [C(P('%d. %s' % (k + 1, words(r, n, False)), align=r.choice(('justify', 'center'))), rows=n, turn=way, valign=r.choice(('top', 'center')))] if j == 0 else []
                rows.append(Row(*side, C(P('Pirmā rinda %d' % j), P('Otrā rinda')), C(P(words(r, r.randint(8, 30))), P('Beigas')), C(P('20%d' % (20 + j)), turn=way), cant_split=True))
        out += [P('%d. tabula' % (t + 1), style='Caption'), T([1200, 1800, 4871, 1200], rows, header=1, border=10 + 20 * t)]
    return Doc('Pagriezts teksts', out + [P('Beigas.')], size=11)


def joiner(r):
    """U+2060 behind a dash, typed by hand, holds the years of a span together; without it they part."""
    out = []
    for years in ('2026.–\u20602030.', '2026.–2030.'):
        for k in range(40):
            out.append(P('Darba programma' + ' ļoti' * (9 + k % 9) + ' garā' + 'm' * (k // 9) + ' laikam ' + years + '\xa0gadam', after=100))
    return Doc('Savienotājs', out)


CASES = (fonts, lists, tabs, hyphens, exceptions, narrow, tall, merges, headers, notes, pictures, sections, keeps, spacing, report, capitals, together, turned, chains, joiner)


def restyle(source, out):
    # The text stays as wide as it was: the contents' right tab would else stand beyond the
    # edge, where Writer drops a page number of one digit altogether.
    def swap(x):
        names = {'Times New Roman': 'Liberation Sans', 'Arial': 'Liberation Serif'}
        return re.sub('|'.join(names), lambda m: names[m.group(0)], x)

    def number(pattern, change):
        return lambda x: re.sub(pattern, lambda m: m.group(1) + '%g' % change(float(m.group(2))), x)
    edits = [swap, number(r'(<w:sz w:val=")(\d+)', lambda v: v + 1), number(r'(fo:font-size=")([\d.]+)(?=pt)', lambda v: v + 0.5),
             number(r'(<w:pgMar [^>]*w:top=")(\d+)', lambda v: v + 200), number(r'(<w:pgMar [^>]*w:left=")(\d+)', lambda v: v + 280),
             number(r'(<w:pgMar [^>]*w:right=")(\d+)', lambda v: v - 280)]
    for side, d in (('top', 10), ('left', 14), ('right', -14)):
        edits.append(number(r'(<style:page-layout-properties [^>]*fo:margin-%s=")([\d.]+)(?=pt)' % side, lambda v, d=d: v + d))
    with zipfile.ZipFile(source) as z:
        parts = [(i.filename, z.read(i)) for i in z.infolist()]
    for k, (name, data) in enumerate(parts):
        if os.path.basename(name) in ('document.xml', 'styles.xml', 'content.xml', 'numbering.xml', 'fontTable.xml'):
            text = data.decode()
            for edit in edits:
                text = edit(text)
            parts[k] = (name, text)
    pack(out, parts)


def main():
    if sys.argv[1] == '--restyle':
        restyle(sys.argv[2], sys.argv[3])
        return
    folder, only = sys.argv[1], sys.argv[2:]
    os.makedirs(folder, exist_ok=True)
    for k, case in enumerate(CASES):
        if not only or case.__name__ in only:
            doc = case(random.Random(1000 + k))
            for ext in ('docx', 'odt'):
                save(doc, os.path.join(folder, '%s.%s' % (case.__name__, ext)))


if __name__ == '__main__':
    main()
