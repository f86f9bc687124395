#!/usr/bin/env python3
"""messages.py - docs/messages.md explains every code of src/base/codes/*.def, and no other.

Wordings of summaries (say-...) need no row."""
import glob
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


# X(DIAG_IO_READ, "io-read", ... and the like of it (PKG_BOTH); comments show none.
ENTRY = re.compile(r'^\w+\(DIAG_\w+,\s*"([a-z0-9-]+)"', re.M)
codes = {}
for name in [os.path.join(ROOT, 'src/base/diag_codes.def')] + \
        sorted(glob.glob(os.path.join(ROOT, 'src/base/codes/*.def'))):
    for code in ENTRY.findall(read(name)):
        codes.setdefault(code, os.path.basename(name))
if len(codes) < 100:
    sys.exit('messages.py finds only %d codes: has the form of the lists changed?' % len(codes))

bad = []
rows = {}
width = 0
for n, line in enumerate(read(os.path.join(ROOT, 'docs/messages.md')).split('\n'), 1):
    cells = re.split(r'(?<!\\)\|', line)
    if line.startswith('|---'):
        width = len(cells)
    if not line.startswith('| `'):
        continue
    if len(cells) != width:
        bad.append('%d: %d cells in a table of %d' % (n, len(cells) - 2, width - 2))
    for code in re.findall(r'`([a-z0-9-]+)`', cells[1]):
        if code in rows:
            bad.append('%d: %s has a row already (line %d)' % (n, code, rows[code]))
        rows[code] = n
        if code not in codes:
            bad.append('%d: no message has the code %s' % (n, code))
bad += ['no row for %s (%s)' % (c, codes[c]) for c in codes
        if c not in rows and not c.startswith('say-')]
for line in bad:
    print('docs/messages.md: ' + line)
sys.exit(bool(bad))
