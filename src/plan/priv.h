/*
 * priv - what the parts of plan/ share, and nobody else sees.
 *
 * plan_from() runs: plan_names, plan_check_shape, plan_check_refs, plan_check_approval,
 * plan_check_views; then, without errors, derive, views, abbreviations.  Each reports
 * what it finds through the plan's diag; "errors" counts, so that all problems
 * come out in one run.
 */
#ifndef PLAN_PRIV_H
#define PLAN_PRIV_H

#include "base/buf.h"
#include "base/idmap.h"
#include "plan/field.h"
#include "plan/latvian.h"
#include "plan/plan.h"

#define MAX_PERIOD 7
#define MAX_TARGET_YEARS 4
#define MAX_DEPTH 64

/* Whose optional names: see plan_known(). */
enum known {
	KNOWN_PLAN,
	KNOWN_MUNICIPALITY,
	KNOWN_SCHOOL,
	KNOWN_APPROVAL,
	KNOWN_LATEST,
	KNOWN_DECISION,
	KNOWN_PARTY,
	KNOWN_PERSON,
	KNOWN_MEASURE,
	KNOWN_MONITORING,
	KNOWN_NOTES,
	KNOWN_INDICATORS,
	KNOWN_REPORT,
	KNOWNS
};

enum level { LEVEL_UNIVERSAL, LEVEL_TARGETED, LEVEL_TAILORED, LEVELS };

enum view {
	VIEW_GOALS,
	VIEW_INDICATORS,
	VIEW_TABLE1,
	VIEW_TABLE2,
	VIEW_TABLE3,
	VIEW_TABLE4,
	VIEWS
};

/* The tree: source values beside what templates see of them. */
struct goal;
struct activity;

struct task {
	const struct value *src;
	struct value *model;
	struct activity *activity;
};

struct activity {
	const struct value *src;
	struct value *model;
	struct goal *goal;
	struct task *tasks;
	size_t ntasks;
};

struct goal {
	const struct value *src;
	struct value *model;
	enum level level;
	struct activity *activities;
	size_t nactivities;
};

struct indicator {
	const struct value *src;
	struct value *model;
	enum level level;
};

struct plan {
	struct arena *a;
	struct diag *d;     /* while reading only */
	struct value *root; /* own copy of the values */
	struct value *model;
	int errors, guesses; /* guesses: nearest names looked for so far */
	int later; /* inside how many fields that are written after the approval */
	bool school, approved;
	int first, years; /* period; years 0: not known */
	int report_year;
	struct idmap institutions, sources, situation;     /* -> struct value */
	struct idmap goals, activities, tasks, indicators; /* -> struct value */
	struct goal *goal_list;                            /* printed order */
	size_t ngoals;
	struct indicator *indicator_list; /* printed order */
	size_t nindicators;
	struct idmap goal_at, activity_at, task_at, indicator_at; /* -> struct goal ... */
	struct idmap party_at, source_at; /* -> struct value: how they print */
	struct value *level_model[LEVELS]; /* with money; NULL: no goals */
	const char *year_key[MAX_PERIOD]; /* "2024" ... */
	struct value *known[KNOWNS];      /* "@known" of each kind of map */
	struct plan_gap *gaps;            /* what the report of the year lacks */
	size_t ngaps;
};

/* The path of a field for a message: in Latvian with the field's name in the form. */
const char *plan_label(struct plan *p, char *path);
#define MAX_GUESSES 100 /* per plan: each compares with every word */
/* The nearest of the map's ids; looked for a limited number of times per plan. */
const char *plan_near(struct plan *p, const struct idmap *m, const char *word);
const char *plan_near_word(
    struct plan *p, const char *const *words, size_t n, const char *word);

/* -- meant.c -- */
/* How to write what was meant, when that can be told; or NULL.  f may be NULL. */
const char *plan_meant(struct plan *p, const struct value *v, enum field_type type,
    const struct field *f);
/* Does YAML join the paragraphs of this text, since | is missing? */
bool plan_runs_together(const struct value *v);
/* What stands behind a text on its line as a comment that was hardly meant as one; or NULL. */
const char *plan_cut_off(struct plan *p, const struct value *v);
/* Is the word Latvian for this one that a field takes?  "projekts" for draft. */
bool plan_choice_meant(struct plan *p, const char *choice, const char *word);

