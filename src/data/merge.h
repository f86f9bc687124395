/*
 * merge - a plan built on another (base:).
 *
 * Mappings merge by key, lists of things with an "id" merge by id, other lists
 * and texts replace; "remove: true" in an item takes it away; "after: ID" places
 * an added item.  Places stay those of the file that the value came from.
 */
#ifndef DATA_MERGE_H
#define DATA_MERGE_H

#include "data/value.h"

/* "over" on top of "base"; neither is changed.  Never NULL; reports problems. */
struct value *merge_plans(struct arena *a, const struct value *base, const struct value *over,
    struct diag *d);
/*
 * Read a plan and, following base: (relative to the file that says it), all it is
 * built on; cycles and missing bases are errors with places.
 */
struct value *merge_read(struct arena *a, const char *path, struct diag *d);

#endif
