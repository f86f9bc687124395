#!/usr/bin/env python3
"""Rules that a shipped template keeps beyond the schemas.

    lint.py FILE...

Named styles only; styles, lists and bookmarks that exist; header rows marked and first;
table widths that fill the text; heading levels without gaps; tags whole and paired;
fields balanced; nothing about people or machines in the package.
"""

import re
import sys
import xml.etree.ElementTree as ET
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF = {p: "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}" % u for p, u in (
    ("text", "text"), ("style", "style"), ("table", "table"), ("fo", "xsl-fo-compatible"),
    ("office", "office"))}
TEXT, STYLE, TABLE, FO, OFFICE = (ODF[k] for k in ("text", "style", "table", "fo", "office"))
TAG = re.compile(r"\{\{(.*?)\}\}", re.S)
WIDTHS = {8788, 14570}
BARE = {"keepNext", "numPr", "sectPr", "pStyle"}


class Lint:
    def __init__(self, path):
        self.path, self.bad, self.open = path, 0, []

    def say(self, text):
        print(f"{self.path}: {text}", file=sys.stderr)
        self.bad += 1

    def pair(self, text):
        """Blocks of a stream of tags, in reading order."""
        if text.count("{{") != text.count("}}"):
            self.say(f"broken tag in “{text}”")
        for t in TAG.findall(text):
            name = re.split(r"[ |]", t[1:])[0] if t[:1] in "#^?/" else ""
            if t[:1] in "#^?":
                self.open.append(name)
            elif t[:1] == "/":
                if not self.open or self.open[-1] != name:
                    self.say(f"{{{{{t}}}}} closes {self.open[-1:] or 'nothing'}")
                else:
                    self.open.pop()
            elif t == "else" and not self.open:
                self.say("{{else}} outside a block")

    def closed(self, where):
        if self.open:
            self.say(f"{where}: not closed: {self.open}")
            self.open = []

    def levels(self, levels):
        last = 0
        for level in levels:
            if level > last + 1:
                self.say(f"heading level {last} is followed by {level}")
            last = level

    def width(self, cols, title):
        if sum(cols) not in WIDTHS:
            self.say(f"table “{title}” is {sum(cols)} twips wide")


# ---- DOCX ---------------------------------------------------------------

def wval(e, name="val"):
    return e.get(W + name) if e is not None else None


