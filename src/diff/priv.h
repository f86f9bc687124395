/*
 * priv - what the parts of diff/ share, and nobody else sees.
 *
 * diff.c pairs the things of two plans and walks the field table; order.c tells what moved and
 * what is numbered anew; say.c prints values as people read them and collects what is said;
 * prose.c compares long texts by sentences.
 */
#ifndef DIFF_PRIV_H
#define DIFF_PRIV_H

#include "base/idmap.h"
#include "diff/diff.h"
#include "plan/field.h"

enum kind { GOAL, ACTIVITY, TASK, INDICATOR, ENTRY, INSTITUTION, SOURCE, KINDS };

/* A thing of one of the plans. */
struct thing {
	const char *id, *name;
	const char *number;        /* as it prints, or NULL */
	const char *level;         /* key: of a goal, an indicator; else "" */
	const struct value *src;   /* of the plan file */
	struct thing *above;       /* goal of an activity, activity of a task; else NULL */
	struct thing *other;       /* the same thing in the other plan, or NULL */
	size_t nbelow;             /* how many things have it above them */
	bool told;                 /* that it moved */
	size_t place;              /* from 1, among those of its own "above" and level */
};

struct things {
	struct thing *v; /* in printed order */
	size_t n, cap;
};

/* One of the two plans. */
struct side {
	const struct value *root, *model;
	struct things of[KINDS];
	struct idmap goals, parties, sources; /* id -> struct value of the plan file */
	struct idmap things[INDICATOR + 1];   /* id -> struct thing */
};

enum act { ADDED, REMOVED, MOVED, ACTS };

struct diffing {
	struct arena *a;
	enum diag_lang lang;
	struct side old, new;
	struct value *items; /* of the chapter being made */
	struct value *ids;   /* changes of ids, for the last chapter */
	bool money;          /* did any amount change? */
	size_t count[KINDS][ACTS], total;
};

/* What a kind of thing is called, and what is said of it; "numbers" may be NULL. */
struct diff_words {
	const char *one, *added, *removed, *moved, *renamed, *numbers;
};

/* -- diff.c -- */
const struct diff_words *diff_words(const struct diffing *d, enum kind k);
/* "Aktivitāte 1.2. “Nodarbības vecākiem”" */
const char *diff_title(const struct diffing *d, const char *word, const struct thing *t);

/* -- order.c -- */
/* Things that stand elsewhere among their own than before. */
void diff_order(struct diffing *d, enum kind k);
/* Things that have another number only because others came, went or moved. */
void diff_numbers(struct diffing *d, enum kind k);

/* -- say.c -- */
const char *diff_pick(const struct diffing *d, const char *en, const char *lv);
const char *diff_label(const struct diffing *d, const struct field *f);
/* The label with a small first letter, as it stands behind a colon. */
const char *diff_small(const struct diffing *d, const char *s);
/* "place: label", or the label alone when there is no place. */
const char *diff_at(const struct diffing *d, const char *place, const struct field *f);
/* As people read it; "–" for nothing, "____" for a blank. */
const char *diff_print(struct diffing *d, const struct side *s, const struct field *f,
    const struct value *v);
/* The same behind a colon: its labels begin small. */
const char *diff_print_inside(struct diffing *d, const struct side *s, const struct field *f,
    const struct value *v);
/* "GROZĪT" -> "GROZĪTA", with the ending of the plan's own mark. */
const char *diff_participle(struct diffing *d, const struct side *s, const struct value *word);
/* What a choice of the field table means; the key itself when there is no word for it. */
const char *diff_choice(const struct diffing *d, const char *key);
/* An indicator's value that has the unit of its base. */
const char *diff_print_value(struct diffing *d, const struct value *v, const char *unit);
/* "300,00 EUR", and with what it is more or less than "before": "(+50,00 EUR)". */
const char *diff_print_money(struct diffing *d, const struct value *v, const struct value *before);
void diff_say(struct diffing *d, const char *what, const char *before, const char *after);
/* The same of a long text: words that differ are marked. */
void diff_say_words(struct diffing *d, const char *what, const char *before, const char *after);
bool diff_same(const struct value *x, const struct value *y);

/* -- prose.c -- */
/* Two texts by sentences and list items: each run that differs is said. */
void diff_compare_prose(struct diffing *d, const char *what, const struct value *x,
    const struct value *y);
/* Two lists of lines: what came, what went, what took its place. */
void diff_compare_lines(struct diffing *d, const char *what, const char *const *x, size_t nx,
    const char *const *y, size_t ny, bool prose);
/*
 * Which of x and y have no partner in the other: out_x[i], out_y[k] true.  A longest
 * common run of partners stays; beyond a limit all that is between the same ends differs.
 */
void diff_unlike(const char *const *x, size_t nx, const char *const *y, size_t ny, bool *out_x,
    bool *out_y);
/* The words of a text, parted by blanks. */
size_t diff_split_words(struct arena *a, const char *s, const char ***out);

#endif
