/* check: what each rule finds in a text, and what it leaves alone; the two samples of Valka. */
#include "unit.h"

#include <time.h>

#include "base/utf8.h"
#include "check/check.h"
#include "plan_util.h"

static const struct check_report *
report(const struct plan *p)
{
	static const struct check_opts o = {.words = "data/words-lv.txt"};

	return check_plan(a, p, d, &o);
}

/* The codes found at a path (or below it), in alphabetical order of place, joined by blanks. */
static const char *
codes_at(const struct check_report *r, const char *path)
{
	struct buf b = {0};
	const char *s;
	size_t i, n = strlen(path);

	for (i = 0; i < r->n; i++)
		if (strncmp(r->v[i].path, path, n) == 0)
			buf_printf(&b, "%s%s", b.len == 0 ? "" : " ", diag_code_name(r->v[i].code));
	s = arena_strdup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

static bool
has(const struct check_report *r, const char *code, const char *path)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcmp(diag_code_name(r->v[i].code), code) == 0 &&
		    strcmp(r->v[i].path, path) == 0)
			return true;
	return false;
}

static const char *
in_text(const char *field, const char *text)
{
	const char *yaml = arena_printf(a, "%s%s%s%s\n", WHOLE, field, ": |\n  ", text);
	const struct plan *p = read_plan(yaml);

	assert_non_null(p);
	return codes_at(report(p), field);
}

