/* test_markdown - Markdown values become flat paragraphs; hostile ones do no harm. */
#include "unit.h"

#include <time.h>

#include "base/buf.h"
#include "tmpl/markdown.h"

struct fixture {
	struct arena *a;
	struct diag *d;
	struct buf out;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->a = arena_new();
	f->d = diag_new(DIAG_EN);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	buf_free(&f->out);
	diag_free(f->d);
	arena_free(f->a);
	free(f);
	return 0;
}

static void
dump_inlines(struct buf *b, const struct md_inline *i)
{
	for (; i != NULL; i = i->next) {
		if (i->bold)
			buf_ch(b, 'B');
		if (i->italic)
			buf_ch(b, 'I');
		switch (i->kind) {
		case MD_TEXT:
			buf_printf(b, "[%s]", i->text);
			if (i->link != NULL)
				buf_printf(b, "->%s", i->link);
			assert_int_equal(strlen(i->text), i->len);
			break;
		case MD_BREAK:
			buf_str(b, "/");
			break;
		case MD_REF:
			buf_printf(b, "ref:%s[%s]", i->target, i->text);
			break;
		case MD_NOTE:
			assert_non_null(i->note);
			buf_str(b, "note(");
			for (const struct md_block *n = i->note; n != NULL; n = n->next) {
				dump_inlines(b, n->inlines);
				if (n->next != NULL)
					buf_ch(b, ';');
			}
			buf_ch(b, ')');
			break;
		}
	}
}

/* One paragraph per line: list sign, depth, id, start, "*" for first, ":" for lead-in. */
static const char *
dump(struct fixture *f, const char *text, size_t len)
{
	struct place at = {.file = "p.yaml", .line = 10, .col = 5};
	const struct md_block *b = markdown_parse(f->a, text, len, &at, f->d);

	f->out.len = 0;
	for (; b != NULL; b = b->next) {
		if (b->list == MD_PLAIN)
			buf_ch(&f->out, 'p');
		else
			buf_printf(&f->out, "%c%d#%d", b->list == MD_BULLET ? 'b' : 'n', b->depth,
			    b->list_id);
		if (b->list == MD_NUMBER)
			buf_printf(&f->out, "=%d", b->start);
		if (b->first)
			buf_ch(&f->out, '*');
		if (b->lead_in)
			buf_ch(&f->out, ':');
		buf_ch(&f->out, ' ');
		dump_inlines(&f->out, b->inlines);
		buf_ch(&f->out, '\n');
	}
	return buf_cstr(&f->out);
}

#define SAME(f, text, expect) assert_string_equal(dump(f, text, strlen(text)), expect)

/* The messages so far are exactly this one code at this line; then forget them. */
static void
said(struct fixture *f, const char *code, int line)
{
	const struct diag_msg *m;
	size_t n = diag_messages(f->d, &m);

	if (code == NULL) {
		assert_int_equal(n, 0);
		return;
	}
	assert_int_equal(n, 1);
	assert_string_equal(diag_code_name(m[0].code), code);
	assert_int_equal(m[0].at.line, line);
	diag_free(f->d);
	f->d = diag_new(DIAG_EN);
}

static void
test_paragraphs(void **state)
{
	struct fixture *f = *state;

	SAME(f, "", "");
	SAME(f, "viens\ndivi\n\ntrīs  \nčetri\\\npieci\n", "p [viens divi]\np [trīs]/[četri]/[pieci]\n");
	SAME(f, "a *b **c*** d **e**", "p [a ]I[b ]BI[c][ d ]B[e]\n");
	SAME(f, "\\*nav\\* &amp; &lt;x&gt; 5 < 6", "p [*nav* & <x> 5 < 6]\n");
	SAME(f, "a\xCC\x84", "p [\xC4\x81]\n"); /* composed */
	said(f, NULL, 0);
}

static void
test_lists(void **state)
{
	struct fixture *f = *state;

	SAME(f, "Šādi:\n\n- a\n- b\n\n  vēl\n  1. c\n  2. d\n- e\n\nbeigas\n\n3. x\n",
	    "p: [Šādi:]\nb0#1* [a]\nb0#1* [b]\nb0#1 [vēl]\nn1#2=1* [c]\nn1#2=1* [d]\n"
	    "b0#1* [e]\np: [beigas]\nn0#3=3* [x]\n");
	/* An empty item and an item that only holds a list keep their sign. */
	SAME(f, "- a\n-\n- c\n", "b0#1* [a]\nb0#1* \nb0#1* [c]\n");
	SAME(f, "- - a\n", "b0#1* \nb1#2* [a]\n");
	said(f, NULL, 0);
}

static void
test_links(void **state)
{
	struct fixture *f = *state;

	SAME(f, "[Likums](https://likumi.lv/ta/id/1?a=b&c=\"d\") [m](mailto:a@b.lv)",
	    "p [Likums]->https://likumi.lv/ta/id/1?a=b&c=%22d%22[ ][m]->mailto:a@b.lv\n");
	SAME(f, "<https://valka.lv> sk. [1. *tabulā*](#table1)!",
	    "p [https://valka.lv]->https://valka.lv[ sk. ]ref:table1[1. tabulā][!]\n");
	said(f, NULL, 0);
	SAME(f, "x [y](javascript:alert(1)) z", "p [x ][y][ z]\n");
	said(f, "md-link", 10);
	SAME(f, "a\n\nb [y](../x.docx)\n", "p [a]\np [b ][y]\n");
	said(f, "md-link", 13);
	SAME(f, "[y](#tab%20le)", "p [y]\n");
	said(f, "md-link", 10);
	SAME(f, "[ā](http://x.lv/ā b)", "p [[ā](http://x.lv/ā b)]\n");
	said(f, NULL, 0);
	SAME(f, "[ā](<http://x.lv/ā b>)", "p [ā]->http://x.lv/%C4%81%20b\n");
}

