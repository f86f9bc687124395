/*
 * comments - comments put into a DOCX template (ISO 29500-1, 17.13.4).
 *
 * A comment is a range in the body, a reference behind it and a text in the comments
 * part.  Word allows none in headers, footers, notes and text boxes; there the nearest
 * paragraph of the body takes it.  Word itself keeps more about comments in three
 * further parts (commentsExtended, commentsIds, commentsExtensible): where a comment of
 * ours has passed through Word, it is taken out of them too.
 */
#include <stdio.h>
#include <string.h>

#include "docx/internal.h"
#include "fill/mark.h"

#define W_NS "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define REL_COMMENTS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
#define TYPE_COMMENTS \
	"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"

struct docx_comments {
	const char *name;            /* of the comments part; NULL: there is none */
	struct mark_part *part, *rels;
	struct names *ours, *taken;  /* ids */
	struct names *paras;         /* w14:paraId of our comments */
	struct names *durable;
	int next;                    /* id */
	struct buf out;
};

/* ---- what is there ---- */

static const struct xml_node *
first_element(const struct xml_node *n)
{
	const struct xml_node *k = n->first;

	while (k != NULL && k->kind != XML_ELEMENT)
		k = k->next;
	return k;
}

static const struct xml_node *
next_element(const struct xml_node *n)
{
	const struct xml_node *k = n->next;

	while (k != NULL && k->kind != XML_ELEMENT)
		k = k->next;
	return k;
}

/* The part of a relationship of the body by the last word of its type, or NULL. */
static const char *
part_related(struct arena *a, const struct template *t, const struct xml_doc *rels,
    const char *word)
{
	const char *type, *target;

	for (const struct xml_node *r = first_element(rels->root); r != NULL; r = next_element(r)) {
		type = xml_attr(r, XNS_NONE, "Type");
		target = xml_attr(r, XNS_NONE, "Target");
		if (target != NULL && strcmp(docx_rel_word(type), word) == 0 &&
		    xml_attr(r, XNS_NONE, "TargetMode") == NULL)
			return docx_rel_part(a, docx_of(t)->doc_rels, target);
	}
	return NULL;
}

static const char *
related(struct marking *m, const char *word)
{
	struct docx_comments *x = m->own;

	return x->rels != NULL ? part_related(m->mem, m->t, mark_doc(x->rels), word) : NULL;
}

static bool
is_own(const struct xml_node *comment)
{
	const char *author = xml_attr(comment, XNS_W, "author");

	return author != NULL && strcmp(author, MARK_AUTHOR) == 0;
}

/* What cannot be read here is reported by whoever needs it. */
static void
read_own(struct template *t, struct diag *scratch)
{
	struct docx_tmpl *x = docx_of(t);
	const struct xml_doc *rels = pkg_xml(t->mem, t->pkg, x->doc_rels, scratch), *doc;
	const char *name = rels != NULL ? part_related(t->mem, t, rels, "comments") : NULL, *id;

	x->own_comments = names_new(t->mem);
	if (name == NULL || (doc = pkg_xml(t->mem, t->pkg, name, scratch)) == NULL)
		return;
	for (const struct xml_node *k = first_element(doc->root); k != NULL; k = next_element(k))
		if (is_own(k) && (id = xml_attr(k, XNS_W, "id")) != NULL)
			*names_at(x->own_comments, id, NULL) = 1;
}

bool
docx_own_comment(struct template *t, const char *id)
{
	struct docx_tmpl *x = docx_of(t);

	if (x->own_comments == NULL) {
		struct diag *scratch = diag_new(DIAG_EN);

		read_own(t, scratch);
		diag_free(scratch);
	}
	return id != NULL && names_find(x->own_comments, id) != NULL;
}

/* Any attribute of that local name: these namespaces are Word's own. */
static const struct xml_attr *
attr_called(const struct xml_node *n, const char *name)
{
	for (size_t i = 0; i < n->nattrs; i++)
		if (strcmp(n->attrs[i].name, name) == 0)
			return &n->attrs[i];
	return NULL;
}

static bool
is_known(const struct names *l, const char *name)
{
	return name != NULL && names_find(l, name) != NULL;
}

/* ---- taking out what an earlier run put in ---- */

