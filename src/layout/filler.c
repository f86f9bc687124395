/*
 * filler - pages being filled with blocks; see filler.h.
 */
#include "layout/filler.h"

#include <stdlib.h>
#include <string.h>

enum { NOTE_BEFORE = 57, NOTE_RULE = 10, NOTE_AFTER = 57, NOTES_PERCENT = 80 };

/* -- page areas (layout-pages.md 8) -- */

static const struct flow_block *
pick(const struct flow_block *usual, const struct flow_block *first,
    const struct flow_block *even, int variant)
{
	if (variant == 1)
		return first;
	return variant == 2 ? even : usual;
}

static void
docx_area(struct area *a)
{
	const struct flow_page *fp = a->fp;
	int top = abs(fp->top), bottom = abs(fp->bottom);

	if (fp->top >= 0 && a->header.n > 0 && fp->header_at + a->header_h > top)
		top = fp->header_at + a->header_h;
	if (fp->bottom >= 0 && a->footer.n > 0 && fp->footer_at + a->footer_h > bottom)
		bottom = fp->footer_at + a->footer_h;
	a->top = top;
	a->height = fp->height - top - bottom;
}

static int
odt_height(int least, int gap, bool dynamic, int text)
{
	int h = dynamic ? text : text + gap;

	return h > least ? h : least;
}

static void
odt_area(struct area *a)
{
	const struct flow_page *fp = a->fp;
	int top = fp->top, bottom = fp->bottom;

	if (a->header.n > 0)
		top += odt_height(fp->header_min, fp->header_gap, fp->header_dynamic, a->header_h);
	if (a->footer.n > 0)
		bottom += odt_height(fp->footer_min, fp->footer_gap, fp->footer_dynamic,
		    a->footer_h);
	a->top = top;
	a->height = fp->height - top - bottom;
}

static struct area *
area_of(struct filler *f, const struct flow_page *fp, int variant)
{
	struct lay *l = f->l;
	struct area *a;
	int width = fp->width - fp->left - fp->right;

	for (a = f->areas; a != NULL; a = a->next)
		if (a->fp == fp && a->variant == variant)
			return a;
	a = arena_alloc(l->a, sizeof *a);
	a->fp = fp;
	a->variant = variant;
	a->header = lay_artifacts(l, pick(fp->header, fp->first_header, fp->even_header, variant));
	a->footer = lay_artifacts(l, pick(fp->footer, fp->first_footer, fp->even_footer, variant));
	l->page_number = 1; /* one digit or two: a header's height does not hang on it */
	lay_blocks(l, &a->header, width > 1 ? width : 1);
	lay_blocks(l, &a->footer, width > 1 ? width : 1);
	l->page_number = 0;
	a->header_h = blocks_height(l, &a->header, STACK_RUNNING);
	a->footer_h = blocks_height(l, &a->footer, STACK_RUNNING);
	if (fp->odt_areas)
		odt_area(a);
	else
		docx_area(a);
	/* Margins that leave nothing would never end. */
	if (a->height < 300)
		a->height = 300;
	a->next = f->areas;
	f->areas = a;
	return a;
}

/* -- pages -- */

struct canvas *
filler_canvas(struct filler *f)
{
	return &f->page[f->npages - 1];
}

/* Body room left for text above the notes. */
static int
room_left(const struct filler *f)
{
	return f->height - f->notes_h - f->y;
}

static void
draw_notes(struct filler *f)
{
	struct canvas *c = filler_canvas(f);
	int y = f->top + f->height - f->notes_h, before = f->fp->note_sep_before;
	int rule = f->fp->note_sep_width, after = f->fp->note_sep_after;

	if (f->nnote == 0)
		return;
	if (before + rule + after == 0) {
		before = NOTE_BEFORE;
		rule = NOTE_RULE;
		after = NOTE_AFTER;
	}
	draw_rule(c, f->left, y + before, f->width / 4, rule, f->fp->note_sep_colour);
	y += before + rule + after;
	for (size_t i = 0; i < f->nnote; i++) {
		const struct pnote *n = &f->note[i];
		draw_stack(c, &n->note->blocks, n->from, n->to, STACK_NOTE, f->left,
		    y + n->gap);
		y += n->h;
	}
	f->nnote = 0;
	f->notes_h = 0;
}

