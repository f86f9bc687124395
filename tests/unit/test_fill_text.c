/* Tags in paragraphs: split runs, formats, blocks of text and paragraphs, messages. */
#include "fillmake.h"

#define M "title: Plāns\nnote: ~\nshort: A&B <x>\nlines: [viens, divi]\nnone: []\n" \
	"goals: [{name: Pirmais, parts: [a, b]}, {name: Otrais, parts: []}]\n" \
	"approval: {status: draft}\nyes: x\ntwo: \"pirmā\\n\\notrā\"\nbr: \"a\\nb\\tc\"\n"

static void
untouched_stays(void **s)
{
	(void)s;
	fm_check("<w:p  ><w:r><w:t>a &gt; b</w:t></w:r></w:p><!-- c --><w:sectPr/>", M,
	    "<w:p  ><w:r><w:t>a &gt; b</w:t></w:r></w:p><!-- c --><w:sectPr/>");
}

static void
value_in_a_run(void **s)
{
	(void)s;
	fm_check(P(R("Par {{title}} un")), M, P(RS("Par Plāns un")));
	fm_check(P(R("{{short}}")), M, P(RS("A&amp;B &lt;x&gt;")));
	fm_check(P(R("{{title|upper}}")), M, P(RS("PLĀNS")));
	fm_check(P(R("{{lines}}")), M, P(RS("viens, divi")));
}

static void
value_is_never_a_tag(void **s)
{
	(void)s;
	fm_check(P(R("{{x}}")), "x: '{{title}}'\n", P(RS("{{title}}")));
}

static void
split_over_runs(void **s)
{
	(void)s;
	/* The format is that of the first character of the name. */
	fm_check(P("<w:r><w:t>A {</w:t></w:r><w:proofErr w:type=\"spellStart\"/>"
		 "<w:r><w:t>{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ti</w:t></w:r>"
		 "<w:bookmarkStart w:id=\"1\" w:name=\"x\"/><w:r><w:t>tle}</w:t></w:r>"
		 "<w:bookmarkEnd w:id=\"1\"/><w:r><w:t>} B</w:t></w:r>"), M,
	    P("<w:r><w:t xml:space=\"preserve\">A </w:t></w:r>"
	      "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Plāns</w:t></w:r>"
	      "<w:bookmarkStart w:id=\"1\" w:name=\"x\"/><w:bookmarkEnd w:id=\"1\"/>"
	      "<w:r><w:t xml:space=\"preserve\"> B</w:t></w:r>"));
}

static void
revisions_and_links(void **s)
{
	(void)s;
	fm_check(P("<w:ins w:id=\"1\"><w:r><w:t>{{ti</w:t></w:r></w:ins>"
		 "<w:del w:id=\"2\"><w:r><w:delText>zzz</w:delText></w:r></w:del>"
		 "<w:r w:rsidR=\"00AA\"><w:t>tle}}</w:t></w:r>"), M,
	    P(RS("Plāns")));
	fm_check(P("<w:hyperlink r:id=\"rId9\"><w:r><w:t>{{title}}</w:t></w:r></w:hyperlink>"), M,
	    P("<w:hyperlink r:id=\"rId9\">" RS("Plāns") "</w:hyperlink>"));
}

static void
breaks_and_paragraphs(void **s)
{
	(void)s;
	fm_check(P(R("{{br}}")), M,
	    P("<w:r><w:t xml:space=\"preserve\">a</w:t><w:br/>"
	      "<w:t xml:space=\"preserve\">b</w:t><w:tab/>"
	      "<w:t xml:space=\"preserve\">c</w:t></w:r>"));
	fm_check("<w:p><w:pPr><w:pStyle w:val=\"X\"/></w:pPr><w:r><w:rPr><w:i/></w:rPr>"
		 "<w:t>z {{two}}.</w:t></w:r></w:p>", M,
	    "<w:p><w:pPr><w:pStyle w:val=\"X\"/></w:pPr><w:r><w:rPr><w:i/></w:rPr>"
	    "<w:t xml:space=\"preserve\">z pirmā</w:t></w:r></w:p>"
	    "<w:p><w:pPr><w:pStyle w:val=\"X\"/></w:pPr><w:r><w:rPr><w:i/></w:rPr>"
	    "<w:t xml:space=\"preserve\">otrā.</w:t></w:r></w:p>");
}

