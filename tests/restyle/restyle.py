#!/usr/bin/env python3
"""restyle.py TEMPLATE.docx|TEMPLATE.odt OUT - what a municipality does to a template in its
office, done by script: another font, wider margins, a coat of arms in a header, a column
more in Table 1 (the activity's id), saved under another name."""
import re
import struct
import sys
import zipfile
import zlib

FONT = 'Liberation Sans'
TAG = '{{activity.id}}'


def png():
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = (b'\0' + b'\x80\x10\x20' * 16) * 16
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 16, 16, 8, 2, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def once(text, what, instead):
    if what not in text:
        sys.exit('restyle: not in the template: %s' % what)
    return text.replace(what, instead, 1)


def span(text, tag, at):
    """The innermost element "tag" round position at."""
    start = max(text.rfind('<%s>' % tag, 0, at), text.rfind('<%s ' % tag, 0, at))
    end = text.find('</%s>' % tag, at) + len(tag) + 3
    return start, end


def docx(parts):
    styles = parts['word/styles.xml'].decode()
    parts['word/styles.xml'] = re.sub(r'w:(ascii|hAnsi|cs)="[^"]*"', r'w:\1="%s"' % FONT, styles).encode()
    d = parts['word/document.xml'].decode()
    d = re.sub(r'(<w:pgMar [^>]*w:left=")\d+', r'\g<1>2000', d)
    # a column more, behind the activity's number in Table 1: the number shares its cell's width
    at = d.index('{{activity.result}}')
    a, b = span(d, 'w:tc', at)
    d = d[:b] + d[a:b].replace('{{activity.result}}', TAG) + d[b:]
    table = d.rfind('<w:tbl>', 0, at)
    head, body = d[:table], d[table:]
    # the column itself, and a head over it: the cells of "Sasniedzamais rezultāts" twice
    cols = re.findall(r'<w:gridCol [^>]*/>', body[:body.index('</w:tblGrid>')])
    half = re.sub(r'\d+', lambda m: str(int(m[0]) // 2), cols[4])
    rest = re.sub(r'\d+', lambda m: str(int(m[0]) - int(m[0]) // 2), cols[4])
    body = once(body, ''.join(cols[:5]), ''.join(cols[:4]) + half + rest)
    a, b = span(body, 'w:tc', body.index('Sasniedzamais rezultāts'))
    body = body[:b] + re.sub('Sasniedzamais rezultāts', 'Kods', body[a:b], count=1) + body[b:]
    second = body.index('<w:tr', body.index('</w:tr>'))
    cells = [m.start() for m in re.finditer(r'<w:tc>', body) if m.start() > second]
    a = cells[2]
    b = body.index('</w:tc>', a) + 7
    body = body[:b] + body[a:b] + body[b:]
    band = body.index('{{#table1.levels')
    a, b = span(body, 'w:tc', band)
    body = body[:a] + re.sub(r'<w:gridSpan w:val="(\d+)"', lambda m: '<w:gridSpan w:val="%d"' % (int(m[1]) + 1), body[a:b]) + body[b:]
    parts['word/document.xml'] = (head + body).encode()
    for name in sorted(parts):
        if re.match(r'word/footer\d+\.xml$', name):
            f = parts[name].decode()
            pic = ('<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
                   '<wp:extent cx="360000" cy="360000"/><wp:docPr id="%d" name="Ģerbonis" descr="Novada ģerbonis"/>'
                   '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
                   'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
                   'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
                   '<pic:cNvPr id="901" name="gerbonis.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
                   '<a:blip r:embed="rIdLogo" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
                   '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
                   '<a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
                   '</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>') % (900 + len(name) + int(name[11:-4]),)
            parts[name] = once(f, '</w:p>', pic).encode()
            rels = 'word/_rels/%s.rels' % name[5:]
            old = parts.get(rels, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
                            b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>').decode()
            parts[rels] = once(old, '</Relationships>', '<Relationship Id="rIdLogo" Type="http://schemas.openxmlformats.org/'
                               'officeDocument/2006/relationships/image" Target="media/gerbonis.png"/></Relationships>').encode()
    parts['word/media/gerbonis.png'] = png()
    t = parts['[Content_Types].xml'].decode()
    if 'Extension="png"' not in t:
        t = re.sub(r'(<Types[^>]*>)', r'\1<Default Extension="png" ContentType="image/png"/>', t, count=1)
    parts['[Content_Types].xml'] = t.encode()


def odt(parts):
    for name in 'styles.xml', 'content.xml':
        s = parts[name].decode()
        s = re.sub(r'svg:font-family="[^"]*"', 'svg:font-family="\'%s\'"' % FONT, s)
        s = re.sub(r'fo:font-family="[^"]*"', 'fo:font-family="\'%s\'"' % FONT, s)
        parts[name] = re.sub(r'(fo:margin-left=")[\d.]+(cm|mm|pt|in)("[^>]*style:print-orientation)', r'\g<1>3.5cm\3', s).encode()
    d = parts['content.xml'].decode()
    at = d.index('{{activity.result}}')
    a, b = span(d, 'table:table-cell', at)
    d = d[:b] + d[a:b].replace('{{activity.result}}', TAG) + d[b:]
    table = d.rfind('<table:table ', 0, at)
    head, body = d[:table], d[table:]
    cols = re.findall(r'<table:table-column [^>]*/>', body[:body.index('<table:table-header-rows')])
    body = once(body, cols[4], cols[4] * 2)
    a, b = span(body, 'table:table-cell', body.index('Sasniedzamais rezultāts'))
    body = body[:b] + re.sub('Sasniedzamais rezultāts', 'Kods', body[a:b]) + body[b:]
    second = body.index('<table:table-row', body.index('</table:table-row>'))
    covered = [m for m in re.finditer(r'<table:covered-table-cell[^>]*/>', body) if m.start() > second]
    b = covered[4].end()
    body = body[:b] + covered[4][0] + body[b:]
    a, b = span(body, 'table:table-cell', body.index('{{#table1.levels'))
    n = int(re.search(r'number-columns-spanned="(\d+)"', body[a:b])[1])
    body = body[:a] + body[a:b].replace('number-columns-spanned="%d"' % n, 'number-columns-spanned="%d"' % (n + 1)) + \
        '<table:covered-table-cell/>' + body[b:]
    parts['content.xml'] = (head + body).encode()
    s = parts['styles.xml'].decode()
    pic = ('<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" draw:name="Ģerbonis" text:anchor-type="as-char" svg:width="1cm" svg:height="1cm"><draw:image '
           'xlink:href="Pictures/gerbonis.png" xlink:type="simple"/><svg:desc>Novada ģerbonis</svg:desc></draw:frame></text:p>')
    s, n = re.subn(r'</text:p>(\s*</style:footer>)', lambda m: pic + m[1], s)
    if n == 0:
        sys.exit('restyle: no footer')
    parts['styles.xml'] = s.encode()
    parts['Pictures/gerbonis.png'] = png()
    parts['META-INF/manifest.xml'] = once(parts['META-INF/manifest.xml'].decode(), '</manifest:manifest>',
                                          '<manifest:file-entry manifest:full-path="Pictures/gerbonis.png" '
                                          'manifest:media-type="image/png"/></manifest:manifest>').encode()


def main():
    with zipfile.ZipFile(sys.argv[1]) as z:
        parts = {n: z.read(n) for n in z.namelist()}
    (odt if sys.argv[1].endswith('.odt') else docx)(parts)
    with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as z:
        for n in sorted(parts, key=lambda n: (n != 'mimetype', n)):
            z.writestr(zipfile.ZipInfo(n, (1980, 1, 1, 0, 0, 0)), parts[n],
                       zipfile.ZIP_STORED if n == 'mimetype' else zipfile.ZIP_DEFLATED)


if __name__ == '__main__':
    main()
