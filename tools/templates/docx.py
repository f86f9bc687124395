"""Writes a document description as DOCX (WordprocessingML, transitional)."""

from xml.sax.saxutils import escape, quoteattr

from model import Field, Mark, P, Run, Section, Table, Toc
from package import pack
from style import (ALTERNATIVE, CELLS, CHARS, LIST_BY_NAME, LISTS, PAGES, SANS, SERIF, STYLES,
                   TABLE_BOTTOM, TABLE_INNER, TABLE_STYLES, TABLE_TOP, pt)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
CT = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def a(x):
    return quoteattr(str(x))


# ---- styles -------------------------------------------------------------

def run_look(font=None, size=None, bold=None, color=None, spaced=None, italic=None,
             superscript=None, underline=None):
    x = ""
    if font:
        x += f'<w:rFonts w:ascii={a(font)} w:hAnsi={a(font)} w:eastAsia={a(font)} w:cs={a(font)}/>'
    if bold is not None:
        x += "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    if italic:
        x += "<w:i/><w:iCs/>"
    if color:
        x += f"<w:color w:val={a(color)}/>"
    if spaced is not None:
        x += f'<w:spacing w:val="{pt(spaced)}"/>'
    if size:
        x += f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'
    if underline:
        x += '<w:u w:val="single"/>'
    if superscript:
        x += '<w:vertAlign w:val="superscript"/>'
    return f"<w:rPr>{x}</w:rPr>" if x else ""


def onoff(name, value):
    if value is None:
        return ""
    return f"<w:{name}/>" if value else f'<w:{name} w:val="0"/>'


def rule(side, points, color, space=0):
    return f'<w:{side} w:val="single" w:sz="{int(points * 8)}" w:space="{space}" w:color="{color}"/>'


def para_look(s):
    x = onoff("keepNext", s.keep) + onoff("keepLines", s.lines) + onoff("pageBreakBefore", s.newpage)
    if s.lst == "":
        x += '<w:numPr><w:numId w:val="0"/></w:numPr>'
    elif s.lst:
        name, level = s.lst
        ilvl = f'<w:ilvl w:val="{level - 1}"/>' if level > 1 else ""
        x += f'<w:numPr>{ilvl}<w:numId w:val="{LIST_BY_NAME[name].num}"/></w:numPr>'
    if s.rule:
        side, points, color, space = s.rule
        x += f"<w:pBdr>{rule(side, points, color, space)}</w:pBdr>"
    if s.tabs or s.clear:
        x += "<w:tabs>"
        for pos in s.clear:
            x += f'<w:tab w:val="clear" w:pos="{pos}"/>'
        for kind, pos, *leader in s.tabs:
            dots = f" w:leader={a(leader[0])}" if leader else ""
            x += f'<w:tab w:val="{kind}"{dots} w:pos="{pos}"/>'
        x += "</w:tabs>"
    x += onoff("suppressAutoHyphens", s.nohyph)
    v = ""
    if s.before is not None:
        v += f' w:before="{pt(s.before)}"'
    if s.after is not None:
        v += f' w:after="{pt(s.after)}"'
    if s.line is not None:
        v += f' w:line="{pt(s.line)}" w:lineRule="atLeast"'
    x += f"<w:spacing{v}/>" if v else ""
    x += indents(s)
    if s.align:
        x += f'<w:jc w:val="{s.align}"/>'
    if s.outline is not None:
        x += f'<w:outlineLvl w:val="{s.outline - 1 if s.outline else 9}"/>'
    return f"<w:pPr>{x}</w:pPr>" if x else ""


def indents(s):
    if s.lst and s.lst[0] == "heading":
        return ""  # the list level says it, so that HeadingFront need not undo a hanging
    v = ""
    if s.left is not None:
        v += f' w:left="{s.left}"'
    if s.right is not None:
        v += f' w:right="{s.right}"'
    if s.first is not None:
        v += f' w:hanging="{-s.first}"' if s.first < 0 else f' w:firstLine="{s.first}"'
    return f"<w:ind{v}/>" if v else ""


def style_head(kind, s, extra=""):
    custom = "" if s.alias is None else ' w:customStyle="1"'
    x = f'<w:style w:type="{kind}"{extra}{custom} w:styleId="{s.sid}"><w:name w:val={a(s.name)}/>'
    if s.alias:
        x += f"<w:aliases w:val={a(s.alias)}/>"
    return x


