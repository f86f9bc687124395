/* lines: breaking, heights, tabs, lists, alignment; numbers of layout-text.md. */
#include "flowmake.h"

#include "layout/breaks.h"
#include "layout/hyphen.h"
#include "base/utf8.h"

static struct lay *
job(struct flow_doc *d)
{
	return lay_open(fm_arena, d, fm_fonts, fm_diag);
}

/* -- break rules (5) -- */

/* The text with "|" wherever a line may end. */
static const char *
breaks(const char *s)
{
	struct break_state st = { 0 };
	struct buf b = { 0 };
	uint32_t c, next;
	size_t len = strlen(s), i = 0;
	const char *out;

	while (i < len) {
		int n = utf8_decode(s + i, len - i, &c);
		bool more = i + (size_t)n < len;
		if (more)
			utf8_decode(s + i + n, len - i - (size_t)n, &next);
		if (break_before(&st, break_class(c), more ? break_class(next) : BRK_SP))
			buf_ch(&b, '|');
		buf_add(&b, s + i, (size_t)n);
		i += (size_t)n;
	}
	out = arena_strndup(fm_arena, b.s, b.len);
	buf_free(&b);
	return out;
}

static void
break_rules(void **state)
{
	static const char *const want[] = {
		"viens |divi", "11-|22", "a–|b", "a|—|b", "a|%", "7%", "5 |%", "5\u00a0%", "a\\|b",
		"a)b", "a}b", "a!|b", "a?|b", "a…|b", "„(abc) |d", "“(", "a |(b", "( a", "(a",
		"a/|b", "2023./2024.", "12/34", "1,5", "a.b", "a,b", "a . |b", "100 |€", "€100",
		"100€", "5°", "20 |°C", "°C", "a\u2060b", "a\u200b|b", "a-|b", "a . |b", "a\u00a0b",
		"a |\u00a0b", "(\u00a0b", "„a“ |b", "a“b", "„a |b“", "1.1. |a", "a+", "+5", "a*b",
		"§ |5", "Nr.\u00a05", "a(b", "5(b", ")5",
	};

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		char plain[64];
		size_t n = 0;
		for (const char *s = want[i]; *s != '\0'; s++)
			if (*s != '|')
				plain[n++] = *s;
		plain[n] = '\0';
		assert_string_equal(breaks(plain), want[i]);
	}
}

/* -- breaking into lines (5) -- */

static const char *
set(struct flow_doc *d, const char *text, int width)
{
	struct lay *l = job(d);
	const char *s = fm_lines(fm_set(l, fm_para(NULL, text), width));

	lay_close(l);
	return s;
}

static void
fit(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_para *p = fm_para(NULL, "efektīvs efektīvs");

	(void)state;
	/* 4558 + 360 + 4558 = 9476 u: 1579 twips are 9474 u, 1580 are 9480. */
	assert_int_equal(fm_set(l, p, 1580)->nlines, 1);
	assert_int_equal(fm_set(l, p, 1579)->nlines, 2);
	/* Blanks at the break hang. */
	assert_string_equal(fm_lines(fm_set(l, fm_para(NULL, "efektīvs    efektīvs"), 760)),
	    "efektīvs|efektīvs");
	lay_close(l);
}

static void
slash(void **state)
{
	(void)state;
	assert_string_equal(set(fm_docx(), "aaaa bbbb speciālists/direktors", 1900),
	    "aaaa bbbb|speciālists/direktor|s");
	assert_string_equal(set(fm_docx(), "aaaa bbbb speciālists/direktors", 2300),
	    "aaaa bbbb|speciālists/direktors");
	assert_string_equal(set(fm_docx(), "speciālists/direktors", 1200), "speciālists/|direktors");
}

static void
forced(void **state)
{
	struct lay *l = job(fm_docx()), *o = job(fm_odt());
	struct flow_font *bold = fm_font("Liberation Serif", 24);
	struct flow_para *p = fm_para(NULL, "koordinato");

	(void)state;
	bold->bold = true;
	fm_text(p, bold, "rs");
	assert_string_equal(fm_lines(fm_set(l, p, 1080)), "koordinat|ors");
	assert_string_equal(fm_lines(fm_set(o, p, 1080)), "koordinato|rs");
	assert_string_equal(fm_lines(fm_set(l, fm_para(NULL, "aaaaaaaaaa"), 1)),
	    "a|a|a|a|a|a|a|a|a|a");
	lay_close(l);
	lay_close(o);
}

