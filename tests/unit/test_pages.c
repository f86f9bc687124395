/* pages: what stays on a page; numbers of layout-pages.md 2, 6, 7, 8, 9, 13. */
#include "pagemake.h"

#include <time.h>

static struct flow_table *
plain_rows(size_t n, bool cant_split)
{
	struct flow_table *t = pm_table(n, 1, 3000);

	for (size_t r = 0; r < n; r++)
		t->rows[r].cant_split = cant_split;
	return t;
}

/* Rows of one line on the first page, with "rem" left before the table. */
static const char *
rows_at(int rem, int border, bool cant_split, size_t header, size_t rows)
{
	struct flow_table *t = plain_rows(header + rows, cant_split);

	pm_start(fm_docx());
	pm_rem(rem);
	pm_borders(t, border);
	t->nheader = header;
	pm_fill_cells(t);
	pm_add_table(t);
	return pm_texts(pm_layout(), 0);
}

static void
whole_rows(void **state)
{
	(void)state;
	assert_string_equal(rows_at(581, 10, true, 0, 3), "r1");
	assert_string_equal(rows_at(582, 10, true, 0, 3), "r1 r2");
	assert_string_equal(rows_at(702, 60, true, 0, 3), "r1");
	assert_string_equal(rows_at(732, 60, true, 0, 3), "r1 r2");
	assert_string_equal(rows_at(571, 10, true, 1, 3), "");
	assert_string_equal(rows_at(582, 10, true, 1, 3), "r1 r2");
	assert_string_equal(rows_at(582, 10, true, 2, 3), "");
	assert_string_equal(rows_at(868, 10, true, 2, 3), "r1 r2 r3");
}

static void
headers_repeat(void **state)
{
	struct flow_table *t = plain_rows(4, true);
	struct pages *p;

	(void)state;
	pm_start(fm_docx());
	pm_rem(582);
	t->nheader = 1;
	pm_fill_cells(t);
	pm_add_table(t);
	p = pm_layout();
	assert_int_equal(p->npages, 2);
	assert_string_equal(pm_texts(p, 1), "r1 r3 r4");
	/* The repeated head is an artifact, the first one is not. */
	assert_non_null(pm_find(p, 0, "r1")->sense);
	assert_null(pm_find(p, 1, "r1")->sense);
	assert_int_equal(pm_find(p, 1, "r1")->artifact, 2);
	assert_non_null(pm_find(p, 1, "r3")->sense);
}

static const char *
split_at(int rem)
{
	struct flow_table *t = plain_rows(1, false);

	pm_start(fm_docx());
	pm_rem(rem);
	pm_cell(t, 0, 0, pm_lines(6));
	pm_add_table(t);
	return pm_texts(pm_layout(), 0);
}

static void
split_rows(void **state)
{
	struct flow_table *t;
	struct flow_para *high;

	(void)state;
	assert_string_equal(split_at(287), "");
	assert_string_equal(split_at(296), "a");
	assert_string_equal(split_at(570), "a");
	assert_string_equal(split_at(572), "a b");
	assert_string_equal(split_at(1400), "a b c d e");
	/* One cell whose first line is high holds the others back. */
	for (int rem = 900; rem <= 1000; rem += 100) {
		pm_start(fm_docx());
		pm_rem(rem);
		t = pm_table(1, 2, 4000);
		pm_cell(t, 0, 0, pm_lines(6));
		high = pm_cell(t, 0, 1, fm_para(fm_font("Liberation Serif", 80), "X"));
		assert_non_null(high);
		pm_add_table(t);
		assert_string_equal(pm_texts(pm_layout(), 0), rem == 900 ? "" : "a b c X");
	}
}

