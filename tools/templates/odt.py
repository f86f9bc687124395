"""Writes a document description as ODT (OpenDocument 1.3)."""

import re
from xml.sax.saxutils import escape, quoteattr

from model import Field, Mark, P, Run, Section, Table, Toc
from package import pack
from style import (CELLS, CHARS, CHAR_BY_ID, LIST_BY_NAME, LISTS, PAGES, SANS, SERIF,
                   STYLES, BY_ID, TABLE_INNER, TABLE_STYLES, TABLE_TOP, TABLE_BOTTOM, effective)

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACES = "".join(f' xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for p, u in (
    ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
    ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("meta", "meta"),
    ("config", "config"), ("number", "datastyle")))
SPACES += (' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
           ' xmlns:ooo="http://openoffice.org/2004/office" xmlns:ooow="http://openoffice.org/2004/writer" office:version="1.3"')
TYPE = "application/vnd.oasis.opendocument.text"
FOOT_LINE = 350  # height of a footer: its line, the rule above and the space between, twips


def a(x):
    return quoteattr(str(x))


def ncname(name):
    """A style name as ODF stores it: blanks and the like encoded."""
    return "".join(c if c.isalnum() or c in "._-" else f"_{ord(c):x}_" for c in name)


def tw(x):
    """Twips as points; exact."""
    return f"{x / 20:.2f}".rstrip("0").rstrip(".") + "pt"


def points(x):
    return f"{x:g}pt"


def line(points_, color):
    return f"{points_:g}pt solid #{color.lower()}"


# ---- styles -------------------------------------------------------------

def text_look(font=None, size=None, bold=None, color=None, spaced=None, italic=None,
              superscript=None, underline=None, nohyph=None):
    x = ""
    if font:
        x += (f' style:font-name={a(font)} style:font-name-asian={a(font)}'
              f' style:font-name-complex={a(font)}')
    if size:
        x += "".join(f' {n}="{size:g}pt"' for n in
                     ("fo:font-size", "style:font-size-asian", "style:font-size-complex"))
    if bold is not None:
        w = "bold" if bold else "normal"
        x += "".join(f' {n}="{w}"' for n in
                     ("fo:font-weight", "style:font-weight-asian", "style:font-weight-complex"))
    if italic:
        x += ' fo:font-style="italic" style:font-style-asian="italic" style:font-style-complex="italic"'
    if color:
        x += f' fo:color="#{color.lower()}"'
    if spaced is not None:
        x += f' fo:letter-spacing="{spaced:g}pt"'
    if underline:
        x += (' style:text-underline-style="solid" style:text-underline-width="auto"'
              ' style:text-underline-color="font-color"')
    if superscript:
        x += ' style:text-position="super 58%"'
    if nohyph:
        x += ' fo:hyphenate="false"'
    return f"<style:text-properties{x}/>" if x else ""


def para_look(s):
    """Writer keeps left, right and indent as one value, above and below as another: all or none."""
    def whole(*names):
        if all(getattr(s, n) is None for n in names):
            return None
        return [effective(s.sid, n) or 0 for n in names]
    x = ""
    sides = whole("left", "right", "first")
    if sides:
        x += (f' fo:margin-left="{tw(sides[0])}" fo:margin-right="{tw(sides[1])}"'
              f' fo:text-indent="{tw(sides[2])}" style:auto-text-indent="false"')
    spaces = whole("before", "after")
    if spaces:
        x += f' fo:margin-top="{points(spaces[0])}" fo:margin-bottom="{points(spaces[1])}"'
    if s.line is not None:
        x += f' style:line-height-at-least="{points(s.line)}"'
    if s.align:
        x += f' fo:text-align="{ {"left": "start", "right": "end"}.get(s.align, s.align) }"'
    if s.keep is not None:
        x += f' fo:keep-with-next="{"always" if s.keep else "auto"}"'
    if s.lines is not None:
        x += f' fo:keep-together="{"always" if s.lines else "auto"}"'
    if s.master:
        x += ' fo:break-before="auto"'  # the page style breaks
    elif s.newpage is not None:
        x += f' fo:break-before="{"page" if s.newpage else "auto"}"'
    if s.rule:
        side, w, color, space = s.rule
        for n in ("top", "bottom", "left", "right"):
            x += f' fo:border-{n}="{line(w, color) if n == side else "none"}"'
            x += f' fo:padding-{n}="{points(space) if n == side else "0pt"}"'
        x += ' style:join-border="false"'
    tabs = ""
    if s.tabs:
        for kind, pos, *leader in s.tabs:
            dots = ' style:leader-style="dotted" style:leader-text="."' if leader else ""
            tabs += f'<style:tab-stop style:position="{tw(pos)}" style:type="{kind}"{dots}/>'
        tabs = f"<style:tab-stops>{tabs}</style:tab-stops>"
    if not x and not tabs:
        return ""
    return f"<style:paragraph-properties{x}>{tabs}</style:paragraph-properties>"


