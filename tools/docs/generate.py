#!/usr/bin/env python3
"""generate.py [--check] TABLES - make the reference pages from the program's own tables.

TABLES is the program that prints them (tables.c).  A page docs/NAME.md comes from the text
tools/docs/NAME.md beside this file: lines that begin with "@" are replaced, the rest stays.

    @fields @docwords @sources @patterns   lists from the field table
    @names                                 names of templates, from the model's table, with
    @note NAME = text                      what they are, where no field says it;
                                           TURN/NAME: in the turns of that name
    @codes CODE PREFIX-* ...               messages; one that no line names stands behind
                                           the one before it in the table
docs/zinojumi.md has the same messages in Latvian.  --check only compares, for the tests.
"""
import fnmatch
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DOCS = os.path.join(HERE, '..', '..', 'docs')
MADE = '<!-- made from %s by "make docs": do not edit -->\n'


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def cell(text):
    return text.replace('|', '\\|')


def code_span(text):
    return '`%s`' % text.replace('|', '\\|')


# -- fields --

WORDS = {
    'text': 'text', 'markdown': 'Markdown', 'id': 'id', 'int': 'whole number', 'number': 'number',
    'money': 'amount', 'date': 'date', 'year': 'year', 'years': 'years', 'term': 'term',
    'party': 'party', 'bool': '`true`, `false`', 'map': 'fields', 'docword': 'word',
    'value': 'value', 'views': 'views', 'any': 'anything'}
MANY = {
    'text': 'texts', 'party': 'parties', 'money': 'amounts', 'value': 'values', 'map': 'fields',
    'markdown': 'Markdown texts', 'id': 'ids'}


def plural(item):
    if item['type'] == 'ref':
        return 'ids of a %s' % item['ref']
    return MANY.get(item['type'], WORDS[item['type']])


def holds(f):
    kind = f['type']
    if kind == 'enum':
        text = ', '.join(code_span(c) for c in f['choices'].split())
    elif kind == 'ref':
        text = 'id of a ' + f['ref']
    elif kind == 'list':
        text = 'list, below' if f['item']['type'] == 'map' else 'list of ' + plural(f['item'])
    elif kind == 'yearmap':
        text = plural(f['item']) + ' by year'
    else:
        text = WORDS[kind]
    if kind == 'text' and f['lines']:
        text += ', may have lines'
    if kind == 'id' and f['ascii']:
        text += ', plain ASCII'
    # A money field's upper bound keeps hostile sums out; it tells a reader nothing.
    if f['max'] and kind not in ('money', 'list'):
        text += ', %d to %d' % (f['min'], f['max'])
    elif f['max'] and kind == 'list':
        text += ', at least %d' % f['min'] if f['min'] else ''
    return text


def needed(f):
    words = []
    if f['required']:
        words.append('required in a school\'s plan' if f['school_only'] else
                     'required in a municipality\'s plan' if f['municipality_only'] else 'required')
    if f['fillable']:
        words.append('may be `~`')
    return ', '.join(words)


def table(fields):
    out = ['| field | holds | | what it is | in Latvian | example |', '|---|---|---|---|---|---|']
    for f in fields:
        out.append('| `%s` | %s | %s | %s | **%s**: %s | %s |' % (
            f['name'], holds(f), needed(f), cell(f['help']['en']), cell(f['label']['lv']),
            cell(f['help']['lv']), code_span(f['example']) if 'example' in f else ''))
    return out


def subtables(f, path, out):
    """The fields of each group below f, in the order of the file."""
    for sub in f['sub']:
        name = path + sub['name']
        inner = sub
        if sub['type'] == 'list':
            inner, name = sub['item'], name + '[]'
        elif sub['type'] == 'yearmap':
            inner, name = sub['item'], name + '.YEAR'
        if 'sub' in inner:
            out += ['', '### ' + name, ''] + table(inner['sub'])
            subtables(inner, name + '.', out)


def fields(tables, _words):
    out = ['### The file', ''] + table(tables['plan']['sub'])
    subtables(tables['plan'], '', out)
    return out


def docwords(tables, _words):
    return ['| word | genitive | mark |', '|---|---|---|'] + [
        '| %s | %s | APSTIPRINĀT%s |' % tuple(w) for w in tables['docwords']]


