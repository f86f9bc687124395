/* Latvian words and signs: dates, terms, order, cases, no-break spaces. */
#include "unit.h"

#include "plan/latvian.h"

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void
dates(void **state)
{
	struct date d = {2024, 7, 4}, e = {2023, 4, 27};

	(void)state;
	assert_string_equal(
	    lv_date(a, d, LV_NOMINATIVE), "2024." NBSP "gada 4." NBSP "jūlijs");
	assert_string_equal(
	    lv_date(a, d, LV_GENITIVE), "2024." NBSP "gada 4." NBSP "jūlija");
	assert_string_equal(
	    lv_date(a, e, LV_LOCATIVE), "2023." NBSP "gada 27." NBSP "aprīlī");
	assert_string_equal(
	    lv_date(a, e, LV_GENITIVE), "2023." NBSP "gada 27." NBSP "aprīļa");
	assert_string_equal(lv_date_short(a, d), "04.07.2024.");
	assert_null(lv_month(0, LV_NOMINATIVE));
	assert_null(lv_month(13, LV_NOMINATIVE));
	assert_string_equal(lv_month(12, LV_LOCATIVE), "decembrī");
	assert_string_equal(lv_period(a, 2024, 2028), "2024.–2028.");
	assert_string_equal(lv_period(a, 2024, 2024), "2024.");
}

static char *
term(const char *s)
{
	return lv_term(a, &s, 1);
}

static void
terms(void **state)
{
	const char *two[] = {"2024-03", "2025-03"};

	(void)state;
	assert_string_equal(term("2024"), "2024." NBSP "gads");
	assert_string_equal(term("2024-08"), "2024." NBSP "gada augusts");
	assert_string_equal(term("2024..2028"), "2024.–2028." NBSP "gads");
	assert_string_equal(term("2024..2024"), "2024." NBSP "gads");
	assert_string_equal(
	    term("2024-03..2024-05"), "2024." NBSP "gada marts" NBSP "– maijs");
	assert_string_equal(term("2024-04..2028"),
	    "2024." NBSP "gada aprīlis" NBSP "– 2028." NBSP "gads");
	assert_string_equal(term("2024-09..2026-05"),
	    "2024." NBSP "gada septembris" NBSP "– 2026." NBSP "gada maijs");
	assert_string_equal(term("2024-05..2024-05"), "2024." NBSP "gada maijs");
	assert_string_equal(
	    lv_term(a, two, 2), "2024." NBSP "gada marts, 2025." NBSP "gada marts");
	assert_null(lv_term(a, two, 0));
	assert_null(term(""));
	assert_null(term("2024-13"));
	assert_null(term("2024-00"));
	assert_null(term("2024-3"));
	assert_null(term("24-03"));
	assert_null(term("2024-05..2024-03"));
	assert_null(term("2028..2024"));
	assert_null(term("2024-01..2024-02..2024-03"));
	assert_null(term("2024.."));
}

static void
years(void **state)
{
	int some[] = {2024, 2026, 2027, 2028}, two[] = {2024, 2025};

	(void)state;
	assert_string_equal(lv_years(a, some, 4), "2024., 2026.–2028.");
	assert_string_equal(lv_years(a, two, 2), "2024., 2025.");
	assert_string_equal(lv_years(a, two, 1), "2024.");
	assert_string_equal(lv_years(a, two, 0), "");
}

/* The order that glibc's lv_LV gives: letters with marks after their sisters. */
static void
order(void **state)
{
	static const char *const sorted[] = {"1. tabula", "Ādaži", "Aizkraukle", "Balvi",
	    "Cēsis", "Čiekurs", "ES", "ESF", "Gulbene", "Ģipka", "Jēkabpils", "Jelgava",
	    "Kuldīga", "Ķekava", "Limbaži", "Ļaudona", "PMP", "PuMPuRS", "Saldus",
	    "Šķibe", "Valka", "VIIS", "VJCĢ", "Zilupe", "Žeimi"};
	size_t i, n = sizeof(sorted) / sizeof(sorted[0]);

	(void)state;
	for (i = 0; i + 1 < n; i++) {
		assert_true(lv_compare(sorted[i], sorted[i + 1]) < 0);
		assert_true(lv_compare(sorted[i + 1], sorted[i]) > 0);
	}
	assert_int_equal(lv_compare("PMP", "PMP"), 0);
	assert_true(lv_compare("pmp", "PMP") != 0); /* ties: bytes decide */
	assert_true(lv_compare("PM", "PMP") < 0);
}

static void
plurals(void **state)
{
	static const int one[] = {1, 21, 101, 1001},
			 zero[] = {0, 10, 11, 19, 30, 111, 1000},
			 other[] = {2, 9, 22, 627, 128};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(lv_plural(one[i]), 1);
	for (i = 0; i < 7; i++)
		assert_int_equal(lv_plural(zero[i]), 0);
	for (i = 0; i < 5; i++)
		assert_int_equal(lv_plural(other[i]), 2);
}