/* Text that runs up or down a cell does not stretch its row, and is read in its turn. */
static void
turned_cells(void **state)
{
	struct flow_table *t = pm_table(2, 2, 4000);
	struct pages *out;
	const struct box *up, *down;

	(void)state;
	pm_cell(t, 0, 0, fm_para(NULL, "up and up"));
	pm_cell(t, 0, 1, pm_lines(4));
	pm_cell(t, 1, 0, fm_para(NULL, "down"));
	pm_cell(t, 1, 1, pm_lines(3));
	t->rows[0].cells[0].turn = FLOW_UPWARDS;
	t->rows[1].cells[0].turn = FLOW_DOWNWARDS;
	t->rows[1].cells[0].valign = FLOW_BOTTOM;
	pm_fill_cells(t);
	pm_start(fm_docx());
	pm_add_table(t);
	out = pm_layout();
	assert_string_equal(pm_texts(out, 0), "up and up a b c d down a b c");
	up = pm_find(out, 0, "up and up");
	down = pm_find(out, 0, "down");
	assert_int_equal(up->turn, FLOW_UPWARDS);
	assert_int_equal(up->y, 1134 + 10 + 4 * 276); /* the pen begins at the row's end */
	assert_int_equal(up->x, down->x - (276 - 224) + 224); /* base lines, from the same edge */
	assert_int_equal(up->x_u, up->x * 6);
	assert_int_equal(down->turn, FLOW_DOWNWARDS);
	assert_int_equal(down->y, 1134 + 10 + 4 * 276 + 10); /* bottom: its last line is at the left */
}

/* The second part of a cut paragraph has its space before again. */
static void
second_part(void **state)
{
	struct flow_table *t = plain_rows(1, false);
	struct flow_para *p = pm_lines(6);
	struct pages *out;

	(void)state;
	pm_start(fm_docx());
	pm_rem(572 + 60);
	p->before = 60;
	pm_cell(t, 0, 0, p);
	pm_add_table(t);
	out = pm_layout();
	assert_string_equal(pm_texts(out, 0), "a b");
	assert_int_equal(pm_find(out, 1, "c")->y, 1134 + 10 + 60 + 224);
}

static const char *
caption_at(int rem, size_t header, bool cant_split, int lines)
{
	struct flow_table *t = plain_rows(header + 2, cant_split);
	struct flow_para *c = fm_para(NULL, "caption");

	pm_start(fm_docx());
	pm_rem(rem);
	c->keep_next = true;
	pm_add(c);
	t->nheader = header;
	pm_cell(t, header, 0, pm_lines(lines));
	pm_fill_cells(t);
	pm_add_table(t);
	return pm_texts(pm_layout(), 0);
}

static void
captions(void **state)
{
	(void)state;
	assert_string_equal(caption_at(561, 0, true, 1), "");
	assert_string_equal(caption_at(572, 0, true, 1), "caption a");
	assert_string_equal(caption_at(848 - 1, 1, false, 6), "");
	assert_string_equal(caption_at(858, 1, false, 6), "caption r1 a");
}

static const char *
band_at(int rem, int lines)
{
	struct flow_table *t = plain_rows(3, lines == 1);

	pm_start(fm_docx());
	pm_rem(rem);
	pm_cell(t, 1, 0, fm_para(NULL, "band"))->keep_next = true;
	pm_cell(t, 2, 0, pm_lines(lines));
	pm_fill_cells(t);
	pm_add_table(t);
	return pm_texts(pm_layout(), 0);
}

static void
bands(void **state)
{
	struct flow_table *t;

	(void)state;
	assert_string_equal(band_at(582, 1), "r1");
	assert_string_equal(band_at(868, 1), "r1 band a");
	assert_string_equal(band_at(858, 3), "r1");
	assert_string_equal(band_at(868, 3), "r1 band a");
	assert_string_equal(band_at(1144, 3), "r1 band a b");
	/* Two bands before the last row, a header and a row before them. */
	pm_start(fm_docx());
	pm_rem(1154);
	t = plain_rows(5, true);
	t->nheader = 1;
	pm_cell(t, 2, 0, fm_para(NULL, "b1"))->keep_next = true;
	pm_cell(t, 3, 0, fm_para(NULL, "b2"))->keep_next = true;
	pm_fill_cells(t);
	pm_add_table(t);
	assert_string_equal(pm_texts(pm_layout(), 0), "r1 r2");
}

/* Three rows that keep, then text that has no room beside them. */
static const char *
kept_rows(int own, int header)
{
	struct flow_table *t = plain_rows(3, true);

	pm_start(fm_docx());
	pm_rem(2000);
	pm_add(pm_lines(3));
	t->nheader = (size_t)header;
	for (int r = 0; r < 3; r++) {
		struct flow_para *p = pm_cell(t, (size_t)r, 0, fm_para(NULL, r == 0 ? "r1" : r == 1 ? "r2" : "r3"));
		p->keep_next = true;
		p->keep_own = r >= 3 - own;
	}
	pm_fill_cells(t);
	pm_add_table(t);
	pm_add(pm_lines(5))->keep_lines = true;
	return pm_texts(pm_layout(), 0);
}

