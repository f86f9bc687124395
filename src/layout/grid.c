/*
 * grid - a table's part on a page becomes boxes: fills, rules between cells, text.
 *
 * Where borders are shared the thicker of two neighbours is drawn, within the lower
 * row's top (layout-pages.md 4); where a cell goes on below there is none.
 */
#include <stdlib.h>
#include <string.h>

#include "layout/lay.h"

struct grid {                /* one part while it is drawn */
	struct canvas *c;
	const struct trun *u;
	const struct ltable *t;
	int x;
	size_t ncols;
	const struct lcell **above, **here; /* by column */
	struct box **upright;    /* the rule at each edge, to be lengthened */
};

static int
edge(const struct grid *g, size_t col)
{
	return g->t->ft->edges == NULL ? 0 : g->t->ft->edges[col];
}

static void
columns_of(const struct grid *g, const struct lrow *row, const struct lcell **out)
{
	memset(out, 0, (g->ncols + 1) * sizeof *out);
	for (size_t i = 0; i < row->ncells; i++) {
		const struct lcell *c = &row->cells[i];
		size_t a = c->fc->col > 0 ? (size_t)c->fc->col : 0;
		size_t n = c->fc->span > 1 ? (size_t)c->fc->span : 1;
		for (size_t k = a; k < a + n && k < g->ncols; k++)
			out[k] = c;
	}
}

static const struct flow_border *
wider(const struct flow_border *a, const struct flow_border *b)
{
	if (a == NULL || (b != NULL && b->width > a->width))
		return b;
	return a;
}

static bool
same_line(const struct flow_border *a, const struct flow_border *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->width == b->width && a->colour == b->colour && a->is_double == b->is_double;
}

/* The border above column k: none where a merged cell goes on. */
static const struct flow_border *
line_above(const struct grid *g, size_t k, bool goes_on)
{
	const struct lcell *a = g->above[k], *b = g->here[k];
	const struct flow_border *line;

	if (b != NULL && b->fc->covered && goes_on)
		return NULL;
	line = wider(a != NULL ? &a->fc->bottom : NULL, b != NULL ? &b->fc->top : NULL);
	return line != NULL && line->width > 0 ? line : NULL;
}

static void
across(const struct grid *g, const struct flow_border *b, int x, int y, int len)
{
	int thin = b->width / 3;

	if (b->is_double && thin > 0) {
		draw_rule(g->c, x, y, len, thin, b->colour);
		draw_rule(g->c, x, y + b->width - thin, len, thin, b->colour);
	} else
		draw_rule(g->c, x, y, len, b->width, b->colour);
}

/* All rules along one boundary between rows, or above the first, below the last. */
static void
boundary(const struct grid *g, int y, bool goes_on)
{
	for (size_t k = 0; k < g->ncols;) {
		const struct flow_border *b = line_above(g, k, goes_on);
		size_t n = k + 1;
		while (n < g->ncols && same_line(b, line_above(g, n, goes_on)))
			n++;
		if (b != NULL)
			across(g, b, g->x + edge(g, k), y, edge(g, n) - edge(g, k));
		k = n;
	}
}

static void
upright(const struct grid *g, int y, int h)
{
	for (size_t k = 0; k <= g->ncols; k++) {
		const struct lcell *a = k > 0 ? g->here[k - 1] : NULL;
		const struct lcell *b = k < g->ncols ? g->here[k] : NULL;
		const struct flow_border *line = NULL;
		struct box *old = g->upright[k];
		if (a != b)
			line = wider(a != NULL ? &a->fc->right : NULL,
			    b != NULL ? &b->fc->left : NULL);
		if (line == NULL || line->width <= 0) {
			g->upright[k] = NULL;
			continue;
		}
		if (old != NULL && old->width == line->width && old->y + old->height == y &&
		    old->colour == (line->colour == FLOW_AUTO_COLOUR ? 0 : line->colour))
			old->height += h;
		else
			g->upright[k] = draw_rule(g->c, g->x + edge(g, k) - line->width / 2, y,
			    line->width, h, line->colour);
	}
}

