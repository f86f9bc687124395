/*
 * comp - the compiler's own: what it knows about nodes, tags and blocks of one part.
 *
 * Order of work: place.c counts paragraphs and tables; the dialect prepares; scan.c
 * walks the part and finds the tags of each paragraph; blocks.c pairs openers and closers;
 * pair.c decides what each block repeats, leaving markers at gaps between nodes; table.c
 * plans tables; compile.c writes the program.
 */
#ifndef FILL_COMP_H
#define FILL_COMP_H

#include "fill/program.h"

#define COMP_DEPTH 256 /* scopes in each other, column blocks among them */
#define COMP_BLOCKS 128 /* blocks in each other */
#define COMP_PATH 64   /* inline elements in each other */

struct block;

/* One tag found. */
struct ftag {
	struct tag *tag;
	uint32_t use;        /* index into template uses */
	struct fpara *para;
	size_t from, to;     /* in the paragraph's joined text, with the braces */
	size_t at;           /* first character of the name: there the value stands */
	bool faulty;         /* its text could not be parsed */
	bool mirror;         /* in mc:Fallback: reported already */
	bool apart;          /* a blank or a letter stands between it and the tag before it */
	bool after_text;     /* something shows between it and the tag before it */
	bool spent;          /* a closer that came too late, and was said */
	struct block *block; /* opener, else, closer of */
	const struct xml_node *anchor; /* text node that holds the character at "at" */
};

/* A piece of a paragraph's joined text. */
struct piece {
	const struct xml_node *node; /* text node, or the element that stands for one character */
	size_t from, len;
	bool element;
};

struct fpara {
	const struct xml_node *node;
	struct buf text;
	struct piece *pieces;
	size_t npieces, cap;
	struct ftag *tags; /* an array in document order */
	size_t ntags, tags_cap;
	bool other;        /* holds something that shows besides text: a picture, a field */
	bool only_tags;    /* nothing visible outside tags */
	bool ends_in_text; /* something shows behind its last tag */
	bool fills;        /* its first and last visible characters are tags */
	bool gone;         /* its tags take it along */
	bool mirror;
	struct story *story;
	struct place at;
};

struct block {
	struct ftag *open, *otherwise, *close;
	struct block *outer;
	int depth;                    /* from 1 */
	enum tag_scope scope;
	const struct xml_node *table; /* ROWS, COLUMNS */
	bool broken;                  /* reported */
	const struct xml_node *lca;   /* TEXT: what stays open over it */
	uint32_t op;                  /* while emitted */
};

enum marker_kind { MARK_OPEN, MARK_ELSE, MARK_CLOSE };

struct marker {
	enum marker_kind kind;
	struct block *block;
	struct marker *next;
};

/* What is cut out of a text node, and what stands there instead. */
struct cut {
	size_t from, to;  /* in the decoded text */
	struct ftag *tag; /* stands here; NULL: nothing */
	bool blank;       /* a blank behind a tag: OP_BLANK */
	struct cut *next;
};

struct annot {
	const struct xml_node *node;
	struct marker *before, **before_tail;
	struct marker *at_end, **end_tail;
	comp_fn *emit;
	const void *arg;
	const void *own;     /* dialect's */
	struct fpara *para;
	struct cut *cuts, **cuts_tail;
	struct table_plan *table;
	struct ftag *merge;  /* CELL: the tag with |merge in it */
	bool drop;
	bool touched;        /* text below was changed */
	bool has_tags;       /* CELL, ROW, STORY: some tag below */
	bool keeps;          /* TABLE: rows may be kept together */
	bool row_tags;       /* CELL: holds a tag of a ROWS block */
	int col, span, times; /* CELL, COVERED in planned tables: template columns */
	size_t merge_no;
	bool flat;           /* COVERED: belongs to a span in its own row */
};

struct path_level {
	const struct xml_node *node;
	bool open;
};

/* Where a paragraph, table, row or cell stands. */
struct spot {
	const struct xml_node *node;
	enum role role;
	struct place at;
};