static void
read_comments(struct marking *m)
{
	struct docx_comments *x = m->own;

	for (const struct xml_node *k = first_element(mark_doc(x->part)->root); k != NULL;
	     k = next_element(k)) {
		const char *id = xml_attr(k, XNS_W, "id");

		if (!xml_is(k, XNS_W, "comment") || id == NULL)
			continue;
		if (!is_own(k)) {
			*names_at(x->taken, id, NULL) = 1;
			continue;
		}
		*names_at(x->ours, id, NULL) = 1;
		mark_cut(m, x->part, k->start, k->end);
		for (const struct xml_node *p = xml_child(k, XNS_W, "p"); p != NULL;
		     p = xml_next(p, XNS_W, "p")) {
			const char *para = xml_attr(p, XNS_W14, "paraId");

			if (para != NULL)
				*names_at(x->paras, para, NULL) = 1;
		}
	}
}

/* A run that holds nothing but the reference goes as a whole. */
static const struct xml_node *
reference_run(const struct xml_node *ref)
{
	const struct xml_node *r = ref->parent;

	if (!xml_is(r, XNS_W, "r"))
		return ref;
	for (const struct xml_node *k = r->first; k != NULL; k = k->next)
		if (k != ref && !xml_is(k, XNS_W, "rPr") &&
		    (k->kind == XML_ELEMENT || k->kind == XML_TEXT))
			return ref;
	return r;
}

static void
clear_part(struct marking *m, struct mark_part *p)
{
	struct docx_comments *x = m->own;
	const struct xml_node *root = mark_doc(p)->root;

	for (const struct xml_node *k = root; k != NULL; k = xml_walk(root, (struct xml_node *)k)) {
		const struct xml_node *cut = k;
		const char *id;

		if (k->kind != XML_ELEMENT || k->ns != XNS_W || strncmp(k->name, "comment", 7) != 0)
			continue;
		id = xml_attr(k, XNS_W, "id");
		if (!is_known(x->ours, id)) {
			if (id != NULL)
				*names_at(x->taken, id, NULL) = 1;
			continue;
		}
		if (strcmp(k->name, "commentReference") == 0)
			cut = reference_run(k);
		mark_cut(m, p, cut->start, cut->end);
	}
}

/* Entries of Word's further parts; an answer to a comment of ours stands by itself. */
static void
clear_extra(struct marking *m, const char *word, const char *attr, const struct names *gone)
{
	struct docx_comments *x = m->own;
	const char *name = related(m, word);
	struct mark_part *p = name != NULL ? mark_open(m, name) : NULL;

	if (p == NULL)
		return;
	for (const struct xml_node *k = first_element(mark_doc(p)->root); k != NULL;
	     k = next_element(k)) {
		const struct xml_attr *a = attr_called(k, attr);
		const struct xml_attr *up = attr_called(k, "paraIdParent");
		const struct xml_attr *durable = attr_called(k, "durableId");

		if (a != NULL && is_known(gone, a->value)) {
			mark_cut(m, p, k->start, k->end);
			if (durable != NULL)
				*names_at(x->durable, durable->value, NULL) = 1;
		} else if (up != NULL && is_known(gone, up->value)) {
			mark_cut(m, p, up->start, up->end);
		}
	}
}

int
docx_comment_begin(struct marking *m)
{
	const struct docx_tmpl *t = docx_of(m->t);
	struct docx_comments *x = arena_alloc(m->mem, sizeof(*x));
	const struct xml_node *root = mark_doc(m->body)->root;

	m->own = x;
	if (root->ns != XNS_W || xml_prefix(root, "w") != XNS_W)
		return -1; /* was reported; what we wrote would mean something else there */
	x->ours = names_new(m->mem);
	x->taken = names_new(m->mem);
	x->paras = names_new(m->mem);
	x->durable = names_new(m->mem);
	x->rels = mark_open(m, t->doc_rels);
	x->name = related(m, "comments");
	if (x->name != NULL && (x->part = mark_open(m, x->name)) != NULL)
		read_comments(m);
	for (size_t i = 0; i < m->t->nparts; i++)
		if (m->t->parts[i].kind != PART_META)
			clear_part(m, mark_open(m, m->t->parts[i].name));
	clear_extra(m, "commentsExtended", "paraId", x->paras);
	clear_extra(m, "commentsIds", "paraId", x->paras);
	clear_extra(m, "commentsExtensible", "durableId", x->durable);
	return m->failed ? -1 : 0;
}

/* ---- where a comment may stand ---- */

