/*
 * sense - the flow's blocks made ready for layout, and the tree of what they mean.
 *
 * One walk builds both: blocks with their cells and notes for table.c and pages.c, and
 * the structure that the PDF writer turns into tags (Document, Sect, H1..H6, P, L, TOC,
 * Table ...).  The choices follow PDF/UA-1 and the Matterhorn checks: heading levels
 * without gaps, lists with labels, heads of tables with their scope.
 */
#include <stdlib.h>
#include <string.h>

#include "layout/lay.h"

enum { LIST_DEPTH = 9, HEADS_MAX = 64 };

struct walk {                /* where in the tree we are */
	struct lay *l;
	struct sense *home;      /* Document, cell, note: its blocks' parent; NULL: artifacts */
	struct sense *sect;      /* chapter inside it, or home */
	bool chapters;           /* level-1 headings open Sects */
	struct sense *list[LIST_DEPTH]; /* open L by depth */
	struct sense *item[LIST_DEPTH]; /* its last LI's body */
	int list_id[LIST_DEPTH];
	int lists;               /* how many are open */
	struct sense *toc;
	int toc_id;
	int *last_level;         /* of the last heading */
	const struct flow_note *note;
	int depth;
	bool in_cell;
};

static struct sense *
sense_new(struct lay *l, enum sense_kind kind, struct sense *parent)
{
	struct sense *s;

	if (parent == NULL && kind != SENSE_DOCUMENT)
		return NULL;
	s = arena_alloc(l->a, sizeof *s);
	s->kind = kind;
	s->parent = parent;
	if (parent == NULL)
		return s;
	if (parent->last != NULL)
		parent->last->next = s;
	else
		parent->first = s;
	parent->last = s;
	return s;
}

/* The same, before its siblings. */
static struct sense *
sense_first(struct lay *l, enum sense_kind kind, struct sense *parent)
{
	struct sense *s;

	if (parent == NULL || parent->first == NULL)
		return sense_new(l, kind, parent);
	s = arena_alloc(l->a, sizeof *s);
	s->kind = kind;
	s->parent = parent;
	s->next = parent->first;
	return parent->first = s;
}

/* -- inlines -- */

static bool
same(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a == b || strcmp(a, b) == 0;
}

static const char *
inline_lang(const struct lay *l, const struct flow_para *fp, const struct flow_inline *in)
{
	const char *lang = in->font != NULL ? in->font->lang : NULL;
	const char *usual = fp->lang != NULL ? fp->lang : l->doc->lang;

	return lang == NULL || lang[0] == '\0' || same(lang, usual) ? NULL : lang;
}

/* Does this inline need a sense of its own inside the paragraph's? */
static bool
inline_special(const struct lay *l, const struct flow_para *fp, const struct flow_inline *in)
{
	return in->link != NULL || in->kind == FLOW_NOTE_REF || in->kind == FLOW_NOTE_NUMBER ||
	    in->kind == FLOW_PICTURE || inline_lang(l, fp, in) != NULL;
}

static struct sense *
figure(struct lay *l, const struct flow_picture *pic, struct sense *parent)
{
	struct sense *s;

	if (pic == NULL || pic->decorative)
		return NULL;
	s = sense_new(l, SENSE_FIGURE, parent);
	if (s != NULL)
		s->alt = pic->alt;
	return s;
}

struct inline_walk {
	const char *link, *lang;
	struct sense *open;
};

/*
 * The number in the text is a link to the note's own number, and that leads back
 * (ISO 32000-1, 14.8.4.4: a Reference holds the link).
 */
static const struct sense *
note_ref_sense(struct lay *l, const struct flow_inline *in, struct sense *home)
{
	struct sense *ref = sense_new(l, SENSE_REFERENCE, home);
	struct lnote *n = in->note == NULL ? NULL : lay_note(l, in->note);

	if (n == NULL || ref == NULL || n->ref != NULL || n->blocks.v != NULL)
		return ref;
	return n->ref = sense_new(l, SENSE_LINK, ref);
}

