/*
 * lines - a paragraph becomes lines: layout-text.md 4 to 10.
 *
 * Two passes over each line: fit_line() finds where it ends, place_line() gives every
 * piece its place, since what stands behind a right tab moves when its end is known.
 * A portion is the longest stretch of equal formatting on a line; its u are summed and
 * rounded to twips once, as LibreOffice does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "layout/hyphen.h"
#include "layout/setter.h"

enum { URL_LOOK_BACK = 66, TABS_MOST = 256 };

struct seg {                 /* a piece of one item on the line */
	const struct item *it;   /* NULL: the list label or a hyphen */
	uint32_t a, b;
	int x_u, sum_u;
	bool hang;
	int tab_w;           /* TAB: its width, twips */
	uint32_t leader;
	int spaces;          /* U+0020 that stretch */
};

struct stop {
	int pos;             /* from the line's left edge */
	enum flow_tab_kind kind;
	uint32_t leader, decimal;
};

struct fit {
	uint32_t ink, next;  /* end of what is drawn; start of the next line */
	enum line_end end;
	bool hyphen, cut;
};

struct frame {               /* the line's room */
	int left;            /* of the line, from the area's left */
	int width;           /* W */
	int start;           /* x of the first character: behind the label */
};

static int
twips(int u)
{
	int n = u + LAY_TWIPS / 2;

	return n >= 0 ? n / LAY_TWIPS : -((-n + LAY_TWIPS - 1) / LAY_TWIPS);
}

/* A portion's width: n characters of sum u, "more" text behind it on the line. */
static int
portion_width(int sum_u, int n, int spacing, bool more)
{
	if (n == 0)
		return 0;
	return twips(sum_u) + spacing * (n - 1) + (spacing > 0 && more ? spacing : 0);
}

/* -- tabs (section 7) -- */

static int
floor_div(int a, int b)
{
	return a >= 0 ? a / b : -((-a + b - 1) / b);
}

static void
default_stop(const struct setter *s, int from, int base, struct stop *t)
{
	int step = s->l->doc->default_tab > 0 ? s->l->doc->default_tab : 720;

	memset(t, 0, sizeof *t);
	t->kind = FLOW_TAB_LEFT;
	t->pos = base + (floor_div(from - base, step) + 1) * step;
}

/* The stop behind x, both from the line's left edge. */
static struct stop
next_stop(const struct setter *s, const struct frame *f, int x)
{
	const struct flow_para *fp = s->p->fp;
	const struct flow_compat *c = s->l->compat;
	int at = f->left + x, base = c->tabs_from_indent ? fp->left : 0;
	struct stop t;
	bool found = false;
	size_t n = fp->ntabs < TABS_MOST ? fp->ntabs : TABS_MOST;

	for (size_t i = 0; i < n; i++) {
		int pos = base + fp->tabs[i].pos;
		if (pos <= at || (found && pos >= t.pos))
			continue;
		found = true;
		t = (struct stop){ pos, fp->tabs[i].kind, fp->tabs[i].leader,
			fp->tabs[i].decimal };
	}
	if (!found)
		default_stop(s, at, base, &t);
	/* A hanging paragraph's own indent is a stop for what hangs; no default stop before it. */
	if (fp->first < 0 && at < fp->left && (!found || fp->left < t.pos))
		t = (struct stop){ fp->left, FLOW_TAB_LEFT, 0, 0 };
	t.pos -= f->left;
	if (t.kind != FLOW_TAB_LEFT && t.pos > f->width && !c->tab_beyond_indent)
		t.pos = f->width;
	return t;
}

/* -- where a line ends (section 5) -- */

/* How much less an italic portion may take (compatibilityMode 15 and ODT). */
static int
italic_room(const struct setter *s, const struct item *it)
{
	if (!s->l->compat->italic_correction || !it->look->ff->italic || it->kind != ITEM_TEXT)
		return 0;
	if (it->c1 - it->c0 == 1 && s->ch[it->c0].c == ' ')
		return 0;
	return it->look->full.height / 12;
}

static int
hyphen_width(const struct setter *s, uint32_t i)
{
	const struct font *f = &s->it[s->ch[i].item].font;
	int64_t n = (int64_t)face_advance(f->face, face_glyph(f->face, '-')) * f->size_u;
	int upem = face_info(f->face)->upem;

	return (int)((2 * n + upem) / (2 * upem));
}

static bool
break_at(const struct setter *s, const struct frame *f, uint32_t k)
{
	if (!s->ch[k].brk)
		return false;
	if (s->ch[k - 1].c != CH_SHY)
		return true;
	return s->ch[k - 1].end_u + hyphen_width(s, k - 1) <= f->width * LAY_TWIPS;
}

