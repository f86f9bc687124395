/*
 * diff - what changed between two versions of a plan, in words a council reads.
 *
 * Goes by the field table, so that no field is passed over.  Things are told apart by
 * their ids: what has another name, number or place is renamed or moved, not removed and
 * added; one whose id changed but not its name is known by that.  Not compared are the
 * fields that only steer the program: schema, base, silence.
 * Knows no document format.  Uses plan/, data/, base/.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "base/buf.h"
#include "plan/plan.h"

/*
 * The changes, as templates see them: a list [chapter] of {name, items}, items a list
 * [item] of {what, before, after} and, for longer texts, {words}: which words differ.
 * Chapters without changes are left out.  The list's "summary" counts them in a sentence;
 * "before" and "after" say which versions these are.
 */
struct value *diff_plans(struct arena *a, const struct plan *old, const struct plan *new,
    enum diag_lang lang);
/* The model for templates/changes.*: that of the new plan, with "changes", in Latvian. */
const struct value *diff_model(struct arena *a, const struct plan *old, const struct plan *new);
/* The same as plain text. */
void diff_text(struct buf *out, const struct value *changes, enum diag_lang lang);
/* Is a field of the plan (its name at the top of the file) left out of the comparison? */
bool diff_ignores(const char *name);

#endif
