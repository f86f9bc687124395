/*
 * odtmake - ODT templates for the tests of the fill, made from the XML of their body and
 * automatic styles; models from YAML; the body that comes out.
 */
#ifndef ODTMAKE_H
#define ODTMAKE_H

#include "data/yaml.h"
#include "fill/dialect.h"
#include "fill/template.h"
#include "pack/pkg.h"
#include "unit.h"

#define ODF(x) "urn:oasis:names:tc:opendocument:xmlns:" x ":1.0"
#define ODT_NS \
	"xmlns:office=\"" ODF("office") "\" xmlns:text=\"" ODF("text") "\" " \
	"xmlns:table=\"" ODF("table") "\" xmlns:style=\"" ODF("style") "\" " \
	"xmlns:draw=\"" ODF("drawing") "\" xmlns:svg=\"" ODF("svg-compatible") "\" " \
	"xmlns:fo=\"" ODF("xsl-fo-compatible") "\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" " \
	"xmlns:officeooo=\"http://openoffice.org/2009/office\" " \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:meta=\"" ODF("meta") "\" " \
	"xmlns:script=\"" ODF("script") "\" xmlns:config=\"" ODF("config") "\""
#define ODT_DECL "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

struct odt_case {
	struct diag *d;
	struct arena *a;
	struct buf packed;
	struct template *t;
	struct buf out;
	struct pkg *filled;
	int rc;
};

#define OM_STYLE(name, more, inner) \
	"<style:style style:name=\"" name "\" style:family=\"paragraph\" " more ">" inner "</style:style>"

static const char om_styles[] = ODT_DECL "<office:document-styles " ODT_NS " office:version=\"1.3\">"
    "<office:styles>"
    OM_STYLE("Standard", "style:class=\"text\"", "")
    OM_STYLE("Text_20_body", "style:display-name=\"Text body\" style:parent-style-name=\"Standard\"", "")
    OM_STYLE("Ievadrindkopa", "style:parent-style-name=\"Text_20_body\"",
	"<style:paragraph-properties fo:keep-with-next=\"always\"/>")
    OM_STYLE("List_20_Bullet", "style:display-name=\"List Bullet\" style:parent-style-name=\"Text_20_body\" "
	"style:list-style-name=\"Aizzimes\"", "")
    OM_STYLE("List_20_Number", "style:display-name=\"List Number\" style:parent-style-name=\"Text_20_body\" "
	"style:list-style-name=\"Numuri\"", "")
    OM_STYLE("Tabulas_20_saraksts", "style:display-name=\"Tabulas saraksts\" style:list-style-name=\"Aizzimes\"", "")
    OM_STYLE("Footnote", "style:parent-style-name=\"Standard\"", "")
    OM_STYLE("Caption", "style:parent-style-name=\"Standard\"", "")
    OM_STYLE("Heading_20_1", "style:display-name=\"Heading 1\" style:parent-style-name=\"Standard\" "
	"style:default-outline-level=\"1\"", "<style:paragraph-properties fo:break-before=\"page\"/>")
    OM_STYLE("Heading_20_2", "style:display-name=\"Heading 2\" style:parent-style-name=\"Heading_20_1\" "
	"style:default-outline-level=\"2\"", "")
    OM_STYLE("Priek\xC5\xA1", "style:parent-style-name=\"Heading_20_1\" style:list-style-name=\"\" "
	"style:default-outline-level=\"1\"", "")
    OM_STYLE("Gul", "style:parent-style-name=\"Heading_20_1\" style:master-page-name=\"Wide\" "
	"style:list-style-name=\"Outline\" style:default-outline-level=\"1\"", "")
    OM_STYLE("Contents_20_1", "style:parent-style-name=\"Standard\"", "")
    OM_STYLE("Contents_20_2", "style:parent-style-name=\"Standard\"", "")
    OM_STYLE("Table_20_index_20_1", "style:parent-style-name=\"Standard\"", "")
    "<style:style style:name=\"Strong_20_Emphasis\" style:display-name=\"Strong Emphasis\" style:family=\"text\"/>"
    "<style:style style:name=\"Emphasis\" style:family=\"text\"/>"
    "<text:outline-style style:name=\"Outline\">"
    "<text:outline-level-style text:level=\"1\" style:num-suffix=\".\" style:num-format=\"1\"/>"
    "<text:outline-level-style text:level=\"2\" style:num-suffix=\".\" style:num-format=\"1\" text:display-levels=\"2\"/>"
    "</text:outline-style>"
    "<text:list-style style:name=\"Aizzimes\"><text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"-\">"
    "<style:list-level-properties/></text:list-level-style-bullet></text:list-style>"
    "<text:list-style style:name=\"Numuri\"><text:list-level-style-number text:level=\"1\" style:num-suffix=\".\" "
    "style:num-format=\"1\"><style:list-level-properties/></text:list-level-style-number></text:list-style>"
    "</office:styles>"
    "<office:automatic-styles><style:page-layout style:name=\"pm1\"/></office:automatic-styles>"
    "<office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"pm1\">"
    "<style:footer><text:p text:style-name=\"Standard\">{{title}}</text:p></style:footer></style:master-page>"
    "<style:master-page style:name=\"Wide\" style:page-layout-name=\"pm1\"/></office:master-styles>"
    "</office:document-styles>";

