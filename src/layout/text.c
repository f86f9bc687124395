/*
 * text - a paragraph's inlines as characters, items and glyphs; see setter.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "layout/setter.h"

struct setter *
setter_new(void)
{
	struct setter *s = xmalloc(sizeof *s);

	memset(s, 0, sizeof *s);
	return s;
}

void
setter_free(struct setter *s)
{
	if (s == NULL)
		return;
	free(s->ch);
	free(s->it);
	free(s->g);
	free(s->tmp);
	free(s->seg);
	free(s->line);
	buf_free(&s->text);
	free(s);
}

uint32_t
symbol_char(const struct look *k, uint32_t c)
{
	static const struct { uint16_t from, to; } symbol[] = {
		{ 0xF0B7, 0xE12C }, { 0xF02D, 0x2013 }, { 0xF0D8, 0x2022 }, { 0xF0B0, 0xB0 },
	}, dings[] = {
		{ 0xF0A7, 0x25AA }, { 0xF06E, 0x25A0 }, { 0xF0A8, 0x25FB }, { 0xF0D8, 0x27A2 },
		{ 0xF0FC, 0x2714 }, { 0xF0E0, 0x2794 }, { 0xF076, 0x2756 }, { 0xF06F, 0x25A1 },
		{ 0xF0FB, 0x2717 }, { 0xF071, 0x2751 }, { 0xF09F, 0x2022 },
	};
	const char *family = k->ff->family;

	if (c < 0xF020 || c > 0xF0FF || face_glyph(k->full.face, c) != 0)
		return c;
	if (family != NULL && strncasecmp(family, "Wingdings", 9) == 0) {
		for (size_t i = 0; i < sizeof dings / sizeof *dings; i++)
			if (dings[i].from == c)
				return dings[i].to;
	}
	for (size_t i = 0; i < sizeof symbol / sizeof *symbol; i++)
		if (symbol[i].from == c)
			return symbol[i].to;
	return c;
}

static struct item *
open_item(struct setter *s, enum item_kind kind, const struct look *k,
    const struct flow_inline *in, const struct sense *sense)
{
	struct item *it;

	if (s->nit == s->it_cap) {
		s->it_cap = s->it_cap == 0 ? 64 : s->it_cap * 2;
		s->it = xrealloc(s->it, s->it_cap * sizeof *s->it);
	}
	it = &s->it[s->nit++];
	memset(it, 0, sizeof *it);
	it->kind = kind;
	it->look = k;
	it->font = k->drawn;
	it->in = in;
	it->sense = sense;
	it->c0 = it->c1 = (uint32_t)s->nch;
	return it;
}

static void
put_char(struct setter *s, uint32_t c)
{
	struct pch *p;
	char b[4];

	if (s->nch == s->ch_cap) {
		s->ch_cap = s->ch_cap == 0 ? 512 : s->ch_cap * 2;
		s->ch = xrealloc(s->ch, s->ch_cap * sizeof *s->ch);
	}
	p = &s->ch[s->nch++];
	p->c = c;
	p->off = (uint32_t)s->text.len;
	p->adv = 0;
	p->item = (uint32_t)s->nit - 1;
	p->g = (uint32_t)s->ng;
	p->brk = false;
	buf_add(&s->text, b, (size_t)utf8_encode(c, b));
	s->it[s->nit - 1].c1 = (uint32_t)s->nch;
}

/* -- shaping -- */

static void
room_for_glyphs(struct setter *s, size_t more)
{
	if (s->ng + more <= s->g_cap)
		return;
	while (s->g_cap < s->ng + more)
		s->g_cap = s->g_cap == 0 ? 1024 : s->g_cap * 2;
	s->g = xrealloc(s->g, s->g_cap * sizeof *s->g);
}

/* Hand "n" glyphs of tmp to the characters c0..c1; clusters become text offsets. */
static void
take_glyphs(struct setter *s, uint32_t c0, uint32_t c1, size_t n, int scale)
{
	uint32_t base = s->ch[c0].off;
	size_t k = 0;

	room_for_glyphs(s, n);
	for (uint32_t i = c0; i < c1; i++) {
		uint32_t end = i + 1 < c1 ? s->ch[i + 1].off : UINT32_MAX;
		s->ch[i].g = (uint32_t)s->ng;
		while (k < n && s->tmp[k].cluster + base < end) {
			struct glyph *g = &s->g[s->ng++];
			*g = s->tmp[k++];
			g->cluster = s->ch[i].off;
			if (scale != 0 && scale != 100)
				g->adv = g->adv * scale / 100;
			s->ch[i].adv += g->adv;
		}
	}
}

static bool
shape_chars(struct setter *s, const struct font *f, bool kern, uint32_t c0, uint32_t c1,
    size_t *n)
{
	uint32_t from = s->ch[c0].off;
	uint32_t to = c1 < s->nch ? s->ch[c1].off : (uint32_t)s->text.len;

	*n = font_shape(f, s->text.s + from, to - from, kern, &s->tmp, &s->tmp_cap);
	for (size_t i = 0; i < *n; i++)
		if (s->tmp[i].gid == 0)
			return false;
	return true;
}

