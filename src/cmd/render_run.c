/*
 * render_run - pmpplan render at work; see render.h
 *
 * First all plans are read and checked and all templates compiled; nothing is
 * written until that is done.  Then each plan's documents are made in memory, all
 * formats together, and published.  A bad plan costs that plan only; a full disk
 * stops the run, for more would fail in the same way.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/publish.h"
#include "base/utf8.h"
#include "check/check.h"
#include "cmd/render.h"

/*
 * Plans that were checked wait for their turn in memory, up to this many bytes; of
 * more, the rest is read again.  So memory does not grow with the number of plans.
 */
#define KEPT_MOST ((size_t)32 << 20)

#define SHOWN_MOST 80 /* of a value in a message; see diag() */

/* How far the run got, for the summary. */
struct tally {
	size_t written, same, done, refused;
	size_t errors, warnings; /* of sense, without spelling: "pmpplan check" shows them */
	long notes;              /* of reading the plans, not shown here */
	struct buf names;     /* of what was written, for a single plan */
	bool stopped;
};

/* -- first pass -- */

/* Is the trouble in a file that plans are built on, not in the plan itself? */
static bool
is_base_trouble(const struct render_plan *p, struct diag *d)
{
	const struct diag_msg *m;
	size_t n = diag_messages(d, &m), i;

	for (i = 0; i < n; i++)
		if (m[i].level >= DIAG_ERROR && m[i].at.file != NULL &&
		    strcmp(m[i].at.file, p->path) != 0)
			return true;
	return false;
}

/* Errors are shown; findings of sense only counted, for "pmpplan check" tells them. */
static void
tell_plan(struct render *r, struct diag *d, struct tally *t)
{
	diag_flush(d, stderr, r->c->verbose ? DIAG_NOTE : DIAG_ERROR, r->c->colour);
	if (!r->c->verbose)
		t->notes += diag_count(d, DIAG_NOTE);
}

/* What "pmpplan check" would find, for the summary: it never stops a document. */
static void
count_findings(const struct render *r, const struct plan *plan, struct diag *d, struct tally *t)
{
	size_t errors, warnings;

	if (r->c->quiet)
		return;
	check_counts(plan, d, &errors, &warnings);
	t->errors += errors;
	t->warnings += warnings;
}

/* Take the template of a kind for a profile, unless it was given or is open already. */
static int
need_template(struct render *r, int profile, enum doc_format kind)
{
	char *path;

	if (r->templates[profile][kind] != NULL)
		return 0;
	path = cmd_data_file(render_documents[r->kind].templates[profile][kind], r->c->diag);
	if (path == NULL)
		return -1;
	r->templates[profile][kind] = template_open(path, r->c->diag);
	free(path);
	return r->templates[profile][kind] == NULL ? -1 : 0;
}

static void
need_templates(struct render *r, int profile)
{

	if (r->given || r->template_bad)
		return;
	/* The PDF is laid out from the DOCX. */
	if ((r->formats & (DOC_BIT(DOC_DOCX) | DOC_BIT(DOC_PDF))) != 0)
		r->template_bad = need_template(r, profile, DOC_DOCX) == -1;
	if ((r->formats & DOC_BIT(DOC_ODT)) != 0 && need_template(r, profile, DOC_ODT) == -1)
		r->template_bad = true;
}

int
render_templates(struct render *r, int profile)
{
	need_templates(r, profile);
	return r->template_bad ? -1 : 0;
}

static int
profile_of(const struct plan *p)
{
	return plan_is_school(p) ? PROFILE_SCHOOL : PROFILE_MUNICIPALITY;
}

