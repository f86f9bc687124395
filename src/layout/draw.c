/*
 * draw - lines and their ornaments become boxes on a page.
 *
 * Three layers: fills, rules, and what is read; canvas_finish() chains them, so that
 * text is never under a shade whatever was placed first.
 */
#include <string.h>

#include "layout/lay.h"

enum { LAYER_FILL, LAYER_RULE, LAYER_TEXT };

static struct box *
box_new(struct canvas *c, int layer, enum box_kind kind)
{
	struct box *b = arena_alloc(c->l->a, sizeof *b);

	b->kind = kind;
	if (c->last[layer] != NULL)
		c->last[layer]->next = b;
	else
		c->first[layer] = b;
	c->last[layer] = b;
	return b;
}

static uint32_t
colour_of(uint32_t colour)
{
	return colour == FLOW_AUTO_COLOUR ? 0 : colour & 0xFFFFFF;
}

struct box *
draw_rule(struct canvas *c, int x, int y, int w, int h, uint32_t colour)
{
	struct box *b;

	if (c->dry || w <= 0 || h <= 0)
		return NULL;
	b = box_new(c, LAYER_RULE, BOX_RULE);
	b->artifact = c->artifact != 0 ? c->artifact : 2;
	b->x = x;
	b->y = y;
	b->width = w;
	b->height = h;
	b->colour = colour_of(colour);
	return b;
}

void
draw_fill(struct canvas *c, int x, int y, int w, int h, uint32_t colour)
{
	struct box *b;

	if (c->dry || w <= 0 || h <= 0 || colour == FLOW_AUTO_COLOUR)
		return;
	b = box_new(c, LAYER_FILL, BOX_FILL);
	b->artifact = c->artifact != 0 ? c->artifact : 2;
	b->x = x;
	b->y = y;
	b->width = w;
	b->height = h;
	b->colour = colour_of(colour);
}

void
canvas_finish(struct canvas *c)
{
	struct page *p = c->page;

	p->first = p->last = NULL;
	for (int i = 0; i < 3; i++) {
		if (c->first[i] == NULL)
			continue;
		if (p->last != NULL)
			p->last->next = c->first[i];
		else
			p->first = c->first[i];
		p->last = c->last[i];
	}
}

/* -- runs -- */

static int
scaled(int v, int size_u, int upem)
{
	return (int)((int64_t)v * size_u / upem / LAY_TWIPS);
}

/* Underline and strike; "x" and the baseline in twips. */
static void
draw_strokes(struct canvas *c, const struct run *r, int x, int base)
{
	const struct flow_font *ff = r->look->ff;
	const struct face_info *in = face_info(r->font.face);
	int w = r->width_u / LAY_TWIPS, size = r->font.size_u;
	int thick = scaled(in->underline_thick, size, in->upem);

	if (thick < 5)
		thick = 5;
	if (ff->underline)
		draw_rule(c, x, base + scaled(-in->underline_pos, size, in->upem) - thick / 2, w,
		    thick, ff->colour);
	if (ff->strike)
		draw_rule(c, x, base - scaled(in->x_height, size, in->upem) / 2, w, thick,
		    ff->colour);
}

static void
set_sense(struct canvas *c, struct box *b, const struct run *r)
{
	b->sense = c->artifact != 0 || r->kind == RUN_LEADER ? NULL : r->sense;
	if (b->sense == NULL)
		b->artifact = c->artifact != 0 ? c->artifact : 2;
}

static void
draw_text(struct canvas *c, const struct run *r, int x_u, int base, int height)
{
	const struct flow_font *ff = r->look->ff;
	struct box *b = box_new(c, LAYER_TEXT, BOX_TEXT);

	set_sense(c, b, r);
	b->x_u = x_u;
	b->x = x_u / LAY_TWIPS;
	b->y = base - r->rise;
	b->width = (r->width_u + LAY_TWIPS / 2) / LAY_TWIPS;
	b->height = height;
	b->font = r->font;
	b->colour = colour_of(ff->colour);
	b->glyphs = r->glyphs;
	b->nglyphs = r->nglyphs;
	b->text = r->text;
	b->len = r->len;
	b->word_extra = r->extra;
	b->rise = r->rise;
	b->scale = ff->scale > 0 ? ff->scale : 100;
	b->soft_hyphen = r->soft_hyphen;
	b->link = r->in != NULL && c->artifact == 0 ? r->in->link : NULL;
	b->lang = ff->lang;
	if (r->in != NULL)
		b->at = r->in->at;
	b->line = c->line;
}

static void
draw_picture(struct canvas *c, const struct run *r, int x_u, int base)
{
	const struct flow_picture *pic = r->in->picture;
	struct box *b = box_new(c, LAYER_TEXT, BOX_PICTURE);

	set_sense(c, b, r);
	b->x_u = x_u;
	b->x = x_u / LAY_TWIPS;
	b->y = base - pic->height;
	b->width = pic->width;
	b->height = pic->height;
	b->picture = pic;
	b->link = c->artifact == 0 ? r->in->link : NULL;
	b->at = r->in->at;
	b->line = c->line;
}