static int
separator(const struct filler *f)
{
	const struct flow_page *fp = f->fp;
	int h = fp->note_sep_before + fp->note_sep_width + fp->note_sep_after;

	if (f->nnote > 0)
		return 0;
	return h > 0 ? h : NOTE_BEFORE + NOTE_RULE + NOTE_AFTER;
}

static bool
carries(const struct filler *f)
{
	return f->first_carry < f->ncarry;
}

static void
carry(struct filler *f, struct lnote *n, struct cpos from)
{
	if (stack_done(&n->blocks, from))
		return;
	f->carry = arena_grow(f->l->a, f->carry, f->ncarry, f->ncarry + 1, &f->carry_cap,
	    sizeof *f->carry);
	f->carry[f->ncarry++] = (struct pnote){ .note = n, .from = from };
}

/* Notes follow each other like paragraphs: what their spaces make beyond the lower one's. */
static int
note_gap(const struct filler *f, const struct lnote *above, const struct lnote *n)
{
	if (above == NULL || above->blocks.n == 0 || n->blocks.n == 0)
		return 0;
	return block_gap(f->l, &above->blocks.v[above->blocks.n - 1], &n->blocks.v[0]) -
	    block_before(f->l, &n->blocks.v[0]);
}

/* As much of a note as has room below y; where the rest begins that goes to the next page. */
static struct cpos
place_note(struct filler *f, struct lnote *n, struct cpos from, int y)
{
	struct pnote p = { .note = n, .from = from };
	int most = f->height * NOTES_PERCENT / 100 - f->notes_h - separator(f);
	int room = f->height - y - f->notes_h - separator(f), gap;

	if (stack_done(&n->blocks, from))
		return from;
	gap = note_gap(f, f->nnote > 0 ? f->note[f->nnote - 1].note : NULL, n);
	p.h = stack_fill(f->l, &n->blocks, from, (room < most ? room : most) - gap, STACK_NOTE,
	    &p.to);
	if (p.to.block == from.block && p.to.line == from.line) {
		if (f->nnote > 0 || f->y > 0)
			return from;
		p.to = (struct cpos){ n->blocks.n, 0 }; /* a line higher than the page */
		p.h = stack_rest(f->l, &n->blocks, from, STACK_NOTE);
	}
	p.h += gap;
	p.gap = gap;
	f->notes_h += separator(f) + p.h;
	f->note = arena_grow(f->l->a, f->note, f->nnote, f->nnote + 1, &f->note_cap,
	    sizeof *f->note);
	f->note[f->nnote++] = p;
	return p.to;
}

void
filler_notes(struct filler *f, const struct line *ln, int y)
{
	for (size_t i = 0; i < ln->nnotes; i++) {
		struct lnote *n = lay_note(f->l, ln->notes[i]);
		struct cpos rest = { 0, 0 };

		if (n == NULL)
			continue;
		lay_blocks(f->l, &n->blocks, f->width);
		if (!carries(f))
			rest = place_note(f, n, rest, y);
		carry(f, n, rest);
	}
}

static int
variant_of(const struct filler *f)
{
	if (f->fp->title_page && f->section_start)
		return 1;
	return f->fp->even_odd && f->number % 2 == 0 ? 2 : 0;
}

static void
open_page(struct filler *f)
{
	struct lay *l = f->l;
	struct area *a = area_of(f, f->fp, variant_of(f));
	size_t n = f->npages;

	f->page = arena_grow(l->a, f->page, n, n + 1, &f->page_cap, sizeof *f->page);
	f->area = arena_grow(l->a, f->area, n, n + 1, &f->area_cap, sizeof *f->area);
	f->page[n] = (struct canvas){ .l = l, .index = (int)n, .number = f->number,
		.dry = f->dry };
	f->area[n] = a;
	f->npages++;
	f->section_start = false;
	f->left = f->fp->left;
	f->width = f->fp->width - f->fp->left - f->fp->right;
	if (f->width < 1)
		f->width = 1;
	f->top = a->top;
	f->height = a->height;
	f->y = 0;
	f->prev = NULL;
	f->break_pending = false;
}

