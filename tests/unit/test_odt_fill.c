/* The ODT dialect: the same language as in DOCX, on the elements of OpenDocument. */
#include "odtmake.h"

#define M "title: Plāns\nnote: ~\nshort: A&B <x>\nlines: [viens, divi]\nnone: []\n" \
	"goals: [{name: Pirmais, parts: [a, b]}, {name: Otrais, parts: []}]\n" \
	"approval: {status: draft}\nyes: x\ntwo: \"pirmā\\n\\notrā\"\nbr: \"a\\nb\\tc\"\n" \
	"gap: \" a  b \"\n"

static void
untouched_stays(void **s)
{
	(void)s;
	om_check("<text:p  >a &gt; b</text:p><!-- c --><text:p/>", M,
	    "<text:p  >a &gt; b</text:p><!-- c --><text:p/>");
}

static void
values(void **s)
{
	(void)s;
	om_check(P("Par {{title}} un"), M, P("Par Plāns un"));
	om_check(P("<text:span text:style-name=\"T1\">{{short}}</text:span>"), M,
	    P("<text:span text:style-name=\"T1\">A&amp;B &lt;x&gt;</text:span>"));
	om_check(P("{{br}}"), M, P("a<text:line-break/>b<text:tab/>c"));
	om_check(P("[{{gap}}]"), M, P("[<text:s/>a <text:s/>b<text:s/>]"));
	om_check(P("{{x}}"), "title: t\nx: '{{title}}'\n", P("{{title}}"));
}

static void
split_over_spans(void **s)
{
	(void)s;
	om_check(P("A {<text:span text:style-name=\"T1\">{ti</text:span><text:soft-page-break/>tle"
	    "<text:s/>}<text:bookmark text:name=\"x\"/>}<text:tab/>B"), M,
	    P("A <text:span text:style-name=\"T1\">Plāns</text:span><text:bookmark text:name=\"x\"/>"
	    "<text:tab/>B"));
}

static void
paragraphs(void **s)
{
	(void)s;
	om_check("<text:p text:style-name=\"X\"><text:span text:style-name=\"T\">z {{two}}.</text:span></text:p>",
	    M, "<text:p text:style-name=\"X\"><text:span text:style-name=\"T\">z pirmā</text:span></text:p>"
	    "<text:p text:style-name=\"X\"><text:span text:style-name=\"T\">otrā.</text:span></text:p>");
	om_check(P("{{#goals}}") P("{{name}}") P("{{/goals}}") P("z"), M,
	    P("Pirmais") P("Otrais") P("z"));
	om_check(P("[{{#lines}}{{.}}{{?@last}}.{{else}}; {{/@last}}{{/lines}}]"), M, P("[viens; divi.]"));
	om_check(P("{{?approval.status = approved}}") P("A") P("{{/approval.status}}") P("B"), M, P("B"));
	om_check(P("{{note?}}") P("a{{note?}}b"), M, P("ab"));
}

/* A paragraph that breaks the page is not to break it again for each part of a value. */
static void
break_only_once(void **s)
{
	struct fill_case c = om_open("", "<text:p text:style-name=\"Gul\">{{two}}</text:p>", NULL);

	(void)s;
	om_fill(&c, M);
	assert_string_equal(om_body(&c), "<text:p text:style-name=\"Gul\">pirmā</text:p>"
	    "<text:p text:style-name=\"psP1\">otrā</text:p>");
	assert_non_null(strstr(pm_part(&c, "content.xml"), "<style:style style:name=\"psP1\" "
	    "style:family=\"paragraph\" style:parent-style-name=\"Gul\" style:master-page-name=\"\">"
	    "<style:paragraph-properties fo:break-before=\"auto\"/></style:style>"));
	pm_close(&c);
}

#define L(x) "<text:list text:style-name=\"L1\">" x "</text:list>"
#define I(x) "<text:list-item>" P(x) "</text:list-item>"

static void
lists(void **s)
{
	(void)s;
	om_check(L(I("{{#lines items}}{{.}}{{/lines}}") I("z")), M, L(I("viens") I("divi") I("z")));
	om_check(L(I("{{#lines}}") I("{{.}}") I("{{/lines}}")), M, L(I("viens") I("divi")));
	/* a list in a block begins anew each turn: no claim to continue, ids of its own */
	om_check(P("{{#goals}}") "<text:list xml:id=\"l1\" text:continue-list=\"l0\" text:style-name=\"L1\">"
	    I("{{name}}") "</text:list>" P("{{/goals}}"), M,
	    "<text:list text:style-name=\"L1\" xml:id=\"l1\">" I("Pirmais") "</text:list>"
	    "<text:list text:style-name=\"L1\" xml:id=\"l1_2\">" I("Otrais") "</text:list>");
	/* ... but it may continue one of the same turn */
	om_check(P("{{#lines}}") "<text:list xml:id=\"l1\">" I("a") "</text:list>" P("{{.}}")
	    "<text:list text:continue-list=\"l1\">" I("b") "</text:list>" P("{{/lines}}"), M,
	    "<text:list xml:id=\"l1\">" I("a") "</text:list>" P("viens") "<text:list text:continue-list=\"l1\">" I("b") "</text:list>"
	    "<text:list xml:id=\"l1_2\">" I("a") "</text:list>" P("divi") "<text:list text:continue-list=\"l1_2\">" I("b") "</text:list>");
	om_check("<text:list xml:id=\"l1\" text:style-name=\"L1\">" I("a") "</text:list>", M, L(I("a")));
}

