/*
 * idmap - from an id to what bears it.
 *
 * Open addressing in an arena; keys are borrowed.  Linear time for any number of
 * ids.  Zero-initialise.  Used by plan/, check/, diff/ and the readers to flow.
 */
#ifndef BASE_IDMAP_H
#define BASE_IDMAP_H

#include <stddef.h>

#include "base/arena.h"

struct idmap {
	struct idmap_slot *slots;
	size_t n, cap;
	const char **keys; /* in the order they came, for utf8_nearest() */
	size_t keys_cap;
};

/* What the id stood for before, or NULL; the first stays. */
void *idmap_add(struct arena *a, struct idmap *m, const char *id, void *what);
void *idmap_get(const struct idmap *m, const char *id); /* NULL if absent */

#endif