static void
cases(void **state)
{
	(void)state;
	assert_string_equal(lv_decline(a, "Valkas novads", LV_GENITIVE), "Valkas novada");
	assert_string_equal(lv_decline(a, "Valkas novads", LV_DATIVE), "Valkas novadam");
	assert_string_equal(
	    lv_decline(a, "Valkas novads", LV_ACCUSATIVE), "Valkas novadu");
	assert_string_equal(lv_decline(a, "Valkas novads", LV_LOCATIVE), "Valkas novadā");
	assert_string_equal(
	    lv_decline(a, "Rīgas valstspilsēta", LV_DATIVE), "Rīgas valstspilsētai");
	assert_string_equal(
	    lv_decline(a, "Rīgas valstspilsēta", LV_GENITIVE), "Rīgas valstspilsētas");
	assert_string_equal(lv_decline(a, "pašvaldība", LV_LOCATIVE), "pašvaldībā");
	assert_string_equal(lv_decline(a, "dome", LV_ACCUSATIVE), "domi");
	assert_string_equal(lv_decline(a, "dome", LV_DATIVE), "domei");
	assert_null(lv_decline(a, "Daugavpils", LV_DATIVE));
	assert_null(lv_decline(a, "Cēsis", LV_DATIVE));
	assert_null(lv_decline(a, "", LV_DATIVE));
	assert_string_equal(lv_decline(a, "Cēsis", LV_NOMINATIVE), "Cēsis");
}

/* In "want", ~ is a no-break space. */
static void
holds(const char *s, const char *want, bool markdown)
{
	struct buf b = {0};

	for (; *want != '\0'; want++)
		if (*want == '~')
			buf_str(&b, NBSP);
		else
			buf_ch(&b, *want);
	assert_string_equal(lv_nobreak(a, s, markdown), buf_cstr(&b));
	buf_free(&b);
}

static void
nobreak(void **state)
{
	const char *same = "Nekas te nav jātur kopā, 2 reizes gadā.";

	(void)state;
	assert_ptr_equal(lv_nobreak(a, same, false), same);
	holds("vismaz 30 % vecāku", "vismaz 30~% vecāku", false);
	holds("Nr. 224, prot. Nr. 9, nr. 100", "Nr.~224, prot. Nr.~9, nr.~100", false);
	holds("Nr. ____", "Nr.~____", false);
	holds("SNr. 5", "SNr. 5", false);
	holds("2024. gada 4. jūlija sēde", "2024.~gada 4.~jūlija sēde", false);
	holds("līdz 2023. gadam; 2023. g. rudenī", "līdz 2023.~gadam; 2023.~g. rudenī",
	    false);
	holds("20__. gada", "20__.~gada", false);
	holds("5. klase, 12. marta", "5. klase, 12.~marta", false);
	holds("4. jūlijai", "4. jūlijai", false); /* no month's form */
	holds("apgūti 14 695,81 EUR", "apgūti 14~695,81~EUR", false);
	holds("1 200 300,00 un 1 200 skolēni", "1~200~300,00 un 1 200 skolēni", false);
	holds("300 €, 5 ‰, 20 eiro", "300~€, 5~‰, 20~eiro", false);
	holds("t. sk. VJCĢ u. c., u. tml.", "t.~sk. VJCĢ u.~c., u.~tml.", false);
	holds("reti. sk.", "reti. sk.", false);
	holds("(prot. Nr. 9, 3. §), ____. § un § 38", "(prot. Nr.~9, 3.~§), ____.~§ un §~38", false);
	holds("9, 1. p.), 1. pants, 1. p", "9, 1.~p.), 1. pants, 1. p", false);
	holds("janvāris – marts", "janvāris~– marts", false);
	holds("psihologs – 1, 0,25 slodzes", "psihologs –~1, 0,25 slodzes", false);
	holds("aprīlis – 2028. gads", "aprīlis~– 2028.~gads", false);
	holds("– punkts", "– punkts", false);
	holds("", "", false);
	holds(" ", " ", false);
	holds("5 ", "5 ", false);
	holds("Nr. ", "Nr. ", false);
}

static void
nobreak_markdown(void **state)
{
	(void)state;
	/* a day that opens a line may be an item of a list; a year may not */
	holds("1. maijs\n2. jūnijs", "1. maijs\n2. jūnijs", true);
	holds("2024. gada", "2024.~gada", true);
	holds("notika 27.\naprīlī", "notika 27.~aprīlī", true);
	holds("lēmums Nr.\n  100", "lēmums Nr.~100", true);
	holds("kopā 75\n% visu", "kopā 75~% visu", true);
	holds("pedagogs –\n  0,35; skola –\nx", "pedagogs –~0,35; skola~–\nx", true);
	holds("uzdevumi –\n1. viens", "uzdevumi –\n1. viens", true);
	holds("75 \n\n% x", "75 \n\n% x", true);
	holds("rinda  \n5 %", "rinda  \n5~%", true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(dates, setup, teardown),
	    cmocka_unit_test_setup_teardown(terms, setup, teardown),
	    cmocka_unit_test_setup_teardown(years, setup, teardown),
	    cmocka_unit_test_setup_teardown(order, setup, teardown),
	    cmocka_unit_test_setup_teardown(plurals, setup, teardown),
	    cmocka_unit_test_setup_teardown(cases, setup, teardown),
	    cmocka_unit_test_setup_teardown(nobreak, setup, teardown),
	    cmocka_unit_test_setup_teardown(nobreak_markdown, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
