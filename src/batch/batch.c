/* batch - see batch.h; the parent's side */
#include "batch/batch.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/publish.h"
#include "base/utf8.h"
#include "base/version.h"
#include "batch/columns.h"
#include "batch/draft.h"
#include "batch/lock.h"
#include "batch/pool.h"
#include "batch/progress.h"
#include "batch/report.h"
#include "data/merge.h"

/* The run, over both passes. */
struct run {
	struct batch b;
	struct lock *lock;
	struct progress progress;
	json_t *said;       /* lines of messages that were printed: each once */
	json_t *expired;    /* rows left out for their date */
	size_t mine;        /* drafts of this shard */
	size_t done, made, unchanged, kept, failed, untouched;
	size_t files, blanks, with_blanks;
	size_t errors, warnings; /* of sense; they stop no document */
	size_t next_text;   /* texts of the second pass are printed in order */
	bool base_bad, final, stopped, crashed;
	struct buf names;   /* of failed drafts */
	struct buf kept_names;
	double began;
};

/* -- sources -- */

static char *
stem_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
	const char *dot = strrchr(name, '.');

	return utf8_slug(a, dot == NULL || dot == name ? name
	    : arena_strndup(a, name, (size_t)(dot - name)));
}

/* One draft per row, or per plan file. */
static int
list_drafts(struct batch *b)
{
	const struct batch_opts *o = b->o;
	struct sheet *s;
	struct value *base;
	bool bad;
	size_t i;

	if (o->each == NULL) {
		b->ndrafts = o->nplans;
		b->drafts = arena_array(b->a, b->ndrafts, sizeof(*b->drafts));
		for (i = 0; i < b->ndrafts; i++)
			b->drafts[i] = (struct draft){.source = o->plans[i],
			    .id = stem_of(b->a, o->plans[i])};
		return 0;
	}
	base = merge_read(b->a, o->base, b->d);
	s = rows_read(b->a, o->each, &o->rows, b->d);
	if (base == NULL || s == NULL || diag_failed(b->d))
		return -1;
	b->rows = rows_bind_all(b->a, s, base, columns_resolve, &bad, b->d);
	if (b->rows == NULL)
		return -1;
	b->ndrafts = s->nrows;
	b->drafts = arena_array(b->a, b->ndrafts, sizeof(*b->drafts));
	for (i = 0; i < b->ndrafts; i++)
		b->drafts[i] = (struct draft){.source = s->file, .row = i,
		    .number = s->rows[i].number, .id = rows_id(b->rows, i)};
	return 0;
}

/* What was detected about the table is said: a guess may be wrong. */
static void
tell_table(struct run *r)
{
	struct batch *b = &r->b;
	enum diag_level least = b->o->quiet ? DIAG_ERROR : DIAG_NOTE;
	char rows[24], columns[24];

	if (b->rows != NULL && !b->o->quiet) {
		snprintf(rows, sizeof(rows), "%zu", b->rows->sheet->nrows);
		snprintf(columns, sizeof(columns), "%zu", b->rows->sheet->ncolumns);
		diag_say(b->d, stderr, DIAG_SAY_TABLE, b->rows->sheet->file, b->rows->sheet->what,
		    rows, columns, NULL);
	}
	diag_flush(b->d, stderr, least, b->o->colour);
}

/* Rows whose valid_until has passed: the same in every shard, so that reports agree. */
static void
leave_out_expired(struct run *r)
{
	struct batch *b = &r->b;
	struct arena *a = arena_new();
	const char *until;
	size_t i;

	for (i = 0; b->rows != NULL && i < b->ndrafts; i++) {
		struct draft *f = &b->drafts[i];
		struct place at = sheet_place(b->rows->sheet, f->number, b->rows->until);
		struct diag *d = diag_new(b->lang);

		/* The plan is made again for the check, which reports what is wrong with it. */
		if (rows_has_until(b->rows, i) &&
		    rows_expired(a, b->rows, i, rows_plan(a, b->rows, i, d), &until, b->d)) {
			f->record = json_pack("{s:s,s:s}", "id", f->id, "state", "expired");
			json_array_append_new(r->expired, json_pack("{s:s,s:s}", "id", f->id,
			    "valid_until", until));
			diag(b->d, DIAG_ROWS_EXPIRED, &at, f->id, until, NULL);
		}
		diag_free(d);
	}
	arena_free(a);
}