def list_style(s):
    """The list of a style; the outline belongs to Heading 1-3 without a word."""
    if s.lst is None or s.sid in LIST_BY_NAME["heading"].styles:
        return ""
    return f' style:list-style-name={a(ncname(LIST_BY_NAME[s.lst[0]].display) if s.lst else "")}'


def styles(doc):
    x = HEAD + f"<office:document-styles{SPACES}>\n" + faces() + "<office:styles>\n"
    x += ('<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2" '
          'fo:hyphenation-ladder-count="no-limit" style:tab-stop-distance="34pt" style:writing-mode="page"/>'
          f'<style:text-properties style:use-window-font-color="true" style:font-name={a(SERIF)} fo:font-size="12pt"'
          f' fo:language="lv" fo:country="LV" style:letter-kerning="false" style:font-name-asian={a(SERIF)}'
          ' style:font-size-asian="12pt" style:language-asian="lv" style:country-asian="LV"'
          f' style:font-name-complex={a(SERIF)} style:font-size-complex="12pt" fo:hyphenate="false"'
          ' fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:default-style>\n')
    x += ('<style:default-style style:family="table"><style:table-properties table:border-model="collapsing"/>'
          "</style:default-style>\n"
          '<style:default-style style:family="table-row"><style:table-row-properties fo:keep-together="auto"/>'
          "</style:default-style>\n")
    for s in STYLES:
        if s.odt_auto:
            continue
        names = f'style:name={a(ncname(s.odt))}'
        if ncname(s.odt) != s.odt:
            names += f" style:display-name={a(s.odt)}"
        x += f'<style:style {names} style:family="paragraph"'
        if s.base:
            x += f" style:parent-style-name={a(ncname(BY_ID[s.base].odt))}"
        nxt = s.nxt and BY_ID[s.nxt]
        if nxt:
            x += f" style:next-style-name={a(ncname(nxt.odt))}"
        if s.outline is not None:
            x += f' style:default-outline-level="{s.outline or ""}"'
        x += list_style(s)
        if s.master is not None:
            x += f' style:master-page-name={a(PAGES[s.master].display if s.master else "")}'
        x += ">" + para_look(s)
        if s.base:
            x += text_look(s.font, s.size, s.bold, s.color, s.spaced, nohyph=s.nohyph)
        x += "</style:style>\n"
    for c in CHARS:
        names = f'style:name={a(ncname(c.odt))}'
        if ncname(c.odt) != c.odt:
            names += f" style:display-name={a(c.odt)}"
        x += f'<style:style {names} style:family="text">{text_look(**c.look)}</style:style>\n'
    x += ('<style:style style:name="Footnote_20_Symbol" style:display-name="Footnote Symbol" style:family="text">'
          + text_look(superscript=True) + "</style:style>\n"
          # entries of lists are links, but look as their paragraphs do
          '<style:style style:name="Index_20_Link" style:display-name="Index Link" style:family="text"/>\n')
    for lst in LISTS:
        x += list_def(lst)
    x += ('<text:notes-configuration text:note-class="footnote" text:citation-style-name="Footnote_20_Symbol"'
          ' text:citation-body-style-name="Footnote_20_anchor" text:default-style-name="Footnote"'
          ' style:num-format="1" text:start-value="0" text:footnotes-position="page"'
          ' text:start-numbering-at="document"/>\n')
    x += "</office:styles>\n<office:automatic-styles>\n"
    # The first page style is what ODF and Writer call Standard: the cover's paragraphs come
    # and go, so that none of them can open it.  The others are opened by paragraph styles.
    first = next(b.page for b in doc.blocks if isinstance(b, Section))
    masters = [("Standard", PAGES[first])] + [(PAGES[n].display, PAGES[n]) for n in ("portrait", "landscape")]
    for p in dict.fromkeys(p for _, p in masters):
        x += page_layout(p, doc.footer)
    x += "</office:automatic-styles>\n<office:master-styles>\n"
    for name, p in masters:
        foot = ""
        if p.footer_style and doc.footer:
            foot = f"<style:footer>{Body().para(P(p.footer_style, *doc.footer))}</style:footer>"
        x += f"<style:master-page style:name={a(name)} style:page-layout-name={a(p.display)}>{foot}</style:master-page>\n"
    return x + "</office:master-styles></office:document-styles>"


