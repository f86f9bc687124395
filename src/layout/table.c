/*
 * table - rows and their heights: layout-pages.md 4 and 5.
 */
#include <string.h>

#include "layout/lay.h"

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

/* -- cells (4) -- */

/* Where text stands between a cell's edges. */
static void
cell_insets(const struct lay *l, const struct ltable *t, struct lcell *c)
{
	const struct flow_cell *fc = c->fc;
	int left = fc->pad_left, right = fc->pad_right;

	if (!t->ft->collapsing) {
		left += fc->left.width;
		right += fc->right.width;
		c->top_in = fc->pad_top + fc->top.width;
		c->bottom_in = fc->pad_bottom + fc->bottom.width;
	} else if (l->compat->docx) {
		/* A border takes room only where it is thicker than the margin. */
		left = larger(left, fc->left.width / 2);
		right = larger(right, fc->right.width / 2);
	}
	c->text_x = c->x + left;
	c->text_w = larger(c->width - left - right, 1);
}

/* A column's edge; hostile numbers fall back to the table's end. */
static int
edge(const struct flow_table *ft, int col)
{
	if (ft->edges == NULL || ft->ncols == 0 || col <= 0)
		return 0;
	return ft->edges[(size_t)col < ft->ncols ? (size_t)col : ft->ncols];
}

static void
lay_cell(struct lay *l, struct ltable *t, struct lcell *c)
{
	const struct flow_cell *fc = c->fc;

	c->x = edge(t->ft, fc->col);
	c->width = edge(t->ft, fc->col + (fc->span > 0 ? fc->span : 1)) - c->x;
	c->from = c->to = (struct cpos){ 0, 0 };
	c->cut = c->shown = false;
	cell_insets(l, t, c);
	lay_blocks(l, &c->content, c->text_w);
	c->full = blocks_height(l, &c->content, STACK_CELL);
}

/*
 * The line below a cell.  A merged cell has that of its last row, and Writer counts it
 * already under its first.
 */
static int
bottom_line(const struct ltable *t, size_t r, const struct flow_cell *fc)
{
	size_t last = r + (size_t)(fc->rows > 1 ? fc->rows : 1) - 1;

	if (fc->covered || fc->rows <= 1 || last >= t->nrows)
		return fc->bottom.width;
	for (size_t i = 0; i < t->rows[last].ncells; i++)
		if (t->rows[last].cells[i].fc->col == fc->col)
			return t->rows[last].cells[i].fc->bottom.width;
	return fc->bottom.width;
}

static void
row_insets(const struct ltable *t, size_t k)
{
	struct lrow *r = &t->rows[k];
	int top = 0;

	r->top_pad = r->bottom_pad = r->bottom_border = 0;
	for (size_t i = 0; i < r->ncells; i++) {
		const struct flow_cell *fc = r->cells[i].fc;
		top = larger(top, fc->top.width + fc->pad_top);
		r->top_pad = larger(r->top_pad, fc->pad_top);
		r->bottom_pad = larger(r->bottom_pad, fc->pad_bottom);
		r->bottom_border = larger(r->bottom_border, bottom_line(t, k, fc));
	}
	r->top_line = top - r->top_pad;
}

/* -- rows (5) -- */

int
row_top(const struct ltable *t, size_t r, long above)
{
	if (!t->ft->collapsing)
		return 0;
	if (above < 0)
		return t->rows[r].top_line + t->rows[r].top_pad;
	return larger(t->rows[r].top_line, t->rows[above].bottom_border) + t->rows[r].top_pad;
}

static int
cell_rest(const struct lay *l, const struct lcell *c)
{
	int h = c->from.block == 0 && c->from.line == 0 ? c->full
	    : stack_rest(l, &c->content, c->from, STACK_CELL);

	return h + c->top_in + c->bottom_in;
}

static int
row_bottom(const struct ltable *t, size_t r)
{
	return t->ft->collapsing ? t->rows[r].bottom_pad : 0;
}

static int
row_own(const struct lay *l, const struct ltable *t, size_t r, long above)
{
	const struct lrow *row = &t->rows[r];
	int h = 0;

	if (row->fr->exact_height && row->fr->min_height > 0)
		return row->fr->min_height;
	for (size_t i = 0; i < row->ncells; i++) {
		const struct lcell *c = &row->cells[i];
		if (c->fc->rows <= 1 && !c->fc->covered)
			h = larger(h, cell_rest(l, c));
	}
	return larger(h + row_top(t, r, above) + row_bottom(t, r),
	    row->fr->min_height - row->min_done);
}