static void
choose_shard(struct run *r)
{
	const struct batch_opts *o = r->b.o;
	size_t i;

	for (i = 0; i < r->b.ndrafts; i++) {
		struct draft *f = &r->b.drafts[i];

		f->mine = f->record == NULL &&
		    (o->shards == 0 || batch_shard(f->id, o->shards) == o->shard);
		r->mine += f->mine;
	}
}

/* -- texts of the workers -- */

/* Print lines that were not printed before: a fault of the base is every draft's. */
static void
print_text(struct run *r, const char *text)
{
	const char *end;

	if (text == NULL)
		return;
	progress_clear(&r->progress);
	for (; *text != '\0'; text = end) {
		char *line;

		end = strchr(text, '\n');
		end = end == NULL ? text + strlen(text) : end + 1;
		line = arena_strndup(r->b.a, text, (size_t)(end - text));
		if (json_object_get(r->said, line) == NULL) {
			json_object_set_new(r->said, line, json_true());
			fputs(line, stderr);
		}
	}
}

static const char *
text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static bool
is_state(const json_t *o, const char *state)
{
	const char *s = text_of(o, "state");

	return s != NULL && strcmp(s, state) == 0;
}

static void
print_files(struct run *r, const struct draft *f)
{
	struct buf path = {0};
	int k;

	progress_clear(&r->progress);
	for (k = 0; k < DOC_FORMATS; k++)
		if ((r->b.o->formats & DOC_BIT(k)) != 0) {
			draft_path(&r->b, f, k, &path);
			fprintf(stderr, "%s\n", path.s);
		}
	buf_free(&path);
}

/* The texts of all drafts up to the first that is still being made. */
static void
print_texts(struct run *r)
{
	for (; r->next_text < r->b.ndrafts; r->next_text++) {
		struct draft *f = &r->b.drafts[r->next_text];

		if (f->todo && !f->dropped)
			return;
		print_text(r, text_of(f->record, "_text"));
		json_object_del(f->record, "_text");
		if (r->b.o->verbose && is_state(f->record, "made"))
			print_files(r, f);
	}
}

/* -- why a worker died -- */

static json_t *
record_of_end(struct run *r, const struct draft *f, const struct pool_end *e)
{
	struct batch *b = &r->b;
	struct place at = {.file = f->source, .line = f->number};
	struct diag *d = diag_new(b->lang);
	json_t *o = json_pack("{s:s,s:s,s:i}", "id", f->id, "state", "failed", "_status", EXIT_BUG);
	char number[24], *text = NULL;
	size_t len;
	FILE *out;

	switch (e->how) {
	case POOL_CPU:
		snprintf(number, sizeof(number), "%u", b->o->cpu_seconds);
		diag(d, DIAG_JOB_CPU, &at, f->id, number, NULL);
		break;
	case POOL_WALL:
		snprintf(number, sizeof(number), "%u", b->o->wall_seconds);
		diag(d, DIAG_JOB_WALL, &at, f->id, number, NULL);
		break;
	case POOL_MEMORY:
		snprintf(number, sizeof(number), "%zu", b->o->memory >> 20);
		diag(d, DIAG_JOB_MEMORY, &at, f->id, number, NULL);
		break;
	default:
		diag(d, DIAG_JOB_CRASH, &at, f->id, e->signal != 0 ? strsignal(e->signal) : "", NULL);
		break;
	}
	if (e->how != POOL_CRASHED)
		json_object_set_new(o, "_status", json_integer(EXIT_LIMIT));
	r->crashed = true;
	if (f->name != NULL) {
		json_object_set_new(o, "_name", json_string(f->name));
		json_object_set_new(o, "draft", json_string(f->name));
	}
	json_object_set_new(o, "source", json_string(arena_printf(b->a, f->number == 0 ? "%s" : "%s:%d",
	    f->source, f->number)));
	out = open_memstream(&text, &len);
	if (out != NULL) {
		diag_flush(d, out, DIAG_NOTE, b->o->colour);
		fclose(out);
		json_object_set_new(o, "_text", json_string(text));
		free(text);
	}
	{
		const struct diag_msg *m;

		if (diag_messages(d, &m) != 0)
			json_object_set_new(o, "cause", json_string(m[0].text));
	}
	diag_free(d);
	return o;
}

