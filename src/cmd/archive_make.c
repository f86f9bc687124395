/* archive_make - documents made again from archived sources; see archive.h */
#include <harfbuzz/hb.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/publish.h"
#include "base/version.h"
#include "batch/columns.h"
#include "cmd/archive.h"
#include "cmd/pdf.h"
#include "data/merge.h"
#include "pack/xml.h"
#include "pdf/pdf.h"

#define SOURCE_MOST ((size_t)16 << 20) /* of a plan file in a PDF */

bool
archive_kind(const char *name, enum render_kind *kind, enum doc_format *format)
{
	const char *dot = strrchr(name, '.');
	size_t stem = dot == NULL ? 0 : (size_t)(dot - name), n;
	int f, k;

	for (f = 0; dot != NULL && f < DOC_FORMATS; f++)
		if (strcmp(dot + 1, docfmts[f].name) == 0)
			break;
	if (dot == NULL || f == DOC_FORMATS)
		return false;
	*format = (enum doc_format)f;
	*kind = KIND_PLAN;
	for (k = KIND_PLAN + 1; k < KINDS; k++) {
		n = strlen(render_documents[k].suffix);
		if (stem > n && strncmp(dot - n, render_documents[k].suffix, n) == 0)
			*kind = (enum render_kind)k;
	}
	return true;
}

/*
 * The plan of a table's only row: "name" is what messages call the table.  NULL after
 * reporting.
 */
static struct value *
archive_row_plan(struct arena *a, const char *plan, const char *name, const char *csv, size_t len,
    struct diag *d)
{
	struct csv_opts opts = {.legacy = CSV_NO_LEGACY};
	const struct value *base = merge_read(a, plan, d);
	struct sheet *s = base == NULL ? NULL : csv_parse(a, name, csv, len, &opts, d);
	struct rows *r = s == NULL ? NULL : rows_bind(a, s, base, columns_resolve, d);

	return r == NULL ? NULL : rows_plan(a, r, 0, d);
}

static const struct plan *
read_plan(struct arena *a, const struct render *r, const struct archive_make *m, struct diag *d)
{
	struct value *root;

	if (m->row == NULL)
		return render_read(r, a, m->plan, NULL, d);
	root = archive_row_plan(a, m->plan, "row.csv", m->row, m->row_len, d);
	return root == NULL ? NULL : render_plan_of(r, a, root, NULL, d);
}

/* "pmpplan pdf" */
static int
make_finished(const struct archive_make *m, struct font_set *fonts, struct buf *out,
    struct diag *d)
{
	struct pdf_meta meta = {.producer = PMPPLAN_NAME};
	const char *slash = strrchr(m->plan, '/');
	char *source = NULL;
	int rc = -1;

	if (m->attach) {
		source = slurp(m->plan, SOURCE_MOST, &meta.attach_len, DIAG_IO_READ, d);
		meta.attach_name = slash == NULL ? m->plan : slash + 1;
		meta.attach_bytes = source;
	}
	if (!m->attach || source != NULL)
		rc = pdf_of_document(m->finished, meta, fonts, out, d);
	free(source);
	return rc;
}

int
archive_make(const struct archive_make *m, struct buf out[DOC_FORMATS], struct diag *d)
{
	struct render r = {.c = m->c, .kind = m->kind, .year = m->year};
	struct make_with w = {.formats = m->formats, .source = m->attach ? m->plan : NULL};
	struct template *t[2] = {NULL, NULL};
	struct arena *a = arena_new();
	struct font_set *fonts = NULL;
	const struct plan *p = NULL;
	char *path = cmd_data_file("fonts/fonts.tsv", d);
	int rc = -1, k;

	if (path != NULL)
		fonts = font_set_new(path, d);
	if (m->finished == NULL)
		p = read_plan(a, &r, m, d);
	for (k = 0; k < 2; k++)
		if (m->templates[k] != NULL)
			t[k] = template_open(m->templates[k], d);
	if (fonts != NULL && m->finished != NULL)
		rc = make_finished(m, fonts, &out[DOC_PDF], d);
	else if (p != NULL && fonts != NULL && (t[0] != NULL || t[1] != NULL) && !diag_failed(d)) {
		w.docx = t[0];
		w.odt = t[1];
		w.fonts = fonts;
		w.title = render_title(a, m->kind, p);
		w.date = render_date(m->kind, p);
		rc = make_documents(p, &w, out, d);
	}
	template_close(t[0]);
	template_close(t[1]);
	font_set_free(fonts);
	free(path);
	arena_free(a);
	return rc;
}

