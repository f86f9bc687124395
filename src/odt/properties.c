/*
 * properties - what the document says of itself: meta.xml, the printer in settings.xml,
 * META-INF/manifest.xml, and the digest.
 *
 * meta.xml keeps what the template's author wrote about the document (title, subject,
 * keywords, description, language) and any property with a tag in it; all the rest -
 * people, times, counts, machines - goes.
 */
#include <assert.h>
#include <string.h>

#include "odt/dialect.h"

#define MANIFEST_NS "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

#define GENERATOR "pmpplan"

/* ---- meta.xml ---- */

static bool
kept(const struct comp *c, const struct xml_node *n)
{
	if (n->kind != XML_ELEMENT)
		return false;
	if (n->ns == XNS_DC)
		return strcmp(n->name, "title") == 0 || strcmp(n->name, "subject") == 0 ||
		    strcmp(n->name, "description") == 0 || strcmp(n->name, "language") == 0;
	if (xml_is(n, XNS_META, "keyword"))
		return true;
	return xml_is(n, XNS_META, "user-defined") &&
	    memmem(c->doc->bytes + n->start, n->end - n->start, "{{", 2) != NULL;
}

static void
put_dates(struct buf *out, const char *date)
{
	if (date != NULL)
		buf_printf(out, "<meta:creation-date>%sT00:00:00</meta:creation-date>"
		    "<dc:date>%sT00:00:00</dc:date>", date, date);
}

static void
write_dates(struct filler *f, const void *arg)
{
	(void)arg;
	put_dates(f->out, f->opts->date);
}

/* meta.xml is the last of the parts, so all others are in the package by now. */
static void
put_digest(struct filler *f, struct buf *out, const void *arg)
{
	char hex[65];

	(void)arg;
	pkg_out_digest(f->pkg, "meta.xml", hex);
	buf_printf(out, "<meta:user-defined meta:name=\"pmpplan.digest\">%s</meta:user-defined>",
	    hex);
}

static void
leave_digest(struct filler *f, const void *arg)
{
	fill_late(f, put_digest, arg);
}

static void
emit_meta(struct comp *c, const struct xml_node *n, const void *arg)
{
	(void)arg;
	comp_open(c, n);
	comp_str(c, "<meta:generator>" GENERATOR "</meta:generator>");
	comp_children(c, n, NULL);
	comp_call(c, write_dates, NULL);
	comp_call(c, leave_digest, NULL);
	comp_end(c, n);
}

void
odt_prepare_meta(struct comp *c)
{
	const struct xml_node *meta = xml_child(c->doc->root, XNS_OFFICE, "meta"), *k;
	struct place at = {.file = c->t->path, .part = c->part->name};
	bool people = false, own = false;

	if (meta == NULL)
		return;
	for (k = meta->first; k != NULL; k = k->next) {
		if (kept(c, k))
			continue;
		comp_drop(c, k);
		people = people || xml_is(k, XNS_META, "initial-creator") ||
		    xml_is(k, XNS_DC, "creator") || xml_is(k, XNS_META, "printed-by") ||
		    xml_is(k, XNS_META, "template");
		/* Writer writes four empty ones of its own accord */
		own = own || (xml_is(k, XNS_META, "user-defined") && k->first != NULL);
	}
	comp_replace(c, meta, emit_meta, NULL);
	if (people)
		diag(c->d, DIAG_ODT_DROPPED, &at, diag_pick(c->d, "names of people or files",
		    "personu vārdi vai failu nosaukumi"), NULL);
	if (own)
		diag(c->d, DIAG_ODT_DROPPED, &at, diag_pick(c->d, "custom properties",
		    "pielāgotie rekvizīti"), NULL);
}

/* ---- settings.xml ---- */

void
odt_prepare_settings(struct comp *c)
{
	static const char *const names[] = {"PrinterName", "PrinterSetup", "PrintFaxName",
	    "CurrentDatabaseDataSource", "CurrentDatabaseCommand", "CurrentDatabaseCommandType",
	    "EmbeddedDatabaseName", "Rsid", "RsidRoot", NULL};
	struct place at = {.file = c->t->path, .part = c->part->name};
	const struct xml_node *n;
	const char *name;
	bool printer = false;
	size_t i;

	for (n = c->doc->root; n != NULL; n = xml_walk(c->doc->root, (struct xml_node *)n)) {
		if (!xml_is(n, XNS_CONFIG, "config-item"))
			continue;
		name = xml_attr(n, XNS_CONFIG, "name");
		for (i = 0; name != NULL && names[i] != NULL && strcmp(names[i], name) != 0; i++)
			continue;
		if (name == NULL || names[i] == NULL)
			continue;
		comp_drop(c, n);
		printer = printer || (i < 2 && n->first != NULL);
	}
	if (printer)
		diag(c->d, DIAG_ODT_DROPPED, &at, diag_pick(c->d, "printer", "printeris"), NULL);
}

/* ---- the manifest ---- */

static bool
dropped(const struct odt_tmpl *o, const char *name)
{
	size_t i;

	for (i = 0; i < o->ndropped; i++)
		if (strcmp(o->dropped[i], name) == 0)
			return true;
	return false;
}

