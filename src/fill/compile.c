/*
 * compile - a part becomes a program.
 *
 * The tree is walked once; what no tag touches is copied byte for byte into the
 * program's text, where neighbouring pieces grow together, so that filling is a few
 * large copies with values in between.
 *
 * Inline elements whose text was changed are opened lazily: a run is written only when
 * something comes to stand in it, so tags leave no empty runs.  "path" holds the inline
 * elements that the walk is in, each open or still pending.
 */
#include <assert.h>
#include <string.h>

#include "fill/comp.h"

/* ---- writing ---- */

static void flush(struct comp *c);

static void
put_bytes(struct comp *c, const char *p, size_t len)
{
	struct comp_state *s = c->s;
	struct program *g = s->prog;
	struct op *last;

	if (len == 0)
		return;
	if (s->capture != NULL) {
		buf_add(s->capture, p, len);
		return;
	}
	last = g->nops > 0 ? &g->ops[g->nops - 1] : NULL;
	if (last == NULL || last->kind != OP_LIT || s->barrier == g->nops) {
		uint32_t i = comp_op(c, OP_LIT, 0);

		last = &g->ops[i];
		last->u.lit.off = s->text.len;
	}
	buf_add(&s->text, p, len);
	last->u.lit.len += len;
}

static void
comp_lit(struct comp *c, const char *p, size_t len)
{
	if (len == 0)
		return;
	flush(c);
	put_bytes(c, p, len);
}

void
comp_str(struct comp *c, const char *p)
{
	comp_lit(c, p, strlen(p));
}

void
comp_raw(struct comp *c, uint32_t start, uint32_t end)
{
	comp_lit(c, c->doc->bytes + start, end - start);
}

uint32_t
comp_op(struct comp *c, enum op_kind kind, uint32_t use)
{
	struct program *g = c->s->prog;
	struct op *op;

	flush(c);
	g->ops = arena_grow(c->mem, g->ops, g->nops, g->nops + 1, &g->cap, sizeof(*g->ops));
	op = &g->ops[g->nops];
	memset(op, 0, sizeof(*op));
	op->kind = (uint8_t)kind;
	op->use = use;
	return (uint32_t)g->nops++;
}

static struct op *
op_at(struct comp *c, uint32_t i)
{
	return &c->s->prog->ops[i];
}

/* Bytes behind this point must not grow into an operation before it. */
void
comp_barrier(struct comp *c)
{
	c->s->barrier = c->s->prog->nops;
}

void
comp_alt(struct comp *c, uint32_t op)
{
	op_at(c, op)->alt = (uint32_t)c->s->prog->nops;
	comp_barrier(c);
}

void
comp_body_end(struct comp *c, uint32_t op)
{
	op_at(c, op)->end = (uint32_t)c->s->prog->nops;
	if (op_at(c, op)->alt == 0)
		op_at(c, op)->alt = op_at(c, op)->end;
	comp_barrier(c);
}

struct op *
comp_op_at(struct comp *c, uint32_t i)
{
	return op_at(c, i);
}

void
comp_call(struct comp *c, fill_fn *fn, const void *arg)
{
	uint32_t i;

	if (c->s->capture != NULL)
		return;
	i = comp_op(c, OP_CALL, 0);
	op_at(c, i)->u.call.fn = fn;
	op_at(c, i)->u.call.arg = arg;
}

void
comp_keep(struct comp *c, const char *plain, const char *kept)
{
	uint32_t i;

	if (c->s->capture != NULL) {
		comp_str(c, plain);
		return;
	}
	i = comp_op(c, OP_KEEP, 0);
	op_at(c, i)->u.keep.plain = plain;
	op_at(c, i)->u.keep.kept = kept;
}

void
comp_close(struct comp *c, const char *inner, const char *closing)
{
	uint32_t i = comp_op(c, OP_CLOSE, 0);

	op_at(c, i)->u.keep.plain = inner;
	op_at(c, i)->u.keep.kept = closing;
}

void
comp_rowspan(struct comp *c)
{
	comp_op(c, OP_ROWSPAN, 0);
}

void
comp_cell_size(struct comp *c)
{
	comp_op(c, OP_CELL_SIZE, 0);
}

