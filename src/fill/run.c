/*
 * run - a program writes its part.
 *
 * One pass, no tree: literal bytes are copied, values printed into one scratch buffer
 * and escaped from there.  Every tag that fails is reported once, however many turns
 * it fails in.
 */
#include <assert.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "fill/program.h"

#define OUTPUT_MAX ((size_t)512 * 1024 * 1024)
#define GROUP_KEEP 6  /* rows of a merged group that stay together */
#define BLOCK_KEEP 12 /* rows of a block with "keep" */
#define LONG_WORD 12  /* letters */

/* ---- values ---- */

static const struct tag *
tag_of(const struct filler *f, const struct op *op)
{
	return f->t->uses[op->use].tag;
}

/* Once for each tag. */
static bool
first_time(struct filler *f, uint32_t use)
{
	bool was = f->s->said[use];

	f->s->said[use] = 1;
	return !was;
}

static void
say(struct filler *f, const struct op *op, enum diag_code why, const char *detail,
    const char *near)
{
	const struct template_use *u = &f->t->uses[op->use];

	if (first_time(f, op->use) && !u->silent)
		tag_diag(f->d, why, &u->at, u->tag, detail, near);
	f->failed = true;
}

/* A value, or NULL when missing; unknown names are reported. */
static const struct value *
find(struct filler *f, const struct op *op, bool *unknown)
{
	const struct tag *t = tag_of(f, op);
	const struct value *v = NULL;
	const char *near = NULL;

	*unknown = false;
	switch (eval_find(f->scope, &t->path, &v, &near, f->mem)) {
	case FIND_OK:
		return v;
	case FIND_MISSING:
		return NULL;
	case FIND_UNKNOWN:
		break;
	}
	*unknown = true;
	say(f, op, DIAG_TAG_UNKNOWN, t->name, near);
	return NULL;
}

static bool
is_there(const struct value *v)
{
	return v != NULL && v->kind != VALUE_BLANK && v->kind != VALUE_NONE;
}

static int
blank_len(const char *s, size_t len)
{
	uint32_t c;
	int n = utf8_decode(s, len, &c);

	return n > 0 && (c == ' ' || c == '\t' || c == '\n') ? n : 0;
}

/*
 * U+200B after "/" between letters in a word of more than 12 letters, so that Word,
 * Writer and our own layout break there alike.
 */
const char *
fill_breakable(struct filler *f, const char *s, size_t *len)
{
	struct buf *b = &f->s->broken;
	size_t pos = 0, n = *len;

	if (n <= LONG_WORD || memchr(s, '/', n) == NULL)
		return s;
	b->len = 0;
	while (pos < n) {
		size_t end = pos;
		int letters = 0;

		while (end < n && blank_len(s + end, n - end) == 0) {
			uint32_t c = 0;
			int k = utf8_decode(s + end, n - end, &c);

			letters += utf8_is_letter(c);
			end += k > 0 ? (size_t)k : 1;
		}
		for (size_t i = pos; i < end; i++) {
			uint32_t c = 0;

			buf_ch(b, s[i]);
			if (s[i] != '/' || letters <= LONG_WORD || i == pos || i + 1 >= end)
				continue;
			utf8_decode(s + i + 1, end - i - 1, &c);
			/* A letter before: any byte of one, or an ASCII letter. */
			if (utf8_is_letter(c) && (((unsigned char)s[i - 1] & 0x80) != 0 ||
			    utf8_is_letter((unsigned char)s[i - 1])))
				buf_str(b, ZWSP);
		}
		if (end < n)
			buf_ch(b, s[end++]);
		pos = end;
	}
	*len = b->len;
	return b->s;
}

/* Text in document properties: escaped, breaks become blanks. */
static void
put_plain(struct buf *out, const char *s, size_t len, bool attr)
{
	size_t pos = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len && s[i] != '\n' && s[i] != '\t')
			continue;
		if (attr)
			xml_put_attr(out, s + pos, i - pos);
		else
			xml_put_text(out, s + pos, i - pos);
		if (i < len)
			buf_ch(out, ' ');
		pos = i + 1;
	}
}

