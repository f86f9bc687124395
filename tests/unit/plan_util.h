/* plan_util - a plan from a text, its messages as one text, its model by path. */
#ifndef TESTS_PLAN_UTIL_H
#define TESTS_PLAN_UTIL_H

#include "base/buf.h"
#include "data/merge.h"
#include "data/yaml.h"
#include "plan/plan.h"

/* The smallest plan that is whole, up to its goals; more may follow. */
#define HEAD                                                                               \
	"schema: pmpplan/1\n"                                                              \
	"id: p\n"                                                                          \
	"title: Plāns\n"                                                                  \
	"document_word: rīcības programma\n"                                             \
	"period: 2024-2026\n"                                                              \
	"municipality: {nominative: Valkas novads, genitive: Valkas novada, "              \
	"locative: Valkas novadā, council_genitive: Valkas novada pašvaldības domes}\n" \
	"institutions: [{id: vjcg, short: VJCĢ, name: Ģimnāzija}, "                     \
	"{id: skola, name: Skola}]\n" /* 7 lines */
#define GOALS                                                                            \
	"goals:\n"                                                                       \
	"  - id: g\n"                                                                    \
	"    level: universal\n"                                                         \
	"    name: Mērķis\n"                                                           \
	"    expected: [Viens, Divi]\n"                                                  \
	"    activities:\n"                                                              \
	"      - id: a\n"                                                                \
	"        name: Darbs\n"                                                          \
	"        result: 2 pasākumi\n"                                                  \
	"        responsible: [vjcg]\n"                                                  \
	"        years: 2024-2025\n"                                                     \
	"        tasks:\n"                                                               \
	"          - {id: t, name: Uzdevums, term: 2024-03..2024-05, by: vjcg, "         \
	"supervised_by: skola}\n" /* 13 lines: 8 to 20 */
#define WHOLE HEAD GOALS

static struct arena *a;
static struct diag *d;

static int
setup(void **state)
{
	(void)state;
	a = arena_new();
	d = diag_new(DIAG_EN);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	diag_free(d);
	arena_free(a);
	return 0;
}

static const struct plan *
read_plan(const char *yaml)
{
	struct value *root = yaml_parse(a, "p.yaml", yaml, strlen(yaml), d);

	assert_non_null(root);
	return plan_from(a, root, d);
}

/* The model of a plan that must be right. */
static inline const struct value *
model_of(const char *yaml)
{
	const struct plan *p = read_plan(yaml);

	if (p == NULL)
		diag_flush(d, stderr, DIAG_NOTE, false);
	assert_non_null(p);
	return plan_model(p);
}

/* The value at "goals.0.activities.0.name"; fails the test if there is none. */
static inline const struct value *
at(const struct value *v, const char *path)
{
	size_t len;

	while (*path != '\0') {
		len = strcspn(path, ".");
		if (v->kind == VALUE_LIST && path[0] >= '0' && path[0] <= '9') {
			size_t i = strtoul(path, NULL, 10);

			assert_true(i < v->nitems);
			v = v->items[i];
		} else {
			v = value_getn(v, path, len);
			assert_non_null(v);
		}
		path += len + (path[len] == '.');
	}
	return v;
}

static inline const char *
text_at(const struct value *v, const char *path)
{
	v = at(v, path);
	return v->kind == VALUE_BLANK  ? "(blank)"
	       : v->kind == VALUE_NONE ? "(none)"
				       : v->text;
}

/* Everything reported, one message a line; freed with the arena. */
static inline const char *
messages(enum diag_level least)
{
	char *s = NULL;
	size_t n;
	FILE *f = open_memstream(&s, &n);
	const char *copy;

	assert_non_null(f);
	diag_flush(d, f, least, false);
	fclose(f);
	copy = arena_strdup(a, s);
	free(s);
	return copy;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
