/*
 * odtmake - ODT templates for the tests of the fill, made from the XML of their body and
 * automatic styles; models from YAML; the body that comes out.
 */
#ifndef ODTMAKE_H
#define ODTMAKE_H

#include "packmake.h"

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

/* A template with these automatic styles and body; more parts as name, bytes, ..., NULL. */
static inline struct fill_case
om_open(const char *automatic, const char *body, const char *const *more)
{
	struct fill_case c = {0};
	struct pkg_out *o = pkg_out_new(NULL);
	const char *doc;

	c.d = diag_new(DIAG_EN);
	c.a = arena_new();
	doc = arena_printf(c.a, ODT_DECL "<office:document-content " ODT_NS " office:version=\"1.3\">"
	    "<office:automatic-styles>%s</office:automatic-styles><office:body><office:text>%s"
	    "</office:text></office:body></office:document-content>", automatic, body);
	pm_put(o, "mimetype", "application/vnd.oasis.opendocument.text");
	pm_put(o, "content.xml", doc);
	pm_put(o, "styles.xml", om_styles);
	pm_put(o, "meta.xml", om_meta);
	pm_put(o, "settings.xml", om_settings);
	/* A case may bring a manifest of its own, first. */
	if (more == NULL || *more == NULL || strcmp(*more, "META-INF/manifest.xml") != 0)
		pm_put(o, "META-INF/manifest.xml", om_manifest);
	pm_open(&c, o, more, "t.odt");
	return c;
}

/* For looking at by hand and by the offices: OM_SAVE=folder keeps what was made. */
static inline void
om_save(const struct fill_case *c)
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
om_fill(struct fill_case *c, const char *yaml)
{
	pm_fill_opts(c, yaml, NULL);
	om_save(c);
}

static inline const char *
om_body(struct fill_case *c)
{
	return pm_between(c, "content.xml", "<office:text>", "</office:text>");
}

static inline void
om_check(const char *body, const char *yaml, const char *expect)
{
	struct fill_case c = om_open("", body, NULL);

	om_fill(&c, yaml);
	assert_string_equal(om_body(&c), expect);
	pm_close(&c);
}

#define P(x) "<text:p>" x "</text:p>"

#endif
