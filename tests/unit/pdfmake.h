/*
 * pdfmake - pages made by hand, for the tests of pdf/.  Twips.
 */
#ifndef TESTS_PDFMAKE_H
#define TESTS_PDFMAKE_H

#include "flowmake.h"
#include "pdf/pdf.h"

struct made {
	struct pages *p;
	struct flow_doc *doc;
	struct sense *at; /* what the next box belongs to; NULL: artifact */
	struct page *page;
	struct font font;
	const char *link;
	int artifact;
};

static inline struct sense *
pm_sense(struct made *m, struct sense *parent, enum sense_kind kind)
{
	struct sense *s = arena_alloc(fm_arena, sizeof *s);

	s->kind = kind;
	s->parent = parent;
	if (parent != NULL && parent->last != NULL)
		parent->last->next = s;
	else if (parent != NULL)
		parent->first = s;
	if (parent != NULL)
		parent->last = s;
	return m->at = s;
}

static inline void
pm_number(struct made *m)
{
	uint32_t n = 0;

	for (struct sense *s = m->p->root; s != NULL;) {
		s->number = n++;
		if (s->first != NULL) {
			s = s->first;
			continue;
		}
		while (s != NULL && s->next == NULL)
			s = s->parent;
		s = s == NULL ? NULL : s->next;
	}
	m->p->nsenses = n;
}

static inline void
pm_font(struct made *m, const char *family, bool bold, bool italic, int points)
{
	font_at(&m->font, font_find(fm_fonts, family, bold, italic, fm_diag), points * 20);
}

static inline void
pm_start(struct made *m, size_t npages)
{
	*m = (struct made){ .p = arena_alloc(fm_arena, sizeof *m->p) };
	m->doc = fm_docx();
	m->p->arena = fm_arena;
	m->p->doc = m->doc;
	m->p->npages = npages;
	m->p->page = arena_array(fm_arena, npages, sizeof *m->p->page);
	for (size_t i = 0; i < npages; i++) {
		m->p->page[i].width = 11906;
		m->p->page[i].height = 16838;
		m->p->page[i].label = arena_printf(fm_arena, "%zu", i + 1);
	}
	m->page = m->p->page;
	m->p->root = pm_sense(m, NULL, SENSE_DOCUMENT);
	pm_font(m, "Liberation Serif", false, false, 12);
}

static inline struct box *
pm_box(struct made *m, enum box_kind kind, int x, int y, int w, int h)
{
	struct box *b = arena_alloc(fm_arena, sizeof *b);

	b->kind = kind;
	b->sense = m->at;
	b->artifact = m->at == NULL ? (m->artifact != 0 ? m->artifact : 2) : 0;
	b->x = x;
	b->y = y;
	b->width = w;
	b->height = h;
	b->x_u = x * 6;
	b->link = m->link;
	if (m->page->last != NULL)
		m->page->last->next = b;
	else
		m->page->first = b;
	m->page->last = b;
	return b;
}

static inline struct box *
pm_text(struct made *m, int x, int y, const char *text)
{
	struct glyph *g = NULL, *kept;
	size_t cap = 0, n = font_shape(&m->font, text, strlen(text), false, &g, &cap);
	struct box *b = pm_box(m, BOX_TEXT, x, y, 0, m->font.height);
	int w = 0;

	kept = arena_array(fm_arena, n + 1, sizeof *kept);
	if (n > 0)
		memcpy(kept, g, n * sizeof *kept);
	free(g);
	for (size_t i = 0; i < n; i++)
		w += kept[i].adv;
	b->width = w / 6;
	b->font = m->font;
	b->glyphs = kept;
	b->nglyphs = n;
	b->text = arena_strdup(fm_arena, text);
	b->len = strlen(text);
	return b;
}

static inline void
pm_mark(struct made *m, const char *name, int page, int x, int y)
{
	static size_t cap;

	if (m->p->nmarks == 0)
		cap = 0;
	m->p->marks = arena_grow(fm_arena, m->p->marks, m->p->nmarks, m->p->nmarks + 1, &cap,
	    sizeof *m->p->marks);
	m->p->marks[m->p->nmarks++] = (struct page_mark){ name, page, x, y };
}

#endif
