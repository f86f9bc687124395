/*
 * archive_docs - how the documents of a version were made; see archive_add.h
 *
 * Nothing in a document says by which command line it was made, so the likely ones are
 * tried until one gives these very bytes: that is then what provenance.json says, and what
 * "verify --rebuild" does again.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/publish.h"
#include "base/version.h"
#include "cmd/archive_add.h"

#define GIVEN_MOST 5 /* templates of a format: each DOCX is tried with each ODT */
#define SETS_MOST (GIVEN_MOST * GIVEN_MOST + KINDS)
#define YEARS_MOST 16

/* Templates that documents may have been made with. */
struct set {
	const char *disk[2]; /* DOCX, ODT; NULL: none */
	const char *item[2]; /* in the archive, once it is known that they were used */
	int kind;            /* of the program's own; -1: given, for any */
};

/* One way of making documents, and what came of it. */
struct way {
	struct archive_make m;
	struct set *set;
	struct buf out[DOC_FORMATS];
};

struct finding {
	struct adding *g;
	struct set sets[SETS_MOST];
	size_t nsets;
	struct way *ways;
	size_t n, cap;
	bool given;              /* templates were */
	const char *difference;  /* of the document at hand from what it is named as */
};

/* -- templates -- */

static int
add_given(struct finding *f)
{
	const struct cmd_list *l = &f->g->q->templates;
	const char *of[2][GIVEN_MOST] = {{NULL}};
	size_t n[2] = {0, 0}, i, k;
	int rc = 0;

	for (i = 0; i < l->n; i++) {
		struct template *t = template_open(l->v[i], f->g->d);
		int slot = t == NULL || template_kind(t) == PKG_DOCX ? 0 : 1;

		struct place at = {.file = l->v[i]};

		if (t == NULL)
			rc = -1;
		else if (n[slot] == GIVEN_MOST)
			rc = diag(f->g->d, DIAG_ARCHIVE_TEMPLATES, &at, docfmts[slot].name, NULL);
		else
			of[slot][n[slot]++] = l->v[i];
		template_close(t);
	}
	f->given = n[0] + n[1] != 0;
	for (i = 0; f->given && i < (n[0] == 0 ? 1 : n[0]); i++)
		for (k = 0; k < (n[1] == 0 ? 1 : n[1]); k++)
			f->sets[f->nsets++] = (struct set){{of[0][i], of[1][k]}, {NULL, NULL}, -1};
	return rc;
}

static int
add_own(struct finding *f)
{
	int profile = plan_is_school(f->g->plan) ? PROFILE_SCHOOL : PROFILE_MUNICIPALITY, kind, k;

	for (kind = 0; kind < KINDS; kind++) {
		struct set *s = &f->sets[f->nsets++];

		*s = (struct set){.kind = kind};
		for (k = 0; k < 2; k++) {
			char *path = cmd_data_file(render_documents[kind].templates[profile][k], f->g->d);

			if (path == NULL)
				return -1;
			s->disk[k] = arena_strdup(f->g->a, path);
			free(path);
		}
	}
	return 0;
}

/* Into the archive. */
static int
take_set(struct finding *f, struct set *s)
{
	int k;

	for (k = 0; k < 2; k++) {
		if (s->disk[k] == NULL || s->item[k] != NULL)
			continue;
		s->item[k] = arena_printf(f->g->a, "template/%s", adding_last(s->disk[k]));
		if (adding_take_file(f->g, s->item[k], s->disk[k]) == -1)
			return -1;
	}
	return 0;
}

/* -- ways -- */

static bool
is_way(const struct archive_make *a, const struct archive_make *b)
{
	return a->kind == b->kind && a->attach == b->attach && a->formats == b->formats &&
	    a->templates[0] == b->templates[0] && a->templates[1] == b->templates[1] &&
	    a->finished == b->finished && (a->year == b->year ||
	    (a->year != NULL && b->year != NULL && strcmp(a->year, b->year) == 0));
}

/* What this way gives; made once. */
static struct way *
try_way(struct finding *f, const struct archive_make *m, struct set *s)
{
	struct diag *quiet;
	struct way *w;
	size_t i;
	int k;

	for (i = 0; i < f->n; i++)
		if (is_way(&f->ways[i].m, m))
			return &f->ways[i];
	f->ways = arena_grow(f->g->a, f->ways, f->n, f->n + 1, &f->cap, sizeof(f->ways[0]));
	w = &f->ways[f->n++];
	*w = (struct way){.m = *m, .set = s};
	quiet = diag_new(diag_language(f->g->d));
	if (archive_make(m, w->out, quiet) == -1)
		for (k = 0; k < DOC_FORMATS; k++)
			buf_free(&w->out[k]);
	diag_free(quiet);
	return w;
}

/* A document at hand. */
struct doc {
	const char *name, *path, *bytes;
	size_t len;
	enum render_kind hint; /* by its name */
	enum doc_format f;
	bool attached;         /* a PDF with a file in it */
};

