/*
 * pages - placed boxes: what layout found, ready to draw.
 *
 * Placing is apart from drawing: pdf/ walks this tree; page_dump() prints it for the
 * golden tests.  Lengths are twips from the page's top left corner, y downwards;
 * text x positions and widths on the finer grid of 6 u a twip.
 */
#ifndef LAYOUT_PAGES_H
#define LAYOUT_PAGES_H

#include "flow/flow.h"
#include "layout/font.h"

/*
 * Where a placed thing belongs in the document's sense.  One struct sense per
 * paragraph, cell, row, table, list item, note, link, figure; the PDF writer turns
 * them into structure elements.  Pieces of one thing on several pages share it.
 */
enum sense_kind {
	SENSE_DOCUMENT, SENSE_SECT, SENSE_H, SENSE_P, SENSE_L, SENSE_LI, SENSE_LBL, SENSE_LBODY,
	SENSE_TOC, SENSE_TOCI, SENSE_TABLE, SENSE_THEAD, SENSE_TBODY, SENSE_TR, SENSE_TH,
	SENSE_TD, SENSE_CAPTION, SENSE_NOTE, SENSE_LINK, SENSE_FIGURE, SENSE_SPAN, SENSE_REFERENCE
};

struct sense {
	enum sense_kind kind;
	int level;                     /* H: 1..6 */
	int colspan, rowspan;          /* TH, TD */
	int scope;                     /* TH: 1 column, 2 row, 3 both */
	const struct sense **headers;  /* TD, TH: its heads, where scope alone cannot tell */
	size_t nheaders;
	const char *alt, *lang, *title;
	const struct sense *to;        /* LINK: from a note's reference to its number, and back */
	const struct flow_para *para;  /* H: for the outline; L: its first item */
	const struct flow_table *table;
	struct sense *parent, *first, *last, *next; /* document order */
	uint32_t number;               /* 0..n-1 in document order */
};

enum box_kind {
	BOX_TEXT,    /* glyphs of one font on one baseline */
	BOX_RULE,    /* filled rectangle: border, underline, leader-free rules */
	BOX_FILL,    /* shading */
	BOX_PICTURE
};

struct box {
	enum box_kind kind;
	const struct sense *sense;     /* NULL: artifact (rules, repeated headers, header and footer) */
	int artifact;                  /* 1 pagination header/footer, 2 layout; when sense is NULL */
	int x, y, width, height;       /* twips; TEXT: y is the baseline, height the line's */
	/* TEXT */
	struct font font;
	uint32_t colour;
	int x_u;                       /* x on the fine grid, u from the left edge of the page */
	const struct glyph *glyphs;
	size_t nglyphs;
	const char *text;              /* the bytes that the glyphs stand for, clusters relative to it */
	size_t len;
	enum flow_turn turn;           /* TEXT: where the pen goes from x, y; width along it.  PICTURE */
	int word_extra;                /* justified: added to each U+0020, in 1/100 twip */
	int rise;                      /* twips upwards, in y already; for dumps */
	int scale;                     /* per cent horizontally */
	bool soft_hyphen;              /* the last glyph is a hyphen of hyphenation: ActualText U+00AD */
	const char *link;              /* as flow_inline.link */
	const char *lang;
	const struct flow_picture *picture;
	struct place at;
	uint32_t line;                 /* number of the text line on this page, for dumps */
	struct box *next;
};

struct page_mark { /* a bookmark's place */
	const char *name;
	int page;  /* index */
	int x, y;
};

struct page {
	int width, height;
	const char *label;             /* as printed: PAGE */
	struct box *first, *last;      /* in reading order; fills and rules before text they lie under */
};

struct pages {
	struct arena *arena;
	const struct flow_doc *doc;
	struct page *page;
	size_t npages;
	struct page_mark *marks;
	size_t nmarks;
	struct sense *root;            /* DOCUMENT */
	uint32_t nsenses;
};

/*
 * Lay a flow out.  Lives in "a".  Never NULL; characters that no font has, tables
 * wider than the page and the like are reported.
 */
struct pages *layout_pages(struct arena *a, const struct flow_doc *doc, struct font_set *fonts,
    struct diag *d);
/* Only where everything falls: marks and page labels, no boxes. */
struct pages *layout_numbers(struct arena *a, const struct flow_doc *doc, struct font_set *fonts,
    struct diag *d);
/* One line per text line, rule, picture; stable; what page goldens compare. */
struct buf;
void pages_dump(struct buf *out, const struct pages *p);
/* The page numbers for template_fill's second pass (fill/pages.h is not known here). */
int pages_find(const struct pages *p, const char *bookmark); /* printed number, or 0 */

#endif
