/*
 * rows - a table over pages: layout-pages.md 6, recipe 13.
 *
 * Rows are taken in groups that keep together.  A group that does not fit goes to the
 * next page, unless its last row may be split and its first lines fit.  Merged cells
 * have no say in where a page ends; their text flows on.
 */
#include "layout/filler.h"

#include <stdio.h>
#include <string.h>

enum { LARGE_TABLE = 64 };   /* rows: Writer's bound */

struct placing {             /* a table being placed */
	struct filler *f;
	struct ltable *t;
	struct trun u;
	const struct lblocks *blocks;
	size_t at;           /* the table among its blocks */
	bool body;           /* a body row stands on this page */
	bool top;            /* the table's part began at the page's top */
};

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

/* -- groups -- */

static size_t
group_end(const struct placing *p, size_t r)
{
	while (r + 1 < p->t->nrows && p->t->rows[r].keep && p->f->l->compat->row_keep)
		r++;
	return r;
}

static bool
may_split(const struct lrow *row)
{
	return !row->fr->cant_split && !(row->fr->exact_height && row->fr->min_height > 0);
}

static int
border_below(const struct ltable *t, size_t r)
{
	return t->ft->collapsing ? t->rows[r].bottom_border : 0;
}

/* What a row asks for at least when it may split: the first line of every cell. */
static int
row_first(const struct lay *l, const struct ltable *t, size_t r, long above)
{
	const struct lrow *row = &t->rows[r];
	int h = 0;

	for (size_t i = 0; i < row->ncells; i++) {
		const struct lcell *c = &row->cells[i];
		if (!c->fc->covered && c->fc->rows <= 1)
			h = larger(h, stack_first(l, &c->content, c->from, STACK_CELL) + c->top_in +
			    c->bottom_in);
	}
	return h + row_top(t, r, above) + (t->ft->collapsing ? row->bottom_pad : 0);
}

/*
 * Writer moves the last rows that keep to the block behind the table.  Where all do, no row is
 * left to part them from: the table stays alone, unless each keeps by formatting of its own;
 * then the table as a whole keeps (not a large one).
 */
static bool
tail_keeps(const struct ltable *t)
{
	if (t->nrows == 0 || !t->rows[t->nrows - 1].keep)
		return false;
	return !t->rows_keep || (t->rows_own && t->nrows <= LARGE_TABLE);
}

/* The last row keeps with the block behind the table: what that asks for. */
static int
tail_need(struct filler *f, const struct lblocks *b, size_t i)
{
	struct ltable *t = b->v[i].table;
	const struct lblock *next = &b->v[i] + 1;

	if (!f->l->compat->row_keep || !tail_keeps(t) ||
	    i + 1 >= b->n || next->para == NULL || next->para->fp->page_break_before)
		return 0;
	return block_gap(f->l, &b->v[i], next) + filler_need(f, b, i + 1);
}

int
table_need(struct filler *f, const struct lblocks *b, size_t i)
{
	struct ltable *t = b->v[i].table;
	struct placing p = { .f = f, .t = t };
	size_t r = t->nheader, e;
	int h = 0, whole;

	lay_table(f->l, t, f->width);
	if (t->nrows == 0)
		return 0;
	whole = table_height(f->l, t);
	if (t->ft->may_not_break && whole <= f->height)
		return whole;
	e = group_end(&p, r);
	for (size_t k = 0; k < e; k++)
		h += t->row_h[k];
	if (may_split(&t->rows[e])) {
		int first = row_first(f->l, t, e, (long)e - 1);
		h += first < t->row_h[e] && t->rows[e].fr->min_height == 0 ? first : t->row_h[e];
	} else
		h += t->row_h[e];
	h += border_below(t, e);
	if (e + 1 == t->nrows)
		h += tail_need(f, b, i);
	return h;
}

/* -- pages -- */

