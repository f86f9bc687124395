/* The yearly report: what is missing of it, and what cannot be compared. */
#include <string.h>

#include "check/priv.h"

/* What plan_report_gaps() names, once somebody has begun to report on the year. */
static void
check_gaps(struct check *c)
{
	const struct plan_gap *gaps;
	size_t n = plan_report_gaps(c->p, &gaps), i;

	if (!plan_report_begun(c->p))
		return;
	for (i = 0; i < n; i++)
		found(c, DIAG_REPORT_MISSING, gaps[i].path, &gaps[i].at, "", pick(c, plan_lack_words(c->a, gaps[i].lacks, DIAG_EN),
			plan_lack_words(c->a, gaps[i].lacks, DIAG_LV)), NULL);
}

static const char *
unit_of(const struct value *measure)
{
	const char *s = text_of(measure, "unit");

	return s == NULL ? "" : s;
}

/* A value against the target that counts: its unit, and the verdict that the plan gives. */
static void
check_achieved(struct check *c, const struct node *n, const struct value_field *f)
{
	const char *path = strf(c, "%s.achieved.%s", n->path, f->key);
	const struct value *now = get(get(n->model, "achieved"), f->key);
	const struct value *target = get(get(n->model, "target"), f->key);
	const char *stands = text_of(get(get(n->model, "stands"), f->key), "key");

	if (now == NULL)
		return;
	if (text_of(now, "value") != NULL && text_of(target, "value") != NULL &&
	    strcmp(unit_of(now), unit_of(target)) != 0)
		found(c, DIAG_CHECK_ACHIEVED_UNIT, path, &f->value->at, now->text, target->text, NULL);
	else if (stands != NULL && strcmp(stands, "unrated") == 0)
		found(c, DIAG_CHECK_ACHIEVED_WORDS, path, &f->value->at, now->text, NULL);
	if (text_of(now, "value") != NULL && strcmp(unit_of(now), "%") == 0 &&
	    plan_number_compare(text_of(now, "value"), "100") > 0)
		found(c, DIAG_CHECK_OVER_100, path, &f->value->at, text_of(now, "value"), NULL);
}

/* Something is reported for a year in which the activity does not run. */
static void
check_outcome(struct check *c, const struct node *n)
{
	const struct value *outcome = get(n->src, "outcome"), *runs = get(n->model, "runs"), *v;
	size_t i;

	for (i = 0; outcome != NULL && i < outcome->nfields; i++) {
		v = get(runs, outcome->fields[i].key);
		if (v != NULL && v->num == 0)
			found(c, DIAG_CHECK_OUTCOME_YEARS, strf(c, "%s.outcome.%s", n->path,
			    outcome->fields[i].key), &outcome->fields[i].at, outcome->fields[i].key, NULL);
	}
}

void
rule_report(struct check *c)
{
	const struct value *achieved;
	const struct node *n;
	size_t k;

	check_gaps(c);
	FOR_NODES(c, n, activities)
		check_outcome(c, n);
	FOR_NODES(c, n, indicators) {
		achieved = get(n->src, "achieved");
		for (k = 0; achieved != NULL && k < achieved->nfields; k++)
			check_achieved(c, n, &achieved->fields[k]);
	}
}
