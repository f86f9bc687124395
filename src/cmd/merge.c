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

struct joined {
	struct cmd *c;
	json_t *head;   /* of the first report */
	json_t *by_id;  /* id -> record */
	json_t *shards; /* "3" -> true */
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

/* Reports of one batch: the same ids, parted into the same number of shards. */
static int
take_head(struct joined *j, const char *path, json_t *head)
{
	struct place at = {.file = path};
	json_t *shard = json_object_get(head, "shard");
	int of = (int)json_integer_value(json_array_get(shard, 1));
	char number[24];

	if (j->head == NULL) {
		j->head = json_incref(head);
		j->of = of;
	} else if (j->of != of ||
	    !json_equal(json_object_get(head, "ids"), json_object_get(j->head, "ids")))
		return diag(j->c->diag, DIAG_MERGE_OTHER, &at, NULL);
	snprintf(number, sizeof(number), "%lld",
	    (long long)json_integer_value(json_array_get(shard, 0)));
	json_object_set_new(j->shards, number, json_true());
	return 0;
}

/* A draft in two reports: the one that is made counts, else the later one. */
static void
take_drafts(struct joined *j, const json_t *drafts)
{
	json_t *o;
	size_t i;

	json_array_foreach(drafts, i, o) {
		const json_t *was = json_object_get(j->by_id, text_of(o, "id"));

		if (was == NULL || !report_is_good(was) || report_is_good(o))
			json_object_set(j->by_id, text_of(o, "id"), o);
	}
}

static int
take_report(struct joined *j, const char *path)
{
	json_t *drafts = json_array(), *head = report_read(path, drafts, j->c->diag);
	int rc = head == NULL ? -1 : take_head(j, path, head);

	if (rc == 0)
		take_drafts(j, drafts);
	json_decref(head);
	json_decref(drafts);
	return rc;
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

	json_array_foreach(json_object_get(j->head, "ids"), i, id) {
		o = json_object_get(j->by_id, json_string_value(id));
		if (o == NULL || strcmp(text_of(o, "state"), "not made") == 0) {
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

static void
tell(struct joined *j)
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
		diag_say(d, stderr, DIAG_SAY_MISSING, n, all, buf_cstr(&j->missing_names), NULL);
	snprintf(n, sizeof(n), "%zu", j->failed);
	if (j->failed != 0)
		diag_say(d, stderr, DIAG_SAY_FAILED, n, all, buf_cstr(&j->bad_names), NULL);
}

static int
write_outputs(struct joined *j, const struct cmd_list *outputs)
{
	json_t *head = json_copy(j->head);
	size_t i;
	int rc = 0;

	json_object_del(head, "shard");
	json_object_del(head, "seconds");
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

	for (i = 0; i < reports->n; i++)
		if (take_report(j, reports->v[i]) == -1)
			rc = -1;
	if (rc == 0) {
		join(j);
		rc = write_outputs(j, outputs);
		tell(j);
	}
	cmd_flush(j->c, j->c->diag);
	if (rc == -1)
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

	if (rc == OPTIONS_GO && reports.n == 0)
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL,
		    diag_pick(c->diag, "one report or more", "vismaz vienu pārskatu"), NULL);
	if (rc == OPTIONS_GO)
		status = merge(&j, &reports, &outputs);
	else if (rc != OPTIONS_DONE)
		status = cmd_usage(c);
	json_decref(j.head);
	json_decref(j.by_id);
	json_decref(j.shards);
	json_decref(j.out);
	buf_free(&j.bad_names);
	buf_free(&j.missing_names);
	cmd_list_free(&reports);
	cmd_list_free(&outputs);
	return status;
}