/* A text of the context, and the codes that it gives. */
static const struct {
	const char *text, *codes;
} texts[] = {
	/* numbers */
	{"Tas ir 2.5 reizes vairāk nekā gadu iepriekš.", "decimal-point"},
	{"Tas ir 2,5 reizes vairāk nekā gadu iepriekš.", ""},
	{"To nosaka 3.1. nodaļa un 4.2.3.1. pasākums, arī 2.1 punkts.", ""},
	{"Tā bija 27.5% daļa no visa, kas bija plānots.", "decimal-point percent-blank"},
	{"Tā bija 27,5 % daļa no visa, kas bija plānots.", ""},
	{"Izlietoti 14695,81 EUR, kā tas bija plānots.", "number-groups"},
	{"Izlietoti EUR 300, kā tas bija plānots.", "money-form"},
	{"Izlietoti 300 €, kā tas bija plānots.", "money-form"},
	{"Izlietoti 14 695,81 EUR, kā tas bija plānots.", ""},
	{"Novadā dzīvo 12500 cilvēku, kā rāda dati.", "number-groups"},
	{"Iesaistīti 150 % visu vecāku, kā tas bija plānots.", "percent-over-100"},
	/* dates and ranges */
	{"Dome to nolēma 2024. gada 31. aprīlī pēc apspriedes.", "date-no-such-day"},
	{"Dome to nolēma 2024. gada 30. aprīlī pēc apspriedes.", ""},
	{"Dome to nolēma 31.02.2024. pēc apspriedes.", "date-no-such-day"},
	{"Dome to nolēma 2024-07-04 pēc apspriedes.", "date-form"},
	{"Dome to nolēma 4.7.2024. pēc apspriedes.", "date-form"},
	{"Plāns aptver 2024. - 2028. gadu visā novadā.", "range-form"},
	{"Plāns aptver 2024-2028 gadu visā novadā.", "range-form"},
	{"Plāns aptver 2024.–2028. gadu visā novadā.", ""},
	{"Mācās 7.–12. klases skolēni visā novadā.", ""},
	{"Vērtību noteica 2023. g. rudenī visā novadā.", "word-shortened"},
	{"Darbi notiek no 2024. gada septembris 2028. gads katrā skolā.", "term-no-dash"},
	{"Lēmums nr. 100 ir spēkā visā novadā.", "nr-case"},
	/* dashes and blanks */
	{"Tas ir pedagogs - psihologs visā novadā.", "hyphen-as-dash"},
	{"Tas ir pedagogs – psihologs visā novadā.", ""},
	{"Skolas darbojas īs- un ilgtermiņa projektos.", ""},
	{"Tas ir darbs, t.sk. nodarbības visā novadā.", "blank-missing"},
	{"Tas ir darbs, t. sk. nodarbības, ekskursijas u. c. pasākumi.", ""},
	{"Vairāk lasiet vietnē www.valka.lv vai https://valka.lv/plani.html.", ""},
	{"Rakstiet uz skola@valka.lv jebkurā laikā.", ""},
	{"Tas ir darbs , kas notiek visā novadā.", "blank-stray"},
	{"Tas ir  darbs, kas notiek visā novadā.", "blank-double"},
	{"Tas ir darbs un/ vai nodarbības visā novadā.", "blank-stray"},
	{"Tas ir darbs, kas notiek visā novadā", "stop-missing"},
	/* quotes */
	{"To nosaka programma “Izaugsme.", "quote-unmatched"},
	{"To nosaka programma ”Izaugsme“ un citas.", "quote-reversed quote-reversed"},
	{"To nosaka programma \"Izaugsme\" un citas.", "quote-straight"},
	{"To nosaka programma “Integrēta “skola-kopiena” programma” un citas.", ""},
	{"To nosaka programma „Izaugsme“ un citas.", ""},
	{"To nosaka programma „Izaugsme“ un “Gaisma”, un „Rīts“.", "quote-mixed"},
	{"Punkts \xEF\x82\xB7 ir no cita fonta, to neviens neredz.", "char-private"},
	/* identifiers */
	{"Projekts Nr. 8.3.4.0./16/I/001 ir beidzies visā novadā.", "project-number"},
	{"Projekts Nr. 8.3.4.0/16/I/001 ir beidzies visā novadā.", ""},
	{"To nosaka Ministru kabineta 2024. gada 17. jūlija noteikumi Nr. 483.", "regulation-date"},
	{"To nosaka Ministru kabineta 2024. gada 16. jūlija noteikumi Nr. 483.", ""},
	{"To nosaka Ministru kabineta 2012. gada 6. novembra noteikumi Nr. 748.", "regulation-old"},
	{"Tas redzams attēlā, Tabula Nr. 3 to rāda.", "caption-typed"},
	/* shares and sums */
	{"Skolā ir 200 skolēnu. Palīdzība vajadzīga 30 skolēniem jeb 20 % no skaita.", "share-differs"},
	{"Skolā ir 200 skolēnu. Palīdzība vajadzīga 30 skolēniem jeb 15 % no skaita.", ""},
	{"Palīdzību saņem 20 zēnu un 12 meiteņu, kopā 33 bērni.", "sum-differs"},
	{"Palīdzību saņem 20 zēnu un 12 meiteņu, kopā 32 bērni.", ""},
	{"Novadā mācījās 728 skolēni: vienā skolā 627, otrā 111.", "sum-differs"},
	{"Novadā mācījās 728 skolēni: vienā skolā 627, otrā 101.", ""},
	{"Skola 2021 – 5, 2022 – 6; ģimnāzija 2021 – 7, 2023 – 8.", "years-incomplete"},
	{"Skola 2021 – 5, 2022 – 6; ģimnāzija 2021 – 7, 2022 – 8.", ""},
	/* words */
	{"Tas ir darbz, kas notiek visā novadā.", "spelling"},
	{"Darbu vada VJCĢ ģimnāzija visā novadā.", "abbrev-noun"},
	{"Darbu vada VJCĢ un tā notiek visā novadā.", ""},
	{"Darbu vada BTAS un tā notiek visā novadā.", "abbrev-unlisted"},
	{"Darbs notiek I, II un III līmenī, EUR ir valūta.", ""},
	{"Nodarbību cikls vecākiem notiek katrā skolā un katrā pagastā.\n\n"
	 "  Nodarbību cikls vecākiem notiek katrā skolā un katrā pagastā.", "text-repeated"},
};

