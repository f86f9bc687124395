/*
 * table - tables whose rows merge or stay together, or whose columns repeat.
 *
 * A column block governs its grid columns in every row.  A cell wholly inside that
 * holds a tag is repeated; one without a tag, or wider, is widened to all turns.  Row
 * tags stand in no repeated column.  (docs/templates.md, columns.)
 */
#include <stdlib.h>
#include <string.h>

#include "fill/comp.h"

#define COLUMNS_MAX 256
#define SMALL 850     /* 15 mm: columns up to this keep their width */
#define LEAST 283     /* 5 mm: what another column needs at least */

/* ---- plans ---- */

static void
table_fault(struct comp *c, enum diag_code code, const struct block *b)
{
	struct place at = tag_place(c, b->open);

	if (!b->open->mirror)
		diag(c->d, code, &at, tag_quoted(c->mem, b->open->tag), (char *)NULL);
}

static struct table_plan *
plan_of(struct comp *c, const struct xml_node *table)
{
	struct annot *a = comp_annot(c, table);

	if (a->table == NULL) {
		a->table = arena_alloc(c->mem, sizeof(*a->table));
		a->table->node = table;
	}
	return a->table;
}

static void
plan_row(struct comp *c, const struct xml_node *row)
{
	int col = c->dia->row_before != NULL ? c->dia->row_before(row) : 0;
	int flat = 0; /* covered cells that a span in this row still has */

	for (const struct xml_node *k = row->first; k != NULL; k = k->next) {
		enum role r = k->kind == XML_ELEMENT ? c->dia->role(k) : ROLE_OTHER;
		struct annot *a;
		int times;

		if (r != ROLE_CELL && r != ROLE_COVERED)
			continue;
		a = comp_annot(c, k);
		times = c->dia->cell_repeat != NULL ? c->dia->cell_repeat(k) : 1;
		a->times = times;
		if (r == ROLE_COVERED) {
			a->span = 1;
			if (flat > 0) {
				/* Its column was counted with the span. */
				a->flat = true;
				flat -= times;
				continue;
			}
			a->col = col;
			col += times;
			continue;
		}
		a->span = c->dia->cell_span(k);
		a->col = col;
		col += a->span * times;
		flat = c->dia->put_covered != NULL ? a->span - 1 : 0;
	}
}

static void
plan_rows(struct comp *c, const struct xml_node *n)
{
	for (const struct xml_node *k = n->first; k != NULL; k = k->next) {
		enum role r = k->kind == XML_ELEMENT ? c->dia->role(k) : ROLE_OTHER;

		if (r == ROLE_ROW)
			plan_row(c, k);
		else if (r == ROLE_ROWS || r == ROLE_WRAP || r == ROLE_UNWRAP)
			plan_rows(c, k);
	}
}

