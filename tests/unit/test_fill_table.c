/* Tables: rows, columns, merged cells, rows that stay together; Tables 1 and 3 of the plan. */
#include "fillmake.h"

#define TC(x) "<w:tc>" P(x) "</w:tc>"
#define TR(x) "<w:tr>" x "</w:tr>"
#define KN "<w:pPr><w:keepNext/></w:pPr>"

static void
rows(void **s)
{
	(void)s;
	fm_check("<w:tbl>" TR(TC(R("h"))) TR(TC(R("{{#goals}}{{name}}")) TC(R("{{n}}{{/goals}}"))
		 TC(R("{{n}}"))) "</w:tbl>",
	    "goals: [{name: A, n: '1'}, {name: B, n: '2'}]\n",
	    "<w:tbl>" TR(TC(R("h"))) TR(TC(RS("A")) TC(RS("1")) TC(RS("1")))
	    TR(TC(RS("B")) TC(RS("2")) TC(RS("2"))) "</w:tbl>");
	/* Tags in rows of their own take the rows along. */
	fm_check("<w:tbl>" TR(TC(R("{{#goals}}")) TC("")) TR(TC(R("{{name}}")) TC(""))
		 TR(TC(R("{{else}}")) TC("")) TR(TC(R("nav")) TC(""))
		 TR(TC("") TC(R("{{/goals}}"))) "</w:tbl>", "goals: [{name: A}]\n",
	    "<w:tbl>" TR(TC(RS("A")) TC("")) "</w:tbl>");
	/* A cell that its block leaves empty keeps a paragraph. */
	fm_check("<w:tbl>" TR(TC(R("{{#goals rows}}{{name}}{{/goals}}"))
		 "<w:tc><w:p><w:r><w:t>{{#parts}}</w:t></w:r></w:p>" P(R("{{.}}"))
		 "<w:p><w:pPr><w:pStyle w:val=\"S\"/></w:pPr><w:r><w:t>{{/parts}}</w:t></w:r></w:p></w:tc>")
		 "</w:tbl>", "goals: [{name: A, parts: [x, y]}, {name: B, parts: []}]\n",
	    "<w:tbl>" TR(TC(RS("A")) "<w:tc>" P(RS("x")) P(RS("y")) "</w:tc>")
	    TR(TC(RS("B")) "<w:tc><w:p><w:pPr><w:pStyle w:val=\"S\"/></w:pPr></w:p></w:tc>") "</w:tbl>");
}

/* Text of the cells with their marks, one row a line: "x^" restart, "^" continued, ">" kept. */
static char *
picture(struct fill_case *c, const char *body)
{
	struct buf b = {0};
	const char *p = body;
	char *out;

	while ((p = strchr(p, '<')) != NULL) {
		const char *v;

		if (strncmp(p, "<w:tr>", 6) == 0 || strncmp(p, "<w:tr ", 6) == 0)
			buf_str(&b, "|");
		else if (strncmp(p, "</w:tc>", 7) == 0)
			buf_str(&b, "|");
		else if (strncmp(p, "</w:tr>", 7) == 0)
			buf_str(&b, "\n");
		else if (strncmp(p, "</w:p><w:p>", 11) == 0)
			buf_str(&b, "/");
		else if (strncmp(p, "<w:keepNext/>", 13) == 0)
			buf_str(&b, ">");
		else if (strncmp(p, "<w:vMerge w:val=\"restart\"/>", 27) == 0)
			buf_str(&b, "v");
		else if (strncmp(p, "<w:vMerge/>", 11) == 0)
			buf_str(&b, "^");
		else if (strncmp(p, "<w:gridSpan w:val=\"", 19) == 0)
			buf_printf(&b, "(%d)", atoi(p + 19));
		else if (strncmp(p, "<w:gridCol w:w=\"", 16) == 0)
			buf_printf(&b, "%d ", atoi(p + 16));
		else if (strncmp(p, "</w:tblGrid>", 12) == 0)
			buf_str(&b, "\n");
		else if (strncmp(p, "<w:t", 4) == 0 && (p[4] == '>' || p[4] == ' ')) {
			v = strchr(p, '>') + 1;
			buf_add(&b, v, (size_t)(strchr(v, '<') - v));
		}
		p++;
	}
	out = arena_strdup(c->a, buf_cstr(&b));
	buf_free(&b);
	return out;
}