/* White space before the "/" in front of k, or k where there is none near. */
static uint32_t
before_slash(const struct setter *s, uint32_t k)
{
	for (uint32_t d = 1; d <= URL_LOOK_BACK && d + 1 <= k; d++)
		if (s->ch[k - 1 - d].c == ' ' || s->ch[k - 1 - d].c == '\t')
			return k - d;
	return k;
}

/* The last allowed break up to c, or pos when there is none. */
static uint32_t
last_break(const struct setter *s, const struct frame *f, uint32_t pos, uint32_t c)
{
	uint32_t k = c;

	while (k > pos && !break_at(s, f, k))
		k--;
	if (k > pos && s->ch[k - 1].c == '/')
		k = before_slash(s, k);
	if (k > pos)
		return k;
	/* A tab that opens the line may stay alone on it. */
	for (k = pos; k < c && s->ch[k].c == '\t';)
		k++;
	if (k > pos)
		return k;
	if (c > pos && s->it[s->ch[c].item].kind == ITEM_PICTURE)
		return c;
	return pos;
}

/* Where to cut a word that is wider than the line. */
static uint32_t
forced_cut(const struct setter *s, uint32_t pos, uint32_t c)
{
	uint32_t end = pos;

	if (c <= pos)
		c = pos + 1;
	if (s->l->compat->docx) {
		/* DOCX only: formatting that changes inside the word. */
		size_t i = s->ch[pos].item;
		end = s->it[i].c1;
		while (end <= c && i + 1 < s->nit && s->it[i + 1].joins)
			end = s->it[++i].c1;
		if (c >= end) {
			uint32_t k = pos;
			while (k < c && s->ch[k].c != CH_NBSP)
				k++;
			if (k == c)
				c = end - 1 > pos ? end - 1 : pos + 1;
		}
	}
	/* Marks stay with their letter. */
	while (c < s->nch && s->ch[c].adv == 0 && s->it[s->ch[c].item].kind == ITEM_TEXT &&
	    s->ch[c].c >= 0x300 && s->ch[c].c <= 0x36F)
		c++;
	return c;
}

/* Once a word, however many lines it fills. */
static void
report_cut(struct setter *s, uint32_t pos, uint32_t c)
{
	uint32_t a = c, b = c;
	const struct item *it = &s->it[s->ch[pos].item];

	if (c < s->told)
		return;
	while (a > pos && s->ch[a - 1].c > ' ')
		a--;
	while (b < s->nch && s->ch[b].c > ' ')
		b++;
	s->told = b;
	diag(s->l->d, DIAG_WORD_CUT, it->in != NULL ? &it->in->at : &s->p->at,
	    arena_strndup(s->l->a, s->text.s + s->ch[a].off,
	    (b < s->nch ? s->ch[b].off : s->text.len) - s->ch[a].off), NULL);
}

/* A place inside the word at c where a hyphen fits, beyond k; or 0. */
static uint32_t
hyphen_place(struct setter *s, const struct frame *f, uint32_t k, uint32_t c)
{
	const struct flow_para *fp = s->p->fp;
	uint32_t a = c, b = c, word[HYPHEN_WORD_MAX];
	char marks[HYPHEN_WORD_MAX];
	uint32_t least = fp->hyph_remain > 0 ? (uint32_t)fp->hyph_remain : 2;
	uint32_t push = fp->hyph_push > 0 ? (uint32_t)fp->hyph_push : 2;

	if (!fp->hyphenate || fp->suppress_hyphens)
		return 0;
	while (a > k && utf8_is_letter(s->ch[a - 1].c))
		a--;
	while (b < s->nch && b - a <= HYPHEN_WORD_MAX && utf8_is_letter(s->ch[b].c))
		b++;
	/* DOCX: Writer divides no word under five letters ("gada"), in ODT it does. */
	if (b - a < least + push || b - a > HYPHEN_WORD_MAX ||
	    (s->l->compat->docx && b - a < HYPHEN_DOCX_LEAST))
		return 0;
	for (uint32_t i = a; i < b; i++)
		word[i - a] = s->ch[i].c;
	if (s->l->hyph == NULL)
		s->l->hyph = hyphenator_new(s->l->d);
	hyphenate(s->l->hyph, word, b - a, marks, NULL);
	for (uint32_t i = c < b - push ? c : b - push; i >= a + least; i--)
		if (marks[i - 1 - a] != 0 &&
		    s->ch[i - 1].end_u + hyphen_width(s, i - 1) <= f->width * LAY_TWIPS)
			return i;
	return 0;
}

static void
end_at(struct setter *s, struct fit *t, uint32_t pos, uint32_t b)
{
	t->next = t->ink = b;
	while (t->ink > pos && s->ch[t->ink - 1].c == ' ')
		t->ink--;
	t->end = b == s->nch ? END_PARA : END_WRAP;
}

