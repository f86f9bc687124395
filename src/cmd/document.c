/* document - the documents that render makes besides the plan itself; see render.h */
#include <string.h>

#include "base/num.h"
#include "cmd/render.h"
#include "data/merge.h"

const struct render_document render_documents[KINDS] = {
    [KIND_PLAN] = {"plan", "",
	{{"templates/municipality.docx", "templates/municipality.odt"},
	    {"templates/school.docx", "templates/school.odt"}}},
    [KIND_DECISION] = {"decision", "-lemums",
	{{"templates/decision.docx", "templates/decision.odt"},
	    {"templates/decision.docx", "templates/decision.odt"}}},
    [KIND_REPORT] = {"report", "-parskats",
	{{"templates/report.docx", "templates/report.odt"},
	    {"templates/report.docx", "templates/report.odt"}}},
    [KIND_SUMMARY] = {"summary", "-kopsavilkums",
	{{"templates/summary.docx", "templates/summary.odt"},
	    {"templates/summary.docx", "templates/summary.odt"}}},
};

/* What the report lacks, a note for each activity and indicator. */
static void
report_missing(const struct plan *p, struct arena *a, struct diag *d)
{
	const struct plan_gap *gaps;
	size_t n = plan_report_gaps(p, &gaps), i;

	for (i = 0; i < n; i++)
		diag(d, DIAG_REPORT_MISSING, &gaps[i].at, gaps[i].path,
		    diag_pick(d, plan_lack_words(a, gaps[i].lacks, DIAG_EN),
			plan_lack_words(a, gaps[i].lacks, DIAG_LV)), NULL);
}

const struct plan *
render_plan_of(const struct render *r, struct arena *a, struct value *root, struct diag *missing,
    struct diag *d)
{
	struct place at = {.file = "--year"};
	const struct plan *p;

	if (r->year != NULL)
		value_set(a, root, "report_year", value_text(a, r->year, strlen(r->year), &at));
	p = plan_from(a, root, d);
	if (p != NULL && missing != NULL && (r->kind == KIND_REPORT || r->kind == KIND_SUMMARY))
		report_missing(p, a, missing);
	return p;
}

const struct plan *
render_read(const struct render *r, struct arena *a, const char *path, struct diag *missing,
    struct diag *d)
{
	struct value *root = merge_read(a, path, d);

	return root == NULL ? NULL : render_plan_of(r, a, root, missing, d);
}

/* How a thing prints as a whole. */
static const char *
printed(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	return v == NULL || v->text == NULL ? "" : v->text;
}

const char *
render_title(struct arena *a, enum render_kind kind, const struct plan *p)
{
	const struct value *m = plan_model(p);
	const char *word = printed(value_get(m, "document_word"), "genitive");

	switch (kind) {
	case KIND_DECISION:
		return arena_printf(a, "Par %s “%s %s" NBSP "gadam” %s", word, printed(m, "title"),
		    printed(m, "period"), printed(value_get(value_get(m, "approval"), "latest"), "deed"));
	case KIND_REPORT:
		return arena_printf(a, "Par %s “%s %s" NBSP "gadam” izpildi %s." NBSP "gadā", word,
		    printed(m, "title"), printed(m, "period"), printed(m, "report_year"));
	case KIND_SUMMARY:
		return arena_printf(a, "Kopsavilkums par %s “%s %s" NBSP "gadam” izpildi %s." NBSP "gadā",
		    word, printed(m, "title"), printed(m, "period"), printed(m, "report_year"));
	default:
		return NULL;
	}
}

const char *
render_date(enum render_kind kind, const struct plan *p)
{
	const char *s;

	if (kind != KIND_REPORT && kind != KIND_SUMMARY)
		return NULL;
	s = plan_report_date(p);
	return s == NULL ? "" : s;
}
