/* template - pmpplan template check: what is wrong in a template, before it is used */
#include "fill/template.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "plan/field.h"
#include "plan/plan.h"
#include "tmpl/tag.h"

#define NAMES_MOST 1024
#define FIELD_DEPTH 12

/* Words of the derived model (docs/architecture.md) that no field of a file has. */
static const char *const derived[] = {"abbreviation", "accusative", "achieved", "activity",
    "activity_name", "activity_number", "after", "authority", "base_year", "before", "category",
    "changes", "chapter", "closing", "council_genitive", "count", "dative", "duties", "entry",
    "first", "goal", "goal_name", "goal_number", "index", "indicator", "institution", "item",
    "items", "key", "last", "level", "level_name", "levels", "line", "lines", "name", "number",
    "numeral", "opens", "outcome", "participle", "people", "runs", "situation_text", "goals_text",
    "spent", "support", "table1", "table2", "table3", "table4", "task", "tasks", "text", "time",
    "total", "unit", "value", "what", "year", "years", "source", "sources", "short",
    "nominative", "genitive", "locative", "group", "findings", "points", NULL};

struct names {
	const char *v[NAMES_MOST];
	size_t n;
};

static void
add(struct names *l, const char *s)
{
	size_t i;

	if (s == NULL || l->n == NAMES_MOST)
		return;
	for (i = 0; i < l->n; i++)
		if (strcmp(l->v[i], s) == 0)
			return;
	l->v[l->n++] = s;
}

/* Depth is limited: the table of fields may point back to itself. */
static void
add_fields(struct names *l, const struct field *f, int depth)
{
	const struct field *s;

	if (f == NULL || depth == FIELD_DEPTH)
		return;
	add(l, f->name);
	add(l, f->singular);
	add_fields(l, f->item, depth + 1);
	for (s = f->sub; s != NULL && s->name != NULL; s++)
		add_fields(l, s, depth + 1);
}

/* Each part of a path by itself: whether it stands in the right map only a plan can tell. */
static void
check_path(const struct names *l, const struct template_use *u, const struct tag_path *p, int depth,
    struct arena *a, struct diag *d)
{
	const char *s, *near;
	size_t i, k;

	for (i = 0; i < p->nsteps && depth < FIELD_DEPTH; i++) {
		s = p->steps[i].name;
		if (s == NULL) {
			check_path(l, u, p->steps[i].index, depth + 1, a, d);
			continue;
		}
		if (*s == '@' || strspn(s, "0123456789") == strlen(s))
			continue;
		for (k = 0; k < l->n && strcmp(l->v[k], s) != 0; k++)
			;
		if (k < l->n)
			continue;
		near = utf8_nearest(s, l->v, l->n);
		diag(d, DIAG_FILL_NAME, &u->at, arena_printf(a, "{{%s}}", u->tag->source), s,
		    near == NULL ? "" : near, (char *)NULL);
	}
}

static void
check_names(const struct template *t, struct arena *a, struct diag *d)
{
	static struct names l;
	const struct template_use *u;
	size_t i, n = template_uses(t, &u);

	add_fields(&l, &field_plan, 0);
	for (i = 0; derived[i] != NULL; i++)
		add(&l, derived[i]);
	for (i = 0; i < n; i++)
		if (u[i].tag->kind <= TAG_IF)
			check_path(&l, &u[i], &u[i].tag->path, 0, a, d);
}

static void
check(const char *path, const char *plan, struct arena *a, struct diag *d)
{
	struct template *t = template_open(path, d);
	const struct plan *p;
	struct buf out = {0};

	if (t != NULL)
		check_names(t, a, d);
	if (t != NULL && plan != NULL && !diag_failed(d) && (p = plan_read(a, plan, d)) != NULL)
		template_fill(t, plan_model(p), NULL, &out, d);
	buf_free(&out);
	template_close(t);
}

int
cmd_template(struct cmd *c, int argc, char **argv)
{
	bool strict = false;
	const struct opt opts[] = {
	    {0, "strict", OPT_FLAG, NULL, "warnings count as errors", &strict},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	struct cmd_list args = {0};
	struct arena *a = arena_new();
	int rc = cmd_options(c, opts, argc, argv, &args), status = 0;

	if (rc == OPTIONS_GO && (args.n < 2 || args.n > 3 || strcmp(args.v[0], "check") != 0))
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL, c->self->usage, NULL);
	if (rc == OPTIONS_GO) {
		check(args.v[1], args.n == 3 ? args.v[2] : NULL, a, c->diag);
		status = diag_status(c->diag);
		if (status == 0 && strict && diag_count(c->diag, DIAG_WARNING) > 0)
			status = EXIT_TEMPLATE;
		cmd_flush(c, c->diag);
	} else if (rc != OPTIONS_DONE) {
		status = cmd_usage(c);
	}
	arena_free(a);
	cmd_list_free(&args);
	return status;
}