/* Read and check a plan, in an arena of its own. */
static void
first_look(struct render *r, struct render_plan *p, struct tally *t, bool *base_bad)
{
	struct diag *d = diag_new(diag_language(r->c->diag));
	struct arena *mem = arena_new();
	struct diag *missing = diag_new(diag_language(r->c->diag));
	const struct plan *plan = render_read(r, mem, p->path, missing, d);
	struct stat st;

	if (stat(p->path, &st) == 0) {
		p->dev = st.st_dev;
		p->ino = st.st_ino;
	}
	p->refused = plan == NULL || diag_failed(d);
	tell_plan(r, d, t);
	if (!r->c->quiet)
		diag_flush(missing, stderr, DIAG_NOTE, r->c->colour);
	diag_free(missing);
	if (p->refused) {
		t->refused++;
		*base_bad = *base_bad || is_base_trouble(p, d);
		p->status = diag_status(d);
	} else {
		count_findings(r, plan, d, t);
		if (p->stem == NULL)
			p->stem = xstrdup(utf8_slug(mem, plan_id(plan)));
		need_templates(r, profile_of(plan));
		/* Standard input cannot be read again. */
		if (r->kept + arena_used(mem) < KEPT_MOST || strcmp(p->path, "-") == 0) {
			r->kept += arena_used(mem);
			p->mem = mem;
			p->plan = plan;
			mem = NULL;
		}
	}
	arena_free(mem);
	diag_free(d);
}

static int
compare_stems(const void *a, const void *b)
{
	const struct render_plan *p = *(const struct render_plan *const *)a;
	const struct render_plan *q = *(const struct render_plan *const *)b;
	int c = strcmp(p->stem, q->stem);

	return c != 0 ? c : (p > q) - (p < q);
}

/* Two plans under one name would overwrite each other.  Names are all small letters. */
static int
check_names(struct render *r)
{
	const struct render_plan **v = xmalloc(r->nplans * sizeof(const struct render_plan *));
	size_t i, n = 0;
	int rc = 0;

	for (i = 0; i < r->nplans; i++)
		if (!r->plans[i].refused)
			v[n++] = &r->plans[i];
	if (n > 1)
		qsort(v, n, sizeof(v[0]), compare_stems);
	for (i = 1; i < n; i++) {
		struct place at = {.file = v[i]->path};

		if (strcmp(v[i - 1]->stem, v[i]->stem) == 0)
			rc = diag(r->c->diag, DIAG_USAGE_SAME_NAME, &at, v[i]->stem, v[i - 1]->path,
			    NULL);
	}
	free(v);
	return rc;
}

/* -- second pass -- */

static void
out_path(const struct render *r, const struct render_plan *p, int f, struct buf *b)
{
	size_t n = strlen(r->to);

	b->len = 0;
	buf_str(b, r->to);
	if (r->out != OUT_FOLDER)
		return;
	if (n != 0 && r->to[n - 1] != '/')
		buf_ch(b, '/');
	buf_printf(b, "%s%s.%s", p->stem, render_documents[r->kind].suffix, docfmts[f].name);
}

/* Never over what the run reads, not even by --force. */
static bool
is_input(const struct render *r, const char *path)
{
	struct stat out, in;
	size_t i;
	int p, k;

	if (stat(path, &out) == -1)
		return false;
	for (i = 0; i < r->nplans; i++)
		if (r->plans[i].ino == out.st_ino && r->plans[i].dev == out.st_dev)
			return true;
	for (p = 0; p < PROFILES; p++)
		for (k = 0; k < 2; k++)
			if (r->templates[p][k] != NULL &&
			    stat(template_path(r->templates[p][k]), &in) == 0 &&
			    in.st_dev == out.st_dev && in.st_ino == out.st_ino)
				return true;
	return false;
}

/*
 * "out/plan.docx, out/plan.odt", and ".pdf" alone where the line would be cut: what
 * came before has the rest of the name.
 */
static void
add_name(struct buf *names, const char *path)
{
	const char *dot = strrchr(path, '.');
	bool full = names->len == 0 || dot == NULL || 3 * (strlen(path) + 2) <= SHOWN_MOST;

	buf_printf(names, "%s%s", names->len == 0 ? "" : ", ", full ? path : dot);
}

