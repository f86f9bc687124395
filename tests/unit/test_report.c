/* What the yearly report says: verdicts, sums, counts, and what is missing. */
#include "unit.h"

#include "check/check.h"
#include "plan_util.h"

#define N "\xC2\xA0"

/* One indicator, whatever the rest of it says. */
#define IND(rest)                                                                          \
	WHOLE "indicators:\n  - {id: i, name: Rādītājs, goals: [g], source: dati, " rest "}\n"
#define BASE "base: {value: 10, unit: \"%\", year: 2023}, "

static const struct {
	const char *yaml, *year, *target, *stands;
} verdicts[] = {
	/* a target of the year itself */
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: 20}"), "2025", "20", "reached"},
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: 20.00}"), "2025", "20", "reached"},
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: 20.01}"), "2025", "20", "exceeded"},
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: 19.9}"), "2025", "20", "missed"},
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: 9}"), "2025", "20", "missed"},
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: 100}"), "2025", "20", "exceeded"},
	{IND(BASE "direction: down, targets: {2025: 4}, achieved: {2025: 4}"), "2025", "4", "reached"},
	{IND(BASE "direction: down, targets: {2025: 4}, achieved: {2025: 3.5}"), "2025", "4", "exceeded"},
	{IND(BASE "direction: down, targets: {2025: 4}, achieved: {2025: 4.5}"), "2025", "4", "missed"},
	{IND("base: {value: -1, year: 2023}, direction: up, targets: {2025: -0.5}, achieved: "
	     "{2025: -0.75}"), "2025", "−0,5", "missed"},
	/* direction not said: that of base and target */
	{IND(BASE "targets: {2025: 4}, achieved: {2025: 3}"), "2025", "4", "exceeded"},
	{IND(BASE "targets: {2025: 10}, achieved: {2025: 10}"), "2025", "10", "unrated"},
	/* on the way to a later target; already there */
	{IND(BASE "direction: up, targets: {2026: 20}, achieved: {2025: 12}"), "2025", "20", "nearer"},
	{IND(BASE "direction: up, targets: {2026: 20}, achieved: {2025: 10}"), "2025", "20", "same"},
	{IND(BASE "direction: up, targets: {2026: 20}, achieved: {2025: 8}"), "2025", "20", "farther"},
	{IND(BASE "direction: down, targets: {2026: 5}, achieved: {2025: 8}"), "2025", "5", "nearer"},
	{IND(BASE "direction: up, targets: {2026: 20}, achieved: {2025: 21}"), "2025", "20", "exceeded"},
	/* of several targets: that year, else the next, else the last */
	{IND(BASE "direction: up, targets: {2026: 30, 2025: 20}, achieved: {2024: 19}"), "2024", "20", "nearer"},
	{IND(BASE "direction: up, targets: {2026: 30, 2025: 20}, achieved: {2026: 25}"), "2026", "30", "missed"},
	{IND(BASE "direction: up, targets: {2024: 15, 2025: 20}, achieved: {2026: 25}"), "2026", "20", "exceeded"},
	/* words, units, blanks */
	{IND(BASE "direction: up, targets: {2025: {text: vairāk}}, achieved: {2025: 12}"), "2025",
	    "vairāk", "unrated"},
	{IND(BASE "direction: up, targets: {2025: {text: vairāk}}, achieved: {2025: {value: 12, "
	     "stands: reached}}"), "2025", "vairāk", "reached"},
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: {text: visi, stands: exceeded}}"),
	    "2025", "20", "exceeded"},
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: {value: 12, unit: bērni}}"),
	    "2025", "20", "unrated"},
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: ~}"), "2025", "20", "no_data"},
	{IND(BASE "direction: up, targets: {2025: 20}, achieved: ~"), "2025", "20", "no_data"},
	{IND(BASE "direction: up, targets: {2025: 20}"), "2025", "20", "no_data"},
	{IND(BASE "direction: up, targets: {2025: ~}, achieved: {2025: 12}"), "2025", "(blank)", "unrated"},
	{IND(BASE "direction: up, targets: ~, achieved: {2025: 12}"), "2025", "(none)", "unrated"},
};

static void
stands(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		const struct value *m = model_of(verdicts[i].yaml);
		const char *path = arena_printf(a, "indicators.0.stands.%s.key", verdicts[i].year);
		const char *target = text_at(m, arena_printf(a, "indicators.0.target.%s",
		    verdicts[i].year));

		if (strcmp(text_at(m, path), verdicts[i].stands) != 0)
			fail_msg("verdict %zu: %s, not %s", i, text_at(m, path), verdicts[i].stands);
		if (strncmp(target, verdicts[i].target, strlen(verdicts[i].target)) != 0)
			fail_msg("verdict %zu: target %s, not %s", i, target, verdicts[i].target);
	}
}