static const struct sense *
note_number_sense(struct lay *l, const struct flow_note *note, struct sense *label_home)
{
	struct sense *label = sense_first(l, SENSE_LBL, label_home), *link;
	struct lnote *n = note == NULL ? NULL : lay_note(l, note);

	if (label == NULL || n == NULL || n->ref == NULL || n->ref->to != NULL)
		return label;
	link = sense_new(l, SENSE_LINK, label);
	link->to = n->ref;
	n->ref->to = link;
	return link;
}

static const struct sense *
inline_sense(struct lay *l, const struct flow_para *fp, const struct flow_inline *in,
    struct sense *home, const struct flow_note *note, struct sense *label_home,
    struct inline_walk *w)
{
	const char *lang = inline_lang(l, fp, in);
	struct sense *s;

	if (in->kind == FLOW_BOOKMARK)
		return w->open != NULL ? w->open : home;
	if (in->kind == FLOW_NOTE_REF || in->kind == FLOW_NOTE_NUMBER || in->kind == FLOW_PICTURE) {
		*w = (struct inline_walk){ 0 };
		if (in->kind == FLOW_PICTURE)
			return figure(l, in->picture, home);
		return in->kind == FLOW_NOTE_REF ? note_ref_sense(l, in, home)
		    : note_number_sense(l, note, label_home);
	}
	if (w->open != NULL && same(w->link, in->link) && same(w->lang, lang))
		return w->open;
	if (in->link == NULL && lang == NULL) {
		*w = (struct inline_walk){ 0 };
		return home;
	}
	s = sense_new(l, in->link != NULL ? SENSE_LINK : SENSE_SPAN, home);
	if (s != NULL) {
		s->lang = lang;
		s->title = in->link_title;
	}
	*w = (struct inline_walk){ in->link, lang, s };
	return s;
}

/* Senses of the paragraph's inlines, where they are not all the paragraph's. */
static void
inline_senses(struct lay *l, struct lpara *p, struct sense *label_home)
{
	const struct flow_para *fp = p->fp;
	struct inline_walk w = { 0 };
	bool special = false;
	size_t n = 0;

	for (const struct flow_inline *in = fp->inlines; in != NULL; in = in->next, n++) {
		special = special || inline_special(l, fp, in);
		p->notes = p->notes || (in->kind == FLOW_NOTE_REF && in->note != NULL);
		p->live = p->live || in->kind == FLOW_PAGE || in->kind == FLOW_NUMPAGES ||
		    (in->kind == FLOW_PAGEREF && (!in->in_toc || l->doc->unnumbered));
	}
	if (!special || p->sense == NULL)
		return;
	p->senses = arena_array(l->a, n, sizeof *p->senses);
	n = 0;
	for (const struct flow_inline *in = fp->inlines; in != NULL; in = in->next)
		p->senses[n++] = inline_sense(l, fp, in, p->sense, p->note, label_home, &w);
}

/* -- paragraphs -- */

static bool
has_ink(const struct flow_para *fp)
{
	if (fp->label.text != NULL)
		return true;
	for (const struct flow_inline *in = fp->inlines; in != NULL; in = in->next)
		if (in->kind == FLOW_PICTURE || (in->kind != FLOW_BOOKMARK && in->len > 0))
			return true;
	return false;
}

static struct sense *
heading(struct walk *w, const struct flow_para *fp, int level)
{
	struct sense *s;

	/* A level may not be skipped on the way down. */
	if (w->last_level != NULL) {
		if (level > *w->last_level + 1)
			level = *w->last_level + 1;
		*w->last_level = level;
	}
	if (level == 1 && w->chapters)
		w->sect = sense_new(w->l, SENSE_SECT, w->home);
	s = sense_new(w->l, SENSE_H, w->sect);
	if (s != NULL) {
		s->level = level;
		s->para = fp;
	}
	return s;
}

