/*
 * report - what a batch did, for machines: JSON lines, or CSV for a spreadsheet.
 *
 * The first line of the JSON form is about the run: program, shard, and the ids of all
 * drafts of the undivided batch, so that "pmpplan merge" can say which are missing.  Then
 * a line per draft, in the order of the rows.  CSV, with semicolons, has a row per draft; a cell that a
 * spreadsheet could take for a formula begins with an apostrophe (OWASP ASVS 1.2.10).
 */
#ifndef BATCH_REPORT_H
#define BATCH_REPORT_H

#include <jansson.h>
#include <stdbool.h>

#include "base/diag.h"

/*
 * May a report be written there?  Its name ends in .jsonl or .csv (or is "-"), it is none
 * of the inputs, and what lies there is a report.  0, or -1 after reporting.
 */
int report_may_write(const char *path, const char *const *inputs, size_t ninputs,
    struct diag *d);
/* By the ending of the name: .csv, else JSON lines.  0, or -1 after reporting. */
int report_write(const char *path, const json_t *head, const json_t *drafts, struct diag *d);
/*
 * Append the drafts of a JSON report to an array; returns its head, or NULL after reporting.
 * A report that was read is sound: ids are texts and differ, each draft is one of them, once,
 * with a state that we know and in its shard.
 */
json_t *report_read(const char *path, json_t *drafts, struct diag *d);
/* Is this record of a draft that is there and up to date? */
bool report_is_good(const json_t *draft);

#endif
