/* render - pmpplan render: the command line; see render.h */
#include "cmd/render.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/utf8.h"

struct asked { /* as typed */
	struct cmd_list formats, templates, plans;
	const char *output, *document, *year;
	bool force, attach;
};

/* "docx, odt": the formats of this version. */
static void
ready_formats(struct buf *b)
{
	int f;

	for (f = 0; f < DOC_FORMATS; f++)
		if (docfmts[f].ready)
			buf_printf(b, "%s%s", b->len == 0 ? "" : ", ", docfmts[f].name);
}

static int
find_format(const char *name, size_t len)
{
	int f;

	for (f = 0; f < DOC_FORMATS; f++)
		if (strlen(docfmts[f].name) == len && strncmp(docfmts[f].name, name, len) == 0)
			return f;
	return -1;
}

/* One of -f: "docx,odt". */
static int
add_formats(struct render *r, const char *s)
{
	struct buf ready = {0}, name = {0};
	int rc = 0, f;
	size_t len;

	ready_formats(&ready);
	for (;; s += len + 1) {
		len = strcspn(s, ",");
		f = find_format(s, len);
		name.len = 0;
		buf_add(&name, s, len);
		if (f == -1)
			rc = diag(r->c->diag, DIAG_USAGE_FORMAT, NULL, buf_cstr(&name),
			    buf_cstr(&ready), NULL);
		else if (!docfmts[f].ready)
			rc = diag(r->c->diag, DIAG_USAGE_FORMAT_LATER, NULL, buf_cstr(&name),
			    buf_cstr(&ready), NULL);
		else
			r->formats |= DOC_BIT(f);
		if (s[len] == '\0')
			break;
	}
	buf_free(&ready);
	buf_free(&name);
	return rc;
}

/* The format that a file's ending names, or -1. */
static int
format_of_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *dot;

	dot = strrchr(slash == NULL ? path : slash, '.');
	return dot == NULL ? -1 : find_format(dot + 1, strlen(dot + 1));
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* -o: standard output, a folder that is there or ends in a slash, a file, else a folder. */
static int
take_output(struct render *r, const char *output)
{
	int f;

	r->out = OUT_FOLDER;
	r->to = output == NULL ? "" : output;
	if (output == NULL || is_folder(output))
		return 0;
	if (strcmp(output, "-") == 0) {
		r->out = OUT_STDOUT;
		return 0;
	}
	f = format_of_name(output);
	if (f == -1)
		return 0;
	r->out = OUT_FILE;
	if (r->formats == 0)
		return add_formats(r, docfmts[f].name);
	/* Two formats for one file name are reported by check_output(). */
	if ((r->formats & (r->formats - 1)) == 0 && r->formats != DOC_BIT(f)) {
		int g = r->formats == DOC_BIT(DOC_DOCX) ? DOC_DOCX
		    : r->formats == DOC_BIT(DOC_ODT) ? DOC_ODT : DOC_PDF;

		return diag(r->c->diag, DIAG_USAGE_ENDING, NULL, docfmts[g].name, output, NULL);
	}
	return 0;
}

/*
 * Is it a batch?  Several plans with their sources attached, or one of them from standard
 * input, are made one by one as before.
 */
static bool
is_many(const struct render *r)
{
	const struct render_many *m = &r->many;
	size_t i;

	if (m->each != NULL || m->name != NULL || m->jobs != NULL || m->shard != NULL ||
	    m->reports.n != 0 || m->all || m->resume || m->wait || m->fail_fast)
		return true;
	for (i = 0; i < r->nplans; i++)
		if (strcmp(r->plans[i].path, "-") == 0)
			return false;
	return r->nplans > 1 && !r->attach;
}

/* One file holds one document. */
static int
check_output(struct render *r)
{
	if (r->out == OUT_FOLDER)
		return 0;
	if (r->nplans > 1 || is_many(r))
		return diag(r->c->diag, DIAG_USAGE_ONE_PLAN, NULL, r->to, NULL);
	if (r->formats == 0 || (r->formats & (r->formats - 1)) != 0)
		return diag(r->c->diag, DIAG_USAGE_ONE_FORMAT, NULL, r->to, NULL);
	return 0;
}

/* Open one --template and put it where its kind belongs. */
static int
open_template(struct render *r, const char *path)
{
	struct place at = {.file = path};
	struct template *t = template_open(path, r->c->diag);
	int slot;

	if (t == NULL)
		return -1;
	slot = template_kind(t) == PKG_DOCX ? DOC_DOCX : DOC_ODT;
	if (template_kind(t) != PKG_DOCX && template_kind(t) != PKG_ODT) {
		template_close(t);
		return diag(r->c->diag, DIAG_OTHER_KIND, &at, NULL);
	}
	if (r->templates[0][slot] != NULL) {
		diag(r->c->diag, DIAG_USAGE_TWO_TEMPLATES, NULL, template_path(r->templates[0][slot]),
		    path, NULL);
		template_close(t);
		return -1;
	}
	r->templates[PROFILE_MUNICIPALITY][slot] = r->templates[PROFILE_SCHOOL][slot] = t;
	return 0;
}

