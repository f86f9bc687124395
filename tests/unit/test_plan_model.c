/* What a template sees of a plan. */
#include "unit.h"

#include "plan_util.h"

#define N "\xC2\xA0" /* no-break space */

static void
head(void **state)
{
	const struct value *m = model_of(WHOLE "date: 2024-06-12\n");

	(void)state;
	assert_string_equal(text_at(m, "id"), "p");
	assert_string_equal(text_at(m, "profile"), "municipality");
	assert_string_equal(text_at(m, "document_word"), "rīcības programma");
	assert_string_equal(text_at(m, "document_word.genitive"), "rīcības programmas");
	assert_string_equal(text_at(m, "document_word.participle"), "APSTIPRINĀTA");
	assert_string_equal(text_at(m, "participle"), "APSTIPRINĀTA");
	assert_string_equal(text_at(m, "period"), "2024.–2026.");
	assert_string_equal(text_at(m, "period.first"), "2024");
	assert_string_equal(text_at(m, "period.last"), "2026");
	assert_string_equal(text_at(m, "period.count"), "3");
	assert_int_equal(at(m, "years")->nitems, 3);
	assert_string_equal(at(m, "years")->singular, "year");
	assert_string_equal(text_at(m, "years.2"), "2026");
	assert_string_equal(text_at(m, "report_year"), "2024");
	assert_int_equal(at(m, "date")->form, VALUE_DATE);
	assert_string_equal(text_at(m, "date"), "2024-06-12");
	assert_string_equal(text_at(m, "date.year"), "2024");
	assert_string_equal(text_at(m, "municipality"), "Valkas novads");
	assert_string_equal(text_at(m, "municipality.dative"), "Valkas novadam");
	assert_string_equal(text_at(m, "municipality.accusative"), "Valkas novadu");
	assert_string_equal(
	    text_at(m, "municipality.authority"), "Valkas novada pašvaldība");
	assert_string_equal(
	    text_at(m, "municipality.authority.locative"), "Valkas novada pašvaldībā");
	assert_null(value_get(m, "school"));
	assert_null(value_get(m, "author"));
	assert_null(value_get(m, "decision"));
}

static void
head_blank(void **state)
{
	const struct value *m = model_of("schema: pmpplan/1\nid: p\ntitle: x\n"
					 "document_word: {word: ceļvedis, genitive: "
					 "ceļveža, ending: S}\nperiod: 2024\n"
					 "municipality: {nominative: ~, genitive: ~, "
					 "locative: ~, council_genitive: ~}\n"
					 "author: \"{{municipality.authority}}\"\nplace: "
					 "\"{{municipality.dative}}\"\ngoals: []\n");

	(void)state;
	assert_string_equal(text_at(m, "municipality"), "____");
	assert_string_equal(text_at(m, "municipality.dative"), "(blank)");
	assert_string_equal(text_at(m, "municipality.authority"), "____");
	assert_string_equal(text_at(m, "author"), "____");
	assert_string_equal(text_at(m, "place"), "____");
	assert_string_equal(text_at(m, "participle"), "APSTIPRINĀTS");
	assert_string_equal(text_at(m, "period"), "2024.");
	assert_int_equal(at(m, "goals.levels")->nitems, 0);
	assert_int_equal(at(m, "goals.total")->kind, VALUE_NONE);
}

static void
school(void **state)
{
	const struct value *m = model_of(
	    "schema: pmpplan/1\nid: p\nprofile: school\ntitle: x\n"
	    "document_word: vadlīnijas\nperiod: [2024, 2025]\n"
	    "school: {nominative: Ērģemes pamatskola, genitive: Ērģemes pamatskolas, "
	    "locative: Ērģemes pamatskolā}\ngoals: []\n");

	(void)state;
	assert_string_equal(text_at(m, "school"), "Ērģemes pamatskola");
	assert_string_equal(text_at(m, "school.dative"), "Ērģemes pamatskolai");
	assert_null(value_get(m, "municipality"));
	assert_int_equal(at(m, "approval.lines")->nitems, 3);
	assert_string_equal(text_at(m, "approval.lines.0"), "APSTIPRINĀTAS");
	assert_string_equal(
	    text_at(m, "approval.lines.1"), "ar Ērģemes pamatskolas direktora");
	assert_string_equal(text_at(m, "approval.lines.2"),
	    "20__." N "gada __." N "________ rīkojumu Nr." N "____");
}

