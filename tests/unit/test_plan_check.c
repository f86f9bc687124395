/* What is refused in a plan file, and where the message points. */
#include "unit.h"

#include "plan_util.h"

/* The plan is refused with exactly these messages (errors only). */
static void
refused(const char *yaml, const char *want)
{
	assert_null(read_plan(yaml));
	assert_string_equal(messages(DIAG_WARNING), want);
	assert_int_equal(diag_status(d), EXIT_INPUT);
}

/* What is refused when these lines follow a whole plan (line 21 on). */
static void
more(const char *yaml, const char *want)
{
	refused(arena_printf(a, "%s%s", WHOLE, yaml), want);
}

static void
whole(void **state)
{
	(void)state;
	assert_non_null(read_plan(WHOLE));
	assert_string_equal(messages(DIAG_NOTE), "");
}

static void
missing(void **state)
{
	(void)state;
	refused("id: p\ntitle: x\n",
	    "p.yaml:1:1: error: missing: schema [plan-missing]\n"
	    "p.yaml:1:1: error: missing: document_word [plan-missing]\n"
	    "p.yaml:1:1: error: missing: period [plan-missing]\n"
	    "p.yaml:1:1: error: missing: municipality [plan-missing]\n"
	    "p.yaml:1:1: error: missing: goals [plan-missing]\n");
}

static void
missing_deep(void **state)
{
	(void)state;
	refused(HEAD
	    "goals:\n  - id: g\n    level: universal\n    name: x\n    activities:\n"
	    "      - id: a\n        name: y\n        years: 2024\n        tasks: [{id: "
	    "t}]\n",
	    "p.yaml:13:9: error: missing: activities[a].result [plan-missing]\n"
	    "p.yaml:13:9: error: missing: activities[a].responsible [plan-missing]\n"
	    "p.yaml:16:17: error: missing: activities[a].tasks[t].name [plan-missing]\n"
	    "p.yaml:16:17: error: missing: activities[a].tasks[t].term [plan-missing]\n"
	    "p.yaml:16:17: error: missing: activities[a].tasks[t].by [plan-missing]\n"
	    "p.yaml:16:17: error: missing: activities[a].tasks[t].supervised_by "
	    "[plan-missing]\n");
}

static void
school_needs_its_name(void **state)
{
	(void)state;
	refused(
	    "schema: pmpplan/1\nid: p\nprofile: school\ntitle: x\ndocument_word: plāns\n"
	    "period: 2024\ngoals: []\n",
	    "p.yaml:1:1: error: missing: school [plan-missing]\n");
}

static void
unknown(void **state)
{
	(void)state;
	more("titel: x\nauthors: y\nzzzzzz: 1\n",
	    "p.yaml:21:1: error: unknown field \"titel\", did you mean \"title\"? "
	    "[plan-unknown]\n"
	    "p.yaml:22:1: error: unknown field \"authors\", did you mean \"author\"? "
	    "[plan-unknown]\n"
	    "p.yaml:23:1: error: unknown field \"zzzzzz\" [plan-unknown]\n");
}

static void
types(void **state)
{
	(void)state;
	more("date: 4.7.2024\ndecision: x\nsituation: {}\n"
	     "indicators: [{id: a b, name: x, goals: g, base: many, targets: [1], "
	     "source: [x]}]\n"
	     "version: [1]\n",
	    "p.yaml:21:7: error: date must be a date such as 2024-07-04, not "
	    "\"4.7.2024\"; write 2024-07-04 "
	    "[plan-type]\n"
	    "p.yaml:22:11: error: decision must be a map of fields, not \"x\" "
	    "[plan-type]\n"
	    "p.yaml:23:12: error: situation must be a list: [one, two], or each on a line of "
	    "its own behind \"- \" [plan-type]\n"
	    "p.yaml:24:19: error: indicators[a b].id must be an id: a text without "
	    "blanks and "
	    "brackets, at most 100 bytes, not \"a b\"; write a-b [plan-type]\n"
	    "p.yaml:24:49: error: indicators[a b].base must be a number, or a map with "
	    "value "
	    "or text, not \"many\"; write {text: \"many\"} [plan-type]\n"
	    "p.yaml:24:64: error: indicators[a b].targets must be a map by years, such "
	    "as {2024: ...} "
	    "[plan-type]\n"
	    "p.yaml:24:77: error: indicators[a b].source must be a text of one line "
	    "[plan-type]\n"
	    "p.yaml:25:10: error: version must be a text of one line [plan-type]\n");
}

