/* differences of two plans: what is said, and told apart by ids */
#include "unit.h"

#include "base/num.h"
#include "diff/diff.h"
#include "plan_util.h"

#define SECOND                                        \
	"  - id: h\n"                                    \
	"    level: targeted\n"                          \
	"    name: Otrs\n"                               \
	"    expected: [Trīs]\n"                        \
	"    activities:\n"                              \
	"      - {id: b, name: Cits, result: 1 reize, responsible: [skola], years: 2025, money: {2025: 10.00}}\n"
#define TAKES_A                                       \
	"  - id: h\n"                                    \
	"    level: targeted\n"                          \
	"    name: Otrs\n"                               \
	"    expected: [Trīs]\n"                        \
	"    activities:\n"                              \
	"      - {id: b, name: Cits, result: 1 reize, responsible: [skola], years: 2025, money: {2025: 12.50}}\n" \
	"      - id: a\n"                                \
	"        name: Lielais darbs\n"                  \
	"        result: 2 pasākumi\n"                  \
	"        responsible: [vjcg]\n"                  \
	"        years: 2024-2025\n"
#define FIRST_EMPTY                                   \
	"goals:\n"                                       \
	"  - {id: g, level: universal, name: Mērķis, expected: [Viens, Divi], activities: []}\n"

/* The differences as text. */
static const char *
told(const char *old, const char *new)
{
	const struct plan *x = read_plan(old), *y = read_plan(new);
	struct buf b = {0};
	const char *s;

	diag_flush(d, stderr, DIAG_ERROR, false);
	assert_non_null(x);
	assert_non_null(y);
	diff_text(&b, diff_plans(a, x, y));
	s = arena_strndup(a, b.s, b.len);
	buf_free(&b);
	return s;
}

static void
nothing(void **state)
{
	(void)state;
	assert_string_equal(told(WHOLE, WHOLE), "Izmaiņu nav.\n");
}

static void
moved_and_renamed(void **state)
{
	const char *s = told(WHOLE SECOND, HEAD FIRST_EMPTY TAKES_A);

	(void)state;
	assert_non_null(strstr(s, "“Lielais darbs”: nosaukums\n    bija:  Darbs\n"
	    "    tagad: Lielais darbs\n"));
	assert_non_null(strstr(s, "pārcelta\n    bija:  1.1., Mērķis 1. “Mērķis”\n"
	    "    tagad: 2.2., Mērķis 2. “Otrs”\n"));
	/* Not taken for another. */
	assert_null(strstr(s, "Svītrota aktivitāte"));
	assert_null(strstr(s, "Jauna aktivitāte"));
	assert_non_null(strstr(s, "Svītrots uzdevums 1.1.1. “Uzdevums”"));
}

static void
money(void **state)
{
	const char *s = told(WHOLE SECOND, HEAD FIRST_EMPTY TAKES_A);

	(void)state;
	assert_non_null(strstr(s, "Viss plāns: finansējums kopā\n    bija:  10,00" NBSP "EUR\n"
	    "    tagad: 12,50" NBSP "EUR\n"));
}

static void
paragraphs(void **state)
{
	const char *s = told(WHOLE "context: |\n  Viens.\n\n  Divi.\n",
	    WHOLE "context: |\n  Viens.\n\n  Trīs.\n\n  Četri.\n");

	(void)state;
	assert_null(strstr(s, "Viens."));
	assert_non_null(strstr(s, "bija:  Divi."));
	assert_non_null(strstr(s, "tagad: Četri."));
}

static void
model(void **state)
{
	const struct plan *x = read_plan(WHOLE), *y = read_plan(WHOLE SECOND);
	const struct value *m = diff_model(a, x, y);

	(void)state;
	assert_string_equal(text_at(m, "changes.0.name"), "Mērķi");
	assert_string_equal(text_at(m, "changes.0.items.0.what"), "Jauns mērķis 2. “Otrs”");
	assert_string_equal(text_at(m, "title"), "Plāns");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(nothing, setup, teardown),
	    cmocka_unit_test_setup_teardown(moved_and_renamed, setup, teardown),
	    cmocka_unit_test_setup_teardown(money, setup, teardown),
	    cmocka_unit_test_setup_teardown(paragraphs, setup, teardown),
	    cmocka_unit_test_setup_teardown(model, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
