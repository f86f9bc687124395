/*
 * stack - blocks one above another: a cell's text, a note, a header.
 *
 * A stack can be cut at any line.  A table inside it is cut between its rows.
 */
#include "layout/lay.h"

static size_t
units(const struct lblock *b)
{
	return b->para != NULL ? b->para->nlines : b->table->nrows;
}

/* Height of the units i..n-1 of a block, unit i first of its part. */
static int
units_height(const struct lay *l, const struct lblock *b, size_t i, size_t n)
{
	int h = 0;

	if (b->para != NULL)
		return lines_height(l, b->para, i, n);
	for (size_t r = i; r < n; r++)
		h += b->table->row_h[r];
	return n > i ? h + b->table->rows[n - 1].bottom_border : h;
}

/* Space above unit "line" of block k when the stack (or its part) begins at "from". */
static int
space_above(const struct lay *l, const struct lblocks *b, struct cpos from, size_t k,
    enum stack kind)
{
	const struct lblock *x = &b->v[k];
	int h;

	if (k > from.block)
		h = block_gap(l, x - 1, x);
	else if (kind == STACK_CELL && !l->compat->spaces_at_start)
		h = 0;
	else
		h = block_before(l, x); /* again in the second part of a cut paragraph */
	if (x->para != NULL && (k > from.block || from.line == 0))
		h += para_top(k > 0 ? x - 1 : NULL, x);
	return h;
}

static int
space_below(const struct lblocks *b, size_t k)
{
	const struct lblock *x = &b->v[k];

	return x->para == NULL ? 0 : para_bottom(x, k + 1 < b->n ? x + 1 : NULL);
}

/* What a cell's (or note's) end adds behind block k. */
static int
end_space(const struct lay *l, const struct lblocks *b, size_t k, enum stack kind)
{
	const struct lblock *x = &b->v[k];
	int h;

	if (kind == STACK_NOTE || (kind == STACK_CELL && !l->compat->cell_spacing))
		return 0;
	h = block_after(l, x);
	if (kind == STACK_CELL && x->para != NULL)
		h += para_last_extra(l, x->para);
	return h;
}

bool
stack_done(const struct lblocks *b, struct cpos at)
{
	return at.block >= b->n;
}

int
stack_rest(const struct lay *l, const struct lblocks *b, struct cpos from, enum stack kind)
{
	int h = 0;

	if (stack_done(b, from))
		return 0;
	for (size_t k = from.block; k < b->n; k++) {
		size_t i = k == from.block ? from.line : 0;
		h += space_above(l, b, from, k, kind);
		h += units_height(l, &b->v[k], i, units(&b->v[k])) + space_below(b, k);
	}
	return h + end_space(l, b, b->n - 1, kind);
}

int
blocks_height(const struct lay *l, const struct lblocks *b, enum stack kind)
{
	return stack_rest(l, b, (struct cpos){ 0, 0 }, kind);
}

int
stack_first(const struct lay *l, const struct lblocks *b, struct cpos from, enum stack kind)
{
	if (stack_done(b, from))
		return 0;
	return space_above(l, b, from, from.block, kind) +
	    units_height(l, &b->v[from.block], from.line, from.line + 1);
}

/* How many units of block k fit into "room". */
static size_t
units_fit(const struct lay *l, const struct lblock *b, size_t i, int room, int *used)
{
	size_t n = i, all = units(b);

	*used = 0;
	while (n < all) {
		int h = units_height(l, b, i, n + 1);
		if (b->para != NULL && n > i) {
			int base;
			h = *used + line_height(l, b->para, n, false, &base);
		}
		if (h > room)
			break;
		*used = h;
		n++;
	}
	return n;
}

/*
 * Does the last paragraph of a cell, not its first, enter at all?  Writer wants its
 * first line and all the space behind it.
 */
static bool
may_enter(const struct lay *l, const struct lblocks *b, size_t k, int above, int room,
    enum stack kind)
{
	return above + units_height(l, &b->v[k], 0, 1) + end_space(l, b, k, kind) <= room;
}

int
stack_fill(const struct lay *l, const struct lblocks *b, struct cpos from, int room,
    enum stack kind, struct cpos *to)
{
	int y = 0;

	for (size_t k = from.block; k < b->n; k++) {
		size_t i = k == from.block ? from.line : 0, all = units(&b->v[k]), n;
		int above = space_above(l, b, from, k, kind), below = space_below(b, k), used;
		int whole = above + units_height(l, &b->v[k], i, all) + below;
		bool last = k + 1 == b->n, first = k == from.block;
		*to = (struct cpos){ k, i };
		if (y + whole + end_space(l, b, k, kind) <= room) {
			y += whole;
			continue;
		}
		if (last && !first && !may_enter(l, b, k, above, room - y, kind))
			return y;
		n = units_fit(l, &b->v[k], i, room - y - above, &used);
		if (n == all && last && !first && all - i > 1) {
			/* Its last line does not stay without the space behind it. */
			n--;
			used = units_height(l, &b->v[k], i, n);
		}
		if (n == i)
			return y;
		y += above + used;
		*to = n == all ? (struct cpos){ k + 1, 0 } : (struct cpos){ k, n };
		return y;
	}
	*to = (struct cpos){ b->n, 0 };
	if (from.block < b->n)
		y += end_space(l, b, b->n - 1, kind);
	return y;
}

/* -- drawing -- */

/* Rows i..n-1 of a table inside a stack. */
static void
draw_rows(struct canvas *c, struct ltable *t, size_t i, size_t n, int x, int y)
{
	struct trun u = { .t = t, .first = i < t->nheader ? t->nheader : i };

	for (size_t r = i; r < n; r++) {
		for (size_t k = 0; k < t->rows[r].ncells; k++)
			t->rows[r].cells[k].shown = false;
		trun_add(c->l, &u, r, y, t->row_h[r], false);
		y += t->row_h[r];
	}
	draw_table(c, &u, x + t->ft->x);
}

void
draw_stack(struct canvas *c, const struct lblocks *b, struct cpos from, struct cpos to,
    enum stack kind, int x, int y)
{
	const struct lay *l = c->l;

	for (size_t k = from.block; k < b->n && k <= to.block; k++) {
		const struct lblock *q = &b->v[k];
		size_t i = k == from.block ? from.line : 0, n = units(q);
		bool end = k < to.block;
		int h;
		if (!end)
			n = to.line;
		if (n <= i)
			break;
		y += space_above(l, b, from, k, kind);
		h = units_height(l, q, i, n);
		if (q->para != NULL) {
			draw_para_box(c, k > 0 ? q - 1 : NULL, q, k + 1 < b->n ? q + 1 : NULL,
			    i == 0, end, x, y, h);
			draw_lines(c, q, i, n, x, y);
		} else
			draw_rows(c, q->table, i, n, x, y);
		y += h + space_below(b, k);
	}
}

void
lay_blocks(struct lay *l, struct lblocks *b, int width)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].para != NULL)
			lay_para(l, b->v[i].para, width);
		else
			lay_table(l, b->v[i].table, width);
}
