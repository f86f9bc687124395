/* test_tag - the template language, tag by tag; every fault has its code. */
#include "unit.h"

#include "base/buf.h"
#include "tmpl/tag.h"

static struct arena *a;

static int
set_up(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct tag
good(const char *s)
{
	struct tag t;
	enum diag_code why;
	const char *detail;

	if (tag_parse(a, s, strlen(s), &t, &why, &detail) != 0)
		fail_msg("{{%s}}: %s (%s)", s, diag_code_name(why), detail);
	assert_string_equal(t.source, s);
	return t;
}

static struct tag
bad(const char *s, enum diag_code expect, const char *detail_expect, const char *hint)
{
	struct tag t;
	enum diag_code why = 0;
	const char *detail = NULL;

	if (tag_parse(a, s, strlen(s), &t, &why, &detail) == 0)
		fail_msg("{{%s}} was read", s);
	if (why != expect)
		fail_msg("{{%s}}: %s (%s)", s, diag_code_name(why), detail);
	assert_string_equal(detail, detail_expect);
	assert_string_equal(t.hint, hint);
	assert_string_equal(t.source, s);
	return t;
}

static void
name_is(const char *s, enum tag_kind kind, const char *name)
{
	struct tag t = good(s);

	assert_int_equal(t.kind, kind);
	assert_string_equal(t.name, name);
}

static void
test_kinds(void **state)
{
	(void)state;
	name_is("municipality.genitive", TAG_VALUE, "municipality.genitive");
	name_is(".", TAG_VALUE, ".");
	name_is("@index", TAG_VALUE, "@index");
	name_is("#activities", TAG_EACH, "activities");
	name_is("^activities", TAG_UNLESS, "activities");
	name_is("?approval.decision", TAG_IF, "approval.decision");
	name_is("?@last", TAG_IF, "@last");
	name_is("/@last", TAG_CLOSE, "@last");
	name_is("else", TAG_ELSE, "");
	name_is("Else", TAG_ELSE, "");
	name_is("else_name", TAG_VALUE, "else_name");
	name_is("/activities", TAG_CLOSE, "activities");
	name_is("/", TAG_CLOSE, "");
	name_is("/if", TAG_CLOSE, "if");
	name_is("! jebkas \x01 {{ \xFF", TAG_COMMENT, "");
	name_is("ref:table1", TAG_REF, "table1");
	name_is("ref : table1", TAG_REF, "table1");
	name_is("ref", TAG_VALUE, "ref");
	name_is("#if x", TAG_IF, "x");
	name_is("#each goal.activities rows", TAG_EACH, "goal.activities");
	name_is("#unless x", TAG_UNLESS, "x");
	name_is("#if", TAG_EACH, "if");
	assert_int_equal(good("activity.runs[year]").path.nsteps, 3);
	assert_string_equal(good("a[ b . c ] . d").name, "a[b.c].d");
	assert_string_equal(good("money[2024]").name, "money.2024");
	assert_true(good("note?").optional);
	assert_false(good("note").optional);
}

static void
test_formats(void **state)
{
	static const struct {
		const char *s;
		enum tag_format f;
	} cases[] = {{"x|money", FMT_MONEY}, {"x|amount", FMT_AMOUNT}, {"x|date", FMT_DATE},
	    {"x|date:genitive", FMT_DATE_GENITIVE}, {"x| date : locative ", FMT_DATE_LOCATIVE},
	    {"x|date:short", FMT_DATE_SHORT}, {"x|number", FMT_NUMBER},
	    {"x|percent", FMT_PERCENT}, {"x|Upper", FMT_UPPER}, {"x|first", FMT_FIRST},
	    {"x|join", FMT_JOIN}};
	struct tag t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		t = good(cases[i].s);
		assert_int_equal(t.nfilters, 1);
		assert_int_equal(t.filters[0].format, cases[i].f);
		assert_null(t.filters[0].arg);
	}
	t = good("x?|money|join: / |upper|first");
	assert_true(t.optional);
	assert_int_equal(t.nfilters, 4);
	assert_string_equal(t.filters[1].arg, " / ");
	assert_string_equal(good("x|join:; ").filters[0].arg, "; ");
	assert_string_equal(good("x|join:\xC2\xA0– ").filters[0].arg, "\xC2\xA0– ");
	assert_string_equal(good("x|join:“, ”").filters[0].arg, ", ");
	assert_string_equal(good("x|join:").filters[0].arg, "");
	assert_true(good("x|money?").optional);
	assert_true(good("goal.name|merge").merge);
	t = good("goal.total|amount|merge");
	assert_true(t.merge && t.nfilters == 1);
	t = good("context|markdown");
	assert_true(t.markdown);
	assert_null(t.list_style);
	assert_string_equal(good("x|markdown:List Bullet 2").list_style, "List Bullet 2");
}