/* End of the paragraph that begins at pos: a blank line, or the end. */
static size_t
para_end(const char *s, size_t len, size_t pos, size_t *next)
{
	for (size_t i = pos; i < len; i++) {
		size_t k = i + 1;

		if (s[i] != '\n')
			continue;
		while (k < len && (s[k] == ' ' || s[k] == '\t'))
			k++;
		if (k >= len || s[k] != '\n')
			continue;
		while (k < len && (s[k] == '\n' || s[k] == ' ' || s[k] == '\t'))
			k++;
		*next = k;
		return i;
	}
	*next = len;
	return len;
}

static void
put_value(struct filler *f, const struct inl *in, const char *s, size_t len)
{
	size_t pos = 0, next, end;

	while (len > 0 && s[len - 1] == '\n')
		len--;
	if (in->plain) {
		put_plain(f->out, s, len, in->attr);
		return;
	}
	if (in->cell)
		s = fill_breakable(f, s, &len);
	if (memchr(s, '\n', len) == NULL) {
		f->dia->put_text(f->out, s, len);
		return;
	}
	for (;;) {
		end = para_end(s, len, pos, &next);
		f->dia->put_text(f->out, s + pos, end - pos);
		if (next >= len)
			return;
		if (in->para != NULL)
			buf_add(f->out, in->para, in->para_len);
		else
			f->dia->put_text(f->out, "\n\n", 2);
		pos = next;
	}
}

static void
run_value(struct filler *f, const struct op *op)
{
	const struct tag *t = tag_of(f, op);
	struct buf *b = &f->s->value;
	enum diag_code why;
	bool unknown;
	const struct value *v = find(f, op, &unknown);

	if (unknown || (t->optional && !is_there(v)))
		return;
	if (v == NULL) {
		say(f, op, DIAG_TAG_MISSING, t->name, NULL);
		return;
	}
	b->len = 0;
	if (eval_print(b, v, t, f->mem, &why) == -1) {
		say(f, op, why, v->text != NULL ? v->text : "", NULL);
		return;
	}
	if (b->len == 0)
		return;
	put_value(f, op->u.inl, b->s, b->len);
	f->s->value_part = f->cur;
	f->s->value_end = f->out->len;
}

/* One blank does for those on both sides of what printed nothing; those of values stay. */
static void
run_blank(struct filler *f)
{
	size_t n = f->dia->blank_end(f->out->s, f->out->len);

	if (n == 0 || (f->s->value_part == f->cur && f->s->value_end == n))
		buf_ch(f->out, ' ');
}

static void
run_markdown(struct filler *f, const struct op *op)
{
	const struct template_use *u = &f->t->uses[op->use];
	const struct tag *t = u->tag;
	const struct value *v;
	struct md_block *b;
	struct buf text = {0};
	enum diag_code why;
	bool unknown;

	v = find(f, op, &unknown);
	if (unknown || (t->optional && !is_there(v)))
		return;
	if (v == NULL) {
		say(f, op, DIAG_TAG_MISSING, t->name, NULL);
		return;
	}
	if (v->kind == VALUE_TEXT) {
		b = markdown_parse(f->mem, v->text, v->len, &v->at, f->d);
	} else {
		/* A blank, or a list in one line: as it prints. */
		if (eval_print(&text, v, t, f->mem, &why) == -1)
			say(f, op, why, v->text != NULL ? v->text : "", NULL);
		b = markdown_parse(f->mem, text.s != NULL ? text.s : "", text.len, &v->at, f->d);
		buf_free(&text);
	}
	if (b != NULL)
		f->dia->put_markdown(f, op->u.md, b);
}

struct ref {
	const char *name;
	const struct inl *in;
};

static void
late_ref(struct filler *f, struct buf *out, const void *arg)
{
	const struct ref *r = arg;
	size_t len = 0;
	const char *text = fill_mark_text(f, r->name, &len);

	f->dia->put_ref(out, r->name, text != NULL ? text : "?", text != NULL ? len : 1, r->in);
}

void
fill_ref(struct filler *f, const char *name, const struct inl *in)
{
	struct ref *r = arena_alloc(f->mem, sizeof(*r));

	r->name = name;
	r->in = in;
	fill_late(f, late_ref, r);
}

/* ---- blocks ---- */

static void
with_turn(struct filler *f, const struct program *p, size_t from, size_t to,
    const struct value *v, const char *name, size_t index, size_t count)
{
	const struct scope *was = f->scope;
	uint64_t was_turn = f->turn;
	struct turn t = {.scope = {.parent = was, .turn = v, .name = name, .index = index,
	    .count = count}};

	t.number = ++f->s->turns;
	t.depth = ((const struct turn *)was)->depth + 1;
	f->scope = &t.scope;
	f->turn = t.number;
	fill_range(f, p, from, to);
	f->scope = was;
	f->turn = was_turn;
}

