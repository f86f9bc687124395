"""The look of the shipped templates as data: pages, colours, styles, lists, cells.

One table serves both formats, so that DOCX and ODT have the same values.
Lengths are whole twips (twentieths of a point); sizes of letters are points.
"""

ACCENT = "1B3A57"   # headings, table heads, captions, strong rules, links
QUIET = "4A5A68"    # cover subtitle, footer, notes
THIN = "84919D"     # thin rules
BAND = "E6ECF2"     # "here begins a level"

SERIF, SANS = "Times New Roman", "Arial"
ALTERNATIVE = {SERIF: "Liberation Serif", SANS: "Liberation Sans"}


def mm(x):
    """Millimetres in twips, as the offices round them."""
    return int(x * 1440 / 25.4 + 0.5)


def pt(x):
    return int(x * 20 + 0.5)


TEXT_WIDTH = 8788    # portrait, twips
WIDE_WIDTH = 14570   # landscape
AXIS = mm(12)        # where all words begin
NUM = 600            # number column: with the cell's padding its text meets the axis


class Page:
    def __init__(self, name, display, size, margins, footer_edge, footer_style):
        self.name, self.display, self.size = name, display, size
        self.top, self.right, self.bottom, self.left = margins
        self.footer_edge, self.footer_style = footer_edge, footer_style
        self.landscape = size[0] > size[1]


PAGES = {
    "cover": Page("cover", "Vāks", (11906, 16838), (1984, 1417, 1134, 1701), 680, None),
    "portrait": Page("portrait", "Stāvlapa", (11906, 16838), (1134, 1417, 1417, 1701), 680, "Footer"),
    "landscape": Page("landscape", "Guļlapa", (16838, 11906), (1417, 1134, 1134, 1134), 567, "FooterWide"),
}


class Style:
    """A paragraph style.  What is None is inherited.

    line, before, after: points; left, right, first: twips (first < 0 hangs).
    tabs: (kind, twips[, leader]); clear: tab positions of the parent to take away.
    rule: (side, points, colour, distance in points).
    lst: (list name, level), or "" for none; outline: 1-9, 0 for none.
    """

    def __init__(self, sid, name, alias=None, odt=None, base="Normal", nxt=None, font=None,
                 size=None, bold=None, color=None, spaced=None, line=None, before=None,
                 after=None, left=None, right=None, first=None, keep=None, lines=None,
                 newpage=None, align=None, tabs=(), clear=(), rule=None, lst=None,
                 outline=None, nohyph=None, master=None, odt_only=False, odt_auto=False, prio=10):
        self.sid, self.name, self.alias = sid, name, alias
        self.odt = odt or name
        self.base, self.nxt = base, nxt
        self.font, self.size, self.bold, self.color, self.spaced = font, size, bold, color, spaced
        self.line, self.before, self.after = line, before, after
        self.left, self.right, self.first = left, right, first
        self.keep, self.lines, self.newpage, self.align = keep, lines, newpage, align
        self.tabs, self.clear, self.rule, self.lst = tabs, clear, rule, lst
        self.outline, self.nohyph, self.master = outline, nohyph, master
        self.odt_only, self.odt_auto, self.prio = odt_only, odt_auto, prio

    @property
    def builtin(self):
        return self.alias is None


