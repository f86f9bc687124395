/*
 * progress - how far a batch is: a bar with rate and time left on a terminal, a line
 * now and then elsewhere.
 */
#ifndef BATCH_PROGRESS_H
#define BATCH_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct progress {
	size_t total, done;
	double began, shown; /* seconds of the steady clock */
	bool on, bar, colour, drawn;
	enum diag_lang lang;
};

/* "on": say anything at all. */
void progress_start(struct progress *p, size_t total, bool on, bool colour, enum diag_lang lang);
void progress_set(struct progress *p, size_t done);
/* Draw, if it is time. */
void progress_tick(struct progress *p);
/* Take the bar away, before other text. */
void progress_clear(struct progress *p);
double progress_now(void); /* seconds of the steady clock */
/* The text between: for tests.  "width": of the terminal. */
void progress_line(char *out, size_t size, const struct progress *p, double now, int width);

#endif
