/* flow_table - tables of an ODT: columns, spans, borders, paddings.  See flow_int.h. */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "odt/flow_int.h"

#define MAX_REPEAT 1024
#define PART_MOST 1000 /* per cent of the text width: what is more is no width */

struct reading {
	struct of *s;
	struct flow_table *t;
	int columns, depth;
	size_t nrows, rows_cap;
	struct flow_cell **open; /* per grid column: the merge that covers it, or NULL */
	int *left;               /* rows it still covers there */
};

static int
count_of(const struct xml_node *e, const char *name, int max)
{
	int n = xml_int(e, XNS_TABLE, name, 1);

	return n < 1 ? 1 : n > max ? max : n;
}

static bool
is_group(const struct xml_node *e)
{
	return xml_is(e, XNS_TABLE, "table-columns") || xml_is(e, XNS_TABLE, "table-header-columns") ||
	    xml_is(e, XNS_TABLE, "table-column-group");
}

/* Column widths in document order; returns the number of columns. */
static int
columns_read(struct of *s, const struct xml_node *e, double *rel, double *abs, int n, int depth)
{
	const struct xml_node *c;

	for (c = e->first; c != NULL && n < OF_COLUMNS; c = c->next) {
		struct of_style *st;
		const char *v;
		int i, k;

		if (is_group(c) && depth < OF_DEPTH)
			n = columns_read(s, c, rel, abs, n, depth + 1);
		if (!xml_is(c, XNS_TABLE, "table-column"))
			continue;
		st = of_style(s, OF_COLUMN, xml_attr(c, XNS_TABLE, "style-name"));
		k = of_repeat(s, count_of(c, "number-columns-repeated", OF_COLUMNS - n), OF_CELL_COST);
		for (i = 0; i < k; i++, n++) {
			v = of_prop(st, "table-column-properties", XNS_STYLE, "rel-column-width");
			rel[n] = v != NULL ? (double)strtol(v, NULL, 10) : 0; /* a whole number and "*" */
			v = of_prop(st, "table-column-properties", XNS_STYLE, "column-width");
			abs[n] = of_length(v, 0);
		}
	}
	return n;
}

/* layout-pages.md 3, ODT. */
static void
widths(struct of *s, struct flow_table *t, struct of_style *st, const struct xml_node *e, int width)
{
	double *rel = s->rel_widths, *abs = s->abs_widths, *use;
	double sum_rel = 0, sum_abs = 0, at = 0, sum;
	const char *align = of_prop(st, "table-properties", XNS_TABLE, "align");
	const char *v = of_prop(st, "table-properties", XNS_STYLE, "rel-width"); /* per cent */
	long part = v != NULL ? num_small(v) : 0;
	int own = of_length(of_prop(st, "table-properties", XNS_STYLE, "width"), 0);
	int left = of_length(of_prop(st, "table-properties", XNS_FO, "margin-left"), 0);
	int right = of_length(of_prop(st, "table-properties", XNS_FO, "margin-right"), 0);
	int n = columns_read(s, e, rel, abs, 0, 0), i, *edges;
	bool margins = align == NULL || strcmp(align, "margins") == 0;

	t->ncols = (size_t)n;
	for (i = 0; i < n; i++) {
		sum_rel += rel[i];
		sum_abs += abs[i];
	}
	use = sum_rel > 0 ? rel : abs;
	sum = sum_rel > 0 ? sum_rel : sum_abs;
	if (part > 0 && part <= PART_MOST)
		t->width = (int)(width * part / 100);
	else
		t->width = margins || own <= 0 ? width - left - right : own;
	if (margins)
		t->x = left;
	else if (strcmp(align, "center") == 0)
		t->x = (width - t->width) / 2;
	else if (strcmp(align, "right") == 0)
		t->x = width - t->width;
	else
		t->x = left;
	edges = arena_array(s->a, (size_t)n + 1, sizeof(*edges));
	for (i = 0; i < n; i++) {
		/* a table between margins keeps its columns as parts of 65535, each cut */
		if (sum > 0 && margins) {
			edges[i] = (int)(at * t->width / 65535);
			at += (double)(long long)(use[i] * 65535 / sum);
			continue;
		}
		edges[i] = sum > 0 ? (int)(at * t->width / sum) : t->width * i / n;
		at += use[i];
	}
	edges[n] = t->width;
	t->edges = edges;
}

/*
 * LibreOffice says upwards in a name space of its own; ODF 1.3 has no word for it.
 * style:rotation-angle is for spreadsheets: Writer does not turn a cell by it, nor do we.
 */
static enum flow_turn
turn_of(const struct of_style *st)
{
	const char *v = of_prop(st, "table-cell-properties", XNS_LOEXT, "writing-mode");

	if (v == NULL)
		v = of_prop(st, "table-cell-properties", XNS_STYLE, "writing-mode");
	if (v != NULL && strcmp(v, "bt-lr") == 0)
		return FLOW_UPWARDS;
	return v != NULL && strncmp(v, "tb", 2) == 0 ? FLOW_DOWNWARDS : FLOW_UPRIGHT;
}

