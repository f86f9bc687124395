/* schema: the starter file, and names of municipalities in their cases. */
#include "unit.h"

#include "base/publish.h"
#include "check/check.h"
#include "plan_util.h"
#include "schema/schema.h"

static char *
csv(void)
{
	size_t len;

	return slurp("data/pasvaldibas.csv", 1 << 20, &len, DIAG_IO_READ, d);
}

static void
municipalities(void **state)
{
	static const char *const asked[][2] = {{"Valkas novads", "Valkas novada"},
	    {"valkas-novads", "Valkas novada"}, {"VALKA", "Valkas novada"},
	    {"Liepaja", "Liepājas valstspilsētas"}, {"Ventspils", "Ventspils valstspilsētas"},
	    {"adazu novads", "Ādažu novada"}};
	struct municipality m;
	const char *near;
	char *bytes = csv();
	size_t i;

	(void)state;
	assert_non_null(bytes);
	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		assert_true(municipality_find(a, bytes, asked[i][0], &m, &near));
		assert_string_equal(m.forms[1], asked[i][1]);
	}
	assert_true(municipality_find(a, bytes, "Varakļānu novads", &m, &near));
	assert_string_equal(m.valid_until, "2025-06-30");
	assert_false(municipality_find(a, bytes, "Valkass novads", &m, &near));
	assert_string_equal(near, "Valkas novads");
	assert_false(municipality_find(a, bytes, "Atlantīda", &m, &near));
	assert_null(near);
	assert_false(municipality_find(a, "", "Valka", &m, &near));
	free(bytes);
}

/* Read as a plan, a starter has blanks and nothing else to say. */
static void
starter_is_clean(const struct starter *s)
{
	static const struct check_opts o = {.words = "data/words-lv.txt"};
	const struct check_report *r;
	const struct plan *p;
	struct buf b = {0};

	starter_put(a, &b, s);
	p = read_plan(buf_cstr(&b));
	if (p == NULL)
		fail_msg("%s", messages(DIAG_NOTE));
	r = check_plan(a, p, d, &o);
	assert_int_equal(r->counts[DIAG_ERROR], 0);
	assert_int_equal(r->counts[DIAG_WARNING], 0);
	assert_true(r->fill_in > 20);
	assert_int_equal(r->counts[DIAG_NOTE], r->fill_in);
	buf_free(&b);
	diag_free(d);
	d = diag_new(DIAG_EN);
}

static void
starters(void **state)
{
	const struct starter blank = {.first = 2025, .last = 2029};
	const struct starter named = {.municipality = {"Valkas novads", "Valkas novada",
	    "Valkas novadā", "Valkas novada pašvaldības domes"}, .first = 2025, .last = 2025};
	const struct starter school = {.school = true, .school_name = {"Ērģemes pamatskola",
	    "Ērģemes pamatskolas", "Ērģemes pamatskolā"}, .first = 2025, .last = 2031};

	(void)state;
	starter_is_clean(&blank);
	starter_is_clean(&named);
	starter_is_clean(&school);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(municipalities), TEST(starters)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