/* Lists: equal depth goes on, deeper opens inside the last item, shallower closes. */
static struct sense *
list_item(struct walk *w, const struct flow_para *fp, struct sense **label)
{
	int d = fp->label.depth;
	struct sense *item;

	if (d < 0 || d >= LIST_DEPTH)
		d = LIST_DEPTH - 1;
	if (d > w->lists)
		d = w->lists;
	if (w->lists > d + 1)
		w->lists = d + 1;
	if (w->lists == d + 1 && d == 0 && w->list_id[0] != fp->label.list)
		w->lists = 0;
	if (w->lists == d) {
		struct sense *in = d > 0 ? w->item[d - 1] : w->sect;
		w->list[d] = sense_new(w->l, SENSE_L, in);
		if (w->list[d] != NULL)
			w->list[d]->para = fp;
		w->list_id[d] = fp->label.list;
		w->lists = d + 1;
	}
	item = sense_new(w->l, SENSE_LI, w->list[d]);
	*label = sense_new(w->l, SENSE_LBL, item);
	w->item[d] = sense_new(w->l, SENSE_LBODY, item);
	return w->item[d];
}

static struct sense *
toc_entry(struct walk *w, const struct flow_para *fp)
{
	if (w->toc == NULL || w->toc_id != fp->toc)
		w->toc = sense_new(w->l, SENSE_TOC, w->sect);
	w->toc_id = fp->toc;
	/* ISO 32000-1, table 333: an entry holds a reference, and that the link. */
	return sense_new(w->l, SENSE_REFERENCE, sense_new(w->l, SENSE_TOCI, w->toc));
}

/* "alone": the only paragraph of a cell, whose sense then serves for both. */
static struct sense *
para_sense(struct walk *w, const struct flow_para *fp, struct sense *table, bool alone,
    struct sense **label)
{
	bool item = fp->role == FLOW_LIST_ITEM || (fp->role == FLOW_P && fp->label.text != NULL);

	*label = NULL;
	if (w->home == NULL || !has_ink(fp))
		return NULL;
	if (!item)
		w->lists = 0;
	if (fp->role != FLOW_TOC_ENTRY)
		w->toc = NULL;
	if (fp->role >= FLOW_H1 && fp->role <= FLOW_H6)
		return heading(w, fp, (int)(fp->role - FLOW_H1) + 1);
	if (fp->role == FLOW_TOC_TITLE)
		return heading(w, fp, 1);
	if (fp->role == FLOW_TOC_ENTRY)
		return toc_entry(w, fp);
	if (fp->role == FLOW_CAPTION)
		return sense_new(w->l, SENSE_CAPTION, table != NULL ? table : w->sect);
	if (item)
		return list_item(w, fp, label);
	return alone ? w->sect : sense_new(w->l, SENSE_P, w->sect);
}

static struct lblocks blocks_build(struct walk *w, const struct flow_block *b);

/* A note's text stands in the tree behind the block that refers to it. */
static void
note_senses(struct walk *w, const struct flow_para *fp, struct sense *parent)
{
	for (const struct flow_inline *in = fp->inlines; in != NULL; in = in->next) {
		struct walk in_note = { .l = w->l, .depth = w->depth + 1, .note = in->note };
		struct lnote *n;
		if (in->kind != FLOW_NOTE_REF || in->note == NULL || w->note != NULL)
			continue;
		n = lay_note(w->l, in->note);
		if (n == NULL || n->blocks.v != NULL)
			continue;
		n->sense = sense_new(w->l, SENSE_NOTE, parent);
		in_note.home = in_note.sect = n->sense;
		n->blocks = blocks_build(&in_note, in->note->blocks);
	}
}

static struct lpara *
para_build(struct walk *w, const struct flow_block *b, struct sense *table, bool alone)
{
	struct lpara *p = arena_alloc(w->l->a, sizeof *p);
	struct sense *label_home = w->note != NULL ? w->home : NULL;

	p->fp = b->para;
	p->at = b->at;
	p->width = -1;
	p->note = w->note;
	p->in_cell = w->in_cell || w->note != NULL || w->home == NULL;
	p->sense = para_sense(w, p->fp, table, alone, &p->label_sense);
	inline_senses(w->l, p, label_home != NULL ? label_home : p->sense);
	if (p->live && w->home != NULL)
		w->l->any_live = true;
	if (p->notes)
		note_senses(w, p->fp, w->lists > 0 ? w->item[w->lists - 1] : w->sect);
	return p;
}

