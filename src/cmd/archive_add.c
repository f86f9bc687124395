/* archive_add - pmpplan archive add: what belongs to a version; see archive.h */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/publish.h"
#include "base/utf8.h"
#include "batch/columns.h"
#include "cmd/archive_add.h"
#include "data/merge.h"
#include "data/yaml.h"

#define CHAIN_MOST 16 /* bases in each other; merge.c refuses more */

int
adding_take(struct adding *g, const char *name, const char *bytes, size_t len, const char *from)
{
	struct place at = {.file = from};
	struct archive_item *f;
	size_t i;

	if (!folder_is_portable(name))
		return diag(g->d, DIAG_ARCHIVE_NAME, &at, NULL);
	for (i = 0; i < g->n; i++) {
		if (!folder_is_alike(g->a, g->items[i].path, name))
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

int
adding_take_file(struct adding *g, const char *name, const char *path)
{
	size_t len;
	char *s = slurp(path, ADDING_FILE_MOST, &len, DIAG_IO_READ, g->d);
	int rc = s == NULL ? -1 : adding_take(g, name, s, len, path);

	free(s);
	return rc;
}

const char *
adding_last(const char *path)
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

	cut = n == 0 ? 0 : (size_t)(adding_last(real[0]) - real[0]);
	for (i = 1; i < n; i++)
		cut = common(real[0], real[i], cut);
	for (i = 0; i < n; i++) {
		const char *name = arena_printf(g->a, "source/%s", real[i] + cut);

		if (rc == 0)
			rc = adding_take_file(g, name, real[i]);
		if (i == 0)
			g->plan_item = name;
		free(real[i]);
	}
	return n == 0 ? -1 : rc;
}

/* -- the row of a table -- */

/* RFC 4180, all of it in quotes: read back, the cells are what they were. */
static void
put_cell(struct buf *b, const char *s, bool first)
{
	buf_str(b, first ? "\"" : ";\"");
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_ch(b, '"');
		buf_ch(b, *s);
	}
	buf_ch(b, '"');
}

/*
 * The head and one row, without the columns that fill nothing in the plan: what they say
 * of anybody does not belong to it.
 */
static void
put_row(struct buf *b, const struct rows *r, size_t row)
{
	const struct sheet *s = r->sheet;
	bool first = true;
	size_t i;
	int k;

	for (k = 0; k < 2; k++) {
		const struct cell *cells = k == 0 ? s->head : s->rows[row].cells;

		for (i = 0; i < s->ncolumns; i++)
			if (rows_fills(r, i)) {
				put_cell(b, cells[i].text, first);
				first = false;
			}
		buf_str(b, "\r\n");
		first = true;
	}
}

static int
find_row(struct adding *g, const struct rows *r, size_t *row)
{
	struct place at = {.file = g->q->each};
	const char **ids = arena_array(g->a, r->sheet->nrows, sizeof(*ids));
	size_t i;

	for (i = 0; i < r->sheet->nrows; i++) {
		ids[i] = rows_id(r, i);
		if (strcmp(ids[i], g->q->row) == 0) {
			*row = i;
			return 0;
		}
	}
	return diag(g->d, DIAG_ARCHIVE_NO_ROW, &at, g->q->row,
	    utf8_nearest(g->q->row, ids, r->sheet->nrows), NULL);
}

/* Which table it was, and where in it. */
static json_t *
row_json(struct adding *g, const struct rows *r, size_t row)
{
	char hex[DIGEST_HEX];

	if (digest_file("sha512", g->q->each, hex, NULL) == -1)
		hex[0] = '\0';
	return json_pack("{s:s, s:s, s:s, s:i, s:s, s:s*}", "file", ADDING_ROW, "id",
	    rows_id(r, row), "table", adding_last(g->q->each), "row", r->sheet->rows[row].number,
	    "table_sha512", hex, "sheet", g->q->sheet);
}