static void
shared_borders(struct grid *g)
{
	const struct trun *u = g->u;
	const struct lcell **swap;
	long before = -1;
	int end = 0;

	memset(g->here, 0, (g->ncols + 1) * sizeof *g->here);
	for (size_t i = 0; i < u->nparts; i++) {
		const struct tpart *p = &u->part[i];
		swap = g->above;
		g->above = g->here;
		g->here = swap;
		columns_of(g, &g->t->rows[p->row], g->here);
		boundary(g, p->y, before >= 0 && (size_t)before + 1 == p->row);
		upright(g, p->y, p->h);
		before = (long)p->row;
		end = p->y + p->h;
	}
	swap = g->above;
	g->above = g->here;
	g->here = swap;
	memset(g->here, 0, (g->ncols + 1) * sizeof *g->here);
	boundary(g, end, false);
}

/* -- cells -- */

struct room { /* a cell on this page */
	int y, h;
	size_t first, last; /* parts */
};

static void
own_borders(const struct grid *g, const struct lcell *c, const struct room *r)
{
	const struct flow_cell *f = c->fc;
	int x = g->x + c->x, w = c->width;

	if (f->top.width > 0)
		across(g, &f->top, x, r->y, w);
	if (f->bottom.width > 0)
		across(g, &f->bottom, x, r->y + r->h - f->bottom.width, w);
	if (f->left.width > 0)
		draw_rule(g->c, x, r->y, f->left.width, r->h, f->left.colour);
	if (f->right.width > 0)
		draw_rule(g->c, x + w - f->right.width, r->y, f->right.width, r->h, f->right.colour);
}

static void
cell_room(const struct grid *g, const struct lcell *c, size_t first, struct room *r)
{
	const struct trun *u = g->u;
	size_t end = c->row + (size_t)(c->fc->rows > 1 ? c->fc->rows : 1);

	r->first = r->last = first;
	r->y = u->part[first].y;
	r->h = u->part[first].h;
	while (r->last + 1 < u->nparts && u->part[r->last + 1].row < end &&
	    u->part[r->last + 1].row == u->part[r->last].row + 1)
		r->h += u->part[++r->last].h;
}

static int
cell_top(const struct grid *g, const struct lcell *c, const struct room *r)
{
	size_t row = g->u->part[r->first].row;

	return g->t->ft->collapsing ? row_top(g->t, row, row_above(g->u, row)) : c->top_in;
}

static void
draw_content(const struct grid *g, const struct lcell *c, const struct room *r, bool repeat)
{
	struct canvas *cv = g->c;
	struct cpos zero = { 0, 0 }, from = repeat ? zero : c->from;
	struct cpos to = { c->content.n, 0 };
	size_t last = g->u->part[r->last].row;
	int top = cell_top(g, c, r), h;
	int bottom = g->t->ft->collapsing ? g->t->rows[last].bottom_pad : c->bottom_in;
	int room = r->h - top - bottom, shift = 0;
	int was = cv->artifact;

	if (c->content.n == 0)
		return;
	if (c->cut && !repeat)
		to = c->to;
	h = stack_rest(cv->l, &c->content, from, STACK_CELL);
	if (!c->cut || repeat) {
		bool exact = g->t->rows[c->row].fr->exact_height;
		if (h > room && (repeat || exact)) {
			/* Too low for its text: show what there is room for. */
			stack_fill(cv->l, &c->content, from, room, STACK_CELL, &to);
			if (exact && !repeat)
				diag(cv->l->d, DIAG_ROW_CUT, &g->t->at, NULL);
		}
		if (h < room && c->fc->valign != FLOW_TOP && !g->u->part[r->last].split)
			shift = c->fc->valign == FLOW_MIDDLE ? (room - h) / 2 : room - h;
	}
	if (repeat)
		cv->artifact = cv->artifact != 0 ? cv->artifact : 2;
	draw_stack(cv, &c->content, from, to, STACK_CELL, g->x + c->text_x, r->y + top + shift);
	cv->artifact = was;
}