/* "dir/own.docx" -> "dir/own-marked.docx" */
static char *
marked_name(struct arena *a, const char *path, const struct diag *d)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	size_t n = dot != NULL && (slash == NULL || dot > slash) ? (size_t)(dot - path) : strlen(path);

	return arena_printf(a, "%.*s%s%s", (int)n, path, diag_pick(d, "-marked", "-piezimes"), path + n);
}

void
render_tell_mark(struct render *r, struct diag *d, const char *plan)
{
	const struct diag_msg *m;
	size_t i, k, n = diag_messages(d, &m);

	if (r->told_mark || r->c->quiet || !r->given)
		return;
	for (i = 0; i < n && !r->told_mark; i++) {
		if (m[i].level < DIAG_ERROR || m[i].at.file == NULL || m[i].at.part == NULL)
			continue;
		for (k = 0; k < r->given_paths->n && !r->told_mark; k++) {
			const char *path = r->given_paths->v[k];
			struct arena *a;

			if (strcmp(m[i].at.file, path) != 0)
				continue;
			a = arena_new();
			diag_say(d, stderr, DIAG_SAY_MARK, path, plan == NULL ? "" : plan,
			    marked_name(a, path, d), NULL);
			arena_free(a);
			r->told_mark = true;
		}
	}
}

/* The given templates, and whether they make what is asked for. */
static int
take_templates(struct render *r, const struct cmd_list *paths)
{
	int rc = 0, f;
	size_t i;

	r->given = paths->n != 0;
	r->given_paths = paths;
	for (i = 0; i < paths->n; i++)
		if (open_template(r, paths->v[i]) == -1)
			rc = -1;
	if (rc == -1)
		return -1;
	for (f = 0; f < DOC_FORMATS; f++) {
		bool there = f == DOC_PDF || !r->given || r->templates[0][f] != NULL;

		/* Without -f: all that this version and the templates can make. */
		if (r->formats == 0 || (r->formats & DOC_BIT(DOC_FORMATS)) != 0) {
			if (docfmts[f].ready && there)
				r->formats |= DOC_BIT(f) | DOC_BIT(DOC_FORMATS);
		} else if ((r->formats & DOC_BIT(f)) != 0 && !there)
			rc = diag(r->c->diag, DIAG_USAGE_NO_TEMPLATE, NULL, docfmts[f].name,
			    docfmts[f].name, paths->v[0], NULL);
	}
	r->formats &= ~DOC_BIT(DOC_FORMATS);
	return rc;
}

/* "dir/Valka 2024.yaml" -> "valka-2024" */
static char *
stem_of(const char *path)
{
	struct arena *a = arena_new();
	const char *slash = strrchr(path, '/'), *dot;
	const char *name = slash == NULL ? path : slash + 1;
	char *stem;

	dot = strrchr(name, '.');
	stem = xstrdup(utf8_slug(a, dot == NULL || dot == name ? name
	    : arena_strndup(a, name, (size_t)(dot - name))));
	arena_free(a);
	return stem;
}

static int
take_plans(struct render *r, const struct cmd_list *paths)
{
	size_t i, std = 0;

	if (paths->n == 0)
		return diag(r->c->diag, DIAG_USAGE_NO_PLAN, NULL, NULL);
	r->plans = xmalloc(paths->n * sizeof(*r->plans));
	r->nplans = paths->n;
	for (i = 0; i < paths->n; i++) {
		bool is_std = strcmp(paths->v[i], "-") == 0;

		/* A plan from standard input is named by its id, once it is read. */
		r->plans[i] = (struct render_plan){.path = paths->v[i],
		    .stem = is_std ? NULL : stem_of(paths->v[i])};
		std += is_std;
	}
	if (std > 1)
		return diag(r->c->diag, DIAG_USAGE_STDIN, NULL, NULL);
	/* What was read from a pipe is gone when the PDF is made. */
	if (std > 0 && r->attach)
		return diag(r->c->diag, DIAG_PDF_ATTACH_STDIN, NULL, NULL);
	return 0;
}

/* Which document, and of which year. */
static int
take_document(struct render *r, const struct asked *a)
{
	struct buf names = {0};
	int k, rc = 0;

	for (k = 0; k < KINDS; k++) {
		if (a->document != NULL && strcmp(a->document, render_documents[k].name) == 0)
			break;
		buf_printf(&names, "%s%s", k == 0 ? "" : ", ", render_documents[k].name);
	}
	if (a->document == NULL)
		k = KIND_PLAN;
	if (k == KINDS)
		rc = diag(r->c->diag, DIAG_USAGE_DOCUMENT, NULL, a->document, buf_cstr(&names), NULL);
	else if (a->year != NULL && k != KIND_REPORT && k != KIND_SUMMARY)
		rc = diag(r->c->diag, DIAG_USAGE_YEAR, NULL, NULL);
	else
		r->kind = (enum render_kind)k;
	r->year = a->year;
	buf_free(&names);
	return rc;
}

