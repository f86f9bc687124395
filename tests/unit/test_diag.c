/* Messages: wording, order, repetition, statuses. */
#include "unit.h"

#include "base/diag.h"

static char *
flushed(struct diag *d, enum diag_level least)
{
	char *s = NULL;
	size_t n;
	FILE *f = open_memstream(&s, &n);

	assert_non_null(f);
	diag_flush(d, f, least, false);
	fclose(f);
	return s;
}

static void
wording(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	struct place at = {.file = "valka.yaml", .line = 41, .col = 7};
	struct place part = {.file = "p.docx", .part = "word/document.xml", .line = 2,
	    .heading = "4.1. Pl\xC4\x81ns", .para = 88, .table = 2, .row = 3, .cell = 1};
	struct place stdin_at = {.file = "-"};
	char *s;

	(void)state;
	assert_int_equal(diag(d, DIAG_DUP_KEY, &at, "a\n\x1b[2J\xE2\x80\xAE\xFF", "12", NULL), -1);
	assert_int_equal(diag(d, DIAG_IO_READ, &part, "gone", NULL), -1);
	assert_int_equal(diag(d, DIAG_IO_READ, &stdin_at, "x", NULL), -1);
	s = flushed(d, DIAG_NOTE);
	assert_string_equal(s,
	    "(standard input): error: cannot read: x [io-read]\n"
	    "p.docx: word/document.xml: \"4.1. Pl\xC4\x81ns\": table 2, row 3, column 1: "
	    "paragraph 88: error: cannot read: gone [io-read]\n"
	    "valka.yaml:41:7: error: field given twice: \"a\\n\\x1B[2J<U+202E>\\xFF\" "
	    "(first at line 12) [data-dup-key]\n");
	free(s);
	s = flushed(d, DIAG_NOTE);
	assert_string_equal(s, "");
	free(s);
	diag_free(d);
}

static void
order_and_repeats(void **state)
{
	struct diag *d = diag_new(DIAG_LV), *job = diag_new(DIAG_LV);
	struct place at = {.file = "b.yaml", .line = 9, .col = 1};
	const struct diag_msg *m;
	char *s;
	int i;

	(void)state;
	diag(d, DIAG_IO_READ, &at, "z", NULL);
	diag(d, DIAG_IO_READ, &at, "a", NULL);
	for (i = 0; i < 200; i++) { /* makes the table grow between the repeats */
		char n[12];

		at.line = 10 + i % 100;
		snprintf(n, sizeof(n), "%d", i % 100);
		diag(d, DIAG_YAML, &at, n, NULL);
	}
	at.line = 2;
	diag(job, DIAG_IO_READ, &at, "first", NULL);
	diag_copy(d, job);
	diag_copy(d, job);
	assert_int_equal(diag_count(d, DIAG_ERROR), 103);
	assert_int_equal(diag_messages(d, &m), 103);
	assert_int_equal(m[0].at.line, 2);
	assert_string_equal(m[1].text, "nevar nolas\xC4\xAB" "t: z");
	assert_string_equal(m[2].text, "nevar nolas\xC4\xAB" "t: a");
	assert_int_equal(m[102].at.line, 109);
	s = flushed(d, DIAG_NOTE);
	assert_non_null(strstr(s, "b.yaml:2:1: k\xC4\xBC\xC5\xAB" "da: nevar"));
	free(s);
	diag_free(d);
	diag_free(job);
}

static void
statuses(void **state)
{
	struct diag *d = diag_new(DIAG_EN);

	(void)state;
	assert_int_equal(diag_status(d), 0);
	assert_false(diag_failed(d));
	diag(d, DIAG_IO_READ, NULL, "x", NULL);
	assert_int_equal(diag_status(d), EXIT_INPUT);
	diag(d, DIAG_IO_TEMPLATE, NULL, "x", NULL);
	assert_int_equal(diag_status(d), EXIT_TEMPLATE);
	diag(d, DIAG_LIMIT_FILE, NULL, "x", NULL);
	assert_int_equal(diag_status(d), EXIT_LIMIT);
	diag(d, DIAG_IO_WRITE, NULL, "x", NULL);
	diag(d, DIAG_IO_READ, NULL, "y", NULL);
	assert_int_equal(diag_status(d), EXIT_WRITE);
	assert_true(diag_failed(d));
	diag_free(d);
}

static void
long_values(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	char v[500];
	const struct diag_msg *m;
	int i;

	(void)state;
	memset(v, 'v', sizeof(v) - 1);
	v[sizeof(v) - 1] = '\0';
	diag(d, DIAG_IO_READ, NULL, v, NULL);
	diag_messages(d, &m);
	assert_int_equal(strlen(m[0].text), strlen("cannot read: ") + 80 + 3);
	for (i = 0; i < 20000; i++) {
		struct place at = {.line = i + 1};

		diag(d, DIAG_IO_READ, &at, "x", NULL);
	}
	assert_int_equal(diag_count(d, DIAG_ERROR), 20001);
	assert_int_equal(diag_messages(d, &m), 10000);
	diag_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(wording),
	    cmocka_unit_test(order_and_repeats),
	    cmocka_unit_test(statuses),
	    cmocka_unit_test(long_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