static bool
within_limit(struct filler *f, const struct op *op)
{
	if (f->out->len <= OUTPUT_MAX)
		return true;
	if (!f->s->stop)
		diag(f->d, DIAG_FILL_LIMIT, &f->t->uses[op->use].at, "512", (char *)NULL);
	f->s->stop = f->failed = true;
	return false;
}

static bool
has_turns(const struct value *v)
{
	if (!is_there(v))
		return false;
	return v->kind == VALUE_LIST ? v->nitems > 0 : eval_truth(v);
}

static void
run_each(struct filler *f, const struct program *p, size_t i, const struct value *v)
{
	const struct op *op = &p->ops[i];

	if (!has_turns(v)) {
		fill_range(f, p, op->alt, op->end);
		return;
	}
	if (v->kind != VALUE_LIST) {
		with_turn(f, p, i + 1, op->alt, v, NULL, 0, 1);
		return;
	}
	for (size_t k = 0; k < v->nitems && within_limit(f, op); k++)
		with_turn(f, p, i + 1, op->alt, v->items[k], v->singular, k, v->nitems);
}

static void
keep_row(struct table_state *ts, size_t row)
{
	struct row_state *r = &ts->rows[row];

	if (r->fix != NO_FIX)
		r->part->fixes[r->fix].on = true;
}

/* Rows from..to belong to a block that says keep or keep-end. */
static void
keep_rows(struct table_state *ts, enum tag_keep keep, size_t from, size_t to)
{
	if (to <= from)
		return;
	if (keep == KEEP_END)
		keep_row(ts, to - 1);
	if (keep == KEEP_ALL && to - from <= BLOCK_KEEP)
		for (size_t r = from; r + 1 < to; r++)
			keep_row(ts, r);
}

static bool
condition(const struct tag *t, const struct value *v)
{
	if (t->op != OP_NONE)
		return is_there(v) && eval_compare(v, t->op, t->constant);
	return v != NULL && eval_truth(v);
}

static void
run_block(struct filler *f, const struct program *p, size_t i)
{
	const struct op *op = &p->ops[i];
	const struct tag *t = tag_of(f, op);
	struct table_state *ts = f->s->table;
	size_t row = ts != NULL ? ts->nrows : 0;
	bool unknown;
	const struct value *v = find(f, op, &unknown);

	if (unknown)
		return;
	if (t->kind == TAG_EACH)
		run_each(f, p, i, v);
	else if (condition(t, v) == (t->kind == TAG_IF))
		fill_range(f, p, i + 1, op->alt);
	else
		fill_range(f, p, op->alt, op->end);
	if (t->keep != KEEP_NONE && ts != NULL)
		keep_rows(ts, t->keep, row, ts->nrows);
}

/* Does the block or the value that may be missing print anything? */
static bool
prints(struct filler *f, uint32_t use)
{
	struct op op = {.use = use};
	const struct tag *t = tag_of(f, &op);
	bool unknown;
	const struct value *v = find(f, &op, &unknown);

	if (unknown)
		return true; /* reported where it stands */
	if (t->kind == TAG_EACH)
		return has_turns(v);
	if (t->kind != TAG_VALUE)
		return condition(t, v) == (t->kind == TAG_IF);
	return is_there(v) && !(v->kind == VALUE_TEXT && v->len == 0);
}

static void
run_optional(struct filler *f, const struct program *p, size_t i)
{
	const struct op *op = &p->ops[i];
	bool any = false;

	for (size_t k = 0; k < op->u.any.n && !any; k++)
		any = prints(f, op->u.any.uses[k]);
	if (any)
		fill_range(f, p, i + 1, op->end);
}

/* ---- tables ---- */

/* The open table: the compiler writes rows and merges only inside OP_TABLE. */
static struct table_state *
open_table(const struct filler *f)
{
	struct table_state *ts = f->s->table;

	assert(ts != NULL && ts->plan != NULL && ts->merges != NULL);
	return ts;
}

/* And grids, cells and columns only where there are column blocks: see run_table(). */
static struct table_state *
sized_table(const struct filler *f)
{
	struct table_state *ts = open_table(f);

	assert(ts->plan->sized && ts->turns != NULL && ts->width != NULL && ts->count != NULL);
	return ts;
}

