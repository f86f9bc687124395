/*
 * markdown - rich text values as a small neutral tree.
 *
 * cmark-gfm (with footnotes) parses; what is not paragraphs, lists, bold, italic,
 * links, footnotes is reported (headings, tables, images, HTML, code) and its text
 * kept.  Dialects turn the tree into runs and paragraphs in the template's styles.
 */
#ifndef TMPL_MARKDOWN_H
#define TMPL_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"

enum md_kind { /* inlines of a paragraph, in order */
	MD_TEXT,     /* text: styled by bold, italic, link */
	MD_BREAK,    /* hard line break */
	MD_NOTE,     /* footnote: blocks in note */
	MD_REF       /* [tabulā](#table1): target and the words of the noun in text */
};

struct md_inline {
	enum md_kind kind;
	bool bold, italic;
	const char *link;   /* http, https or mailto address, or NULL */
	const char *text;   /* UTF-8, unescaped, NFC */
	size_t len;
	const char *target; /* REF: bookmark name */
	struct place at;    /* REF: for messages */
	const struct md_block *note; /* NOTE: its paragraphs */
	struct md_inline *next;
};

enum md_list { MD_PLAIN, MD_BULLET, MD_NUMBER };

/* A paragraph.  A list item of several paragraphs is several blocks. */
struct md_block {
	enum md_list list;   /* what kind of list item it belongs to, or MD_PLAIN */
	int depth;           /* list nesting from 0 */
	int list_id;         /* one number per list: items of one list share it; 0: none */
	int start;           /* NUMBER: first number of its list */
	bool first;          /* first paragraph of its item (carries the sign) */
	bool lead_in;        /* a plain paragraph directly before a list */
	struct md_inline *inlines;
	struct md_block *next;
};

/*
 * Never fails; problems are reported at "at", in a text of several lines at the line of
 * the block (line n of the text is n below at->line, as in a YAML block).  NULL when
 * there is no text.  A note referenced twice is two notes with the same (shared) blocks;
 * a note may be empty (NULL); notes inside notes are dropped.  An item without words is
 * a block without inlines.  Lists deeper than nine are kept at depth 8.  Over 1 MB, or
 * with tables too wide, each line is a plain paragraph.
 */
struct md_block *markdown_parse(struct arena *a, const char *text, size_t len,
    const struct place *at, struct diag *d);

#endif