static void
names_in_values(void **state)
{
	const struct value *m =
	    model_of(WHOLE "author: \"{{municipality.authority.genitive}} {{ place | "
			   "upper }}\"\nplace: Valka\n"
			   "date: 2024-06-12\nversion: \"\\\\{{x}} "
			   "{{author}}\"\ncontact: \"{{date}}, {{date|date:genitive}}\"\n"
			   "preface: |\n  {{document_word.genitive|first}} {{period}} "
			   "{{period.count}}\n");

	(void)state;
	assert_string_equal(text_at(m, "author"), "Valkas novada pašvaldības VALKA");
	assert_string_equal(
	    text_at(m, "version"), "{{x}} Valkas novada pašvaldības VALKA");
	assert_string_equal(
	    text_at(m, "contact"), "12.06.2024., 2024." N "gada 12." N "jūnija");
	assert_string_equal(text_at(m, "preface"), "Rīcības programmas 2024.–2026. 3");
	assert_int_equal(at(m, "preface")->form, VALUE_MARKDOWN);
}

/* What comes from a table of rows is never scanned, nor is what was put in. */
static void
literal_values(void **state)
{
	const char *yaml = WHOLE "author: \"{{place}}\"\nplace: x\n";
	struct value *root = yaml_parse(a, "p.yaml", yaml, strlen(yaml), d);
	struct value *v = value_str(a, "{{title}} {{");
	const struct plan *p;

	(void)state;
	v->literal = true;
	value_set(a, root, "place", v);
	p = plan_from(a, root, d);
	assert_non_null(p);
	assert_string_equal(text_at(plan_model(p), "place"), "{{title}} {{");
	assert_string_equal(text_at(plan_model(p), "author"), "{{title}} {{");
	/* and the values handed in are as they were */
	assert_string_equal(value_get_text(root, "author"), "{{place}}");
}

#define TREE                                                                             \
	"goals:\n"                                                                       \
	"  - {id: last, level: tailored, name: C, activities: [{id: c1, name: C1, "      \
	"result: r, responsible: skola, years: 2025, money: {2025: ~}}]}\n"              \
	"  - {id: first, level: universal, name: A}\n"                                   \
	"  - id: second\n    level: universal\n    name: B\n    activities:\n"           \
	"      - {id: b1, name: B1, result: 30 % vecāku, responsible: [vjcg, {text: "   \
	"padome}], "                                                                     \
	"years: [2024, 2026], money: {2024: 300, 2026: 1200.50},\n"                      \
	"         tasks: [{id: t1, name: T1, term: 2024, by: vjcg, supervised_by: "      \
	"skola}, "                                                                       \
	"{id: t2, name: T2, term: ~, by: ~, supervised_by: skola}],\n"                   \
	"         resources: {people: [{role: psihologs, count: 1}, {role: "             \
	"speciālists, "                                                                 \
	"count: 0.25, unit: slodzes}, {role: vadītāji}], support: telpas, time: 2 "    \
	"stundas, "                                                                      \
	"sources: [es_funds, own, municipal_budget]},\n"                                 \
	"         outcome: {2025: {achieved: 34 %, spent: 280}}}\n"                      \
	"      - {id: b2, name: B2, result: r, responsible: vjcg, years: ~}\n"           \
	"sources: [{id: own, name: loterija}]\n"

static void
tree(void **state)
{
	const struct value *m = model_of(HEAD TREE);
	const struct value *b1 = at(m, "goals.1.activities.0");

	(void)state;
	assert_string_equal(text_at(m, "goals.0.number"), "1.");
	assert_string_equal(text_at(m, "goals.0.name"), "A");
	assert_string_equal(text_at(m, "goals.2.id"), "last");
	assert_string_equal(text_at(m, "goals.2.number"), "3.");
	assert_string_equal(text_at(m, "goals.2.activities.0.number"), "3.1.");
	assert_string_equal(text_at(m, "goals.1.activities.1.number"), "2.2.");
	assert_string_equal(text_at(b1, "tasks.1.number"), "2.1.2.");
	assert_string_equal(text_at(b1, "result"), "30" N "% vecāku");
	assert_string_equal(text_at(b1, "responsible.0"), "VJCĢ");
	assert_string_equal(text_at(b1, "responsible.1"), "padome");
	assert_int_equal(at(b1, "involved")->nitems, 0);
	assert_string_equal(text_at(b1, "years"), "2024., 2026.");
	assert_int_equal(at(b1, "runs.2024")->num, 1);
	assert_int_equal(at(b1, "runs.2025")->num, 0);
	assert_string_equal(text_at(b1, "runs.2025"), "");
	assert_int_equal(at(b1, "runs.2026")->form, VALUE_BOOL);
	assert_string_equal(text_at(b1, "tasks.0.term"), "2024." N "gads");
	assert_string_equal(text_at(b1, "tasks.1.term"), "(blank)");
	assert_string_equal(text_at(b1, "tasks.1.by"), "(blank)");
	assert_string_equal(text_at(b1, "tasks.0.supervised_by.0"), "Skola");
	assert_string_equal(at(b1, "tasks")->singular, "task");
}

