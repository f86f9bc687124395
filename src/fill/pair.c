/*
 * pair - the place of its tags (blocks.c) decides what a block repeats.
 *
 * Blocks of paragraphs, rows and items leave markers in the gaps between nodes, in the
 * order of their tags; the compiler opens and closes blocks as it passes a gap.  Blocks
 * of text stay cuts in text nodes.  Blocks of columns are kept for table.c.
 */
#include <string.h>

#include "fill/comp.h"

static void
report(struct comp *c, enum diag_code code, const struct ftag *at, const struct ftag *other)
{
	struct place p = tag_place(c, at);

	c->s->torn = true;
	if (at->mirror)
		return;
	diag(c->d, code, &p, tag_quoted(c->mem, at->tag),
	    other != NULL ? tag_quoted(c->mem, other->tag) : "", (char *)NULL);
}

/* A fault of a block: said once, and the block is left out of the program. */
static void
broken(struct comp *c, struct block *b, enum diag_code code)
{
	if (!b->broken)
		report(c, code, b->open, b->close);
	b->broken = true;
}

/* ---- what a block repeats ---- */

static bool
is_above(const struct xml_node *a, const struct xml_node *n)
{
	for (; n != NULL; n = n->parent)
		if (n == a)
			return true;
	return false;
}

static const struct xml_node *
common(const struct xml_node *a, const struct xml_node *b)
{
	while (!is_above(a, b))
		a = a->parent;
	return a;
}

/* The nearest element of a role above n, inside the story. */
static const struct xml_node *
above(struct comp *c, const struct story *st, const struct xml_node *n, enum role r)
{
	n = comp_above(c, n->parent, r);
	return n != NULL && is_above(st->root, n) ? n : NULL;
}

/* The nearest table around both paragraphs. */
static const struct xml_node *
common_table(struct comp *c, const struct story *st, const struct xml_node *a,
    const struct xml_node *b)
{
	const struct xml_node *t = above(c, st, a, ROLE_TABLE);

	while (t != NULL && !is_above(t, b))
		t = above(c, st, t, ROLE_TABLE);
	return t;
}

/* The row or cell of this table (not of one inside it) that n lies in. */
static const struct xml_node *
of_table(struct comp *c, const struct xml_node *table, const struct xml_node *n, enum role r)
{
	const struct xml_node *found = NULL;

	for (; n != NULL && n != table; n = n->parent)
		if (c->dia->role(n) == r ||
		    (r == ROLE_CELL && c->dia->role(n) == ROLE_COVERED))
			found = n;
	return n == NULL ? NULL : found;
}

static void
grid_range(struct comp *c, const struct xml_node *row, const struct xml_node *cell, int *from,
    int *to)
{
	int col = c->dia->row_before != NULL ? c->dia->row_before(row) : 0;

	*from = *to = 0;
	for (const struct xml_node *k = row->first; k != NULL; k = k->next) {
		enum role r = k->kind == XML_ELEMENT ? c->dia->role(k) : ROLE_OTHER;
		int n = 0;

		if (r == ROLE_CELL)
			n = c->dia->put_covered == NULL ? c->dia->cell_span(k) : 1;
		else if (r == ROLE_COVERED)
			n = 1;
		if (is_above(k, cell)) {
			*from = col;
			*to = col + c->dia->cell_span(k);
			return;
		}
		col += n;
	}
}

/*
 * Opener and closer in different cells: the same grid columns in different rows mean
 * those columns, unless they are the whole table; all else means rows.
 */
static enum tag_scope
rows_or_columns(struct comp *c, const struct xml_node *table, const struct xml_node *po,
    const struct xml_node *pc)
{
	const struct xml_node *ro = of_table(c, table, po, ROLE_ROW);
	const struct xml_node *rc = of_table(c, table, pc, ROLE_ROW);
	const struct xml_node *co, *cc;
	int fo, to, fc, tc, last_from, last_to;

	if (ro == NULL || rc == NULL || ro == rc)
		return SCOPE_ROWS;
	co = of_table(c, table, po, ROLE_CELL);
	cc = of_table(c, table, pc, ROLE_CELL);
	if (co == NULL || cc == NULL)
		return SCOPE_ROWS;
	grid_range(c, ro, co, &fo, &to);
	grid_range(c, rc, cc, &fc, &tc);
	grid_range(c, ro, ro->last, &last_from, &last_to);
	if (fo != fc || to != tc || (fo == 0 && to >= last_to))
		return SCOPE_ROWS;
	return SCOPE_COLUMNS;
}

/*
 * A condition that is all its paragraph shows: the paragraph goes with it.  A loop over
 * Markdown cannot repeat less than paragraphs.
 */
