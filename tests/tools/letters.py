#!/usr/bin/env python3
"""letters.py make FILE.docx        - every Latvian letter in every face, one line a face
letters.py compare OURS OFFICE [-v] - two pictures (PGM, "pdftoppm -gray"), letter by letter

The document is a grid: a row for each face, a cell for each sign, so that a difference is
named.  Compared is the ink in each cell of a common grid: after moving by at most one pixel (0.2 pt)
(Writer's PDF rounds places to 0.1 pt), no cell may differ by more than LEAST of its ink.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from twinwriter import C, Doc, P, R, Row, S, T, save  # noqa: E402

SIGNS = 'āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ„“”–—'
FACES = [(f, look) for f in ('Liberation Serif', 'Liberation Sans', 'Liberation Mono')
         for look in ({}, {'b': True}, {'i': True}, {'b': True, 'i': True})]
COLUMN, HEIGHT, TOP, LEFT = 480, 700, 1134, 1701  # twips
DPI, MOST = 400, 0.12
BLANK = 4
MOVES = (-1, 0, 1)


def make(path):
    rows = [Row(*[C(P(R(c, font=font, size=20, **look))) for c in SIGNS], cant_split=True, height=HEIGHT, exact=True) for font, look in FACES]
    save(Doc('Burti', [P('Burti'), S(True), T([COLUMN] * len(SIGNS), rows, pad=60, border=0), P('')], footer=False), path)


def read(path):
    data = open(path, 'rb').read()
    head = data.split(None, 4)[:4]
    assert head[0] == b'P5', path
    w, h = int(head[1]), int(head[2])
    return w, h, data[-w * h:]


def cell(picture, row, col, dx, dy):
    w, h, data = picture
    scale = DPI / 1440
    x0, x1 = (int((LEFT + k * COLUMN) * scale) + dx for k in (col, col + 1))
    y0, y1 = (int((TOP + k * HEIGHT) * scale) + dy for k in (row, row + 1))
    return [255 - v for y in range(y0, y1) for v in data[y * w + x0:y * w + x1]]


def compare(ours, office):
    a, b = read(ours), read(office)
    if a[:2] != b[:2]:
        print('pages of unequal size: %s, %s' % (a[:2], b[:2]))
        return 1
    bad = worst = 0
    for row, (font, look) in enumerate(FACES):
        for col, sign in enumerate(SIGNS):
            theirs = cell(b, row, col, 0, 0)
            ink = sum(theirs)
            if ink < BLANK * 255:
                print('no ink in the office\'s picture: %s in %s %s' % (sign, font, ' '.join(look)))
                bad += 1
                continue
            off = min(sum(abs(p - q) for p, q in zip(cell(a, row, col, dx, dy), theirs)) for dx in MOVES for dy in MOVES) / ink
            worst = max(worst, off)
            if off > MOST or '-v' in sys.argv:
                print('%s in %s %s: %.0f %% of the ink differs' % (sign, font, ' '.join(look) or 'regular', 100 * off))
            bad += off > MOST
    print('%d letters in %d faces, worst %.0f %% of its ink, %d over %.0f %%' % (len(SIGNS), len(FACES), 100 * worst, bad, 100 * MOST))
    return 1 if bad else 0


if __name__ == '__main__':
    if sys.argv[1] == 'make':
        make(sys.argv[2])
    else:
        sys.exit(compare(sys.argv[2], sys.argv[3]))