static void
money(void **state)
{
	const struct value *m = model_of(HEAD TREE);
	const struct value *b1 = at(m, "goals.1.activities.0");

	(void)state;
	assert_int_equal(at(b1, "money.2024")->num, 30000);
	assert_int_equal(at(b1, "money.2024")->form, VALUE_MONEY);
	assert_string_equal(text_at(b1, "money.2025"), "(none)");
	assert_int_equal(at(b1, "total")->num, 150050);
	assert_string_equal(text_at(m, "goals.0.total"), "(none)");
	assert_int_equal(at(m, "goals.1.total")->num, 150050);
	assert_string_equal(text_at(m, "goals.2.money.2025"), "(blank)");
	assert_string_equal(text_at(m, "goals.2.total"), "(blank)");
	assert_int_equal(at(m, "money.2026")->num, 120050);
	assert_string_equal(text_at(m, "money.2025"), "(blank)");
	assert_string_equal(text_at(m, "total"), "(blank)");
	assert_int_equal(at(m, "table3.levels.0.total")->num, 150050);
	assert_string_equal(text_at(m, "table3.levels.1.total"), "(blank)");
}

static void
resources(void **state)
{
	const struct value *r = at(model_of(HEAD TREE), "goals.1.activities.0.resources");

	(void)state;
	assert_int_equal(at(r, "lines")->nitems, 5);
	assert_string_equal(text_at(r, "lines.0"), "psihologs –" N "1");
	assert_string_equal(text_at(r, "lines.1"), "speciālists –" N "0,25 slodzes");
	assert_string_equal(text_at(r, "lines.2"), "vadītāji");
	assert_string_equal(text_at(r, "lines.3"), "telpas");
	assert_string_equal(text_at(r, "lines.4"), "2 stundas");
	assert_string_equal(
	    text_at(r, "sources"), "ES fondi, loterija, pašvaldības budžets");
	assert_string_equal(text_at(r, "sources.1.name"), "loterija");
	assert_string_equal(text_at(r, "people.1.role"), "speciālists");
}

static void
outcomes(void **state)
{
	const struct value *m = model_of(HEAD TREE);

	(void)state;
	assert_string_equal(
	    text_at(m, "goals.1.activities.0.outcome.2025.achieved"), "34" N "%");
	assert_int_equal(at(m, "goals.1.activities.0.outcome.2025.spent")->num, 28000);
	assert_string_equal(
	    text_at(m, "goals.1.activities.0.outcome.2024.achieved"), "(none)");
	assert_string_equal(
	    text_at(m, "goals.2.activities.0.outcome.2025.impact"), "(none)");
}

static void
levels(void **state)
{
	const struct value *m = model_of(HEAD TREE);

	(void)state;
	/* the goals figure has all goals; a table only what it has rows for */
	assert_int_equal(at(m, "goals.levels")->nitems, 2);
	assert_int_equal(at(m, "goals.levels.0.goals")->nitems, 2);
	assert_string_equal(text_at(m, "goals.levels.1.numeral"), "III");
	assert_string_equal(text_at(m, "goals.levels.1.name"), "Pielāgotā prevencija");
	assert_string_equal(text_at(m, "goals.levels.1.key"), "tailored");
	assert_int_equal(at(m, "table1.levels.0.goals")->nitems, 1);
	assert_int_equal(at(m, "table1.levels.0.activities")->nitems, 2);
	assert_int_equal(at(m, "table2.levels")->nitems, 1);
	assert_int_equal(at(m, "table2.levels.0.goals.0.activities")->nitems, 1);
	assert_string_equal(at(m, "table2.levels.0.goals")->singular, "goal");
	assert_string_equal(at(m, "table2.levels")->singular, "level");
}

