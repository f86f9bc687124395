/*
 * pagemake - documents made by hand for the tests of tables and pages: A4 with a body
 * 9071 wide and 14570 high, Liberation Serif 12 (276 a line), as in layout-pages.md.
 */
#ifndef TESTS_PAGEMAKE_H
#define TESTS_PAGEMAKE_H

#include "flowmake.h"

static struct flow_doc *pm_doc;
static struct flow_section *pm_section;

static inline struct flow_page *
pm_start(struct flow_doc *d)
{
	struct flow_page *pg = arena_alloc(fm_arena, sizeof *pg);

	pg->width = 11905;
	pg->height = 16838;
	pg->top = pg->bottom = 1134;
	pg->left = pg->right = 1417;
	pg->note_sep_before = pg->note_sep_after = 57;
	pg->note_sep_width = 10;
	pm_doc = d;
	pm_section = arena_alloc(fm_arena, sizeof *pm_section);
	pm_section->page = pg;
	d->sections = pm_section;
	return pg;
}

static inline struct flow_block *
pm_append(struct flow_block **list, enum flow_block_kind kind)
{
	struct flow_block *b = arena_alloc(fm_arena, sizeof *b);

	while (*list != NULL)
		list = &(*list)->next;
	*list = b;
	b->kind = kind;
	return b;
}

static inline struct flow_para *
pm_add(struct flow_para *p)
{
	pm_append(&pm_section->blocks, FLOW_PARA)->para = p;
	return p;
}

/* "n" lines with the letters a, b, c ... */
static inline struct flow_para *
pm_lines(int n)
{
	char text[512];
	int at = 0;

	for (int i = 0; i < n && at < 500; i++) {
		if (i > 0)
			text[at++] = '\n';
		text[at++] = (char)('a' + i % 26);
	}
	text[at] = '\0';
	return fm_para(NULL, arena_strdup(fm_arena, text));
}

/* Fill the page until "rem" is left. */
static inline void
pm_rem(int rem)
{
	struct flow_para *p = pm_add(fm_para(NULL, "-"));

	p->line_rule = FLOW_LINE_EXACT;
	p->line = 14570 - rem;
}

static inline struct flow_table *
pm_table(size_t rows, size_t cols, int width)
{
	struct flow_table *t = arena_alloc(fm_arena, sizeof *t);
	int *edges = arena_array(fm_arena, cols + 1, sizeof *edges);

	for (size_t i = 0; i <= cols; i++)
		edges[i] = (int)((size_t)width * i / cols);
	t->width = width;
	t->edges = edges;
	t->ncols = cols;
	t->collapsing = true;
	t->nrows = rows;
	t->rows = arena_array(fm_arena, rows, sizeof *t->rows);
	for (size_t r = 0; r < rows; r++) {
		t->rows[r].ncells = cols;
		t->rows[r].cells = arena_array(fm_arena, cols, sizeof *t->rows[r].cells);
		for (size_t c = 0; c < cols; c++) {
			struct flow_cell *k = &t->rows[r].cells[c];
			k->col = (int)c;
			k->span = k->rows = 1;
			k->shade = FLOW_AUTO_COLOUR;
			k->top.width = k->bottom.width = k->left.width = k->right.width = 10;
		}
	}
	return t;
}

static inline struct flow_table *
pm_add_table(struct flow_table *t)
{
	pm_append(&pm_section->blocks, FLOW_TABLE)->table = t;
	return t;
}

static inline struct flow_para *
pm_cell(struct flow_table *t, size_t r, size_t c, struct flow_para *p)
{
	pm_append(&t->rows[r].cells[c].blocks, FLOW_PARA)->para = p;
	return p;
}

/* One line in every cell that has none and is not covered. */
static inline void
pm_fill_cells(struct flow_table *t)
{
	for (size_t r = 0; r < t->nrows; r++)
		for (size_t c = 0; c < t->rows[r].ncells; c++)
			if (t->rows[r].cells[c].blocks == NULL && !t->rows[r].cells[c].covered)
				pm_cell(t, r, c, fm_para(NULL, arena_printf(fm_arena, "r%zu", r + 1)));
}

static inline void
pm_borders(struct flow_table *t, int width)
{
	for (size_t r = 0; r < t->nrows; r++)
		for (size_t c = 0; c < t->rows[r].ncells; c++) {
			struct flow_cell *k = &t->rows[r].cells[c];
			k->top.width = k->bottom.width = k->left.width = k->right.width = width;
		}
}

/* Cells r..r+n-1 of a column become one. */
static inline void
pm_merge(struct flow_table *t, size_t r, size_t c, int n)
{
	t->rows[r].cells[c].rows = n;
	for (int i = 1; i < n; i++)
		t->rows[r + (size_t)i].cells[c].covered = true;
}

static inline struct pages *
pm_layout(void)
{
	return layout_pages(fm_arena, pm_doc, fm_fonts, fm_diag);
}

/* The texts on a page, blank between; "-" is what pm_rem() put there. */
static inline const char *
pm_texts(const struct pages *p, size_t page)
{
	struct buf b = { 0 };
	const char *s;

	for (const struct box *x = page < p->npages ? p->page[page].first : NULL; x != NULL; x = x->next) {
		if (x->kind != BOX_TEXT || (x->len == 1 && *x->text == '-'))
			continue;
		if (b.len > 0)
			buf_ch(&b, ' ');
		buf_add(&b, x->text, x->len);
	}
	s = arena_strndup(fm_arena, b.s == NULL ? "" : b.s, b.len);
	buf_free(&b);
	return s;
}

static inline const struct box *
pm_find(const struct pages *p, size_t page, const char *text)
{
	for (const struct box *x = page < p->npages ? p->page[page].first : NULL; x != NULL; x = x->next)
		if (x->kind == BOX_TEXT && x->len == strlen(text) && memcmp(x->text, text, x->len) == 0)
			return x;
	return NULL;
}

#endif