static void
words(void **state)
{
	const struct value *m = model_of(IND(BASE "direction: up, targets: {2025: 20, 2026: 30}, "
	    "achieved: {2024: 18, 2025: {value: 22, note: \"avots Nr. 2\"}}"));

	(void)state;
	assert_string_equal(text_at(m, "indicators.0.achieved.2025"), "22" N "%");
	assert_string_equal(text_at(m, "indicators.0.achieved.2025.note"), "avots Nr." N "2");
	assert_string_equal(text_at(m, "indicators.0.stands.2025"), "pārsniegts");
	assert_string_equal(text_at(m, "indicators.0.target.2024.year"), "2025");
	assert_null(value_get(at(m, "indicators.0.target.2025"), "year"));
	assert_string_equal(text_at(m, "indicators.0.stands.2024"), "tuvojas mērķim");
	assert_string_equal(text_at(m, "indicators.0.stands.2026"), "nav datu");
	m = model_of(IND(BASE "direction: down, targets: {2025: 4}, achieved: {2025: 3}"));
	assert_string_equal(text_at(m, "indicators.0.stands.2025"), "labāks par mērķi");
}

/* -- the rich plan -- */

static const struct value *
rich(void)
{
	const struct plan *p = plan_read(a, "tests/golden/rich.yaml", d);

	if (p == NULL)
		fail_msg("%s", messages(DIAG_NOTE));
	return plan_model(p);
}

static void
sums(void **state)
{
	const struct value *m = rich();

	(void)state;
	assert_int_equal(at(m, "spent.2025")->num, 248840);
	/* one activity has not reported what it spent */
	assert_string_equal(text_at(m, "difference.2025"), "(blank)");
	assert_string_equal(text_at(m, "share.2025"), "(none)");
	assert_int_equal(at(m, "table4.levels.1.difference.2025")->num, 50000);
	assert_string_equal(text_at(m, "table4.levels.1.share.2025"), "79.2");
	assert_int_equal(at(m, "goals.1.spent.2025")->num, 190000);
	assert_string_equal(text_at(m, "difference.2024"), "(blank)");
	assert_string_equal(text_at(m, "table4.levels.1.difference.2024"), "(none)");
}

static void
counts(void **state)
{
	const struct value *m = rich();

	(void)state;
	assert_string_equal(text_at(m, "report.planned"), "3");
	assert_string_equal(text_at(m, "report.done"), "1");
	assert_int_equal(at(m, "report.done.one")->num, 1);
	assert_int_equal(at(m, "report.planned.one")->num, 0);
	assert_string_equal(text_at(m, "report.partly"), "1");
	assert_string_equal(text_at(m, "report.not_done"), "0");
	assert_string_equal(text_at(m, "report.unrated"), "1");
	assert_string_equal(text_at(m, "report.unrated.activities.0.id"), "klubs");
	assert_string_equal(text_at(m, "report.due"), "2");
	assert_string_equal(text_at(m, "report.reached"), "1");
	assert_string_equal(text_at(m, "report.missed"), "1");
	assert_string_equal(text_at(m, "report.proposals.1"), "Turpināt nodarbības");
	assert_string_equal(text_at(m, "report.date.year"), "2026");
	assert_int_equal(at(m, "report.missing")->nitems, 1);
	assert_string_equal(text_at(m, "report.missing.0.lacks"), "nav nekādu ziņu");
	assert_string_equal(text_at(m, "goals.0.activities.0.outcome.2025.status"), "Izpildīta");
	assert_string_equal(text_at(m, "goals.0.activities.0.outcome.2025.status.key"), "done");
}

/* -- what is missing -- */

#define ACT(rest)                                                                           \
	HEAD "report_year: 2025\ngoals:\n  - id: g\n    level: universal\n    name: Mērķis\n"  \
	"    activities:\n      - {id: a, name: Darbs, result: r, responsible: [vjcg], " rest "}\n"
#define ALL LACK_STATUS | LACK_ACHIEVED | LACK_IMPACT | LACK_FACTORS

static const struct {
	const char *yaml;
	unsigned lacks;
	bool begun;
} gap_cases[] = {
	{ACT("years: 2025"), ALL, false},
	{ACT("years: 2024"), 0, false},
	{ACT("years: 2025, money: {2025: 5}"), ALL | LACK_SPENT, false},
	{ACT("years: 2025, money: {2024: 5}"), ALL, false},
	{ACT("years: 2025, outcome: {2025: {status: done, achieved: x, impact: y, factors: z}}"), 0, true},
	{ACT("years: 2025, outcome: {2025: {status: done, achieved: ~, impact: y, factors: z}}"),
	    LACK_ACHIEVED, true},
	{ACT("years: 2025, outcome: {2025: ~}"), ALL, false},
	{ACT("years: 2025, outcome: {2024: {status: done}}"), ALL, false},
};

