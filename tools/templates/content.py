"""The shipped documents: their chapters, tables and tags (docs/templates.md explains the tags)."""

from model import Cell, Document, Field, Mark, P, Row, Run, Section, Table, Toc
from style import NUM, TEXT_WIDTH, WIDE_WIDTH, mm

NB = "\u00a0"


def tag(text):
    """A block tag alone in its paragraph; it leaves nothing behind."""
    return P("TemplateTag", "{{" + text + "}}")


def when(name, *blocks, test=""):
    """Blocks that stand only if there is something to say."""
    return [tag(f"?{name}{test}"), *blocks, tag("/" + name)]


def prose(name, style="BodyText"):
    return when(name, P(style, "{{" + name + "|markdown}}"))


def items(name, style, text="{{.}}"):
    """A list: opener and closer are paragraphs of the list too, as an office makes them."""
    return [P(style, "{{#" + name + "}}"), P(style, text), P(style, "{{/" + name + "}}")]


def items_in_cell(name):
    """The same in a cell, without the sign of the list where there is none."""
    return [tag("?" + name), *items(name, "TableList"), tag("else"), P("TableText"), tag("/" + name)]


def nothing_yet(*names):
    """The blank of a chapter for which a draft has nothing yet."""
    return [*[tag("^" + x) for x in names], *when("approval.status", P("BodyText", "____"), test=" = draft"),
            *[tag("/" + x) for x in reversed(names)]]


def caption(style, mark, seq, word, title, number):
    return P(style, Mark(mark, Field("seq", seq, number, "CaptionNo"), Run(".", "CaptionNo")),
             Run(f"{NB}{word}.", "CaptionNo"), " " + title)


# ---- table helpers -------------------------------------------------------

