/*
 * lay - what the files of layout/ share: the paragraph set in lines, the table with its
 * heights, the page being filled.
 *
 * flow -> lblock (lines and heights, at a width) -> pages.  Breaking into lines knows
 * nothing of pages; filling pages knows nothing of letters.  Lengths are whole twips,
 * names ending in _u are u (6 to a twip), see font.h.  Nobody outside layout/ includes
 * this.
 */
#ifndef LAYOUT_LAY_H
#define LAYOUT_LAY_H

#include "base/arena.h"
#include "base/buf.h"
#include "flow/flow.h"
#include "layout/font.h"
#include "layout/pages.h"

enum {
	LAY_DEPTH = 8,       /* tables in tables */
	LAY_PASSES = 3,      /* page fields may move what they count */
	LAY_TWIPS = 6        /* u in a twip */
};

/* -- looks: a run's formatting, ready for measuring (looks.c) -- */

struct look {
	const struct flow_font *ff;
	struct font full;    /* at the size the document says */
	struct font drawn;   /* smaller when raised or lowered */
	struct font small;   /* small capitals */
	int asc, desc;       /* its share in a line */
	int rise;            /* twips upwards */
	bool kern;
	uint32_t hash;
	struct look *next;
};

/* -- lines (lines.c) -- */

enum run_kind { RUN_TEXT, RUN_LEADER, RUN_PICTURE };

struct run {                 /* what becomes one box */
	enum run_kind kind;
	int x_u;             /* from the line's left edge */
	int width_u;         /* without blanks that hang; with the stretch of justification */
	int extra;           /* per U+0020, 1/100 twip */
	const struct look *look;
	struct font font;
	int rise;
	const struct flow_inline *in; /* NULL: list label */
	const struct sense *sense;
	const struct glyph *glyphs;
	size_t nglyphs;
	const char *text;
	size_t len;
	bool soft_hyphen;
};

enum line_end { END_WRAP, END_PARA, END_BREAK, END_PAGE };

struct line {
	int x;               /* from the left of the area */
	int height, asc;     /* natural, all of the line */
	int text_h;          /* of its text alone: what line spacing stretches */
	bool picture_only;
	enum line_end end;
	bool hyphen;         /* ends with a hyphen of hyphenation */
	struct run *runs;
	size_t nruns;
	const struct flow_note **notes;
	size_t nnotes;
	const char **marks;  /* bookmarks */
	size_t nmarks;
};

struct lpara {
	const struct flow_para *fp;
	struct place at;
	struct sense *sense, *label_sense;
	const struct sense **senses; /* of the inlines, in order; NULL: sense for all */
	const struct flow_note *note; /* whose text this is part of */
	int page_no;         /* where it stood the last time, as printed; 0: not known */
	int width;           /* the lines are made for it; -1: not yet */
	bool live;           /* holds fields that change with the pages */
	bool notes;          /* holds references to notes */
	bool in_cell;
	struct line *lines;
	size_t nlines;
};

/* -- tables (table.c) -- */

struct lblock {
	struct lpara *para;  /* or */
	struct ltable *table;
};

struct lblocks {
	struct lblock *v;
	size_t n;
};

struct cpos {                /* a place in a cell's text: block, line (or row) of it */
	size_t block, line;
};

struct lcell {
	const struct flow_cell *fc;
	struct lblocks content;
	struct sense *sense;
	size_t row;          /* where it begins */
	int x, width;        /* of the cell; text area below */
	int text_x, text_w;
	int full;            /* height of all its text */
	int empty_full;      /* 1 if it has no ink at all */
	struct cpos from, to; /* what stands on the page being filled */
};

struct lrow {
	const struct flow_row *fr;
	struct lcell *cells;
	size_t ncells;
	int bottom_pad;      /* bottomInset */
	int top_own;         /* max of top border + padding */
	int bottom_border;   /* thickest line below */
	int keep;            /* keeps with the next row */
};

struct ltable {
	const struct flow_table *ft;
	struct place at;
	struct sense *sense;
	int depth;
	struct lrow *rows;
	size_t nrows, nheader;
	int *row_y;          /* tops on the page being filled */
	int *row_h;
	int *head_h;         /* header rows when repeated */
	struct lcell **ends; /* vertical merges, sorted by last row */
	size_t nends;
	size_t *ends_at;     /* first of ends[] whose last row is r; nrows + 1 of them */
};

/* -- the job -- */

struct mark_page {
	const char *name;
	int page, x, y;
};

struct lay {
	struct arena *a;
	const struct flow_doc *doc;
	const struct flow_compat *compat;
	struct font_set *fonts;
	struct diag *d;
	struct hyphenator *hyph;
	struct look **looks;     /* by the document's record */
	const struct flow_font **look_keys;
	size_t nlooks, looks_cap;
	struct look *look_bucket[64];
	struct setter *setter;   /* scratch of lines.c */
	struct pages *pages;
	int page_count;          /* as believed: NUMPAGES */
	int page_number;         /* of the page whose header is being set; 0: body */
	struct mark_page *known; /* bookmarks of the last pass, sorted */
	size_t nknown;
	bool any_live;
};

/* A job's means, for layout_pages() and for tests of its parts. */
struct lay *lay_open(struct arena *a, const struct flow_doc *doc, struct font_set *fonts,
    struct diag *d);
void lay_close(struct lay *l);
const struct look *lay_look(struct lay *l, const struct flow_font *ff);

/* Set a paragraph in lines of an area "width" wide; does nothing when that is done. */
void lay_para(struct lay *l, struct lpara *p, int width);
/* The printed page of a bookmark, as known from the last pass; 0: not known. */
int lay_page_of(const struct lay *l, const char *bookmark);
struct setter *setter_new(void);
void setter_free(struct setter *s);

/* -- heights and gaps (space.c) -- */

/* Height and baseline of line i; "first" of the paragraph or of its part on a page. */
int line_height(const struct lay *l, const struct lpara *p, size_t i, bool first, int *base);
/* Lines i..n-1 with line i first. */
int lines_height(const struct lay *l, const struct lpara *p, size_t i, size_t n);
int para_before(const struct lay *l, const struct lpara *p);
int para_after(const struct lay *l, const struct lpara *p);
/* What percent spacing of a's last line adds above the next block. */
int para_extra(const struct lay *l, const struct lpara *p);
/* The same at the end of a cell. */
int para_last_extra(const struct lay *l, const struct lpara *p);
/* Space above b when a stands over it; a or b may be a table. */
int block_gap(const struct lay *l, const struct lblock *a, const struct lblock *b);
int block_before(const struct lay *l, const struct lblock *b);
int block_after(const struct lay *l, const struct lblock *b);
/* Lines and spaces of a paragraph's own borders. */
int border_room(const struct flow_border *b);
bool para_joined(const struct lblock *a, const struct lblock *b);
int para_top(const struct lblock *above, const struct lblock *b);
int para_bottom(const struct lblock *b, const struct lblock *below);
/* A whole stack of blocks: header, note, cell.  "in_cell" adds what a cell's end adds. */
int blocks_height(const struct lay *l, const struct lblocks *b, bool in_cell);
/* A whole table, unbroken; its rows are measured (table.c). */
int table_height(const struct lay *l, const struct ltable *t);

/* -- the sense tree (sense.c) and the blocks -- */

struct lblocks lay_blocks(struct lay *l, const struct flow_block *b, struct sense *parent,
    int depth, bool in_cell);
void lay_blocks_width(struct lay *l, struct lblocks *b, int width);

#endif
