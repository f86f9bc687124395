#!/usr/bin/env python3
"""rules.py PROGRAM [--table] - every rule of check finds what it is for, and leaves alone what is near it.

For each code of src/base/codes/check*.def that a plan can give, CASES holds changes of the
plan below that must give the code, and changes close to them that must not.  "⟦" marks where
the finding must stand: line and column of the sign behind it.  A code without both kinds of
case fails.  A plain text is a paragraph of context:, a pair replaces, a list does several.

CLASSES sorts the codes; docs/checks.md is that table (--table writes it) with the first line
of samples/valka-as-printed.yaml where the rule is seen."""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')

PLAN = """\
schema: pmpplan/1
id: kalnupe
title: Priekšlaicīgas mācību pārtraukšanas prevencijas plāns
document_word: rīcības programma
period: 2024-2026
date: 2024-06-12
author: Kalnupes novada pašvaldība
municipality: {nominative: Kalnupes novads, genitive: Kalnupes novada, locative: Kalnupes novadā, council_genitive: Kalnupes novada pašvaldības domes}
institutions:
  - {id: kvs, short: KVS, name: Kalnupes novada vidusskola}
  - {id: ijn, short: IJN, name: Izglītības un jaunatnes nodaļa}
abbreviations:
  - {short: PMP, name: priekšlaicīga mācību pārtraukšana}
preface: Plāns mazina PMP novadā.
goals:
  - id: vecaki
    level: universal
    name: Vecāku iesaiste
    expected: [Pieaugusi vecāku iesaiste]
    activities:
      - id: skola
        name: Vecāku skola
        result: Iesaistīti 30 % vecāku
        responsible: [kvs]
        involved: [kvs, ijn]
        years: 2024-2026
        tasks: [{id: nodarbibas, name: Nodarbības, term: 2024..2026, by: [kvs], supervised_by: ijn}]
        resources: {people: [{role: lektors, count: 1}], sources: [municipal_budget]}
        money: {2024: 300.00, 2025: 300.00, 2026: 400.00}
  - id: kopiena
    level: targeted
    name: Jauniešu kopiena
    activities:
      - id: klubs
        name: Jauniešu klubs
        result: 4 pasākumi gadā
        responsible: [ijn]
        involved: [ijn, kvs]
        years: 2024-2026
        tasks: [{id: vakari, name: Kluba vakari, term: 2024..2026, by: [ijn], supervised_by: kvs}]
        resources: {people: [{role: vadītājs, count: 1}], sources: [municipal_budget]}
        money: {2024: 100.00, 2025: 100.00, 2026: 100.00}
indicators:
  - id: dalibnieki
    name: Vecāku īpatsvars nodarbībās
    goals: [vecaki]
    direction: up
    base: {value: 10, unit: "%", year: 2023}
    targets: {2025: 20, 2026: 30}
    source: Skolas dati
  - id: pasakumi
    name: Kluba pasākumi
    goals: [kopiena]
    base: {value: 2, unit: pasākumi, year: 2023}
    targets: {2026: 4}
    source: Kluba dati
"""


def view(text):
    return [('indicators:\n', 'views:\n  %s\nindicators:\n' % text)]


def result(text):
    return [('result: Iesaistīti 30 % vecāku', 'result: ' + text)]


def situation(text):
    return [('goals:\n  - id', 'situation:\n  - {id: riski, category: Riski, text: "%s"}\ngoals:\n  - id' % text)]


def own_rows(rows, more=''):
    return view('table4: {%srows: [%s]}' % (more, rows))


MONEY = 'money: {2024: 300.00, 2025: 300.00, 2026: 400.00}'
TASK = 'term: 2024..2026, by: [kvs], supervised_by: ijn'
BASE = 'base: {value: 10, unit: "%", year: 2023}'
TARGETS = 'targets: {2025: 20, 2026: 30}'
REPEATED = 'Nodarbību cikls vecākiem notiek katrā skolā un katrā novada pagastā.'