static bool
whole_paragraph(const struct block *b)
{
	const struct fpara *p = b->open->para;
	bool markdown = false;

	for (size_t i = 0; i < p->ntags; i++)
		markdown |= p->tags[i].tag->markdown;
	if (b->otherwise != NULL)
		return false; /* one of the two is printed: the paragraph stays */
	return (b->open->tag->kind != TAG_EACH || markdown) && !p->other &&
	    b->open == &p->tags[0] && b->close == &p->tags[p->ntags - 1] && p->fills;
}

static enum tag_scope
decide(struct comp *c, const struct story *st, const struct block *b)
{
	const struct xml_node *po = b->open->para->node, *pc = b->close->para->node;
	const struct xml_node *table, *io, *ic;

	if (b->open->tag->scope != SCOPE_AUTO)
		return b->open->tag->scope;
	if (po == pc) {
		if (whole_paragraph(b) && !c->dia->para_holds_section(po))
			return SCOPE_PARAGRAPHS;
		return SCOPE_TEXT;
	}
	table = common_table(c, st, po, pc);
	if (table != NULL && of_table(c, table, po, ROLE_CELL) != of_table(c, table, pc, ROLE_CELL))
		return rows_or_columns(c, table, po, pc);
	io = above(c, st, po, ROLE_ITEM);
	ic = above(c, st, pc, ROLE_ITEM);
	if (io != NULL && ic != NULL && io != ic && io->parent == ic->parent)
		return SCOPE_ITEMS;
	return SCOPE_PARAGRAPHS;
}

/* Text blocks split what lies between their tags and the element common to all. */
static void
check_text(struct comp *c, struct block *b)
{
	struct ftag *t[3] = {b->open, b->otherwise, b->close};

	for (int i = 0; i < 3; i++) {
		if (t[i] == NULL)
			continue;
		if (t[i]->para != b->open->para) {
			broken(c, b, DIAG_FILL_TEXT_SPLIT);
			return;
		}
		if (t[i]->anchor == NULL)
			return;
		b->lca = b->lca == NULL ? t[i]->anchor->parent
		                        : common(b->lca, t[i]->anchor->parent);
	}
	for (int i = 0; i < 3; i++) {
		if (t[i] == NULL)
			continue;
		for (const struct xml_node *n = t[i]->anchor->parent; n != b->lca; n = n->parent) {
			enum role r = c->dia->role(n);

			if (r != ROLE_INLINE && r != ROLE_TEXT && r != ROLE_UNWRAP) {
				broken(c, b, DIAG_FILL_BLOCK_PLACE);
				return;
			}
		}
	}
}

static void
check_rows(struct comp *c, const struct story *st, struct block *b)
{
	const struct xml_node *po = b->open->para->node, *pc = b->close->para->node;

	b->table = common_table(c, st, po, pc);
	if (b->table == NULL) {
		broken(c, b, DIAG_FILL_NO_TABLE);
		return;
	}
	if (b->scope == SCOPE_COLUMNS) {
		struct column_use *u = arena_alloc(c->mem, sizeof(*u));

		if (b->otherwise != NULL)
			report(c, DIAG_FILL_ELSE_COLUMNS, b->otherwise, b->open);
		u->block = b;
		u->table = b->table;
		u->from = of_table(c, b->table, po, ROLE_CELL);
		u->to = of_table(c, b->table, pc, ROLE_CELL);
		u->next = c->s->columns;
		c->s->columns = u;
		return;
	}
	const struct xml_node *ro = of_table(c, b->table, po, ROLE_ROW);
	const struct xml_node *rc = of_table(c, b->table, pc, ROLE_ROW);

	if (ro == NULL || rc == NULL || ro->parent != rc->parent) {
		broken(c, b, DIAG_FILL_BLOCK_PLACE);
		return;
	}
	comp_annot(c, ro);
	if (b->open->tag->keep != KEEP_NONE)
		comp_annot(c, b->table)->keeps = true;
}

static bool
structural(enum role r)
{
	return r == ROLE_TABLE || r == ROLE_ROWS || r == ROLE_ROW || r == ROLE_CELL ||
	    r == ROLE_COVERED || r == ROLE_LIST || r == ROLE_ITEM || r == ROLE_STORY ||
	    r == ROLE_PARA;
}

/* The node to put a marker at: n's ancestor directly below "parent"; NULL if cut off. */
static const struct xml_node *
below(struct comp *c, const struct xml_node *parent, const struct xml_node *n)
{
	while (n->parent != parent) {
		n = n->parent;
		if (n == NULL || structural(c->dia->role(n)))
			return NULL;
	}
	return n;
}

