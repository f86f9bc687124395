#!/usr/bin/env python3
"""Compare a page dump of ours with LibreOffice's PDF, line by line.

    lines_compare.py OURS.pages OFFICE.pdf [-v] [--least 99.5] [--exceptions FILE]

OURS.pages is what pages_dump() prints (pmpplan pdf --dump, or the test program).
Every text line of ours is looked for in the PDF: same page, same place, same words up
to the same line end.  A line that is not found so is
    moved    same words on one line at the same x, but another height on the page,
    page     the same on another page,
    broken   its words do not stand on one line there,
    listed   the same, but a word of our list of hyphenation exceptions stands at the line's
             end (or at the end of a listed line before it): counted apart, not in the total.
Prints each difference and a summary; status 1 when fewer lines than --least (per cent)
break alike, a line stands on another page, or the page counts differ.
"""
import argparse
import collections
import html
import os
import re
import subprocess
import sys

BOX = re.compile(r'^  +(-?\d+) +(-?\d+) +(-?\d+)x(-?\d+) +L(\d+) (\S+) (.*?) (\d+\.\d+)(.*?) \|(.*)\|$')
PAGE = re.compile(r'^page (\d+) "(.*)" (\d+)x(\d+)$')
INVISIBLE = dict.fromkeys(map(ord, '\u200b\u2060\ufeff\u00ad'))
DOTS = dict.fromkeys(map(ord, '._\u00b7'))
LEADER = re.compile(r'[._\u00b7]{3,}')
X_NEAR, Y_NEAR = 1.6, 1.1  # points; LibreOffice's stretched lines fall short of the edge
LOST = 0.001               # of the letters: a footer is more
BASE = 0.95 / 1.3          # pdftotext gives every font this ascent and descent


def words_of(text):
    return text.replace('\u00a0', ' ').replace('\u2011', '-').translate(INVISIBLE).split()


def ours(path):
    """[(page, x, baseline, words, running, way)] in points, and the number of pages."""
    lines, page, pages = collections.OrderedDict(), 0, 0
    for raw in open(path, encoding='utf-8'):
        raw = raw.rstrip('\n')
        m = PAGE.match(raw)
        if m:
            page = int(m.group(1))
            pages = page
            continue
        m = BOX.match(raw)
        if not m:
            continue
        x, y, width, _, line, sense, _, _, rest, text = m.groups()
        way = 'up' if ' upwards' in rest else 'down' if ' downwards' in rest else ''
        if way == 'up':  # along the line and across it
            x, y = -int(y), x
        elif way == 'down':
            x, y = y, -int(x)
        if sense == '-' and not text.strip('.\u00b7_ '):
            continue  # a leader
        box = (int(x) / 20, int(y) / 20, text, (int(x) + int(width)) / 20, '+' in rest)
        lines.setdefault((page, int(line), sense == '-running', way), []).append(box)
    out = []
    for (page, _, running, way), boxes in lines.items():
        text, end = '', None
        for x, _, t, right, stretched in boxes:
            if end is not None and x - end > 1.2:
                text += ' '
            text += t
            end = None if stretched else right
        words = words_of(text)
        if words:
            lead = len(boxes[0][2]) - len(boxes[0][2].lstrip(' \u00a0'))
            out.append((page, boxes[0][0] if lead == 0 else None, boxes[0][1], words, running, way))
    return out, pages


def office(path):
    """{(page, way): [(x, baseline, word)]} and the number of pages."""
    xml = subprocess.run(['pdftotext', '-bbox', path, '-'], capture_output=True, check=True).stdout.decode()
    pages, page = collections.defaultdict(list), 0
    for m in re.finditer(r'<page |<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', xml):
        if m.group(0) == '<page ':
            page += 1
            continue
        x, y0, x1, y1 = map(float, m.groups()[:4])
        for word in words_of(html.unescape(m.group(5))):
            pages[page, ''].append((x, y0 + (y1 - y0) * BASE, word))
            # as it would stand in text that is turned: along the line and across it
            pages[page, 'up'].append((-y1, x + (x1 - x) * BASE, word))
            pages[page, 'down'].append((y0, (x1 - x) * BASE - x1, word))
    return pages, page