static json_t *
record_of(struct run *r, const struct draft *f, const struct pool_end *e)
{
	json_t *o = e->how == POOL_ANSWERED ? json_loadb(e->bytes, e->len, 0, NULL) : NULL;

	return o != NULL ? o : record_of_end(r, f, e);
}

/* -- first pass -- */

static bool
checked(void *arg, size_t job, const struct pool_end *e)
{
	struct run *r = arg;
	struct draft *f = &r->b.drafts[r->b.queue[job]];

	f->record = record_of(r, f, e);
	f->name = text_of(f->record, "_name");
	f->profile = (int)json_integer_value(json_object_get(f->record, "_profile"));
	f->todo = is_state(f->record, "ok");
	r->base_bad = r->base_bad || json_is_true(json_object_get(f->record, "_base"));
	progress_set(&r->progress, job + 1);
	return true;
}

static void
check_job(void *arg, size_t job, struct buf *answer)
{
	struct run *r = arg;

	draft_check(&r->b, &r->b.drafts[r->b.queue[job]], answer);
}

static void
make_job(void *arg, size_t job, struct buf *answer)
{
	struct run *r = arg;

	draft_make(&r->b, &r->b.drafts[r->b.queue[job]], answer);
}

static void
tick(void *arg)
{
	struct run *r = arg;

	progress_tick(&r->progress);
}

/* Those that we may run on: a cluster's job has a share of its host. */
static int
processors(void)
{
	cpu_set_t set;
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}

/*
 * Two for each processor: while one waits until the disk has its documents, the other
 * reckons.  Measured with tests/batch/bench.py; where nothing waits (a RAM disk), two take
 * as long as one.
 */
static int
usual_workers(void)
{
	return 2 * processors();
}

static struct pool
new_pool(struct run *r)
{
	const struct batch_opts *o = r->b.o;

	return (struct pool){.njobs = r->b.nqueue,
	    .workers = o->jobs == 0 ? usual_workers() : o->jobs,
	    .cpu_seconds = o->cpu_seconds, .wall_seconds = o->wall_seconds, .memory = o->memory,
	    .arg = r, .stop = r->b.w->stop, .tick = tick};
}

static int
run_pool(struct run *r, struct pool *p)
{
	fflush(stdout);
	fflush(stderr);
	if (pool_run(p) == 0)
		return 0;
	return diag(r->b.d, DIAG_NO_WORKERS, NULL, publish_why(r->b.d, errno), NULL);
}

static int
check_all(struct run *r)
{
	struct pool p;
	size_t i;

	r->b.nqueue = 0;
	for (i = 0; i < r->b.ndrafts; i++)
		if (r->b.drafts[i].mine)
			r->b.queue[r->b.nqueue++] = i;
	p = new_pool(r);
	p.work = check_job;
	p.done = checked;
	progress_start(&r->progress, r->b.nqueue, false, false, r->b.lang);
	return run_pool(r, &p);
}

/* A fault that stands in the standard plan, but not in every row, says whose it is. */
static void
tell_left_out(struct run *r)
{
	size_t i, failed = 0;

	for (i = 0; i < r->b.ndrafts; i++)
		failed += is_state(r->b.drafts[i].record, "failed");
	for (i = 0; i < r->b.ndrafts && failed != r->mine; i++) {
		const struct draft *f = &r->b.drafts[i];
		struct place at = {.file = f->source, .line = f->number};

		if (f->number != 0 && is_state(f->record, "failed") &&
		    json_is_true(json_object_get(f->record, "_base")))
			diag(r->b.d, DIAG_ROW_REFUSED, &at, f->id, NULL);
	}
}

