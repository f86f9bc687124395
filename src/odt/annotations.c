/*
 * annotations - comments put into an ODT template (ODF 1.3, 14.1).
 *
 * An annotation may stand wherever text may, and office:annotation-end of the same name
 * ends its range.  Writer shows those of the body, of text frames and of notes; it lets
 * nobody comment headers and footers and loses what stands in the text of a shape: there
 * the nearest paragraph of the body takes it.
 */
#include <string.h>

#include "fill/mark.h"
#include "odt/dialect.h"

struct odt_comments {
	struct names *ours, *taken; /* office:name */
	int next;
};

/* Did a run of ours put this annotation in? */
bool
odt_own_comment(const struct xml_node *n)
{
	const struct xml_node *k = xml_child(n, XNS_DC, "creator");
	struct buf b = {0};
	bool own;

	if (k == NULL)
		return false;
	xml_text(&b, k);
	own = strcmp(buf_cstr(&b), MARK_AUTHOR) == 0;
	buf_free(&b);
	return own;
}

/* Annotations of ours go; Writer has given them other names if they passed through it. */
static void
read_annotations(struct marking *m, struct mark_part *p)
{
	struct odt_comments *x = m->own;
	const struct xml_node *root = mark_doc(p)->root;

	for (const struct xml_node *k = root; k != NULL; k = xml_walk(root, (struct xml_node *)k)) {
		const char *name;

		if (!xml_is(k, XNS_OFFICE, "annotation"))
			continue;
		name = xml_attr(k, XNS_OFFICE, "name");
		if (odt_own_comment(k)) {
			mark_cut(m, p, k->start, k->end);
			if (name != NULL)
				*names_at(x->ours, name, NULL) = 1;
		} else if (name != NULL) {
			*names_at(x->taken, name, NULL) = 1;
		}
	}
}

/* Ends of ours; an answer to one of ours stands by itself from now on. */
static void
clear_ends(struct marking *m, struct mark_part *p)
{
	struct odt_comments *x = m->own;
	const struct xml_node *root = mark_doc(p)->root;

	for (const struct xml_node *k = root; k != NULL; k = xml_walk(root, (struct xml_node *)k)) {
		const char *name;

		if (xml_is(k, XNS_OFFICE, "annotation-end")) {
			name = xml_attr(k, XNS_OFFICE, "name");
			if (name != NULL && names_find(x->ours, name) != NULL &&
			    names_find(x->taken, name) == NULL)
				mark_cut(m, p, k->start, k->end);
		} else if (xml_is(k, XNS_OFFICE, "annotation")) {
			for (size_t i = 0; i < k->nattrs; i++)
				if (strcmp(k->attrs[i].name, "parent-name") == 0 &&
				    names_find(x->ours, k->attrs[i].value) != NULL &&
				    !odt_own_comment(k))
					mark_cut(m, p, k->attrs[i].start, k->attrs[i].end);
		}
	}
}

int
odt_comment_begin(struct marking *m)
{
	struct odt_comments *x = arena_alloc(m->mem, sizeof(*x));
	const struct xml_node *root = mark_doc(m->body)->root;

	m->own = x;
	x->ours = names_new(m->mem);
	x->taken = names_new(m->mem);
	if (xml_prefix(root, "office") != XNS_OFFICE || xml_prefix(root, "text") != XNS_TEXT)
		return -1; /* was reported; what we write would mean something else there */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < m->t->nparts; i++) {
			struct mark_part *p = mark_open(m, m->t->parts[i].name);

			if (pass == 0)
				read_annotations(m, p);
			else
				clear_ends(m, p);
		}
	return 0;
}

/* ---- where one may stand ---- */

static bool
is_text(const struct xml_node *n)
{
	return xml_is(n, XNS_TEXT, "p") || xml_is(n, XNS_TEXT, "h");
}

/* The paragraph itself, or that which the outermost shape around it hangs on. */
static const struct xml_node *
outside_shapes(const struct xml_node *para)
{
	const struct xml_node *at = is_text(para) ? para : NULL;

	for (const struct xml_node *k = para->parent; k != NULL; k = k->parent) {
		if (k->ns == XNS_DRAW && strcmp(k->name, "text-box") != 0 &&
		    strcmp(k->name, "frame") != 0)
			at = NULL;
		if (at == NULL && is_text(k))
			at = k;
		if (xml_is(k, XNS_OFFICE, "text"))
			return at;
	}
	return NULL;
}