#define C(x) "<table:table-cell>" P(x) "</table:table-cell>"
#define ROW(x) "<table:table-row>" x "</table:table-row>"
#define T(x) "<table:table><table:table-column table:number-columns-repeated=\"2\"/>" x "</table:table>"
#define EMPTY "<table:table-cell><text:p/></table:table-cell>"

static void
rows(void **s)
{
	(void)s;
	om_check(T("<table:table-header-rows>" ROW(C("h") C("{{title}}")) "</table:table-header-rows>"
	    ROW(C("{{#goals rows}}{{name}}") C("{{@index}}{{/goals}}")) ROW(C("z") C("z"))), M,
	    T("<table:table-header-rows>" ROW(C("h") C("Plāns")) "</table:table-header-rows>"
	    ROW(C("Pirmais") C("1")) ROW(C("Otrais") C("2")) ROW(C("z") C("z"))));
}

#define TREE "title: t\ngoals:\n" \
	"- {name: A, activities: [{n: a}, {n: b}, {n: c}]}\n- {name: A, activities: [{n: d}]}\n" \
	"years: [2024, 2025, 2026]\n"

static void
merged_rows(void **s)
{
	static const char body[] = "<table:table><table:table-column table:number-columns-repeated=\"3\"/>"
	    ROW("<table:table-cell table:style-name=\"c\">" P("{{#goals rows}}{{#goal.activities rows}}{{goal.name|merge}}")
	    "</table:table-cell>" C("{{activity.n}}{{/goal.activities}}{{/goals}}") C("x")) "</table:table>";
	struct fill_case c = om_open("", body, NULL);
	const char *b;

	(void)s;
	om_fill(&c, TREE);
	b = om_body(&c);
	assert_non_null(strstr(b, "<table:table-cell table:style-name=\"c\" table:number-rows-spanned=\"3\">"
	    "<text:p text:style-name=\"psP1\">A</text:p>"));
	assert_non_null(strstr(b, "<table:covered-table-cell table:style-name=\"c\">"
	    "<text:p text:style-name=\"psP1\"></text:p></table:covered-table-cell>" C("b")));
	assert_non_null(strstr(b, "<table:covered-table-cell table:style-name=\"c\"><text:p></text:p>"
	    "</table:covered-table-cell>" C("c")));
	/* the second goal of the same name has a cell of its own */
	assert_non_null(strstr(b, ROW("<table:table-cell table:style-name=\"c\"><text:p>A</text:p></table:table-cell>"
	    C("d") C("x"))));
	assert_non_null(strstr(pm_part(&c, "content.xml"), "<style:style style:name=\"psP1\" "
	    "style:family=\"paragraph\" style:parent-style-name=\"Standard\">"
	    "<style:paragraph-properties fo:keep-with-next=\"always\"/></style:style>"));
	pm_close(&c);
}

#define CELL_STYLE(name, top, bottom) "<style:style style:name=\"" name "\" style:family=\"table-cell\">" \
	"<style:table-cell-properties fo:padding=\"1pt\" fo:border-top=\"" top "\" fo:border-bottom=\"" bottom "\"/></style:style>"