def list_def(lst):
    name = lst.display
    if lst.name == "heading":
        x = '<text:outline-style style:name="Outline">'
    else:
        x = f'<text:list-style style:name={a(ncname(name))} style:display-name={a(name)}>'
    for i, (fmt, text, left, hang) in enumerate(lst.levels, 1):
        props = ('<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
                 f'<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="{tw(left)}"'
                 f' fo:text-indent="{tw(-hang)}" fo:margin-left="{tw(left)}"/></style:list-level-properties>')
        if lst.name == "heading":
            shown = f' text:display-levels="{i}"' if i > 1 else ""
            x += f'<text:outline-level-style text:level="{i}" style:num-suffix="." style:num-format="1"{shown}>{props}</text:outline-level-style>'
        elif fmt == "bullet":
            x += (f'<text:list-level-style-bullet text:level="{i}" text:bullet-char="{text}">{props}'
                  "</text:list-level-style-bullet>")
        else:
            x += (f'<text:list-level-style-number text:level="{i}" style:num-suffix="." style:num-format="1">{props}'
                  "</text:list-level-style-number>")
    if lst.name == "heading":
        for i in range(len(lst.levels) + 1, 11):
            x += f'<text:outline-level-style text:level="{i}" style:num-format=""/>'
    return x + ("</text:outline-style>\n" if lst.name == "heading" else "</text:list-style>\n")


def page_layout(p, footer):
    """The footer stands between the body's lower edge and the footer's distance from the paper's."""
    foot = bool(footer and p.footer_style)
    bottom = p.footer_edge if foot else p.bottom
    x = (f'<style:page-layout style:name={a(p.display)}><style:page-layout-properties fo:page-width="{tw(p.size[0])}"'
         f' fo:page-height="{tw(p.size[1])}" style:num-format="1"'
         f' style:print-orientation="{"landscape" if p.landscape else "portrait"}" fo:margin-top="{tw(p.top)}"'
         f' fo:margin-bottom="{tw(bottom)}" fo:margin-left="{tw(p.left)}" fo:margin-right="{tw(p.right)}"'
         ' style:writing-mode="lr-tb" style:footnote-max-height="0pt">'
         '<style:footnote-sep style:width="0.5pt" style:distance-before-sep="2.85pt" style:distance-after-sep="2.85pt"'
         ' style:line-style="solid" style:adjustment="left" style:rel-width="25%" style:color="#000000"/>'
         "</style:page-layout-properties><style:header-style/>")
    if foot:
        room = p.bottom - p.footer_edge
        x += (f'<style:footer-style><style:header-footer-properties fo:min-height="{tw(room)}" fo:margin-left="0pt"'
              f' fo:margin-right="0pt" fo:margin-top="{tw(room - FOOT_LINE)}" style:dynamic-spacing="true"/></style:footer-style>')
    else:
        x += "<style:footer-style/>"
    return x + "</style:page-layout>\n"


def faces():
    x = "<office:font-face-decls>"
    for name, generic in ((SERIF, "roman"), (SANS, "swiss")):
        family = f"'{name}'" if " " in name else name
        x += (f'<style:font-face style:name={a(name)} svg:font-family={a(family)}'
              f' style:font-family-generic="{generic}" style:font-pitch="variable"/>')
    return x + "</office:font-face-decls>\n"


# ---- body ---------------------------------------------------------------

def texts(s):
    """Text with tabs; a second blank in a row must be an element."""
    x = re.sub("(?<= ) +", lambda m: f'<text:s text:c="{len(m[0])}"/>', escape(s))
    return x.replace("\t", "<text:tab/>")


