/*
 * setter - a paragraph's text while it is being set: characters, items, glyphs.
 *
 * text.c fills it from the flow, lines.c cuts it into lines.  The arrays are scratch
 * that serves all paragraphs of a job; what lines keep is copied to the arena.
 */
#ifndef LAYOUT_SETTER_H
#define LAYOUT_SETTER_H

#include "layout/breaks.h"
#include "layout/lay.h"

enum item_kind { ITEM_TEXT, ITEM_TAB, ITEM_BREAK, ITEM_PAGE_BREAK, ITEM_PICTURE };

/* What stands in the text for things that are no characters. */
enum { CH_BREAK = '\n', CH_PAGE = '\f', CH_PICTURE = 0xFFFC, CH_SHY = 0xAD, CH_NBSP = 0xA0 };

struct item {                /* text of one font, or one thing */
	enum item_kind kind;
	bool joins;          /* part of the portion that begins before it */
	const struct look *look;
	struct font font;
	const struct flow_inline *in; /* NULL: list label */
	const struct sense *sense;
	uint32_t c0, c1;     /* its characters */
};

struct pch {                 /* a character */
	uint32_t c, off;     /* offset of its bytes */
	uint32_t g;          /* its first glyph */
	uint32_t item;
	int32_t adv;         /* u */
	int32_t end_u;       /* where it ends in the line being filled */
	bool brk;            /* a line may end before it */
};

struct setter {
	struct pch *ch;
	size_t nch, ch_cap;
	struct item *it;
	size_t nit, it_cap;
	struct glyph *g;     /* of all text, in order */
	size_t ng, g_cap;
	struct glyph *tmp;
	size_t tmp_cap;
	struct buf text;
	/* the pieces of the line being built */
	struct seg *seg;
	size_t nseg, seg_cap;
	struct line *line;
	size_t nline, line_cap;
	/* the paragraph in hand */
	struct lay *l;
	struct lpara *p;
	int width;
	uint32_t told;       /* end of the last word that was reported as cut */
	const char *kept;    /* its text in the arena */
	struct glyph *glyphs; /* its glyphs in the arena */
	int run_u;           /* advances of the run being made, summed up */
};

/* Take in the paragraph's inlines, shape them, mark the breaks. */
void setter_take(struct setter *s, struct lay *l, struct lpara *p);
/* Shape a text that is not of the paragraph (label, leader, hyphen); in the arena. */
struct glyph *setter_shape(struct setter *s, const struct font *f, bool kern, const char *text,
    size_t len, size_t *n, int *sum_u);
/* "c" as a font for symbols means it: U+F0B7 of Symbol is a bullet. */
uint32_t symbol_char(const struct look *k, uint32_t c);

#endif