void
comp_start(struct comp *c, const struct xml_node *n, const struct xml_attr *skip)
{
	const struct xml_attr *attrs = n->attrs;
	uint32_t from = n->start;

	assert(n->nattrs == 0 || attrs != NULL);
	for (size_t i = 0; i < n->nattrs; i++) {
		const struct xml_attr *a = &attrs[i];

		if (a != skip && (c->dia->drop_attr == NULL || !c->dia->drop_attr(n, a)))
			continue;
		comp_raw(c, from, a->start);
		from = a->end;
	}
	comp_raw(c, from, n->open_end);
}

void
comp_open(struct comp *c, const struct xml_node *n)
{
	struct buf b = {0}, *was = c->s->capture;

	if (!n->empty) {
		comp_start(c, n, NULL);
		return;
	}
	flush(c);
	c->s->capture = &b;
	comp_start(c, n, NULL);
	c->s->capture = was;
	if (b.len >= 2 && memcmp(b.s + b.len - 2, "/>", 2) == 0) {
		b.len -= 2;
		buf_ch(&b, '>');
	}
	comp_lit(c, b.s, b.len);
	buf_free(&b);
}

void
comp_end(struct comp *c, const struct xml_node *n)
{
	if (!n->empty) {
		comp_raw(c, n->close_start, n->end);
		return;
	}
	comp_str(c, "</");
	if (n->prefix != NULL) {
		comp_str(c, n->prefix);
		comp_str(c, ":");
	}
	comp_str(c, n->name);
	comp_str(c, ">");
}

const char *
comp_capture(struct comp *c, const struct xml_node *n, size_t *len)
{
	struct buf b = {0}, *was = c->s->capture;
	int pending = c->s->pending;
	const char *text;

	c->s->capture = &b;
	c->s->pending = 0;
	comp_node(c, n);
	c->s->capture = was;
	c->s->pending = pending;
	text = arena_strndup(c->mem, b.s != NULL ? b.s : "", b.len);
	*len = b.len;
	buf_free(&b);
	return text;
}

/* ---- the inline path ---- */

static void
open_level(struct comp *c, struct path_level *l)
{
	const struct xml_node *head;

	l->open = true;
	if (c->dia->role(l->node) == ROLE_TEXT) {
		comp_str(c, c->dia->text_open);
		return;
	}
	comp_open(c, l->node);
	head = c->dia->head != NULL ? c->dia->head(l->node) : NULL;
	if (head != NULL)
		comp_node(c, head);
}

/* Open what is pending, outermost first. */
static void
flush(struct comp *c)
{
	struct comp_state *s = c->s;

	if (s->pending == 0)
		return;
	s->pending = 0;
	for (int i = s->path_base; i < s->npath; i++)
		if (!s->path[i].open)
			open_level(c, &s->path[i]);
}

static bool
push_level(struct comp *c, const struct xml_node *n)
{
	struct comp_state *s = c->s;

	if (s->npath == COMP_PATH)
		return false;
	s->path[s->npath].node = n;
	s->path[s->npath++].open = false;
	s->pending++;
	return true;
}

static void
pop_level(struct comp *c)
{
	struct comp_state *s = c->s;
	struct path_level *l = &s->path[s->npath - 1];

	if (l->open) {
		s->npath--;
		comp_end(c, l->node);
		return;
	}
	s->npath--;
	s->pending--;
}

/* Close what is open above this element of the path (NULL: all); it opens again when needed. */
static void
close_above(struct comp *c, const struct xml_node *keep)
{
	struct comp_state *s = c->s;

	for (int i = s->npath - 1; i >= s->path_base && s->path[i].node != keep; i--) {
		if (!s->path[i].open)
			continue;
		/* Only levels above may be pending here, so nothing is flushed. */
		s->path[i].open = false;
		int was = s->pending;

		s->pending = 0;
		comp_end(c, s->path[i].node);
		s->pending = was + 1;
	}
}

/* What stays open over a text block must be open before the block begins. */
static void
open_up_to(struct comp *c, const struct xml_node *keep)
{
	struct comp_state *s = c->s;
	int pending = s->pending;

	for (int i = s->path_base; i < s->npath; i++) {
		if (!s->path[i].open) {
			s->pending = 0;
			open_level(c, &s->path[i]);
			s->pending = --pending;
		}
		if (s->path[i].node == keep)
			break;
	}
	s->pending = pending;
}

/* ---- blocks ---- */