const char *
archive_difference(struct arena *a, enum doc_format f, const char *x, size_t xlen, const char *y,
    size_t ylen, const struct diag *d)
{
	struct diag *quiet = diag_new(DIAG_EN);
	struct pkg *p = NULL, *q = NULL;
	const struct pkg_part *part, *other;
	const char *out = NULL;
	size_t i;

	if (f != DOC_PDF) {
		p = pkg_open_mem("x", x, xlen, DIAG_IO_READ, quiet);
		q = pkg_open_mem("y", y, ylen, DIAG_IO_READ, quiet);
	}
	for (i = 0; p != NULL && q != NULL && i < pkg_count(p) && out == NULL; i++) {
		part = pkg_at(p, i);
		other = pkg_find(q, part->name);
		if (other == NULL || other->len != part->len ||
		    memcmp(other->bytes, part->bytes, part->len) != 0)
			out = arena_strdup(a, part->name);
	}
	/* Another zlib may pack the same bytes otherwise. */
	if (out == NULL && p != NULL && q != NULL && pkg_count(p) == pkg_count(q))
		out = diag_pick(d, "only the packing", "tikai pakojums");
	for (i = 0; i < xlen && i < ylen && x[i] == y[i]; i++)
		;
	if (out == NULL)
		out = arena_printf(a, "%s %zu", diag_pick(d, "from byte", "no baita"), i + 1);
	pkg_close(p);
	pkg_close(q);
	diag_free(quiet);
	return out;
}

/* -- what is made with -- */

/* Of the table of fonts, which holds the digest of each font file. */
static const char *
fonts_digest(struct arena *a, struct diag *d)
{
	char hex[DIGEST_HEX] = "", *path = cmd_data_file("fonts/fonts.tsv", d);

	if (path != NULL && digest_file("sha512", path, hex, NULL) == -1)
		hex[0] = '\0';
	free(path);
	return arena_strdup(a, hex);
}

json_t *
archive_tools(struct arena *a, struct diag *d)
{
	return json_pack("{s:s, s:{s:s, s:s, s:s, s:s, s:s, s:s, s:s}, s:s}", "program", PMPPLAN_NAME,
	    "libraries", "libxml2", xml_library(), "libzip", pkg_library(), "libharu", pdf_library(),
	    "harfbuzz", hb_version_string(), "zlib", zlibVersion(), "jansson", jansson_version_str(),
	    "libcrypto", OpenSSL_version(OPENSSL_VERSION), "fonts_sha512", fonts_digest(a, d));
}

/* "pmpplan 0.8 (pmpplan 0.9)": what it was made with, and in brackets what is here. */
static const char *
tools_between(struct arena *a, json_t *was, struct diag *d)
{
	json_t *is = archive_tools(a, d), *value, *libraries = json_object_get(was, "libraries");
	const char *out = "", *x, *y, *key;

	x = json_string_value(json_object_get(was, "program"));
	y = json_string_value(json_object_get(is, "program"));
	if (x != NULL && y != NULL && strcmp(x, y) != 0)
		out = arena_printf(a, "%s (%s)", x, y);
	json_object_foreach(json_object_get(is, "libraries"), key, value) {
		x = json_string_value(json_object_get(libraries, key));
		y = json_string_value(value);
		if (x != NULL && y != NULL && strcmp(x, y) != 0)
			out = arena_printf(a, "%s%s%s %s (%s)", out, out[0] == '\0' ? "" : "; ", key, x, y);
	}
	x = json_string_value(json_object_get(was, "fonts_sha512"));
	y = json_string_value(json_object_get(is, "fonts_sha512"));
	if (x != NULL && y != NULL && strcmp(x, y) != 0)
		out = arena_printf(a, "%s%s%s", out, out[0] == '\0' ? "" : "; ",
		    diag_pick(d, "other fonts (fonts.tsv)", "citi fonti (fonts.tsv)"));
	json_decref(is);
	return out;
}

/* -- verify --rebuild -- */

/* What was made last, for the other formats of the same command line. */
struct made {
	struct archive_make m;
	struct buf out[DOC_FORMATS];
	bool any;
	int rc;
};

struct again {
	struct archive_asked *q;
	struct archive *ar;
	const struct inventory *v;
	const struct inv_version *w;
	struct ocfl_report *r;
	struct publish_tree *tree; /* the sources, laid out as they were */
	struct arena *a;
	const char *plan;          /* there */
	char *row;                 /* source/row.csv, or NULL */
	size_t row_len;
	size_t *same;              /* documents made again, identical */
	struct made made;
};

