/*
 * dialect - what DOCX and ODT do differently, behind one struct of functions.
 *
 * fill/ compiles the parts of a template and runs the programs; it knows tags, blocks,
 * scopes, tables, fix-ups, but not one element name.  docx/dialect.c and odt/dialect.c
 * fill in a struct dialect each.
 *
 * Three times to tell apart:
 *   open     once per template: judge the package, list its parts, index its styles
 *   compile  once per part: the tree becomes a program (literal bytes and operations)
 *   fill     once per document: programs run, bytes come out; fix-ups are spliced in
 *            one pass at the end; finish() writes the parts that follow from the rest
 *
 * At compile time a dialect writes with comp_*() and may leave calls (comp_call) that
 * run at fill time, in document order.  At fill time it appends to f->out; for bytes
 * that are known only at the end (a forward reference, the contents list, added
 * automatic styles) it leaves a late call with fill_late().
 *
 * Lengths are twips.  All memory of a template lives in t->mem, of a fill in f->mem.
 */
#ifndef FILL_DIALECT_H
#define FILL_DIALECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "data/value.h"
#include "fill/pages.h"
#include "fill/template.h"
#include "pack/pkg.h"
#include "pack/xml.h"
#include "tmpl/eval.h"
#include "tmpl/markdown.h"
#include "tmpl/tag.h"

/* What an element is to the engine. */
enum role {
	ROLE_OTHER,   /* kept as it is; may hold paragraphs, tables, stories */
	ROLE_STORY,   /* a text of its own, blocks open and close inside it: w:txbxContent,
	                 draw:text-box, text:note-body, style:footer */
	ROLE_PARA,    /* w:p; text:p, text:h */
	ROLE_INLINE,  /* in a paragraph; may be closed and opened again: w:r, text:span, text:a */
	ROLE_WRAP,    /* in a paragraph, tags are seen in it, but it is never split: w:sdt,
	                 text:text-input.  Outside a paragraph it is as ROLE_OTHER. */
	ROLE_TEXT,    /* holds nothing but characters: w:t.  ODT has none (chars_inline) */
	ROLE_TAB,     /* these three stand for one character of the joined text */
	ROLE_BREAK,
	ROLE_SPACES,  /* text:s */
	ROLE_TABLE,
	ROLE_GRID,    /* w:tblGrid; each table:table-column (or its wrapper) */
	ROLE_ROWS,    /* holder of rows: table:table-header-rows, w:sdtContent in a table */
	ROLE_ROW,
	ROLE_CELL,
	ROLE_COVERED, /* table:covered-table-cell */
	ROLE_LIST,    /* text:list */
	ROLE_ITEM,    /* text:list-item; DOCX has none: items are paragraphs */
	ROLE_HEAD,    /* properties before the content: w:pPr, w:rPr, w:trPr, w:tcPr */
	ROLE_MARK,    /* a point that a dropped paragraph leaves behind if it is not paired in
	                 it: bookmark ends */
	ROLE_DROP,    /* left out with all it holds: w:del, w:proofErr, text:soft-page-break */
	ROLE_UNWRAP   /* its tags go, its content stays: w:ins */
};

struct template;
struct names;
struct comp;   /* one part being compiled: fill/comp.h */
struct filler; /* one document being filled: fill/filler.h */

/* What open_node() is asked for. */
enum {
	WANT_KEEP = 1 << 0,  /* PARA: may be the first of its row: leave a comp_keep() slot */
	WANT_PLAIN = 1 << 1, /* PARA: opened a second time or emptied: without section break */
	WANT_MERGE = 1 << 2, /* CELL: first of a merged group: leave a comp_rowspan() slot */
	WANT_COVER = 1 << 3, /* CELL: continuation: DOCX w:vMerge, ODT covered-table-cell */
	WANT_SPAN = 1 << 4,  /* CELL: width and span are known at fill: comp_cell_size() */
	WANT_CLOSE = 1 << 5  /* CELL: of the last row, which repeats: a comp_close() slot may do */
};

/* Where a value stands; made at compile time, ready to write at fill time. */
struct inl {
	const char *para;     /* closes all up to the paragraph and opens the same again, or */
	size_t para_len;      /* NULL where that cannot be: then a break stands for it */
	const char *format;   /* DOCX: bytes of the run's w:rPr, or ""; ODT: the span's style, or "" */
	size_t format_len;
	bool cell;            /* in a table cell: U+200B after "/" in long words */
	bool plain;           /* in document properties: text alone */
	bool attr;            /* in an attribute: text alone, quotes escaped */
	const void *own;      /* dialect's, from mark_inl() */
};