int
comp_scope(struct comp *c, bool *in_else)
{
	const struct comp_state *s = c->s;

	*in_else = s->nstack > 0 ? s->in_else[s->nstack - 1] : s->base_else;
	return s->nstack > 0 ? s->scopes[s->nstack - 1] : s->base;
}

void
comp_place_use(struct comp *c, uint32_t use)
{
	struct template_use *u = &c->t->uses[use];

	u->scope = comp_scope(c, &u->in_else);
}

void
comp_inside(struct comp *c, int scope, bool in_else)
{
	c->s->base = scope;
	c->s->base_else = in_else;
}

/* A block opens here. */
static void
push_scope(struct comp *c, struct block *b, uint32_t use)
{
	struct comp_state *s = c->s;
	struct template *t = c->t;
	struct template_scope *x;

	t->scopes = arena_grow(t->mem, t->scopes, t->nscopes, t->nscopes + 1, &t->scopes_cap,
	    sizeof(*t->scopes));
	x = &t->scopes[t->nscopes];
	x->use = use;
	x->outer = comp_scope(c, &x->in_else);
	s->stack[s->nstack] = b;
	s->scopes[s->nstack] = (int)t->nscopes++;
	s->in_else[s->nstack] = false;
	s->use_stack[s->nstack++] = use;
	c->repeat++;
}

/* The turns of a column block are a scope too, but no markers open it. */
void
comp_push_use(struct comp *c, uint32_t use)
{
	struct comp_state *s = c->s;

	push_scope(c, NULL, use);
	s->keep_depth++;
}

void
comp_pop_use(struct comp *c)
{
	c->s->nstack--;
	c->s->keep_depth--;
	c->repeat--;
}

static void
begin_block(struct comp *c, struct block *b)
{
	struct comp_state *s = c->s;

	if (s->nstack >= COMP_BLOCKS) {
		b->broken = true;
		return;
	}
	comp_place_use(c, b->open->use);
	b->op = comp_op(c, OP_BLOCK, b->open->use);
	comp_barrier(c);
	push_scope(c, b, b->open->use);
}

static void
crossing(struct comp *c, const struct block *b, const struct block *top)
{
	struct place at = tag_place(c, b->close);

	c->s->torn = true;
	if (b->open->mirror || b->open->faulty || (top != NULL && top->open->faulty))
		return; /* the fault is reported, and the mess may come from it */
	diag(c->d, DIAG_FILL_CROSS, &at, tag_quoted(c->mem, b->open->tag),
	    top != NULL ? tag_quoted(c->mem, top->open->tag) : "", (char *)NULL);
}

static void
end_block(struct comp *c, struct block *b)
{
	struct comp_state *s = c->s;

	if (s->nstack == 0 || s->stack[s->nstack - 1] != b) {
		crossing(c, b, s->nstack > 0 ? s->stack[s->nstack - 1] : NULL);
		return;
	}
	s->nstack--;
	c->repeat--;
	comp_body_end(c, b->op);
}

static void
do_marker(struct comp *c, enum marker_kind kind, struct block *b)
{
	if (b->broken)
		return;
	if (kind == MARK_OPEN)
		begin_block(c, b);
	else if (kind == MARK_CLOSE)
		end_block(c, b);
	else if (c->s->nstack > 0 && c->s->stack[c->s->nstack - 1] == b) {
		comp_alt(c, b->op);
		c->s->in_else[c->s->nstack - 1] = true;
	} else
		crossing(c, b, c->s->nstack > 0 ? c->s->stack[c->s->nstack - 1] : NULL);
}

static void
comp_markers(struct comp *c, const struct marker *m)
{
	for (; m != NULL; m = m->next)
		do_marker(c, m->kind, m->block);
}

/* The innermost level of the path at or above n; NULL: the paragraph itself. */
static const struct xml_node *
level_above(struct comp *c, const struct xml_node *n)
{
	const struct comp_state *s = c->s;

	for (; n != NULL && n != s->para; n = n->parent)
		for (int i = s->path_base; i < s->npath; i++)
			if (s->path[i].node == n)
				return n;
	return NULL;
}

/*
 * A mark of a text block: what lies between it and the element common to all its tags
 * is closed, and opens again when something follows.
 */
