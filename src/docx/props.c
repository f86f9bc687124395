/*
 * props - document properties: what the template says with tags, our dates, our digest.
 *
 * Author, last editor, company, times and counts of the template say something about
 * people and machines, so they stay out unless they hold a tag.  The custom property
 * "pmpplan.digest" comes last: it covers all other parts.
 */
#include <stdlib.h>
#include <string.h>

#include "docx/internal.h"

#define FMTID "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
#define DIGEST "pmpplan.digest"

static bool
has_tag(const struct xml_node *n)
{
	struct buf b = {0};
	bool found;

	xml_text(&b, n);
	found = b.len > 0 && memmem(b.s, b.len, "{{", 2) != NULL;
	buf_free(&b);
	return found;
}

static bool
has_text(const struct xml_node *n)
{
	struct buf b = {0};
	bool found;

	xml_text(&b, n);
	found = b.len > 0;
	buf_free(&b);
	return found;
}

/* Properties that describe the document and not who made it. */
static bool
describes(const struct xml_node *n)
{
	static const char *const names[] = {"title", "subject", "description", "language",
	    "keywords", "category"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(n->name, names[i]) == 0)
			return true;
	return false;
}

static void
put_dates(struct filler *f, const void *arg)
{
	static const char *const names[] = {"created", "modified"};
	const char *date = f->opts->date;

	(void)arg;
	if (date == NULL)
		return;
	for (int i = 0; i < 2; i++)
		buf_printf(f->out, "<dcterms:%s xmlns:dcterms=\"http://purl.org/dc/terms/\" "
		    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
		    "xsi:type=\"dcterms:W3CDTF\">%sT00:00:00Z</dcterms:%s>", names[i], date, names[i]);
}

static void
emit_core(struct comp *c, const struct xml_node *n, const void *arg)
{
	(void)arg;
	comp_open(c, n);
	comp_children(c, n, NULL);
	comp_call(c, put_dates, NULL);
	comp_end(c, n);
}

static void
prepare_core(struct comp *c, const struct xml_node *root)
{
	bool people = false;

	for (const struct xml_node *k = root->first; k != NULL; k = k->next) {
		if (k->kind != XML_ELEMENT || has_tag(k))
			continue;
		if (describes(k))
			continue;
		if (k->ns != XNS_DCTERMS && has_text(k))
			people = true;
		comp_drop(c, k);
	}
	if (people) {
		struct place at = {.file = c->t->path, .part = c->part->name};

		diag(c->d, DIAG_DOCX_DROP_AUTHOR, &at, (char *)NULL);
	}
	comp_replace(c, root, emit_core, NULL);
}

static void
drop_untagged(struct comp *c, const struct xml_node *root)
{
	for (const struct xml_node *k = root->first; k != NULL; k = k->next)
		if (k->kind == XML_ELEMENT && !has_tag(k))
			comp_drop(c, k);
}

static int
to_pid(const char *s)
{
	long v = s != NULL ? strtol(s, NULL, 10) : 0;

	return v > 0 && v < 100000 ? (int)v : 0;
}

static void
prepare_custom(struct comp *c, const struct xml_node *root)
{
	struct docx_tmpl *x = docx_of(c->t);
	int max = 1;

	drop_untagged(c, root);
	for (const struct xml_node *k = root->first; k != NULL; k = k->next) {
		const char *name = k->kind == XML_ELEMENT ? xml_attr(k, XNS_NONE, "name") : NULL;

		if (name != NULL && strcmp(name, DIGEST) == 0)
			comp_drop(c, k);
		if (k->kind == XML_ELEMENT && to_pid(xml_attr(k, XNS_NONE, "pid")) > max)
			max = to_pid(xml_attr(k, XNS_NONE, "pid"));
	}
	x->max_pid = max;
}

void
docx_prepare_props(struct comp *c)
{
	const struct docx_tmpl *x = docx_of(c->t);
	const struct xml_node *root = c->doc->root;

	if (x->core_part != NULL && strcmp(c->part->name, x->core_part) == 0)
		prepare_core(c, root);
	else if (x->custom_part != NULL && strcmp(c->part->name, x->custom_part) == 0)
		prepare_custom(c, root);
	else
		drop_untagged(c, root);
}

/* app.xml is counts, program and company; it stays only for its tags. */
bool
docx_keep_app(struct template *t, struct diag *d)
{
	struct docx_tmpl *x = docx_of(t);
	const struct pkg_part *p = x->app_part != NULL ? pkg_find(t->pkg, x->app_part) : NULL;
	struct place at = {.file = t->path, .part = x->app_part};

	if (p == NULL)
		return false;
	if (memmem(p->bytes, p->len, "{{", 2) != NULL)
		return true;
	*names_at(x->dropped, x->app_part, NULL) = 1;
	diag(d, DIAG_DOCX_DROP_AUTHOR, &at, (char *)NULL);
	return false;
}

static int
put_custom(struct filler *f)
{
	struct docx_tmpl *x = docx_of(f->t);
	const char *name = x->custom_part != NULL ? x->custom_part : DOCX_NEW_CUSTOM;
	struct part_out *po = x->custom_part != NULL ? fill_part(f, name) : NULL;
	struct buf b = {0};
	char hex[65];
	size_t cut;
	char *tail = NULL;

	pkg_out_digest(f->pkg, name, hex);
	if (po != NULL) {
		fill_spliced(f, po, &b);
		for (cut = b.len; cut > 0 && strncmp(b.s + cut - 1, "</", 2) != 0; cut--)
			;
		if (cut > 0) {
			tail = arena_strndup(f->mem, b.s + cut - 1, b.len - cut + 1);
			b.len = cut - 1;
		}
	}
	if (tail == NULL) {
		b.len = 0;
		buf_str(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
		    "custom-properties\" xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/"
		    "2006/docPropsVTypes\">");
		tail = arena_strdup(f->mem, "</Properties>");
	}
	buf_printf(&b, "<property fmtid=\"" FMTID "\" pid=\"%d\" name=\"" DIGEST "\">"
	    "<vt:lpwstr xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/"
	    "docPropsVTypes\">%s</vt:lpwstr></property>", x->max_pid + 1 > 2 ? x->max_pid + 1 : 2, hex);
	buf_str(&b, tail);
	return docx_put_part(f, name, &b);
}

int
docx_finish_props(struct filler *f)
{
	struct docx_tmpl *x = docx_of(f->t);

	if (x->core_part == NULL && f->opts->date != NULL) {
		struct part_out po = {0}, *was;
		int rc;

		was = fill_switch(f, &po);
		buf_str(f->out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/"
		    "metadata/core-properties\">");
		put_dates(f, NULL);
		buf_str(f->out, "</cp:coreProperties>");
		fill_switch(f, was);
		rc = docx_put_part(f, DOCX_NEW_CORE, &po.out);
		if (rc == -1)
			return -1;
	}
	return put_custom(f);
}