def styles():
    x = HEAD + f"<w:styles{W}><w:docDefaults><w:rPrDefault><w:rPr>"
    x += f'<w:rFonts w:ascii={a(SERIF)} w:hAnsi={a(SERIF)} w:eastAsia={a(SERIF)} w:cs={a(SERIF)}/>'
    x += '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="lv-LV" w:eastAsia="lv-LV" w:bidi="ar-SA"/>'
    x += "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>\n"
    for s in STYLES:
        if s.odt_only:
            continue
        x += style_head("paragraph", s, ' w:default="1"' if s.base is None else "")
        if s.base:
            x += f'<w:basedOn w:val="{s.base}"/>'
        if s.nxt:
            x += f'<w:next w:val="{s.nxt}"/>'
        x += f'<w:uiPriority w:val="{s.prio}"/><w:qFormat/>' + para_look(s)
        if s.base:
            x += run_look(s.font, s.size, s.bold, s.color, s.spaced)
        x += "</w:style>\n"
    x += ('<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
          '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
          "<w:unhideWhenUsed/></w:style>\n")
    for c in CHARS:
        x += style_head("character", c)
        x += '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="20"/><w:qFormat/>'
        x += run_look(**c.look) + "</w:style>\n"
    x += ('<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
          '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
          '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
          '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\n')
    for sid, (name, alias, base, pad) in TABLE_STYLES.items():
        x += (f'<w:style w:type="table" w:customStyle="1" w:styleId="{sid}"><w:name w:val={a(name)}/>'
              f'<w:aliases w:val={a(alias)}/><w:basedOn w:val="{base or "TableNormal"}"/>'
              '<w:uiPriority w:val="59"/><w:qFormat/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>')
        x += rule("top", *TABLE_TOP) + rule("bottom", *TABLE_BOTTOM) + rule("insideH", *TABLE_INNER)
        x += "</w:tblBorders><w:tblCellMar>"
        for side, w in zip(("top", "left", "bottom", "right"), (pad[0], pad[3], pad[2], pad[1])):
            x += f'<w:{side} w:w="{w}" w:type="dxa"/>'
        x += "</w:tblCellMar></w:tblPr></w:style>\n"
    x += ('<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
          '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>')
    return x + "</w:styles>"


def numbering():
    x = HEAD + f"<w:numbering{W}>\n"
    for lst in LISTS:
        kind = "multilevel" if lst.name == "heading" else "hybridMultilevel"
        x += f'<w:abstractNum w:abstractNumId="{lst.num}"><w:multiLevelType w:val="{kind}"/>'
        for i, (fmt, text, left, hang) in enumerate(lst.levels):
            x += f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>'
            if i < len(lst.styles):
                x += f'<w:pStyle w:val="{lst.styles[i]}"/>'
            if fmt == "decimal" and lst.name != "heading":
                text = f"%{i + 1}."
            x += (f'<w:lvlText w:val={a(text)}/><w:lvlJc w:val="left"/><w:pPr><w:tabs>'
                  f'<w:tab w:val="num" w:pos="{left}"/></w:tabs>'
                  f'<w:ind w:left="{left}" w:hanging="{hang}"/></w:pPr></w:lvl>')
        x += "</w:abstractNum>\n"
    for lst in LISTS:
        x += f'<w:num w:numId="{lst.num}"><w:abstractNumId w:val="{lst.num}"/></w:num>'
    return x + "</w:numbering>"


# ---- body ---------------------------------------------------------------

def texts(s):
    """The inside of a run: text with tabs."""
    bits = s.split("\t")
    x = ""
    for i, bit in enumerate(bits):
        if i:
            x += "<w:tab/>"
        if bit:
            x += f'<w:t xml:space="preserve">{escape(bit)}</w:t>'
    return x


def run(inside, style=None):
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{look}{inside}</w:r>"


def complex_field(instr, result, style=None):
    def char(kind):
        return run(f'<w:fldChar w:fldCharType="{kind}"/>', style)
    return (char("begin") + run(f'<w:instrText xml:space="preserve"> {escape(instr)} </w:instrText>', style)
            + char("separate") + result + char("end"))