/*
 * Blanks from c on hang; a no-break space behind them goes with them, a line break does
 * not: it makes a line of its own.
 */
static void
hang_blanks(struct setter *s, struct fit *t, uint32_t pos, uint32_t c)
{
	uint32_t j = c;

	while (j < s->nch && s->ch[j].c == ' ')
		j++;
	while (j < s->nch && s->ch[j].c == CH_NBSP)
		j++;
	end_at(s, t, pos, c);
	t->next = j;
	t->end = j == s->nch ? END_PARA : END_WRAP;
}

/* Character c is the first that does not fit. */
static void
overflow(struct setter *s, const struct frame *f, struct fit *t, uint32_t pos, uint32_t c)
{
	uint32_t b, h;

	if (s->ch[c].c == ' ') {
		hang_blanks(s, t, pos, c);
		return;
	}
	b = last_break(s, f, pos, c);
	h = b == c ? 0 : hyphen_place(s, f, b, c);
	if (h > pos) {
		end_at(s, t, pos, h);
		t->hyphen = true;
		return;
	}
	if (b == pos) {
		b = forced_cut(s, pos, c);
		t->cut = true;
		report_cut(s, pos, c);
	}
	end_at(s, t, pos, b);
	if (s->ch[b - 1].c == CH_SHY)
		t->hyphen = true;
}

struct walk {                /* along a line, while it is filled */
	int x;               /* of the portion, twips */
	int sum_u, n, spacing;
	int limit;           /* for sum_u */
	int right;           /* where the line ends */
};

static void
walk_portion(struct setter *s, struct walk *w, const struct item *it)
{
	w->x += portion_width(w->sum_u, w->n, w->spacing, true);
	w->sum_u = w->n = 0;
	w->spacing = it->look->ff->spacing;
	w->limit = (w->right - w->x - italic_room(s, it)) * LAY_TWIPS;
}

/* A tab: where it leads.  False when it must open a new line. */
static bool
walk_tab(struct setter *s, const struct frame *f, struct walk *w, int *pending, bool first)
{
	struct stop t;

	if (*pending > w->x)
		w->x = *pending; /* a right tab before it has moved its text there */
	*pending = 0;
	t = next_stop(s, f, w->x);
	if (t.kind == FLOW_TAB_LEFT) {
		if (t.pos > f->width) {
			if (!first)
				return false;
			t.pos = f->width > w->x ? f->width : w->x;
		}
		w->x = t.pos;
		return true;
	}
	if (t.pos > w->right)
		w->right = t.pos;
	if (t.kind != FLOW_TAB_CENTER)
		*pending = t.pos;
	w->x += 1;
	return true;
}

static void
fit_line(struct setter *s, const struct frame *f, uint32_t pos, struct fit *t)
{
	struct walk w = { .x = f->start, .right = f->width };
	int pending = 0;

	memset(t, 0, sizeof *t);
	for (uint32_t i = pos; i < s->nch; i++) {
		const struct item *it = &s->it[s->ch[i].item];
		int need;
		if (i == pos || (i == it->c0 && !it->joins))
			walk_portion(s, &w, it);
		switch (it->kind) {
		case ITEM_TEXT:
			need = w.sum_u + s->ch[i].adv;
			if (need + LAY_TWIPS * w.spacing * w.n > w.limit) {
				overflow(s, f, t, pos, i);
				return;
			}
			w.sum_u = need;
			w.n++;
			s->ch[i].end_u = w.x * LAY_TWIPS + need;
			break;
		case ITEM_TAB:
			if (!walk_tab(s, f, &w, &pending, i == pos)) {
				end_at(s, t, pos, i);
				return;
			}
			s->ch[i].end_u = w.x * LAY_TWIPS;
			break;
		case ITEM_PICTURE:
			if (s->ch[i].adv > w.limit && i > pos) {
				overflow(s, f, t, pos, i);
				return;
			}
			w.x += s->ch[i].adv / LAY_TWIPS;
			break;
		case ITEM_BREAK:
		case ITEM_PAGE_BREAK:
			end_at(s, t, pos, i);
			t->next = i + 1;
			t->end = it->kind == ITEM_BREAK ? END_BREAK : END_PAGE;
			return;
		}
	}
	end_at(s, t, pos, (uint32_t)s->nch);
	/* Blanks at the very end: they count in ODT, they hang in DOCX. */
	if (!s->l->compat->ms_trailing_blanks)
		t->ink = t->next;
}

/* -- placing -- */

static struct seg *
add_seg(struct setter *s)
{
	if (s->nseg == s->seg_cap) {
		s->seg_cap = s->seg_cap == 0 ? 64 : s->seg_cap * 2;
		s->seg = xrealloc(s->seg, s->seg_cap * sizeof *s->seg);
	}
	memset(&s->seg[s->nseg], 0, sizeof *s->seg);
	return &s->seg[s->nseg++];
}