static void
soft_hyphen(void **state)
{
	struct lay *l = job(fm_docx());
	struct lpara *p = fm_set(l, fm_para(NULL, "efek\u00adtīvs"), 500);

	(void)state;
	assert_int_equal(p->nlines, 2);
	assert_true(p->lines[0].hyphen);
	assert_true(p->lines[0].runs[p->lines[0].nruns - 1].soft_hyphen);
	p = fm_set(l, fm_para(NULL, "efek\u00adtīvs"), 5000);
	assert_int_equal(p->nlines, 1);
	assert_false(p->lines[0].hyphen);
	lay_close(l);
}

static void
italics(void **state)
{
	struct flow_font *it = fm_font("Liberation Serif", 24);
	struct flow_doc *d = fm_docx();
	struct lay *l = job(d);
	struct flow_para *p;

	(void)state;
	it->italic = true;
	p = fm_para(it, "abc d");
	assert_int_equal(fm_set(l, p, 527)->nlines, 1);
	d->compat.italic_correction = true;
	assert_int_equal(fm_set(l, p, 549)->nlines, 2);
	assert_int_equal(fm_set(l, p, 550)->nlines, 1);
	p->align = FLOW_RIGHT;
	assert_int_equal(fm_set(l, p, 1000)->lines[0].x, 1001 - 550);
	lay_close(l);
}

/* -- alignment (6) -- */

static void
alignment(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_para *p = fm_para(NULL, "abc d");
	struct lpara *s;

	(void)state;
	p->align = FLOW_CENTER;
	assert_int_equal(fm_set(l, p, 1000)->lines[0].x, (1001 - 513) / 2);
	p->align = FLOW_RIGHT;
	assert_int_equal(fm_set(l, p, 1000)->lines[0].x, 1001 - 513);
	p = fm_para(NULL, "aa bb cc dd");
	p->align = FLOW_JUSTIFY;
	s = fm_set(l, p, 700);
	assert_string_equal(fm_lines(s), "aa bb|cc dd");
	/* aa bb: 1278 + 360 + 1440 u = 513 twips; one blank takes 187. */
	assert_int_equal(s->lines[0].runs[0].extra, 18700);
	assert_int_equal(s->lines[1].runs[0].extra, 0);
	/* A line that a break ends is stretched. */
	p = fm_para(NULL, "aa bb\ncc");
	p->align = FLOW_JUSTIFY;
	assert_int_equal(fm_set(l, p, 700)->lines[0].runs[0].extra, 18700);
	lay_close(l);
}

/* -- spacing (2) -- */

static void
spacing(void **state)
{
	static const struct { int half, pct, pitch; } want[] = {
		{ 16, 105, 193 }, { 16, 108, 198 }, { 16, 110, 202 }, { 16, 115, 211 }, { 16, 120, 220 },
		{ 16, 121, 222 }, { 16, 125, 230 }, { 16, 150, 276 }, { 18, 105, 217 }, { 18, 108, 223 },
		{ 18, 110, 227 }, { 18, 115, 238 }, { 18, 120, 248 }, { 18, 121, 250 }, { 18, 125, 258 },
		{ 18, 150, 310 }, { 20, 105, 242 }, { 20, 108, 249 }, { 20, 110, 254 }, { 20, 115, 265 },
		{ 20, 120, 277 }, { 20, 121, 279 }, { 20, 125, 288 }, { 20, 150, 346 }, { 21, 105, 254 },
		{ 21, 108, 261 }, { 21, 110, 266 }, { 21, 115, 278 }, { 21, 120, 290 }, { 21, 121, 292 },
		{ 21, 125, 302 }, { 21, 150, 363 }, { 22, 105, 265 }, { 22, 108, 273 }, { 22, 110, 278 },
		{ 22, 115, 290 }, { 22, 120, 303 }, { 22, 121, 306 }, { 22, 125, 316 }, { 22, 150, 379 },
		{ 24, 105, 289 }, { 24, 108, 298 }, { 24, 110, 303 }, { 24, 115, 317 }, { 24, 120, 331 },
		{ 24, 121, 333 }, { 24, 125, 345 }, { 24, 150, 414 }, { 28, 105, 338 }, { 28, 108, 347 },
		{ 28, 110, 354 }, { 28, 115, 370 }, { 28, 120, 386 }, { 28, 121, 389 }, { 28, 125, 402 },
		{ 28, 150, 483 }, { 32, 105, 386 }, { 36, 108, 447 }, { 44, 121, 612 }, { 44, 150, 759 },
	};
	struct lay *l = job(fm_docx());

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct flow_para *p = fm_para(fm_font("Liberation Serif", want[i].half), "a\nb");
		struct lpara *s;
		int base, h;
		p->line = want[i].pct;
		s = fm_set(l, p, 5000);
		assert_int_equal(line_height(l, s, 0, true, &base), s->lines[0].height);
		assert_int_equal(base, s->lines[0].asc);
		h = line_height(l, s, 1, false, &base);
		assert_int_equal(h, want[i].pitch);
		assert_int_equal(h - base, s->lines[1].height - s->lines[1].asc);
	}
	lay_close(l);
}