static void
text_marker(struct comp *c, struct ftag *t)
{
	struct block *b = t->block;
	const struct xml_node *keep = level_above(c, b->lca);
	int pending;

	if (b->broken || b->close == NULL)
		return;
	close_above(c, keep);
	if (t == b->open && keep != NULL)
		open_up_to(c, keep);
	pending = c->s->pending;
	c->s->pending = 0;
	do_marker(c, t == b->open ? MARK_OPEN : t == b->close ? MARK_CLOSE : MARK_ELSE, b);
	c->s->pending = pending;
}

/* ---- values ---- */

/* Bytes that end the paragraph here and open the same again, or NULL. */
static const char *
para_break(struct comp *c, size_t *len)
{
	struct comp_state *s = c->s;
	struct buf b = {0}, *was = s->capture;
	const struct xml_node *p = s->para;
	char *text;
	int pending = s->pending;

	*len = 0;
	if (p == NULL || c->dia->para_holds_section(p) || c->part->kind == PART_META)
		return NULL;
	for (int i = s->path_base; i < s->npath; i++) {
		enum role r = c->dia->role(s->path[i].node);

		if (r != ROLE_INLINE && r != ROLE_TEXT)
			return NULL;
	}
	s->capture = &b;
	s->pending = 0;
	for (int i = s->npath - 1; i >= s->path_base; i--)
		comp_end(c, s->path[i].node);
	comp_end(c, p);
	c->dia->open_node(c, p, WANT_PLAIN);
	for (int i = s->path_base; i < s->npath; i++) {
		struct path_level l = s->path[i];

		open_level(c, &l);
	}
	s->capture = was;
	s->pending = pending;
	text = arena_strndup(c->mem, b.s, b.len);
	*len = b.len;
	buf_free(&b);
	return text;
}

/* The innermost run around this point: the last level that is no text holder. */
static const struct xml_node *
innermost_run(struct comp *c)
{
	const struct comp_state *s = c->s;

	for (int i = s->npath - 1; i >= s->path_base; i--)
		if (c->dia->role(s->path[i].node) != ROLE_TEXT)
			return s->path[i].node;
	return NULL;
}

static const struct inl *
make_inl(struct comp *c)
{
	struct comp_state *s = c->s;
	const struct xml_node *level = s->npath > s->path_base ? s->path[s->npath - 1].node
	                                                        : s->para;
	const struct xml_node *run = innermost_run(c);
	struct inl *in;

	if (s->inl_last != NULL && s->inl_node == level)
		return s->inl_last;
	in = arena_alloc(c->mem, sizeof(*in));
	in->plain = c->part->kind == PART_META;
	in->cell = c->in_cell;
	in->para = para_break(c, &in->para_len);
	in->format = "";
	if (run != NULL && c->dia->run_format != NULL)
		in->format = c->dia->run_format(c, run, &in->format_len);
	if (c->dia->mark_inl != NULL)
		in->own = c->dia->mark_inl(c, run);
	s->inl_last = in;
	s->inl_node = level;
	return in;
}

static void
emit_value(struct comp *c, struct ftag *t)
{
	const struct inl *in = make_inl(c);
	uint32_t i = comp_op(c, OP_VALUE, t->use);

	op_at(c, i)->u.inl = in;
	comp_place_use(c, t->use);
}

/* A reference is a field: it stands between runs where the dialect has runs. */
static void
emit_ref(struct comp *c, struct ftag *t)
{
	struct comp_state *s = c->s;
	const struct inl *in = make_inl(c);
	const struct xml_node *run = innermost_run(c);
	const struct xml_node *keep = NULL;
	int pending;
	uint32_t i;

	if (!c->dia->chars_inline && run != NULL) {
		for (int k = s->path_base; k < s->npath && s->path[k].node != run; k++)
			keep = s->path[k].node;
		close_above(c, keep);
		if (keep != NULL)
			open_up_to(c, keep);
		pending = s->pending;
		s->pending = 0;
		i = comp_op(c, OP_REF, t->use);
		s->pending = pending;
	} else {
		i = comp_op(c, OP_REF, t->use);
	}
	op_at(c, i)->u.inl = in;
	comp_place_use(c, t->use);
}

static void
emit_tag(struct comp *c, struct ftag *t)
{
	if (t->faulty)
		return;
	if (t->tag->kind == TAG_VALUE)
		emit_value(c, t);
	else if (t->tag->kind == TAG_REF)
		emit_ref(c, t);
	else if (t->block != NULL && t->block->scope == SCOPE_TEXT)
		text_marker(c, t);
}