struct placing {
	struct walk w;
	size_t tab;          /* index of a tab whose width is not known yet, + 1 */
	struct stop stop;
	int tab_x;
	size_t last_tab;     /* segments from here on stretch */
	int natural;         /* twips, without what hangs */
};

/* Width of what stands before the decimal sign, for a decimal tab. */
static int
before_decimal(const struct setter *s, size_t from, uint32_t sign)
{
	int sum = 0;

	if (sign == 0)
		sign = '.';
	for (size_t i = from; i < s->nseg; i++)
		for (uint32_t k = s->seg[i].a; k < s->seg[i].b; k++) {
			if (s->ch[k].c == sign || s->ch[k].c == ' ')
				return twips(sum);
			sum += s->ch[k].adv;
		}
	return twips(sum);
}

/* The text behind a right, centre or decimal tab is known: give the tab its width. */
static void
resolve_tab(struct setter *s, const struct frame *f, struct placing *p)
{
	int text = p->w.x - (p->tab_x + 1), width;

	if (p->tab == 0)
		return;
	if (p->stop.kind == FLOW_TAB_CENTER) {
		width = p->stop.pos - p->tab_x - text / 2;
		if (p->tab_x + width + text > f->width)
			width = f->width - p->tab_x - text;
	} else if (p->stop.kind == FLOW_TAB_DECIMAL)
		width = p->stop.pos - p->tab_x - before_decimal(s, p->tab, p->stop.decimal);
	else
		width = p->stop.pos - p->tab_x - text;
	if (width < 1)
		width = 1;
	s->seg[p->tab - 1].tab_w = width;
	for (size_t i = p->tab; i < s->nseg; i++)
		s->seg[i].x_u += (width - 1) * LAY_TWIPS;
	p->w.x += width - 1;
	p->tab = 0;
}

static void
close_portion(struct placing *p, bool more)
{
	p->w.x += portion_width(p->w.sum_u, p->w.n, p->w.spacing, more);
	p->w.sum_u = p->w.n = 0;
}

static void
place_tab(struct setter *s, const struct frame *f, struct placing *p, const struct item *it,
    uint32_t i)
{
	struct seg *g;
	struct stop t;

	resolve_tab(s, f, p);
	t = next_stop(s, f, p->w.x);
	g = add_seg(s);
	g->it = it;
	g->a = i;
	g->b = i + 1;
	g->x_u = p->w.x * LAY_TWIPS;
	g->leader = t.leader;
	p->last_tab = s->nseg;
	if (t.kind == FLOW_TAB_LEFT) {
		if (t.pos > f->width)
			t.pos = f->width > p->w.x ? f->width : p->w.x;
		g->tab_w = t.pos - p->w.x;
		p->w.x = t.pos;
		return;
	}
	p->tab = s->nseg;
	p->tab_x = p->w.x;
	p->stop = t;
	p->w.x += 1;
}

static void
place_text(struct setter *s, struct placing *p, const struct item *it, uint32_t a, uint32_t b,
    bool hang)
{
	struct seg *g = add_seg(s);

	g->it = it;
	g->a = a;
	g->b = b;
	g->hang = hang;
	g->x_u = p->w.x * LAY_TWIPS + p->w.sum_u + LAY_TWIPS * p->w.spacing * p->w.n;
	for (uint32_t i = a; i < b; i++) {
		g->sum_u += s->ch[i].adv;
		if (s->ch[i].c == ' ' && !hang)
			g->spaces++;
	}
	p->w.sum_u += g->sum_u;
	p->w.n += (int)(b - a);
}

/* Cut the line's characters into segments with their natural places. */
static void
place_pieces(struct setter *s, const struct frame *f, const struct fit *t, uint32_t pos,
    struct placing *p)
{
	uint32_t i = pos, e;
	bool hung = false;

	for (; i < t->next; i = e) {
		const struct item *it = &s->it[s->ch[i].item];
		e = it->c1 < t->next ? it->c1 : t->next;
		if (i < t->ink && e > t->ink)
			e = t->ink;
		if (!hung && i >= t->ink) {
			close_portion(p, false);
			resolve_tab(s, f, p);
			p->natural = p->w.x;
			hung = true;
		} else if (i == pos || (i == it->c0 && !it->joins))
			close_portion(p, true);
		p->w.spacing = it->look->ff->spacing;
		if (it->kind == ITEM_TEXT)
			place_text(s, p, it, i, e, hung);
		else if (it->kind == ITEM_TAB)
			place_tab(s, f, p, it, i);
		else if (it->kind == ITEM_PICTURE) {
			struct seg *g = add_seg(s);
			g->it = it;
			g->a = i;
			g->b = e;
			g->x_u = p->w.x * LAY_TWIPS;
			p->w.x += s->ch[i].adv / LAY_TWIPS;
		}
	}
	if (!hung) {
		close_portion(p, false);
		resolve_tab(s, f, p);
		p->natural = p->w.x;
	}
}