static void
text_blocks(void **s)
{
	(void)s;
	fm_check(P(R("[{{#lines}}{{.}}{{?@last}}.{{else}}; {{/@last}}{{/lines}}]")), M,
	    P(RS("[viens; divi.]")));
	fm_check(P(R("{{?note}}ir{{else}}nav{{/note}} {{^note}}jā{{/note}}")), M,
	    P(RS("nav jā")));
	/* Over several runs: runs are closed and opened again. */
	fm_check(P("<w:r><w:t>[{{#lines}}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{{.}}</w:t></w:r>"
		 "<w:r><w:t>,{{/lines}}]</w:t></w:r>"), M,
	    P(RS("[")
	      "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">viens</w:t></w:r>" RS(",")
	      "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">divi</w:t></w:r>" RS(",")
	      RS("]")));
}

static void
paragraph_blocks(void **s)
{
	(void)s;
	fm_check(P(R("{{#goals}}")) P(R("{{name}}")) P(R("{{/goals}}")) P(R("z")), M,
	    P(RS("Pirmais")) P(RS("Otrais")) P(R("z")));
	fm_check(P(R("{{#goals}}{{#parts}}")) P(R("{{.}}")) P(R("{{/parts}}")) P(R("-"))
		 P(R("{{/goals}}")), M,
	    P(RS("a")) P(RS("b")) P(R("-")) P(R("-")));
	fm_check(P(R("{{#none}}")) P(R("{{.}}")) P(R("{{else}}")) P(R("nekā")) P(R("{{/none}}")), M,
	    P(R("nekā")));
	fm_check(P(R("{{?approval.status = approved}}")) P(R("A")) P(R("{{/approval.status}}"))
		 P(R("{{! piezīme }}")) P(R("B")), M,
	    P(R("B")));
	/* Not alone: whole paragraphs repeat. */
	fm_check(P(R("{{#goals}}x {{name}}")) P(R("y{{/goals}}")), M,
	    P(RS("x Pirmais")) P(RS("y")) P(RS("x Otrais")) P(RS("y")));
	/* A condition that is all of its paragraph takes it along. */
	fm_check(P(R("{{?note}}x{{/note}}")) P(R("{{?yes}}y{{/yes}}")), M, P(RS("y")));
}

static void
optional_alone(void **s)
{
	(void)s;
	fm_check(P(R("{{note?}}")) P(R("a{{note?}}b")) P(R("{{title?}}")), M,
	    P(RS("ab")) P(RS("Plāns")));
}

static void
blank_prints(void **s)
{
	(void)s;
	fm_check(P(R("{{note}}")), M, P(RS("____")));
}

static void
section_is_carried(void **s)
{
	(void)s;
	fm_check(P(R("{{#goals}}")) P(R("{{name}}"))
		 "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{{/goals}}</w:t></w:r></w:p>", M,
	    P(RS("Pirmais")) P(RS("Otrais")) "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>");
}

static void
check_messages(const char *body, const char *expect)
{
	struct fill_case c = fm_open(body, NULL);

	fm_fill(&c, M);
	assert_int_equal(c.rc, -1);
	assert_string_equal(pm_messages(&c, DIAG_NOTE), expect);
	pm_close(&c);
}