static void
say(struct again *g, enum diag_code code, const char *name, const char *detail)
{
	struct place at = {.file = arena_printf(g->a, "%s/%s %s", g->ar->root, g->v->id, g->w->name)};

	if (diag(g->r->d, code, &at, name, detail, NULL) == -1)
		g->r->faults++;
}

static unsigned
formats_of(const char *s)
{
	unsigned bits = 0;
	int f;

	for (f = 0; s != NULL && f < DOC_FORMATS; f++)
		if (strstr(s, docfmts[f].name) != NULL)
			bits |= DOC_BIT(f);
	return bits;
}

static const char *
source(struct again *g, json_t *doc, const char *key)
{
	const char *s = json_string_value(json_object_get(doc, key));

	return s == NULL || inv_paths_digest(&g->w->state, s) == NULL ? NULL
	    : folder_join(g->a, publish_tree_path(g->tree), s);
}

/* A file of the version, for a document that was made of another. */
static const char *
lay_down(struct again *g, const char *name)
{
	const char *path = folder_join(g->a, publish_tree_path(g->tree), name);
	char *bytes;
	size_t len;
	int rc;

	/* provenance.json may be a stranger's: only what the inventory names, never "../x". */
	if (inv_paths_digest(&g->w->state, name) == NULL)
		return NULL;
	if (access(path, F_OK) == 0)
		return path;
	bytes = archive_file(g->ar, g->v, g->w, name, &len);
	rc = bytes == NULL ? -1 : publish_tree_put(g->tree, name, bytes, len, g->r->d);
	free(bytes);
	return rc == -1 ? NULL : path;
}

/* Why a document cannot be made again, in words; NULL: it can. */
static const char *
why_not(struct again *g, json_t *doc)
{
	const char *why = json_string_value(json_object_get(doc, "why"));

	if (json_is_true(json_object_get(doc, "rebuilds")))
		return NULL;
	if (why != NULL && strcmp(why, "differs") == 0)
		return diag_pick(g->r->d,
		    "when it was taken in, the plan and its templates gave something else",
		    "kad to pieņēma, plāns un veidnes deva ko citu");
	if (why != NULL && strcmp(why, "changes") == 0)
		return diag_pick(g->r->d, "a list of changes, made of two plans",
		    "izmaiņu saraksts, veidots no diviem plāniem");
	return diag_pick(g->r->d, "finished by hand, or made by another program",
	    "pabeigts ar roku vai veidots citā programmā");
}

/* How it was made, from provenance.json; the strings are lent by "doc". */
static struct archive_make
how_made(struct again *g, json_t *doc)
{
	const char *of = json_string_value(json_object_get(doc, "pdf_of"));
	struct archive_make m = {.c = g->q->c, .plan = g->plan, .row = g->row,
	    .row_len = g->row_len, .year = json_string_value(json_object_get(doc, "year")),
	    .attach = json_is_true(json_object_get(doc, "attach_source")),
	    .formats = formats_of(json_string_value(json_object_get(doc, "formats")))};
	const char *kind = json_string_value(json_object_get(doc, "document"));
	int k;

	for (k = 0; kind != NULL && k < KINDS; k++)
		if (strcmp(render_documents[k].name, kind) == 0)
			m.kind = (enum render_kind)k;
	m.templates[0] = source(g, doc, "template_docx");
	m.templates[1] = source(g, doc, "template_odt");
	m.finished = of == NULL ? NULL : lay_down(g, of);
	return m;
}