static int
take_all(struct render *r, const struct asked *a)
{
	size_t i;
	int rc = 0;

	if (take_document(r, a) == -1)
		rc = -1;
	for (i = 0; i < a->formats.n; i++)
		if (add_formats(r, a->formats.v[i]) == -1)
			rc = -1;
	if (take_plans(r, &a->plans) == -1 || rc == -1)
		return -1;
	if (take_output(r, a->output) == -1 || take_templates(r, &a->templates) == -1)
		return -1;
	return check_output(r);
}

static void
close_all(struct render *r)
{
	int p, k;
	size_t i;

	font_set_free(r->fonts);
	for (k = 0; k < 2; k++)
		for (p = 0; p < PROFILES; p++)
			if (p == 0 || r->templates[p][k] != r->templates[0][k])
				template_close(r->templates[p][k]);
	for (i = 0; i < r->nplans; i++) {
		free(r->plans[i].stem);
		arena_free(r->plans[i].mem);
	}
	free(r->plans);
}

int
cmd_render(struct cmd *c, int argc, char **argv)
{
	struct asked a = {.output = NULL};
	struct render r = {.c = c};
	struct render_many *m = &r.many;
	const struct opt opts[] = {
	    {'f', "format", OPT_LIST, "FORMATS", "docx,odt,pdf or some of them; default: all",
		&a.formats},
	    {'t', "template", OPT_LIST, "FILE", "a template of your own, one of each kind",
		&a.templates},
	    {'o', "output", OPT_TEXT, "DIR|FILE|-", "where to; default: this folder", &a.output},
	    {0, "force", OPT_FLAG, NULL, "replace files that we did not make or others changed",
		&a.force},
	    {0, "document", OPT_TEXT, "NAME", 
		"plan, decision (the council's), report (of a year) or summary (of the report); default: plan", &a.document},
	    {0, "year", OPT_TEXT, "YEAR", "of the report; default: the plan's report_year", &a.year},
	    {0, "attach-source", OPT_FLAG, NULL, "embed the plan file in the PDF (then PDF/A-3a)",
		&a.attach},
	    {0, "each", OPT_TEXT, "ROWS", "a draft for each row of a CSV or XLSX table", &m->each},
	    {0, "sheet", OPT_TEXT, "NAME", "worksheet of an XLSX table; default: the first",
		&m->sheet},
	    {0, "encoding", OPT_TEXT, "NAME",
		"of a CSV table that is not Unicode: windows-1257 (default), or utf-8 to refuse it",
		&m->encoding},
	    {0, "name", OPT_TEXT, "PATTERN", "names of the drafts; default: {{id}}", &m->name},
	    {'j', "jobs", OPT_TEXT, "N", "worker processes; default: two for each processor", &m->jobs},
	    {0, "report", OPT_LIST, "FILE", "what was done, as .jsonl or .csv", &m->reports},
	    {0, "all", OPT_FLAG, NULL, "make also what has not changed", &m->all},
	    {0, "resume", OPT_FLAG, NULL, "go on with a run that was cut off", &m->resume},
	    {0, "shard", OPT_TEXT, "K/N", "make only the K-th of N parts", &m->shard},
	    {0, "wait", OPT_FLAG, NULL, "wait for another run in the same folder", &m->wait},
	    {0, "fail-fast", OPT_FLAG, NULL, "stop at the first draft that fails", &m->fail_fast},
	    {0, "max-cpu", OPT_TEXT, "SECONDS", "processor time for one draft; default: 60",
		&m->max_cpu},
	    {0, "max-time", OPT_TEXT, "SECONDS", "time for one draft; default: 120", &m->max_time},
	    {0, "max-memory", OPT_TEXT, "MIB", "memory of a worker; default: 1024",
		&m->max_memory},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	int status = 0, rc;

	rc = cmd_options(c, opts, argc, argv, &a.plans);
	r.force = a.force;
	r.attach = a.attach;
	if (rc == OPTIONS_GO && take_all(&r, &a) == 0)
		status = is_many(&r) ? render_each(&r) : render_run(&r);
	else if (rc != OPTIONS_DONE) {
		status = diag_status(c->diag);
		if (status == EXIT_USAGE) {
			cmd_usage(c);
		} else {
			cmd_flush(c, c->diag);
			render_tell_mark(&r, c->diag, NULL);
		}
	}
	close_all(&r);
	cmd_list_free(&a.formats);
	cmd_list_free(&a.templates);
	cmd_list_free(&a.plans);
	cmd_list_free(&m->reports);
	return status;
}