static void
check_picture(const char *body, const char *yaml, const char *expect)
{
	struct fill_case c = fm_open(body, NULL);

	fm_fill(&c, yaml);
	assert_string_equal(picture(&c, fm_body(&c)), expect);
	pm_close(&c);
}

#define MERGED \
	"<w:tbl>" TR(TC(R("{{#goals rows}}{{#goal.tasks rows}}{{goal.name|merge}}")) \
	TC(R("{{task}}{{/goal.tasks}}{{/goals}}"))) "</w:tbl>"

static void
merging(void **s)
{
	(void)s;
	/* A group of one is not merged; two goals of one name are two cells. */
	check_picture(MERGED,
	    "goals: [{name: A, tasks: [a]}, {name: B, tasks: [b, c, d]}, {name: B, tasks: [e, f]}]\n",
	    "|A|a|\n|v>B|b|\n|^>|c|\n|^|d|\n|v>B|e|\n|^|f|\n");
	/* Up to six rows stay together, seven do not. */
	check_picture(MERGED, "goals: [{name: A, tasks: [a, b, c, d, e, f]}]\n",
	    "|v>A|a|\n|^>|b|\n|^>|c|\n|^>|d|\n|^>|e|\n|^|f|\n");
	check_picture(MERGED, "goals: [{name: A, tasks: [a, b, c, d, e, f, g]}]\n",
	    "|vA|a|\n|^|b|\n|^|c|\n|^|d|\n|^|e|\n|^|f|\n|^|g|\n");
}

static void
narrowest_group(void **s)
{
	(void)s;
	check_picture("<w:tbl>" TR(TC(R("{{#goals rows}}{{#goal.activities rows}}"
	    "{{#activity.tasks rows}}{{goal.name|merge}}")) TC(R("{{activity.name|merge}}"))
	    TC(R("{{task}}{{/activity.tasks}}{{/goal.activities}}{{/goals}}"))) "</w:tbl>",
	    "goals: [{name: A, activities: [{name: p, tasks: [a, b]}, {name: q, tasks: [c]}, "
	    "{name: r, tasks: [d, e]}]}]\n",
	    "|v>A|vp|a|\n|^|^|b|\n|^|q|c|\n|^>|vr|d|\n|^|^|e|\n");
}

static void
keeping(void **s)
{
	static const char body[] =
	    "<w:tbl>" TR(TC(R("{{#goals rows keep}}{{name}}{{/goals}}"))) TR(TC(R("z"))) "</w:tbl>";
	static const char end[] =
	    "<w:tbl>" TR(TC(R("{{#goals rows keep-end}}{{name}}{{/goals}}"))) TR(TC(R("z")))
	    "</w:tbl>";

	(void)s;
	check_picture(body, "goals: [{name: a}, {name: b}, {name: c}]\n",
	    "|>a|\n|>b|\n|c|\n|z|\n");
	check_picture(end, "goals: [{name: a}, {name: b}]\n", "|a|\n|>b|\n|z|\n");
	check_picture(body,
	    "goals: [{name: a}, {name: a}, {name: a}, {name: a}, {name: a}, {name: a}, {name: a}, "
	    "{name: a}, {name: a}, {name: a}, {name: a}, {name: a}, {name: a}]\n",
	    "|a|\n|a|\n|a|\n|a|\n|a|\n|a|\n|a|\n|a|\n|a|\n|a|\n|a|\n|a|\n|a|\n|z|\n");
}

/* A cell with a span and a width, as Word writes it. */
#define GC(w) "<w:gridCol w:w=\"" w "\"/>"
#define C(w, n, x) \
	"<w:tc><w:tcPr><w:tcW w:w=\"" w "\" w:type=\"dxa\"/><w:gridSpan w:val=\"" n "\"/></w:tcPr>" \
	"<w:p><w:pPr><w:pStyle w:val=\"T\"/></w:pPr>" x "</w:p></w:tc>"