/* Only the last row of the filled table, and a group that reaches it, has the closing rule. */
static void
closing_rule(void **s)
{
	static const char styles[] = CELL_STYLE("z", "0.5pt solid #111111", "1pt solid #222222");
	static const char cell[] = "<table:table-cell table:style-name=\"z\">";
	static const char body[] = "<table:table><table:table-column table:number-columns-repeated=\"2\"/>"
	    ROW("<table:table-cell table:style-name=\"z\">" P("{{#goals rows}}{{#goal.activities rows}}{{goal.n|merge}}")
	    "</table:table-cell><table:table-cell table:style-name=\"z\">"
	    P("{{activity.n}}{{/goal.activities}}{{/goals}}") "</table:table-cell>") "</table:table>";
	struct fill_case c = om_open(styles, body, NULL);
	const char *b;

	(void)s;
	om_fill(&c, "title: T\ngoals: [{n: A, activities: [{n: a}, {n: b}]}, {n: B, activities: [{n: c}, {n: d}]}]\n");
	b = om_body(&c);
	assert_non_null(strstr(b, "<table:table-cell table:style-name=\"psZ1\" table:number-rows-spanned=\"2\">"
	    "<text:p text:style-name=\"psP2\">A"));
	assert_non_null(strstr(b, "<table:table-cell table:style-name=\"z\" table:number-rows-spanned=\"2\">"
	    "<text:p text:style-name=\"psP2\">B"));
	assert_non_null(strstr(b, "<table:table-cell table:style-name=\"psZ1\">" P("b")));
	assert_non_null(strstr(b, "<table:table-cell table:style-name=\"psZ1\">" P("c")));
	assert_non_null(strstr(b, arena_printf(c.a, "<table:covered-table-cell table:style-name=\"z\"><text:p></text:p>"
	    "</table:covered-table-cell>%s%s", cell, P("d"))));
	assert_non_null(strstr(pm_part(&c, "content.xml"), "<style:style style:family=\"table-cell\" style:name=\"psZ1\">"
	    "<style:table-cell-properties fo:padding=\"1pt\" fo:border-top=\"0.5pt solid #111111\" "
	    "fo:border-bottom=\"0.5pt solid #111111\">"));
	pm_close(&c);
}

/* A row that is as strong above as below means it so in every turn; a fixed row closes itself. */
static void
rules_that_stay(void **s)
{
	static const char styles[] = CELL_STYLE("z", "0.5pt solid #111111", "1pt solid #222222")
	    CELL_STYLE("e", "0.5pt solid #111111", "0.5pt solid #222222") CELL_STYLE("n", "none", "1pt solid #222222");
	static const char body[] = "<table:table><table:table-column/>"
	    ROW("<table:table-cell table:style-name=\"z\">" P("{{#goals rows}}{{n}}{{/goals}}") "</table:table-cell>")
	    ROW("<table:table-cell table:style-name=\"z\">" P("end") "</table:table-cell>") "</table:table>"
	    "<table:table><table:table-column/>"
	    ROW("<table:table-cell table:style-name=\"e\">" P("{{#goals rows}}{{n}}") "</table:table-cell>"
	    "<table:table-cell table:style-name=\"n\">" P("{{n}}{{/goals}}") "</table:table-cell>") "</table:table>";
	struct fill_case c = om_open(styles, body, NULL);

	(void)s;
	om_fill(&c, "title: T\ngoals: [{n: A}, {n: B}]\n");
	assert_non_null(strstr(om_body(&c), "<table:table-cell table:style-name=\"z\">" P("A")));
	assert_non_null(strstr(om_body(&c), "<table:table-cell table:style-name=\"e\">" P("A")));
	assert_null(strstr(pm_part(&c, "content.xml"), "psZ"));
	pm_close(&c);
}

/* A copy of an automatic style keeps what it had, but for revision marks. */
static void
keep_in_automatic_style(void **s)
{
	static const char body[] = "<table:table><table:table-column/>"
	    ROW("<table:table-cell><text:p text:style-name=\"P1\">{{#goals rows keep}}{{name}}{{/goals}}</text:p></table:table-cell>")
	    "</table:table>";
	struct fill_case c = om_open(OM_STYLE("P1", "style:parent-style-name=\"Caption\" style:master-page-name=\"\"",
	    "<style:paragraph-properties fo:keep-with-next=\"auto\" fo:text-align=\"end\"><style:tab-stops/>"
	    "</style:paragraph-properties><style:text-properties fo:color=\"#000000\" officeooo:rsid=\"00a\"/>"),
	    body, NULL);

	(void)s;
	om_fill(&c, TREE);
	assert_non_null(strstr(om_body(&c), ROW("<table:table-cell><text:p text:style-name=\"psP1\">A</text:p></table:table-cell>")
	    ROW("<table:table-cell><text:p text:style-name=\"P1\">A</text:p></table:table-cell>")));
	assert_non_null(strstr(pm_part(&c, "content.xml"), "<style:style style:family=\"paragraph\" "
	    "style:parent-style-name=\"Caption\" style:master-page-name=\"\" style:name=\"psP1\">"
	    "<style:paragraph-properties fo:text-align=\"end\" fo:keep-with-next=\"always\"><style:tab-stops/>"
	    "</style:paragraph-properties><style:text-properties fo:color=\"#000000\"/></style:style>"));
	assert_null(strstr(pm_part(&c, "content.xml"), "rsid"));
	pm_close(&c);
}

