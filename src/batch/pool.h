/*
 * pool - worker processes that do one job at a time.
 *
 * Workers are forked, so they share what the caller prepared (compiled templates, open
 * fonts) without copying it, and a job that crashes or runs past its limits costs itself
 * only: the worker is replaced.  Jobs are handed out one by one over pipes; answers come
 * back as bytes.  Workers ignore the terminal's signals: the caller decides what an
 * interrupt means.  When the caller dies, they die.
 */
#ifndef BATCH_POOL_H
#define BATCH_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"

struct pool_end {
	enum { POOL_ANSWERED, POOL_CRASHED, POOL_CPU, POOL_WALL, POOL_MEMORY } how;
	int signal;        /* CRASHED: by which, or 0: it left with an exit status */
	const char *bytes; /* ANSWERED */
	size_t len;
	pid_t pid;         /* of the worker */
};

struct pool {
	size_t njobs;
	int workers;
	unsigned cpu_seconds, wall_seconds; /* of one job; 0: no limit */
	size_t memory;                      /* of one worker in bytes; 0: no limit */
	void *arg;
	/* In a worker: do a job, append the answer. */
	void (*work)(void *arg, size_t job, struct buf *answer);
	/* Here: a job has ended.  False: hand out no more. */
	bool (*done)(void *arg, size_t job, const struct pool_end *end);
	/* Here: the same job, once its worker has another: what takes time.  May be NULL. */
	bool (*after)(void *arg, size_t job);
	bool (*stop)(void);        /* interrupted?  No more is handed out then */
	void (*tick)(void *arg);   /* several times a second, may be NULL */
};

/* Returns when all that was handed out has ended: 0, or -1 and errno (no processes). */
int pool_run(struct pool *p);

#endif
