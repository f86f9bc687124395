/* Rows of a table as plans: which cell goes where, and in what form. */
#include "unit.h"

#include "base/buf.h"
#include "batch/columns.h"
#include "data/rows.h"
#include "data/written.h"
#include "data/yaml.h"

static const char base[] =
    "date: 2025-07-01\n"
    "municipality: {nominative: X, genitive: ~}\n"
    "goals:\n"
    "  - id: g1\n"
    "    name: One\n"
    "    activities: [{id: a1, money: {2024: 1.00}}, {id: a2, involved: [x]}]\n"
    "  - id: g2\n"
    "    activities: [{id: b1, tasks: [{id: t1, name: T}]}]\n"
    "indicators: [{id: i1, base: 7}]\n";

/* Dumps of what differs: all rows as plans, then messages. */
static char *
rows_of(const char *csv, bool all)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(DIAG_EN);
	struct value *b = yaml_parse(a, "base", base, strlen(base), d), *v;
	struct sheet *s = csv_parse(a, "t.csv", csv, strlen(csv), NULL, d);
	struct rows *r = s == NULL ? NULL : rows_bind(a, s, b, columns_resolve, d);
	const struct diag_msg *m;
	struct buf out = {0};
	const char *until;
	size_t i, n;

	for (i = 0; r != NULL && i < s->nrows; i++) {
		v = rows_plan(a, r, i, d);
		if (all)
			value_dump(&out, v);
		if (rows_expired(a, r, i, v, &until, d))
			buf_printf(&out, "%s expired %s\n", rows_id(r, i), until);
	}
	n = diag_messages(d, &m);
	for (i = 0; i < n; i++)
		buf_printf(&out, "%d:%d %s\n", m[i].at.line, m[i].at.col, m[i].text);
	diag_free(d);
	arena_free(a);
	buf_cstr(&out);
	return buf_steal(&out, NULL);
}

static void
assert_messages(const char *csv, const char *want)
{
	char *s = rows_of(csv, false);

	assert_string_equal(s, want);
	free(s);
}

static const struct value *
cell_at(struct arena *a, const char *name, const char *cell, struct diag *d)
{
	struct value *b = yaml_parse(a, "base", base, strlen(base), d);
	const char *csv = arena_printf(a, "id\t%s\nr\t%s\n", name, cell);
	struct sheet *s = csv_parse(a, "t.csv", csv, strlen(csv), NULL, d);
	struct rows *r = rows_bind(a, s, b, columns_resolve, d);
	const struct value *v = r == NULL ? NULL : rows_plan(a, r, 0, d);
	const char *p = name;

	while (v != NULL && *p != '\0') {
		size_t n = strcspn(p, "."), i;

		if (v->kind == VALUE_LIST) {
			for (i = 0; i < v->nitems; i++)
				if (strlen(value_get_text(v->items[i], "id")) == n &&
				    memcmp(value_get_text(v->items[i], "id"), p, n) == 0)
					break;
			v = i < v->nitems ? v->items[i] : NULL;
		} else
			v = value_getn(v, p, n);
		p += n + (p[n] == '.');
	}
	return v;
}

static void
assert_cell(const char *name, const char *cell, const char *want)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(DIAG_EN);
	const struct value *v = cell_at(a, name, cell, d);

	assert_non_null(v);
	assert_true(v->literal);
	assert_string_equal(v->text, want);
	assert_string_equal(v->at.file, "t.csv");
	assert_int_equal(v->at.line, 2);
	assert_int_equal(v->at.col, 2);
	diag_free(d);
	arena_free(a);
}

static void
forms(void **state)
{
	(void)state;
	assert_cell("title", "{{x}} 1 200,50", "{{x}} 1 200,50");
	assert_cell("date", "04.07.2024", "2024-07-04");
	assert_cell("date", "4.7.2024.", "2024-07-04");
	assert_cell("date", "2024-07-04", "2024-07-04");
	assert_cell("date", "4.7.24", "4.7.24");
	assert_cell("date", "2024. gada 4. jūlijs", "2024-07-04");
	assert_cell("date", "4. jūlijs, 2024", "4. jūlijs, 2024");
	assert_cell("date", "2024. gada 31. jūnijs", "2024. gada 31. jūnijs");
	assert_cell("date", "2024. gada jūlijs", "2024. gada jūlijs");
	assert_cell("date", "2024. gada 4.7.", "2024. gada 4.7.");
	assert_cell("date", "4.7.2024. vakars", "4.7.2024. vakars");
	assert_cell("report_year", "2 024", "2024");
	assert_cell("approval.date", "31.12.2024", "2024-12-31");
	assert_cell("place", "1.2.2024", "1.2.2024");
}