static const struct xml_node *
above(const struct xml_node *n, const char *name)
{
	while (n != NULL && !xml_is(n, XNS_W, name))
		n = n->parent;
	return n;
}

/* A paragraph in a text box: the paragraph that the outermost box hangs on. */
static const struct xml_node *
outside_boxes(const struct xml_node *para)
{
	const struct xml_node *box;

	while ((box = above(para, "txbxContent")) != NULL)
		if ((para = above(box, "p")) == NULL)
			break;
	return para;
}

/* First paragraph of the section that uses a header or footer first. */
static const struct xml_node *
section_with(const struct xml_node *root, const struct names *ids)
{
	const struct xml_node *first = NULL;

	for (const struct xml_node *k = root; k != NULL; k = xml_walk(root, (struct xml_node *)k)) {
		if (xml_is(k, XNS_W, "p") && first == NULL && outside_boxes(k) == k)
			first = k;
		if (!xml_is(k, XNS_W, "sectPr") || xml_is(k->parent, XNS_W, "sectPrChange"))
			continue;
		for (const struct xml_node *r = first_element(k); r != NULL; r = next_element(r))
			if ((xml_is(r, XNS_W, "headerReference") || xml_is(r, XNS_W, "footerReference")) &&
			    is_known(ids, xml_attr(r, XNS_R, "id")))
				return first;
		first = NULL;
	}
	return NULL;
}

static const struct xml_node *
story_host(struct marking *m, const char *name)
{
	struct docx_comments *x = m->own;
	struct names *ids;
	const char *id, *target;
	bool fresh;
	const struct xml_node **host = mark_known(m, name, &fresh);

	if (x->rels == NULL || !fresh)
		return *host;
	ids = names_new(m->mem);
	for (const struct xml_node *r = first_element(mark_doc(x->rels)->root); r != NULL;
	     r = next_element(r)) {
		id = xml_attr(r, XNS_NONE, "Id");
		target = xml_attr(r, XNS_NONE, "Target");
		if (id != NULL && target != NULL &&
		    strcmp(docx_rel_part(m->mem, docx_of(m->t)->doc_rels, target), name) == 0)
			*names_at(ids, id, NULL) = 1;
	}
	return *host = section_with(mark_doc(m->body)->root, ids);
}

/* The paragraphs that refer to notes, all in one walk. */
static void
find_references(struct marking *m)
{
	const struct xml_node *root = mark_doc(m->body)->root;
	const char *id;

	for (const struct xml_node *k = root; k != NULL; k = xml_walk(root, (struct xml_node *)k)) {
		const struct xml_node **host;
		bool foot = xml_is(k, XNS_W, "footnoteReference"), fresh;

		if ((!foot && !xml_is(k, XNS_W, "endnoteReference")) ||
		    (id = xml_attr(k, XNS_W, "id")) == NULL)
			continue;
		host = mark_known(m, arena_printf(m->mem, "%s %s", foot ? "footnote" : "endnote", id),
		    &fresh);
		if (fresh)
			*host = outside_boxes(above(k, "p"));
	}
}

/* The paragraph that refers to a note. */
static const struct xml_node *
note_host(struct marking *m, const struct xml_node *note)
{
	const char *id = xml_attr(note, XNS_W, "id");
	bool fresh;

	if (id == NULL)
		return NULL;
	mark_known(m, "references", &fresh);
	if (fresh)
		find_references(m);
	return *mark_known(m, arena_printf(m->mem, "%s %s", note->name, id), &fresh);
}

const struct xml_node *
docx_comment_host(struct marking *m, const struct tmpl_part *part, const struct xml_node *para)
{
	const struct xml_node *note, *root = part->doc->root;

	if (part->kind == PART_BODY)
		return outside_boxes(para);
	if ((note = above(para, "footnote")) != NULL || (note = above(para, "endnote")) != NULL)
		return note_host(m, note);
	if (xml_is(root, XNS_W, "hdr") || xml_is(root, XNS_W, "ftr"))
		return story_host(m, part->name);
	return NULL;
}

/* ---- putting one in ---- */

static const char *
tag_name(struct marking *m, const struct xml_node *n)
{
	return n->prefix == NULL ? n->name : arena_printf(m->mem, "%s:%s", n->prefix, n->name);
}

/* A place between runs, or inside one that is closed and opened again there. */
struct gap {
	uint32_t at;
	const char *pre, *post;
};

