"""twinwriter - one description of a document, written as DOCX and as ODT.

For test documents only: standard library, same bytes for the same input.  A document is a
list of blocks: P (paragraph), T (table of Row of C), S (a new page of another shape).
Lengths are twips, font sizes points.  Runs are strings ("\\t" tab, "\\n" line break) or R.
"""
import zipfile
from xml.sax.saxutils import escape, quoteattr

W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
WP = 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'
A = 'http://schemas.openxmlformats.org/drawingml/2006/main'
PIC = 'http://schemas.openxmlformats.org/drawingml/2006/picture'
OASIS = 'urn:oasis:names:tc:opendocument:xmlns:'
ODF = {k: OASIS + v for k, v in dict(
    office='office:1.0', style='style:1.0', text='text:1.0', table='table:1.0', draw='drawing:1.0',
    fo='xsl-fo-compatible:1.0', svg='svg-compatible:1.0', meta='meta:1.0').items()}
ODF.update(loext='urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0', xlink='http://www.w3.org/1999/xlink', dc='http://purl.org/dc/elements/1.1/')
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PAGE, LAND = (11906, 16838), (16838, 11906)


class R:
    """A run: text with a look; or a note, a link, a picture."""

    def __init__(self, text='', **look):
        self.text, self.look = text, look


class P:
    def __init__(self, *runs, **props):
        self.runs, self.props = runs, props


class C:
    """A cell: blocks or one string; span columns, rows rows; turn: its text goes up or down."""

    def __init__(self, *blocks, span=1, rows=1, valign='top', turn=''):
        self.blocks = [P(b) if isinstance(b, (str, R)) else b for b in blocks] or [P()]
        self.span, self.rows, self.valign, self.turn = span, rows, valign, turn


class Row:
    def __init__(self, *cells, cant_split=False, height=0, exact=False):
        self.cells = [c if isinstance(c, C) else C(c) for c in cells]
        self.cant_split, self.height, self.exact = cant_split, height, exact


class T:
    def __init__(self, cols, rows, header=0, pad=108, pad_v=0, border=10):
        self.cols, self.rows, self.header = cols, rows, header
        self.pad, self.pad_v, self.border = pad, pad_v, border


class S:
    """What follows stands on pages of this shape."""

    def __init__(self, landscape):
        self.landscape = landscape


class Doc:
    def __init__(self, title, blocks, font='Liberation Serif', size=12, hyphenate=False,
                 footer=True, widows=True, settings=None):
        self.title, self.blocks, self.font, self.size = title, blocks, font, size
        self.hyphenate, self.footer, self.widows = hyphenate, footer, widows
        self.settings = settings  # settings.xml of the ODT


def pack(path, parts):
    with zipfile.ZipFile(path, 'w') as z:
        for name, data in parts:
            i = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            i.compress_type = zipfile.ZIP_STORED if name == 'mimetype' else zipfile.ZIP_DEFLATED
            z.writestr(i, data.encode() if isinstance(data, str) else data)


def grid(table):
    """For each row the list of (column, cell, continued)."""
    open_, out = {}, []
    for row in table.rows:
        here, col, cells = [], 0, list(row.cells)
        while col < len(table.cols):
            if open_.get(col, (0,))[0] > 0:
                left, cell = open_[col]
                open_[col] = (left - 1, cell)
                here.append((col, cell, True))
            elif cells:
                cell = cells.pop(0)
                open_[col] = (cell.rows - 1, cell)
                here.append((col, cell, False))
            else:
                raise ValueError('a row has too few cells')
            col += cell.span
        out.append(here)
    return out


