/*
 * merge - a plan built on another (base:).
 *
 * Mappings merge by key, lists of things with an "id" merge by id, other lists
 * and texts replace.  "remove: true" in an item, or in a mapping that stands for a
 * field, takes it away; "after: ID" places an item behind that one ("after: ~" puts
 * it first).  Places stay those of the file that the value came from, so a value
 * whose place names another file than the plan's is inherited.
 */
#ifndef DATA_MERGE_H
#define DATA_MERGE_H

#include "data/value.h"

/* "over" on top of "base"; neither is changed.  Never NULL; reports problems. */
struct value *merge_plans(struct arena *a, const struct value *base, const struct value *over,
    struct diag *d);
/*
 * Read a plan and, following base: (relative to the file that says it), all it is
 * built on; cycles and missing bases are errors with places.  Returns the merged
 * root without base:, or NULL after reporting.
 */
struct value *merge_read(struct arena *a, const char *path, struct diag *d);

#endif
