/*
 * internal - what the files of the DOCX dialect share.
 *
 * dialect.c elements, cells, text · styles.c styles and numbering as tables · fields.c
 * fields, captions, contents · marks.c bookmarks and other ids · notes.c foot- and endnotes ·
 * richtext.c Markdown · package.c parts, refusals, finish · props.c properties ·
 * comments.c comments put into a template
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
	int left;           /* w:ind left, or 0 */
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

struct docx_note;
struct docx_package;

enum docx_note_kind { DOCX_FOOTNOTE, DOCX_ENDNOTE, DOCX_NOTE_KINDS };

/* The footnotes or the endnotes of a template. */
struct docx_notes {
	const char *part;     /* or NULL: it has none */
	struct names *by_id;  /* index + 1 */
	struct docx_note **list;
	size_t n, cap;
	size_t split;         /* operation behind the last note */
	int64_t max;          /* the highest id */
};

struct docx_tmpl {
	struct docx_style *styles;
	size_t nstyles, default_para; /* default: index + 1, or 0 */
	struct names *style_by_id, *style_by_name; /* index + 1 */
	struct num_abstract *abstracts;
	size_t nabstracts;
	struct num_def *nums;
	size_t nnums;
	struct names *num_by_id; /* index + 1 */
	int64_t max_num_id, max_bookmark, max_docpr;
	/* parts by what they are; NULL: none */
	const char *document, *doc_rels, *styles_part, *numbering_part, *settings_part,
	    *theme_part, *core_part, *app_part, *custom_part;
	const char **stories; /* headers and footers */
	size_t nstories, stories_cap;
	struct names *dropped;       /* parts left out */
	struct names *own_comments;  /* ids of those that we put in; NULL: not read yet */
	struct docx_package *pack;
	bool has_contents;           /* some TOC field wants headings */
	struct names *contents_seqs; /* sequences that a TOC \c lists */
	struct names *toc_refs;      /* _Toc bookmarks that fields outside contents use */
	struct names *lists;         /* lists that begin inside loops, to their index */
	size_t nlists;
	struct docx_notes notes[DOCX_NOTE_KINDS];
	int max_pid;
	const char *theme_major, *theme_minor; /* fonts of the theme, or NULL */
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

/* Where the numbering of one w:abstractNum stands. */
struct docx_counter {
	int n[9];
	bool on[9];
};

/* A part that is being filled, and what it links to. */
struct docx_links {
	struct buf rels;     /* added relationships */
	struct names *links; /* address to number */
};

/* The notes part of a kind. */
struct docx_notes_fill {
	int64_t next;          /* id */
	struct part_out *out;  /* NULL: no notes so far */
	struct docx_links links;
};

struct docx_fill {
	int64_t next_bookmark, next_docpr, next_num, nlinks;
	struct names *bookmark_ids;   /* of open ones, by name */
	struct names *bookmark_names; /* by the template's name: the present one, in made */
	const char **made;
	size_t nmade, made_cap;
	struct buf nums;              /* added w:num elements */
	struct docx_links body;
	struct docx_notes_fill notes[DOCX_NOTE_KINDS];
	struct docx_links *links;     /* of the part that is being written */
	struct docx_counter *counters; /* by w:abstractNum */
	struct docx_list *lists;
	struct part_out *before_note; /* while a note is written */
	bool new_notes;               /* the template had no part of footnotes */
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
/* Numbering that a paragraph has, directly or by style; NULL: none. */
struct num_def *docx_para_num(const struct template *t, const struct xml_node *para, int *ilvl);

/* fields.c */
void docx_prepare_fields(struct comp *c);
void docx_para_begin(struct comp *c, const struct xml_node *para);
void docx_para_finish(struct comp *c, const struct xml_node *para);

/* inspect.c */
void docx_inspect(struct comp *c);
void docx_inspect_end(struct template *t, struct diag *d);

/* marks.c */
void docx_prepare_marks(struct comp *c);
void docx_put_bookmark(struct filler *f, struct buf *out, const char *name, bool end);

/* notes.c */
#define DOCX_NEW_NOTES "word/footnotes.xml"
void docx_prepare_notes(struct comp *c);
void docx_begin_notes(struct filler *f);
void docx_end_notes(struct filler *f);
int docx_finish_notes(struct filler *f);
/* In settings, where the notes' separators are named. */
fill_fn docx_note_settings;
/* Open and close a footnote made from Markdown; returns its id. */
int64_t docx_note_begin(struct filler *f);
void docx_note_finish(struct filler *f);

/* numbering.c */
void docx_prepare_lists(struct comp *c);
/* A new w:num that starts the list of this definition again at "start" (0: its own). */
int64_t docx_new_num(struct filler *f, const struct num_def *num, int ilvl, int start);
/* Argument of docx_put_list for a list paragraph that begins anew in a loop, or NULL. */
const void *docx_list_of(struct comp *c, const struct xml_node *para);
fill_fn docx_put_list;
void docx_put_number(struct buf *b, int n, const char *format);
/* One more paragraph of this numbering: its number is appended. */
void docx_count(struct filler *f, const struct num_def *d, int ilvl, struct buf *out);

/* richtext.c */
void docx_put_markdown(struct filler *f, const struct md_place *m, const struct md_block *b);
const void *docx_mark_md(struct comp *c, const struct md_place *m);

/* package.c */
int docx_open(struct template *t, struct diag *d);
void docx_begin(struct filler *f);
void docx_end(struct filler *f);
int docx_finish(struct filler *f);
void docx_done(struct filler *f);
/* An external hyperlink; returns its id in the part that is being written. */
const char *docx_link(struct filler *f, const char *url);
bool docx_safe_url(const char *s); /* http, https, mailto */
/* The last word of a relationship type: "footer". */
const char *docx_rel_word(const char *type);
/* Target of a relationship in the .rels part "rels", as the name of a part. */
char *docx_rel_part(struct arena *a, const char *rels, const char *target);
/* Put a part of ours, checked; frees the buffer.  Returns 0, or -1 after reporting. */
int docx_put_part(struct filler *f, const char *name, struct buf *b);

/* Relationships that are refused: reported where the part uses them. */
void docx_prepare_links(struct comp *c);
void docx_parts_seen(struct template *t, struct diag *d);

/* props.c */
#define DOCX_NEW_CORE "docProps/core.xml"
#define DOCX_NEW_CUSTOM "docProps/custom.xml"
void docx_prepare_props(struct comp *c);
bool docx_keep_app(struct template *t, struct diag *d);
int docx_finish_props(struct filler *f);

/* comments.c */
/* Has an earlier run put this comment in?  Only a template looked at knows. */
bool docx_own_comment(struct template *t, const char *id);
int docx_comment_begin(struct marking *m);
const struct xml_node *docx_comment_host(struct marking *m, const struct tmpl_part *part,
    const struct xml_node *para);
void docx_comment_put(struct marking *m, const struct comment *k);
void docx_comment_end(struct marking *m);

/* settings.c */
void docx_prepare_settings(struct comp *c);

/* dialect.c */
void docx_put_text(struct buf *out, const char *s, size_t len);
const struct xml_node *docx_head(const struct xml_node *n);
/* w:val of a child of this name, or NULL. */
const char *docx_val(const struct xml_node *n, const char *child);

#endif