S = Style
STYLES = [
    S("Normal", "Normal", odt="Standard", base=None, font=SERIF, size=12, line=16, before=0,
      after=0, align="left"),

    # block tags of a template: small, and gone when it is filled
    S("TemplateTag", "Veidnes norāde", "Template tag", font=SANS, size=8, color=QUIET, line=10),

    # running text
    S("BodyText", "Body Text", odt="Text body", left=AXIS, before=8, after=8),
    S("Lead", "Ievadrindkopa", "Lead-in", base="BodyText", nxt="BodyText", keep=True),
    S("BeforeTable", "Teksts pirms tabulas", "Text before table", base="BodyText", keep=True,
      after=14),
    S("ListBullet", "List Bullet", base="BodyText", before=0, after=4, left=mm(18), first=-mm(6),
      lst=("bullet", 1)),
    S("ListNumber", "List Number", base="BodyText", before=0, after=4, left=mm(18), first=-mm(6),
      lst=("number", 1)),
    S("Abbrev", "Saīsinājums", "Abbreviation entry", left=mm(36), first=-mm(24),
      tabs=(("left", mm(36)),), after=4, lines=True),
    S("FootnoteText", "footnote text", odt="Footnote", size=10, line=12.5, after=2,
      left=mm(4), first=-mm(4), tabs=(("left", mm(4)),)),

    # headings
    S("Heading1", "heading 1", odt="Heading 1", nxt="BodyText", font=SANS, size=20, bold=True,
      color=ACCENT, line=24, before=0, after=16, newpage=True, keep=True, lines=True,
      nohyph=True, left=AXIS, first=-AXIS, lst=("heading", 1), outline=1, prio=9),
    S("Heading2", "heading 2", odt="Heading 2", base="Heading1", nxt="BodyText", size=13, line=16,
      before=24, after=8, newpage=False, lst=("heading", 2), outline=2, prio=9),
    S("Heading2Page", "Virsraksts 2 jaunā lapā", "Heading 2 new page", base="Heading2",
      nxt="BodyText", newpage=True, before=0, outline=2, odt_auto=True),
    S("Heading3", "heading 3", odt="Heading 3", base="Heading2", nxt="BodyText", size=11,
      before=12, after=4, lst=("heading", 3), outline=3, prio=9),
    S("HeadingFront", "Virsraksts bez numura", "Heading unnumbered", base="Heading1",
      nxt="BodyText", newpage=False, before=32, left=AXIS, first=0, lst="", outline=1),
    S("HeadingFrontPage", "Virsraksts bez numura jaunā lapā", "Heading unnumbered new page",
      base="HeadingFront", nxt="BodyText", newpage=True, before=0, outline=1),
    S("Heading1Wide", "Virsraksts 1 guļus lapā", "Heading 1 landscape page", base="Heading1",
      nxt="BodyText", outline=1, master="landscape", odt_only=True, odt_auto=True),
    S("Heading1Tall", "Virsraksts 1 stāvus lapā", "Heading 1 portrait page", base="Heading1",
      nxt="BodyText", outline=1, master="portrait", odt_only=True, odt_auto=True),
    S("Heading2Tall", "Virsraksts 2 stāvus lapā", "Heading 2 portrait page", base="Heading2",
      nxt="BodyText", before=0, outline=2, master="portrait", odt_only=True, odt_auto=True),

    # contents and lists of figures and tables
    S("TOCHeading", "TOC Heading", odt="Contents Heading", base="HeadingFront", nxt="Normal",
      newpage=True, before=0, outline=0, master="portrait"),
    S("TOCHeading2", "Saraksta virsraksts", "List heading", base="TOCHeading", nxt="Normal",
      size=13, newpage=False, before=32, after=8, master=""),
    S("TOC1", "toc 1", odt="Contents 1", nxt="Normal", left=AXIS, first=-AXIS, before=6,
      tabs=(("left", AXIS), ("right", mm(155), "dot")), prio=39),
    S("TOC2", "toc 2", odt="Contents 2", nxt="Normal", left=mm(24), first=-mm(12),
      tabs=(("left", mm(24)), ("right", mm(155), "dot")), prio=39),
    S("TableofFigures", "table of figures", odt="Table index 1", nxt="Normal", left=mm(24),
      first=-mm(12), after=4, tabs=(("right", mm(155), "dot"),), prio=39),
    S("IllustrationIndex1", "Illustration Index 1", base="TableofFigures", odt_only=True),

    # cover
    S("ApprovalDraft", "Projekta norāde", "Draft state", nxt="ApprovalState", font=SANS, size=11,
      bold=True, color=ACCENT, spaced=1, line=15, after=6, left=mm(70), keep=True),
    S("ApprovalState", "Atzīmes veids", "Approval state", nxt="ApprovalMark", spaced=0.5, line=15,
      before=6, after=2, left=mm(70), keep=True),
    S("ApprovalMark", "Atzīmes teksts", "Approval mark", line=15, left=mm(70)),
    S("CoverAuthor", "Vāka autors", "Cover author", nxt="CoverKind", font=SANS, size=12,
      bold=True, color=ACCENT, before=128, after=16, rule=("bottom", 1.5, ACCENT, 8)),
    S("CoverKind", "Vāka dokumenta veids", "Cover document kind", nxt="Title", font=SANS,
      size=13, color=QUIET, line=20, after=8),
    S("Title", "Title", nxt="Subtitle", font=SANS, size=27, bold=True, color=ACCENT, line=33,
      after=12, right=mm(10), lines=True, nohyph=True),
    S("Subtitle", "Subtitle", nxt="CoverPlace", font=SANS, size=16, color=QUIET, line=22),
    S("CoverPlace", "Vāka ziņas", "Cover facts", size=11, line=15, after=2, left=mm(30),
      first=-mm(30), tabs=(("left", mm(30)),)),
    S("CoverPlaceFirst", "Vāka ziņas pirmās", "Cover facts first", base="CoverPlace",
      nxt="CoverPlace", before=112, rule=("top", 0.5, THIN, 8)),

    # captions, footers
    S("Caption", "caption", odt="Caption", nxt="BodyText", font=SANS, size=10, color=ACCENT,
      line=14, before=16, after=6, keep=True, lines=True, nohyph=True),
    S("CaptionFirst", "Paraksts lapas sākumā", "Caption after heading", base="Caption",
      nxt="BodyText", before=0),
    S("CaptionWide", "Paraksts guļus lapā", "Caption landscape page", base="CaptionFirst",
      nxt="BodyText", master="landscape", odt_only=True),
    S("Footer", "footer", odt="Footer", font=SANS, size=8.5, color=QUIET, line=11,
      rule=("top", 0.5, THIN, 6), tabs=(("right", mm(155)),)),
    S("FooterWide", "Kājene guļus lapai", "Footer landscape", base="Footer",
      clear=(mm(155),), tabs=(("right", mm(257)),)),

    # tables
    S("TableText", "Tabulas teksts", "Table text", font=SANS, size=9, line=11.5, nohyph=True),
    S("TableNo", "Tabulas numurs", "Table number", base="TableText"),
    S("TableNoKeep", "Tabulas numurs kopā ar nākamo", "Table number with next", base="TableNo",
      keep=True),
    S("TableHead", "Tabulas galva", "Table heading", base="TableText", size=8.5, bold=True,
      color=ACCENT, keep=True),
    S("TableHeadC", "Tabulas galva centrēta", "Table heading centred", base="TableHead",
      align="center"),
    S("TableHeadR", "Tabulas galva pa labi", "Table heading right", base="TableHead",
      align="right"),
    S("TableHeadRIn", "Tabulas galva pa labi ar atkāpi", "Table heading right inset",
      base="TableHeadR", right=mm(3)),
    S("TableHeadIn", "Tabulas galva ar atkāpi", "Table heading inset", base="TableHead",
      left=mm(3)),
    S("TableLevel", "Tabulas līmenis", "Table level", base="TableText", size=9.5, bold=True,
      color=ACCENT, keep=True, tabs=(("left", NUM),)),
    S("TableGoal", "Tabulas mērķis", "Table goal", base="TableText", bold=True),
    S("TableMark", "Tabulas atzīme", "Table mark", base="TableText", bold=True, align="center"),
    S("TableMoney", "Tabulas skaitlis", "Table number right", base="TableText", align="right"),
    S("TableMoneyIn", "Tabulas skaitlis ar atkāpi", "Table number right inset",
      base="TableMoney", right=mm(3)),
    S("TableTextIn", "Tabulas teksts ar atkāpi", "Table text inset", base="TableText",
      left=mm(3)),
    S("TableTotal", "Tabulas kopsumma", "Table total", base="TableText", bold=True, left=NUM),
    S("TableTotalEnd", "Tabulas beigu kopsumma", "Table end total", base="TableTotal",
      keep=True), # the note below the table stays with it
    S("TableTotalR", "Tabulas kopsummas skaitlis", "Table total number", base="TableMoney",
      bold=True),
    S("TableTotalRIn", "Tabulas kopsummas skaitlis ar atkāpi", "Table total number inset",
      base="TableTotalR", right=mm(3)),
    S("TableList", "Tabulas saraksts", "Table list", base="TableText", left=mm(3), first=-mm(3),
      after=1, lst=("table", 1)),
    S("TableProse", "Tabulas apraksts", "Table prose", base="TableText", font=SERIF, size=11,
      line=14, after=4),
    S("TableProseList", "Tabulas apraksta saraksts", "Table prose list", base="TableProse",
      left=mm(5), first=-mm(5), after=3, lst=("prosenumber", 1)),
    S("TableProseBullet", "Tabulas apraksta punkti", "Table prose bullets", base="TableProse",
      left=mm(5), first=-mm(5), after=3, lst=("prosebullet", 1)),
    S("TableCategory", "Tabulas kategorija", "Table category", base="TableText", size=9.5,
      bold=True, color=ACCENT, line=13.5),
    S("TableNoteIn", "Tabulas šūnas piezīme", "Table cell note", base="TableText", size=8,
      color=QUIET, line=10),
    S("TableNote", "Tabulas piezīme", "Table note", nxt="BodyText", font=SANS, size=8.5,
      color=QUIET, line=11.5, before=4, after=8, lines=True),

    # council decision
    S("DecAuthor", "Lēmuma autors", "Decision author", nxt="DecMeta", font=SANS, size=13,
      bold=True, color=ACCENT, line=20, after=16, rule=("bottom", 1.5, ACCENT, 6)),
    S("DecKind", "Lēmuma veids", "Decision kind", nxt="DecMeta", font=SANS, size=20, bold=True,
      color=ACCENT, line=24, before=24, after=4),
    S("DecMeta", "Lēmuma ziņas", "Decision facts", tabs=(("right", mm(155)),)),
    S("DecTitle", "Lēmuma virsraksts", "Decision title", nxt="DecText", font=SANS, size=13,
      bold=True, color=ACCENT, line=18, before=24, after=16, right=mm(25), keep=True,
      lines=True, nohyph=True),
    S("DecText", "Lēmuma teksts", "Decision text", before=8, after=8),
    S("DecSmall", "Lēmuma sīkās ziņas", "Decision details", font=SANS, size=8.5, color=QUIET,
      line=11.5, after=8),
    S("DecTextKeep", "Lēmuma pamats", "Decision basis", base="DecText", nxt="DecRuling", keep=True),
    S("DecSmallEnd", "Lēmuma sagatavotājs", "Decision prepared by", base="DecSmall", before=24,
      nxt="DecText"),
    S("DecRuling", "Lēmuma nolemjošā daļa", "Decision ruling", nxt="DecPoint", bold=True,
      before=8, after=8, keep=True),
    S("DecPoint", "Lēmuma punkts", "Decision point", left=mm(8), first=-mm(8), after=6,
      lst=("decision", 1)),
    S("DecHeading", "Pārskata virsraksts", "Report heading", base="HeadingFront", nxt="DecText",
      size=13, line=16, before=24, after=6, left=0, outline=1),
    S("DecBullet", "Pārskata punkts", "Report bullet", left=mm(6), first=-mm(6), after=4,
      lst=("report", 1)),
    S("Signature", "Signature", before=48, tabs=(("right", mm(155)),), lines=True),
    S("AnnexNote", "Pielikuma norāde", "Annex note", before=16),
]
BY_ID = {s.sid: s for s in STYLES}