class Body:
    """Writes blocks and gathers the automatic styles that they need."""

    def __init__(self):
        self.auto = {}
        self.sequences = {}

    def inline(self, part):
        if isinstance(part, str):
            return texts(part)
        if isinstance(part, Run):
            return self.span(texts(part.text), part.style)
        if isinstance(part, Field):
            return self.span(self.field(part), part.style)
        if isinstance(part, Mark):
            return (f'<text:bookmark-start text:name={a(part.name)}/>' + "".join(map(self.inline, part.parts))
                    + f'<text:bookmark-end text:name={a(part.name)}/>')
        raise TypeError(part)

    def span(self, x, style):
        return f"<text:span text:style-name={a(ncname(CHAR_BY_ID[style].odt))}>{x}</text:span>" if style else x

    def field(self, f):
        if f.kind == "page":
            return f'<text:page-number text:select-page="current">{f.result}</text:page-number>'
        if f.kind == "pages":
            return f"<text:page-count>{f.result}</text:page-count>"
        n = self.sequences[f.name] = self.sequences.get(f.name, -1) + 1
        return (f'<text:sequence text:ref-name="ref{f.name}{n}" text:name={a(f.name)} text:formula="ooow:{f.name}+1"'
                f' style:num-format="1">{f.result}</text:sequence>')

    def para(self, p):
        inside = "".join(map(self.inline, p.parts))
        level = effective(p.odt, "outline")
        name = a(self.para_style(BY_ID[p.odt]))
        if level:
            return f'<text:h text:style-name={name} text:outline-level="{level}">{inside}</text:h>\n'
        return f"<text:p text:style-name={name}>{inside}</text:p>\n"

    def para_style(self, s):
        """Its name; a heading that opens a page is an automatic style, numbered by its parent."""
        if not s.odt_auto:
            return ncname(s.odt)
        name = s.sid
        opens = f' style:master-page-name={a(PAGES[s.master].display)}' if s.master else ""
        self.auto[name] = (f'<style:style style:name={a(name)} style:family="paragraph"'
                           f" style:parent-style-name={a(ncname(BY_ID[s.base].odt))}{opens}>"
                           f"{para_look(s)}</style:style>\n")
        return name

    def paras(self, paras):
        """Paragraphs, those of one list kind in a list."""
        out, i = [], 0
        while i < len(paras):
            lst = list_of(paras[i])
            if not lst:
                out.append(self.para(paras[i]))
                i += 1
                continue
            x = f"<text:list text:style-name={a(ncname(lst.display))}>\n"
            while i < len(paras) and list_of(paras[i]) is lst:
                x += f"<text:list-item>{self.para(paras[i]).rstrip()}</text:list-item>\n"
                i += 1
            out.append(x + "</text:list>\n")
        return "".join(out)

    def cell_style(self, table, c, row):
        """A named look for each kind of cell; the first row of a table bears its top rule."""
        prose = table.style == "PmpTableProse"
        name = "PMP." + CELLS[c.kind]["name"] + (".apraksts" if prose else "")
        first = row == 0
        if c.kind in ("head", "group") and not first:
            name += ".2"
        last = row == len(table.rows) - 1  # also of a loop: the fill closes with its last turn only
        if last:
            name += ".beigas"
        if name not in self.auto:
            look = CELLS[c.kind]
            top = TABLE_TOP if first else look.get("top", TABLE_INNER)
            bottom = look.get("bottom", TABLE_INNER)
            if last:
                bottom = TABLE_BOTTOM
            pad = TABLE_STYLES[table.style][3]
            x = f' fo:border-left="none" fo:border-right="none" fo:border-top="{line(*top)}" fo:border-bottom="{line(*bottom)}"'
            x += "".join(f' fo:padding-{n}="{tw(w)}"' for n, w in zip(("top", "right", "bottom", "left"), pad))
            x += f' style:vertical-align="{look.get("valign", "top")}"'
            if "fill" in look:
                x += f' fo:background-color="#{look["fill"].lower()}"'
            self.auto[name] = (f'<style:style style:name={a(name)} style:family="table-cell">'
                               f"<style:table-cell-properties{x}/></style:style>\n")
        return name

    def table(self, t):
        self.auto[t.name] = (
            f'<style:style style:name={a(t.name)} style:family="table"><style:table-properties'
            f' style:width="{tw(sum(t.cols))}" table:align="margins" fo:margin-top="0pt" fo:margin-bottom="0pt"'
            ' table:border-model="collapsing" style:writing-mode="lr-tb"/></style:style>\n')
        x = (f"<table:table table:name={a(t.name)} table:style-name={a(t.name)}>"
             f"<table:title>{escape(t.title)}</table:title><table:desc>{escape(t.desc)}</table:desc>\n")
        for i, w in enumerate(t.cols):
            name = f"{t.name}.{chr(65 + i)}"
            self.auto[name] = (f'<style:style style:name={a(name)} style:family="table-column">'
                               f'<style:table-column-properties style:column-width="{tw(w)}"'
                               f' style:rel-column-width="{w}*"/></style:style>\n')
            x += f"<table:table-column table:style-name={a(name)}/>"
        heads = sum(1 for r in t.rows if r.head)
        for n, r in enumerate(t.rows):
            x += "<table:table-header-rows>\n" if n == 0 and heads else ""
            x += f"<table:table-row table:style-name={a(self.row_style(r))}>\n"
            for c in r.cells:
                x += self.cell(t, c, n)
            x += "</table:table-row>\n"
            x += "</table:table-header-rows>\n" if n == heads - 1 else ""
        return x + "</table:table>\n"

    def row_style(self, r):
        name = "Rinda" + (".dalāma" if r.split else "") + (f".{r.height}" if r.height else "")
        keep = "auto" if r.split else "always"
        least = f' style:min-row-height="{tw(r.height)}"' if r.height else ""
        self.auto[name] = (f'<style:style style:name={a(name)} style:family="table-row">'
                           f'<style:table-row-properties{least} fo:keep-together="{keep}"/></style:style>\n')
        return name

    def cell(self, t, c, row):
        covered = "<table:covered-table-cell/>"
        if c.down < 0:
            return covered * c.span + "\n"
        x = f'<table:table-cell table:style-name={a(self.cell_style(t, c, row))} office:value-type="string"'
        x += f' table:number-columns-spanned="{c.span}"' if c.span > 1 else ""
        x += f' table:number-rows-spanned="{c.down}"' if c.down > 1 else ""
        return x + f">{self.paras(c.paras).rstrip()}</table:table-cell>" + covered * (c.span - 1) + "\n"

    def toc(self, t):
        kind, name, source = INDEXES[t.kind]
        x = f"<text:{kind} text:name={a(name)} text:protected=\"false\">{source}<text:index-body>\n"
        for style, number, text, page in t.entries:
            lead = (number or "") + "\t" if t.kind == "contents" else ""
            x += self.para(P("IllustrationIndex1" if t.kind == "attels" else style, f"{lead}{text}\t{page}"))
        return x + f"</text:index-body></text:{kind}>\n"

    def blocks(self, blocks):
        out, run = [], []
        for b in [*blocks, None]:
            if isinstance(b, P):
                run.append(b)
                continue
            out.append(self.paras(run))
            run = []
            if isinstance(b, Table):
                out.append(self.table(b))
            elif isinstance(b, Toc):
                out.append(self.toc(b))
        return "".join(out)


