/*
 * plan - a plan file, checked and derived.
 *
 * plan_read() takes the values of a YAML file (and its bases), replaces names in
 * texts ({{municipality.genitive}}), checks shape and references against the field
 * table, then derives: numbering, totals, period columns, views, abbreviations
 * used, approval lines.  plan_model() is what templates see.
 * Knows no document format.  Uses data/, base/.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "data/value.h"

struct plan;

/*
 * Read, check and derive.  Returns NULL after reporting errors of shape,
 * references or missing required values; notes and warnings alone do not stop it.
 * Everything lives in the arena.
 */
const struct plan *plan_read(struct arena *a, const char *path, struct diag *d);
/* The same from values already read (batch rows, tests). */
const struct plan *plan_from(struct arena *a, struct value *root, struct diag *d);

/* The model for templates: see docs/templates.md for every name. */
const struct value *plan_model(const struct plan *p);
/* The plan's own values after merging and names, before deriving. */
const struct value *plan_values(const struct plan *p);
const char *plan_id(const struct plan *p);
bool plan_is_school(const struct plan *p);
bool plan_is_approved(const struct plan *p);
/*
 * What the report of the plan's report_year still lacks, in printed order: activities
 * that run in that year, indicators with a target for it.
 */
enum plan_lack {
	LACK_STATUS = 1,
	LACK_ACHIEVED = 2,
	LACK_IMPACT = 4,
	LACK_FACTORS = 8,
	LACK_SPENT = 16, /* where money is planned for the year */
	LACK_VALUE = 32  /* of an indicator */
};
struct plan_gap {
	const char *id;
	const char *path; /* "activities[x].outcome.2025" */
	struct place at;
	unsigned lacks;
};
size_t plan_report_gaps(const struct plan *p, const struct plan_gap **out);
/* Has anything of that year been reported yet? */
bool plan_report_begun(const struct plan *p);
/* "what was achieved, impact". */
const char *plan_lack_words(struct arena *a, unsigned lacks, enum diag_lang lang);

/* Two numbers as the field table takes them, "-12.50": -1, 0, 1. */
int plan_number_compare(const char *x, const char *y);

/*
 * Date for document metadata: of the last amendment or the approval, else date, else
 * SOURCE_DATE_EPOCH (UTC), else NULL.  "YYYY-MM-DD".
 */
const char *plan_meta_date(const struct plan *p);
/* The same for the yearly report: the day it says, else SOURCE_DATE_EPOCH, else NULL. */
const char *plan_report_date(const struct plan *p);

#endif
