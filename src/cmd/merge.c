/*
 * merge - pmpplan merge: the reports of shards become one, and what is missing is said.
 *
 * Each report's head holds the ids of all drafts of the undivided batch; so a shard that
 * never reported is known, and so is each of its drafts.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "batch/batch.h"
#include "batch/report.h"
#include "cmd/cmd.h"

#define NAMES_SHOWN 80 /* bytes of a list in a message */

struct report { /* that was read */
	const char *path;
	json_t *head, *drafts;
	bool older; /* another of the same shard is newer */
};

struct joined {
	struct cmd *c;
	struct report *v;
	size_t n;
	json_t *by_id;  /* id -> record */
	json_t *shards; /* "3" -> number of its newest report */
	int of;         /* number of shards; 0: undivided */
	json_t *out;    /* in the order of the rows */
	size_t good, failed, missing;
	struct buf bad_names, missing_names;
};

static const char *
text_of(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s == NULL ? "" : s;
}

/* The newest report of a shard counts: what it says of a draft is so now. */
static void
take_shard(struct joined *j, struct report *r)
{
	const json_t *shard = json_object_get(r->head, "shard"), *was;
	struct report *other;
	struct place at;
	char key[24];

	snprintf(key, sizeof(key), "%lld", (long long)json_integer_value(json_array_get(shard, 0)));
	was = json_object_get(j->shards, key);
	if (was != NULL) {
		other = &j->v[json_integer_value(was)];
		/* Both are written as YYYY-MM-DDTHH:MM:SSZ. */
		r->older = strcmp(text_of(r->head, "written"), text_of(other->head, "written")) < 0;
		other->older = !r->older;
		at = (struct place){.file = r->older ? r->path : other->path};
		if (!json_equal(r->head, other->head) || !json_equal(r->drafts, other->drafts))
			diag(j->c->diag, DIAG_REPORT_OLDER, &at, r->older ? other->path : r->path, NULL);
	}
	if (!r->older)
		json_object_set_new(j->shards, key, json_integer(r - j->v));
}

/* Reports of one batch: the same ids, parted into the same number of shards. */
static int
take_head(struct joined *j, struct report *r)
{
	struct place at = {.file = r->path};
	int of = (int)json_integer_value(json_array_get(json_object_get(r->head, "shard"), 1));

	if (r == j->v)
		j->of = of;
	else if (j->of != of ||
	    !json_equal(json_object_get(r->head, "ids"), json_object_get(j->v->head, "ids")))
		return diag(j->c->diag, DIAG_MERGE_OTHER, &at, NULL);
	take_shard(j, r);
	return 0;
}

static int
take_report(struct joined *j, const char *path)
{
	struct report *r = &j->v[j->n];

	*r = (struct report){.path = path, .drafts = json_array()};
	r->head = report_read(path, r->drafts, j->c->diag);
	if (r->head == NULL) {
		json_decref(r->drafts);
		return -1;
	}
	j->n++;
	return take_head(j, r);
}

/* Shards made from something else than the first: the same text everywhere is not certain. */
static void
compare(const struct joined *j, const struct report *r, const struct report *first)
{
	struct diag *d = j->c->diag;
	const struct {
		const char *key, *what;
	} parts[] = {
	    {"with", diag_pick(d, "a program, templates or fonts", "programma, veidnes vai fonti")},
	    {"plan", diag_pick(d, "a standard plan", "pamatplāns")},
	    {"table", diag_pick(d, "a table", "tabula")},
	};
	struct place at = {.file = r->path};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcmp(text_of(r->head, parts[i].key), text_of(first->head, parts[i].key)) != 0)
			diag(d, DIAG_REPORT_UNLIKE, &at, parts[i].what, first->path, NULL);
}

static void
take_drafts(struct joined *j)
{
	const struct report *first = NULL;
	json_t *o;
	size_t i, k;

	for (i = 0; i < j->n; i++) {
		if (j->v[i].older)
			continue;
		if (first == NULL)
			first = &j->v[i];
		compare(j, &j->v[i], first);
		json_array_foreach(j->v[i].drafts, k, o)
			json_object_set(j->by_id, text_of(o, "id"), o);
	}
}

static void
add_name(struct buf *b, const char *id)
{
	buf_printf(b, "%s%s", b->len == 0 ? "" : ", ", id);
}

/* Every id of the batch in its order: its record, or that there is none. */
static void
join(struct joined *j)
{
	json_t *id, *o;
	size_t i;

	json_array_foreach(json_object_get(j->v->head, "ids"), i, id) {
		o = json_object_get(j->by_id, json_string_value(id));
		if (o == NULL || strcmp(text_of(o, "state"), "not made") == 0 ||
		    strcmp(text_of(o, "state"), "missing") == 0) {
			j->missing++;
			add_name(&j->missing_names, json_string_value(id));
			json_array_append_new(j->out,
			    json_pack("{s:O,s:s}", "id", id, "state", "missing"));
			continue;
		}
		json_array_append(j->out, o);
		if (report_is_good(o))
			j->good++;
		else {
			j->failed++;
			add_name(&j->bad_names, json_string_value(id));
		}
	}
}