static void
check_paragraphs(struct comp *c, struct block *b)
{
	const struct xml_node *po = b->open->para->node, *pc = b->close->para->node;
	const struct xml_node *parent = po == pc ? po->parent : common(po, pc);

	b->lca = parent;
	if (below(c, parent, po) == NULL || below(c, parent, pc) == NULL ||
	    (b->otherwise != NULL && (!is_above(parent, b->otherwise->para->node) ||
	    below(c, parent, b->otherwise->para->node) == NULL)))
		broken(c, b, DIAG_FILL_BLOCK_PLACE);
}

static void
check_items(struct comp *c, const struct story *st, struct block *b)
{
	const struct xml_node *io = above(c, st, b->open->para->node, ROLE_ITEM);
	const struct xml_node *ic = above(c, st, b->close->para->node, ROLE_ITEM);

	if (io == NULL && ic == NULL) {
		/* Where items are paragraphs of a style, they repeat as paragraphs. */
		b->scope = SCOPE_PARAGRAPHS;
		check_paragraphs(c, b);
		return;
	}
	while (io != NULL && ic != NULL && io->parent != ic->parent) {
		if (!is_above(io->parent, ic))
			io = above(c, st, io, ROLE_ITEM);
		else
			ic = above(c, st, ic, ROLE_ITEM);
	}
	if (io == NULL || ic == NULL)
		broken(c, b, DIAG_FILL_BLOCK_PLACE);
	else
		b->lca = io->parent;
}

/*
 * Does each turn of a text block begin and end with a tag, with nothing that parts it from
 * the next one?
 */
static bool
turns_touch(const struct block *b)
{
	const struct ftag *first = b->open + 1;

	if (b->open->tag->kind != TAG_EACH || b->otherwise != NULL || first >= b->close ||
	    first->apart || b->close->apart)
		return false;
	for (const struct ftag *t = first; t < b->close; t++)
		if (t->tag->markdown || (t->tag->name != NULL && t->tag->name[0] == '@'))
			return false; /* {{?@last}} is for that */
	return true;
}

static void
decide_story(struct comp *c, const struct story *st)
{
	for (size_t i = 0; i < st->ntags; i++) {
		struct block *b = st->tags[i]->block;

		if (b == NULL || b->open != st->tags[i] || b->close == NULL || b->broken)
			continue;
		b->scope = decide(c, st, b);
		if (b->scope == SCOPE_TEXT) {
			check_text(c, b);
			if (!b->broken)
				c->t->uses[b->open->use].touch = turns_touch(b);
		} else if (b->scope == SCOPE_PARAGRAPHS)
			check_paragraphs(c, b);
		else if (b->scope == SCOPE_ITEMS)
			check_items(c, st, b);
		else
			check_rows(c, st, b);
	}
}

/* ---- paragraphs and rows that their tags take along ---- */

static bool
marks_only(const struct ftag *t)
{
	if (t->tag->kind == TAG_COMMENT)
		return true;
	if (t->tag->kind == TAG_VALUE || t->tag->kind == TAG_REF || t->block == NULL)
		return false;
	return t->block->scope != SCOPE_TEXT && t->block->scope != SCOPE_AUTO;
}

static void
decide_gone(struct comp *c)
{
	for (size_t i = 0; i < c->s->nparas; i++) {
		struct fpara *p = c->s->paras[i];

		p->gone = p->only_tags;
		for (size_t k = 0; k < p->ntags && p->gone; k++) {
			struct block *b = p->tags[k].block;

			p->gone = marks_only(&p->tags[k]);
			/* {{#x columns}}{{/x}} in one paragraph: an empty cell, repeated. */
			if (b != NULL && b->close != NULL && b->open->para == b->close->para)
				p->gone = false;
		}
	}
}

/* Does the row hold anything but lone tags of row blocks, none of them all inside it? */
static bool
row_gone(struct comp *c, const struct xml_node *row)
{
	bool any = false;

	for (const struct xml_node *n = xml_walk(row, (struct xml_node *)row); n != NULL;
	     n = xml_walk(row, (struct xml_node *)n)) {
		const struct annot *a;

		if (n->kind != XML_ELEMENT)
			continue;
		if (c->dia->role(n) == ROLE_TABLE)
			return false;
		if (c->dia->role(n) != ROLE_PARA)
			continue;
		a = comp_known(c, n);
		if (a == NULL || a->para == NULL) {
			struct buf b = {0};
			bool blank;

			xml_text(&b, n);
			blank = b.len == 0;
			buf_free(&b);
			if (!blank)
				return false;
			continue;
		}
		if (!a->para->gone)
			return false;
		for (size_t i = 0; i < a->para->ntags; i++) {
			const struct block *b = a->para->tags[i].block;

			if (b == NULL)
				continue;
			if (b->scope != SCOPE_ROWS || b->close == NULL ||
			    (is_above(row, b->open->para->node) &&
			    is_above(row, b->close->para->node)))
				return false;
			any = true;
		}
	}
	return any;
}