/* All rows keep with what follows: only those that say so themselves move along. */
static void
all_keep(void **state)
{
	(void)state;
	assert_string_equal(kept_rows(0, 0), "a b c r1 r2 r3");
	assert_string_equal(kept_rows(2, 0), "a b c r1 r2 r3");
	assert_string_equal(kept_rows(3, 0), "a b c");
	assert_string_equal(kept_rows(2, 1), "a b c");
	assert_string_equal(kept_rows(1, 1), "a b c r1 r2 r3");
}

/* A merged first cell has no text below, but its row may say that it keeps. */
static void
covered_keeps(void **state)
{
	struct flow_table *t = pm_table(3, 2, 4000);

	(void)state;
	for (int r = 0; r < 3; r++)
		t->rows[r].cant_split = true;
	pm_merge(t, 0, 0, 3);
	t->rows[0].keep_next = t->rows[1].keep_next = true;
	pm_fill_cells(t);
	pm_start(fm_docx());
	pm_rem(582);
	pm_add_table(t);
	assert_string_equal(pm_texts(pm_layout(), 0), "");
}

static void
merged_over_pages(void **state)
{
	static const struct { int rem; const char *first, *second; } want[] = {
		{ 582, "a b r1 r2", "c r3 r4" }, { 868, "a b c r1 r2 r3", "r4" } };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct flow_table *t = pm_table(4, 2, 4000);
		struct pages *p;
		for (int r = 0; r < 4; r++)
			t->rows[r].cant_split = true;
		pm_merge(t, 0, 0, 4);
		pm_cell(t, 0, 0, pm_lines(3));
		pm_fill_cells(t);
		pm_start(fm_docx());
		pm_rem(want[i].rem);
		pm_add_table(t);
		p = pm_layout();
		assert_string_equal(pm_texts(p, 0), want[i].first);
		assert_string_equal(pm_texts(p, 1), want[i].second);
	}
}

/* Six lines over three rows: two pages, the last row grows on the second. */
static void
merged_grows(void **state)
{
	struct flow_table *t = pm_table(3, 2, 4000);
	struct pages *p;

	(void)state;
	for (int r = 0; r < 3; r++)
		t->rows[r].cant_split = true;
	pm_merge(t, 0, 0, 3);
	pm_cell(t, 0, 0, pm_lines(6));
	pm_fill_cells(t);
	pm_start(fm_docx());
	pm_rem(868);
	pm_add_table(t);
	pm_add(fm_para(NULL, "end"));
	p = pm_layout();
	assert_string_equal(pm_texts(p, 0), "a b r1 r2");
	assert_string_equal(pm_texts(p, 1), "c d e f r3 end");
	/* 1114 for the row, 10 for its border. */
	assert_int_equal(pm_find(p, 1, "end")->y, 1134 + 1114 + 10 + 224);
}

/* -- paragraphs (7) -- */

static const char *
widows_at(int rem, int lines)
{
	struct flow_para *p = pm_lines(lines);

	pm_start(fm_docx());
	pm_rem(rem);
	p->widow_control = true;
	pm_add(p);
	return pm_texts(pm_layout(), 0);
}

static void
widows(void **state)
{
	struct flow_para *h, *p;

	(void)state;
	assert_string_equal(widows_at(276, 5), "");
	assert_string_equal(widows_at(552, 5), "a b");
	assert_string_equal(widows_at(1104, 5), "a b c");
	assert_string_equal(widows_at(552, 3), "");
	for (int rem = 552; rem <= 828; rem += 276) {
		pm_start(fm_docx());
		pm_rem(rem);
		h = pm_add(fm_para(NULL, "heading"));
		h->keep_next = h->widow_control = true;
		p = pm_add(pm_lines(5));
		p->widow_control = true;
		assert_string_equal(pm_texts(pm_layout(), 0), rem == 552 ? "" : "heading a b");
	}
}