static int
publish_one(struct render *r, const struct render_plan *p, int f, const struct buf *bytes,
    struct tally *t, struct diag *d)
{
	struct publish_opts o = {.force = r->force, .ours = docfmts[f].ours};
	struct buf path = {0};
	struct place at;
	bool same = false;
	int rc;

	out_path(r, p, f, &path);
	at = (struct place){.file = buf_cstr(&path)};
	if (r->out != OUT_STDOUT && is_input(r, path.s))
		rc = diag(d, DIAG_USAGE_IS_INPUT, &at, NULL);
	else
		rc = publish(path.s, bytes->s, bytes->len, &o, &same, d);
	if (rc == 0) {
		t->written += !same;
		t->same += same;
		if (r->nplans == 1 && !same)
			add_name(&t->names, path.s);
		if (r->c->verbose && r->nplans > 1 && !same)
			fprintf(stderr, "%s\n", path.s);
	}
	buf_free(&path);
	return rc;
}

/* Will all further documents fail in the same way? */
static bool
is_final(const struct diag *d)
{
	return diag_count_code(d, DIAG_IO_WRITE) + diag_count_code(d, DIAG_IO_STDOUT) +
	    diag_count_code(d, DIAG_IO_FOLDER_OPEN) != 0;
}

static int
make_and_publish(struct render *r, const struct render_plan *p, const struct plan *plan,
    struct tally *t, struct diag *d)
{
	int profile = profile_of(plan), rc, f;
	struct make_with with = {.formats = r->formats, .fonts = r->fonts,
	    .docx = r->templates[profile][DOC_DOCX], .odt = r->templates[profile][DOC_ODT]};
	struct buf out[DOC_FORMATS] = {{0}};
	struct place at = {.file = p->path};
	struct arena *a = arena_new();

	with.title = render_title(a, r->kind, plan);
	with.date = render_date(r->kind, plan);
	with.source = r->attach ? p->path : NULL;
	rc = make_documents(plan, &with, out, d);
	/* Messages about filling name the template; of many plans, say which it was. */
	if (rc == -1 && r->nplans > 1)
		diag(d, DIAG_LEFT_OUT, &at, NULL);
	/* All formats of a plan are good before the first is written. */
	for (f = 0; f < DOC_FORMATS && (rc == 0 || !is_final(d)); f++)
		if (rc == 0 && (r->formats & DOC_BIT(f)) != 0)
			publish_one(r, p, f, &out[f], t, d);
	for (f = 0; f < DOC_FORMATS; f++)
		buf_free(&out[f]);
	arena_free(a);
	return rc == -1 || diag_failed(d) ? -1 : 0;
}

static void
second_look(struct render *r, struct render_plan *p, struct tally *t)
{
	struct diag *d = diag_new(diag_language(r->c->diag));
	struct diag *again = diag_new(diag_language(r->c->diag));
	struct arena *mem = p->plan == NULL ? arena_new() : NULL;
	const struct plan *plan = p->plan;

	/* Told the first time; only a file that changed meanwhile has more to say. */
	if (plan == NULL)
		plan = render_read(r, mem, p->path, NULL, again);
	if (plan == NULL || diag_failed(again))
		diag_copy(d, again);
	else
		make_and_publish(r, p, plan, t, d);
	cmd_flush(r->c, d);
	render_tell_mark(r, d, strcmp(p->path, "-") == 0 || r->kind != KIND_PLAN ? NULL : p->path);
	p->refused = diag_failed(d);
	t->refused += p->refused;
	t->done += !p->refused;
	t->stopped = is_final(d);
	p->status = diag_status(d);
	arena_free(mem);
	arena_free(p->mem);
	p->mem = NULL;
	p->plan = NULL;
	diag_free(again);
	diag_free(d);
}

/* -- the end -- */

static const char *
number(char out[24], size_t n)
{
	snprintf(out, 24, "%zu", n);
	return out;
}

static const char *
number_or_nothing(char out[24], size_t n)
{
	return n == 0 ? "" : number(out, n);
}