def chain(sid):
    """A style and its ancestors, nearest first."""
    while sid:
        s = BY_ID[sid]
        yield s
        sid = s.base


def effective(sid, attr):
    """The value of a property with inheritance."""
    for s in chain(sid):
        v = getattr(s, attr)
        if v is not None:
            return v
    return None


class Char:
    def __init__(self, sid, name, alias=None, odt=None, **look):
        self.sid, self.name, self.alias, self.odt, self.look = sid, name, alias, odt or name, look


CHARS = [
    Char("Strong", "Strong", odt="Strong Emphasis", bold=True),
    Char("Emphasis", "Emphasis", italic=True),
    Char("FootnoteReference", "footnote reference", odt="Footnote anchor", superscript=True),
    Char("Hyperlink", "Hyperlink", odt="Internet link", color=ACCENT, underline=True),
    Char("CaptionNo", "Paraksta numurs", "Caption number", bold=True),
    Char("DraftMark", "Projekta atzīme", "Draft mark", bold=True, color=ACCENT, spaced=1),
]
CHAR_BY_ID = {c.sid: c for c in CHARS}


class List:
    """A list definition: levels of (format, text, left, hanging), "%1" for the number."""

    def __init__(self, name, num, display, levels, styles):
        self.name, self.num, self.display = name, num, display
        self.levels, self.styles = levels, styles