/* What the first pass found, counted; texts in the order of the rows. */
static void
count_checked(struct run *r)
{
	size_t i;

	for (i = 0; i < r->b.ndrafts; i++) {
		struct draft *f = &r->b.drafts[i];

		if (f->record == NULL)
			continue;
		print_text(r, text_of(f->record, "_text"));
		json_object_del(f->record, "_text");
		if (is_state(f->record, "failed")) {
			r->failed++;
			buf_printf(&r->names, "%s%s", r->names.len == 0 ? "" : ", ",
			    f->number == 0 ? f->source : f->id);
		} else if (is_state(f->record, "unchanged")) {
			r->unchanged++;
		} else if (is_state(f->record, "kept")) {
			r->kept++;
			buf_printf(&r->kept_names, "%s%s", r->kept_names.len == 0 ? "" : ", ",
			    text_of(f->record, "kept"));
		}
	}
	tell_left_out(r);
	diag_flush(r->b.d, stderr, r->b.o->quiet ? DIAG_ERROR : DIAG_NOTE, r->b.o->colour);
}

/* -- names -- */

static int
compare_names(const void *a, const void *b)
{
	const struct draft *p = *(const struct draft *const *)a;
	const struct draft *q = *(const struct draft *const *)b;
	int c = strcasecmp(p->name, q->name);

	return c != 0 ? c : (p > q) - (p < q);
}

/* Does it take part?  What is refused gets no document; its id may be no id at all. */
static bool
wants_name(const struct draft *f)
{
	return f->name != NULL && f->record != NULL && !is_state(f->record, "expired") &&
	    !is_state(f->record, "failed");
}

/* "row 2 (valka), row 3 (Valka)" of the n drafts that would have one name. */
static int
report_same_name(struct run *r, const struct draft *const *v, size_t n)
{
	struct place at = {.file = v[1]->source, .line = v[1]->number};
	const struct diag *d = r->b.d;
	struct buf b = {0};
	char count[24];
	size_t i;

	for (i = 0; i < n; i++)
		if (v[i]->number == 0)
			buf_printf(&b, "%s%s", i == 0 ? "" : ", ", v[i]->source);
		else
			buf_printf(&b, "%s%s%d%s (%s)", i == 0 ? "" : ", ", diag_pick(d, "row ", ""),
			    v[i]->number, diag_pick(d, "", ". rinda"), v[i]->id);
	snprintf(count, sizeof(count), "%zu", n);
	diag(r->b.d, DIAG_NAME_SAME, &at, count, v[0]->name, buf_cstr(&b), NULL);
	buf_free(&b);
	return -1;
}

/* Two drafts under one name would overwrite each other, on some disks also "A" and "a". */
static int
check_names(struct run *r)
{
	const struct draft **v = arena_array(r->b.a, r->b.ndrafts + 1, sizeof(*v));
	size_t i, k, n = 0;
	int rc = 0;

	for (i = 0; i < r->b.ndrafts; i++)
		if (wants_name(&r->b.drafts[i]))
			v[n++] = &r->b.drafts[i];
	if (n > 1)
		qsort(v, n, sizeof(v[0]), compare_names);
	for (i = 0; i < n; i = k) {
		for (k = i + 1; k < n && strcasecmp(v[i]->name, v[k]->name) == 0; k++)
			;
		if (k - i > 1)
			rc = report_same_name(r, v + i, k - i);
	}
	return rc;
}

/* Never over what the run reads, not even by --force. */
static int
check_inputs(struct run *r)
{
	const struct batch_opts *o = r->b.o;
	struct buf path = {0};
	size_t i, k;
	int f, rc = 0;

	for (i = 0; i < r->b.ndrafts; i++)
		for (f = 0; f < DOC_FORMATS; f++) {
			struct stat out, in;
			struct place at;

			if (!r->b.drafts[i].todo || (o->formats & DOC_BIT(f)) == 0)
				continue;
			draft_path(&r->b, &r->b.drafts[i], f, &path);
			at = (struct place){.file = path.s};
			if (stat(path.s, &out) == -1)
				continue;
			for (k = 0; k < o->ninputs; k++)
				if (stat(o->inputs[k], &in) == 0 && in.st_dev == out.st_dev &&
				    in.st_ino == out.st_ino)
					rc = diag(r->b.d, DIAG_USAGE_IS_INPUT, &at, NULL);
		}
	buf_free(&path);
	return rc;
}