/* A field that is there and has a value; NULL if absent, VALUE_NONE or VALUE_BLANK. */
const struct value *plan_get(const struct value *map, const char *key);
/* Its text, or NULL. */
const char *plan_text(const struct value *map, const char *key);
bool plan_blank(const struct value *map, const char *key);

/* -- names.c -- */
/* One piece of a text with {{names}}: plain bytes, or a name and its formats. */
struct piece {
	enum { PIECE_PLAIN, PIECE_NAME, PIECE_OPEN } kind;
	const char *s; /* PLAIN, OPEN: the bytes; NAME: the name */
	size_t len;
	const char *formats; /* NAME: what follows the first "|", or NULL */
	size_t formats_len;
};
/* The next piece of text at *s (moved on); false at the end.  "\{{" is plain "{{". */
bool plan_piece(const char **s, struct piece *out);
/*
 * Put a text or, with date, a date through formats: date[:genitive|locative|short],
 * upper, lower, first.  Returns the text, or NULL with *bad set to the format at fault.
 */
const char *plan_format(struct plan *p, const char *text, bool date, const char *formats,
    size_t len, const char **bad);
/* Replaces names in p->root (which is its own copy). */
void plan_names(struct plan *p);
/* Forms that follow from others; NULL when the sources are blank or no rule fits. */
const char *plan_case(struct plan *p, const struct value *names, const char *key);
const char *plan_authority(struct plan *p, const char *key);

/* -- shape.c -- */
void plan_check_shape(struct plan *p);
/* Years of a FIELD_YEARS in rising order, at most max; false if malformed. */
bool plan_years(const struct value *v, int *years, size_t max, size_t *n);
bool plan_period(const struct value *v, int *first, int *years);
/* A term's points as texts: returns their number, 0 if malformed. */
size_t plan_term(struct arena *a, const struct value *v, const char *const **out);

/* -- refs.c -- */
void plan_check_refs(struct plan *p);

/* -- approval.c -- */
void plan_check_approval(struct plan *p);
void plan_derive_approval(struct plan *p, struct value *model);
/* "A" of APSTIPRINĀTA and the other two forms of the document word. */
struct docword plan_docword(const struct plan *p);

/* -- derive.c -- */
void plan_derive(struct plan *p);
/*
 * Give a map of the model its "@known": the optional names of its kind, so that a
 * template's "not given" and "no such name" can be told apart (tmpl/eval.h).
 */
void plan_known(struct plan *p, struct value *map, enum known kind);
/* As templates print it, with its no-break spaces; a blank stays a blank. */
struct value *plan_print(struct plan *p, const struct value *v);
struct value *plan_print_str(struct plan *p, const char *s);
struct value *plan_none(struct plan *p);
struct value *plan_flag(struct plan *p, bool on);
struct value *plan_list(struct plan *p, const char *singular);
/* A level without content: number, numeral, name, key. */
struct value *plan_level(struct plan *p, enum level level);
bool plan_level_parse(const char *key, enum level *level);
/* A map by the period's years, all of the same value. */
struct value *plan_by_year(struct plan *p, struct value *v);
/* The list that prints "2024., 2026.–2028."; a blank if there is none. */
struct value *plan_years_value(struct plan *p, const struct value *v);
/* Whether each year of the period is among them. */
struct value *plan_runs(struct plan *p, const struct value *years);

/* "60⍽%" from a number, its own unit or the given one; or the words instead. */
struct value *plan_measure(struct plan *p, const struct value *v, const char *unit);

/* -- report.c -- */
/* How far an activity got, in words; nothing if nobody said. */
struct value *plan_status(struct plan *p, const char *key);
void plan_derive_report(struct plan *p);
/*
 * A view words a total of the report year for itself: difference and share follow from
 * that; a text that is no amount has neither.
 */
void plan_own_difference(struct plan *p, struct value *m, const struct value *said);

/* -- views.c -- */
void plan_check_views(struct plan *p);
void plan_derive_views(struct plan *p);

/* -- abbrev.c -- */
void plan_derive_abbreviations(struct plan *p);

#endif
