/* YAML: values with places, and every slip in words. */
#include "unit.h"

#include "base/buf.h"
#include "data/yaml.h"

/* All messages of a text, one a line, without the file name. */
static char *
messages(const char *yaml, size_t len, int *status)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(DIAG_EN);
	const struct diag_msg *m;
	struct buf b = {0};
	size_t i, n;

	yaml_parse(a, "p", yaml, len, d);
	n = diag_messages(d, &m);
	for (i = 0; i < n; i++)
		buf_printf(&b, "%d:%d %s %s\n", m[i].at.line, m[i].at.col,
		    diag_code_name(m[i].code), m[i].text);
	*status = diag_status(d);
	diag_free(d);
	arena_free(a);
	buf_cstr(&b);
	return buf_steal(&b, NULL);
}

/* Each slip: the text, where and what must be said; "" for none. */
static const struct {
	const char *yaml, *want;
} slips[] = {
    {"a: 1\nb: [x, y]\nc:\n  - d: 1\n", ""},
    {"a:\n\tb: 1\n", "2:1 yaml-tab "},
    {"a:\n  b: 1\n \tc: 2\n", "3:2 yaml-tab "},
    {"a: |\n  text\n\tmore\n", "3:1 yaml-tab "},
    {"a:1\nb: 2\n", "1:1 yaml-colon no blank after the colon in \"a:1\"; write \"a: ...\""},
    {"m:\n  nominative:Valka\n  genitive: x\n", "2:3 yaml-colon "},
    {"m:\n  nominative:Valka\n", "2:3 yaml-colon "},
    {"a:1\n", "1:1 yaml-colon "},
    {"u:\n  http://example.lv\n", ""},
    {"a: b: c\n", "1:5 yaml-colon-in-text "},
    {"a: \"x\nb: y\n", "1:4 yaml-quote the quotation mark \" that opens here"},
    {"a: 1\nb: 'x\nc: y\n", "2:4 yaml-quote the quotation mark ' "},
    {"a: \"x\" y\n", "1:8 yaml-after-quote "},
    {"a: 'it's'\n", "1:8 yaml-after-quote "},
    {"a: @x\n", "1:4 yaml-start a text cannot begin with \"@\""},
    {"a: `x\n", "1:4 yaml-start "},
    {"a: %x\n", "1:4 yaml-start a text cannot begin with \"%\""},
    {"a: *\n", "1:4 yaml-start a text cannot begin with \"*\""},
    {"a: \"C:\\Users\"\n", "1:9 yaml-backslash "},
    {"a: [1, 2\nb: 3\n", "2:2 yaml-bracket a comma or the closing \"]\" is missing (opened at line 1)"},
    {"a: {b: 1\n", "2:1 yaml-bracket a comma or the closing \"}\""},
    /* The file ends in them: the innermost is named, with its line; not those in texts. */
    {"a: [\n", "2:1 yaml-bracket a comma or the closing \"]\" is missing (opened at line 1)"},
    {"a: it's [x # {\nb:\n- {c: \"]\", d: '[', e: [\n\n",
	"5:1 yaml-bracket a comma or the closing \"]\" is missing (opened at line 3)"},
    {"a:\n   b: 1\n  c: 2\n", "3:3 yaml-indent the indentation of this line fits none"},
    {"a:\n  - x\n  y: 1\n", "3:3 yaml-item "},
    {"a: 1\nb\nc: 2\n", "2:1 yaml-no-colon "},
    {"a: - x\n", "1:4 yaml-dash "},
    {"a: &x 1\n", "1:4 yaml-refused not allowed in a plan: an anchor"},
    {"a: 1\nb: *x\n", "2:4 yaml-refused not allowed in a plan: an alias"},
    {"a: !!str x\n", "1:4 yaml-refused not allowed in a plan: a tag"},
    {"<<: {a: 1}\n", "1:1 yaml-refused not allowed in a plan: a merge key"},
    {"%YAML 1.1\n---\na: 1\n", "1:1 yaml-refused not allowed in a plan: a directive"},
    {"a: 1\n---\nb: 2\n", "2:1 yaml-refused not allowed in a plan: a second document"},
    {"? [a, b]\n: x\nc: 1\n", "1:3 yaml-refused "},
    {"~: 1\n", "1:1 yaml-refused not allowed in a plan: a field without a name"},
    {"a: 1\nb: 2\na: 3\n", "3:1 data-dup-key field given twice: \"a\" (first at line 1)"},
    {"\"a\": 1\na: 3\n", "2:1 data-dup-key "},
    {"- a\n", "1:1 yaml-root a plan consists of fields, as in \"title: ...\"; this is a list"},
    {"just text\n", "1:1 yaml-root "},
    {"# nothing\n", "0:0 yaml-empty "},
    {"", "0:0 yaml-empty "},
    {"a: J\xE2nis\n", "1:5 yaml-utf8 not UTF-8: byte 0xE2; read as Windows-1257 it is \"J\xC4\x81nis\""},
    {"a: \xE2\xE2\xE2\n", "1:4 yaml-utf8 not UTF-8: byte 0xE2 (and 2 more such bytes)"},
    {"\xC4\x81: \xFF\n", "1:4 yaml-utf8 "},
    {"a: x\xC2\x85y\n", "1:5 yaml-char character that cannot stand in a document: U+0085, a \"next"},
    {"a: x\n\nb: x\xE2\x80\xA8y\n", "3:5 yaml-char character that cannot stand in a document: U+2028"},
    {"a: \"x\\0y\"\n", "1:4 yaml-char character that cannot stand in a document: U+0000"},
    {"a: \"x\\Ly\"\n", "1:4 yaml-char "},
    {"a: x\x01y\n", "1:5 yaml-char "},
    {"a: x\xEF\xBB\xBFy\n", "1:5 yaml-char "},
    {"\xFF\xFEs\0c\0", "0:0 yaml-utf16 "},
};

