/*
 * publish - the only place of the program that puts files on disk.
 *
 * A file appears complete or not at all: written to a temporary name in the same
 * folder (O_EXCL, O_NOFOLLOW), fsync, close, rename, fsync of the folder
 * (reliability.md W1-W5).  Existing files are replaced only when the caller's
 * "ours" says that we made them and nobody touched them since, or by force.
 */
#ifndef BASE_PUBLISH_H
#define BASE_PUBLISH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct publish_opts {
	bool force; /* replace whatever stands there */
	/* Is this existing file our own and untouched?  NULL: never replace. */
	bool (*ours)(const char *bytes, size_t len);
};

/*
 * Write bytes to "path" ("-" is standard output, written whole, errors checked).
 * Returns 0, or -1 after reporting (io-exists, io-write ...); the old file is
 * then as it was.  *same is set (if given) when the file already held these bytes:
 * nothing is written then.
 */
int publish(const char *path, const void *bytes, size_t len, const struct publish_opts *o,
    bool *same, struct diag *d);
/* Make a folder and its parents.  Returns 0, or -1 after reporting. */
int publish_mkdir(const char *path, struct diag *d);
/* Remove temporary files of this process; safe in a signal handler. */
void publish_abandon(void);

/*
 * Read a whole regular file, at most "limit" bytes ("-": standard input).
 * Returns malloc'd bytes with a NUL behind them, or NULL after reporting with
 * "missing_code" (cannot open) or limit-file.
 */
char *slurp(const char *path, size_t limit, size_t *len, enum diag_code missing_code,
    struct diag *d);

#endif
