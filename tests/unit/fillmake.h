/*
 * fillmake - templates and models for the tests of the fill: a DOCX made from the XML of
 * its body, a model made from YAML, and what comes out as bytes of a part.
 */
#ifndef FILLMAKE_H
#define FILLMAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "data/yaml.h"
#include "fill/dialect.h"
#include "fill/template.h"
#include "pack/pkg.h"

#define W_NS \
	"xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" " \
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" " \
	"xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" " \
	"xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" " \
	"xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\""
#define XML_DECL "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define CT "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* Parts beyond the usual ones: name, bytes, name, bytes, ..., NULL. */
struct fill_case {
	struct diag *d;
	struct arena *a;
	struct buf packed;
	struct template *t;
	struct buf out;      /* the finished package */
	struct pkg *filled;
	int rc;
};

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

static inline void
fm_put(struct pkg_out *o, const char *name, const char *s)
{
	pkg_out_put(o, name, s, strlen(s));
}

/* Compile a template whose body is "body"; more parts, or others of the usual names. */
static inline struct fill_case
fm_open(const char *body, const char *const *more)
{
	struct fill_case c = {0};
	struct pkg_out *o = pkg_out_new(NULL);
	struct pkg *p;
	char *doc;

	c.d = diag_new(DIAG_EN);
	c.a = arena_new();
	doc = arena_printf(c.a, XML_DECL "<w:document " W_NS "><w:body>%s</w:body></w:document>",
	    body);
	fm_put(o, "[Content_Types].xml", fm_types);
	fm_put(o, "_rels/.rels", fm_rels);
	fm_put(o, "word/document.xml", doc);
	fm_put(o, "word/_rels/document.xml.rels", fm_doc_rels);
	fm_put(o, "word/styles.xml", fm_styles);
	fm_put(o, "word/numbering.xml", fm_numbering);
	for (; more != NULL && *more != NULL; more += 2)
		fm_put(o, more[0], more[1]);
	assert_int_equal(pkg_out_finish(o, &c.packed, c.d), 0);
	pkg_out_free(o);
	p = pkg_open_mem("t.docx", c.packed.s, c.packed.len, DIAG_IO_TEMPLATE, c.d);
	assert_non_null(p);
	c.t = template_of(p, c.d);
	c.rc = -1;
	return c;
}

/* A loop in a model made from YAML is named by the key's singular, given here. */
static inline void
fm_singular(struct value *v)
{
	static const char *const names[][2] = {{"levels", "level"}, {"goals", "goal"},
	    {"activities", "activity"}, {"tasks", "task"}, {"years", "year"},
	    {"items", "item"}, {"entries", "entry"}};

	for (size_t i = 0; i < v->nfields; i++) {
		struct value *k = v->fields[i].value;

		for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
			if (strcmp(v->fields[i].key, names[n][0]) == 0)
				k->singular = names[n][1];
		fm_singular(k);
	}
	for (size_t i = 0; i < v->nitems; i++)
		fm_singular(v->items[i]);
}

/* Page numbers that come after the programs have run make the same bytes. */
static inline void
fm_steps(const struct template *t, const struct value *model, const struct fill_opts *o,
    const struct buf *expect, struct diag *d)
{
	struct fill_opts first = *o;
	struct buf out = {0};
	struct filled *x;

	first.pages = NULL;
	x = template_run(t, model, &first, d);
	assert_non_null(x);
	assert_int_equal(filled_number(x, o->pages), 0);
	assert_int_equal(filled_pack(x, &out), 0);
	assert_int_equal(out.len, expect->len);
	assert_memory_equal(out.s, expect->s, out.len);
	filled_free(x);
	buf_free(&out);
}

static inline void
fm_fill_opts(struct fill_case *c, const char *yaml, const struct fill_opts *o)
{
	struct value *model = yaml_parse(c->a, "m.yaml", yaml, strlen(yaml), c->d);

	assert_non_null(model);
	fm_singular(model);
	if (c->t == NULL)
		return;
	c->rc = template_fill(c->t, model, o, &c->out, c->d);
	if (c->rc == 0 && o != NULL && o->pages != NULL)
		fm_steps(c->t, model, o, &c->out, c->d);
	if (c->rc == 0)
		c->filled = pkg_open_mem("o.docx", c->out.s, c->out.len, DIAG_IO_READ, c->d);
}

static inline void
fm_fill(struct fill_case *c, const char *yaml)
{
	fm_fill_opts(c, yaml, NULL);
}

static inline const char *
fm_part(struct fill_case *c, const char *name)
{
	const struct pkg_part *p;

	if (c->filled == NULL) {
		diag_flush(c->d, stderr, DIAG_NOTE, false);
		return "(nothing was made)";
	}
	p = pkg_find(c->filled, name);
	return p != NULL ? p->bytes : "(no such part)";
}

/* The body between its tags. */
static inline const char *
fm_body(struct fill_case *c)
{
	const char *s = fm_part(c, "word/document.xml"), *b = strstr(s, "<w:body>");

	if (b == NULL)
		return s;
	b += 8;
	return arena_strndup(c->a, b, (size_t)(strstr(b, "</w:body>") - b));
}

/* All messages, one a line. */
static inline const char *
fm_messages(struct fill_case *c)
{
	const struct diag_msg *m;
	size_t n = diag_messages(c->d, &m);
	char *s = arena_strdup(c->a, "");

	for (size_t i = 0; i < n; i++)
		s = arena_printf(c->a, "%s%s: %s\n", s, diag_code_name(m[i].code), m[i].text);
	return s;
}

static inline void
fm_close(struct fill_case *c)
{
	pkg_close(c->filled);
	template_close(c->t);
	buf_free(&c->packed);
	buf_free(&c->out);
	diag_free(c->d);
	arena_free(c->a);
}

/* One body, one model, one expected body. */
static inline void
fm_check(const char *body, const char *yaml, const char *expect)
{
	struct fill_case c = fm_open(body, NULL);

	fm_fill(&c, yaml);
	assert_string_equal(fm_body(&c), expect);
	fm_close(&c);
}

#define P(x) "<w:p>" x "</w:p>"
#define R(x) "<w:r><w:t>" x "</w:t></w:r>"
#define RS(x) "<w:r><w:t xml:space=\"preserve\">" x "</w:t></w:r>"

#endif
