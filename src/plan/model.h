/*
 * model - the one table of the names that templates see.
 *
 * plan_model() builds a tree of values; this is the tree of its names: what each is,
 * which may lack, how a turn is called, and which field of the plan file feeds it.  From
 * it come the checking of templates (lint/) and the skeleton of --needs.  A unit test
 * (test_model.c) holds it against real models, name by name.
 */
#ifndef PLAN_MODEL_H
#define PLAN_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/field.h"

enum model_kind {
	MODEL_TEXT,
	MODEL_ENUM,     /* one of the choices of its field */
	MODEL_MARKDOWN, /* long text: |markdown */
	MODEL_INT,
	MODEL_NUMBER,
	MODEL_MONEY,
	MODEL_DATE,
	MODEL_YEAR,
	MODEL_FLAG,  /* x, or nothing */
	MODEL_GROUP, /* names only: cannot be printed as a whole */
	MODEL_NAMED, /* names, and prints as a whole */
	MODEL_LIST,  /* of "item"; prints joined */
	MODEL_YEARS  /* by year: [year] picks an "item" */
};

struct model {
	const char *name; /* NULL: an item of a list or of a year; or the end of a table */
	enum model_kind kind;
	bool optional;            /* may lack: then {{x}} is an error */
	const char *turn;         /* LIST: what a turn is called, or NULL: {{.}} only */
	const struct model *sub;  /* names below it; of a LIST: its own (goals.levels) */
	const struct model *item; /* LIST, YEARS */
	/*
	 * The field of the plan file that it is, or those that feed it, parted by blanks:
	 * "goals.activities.money".  NULL: no field (words of the language, or names inside
	 * one that has it).
	 */
	const char *fields;
};

extern const struct model model_plan; /* the whole: a GROUP */

/* The name in the names below m, or NULL. */
const struct model *model_find(const struct model *m, const char *name);
/* Is that kind a text or number, not a holder of others? */
bool model_is_leaf(enum model_kind k);
/* The field at a path of the field table, through lists and maps by year; or NULL. */
const struct field *model_field(const char *path, size_t len);
/* The choices of an ENUM, parted by blanks, or NULL. */
const char *model_choices(const struct model *m);

#endif