static bool
is_made(struct finding *f, const struct doc *d, const struct way *w)
{
	const struct buf *b = &w->out[d->f];

	if (b->len == d->len && memcmp(b->s, d->bytes, d->len) == 0)
		return true;
	if (f->difference == NULL && b->len != 0)
		f->difference = archive_difference(f->g->a, d->f, d->bytes, d->len, b->s, b->len, f->g->d);
	return false;
}

/*
 * By these templates: together with the other formats, or an ODT alone, whose page numbers
 * are then those of its own layout.
 */
static struct way *
find_by_set(struct finding *f, const struct doc *d, struct archive_make *m, struct set *s)
{
	struct way *w;

	m->templates[0] = s->disk[0];
	m->templates[1] = s->disk[1];
	m->formats = DOC_BIT(DOC_PDF) | (s->disk[0] != NULL ? DOC_BIT(DOC_DOCX) : 0) |
	    (s->disk[1] != NULL ? DOC_BIT(DOC_ODT) : 0);
	m->attach = d->attached;
	if (d->attached)
		m->formats = DOC_BIT(DOC_PDF);
	if ((m->formats & DOC_BIT(d->f)) == 0)
		return NULL;
	w = try_way(f, m, s);
	if (is_made(f, d, w))
		return w;
	if (d->f != DOC_ODT || s->disk[0] == NULL)
		return NULL;
	m->formats = DOC_BIT(DOC_ODT);
	w = try_way(f, m, s);
	return is_made(f, d, w) ? w : NULL;
}

/* The plan's years, for reports of other years than its own report_year. */
static size_t
years_of(const struct adding *g, const char *years[YEARS_MOST])
{
	const struct value *l = value_get(plan_model(g->plan), "years");
	size_t i, n = 0;

	for (i = 0; l != NULL && i < l->nitems && n < YEARS_MOST; i++)
		if (l->items[i]->text != NULL)
			years[n++] = l->items[i]->text;
	return n;
}

static struct way *
find_kind(struct finding *f, const struct doc *d, enum render_kind kind)
{
	struct archive_make m = {.c = f->g->q->c, .plan = f->g->path, .row = f->g->row,
	    .row_len = f->g->row_len, .kind = kind};
	const char *years[YEARS_MOST + 1] = {NULL};
	size_t n = kind == KIND_REPORT ? years_of(f->g, years + 1) : 0, i, y;
	struct way *w = NULL;

	for (i = 0; i < f->nsets && w == NULL; i++)
		for (y = 0; y <= n && w == NULL; y++)
			if (f->sets[i].kind == -1 || f->sets[i].kind == (int)kind) {
				m.year = years[y];
				w = find_by_set(f, d, &m, &f->sets[i]);
			}
	return w;
}

/* "pmpplan pdf" of a document that is given too. */
static struct way *
find_finished(struct finding *f, const struct doc *d)
{
	const struct cmd_list *l = &f->g->q->operands;
	struct archive_make m = {.c = f->g->q->c, .plan = f->g->path, .row = f->g->row,
	    .row_len = f->g->row_len, .formats = DOC_BIT(DOC_PDF), .attach = d->attached};
	enum render_kind kind;
	enum doc_format format;
	struct way *w;
	size_t i;

	for (i = 2; i < l->n && d->f == DOC_PDF; i++) {
		if (!archive_kind(l->v[i], &kind, &format) || format == DOC_PDF)
			continue;
		m.finished = l->v[i];
		w = try_way(f, &m, NULL);
		if (is_made(f, d, w))
			return w;
	}
	return NULL;
}

static struct way *
find_way(struct finding *f, const struct doc *d)
{
	struct way *w = find_kind(f, d, d->hint);
	int kind;

	for (kind = 0; kind < KINDS && w == NULL; kind++)
		if (kind != (int)d->hint)
			w = find_kind(f, d, (enum render_kind)kind);
	return w != NULL ? w : find_finished(f, d);
}

/* -- what is said of it -- */

static const char *
format_names(struct adding *g, unsigned formats)
{
	const char *s = "";
	int f;

	for (f = 0; f < DOC_FORMATS; f++)
		if ((formats & DOC_BIT(f)) != 0)
			s = arena_printf(g->a, "%s%s%s", s, s[0] == '\0' ? "" : ",", docfmts[f].name);
	return s;
}

static void
push(json_t *l, const char *s)
{
	json_array_append_new(l, json_string(s));
}

/* The command line that makes it again in a folder of the version's files. */
static json_t *
arguments(struct adding *g, const struct way *w)
{
	const struct archive_make *m = &w->m;
	json_t *l = json_array();
	int k;

	push(l, m->finished != NULL ? "pdf" : "render");
	push(l, m->finished != NULL ? adding_last(m->finished) : g->plan_item);
	if (m->finished != NULL) {
		if (m->attach) {
			push(l, "--attach-source");
			push(l, g->plan_item);
		}
		return l;
	}
	if (g->row != NULL) {
		push(l, "--each");
		push(l, ADDING_ROW);
	}
	if (m->kind != KIND_PLAN) {
		push(l, "--document");
		push(l, render_documents[m->kind].name);
	}
	if (m->year != NULL) {
		push(l, "--year");
		push(l, m->year);
	}
	push(l, "-f");
	push(l, format_names(g, m->formats));
	for (k = 0; k < 2 && w->set != NULL; k++)
		if (w->set->item[k] != NULL) {
			push(l, "--template");
			push(l, w->set->item[k]);
		}
	if (m->attach)
		push(l, "--attach-source");
	push(l, "-o");
	push(l, "out");
	return l;
}