/* Cut what of merged cells does not fit above row "next", where this page ends. */
static bool
cut_merged(struct placing *p, size_t next, bool split)
{
	bool any = false;
	struct ltable *t = p->t;
	size_t end = next + t->max_span < t->nrows ? next + t->max_span : t->nrows;

	for (size_t i = t->ends_at[next < t->nrows ? next : t->nrows]; i < t->ends_at[end]; i++) {
		struct lcell *c = t->ends[i];
		size_t first = c->row > p->u.first ? c->row : p->u.first;
		int room = -row_top(t, first, row_above(&p->u, first));
		if (c->row > next || (c->row == next && !split))
			continue;
		for (size_t k = 0; k < p->u.nparts; k++)
			if (p->u.part[k].row >= first)
				room += p->u.part[k].h;
		room -= t->ft->collapsing ? t->rows[next > 0 ? next - 1 : 0].bottom_pad
		    : c->top_in + c->bottom_in;
		any = true;
		c->cut = true;
		c->to = c->from;
		if (room > 0)
			stack_fill(p->f->l, &c->content, c->from, room, STACK_CELL, &c->to);
	}
	return any;
}

/* Go on behind the cut. */
static void
resume_merged(struct placing *p, size_t next)
{
	struct ltable *t = p->t;
	size_t end = next + t->max_span < t->nrows ? next + t->max_span : t->nrows;

	for (size_t i = t->ends_at[next]; i < t->ends_at[end]; i++)
		if (t->ends[i]->cut) {
			t->ends[i]->from = t->ends[i]->to;
			t->ends[i]->cut = false;
		}
}

static void
draw_part(struct placing *p)
{
	struct filler *f = p->f;

	draw_table(filler_canvas(f), &p->u, f->left + p->t->ft->x);
	p->u.nparts = 0;
}

/* The header again on a new page, at the heights that Writer gives it there. */
static void
repeat_header(struct placing *p)
{
	struct filler *f = p->f;
	int h = 0;

	for (size_t r = 0; r < p->t->nheader; r++)
		h += p->t->head_h[r];
	if (h > f->height * 9 / 10)
		return; /* no room would be left to go on in */
	for (size_t r = 0; r < p->t->nheader; r++) {
		trun_add(f->l, &p->u, r, f->top + f->y, p->t->head_h[r], true);
		f->y += p->t->head_h[r];
	}
}

/* The page ends above row "next" or (split) inside it. */
static void
next_page(struct placing *p, size_t next, bool split)
{
	struct filler *f = p->f;

	/* Writer aligns nothing vertically in a row that has something behind the page's end. */
	if ((cut_merged(p, next, split) || split) && p->u.nparts > 0)
		p->u.part[p->u.nparts - 1].split = true;
	draw_part(p);
	resume_merged(p, next);
	if (split)
		for (size_t i = 0; i < p->t->rows[next].ncells; i++) {
			struct lcell *c = &p->t->rows[next].cells[i];
			if (c->cut) {
				c->from = c->to;
				c->cut = false;
			}
		}
	filler_page(f, TOP_NATURAL);
	p->u.first = next;
	repeat_header(p);
	p->body = false;
	p->top = true;
	f->at_top = TOP_NOT;
}

/* -- notes in rows -- */

static void
stack_notes(struct filler *f, const struct lblocks *b, struct cpos from, struct cpos to)
{
	for (size_t k = from.block; k < b->n && k <= to.block; k++) {
		const struct lpara *q = b->v[k].para;
		if (q == NULL || !q->notes)
			continue;
		for (size_t i = k == from.block ? from.line : 0; i < q->nlines; i++) {
			if (k == to.block && i >= to.line)
				break;
			filler_notes(f, &q->lines[i], f->y);
		}
	}
}

static void
row_notes(struct placing *p, size_t r)
{
	const struct lrow *row = &p->t->rows[r];

	if (p->f->l->nnotes == 0)
		return;
	for (size_t i = 0; i < row->ncells; i++) {
		const struct lcell *c = &row->cells[i];
		struct cpos end = { c->content.n, 0 };
		stack_notes(p->f, &c->content, c->from, c->cut ? c->to : end);
		end.block = c->turned.n;
		if (row->min_done == 0) /* all of it stands in the row's first part */
			stack_notes(p->f, &c->turned, (struct cpos){ 0, 0 }, end);
	}
}