# code: (changes that give it, changes that do not)
CASES = {
    # one tree, many views
    'result-differs': ([view('table3: {skola: {result: ⟦Iesaistīti 15 % vecāku}}')],
                       [view('table3: {skola: {result: Iesaistīti 30 % vecāku}}')]),
    'result-worded': ([view('table3: {skola: {result: ⟦Piedalās 30 % vecāku}}')],
                      [view('table3: {skola: {result: "iesaistīti 30% vecāku"}}')]),
    'name-differs': ([view('table1: {skola: {name: ⟦Vecāku kursi}}')],
                     [view('table1: {skola: {name: Vecāku  skola}}')]),
    'goal-differs': ([view('goals: {vecaki: {name: ⟦Vecāku izglītošana}}')],
                     [view('goals: {vecaki: {name: VECĀKU IESAISTE}}')]),
    'goal-two-levels': ([view('goals: {rows: [{level: universal}, {goal: vecaki}, {level: targeted}, {goal: kopiena}, ⟦{goal: vecaki}]}')],
                        [view('goals: {rows: [{level: universal}, {goal: vecaki}, {level: targeted}, {goal: kopiena}]}')]),
    'level-differs': ([view('goals: {rows: [{level: targeted}, ⟦{goal: vecaki}, {goal: kopiena}]}')],
                      [view('goals: {rows: [{level: universal}, {goal: vecaki}, {level: targeted}, {goal: kopiena}]}')]),
    'row-missing': ([view('goals: {rows: ⟦[{level: universal}, {goal: vecaki}]}')],
                    [view('goals: {rows: [{goal: vecaki}, {goal: kopiena}]}')]),
    'number-differs': ([view('table1: {skola: {number: ⟦"1"}}'),
                        view('indicators: {rows: [{indicator: pasakumi, number: "1."}, {indicator: dalibnieki, number: ⟦"3."}]}')],
                       [view('table1: {skola: {number: "1.1."}}'),
                        view('indicators: {rows: [{indicator: pasakumi, number: "1."}, {indicator: dalibnieki, number: "2."}]}')]),
    'expected-differs': ([view('goals: {vecaki: {expected: [⟦Vairāk sapulču]}}')],
                         [view('goals: {vecaki: {expected: [Pieaugusi vecāku iesaiste]}}')]),
    'party-differs': ([view('table1: {skola: {involved: ⟦KVS}}')],
                      [view('table1: {skola: {involved: "IJN, KVS"}}'),
                       view('table1: {skola: {responsible: Kalnupes novada vidusskola}}')]),
    'source-not-planned': ([view('table3: {skola: {sources: ⟦"pašvaldības budžets, ES fondi"}}') + [('name: Nodarbības, ', 'name: Nodarbības, '), ('{role: vadītājs, count: 1}], sources: [municipal_budget]', '{role: vadītājs, count: 1}], sources: [municipal_budget, es_funds]')]],
                           [view('table3: {skola: {sources: "pašvaldības budžets, ES fondi"}}') + [('{role: lektors, count: 1}], sources: [municipal_budget]', '{role: lektors, count: 1}], sources: [municipal_budget, es_funds]')]]),
    'party-not-listed': ([view('table1: {skola: {involved: ⟦"KVS, IJN, Policija"}}')],
                         [view('table1: {skola: {involved: "KVS, IJN"}}')]),
    'cell-wrong-kind': ([view('table1: {skola: {involved: ⟦Vecāku skola}}')],
                        [view('table1: {skola: {involved: Vecāku padome}}')]),
    'cell-empty': ([view('table1: {skola: {involved: ⟦""}}')],
                   [view('table1: {skola: {number: ""}}')]),
    'term-differs': ([view('table2: {nodarbibas: {term: ⟦"2024.–2025. gads"}}'),
                      view('table2: {nodarbibas: {term: ⟦2024. gada marts – aprīlis}}') + [('name: Nodarbības, term: 2024..2026', 'name: Nodarbības, term: 2024-01..2024-02')]],
                     [view('table2: {nodarbibas: {term: "2024.–2026. gads"}}')]),
    'money-not-amount': ([view('table4: {skola: {money: ⟦1 slodze}}')],
                         [view('table4: {skola: {money: "300,00"}}'), view('table4: {skola: {money: "–"}}')]),
    'money-differs': ([view('table4: {skola: {money: ⟦"310,00"}}')],
                      [view('table4: {skola: {money: "300,00"}}')]),
    'total-differs': ([own_rows('{goal: vecaki, activity: skola, money: "300,00"}, {goal: kopiena, activity: klubs, money: "100,00"}', 'total: ⟦"500,00", '), view('table4: {level_total: {universal: ⟦"310,00"}}')],
                      [own_rows('{goal: vecaki, activity: skola, money: "300,00"}, {goal: kopiena, activity: klubs, money: "100,00"}', 'total: "400,00", '), view('table4: {level_total: {universal: "300,00"}}')]),
    'target-differs': ([view('indicators: {dalibnieki: {targets: {2026: ⟦"35 %"}}}')],
                       [view('indicators: {dalibnieki: {targets: {2026: "līdz 30 %"}}}')]),
    'posts-differ': ([view('table3: {skola: {resources: ⟦lektors – 2}}')],
                     [view('table3: {skola: {resources: lektors – 1}}')]),
    'role-no-count': ([[('role: lektors, count: 1', 'role: lektors')],
                       view('table3: {skola: {resources: ⟦lektors}}')],
                      [[('role: lektors, count: 1', 'role: lektors, count: 2')]]),
    'sources-differ': ([view('table3: {skola: {sources: ⟦Valsts budžets}}')],
                       [view('table3: {skola: {sources: Pašvaldības budžets}}')]),
    'list-comma': ([[('sources: [municipal_budget]}\n        money: {2024: 300', 'sources: [es_funds, municipal_budget]}\n        money: {2024: 300')] + view('table3: {skola: {sources: ⟦ES fondi Pašvaldības budžets}}')],
                   [[('sources: [municipal_budget]}\n        money: {2024: 300', 'sources: [es_funds, municipal_budget]}\n        money: {2024: 300')] + view('table3: {skola: {sources: ES fondi un pašvaldības budžets}}')]),
    'list-mixed': ([view('table1: {skola: {involved: "KVS, IJN⟦; pašvaldība"}}')],
                   [view('table1: {skola: {involved: "KVS, IJN"}}')]),
    # coverage
    'goal-no-activity': ([[('indicators:\n', '  - ⟦{id: tukss, level: tailored, name: Atbalsts}\nindicators:\n')]],
                         ['Visi mērķi ir šeit, darba ir daudz.']),
    'goal-no-indicator': ([[('goals: [kopiena]', 'goals: [vecaki]')]], [[('goals: [kopiena]', 'goals: [kopiena, vecaki]'), ('level: targeted', 'level: universal')]]),
    'activity-no-task': ([[('        tasks: [{id: nodarbibas, name: Nodarbības, %s}]\n' % TASK, '')]],
                         [[('        tasks: [{id: nodarbibas, name: Nodarbības, %s}]\n' % TASK, ''), ('id: kalnupe\n', 'id: kalnupe\nprofile: school\nschool: {nominative: Kalnupes skola, genitive: Kalnupes skolas, locative: Kalnupes skolā}\n')]]),
    'activity-no-resource': ([[('        resources: {people: [{role: lektors, count: 1}], sources: [municipal_budget]}\n        ' + MONEY + '\n', '')]],
                             [[('        resources: {people: [{role: lektors, count: 1}], sources: [municipal_budget]}\n        ' + MONEY + '\n', ''), ('id: kalnupe\n', 'id: kalnupe\nprofile: school\nschool: {nominative: Kalnupes skola, genitive: Kalnupes skolas, locative: Kalnupes skolā}\n')]]),
    'money-no-report-year': ([[(MONEY, 'money: ⟦{2025: 300.00, 2026: 400.00}')]],
                             [[(MONEY, 'money: {2024: ~, 2025: 300.00, 2026: 400.00}')]]),
    'post-no-money': ([[('        ' + MONEY + '\n', '')]], [[(MONEY, 'money: {2024: ~, 2025: ~, 2026: ~}')]]),
    'money-hole': ([[(MONEY, 'money: ⟦{2024: 300.00, 2026: 400.00}')]],
                   [[(MONEY, 'money: {2024: 300.00, 2026: 400.00}'), ('years: 2024-2026\n        tasks: [{id: nod', 'years: [2024, 2026]\n        tasks: [{id: nod')]]),
    'money-outside-years': ([[('years: 2024-2026\n        tasks: [{id: nod', 'years: 2024-2025\n        tasks: [{id: nod'), (MONEY, 'money: {2024: 300.00, 2025: 300.00, ⟦2026: 400.00}'), ('term: 2024..2026, by: [kvs]', 'term: 2024..2025, by: [kvs]')]],
                            [[(MONEY, 'money: {2024: 300.00, 2025: 300.00, 2026: 0}')]]),
    'money-no-source': ([[('lektors, count: 1}], sources: [municipal_budget]', 'lektors, count: 1}]')]],
                        [[('lektors, count: 1}], sources: [municipal_budget]', 'lektors, count: 1}], sources: [other]')]]),
    'term-outside': ([[(TASK, 'term: ⟦2024..2027, by: [kvs], supervised_by: ijn')]],
                     [[(TASK, 'term: 2024-09..2026-12, by: [kvs], supervised_by: ijn')]]),
    'document-part': ([[('date: 2024-06-12\n', '')], [('author: Kalnupes novada pašvaldība\n', '')]], [[('date: 2024-06-12', 'date: ~')]]),
    'id-number': ([[('- id: vecaki\n', '- id: ⟦"2"\n'), ('goals: [vecaki]', 'goals: ["2"]')]],
                  [[('- id: vecaki\n', '- id: "1"\n'), ('goals: [vecaki]', 'goals: ["1"]')]]),
    'executor-not-party': ([[('involved: [kvs, ijn]', 'involved: [kvs]'), (TASK, 'term: 2024..2026, by: [⟦ijn], supervised_by: kvs')]],
                           [[(TASK, 'term: 2024..2026, by: [ijn], supervised_by: kvs')]]),
    'supervisor-is-executor': ([[(TASK, 'term: 2024..2026, by: [kvs], supervised_by: ⟦kvs')]],
                               [[(TASK, 'term: 2024..2026, by: [kvs], supervised_by: {text: vecāku padome}')]]),
    # indicators and money
    'base-not-number': ([[(BASE, 'base: ⟦{text: nosaka 2023. gadā}')]], [[(BASE, 'base: {value: 0.5, unit: "%", year: 2023}')]]),
    'base-no-year': ([[(BASE, 'base: ⟦{value: 10, unit: "%"}')]], [[(BASE, 'base: {value: 10, unit: "%", year: 2022}')]]),
    'base-late': ([[(BASE, 'base: ⟦{value: 10, unit: "%", year: 2025}')]], [[(BASE, 'base: {value: 10, unit: "%", year: 2024}')]]),
    'target-not-number': ([[(TARGETS, 'targets: {2026: ⟦{text: vairāk nekā tagad}}')]], [[(TARGETS, 'targets: {2026: 30.5}')]]),
    'target-direction': ([[(TARGETS, 'targets: {2025: 20, 2026: ⟦15}')]],
                         [[(TARGETS, 'targets: {2025: 20, 2026: 20}')], [(TARGETS, 'targets: {2025: 9, 2026: 5}'), ('direction: up', 'direction: down')]]),
    'target-outside': ([[(TARGETS, 'targets: {2025: 20, ⟦2027: 30}')]], [[(TARGETS, 'targets: {2024: 20, 2026: 30}')]]),
    'target-sum': ([result('psihologs – 1; pedagogs – 1') + [(TARGETS, 'targets: {2026: ⟦{text: pieaugums par 3 slodzēm}}'), ('value: 10, unit: "%", year: 2023', 'value: 10, year: 2023'), ('name: Vecāku īpatsvars nodarbībās', 'name: Atbalsta slodžu skaits')]],
                   [result('psihologs – 1; pedagogs – 2') + [(TARGETS, 'targets: {2026: {text: pieaugums par 3 slodzēm}}'), ('value: 10, unit: "%", year: 2023', 'value: 10, year: 2023'), ('name: Vecāku īpatsvars nodarbībās', 'name: Atbalsta slodžu skaits')]]),
    'unit-differs': ([[('targets: {2026: 4}', 'targets: {2026: ⟦{value: 4, unit: reizes}}')]], [[('targets: {2026: 4}', 'targets: {2026: {value: 4, unit: pasākumi}}')]]),
    'indicator-two-levels': ([[('goals: [vecaki]', 'goals: [vecaki, ⟦kopiena]')]],
                             [[('goals: [vecaki]', 'goals: [vecaki, kopiena]'), ('level: targeted', 'level: universal')]]),
    'target-over-results': ([[('targets: {2026: 4}', 'targets: {2026: ⟦6}')],
                             # a result of nothing at all
                             [('result: 4 pasākumi gadā', 'result: 0 pasākumi gadā'), ('targets: {2026: 4}', 'targets: {2026: ⟦4}')],
                             [('name: Vecāku īpatsvars nodarbībās', 'name: "Vecāku īpatsvars, kuri piedalās"'), (TARGETS, 'targets: {2025: 20, 2026: ⟦45}')]],
                            [[(TARGETS, 'targets: {2025: 20, 2026: 45}')], [('targets: {2026: 4}', 'targets: {2026: 4}')]]),
    'posts-differ-result': ([result('lektors – 2') + [('role: lektors, count: 1', 'role: lektors, count: ⟦1')]],
                            [result('lektors – 1'), result('vieslektors – 2'),
                            # no number of posts, and more than 64 bits hold
                            result('lektors – 99999999999999999')]),
    'money-text-differs': (['Programmas īstenošanai 2025. gadā paredzēti ⟦500 EUR.', 'Plānam kopā paredzēti ⟦1 400 EUR.'],
                           ['Programmas īstenošanai 2025. gadā paredzēti 400 EUR.', 'Plānam kopā paredzēti 1 300 EUR.',
                            'Programmā vienai aktivitātei 2025. gadā paredzēti 500 EUR.', 'Programma 2023. gadā apguva 500 EUR.']),
    'unit-missing': ([[(BASE, 'base: ⟦{value: 10, year: 2023}')]], [[('base: {value: 2, unit: pasākumi, year: 2023}', 'base: {value: 2, year: 2023}')]]),
    'percent-over-100': (['Piedalās 130 ⟦% visu vecāku kopā.', [(TARGETS, 'targets: {2025: 20, 2026: ⟦130}')]],
                         ['Piedalās 100 % visu vecāku kopā.']),
    'money-per-post': ([result('psihologs – 2') + [(MONEY, 'money: {2024: ⟦16799.98, 2025: 99999, 2026: 99999}')]],
                       [result('psihologs – 2') + [(MONEY, 'money: {2024: 16800, 2025: 99999, 2026: 99999}')]]),
    'spent-differs': ([[('        ' + MONEY, '        outcome: {2024: {achieved: Jā, impact: Labs, spent: ⟦200.00}}\n        ' + MONEY)]],
                      [[('        ' + MONEY, '        outcome: {2024: {achieved: Jā, impact: Labs, factors: Mazāk lektoru, spent: 200.00}}\n        ' + MONEY)]]),
    'achieved-unit': ([[(TARGETS, TARGETS + '\n    achieved: {2025: ⟦{value: 21, unit: vecāki}}')]],
                      [[(TARGETS, TARGETS + '\n    achieved: {2025: 21}')]]),
    'achieved-not-rated': ([[(TARGETS, TARGETS + '\n    achieved: {2025: ⟦{text: vairāk}}')]],
                           [[(TARGETS, TARGETS + '\n    achieved: {2025: {text: vairāk, stands: reached}}')]]),
    'outcome-outside-years': ([[('years: 2024-2026\n        tasks: [{id: nod', 'years: 2024-2025\n        outcome: {⟦2026: {achieved: Jā, impact: Labs, factors: Nav, spent: 1.00}}\n        tasks: [{id: nod')]],
                              [[('years: 2024-2026\n        tasks: [{id: nod', 'years: 2024-2025\n        outcome: {2025: {achieved: Jā, impact: Labs, factors: Nav, spent: 1.00}}\n        tasks: [{id: nod')]]),
    # figures in texts
    'share-differs': (['Skolā ir 200 skolēnu. Atbalsts vajadzīgs 30 skolēniem jeb ⟦20 % no skaita.',
                       'Skolā ir 200 skolēnu. Atbalstu saņem 30 skolēni (⟦20 %) katru mēnesi.',
                       'Atbalstu saņem 10 no 40 skolēniem (⟦20 %) katru mēnesi.', 'Skolā ir 627 skolēni: 34 ar mācīšanās un 3 ar citiem traucējumiem, kopā 37 jeb ⟦6,9 %.'],
                      ['Skolā ir 200 skolēnu. Atbalsts vajadzīgs 30 skolēniem jeb 15 % no skaita.',
                       'Skolā ir 20 kabinetu. Atbalstu saņem 30 skolēni (20 %) katru mēnesi.',
                       'Atbalstu saņem 10 no 40 skolēniem (25 %) katru mēnesi.']),
    'sum-differs': (['Palīdzību saņem 20 zēnu un 12 meiteņu, kopā ⟦33 bērni.', 'Novadā mācās ⟦728 skolēni: vienā skolā 627, otrā 111.', 'Ar autobusu brauc 55 %, iet 35 % un ved 20 %, kopā ⟦100 %.'],
                    ['Palīdzību saņem 20 zēnu un 12 meiteņu, kopā 32 bērni.', 'Novadā mācās 728 skolēni: vienā skolā 627, otrā 101.', 'Ar autobusu brauc 60 %, iet 25 % un ved 14 %, kopā 100 %.']),
    'years-incomplete': (['Skola 2021 – 5, 2022 – 6; ģimnāzija 2021 – 7, 2023 – 8⟦.', 'Atskaitīti:\n\n  - skolā 2021 – 5, 2022 – 6;\n  - ģimnāzijā 2021 – 7, 2023 – 8⟦.'],
                         ['Skola 2021 – 5, 2022 – 6; ģimnāzija 2021 – 7, 2022 – 8.', 'No 2019. līdz 2021. gadam bija viens plāns; no 2022. līdz 2024. gadam ir otrs.']),
    'number-no-date': ([situation('Komisija katru gadu izvērtē ⟦50 bērnus.'), situation('Skolā mācās ⟦627 skolēni.')],
                       [situation('Komisija 2023. gadā izvērtēja 50 bērnus.'), situation('Komisija katru gadu izvērtē visus bērnus.')]),
    'privacy-small-count': ([situation('KVS 2023. gadā otrgadnieki bija ⟦3 skolēni.'), situation('KVS 2023. gadā mācības pārtrauca ⟦4 mūzikas un 15 mākslas programmu izglītojamie.'),
                             [('        ' + MONEY, '        outcome: {2024: {achieved: "KVS atbalstīti ⟦3 skolēni", impact: Labs, factors: Nav, spent: 300.00}}\n        ' + MONEY)], situation("Kalnupes vidusskolā liecību saņēma ⟦divi devīto klašu audzēkņi."), situation("Kalnupes vidusskolā ⟦vienam skolēnam ir liecība.")],
                            [situation('KVS 2023. gadā otrgadnieki bija 5 skolēni.'), situation('KVS 2023. gadā bija 3 pasākumi skolēniem.'), situation("Kalnupes vidusskolā divi no trim jauniešiem sporto, vienam skolēnam gadā plāno divas nodarbības.")]),
    # abbreviations, names, repetition
    'abbrev-unlisted': (['Darbu vada ⟦BTAS katrā skolā.'], ['Darbu vada KVS, tas maksā 5 EUR, un PMP ir II līmenī.', 'Konts ir LV80BANK0000435195001, sadarbojas SIA “Kalns”.']),
    'abbrev-unused': ([[('preface: Plāns mazina PMP novadā.\n', '')]], ['Darbu vada KVS katrā skolā.']),
    'abbrev-stop': ([[('short: KVS', 'short: ⟦KVS.')], 'To dara ⟦KVS. pedagogi katru dienu.'], [[('short: KVS', 'short: Kaln. KVS')], 'To dara KVS. Pedagogi palīdz.']),
    'abbrev-noun': (['Darbu vada ⟦KVS vidusskola katru dienu.'], ['Darbu vada KVS direktore katru dienu.']),
    'abbrev-full-name': (['Darbu vada ⟦Kalnupes novada vidusskola katru dienu.', '⟦Priekšlaicīga mācību pārtraukšana ir risks.'], ['Darbu vada Kalnupes novada pašvaldība katru dienu.', 'Projekts “Atbalsts priekšlaicīgas mācību pārtraukšanas samazināšanai” beidzies.']),
    'name-shared': ([[('  - {id: ijn, short: IJN', '  - {id: vsk, short: ⟦KVS, name: Vakara skola}\n  - {id: ijn, short: IJN')]],
                    [[('  - {id: ijn, short: IJN', '  - {id: vsk, short: VSK, name: Vakara skola}\n  - {id: ijn, short: IJN')]]),
    'goal-name-repeated': ([[('name: Jauniešu kopiena', 'name: ⟦Vecāku iesaiste')]], [[('name: Jauniešu kopiena', 'name: Vecāku iesaiste un kopiena')]]),
    'name-form': ([[('genitive: Kalnupes novada,', 'genitive: ⟦Kalnupes novadam,')],
                   [('locative: Kalnupes novadā', 'locative: ⟦Kalnupes novada')],
                   [('nominative: Kalnupes novads, genitive: Kalnupes novada, locative: Kalnupes novadā', 'nominative: Tukuma novads, genitive: ⟦Tukuma novadam, locative: Tukuma novadā')],
                   [('nominative: Kalnupes novads, genitive: Kalnupes novada, locative: Kalnupes novadā', 'nominative: ⟦Tukumu novads, genitive: Tukuma novada, locative: Tukuma novadā')],
                   [('council_genitive: Kalnupes novada pašvaldības domes', 'council_genitive: ⟦Tukuma novada pašvaldības dome'), ('nominative: Kalnupes novads, genitive: Kalnupes novada, locative: Kalnupes novadā', 'nominative: Tukuma novads, genitive: Tukuma novada, locative: Tukuma novadā')],
                   [('name: Kalnupes novada vidusskola}', 'name: Kalnupes novada vidusskola, genitive: ⟦Kalnupes vidusskolas}')],
                   [('name: Izglītības un jaunatnes nodaļa}', 'name: Sociālais dienests, genitive: ⟦Sociālais dienesta}')]],
                  [[('name: Kalnupes novada vidusskola}', 'name: Kalnupes novada vidusskola, genitive: Kalnupes novada vidusskolas}')],
                   [('name: Izglītības un jaunatnes nodaļa}', 'name: Sociālais dienests, genitive: Sociālā dienesta}')],
                   [('name: Izglītības un jaunatnes nodaļa}', 'name: Jauniešu centrs “Kalns”, genitive: Jauniešu centra “Kalns”}')],
                   [('nominative: Kalnupes novads, genitive: Kalnupes novada, locative: Kalnupes novadā, council_genitive: Kalnupes novada pašvaldības domes', 'nominative: Rīgas valstspilsēta, genitive: Rīgas valstspilsētas, locative: Rīgā, council_genitive: Rīgas domes')]]),
    'activity-name-repeated': ([[('name: Jauniešu klubs', 'name: ⟦Vecāku skola')]], [[('name: Jauniešu klubs', 'name: Vecāku skolas klubs')]]),
    'text-repeated': ([REPEATED + '\n\n  ⟦' + REPEATED], [REPEATED + '\n\n  Tas pats notiek arī pilsētā.', 'Darbs notiek.\n\n  Darbs notiek.']),
    # captions
    'caption-typed': (['Tas redzams attēlā, ⟦Tabula Nr. 3 to rāda.'], ['Tas redzams 3. tabulā, un [tabulā](#table3) arī.']),
    'caption-repeated': (['Tabula Nr. 1 “Plāns”\n\n  Tabula Nr. 2 “⟦Plāns”'], ['Tabula Nr. 1 “Plāns”\n\n  Tabula Nr. 2 “Darbi”']),
    'caption-number': (['Tabula Nr. 1 “Plāns”\n\n  ⟦Tabula Nr. 3 “Darbi”'], ['Tabula Nr. 1 “Plāns”\n\n  Attēls Nr. 1 “Darbi”']),
    'caption-unknown': (['Tas redzams ⟦5. tabulā.', 'Tas redzams ⟦3. attēlā.'], ['Tas redzams 4. tabulā un 2. attēlā, kā arī 5 tabulās citur.']),
    'link-unknown': (['Tas redzams [tabulā](⟦#tabula1).'], ['Tas redzams [tabulā](#table1) un [vietnē](https://www.kalnupe.lv/#x).']),
    'level-form': (['To dara prevencijas ⟦2. līmenī.', 'To dara ⟦3. prevencijas līmenī.'], ['To dara prevencijas II līmenī un 1. līmeņa augstskolā.']),
    # identifiers
    'project-number': (['Projekts Nr. ⟦8.3.4.0./16/I/001 ir beidzies.', 'Projekts Nr. ⟦8.3.4.0/16/1/001 ir beidzies.', 'Vienošanās Nr. ⟦4.2.3.1./1/24/I/001 ir spēkā.'], ['Projekts Nr. 8.3.4.0/16/I/001 ir beidzies.', 'Vienošanās Nr. 4.2.3.1/1/24/I/001 ir spēkā.']),
    'regulation-date': (['To nosaka Ministru kabineta ⟦2024. gada 17. jūlija noteikumi Nr. 483.'], ['To nosaka Ministru kabineta 2024. gada 16. jūlija noteikumi Nr. 483.']),
    'regulation-old': (['To nosaka Ministru kabineta ⟦2012. gada 6. novembra noteikumi Nr. 748.'], ['To nosaka Ministru kabineta 2019. gada 6. novembra noteikumi Nr. 748.']),
    # forms
    'decimal-point': (['Tas ir ⟦2.5 reizes vairāk nekā iepriekš.', 'Tas maksā ⟦14 695.81 EUR kopā.'], ['Tas ir 2,5 reizes vairāk, sk. 2.5. punktu.', 'Skola strādā no plkst. 9.00 līdz 13.00.', 'Tas maksā 14.695,81 EUR kopā.']),
    'percent-blank': (['Tā ir 5⟦% daļa no visa.'], ['Tā ir 5 % daļa no visa.']),
    'number-groups': (['Novadā dzīvo ⟦12500 cilvēku.', 'Tas maksā ⟦14.695,81 EUR kopā.', 'Tas maksā ⟦14,695,81 EUR kopā.', 'Tas maksā ⟦146 95,81 EUR kopā.'], ['Novadā dzīvo 12 500 cilvēku, tālrunis +371 64700000.', 'Atbild Anna Bērziņa, 29123456, 120385-11234.', 'To nosaka 14.12.2024. lēmums, 2024. gadā 95,81 EUR, atbalsta tālrunis 116111.']),
    'money-form': (['Izlietoti EUR ⟦300 no visa.', 'Izlietoti ⟦300 € no visa.', 'Tas maksā ⟦14 695,81.', 'Tas maksā ⟦695,8 EUR.'], ['Izlietoti 300 EUR no visa.', 'Summas (EUR): 14 695,81; 15 000,00.', 'Ceļš ir 1 204,75 km, cena 0,125 EUR.']),
    'date-no-such-day': (['Dome to nolēma ⟦31.02.2024. pēc apspriedes.', 'Dome to nolēma ⟦2024. gada 31. aprīlī.', 'To nosaka dome ⟦2024. gada 31. aprīļa lēmumā.'], ['Dome to nolēma 29.02.2024. pēc apspriedes.', 'Dome to nolēma 2024. gada 30. aprīlī.']),
    'date-form': (['Dome to nolēma ⟦2024-07-04 pēc apspriedes.', 'Dome to nolēma ⟦4.7.2024. pēc apspriedes.', 'Dome to nolēma ⟦27/04/2023 pēc apspriedes.', 'Dome to nolēma ⟦2023 gada 27. aprīlī.', 'Dome to nolēma 2023. gada ⟦27 aprīlī.', 'Dome to nolēma 2023. gada ⟦27. Aprīlī.', 'Dome to nolēma ⟦27. aprīlī 2023. gadā.', 'Dome to apstiprināja ⟦2023. gada 27. aprīlis.', 'Darbs notiek līdz ⟦2024. gada 1. marts.'], ['Dome to nolēma 04.07.2024. pēc apspriedes.', 'Termiņš ir 2024. gada 1. marts, pirms 2000 gadu tā nebija, sēžu zālē bija 1/2 vietu.', 'Darbs notiek līdz 2024. gada 1. martam, 2024. gada 3. un 14. jūlijā.']),
    'date-mixed': (['Dome to nolēma 2024. gada 4. jūlijā, bet ⟦05.08.2024. grozīja.'], ['Dome to nolēma 04.07.2024., bet 05.08.2024. grozīja.']),
    'range-form': (['Plāns aptver ⟦2024. - 2028. gadu.', 'Mācās ⟦7. – 12. klases skolēni.', 'Plāns ir ⟦2024–2026. gadam.', 'Dati ir par ⟦2023/2024 mācību gadu.', 'Dati ir par ⟦2023./24. mācību gadu.'], ['Plāns aptver 2024.–2028. gadu.', 'Programma “Izaugsme 2014–2020” ir beigusies, 2023./2024. mācību gads arī.', 'Atbild Anna Bērziņa, 120385-11234.']),
    'range-open': (['Plāns darbosies no gada: ⟦2024. –'], ['Plāns darbosies: 2024.–2028.']),
    'term-no-dash': (['Darbs notiek no 2024. gada ⟦septembris 2028. gads katrā skolā.'], ['Darbs notiek no 2024. gada septembra līdz 2028. gadam.']),
    'word-shortened': (['Vērtību noteica ⟦2023. g. rudenī.', 'Darbs notiek ⟦febr. un martā.', 'Skolā 2023./2024. ⟦m.g. mācās daudzi.'], ['Vērtību noteica 2023. gada rudenī.', 'Skolā ir 10 m garš gaitenis.']),
    'hyphen-as-dash': (['Tas ir pedagogs ⟦- psihologs.', result('pedagogs⟦-1'), 'Tas ir 2023. gadā ⟦— pieci.'], ['Tas ir īs- un ilgtermiņa darbs Covid-19 laikā, 2.-4. klasē.', result('pedagogs – 1')]),
    'dash-blank': (['Tas ir darbs⟦–koordinators katrā skolā.'], ['Tas ir ceļš Rīga–Valka, darbs – viens.']),
    'stop-stray': ([result('2 pasākumi⟦.')], [result('2 pasākumi u. c⟦.'.replace('⟦', ''))]),
    'stop-missing': (['Tas ir darbs, kas notiek ⟦novadā'], ['Tas ir darbs, kas notiek novadā.', 'Darbs novadā']),
    'blank-missing': (['Tas ir darbs, t⟦.sk. nodarbības.', 'Tā ir ⟦studija“Smaids” novadā.'], ['Tas ir darbs, t. sk. nodarbības, sk. www.valka.lv.', 'Tā ir studija (“Smaids”), skola-“kopiena”.']),
    'blank-double': (['Tas ir⟦  darbs novadā.'], ['Tas ir darbs novadā.']),
    'blank-stray': (['Tas ir darbs⟦ , kas notiek.', 'Tas ir darbs un/⟦ vai nodarbība.', 'Tā ir studija “⟦ Smaids” novadā.', 'Tā ir studija “Smaids⟦ ” novadā.'], ['Tas ir darbs, kas (varbūt) notiek un/vai ne.', 'Risks ir augsts (> 10 punktu) vai zems (< 3).']),
    'nr-case': (['Lēmums ⟦nr. 100 ir spēkā.', 'Lēmums ⟦Nr 100 ir spēkā.', 'Lēmums ⟦№ 100 ir spēkā.'], ['Lēmums Nr. 100 ir spēkā.']),
    'cell-end': ([result('"2 pasākumi⟦,"')], [result('2 pasākumi')]),
    'cell-case': ([result('"psihologs – 1; ⟦Pedagogs – 2"'), view('table1: {skola: {name: ⟦Vecāku Skola}}')], [result('"psihologs – 1; pedagogs – 2"')]),
    'quote-unmatched': (['To nosaka programma ⟦“Izaugsme.'], ['To nosaka programma “Integrēta “skola-kopiena” programma” un citas.', 'Tā ir studija “ Smaids ” novadā.', 'Tā ir studija“Smaids” novadā.']),
    'quote-reversed': (['To nosaka programma ⟦”Izaugsme” un citas.'], ['To nosaka programma „Izaugsme“ un citas.', 'Tā ir studija“Smaids” novadā.']),
    'quote-straight': (['To nosaka programma ⟦"Izaugsme" un citas.'], ['To nosaka programma “Izaugsme” un citas.']),
    'quote-mixed': (['Programmas ⟦„Izaugsme“ un “Gaisma”, un “Rīts”.'], ['Programmas “Izaugsme” un “Gaisma”, un “Rīts”.']),
    'char-private': (['Punkts ⟦\uf0b7 ir no cita fonta.'], ['Punkts • ir no jebkura fonta.']),
    'spelling': (['Tas ir ⟦darbz katrā skolā.', 'Tas ir ⟦Savienī bas fonds.'.replace('⟦Savienī', 'Eiropas ⟦Savienī'), 'Tas ir ⟦pašval- dības darbs.'], ['Tas ir darbs katrā skolā, arī Brūžmuižā.']),
    # signs and people
    'personal-data': (['Atbild Anna Bērziņa, ⟦120385-11234.', 'Atbild Anna Bērziņa, tālr. ⟦29123456.', 'Raksti: ⟦anna@inbox.lv, atbildēs.', 'Skolu kavē ⟦skolnieks Jānis Bērziņš no 5. klases.'],
                      ['Zvaniet uz skolu: +371 64700000, 64 700 000, skola@kalnupe.lv.', 'Lēmuma Nr. 120385/11234, skolēns Kalnupes novada skolā, bērns no Rīgas.', 'Iedzīvotāju skaits ir 2 912 345 cilvēki.']),
    'placeholder-left': (['Dome to nolēma ⟦XX.XX.2024. sēdē.', 'Mērķi ⟦??? ir zināmi.', 'Skolā ir ⟦[ierakstīt skaitu] bērnu.', 'Tas notiek ⟦<novada nosaukums> skolās.', 'Lēmums ir Nr. ⟦____ un tā tālāk.'],
                         ['To sāka XX gadsimtā. Vai tā ir?! To rāda [tabulā](#table1) un <https://www.kalnupe.lv/nosaukums>.', 'Risks ir < 3 vai > 10.']),
    'sign-twice': (['Tas ir darbs⟦,, kas notiek.', 'Tas ir darbs⟦..'], ['Tas ir darbs... Un tā tālāk, sk. 2024.–2026. gadu.']),
    'bracket-unmatched': (['Tas ir darbs ⟦(katrā skolā.', 'Tas ir darbs katrā⟦) skolā.'], ['Tas ir: 1) darbs (katrā skolā (arī pilsētā)); b) nodarbība.']),
    'sentence-case': (['Tas ir darbs. ⟦nodarbības notiek.', '⟦tas ir darbs.'], ['Tas ir darbs u. c. nodarbības, 2. klase, piem. skola, J. Cimzes iela.', 'Daļas:\n\n  - viena;\n  - otra;\n\n  un tas ir viss.']),
    'word-twice': (['Tas ir ⟦darbs'.replace('⟦', '') + ' ⟦darbs katrā skolā.'], ['Tas ir ļoti ļoti labs darbs, un darbs notiek.']),
    'letter-mixed': (['Tas ir ⟦dаrbs katrā skolā.'], ['Tas ir darbs, работа, και.']),
    # texts against the plan
    'count-differs': (['Plānā ir ⟦trīs mērķi.', 'Programmai ir ⟦3 rādītāji.', 'Plānā darbs notiek ⟦četros prevencijas līmeņos.', 'Sistēmai ir ⟦trīs galvenās daļas:\n\n  - viena;\n  - otra.',
                       'Novadā ir ⟦4 izglītības iestādes: Kalnupes vidusskola, Upmalas skola un Bērzu skola.', 'Novadā ir ⟦2 skolas: Kalnupes vidusskola, Upmalas skola, Priežu skola un Bērzu skola.',
                       'Novada ⟦trijās skolās mācās 728 izglītojamie: Kalnupē – 627, Upmalā – 101.'],
                      ['Plānā ir divi mērķi un 2 aktivitātes, katram mērķim ir viens rādītājs.', 'ANO 17 mērķi ir plaši. Plānā ir ANO 17 ilgtspējīgas attīstības mērķi.', 'Sistēmai ir divas galvenās daļas:\n\n  - viena;\n  - otra.',
                       'Skolā ar 3 skolēniem strādā:\n\n  - pedagogs;\n  - psihologs.', 'Ir 2 nodaļas: Izglītības, kultūras un sporta nodaļa un Finanšu nodaļa.', 'Plāna pirmajā gadā ir viena aktivitāte; divas no divām.', 'Novada divās skolās mācās 728 izglītojamie: Kalnupē – 627, Upmalā – 101.']),
    'period-differs': (['Rīcības programma ⟦2023.–2025. gadam sākas.', 'Šis ir plānošanas dokuments ⟦2024.–2027. gadam.', [('prevencijas plāns\n', 'prevencijas plāns ⟦2023.–2025. gadam\n')]],
                       ['Rīcības programma 2024.–2026. gadam sākas.', 'Novada attīstības programma 2022.–2028. gadam un iepriekšējais plāns 2021.–2024. gadam.', 'Projekta laiks ir 2023.–2029. gads, programmas 2021.–2027. gada posms.']),
    'years-order': (['Darbs notika no ⟦2023. līdz 2019. gadam.', 'Darbs notiek ⟦2026.–2024. gadā.', 'Dati ir par ⟦2022./2024. mācību gadu.', 'Apspriede bija no 2024. gada ⟦22. maija līdz 11. maijam.'],
                    ['Darbs notika no 2019. līdz 2023. gadam, 2023./2024. mācību gadā, no 2024. gada 22. maija līdz 11. jūnijam.', 'Vēlāk par 2023. gadu; 2019. gadā – mazāk; no 2024. gada 20. decembra līdz 6. janvārim.']),
    'date-after-plan': (['Dome to apstiprināja ⟦2025. gada 27. aprīlī.'], ['Dome to apstiprināja 2024. gada 27. aprīlī. Darbs beigsies 2026. gada 31. decembrī.', 'Martā apstiprināts nolikums, kas stāsies spēkā 2024. gada 1. septembrī.']),
    'decision-dates': (['To nosaka domes 2023. gada 27. aprīļa lēmums Nr. 100. Grupu veido pēc ⟦2023. gada 17. aprīļa lēmuma Nr. 100.'], ['To nosaka domes 2023. gada 27. aprīļa lēmums Nr. 100. Grupu veido pēc 2022. gada 17. aprīļa lēmuma Nr. 100 un 2023. gada 27. aprīļa lēmuma Nr. 101.']),
    'reference-unknown': (['To aptver ⟦9. mērķis.', 'Kursi ir ⟦4.3. aktivitātē.'], ['To aptver 2. mērķis un 1.1. aktivitāte, ANO 10. mērķis, 8.3.4. specifiskais atbalsta mērķis.']),
    'count-form': (['Skolā ir ⟦101 skolēni.', 'Skolā ir ⟦627 skolēns.', 'Novadā ir ⟦5 ģimene.'], ['Skolā ir 101 skolēns, 11 skolēni, 112 skolēni, 20 skolēnu, 21 programmas dalībnieks, 1,5 slodzes, 2021. gada skolēni.']),
    'ordinal-stop': (['Tie ir ⟦9 klases skolēni.', 'Tas ir ⟦4.2.3.1 pasākuma projekts.'], ['Tie ir 9. klases skolēni, 4.2.3.1. pasākuma projekts, 2.5 pasākuma daļā un 9 klases telpas.'.replace('2.5 pasākuma', '2. pasākuma')]),
    'law-old': (['To nosaka ⟦likums “Par pašvaldībām”.'], ['To nosaka Pašvaldību likums un likums “Par pašvaldību budžetiem”.']),
    'item-repeated': ([[('involved: [kvs, ijn]', 'involved: [kvs, ijn, ⟦kvs]')], [('expected: [Pieaugusi vecāku iesaiste]', 'expected: [Pieaugusi vecāku iesaiste, ⟦Pieaugusi vecāku iesaiste]')],
                       [('indicators:\n', 'monitoring: {duties: [tikties divas reizes gadā;, ⟦tikties divas reizes gadā]}\nindicators:\n')]],
                      [[('involved: [kvs, ijn]', 'involved: [kvs, ijn, {text: skolu pašpārvaldes}]')]]),
    'vote-after-period': ([[('author:', 'approval: {status: approved, date: ⟦2034-07-04, decision: "1", protocol: "2", item: "3", item_sign: "§"}\nauthor:')]],
                          [[('author:', 'approval: {status: approved, date: 2024-07-04, decision: "1", protocol: "2", item: "3", item_sign: "§"}\nauthor:')]]),
    'date-after-vote': ([[('author:', 'approval: {status: approved, date: 2024-05-04, decision: "1", protocol: "2", item: "3", item_sign: "§"}\nauthor:'), ('date: 2024-06-12', 'date: ⟦2024-06-12')]],
                        [[('author:', 'approval: {status: approved, date: 2024-06-12, decision: "1", protocol: "2", item: "3", item_sign: "§"}\nauthor:')]]),
    'money-jump': ([[('{2024: 100.00, 2025: 100.00, 2026: 100.00}', '{2024: 100.00, 2025: ⟦1000.00, 2026: 100.00}')]], [[('{2024: 100.00, 2025: 100.00, 2026: 100.00}', '{2024: 100.00, 2025: 700.00, 2026: 100.00}')]]),
    'done-less': ([[('4 pasākumi gadā', '4 pasākumi gadā\n        outcome: {2024: {status: done, achieved: ⟦3 pasākumi, impact: Ir., factors: Ir., spent: 100.00}}')]],
                  [[('4 pasākumi gadā', '4 pasākumi gadā\n        outcome: {2024: {status: done, achieved: "4 pasākumi, 3 skolas", impact: Ir., factors: Ir., spent: 100.00}}')],
                   [('4 pasākumi gadā', '4 pasākumi gadā\n        outcome: {2024: {status: partly, achieved: 3 pasākumi, impact: Ir., factors: Ir., spent: 100.00}}')]]),
    'name-misspelt': (['To dara ⟦Kālnupes skola.'.replace('Kālnupes', 'Kalņupes')], ['To dara Kalnupes, Kalnupē, Kalnupieši un Kalnāji.']),
    'municipality-other': (['Par to atbild ⟦Valmieras novada pašvaldība.'], ['Par to atbild Kalnupes novada pašvaldība kopā ar Valmieras novada pašvaldību.']),
    'contact-form': ([[('author:', 'contact: ⟦"+371 60 000 00"\nauthor:')], [('author:', 'contact: ⟦izglitiba@@kalnupe.lv\nauthor:')]], [[('author:', 'contact: "izglitiba@kalnupe.lv, +371 60 000 000, Skolas iela 1"\nauthor:')]]),
    # silence
    'silenced': None,
    'silence-idle': ([[('indicators:\n', 'silence: [⟦{code: spelling, reason: Tā ir.}]\nindicators:\n')]],
                     [[('indicators:\n', 'silence: [{code: percent-blank, reason: Tā ir.}]\ncontext: Tā ir 5% daļa.\nindicators:\n')]]),
    'silence-code': ([[('indicators:\n', 'silence: [⟦{code: speling, reason: Tā ir.}]\nindicators:\n')]],
                     [[('indicators:\n', 'silence: [{code: percent-blank, reason: Tā ir.}]\ncontext: Tā ir 5% daļa.\nindicators:\n')]]),
    'spelling-not-checked': None,  # unit test: needs a machine without the dictionary
}