#define C1(w, x) \
	"<w:tc><w:tcPr><w:tcW w:w=\"" w "\" w:type=\"dxa\"/></w:tcPr>" \
	"<w:p><w:pPr><w:pStyle w:val=\"T\"/></w:pPr>" x "</w:p></w:tc>"
#define CV(w, n, v, x) \
	"<w:tc><w:tcPr><w:tcW w:w=\"" w "\" w:type=\"dxa\"/><w:gridSpan w:val=\"" n "\"/>" v \
	"</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"T\"/></w:pPr>" x "</w:p></w:tc>"
#define V "<w:vMerge w:val=\"restart\"/>"
#define VC "<w:vMerge/>"

/* Table 1 of the shipped templates. */
static const char table1[] =
    "<w:tbl><w:tblPr><w:tblW w:w=\"14570\" w:type=\"dxa\"/></w:tblPr><w:tblGrid>" GC("600") GC("2600")
    GC("680") GC("3000") GC("2500") GC("1766") GC("2800") GC("624") "</w:tblGrid>"
    TR(CV("3200", "2", V, R("Mērķis")) CV("3680", "2", V, R("Prevencijas aktivitāte"))
       CV("2500", "1", V, R("Sasniedzamais rezultāts")) CV("1766", "1", V, R("Atbildīgā institūcija"))
       CV("2800", "1", V, R("Iesaistītās institūcijas")) C1("624", R("Īstenošanas periods")))
    TR(CV("3200", "2", VC, "") CV("3680", "2", VC, "") CV("2500", "1", VC, "")
       CV("1766", "1", VC, "") CV("2800", "1", VC, "")
       C1("624", R("{{#years columns max 70mm}}{{year}}{{/years}}")))
    TR(C("14570", "8", "<w:r><w:t>{{#table1.levels rows}}{{level.numeral}}</w:t><w:tab/>"
       "<w:t>{{level.name}}</w:t></w:r>"))
    TR(C1("600", R("{{#level.goals rows}}{{#goal.activities rows}}{{goal.number|merge}}"))
       C1("2600", R("{{goal.name|merge}}")) C1("680", R("{{activity.number}}"))
       C1("3000", R("{{activity.name}}")) C1("2500", R("{{activity.result}}"))
       C1("1766", R("{{activity.responsible}}"))
       C1("2800", R("{{activity.involved}}{{/goal.activities}}{{/level.goals}}{{/table1.levels}}"))
       C1("624", R("{{?activity.runs[year]}}x{{/activity.runs[year]}}")))
    "</w:tbl>";

/* Table 3 of the shipped templates. */
static const char table3[] =
    "<w:tbl><w:tblGrid>" GC("600") GC("3500") GC("2000") GC("2600") GC("1950") GC("1624")
    GC("1077") GC("1219") "</w:tblGrid>"
    TR(CV("4100", "2", V, R("Aktivitāte")) CV("2000", "1", V, R("Plānotais rezultāts"))
       CV("2600", "1", V, R("Nepieciešamie resursi")) CV("1950", "1", V, R("Finanšu avots"))
       CV("1624", "1", V, R("Atbildīgā institūcija")) C("2296", "2", R("Finansējums, EUR")))
    TR(CV("4100", "2", VC, "") CV("2000", "1", VC, "") CV("2600", "1", VC, "")
       CV("1950", "1", VC, "") CV("1624", "1", VC, "")
       C1("1077", R("{{#years columns}}{{year}}{{/years}}")) C1("1219", R("Kopā")))
    TR(C("14570", "8", "<w:r><w:t>{{#table3.levels rows keep-end}}{{level.numeral}}</w:t><w:tab/>"
       "<w:t>{{level.name}}</w:t></w:r>"))
    TR(C1("600", R("{{#level.goals rows keep-end}}{{#goal.activities rows}}{{activity.number}}"))
       C1("3500", R("{{activity.name}}")) C1("2000", R("{{activity.result}}"))
       "<w:tc><w:tcPr><w:tcW w:w=\"2600\" w:type=\"dxa\"/></w:tcPr>" P(R("{{#activity.resources.lines}}"))
       P(R("{{.}}")) P(R("{{/activity.resources.lines}}")) "</w:tc>"
       C1("1950", R("{{activity.resources.sources}}"))
       C1("1624", R("{{activity.responsible}}{{/goal.activities}}{{/level.goals}}"))
       C1("1077", R("{{activity.money[year]|amount}}")) C1("1219", R("{{activity.total|amount}}")))
    TR(C("12274", "6", R("Kopā {{level.numeral}} līmenī{{/table3.levels}}"))
       C1("1077", R("{{level.money[year]|amount}}")) C1("1219", R("{{level.total|amount}}")))
    TR(C("12274", "6", R("Pavisam visos līmeņos")) C1("1077", R("{{money[year]|amount}}"))
       C1("1219", R("{{total|amount}}")))
    "</w:tbl>";

