/*
 * blocks - openers and closers of one story are paired, with one message for each slip.
 *
 * What an author loses is seldom one tag: with a column go the openers or the closers of
 * all blocks of its row; a tag typed anew has a letter wrong; of two closers the outer
 * comes first.  Such things are told from the place and the names, so that what follows
 * from a slip is not reported beside it.
 */
#include <string.h>

#include "base/utf8.h"
#include "fill/comp.h"

#define LOOK_AHEAD 5000      /* tags behind a doubtful closer */
#define LOOK_IN_ALL 1000000  /* in one story */

struct pairing {
	struct comp *c;
	struct story *st;
	struct block *top;
	/* closers of one paragraph that close nothing, not reported yet */
	struct ftag **lone;
	size_t nlone, cap;
	struct ftag *lone_else; /* outside all blocks, not reported yet */
	size_t looked;          /* tags looked at ahead */
};

static bool
opens(const struct tag *t)
{
	return t->kind == TAG_EACH || t->kind == TAG_IF || t->kind == TAG_UNLESS;
}

/* ---- messages ---- */

static char *
closer_of(struct comp *c, const struct block *b)
{
	return arena_printf(c->mem, "{{/%s}}", b->open->tag->name);
}

static void
say(struct comp *c, enum diag_code code, const struct ftag *at, const char *a, const char *b,
    const char *e)
{
	struct place p = tag_place(c, at);

	c->s->torn = true;
	if (at->mirror || (at->faulty && at->tag->kind == TAG_CLOSE))
		return; /* said already */
	diag(c->d, code, &p, tag_quoted(c->mem, at->tag), a, b, e, (char *)NULL);
}

/* A text of several tags; "" when there is none. */
static const char *
finish_list(struct comp *c, struct buf *b)
{
	const char *s = arena_strndup(c->mem, buf_cstr(b), b->len);

	buf_free(b);
	return s;
}

static void
add_to_list(struct comp *c, struct buf *b, const struct tag *t)
{
	buf_printf(b, "%s%s", b->len > 0 ? ", " : "", tag_quoted(c->mem, t));
}

/* The table around a tag inside its story; NULL: none. */
static const struct xml_node *
home(struct pairing *p, const struct ftag *t)
{
	const struct xml_node *table = comp_above(p->c, t->para->node->parent, ROLE_TABLE), *n;

	for (n = table; n != NULL && n != p->st->root; n = n->parent)
		continue;
	return n != NULL ? table : NULL;
}

/* Two tags that go with one column or one row, or with one line. */
static bool
beside(struct pairing *p, const struct ftag *a, const struct ftag *b)
{
	const struct xml_node *t = home(p, a);

	return a->para == b->para || (t != NULL && t == home(p, b));
}

/*
 * The blocks from "from" out to "to" (not that one) are not closed; those that stand
 * together are one message.  closer: where it is seen, or NULL.
 */
static void
report_open(struct pairing *p, struct block *from, const struct block *to,
    const struct ftag *closer)
{
	struct comp *c = p->c;

	while (from != to) {
		struct block *first = from;
		struct buf others = {0};
		const char *list;

		first->broken = true;
		for (from = from->outer; from != to && beside(p, first->open, from->open);
		     from = from->outer) {
			add_to_list(c, &others, from->open->tag);
			from->broken = true;
		}
		list = finish_list(c, &others);
		if (closer == NULL)
			say(c, DIAG_FILL_NOT_CLOSED, first->open, list, closer_of(c, first), "");
		else
			say(c, DIAG_FILL_OPEN_INSIDE, first->open, tag_quoted(c->mem, closer->tag), list,
			    closer_of(c, first));
	}
}

/* The closers that close nothing, and an {{else}} that went with them. */
static void
report_lone(struct pairing *p)
{
	struct comp *c = p->c;
	struct buf others = {0};
	const char *list;

	if (p->nlone == 0)
		return;
	for (size_t i = 1; i < p->nlone; i++)
		add_to_list(c, &others, p->lone[i]->tag);
	list = finish_list(c, &others);
	say(c, DIAG_FILL_CLOSE_ALONE, p->lone[0], list, "", "");
	p->nlone = 0;
}

static void
report_else(struct pairing *p)
{
	if (p->lone_else != NULL)
		say(p->c, DIAG_FILL_ELSE_ALONE, p->lone_else, "", "", "");
	p->lone_else = NULL;
}

/* ---- which block a closer closes ---- */

/* From this block outwards the first that the closer fits, or NULL. */
static struct block *
fitting(struct block *b, const struct ftag *t)
{
	for (; b != NULL; b = b->outer)
		if (tag_closes(b->open->tag, t->tag))
			return b;
	return NULL;
}

/* One of the two names may be a slip for the other. */
static bool
alike(const struct tag *open, const struct tag *close)
{
	const char *name = open->name;

	return name != NULL && close->name != NULL && utf8_nearest(close->name, &name, 1) != NULL;
}

/* Does a closer behind tag i close b, and in a better place? */
static bool
closed_later(struct pairing *p, size_t i, const struct block *b)
{
	const struct xml_node *at = home(p, b->open);
	size_t end = i + LOOK_AHEAD < p->st->ntags ? i + LOOK_AHEAD : p->st->ntags;
	int depth = 0;

	for (i++; i < end && p->looked < LOOK_IN_ALL; i++, p->looked++) {
		const struct ftag *t = p->st->tags[i];

		if (opens(t->tag)) {
			depth++;
		} else if (t->tag->kind == TAG_CLOSE) {
			if (depth > 0) {
				depth--;
			} else if (tag_closes(b->open->tag, t->tag)) {
				if (home(p, t) == at)
					return true;
			} else if (fitting(b->outer, t) != NULL) {
				return false;
			}
		}
	}
	return false;
}