static int
by_first(const void *a, const void *b)
{
	const struct column_block *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

static bool
add_column_block(struct comp *c, struct table_plan *t, const struct column_use *u)
{
	const struct annot *from = comp_known(c, u->from), *to = comp_known(c, u->to);
	struct column_block b = {.use = u->block->open->use};

	if (from == NULL || to == NULL) {
		table_fault(c, DIAG_FILL_NO_TABLE, u->block);
		return false;
	}
	b.first = from->col < to->col ? from->col : to->col;
	b.n = from->col + from->span > to->col + to->span ? from->col + from->span
	                                                   : to->col + to->span;
	b.n -= b.first;
	b.min = u->block->open->tag->min_twips;
	b.max = u->block->open->tag->max_twips;
	if (b.first < 0 || b.n < 1 || (size_t)(b.first + b.n) > t->ncols) {
		table_fault(c, DIAG_FILL_GRID, u->block);
		return false;
	}
	for (size_t i = 0; i < t->nblocks; i++) {
		const struct column_block *o = &t->blocks[i];

		if (b.first < o->first + o->n && o->first < b.first + b.n) {
			table_fault(c, DIAG_FILL_COLUMNS_TWICE, u->block);
			return false;
		}
	}
	t->blocks = arena_grow(c->mem, t->blocks, t->nblocks, t->nblocks + 1, &t->blocks_cap,
	    sizeof(*t->blocks));
	t->blocks[t->nblocks++] = b;
	qsort(t->blocks, t->nblocks, sizeof(*t->blocks), by_first);
	return true;
}

static const struct column_block *
inside_block(const struct table_plan *t, int col, int span, size_t *which)
{
	for (size_t i = 0; i < t->nblocks; i++) {
		const struct column_block *b = &t->blocks[i];

		if (col >= b->first && col + span <= b->first + b->n) {
			*which = i;
			return b;
		}
	}
	return NULL;
}

/* Row tags in a repeated column would repeat rows in the middle of a row. */
static void
check_row_tags(struct comp *c, const struct table_plan *t)
{
	for (size_t i = 0; i < c->s->nparas; i++) {
		const struct fpara *p = c->s->paras[i];

		for (size_t k = 0; k < p->ntags; k++) {
			struct block *b = p->tags[k].block;
			const struct xml_node *cell;
			const struct annot *a;
			size_t which;
			struct place at;

			if (b == NULL || b->scope != SCOPE_ROWS || b->table != t->node)
				continue;
			cell = comp_above(c, p->node, ROLE_CELL);
			a = cell != NULL ? comp_known(c, cell) : NULL;
			if (a == NULL || inside_block(t, a->col, a->span, &which) == NULL)
				continue;
			at = tag_place(c, &p->tags[k]);
			if (!p->mirror)
				diag(c->d, DIAG_FILL_ROW_IN_COLUMN, &at,
				    tag_quoted(c->mem, p->tags[k].tag), (char *)NULL);
		}
	}
}

/* Cells that reach into a repeated group from outside and end in it cannot be widened. */
static void
check_spans(struct comp *c, const struct table_plan *t, const struct xml_node *n)
{
	for (const struct xml_node *k = n->first; k != NULL; k = k->next) {
		enum role r = k->kind == XML_ELEMENT ? c->dia->role(k) : ROLE_OTHER;

		if (r == ROLE_ROW || r == ROLE_ROWS || r == ROLE_WRAP || r == ROLE_UNWRAP) {
			check_spans(c, t, k);
		} else if (r == ROLE_CELL) {
			const struct annot *a = comp_known(c, k);

			for (size_t i = 0; a != NULL && i < t->nblocks; i++) {
				const struct column_block *b = &t->blocks[i];
				int from = a->col, to = a->col + a->span;
				bool in = from >= b->first && to <= b->first + b->n;
				bool over = from <= b->first && to >= b->first + b->n;

				if (in || over || to <= b->first || from >= b->first + b->n)
					continue;
				struct place at = comp_place(c, k);

				diag(c->d, DIAG_FILL_CELL_HALF, &at,
				    tag_quoted(c->mem, c->t->uses[b->use].tag), (char *)NULL);
			}
		}
	}
}

static void
plan_columns(struct comp *c, const struct column_use *u)
{
	struct table_plan *t = plan_of(c, u->table);

	if (!t->sized) {
		int width[COLUMNS_MAX];

		t->ncols = c->dia->columns(c, u->table, width, COLUMNS_MAX);
		t->width = arena_array(c->mem, t->ncols + 1, sizeof(*t->width));
		memcpy(t->width, width, t->ncols * sizeof(*width));
		t->sized = true;
		plan_rows(c, u->table);
	}
	add_column_block(c, t, u);
}

/* Cells that merge: those with a |merge tag. */
static void
plan_merges(struct comp *c)
{
	for (size_t i = 0; i < c->s->nparas; i++) {
		struct fpara *p = c->s->paras[i];

		for (size_t k = 0; k < p->ntags; k++) {
			const struct xml_node *cell, *table;
			struct ftag *t = &p->tags[k];
			struct annot *a;

			if (!t->tag->merge)
				continue;
			cell = comp_above(c, p->node, ROLE_CELL);
			table = cell != NULL ? comp_above(c, cell, ROLE_TABLE) : NULL;
			if (table == NULL) {
				struct place at = tag_place(c, t);

				if (!t->mirror)
					diag(c->d, DIAG_FILL_MERGE_PLACE, &at,
					    tag_quoted(c->mem, t->tag), (char *)NULL);
				continue;
			}
			a = comp_annot(c, cell);
			if (a->merge == NULL) {
				a->merge = t;
				a->merge_no = plan_of(c, table)->nmerges++;
			}
			comp_annot(c, table)->keeps = true;
		}
	}
}

static const struct xml_node *
last_row(struct comp *c, const struct xml_node *n)
{
	const struct xml_node *row = NULL;

	for (const struct xml_node *k = n->last; row == NULL && k != NULL; k = k->prev) {
		enum role r = k->kind == XML_ELEMENT ? c->dia->role(k) : ROLE_OTHER;

		if (r == ROLE_ROW)
			row = k;
		else if (r == ROLE_ROWS || r == ROLE_WRAP || r == ROLE_UNWRAP)
			row = last_row(c, k);
	}
	return row;
}

/* A block of rows that ends in the table's last row: only the last turn closes the table. */
static void
plan_closing(struct comp *c)
{
	for (size_t i = 0; i < c->s->nparas; i++) {
		const struct fpara *p = c->s->paras[i];

		for (size_t k = 0; k < p->ntags; k++) {
			const struct block *b = p->tags[k].block;
			const struct xml_node *row;

			if (b == NULL || b->scope != SCOPE_ROWS || b->table == NULL ||
			    b->close != &p->tags[k])
				continue;
			row = comp_above(c, p->node, ROLE_ROW);
			if (row != NULL && row == last_row(c, b->table))
				plan_of(c, b->table)->last = row;
		}
	}
}

void
table_part(struct comp *c)
{
	for (const struct column_use *u = c->s->columns; u != NULL; u = u->next)
		plan_columns(c, u);
	plan_merges(c);
	if (c->dia->rules_in_cells)
		plan_closing(c);
	for (const struct column_use *u = c->s->columns; u != NULL; u = u->next) {
		struct table_plan *t = plan_of(c, u->table);

		if (t->checked)
			continue;
		t->checked = true;
		check_row_tags(c, t);
		check_spans(c, t, u->table);
	}
}

/* ---- widths at fill ---- */

bool
table_widths(const struct table_plan *t, const int *turns, int *out, int *count)
{
	int64_t total = 0, taken = 0, shared = 0, given = 0, flexible = 0;
	int widest = -1;
	bool room = true;

	for (size_t j = 0; j < t->ncols; j++) {
		out[j] = t->width[j];
		count[j] = 1;
		total += t->width[j];
	}
	for (size_t i = 0; i < t->nblocks; i++) {
		const struct column_block *b = &t->blocks[i];
		int64_t sum = 0;

		for (int j = b->first; j < b->first + b->n; j++)
			sum += t->width[j];
		for (int j = b->first; j < b->first + b->n; j++) {
			count[j] = turns[i];
			if (b->max > 0 && sum * turns[i] > b->max)
				out[j] = (int)((int64_t)t->width[j] * b->max / (sum * turns[i]));
			else if (sum > 0 && turns[i] > 0 && sum * turns[i] < b->min)
				out[j] = (int)((int64_t)t->width[j] * b->min / (sum * turns[i]));
			taken += (int64_t)out[j] * turns[i];
		}
	}
	for (size_t j = 0; j < t->ncols; j++) {
		size_t which;

		if (inside_block(t, (int)j, 1, &which) != NULL)
			continue;
		if (t->width[j] <= SMALL) {
			taken += t->width[j];
			continue;
		}
		shared += t->width[j];
		flexible++;
		if (widest < 0 || t->width[j] > t->width[widest])
			widest = (int)j;
	}
	if (flexible > 0 && total - taken >= flexible * LEAST) {
		for (size_t j = 0; j < t->ncols; j++) {
			size_t which;

			if (t->width[j] <= SMALL || inside_block(t, (int)j, 1, &which) != NULL)
				continue;
			out[j] = (int)((int64_t)t->width[j] * (total - taken) / shared);
			given += out[j];
		}
		out[widest] += (int)(total - taken - given);
		return true;
	}
	/* Nothing left to give: all columns narrow (or widen) alike. */
	room = flexible == 0 && taken <= total;
	taken += shared;
	if (taken == 0)
		return false;
	widest = -1;
	for (size_t j = 0; j < t->ncols; j++) {
		out[j] = (int)((int64_t)out[j] * total / taken);
		given += (int64_t)out[j] * count[j];
		if (count[j] == 1 && (widest < 0 || out[j] > out[widest]))
			widest = (int)j;
	}
	if (widest >= 0)
		out[widest] += (int)(total - given);
	return room;
}

/* ---- writing ---- */

void
comp_table(struct comp *c, const struct xml_node *n)
{
	struct comp_state *s = c->s;
	const struct annot *a = comp_known(c, n);
	struct table_plan *was = s->table;
	bool in_cell = c->in_cell, keep = s->keep_open, keeps = s->keeps, closing = s->closing;
	uint32_t op = 0;

	s->keep_open = s->closing = false;
	s->keeps = a != NULL && a->keeps;
	s->table = a != NULL && (a->keeps || a->table != NULL) ? plan_of(c, n) : NULL;
	if (s->table != NULL) {
		op = comp_op(c, OP_TABLE, 0);
		comp_op_at(c, op)->u.table = s->table;
		comp_barrier(c);
		for (size_t i = 0; i < s->table->nblocks; i++)
			comp_place_use(c, s->table->blocks[i].use);
	}
	comp_start(c, n, NULL);
	s->grid_done = false;
	if (!n->empty) {
		comp_children(c, n, NULL);
		comp_end(c, n);
	}
	if (s->table != NULL)
		comp_body_end(c, op);
	s->table = was;
	s->keeps = keeps;
	s->closing = closing;
	c->in_cell = in_cell;
	/* A nested table was the first thing of its cell: no paragraph comes before it. */
	s->keep_open = false;
	(void)keep;
}

/* In a table with column blocks the grid is written at fill; true when this was done. */
bool
comp_grid(struct comp *c, const struct xml_node *n)
{
	(void)n;
	if (c->s->table == NULL || !c->s->table->sized)
		return false;
	if (!c->s->grid_done)
		comp_op(c, OP_GRID, 0);
	c->s->grid_done = true;
	return true;
}

static void
cell_body(struct comp *c, const struct xml_node *n, unsigned want)
{
	const struct annot *a = comp_known(c, n);
	uint32_t op;

	if (c->s->closing)
		want |= WANT_CLOSE;
	if (a == NULL || a->merge == NULL) {
		c->dia->open_node(c, n, want);
		comp_cell_content(c, n);
		comp_end(c, n);
		return;
	}
	bool keep = c->s->keep_open;
	const struct xml_node *p = n->first;

	op = comp_op(c, OP_MERGE, a->merge->use);
	comp_op_at(c, op)->u.cell.n = (uint32_t)a->merge_no;
	comp_barrier(c);
	c->dia->open_node(c, n, want | WANT_MERGE);
	comp_cell_content(c, n);
	comp_end(c, n);
	comp_alt(c, op);
	c->s->keep_open = keep;
	c->dia->open_node(c, n, want | WANT_COVER);
	/* A continuation is an empty paragraph in the same style. */
	while (p != NULL && (p->kind != XML_ELEMENT || c->dia->role(p) != ROLE_PARA))
		p = p->next;
	if (p != NULL) {
		c->dia->open_node(c, p, WANT_PLAIN | (keep ? WANT_KEEP : 0));
		comp_end(c, p);
	}
	c->dia->end_covered(c, n);
	comp_body_end(c, op);
}

/* A cell in a table with column blocks, as often as the template repeats it. */
static void
sized_cell(struct comp *c, const struct xml_node *n)
{
	const struct annot *a = comp_known(c, n);

	if (c->dia->role(n) == ROLE_COVERED) {
		if (a->flat)
			return;
		for (int i = 0; i < a->times; i++) {
			uint32_t op = comp_op(c, OP_COVERED, 0);

			comp_op_at(c, op)->u.cell.col = (uint32_t)(a->col + i);
			comp_barrier(c);
			c->dia->open_node(c, n, WANT_SPAN | (c->s->closing ? WANT_CLOSE : 0));
			comp_cell_content(c, n);
			comp_end(c, n);
			comp_body_end(c, op);
		}
		return;
	}
	for (int i = 0; i < a->times; i++) {
		uint32_t op = comp_op(c, OP_CELL, 0);

		comp_op_at(c, op)->u.cell.col = (uint32_t)(a->col + i * a->span);
		comp_op_at(c, op)->u.cell.n = (uint32_t)a->span;
		comp_barrier(c);
		cell_body(c, n, WANT_SPAN);
		comp_body_end(c, op);
	}
}

void
comp_cell(struct comp *c, const struct xml_node *n)
{
	bool in_cell = c->in_cell;

	c->in_cell = true;
	if (c->s->table != NULL && c->s->table->sized && comp_known(c, n) != NULL)
		sized_cell(c, n);
	else if (c->s->table != NULL)
		cell_body(c, n, 0);
	else if (n->empty) {
		comp_start(c, n, NULL);
	} else {
		const struct xml_node *head = c->dia->head != NULL ? c->dia->head(n) : NULL;

		comp_start(c, n, NULL);
		if (head != NULL)
			comp_node(c, head);
		comp_cell_content(c, n);
		comp_end(c, n);
	}
	c->in_cell = in_cell;
}

static bool
is_cell(struct comp *c, const struct xml_node *n)
{
	enum role r;

	if (n == NULL || n->kind != XML_ELEMENT)
		return false;
	r = c->dia->role(n);
	return r == ROLE_CELL || r == ROLE_COVERED;
}

/*
 * The cells of one column block in one row: repeated as a group when one of them holds
 * a tag, else each widened.  Returns the last of them.
 */
static const struct xml_node *
column_cells(struct comp *c, const struct xml_node *first, size_t which)
{
	const struct table_plan *t = c->s->table;
	const struct column_block *b = &t->blocks[which];
	const struct xml_node *last = first;
	bool tags = false;
	uint32_t op = 0;

	for (const struct xml_node *k = first; k != NULL; k = k->next) {
		const struct annot *a;

		if (!is_cell(c, k))
			continue;
		a = comp_known(c, k);
		if (!a->flat && (a->col < b->first || a->col + a->span > b->first + b->n))
			break;
		tags |= a->has_tags;
		last = k;
	}
	if (tags) {
		op = comp_op(c, OP_COLUMNS, b->use);
		comp_op_at(c, op)->u.cell.n = (uint32_t)which;
		comp_barrier(c);
		comp_push_use(c, b->use);
	}
	for (const struct xml_node *k = first;; k = k->next) {
		comp_node(c, k);
		c->s->keep_open = false;
		if (k == last)
			break;
	}
	if (tags) {
		comp_pop_use(c);
		comp_body_end(c, op);
	}
	return last;
}

void
comp_row(struct comp *c, const struct xml_node *n)
{
	struct comp_state *s = c->s;
	uint32_t op = 0;
	bool first = true;

	if (s->table != NULL) {
		op = comp_op(c, OP_ROW, 0);
		comp_barrier(c);
		s->closing = s->table->last == n;
	}
	comp_start(c, n, NULL);
	for (const struct xml_node *k = n->first; k != NULL; k = k->next) {
		const struct annot *a = comp_known(c, k);
		size_t which;

		if (is_cell(c, k)) {
			s->keep_open = first && s->keeps;
			s->keep_depth = s->nstack;
			first = false;
		}
		if (is_cell(c, k) && s->table != NULL && s->table->sized && a != NULL &&
		    !a->flat && inside_block(s->table, a->col, a->span, &which) != NULL)
			k = column_cells(c, k, which);
		else
			comp_node(c, k);
		s->keep_open = false;
	}
	if (!n->empty)
		comp_end(c, n);
	if (s->table != NULL)
		comp_body_end(c, op);
}
