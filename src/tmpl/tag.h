/*
 * tag - the template language: one tag, parsed.
 *
 * A tag is what stands between {{ and }} in the joined text of a paragraph.  This
 * module knows no XML; fill/ finds the tags and says where they stand.
 * Syntax: docs/templates.md.  Blanks, no-break blanks, soft hyphens,
 * zero-width characters and curly quotes inside a tag are put right silently.
 * Aliases: {{#if x}}, {{#each x}}, {{#unless x}}, closed by {{/if}} ... or {{/}}.
 * Words of the language may be in any case (Word capitalises); names are as written,
 * compared in NFC.
 */
#ifndef TMPL_TAG_H
#define TMPL_TAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"

enum tag_kind {
	TAG_VALUE,   /* {{x}} {{x|format}} {{x?}} {{.}} */
	TAG_EACH,    /* {{#x}}: each item; a map or true text: one turn */
	TAG_UNLESS,  /* {{^x}}: when there is none */
	TAG_IF,      /* {{?x}} {{?x > 5}} {{?@last}} */
	TAG_ELSE,    /* {{else}} */
	TAG_CLOSE,   /* {{/x}} */
	TAG_COMMENT, /* {{! ...}} */
	TAG_REF      /* {{ref:table1}} */
};

enum tag_scope { /* what a block repeats */
	SCOPE_AUTO,
	SCOPE_TEXT,
	SCOPE_PARAGRAPHS,
	SCOPE_ROWS,
	SCOPE_COLUMNS,
	SCOPE_ITEMS
};

enum tag_op { OP_NONE, OP_EQ, OP_NE, OP_LT, OP_GT };

enum tag_keep { KEEP_NONE, KEEP_ALL, KEEP_END };

enum tag_format {
	FMT_NONE,
	FMT_MONEY,         /* 1 200,00 EUR */
	FMT_AMOUNT,        /* 1 200,00; nothing: en dash */
	FMT_DATE,          /* nominative */
	FMT_DATE_GENITIVE,
	FMT_DATE_LOCATIVE,
	FMT_DATE_SHORT,
	FMT_NUMBER,
	FMT_PERCENT,
	FMT_UPPER,
	FMT_FIRST,
	FMT_JOIN           /* "|join" ", "; "|join:; " as typed */
};

/*
 * One step of a path: a name, or [path] that picks by the text of another value.
 * A literal in brackets is a name: money[2024] is money.2024.
 */
struct tag_step {
	const char *name;           /* NULL when it is an index */
	const struct tag_path *index;
};

struct tag_path {
	struct tag_step *steps; /* {{.}}: nsteps == 0 */
	size_t nsteps;
};

struct tag_filter {
	enum tag_format format;
	const char *arg; /* join's separator, or NULL */
};

struct tag {
	enum tag_kind kind;
	struct tag_path path;  /* VALUE, EACH, UNLESS, IF; CLOSE: to compare with the opener */
	const char *name;      /* path as typed, cleaned; REF: the target; CLOSE may be "" ({{/}}) */
	bool optional;         /* {{x?}} */
	bool merge;            /* |merge */
	bool markdown;         /* |markdown or |markdown:NAME */
	const char *list_style; /* markdown:NAME, or NULL */
	struct tag_filter filters[4];
	int nfilters;
	enum tag_op op;        /* IF */
	const char *constant;
	enum tag_scope scope;
	int min_twips, max_twips; /* columns min 24mm max 70mm, or 0 */
	enum tag_keep keep;
	const char *source;    /* as typed, between the braces, for messages */
	const char *hint;      /* after a fault: the nearest right word, or ""; never NULL */
};

/*
 * Parse the text between the braces.  Returns 0; or -1 with *why set to a
 * diag code for the fault (DIAG_TAG_...) and *detail to its argument (arena or
 * static, never NULL).  After a fault, kind, path and name are as far as they were
 * understood, so that blocks can still be paired ({{#x rowz}} opens x); source and
 * hint are always set.  Hand why and detail to tag_diag().
 */
int tag_parse(struct arena *a, const char *s, size_t len, struct tag *out, enum diag_code *why,
    const char **detail);
/* Does closer fit opener?  {{/}}, {{/if}}, {{/each}}, {{/unless}} fit all; else the same path. */
bool tag_closes(const struct tag *open, const struct tag *close);
/* A path as one would type it: "activity.money[year]"; "." for {{.}}. */
char *tag_path_text(struct arena *a, const struct tag_path *path);
/*
 * Report a fault of a tag, from tag_parse, eval_find (DIAG_TAG_UNKNOWN with the path
 * and near, DIAG_TAG_MISSING) or eval_print (detail: the text of the value).  The
 * message quotes the tag as typed.  detail and near may be NULL.  Returns diag()'s -1.
 */
int tag_diag(struct diag *d, enum diag_code why, const struct place *at, const struct tag *t,
    const char *detail, const char *near);

#endif