static void
faults_of_blocks(void **s)
{
	(void)s;
	check_messages(P(R("{{#goals}}")) P(R("{{#lines}}")) P(R("{{/goals}}")) P(R("{{/nothing}}"))
		       P(R("{{#goals}}")),
	    "fill-open-inside: {{#lines}} is still open where {{/goals}} closes the block around it; "
	    "put {{/lines}} before {{/goals}}\n"
	    "fill-close-alone: no block is open here that {{/nothing}} would close; put the opening tag "
	    "where the block begins, or delete the closing one\n"
	    "fill-not-closed: {{#goals}} is never closed; put {{/goals}} where it ends\n");
	/* What goes with one deleted cell is one message; two closers that changed places too. */
	check_messages(P(R("{{#goals}}{{#lines}}")),
	    "fill-not-closed: {{#lines}} is never closed (likewise {{#goals}}); put {{/lines}} where it "
	    "ends\n");
	check_messages(P(R("{{else}}")) P(R("{{/lines}}{{/goals}}")),
	    "fill-close-alone: no block is open here that {{/lines}} would close (likewise {{/goals}}); "
	    "put the opening tag where the block begins, or delete the closing one\n");
	check_messages(P(R("{{#goals}}{{#lines}}x{{/goals}}{{/lines}}")),
	    "fill-close-order: {{/goals}} stands before {{/lines}}; what opens last closes first: change "
	    "places\n");
	check_messages(P(R("{{#goals}}")) P(R("{{#lines}}x{{/line}}")) P(R("{{/goals}}")),
	    "fill-close-other: {{/line}} does not fit the open block {{#lines}}; write {{/lines}}\n");
	check_messages(P(R("{{title")) P(R("{{nam}}")),
	    "fill-unclosed: the braces are not closed in this paragraph: {{title\n");
	check_messages(P(R("{{else}}")), "fill-else-alone: {{else}} stands outside any block\n");
	check_messages(P(R("{{/a}} x {{#b}}")) P(R("{{/b}}")),
	    "fill-close-alone: no block is open here that {{/a}} would close; put the opening tag where "
	    "the block begins, or delete the closing one\n");
	check_messages(P(R("{{#goals}}")) P(R("{{/goals}} x {{#lines}}")) P(R("{{/lines}}")),
	    "fill-cross: the block {{#goals}} and the block {{#lines}} cover parts of each other; "
	    "put their tags into rows or paragraphs of their own\n");
}

static void
faults_of_values(void **s)
{
	struct fill_case c;

	(void)s;
	/* Each tag once, however many turns it fails in. */
	check_messages(P(R("{{titel}}")) P(R("{{#goals}}")) P(R("{{nam}} {{title}}")) P(R("{{/goals}}")),
	    "tag-unknown: {{titel}}: there is no \"titel\", did you mean \"title\"?\n"
	    "tag-unknown: {{nam}}: there is no \"nam\", did you mean \"name\"?\n");
	c = fm_open(P(R("a")) P(R("{{titel}}")), NULL);
	fm_fill(&c, M);
	const struct diag_msg *m;

	assert_int_equal(diag_messages(c.d, &m), 1);
	assert_string_equal(m[0].at.part, "word/document.xml");
	assert_int_equal(m[0].at.para, 2);
	pm_close(&c);
}

static void
text_box_twice(void **s)
{
	static const char body[] =
	    "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" P(R("{{#lines}}"))
	    P(R("{{.}}")) P(R("{{/lines}}")) "</w:txbxContent></mc:Choice>"
	    "<mc:Fallback><w:txbxContent>" P(R("{{titel}}")) "</w:txbxContent></mc:Fallback>"
	    "</mc:AlternateContent></w:r></w:p>";
	struct fill_case c;

	(void)s;
	c = fm_open(body, NULL);
	fm_fill(&c, M);
	assert_int_equal(c.rc, -1);
	pm_close(&c);
	fm_check("<w:p><w:r><w:txbxContent>" P(R("{{#none}}")) P(R("x")) P(R("{{/none}}"))
		 "</w:txbxContent></w:r></w:p>", M,
	    "<w:p><w:r><w:txbxContent><w:p></w:p></w:txbxContent></w:r></w:p>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(untouched_stays), cmocka_unit_test(value_in_a_run),
	    cmocka_unit_test(value_is_never_a_tag), cmocka_unit_test(split_over_runs),
	    cmocka_unit_test(revisions_and_links), cmocka_unit_test(breaks_and_paragraphs),
	    cmocka_unit_test(text_blocks), cmocka_unit_test(paragraph_blocks),
	    cmocka_unit_test(optional_alone), cmocka_unit_test(blank_prints),
	    cmocka_unit_test(section_is_carried), cmocka_unit_test(faults_of_blocks),
	    cmocka_unit_test(faults_of_values), cmocka_unit_test(text_box_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
