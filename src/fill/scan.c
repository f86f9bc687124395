/*
 * scan - finds the tags of a part.
 *
 * A tag may lie over any number of runs and spans, so the text of each paragraph is
 * joined, with a table that leads back to the text nodes; tags are found in the joined
 * text.  Text boxes and notes inside a paragraph are stories of their
 * own.  In Word the same text box may stand twice, in mc:Choice and mc:Fallback: both
 * are filled, the second is silent.
 */
#include <string.h>

#include "base/utf8.h"
#include "fill/comp.h"

#define SNIPPET_MAX 40 /* bytes of an unclosed tag shown */

/* ---- annotations: a hash table from node to what we know about it ---- */

static size_t
hash_node(const struct xml_node *n)
{
	uint64_t x = (uint64_t)(uintptr_t)n >> 4;

	return (size_t)(x * 0x9E3779B97F4A7C15u >> 17);
}

static void
map_put(struct annot **map, size_t cap, struct annot *a)
{
	size_t i = hash_node(a->node) & (cap - 1);

	while (map[i] != NULL)
		i = (i + 1) & (cap - 1);
	map[i] = a;
}

static void
map_grow(struct comp *c)
{
	struct comp_state *s = c->s;
	size_t cap = s->map_cap == 0 ? 256 : s->map_cap * 2;
	struct annot **map = arena_array(c->mem, cap, sizeof(*map));

	for (size_t i = 0; i < s->map_cap; i++)
		if (s->map[i] != NULL)
			map_put(map, cap, s->map[i]);
	s->map = map;
	s->map_cap = cap;
}

struct annot *
comp_known(struct comp *c, const struct xml_node *n)
{
	struct comp_state *s = c->s;

	if (s->map_cap == 0)
		return NULL;
	for (size_t i = hash_node(n) & (s->map_cap - 1); s->map[i] != NULL;
	    i = (i + 1) & (s->map_cap - 1))
		if (s->map[i]->node == n)
			return s->map[i];
	return NULL;
}

struct annot *
comp_annot(struct comp *c, const struct xml_node *n)
{
	struct annot *a = comp_known(c, n);

	if (a != NULL)
		return a;
	if (c->s->nmap * 2 >= c->s->map_cap)
		map_grow(c);
	a = arena_alloc(c->mem, sizeof(*a));
	a->node = n;
	a->before_tail = &a->before;
	a->end_tail = &a->at_end;
	a->cuts_tail = &a->cuts;
	map_put(c->s->map, c->s->map_cap, a);
	c->s->nmap++;
	return a;
}

void
comp_replace(struct comp *c, const struct xml_node *n, comp_fn *emit, const void *arg)
{
	struct annot *a = comp_annot(c, n);

	a->emit = emit;
	a->arg = arg;
}

void
comp_drop(struct comp *c, const struct xml_node *n)
{
	comp_annot(c, n)->drop = true;
}

static bool
comp_is_dropped(struct comp *c, const struct xml_node *n)
{
	const struct annot *a = comp_known(c, n);

	return a != NULL && a->drop;
}

const struct xml_node *
comp_above(struct comp *c, const struct xml_node *n, enum role r)
{
	for (; n != NULL; n = n->parent)
		if (n->kind == XML_ELEMENT && c->dia->role(n) == r)
			return n;
	return NULL;
}

bool
comp_is_inline(enum role r)
{
	return r == ROLE_INLINE || r == ROLE_WRAP || r == ROLE_TEXT || r == ROLE_UNWRAP;
}

/* ---- the joined text of a paragraph ---- */

static void
add_piece(struct comp *c, struct fpara *p, const struct xml_node *n, const char *s, size_t len,
    bool element)
{
	struct piece *pc;

	p->pieces = arena_grow(c->mem, p->pieces, p->npieces, p->npieces + 1, &p->cap,
	    sizeof(*p->pieces));
	pc = &p->pieces[p->npieces++];
	pc->node = n;
	pc->from = p->text.len;
	pc->len = len;
	pc->element = element;
	buf_add(&p->text, s, len);
}

static bool
holds_characters(struct comp *c, enum role parent)
{
	if (parent == ROLE_TEXT)
		return true;
	if (!c->s->direct)
		return false;
	return parent == ROLE_PARA || parent == ROLE_INLINE || parent == ROLE_WRAP ||
	    parent == ROLE_UNWRAP;
}