#define ACTIVITY(more)                                                                   \
	HEAD "goals:\n  - id: g\n    level: universal\n    name: x\n    activities:\n"   \
	     "      - {id: a, name: y, result: z, responsible: vjcg, years: 2024,\n"     \
	     "         " more "}\n" /* "more" begins at 14:10 */

static void
ranges(void **state)
{
	(void)state;
	refused(ACTIVITY("money: {2024: -1, 2025: 1.005, 2026: 1000000000}"),
	    "p.yaml:14:24: error: activities[a].money.2024 must be from 0 to 999999999, "
	    "not -1 "
	    "[plan-range]\n"
	    "p.yaml:14:34: error: activities[a].money.2025 must be an amount such as 300 "
	    "or 300.50, "
	    "not \"1.005\" [plan-type]\n"
	    "p.yaml:14:47: error: activities[a].money.2026 must be from 0 to 999999999, "
	    "not "
	    "1000000000 [plan-range]\n");
}

static void
counts(void **state)
{
	(void)state;
	refused(
	    ACTIVITY(
		"resources: {people: [{role: x, count: -1}, {role: y, count: 0,25}]}"),
	    "p.yaml:14:48: error: activities[a].resources.people[1].count must be from 0 "
	    "to 100000, "
	    "not -1 [plan-range]\n"
	    "p.yaml:14:70: error: activities[a].resources.people[2]: between braces a comma "
	    "parts fields; decimals stand behind a point: count: 0.25 [plan-comma]\n");
}

static void
choices(void **state)
{
	(void)state;
	refused(HEAD "approval: {status: aproved}\ngoals:\n  - {id: g, level: univrsal, "
		     "name: x}\n",
	    "p.yaml:8:20: error: approval.status cannot be \"aproved\", only draft, "
	    "approved; did you mean \"approved\"? [plan-choice]\n"
	    "p.yaml:10:20: error: goals[g].level cannot be \"univrsal\", only "
	    "universal, targeted, tailored; did you mean \"universal\"? [plan-choice]\n");
}

static void
document_words(void **state)
{
	(void)state;
	refused("schema: pmpplan/1\nid: p\ntitle: x\ndocument_word: rīcibas programa\n"
		"period: 2024\nprofile: school\n"
		"school: {nominative: a, genitive: b, locative: c}\ngoals: []\n",
	    "p.yaml:4:16: error: document_word cannot be \"rīcibas programa\", only a "
	    "word of the "
	    "table, or word, genitive and ending; did you mean \"rīcības programma\"? "
	    "[plan-choice]\n");
}

static void
duplicates(void **state)
{
	(void)state;
	refused(HEAD "goals:\n  - {id: g, level: universal, name: x}\n"
		     "  - {id: g, level: targeted, name: y}\n"
		     "sources: [{id: s, name: x}, {id: s, name: y}]\n",
	    "p.yaml:10:10: error: id given twice: \"g\" (first at line 9) [plan-dup-id]\n"
	    "p.yaml:11:34: error: id given twice: \"s\" (first at line 11) "
	    "[plan-dup-id]\n");
}

static void
periods(void **state)
{
	(void)state;
	refused("schema: pmpplan/1\nid: p\ntitle: x\ndocument_word: plāns\nperiod: "
		"2024-2031\n"
		"municipality: {nominative: a, genitive: b, locative: c, "
		"council_genitive: d}\n"
		"goals: []\n",
	    "p.yaml:5:9: error: a period of 8 years, but at most 7 can be planned "
	    "[plan-period]\n");
}

static void
period_backwards(void **state)
{
	(void)state;
	refused("schema: pmpplan/1\nid: p\ntitle: x\ndocument_word: plāns\nperiod: "
		"2028-2024\n"
		"municipality: {nominative: a, genitive: b, locative: c, "
		"council_genitive: d}\n"
		"goals: []\n",
	    "p.yaml:5:9: error: period must be years such as 2024-2028 or [2024, 2026], "
	    "not "
	    "\"2028-2024\"; write 2024-2028 [plan-type]\n");
}

