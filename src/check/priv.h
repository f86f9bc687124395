/*
 * priv - what the parts of check/ share, and nobody else sees.
 *
 * check.c gathers all texts of the plan as paragraphs cut into tokens (texts.c), runs
 * the table of rules over them and over the tree, and sifts what they found by silence:.
 */
#ifndef CHECK_PRIV_H
#define CHECK_PRIV_H

#include "base/buf.h"
#include "base/idmap.h"
#include "base/num.h"
#include "base/utf8.h"
#include "check/check.h"
#include "data/yaml.h"
#include "plan/field.h"

enum tok_kind {
	TOK_END,   /* before the first and behind the last */
	TOK_WORD,  /* letters */
	TOK_NUM,   /* digits */
	TOK_BLANK, /* spaces, no-break spaces, line ends */
	TOK_SIGN,  /* one other character */
	TOK_OPAQUE /* an address: no rule looks inside */
};

struct tok {
	enum tok_kind kind;
	uint32_t c; /* SIGN: which */
	const char *s;
	size_t len;
	int line, col; /* of the file, or 0 */
	bool put;      /* of a name that was put in: {{school.nominative}} */
};

enum para_kind {
	PARA_PROSE, /* of a Markdown text */
	PARA_ITEM,  /* list item in a Markdown text */
	PARA_NOTE,  /* footnote */
	PARA_CELL   /* a text field: one line, or a cell of a view */
};

struct para {
	enum para_kind kind;
	bool lead_in; /* PROSE before a list */
	bool view;    /* CELL: own wording of a view */
	bool party;   /* CELL: names institutions */
	const char *path, *field;
	struct place at; /* of its first sign */
	const char *s;   /* markup gone, lines joined */
	size_t len;
	const struct tok *toks;
	size_t ntoks;
};

/* A link inside the document: [tabulā](#table1). */
struct link {
	const char *target, *path;
	struct place at;
};

struct check {
	struct arena *a;
	const struct plan *p;
	struct diag *d; /* for its language */
	const struct check_opts *o;
	const struct value *root, *model;
	const char *file; /* the plan's own; others are bases */
	struct para *paras;
	size_t nparas, paras_cap;
	struct link *links;
	size_t nlinks, links_cap;
	struct check_finding *found;
	size_t nfound, found_cap;
	struct idmap institutions; /* id -> struct value of the plan */
	struct idmap party_ids;    /* norm() of a name or short name -> id */
	struct idmap shorts;       /* short name -> id */
	struct idmap goals, activities, tasks, indicators; /* id -> struct node */
	int first, last, report_year; /* years */
};

/* A goal, activity, task or indicator: as in the file and as it prints. */
enum node_kind { NODE_GOAL, NODE_ACTIVITY, NODE_TASK, NODE_INDICATOR };
struct node {
	enum node_kind kind;
	const char *id, *path, *level; /* level: key */
	const struct value *src, *model;
	struct node *up; /* goal of an activity, activity of a task */
	double posts;    /* GOAL: that its activities add; tree.c's own */
	const char *result; /* ACTIVITY: in small letters, or NULL; amounts.c's own */
	const char *number;
};

/* -- check.c: reporting; strings ended by NULL -- */
void found(struct check *c, enum diag_code code, const char *path, const struct place *at, ...)
    __attribute__((sentinel));
/* At a token of a paragraph. */
void found_in(struct check *c, enum diag_code code, const struct para *p, size_t tok, ...)
    __attribute__((sentinel));