def sources(tables, _words):
    return ['| id | prints |', '|---|---|'] + ['| `%s` | %s |' % tuple(s) for s in tables['sources']]


def patterns(tables, _words):
    out = []
    for p in tables['patterns']:
        out += ['`%s` (%s; `item_sign` is %s)' % (p['name'], p['label']['lv'], p['item_sign']), '',
                '```', p['text'], '```', '']
    return out[:-1]


# -- names of templates --

KINDS = {
    'text': 'text', 'enum': 'word', 'markdown': 'long text', 'int': 'number', 'number': 'number',
    'money': 'amount', 'date': 'date', 'year': 'year', 'flag': 'yes or nothing',
    'group': 'names below it', 'named': 'text, and names below it', 'years': 'by year'}


def field_help(tables, path):
    """The English help of the field at a path such as goals.activities.name."""
    f = tables['plan']
    for name in path.split('.'):
        while 'item' in f:
            f = f['item']
        f = next((s for s in f.get('sub', []) if s['name'] == name), None)
        if f is None:
            return None
    return f['help']['en']


def plain(name):
    return name.replace('[y]', '@')  # brackets mean something to fnmatch


class Notes:
    """What the page says of names that no field explains."""

    def __init__(self, text):
        self.notes = [tuple(s.strip() for s in l[len('@note '):].split(' = ', 1))
                      for l in text.split('\n') if l.startswith('@note ')]
        self.used = set()

    def find(self, turn, name):
        for key, text in self.notes:
            turns, _, names = key.rpartition('/')
            if fnmatch.fnmatchcase(turn, turns if '/' in key else '*' if '*' in key else '') and \
                    fnmatch.fnmatchcase(plain(name), plain(names)):
                self.used.add(key)
                return text
        return None


def name_row(tables, notes, turn, n):
    what = notes.find(turn, n['name'])
    fed = n.get('fields', '')
    if what is None and ' ' not in fed and fed.split('.')[-1] == re.sub(
            r'.*\.|\[y\]', '', n['name']):
        what = field_help(tables, fed)
    if what is None:
        sys.exit('tools/docs/templates.md needs a line "@note %s%s = what it is"' % (
            turn + '/' if turn else '', n['name']))
    if 'choices' in n:
        what += ' (%s)' % ', '.join('`%s`' % c for c in n['choices'].split())
    kind = 'list [%s]' % n.get('turn', '`{{.}}`') if n['kind'] == 'list' else KINDS[n['kind']]
    if n['optional']:
        kind += ' *(may lack)*'
    return '| `%s` | %s | %s |' % (n['name'], kind, cell(what))


def names(tables, text):
    notes = Notes(text)
    out = []
    for group in tables['names']:
        if group['turn']:
            out += ['', '### %s' % group['turn'], '', 'A turn of `%s`.' % group['of']]
        else:
            out += ['### Anywhere']
        out += ['', '| name | holds | what it is |', '|---|---|---|']
        out += [name_row(tables, notes, group['turn'], n) for n in group['names']]
    for key, _ in notes.notes:
        if key not in notes.used:
            sys.exit('tools/docs/templates.md has a note on %s, which no template can name' % key)
    return out


# -- messages --

LEVELS = {'note': 'piezīme', 'warning': 'brīdinājums', 'error': 'kļūda', 'fatal': 'darbs pārtraukts'}


def explained(tables):
    """Codes that have an explanation, each name once, in the order of the table."""
    seen = {}
    for c in tables['codes']:
        if c['name'].startswith('say-'):
            continue
        if 'cause' not in c:
            if c['name'] not in seen:
                sys.exit('no WHY() for %s: see src/base/diag_codes.def' % c['name'])
            continue
        for part in ('cause', 'remedy'):
            for lang in ('en', 'lv'):
                if not c[part][lang]:
                    sys.exit('%s has no %s (%s)' % (c['name'], part, lang))
        seen.setdefault(c['name'], c)
    return list(seen.values())


