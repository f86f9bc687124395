/*
 * flow_int - shared by the files of the ODT -> flow reader (odt/flow_*.c).
 *
 * flow_styles.c   styles and their chains: properties of paragraphs and text
 * flow_list.c     list styles, outline numbering, counters: labels
 * flow_table.c    tables: columns, spans, borders, paddings
 * flow_body.c     paragraphs, spans, fields, pictures, notes, indexes
 * flow_read.c     settings, page styles, sections, the document
 *
 * Everything lives in the flow's arena.  Lengths become twips at the door, by way
 * of 1/100 mm as Writer reads them (layout-pages.md 1).
 */
#ifndef ODT_FLOW_INT_H
#define ODT_FLOW_INT_H

#include "base/buf.h"
#include "base/idmap.h"
#include "flow/flow.h"
#include "flow/fonts.h"
#include "flow/read.h"
#include "flow/where.h"
#include "pack/pkg.h"
#include "pack/xml.h"

#define OF_DEPTH 32
#define OF_COLUMNS 4096
#define OF_REPEATS 1000000 /* what counts of repetition may make of a document, in blanks */
#define OF_CELL_COST 10      /* a cell costs as much as so many blanks */

enum of_family { OF_PARA, OF_TEXT, OF_TABLE, OF_COLUMN, OF_ROW, OF_CELL, OF_GRAPHIC, OF_FAMILIES };

struct of_style {
	const char *name, *display; /* display name in lower case */
	enum of_family family;
	bool automatic;
	int scope;             /* 0 common, 1 styles.xml, 2 content.xml: automatic names may repeat */
	const struct xml_node *node;
	struct of_style *parent;
	struct of_style *hash_next;
	int state;             /* 0 fresh, 1 being resolved, 2 ready */
	struct flow_para para; /* resolved, OF_PARA */
	struct flow_font font; /* resolved, OF_PARA */
	const char *master;    /* page style that it opens, own or of its common style */
	int page_number;
	bool sets_indent;      /* itself says margin-left or text-indent */
	const char *list;      /* list style said by itself: NULL not said, "" none */
};

struct of_level {
	const struct xml_node *node;
	bool bullet, alignment_mode;
	int left, indent, tab;                         /* label-alignment mode */
	int space_before, min_width, min_distance;     /* old mode */
	enum flow_label_follow follow;
	enum flow_align align;
	const char *format, *prefix, *suffix, *sign, *style;
	int display, start;
};

struct of_list_style {
	const char *name;
	struct of_level level[10];
	int count[10];
	bool used[10];
};

struct of_list { /* an open text:list */
	struct of_list_style *style;
	const char *style_name;
	int level;   /* from 0 */
	int id;      /* serial, for the structure tree */
	struct of_list *outer;
};

struct of_page {
	const char *name, *next_name;
	struct flow_page *page;
};

struct of {
	struct arena *a;
	const struct pkg *pkg;
	struct diag *d;
	struct flow_doc *doc;
	struct xml_doc *content, *styles_doc;
	struct of_style **styles;
	size_t nstyles, styles_cap;
	struct of_style *hash[512];
	struct flow_para default_para;
	struct flow_font default_font;
	const struct xml_node *faces[2]; /* office:font-face-decls */
	struct of_list_style *lists;
	struct idmap lists_by_name;
	size_t nlists;
	struct of_list_style *outline;
	struct of_page *pages;
	size_t npages;
	struct flow_where where;
	int scope;                 /* of the part being read: 1 styles.xml, 2 content.xml */
	double rel_widths[OF_COLUMNS], abs_widths[OF_COLUMNS]; /* of the columns of a table being read */
	int list_serial;
	int repeats;               /* made so far; see OF_REPEATS */
	struct of_list *list;      /* innermost open list */
	bool item_first;           /* the next paragraph carries the item's label */
	bool item_header;          /* in a text:list-header: no label */
	int item_start;            /* text:start-value of the item, or -1 */
	int toc, ntocs;
	bool toc_title;
	struct flow_note *note;
	size_t notes_cap;
	struct flow_fonts fonts;
};

/* flow_styles.c */
int of_length(const char *s, int otherwise); /* "1.2cm" in twips; per cent and junk: otherwise */
uint32_t of_colour(const char *s);
void of_border(struct flow_border *b, const char *s);
void of_styles_read(struct of *s);
struct of_style *of_style(struct of *s, enum of_family f, const char *name); /* resolved, or NULL */
struct of_style *of_common(struct of_style *st); /* itself, or the named style under an automatic one */
void of_apply_text(struct of *s, struct flow_font *f, const struct xml_node *props);
void of_apply_span(struct of *s, struct flow_font *f, const char *style); /* a text style and its chain */
const struct flow_font *of_font(struct of *s, const struct flow_font *f);
/* Properties element of a style, looked up along its chain: attribute or NULL. */
const char *of_prop(const struct of_style *st, const char *element, enum xml_ns ns, const char *name);

/* flow_list.c */
void of_lists_read(struct of *s);
/* Label and indents of a paragraph in the open list, or of a numbered heading. */
void of_list_label(struct of *s, struct flow_para *p, struct of_style *st);
void of_heading_label(struct of *s, struct flow_para *p, struct of_style *st, int level);
void of_list_begin(struct of *s, struct of_list *l, const struct xml_node *e);

/* flow_table.c */
struct flow_table *of_table(struct of *s, const struct xml_node *e, int width, int depth);

/* flow_body.c */
struct of_sections {
	/* a paragraph or table that opens page style "master"; returns the new tail and sets width */
	struct flow_block **(*open)(struct of *s, const char *master, int number, void *arg);
	void *arg;
	int width;
};
struct flow_block **of_blocks(struct of *s, const struct xml_node *parent,
    struct flow_block **tail, int width, int depth, struct of_sections *sections);
void of_ignored(struct of *s, const char *what);
/* "n" more things of a count that says how often; 1 instead, reported once, beyond the limit. */
int of_repeat(struct of *s, int n, int cost);

#endif
