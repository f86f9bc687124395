/* The table of the model's names holds what real models hold, and nothing else. */
#include "unit.h"

#include <glob.h>

#include "plan/model.h"
#include "plan_util.h"

#define SEEN_MOST 512

static const struct model *seen[SEEN_MOST];
static size_t nseen;

static bool
was_seen(const struct model *m)
{
	size_t i;

	for (i = 0; i < nseen && seen[i] != m; i++)
		continue;
	return i < nseen;
}

static void
see(const struct model *m)
{
	if (was_seen(m))
		return;
	assert_true(nseen < SEEN_MOST);
	seen[nseen++] = m;
}

/* Does a text of that form go with that kind? */
static bool
fits(const struct model *m, const struct value *v)
{
	/* A plan's own wording of a cell is plain text, whatever stands there otherwise. */
	if (v->form == VALUE_PLAIN)
		return m->kind != MODEL_FLAG && m->kind != MODEL_INT;
	switch (m->kind) {
	case MODEL_MARKDOWN:
		return v->form == VALUE_MARKDOWN;
	case MODEL_INT:
		return v->form == VALUE_INT;
	case MODEL_NUMBER:
		return v->form == VALUE_NUMBER || v->form == VALUE_INT;
	case MODEL_MONEY:
		return v->form == VALUE_MONEY;
	case MODEL_DATE:
		return v->form == VALUE_DATE;
	case MODEL_YEAR:
		return v->form == VALUE_YEAR;
	case MODEL_FLAG:
		return v->form == VALUE_BOOL;
	default:
		return false;
	}
}

static void
walk(const struct model *m, const struct value *v, const char *path)
{
	const struct model *sub;
	size_t i;

	if (v->kind == VALUE_BLANK || v->kind == VALUE_NONE)
		return;
	if (v->kind == VALUE_TEXT && model_is_leaf(m->kind) && !fits(m, v))
		fail_msg("%s: form %d of a kind %d", path, (int)v->form, (int)m->kind);
	if (v->kind == VALUE_LIST && m->kind != MODEL_LIST && m->kind != MODEL_TEXT)
		fail_msg("%s is a list", path);
	if (v->kind == VALUE_LIST && m->kind == MODEL_LIST && v->nitems > 0 &&
	    (v->singular == NULL) != (m->turn == NULL))
		fail_msg("%s: turn %s, in the table %s", path, v->singular, m->turn);
	if (v->kind == VALUE_LIST && v->singular != NULL && m->turn != NULL)
		assert_string_equal(v->singular, m->turn);
	if (v->kind == VALUE_MAP && m->kind == MODEL_GROUP && v->text != NULL)
		fail_msg("%s prints as a whole", path);
	if (v->kind == VALUE_MAP && m->kind == MODEL_NAMED && v->text == NULL)
		fail_msg("%s does not print as a whole", path);
	for (i = 0; i < v->nitems && m->kind == MODEL_LIST; i++)
		walk(m->item, v->items[i], path);
	for (i = 0; i < v->nfields; i++) {
		const char *key = v->fields[i].key;

		if (key[0] == '@')
			continue;
		sub = m->kind == MODEL_YEARS ? m->item : model_find(m, key);
		if (sub == NULL)
			fail_msg("%s.%s: the table of names has none", path, key);
		see(sub);
		walk(sub, v->fields[i].value, arena_printf(a, "%s.%s", path, key));
	}
}

static void
walk_file(const char *file)
{
	struct value *root = merge_read(a, file, d);
	const struct plan *p = root == NULL ? NULL : plan_from(a, root, d);

	if (p != NULL)
		walk(&model_plan, plan_model(p), file);
}

static void
walk_all(const char *pattern)
{
	glob_t g;
	size_t i;

	assert_int_equal(glob(pattern, 0, NULL, &g), 0);
	for (i = 0; i < g.gl_pathc; i++)
		walk_file(g.gl_pathv[i]);
	globfree(&g);
}

/* Names that no sample has, and why. */
static const char *const never[] = {
    "changes",        /* only the list of changes (diff) has it: test_diff.c */
    "value", "year",  /* of a target: its text says the value; it has no year of its own */
};

static bool
excused(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (strcmp(never[i], name) == 0)
			return true;
	return false;
}

static int unseen;

static void
check_seen(const struct model *m, const char *path, int depth)
{
	const struct model *s;

	if (depth == 12 || m->sub == NULL)
		return;
	for (s = m->sub; s->name != NULL; s++) {
		const char *name = arena_printf(a, "%s.%s", path, s->name);

		if (excused(s->name) && !was_seen(s))
			continue;
		if (!was_seen(s))
			fprintf(stderr, "%s: no sample has it\n", name), unseen++;
		check_seen(s, name, depth + 1);
		if (s->item != NULL)
			check_seen(s->item, name, depth + 1);
	}
}

/* What the samples do without. */
static const char rest[] = WHOLE
    "approval:\n"
    "  status: approved\n"
    "  date: 2024-07-04\n"
    "  decision: \"224\"\n"
    "  protocol: \"9\"\n"
    "  item: \"3\"\n"
    "  amended: [{word: GROZĪT, date: 2025-01-30, decision: \"12\", protocol: \"1\", "
    "item: \"2\", item_sign: p., pattern: valka-2024, body: Valkas novada domes}]\n"
    "notes: {situation: s, goals: g, indicators: i, table1: a, table2: b, table3: c, "
    "table4: d}\n";

static void
models(void **state)
{
	(void)state;
	nseen = 0;
	walk_all("samples/*.yaml");
	walk_all("tests/golden/*/*/*.yaml");
	walk_file("tests/golden/rich.yaml");
	walk(&model_plan, model_of(rest), "rest");
	unseen = 0;
	check_seen(&model_plan, "", 0);
	assert_int_equal(unseen, 0);
}

/* Each field that is named is one of the field table, and its kind is the name's. */
static void
check_fields(const struct model *m, int depth)
{
	const struct model *s;
	const char *p;
	size_t len;

	if (depth == 12 || m->sub == NULL)
		return;
	for (s = m->sub; s->name != NULL; s++) {
		for (p = s->fields; p != NULL && *p != '\0'; p += len + (p[len] == ' ')) {
			len = strcspn(p, " ");
			if (model_field(p, len) == NULL)
				fail_msg("%s: there is no field %.*s", s->name, (int)len, p);
		}
		if (s->kind == MODEL_ENUM)
			assert_non_null(model_choices(s));
		if (s->kind == MODEL_MARKDOWN)
			assert_int_equal(model_field(s->fields, strlen(s->fields))->type,
			    FIELD_MARKDOWN);
		if (s->kind == MODEL_DATE)
			assert_int_equal(model_field(s->fields, strlen(s->fields))->type,
			    FIELD_DATE);
		assert_true((s->kind == MODEL_LIST || s->kind == MODEL_YEARS) == (s->item != NULL));
		check_fields(s, depth + 1);
		if (s->item != NULL)
			check_fields(s->item, depth + 1);
	}
}

static void
fields(void **state)
{
	(void)state;
	check_fields(&model_plan, 0);
	assert_null(model_field("goals.nothing", 13));
	assert_string_equal(model_field("goals.activities.name", 21)->label, "Prevencijas aktivitāte");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(models), TEST(fields)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
