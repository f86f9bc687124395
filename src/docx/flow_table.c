/* flow_table - tables of a DOCX: grid, spans, borders, margins.  See flow_int.h. */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "docx/flow_int.h"

struct borders { /* of a table or its style */
	struct flow_border top, bottom, left, right, in_h, in_v;
};

struct margins {
	int top, bottom, left, right;
};

static void
borders_apply(struct borders *b, const struct xml_node *e)
{
	const struct xml_node *n;

	if ((n = xml_child(e, XNS_W, "top")) != NULL)
		df_border(&b->top, n);
	if ((n = xml_child(e, XNS_W, "bottom")) != NULL)
		df_border(&b->bottom, n);
	if ((n = xml_child(e, XNS_W, "left")) != NULL || (n = xml_child(e, XNS_W, "start")) != NULL)
		df_border(&b->left, n);
	if ((n = xml_child(e, XNS_W, "right")) != NULL || (n = xml_child(e, XNS_W, "end")) != NULL)
		df_border(&b->right, n);
	if ((n = xml_child(e, XNS_W, "insideH")) != NULL)
		df_border(&b->in_h, n);
	if ((n = xml_child(e, XNS_W, "insideV")) != NULL)
		df_border(&b->in_v, n);
}

static void
margins_apply(struct margins *m, const struct xml_node *e)
{
	const struct xml_node *n;

	if ((n = xml_child(e, XNS_W, "top")) != NULL)
		m->top = df_int(xml_attr(n, XNS_W, "w"), m->top);
	if ((n = xml_child(e, XNS_W, "bottom")) != NULL)
		m->bottom = df_int(xml_attr(n, XNS_W, "w"), m->bottom);
	if ((n = xml_child(e, XNS_W, "left")) != NULL || (n = xml_child(e, XNS_W, "start")) != NULL)
		m->left = df_int(xml_attr(n, XNS_W, "w"), m->left);
	if ((n = xml_child(e, XNS_W, "right")) != NULL || (n = xml_child(e, XNS_W, "end")) != NULL)
		m->right = df_int(xml_attr(n, XNS_W, "w"), m->right);
}

/* Borders and margins of a table style and those it is based on, oldest first. */
static void
style_apply(struct df *s, const char *id, struct borders *b, struct margins *m, int depth)
{
	struct df_style *st = df_style(s, id, 't');
	const struct xml_node *pr;

	if (st == NULL || depth > DF_DEPTH)
		return;
	if (st->based_on != NULL)
		style_apply(s, st->based_on, b, m, depth + 1);
	pr = xml_child(st->node, XNS_W, "tblPr");
	borders_apply(b, xml_child(pr, XNS_W, "tblBorders"));
	margins_apply(m, xml_child(pr, XNS_W, "tblCellMar"));
	if (xml_child(st->node, XNS_W, "tblStylePr") != NULL) {
		diag(s->d, DIAG_FLOW_IGNORED, &s->where.at, "conditional formatting of a table style", NULL);
	}
}

static int
row_columns(const struct xml_node *tr)
{
	const struct xml_node *c, *pr = xml_child(tr, XNS_W, "trPr");
	int n = df_int(xml_attr(xml_child(pr, XNS_W, "gridBefore"), XNS_W, "val"), 0) +
	    df_int(xml_attr(xml_child(pr, XNS_W, "gridAfter"), XNS_W, "val"), 0);

	for (c = xml_child(tr, XNS_W, "tc"); c != NULL; c = xml_next(c, XNS_W, "tc")) {
		int span = df_int(xml_attr(xml_path(c, XNS_W, "tcPr/gridSpan"), XNS_W, "val"), 1);

		n += span > 0 ? span : 1;
	}
	return n;
}

/* Rows may stand inside content controls. */
static const struct xml_node *
next_row(const struct xml_node *tbl, const struct xml_node *cur)
{
	struct xml_node *n = xml_walk(tbl, (struct xml_node *)(cur != NULL ? cur : tbl));

	for (; n != NULL; n = xml_walk(tbl, n)) {
		const struct xml_node *up;

		if (!xml_is(n, XNS_W, "tr"))
			continue;
		for (up = n->parent; up != tbl && !xml_is(up, XNS_W, "tc"); up = up->parent)
			continue;
		if (up == tbl)
			return n;
	}
	return NULL;
}