static void
text_rules(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *got = in_text("context", texts[i].text);

		if (strcmp(got, texts[i].codes) != 0)
			fail_msg("%s\n  wanted: %s\n  got:    %s", texts[i].text, texts[i].codes, got);
	}
}

/* Where the first finding of a code stands, as "line:col". */
static const char *
place_of(const struct check_report *r, const char *code)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcmp(diag_code_name(r->v[i].code), code) == 0)
			return arena_printf(a, "%d:%d", r->v[i].at.line, r->v[i].at.col);
	return "";
}

/* Texts of every style that YAML has; the sign in "7%" must be found where it stands. */
static const char *const placed[] = {
	"context: Te ir 7% no visa.\n",
	"context: \"Te ir \\u0101 7% no visa.\"\n",
	"context: 'Te ir ''a'' 7% no visa.'\n",
	"context: Te ir\n  tomēr 7% no visa.\n",
	"context: \"Te ir\n\n\n  tomēr \\\n   7% no visa.\"\n",
	"context: |\n  Viens teikums.\n\n\n  Te ir\n  7% no visa.\n",
	"context: |2\n    Te ir\n  7% no visa.\n",
	"context: |-\r\n  Te ir\r\n\r\n  ē 7% no visa.\r\n",
	"context: >\n  Te ir\n  tas, kas\n  ir 7% no visa.\n",
	"context: >\n\n  Te ir\n    tas, kas\n\n  ir 7% no visa.\n",
	"context: |\n  Skolas **treknā un [saite](http://www.a.lv) 7%** daļa.\n",
	"context: |\n  - viens\n  - otrs ir 7% no visa\n",
	"context: |\n  Par {{municipality.genitive}} un {{municipality.genitive}}\n  skolām: 7%.\n",
	"context: |\n  Par {{municipality.genitive}} 7%.\n",
	"context: |\n  Te ir a\xCC\x84, 7% no visa.\n",
};

static const char *
place_in(const char *yaml)
{
	const char *sign = strstr(yaml, "7%") + 1, *s, *start = yaml;
	int line = 1;

	for (s = yaml; s < sign; s++)
		if (*s == '\n') {
			line++;
			start = s + 1;
		}
	return arena_printf(a, "%d:%zu", line, utf8_count(start, (size_t)(sign - start)) + 1);
}

static void
places(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(placed) / sizeof(placed[0]); i++) {
		const char *yaml = arena_printf(a, "%s%s", WHOLE, placed[i]), *got;
		const struct plan *p = read_plan(yaml);

		assert_non_null(p);
		got = place_of(report(p), "percent-blank");
		if (strcmp(got, place_in(yaml)) != 0)
			fail_msg("%s  wanted: %s\n  got:    %s", placed[i], place_in(yaml), got);
	}
}

/* -- the tree -- */

#define PLAN(more) HEAD "author: Nodaļa\ndate: 2024-01-01\n" GOALS more
#define IND(rest) "indicators:\n  - {id: i, name: Vecāku īpatsvars, goals: [g], source: Skolas dati, " rest "}\n"
#define ACT(rest) HEAD "goals:\n  - id: g\n    level: universal\n    name: Mērķis\n"         \
	"    activities:\n      - {id: a, name: Darbs, responsible: [vjcg], " rest "}\n"