/* Alternative texts are attributes in DOCX: values stand in them, blocks do not. */
void
comp_attr(struct comp *c, const struct xml_node *n, const struct xml_attr *a)
{
	const char *s = a->value, *o, *e;
	struct inl *in = arena_alloc(c->mem, sizeof(*in));
	struct place at = comp_place(c, n);
	struct buf b = {0};

	in->plain = in->attr = true;
	in->format = "";
	comp_str(c, " ");
	if (a->prefix != NULL)
		comp_str(c, arena_printf(c->mem, "%s:", a->prefix));
	comp_str(c, arena_printf(c->mem, "%s=\"", a->name));
	while ((o = strstr(s, "{{")) != NULL && (e = strstr(o + 2, "}}")) != NULL) {
		struct tag *t = arena_alloc(c->mem, sizeof(*t));
		enum diag_code why;
		const char *detail;
		uint32_t i;

		b.len = 0;
		xml_put_attr(&b, s, (size_t)(o - s));
		comp_lit(c, b.s, b.len);
		s = e + 2;
		if (tag_parse(c->mem, o + 2, (size_t)(e - o - 2), t, &why, &detail) == -1) {
			tag_diag(c->d, why, &at, t, detail, t->hint);
		} else if (t->kind != TAG_VALUE || t->markdown || t->merge) {
			diag(c->d, DIAG_FILL_ATTR, &at, tag_quoted(c->mem, t), (char *)NULL);
		} else {
			i = comp_op(c, OP_VALUE, comp_add_use(c, t, &at, false));
			op_at(c, i)->u.inl = in;
			comp_place_use(c, op_at(c, i)->use);
		}
	}
	b.len = 0;
	xml_put_attr(&b, s, strlen(s));
	comp_lit(c, b.s, b.len);
	comp_str(c, "\"");
	buf_free(&b);
}

/* ---- paragraphs ---- */

static void
emit_text(struct comp *c, const struct xml_node *n, const struct annot *a)
{
	size_t pos = 0;
	struct buf b = {0};

	for (const struct cut *k = a->cuts; k != NULL; k = k->next) {
		if (k->from > pos) {
			b.len = 0;
			xml_put_text(&b, n->text + pos, k->from - pos);
			comp_lit(c, b.s, b.len);
		}
		pos = k->to;
		if (k->tag != NULL)
			emit_tag(c, k->tag);
		else if (k->blank)
			comp_op(c, OP_BLANK, 0);
	}
	if (pos < n->len) {
		b.len = 0;
		xml_put_text(&b, n->text + pos, n->len - pos);
		comp_lit(c, b.s, b.len);
	}
	buf_free(&b);
}

static void
emit_inline(struct comp *c, const struct xml_node *n)
{
	const struct xml_node *head = c->dia->head != NULL ? c->dia->head(n) : NULL;

	for (const struct xml_node *k = n->first; k != NULL; k = k->next) {
		const struct annot *a = comp_known(c, k);

		if (k == head || (a != NULL && a->drop))
			continue;
		if (a != NULL && a->cuts != NULL) {
			emit_text(c, k, a);
		} else if (a != NULL && a->touched && a->emit == NULL) {
			if (c->dia->role(k) == ROLE_UNWRAP) {
				emit_inline(c, k);
			} else if (push_level(c, k)) {
				emit_inline(c, k);
				pop_level(c);
			}
		} else {
			comp_node(c, k);
		}
	}
}

/* Points that a paragraph which goes must leave behind: ranges that end elsewhere. */
static void
emit_marks(struct comp *c, const struct xml_node *n)
{
	for (const struct xml_node *k = n->first; k != NULL; k = k->next) {
		if (k->kind != XML_ELEMENT)
			continue;
		if (c->dia->role(k) == ROLE_MARK)
			comp_node(c, k);
		else if (comp_is_inline(c->dia->role(k)))
			emit_marks(c, k);
	}
}

