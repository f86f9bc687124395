/* table: widths, insets and heights of rows; numbers of layout-pages.md 4 and 5. */
#include "pagemake.h"

static struct ltable *
measure(struct flow_doc *d, struct flow_table *t)
{
	struct lay *l;
	struct lsection *s;
	size_t n;

	pm_start(d);
	pm_add_table(t);
	l = lay_open(fm_arena, d, fm_fonts, fm_diag);
	l->pages = arena_alloc(fm_arena, sizeof *l->pages);
	s = lay_sections(l, &n);
	lay_table(l, s[0].blocks.v[0].table, 9071);
	lay_close(l);
	return s[0].blocks.v[0].table;
}

static int
text_width(struct flow_doc *d, int width, int pad, int border)
{
	struct flow_table *t = pm_table(1, 1, width);
	struct flow_cell *c = &t->rows[0].cells[0];

	c->pad_left = c->pad_right = pad;
	pm_borders(t, border);
	pm_fill_cells(t);
	return measure(d, t)->rows[0].cells[0].text_w;
}

static void
widths(void **state)
{
	(void)state;
	assert_int_equal(text_width(fm_docx(), 2000, 108, 10), 1784);
	assert_int_equal(text_width(fm_docx(), 2000, 0, 10), 1990);
	assert_int_equal(text_width(fm_docx(), 2000, 20, 60), 1940);
	assert_int_equal(text_width(fm_docx(), 2000, 85, 10), 1830);
	assert_int_equal(text_width(fm_odt(), 1984, 57, 60), 1870);
}

static void
separating(void **state)
{
	struct flow_table *t = pm_table(2, 1, 3005);

	(void)state;
	t->collapsing = false;
	for (int r = 0; r < 2; r++)
		t->rows[r].cells[0].pad_left = t->rows[r].cells[0].pad_right = 57;
	pm_fill_cells(t);
	assert_int_equal(measure(fm_odt(), t)->rows[0].cells[0].text_w, 3005 - 134);
	assert_int_equal(measure(fm_odt(), t)->row_h[1], 296);
}

/* Height of a row with the given paragraphs in its only cell. */
static int
height(struct flow_doc *d, int border, int pad, struct flow_para *a, struct flow_para *b)
{
	struct flow_table *t = pm_table(1, 1, 3000);

	pm_borders(t, border);
	t->rows[0].cells[0].pad_top = t->rows[0].cells[0].pad_bottom = pad;
	pm_cell(t, 0, 0, a);
	if (b != NULL)
		pm_cell(t, 0, 0, b);
	return measure(d, t)->row_h[0];
}

static struct flow_para *
spaced(int before, int after, enum flow_line_rule rule, int line, const char *text)
{
	struct flow_para *p = fm_para(NULL, text);

	p->before = before;
	p->after = after;
	p->line_rule = rule;
	p->line = line;
	return p;
}

#define P(before, after, line) spaced(before, after, FLOW_LINE_PERCENT, line, "a")

static void
row_heights(void **state)
{
	struct flow_doc *max = fm_odt();

	(void)state;
	max->compat.sum_spaces = false;
	assert_int_equal(height(fm_docx(), 10, 0, P(0, 0, 100), NULL), 286);
	assert_int_equal(height(fm_docx(), 10, 0, P(200, 120, 100), NULL), 606);
	assert_int_equal(height(fm_docx(), 10, 0, P(200, 120, 100), P(200, 120, 100)), 1082);
	assert_int_equal(height(fm_odt(), 10, 0, P(200, 100, 100), P(200, 100, 100)), 1162);
	assert_int_equal(height(max, 10, 0, P(200, 100, 100), P(200, 100, 100)), 1062);
	assert_int_equal(height(fm_docx(), 10, 0, P(60, 60, 150), NULL), 543);
	assert_int_equal(height(fm_docx(), 10, 0, P(60, 60, 150), P(60, 60, 150)), 1017);
	assert_int_equal(height(fm_docx(), 10, 0,
	    spaced(60, 60, FLOW_LINE_PERCENT, 150, "a\nb"), NULL), 957);
	assert_int_equal(height(fm_docx(), 10, 0, spaced(60, 40, FLOW_LINE_EXACT, 400, "a"),
	    spaced(60, 40, FLOW_LINE_EXACT, 400, "a")), 970);
	assert_int_equal(height(fm_docx(), 10, 0, P(0, 0, 75), P(0, 0, 75)), 424);
	assert_int_equal(height(fm_docx(), 60, 0, P(0, 0, 100), NULL), 336);
	assert_int_equal(height(fm_odt(), 10, 45, P(0, 0, 100), NULL), 376);
}

