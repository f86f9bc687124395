/*
 * tag - the template language: one tag, parsed.
 *
 * A tag is what stands between {{ and }} in the joined text of a paragraph.  This
 * module knows no XML; fill/ finds the tags and says where they stand.
 * Syntax: PRODUCT section 4; peers.md 5.  Blanks, no-break blanks, soft hyphens,
 * zero-width characters and curly quotes inside a tag are put right silently.
 */
#ifndef TMPL_TAG_H
#define TMPL_TAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

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

/* One step of a path: a name, or [path] that picks by the text of another value. */
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
	int max_twips;         /* columns max 70mm, or 0 */
	enum tag_keep keep;
	const char *source;    /* as typed, between the braces, for messages */
};

/*
 * Parse the text between the braces.  Returns 0; or -1 with *why set to a
 * diag code for the fault (DIAG_TAG_...) and *detail to its argument (arena or
 * static, may be NULL).
 */
#include "base/diag.h"
int tag_parse(struct arena *a, const char *s, size_t len, struct tag *out, enum diag_code *why,
    const char **detail);
/* Does closer fit opener?  {{/}}, {{/if}}, {{/each}} fit all; else the same path. */
bool tag_closes(const struct tag *open, const struct tag *close);

#endif
