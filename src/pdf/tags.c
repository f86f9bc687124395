/*
 * tags - the structure tree (ISO 32000-1, 14.7) from the layout's senses.
 *
 * While pages are drawn, each piece of marked content is noted with its element.  At the
 * end every element that has something printed becomes an object.  Its kids stand in
 * document order, its own pieces before the first child that begins after them.
 */
#include <assert.h>
#include <stdio.h>

#include "base/utf8.h"
#include "pdf/writer.h"

enum { PARENTS_PER_LEAF = 64, IDS_PER_LEAF = 128 };

struct leaf { /* of the parent tree: keys; of the tree of IDs: indices in ids[] */
	size_t from, to;
	HPDF_Dict dict;
};

struct tree {
	HPDF_Dict parents, ids;
	struct leaf *parent_leaf, *id_leaf;
	size_t nparent, nid;
	struct elem **id; /* elements with an ID, in document order */
	size_t nids;
};

/* -- noting -- */

struct elem *
tags_elem(struct writer *w, const struct sense *s)
{
	assert(s->number < w->p->nsenses);
	return &w->elems[s->number];
}

static void
add_item(struct writer *w, const struct sense *s, struct item it)
{
	struct elem *e = tags_elem(w, s);
	uint32_t at;

	/* From 1, as 0 means none. */
	w->items = arena_grow(w->a, w->items, w->items == NULL ? 0 : w->nitems + 1,
	    w->nitems + 2, &w->items_cap, sizeof *w->items);
	at = (uint32_t)++w->nitems;
	w->items[at] = it;
	if (e->head == 0)
		e->head = at;
	else
		w->items[e->tail].next = at;
	e->tail = at;
	for (; s != NULL && (e = tags_elem(w, s))->first_at == 0; s = s->parent)
		e->first_at = at;
}

int
tags_mark(struct writer *w, const struct sense *s, int page)
{
	struct page_tags *t = &w->tags[page];
	int mcid = (int)t->n;

	t->sense = arena_grow(w->a, t->sense, t->n, t->n + 1, &t->cap, sizeof *t->sense);
	t->sense[t->n++] = s->number;
	add_item(w, s, (struct item){ .page = page, .mcid = mcid });
	return mcid;
}

void
tags_annot(struct writer *w, const struct sense *s, int page, HPDF_Dict annot)
{
	add_item(w, s, (struct item){ .page = page, .mcid = PDF_NONE, .annot = annot });
	w->annots = arena_grow(w->a, w->annots, w->nannots, w->nannots + 1, &w->annots_cap,
	    sizeof *w->annots);
	w->annots[w->nannots++] = s;
}

void
tags_text(struct writer *w, const struct box *b, int top)
{
	struct words *k;
	struct elem *e;

	for (const struct sense *s = b->sense; s != NULL; s = s->parent) {
		if (s->kind != SENSE_H && s->kind != SENSE_LINK)
			continue;
		e = tags_elem(w, s);
		k = arena_alloc(w->a, sizeof *k);
		k->box = b;
		if (e->words != NULL)
			e->last_words->next = k;
		else {
			e->words = k;
			e->top = top;
		}
		e->last_words = k;
	}
}

static void
add_words(struct buf *b, const char *s, size_t len)
{
	uint32_t c;
	int n;

	for (size_t i = 0; i < len && (n = utf8_decode(s + i, len - i, &c)) > 0; i += (size_t)n) {
		if (c == 0xAD || c == 0x200B || c == 0x2060)
			continue;
		if (c == ' ' || c == 0xA0 || c == '\t') {
			if (b->len > 0 && b->s[b->len - 1] != ' ')
				buf_ch(b, ' ');
			continue;
		}
		buf_add(b, s + i, (size_t)n);
	}
}

/* A tab between two boxes of a line parts words too. */
static bool
gap_between(const struct box *a, const struct box *b)
{
	return a->y == b->y && b->x_u - a->x_u - a->width * PDF_U_PER_TWIP > a->font.size_u / 5;
}