class Body:
    def __init__(self, footer=False):
        self.marks, self.footer = 0, footer

    def inline(self, part):
        if isinstance(part, str):
            return run(texts(part))
        if isinstance(part, Run):
            return run(texts(part.text), part.style)
        if isinstance(part, Field):
            instr = {"seq": f"SEQ {part.name} \\* ARABIC", "page": "PAGE", "pages": "NUMPAGES"}[part.kind]
            return complex_field(instr, run(texts(part.result), part.style), part.style)
        if isinstance(part, Mark):
            self.marks += 1
            n = self.marks
            return (f'<w:bookmarkStart w:id="{n}" w:name="{part.name}"/>'
                    + "".join(map(self.inline, part.parts)) + f'<w:bookmarkEnd w:id="{n}"/>')
        raise TypeError(part)

    def para(self, p, extra=""):
        return (f'<w:p><w:pPr><w:pStyle w:val="{p.style}"/>{extra}</w:pPr>'
                + "".join(map(self.inline, p.parts)) + "</w:p>")

    def cell(self, table, col, c):
        width = sum(table.cols[col:col + c.span])
        x = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        if c.span > 1:
            x += f'<w:gridSpan w:val="{c.span}"/>'
        if c.down:
            x += '<w:vMerge w:val="restart"/>' if c.down > 0 else "<w:vMerge/>"
        look = CELLS[c.kind]
        rules = "".join(rule(side, *look[side]) for side in ("top", "bottom") if side in look)
        x += f"<w:tcBorders>{rules}</w:tcBorders>" if rules else ""
        if "fill" in look:
            x += f'<w:shd w:val="clear" w:color="auto" w:fill="{look["fill"]}"/>'
        if "valign" in look:
            x += f'<w:vAlign w:val="{look["valign"]}"/>'
        return x + "</w:tcPr>" + "".join(map(self.para, c.paras)) + "</w:tc>"

    def table(self, t):
        x = (f'<w:tbl><w:tblPr><w:tblStyle w:val="{t.style}"/><w:tblW w:w="{sum(t.cols)}" w:type="dxa"/>'
             '<w:tblLayout w:type="fixed"/><w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" '
             'w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
             f"<w:tblCaption w:val={a(t.title)}/><w:tblDescription w:val={a(t.desc)}/></w:tblPr><w:tblGrid>")
        x += "".join(f'<w:gridCol w:w="{w}"/>' for w in t.cols) + "</w:tblGrid>\n"
        for r in t.rows:
            props = "" if r.split else "<w:cantSplit/>"
            props += f'<w:trHeight w:val="{r.height}" w:hRule="atLeast"/>' if r.height else ""
            props += "<w:tblHeader/>" if r.head else ""
            x += "<w:tr>" + (f"<w:trPr>{props}</w:trPr>" if props else "")
            col = 0
            for c in r.cells:
                x += self.cell(t, col, c)
                col += c.span
            x += "</w:tr>\n"
        return x + "</w:tbl>\n"

    def toc(self, t):
        """A contents field with plain entries, which the program writes anew."""
        instr = {"contents": 'TOC \\o "1-2" \\h \\z \\u'}.get(t.kind, f'TOC \\h \\z \\c "{t.kind}"')
        out = []
        for i, (style, number, text, page) in enumerate(t.entries):
            lead = "" if t.kind != "contents" else (number or "") + "\t"
            x = run(texts(f"{lead}{text}\t{page}"))
            if i == 0:
                x = (run('<w:fldChar w:fldCharType="begin"/>')
                     + run(f'<w:instrText xml:space="preserve"> {escape(instr)} </w:instrText>')
                     + run('<w:fldChar w:fldCharType="separate"/>') + x)
            if i == len(t.entries) - 1:
                x += run('<w:fldChar w:fldCharType="end"/>')
            out.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{x}</w:p>\n')
        return "".join(out)

    def blocks(self, blocks):
        out = []
        for i, b in enumerate(blocks):
            nxt = blocks[i + 1] if i + 1 < len(blocks) else None
            if isinstance(b, P):
                ends = isinstance(nxt, Section) and i + 2 < len(blocks)
                out.append(self.para(b, section(nxt.page, self.footer) if ends else "") + "\n")
            elif isinstance(b, Table):
                out.append(self.table(b))
            elif isinstance(b, Toc):
                out.append(self.toc(b))
            elif isinstance(b, Section) and nxt is None:
                out.append(section(b.page, self.footer))
        return "".join(out)