static const char om_meta[] = ODT_DECL "<office:document-meta " ODT_NS " office:version=\"1.3\"><office:meta>"
    "<meta:initial-creator>Kāds</meta:initial-creator><meta:editing-cycles>3</meta:editing-cycles>"
    "<dc:title>{{title}}</dc:title><meta:generator>LibreOffice/7.4</meta:generator>"
    "<dc:date>2024-01-01T10:11:12</dc:date></office:meta></office:document-meta>";

static const char om_settings[] = ODT_DECL "<office:document-settings " ODT_NS " office:version=\"1.3\">"
    "<office:settings><config:config-item-set config:name=\"ooo:configuration-settings\">"
    "<config:config-item config:name=\"PrinterName\" config:type=\"string\">HP</config:config-item>"
    "<config:config-item config:name=\"TableRowKeep\" config:type=\"boolean\">true</config:config-item>"
    "</config:config-item-set></office:settings></office:document-settings>";

static const char om_manifest[] = ODT_DECL "<manifest:manifest xmlns:manifest=\"" ODF("manifest") "\" manifest:version=\"1.3\">"
    "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>"
    "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"settings.xml\" manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"Thumbnails/thumbnail.png\" manifest:media-type=\"image/png\"/>"
    "</manifest:manifest>";

static inline void
om_put(struct pkg_out *o, const char *name, const char *s)
{
	pkg_out_put(o, name, s, strlen(s));
}

/* A template with these automatic styles and body; more parts as name, bytes, ..., NULL. */
static inline struct odt_case
om_open(const char *automatic, const char *body, const char *const *more)
{
	struct odt_case c = {0};
	struct pkg_out *o = pkg_out_new(NULL);
	struct pkg *p;
	const char *doc;

	c.d = diag_new(DIAG_EN);
	c.a = arena_new();
	doc = arena_printf(c.a, ODT_DECL "<office:document-content " ODT_NS " office:version=\"1.3\">"
	    "<office:automatic-styles>%s</office:automatic-styles><office:body><office:text>%s"
	    "</office:text></office:body></office:document-content>", automatic, body);
	om_put(o, "mimetype", "application/vnd.oasis.opendocument.text");
	om_put(o, "content.xml", doc);
	om_put(o, "styles.xml", om_styles);
	om_put(o, "meta.xml", om_meta);
	om_put(o, "settings.xml", om_settings);
	/* A case may bring a manifest of its own, first. */
	if (more == NULL || *more == NULL || strcmp(*more, "META-INF/manifest.xml") != 0)
		om_put(o, "META-INF/manifest.xml", om_manifest);
	for (; more != NULL && *more != NULL; more += 2)
		om_put(o, more[0], more[1]);
	assert_int_equal(pkg_out_finish(o, &c.packed, c.d), 0);
	pkg_out_free(o);
	p = pkg_open_mem("t.odt", c.packed.s, c.packed.len, DIAG_IO_TEMPLATE, c.d);
	assert_non_null(p);
	c.t = template_of(p, c.d);
	c.rc = -1;
	return c;
}

