/* archive_add - pmpplan archive add: what belongs to a version; see archive.h */
#include <harfbuzz/hb.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "base/publish.h"
#include "base/version.h"
#include "cmd/archive.h"
#include "data/merge.h"
#include "data/yaml.h"
#include "pdf/pdf.h"
#include "pack/xml.h"

#define FILE_MOST ((size_t)256 << 20)
#define CHAIN_MOST 16 /* bases in each other; merge.c refuses more */

struct adding {
	struct archive_asked *q;
	struct arena *a;
	struct diag *d;
	const char *path;         /* of the plan */
	const struct plan *plan;
	const char *plan_item;    /* "source/valka.yaml" */
	struct archive_item *items;
	size_t n, cap;
	const char *templates[KINDS][2]; /* on disk */
	const char *template_items[KINDS][2]; /* in the archive */
	json_t *documents;
	size_t ndocuments, nsigned;
};

/* Take a file in; the bytes are copied.  -1 if the name is taken by other bytes. */
static int
take(struct adding *g, const char *name, const char *bytes, size_t len, const char *from)
{
	struct place at = {.file = from};
	struct archive_item *f;
	size_t i;

	for (i = 0; i < g->n; i++) {
		if (strcasecmp(g->items[i].path, name) != 0)
			continue;
		if (strcmp(g->items[i].path, name) == 0 && g->items[i].len == len &&
		    memcmp(g->items[i].bytes, bytes, len) == 0)
			return 0;
		return diag(g->d, DIAG_ARCHIVE_TWICE, &at, name, NULL);
	}
	g->items = arena_grow(g->a, g->items, g->n, g->n + 1, &g->cap, sizeof(g->items[0]));
	f = &g->items[g->n++];
	*f = (struct archive_item){.path = name, .bytes = arena_strndup(g->a, bytes, len), .len = len};
	return 0;
}

static int
take_file(struct adding *g, const char *name, const char *path)
{
	size_t len;
	char *s = slurp(path, FILE_MOST, &len, DIAG_IO_READ, g->d);
	int rc = s == NULL ? -1 : take(g, name, s, len, path);

	free(s);
	return rc;
}