/* ---- markers ---- */

static void
put_marker(struct comp *c, const struct xml_node *n, bool after, enum marker_kind kind,
    struct block *b)
{
	struct marker *m = arena_alloc(c->mem, sizeof(*m));
	struct annot *a;

	m->kind = kind;
	m->block = b;
	if (after && n->next == NULL) {
		a = comp_annot(c, n->parent);
		*a->end_tail = m;
		a->end_tail = &m->next;
		return;
	}
	a = comp_annot(c, after ? n->next : n);
	*a->before_tail = m;
	a->before_tail = &m->next;
}

static void
mark_paragraph(struct comp *c, const struct ftag *t, enum marker_kind kind)
{
	const struct xml_node *n = below(c, t->block->lca, t->para->node);
	bool section = c->dia->para_holds_section(t->para->node);

	if (n == NULL)
		return;
	if (t->para->gone && n == t->para->node) {
		/* A section break stays, outside the block. */
		put_marker(c, n, section && kind == MARK_OPEN, kind, t->block);
		return;
	}
	put_marker(c, n, kind == MARK_CLOSE, kind, t->block);
}

static void
mark_row(struct comp *c, const struct ftag *t, enum marker_kind kind)
{
	const struct xml_node *row = of_table(c, t->block->table, t->para->node, ROLE_ROW);
	const struct xml_node *cell = of_table(c, t->block->table, t->para->node, ROLE_CELL);
	struct annot *a;

	if (row == NULL)
		return;
	if (cell != NULL)
		comp_annot(c, cell)->row_tags = true;
	a = comp_annot(c, row);
	if (!a->drop && row_gone(c, row))
		a->drop = true;
	put_marker(c, row, kind == MARK_CLOSE && !a->drop, kind, t->block);
}

static void
mark_item(struct comp *c, const struct ftag *t, enum marker_kind kind)
{
	const struct xml_node *n = t->para->node;

	while (n != NULL && n->parent != t->block->lca)
		n = n->parent;
	if (n == NULL)
		return;
	/* An item that holds nothing but the tag goes with it. */
	if (t->para->gone && n->first == n->last) {
		comp_drop(c, n);
		put_marker(c, n, false, kind, t->block);
		return;
	}
	put_marker(c, n, kind == MARK_CLOSE, kind, t->block);
}

static void
mark_story(struct comp *c, const struct story *st)
{
	for (size_t i = 0; i < st->ntags; i++) {
		struct ftag *t = st->tags[i];
		struct block *b = t->block;
		enum marker_kind kind;

		if (b == NULL || b->broken || b->close == NULL)
			continue;
		kind = t == b->open ? MARK_OPEN : t == b->close ? MARK_CLOSE : MARK_ELSE;
		if (b->scope == SCOPE_PARAGRAPHS)
			mark_paragraph(c, t, kind);
		else if (b->scope == SCOPE_ROWS)
			mark_row(c, t, kind);
		else if (b->scope == SCOPE_ITEMS)
			mark_item(c, t, kind);
	}
}

/* Nothing may be seen beside the tag: then it is what is anchored there that is in the way. */
static void
report_company(struct comp *c, const struct ftag *at, bool anchored)
{
	struct place p = tag_place(c, at);

	c->s->torn = true;
	if (!at->mirror)
		diag(c->d, DIAG_FILL_MARKDOWN_ALONE, &p, tag_quoted(c->mem, at->tag),
		    anchored ? "1" : "", (char *)NULL);
}

/* Markdown makes paragraphs: its tag must be all that its paragraph holds. */
static void
check_markdown(struct comp *c)
{
	for (size_t i = 0; i < c->s->nparas; i++) {
		struct fpara *p = c->s->paras[i];

		for (size_t k = 0; k < p->ntags; k++) {
			size_t others = 0;

			if (!p->tags[k].tag->markdown)
				continue;
			for (size_t j = 0; j < p->ntags; j++)
				if (j != k && !marks_only(&p->tags[j]))
					others++;
			if (!p->only_tags || others > 0)
				report_company(c, &p->tags[k], others == 0 && p->fills);
		}
	}
}

void
pair_part(struct comp *c)
{
	for (struct story *st = c->s->stories; st != NULL; st = st->next) {
		comp_pair(c, st);
		decide_story(c, st);
	}
	decide_gone(c);
	check_markdown(c);
	for (struct story *st = c->s->stories; st != NULL; st = st->next)
		mark_story(c, st);
}
