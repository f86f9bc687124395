/*
 * value - the data, whichever file it came from: texts, lists, maps, each with
 * its place.
 *
 * YAML gives texts, lists and maps.  plan/ gives texts their form (field table)
 * and builds from them the model that templates see: the same struct, with
 * derived values added.  Values live in an arena and are shared freely; nothing
 * changes a value after the module that made it handed it out.
 */
#ifndef DATA_VALUE_H
#define DATA_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

enum value_kind {
	VALUE_BLANK, /* null in the file: a blank still to fill in; prints ____ */
	VALUE_NONE,  /* known to be nothing (no amount in that year); prints nothing */
	VALUE_TEXT,
	VALUE_LIST, /* items; may also hold fields (goals.levels) */
	VALUE_MAP   /* fields; may also hold a text: how it prints as a whole */
};

/* What a text is; formats go by it.  Untyped text is VALUE_PLAIN. */
enum value_form {
	VALUE_PLAIN,
	VALUE_MARKDOWN,
	VALUE_INT,    /* num holds it */
	VALUE_NUMBER, /* decimal as written, with a point */
	VALUE_MONEY,  /* num holds cents */
	VALUE_DATE,   /* text is YYYY-MM-DD */
	VALUE_YEAR,   /* num holds it */
	VALUE_BOOL    /* num 0 or 1; prints "x" or nothing */
};

/* A stretch of a text that something was put in for: {{municipality.genitive}}. */
struct value_put {
	size_t at, len;   /* bytes of the text */
	size_t was_at;    /* and what stood there, bytes of the text as written */
	size_t was_len;
};

struct value_field {
	const char *key;
	struct place at; /* of the key */
	struct value *value;
};

struct value {
	enum value_kind kind;
	enum value_form form;
	struct place at;
	const char *text; /* TEXT: never NULL.  MAP, LIST: how it prints, or NULL */
	size_t len;       /* bytes of text */
	int64_t num;      /* by form */
	/*
	 * TEXT of a YAML file: its bytes there, from its first sign to the end of the file;
	 * the text as written, where names were put in; else NULL.  See yaml_places().
	 */
	const char *raw;
	size_t raw_len;
	const char *written;
	const struct value_put *puts;
	size_t nputs;
	bool literal;     /* from a table of rows (CSV, XLSX): never scanned for {{names}} */
	struct value **items; /* LIST */
	size_t nitems, items_cap;
	struct value_field *fields; /* MAP, LIST: in order */
	size_t nfields, fields_cap;
	uint32_t *index; /* value.c's own: finds fields when there are many */
	size_t index_size;
	/* LIST: what one turn is called in templates ("goal"), or NULL: only {{.}}. */
	const char *singular;
};

struct value *value_new(struct arena *a, enum value_kind kind, const struct place *at);
struct value *value_text(struct arena *a, const char *s, size_t len, const struct place *at);
struct value *value_str(struct arena *a, const char *s); /* text of a C string, no place */
struct value *value_int(struct arena *a, enum value_form form, int64_t num); /* text made too */
void value_push(struct arena *a, struct value *list, struct value *item);
/* Add or replace a field; the key is copied.  A new field's place is that of v. */
void value_set(struct arena *a, struct value *map, const char *key, struct value *v);
/* NULL if absent.  Linear up to 16 fields, then hashed. */
struct value *value_get(const struct value *map, const char *key);
struct value *value_getn(const struct value *map, const char *key, size_t len);
/* The whole field, with the place of its key; lent until the next value_set(). */
struct value_field *value_find(const struct value *map, const char *key, size_t len);
/* Text of a field, or NULL if absent or not a text. */
const char *value_get_text(const struct value *map, const char *key);
/* Shallow copy: own field and item arrays, same children. */
struct value *value_copy(struct arena *a, const struct value *v);
/* Indented plain-text dump for tests and debugging. */
struct buf;
void value_dump(struct buf *out, const struct value *v);

#endif