static void
page_tops(void **state)
{
	struct flow_para *p;
	struct pages *out;

	(void)state;
	/* Full page: the space before goes. */
	pm_start(fm_docx());
	pm_rem(100);
	p = pm_add(fm_para(NULL, "x"));
	p->before = 300;
	assert_int_equal(pm_find(pm_layout(), 1, "x")->y, 1134 + 224);
	/* A wanted break keeps it. */
	p->page_break_before = true;
	assert_int_equal(pm_find(pm_layout(), 1, "x")->y, 1134 + 300 + 224);
	/* A break inside: the rest has the space again. */
	pm_start(fm_docx());
	p = pm_add(fm_para(NULL, "x"));
	p->before = 300;
	fm_inline(p, FLOW_PAGE_BREAK, NULL, NULL);
	fm_text(p, NULL, "y");
	out = pm_layout();
	assert_int_equal(out->npages, 2);
	assert_int_equal(pm_find(out, 1, "y")->y, 1134 + 300 + 224);
	/* Only a break: an empty line here, the next paragraph there. */
	pm_start(fm_docx());
	p = pm_add(fm_para(NULL, NULL));
	fm_inline(p, FLOW_PAGE_BREAK, NULL, NULL);
	pm_add(fm_para(NULL, "y"));
	out = pm_layout();
	assert_int_equal(out->npages, 2);
	assert_non_null(pm_find(out, 1, "y"));
}

/* Two paragraphs; where the second one's baseline is. */
static int
second_y(struct flow_doc *d, int after, int before, int pct, bool ca, bool cb)
{
	struct flow_para *a, *b;

	pm_start(d);
	a = pm_add(fm_para(NULL, "x"));
	b = pm_add(fm_para(NULL, "y"));
	a->after = after;
	b->before = before;
	a->line = pct;
	a->contextual = ca;
	b->contextual = cb;
	return pm_find(pm_layout(), 0, "y")->y - 1134 - 224 - 276;
}

static void
gaps(void **state)
{
	struct flow_doc *sum = fm_docx();

	(void)state;
	sum->compat.sum_spaces = true;
	assert_int_equal(second_y(fm_docx(), 120, 200, 100, false, false), 200);
	assert_int_equal(second_y(sum, 200, 100, 100, false, false), 300);
	assert_int_equal(second_y(fm_docx(), 60, 60, 150, false, false), 198);
	assert_int_equal(second_y(fm_odt(), 34, 34, 116, false, false), 112);
	assert_int_equal(second_y(fm_docx(), 60, 60, 150, true, true), 138);
	assert_int_equal(second_y(fm_docx(), 100, 60, 100, true, false), 60);
	assert_int_equal(second_y(fm_docx(), 60, 100, 100, false, true), 60);
	assert_int_equal(second_y(fm_odt(), 60, 100, 100, false, true), 160);
}

/* -- areas (8) -- */

static int
body_top(int lines, int after)
{
	struct flow_page *pg = pm_start(fm_docx());
	struct flow_para *h = pm_lines(lines);

	pg->header_at = 708;
	h->after = after;
	pm_append(&pg->header, FLOW_PARA)->para = h;
	pm_add(fm_para(NULL, "x"));
	return pm_find(pm_layout(), 0, "x")->y - 224;
}

static void
areas(void **state)
{
	struct flow_page *pg;

	(void)state;
	assert_int_equal(body_top(1, 0), 1134);
	assert_int_equal(body_top(2, 0), 1260);
	assert_int_equal(body_top(3, 0), 1536);
	assert_int_equal(body_top(1, 200), 1184);
	/* A negative margin: the header may run over the body. */
	pg = pm_start(fm_docx());
	pg->header_at = 708;
	pg->top = -1134;
	pm_append(&pg->header, FLOW_PARA)->para = pm_lines(3);
	pm_add(fm_para(NULL, "x"));
	assert_int_equal(pm_find(pm_layout(), 0, "x")->y - 224, 1134);
}

static int
odt_top(int least, int gap, int lines, bool dynamic)
{
	struct flow_page *pg = pm_start(fm_odt());

	pg->odt_areas = true;
	pg->header_min = least;
	pg->header_gap = gap;
	pg->header_dynamic = dynamic;
	pm_append(&pg->header, FLOW_PARA)->para = pm_lines(lines);
	pm_add(fm_para(NULL, "x"));
	return pm_find(pm_layout(), 0, "x")->y - 224;
}

