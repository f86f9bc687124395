/* fuzz - what the targets in several files share */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/arena.h"
#include "base/diag.h"

struct run { /* one input */
	struct arena *a;
	struct diag *d;
	const char *s;
	size_t len;
};

/* The input as an inventory and as a register; it lies at "path" too. */
void fuzz_archive(struct run *r, const char *path);

#endif
