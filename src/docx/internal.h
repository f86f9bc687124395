/*
 * internal - what the files of the DOCX dialect share.
 *
 * dialect.c elements, cells, text · styles.c styles and numbering as tables · fields.c
 * fields, captions, contents · marks.c bookmarks and other ids · notes.c footnotes ·
 * richtext.c Markdown · package.c parts, refusals, finish · props.c properties
 */
#ifndef DOCX_INTERNAL_H
#define DOCX_INTERNAL_H

#include "fill/dialect.h"

#define NO_LEVEL (-1)

/* One level of a numbering definition. */
struct num_level {
	bool set;
	int start;
	const char *format; /* w:numFmt */
	const char *text;   /* "%1.%2." */
	bool legal;         /* w:isLgl */
	const char *style;  /* w:pStyle bound to it, or NULL */
};

struct num_abstract {
	const char *id;
	struct num_level levels[9];
};

struct num_def {
	const char *id;
	struct num_abstract *abstract;
	int start[9]; /* overridden starts, or NO_LEVEL */
};

struct docx_style {
	const char *id, *name;
	const struct xml_node *node;
	const char *based_on;
	/* effective, through w:basedOn */
	int outline;        /* 0..8, or NO_LEVEL */
	int builtin_heading; /* 1..9 when its name is "heading N", else 0 */
	struct num_def *num; /* or NULL */
	int ilvl;
	int hanging;        /* w:ind hanging or minus firstLine */
	bool keep_next;
};

struct docx_tmpl {
	struct docx_style *styles;
	size_t default_para; /* index + 1, or 0 */
	size_t nstyles;
	struct names *style_by_id, *style_by_name; /* index + 1 */
	struct num_abstract *abstracts;
	size_t nabstracts;
	struct num_def *nums;
	size_t nnums;
	struct names *num_by_id; /* index + 1 */
	int64_t max_num_id, max_bookmark, max_docpr, max_note;
	const char *document;   /* name of the body part: word/document.xml */
	const char *doc_rels, *styles_part, *numbering_part, *settings_part, *notes_part,
	    *endnotes_part;
	bool has_contents;      /* some TOC field wants headings */
	struct names *contents_seqs; /* sequences that a TOC \c lists */
	struct names *toc_refs; /* _Toc bookmarks that fields outside contents use */
	struct names *dropped;  /* parts left out */
};

static inline struct docx_tmpl *
docx_of(const struct template *t)
{
	return t->own;
}

/* A list that begins again: owner turn and the number given. */
struct docx_list {
	uint64_t turn;
	int64_t num;
};

struct docx_fill {
	int64_t next_bookmark, next_docpr, next_num, next_note;
	struct names *bookmark_ids; /* open ones, by name */
	struct buf nums;            /* added w:num elements */
	struct buf notes;           /* added w:footnote elements */
	struct part_out notes_out;
	struct buf rels;            /* added relationships of the body */
	struct buf note_rels;       /* of the notes part */
	struct names *links;        /* address to number, body; notes */
	struct names *note_links;
	int counters[64][9];        /* by num_abstract */
	bool started[64][9];
	struct docx_list *lists;
	size_t nlists;
	bool in_notes;
};

static inline struct docx_fill *
docx_fill(const struct filler *f)
{
	return f->own;
}

/* styles.c */
void docx_read_styles(struct template *t, const struct xml_doc *styles,
    const struct xml_doc *numbering);
const struct docx_style *docx_style(const struct template *t, const char *id);
/* By a built-in name ("toc 1"), a name or an alias as shown, or an id. */
const struct docx_style *docx_style_named(const struct template *t, const char *name);
/* Effective style of a paragraph; the default style when it names none. */
const struct docx_style *docx_para_style(const struct template *t, const struct xml_node *para);
struct num_def *docx_num(const struct template *t, const char *id);
/* Numbering that a paragraph has, directly or by style; NULL: none. */
struct num_def *docx_para_num(const struct template *t, const struct xml_node *para, int *ilvl);

/* fields.c */
void docx_prepare_fields(struct comp *c);
void docx_para_begin(struct comp *c, const struct xml_node *para);
void docx_para_finish(struct comp *c, const struct xml_node *para);

/* marks.c */
void docx_prepare_marks(struct comp *c);
void docx_put_bookmark(struct filler *f, struct buf *out, const char *name, bool end);

/* notes.c */
void docx_prepare_notes(struct comp *c);
void docx_end_notes(struct filler *f);
/* Open and close a note made from Markdown; returns its id. */
int64_t docx_note_begin(struct filler *f);
void docx_note_finish(struct filler *f);

/* numbering.c */
void docx_prepare_lists(struct comp *c);
/* A new w:num that starts the list of this definition again at "start". */
int64_t docx_new_num(struct filler *f, const struct num_def *num, int ilvl, int start);
/* The call that writes w:numPr for a list paragraph inside a block, or NULL: none here. */
const void *docx_list_of(struct comp *c, const struct xml_node *para);
fill_fn docx_put_list;

/* richtext.c */
void docx_put_markdown(struct filler *f, const struct md_place *m, const struct md_block *b);
const void *docx_mark_md(struct comp *c, const struct md_place *m);

/* package.c */
int docx_open(struct template *t, struct diag *d);
void docx_begin(struct filler *f);
void docx_end(struct filler *f);
int docx_finish(struct filler *f);
/* An external hyperlink; returns "rId…" in the part that is being written. */
const char *docx_link(struct filler *f, const char *url);

/* props.c */
void docx_prepare_props(struct comp *c);
int docx_finish_props(struct filler *f);

/* dialect.c */
void docx_put_text(struct buf *out, const char *s, size_t len);
const struct xml_node *docx_head(const struct xml_node *n);
/* w:val of a child of this name, or NULL. */
const char *docx_val(const struct xml_node *n, const char *child);

#endif