static void
report_glyph(struct setter *s, uint32_t c, const struct flow_inline *in)
{
	char name[16], sign[5] = { 0 };

	snprintf(name, sizeof name, "U+%04X", (unsigned int)c);
	utf8_encode(c, sign);
	diag(s->l->d, DIAG_FONT_GLYPH, in != NULL ? &in->at : &s->p->at, sign, name, NULL);
}

static bool
needs_glyph(uint32_t c)
{
	return c >= 0x20 && c != 0x200B && c != 0x2060 && c != 0xFEFF && c != CH_SHY &&
	    c != 0x2011;
}

static struct face *
face_for(struct setter *s, const struct item *it, uint32_t c)
{
	struct face *f = it->font.face, *other;

	if (!needs_glyph(c) || face_glyph(f, c) != 0)
		return f;
	other = font_fallback(s->l->fonts, f, c);
	if (other == NULL)
		report_glyph(s, c, it->in);
	return other == NULL ? f : other;
}

/* The same item again, in stretches of one face each. */
static void
split_by_face(struct setter *s, size_t at)
{
	struct item whole = s->it[at];
	uint32_t c = whole.c0;

	s->nit = at;
	while (c < whole.c1) {
		struct face *f = face_for(s, &whole, s->ch[c].c);
		struct item *it = open_item(s, whole.kind, whole.look, whole.in, whole.sense);
		size_t n;
		it->joins = whole.joins || c > whole.c0;
		it->c0 = c;
		it->font = whole.font;
		it->font.face = f;
		while (c < whole.c1 && face_for(s, &whole, s->ch[c].c) == f) {
			s->ch[c].item = (uint32_t)s->nit - 1;
			s->ch[c++].adv = 0;
		}
		it->c1 = c;
		shape_chars(s, &it->font, whole.look->kern, it->c0, it->c1, &n);
		take_glyphs(s, it->c0, it->c1, n, whole.look->ff->scale);
	}
}

static void
close_item(struct setter *s)
{
	struct item *it = &s->it[s->nit - 1];
	size_t n;

	if (it->kind != ITEM_TEXT || it->c0 == it->c1)
		return;
	if (shape_chars(s, &it->font, it->look->kern, it->c0, it->c1, &n))
		take_glyphs(s, it->c0, it->c1, n, it->look->ff->scale);
	else
		split_by_face(s, s->nit - 1);
}

struct glyph *
setter_shape(struct setter *s, const struct font *f, bool kern, const char *text, size_t len,
    size_t *n, int *sum_u)
{
	struct glyph *g;

	*n = font_shape(f, text, len, kern, &s->tmp, &s->tmp_cap);
	g = arena_array(s->l->a, *n + 1, sizeof *g);
	if (*n > 0)
		memcpy(g, s->tmp, *n * sizeof *g);
	*sum_u = 0;
	for (size_t i = 0; i < *n; i++)
		*sum_u += g[i].adv;
	return g;
}

/* -- inlines -- */

/* Signs that LibreOffice makes portions of their own. */
static bool
stands_alone(uint32_t c)
{
	return c == CH_NBSP || c == 0x2011 || c == CH_SHY || c == 0x200B || c == 0x2060;
}

static bool
plain_text(const struct flow_inline *in)
{
	return in->kind == FLOW_TEXT && !in->caption_number;
}

/* Does text of "in" go on with the portion of the last item? */
static bool
goes_on(const struct setter *s, const struct look *k, const struct flow_inline *in,
    const struct sense *sense)
{
	const struct item *it;

	if (s->nit == 0)
		return false;
	it = &s->it[s->nit - 1];
	return it->kind == ITEM_TEXT && it->look == k && it->sense == sense && it->in != NULL &&
	    plain_text(it->in) && plain_text(in) && !stands_alone(s->ch[it->c1 - 1].c);
}

static void
add_text(struct setter *s, const struct look *k, const struct flow_inline *in,
    const struct sense *sense, const char *text, size_t len)
{
	bool join = goes_on(s, k, in, sense), open = false, alone = false, small = false;
	const char *up = NULL;
	size_t at = 0;
	uint32_t c;
	int n;

	if (k->ff->caps && !k->ff->small_caps) {
		text = utf8_upper(s->l->a, text, len);
		len = strlen(text);
	}
	while (at < len && (n = utf8_decode(text + at, len - at, &c)) > 0) {
		bool own = stands_alone(c), lower = false;
		at += (size_t)n;
		if (k->ff->small_caps && utf8_is_letter(c)) {
			uint32_t u;
			up = utf8_upper(s->l->a, text + at - n, (size_t)n);
			lower = utf8_decode(up, strlen(up), &u) > 0 && u != c;
			if (lower)
				c = u;
		}
		c = symbol_char(k, c);
		if (!open || own || alone || lower != small) {
			struct item *it;
			bool joins = open ? !own && !alone : join && !own;
			if (open)
				close_item(s);
			it = open_item(s, ITEM_TEXT, k, in, sense);
			it->joins = joins;
			if (lower)
				it->font = k->small;
			open = true;
			alone = own;
			small = lower;
		}
		put_char(s, c);
	}
	if (open)
		close_item(s);
}

