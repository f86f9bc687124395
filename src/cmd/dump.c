/* dump - pmpplan dump: what the program makes of a plan or a document, for developers and tests */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/num.h"
#include "cmd/cmd.h"
#include "data/merge.h"
#include "data/yaml.h"
#include "fill/template.h"
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

/* What one turn of a list is called: the model's own names (docs/templates.md). */
static const char *
singular(const char *key)
{
	static const char *const names[][2] = {{"levels", "level"}, {"goals", "goal"},
	    {"activities", "activity"}, {"tasks", "task"}, {"years", "year"},
	    {"situation", "entry"}, {"lines", "line"}, {"indicators", "indicator"},
	    {"institutions", "institution"}, {"abbreviations", "abbreviation"},
	    {"sources", "source"}};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(key, names[i][0]) == 0)
			return names[i][1];
	return NULL;
}

/* {is: money, text: "1200.5"} is a text of that form; others stay as they are. */
static void
type_text(struct value *v)
{
	const char *is = value_get_text(v, "is"), *text = value_get_text(v, "text");
	static const struct {
		const char *name;
		enum value_form form;
	} forms[] = {{"text", VALUE_PLAIN}, {"markdown", VALUE_MARKDOWN}, {"int", VALUE_INT},
	    {"number", VALUE_NUMBER}, {"money", VALUE_MONEY}, {"date", VALUE_DATE},
	    {"year", VALUE_YEAR}, {"bool", VALUE_BOOL}};

	if (v->kind != VALUE_MAP || v->nfields != 2 || is == NULL || text == NULL)
		return;
	v->nfields = 0;
	if (strcmp(is, "none") == 0) {
		v->kind = VALUE_NONE;
		return;
	}
	v->kind = VALUE_TEXT;
	v->text = text;
	v->len = strlen(text);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(is, forms[i].name) == 0)
			v->form = forms[i].form;
	if (v->form == VALUE_MONEY)
		num_parse_cents(text, v->len, &v->num);
	else
		num_parse_int(text, v->len, &v->num);
}

/* Depth is limited by the YAML reader. */
static void
type_model(struct value *v)
{
	for (size_t i = 0; i < v->nfields; i++) {
		v->fields[i].value->singular = singular(v->fields[i].key);
		type_model(v->fields[i].value);
	}
	for (size_t i = 0; i < v->nitems; i++)
		type_model(v->items[i]);
	type_text(v);
}

/* A template filled with a model that is no plan, so that a test says all it uses. */
static void
dump_fill(struct buf *out, struct arena *a, const char *path, const char *model, struct diag *d)
{
	struct template *t = template_open(path, d);
	struct value *v = yaml_read(a, model, d);

	if (t != NULL && v != NULL && !diag_failed(d)) {
		type_model(v);
		template_fill(t, v, NULL, out, d);
	}
	template_close(t);
}

static bool
known(const char *what, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(what, *words) == 0)
			return true;
	return false;
}

static const char *const of_plans[] = {"values", "plan", "model", NULL};
static const char *const of_documents[] = {"text", "flow", "pages", NULL};

static bool
right(const struct cmd_list *args)
{
	if (args->n == 3)
		return strcmp(args->v[0], "fill") == 0;
	return args->n == 2 && (known(args->v[0], of_plans) || known(args->v[0], of_documents));
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

	if (rc == OPTIONS_GO && !right(&args))
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL, c->self->usage, NULL);
	if (rc == OPTIONS_WRONG)
		status = cmd_usage(c);
	else if (rc == OPTIONS_GO) {
		if (args.n == 3)
			dump_fill(&out, a, args.v[1], args.v[2], c->diag);
		else if (known(args.v[0], of_documents))
			dump_document(&out, a, args.v[0], args.v[1], c->diag);
		else if ((v = wanted(a, args.v[0], args.v[1], c->diag)) != NULL)
			value_dump(&out, v);
		if (out.len > 0)
			fwrite(out.s, 1, out.len, stdout);
		cmd_flush(c, c->diag);
		status = diag_status(c->diag);
	}
	buf_free(&out);
	arena_free(a);
	cmd_list_free(&args);
	return status;
}