/* Where Markdown stands: it replaces a whole paragraph. */
struct md_place {
	const struct xml_node *para; /* the tag's paragraph; its tree lives as long as the template */
	const char *style;      /* its style, or NULL */
	const char *list_style; /* |markdown:NAME: style name as typed, or NULL */
	const char *format;     /* run format of the tag, as in struct inl */
	size_t format_len;
	bool cell, keep;        /* keep: its first paragraph may be the first of a row */
	const char *part;
	const void *own;        /* dialect's, from mark_md() */
};

/* A line of a contents list or a list of tables, collected while the fill runs. */
struct entry {
	const char *seq;      /* sequence name of a caption; NULL: a heading */
	int level;            /* HEADING: 1..9 */
	const char *number;   /* HEADING: "1.1.", "" when not numbered.  Caption: "" */
	const char *text;     /* plain text of the paragraph */
	size_t len;
	const char *bookmark; /* set round its content by us */
	const void *own;      /* dialect's: fill_entry_own() */
	int page;             /* from fill_opts.pages, or 0 */
};

typedef void fill_fn(struct filler *f, const void *arg);

struct tmpl_part;
struct marking; /* comments being put into a template: fill/mark.h */
struct comment;

struct dialect {
	const char *name;
	bool chars_inline; /* characters stand directly in PARA, INLINE, WRAP */

	/* ---- open ---- */
	/*
	 * Judge the package (refuse with errors, report drops as notes), index styles and
	 * numbering into t->own, list every part that can hold tags or is rewritten with
	 * tmpl_add_part(), the body first.  Returns 0, or -1 after reporting.
	 */
	int (*open)(struct template *t, struct diag *d);

	/* ---- compile ---- */
	enum role (*role)(const struct xml_node *n);
	bool (*drop_attr)(const struct xml_node *n, const struct xml_attr *a); /* rsids */
	/*
	 * Before a part is compiled: mark service nodes with comp_replace() and
	 * comp_drop() - fields, contents lists, sequence numbers, bookmarks, notes - and
	 * report what is refused inside parts.
	 */
	void (*prepare)(struct comp *c);
	/* A template that is only checked: what a clean one lacks.  After prepare(). */
	void (*inspect)(struct comp *c);
	/* All parts are compiled: what is left to report of the package. */
	void (*parts_seen)(struct template *t, struct diag *d);
	/* The property child that opens with the element (pPr, rPr), or NULL. */
	const struct xml_node *(*head)(const struct xml_node *n);
	/* Write start tag and head of a PARA, ROW, CELL with what is wanted (WANT_*). */
	void (*open_node)(struct comp *c, const struct xml_node *n, unsigned want);
	/* Bytes that open a ROLE_TEXT whose text was changed: <w:t xml:space="preserve">. */
	const char *text_open;
	const char *text_break, *text_tab; /* inside running text */
	/* The dialect's own part of struct inl and struct md_place; may be NULL. */
	const void *(*mark_inl)(struct comp *c, const struct xml_node *run);
	const void *(*mark_md)(struct comp *c, const struct md_place *m);
	/* The run format for struct inl.format of the innermost run ("" when none). */
	const char *(*run_format)(struct comp *c, const struct xml_node *run, size_t *len);
	/* End tag of a cell opened with WANT_COVER. */
	void (*end_covered)(struct comp *c, const struct xml_node *n);
	/* Style of a paragraph as written (id or name), or NULL. */
	const char *(*para_style)(const struct xml_node *para);
	/* A paragraph that must not vanish with its tag: it carries a section break. */
	bool (*para_holds_section)(const struct xml_node *para);
	/* True when text of this paragraph heads what follows (for places in messages). */
	bool (*is_heading)(struct template *t, const struct xml_node *para);
	/* Write the empty paragraph that a cell or story must not lack, or nothing (ODT). */
	void (*put_filler_para)(struct comp *c, struct buf *out, const struct xml_node *like);
	const char *para_end; /* "</w:p>": a container must end with it; NULL where it need not */
	/* Instead of para_end: do these bytes end in a container without a paragraph (ODT)? */
	bool (*lacks_para)(const char *bytes, size_t len);
	/*
	 * Blanks in a row, and one that opens a paragraph, print as they are (DOCX); readers
	 * of ODT make one of them: NULL.  Does the paragraph that these bytes end in end in a
	 * blank?  Returns how many bytes lead up to it, or to the start of a paragraph
	 * without text; 0: no.
	 */
	size_t (*blank_end)(const char *bytes, size_t len);
	/* Also when a paragraph starts or ends (headings, captions): calls around the content. */
	void (*para_begin)(struct comp *c, const struct xml_node *para);
	void (*para_finish)(struct comp *c, const struct xml_node *para);