# What goes wrong in real plans, and the rules that see it.
CLASSES = [
    ('E', 'One activity, one result: result, posts, parties, money, terms and sources are the same in every table',
     'result-differs result-worded party-differs money-differs term-differs posts-differ posts-differ-result sources-differ source-not-planned target-differs row-missing'),
    ('E', 'Shares and totals, also those stated in a text near their numbers', 'share-differs sum-differs total-differs money-text-differs'),
    ('E', 'What a text says of the plan: how many, which years, which number; the order of dates', 'count-differs period-differs years-order date-after-plan decision-dates reference-unknown'),
    ('E', 'A cell of the wrong kind', 'money-not-amount cell-wrong-kind party-not-listed'),
    ('E', 'Goals are the same across chapters; one goal has one level', 'goal-differs goal-two-levels level-differs expected-differs indicator-two-levels'),
    ('E', 'Targets against what the activities add up to', 'target-sum target-over-results'),
    ('E', 'Captions and references', 'caption-typed caption-repeated caption-number caption-unknown link-unknown'),
    ('E', 'Identifiers in their official form', 'project-number regulation-date regulation-old law-old'),
    ('W', 'Numbering', 'number-differs id-number'),
    ('W', 'One name for a thing, one thing for a name', 'name-differs name-shared name-form name-misspelt municipality-other goal-name-repeated activity-name-repeated'),
    ('W', 'Required cells: nothing empty, roles counted, base values with number, year and unit',
     'cell-empty role-no-count base-not-number base-no-year target-not-number unit-missing unit-differs'),
    ('W', 'Roles', 'executor-not-party supervisor-is-executor'),
    ('W', 'Coverage: goals, activities, tasks, resources, money, indicators belong together',
     'goal-no-activity goal-no-indicator activity-no-task activity-no-resource money-no-report-year post-no-money money-hole money-outside-years money-no-source term-outside'),
    ('W', 'Abbreviations', 'abbrev-unlisted abbrev-unused abbrev-stop abbrev-noun abbrev-full-name'),
    ('W', 'Forms of numbers, money, percents, dates, ranges and levels',
     'decimal-point percent-blank number-groups money-form date-no-such-day date-form date-mixed range-form range-open term-no-dash word-shortened nr-case level-form count-form ordinal-stop'),
    ('W', 'Repetition', 'text-repeated item-repeated'),
    ('W', 'Series by years, figures with a date and a source', 'years-incomplete number-no-date'),
    ('W', 'Plausibility', 'percent-over-100 target-direction target-outside base-late money-per-post money-jump'),
    ('W', 'The yearly report against the plan', 'spent-differs done-less achieved-unit achieved-not-rated outcome-outside-years'),
    ('W', 'The document: author, date, vote, address', 'document-part vote-after-period date-after-vote contact-form'),
    ('S', 'Quotation marks', 'quote-unmatched quote-reversed quote-straight quote-mixed'),
    ('S', 'Full stops, commas, dashes, blanks, capitals', 'stop-stray stop-missing cell-end cell-case list-comma list-mixed hyphen-as-dash dash-blank blank-missing blank-double blank-stray sign-twice bracket-unmatched sentence-case'),
    ('S', 'Spelling, words twice, characters that no other font has or of another alphabet', 'spelling spelling-not-checked word-twice char-private letter-mixed'),
    ('P', 'Privacy: small counts of pupils, people told apart', 'privacy-small-count personal-data'),
    ('W', 'Places left to fill in', 'placeholder-left'),
    ('–', 'Silence', 'silenced silence-idle silence-code'),
]
TABLE = os.path.join(ROOT, 'docs/checks.md')
HEAD = """# What check looks at

Made by `tests/rules.py --table` from the table of classes there; do not edit. E: a contradiction or a wrong fact,
W: an inconsistency, S: style or typing, P: privacy. A number behind a code is the first line of `samples/valka-as-printed.yaml`
(or of its base) where the rule finds something; all {n} findings of that plan stand in `tests/facts/valka-as-printed-findings.tsv`. Every code
has at least one case in `tests/rules.py` that gives it at a marked sign, and one close to it that does not ({hits} and {misses}
in all). `pmpplan help CODE` explains a code.

| | class | rules, and where they are seen |
|---|---|---|
"""