class Docx(Lint):
    def run(self, z):
        read = lambda n: ET.fromstring(z.read(n))  # noqa: E731
        self.names(z, {"word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml",
                       "word/footnotes.xml", "word/fontTable.xml", "word/footer1.xml", "word/footer2.xml",
                       "word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml", "docProps/core.xml"})
        styles = read("word/styles.xml")
        self.styles = {(s.get(W + "type"), s.get(W + "styleId")): s for s in styles.iter(W + "style")}
        nums = {wval(n, "numId") for n in read("word/numbering.xml").iter(W + "num")}
        for s in styles.iter(W + "style"):
            for kind in ("basedOn", "next"):
                ref = wval(s.find(W + kind))
                if ref and (s.get(W + "type"), ref) not in self.styles:
                    self.say(f"style {s.get(W + 'styleId')}: no style {ref}")
            num = wval(s.find(f"{W}pPr/{W}numPr/{W}numId"))
            if num not in (None, "0") and num not in nums:
                self.say(f"style {s.get(W + 'styleId')}: no list {num}")
            if "," in wval(s.find(W + "name")):
                self.say(f"style {s.get(W + 'styleId')}: a comma in its name")
        doc = read("word/document.xml")
        self.body(doc, z)
        for n in z.namelist():
            if n.startswith("word/footer"):
                self.story(read(n), n)
        self.settings(read("word/settings.xml"))
        self.props(z.read("docProps/core.xml").decode(), "creator", "lastModifiedBy", "created")

    def names(self, z, allowed):
        for n in z.namelist():
            if n not in allowed:
                self.say(f"part {n}: not expected")

    def settings(self, s):
        mode = [wval(c) for c in s.iter(W + "compatSetting") if wval(c, "name") == "compatibilityMode"]
        if mode != ["15"]:
            self.say(f"compatibility mode {mode}")
        if s.find(f"{W}compat/{W}doNotUseHTMLParagraphAutoSpacing") is not None:
            self.say("doNotUseHTMLParagraphAutoSpacing is set")

    def props(self, xml, *never):
        for n in never:
            if n in xml:
                self.say(f"properties say {n}")

    def style_of(self, p):
        return wval(p.find(f"{W}pPr/{W}pStyle"))

    def outline(self, sid):
        while sid:
            s = self.styles[("paragraph", sid)]
            level = wval(s.find(f"{W}pPr/{W}outlineLvl"))
            if level is not None:
                return int(level) + 1 if level != "9" else 0
            sid = wval(s.find(W + "basedOn"))
        return 0

    def text(self, p):
        return "".join(t.text or "" for t in p.iter(W + "t"))

    def story(self, root, where):
        depth = 0
        marks = []
        for e in root.iter():
            if e.tag == W + "fldChar":
                depth += {"begin": 1, "separate": 0, "end": -1}[wval(e, "fldCharType")]
                if depth < 0:
                    self.say(f"{where}: field ends that did not begin")
            elif e.tag == W + "bookmarkStart":
                marks.append(wval(e, "name"))
            elif e.tag == W + "rPr":
                if [c.tag for c in e] != [W + "rStyle"]:
                    self.say(f"{where}: direct character formatting")
                elif ("character", wval(e[0])) not in self.styles:
                    self.say(f"{where}: no character style {wval(e[0])}")
            elif e.tag == W + "pPr":
                extra = {c.tag.replace(W, "") for c in e} - BARE
                if extra:
                    self.say(f"{where}: direct paragraph formatting {sorted(extra)}")
            elif e.tag == W + "p":
                if ("paragraph", self.style_of(e)) not in self.styles:
                    self.say(f"{where}: no paragraph style {self.style_of(e)}")
                for r in e.iter(W + "r"):
                    t = self.text(r)
                    if t.count("{{") != t.count("}}"):
                        self.say(f"{where}: a tag is split over runs: “{t}”")
                self.pair(self.text(e))
        if depth:
            self.say(f"{where}: a field does not end")
        self.closed(where)
        return marks

    def body(self, doc, z):
        body = doc.find(W + "body")
        marks = self.story(body, "document")
        if len(marks) != len(set(marks)):
            self.say("a bookmark twice")
        for ref in re.findall(r"\{\{ref:(\w+)\}\}", "".join(self.text(p) for p in body.iter(W + "p"))):
            if ref not in marks:
                self.say(f"no bookmark {ref}")
        self.levels([n for n in (self.outline(self.style_of(p)) for p in body if p.tag == W + "p") if n])
        for p in body:
            if p.tag == W + "p" and not self.text(p).strip():
                self.say("an empty paragraph outside a cell")
        for t in body.iter(W + "tbl"):
            self.table(t)

    def table(self, t):
        title = wval(t.find(f"{W}tblPr/{W}tblCaption"))
        if not title or not wval(t.find(f"{W}tblPr/{W}tblDescription")):
            self.say(f"table “{title}”: no title or description")
        if ("table", wval(t.find(f"{W}tblPr/{W}tblStyle"))) not in self.styles:
            self.say(f"table “{title}”: no such style")
        cols = [int(wval(c, "w")) for c in t.find(W + "tblGrid")]
        self.width(cols, title)
        # Rows that may be longer than a page: prose, texts before and after.
        prose = wval(t.find(f"{W}tblPr/{W}tblStyle")) == "PmpTableProse" or title == "Izmaiņas"
        heads = []
        for r in t.findall(W + "tr"):
            pr = r.find(W + "trPr")
            head = pr is not None and pr.find(W + "tblHeader") is not None
            heads.append(head)
            if (pr is None or pr.find(W + "cantSplit") is None) and not (prose and not head):
                self.say(f"table “{title}”: a row may split")
            at = 0
            for c in r.findall(W + "tc"):
                span = int(wval(c.find(f"{W}tcPr/{W}gridSpan")) or 1)
                if int(wval(c.find(f"{W}tcPr/{W}tcW"), "w")) != sum(cols[at:at + span]):
                    self.say(f"table “{title}”: a cell's width is not its columns'")
                at += span
                if c[-1].tag != W + "p":
                    self.say(f"table “{title}”: a cell does not end with a paragraph")
                styles = [self.style_of(p) for p in c.findall(W + "p")]
                if head and not all(s.startswith("TableHead") for s in styles):
                    self.say(f"table “{title}”: a head cell in {styles}")
            if at != len(cols):
                self.say(f"table “{title}”: a row of {at} columns, not {len(cols)}")
        self.heads(heads, title)

    def heads(self, heads, title):
        n = heads.count(True)
        if not n or not all(heads[:n]):
            self.say(f"table “{title}”: header rows are not marked, or not first")


# ---- ODT ----------------------------------------------------------------

