#!/usr/bin/env python3
"""latvian.py TABLES PROGRAM - every Latvian text of the program, before hunspell's Latvian
dictionary.

Wordings, causes and remedies of messages, labels and helps of fields, help texts, the
starter files, the Latvian manual page.  Words that the dictionary lacks and that are
right stand in tests/latvian.words.  Straight quotation marks are refused in wordings."""
import ctypes
import ctypes.util
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
TABLES, PROGRAM = (os.path.abspath(p) for p in sys.argv[1:3])
DICTIONARY = '/usr/share/hunspell/lv_LV'


def run(*args):
    return subprocess.run(args, stdout=subprocess.PIPE, check=True).stdout.decode('utf-8')


def read(name):
    with open(os.path.join(ROOT, name), encoding='utf-8') as f:
        return f.read()


class Speller:
    def __init__(self):
        name = ctypes.util.find_library('hunspell-1.7') or 'libhunspell-1.7.so.0'
        self.lib = ctypes.CDLL(name)
        self.lib.Hunspell_create.restype = ctypes.c_void_p
        self.lib.Hunspell_spell.argtypes = (ctypes.c_void_p, ctypes.c_char_p)
        self.handle = self.lib.Hunspell_create((DICTIONARY + '.aff').encode(),
                                               (DICTIONARY + '.dic').encode())

    def knows(self, word):
        return self.lib.Hunspell_spell(self.handle, word.encode('utf-8')) != 0


def field_texts(f, path=''):
    path += f.get('name', '')
    if 'label' in f:
        yield path + ' label', f['label']['lv']
        yield path + ' help', f['help']['lv']
    for sub in f.get('sub', []):
        yield from field_texts(sub, path + '.')
    if 'item' in f:
        yield from field_texts(f['item'], path)


def starter(*options):
    """The comments of a starter file: the rest is names of fields and what the user gave."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'plans.yaml')
        run(PROGRAM, 'new', '-q', *options, path)
        with open(path, encoding='utf-8') as f:
            for line in f:
                if '#' in line:
                    yield line[line.index('#') + 1:].strip()


def names(f):
    """What is typed in a plan: names of fields, words to choose from."""
    yield from re.findall('[a-z]+', f.get('name', '') + ' ' + f.get('choices', ''))
    for sub in f.get('sub', []) + ([f['item']] if 'item' in f else []):
        yield from names(sub)


def texts():
    for c in tables['codes']:
        for part in ('says', 'cause', 'remedy'):
            if part in c:
                yield c['name'] + ' ' + part, c[part]['lv']
    yield from field_texts(tables['plan'])
    for p in tables['patterns']:
        yield p['name'], p['label']['lv']
    for c in tables['commands']:
        yield 'help ' + c['name'], c['summary']['lv']
        for line in run(PROGRAM, '--lang', 'lv', 'help', c['name']).split('\n'):
            # examples, and the English synopsis of what is typed
            if 'pmpplan ' not in line:
                yield 'help ' + c['name'], line
    for options in (('--municipality', 'Valkas novads'),
                    ('--profile', 'school', '--municipality', 'Valkas novads',
                     '--school', 'Ērģemes pamatskola')):
        for line in starter(*options):
            yield 'new ' + options[1], line
    for n, line in enumerate(read('pmpplan.lv.1').split('\n'), 1):
        if line.startswith(('.Dl', '.\\"', '.Dd', '.Dt')):
            continue
        # macros and what they mark as typed: names, options, paths
        line = re.sub(r'^\.(Nd|Sh|Ss) ', '', line)
        if not line.startswith('.'):
            yield 'pmpplan.lv.1:%d' % n, line


def words(text):
    """Words a reader reads: no code, no names of files, fields and options."""
    text = re.sub(r'`[^`]*`', ' ', text)
    text = re.sub(r'\{\{.*?\}\}', ' ', text)
    text = re.sub(r'\S*[a-z0-9](\.[a-z]+|/|://|@|_)[a-z0-9]\S*', ' ', text)
    text = re.sub(r'(?<!\w)--?[a-z][a-z-]*', ' ', text)
    text = re.sub(r'\.[A-Za-z]{3,5}\b', ' ', text)
    return [w for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
            if w not in TYPED and not w.isupper()]


tables = json.loads(run(TABLES))
TYPED = set(names(tables['plan'])) | {c['name'] for c in tables['commands']}
accepted = {w for line in read('tests/latvian.words').split('\n')
            for w in line.split('#')[0].split()}
speller = Speller()
bad = {}
seen = 0
for where, text in texts():
    # a pair of straight marks, unless it is typed in a file
    if where.endswith((' says', ' cause', ' remedy')) and re.search(
            '"[^"]+"', re.sub(r'`[^`]*`|unit: "%"|"\.\.\."', '', text)):
        bad.setdefault('straight quotation mark: ' + text, []).append(where)
    for word in words(text):
        seen += 1
        if word not in accepted and len(word) > 1 and not speller.knows(word):
            bad.setdefault(word, []).append(where)
for word, places in sorted(bad.items()):
    print('%s  (%s)' % (word, ', '.join(places[:3])))
print('%d Latvian words, %d accepted by tests/latvian.words' % (seen, len(accepted)))
if seen < 5000:
    sys.exit('too few: has the form of the texts changed?')
sys.exit(bool(bad))