/* layout-pages.md 3: the grid, scaled to tblW; edges by cumulative proportion. */
static void
widths(struct flow_table *t, const struct xml_node *tbl, const struct xml_node *pr, int width,
    int columns, struct arena *a)
{
	const struct xml_node *g = xml_child(tbl, XNS_W, "tblGrid"), *c;
	const struct xml_node *w = xml_child(pr, XNS_W, "tblW");
	const char *type = xml_attr(w, XNS_W, "type"), *v = xml_attr(w, XNS_W, "w");
	int *grid = arena_array(a, (size_t)columns + 1, sizeof(*grid));
	int *edges = arena_array(a, (size_t)columns + 1, sizeof(*edges));
	long long sum = 0, at = 0;
	int i, n = 0;

	for (c = xml_child(g, XNS_W, "gridCol"); c != NULL && n < columns; c = xml_next(c, XNS_W, "gridCol"))
		grid[n++] = df_int(xml_attr(c, XNS_W, "w"), 0);
	if (n == 0 && (c = next_row(tbl, NULL)) != NULL)
		for (c = xml_child(c, XNS_W, "tc"); c != NULL && n < columns; c = xml_next(c, XNS_W, "tc"))
			grid[n++] = df_int(xml_attr(xml_path(c, XNS_W, "tcPr/tcW"), XNS_W, "w"), 0);
	for (i = 0; i < columns; i++)
		sum += grid[i] > 0 ? grid[i] : 0;
	if (sum == 0) {
		for (i = 0; i < columns; i++)
			grid[i] = 1000;
		sum = 1000LL * columns;
		t->width = width;
	} else if (type != NULL && strcmp(type, "dxa") == 0 && df_int(v, 0) > 0)
		t->width = df_int(v, 0);
	else if (v != NULL && ((type != NULL && strcmp(type, "pct") == 0) || strchr(v, '%') != NULL)) {
		double pct = strchr(v, '%') != NULL ? num_small(v) * 50.0 : df_int(v, 0);

		t->width = (int)(width * pct / 5000);
	} else
		t->width = n > 0 && xml_child(g, XNS_W, "gridCol") != NULL ? (int)sum : width;
	for (i = 0; i < columns; i++) {
		/* Writer keeps its separators as ten-thousandths of the table. */
		long long part = (2 * at * 10000 + sum) / (2 * sum);

		edges[i] = (int)(part * t->width / 10000);
		at += grid[i] > 0 ? grid[i] : 0;
	}
	edges[columns] = t->width;
	t->edges = edges;
	t->ncols = (size_t)columns;
}

/* Left edge: layout-pages.md 3, second table. */
static void
place_table(struct df *s, struct flow_table *t, const struct xml_node *pr, int width,
    const struct margins *m, const struct borders *b, int depth)
{
	const char *jc = xml_attr(xml_child(pr, XNS_W, "jc"), XNS_W, "val");
	int ind = df_int(xml_attr(xml_child(pr, XNS_W, "tblInd"), XNS_W, "w"), 0);
	int half = b->left.width / 2;

	if (jc != NULL && strcmp(jc, "center") == 0)
		t->x = (width - t->width) / 2;
	else if (jc != NULL && (strcmp(jc, "right") == 0 || strcmp(jc, "end") == 0))
		t->x = width - t->width;
	else if (s->compat_mode >= 15 || depth > 0)
		t->x = ind + half;
	else
		t->x = ind - (m->left > half ? m->left : half);
}

static void
cell_borders(struct flow_cell *c, const struct borders *b, bool first_row, bool last_row,
    bool first_col, bool last_col, const struct xml_node *own)
{
	const struct xml_node *n;

	c->top = first_row ? b->top : b->in_h;
	c->bottom = last_row ? b->bottom : b->in_h;
	c->left = first_col ? b->left : b->in_v;
	c->right = last_col ? b->right : b->in_v;
	if ((n = xml_child(own, XNS_W, "top")) != NULL)
		df_border(&c->top, n);
	if ((n = xml_child(own, XNS_W, "bottom")) != NULL)
		df_border(&c->bottom, n);
	if ((n = xml_child(own, XNS_W, "left")) != NULL || (n = xml_child(own, XNS_W, "start")) != NULL)
		df_border(&c->left, n);
	if ((n = xml_child(own, XNS_W, "right")) != NULL || (n = xml_child(own, XNS_W, "end")) != NULL)
		df_border(&c->right, n);
}

