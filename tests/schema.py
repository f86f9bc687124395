#!/usr/bin/env python3
"""schema.py PROGRAM - "pmpplan schema" against an independent validator.

All samples must be valid; each broken plan below must not be, and the program must
refuse it too.  Last line: "N passed, N failed"."""
import copy
import glob
import json
import os
import subprocess
import sys
import tempfile

import jsonschema
import yaml

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')


class Loader(yaml.SafeLoader):
    """YAML 1.2's core types, as editors read it: a date is a text, a key always one."""


Loader.yaml_implicit_resolvers = {
    k: [(t, r) for t, r in v if t != 'tag:yaml.org,2002:timestamp']
    for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def keys(v):
    if isinstance(v, dict):
        return {str(k): keys(x) for k, x in v.items()}
    return [keys(x) for x in v] if isinstance(v, list) else v


def load(path):
    return keys(yaml.load(open(path, encoding='utf-8'), Loader))


def put(path, value):
    def change(v):
        for k in path[:-1]:
            v = v[k]
        v[path[-1]] = value
    return change


def drop(*path):
    def change(v):
        for k in path[:-1]:
            v = v[k]
        del v[path[-1]]
    return change


G = ('goals', 0)
A = G + ('activities', 0)
T = A + ('tasks', 0)
I = ('indicators', 0)  # noqa: E741
BROKEN = [
    drop('schema'), put(('schema',), 'pmpplan/2'), drop('id'), put(('id',), 'a b'), put(('id',), 'ā'),
    put(('profile',), 'town'), drop('title'), put(('title',), ''), put(('title',), 'a\nb'),
    put(('title',), ['a']), put(('document_word',), 'programa'), put(('document_word',), {'word': 'x'}),
    drop('period'), put(('period',), '24-28'), put(('period',), []), put(('period',), None),
    put(('date',), '12.06.2024'), put(('date',), '2024-13-01'), put(('report_year',), 'pirmais'),
    drop('municipality'), drop('municipality', 'genitive'), put(('municipality', 'name'), 'x'),
    put(('approval', 'status'), 'done'), put(('approval',), 'draft'), drop('goals'),
    put(('goals',), {'a': 1}), put(('goals',), None), put(('titel',), 'x'),
    drop(*G, 'level'), put(G + ('level',), 'high'), put(G + ('level',), None), drop(*G, 'name'),
    drop(*G, 'id'), put(G + ('id',), 'a [b]'), put(G + ('expected',), {'a': 'b'}),
    drop(*A, 'id'), drop(*A, 'result'), drop(*A, 'responsible'), put(A + ('responsible',), {'name': 'x'}),
    put(A + ('responsible',), {'text': ''}), put(A + ('years',), 'vienmēr'), put(A + ('years',), '2024–2028'),
    put(A + ('money',), 300), put(A + ('money',), {'2024': '1 slodze'}), put(A + ('money',), {'gads': 1}),
    put(A + ('money',), {'2024': -1}), put(A + ('resources', 'people'), [{'count': 1}]),
    put(A + ('resources', 'people'), [{'role': 'x', 'count': 'viens'}]),
    put(A + ('resources', 'money'), 1), put(A + ('outcome',), {'2024': {'done': 'x'}}),
    drop(*T, 'term'), put(T + ('term',), '2024-13'), put(T + ('term',), '2024-01-01'),
    put(T + ('term',), '2024..'), drop(*T, 'by'), drop(*T, 'supervised_by'), put(T + ('name',), ''),
    drop(*I, 'goals'), put(I + ('goals',), []), put(I + ('direction',), 'sideways'), drop(*I, 'base'),
    put(I + ('base',), 'daudz'), put(I + ('base',), {'value': 60, 'gads': 2023}),
    put(I + ('base', 'year'), 23), put(I + ('targets',), {'2025': {'v': 1}}), put(I + ('targets',), 70),
    put(('institutions', 0, 'id'), ''), drop('institutions', 0, 'name'), put(('institutions',), 'vjcg'),
    put(('abbreviations', 0), {'short': 'X'}), put(('views',), {'table5': {}}), put(('views',), []),
    put(('silence',), [{'code': 'x'}]), put(('monitoring',), 'x'), put(('monitoring', 'group'), 'x'),
    put(('notes', 'table9'), 'x'),
]


def main():
    program = os.path.abspath(sys.argv[1])
    schema = json.loads(subprocess.run([program, 'schema'], capture_output=True, check=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    passed = failed = 0

    def say(good, what):
        nonlocal passed, failed
        passed, failed = passed + good, failed + (not good)
        if not good:
            print('FAILED', what)

    with tempfile.TemporaryDirectory() as tmp:
        starter = os.path.join(tmp, 'new.yaml')
        subprocess.run([program, 'new', '-q', starter], check=True)
        files = sorted(glob.glob(os.path.join(ROOT, 'samples', '*.yaml')) +
                       glob.glob(os.path.join(ROOT, 'tests/golden/years/*.yaml'))) + [starter]
        for f in files:
            errors = list(validator.iter_errors(load(f)))
            say(not errors, '%s: %s' % (f, [(list(e.path), e.message[:200]) for e in errors[:3]]))
        plan = load(os.path.join(ROOT, 'samples/kalnupe.yaml'))
        for i, change in enumerate(BROKEN):
            bad = copy.deepcopy(plan)
            change(bad)
            say(not validator.is_valid(bad), 'schema accepts broken plan %d' % i)
            path = os.path.join(tmp, 'bad.yaml')
            with open(path, 'w', encoding='utf-8') as out:
                yaml.safe_dump(bad, out, allow_unicode=True, sort_keys=False)
            r = subprocess.run([program, 'check', '--no-spelling', path], capture_output=True)
            say(r.returncode == 3, 'check accepts broken plan %d (%d)' % (i, r.returncode))
    print('%d passed, %d failed' % (passed, failed))
    sys.exit(failed != 0)


main()