/* A loop in a model made from YAML is named by the key's singular, given here. */
static inline void
om_singular(struct value *v)
{
	static const char *const names[][2] = {{"levels", "level"}, {"goals", "goal"},
	    {"activities", "activity"}, {"tasks", "task"}, {"years", "year"}, {"items", "item"}};

	for (size_t i = 0; i < v->nfields; i++) {
		struct value *k = v->fields[i].value;

		for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
			if (strcmp(v->fields[i].key, names[n][0]) == 0)
				k->singular = names[n][1];
		om_singular(k);
	}
	for (size_t i = 0; i < v->nitems; i++)
		om_singular(v->items[i]);
}

/* Page numbers that come after the programs have run make the same bytes. */
static inline void
om_steps(const struct template *t, const struct value *model, const struct fill_opts *o,
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
om_fill_opts(struct odt_case *c, const char *yaml, const struct fill_opts *o)
{
	struct value *model = yaml_parse(c->a, "m.yaml", yaml, strlen(yaml), c->d);

	assert_non_null(model);
	om_singular(model);
	if (c->t == NULL)
		return;
	c->out.len = 0;
	c->rc = template_fill(c->t, model, o, &c->out, c->d);
	if (c->rc == 0 && o != NULL && o->pages != NULL)
		om_steps(c->t, model, o, &c->out, c->d);
	pkg_close(c->filled);
	c->filled = c->rc == 0 ? pkg_open_mem("o.odt", c->out.s, c->out.len, DIAG_IO_READ, c->d) : NULL;
}

/* For looking at by hand and by the offices: OM_SAVE=folder keeps what was made. */
static inline void
om_save(const struct odt_case *c)
{
	static int n;
	const char *dir = getenv("OM_SAVE");
	char name[256];
	FILE *f;

	if (dir == NULL || c->rc != 0)
		return;
	snprintf(name, sizeof(name), "%s/%03d.odt", dir, ++n);
	if ((f = fopen(name, "wb")) != NULL) {
		fwrite(c->out.s, 1, c->out.len, f);
		fclose(f);
	}
}

static inline void
om_fill(struct odt_case *c, const char *yaml)
{
	om_fill_opts(c, yaml, NULL);
	om_save(c);
}

static inline const char *
om_part(struct odt_case *c, const char *name)
{
	const struct pkg_part *p;

	if (c->filled == NULL) {
		diag_flush(c->d, stderr, DIAG_NOTE, false);
		return "(nothing was made)";
	}
	p = pkg_find(c->filled, name);
	return p != NULL ? p->bytes : "(no such part)";
}

static inline const char *
om_between(struct odt_case *c, const char *part, const char *open, const char *close)
{
	const char *s = om_part(c, part), *b = strstr(s, open);

	if (b == NULL)
		return s;
	b += strlen(open);
	return arena_strndup(c->a, b, (size_t)(strstr(b, close) - b));
}

static inline const char *
om_body(struct odt_case *c)
{
	return om_between(c, "content.xml", "<office:text>", "</office:text>");
}

static inline const char *
om_messages(struct odt_case *c)
{
	const struct diag_msg *m;
	size_t n = diag_messages(c->d, &m);
	char *s = arena_strdup(c->a, "");

	for (size_t i = 0; i < n; i++)
		if (m[i].level > DIAG_NOTE)
			s = arena_printf(c->a, "%s%s: %s\n", s, diag_code_name(m[i].code), m[i].text);
	return s;
}

static inline void
om_close(struct odt_case *c)
{
	pkg_close(c->filled);
	template_close(c->t);
	buf_free(&c->packed);
	buf_free(&c->out);
	diag_free(c->d);
	arena_free(c->a);
}

static inline void
om_check(const char *body, const char *yaml, const char *expect)
{
	struct odt_case c = om_open("", body, NULL);

	om_fill(&c, yaml);
	assert_string_equal(om_body(&c), expect);
	om_close(&c);
}

#define P(x) "<text:p>" x "</text:p>"

#endif