/* What a merged cell that ends in row r asks of it, "above_h" of its rows standing. */
static int
merged_need(const struct lay *l, const struct ltable *t, const struct lcell *c, size_t r,
    int inset, int above_h)
{
	return inset + cell_rest(l, c) + row_bottom(t, r) - above_h;
}

static void
unbroken_heights(struct lay *l, struct ltable *t)
{
	for (size_t r = 0; r < t->nrows; r++) {
		int h = row_own(l, t, r, (long)r - 1);
		for (size_t i = t->ends_at[r]; i < t->ends_at[r + 1]; i++) {
			const struct lcell *c = t->ends[i];
			int above = 0;
			for (size_t k = c->row; k < r; k++)
				above += t->row_h[k];
			if (!t->rows[r].fr->exact_height)
				h = larger(h, merged_need(l, t, c, r,
				    row_top(t, c->row, (long)c->row - 1), above));
		}
		t->row_h[r] = h;
	}
	for (size_t r = 0; r < t->nheader; r++)
		t->head_h[r] = row_own(l, t, r, (long)r - 1);
}

int
turned_length(const struct ltable *t, const struct lcell *c, long above, size_t last, int h)
{
	int inset = t->ft->collapsing ? row_top(t, c->row, above) : c->top_in;

	return larger(h - inset - (t->ft->collapsing ? row_bottom(t, last) : c->bottom_in), 1);
}

/* Text that runs up or down takes the height that the rows have. */
static void
lay_turned(struct lay *l, struct ltable *t)
{
	for (size_t r = 0; r < t->nrows; r++)
		for (size_t i = 0; i < t->rows[r].ncells; i++) {
			struct lcell *c = &t->rows[r].cells[i];
			size_t end = r + (size_t)larger(c->fc->rows, 1);
			int h = 0;

			if (c->turned.n == 0)
				continue;
			end = end < t->nrows ? end : t->nrows;
			for (size_t k = r; k < end; k++)
				h += t->row_h[k];
			lay_blocks(l, &c->turned, turned_length(t, c, (long)r - 1, end - 1, h));
		}
}

void
lay_table(struct lay *l, struct ltable *t, int width)
{
	if (t->width == width)
		return;
	t->width = width;
	for (size_t r = 0; r < t->nrows; r++) {
		for (size_t i = 0; i < t->rows[r].ncells; i++)
			lay_cell(l, t, &t->rows[r].cells[i]);
		row_insets(t, r);
	}
	unbroken_heights(l, t);
	lay_turned(l, t);
}

int
table_height(const struct lay *l, const struct ltable *t)
{
	int h = 0;

	(void)l;
	for (size_t r = 0; r < t->nrows; r++)
		h += t->row_h[r];
	if (t->ft->collapsing && t->nrows > 0)
		h += t->rows[t->nrows - 1].bottom_border;
	return h;
}

/* -- a table's part on a page -- */

const struct tpart *
trun_part(const struct trun *u, size_t r)
{
	size_t i;

	if (r < u->first) {
		/* A header row: the parts begin with them, or they are elsewhere. */
		if (r < u->nparts && u->part[r].row == r)
			return &u->part[r];
		return NULL;
	}
	i = r - u->first + (u->nparts > 0 && u->part[0].row < u->first ? u->t->nheader : 0);
	return i < u->nparts ? &u->part[i] : NULL;
}

long
row_above(const struct trun *u, size_t r)
{
	/* Writer forgets a repeated header's last line for the row below it. */
	if (r != u->first || (r == u->t->nheader && r > 0))
		return (long)r - 1;
	return -1;
}

int
row_height_at(const struct lay *l, const struct trun *u, size_t r, int y)
{
	const struct ltable *t = u->t;
	int h = row_own(l, t, r, row_above(u, r));

	if (t->rows[r].fr->exact_height)
		return h;
	for (size_t i = t->ends_at[r]; i < t->ends_at[r + 1]; i++) {
		const struct lcell *c = t->ends[i];
		size_t top = c->row > u->first ? c->row : u->first;
		const struct tpart *p = trun_part(u, top);
		int from = p == NULL || top == r ? y : p->y;
		if (r < t->nheader) {
			top = c->row;
			p = trun_part(u, top);
			from = p == NULL || top == r ? y : p->y;
		}
		h = larger(h, merged_need(l, t, c, r, row_top(t, top, row_above(u, top)),
		    y - from));
	}
	return h;
}

void
trun_add(struct lay *l, struct trun *u, size_t r, int y, int h, bool repeat)
{
	u->part = arena_grow(l->a, u->part, u->nparts, u->nparts + 1, &u->cap, sizeof *u->part);
	u->part[u->nparts++] = (struct tpart){ .row = r, .y = y, .h = h, .repeat = repeat };
}