def list_of(p):
    lst = effective(p.style, "lst")
    return LIST_BY_NAME[lst[0]] if lst and lst[0] != "heading" else None


LINK = '<text:index-entry-link-start text:style-name="Index_20_Link"/>', "<text:index-entry-link-end/>"
DOTS = '<text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'


def contents_source():
    x = ('<text:table-of-content-source text:outline-level="2" text:use-index-marks="false"'
         ' text:use-index-source-styles="false" text:relative-tab-stop-position="true">')
    for level in (1, 2):
        at = -BY_ID[f"TOC{level}"].first
        x += (f'<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="Contents_20_{level}">'
              f'{LINK[0]}<text:index-entry-chapter/><text:index-entry-tab-stop style:type="left" style:position="{tw(at)}"/>'
              f"<text:index-entry-text/>{DOTS}{LINK[1]}</text:table-of-content-entry-template>")
    return x + "</text:table-of-content-source>"


def figures_source(kind, seq, style):
    return (f'<text:{kind}-source text:caption-sequence-name="{seq}" text:caption-sequence-format="text"'
            f' text:use-caption="true"><text:{kind}-entry-template text:style-name={a(ncname(style))}>{LINK[0]}'
            f"<text:index-entry-text/>{DOTS}{LINK[1]}</text:{kind}-entry-template></text:{kind}-source>")