/* The run that holds a text; NULL where the schema has none. */
static const struct xml_node *
run_of(const struct xml_node *text)
{
	const struct xml_node *t = text->parent;

	return xml_is(t, XNS_W, "t") && xml_is(t->parent, XNS_W, "r") ? t->parent : NULL;
}

/* Nothing of the run's content on that side of its child t. */
static bool
at_edge(const struct xml_node *t, bool end)
{
	const struct xml_node *k = t;

	while ((k = end ? k->next : k->prev) != NULL)
		if (k->kind == XML_ELEMENT && !xml_is(k, XNS_W, "rPr"))
			return false;
	return true;
}

static const char *
reopened(struct marking *m, const struct xml_node *r, bool text)
{
	const struct xml_node *pr = docx_head(r);
	const char *s = mark_doc(m->body)->bytes;

	return arena_printf(m->mem, "%.*s%.*s%s", (int)(r->open_end - r->start), s + r->start,
	    pr != NULL ? (int)(pr->end - pr->start) : 0, pr != NULL ? s + pr->start : "",
	    text ? "<w:t xml:space=\"preserve\">" : "");
}

static void
find_gap(struct marking *m, const struct xml_node *n, size_t at, bool end, struct gap *g)
{
	const struct xml_node *t = n->parent, *r;
	const char *s = mark_doc(m->body)->bytes;

	*g = (struct gap){.at = end ? n->end : n->start};
	if (n->kind == XML_ELEMENT)
		return;
	r = run_of(n);
	if (at == (end ? n->len : 0) && (end ? n->next : n->prev) == NULL) {
		if (at_edge(t, end)) {
			g->at = end ? r->end : r->start;
			return;
		}
		g->at = end ? t->end : t->start;
		g->pre = arena_printf(m->mem, "</%s>", tag_name(m, r));
		g->post = reopened(m, r, false);
		return;
	}
	g->at = mark_raw(m->body, n, at);
	g->pre = arena_printf(m->mem, "</%s></%s>", tag_name(m, t), tag_name(m, r));
	g->post = reopened(m, r, true);
	if (n->end - n->start > 9 && memcmp(s + n->start, "<![CDATA[", 9) == 0) {
		g->pre = arena_printf(m->mem, "]]>%s", g->pre);
		g->post = arena_printf(m->mem, "%s<![CDATA[", g->post);
	}
	/* Blanks at the new end of what stays in front must go on counting. */
	if (xml_attr(t, XNS_XML, "space") == NULL)
		mark_insert(m, m->body, t->open_end - 1, MARK_ONCE, " xml:space=\"preserve\"",
		    NULL, NULL);
}

static bool
splittable(const struct xml_node *n)
{
	return n->kind == XML_ELEMENT || run_of(n) != NULL;
}

static void
put_range(struct marking *m, const struct comment *k, const char *start, const char *end)
{
	const struct xml_node *p = k->para, *pr = docx_head(p);
	struct gap a = {.at = pr != NULL ? pr->end : p->open_end}, b = {.at = p->close_start};
	bool tag = k->from != NULL && splittable(k->from) && splittable(k->to);

	if (p->empty) {
		mark_append(m, m->body, p, MARK_START, start);
		mark_append(m, m->body, p, MARK_LAST, end);
		return;
	}
	if (tag) {
		find_gap(m, k->from, k->from_at, false, &a);
		find_gap(m, k->to, k->to_at, true, &b);
	}
	mark_insert(m, m->body, a.at, MARK_START, start, a.pre, a.post);
	mark_insert(m, m->body, b.at, tag ? MARK_END : MARK_LAST, end, b.pre, b.post);
}

static void
put_text(struct docx_comments *x, const char *id, const char *xmlns, const char *s)
{
	buf_printf(&x->out, "<w:comment%s w:id=\"%s\" w:author=\"" MARK_AUTHOR "\" "
	    "w:initials=\"pmp\">", xmlns, id);
	for (;; s++) {
		size_t len = strcspn(s, "\n");

		buf_str(&x->out, "<w:p><w:r><w:t xml:space=\"preserve\">");
		xml_put_text(&x->out, s, len);
		buf_str(&x->out, "</w:t></w:r></w:p>");
		s += len;
		if (*s == '\0')
			break;
	}
	buf_str(&x->out, "</w:comment>");
}