def sections(tables, text):
    """Lists of codes, one for each "@codes" line of the text."""
    lines = [l.split()[1:] for l in text.split('\n') if l.startswith('@codes')]
    exact = {c: i for i, words in enumerate(lines) for c in words if not c.endswith('*')}
    prefixes = {c[:-1]: i for i, words in enumerate(lines) for c in words if c.endswith('*')}
    names = {c['name'] for c in explained(tables)}
    for word in list(exact) + list(prefixes):
        if word not in names and not (word in prefixes and any(n.startswith(word) for n in names)):
            sys.exit('tools/docs/messages.md names %s, which no message is called' % word)
    found = [[] for _ in lines]
    at = 0
    for c in explained(tables):
        fits = [i for p, i in prefixes.items() if c['name'].startswith(p)]
        at = exact.get(c['name'], fits[0] if fits else at)
        found[at].append(c)
    for words, codes in zip(lines, found):
        codes.sort(key=lambda c: words.index(c['name']) if c['name'] in words else len(words))
    return found


def english(c):
    status = ', exit status %d' % c['status'] if c['status'] else ''
    return ['### ' + c['name'], '', '*%s%s*' % (c['level'], status), '',
            '> %s  ' % c['says']['en'], '> %s' % c['says']['lv'], '',
            '**Cause.** %s' % c['cause']['en'], '', '**Remedy.** %s' % c['remedy']['en'], '']


def latvian(c):
    status = ', beigu statuss %d' % c['status'] if c['status'] else ''
    return ['### ' + c['name'], '', '*%s%s*' % (LEVELS[c['level']], status), '',
            '> %s' % c['says']['lv'], '',
            '**Cēlonis.** %s' % c['cause']['lv'], '', '**Ko darīt.** %s' % c['remedy']['lv'], '']


def messages_page(tables, text):
    groups = iter(sections(tables, text))
    out = []
    for line in text.split('\n'):
        if line.startswith('@codes'):
            for c in next(groups):
                out += english(c)
            out.pop()
        else:
            out.append(re.sub(r' => .*', '', line) if line.startswith('## ') else line)
    return '\n'.join(out)


LATVIAN_HEAD = '''# Ziņojumi

Ziņojums nosauc vietu, līmeni, to, kas nav kārtībā, un kvadrātiekavās kodu, kas abās valodās un visās versijās ir viens un
tas pats. *Kļūda* aptur šī plāna dokumentus, *brīdinājums* ir minējums, uz ko vērts paskatīties, *piezīme* ir jums zināšanai.
To pašu parāda `pmpplan help KODS`. Daudzpunkte (…) stāv tā vietā, ko programma ieliek: vārda, vietas, skaitļa.
'''


def latvian_page(tables, text):
    groups = iter(sections(tables, text))
    out = [LATVIAN_HEAD]
    for line in text.split('\n'):
        if line.startswith('## '):
            out += [re.sub(r'^## .* => ', '## ', line), '']
        elif line.startswith('@codes'):
            for c in next(groups):
                out += latvian(c)
    return '\n'.join(out)


# -- pages --

LISTS = {'@fields': fields, '@docwords': docwords, '@sources': sources, '@patterns': patterns}


def page(tables, text):
    out = []
    for line in text.split('\n'):
        words = line.split()
        if line == '@names':
            out += names(tables, text)
        elif line.startswith('@note '):
            continue
        elif words and words[0] in LISTS:
            out += LISTS[words[0]](tables, words[1:])
        else:
            out.append(line)
    return '\n'.join(out)


def main():
    args = sys.argv[1:]
    check = args[:1] == ['--check']
    out = subprocess.run([os.path.abspath(args[-1])], stdout=subprocess.PIPE, check=True).stdout
    tables = json.loads(out.decode('utf-8'))
    texts = {name: read(os.path.join(HERE, name + '.md')) for name in ('plan', 'messages', 'templates')}
    pages = {
        'plan': page(tables, texts['plan']),
        'templates': page(tables, texts['templates']),
        'messages': messages_page(tables, texts['messages']),
        'zinojumi': latvian_page(tables, texts['messages'])}
    bad = False
    for name, text in pages.items():
        path = os.path.join(DOCS, name + '.md')
        source = 'tools/docs/%s.md' % ('messages' if name == 'zinojumi' else name)
        text = MADE % (source + ' and the tables of the program') + text.rstrip('\n') + '\n'
        if os.path.exists(path) and read(path) == text:
            continue
        if check:
            print('docs/%s.md is not what the tables give: run "make docs"' % name)
            bad = True
            continue
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        print('docs/%s.md' % name)
    return bad


sys.exit(main())