static void
insets(void **state)
{
	struct flow_table *t = pm_table(1, 2, 4000);
	struct ltable *m;

	(void)state;
	/* Margins of one cell lower the text of both. */
	t->rows[0].cells[0].pad_top = 100;
	t->rows[0].cells[0].pad_bottom = 50;
	pm_fill_cells(t);
	m = measure(fm_docx(), t);
	assert_int_equal(m->row_h[0], 436);
	assert_int_equal(row_top(m, 0, -1), 110);
	/* Only inside rules of 20, then only outer ones. */
	t = pm_table(3, 1, 3000);
	pm_borders(t, 0);
	for (int r = 0; r < 2; r++)
		t->rows[r].cells[0].bottom.width = t->rows[r + 1].cells[0].top.width = 20;
	pm_fill_cells(t);
	m = measure(fm_docx(), t);
	assert_int_equal(m->row_h[0], 276);
	assert_int_equal(m->row_h[1], 296);
	assert_int_equal(m->row_h[2], 296);
	pm_borders(t, 0);
	t->rows[0].cells[0].top.width = t->rows[2].cells[0].bottom.width = 20;
	m = measure(fm_docx(), t);
	assert_int_equal(m->row_h[0], 296);
	assert_int_equal(m->row_h[1], 276);
	assert_int_equal(m->row_h[2], 276);
	assert_int_equal(m->rows[2].bottom_border, 20);
	/* A thick bottom border moves into the next row. */
	t = pm_table(2, 1, 3000);
	t->rows[0].cells[0].bottom.width = 60;
	pm_fill_cells(t);
	m = measure(fm_docx(), t);
	assert_int_equal(m->row_h[0], 286);
	assert_int_equal(m->row_h[1], 336);
	/* Line and padding add up, also with the line of the row above. */
	t->rows[1].cells[0].pad_top = 50;
	assert_int_equal(measure(fm_docx(), t)->row_h[1], 60 + 50 + 276);
}

static void
least_heights(void **state)
{
	struct flow_table *t = pm_table(1, 1, 3000);

	(void)state;
	pm_fill_cells(t);
	t->rows[0].min_height = 600;
	assert_int_equal(measure(fm_docx(), t)->row_h[0], 600);
	t->rows[0].min_height = 100;
	assert_int_equal(measure(fm_docx(), t)->row_h[0], 286);
	t->rows[0].exact_height = true;
	assert_int_equal(measure(fm_docx(), t)->row_h[0], 100);
}

static void
merges(void **state)
{
	struct flow_table *t = pm_table(2, 2, 4000);
	struct ltable *m;

	(void)state;
	/* Four lines over two rows: the last one grows. */
	pm_merge(t, 0, 0, 2);
	pm_cell(t, 0, 0, pm_lines(4));
	pm_fill_cells(t);
	m = measure(fm_docx(), t);
	assert_int_equal(m->row_h[0], 286);
	assert_int_equal(m->row_h[1], 828);
}

static void
old_settings(void **state)
{
	struct flow_doc *d = fm_odt();

	(void)state;
	/* A settings.xml without its items: no line gap, no space at the cell's end. */
	d->compat.external_leading = false;
	assert_int_equal(height(d, 10, 0, P(0, 0, 100), NULL), 276);
	d->compat.cell_spacing = d->compat.cell_line_spacing = false;
	assert_int_equal(height(d, 10, 0, P(0, 100, 150), NULL), 276);
}

static void
sliver(void **state)
{
	struct flow_table *t = pm_table(1, 1, 5000), *in = pm_table(1, 1, 3000);

	(void)state;
	pm_fill_cells(in);
	pm_append(&t->rows[0].cells[0].blocks, FLOW_TABLE)->table = in;
	pm_cell(t, 0, 0, fm_para(NULL, NULL));
	/* 10 + (286 + 10) + 1 */
	assert_int_equal(measure(fm_docx(), t)->row_h[0], 307);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths), cmocka_unit_test(separating), cmocka_unit_test(row_heights),
		cmocka_unit_test(insets), cmocka_unit_test(least_heights), cmocka_unit_test(merges),
		cmocka_unit_test(old_settings), cmocka_unit_test(sliver),
	};

	return cmocka_run_group_tests(tests, fm_setup, fm_teardown);
}