static void
gather(struct comp *c, struct fpara *p, const struct xml_node *n, enum role parent)
{
	for (const struct xml_node *k = n->first; k != NULL; k = k->next) {
		enum role r;

		if (k->kind == XML_TEXT) {
			if (holds_characters(c, parent))
				add_piece(c, p, k, k->text, k->len, false);
			continue;
		}
		if (k->kind != XML_ELEMENT || comp_is_dropped(c, k))
			continue;
		r = c->dia->role(k);
		if (r == ROLE_UNWRAP)
			gather(c, p, k, parent);
		else if (comp_is_inline(r))
			gather(c, p, k, r);
		else if (r == ROLE_TAB || r == ROLE_BREAK || r == ROLE_SPACES)
			add_piece(c, p, k, " ", 1, true);
		else if (r != ROLE_DROP && r != ROLE_HEAD && r != ROLE_MARK)
			p->other = true;
	}
}

void
scan_text(struct comp *c, struct fpara *p)
{
	gather(c, p, p->node, ROLE_PARA);
}

/* Length of a blank or invisible character at s, or 0. */
static int
blank_at(const char *s, size_t len)
{
	uint32_t ch;
	int n = utf8_decode(s, len, &ch);

	if (n == 0)
		return 0;
	if (ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r' || ch == 0xA0 || ch == 0xAD ||
	    ch == 0x202F || ch == 0xFEFF || ch == 0x2060 || (ch >= 0x2000 && ch <= 0x200D))
		return n;
	return 0;
}

static bool
all_blank(const char *s, size_t len)
{
	while (len > 0) {
		int n = blank_at(s, len);

		if (n == 0)
			return false;
		s += n;
		len -= (size_t)n;
	}
	return true;
}

/* Where the name of a tag begins: behind braces, blanks and the sign. */
static size_t
name_at(const char *s, size_t from, size_t to)
{
	size_t i = from + 2, end = to - 2;
	bool sign = false;

	while (i < end) {
		int n = blank_at(s + i, end - i);

		if (n == 0 && !sign && strchr("#^?/!", s[i]) != NULL) {
			sign = true;
			n = 1;
		}
		if (n == 0)
			return i;
		i += (size_t)n;
	}
	return from + 2 < end ? from + 2 : from;
}

static void
touch(struct comp *c, const struct xml_node *n, const struct xml_node *para)
{
	for (n = n->parent; n != NULL && n != para; n = n->parent)
		comp_annot(c, n)->touched = true;
}

/* Cut the tag out of the nodes that it lies in; it stands in the one of its name. */
static void
cut_out(struct comp *c, struct fpara *p, struct ftag *t)
{
	struct cut *first = NULL;
	const struct xml_node *first_node = NULL;

	for (size_t i = 0; i < p->npieces; i++) {
		struct piece *pc = &p->pieces[i];
		struct annot *a;
		struct cut *cut;

		if (pc->from + pc->len <= t->from)
			continue;
		if (pc->from >= t->to)
			break;
		if (pc->element) {
			comp_drop(c, pc->node);
			continue;
		}
		cut = arena_alloc(c->mem, sizeof(*cut));
		cut->from = t->from > pc->from ? t->from - pc->from : 0;
		cut->to = t->to < pc->from + pc->len ? t->to - pc->from : pc->len;
		if (t->at >= pc->from && t->at < pc->from + pc->len) {
			cut->tag = t;
			t->anchor = pc->node;
		}
		if (first == NULL) {
			first = cut;
			first_node = pc->node;
		}
		a = comp_annot(c, pc->node);
		*a->cuts_tail = cut;
		a->cuts_tail = &cut->next;
		touch(c, pc->node, p->node);
	}
	if (t->anchor == NULL && first != NULL) {
		first->tag = t;
		t->anchor = first_node;
	}
}

/*
 * A blank behind a tag: if the tag prints nothing, it would be the second of two with the
 * one before.  Writer reads such two as one; Word does not.
 */
static void
cut_blank(struct comp *c, struct fpara *p, const struct ftag *t)
{
	const struct piece *pc = p->pieces;
	struct annot *a;
	struct cut *cut;

	if (c->dia->blank_end == NULL || c->part->kind == PART_META || t->faulty ||
	    t->tag->kind == TAG_REF || t->to >= p->text.len || p->text.s[t->to] != ' ')
		return;
	while (pc->from + pc->len <= t->to)
		pc++;
	if (pc->element)
		return;
	cut = arena_alloc(c->mem, sizeof(*cut));
	cut->from = t->to - pc->from;
	cut->to = cut->from + 1;
	cut->blank = true;
	a = comp_annot(c, pc->node);
	*a->cuts_tail = cut;
	a->cuts_tail = &cut->next;
	touch(c, pc->node, p->node);
}

