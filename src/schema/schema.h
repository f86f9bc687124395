/*
 * schema - what the field table tells other programs and people.
 *
 * The JSON Schema by which editors complete and explain a plan file, and the commented
 * starter file.  Both are made from plan/field.h alone, so that they cannot drift from
 * what is checked.  Uses plan/, base/ and jansson.
 */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

/* JSON Schema, draft 2020-12, of a plan file; titles and help in that language. */
void schema_put(struct buf *out, enum diag_lang lang);

/* What the starter file of "pmpplan new" begins with; NULL: left to fill in. */
struct starter {
	bool school;
	const char *municipality[4]; /* nominative, genitive, locative, council_genitive */
	const char *school_name[3];  /* nominative, genitive, locative */
	int first, last;             /* period */
};
/* The starter file: YAML with comments in Latvian. */
void starter_put(struct arena *a, struct buf *out, const struct starter *s);

/* One line of data/pasvaldibas.csv. */
struct municipality {
	const char *forms[4];    /* as in struct starter */
	const char *valid_until; /* "" if it still exists */
};
/*
 * Look a municipality up in the bytes of data/pasvaldibas.csv by its name ("Valkas novads",
 * "valkas novads", "Valka"), whatever its case and marks.  Returns false with *near set to
 * the nearest name, or NULL.
 */
bool municipality_find(struct arena *a, const char *csv, const char *name,
    struct municipality *out, const char **near);

#endif
