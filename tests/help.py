#!/usr/bin/env python3
"""help.py PROGRAM - the manual page names every command and option of --help; all have a
Latvian text; "help CODE" explains a code."""
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
with open(os.path.join(ROOT, 'pmpplan.1'), encoding='utf-8') as f:
    page = f.read()
commands = entries(lines('help'), COMMAND)
if len(commands) < 5:
    bad.append('help lists only %d commands' % len(commands))
latvian = entries(lines('help', lang='lv'), COMMAND)
for command in commands:
    if latvian.get(command, commands[command]) == commands[command]:
        bad.append('help_lv.c has no summary of "%s"' % command)
    if '.Ss %s\n' % command not in page:
        bad.append('pmpplan.1 does not explain "%s"' % command)
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
        if not re.search(r'Fl -%s\b(?!-)' % option, page):
            bad.append('pmpplan.1 has no --%s (%s)' % (option, command))
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
