/* Plans built on others. */
#include "scratch.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/publish.h"
#include "data/merge.h"
#include "data/yaml.h"

/* The dump of "over" on "base", then the messages. */
static char *
merged(const char *base, const char *over)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(DIAG_EN);
	struct value *b = yaml_parse(a, "base", base, strlen(base), d);
	struct value *o = yaml_parse(a, "over", over, strlen(over), d);
	const struct diag_msg *m;
	struct buf out = {0};
	size_t i, n;

	assert_non_null(b);
	assert_non_null(o);
	value_dump(&out, merge_plans(a, b, o, d));
	n = diag_messages(d, &m);
	for (i = 0; i < n; i++)
		buf_printf(&out, "%s:%d %s\n", m[i].at.file, m[i].at.line, m[i].text);
	diag_free(d);
	arena_free(a);
	buf_cstr(&out);
	return buf_steal(&out, NULL);
}

static void
assert_merged(const char *base, const char *over, const char *want)
{
	char *s = merged(base, over);

	assert_string_equal(s, want);
	free(s);
}

static void
rules(void **state)
{
	(void)state;
	assert_merged("a: 1\nb: {c: 1, d: 2}\n", "b: {d: 3, e: ~}\nf: 4\n",
	    "\na: \"1\"\nb:\n  c: \"1\"\n  d: \"3\"\n  e: ____\nf: \"4\"\n");
	/* Lists without ids replace, also by nothing. */
	assert_merged("a: [1, 2]\nb: [1]\n", "a: [3]\nb: []\n",
	    "\na: list of 1\n  - \"3\"\nb: list of 0\n");
	/* Merged, added at the end, behind another, first; removed; moved. */
	assert_merged("g: [{id: a, n: 1}, {id: b}, {id: c}]\n",
	    "g: [{id: b, remove: true}, {id: x}, {id: y, after: a}, {id: a, n: 2},"
	    " {id: z, after: y}, {id: c, after: ~}]\n",
	    "\ng: list of 5\n  -\n    id: \"c\"\n  -\n    id: \"a\"\n    n: \"2\"\n"
	    "  -\n    id: \"y\"\n  -\n    id: \"z\"\n  -\n    id: \"x\"\n");
	assert_merged("v: {t: {x: 1}, u: 2}\n", "v: {t: {remove: true}}\n", "\nv:\n  u: \"2\"\n");
}

static void
slips(void **state)
{
	(void)state;
	assert_merged("g: [{id: skola}]\n", "g:\n  - {id: skla, remove: true}\n",
	    "\ng: list of 1\n  -\n    id: \"skola\"\nover:2 cannot remove \"skla\": the base has "
	    "nothing with this id here, did you mean \"skola\"?\n");
	assert_merged("g: [{id: a}]\n", "g:\n  - {id: b, after: q}\n  - {id: c, after: c}\n",
	    "\ng: list of 3\n  -\n    id: \"a\"\n  -\n    id: \"b\"\n  -\n    id: \"c\"\n"
	    "over:2 cannot place something after \"q\": the base has nothing with this id here\n"
	    "over:3 cannot place something after \"c\": the base has nothing with this id here\n");
	assert_merged("g: [{id: a}]\n", "g:\n  - {id: b}\n  - {id: b}\n",
	    "\ng: list of 2\n  -\n    id: \"a\"\n  -\n    id: \"b\"\n"
	    "over:3 id given twice in one list: \"b\" (first at line 2)\n");
	assert_merged("g: [{id: a}]\n", "g: {id: a}\n",
	    "\ng:\n  id: \"a\"\nover:1 \"g\" is a group of fields here but a list in the base "
	    "(line 1 there)\n");
	assert_merged("g: 1\n", "g: {remove: yes}\n",
	    "\ng:\n  remove: \"yes\"\nover:1 remove: is either true or left out\n");
}

static void
put(const char *path, const char *text)
{
	struct diag *d = diag_new(DIAG_EN);
	struct publish_opts o = {.force = true};

	assert_int_equal(publish(path, text, strlen(text), &o, NULL, d), 0);
	diag_free(d);
}

static void
files(void **state)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(DIAG_EN);
	const struct diag_msg *m;
	struct value *v;

	(void)state;
	assert_int_equal(mkdir("sub", 0777), 0);
	put("low.yaml", "a: low\nb: low\nc: low\n");
	put("sub/mid.yaml", "base: ../low.yaml\nb: mid\nc: mid\n");
	put("top.yaml", "base: sub/mid.yaml\nc: top\n");
	v = merge_read(a, "top.yaml", d);
	assert_non_null(v);
	assert_string_equal(value_get_text(v, "a"), "low");
	assert_string_equal(value_get_text(v, "b"), "mid");
	assert_string_equal(value_get_text(v, "c"), "top");
	assert_null(value_get(v, "base"));
	assert_string_equal(value_get(v, "a")->at.file, "sub/../low.yaml");
	put("low.yaml", "base: ./sub/../top.yaml\n");
	assert_null(merge_read(a, "top.yaml", d));
	put("low.yaml", "\nbase: none.yaml\n");
	assert_null(merge_read(a, "top.yaml", d));
	assert_int_equal(diag_messages(d, &m), 2);
	assert_int_equal(m[0].code, DIAG_BASE_CYCLE);
	assert_int_equal(m[1].code, DIAG_BASE);
	assert_int_equal(m[1].at.line, 2);
	diag_free(d);
	arena_free(a);
}

/* Ten thousand items moved to the front, each at the cost of one. */
static void
many(void **state)
{
	struct buf base = {0}, over = {0};
	char *s;
	int i;

	(void)state;
	buf_str(&base, "g:\n");
	buf_str(&over, "g:\n");
	for (i = 0; i < 10000; i++) {
		buf_printf(&base, "- {id: i%d}\n", i);
		buf_printf(&over, "- {id: i%d, after: ~}\n", i);
	}
	s = merged(buf_cstr(&base), buf_cstr(&over));
	assert_non_null(strstr(s, "list of 10000\n  -\n    id: \"i9999\""));
	free(s);
	buf_free(&base);
	buf_free(&over);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules),
	    cmocka_unit_test(slips),
	    cmocka_unit_test(files),
	    cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