static void
test_conditions(void **state)
{
	struct tag t;

	(void)state;
	t = good("?period.count > 5");
	assert_int_equal(t.op, OP_GT);
	assert_string_equal(t.constant, "5");
	t = good("?period.count<5");
	assert_int_equal(t.op, OP_LT);
	t = good("?approval.status != in  force rows keep");
	assert_int_equal(t.op, OP_NE);
	assert_string_equal(t.constant, "in force");
	assert_int_equal(t.scope, SCOPE_ROWS);
	assert_int_equal(t.keep, KEEP_ALL);
	assert_string_equal(good("?x = rows").constant, "rows");
	assert_string_equal(good("?x = “a = b | rows” text").constant, "a = b | rows");
	assert_string_equal(good("?x == -1,5").constant, "-1,5");
	assert_int_equal(good("?x ≠ 1").op, OP_NE);
	assert_int_equal(good("#if x = 1").op, OP_EQ);
	assert_string_equal(good("?x = 1 columns max 7cm").constant, "1");
	assert_int_equal(good("?x").op, OP_NONE);
}

static void
test_options(void **state)
{
	struct tag t;

	(void)state;
	assert_int_equal(good("#x text").scope, SCOPE_TEXT);
	assert_int_equal(good("#x paragraphs").scope, SCOPE_PARAGRAPHS);
	assert_int_equal(good("#x Rows").scope, SCOPE_ROWS);
	assert_int_equal(good("#x columns").scope, SCOPE_COLUMNS);
	assert_int_equal(good("#x items").scope, SCOPE_ITEMS);
	assert_int_equal(good("#x").scope, SCOPE_AUTO);
	t = good("#years columns max 70mm");
	assert_int_equal(t.max_twips, 3969); /* 70 / 25.4 * 1440 = 3968.5 */
	assert_int_equal(t.min_twips, 0);
	t = good("#years columns min 24mm max 70mm");
	assert_int_equal(t.min_twips, 1361);
	assert_int_equal(t.max_twips, 3969);
	t = good("?period.count > 1 columns min 24mm");
	assert_int_equal(t.min_twips, 1361);
	assert_string_equal(t.constant, "1");
	assert_int_equal(good("#x columns max 2.54 cm").max_twips, 1440);
	assert_int_equal(good("#x columns max 7,5cm").max_twips, 4252);
	assert_int_equal(good("#x rows keep-end").keep, KEEP_END);
	t = good("#x keep");
	assert_int_equal(t.keep, KEEP_ALL);
	assert_int_equal(t.scope, SCOPE_ROWS);
	/* A hyphen that Word made unbreakable. */
	assert_int_equal(good("#x rows keep\xE2\x80\x91" "end").keep, KEEP_END);
}

static void
test_cleaning(void **state)
{
	(void)state;
	assert_string_equal(good(" \xC2\xA0goal\xC2\xAD.\xE2\x80\x8Bname\t\n").name, "goal.name");
	assert_string_equal(good("“goal.name”").name, "goal.name");
	assert_string_equal(good("\xEF\xBB\xBF#\xC2\xA0x\xC2\xA0rows").name, "x");
	assert_int_equal(good("#\xC2\xA0x\xC2\xA0rows").scope, SCOPE_ROWS);
	/* ā as two characters is the same name */
	assert_string_equal(good("ma\xCC\x84rkis").name, "mārkis");
	assert_string_equal(good("Ķekava.ūdens_1").name, "Ķekava.ūdens_1");
	assert_string_equal(good("vecaki-nodarbibas").name, "vecaki-nodarbibas");
}

