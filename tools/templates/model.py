"""What a document description is made of; the writers walk it."""


class Run:
    """Text in a character style."""

    def __init__(self, text, style):
        self.text, self.style = text, style


class Field:
    """kind: seq, page, pages.  name: of the sequence.  result: what shows until refreshed."""

    def __init__(self, kind, name=None, result="1", style=None):
        self.kind, self.name, self.result, self.style = kind, name, result, style


class Mark:
    """A bookmark round inline parts."""

    def __init__(self, name, *parts):
        self.name, self.parts = name, parts


class P:
    """A paragraph: style id and inline parts (text, Run, Field, Mark; "\t" is a tab).

    odt: another style where a style must open a page style.
    """

    def __init__(self, style, *parts, odt=None):
        self.style, self.parts, self.odt = style, parts, odt or style


class Cell:
    def __init__(self, paras, kind="body", span=1, down=0):
        """down: 0 no merge, n > 1 first of n rows, -1 continues the cell above."""
        self.paras = paras if isinstance(paras, list) else [paras]
        self.kind, self.span, self.down = kind, span, down


class Row:
    def __init__(self, *cells, head=False, split=False, height=0):
        self.cells, self.head, self.split, self.height = cells, head, split, height


class Table:
    def __init__(self, name, cols, title, desc, *rows, style="PmpTable"):
        self.name, self.cols, self.title, self.desc = name, cols, title, desc
        self.rows, self.style = rows, style


class Toc:
    """kind: contents, attels or tabula; entries: (style id, number or None, text, page)."""

    def __init__(self, kind, *entries):
        self.kind, self.entries = kind, entries


class Section:
    """Ends a part; the paragraph before it carries the break in DOCX."""

    def __init__(self, page):
        self.page = page


class Document:
    def __init__(self, name, blocks, footer, props):
        self.name, self.blocks, self.footer, self.props = name, blocks, footer, props
