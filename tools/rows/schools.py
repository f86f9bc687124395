#!/usr/bin/env python3
"""schools.py - writes samples/schools.csv: 600 invented schools for samples/school-standard.yaml.

Names are put together from the parts below, in all case forms, over the municipalities of
data/pasvaldibas.csv that are in force.  Nothing is drawn by lot: the same parts give the same
table, so a change of it can be read.  "schools.py --check" says whether the table is up to date.
"""
import csv
import io
import os
import sys
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TARGET = os.path.join(ROOT, 'samples', 'schools.csv')
TOTAL, IN_RIGA, IN_TOWN = 600, 60, 20

# Places: any first part with any second one, nominative and genitive.
FIRST = ['Bērz', 'Liep', 'Ozol', 'Kļav', 'Priež', 'Vītol', 'Kārkl', 'Lazd', 'Zied', 'Saul', 'Rīt',
         'Smilt', 'Akmeņ', 'Mež', 'Ezer', 'Avot', 'Dzirnav', 'Līdum', 'Jaun', 'Vec', 'Balt', 'Sen', 'Gar',
         'Klus']
SECOND = [('kalns', 'kalna'), ('muiža', 'muižas'), ('mala', 'malas'), ('leja', 'lejas'),
          ('birze', 'birzes'), ('gals', 'gala'), ('krasts', 'krasta'), ('ciems', 'ciema'),
          ('sala', 'salas'), ('strauts', 'strauta'), ('sils', 'sila'), ('dārzs', 'dārza'),
          ('tilts', 'tilta'), ('lauks', 'lauka'), ('pļava', 'pļavas'), ('grava', 'gravas')]

# Kinds of schools: nominative, genitive, dative, accusative, locative; and how many of 20.
KINDS = [
    (7, ('pamatskola', 'pamatskolas', 'pamatskolai', 'pamatskolu', 'pamatskolā')),
    (6, ('vidusskola', 'vidusskolas', 'vidusskolai', 'vidusskolu', 'vidusskolā')),
    (3, ('sākumskola', 'sākumskolas', 'sākumskolai', 'sākumskolu', 'sākumskolā')),
    (2, ('ģimnāzija', 'ģimnāzijas', 'ģimnāzijai', 'ģimnāziju', 'ģimnāzijā')),
    (1, ('tehnikums', 'tehnikuma', 'tehnikumam', 'tehnikumu', 'tehnikumā')),
    (1, tuple('Mūzikas, mākslas un dizaina ' + s for s in (
        'vidusskola', 'vidusskolas', 'vidusskolai', 'vidusskolu', 'vidusskolā'))),
]
# The name stands in quotes behind the word that is declined: no rule finds the dative there.
PRIVATE = ('Privātā vidusskola', 'Privātās vidusskolas', 'Privātajai vidusskolai', 'Privāto vidusskolu',
           'Privātajā vidusskolā')

TOWNS = {'Rīgas': 'Rīga', 'Daugavpils': 'Daugavpils', 'Jelgavas': 'Jelgava', 'Jūrmalas': 'Jūrmala',
         'Liepājas': 'Liepāja', 'Rēzeknes': 'Rēzekne', 'Ventspils': 'Ventspils'}

COLUMNS = ['id', 'municipality.nominative', 'municipality.genitive', 'municipality.locative', 'place',
           'school.nominative', 'school.genitive', 'school.dative', 'school.accusative',
           'school.locative']


def slug(text):
    plain = unicodedata.normalize('NFD', text).encode('ascii', 'ignore').decode().lower()
    return '-'.join(''.join(c if c.isalnum() else ' ' for c in plain).split())


def places():
    """Every first part with every second: diagonally, so that neighbours differ in both."""
    for shift in range(len(SECOND)):
        for i, first in enumerate(FIRST):
            nominative, genitive = SECOND[(i + shift) % len(SECOND)]
            yield first + nominative, first + genitive


def kind(n):
    """The n-th school's kind, mixed by a step that meets all of the 20."""
    n = n * 7 % 20
    for share, forms in KINDS:
        if n < share:
            return forms
        n -= share
    raise AssertionError


def named(prefix, forms):
    return ['%s %s' % (prefix, f) for f in forms]


def rows():
    towns = [r for r in csv.DictReader(open(os.path.join(ROOT, 'data', 'pasvaldibas.csv'),
                                            encoding='utf-8-sig')) if not r['valid_until']]
    lands = sum(r['type'] == 'novads' for r in towns)
    in_land = (TOTAL - IN_RIGA - IN_TOWN * (len(towns) - lands - 1)) // lands
    place, n = places(), 0
    for r in towns:
        head = r['municipality.nominative'].rsplit(' ', 1)[0]
        for i in range(in_land if r['type'] == 'novads' else IN_RIGA if head == 'Rīgas' else IN_TOWN):
            try:
                village, of = next(place)
            except StopIteration:
                place = places()
                village, of = next(place)
            if r['type'] == 'novads':
                where, forms = village, named(of, kind(n))
            elif i % 10 == 9:
                where, forms = TOWNS[head], ['%s “%s”' % (f, village) for f in PRIVATE]
            elif i % 3 == 0: # far above the numbers that schools have
                where, forms = TOWNS[head], named('%s %d.' % (head, 201 + i), kind(n))
            else:
                where, forms = TOWNS[head], named('%s %s' % (head, of), kind(n))
            n += 1
            yield r, where, forms


def table():
    out, seen = io.StringIO(), set()
    w = csv.writer(out, lineterminator='\n')
    w.writerow(COLUMNS)
    for r, where, (nominative, genitive, dative, accusative, locative) in rows():
        by_rule = '“' not in nominative
        name = slug(nominative)
        assert name not in seen, name
        seen.add(name)
        w.writerow([name, r['municipality.nominative'], r['municipality.genitive'],
                    r['municipality.locative'], where, nominative, genitive,
                    '' if by_rule else dative, '' if by_rule else accusative, locative])
    assert len(seen) == TOTAL, len(seen)
    return out.getvalue()


def main():
    text = table()
    if sys.argv[1:] == ['--check']:
        same = open(TARGET, encoding='utf-8').read() == text
        print('samples/schools.csv: ' + ('as made' if same else 'DIFFERS: run tools/rows/schools.py'))
        return 0 if same else 1
    with open(TARGET, 'w', encoding='utf-8') as f:
        f.write(text)
    return 0


sys.exit(main())
