/*
 * program - a compiled part: literal bytes and operations, in one flat array.
 *
 * Blocks are ranges of the array: operation i with a body has it at i + 1 up to "alt"
 * or "end".  Nothing in a program changes while it runs, so that one template serves
 * many fills.  Only fill/ includes this.
 */
#ifndef FILL_PROGRAM_H
#define FILL_PROGRAM_H

#include "fill/dialect.h"

enum op_kind {
	OP_LIT,       /* bytes as they are */
	OP_VALUE,     /* print a tag's value */
	OP_REF,       /* reference to a bookmark; text known at the end */
	OP_BLOCK,     /* body once a turn; alt: otherwise */
	OP_OPTIONAL,  /* body, a paragraph, only if one of its tags prints something */
	OP_MARKDOWN,  /* paragraphs from a tag's value */
	OP_CALL,      /* dialect's own */
	OP_ENSURE,    /* a container may not end without a paragraph */
	OP_BLANK,     /* a blank, if none stands before it */
	OP_KEEP,      /* slot for "keep with next" */
	OP_CLOSE,     /* slot for the look of a cell in the table's last row */
	OP_TABLE,     /* body: a table whose rows merge, keep or widen */
	OP_GRID,      /* column definitions of a table with column blocks */
	OP_ROW,       /* body: one row */
	OP_CELL,      /* body: a cell of template columns [col, col + n) */
	OP_COLUMNS,   /* body: cells, once a turn of column block n */
	OP_COVERED,   /* body: once for each column that col has become (ODT) */
	OP_MERGE,     /* body: first cell of a group; alt: continuation */
	OP_ROWSPAN,   /* slot for the height of a merged group */
	OP_CELL_SIZE  /* width and span of the current cell */
};

struct op {
	uint8_t kind;
	uint32_t use;      /* VALUE, REF, BLOCK, OPTIONAL, MARKDOWN, MERGE: index of the tag's use */
	uint32_t alt, end; /* operations with a body */
	union {
		struct {
			size_t off, len; /* LIT, ENSURE: in the program's text */
		} lit;
		struct {
			fill_fn *fn;
			const void *arg;
		} call;
		struct {
			const char *plain, *kept;
		} keep; /* KEEP; CLOSE: kept in the last row */
		struct {
			uint32_t col, n;
		} cell; /* CELL, COVERED; COLUMNS: n is the column block; MERGE: n its number */
		const struct inl *inl;       /* VALUE, REF */
		const struct md_place *md;   /* MARKDOWN */
		struct {
			const uint32_t *uses;
			size_t n;
		} any;                       /* OPTIONAL: the tags that may print */
		const struct table_plan *table;
	} u;
};

struct program {
	struct op *ops;
	size_t nops, cap;
	char *text; /* what OP_LIT points into */
	size_t text_len;
};

/* A column block of a table. */
struct column_block {
	uint32_t use;
	int first, n; /* template columns */
	int min, max; /* of their sum, twips, or 0 */
};

struct table_plan {
	const struct xml_node *node;
	int *width;   /* template columns */
	size_t ncols;
	struct column_block *blocks;
	size_t nblocks, blocks_cap;
	size_t nmerges; /* OP_MERGE cells */
	bool sized;     /* has column blocks */
	const struct xml_node *last; /* its last row, where a block ends, or NULL */
	bool checked;
};

/*
 * Widths of a filled table: template column j becomes count[j] columns of out[j]
 * twips.  Repeated columns keep their width, their sum between min and max; others up to 15 mm keep
 * theirs; the rest share what is left in the template's proportions; the sum is the
 * template's sum exactly.  Returns false when the repeated columns had to be narrowed
 * because nothing else was left to give.
 */
bool table_widths(const struct table_plan *t, const int *turns, int *out, int *count);

/* At run: a slot in the bytes of a part that is filled in at the end. */
enum fix_kind { FIX_KEEP, FIX_ROWSPAN, FIX_LATE };

struct fix {
	size_t off;
	enum fix_kind kind;
	bool on;   /* KEEP: kept, not plain */
	int n;     /* ROWSPAN */
	const char *plain, *kept;
	late_fn *fn;
	const void *arg;
};

/* A turn: what eval looks at, and a number that no other turn of this fill has. */
struct turn {
	struct scope scope; /* first, so that a scope of ours is a turn */
	uint64_t number;
	int depth;
};

struct row_state {
	size_t fix; /* index of its FIX_KEEP in part, or NO_FIX */
	struct part_out *part;
};
#define NO_FIX ((size_t)-1)

struct merge_state {
	uint64_t turn; /* of the group, 0: none */
	size_t row;    /* of its last cell */
	size_t fix;    /* its FIX_ROWSPAN, or NO_FIX */
	size_t close;  /* slot of OP_CLOSE in its first cell, or NO_FIX */
	struct part_out *part;
};

struct column_turns {
	const struct value *list; /* NULL: a condition that holds, one turn without scope */
	int n;
	const struct value *single; /* a map or true text: its one turn */
};

struct table_state {
	const struct table_plan *plan;
	struct table_state *outer;
	struct row_state *rows;
	size_t nrows, rows_cap;
	struct merge_state *merges;
	struct merge_state *merging; /* its first cell is being written */
	struct column_turns *turns;
	int *width, *count; /* by template column */
	int turn_of_columns; /* inside OP_COLUMNS: its turn from 0; else -1 */
	/* the narrowest merged group, and the row that is being written */
	uint64_t group_turn;
	size_t group_first;
	uint64_t row_turn;
	int row_depth;
	bool row_open;  /* the row's keep slot is not taken yet */
	/* slots of OP_CLOSE in the row that is being written, all in one part */
	size_t *closes;
	size_t ncloses, closes_cap;
	struct part_out *closes_part;
	int cell_width, cell_span;
};

struct mark {
	const char *name;
	struct part_out *part;
	size_t from, to;
	bool open;
};

struct line { /* an entry while the programs run */
	struct entry e;
	struct part_out *part;
	size_t from, to;
};

struct fill_state {
	struct buf value;      /* scratch: the value being printed */
	struct buf broken;     /* scratch: the same with U+200B */
	struct buf plain;      /* scratch: plain text */
	uint64_t turns;        /* counter */
	struct table_state *table;
	int depth;
	bool stop;             /* a limit was hit; unwind */
	unsigned char *said;   /* by use: this tag has been reported */
	struct mark *marks;
	size_t nmarks, marks_cap;
	struct line *lines;
	size_t nlines, lines_cap;
	struct entry *list; /* scratch of fill_entries */
	struct names *uniques, *seqs, *markidx, *pages;
	size_t open_line;
	const struct part_out *value_part; /* where the last value ended */
	size_t value_end;
	unsigned next_toc;
};

/* run.c */
int fill_template(struct filler *f);
/* late.c */
void fill_fix_keep(struct filler *f, const char *plain, const char *kept);
size_t fill_fix_rowspan(struct filler *f);

#endif
