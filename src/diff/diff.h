/*
 * diff - what changed between two versions of a plan, in words a council reads.
 *
 * Things are told apart by their ids: what has another name, number or place is renamed or
 * moved, not removed and added.  Knows no document format.  Uses plan/, data/, base/.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "base/buf.h"
#include "plan/plan.h"

/*
 * The changes, as templates see them: a list [chapter] of {name, items}, items a list
 * [item] of {what, before, after}; chapters without changes are left out.  In Latvian.
 */
struct value *diff_plans(struct arena *a, const struct plan *old, const struct plan *new);
/* The model for templates/changes.*: that of the new plan, with "changes". */
const struct value *diff_model(struct arena *a, const struct plan *old, const struct plan *new);
/* The same as plain text. */
void diff_text(struct buf *out, const struct value *changes);

#endif
