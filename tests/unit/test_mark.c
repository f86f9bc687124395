/* Comments put into a template: what the golden cases of tests/golden/mark do not reach. */
#include "fillmake.h"

#include "fill/mark.h"

static struct fill_case
open_with(const char *body, const char *const *more)
{
	struct fill_case c = fm_open(body, more);

	assert_non_null(c.t);
	return c;
}

static void
find(struct fill_case *c, const char *part, int para, const char *tag)
{
	struct place at = {.file = template_path(c->t), .part = part, .para = para};

	diag(c->d, DIAG_FILL_NAME, &at, tag, "x", "", (char *)NULL);
}

/* Mark with what was found so far; the copy can be read with pm_part(). */
static int
mark(struct fill_case *c)
{
	const struct diag_msg *found;
	size_t n = diag_messages(c->d, &found);
	int made = template_mark(c->t, found, n, &c->out, c->d);

	if (made > 0)
		c->filled = pkg_open_mem("o.docx", c->out.s, c->out.len, DIAG_IO_READ, c->d);
	return made;
}

#define START(n) "<w:commentRangeStart w:id=\"" n "\"/>"
#define END(n) "<w:commentRangeEnd w:id=\"" n "\"/><w:r><w:commentReference w:id=\"" n "\"/></w:r>"

/* The decoded text is shorter than what was written, by references and by line ends. */
static void
references(void **state)
{
	struct fill_case c = open_with("<w:p><w:r><w:t>&#x17E;&#382;&amp;\r\n&#x1F600;{{a}}</w:t></w:r></w:p>", NULL);

	(void)state;
	find(&c, "word/document.xml", 1, "{{a}}");
	assert_int_equal(mark(&c), 1);
	assert_string_equal(fm_body(&c), "<w:p><w:r><w:t xml:space=\"preserve\">&#x17E;&#382;&amp;\r\n&#x1F600;</w:t></w:r>"
	    START("0") "<w:r><w:t xml:space=\"preserve\">{{a}}</w:t></w:r>" END("0") "</w:p>");
	pm_close(&c);
}

/* The run is opened again as it was, with attributes and properties. */
static void
run_again(void **state)
{
	struct fill_case c = open_with("<w:p><w:pPr><w:keepNext/></w:pPr><w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr>"
	    "<w:t xml:space=\"preserve\">x {{a}} y</w:t></w:r></w:p>", NULL);

	(void)state;
	find(&c, "word/document.xml", 1, "{{a}}");
	assert_int_equal(mark(&c), 1);
	assert_string_equal(fm_body(&c), "<w:p><w:pPr><w:keepNext/></w:pPr>"
	    "<w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">x </w:t></w:r>"
	    START("0") "<w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{{a}}</w:t></w:r>"
	    END("0") "<w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\"> y</w:t></w:r></w:p>");
	pm_close(&c);
}

/* A tag that the message shows only in part, and one that is not there. */
static void
cut_and_absent(void **state)
{
	static const char tag[] = "{{a0123456789012345678901234567890123456789012345678901234567890"
	    "1234567890123456789012345}}";
	struct fill_case c = fm_open("<w:p/>", NULL);
	struct fill_case d = open_with(arena_printf(c.a, "<w:p><w:r><w:t>x %s</w:t></w:r></w:p>"
	    "<w:p><w:r><w:t>y</w:t></w:r></w:p>", tag), NULL);

	(void)state;
	find(&d, "word/document.xml", 1, tag);
	find(&d, "word/document.xml", 2, "{{a}}");
	assert_int_equal(mark(&d), 2);
	assert_string_equal(fm_body(&d), arena_printf(d.a, "<w:p><w:r><w:t xml:space=\"preserve\">x </w:t></w:r>"
	    START("0") "<w:r><w:t xml:space=\"preserve\">%s</w:t></w:r>" END("0") "</w:p>"
	    "<w:p>" START("1") "<w:r><w:t>y</w:t></w:r>" END("1") "</w:p>", tag));
	pm_close(&c);
	pm_close(&d);
}