static void
odt_areas(void **state)
{
	(void)state;
	assert_int_equal(odt_top(454, 170, 1, false), 1588);
	assert_int_equal(odt_top(454, 170, 2, false), 1856);
	assert_int_equal(odt_top(454, 170, 3, false), 2132);
	assert_int_equal(odt_top(0, 283, 1, false), 1693);
	assert_int_equal(odt_top(454, 283, 3, false), 1134 + 1111);
	assert_int_equal(odt_top(454, 283, 3, true), 1134 + 828);
}

static void
running_fields(void **state)
{
	struct flow_page *pg = pm_start(fm_docx());
	struct flow_para *f = fm_para(NULL, NULL);
	struct pages *p;

	(void)state;
	pg->footer_at = 500;
	fm_inline(f, FLOW_PAGE, NULL, "0");
	fm_text(f, NULL, " / ");
	fm_inline(f, FLOW_NUMPAGES, NULL, "0");
	pm_append(&pg->footer, FLOW_PARA)->para = f;
	for (int i = 0; i < 3; i++)
		pm_add(fm_para(NULL, "x"))->page_break_before = true;
	p = pm_layout();
	assert_int_equal(p->npages, 3);
	assert_string_equal(pm_texts(p, 2), "x 3 / 3");
	assert_string_equal(p->page[2].label, "3");
	assert_int_equal(pm_find(p, 0, "x")->artifact, 0);
}

/* Page references settle, though their widths move what they count. */
static void
page_refs(void **state)
{
	struct flow_inline *in;
	struct flow_para *f;
	struct pages *p;

	(void)state;
	pm_start(fm_docx());
	f = pm_add(fm_para(NULL, "see "));
	in = fm_inline(f, FLOW_PAGEREF, NULL, "99");
	in->target = "here";
	in = fm_inline(f, FLOW_PAGEREF, NULL, "77");
	in->target = "here";
	in->in_toc = true;
	pm_add(fm_para(NULL, "x"))->page_break_before = true;
	f = pm_add(fm_para(NULL, NULL));
	f->page_break_before = true;
	fm_inline(f, FLOW_BOOKMARK, NULL, NULL)->target = "here";
	fm_text(f, NULL, "y");
	p = pm_layout();
	assert_string_equal(pm_texts(p, 0), "see 377");
	assert_int_equal(pages_find(p, "here"), 3);
	assert_int_equal(pages_find(p, "nowhere"), 0);
}

/* Contents that have no numbers yet take the layout's; numbers alone need no boxes. */
static void
unnumbered(void **state)
{
	struct flow_doc *d = fm_docx();
	struct flow_inline *in;
	struct flow_para *f;
	struct pages *p;

	(void)state;
	pm_start(d);
	d->unnumbered = true;
	f = pm_add(fm_para(NULL, "see "));
	in = fm_inline(f, FLOW_PAGEREF, NULL, "0");
	in->target = "here";
	in->in_toc = true;
	f = pm_add(fm_para(NULL, NULL));
	f->page_break_before = true;
	fm_inline(f, FLOW_BOOKMARK, NULL, NULL)->target = "here";
	fm_text(f, NULL, "y");
	p = layout_numbers(fm_arena, d, fm_fonts, fm_diag);
	assert_int_equal(p->npages, 2);
	assert_null(p->page[0].first);
	assert_int_equal(pages_find(p, "here"), 2);
	p = pm_layout();
	assert_string_equal(pm_texts(p, 0), "see 2");
	assert_int_equal(p->npages, 2);
}

/* -- notes (9) -- */

static struct flow_note *
note(struct flow_para *p, int lines)
{
	struct flow_note *n = arena_alloc(fm_arena, sizeof *n);
	struct flow_doc *d = pm_doc;
	struct flow_para *t = pm_lines(lines);
	struct flow_note **all = arena_array(fm_arena, d->nnotes + 1, sizeof *all);

	t->font = fm_font("Liberation Serif", 20);
	for (struct flow_inline *in = t->inlines; in != NULL; in = in->next)
		in->font = t->font;
	if (d->nnotes > 0)
		memcpy(all, d->notes, d->nnotes * sizeof *all);
	all[d->nnotes++] = n;
	d->notes = all;
	n->number = (int)d->nnotes;
	n->label = "1";
	pm_append(&n->blocks, FLOW_PARA)->para = t;
	fm_inline(p, FLOW_NOTE_REF, NULL, "1")->note = n;
	return n;
}