static void
cell_props(struct flow_cell *c, const struct xml_node *pr, const struct margins *m)
{
	struct margins own = *m;
	const char *v;

	margins_apply(&own, xml_child(pr, XNS_W, "tcMar"));
	c->pad_top = own.top;
	c->pad_bottom = own.bottom;
	c->pad_left = own.left;
	c->pad_right = own.right;
	v = xml_attr(xml_child(pr, XNS_W, "shd"), XNS_W, "fill");
	c->shade = df_colour(v);
	v = xml_attr(xml_child(pr, XNS_W, "vAlign"), XNS_W, "val");
	if (v != NULL)
		c->valign = strcmp(v, "bottom") == 0 ? FLOW_BOTTOM
		    : strcmp(v, "center") == 0	     ? FLOW_MIDDLE
						     : FLOW_TOP;
	v = xml_attr(xml_child(pr, XNS_W, "textDirection"), XNS_W, "val");
	if (v != NULL) /* of ISO 29500 first edition; strict documents say lr, rl */
		c->turn = strcmp(v, "btLr") == 0 || strcmp(v, "lr") == 0 ? FLOW_UPWARDS
		    : strncmp(v, "tb", 2) == 0 || strncmp(v, "rl", 2) == 0 ? FLOW_DOWNWARDS
								       : FLOW_UPRIGHT;
}

static bool
continues(const struct xml_node *pr)
{
	const struct xml_node *m = xml_child(pr, XNS_W, "vMerge");
	const char *v = xml_attr(m, XNS_W, "val");

	return m != NULL && (v == NULL || strcmp(v, "continue") == 0);
}

struct reading {
	struct df *s;
	struct flow_table *t;
	const struct borders *b;
	const struct margins *m;
	struct flow_cell **open; /* per grid column: the merge that is open there, or NULL */
	int columns, width, depth;
};

static void
row_props(struct flow_row *row, const struct xml_node *pr)
{
	const struct xml_node *h = xml_child(pr, XNS_W, "trHeight"), *e;
	const char *rule = xml_attr(h, XNS_W, "hRule");

	e = xml_child(pr, XNS_W, "tblHeader");
	row->header = e != NULL && df_on(e);
	e = xml_child(pr, XNS_W, "cantSplit");
	row->cant_split = e != NULL && df_on(e);
	row->min_height = df_int(xml_attr(h, XNS_W, "val"), 0);
	row->exact_height = rule != NULL && strcmp(rule, "exact") == 0;
}

/* An empty cell for gridBefore and gridAfter: it has the table's borders. */
static void
filler(struct reading *r, struct flow_row *row, int col, int span, bool first, bool last)
{
	struct flow_cell *c = &row->cells[row->ncells++];

	c->col = col;
	c->span = span;
	c->rows = 1;
	c->shade = FLOW_AUTO_COLOUR;
	cell_borders(c, r->b, first, last, col == 0, col + span >= r->columns, NULL);
	cell_props(c, NULL, r->m);
}

/* A row stays with the next one for its first cell's first paragraph, covered or not. */
static void
keeps(struct flow_row *row, const struct flow_block *b)
{
	bool para = b != NULL && b->kind == FLOW_PARA;

	row->keep_next = para && b->para->keep_next;
	row->keep_own = para && b->para->keep_own;
}

static void
cell_read(struct reading *r, struct flow_row *row, const struct xml_node *tc, int col, int span,
    bool first, bool last)
{
	const struct xml_node *pr = xml_child(tc, XNS_W, "tcPr");
	struct flow_cell *c = &row->cells[row->ncells++];
	int i;

	c->col = col;
	c->span = span;
	c->rows = 1;
	cell_borders(c, r->b, first, last, col == 0, col + span >= r->columns,
	    xml_child(pr, XNS_W, "tcBorders"));
	cell_props(c, pr, r->m);
	if (continues(pr) && r->open[col] != NULL && r->open[col]->span == span) {
		c->covered = true;
		r->open[col]->rows++;
	} else {
		bool starts = xml_child(pr, XNS_W, "vMerge") != NULL;

		for (i = col; i < col + span; i++)
			r->open[i] = i == col && starts ? c : NULL;
	}
	r->s->where.at.cell = col + 1;
	if (!c->covered) {
		int w = r->t->edges[col + span] - r->t->edges[col] - c->pad_left - c->pad_right;

		df_blocks(r->s, tc, &c->blocks, w, r->depth + 1, NULL);
		if (row->ncells == 1)
			keeps(row, c->blocks);
	} else {
		/* text in a continued cell counts nowhere (layout-pages.md 5), but is counted by lists */
		struct flow_block *lost = NULL;

		df_blocks(r->s, tc, &lost, 1000, r->depth + 1, NULL);
		if (row->ncells == 1)
			keeps(row, lost);
	}
}