#define INDICATORS                                                                       \
	"indicators:\n"                                                                  \
	"  - {id: z, name: Z, goals: [last], base: 1234.5, targets: {2026: 4, 2025: "    \
	"{text: aug}}, "                                                                 \
	"source: s}\n"                                                                   \
	"  - {id: i, name: I, goals: [first], direction: up, source: s,\n"               \
	"     base: {value: 60, unit: \"%\", year: 2023},\n"                             \
	"     targets: {2025: 70, 2026: {value: 8, unit: slodzes}, 2027: ~}}\n"          \
	"  - {id: b, name: B, goals: [first, last], base: {text: nav 5 %}, targets: ~, " \
	"source: s}\n"

static void
indicators(void **state)
{
	const struct value *m = model_of(HEAD TREE INDICATORS);

	(void)state;
	assert_int_equal(at(m, "indicators.years")->nitems, 3);
	assert_string_equal(text_at(m, "indicators.years.0"), "2025");
	assert_string_equal(text_at(m, "indicators.0.id"), "i");
	assert_string_equal(text_at(m, "indicators.0.number"), "1.");
	assert_string_equal(text_at(m, "indicators.2.number"), "3.");
	assert_string_equal(text_at(m, "indicators.0.base"), "60" N "%");
	assert_string_equal(text_at(m, "indicators.0.base.year"), "2023");
	assert_string_equal(text_at(m, "indicators.0.unit"), "%");
	assert_string_equal(text_at(m, "indicators.0.targets.2025"), "70" N "%");
	assert_string_equal(text_at(m, "indicators.0.targets.2026"), "8" N "slodzes");
	assert_string_equal(text_at(m, "indicators.0.targets.2027"), "(blank)");
	assert_string_equal(text_at(m, "indicators.0.goals.0.name"), "A");
	assert_string_equal(text_at(m, "indicators.1.base"), "nav 5" N "%");
	assert_string_equal(text_at(m, "indicators.1.targets.2025"), "(blank)");
	assert_string_equal(text_at(m, "indicators.2.base"), "1" N "234,5");
	assert_string_equal(text_at(m, "indicators.2.targets.2025"), "aug");
	assert_string_equal(text_at(m, "indicators.2.targets.2027"), "(none)");
	assert_int_equal(at(m, "indicators.levels")->nitems, 2);
	assert_int_equal(at(m, "indicators.levels.0.indicators")->nitems, 2);
	assert_string_equal(text_at(m, "indicators.levels.1.indicators.0.id"), "z");
}

static void
abbreviations(void **state)
{
	const struct value *m = model_of(
	    "schema: pmpplan/1\nid: p\ntitle: x\n"
	    "document_word: plāns\nperiod: 2024\n"
	    "municipality: {nominative: a, genitive: b, locative: c, council_genitive: "
	    "d}\n"
	    "institutions: [{id: v, short: VJCĢ, name: Ģ}, {id: n, short: NAV, name: N}, "
	    "{id: p, short: Valkas PII, name: I}, {id: s, name: Skola}]\n"
	    "abbreviations: [{short: VIIS, name: v}, {short: ĀB, name: ā}, {short: AC, "
	    "name: c}, "
	    "{short: ES, name: e}, {short: ESF, name: f}, {short: Valkas, name: w}, "
	    "{short: NE, name: \"VIIS\"}]\n"
	    "context: \"VIIS-dati, ĀBC nav; (ĀB), ESF. Valkas\\u00A0PII un AC\"\n"
	    "goals: [{id: g, level: universal, name: x, activities: [{id: NE, name: y, "
	    "result: z, responsible: v, involved: s, years: 2024}]}]\n");
	const struct value *list = at(m, "abbreviations");
	static const char *const want[] = {
	    "ĀB", "AC", "ESF", "Valkas PII", "VIIS", "VJCĢ"};
	size_t i;

	(void)state;
	assert_int_equal(list->nitems, 6);
	for (i = 0; i < 6; i++)
		assert_string_equal(value_get_text(list->items[i], "short"), want[i]);
	assert_string_equal(list->singular, "abbreviation");
}

static void
chapters(void **state)
{
	const struct value *m =
	    model_of(WHOLE "situation: [{id: r, category: K, text: \"5 % x\"}]\n"
			   "monitoring: {text: t, group: [x, y], duties: [z]}\n"
			   "decision: {findings: [a], points: [b, c], responsible: d}\n"
			   "notes: {table3: Summas ar PVN.}\ncontext: ~\n");

	(void)state;
	assert_string_equal(at(m, "situation")->singular, "entry");
	assert_string_equal(text_at(m, "situation.0.text"), "5" N "% x");
	assert_int_equal(at(m, "situation.0.text")->form, VALUE_MARKDOWN);
	assert_string_equal(text_at(m, "monitoring.group.1"), "y");
	assert_null(value_get(at(m, "monitoring"), "closing"));
	assert_string_equal(text_at(m, "decision.points.1"), "c");
	assert_string_equal(text_at(m, "notes.table3"), "Summas ar PVN.");
	assert_string_equal(text_at(m, "context"), "(blank)");
	assert_null(value_get(m, "system"));
}