/* -- placing -- */

/* Try rows r..e at y: their parts are added.  Returns the lower edge. */
static int
try_rows(struct placing *p, size_t r, size_t e, int y)
{
	struct filler *f = p->f;

	for (size_t k = r; k <= e; k++) {
		int h = row_height_at(f->l, &p->u, k, f->top + y);
		trun_add(f->l, &p->u, k, f->top + y, h, false);
		y += h;
	}
	return y;
}

static void
commit_rows(struct placing *p, size_t r, size_t e, int y)
{
	p->f->y = y;
	p->body = true;
	for (size_t k = r; k <= e; k++)
		row_notes(p, k);
}

/* Room of merged cells that end in the row being split, above it on this page. */
static int
merged_part(struct placing *p, size_t r, int y, int room, bool *any)
{
	struct ltable *t = p->t;
	int need = 0;

	for (size_t i = t->ends_at[r]; i < t->ends_at[r + 1]; i++) {
		struct lcell *c = t->ends[i];
		size_t first = c->row > p->u.first ? c->row : p->u.first;
		const struct tpart *part = first == r ? NULL : trun_part(&p->u, first);
		int above = part == NULL ? 0 : p->f->top + y - part->y;
		int inset = row_top(t, first, row_above(&p->u, first)) -
		    row_top(t, r, row_above(&p->u, r));
		int used = stack_fill(p->f->l, &c->content, c->from, above + room - inset, STACK_CELL,
		    &c->to);
		c->cut = true;
		*any = *any || !stack_done(&c->content, c->to);
		need = larger(need, used + inset - above);
	}
	return need;
}

/*
 * Split row r at y: every cell keeps the lines that fit.  False (and nothing done) when
 * a first line does not fit or nothing would be left over.
 */
static bool
split_row(struct placing *p, size_t r, int y, bool force)
{
	struct filler *f = p->f;
	struct ltable *t = p->t;
	struct lrow *row = &t->rows[r];
	int above = row_top(t, r, row_above(&p->u, r));
	int below = t->ft->collapsing ? row->bottom_pad : 0;
	int all = f->height - f->notes_h - y - border_below(t, r);
	int room = all - above - below, part = 0, h;
	bool any = false, ok = room > 0 && (force || may_split(row));

	for (size_t i = 0; i < row->ncells && ok; i++) {
		struct lcell *c = &row->cells[i];
		int used;
		if (c->fc->covered || c->fc->rows > 1)
			continue;
		used = stack_fill(f->l, &c->content, c->from, room - c->top_in - c->bottom_in,
		    true, &c->to);
		c->cut = true;
		ok = stack_done(&c->content, c->from) || c->to.block != c->from.block ||
		    c->to.line != c->from.line;
		any = any || !stack_done(&c->content, c->to);
		part = larger(part, used + c->top_in + c->bottom_in);
	}
	if (ok)
		part = larger(part, merged_part(p, r, y, room, &any));
	/* A merged cell that begins here wants its first line in what the others make. */
	for (size_t i = 0; i < row->ncells && ok; i++) {
		struct lcell *c = &row->cells[i];
		if (!c->fc->covered && c->fc->rows > 1 &&
		    stack_first(f->l, &c->content, c->from, STACK_CELL) > part)
			ok = false;
	}
	if (!ok || !any) {
		for (size_t i = 0; i < row->ncells; i++)
			row->cells[i].cut = false;
		for (size_t i = t->ends_at[r]; i < t->ends_at[r + 1]; i++)
			t->ends[i]->cut = false;
		return false;
	}
	h = above + part + below;
	if (row->fr->min_height - row->min_done > h)
		h = all; /* the rest of the minimum follows */
	row->min_done += h;
	trun_add(f->l, &p->u, r, f->top + y, h, false);
	f->y = y + h;
	p->body = true;
	row_notes(p, r);
	return true;
}

