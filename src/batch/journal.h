/*
 * journal - what was made in an output folder, and from what.
 *
 * ".pmpplan-journal.jsonl": a JSON object a line, each written with one write() and
 * fsynced, so that a kill costs at most the last line; a torn one is ignored.  The last
 * line of a draft counts.  Shards keep journals of their own; all of a folder are read.
 * It saves work, it decides nothing about whose a file is: without it all is made again.
 */
#ifndef BATCH_JOURNAL_H
#define BATCH_JOURNAL_H

#include <jansson.h>

#include "base/diag.h"

struct journal;

/* Read what there is; writes nothing.  Never NULL. */
struct journal *journal_open(const char *folder, const char *shard);
void journal_close(struct journal *j);
/* The record of a draft by its name, or NULL; borrowed. */
json_t *journal_find(const struct journal *j, const char *draft);
/* The run that was begun last and not ended: its name, or NULL. */
const char *journal_unfinished(const struct journal *j);
/*
 * Begin to write: a line for this run.  Rewrites the file first when most of it is out
 * of date.  Returns 0, or -1 after reporting.
 */
int journal_begin(struct journal *j, const char *run, struct diag *d);
/* Add a record ("draft": name).  Returns 0, or -1 after reporting. */
int journal_add(struct journal *j, json_t *record, struct diag *d);
int journal_end(struct journal *j, struct diag *d);

#endif