static void
terms(void **state)
{
	static const char *const cases[][2] = {
	    {"2024. gada marts – maijs", "2024-03..2024-05"},
	    {"marts–maijs 2024", "2024-03..2024-05"},
	    {"2024. gada III ceturksnis", "2024-07..2024-09"},
	    {"2024. gada 2. pusgads", "2024-07..2024-12"},
	    {"2024. gada 1. ceturksnis – 2025. gada 2. ceturksnis", "2024-01..2025-06"},
	    {"2024.–2028. gads", "2024..2028"},
	    {"03.2024", "2024-03"},
	    {"03.–05.2024", "2024-03..2024-05"},
	    {"2024-01 - 2024-02", "2024-01..2024-02"},
	    {"2024-01-15", "2024-01"},
	    {"2024. gads", "2024"},
	    /* What cannot be told stays. */
	    {"pēc vajadzības", "pēc vajadzības"},
	    {"2024. gada 13. ceturksnis", "2024. gada 13. ceturksnis"},
	    {"marts", "marts"},
	    {"2024 - 2025 - 2026", "2024 - 2025 - 2026"},
	    {"1.2.3.2024", "1.2.3.2024"},
	    {"99.2024", "99.2024"},
	    {"", ""},
	};
	struct arena *a = arena_new();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(written_term(a, cases[i][0]), cases[i][1]);
	arena_free(a);
}

/* Where the path has ids the walk of cell_at() does not do; the dump shows it. */
static void
paths(void **state)
{
	char *s = rows_of("id;municipality.genitive;activities[a1].money.2024;activities[a1].money.2025;"
	    "tasks[t1].name;indicators[i1].base.value;activities[a2].involved;goals[g1].expected\n"
	    "r;Y;\"1\xC2\xA0" "200,5\";;U;\"1 200,5 %\";\"a; b\";\"p\nq, r\"\n", true);

	(void)state;
	assert_string_equal(s,
	    "\ndate: \"2025-07-01\"\nmunicipality:\n  nominative: \"X\"\n  genitive: \"Y\"\n"
	    "goals: list of 2\n"
	    "  -\n    id: \"g1\"\n    name: \"One\"\n"
	    "    activities: list of 2\n"
	    "      -\n        id: \"a1\"\n        money:\n          2024: \"1200.50\"\n          2025: ____\n"
	    "      -\n        id: \"a2\"\n        involved: list of 2\n          - \"a\"\n          - \"b\"\n"
	    "    expected: list of 2\n      - \"p\"\n      - \"q, r\"\n"
	    "  -\n    id: \"g2\"\n    activities: list of 1\n"
	    "      -\n        id: \"b1\"\n        tasks: list of 1\n          -\n            id: \"t1\"\n            name: \"U\"\n"
	    "indicators: list of 1\n  -\n    id: \"i1\"\n    base:\n      value: \"1200.5\"\n"
	    "id: \"r\"\n");
	free(s);
	/* The base is as it was: an empty cell shows its value; ~ makes a blank. */
	s = rows_of("id;municipality.nominative;municipality.genitive\na;A;\nb;;~\nc;~;\n", true);
	assert_non_null(strstr(s, "nominative: \"A\"\n  genitive: ____"));
	assert_non_null(strstr(s, "nominative: \"X\"\n  genitive: ____"));
	assert_non_null(strstr(s, "nominative: ____\n"));
	free(s);
}

static void
slips(void **state)
{
	(void)state;
	assert_messages("id;municipality.genitve;code;;schema\nr;1;2;3;4\n",
	    "1:2 no field of a plan is called \"municipality.genitve\"; the column is ignored; did you mean \"municipality.genitive\"?\n"
	    "1:3 no field of a plan is called \"code\"; the column is ignored\n"
	    "1:4 this column has no name; ignored\n"
	    "1:5 no field of a plan is called \"schema\"; the column is ignored\n");
	assert_messages("id;activities[a3].name;goals[g1];money.2024\nr;1;2;3\n",
	    "1:2 column \"activities[a3].name\": the plan has nothing there with the id \"a3\", did you mean \"a1\"?\n"
	    "1:3 no field of a plan is called \"goals[g1]\"; the column is ignored; did you mean \"goals[g1].name\"?\n"
	    "1:4 no field of a plan is called \"money.2024\"; the column is ignored\n");
	assert_messages("ID;title\nr;1\n", "1:0 the table has no column \"id\", did you mean \"ID\"? (read as CSV, UTF-8, \";\")\n"
	    "1:1 no field of a plan is called \"ID\"; the column is ignored; did you mean \"id\"?\n");
	assert_messages("id;title\nr;1\n;2\nr;3\n", "3:1 this row has no id\n4:1 id given twice: \"r\" (first in row 2)\n");
	assert_messages("id;title\n", "1:0 the table has a head but no rows\n");
	assert_messages("id;title\na;1,23E+10\nb;#REF!\nc;####\n",
	    "2:2 \"1,23E+10\" is what a spreadsheet makes of a long number; its last digits may be lost\n"
	    "3:2 the spreadsheet shows an error here: #REF!\n"
	    "4:2 the spreadsheet shows an error here: ####\n");
}

static void
until(void **state)
{
	(void)state;
	assert_messages("id;valid_until\na;30.06.2025\nb;2025-07-01\nc;\nd;soon\n",
	    "a expired 2025-06-30\n5:2 valid_until wants a date, as 2025-06-30 or 30.06.2025: \"soon\"\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forms),
	    cmocka_unit_test(paths),
	    cmocka_unit_test(terms),
	    cmocka_unit_test(slips),
	    cmocka_unit_test(until),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