const char *
sense_text(struct writer *w, const struct sense *s)
{
	struct buf b = { 0 };
	const char *out;

	for (const struct words *k = tags_elem(w, s)->words; k != NULL; k = k->next) {
		add_words(&b, k->box->text, k->box->len);
		if (k->next != NULL && gap_between(k->box, k->next->box))
			add_words(&b, " ", 1);
	}
	while (b.len > 0 && b.s[b.len - 1] == ' ')
		b.len--;
	out = arena_strndup(w->a, b.len == 0 ? "" : b.s, b.len);
	buf_free(&b);
	return out;
}

/* -- which elements there are -- */

/* Cells and rows are kept though empty: without them the grid would not be whole. */
static bool
printed(struct writer *w, const struct sense *s)
{
	if (s->parent != NULL && tags_elem(w, s->parent)->dict == NULL)
		return false;
	if (s->parent == NULL || tags_elem(w, s)->first_at != 0)
		return true;
	return s->kind == SENSE_TR || s->kind == SENSE_TD || s->kind == SENSE_TH;
}

/* ISO 14289-1, 7.4.2: levels of headings go down one at a time. */
static void
level_heading(struct writer *w, struct elem *e, int *before)
{
	char was[16], prev[16], now[16];
	int level = e->sense->level < 1 ? 1 : e->sense->level > 6 ? 6 : e->sense->level;

	e->level = level;
	if (level > *before + 1) {
		struct place at = { .file = w->p->doc == NULL ? NULL : w->p->doc->file };
		e->level = *before + 1;
		snprintf(was, sizeof was, "%d", level);
		snprintf(prev, sizeof prev, "%d", *before);
		snprintf(now, sizeof now, "%d", e->level);
		diag(w->d, DIAG_PDF_HEADING, &at, was, prev, sense_text(w, e->sense), now, NULL);
	}
	*before = e->level;
}

/* Next in document order, without going down where "down" is false. */
static const struct sense *
next_sense(const struct sense *s, bool down)
{
	if (down && s->first != NULL)
		return s->first;
	while (s != NULL && s->next == NULL)
		s = s->parent;
	return s == NULL ? NULL : s->next;
}

static print_fn print_elem;

static void
make_elements(struct writer *w, struct tree *t)
{
	int level = 0;
	size_t cap = 0;

	for (const struct sense *s = w->p->root; s != NULL && !w->failed;) {
		struct elem *e = tags_elem(w, s);
		bool there = printed(w, s);
		if (there) {
			e->sense = s;
			e->dict = haru_object(w, print_elem, e);
			if (s->kind == SENSE_H)
				level_heading(w, e, &level);
			if (s->kind == SENSE_NOTE || e->has_id) {
				e->has_id = true;
				t->id = arena_grow(w->a, t->id, t->nids, t->nids + 1, &cap,
				    sizeof(struct elem *));
				t->id[t->nids++] = e;
			}
		}
		s = next_sense(s, there);
	}
}

/* Heads that some cell names get an ID; this must be known before they are made. */
static void
want_ids(struct writer *w)
{
	for (const struct sense *s = w->p->root; s != NULL; s = next_sense(s, true))
		for (size_t i = 0; i < s->nheaders; i++)
			tags_elem(w, s->headers[i])->has_id = true;
}

/* -- printing -- */

/* One length for all, so that document order is the order of the tree. */
static void
put_id(struct buf *out, const struct writer *w, const struct sense *s)
{
	char id[16], *p = id + sizeof id;
	uint32_t n = s->number;

	*--p = ')';
	for (uint32_t most = w->p->nsenses; most > 0; most /= 10, n /= 10)
		*--p = (char)('0' + n % 10);
	*--p = 'e';
	*--p = '(';
	buf_add(out, p, (size_t)(id + sizeof id - p));
}