static void
carried_notes(struct filler *f)
{
	for (; carries(f); f->first_carry++) {
		struct pnote *c = &f->carry[f->first_carry];

		lay_blocks(f->l, &c->note->blocks, f->width);
		c->from = place_note(f, c->note, c->from, 0);
		if (!stack_done(&c->note->blocks, c->from))
			return;
	}
	f->first_carry = f->ncarry = 0;
}

void
filler_page(struct filler *f, enum top why)
{
	if (f->npages > 0) {
		draw_notes(f);
		f->number++;
		if (f->fp->follow != NULL)
			f->fp = f->fp->follow;
	}
	open_page(f);
	f->at_top = why;
	carried_notes(f);
}

static bool
same_sheet(const struct flow_page *a, const struct flow_page *b)
{
	return a->width == b->width && a->height == b->height;
}

void
filler_section(struct filler *f, const struct flow_section *fs)
{
	const struct flow_page *fp = fs->page;

	if (f->npages > 0 && fs->kind == FLOW_CONTINUOUS && same_sheet(fp, f->fp)) {
		/* Goes on here; its headers begin with the next page. */
		f->fp = fp;
		f->left = fp->left;
		f->width = fp->width - fp->left - fp->right;
		return;
	}
	if (f->npages > 0) {
		draw_notes(f);
		f->number++;
	}
	f->fp = fp;
	f->section_start = true;
	if (fp->number_start > 0)
		f->number = fp->number_start;
	/* A page of the wrong parity is counted, not printed. */
	if ((fs->kind == FLOW_ODD_PAGE && f->number % 2 == 0) ||
	    (fs->kind == FLOW_EVEN_PAGE && f->number % 2 != 0))
		f->number++;
	open_page(f);
	f->at_top = TOP_BREAK;
	carried_notes(f);
}

void
filler_end(struct filler *f)
{
	draw_notes(f);
	while (carries(f)) {
		filler_page(f, TOP_NATURAL);
		draw_notes(f);
	}
}

/* -- what must stay together (7) -- */

int
filler_upper(const struct filler *f, const struct lblock *b)
{
	if (f->at_top == TOP_NATURAL)
		return 0;
	if (f->at_top == TOP_BREAK || f->prev == NULL)
		return f->l->compat->spaces_at_start ? block_before(f->l, b) : 0;
	return block_gap(f->l, f->prev, b);
}

static size_t
orphans(const struct flow_para *fp)
{
	if (fp->orphans > 0)
		return (size_t)fp->orphans;
	return fp->widow_control ? 2 : 1;
}

static size_t
widows(const struct flow_para *fp)
{
	if (fp->widows > 0)
		return (size_t)fp->widows;
	return fp->widow_control ? 2 : 1;
}

/* Lines up to and with the first that ends in a page break, from i on. */
static size_t
until_break(const struct lpara *p, size_t i)
{
	while (i < p->nlines && p->lines[i].end != END_PAGE)
		i++;
	return i < p->nlines ? i + 1 : i;
}

/* The least lines that may begin a paragraph on a page. */
static size_t
least_lines(const struct lpara *p)
{
	size_t n = until_break(p, 0), o = orphans(p->fp), w = widows(p->fp);

	if (p->fp->keep_lines || n <= o || n < o + w)
		return n;
	return o;
}

/* Room that the notes of a line ask for at least: all of them, the last one's first line. */
static int
notes_least(struct filler *f, const struct line *ln, bool have)
{
	const struct lnote *above = f->nnote > 0 ? f->note[f->nnote - 1].note : NULL;
	int h = 0;

	if (ln->nnotes == 0 || carries(f))
		return 0;
	for (size_t i = 0; i < ln->nnotes; i++) {
		struct lnote *n = lay_note(f->l, ln->notes[i]);
		struct cpos zero = { 0, 0 };
		if (n == NULL)
			continue;
		lay_blocks(f->l, &n->blocks, f->width);
		h += note_gap(f, above, n);
		above = n;
		h += i + 1 < ln->nnotes ? blocks_height(f->l, &n->blocks, STACK_NOTE)
		    : stack_first(f->l, &n->blocks, zero, STACK_NOTE);
	}
	return h + (have ? 0 : separator(f));
}