static const struct xml_node *
listed(const struct xml_node *root, const char *name)
{
	const struct xml_node *n;
	const char *s;

	for (n = root->first; n != NULL; n = n->next) {
		s = xml_attr(n, XNS_MANIFEST, "full-path");
		if (xml_is(n, XNS_MANIFEST, "file-entry") && s != NULL && strcmp(s, name) == 0)
			return n;
	}
	return NULL;
}

static void
put_entry(struct buf *out, const char *path, const char *type)
{
	/* The manifest may call its vocabulary otherwise. */
	buf_str(out, "<manifest:file-entry xmlns:manifest=\"" MANIFEST_NS "\" manifest:full-path=\"");
	xml_put_attr(out, path, strlen(path));
	buf_printf(out, "\" manifest:media-type=\"%s\"/>", type);
}

static void
put_unlisted(struct template *t, const struct xml_node *root, struct buf *out)
{
	const struct odt_tmpl *o = odt_tmpl(t);
	const char *name, *type;
	size_t i, len;

	for (i = 0; i < pkg_count(t->pkg); i++) {
		name = pkg_at(t->pkg, i)->name;
		len = strlen(name);
		if (strcmp(name, "mimetype") == 0 || strncmp(name, "META-INF/", 9) == 0 ||
		    name[len - 1] == '/' || dropped(o, name) || listed(root, name) != NULL)
			continue;
		type = len > 4 && strcmp(name + len - 4, ".xml") == 0 ? "text/xml" : "";
		put_entry(out, name, type);
	}
}

/* An entry for a part that goes, or that never was; folders end with a slash. */
static bool
stale(const struct template *t, const char *name)
{
	size_t len = strlen(name);

	return dropped(odt_tmpl(t), name) ||
	    (len > 0 && name[len - 1] != '/' && pkg_find(t->pkg, name) == NULL);
}

/* meta.xml of a template that has none, up to the digest. */
#define META_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta " \
	"xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" " \
	"xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" " \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.3\">" \
	"<office:meta><meta:generator>" GENERATOR "</meta:generator>"

/* The manifest without what is not there, with what it had forgotten. */
void
odt_manifest(struct template *t, struct diag *d)
{
	static const char path[] = "META-INF/manifest.xml";
	const struct pkg_part *p = pkg_find(t->pkg, path);
	struct odt_tmpl *o = odt_tmpl(t);
	const struct xml_doc *doc;
	const struct xml_node *n, *root;
	struct buf b = {0};
	const char *s;
	uint32_t from = 0, end;

	if (p == NULL) {
		struct place at = {.file = t->path, .part = path};

		diag(d, DIAG_ODT_NO_PART, &at, NULL);
		return;
	}
	doc = xml_parse(t->mem, t->path, p->name, p->bytes, p->len, d);
	if (doc == NULL)
		return;
	root = doc->root;
	end = root->close_start;
	for (n = root->first; n != NULL; n = n->next) {
		s = xml_attr(n, XNS_MANIFEST, "full-path");
		if (!xml_is(n, XNS_MANIFEST, "file-entry") || s == NULL || !stale(t, s))
			continue;
		buf_add(&b, p->bytes + from, n->start - from);
		from = n->end;
	}
	/* An empty root: <m/> becomes <m>...</m>. */
	if (root->empty)
		end = root->open_end - 2;
	buf_add(&b, p->bytes + from, end - from);
	if (root->empty)
		buf_ch(&b, '>');
	put_unlisted(t, root, &b);
	if (pkg_find(t->pkg, "meta.xml") == NULL)
		put_entry(&b, "meta.xml", "text/xml");
	if (root->empty) {
		s = p->bytes + root->start + 1;
		buf_printf(&b, "</%.*s>", (int)strcspn(s, " \t\r\n/>"), s);
		end = root->end;
	}
	buf_add(&b, p->bytes + end, p->len - end);
	assert(b.s != NULL); /* it has the root's tag */
	if (b.len != p->len || memcmp(b.s, p->bytes, b.len) != 0) {
		o->manifest_len = b.len;
		o->manifest = arena_strndup(t->mem, b.s, b.len);
	}
	buf_free(&b);
}

/* Before the programs run: what the whole package is made of. */
void
odt_begin(struct filler *f)
{
	const struct odt_tmpl *o = odt_tmpl(f->t);
	struct odt_fill *own = f->own;
	size_t i;

	own->marks = arena_array(f->mem, o->nmarks + 1, sizeof(*own->marks));
	own->wide = arena_array(f->mem, o->nmarks + 1, sizeof(*own->wide));
	for (i = 0; i < o->ndropped; i++)
		pkg_out_drop(f->pkg, o->dropped[i]);
	if (o->manifest != NULL)
		pkg_out_put(f->pkg, "META-INF/manifest.xml", o->manifest, o->manifest_len);
}

int
odt_finish(struct filler *f)
{
	struct buf b = {0};

	if (pkg_find(f->t->pkg, "meta.xml") != NULL)
		return 0; /* its program has said all */
	buf_str(&b, META_HEAD);
	put_dates(&b, f->opts->date);
	put_digest(f, &b, NULL);
	buf_str(&b, "</office:meta></office:document-meta>\n");
	pkg_out_put(f->pkg, "meta.xml", arena_strndup(f->mem, b.s, b.len), b.len);
	buf_free(&b);
	return 0;
}