/* -- second pass -- */

/* What the making found is added to what the check had found. */
static void
join(json_t *to, json_t *made)
{
	static const char *const lists[] = {"blanks", "findings"}, *const counts[] = {"errors", "warnings", "notes"};
	size_t i;

	for (i = 0; i < 2; i++) {
		json_array_extend(json_object_get(to, lists[i]), json_object_get(made, lists[i]));
		json_object_del(made, lists[i]);
	}
	for (i = 0; i < 3; i++)
		json_object_set_new(made, counts[i],
		    json_integer(json_integer_value(json_object_get(made, counts[i])) +
			json_integer_value(json_object_get(to, counts[i]))));
	json_object_update(to, made);
}

static void
take_findings(struct run *r, const json_t *record)
{
	size_t n = json_array_size(json_object_get(record, "blanks"));

	r->errors += (size_t)json_integer_value(json_object_get(record, "errors"));
	r->warnings += (size_t)json_integer_value(json_object_get(record, "warnings"));

	r->blanks += n;
	r->with_blanks += n != 0;
}

/* A record without the keys that are for us only. */
static json_t *
without_own(const json_t *record)
{
	json_t *o = json_copy((json_t *)(uintptr_t)record), *v;
	const char *key;
	void *tmp;

	json_object_foreach_safe(o, tmp, key, v)
		if (key[0] == '_')
			json_object_del(o, key);
	return o;
}

static int
write_down(struct run *r, const json_t *record)
{
	json_t *o = without_own(record);
	int rc = journal_add(r->b.journal, o, r->b.d);

	json_decref(o);
	return rc;
}

static bool
made(void *arg, size_t job, const struct pool_end *e)
{
	struct run *r = arg;
	struct draft *f = &r->b.drafts[r->b.queue[job]];
	json_t *o = record_of(r, f, e);
	bool go_on = true;

	join(f->record, o);
	json_decref(o);
	f->todo = false;
	r->done++;
	r->files += (size_t)json_integer_value(json_object_get(f->record, "_written"));
	if (is_state(f->record, "made")) {
		r->made++;
		r->untouched += json_integer_value(json_object_get(f->record, "_written")) == 0;
		json_object_set_new(f->record, "run", json_string(r->b.run));
	} else {
		r->failed++;
		buf_printf(&r->names, "%s%s", r->names.len == 0 ? "" : ", ",
			    f->number == 0 ? f->source : f->id);
		go_on = !r->b.o->fail_fast;
	}
	if (json_is_true(json_object_get(f->record, "_final")))
		r->final = true;
	progress_set(&r->progress, r->done);
	return go_on && !r->final;
}

/* The journal waits for the disk; the worker is at its next draft already. */
static bool
after_made(void *arg, size_t job)
{
	struct run *r = arg;
	const struct draft *f = &r->b.drafts[r->b.queue[job]];

	if (is_state(f->record, "made") && write_down(r, f->record) == -1)
		r->final = true;
	print_texts(r);
	return !r->final;
}

static int
make_all(struct run *r)
{
	struct pool p;
	size_t i;
	int rc;

	r->b.nqueue = 0;
	for (i = 0; i < r->b.ndrafts; i++)
		if (r->b.drafts[i].todo)
			r->b.queue[r->b.nqueue++] = i;
	if (r->b.nqueue == 0)
		return 0;
	if (journal_begin(r->b.journal, r->b.run, r->b.d) == -1)
		return -1;
	p = new_pool(r);
	p.work = make_job;
	p.done = made;
	p.after = after_made;
	progress_start(&r->progress, r->b.nqueue, !r->b.o->quiet, r->b.o->colour, r->b.lang);
	rc = run_pool(r, &p);
	progress_clear(&r->progress);
	for (i = 0; i < r->b.ndrafts; i++)
		r->b.drafts[i].dropped = r->b.drafts[i].todo;
	print_texts(r);
	r->stopped = r->done < r->b.nqueue;
	if (rc == 0 && !r->stopped && !r->final)
		rc = journal_end(r->b.journal, r->b.d);
	return rc;
}