static void
para_content(struct comp *c, const struct xml_node *n)
{
	struct comp_state *s = c->s;
	const struct xml_node *was_para = s->para;
	int was_base = s->path_base, was_pending = s->pending;
	const struct annot *a = comp_known(c, n);

	s->para = n;
	s->path_base = s->npath;
	s->pending = 0;
	s->inl_last = NULL;
	if (a != NULL && a->para != NULL) {
		emit_inline(c, n);
	} else {
		const struct xml_node *head = c->dia->head != NULL ? c->dia->head(n) : NULL;

		if (head == NULL || head->next != NULL)
			comp_children(c, n, head != NULL ? head->next : NULL);
	}
	s->para = was_para;
	s->path_base = was_base;
	s->pending = was_pending;
	s->inl_last = NULL;
}

static bool
single_tag(const struct fpara *p, enum tag_kind kind, struct ftag **out)
{
	*out = NULL;
	for (size_t i = 0; i < p->ntags; i++) {
		struct ftag *t = &p->tags[i];

		if (t->tag->kind != kind)
			continue;
		if (*out != NULL || t->faulty)
			return false;
		*out = t;
	}
	return *out != NULL && p->only_tags;
}

static void
emit_markdown(struct comp *c, const struct xml_node *n, struct ftag *t)
{
	struct md_place *m = arena_alloc(c->mem, sizeof(*m));
	const struct xml_node *run = t->anchor != NULL ? t->anchor->parent : NULL;
	uint32_t i;

	while (run != NULL && run != n && c->dia->role(run) == ROLE_TEXT)
		run = run->parent;
	m->para = n;
	m->style = c->dia->para_style(n);
	m->list_style = t->tag->list_style;
	m->format = "";
	if (run != NULL && run != n && c->dia->run_format != NULL)
		m->format = c->dia->run_format(c, run, &m->format_len);
	m->cell = c->in_cell;
	m->keep = c->s->keep_open;
	m->part = c->part->name;
	if (c->dia->mark_md != NULL)
		m->own = c->dia->mark_md(c, m);
	i = comp_op(c, OP_MARKDOWN, t->use);
	op_at(c, i)->u.md = m;
	comp_place_use(c, t->use);
}

/*
 * The tags of a paragraph that is to go when none of them prints anything: values that
 * may be missing, and blocks without "else" that hold all the rest.  0 if it has others.
 */
static size_t
may_print(const struct fpara *p, uint32_t *uses)
{
	size_t n = 0, depth = 0;

	if (p->other || p->ends_in_text)
		return 0;
	for (size_t i = 0; i < p->ntags; i++) {
		const struct ftag *t = &p->tags[i];
		bool text = t->block != NULL && t->block->scope == SCOPE_TEXT;

		if (t->faulty || (depth == 0 && t->after_text))
			return 0;
		if (text && t == t->block->close)
			depth--;
		if (depth == 0 && (t->tag->kind == TAG_REF || (text && t->block->otherwise != NULL) ||
		    (t->tag->kind == TAG_VALUE && !t->tag->optional)))
			return 0;
		if (depth == 0 && (t->tag->kind == TAG_VALUE || (text && t == t->block->open)))
			uses[n++] = t->use;
		if (text && t == t->block->open)
			depth++;
	}
	return n;
}

static uint32_t
open_optional(struct comp *c, const struct fpara *p)
{
	uint32_t *uses = arena_alloc(c->mem, (p->ntags + 1) * sizeof(*uses));
	size_t n = may_print(p, uses);
	uint32_t i;

	if (n == 0)
		return 0;
	i = comp_op(c, OP_OPTIONAL, uses[0]);
	op_at(c, i)->u.any.uses = uses;
	op_at(c, i)->u.any.n = n;
	comp_barrier(c);
	return i;
}

static void
emit_para(struct comp *c, const struct xml_node *n)
{
	struct comp_state *s = c->s;
	const struct annot *a = comp_known(c, n);
	struct fpara *p = a != NULL ? a->para : NULL;
	struct ftag *alone = NULL;
	uint32_t optional = 0;
	bool section = c->dia->para_holds_section(n);

	if (p != NULL && p->gone && !section) {
		emit_marks(c, n);
		return;
	}
	if (p != NULL && single_tag(p, TAG_VALUE, &alone) && alone->tag->markdown && !section) {
		emit_markdown(c, n, alone);
		return;
	}
	if (p != NULL && !section)
		optional = open_optional(c, p);
	if (n->empty && !s->keep_open) {
		comp_start(c, n, NULL);
	} else {
		c->dia->open_node(c, n, s->keep_open ? WANT_KEEP : 0);
		if (c->dia->para_begin != NULL)
			c->dia->para_begin(c, n);
		if (p == NULL || !p->gone)
			para_content(c, n);
		if (c->dia->para_finish != NULL)
			c->dia->para_finish(c, n);
		comp_end(c, n);
	}
	if (optional != 0)
		comp_body_end(c, optional);
	else if (s->keep_open && s->nstack == s->keep_depth)
		s->keep_open = false; /* this one is written always: the row has its first */
}

