/*
 * field - the one table of all fields of a plan file.
 *
 * Name, type, required, fillable, range, singular, Latvian label and help of
 * every field.  From it come the checking (check_shape), the JSON Schema, the
 * starter file and the reference pages.  Knows no file format but YAML's shape.
 */
#ifndef PLAN_FIELD_H
#define PLAN_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum field_type {
	FIELD_TEXT,     /* one line */
	FIELD_MARKDOWN, /* paragraphs, lists, bold, italic, links, footnotes */
	FIELD_ID,       /* plain ASCII for the plan, else any text without blanks */
	FIELD_INT,
	FIELD_NUMBER,
	FIELD_MONEY,
	FIELD_DATE,
	FIELD_YEAR,
	FIELD_YEARS,    /* 2024-2028 or a list */
	FIELD_TERM,     /* task term: point, a..b, or a list */
	FIELD_ENUM,     /* "choices" */
	FIELD_PARTY,    /* institution id, or {text: ...} */
	FIELD_REF,      /* id of something else: "ref" names what */
	FIELD_BOOL,
	FIELD_MAP,      /* fields in "sub" */
	FIELD_LIST,     /* of "item" */
	FIELD_YEARMAP,  /* keys are years, values are "item" */
	FIELD_DOCWORD,  /* a name of the document-word table, or {word, genitive, ending} */
	FIELD_VALUE,    /* indicator value: {value, unit, year} or a number or {text:} */
	FIELD_VIEWS,    /* views: own wording */
	FIELD_ANY
};

struct field {
	const char *name;        /* as in the file */
	enum field_type type;
	unsigned required : 1;   /* must be there (may be blank if fillable) */
	unsigned fillable : 1;   /* may be null in a draft */
	unsigned school_only : 1, municipality_only : 1;
	long min, max;           /* range of numbers, or of list lengths; 0,0: none */
	const char *choices;     /* ENUM: blank-separated */
	const char *ref;         /* REF: "institution", "goal", "activity", "source" ... */
	const char *singular;    /* LIST: what a turn is called in a template; NULL: {{.}} */
	const struct field *item; /* LIST, YEARMAP: one item */
	const struct field *sub; /* MAP: its fields, ended by name == NULL */
	const char *label;       /* Latvian, as in forms: "Atbildīgā institūcija" */
	const char *help;        /* Latvian, one or two sentences */
	const char *label_en, *help_en;
	const char *example;     /* YAML, one line, or NULL */
};

extern const struct field field_plan; /* the whole file: a MAP */

const struct field *field_find(const struct field *map, const char *name);

#endif