static void
years_outside(void **state)
{
	(void)state;
	refused(ACTIVITY("money: {2027: 1, x: 2}, outcome: {2023: {achieved: z}}"),
	    "p.yaml:14:18: error: activities[a].money: year 2027 lies outside the period "
	    "2024-2026 [plan-year]\n"
	    "p.yaml:14:27: error: activities[a].money must be a map by years, such as "
	    "{2024: ...}, not "
	    "\"x\" [plan-type]\n"
	    "p.yaml:14:44: error: activities[a].outcome: year 2023 lies outside the "
	    "period "
	    "2024-2026 [plan-year]\n");
}

static void
years_of_activity(void **state)
{
	(void)state;
	refused(HEAD
	    "report_year: 2027\ngoals:\n  - id: g\n    level: universal\n    name: x\n"
	    "    activities:\n"
	    "      - {id: a, name: y, result: z, responsible: vjcg, years: 2023-2027}\n"
	    "      - {id: b, name: y, result: z, responsible: vjcg, years: [2024, "
	    "2028]}\n"
	    "      - {id: c, name: y, result: z, responsible: vjcg, years: 24}\n",
	    "p.yaml:8:14: error: report_year: year 2027 lies outside the period "
	    "2024-2026 "
	    "[plan-year]\n"
	    "p.yaml:14:63: error: activities[a].years: year 2023 lies outside the period "
	    "2024-2026 "
	    "[plan-year]\n"
	    "p.yaml:14:63: error: activities[a].years: year 2027 lies outside the period "
	    "2024-2026 "
	    "[plan-year]\n"
	    "p.yaml:15:70: error: activities[b].years: year 2028 lies outside the period "
	    "2024-2026 "
	    "[plan-year]\n"
	    "p.yaml:16:63: error: activities[c].years must be years such as 2024-2028 or "
	    "[2024, 2026], not \"24\" [plan-type]\n");
}

static void
five_target_years(void **state)
{
	(void)state;
	more("indicators:\n"
	     "  - {id: i, name: x, goals: g, base: 1, source: s, targets: {2024: 1, "
	     "2025: 1, 2026: 1}}\n"
	     "  - {id: j, name: x, goals: g, base: 1, source: s, targets: {2026: 1, "
	     "2027: 1, 2030: 1}}\n",
	    "p.yaml:23:80: error: target year 2030 is one too many: all indicators "
	    "together have "
	    "at most 4 [plan-targets]\n");
}

static void
terms(void **state)
{
	(void)state;
	refused(ACTIVITY("tasks: [{id: t, name: x, by: vjcg, supervised_by: vjcg, "
			 "term: 2024-05..2024-03}]"),
	    "p.yaml:14:72: error: activities[a].tasks[t].term must be a term such as "
	    "2024-03..2024-05, 2024-03 or 2024..2028, not \"2024-05..2024-03\" "
	    "[plan-type]\n");
}

static void
references(void **state)
{
	(void)state;
	refused(ACTIVITY("involved: [VJCG, {text: padome}, {txt: x}], "
			 "resources: {sources: [es_fund]}") "indicators:\n"
							    "  - {id: i, name: x, goals: "
							    "[gg], base: 1, source: s, "
							    "targets: {2024: 1}}\n",
	    "p.yaml:14:21: error: unknown institution \"VJCG\", did you mean \"vjcg\"? "
	    "[ref-unknown]\n"
	    "p.yaml:14:43: error: activities[a].involved[3] must be the id of an "
	    "institution, or a "
	    "map with text [plan-type]\n"
	    "p.yaml:14:76: error: unknown money source \"es_fund\", did you mean "
	    "\"es_funds\"? "
	    "[ref-source]\n"
	    "p.yaml:16:30: error: unknown goal \"gg\", did you mean \"g\"? [ref-goal]\n");
}