/* Styles whose paragraphs and tables begin a page of this master page. */
static struct names *
styles_opening(struct marking *m, const char *master)
{
	struct names *l = names_new(m->mem);

	for (size_t i = 0; i < m->t->nparts; i++) {
		const struct xml_node *root = m->t->parts[i].doc->root;

		for (const struct xml_node *k = root; k != NULL;
		     k = xml_walk(root, (struct xml_node *)k)) {
			const char *page, *name;

			if (!xml_is(k, XNS_STYLE, "style"))
				continue;
			page = xml_attr(k, XNS_STYLE, "master-page-name");
			name = xml_attr(k, XNS_STYLE, "name");
			if (page != NULL && name != NULL && strcmp(page, master) == 0)
				*names_at(l, name, NULL) = 1;
		}
	}
	return l;
}

/* First paragraph of the first page that has a header or footer. */
static const struct xml_node *
page_host(struct marking *m, const struct xml_node *story)
{
	const struct xml_node *page = story, *root = mark_doc(m->body)->root, **host;
	const char *master, *name;
	struct names *l;
	bool fresh;

	while (page != NULL && !xml_is(page, XNS_STYLE, "master-page"))
		page = page->parent;
	if (page == NULL)
		return NULL;
	master = xml_attr(page, XNS_STYLE, "name");
	host = mark_known(m, master != NULL ? master : "", &fresh);
	if (!fresh)
		return *host;
	l = styles_opening(m, master != NULL ? master : "");
	for (const struct xml_node *k = root; k != NULL; k = xml_walk(root, (struct xml_node *)k)) {
		if (!is_text(k) && !xml_is(k, XNS_TABLE, "table"))
			continue;
		name = xml_attr(k, k->ns, "style-name");
		if (name != NULL && names_find(l, name) != NULL)
			return *host = mark_near(m, k);
	}
	return *host = mark_near(m, NULL);
}

const struct xml_node *
odt_comment_host(struct marking *m, const struct tmpl_part *part, const struct xml_node *para)
{
	if (part->kind == PART_BODY)
		return outside_shapes(para);
	return part->kind == PART_STORY ? page_host(m, para) : NULL;
}

/* ---- putting one in ---- */

static const char *
annotation(struct marking *m, const char *name, const char *text)
{
	const struct xml_node *root = mark_doc(m->body)->root;
	struct buf b = {0};
	const char *s;

	buf_printf(&b, "<office:annotation office:name=\"%s\"><dc:creator%s>" MARK_AUTHOR
	    "</dc:creator>", name, xml_prefix(root, "dc") == XNS_DC ? ""
	    : " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"");
	for (s = text;; s++) {
		size_t len = strcspn(s, "\n");

		buf_str(&b, "<text:p>");
		odt_put_text(&b, s, len);
		buf_str(&b, "</text:p>");
		s += len;
		if (*s == '\0')
			break;
	}
	buf_str(&b, "</office:annotation>");
	s = arena_strndup(m->mem, b.s, b.len);
	buf_free(&b);
	return s;
}

/* In the text, or before or behind an element. */
static void
put_end(struct marking *m, const struct xml_node *n, size_t at, bool end, uint32_t *where,
    const char **pre, const char **post)
{
	const char *s = mark_doc(m->body)->bytes;

	*pre = *post = NULL;
	*where = end ? n->end : n->start;
	if (n->kind == XML_ELEMENT || at == (end ? n->len : 0))
		return;
	*where = mark_raw(m->body, n, at);
	if (n->end - n->start > 9 && memcmp(s + n->start, "<![CDATA[", 9) == 0) {
		*pre = "]]>";
		*post = "<![CDATA[";
	}
}

void
odt_comment_put(struct marking *m, const struct comment *k)
{
	struct odt_comments *x = m->own;
	const struct xml_node *p = k->para;
	const char *name, *start, *end, *pre = NULL, *post = NULL, *pre2 = NULL, *post2 = NULL;
	uint32_t from = p->open_end, to = p->close_start;

	do
		name = arena_printf(m->mem, "pmpplan%d", ++x->next);
	while (names_find(x->taken, name) != NULL);
	start = annotation(m, name, k->text);
	end = arena_printf(m->mem, "<office:annotation-end office:name=\"%s\"/>", name);
	if (p->empty) {
		mark_append(m, m->body, p, MARK_START, start);
		mark_append(m, m->body, p, MARK_LAST, end);
		return;
	}
	if (k->from != NULL) {
		put_end(m, k->from, k->from_at, false, &from, &pre, &post);
		put_end(m, k->to, k->to_at, true, &to, &pre2, &post2);
	}
	mark_insert(m, m->body, from, MARK_START, start, pre, post);
	mark_insert(m, m->body, to, k->from == NULL ? MARK_LAST : MARK_END, end, pre2, post2);
}

void
odt_comment_end(struct marking *m)
{
	(void)m; /* all of it stands in the body */
}
