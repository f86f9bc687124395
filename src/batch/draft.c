/* draft - see draft.h */
#include "batch/draft.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/publish.h"
#include "check/check.h"
#include "data/merge.h"

#define FILE_MOST ((size_t)256 << 20)
#define DEPTH_MOST 64

/* -- faults on purpose, for tests and developers: PMPPLAN_FAULT=ID:KIND -- */

static void
fault(const struct draft *f, bool making)
{
	const char *s = getenv("PMPPLAN_FAULT"), *kind = s == NULL ? NULL : strrchr(s, ':');
	volatile unsigned long spin = 0;

	if (kind == NULL || !making || strlen(f->id) != (size_t)(kind - s) ||
	    strncmp(s, f->id, (size_t)(kind - s)) != 0)
		return;
	if (strcmp(kind, ":abort") == 0)
		abort();
	if (strcmp(kind, ":segv") == 0)
		raise(SIGSEGV);
	if (strcmp(kind, ":exit") == 0)
		_exit(9);
	if (strcmp(kind, ":cpu") == 0)
		for (;;)
			spin++;
	if (strcmp(kind, ":wall") == 0)
		for (;;)
			pause();
	if (strcmp(kind, ":memory") == 0)
		for (;;)
			memset(xmalloc((size_t)16 << 20), 1, (size_t)16 << 20);
}

/* -- digests -- */

static void
to_hex(const unsigned char *h, char hex[65])
{
	int i;

	for (i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", h[i]);
}

void
draft_digest(const void *bytes, size_t len, char hex[65])
{
	unsigned char h[SHA256_DIGEST_LENGTH];

	SHA256(bytes, len, h);
	to_hex(h, hex);
}

static void
put_number(struct buf *b, uint64_t n)
{
	buf_add(b, (const char *)&n, sizeof(n));
}

/* Into one run of bytes, each text with its length before it, so that no two are alike. */
static void
put_value(struct buf *b, const struct value *v, int depth)
{
	size_t i, len;

	if (depth > DEPTH_MOST)
		return;
	put_number(b, (uint64_t)v->kind << 1 | v->literal);
	put_number(b, v->text == NULL ? 0 : v->len);
	if (v->text != NULL)
		buf_add(b, v->text, v->len);
	put_number(b, v->nitems);
	for (i = 0; i < v->nitems; i++)
		put_value(b, v->items[i], depth + 1);
	put_number(b, v->nfields);
	for (i = 0; i < v->nfields; i++) {
		len = strlen(v->fields[i].key);
		put_number(b, len);
		buf_add(b, v->fields[i].key, len);
		put_value(b, v->fields[i].value, depth + 1);
	}
}

void
draft_digest_value(const struct value *v, char hex[65])
{
	struct buf all = {0};

	put_value(&all, v, 0);
	draft_digest(all.s, all.len, hex);
	buf_free(&all);
}

static void
input_digest(const struct batch *b, const struct draft *f, const struct value *root, char hex[65])
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	struct buf all = {0};

	buf_add(&all, b->with[f->profile], 32);
	buf_printf(&all, "%u:%s:%s:%s:", b->o->formats, b->o->suffix, f->name,
	    epoch == NULL ? "" : epoch);
	put_value(&all, root, 0);
	draft_digest(all.s, all.len, hex);
	buf_free(&all);
}

/* -- what is said of a draft -- */

static json_t *
finding(const struct diag_msg *m)
{
	static const char *const levels[] = {"note", "warning", "error", "fatal"};
	json_t *o = json_pack("{s:s,s:s,s:s}", "code", diag_code_name(m->code), "level",
	    levels[m->level], "text", m->text);

	if (m->at.file != NULL)
		json_object_set_new(o, "file", json_string(m->at.file));
	if (m->at.part != NULL)
		json_object_set_new(o, "part", json_string(m->at.part));
	if (m->at.line != 0)
		json_object_set_new(o, "line", json_integer(m->at.line));
	if (m->at.col != 0)
		json_object_set_new(o, "column", json_integer(m->at.col));
	return o;
}

/* Messages into the record: blanks apart from the other findings; and as text to print. */
static void
take_messages(const struct batch *b, json_t *r, struct diag *d, enum diag_level least)
{
	json_t *findings = json_array(), *blanks = json_array();
	const struct diag_msg *m;
	size_t n = diag_messages(d, &m), i;
	char *text = NULL;
	size_t len = 0;
	FILE *out;

	for (i = 0; i < n; i++)
		json_array_append_new(m[i].code == DIAG_FILL_IN ? blanks : findings, finding(&m[i]));
	json_object_set_new(r, "errors", json_integer(diag_count(d, DIAG_ERROR)));
	json_object_set_new(r, "warnings", json_integer(diag_count(d, DIAG_WARNING)));
	json_object_set_new(r, "notes", json_integer(diag_count(d, DIAG_NOTE)));
	json_object_set_new(r, "blanks", blanks);
	json_object_set_new(r, "findings", findings);
	out = open_memstream(&text, &len);
	if (out == NULL)
		return;
	diag_flush(d, out, least, b->o->colour);
	fclose(out);
	if (len != 0)
		json_object_set_new(r, "_text", json_string(text));
	free(text);
}