static void
cell_style(struct of *s, struct flow_cell *c, const char *name)
{
	struct of_style *st = of_style(s, OF_CELL, name);
	const char *p = "table-cell-properties", *v;
	struct flow_border all;
	int pad;

	of_border(&all, of_prop(st, p, XNS_FO, "border"));
	c->top = c->bottom = c->left = c->right = all;
	if ((v = of_prop(st, p, XNS_FO, "border-top")) != NULL)
		of_border(&c->top, v);
	if ((v = of_prop(st, p, XNS_FO, "border-bottom")) != NULL)
		of_border(&c->bottom, v);
	if ((v = of_prop(st, p, XNS_FO, "border-left")) != NULL)
		of_border(&c->left, v);
	if ((v = of_prop(st, p, XNS_FO, "border-right")) != NULL)
		of_border(&c->right, v);
	pad = of_length(of_prop(st, p, XNS_FO, "padding"), 0);
	c->pad_top = of_length(of_prop(st, p, XNS_FO, "padding-top"), pad);
	c->pad_bottom = of_length(of_prop(st, p, XNS_FO, "padding-bottom"), pad);
	c->pad_left = of_length(of_prop(st, p, XNS_FO, "padding-left"), pad);
	c->pad_right = of_length(of_prop(st, p, XNS_FO, "padding-right"), pad);
	c->shade = of_colour(of_prop(st, p, XNS_FO, "background-color"));
	c->turn = turn_of(st);
	v = of_prop(st, p, XNS_STYLE, "vertical-align");
	if (v != NULL)
		c->valign = strcmp(v, "bottom") == 0 ? FLOW_BOTTOM
		    : strcmp(v, "middle") == 0	     ? FLOW_MIDDLE
						     : FLOW_TOP;
}

/* A cell that continues one above keeps that cell's looks: the rules go on. */
static void
covered(struct reading *r, struct flow_row *row, int col)
{
	struct flow_cell *above = r->open[col], *c;
	int i, span;

	if (above == NULL || above->col != col)
		return;
	span = above->span;
	c = &row->cells[row->ncells++];
	c->col = col;
	c->span = span;
	c->rows = 1;
	c->covered = true;
	c->top = above->top;
	c->bottom = above->bottom;
	c->left = above->left;
	c->right = above->right;
	c->pad_top = above->pad_top;
	c->pad_bottom = above->pad_bottom;
	c->pad_left = above->pad_left;
	c->pad_right = above->pad_right;
	c->shade = above->shade;
	for (i = col; i < col + span; i++)
		if (--r->left[i] == 0)
			r->open[i] = NULL;
}

static int
cell_read(struct reading *r, struct flow_row *row, const struct xml_node *e, int col, const char *row_style)
{
	struct flow_cell *c = &row->cells[row->ncells++];
	const char *name = xml_attr(e, XNS_TABLE, "style-name");
	int rows = count_of(e, "number-rows-spanned", 100000), i;

	c->col = col;
	c->span = count_of(e, "number-columns-spanned", r->columns - col);
	c->rows = 1;
	cell_style(r->s, c, name != NULL ? name : row_style);
	for (i = col; i < col + c->span; i++) {
		r->open[i] = rows > 1 ? c : NULL;
		r->left[i] = rows > 1 ? rows - 1 : 0;
	}
	c->rows = rows;
	r->s->where.at.cell = col + 1;
	of_blocks(r->s, e, &c->blocks,
	    r->t->edges[col + c->span] - r->t->edges[col] - c->pad_left - c->pad_right, r->depth + 1, NULL);
	return c->span;
}

static void
row_props(struct of *s, struct flow_row *row, const struct xml_node *e, bool header)
{
	struct of_style *st = of_style(s, OF_ROW, xml_attr(e, XNS_TABLE, "style-name"));
	const char *p = "table-row-properties";
	const char *keep = of_prop(st, p, XNS_FO, "keep-together");

	row->header = header;
	row->cant_split = keep != NULL && strcmp(keep, "always") == 0;
	row->min_height = of_length(of_prop(st, p, XNS_STYLE, "min-row-height"), 0);
	if (of_length(of_prop(st, p, XNS_STYLE, "row-height"), 0) > 0) {
		row->min_height = of_length(of_prop(st, p, XNS_STYLE, "row-height"), 0);
		row->exact_height = true;
	}
}

/* Room for the cells of a row: as many as it has, repeated ones counted. */
static size_t
cells_most(const struct reading *r, const struct xml_node *row)
{
	const struct xml_node *c;
	size_t n = 1;

	for (c = row->first; c != NULL && n <= (size_t)r->columns; c = c->next)
		if (c->kind == XML_ELEMENT)
			n += (size_t)count_of(c, "number-columns-repeated", r->columns);
	return n <= (size_t)r->columns ? n : (size_t)r->columns + 1;
}