static size_t
count_on(const struct pages *p, size_t page, int half_points)
{
	size_t n = 0;

	for (const struct box *x = page < p->npages ? p->page[page].first : NULL; x != NULL; x = x->next)
		n += x->kind == BOX_TEXT && x->font.size_u == half_points * 60 && *x->text != '-';
	return n;
}

static void
notes(void **state)
{
	struct flow_para *p;
	struct pages *out;

	(void)state;
	for (int rem = 1182; rem <= 1183; rem++) {
		pm_start(fm_docx());
		pm_rem(rem);
		p = pm_add(fm_para(NULL, "x\nx\nx"));
		note(p, 1);
		fm_text(p, NULL, "\nx\nx");
		out = pm_layout();
		assert_int_equal(count_on(out, 0, 20), rem - 1182);
		assert_int_equal(count_on(out, 1, 20), 1183 - rem);
	}
	for (int i = 0; i < 3; i++) {
		static const int rems[] = { 630, 631, 862 };
		pm_start(fm_docx());
		pm_rem(rems[i]);
		p = pm_add(fm_para(NULL, "x"));
		note(p, 10);
		out = pm_layout();
		assert_int_equal(count_on(out, 0, 20), i);
		assert_int_equal(count_on(out, 1, 20), 10 - i);
	}
	/* Two notes in one line: both must fit. */
	for (int rem = 861; rem <= 862; rem++) {
		pm_start(fm_docx());
		pm_rem(rem);
		p = pm_add(fm_para(NULL, "x"));
		note(p, 1);
		note(p, 1);
		assert_int_equal(count_on(pm_layout(), 0, 20), rem == 862 ? 2 : 0);
	}
}

static void
note_places(void **state)
{
	struct flow_para *p;
	struct pages *out;

	(void)state;
	pm_start(fm_docx());
	p = pm_add(fm_para(NULL, "x"));
	note(p, 2);
	out = pm_layout();
	assert_int_equal(pm_find(out, 0, "a")->y, 1134 + 14570 - 2 * 231 + 187);
	assert_int_equal(pm_find(out, 0, "a")->sense->parent->kind, SENSE_NOTE);
}

/* The number in the text leads to the note's own, and that back; each note has its own pair. */
static void
note_links(void **state)
{
	struct flow_para *p;
	struct pages *out;
	const struct sense *ref, *number;

	(void)state;
	pm_start(fm_docx());
	p = pm_add(fm_para(NULL, "x"));
	for (int i = 0; i < 2; i++) {
		struct flow_para *t = note(p, 1)->blocks->para;
		t->inlines = NULL;
		fm_inline(t, FLOW_NOTE_NUMBER, NULL, i == 0 ? "A" : "B");
		fm_text(t, NULL, "text");
	}
	out = pm_layout();
	for (int i = 0; i < 2; i++) {
		number = pm_find(out, 0, i == 0 ? "A" : "B")->sense;
		assert_int_equal(number->kind, SENSE_LINK);
		assert_int_equal(number->parent->kind, SENSE_LBL);
		ref = number->to;
		assert_int_equal(ref->kind, SENSE_LINK);
		assert_int_equal(ref->parent->kind, SENSE_REFERENCE);
		assert_ptr_equal(ref->to, number);
	}
	assert_ptr_not_equal(ref, pm_find(out, 0, "A")->sense->to);
}

/* -- pictures (10) -- */

static void
pictures(void **state)
{
	struct flow_picture *pic = arena_alloc(fm_arena, sizeof *pic);
	struct flow_para *p;

	(void)state;
	pic->width = pic->height = 1134;
	pm_start(fm_docx());
	p = pm_add(fm_para(NULL, NULL));
	fm_inline(p, FLOW_PICTURE, NULL, NULL)->picture = pic;
	pm_add(fm_para(NULL, "y"));
	p->line = 150;
	assert_int_equal(pm_find(pm_layout(), 0, "y")->y, 1134 + 1134 + 138 + 224);
	p->line = 100;
	fm_text(p, NULL, "x");
	assert_int_equal(pm_find(pm_layout(), 0, "y")->y, 1134 + 1186 + 224);
}

/* -- sense -- */

static size_t
kinds(const struct sense *s, enum sense_kind kind)
{
	size_t n = s->kind == kind;

	for (const struct sense *c = s->first; c != NULL; c = c->next)
		n += kinds(c, kind);
	return n;
}