/* -- the folder -- */

static char *
shard_name(const struct batch *b)
{
	return b->o->shards == 0 ? arena_strdup(b->a, "")
	    : arena_printf(b->a, "%dof%d", b->o->shard, b->o->shards);
}

/* Is the name one of this shard's documents? */
static bool
is_mine(void *arg, const char *name)
{
	struct run *r = arg;
	struct buf path = {0};
	bool found = false;
	size_t i;
	int k;

	for (i = 0; i < r->b.ndrafts && !found; i++)
		for (k = 0; k < DOC_FORMATS && !found && r->b.drafts[i].name != NULL; k++) {
			const char *slash;

			draft_path(&r->b, &r->b.drafts[i], k, &path);
			slash = strrchr(path.s, '/');
			found = strcmp(slash == NULL ? path.s : slash + 1, name) == 0;
		}
	buf_free(&path);
	return found;
}

static void
sweep(struct run *r)
{
	lock_sweep(r->b.o->folder, r->b.o->shards == 0 ? NULL : is_mine, r);
}

/* Lock the folder and read its journal.  0, or the exit status. */
static int
enter_folder(struct run *r)
{
	struct batch *b = &r->b;
	const char *shard = shard_name(b), *unfinished;

	r->lock = lock_take(b->o->folder, shard, b->o->wait, b->w->stop, b->d);
	if (r->lock == NULL)
		return diag_failed(b->d) ? diag_status(b->d) : EXIT_SOME_FAILED;
	b->journal = journal_open(b->o->folder, shard);
	unfinished = journal_unfinished(b->journal);
	if (b->o->resume && unfinished != NULL)
		b->run = b->resume = unfinished;
	return 0;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return *path == '\0' || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

/* -- the end -- */

static const char *
number(struct batch *b, size_t n)
{
	return n == 0 ? "" : arena_printf(b->a, "%zu", n);
}

static void
tell_end(struct run *r)
{
	struct batch *b = &r->b;
	size_t i;

	for (i = 0; i < b->ndrafts; i++)
		if (b->drafts[i].record != NULL && report_is_good(b->drafts[i].record))
			take_findings(r, b->drafts[i].record);
	if (b->o->quiet)
		return;
	if (r->made + r->unchanged + r->kept == 0)
		diag_say(b->d, stderr, DIAG_SAY_NOTHING, NULL);
	else
		diag_say(b->d, stderr, DIAG_SAY_DRAFTS, arena_printf(b->a, "%zu", r->mine),
		    number(b, r->made), number(b, r->made != 0 ? r->files : 0), number(b, r->unchanged),
		    /* Where only a person reads it: logs are to be compared. */
		    b->o->verbose || isatty(STDERR_FILENO) == 1
		    ? arena_printf(b->a, "%.1f", progress_now() - r->began) : "", b->o->folder,
		    r->made != 0 && r->unchanged != 0 ? "+" : "", NULL);
	if (r->kept != 0)
		diag_say(b->d, stderr, DIAG_SAY_KEPT, buf_cstr(&r->kept_names), NULL);
	if (r->failed != 0)
		diag_say(b->d, stderr, DIAG_SAY_FAILED, number(b, r->failed),
		    arena_printf(b->a, "%zu", r->mine), buf_cstr(&r->names), NULL);
	if (r->blanks != 0)
		diag_say(b->d, stderr, DIAG_SAY_BLANKS, number(b, r->blanks),
		    number(b, r->with_blanks), NULL);
	if (r->errors + r->warnings != 0)
		diag_say(b->d, stderr, DIAG_SAY_CHECK, arena_printf(b->a, "%zu", r->errors),
		    arena_printf(b->a, "%zu", r->warnings), b->o->each == NULL
		    ? diag_pick(b->d, "PLAN", "PLĀNS") : arena_printf(b->a, "%s --each %s",
		    b->o->base, b->o->each), NULL);
	if (r->stopped || r->final)
		diag_say(b->d, stderr, DIAG_SAY_RESUME, NULL);
}

/* Keys for ourselves go; a draft nobody came to says so. */
static json_t *
public_record(const struct draft *f)
{
	json_t *o = f->record == NULL ? json_pack("{s:s}", "id", f->id) : without_own(f->record), *v;
	size_t i;

	json_object_del(o, "run");
	if (f->record == NULL || is_state(o, "ok"))
		json_object_set_new(o, "state", json_string("not made"));
	json_array_foreach(json_object_get(o, "outputs"), i, v)
		json_object_del(v, "_stat");
	return o;
}

/* By which "merge" sees that shards were not made from the same. */
static void
put_digests(const struct batch *b, json_t *head)
{
	const struct sheet *s = b->rows == NULL ? NULL : b->rows->sheet;
	struct buf all = {0};
	char hex[65];
	size_t i, k;

	draft_digest(b->with, sizeof(b->with), hex);
	json_object_set_new(head, "with", json_string(hex));
	if (s == NULL)
		return;
	draft_digest_value(b->rows->base, hex);
	json_object_set_new(head, "plan", json_string(hex));
	for (i = 0; i <= s->nrows; i++)
		for (k = 0; k < s->ncolumns; k++) {
			const struct cell *c = i == s->nrows ? &s->head[k] : &s->rows[i].cells[k];

			buf_printf(&all, "%zu:%s", c->len, c->text);
		}
	draft_digest(buf_cstr(&all), all.len, hex);
	json_object_set_new(head, "table", json_string(hex));
	buf_free(&all);
}

static json_t *
report_head(struct run *r)
{
	struct batch *b = &r->b;
	json_t *ids = json_array(), *head;
	time_t now = time(NULL);
	char when[80] = "";
	struct tm tm;
	size_t i;

	for (i = 0; i < b->ndrafts; i++)
		if (!is_state(b->drafts[i].record, "expired"))
			json_array_append_new(ids, json_string(b->drafts[i].id));
	if (gmtime_r(&now, &tm) != NULL)
		snprintf(when, sizeof(when), "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
		    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	head = json_pack("{s:s,s:s,s:s,s:f,s:I}", "report", "pmpplan/1", "program", PMPPLAN_NAME,
	    "written", when, "seconds", progress_now() - r->began, "drafts", (json_int_t)r->mine);
	put_digests(b, head);
	if (b->o->shards != 0)
		json_object_set_new(head, "shard", json_pack("[i,i]", b->o->shard, b->o->shards));
	json_object_set_new(head, "ids", ids);
	json_object_set(head, "expired", r->expired);
	return head;
}

/* In the order of the rows; 0, or -1 after reporting. */
static int
write_reports(struct run *r)
{
	json_t *head, *drafts;
	size_t i;
	int rc = 0;

	if (r->b.o->nreports == 0)
		return 0;
	head = report_head(r);
	drafts = json_array();
	for (i = 0; i < r->b.ndrafts; i++)
		if (r->b.drafts[i].mine)
			json_array_append_new(drafts, public_record(&r->b.drafts[i]));
	for (i = 0; i < r->b.o->nreports; i++)
		if (report_write(r->b.o->reports[i], head, drafts, r->b.d) == -1)
			rc = -1;
	json_decref(head);
	json_decref(drafts);
	return rc;
}

/* Between the passes: all that must hold before the first write.  0, or the status. */
static int
prepare(struct run *r)
{
	struct batch *b = &r->b;
	unsigned profiles = 0;
	size_t i, todo = 0;

	/* All of them fail on what they are built on: then it is the base that is bad. */
	if (r->base_bad && (b->o->each == NULL || r->failed == r->mine))
		return EXIT_INPUT;
	if (check_names(r) == -1 || check_inputs(r) == -1)
		return EXIT_USAGE;
	for (i = 0; i < b->ndrafts; i++)
		if (b->drafts[i].todo) {
			profiles |= 1u << b->drafts[i].profile;
			todo++;
		}
	if (todo == 0)
		return 0;
	if (b->w->prepare(b->w->arg, profiles, b->d) == -1)
		return diag_status(b->d);
	if (b->journal == NULL) {
		if (publish_mkdir(b->o->folder, b->d) == -1)
			return EXIT_WRITE;
		return enter_folder(r);
	}
	return 0;
}

static int
status_of(const struct run *r)
{
	if (r->final)
		return EXIT_WRITE;
	return r->failed != 0 || r->stopped ? EXIT_SOME_FAILED : 0;
}

/* A table whose ids are not in order: what else is wrong with its rows is told too. */
static int
only_check(struct run *r)
{
	int status = diag_status(r->b.d);

	diag_flush(r->b.d, stderr, r->b.o->quiet ? DIAG_ERROR : DIAG_NOTE, r->b.o->colour);
	if (check_all(r) == -1)
		return EXIT_BUG;
	count_checked(r);
	/* Nothing of it is left out: there is nothing at all. */
	r->failed = 0;
	return status;
}

static int
work(struct run *r)
{
	struct batch *b = &r->b;
	int status = 0;

	if (b->bad_rows)
		return only_check(r);
	if (is_folder(b->o->folder))
		status = enter_folder(r);
	if (status != 0)
		return status;
	if (check_all(r) == -1)
		return EXIT_BUG;
	if (b->w->stop()) {
		r->stopped = true;
		return EXIT_SOME_FAILED;
	}
	count_checked(r);
	status = prepare(r);
	if (status != 0)
		return status;
	if (r->lock != NULL)
		sweep(r);
	if (make_all(r) == -1)
		r->final = true;
	if (r->crashed && r->lock != NULL)
		sweep(r);
	return status_of(r);
}

static void
leave(struct run *r)
{
	size_t i;

	journal_close(r->b.journal);
	lock_release(r->lock);
	for (i = 0; i < r->b.ndrafts; i++)
		json_decref(r->b.drafts[i].record);
	json_decref(r->said);
	json_decref(r->expired);
	buf_free(&r->names);
	buf_free(&r->kept_names);
	arena_free(r->b.a);
}

int
batch_run(const struct batch_opts *o, const struct batch_with *w, struct diag *d)
{
	struct run r = {.b = {.o = o, .w = w, .d = d, .lang = diag_language(d)},
	    .began = progress_now(), .said = json_object(), .expired = json_array()};
	int status;
	size_t i;

	r.b.a = arena_new();
	r.b.run = arena_printf(r.b.a, "%lld-%ld", (long long)time(NULL), (long)getpid());
	if (list_drafts(&r.b) == 0)
		leave_out_expired(&r);
	r.b.bad_rows = r.b.rows != NULL && diag_failed(d);
	/* Before hours of work, not behind them. */
	for (i = 0; i < o->nreports; i++)
		if (report_may_write(o->reports[i], o->inputs, o->ninputs, d) == -1)
			r.b.bad_rows = false;
	if (o->name != NULL && batch_pattern(o->name, d) == -1)
		r.b.bad_rows = false;
	if (!diag_failed(d))
		w->digest(w->arg, r.b.with, d);
	tell_table(&r);
	if (diag_failed(d) && !r.b.bad_rows)
		status = diag_status(d);
	else {
		choose_shard(&r);
		r.b.queue = arena_array(r.b.a, r.b.ndrafts + 1, sizeof(*r.b.queue));
		status = work(&r);
		if (!r.b.bad_rows && write_reports(&r) == -1 && status == 0)
			status = EXIT_WRITE;
		diag_flush(d, stderr, o->quiet ? DIAG_ERROR : DIAG_NOTE, o->colour);
		tell_end(&r);
	}
	leave(&r);
	return status;
}