static void
columns(void **s)
{
	static const char styles[] =
	    "<style:style style:name=\"T.A\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"100pt\"/></style:style>"
	    "<style:style style:name=\"T.B\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"30pt\"/></style:style>";
	static const char body[] = "<table:table><table:table-columns><table:table-column table:style-name=\"T.A\" table:number-columns-repeated=\"2\"/>"
	    "<table:table-column table:style-name=\"T.B\"/></table:table-columns>"
	    ROW("<table:table-cell table:number-columns-spanned=\"3\">" P("all") "</table:table-cell>"
	    "<table:covered-table-cell table:number-columns-repeated=\"2\"/>")
	    ROW("<table:table-cell table:number-columns-repeated=\"2\">" P("h") "</table:table-cell>"
	    "<table:table-cell>" P("{{#years columns}}{{year}}{{/years}}") "</table:table-cell>")
	    ROW(C("{{#goals rows}}{{name}}") C("{{/goals}}") C("x{{year}}")) "</table:table>";
	struct fill_case c = om_open(styles, body, NULL);

	(void)s;
	om_fill(&c, TREE);
	assert_string_equal(om_body(&c), "<table:table><table:table-column table:style-name=\"psC1400\" table:number-columns-repeated=\"2\"/>"
	    "<table:table-column table:style-name=\"psC600\" table:number-columns-repeated=\"3\"/>"
	    ROW("<table:table-cell table:number-columns-spanned=\"5\">" P("all") "</table:table-cell>"
	    "<table:covered-table-cell/><table:covered-table-cell/><table:covered-table-cell/><table:covered-table-cell/>")
	    ROW(C("h") C("h") C("2024") C("2025") C("2026"))
	    ROW(C("A") EMPTY C("x2024") C("x2025") C("x2026")) ROW(C("A") EMPTY C("x2024") C("x2025") C("x2026"))
	    "</table:table>");
	assert_non_null(strstr(pm_part(&c, "content.xml"), "style:name=\"psC1400\" style:family=\"table-column\">"
	    "<style:table-column-properties style:column-width=\"70.00pt\"/>"));
	pm_close(&c);
}

static void
empty_cell_keeps_a_paragraph(void **s)
{
	(void)s;
	om_check(T(ROW("<table:table-cell>" P("{{#none}}") "<text:p text:style-name=\"X\">{{.}}</text:p>" P("{{/none}}")
	    "</table:table-cell>" C("{{note?}}"))), M,
	    T(ROW("<table:table-cell>" "<text:p/></table:table-cell>"
	    "<table:table-cell><text:p/></table:table-cell>")));
}

#define BS0(n) "<text:bookmark-start text:name=\"" n "\"/>"
#define BE0(n) "<text:bookmark-end text:name=\"" n "\"/>"
#define SEQ(ref, n) "<text:sequence text:name=\"Tabula\" text:formula=\"ooow:Tabula+1\" style:num-format=\"1\" text:ref-name=\"" ref "\">" n "</text:sequence>"
#define SEQ0(ref) "<text:sequence text:ref-name=\"" ref "\" text:name=\"Tabula\" text:formula=\"ooow:Tabula+1\" style:num-format=\"1\">9</text:sequence>"
#define BS(n) "<text:bookmark-start text:name=\"" n "\"/>"
#define BE(n) "<text:bookmark-end text:name=\"" n "\"/>"
#define BREF(n, x) "<text:bookmark-ref text:reference-format=\"text\" text:ref-name=\"" n "\">" x "</text:bookmark-ref>"

/* A list that comes out empty goes, and leaves no paragraph of the default style. */
static void
empty_list(void **s)
{
	(void)s;
	om_check("<text:list> <text:list-item>" P("{{#none}}") "</text:list-item> " I("{{.}}") "<text:list-item>" P("{{/none}}")
	    "</text:list-item></text:list>" T(ROW("<table:table-cell><text:list><text:list-item>"
	    "<text:p text:style-name=\"L\">{{#none items}}{{.}}{{/none}}</text:p></text:list-item></text:list></table:table-cell>" C("x"))), M,
	    T(ROW("<table:table-cell><text:p text:style-name=\"L\"/></table:table-cell>" C("x"))));
}

/* A bookmark in a paragraph that goes is not left between paragraphs. */
static void
mark_in_vanishing_paragraph(void **s)
{
	(void)s;
	om_check(P(BS0("m") "{{#lines}}" BE0("m")) P("{{.}}" BS0("n")) P(BE0("n") "{{/lines}}"), M,
	    P("viens") P("divi"));
	om_check(P(BS0("m") "{{title}}") P("z" BE0("m")), M, P(BS0("m") "Plāns") P("z" BE0("m")));
}

