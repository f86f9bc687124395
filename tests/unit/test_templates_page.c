/*
 * test_templates_page - the examples of docs/templates.md print what the page says.
 *
 * Blocks within one line are expanded here by a few lines of their own; paragraphs,
 * rows and columns are fill/'s and tested there.  Run from the project's folder.
 */
#include "unit.h"

#include "base/num.h"
#include "tmpl/eval.h"

#define PAGE "docs/templates.md"
#define HARD_SIGN "⍽" /* how the page writes a no-break space */

static struct arena *a;

static struct value *
typed(enum value_form form, const char *text)
{
	struct value *v = value_str(a, text);

	v->form = form;
	if (form == VALUE_MONEY)
		assert_true(num_parse_cents(text, strlen(text), &v->num));
	else if (form == VALUE_INT || form == VALUE_YEAR)
		assert_true(num_parse_int(text, strlen(text), &v->num));
	return v;
}

/* "date 2024-07-04" -> a value; plain words are a plain text. */
static struct value *
read_value(char *s)
{
	static const struct {
		const char *word;
		enum value_form form;
	} forms[] = {{"date ", VALUE_DATE}, {"year ", VALUE_YEAR}, {"money ", VALUE_MONEY},
	    {"int ", VALUE_INT}, {"number ", VALUE_NUMBER}};
	struct value *l;
	char *save, *item;
	size_t i;

	if (strcmp(s, "blank") == 0)
		return value_new(a, VALUE_BLANK, NULL);
	if (strncmp(s, "list", 4) == 0) {
		l = value_new(a, VALUE_LIST, NULL);
		for (item = strtok_r(s + 4, ";", &save); item != NULL;
		    item = strtok_r(NULL, ";", &save))
			value_push(a, l, value_str(a, item + strspn(item, " ")));
		return l;
	}
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strncmp(s, forms[i].word, strlen(forms[i].word)) == 0)
			return typed(forms[i].form, s + strlen(forms[i].word));
	return value_str(a, s);
}

static void
read_datum(struct value *model, char *line)
{
	char *eq = strstr(line, " = "), *dot;
	struct value *map = model, *next;

	assert_non_null(eq);
	*eq = '\0';
	while ((dot = strchr(line, '.')) != NULL) {
		*dot = '\0';
		next = value_get(map, line);
		if (next == NULL)
			value_set(a, map, line, next = value_new(a, VALUE_MAP, NULL));
		map = next;
		line = dot + 1;
	}
	value_set(a, map, line, read_value(eq + 3));
}

/* The tag at or after *s; NULL when there is none.  *s moves behind it. */
static const char *
next_tag(const char **s, const char *end, struct tag *t)
{
	const char *open = strstr(*s, "{{"), *close, *detail;
	enum diag_code why;

	if (open == NULL || open >= end)
		return NULL;
	close = strstr(open, "}}");
	assert_non_null(close);
	if (tag_parse(a, open + 2, (size_t)(close - open) - 2, t, &why, &detail) == -1)
		fail_msg("%s: %s", open, diag_code_name(why));
	*s = close + 2;
	return open;
}

static const struct value *
look_up(const struct scope *s, const struct tag *t)
{
	const struct value *v;
	const char *near;

	return eval_find(s, &t->path, &v, &near, a) == FIND_OK ? v : NULL;
}

static void expand(struct buf *, const char *, const char *, const struct scope *, int);

/* From behind the opener: its parts, taken as the tag says.  Returns the end. */
static const char *
expand_block(struct buf *out, const char *s, const char *end, const struct tag *t,
    const struct scope *scope, int depth)
{
	const char *body = s, *tag, *mid = NULL, *mid_end = NULL, *stop = NULL;
	const struct value *v = look_up(scope, t);
	struct scope turn = {.parent = scope, .name = NULL};
	struct tag u;
	int open = 1;
	bool yes;

	while (open > 0 && (tag = next_tag(&s, end, &u)) != NULL) {
		if (u.kind == TAG_EACH || u.kind == TAG_IF || u.kind == TAG_UNLESS)
			open++;
		else if (u.kind == TAG_CLOSE && --open == 0)
			stop = tag;
		else if (u.kind == TAG_ELSE && open == 1) {
			mid = tag;
			mid_end = s;
		}
	}
	assert_int_equal(open, 0);
	assert_true(tag_closes(t, &u));
	yes = t->op != OP_NONE ? eval_compare(v, t->op, t->constant) : eval_truth(v);
	if (t->kind == TAG_UNLESS)
		yes = !yes;
	if (yes && t->kind == TAG_EACH && v->kind == VALUE_LIST) {
		turn.count = v->nitems;
		for (; turn.index < turn.count; turn.index++) {
			turn.turn = v->items[turn.index];
			expand(out, body, mid != NULL ? mid : stop, &turn, depth + 1);
		}
	} else if (yes)
		expand(out, body, mid != NULL ? mid : stop, scope, depth + 1);
	else if (mid != NULL)
		expand(out, mid_end, stop, scope, depth + 1);
	return s;
}

static void
expand_value(struct buf *out, const struct tag *t, const struct scope *scope)
{
	const struct value *v = look_up(scope, t);
	enum diag_code why;

	if (t->optional && (v == NULL || v->kind == VALUE_BLANK))
		return;
	if (v == NULL)
		fail_msg("{{%s}} not found", t->source);
	if (eval_print(out, v, t, a, &why) == -1)
		fail_msg("{{%s}}: %s", t->source, diag_code_name(why));
}

static void
expand(struct buf *out, const char *s, const char *end, const struct scope *scope, int depth)
{
	const char *text = s, *tag;
	struct tag t;

	assert_true(depth < 10);
	while ((tag = next_tag(&s, end, &t)) != NULL) {
		buf_add(out, text, (size_t)(tag - text));
		if (t.kind == TAG_VALUE)
			expand_value(out, &t, scope);
		else if (t.kind != TAG_COMMENT)
			s = expand_block(out, s, end, &t, scope, depth);
		text = s;
	}
	buf_add(out, text, (size_t)(end - text));
}

static void
check_example(const struct value *model, char *line)
{
	struct scope root = {.turn = model, .count = 1};
	struct buf got = {0}, want = {0};
	char *arrow = strstr(line, " =>"), *p;

	assert_non_null(arrow);
	expand(&got, line, arrow, &root, 0);
	arrow += arrow[3] == ' ' ? 4 : 3;
	while ((p = strstr(arrow, HARD_SIGN)) != NULL) {
		buf_add(&want, arrow, (size_t)(p - arrow));
		buf_str(&want, NBSP);
		arrow = p + strlen(HARD_SIGN);
	}
	buf_str(&want, arrow);
	*strstr(line, " =>") = '\0';
	if (strcmp(buf_cstr(&got), buf_cstr(&want)) != 0)
		fail_msg("%s prints \"%s\", the page says \"%s\"", line, got.s, want.s);
	buf_free(&got);
	buf_free(&want);
}

static void
test_page(void **state)
{
	FILE *f = fopen(PAGE, "r");
	struct value *model;
	char *line = NULL, fence = 0;
	size_t cap = 0, n = 0;

	(void)state;
	assert_non_null(f);
	a = arena_new();
	model = value_new(a, VALUE_MAP, NULL);
	while (getline(&line, &cap, f) != -1) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "```", 3) == 0)
			fence = line[3];
		else if (fence == 'd')
			read_datum(model, line);
		else if (fence == 'e') {
			check_example(model, line);
			n++;
		}
	}
	assert_true(n >= 25); /* the fences were seen */
	free(line);
	fclose(f);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_page)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