static bool
is_text(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

static void
forget(struct made *made)
{
	int i;

	for (i = 0; i < DOC_FORMATS; i++)
		buf_free(&made->out[i]);
	*made = (struct made){.any = false};
}

/* All formats that this command line gives; once for all of them. */
static void
make_again(struct again *g, const struct archive_make *m)
{
	struct made *made = &g->made;
	struct diag *d;

	if (made->any && made->m.kind == m->kind && made->m.attach == m->attach &&
	    made->m.formats == m->formats && is_text(made->m.year, m->year) &&
	    is_text(made->m.finished, m->finished) &&
	    is_text(made->m.templates[0], m->templates[0]) &&
	    is_text(made->m.templates[1], m->templates[1]))
		return;
	forget(made);
	d = diag_new(diag_language(g->r->d));
	made->rc = archive_make(m, made->out, d);
	made->m = *m;
	made->any = true;
	if (made->rc == -1)
		diag_copy(g->r->d, d);
	diag_free(d);
}

static void
compare_bytes(struct again *g, const char *name, enum doc_format f, const struct archive_make *m)
{
	const struct buf *out = &g->made.out[f];
	size_t len;
	char *bytes = archive_file(g->ar, g->v, g->w, name, &len);

	if (bytes != NULL)
		make_again(g, m);
	if (bytes == NULL || g->made.rc == -1)
		say(g, DIAG_ARCHIVE_REBUILD_FAILED, name, NULL);
	else if (out->len != len || memcmp(out->s, bytes, len) != 0)
		say(g, DIAG_ARCHIVE_REBUILD, name, archive_difference(g->a, f, bytes, len, out->s, out->len,
		    g->r->d));
	else {
		++*g->same;
		if (g->q->c->verbose)
			fprintf(stderr, "%s %s %s: %s\n", g->v->id, g->w->name, name,
			    diag_pick(g->r->d, "made again, identical", "izveidots no jauna, identisks"));
	}
	free(bytes);
}

static void
compare_document(struct again *g, json_t *doc)
{
	const char *name = json_string_value(json_object_get(doc, "path")), *why = why_not(g, doc);
	struct archive_make m;
	enum render_kind kind;
	enum doc_format f;

	if (name == NULL || !archive_kind(name, &kind, &f))
		say(g, DIAG_ARCHIVE_REBUILD_FAILED, name == NULL ? "?" : name, NULL);
	else if (why != NULL)
		say(g, DIAG_ARCHIVE_NOT_REBUILT, name, why);
	else {
		m = how_made(g, doc);
		compare_bytes(g, name, f, &m);
	}
}

/* Sources of a version may lie in several; lay them out together. */
static int
lay_out(struct again *g)
{
	const char *tmp = getenv("TMPDIR"), *path;
	char *bytes;
	size_t i, len;

	g->tree = publish_tree_new(arena_printf(g->a, "%s/pmpplan-rebuild",
	    tmp == NULL || tmp[0] == '\0' ? "/tmp" : tmp), g->r->d);
	for (i = 0; g->tree != NULL && i < g->w->state.n; i++) {
		path = g->w->state.v[i].path;
		if (strncmp(path, "source/", 7) != 0 && strncmp(path, "template/", 9) != 0)
			continue;
		bytes = archive_file(g->ar, g->v, g->w, path, &len);
		if (bytes == NULL || publish_tree_put(g->tree, path, bytes, len, g->r->d) == -1) {
			free(bytes);
			return -1;
		}
		free(bytes);
	}
	return g->tree == NULL ? -1 : 0;
}

/* The row, if the plan was made of one; -1 if it is not there. */
static int
read_row(struct again *g, json_t *provenance)
{
	const char *file = json_string_value(json_object_get(json_object_get(provenance, "row"),
	    "file"));

	if (file == NULL)
		return 0;
	g->row = archive_file(g->ar, g->v, g->w, file, &g->row_len);
	return g->row == NULL ? -1 : 0;
}

size_t
archive_rebuild(struct archive_asked *q, struct archive *ar, const struct inventory *v,
    const struct inv_version *w, struct ocfl_report *r)
{
	size_t len, i, same = 0;
	struct again g = {.q = q, .ar = ar, .v = v, .w = w, .r = r, .a = arena_new(), .same = &same};
	char *s = archive_file(ar, v, w, "provenance.json", &len);
	json_t *o = s == NULL ? NULL : json_loadb(s, len, JSON_REJECT_DUPLICATES, NULL), *doc;
	size_t faults = r->faults;
	const char *tools;

	if (lay_out(&g) == 0 && read_row(&g, o) == 0)
		g.plan = source(&g, o, "plan");
	if (g.plan == NULL)
		say(&g, DIAG_ARCHIVE_REBUILD_FAILED, "provenance.json", NULL);
	else
		json_array_foreach(json_object_get(o, "documents"), i, doc)
			compare_document(&g, doc);
	tools = r->faults == faults ? "" : tools_between(g.a, o, r->d);
	if (tools[0] != '\0')
		say(&g, DIAG_ARCHIVE_TOOLS, tools, NULL);
	forget(&g.made);
	publish_tree_free(g.tree);
	json_decref(o);
	free(s);
	free(g.row);
	arena_free(g.a);
	return same;
}