static void
blanks(void **state)
{
	const char *yaml =
	    HEAD "date: ~\nauthor: ~\ngoals:\n  - id: g\n    level: universal\n"
		 "    name: ~\n    activities:\n"
		 "      - {id: a, name: y, result: ~, responsible: ~, years: ~, money: "
		 "{2024: ~}}\n";

	(void)state;
	assert_non_null(read_plan(yaml));
	assert_string_equal(messages(DIAG_NOTE),
	    "p.yaml:8:7: note: to be filled in: date [fill-in]\n"
	    "p.yaml:9:9: note: to be filled in: author [fill-in]\n"
	    "p.yaml:13:11: note: to be filled in: goals[g].name [fill-in]\n"
	    "p.yaml:15:34: note: to be filled in: activities[a].result [fill-in]\n"
	    "p.yaml:15:50: note: to be filled in: activities[a].responsible [fill-in]\n"
	    "p.yaml:15:60: note: to be filled in: activities[a].years [fill-in]\n"
	    "p.yaml:15:77: note: to be filled in: activities[a].money.2024 [fill-in]\n");
}

static void
blanks_not_fillable(void **state)
{
	(void)state;
	refused(HEAD "abbreviations: [{short: ~, name: x}]\ngoals:\n  - {id: g, level: "
		     "~, name: \"\"}\n",
	    "p.yaml:8:25: error: abbreviations[1].short is empty [plan-empty]\n"
	    "p.yaml:10:20: error: goals[g].level is empty [plan-empty]\n"
	    "p.yaml:10:29: error: goals[g].name is empty (write ~ for a blank still to "
	    "fill in) "
	    "[plan-empty]\n");
}

static void
blanks_when_approved(void **state)
{
	(void)state;
	more("approval: {status: approved, date: 2024-07-04, decision: \"1\", protocol: "
	     "~}\n"
	     "context: ~\n",
	    "p.yaml:21:11: error: an approved plan needs approval.item "
	    "[approval-missing]\n"
	    "p.yaml:21:73: error: blank in an approved plan: approval.protocol; fill it in "
	    "[fill-in-approved]\n"
	    "p.yaml:22:10: error: blank in an approved plan: context; fill it in or delete the line "
	    "[fill-in-approved]\n");
}

static void
approval_needs(void **state)
{
	(void)state;
	more("approval: {status: approved, pattern: smiltene, "
	     "amended: [{word: GROZĪT, date: 2025-01-01}]}\n",
	    "p.yaml:21:11: error: an approved plan needs approval.date "
	    "[approval-missing]\n"
	    "p.yaml:21:11: error: an approved plan needs approval.decision "
	    "[approval-missing]\n"
	    "p.yaml:21:59: error: an approved plan needs approval.amended[1].decision "
	    "[approval-missing]\n");
}

static void
approval_patterns(void **state)
{
	(void)state;
	more("approval:\n  pattern: valka2024\n",
	    "p.yaml:22:12: error: unknown approval pattern \"valka2024\", did you mean "
	    "\"valka-2024\"? [approval-pattern]\n");
}

static void
approval_placeholders(void **state)
{
	(void)state;
	more("approval:\n  pattern: \"{{participle}} {{dat}} {{date|date:gen}} "
	     "{{item|uper}} {{body\"\n",
	    "p.yaml:22:12: error: the approval pattern cannot use \"dat\", did you mean "
	    "\"date\"? "
	    "[approval-name]\n"
	    "p.yaml:22:12: error: unknown format or one that does not fit: \"date:gen\" "
	    "[name-format]\n"
	    "p.yaml:22:12: error: unknown format or one that does not fit: \"uper\", did "
	    "you mean "
	    "\"upper\"? [name-format]\n"
	    "p.yaml:22:12: error: name without its closing braces: \"{{body\" "
	    "[name-open]\n");
}

static void
names(void **state)
{
	(void)state;
	more(
	    "preface: x {{municipality.genitve}} y\nplace: \"{{contact}}\"\n"
	    "context: \"{{title\"\nversion: \"{{version}}\"\nsystem: \"{{date|upper}}\"\n"
	    "date: 2024-01-01\n",
	    "p.yaml:21:14: error: unknown name in a text: \"municipality.genitve\", did "
	    "you mean "
	    "\"municipality.genitive\"? [name-unknown]\n"
	    "p.yaml:22:11: error: the name \"contact\" in a text has no value in this "
	    "plan "
	    "[name-no-value]\n"
	    "p.yaml:23:11: error: name without its closing braces: \"{{title\" "
	    "[name-open]\n"
	    "p.yaml:24:10: error: names go round in a circle: \"{{version}}\" "
	    "[name-loop]\n"
	    "p.yaml:25:12: error: unknown format or one that does not fit: \"upper\" "
	    "[name-format]\n");
}