class Odt(Docx):
    def run(self, z):
        self.names(z, {"mimetype", "content.xml", "styles.xml", "settings.xml", "meta.xml", "META-INF/manifest.xml"})
        first = z.infolist()[0]
        if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
            self.say("mimetype is not first and stored")
        sheet, doc = (ET.fromstring(z.read(n)) for n in ("styles.xml", "content.xml"))
        self.sheet = {(s.get(STYLE + "family"), s.get(STYLE + "name")): s for s in sheet.iter(STYLE + "style")}
        self.autos = {(s.get(STYLE + "family"), s.get(STYLE + "name")): s for s in doc.iter(STYLE + "style")}
        lists = {s.get(STYLE + "name") for s in sheet.iter(TEXT + "list-style")} | {"Outline", ""}
        masters = {s.get(STYLE + "name") for s in sheet.iter(STYLE + "master-page")} | {""}
        for (family, name), s in self.sheet.items():
            for attr in ("parent-style-name", "next-style-name"):
                if s.get(STYLE + attr) and (family, s.get(STYLE + attr)) not in self.sheet:
                    self.say(f"style {name}: no style {s.get(STYLE + attr)}")
            if s.get(STYLE + "list-style-name", "") not in lists:
                self.say(f"style {name}: no list {s.get(STYLE + 'list-style-name')}")
            if s.get(STYLE + "master-page-name", "") not in masters:
                self.say(f"style {name}: no page style {s.get(STYLE + 'master-page-name')}")
        for (family, name), s in self.autos.items():
            opens = family == "paragraph" and s.get(STYLE + "parent-style-name") in ("Heading_20_1", "Heading_20_2")
            if family == "text" or family == "paragraph" and not (opens and s[0].get(FO + "break-before")):
                self.say(f"direct formatting {name}")
        text = doc.find(f"{OFFICE}body/{OFFICE}text")
        marks = [e.get(TEXT + "name") for e in text.iter(TEXT + "bookmark-start")]
        self.walk(text, "content", lists)
        for m in sheet.iter(STYLE + "master-page"):
            self.walk(m, f"page style {m.get(STYLE + 'name')}", lists)
        for ref in re.findall(r"\{\{ref:(\w+)\}\}", "".join(text.itertext())):
            if ref not in marks:
                self.say(f"no bookmark {ref}")
        self.levels([int(h.get(TEXT + "outline-level")) for h in text.iter(TEXT + "h")])
        for e in text:
            if e.tag in (TEXT + "p", TEXT + "h") and not "".join(e.itertext()).strip():
                self.say("an empty paragraph outside a cell")
        for t in text.iter(TABLE + "table"):
            self.odf_table(t)
        self.props(z.read("meta.xml").decode(), "creator", "generator", "creation-date", "editing")

    def walk(self, root, where, lists):
        for e in root.iter():
            if e.tag in (TEXT + "p", TEXT + "h"):
                if ("paragraph", e.get(TEXT + "style-name")) not in self.sheet | self.autos:
                    self.say(f"{where}: no paragraph style {e.get(TEXT + 'style-name')}")
                self.pair("".join(e.itertext()))
            elif e.tag == TEXT + "span" and ("text", e.get(TEXT + "style-name")) not in self.sheet:
                self.say(f"{where}: no character style {e.get(TEXT + 'style-name')}")
            elif e.tag == TEXT + "list" and e.get(TEXT + "style-name") not in lists:
                self.say(f"{where}: no list {e.get(TEXT + 'style-name')}")
        self.closed(where)

    def odf_table(self, t):
        title = "".join(t.find(TABLE + "title").itertext()) if t.find(TABLE + "title") is not None else ""
        if not title or t.find(TABLE + "desc") is None:
            self.say(f"table “{t.get(TABLE + 'name')}”: no title or description")
        cols = []
        for c in t.iter(TABLE + "table-column"):
            s = self.autos[("table-column", c.get(TABLE + "style-name"))]
            cols.append(round(float(s[0].get(STYLE + "column-width")[:-2]) * 20))
        self.width(cols, title)
        head = t.find(TABLE + "table-header-rows")
        self.heads([True] * len(head) if head is not None else [False], title)
        for r in t.iter(TABLE + "table-row"):
            if ("table-row", r.get(TABLE + "style-name")) not in self.autos:
                self.say(f"table “{title}”: no row style")
            if len(r) != len(cols):
                self.say(f"table “{title}”: a row of {len(r)} cells, not {len(cols)}")
            for c in r.findall(TABLE + "table-cell"):
                if ("table-cell", c.get(TABLE + "style-name")) not in self.autos:
                    self.say(f"table “{title}”: no cell style {c.get(TABLE + 'style-name')}")


def main(paths):
    bad = 0
    for path in paths:
        lint = (Docx if path.endswith(".docx") else Odt)(path)
        with zipfile.ZipFile(path) as z:
            if any(i.date_time != (1980, 1, 1, 0, 0, 0) for i in z.infolist()):
                lint.say("a dated part")
            lint.run(z)
        bad += lint.bad
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