/* -- tables -- */

/* Vertical merges by the row in which they end. */
static void
merge_ends(struct lay *l, struct ltable *t)
{
	size_t n = 0;

	t->max_span = 1;
	t->ends_at = arena_array(l->a, t->nrows + 2, sizeof *t->ends_at);
	for (size_t r = 0; r < t->nrows; r++)
		for (size_t i = 0; i < t->rows[r].ncells; i++) {
			const struct flow_cell *fc = t->rows[r].cells[i].fc;
			size_t last = r + (size_t)(fc->rows > 1 ? fc->rows : 1) - 1;
			if (fc->rows <= 1 || fc->covered)
				continue;
			t->ends_at[(last < t->nrows ? last : t->nrows - 1) + 1]++;
			if ((size_t)fc->rows > t->max_span)
				t->max_span = (size_t)fc->rows;
			n++;
		}
	for (size_t r = 0; r < t->nrows; r++)
		t->ends_at[r + 1] += t->ends_at[r];
	t->ends = arena_array(l->a, n + 1, sizeof *t->ends);
	/* Fill from the back of each row's share, then the starts are right again. */
	for (size_t r = t->nrows; r-- > 0;)
		for (size_t i = t->rows[r].ncells; i-- > 0;) {
			struct lcell *c = &t->rows[r].cells[i];
			size_t last = r + (size_t)(c->fc->rows > 1 ? c->fc->rows : 1) - 1;
			if (c->fc->rows <= 1 || c->fc->covered)
				continue;
			last = last < t->nrows ? last : t->nrows - 1;
			t->ends[--t->ends_at[last + 1]] = c;
		}
	/* Every share now begins one place further on. */
	memmove(t->ends_at, t->ends_at + 1, t->nrows * sizeof *t->ends_at);
	t->ends_at[t->nrows] = n;
}

/* The paragraph that says whether a row keeps with the next, when it has one of its own. */
static const struct flow_para *
first_para(const struct lrow *row)
{
	const struct lblocks *b;

	if (row->ncells == 0)
		return NULL;
	b = &row->cells[0].turned;
	if (b->n == 0)
		b = &row->cells[0].content;
	return b->n > 0 && b->v[0].para != NULL ? b->v[0].para->fp : NULL;
}

/* layout-pages.md 6: whether all rows under the headers keep, and by themselves. */
static void
set_keeps(struct ltable *t)
{
	t->rows_keep = t->rows_own = t->nrows > t->nheader;
	for (size_t r = 0; r < t->nrows; r++) {
		struct lrow *row = &t->rows[r];
		const struct flow_para *p = first_para(row);

		row->keep = row->fr->keep_next || (p != NULL && p->keep_next);
		if (r < t->nheader)
			continue;
		t->rows_keep = t->rows_keep && row->keep;
		t->rows_own = t->rows_own && (row->fr->keep_own || (p != NULL && p->keep_own));
	}
}

static bool
cell_ink(const struct flow_cell *fc)
{
	for (const struct flow_block *b = fc->blocks; b != NULL; b = b->next)
		if (b->kind == FLOW_TABLE || (b->kind == FLOW_PARA && has_ink(b->para)))
			return true;
	return false;
}

/*
 * How many columns at the left head their rows: those under the first head, and behind
 * them those in which cells are merged down, since such a cell speaks for all its rows.
 */
static int
head_columns(struct lay *l, const struct flow_table *ft, size_t nheader)
{
	int n, cols = (int)ft->ncols, *merged;

	if (!ft->first_column || nheader == 0 || ft->rows[0].ncells == 0)
		return 0;
	n = ft->rows[0].cells[0].col + ft->rows[0].cells[0].span;
	merged = arena_array(l->a, ft->ncols + 1, sizeof *merged);
	for (size_t r = nheader; r < ft->nrows; r++)
		for (size_t i = 0; i < ft->rows[r].ncells; i++) {
			const struct flow_cell *c = &ft->rows[r].cells[i];
			if (c->rows > 1 && !c->covered && c->col >= 0 && c->col < cols)
				merged[c->col] = c->span > 1 ? c->span : 1;
		}
	while (n > 0 && n < cols && merged[n] > 0)
		n += merged[n];
	return n < cols ? n : 0;
}