static int
para_first(struct filler *f, const struct lblock *b)
{
	struct lpara *p = b->para;
	size_t n;
	bool have = f->nnote > 0;
	int h;

	lay_para(f->l, p, f->width);
	n = least_lines(p);
	/* A break in front: the paragraph begins on the next page anyway. */
	if (p->nlines > 1 && p->lines[0].end == END_PAGE && p->lines[0].nruns == 0)
		return 0;
	h = border_room(&p->fp->top) + lines_height(f->l, p, 0, n);
	if (n == p->nlines)
		h += border_room(&p->fp->bottom);
	for (size_t i = 0; i < n && p->notes; i++) {
		int least = notes_least(f, &p->lines[i], have);
		have = have || least > 0;
		h += least;
	}
	return h;
}

static int
first_piece(struct filler *f, const struct lblocks *b, size_t i)
{
	return b->v[i].para != NULL ? para_first(f, &b->v[i]) : table_need(f, b, i);
}

static bool
breaks_before(const struct lblock *b)
{
	if (b->para != NULL)
		return b->para->fp->page_break_before;
	return b->table->ft->break_before;
}

static bool
keeps(const struct lblocks *b, size_t i)
{
	return b->v[i].para != NULL && b->v[i].para->fp->keep_next && i + 1 < b->n &&
	    !breaks_before(&b->v[i + 1]);
}

/* Height of the chain that begins with block i, as far as its end's first piece; *end: that. */
static int
chain_height(struct filler *f, const struct lblocks *b, size_t i, size_t *end)
{
	int total = 0;
	size_t j = i;

	for (; keeps(b, j) && total <= f->height; j++) {
		struct lpara *p = b->v[j].para;
		lay_para(f->l, p, f->width);
		total += border_room(&p->fp->top) + lines_height(f->l, p, 0, p->nlines) +
		    border_room(&p->fp->bottom);
		if (b->v[j + 1].para != NULL)
			lay_para(f->l, b->v[j + 1].para, f->width);
		total += block_gap(f->l, &b->v[j], &b->v[j + 1]);
	}
	*end = j;
	return total + first_piece(f, b, j);
}

int
filler_need(struct filler *f, const struct lblocks *b, size_t i)
{
	size_t end;
	int total = chain_height(f, b, i, &end);

	/* A chain that fits on no page is broken where that is full. */
	return total > f->height && end > i ? first_piece(f, b, i) : total;
}

bool
filler_chained(const struct filler *f, const struct lblock *b)
{
	return f->chain_end != NULL && b <= f->chain_end;
}

void
filler_make_room(struct filler *f, const struct lblocks *b, size_t i)
{
	size_t end;
	int total;

	if (filler_chained(f, &b->v[i]))
		return;
	f->chain_end = NULL;
	total = chain_height(f, b, i, &end);
	/*
	 * A heading or caption is not parted from a table that keeps more rows than a page
	 * holds: both begin a page, and the rows go on where it is full.
	 */
	if (total > f->height && end > i && b->v[end].table != NULL) {
		if (f->at_top == TOP_NOT)
			filler_page(f, TOP_NATURAL);
		f->chain_end = &b->v[end];
	} else if (f->at_top == TOP_NOT && filler_upper(f, &b->v[i]) +
	    (total > f->height && end > i ? first_piece(f, b, i) : total) > room_left(f)) {
		filler_page(f, TOP_NATURAL);
	}
}

/* -- paragraphs -- */

/* How many lines from i on fit, with their notes. */
static size_t
lines_fit(struct filler *f, const struct lpara *p, size_t i, int y)
{
	int notes = f->notes_h, base;
	bool have = f->nnote > 0;
	size_t k = i, end = until_break(p, i);

	for (; k < end; k++) {
		const struct line *ln = &p->lines[k];
		int h = line_height(f->l, p, k, k == i, &base);
		int least = p->notes ? notes_least(f, ln, have) : 0, room;
		if (y + h + notes + least > f->height)
			break;
		y += h;
		if (least == 0)
			continue;
		/* The note takes what it needs or what there is. */
		room = f->height - y - notes;
		for (size_t m = 0, all = 0; m < ln->nnotes; m++) {
			struct lnote *n = lay_note(f->l, ln->notes[m]);
			if (n != NULL)
				all += (size_t)blocks_height(f->l, &n->blocks, STACK_NOTE);
			if (m + 1 == ln->nnotes) {
				int want = (int)all + (have ? 0 : separator(f));
				notes += want < room ? want : room;
			}
		}
		have = true;
	}
	return k - i;
}