static void
captions_and_references(void **s)
{
	(void)s;
	om_check(P("Sk. {{ref:table1}} tabulu, " BREF("table1", "?") " un <text:sequence-ref text:reference-format=\"value\" "
	    "text:ref-name=\"refTabula0\">7</text:sequence-ref>.")
	    P(SEQ0("refOther") ". pirms") P(BS("table1") SEQ0("refTabula0") "." BE("table1") " tabula. {{title}}"), M,
	    P("Sk. " BREF("table1", "2.") " tabulu, " BREF("table1", "2.") " un <text:sequence-ref text:reference-format=\"value\" "
	    "text:ref-name=\"refTabula0\">2</text:sequence-ref>.")
	    P(BS("_Toc1001") SEQ("refOther", "1") ". pirms" BE("_Toc1001"))
	    P(BS("_Toc1002") BS("table1") SEQ("refTabula0", "2") "." BE("table1") " tabula. Plāns" BE("_Toc1002")));
}

static void
unknown_reference(void **s)
{
	struct fill_case c = om_open("", P("{{ref:nothere}}"), NULL);

	(void)s;
	assert_null(c.t);
	assert_non_null(strstr(pm_messages(&c, DIAG_WARNING), "nothere"));
	pm_close(&c);
}

/* Names that must be unique stay so when a block repeats them. */
static void
unique_in_blocks(void **s)
{
	(void)s;
	om_check(P("{{#lines}}") P(BS("m") SEQ0("r") BE("m")) P("{{/lines}}"), M,
	    P(BS("_Toc1001") BS("m") SEQ("r", "1") BE("m") BE("_Toc1001"))
	    P(BS("_Toc1002") BS("m_2") SEQ("r_2", "2") BE("m_2") BE("_Toc1002")));
}

#define NOTE(id, n, x) "<text:note text:note-class=\"footnote\" text:id=\"" id "\"><text:note-citation>" n \
	"</text:note-citation><text:note-body>" P(x) "</text:note-body></text:note>"

static void
footnotes(void **s)
{
	(void)s;
	om_check(P("{{#lines}}") P("x" NOTE("ftn1", "5", "{{.}} {{title}}")) P("{{/lines}}") P("y" NOTE("ftn2", "5", "z")), M,
	    P("x" NOTE("ftn1", "1", "viens Plāns")) P("x" NOTE("ftn1_2", "2", "divi Plāns")) P("y" NOTE("ftn2", "3", "z")));
}

#define H(style, level, x) "<text:h text:style-name=\"" style "\" text:outline-level=\"" level "\">" x "</text:h>"
#define ENTRY(l, style) "<text:table-of-content-entry-template text:outline-level=\"" l "\" text:style-name=\"" style "\">" \
	"<text:index-entry-link-start text:style-name=\"Index_20_Link\"/><text:index-entry-chapter/><text:index-entry-tab-stop style:type=\"left\"/>" \
	"<text:index-entry-text/><text:index-entry-tab-stop style:type=\"right\"/><text:index-entry-page-number/>" \
	"<text:index-entry-link-end/></text:table-of-content-entry-template>"
#define TOC(x) "<text:table-of-content text:name=\"C\"><text:table-of-content-source text:outline-level=\"2\">" \
	ENTRY("1", "Contents_20_1") ENTRY("2", "Contents_20_2") "</text:table-of-content-source><text:index-body>" \
	"<text:index-title text:name=\"H\">" P("Saturs") "</text:index-title>" x "</text:index-body></text:table-of-content>"
#define LINE(style, mark, x) "<text:p text:style-name=\"" style "\"><text:a xlink:type=\"simple\" xlink:href=\"#" mark \
	"\" text:style-name=\"Index_20_Link\" text:visited-style-name=\"Index_20_Link\">" x "</text:a></text:p>"

static void
contents(void **s)
{
	static const struct fill_page marks[] = {{"_Toc1002", 7}};
	static const struct fill_pages pages = {marks, 1, 9};
	static const struct fill_opts opts = {NULL, &pages};
	struct fill_case c = om_open("",
	    TOC(P("old {{nothing}}"))
	    P("<text:page-count>3</text:page-count>")
	    H("Priek\xC5\xA1", "1", BS("_Toc55") "Ievads" BE("_Toc55"))
	    P("{{#goals}}") H("Heading_20_1", "1", "{{name}}" NOTE("f", "1", "n")) H("Heading_20_2", "2", "A &amp; B")
	    P("{{/goals}}") H("Gul", "1", "Plats") H("Heading_20_2", "3", "dziļi"), NULL);

	(void)s;
	pm_fill_opts(&c, M, &opts);
	assert_string_equal(pm_between(&c, "content.xml", "<text:index-body>", "</text:index-body>"),
	    "<text:index-title text:name=\"H\">" P("Saturs") "</text:index-title>"
	    LINE("Contents_20_1", "_Toc1001", "<text:tab/>Ievads<text:tab/>0")
	    LINE("Contents_20_1", "_Toc1002", "1.<text:tab/>Pirmais<text:tab/>7")
	    LINE("Contents_20_2", "_Toc1003", "1.1.<text:tab/>A &amp; B<text:tab/>0")
	    LINE("Contents_20_1", "_Toc1004", "2.<text:tab/>Otrais<text:tab/>0")
	    LINE("Contents_20_2", "_Toc1005", "2.1.<text:tab/>A &amp; B<text:tab/>0")
	    LINE("Contents_20_1", "_Toc1006", "3.<text:tab/>Plats<text:tab/>0"));
	assert_non_null(strstr(om_body(&c), "<text:page-count>9</text:page-count>"));
	assert_null(strstr(om_body(&c), "_Toc55"));
	pm_close(&c);
}