/*
 * What "pmpplan check" says of the plan, without spelling, in the place of what reading it
 * said, for check_plan() has sifted that.  It stops no document.
 */
static void
take_sense(json_t *r, struct arena *a, const struct plan *p, struct diag *d)
{
	static const struct check_opts o = {.no_spelling = true};
	const struct check_report *rep = check_plan(a, p, d, &o);
	json_t *findings = json_array(), *blanks = json_array();
	size_t i;

	for (i = 0; i < rep->n; i++) {
		const struct check_finding *f = &rep->v[i];
		const struct diag_msg m = {f->code, f->level, f->at, f->text};
		json_t *one = finding(&m);

		if (f->reason != NULL)
			json_object_set_new(one, "silenced", json_string(f->reason));
		json_array_append_new(f->code == DIAG_FILL_IN ? blanks : findings, one);
	}
	json_object_set_new(r, "errors", json_integer(rep->counts[DIAG_ERROR]));
	json_object_set_new(r, "warnings", json_integer(rep->counts[DIAG_WARNING]));
	json_object_set_new(r, "notes", json_integer(rep->counts[DIAG_NOTE]));
	json_object_set_new(r, "blanks", blanks);
	json_object_set_new(r, "findings", findings);
}

static json_t *
new_record(const struct batch *b, const struct draft *f)
{
	json_t *r = json_pack("{s:s}", "id", f->id);
	struct buf at = {0};

	if (f->name != NULL) {
		json_object_set_new(r, "_name", json_string(f->name));
		buf_printf(&at, "%s%s", f->name, b->o->suffix);
		json_object_set_new(r, "draft", json_string(buf_cstr(&at)));
		at.len = 0;
	}
	buf_str(&at, f->source);
	if (f->number != 0)
		buf_printf(&at, ":%d", f->number);
	json_object_set_new(r, "source", json_string(buf_cstr(&at)));
	buf_free(&at);
	return r;
}

static void
set_state(json_t *r, const char *state, const char *cause)
{
	json_object_set_new(r, "state", json_string(state));
	if (cause != NULL)
		json_object_set_new(r, "cause", json_string(cause));
}

static void
answer_with(json_t *r, struct buf *answer)
{
	char *s = json_dumps(r, JSON_COMPACT | JSON_PRESERVE_ORDER);

	if (s != NULL)
		buf_str(answer, s);
	free(s);
	json_decref(r);
}

/* -- what lies in the folder -- */

void
draft_path(const struct batch *b, const struct draft *f, int format, struct buf *out)
{
	const char *folder = b->o->folder;
	size_t n = strlen(folder);

	out->len = 0;
	buf_str(out, folder);
	if (n != 0 && folder[n - 1] != '/')
		buf_ch(out, '/');
	buf_printf(out, "%s%s.%s", f->name, b->o->suffix, docfmts[format].name);
	buf_cstr(out);
}

/* Size, inode and time of change: as long as they are the same, so are the bytes. */
static json_t *
stat_json(const struct stat *st)
{
	return json_pack("[I,I,I,I]", (json_int_t)st->st_size, (json_int_t)st->st_ino,
	    (json_int_t)st->st_ctim.tv_sec, (json_int_t)st->st_ctim.tv_nsec);
}

enum lies { LIES_SAME, LIES_CHANGED, LIES_NOT };

static enum lies
how_lies(const char *path, const json_t *output)
{
	const char *want = json_string_value(json_object_get(output, "sha256"));
	struct diag *quiet;
	char hex[65], *s;
	struct stat st;
	json_t *now;
	size_t len;
	bool same;

	if (want == NULL || lstat(path, &st) == -1)
		return LIES_NOT;
	now = stat_json(&st);
	same = json_equal(now, json_object_get(output, "_stat"));
	json_decref(now);
	if (same)
		return LIES_SAME;
	quiet = diag_new(DIAG_EN);
	s = slurp(path, FILE_MOST, &len, DIAG_IO_READ, quiet);
	diag_free(quiet);
	if (s == NULL)
		return LIES_CHANGED;
	draft_digest(s, len, hex);
	free(s);
	return strcmp(hex, want) == 0 ? LIES_SAME : LIES_CHANGED;
}

/*
 * Was it made from the same inputs, and do its documents lie there?  Fills the record and
 * returns true when there is nothing to do.  What somebody edited is kept and named.
 */
