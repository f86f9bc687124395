/*
 * A real plan as it was printed: the model of samples/valka-as-printed.yaml holds every
 * cell that tests/facts/valka-as-printed.tsv lists.  Run from the project's folder.
 */
#include "unit.h"

#include "plan_util.h"

#define MAX_ROWS 64

/* A row of a view: the innermost thing, and what it stands in. */
struct row {
	const struct value *level, *goal, *activity, *inner;
};

static size_t
rows_of(const struct value *view, const char *name, struct row *rows)
{
	const struct value *levels = at(view, "levels"), *list, *deep, *inner;
	size_t n = 0, i, k, j, t;

	for (i = 0; i < levels->nitems; i++) {
		const struct value *level = levels->items[i];

		list =
		    at(level, strcmp(name, "indicators") == 0 ? "indicators" : "goals");
		for (k = 0; k < list->nitems; k++) {
			if (strcmp(name, "goals") == 0 ||
			    strcmp(name, "indicators") == 0) {
				rows[n++] =
				    (struct row){level, NULL, NULL, list->items[k]};
				continue;
			}
			deep = at(list->items[k], "activities");
			for (j = 0; j < deep->nitems; j++) {
				if (strcmp(name, "table2") != 0) {
					rows[n++] = (struct row){
					    level, list->items[k], NULL, deep->items[j]};
					continue;
				}
				inner = at(deep->items[j], "tasks");
				for (t = 0; t < inner->nitems; t++)
					rows[n++] = (struct row){level, list->items[k],
					    deep->items[j], inner->items[t]};
			}
			assert_true(n < MAX_ROWS);
		}
	}
	return n;
}

/* How the cell prints: a text, or the texts of a list joined. */
static char *
printed(const struct value *v)
{
	struct buf b = {0};
	const char *s;
	size_t i;

	if (v->text != NULL)
		buf_add(&b, v->text, v->len);
	for (i = 0; v->text == NULL && i < v->nitems; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ", ", v->items[i]->text);
	/* no-break spaces as blanks */
	while ((s = strstr(buf_cstr(&b), "\xC2\xA0")) != NULL) {
		size_t off = (size_t)(s - b.s);

		b.s[off] = ' ';
		memmove(b.s + off + 1, b.s + off + 2, b.len - off - 2);
		b.len--;
	}
	s = arena_strdup(a, buf_cstr(&b));
	buf_free(&b);
	return (char *)s;
}

static const struct value *
cell(const struct row *r, const char *view, const char *column)
{
	if (strcmp(column, "level_name") == 0)
		return at(r->level, "name");
	if (strcmp(column, "level") == 0)
		return at(r->level, "numeral");
	if (strncmp(column, "goal_", 5) == 0)
		return at(r->goal, column + 5);
	if (strncmp(column, "activity_", 9) == 0)
		return at(r->activity, column + 9);
	if (strcmp(column, "resources") == 0)
		return at(r->inner, "resources.lines");
	if (strcmp(column, "sources") == 0)
		return at(r->inner, "resources.sources");
	if (strcmp(column, "money") == 0)
		return at(r->inner, "money.2024");
	if (column[0] == '2')
		return at(
		    at(r->inner, strcmp(view, "indicators") == 0 ? "targets" : "runs"),
		    column);
	return at(r->inner, column);
}

static void
every_cell(void **state)
{
	const struct plan *p = plan_read(a, "samples/valka-as-printed.yaml", d);
	FILE *f = fopen("tests/facts/valka-as-printed.tsv", "r");
	char line[2048], *view, *row, *column, *text, *save, seen[32] = "";
	struct row rows[MAX_ROWS];
	size_t n = 0, i, facts = 0, last = 0;

	(void)state;
	assert_non_null(p);
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		view = strtok_r(line, "\t", &save);
		row = strtok_r(NULL, "\t", &save);
		column = strtok_r(NULL, "\t", &save);
		text = strtok_r(NULL, "\t", &save);
		assert_non_null(text);
		if (strcmp(view, seen) != 0) {
			assert_int_equal(last, n); /* as many rows as were printed */
			n = rows_of(at(plan_model(p), view), view, rows);
			snprintf(seen, sizeof(seen), "%s", view);
		}
		facts++;
		if (strcmp(row, "total") == 0) {
			assert_string_equal(
			    printed(at(plan_model(p), "table4.money.2024")), text);
			continue;
		}
		i = strtoul(row, NULL, 10);
		assert_true(i >= 1 && i <= n);
		last = i;
		if (strstr(printed(cell(&rows[i - 1], view, column)), text) == NULL)
			fail_msg("%s, row %s, %s: \"%s\" lacks \"%s\"", view, row, column,
			    printed(cell(&rows[i - 1], view, column)), text);
	}
	fclose(f);
	assert_int_equal(last, n);
	assert_true(facts > 400);
}

/* Every sample is a plan without errors. */
static void
samples(void **state)
{
	static const char *const names[] = {
	    "valka", "kalnupe", "liepaja", "minimal", "valka-as-printed"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_non_null(
		    plan_read(a, arena_printf(a, "samples/%s.yaml", names[i]), d));
	assert_string_equal(messages(DIAG_WARNING), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(every_cell), TEST(samples)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