static const char *
last(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* -- the plan and its bases -- */

/* Length of the folder that both paths lie below, with its slash. */
static size_t
common(const char *x, const char *y, size_t most)
{
	size_t i, n = 0;

	for (i = 0; i < most && x[i] == y[i] && x[i] != '\0'; i++)
		if (x[i] == '/')
			n = i + 1;
	return n;
}

/* The files that the plan is built on, first itself; real paths, malloc'd. */
static int
find_bases(struct adding *g, char **real, size_t *n)
{
	struct diag *quiet = diag_new(DIAG_EN);
	const char *path = g->path, *slash;
	const struct value *base;
	struct value *root;
	int rc = 0;

	for (*n = 0; *n < CHAIN_MOST + 1 && rc == 0; ) {
		real[*n] = realpath(path, NULL);
		if (real[*n] == NULL)
			break;
		++*n;
		root = yaml_read(g->a, path, quiet);
		base = root == NULL ? NULL : value_get(root, "base");
		if (base == NULL || base->kind != VALUE_TEXT)
			break;
		if (base->text[0] == '/')
			rc = diag(g->d, DIAG_ARCHIVE_BASE, &base->at, NULL);
		slash = strrchr(path, '/');
		path = slash == NULL ? base->text
		    : arena_printf(g->a, "%.*s/%s", (int)(slash - path), path, base->text);
	}
	diag_free(quiet);
	return rc;
}

/* All of them below source/, as they lie to each other, so that base: finds its file. */
static int
take_plan(struct adding *g)
{
	char *real[CHAIN_MOST + 1];
	size_t n, i, cut;
	int rc = find_bases(g, real, &n);

	cut = n == 0 ? 0 : (size_t)(last(real[0]) - real[0]);
	for (i = 1; i < n; i++)
		cut = common(real[0], real[i], cut);
	for (i = 0; i < n; i++) {
		const char *name = arena_printf(g->a, "source/%s", real[i] + cut);

		if (rc == 0)
			rc = take_file(g, name, real[i]);
		if (i == 0)
			g->plan_item = name;
		free(real[i]);
	}
	return n == 0 ? -1 : rc;
}

/* -- templates -- */

static int
take_own_template(struct adding *g, const char *path)
{
	struct template *t = template_open(path, g->d);
	int slot = t == NULL || template_kind(t) == PKG_DOCX ? 0 : 1;

	if (t == NULL)
		return -1;
	template_close(t);
	g->templates[KIND_PLAN][slot] = arena_strdup(g->a, path);
	return 0;
}

/* The program's own, where none was given. */
static int
need_templates(struct adding *g, enum render_kind kind)
{
	int profile = plan_is_school(g->plan) ? PROFILE_SCHOOL : PROFILE_MUNICIPALITY, k;
	char *path;

	for (k = 0; k < 2; k++) {
		if (g->template_items[kind][k] != NULL ||
		    (kind == KIND_PLAN && g->q->templates.n != 0 && g->templates[kind][k] == NULL))
			continue;
		if (g->templates[kind][k] == NULL) {
			path = cmd_data_file(render_documents[kind].templates[profile][k], g->d);
			if (path == NULL)
				return -1;
			g->templates[kind][k] = arena_strdup(g->a, path);
			free(path);
		}
		g->template_items[kind][k] = arena_printf(g->a, "template/%s",
		    last(g->templates[kind][k]));
		if (take_file(g, g->template_items[kind][k], g->templates[kind][k]) == -1)
			return -1;
	}
	return 0;
}

/* -- documents -- */

static bool
is_container(const char *name)
{
	static const char *const endings[] = {".edoc", ".asice", ".sce", ".asics", NULL};
	const char *dot = strrchr(name, '.');
	size_t i;

	for (i = 0; dot != NULL && endings[i] != NULL; i++)
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	return false;
}

/* A signature field that is filled: ISO 32000 12.8.1. */
static bool
is_signed_pdf(const char *bytes, size_t len)
{
	return len > 5 && memcmp(bytes, "%PDF-", 5) == 0 &&
	    memmem(bytes, len, "/ByteRange", 10) != NULL;
}

/* In which company of formats does the plan give these very bytes?  0: in none. */
static unsigned
company(struct adding *g, const struct archive_make *base, enum doc_format f, unsigned given,
    const char *bytes, size_t len, const char **difference)
{
	unsigned tries[3] = {DOC_BIT(DOC_DOCX) | DOC_BIT(DOC_ODT) | DOC_BIT(DOC_PDF), given, DOC_BIT(f)};
	unsigned good = 0;
	size_t i;
	int k;

	for (i = 0; i < 3 && good == 0; i++) {
		struct buf out[DOC_FORMATS] = {{0}};
		struct diag *quiet = diag_new(diag_language(g->d));
		struct archive_make m = *base;

		m.formats = tries[i];
		if (m.templates[0] == NULL)
			m.formats &= ~DOC_BIT(DOC_DOCX);
		if (m.templates[1] == NULL)
			m.formats &= ~DOC_BIT(DOC_ODT);
		if ((m.formats & DOC_BIT(f)) != 0 && archive_make(&m, out, quiet) == 0) {
			if (out[f].len == len && memcmp(out[f].s, bytes, len) == 0)
				good = m.formats;
			else if (*difference == NULL)
				*difference = archive_difference(g->a, f, bytes, len, out[f].s, out[f].len,
				    g->d);
		}
		for (k = 0; k < DOC_FORMATS; k++)
			buf_free(&out[k]);
		diag_free(quiet);
	}
	return good;
}

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

static int
take_document(struct adding *g, const char *path, const char *bytes, size_t len, unsigned given)
{
	struct archive_make m = {.c = g->q->c, .plan = g->path};
	struct place at = {.file = path};
	const char *difference = NULL, *name = arena_strdup(g->a, last(path));
	enum doc_format f;
	unsigned together = 0;
	bool ours;

	if (!archive_kind(name, &m.kind, &f))
		return diag(g->d, DIAG_ARCHIVE_KIND, &at, NULL);
	if (need_templates(g, m.kind) == -1)
		return -1;
	memcpy(m.templates, g->templates[m.kind], sizeof(m.templates));
	ours = docfmts[f].ours(bytes, len);
	if (!ours)
		diag(g->d, DIAG_ARCHIVE_EDITED, &at, NULL);
	else
		together = company(g, &m, f, given, bytes, len, &difference);
	if (ours && together == 0)
		diag(g->d, DIAG_ARCHIVE_DIFFERS, &at, difference == NULL ? "" : difference, NULL);
	json_array_append_new(g->documents, json_pack("{s:s, s:s, s:s, s:b, s:s, s:s?, s:s?}", "path",
	    name, "document", render_documents[m.kind].name, "made_by", ours ? PMPPLAN_NAME : "other",
	    "rebuilds", together != 0, "formats", format_names(g, together), "template_docx",
	    g->template_items[m.kind][0], "template_odt", g->template_items[m.kind][1]));
	g->ndocuments++;
	return take(g, name, bytes, len, path);
}

static int
take_given(struct adding *g, const char *path, unsigned given)
{
	size_t len;
	char *s = slurp(path, FILE_MOST, &len, DIAG_IO_READ, g->d);
	int rc = -1;

	if (s == NULL)
		return -1;
	if (is_container(path) || is_signed_pdf(s, len)) {
		g->nsigned++;
		rc = take(g, arena_printf(g->a, "signed/%s", last(path)), s, len, path);
	} else
		rc = take_document(g, path, s, len, given);
	free(s);
	return rc;
}

static int
take_documents(struct adding *g)
{
	const struct cmd_list *l = &g->q->operands;
	unsigned given = 0;
	enum render_kind k;
	enum doc_format f;
	size_t i;
	int rc = 0;

	for (i = 2; i < l->n; i++)
		if (archive_kind(l->v[i], &k, &f))
			given |= DOC_BIT(f);
	for (i = 2; i < l->n; i++)
		if (take_given(g, l->v[i], given) == -1)
			rc = -1;
	return rc;
}

/* -- approval.json and provenance.json -- */

static int
take_json(struct adding *g, const char *name, json_t *o)
{
	char *s = o == NULL ? NULL : json_dumps(o, JSON_INDENT(2));
	size_t n = s == NULL ? 0 : strlen(s);
	int rc;

	json_decref(o);
	s = xrealloc(s, n + 2);
	memcpy(s + n, "\n", 2);
	rc = take(g, name, s, n + 1, name);
	free(s);
	return rc;
}

/* How a thing prints; "" if it is not there. */
static const char *
printed(const struct value *map, const char *key)
{
	const struct value *v = map == NULL ? NULL : value_get(map, key);

	return v == NULL || v->text == NULL ? "" : v->text;
}

/* Since when this wording holds: the last amendment, else the approval. */
static const char *
in_force_from(const struct value *approval)
{
	const struct value *amended = value_get(approval, "amended");
	const char *date = printed(approval, "date"), *s;
	size_t i;

	for (i = 0; amended != NULL && i < amended->nitems; i++) {
		s = printed(amended->items[i], "date");
		if (strcmp(s, date) > 0)
			date = s;
	}
	return date;
}

static json_t *
approval_json(const struct adding *g)
{
	const struct value *m = plan_model(g->plan), *src = value_get(plan_values(g->plan), "approval");
	const struct value *lines = value_get(value_get(m, "approval"), "lines");
	const struct value *town = value_get(m, "municipality");
	json_t *mark = json_array();
	size_t i;

	for (i = 0; lines != NULL && i < lines->nitems; i++)
		json_array_append_new(mark, json_string(lines->items[i]->text == NULL ? ""
		    : lines->items[i]->text));
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "id",
	    plan_id(g->plan), "title", printed(m, "title"), "document_word", printed(m, "document_word"),
	    "authority", plan_is_school(g->plan) ? printed(m, "school") : printed(town, "authority"),
	    "period_first", printed(value_get(m, "period"), "first"), "period_last",
	    printed(value_get(m, "period"), "last"), "date", printed(src, "date"), "in_force_from",
	    in_force_from(src), "decision", printed(src, "decision"), "protocol",
	    printed(src, "protocol"), "item", printed(src, "item"), "mark", mark);
}