	/* ---- tables ---- */
	bool rules_in_cells; /* no table style closes a table with a rule: WANT_CLOSE */
	int (*cell_span)(const struct xml_node *cell);  /* grid columns, from 1 */
	int (*cell_repeat)(const struct xml_node *cell); /* ODT number-columns-repeated; else 1 */
	int (*row_before)(const struct xml_node *row);  /* grid columns left out before, after */
	/* Column widths of the template; returns how many (at most max). */
	size_t (*columns)(struct comp *c, const struct xml_node *table, int *widths, size_t max);
	/* At compile: the first ROLE_GRID is replaced by a call of put_grid at fill time. */
	void (*put_grid)(struct filler *f, const struct xml_node *table, const int *widths, size_t n);
	/* In the start tag (ODT) or properties (DOCX) of a cell. */
	void (*put_cell_size)(struct filler *f, int width, int span);
	/* After a cell of that span: covered cells (ODT), or nothing. */
	void (*put_covered)(struct filler *f, int span);
	/* The first cell of a merged group; n rows in all, 1: nothing to say. */
	void (*put_rowspan)(struct buf *out, int n);

	/* ---- fill ---- */
	size_t fill_size;                    /* of f->own, zeroed */
	void (*begin)(struct filler *f);
	/* Text of a value: escape; line breaks and tabs become elements.  No blank lines in it. */
	void (*put_text)(struct buf *out, const char *s, size_t len);
	/* In place of a paragraph, Markdown blocks in the template's styles. */
	void (*put_markdown)(struct filler *f, const struct md_place *m, const struct md_block *b);
	/* A reference to a bookmark whose text is known by now; stands between runs. */
	void (*put_ref)(struct buf *out, const char *bookmark, const char *text, size_t len,
	    const struct inl *at);
	/* Plain text of bytes that we wrote: without tags, notes, entities. */
	void (*plain_text)(struct buf *out, const char *bytes, size_t len);
	void (*put_bookmark)(struct filler *f, struct buf *out, const char *name, bool end);
	/* All programs have run: write notes and added styles into their parts. */
	void (*end)(struct filler *f);
	/*
	 * Fix-ups are in and parts put: replace, drop and add parts in f->pkg;
	 * properties and digest last.  Called again when page numbers have changed, so
	 * it and all late calls leave the filler as it was.  Returns 0, or -1 after
	 * reporting.
	 */
	int (*finish)(struct filler *f);
	/* Last, whether the fill went well or not: free buffers; may be NULL. */
	void (*done)(struct filler *f);

	/* ---- comments in a template: fill/mark.h ---- */
	/* See what comments there are and take out ours.  -1: this text cannot be marked. */
	int (*comment_begin)(struct marking *m);
	/*
	 * The paragraph of the body at which a comment about this one of any part may
	 * stand: itself, one near it, or NULL.
	 */
	const struct xml_node *(*comment_host)(struct marking *m, const struct tmpl_part *part,
	    const struct xml_node *para);
	/* One comment, in the order of the text. */
	void (*comment_put)(struct marking *m, const struct comment *k);
	/* All are put: parts that name them. */
	void (*comment_end)(struct marking *m);
};

extern const struct dialect docx_dialect, odt_dialect;

/* ==== names.c: a small map from names to numbers ==================================== */

struct names *names_new(struct arena *a);
/*
 * The number kept with a name; *fresh (if given) is set when it was not known (number
 * 0).  The pointer is good until the next name is added.
 */
int64_t *names_at(struct names *n, const char *name, bool *fresh);
int64_t *names_find(const struct names *n, const char *name); /* NULL if absent */

/* ==== a template, as a dialect sees it ============================================== */

enum part_kind {
	PART_BODY,
	PART_STORY, /* headers, footers, ODT styles.xml */
	PART_NOTES, /* DOCX footnotes and endnotes: run on reference */
	PART_META,  /* document properties: tags in plain elements, each its own "paragraph" */
	PART_OTHER  /* rewritten without tags: settings */
};

