/* Services of the DOCX dialect: fields, contents, Markdown, notes, lists, ids, hygiene. */
#include "fillmake.h"

#define FC(t) "<w:r><w:fldChar w:fldCharType=\"" t "\"/></w:r>"
#define INS(s) "<w:r><w:instrText xml:space=\"preserve\">" s "</w:instrText></w:r>"
#define FIELD(i, r) FC("begin") INS(i) FC("separate") R(r) FC("end")
#define ST(s) "<w:pPr><w:pStyle w:val=\"" s "\"/></w:pPr>"
#define CAPTION(b, seq) \
	"<w:p>" ST("Caption") "<w:bookmarkStart w:id=\"1\" w:name=\"" b "\"/>" \
	"<w:fldSimple w:instr=\" SEQ " seq " \\* ARABIC \"><w:r><w:t>9</w:t></w:r></w:fldSimple>" \
	R(".") "<w:bookmarkEnd w:id=\"1\"/>" R(" tabula. Nosaukums") "</w:p>"

/* How often needle stands in s. */
static int
count(const char *s, const char *needle)
{
	int n = 0;

	while ((s = strstr(s, needle)) != NULL) {
		n++;
		s++;
	}
	return n;
}

static char *
words(struct fill_case *c, const char *xml)
{
	struct buf b = {0};
	char *s;

	docx_dialect.plain_text(&b, xml, strlen(xml));
	s = arena_strdup(c->a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

static void
captions_and_references(void **s)
{
	struct fill_case c = fm_open(P(R("Sk. {{ref:table2}} tabulā")) CAPTION("table1", "tabula")
	    CAPTION("table2", "tabula") CAPTION("fig", "attels"), NULL);
	const char *body;

	(void)s;
	fm_fill(&c, "a: b\n");
	body = fm_body(&c);
	assert_string_equal(words(&c, body), "Sk. 2. tabulā1. tabula. Nosaukums"
	    "2. tabula. Nosaukums1. tabula. Nosaukums");
	/* A real field, between runs. */
	assert_non_null(strstr(body, RS("Sk. ") FC("begin")
	    INS(" REF table2 \\h ") FC("separate") RS("2.") FC("end") RS(" tabulā")));
	pm_close(&c);
	c = fm_open(P(R("{{ref:nav}}")), NULL);
	assert_null(c.t);
	assert_string_equal(pm_messages(&c, DIAG_NOTE),
	    "fill-no-bookmark: {{ref:nav}}: the template has no bookmark \"nav\"\n");
	pm_close(&c);
}

static const char contents[] =
    "<w:p>" ST("TOC1") FC("begin") INS(" TOC \\o \"1-2\" \\h \\z \\u ") FC("separate")
    R("vecs") "</w:p><w:p>" ST("TOC1") R("vecs") FC("end") "</w:p>"
    "<w:p>" ST("TableofFigures") FIELD(" TOC \\h \\z \\c \"tabula\" ", "vecs") "</w:p>"
    "<w:p>" ST("HeadingFront") R("Ievads") "</w:p>"
    "<w:p>" ST("Heading1") "<w:bookmarkStart w:id=\"7\" w:name=\"_Toc5\"/>" R("Pirmā") "<w:bookmarkEnd w:id=\"7\"/></w:p>"
    P(R("{{#goals}}")) "<w:p>" ST("Heading2") R("{{name}} &amp; co") "</w:p>" P(R("{{/goals}}"))
    "<w:p>" ST("Heading1") R("{{none?}}") "</w:p>"
    "<w:p>" ST("Heading1") R("Otrā") "</w:p>"
    CAPTION("table1", "tabula");

static void
contents_lists(void **s)
{
	struct fill_case c = fm_open(contents, NULL);
	static const struct fill_page marks[] = {{"_Toc1001", 3}, {"_Toc1003", 5},
	    {"_Toc1006", 12}};
	static const struct fill_pages pages = {marks, 3, 20};
	const struct fill_opts o = {.pages = &pages};
	const char *body;
	char *text;

	(void)s;
	pm_fill_opts(&c, "goals: [{name: A}, {name: B}]\nnone: ~\n", &o);
	body = fm_body(&c);
	text = words(&c, body);
	/* Unnumbered entries begin with a tab, since the style hangs. */
	assert_int_equal(strncmp(text, " Ievads 31. Pirmā 01.1. A & co 51.2. B & co 02. Otrā 0"
	    "1. tabula. Nosaukums 12Ievads", 60), 0);
	assert_null(strstr(body, "vecs"));
	assert_null(strstr(body, "\"_Toc5\""));
	/* Every entry leads to a bookmark that is there once. */
	for (int i = 1001; i <= 1006; i++) {
		assert_int_equal(count(body, arena_printf(c.a, "w:name=\"_Toc%d\"", i)), 1);
		assert_int_equal(count(body, arena_printf(c.a, "w:anchor=\"_Toc%d\"", i)), 1);
	}
	assert_int_equal(count(body, "\"begin\""), count(body, "\"end\""));
	assert_int_equal(count(body, "\"begin\""), count(body, "\"separate\""));
	assert_int_equal(count(body, "<w:bookmarkStart"), count(body, "<w:bookmarkEnd"));
	pm_close(&c);
}

static void
contents_without_entries(void **s)
{
	struct fill_case c = fm_open("<w:p>" ST("TOC1") FIELD(" TOC \\o \"1-2\" ", "x") "</w:p>", NULL);

	(void)s;
	fm_fill(&c, "a: b\n");
	assert_int_equal(count(fm_body(&c), "fldCharType"), 3);
	pm_close(&c);
}

static const char md[] =
    "t: |\n  Pirmā **trekna** *slīpa* [saite](https://a.lv/?x=1&y=2).[^1]\n\n  Ievads:\n\n"
    "  - a\n  - b\n\n  Tad:\n\n  1. viens\n  2. divi\n\n  Un:\n\n  3. trīs\n\n"
    "  [^1]: Avots & <x>.\n";

static void
markdown_paragraphs(void **s)
{
	struct fill_case c = fm_open("<w:p>" ST("BodyText") R("{{t|markdown}}") "</w:p>", NULL);
	const char *body, *notes, *nums;

	(void)s;
	fm_fill(&c, md);
	body = fm_body(&c);
	assert_non_null(strstr(body, "<w:rStyle w:val=\"Strong\"/>"));
	assert_non_null(strstr(body, "<w:rStyle w:val=\"Emphasis\"/>"));
	assert_int_equal(count(body, "<w:pStyle w:val=\"ListBullet\"/>"), 2);
	assert_int_equal(count(body, "<w:pStyle w:val=\"ListNumber\"/>"), 3);
	assert_int_equal(count(body, "<w:pStyle w:val=\"Lead\"/>"), 3);
	assert_int_equal(count(body, "<w:pStyle w:val=\"BodyText\"/>"), 1);
	/* Two numbered lists, two w:num of their own; the second begins at 3. */
	assert_int_equal(count(body, "<w:numId w:val=\"4\"/>"), 2);
	assert_int_equal(count(body, "<w:numId w:val=\"5\"/>"), 1);
	nums = pm_part(&c, "word/numbering.xml");
	assert_non_null(strstr(nums, "<w:num w:numId=\"4\"><w:abstractNumId w:val=\"3\"/>"
	    "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/>"));
	assert_non_null(strstr(nums, "<w:num w:numId=\"5\"><w:abstractNumId w:val=\"3\"/>"
	    "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"3\"/>"));
	/* The template had no notes part: one is made, and known everywhere. */
	notes = pm_part(&c, "word/footnotes.xml");
	assert_non_null(strstr(notes, "w:type=\"separator\" w:id=\"-1\""));
	assert_non_null(strstr(notes, "<w:footnote w:id=\"1\">"));
	assert_non_null(strstr(notes, "Avots &amp; &lt;x&gt;."));
	assert_non_null(strstr(body, "<w:footnoteReference w:id=\"1\"/>"));
	assert_non_null(strstr(pm_part(&c, "[Content_Types].xml"), "/word/footnotes.xml"));
	assert_non_null(strstr(pm_part(&c, "word/_rels/document.xml.rels"), "footnotes.xml"));
	assert_non_null(strstr(pm_part(&c, "word/_rels/document.xml.rels"),
	    "Target=\"https://a.lv/?x=1&amp;y=2\" TargetMode=\"External\""));
	pm_close(&c);
}

static void
notes_in_loops(void **s)
{
	static const char *const more[] = {"word/footnotes.xml",
	    XML_DECL "<w:footnotes " W_NS ">"
	    "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
	    "<w:footnote w:id=\"2\">" P(R("par {{goal.name}}")) "</w:footnote>"
	    "<w:footnote w:id=\"3\">" P(R("paliek {{t}}")) "</w:footnote></w:footnotes>",
	    "word/_rels/document.xml.rels",
	    XML_DECL "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	    "<Relationship Id=\"rId1\" Type=\"" REL "styles\" Target=\"styles.xml\"/>"
	    "<Relationship Id=\"rId2\" Type=\"" REL "numbering\" Target=\"numbering.xml\"/>"
	    "<Relationship Id=\"rId4\" Type=\"" REL "footnotes\" Target=\"footnotes.xml\"/>"
	    "</Relationships>", NULL};
	struct fill_case c = fm_open(P(R("{{#goals}}"))
	    P("<w:r><w:footnoteReference w:id=\"2\"/></w:r>") P(R("{{/goals}}"))
	    P("<w:r><w:footnoteReference w:id=\"3\"/></w:r>"), more);
	const char *notes;

	(void)s;
	fm_fill(&c, "goals: [{name: A}, {name: B}]\nt: šeit\n");
	assert_string_equal(fm_body(&c), P("<w:r><w:footnoteReference w:id=\"4\"/></w:r>")
	    P("<w:r><w:footnoteReference w:id=\"5\"/></w:r>")
	    P("<w:r><w:footnoteReference w:id=\"3\"/></w:r>"));
	notes = pm_part(&c, "word/footnotes.xml");
	assert_null(strstr(notes, "w:id=\"2\""));
	assert_non_null(strstr(notes, "<w:footnote w:id=\"3\">" P(RS("paliek šeit"))));
	assert_non_null(strstr(notes, "<w:footnote w:id=\"4\">" P(RS("par A"))));
	assert_non_null(strstr(notes, "<w:footnote w:id=\"5\">" P(RS("par B")) "</w:footnote></w:footnotes>"));
	pm_close(&c);
}

static void
lists_begin_anew(void **s)
{
	/* A list that a loop makes is one list; inside an outer loop it begins anew. */
	struct fill_case c = fm_open(P(R("{{#goals}}")) P(R("{{name}}")) P(R("{{#goal.parts}}"))
	    "<w:p>" ST("ListNumber") R("{{.}}") "</w:p>" P(R("{{/goal.parts}}")) P(R("{{/goals}}"))
	    P(R("{{#rest}}")) "<w:p>" ST("ListNumber") R("{{.}}") "</w:p>" P(R("{{/rest}}")), NULL);
	const char *body;

	(void)s;
	fm_fill(&c, "goals: [{name: A, parts: [a, b]}, {name: B, parts: [c]}]\nrest: [x, y]\n");
	body = fm_body(&c);
	assert_int_equal(count(body, "<w:numId w:val=\"4\"/>"), 2);
	assert_int_equal(count(body, "<w:numId w:val=\"5\"/>"), 1);
	assert_int_equal(count(body, "<w:numId "), 3);
	assert_int_equal(count(pm_part(&c, "word/numbering.xml"), "<w:num "), 5);
	pm_close(&c);
}

static void
ids_are_unique(void **s)
{
	struct fill_case c = fm_open(P(R("{{#goals}}"))
	    P("<w:bookmarkStart w:id=\"3\" w:name=\"m\"/>" R("{{name}}") "<w:bookmarkEnd w:id=\"3\"/>"
	      "<w:r><w:drawing><wp:docPr id=\"5\" name=\"a\"/></w:drawing></w:r>") P(R("{{/goals}}")), NULL);
	const char *body;

	(void)s;
	fm_fill(&c, "goals: [{name: A}, {name: B}]\n");
	body = fm_body(&c);
	assert_non_null(strstr(body, "<w:bookmarkStart w:id=\"4\" w:name=\"m\"/>"));
	assert_non_null(strstr(body, "<w:bookmarkStart w:id=\"5\" w:name=\"m_2\"/>"));
	assert_non_null(strstr(body, "<w:bookmarkEnd w:id=\"4\"/>"));
	assert_non_null(strstr(body, "<w:bookmarkEnd w:id=\"5\"/>"));
	assert_non_null(strstr(body, "<wp:docPr id=\"6\""));
	assert_non_null(strstr(body, "<wp:docPr id=\"7\""));
	pm_close(&c);
}

static const char *const dirty[] = {
    "_rels/.rels",
    XML_DECL "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" REL "officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/"
    "metadata/thumbnail\" Target=\"docProps/thumbnail.jpeg\"/>"
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/"
    "metadata/core-properties\" Target=\"docProps/core.xml\"/>"
    "<Relationship Id=\"rId4\" Type=\"" REL "extended-properties\" Target=\"docProps/app.xml\"/>"
    "</Relationships>",
    "docProps/thumbnail.jpeg", "JPEG",
    "docProps/app.xml",
    XML_DECL "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "extended-properties\"><Company>Kāds</Company></Properties>",
    "docProps/core.xml",
    XML_DECL "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
    "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
    "xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
    "<dc:title>{{title}}</dc:title><dc:creator>Anna</dc:creator><cp:lastModifiedBy>Juris"
    "</cp:lastModifiedBy><dcterms:created xsi:type=\"dcterms:W3CDTF\">2020-01-01T00:00:00Z"
    "</dcterms:created></cp:coreProperties>",
    NULL};

static void
people_stay_out(void **s)
{
	struct fill_case c = fm_open(
	    "<w:p w:rsidR=\"00AB\" w14:paraId=\"1\"><w:proofErr w:type=\"gramStart\"/>" R("a") "</w:p>",
	    dirty);
	const struct fill_opts o = {.date = "2024-07-04"};
	const char *core;

	(void)s;
	pm_fill_opts(&c, "title: A & B\n", &o);
	assert_string_equal(fm_body(&c), P(R("a")));
	core = pm_part(&c, "docProps/core.xml");
	assert_non_null(strstr(core, "<dc:title>A &amp; B</dc:title>"));
	assert_null(strstr(core, "Anna"));
	assert_null(strstr(core, "Juris"));
	assert_null(strstr(core, "2020"));
	assert_int_equal(count(core, "2024-07-04T00:00:00Z"), 2);
	assert_null(pkg_find(c.filled, "docProps/thumbnail.jpeg"));
	assert_null(pkg_find(c.filled, "docProps/app.xml"));
	assert_null(strstr(pm_part(&c, "_rels/.rels"), "thumbnail"));
	assert_null(strstr(pm_part(&c, "_rels/.rels"), "app.xml"));
	assert_non_null(strstr(pm_part(&c, "_rels/.rels"), "custom.xml"));
	/* The document knows itself. */
	assert_true(pkg_is_ours(c.out.s, c.out.len));
	pm_close(&c);
}

static void
refused(const char *body, const char *const *more, const char *code)
{
	struct fill_case c = fm_open(body, more);

	assert_null(c.t);
	assert_non_null(strstr(pm_messages(&c, DIAG_NOTE), code));
	pm_close(&c);
}

static void
refusals(void **s)
{
	static const char *const macro[] = {"word/vbaProject.bin", "x", NULL};
	static const char *const image[] = {"word/_rels/header1.xml.rels",
	    XML_DECL "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	    "<Relationship Id=\"rId1\" Type=\"" REL "image\" Target=\"http://x/y.png\" TargetMode=\"External\"/>"
	    "</Relationships>", NULL};
	static const char *const script[] = {"word/_rels/header1.xml.rels",
	    XML_DECL "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	    "<Relationship Id=\"rId1\" Type=\"" REL "hyperlink\" Target=\"javascript:x\" TargetMode=\"External\"/>"
	    "</Relationships>", NULL};

	(void)s;
	refused(P(R("a")), macro, "docx-macro");
	refused(P(R("a")), image, "docx-external");
	refused(P(R("a")), script, "docx-external");
	refused("<w:altChunk r:id=\"x\"/>", NULL, "docx-altchunk");
	refused(P("<w:r><w:object/></w:r>"), NULL, "docx-ole");
	refused(P(FIELD(" DDEAUTO c:\\\\x ", "a")), NULL, "docx-field");
	refused(P(FIELD(" INCLUDETEXT \"x.docx\" ", "a")), NULL, "docx-field");
	refused(P("<w:fldSimple w:instr=\" INCLUDEPICTURE x \"/>"), NULL, "docx-field");
	refused(P(FIELD(" HYPERLINK \"file:///x\" ", "a")), NULL, "docx-external");
}

static void
same_bytes_twice(void **s)
{
	struct fill_case c = fm_open(contents, NULL);
	struct buf again = {0};
	struct value *m;
	static const char yaml[] = "goals: [{name: A}, {name: B}]\nnone: ~\n";

	(void)s;
	fm_fill(&c, yaml);
	m = yaml_parse(c.a, "m", yaml, strlen(yaml), c.d);
	assert_int_equal(template_fill(c.t, m, NULL, &again, c.d), 0);
	assert_int_equal(again.len, c.out.len);
	assert_memory_equal(again.s, c.out.s, again.len);
	buf_free(&again);
	pm_close(&c);
}

/* A page of slashes breaks alike everywhere; short words do not break. */
static void
slashes_in_cells(void **s)
{
	(void)s;
	fm_check("<w:tbl><w:tr><w:tc>" P(R("{{x}}")) "</w:tc></w:tr></w:tbl>" P(R("{{x}}")),
	    "x: pašvaldība/skola un/vai 1/2\n",
	    "<w:tbl><w:tr><w:tc>" P(RS("pašvaldība/\xE2\x80\x8Bskola un/vai 1/2"))
	    "</w:tc></w:tr></w:tbl>" P(RS("pašvaldība/skola un/vai 1/2")));
}

static void
alternative_texts(void **s)
{
	(void)s;
	fm_check("<w:tbl><w:tblPr><w:tblCaption w:val=\"A &amp; {{x}}.\"/></w:tblPr><w:tr><w:tc>"
	    P("") "</w:tc></w:tr></w:tbl>", "x: '\"B\" & C'\n",
	    "<w:tbl><w:tblPr><w:tblCaption w:val=\"A &amp; &quot;B&quot; &amp; C.\"/></w:tblPr>"
	    "<w:tr><w:tc>" P("") "</w:tc></w:tr></w:tbl>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(captions_and_references), cmocka_unit_test(contents_lists),
	    cmocka_unit_test(contents_without_entries), cmocka_unit_test(markdown_paragraphs),
	    cmocka_unit_test(notes_in_loops), cmocka_unit_test(lists_begin_anew),
	    cmocka_unit_test(ids_are_unique), cmocka_unit_test(people_stay_out),
	    cmocka_unit_test(refusals), cmocka_unit_test(same_bytes_twice),
	    cmocka_unit_test(slashes_in_cells), cmocka_unit_test(alternative_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
