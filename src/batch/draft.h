/*
 * draft - what a worker does with one draft; batch.c hands them out.
 *
 * Both answer with a JSON object, the draft's record: "state" and all that report and
 * journal say.  Keys that begin with "_" are for batch.c only.
 */
#ifndef BATCH_DRAFT_H
#define BATCH_DRAFT_H

#include <jansson.h>

#include "batch/batch.h"
#include "batch/journal.h"

struct draft {
	const char *source; /* plan file, or the table */
	size_t row;         /* of the table */
	int number;         /* the row's, as a spreadsheet shows it; 0: a plan file */
	const char *id;     /* of the row, or the plan's file name without ending */
	const char *name;   /* of the documents, once checked */
	int profile;        /* 0: municipality, 1: school */
	bool mine;          /* in this shard */
	bool todo;          /* to be made */
	bool dropped;       /* handed out to nobody, because the run was stopped */
	json_t *record;
};

struct batch {
	const struct batch_opts *o;
	const struct batch_with *w;
	struct diag *d;
	struct arena *a;
	enum diag_lang lang;
	struct rows *rows;  /* or NULL: plan files */
	bool bad_rows;      /* an id lacks or is double, a valid_until is no day: check only */
	struct draft *drafts;
	size_t ndrafts;
	size_t *queue;      /* numbers of the drafts that the pool works on */
	size_t nqueue;
	unsigned char with[2][32]; /* digests of what documents are made with */
	struct journal *journal;   /* NULL: the folder is not there yet */
	const char *resume;        /* run that is gone on with, or NULL */
	const char *run;           /* name of this one */
};

/* Read, check; or find that nothing changed.  States: ok, unchanged, kept, expired, failed. */
void draft_check(struct batch *b, struct draft *f, struct buf *answer);
/* Make and publish.  States: made, kept, failed. */
void draft_make(struct batch *b, struct draft *f, struct buf *answer);
void draft_path(const struct batch *b, const struct draft *f, int format, struct buf *out);
void draft_digest(const void *bytes, size_t len, char hex[65]);
/* Of a value with all that is in it, wherever it stands. */
void draft_digest_value(const struct value *v, char hex[65]);

#endif
