/*
 * flow - the filled document as paragraphs, tables, notes and pictures, whichever
 * format it came from.
 *
 * docx/ and odt/ readers build it; layout/ and the text checks walk it.  Styles,
 * defaults and numbering are already resolved: a paragraph knows all it needs.
 * All lengths are whole twips, sizes in half points.  Everything lives in one
 * arena; property records are shared between equal runs.
 */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

#define FLOW_AUTO_COLOUR 0xFF000000u /* "automatic": black; else 0xRRGGBB */

enum flow_valign { FLOW_BASE, FLOW_SUPER, FLOW_SUB };

struct flow_font {            /* look of a run */
	const char *family;       /* as the document names it */
	int size;                 /* half points */
	bool bold, italic, underline, strike, caps, small_caps, hidden;
	bool kerning;             /* pair kerning asked for */
	enum flow_valign valign;
	int super_rise, super_size; /* per cent; 0: the office's own (layout-text.md 10) */
	int rise;                 /* w:position, half points */
	int spacing;              /* twips between characters */
	int scale;                /* w:w, per cent; 0 or 100: none */
	uint32_t colour, shade;   /* shade FLOW_AUTO_COLOUR: none */
	const char *lang;         /* "lv-LV"; NULL: the document's */
};

enum flow_inline_kind {
	FLOW_TEXT,     /* text in NFC; U+00A0, U+2011, U+00AD, U+200B as characters */
	FLOW_TAB,
	FLOW_BREAK,    /* line break */
	FLOW_PAGE_BREAK,
	FLOW_NOTE_REF, /* text: the number as printed; note: its body */
	FLOW_NOTE_NUMBER, /* the number inside the note's own text */
	FLOW_PAGE,     /* field PAGE: text is the stored result */
	FLOW_NUMPAGES,
	FLOW_PAGEREF,  /* target: bookmark; in_toc: stored entry stands, unless unnumbered */
	FLOW_PICTURE,
	FLOW_BOOKMARK  /* target: name; zero width */
};

struct flow_picture {
	const char *name;         /* part name */
	const unsigned char *bytes;
	size_t len;
	int width, height;        /* twips */
	const char *alt;          /* NULL: none given */
	bool decorative;
};

struct flow_inline {
	enum flow_inline_kind kind;
	const struct flow_font *font;
	const char *text;
	size_t len;
	const char *link;         /* http(s), mailto: address; "#name": inside; NULL */
	const char *link_title;
	const char *target;       /* PAGEREF, BOOKMARK */
	bool in_toc;
	bool caption_number;      /* inside a SEQ or REF result, for structure */
	const struct flow_note *note;
	const struct flow_picture *picture;
	struct place at;          /* where in the file, for messages */
	struct flow_inline *next;
};

enum flow_align { FLOW_LEFT, FLOW_CENTER, FLOW_RIGHT, FLOW_JUSTIFY };
enum flow_tab_kind { FLOW_TAB_LEFT, FLOW_TAB_CENTER, FLOW_TAB_RIGHT, FLOW_TAB_DECIMAL };

struct flow_tab {
	int pos;                  /* from where the format counts: see tabs_from_indent */
	enum flow_tab_kind kind;
	uint32_t leader;          /* character, or 0 */
	uint32_t decimal;         /* DECIMAL: the sign */
};

enum flow_line_rule { FLOW_LINE_PERCENT, FLOW_LINE_EXACT, FLOW_LINE_ATLEAST };

struct flow_border {
	int width;                /* twips; 0: none */
	int space;                /* twips from the text */
	uint32_t colour;
	bool is_double;
};

enum flow_label_follow { FLOW_FOLLOW_TAB, FLOW_FOLLOW_SPACE, FLOW_FOLLOW_NOTHING };

struct flow_label {           /* number or bullet of a list paragraph, ready to print */
	const char *text;         /* NULL: none */
	const struct flow_font *font;
	enum flow_align align;
	enum flow_label_follow follow;
	int tab;                  /* ODT list-tab-stop-position; -1: none */
	bool old_mode;            /* ODT space-before / min-label-width */
	int space_before, min_width, min_distance; /* old mode */
	bool bullet;              /* a sign, not a number */
	int list;                 /* same number: same list; for the structure tree */
	int depth;                /* from 0 */
};

enum flow_role {              /* what a paragraph is, for structure and outline */
	FLOW_P, FLOW_H1, FLOW_H2, FLOW_H3, FLOW_H4, FLOW_H5, FLOW_H6, FLOW_TITLE,
	FLOW_CAPTION, FLOW_TOC_ENTRY, FLOW_TOC_TITLE, FLOW_LIST_ITEM
};

struct flow_para {
	const char *style;        /* its id, for dumps */
	enum flow_role role;
	int outline;              /* 1..9 for the outline; 0: body */
	int toc;                  /* TOC_ENTRY: which contents list, from 1; level in depth */
	int toc_level;
	enum flow_align align;
	int left, right, first;   /* indents; first is relative to left, negative: hanging */
	int before, after;
	bool before_auto, after_auto, contextual;
	enum flow_line_rule line_rule;
	int line;                 /* per cent, or twips */
	bool keep_next, keep_lines, page_break_before, widow_control;
	bool keep_own;            /* keep_next is the paragraph's own: DOCX by itself, ODT also by its style, not a parent's */
	int widows, orphans;      /* ODT; 2/2 when widow_control in DOCX */
	bool hyphenate, suppress_hyphens;
	int hyph_remain, hyph_push; /* ODT counts; 0: default 2/2 */
	const struct flow_tab *tabs;
	size_t ntabs;
	struct flow_border top, bottom, left_b, right_b, between;
	uint32_t shade;
	struct flow_label label;
	const struct flow_font *font; /* paragraph font: empty lines, mark */
	const char *lang;
	struct flow_inline *inlines;
};

