#!/usr/bin/env python3
"""cells.py DOCUMENT CELLS.tsv - every printed cell of the two figures and Tables 1-4 stands
in its place: view, row (level bands not counted), column.  See the head of the TSV.
Table numbers and columns are those of templates/municipality.*."""
import re
import sys
from collections import defaultdict
import doctext

COLUMNS = {
    'goals': ['number', 'name', 'expected'],
    'indicators': ['number', 'name', 'base', '2025', '2028', 'source'],
    'table1': ['goal_number', 'goal_name', 'number', 'name', 'result', 'responsible', 'involved',
               '2024', '2025', '2026', '2027', '2028'],
    'table2': ['goal_number', 'goal_name', 'activity_number', 'activity_name', 'number', 'name', 'term',
               'by', 'supervised_by'],
    'table3': ['number', 'name', 'result', 'resources', 'sources', 'responsible'],
    'table4': ['goal_number', 'goal_name', 'number', 'name', 'money', 'result'],
}
VIEWS = ['situation', 'goals', 'indicators', 'table1', 'table2', 'table3', 'table4']


def plain(s):
    """Blanks alike; a bullet is a look, not a word."""
    return re.sub(r'[\s\u00a0\u2022]+', ' ', s).strip()


def read(path):
    """table number -> list of rows; a row is {first grid column: (span, [paragraphs])}"""
    tables = defaultdict(lambda: defaultdict(dict))
    for line in doctext.text(path):
        m = re.match(r'T(\d+) r(\d+) c(\d+)(?:\+(\d+))? ?(.*)$', line, re.S)
        if m and m.group(5) != '^':
            row = tables[int(m.group(1))][int(m.group(2))]
            row.setdefault(int(m.group(3)), (int(m.group(4) or 1), []))[1].append(m.group(5))
    return tables


def main():
    tables, bad, n = read(sys.argv[1]), 0, 0
    places = defaultdict(list)
    for view, rows in ((v, tables[i]) for i, v in enumerate(VIEWS, 1) if i in tables):
        if view not in COLUMNS:
            continue
        number = 0
        last = max(max(r) + r[max(r)][0] - 1 for r in rows.values())
        band, heads = None, True
        for r in sorted(rows):
            cells = rows[r]
            first = cells.get(1)
            if first and first[0] == last:   # a level band: one cell across
                band, heads = first[1][0], False
                continue
            if heads:
                continue
            if first and first[0] > 2:       # a total: money stands in its column
                if 'Pavisam' in ' '.join(first[1]) or view == 'table4':
                    for c, (span, paras) in cells.items():
                        if c != 1 and c <= len(COLUMNS[view]):
                            places[view, 'total', COLUMNS[view][c - 1]] = [plain(p) for p in paras]
                continue
            number += 1
            if band is not None:
                parts = band.split('\t', 1)
                places[view, str(number), 'level'] = [plain(parts[0])]
                places[view, str(number), 'level_name'] = [plain(parts[-1])]
                band = None
            for c, (span, paras) in cells.items():
                if c <= len(COLUMNS[view]):
                    places[view, str(number), COLUMNS[view][c - 1]] = [plain(p) for p in paras]
    want = defaultdict(list)
    for line in open(sys.argv[2], encoding='utf-8'):
        if line.strip() and not line.startswith('#'):
            view, row, column, text = line.rstrip('\n').split('\t', 3)
            want[view, row, column].append(plain(text))
    for key, texts in want.items():
        n += 1
        have = places.get(key, [])
        if plain(' '.join(have)) != plain(' '.join(texts)):
            bad += 1
            print('%s: %s row %s %s: printed "%s", here "%s"' % (sys.argv[1], *key, ' / '.join(texts), ' / '.join(have)))
    print('%s: %d of %d printed cells in their places' % (sys.argv[1], n - bad, n))
    sys.exit(1 if bad or not n else 0)


if __name__ == '__main__':
    main()
