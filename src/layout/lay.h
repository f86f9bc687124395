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
	bool sliver;         /* empty, behind a table at a cell's end: 1 high (DOCX) */
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
	struct lblocks turned; /* instead: text that runs up or down; no say in the row's height */
	bool shown;          /* it is drawn */
	struct sense *sense;
	size_t row;          /* where it begins */
	int x, width;        /* from the table's left edge */
	int text_x, text_w;
	int top_in, bottom_in; /* separating borders: its own insets */
	int full;            /* height of all its text */
	struct cpos from;    /* its text on the page being filled begins here */
	struct cpos to;      /* and ends here, when a page ends inside it */
	bool cut;            /* "to" counts */
};

struct lrow {
	const struct flow_row *fr;
	struct lcell *cells;
	size_t ncells;
	struct sense *sense;
	int top_line;        /* thickest top border */
	int top_pad;         /* largest top padding */
	int bottom_pad;      /* largest bottom padding */
	int bottom_border;   /* thickest line below */
	bool keep;           /* with the next row */
	bool band;           /* one cell that heads the rows below it */
	int min_done;        /* of its minimal height, on the page before */
	bool notes;          /* references to notes in it */
};

struct ltable {
	const struct flow_table *ft;
	struct place at;
	struct sense *sense;
	int depth, width;    /* width: of the area it was measured for; -1: not yet */
	struct lrow *rows;
	size_t nrows, nheader;
	bool rows_keep;      /* all rows under the headers keep with the next */
	bool rows_own;       /* by their paragraphs' own formatting */
	int head_cols;       /* columns at the left that head their rows */
	int *row_h;          /* unbroken */
	int *head_h;         /* header rows where repeated: QUIRK, merged cells do not count */
	struct lcell **ends; /* vertical merges, by last row */
	size_t max_span;     /* rows of the tallest */
	size_t *ends_at;     /* those that end in row r: ends[ends_at[r]..ends_at[r + 1]) */
};

/* Rows of a table on one page. */
struct tpart {
	size_t row;
	int y, h;            /* y from the page's top */
	bool repeat;         /* a header again */
	bool split;          /* more of the row follows on the next page */
};

struct trun {                /* the part of a table that stands on one page */
	struct ltable *t;
	struct tpart *part;
	size_t nparts, cap;
	size_t first;        /* first body row here */
	bool repeated;       /* headers stand above it */
};

/* -- the job -- */

struct mark_page {
	const char *name;
	int page, order;     /* page as printed; order in the document */
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
	struct lnote *notes;     /* sorted by address of the flow's note */
	size_t nnotes;
	size_t marks_cap;
	bool any_live;           /* fields in the body that change with the pages */
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
/* What stands below a stack's last block: its space (running: header, footer), more in a
 * cell, nothing in a note. */
enum stack { STACK_RUNNING, STACK_CELL, STACK_NOTE };
int blocks_height(const struct lay *l, const struct lblocks *b, enum stack kind);
/* Height of a stack from a place on; 0 at its end. */
int stack_rest(const struct lay *l, const struct lblocks *b, struct cpos from, enum stack kind);
/* Height of its first line there, with the space above it. */
int stack_first(const struct lay *l, const struct lblocks *b, struct cpos from, enum stack kind);
/*
 * As much of a stack as has room, line by line (layout-pages.md 6, filling of one
 * cell).  Returns the height used; *to is the first place not taken.
 */
int stack_fill(const struct lay *l, const struct lblocks *b, struct cpos from, int room,
    enum stack kind, struct cpos *to);
bool stack_done(const struct lblocks *b, struct cpos at);

/* -- tables (table.c) -- */

/* Break its text into lines and measure its rows, for a text area "width" wide. */
void lay_table(struct lay *l, struct ltable *t, int width);
/* The whole table, unbroken. */
int table_height(const struct lay *l, const struct ltable *t);
/* A cell with text that runs up or down: the length of its lines in a row that high. */
int turned_length(const struct ltable *t, const struct lcell *c, long above, size_t last, int h);
/* Room above the text of row r when row "above" (or -1) stands over it. */
int row_top(const struct ltable *t, size_t r, long above);
/* What the row above r is in this part of the table; -1: none. */
long row_above(const struct trun *u, size_t r);
/* Height of row r at y in this part, with the merged cells that end in it. */
int row_height_at(const struct lay *l, const struct trun *u, size_t r, int y);
void trun_add(struct lay *l, struct trun *u, size_t r, int y, int h, bool repeat);
/* The part of row r on this page, or NULL. */
const struct tpart *trun_part(const struct trun *u, size_t r);

/* -- the sense tree (sense.c) and the blocks -- */

struct lnote {
	const struct flow_note *fn;
	struct lblocks blocks;
	struct sense *sense;
	struct sense *ref;   /* LINK of the reference */
};

struct lsection {
	const struct flow_section *fs;
	struct lblocks blocks;
};

/* Blocks and senses of the whole document; senses are numbered in document order. */
struct lsection *lay_sections(struct lay *l, size_t *n);
/* Blocks that are artifacts: headers and footers. */
struct lblocks lay_artifacts(struct lay *l, const struct flow_block *b);
struct lnote *lay_note(const struct lay *l, const struct flow_note *fn);
/* Break all their text for an area "width" wide. */
void lay_blocks(struct lay *l, struct lblocks *b, int width);

/* -- boxes (draw.c) -- */

struct canvas {              /* a page while its boxes are made */
	struct lay *l;
	struct page *page;
	int index, number;   /* number: as printed */
	struct box *first[3], *last[3]; /* fills, rules, text */
	uint32_t line;
	int artifact;        /* not 0: nothing here has sense */
	bool dry;            /* only looking where things fall */
	bool turning;        /* between turn_begin and turn_end */
};

/* Lines i..n-1 of a paragraph, the first one's top at y. */
void draw_lines(struct canvas *c, const struct lblock *b, size_t i, size_t n, int x, int y);
/*
 * A paragraph's shade and borders round its text of height h at y; "start" and "end":
 * its first and last line are in it.
 */
void draw_para_box(struct canvas *c, const struct lblock *above, const struct lblock *b,
    const struct lblock *below, bool start, bool end, int x, int y, int h);
/* A stack from a place to a place; its top at y (stack.c). */
void draw_stack(struct canvas *c, const struct lblocks *b, struct cpos from, struct cpos to,
    enum stack kind, int x, int y);
/* A table's part on this page, its left edge at x (grid.c). */
void draw_table(struct canvas *c, const struct trun *u, int x);
/*
 * What is drawn between the two, in an area "len" wide and "deep" high at 0, 0, is turned
 * into the place at x, y that is "deep" wide and "len" high.  Not one inside another.
 */
struct turning {
	struct box *last[3];
	size_t nmarks;
};
void turn_begin(struct canvas *c, struct turning *t);
void turn_end(struct canvas *c, const struct turning *t, enum flow_turn way, int x, int y,
    int deep, int len);
struct box *draw_rule(struct canvas *c, int x, int y, int w, int h, uint32_t colour);
void draw_fill(struct canvas *c, int x, int y, int w, int h, uint32_t colour);
/* Chain the page's boxes: fills, rules, then what is read. */
void canvas_finish(struct canvas *c);

#endif
