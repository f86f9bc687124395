/*
 * pages - the whole document on pages; see pages.h.
 *
 * Page fields in the text may change what they count: dry passes look where everything
 * falls until the numbers hold, the last pass makes the boxes.
 */
#include "layout/pages.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "layout/filler.h"

struct sections {
	struct lsection *v;
	size_t n;
};

/* -- header and footer -- */

static void
refresh(struct lay *l, struct lblocks *b, int width)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].para != NULL) {
			if (b->v[i].para->live)
				b->v[i].para->width = -1;
			lay_para(l, b->v[i].para, width);
		} else
			lay_table(l, b->v[i].table, width);
}

static void
draw_running(struct canvas *c, struct lblocks *b, int width, int x, int y)
{
	struct cpos zero = { 0, 0 }, end = { b->n, 0 };

	c->l->page_number = c->number;
	refresh(c->l, b, width);
	c->artifact = 1;
	draw_stack(c, b, zero, end, STACK_RUNNING, x, y);
	c->artifact = 0;
	c->l->page_number = 0;
}

/* What is left of the space above an ODT footer's text: it may shrink where it may. */
static int
odt_gap(const struct area *a)
{
	const struct flow_page *fp = a->fp;
	int room = fp->height - fp->bottom - a->top - a->height - a->footer_h;

	if (!fp->footer_dynamic || fp->footer_gap < room)
		return fp->footer_gap;
	return room > 0 ? room : 0;
}

static void
draw_area(struct canvas *c, struct area *a)
{
	const struct flow_page *fp = a->fp;
	int width = fp->width - fp->left - fp->right;
	int header = fp->odt_areas ? fp->top : fp->header_at;
	int footer = fp->odt_areas ? a->top + a->height + odt_gap(a)
	    : fp->height - fp->footer_at - a->footer_h;

	draw_running(c, &a->header, width, fp->left, header);
	draw_running(c, &a->footer, width, fp->left, footer);
}

/* -- passes -- */

static void
fill(struct filler *f, struct lay *l, const struct sections *s, bool dry)
{
	memset(f, 0, sizeof *f);
	f->l = l;
	f->dry = dry;
	f->number = 1;
	l->pages->nmarks = 0;
	for (size_t i = 0; i < s->n; i++) {
		filler_section(f, s->v[i].fs);
		filler_blocks(f, &s->v[i].blocks);
	}
	if (f->npages > 0)
		filler_end(f);
}

static int
by_name(const void *a, const void *b)
{
	const struct mark_page *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	return c != 0 ? c : x->order - y->order;
}

/* Learn where the bookmarks are.  False when all is as it was. */
static bool
learn(struct lay *l, const struct filler *f)
{
	struct pages *p = l->pages;
	struct mark_page *now = arena_array(l->a, p->nmarks + 1, sizeof *now);
	bool changed = l->nknown != p->nmarks || l->page_count != (int)f->npages;

	for (size_t i = 0; i < p->nmarks; i++)
		now[i] = (struct mark_page){ p->marks[i].name,
			f->page[p->marks[i].page].number, (int)i };
	if (p->nmarks > 0)
		qsort(now, p->nmarks, sizeof *now, by_name);
	for (size_t i = 0; i < p->nmarks && !changed; i++)
		changed = now[i].page != l->known[i].page;
	l->known = now;
	l->nknown = p->nmarks;
	l->page_count = (int)f->npages;
	return changed;
}

static void
forget(struct lblocks *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct ltable *t = b->v[i].table;
		if (b->v[i].para != NULL) {
			if (b->v[i].para->live)
				b->v[i].para->width = -1;
			continue;
		}
		t->width = -1;
		for (size_t r = 0; r < t->nrows; r++)
			for (size_t k = 0; k < t->rows[r].ncells; k++) {
				forget(&t->rows[r].cells[k].content);
				forget(&t->rows[r].cells[k].turned);
			}
	}
}

/*
 * Fill the pages until the numbers in the text are those of the pages.  Only the first
 * pass is sure to be in vain: boxes are made from the second on, if at all.
 */
static void
settle(struct filler *f, struct lay *l, struct sections *s, bool dry)
{
	for (int pass = 0; pass < LAY_PASSES; pass++) {
		fill(f, l, s, dry || (pass == 0 && l->any_live));
		if (!l->any_live || !learn(l, f))
			break;
		for (size_t i = 0; i < s->n; i++)
			forget(&s->v[i].blocks);
		for (size_t i = 0; i < l->nnotes; i++)
			forget(&l->notes[i].blocks);
	}
	if (f->dry != dry)
		fill(f, l, s, dry);
}

static int
by_mark(const void *a, const void *b)
{
	const struct page_mark *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	if (c == 0)
		c = x->page - y->page;
	if (c == 0)
		c = x->y - y->y;
	return c != 0 ? c : x->x - y->x;
}