static void
tell_refused(struct render *r, const struct tally *t)
{
	struct buf names = {0};
	char n1[24], n2[24];
	size_t i;

	for (i = 0; i < r->nplans; i++)
		if (r->plans[i].refused)
			buf_printf(&names, "%s%s", names.len == 0 ? "" : ", ", r->plans[i].path);
	diag_say(r->c->diag, stderr, DIAG_SAY_REFUSED, number(n1, t->refused),
	    number(n2, r->nplans), buf_cstr(&names), NULL);
	buf_free(&names);
}

static void
tell_end(struct render *r, struct tally *t)
{
	const struct diag *d = r->c->diag;
	char n1[24], n2[24];

	if (r->c->quiet)
		return;
	if (t->notes != 0 && t->refused == 0)
		diag_say(d, stderr, DIAG_SAY_NOTES, number(n1, (size_t)t->notes),
		    r->nplans == 1 ? r->plans[0].path : diag_pick(d, "the plans", "plāniem"), NULL);
	if (t->errors + t->warnings != 0 && t->written + t->same != 0)
		diag_say(d, stderr, DIAG_SAY_CHECK, number(n1, t->errors), number(n2, t->warnings),
		    r->nplans == 1 ? r->plans[0].path : diag_pick(d, "PLAN", "PLĀNS"), NULL);
	if (t->written + t->same == 0)
		diag_say(d, stderr, DIAG_SAY_NOTHING, NULL);
	else if (r->out != OUT_STDOUT)
		diag_say(d, stderr, DIAG_SAY_WRITTEN, number(n1, t->written),
		    r->nplans > 1 && r->to[0] != '\0' ? r->to : "", buf_cstr(&t->names),
		    number_or_nothing(n2, t->same), NULL);
	if (t->refused != 0 && r->nplans > 1)
		tell_refused(r, t);
	if ((t->stopped || cmd_interrupted()) && r->nplans > 1)
		diag_say(d, stderr, DIAG_SAY_STOPPED, number(n1, t->done), number(n2, r->nplans), NULL);
}

/* The exit status: see base/diag.h. */
static int
status_of(const struct render *r, const struct tally *t, bool base_bad)
{
	if (r->nplans == 1)
		return r->plans[0].status;
	if (t->stopped)
		return EXIT_WRITE;
	if (base_bad)
		return EXIT_INPUT;
	return t->refused != 0 ? EXIT_SOME_FAILED : 0;
}

int
render_fonts(struct render *r)
{
	char *path = cmd_data_file("fonts/fonts.tsv", r->c->diag);

	if (path == NULL)
		return -1;
	r->fonts = font_set_new(path, r->c->diag);
	free(path);
	return r->fonts == NULL ? -1 : 0;
}

/* All that must hold before the first document; 0, or the exit status. */
static int
prepare(struct render *r, const struct tally *t)
{
	if (r->template_bad)
		return EXIT_TEMPLATE;
	if (check_names(r) == -1)
		return EXIT_USAGE;
	if (t->refused == r->nplans)
		return 0;
	if (render_fonts(r) == -1)
		return diag_status(r->c->diag);
	if (r->out == OUT_FOLDER && r->to[0] != '\0' &&
	    publish_mkdir(r->to, r->c->diag) == -1)
		return EXIT_WRITE;
	return 0;
}

int
render_run(struct render *r)
{
	struct tally t = {0};
	bool base_bad = false;
	int status = 0;
	size_t i;

	for (i = 0; i < r->nplans && !cmd_interrupted(); i++)
		first_look(r, &r->plans[i], &t, &base_bad);
	if (!base_bad)
		status = prepare(r, &t);
	cmd_flush(r->c, r->c->diag);
	for (i = 0; i < r->nplans && status == 0 && !base_bad && !t.stopped; i++) {
		if (cmd_interrupted())
			break;
		if (!r->plans[i].refused)
			second_look(r, &r->plans[i], &t);
	}
	tell_end(r, &t);
	buf_free(&t.names);
	return status != 0 ? status : status_of(r, &t, base_bad);
}