/* What other languages write is refused, and counts as what it means. */
static void
test_foreign(void **state)
{
	static const struct {
		const char *typed, *right;
		enum tag_kind kind;
		const char *name;
	} cases[] = {
		{"if author", "{{?author}}", TAG_IF, "author"},
		{"If not author", "{{^author}}", TAG_UNLESS, "author"},
		{"?not author", "{{^author}}", TAG_UNLESS, "author"},
		{"#!author", "{{^author}}", TAG_UNLESS, "author"},
		{"unless author", "{{^author}}", TAG_UNLESS, "author"},
		{"each goals rows", "{{#goals rows}}", TAG_EACH, "goals"},
		{"for g in goals", "{{#goals}}", TAG_EACH, "goals"},
		{"endif", "{{/}}", TAG_CLOSE, ""},
		{"end for ", "{{/}}", TAG_CLOSE, ""},
		{"\\goals", "{{/goals}}", TAG_CLOSE, "goals"},
		{"Citādi", "{{else}}", TAG_ELSE, ""},
		{"{title", "{{title}}", TAG_VALUE, "title"},
		{"upper(title)", "{{title|upper}}", TAG_VALUE, "title"},
		{"total:amount", "{{total|amount}}", TAG_VALUE, "total"},
		{"goal,name", "{{goal.name}}", TAG_VALUE, "goal.name"},
		{"money(year)|amount", "{{money[year]|amount}}", TAG_VALUE, "money[year]"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tag t = bad(cases[i].typed, DIAG_TAG_FOREIGN, cases[i].right, "");

		assert_int_equal(t.kind, cases[i].kind);
		assert_string_equal(t.name, cases[i].name);
		assert_string_equal(t.source, cases[i].typed);
	}
	/* Neither is a name that only begins like such a word. */
	assert_string_equal(good("if").name, "if");
	assert_string_equal(good("format").name, "format");
	assert_string_equal(good("#forma rows").name, "forma");
	assert_string_equal(good("if.x").name, "if.x");
	bad("title|nauda", DIAG_TAG_FORMAT, "nauda", "money");
	bad("d|dd.mm.yyyy", DIAG_TAG_FORMAT, "dd.mm.yyyy", "date:short");
	bad("d|date:dd.MM.yyyy.", DIAG_TAG_DATE_FORM, "dd.MM.yyyy.", "short");
	bad("#x rindas", DIAG_TAG_OPTION, "rindas", "rows");
	/* What an office makes of a hyphen, and a year with its full stop. */
	assert_int_equal(good("#x rows keep–end").keep, KEEP_END);
	assert_string_equal(good("money[2024.]").name, "money.2024");
}

static void
test_faults(void **state)
{
	(void)state;
	bad("", DIAG_TAG_EMPTY, "", "");
	bad(" \xC2\xA0 ", DIAG_TAG_EMPTY, "", "");
	bad("#", DIAG_TAG_NO_NAME, "#", "");
	bad("^ ", DIAG_TAG_NO_NAME, "^", "");
	bad("a%b", DIAG_TAG_CHAR, "\"%\"", "");
	bad("a - b", DIAG_TAG_CHAR, "\"-\"", "");
	bad("a\x07", DIAG_TAG_CHAR, "U+0007", "");
	bad("a\xFF", DIAG_TAG_CHAR, "byte FF", "");
	bad("a→b", DIAG_TAG_CHAR, "\"→\"", "");
	bad("a..b", DIAG_TAG_PATH, "a..b", "");
	bad("a.", DIAG_TAG_PATH, "a.", "");
	bad(".x", DIAG_TAG_PATH, ".x", "");
	bad("2024", DIAG_TAG_PATH, "2024", "");
	bad("a[b", DIAG_TAG_PATH, "b", "");
	bad("a[]", DIAG_TAG_PATH, "]", "");
	bad("[a]", DIAG_TAG_PATH, "[a]", "");
	bad("a[b[c[d[e]]]]", DIAG_TAG_DEEP, "3", "");
	bad("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q", DIAG_TAG_DEEP, "16", "");
	bad("@frist", DIAG_TAG_AT, "@frist", "@first");
	bad("goal name", DIAG_TAG_WORDS, "name", "");
	bad("x|mony", DIAG_TAG_FORMAT, "mony", "money");
	bad("x|genitive", DIAG_TAG_FORMAT, "genitive", "date:genitive");
	bad("x|zzzzzz", DIAG_TAG_FORMAT, "zzzzzz", "");
	bad("x|", DIAG_TAG_FORMAT_EMPTY, "", "");
	bad("x||money", DIAG_TAG_FORMAT_EMPTY, "", "");
	bad("x|money:2", DIAG_TAG_FORMAT_ARG, "money", "");
	bad("x|merge:2", DIAG_TAG_FORMAT_ARG, "merge", "");
	bad("x|money|amount", DIAG_TAG_FORMAT_MANY, "amount", "");
	bad("x|upper|upper", DIAG_TAG_FORMAT_MANY, "upper", "");
	bad("x|merge|merge", DIAG_TAG_FORMAT_MANY, "merge", "");
	bad("#x|money", DIAG_TAG_FORMAT_PLACE, "money", "");
	bad("x|date:genitve", DIAG_TAG_DATE_FORM, "genitve", "genitive");
	bad("x|markdown|upper", DIAG_TAG_MARKDOWN_ALONE, "upper", "");
	bad("x|markdown|merge", DIAG_TAG_MARKDOWN_ALONE, "merge", "");
	bad("x|markdown:", DIAG_TAG_LIST_STYLE, "", "");
	bad("#x row", DIAG_TAG_OPTION, "row", "rows");
	bad("?not x", DIAG_TAG_FOREIGN, "{{^x}}", "");
	bad("#x rows columns", DIAG_TAG_OPTION_TWICE, "columns", "");
	bad("#x rows keep keep-end", DIAG_TAG_OPTION_TWICE, "keep-end", "");
	bad("#x columns max 70", DIAG_TAG_MAX, "70", "max");
	bad("#x columns max", DIAG_TAG_MAX, "", "max");
	bad("#x columns min", DIAG_TAG_MAX, "", "min");
	bad("#x columns min 2mm min 3mm", DIAG_TAG_OPTION_TWICE, "min", "");
	bad("#x rows min 2mm", DIAG_TAG_MAX_PLACE, "min", "");
	bad("#x columns max 0mm", DIAG_TAG_MAX, "0mm", "max");
	bad("#x columns max 99999999999999mm", DIAG_TAG_MAX, "99999999999999mm", "max");
	bad("#x columns max -7mm", DIAG_TAG_MAX, "-7mm", "max");
	bad("#x rows max 70mm", DIAG_TAG_MAX_PLACE, "max", "");
	bad("#x columns keep", DIAG_TAG_KEEP_PLACE, "keep", "");
	bad("?x >= 5", DIAG_TAG_COMPARE, ">= 5", "> 4");
	bad("?x ≤ 5", DIAG_TAG_COMPARE, "≤ 5", "< 6");
	bad("?x => y", DIAG_TAG_COMPARE, "=> y", "");
	bad("?x =", DIAG_TAG_COMPARE, "=", "");
	bad("?x = 1 = 2", DIAG_TAG_COMPARE, "= 1 = 2", "");
	bad("?x = \"a", DIAG_TAG_COMPARE, "= \"a", "");
	bad("x > 5", DIAG_TAG_COMPARE_PLACE, "> 5", "");
	bad("#x > 5", DIAG_TAG_COMPARE_PLACE, "> 5", "");
	bad("else if x", DIAG_TAG_ELSE, "if x", "");
	bad("ref:1x", DIAG_TAG_REF, "1x", "");
	bad("ref:", DIAG_TAG_REF, "", "");
	bad("ref:a b", DIAG_TAG_REF, "a b", "");
}

/* What was understood before a fault is kept, so that blocks still pair. */
static void
test_fault_keeps(void **state)
{
	struct tag t, c;

	(void)state;
	t = bad("#goal.activities rowz", DIAG_TAG_OPTION, "rowz", "rows");
	assert_int_equal(t.kind, TAG_EACH);
	assert_string_equal(t.name, "goal.activities");
	c = good("/goal.activities");
	assert_true(tag_closes(&t, &c));
	assert_int_equal(bad("?x >= 1", DIAG_TAG_COMPARE, ">= 1", "> 0").kind, TAG_IF);
}

static void
closes(const char *open, const char *close, bool expect)
{
	struct tag o = good(open), c = good(close);

	if (tag_closes(&o, &c) != expect)
		fail_msg("{{%s}} {{%s}}", open, close);
}

static void
test_closes(void **state)
{
	(void)state;
	closes("#a.b", "/a.b", true);
	closes("#a.b", "/a . b", true);
	closes("#a.b", "/a.c", false);
	closes("#a.b", "/a", false);
	closes("#a.b", "/", true);
	closes("?x = 1", "/if", true);
	closes("?x = 1", "/x", true);
	closes("?x = 1", "/?x = 1", true);
	closes("#a rows", "/each", true);
	closes("^a", "/unless", true);
	closes("?a[y]", "/a[y]", true);
	closes("?a[y]", "/a[z]", false);
	closes("?a[2024]", "/a.2024", true);
	closes("#.", "/.", true);
	closes("#.", "/x", false);
	closes("?@last", "/@last", true);
	closes("?@last", "/@first", false);
	closes("#ā", "/a\xCC\x84", true);
}

static void
test_hostile(void **state)
{
	struct buf b = {0};
	struct tag t;
	enum diag_code why;
	const char *detail;
	size_t i, n;
	unsigned seed = 1;
	static const char *const bits[] = {"#", "?", "/", "^", "!", ".", "[", "]", "|", ":", "=",
	    "<", ">", "@", " ", "a", "ā", "1", "-", "\"", "max", "rows", "70mm", "join", "date",
	    "keep", "if ", "ref:", "else", "\xC2\xA0", "\xCC\x84", "\xFF", "merge", "markdown",
	    "columns "};

	(void)state;
	while (b.len < 1000000)
		buf_str(&b, "a[");
	assert_int_equal(tag_parse(a, b.s, b.len, &t, &why, &detail), -1);
	assert_int_equal(why, DIAG_TAG_LONG);
	assert_int_equal(tag_parse(a, b.s, 1000, &t, &why, &detail), -1);
	for (i = 0; i < 30000; i++) {
		b.len = 0;
		for (n = rand_r(&seed) % 12; n > 0; n--)
			buf_str(&b, bits[(size_t)rand_r(&seed) % (sizeof(bits) / sizeof(bits[0]))]);
		detail = NULL;
		if (tag_parse(a, b.s, b.len, &t, &why, &detail) == -1)
			assert_non_null(detail);
		assert_non_null(t.hint);
		assert_non_null(t.source);
		assert_non_null(t.name);
		assert_in_range(t.nfilters, 0, 4);
		if ((i & 1023) == 0) {
			arena_free(a);
			a = arena_new();
		}
	}
	buf_free(&b);
}

static void
test_message(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	struct tag t = bad("x|mony", DIAG_TAG_FORMAT, "mony", "money");
	const struct diag_msg *m;

	(void)state;
	assert_int_equal(tag_diag(d, DIAG_TAG_FORMAT, NULL, &t, "mony", NULL), -1);
	assert_int_equal(tag_diag(d, DIAG_TAG_UNKNOWN, NULL, &t, "x", NULL), -1);
	assert_int_equal(diag_messages(d, &m), 2);
	assert_string_equal(m[0].text, "{{x|mony}}: unknown format \"mony\"; there are money, "
	    "amount, date, number, percent, upper, first, join, merge, markdown; did you mean "
	    "\"money\"?");
	assert_int_equal(diag_status(d), EXIT_TEMPLATE);
	diag_free(d);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {T(test_kinds), T(test_formats), T(test_conditions),
	    T(test_options), T(test_cleaning), T(test_foreign), T(test_faults), T(test_fault_keeps),
	    T(test_closes), T(test_hostile), T(test_message)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