static json_t *
warnings_json(struct diag *d)
{
	const struct diag_msg *m;
	size_t n = diag_messages(d, &m), i;
	json_t *out = json_array();

	for (i = 0; i < n; i++)
		if (m[i].level == DIAG_WARNING)
			json_array_append_new(out, json_pack("{s:s, s:i, s:s}", "code",
			    diag_code_name(m[i].code), "line", m[i].at.line, "text", m[i].text));
	return out;
}

static json_t *
provenance_json(struct adding *g)
{
	json_t *inputs = json_array();
	char hex[DIGEST_HEX];
	size_t i;

	for (i = 0; i < g->n; i++) {
		digest_bytes("sha512", g->items[i].bytes, g->items[i].len, hex);
		json_array_append_new(inputs, json_pack("{s:s, s:s}", "path", g->items[i].path, "sha512",
		    hex));
	}
	return json_pack("{s:s, s:{s:s, s:s, s:s, s:s, s:s, s:s, s:s}, s:s, s:o, s:o, s:o}", "program",
	    PMPPLAN_NAME, "libraries", "libxml2", xml_library(), "libzip", pkg_library(), "libharu",
	    pdf_library(), "harfbuzz", hb_version_string(), "zlib", zlibVersion(), "jansson",
	    jansson_version_str(), "libcrypto", OpenSSL_version(OPENSSL_VERSION), "plan", g->plan_item,
	    "documents", g->documents, "files", inputs, "warnings", warnings_json(g->d));
}