/* "pmpplan diff -f docx": made of two plans, of which the older one is not here. */
static bool
is_changes(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL && dot - name > 9 && strncmp(dot - 9, "-izmainas", 9) == 0;
}

static json_t *
document_json(struct adding *g, const struct doc *d, bool ours, const struct way *w)
{
	const struct set *s = w == NULL ? NULL : w->set;
	json_t *o = json_pack("{s:s, s:s, s:s, s:b}", "path", d->name, "document",
	    render_documents[w == NULL ? d->hint : w->m.kind].name, "made_by",
	    ours ? PMPPLAN_NAME : "other", "rebuilds", w != NULL);

	if (w == NULL) {
		json_object_set_new(o, "why", json_string(!ours ? "edited"
		    : is_changes(d->name) ? "changes" : "differs"));
		return o;
	}
	json_object_set_new(o, "formats", json_string(format_names(g, w->m.formats)));
	if (s != NULL && s->item[0] != NULL)
		json_object_set_new(o, "template_docx", json_string(s->item[0]));
	if (s != NULL && s->item[1] != NULL)
		json_object_set_new(o, "template_odt", json_string(s->item[1]));
	if (w->m.year != NULL)
		json_object_set_new(o, "year", json_string(w->m.year));
	if (w->m.attach)
		json_object_set_new(o, "attach_source", json_true());
	if (w->m.finished != NULL)
		json_object_set_new(o, "pdf_of", json_string(adding_last(w->m.finished)));
	json_object_set_new(o, "arguments", arguments(g, w));
	return o;
}

/* The templates of a document that no way gives: those of what it is named as. */
static struct set *
likely_set(struct finding *f, enum render_kind kind)
{
	size_t i;

	for (i = 0; i < f->nsets; i++)
		if (f->sets[i].kind == (f->given && kind == KIND_PLAN ? -1 : (int)kind))
			break;
	return &f->sets[i];
}

static int
take_document(struct finding *f, const char *path, const char *bytes, size_t len)
{
	struct adding *g = f->g;
	struct doc d = {arena_strdup(g->a, adding_last(path)), path, bytes, len, KIND_PLAN, DOC_PDF,
	    memmem(bytes, len, "/EmbeddedFile", 13) != NULL};
	struct place at = {.file = path};
	struct way *w = NULL;
	struct set *s;
	bool ours;

	if (!archive_kind(d.name, &d.hint, &d.f))
		return diag(g->d, DIAG_ARCHIVE_KIND, &at, NULL);
	d.attached = d.attached && d.f == DOC_PDF;
	f->difference = NULL;
	ours = docfmts[d.f].ours(bytes, len);
	if (ours && is_changes(d.name))
		f->difference = diag_pick(g->d, "a list of changes is made of two plans",
		    "izmaiņu saraksts veidots no diviem plāniem");
	else if (ours)
		w = find_way(f, &d);
	if (!ours)
		diag(g->d, DIAG_ARCHIVE_EDITED, &at, NULL);
	else if (w == NULL)
		diag(g->d, DIAG_ARCHIVE_DIFFERS, &at, f->difference == NULL ? "" : f->difference, NULL);
	s = w == NULL ? likely_set(f, d.hint) : w->set;
	if (s != NULL && take_set(f, s) == -1)
		return -1;
	json_array_append_new(g->documents, document_json(g, &d, ours, w));
	g->ndocuments++;
	return adding_take(g, d.name, bytes, len, path);
}

static int
take_given(struct finding *f, const char *path)
{
	struct adding *g = f->g;
	size_t len;
	char *s = slurp(path, ADDING_FILE_MOST, &len, DIAG_IO_READ, g->d);
	int rc;

	if (s == NULL)
		return -1;
	if (adding_is_container(path) || adding_is_signed_pdf(s, len)) {
		g->nsigned++;
		rc = adding_take(g, arena_printf(g->a, "signed/%s", adding_last(path)), s, len, path);
	} else
		rc = take_document(f, path, s, len);
	free(s);
	return rc;
}

int
adding_documents(struct adding *g)
{
	struct finding f = {.g = g};
	const struct cmd_list *l = &g->q->operands;
	int rc = 0, k;
	size_t i;

	if (add_given(&f) == -1 || add_own(&f) == -1)
		rc = -1;
	for (i = 2; i < l->n && rc == 0; i++)
		rc = take_given(&f, l->v[i]);
	for (i = 0; i < f.n; i++)
		for (k = 0; k < DOC_FORMATS; k++)
			buf_free(&f.ways[i].out[k]);
	return rc;
}