struct tmpl_part {
	const char *name;
	enum part_kind kind;
	const struct xml_doc *doc;
	struct program *prog; /* NULL until compiled */
	const struct xml_node **paras; /* by struct place.para, from 1 at index 0 */
	size_t nparas;
	bool touched;         /* differs from the template's bytes even without tags */
};

struct template {
	struct arena *mem;
	const struct dialect *dia;
	struct pkg *pkg;
	const char *path;
	struct tmpl_part *parts;
	size_t nparts, parts_cap;
	struct template_use *uses;
	size_t nuses, uses_cap;
	struct template_scope *scopes;
	size_t nscopes, scopes_cap;
	struct template_font *fonts; /* with inspect */
	size_t nfonts, fonts_cap;
	struct template_suspect *suspects;
	size_t nsuspects, suspects_cap;
	struct names *font_names;    /* theirs, in small letters */
	bool inspect; /* it is checked, not filled: lesser findings too */
	bool sound;   /* no error was found in it */
	void *own; /* dialect's tables */
	struct names *bookmarks; /* defined by the parts */
};

/* Parse and list a part; NULL when absent or after reporting.  The body comes first. */
struct tmpl_part *tmpl_add_part(struct template *t, const char *name, enum part_kind kind,
    struct diag *d);

/* inspect(): a font that the text asks for; the first place is kept. */
void fill_font_used(struct template *t, const char *name, const struct place *at);

/* ==== compile ======================================================================= */

struct comp {
	struct template *t;
	const struct dialect *dia;
	struct arena *mem;
	struct diag *d;
	struct tmpl_part *part;
	const struct xml_doc *doc;
	int repeat;          /* how many blocks are open here: ids must be made unique */
	bool in_cell;
	struct comp_state *s; /* the engine's own */
};

void comp_str(struct comp *c, const char *s);
/* Bytes of the part as they are. */
void comp_raw(struct comp *c, uint32_t start, uint32_t end);
/* A whole node, cleaned, with the tags, blocks and services inside it. */
void comp_node(struct comp *c, const struct xml_node *n);
/* Its children between "from" (NULL: the first) and the end. */
void comp_children(struct comp *c, const struct xml_node *n, const struct xml_node *from);
/* Start tag without dropped attributes; "skip" names one more to leave out, or NULL. */
void comp_start(struct comp *c, const struct xml_node *n, const struct xml_attr *skip);
/* The same, standing open even where the part wrote <x/>; comp_end() fits it. */
void comp_open(struct comp *c, const struct xml_node *n);
void comp_end(struct comp *c, const struct xml_node *n);
/* An attribute whose value may hold tags that print values (alternative texts). */
void comp_attr(struct comp *c, const struct xml_node *n, const struct xml_attr *a);
/* Here stands "plain", or "kept" if the row must stay with the next one. */
void comp_keep(struct comp *c, const char *plain, const char *kept);
/* In the start tag of a cell: "inner", or "closing" in the last row of the filled table. */
void comp_close(struct comp *c, const char *inner, const char *closing);
/* Here put_rowspan() writes once the rows of the group are counted. */
void comp_rowspan(struct comp *c);
/* Here put_cell_size() writes. */
void comp_cell_size(struct comp *c);
/* What comp_node() would write for n, as bytes in t->mem; slots and calls are left out. */
const char *comp_capture(struct comp *c, const struct xml_node *n, size_t *len);
/* Call fn at fill time, in document order; arg lives in t->mem. */
void comp_call(struct comp *c, fill_fn *fn, const void *arg);
/* When the compiler comes to n, it calls emit(c, n, arg) instead of copying it. */
typedef void comp_fn(struct comp *c, const struct xml_node *n, const void *arg);
void comp_replace(struct comp *c, const struct xml_node *n, comp_fn *emit, const void *arg);
void comp_drop(struct comp *c, const struct xml_node *n);
/* What comp_node() does with n when it is not replaced. */
void comp_copy(struct comp *c, const struct xml_node *n);
/* What a dialect remembers of a node while its part is compiled; NULL when nothing. */
void comp_set_own(struct comp *c, const struct xml_node *n, const void *own);
const void *comp_own(struct comp *c, const struct xml_node *n);
/* A program of its own from the children of n: runs where fill_run() says (notes). */
const struct program *comp_program(struct comp *c, const struct xml_node *n);
/* How many operations the part's program has so far: for fill_range(). */
size_t comp_here(struct comp *c);
/*
 * Inside loops: the depth (from 1) of the turn in which the list that para belongs to
 * begins, so that it begins anew in each; 0 when it begins outside all loops.  A loop
 * that holds nothing but paragraphs of the same list only makes its items.
 */