/* The plan of the row, and the row as a table of its own: source/row.csv. */
static int
read_row(struct adding *g)
{
	struct rows_opts o = {.sheet = g->q->sheet};
	const struct value *base = merge_read(g->a, g->path, g->d);
	struct sheet *s;
	struct rows *r = NULL;
	struct buf csv = {0};
	size_t row = 0;
	int rc;

	if (g->q->encoding != NULL && strcmp(g->q->encoding, "utf-8") == 0)
		o.csv.legacy = CSV_NO_LEGACY;
	s = base == NULL ? NULL : rows_read(g->a, g->q->each, &o, g->d);
	if (s != NULL && !diag_failed(g->d))
		r = rows_bind(g->a, s, base, columns_resolve, g->d);
	if (r == NULL || find_row(g, r, &row) == -1)
		return -1;
	g->plan = plan_from(g->a, rows_plan(g->a, r, row, g->d), g->d);
	put_row(&csv, r, row);
	g->row = arena_strndup(g->a, csv.s, csv.len);
	g->row_len = csv.len;
	buf_free(&csv);
	g->row_said = row_json(g, r, row);
	rc = adding_take(g, ADDING_ROW, g->row, g->row_len, g->q->each);
	return g->plan == NULL ? -1 : rc;
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
	rc = adding_take(g, name, s, n + 1, name);
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

/* The decision by which this wording holds: the last amendment's, else the approval's. */
static const struct value *
in_force_by(const struct value *approval)
{
	const struct value *amended = value_get(approval, "amended"), *by = approval;
	size_t i;

	for (i = 0; amended != NULL && i < amended->nitems; i++)
		if (strcmp(printed(amended->items[i], "date"), printed(by, "date")) >= 0)
			by = amended->items[i];
	return by;
}

static json_t *
amended_json(const struct value *approval)
{
	const struct value *amended = value_get(approval, "amended"), *v;
	json_t *l = json_array();
	size_t i;

	for (i = 0; amended != NULL && i < amended->nitems; i++) {
		v = amended->items[i];
		json_array_append_new(l, json_pack("{s:s, s:s, s:s, s:s, s:s}", "word",
		    printed(v, "word"), "date", printed(v, "date"), "decision", printed(v, "decision"),
		    "protocol", printed(v, "protocol"), "item", printed(v, "item")));
	}
	return l;
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
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "id",
	    plan_id(g->plan), "title", printed(m, "title"), "document_word", printed(m, "document_word"),
	    "authority", plan_is_school(g->plan) ? printed(m, "school") : printed(town, "authority"),
	    "period_first", printed(value_get(m, "period"), "first"), "period_last",
	    printed(value_get(m, "period"), "last"), "date", printed(src, "date"), "in_force_from",
	    printed(in_force_by(src), "date"), "in_force_by", printed(in_force_by(src), "decision"),
	    "decision", printed(src, "decision"), "protocol", printed(src, "protocol"), "item",
	    printed(src, "item"), "amended", amended_json(src), "mark", mark);
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
	json_t *inputs = json_array(), *tools, *said;
	char hex[DIGEST_HEX];
	size_t i;

	for (i = 0; i < g->n; i++) {
		digest_bytes("sha512", g->items[i].bytes, g->items[i].len, hex);
		json_array_append_new(inputs, json_pack("{s:s, s:s}", "path", g->items[i].path, "sha512",
		    hex));
	}
	tools = archive_tools(g->a, g->d);
	said = json_pack("{s:s, s:O*, s:O, s:o, s:o}", "plan", g->plan_item, "row", g->row_said,
	    "documents", g->documents, "files", inputs, "warnings", warnings_json(g->d));
	json_object_update(tools, said);
	json_decref(said);
	return tools;
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

	if (g->q->each != NULL) {
		if (read_row(g) == -1)
			return -1;
	} else
		g->plan = plan_read(g->a, g->path, g->d);
	if (g->plan == NULL || diag_failed(g->d))
		return -1;
	if (!plan_is_approved(g->plan))
		return diag(g->d, DIAG_ARCHIVE_DRAFT, &at, NULL);
	if (take_plan(g) == -1 || adding_documents(g) == -1)
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
		if (check_carry(&g, &ar, &add) == 0 && adding_check_signed(&g, &ar) == 0 &&
		    archive_take(&ar, &add, &done) == 0)
			tell(&g, &done);
		archive_close(&ar);
	}
	json_decref(g.documents);
	json_decref(g.row_said);
	arena_free(g.a);
	return diag_status(q->c->diag);
}
