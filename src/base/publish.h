/*
 * publish - the only place of the program that puts files on disk.
 *
 * A file appears complete or not at all: written to a temporary name in the same
 * folder (O_EXCL, O_NOFOLLOW), fsync, close, rename, fsync of the folder.
 * Existing files are replaced only when the caller's
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
	/* The folder's fsync is left to publish_settle(): once for several files of one folder. */
	bool unsettled;
};

/*
 * Write bytes to "path" ("-" is standard output, written whole, errors checked).
 * Returns 0, or -1 after reporting (io-exists, io-write ...); the old file is
 * then as it was.  *same is set (if given) when the file already held these bytes:
 * nothing is written then.
 */
int publish(const char *path, const void *bytes, size_t len, const struct publish_opts *o,
    bool *same, struct diag *d);
/*
 * Fsync the folder of "path", so that no power cut loses the names of the files that were
 * published there "unsettled".  Returns 0, or -1 after reporting.
 */
int publish_settle(const char *path, struct diag *d);
/* Make a folder and its parents.  Returns 0, or -1 after reporting. */
int publish_mkdir(const char *path, struct diag *d);
/* Remove temporary files of this process; safe in a signal handler. */
void publish_abandon(void);

/*
 * A folder tree that is built out of sight and put in place by renaming: the archive's
 * way of writing.  The work folder stands beside "beside", on the
 * same file system; or in it, where it is a mount point or the folder around it is not ours
 * to write.  Every file is fsynced and read back, every folder fsynced, and no link is ever
 * followed or replaced below it.
 */
struct publish_tree;
/* Returns NULL after reporting. */
struct publish_tree *publish_tree_new(const char *beside, struct diag *d);
/* Write one file; folders in "name" are made.  Returns 0, or -1 after reporting. */
int publish_tree_put(struct publish_tree *t, const char *name, const void *bytes, size_t len,
    struct diag *d);
/*
 * Rename a file or folder of the tree ("" is the tree itself) to "to" and fsync the
 * folder it came into.  "over": what stands there is replaced if it is a file, or an
 * empty folder; else nothing may stand there.  Returns 0, or -1 after reporting.
 */
int publish_tree_move(struct publish_tree *t, const char *name, const char *to, bool over,
    struct diag *d);
/* Where the tree stands, for reading what was put there; lent. */
const char *publish_tree_path(const struct publish_tree *t);
/* Remove what was not moved away; accepts NULL. */
void publish_tree_free(struct publish_tree *t);
/* Does the work folder stand inside "beside"? */
bool publish_tree_inside(const char *beside);
/* Is this the name of such a work folder inside? */
bool publish_tree_left(const char *entry);
/* Remove work folders that dead runs left beside "beside", or in it.  Only under a lock. */
void publish_tree_sweep(const char *beside);
/* Add bytes at the end of a file that is there, and fsync.  0, or -1 after reporting. */
int publish_append(const char *path, const void *bytes, size_t len, struct diag *d);
/* Take away what stands behind the first "len" bytes of a file, and fsync.  0, or -1 likewise. */
int publish_cut(const char *path, size_t len, struct diag *d);
/*
 * Lock a file that is there, for one writer or many readers; held until the descriptor
 * is closed or the process dies.  Returns it, or -1 after reporting io-locked.
 */
int publish_lock(const char *path, bool exclusive, bool wait, struct diag *d);

/* What went wrong (errno), in the language of the messages. */
const char *publish_why(const struct diag *d, int err);
/*
 * Read a whole regular file, at most "limit" bytes ("-": standard input).
 * Returns malloc'd bytes with a NUL behind them, or NULL after reporting with
 * "missing_code" (cannot open) or limit-file.
 */
char *slurp(const char *path, size_t limit, size_t *len, enum diag_code missing_code,
    struct diag *d);
/*
 * The same of the file "name" below a folder, for what is not ours: no link is followed on the
 * way, and ".." is refused.
 */
char *slurp_below(const char *dir, const char *name, size_t limit, size_t *len,
    enum diag_code missing_code, struct diag *d);

#endif