uint32_t
comp_add_use(struct comp *c, const struct tag *tag, const struct place *at, bool silent)
{
	struct template *t = c->t;
	struct template_use *u;

	t->uses = arena_grow(t->mem, t->uses, t->nuses, t->nuses + 1, &t->uses_cap,
	    sizeof(*t->uses));
	u = &t->uses[t->nuses];
	memset(u, 0, sizeof(*u));
	u->silent = silent;
	u->tag = tag;
	u->at = *at;
	u->scope = u->around = u->slip = -1;
	return (uint32_t)t->nuses++;
}

static void
add_tag(struct comp *c, struct fpara *p, size_t from, size_t to)
{
	struct ftag *t;
	enum diag_code why;
	const char *detail;

	p->tags = arena_grow(c->mem, p->tags, p->ntags, p->ntags + 1, &p->tags_cap,
	    sizeof(*p->tags));
	t = &p->tags[p->ntags++];
	memset(t, 0, sizeof(*t));
	t->para = p;
	t->from = from;
	t->to = to;
	t->mirror = p->mirror;
	t->tag = arena_alloc(c->mem, sizeof(*t->tag));
	t->at = name_at(p->text.s, from, to);
	if (tag_parse(c->mem, p->text.s + from + 2, to - from - 4, t->tag, &why, &detail) == -1) {
		t->faulty = true;
		if (!t->mirror)
			tag_diag(c->d, why, &p->at, t->tag, detail, t->tag->hint);
	}
	t->use = comp_add_use(c, t->tag, &p->at, t->mirror);
	c->t->uses[t->use].faulty = t->faulty;
	if (t->faulty && t->tag->kind != TAG_VALUE)
		c->s->torn = true; /* what it opens may be other rows or columns than meant */
}

static void
report_unclosed(struct comp *c, const struct fpara *p, size_t from, size_t to)
{
	size_t len = to - from;

	if (p->mirror)
		return;
	if (len > SNIPPET_MAX) {
		len = SNIPPET_MAX;
		while (len > 0 && ((unsigned char)p->text.s[from + len] & 0xC0) == 0x80)
			len--;
	}
	diag(c->d, DIAG_FILL_UNCLOSED, &p->at, arena_strndup(c->mem, p->text.s + from, len),
	    (char *)NULL);
}

/* Braces that close nothing, with the words before them. */
static void
report_stray(struct comp *c, const struct fpara *p, size_t from, size_t to)
{
	/* The end of a tag that somebody cut in two with Enter is said where it begins. */
	if (p->story->unclosed > 0 && p->story->unclosed + 1 == p->at.para)
		return;
	if (to - from > SNIPPET_MAX) {
		from = to - SNIPPET_MAX;
		while (((unsigned char)p->text.s[from] & 0xC0) == 0x80)
			from++;
	}
	diag(c->d, DIAG_FILL_STRAY_BRACES, &p->at,
	    arena_strndup(c->mem, p->text.s + from, to - from), (char *)NULL);
}

static const char *
find2(const char *s, size_t len, const char *what)
{
	return len < 2 ? NULL : memmem(s, len, what, 2);
}

static void
find_tags(struct comp *c, struct fpara *p)
{
	const char *s = p->text.s, *end = s + p->text.len, *pos = s, *o, *e, *again;

	while ((o = find2(pos, (size_t)(end - pos), "{{")) != NULL) {
		e = find2(o + 2, (size_t)(end - o - 2), "}}");
		again = find2(o + 2, (size_t)(end - o - 2), "{{");
		if (e == NULL || (again != NULL && again < e)) {
			report_unclosed(c, p, (size_t)(o - s),
			    again != NULL ? (size_t)(again - s) : p->text.len);
			if (again == NULL) {
				p->story->unclosed = p->at.para;
				return;
			}
			pos = again;
			continue;
		}
		add_tag(c, p, (size_t)(o - s), (size_t)(e + 2 - s));
		pos = e + 2;
	}
	if ((e = find2(pos, (size_t)(end - pos), "}}")) != NULL && !p->mirror)
		report_stray(c, p, (size_t)(pos - s), (size_t)(e + 2 - s));
}