static void
senses(void **state)
{
	struct flow_para *p;
	struct flow_table *t;
	struct pages *out;
	const struct sense *root;

	(void)state;
	pm_start(fm_docx());
	p = pm_add(fm_para(NULL, "one"));
	p->role = FLOW_H1;
	p = pm_add(fm_para(NULL, "deep"));
	p->role = FLOW_H3;
	for (int i = 0; i < 4; i++) {
		p = pm_add(fm_para(NULL, "item"));
		p->role = FLOW_LIST_ITEM;
		p->label.text = "1.";
		p->label.depth = i == 1 || i == 2;
		p->label.list = 1;
	}
	p = pm_add(fm_para(NULL, "caption"));
	p->role = FLOW_CAPTION;
	t = plain_rows(2, true);
	t->nheader = 1;
	pm_fill_cells(t);
	pm_add_table(t);
	out = pm_layout();
	root = out->root;
	assert_int_equal(root->kind, SENSE_DOCUMENT);
	assert_int_equal(kinds(root, SENSE_SECT), 1);
	assert_int_equal(kinds(root, SENSE_H), 2);
	assert_int_equal(pm_find(out, 0, "deep")->sense->level, 2);
	assert_int_equal(kinds(root, SENSE_L), 2);
	assert_int_equal(kinds(root, SENSE_LI), 4);
	assert_int_equal(kinds(root, SENSE_LBODY), 4);
	assert_int_equal(pm_find(out, 0, "caption")->sense->parent->kind, SENSE_TABLE);
	assert_int_equal(kinds(root, SENSE_TH), 1);
	assert_int_equal(pm_find(out, 0, "r1")->sense->scope, 1);
	assert_int_equal(kinds(root, SENSE_TD), 1);
}

/* The cells that a cell names as its heads: their texts are "r1" + column and so on. */
static const char *
heads_of(const struct pages *out, const char *text)
{
	const struct sense *s = pm_find(out, 0, text)->sense;
	struct buf b = { 0 };
	const char *made;

	for (size_t i = 0; i < s->nheaders; i++)
		for (const struct box *x = out->page[0].first; x != NULL; x = x->next)
			if (x->kind == BOX_TEXT && x->sense == s->headers[i])
				buf_printf(&b, "%.*s ", (int)x->len, x->text);
	made = arena_strndup(fm_arena, b.s == NULL ? "" : b.s, b.len);
	buf_free(&b);
	return made;
}

/*
 * Goals merged down and activities beside them, in two levels:
 *     A head over two columns | B | C
 *     first band
 *     g1 (merged) | n1 | a1 (merged) | x1
 *                 | n2 |             | x2
 *     second band
 *     g2          | n3 | a2          | x3
 */
static struct flow_table *
levels_table(void)
{
	static const char *const texts[6][4] = { { "A", NULL, "B", "C" }, { "first" }, { "g1", "n1", "a1", "x1" },
		{ NULL, "n2", NULL, "x2" }, { "second" }, { "g2", "n3", "a2", "x3" } };
	struct flow_table *t = pm_table(6, 4, 8000);

	t->nheader = 1;
	t->first_column = true;
	pm_merge(t, 2, 0, 2);
	pm_merge(t, 2, 2, 2);
	for (size_t r = 0; r < 6; r++)
		for (size_t c = 0; c < 4; c++)
			if (texts[r][c] != NULL)
				pm_cell(t, r, c, fm_para(NULL, texts[r][c]))->keep_next = r == 1 || r == 4;
	t->rows[0].cells[0].span = 2;
	for (size_t c = 1; c < 3; c++)
		t->rows[0].cells[c] = t->rows[0].cells[c + 1];
	t->rows[0].ncells = 3;
	for (size_t r = 1; r < 6; r += 3) {
		t->rows[r].ncells = 1;
		t->rows[r].cells[0].span = 4;
	}
	return t;
}

