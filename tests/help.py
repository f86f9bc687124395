#!/usr/bin/env python3
"""help.py PROGRAM - both manual pages (English, Latvian) name every command and option of
--help and say the same; all have a Latvian text; "help CODE" explains a code."""
import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
PROGRAM = sys.argv[1]


def lines(*args, lang='en'):
    out = subprocess.run((PROGRAM, '--lang', lang) + args, stdout=subprocess.PIPE, check=True)
    return out.stdout.decode('utf-8').split('\n')


def entries(out, form):
    """What a list shows: name to text; a text may stand on the next line."""
    found = {}
    for at, line in enumerate(out):
        m = re.match(form, line)
        if m:
            found[m.group(1)] = m.group(2) or out[at + 1].strip()
    return found


COMMAND = r'  ([a-z]+)  +(\S.*)$'
OPTION = r'  (?:-.,|   ) --([a-z-]+)(?: [A-Z|a-z/-]+)?(?:  +(\S.*))?$'
bad = []
# How long a line of the source is says nothing; names of sections mandoc knows in English only.
LONG = 'input text line longer than'
LATVIAN = re.compile('first section is not|description line outside|typo in section name|'
                     'trailing delimiter: Nd')
PAGES = {}
for name in ('pmpplan.1', 'pmpplan.lv.1'):
    with open(os.path.join(ROOT, name), encoding='utf-8') as f:
        PAGES[name] = f.read()
    lint = subprocess.run(('mandoc', '-Tlint', os.path.join(ROOT, name)), stdout=subprocess.PIPE)
    bad += [l for l in lint.stdout.decode('utf-8').splitlines()
            if LONG not in l and not ('.lv.' in name and LATVIAN.search(l))]
    man = subprocess.run(('man', '--warnings', '-E', 'UTF-8', '-l', os.path.join(ROOT, name)),
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    bad += man.stderr.decode('utf-8').splitlines()
commands = entries(lines('help'), COMMAND)
if len(commands) < 5:
    bad.append('help lists only %d commands' % len(commands))
latvian = entries(lines('help', lang='lv'), COMMAND)
for command in commands:
    if latvian.get(command, commands[command]) == commands[command]:
        bad.append('help_lv.c has no summary of "%s"' % command)
    for name, page in PAGES.items():
        if '.Ss %s\n' % command not in page:
            bad.append('%s does not explain "%s"' % (name, command))
    if command == 'help':
        continue
    options = entries(lines('help', command), OPTION)
    if 'help' not in options:
        bad.append('options of %s: none found' % command)
    for option, text in entries(lines('help', command, lang='lv'), OPTION).items():
        if text == options[option]:
            bad.append('help_lv.c has no --%s (%s)' % (option, command))
    if lines('help', command)[-6:] == lines('help', command, lang='lv')[-6:]:
        bad.append('help_lv.c has no notes on "%s"' % command)
    for option in options:
        for name, page in PAGES.items():
            if not re.search(r'Fl -%s\b(?!-)' % option, page):
                bad.append('%s has no --%s (%s)' % (name, option, command))
# The two pages say the same: their options, words to type, variables and statuses.
MARKS = {'option': r'\bFl (-?[a-z][a-z-]*)', 'word': r'\bCm ([a-z0-9]+)',
         'variable': r'^\.It Ev (.*)', 'variable of a list': r'\b([A-Z]+_[A-Z_]+|LANG)\b',
         'status': r'^\.It (\d[\d ,]*)$', 'file': r'\bPa (\S+)', 'literal': r'^\.Ql (\S+)'}
for what, form in MARKS.items():
    sets = [set(re.findall(form, page, re.M)) for page in PAGES.values()]
    if not sets[0]:
        bad.append('pmpplan.1: no %s found' % what)
    for (name, _), missing in zip(PAGES.items(), (sets[1] - sets[0], sets[0] - sets[1])):
        bad += ['%s lacks the %s %s' % (name, what, m) for m in sorted(missing)]
# A code is explained in both languages, in lines that fit a terminal.
for lang, words in (('en', ('Cause:', 'What to do:')), ('lv', ('Cēlonis:', 'Ko darīt:'))):
    for code in ('yaml-tab', 'pkg-not-zip', 'fill-bug'):
        out = lines('help', code, lang=lang)
        if not out[0].startswith(code + ': ') or [l for l in out if l.endswith(':')] != list(words):
            bad.append('help %s (%s) is not an explanation' % (code, lang))
        bad += ['help %s: a line of %d characters' % (code, len(l))
                for l in out[2:] if len(l) > 80]
if subprocess.run((PROGRAM, 'help', 'say-written'), stdout=subprocess.PIPE,
                  stderr=subprocess.PIPE).returncode != 2:
    bad.append('help explains a summary')
for line in bad:
    print(line)
sys.exit(bool(bad))
