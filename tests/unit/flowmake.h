/*
 * flowmake - flows made by hand, for the tests of layout/.
 *
 * Twips and half points as in flow.h.  fm_docx() and fm_odt() set the switches of
 * layout-text.md 11.
 */
#ifndef TESTS_FLOWMAKE_H
#define TESTS_FLOWMAKE_H

#include "flow/flow.h"
#include "layout/lay.h"
#include "unit.h"

static struct arena *fm_arena;
static struct font_set *fm_fonts;
static struct diag *fm_diag;

static inline int
fm_setup(void **state)
{
	(void)state;
	fm_arena = arena_new();
	fm_diag = diag_new(DIAG_EN);
	fm_fonts = font_set_new(NULL, fm_diag);
	return fm_fonts == NULL ? -1 : 0;
}

static inline int
fm_teardown(void **state)
{
	(void)state;
	font_set_free(fm_fonts);
	diag_free(fm_diag);
	arena_free(fm_arena);
	return 0;
}

static inline struct flow_doc *
fm_docx(void)
{
	struct flow_doc *d = arena_alloc(fm_arena, sizeof *d);

	d->arena = fm_arena;
	d->file = "test.docx";
	d->lang = "lv-LV";
	d->default_tab = 720;
	d->compat = (struct flow_compat){ .spaces_at_start = true, .external_leading = true,
		.cell_spacing = true, .cell_line_spacing = true, .prop_shrinks_first = true,
		.ignore_blank_height = true, .ms_trailing_blanks = true, .row_keep = true,
		.tab_beyond_indent = true, .docx = true };
	return d;
}

static inline struct flow_doc *
fm_odt(void)
{
	struct flow_doc *d = fm_docx();

	d->file = "test.odt";
	d->default_tab = 1134;
	d->compat = (struct flow_compat){ .sum_spaces = true, .spaces_at_start = true,
		.external_leading = true, .cell_spacing = true, .cell_line_spacing = true,
		.prop_shrinks_first = true, .tabs_from_indent = true, .italic_correction = true };
	return d;
}

static inline struct flow_font *
fm_font(const char *family, int half_points)
{
	struct flow_font *f = arena_alloc(fm_arena, sizeof *f);

	f->family = family;
	f->size = half_points;
	f->colour = f->shade = FLOW_AUTO_COLOUR;
	return f;
}

static inline struct flow_inline *
fm_inline(struct flow_para *p, enum flow_inline_kind kind, const struct flow_font *f,
    const char *text)
{
	struct flow_inline *in = arena_alloc(fm_arena, sizeof *in), **end = &p->inlines;

	while (*end != NULL)
		end = &(*end)->next;
	*end = in;
	in->kind = kind;
	in->font = f != NULL ? f : p->font;
	in->text = text;
	in->len = text == NULL ? 0 : strlen(text);
	return in;
}

/* "\t" and "\n" in the text become tabs and line breaks. */
static inline void
fm_text(struct flow_para *p, const struct flow_font *f, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\t\n");
		if (n > 0)
			fm_inline(p, FLOW_TEXT, f, arena_strndup(fm_arena, text, n));
		text += n;
		if (*text != '\0')
			fm_inline(p, *text++ == '\t' ? FLOW_TAB : FLOW_BREAK, f, NULL);
	}
}

static inline struct flow_para *
fm_para(const struct flow_font *f, const char *text)
{
	struct flow_para *p = arena_alloc(fm_arena, sizeof *p);

	p->style = "Normal";
	p->font = f != NULL ? f : fm_font("Liberation Serif", 24);
	p->line = 100;
	p->shade = FLOW_AUTO_COLOUR;
	p->label.tab = -1;
	if (text != NULL)
		fm_text(p, NULL, text);
	return p;
}

/* A paragraph set at a width, by itself. */
static inline struct lpara *
fm_set(struct lay *l, struct flow_para *fp, int width)
{
	struct lpara *p = arena_alloc(fm_arena, sizeof *p);

	p->fp = fp;
	p->width = -1;
	lay_para(l, p, width);
	return p;
}

/* The words of line i as drawn, without blanks that hang. */
static inline const char *
fm_line(const struct lpara *p, size_t i)
{
	struct buf b = { 0 };
	const char *s;

	for (size_t k = 0; k < p->lines[i].nruns; k++)
		if (p->lines[i].runs[k].kind == RUN_TEXT)
			buf_add(&b, p->lines[i].runs[k].text, p->lines[i].runs[k].len);
	while (b.len > 0 && b.s[b.len - 1] == ' ')
		b.len--;
	s = arena_strndup(fm_arena, b.s == NULL ? "" : b.s, b.len);
	buf_free(&b);
	return s;
}

/* The lines with "|" between. */
static inline const char *
fm_lines(const struct lpara *p)
{
	struct buf b = { 0 };
	const char *s;

	for (size_t i = 0; i < p->nlines; i++) {
		if (i > 0)
			buf_ch(&b, '|');
		buf_str(&b, fm_line(p, i));
	}
	s = arena_strndup(fm_arena, b.s == NULL ? "" : b.s, b.len);
	buf_free(&b);
	return s;
}

#endif
