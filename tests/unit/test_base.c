/* The base: arena, buf, utf8, num. */
#include "unit.h"

#include <math.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"

static void
arena_pieces(void **state)
{
	struct arena *a = arena_new();
	size_t cap = 0, i;
	int *v = NULL;
	char *big;

	(void)state;
	for (i = 0; i < 1000; i++) {
		v = arena_grow(a, v, i, i + 1, &cap, sizeof(*v));
		assert_int_equal(v[i], 0);
		v[i] = (int)i;
	}
	for (i = 0; i < 1000; i++)
		assert_int_equal(v[i], i);
	big = arena_alloc(a, 5000000);
	assert_int_equal(big[4999999], 0);
	memset(big, 1, 5000000);
	for (i = 1; i < 200; i++)
		assert_int_equal((uintptr_t)arena_alloc(a, i) % _Alignof(max_align_t), 0);
	assert_string_equal(arena_printf(a, "%s-%d", "a", 7), "a-7");
	assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
	assert_true(arena_used(a) >= 5000000);
	arena_free(a);
	arena_free(NULL);
}

static void
buf_grows(void **state)
{
	struct buf b = {0};
	size_t len;
	char *s;
	int i;

	(void)state;
	assert_string_equal(buf_cstr(&b), "");
	for (i = 0; i < 1000; i++)
		buf_printf(&b, "%03d", i);
	assert_int_equal(b.len, 3000);
	assert_memory_equal(b.s + 2997, "999", 3);
	buf_ch(&b, '!');
	s = buf_steal(&b, &len);
	assert_int_equal(len, 3001);
	assert_int_equal(strlen(s), 3001);
	assert_null(b.s);
	free(s);
	buf_free(&b);
}

static void
utf8_strict(void **state)
{
	static const char *const bad[] = {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF",
	    "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xE2\x82", "\xFF", "\xE1"};
	size_t i;
	uint32_t c;
	char out[4];

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char s[16];
		int n = snprintf(s, sizeof(s), "ab%s", bad[i]);

		assert_int_equal(utf8_check(s, (size_t)n), 2);
	}
	for (c = 1; c < 0x110000; c += 7) {
		uint32_t back = 0;
		int n;

		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		n = utf8_encode(c, out);
		assert_int_equal(utf8_decode(out, (size_t)n, &back), n);
		assert_int_equal(back, c);
	}
	assert_int_equal(utf8_count("Ķekava", 7), 6);
	assert_int_equal(utf8_xml_check("ā\t\n\x01x", 6), 4);
	assert_int_equal(utf8_xml_check("a\xEF\xBF\xBE", 4), 1);
	assert_int_equal(utf8_xml_check("a\xEF\xBF\xBD", 4), 4);
}

static void
utf8_words(void **state)
{
	struct arena *a = arena_new();
	const char *words[] = {"vjcg", "zalumu-skola", "municipality", "activities"};
	char longer[400];

	(void)state;
	assert_string_equal(utf8_slug(a, "Ķekavas novads"), "kekavas-novads");
	assert_string_equal(utf8_slug(a, " ..Ādaži (2024)! "), "adazi-2024");
	assert_string_equal(utf8_slug(a, "../../etc"), "etc");
	assert_string_equal(utf8_slug(a, "Łódź æ ß"), "lodz-ae-ss");
	assert_string_equal(utf8_slug(a, "CON"), "x-con");
	assert_string_equal(utf8_slug(a, "lpt1"), "x-lpt1");
	assert_string_equal(utf8_slug(a, "Валка"), "x");
	assert_string_equal(utf8_slug(a, ""), "x");
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_true(strlen(utf8_slug(a, longer)) <= 104);
	assert_string_equal(utf8_upper(a, "šķūnis", 9), "ŠĶŪNIS");
	assert_string_equal(utf8_upper_first(a, "ēnu diena", 10), "Ēnu diena");
	assert_string_equal(utf8_nfc(a, "a\xCC\x84", 3), "ā");
	assert_string_equal(utf8_nfc(a, "\xE2\x80\x93\xE2\x80\x80", 6), "\xE2\x80\x93\xE2\x80\x82");
	assert_string_equal(utf8_nfc(a, "\xE2\x84\xAB", 3), "Å"); /* the Angstrom sign */
	assert_string_equal(utf8_nfc(a, "", 0), "");
	assert_true(utf8_is_letter(0x101));
	assert_false(utf8_is_letter('7'));
	assert_string_equal(utf8_nearest("VJCG", words, 4), "vjcg");
	assert_string_equal(utf8_nearest("vjgc", words, 4), "vjcg");
	assert_string_equal(utf8_nearest("žālumu-skola", words, 4), "zalumu-skola");
	assert_string_equal(utf8_nearest("activites", words, 4), "activities");
	assert_null(utf8_nearest("budget", words, 4));
	assert_null(utf8_nearest("", words, 4));
	arena_free(a);
}