/* Optional names are known though they are not given: templates may ask with "?". */
static void
known_names(void **state)
{
	const struct value *m = model_of(HEAD TREE INDICATORS "decision: {points: [x]}\n"
							      "notes: {table3: x}\n");

	(void)state;
	assert_non_null(at(m, "@known.author"));
	assert_non_null(at(m, "@known.school"));
	assert_non_null(at(m, "approval.@known.date"));
	assert_non_null(at(m, "decision.@known.responsible"));
	assert_non_null(at(m, "notes.@known.table1"));
	assert_non_null(at(m, "institutions.1.@known.short"));
	assert_non_null(at(m, "goals.1.activities.0.responsible.1.@known.short"));
	assert_non_null(at(m, "indicators.2.base.@known.year"));
	assert_null(value_get(at(m, "@known"), "titel"));
}

static void
meta_date(void **state)
{
	const struct plan *p;

	(void)state;
	unsetenv("SOURCE_DATE_EPOCH");
	assert_null(plan_meta_date(read_plan(WHOLE)));
	setenv("SOURCE_DATE_EPOCH", "1719792000", 1);
	assert_string_equal(plan_meta_date(read_plan(WHOLE)), "2024-07-01");
	setenv("SOURCE_DATE_EPOCH", "soon", 1);
	assert_null(plan_meta_date(read_plan(WHOLE)));
	unsetenv("SOURCE_DATE_EPOCH");
	p = read_plan(WHOLE "date: 2024-06-12\n");
	assert_string_equal(plan_meta_date(p), "2024-06-12");
	p = read_plan(WHOLE "date: 2024-06-12\napproval: {date: 2024-07-04}\n");
	assert_string_equal(plan_meta_date(p), "2024-07-04");
	assert_false(plan_is_approved(p));
	assert_false(plan_is_school(p));
	assert_string_equal(plan_id(p), "p");
}

#define MARK                                                                             \
	"schema: pmpplan/1\nid: p\ntitle: x\ndocument_word: noteikumi\nperiod: 2024\n"   \
	"municipality: {nominative: a, genitive: b, locative: c, council_genitive: X "   \
	"domes}\n"                                                                       \
	"goals: []\napproval: {status: %s, pattern: %s%s}\n"

