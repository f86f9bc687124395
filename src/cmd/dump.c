/* dump - pmpplan dump: what the program makes of a plan or a document, for developers and tests */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cmd/cmd.h"
#include "data/merge.h"
#include "flow/read.h"
#include "layout/pages.h"
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

/* A document as its flow (text, or with properties) or as its pages. */
static void
dump_document(struct buf *out, struct arena *a, const char *what, const char *path, struct diag *d)
{
	struct pkg *pkg = pkg_open(path, DIAG_IO_READ, d);
	struct flow_doc *doc = NULL;
	struct font_set *fonts;

	if (pkg == NULL)
		return;
	doc = pkg_kind(pkg) == PKG_ODT ? odt_read_flow(a, pkg, d) : docx_read_flow(a, pkg, d);
	if (doc != NULL && strcmp(what, "pages") == 0) {
		fonts = font_set_new(NULL, d);
		if (fonts != NULL)
			pages_dump(out, layout_pages(a, doc, fonts, d));
		font_set_free(fonts);
	} else if (doc != NULL)
		flow_dump(out, doc, strcmp(what, "flow") == 0);
	pkg_close(pkg);
}

static bool
known(const char *what, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(what, *words) == 0)
			return true;
	return false;
}

int
cmd_dump(struct cmd *c, int argc, char **argv)
{
	static const struct opt opts[] = {{0, NULL, OPT_FLAG, NULL, NULL, NULL}};
	static const char *const of_plans[] = {"values", "plan", "model", NULL};
	static const char *const of_documents[] = {"text", "flow", "pages", NULL};
	struct cmd_list args = {0};
	struct arena *a = arena_new();
	const struct value *v;
	struct buf out = {0};
	int rc = cmd_options(c, opts, argc, argv, &args), status = 0;

	if (rc == OPTIONS_GO &&
	    (args.n != 2 || (!known(args.v[0], of_plans) && !known(args.v[0], of_documents))))
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL, c->self->usage, NULL);
	if (rc == OPTIONS_WRONG)
		status = cmd_usage(c);
	else if (rc == OPTIONS_GO) {
		if (known(args.v[0], of_documents))
			dump_document(&out, a, args.v[0], args.v[1], c->diag);
		else if ((v = wanted(a, args.v[0], args.v[1], c->diag)) != NULL)
			value_dump(&out, v);
		fwrite(out.s, 1, out.len, stdout);
		cmd_flush(c, c->diag);
		status = diag_status(c->diag);
	}
	buf_free(&out);
	arena_free(a);
	cmd_list_free(&args);
	return status;
}