static void
column_turns(struct filler *f, const struct column_block *b, struct column_turns *out)
{
	struct op op = {.use = b->use};
	const struct tag *t = tag_of(f, &op);
	bool unknown;
	const struct value *v = find(f, &op, &unknown);

	memset(out, 0, sizeof(*out));
	if (unknown)
		out->n = 1; /* reported; the table stays in shape */
	else if (t->kind != TAG_EACH)
		out->n = condition(t, v) == (t->kind == TAG_IF);
	else if (!is_there(v) || (v->kind != VALUE_LIST && !eval_truth(v)))
		out->n = 0;
	else if (v->kind != VALUE_LIST) {
		out->single = v;
		out->n = 1;
	} else {
		out->list = v;
		out->n = v->nitems > 1000 ? 1000 : (int)v->nitems;
	}
}

static void
size_columns(struct filler *f, struct table_state *ts)
{
	const struct table_plan *t = ts->plan;
	int *turns = arena_array(f->mem, t->nblocks + 1, sizeof(*turns));

	ts->turns = arena_array(f->mem, t->nblocks + 1, sizeof(*ts->turns));
	ts->width = arena_array(f->mem, t->ncols + 1, sizeof(*ts->width));
	ts->count = arena_array(f->mem, t->ncols + 1, sizeof(*ts->count));
	for (size_t i = 0; i < t->nblocks; i++) {
		column_turns(f, &t->blocks[i], &ts->turns[i]);
		turns[i] = ts->turns[i].n;
	}
	if (!table_widths(t, turns, ts->width, ts->count) && t->nblocks > 0 &&
	    first_time(f, t->blocks[0].use))
		diag(f->d, DIAG_FILL_NARROW, &f->t->uses[t->blocks[0].use].at,
		    arena_printf(f->mem, "{{%s}}", f->t->uses[t->blocks[0].use].tag->source),
		    (char *)NULL);
}

/* The rows of the narrowest merged group stay together, up to six. */
static void
close_group(struct table_state *ts)
{
	size_t n = ts->nrows - ts->group_first;

	if (ts->group_turn != 0 && n >= 2 && n <= GROUP_KEEP)
		for (size_t r = ts->group_first; r + 1 < ts->nrows; r++)
			keep_row(ts, r);
	ts->group_turn = 0;
}

/* The table's last row was written last: its cells, and groups that reach it, close the table. */
static void
close_table(struct table_state *ts)
{
	for (size_t i = 0; i < ts->ncloses; i++)
		ts->closes_part->fixes[ts->closes[i]].on = true;
	for (size_t i = 0; ts->ncloses > 0 && i < ts->plan->nmerges; i++) {
		const struct merge_state *m = &ts->merges[i];

		if (m->turn != 0 && m->row + 1 == ts->nrows && m->close != NO_FIX)
			m->part->fixes[m->close].on = true;
	}
}

static void
run_table(struct filler *f, const struct program *p, size_t i)
{
	const struct op *op = &p->ops[i];
	struct table_state ts = {.plan = op->u.table, .outer = f->s->table,
	    .turn_of_columns = -1};

	ts.merges = arena_array(f->mem, ts.plan->nmerges + 1, sizeof(*ts.merges));
	if (ts.plan->sized)
		size_columns(f, &ts);
	f->s->table = &ts;
	fill_range(f, p, i + 1, op->end);
	close_group(&ts);
	close_table(&ts);
	f->s->table = ts.outer;
}

static void
run_grid(struct filler *f)
{
	struct table_state *ts = sized_table(f);
	const struct table_plan *t = ts->plan;
	size_t n = 0, k = 0;
	int *w;

	for (size_t j = 0; j < t->ncols; j++)
		n += (size_t)ts->count[j];
	w = arena_array(f->mem, n + 1, sizeof(*w));
	for (size_t j = 0, b = 0; j < t->ncols;) {
		if (b < t->nblocks && t->blocks[b].first == (int)j) {
			for (int turn = 0; turn < ts->turns[b].n; turn++)
				for (int c = 0; c < t->blocks[b].n; c++)
					w[k++] = ts->width[(int)j + c];
			j += (size_t)t->blocks[b++].n;
		} else {
			w[k++] = ts->width[j++];
		}
	}
	f->dia->put_grid(f, t->node, w, k);
}

