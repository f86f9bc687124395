#!/usr/bin/env python3
"""words_in_pdf.py FILE.docx|odt FILE.pdf - every word of the document is in the PDF's
text, in NFC, as often as in the document (heads that repeat may come more often).
Words cut at a line's end are joined by comparing without blanks and hyphens per word."""
import re
import subprocess
import sys
import unicodedata
from collections import Counter
import doctext


def squeeze(s):
    return re.sub(r'[\s\u00ad\u200b\u2060]+', '', unicodedata.normalize('NFC', s)).replace('\u2011', '-')


def main():
    doc, pdf = sys.argv[1:3]
    raw = subprocess.run(['pdftotext', '-raw', pdf, '-'], capture_output=True, text=True, check=True).stdout
    if raw != unicodedata.normalize('NFC', raw):
        sys.exit('%s: text is not in NFC' % pdf)
    if re.search('[\ue000-\uf8ff\ufffd]', raw):
        sys.exit('%s: private-use or replacement characters' % pdf)
    whole = squeeze(raw) + ' ' + squeeze(re.sub(r'-\n', '', raw))
    have = Counter(raw.split())
    missing = []
    for line in doctext.text(doc):
        if line.endswith(' ^') or line.startswith('F '):
            continue
        body = re.sub(r'^(P|N\d+|T\d+ r\d+ c\d+(\+\d+)?) ?', '', line)
        for w in re.sub(r'\[\d+\]', ' ', body).split():
            w = unicodedata.normalize('NFC', w).replace('\u2011', '-')
            if have[w] > 0:
                have[w] -= 1
            elif squeeze(w) not in whole:
                missing.append(w)
    if missing:
        sys.exit('%s: %d words are not in the PDF: %s' % (pdf, len(missing), ' '.join(missing[:20])))


if __name__ == '__main__':
    main()
