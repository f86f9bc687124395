/* template - pmpplan template check: what is wrong in a template, before it is used */
#include "fill/template.h"

#include <string.h>

#include "base/arena.h"
#include "cmd/cmd.h"
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

/* Everything is said in one run, the plan's faults too; only what is sound is filled. */
static void
check(const char *path, const char *plan, struct arena *a, struct diag *d)
{
	struct template *t = template_look(path, d);
	const struct plan *p = plan != NULL ? plan_read(a, plan, d) : NULL;
	struct buf out = {0};

	if (t != NULL)
		lint_names(t, a, d);
	if (t != NULL && template_sound(t) && p != NULL && !diag_failed(d))
		template_fill(t, model_for(a, p), NULL, &out, d);
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
