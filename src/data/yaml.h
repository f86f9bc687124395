/*
 * yaml - a YAML file as values with places.
 *
 * libyaml's event interface only; anchors, aliases, merge keys, tags, directives,
 * several documents, duplicate and non-text keys are refused with their place, and
 * so is what goes beyond the limits of yaml.c.  Scalars keep their text; an unquoted
 * null (~, null, empty) is VALUE_BLANK, a quoted one a text.  Columns count
 * characters from 1.
 */
#ifndef DATA_YAML_H
#define DATA_YAML_H

#include "data/value.h"

/*
 * Read "path" ("-": standard input).  All problems that can be seen in one pass
 * are reported.  Returns the root (a MAP), or NULL after reporting.  A file whose
 * structure could be read comes back even if it had errors (a field given twice), so
 * that the checks of the plan can report theirs in the same run: ask diag_failed().
 * Texts are NFC.  "file" in the places is a copy of path in the arena.
 */
struct value *yaml_read(struct arena *a, const char *path, struct diag *d);
/* The same from memory; "name" is what messages call it. */
struct value *yaml_parse(struct arena *a, const char *name, const char *bytes, size_t len,
    struct diag *d);

/* Where one byte of a text stands in its file; columns count characters from 1. */
struct yaml_spot {
	int line, col;
	bool put; /* of a name that was put in, not of the file */
};
/*
 * The spot of each byte of a text, and one for its end: through the indentation of a
 * block (| and >), folded lines, quotes, escapes, and names that were put in (all of a
 * put-in name is at its {{).  NULL where the text did not come from a YAML file.
 */
const struct yaml_spot *yaml_places(struct arena *a, const struct value *v);

#endif