/* A group on a fresh page that is too high for it: row by row, splitting what must. */
static size_t
force_rows(struct placing *p, size_t r, size_t e)
{
	struct filler *f = p->f;

	for (; r <= e; r++) {
		size_t n = p->u.nparts;
		int end = try_rows(p, r, r, f->y);
		if (end + border_below(p->t, r) <= f->height - f->notes_h) {
			commit_rows(p, r, r, end);
			continue;
		}
		p->u.nparts = n;
		if (split_row(p, r, f->y, !p->body)) {
			next_page(p, r, true);
			return r;
		}
		if (p->body)
			break;
		/* One line is higher than the page: it stands there all the same. */
		end = try_rows(p, r, r, f->y);
		commit_rows(p, r, r, end);
	}
	if (r <= e)
		next_page(p, r, false);
	return r;
}

/* Place the group that begins at r; returns the next row to place. */
static size_t
place_group(struct placing *p, size_t r)
{
	struct filler *f = p->f;
	struct ltable *t = p->t;
	size_t e = group_end(p, r), n = p->u.nparts;
	int end = try_rows(p, r, e, f->y), room = f->height - f->notes_h;
	int tail = e + 1 == t->nrows ? tail_need(f, p->blocks, p->at) : 0;
	bool fits = end + border_below(t, e) <= room;

	if (fits && (tail == 0 || end + border_below(t, e) + tail <= room ||
	    (!p->body && p->top))) {
		commit_rows(p, r, e, end);
		return e + 1;
	}
	p->u.nparts = n;
	if (!fits && may_split(&t->rows[e])) {
		int above = try_rows(p, r, e - (e > r), f->y);
		if (e == r) {
			p->u.nparts = n;
			above = f->y;
		}
		if (above <= room && split_row(p, e, above, false)) {
			for (size_t k = r; k < e; k++)
				row_notes(p, k);
			next_page(p, e, true);
			return e;
		}
		p->u.nparts = n;
	}
	if (!p->body && p->top)
		return force_rows(p, r, e);
	next_page(p, r, false);
	return r;
}

static void
reset(struct ltable *t)
{
	for (size_t r = 0; r < t->nrows; r++) {
		t->rows[r].min_done = 0;
		for (size_t i = 0; i < t->rows[r].ncells; i++) {
			struct lcell *c = &t->rows[r].cells[i];
			c->from = c->to = (struct cpos){ 0, 0 };
			c->cut = c->shown = false;
		}
	}
}

static void
report_width(struct filler *f, const struct ltable *t)
{
	char is[16], most[16];

	if (f->left + t->ft->x + t->ft->width <= f->fp->width)
		return;
	snprintf(is, sizeof is, "%d", (int)(t->ft->width / 56.6929));
	snprintf(most, sizeof most, "%d", (int)(f->fp->width / 56.6929 + 0.5));
	diag(f->l->d, DIAG_TABLE_WIDE, &t->at, is, most, NULL);
}

void
place_table(struct filler *f, const struct lblocks *b, size_t i)
{
	struct ltable *t = b->v[i].table;
	struct placing p = { .f = f, .t = t, .blocks = b, .at = i };
	size_t r = t->nheader;

	lay_table(f->l, t, f->width);
	if (t->nrows == 0)
		return;
	reset(t);
	report_width(f, t);
	filler_make_room(f, b, i);
	lay_table(f->l, t, f->width); /* the new page may be of another width */
	p.top = f->at_top != TOP_NOT || filler_chained(f, &b->v[i]);
	f->y += filler_upper(f, &b->v[i]);
	f->at_top = TOP_NOT;
	p.u.t = t;
	p.u.first = r;
	if (r > 0)
		f->y = try_rows(&p, 0, r - 1, f->y);
	for (size_t k = 0; k < r; k++)
		row_notes(&p, k);
	while (r < t->nrows)
		r = place_group(&p, r);
	f->y += border_below(t, t->nrows - 1);
	draw_part(&p);
}
