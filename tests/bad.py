#!/usr/bin/env python3
"""bad.py PROGRAM - broken plans: a table of mutations over the samples.

Each rule below spoils one line of a sample, at up to EACH places; check must then name the
code at the line, with a column, with the documented status, in under a second, and render
must refuse the plan (where it is more than a matter of sense) and leave nothing behind.
-v lists all.
Last line: "N passed, N failed"."""
import os
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
EACH = 3
SAMPLES = ('valka', 'kalnupe', 'liepaja')

# (what, line to spoil, what it becomes, code, line of the message from there, status).  What is
# missing is told where its list item begins ("item"), or at the first field of its map ("first").
# In the new text \g<0> is the old line; a status of 0: a finding of sense that warns.
RULES = [
    # YAML
    ('tab', r'^  (    |  )(\w+: .*)$', r'\t\2', 'yaml-tab', 0, 3),
    ('no blank after colon', r'^( *)(name|result|title): (\w.*)$', r'\1\2:\3', 'yaml-colon', 0, 3),
    ('no colon', r'^( *)(name|result|title): (\w.*)$', r'\1\2 \3', 'yaml-no-colon', 0, 3),
    ('no-break blanks', r'^( *)(name|result|title): (\w.*)$', '\\1\\2:\u00a0\\3', 'yaml-nbsp', 0, 3),
    ('no-break indentation', r'^    (name|result): (\w.*)$', '\u00a0\u00a0\u00a0 \\1: \\2', 'yaml-nbsp', 0, 3),
    ('hyphen for nothing', r'^( *)(name|result|title): (\w.*)$', r'\1\2: -', 'yaml-dash', 0, 3),
    ('text in brackets', r'^( *)(name|result|title): (\w+) (.+)$', r'\1\2: [\3] \4', 'yaml-start', 0, 3),
    ('item without its line', r'^(goals|indicators):$', r'\1:\n    name: x\n    level: y', 'yaml-stray-item', 1, 3),
    ('comment by mistake', r'^( *)(name|result|title): (\w.*)$', r'\1\2: \3 #2', 'plan-hash', 0, 0),
    ('paragraphs without |', r'^preface: \|$', r'preface:', 'plan-paragraphs', 1, 0),
    ('decimal comma', r'^( *)money: \{(\d+): .*$', r'\1money: {\2: 300,50}', 'plan-comma', 0, 3),
    ('decimal comma', r'^( *)base: \{value: (\d+), (.*)$', r'\1base: {value: \2,5, \3', 'plan-comma', 0, 3),
    ('Latvian field', r'^( *)result: (.*)$', r'\1rezultāts: \2', 'plan-unknown', 0, 3),
    ('Latvian choice', r'^( *)level: universal$', r'\1level: universālā', 'plan-choice', 0, 3),
    ('number with its sign', r'^( *)decision: "(\d+)"$', r'\1decision: “\2”', 'approval-number', 0, 0),
    ('open quote', r'^monitoring:$', r'notes: {goals: "x}\nmonitoring:', 'yaml-quote', 0, 3),
    ('open quote', r'^( *)(source|place): (\w.*)$', r'\1\2: "\3" x', 'yaml-after-quote', 0, 3),
    ('key twice', r'^( +(level|result|years): .*)$', r'\1\n\1', 'data-dup-key', 1, 3),
    ('anchor', r'^( *)(name|result): (\w.*)$', r'\1\2: &a \3', 'yaml-refused', 0, 3),
    ('tag', r'^( *)(name|result): (\w.*)$', r'\1\2: !!str \3', 'yaml-refused', 0, 3),
    ('not UTF-8', r'^( *)(name|result): (\w.*)$', '\\1\\2: \udcff\\3', 'yaml-utf8', 0, 3),
    ('control character', r'^( *)(name|result): (\w.*)$', r'\1\2: "\\x01\3"', 'yaml-char', 0, 3),
    ('open bracket', r'^( *)(responsible): \[(\w+)\]$', r'\1\2: [\3', 'yaml-bracket', 1, 3),
    # unknown and missing fields
    ('misspelt field', r'^( *)result: (.*)$', r'\1reslut: \2', 'plan-unknown', 0, 3),
    ('misspelt field', r'^( *)supervised_by: (.*)$', r'\1supervized_by: \2', 'plan-unknown', 0, 3),
    ('misspelt field', r'^( *)years: (.*)$', r'\1year: \2', 'plan-unknown', 0, 3),
    ('misspelt field', r'^title: (.*)$', r'titel: \1', 'plan-unknown', 0, 3),
    ('misspelt field', r'^preface: (.*)$', r'prefase: \1', 'plan-unknown', 0, 3),
    ('misspelt field', r'^( *)direction: (.*)$', r'\1directon: \2', 'plan-unknown', 0, 3),
    ('missing', r'^(?: {8}(?:result|term|responsible)|    (?:source|level)): .*$', r'', 'plan-missing', 'item', 3),
    ('missing', r'^(title|id|schema|document_word|period): .*$', r'', 'plan-missing', 'first', 3),
    ('missing', r'^  (nominative|genitive|locative): .*$', r'', 'plan-missing', 'first', 3),
    # types
    ('a list for a text', r'^( *)(name|result): (\w.*)$', r'\1\2: [a, b]', 'plan-type', 0, 3),
    ('a map for a text', r'^( *)(name|result): (\w.*)$', r'\1\2: {a: b}', 'plan-type', 0, 3),
    ('a text for a list', r'^goals:$', r'goals: x\nunknown:', 'plan-type', 0, 3),
    ('a text for a map', r'^approval:$', r'approval: x\nunknown:', 'plan-type', 0, 3),
    ('term', r'^( *)term: .*$', r'\1term: 2024-13', 'plan-type', 0, 3),
    ('term', r'^( *)term: .*$', r'\1term: 2024-01-15', 'plan-type', 0, 3),
    ('term', r'^( *)term: .*$', r'\1term: janvāris', 'plan-type', 0, 3),
    ('term backwards', r'^( *)term: .*$', r'\1term: 2026..2024', 'plan-type', 0, 3),
    ('term open', r'^( *)term: .*$', r'\1term: 2024..', 'plan-type', 0, 3),
    ('years', r'^( *)years: .*$', r'\1years: katru gadu', 'plan-type', 0, 3),
    ('years with a dash', r'^( *)years: .*$', r'\1years: 2025–2026', 'plan-type', 0, 3),
    ('years of no period', r'^( *)years: .*$', r'\1years: 2019-2026', 'plan-year', 0, 3),
    ('year of no period', r'^( *)years: .*$', r'\1years: [2025, 2039]', 'plan-year', 0, 3),
    ('date', r'^date: .*$', r'date: 04.07.2024', 'plan-type', 0, 3),
    ('date', r'^date: .*$', r'date: 2023-02-29', 'plan-type', 0, 3),
    ('period', r'^period: .*$', r'period: 2024.-2028.', 'plan-type', 0, 3),
    ('period backwards', r'^period: .*$', r'period: 2028-2024', 'plan-type', 0, 3),
    ('period too long', r'^period: .*$', r'period: 2024-2031', 'plan-period', 0, 3),
    ('report year', r'^report_year: .*$', r'report_year: 2031', 'plan-year', 0, 3),
    ('count', r'^( *)count: .*$', r'\1count: viens', 'plan-type', 0, 3),
    ('count', r'^( *)count: .*$', r'\1count: -1', 'plan-range', 0, 3),
    ('count', r'^( *)count: .*$', r'\1count: 1,5', 'plan-type', 0, 3),
    ('amount', r'^( *)money: \{(\d+): .*$', r'\1money: {\2: 1 slodze}', 'plan-type', 0, 3),
    ('amount', r'^( *)money: \{(\d+): .*$', r'\1money: {\2: 300.005}', 'plan-type', 0, 3),
    ('amount', r'^( *)money: \{(\d+): .*$', r'\1money: {\2: -300}', 'plan-range', 0, 3),
    ('amount of no period', r'^( *)money: \{(\d+): .*$', r'\1money: {2019: 300}', 'plan-year', 0, 3),
    ('amount without year', r'^( *)money: \{(\d+): .*$', r'\1money: 300', 'plan-type', 0, 3),
    ('amount of words', r'^( *)money: \{(\d+): .*$', r'\1money: {gads: 300}', 'plan-type', 0, 3),
    ('base', r'^( *)base: \{value: .*$', r'\1base: daudz', 'plan-type', 0, 3),
    ('base', r'^( *)base: \{value: (\d+).*$', r'\1base: {value: \2, gads: 2023}', 'plan-unknown', 0, 3),
    ('base year', r'^( *)base: \{value: (\d+).*$', r'\1base: {value: \2, year: 23}', 'plan-type', 0, 3),
    ('base year', r'^( *)base: \{value: (\d+).*$', r'\1base: {value: \2, year: 1823}', 'plan-range', 0, 3),
    ('five target years', r'^( *)targets: \{2025: .*$',
     r'\1targets: {2024: 1, 2025: 2, 2026: 3, 2027: 4, 2028: 5}', 'plan-targets', 0, 3),
    ('target', r'^( *)targets: \{2025: .*$', r'\1targets: {2025: vairāk}', 'plan-type', 0, 3),
    ('target', r'^( *)targets: \{2025: .*$', r'\1targets: 70', 'plan-type', 0, 3),
    # choices, ids, references
    ('schema', r'^schema: .*$', r'schema: pmpplan/2', 'plan-choice', 0, 3),
    ('profile', r'^profile: .*$', r'profile: town', 'plan-choice', 0, 3),
    ('document word', r'^document_word: .*$', r'document_word: rīcibas programma', 'plan-choice', 0, 3),
    ('status', r'^  status: .*$', r'  status: aproved', 'plan-choice', 0, 3),
    ('level', r'^    level: .*$', r'    level: univresal', 'plan-choice', 0, 3),
    ('level', r'^    level: .*$', r'    level: I', 'plan-choice', 0, 3),
    ('direction', r'^    direction: .*$', r'    direction: sideways', 'plan-choice', 0, 3),
    ('id', r'^id: .*$', r'id: plāns', 'plan-type', 0, 3),
    ('id with blanks', r'^( *)- id: .*$', r'\1- id: mans apzīmējums', 'plan-type', 0, 3),
    ('institution', r'^( {8,})(responsible|by): \[?(\w+).*$', r'\1\2: [\3x]', 'ref-unknown', 0, 3),
    ('institution', r'^( *)involved: .*$', r'\1involved: [nav-tadas]', 'ref-unknown', 0, 3),
    ('institution', r'^( *)supervised_by: .*$', r'\1supervised_by: nav-tadas', 'ref-unknown', 0, 3),
    ('institution without text', r'^( *)(responsible|by): .*$', r'\1\2: {name: Skola}', 'plan-type', 0, 3),
    ('institution without words', r'^( *)(responsible|by): .*$', r'\1\2: {text: ""}', 'plan-type', 0, 3),
    ('money source', r'^( *)sources: .*$', r'\1sources: [es_fund]', 'ref-source', 0, 3),
    ('goal of an indicator', r'^( *)goals: \[.*$', r'\1goals: [nav-tada]', 'ref-goal', 0, 3),
    ('no goal of an indicator', r'^( *)goals: \[.*$', r'\1goals: []', 'plan-range', 0, 3),
    # blanks
    ('empty', r'^( *)(name|result): (\w.*)$', r'\1\2: ""', 'plan-empty', 0, 3),
    ('empty', r'^title: .*$', r'title: ""', 'plan-empty', 0, 3),
    ('blank that cannot be', r'^    level: .*$', r'    level: ~', 'plan-empty', 0, 3),
    ('blank that cannot be', r'^(period|title): .*$', r'\1: ~', 'plan-empty', 0, 3),
    ('blank id', r'^( *)- id: .*$', r'\1- id: ~', 'plan-empty', 0, 3),
    # names in texts
    ('unknown name', r'^( *)result: (.*)$', r'\1result: Skolas {{municipality.genitve}}',
     'name-unknown', 0, 3),
    ('open name', r'^( *)result: (.*)$', r'\1result: Skolas {{municipality.genitive', 'name-open', 0, 3),
    ('unknown name', r'^  ((?:Programm|Ar šo|Šī rīc|Pašvaldības pien|Rīcības programma s|Darbu koord).*)$', r'  {{pasvaldiba}} \1', 'name-unknown', 0, 3),
    # approval
    ('approved without a date', r'^  status: .*$', r'  status: approved', 'approval-missing', 0, 3),
    ('unknown pattern', r'^  pattern: .*$', r'  pattern: valka-2042', 'approval-pattern', 0, 3),
    ('unknown placeholder', r'^  pattern: .*$', r'  pattern: "Ar {{numurs}}"', 'approval-name', 0, 3),
    # bases and views
    ('no such base', r'^schema: .*$', r'\g<0>\nbase: nav-tada.yaml', 'base-read', 1, 3),
    ('base of itself', r'^schema: .*$', r'\g<0>\nbase: bad.yaml', 'base-cycle', 1, 3),
    ('base without a name', r'^schema: .*$', r'\g<0>\nbase: {a: b}', 'base-form', 1, 3),
    ('unknown view', r'^monitoring:$(?![\s\S]*Kalnupes)', r'views: {table5: {total: "1"}}\nmonitoring:',
     'plan-unknown', 0, 3),
    ('unknown id in a view', r'^monitoring:$(?![\s\S]*Kalnupes)', r'views: {table1: {nav: {name: x}}}\nmonitoring:',
     'ref-view', 0, 3),
    ('row of no goal', r'^monitoring:$(?![\s\S]*Kalnupes)', r'views: {table1: {rows: [{name: x}]}}\nmonitoring:',
     'view-row', 0, 3),
    # sense: contradictions are errors, the rest warns
    ('project number', r'^( *)result: (.*)$', r'\1result: Projekts 8.3.4.0./16/I/001',
     'project-number', 0, -3),
    ('no such day', r'^( *)result: (.*)$', r'\1result: Iesniegts līdz 31.06.2024.',
     'date-no-such-day', 0, -3),
    ('percent', r'^( *)result: (.*)$', r'\1result: Iesaistīti 30% vecāku', 'percent-blank', 0, 0),
    ('decimal point', r'^( *)result: (.*)$', r'\1result: Iesaistīti 2.5 % vecāku', 'decimal-point', 0, 0),
    ('over 100', r'^( *)result: (.*)$', r'\1result: Iesaistīti 130 % vecāku', 'percent-over-100', 0, 0),
    ('hyphen', r'^( *)result: (.*)$', r'\1result: Nometne - apmācība', 'hyphen-as-dash', 0, 0),
    ('comma left over', r'^( *)result: (.*)$', r'\1result: "2 pasākumi,"', 'cell-end', 0, 0),
    ('full stop', r'^( *)result: (.*)$', r'\1result: 2 pasākumi.', 'stop-stray', 0, 0),
    ('two blanks', r'^( *)result: (.*)$', r'\1result: 2  pasākumi', 'blank-double', 0, 0),
    ('open quotation mark', r'^( *)result: (.*)$', r'\1result: Pasākums “Smaids', 'quote-unmatched', 0, 0),
    ('abbreviation', r'^( *)result: (.*)$', r'\1result: Ziņots BTAS', 'abbrev-unlisted', 0, 0),
    ('euro first', r'^( *)result: (.*)$', r'\1result: Apgūti EUR 300,00', 'money-form', 0, 0),
    ('no number', r'^( *)- role: (pasākumu vadītājs|lektors|koordinators|.*organizators)\n *count: .*$', r'\1- role: \2', 'role-no-count', 0, 0),
    ('wrong way', r'^( *)direction: up$', r'\1direction: down', 'target-direction', 2, 0),
    ('supervises himself', r'^( *)by: \[(\w+)\]\n( *)supervised_by: .*$',
     r'\1by: [\2]\n\3supervised_by: \2', 'supervisor-is-executor', 1, 0),
    ('term too late', r'^( *)term: .*$', r'\1term: 2024..2031', 'term-outside', 0, 0),
]


