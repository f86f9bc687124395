/*
 * lint - what a template asks for, held against the names of the model.
 *
 * For `pmpplan template check`: names are looked up as a filling would (tmpl/eval.h): in
 * the innermost turn, then among the names of open turns, then in the plan.  No plan is
 * needed: the table of names (plan/model.h) says what each is.  What is wrong for every
 * plan is an error, what only some plans make wrong a warning.
 * Uses fill/template.h, plan/model.h; knows neither DOCX nor ODT.
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "base/buf.h"
#include "fill/template.h"
#include "plan/model.h"
#include "tmpl/tag.h"

/* Report every name that is wrong where it stands, and formats that do not fit it. */
void lint_names(const struct template *t, struct arena *a, struct diag *d);

/*
 * The names that a template uses, by their fields: calls take() with each path of the
 * field table ("goals.activities.name"), in the order of the tags, some of them twice;
 * "needed": a plan without it is refused.
 */
typedef void lint_take_fn(void *arg, const char *path, size_t len, bool needed);
void lint_fields(const struct template *t, struct arena *a, lint_take_fn *take, void *arg);

/*
 * A plan file with the fields that the template uses, and those that every plan must have:
 * YAML in the order of the field table, with the labels of the language as comments.
 */
void lint_needs(const struct template *t, struct arena *a, enum diag_lang lang, struct buf *out);

#endif
