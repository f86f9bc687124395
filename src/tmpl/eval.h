/*
 * eval - what a tag stands for: look-up in the model, conditions, printing.
 *
 * Values are data: what is printed is plain text, never scanned for tags again.
 * Uses data/, tmpl/tag.h and plan/latvian.h for the words of dates; no XML.
 */
#ifndef TMPL_EVAL_H
#define TMPL_EVAL_H

#include "base/buf.h"
#include "data/value.h"
#include "tmpl/tag.h"

/* One open block turn; the outermost has parent NULL and holds the plan's model. */
struct scope {
	const struct scope *parent;
	const struct value *turn; /* this turn's value; the model for the outermost */
	const char *name;         /* what it is called ("goal"), or NULL */
	size_t index, count;      /* turn number from 0, of how many */
};

enum find_result {
	FIND_OK,
	FIND_MISSING, /* a known place without a value (optional field not given) */
	FIND_UNKNOWN  /* no such name; *near is the nearest right one, or NULL */
};

/*
 * Look a path up: a bare first name in the innermost turn, then among the names of
 * open turns, then in the model - never in an outer turn's fields (but near then says
 * "goal.name").  @first, @last, @index (from 1), @count come from the innermost turn.
 * A found VALUE_BLANK or VALUE_NONE is FIND_OK, and so is anything below one: blank
 * or none itself.  A year that a map by years lacks is VALUE_NONE.
 * What is FIND_MISSING: a name in the list "@known" of the map it was looked up in, or
 * the path without its indexes ("activity.outcome.impact") in the model's "@known".
 */
enum find_result eval_find(const struct scope *s, const struct tag_path *path,
    const struct value **out, const char **near, struct arena *a);

/* Truth of {{?..}} and {{^..}}: missing, blank, none, "", empty list, false are false. */
bool eval_truth(const struct value *v);
/*
 * IF with an operator: numbers compare as numbers ("1 200,50" too), else as text in
 * NFC, no-break spaces as spaces.  Missing (NULL), blank and none: only != is true.
 */
bool eval_compare(const struct value *v, enum tag_op op, const char *constant);

/*
 * Append the text of a value through the tag's filters, in NFC.  A blank prints
 * "____"; VALUE_NONE nothing (amount: an en dash); a list its own text or, else or with
 * join, its items joined by ", ".  Without a format an amount prints as |amount, a date
 * as |date, a decimal with its comma.  Plain text under a format for numbers or dates is
 * a plan's own wording and prints as written.
 * Returns 0; -1 with *why (DIAG_PRINT_...) when a format does not fit the value or it
 * holds a character that XML forbids; then nothing was appended.  *why goes to
 * tag_diag() with v->text as detail.
 */
int eval_print(struct buf *out, const struct value *v, const struct tag *t, struct arena *a,
    enum diag_code *why);

#endif