/* Indexes with a prefix or without content, a comments part that calls w: something else. */
static void
odd_indexes(void **state)
{
	const char *const more[] = {
	    "word/_rels/document.xml.rels", XML_DECL "<p:Relationships xmlns:p="
	    "\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	    "<p:Relationship Id=\"rIdPmpComments\" Type=\"" REL "styles\" Target=\"styles.xml\"/></p:Relationships>",
	    "word/comments.xml", "<x/>", NULL};
	const char *const other[] = {
	    "word/_rels/document.xml.rels", XML_DECL "<Relationships xmlns="
	    "\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	    "<Relationship Id=\"a\" Type=\"" REL "comments\" Target=\"/word/c.xml\"/></Relationships>",
	    "word/c.xml", "<k:comments xmlns:k=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>", NULL};
	struct fill_case c = open_with("<w:p/>", more), d = open_with("<w:p/>", other);

	(void)state;
	/* A part of that name which nothing names is somebody else's. */
	find(&c, "word/document.xml", 1, "{{a}}");
	assert_int_equal(mark(&c), 1);
	assert_string_equal(fm_body(&c), "<w:p>" START("0") END("0") "</w:p>");
	assert_string_equal(pm_part(&c, "word/comments.xml"), "<x/>");
	assert_non_null(strstr(pm_part(&c, "word/comments1.xml"), "w:author=\"pmpplan\""));
	assert_non_null(strstr(pm_part(&c, "word/_rels/document.xml.rels"), "<p:Relationship Id=\"rIdPmpComments1\" Type=\""
	    REL "comments\" Target=\"comments1.xml\"/></p:Relationships>"));
	assert_non_null(strstr(pm_part(&c, "[Content_Types].xml"), "<Override PartName=\"/word/comments1.xml\""));
	pm_close(&c);
	find(&d, "word/document.xml", 1, "{{a}}");
	assert_int_equal(mark(&d), 1);
	assert_non_null(strstr(pm_part(&d, "word/c.xml"), "/main\"><w:comment xmlns:w=\"http://"));
	assert_non_null(strstr(pm_part(&d, "word/c.xml"), "</w:comment></k:comments>"));
	assert_string_equal(pm_part(&d, "[Content_Types].xml"), fm_types);
	pm_close(&d);
}

/* Findings about other files, and about nothing that is there. */
static void
foreign_findings(void **state)
{
	struct fill_case c = open_with("<w:p><w:r><w:t>x</w:t></w:r></w:p>", NULL);
	struct place plan = {.file = "plan.yaml", .line = 3};

	(void)state;
	diag(c.d, DIAG_FILL_NAME, &plan, "{{a}}", "a", "", (char *)NULL);
	assert_int_equal(mark(&c), 0);
	assert_int_equal(c.out.len, 0);
	find(&c, "word/document.xml", 99, "{{a}}");
	find(&c, "word/nowhere.xml", 1, "{{a}}");
	assert_int_equal(mark(&c), 1);
	assert_non_null(strstr(pm_part(&c, "word/comments.xml"), "word/document.xml: paragraph 99: error: {{a}}"));
	assert_non_null(strstr(pm_part(&c, "word/comments.xml"), "word/nowhere.xml: paragraph 1: error: {{a}}"));
	pm_close(&c);
}

/* A body without a paragraph cannot be marked; a comments part that is no XML is said. */
static void
impossible(void **state)
{
	const char *const more[] = {
	    "word/_rels/document.xml.rels", XML_DECL "<Relationships xmlns="
	    "\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	    "<Relationship Id=\"a\" Type=\"" REL "comments\" Target=\"comments.xml\"/></Relationships>",
	    "word/comments.xml", "<x>", NULL};
	struct fill_case c = open_with("<w:sectPr/>", NULL), d = open_with("<w:p/>", more);

	(void)state;
	find(&c, "word/document.xml", 1, "{{a}}");
	assert_int_equal(mark(&c), -1);
	assert_int_equal(c.out.len, 0);
	assert_int_equal(diag_count_code(c.d, DIAG_MARK_IMPOSSIBLE), 1);
	pm_close(&c);
	find(&d, "word/document.xml", 1, "{{a}}");
	assert_int_equal(mark(&d), -1);
	assert_int_equal(d.out.len, 0);
	assert_int_equal(diag_count_code(d.d, DIAG_MARK_IMPOSSIBLE), 0);
	assert_int_equal(diag_count_code(d.d, DIAG_XML_SYNTAX), 1);
	pm_close(&d);
}

/* Thousands of findings: linear, and as many as messages are kept. */
static void
many(void **state)
{
	struct buf b = {0};
	struct fill_case c;
	int made;

	(void)state;
	for (int i = 0; i < 3000; i++)
		buf_printf(&b, "<w:p><w:r><w:t>{{a%d}} </w:t></w:r></w:p>", i);
	c = open_with(buf_cstr(&b), NULL);
	for (int i = 0; i < 3000; i++)
		find(&c, "word/document.xml", i + 1, arena_printf(c.a, "{{a%d}}", i));
	made = mark(&c);
	assert_true(made >= 1000);
	pm_close(&c);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(references),
	    cmocka_unit_test(run_again),
	    cmocka_unit_test(cut_and_absent),
	    cmocka_unit_test(odd_indexes),
	    cmocka_unit_test(foreign_findings),
	    cmocka_unit_test(impossible),
	    cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
