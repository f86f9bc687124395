#!/usr/bin/env python3
"""messages.py - every code of src/base/codes/*.def is explained in docs/messages.md.

Names those that are not; wordings of summaries (say-...) need none.  -a: of all modules;
default: of those whose page is complete (COMPLETE)."""
import glob
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
COMPLETE = {'check'}

page = set(re.findall(r'`([a-z0-9-]+)`', open(os.path.join(ROOT, 'docs/messages.md'), encoding='utf-8').read()))
missing = 0
for f in sorted(glob.glob(os.path.join(ROOT, 'src/base/codes/*.def'))):
    module = os.path.basename(f)[:-4]
    if module not in COMPLETE and '-a' not in sys.argv:
        continue
    for code in re.findall(r'^X\(DIAG_\w+, "([a-z0-9-]+)"', open(f, encoding='utf-8').read(), re.M):
        if code not in page and not code.startswith('say-'):
            print('docs/messages.md does not explain %s (%s.def)' % (code, module))
            missing += 1
sys.exit(missing != 0)