static void
spacing_rules(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_para *p = fm_para(NULL, "a\nb\nc");
	struct lpara *s = fm_set(l, p, 5000);
	int base;

	(void)state;
	p->line = 67;
	assert_int_equal(line_height(l, s, 0, true, &base), 184);
	assert_int_equal(base, 147);
	assert_int_equal(line_height(l, s, 1, false, &base), 185);
	assert_int_equal(base, 133);
	p->line_rule = FLOW_LINE_EXACT;
	p->line = 240;
	assert_int_equal(line_height(l, s, 0, true, &base), 240);
	assert_int_equal(base, 192);
	p->line_rule = FLOW_LINE_ATLEAST;
	p->line = 290;
	assert_int_equal(line_height(l, s, 0, true, &base), 290);
	assert_int_equal(base, 238);
	p->line = 200;
	assert_int_equal(line_height(l, s, 0, true, &base), 276);
	assert_int_equal(base, 224);
	lay_close(l);
}

/* 61 lines at 150 %, split 35 + 26. */
static void
split_heights(void **state)
{
	struct lay *l = job(fm_docx());
	char text[200];
	struct lpara *s;
	struct flow_para *p;

	(void)state;
	memset(text, 0, sizeof text);
	for (int i = 0; i < 60; i++)
		memcpy(text + 2 * i, "a\n", 2);
	text[120] = 'a';
	p = fm_para(NULL, text);
	p->line = 150;
	s = fm_set(l, p, 5000);
	assert_int_equal(s->nlines, 61);
	assert_int_equal(lines_height(l, s, 0, 35), 14352);
	assert_int_equal(lines_height(l, s, 35, 61), 10626);
	lay_close(l);
}

static void
last_extra(void **state)
{
	static const int want[][2] = { { 105, 13 }, { 108, 22 }, { 110, 27 }, { 115, 41 }, { 120, 55 },
		{ 121, 57 }, { 125, 68 }, { 135, 96 }, { 140, 110 }, { 150, 137 }, { 166, 182 }, { 200, 275 },
		{ 100, 0 }, { 90, 0 } };
	struct lay *l = job(fm_docx());
	struct flow_para *p = fm_para(NULL, "a");
	struct lpara *s = fm_set(l, p, 5000);

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		p->line = want[i][0];
		assert_int_equal(para_last_extra(l, s), want[i][1]);
	}
	lay_close(l);
}

/* -- mixed heights (1), character formatting (10) -- */

