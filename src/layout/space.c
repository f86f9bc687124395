/*
 * space - heights of lines and the spaces between blocks: layout-text.md 2 and 3,
 * layout-pages.md 2 and 5.
 */
#include <string.h>

#include "layout/lay.h"

enum { AUTO_SPACE = 280, AUTO_SPACE_SUM = 100, LEAST_PERCENT = 50 };

static int
percent(const struct lpara *p)
{
	int pct = p->fp->line;

	if (p->fp->line_rule != FLOW_LINE_PERCENT || pct <= 0)
		return 100;
	return pct < LEAST_PERCENT ? LEAST_PERCENT : pct;
}

/* What a percentage adds to a line (or takes), cut towards zero. */
static int
stretch(const struct line *ln, int pct)
{
	return (int)((int64_t)ln->text_h * (pct - 100) / 100);
}

static int
percent_height(const struct lay *l, const struct line *ln, int pct, bool first, int *base)
{
	*base = ln->asc;
	if (pct == 100 || ln->picture_only)
		return ln->height;
	if (!first || (pct > 100 && l->compat->former_line_spacing)) {
		*base += stretch(ln, pct);
		return ln->height + stretch(ln, pct);
	}
	if (pct > 100 || !l->compat->prop_shrinks_first)
		return ln->height;
	*base = ln->height * pct / 100 * 4 / 5;
	return ln->height * pct / 100;
}

int
line_height(const struct lay *l, const struct lpara *p, size_t i, bool first, int *base)
{
	const struct line *ln = &p->lines[i];
	int h;

	if (p->sliver) {
		*base = 0;
		return 1;
	}
	switch (p->fp->line_rule) {
	case FLOW_LINE_EXACT:
		*base = p->fp->line * 4 / 5;
		return p->fp->line;
	case FLOW_LINE_ATLEAST:
		h = ln->height > p->fp->line ? ln->height : p->fp->line;
		*base = ln->asc + h - ln->height;
		return h;
	default:
		return percent_height(l, ln, percent(p), first, base);
	}
}

int
lines_height(const struct lay *l, const struct lpara *p, size_t i, size_t n)
{
	int h = 0, base;

	for (size_t k = i; k < n; k++)
		h += line_height(l, p, k, k == i, &base);
	return h;
}

int
para_before(const struct lay *l, const struct lpara *p)
{
	if (p->fp->before_auto)
		return l->compat->sum_spaces ? AUTO_SPACE_SUM : AUTO_SPACE;
	return p->fp->before;
}

static int
para_after(const struct lay *l, const struct lpara *p)
{
	if (p->fp->after_auto)
		return l->compat->sum_spaces ? AUTO_SPACE_SUM : AUTO_SPACE;
	return p->fp->after;
}

int
para_extra(const struct lay *l, const struct lpara *p)
{
	int pct = percent(p);

	(void)l;
	if (pct <= 100 || p->nlines == 0)
		return 0;
	return stretch(&p->lines[p->nlines - 1], pct);
}

int
para_last_extra(const struct lay *l, const struct lpara *p)
{
	int pct = percent(p);
	int size = p->fp->font != NULL && p->fp->font->size > 0 ? p->fp->font->size * 10 : 240;

	if (pct <= 100 || !l->compat->cell_line_spacing)
		return 0;
	/* The order of operations matters: 25 * 240 * 1.15 is 6899.999... */
	return (int)((pct - 100) * size * 1.15 / 100);
}

int
block_before(const struct lay *l, const struct lblock *b)
{
	return b->para != NULL ? para_before(l, b->para) : b->table->ft->margin_top;
}

int
block_after(const struct lay *l, const struct lblock *b)
{
	return b->para != NULL ? para_after(l, b->para) : b->table->ft->margin_bottom;
}

static bool
same_style(const struct lpara *a, const struct lpara *b)
{
	return a->fp->style != NULL && b->fp->style != NULL &&
	    strcmp(a->fp->style, b->fp->style) == 0;
}

int
block_gap(const struct lay *l, const struct lblock *a, const struct lblock *b)
{
	int after = block_after(l, a), before = block_before(l, b);
	int extra = a->para != NULL ? para_extra(l, a->para) : 0;

	if (a->para != NULL && b->para != NULL && same_style(a->para, b->para)) {
		bool up = a->para->fp->contextual, low = b->para->fp->contextual;
		if (up)
			after = 0;
		if (low && (up || (l->compat->docx && !l->compat->sum_spaces)))
			before = 0;
	}
	if (l->compat->sum_spaces)
		return after + before + extra;
	return (after > before ? after : before) + extra;
}

/* -- a paragraph's own borders -- */

int
border_room(const struct flow_border *b)
{
	return b->width > 0 ? b->width + b->space : 0;
}

static bool
same_border(const struct flow_border *a, const struct flow_border *b)
{
	return a->width == b->width && a->space == b->space && a->colour == b->colour &&
	    a->is_double == b->is_double;
}

static bool
has_borders(const struct flow_para *p)
{
	return p->top.width > 0 || p->bottom.width > 0 || p->left_b.width > 0 ||
	    p->right_b.width > 0;
}

/* Neighbours with equal borders and indents stand in one box. */
bool
para_joined(const struct lblock *a, const struct lblock *b)
{
	const struct flow_para *x, *y;

	if (a == NULL || b == NULL || a->para == NULL || b->para == NULL)
		return false;
	x = a->para->fp;
	y = b->para->fp;
	return has_borders(x) && same_border(&x->top, &y->top) &&
	    same_border(&x->bottom, &y->bottom) && same_border(&x->left_b, &y->left_b) &&
	    same_border(&x->right_b, &y->right_b) && x->left == y->left && x->right == y->right;
}

int
para_top(const struct lblock *above, const struct lblock *b)
{
	return para_joined(above, b) ? 0 : border_room(&b->para->fp->top);
}

int
para_bottom(const struct lblock *b, const struct lblock *below)
{
	return para_joined(b, below) ? 0 : border_room(&b->para->fp->bottom);
}
