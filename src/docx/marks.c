/*
 * marks - bookmarks and other names and numbers that must be unique.
 *
 * Outside blocks they stay as they are.  Inside a block every turn gets numbers of its
 * own, and from the second turn on a name with a suffix.  Word's "_Toc" bookmarks go,
 * unless a field outside the contents lists uses them: the fill sets its own.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "docx/internal.h"

struct bookmark {
	const char *name;
};

void
docx_put_bookmark(struct filler *f, struct buf *out, const char *name, bool end)
{
	struct docx_fill *df = docx_fill(f);
	int64_t *id = names_at(df->bookmark_ids, name, NULL);

	if (!end) {
		*id = df->next_bookmark++;
		buf_printf(out, "<w:bookmarkStart w:id=\"%lld\" w:name=\"", (long long)*id);
		xml_put_attr(out, name, strlen(name));
		buf_str(out, "\"/>");
	} else {
		buf_printf(out, "<w:bookmarkEnd w:id=\"%lld\"/>", (long long)*id);
	}
}

/* ---- bookmarks of the template ---- */

static void
mark_begin(struct filler *f, const void *arg)
{
	fill_mark_begin(f, ((const struct bookmark *)arg)->name);
}

static void
mark_end(struct filler *f, const void *arg)
{
	fill_mark_end(f, ((const struct bookmark *)arg)->name);
}

static void
turn_begin(struct filler *f, const void *arg)
{
	const struct bookmark *b = arg;
	struct docx_fill *df = docx_fill(f);
	const char *name = fill_unique(f, b->name);
	int64_t *now = names_at(df->bookmark_names, b->name, NULL);

	df->made = arena_grow(f->mem, df->made, df->nmade, df->nmade + 1, &df->made_cap,
	    sizeof(*df->made));
	df->made[df->nmade++] = name;
	*now = (int64_t)df->nmade;
	docx_put_bookmark(f, f->out, name, false);
	fill_mark_begin(f, name);
}

static void
turn_end(struct filler *f, const void *arg)
{
	const struct bookmark *b = arg;
	struct docx_fill *df = docx_fill(f);
	int64_t *now = names_find(df->bookmark_names, b->name);

	if (now == NULL || *now == 0)
		return;
	fill_mark_end(f, df->made[*now - 1]);
	docx_put_bookmark(f, f->out, df->made[*now - 1], true);
}

static void
emit_bookmark(struct comp *c, const struct xml_node *n, const void *arg)
{
	bool end = strcmp(n->name, "bookmarkEnd") == 0;

	if (c->repeat > 0) {
		comp_call(c, end ? turn_end : turn_begin, arg);
		return;
	}
	if (end)
		comp_call(c, mark_end, arg);
	comp_copy(c, n);
	if (!end)
		comp_call(c, mark_begin, arg);
}

static bool
unwanted(struct comp *c, const char *name)
{
	if (strcmp(name, "_GoBack") == 0)
		return true;
	return strncmp(name, "_Toc", 4) == 0 &&
	    names_find(docx_of(c->t)->toc_refs, name) == NULL;
}

static void
bookmark_start(struct comp *c, const struct xml_node *n, struct names *open, struct bookmark ***all,
    size_t *nall, size_t *cap)
{
	const char *id = xml_attr(n, XNS_W, "id"), *name = xml_attr(n, XNS_W, "name");
	struct docx_tmpl *x = docx_of(c->t);
	struct bookmark *b;

	if (id == NULL || name == NULL)
		return;
	if (atoll(id) > x->max_bookmark)
		x->max_bookmark = atoll(id);
	b = arena_alloc(c->mem, sizeof(*b));
	b->name = name;
	*all = arena_grow(c->mem, *all, *nall, *nall + 1, cap, sizeof(**all));
	(*all)[(*nall)++] = b;
	*names_at(open, id, NULL) = (int64_t)*nall;
	if (unwanted(c, name)) {
		comp_drop(c, n);
		return;
	}
	comp_has_bookmark(c, name);
	comp_replace(c, n, emit_bookmark, b);
}

static void
bookmark_end(struct comp *c, const struct xml_node *n, const struct names *open,
    struct bookmark *const *all)
{
	const char *id = xml_attr(n, XNS_W, "id");
	int64_t *i = id != NULL ? names_find(open, id) : NULL;

	if (i == NULL || *i == 0)
		return;
	assert(all != NULL); /* a number above 0 is a place in it */
	if (unwanted(c, all[*i - 1]->name))
		comp_drop(c, n);
	else
		comp_replace(c, n, emit_bookmark, all[*i - 1]);
}

/* ---- drawings and content controls ---- */

static void
put_docpr(struct filler *f, const void *arg)
{
	(void)arg;
	buf_printf(f->out, "%lld", (long long)docx_fill(f)->next_docpr++);
}

static bool
holds_tag(const struct xml_attr *a)
{
	return strstr(a->value, "{{") != NULL;
}

/* wp:docPr, w:tblCaption, w:tblDescription: ids of their own, tags in alternative texts. */
static void
emit_docpr(struct comp *c, const struct xml_node *n, const void *arg)
{
	uint32_t pos = n->start;

	(void)arg;
	for (size_t i = 0; i < n->nattrs; i++) {
		const struct xml_attr *a = &n->attrs[i];
		bool id = n->ns == XNS_WP && a->ns == XNS_NONE && strcmp(a->name, "id") == 0 &&
		    c->repeat > 0;

		if (!id && !holds_tag(a))
			continue;
		comp_raw(c, pos, a->start);
		pos = a->end;
		if (id) {
			comp_str(c, " id=\"");
			comp_call(c, put_docpr, NULL);
			comp_str(c, "\"");
		} else {
			comp_attr(c, n, a);
		}
	}
	comp_raw(c, pos, n->open_end);
	if (!n->empty) {
		comp_children(c, n, NULL);
		comp_end(c, n);
	}
}

/* Word gives a content control without w:id a new one. */
static void
emit_sdt_id(struct comp *c, const struct xml_node *n, const void *arg)
{
	(void)arg;
	if (c->repeat == 0)
		comp_copy(c, n);
}

void
docx_prepare_marks(struct comp *c)
{
	struct docx_tmpl *x = docx_of(c->t);
	const struct xml_node *root = c->doc->root;
	struct names *open = names_new(c->mem);
	struct bookmark **all = NULL;
	size_t nall = 0, cap = 0;

	for (const struct xml_node *n = root; n != NULL; n = xml_walk(root, (struct xml_node *)n)) {
		if (xml_is(n, XNS_W, "bookmarkStart")) {
			bookmark_start(c, n, open, &all, &nall, &cap);
		} else if (xml_is(n, XNS_W, "bookmarkEnd")) {
			bookmark_end(c, n, open, all);
		} else if (xml_is(n, XNS_WP, "docPr")) {
			const char *id = xml_attr(n, XNS_NONE, "id");

			if (id != NULL && atoll(id) > x->max_docpr)
				x->max_docpr = atoll(id);
			comp_replace(c, n, emit_docpr, NULL);
		} else if (xml_is(n, XNS_W, "tblCaption") || xml_is(n, XNS_W, "tblDescription")) {
			comp_replace(c, n, emit_docpr, NULL);
		} else if (xml_is(n, XNS_W, "id") && xml_is(n->parent, XNS_W, "sdtPr")) {
			comp_replace(c, n, emit_sdt_id, NULL);
		}
	}
}
