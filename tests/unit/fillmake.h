/*
 * fillmake - templates and models for the tests of the fill: a DOCX made from the XML of
 * its body, a model made from YAML, and what comes out as bytes of a part.
 */
#ifndef FILLMAKE_H
#define FILLMAKE_H

#include "packmake.h"

#define W_NS \
	"xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" " \
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" " \
	"xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" " \
	"xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" " \
	"xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\""
#define XML_DECL "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define CT "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char fm_styles[] = XML_DECL "<w:styles " W_NS ">"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"BodyText\"><w:name w:val=\"Body Text\"/><w:basedOn w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Lead\"><w:name w:val=\"Ievadrindkopa\"/><w:aliases w:val=\"Lead-in\"/><w:basedOn w:val=\"BodyText\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"Heading1\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"HeadingFront\"><w:name w:val=\"Virsraksts bez numura\"/><w:basedOn w:val=\"Heading1\"/><w:pPr><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"TOC1\"><w:name w:val=\"toc 1\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:ind w:left=\"680\" w:hanging=\"680\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"TOC2\"><w:name w:val=\"toc 2\"/><w:basedOn w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"TableofFigures\"><w:name w:val=\"table of figures\"/><w:basedOn w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Caption\"><w:name w:val=\"caption\"/><w:basedOn w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"ListBullet\"><w:name w:val=\"List Bullet\"/><w:basedOn w:val=\"BodyText\"/><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"ListNumber\"><w:name w:val=\"List Number\"/><w:basedOn w:val=\"BodyText\"/><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"FootnoteText\"><w:name w:val=\"footnote text\"/><w:basedOn w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"Strong\"><w:name w:val=\"Strong\"/></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"Emphasis\"><w:name w:val=\"Emphasis\"/></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/></w:style>"
    "</w:styles>";

static const char fm_numbering[] = XML_DECL "<w:numbering " W_NS ">"
    "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"Heading1\"/><w:lvlText w:val=\"%1.\"/></w:lvl>"
    "<w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"Heading2\"/><w:lvlText w:val=\"%1.%2.\"/></w:lvl></w:abstractNum>"
    "<w:abstractNum w:abstractNumId=\"2\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:pStyle w:val=\"ListBullet\"/><w:lvlText w:val=\"\xE2\x80\xA2\"/></w:lvl></w:abstractNum>"
    "<w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"ListNumber\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>"
    "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"2\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"3\"/></w:num>"
    "</w:numbering>";

static const char fm_types[] = XML_DECL
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" CT "document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" CT "styles+xml\"/>"
    "<Override PartName=\"/word/numbering.xml\" ContentType=\"" CT "numbering+xml\"/>"
    "</Types>";

static const char fm_rels[] = XML_DECL
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" REL "officeDocument\" Target=\"word/document.xml\"/>"
    "</Relationships>";

static const char fm_doc_rels[] = XML_DECL
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" REL "styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" REL "numbering\" Target=\"numbering.xml\"/>"
    "</Relationships>";

/* Compile a template whose body is "body"; more parts, or others of the usual names. */
static inline struct fill_case
fm_open(const char *body, const char *const *more)
{
	struct fill_case c = {0};
	struct pkg_out *o = pkg_out_new(NULL);
	char *doc;

	c.d = diag_new(DIAG_EN);
	c.a = arena_new();
	doc = arena_printf(c.a, XML_DECL "<w:document " W_NS "><w:body>%s</w:body></w:document>",
	    body);
	pm_put(o, "[Content_Types].xml", fm_types);
	pm_put(o, "_rels/.rels", fm_rels);
	pm_put(o, "word/document.xml", doc);
	pm_put(o, "word/_rels/document.xml.rels", fm_doc_rels);
	pm_put(o, "word/styles.xml", fm_styles);
	pm_put(o, "word/numbering.xml", fm_numbering);
	pm_open(&c, o, more, "t.docx");
	return c;
}

static inline void
fm_fill(struct fill_case *c, const char *yaml)
{
	pm_fill_opts(c, yaml, NULL);
}

/* The body between its tags. */
static inline const char *
fm_body(struct fill_case *c)
{
	return pm_between(c, "word/document.xml", "<w:body>", "</w:body>");
}

/* One body, one model, one expected body. */
static inline void
fm_check(const char *body, const char *yaml, const char *expect)
{
	struct fill_case c = fm_open(body, NULL);

	fm_fill(&c, yaml);
	assert_string_equal(fm_body(&c), expect);
	pm_close(&c);
}

#define P(x) "<w:p>" x "</w:p>"
#define R(x) "<w:r><w:t>" x "</w:t></w:r>"
#define RS(x) "<w:r><w:t xml:space=\"preserve\">" x "</w:t></w:r>"

#endif