static void
row_read(struct reading *r, const struct xml_node *e, bool header)
{
	const char *style = xml_attr(e, XNS_TABLE, "default-cell-style-name");
	const struct xml_node *c;
	struct flow_row *row;
	int col = 0, skip = 0, i, k;

	r->t->rows = arena_grow(r->s->a, r->t->rows, r->nrows, r->nrows + 1, &r->rows_cap, sizeof(*row));
	row = &r->t->rows[r->nrows++];
	memset(row, 0, sizeof(*row));
	r->s->where.at.row = (int)r->nrows;
	row_props(r->s, row, e, header);
	row->cells = arena_array(r->s->a, cells_most(r, e), sizeof(*row->cells));
	for (c = e->first; c != NULL && col < r->columns; c = c->next) {
		bool under = xml_is(c, XNS_TABLE, "covered-table-cell");

		if (!under && !xml_is(c, XNS_TABLE, "table-cell"))
			continue;
		k = of_repeat(r->s, count_of(c, "number-columns-repeated", r->columns - col), OF_CELL_COST);
		for (i = 0; i < k && col < r->columns; i++) {
			if (under && skip == 0) {
				covered(r, row, col); /* Writer forgets what stands in it */
				col++;
			} else if (under) {
				skip--;
				col++;
			} else {
				skip = cell_read(r, row, c, col, style) - 1;
				col++;
			}
		}
	}
	r->t->nrows = r->nrows;
}

static void
rows_read(struct reading *r, const struct xml_node *e, bool header, int depth)
{
	const struct xml_node *c;
	int i, k;

	for (c = e->first; c != NULL; c = c->next) {
		if (xml_is(c, XNS_TABLE, "table-row")) {
			k = of_repeat(r->s, count_of(c, "number-rows-repeated", MAX_REPEAT), OF_CELL_COST);
			for (i = 0; i < k; i++)
				row_read(r, c, header);
		} else if (xml_is(c, XNS_TABLE, "table-header-rows") && depth < OF_DEPTH)
			rows_read(r, c, true, depth + 1);
		else if ((xml_is(c, XNS_TABLE, "table-rows") || xml_is(c, XNS_TABLE, "table-row-group")) &&
		    depth < OF_DEPTH)
			rows_read(r, c, header, depth + 1);
	}
}

static void
alt_text(struct of *s, struct flow_table *t, const struct xml_node *e)
{
	const struct xml_node *n;
	struct buf b = {0};
	int i;

	for (i = 0; i < 2; i++) {
		n = xml_child(e, XNS_TABLE, i == 0 ? "title" : "desc");
		if (n == NULL)
			continue;
		b.len = 0;
		xml_text(&b, n);
		*(i == 0 ? &t->title : &t->description) = arena_strndup(s->a, b.s != NULL ? b.s : "", b.len);
	}
	buf_free(&b);
}

static void
table_props(struct flow_table *t, struct of_style *st)
{
	const char *p = "table-properties", *v;

	t->first_column = true; /* Writer keeps no header columns */
	v = of_prop(st, p, XNS_TABLE, "border-model");
	t->collapsing = v != NULL && strcmp(v, "collapsing") == 0;
	t->margin_top = of_length(of_prop(st, p, XNS_FO, "margin-top"), 0);
	t->margin_bottom = of_length(of_prop(st, p, XNS_FO, "margin-bottom"), 0);
	v = of_prop(st, p, XNS_FO, "keep-with-next");
	t->keep_next = v != NULL && strcmp(v, "always") == 0;
	v = of_prop(st, p, XNS_STYLE, "may-break-between-rows");
	t->may_not_break = v != NULL && strcmp(v, "false") == 0;
	v = of_prop(st, p, XNS_FO, "break-before");
	t->break_before = v != NULL && strcmp(v, "page") == 0;
}

struct flow_table *
of_table(struct of *s, const struct xml_node *e, int width, int depth)
{
	struct flow_table *t = arena_alloc(s->a, sizeof(*t));
	struct of_style *st = of_style(s, OF_TABLE, xml_attr(e, XNS_TABLE, "style-name"));
	struct reading r = {.s = s, .t = t, .depth = depth};
	struct place before;

	t->style = st != NULL ? st->name : "";
	table_props(t, st);
	widths(s, t, st, e, width);
	if (t->ncols == 0)
		return NULL;
	alt_text(s, t, e);
	r.columns = (int)t->ncols;
	r.open = arena_array(s->a, t->ncols + 1, sizeof(*r.open));
	r.left = arena_array(s->a, t->ncols + 1, sizeof(*r.left));
	before = flow_table_begin(&s->where);
	rows_read(&r, e, false, 0);
	while (t->nheader < t->nrows && t->rows[t->nheader].header)
		t->nheader++;
	flow_table_end(&s->where, before);
	return t->nrows != 0 ? t : NULL;
}