static void
new_row(struct filler *f, struct table_state *ts)
{
	struct row_state *r;

	ts->rows = arena_grow(f->mem, ts->rows, ts->nrows, ts->nrows + 1, &ts->rows_cap,
	    sizeof(*ts->rows));
	r = &ts->rows[ts->nrows];
	r->fix = NO_FIX;
	r->part = f->cur;
}

static void
run_row(struct filler *f, const struct program *p, size_t i)
{
	struct table_state *ts = open_table(f);
	size_t row = ts->nrows;

	new_row(f, ts);
	ts->ncloses = 0;
	ts->row_open = true;
	ts->row_turn = 0;
	ts->row_depth = -1;
	fill_range(f, p, i + 1, p->ops[i].end);
	if (ts->nrows != row)
		new_row(f, ts); /* rows right in a row: no office writes that, but a file may */
	if (ts->row_turn != ts->group_turn) {
		close_group(ts);
		ts->group_turn = ts->row_turn;
		ts->group_first = ts->nrows;
	}
	ts->nrows++;
}

static void
run_cell(struct filler *f, const struct program *p, size_t i)
{
	struct table_state *ts = sized_table(f);
	const struct op *op = &p->ops[i];
	int width = 0, span = 0;

	for (uint32_t j = op->u.cell.col; j < op->u.cell.col + op->u.cell.n; j++) {
		int times;

		if (j >= ts->plan->ncols)
			break;
		times = ts->turn_of_columns >= 0 ? 1 : ts->count[j];
		width += ts->width[j] * times;
		span += times;
	}
	if (span == 0)
		return;
	ts->cell_width = width;
	ts->cell_span = span;
	fill_range(f, p, i + 1, op->end);
	if (f->dia->put_covered != NULL)
		f->dia->put_covered(f, span);
}

static void
run_cell_size(struct filler *f)
{
	const struct table_state *ts = sized_table(f);

	f->dia->put_cell_size(f, ts->cell_width, ts->cell_span);
}

static void
run_columns(struct filler *f, const struct program *p, size_t i)
{
	struct table_state *ts = sized_table(f);
	const struct op *op = &p->ops[i];
	const struct column_turns *t = &ts->turns[op->u.cell.n];

	for (int k = 0; k < t->n; k++) {
		ts->turn_of_columns = k;
		if (t->list != NULL)
			with_turn(f, p, i + 1, op->end, t->list->items[k], t->list->singular,
			    (size_t)k, (size_t)t->n);
		else if (t->single != NULL)
			with_turn(f, p, i + 1, op->end, t->single, NULL, 0, 1);
		else
			fill_range(f, p, i + 1, op->end);
	}
	ts->turn_of_columns = -1;
}

static void
run_covered(struct filler *f, const struct program *p, size_t i)
{
	struct table_state *ts = sized_table(f);
	const struct op *op = &p->ops[i];
	int n = 1;

	if (ts->turn_of_columns < 0 && op->u.cell.col < ts->plan->ncols)
		n = ts->count[op->u.cell.col];
	while (n-- > 0)
		fill_range(f, p, i + 1, op->end);
}

/* The open turn that a merged cell goes by: the one its first name means. */
static const struct turn *
merge_turn(const struct filler *f, const struct tag *t)
{
	const char *name = t->path.nsteps > 0 ? t->path.steps[0].name : NULL;

	for (const struct scope *s = f->scope; name != NULL && s != NULL; s = s->parent)
		if (s->name != NULL && strcmp(s->name, name) == 0)
			return (const struct turn *)s;
	return (const struct turn *)f->scope;
}

static void
run_merge(struct filler *f, const struct program *p, size_t i)
{
	struct table_state *ts = open_table(f);
	const struct op *op = &p->ops[i];
	struct merge_state *m = &ts->merges[op->u.cell.n];
	const struct turn *t = merge_turn(f, tag_of(f, op));

	if (t->depth > ts->row_depth) {
		ts->row_depth = t->depth;
		ts->row_turn = t->number;
	}
	if (m->turn == t->number && m->row + 1 == ts->nrows && m->fix != NO_FIX) {
		m->part->fixes[m->fix].n++;
		m->row = ts->nrows;
		fill_range(f, p, op->alt, op->end);
		return;
	}
	m->turn = t->number;
	m->row = ts->nrows;
	m->fix = m->close = NO_FIX;
	m->part = f->cur;
	ts->merging = m;
	fill_range(f, p, i + 1, op->alt);
}