/* Without page numbers, references to them stand in the list: the layout fills them. */
static void
list_of_tables(void **s)
{
	static const char body[] = "<text:table-index text:name=\"T\"><text:table-index-source text:caption-sequence-name=\"Tabula\" "
	    "text:caption-sequence-format=\"text\"><text:table-index-entry-template text:style-name=\"Table_20_index_20_1\">"
	    "<text:index-entry-text/><text:index-entry-tab-stop style:type=\"right\"/><text:index-entry-page-number/>"
	    "</text:table-index-entry-template></text:table-index-source><text:index-body/></text:table-index>"
	    P(SEQ0("r") ".<text:s/> {{title}}");
	struct fill_case c = om_open("", body, NULL);

	(void)s;
	om_fill(&c, M);
	assert_string_equal(pm_between(&c, "content.xml", "<text:index-body>", "</text:index-body>"),
	    "<text:p text:style-name=\"Table_20_index_20_1\">1. <text:s/>Plāns<text:tab/><text:bookmark-ref text:reference-format=\"page\" "
	    "text:ref-name=\"_Toc1001\">0</text:bookmark-ref></text:p>");
	pm_close(&c);
}

static void
markdown(void **s)
{
	struct fill_case c = om_open("", "<text:p text:style-name=\"Text_20_body\">{{text|markdown}}</text:p>"
	    P(BS("t1") SEQ0("r") "." BE("t1")), NULL);

	(void)s;
	om_fill(&c, "title: t\ntext: |\n  Viens **trekns *abi*** un [saite](https://x.lv/?a&b), [tabula](#t1).\n\n  Ir:\n\n"
	    "  - a\n    1. c\n  - b[^1]\n\n  Beigas\n\n  [^1]: piezīme\n");
	assert_string_equal(om_body(&c),
	    "<text:p text:style-name=\"Text_20_body\">Viens <text:span text:style-name=\"Strong_20_Emphasis\">trekns </text:span>"
	    "<text:span text:style-name=\"Strong_20_Emphasis\"><text:span text:style-name=\"Emphasis\">abi</text:span></text:span> un "
	    "<text:a xlink:type=\"simple\" xlink:href=\"https://x.lv/?a&amp;b\">saite</text:a>, " BREF("t1", "1.") "\xC2\xA0tabula.</text:p>"
	    "<text:p text:style-name=\"Ievadrindkopa\">Ir:</text:p>"
	    "<text:list text:style-name=\"Aizzimes\"><text:list-item><text:p text:style-name=\"List_20_Bullet\">a</text:p>"
	    "<text:list text:style-name=\"Numuri\"><text:list-item><text:p text:style-name=\"List_20_Number\">c</text:p></text:list-item></text:list>"
	    "</text:list-item><text:list-item><text:p text:style-name=\"List_20_Bullet\">b"
	    "<text:note text:note-class=\"footnote\" text:id=\"ftn\"><text:note-citation>1</text:note-citation><text:note-body>"
	    "<text:p text:style-name=\"Footnote\">piezīme</text:p></text:note-body></text:note></text:p></text:list-item></text:list>"
	    "<text:p text:style-name=\"Text_20_body\">Beigas</text:p>"
	    P(BS("_Toc1001") BS("t1") SEQ("r", "1") "." BE("t1") BE("_Toc1001")));
	pm_close(&c);
}

static void
markdown_in_a_cell(void **s)
{
	(void)s;
	om_check(T(ROW("<table:table-cell>" P("{{x|markdown:Tabulas saraksts}}") "</table:table-cell>")),
	    "title: t\nx: |\n  - a\n",
	    T(ROW("<table:table-cell><text:list text:style-name=\"Aizzimes\"><text:list-item>"
	    "<text:p text:style-name=\"Tabulas_20_saraksts\">a</text:p></text:list-item></text:list></table:table-cell>")));
}