static bool
is_done(const struct batch *b, const struct draft *f, const char *input, json_t **r)
{
	const json_t *old = b->journal == NULL ? NULL : journal_find(b->journal,
	    json_string_value(json_object_get(*r, "draft"))), *out;
	const char *was = json_string_value(json_object_get(old, "input"));
	const char *run = json_string_value(json_object_get(old, "run"));
	struct buf path = {0}, changed = {0};
	enum lies lies = LIES_SAME;
	int k, n = 0;
	size_t i;

	if (was == NULL || strcmp(was, input) != 0)
		return false;
	if (b->o->all && (b->resume == NULL || run == NULL || strcmp(run, b->resume) != 0))
		return false;
	out = json_object_get(old, "outputs");
	for (k = 0, i = 0; k < DOC_FORMATS && lies != LIES_NOT; k++) {
		if ((b->o->formats & DOC_BIT(k)) == 0)
			continue;
		draft_path(b, f, k, &path);
		lies = how_lies(path.s, json_array_get(out, i++));
		if (lies == LIES_CHANGED && n++ >= 0)
			buf_printf(&changed, "%s%s", changed.len == 0 ? "" : ", ", path.s);
	}
	buf_cstr(&changed);
	if (lies != LIES_NOT && (n == 0 || !b->o->force)) {
		json_decref(*r);
		*r = json_deep_copy(old);
		json_object_set_new(*r, "_name", json_string(f->name));
		if (n == 0)
			set_state(*r, "unchanged", NULL);
		else {
			set_state(*r, "kept", NULL);
			json_object_set_new(*r, "kept", json_string(changed.s));
		}
		n = -1;
	}
	buf_free(&path);
	buf_free(&changed);
	return n == -1;
}

/* -- reading and checking -- */

static struct value *
read_values(const struct batch *b, const struct draft *f, struct arena *a, struct diag *d)
{
	return f->number == 0 ? merge_read(a, f->source, d) : rows_plan(a, b->rows, f->row, d);
}

/* Is some error in a file that all drafts are built on? */
static bool
is_base_trouble(const struct draft *f, struct diag *d)
{
	const struct diag_msg *m;
	size_t n = diag_messages(d, &m), i;

	for (i = 0; i < n; i++)
		if (m[i].level >= DIAG_ERROR && m[i].at.file != NULL &&
		    strcmp(m[i].at.file, f->source) != 0)
			return true;
	return false;
}

/* The documents' name; the profile, as far as it can be told before the check. */
static bool
find_name(const struct batch *b, struct draft *f, const struct value *root, struct arena *a,
    struct diag *d)
{
	const char *profile = value_get_text(root, "profile");
	struct diag *own = diag_new(b->lang);
	struct place at = {.file = f->source, .line = f->number};

	f->profile = profile != NULL && strcmp(profile, "school") == 0;
	if (f->number == 0 && b->o->name == NULL)
		f->name = f->id;
	else
		f->name = batch_name(a, b->o->name == NULL ? "{{id}}" : b->o->name, root, &at, own);
	/* An id that is no id is the plan's own error, found by its check. */
	if (f->name == NULL)
		diag_copy(d, own);
	diag_free(own);
	return f->name != NULL;
}

/* NULL when it is refused. */
static const struct plan *
plan_of(struct batch *b, struct draft *f, struct value *root, struct arena *a, json_t *r,
    struct diag *d)
{
	const struct plan *p = b->w->plan(b->w->arg, a, root, d);

	if (p == NULL || diag_failed(d)) {
		set_state(r, "failed", diag_pick(d, "refused by the check", "neiztur pārbaudi"));
		json_object_set_new(r, "_status", json_integer(diag_status(d)));
		if (is_base_trouble(f, d))
			json_object_set_new(r, "_base", json_true());
		return NULL;
	}
	set_state(r, "ok", NULL);
	json_object_set_new(r, "_profile", json_integer(f->profile));
	return p;
}

void
draft_check(struct batch *b, struct draft *f, struct buf *answer)
{
	struct diag *d = diag_new(b->lang);
	struct arena *a = arena_new();
	const struct plan *p = NULL;
	struct value *root;
	json_t *r = NULL;
	char input[65];
	bool done = false;

	fault(f, false);
	root = read_values(b, f, a, d);
	if (root != NULL && find_name(b, f, root, a, d)) {
		r = new_record(b, f);
		input_digest(b, f, root, input);
		json_object_set_new(r, "input", json_string(input));
		if (!diag_failed(d))
			done = is_done(b, f, input, &r);
	}
	if (r == NULL)
		r = new_record(b, f);
	if (!done) {
		if (root == NULL || f->name == NULL) {
			set_state(r, "failed", diag_pick(d, "refused by the check", "neiztur pārbaudi"));
			json_object_set_new(r, "_status", json_integer(diag_status(d)));
			if (f->number == 0 && is_base_trouble(f, d))
				json_object_set_new(r, "_base", json_true());
		} else
			p = plan_of(b, f, root, a, r, d);
		take_messages(b, r, d, b->o->verbose ? DIAG_NOTE : DIAG_ERROR);
		if (p != NULL)
			take_sense(r, a, p, d);
	}
	answer_with(r, answer);
	arena_free(a);
	diag_free(d);
}