def place(text, at, delta):
    """The line that a message must name: "at" is the place of the change, delta as in RULES."""
    line = text.count('\n', 0, at) + 1
    if isinstance(delta, int):
        return line + delta
    lines = text.split('\n')
    n = line - 1
    if delta == 'item':
        while not lines[n].lstrip().startswith('- '):
            n -= 1
        return n + 1
    # The first field of the same map: up to a comment, a blank line, or what holds the map.
    while n > 0 and lines[n - 1] and lines[n - 1][0] != '#' and not lines[n - 1].endswith(':'):
        n -= 1
    while not lines[n].strip():
        n += 1
    return n + 1


def mutations(rule, sample, text):
    what, find, becomes, code, delta, status = rule
    n = 0
    for m in re.finditer(find, text, re.M):
        if n == EACH:
            return
        new = text[:m.start()] + m.expand(becomes) + text[m.end():]
        if new == text:
            continue
        n += 1
        line = text.count('\n', 0, m.start()) + 1
        yield '%s, %s.yaml:%d' % (what, sample, line), new, code, place(new, m.start(), delta), status


def check(program, scratch, case):
    what, text, code, line, status = case
    path = os.path.join(scratch, 'bad.yaml')
    with open(path, 'w', encoding='utf-8', errors='surrogateescape') as f:
        f.write(text)
    start = time.monotonic()
    r = subprocess.run([program, 'check', '--no-spelling', 'bad.yaml'], cwd=scratch,
                       capture_output=True, text=True, errors='surrogateescape')
    took = time.monotonic() - start
    want = re.compile(r'bad\.yaml:%d:\d+: .*\[%s\]$' % (line, code))  # with its column
    hit = [x for x in r.stdout.splitlines() if want.match(x)]
    if not hit:
        return 'no [%s] at line %s:\n%s' % (code, line, r.stdout[:1500])
    if r.returncode != abs(status):
        return 'status %d, not %d:\n%s' % (r.returncode, abs(status), r.stdout[:1500])
    if took > 1:
        return 'took %.1f s' % took
    if status > 0:
        r = subprocess.run([program, 'render', '-q', 'bad.yaml', '-o', 'out'], cwd=scratch,
                           capture_output=True)
        if r.returncode != status:
            return 'render: status %d' % r.returncode
    if sorted(os.listdir(scratch)) != ['bad.yaml']:
        return 'left behind: %s' % os.listdir(scratch)
    return None


def main():
    program = os.path.abspath(sys.argv[1])
    verbose = '-v' in sys.argv
    texts = {s: open(os.path.join(ROOT, 'samples', s + '.yaml'), encoding='utf-8').read()
             for s in SAMPLES}
    passed = failed = 0
    codes = set()
    with tempfile.TemporaryDirectory() as scratch:
        for rule in RULES:
            any_place = False
            for s in SAMPLES:
                for case in mutations(rule, s, texts[s]):
                    any_place = True
                    bad = check(program, scratch, case)
                    passed, failed = passed + (not bad), failed + bool(bad)
                    codes.add(case[2])
                    if bad:
                        print('FAILED %s: %s' % (case[0], bad))
                    elif verbose:
                        print('ok %s [%s]' % (case[0], case[2]))
            if not any_place:
                failed += 1
                print('FAILED %s: the rule fits no line of any sample' % rule[0])
    print('%d codes; %d passed, %d failed' % (len(codes), passed, failed))
    sys.exit(failed != 0)


main()
