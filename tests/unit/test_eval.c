/* test_eval - look-up by the rules, truth, comparison, printing with formats. */
#include "unit.h"

#include "base/num.h"
#include "tmpl/eval.h"

static struct arena *a;
static struct value *model, *goal, *activity;
static struct scope s_root, s_level, s_goal, s_activity, s_year;

static struct value *
map(void)
{
	return value_new(a, VALUE_MAP, NULL);
}

static struct value *
list(size_t n, const char *const *texts)
{
	struct value *l = value_new(a, VALUE_LIST, NULL);
	size_t i;

	for (i = 0; i < n; i++)
		value_push(a, l, value_str(a, texts[i]));
	return l;
}

static struct value *
typed(enum value_form form, const char *text, int64_t num)
{
	struct value *v = value_str(a, text);

	v->form = form;
	v->num = num;
	return v;
}

static void
known(struct value *m, const char *name)
{
	struct value *l = value_get(m, "@known");

	if (l == NULL)
		value_set(a, m, "@known", l = value_new(a, VALUE_LIST, NULL));
	value_push(a, l, value_str(a, name));
}

/* A plan with one level, one goal, one activity, in the turn of the year 2025. */
static int
set_up(void **state)
{
	struct value *money, *m;

	(void)state;
	a = arena_new();
	model = map();
	value_set(a, model, "title", value_str(a, "Programma"));
	value_set(a, model, "number", value_str(a, "plāna"));
	value_set(a, model, "date", typed(VALUE_DATE, "2024-07-04", 0));
	value_set(a, model, "report_year", typed(VALUE_YEAR, "2024", 2024));
	value_set(a, model, "author", value_new(a, VALUE_BLANK, NULL));
	m = map();
	value_set(a, m, "genitive", value_str(a, "Valkas novada"));
	m->text = "Valkas novads";
	m->len = strlen(m->text);
	value_set(a, model, "municipality", m);
	value_set(a, model, "approval", value_new(a, VALUE_BLANK, NULL));
	known(model, "contact");
	known(model, "activity.outcome");
	goal = map();
	value_set(a, goal, "number", value_str(a, "1."));
	value_set(a, goal, "name", value_str(a, "Mērķis"));
	value_set(a, goal, "expected", value_str(a, "x"));
	activity = map();
	value_set(a, activity, "name", value_str(a, "Nodarbības"));
	known(activity, "title"); /* may have one of its own */
	money = map();
	value_set(a, money, "2024", typed(VALUE_MONEY, "1200", 120000));
	value_set(a, money, "2026", value_new(a, VALUE_BLANK, NULL));
	value_set(a, activity, "money", money);
	s_root = (struct scope){NULL, model, NULL, 0, 1};
	s_level = (struct scope){&s_root, map(), "level", 0, 1};
	s_goal = (struct scope){&s_level, goal, "goal", 1, 3};
	s_activity = (struct scope){&s_goal, activity, "activity", 2, 3};
	s_year = (struct scope){&s_activity, typed(VALUE_YEAR, "2025", 2025), "year", 0, 2};
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
tag(const char *s)
{
	struct tag t;
	enum diag_code why;
	const char *detail;

	if (tag_parse(a, s, strlen(s), &t, &why, &detail) != 0)
		fail_msg("{{%s}}: %s", s, diag_code_name(why));
	return t;
}

static const struct value *
found(const struct scope *s, const char *path)
{
	struct tag t = tag(path);
	const struct value *v = NULL;
	const char *near = NULL;

	if (eval_find(s, &t.path, &v, &near, a) != FIND_OK)
		fail_msg("{{%s}} not found (near %s)", path, near);
	assert_non_null(v);
	return v;
}

static void
unknown(const struct scope *s, const char *path, const char *expect)
{
	struct tag t = tag(path);
	const struct value *v = NULL;
	const char *near = NULL;

	if (eval_find(s, &t.path, &v, &near, a) != FIND_UNKNOWN)
		fail_msg("{{%s}} not unknown", path);
	if (expect == NULL)
		assert_null(near);
	else if (near == NULL || strcmp(near, expect) != 0)
		fail_msg("{{%s}}: near %s", path, near == NULL ? "nothing" : near);
}

static void
missing(const struct scope *s, const char *path)
{
	struct tag t = tag(path);
	const struct value *v = NULL;
	const char *near = NULL;

	if (eval_find(s, &t.path, &v, &near, a) != FIND_MISSING)
		fail_msg("{{%s}} not missing", path);
	assert_null(v);
}

#define TEXT(s, path, expect) assert_string_equal(found(s, path)->text, expect)

static void
test_find(void **state)
{
	(void)state;
	TEXT(&s_root, "title", "Programma");
	TEXT(&s_root, "municipality.genitive", "Valkas novada");
	TEXT(&s_activity, "name", "Nodarbības"); /* innermost turn */
	TEXT(&s_activity, "goal.name", "Mērķis"); /* name of an open turn */
	TEXT(&s_activity, "number", "plāna");     /* the plan, not the goal around */
	TEXT(&s_goal, "number", "1.");
	TEXT(&s_year, "year", "2025");
	TEXT(&s_year, ".", "2025");
	TEXT(&s_goal, "title", "Programma");
	assert_ptr_equal(found(&s_activity, "."), activity);
}

static void
test_find_years(void **state)
{
	(void)state;
	assert_int_equal(found(&s_activity, "money[2024]")->num, 120000);
	assert_int_equal(found(&s_activity, "money[report_year]")->num, 120000);
	assert_int_equal(found(&s_year, "activity.money[year]")->kind, VALUE_NONE);
	assert_int_equal(found(&s_activity, "money[2026]")->kind, VALUE_BLANK);
	unknown(&s_activity, "money.total", NULL);
	unknown(&s_activity, "money[20245]", "money.2024");
	unknown(&s_activity, "money[yaer]", NULL);
	unknown(&s_activity, "goal[2024]", NULL); /* not a map by years */
}

static void
test_find_blank(void **state)
{
	(void)state;
	assert_int_equal(found(&s_root, "author")->kind, VALUE_BLANK);
	assert_int_equal(found(&s_root, "approval.date")->kind, VALUE_BLANK);
	assert_int_equal(found(&s_activity, "money[author]")->kind, VALUE_NONE);
}

static void
test_find_missing(void **state)
{
	(void)state;
	missing(&s_root, "contact");
	missing(&s_activity, "contact");
	missing(&s_activity, "activity.outcome");
	missing(&s_activity, "title"); /* its own, not the plan's */
}

static void
test_find_unknown(void **state)
{
	(void)state;
	unknown(&s_root, "titel", "title");
	unknown(&s_root, "contcat", "contact");
	unknown(&s_root, "municipality.genitiv", "municipality.genitive");
	unknown(&s_activity, "goal.nmae", "goal.name");
	unknown(&s_activity, "gaol.name", "goal");
	unknown(&s_activity, "expected", "goal.expected"); /* an outer turn's field */
	unknown(&s_root, "zzzzzzzz", NULL);
	unknown(&s_root, "title.x", NULL);
	unknown(&s_root, ".", NULL);
	unknown(&s_root, "@index", NULL);
}

static void
test_find_at(void **state)
{
	(void)state;
	TEXT(&s_goal, "@index", "2");
	TEXT(&s_goal, "@count", "3");
	assert_false(eval_truth(found(&s_goal, "@first")));
	assert_false(eval_truth(found(&s_goal, "@last")));
	assert_true(eval_truth(found(&s_activity, "@last")));
	assert_true(eval_truth(found(&s_year, "@first")));
}

static void
test_find_marks(void **state)
{
	(void)state;
	value_set(a, model, "a\xCC\x84", value_str(a, "garš")); /* key not composed */
	TEXT(&s_root, "ā", "garš");
	TEXT(&s_root, "a\xCC\x84", "garš");
}

static void
test_truth(void **state)
{
	struct value *l = list(0, NULL);

	(void)state;
	assert_false(eval_truth(NULL));
	assert_false(eval_truth(value_new(a, VALUE_BLANK, NULL)));
	assert_false(eval_truth(value_new(a, VALUE_NONE, NULL)));
	assert_false(eval_truth(value_str(a, "")));
	assert_true(eval_truth(value_str(a, "0")));
	assert_true(eval_truth(value_int(a, VALUE_INT, 0)));
	assert_false(eval_truth(value_int(a, VALUE_BOOL, 0)));
	assert_true(eval_truth(value_int(a, VALUE_BOOL, 1)));
	assert_false(eval_truth(l));
	value_set(a, l, "levels", value_str(a, "x"));
	assert_false(eval_truth(l));
	value_push(a, l, value_str(a, ""));
	assert_true(eval_truth(l));
	assert_false(eval_truth(map()));
	assert_true(eval_truth(goal));
}

static bool
cmp(struct value *v, enum tag_op op, const char *constant)
{
	return eval_compare(v, op, constant);
}

static void
test_compare(void **state)
{
	struct value *n9 = value_int(a, VALUE_INT, 9), *m = typed(VALUE_MONEY, "x", -50);

	(void)state;
	assert_true(cmp(n9, OP_LT, "10")); /* as numbers */
	assert_true(cmp(n9, OP_EQ, "9,0"));
	assert_true(cmp(n9, OP_EQ, "009"));
	assert_false(cmp(n9, OP_GT, "9"));
	assert_true(cmp(n9, OP_GT, "-10"));
	assert_true(cmp(m, OP_EQ, "-0.5"));
	assert_true(cmp(m, OP_GT, "-0,51"));
	assert_true(cmp(m, OP_LT, "0"));
	assert_true(cmp(typed(VALUE_MONEY, "x", 123456789), OP_GT, "1 234 567"));
	assert_true(cmp(value_str(a, "1" NBSP "200,50"), OP_EQ, "1200.5"));
	assert_true(cmp(value_str(a, "99999999999999999999999"), OP_GT, "99999999999999999999998"));
	assert_true(cmp(value_str(a, "approved"), OP_EQ, "approved"));
	assert_true(cmp(value_str(a, "draft"), OP_NE, "approved"));
	assert_true(cmp(value_str(a, "rīcības" NBSP "plāns"), OP_EQ, "rīcības plāns"));
	assert_true(cmp(value_str(a, "a\xCC\x84"), OP_EQ, "ā"));
	assert_true(cmp(typed(VALUE_DATE, "2024-07-04", 0), OP_GT, "2024-06-30"));
	assert_false(cmp(NULL, OP_EQ, "x"));
	assert_true(cmp(NULL, OP_NE, "x"));
	assert_false(cmp(value_new(a, VALUE_BLANK, NULL), OP_LT, "5"));
	assert_false(cmp(value_new(a, VALUE_NONE, NULL), OP_GT, "-5"));
}

static void
prints(const struct value *v, const char *with, const char *expect)
{
	struct tag t = tag(arena_printf(a, "x%s", with));
	struct buf b = {0};
	enum diag_code why;

	buf_str(&b, ">");
	if (eval_print(&b, v, &t, a, &why) != 0)
		fail_msg("%s: %s", with, diag_code_name(why));
	assert_string_equal(buf_cstr(&b) + 1, expect);
	buf_free(&b);
}

static void
refuses(const struct value *v, const char *with, enum diag_code expect)
{
	struct tag t = tag(arena_printf(a, "x%s", with));
	struct buf b = {0};
	enum diag_code why = 0;

	buf_str(&b, ">");
	assert_int_equal(eval_print(&b, v, &t, a, &why), -1);
	assert_string_equal(diag_code_name(why), diag_code_name(expect));
	assert_int_equal(b.len, 1); /* nothing was added */
	buf_free(&b);
}

static void
test_print_numbers(void **state)
{
	struct value *m = typed(VALUE_MONEY, "1200", 120000);
	struct value *none = value_new(a, VALUE_NONE, NULL);
	struct value *blank = value_new(a, VALUE_BLANK, NULL);

	(void)state;
	prints(m, "", "1" NBSP "200,00");
	prints(m, "|amount", "1" NBSP "200,00");
	prints(m, "|money", "1" NBSP "200,00" NBSP "EUR");
	prints(m, "|number", "1" NBSP "200");
	prints(typed(VALUE_MONEY, "x", -50), "|number", MINUS "0,50");
	prints(value_int(a, VALUE_INT, 3), "|money", "3,00" NBSP "EUR");
	prints(typed(VALUE_NUMBER, "300.5", 0), "|amount", "300,50");
	prints(typed(VALUE_NUMBER, "1234.5", 0), "", "1234,5");
	prints(typed(VALUE_NUMBER, "-4.5", 0), "", MINUS "4,5");
	prints(typed(VALUE_NUMBER, "1234.5", 0), "|number", "1" NBSP "234,5");
	prints(value_int(a, VALUE_INT, 75), "|percent", "75" NBSP "%");
	prints(typed(VALUE_NUMBER, "7.5", 0), "|percent", "7,5" NBSP "%");
	prints(value_int(a, VALUE_YEAR, 2024), "", "2024");
	prints(none, "|amount", EN_DASH);
	prints(none, "|money", "");
	prints(none, "", "");
	prints(blank, "", "____");
	prints(blank, "|amount", "____");
	/* a plan's own wording */
	prints(value_str(a, "21180,00"), "|amount", "21180,00");
	prints(value_str(a, "nav nepieciešams"), "|amount", "nav nepieciešams");
	refuses(value_int(a, VALUE_YEAR, 2024), "|money", DIAG_PRINT_NUMBER);
	refuses(value_int(a, VALUE_INT, INT64_MAX), "|money", DIAG_PRINT_NUMBER);
	refuses(m, "|percent", DIAG_PRINT_NUMBER);
	refuses(m, "|date", DIAG_PRINT_DATE);
	refuses(typed(VALUE_DATE, "2024-07-04", 0), "|money", DIAG_PRINT_NUMBER);
}

static void
test_print_dates(void **state)
{
	struct value *d = typed(VALUE_DATE, "2024-07-04", 0);

	(void)state;
	prints(d, "", "2024." NBSP "gada 4." NBSP "jūlijs");
	prints(d, "|date", "2024." NBSP "gada 4." NBSP "jūlijs");
	prints(d, "|date:genitive", "2024." NBSP "gada 4." NBSP "jūlija");
	prints(d, "|date:locative", "2024." NBSP "gada 4." NBSP "jūlijā");
	prints(d, "|date:short", "04.07.2024.");
	prints(d, "|date|upper", "2024." NBSP "GADA 4." NBSP "JŪLIJS");
	prints(value_str(a, "2024-07-04"), "|date:short", "04.07.2024.");
	prints(value_str(a, "2024. gada vasarā"), "|date", "2024. gada vasarā");
	refuses(typed(VALUE_DATE, "2024-02-30", 0), "|date", DIAG_PRINT_DATE);
}

static void
test_print_text(void **state)
{
	static const char *const abc[] = {"ES fondi", "", "budžets"};
	struct value *l = list(3, abc), *m = map(), *deep;
	int i;

	(void)state;
	prints(value_str(a, "ķekavas novads"), "|first", "Ķekavas novads");
	prints(value_str(a, "ķekava"), "|upper", "ĶEKAVA");
	prints(value_str(a, "a\xCC\x84"), "", "ā");
	prints(value_str(a, "{{title}} <b>&"), "", "{{title}} <b>&");
	prints(value_int(a, VALUE_BOOL, 1), "", "x");
	prints(value_int(a, VALUE_BOOL, 0), "", "");
	prints(l, "", "ES fondi, budžets");
	prints(l, "|join: un |first", "ES fondi un budžets");
	prints(list(0, NULL), "", "");
	l->text = "kopā";
	l->len = strlen(l->text);
	prints(l, "", "kopā");
	prints(l, "|join", "ES fondi, budžets");
	prints(found(&s_root, "municipality"), "", "Valkas novads");
	refuses(m, "", DIAG_PRINT_GROUP);
	deep = list(1, abc);
	for (i = 0; i < 10000; i++) {
		struct value *outer = list(0, NULL);

		value_push(a, outer, deep);
		deep = outer;
	}
	refuses(deep, "", DIAG_PRINT_LIST);
	refuses(value_str(a, "a\x07z"), "", DIAG_PRINT_CHAR);
	refuses(value_str(a, "a\xFFz"), "|upper", DIAG_PRINT_CHAR);
	refuses(value_text(a, "a\0z", 3, NULL), "", DIAG_PRINT_CHAR);
}

static void
test_print_lists_of_amounts(void **state)
{
	struct value *l = list(0, NULL);

	(void)state;
	value_push(a, l, typed(VALUE_MONEY, "1", 100));
	value_push(a, l, value_new(a, VALUE_NONE, NULL));
	value_push(a, l, value_new(a, VALUE_BLANK, NULL));
	prints(l, "|amount|join:; ", "1,00; " EN_DASH "; ____");
}

static void
test_print_markdown(void **state)
{
	(void)state;
	prints(typed(VALUE_MARKDOWN, "a *b* &amp; c\n", 0), "", "a b & c");
	prints(typed(VALUE_MARKDOWN, "", 0), "", "");
	refuses(typed(VALUE_MARKDOWN, "a\n\nb", 0), "", DIAG_PRINT_MARKDOWN);
	refuses(typed(VALUE_MARKDOWN, "- a", 0), "", DIAG_PRINT_MARKDOWN);
	refuses(typed(VALUE_MARKDOWN, "[a](https://b.lv)", 0), "", DIAG_PRINT_MARKDOWN);
	refuses(typed(VALUE_MARKDOWN, "a[^1]\n\n[^1]: b", 0), "", DIAG_PRINT_MARKDOWN);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {T(test_find), T(test_find_years), T(test_find_blank),
	    T(test_find_missing), T(test_find_unknown), T(test_find_at), T(test_find_marks),
	    T(test_truth), T(test_compare), T(test_print_numbers), T(test_print_dates),
	    T(test_print_text), T(test_print_lists_of_amounts), T(test_print_markdown)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