static void
small_numbers(void **state)
{
	(void)state;
	assert_int_equal(num_small("12"), 12);
	assert_int_equal(num_small(" -3*"), -3);
	assert_int_equal(num_small(""), 0);
	assert_int_equal(num_small("many"), 0);
	assert_int_equal(num_small("-2147483648"), -100000000); /* less one is still a number */
	assert_int_equal(num_small("99999999999999999999"), 100000000);
}

static void
cents_one(const char *s, int ok, int64_t want)
{
	int64_t v = -99;

	assert_int_equal(num_parse_cents(s, strlen(s), &v), ok);
	if (ok)
		assert_true(v == want);
}

static void
cents_lv_one(const char *s, int ok, int64_t want)
{
	int64_t v = -99;

	assert_int_equal(num_parse_cents_lv(s, strlen(s), &v), ok);
	if (ok)
		assert_true(v == want);
}

static void
num_reads(void **state)
{
	int64_t v;

	(void)state;
	assert_true(num_parse_int("-9223372036854775808", 20, &v) && v == INT64_MIN);
	assert_true(num_parse_int("9223372036854775807", 19, &v) && v == INT64_MAX);
	assert_false(num_parse_int("9223372036854775808", 19, &v));
	assert_false(num_parse_int("", 0, &v));
	assert_false(num_parse_int("-", 1, &v));
	assert_false(num_parse_int("1e3", 3, &v));
	cents_one("300", 1, 30000);
	cents_one("300.5", 1, 30050);
	cents_one("-1.25", 1, -125);
	cents_one("-0.05", 1, -5);
	cents_one("1.255", 0, 0);
	cents_one("1.", 0, 0);
	cents_one(".5", 0, 0);
	cents_one("1.-5", 0, 0);
	cents_one("1,5", 0, 0);
	cents_one("92233720368547758.08", 0, 0);
	cents_one("92233720368547758.07", 1, INT64_MAX);
	cents_lv_one("1 200,50", 1, 120050);
	cents_lv_one("1" NBSP "200" NBSP "000.5", 1, 120000050);
	cents_lv_one("1\xE2\x80\xAF" "200", 1, 120000);
	cents_lv_one(" 1200,50 ", 1, 120050);
	cents_lv_one("12 00,50", 0, 0);
	cents_lv_one("1 200 50", 0, 0);
	cents_lv_one("1200 500", 0, 0);
	cents_lv_one("1,2,3", 0, 0);
	cents_lv_one("", 0, 0);
	cents_lv_one("-1 000,00", 1, -100000);
	cents_lv_one(MINUS "1 000,00", 1, -100000);
}

static const char *
put(struct buf *b, double v, int decimals)
{
	b->len = 0;
	num_put_double(b, v, decimals);
	return buf_cstr(b);
}

static void
num_writes(void **state)
{
	struct buf b = {0};
	struct date d;

	(void)state;
	num_put_cents(&b, 123456789);
	assert_string_equal(buf_cstr(&b), "1" NBSP "234" NBSP "567,89");
	b.len = 0;
	num_put_cents(&b, -5);
	assert_string_equal(buf_cstr(&b), MINUS "0,05");
	b.len = 0;
	num_put_cents(&b, INT64_MIN);
	assert_int_equal(b.s[b.len - 1], '8');
	b.len = 0;
	num_put_number(&b, "1234.50", 7);
	assert_string_equal(buf_cstr(&b), "1" NBSP "234,50");
	b.len = 0;
	num_put_number(&b, "-1234.5", 7);
	assert_string_equal(buf_cstr(&b), MINUS "1" NBSP "234,5");
	assert_string_equal(put(&b, 0.05, 2), "0.05");
	assert_string_equal(put(&b, -1.50, 2), "-1.5");
	assert_string_equal(put(&b, 7, 0), "7");
	assert_string_equal(put(&b, 100, 3), "100");
	assert_string_equal(put(&b, -0.0001, 2), "0");
	assert_string_equal(put(&b, NAN, 2), "0");
	assert_true(strlen(put(&b, INFINITY, 2)) < 24);
	buf_free(&b);
	assert_true(date_parse("2024-02-29", 10, &d) && d.day == 29);
	assert_false(date_parse("2023-02-29", 10, &d));
	assert_false(date_parse("1900-02-29", 10, &d));
	assert_false(date_parse("2024-13-01", 10, &d));
	assert_false(date_parse("2024-1-1", 8, &d));
	assert_false(date_parse("0000-01-01", 10, &d));
	assert_false(date_parse("2024--1-01", 10, &d));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(arena_pieces),
	    cmocka_unit_test(buf_grows),
	    cmocka_unit_test(utf8_strict),
	    cmocka_unit_test(utf8_words),
	    cmocka_unit_test(small_numbers),
	    cmocka_unit_test(num_reads),
	    cmocka_unit_test(num_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
