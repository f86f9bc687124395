#!/usr/bin/env python3
"""facts.py DOCUMENT FACTS - each line of FACTS (blank and # lines aside) is in the text
of the document; no-break spaces count as spaces."""
import re
import sys
import doctext


def plain(s):
    return re.sub(r'[\s\u00a0]+', ' ', s).strip()


def main():
    text = plain(' '.join(re.sub(r'^(P|N\d+|T\d+ r\d+ c\d+(\+\d+)?) ?', '', l) for l in doctext.text(sys.argv[1])))
    missing = n = 0
    for line in open(sys.argv[2], encoding='utf-8'):
        line = line.rstrip('\n')
        if not line.strip() or line.startswith('#'):
            continue
        n += 1
        if plain(line) not in text:
            missing += 1
            print('%s: not found: %s' % (sys.argv[1], line))
    print('%s: %d of %d facts found' % (sys.argv[1], n - missing, n))
    sys.exit(1 if missing or not n else 0)


if __name__ == '__main__':
    main()
