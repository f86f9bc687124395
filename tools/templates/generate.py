#!/usr/bin/env python3
"""Makes templates/*.docx and *.odt.  Build time only; standard library only.

    generate.py [--check] [FOLDER]

With --check nothing is written; status 1 if a file differs from what would be made.
"""

import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))

import content          # noqa: E402
import docx             # noqa: E402
import odt              # noqa: E402
from package import same  # noqa: E402


def main(args):
    check = "--check" in args
    rest = [x for x in args if x != "--check"]
    folder = pathlib.Path(rest[0]) if rest else pathlib.Path(__file__).parents[2] / "templates"
    bad = 0
    for make in content.DOCUMENTS:
        doc = make()
        for ending, writer in (("docx", docx), ("odt", odt)):
            path = folder / f"{doc.name}.{ending}"
            data = writer.write(doc)
            old = path.read_bytes() if path.exists() else b""
            if same(old, data):
                continue
            if check:
                print(f"{path}: differs from what tools/templates makes", file=sys.stderr)
                bad = 1
            else:
                path.write_bytes(data)
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