static void
mixed_heights(void **state)
{
	struct lay *l = job(fm_docx()), *o = job(fm_odt());
	struct flow_para *p = fm_para(fm_font("Liberation Serif", 40), "a");

	(void)state;
	fm_text(p, fm_font("Liberation Sans", 40), "b");
	assert_int_equal(fm_set(l, p, 5000)->lines[0].height, 461);
	p->line = 125;
	assert_int_equal(para_extra(l, fm_set(l, p, 5000)), 115);
	p = fm_para(NULL, "a");
	fm_text(p, fm_font("Liberation Serif", 40), " ");
	fm_text(p, NULL, "a");
	assert_int_equal(fm_set(l, p, 5000)->lines[0].height, 276);
	assert_int_equal(fm_set(o, p, 5000)->lines[0].height, 460);
	p = fm_para(NULL, NULL);
	assert_int_equal(fm_set(l, p, 5000)->nlines, 1);
	assert_int_equal(fm_set(l, p, 5000)->lines[0].height, 276);
	assert_int_equal(fm_set(l, fm_para(NULL, "a\n"), 5000)->nlines, 2);
	/* A sign of another font does not change the height. */
	assert_int_equal(fm_set(l, fm_para(NULL, "a\u2713"), 5000)->lines[0].height, 276);
	lay_close(l);
	lay_close(o);
}

static void
raised(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_font *f = fm_font("Liberation Serif", 24);
	struct flow_para *p = fm_para(NULL, "a");
	struct lpara *s;

	(void)state;
	f->valign = FLOW_SUPER;
	fm_text(p, f, "1");
	s = fm_set(l, p, 5000);
	assert_int_equal(s->lines[0].height, 276);
	assert_int_equal(s->lines[0].runs[1].font.size_u, 139 * 6);
	assert_int_equal(s->lines[0].runs[1].rise, 94);
	assert_int_equal((s->lines[0].runs[1].width_u + 3) / 6, 70);
	f = fm_font("Liberation Serif", 24);
	f->valign = FLOW_SUB;
	p = fm_para(NULL, "a");
	fm_text(p, f, "1");
	assert_int_equal(fm_set(l, p, 5000)->lines[0].runs[1].rise, -22);
	f = fm_font("Liberation Serif", 24);
	f->rise = 6;
	p = fm_para(NULL, "a");
	fm_text(p, f, "1");
	s = fm_set(l, p, 5000);
	assert_int_equal(s->lines[0].height, 345);
	assert_int_equal(s->lines[0].runs[1].rise, 69);
	lay_close(l);
}

static void
letter_spacing(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_font *f = fm_font("Liberation Serif", 24), *k = fm_font("Liberation Serif", 24);
	struct flow_para *p = fm_para(k, "abc");
	int plain_x;

	(void)state;
	p->align = FLOW_RIGHT;
	plain_x = fm_set(l, p, 1000)->lines[0].x;
	f->spacing = 20;
	p = fm_para(f, "abc");
	p->align = FLOW_RIGHT;
	/* The two gaps inside count, the one at the end does not. */
	assert_int_equal(fm_set(l, p, 1000)->lines[0].x + 40, plain_x);
	lay_close(l);
}

/* -- tabs (7) -- */

static int
x_of(const struct lpara *p, size_t line, size_t run)
{
	return p->lines[line].x + p->lines[line].runs[run].x_u / 6;
}

static void
tabs(void **state)
{
	struct lay *l = job(fm_docx()), *o = job(fm_odt());
	struct flow_tab t = { .pos = 3000 };
	struct flow_para *p = fm_para(NULL, "a\tb");

	(void)state;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 720);
	assert_int_equal(x_of(fm_set(o, p, 9071), 0, 1), 1134);
	p->left = 1000;
	p->tabs = &t;
	p->ntabs = 1;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 3000);
	assert_int_equal(x_of(fm_set(o, p, 9071), 0, 1), 4000);
	t.pos = 500;
	assert_int_equal(x_of(fm_set(o, fm_para(NULL, "a"), 9071), 0, 0), 0);
	p = fm_para(NULL, "a\tb");
	p->left = 1000;
	p->tabs = &t;
	p->ntabs = 1;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 1440);
	assert_int_equal(x_of(fm_set(o, p, 9071), 0, 1), 1500);
	/* A hanging paragraph's indent is a stop. */
	p = fm_para(NULL, "a\tb");
	p->left = 567;
	p->first = -567;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 567);
	lay_close(l);
	lay_close(o);
}