/* -- alignment (section 6) -- */

static void
justify(struct setter *s, const struct frame *f, const struct placing *p, int *extra)
{
	int spaces = 0, before = 0;

	for (size_t i = p->last_tab; i < s->nseg; i++)
		spaces += s->seg[i].spaces;
	if (spaces == 0 || f->width <= p->natural)
		return;
	*extra = (int)((int64_t)(f->width - p->natural) * 100 / spaces);
	for (size_t i = p->last_tab; i < s->nseg; i++) {
		s->seg[i].x_u += (int)((int64_t)before * *extra * LAY_TWIPS / 100);
		before += s->seg[i].spaces;
	}
}

static bool
stretches(const struct setter *s, const struct fit *t)
{
	if (s->p->fp->align != FLOW_JUSTIFY)
		return false;
	if (t->end == END_BREAK)
		return !s->l->compat->no_expand_shift_return;
	return t->end == END_WRAP;
}

static int
align_shift(const struct setter *s, const struct frame *f, int natural)
{
	int left = f->width + 1 - natural;

	if (s->p->fp->align == FLOW_RIGHT)
		return left;
	if (s->p->fp->align == FLOW_CENTER)
		return left / 2;
	return 0;
}

/* -- runs -- */

static bool
drawn_alike(const struct setter *s, const struct seg *a, const struct seg *b)
{
	const struct item *x = a->it, *y = b->it;

	if (x == NULL || y == NULL || x->kind != ITEM_TEXT || y->kind != ITEM_TEXT ||
	    a->b != b->a || x->look != y->look || x->sense != y->sense)
		return false;
	if (x->font.face != y->font.face || x->font.size_u != y->font.size_u)
		return false;
	if (x->in != y->in && (x->in->link != y->in->link || x->in->kind == FLOW_NOTE_REF ||
	    y->in->kind == FLOW_NOTE_REF))
		return false;
	return s->ch[b->a].c != CH_SHY && s->ch[a->b - 1].c != CH_SHY;
}

static uint32_t
glyph_end(const struct setter *s, uint32_t b)
{
	return b < s->nch ? s->ch[b].g : (uint32_t)s->ng;
}

static uint32_t
text_end(const struct setter *s, uint32_t b)
{
	return b < s->nch ? s->ch[b].off : (uint32_t)s->text.len;
}

/* Letter spacing goes into the advances: the writer need not know of it. */
static void
space_glyphs(struct setter *s, const struct seg *g)
{
	int spacing = g->it->look->ff->spacing;

	if (spacing == 0)
		return;
	for (uint32_t i = g->a; i < g->b; i++) {
		uint32_t e = glyph_end(s, i + 1);
		if (e > s->ch[i].g)
			s->glyphs[e - 1].adv += spacing * LAY_TWIPS;
	}
}

static void
text_run(struct setter *s, struct run *r, const struct seg *g, int extra)
{
	const struct item *it = g->it;

	r->kind = RUN_TEXT;
	r->x_u = g->x_u;
	r->look = it->look;
	r->font = it->font;
	r->rise = it->look->rise;
	r->in = it->in;
	r->sense = it->sense;
	r->extra = extra;
	r->glyphs = s->glyphs + s->ch[g->a].g;
	r->text = s->kept + s->ch[g->a].off;
}

/* Add a segment to the run: glyphs, text, width; clusters count from the run's text. */
static void
extend_run(struct setter *s, struct run *r, const struct seg *g)
{
	struct glyph *first = s->glyphs + s->ch[g->a].g;
	uint32_t base = (uint32_t)(r->text - s->kept);

	/* Rounding between portions goes to the glyph before. */
	if (r->nglyphs > 0 && r->extra == 0) {
		struct glyph *last = s->glyphs + (r->glyphs - s->glyphs) + r->nglyphs - 1;
		int lack = g->x_u - (r->x_u + s->run_u);

		last->adv += lack;
		s->run_u += lack;
	}
	for (struct glyph *k = first; k < s->glyphs + glyph_end(s, g->b); k++)
		k->cluster -= base;
	space_glyphs(s, g);
	if (r->nglyphs == 0)
		s->run_u = 0;
	for (; r->glyphs + r->nglyphs < s->glyphs + glyph_end(s, g->b); r->nglyphs++)
		s->run_u += r->glyphs[r->nglyphs].adv;
	r->len = text_end(s, g->b) - base;
	if (!g->hang)
		r->width_u = g->x_u + g->sum_u - r->x_u +
		    (int)((int64_t)g->spaces * r->extra * LAY_TWIPS / 100) +
		    LAY_TWIPS * g->it->look->ff->spacing * (int)(g->b - g->a - 1);
}