/* Note where something visible stands outside the tags; false if nowhere. */
static bool
visible_outside(struct fpara *p)
{
	size_t pos = 0;
	bool any;

	for (size_t i = 0; i < p->ntags; i++) {
		p->tags[i].apart = p->tags[i].from > pos;
		p->tags[i].after_text = !all_blank(p->text.s + pos, p->tags[i].from - pos);
		pos = p->tags[i].to;
	}
	p->ends_in_text = !all_blank(p->text.s + pos, p->text.len - pos);
	/* Tabs and breaks outside tags were put there on purpose. */
	for (size_t i = 0, t = 0; i < p->npieces; i++) {
		if (!p->pieces[i].element)
			continue;
		while (t < p->ntags && p->tags[t].to <= p->pieces[i].from)
			t++;
		if (t == p->ntags)
			p->ends_in_text = true;
		else if (p->pieces[i].from < p->tags[t].from)
			p->tags[t].after_text = true;
	}
	any = p->ends_in_text;
	for (size_t i = 0; i < p->ntags; i++)
		any |= p->tags[i].after_text;
	return any;
}

static void
mark_holders(struct comp *c, const struct xml_node *n)
{
	for (; n != NULL; n = n->parent) {
		enum role r = c->dia->role(n);
		struct annot *a;

		if (r != ROLE_CELL && r != ROLE_ROW && r != ROLE_STORY && r != ROLE_COVERED)
			continue;
		a = comp_annot(c, n);
		if (a->has_tags)
			return;
		a->has_tags = true;
	}
}

static void
scan_para(struct comp *c, const struct xml_node *n, struct story *story)
{
	struct comp_state *s = c->s;
	struct fpara *p;

	if (!c->t->inspect && memchr(c->doc->bytes + n->start, '{', n->end - n->start) == NULL &&
	    memchr(c->doc->bytes + n->start, '}', n->end - n->start) == NULL)
		return;
	p = arena_alloc(c->mem, sizeof(*p));
	p->node = n;
	p->at = comp_place(c, n);
	p->story = story;
	p->mirror = story->mirror;
	gather(c, p, n, ROLE_PARA);
	if (p->text.len == 0)
		return;
	find_tags(c, p);
	if (c->t->inspect)
		suspect_text(c, p);
	for (size_t i = 0; i < p->ntags; i++) {
		cut_out(c, p, &p->tags[i]);
		cut_blank(c, p, &p->tags[i]);
		story->tags = arena_grow(c->mem, story->tags, story->ntags, story->ntags + 1,
		    &story->cap, sizeof(*story->tags));
		story->tags[story->ntags++] = &p->tags[i];
	}
	if (p->ntags > 0) {
		p->only_tags = !visible_outside(p) && !p->other;
		p->fills = all_blank(p->text.s, p->tags[0].from) &&
		    all_blank(p->text.s + p->tags[p->ntags - 1].to,
		        p->text.len - p->tags[p->ntags - 1].to);
		comp_annot(c, n)->para = p;
		mark_holders(c, n->parent);
		s->paras = arena_grow(c->mem, s->paras, s->nparas, s->nparas + 1, &s->paras_cap,
		    sizeof(*s->paras));
		s->paras[s->nparas++] = p;
	}
	buf_free(&p->text);
	p->text.s = NULL;
}

static void scan_node(struct comp *c, const struct xml_node *n, struct story *story);

static struct story *
new_story(struct comp *c, const struct xml_node *root)
{
	struct story *st = arena_alloc(c->mem, sizeof(*st));

	st->root = root;
	st->mirror = c->s->mirror;
	*c->s->stories_tail = st;
	c->s->stories_tail = &st->next;
	return st;
}

static void
scan_children(struct comp *c, const struct xml_node *n, struct story *story)
{
	for (const struct xml_node *k = n->first; k != NULL; k = k->next)
		if (k->kind == XML_ELEMENT)
			scan_node(c, k, story);
}

/* Depth is bounded by the XML parser (pack/xml.h). */
static void
scan_node(struct comp *c, const struct xml_node *n, struct story *story)
{
	bool mirror = c->s->mirror;

	if (comp_is_dropped(c, n))
		return;
	if (xml_is(n, XNS_MC, "Fallback"))
		c->s->mirror = true;
	switch (c->dia->role(n)) {
	case ROLE_DROP:
		break;
	case ROLE_STORY:
		scan_children(c, n, new_story(c, n));
		break;
	case ROLE_PARA:
		scan_para(c, n, story);
		scan_children(c, n, story);
		break;
	default:
		scan_children(c, n, story);
		break;
	}
	c->s->mirror = mirror;
}

void
scan_part(struct comp *c)
{
	struct comp_state *s = c->s;

	s->stories_tail = &s->stories;
	s->direct = c->dia->chars_inline || c->part->kind == PART_META;
	scan_node(c, c->doc->root, new_story(c, c->doc->root));
}

struct place
tag_place(struct comp *c, const struct ftag *t)
{
	(void)c;
	return t->para->at;
}

char *
tag_quoted(struct arena *a, const struct tag *t)
{
	return arena_printf(a, "{{%s}}", t->source);
}