static const struct {
	const char *yaml, *path, *codes;
} trees[] = {
	{PLAN(""), "goals[g]", "goal-no-indicator"},
	{PLAN(IND("base: {value: 5, unit: \"%\", year: 2023}, targets: {2025: 6}")), "goals[g]", ""},
	{PLAN(IND("direction: up, base: {value: 5, unit: \"%\", year: 2023}, targets: {2025: 4}")),
	    "indicators", "target-direction"},
	{PLAN(IND("direction: down, base: {value: 5, unit: \"%\", year: 2023}, targets: {2025: 6}")),
	    "indicators", "target-direction"},
	{PLAN(IND("direction: up, base: {value: 5, unit: \"%\", year: 2023}, "
	      "targets: {2026: 7, 2025: 8}")), "indicators", "target-direction"},
	{PLAN(IND("base: {value: 5, unit: \"%\"}, targets: {2025: 6}")), "indicators", "base-no-year"},
	{PLAN(IND("base: {value: 5, year: 2023}, targets: {2025: 6}")), "indicators", "unit-missing"},
	{PLAN(IND("base: {value: 5, unit: \"%\", year: 2025}, targets: {2025: 6}")), "indicators",
	    "base-late"},
	{PLAN(IND("base: {value: 5, unit: \"%\", year: 2023}, targets: {2025: 101}")), "indicators",
	    "percent-over-100"},
	{PLAN(IND("base: {value: 5, unit: \"%\", year: 2023}, targets: {2030: 6}")), "indicators",
	    "target-outside"},
	{PLAN(IND("base: {text: vēl nezināma}, targets: {2025: 6}")), "indicators", "base-not-number"},
	{PLAN(IND("base: {value: 5, unit: \"%\", year: 2023}, targets: {2025: {text: vairāk}}")),
	    "indicators", "target-not-number"},
	{ACT("result: 2 pasākumi, years: 2024-2026, resources: {people: [{role: vadītājs, count: 1}], "
	     "sources: [es_funds]}, money: {2024: 1, 2026: 2}"), "activities[a].money", "money-hole"},
	{ACT("result: 2 pasākumi, years: [2024, 2026], resources: {people: [{role: vadītājs, "
	     "count: 1}], sources: [es_funds]}, money: {2024: 1, 2026: 2}"), "activities[a].money", ""},
	{ACT("result: 2 pasākumi, years: 2024-2025, resources: {sources: [es_funds]}, "
	     "money: {2024: 1, 2025: 2, 2026: 3}"), "activities[a].money", "money-outside-years"},
	{ACT("result: 2 pasākumi, years: 2024-2025, resources: {sources: [es_funds]}, "
	     "money: {2025: 2}"), "activities[a].money", "money-no-report-year"},
	{ACT("result: 2 pasākumi, years: 2024, resources: {sources: [es_funds]}"),
	    "activities[a].money", "post-no-money"},
	{ACT("result: 2 pasākumi, years: 2024, resources: {people: [{role: vadītājs, count: 1}]}, "
	     "money: {2024: 1}"), "activities[a].resources", "money-no-source"},
	{ACT("result: 2 pasākumi, years: 2024, resources: {people: [{role: vadītāji}], "
	     "sources: [es_funds]}, money: {2024: 1}"), "activities[a].resources", "role-no-count"},
	{ACT("result: psihologs – 2, years: 2024, resources: {people: [{role: psihologs, count: 2}], "
	     "sources: [es_funds]}, money: {2024: 16799.98}"), "activities[a].money", "money-per-post"},
	{ACT("result: psihologs – 2, years: 2024, resources: {people: [{role: psihologs, count: 2}], "
	     "sources: [es_funds]}, money: {2024: 16800}"), "activities[a].money", ""},
	{ACT("result: 2 pasākumi, years: 2024, tasks: [{id: t, name: Uzdevums, term: 2024..2025, "
	     "by: vjcg, supervised_by: skola}]"), "activities[a].tasks", "term-outside"},
	{ACT("result: 2 pasākumi, years: 2024, tasks: [{id: t, name: Uzdevums, term: 2024, "
	     "by: skola, supervised_by: skola}]"), "activities[a].tasks",
	    "executor-not-party supervisor-is-executor"},
	{ACT("result: 2 pasākumi., years: 2024"), "activities[a].result", "stop-stray"},
	{ACT("result: \"2 pasākumi,\", years: 2024"), "activities[a].result", "cell-end"},
	{PLAN("views: {table3: {a: {result: 3 pasākumi}}}\n"), "views.table3", "result-differs"},
	{PLAN("views: {table3: {a: {result: Notikuši 2 pasākumi}}}\n"), "views.table3",
	    "result-worded"},
	{PLAN("views: {table1: {a: {name: Cits darbs}}}\n"), "views.table1", "name-differs"},
	{PLAN("views: {table1: {a: {responsible: Skola}}}\n"), "views.table1", "party-differs"},
	{PLAN("views: {table1: {a: {responsible: Darbs}}}\n"), "views.table1", "cell-wrong-kind"},
	{PLAN("views: {table1: {a: {responsible: Nezināma iestāde}}}\n"), "views.table1",
	    "party-not-listed"},
	{PLAN("views: {table1: {a: {responsible: Ģimnāzija}}}\n"), "views.table1", ""},
	{PLAN("views: {table4: {a: {money: 1 slodze}}}\n"), "views.table4", "money-not-amount"},
	{PLAN("views: {table4: {a: {money: \"300,00\"}}}\n"), "views.table4", "money-differs"},
	{PLAN("views: {table4: {total: \"5,00\", rows: [{level: universal}, {goal: g, activity: a, "
	      "number: \"1.1.\", money: \"0,00\"}]}}\n"), "views.table4", "total-differs"},
	{PLAN("views: {goals: {rows: [{level: targeted}, {goal: g, number: \"1.\"}]}}\n"),
	    "views.goals", "level-differs"},
	{PLAN("views: {table2: {rows: [{level: universal}]}}\n"), "views.table2", "row-missing"},
	{PLAN("views: {table2: {t: {term: no 2024. gada marta līdz maijam}}}\n"), "views.table2", ""},
	{PLAN("views: {table2: {t: {term: 2024. gada marts – jūnijs}}}\n"), "views.table2",
	    "term-differs"},
	{PLAN("views: {table2: {t: {term: 2025. gada marts – maijs}}}\n"), "views.table2",
	    "term-differs"},
};