/* ---- everything else ---- */

/*
 * The last paragraph inside n, also in a list (depth is bounded by the XML limits), as a
 * pattern for one that must not be lacking.
 */
static const struct xml_node *
last_para(struct comp *c, const struct xml_node *n)
{
	const struct xml_node *p = NULL;

	for (const struct xml_node *k = n->last; p == NULL && k != NULL; k = k->prev) {
		enum role r = k->kind == XML_ELEMENT ? c->dia->role(k) : ROLE_OTHER;

		if (r == ROLE_PARA)
			p = k;
		else if (r == ROLE_LIST || r == ROLE_ITEM)
			p = last_para(c, k);
	}
	return p;
}

/* A container must end with a paragraph where the format asks for one. */
static void
ensure_para(struct comp *c, const struct xml_node *n)
{
	struct buf b = {0};
	uint32_t i;

	if (c->dia->para_end == NULL && c->dia->lacks_para == NULL)
		return;
	c->dia->put_filler_para(c, &b, last_para(c, n));
	i = comp_op(c, OP_ENSURE, 0);
	op_at(c, i)->u.lit.off = c->s->text.len;
	op_at(c, i)->u.lit.len = b.len;
	buf_add(&c->s->text, b.s, b.len);
	buf_free(&b);
}

void
comp_children(struct comp *c, const struct xml_node *n, const struct xml_node *from)
{
	const struct annot *a = comp_known(c, n);

	for (const struct xml_node *k = from != NULL ? from : n->first; k != NULL; k = k->next) {
		const struct annot *ka = comp_known(c, k);

		if (ka != NULL)
			comp_markers(c, ka->before);
		comp_node(c, k);
	}
	if (a != NULL)
		comp_markers(c, a->at_end);
}

void
comp_cell_content(struct comp *c, const struct xml_node *cell)
{
	const struct xml_node *head = c->dia->head != NULL ? c->dia->head(cell) : NULL;
	const struct annot *a = comp_known(c, cell);

	if (head == NULL || head->next != NULL)
		comp_children(c, cell, head != NULL ? head->next : NULL);
	if (a != NULL && a->has_tags)
		ensure_para(c, cell);
}

static void
emit_story(struct comp *c, const struct xml_node *n)
{
	const struct annot *a = comp_known(c, n);
	bool in_cell = c->in_cell, keep = c->s->keep_open;

	c->in_cell = c->s->keep_open = false;
	if (n->empty) {
		comp_start(c, n, NULL);
	} else {
		comp_start(c, n, NULL);
		comp_children(c, n, NULL);
		if (a != NULL && a->has_tags && c->part->kind != PART_META)
			ensure_para(c, n);
		comp_end(c, n);
	}
	c->in_cell = in_cell;
	c->s->keep_open = keep;
}

static void
finish_program(struct comp *c, struct program *g)
{
	struct buf *text = &c->s->text;

	g->text = arena_strndup(c->mem, text->s != NULL ? text->s : "", text->len);
	g->text_len = text->len;
	buf_free(text);
}

void
comp_copy(struct comp *c, const struct xml_node *n)
{
	switch (c->dia->role(n)) {
	case ROLE_DROP:
		return;
	case ROLE_UNWRAP:
		comp_children(c, n, NULL);
		return;
	case ROLE_PARA:
		emit_para(c, n);
		return;
	case ROLE_STORY:
		emit_story(c, n);
		return;
	case ROLE_TABLE:
		comp_table(c, n);
		return;
	case ROLE_GRID:
		if (comp_grid(c, n))
			return;
		break;
	case ROLE_ROW:
		comp_row(c, n);
		return;
	case ROLE_CELL:
	case ROLE_COVERED:
		comp_cell(c, n);
		return;
	default:
		break;
	}
	comp_start(c, n, NULL);
	if (n->empty)
		return;
	comp_children(c, n, NULL);
	comp_end(c, n);
}