def lacking(lines, pdf):
    """Letters and figures of the office's pages that ours lack, wherever they stand: how many of how many."""
    mine = collections.Counter(c for line in lines for w in line[3] for c in w if c.isalnum())
    theirs = collections.Counter(c for (_, way), v in pdf.items() if way == '' for _, _, w in v for c in w if c.isalnum())
    return sum((theirs - mine).values()), sum(theirs.values())


class Page:
    """Words of one page, by text and by height."""

    def __init__(self, words):
        self.words = sorted(words)
        self.by_word = collections.defaultdict(list)
        for w in self.words:
            self.by_word[w[2]].append(w)

    def follows(self, first, words):
        """Do these words follow on the same line?"""
        row = [w for w in self.words if abs(w[1] - first[1]) < 6 and w[0] >= first[0] - 0.01]
        text, ours = ''.join(w[2] for w in row), ''.join(words)
        if LEADER.search(text):  # its dots join those of the words
            text, ours = text.translate(DOTS), ours.translate(DOTS)
        return text.startswith(ours)

    def find(self, x, y, words):
        """0 found at its place, 1 at another height, 2 not at all."""
        best = 2
        for w in self.starts(words[0]):
            if x is not None and abs(w[0] - x) > X_NEAR:
                continue
            if not self.follows(w, words):
                continue
            if abs(w[1] - y) <= Y_NEAR:
                return 0
            best = 1
        return best

    def starts(self, word):
        if word in self.by_word:
            return self.by_word[word]
        # pdftotext may cut a word in two where the font or the spacing changes
        return [w for w in self.words if word.startswith(w[2]) or w[2].startswith(word)]


def exceptions(path):
    """The stems of our list, without hyphens."""
    rows = (r.split('#')[0].strip() for r in open(path, encoding='utf-8'))
    return tuple(r.replace('-', '').rstrip('*') for r in rows if r)


def listed(lines, k, stems):
    """Does line k begin or end at or in a word of the list?"""
    if k < 0:
        return False
    last, after = lines[k][3][-1], lines[k + 1][3][0] if k + 1 < len(lines) else ''
    return any(w.lower().startswith(stems) for w in (last, after, last + after))


def main():
    p = argparse.ArgumentParser()
    p.add_argument('pages')
    p.add_argument('pdf')
    p.add_argument('-v', action='store_true', help='show every line that differs')
    p.add_argument('--least', type=float, default=99.5)
    p.add_argument('--exceptions', help='our list of words that we divide in our own way')
    a = p.parse_args()
    stems = exceptions(a.exceptions) if a.exceptions else ()
    lines, n = ours(a.pages)
    pdf, m = office(a.pdf)
    pages = {k: Page(v) for k, v in pdf.items()}
    count = collections.Counter()
    kind = ''
    for k, (page, x, y, words, running, way) in enumerate(lines):
        before = kind
        got = pages[page, way].find(x, y, words) if (page, way) in pages else 2
        kind = ('same', 'moved', 'broken')[got]
        if got == 2:
            for other, turn in sorted(pages, key=lambda k: abs(k[0] - page)):
                if other != page and turn == way and pages[other, way].find(x, y, words) < 2:
                    kind = 'page'
                    break
        if kind == 'broken' and stems and (before == 'listed' or listed(lines, k, stems) or listed(lines, k - 1, stems)):
            kind = 'listed'
        count[kind] += 1
        if kind != 'same' and a.v:
            print('%-6s page %d x %s y %.1f%s: %s' % (kind, page, x, y, ' (running)' if running else '', ' '.join(words)))
    lost, all_of_them = lacking(lines, pdf)
    total = sum(count.values()) - count['listed'] or 1
    alike = 100.0 * (total - count['broken']) / total
    print('%s: %d lines, %d pages (office %d): same %d, moved %d, other page %d, broken %d, listed %d; %.2f %% break alike, %.2f %% at their place' %
          (os.path.basename(a.pages), total, n, m, count['same'], count['moved'], count['page'], count['broken'], count['listed'], alike,
           100.0 * count['same'] / total))
    if lost > all_of_them * LOST:
        print('%s: lacks %d of %d letters and figures of the office' % (os.path.basename(a.pages), lost, all_of_them))
        return 1
    return 0 if alike >= a.least and n == m and count['page'] == 0 else 1


if __name__ == '__main__':
    sys.exit(main())