static void
tree_rules(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
		const struct plan *p = read_plan(trees[i].yaml);
		const struct check_report *r;
		struct buf b = {0};
		size_t k;

		if (p == NULL)
			fail_msg("tree %zu: refused:\n%s", i, messages(DIAG_NOTE));
		r = report(p);
		for (k = 0; k < r->n; k++)
			if (strncmp(r->v[k].path, trees[i].path, strlen(trees[i].path)) == 0 &&
			    r->v[k].code != DIAG_VIEW_OWN)
				buf_printf(&b, "%s%s", b.len == 0 ? "" : " ",
				    diag_code_name(r->v[k].code));
		if (strcmp(buf_cstr(&b), trees[i].codes) != 0)
			fail_msg("tree %zu (%s)\n  wanted: %s\n  got:    %s", i, trees[i].path,
			    trees[i].codes, buf_cstr(&b));
		buf_free(&b);
		diag_free(d);
		d = diag_new(DIAG_EN);
	}
}

/* -- silence -- */

static const struct check_report *
silenced(const char *silence)
{
	const struct plan *p = read_plan(arena_printf(a, "%s%s", PLAN(""), silence));

	assert_non_null(p);
	return report(p);
}

static void
silence(void **state)
{
	const struct check_report *r;

	(void)state;
	r = silenced("silence: [{code: goal-no-indicator, at: \"goals[g]\", reason: Tā ir.}]\n");
	assert_int_equal(r->silenced, 1);
	assert_true(has(r, "goal-no-indicator", "goals[g]"));
	r = silenced("silence: [{code: goal-no-indicator, at: g, reason: Tā ir.}]\n"); /* an id */
	assert_int_equal(r->silenced, 1);
	r = silenced("silence: [{code: goal-no-indicator, reason: Tā ir.}]\n"); /* everywhere */
	assert_int_equal(r->silenced, 1);
	r = silenced("silence: [{code: goal-no-indicator, at: \"goals[h]\", reason: Tā ir.}]\n");
	assert_int_equal(r->silenced, 0);
	assert_true(has(r, "silence-idle", "silence[1]"));
	r = silenced("silence: [{code: goal-no-indicatr, reason: Tā ir.}]\n");
	assert_true(has(r, "silence-code", "silence[1]"));
	/* notes of plan_read() too */
	r = silenced("contact: ~\nsilence: [{code: fill-in, at: contact, reason: Vēl nav.}]\n");
	assert_int_equal(r->silenced, 1);
	assert_int_equal(r->fill_in, 0);
}