void
comp_node(struct comp *c, const struct xml_node *n)
{
	const struct annot *a;

	if (n->kind != XML_ELEMENT) {
		comp_raw(c, n->start, n->end);
		return;
	}
	a = comp_known(c, n);
	if (a != NULL && a->drop)
		return;
	if (a != NULL && a->emit != NULL)
		a->emit(c, n, a->arg);
	else
		comp_copy(c, n);
}

void
comp_set_own(struct comp *c, const struct xml_node *n, const void *own)
{
	comp_annot(c, n)->own = own;
}

const void *
comp_own(struct comp *c, const struct xml_node *n)
{
	const struct annot *a = comp_known(c, n);

	return a != NULL ? a->own : NULL;
}

size_t
comp_here(struct comp *c)
{
	comp_barrier(c);
	return c->s->prog->nops;
}

/* Only paragraphs of the same list between a block's tags? */
static bool
only_list(struct comp *c, const struct block *b, const struct xml_node *para,
    bool (*same)(struct comp *c, const struct xml_node *a, const struct xml_node *b))
{
	const struct xml_node *n = b->open->para->node, *last = b->close->para->node;
	uint32_t end = last->end;

	if (b->scope == SCOPE_ROWS) {
		const struct xml_node *row = comp_above(c, n, ROLE_ROW);

		last = comp_above(c, last, ROLE_ROW);
		if (row == NULL || last == NULL)
			return false;
		n = row;
		end = last->end;
	}
	for (; n != NULL && n->start < end; n = xml_walk(c->doc->root, (struct xml_node *)n)) {
		const struct annot *a;

		if (n->kind != XML_ELEMENT || c->dia->role(n) != ROLE_PARA)
			continue;
		a = comp_known(c, n);
		if ((a == NULL || a->para == NULL || !a->para->gone) && !same(c, n, para))
			return false;
	}
	return true;
}

int
comp_list_turn(struct comp *c, const struct xml_node *para,
    bool (*same)(struct comp *c, const struct xml_node *a, const struct xml_node *b))
{
	const struct comp_state *s = c->s;
	int depth = 0;

	for (int i = 0; i < s->nstack; i++)
		depth += c->t->uses[s->use_stack[i]].tag->kind == TAG_EACH;
	for (int i = s->nstack - 1; i >= 0; i--) {
		const struct block *b = s->stack[i];

		if (c->t->uses[s->use_stack[i]].tag->kind != TAG_EACH)
			continue;
		if (b == NULL || !only_list(c, b, para, same))
			return depth;
		depth--;
	}
	return 0;
}

const struct program *
comp_program(struct comp *c, const struct xml_node *n)
{
	struct comp_state *s = c->s;
	struct program *was = s->prog;
	struct buf text = s->text;
	size_t bar = s->barrier;
	struct program *g = arena_alloc(c->mem, sizeof(*g));

	s->prog = g;
	memset(&s->text, 0, sizeof(s->text));
	s->barrier = (size_t)-1;
	comp_children(c, n, NULL);
	finish_program(c, g);
	s->prog = was;
	s->text = text;
	s->barrier = bar;
	return g;
}

/* ---- a part ---- */

int
compile_part(struct template *t, struct tmpl_part *part, struct diag *d)
{
	struct comp_state s = {0};
	struct comp c = {0};
	const struct xml_doc *doc = part->doc;
	int before = diag_count(d, DIAG_ERROR);
	size_t first = t->nuses;

	c.t = t;
	c.dia = t->dia;
	c.mem = t->mem;
	c.d = d;
	c.part = part;
	c.doc = doc;
	c.s = &s;
	s.barrier = (size_t)-1;
	place_part(&c);
	s.base = -1;
	if (t->dia->prepare != NULL)
		t->dia->prepare(&c);
	if (t->inspect && t->dia->inspect != NULL)
		t->dia->inspect(&c);
	scan_part(&c);
	pair_part(&c);
	table_part(&c);
	s.prog = arena_alloc(t->mem, sizeof(*s.prog));
	comp_raw(&c, 0, doc->root->start);
	comp_node(&c, doc->root);
	comp_raw(&c, doc->root->end, (uint32_t)doc->len);
	finish_program(&c, s.prog);
	part->prog = s.prog;
	for (size_t i = first; i < t->nuses; i++)
		t->uses[i].torn = s.torn;
	return diag_count(d, DIAG_ERROR) > before ? -1 : 0;
}
