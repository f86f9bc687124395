/* diff - pmpplan diff: what changed between two versions of a plan */
#include "diff/diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/publish.h"
#include "base/utf8.h"
#include "cmd/render.h"

struct asked {
	struct cmd *c;
	struct cmd_list formats, templates, plans;
	const char *out;
	bool force, text, exit_code;
	unsigned bits;
};

static int
take_formats(struct asked *q)
{
	const char *s;
	size_t i, len;
	int f;

	for (i = 0; i < q->formats.n; i++)
		for (s = q->formats.v[i];; s += len + 1) {
			len = strcspn(s, ",");
			for (f = 0; f < DOC_FORMATS; f++)
				if (strlen(docfmts[f].name) == len && strncmp(docfmts[f].name, s, len) == 0)
					break;
			if (f < DOC_FORMATS)
				q->bits |= DOC_BIT(f);
			else if (len == 4 && strncmp(s, "text", 4) == 0)
				q->text = true;
			else
				return diag(q->c->diag, DIAG_USAGE_FORMAT, NULL, s, "text, docx, odt, pdf", NULL);
			if (s[len] == '\0')
				break;
		}
	q->text = q->text || q->formats.n == 0;
	return 0;
}

/* The given templates, else ours. */
static int
take_templates(struct asked *q, struct template *t[2])
{
	static const char *const names[] = {"templates/changes.docx", "templates/changes.odt"};
	struct template *one;
	char *path;
	size_t i;
	int k;

	for (i = 0; i < q->templates.n; i++) {
		one = template_open(q->templates.v[i], q->c->diag);
		if (one == NULL)
			return -1;
		k = template_kind(one) == PKG_DOCX ? 0 : 1;
		template_close(t[k]);
		t[k] = one;
	}
	for (k = 0; k < 2 && q->templates.n == 0; k++) {
		path = cmd_data_file(names[k], q->c->diag);
		t[k] = path == NULL ? NULL : template_open(path, q->c->diag);
		free(path);
		if (t[k] == NULL)
			return -1;
	}
	return 0;
}

/* "dir/jaunais.yaml" -> "OUT/jaunais-izmainas.docx" */
static const char *
out_name(struct asked *q, struct arena *a, int f)
{
	const char *path = q->plans.v[1], *slash = strrchr(path, '/'), *dot;
	const char *name = slash == NULL ? path : slash + 1;

	dot = strrchr(name, '.');
	if (dot != NULL && dot != name)
		name = arena_strndup(a, name, (size_t)(dot - name));
	return arena_printf(a, "%s%s%s-izmainas.%s", q->out == NULL ? "" : q->out,
	    q->out == NULL ? "" : "/", utf8_slug(a, name), docfmts[f].name);
}

static int
make(struct asked *q, struct arena *a, const struct plan *old, const struct plan *new)
{
	struct make_with w = {.formats = q->bits, .model = diff_model(a, old, new)};
	struct template *t[2] = {NULL, NULL};
	struct buf out[DOC_FORMATS] = {{0}};
	char *path = cmd_data_file("fonts/fonts.tsv", q->c->diag);
	int rc = -1, f;

	w.fonts = path == NULL ? NULL : font_set_new(path, q->c->diag);
	w.title = arena_printf(a, "Izmaiņas: %s", value_get_text(plan_model(new), "title"));
	if (w.fonts != NULL && take_templates(q, t) == 0 &&
	    (q->out == NULL || publish_mkdir(q->out, q->c->diag) == 0)) {
		w.docx = t[0];
		w.odt = t[1];
		rc = make_documents(new, &w, out, q->c->diag);
	}
	for (f = 0; f < DOC_FORMATS; f++) {
		struct publish_opts o = {.force = q->force, .ours = docfmts[f].ours};

		if (rc == 0 && (q->bits & DOC_BIT(f)) != 0)
			publish(out_name(q, a, f), out[f].s, out[f].len, &o, NULL, q->c->diag);
	}
	for (f = 0; f < DOC_FORMATS; f++)
		buf_free(&out[f]);
	template_close(t[0]);
	template_close(t[1]);
	font_set_free(w.fonts);
	free(path);
	return rc;
}

static int
run(struct asked *q)
{
	struct arena *a = arena_new();
	struct diag *d = q->c->diag;
	const struct plan *old = plan_read(a, q->plans.v[0], d), *new = plan_read(a, q->plans.v[1], d);
	const struct value *changes = NULL;
	enum diag_lang lang = diag_language(d);
	struct buf text = {0};
	int status;

	if (old != NULL && new != NULL && !diag_failed(d)) {
		changes = diff_plans(a, old, new, lang);
		if (q->text) {
			diff_text(&text, changes, lang);
			fwrite(text.s, 1, text.len, stdout);
		}
		if (q->bits != 0)
			make(q, a, old, new);
	}
	status = diag_status(d);
	if (status == EXIT_OK && q->exit_code && changes != NULL && changes->nitems != 0)
		status = EXIT_SOME_FAILED;
	buf_free(&text);
	arena_free(a);
	return status;
}

int
cmd_diff(struct cmd *c, int argc, char **argv)
{
	struct asked q = {.c = c};
	const struct opt opts[] = {
	    {'f', "format", OPT_LIST, "FORMATS", "text,docx,odt,pdf or some of them; default: text",
		&q.formats},
	    {'t', "template", OPT_LIST, "FILE", "a template of your own, one of each kind",
		&q.templates},
	    {'o', "output", OPT_TEXT, "DIR", "where documents go; default: this folder", &q.out},
	    {0, "exit-code", OPT_FLAG, NULL, "exit with 1 if anything changed", &q.exit_code},
	    {0, "force", OPT_FLAG, NULL, "replace files that we did not make or others changed",
		&q.force},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	int rc = cmd_options(c, opts, argc, argv, &q.plans), status = 0;

	if (rc == OPTIONS_GO && q.plans.n != 2)
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL, "OLD NEW", NULL);
	if (rc == OPTIONS_GO && take_formats(&q) == 0) {
		status = run(&q);
		cmd_flush(c, c->diag);
	} else if (rc != OPTIONS_DONE)
		status = cmd_usage(c);
	cmd_list_free(&q.formats);
	cmd_list_free(&q.templates);
	cmd_list_free(&q.plans);
	return status;
}