static void
row_heads(void **state)
{
	struct flow_table *t = levels_table();
	struct pages *out;

	(void)state;
	pm_start(fm_docx());
	pm_add_table(t);
	out = pm_layout();
	assert_int_equal(kinds(out->root, SENSE_TBODY), 2);
	assert_int_equal(pm_find(out, 0, "first")->sense->kind, SENSE_TH);
	assert_int_equal(pm_find(out, 0, "g1")->sense->scope, 2);
	assert_int_equal(pm_find(out, 0, "n2")->sense->scope, 2); /* under the head that spans */
	assert_int_equal(pm_find(out, 0, "a1")->sense->scope, 2); /* merged down */
	assert_int_equal(pm_find(out, 0, "x2")->sense->kind, SENSE_TD);
	assert_string_equal(heads_of(out, "first"), "");
	assert_string_equal(heads_of(out, "g1"), "A first ");
	assert_string_equal(heads_of(out, "n2"), "A first g1 ");
	assert_string_equal(heads_of(out, "x2"), "C first g1 n2 a1 ");
	assert_string_equal(heads_of(out, "x3"), "C second g2 n3 a2 ");
	/* A table that says its first column is like the others. */
	t = levels_table();
	t->first_column = false;
	pm_start(fm_docx());
	pm_add_table(t);
	out = pm_layout();
	assert_int_equal(pm_find(out, 0, "g1")->sense->kind, SENSE_TD);
	assert_string_equal(heads_of(out, "x2"), "C first ");
}

/* -- sizes -- */

/* Rows beyond a page, headers beyond a page, empty documents: it must end. */
static void
extremes(void **state)
{
	struct flow_table *t;
	struct flow_para *p;
	struct pages *out;

	(void)state;
	pm_start(fm_docx());
	assert_true(pm_layout()->npages <= 1);
	/* A row higher than the page, though it may not split. */
	t = plain_rows(1, true);
	for (int i = 0; i < 100; i++)
		pm_cell(t, 0, 0, fm_para(NULL, "x"));
	pm_add_table(t);
	assert_int_equal(pm_layout()->npages, 2);
	/* One line higher than the page. */
	pm_start(fm_docx());
	p = pm_add(fm_para(NULL, "x"));
	p->line_rule = FLOW_LINE_EXACT;
	p->line = 40000;
	pm_add(fm_para(NULL, "y"));
	assert_int_equal(pm_layout()->npages, 2);
	/* A header row of three pages. */
	pm_start(fm_docx());
	t = plain_rows(3, true);
	t->nheader = 1;
	p = pm_cell(t, 0, 0, fm_para(NULL, "h"));
	p->line_rule = FLOW_LINE_EXACT;
	p->line = 40000;
	pm_fill_cells(t);
	pm_add_table(t);
	out = pm_layout();
	assert_true(out->npages >= 1 && out->npages < 6);
	/* Margins that leave nothing. */
	pm_start(fm_docx())->left = 20000;
	pm_add(pm_lines(3));
	assert_true(pm_layout()->npages < 100);
}

static double
cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
time_rows(size_t n, size_t *pages)
{
	struct flow_table *t = pm_table(n, 4, 9000);
	double from;

	for (size_t r = 0; r + 2 < n; r += 3)
		pm_merge(t, r, 0, 3);
	pm_fill_cells(t);
	pm_start(fm_docx());
	pm_add_table(t);
	from = cpu();
	*pages = pm_layout()->npages;
	return cpu() - from;
}

/* Ten times the rows may not cost much more than ten times the time. */
static void
linear(void **state)
{
	size_t small, large;
	double a, b;

	(void)state;
	time_rows(500, &small);
	a = time_rows(2000, &small);
	b = time_rows(20000, &large);
	assert_true(large > 9 * small);
	assert_true(b < 20 * a + 0.05);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_rows), cmocka_unit_test(headers_repeat),
		cmocka_unit_test(split_rows), cmocka_unit_test(second_part),
		cmocka_unit_test(captions), cmocka_unit_test(bands), cmocka_unit_test(all_keep), cmocka_unit_test(turned_cells),
		cmocka_unit_test(covered_keeps),
		cmocka_unit_test(merged_over_pages), cmocka_unit_test(merged_grows),
		cmocka_unit_test(widows), cmocka_unit_test(page_tops), cmocka_unit_test(gaps),
		cmocka_unit_test(areas), cmocka_unit_test(odt_areas),
		cmocka_unit_test(running_fields), cmocka_unit_test(page_refs), cmocka_unit_test(unnumbered),
		cmocka_unit_test(notes), cmocka_unit_test(note_places), cmocka_unit_test(note_links), cmocka_unit_test(pictures),
		cmocka_unit_test(senses), cmocka_unit_test(row_heads), cmocka_unit_test(extremes), cmocka_unit_test(linear),
	};

	return cmocka_run_group_tests(tests, fm_setup, fm_teardown);
}
