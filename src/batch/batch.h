/*
 * batch - many drafts: of the rows of a table, or of many plan files.
 *
 * Three passes.  First every draft is read and checked by workers,
 * and nothing is written; one whose inputs have the digests of the journal and whose
 * documents lie there untouched is done already.  Then the rest is made by workers, each
 * draft's formats together, and written down in the journal.  Last come summary and report.
 *
 * What a document is made with (templates, fonts) is the caller's: struct batch_with.
 */
#ifndef BATCH_BATCH_H
#define BATCH_BATCH_H

#include "batch/make.h"
#include "data/rows.h"

#define BATCH_SHARDS_MOST 100000

/* What the caller does for a batch. */
struct batch_with {
	void *arg;
	/* The plan of values, for the document that is wanted. */
	const struct plan *(*plan)(void *arg, struct arena *a, struct value *root, struct diag *d);
	/*
	 * SHA-256 over all that goes into documents beside the plan, for municipalities [0]
	 * and schools [1].
	 */
	int (*digest)(void *arg, unsigned char out[2][32], struct diag *d);
	/* Before the first document: open what these profiles need (bit 0, bit 1). */
	int (*prepare)(void *arg, unsigned profiles, struct diag *d);
	/* In a worker; as make_documents().  *pages may stay 0: not known. */
	int (*make)(void *arg, const struct plan *p, struct buf out[DOC_FORMATS], int *pages,
	    struct diag *d);
	bool (*stop)(void); /* interrupted? */
};

struct batch_opts {
	/* Either a base plan and a table of rows, or plan files. */
	const char *base, *each;
	struct rows_opts rows;
	const char *const *plans;
	size_t nplans;

	const char *folder; /* "": the current one */
	const char *suffix; /* of all output names, before the ending */
	const char *name;   /* pattern of output names; NULL: {{id}}, or the plan's file name */
	unsigned formats;
	const char *const *reports;
	size_t nreports;
	const char *const *inputs; /* more files that must not be overwritten: templates */
	size_t ninputs;
	int jobs;                  /* 0: two for each processor */
	int shard, shards;         /* from 1; 0: undivided */
	unsigned cpu_seconds, wall_seconds;
	size_t memory;
	bool all, force, resume, wait, fail_fast;
	bool quiet, verbose, colour;
};

/* Returns the exit status; messages go to d and, of the drafts, to stderr. */
int batch_run(const struct batch_opts *o, const struct batch_with *w, struct diag *d);

/*
 * The name of a draft's documents by a pattern such as "{{id}}" or
 * "{{period}}_{{municipality.nominative}}": values become plain ASCII.  In the arena, or
 * NULL after reporting at that place.
 */
const char *batch_name(struct arena *a, const char *pattern, const struct value *plan,
    const struct place *at, struct diag *d);
/* Is it a pattern, whatever the plan?  0, or -1 after reporting, once for all drafts. */
int batch_pattern(const char *pattern, struct diag *d);
/* Which shard (from 1) of n has this id: by its digest, so other rows do not matter. */
int batch_shard(const char *id, int n);

#endif