def table(hits, misses):
    seen = {}
    n = 0
    with open(os.path.join(ROOT, 'tests/facts/valka-as-printed-findings.tsv'), encoding='utf-8') as f:
        for line in f:
            if not line.startswith('#'):
                n += 1
                at, code, _ = line.split('\t')
                seen.setdefault(code, at)
    rows = ''.join('| %s | %s | %s |\n' % (kind, what, ', '.join(
        '`%s`%s' % (c, ' ' + seen[c] if c in seen else '') for c in rules.split()))
        for kind, what, rules in CLASSES)
    return HEAD.format(n=n, hits=hits, misses=misses) + rows


def codes():
    out = []
    for path in sorted(glob.glob(os.path.join(ROOT, 'src/base/codes/check*.def'))):
        with open(path, encoding='utf-8') as f:
            out += re.findall(r'^X\(DIAG_CHECK_\w+, "([a-z0-9-]+)"', f.read(), re.M)
    return out


def changed(change):
    """The plan with a change, and line and column of the mark (None: no mark)."""
    text = PLAN
    if isinstance(change, str):
        change = [('goals:\n  - id: vecaki', 'context: |\n  %s\ngoals:\n  - id: vecaki' % change)]
    for old, new in change:
        if old.replace('⟦', '') not in text:
            raise SystemExit('not in the plan: %r' % old)
        text = text.replace(old, new, 1)
    at = text.find('⟦')
    place = None if at < 0 else (text.count('\n', 0, at) + 1, at - text.rfind('\n', 0, at))
    return text.replace('⟦', ''), place