static const char *
type_name(const struct elem *e)
{
	static const char *const names[] = { [SENSE_DOCUMENT] = "Document", [SENSE_SECT] = "Sect",
		[SENSE_P] = "P", [SENSE_L] = "L", [SENSE_LI] = "LI", [SENSE_LBL] = "Lbl",
		[SENSE_LBODY] = "LBody", [SENSE_TOC] = "TOC", [SENSE_TOCI] = "TOCI",
		[SENSE_TABLE] = "Table", [SENSE_THEAD] = "THead", [SENSE_TBODY] = "TBody",
		[SENSE_TR] = "TR", [SENSE_TH] = "TH", [SENSE_TD] = "TD",
		[SENSE_CAPTION] = "Caption", [SENSE_NOTE] = "Note", [SENSE_LINK] = "Link",
		[SENSE_FIGURE] = "Figure", [SENSE_SPAN] = "Span",
		[SENSE_REFERENCE] = "Reference" };
	static const char *const heads[] = { "H1", "H2", "H3", "H4", "H5", "H6" };

	if (e->sense->kind == SENSE_H)
		return heads[e->level - 1];
	if (e->sense->kind == SENSE_LINK && e->no_link)
		return "Span";
	return names[e->sense->kind];
}

static void
put_cell(struct buf *out, const struct writer *w, const struct sense *s)
{
	static const char *const scopes[] = { NULL, "Column", "Row", "Both" };
	bool scope = s->kind == SENSE_TH && s->scope >= 1 && s->scope <= 3;

	if (!scope && s->colspan < 2 && s->rowspan < 2 && s->nheaders == 0)
		return;
	buf_str(out, "/A<</O/Table");
	if (scope) {
		buf_str(out, "/Scope/");
		buf_str(out, scopes[s->scope]);
	}
	if (s->colspan > 1) {
		buf_str(out, "/ColSpan ");
		put_int(out, s->colspan);
	}
	if (s->rowspan > 1) {
		buf_str(out, "/RowSpan ");
		put_int(out, s->rowspan);
	}
	if (s->nheaders > 0) {
		buf_str(out, "/Headers[");
		for (size_t i = 0; i < s->nheaders; i++)
			if (w->elems[s->headers[i]->number].dict != NULL)
				put_id(out, w, s->headers[i]);
		buf_ch(out, ']');
	}
	buf_str(out, ">>");
}

static const struct sense *
child(const struct sense *s, enum sense_kind kind)
{
	const struct sense *k = s == NULL ? NULL : s->first;

	while (k != NULL && k->kind != kind)
		k = k->next;
	return k;
}

/* PDF/UA wants to know how a list with labels is numbered. */
static void
put_list(struct buf *out, const struct sense *s)
{
	const struct sense *item = child(s, SENSE_LI), *label = child(item, SENSE_LBL);
	const struct flow_para *p = s->para; /* its first item's */
	const char *text = p == NULL ? NULL : p->label.text;
	const char *how = "Decimal";

	if (label == NULL)
		return;
	if (text == NULL || p->label.bullet)
		how = "Disc";
	else {
		text += strspn(text, "(");
		if (*text == 'I' || *text == 'V' || *text == 'X')
			how = "UpperRoman";
		else if (*text == 'i' || *text == 'v' || *text == 'x')
			how = "LowerRoman";
		else if (*text >= 'a' && *text <= 'z')
			how = "LowerAlpha";
		else if (*text >= 'A' && *text <= 'Z')
			how = "UpperAlpha";
	}
	buf_printf(out, "/A<</O/List/ListNumbering/%s>>", how);
}

