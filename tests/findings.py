#!/usr/bin/env python3
"""findings.py PROGRAM [--accept] - what check finds in the samples, all of it and nothing else.

tests/facts/valka-as-printed-findings.tsv lists every error, warning and note of the plan that
is held as it was printed: line, code, path.  A finding that is missing fails, and so does one
that the list does not have.  All other samples have no error and no warning (what they silence
does not count).  --accept writes the list anew: read what changed."""
import collections
import glob
import json
import os
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
LIST = os.path.join(ROOT, 'tests/facts/valka-as-printed-findings.tsv')
PRINTED = 'samples/valka-as-printed.yaml'
HEAD = """# Every finding of check in samples/valka-as-printed.yaml: line (of its base: with its file), code, path.
# The notes [view-own-wording], one for each row of views:, are left out.
"""


def findings(program, sample):
    r = subprocess.run([program, 'check', '--format', 'json', sample], cwd=ROOT, text=True,
                       stdout=subprocess.PIPE)
    return json.loads(r.stdout)['plans'][0]


def printed_plan(program, accept):
    plan = findings(program, PRINTED)
    got = [('%s%d' % ('' if f['file'] == PRINTED else os.path.basename(f['file']) + ':', f.get('line', 0)),
            f['code'], f['path']) for f in plan['findings']
           if f['code'] != 'view-own-wording']
    if accept:
        with open(LIST, 'w', encoding='utf-8') as f:
            f.write(HEAD + ''.join('%s\t%s\t%s\n' % x for x in got))
    with open(LIST, encoding='utf-8') as f:
        rows = [x.rstrip('\n').split('\t') for x in f if not x.startswith('#')]
    want = [tuple(x) for x in rows]
    bad = 0
    for what, diff in (('not found', collections.Counter(want) - collections.Counter(got)),
                       ('not in the list', collections.Counter(got) - collections.Counter(want))):
        for x in sorted(diff.elements()):
            print('%s: %s:%s: %s [%s]' % (what, PRINTED, x[0], x[2], x[1]))
            bad += 1
    print('%s: %d expected, %d found (%d errors, %d warnings; %d rules)' % (
        PRINTED, len(want), len(got), plan['errors'], plan['warnings'], len({x[1] for x in got})))
    return bad


def clean_plan(program, sample):
    plan = findings(program, sample)
    print('%s: %d errors, %d warnings, %d silenced' % (
        sample, plan['errors'], plan['warnings'], len(plan['silenced'])))
    for f in plan['findings']:
        if f['level'] != 'note':
            print('  %s:%s: %s [%s]' % (f['file'], f.get('line'), f['message'], f['code']))
        elif f['code'] not in ('fill-in', 'view-own-wording', 'report-missing'):
            print('  %s:%s: note: %s [%s]' % (f['file'], f.get('line'), f['message'], f['code']))
            return 1
    return plan['errors'] + plan['warnings']


def main():
    program = os.path.abspath(sys.argv[1])
    bad = printed_plan(program, '--accept' in sys.argv)
    for path in sorted(glob.glob(os.path.join(ROOT, 'samples/*.yaml'))):
        sample = os.path.relpath(path, ROOT)
        if sample != PRINTED:
            bad += clean_plan(program, sample)
    sys.exit(bad != 0)


main()
