/*
 * lock - one batch at a time in an output folder.
 *
 * flock() on a hidden file: the lock goes with the process, so a kill leaves nothing
 * stale.  Shards of one batch share the folder: each has a lock of its own beside a shared
 * one, which keeps out an undivided run.
 */
#ifndef BATCH_LOCK_H
#define BATCH_LOCK_H

#include "base/diag.h"

struct lock;

/*
 * Returns NULL after reporting who holds it (batch-locked), or that the folder cannot be
 * written.  "shard" is "" or a name such as "3of4"; "wait": until it is free, or "stop"
 * says true.
 */
struct lock *lock_take(const char *folder, const char *shard, bool wait, bool (*stop)(void),
    struct diag *d);
/* Lets go, and removes the lock file when nobody else may be using it.  Accepts NULL. */
void lock_release(struct lock *l);
/*
 * Remove temporary files that dead runs left: only names that publish.c makes, regular
 * files of our own user.  "ours" says whether a document of that name is this run's
 * (shards); NULL: all are.  Only to be called while the lock is held.
 */
void lock_sweep(const char *folder, bool (*ours)(void *arg, const char *name), void *arg);

#endif