/*
 * Text that runs up or down stands in the cell's first part, as much of it as there is room
 * for up to the border.
 */
static void
draw_turned(const struct grid *g, struct lcell *c, const struct room *r, bool repeat)
{
	struct canvas *cv = g->c;
	struct cpos zero = { 0, 0 }, to;
	size_t row = g->u->part[r->first].row;
	int len = turned_length(g->t, c, row_above(g->u, row), g->u->part[r->last].row, r->h);
	int deep = c->text_w, shift = 0, was = cv->artifact, h;
	struct turning t;

	if (c->shown && !repeat)
		return;
	c->shown = c->shown || !repeat;
	lay_blocks(cv->l, &c->turned, cv->turning ? deep : len);
	h = blocks_height(cv->l, &c->turned, STACK_CELL);
	stack_fill(cv->l, &c->turned, zero, c->x + c->width - c->text_x, STACK_CELL, &to);
	if (!stack_done(&c->turned, to) && !repeat)
		diag(cv->l->d, DIAG_ROW_CUT, &g->t->at, NULL);
	if (h < deep && c->fc->valign != FLOW_TOP && !g->u->part[r->last].split)
		shift = c->fc->valign == FLOW_MIDDLE ? (deep - h) / 2 : deep - h;
	if (repeat)
		cv->artifact = cv->artifact != 0 ? cv->artifact : 2;
	if (cv->turning) /* a table in turned text: no second turn */
		draw_stack(cv, &c->turned, zero, to, STACK_CELL, g->x + c->text_x,
		    r->y + cell_top(g, c, r));
	else {
		turn_begin(cv, &t);
		draw_stack(cv, &c->turned, zero, to, STACK_CELL, 0, shift);
		turn_end(cv, &t, c->fc->turn, g->x + c->text_x, r->y + cell_top(g, c, r), deep, len);
	}
	cv->artifact = was;
}

static void
draw_cell(const struct grid *g, struct lcell *c, size_t part)
{
	bool repeat = g->u->part[part].repeat;
	struct room r;

	cell_room(g, c, part, &r);
	draw_fill(g->c, g->x + c->x, r.y, c->width, r.h, c->fc->shade);
	if (!g->t->ft->collapsing)
		own_borders(g, c, &r);
	if (c->turned.n > 0)
		draw_turned(g, c, &r, repeat);
	else
		draw_content(g, c, &r, repeat);
}

/* Cells that began on an earlier page and go on in this one's first body row. */
static void
draw_continued(const struct grid *g, size_t part)
{
	const struct ltable *t = g->t;
	size_t row = g->u->part[part].row;
	size_t end = row + t->max_span < t->nrows ? row + t->max_span : t->nrows;

	for (size_t i = t->ends_at[row]; i < t->ends_at[end]; i++)
		if (t->ends[i]->row < row)
			draw_cell(g, t->ends[i], part);
}

void
draw_table(struct canvas *c, const struct trun *u, int x)
{
	struct grid g = { .c = c, .u = u, .t = u->t, .x = x, .ncols = u->t->ft->ncols };

	if (u->nparts == 0)
		return;
	if (u->t->ft->collapsing && !c->dry) {
		g.above = xmalloc((g.ncols + 1) * sizeof *g.above);
		g.here = xmalloc((g.ncols + 1) * sizeof *g.here);
		g.upright = xmalloc((g.ncols + 1) * sizeof *g.upright);
		memset(g.upright, 0, (g.ncols + 1) * sizeof *g.upright);
		shared_borders(&g);
		free(g.above);
		free(g.here);
		free(g.upright);
	}
	for (size_t i = 0; i < u->nparts; i++) {
		const struct lrow *row = &u->t->rows[u->part[i].row];
		bool top = i == 0 || u->part[i].row != u->part[i - 1].row + 1;
		if (top && u->part[i].row >= u->t->nheader)
			draw_continued(&g, i);
		for (size_t k = 0; k < row->ncells; k++)
			if (!row->cells[k].fc->covered)
				draw_cell(&g, &row->cells[k], i);
	}
}
