#!/usr/bin/env python3
"""editor.py PROGRAM - a plan in an editor: yaml-language-server, the server behind the YAML
extensions of VS Code, Vim and Emacs, with the schema of "pmpplan schema".

It must find nothing in the samples, underline slips at their lines, explain a field in
Latvian, and offer the fields that may stand in a place.  Fetched by npm into build/editor
(YAMLLS=FOLDER: one that is there); without npm or a network the test is skipped."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
PROGRAM = os.path.abspath(sys.argv[1])
VERSION = '1.25.0'
SECONDS = 30


def server():
    """The command that starts the server, or None."""
    folder = os.environ.get('YAMLLS', os.path.join(ROOT, 'build', 'editor'))
    command = os.path.join(folder, 'node_modules', '.bin', 'yaml-language-server')
    if not os.path.exists(command) and shutil.which('npm'):
        os.makedirs(folder, exist_ok=True)
        subprocess.run(['npm', 'install', '--no-audit', '--no-fund', '--prefix', folder,
                        'yaml-language-server@' + VERSION],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return command if os.path.exists(command) else None


class Client:
    """As much of the Language Server Protocol as an editor needs to open a file."""

    def __init__(self, command):
        self.p = subprocess.Popen([command, '--stdio'], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.next = 0
        self.answers, self.found = {}, {}
        self.changed = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def send(self, message):
        body = json.dumps(dict(message, jsonrpc='2.0')).encode('utf-8')
        self.p.stdin.write(b'Content-Length: %d\r\n\r\n' % len(body) + body)
        self.p.stdin.flush()

    def read(self):
        while True:
            length = 0
            for line in iter(self.p.stdout.readline, b'\r\n'):
                if not line:
                    return
                if line.lower().startswith(b'content-length:'):
                    length = int(line.split(b':')[1])
            self.take(json.loads(self.p.stdout.read(length)))

    def take(self, m):
        with self.changed:
            if m.get('method') == 'textDocument/publishDiagnostics':
                self.found[m['params']['uri']] = m['params']['diagnostics']
            elif 'method' in m and 'id' in m:  # it asks us: settings, registrations
                items = m['params'].get('items', []) if isinstance(m.get('params'), dict) else []
                self.send({'id': m['id'], 'result': [SETTINGS.get(i.get('section')) for i in items]
                           if m['method'] == 'workspace/configuration' else None})
            elif 'id' in m:
                self.answers[m['id']] = m.get('result')
            self.changed.notify_all()

    def wait(self, table, key):
        with self.changed:
            if not self.changed.wait_for(lambda: key in table, SECONDS):
                sys.exit('the language server does not answer')
            return table[key]

    def ask(self, method, params):
        self.next += 1
        self.send({'id': self.next, 'method': method, 'params': params})
        return self.wait(self.answers, self.next)

    def open(self, path):
        with open(path, encoding='utf-8') as f:
            text = f.read()
        uri = 'file://' + path
        self.send({'method': 'textDocument/didOpen', 'params': {'textDocument': {
            'uri': uri, 'languageId': 'yaml', 'version': 1, 'text': text}}})
        return self.wait(self.found, uri)

    def at(self, method, path, line, character):
        return self.ask(method, {'textDocument': {'uri': 'file://' + path},
                                 'position': {'line': line - 1, 'character': character}})


SETTINGS = {'yaml': {'validate': True, 'hover': True, 'completion': True, 'schemas': {},
                     'schemaStore': {'enable': False}}}
MODELINE = '# yaml-language-server: $schema=pmpplan.schema.json\n'
SLIPS = '''schema: pmpplan/1
id: valka-pmp
title: Plāns
document_word: rīcības programma
perod: 2024-2028
period: 2024-2028
date: 04.07.2024
municipality: {nominative: Valkas novads, genitive: Valkas novada, locative: Valkas novadā, council_genitive: x}
goals:
  - id: vecaki
    level: univarsal
    name: Mērķis
    
'''
SLIP_LINES = {6, 8, 12}  # the modeline is line 1


def main():
    command = server()
    if command is None:
        print('editor: no npm, or no network: skipped')
        return 0
    bad = []
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'pmpplan.schema.json'), 'wb') as f:
            f.write(subprocess.run([PROGRAM, 'schema'], stdout=subprocess.PIPE,
                                   check=True).stdout)
        client = Client(command)
        client.ask('initialize', {'processId': os.getpid(), 'rootUri': 'file://' + folder,
                                  'capabilities': {'workspace': {'configuration': True},
                                                   'textDocument': {'hover': {}, 'completion': {}}}})
        client.send({'method': 'initialized', 'params': {}})
        client.send({'method': 'workspace/didChangeConfiguration', 'params': {'settings': SETTINGS}})
        plans = [n for n in sorted(os.listdir(os.path.join(ROOT, 'samples'))) if n.endswith('.yaml')]
        for name in plans:
            path = os.path.join(folder, name)
            with open(os.path.join(ROOT, 'samples', name), encoding='utf-8') as f:
                text = f.read()
            with open(path, 'w', encoding='utf-8') as f:
                f.write(MODELINE + text)
            for d in client.open(path):
                bad.append('%s:%d: %s' % (name, d['range']['start']['line'], d['message']))
        path = os.path.join(folder, 'slips.yaml')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(MODELINE + SLIPS)
        found = client.open(path)
        lines = {d['range']['start']['line'] + 1 for d in found}
        if not SLIP_LINES <= lines:
            bad.append('slips not underlined in lines %s: %s' % (
                sorted(SLIP_LINES - lines), [d['message'] for d in found]))
        text = json.dumps(client.at('textDocument/hover', path, 7, 2), ensure_ascii=False)
        if 'Plāna gadi' not in text:
            bad.append('hover over period: ' + text)
        offer = client.at('textDocument/completion', path, 14, 4) or {}
        offer = {i['label'] for i in offer.get('items', offer if isinstance(offer, list) else [])}
        if not {'expected', 'activities'} <= offer or 'indicators' in offer:
            bad.append('offered inside a goal: %s' % sorted(offer))
        client.p.kill()
    for line in bad:
        print('editor: ' + line)
    print('editor: %d samples clean, slips in lines %s, hover in Latvian, %d fields offered' % (
        len(plans), sorted(lines), len(offer)))
    return bool(bad)


sys.exit(main())
