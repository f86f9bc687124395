/*
 * field - the one table of all fields of a plan file.
 *
 * Name, type, required, fillable, range, singular, Latvian label and help of
 * every field.  From it come the checking (shape.c), the JSON Schema, the
 * starter file and the reference pages.  Knows no file format but YAML's shape.
 */
#ifndef PLAN_FIELD_H
#define PLAN_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum field_type {
	FIELD_TEXT,     /* one line */
	FIELD_MARKDOWN, /* paragraphs, lists, bold, italic, links, footnotes */
	FIELD_ID,       /* text without blanks; "ascii": a-z A-Z 0-9 . _ - only */
	FIELD_INT,
	FIELD_NUMBER,
	FIELD_MONEY, /* min, max in EUR */
	FIELD_DATE,
	FIELD_YEAR,
	FIELD_YEARS, /* 2024-2028, 2024, or a list of these */
	FIELD_TERM,  /* task term: point, a..b, or a list */
	FIELD_ENUM,  /* "choices" */
	FIELD_PARTY, /* institution id, or {text: ...} */
	FIELD_REF,   /* id of something else: "ref" names what */
	FIELD_BOOL,
	FIELD_MAP,     /* fields in "sub" */
	FIELD_LIST,    /* of "item" */
	FIELD_YEARMAP, /* keys are years, values are "item" */
	FIELD_DOCWORD, /* a name of the document-word table, or a map of "sub" */
	FIELD_VALUE,   /* indicator value: a number, or a map of "sub" */
	FIELD_VIEWS,   /* views: own wording; see views.c */
	FIELD_ANY
};

struct field {
	const char *name; /* as in the file; NULL in an "item" */
	enum field_type type;
	unsigned required : 1;    /* must be there (may be blank if fillable) */
	unsigned fillable : 1;    /* may be null in a draft */
	unsigned school_only : 1; /* with "required": required in a school's plan only */
	unsigned municipality_only : 1; /* the same for a municipality's */
	unsigned bare : 1; /* LIST: one item may stand without a list round it */
	unsigned
	    in_period : 1;    /* YEAR, YEARS, YEARMAP: years of the plan's period only */
	unsigned later : 1;   /* YEARMAP: written after the approval; blanks are never errors */
	unsigned ascii : 1;   /* ID: plain ASCII */
	unsigned lines : 1;   /* TEXT: may have several lines */
	long min, max;        /* range of numbers, or of list lengths; 0,0: none */
	const char *choices;  /* ENUM: blank-separated */
	const char *ref;      /* REF: "source", "goal" */
	const char *singular; /* LIST: what a turn is called in a template; NULL: {{.}} */
	const struct field *item; /* LIST, YEARMAP: one item */
	const struct field
	    *sub;          /* MAP, DOCWORD, VALUE: its fields, ended by name == NULL */
	const char *label; /* Latvian, as in forms: "Atbildīgā institūcija" */
	const char *help;  /* Latvian, one or two sentences */
	const char *label_en, *help_en;
	const char *example; /* YAML, one line, or NULL */
};

extern const struct field field_plan; /* the whole file: a MAP */

/* The field of that name in a MAP (or DOCWORD, VALUE), or NULL. */
const struct field *field_find(const struct field *map, const char *name);

/*
 * The field that a path of a message speaks of, or NULL: "date", "goals[vecaki].name",
 * "activities[1.1].tasks[1.1.1].by", "activities[1.1].money.2024", and of a view's cell
 * "views.table3[1.1].result" the field that the cell shows.
 */
const struct field *field_at(const char *path);

/* The document-word table, ended by word == NULL. */
struct docword {
	const char *word, *genitive;
	const char *ending; /* of the participle: "S", "A", "I", "AS" */
};
extern const struct docword field_docwords[];
const struct docword *field_docword(const char *word); /* or NULL */

/* The words that a field has to choose from, as a sentence says them. */
struct choice_word {
	const char *key, *en, *lv;
};
const struct choice_word *field_choice(const char *key); /* or NULL */

/* The money sources that need not be listed, ended by id == NULL. */
struct builtin_source {
	const char *id, *name;
};
extern const struct builtin_source field_sources[];

/* The shipped wordings of the approval mark, ended by name == NULL. */
struct approval_pattern {
	const char *name;
	const char *text;      /* lines and placeholders, as in approval.pattern */
	const char *item_sign; /* when the plan does not say one */
	const char *label, *label_en;
};
extern const struct approval_pattern field_patterns[];
const struct approval_pattern *field_pattern(const char *name); /* or NULL */

#endif