static void
tell_shards(struct joined *j)
{
	struct buf lacking = {0};
	char number[24];
	int k;

	for (k = 1; k <= j->of; k++) {
		snprintf(number, sizeof(number), "%d", k);
		if (json_object_get(j->shards, number) == NULL)
			add_name(&lacking, number);
	}
	snprintf(number, sizeof(number), "%d", j->of);
	if (lacking.len != 0)
		diag_say(j->c->diag, stderr, DIAG_SAY_SHARDS, number, buf_cstr(&lacking), NULL);
	buf_free(&lacking);
}

/* "listed": a report was written that has them all. */
static void
tell(struct joined *j, bool listed)
{
	const struct diag *d = j->c->diag;
	char all[24], n[24];

	snprintf(all, sizeof(all), "%zu", j->good + j->failed + j->missing);
	snprintf(n, sizeof(n), "%zu", j->good);
	if (!j->c->quiet)
		diag_say(d, stderr, DIAG_SAY_MERGED, n, all, NULL);
	tell_shards(j);
	snprintf(n, sizeof(n), "%zu", j->missing);
	if (j->missing != 0)
		diag_say(d, stderr, DIAG_SAY_MISSING, n, all, buf_cstr(&j->missing_names),
		    listed || j->missing_names.len < NAMES_SHOWN ? "" : "-o", NULL);
	snprintf(n, sizeof(n), "%zu", j->failed);
	if (j->failed != 0)
		diag_say(d, stderr, DIAG_SAY_FAILED, n, all, buf_cstr(&j->bad_names), NULL);
}

/* The head of the whole: of the newest report, without what is true of a shard only. */
static json_t *
joined_head(const struct joined *j)
{
	const json_t *newest = j->v->head;
	json_t *head;
	size_t i;

	for (i = 1; i < j->n; i++)
		if (strcmp(text_of(j->v[i].head, "written"), text_of(newest, "written")) > 0)
			newest = j->v[i].head;
	head = json_copy((json_t *)(uintptr_t)newest);
	json_object_del(head, "shard");
	json_object_del(head, "seconds");
	json_object_set_new(head, "drafts", json_integer((json_int_t)json_array_size(j->out)));
	return head;
}

static int
write_outputs(struct joined *j, const struct cmd_list *outputs)
{
	json_t *head = joined_head(j);
	size_t i;
	int rc = 0;

	for (i = 0; i < outputs->n; i++)
		if (report_write(outputs->v[i], head, j->out, j->c->diag) == -1)
			rc = -1;
	json_decref(head);
	return rc;
}

static int
merge(struct joined *j, const struct cmd_list *reports, const struct cmd_list *outputs)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < outputs->n; i++)
		rc |= report_may_write(outputs->v[i], reports->v, reports->n, j->c->diag);
	j->v = xmalloc(reports->n * sizeof(*j->v));
	for (i = 0; i < reports->n; i++)
		rc |= take_report(j, reports->v[i]);
	if (rc == 0) {
		take_drafts(j);
		join(j);
		rc = write_outputs(j, outputs);
		cmd_flush(j->c, j->c->diag);
		tell(j, outputs->n != 0);
	}
	cmd_flush(j->c, j->c->diag);
	if (rc != 0)
		return diag_status(j->c->diag);
	return j->failed + j->missing != 0 ? EXIT_SOME_FAILED : 0;
}

int
cmd_merge(struct cmd *c, int argc, char **argv)
{
	struct joined j = {.c = c, .by_id = json_object(),
	    .shards = json_object(), .out = json_array()};
	struct cmd_list reports = {0}, outputs = {0};
	const struct opt opts[] = {
	    {'o', "output", OPT_LIST, "FILE", "write the joined report, as .jsonl or .csv",
		&outputs},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	int status = 0, rc = cmd_options(c, opts, argc, argv, &reports);
	size_t i;

	if (rc == OPTIONS_GO && reports.n == 0)
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL,
		    diag_pick(c->diag, "one report or more", "vismaz vienu pārskatu"), NULL);
	if (rc == OPTIONS_GO)
		status = merge(&j, &reports, &outputs);
	else if (rc != OPTIONS_DONE)
		status = cmd_usage(c);
	for (i = 0; i < j.n; i++) {
		json_decref(j.v[i].head);
		json_decref(j.v[i].drafts);
	}
	free(j.v);
	json_decref(j.by_id);
	json_decref(j.shards);
	json_decref(j.out);
	buf_free(&j.bad_names);
	buf_free(&j.missing_names);
	cmd_list_free(&reports);
	cmd_list_free(&outputs);
	return status;
}