INDEXES = {
    "contents": ("table-of-content", "Saturs", contents_source()),
    "attels": ("illustration-index", "Attēli", figures_source("illustration-index", "attels", "Illustration Index 1")),
    "tabula": ("table-index", "Tabulas", figures_source("table-index", "tabula", "Table index 1")),
}


def content(doc):
    body = Body()
    text = body.blocks(doc.blocks)
    decls = "".join(f'<text:sequence-decl text:display-outline-level="0" text:name="{n}"/>' for n in ("attels", "tabula"))
    return (HEAD + f"<office:document-content{SPACES}>\n{faces()}<office:automatic-styles>\n" + "".join(body.auto.values())
            + f"</office:automatic-styles>\n<office:body><office:text><text:sequence-decls>{decls}</text:sequence-decls>\n"
            + text + "</office:text></office:body></office:document-content>")


# What DOCX in compatibility mode 15 does, said in Writer's terms: an absent item would take its
# old meaning.
TRUE = """AddExternalLeading AddParaLineSpacingToTableCells AddParaSpacingToTableCells
    AddParaTableSpacingAtStart AddVerticalFrameOffsets BackgroundParaOverDrawings ClippedPictures
    CollapseEmptyCellPara ConsiderTextWrapOnObjPos FieldAutoUpdate FloattableNomargins
    HeaderSpacingBelowLastPara IgnoreTabsAndBlanksForLineCalculation InvertBorderSpacing
    MathBaselineAlignment MsWordCompTrailingBlanks NoNumberingShowFollowBy
    PropLineSpacingShrinksFirstLine SurroundTextWrapSmall TabAtLeftIndentForParagraphsInList
    TableRowKeep TabOverflow TabOverSpacing TreatSingleColumnBreakAsPageBreak
    UnbreakableNumberings WordLikeWrapForAsCharFlys"""
FALSE = """AddFrameOffsets AddParaTableSpacing ClipAsCharacterAnchoredWriterFlyFrames
    DoNotCaptureDrawObjsOnPage DoNotJustifyLinesWithManualBreak DoNotResetParaAttrsForNumFont
    IgnoreFirstLineIndentInNumbering OutlineLevelYieldsNumbering SmallCapsPercentage66
    StylesNoDefault SubtractFlysAnchoredAtFlys TabOverMargin TabsRelativeToIndent
    UnxForceZeroExtLeading UseFormerLineSpacing UseFormerObjectPositioning UseFormerTextWrapping
    UseOldNumbering UseOldPrinterMetrics"""


def settings():
    items = [(n, "boolean", "true") for n in TRUE.split()] + [(n, "boolean", "false") for n in FALSE.split()]
    items.append(("PrinterIndependentLayout", "string", "high-resolution"))
    x = "".join(f'<config:config-item config:name="{n}" config:type="{t}">{v}</config:config-item>\n' for n, t, v in sorted(items))
    return (HEAD + f"<office:document-settings{SPACES}><office:settings>"
            f'<config:config-item-set config:name="ooo:configuration-settings">\n{x}</config:config-item-set>'
            "</office:settings></office:document-settings>")


def meta(props):
    return (HEAD + f"<office:document-meta{SPACES}><office:meta><dc:title>{escape(props['title'])}</dc:title>"
            f"<dc:subject>{escape(props['subject'])}</dc:subject><dc:language>lv-LV</dc:language>"
            + "".join(f"<meta:keyword>{escape(k)}</meta:keyword>" for k in props["keywords"].split(", "))
            + "</office:meta></office:document-meta>")


def write(doc):
    parts = [("content.xml", content(doc)), ("styles.xml", styles(doc)), ("settings.xml", settings()),
             ("meta.xml", meta(doc.props))]
    listing = f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{TYPE}"/>'
    listing += "".join(f'<manifest:file-entry manifest:full-path="{n}" manifest:media-type="text/xml"/>' for n, _ in parts)
    manifest = (HEAD + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
                f' manifest:version="1.3">{listing}</manifest:manifest>')
    files = [("mimetype", TYPE), *parts, ("META-INF/manifest.xml", manifest)]
    return pack([(n, x.encode()) for n, x in files], stored=("mimetype",))