/* -- the samples -- */

static void
clean_sample(void **state)
{
	const struct plan *p = plan_read(a, "samples/valka.yaml", d);
	const struct check_report *r = report(p);

	(void)state;
	assert_int_equal(r->counts[DIAG_ERROR], 0);
	assert_int_equal(r->counts[DIAG_WARNING], 0);
	assert_int_equal(r->counts[DIAG_NOTE], 0); /* among them: silence that is idle */
	assert_true(r->silenced > 0);
}

/* Every contradiction of the printed plan, by the name of its rule. */
static const char *const contradictions[][2] = {
	{"result-differs", "views.table3[5.1].result"},   /* 15 % for 3 % */
	{"result-differs", "views.table4[7.1].result"},   /* 70 % for 75 % */
	{"result-differs", "views.table3[6.1].result"},   /* pupils of form 9 */
	{"result-differs", "views.table4[8.1].result"},   /* assistants left out */
	{"money-not-amount", "views.table4[8.2].money"},  /* 1 slodze */
	{"cell-wrong-kind", "views.table1[5.2].involved"}, /* the activity's name */
	{"cell-empty", "views.table1[8.2].involved"},
	{"party-not-listed", "views.table1[6.1].involved"},
	{"number-differs", "views.table1[1.1].number"},   /* 1 for 1.1. */
	{"goal-differs", "views.goals[1].name"},
	{"goal-differs", "views.goals[2].name"},
	{"goal-differs", "views.goals[8].name"},
	{"goal-two-levels", "views.goals[8]"},
	{"level-differs", "views.goals[8]"},
	{"level-differs", "views.indicators[atbalsta-slodzes]"},
	{"row-missing", "views.goals[3]"},
	{"row-missing", "views.goals[4]"},
	{"row-missing", "views.goals[6]"},
	{"row-missing", "views.goals[7]"},
	{"name-differs", "views.table2[4.1.1].activity_name"}, /* the goal's name */
	{"name-differs", "views.table1[8.2].goal_name"},
	{"name-differs", "views.table3[5.3].name"},
	{"name-differs", "views.table4[8.1].name"},
	{"cell-case", "views.indicators[pedagogi].name"}, /* Īpatsvars */
	{"role-no-count", "views.table3[8.1].resources"},
	{"list-comma", "views.table3[1.1].sources"},
	{"money-form", "views.table4[8.1].money"},        /* 15380 without decimals */
	{"share-differs", "situation[riski].text"},       /* 7 % */
	{"years-incomplete", "situation[riski].text"},
	{"privacy-small-count", "situation[riski].text"},
	{"number-no-date", "situation[riski].text"},
	{"project-number", "preface"},
	{"project-number", "abbreviations[2].name"},
	{"quote-reversed", "preface"},
	{"quote-unmatched", "cooperation"},
	{"quote-unmatched", "situation[institucijas].category"},
	{"quote-straight", "situation[riski].text"},
	{"decimal-point", "situation[riski].text"},
	{"decimal-point", "situation[kapacitate].text"},
	{"percent-blank", "situation[riski].text"},
	{"money-form", "situation[atbalsts].text"},       /* EUR 14695,81 */
	{"date-mixed", "cooperation"},
	{"nr-case", "cooperation"},
	{"term-no-dash", "views.table2[2.1.3].term"},
	{"word-shortened", "views.table2[1.1.1].term"},
	{"word-shortened", "views.indicators[atbalsta-slodzes].base"}, /* 2023. g. */
	{"range-form", "views.indicators[karjera].name"},
	{"abbrev-stop", "institutions[iksj].short"},
	{"abbrev-noun", "monitoring.group[2]"},           /* IKSJ nodaļas */
	{"abbrev-unlisted", "situation[atbalsts].text"},  /* ESF */
	{"abbrev-full-name", "monitoring.group[3]"},
	{"stop-stray", "views.table1[1.1].responsible"},  /* VJCĢ. */
	{"stop-missing", "preface"},
	{"cell-end", "views.table2[8.2.1].name"},
	{"cell-end", "views.table2[2.1.3].name"},
	{"blank-missing", "situation[atbalsts].text"},
	{"blank-stray", "situation[kapacitate].category"},
	{"blank-double", "situation[kapacitate].text"},
	{"hyphen-as-dash", "monitoring.group[1]"},
	{"dash-blank", "views.table3[5.2].resources"},
	{"text-repeated", "cooperation"},
	{"spelling", "views.goals[5].name"},              /* iemanu */
	{"spelling", "views.table2[2.1.1].name"},         /* erešu */
	{"goal-name-repeated", "goals[6].name"},
	{"goal-no-indicator", "goals[1]"},
	{"executor-not-party", "activities[7.1].tasks[7.1.1].by"},
	{"supervisor-is-executor", "activities[4.1].tasks[4.1.1].supervised_by"},
	{"money-per-post", "activities[8.1].money.2024"},
	{"post-no-money", "activities[8.2].money"},
};