static void
row_read(struct reading *r, struct flow_row *row, const struct xml_node *tr, bool first, bool last)
{
	const struct xml_node *c, *pr = xml_child(tr, XNS_W, "trPr");
	int col = 0, n = 0, before, after, span;

	row_props(row, pr);
	for (c = xml_child(tr, XNS_W, "tc"); c != NULL; c = xml_next(c, XNS_W, "tc"))
		n++;
	row->cells = arena_array(r->s->a, (size_t)n + 2, sizeof(*row->cells));
	before = df_int(xml_attr(xml_child(pr, XNS_W, "gridBefore"), XNS_W, "val"), 0);
	after = df_int(xml_attr(xml_child(pr, XNS_W, "gridAfter"), XNS_W, "val"), 0);
	if (before > 0) {
		filler(r, row, 0, before, first, last);
		col = before;
	}
	for (c = xml_child(tr, XNS_W, "tc"); c != NULL && col < r->columns; c = xml_next(c, XNS_W, "tc")) {
		span = df_int(xml_attr(xml_path(c, XNS_W, "tcPr/gridSpan"), XNS_W, "val"), 1);
		if (span < 1)
			span = 1;
		if (span > r->columns - col)
			span = r->columns - col;
		cell_read(r, row, c, col, span, first, last);
		col += span;
	}
	if (after > 0 && col + after <= r->columns)
		filler(r, row, col, after, first, last);
}

/* Word's "First Column": an attribute of its own, in older files a bit of the value. */
static bool
first_column(const struct xml_node *look)
{
	const char *on = xml_attr(look, XNS_W, "firstColumn"), *val = xml_attr(look, XNS_W, "val");

	if (on != NULL)
		return strcmp(on, "1") == 0 || strcmp(on, "true") == 0 || strcmp(on, "on") == 0;
	return val != NULL && (strtol(val, NULL, 16) & 0x80) != 0;
}

struct flow_table *
df_table(struct df *s, const struct xml_node *tbl, int width, int depth)
{
	struct flow_table *t = arena_alloc(s->a, sizeof(*t));
	const struct xml_node *pr = xml_child(tbl, XNS_W, "tblPr"), *tr;
	struct borders b = {0};
	struct margins m = {.left = 108, .right = 108};
	struct reading r = {.s = s, .t = t, .b = &b, .m = &m, .width = width, .depth = depth};
	struct place before;
	int columns = 0;
	size_t i = 0, n = 0;

	for (tr = xml_path(tbl, XNS_W, "tblGrid/gridCol"); tr != NULL; tr = xml_next(tr, XNS_W, "gridCol"))
		columns++;
	for (tr = next_row(tbl, NULL); tr != NULL; tr = next_row(tbl, tr)) {
		n++;
		columns = row_columns(tr) > columns ? row_columns(tr) : columns;
	}
	if (columns == 0 || columns > 4096 || n == 0)
		return NULL;
	t->style = xml_attr(xml_child(pr, XNS_W, "tblStyle"), XNS_W, "val");
	t->collapsing = true;
	t->first_column = first_column(xml_child(pr, XNS_W, "tblLook"));
	t->title = xml_attr(xml_child(pr, XNS_W, "tblCaption"), XNS_W, "val");
	t->description = xml_attr(xml_child(pr, XNS_W, "tblDescription"), XNS_W, "val");
	style_apply(s, t->style, &b, &m, 0);
	borders_apply(&b, xml_child(pr, XNS_W, "tblBorders"));
	margins_apply(&m, xml_child(pr, XNS_W, "tblCellMar"));
	widths(t, tbl, pr, width, columns, s->a);
	place_table(s, t, pr, width, &m, &b, depth);
	r.columns = columns;
	r.open = arena_array(s->a, (size_t)columns + 1, sizeof(*r.open));
	t->rows = arena_array(s->a, n, sizeof(*t->rows));
	t->nrows = n;
	before = flow_table_begin(&s->where);
	for (tr = next_row(tbl, NULL); tr != NULL; tr = next_row(tbl, tr), i++) {
		s->where.at.row = (int)i + 1;
		row_read(&r, &t->rows[i], tr, i == 0, i + 1 == n);
	}
	/* headers are the first rows, without a gap (layout-pages.md 6) */
	while (t->nheader < n && t->rows[t->nheader].header)
		t->nheader++;
	flow_table_end(&s->where, before);
	return t;
}