static void
views(void **state)
{
	(void)state;
	more("views:\n"
	     "  table5: {}\n"
	     "  table1: {b: {name: x}, a: {nam: x}, t: {name: x}, g: {result: x}, total: "
	     "{}}\n"
	     "  table2: {rows: [{name: x}, {level: top}, {task: tt}, {goal: g, resul: "
	     "x}]}\n"
	     "  table3: {a: {years: x, money: {2024: [x]}, result: {y: z}}, level_total: "
	     "{u: x}}\n",
	    "p.yaml:22:3: error: unknown field \"table5\", did you mean \"table1\"? "
	    "[plan-unknown]\n"
	    "p.yaml:23:12: error: unknown id \"b\": table1 has nothing of that name "
	    "[ref-view]\n"
	    "p.yaml:23:30: error: unknown field \"nam\", did you mean \"name\"? "
	    "[plan-unknown]\n"
	    "p.yaml:23:39: error: unknown id \"t\": table1 has nothing of that name "
	    "[ref-view]\n"
	    "p.yaml:23:57: error: unknown field \"result\" [plan-unknown]\n"
	    "p.yaml:23:76: error: total must be a text or a list of texts; money and "
	    "targets also "
	    "by year [plan-type]\n"
	    "p.yaml:24:19: error: this row does not say to which goal or level it "
	    "belongs "
	    "[view-row]\n"
	    "p.yaml:24:38: error: level cannot be \"top\", only universal, targeted, "
	    "tailored "
	    "[plan-choice]\n"
	    "p.yaml:24:51: error: unknown id \"tt\": table2 has nothing of that name, "
	    "did you mean "
	    "\"t\"? [ref-view]\n"
	    "p.yaml:24:66: error: unknown field \"resul\" [plan-unknown]\n"
	    "p.yaml:25:23: error: years must be years such as 2024-2028 or [2024, 2026], "
	    "not \"x\" "
	    "[plan-type]\n"
	    "p.yaml:25:33: error: money must be a text or a list of texts; money and "
	    "targets also "
	    "by year [plan-type]\n"
	    "p.yaml:25:54: error: result must be a text or a list of texts; money and "
	    "targets also "
	    "by year [plan-type]\n"
	    "p.yaml:25:77: error: unknown field \"u\" [plan-unknown]\n");
}

/* Nothing in a plan's shape may bring the program down. */
static void
strange_shapes(void **state)
{
	static const char *const keys[] = {"schema", "id", "profile", "title",
	    "document_word", "period", "report_year", "date", "municipality", "school",
	    "approval", "decision", "institutions", "abbreviations", "sources",
	    "situation", "goals", "indicators", "monitoring", "notes", "views", "silence",
	    "author"};
	static const char *const shapes[] = {"~", "[]", "{}", "x", "[[]]", "[{}]",
	    "{id: []}", "{a: {b: c}}", "[~]", "{amended: [{}]}", "{amended: {}}",
	    "{status: []}", "[{id: {}, goals: [{}], activities: [{tasks: [{}]}]}]",
	    "{rows: [[]]}", "{table1: {rows: [[], {level: []}, {goal: []}]}}",
	    "{word: [], ending: {}}", "{pattern: {}, body: []}", "\"{{\"", "\"\\\\{{\""};
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		for (k = 0; k < sizeof(shapes) / sizeof(shapes[0]); k++) {
			teardown(NULL);
			setup(NULL);
			(void)read_plan(arena_printf(a, "%s: %s\n", keys[i], shapes[k]));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(whole),
	    TEST(missing),
	    TEST(missing_deep),
	    TEST(school_needs_its_name),
	    TEST(unknown),
	    TEST(types),
	    TEST(ranges),
	    TEST(counts),
	    TEST(choices),
	    TEST(document_words),
	    TEST(duplicates),
	    TEST(periods),
	    TEST(period_backwards),
	    TEST(years_outside),
	    TEST(years_of_activity),
	    TEST(five_target_years),
	    TEST(terms),
	    TEST(references),
	    TEST(blanks),
	    TEST(blanks_not_fillable),
	    TEST(blanks_when_approved),
	    TEST(approval_needs),
	    TEST(approval_patterns),
	    TEST(approval_placeholders),
	    TEST(names),
	    TEST(views),
	    TEST(strange_shapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