static void
printed_sample(void **state)
{
	const struct plan *p = plan_read(a, "samples/valka-as-printed.yaml", d);
	const struct check_report *r = report(p);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(contradictions) / sizeof(contradictions[0]); i++)
		if (!has(r, contradictions[i][0], contradictions[i][1]))
			fail_msg("not found: %s at %s", contradictions[i][0], contradictions[i][1]);
	/* Totals and the amounts that agree are left alone. */
	assert_false(has(r, "total-differs", "views.table4.total"));
	for (i = 0; i < r->n; i++) {
		assert_true(r->v[i].code != DIAG_CHECK_MONEY);
		assert_true(r->v[i].code != DIAG_CHECK_TERM);
		assert_true(r->v[i].code != DIAG_CHECK_POSTS);
		assert_true(r->v[i].at.line > 0);
	}
}

/* Without a dictionary spelling is said to be unchecked, and nothing else changes. */
static void
no_dictionary(void **state)
{
	const struct check_opts o = {.dict = "/nowhere/xx"};
	const struct check_report *r = check_plan(a, read_plan(WHOLE), d, &o);
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < r->n; i++)
		n += r->v[i].code == DIAG_CHECK_NO_SPELLING;
	assert_int_equal(n, 1);
}

/* Texts that would take minutes if any rule looked at all of a text for each of its words. */
static void
hostile(void **state)
{
	static const char *const pieces[] = {"5 % no visiem 7 ", "kopā 7 un 8 ", "5 a: 6 b ", "a.b",
	    "“", "katru gadu 7 ", "Valkas novada skola ", "2024. - ", "(a@", "1 2 3 ", "- "};
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct buf b = {0};
		static const struct check_opts o = {.no_spelling = true};
		const struct plan *p;
		clock_t start;

		buf_str(&b, WHOLE "context: |\n  ");
		for (k = 0; k < 20000; k++)
			buf_str(&b, pieces[i]);
		buf_str(&b, "\n");
		p = read_plan(buf_cstr(&b));
		assert_non_null(p);
		start = clock();
		check_plan(a, p, d, &o);
		if (clock() - start > 5 * CLOCKS_PER_SEC)
			fail_msg("\"%s\" took too long", pieces[i]);
		buf_free(&b);
		arena_free(a);
		a = arena_new();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(hostile), TEST(text_rules), TEST(places), TEST(tree_rules),
	    TEST(silence), TEST(clean_sample), TEST(printed_sample), TEST(no_dictionary)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
