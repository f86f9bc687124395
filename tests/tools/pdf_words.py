#!/usr/bin/env python3
"""pdf_words.py FILE.docx FILE.pdf - the words of the PDF, in reading order, are those of
the DOCX, token for token.  Left aside: what repeats on pages (footers, repeated heads,
table heads), numbers of lists and headings, which Word makes and the text of a DOCX does
not hold, hyphens at line ends, U+200B and U+00AD.  Reading order is that of the structure
tree (pdfinfo -struct-text)."""
import difflib
import re
import subprocess
import sys
import unicodedata
import doctext


def pdf_text(path):
    """Text of the structure tree, notes apart: artifacts are not in it."""
    raw = subprocess.run(['pdfinfo', '-struct-text', path], capture_output=True, check=True).stdout
    text, notes, stack, fresh = [], [], [], False
    for line in raw.split(b'\n'):
        indent = len(line) - len(line.lstrip(b' '))
        body = line.strip(b' ')
        if not body:
            continue
        if body[:1] != b'"':            # an element, its attributes or an object
            while stack and stack[-1][0] >= indent:
                stack.pop()
            stack.append((indent, body.split()[0].decode('latin-1')))
            fresh = True
            continue
        piece = body[1:-1].decode('utf-8')
        if piece != unicodedata.normalize('NFC', piece):
            sys.exit('%s: not in NFC: %s' % (path, piece))
        if re.search('[\ue000-\uf8ff\ufffd]', piece):
            sys.exit('%s: private-use or replacement character: %s' % (path, piece))
        names = [n for i, n in stack if i < indent]
        if 'Lbl' in names or ('Reference' in names and 'TOCI' not in names and piece.strip().isdigit()):
            continue
        if names and names[-1] in ('H1', 'H2', 'H3') and fresh:
            piece = re.sub(r'^\d+(\.\d+)*\.\s*', '', piece)
        fresh = False
        (notes if 'Note' in names else text).append(piece)
    return ' '.join(text), ' '.join(notes)


def squeeze(s):
    s = unicodedata.normalize('NFC', s)
    return re.sub('[\\s\u200b\u00ad\u2060]', '', s).replace('\u2011', '-')


def compare(what, want, have):
    if want == have:
        return True
    sm = difflib.SequenceMatcher(None, want, have, autojunk=False)
    for op, a, b, c, d in sm.get_opcodes():
        if op != 'equal':
            print('%s: document "%s", PDF "%s", behind "%s"' % (what, want[a:b][:80], have[c:d][:80], want[max(0, a - 30):a]))
    return False


def main():
    docx, pdf = sys.argv[1:3]
    want, wnotes, n = '', '', 0
    for line in doctext.text(docx):
        if line.startswith('F ') or line.endswith(' ^'):
            continue
        body = re.sub(r'^(P|N\d+|T\d+ r\d+ c\d+(\+\d+)?) ?', '', line)
        body = re.sub(r'\[\d+\]', '', body)
        n += len(body.split())
        if re.match(r'N\d+ ', line):
            wnotes += squeeze(body)
        else:
            want += squeeze(body)
    text, notes = pdf_text(pdf)
    good = compare('text', want, squeeze(text))
    good = compare('notes', wnotes, squeeze(notes)) and good
    if good:
        print('%s: %d words in order' % (pdf, n))
    sys.exit(0 if good else 1)


if __name__ == '__main__':
    main()