static void
put_attributes(struct buf *out, const struct writer *w, const struct elem *e)
{
	const struct sense *s = e->sense;

	switch (s->kind) {
	case SENSE_TH:
	case SENSE_TD:
		put_cell(out, w, s);
		break;
	case SENSE_L:
		put_list(out, s);
		break;
	case SENSE_TABLE:
		if (s->table != NULL && s->table->description != NULL &&
		    *s->table->description != '\0') {
			buf_str(out, "/A<</O/Table/Summary");
			put_text(out, s->table->description);
			buf_str(out, ">>");
		}
		break;
	case SENSE_FIGURE:
		if (!e->boxed)
			break;
		buf_str(out, "/A<</O/Layout/Placement/Block/BBox[");
		for (int i = 0; i < 4; i++) {
			if (i > 0)
				buf_ch(out, ' ');
			put_points(out, e->box[i]);
		}
		buf_str(out, "]>>");
		break;
	default:
		break;
	}
}

static void
put_item(struct buf *out, const struct writer *w, const struct item *it, int page)
{
	if (it->annot == NULL && it->page == page) {
		put_int(out, it->mcid);
		return;
	}
	if (it->annot != NULL) {
		buf_str(out, "<</Type/OBJR/Obj ");
		put_ref(out, it->annot);
	} else
		buf_printf(out, "<</Type/MCR/MCID %d", it->mcid);
	if (it->page != page) {
		buf_str(out, "/Pg ");
		put_ref(out, w->pages[it->page]);
	}
	buf_str(out, ">>");
}

static void
put_kids(struct buf *out, const struct writer *w, const struct elem *e)
{
	const struct sense *kid = e->sense->first;
	uint32_t at = e->head;
	int page = at == 0 ? PDF_NONE : w->items[at].page;
	bool any = false;

	buf_str(out, "/K[");
	while (at != 0 || kid != NULL) {
		const struct elem *k = kid == NULL ? NULL : &w->elems[kid->number];
		if (k != NULL && k->dict == NULL) {
			kid = kid->next;
			continue;
		}
		if (any)
			buf_ch(out, ' ');
		any = true;
		if (k == NULL || (at != 0 && k->first_at != 0 && at < k->first_at)) {
			put_item(out, w, &w->items[at], page);
			at = w->items[at].next;
		} else {
			put_ref(out, k->dict);
			kid = kid->next;
		}
	}
	buf_ch(out, ']');
}

static void
print_elem(struct buf *out, const struct writer *w, const void *arg)
{
	const struct elem *e = arg;
	const struct sense *s = e->sense;

	buf_str(out, "/S/");
	buf_str(out, type_name(e));
	buf_str(out, "/P ");
	put_ref(out, s->parent == NULL ? w->tree : w->elems[s->parent->number].dict);
	if (e->head != 0) {
		buf_str(out, "/Pg ");
		put_ref(out, w->pages[w->items[e->head].page]);
	}
	put_kids(out, w, e);
	put_attributes(out, w, e);
	if (e->has_id) {
		buf_str(out, "/ID");
		put_id(out, w, s);
	}
	if (s->lang != NULL && *s->lang != '\0' && strcmp(s->lang, w->lang) != 0) {
		buf_str(out, "/Lang");
		put_string(out, s->lang, strlen(s->lang));
	}
	if (s->kind == SENSE_FIGURE) {
		buf_str(out, "/Alt");
		put_text(out, s->alt == NULL || *s->alt == '\0' ? PDF_NO_ALT : s->alt);
	}
	if (s->title != NULL && *s->title != '\0' && s->kind != SENSE_LINK) {
		buf_str(out, "/T");
		put_text(out, s->title);
	}
}

/* -- the two trees beside it -- */

/* Element of a parent tree key: page's by MCID, or an annotation's. */
static void
put_parent(struct buf *out, const struct writer *w, size_t key)
{
	const struct page_tags *t;

	put_int(out, (int64_t)key);
	if (key >= w->p->npages) {
		buf_ch(out, ' ');
		put_ref(out, w->elems[w->annots[key - w->p->npages]->number].dict);
		buf_ch(out, '\n');
		return;
	}
	t = &w->tags[key];
	buf_ch(out, '[');
	for (size_t i = 0; i < t->n; i++) {
		if (i > 0)
			buf_ch(out, ' ');
		put_ref(out, w->elems[t->sense[i]].dict);
	}
	buf_str(out, "]\n");
}