/* Of k lines that fit from i on, those that stay: widows and orphans. */
static size_t
lines_stay(const struct lpara *p, size_t i, size_t k)
{
	size_t end = until_break(p, i), w = widows(p->fp), o = i == 0 ? orphans(p->fp) : 1;

	if (i + k >= end)
		return end - i;
	if (p->fp->keep_lines)
		return 0;
	if (end - i - k < w)
		k = end - i > w ? end - i - w : 0;
	return k < o ? 0 : k;
}

static void
place_lines(struct filler *f, const struct lblocks *b, size_t at, size_t i, size_t k)
{
	const struct lblock *x = &b->v[at];
	const struct lpara *p = x->para;
	struct canvas *c = filler_canvas(f);
	int y = f->y, base;

	draw_para_box(c, at > 0 ? x - 1 : NULL, x, at + 1 < b->n ? x + 1 : NULL, i == 0,
	    i + k == p->nlines, f->left, f->top + y, lines_height(f->l, p, i, i + k));
	draw_lines(c, x, i, i + k, f->left, f->top + y);
	for (size_t n = i; n < i + k; n++) {
		f->y += line_height(f->l, p, n, n == i, &base);
		if (p->lines[n].nnotes > 0)
			filler_notes(f, &p->lines[n], f->y);
	}
	f->at_top = TOP_NOT;
}

/* Lines from i on, over as many pages as they take. */
static void
place_from(struct filler *f, const struct lblocks *b, size_t at, size_t i)
{
	const struct lblock *x = &b->v[at];
	struct lpara *p = x->para;

	while (i < p->nlines) {
		size_t k;
		if (i == 0)
			f->y += para_top(f->prev, x);
		k = lines_stay(p, i, lines_fit(f, p, i, f->y));
		if (k == 0 && f->at_top == TOP_NOT) {
			filler_page(f, TOP_NATURAL);
			continue;
		}
		if (k == 0) { /* nothing can be kept together here */
			k = lines_fit(f, p, i, f->y);
			k = k > 0 ? k : 1;
		}
		place_lines(f, b, at, i, k);
		i += k;
		if (i == p->nlines)
			break;
		if (p->lines[i - 1].end == END_PAGE) {
			filler_page(f, TOP_BREAK);
			f->y += f->l->compat->spaces_at_start ? para_before(f->l, p) : 0;
		} else
			filler_page(f, TOP_NATURAL);
	}
	f->y += para_bottom(x, at + 1 < b->n ? x + 1 : NULL);
	f->break_pending = p->lines[p->nlines - 1].end == END_PAGE;
}

static void
start_page(struct filler *f, const struct lblock *b)
{
	if (f->break_pending || (breaks_before(b) && f->at_top == TOP_NOT))
		filler_page(f, TOP_BREAK);
	else if (breaks_before(b) && f->at_top == TOP_NATURAL)
		f->at_top = TOP_BREAK;
}

static void
place_para(struct filler *f, const struct lblocks *b, size_t i)
{
	const struct lblock *x = &b->v[i];
	struct lpara *p = x->para;
	size_t first = 0;

	lay_para(f->l, p, f->width);
	/* A break before all text: the text begins the next page, nothing stays here. */
	if (p->nlines > 1 && p->lines[0].end == END_PAGE && p->lines[0].nruns == 0) {
		if (f->at_top != TOP_BREAK)
			filler_page(f, TOP_BREAK);
		first = 1;
	} else {
		filler_make_room(f, b, i);
	}
	lay_para(f->l, p, f->width);
	f->y += filler_upper(f, x);
	place_from(f, b, i, first);
}

void
filler_blocks(struct filler *f, const struct lblocks *b)
{
	for (size_t i = 0; i < b->n; i++) {
		start_page(f, &b->v[i]);
		if (b->v[i].para != NULL)
			place_para(f, b, i);
		else
			place_table(f, b, i);
		f->prev = &b->v[i];
	}
	f->chain_end = NULL;
}