static void
draw_run(struct canvas *c, const struct run *r, int x_u, int top, int base, int height)
{
	if (r->kind == RUN_PICTURE) {
		draw_picture(c, r, x_u, base);
		return;
	}
	if (r->nglyphs == 0)
		return;
	draw_fill(c, x_u / LAY_TWIPS, top, r->width_u / LAY_TWIPS, height, r->look->ff->shade);
	draw_text(c, r, x_u, base, height);
	draw_strokes(c, r, x_u / LAY_TWIPS, base - r->rise);
}

static void
add_mark(struct canvas *c, const char *name, int x, int y)
{
	struct lay *l = c->l;
	struct pages *p = l->pages;

	p->marks = arena_grow(l->a, p->marks, p->nmarks, p->nmarks + 1, &l->marks_cap,
	    sizeof *p->marks);
	p->marks[p->nmarks++] = (struct page_mark){ name, c->index, x, y };
}

void
draw_lines(struct canvas *c, const struct lblock *b, size_t i, size_t n, int x, int y)
{
	struct lpara *p = b->para;

	if (i == 0 && c->artifact == 0)
		p->page_no = c->number;
	for (size_t k = i; k < n; k++) {
		const struct line *ln = &p->lines[k];
		int base, h = line_height(c->l, p, k, k == i, &base);
		for (size_t m = 0; m < ln->nmarks && c->artifact == 0; m++)
			add_mark(c, ln->marks[m], x + ln->x, y);
		c->line++;
		for (size_t m = 0; m < ln->nruns && !c->dry; m++)
			draw_run(c, &ln->runs[m], (x + ln->x) * LAY_TWIPS + ln->runs[m].x_u, y,
			    y + base, h);
		y += h;
	}
}

/* -- turned text -- */

void
turn_begin(struct canvas *c, struct turning *t)
{
	memcpy(t->last, c->last, sizeof t->last);
	t->nmarks = c->l->pages->nmarks;
	c->turning = true;
}

/* The rectangle at *x, *y, w along the lines and h across them. */
static void
turn_place(enum flow_turn way, int deep, int len, int *x, int *y, int w, int h)
{
	int along = *x, across = *y;

	*x = way == FLOW_UPWARDS ? across : deep - across - h;
	*y = way == FLOW_UPWARDS ? len - along - w : along;
}

static void
turn_box(struct box *b, enum flow_turn way, int x, int y, int deep, int len)
{
	bool text = b->kind == BOX_TEXT;
	int w = b->width;

	turn_place(way, deep, len, &b->x, &b->y, text ? 0 : w, text ? 0 : b->height);
	b->x += x;
	b->y += y;
	b->x_u = b->x * LAY_TWIPS;
	b->turn = way;
	if (!text) {
		b->width = b->height;
		b->height = w;
	}
}

void
turn_end(struct canvas *c, const struct turning *t, enum flow_turn way, int x, int y, int deep,
    int len)
{
	struct pages *p = c->l->pages;

	c->turning = false;
	for (int i = 0; i < 3; i++)
		for (struct box *b = t->last[i] != NULL ? t->last[i]->next : c->first[i]; b != NULL;
		    b = b->next)
			turn_box(b, way, x, y, deep, len);
	for (size_t i = t->nmarks; i < p->nmarks; i++) {
		struct page_mark *m = &p->marks[i];
		turn_place(way, deep, len, &m->x, &m->y, 0, 0);
		m->x += x;
		m->y += y;
	}
}

/* -- a paragraph's shade and borders -- */

static void
border_line(struct canvas *c, const struct flow_border *b, int x, int y, int len, bool upright)
{
	int w = b->is_double ? b->width / 3 : b->width;

	if (b->width <= 0)
		return;
	for (int at = 0; at <= b->width - w; at += b->is_double && w > 0 ? b->width - w : b->width)
		if (upright)
			draw_rule(c, x + at, y, w, len, b->colour);
		else
			draw_rule(c, x, y + at, len, w, b->colour);
}

void
draw_para_box(struct canvas *c, const struct lblock *above, const struct lblock *b,
    const struct lblock *below, bool start, bool end, int x, int y, int h)
{
	const struct flow_para *fp = b->para->fp;
	int left = x + fp->left - border_room(&fp->left_b);
	int right = x + b->para->width - fp->right + border_room(&fp->right_b);
	int top = y, bottom = y + h;

	if (c->dry)
		return;
	if (fp->first < 0 && fp->left_b.width == 0)
		left += fp->first;
	if (start)
		top -= para_top(above, b);
	if (end)
		bottom += para_bottom(b, below);
	/* Joined boxes have no gap between them. */
	if (start && para_joined(above, b))
		top -= block_gap(c->l, above, b);
	draw_fill(c, left, top, right - left, bottom - top, fp->shade);
	if (start && !para_joined(above, b))
		border_line(c, &fp->top, left, top, right - left, false);
	if (end && !para_joined(b, below))
		border_line(c, &fp->bottom, left, bottom - fp->bottom.width, right - left, false);
	border_line(c, &fp->left_b, left, top, bottom - top, true);
	border_line(c, &fp->right_b, right - fp->right_b.width, top, bottom - top, true);
}
