/* pdf - pmpplan pdf: a document finished in Word or Writer becomes a tagged PDF */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/publish.h"
#include "base/version.h"
#include "cmd/cmd.h"
#include "cmd/pdf.h"
#include "flow/read.h"
#include "layout/pages.h"

#define ATTACH_MOST ((size_t)16 << 20)

struct asked { /* as typed */
	struct cmd_list files;
	const char *output, *attach;
	bool force;
};

struct job {
	struct cmd *c;
	const struct asked *asked;
	struct font_set *fonts;
	struct pdf_meta meta; /* what is the same for all */
	struct buf names;     /* of what was written */
	size_t written, same;
};

/* The name beside the source: plan.docx -> plan.pdf. */
static void
out_name(struct buf *b, const struct asked *k, const char *path)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(slash == NULL ? path : slash, '.');
	size_t n = dot == NULL ? strlen(path) : (size_t)(dot - path);

	if (k->output != NULL || strcmp(path, "-") == 0) {
		buf_str(b, k->output != NULL ? k->output : "-");
		return;
	}
	buf_add(b, path, n);
	buf_str(b, ".pdf");
}

int
pdf_of_document(const char *path, struct pdf_meta meta, struct font_set *fonts, struct buf *out,
    struct diag *d)
{
	struct pkg *pkg = pkg_open(path, DIAG_IO_READ, d);
	struct arena *a = arena_new();
	struct place at = {.file = path};
	struct flow_doc *doc = NULL;
	struct pages *pages;
	int rc = -1;

	if (pkg != NULL && pkg_kind(pkg) == PKG_DOCX)
		doc = docx_read_flow(a, pkg, d);
	else if (pkg != NULL && pkg_kind(pkg) == PKG_ODT)
		doc = odt_read_flow(a, pkg, d);
	else if (pkg != NULL)
		diag(d, DIAG_PDF_KIND, &at, NULL);
	if (doc != NULL) {
		meta.title = doc->title;
		meta.author = doc->author;
		meta.subject = doc->subject;
		meta.keywords = doc->keywords;
		meta.lang = doc->lang;
		meta.date = doc->date;
		pages = layout_pages(a, doc, fonts, d);
		/* A page with a letter missing is not the document. */
		if (!diag_failed(d))
			rc = pdf_write(out, pages, &meta, d);
	}
	pkg_close(pkg);
	arena_free(a);
	return rc;
}

static void
one_file(struct job *j, const char *path)
{
	struct diag *d = diag_new(diag_language(j->c->diag));
	struct publish_opts o = {.force = j->asked->force, .ours = pdf_is_ours};
	struct buf out = {0}, name = {0};
	bool same = false;

	out_name(&name, j->asked, path);
	if (pdf_of_document(path, j->meta, j->fonts, &out, d) == 0 &&
	    publish(buf_cstr(&name), out.s, out.len, &o, &same, d) == 0) {
		j->written += !same;
		j->same += same;
		if (!same)
			buf_printf(&j->names, "%s%s", j->names.len == 0 ? "" : ", ", name.s);
	}
	cmd_flush(j->c, d);
	diag_copy(j->c->diag, d);
	buf_free(&name);
	buf_free(&out);
	diag_free(d);
}

static void
tell_end(struct job *j)
{
	char n1[24], n2[24];

	if (j->c->quiet || (j->asked->output != NULL && strcmp(j->asked->output, "-") == 0))
		return;
	snprintf(n1, sizeof(n1), "%zu", j->written);
	snprintf(n2, sizeof(n2), "%zu", j->same);
	if (j->written + j->same == 0)
		diag_say(j->c->diag, stderr, DIAG_SAY_NOTHING, NULL);
	else
		diag_say(j->c->diag, stderr, DIAG_SAY_WRITTEN, n1, "", buf_cstr(&j->names),
		    j->same == 0 ? "" : n2, NULL);
}

/* All files; the exit status is 1 when only some of several failed. */
static int
run(struct job *j)
{
	size_t n = j->asked->files.n, i;
	int status;

	for (i = 0; i < n && !cmd_interrupted(); i++)
		one_file(j, j->asked->files.v[i]);
	tell_end(j);
	status = diag_status(j->c->diag);
	if (n > 1 && status != 0 && status != EXIT_WRITE)
		return EXIT_SOME_FAILED;
	return status;
}

static int
prepare(struct job *j, char **attached)
{
	const char *name = j->asked->attach, *slash;
	char *path;

	j->meta.producer = PMPPLAN_NAME;
	if (name != NULL) {
		*attached = slurp(name, ATTACH_MOST, &j->meta.attach_len, DIAG_IO_READ, j->c->diag);
		if (*attached == NULL)
			return -1;
		slash = strrchr(name, '/');
		j->meta.attach_name = slash == NULL ? name : slash + 1;
		j->meta.attach_bytes = *attached;
	}
	path = cmd_data_file("fonts/fonts.tsv", j->c->diag);
	if (path != NULL)
		j->fonts = font_set_new(path, j->c->diag);
	free(path);
	return j->fonts == NULL ? -1 : 0;
}

/* Is this the name of a file that is read in this run, by whatever path? */
static bool
is_input(const struct asked *k, const char *path)
{
	struct stat a, b;
	size_t i;

	if (strcmp(path, "-") == 0 || stat(path, &a) == -1)
		return false;
	for (i = 0; i < k->files.n; i++)
		if (stat(k->files.v[i], &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
			return true;
	return k->attach != NULL && stat(k->attach, &b) == 0 && a.st_dev == b.st_dev &&
	    a.st_ino == b.st_ino;
}

static int
check(struct cmd *c, const struct asked *k)
{
	struct place at = {.file = k->output};

	if (k->output != NULL && is_input(k, k->output))
		return diag(c->diag, DIAG_USAGE_IS_INPUT, &at, NULL);
	if (k->files.n == 0)
		return diag(c->diag, DIAG_PDF_NO_FILE, NULL, NULL);
	if (k->files.n > 1 && k->output != NULL)
		return diag(c->diag, DIAG_PDF_ONE_FILE, NULL, k->output, NULL);
	return 0;
}

int
cmd_pdf(struct cmd *c, int argc, char **argv)
{
	struct asked k = {.output = NULL};
	const struct opt opts[] = {
	    {'o', "output", OPT_TEXT, "FILE", "name of the PDF, - for standard output", &k.output},
	    {0, "attach-source", OPT_TEXT, "PLAN", "embed the plan file (PDF/A-3a)", &k.attach},
	    {0, "force", OPT_FLAG, NULL, "replace a file that is not our own", &k.force},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL}};
	struct job j = {.c = c, .asked = &k};
	char *attached = NULL;
	int rc = cmd_options(c, opts, argc, argv, &k.files), status = 0;

	if (rc == OPTIONS_GO)
		rc = check(c, &k) == -1 ? OPTIONS_WRONG : OPTIONS_GO;
	if (rc == OPTIONS_WRONG)
		status = cmd_usage(c);
	else if (rc == OPTIONS_GO && prepare(&j, &attached) == 0)
		status = run(&j);
	else if (rc == OPTIONS_GO) {
		cmd_flush(c, c->diag);
		status = diag_status(c->diag);
	}
	font_set_free(j.fonts);
	free(attached);
	buf_free(&j.names);
	cmd_list_free(&k.files);
	return status;
}