static void
right_tabs(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_tab t = { .pos = 9071, .kind = FLOW_TAB_RIGHT, .leader = '.' };
	struct flow_para *p = fm_para(NULL, "a\t12");
	struct lpara *s;

	(void)state;
	p->tabs = &t;
	p->ntabs = 1;
	s = fm_set(l, p, 9071);
	assert_int_equal(s->lines[0].nruns, 3);
	assert_int_equal(s->lines[0].runs[1].kind, RUN_LEADER);
	assert_int_equal(x_of(s, 0, 2), 9071 - 240);
	/* Beyond the paragraph's right indent, and beyond the text. */
	p->right = 567;
	s = fm_set(l, p, 9070);
	assert_int_equal(x_of(s, 0, 2), 9071 - 240);
	t.pos = 3000;
	t.kind = FLOW_TAB_CENTER;
	p = fm_para(NULL, "a\t12");
	p->tabs = &t;
	p->ntabs = 1;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 2), 3000 - 120);
	/* A stop too near the right edge: the tab opens a line, its text another. */
	t = (struct flow_tab){ .pos = 9000 };
	p = fm_para(NULL, "A\ttext");
	p->tabs = &t;
	p->ntabs = 1;
	assert_string_equal(fm_lines(fm_set(l, p, 9071)), "A||text");
	/* 129 dots of 3 pt in 387.3 pt. */
	t = (struct flow_tab){ .pos = 7746, .kind = FLOW_TAB_RIGHT, .leader = '.' };
	p = fm_para(NULL, "\t");
	p->tabs = &t;
	p->ntabs = 1;
	assert_int_equal(fm_set(l, p, 9071)->lines[0].runs[0].nglyphs, 129);
	lay_close(l);
}

static void
decimal_tab(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_tab t = { .pos = 3000, .kind = FLOW_TAB_DECIMAL };
	struct flow_para *p = fm_para(NULL, "\t12,345");

	(void)state;
	p->tabs = &t;
	p->ntabs = 1;
	/* A comma is no decimal sign in DOCX: it ends at the stop. */
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 0), 3000 - 660);
	t.decimal = ',';
	p = fm_para(NULL, "\t12,345");
	p->tabs = &t;
	p->ntabs = 1;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 0), 3000 - 240);
	lay_close(l);
}

/* -- lists (8) -- */

static struct flow_para *
item(int left, int first, const char *label)
{
	struct flow_para *p = fm_para(NULL, "text");

	p->left = left;
	p->first = first;
	p->label.text = label;
	return p;
}

static void
lists(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_para *p = item(567, -567, "1.");
	struct flow_tab t = { .pos = 1500 };
	struct lpara *s = fm_set(l, p, 9071);

	(void)state;
	assert_int_equal(x_of(s, 0, 0), 0);
	assert_int_equal(x_of(s, 0, 1), 567);
	p->label.follow = FLOW_FOLLOW_SPACE;
	p = item(567, -567, "1.");
	p->label.follow = FLOW_FOLLOW_SPACE;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 240);
	p = item(567, -567, "1.");
	p->label.follow = FLOW_FOLLOW_NOTHING;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 180);
	assert_int_equal(x_of(fm_set(l, item(0, 0, "1."), 9071), 0, 1), 720);
	assert_int_equal(x_of(fm_set(l, item(0, 567, "1."), 9071), 0, 0), 567);
	assert_int_equal(x_of(fm_set(l, item(0, 567, "1."), 9071), 0, 1), 1440);
	/* Wider than the hanging space: the next stop. */
	p = item(567, -567, "1.1.1.1.1.1.");
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 1440);
	p = item(567, -567, "1.1.1.1.1.1.");
	p->tabs = &t;
	p->ntabs = 1;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 1500);
	p = item(567, -567, "1.");
	p->label.align = FLOW_RIGHT;
	s = fm_set(l, p, 9071);
	assert_int_equal(x_of(s, 0, 0), -180);
	assert_int_equal(x_of(s, 0, 1), 567);
	lay_close(l);
}

static void
odt_lists(void **state)
{
	struct lay *l = job(fm_odt());
	struct flow_para *p = item(567, -567, "1.");

	(void)state;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 567);
	p = item(567, -567, "1.");
	p->label.tab = 800;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 800);
	p = item(283, -283, "1.");
	p->label.old_mode = true;
	p->label.min_width = 283;
	p->label.min_distance = 170;
	assert_int_equal(x_of(fm_set(l, p, 9071), 0, 1), 350);
	lay_close(l);
}

