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
};

/* What one activity's outcome of the year lacks, as one note. */
static void
note_missing(const struct value *activity, const char *year, struct diag *d)
{
	static const struct {
		const char *key, *en, *lv;
	} parts[] = {
	    {"achieved", "what was achieved", "izpilde"},
	    {"impact", "impact", "ietekme"},
	    {"factors", "factors", "apstākļi"},
	    {"spent", "money spent", "izlietotais finansējums"},
	};
	const struct value *runs = value_get(value_get(activity, "runs"), year), *v;
	const struct value *outcome = value_get(value_get(activity, "outcome"), year);
	struct buf lacks = {0};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		v = outcome == NULL ? NULL : value_get(outcome, parts[i].key);
		if (v == NULL || v->kind == VALUE_NONE || v->kind == VALUE_BLANK)
			buf_printf(&lacks, "%s%s", lacks.len == 0 ? "" : ", ",
			    diag_pick(d, parts[i].en, parts[i].lv));
	}
	if (lacks.len != 0 && runs != NULL && runs->num != 0)
		diag(d, DIAG_REPORT_MISSING, &activity->at, value_get_text(activity, "id"), year,
		    buf_cstr(&lacks), NULL);
	buf_free(&lacks);
}

static void
report_missing(const struct plan *p, struct diag *d)
{
	const struct value *m = plan_model(p), *goals = value_get(m, "goals"), *list;
	const char *year = value_get_text(m, "report_year");
	size_t g, i;

	for (g = 0; goals != NULL && year != NULL && g < goals->nitems; g++) {
		list = value_get(goals->items[g], "activities");
		for (i = 0; list != NULL && i < list->nitems; i++)
			note_missing(list->items[i], year, d);
	}
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
	if (p != NULL && missing != NULL && r->kind == KIND_REPORT)
		report_missing(p, missing);
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
		return arena_printf(a, "Par %s “%s %s" NBSP "gadam” apstiprināšanu", word,
		    printed(m, "title"), printed(m, "period"));
	case KIND_REPORT:
		return arena_printf(a, "Par %s “%s %s" NBSP "gadam” izpildi %s." NBSP "gadā", word,
		    printed(m, "title"), printed(m, "period"), printed(m, "report_year"));
	default:
		return NULL;
	}
}