def main():
    program = os.path.abspath(sys.argv[1])
    bad = []
    known = codes()
    for code in known:
        if code not in CASES:
            bad.append('%s: no case' % code)
        elif CASES[code] is not None and not (CASES[code][0] and CASES[code][1]):
            bad.append('%s: wants a case that gives it and one that does not' % code)
    bad += ['%s: no such code' % c for c in CASES if c not in known]
    with tempfile.TemporaryDirectory() as scratch:
        cases = [('clean', None, None, None)]
        with open(os.path.join(scratch, 'clean.yaml'), 'w', encoding='utf-8') as f:
            f.write(PLAN)
        for code, both in CASES.items():
            for hit in (True, False) if both else ():
                for n, change in enumerate(both[0 if hit else 1]):
                    text, place = changed(change)
                    name = '%s-%s-%d' % (code, 'hit' if hit else 'miss', n + 1)
                    with open(os.path.join(scratch, name + '.yaml'), 'w', encoding='utf-8') as f:
                        f.write(text)
                    cases.append((name, code, hit, place))

        def run(names, *options):
            r = subprocess.run([program, 'check', '--format', 'json', *options] +
                               [n + '.yaml' for n in names], cwd=scratch, text=True,
                               stdout=subprocess.PIPE)
            return {p['plan']: p for p in json.loads(r.stdout)['plans']}

        spelt = [c[0] for c in cases if c[1] == 'spelling']
        got = run([c[0] for c in cases if c[0] not in spelt], '--no-spelling')
        got.update(run(spelt))
    for name, code, hit, place in cases:
        plan = got[name + '.yaml']
        there = [f for f in plan['findings'] if f['code'] == code]
        if code is None:
            bad += ['the plan itself: %s' % f['message'] for f in plan['findings']]
        elif not hit:
            bad += ['%s: found where it should not: %s' % (name, f['message']) for f in there]
        elif not there:
            bad.append('%s: not found; instead %s' % (name, [f['code'] for f in plan['findings']]))
        elif place is not None and (place[0], place[1]) not in [(f.get('line'), f.get('column')) for f in there]:
            bad.append('%s: wanted at %d:%d, found at %s' % (name, *place, ['%s:%s' % (
                f.get('line'), f.get('column')) for f in there]))
    hits = sum(1 for c in cases if c[2])
    text = table(hits, len(cases) - 1 - hits)
    sorted_codes = [c for row in CLASSES for c in row[2].split()]
    bad += ['%s: in no class, or in two' % c for c in known if sorted_codes.count(c) != 1]
    if '--table' in sys.argv:
        with open(TABLE, 'w', encoding='utf-8') as f:
            f.write(text)
    elif open(TABLE, encoding='utf-8').read() != text:
        bad.append('docs/checks.md is not what tests/rules.py --table writes')
    for line in bad:
        print('FAILED ' + line)
    print('rules.py: %d rules; %d cases that give one, %d that do not; %d failed' % (
        len(known), hits, len(cases) - 1 - hits, len(bad)))
    sys.exit(bool(bad))


main()