/* -- the whole -- */

/* Nothing but signatures: they belong to the head version, if that has this very plan. */
static int
check_carry(struct adding *g, struct archive *ar, struct archive_add *add)
{
	struct inventory *v = archive_find(ar, add->id, true);
	const struct inv_version *head = v == NULL ? NULL : inventory_head(v);
	struct place at = {.file = g->path};
	char hex[DIGEST_HEX];
	const char *digest;
	size_t i;

	if (g->ndocuments != 0)
		return 0;
	if (head == NULL)
		return diag(g->d, DIAG_ARCHIVE_NO_DOCUMENT, &at, NULL);
	for (i = 0; i < g->n; i++) {
		if (strncmp(g->items[i].path, "source/", 7) != 0)
			continue;
		digest_bytes("sha512", g->items[i].bytes, g->items[i].len, hex);
		digest = inv_paths_digest(&head->state, g->items[i].path);
		if (digest == NULL || strcasecmp(digest, hex) != 0)
			return diag(g->d, DIAG_ARCHIVE_OTHER_PLAN, &at, NULL);
	}
	add->carry = true;
	return 0;
}

static int
collect(struct adding *g)
{
	struct place at = {.file = g->path};
	size_t i;
	int rc = 0;

	g->plan = plan_read(g->a, g->path, g->d);
	if (g->plan == NULL || diag_failed(g->d))
		return -1;
	if (!plan_is_approved(g->plan))
		return diag(g->d, DIAG_ARCHIVE_DRAFT, &at, NULL);
	for (i = 0; i < g->q->templates.n; i++)
		if (take_own_template(g, g->q->templates.v[i]) == -1)
			rc = -1;
	if (rc == -1 || take_plan(g) == -1 || take_documents(g) == -1)
		return -1;
	if (take_json(g, "approval.json", approval_json(g)) == -1)
		return -1;
	/* With signatures alone, the head's provenance stands. */
	return g->ndocuments == 0 ? 0 : take_json(g, "provenance.json", provenance_json(g));
}

static void
tell(struct adding *g, const struct archive_added *done)
{
	const char *what = arena_printf(g->a, "%s %s", plan_id(g->plan), done->version);

	if (done->same) {
		diag_say(g->d, stderr, DIAG_SAY_ARCHIVE_SAME, what, NULL);
		return;
	}
	if (!g->q->c->quiet)
		diag_say(g->d, stderr, DIAG_SAY_ARCHIVED, what, arena_printf(g->a, "%zu", done->entry),
		    NULL);
	archive_print_digest(done->digest);
}

int
archive_add_run(struct archive_asked *q)
{
	struct adding g = {.q = q, .a = arena_new(), .d = q->c->diag, .path = q->operands.v[1]};
	struct archive_add add = {.who = q->who, .why = q->why, .address = q->address,
	    .force = q->force};
	struct archive_added done;
	struct archive ar;
	size_t i;

	g.documents = json_array();
	if (collect(&g) == 0 &&
	    archive_open(&ar, g.a, q->root, ARCHIVE_WRITE, q->wait, g.d) == 0) {
		add.id = plan_id(g.plan);
		for (i = 0; i < g.n; i++)
			g.items[i].minor = strcmp(g.items[i].path, "provenance.json") == 0;
		add.items = g.items;
		add.nitems = g.n;
		if (check_carry(&g, &ar, &add) == 0 && archive_take(&ar, &add, &done) == 0)
			tell(&g, &done);
		archive_close(&ar);
	}
	if (g.ndocuments == 0)
		json_decref(g.documents);
	arena_free(g.a);
	return diag_status(q->c->diag);
}