static void
says(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		int status;
		char *s = messages(slips[i].yaml, strlen(slips[i].yaml), &status);

		if (strncmp(s, slips[i].want, strlen(slips[i].want)) != 0 ||
		    (slips[i].want[0] == '\0' && s[0] != '\0'))
			fail_msg("for:\n%s\nwanted: %s\nsaid:   %s", slips[i].yaml, slips[i].want, s);
		assert_int_equal(status, slips[i].want[0] == '\0' ? 0 : EXIT_INPUT);
		free(s);
	}
}

/* What stands before a syntax error is still reported, and all else at once. */
static void
several(void **state)
{
	static const char yaml[] = "a: 1\na: 2\nb: &x 1\nc: x\x7Fy\nd:\n\te: 1\n";
	int status;
	char *s = messages(yaml, sizeof(yaml) - 1, &status);

	(void)state;
	assert_non_null(strstr(s, "2:1 data-dup-key"));
	assert_non_null(strstr(s, "3:4 yaml-refused"));
	assert_non_null(strstr(s, "4:5 yaml-char"));
	assert_non_null(strstr(s, "6:1 yaml-tab"));
	free(s);
}

static void
places(void **state)
{
	static const char yaml[] = "\xEF\xBB\xBF# c\r\n"
	    "\xC4\x81: \xC4\x93\r\n"
	    "b: {\xC4\xAB\xC4\xAB: ~, d: '~', e: , f: null}\r\n"
	    "g: a\xCC\x84\r\n"
	    "h: |\r\n  one\r\n  two\r\n"
	    "2024: 300.00\r\n";
	struct arena *a = arena_new();
	struct diag *d = diag_new(DIAG_EN);
	struct value *v = yaml_parse(a, "p", yaml, sizeof(yaml) - 1, d), *b;

	(void)state;
	assert_non_null(v);
	assert_false(diag_failed(d));
	assert_int_equal(v->nfields, 5);
	assert_int_equal(v->fields[0].value->at.line, 2);
	assert_int_equal(v->fields[0].value->at.col, 4);
	b = value_get(v, "b");
	assert_int_equal(b->fields[1].at.line, 3);
	assert_int_equal(b->fields[1].at.col, 12);
	assert_int_equal(b->fields[0].value->kind, VALUE_BLANK);
	assert_int_equal(b->fields[1].value->kind, VALUE_TEXT);
	assert_int_equal(b->fields[2].value->kind, VALUE_BLANK);
	assert_int_equal(b->fields[3].value->kind, VALUE_BLANK);
	assert_string_equal(value_get_text(v, "g"), "\xC4\x81");
	assert_string_equal(value_get_text(v, "h"), "one\ntwo\n");
	assert_string_equal(value_get_text(v, "2024"), "300.00");
	assert_string_equal(v->at.file, "p");
	diag_free(d);
	arena_free(a);
}

static void
limits(void **state)
{
	struct buf b = {0};
	int status, i;
	char *s;

	(void)state;
	for (i = 0; i < 40000; i++)
		buf_ch(&b, '[');
	s = messages(b.s, b.len, &status);
	assert_int_equal(status, EXIT_LIMIT);
	assert_non_null(strstr(s, "the nesting is over the limit of 32"));
	free(s);
	b.len = 0;
	buf_str(&b, "? ");
	for (i = 0; i < 100; i++)
		buf_ch(&b, '[');
	s = messages(b.s, b.len, &status);
	assert_int_equal(status, EXIT_LIMIT);
	free(s);
	b.len = 0;
	buf_str(&b, "a: ");
	for (i = 0; i < 1100000; i++)
		buf_ch(&b, 'x');
	s = messages(b.s, b.len, &status);
	assert_int_equal(status, EXIT_LIMIT);
	free(s);
	b.len = 0;
	buf_str(&b, "a: [");
	for (i = 0; i < 2100000; i++)
		buf_str(&b, i % 100 == 0 ? "1,\n " : "1,");
	s = messages(b.s, b.len, &status);
	assert_int_equal(status, EXIT_LIMIT);
	free(s);
	b.len = 0;
	for (i = 0; i < 300; i++)
		buf_ch(&b, 'k');
	buf_str(&b, ": 1\n");
	s = messages(b.s, b.len, &status);
	assert_int_equal(status, EXIT_LIMIT);
	free(s);
	buf_free(&b);
}

static void
many_fields(void **state)
{
	struct arena *a = arena_new();
	struct value *v = value_new(a, VALUE_MAP, NULL), *c;
	char key[16];
	int i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		value_set(a, v, key, value_int(a, VALUE_INT, i));
	}
	c = value_copy(a, v);
	value_set(a, c, "k7", value_int(a, VALUE_MONEY, -120005));
	for (i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		assert_int_equal(value_get(v, key)->num, i);
	}
	assert_string_equal(value_get_text(c, "k7"), "-1200.05");
	assert_int_equal(c->nfields, 5000);
	assert_null(value_get(v, "k5000"));
	assert_int_equal(value_getn(v, "k12345", 3)->num, 12);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(says),
	    cmocka_unit_test(several),
	    cmocka_unit_test(places),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(many_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