def nest(fmt, text, left, hang, deeper=3):
    return [(fmt, text, left + i * hang, hang) for i in range(deeper)]


LISTS = [
    List("heading", 1, "Outline", [("decimal", "%1.", AXIS, AXIS), ("decimal", "%1.%2.", AXIS, AXIS),
                                   ("decimal", "%1.%2.%3.", AXIS, AXIS)],
         ["Heading1", "Heading2", "Heading3"]),
    List("bullet", 2, "PMP punkti", nest("bullet", "•", mm(18), mm(6)), ["ListBullet"]),
    List("number", 3, "PMP numuri", nest("decimal", "%1.", mm(18), mm(6)), ["ListNumber"]),
    List("table", 4, "PMP tabulas punkti", nest("bullet", "•", mm(3), mm(3)), ["TableList"]),
    List("prosenumber", 5, "PMP apraksta numuri", nest("decimal", "%1.", mm(5), mm(5)),
         ["TableProseList"]),
    List("decision", 6, "PMP lēmuma punkti", nest("decimal", "%1.", mm(8), mm(8), 1), ["DecPoint"]),
    List("report", 8, "PMP pārskata punkti", nest("bullet", "•", mm(6), mm(6)), ["DecBullet"]),
    List("prosebullet", 7, "PMP apraksta punkti", nest("bullet", "•", mm(5), mm(5)),
         ["TableProseBullet"]),
]
LIST_BY_NAME = {x.name: x for x in LISTS}

# Tables: rules (points, colour) and padding (twips: above, right, below, left).
TABLE_TOP, TABLE_BOTTOM, TABLE_INNER = (1.5, ACCENT), (1, ACCENT), (0.5, THIN)
TABLE_STYLES = {
    "PmpTable": ("PMP tabula", "PMP table", None, (50, 80, 50, 80)),
    "PmpTableProse": ("PMP tabula apraksts", "PMP table prose", "PmpTable", (70, 80, 30, 80)),
}
# The five kinds of cell: rules of their own, fill, vertical place of the text.
CELLS = {
    "head": {"name": "galva", "bottom": (0.75, ACCENT), "valign": "bottom"},
    "group": {"name": "grupa", "bottom": (0.5, THIN), "valign": "bottom"},
    "band": {"name": "josla", "top": (0.5, THIN), "bottom": (0.5, THIN), "fill": BAND},
    "total": {"name": "kopsumma", "top": (0.75, ACCENT)},
    "body": {"name": "šūna"},
}
