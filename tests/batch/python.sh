#!/bin/sh
# python.sh PACKAGE... - prints a Python that has these packages, from a virtual environment in
# build/ that is made once; prints nothing where they cannot be had.
cd "$(dirname "$0")/../.." || exit 2
venv=build/batch-python
[ -x $venv/bin/python ] || python3 -m venv $venv >/dev/null 2>&1 || exit 0
have() { $venv/bin/python -c "import importlib.metadata as m, sys
for p in sys.argv[1:]:
    n, _, v = p.partition('==')
    assert m.version(n) == (v or m.version(n))" "$@" 2>/dev/null; }
have "$@" || timeout 120 $venv/bin/pip install -q --disable-pip-version-check "$@" >/dev/null 2>&1
if have "$@"; then echo "$PWD/$venv/bin/python"; fi