/* No office writes rows in rows; a file may hold them, and must not do harm. */
static void
rows_in_rows(void **s)
{
	struct fill_case c = om_open("", T(ROW(C("{{#goals rows}}{{#goal.activities rows}}{{goal.name|merge}}")
	    "<table:table-row>" C("x") "</table:table-row>" C("{{activity.n}}{{/goal.activities}}{{/goals}}"))), NULL);

	(void)s;
	om_fill(&c, "title: t\ngoals:\n- {name: A, activities: [{n: 1}, {n: 2}, {n: 3}, {n: 4}, {n: 5}, {n: 6},"
	    " {n: 7}, {n: 8}, {n: 9}, {n: 10}, {n: 11}, {n: 12}, {n: 13}, {n: 14}, {n: 15}, {n: 16}]}\n");
	assert_int_equal(c.rc, 0);
	pm_close(&c);
}

static void
headers_and_boxes(void **s)
{
	struct fill_case c = om_open("", P("<draw:frame text:anchor-type=\"as-char\"><draw:text-box>" P("{{#lines}}") P("{{.}}") P("{{/lines}}")
	    "</draw:text-box></draw:frame>"), NULL);

	(void)s;
	om_fill(&c, M);
	assert_non_null(strstr(om_body(&c), "<draw:text-box>" P("viens") P("divi") "</draw:text-box>"));
	assert_non_null(strstr(pm_part(&c, "styles.xml"), "<style:footer><text:p text:style-name=\"Standard\">Plāns</text:p>"));
	pm_close(&c);
}

static void
descriptions(void **s)
{
	(void)s;
	om_check("<table:table><table:title>{{title}}</table:title><table:desc>{{short}}</table:desc><table:table-column/>"
	    ROW(C("x")) "</table:table>" P("<draw:frame><svg:title>{{title}} 1</svg:title></draw:frame>"), M,
	    "<table:table><table:title>Plāns</table:title><table:desc>A&amp;B &lt;x&gt;</table:desc><table:table-column/>"
	    ROW(C("x")) "</table:table>" P("<draw:frame><svg:title>Plāns 1</svg:title></draw:frame>"));
}

/* Entries that a manifest lacks go inside it, also when it is one empty tag. */
static void
empty_manifest(void **s)
{
	static const char *const more[] = {"META-INF/manifest.xml",
	    ODT_DECL "<m:manifest xmlns:m=\"" ODF("manifest") "\" m:version=\"1.3\" />\n", NULL};
	struct fill_case c = om_open("", P("{{title}}"), more);
	const char *mf, *end;

	(void)s;
	om_fill(&c, M);
	mf = pm_part(&c, "META-INF/manifest.xml");
	assert_non_null(xml_parse(c.a, "t.odt", "META-INF/manifest.xml", mf, strlen(mf), c.d));
	end = strstr(mf, "</m:manifest>\n");
	assert_non_null(end);
	assert_int_equal(strlen(end), strlen("</m:manifest>\n"));
	assert_non_null(strstr(mf, "full-path=\"content.xml\""));
	pm_close(&c);
}

static void
properties(void **s)
{
	static const char *const more[] = {"Thumbnails/thumbnail.png", "png", "layout-cache", "x", NULL};
	static const struct fill_opts opts = {.date = "2024-06-12"};
	struct fill_case c = om_open("", P("{{title}}"), more);
	const char *meta;

	(void)s;
	pm_fill_opts(&c, M, &opts);
	meta = pm_part(&c, "meta.xml");
	assert_non_null(strstr(meta, "<meta:generator>pmpplan</meta:generator><dc:title>Plāns</dc:title>"
	    "<meta:creation-date>2024-06-12T00:00:00</meta:creation-date><dc:date>2024-06-12T00:00:00</dc:date>"
	    "<meta:user-defined meta:name=\"pmpplan.digest\">"));
	assert_null(strstr(meta, "Kāds"));
	assert_null(strstr(meta, "LibreOffice"));
	assert_true(pkg_is_ours(c.out.s, c.out.len));
	assert_null(pkg_find(c.filled, "Thumbnails/thumbnail.png"));
	assert_null(pkg_find(c.filled, "layout-cache"));
	assert_null(strstr(pm_part(&c, "META-INF/manifest.xml"), "thumbnail"));
	assert_null(strstr(pm_part(&c, "settings.xml"), "PrinterName"));
	assert_non_null(strstr(pm_part(&c, "settings.xml"), "TableRowKeep"));
	pm_close(&c);
	c = om_open("", P("{{title}}"), more);
	om_fill(&c, M);
	assert_null(strstr(pm_part(&c, "meta.xml"), "dc:date"));
	pm_close(&c);
}