static void
leader_run(struct setter *s, struct run *r, const struct seg *g)
{
	char sign[4];
	int n = utf8_encode(g->leader, sign), adv = 0;
	size_t one = 0, count;
	struct glyph *dot = setter_shape(s, &g->it->font, false, sign, (size_t)n, &one, &adv);
	struct glyph *all;
	char *text;

	r->kind = RUN_LEADER;
	r->x_u = g->x_u;
	r->look = g->it->look;
	r->font = g->it->font;
	r->in = g->it->in;
	if (one != 1 || adv <= 0)
		return;
	count = (size_t)(g->tab_w * LAY_TWIPS / adv);
	all = arena_array(s->l->a, count + 1, sizeof *all);
	text = arena_alloc(s->l->a, count * (size_t)n + 1);
	for (size_t i = 0; i < count; i++) {
		all[i] = *dot;
		all[i].cluster = (uint32_t)(i * (size_t)n);
		memcpy(text + i * (size_t)n, sign, (size_t)n);
	}
	r->glyphs = all;
	r->nglyphs = count;
	r->text = text;
	r->len = count * (size_t)n;
	r->width_u = (int)count * adv;
}

static void
hyphen_run(struct setter *s, struct run *r, const struct run *after)
{
	int adv;
	size_t n;

	*r = *after;
	r->x_u = after->x_u + after->width_u;
	r->glyphs = setter_shape(s, &after->font, false, "-", 1, &n, &adv);
	r->nglyphs = n;
	r->text = "\xC2\xAD";
	r->len = 2;
	r->width_u = adv;
	r->extra = 0;
	r->soft_hyphen = true;
}

static void
picture_run(struct run *r, const struct setter *s, const struct seg *g)
{
	r->kind = RUN_PICTURE;
	r->x_u = g->x_u;
	r->width_u = s->ch[g->a].adv;
	r->look = g->it->look;
	r->font = g->it->font;
	r->in = g->it->in;
	r->sense = g->it->sense;
}

/* The stretch between two runs of one kind is the same in each, so they can be one. */
static void
make_runs(struct setter *s, struct line *ln, const struct run *label, const struct fit *t,
    const struct placing *p, int extra)
{
	struct run *r = arena_array(s->l->a, s->nseg + 2, sizeof *r);
	const struct seg *before = NULL;
	size_t n = 0;

	if (label != NULL)
		r[n++] = *label;
	for (size_t i = 0; i < s->nseg; i++) {
		const struct seg *g = &s->seg[i];
		if (g->it->kind == ITEM_TAB) {
			if (g->leader != 0)
				leader_run(s, &r[n++], g);
		} else if (g->it->kind == ITEM_PICTURE) {
			picture_run(&r[n++], s, g);
		} else if (before != NULL && drawn_alike(s, before, g)) {
			extend_run(s, &r[n - 1], g);
		} else if (s->ch[g->a].c != CH_SHY) {
			text_run(s, &r[n], g, i >= p->last_tab ? extra : 0);
			extend_run(s, &r[n++], g);
		}
		before = g;
	}
	if (t->hyphen && n > 0 && r[n - 1].kind == RUN_TEXT) {
		hyphen_run(s, &r[n], &r[n - 1]);
		n++;
		ln->hyphen = true;
	}
	ln->runs = r;
	ln->nruns = n;
}

/* -- heights (sections 1, 10) -- */

static bool
only_blanks(const struct setter *s, const struct seg *g)
{
	for (uint32_t i = g->a; i < g->b; i++)
		if (s->ch[i].c != ' ')
			return false;
	return true;
}

static void
raise_line(int *asc, int *desc, const struct look *k)
{
	if (k->asc > *asc)
		*asc = k->asc;
	if (k->desc > *desc)
		*desc = k->desc;
}

/* The look that decides an empty line's height. */
static const struct look *
empty_look(const struct setter *s, uint32_t pos)
{
	if (pos < s->nch)
		return s->it[s->ch[pos].item].look;
	/* Behind a line break at the end stands the break's own font. */
	if (s->nch > 0)
		return s->it[s->nit - 1].look;
	return lay_look(s->l, s->p->fp->font);
}