static void
run_close(struct filler *f, const struct op *op)
{
	struct table_state *ts = open_table(f);

	ts->closes = arena_grow(f->mem, ts->closes, ts->ncloses, ts->ncloses + 1, &ts->closes_cap,
	    sizeof(*ts->closes));
	fill_fix_keep(f, op->u.keep.plain, op->u.keep.kept);
	ts->closes_part = f->cur;
	ts->closes[ts->ncloses++] = f->cur->nfixes - 1;
	if (ts->merging != NULL)
		ts->merging->close = f->cur->nfixes - 1;
}

static void
run_rowspan(struct filler *f)
{
	struct table_state *ts = open_table(f);

	if (ts->merging != NULL)
		ts->merging->fix = fill_fix_rowspan(f);
	ts->merging = NULL;
}

void
fill_keep(struct filler *f, const char *plain, const char *kept)
{
	struct table_state *ts = f->s->table;

	if (ts == NULL || !ts->row_open) {
		buf_str(f->out, plain);
		return;
	}
	fill_fix_keep(f, plain, kept);
	ts->rows[ts->nrows].fix = f->cur->nfixes - 1;
	ts->rows[ts->nrows].part = f->cur;
	ts->row_open = false;
}

/* ---- the interpreter ---- */

static void
run_ensure(struct filler *f, const struct program *p, const struct op *op)
{
	size_t n;
	bool lacks;

	if (f->dia->lacks_para != NULL)
		lacks = f->dia->lacks_para(f->out->s, f->out->len);
	else {
		n = strlen(f->dia->para_end);
		lacks = f->out->len < n ||
		    memcmp(f->out->s + f->out->len - n, f->dia->para_end, n) != 0;
	}
	if (lacks)
		buf_add(f->out, p->text + op->u.lit.off, op->u.lit.len);
}

void
fill_range(struct filler *f, const struct program *p, size_t from, size_t to)
{
	if (to > p->nops)
		to = p->nops;
	for (size_t i = from; i < to && !f->s->stop; i++) {
		const struct op *op = &p->ops[i];

		switch ((enum op_kind)op->kind) {
		case OP_LIT:
			buf_add(f->out, p->text + op->u.lit.off, op->u.lit.len);
			continue;
		case OP_VALUE:
			run_value(f, op);
			continue;
		case OP_REF:
			fill_ref(f, tag_of(f, op)->name, op->u.inl);
			continue;
		case OP_MARKDOWN:
			run_markdown(f, op);
			continue;
		case OP_CALL:
			op->u.call.fn(f, op->u.call.arg);
			continue;
		case OP_ENSURE:
			run_ensure(f, p, op);
			continue;
		case OP_BLANK:
			run_blank(f);
			continue;
		case OP_KEEP:
			fill_keep(f, op->u.keep.plain, op->u.keep.kept);
			continue;
		case OP_CLOSE:
			run_close(f, op);
			continue;
		case OP_GRID:
			run_grid(f);
			continue;
		case OP_ROWSPAN:
			run_rowspan(f);
			continue;
		case OP_CELL_SIZE:
			run_cell_size(f);
			continue;
		case OP_BLOCK:
			run_block(f, p, i);
			break;
		case OP_OPTIONAL:
			run_optional(f, p, i);
			break;
		case OP_TABLE:
			run_table(f, p, i);
			break;
		case OP_ROW:
			run_row(f, p, i);
			break;
		case OP_CELL:
			run_cell(f, p, i);
			break;
		case OP_COLUMNS:
			run_columns(f, p, i);
			break;
		case OP_COVERED:
			run_covered(f, p, i);
			break;
		case OP_MERGE:
			run_merge(f, p, i);
			break;
		}
		i = op->end - 1; /* a body was passed over */
	}
}

void
fill_run(struct filler *f, const struct program *p)
{
	struct table_state *was = f->s->table;

	f->s->table = NULL;
	fill_range(f, p, 0, p->nops);
	f->s->table = was;
}

uint64_t
fill_turn_at(const struct filler *f, int depth)
{
	const struct turn *t = (const struct turn *)f->scope;

	while (t->depth > depth && t->scope.parent != NULL)
		t = (const struct turn *)t->scope.parent;
	return t->number;
}
