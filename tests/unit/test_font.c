/* font: measures of files and of text against LibreOffice's own (layout-text.md 1, 4, 10). */
#include "flowmake.h"

#include <unistd.h>

#include "layout/font.h"

static struct font
at(const char *family, bool bold, bool italic, int half_points)
{
	struct font f;

	font_at(&f, font_find(fm_fonts, family, bold, italic, fm_diag), half_points * 10);
	return f;
}

static int
sum_u(const struct font *f, const char *text, bool kern)
{
	struct glyph *g = NULL;
	size_t cap = 0, n = font_shape(f, text, strlen(text), kern, &g, &cap);
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += g[i].adv;
	free(g);
	return sum;
}

static void
heights(void **state)
{
	static const struct { const char *family; int half, height, ascent; } want[] = {
		{ "Liberation Serif", 16, 184, 150 }, { "Liberation Serif", 18, 207, 168 },
		{ "Liberation Serif", 20, 231, 187 }, { "Liberation Serif", 21, 242, 196 },
		{ "Liberation Serif", 22, 253, 205 }, { "Liberation Serif", 24, 276, 224 },
		{ "Liberation Serif", 26, 299, 243 }, { "Liberation Serif", 28, 322, 262 },
		{ "Liberation Serif", 32, 368, 299 }, { "Liberation Serif", 36, 414, 336 },
		{ "Liberation Serif", 44, 506, 411 },
		{ "Liberation Sans", 16, 184, 150 }, { "Liberation Sans", 18, 207, 169 },
		{ "Liberation Sans", 20, 230, 188 }, { "Liberation Sans", 21, 242, 197 },
		{ "Liberation Sans", 22, 253, 206 }, { "Liberation Sans", 24, 276, 225 },
		{ "Liberation Sans", 26, 300, 244 }, { "Liberation Sans", 28, 322, 263 },
		{ "Liberation Sans", 32, 369, 301 }, { "Liberation Sans", 36, 414, 338 },
		{ "Liberation Sans", 44, 506, 412 },
		{ "Liberation Serif", 4, 46, 0 }, { "Liberation Serif", 6, 70, 0 },
		{ "Liberation Serif", 8, 92, 0 }, { "Liberation Serif", 10, 115, 0 },
		{ "Liberation Serif", 12, 138, 0 }, { "Liberation Serif", 14, 161, 0 },
		{ "Liberation Serif", 15, 172, 0 }, { "Liberation Serif", 17, 195, 0 },
		{ "Liberation Serif", 19, 219, 0 }, { "Liberation Serif", 23, 265, 0 },
		{ "Liberation Serif", 25, 288, 0 }, { "Liberation Serif", 27, 311, 0 },
		{ "Liberation Serif", 30, 345, 0 }, { "Liberation Serif", 34, 392, 0 },
		{ "Liberation Serif", 40, 460, 0 }, { "Liberation Serif", 48, 552, 0 },
		{ "Liberation Serif", 56, 644, 0 }, { "Liberation Serif", 72, 828, 0 },
		{ "Liberation Serif", 96, 1104, 0 }, { "Liberation Serif", 144, 1656, 0 },
		{ "Liberation Sans", 6, 69, 0 }, { "Liberation Sans", 8, 93, 0 },
		{ "Liberation Sans", 15, 173, 0 }, { "Liberation Sans", 17, 196, 0 },
		{ "Liberation Sans", 19, 218, 0 }, { "Liberation Sans", 25, 287, 0 },
		{ "Liberation Sans", 34, 391, 0 },
		{ "Liberation Mono", 16, 181, 0 }, { "Liberation Mono", 20, 227, 0 },
		{ "Liberation Mono", 24, 272, 0 },
		{ "DejaVu Sans", 16, 186, 0 }, { "DejaVu Sans", 20, 233, 0 },
		{ "DejaVu Sans", 24, 280, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		for (int style = 0; style < 4; style++) {
			struct font f = at(want[i].family, style & 1, style & 2, want[i].half);
			assert_int_equal(f.height, want[i].height);
			if (want[i].ascent != 0)
				assert_int_equal(f.ascent, want[i].ascent);
		}
}

static void
widths(void **state)
{
	static const struct { const char *text; bool bold, italic, kern; int half, u, tw; } want[] = {
		{ "efektīvs", 0, 0, 0, 24, 4558, 760 }, { "office", 0, 0, 0, 24, 3358, 560 },
		{ "Latvijas Republika", 0, 0, 0, 24, 10916, 1819 }, { "abc d", 0, 0, 0, 24, 0, 513 },
		{ "abc d", 0, 1, 0, 24, 0, 527 }, { "abc d", 1, 0, 0, 24, 0, 554 },
		{ "Rezultatīvais rādītājs", 1, 0, 0, 22, 12065, 2011 },
		{ "Tabula Nr. 1", 0, 1, 0, 24, 7401, 1234 }, { "Ēģķļņšž", 0, 0, 0, 20, 3866, 644 },
		{ "Valkas novada pašvaldība", 0, 0, 0, 32, 0, 3341 },
		{ "Rīcības programma", 0, 0, 0, 32, 0, 2514 },
		{ "AVAVA Tomēr", 0, 0, 0, 24, 0, 1567 }, { "AVAVA Tomēr", 0, 0, 1, 24, 0, 1408 },
		{ "1.", 0, 0, 0, 24, 0, 180 }, { "•", 0, 0, 0, 24, 0, 84 }, { "–", 0, 0, 0, 24, 0, 120 },
		{ "\u2011", 0, 0, 0, 24, 0, 80 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct font f = at("Times New Roman", want[i].bold, want[i].italic, want[i].half);
		int u = sum_u(&f, want[i].text, want[i].kern);
		if (want[i].u != 0)
			assert_int_equal(u, want[i].u);
		assert_int_equal((u + 3) / 6, want[i].tw);
	}
}

/* The cache must answer as the first question did, and long words pass by it. */
static void
cache(void **state)
{
	struct font f = at("Liberation Serif", false, false, 24);
	char longword[400];
	int once = sum_u(&f, "a", false);

	(void)state;
	memset(longword, 'a', sizeof longword - 1);
	longword[sizeof longword - 1] = '\0';
	assert_int_equal(sum_u(&f, longword, false), once * 399);
	for (int i = 0; i < 20000; i++) {
		char w[16];
		snprintf(w, sizeof w, "a%da", i);
		assert_true(sum_u(&f, w, false) >= 2 * once + 720);
	}
	assert_int_equal(sum_u(&f, "a", false), once);
}

static void
no_ink(void **state)
{
	struct font f = at("Liberation Serif", false, false, 24);

	(void)state;
	assert_int_equal(sum_u(&f, "ab", false), sum_u(&f, "a\u200b\u2060\u00ad\ufeff" "b", false));
}

static void
clusters(void **state)
{
	struct font f = at("Liberation Serif", false, false, 24);
	struct glyph *g = NULL;
	size_t cap = 0, n = font_shape(&f, "ā b", 4, false, &g, &cap);

	(void)state;
	assert_int_equal(n, 3);
	assert_int_equal(g[1].cluster, 2);
	assert_int_equal(g[2].cluster, 3);
	free(g);
}

static void
substitutes(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	struct font_set *s = font_set_new(NULL, d);
	struct face *f = font_find(s, "Arial", true, false, d);

	(void)state;
	assert_string_equal(face_info(f)->family, "Liberation Sans");
	assert_string_equal(face_info(f)->postscript, "LiberationSans-Bold");
	assert_int_equal(diag_count(d, DIAG_WARNING), 0);
	f = font_find(s, "Comic Sans MS", false, false, d);
	assert_string_equal(face_info(f)->family, "Liberation Serif");
	assert_int_equal(diag_count(d, DIAG_WARNING), 1);
	assert_ptr_equal(font_find(s, "comic sans ms", false, false, d), f);
	assert_int_equal(diag_count(d, DIAG_WARNING), 1);
	/* A sign that the face lacks. */
	assert_int_equal(face_glyph(f, 0x2713), 0);
	assert_non_null(font_fallback(s, f, 0x2713));
	assert_null(font_fallback(s, f, 0x12000));
	font_set_free(s);
	diag_free(d);
}

static void
bad_tables(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	char path[] = "/tmp/fonts-test-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_null(font_set_new("/nowhere/fonts.tsv", d));
	assert_int_equal(diag_count(d, DIAG_ERROR), 1);
	assert_true(write(fd, "face\tX\n", 7) == 7);
	assert_null(font_set_new(path, d));
	assert_true(diag_count(d, DIAG_ERROR) >= 2);
	close(fd);
	unlink(path);
	diag_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heights), cmocka_unit_test(widths), cmocka_unit_test(cache),
		cmocka_unit_test(no_ink), cmocka_unit_test(clusters), cmocka_unit_test(substitutes),
		cmocka_unit_test(bad_tables),
	};

	return cmocka_run_group_tests(tests, fm_setup, fm_teardown);
}