def widths(total, *cols, years):
    """Column widths of a template with one year column.

    cols: widths as they are to be with so many years; "y" the year column as a
    tuple.  Columns up to 15 mm keep theirs, the others share what is left in
    proportion, as the program will do the other way round.
    """
    year = next(c[0] for c in cols if isinstance(c, tuple))
    keep = mm(15)
    share = [c for c in cols if not isinstance(c, tuple) and c > keep]
    left = total - year - sum(c for c in cols if not isinstance(c, tuple) and c <= keep)
    assert abs(sum(share) + (years - 1) * year - left) <= 3, (total, cols)
    out = []
    for c in cols:
        if isinstance(c, tuple):
            out.append(year)
        elif c <= keep:
            out.append(c)
        else:
            out.append(c * left // sum(share))
    out[out.index(max(out))] += total - sum(out)
    return out


def head(text, style="TableHead", span=1, down=0, kind="head"):
    return Cell(P(style, text), kind, span, down)


def under(span=1):
    """The rest of a head cell that is two rows high."""
    return Cell(P("TableHead"), "head", span, -1)


def band(opener, span):
    text = "{{#" + opener + "}}{{level.numeral}}\t{{level.name}}"
    return Row(Cell(P("TableLevel", text), "band", span))


def cell(style, text):
    return Cell(P(style, text))


GOAL = [cell("TableNo", "{{goal.number|merge}}"), cell("TableGoal", "{{goal.name|merge}}")]
ROWS_OF_GOALS = "{{#level.goals rows}}{{#goal.activities rows}}"
END_OF_GOALS = "{{/goal.activities}}{{/level.goals}}"


def opened(cells, opener):
    """The same cells with the row tags before the first one's text."""
    first = cells[0].paras[0]
    return [Cell(P(first.style, opener + first.parts[0])), *cells[1:]]


def situation():
    return Table(
        "Situācija", [mm(42), TEXT_WIDTH - mm(42)], "Esošā situācija",
        "Situācijas kategorijas un to apraksts.",
        Row(head("Kategorija"), head("Apraksts"), head=True),
        Row(cell("TableCategory", "{{#situation rows}}{{entry.category}}{{/situation}}"),
            cell("TableProse", "{{entry.text|markdown:Tabulas apraksta saraksts, Tabulas apraksta punkti}}"), split=True),
        style="PmpTableProse")


def goals():
    return Table(
        "Mērķi", [NUM, mm(67) - NUM, TEXT_WIDTH - mm(67)], GOALS_TITLE,
        "Mērķi prevencijas līmeņos un katra mērķa sagaidāmie rezultāti.",
        Row(head("Mērķis", span=2), head("Sagaidāmais rezultāts"), head=True),
        band("goals.levels rows keep", 3),
        Row(cell("TableNo", "{{#level.goals rows}}{{goal.number}}"),
            cell("TableGoal", "{{goal.name}}{{/level.goals}}{{/goals.levels}}"),
            Cell(items_in_cell("goal.expected"))))


def indicators():
    return Table(
        "Rādītāji", widths(TEXT_WIDTH, NUM, mm(64) - NUM, mm(20), (mm(19),), mm(33), years=2),
        INDICATORS_TITLE, "Rādītāju bāzes un mērķa vērtības ar datu avotu.",
        Row(head("Rezultatīvais rādītājs", span=2, down=2), head("Bāzes vērtība{{?indicators.base_year}} ({{indicators.base_year}}){{/indicators.base_year}}", "TableHeadR", down=2),
            head("Mērķa vērtība", "TableHeadC", kind="group"), head("Datu avots", "TableHeadIn", down=2),
            head=True),
        Row(under(2), under(),
            head("{{#indicators.years columns max 57mm}}{{year}}{{/indicators.years}}", "TableHeadR"),
            under(), head=True),
        band("indicators.levels rows keep", 5),
        Row(cell("TableNo", "{{#level.indicators rows}}{{indicator.number}}"),
            cell("TableText", "{{indicator.name}}{{/level.indicators}}{{/indicators.levels}}"),
            Cell([P("TableMoney", "{{indicator.base}}"),
                  tag("^indicators.base_year"),
                  *when("indicator.base.year", P("TableMoney", "({{indicator.base.year}})")),
                  tag("/indicators.base_year")]),
            cell("TableMoney", "{{indicator.targets[year]}}"),
            cell("TableTextIn", "{{indicator.source}}")))


def table1(school=False):
    """Activities by years; a school's plan has no other institutions to name."""
    activity = 2436 + (1984 if school else 0)
    cols = [NUM, mm(49) - NUM, mm(12), activity, mm(37), mm(26)] + ([] if school else [mm(35)])
    more = [] if school else [head("Iesaistītās institūcijas", down=2)]
    last = "{{activity.responsible}}"
    end = END_OF_GOALS + "{{/table1.levels}}"
    cells = [*opened(GOAL, ROWS_OF_GOALS), cell("TableNo", "{{activity.number}}"),
             cell("TableText", "{{activity.name}}"), cell("TableText", "{{activity.result}}"),
             cell("TableText", last + end if school else last)]
    if not school:
        cells.append(cell("TableText", "{{activity.involved}}" + end))
    return Table(
        "Tabula1", widths(WIDE_WIDTH, *cols, (mm(11),), years=5), TITLES[1],
        "Mērķi un aktivitātes prevencijas līmeņos: rezultāts, "
        + ("atbildīgais" if school else "atbildīgā un iesaistītās institūcijas")
        + ", īstenošanas gadi. Ar x atzīmēti gadi, kuros aktivitāte notiek.",
        Row(head("Mērķis", span=2, down=2), head("Prevencijas aktivitāte", span=2, down=2),
            head("Sasniedzamais rezultāts", down=2),
            head("Atbildīgais" if school else "Atbildīgā institūcija", down=2), *more,
            head("Īstenošanas periods", "TableHeadC", kind="group"), head=True),
        Row(under(2), under(2), under(), under(), *([] if school else [under()]),
            head("{{#years columns min 24mm max 70mm}}{{year}}{{/years}}", "TableHeadC"), head=True),
        band("table1.levels rows keep-end", len(cols) + 1), # the note below stays with the last row
        Row(*cells, cell("TableMark", "{{?activity.runs[year]}}x{{/activity.runs[year]}}")))


def table2():
    return Table(
        "Tabula2", [NUM, mm(48) - NUM, mm(12), mm(40), mm(15), # the longest term in two lines: "2024. gada septembris –"
                    WIDE_WIDTH - mm(48) - mm(12) - mm(40) - mm(15) - mm(38) - mm(26.5) - mm(22.5), mm(38), mm(26.5), mm(22.5)],
        TITLES[2], "Katras aktivitātes darba uzdevumi ar termiņu, izpildītāju un uzraugošo institūciju.",
        Row(head("Mērķis", span=2, down=2), head("Aktivitāte", span=2, down=2),
            head("Darba uzdevums", span=2, down=2), head("Izpildes termiņš", down=2),
            head("Iesaistītās puses", span=2, kind="group"), head=True),
        Row(under(2), under(2), under(2), under(), head("Izpildītājs"), head("Uzraudzība"), head=True),
        band("table2.levels rows", 9),
        Row(*opened(GOAL, ROWS_OF_GOALS + "{{#activity.tasks rows}}"),
            cell("TableNo", "{{activity.number|merge}}"), cell("TableText", "{{activity.name|merge}}"),
            cell("TableNo", "{{task.number}}"), cell("TableText", "{{task.name}}"),
            cell("TableText", "{{task.term}}"), cell("TableText", "{{task.by}}"),
            cell("TableText", "{{task.supervised_by}}{{/activity.tasks}}" + END_OF_GOALS + "{{/table2.levels}}")))


def resources():
    return Cell(items_in_cell("activity.resources.lines"))


def totals(span, closer, level, all_levels):
    """The two total rows of Table 3: of a level, which closes it, and of all."""
    return [Row(Cell(P("TableTotal", "Kopā {{level.numeral}} līmenī" + closer), span=span),
                *[cell("TableTotalR", x) for x in level]),
            Row(Cell(P("TableTotalEnd", "Pavisam visos līmeņos"), "total", span),
                *[Cell(P("TableTotalR", x), "total") for x in all_levels])]


KEEP_LAST = "{{#level.goals rows keep-end}}{{#goal.activities rows}}{{activity.number}}"
BY_YEAR = ("{{level.money[year]|amount}}", "{{level.total|amount}}"), ("{{table3.money[year]|amount}}", "{{table3.total|amount}}")
DESC3 = "Resursi, finanšu avots, atbildīgā institūcija un finansējums pa gadiem ar kopsummām."


def table3():
    """Up to five years of up to 999 999,99: the money of each year beside the resources."""
    return Table(
        "Tabula3", widths(WIDE_WIDTH, NUM, 1724, mm(26), 1776, mm(22), mm(20.2), (mm(19),), mm(21.5), years=5),
        TITLES[3], DESC3,
        Row(head("Aktivitāte", span=2, down=2), head("Plānotais rezultāts", down=2),
            head("Nepieciešamie resursi", down=2), head("Finanšu avots", down=2),
            head("Atbildīgā institūcija", down=2), head("Finansējums, EUR", "TableHeadC", span=2, kind="group"),
            head=True),
        Row(under(2), under(), under(), under(), under(),
            head("{{#years columns}}{{year}}{{/years}}", "TableHeadR"), head("Kopā", "TableHeadR"), head=True),
        band("table3.levels rows keep-end", 8),
        Row(cell("TableNo", KEEP_LAST), cell("TableText", "{{activity.name}}"),
            cell("TableText", "{{activity.result}}"), resources(),
            cell("TableText", "{{activity.resources.sources}}"),
            cell("TableText", "{{activity.responsible}}" + END_OF_GOALS),
            cell("TableMoney", "{{activity.money[year]|amount}}"), cell("TableTotalR", "{{activity.total|amount}}")),
        *totals(6, "{{/table3.levels}}", *BY_YEAR))


def table3_long():
    """Six or seven years, or millions in one: resources first, without the years."""
    return Table(
        "Tabula3a", [NUM, mm(60) - NUM, mm(45), WIDE_WIDTH - mm(60) - mm(45) - mm(32) - mm(28) - mm(26),
                     mm(32), mm(28), mm(26)], TITLES[3], DESC3,
        Row(head("Aktivitāte", span=2), head("Plānotais rezultāts"), head("Nepieciešamie resursi"),
            head("Finanšu avots"), head("Atbildīgā institūcija"), head("Finansējums kopā, EUR", "TableHeadR"),
            head=True),
        band("table3.levels rows keep-end", 7),
        Row(cell("TableNo", KEEP_LAST), cell("TableText", "{{activity.name}}"),
            cell("TableText", "{{activity.result}}"), resources(),
            cell("TableText", "{{activity.resources.sources}}"),
            cell("TableText", "{{activity.responsible}}" + END_OF_GOALS),
            cell("TableTotalR", "{{activity.total|amount}}")),
        *totals(6, "{{/table3.levels}}", *[x[1:] for x in BY_YEAR]))


def table3_years():
    """The money of each year in a table of its own, up to 9 999 999,99 each."""
    return Table(
        "Tabula3b", widths(WIDE_WIDTH, NUM, mm(67.5) - NUM, (mm(22.5),), mm(32), years=7),
        "Finansējums pa gadiem", "Katras aktivitātes finansējums pa gadiem ar kopsummām.",
        Row(head("Aktivitāte", span=2, down=2), head("Finansējums, EUR", "TableHeadC", span=2, kind="group"),
            head=True),
        Row(under(2), head("{{#years columns}}{{year}}{{/years}}", "TableHeadR"), head("Kopā", "TableHeadR"),
            head=True),
        band("table3.levels rows keep-end", 4),
        Row(cell("TableNo", KEEP_LAST), cell("TableText", "{{activity.name}}" + END_OF_GOALS),
            cell("TableMoney", "{{activity.money[year]|amount}}"), cell("TableTotalR", "{{activity.total|amount}}")),
        *totals(2, "{{/table3.levels}}", *BY_YEAR))


def table4():
    widest = WIDE_WIDTH - mm(45) - mm(12) - mm(37) - mm(26) - mm(35) - 2 * mm(33)
    return Table(
        "Tabula4", [NUM, mm(45) - NUM, mm(12), mm(37), mm(26), mm(35), mm(33), mm(33), widest],
        TITLES[4], "Finansējums, plānotais un sasniegtais rezultāts, ietekme. Tukšās ailes aizpilda gada pārskatā.",
        Row(head("Mērķis", span=2, down=2), head("Aktivitāte", span=2, down=2),
            head("Ieguldītais finansējums, EUR", "TableHeadRIn", down=2),
            head("Rezultatīvais rādītājs", span=2, kind="group"), head("Ietekme", span=2, kind="group"), head=True),
        Row(under(2), under(2), under(), head("Plānotais rezultāts"), head("Izpilde (sasniegtā vērtība)"),
            head("Ietekmes novērtējums"), head("Veicinošie un kavējošie apstākļi"), head=True),
        band("table4.levels rows keep-end", 9),
        Row(*opened(GOAL, ROWS_OF_GOALS), cell("TableNo", "{{activity.number}}"),
            cell("TableText", "{{activity.name}}"),
            cell("TableMoneyIn", "{{activity.money[report_year]|amount}}"),
            cell("TableText", "{{activity.result}}"),
            cell("TableText", "{{activity.outcome[report_year].achieved?}}"),
            cell("TableText", "{{activity.outcome[report_year].impact?}}"),
            cell("TableText", "{{activity.outcome[report_year].factors?}}" + END_OF_GOALS + "{{/table4.levels}}"),
            height=mm(12)),
        Row(Cell(P("TableTotalEnd", "Kopā {{report_year}}. gadā"), "total", 4),
            Cell(P("TableTotalRIn", "{{table4.money[report_year]|amount}}"), "total"),
            Cell(P("TableText"), "total", 4)))


GOALS_TITLE = "Stratēģisko mērķu un sagaidāmo rezultātu kartējums"
INDICATORS_TITLE = "Rezultatīvie rādītāji un sasniedzamās vērtības"
TITLES = {
    1: "PMP prevencijas aktivitāšu nodrošinājuma plāns",
    2: "Darba uzdevumi PMP prevencijas sistēmas ieviešanas plāna izpildei",
    3: "PMP prevencijas aktivitātēm nepieciešamo resursu ieguves plāns",
    4: "PMP prevencijas aktivitāšu rezultātu uzskaite un analīze {{report_year}}. gadā",
}


def table_caption(n):
    return caption("CaptionFirst", f"table{n}", "tabula", "tabula", TITLES[n], str(n))


def note(name):
    return prose("notes." + name, "TableNote")


# ---- parts ---------------------------------------------------------------

def cover(author):
    return [
        *when("approval.status", P("ApprovalDraft", "PROJEKTS"), test=" = draft"),
        tag("#approval.lines"), tag("?line.opens"),
        P("ApprovalState", "{{line}}"), tag("else"), P("ApprovalMark", "{{line}}"),
        tag("/line.opens"), tag("/approval.lines"),
        P("CoverAuthor", author),
        P("CoverKind", "{{document_word|first}}"),
        P("Title", "{{title}}"),
        P("Subtitle", f"{{{{period}}}}{NB}gadam"),
        P("CoverPlaceFirst", "Izstrādātājs\t{{?author}}{{author}}{{else}}" + author + "{{/author}}"),
        *when("contact", P("CoverPlace", "Saziņai\t{{contact}}")),
        *when("place", P("CoverPlace", "Vieta{{?date}}, gads{{/date}}\t{{place}}{{?date}}, {{date.year}}{{/date}}")),
        P("CoverPlace", "Redakcija\t{{?version}}{{version}}{{?approval.status = approved}}, {{/approval.status}}{{else}}"
                        "{{?approval.status = draft}}projekts{{/approval.status}}{{/version}}"
                        "{{?approval.status = approved}}apstiprināta {{approval.date|date:short}}"
                        "{{?approval.latest.amends}}, {{approval.latest.done}} {{approval.latest.date|date:short}}{{/approval.latest.amends}}"
                        "{{/approval.status}}"),
        Section("cover"),
    ]


def contents(figures, tables):
    return [
        P("TOCHeading", "Saturs"),
        Toc("contents", ("TOC1", "1.", "Konteksts", 4)),
        P("TOCHeading2", "Attēli un tabulas"),
        Toc("attels", ("TableofFigures", None, figures, 6)),
        Toc("tabula", ("TableofFigures", None, tables, 8)),
    ]


def front():
    return [
        *when("abbreviations", P("HeadingFrontPage", "Saīsinājumi"),
              tag("#abbreviations"),
              P("Abbrev", Run("{{abbreviation.short}}", "Strong"), "\t{{abbreviation.name}}"),
              tag("/abbreviations")),
        *when("preface",
              tag("?abbreviations"), P("HeadingFront", "Pamatojums"),
              tag("else"), P("HeadingFrontPage", "Pamatojums"), tag("/abbreviations"),
              P("BodyText", "{{preface|markdown}}")),
    ]


def context():
    return when("context", P("Heading1", "Konteksts"), P("BodyText", "{{context|markdown}}"))


def situation_chapter(title):
    return [P("Heading1", title), *prose("situation_text", "BeforeTable"),
            *when("situation", situation()), *note("situation"), *nothing_yet("situation_text", "situation")]


def goals_part():
    return [
        *prose("goals_text"),
        caption("Caption", "goals", "attels", "attēls", GOALS_TITLE, "1"), goals(), *note("goals"),
        *when("indicators",
              caption("Caption", "indicators", "attels", "attēls", INDICATORS_TITLE, "2"),
              indicators(), *note("indicators")),
    ]


def monitoring(heading):
    return [
        heading,
        *prose("monitoring.text"),
        *when("monitoring.group", P("Lead", "Darba grupas sastāvs:"), *items("monitoring.group", "ListBullet")),
        *when("monitoring.duties", P("Lead", "Darba grupas uzdevumi:"), *items("monitoring.duties", "ListNumber")),
        *prose("monitoring.closing"),
        *nothing_yet("monitoring.text", "monitoring.group", "monitoring.duties", "monitoring.closing"),
        Section("portrait"),
    ]


def footer(name, act):
    return [f"{name} · PMP plāns {{{{period}}}}{NB}gadam · {{{{?approval.status = draft}}}}",
            Run("PROJEKTS", "DraftMark"),
            f"{{{{else}}}}{{{{approval.latest.date|date:short}}}}{{{{?approval.latest.decision}}}} {act} Nr.{NB}{{{{approval.latest.decision}}}}"
            "{{/approval.latest.decision}}{{/approval.status}}\t",
            Field("page"), " / ", Field("pages")]


SCHOOL = "{{?school.short}}{{school.short}}{{else}}{{school}}{{/school.short}}"


def props(author):
    return {"title": f"{{{{title}}}} {{{{period}}}}{NB}gadam", "subject": author + ", {{document_word}}",
            "keywords": "PMP, priekšlaicīga mācību pārtraukšana, prevencija"}


# Always there: after what may be left out, a paragraph must carry the section break.
AFTER_GOALS = f"Aktivitātes katra mērķa sasniegšanai apkopotas {{{{ref:table1}}}}{NB}tabulā."
X_NOTE = "x – aktivitāti īsteno attiecīgajā gadā."


def municipality():
    author = "{{municipality.authority}}"
    return Document("municipality", [
        *cover(author), *contents(f"1.{NB}attēls. {GOALS_TITLE}", f"1.{NB}tabula. {TITLES[1]}"),
        *front(), *context(), *situation_chapter("Esošā situācija pašvaldībā"),
        P("Heading1", "PMP prevencijas sistēma"),
        *prose("system"),
        *when("cooperation", P("Heading2", "Starpinstitūciju sadarbības modelis"),
              P("BodyText", "{{cooperation|markdown}}")),
        P("Heading2", "Stratēģiskie mērķi"),
        *goals_part(),
        P("BodyText", AFTER_GOALS),
        Section("portrait"),
        P("Heading1", "PMP prevencijas sistēmas ieviešanas plāns", odt="Heading1Wide"),
        *prose("implementation"),
        P("Heading2", f"PMP prevencijas aktivitāšu nodrošināšanas plāns {{{{period}}}}{NB}gadam"),
        table_caption(1), table1(), *note("table1"), P("TableNote", X_NOTE),
        P("Heading2Page", "Prevencijas aktivitātes un darba uzdevumi"),
        table_caption(2), table2(), *note("table2"),
        P("Heading2Page", "PMP prevencijas aktivitātēm nepieciešamo resursu ieguves plāns"),
        table_caption(3),
        tag("?table3.wide"), table3_long(),
        P("Caption", Run(f"{{{{ref:table3}}}}{NB}tabulas turpinājums.", "CaptionNo"), " Finansējums pa gadiem"),
        table3_years(), tag("else"), table3(), tag("/table3.wide"),
        *note("table3"),
        P("TableNote", "Domuzīme (–) nozīmē, ka attiecīgajā gadā finansējums nav plānots."),
        P("Heading2Page", "PMP prevencijas aktivitāšu rezultātu uzskaite un analīzes metodika"),
        table_caption(4), table4(), *note("table4"),
        P("TableNote", "Ailes “Izpilde” un “Ietekme” aizpilda katra gada pārskatā."),
        Section("landscape"),
        *monitoring(P("Heading2Page", "PMP prevencijas sistēmas un aktivitāšu īstenošanas uzraudzība",
                      odt="Heading2Tall")),
    ], footer("{{municipality}}", "lēmums"), props(author))


def school():
    author = "{{school}}"
    return Document("school", [
        *cover(author), *contents(f"1.{NB}attēls. {GOALS_TITLE}", f"1.{NB}tabula. {TITLES[1]}"),
        *front(), *context(), *situation_chapter("Esošā situācija"),
        P("Heading1", "Stratēģiskie mērķi"),
        *goals_part(),
        P("BodyText", AFTER_GOALS),
        Section("portrait"),
        P("Heading1", f"PMP prevencijas ieviešanas plāns {{{{period}}}}{NB}gadam", odt="Heading1Wide"),
        *prose("implementation"),
        table_caption(1), table1(school=True), *note("table1"), P("TableNote", X_NOTE),
        Section("landscape"),
        *monitoring(P("Heading1", "PMP prevencijas un aktivitāšu īstenošanas uzraudzība", odt="Heading1Tall")),
    ], footer(SCHOOL, "rīkojums"), props(author))


DAY = f"20__.{NB}gada{NB}__.{NB}__________"


def blank(name, form, empty):
    """A value of the mark, or the blank for it as long as there is none."""
    return f"{{{{?{name}}}}}{{{{{name}{form}}}}}{{{{else}}}}{empty}{{{{/{name}}}}}"


def decision():
    """The council's decision; in a school's plan the director's order."""
    school = "{{?profile = school}}"
    council = "{{approval.latest.author}}"
    date = blank("approval.latest.date", "|date:locative", DAY)
    sign = blank("approval.latest.item_sign", "", "§")

    def told(name, before, after="", draft="____"):
        """What a decision says of itself: a blank in a draft, nothing where an approved plan has none."""
        name = "approval.latest." + name
        return (f"{{{{?{name}}}}}{before}{{{{{name}}}}}{after}{{{{else}}}}{{{{?approval.status = draft}}}}"
                f"{before}{draft}{after}{{{{/approval.status}}}}{{{{/{name}}}}}")

    item = told("item", ", ", f".{NB}{sign}")
    named = f"“{{{{title}}}} {{{{period}}}}{NB}gadam”"
    blanks = f"PAR{NB}–{NB}____, PRET{NB}–{NB}____, ATTURAS{NB}–{NB}____"

    def voting(before):
        """The count of votes, in a draft its blanks; behind the legal basis or alone."""
        return [*when("decision.vote", P("DecTextKeep", before + "balsojot: {{decision.vote}},")),
                tag("^decision.vote"),
                *when("approval.status", P("DecTextKeep", before + f"balsojot: {blanks},"), test=" = draft"),
                *(when("approval.status", P("DecTextKeep", before[:before.rindex(",") + 1]), test=" = approved")
                  if "," in before else []),
                tag("/decision.vote")]

    basis = "Pamatojoties uz {{decision.basis}},"
    answers = "Par " + school + "rīkojuma{{else}}lēmuma{{/profile}} izpildi atbild: "
    return Document("decision", [
        P("DecAuthor", council),
        *when("contact", P("DecSmall", "{{contact}}")),
        *when("approval.status", P("DecMeta", Run("PROJEKTS", "DraftMark")), test=" = draft"),
        P("DecKind", school + "Rīkojums{{else}}Lēmums{{/profile}}"),
        P("DecMeta", f"{date}\t" + told("decision", f"Nr.{NB}")),
        P("DecMeta", "{{place?}}" + school + "{{else}}\t" + told("protocol", f"(prot. Nr.{NB}", item + ")") + "{{/profile}}"),
        P("DecTitle", f"Par {{{{document_word.genitive}}}} {named} {{{{approval.latest.deed}}}}"),
        *when("decision.findings", tag("#decision.findings"), P("DecText", "{{.}}"), tag("/decision.findings")),
        tag("?profile = school"),
        *when("decision.basis", P("DecTextKeep", basis), P("DecRuling", "nosaku:")),
        tag("^decision.basis"),
        tag("?approval.status = draft"), P("DecTextKeep", NO_BASIS), P("DecRuling", "nosaku:"),
        tag("else"), P("DecRuling", "Nosaku:"), tag("/approval.status"),
        tag("/decision.basis"),
        tag("else"),
        *when("decision.basis", *voting(basis + " atklāti ")),
        tag("^decision.basis"),
        tag("?approval.status = draft"), *voting(NO_BASIS + " atklāti "),
        tag("else"), *voting("Atklāti "), tag("/approval.status"),
        tag("/decision.basis"),
        P("DecRuling", council + " nolemj:"),
        tag("/profile"),
        tag("?decision.points"), *items("decision.points", "DecPoint"), tag("else"),
        tag("?approval.latest.amends"),
        P("DecPoint", f"Izteikt {{{{document_word.accusative}}}} {named}, kas {{{{document_word.approved}}}} ar {{{{?approval.date}}}}{{{{approval.date|date:genitive}}}} {{{{/approval.date}}}}" + school
          + "rīkojumu{{else}}lēmumu{{/profile}}{{?approval.decision}}" + f" Nr.{NB}{{{{approval.decision}}}}"
          + "{{/approval.decision}}, jaunā redakcijā (pielikumā)."),
        tag("else"), P("DecPoint", f"Apstiprināt {{{{document_word.accusative}}}} {named} (pielikumā)."), tag("/approval.latest.amends"),
        tag("/decision.points"),
        tag("?decision.responsible"), P("DecText", answers + "{{decision.responsible}}."), tag("else"),
        *when("approval.status", P("DecText", answers + "____."), test=" = draft"),
        tag("/decision.responsible"),
        P("AnnexNote", f"Pielikumā: {{{{document_word}}}} {named}{{{{?approval.status = draft}}}} uz ____{NB}lp.{{{{else}}}}.{{{{/approval.status}}}}"),
        P("Signature", "{{?decision.signatory}}{{decision.signatory}}{{else}}" + school
          + "Direktors (-e){{else}}Domes priekšsēdētājs (-a){{/profile}}{{/decision.signatory}}\t____________________"),
        *when("decision.prepared", P("DecSmallEnd", "Sagatavoja: {{decision.prepared}}")),
        Section("portrait"),
    ], None, {"title": f"Par {{{{document_word.genitive}}}} {named} {{{{approval.latest.deed}}}}",
              "subject": council + ", {{?approval.status = draft}}" + school + "rīkojuma{{else}}lēmuma{{/profile}} projekts{{else}}"
              + school + "rīkojums{{else}}lēmums{{/profile}}{{/approval.status}}", "keywords": "PMP, lēmums"})


NO_BASIS = "Pamatojoties uz ____,"
YEAR = f"{{{{report_year}}}}.{NB}"


def agree(count, one, many):
    """The words that a count governs: Latvian says 1 and 21 in the singular."""
    return f"{{{{?{count}.one}}}}{one}{{{{else}}}}{many}{{{{/{count}.one}}}}"


def filled(name, form=""):
    """A value of a report, or a blank to fill in."""
    return f"{{{{?{name}}}}}{{{{{name}{form}}}}}{{{{else}}}}____{{{{/{name}}}}}"


def report_table():
    """Table 4 with what was spent beside what was planned."""
    fixed = mm(38) + mm(12) + mm(35) + mm(22) + mm(24)
    quarter = (WIDE_WIDTH - fixed) // 4
    outcome = "activity.outcome[report_year]."

    def told(key, form="", end=""):
        """Blank only where something is missing: not in a year without the activity."""
        return ("{{?activity.runs[report_year]}}" + filled(outcome + key, form)
                + f"{{{{else}}}}{{{{{outcome}{key}?}}}}{{{{/activity.runs[report_year]}}}}" + end)

    state = [*when(outcome + "status", P("TableGoal", "{{" + outcome + "status}}")),
             tag("^activity.runs[report_year]"),
             *[P("TableText", f"{YEAR}gadā nav plānota")],
             tag("/activity.runs[report_year]"),
             P("TableText", told("achieved"))]
    return Table(
        "Tabula4", [NUM, mm(38) - NUM, mm(12), mm(35), mm(22), mm(24), quarter, quarter, quarter,
                    WIDE_WIDTH - fixed - 3 * quarter],
        TITLES[4], "Plānotais un izlietotais finansējums, plānotais un sasniegtais rezultāts, ietekme.",
        Row(head("Mērķis", span=2, down=2), head("Aktivitāte", span=2, down=2),
            head("Finansējums, EUR", "TableHeadC", span=2, kind="group"),
            head("Rezultatīvais rādītājs", span=2, kind="group"), head("Ietekme", span=2, kind="group"), head=True),
        Row(under(2), under(2), head("Plānots", "TableHeadR"), head("Izlietots", "TableHeadRIn"),
            head("Plānotais rezultāts"), head("Izpilde (sasniegtā vērtība)"),
            head("Ietekmes novērtējums"), head("Veicinošie un kavējošie apstākļi"), head=True),
        band("table4.levels rows keep-end", 10),
        Row(*opened(GOAL, ROWS_OF_GOALS), cell("TableNo", "{{activity.number}}"),
            cell("TableText", "{{activity.name}}"),
            cell("TableMoney", "{{activity.money[report_year]|amount}}"),
            cell("TableMoneyIn", "{{?" + outcome + "spent}}{{" + outcome + "spent|amount}}{{else}}"
                 "{{?activity.money[report_year]}}____{{else}}–{{/activity.money[report_year]}}{{/" + outcome + "spent}}"),
            cell("TableText", "{{activity.result}}"), Cell(state),
            cell("TableText", told("impact")),
            cell("TableText", told("factors", end=END_OF_GOALS + "{{/table4.levels}}"))),
        Row(Cell(P("TableTotalEnd", f"Kopā {YEAR}gadā"), "total", 4),
            Cell(P("TableTotalR", "{{table4.money[report_year]|amount}}"), "total"),
            Cell(P("TableTotalRIn", "{{table4.spent[report_year]|amount}}"), "total"),
            Cell(P("TableText"), "total", 4)),
        Row(Cell(P("TableTotalEnd", "Starpība (plānots – izlietots)"), span=4),
            cell("TableTotalR", ""), cell("TableTotalRIn", "{{table4.difference[report_year]|amount}}"),
            Cell(P("TableText"), span=4)))


def achieved_table(short=False):
    """Indicators against the target that counts in the year; the summary leaves the base out."""
    base = [] if short else [head("Bāzes vērtība{{?indicators.base_year}} ({{indicators.base_year}}){{/indicators.base_year}}", "TableHeadR")]
    cols = [NUM, mm(78 if short else 58) - NUM, *([] if short else [mm(20)]), mm(20), mm(22),
            TEXT_WIDTH - mm(120)]
    rows = [
        cell("TableNo", "{{#level.indicators rows}}{{indicator.number}}"),
        Cell([P("TableText", "{{indicator.name}}{{/level.indicators}}{{/indicators.levels}}"),
              *([] if short else when("indicator.achieved[report_year].note",
                                      P("TableNoteIn", "{{indicator.achieved[report_year].note}}")))]),
        *([] if short else [Cell([P("TableMoney", "{{indicator.base}}"),
                                  tag("^indicators.base_year"),
                                  *when("indicator.base.year", P("TableMoney", "({{indicator.base.year}})")),
                                  tag("/indicators.base_year")])]),
        Cell([P("TableMoney", "{{?indicator.target[report_year]}}{{indicator.target[report_year]}}{{else}}–{{/indicator.target[report_year]}}"),
              *when("indicator.target[report_year].year", P("TableMoney", "({{indicator.target[report_year].year}})"))]),
        cell("TableMoney", "{{?indicator.achieved[report_year]}}{{indicator.achieved[report_year]}}{{else}}____{{/indicator.achieved[report_year]}}"),
        cell("TableTextIn", "{{indicator.stands[report_year]|first}}")]
    return Table(
        "Raditaji", cols, ACHIEVED_TITLE, "Rādītāju mērķa vērtības, sasniegtās vērtības un to salīdzinājums.",
        Row(head("Rezultatīvais rādītājs", span=2), *base, head("Mērķa vērtība", "TableHeadR"),
            head(f"Sasniegts {YEAR}gadā", "TableHeadR"), head("Salīdzinājums ar mērķi", "TableHeadIn"), head=True),
        band("indicators.levels rows" + (" keep" if short else ""), len(cols)), Row(*rows))


ACHIEVED_TITLE = f"Rezultatīvie rādītāji un to izpilde {YEAR}gadā"
MONEY_TITLE = f"Plānotais un izlietotais finansējums {YEAR}gadā"


def money_table():
    """Planned, spent and what is left, level by level."""
    def sums(of):
        return [f"{{{{{of}money[report_year]|amount}}}}", f"{{{{{of}spent[report_year]|amount}}}}",
                f"{{{{{of}difference[report_year]|amount}}}}",
                f"{{{{?{of}share[report_year]}}}}{{{{{of}share[report_year]|number}}}}{{{{else}}}}"
                f"{{{{?{of}money[report_year]}}}}____{{{{else}}}}–{{{{/{of}money[report_year]}}}}{{{{/{of}share[report_year]}}}}"]

    level, whole = sums("level."), sums("table4.")
    return Table(
        "Finansejums", [NUM, TEXT_WIDTH - NUM - 3 * mm(26) - mm(20), mm(26), mm(26), mm(26), mm(20)],
        MONEY_TITLE, "Plānotais un izlietotais finansējums prevencijas līmeņos, to starpība un izlietotā daļa.",
        Row(head("Prevencijas līmenis", span=2), head("Plānots, EUR", "TableHeadR"), head("Izlietots, EUR", "TableHeadR"),
            head("Starpība, EUR", "TableHeadR"), head("Izlietots, %", "TableHeadR"), head=True),
        Row(cell("TableNoKeep", "{{#table4.levels rows}}{{level.numeral}}"), cell("TableText", "{{level.name}}{{/table4.levels}}"),
            *[cell("TableMoney", x) for x in level]),
        Row(Cell(P("TableTotalEnd", "Kopā"), "total", 2), *[Cell(P("TableTotalR", x), "total") for x in whole]))


def done_sentence(style="DecText"):
    """How many activities were carried out, in words."""
    def part(count, one, many):
        return f"{{{{?report.{count} > 0}}}}, {agree('report.' + count, one, many)} – {{{{report.{count}}}}}{{{{/report.{count}}}}}"

    planned = ("{{?report.planned > 0}}" + f"{YEAR}gadā " + agree("report.planned", "bija plānota ", "bija plānotas ")
               + f"{{{{report.planned}}}}{NB}" + agree("report.planned", "aktivitāte", "aktivitātes") + ": "
               + agree("report.done", "izpildīta", "izpildītas") + " – {{report.done}}"
               + part("partly", "izpildīta daļēji", "izpildītas daļēji")
               + part("not_done", "nav izpildīta", "nav izpildītas")
               + part("unrated", "vēl nav novērtēta", "vēl nav novērtētas")
               + f".{{{{else}}}}{YEAR}gadā aktivitātes nebija plānotas.{{{{/report.planned}}}}")
    return P(style, planned)


def money_sentence(style="DecText"):
    return P(style, "{{?money[report_year]}}Aktivitātēm bija plānoti {{money[report_year]|money}}"
             "{{?spent[report_year]}}, izlietoti {{spent[report_year]|money}}"
             "{{?share[report_year]}} jeb {{share[report_year]|percent}} no plānotā"
             "{{else}} (par daļu aktivitāšu vēl nav ziņots){{/share[report_year]}}"
             "{{else}}; par izlietoto vēl nav ziņots{{/spent[report_year]}}."
             f"{{{{else}}}}Atsevišķs finansējums {YEAR}gadā nebija plānots.{{{{/money[report_year]}}}}")


def indicator_sentence(style="DecText"):
    def part(count, word):
        name = "report." + count
        return (f"{{{{?{name} > 0}}}}, {word} – {{{{{name}}}}}{NB}" + agree(name, "rādītājam", "rādītājiem")
                + f"{{{{/{name}}}}}")

    return P(style, "{{?report.due > 0}}" + f"{YEAR}gadam mērķa vērtība noteikta {{{{report.due}}}}{NB}"
             + agree("report.due", "rādītājam", "rādītājiem")
             + part("reached", "sasniegta") + part("missed", "nav sasniegta")
             + f"{{{{?report.unknown > 0}}}}, vēl nav datu par {{{{report.unknown}}}}{NB}"
             + agree("report.unknown", "rādītāju", "rādītājiem") + "{{/report.unknown}}."
             + f"{{{{else}}}}{YEAR}gadam mērķa vērtības nav noteiktas; rādītāji salīdzināti ar tuvāko mērķa gadu.{{{{/report.due}}}}")


def reported_things(count, heading, *more):
    """The activities of one kind, with what they gave."""
    name = f"report.{count}.activities"
    achieved = "activity.outcome[report_year].achieved"
    return when(f"report.{count}", P("DecRuling", heading),
                P("DecBullet", "{{#" + name + "}}"),
                P("DecBullet", Run("{{activity.name}}", "Strong"),
                  f"{{{{?{achieved}}}}}. {{{{{achieved}}}}}{{{{/{achieved}}}}}", *more),
                P("DecBullet", "{{/" + name + "}}"), test=" > 0")


def author_line():
    return [tag("?profile = school"), P("DecAuthor", "{{school}}"),
            tag("else"), P("DecAuthor", "{{municipality.authority}}"), tag("/profile")]


def report():
    title = f"Par {{{{document_word.genitive}}}} “{{{{title}}}} {{{{period}}}}{NB}gadam” izpildi {YEAR}gadā"
    return Document("report", [
        *author_line(),
        P("DecKind", f"{YEAR}gada pārskats"),
        P("DecMeta", "{{place?}}\t" + blank("report.date", "|date:locative", DAY)),
        P("DecTitle", title),
        P("DecHeading", "Izpilde kopumā"),
        done_sentence(), money_sentence(),
        *when("indicators", indicator_sentence()),
        *when("indicators",
              caption("Caption", "indicators", "tabula", "tabula", ACHIEVED_TITLE, "1"), achieved_table(),
              *note("indicators")),
        *when("money[report_year]",
              caption("Caption", "money", "tabula", "tabula", MONEY_TITLE, "2"), money_table()),
        *when("report.conclusions", P("DecHeading", "Secinājumi"), P("DecText", "{{report.conclusions|markdown}}")),
        *when("report.proposals", P("DecHeading", "Priekšlikumi"), *items("report.proposals", "DecPoint")),
        *when("report.missing", P("DecHeading", "Vēl nav ziņots"),
              P("DecText", "Pārskatā trūkst šo ziņu:"),
              P("DecBullet", "{{#report.missing}}"),
              P("DecBullet", f"{{{{entry.kind}}}} {{{{entry.number}}}}{NB}“{{{{entry.name}}}}”: {{{{entry.lacks}}}}"),
              P("DecBullet", "{{/report.missing}}")),
        P("DecTextKeep", f"Katras aktivitātes rezultāts un finansējums parādīts {{{{ref:table4}}}}{NB}tabulā pielikumā."),
        P("AnnexNote", "Pārskatu sagatavoja: {{?author}}{{author}}{{else}}____{{/author}}"),
        Section("portrait"),
        P("CaptionFirst", *table_caption(4).parts, odt="CaptionWide"),
        report_table(), *note("table4"),
        P("TableNote", "Domuzīme (–) nozīmē, ka finansējums nav plānots."),
        Section("landscape"),
    ], ["{{?profile = school}}" + SCHOOL + "{{else}}{{municipality}}{{/profile}}"
        + f" · PMP plāns {{{{period}}}}{NB}gadam · {YEAR}gada pārskats\t", Field("page"), " / ", Field("pages")],
        {"title": title, "subject": "{{document_word|first}}, {{report_year}}. gada pārskats", "keywords": "PMP, pārskats"})


def summary():
    """For the public yearly report: plain words, a page to a page and a half."""
    where = "{{?profile = school}}{{school.locative}}{{else}}{{municipality.locative}}{{/profile}}"
    factors = "activity.outcome[report_year].factors"
    why = f"{{{{?{factors}}}}}. {{{{{factors}}}}}{{{{/{factors}}}}}"
    title = f"Kā {where} {YEAR}gadā mazināta priekšlaicīga mācību pārtraukšana"
    return Document("summary", [
        *author_line(),
        P("DecKind", "Kopsavilkums"),
        P("DecMeta", f"Gada publiskajam pārskatam, sadaļai “Izglītība”"
                     "\t{{?report.date}}{{report.date|date:locative}}{{/report.date}}"),
        P("DecTitle", title),
        tag("?report.summary"), P("DecText", "{{report.summary|markdown}}"), tag("else"),
        P("DecText", f"{{{{document_word|first}}}} “{{{{title}}}} {{{{period}}}}{NB}gadam” palīdz laikus pamanīt bērnus un "
                     "jauniešus, kuri varētu pārtraukt mācības, un sniegt viņiem atbalstu. Tās mērķus un "
                     "aktivitātes īsteno skolas kopā ar sociālajiem, jaunatnes un citiem dienestiem."),
        tag("/report.summary"),
        P("DecHeading", "Kas paveikts"),
        done_sentence(),
        *reported_things("done", "Izpildīts:"),
        *reported_things("partly", "Izpildīts daļēji:", why),
        *reported_things("not_done", "Nav izpildīts:", why),
        P("DecHeading", "Cik tas maksāja"),
        money_sentence(),
        *when("indicators", P("DecHeading", "Ko rāda rādītāji"), indicator_sentence(), achieved_table(short=True)),
        *when("report.proposals", P("DecHeading", "Kas darāms tālāk"),
              P("DecBullet", "{{#report.proposals}}"), P("DecBullet", "{{.}}"), P("DecBullet", "{{/report.proposals}}")),
        *when("report.missing", P("TableNote", "Kopsavilkums nav pilnīgs: pārskatā vēl trūkst ziņu.")),
        P("AnnexNote", "Plašāk: {{document_word.genitive}} " + f"{YEAR}gada pārskats{{{{?contact}}}}; saziņai – {{{{contact}}}}{{{{/contact}}}}."),
        Section("portrait"),
    ], None, {"title": title, "subject": "Gada publiskā pārskata kopsavilkums", "keywords": "PMP, kopsavilkums"})


def changes_table():
    """What changed, by chapter: what, before, after."""
    first = mm(60)
    half = (WIDE_WIDTH - first) // 2
    return Table(
        "Izmainas", [first, half, WIDE_WIDTH - first - half], "Izmaiņas", "Kas mainīts, kā bija un kā ir tagad.",
        Row(head("Kas mainīts"), head("Bija"), head("Tagad"), head=True),
        Row(Cell(P("TableLevel", "{{#changes rows}}{{chapter.name}}"), "band", 3)),
        Row(cell("TableText", "{{#chapter.items rows}}{{item.what}}"), cell("TableText", "{{item.before}}"),
            Cell([P("TableText", "{{item.after}}{{/chapter.items}}{{/changes}}"),
                  *when("item.words", P("TableNoteIn", "Mainītie vārdi: {{item.words}}"))]),
            split=True)) # texts may be longer than a page


def changes():
    title = f"Izmaiņas dokumentā “{{{{title}}}} {{{{period}}}}{NB}gadam”"
    return Document("changes", [
        tag("?profile = school"), P("DecAuthor", "{{school}}"),
        tag("else"), P("DecAuthor", "{{municipality.authority}}"), tag("/profile"),
        P("DecKind", "Izmaiņu saraksts"),
        *when("place", P("DecMeta", "{{place}}")),
        P("DecTitle", title),
        P("DecMeta", "Iepriekšējā redakcija: {{changes.before}}"),
        P("DecMeta", "Jaunā redakcija: {{changes.after}}"),
        P("DecText", "{{changes.summary}}"),
        *when("changes", changes_table()),
        P("AnnexNote", "Sagatavoja: {{?author}}{{author}}{{else}}____{{/author}}"),
        Section("landscape"),
    ], footer("{{?profile = school}}" + SCHOOL + "{{else}}{{municipality}}{{/profile}}",
              "{{?profile = school}}rīkojums{{else}}lēmums{{/profile}}"),
        {"title": title, "subject": "{{document_word|first}}, izmaiņas", "keywords": "PMP, izmaiņas"})


DOCUMENTS = [municipality, school, decision, report, summary, changes]