/*
 * The name fits, but one of the two stands in a table and the other does not: a tag of the
 * same name was lost between them.
 */
static struct block *
across(struct pairing *p, size_t i, struct block *b)
{
	const struct ftag *t = p->st->tags[i];
	const struct xml_node *at = home(p, t);

	for (struct block *o = fitting(b->outer, t); o != NULL; o = fitting(o->outer, t))
		if (home(p, o->open) == at)
			return o; /* its own closer; that of b was lost */
	return closed_later(p, i, b) ? NULL : b; /* NULL: the opener was lost */
}

/*
 * The block that tag i closes under a wrong name, or NULL: the innermost, if the names are
 * alike or it has no other closer.  "fits": an outer block that has the name, or NULL.
 */
static struct block *
slip(struct pairing *p, size_t i, const struct block *fits)
{
	const struct ftag *t = p->st->tags[i];
	struct block *top = p->top;
	bool near;

	if (top == NULL || fits == top)
		return NULL;
	near = home(p, top->open) == home(p, t);
	if (alike(top->open->tag, t->tag))
		return fits == NULL || (near && home(p, fits->open) != home(p, t)) ? top : NULL;
	return fits == NULL && near && !closed_later(p, i, top) ? top : NULL;
}

static void
take_slip(struct pairing *p, struct block *b, const struct ftag *t)
{
	struct template_use *u = &p->c->t->uses[t->use];

	if (p->c->t->inspect && !t->faulty && !b->open->faulty && !t->mirror) {
		/* Which of the two is misspelt, the names will tell: lint/. */
		p->c->s->torn = true;
		u->slip = (int)b->open->use;
		return;
	}
	if (b->open->faulty)
		return; /* its name may be half of what was meant */
	say(p->c, DIAG_FILL_CLOSE_OTHER, t, tag_quoted(p->c->mem, b->open->tag), closer_of(p->c, b), "");
}

/* {{/outer}}{{/inner}}: a closer of the same paragraph that comes one too late. */
static bool
take_late(struct pairing *p, size_t i, struct block *inner)
{
	const struct ftag *t = p->st->tags[i];

	for (i++; i < p->st->ntags; i++) {
		struct ftag *late = p->st->tags[i];

		if (late->para != t->para || late->tag->kind != TAG_CLOSE)
			return false;
		if (late->spent || !tag_closes(inner->open->tag, late->tag))
			continue;
		late->spent = true;
		inner->broken = true;
		say(p->c, DIAG_FILL_CLOSE_ORDER, t, tag_quoted(p->c->mem, late->tag), "", "");
		return true;
	}
	return false;
}

static void
lone_closer(struct pairing *p, struct ftag *t)
{
	if (p->top == NULL)
		p->lone_else = NULL; /* of the same lost opener */
	p->c->t->uses[t->use].lone = true;
	p->c->s->torn = true;
	if (p->nlone > 0 && p->lone[0]->para != t->para)
		report_lone(p);
	p->lone = arena_grow(p->c->mem, p->lone, p->nlone, p->nlone + 1, &p->cap, sizeof(*p->lone));
	p->lone[p->nlone++] = t;
}

static void
close_tag(struct pairing *p, size_t i)
{
	struct ftag *t = p->st->tags[i];
	struct block *fits = fitting(p->top, t), *b = slip(p, i, fits), *in;
	bool lost = false; /* a closer between was lost, for one of the same name */

	if (b != NULL) {
		take_slip(p, b, t);
	} else if (fits != NULL && home(p, fits->open) != home(p, t)) {
		b = across(p, i, fits);
		lost = b != fits;
	} else {
		b = fits;
	}
	if (b == NULL) {
		lone_closer(p, t);
		return;
	}
	report_lone(p);
	for (in = p->top; in != b && take_late(p, i, in); in = in->outer)
		continue;
	report_open(p, in, b, lost ? NULL : t);
	b->close = t;
	t->block = b;
	p->top = b->outer;
}

static void
else_tag(struct pairing *p, struct ftag *t)
{
	if (p->top == NULL) {
		report_else(p);
		p->lone_else = t;
	} else if (p->top->otherwise != NULL) {
		say(p->c, DIAG_FILL_ELSE_TWICE, t, tag_quoted(p->c->mem, p->top->open->tag), "", "");
	} else {
		p->top->otherwise = t;
		t->block = p->top;
	}
}

/* Returns -1 when blocks lie too deep in each other. */
static int
open_tag(struct pairing *p, struct ftag *t)
{
	struct block *b = arena_alloc(p->c->mem, sizeof(*b));

	b->open = t;
	b->outer = p->top;
	b->depth = p->top != NULL ? p->top->depth + 1 : 1;
	if (b->depth > COMP_BLOCKS / 4) {
		say(p->c, DIAG_FILL_DEEP, t, "", "", "");
		return -1;
	}
	t->block = p->top = b;
	return 0;
}

void
comp_pair(struct comp *c, struct story *st)
{
	struct pairing p = {.c = c, .st = st};

	for (size_t i = 0; i < st->ntags; i++) {
		struct ftag *t = st->tags[i];

		c->t->uses[t->use].around = p.top != NULL ? (int)p.top->open->use : -1;
		if (t->spent)
			continue;
		if (t->tag->kind != TAG_CLOSE)
			report_lone(&p);
		if (opens(t->tag) && open_tag(&p, t) == -1)
			return;
		if (t->tag->kind == TAG_CLOSE)
			close_tag(&p, i);
		else if (t->tag->kind == TAG_ELSE)
			else_tag(&p, t);
	}
	report_lone(&p);
	report_else(&p);
	report_open(&p, p.top, NULL, NULL);
}