static void
symbol_bullet(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_para *p = item(567, -567, "\uf0b7");
	struct lpara *s;

	(void)state;
	p->label.font = fm_font("Symbol", 24);
	s = fm_set(l, p, 9071);
	assert_int_equal(s->lines[0].height, 276);
	assert_int_equal((s->lines[0].runs[0].width_u + 3) / 6, 99);
	lay_close(l);
}

/* -- hyphenation (9) -- */

static const char *
divided(struct hyphenator *h, const char *word)
{
	uint32_t w[HYPHEN_WORD_MAX] = { 0 };
	char marks[HYPHEN_WORD_MAX], e[4];
	struct buf b = { 0 };
	size_t n = 0, i = 0, len = strlen(word);
	const char *out;

	while (i < len)
		i += (size_t)utf8_decode(word + i, len - i, &w[n++]);
	hyphenate(h, w, n, marks, NULL);
	for (i = 0; i < n; i++) {
		buf_add(&b, e, (size_t)utf8_encode(w[i], e));
		if (marks[i] && i + 1 < n)
			buf_ch(&b, '-');
	}
	out = arena_strndup(fm_arena, b.s, b.len);
	buf_free(&b);
	return out;
}

static void
hyphens(void **state)
{
	struct hyphenator *h = hyphenator_new(fm_diag);

	(void)state;
	assert_string_equal(divided(h, "priekšlaicīgas"), "priekš-lai-cī-gas");
	assert_string_equal(divided(h, "prevencijas"), "pre-ven-ci-jas");
	assert_string_equal(divided(h, "izglītojamo"), "iz-glī-to-ja-mo");
	assert_string_equal(divided(h, "pašvaldība"), "paš-val-dība");
	assert_non_null(strstr(divided(h, "Pašvaldībai"), "Paš-val"));
	assert_non_null(strstr(divided(h, "starpinstitūciju"), "starp-in-sti"));
	assert_non_null(strstr(divided(h, "mērķtiecīgā"), "mērķ-tie"));
	assert_non_null(strstr(divided(h, "multifunkcionālais"), "funk-cio"));
	assert_non_null(strstr(divided(h, "pamatizglītības"), "mat-iz"));
	assert_non_null(strstr(divided(h, "Augšdaugavas"), "Augš-dau"));
	assert_non_null(strstr(divided(h, "Dienvidkurzemes"), "Dien-vid-kur"));
	hyphenator_free(h);
}

static void
hyphenated_lines(void **state)
{
	struct lay *l = job(fm_docx());
	struct flow_para *p = fm_para(NULL, "viena prevencijas");
	struct lpara *s;

	(void)state;
	assert_string_equal(fm_lines(fm_set(l, p, 1100)), "viena|prevencijas");
	p = fm_para(NULL, "viena prevencijas");
	p->hyphenate = true;
	s = fm_set(l, p, 1100);
	assert_string_equal(fm_lines(s), "viena pre\u00ad|vencijas");
	assert_true(s->lines[0].hyphen);
	lay_close(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(break_rules), cmocka_unit_test(fit), cmocka_unit_test(slash),
		cmocka_unit_test(forced), cmocka_unit_test(soft_hyphen), cmocka_unit_test(italics),
		cmocka_unit_test(alignment), cmocka_unit_test(spacing), cmocka_unit_test(spacing_rules),
		cmocka_unit_test(split_heights), cmocka_unit_test(last_extra),
		cmocka_unit_test(mixed_heights), cmocka_unit_test(raised),
		cmocka_unit_test(letter_spacing), cmocka_unit_test(tabs), cmocka_unit_test(right_tabs),
		cmocka_unit_test(decimal_tab), cmocka_unit_test(lists), cmocka_unit_test(odt_lists),
		cmocka_unit_test(symbol_bullet), cmocka_unit_test(hyphens),
		cmocka_unit_test(hyphenated_lines),
	};

	return cmocka_run_group_tests(tests, fm_setup, fm_teardown);
}