/* Each shipped wording of the mark, filled and blank. */
static void
marks(void **state)
{
	static const struct {
		const char *name, *filled, *blank;
	} want[] = {
	    {"valka-2024",
		"APSTIPRINĀTI\nar X domes\n2024." N "gada 4." N
		"jūlija sēdes lēmumu Nr." N "224\n"
		"(prot. Nr." N "9, 3." N "§)\n",
		"APSTIPRINĀTI\nar X domes\n20__." N "gada __." N
		"________ sēdes lēmumu Nr." N "____\n(prot. Nr." N "____, ____." N "§)\n"},
	    {"valka-2020",
		"APSTIPRINĀTI\nar X domes 04.07.2024. lēmumu (prot. Nr." N "9, 3." N "§)\n",
		"APSTIPRINĀTI\nar X domes __.__.20__. lēmumu (prot. Nr." N
		"____, ____." N "§)\n"},
	    {"adazi",
		"APSTIPRINĀTI\nar X domes\n2024." N "gada 4." N "jūlija sēdes lēmumu\n"
		"(prot. Nr." N "9 §" N "3)\n",
		"APSTIPRINĀTI\nar X domes\n20__." N "gada __." N "________ sēdes lēmumu\n"
		"(prot. Nr." N "____ §" N "____)\n"},
	    {"aizkraukle",
		"APSTIPRINĀTI\nar X domes\n2024." N "gada 4." N
		"jūlija domes sēdes lēmumu Nr." N "224\n(prot. Nr." N "9, 3." N "p.)\n",
		"APSTIPRINĀTI\nar X domes\n20__." N "gada __." N
		"________ domes sēdes lēmumu Nr." N "____\n(prot. Nr." N
		"____, ____." N "p.)\n"},
	    {"kekava",
		"Apstiprināti\nar X domes\n2024." N "gada 4." N
		"jūlija sēdes lēmumu Nr." N "224\n"
		"(prot. Nr." N "9)\n",
		"Apstiprināti\nar X domes\n20__." N "gada __." N
		"________ sēdes lēmumu Nr." N "____\n(prot. Nr." N "____)\n"},
	    {"preili",
		"Apstiprināti\nar X domes\n2024." N "gada 4." N "jūlija sēdes lēmumu\n"
		"(prot. Nr." N "9)\n",
		"Apstiprināti\nar X domes\n20__." N "gada __." N "________ sēdes lēmumu\n"
		"(prot. Nr." N "____)\n"},
	    {"smiltene", "APSTIPRINĀTI\nX domes\n04.07.2024. lēmums Nr." N "224\n",
		"APSTIPRINĀTI\nX domes\n__.__.20__. lēmums Nr." N "____\n"},
	    {"school",
		"APSTIPRINĀTI\nar X domes\n2024." N "gada 4." N "jūlija rīkojumu Nr." N
		"224\n",
		"APSTIPRINĀTI\nar X domes\n20__." N "gada __." N "________ rīkojumu Nr." N
		"____\n"},
	};
	size_t i, k;
	int filled;

	(void)state;
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		for (filled = 0; filled < 2; filled++) {
			struct buf b = {0};
			const struct value *lines =
			    at(model_of(arena_printf(a, MARK,
				   filled ? "approved" : "draft", want[i].name,
				   filled ? ", date: 2024-07-04, decision: \"224\", "
					    "protocol: \"9\", item: \"3\""
					  : "")),
				"approval.lines");

			for (k = 0; k < lines->nitems; k++) {
				buf_printf(&b, "%s\n", lines->items[k]->text);
				assert_int_equal(
				    at(lines->items[k], "opens")->num, k == 0);
			}
			assert_string_equal(
			    buf_cstr(&b), filled ? want[i].filled : want[i].blank);
			buf_free(&b);
		}
}

static void
own_mark_and_amendments(void **state)
{
	const struct value *m = model_of(WHOLE
	    "approval:\n"
	    "  status: approved\n  date: 2024-07-04\n  decision: \"224\"\n"
	    "  pattern: |\n    {{participle|lower}} {{body}} {{date}}\n\n    Nr. "
	    "{{decision}} \\{{ {{date|date:locative}}\n"
	    "  amended:\n    - {word: PRECIZĒT, date: 2025-01-09, decision: \"7\"}\n"
	    "    - {word: GROZĪT, date: 2025-02-03, decision: \"8\", pattern: smiltene, "
	    "body: Y padomes}\n");
	const struct value *lines = at(m, "approval.lines");

	(void)state;
	assert_int_equal(lines->nitems, 7);
	assert_string_equal(text_at(lines, "0"),
	    "apstiprināta Valkas novada pašvaldības domes 2024." N "gada 4." N "jūlija");
	assert_string_equal(
	    text_at(lines, "1"), "Nr." N "224 {{ 2024." N "gada 4." N "jūlijā");
	assert_string_equal(text_at(lines, "2"),
	    "precizēta Valkas novada pašvaldības domes 2025." N "gada 9." N "janvāra");
	assert_int_equal(at(lines, "2.opens")->num, 1);
	assert_int_equal(at(lines, "3.opens")->num, 0);
	assert_string_equal(text_at(lines, "4"), "GROZĪTA");
	assert_string_equal(text_at(lines, "5"), "Y padomes");
	assert_string_equal(text_at(lines, "6"), "03.02.2025. lēmums Nr." N "8");
	assert_string_equal(text_at(m, "approval.status"), "approved");
	assert_string_equal(
	    text_at(m, "approval.body"), "Valkas novada pašvaldības domes");
}

/* -- views -- */

