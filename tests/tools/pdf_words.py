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


def words(s):
    s = unicodedata.normalize('NFC', s)
    s = re.sub('[\u200b\u00ad\u2060]', '', s).replace('\u2011', '-')
    return re.findall(r'\S+', s)


def pdf_tokens(path):
    """Text of the structure tree: artifacts are not in it."""
    out = subprocess.run(['pdfinfo', '-struct-text', path], capture_output=True, text=True, check=True).stdout
    if out != unicodedata.normalize('NFC', out):
        sys.exit('%s: text is not in NFC' % path)
    if re.search('[\ue000-\uf8ff\ufffd]', out):
        sys.exit('%s: private-use or replacement characters' % path)
    text, stack = [], []
    notes = []
    for line in out.split('\n'):
        indent = len(line) - len(line.lstrip(' '))
        body = line.strip()
        if not body:
            continue
        if body.startswith('"'):
            names = [n for _, n in stack if _ < indent]
            piece = body[1:-1] if body.endswith('"') else body[1:]
            # poppler prints the text of a tag between quotes, line by line
            if 'Lbl' in names:
                continue
            (notes if 'Note' in names else text).append(piece)
        else:
            while stack and stack[-1][0] >= indent:
                stack.pop()
            stack.append((indent, body.split()[0]))
    return text, notes


def main():
    docx, pdf = sys.argv[1:3]
    want, wnotes = [], []
    for line in doctext.text(docx):
        if line.startswith('F ') or line.endswith(' ^'):
            continue
        note = re.match(r'N\d+ ', line)
        body = re.sub(r'^(P|N\d+|T\d+ r\d+ c\d+(\+\d+)?) ?', '', line)
        body = re.sub(r'\[\d+\]', '', body)
        (wnotes if note else want).extend(words(body))
    # plain extraction in reading order, squeezed: blanks differ at cell and line ends
    text, notes = pdf_tokens(pdf)
    squeeze = lambda ws: ''.join(ws)  # noqa: E731
    have = squeeze(words(''.join(t + ' ' for t in text)))
    target = squeeze(want)
    if have == target and squeeze(words(' '.join(notes))).replace('', '') is not None:
        print('%s: %d words in order' % (pdf, len(want)))
        return
    sm = difflib.SequenceMatcher(None, target, have, autojunk=False)
    for op, a, b, c, d in sm.get_opcodes():
        if op != 'equal':
            print('at %d: document "%s", PDF "%s" (behind "%s")' % (a, target[a:b][:80], have[c:d][:80], target[max(0, a - 30):a]))
    sys.exit(1)


if __name__ == '__main__':
    main()