/* One thing that stands in the text like a character. */
static void
add_thing(struct setter *s, enum item_kind kind, const struct look *k,
    const struct flow_inline *in, const struct sense *sense, uint32_t c)
{
	open_item(s, kind, k, in, sense);
	put_char(s, c);
	if (kind == ITEM_PICTURE && in->picture != NULL)
		s->ch[s->nch - 1].adv = in->picture->width * LAY_TWIPS;
}

static void
add_field(struct setter *s, const struct look *k, const struct flow_inline *in,
    const struct sense *sense)
{
	struct lay *l = s->l;
	int v = 0;

	if (in->kind == FLOW_PAGE)
		v = l->page_number != 0 ? l->page_number : s->p->page_no;
	else if (in->kind == FLOW_NUMPAGES)
		v = l->page_count;
	else if ((!in->in_toc || l->doc->unnumbered) && in->target != NULL)
		v = lay_page_of(l, in->target);
	if (v > 0) {
		const char *t = arena_printf(l->a, "%d", v);
		add_text(s, k, in, sense, t, strlen(t));
	} else if (in->text != NULL)
		add_text(s, k, in, sense, in->text, in->len);
}

static void
add_inline(struct setter *s, const struct flow_inline *in, const struct sense *sense)
{
	const struct look *k = lay_look(s->l, in->font != NULL ? in->font : s->p->fp->font);

	if (k->ff->hidden)
		return;
	switch (in->kind) {
	case FLOW_TEXT:
	case FLOW_NOTE_REF:
		if (in->text != NULL)
			add_text(s, k, in, sense, in->text, in->len);
		break;
	case FLOW_NOTE_NUMBER:
		if (in->text != NULL)
			add_text(s, k, in, sense, in->text, in->len);
		else if (s->p->note != NULL && s->p->note->label != NULL)
			add_text(s, k, in, sense, s->p->note->label, strlen(s->p->note->label));
		break;
	case FLOW_PAGE:
	case FLOW_NUMPAGES:
	case FLOW_PAGEREF:
		add_field(s, k, in, sense);
		break;
	case FLOW_TAB:
		add_thing(s, ITEM_TAB, k, in, sense, '\t');
		break;
	case FLOW_BREAK:
		add_thing(s, ITEM_BREAK, k, in, sense, CH_BREAK);
		break;
	case FLOW_PAGE_BREAK:
		if (!s->p->in_cell)
			add_thing(s, ITEM_PAGE_BREAK, k, in, sense, CH_PAGE);
		break;
	case FLOW_PICTURE:
		if (in->picture != NULL)
			add_thing(s, ITEM_PICTURE, k, in, sense, CH_PICTURE);
		break;
	case FLOW_BOOKMARK:
		break;
	}
}

/* Note references act like letters, whatever sign stands for them. */
static enum break_class
class_at(const struct setter *s, size_t i)
{
	const struct item *it = &s->it[s->ch[i].item];

	if (it->in != NULL && it->in->kind == FLOW_NOTE_REF)
		return BRK_AL;
	return break_class(s->ch[i].c);
}

static void
mark_breaks(struct setter *s)
{
	struct break_state st = { 0 };
	enum break_class next = s->nch > 0 ? class_at(s, 0) : BRK_SP;

	for (size_t i = 0; i < s->nch; i++) {
		enum break_class b = next;
		next = i + 1 < s->nch ? class_at(s, i + 1) : BRK_SP;
		s->ch[i].brk = break_before(&st, b, next);
		/* A tab opens the line that it would not fit into: lines part before it. */
		if (s->ch[i].c == '\t')
			s->ch[i].brk = true;
		else if (i > 0 && s->ch[i - 1].c == '\t')
			s->ch[i].brk = false;
	}
}

void
setter_take(struct setter *s, struct lay *l, struct lpara *p)
{
	size_t n = 0;

	s->l = l;
	s->p = p;
	s->nch = s->nit = s->ng = 0;
	s->told = 0;
	s->text.len = 0;
	for (const struct flow_inline *in = p->fp->inlines; in != NULL; in = in->next, n++) {
		const struct sense *sense = p->senses != NULL ? p->senses[n] : p->sense;
		add_inline(s, in, sense);
	}
	mark_breaks(s);
	s->kept = arena_strndup(l->a, s->text.s == NULL ? "" : s->text.s, s->text.len);
	s->glyphs = arena_array(l->a, s->ng + 1, sizeof *s->glyphs);
	if (s->ng > 0)
		memcpy(s->glyphs, s->g, s->ng * sizeof *s->glyphs);
}