/* A row of one cell that stays with what follows heads all rows down to the next such row. */
static bool
is_band(const struct flow_table *ft, size_t r)
{
	const struct flow_row *row = &ft->rows[r];
	const struct flow_block *b = row->ncells == 1 ? row->cells[0].blocks : NULL;

	return ft->ncols > 1 && b != NULL && (size_t)row->cells[0].span == ft->ncols &&
	    r + 1 < ft->nrows && b->kind == FLOW_PARA && b->para->keep_next && cell_ink(&row->cells[0]);
}

/* What a cell heads: 0 nothing, 1 its columns, 2 its rows. */
static int
cell_scope(const struct ltable *t, size_t r, const struct flow_cell *fc)
{
	if (r < t->nheader || t->rows[r].band)
		return 1;
	return fc->col < t->head_cols && cell_ink(fc) ? 2 : 0;
}

static struct sense *
cell_sense(struct walk *w, const struct flow_cell *fc, struct sense *row, int scope)
{
	struct sense *s;

	if (row == NULL || fc->covered)
		return NULL;
	s = sense_new(w->l, scope != 0 ? SENSE_TH : SENSE_TD, row);
	s->colspan = fc->span > 1 ? fc->span : 1;
	s->rowspan = fc->rows > 1 ? fc->rows : 1;
	s->scope = scope;
	return s;
}

static void
cell_build(struct walk *w, struct lcell *c, const struct flow_cell *fc, size_t r,
    struct sense *row, int scope)
{
	struct walk in = { .l = w->l, .depth = w->depth + 1, .in_cell = true, .note = w->note };
	size_t n;

	c->fc = fc;
	c->row = r;
	c->sense = cell_sense(w, fc, row, scope);
	in.home = in.sect = c->sense;
	if (fc->covered)
		return;
	if (fc->turn != FLOW_UPRIGHT) {
		c->turned = blocks_build(&in, fc->blocks);
		return;
	}
	c->content = blocks_build(&in, fc->blocks);
	n = c->content.n;
	/* DOCX must end a cell with a paragraph; behind a table it is 1 twip high. */
	if (w->l->compat->docx && n > 1 && c->content.v[n - 1].para != NULL &&
	    c->content.v[n - 2].table != NULL && !has_ink(c->content.v[n - 1].para->fp))
		c->content.v[n - 1].para->sliver = true;
}

struct heads {               /* of a table, while its cells are told theirs */
	struct lcell *col[HEADS_MAX]; /* cells of its header rows */
	size_t ncol;
	bool spans;
	const struct lcell *band;
	const struct lcell **row; /* by column: what heads the row that is looked at */
};

static void
column_heads(const struct ltable *t, struct heads *h)
{
	for (size_t r = 0; r < t->nheader; r++)
		for (size_t i = 0; i < t->rows[r].ncells && h->ncol < HEADS_MAX; i++) {
			struct lcell *c = &t->rows[r].cells[i];
			if (c->sense == NULL || c->content.n + c->turned.n == 0)
				continue;
			h->spans = h->spans || c->fc->span > 1;
			h->col[h->ncol++] = c;
		}
}

static void
cell_headers(struct lay *l, const struct ltable *t, const struct heads *h, struct lcell *c)
{
	const struct sense **out = arena_array(l->a, h->ncol + (size_t)t->head_cols + 1, sizeof *out);
	int a = c->fc->col, b = a + (c->fc->span > 1 ? c->fc->span : 1);
	size_t n = 0;

	for (size_t k = 0; k < h->ncol; k++) {
		int x = h->col[k]->fc->col;
		int y = x + (h->col[k]->fc->span > 1 ? h->col[k]->fc->span : 1);
		if (x < b && y > a)
			out[n++] = h->col[k]->sense;
	}
	if (h->band != NULL && h->band != c)
		out[n++] = h->band->sense;
	for (int k = 0; k < t->head_cols && k < a; k++)
		if (h->row[k] != NULL && h->row[k] != c && (k == 0 || h->row[k] != h->row[k - 1]))
			out[n++] = h->row[k]->sense;
	c->sense->headers = out;
	c->sense->nheaders = n;
}