def section(name, footer):
    p = PAGES[name]
    foot = f'<w:footerReference w:type="default" r:id="{p.footer_style}"/>' if footer and p.footer_style else ""
    turn = ' w:orient="landscape"' if p.landscape else ""
    return (f'<w:sectPr>{foot}<w:type w:val="nextPage"/><w:pgSz w:w="{p.size[0]}" w:h="{p.size[1]}"{turn}/>'
            f'<w:pgMar w:top="{p.top}" w:right="{p.right}" w:bottom="{p.bottom}" w:left="{p.left}" '
            f'w:header="{p.footer_edge}" w:footer="{p.footer_edge}" w:gutter="0"/></w:sectPr>')


def footnotes():
    return (HEAD + f"<w:footnotes{W}{R}>"
            '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote></w:footnotes>")


def settings():
    return (HEAD + f'<w:settings{W}><w:defaultTabStop w:val="680"/>'
            '<w:characterSpacingControl w:val="doNotCompress"/>'
            '<w:footnotePr><w:footnote w:id="0"/><w:footnote w:id="1"/></w:footnotePr>'
            '<w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
            '<w:themeFontLang w:val="lv-LV"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>')


def fonts():
    x = HEAD + f"<w:fonts{W}>"
    for name, family in ((SERIF, "roman"), (SANS, "swiss")):
        x += (f'<w:font w:name={a(name)}><w:altName w:val={a(ALTERNATIVE[name])}/><w:charset w:val="BA"/>'
              f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>')
    return x + "</w:fonts>"


def core(props):
    x = HEAD + ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
                ' xmlns:dc="http://purl.org/dc/elements/1.1/">')
    x += f'<dc:title>{escape(props["title"])}</dc:title><dc:subject>{escape(props["subject"])}</dc:subject>'
    return x + f'<cp:keywords>{escape(props["keywords"])}</cp:keywords><dc:language>lv-LV</dc:language></cp:coreProperties>'


def write(doc):
    body = Body(bool(doc.footer))
    pages = {b.page for b in doc.blocks if isinstance(b, Section)}
    feet = [PAGES[n].footer_style for n in ("portrait", "landscape") if n in pages and doc.footer]
    parts = [
        ("document", "document.main+xml", "officeDocument",
         HEAD + f"<w:document{W}{R}><w:body>\n{body.blocks(doc.blocks)}</w:body></w:document>"),
        ("styles", "styles+xml", "styles", styles()),
        ("numbering", "numbering+xml", "numbering", numbering()),
        ("settings", "settings+xml", "settings", settings()),
        ("footnotes", "footnotes+xml", "footnotes", footnotes()),
        ("fontTable", "fontTable+xml", "fontTable", fonts()),
    ]
    rels = "".join(f'<Relationship Id="rId{i}" Type="{REL}{kind}" Target="{name}.xml"/>'
                   for i, (name, _, kind, _) in enumerate(parts[1:], 1))
    for i, style in enumerate(feet, 1):
        xml = HEAD + f"<w:ftr{W}{R}>{Body().para(P(style, *doc.footer))}</w:ftr>"
        parts.append((f"footer{i}", "footer+xml", "footer", xml))
        rels += f'<Relationship Id="{style}" Type="{REL}footer" Target="footer{i}.xml"/>'
    types = ('<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             '<Default Extension="xml" ContentType="application/xml"/>')
    types += "".join(f'<Override PartName="/word/{name}.xml" ContentType="{CT}{kind}"/>' for name, kind, _, _ in parts)
    types += ('<Override PartName="/docProps/core.xml" '
              'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>')
    package = "http://schemas.openxmlformats.org/package/2006/"
    top = (f'<Relationship Id="rId1" Type="{REL}officeDocument" Target="word/document.xml"/>'
           f'<Relationship Id="rId2" Type="{package}relationships/metadata/core-properties" Target="docProps/core.xml"/>')
    files = [("[Content_Types].xml", f'{HEAD}<Types xmlns="{package}content-types">{types}</Types>'),
             ("_rels/.rels", f'{HEAD}<Relationships xmlns="{package}relationships">{top}</Relationships>'),
             ("word/_rels/document.xml.rels", f'{HEAD}<Relationships xmlns="{package}relationships">{rels}</Relationships>')]
    files += [(f"word/{name}.xml", xml) for name, _, _, xml in parts]
    files.append(("docProps/core.xml", core(doc.props)))
    return pack([(n, x.encode()) for n, x in files])
