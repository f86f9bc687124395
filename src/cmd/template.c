/* template - pmpplan template check: what is wrong in a template, before it is used */
#include "cmd/template.h"

#include <string.h>

#include "base/arena.h"
#include "lint/lint.h"
#include "plan/plan.h"

/* The list of changes has names of its own, which no plan gives: none changed, then. */
static const struct value *
model_for(struct arena *a, const struct plan *p)
{
	struct value *m = value_copy(a, plan_model(p)), *none;

	none = value_new(a, VALUE_LIST, NULL);
	none->singular = "chapter";
	value_set(a, m, "changes", none);
	return m;
}

struct asked {
	struct cmd *c;
	const char *path, *plan; /* plan: or NULL */
	const char *mark;        /* --mark OUT, or NULL */
	bool strict, force;
};

/* Everything is said in one run, the plan's faults too; only what is sound is filled. */
static int
check(const struct asked *q, struct arena *a)
{
	struct diag *d = q->c->diag;
	struct template *t = template_look(q->path, d);
	const struct plan *p = q->plan != NULL ? plan_read(a, q->plan, d) : NULL;
	struct buf out = {0};
	int status;

	if (t != NULL)
		lint_names(t, a, d);
	if (t != NULL && template_sound(t) && p != NULL && !diag_failed(d))
		template_fill(t, model_for(a, p), NULL, &out, d);
	status = diag_status(d);
	if (status == 0 && q->strict && diag_count(d, DIAG_WARNING) > 0)
		status = EXIT_TEMPLATE;
	if (q->mark != NULL && t != NULL && mark_write(q->c, t, q->mark, q->force) == -1)
		status = diag_status(d);
	buf_free(&out);
	template_close(t);
	return status;
}

int
cmd_template(struct cmd *c, int argc, char **argv)
{
	struct asked q = {.c = c};
	const struct opt opts[] = {
	    {0, "strict", OPT_FLAG, NULL, "warnings count as errors", &q.strict},
	    {0, "mark", OPT_TEXT, "OUT", "write a copy of the template with a comment at each finding",
	        &q.mark},
	    {0, "force", OPT_FLAG, NULL, "replace OUT if it is there", &q.force},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	struct cmd_list args = {0};
	struct arena *a = arena_new();
	int rc = cmd_options(c, opts, argc, argv, &args), status = 0;

	if (rc == OPTIONS_GO && (args.n < 2 || args.n > 3 || strcmp(args.v[0], "check") != 0))
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL, c->self->usage, NULL);
	if (rc == OPTIONS_GO && q.mark != NULL)
		rc = mark_name_ok(args.v[1], q.mark, c->diag);
	if (rc == OPTIONS_GO) {
		q.path = args.v[1];
		q.plan = args.n == 3 ? args.v[2] : NULL;
		status = check(&q, a);
		cmd_flush(c, c->diag);
	} else if (rc != OPTIONS_DONE) {
		status = cmd_usage(c);
	}
	arena_free(a);
	cmd_list_free(&args);
	return status;
}