/* What heads this row, by column; a cell merged down goes on. */
static void
row_heads(const struct ltable *t, size_t r, struct heads *h)
{
	for (size_t i = 0; i < t->rows[r].ncells; i++) {
		const struct lcell *c = &t->rows[r].cells[i];
		bool head = c->sense != NULL && c->sense->scope == 2;
		if (c->fc->covered)
			continue;
		for (int k = c->fc->col; k >= 0 && k < t->head_cols && k < c->fc->col + c->fc->span; k++)
			h->row[k] = head ? c : NULL;
	}
}

/*
 * The heads of each cell by name, where scope alone leaves doubt: two rows of heads with
 * spans, and bands, which by scope would head the rows of the next band too.
 */
static void
set_headers(struct lay *l, struct ltable *t, bool bands)
{
	struct heads h = { .ncol = 0 };

	column_heads(t, &h);
	if (t->sense == NULL || h.ncol == HEADS_MAX || (!bands && (t->nheader < 2 || !h.spans)))
		return;
	h.row = arena_array(l->a, (size_t)t->head_cols + 1, sizeof *h.row);
	for (size_t r = t->nheader; r < t->nrows; r++) {
		if (t->rows[r].band) {
			h.band = &t->rows[r].cells[0];
			memset(h.row, 0, ((size_t)t->head_cols + 1) * sizeof *h.row);
			continue;
		}
		row_heads(t, r, &h);
		for (size_t i = 0; i < t->rows[r].ncells; i++)
			if (t->rows[r].cells[i].sense != NULL)
				cell_headers(l, t, &h, &t->rows[r].cells[i]);
	}
}

static struct ltable *
table_new(struct walk *w, const struct flow_block *b, struct sense *sense)
{
	const struct flow_table *ft = b->table;
	struct ltable *t = arena_alloc(w->l->a, sizeof *t);

	t->ft = ft;
	t->at = b->at;
	t->width = -1;
	t->depth = w->depth;
	t->nrows = ft->nrows;
	t->nheader = ft->nheader < ft->nrows ? ft->nheader : 0; /* heads only: plain rows */
	t->rows = arena_array(w->l->a, t->nrows + 1, sizeof *t->rows);
	t->head_cols = head_columns(w->l, ft, t->nheader);
	t->row_h = arena_array(w->l->a, t->nrows + 1, sizeof *t->row_h);
	t->head_h = arena_array(w->l->a, t->nheader + 1, sizeof *t->head_h);
	t->sense = sense;
	if (sense != NULL) {
		sense->table = ft;
		sense->title = ft->title;
		sense->alt = ft->description;
	}
	return t;
}

static struct ltable *
table_build(struct walk *w, const struct flow_block *b, struct sense *sense)
{
	struct ltable *t;
	struct sense *group = NULL;
	bool bands = false;

	if (sense == NULL)
		sense = sense_new(w->l, SENSE_TABLE, w->sect);
	t = table_new(w, b, sense);
	for (size_t r = 0; r < t->nrows; r++) {
		struct lrow *row = &t->rows[r];
		row->band = r >= t->nheader && is_band(t->ft, r);
		bands = bands || row->band;
		if (r == 0 || r == t->nheader || row->band)
			group = sense_new(w->l, r < t->nheader ? SENSE_THEAD : SENSE_TBODY, sense);
		row->fr = &t->ft->rows[r];
		row->ncells = row->fr->ncells;
		row->cells = arena_array(w->l->a, row->ncells + 1, sizeof *row->cells);
		row->sense = sense_new(w->l, SENSE_TR, group);
		for (size_t i = 0; i < row->ncells; i++)
			cell_build(w, &row->cells[i], &row->fr->cells[i], r, row->sense,
			    cell_scope(t, r, &row->fr->cells[i]));
	}
	set_keeps(t);
	merge_ends(w->l, t);
	set_headers(w->l, t, bands);
	return t;
}