static void
finish(struct lay *l, struct filler *f)
{
	struct pages *p = l->pages;

	p->npages = f->npages;
	p->page = arena_array(l->a, p->npages + 1, sizeof *p->page);
	l->page_count = (int)p->npages;
	for (size_t i = 0; i < p->npages; i++) {
		struct canvas *c = &f->page[i];
		c->page = &p->page[i];
		c->page->width = f->area[i]->fp->width;
		c->page->height = f->area[i]->fp->height;
		c->page->label = arena_printf(l->a, "%d", c->number);
		if (f->dry)
			continue;
		draw_area(c, f->area[i]);
		canvas_finish(c);
	}
	if (p->nmarks > 0)
		qsort(p->marks, p->nmarks, sizeof *p->marks, by_mark);
}

static struct pages *
lay_out(struct arena *a, const struct flow_doc *doc, struct font_set *fonts, bool dry,
    struct diag *d)
{
	struct lay *l = lay_open(a, doc, fonts, d);
	struct sections s;
	struct filler f;

	l->pages = arena_alloc(a, sizeof *l->pages);
	l->pages->arena = a;
	l->pages->doc = doc;
	s.v = lay_sections(l, &s.n);
	settle(&f, l, &s, dry);
	finish(l, &f);
	lay_close(l);
	return l->pages;
}

struct pages *
layout_pages(struct arena *a, const struct flow_doc *doc, struct font_set *fonts, struct diag *d)
{

	return lay_out(a, doc, fonts, false, d);
}

struct pages *
layout_numbers(struct arena *a, const struct flow_doc *doc, struct font_set *fonts,
    struct diag *d)
{

	return lay_out(a, doc, fonts, true, d);
}

/* -- questions and the dump -- */

int
pages_find(const struct pages *p, const char *bookmark)
{
	size_t lo = 0, hi = p->nmarks;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (strcmp(p->marks[mid].name, bookmark) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == p->nmarks || strcmp(p->marks[lo].name, bookmark) != 0)
		return 0;
	return num_small(p->page[p->marks[lo].page].label);
}

static const char *
sense_name(const struct box *b)
{
	static const char *const names[] = { "Document", "Sect", "H", "P", "L", "LI", "Lbl",
		"LBody", "TOC", "TOCI", "Table", "THead", "TBody", "TR", "TH", "TD", "Caption",
		"Note", "Link", "Figure", "Span", "Reference" };

	if (b->sense == NULL)
		return b->artifact == 1 ? "-running" : "-";
	return names[b->sense->kind];
}

static void
dump_text(struct buf *out, const struct box *b)
{
	buf_printf(out, "  %5d %5d %4dx%-3d L%u %s %s%s%s %d.%d", b->x, b->y, b->width, b->height,
	    b->line, sense_name(b), face_info(b->font.face)->family,
	    face_info(b->font.face)->bold ? " bold" : "",
	    face_info(b->font.face)->italic ? " italic" : "", b->font.size_u / 120,
	    b->font.size_u % 120 / 12);
	if (b->word_extra != 0)
		buf_printf(out, " +%d", b->word_extra);
	if (b->colour != 0)
		buf_printf(out, " #%06X", b->colour);
	if (b->turn != FLOW_UPRIGHT)
		buf_str(out, b->turn == FLOW_UPWARDS ? " upwards" : " downwards");
	if (b->link != NULL)
		buf_printf(out, " -> %s", b->link);
	buf_str(out, " |");
	buf_add(out, b->text, b->len);
	buf_str(out, "|\n");
}

static void
dump_box(struct buf *out, const struct box *b)
{
	if (b->kind == BOX_TEXT)
		dump_text(out, b);
	else if (b->kind == BOX_PICTURE)
		buf_printf(out, "  %5d %5d %4dx%-3d %s picture %s\n", b->x, b->y, b->width,
		    b->height, sense_name(b), b->picture->name == NULL ? "" : b->picture->name);
	else
		buf_printf(out, "  %5d %5d %4dx%-3d %s #%06X\n", b->x, b->y, b->width, b->height,
		    b->kind == BOX_RULE ? "rule" : "fill", b->colour);
}

void
pages_dump(struct buf *out, const struct pages *p)
{
	for (size_t i = 0; i < p->npages; i++) {
		const struct page *g = &p->page[i];
		buf_printf(out, "page %zu \"%s\" %dx%d\n", i + 1, g->label, g->width, g->height);
		for (const struct box *b = g->first; b != NULL; b = b->next)
			dump_box(out, b);
	}
	for (size_t i = 0; i < p->nmarks; i++)
		buf_printf(out, "mark %s page %d %d,%d\n", p->marks[i].name, p->marks[i].page + 1,
		    p->marks[i].x, p->marks[i].y);
}