static void
overrides(void **state)
{
	const struct value *m = model_of(HEAD TREE INDICATORS
	    "views:\n"
	    "  goals: {first: {expected: [Cits], name: Vārds}}\n"
	    "  indicators: {i: {base: \"60%\", targets: {2026: līdz 80 %}}}\n"
	    "  table1: {b1: {responsible: VJCĢ., years: 2025}, b2: {years: [2024, 2025, "
	    "2026]}, second: {number: \"7.\"}}\n"
	    "  table2: {t2: {term: jūnijā, by: [x, y]}}\n"
	    "  table3: {b1: {resources: [viens, divi], sources: budžets, money: {2025: 1 "
	    "slodze}, "
	    "total: \"\"}, total: \"5\", level_total: {universal: \"6\"}}\n"
	    "  table4: {b1: {money: \"15380\", achieved: viss}, total: \"21180,00\"}\n");

	(void)state;
	assert_string_equal(text_at(m, "goals.levels.0.goals.0.name"), "Vārds");
	assert_string_equal(text_at(m, "goals.levels.0.goals.0.expected.0"), "Cits");
	assert_string_equal(text_at(m, "goals.0.name"), "A"); /* the tree is untouched */
	assert_string_equal(text_at(m, "indicators.levels.0.indicators.0.base"), "60%");
	assert_string_equal(
	    text_at(m, "indicators.levels.0.indicators.0.targets.2026"), "līdz 80" N "%");
	assert_string_equal(
	    text_at(m, "indicators.levels.0.indicators.0.targets.2025"), "70" N "%");
	assert_string_equal(text_at(m, "table1.levels.0.goals.0.number"), "7.");
	assert_string_equal(
	    text_at(m, "table1.levels.0.goals.0.activities.0.responsible"), "VJCĢ.");
	assert_int_equal(at(m, "table1.levels.0.goals.0.activities.0.runs.2025")->num, 1);
	assert_int_equal(at(m, "table1.levels.0.goals.0.activities.0.runs.2024")->num, 0);
	assert_string_equal(
	    text_at(m, "table1.levels.0.activities.0.responsible"), "VJCĢ.");
	assert_string_equal(text_at(m, "table1.levels.0.activities.0.years"), "2025.");
	assert_string_equal(
	    text_at(m, "table1.levels.0.activities.1.years"), "2024.–2026.");
	assert_string_equal(
	    text_at(m, "table2.levels.0.goals.0.activities.0.tasks.1.term"), "jūnijā");
	assert_string_equal(
	    text_at(m, "table2.levels.0.goals.0.activities.0.tasks.1.by.1"), "y");
	assert_string_equal(
	    text_at(m, "table2.levels.0.goals.0.activities.0.tasks.0.name"), "T1");
	assert_string_equal(
	    text_at(m, "table3.levels.0.activities.0.resources.lines.1"), "divi");
	assert_string_equal(
	    text_at(m, "table3.levels.0.activities.0.resources.sources"), "budžets");
	assert_string_equal(
	    text_at(m, "table3.levels.0.activities.0.money.2025"), "1 slodze");
	assert_int_equal(at(m, "table3.levels.0.activities.0.money.2024")->num, 30000);
	assert_string_equal(text_at(m, "table3.levels.0.activities.0.total"), "");
	assert_string_equal(text_at(m, "table3.total"), "5");
	assert_string_equal(text_at(m, "table3.levels.0.total"), "6");
	assert_int_equal(at(m, "table1.levels.0.total")->num, 150050);
	assert_string_equal(
	    text_at(m, "table4.levels.0.activities.0.money.2024"), "15380");
	assert_string_equal(
	    text_at(m, "table4.levels.0.activities.0.outcome.2024.achieved"), "viss");
	assert_string_equal(text_at(m, "table4.money.2024"), "21180,00");
	assert_string_equal(text_at(m, "table4.total"), "21180,00");
	assert_string_equal(text_at(m, "total"), "(blank)");
	assert_int_equal(diag_count(d, DIAG_NOTE) > 15, 1);
}