/* A model of n years from 2024. */
static char *
model_of(struct fill_case *c, int n)
{
	struct buf b = {0};
	char *s;

	buf_str(&b, "years: [");
	for (int i = 0; i < n; i++)
		buf_printf(&b, "%s'%d'", i > 0 ? ", " : "", 2024 + i);
	buf_str(&b, "]\n");
	for (int t = 1; t <= 3; t += 2) {
		buf_printf(&b, "table%d:\n  levels:\n  - numeral: I\n    name: Pirmais\n"
		    "    total: T\n    money: {'2024': M}\n    goals:\n", t);
		buf_str(&b, "    - {number: '1.', name: Viens, activities: [");
		for (int a = 1; a <= 2; a++)
			buf_printf(&b, "%s{number: '1.%d.', name: n%d, result: r, responsible: VJCG, "
			    "involved: ERG, runs: {'2024': x}, total: S, money: {'2024': '%d00,00'}, "
			    "resources: {lines: [%s], sources: ES}}", a > 1 ? ", " : "", a, a, a,
			    a == 1 ? "l1, l2" : "");
		buf_str(&b, "]}\n    - {number: '2.', name: Divi, activities: [{number: '2.1.', "
		    "name: n3, result: r, responsible: V, involved: E, runs: {'2024': x}, total: S, "
		    "money: {'2024': Q}, resources: {lines: [z], sources: ES}}]}\n");
	}
	buf_str(&b, "money: {'2024': G}\ntotal: GT\n");
	s = arena_strdup(c->a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

/* Every row's cells cover the grid exactly, widths too. */
static void
check_grid(const char *body, int total)
{
	int grid[64], n = 0, sum = 0;
	const char *p = body;

	while ((p = strstr(p, "<w:gridCol w:w=\"")) != NULL) {
		grid[n] = atoi(p + 16);
		assert_true(grid[n] > 0);
		sum += grid[n++];
		p++;
	}
	assert_int_equal(sum, total);
	p = body;
	while ((p = strstr(p, "<w:tr>")) != NULL) {
		const char *end = strstr(p, "</w:tr>"), *q = p;
		int col = 0;

		while ((q = strstr(q, "<w:tcW w:w=\"")) != NULL && q < end) {
			const char *close = strstr(q, "</w:tcPr>"), *g = strstr(q, "<w:gridSpan w:val=\"");
			int span = g != NULL && g < close ? atoi(g + 19) : 1, w = 0;

			for (int i = 0; i < span; i++)
				w += grid[col + i];
			assert_int_equal(atoi(q + 12), w);
			col += span;
			q++;
		}
		assert_int_equal(col, n);
		p = end;
	}
}

static void
table1_by_years(void **s)
{
	static const char *const grids[] = {
	    [1] = "600 2600 680 3000 2500 1766 2800 624 \n",
	    [3] = "600 2343 680 2707 2253 1591 2524 624 624 624 \n",
	    [5] = "600 2087 680 2411 2007 1417 2248 624 624 624 624 624 \n",
	    /* capped at 70 mm: 3969 twips over seven */
	    [7] = "600 1913 680 2210 1839 1299 2060 567 567 567 567 567 567 567 \n"};
	static const char *const years[] = {[1] = "2024|", [3] = "2024|2025|2026|",
	    [5] = "2024|2025|2026|2027|2028|", [7] = "2024|2025|2026|2027|2028|2029|2030|"};

	(void)s;
	for (int n = 1; n <= 7; n += 2) {
		struct fill_case c = fm_open(table1, NULL);
		char *pic;

		fm_fill(&c, model_of(&c, n));
		pic = picture(&c, fm_body(&c));
		check_grid(fm_body(&c), 14570);
		assert_string_equal(pic, arena_printf(c.a,
		    "%s|(2)vMērķis|(2)vPrevencijas aktivitāte|vSasniedzamais rezultāts|"
		    "vAtbildīgā institūcija|vIesaistītās institūcijas|%sĪstenošanas periods|\n"
		    "|(2)^|(2)^|^|^|^|%s\n|(%d)IPirmais|\n"
		    "|v>1.|vViens|1.1.|n1|r|VJCG|ERG|x|%s\n|^|^|1.2.|n2|r|VJCG|ERG|x|%s\n"
		    "|2.|Divi|2.1.|n3|r|V|E|x|%s\n", grids[n],
		    n > 1 ? arena_printf(c.a, "(%d)", n) : "", years[n], n + 7, &"||||||"[7 - n],
		    &"||||||"[7 - n], &"||||||"[7 - n]));
		pm_close(&c);
	}
}

/* Few years together are no narrower than the head over them needs. */
static void
least_width(void **s)
{
	static const char *const grids[] = {
	    [1] = "600 2448 680 2827 2354 1663 2637 1361 \n",
	    [2] = "600 2448 680 2828 2354 1663 2637 680 680 \n",
	    [3] = "600 2343 680 2707 2253 1591 2524 624 624 624 \n"};

	(void)s;
	for (int n = 1; n <= 3; n++) {
		struct arena *a = arena_new();
		const char *at = strstr(table1, "max 70mm");
		struct fill_case c = fm_open(arena_printf(a, "%.*smin 24mm %s", (int)(at - table1), table1, at),
		    NULL);
		char *pic;

		fm_fill(&c, model_of(&c, n));
		pic = picture(&c, fm_body(&c));
		check_grid(fm_body(&c), 14570);
		assert_memory_equal(pic, grids[n], strlen(grids[n]));
		pm_close(&c);
		arena_free(a);
	}
}

static void
table3_by_years(void **s)
{
	static const char *const grids[] = {
	    [1] = "600 3500 2000 2600 1950 1624 1077 1219 \n",
	    [3] = "600 2918 1665 2165 1624 1352 1077 1077 1077 1015 \n",
	    [5] = "600 2333 1331 1731 1298 1081 1077 1077 1077 1077 1077 811 \n",
	    [7] = "600 1748 997 1296 972 810 1077 1077 1077 1077 1077 1077 1077 608 \n"};
	static const char *const years[] = {[1] = "2024|", [3] = "2024|2025|2026|",
	    [5] = "2024|2025|2026|2027|2028|", [7] = "2024|2025|2026|2027|2028|2029|2030|"};
	static const char dashes[] = "–|–|–|–|–|–|";

	(void)s;
	for (int n = 1; n <= 7; n += 2) {
		struct fill_case c = fm_open(table3, NULL);
		const char *none = dashes + 4 * (7 - n); /* a dash is three bytes */

		fm_fill(&c, model_of(&c, n));
		check_grid(fm_body(&c), 14570);
		assert_string_equal(picture(&c, fm_body(&c)), arena_printf(c.a,
		    "%s|(2)vAktivitāte|vPlānotais rezultāts|vNepieciešamie resursi|vFinanšu avots|"
		    "vAtbildīgā institūcija|(%d)Finansējums, EUR|\n|(2)^|^|^|^|^|%sKopā|\n"
		    "|(%d)IPirmais|\n|1.1.|n1|r|l1/l2|ES|VJCG|100,00|%sS|\n"
		    "|1.2.|n2|r||ES|VJCG|200,00|%sS|\n|>2.1.|n3|r|z|ES|V|Q|%sS|\n"
		    "|(6)>Kopā I līmenī|M|%sT|\n|(6)Pavisam visos līmeņos|G|%sGT|\n", grids[n], n + 1,
		    years[n], n + 7, none, none, none, none, none));
		pm_close(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows), cmocka_unit_test(merging), cmocka_unit_test(narrowest_group),
	    cmocka_unit_test(keeping), cmocka_unit_test(table1_by_years),
	    cmocka_unit_test(least_width),
	    cmocka_unit_test(table3_by_years),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