static void
measure_line(struct setter *s, struct line *ln, const struct run *label, uint32_t pos)
{
	bool loose = s->l->compat->ignore_blank_height;
	int asc = 0, desc = 0, picture = 0;

	if (label != NULL && strcmp(face_info(label->look->full.face)->family, "OpenSymbol") != 0)
		raise_line(&asc, &desc, label->look);
	for (size_t i = 0; i < s->nseg; i++) {
		const struct seg *g = &s->seg[i];
		if (g->it->kind == ITEM_PICTURE) {
			if (g->it->in->picture->height > picture)
				picture = g->it->in->picture->height;
		} else if (g->it->kind == ITEM_TAB) {
			if (!loose)
				raise_line(&asc, &desc, g->it->look);
		} else if (!g->hang && (!loose || !only_blanks(s, g)))
			raise_line(&asc, &desc, g->it->look);
	}
	ln->text_h = asc + desc;
	if (asc + desc == 0) {
		const struct look *k = empty_look(s, pos);
		ln->text_h = k->full.height;
		if (picture == 0) {
			asc = k->full.ascent;
			desc = k->full.height - asc;
		} else
			ln->picture_only = true;
	}
	ln->asc = asc > picture ? asc : picture;
	ln->height = ln->asc + desc;
}

/* -- the label (section 8) -- */

static const char *
label_text(struct setter *s, const struct look *k, const struct flow_label *lb)
{
	struct buf b = { 0 };
	size_t len = strlen(lb->text), at = 0;
	const char *out;
	uint32_t c;
	int n;

	while (at < len && (n = utf8_decode(lb->text + at, len - at, &c)) > 0) {
		char e[4];
		at += (size_t)n;
		buf_add(&b, e, (size_t)utf8_encode(symbol_char(k, c), e));
	}
	if (lb->follow == FLOW_FOLLOW_SPACE)
		buf_ch(&b, ' ');
	out = arena_strndup(s->l->a, b.s == NULL ? "" : b.s, b.len);
	buf_free(&b);
	return out;
}

/* A face for the label that has all its signs. */
static void
label_face(struct setter *s, struct run *r)
{
	size_t at = 0;
	uint32_t c;
	int n;

	while (at < r->len && (n = utf8_decode(r->text + at, r->len - at, &c)) > 0) {
		struct face *f;
		at += (size_t)n;
		if (face_glyph(r->font.face, c) != 0)
			continue;
		f = font_fallback(s->l->fonts, r->font.face, c);
		if (f == NULL) {
			char name[16], sign[5] = { 0 };
			snprintf(name, sizeof name, "U+%04X", (unsigned int)c);
			utf8_encode(c, sign);
			diag(s->l->d, DIAG_FONT_GLYPH, &s->p->at, sign, name, NULL);
			return;
		}
		r->font.face = f;
	}
}

static int
behind_label(const struct setter *s, const struct frame *f, int x)
{
	const struct flow_para *fp = s->p->fp;
	const struct flow_label *lb = &fp->label;
	int at = f->left + x;

	if (lb->follow != FLOW_FOLLOW_TAB)
		return x;
	if (!s->l->compat->docx && lb->tab >= 0 && lb->tab > at)
		return lb->tab - f->left;
	if (!s->l->compat->docx && lb->tab < 0 && fp->left > at)
		return fp->left - f->left;
	return next_stop(s, f, x).pos;
}

/* Shape the label; the frame's start moves behind it. */
static void
set_label(struct setter *s, struct frame *f, struct run *r)
{
	const struct flow_para *fp = s->p->fp;
	const struct flow_label *lb = &fp->label;
	const struct look *k = lay_look(s->l, lb->font != NULL ? lb->font : fp->font);
	int sum, w;

	memset(r, 0, sizeof *r);
	r->kind = RUN_TEXT;
	r->look = k;
	r->font = k->drawn;
	r->rise = k->rise;
	r->sense = s->p->label_sense != NULL ? s->p->label_sense : s->p->sense;
	r->text = label_text(s, k, lb);
	r->len = strlen(r->text);
	label_face(s, r);
	r->glyphs = setter_shape(s, &r->font, k->kern, r->text, r->len, &r->nglyphs, &sum);
	r->width_u = sum;
	/* OpenSymbol's own bullet has no code of its own: say what it is. */
	if (r->len == 3 && (unsigned char)r->text[0] == 0xEE) {
		r->text = "\xE2\x80\xA2";
		r->len = 3;
	}
	w = twips(sum);
	if (lb->old_mode) {
		int room = w + lb->min_distance;
		f->start = room > lb->min_width ? room : lb->min_width;
		return;
	}
	if (lb->align == FLOW_RIGHT)
		r->x_u = -w * LAY_TWIPS;
	else if (lb->align == FLOW_CENTER)
		r->x_u = -(w / 2) * LAY_TWIPS;
	f->start = behind_label(s, f, r->x_u / LAY_TWIPS + w);
}

/* -- lines of a paragraph -- */