static void
own_rows(void **state)
{
	const struct value *m = model_of(HEAD TREE INDICATORS
	    "views:\n"
	    "  table1:\n    rows:\n"
	    "      - {level: universal, level_name: UNIVERSĀLĀ}\n"
	    "      - {activity: b2, number: \"1\", goal_number: \"1.\"}\n"
	    "      - {activity: b1, goal_number: \"1.\"}\n"
	    "      - {activity: c1}\n" /* of the open band, though its goal is tailored */
	    "      - {goal: last, goal_number: \"\", goal_name: Mentors, name: Cits}\n"
	    "      - {level: targeted}\n"
	    "  table2:\n    rows:\n"
	    "      - {task: t2, name: Otrais, activity_name: Cits}\n"
	    "      - {task: t1}\n"
	    "      - {name: Trešais, term: tad, by: kāds}\n"
	    "  goals:\n    rows: [{goal: last, number: \"9.\"}, {goal: first, expected: "
	    "viens}]\n"
	    "  indicators:\n    rows: [{indicator: z, targets: \"\"}, {indicator: i}]\n");

	(void)state;
	assert_int_equal(at(m, "table1.levels")->nitems, 2);
	assert_string_equal(text_at(m, "table1.levels.0.name"), "UNIVERSĀLĀ");
	assert_string_equal(text_at(m, "table1.levels.0.numeral"), "I");
	assert_int_equal(at(m, "table1.levels.0.goals")->nitems, 3);
	assert_string_equal(text_at(m, "table1.levels.0.goals.0.number"), "1.");
	assert_string_equal(text_at(m, "table1.levels.0.goals.0.id"), "second");
	assert_int_equal(at(m, "table1.levels.0.goals.0.activities")->nitems, 2);
	assert_string_equal(
	    text_at(m, "table1.levels.0.goals.0.activities.0.number"), "1");
	assert_string_equal(
	    text_at(m, "table1.levels.0.goals.0.activities.1.name"), "B1");
	assert_string_equal(text_at(m, "table1.levels.0.goals.1.id"), "last");
	assert_string_equal(text_at(m, "table1.levels.0.goals.2.id"), "last");
	assert_string_equal(text_at(m, "table1.levels.0.goals.2.name"), "Mentors");
	assert_string_equal(text_at(m, "table1.levels.0.goals.2.number"), "");
	assert_string_equal(
	    text_at(m, "table1.levels.0.goals.2.activities.0.name"), "Cits");
	assert_string_equal(
	    text_at(m, "table1.levels.0.goals.2.activities.0.result"), "(none)");
	assert_int_equal(at(m, "table1.levels.0.activities")->nitems, 4);
	assert_int_equal(at(m, "table1.levels.1.goals")->nitems, 0);
	/* table 2: one activity turn of three tasks, the level found by the goal */
	assert_int_equal(at(m, "table2.levels")->nitems, 1);
	assert_int_equal(at(m, "table2.levels.0.goals")->nitems, 1);
	assert_int_equal(at(m, "table2.levels.0.goals.0.activities")->nitems, 1);
	assert_string_equal(
	    text_at(m, "table2.levels.0.goals.0.activities.0.name"), "Cits");
	assert_int_equal(at(m, "table2.levels.0.goals.0.activities.0.tasks")->nitems, 3);
	assert_string_equal(
	    text_at(m, "table2.levels.0.goals.0.activities.0.tasks.0.name"), "Otrais");
	assert_string_equal(
	    text_at(m, "table2.levels.0.goals.0.activities.0.tasks.2.by"), "kāds");
	assert_string_equal(
	    text_at(m, "table2.levels.0.goals.0.activities.0.tasks.2.number"), "(none)");
	/* goals, indicators: the order of the rows, a level each time it changes */
	assert_int_equal(at(m, "goals.levels")->nitems, 2);
	assert_string_equal(text_at(m, "goals.levels.0.goals.0.number"), "9.");
	assert_string_equal(text_at(m, "goals.levels.1.goals.0.expected.0"), "viens");
	assert_string_equal(
	    text_at(m, "indicators.levels.0.indicators.0.targets.2026"), "");
	assert_string_equal(
	    text_at(m, "indicators.levels.1.indicators.0.targets.2025"), "70" N "%");
}

/* A thousand goals take about a hundred times what ten take, not ten thousand. */
static void
many(void **state)
{
	struct buf b = {0};
	const struct value *m;
	int i;

	(void)state;
	buf_str(&b, HEAD "goals:\n");
	for (i = 0; i < 1500; i++)
		buf_printf(&b,
		    "  - {id: g%d, level: universal, name: x, activities: [{id: a%d, "
		    "name: y, "
		    "result: z, responsible: [vjcg], years: 2024-2026, money: {2024: "
		    "100}}]}\n",
		    i, i);
	m = model_of(buf_cstr(&b));
	buf_free(&b);
	assert_string_equal(text_at(m, "goals.1499.number"), "1500.");
	assert_int_equal(at(m, "total")->num, 15000000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(head),
	    TEST(head_blank),
	    TEST(school),
	    TEST(names_in_values),
	    TEST(literal_values),
	    TEST(tree),
	    TEST(money),
	    TEST(resources),
	    TEST(outcomes),
	    TEST(levels),
	    TEST(indicators),
	    TEST(abbreviations),
	    TEST(chapters),
	    TEST(known_names),
	    TEST(meta_date),
	    TEST(marks),
	    TEST(own_mark_and_amendments),
	    TEST(overrides),
	    TEST(own_rows),
	    TEST(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
