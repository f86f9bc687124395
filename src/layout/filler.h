/*
 * filler - pages being filled with blocks: layout-pages.md 6 to 9 and the recipe of 13.
 *
 * The page in hand has a body area; blocks come from above, notes grow from below.
 * y counts from the body's top.  Used by the files of layout/ that place things.
 */
#ifndef LAYOUT_FILLER_H
#define LAYOUT_FILLER_H

#include "layout/lay.h"

/* Why a block is first on its page: decides the space above it. */
enum top { TOP_NOT, TOP_NATURAL, TOP_BREAK };

struct area {                /* header and footer of a page style's variant */
	const struct flow_page *fp;
	int variant;         /* 0 usual, 1 first, 2 even */
	struct lblocks header, footer;
	int header_h, footer_h;
	int top, height;     /* of the body */
	struct area *next;
};

struct pnote {               /* a note, or a part of one, on a page */
	struct lnote *note;
	struct cpos from, to;
	int h, gap;          /* gap: of h, above its own space */
};

struct filler {
	struct lay *l;
	bool dry;
	struct canvas *page;     /* all pages so far */
	struct area **area;
	size_t npages, page_cap, area_cap;
	struct area *areas;      /* known variants */
	/* the page in hand */
	const struct flow_page *fp;
	int number;              /* as printed */
	bool section_start;      /* the next page is the first of its section */
	int left, width, top, height;
	int y;
	enum top at_top;
	const struct lblock *prev;
	bool break_pending;      /* a page break stood at the end of the last block */
	const struct lblock *chain_end; /* of a chain that fits on no page, begun at a page's top */
	struct pnote *note;      /* on this page */
	size_t nnote, note_cap;
	int notes_h;
	struct pnote *carry;     /* for the next one, in their order */
	size_t first_carry, ncarry, carry_cap;
};

struct canvas *filler_canvas(struct filler *f);
void filler_page(struct filler *f, enum top why);
/* A section begins: on a page of its own style, or here. */
void filler_section(struct filler *f, const struct flow_section *fs);
/* Space above a block here. */
int filler_upper(const struct filler *f, const struct lblock *b);
/* Height of the smallest first piece of block i, with what must stay with it. */
int filler_need(struct filler *f, const struct lblocks *b, size_t i);
/* A new page if block i has no room here with what must stay with it. */
void filler_make_room(struct filler *f, const struct lblocks *b, size_t i);
/* Is the block part of a chain that goes over pages? */
bool filler_chained(const struct filler *f, const struct lblock *b);
/* Place a line's notes, "y" being the line's lower edge. */
void filler_notes(struct filler *f, const struct line *ln, int y);
void filler_blocks(struct filler *f, const struct lblocks *b);
void filler_end(struct filler *f); /* the last page is done */

/* -- tables over pages (rows.c) -- */

int table_need(struct filler *f, const struct lblocks *b, size_t i);
void place_table(struct filler *f, const struct lblocks *b, size_t i);

#endif
