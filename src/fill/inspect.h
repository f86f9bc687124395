/*
 * inspect - what both dialects need to say what a clean template lacks.
 *
 * For dialect.inspect() only: a template that is checked, never one that is filled.
 * Texts live in the memory of the compilation.
 */
#ifndef FILL_INSPECT_H
#define FILL_INSPECT_H

#include "fill/dialect.h"

/* Report at the paragraph of a node; arg may be NULL. */
void inspect_say(struct comp *c, const struct xml_node *n, enum diag_code code, const char *arg);
/* Blanks and line ends only? */
bool inspect_blank(const char *s, size_t len);
/* The beginning of a node's text, for a message; NULL when it has none. */
const char *inspect_snippet(struct comp *c, const struct xml_node *n);
/* The next element beside this one, or the one before; NULL when there is none. */
const struct xml_node *inspect_beside(const struct xml_node *n, bool next);
/* A heading of this level (from 1) after one of level *last (0: none yet), which it becomes. */
void inspect_heading(struct comp *c, const struct xml_node *n, int level, int *last);
/*
 * A table without a head row: reported if it is one of data, with several cells in a row
 * ("wide"), and rows enough or a block that repeats them.
 */
void inspect_headless(struct comp *c, const struct xml_node *t, int rows, bool wide);
/* The language of the text, NULL when none is set: Latvian is right. */
void inspect_language(struct comp *c, const char *lang);
/* The title of the document (dc:title), NULL when there is none: the plan's is right. */
void inspect_title(struct comp *c, const struct xml_node *title);

#endif