struct comp_state {
	/* annotations by node */
	struct annot **map;
	size_t nmap, map_cap;
	/* places, in document order */
	struct spot *spots;
	size_t nspots, spots_cap;
	/* scan */
	struct fpara **paras;
	size_t nparas, paras_cap;
	struct story *stories, **stories_tail;
	struct column_use *columns;
	bool mirror;             /* in mc:Fallback */
	bool direct;             /* characters stand directly in PARA */
	/* emission */
	struct program *prog;
	struct buf text;
	struct buf *capture;     /* bytes go here instead, no operations */
	struct block *stack[COMP_DEPTH];
	uint32_t use_stack[COMP_DEPTH];
	int scopes[COMP_DEPTH];  /* index of its template_scope */
	bool in_else[COMP_DEPTH];
	int nstack;
	int base;                /* the scope around all of it (notes), or -1 */
	bool base_else;
	bool torn;               /* blocks do not pair, cross or stand where they cannot */
	size_t barrier;          /* operation that bytes must not grow into from behind */
	struct path_level path[COMP_PATH];
	int npath, path_base, pending; /* base: where the innermost paragraph's begins */
	const struct xml_node *para; /* being written */
	bool keep_open;          /* the next paragraph may be the first of its row */
	int keep_depth;          /* nstack when that began */
	int optional;            /* open OP_OPTIONALs */
	struct table_plan *table; /* around this point, if it is planned */
	bool keeps;              /* its rows may be kept together */
	bool grid_done;
	bool closing;            /* in the last row of a table, which repeats */
	const struct inl *inl_last; /* made for this level already */
	const struct xml_node *inl_node;
};

/* A column block seen, until its table is planned. */
struct column_use {
	struct block *block;
	const struct xml_node *table, *from, *to; /* its cells */
	struct column_use *next;
};

struct story {
	const struct xml_node *root;
	struct ftag **tags;
	size_t ntags, cap;
	bool mirror;
	int unclosed;            /* number of the last paragraph that ends in an open tag */
	struct story *next;
};

struct annot *comp_annot(struct comp *c, const struct xml_node *n); /* made when absent */
struct annot *comp_known(struct comp *c, const struct xml_node *n); /* or NULL */
/* Nearest element at or above n with that role, below or at "top" (NULL: the root). */
const struct xml_node *comp_above(struct comp *c, const struct xml_node *n, enum role r);
bool comp_is_inline(enum role r);
struct place tag_place(struct comp *c, const struct ftag *t);
char *tag_quoted(struct arena *a, const struct tag *t); /* {{as typed}} */

uint32_t comp_add_use(struct comp *c, const struct tag *tag, const struct place *at, bool silent);
void place_part(struct comp *c);  /* place.c */
void scan_part(struct comp *c);   /* scan.c */
void scan_text(struct comp *c, struct fpara *p); /* the joined text of p->node; no more */
void suspect_text(struct comp *c, const struct fpara *p); /* suspect.c; for a look only */
void comp_pair(struct comp *c, struct story *st); /* blocks.c */
void pair_part(struct comp *c);   /* pair.c */
void table_part(struct comp *c);  /* table.c */

/* compile.c, for table.c */
uint32_t comp_op(struct comp *c, enum op_kind kind, uint32_t use);
struct op *comp_op_at(struct comp *c, uint32_t i); /* until the next comp_op() */
void comp_body_end(struct comp *c, uint32_t op);
void comp_barrier(struct comp *c); /* what follows does not grow into what was before */
void comp_place_use(struct comp *c, uint32_t use); /* it stands here: in this block */
void comp_push_use(struct comp *c, uint32_t use);
void comp_pop_use(struct comp *c);
void comp_alt(struct comp *c, uint32_t op);
void comp_cell_content(struct comp *c, const struct xml_node *cell);
/* table.c, for compile.c */
void comp_table(struct comp *c, const struct xml_node *n);
void comp_row(struct comp *c, const struct xml_node *n);
void comp_cell(struct comp *c, const struct xml_node *n);
bool comp_grid(struct comp *c, const struct xml_node *n);

int compile_part(struct template *t, struct tmpl_part *part, struct diag *d);

#endif