/* Text of a cell that does not run from left to right but up or down the page. */
enum flow_turn { FLOW_UPRIGHT, FLOW_UPWARDS, FLOW_DOWNWARDS };

enum flow_vert { FLOW_TOP, FLOW_MIDDLE, FLOW_BOTTOM };

struct flow_cell {
	int col, span;            /* grid column from 0, columns covered */
	int rows;                 /* rows covered from here (1: no merge) */
	bool covered;             /* continuation of a vertical merge: no content of its own */
	int pad_top, pad_bottom, pad_left, pad_right;
	struct flow_border top, bottom, left, right;
	uint32_t shade;
	enum flow_vert valign;
	enum flow_turn turn;
	struct flow_block *blocks;
};

struct flow_row {
	bool header;              /* repeated on each page */
	bool cant_split;
	bool keep_next;           /* DOCX: by the first paragraph of its first cell, covered or not */
	bool keep_own;            /* and that by its own formatting */
	int min_height;           /* 0: none */
	bool exact_height;
	struct flow_cell *cells;
	size_t ncells;
};

struct flow_table {
	const char *style;
	int x;                    /* left edge from the text area's left; resolved as layout-pages.md 3 */
	int width;
	const int *edges;         /* ncols + 1 positions from 0, cumulative */
	size_t ncols;
	bool collapsing;          /* borders shared (DOCX, ODT collapsing) */
	int margin_top, margin_bottom; /* ODT */
	bool keep_next, may_not_break; /* ODT table properties */
	bool break_before;
	bool first_column;        /* heads the rows: DOCX tblLook; an ODT cannot say */
	const char *title, *description; /* alternative text */
	struct flow_row *rows;
	size_t nrows, nheader;
};

enum flow_block_kind { FLOW_PARA, FLOW_TABLE, FLOW_SECTION_END };

struct flow_block {
	enum flow_block_kind kind;
	struct flow_para *para;
	struct flow_table *table;
	struct place at;
	struct flow_block *next;
};

struct flow_note {
	int number;
	const char *label;        /* as printed */
	struct flow_block *blocks;
};

struct flow_page {            /* DOCX section or ODT master page */
	const char *name;
	int width, height;
	int top, right, bottom, left; /* margins */
	int header_at, footer_at; /* DOCX: from the page edge; ODT: see odt_areas */
	bool odt_areas;           /* header and footer areas after layout-pages.md 8, ODT */
	int header_min, header_gap, footer_min, footer_gap;
	bool header_dynamic, footer_dynamic;
	struct flow_block *header, *footer;             /* NULL: none */
	struct flow_block *first_header, *first_footer; /* when title_page */
	struct flow_block *even_header, *even_footer;   /* when even_odd */
	bool title_page, even_odd;
	int number_start;         /* 0: goes on */
	const struct flow_page *follow; /* ODT: next style; NULL: itself */
	int note_sep_before, note_sep_width, note_sep_after; /* 57, 10, 57 when not said */
	uint32_t note_sep_colour;
};

enum flow_section_kind { FLOW_NEXT_PAGE, FLOW_CONTINUOUS, FLOW_ODD_PAGE, FLOW_EVEN_PAGE };

struct flow_section {
	enum flow_section_kind kind; /* how this section begins */
	const struct flow_page *page;
	struct flow_block *blocks;
	struct flow_section *next;
};

/* The switches of layout-text.md 11 that change the layout. */
struct flow_compat {
	bool sum_spaces;          /* AddParaTableSpacing: after + before instead of the larger */
	bool spaces_at_start;     /* AddParaTableSpacingAtStart */
	bool external_leading;
	bool cell_spacing;        /* AddParaSpacingToTableCells */
	bool cell_line_spacing;   /* AddParaLineSpacingToTableCells */
	bool prop_shrinks_first;  /* PropLineSpacingShrinksFirstLine */
	bool former_line_spacing; /* UseFormerLineSpacing */
	bool tabs_from_indent;    /* TabsRelativeToIndent */
	bool italic_correction;   /* !TabOverMargin: ODT, DOCX mode 15 */
	bool ignore_blank_height; /* IgnoreTabsAndBlanksForLineCalculation */
	bool ms_trailing_blanks;  /* MsWordCompTrailingBlanks */
	bool no_expand_shift_return; /* DoNotJustifyLinesWithManualBreak */
	bool row_keep;            /* TableRowKeep */
	bool tab_beyond_indent;   /* right tab past the right indent honoured (DOCX) */
	bool docx;                /* the rest of "the DOCX column" */
};

struct flow_doc {
	struct arena *arena;
	const char *file;
	const char *title, *author, *subject, *keywords, *lang, *date; /* properties; may be NULL */
	int default_tab;          /* twips */
	struct flow_compat compat;
	struct flow_section *sections;
	struct flow_note **notes; /* in order of reference */
	size_t nnotes;
	bool unnumbered;          /* its contents have no page numbers yet: the layout says them */
};

/*
 * Plain-text dump: one line per paragraph, row, cell; "text" alone (words only, for
 * comparing formats) or with properties.
 */
struct buf;
void flow_dump(struct buf *out, const struct flow_doc *doc, bool properties);

#endif