static void
dropped(void **s)
{
	(void)s;
	om_check(P("a<office:annotation><dc:creator>Kāds</dc:creator>" P("{{bad") "</office:annotation>b<text:author-name>K</text:author-name>"
	    "<text:soft-page-break/>") "<text:p xml:id=\"x\" text:style-name=\"P\" officeooo:paragraph-rsid=\"1\"><text:span officeooo:rsid=\"2\">c</text:span></text:p>",
	    M, P("ab") "<text:p text:style-name=\"P\"><text:span>c</text:span></text:p>");
}

static void
tracked_changes(void **s)
{
	struct fill_case c = om_open("", "<text:tracked-changes><text:changed-region text:id=\"c1\"><text:deletion><office:change-info>"
	    "<dc:creator>K</dc:creator></office:change-info>" P("{{nothing}}") "</text:deletion></text:changed-region></text:tracked-changes>"
	    P("{{ti<text:change text:change-id=\"c1\"/>tle}}<text:change-start text:change-id=\"c2\"/>x<text:change-end text:change-id=\"c2\"/>"),
	    NULL);

	(void)s;
	om_fill(&c, M);
	assert_string_equal(om_body(&c), P("Plānsx"));
	assert_non_null(strstr(pm_messages(&c, DIAG_WARNING), "odt-changes"));
	pm_close(&c);
}

static void
refused_with(const char *body, const char *const *more, const char *code)
{
	struct fill_case c = om_open("", body, more);

	assert_null(c.t);
	if (strstr(pm_messages(&c, DIAG_WARNING), code) == NULL)
		fail_msg("no %s in: %s", code, pm_messages(&c, DIAG_WARNING));
	pm_close(&c);
}

#define A(href) P("<text:a xlink:type=\"simple\" xlink:href=\"" href "\">x</text:a>")

static void
refused(void **s)
{
	static const char *const macro[] = {"Basic/script-lc.xml", "<x/>", NULL};
	static const char *const script[] = {"Scripts/python/x.py", "x", NULL};
	static const char *const object[] = {"Object 1/content.xml", "<x/>", NULL};
	static const char *const broken[] = {"settings.xml", "<x>", NULL};
	struct fill_case c;

	(void)s;
	refused_with(P("x"), macro, "odt-macro");
	refused_with(P("x"), script, "odt-macro");
	refused_with(P("x"), object, "odt-object");
	refused_with(P("x"), broken, "xml-syntax");
	refused_with(P("<draw:frame><draw:object xlink:href=\"./Object 1\"/></draw:frame>"), NULL, "odt-object");
	refused_with(P("<text:span><office:event-listeners><script:event-listener script:event-name=\"x\"/></office:event-listeners></text:span>"),
	    NULL, "odt-event");
	refused_with(A("javascript:alert(1)"), NULL, "odt-link");
	refused_with(A("file:///etc/passwd"), NULL, "odt-link");
	refused_with(A("//host/share"), NULL, "odt-link");
	refused_with(A("../other.odt"), NULL, "odt-link");
	refused_with(P("<draw:frame><draw:image xlink:href=\"http://x/y.png\"/></draw:frame>"), NULL, "odt-link");
	refused_with("<text:section text:name=\"s\"><text:section-source xlink:href=\"file:///x.odt\"/>" P("x") "</text:section>", NULL, "odt-link");
	c = om_open("", A("https://x.lv") A("mailto:a@x.lv") A("#place"), NULL);
	assert_non_null(c.t);
	pm_close(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(untouched_stays), cmocka_unit_test(values),
		cmocka_unit_test(split_over_spans), cmocka_unit_test(paragraphs),
		cmocka_unit_test(break_only_once), cmocka_unit_test(lists), cmocka_unit_test(rows),
		cmocka_unit_test(merged_rows), cmocka_unit_test(closing_rule), cmocka_unit_test(rules_that_stay), cmocka_unit_test(keep_in_automatic_style),
		cmocka_unit_test(columns), cmocka_unit_test(empty_cell_keeps_a_paragraph),
		cmocka_unit_test(empty_list), cmocka_unit_test(mark_in_vanishing_paragraph),
		cmocka_unit_test(captions_and_references), cmocka_unit_test(unknown_reference),
		cmocka_unit_test(unique_in_blocks), cmocka_unit_test(footnotes),
		cmocka_unit_test(contents), cmocka_unit_test(list_of_tables),
		cmocka_unit_test(markdown), cmocka_unit_test(markdown_in_a_cell),
		cmocka_unit_test(rows_in_rows), cmocka_unit_test(headers_and_boxes), cmocka_unit_test(descriptions), cmocka_unit_test(empty_manifest), cmocka_unit_test(properties),
		cmocka_unit_test(dropped), cmocka_unit_test(tracked_changes), cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