const char *strf(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *pick(const struct check *c, const char *en, const char *lv);

/* -- tree.c -- */
const char *name_of(const struct node *n);
/* The number of a base or target: bare, or under value:. */
bool measure(const struct value *v, double *out);
const char *decimal(struct check *c, double v); /* "1,5" */
double posts_of(struct check *c, const char *s); /* "psihologs – 1; logopēds – 2" is 3, else 0 */
const char *euros(struct check *c, int64_t cents);
#define FOR_NODES(c, node, which)                                                        \
	for (size_t node##_i = 0; node##_i < (c)->which.n &&                             \
	    ((node) = idmap_get(&(c)->which, (c)->which.keys[node##_i])) != NULL; node##_i++)

/* -- words.c -- */
/* Do two words differ in their ending only? */
bool same_stem(const char *a, size_t na, const char *b, size_t nb);

/* -- texts.c -- */
void texts_gather(struct check *c);
/* The token at i; TOK_END out of range (i may be "before the first", wrapped). */
const struct tok *tk(const struct para *p, size_t i);
bool tok_is(const struct para *p, size_t i, enum tok_kind kind);
bool tok_sign(const struct para *p, size_t i, uint32_t c);
bool tok_dash(const struct para *p, size_t i); /* en dash, em dash or minus */
/* Is it this word, whatever its case? */
bool tok_word(const struct para *p, size_t i, const char *word);
/* Does the word begin so? */
bool tok_begins(const struct para *p, size_t i, const char *stem);
bool tok_upper(const struct para *p, size_t i); /* WORD that begins with a capital */
bool tok_all_upper(const struct tok *t);
int tok_int(const struct para *p, size_t i); /* NUM: its value, -1 if none or huge */
size_t tok_next(const struct para *p, size_t i); /* the next that is no blank */
size_t tok_prev(const struct para *p, size_t i); /* may wrap: then tk() is TOK_END */
/* The bytes of tokens from..to (to is not in it), blanks as one blank. */
const char *span(struct check *c, const struct para *p, size_t from, size_t to);
/* The tokens round i, up to blanks, with one word on each side. */
const char *around(struct check *c, const struct para *p, size_t i);
int month_of(const struct para *p, size_t i); /* 1..12, or 0 */
/* Does a sentence end behind token i? */
bool sentence_ends(const struct para *p, size_t i);

/* A number in a text. */
struct figure {
	double v;
	int decimals;
	size_t from, to; /* tokens */
	int sentence;
	bool year, ordinal, percent;
};
size_t figures(struct check *c, const struct para *p, struct figure **out);

/* -- forms.c -- */
bool is_person_code(const struct para *p, size_t i); /* 010190-12345 from token i on */
bool is_phone(const struct para *p, size_t i);       /* 29123456 */

/* -- quotes.c -- */
bool quote_opens(const struct para *p, size_t i); /* by what stands before it */

/* -- values -- */
const struct value *get(const struct value *map, const char *key); /* NULL if none or blank */
const char *text_of(const struct value *map, const char *key);
size_t count_of(const struct value *list); /* 0 for NULL */
/* Lower case, one kind of dash and quote, no blanks beside / and -, no stop at the end. */
const char *norm(struct check *c, const char *s);
/* The numbers of a text, in their order, as one string: "3 75". */
const char *digits(struct check *c, const char *s);

/* -- captions.c -- */
bool is_caption(const struct para *p); /* "Tabula Nr. 1 “…”", typed */

/* -- the rules, by file -- */
void rule_forms(struct check *c, const struct para *p);     /* forms.c */
void rule_dates(struct check *c, const struct para *p);     /* dates.c */
void rule_date_style(struct check *c);                      /* dates.c */
void rule_identifiers(struct check *c, const struct para *p); /* dates.c */
void rule_captions(struct check *c);                          /* captions.c */
void rule_levels(struct check *c, const struct para *p);      /* captions.c */
void rule_blanks(struct check *c, const struct para *p);    /* forms.c */
void rule_ends(struct check *c, const struct para *p);      /* forms.c */
void rule_quotes(struct check *c, const struct para *p);    /* quotes.c */
void rule_quote_style(struct check *c);                     /* quotes.c */
void rule_chars(struct check *c, const struct para *p);     /* quotes.c */
void rule_shares(struct check *c, const struct para *p);    /* figures.c */
void rule_sums(struct check *c, const struct para *p);      /* figures.c */
void rule_series(struct check *c);                          /* figures.c */
void rule_privacy(struct check *c, const struct para *p);   /* figures.c */
void rule_undated(struct check *c);                         /* figures.c */
void rule_money_said(struct check *c, const struct para *p); /* amounts.c */
void rule_promises(struct check *c);                        /* amounts.c */
void rule_coverage(struct check *c);                        /* tree.c */
void rule_money(struct check *c);                           /* tree.c */
void rule_roles(struct check *c);                           /* tree.c */
void rule_indicators(struct check *c);                      /* tree.c */
void rule_report(struct check *c);                          /* report.c */
void rule_document(struct check *c);                        /* tree.c */
void rule_views(struct check *c);                           /* views.c */
void rule_names(struct check *c);                           /* names.c */
void rule_abbreviations(struct check *c);                   /* words.c */
void rule_repetition(struct check *c);                      /* words.c */
void rule_personal(struct check *c, const struct para *p);  /* personal.c */
void rule_facts(struct check *c, const struct para *p);     /* facts.c */
void rule_agree(struct check *c, const struct para *p);     /* agree.c */
void rule_decided(struct check *c);                         /* dates.c */
void rule_lists(struct check *c);                           /* tree.c */
void rule_signs(struct check *c);                           /* signs.c */
void rule_spelling(struct check *c);                        /* spelling.c */

#endif
