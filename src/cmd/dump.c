/* dump - pmpplan dump: what the program makes of a plan, for developers and tests */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cmd/cmd.h"
#include "data/merge.h"
#include "plan/plan.h"

static const struct value *
wanted(struct arena *a, const char *what, const char *path, struct diag *d)
{
	const struct plan *p;

	if (strcmp(what, "values") == 0)
		return merge_read(a, path, d);
	p = plan_read(a, path, d);
	if (p == NULL)
		return NULL;
	return strcmp(what, "model") == 0 ? plan_model(p) : plan_values(p);
}

int
cmd_dump(struct cmd *c, int argc, char **argv)
{
	static const struct opt opts[] = {{0, NULL, OPT_FLAG, NULL, NULL, NULL}};
	struct cmd_list args = {0};
	struct arena *a = arena_new();
	const struct value *v;
	struct buf out = {0};
	int rc = cmd_options(c, opts, argc, argv, &args), status = 0;

	if (rc == OPTIONS_GO && (args.n != 2 || (strcmp(args.v[0], "values") != 0 &&
	    strcmp(args.v[0], "plan") != 0 && strcmp(args.v[0], "model") != 0)))
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL, c->self->usage, NULL);
	if (rc == OPTIONS_WRONG)
		status = cmd_usage(c);
	else if (rc == OPTIONS_GO) {
		v = wanted(a, args.v[0], args.v[1], c->diag);
		if (v != NULL) {
			value_dump(&out, v);
			fwrite(out.s, 1, out.len, stdout);
		}
		cmd_flush(c, c->diag);
		status = diag_status(c->diag);
	}
	buf_free(&out);
	arena_free(a);
	cmd_list_free(&args);
	return status;
}