void
docx_comment_put(struct marking *m, const struct comment *k)
{
	struct docx_comments *x = m->own;
	bool bound = x->part == NULL || xml_prefix(mark_doc(x->part)->root, "w") == XNS_W;
	const char *id;

	do
		id = arena_printf(m->mem, "%d", x->next++);
	while (is_known(x->taken, id));
	put_text(x, id, bound ? "" : " xmlns:w=\"" W_NS "\"", k->text);
	put_range(m, k, arena_printf(m->mem, "<w:commentRangeStart w:id=\"%s\"/>", id),
	    arena_printf(m->mem, "<w:commentRangeEnd w:id=\"%s\"/><w:r><w:commentReference "
	    "w:id=\"%s\"/></w:r>", id, id));
}

/* ---- the other parts ---- */

static const char *
free_name(struct marking *m, const char *folder)
{
	const char *s = arena_printf(m->mem, "%scomments.xml", folder);

	for (int i = 1; pkg_find(m->t->pkg, s) != NULL; i++)
		s = arena_printf(m->mem, "%scomments%d.xml", folder, i);
	return s;
}

static const char *
free_id(struct marking *m, const struct xml_node *root)
{
	const char *s = "rIdPmpComments", *id;
	int i = 1;

	for (const struct xml_node *r = first_element(root); r != NULL;) {
		id = xml_attr(r, XNS_NONE, "Id");
		if (id == NULL || strcmp(id, s) != 0) {
			r = next_element(r);
			continue;
		}
		s = arena_printf(m->mem, "rIdPmpComments%d", i++);
		r = first_element(root);
	}
	return s;
}

/* An element in the namespace of the index's root, however it was written there. */
static void
add_entry(struct marking *m, struct mark_part *p, const char *entry)
{
	const struct xml_node *root = mark_doc(p)->root;

	mark_append(m, p, root, MARK_END, root->prefix == NULL ? arena_printf(m->mem, "<%s", entry)
	    : arena_printf(m->mem, "<%s:%s", root->prefix, entry));
}

static void
add_relationship(struct marking *m, const char *target)
{
	struct docx_comments *x = m->own;
	const char *id = x->rels != NULL ? free_id(m, mark_doc(x->rels)->root) : "rIdPmpComments";
	const char *entry = arena_printf(m->mem, "Relationship Id=\"%s\" Type=\"" REL_COMMENTS
	    "\" Target=\"%s\"/>", id, target);
	struct buf b = {0};

	if (x->rels != NULL) {
		add_entry(m, x->rels, entry);
		return;
	}
	buf_str(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns="
	    "\"http://schemas.openxmlformats.org/package/2006/relationships\"><");
	buf_str(&b, entry);
	buf_str(&b, "</Relationships>");
	mark_new(m, docx_of(m->t)->doc_rels, &b);
	buf_free(&b);
}

static void
add_type(struct marking *m, const char *name)
{
	struct mark_part *types = mark_open(m, "[Content_Types].xml");
	const char *part;

	if (types == NULL)
		return;
	for (const struct xml_node *k = first_element(mark_doc(types)->root); k != NULL;
	     k = next_element(k))
		if ((part = xml_attr(k, XNS_NONE, "PartName")) != NULL && part[0] == '/' &&
		    strcmp(part + 1, name) == 0)
			return;
	add_entry(m, types, arena_printf(m->mem, "Override PartName=\"/%s\" ContentType=\""
	    TYPE_COMMENTS "\"/>", name));
}

void
docx_comment_end(struct marking *m)
{
	struct docx_comments *x = m->own;
	const char *doc = docx_of(m->t)->document, *slash = strrchr(doc, '/');
	const char *folder = arena_strndup(m->mem, doc, slash != NULL ? (size_t)(slash + 1 - doc) : 0);
	struct buf b = {0};

	if (x->part != NULL) {
		mark_append(m, x->part, mark_doc(x->part)->root, MARK_END,
		    arena_strndup(m->mem, x->out.s, x->out.len));
	} else {
		if (x->name == NULL) {
			x->name = free_name(m, folder);
			add_relationship(m, x->name + strlen(folder));
		}
		buf_str(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<w:comments xmlns:w=\"" W_NS "\">");
		buf_add(&b, x->out.s, x->out.len);
		buf_str(&b, "</w:comments>");
		mark_new(m, x->name, &b);
		add_type(m, x->name);
	}
	buf_free(&b);
	buf_free(&x->out);
}
