/*
 * place - where the paragraphs, tables, rows and cells of a part are, for messages.
 *
 * All are counted once, in document order and before anything is dropped, so that a
 * message, a mark (mark.h) and a second look at the same template mean the same
 * paragraph.  What an office has marked as deleted and comments are not counted.
 */
#include "base/utf8.h"
#include "fill/comp.h"

#define HEADING_MAX 60 /* characters of a heading shown in messages */

struct tally {
	struct comp *c;
	struct place at;
	int ntable;
};

/* A note or text box: what stands beside its text is its sign, no word of the heading. */
static bool
holds_story(const struct dialect *dia, const struct xml_node *n)
{
	for (const struct xml_node *k = n->first; k != NULL; k = k->next)
		if (k->kind == XML_ELEMENT && dia->role(k) == ROLE_STORY)
			return true;
	return false;
}

/* The words of a heading: without what stands in comments, text boxes, notes. */
static void
put_words(const struct dialect *dia, struct buf *b, const struct xml_node *n)
{
	for (const struct xml_node *k = n->first; k != NULL; k = k->next) {
		enum role r;

		if (k->kind == XML_TEXT) {
			if (dia->chars_inline || dia->role(n) == ROLE_TEXT) /* no place of a picture */
				buf_add(b, k->text, k->len);
			continue;
		}
		if (k->kind != XML_ELEMENT)
			continue;
		r = dia->role(k);
		if (r == ROLE_TAB || r == ROLE_BREAK || r == ROLE_SPACES)
			buf_ch(b, ' ');
		else if (r != ROLE_DROP && r != ROLE_HEAD && r != ROLE_STORY &&
		    !holds_story(dia, k))
			put_words(dia, b, k);
	}
}

static const char *
heading_text(struct comp *c, const struct xml_node *n)
{
	struct buf b = {0};
	const char *s;
	size_t cut = 0;

	put_words(c->dia, &b, n);
	for (int i = 0; i < HEADING_MAX && cut < b.len; i++) {
		uint32_t ch;
		int k = utf8_decode(b.s + cut, b.len - cut, &ch);

		cut += k > 0 ? (size_t)k : 1;
	}
	s = cut == 0 ? NULL : arena_printf(c->mem, "%.*s%s", (int)cut, b.s, cut < b.len ? "…" : "");
	buf_free(&b);
	return s;
}

static void
add_spot(struct tally *t, const struct xml_node *n, enum role r)
{
	struct comp_state *s = t->c->s;

	s->spots = arena_grow(t->c->mem, s->spots, s->nspots, s->nspots + 1, &s->spots_cap,
	    sizeof(*s->spots));
	s->spots[s->nspots].node = n;
	s->spots[s->nspots].role = r;
	s->spots[s->nspots++].at = t->at;
}

static void tally_node(struct tally *t, const struct xml_node *n);

static void
tally_children(struct tally *t, const struct xml_node *n)
{
	for (const struct xml_node *k = n->first; k != NULL; k = k->next)
		if (k->kind == XML_ELEMENT)
			tally_node(t, k);
}

static void
tally_table(struct tally *t, const struct xml_node *n)
{
	struct place was = t->at;

	t->at.table = ++t->ntable;
	t->at.row = t->at.cell = 0;
	add_spot(t, n, ROLE_TABLE);
	tally_children(t, n);
	was.para = t->at.para;
	was.heading = t->at.heading;
	t->at = was;
}

/* Depth is bounded by the XML parser (pack/xml.h). */
static void
tally_node(struct tally *t, const struct xml_node *n)
{
	const struct dialect *dia = t->c->dia;
	enum role r = dia->role(n);
	int cell = t->at.cell;

	switch (r) {
	case ROLE_DROP:
		return;
	case ROLE_TABLE:
		tally_table(t, n);
		return;
	case ROLE_PARA:
		t->at.para++;
		if (dia->is_heading != NULL && dia->is_heading(t->c->t, n))
			t->at.heading = heading_text(t->c, n);
		add_spot(t, n, r);
		break;
	case ROLE_ROW:
		t->at.row++;
		t->at.cell = 0;
		add_spot(t, n, r);
		t->at.cell = 1 + (dia->row_before != NULL ? dia->row_before(n) : 0);
		break;
	case ROLE_CELL:
	case ROLE_COVERED:
		add_spot(t, n, r);
		break;
	default:
		break;
	}
	tally_children(t, n);
	if (r == ROLE_ROW)
		t->at.cell = 0;
	/* Where covered cells are written, each stands for its own column. */
	if (r == ROLE_CELL || r == ROLE_COVERED)
		t->at.cell = cell + (dia->put_covered == NULL ? dia->cell_span(n) : 1);
}

void
place_part(struct comp *c)
{
	struct tally t = {.c = c, .at = {.file = c->t->path, .part = c->part->name}};
	const struct comp_state *s = c->s;
	size_t n = 0;

	tally_node(&t, c->doc->root);
	c->part->paras = arena_array(c->t->mem, (size_t)t.at.para + 1, sizeof(*c->part->paras));
	for (size_t i = 0; i < s->nspots; i++)
		if (s->spots[i].role == ROLE_PARA)
			c->part->paras[n++] = s->spots[i].node;
	c->part->nparas = n;
}

/* The first spot that starts at n or behind its start. */
static size_t
spot_from(const struct comp_state *s, const struct xml_node *n)
{
	size_t low = 0, high = s->nspots;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->spots[mid].node->start < n->start)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static const struct spot *
spot_of(const struct comp_state *s, const struct xml_node *n)
{
	size_t i = spot_from(s, n);

	return i < s->nspots && s->spots[i].node == n ? &s->spots[i] : NULL;
}

/* The paragraph around a node, else the next one, with the row and cell around the node. */
struct place
comp_place(struct comp *c, const struct xml_node *n)
{
	const struct comp_state *s = c->s;
	const struct spot *sp = NULL;
	struct place at = {.file = c->t->path, .part = c->part->name};
	const struct xml_node *k = n;
	size_t i;

	do
		sp = spot_of(s, k);
	while (sp == NULL && (k = k->parent) != NULL);
	if (sp != NULL && sp->role == ROLE_PARA)
		return sp->at;
	if (sp != NULL)
		at = sp->at;
	for (i = spot_from(s, n); i < s->nspots; i++) {
		if (s->spots[i].role != ROLE_PARA)
			continue;
		at.para = s->spots[i].at.para;
		if (at.heading == NULL)
			at.heading = s->spots[i].at.heading;
		break;
	}
	return at;
}