static void
gaps(void **state)
{
	const struct plan_gap *g;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(gap_cases) / sizeof(gap_cases[0]); i++) {
		const struct plan *p = read_plan(gap_cases[i].yaml);
		size_t n;

		if (p == NULL)
			fail_msg("case %zu: %s", i, messages(DIAG_NOTE));
		n = plan_report_gaps(p, &g);
		if ((n == 0 ? 0 : g[0].lacks) != gap_cases[i].lacks)
			fail_msg("case %zu: lacks %u", i, n == 0 ? 0 : g[0].lacks);
		if (n != 0)
			assert_string_equal(g[0].path, "activities[a].outcome.2025");
		assert_int_equal(plan_report_begun(p), gap_cases[i].begun);
	}
	assert_string_equal(plan_lack_words(a, LACK_STATUS | LACK_SPENT, DIAG_EN),
	    "whether it was carried out, money spent");
}

/* A report is written after the approval: its blanks are notes, others errors. */
static void
later(void **state)
{
	const char *approved = "approval: {status: approved, date: 2024-07-04, decision: \"1\", "
			       "protocol: \"2\", item: \"3\"}\n";

	(void)state;
	assert_non_null(read_plan(arena_printf(a, "%s%s",
	    ACT("years: 2025, outcome: {2025: {achieved: ~}}"), approved)));
	assert_non_null(strstr(messages(DIAG_NOTE), "[fill-in]"));
	assert_non_null(read_plan(arena_printf(a, "%sreports: {2025: {conclusions: ~}}\n%s",
	    ACT("years: 2025"), approved)));
	assert_non_null(read_plan(arena_printf(a, "%s%s", IND(BASE "targets: {2025: 20}, achieved: "
	    "{2025: {value: ~}}"), approved)));
	assert_null(read_plan(arena_printf(a, "%s%s", IND(BASE "targets: {2025: ~}"), approved)));
	assert_non_null(strstr(messages(DIAG_ERROR), "[fill-in-approved]"));
}

static void
refused(void **state)
{
	(void)state;
	assert_null(read_plan(IND(BASE "targets: {2025: 20}, achieved: {2030: 1}")));
	assert_null(read_plan(IND(BASE "targets: {2025: 20}, achieved: {2025: {value: 1, text: x}}")));
	assert_null(read_plan(IND(BASE "targets: {2025: 20}, achieved: {2025: {stands: reached}}")));
	assert_null(read_plan(ACT("years: 2025, outcome: {2025: {status: maybe}}")));
	assert_null(read_plan(WHOLE "reports: {2030: {conclusions: x}}\n"));
}

/* -- what check says of it -- */

static bool
says(const char *yaml, const char *code, const char *path)
{
	const struct check_opts o = {.words = NULL, .no_spelling = true};
	const struct plan *p = read_plan(yaml);
	const struct check_report *r;
	size_t i;

	if (p == NULL)
		fail_msg("%s", messages(DIAG_NOTE));
	r = check_plan(a, p, d, &o);
	for (i = 0; i < r->n; i++)
		if (strcmp(diag_code_name(r->v[i].code), code) == 0 && strcmp(r->v[i].path, path) == 0)
			return true;
	return false;
}

static void
rules(void **state)
{
	(void)state;
	assert_true(says(IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: {value: 12, "
	    "unit: bērni}}"), "achieved-unit", "indicators[i].achieved.2025"));
	assert_false(says(IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: 12}"),
	    "achieved-unit", "indicators[i].achieved.2025"));
	assert_true(says(IND(BASE "direction: up, targets: {2025: {text: vairāk}}, achieved: {2025: 12}"),
	    "achieved-not-rated", "indicators[i].achieved.2025"));
	assert_false(says(IND(BASE "direction: up, targets: {2025: {text: vairāk}}, achieved: {2025: "
	    "{value: 12, stands: missed}}"), "achieved-not-rated", "indicators[i].achieved.2025"));
	assert_true(says(IND(BASE "direction: up, targets: {2025: 20}, achieved: {2025: 101}"),
	    "percent-over-100", "indicators[i].achieved.2025"));
	assert_true(says(ACT("years: 2025, outcome: {2024: {achieved: x}}"), "outcome-outside-years",
	    "activities[a].outcome.2024"));
	assert_true(says(ACT("years: 2025, outcome: {2025: {achieved: x}}"), "report-missing",
	    "activities[a].outcome.2025"));
	/* nobody has begun to report */
	assert_false(says(ACT("years: 2025"), "report-missing", "activities[a].outcome.2025"));
	assert_true(says(WHOLE "report_year: 2025\nreports: "
	    "{2025: {conclusions: Labi.}}\nindicators:\n  - {id: i, name: Rādītājs, goals: [g], source: "
	    "dati, " BASE "targets: {2025: 20}}\n", "report-missing", "indicators[i].achieved.2025"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(stands), TEST(words), TEST(sums), TEST(counts), TEST(gaps), TEST(later),
	    TEST(refused), TEST(rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