static void
print_parent_leaf(struct buf *out, const struct writer *w, const void *arg)
{
	const struct leaf *l = arg;

	buf_printf(out, "/Limits[%zu %zu]/Nums[", l->from, l->to - 1);
	for (size_t key = l->from; key < l->to; key++)
		put_parent(out, w, key);
	buf_ch(out, ']');
}

static struct tree *
tree_of(const struct writer *w)
{
	return (struct tree *)(uintptr_t)haru_own(w->tree)->arg;
}

static void
print_id_leaf(struct buf *out, const struct writer *w, const void *arg)
{
	const struct leaf *l = arg;
	const struct tree *t = tree_of(w);

	buf_str(out, "/Limits[");
	put_id(out, w, t->id[l->from]->sense);
	put_id(out, w, t->id[l->to - 1]->sense);
	buf_str(out, "]/Names[");
	for (size_t i = l->from; i < l->to; i++) {
		put_id(out, w, t->id[i]->sense);
		put_ref(out, t->id[i]->dict);
		buf_ch(out, ' ');
	}
	buf_ch(out, ']');
}

static void
put_leaves(struct buf *out, const struct leaf *leaf, size_t n)
{
	buf_str(out, "/Kids[");
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_ch(out, ' ');
		put_ref(out, leaf[i].dict);
	}
	buf_ch(out, ']');
}

static void
print_parents(struct buf *out, const struct writer *w, const void *arg)
{
	const struct tree *t = arg;

	(void)w;
	put_leaves(out, t->parent_leaf, t->nparent);
}

static void
print_ids(struct buf *out, const struct writer *w, const void *arg)
{
	const struct tree *t = arg;

	(void)w;
	put_leaves(out, t->id_leaf, t->nid);
}

static struct leaf *
make_leaves(struct writer *w, size_t n, size_t per_leaf, print_fn *print, size_t *count)
{
	size_t leaves = (n + per_leaf - 1) / per_leaf;
	struct leaf *l = arena_array(w->a, leaves + 1, sizeof *l);

	for (size_t i = 0; i < leaves; i++) {
		l[i].from = i * per_leaf;
		l[i].to = l[i].from + per_leaf < n ? l[i].from + per_leaf : n;
		l[i].dict = haru_object(w, print, &l[i]);
	}
	*count = leaves;
	return l;
}

static void
print_root(struct buf *out, const struct writer *w, const void *arg)
{
	const struct tree *t = arg;

	buf_str(out, "/Type/StructTreeRoot/K ");
	put_ref(out, w->elems[w->p->root->number].dict);
	buf_str(out, "/ParentTree ");
	put_ref(out, t->parents);
	buf_printf(out, "/ParentTreeNextKey %zu", w->p->npages + w->nannots);
	if (t->ids != NULL) {
		buf_str(out, "/IDTree ");
		put_ref(out, t->ids);
	}
}

void
tags_finish(struct writer *w)
{
	struct tree *t = arena_alloc(w->a, sizeof *t);
	HPDF_Dict mark;

	w->tree = haru_object(w, print_root, t);
	want_ids(w);
	make_elements(w, t);
	t->parents = haru_object(w, print_parents, t);
	t->parent_leaf = make_leaves(w, w->p->npages + w->nannots, PARENTS_PER_LEAF,
	    print_parent_leaf, &t->nparent);
	if (t->nids > 0) {
		t->ids = haru_object(w, print_ids, t);
		t->id_leaf = make_leaves(w, t->nids, IDS_PER_LEAF, print_id_leaf, &t->nid);
	}
	if (w->failed)
		return;
	haru_set(w, w->doc->catalog, "StructTreeRoot", w->tree);
	mark = HPDF_Dict_New(w->doc->mmgr);
	haru_set(w, w->doc->catalog, "MarkInfo", mark);
	haru_set_bool(w, mark, "Marked", true);
}