class Docx:
    def __init__(self, doc):
        self.doc, self.notes, self.rels, self.media, self.nums = doc, [], [], {}, {}
        self.ids = 0

    def rel(self, kind, target, external=False):
        self.rels.append((kind, target, external))
        return 'rId%d' % (len(self.rels) + 10)

    def look(self, look):
        out = ''
        if 'font' in look:
            out += '<w:rFonts w:ascii=%s w:hAnsi=%s w:cs=%s/>' % ((quoteattr(look['font']),) * 3)
        out += ''.join('<w:%s/>' % k for k in ('b', 'i', 'caps', 'smallCaps') if look.get(k))
        if 'spacing' in look:
            out += '<w:spacing w:val="%d"/>' % look['spacing']
        if 'size' in look:
            out += '<w:sz w:val="%d"/>' % round(look['size'] * 2)
        if 'va' in look:
            out += '<w:vertAlign w:val="%s"/>' % {'super': 'superscript', 'sub': 'subscript'}[look['va']]
        return '<w:rPr>%s</w:rPr>' % out if out else ''

    def picture(self, pic):
        self.ids += 1
        name = pic['name']
        if name not in self.media:
            self.media[name] = (pic['bytes'], self.rel('image', 'media/' + name))
        cx, cy = pic['width'] * 635, pic['height'] * 635
        return ('<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="%s" descr=%s/>'
                '<a:graphic><a:graphicData uri="%s"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="%s"/><pic:cNvPicPr/>'
                '</pic:nvPicPr><pic:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
                '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
                '</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
                % (cx, cy, self.ids, name, quoteattr(pic['alt']), PIC, name, self.media[name][1], cx, cy))

    def run(self, run):
        if isinstance(run, str):
            run = R(run)
        look = dict(run.look)
        rpr = self.look(look)
        if 'note' in look:
            self.notes.append(None)
            n = len(self.notes)
            blocks = [P(b, size=10) if isinstance(b, str) else b for b in look['note']]
            self.notes[n - 1] = ''.join(self.para(b, '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
                                                  if i == 0 else '') for i, b in enumerate(blocks))
            return '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="%d"/></w:r>' % (n + 1)
        if 'picture' in look:
            return '<w:r>%s</w:r>' % self.picture(look['picture'])
        out = ''
        for bit in run.text.replace('\t', '\0\t\0').replace('\n', '\0\n\0').split('\0'):
            if bit == '\t':
                out += '<w:tab/>'
            elif bit == '\n':
                out += '<w:br/>'
            elif bit:
                out += '<w:t xml:space="preserve">%s</w:t>' % escape(bit)
        out = '<w:r>%s%s</w:r>' % (rpr, out)
        if 'link' in look:
            out = '<w:hyperlink r:id="%s" w:tooltip=%s>%s</w:hyperlink>' % (
                self.rel('hyperlink', look['link'], True), quoteattr(run.text), out)
        return out

    def num(self, p):
        """The w:num of a list: each list by its name, "name!2" restarting it."""
        return self.nums.setdefault(p['list'], len(self.nums) + 1)

    def para(self, b, before_text=''):
        p, out = b.props, ''
        if 'style' in p:
            out += '<w:pStyle w:val="%s"/>' % p['style']
        for k in ('keepNext', 'keepLines', 'pageBreakBefore'):
            if p.get(k):
                out += '<w:%s/>' % k
        if 'list' in p:
            out += '<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>' % (p.get('level', 0), self.num(p))
        if 'tabs' in p:
            out += '<w:tabs>%s</w:tabs>' % ''.join(
                '<w:tab w:val="%s"%s w:pos="%d"/>' % (k, ' w:leader="%s"' % lead if lead else '', pos) for pos, k, lead in p['tabs'])
        sp = ''.join(' w:%s="%d"' % (k, p[k]) for k in ('before', 'after') if k in p)
        if 'line' in p:
            sp += ' w:line="%d" w:lineRule="auto"' % round(p['line'] * 2.4 + 0.49)
        elif 'exact' in p:
            sp += ' w:line="%d" w:lineRule="exact"' % p['exact']
        elif 'least' in p:
            sp += ' w:line="%d" w:lineRule="atLeast"' % p['least']
        if sp:
            out += '<w:spacing%s/>' % sp
        ind = ''.join(' w:%s="%d"' % (k, p[k]) for k in ('left', 'right') if k in p)
        if 'first' in p:
            ind += ' w:%s="%d"' % ('firstLine' if p['first'] >= 0 else 'hanging', abs(p['first']))
        if ind:
            out += '<w:ind%s/>' % ind
        if 'align' in p:
            out += '<w:jc w:val="%s"/>' % {'justify': 'both', 'center': 'center', 'right': 'right'}[p['align']]
        own = {k: p[k] for k in ('size', 'font') if k in p}
        mark = self.look(own)
        runs = [R(r) if isinstance(r, str) else r for r in b.runs]
        runs = [R(r.text, **{**own, **r.look}) for r in runs]
        return '<w:p><w:pPr>%s%s</w:pPr>%s%s</w:p>' % (out, mark, before_text, ''.join(map(self.run, runs)))

    def table(self, t):
        edge = ' w:val="single" w:sz="%d" w:color="000000"' % (t.border * 8 // 20) if t.border else ' w:val="nil"'
        out = ('<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>%s</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
               '<w:top w:w="%d" w:type="dxa"/><w:left w:w="%d" w:type="dxa"/><w:bottom w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/>'
               '</w:tblCellMar></w:tblPr><w:tblGrid>%s</w:tblGrid>' % (
                   sum(t.cols), ''.join('<w:%s%s/>' % (s, edge) for s in ('top', 'left', 'bottom', 'right', 'insideH', 'insideV')),
                   t.pad_v, t.pad, t.pad_v, t.pad, ''.join('<w:gridCol w:w="%d"/>' % c for c in t.cols)))
        for k, (row, cells) in enumerate(zip(t.rows, grid(t))):
            tr = '<w:cantSplit/>' if row.cant_split else ''
            if row.height:
                tr += '<w:trHeight w:val="%d" w:hRule="%s"/>' % (row.height, 'exact' if row.exact else 'atLeast')
            if k < t.header:
                tr += '<w:tblHeader/>'
            out += '<w:tr><w:trPr>%s</w:trPr>' % tr
            for col, cell, continued in cells:
                tc = '<w:tcW w:w="%d" w:type="dxa"/>' % sum(t.cols[col:col + cell.span])
                if cell.span > 1:
                    tc += '<w:gridSpan w:val="%d"/>' % cell.span
                if cell.rows > 1:
                    tc += '<w:vMerge/>' if continued else '<w:vMerge w:val="restart"/>'
                if cell.turn:
                    tc += '<w:textDirection w:val="%s"/>' % ('btLr' if cell.turn == 'up' else 'tbRl')
                if cell.valign != 'top':
                    tc += '<w:vAlign w:val="center"/>'
                out += '<w:tc><w:tcPr>%s</w:tcPr>%s</w:tc>' % (tc, '<w:p/>' if continued else ''.join(map(self.para, cell.blocks)))
            out += '</w:tr>'
        return out + '</w:tbl>'

    def section(self, landscape):
        w, h = LAND if landscape else PAGE
        return ('<w:sectPr>%s<w:type w:val="nextPage"/><w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" '
                'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>' % (
                    '<w:footerReference w:type="default" r:id="rId3"/>' if self.doc.footer else '', w, h, ' w:orient="landscape"' if landscape else ''))

    def numbering(self):
        def level(i, kind):
            text = ''.join('%%%d.' % (k + 1) for k in range(i + 1)) if kind == '#' else '•–•'[i % 3]
            return ('<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:pPr><w:ind w:left="%d" w:hanging="%d"/></w:pPr></w:lvl>'
                    % (i, 'decimal' if kind == '#' else 'bullet', text, 567 * (i + 1), 567))
        kinds = list(dict.fromkeys(n.split('!')[0] for n in self.nums))
        out = ''.join('<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="multilevel"/>%s</w:abstractNum>' % (
            k, ''.join(level(i, name[0]) for i in range(4))) for k, name in enumerate(kinds))
        for name, n in self.nums.items():
            again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if '!' in name else ''
            out += '<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>%s</w:num>' % (n, kinds.index(name.split('!')[0]), again)
        return HEAD + '<w:numbering xmlns:w="%s">%s</w:numbering>' % (W, out)

    def styles(self):
        d = self.doc

        def style(id_, name, ppr, rpr):
            return ('<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>'
                    % (id_, name, ppr, rpr))
        return HEAD + ('<w:styles xmlns:w="%s"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="%s" w:hAnsi="%s" w:cs="%s"/><w:sz w:val="%d"/>'
                       '<w:lang w:val="lv-LV"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>%s</w:pPr></w:pPrDefault></w:docDefaults>'
                       '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
                       '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>%s</w:styles>' % (
                           W, d.font, d.font, d.font, round(d.size * 2), '' if d.widows else '<w:widowControl w:val="0"/>',
                           style('Heading1', 'heading 1', '<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="32"/>') +
                           style('Heading2', 'heading 2', '<w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="1"/>', '<w:b/><w:i/><w:sz w:val="26"/>') +
                           style('Caption', 'caption', '<w:keepNext/><w:spacing w:before="120" w:after="60"/>', '<w:i/><w:sz w:val="20"/>')))

    def save(self, path):
        d, body, landscape = self.doc, '', False
        for b in d.blocks:
            if isinstance(b, S):
                body += '<w:p><w:pPr>%s</w:pPr></w:p>' % self.section(landscape)
                landscape = b.landscape
            else:
                body += self.table(b) if isinstance(b, T) else self.para(b)
        ns = 'xmlns:w="%s" xmlns:r="%s" xmlns:wp="%s" xmlns:a="%s" xmlns:pic="%s"' % (W, REL, WP, A, PIC)
        main = HEAD + '<w:document %s><w:body>%s%s</w:body></w:document>' % (ns, body, self.section(landscape))
        kinds = [('styles', 'styles'), ('settings', 'settings'), ('numbering', 'numbering')]
        kinds += [('footnotes', 'footnotes')] if self.notes else []
        kinds += [('footer1', 'footer')] if d.footer else []
        wml = 'application/vnd.openxmlformats-officedocument.wordprocessingml.'
        types = ''.join('<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>' % (n, wml, k) for n, k in [('document', 'document.main')] + kinds)
        parts = [('[Content_Types].xml', HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                  '<Default Extension="png" ContentType="image/png"/><Default Extension="jpg" ContentType="image/jpeg"/>%s'
                  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>' % types)]
        rel = '<Relationship Id="%s" Type="%s" Target=%s%s/>'
        rels = HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
        parts.append(('_rels/.rels', rels % (rel % ('rId1', REL + '/officeDocument', '"word/document.xml"', '') + rel % (
            'rId2', 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties', '"docProps/core.xml"', ''))))
        parts.append(('docProps/core.xml', HEAD + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
                      'xmlns:dc="%s"><dc:title>%s</dc:title><dc:language>lv-LV</dc:language></cp:coreProperties>' % (ODF['dc'], escape(d.title))))
        inner = {'styles': 'rId1', 'settings': 'rId2', 'footer1': 'rId3', 'numbering': 'rId4', 'footnotes': 'rId5'}
        doc_rels = ''.join(rel % (inner[n], REL + '/' + k, '"%s.xml"' % n, '') for n, k in kinds)
        doc_rels += ''.join(rel % ('rId%d' % (i + 11), REL + '/' + k, quoteattr(t), ' TargetMode="External"' if ext else '') for i, (k, t, ext) in enumerate(self.rels))
        parts += [('word/_rels/document.xml.rels', rels % doc_rels), ('word/document.xml', main), ('word/styles.xml', self.styles()), ('word/numbering.xml', self.numbering())]
        parts.append(('word/settings.xml', HEAD + '<w:settings xmlns:w="%s">%s<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
                      'w:val="15"/></w:compat></w:settings>' % (W, '<w:autoHyphenation/>' if d.hyphenate else '')))
        if self.notes:
            sep = ''.join('<w:footnote w:type="%s" w:id="%d"><w:p><w:r><w:%s/></w:r></w:p></w:footnote>' % (k, i, k)
                          for i, k in enumerate(('separator', 'continuationSeparator')))
            parts.append(('word/footnotes.xml', HEAD + '<w:footnotes %s>%s%s</w:footnotes>' % (ns, sep, ''.join(
                '<w:footnote w:id="%d">%s</w:footnote>' % (i + 2, n) for i, n in enumerate(self.notes)))))
        if d.footer:
            fld = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>%s</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            parts.append(('word/footer1.xml', HEAD + '<w:ftr %s><w:p><w:pPr><w:jc w:val="center"/></w:pPr>%s<w:r><w:t xml:space="preserve"> / </w:t></w:r>%s</w:p></w:ftr>'
                          % (ns, fld % 'PAGE', fld % 'NUMPAGES')))
        parts += [('word/media/' + n, data) for n, (data, _) in self.media.items()]
        pack(path, parts)


def pt(twips):
    return '%gpt' % (twips / 20)


class Odt:
    def __init__(self, doc):
        self.doc, self.auto, self.media, self.notes, self.tables, self.seen = doc, {}, {}, 0, 0, {}
        self.last_list = {}

    def style(self, family, body, parent=None, master=None):
        key = (family, body, parent, master)
        return self.auto.setdefault(key, '%s%d' % (family[0] + family[-1], len(self.auto) + 1))

    def font(self, look):
        out = ''
        if 'font' in look:
            out += ' style:font-name=%s fo:font-family=%s' % ((quoteattr(look['font']),) * 2)
        if look.get('b'):
            out += ' fo:font-weight="bold"'
        if look.get('i'):
            out += ' fo:font-style="italic"'
        if look.get('caps'):
            out += ' fo:text-transform="uppercase"'
        if look.get('smallCaps'):
            out += ' fo:font-variant="small-caps"'
        if 'spacing' in look:
            out += ' fo:letter-spacing="%s"' % pt(look['spacing'])
        if 'size' in look:
            out += ' fo:font-size="%gpt"' % look['size']
        if 'va' in look:
            out += ' style:text-position="%s 58%%"' % look['va']
        return '<style:text-properties%s/>' % out if out else ''

    def run(self, run):
        if isinstance(run, str):
            run = R(run)
        look = run.look
        if 'note' in look:
            self.notes += 1
            n = self.notes
            blocks = [P(b, size=10) if isinstance(b, str) else b for b in look['note']]
            return ('<text:note text:id="ftn%d" text:note-class="footnote"><text:note-citation>%d</text:note-citation><text:note-body>%s</text:note-body></text:note>'
                    % (n, n, ''.join(self.para(b) for b in blocks)))
        if 'picture' in look:
            pic = look['picture']
            self.media[pic['name']] = pic['bytes']
            return ('<draw:frame draw:style-name="fr" text:anchor-type="as-char" svg:width="%s" svg:height="%s" draw:name="%s"><draw:image xlink:href="Pictures/%s" '
                    'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/><svg:title>%s</svg:title><svg:desc>%s</svg:desc></draw:frame>' % (
                        pt(pic['width']), pt(pic['height']), pic['name'], pic['name'], escape(pic['alt']), escape(pic['alt'])))
        out, blanks = '', 0
        for c in run.text + '\0':
            if c == ' ':
                blanks += 1
                continue
            if blanks:
                out += '<text:s text:c="%d"/>' % blanks if blanks > 1 else ' '
                blanks = 0
            out += {'\t': '<text:tab/>', '\n': '<text:line-break/>', '\0': ''}.get(c, escape(c))
        props = self.font(look)
        if props:
            out = '<text:span text:style-name="%s">%s</text:span>' % (self.style('text', props), out)
        if 'link' in look:
            out = '<text:a xlink:type="simple" xlink:href=%s office:title=%s>%s</text:a>' % (quoteattr(look['link']), quoteattr(run.text), out)
        return out

    def para(self, b, master=None):
        p, out, tabs = b.props, '', ''
        for k, name in (('before', 'margin-top'), ('after', 'margin-bottom'), ('left', 'margin-left'), ('right', 'margin-right'), ('first', 'text-indent')):
            if k in p:
                out += ' fo:%s="%s"' % (name, pt(p[k]))
        if 'line' in p:
            out += ' fo:line-height="%d%%"' % p['line']
        elif 'exact' in p:
            out += ' fo:line-height="%s"' % pt(p['exact'])
        elif 'least' in p:
            out += ' style:line-height-at-least="%s"' % pt(p['least'])
        for k, v in (('keepNext', 'keep-with-next="always"'), ('keepLines', 'keep-together="always"'), ('pageBreakBefore', 'break-before="page"')):
            if p.get(k):
                out += ' fo:' + v
        if 'align' in p:
            out += ' fo:text-align="%s"' % {'right': 'end'}.get(p['align'], p['align'])
        for pos, kind, lead in p.get('tabs', ()):
            attr = ' style:leader-style="dotted" style:leader-text="."' if lead else ''
            attr += '' if kind == 'left' else ' style:type="%s"' % {'decimal': 'char'}.get(kind, kind) + (' style:char=","' if kind == 'decimal' else '')
            tabs += '<style:tab-stop style:position="%s"%s/>' % (pt(pos), attr)
        if tabs:
            tabs = '<style:tab-stops>%s</style:tab-stops>' % tabs
        body = '<style:paragraph-properties%s>%s</style:paragraph-properties>' % (out, tabs)
        body += self.font({k: p[k] for k in ('size', 'font') if k in p})
        base = {'Heading1': 'Heading_20_1', 'Heading2': 'Heading_20_2'}.get(p.get('style'), p.get('style', 'Standard'))
        name = self.style('paragraph', body, base, master) if out or tabs or master or 'size' in p or 'font' in p else base
        text = ''.join(map(self.run, b.runs))
        if base.startswith('Heading'):
            return '<text:h text:style-name="%s" text:outline-level="%s">%s</text:h>' % (name, base[-1], text)
        return '<text:p text:style-name="%s">%s</text:p>' % (name, text)

    def table(self, t, master=None):
        self.tables += 1
        n = 'Table%d' % self.tables
        ts = self.style('table', '<style:table-properties style:width="%s" table:align="left" table:border-model="collapsing"/>' % pt(sum(t.cols)), None, master)
        out = '<table:table table:name="%s" table:style-name="%s">' % (n, ts)
        for c in t.cols:
            out += '<table:table-column table:style-name="%s"/>' % self.style('table-column', '<style:table-column-properties style:column-width="%s"/>' % pt(c))
        rows = []
        for row, cells in zip(t.rows, grid(t)):
            attr = ' fo:keep-together="always"' if row.cant_split else ''
            if row.height:
                attr += ' style:%s="%s"' % ('row-height' if row.exact else 'min-row-height', pt(row.height))
            tr = '<table:table-row table:style-name="%s">' % self.style('table-row', '<style:table-row-properties%s/>' % attr)
            for _, cell, continued in cells:
                if continued:
                    tr += '<table:covered-table-cell/>' * cell.span
                    continue
                cs = self.style('table-cell', '<style:table-cell-properties fo:border="%s solid #000000" fo:padding-left="%s" fo:padding-right="%s" fo:padding-top="%s" fo:padding-bottom="%s"%s/>' % (
                    pt(t.border), pt(t.pad), pt(t.pad), pt(t.pad_v), pt(t.pad_v), ('' if cell.valign == 'top' else ' style:vertical-align="middle"') +
                    {'up': ' loext:writing-mode="bt-lr"', 'down': ' style:writing-mode="tb-rl"'}.get(cell.turn, '')))
                tr += '<table:table-cell table:style-name="%s"%s%s office:value-type="string">%s</table:table-cell>' % (
                    cs, ' table:number-columns-spanned="%d"' % cell.span if cell.span > 1 else '', ' table:number-rows-spanned="%d"' % cell.rows if cell.rows > 1 else '',
                    ''.join(self.para(b) for b in cell.blocks))
                tr += '<table:covered-table-cell/>' * (cell.span - 1)
            rows.append(tr + '</table:table-row>')
        if t.header:
            out += '<table:table-header-rows>%s</table:table-header-rows>' % ''.join(rows[:t.header])
        return out + ''.join(rows[t.header:]) + '</table:table>'

    def items(self, blocks):
        """Consecutive paragraphs of one list, nested by level."""
        name = blocks[0].props['list']
        style = name.split('!')[0].replace('#', 'N').replace('*', 'B')
        self.lists = getattr(self, 'lists', {})
        self.lists[style] = name[0]
        self.last_list[name] = self.last_list.get(name, 0) + 1
        ident = 'list_%s_%d' % (name.replace('#', 'N').replace('*', 'B').replace('!', '_'), self.last_list[name])
        more = ''
        if self.last_list[name] > 1:
            more = ' text:continue-list="%s"' % ident.replace('_%d' % self.last_list[name], '_%d' % (self.last_list[name] - 1))
        out, depth = '<text:list xml:id="%s" text:style-name="%s"%s>' % (ident, style, more), 0
        first = True
        for b in blocks:
            level = b.props.get('level', 0)
            if level > depth:
                out += ('<text:list-item>' if first else '') + '<text:list>' + '<text:list-item><text:list>' * (level - depth - 1)
            else:
                if not first:
                    out += '</text:list-item>'
                out += '</text:list></text:list-item>' * (depth - level)
            depth, first = level, False
            out += '<text:list-item>' + self.para(b)
        return out + '</text:list-item>' + '</text:list></text:list-item>' * depth + '</text:list>'

    def blocks(self, blocks):
        out, master, k = '', 'Portrait', 0
        while k < len(blocks):
            b = blocks[k]
            if isinstance(b, S):
                master = 'Landscape' if b.landscape else 'Portrait'
                k += 1
                continue
            if isinstance(b, T):
                out += self.table(b, master)
            elif 'list' in b.props:
                end = k
                while end < len(blocks) and isinstance(blocks[end], P) and blocks[end].props.get('list') == b.props['list']:
                    end += 1
                out += self.items(blocks[k:end])
                k = end - 1
            else:
                out += self.para(b, master)
            master = None
            k += 1
        return out

    def list_styles(self):
        out = ''
        for name, kind in getattr(self, 'lists', {}).items():
            out += '<text:list-style style:name="%s">' % name
            for i in range(4):
                place = ('<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" '
                         'fo:margin-left="%s" fo:text-indent="%s"/></style:list-level-properties>' % (pt(567 * (i + 1)), pt(-567)))
                if kind == '#':
                    out += '<text:list-level-style-number text:level="%d" style:num-format="1" style:num-suffix="." text:display-levels="%d">%s</text:list-level-style-number>' % (i + 1, i + 1, place)
                else:
                    out += '<text:list-level-style-bullet text:level="%d" text:bullet-char="%s">%s</text:list-level-style-bullet>' % (i + 1, '•–•'[i % 3], place)
            out += '</text:list-style>'
        return out

    def save(self, path):
        d = self.doc
        ns = ' '.join('xmlns:%s="%s"' % i for i in ODF.items()) + ' office:version="1.3"'
        body = self.blocks(d.blocks)
        auto = ''.join('<style:style style:name="%s" style:family="%s"%s%s>%s</style:style>' % (
            n, f, ' style:parent-style-name="%s"' % parent if parent else '', ' style:master-page-name="%s"' % m if m else '', b)
            for (f, b, parent, m), n in self.auto.items())
        auto += '<style:style style:name="fr" style:family="graphic"><style:graphic-properties style:vertical-pos="top" style:vertical-rel="baseline" fo:border="none" fo:padding="0pt" fo:margin="0pt"/></style:style>'
        content = HEAD + '<office:document-content %s><office:automatic-styles>%s%s</office:automatic-styles><office:body><office:text>%s</office:text></office:body></office:document-content>' % (
            ns, auto, self.list_styles(), body)

        def style(name, ppr, tpr, extra=''):
            return '<style:style style:name="%s" style:family="paragraph" style:parent-style-name="Standard"%s><style:paragraph-properties%s/><style:text-properties%s/></style:style>' % (name, extra, ppr, tpr)

        def layout(name, size, orient):
            return ('<style:page-layout style:name="%s"><style:page-layout-properties fo:page-width="%s" fo:page-height="%s" style:print-orientation="%s" fo:margin-top="%s" fo:margin-bottom="%s" '
                    'fo:margin-left="%s" fo:margin-right="%s"/>%s</style:page-layout>' % (
                        name, pt(size[0]), pt(size[1]), orient, pt(1134), pt(567), pt(1701), pt(1134),
                        '<style:footer-style><style:header-footer-properties fo:min-height="%s" fo:margin-top="%s"/></style:footer-style>' % (pt(567), pt(200)) if d.footer else ''))
        foot = '<style:footer><text:p text:style-name="Footer"><text:page-number text:select-page="current">1</text:page-number> / <text:page-count>1</text:page-count></text:p></style:footer>' if d.footer else ''
        hyph = ' fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"' if d.hyphenate else ''
        wid = ' fo:widows="2" fo:orphans="2"' if d.widows else ''
        styles = HEAD + (
            '<office:document-styles %s><office:styles><style:default-style style:family="paragraph"><style:paragraph-properties style:tab-stop-distance="36pt"/>'
            '<style:text-properties style:font-name="%s" fo:font-family="%s" fo:font-size="%gpt" fo:language="lv" fo:country="LV"%s/></style:default-style>'
            '<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties%s/></style:style>%s</office:styles><office:automatic-styles>%s%s</office:automatic-styles>'
            '<office:master-styles><style:master-page style:name="Portrait" style:page-layout-name="pl1">%s</style:master-page>'
            '<style:master-page style:name="Landscape" style:page-layout-name="pl2">%s</style:master-page></office:master-styles></office:document-styles>' % (
                ns, d.font, d.font, d.size, hyph, wid,
                style('Heading_20_1', ' fo:keep-with-next="always" fo:margin-top="12pt" fo:margin-bottom="6pt"', ' fo:font-weight="bold" fo:font-size="16pt"', ' style:default-outline-level="1"') +
                style('Heading_20_2', ' fo:keep-with-next="always" fo:margin-top="10pt" fo:margin-bottom="4pt"', ' fo:font-weight="bold" fo:font-style="italic" fo:font-size="13pt"', ' style:default-outline-level="2"') +
                style('Caption', ' fo:keep-with-next="always" fo:margin-top="6pt" fo:margin-bottom="3pt"', ' fo:font-style="italic" fo:font-size="10pt"') +
                style('Footer', ' fo:text-align="center"', ''),
                layout('pl1', PAGE, 'portrait'), layout('pl2', LAND, 'landscape'), foot, foot))
        meta = HEAD + '<office:document-meta %s><office:meta><dc:title>%s</dc:title><dc:language>lv-LV</dc:language></office:meta></office:document-meta>' % (ns, escape(d.title))
        kind = 'application/vnd.oasis.opendocument.text'
        more = [('settings.xml', d.settings)] if d.settings else []
        files = ['content.xml', 'styles.xml', 'meta.xml'] + [n for n, _ in more]
        entry = '<manifest:file-entry manifest:full-path="%s" manifest:media-type="%s"/>'
        manifest = HEAD + '<manifest:manifest xmlns:manifest="%smanifest:1.0" manifest:version="1.3">%s</manifest:manifest>' % (
            OASIS, entry % ('/', kind) + ''.join(entry % (f, 'text/xml') for f in files) +
            ''.join(entry % ('Pictures/' + n, 'image/png' if n.endswith('png') else 'image/jpeg') for n in self.media))
        pack(path, [('mimetype', kind), ('META-INF/manifest.xml', manifest), ('content.xml', content), ('styles.xml', styles), ('meta.xml', meta)] + more +
             [('Pictures/' + n, data) for n, data in self.media.items()])


def save(doc, path):
    (Docx if path.endswith('.docx') else Odt)(doc).save(path)