/* -- making -- */

static json_t *
output_json(const char *path, const struct buf *bytes)
{
	const char *slash = strrchr(path, '/');
	struct stat st;
	char hex[65];
	json_t *o;

	draft_digest(bytes->s, bytes->len, hex);
	o = json_pack("{s:s,s:I,s:s}", "file", slash == NULL ? path : slash + 1, "bytes",
	    (json_int_t)bytes->len, "sha256", hex);
	if (lstat(path, &st) == 0)
		json_object_set_new(o, "_stat", stat_json(&st));
	return o;
}

/* All formats of a draft are good before the first is written. */
static void
publish_all(struct batch *b, const struct draft *f, struct buf out[DOC_FORMATS], json_t *r,
    struct diag *d)
{
	struct publish_opts po = {.force = b->o->force, .unsettled = true};
	json_t *outputs = json_array();
	struct buf path = {0};
	int k, written = 0;
	bool same;

	for (k = 0; k < DOC_FORMATS && diag_count_code(d, DIAG_IO_WRITE) == 0; k++) {
		if ((b->o->formats & DOC_BIT(k)) == 0)
			continue;
		po.ours = docfmts[k].ours;
		draft_path(b, f, k, &path);
		if (publish(path.s, out[k].s, out[k].len, &po, &same, d) == 0) {
			json_array_append_new(outputs, output_json(path.s, &out[k]));
			written += !same;
		}
	}
	if (written != 0)
		publish_settle(path.s, d);
	json_object_set_new(r, "outputs", outputs);
	json_object_set_new(r, "_written", json_integer(written));
	buf_free(&path);
}

static bool
is_final(const struct diag *d)
{
	return diag_count_code(d, DIAG_IO_WRITE) + diag_count_code(d, DIAG_IO_FOLDER_OPEN) != 0;
}

static long
milliseconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What came of it, and why if nothing did. */
static void
judge(json_t *r, const struct draft *f, int rc, struct diag *d)
{
	struct place at = {.file = f->source, .line = f->number};

	if (rc == 0 && !diag_failed(d)) {
		set_state(r, "made", NULL);
		return;
	}
	if (is_final(d)) {
		json_object_set_new(r, "_final", json_true());
		set_state(r, "failed", diag_pick(d, "cannot be written", "nevar ierakstīt"));
	} else if (rc == 0 && diag_count_code(d, DIAG_IO_EXISTS) == diag_count(d, DIAG_ERROR))
		set_state(r, "failed", diag_pick(d, "a file of that name was edited, or is not ours",
		    "šāds fails ir labots vai nav mūsu"));
	else {
		/* Messages about filling name the template; say which draft it was. */
		diag(d, DIAG_LEFT_OUT, &at, NULL);
		set_state(r, "failed", diag_pick(d, "could not be made", "neizdevās izveidot"));
	}
	json_object_set_new(r, "_status", json_integer(diag_status(d)));
}

void
draft_make(struct batch *b, struct draft *f, struct buf *answer)
{
	long wall = milliseconds(CLOCK_MONOTONIC), cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
	struct diag *d = diag_new(b->lang), *checked = diag_new(b->lang);
	struct buf out[DOC_FORMATS] = {{0}};
	struct arena *a = arena_new();
	json_t *r = json_object();
	const struct plan *p = NULL;
	struct value *root;
	int rc = -1, pages = 0, k;

	fault(f, true);
	/* Told by the check; only a file that changed since has more to say. */
	root = read_values(b, f, a, checked);
	if (root != NULL)
		p = b->w->plan(b->w->arg, a, root, checked);
	if (p == NULL || diag_failed(checked))
		diag_copy(d, checked);
	else
		rc = b->w->make(b->w->arg, p, out, &pages, d);
	if (rc == 0)
		publish_all(b, f, out, r, d);
	judge(r, f, rc, d);
	if (pages != 0)
		json_object_set_new(r, "pages", json_integer(pages));
	json_object_set_new(r, "ms", json_integer(milliseconds(CLOCK_MONOTONIC) - wall));
	json_object_set_new(r, "cpu_ms",
	    json_integer(milliseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu));
	take_messages(b, r, d, b->o->verbose ? DIAG_NOTE : b->o->quiet ? DIAG_ERROR : DIAG_WARNING);
	answer_with(r, answer);
	for (k = 0; k < DOC_FORMATS; k++)
		buf_free(&out[k]);
	arena_free(a);
	diag_free(checked);
	diag_free(d);
}
