/* plan - see plan.h; what happens in which order. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/merge.h"
#include "plan/priv.h"

/* Own copy of the values, so that names and forms can be put in. */
static struct value *
deep_copy(struct plan *p, const struct value *v, int depth)
{
	struct value *c = value_copy(p->a, v);
	size_t i;

	if (depth > MAX_DEPTH) {
		diag(p->d, DIAG_PLAN_DEEP, &v->at, arena_printf(p->a, "%d", MAX_DEPTH),
		    NULL);
		p->errors++;
		c->kind = VALUE_NONE;
		c->nitems = c->nfields = 0;
		return c;
	}
	for (i = 0; i < c->nitems; i++)
		c->items[i] = deep_copy(p, c->items[i], depth + 1);
	for (i = 0; i < c->nfields; i++)
		c->fields[i].value = deep_copy(p, c->fields[i].value, depth + 1);
	return c;
}

const struct plan *
plan_from(struct arena *a, struct value *root, struct diag *d)
{
	struct plan *p = arena_alloc(a, sizeof(*p));

	p->a = a;
	p->d = d;
	p->root = deep_copy(p, root, 0);
	plan_names(p);
	plan_check_shape(p);
	plan_check_refs(p);
	if (p->root->kind == VALUE_MAP) {
		plan_check_approval(p);
		plan_check_views(p);
	}
	if (p->errors != 0)
		return NULL;
	plan_derive(p);
	plan_derive_views(p);
	plan_derive_abbreviations(p);
	p->d = NULL;
	return p;
}

const struct plan *
plan_read(struct arena *a, const char *path, struct diag *d)
{
	struct value *root = merge_read(a, path, d);

	return root == NULL ? NULL : plan_from(a, root, d);
}

const struct value *
plan_model(const struct plan *p)
{
	return p->model;
}

const struct value *
plan_values(const struct plan *p)
{
	return p->root;
}

const char *
plan_id(const struct plan *p)
{
	return plan_text(p->root, "id");
}

bool
plan_is_school(const struct plan *p)
{
	return p->school;
}

bool
plan_is_approved(const struct plan *p)
{
	return p->approved;
}

/* The agreed variable for builds that can be repeated; seconds since 1970. */
static const char *
epoch_date(struct arena *a)
{
	const char *s = getenv("SOURCE_DATE_EPOCH");
	int64_t seconds;
	struct tm tm;
	time_t t;

	if (s == NULL || !num_parse_int(s, strlen(s), &seconds) || seconds < 0 ||
	    seconds > 253402300799) /* the end of the year 9999 */
		return NULL;
	t = (time_t)seconds;
	if (gmtime_r(&t, &tm) == NULL)
		return NULL;
	return arena_printf(
	    a, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/* Of the last amendment that has one, else of the approval. */
static const char *
approval_date(const struct plan *p)
{
	const struct value *approval = plan_get(p->root, "approval");
	const struct value *amended = plan_get(approval, "amended");
	size_t i = amended == NULL || amended->kind != VALUE_LIST ? 0 : amended->nitems;
	const char *s = NULL;

	while (s == NULL && i-- > 0)
		s = plan_text(amended->items[i], "date");
	return s != NULL ? s : plan_text(approval, "date");
}

const char *
plan_meta_date(const struct plan *p)
{
	const char *s = approval_date(p);

	if (s == NULL)
		s = plan_text(p->root, "date");
	return s != NULL ? s : epoch_date(p->a);
}

const char *
plan_report_date(const struct plan *p)
{
	const struct value *report = plan_get(plan_get(p->root, "reports"), p->year_key[p->report_year - p->first]);
	const char *s = plan_text(report, "date");

	return s != NULL ? s : epoch_date(p->a);
}