/* -- blocks -- */

static size_t
count_blocks(const struct flow_block *b)
{
	size_t n = 0;

	for (; b != NULL; b = b->next)
		n += b->kind != FLOW_SECTION_END;
	return n;
}

static bool
too_deep(struct walk *w, const struct flow_block *b)
{
	char most[8];

	if (w->depth < LAY_DEPTH * 2)
		return false;
	snprintf(most, sizeof most, "%d", LAY_DEPTH);
	diag(w->l->d, DIAG_LAYOUT_DEPTH, &b->at, most, NULL);
	return true;
}

static struct lblocks
blocks_build(struct walk *w, const struct flow_block *b)
{
	struct lblocks out = { .n = 0 };
	size_t n = count_blocks(b);
	struct sense *table = NULL; /* made early, for the caption above it */

	out.v = arena_array(w->l->a, n + 1, sizeof *out.v);
	for (; b != NULL; b = b->next) {
		struct lblock *x = &out.v[out.n];
		if (b->kind == FLOW_PARA) {
			if (b->para->role == FLOW_CAPTION && table == NULL && b->next != NULL &&
			    b->next->kind == FLOW_TABLE)
				table = sense_new(w->l, SENSE_TABLE, w->sect);
			x->para = para_build(w, b, table, w->in_cell && n == 1);
			out.n++;
		} else if (b->kind == FLOW_TABLE && !too_deep(w, b)) {
			w->lists = 0;
			w->toc = NULL;
			x->table = table_build(w, b, table);
			table = NULL;
			out.n++;
		}
	}
	return out;
}

struct lblocks
lay_artifacts(struct lay *l, const struct flow_block *b)
{
	struct walk w = { .l = l };

	return blocks_build(&w, b);
}

/* -- the document -- */

static int
by_address(const void *a, const void *b)
{
	const struct lnote *x = a, *y = b;

	return x->fn < y->fn ? -1 : x->fn > y->fn;
}

struct lnote *
lay_note(const struct lay *l, const struct flow_note *fn)
{
	struct lnote key = { .fn = fn };

	if (l->nnotes == 0)
		return NULL;
	return bsearch(&key, l->notes, l->nnotes, sizeof key, by_address);
}

/* Number the tree in document order. */
static uint32_t
number(struct sense *root)
{
	uint32_t n = 0;

	for (struct sense *s = root; s != NULL;) {
		s->number = n++;
		if (s->first != NULL) {
			s = s->first;
			continue;
		}
		while (s != NULL && s->next == NULL)
			s = s->parent;
		if (s != NULL)
			s = s->next;
	}
	return n;
}

struct lsection *
lay_sections(struct lay *l, size_t *n)
{
	struct lsection *out;
	int level = 0;
	struct walk w = { .l = l, .chapters = true, .last_level = &level };
	size_t i = 0;

	l->nnotes = l->doc->nnotes;
	l->notes = arena_array(l->a, l->nnotes + 1, sizeof *l->notes);
	for (size_t k = 0; k < l->nnotes; k++)
		l->notes[k].fn = l->doc->notes[k];
	if (l->nnotes > 0)
		qsort(l->notes, l->nnotes, sizeof *l->notes, by_address);
	w.home = w.sect = l->pages->root = sense_new(l, SENSE_DOCUMENT, NULL);
	for (const struct flow_section *fs = l->doc->sections; fs != NULL; fs = fs->next)
		i++;
	out = arena_array(l->a, i + 1, sizeof *out);
	*n = i;
	i = 0;
	for (const struct flow_section *fs = l->doc->sections; fs != NULL; fs = fs->next) {
		out[i].fs = fs;
		out[i++].blocks = blocks_build(&w, fs->blocks);
	}
	l->pages->nsenses = number(l->pages->root);
	return out;
}