static struct line *
new_line(struct setter *s)
{
	if (s->nline == s->line_cap) {
		s->line_cap = s->line_cap == 0 ? 64 : s->line_cap * 2;
		s->line = xrealloc(s->line, s->line_cap * sizeof *s->line);
	}
	memset(&s->line[s->nline], 0, sizeof *s->line);
	return &s->line[s->nline++];
}

/* A last italic portion leans out of the line. */
static int
last_lean(const struct setter *s, const struct fit *t)
{
	for (size_t i = s->nseg; t->end == END_PARA && i > 0; i--)
		if (!s->seg[i - 1].hang)
			return italic_room(s, s->seg[i - 1].it);
	return 0;
}

static void
place_line(struct setter *s, struct frame *f, const struct fit *t, uint32_t pos,
    const struct run *label)
{
	struct line *ln = new_line(s);
	struct placing p = { .w = { .x = f->start } };
	struct run moved;
	int extra = 0;

	s->nseg = 0;
	place_pieces(s, f, t, pos, &p);
	p.natural += last_lean(s, t);
	if (stretches(s, t))
		justify(s, f, &p, &extra);
	ln->x = f->left + align_shift(s, f, p.natural);
	ln->end = t->end;
	if (label != NULL)
		moved = *label;
	measure_line(s, ln, label, pos);
	make_runs(s, ln, label != NULL ? &moved : NULL, t, &p, extra);
}

/* Which notes and bookmarks stand on which line: by the inlines' places. */
static void
note_and_mark(struct setter *s, const uint32_t *ends)
{
	size_t line = 0, item = 0, nnotes = 0, nmarks = 0;
	const struct flow_note **notes;
	const char **marks;

	for (const struct flow_inline *in = s->p->fp->inlines; in != NULL; in = in->next) {
		nnotes += in->kind == FLOW_NOTE_REF && in->note != NULL;
		nmarks += in->kind == FLOW_BOOKMARK && in->target != NULL;
	}
	if (nnotes + nmarks == 0)
		return;
	notes = arena_array(s->l->a, nnotes + 1, sizeof *notes);
	marks = arena_array(s->l->a, nmarks + 1, sizeof *marks);
	for (const struct flow_inline *in = s->p->fp->inlines; in != NULL; in = in->next) {
		struct line *ln;
		uint32_t at;
		while (item < s->nit && s->it[item].in == in)
			item++; /* now behind this inline */
		if (in->kind != FLOW_BOOKMARK && in->kind != FLOW_NOTE_REF)
			continue;
		/* A bookmark stands before the next character, a reference is one. */
		if (in->kind == FLOW_BOOKMARK)
			at = item < s->nit ? s->it[item].c0 : (uint32_t)s->nch;
		else
			at = item > 0 ? s->it[item - 1].c0 : 0;
		while (line + 1 < s->nline && at >= ends[line])
			line++;
		ln = &s->line[line];
		if (in->kind == FLOW_BOOKMARK && in->target != NULL) {
			if (ln->marks == NULL)
				ln->marks = marks;
			*marks++ = in->target;
			ln->nmarks++;
		} else if (in->note != NULL) {
			if (ln->notes == NULL)
				ln->notes = notes;
			*notes++ = in->note;
			ln->nnotes++;
		}
	}
}

static uint32_t *
set_lines(struct setter *s)
{
	const struct flow_para *fp = s->p->fp;
	uint32_t *ends = NULL, pos = 0;
	size_t cap = 0;
	struct fit t;

	s->nline = 0;
	do {
		bool first = s->nline == 0;
		struct frame f = { .left = fp->left + (first ? fp->first : 0) };
		struct run label;
		bool has_label = first && fp->label.text != NULL;
		f.width = s->width - fp->right - f.left;
		if (has_label)
			set_label(s, &f, &label);
		fit_line(s, &f, pos, &t);
		place_line(s, &f, &t, pos, has_label ? &label : NULL);
		pos = t.next;
		ends = arena_grow(s->l->a, ends, s->nline - 1, s->nline, &cap, sizeof *ends);
		ends[s->nline - 1] = pos;
		/* A break at the end makes one more, empty line; a page break does not. */
	} while (pos < s->nch || t.end == END_BREAK);
	return ends;
}

void
lay_para(struct lay *l, struct lpara *p, int width)
{
	struct setter *s = l->setter;
	uint32_t *ends;

	if (p->width == width && p->lines != NULL)
		return;
	setter_take(s, l, p);
	s->width = width;
	ends = set_lines(s);
	note_and_mark(s, ends);
	p->width = width;
	p->nlines = s->nline;
	p->lines = arena_array(l->a, s->nline, sizeof *p->lines);
	memcpy(p->lines, s->line, s->nline * sizeof *p->lines);
}
