#!/usr/bin/env python3
"""bad_templates.py PROGRAM - broken templates: mutations of the tags of the shipped ones.

Each rule spoils one tag of a part; check must name the code, with part and paragraph, end
with status 4 in under a second and write nothing.  Last line: "N passed, N failed"."""
import glob
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
EACH = 4
# (tag to spoil, what it becomes, code); a tag that Word has split into runs is not sought
RULES = [
    (r'\{\{([a-z]\w*)\}\}', r'{{\1x_q}}', 'fill-name'),
    (r'\{\{(\w+)\.(\w+)\}\}', r'{{\1.\2x_q}}', 'fill-name'),
    (r'\{\{([a-z]\w*)\}\}', r'{{}}', 'tag-empty'),
    (r'\{\{([a-z]\w*)\}\}', r'{{\1', 'fill-unclosed'),
    (r'\{\{([a-z]\w*)\}\}', r'{{/\1}}', 'fill-close-'),
    (r'\{\{([a-z]\w*)\}\}', r'{{#\1}}', 'fill-'),
    (r'\{\{([a-z]\w*)\}\}', r'{{\1|monney}}', 'tag-'),
    (r'\{\{([a-z]\w*)\}\}', r'{{@frist}}', 'tag-at'),
    (r'\{\{/(\w+)\}\}', r'{{/\1x_q}}', 'fill-close-other'),
]


def main():
    program, passed, failed = os.path.abspath(sys.argv[1]), 0, 0
    env = dict(os.environ, PMPPLAN_LANG='en')
    for path in sorted(glob.glob(os.path.join(ROOT, 'templates', '*.*t*'))):
        part = 'word/document.xml' if path.endswith('docx') else 'content.xml'
        with zipfile.ZipFile(path) as z:
            entries = [(i, z.read(i)) for i in z.infolist()]
        text = next(b for i, b in entries if i.filename == part).decode()
        for find, new, code in RULES:
            for m in list(re.finditer(find, text))[:EACH]:
                with tempfile.TemporaryDirectory() as d:
                    bad = os.path.join(d, os.path.basename(path))
                    spoilt = text[:m.start()] + m.expand(new) + text[m.end():]
                    with zipfile.ZipFile(bad, 'w') as z:
                        for i, b in entries:
                            z.writestr(i, spoilt if i.filename == part else b)
                    start = time.monotonic()
                    r = subprocess.run([program, 'template', 'check', bad], cwd=d, env=env,
                                       capture_output=True, text=True)
                    took = time.monotonic() - start
                    ok = (r.returncode == 4 and code in r.stderr and took < 1 and
                          'paragraph' in r.stderr and os.listdir(d) == [os.path.basename(bad)])
                passed, failed = passed + ok, failed + (not ok)
                if not ok:
                    print('%s: %s -> %s: want %s, status %d, %.1f s\n%s' % (
                        os.path.basename(path), m.group(), m.expand(new), code, r.returncode,
                        took, r.stderr[:300]))
    print('%d passed, %d failed' % (passed, failed))
    return failed > 0 or passed < 100


if __name__ == '__main__':
    sys.exit(main())
