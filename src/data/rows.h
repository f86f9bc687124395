/*
 * rows - one plan per row of a table: render --each.
 *
 * A column is named after the field that it fills: "municipality.genitive",
 * "indicators[interesu].base.value", "activities[vecaki].money.2024" (a list inside
 * others needs no path to it: ids are unique for their kind).  Each row gives the base
 * plan with its cells put in; a value knows its cell, so messages of the plan's checks
 * name file, row and column.  Values are marked literal: never scanned for {{names}}.
 *
 * What fields there are is the field table's business, and that is above data/: the
 * caller brings a rows_resolve (batch/columns.c).  Used by batch/ and cmd/.
 */
#ifndef DATA_ROWS_H
#define DATA_ROWS_H

#include "data/csv.h"
#include "data/sheet.h"
#include "data/value.h"

/* How a cell becomes a value of its field. */
enum rows_form {
	ROWS_TEXT,
	ROWS_LINES,  /* a list: a line of the cell is an item */
	ROWS_LIST,   /* a list: items are parted by line breaks, commas or semicolons */
	ROWS_NUMBER, /* "1 200,5" */
	ROWS_MONEY,  /* "1 200,50", "1 200,50 €" */
	ROWS_DATE    /* "04.07.2024" */
};

/* A step of a path: a field, and of a list the item with this id. */
struct rows_step {
	const char *name;
	const char *id; /* NULL: not a list, or (any) whichever item holds the rest */
	bool any;
};

/* What a column name means. */
struct rows_target {
	struct rows_step *steps; /* from the root of the plan */
	size_t nsteps;
	enum rows_form form;
	bool fillable;           /* an empty cell may be a blank */
	const char *near;        /* of an unknown name: the nearest one, or NULL */
};

/* Steps as written -> target, in the arena; false: there is no such field. */
typedef bool rows_resolve(struct arena *a, const struct rows_step *steps, size_t n,
    struct rows_target *out);

struct rows_opts {
	const char *sheet;   /* worksheet of an XLSX file, or NULL: the first */
	struct csv_opts csv;
};

/* The table of a file, CSV or XLSX by its content.  NULL after reporting. */
struct sheet *rows_read(struct arena *a, const char *path, const struct rows_opts *opts,
    struct diag *d);

struct rows_column; /* rows.c's own */

struct rows {
	const struct sheet *sheet;
	const struct value *base;
	struct rows_column *columns; /* those that fill a field */
	size_t ncolumns;
	size_t id;                   /* column of the ids */
	size_t until;                /* of valid_until; ncolumns of the sheet: none */
};

/*
 * Find out which column fills which field of the base plan.  Unknown columns are
 * ignored with a note.  Ids must be there and differ.  NULL after reporting.
 */
struct rows *rows_bind(struct arena *a, const struct sheet *s, const struct value *base,
    rows_resolve *resolve, struct diag *d);
/*
 * The same, but a row without an id of its own does not hide what else is wrong: its fault
 * is reported, *bad is set, and nothing may be made of such a table.
 */
struct rows *rows_bind_all(struct arena *a, const struct sheet *s, const struct value *base,
    rows_resolve *resolve, bool *bad, struct diag *d);
const char *rows_id(const struct rows *r, size_t row);
/* Does a plan take anything from this column of the sheet? */
bool rows_fills(const struct rows *r, size_t column);
/* The base plan with the cells of a row put in; the base is not changed. */
struct value *rows_plan(struct arena *a, const struct rows *r, size_t row, struct diag *d);
/* Does the row say valid_until at all? */
bool rows_has_until(const struct rows *r, size_t row);
/*
 * Does valid_until of the row lie before the plan's date?  "until" is then the day, as
 * YYYY-MM-DD.  "plan": of rows_plan().  A date that cannot be read is reported.
 */
bool rows_expired(struct arena *a, const struct rows *r, size_t row, const struct value *plan,
    const char **until, struct diag *d);

#endif