int comp_list_turn(struct comp *c, const struct xml_node *para,
    bool (*same)(struct comp *c, const struct xml_node *a, const struct xml_node *b));
/* Place of a node for messages. */
struct place comp_place(struct comp *c, const struct xml_node *n);
/* The scope of this point, and whether this is behind its {{else}}; see template_scope. */
int comp_scope(struct comp *c, bool *in_else);
/* What is compiled next stands in that scope, for its names: a note by its reference. */
void comp_inside(struct comp *c, int scope, bool in_else);
/* This part defines a bookmark; tags that refer to others are reported in the end. */
void comp_has_bookmark(struct comp *c, const char *name);

/* ==== fill ========================================================================== */

struct part_out {
	const struct tmpl_part *part;
	struct buf out;
	struct fix *fixes;
	size_t nfixes, fixes_cap;
	bool skip; /* the dialect puts or drops it itself */
};

struct filler {
	const struct template *t;
	const struct dialect *dia;
	struct arena *mem;
	struct diag *d;
	const struct fill_opts *opts;
	const struct scope *scope;   /* innermost open turn */
	uint64_t turn;               /* its number; no two turns of a fill have the same */
	struct part_out *parts;      /* as t->parts */
	struct part_out *cur;
	struct buf *out;             /* = &cur->out */
	struct pkg_out *pkg;
	void *own;                   /* dialect's, fill_size bytes */
	bool failed;                 /* an error was found; nothing is written */
	int errors;                  /* in d before this fill */
	struct fill_state *s;        /* the engine's own */
};

/*
 * Remember the place in f->out; at the end fn appends its bytes to "out" and they are
 * spliced in there.  Late calls run part by part, in order of place.
 */
typedef void late_fn(struct filler *f, struct buf *out, const void *arg);
void fill_late(struct filler *f, late_fn *fn, const void *arg);
/* Next number of a sequence ("tabula"): from 1. */
int fill_seq(struct filler *f, const char *name);
void fill_seq_set(struct filler *f, const char *name, int n);
/* A name or number that must be unique: as wished the first time, then with a suffix. */
const char *fill_unique(struct filler *f, const char *name);
/* Text between these is what a reference to the bookmark prints. */
void fill_mark_begin(struct filler *f, const char *name);
void fill_mark_end(struct filler *f, const char *name);
/* Text of a bookmark, after all programs have run; NULL when there is none. */
const char *fill_mark_text(struct filler *f, const char *name, size_t *len);
/* A reference at this place, as {{ref:name}} makes it. */
void fill_ref(struct filler *f, const char *name, const struct inl *in);
int fill_page_of(struct filler *f, const char *bookmark); /* 0: not known */
/*
 * Around the content of a heading or caption.  begin returns the bookmark's name
 * ("_Toc1001"); an entry whose text is empty is left out of the lists.
 */
const char *fill_entry_begin(struct filler *f, const char *seq, int level, const char *number);
void fill_entry_own(struct filler *f, const void *own); /* of the open entry */
void fill_entry_end(struct filler *f);
const char *fill_entry_bookmark(struct filler *f); /* of the open entry, or NULL */
/* All entries, after all programs have run; heading levels from..to, or a sequence. */
size_t fill_entries(struct filler *f, const char *seq, int from, int to,
    const struct entry **out);
/* Switch f->out to another part (notes) and back; returns the former. */
struct part_out *fill_switch(struct filler *f, struct part_out *to);
/* Run another part's program piece with the scope of this place (notes). */
void fill_run(struct filler *f, const struct program *p);
/* Operations from..to ((size_t)-1: the end) of a program. */
void fill_range(struct filler *f, const struct program *p, size_t from, size_t to);
/* The number of the open turn at that depth; no two turns of a fill have the same. */
uint64_t fill_turn_at(const struct filler *f, int depth);
/* The bytes of a part with its fix-ups in, appended. */
void fill_spliced(struct filler *f, struct part_out *po, struct buf *out);
/* In a place of Markdown that may hold the row's first paragraph: keep slot, once a row. */
void fill_keep(struct filler *f, const char *plain, const char *kept);
/* U+200B after "/" in long words, for text that the dialect prints in cells itself. */
const char *fill_breakable(struct filler *f, const char *s, size_t *len);
/* The output of a listed part; NULL if there is no such part. */
struct part_out *fill_part(struct filler *f, const char *name);

#endif
