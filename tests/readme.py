#!/usr/bin/env python3
"""readme.py TABLES PROGRAM - what the README shows is true.

Each command line of its indented blocks runs, in order, in a folder of its own, and ends
with 0; a line below a command is what it prints last.  Pieces of plans are put upon a
sample and checked; messages are compared with the wordings of the program."""
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
TABLES, PROGRAM = (os.path.abspath(p) for p in sys.argv[1:3])
COMMAND = re.compile(r'(\./pmpplan|cp|mkdir) ')
MESSAGE = re.compile(r'\S+:\d+:\d+: (\w+): (.*) \[([a-z0-9-]+)\]$')
bad = []


def blocks(path):
    """Indented blocks as (line, lines)."""
    block, start = [], 0
    with open(path, encoding='utf-8') as f:
        for n, line in enumerate(f, 1):
            if line.startswith('    ') and not line.startswith('    -'):
                if not block:
                    start = n
                block.append(line[4:].rstrip('\n'))
            elif block:
                yield start, block
                block = []
    if block:
        yield start, block


def fail(n, text, out=''):
    bad.append(n)
    print('README.md:%d: %s' % (n, text))
    for line in out.split('\n')[-8:]:
        print('    ' + line)


def run(command, folder):
    env = dict(os.environ, PMPPLAN_DATA=ROOT, LC_ALL='C.UTF-8', PMPPLAN_LANG='en')
    p = subprocess.run(['bash', '-c', command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return p.returncode, p.stdout.decode('utf-8', 'replace')


def run_block(n, block, folder):
    out = None
    count = 0
    for i, line in enumerate(block):
        if COMMAND.match(line):
            status, out = run(line, folder)
            count += 1
            if status != 0:
                fail(n + i, '"%s" ends with %d' % (line, status), out)
        elif out is None or line != out.rstrip('\n').split('\n')[-1]:
            fail(n + i, 'not what the command prints: ' + line, out or '')
    return count


def check_plan(n, block, folder):
    """Fields upon a sample: no error."""
    base = 'samples/valka.yaml' if block[0].startswith('approval:') else 'samples/kalnupe.yaml'
    with open(os.path.join(folder, 'piece.yaml'), 'w', encoding='utf-8') as f:
        f.write('base: %s\n%s\n' % (base, '\n'.join(block)))
    status, out = run('./pmpplan check piece.yaml', folder)
    if status != 0:
        fail(n, 'this piece of a plan is refused', out)


def check_messages(n, block, wordings):
    for i, line in enumerate(block):
        level, text, code = MESSAGE.match(line).groups()
        says = wordings.get(code)
        # A wording shows an ellipsis for what is put in.
        form = '.*'.join(re.escape(part) for part in says[1].split('…')) if says else ''
        if not says or says[0] != level or not re.fullmatch(form, text):
            fail(n + i, 'no such message: ' + line)


out = subprocess.run([TABLES], stdout=subprocess.PIPE, check=True).stdout.decode('utf-8')
wordings = {c['name']: (c['level'], c['says']['en']) for c in json.loads(out)['codes']}
seen = {'commands': 0, 'plans': 0, 'messages': 0}
with tempfile.TemporaryDirectory() as folder:
    for name in ('samples', 'templates'):
        os.symlink(os.path.join(ROOT, name), os.path.join(folder, name))
    os.symlink(PROGRAM, os.path.join(folder, 'pmpplan'))
    for n, block in blocks(os.path.join(ROOT, 'README.md')):
        if COMMAND.match(block[0]):
            seen['commands'] += run_block(n, block, folder)
        elif re.match(r'(title|approval):', block[0]):
            seen['plans'] += 1
            check_plan(n, block, folder)
        elif MESSAGE.match(block[0]):
            seen['messages'] += 1
            check_messages(n, block, wordings)
        elif not re.match(r'make |# yaml-language-server|\{', block[0]):
            fail(n, 'a block that no test knows: ' + block[0])
if seen['commands'] < 15 or 0 in seen.values():
    sys.exit('readme.py finds too little: %s' % seen)
print('README: %(commands)d commands, %(plans)d pieces of plans, %(messages)d of messages' % seen)
sys.exit(bool(bad))