static void
test_notes(void **state)
{
	struct fixture *f = *state;

	SAME(f, "a[^1] b[^x] c[^1]\n\n[^x]: *divi*\n[^1]: viens\n\n    otrs\n",
	    "p [a]note([viens];[otrs])[ b]note(I[divi])[ c]note([viens];[otrs])\n");
	said(f, NULL, 0);
}

static void
test_note_faults(void **state)
{
	struct fixture *f = *state;

	SAME(f, "a[^q] b", "p [a[^q] b]\n");
	said(f, "md-note-unknown", 10);
	SAME(f, "a\n\n[^z]: pazudusi\n", "p [a]\n");
	said(f, "md-note-unused", 13);
	SAME(f, "a[^z]\n\n[^z]: viens\n[^z]: divi\n", "p [a]note([viens])\n");
	said(f, "md-note-unused", 14);
	SAME(f, "a[^1] b[^2]\n\n[^1]: x[^2]\n\n[^2]: y\n", "p [a]note([x])[ b]note([y])\n");
	said(f, "md-note-inside", 13);
}

static void
test_not_ours(void **state)
{
	struct fixture *f = *state;

	SAME(f, "# Virs *raksts*\n", "p [Virs ]I[raksts]\n");
	said(f, "md-heading", 11);
	SAME(f, "a `b` c", "p [a b c]\n");
	said(f, "md-code", 10);
	SAME(f, "```\nx\n\ny < z\n```\n", "p [x]\np [y < z]\n");
	said(f, "md-code", 11);
	SAME(f, "a <b>c</b>", "p [a <b>c</b>]\n");
	assert_int_equal(diag_count(f->d, DIAG_WARNING), 2);
	diag_free(f->d);
	f->d = diag_new(DIAG_EN);
	SAME(f, "<div>\nx\n</div>\n", "p [<div>]\np [x]\np [</div>]\n");
	said(f, "md-html", 11);
	SAME(f, "a <!-- slepeni --> b", "p [a  b]\n");
	said(f, "md-comment", 10);
	SAME(f, "<!-- s\n--> b\n", "p [ b]\n");
	said(f, "md-comment", 11);
	SAME(f, "![karte](x.png)", "p [karte]\n");
	said(f, "md-image", 10);
	SAME(f, "> a\n> > b\n", "p [a]\np [b]\n");
	said(f, "md-quote", 11);
	SAME(f, "a\n\n---\n\nb", "p [a]\np [b]\n");
	said(f, "md-rule", 13);
	SAME(f, "| a | b |\n|---|---|\n| c **d** | e |\n", "p [a; b]\np [c ]B[d][; e]\n");
	said(f, "md-table", 11);
	SAME(f, "a&#1;b", "p [ab]\n");
	said(f, "md-char", 10);
}

static void
test_characters(void **state)
{
	struct fixture *f = *state;

	SAME(f, "a\x01z", "p [az]\n");
	said(f, "md-char", 10);
	SAME(f, "a\xFFz", "p [a\xEF\xBF\xBDz]\n");
	said(f, NULL, 0);
	assert_string_equal(dump(f, "a\0z", 3), "p [a\xEF\xBF\xBDz]\n");
}

static void
test_depth(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	const struct md_block *p;
	int i;

	for (i = 0; i < 12; i++)
		buf_printf(&b, "%*s- x\n", 2 * i, "");
	p = markdown_parse(f->a, b.s, b.len, NULL, f->d);
	for (i = 0; p != NULL; p = p->next, i++)
		assert_int_equal(p->depth, i < 9 ? i : 8);
	assert_int_equal(i, 12);
	said(f, "md-depth", 0);
	buf_free(&b);
}

static double
seconds(struct fixture *f, const char *unit, size_t size)
{
	struct buf b = {0};
	clock_t t;

	while (b.len < size)
		buf_str(&b, unit);
	t = clock();
	markdown_parse(f->a, b.s, b.len, NULL, f->d);
	t = clock() - t;
	buf_free(&b);
	return (double)t / CLOCKS_PER_SEC;
}

/* Each would take minutes, or the stack, if anything were quadratic or recursive. */
static void
test_hostile(void **state)
{
	static const char *const units[] = {">", "> ", "*", "*a ", "*a **b ", "_a*", "**a_ ", "[",
	    "![", "[a](", "[^a]", "[^a", "- ", "1. ", "`a", "<", "<!--", "&", "\\", "]", "[a]: ",
	    "[^a]: b\n", "> a\n", "a\n", "|", "| a\n|-\n", "a|b\n-|-\n", "\n", "  - a\n", "***a",
	    "<a ", "~~", "[a][b", "(", "\t", "a  \n", "# ", "#\n", "&#1;"};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		double s = seconds(f, units[i], 100000);

		if (s > 2.0)
			fail_msg("\"%s\": %.2f s", units[i], s);
	}
}

static void
test_table_bomb(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	int i;

	for (i = 0; i < 5000; i++)
		buf_str(&b, "|a");
	buf_str(&b, "|\n");
	for (i = 0; i < 5000; i++)
		buf_str(&b, "|-");
	buf_str(&b, "|\n");
	for (i = 0; i < 5000; i++)
		buf_str(&b, "|\n");
	markdown_parse(f->a, b.s, b.len, NULL, f->d);
	said(f, "md-limit", 0);
	assert_true(arena_used(f->a) < 10u << 20);
	buf_free(&b);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {T(test_paragraphs), T(test_lists), T(test_links),
	    T(test_notes), T(test_note_faults), T(test_not_ours), T(test_characters),
	    T(test_depth), T(test_hostile), T(test_table_bomb)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
