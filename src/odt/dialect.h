/*
 * odt/dialect - what the files of the ODT dialect share.
 *
 * dialect.c holds the struct of functions that fill/ calls; around it stand
 *   styles.c      index of styles, automatic styles that we add
 *   hygiene.c     what is refused, what is dropped
 *   fields.c      bookmarks, sequences, references, page counts
 *   notes.c       footnotes and endnotes with their numbers
 *   contents.c    headings, captions; contents and lists of tables and figures
 *   lists.c       text:list in blocks, Markdown
 *   properties.c  meta.xml, settings.xml, the manifest, the digest
 *   annotations.c comments put into a template
 * The reader that makes a flow of an ODT is another matter: read.c.
 *
 * Prefixes: open() makes sure that text:, style: and so on mean what everybody means
 * by them, so markup is written as plain strings.
 */
#ifndef ODT_DIALECT_H
#define ODT_DIALECT_H

#include "fill/dialect.h"

enum { ODT_LEVELS = 10 };

enum odt_family { FAM_PARA, FAM_TEXT, FAM_COLUMN, FAM_TABLE, FAM_CELL, FAM_OTHER };

/* Where a style may be used: styles.xml has automatic ones of its own. */
enum odt_home { HOME_COMMON, HOME_CONTENT, HOME_STYLES };

struct odt_style {
	enum odt_family family;
	enum odt_home home;
	const char *name, *parent; /* parent may be NULL */
	const struct xml_node *node;
	const struct xml_doc *doc;
	struct odt_style *next;    /* of the same hash */
};

/* A style that we add: a paragraph style kept with the next one, and so on. */
struct odt_added {
	enum odt_home home;
	unsigned what;     /* ADD_... */
	const char *of;    /* name of the style that it varies */
	const char *name;
	const char *xml;
	struct odt_added *next;
};

enum {
	ADD_KEEP = 1 << 0,   /* keep with next */
	ADD_PLAIN = 1 << 1,  /* without the page or column break of its model */
	ADD_BOLD = 1 << 2,   /* text styles, for Markdown without Strong and Emphasis */
	ADD_ITALIC = 1 << 3,
	ADD_INNER = 1 << 4   /* cell styles: the upper rule also below */
};

struct odt_num { /* how a level or a note is numbered */
	const char *format; /* "1", "a", "A", "i", "I" or "" */
	const char *prefix, *suffix;
	int display, start;
};

struct odt_mark_ref { /* bookmarks met so far */
	const char *name;
	size_t index;
	void *start;                  /* fields.c: struct mark */
	const struct xml_node *para;
	struct odt_mark_ref *next;
};

struct odt_page { /* a master page: how wide its text is, in twips */
	const char *name;
	int width;
	struct odt_page *next;
};

enum { ODT_HASH = 512 };

struct odt_tmpl { /* template.own */
	struct odt_style *styles[ODT_HASH];
	struct odt_page *pages;
	struct odt_added *added, **added_tail;
	int nadded;
	const char *stem;         /* names of added styles begin so; no other does */
	struct odt_num outline[ODT_LEVELS + 1], notes[2]; /* from 1; footnotes, endnotes */
	size_t nmarks;            /* bookmarks of all parts */
	struct odt_mark_ref *refs;
	const char *manifest;     /* as it must be; NULL: as it is */
	size_t manifest_len;
	struct names *referred;   /* bookmarks that references lead to */
	const char **dropped;     /* names of parts */
	size_t ndropped, dropped_cap;
	const struct xml_node *para; /* being compiled */
	bool macros;              /* reported */
	const char *object;       /* first part of an embedded object, or NULL */
	int objects;              /* reported before this template */
	bool continued;           /* some list says that it continues another */
};

struct odt_note_id {
	const char *id; /* as in the template */
	const char *number;
	struct odt_note_id *next;
};

struct odt_wide { /* a bookmark over several paragraphs, as it is being written */
	const char *name;
	bool closed;
};

struct odt_list_id {
	const char *id, *name; /* as in the template, as written */
	uint64_t turn;
	struct odt_list_id *next;
};

struct odt_open_list { /* offsets in the output */
	size_t start, inside;
};

struct odt_column {
	int width;
	enum odt_home home;
};

struct odt_fill { /* filler.own */
	const char **marks;       /* bookmark by its index: its name in this turn */
	struct odt_wide **wide;   /* the same, when it spans paragraphs */
	int counters[ODT_LEVELS + 1];
	const char *heading;      /* number of the heading that is being written, or NULL */
	struct odt_note_id *numbers, *note_ids; /* of headings by bookmark, of notes by id */
	int notes[2];             /* written so far */
	struct odt_list_id *lists; /* newest first */
	struct odt_open_list *open;
	size_t nopen, open_cap;
	struct odt_column *columns; /* widths that have a style */
	size_t ncolumns, columns_cap;
};

static inline struct odt_tmpl *
odt_tmpl(const struct template *t)
{
	return t->own;
}

/* styles.c */
void odt_styles_read(struct template *t, const struct xml_doc *doc, bool content);
enum odt_home odt_home(const struct tmpl_part *part);
const struct odt_style *odt_style(const struct odt_tmpl *o, enum odt_home home,
    enum odt_family family, const char *name);
/* By the name that people see: "List Bullet"; common styles only.  NULL if absent. */
const char *odt_style_named(const struct odt_tmpl *o, enum odt_family family, const char *shown);
/* The common style under an automatic one. */
const struct odt_style *odt_style_common(const struct odt_tmpl *o, const struct odt_style *s);
/* An attribute of the style itself, or of its properties element, from the nearest of
 * the chain that has it; NULL when none has. */
const char *odt_style_attr(const struct odt_tmpl *o, const struct odt_style *s,
    const char *properties, enum xml_ns ns, const char *name);
/* Name of the paragraph or text style that is "of" with ADD_... (made at compile time). */
const char *odt_style_add(struct template *t, enum odt_home home, const char *of, unsigned what);
/* The style of a cell whose lower rule closes the table, for its rows before the last;
 * NULL when its lower rule is no stronger than the one above. */
const char *odt_style_inner(struct template *t, enum odt_home home, const char *of);
bool odt_has_break(const struct odt_tmpl *o, const struct odt_style *s);
/* Replaces office:automatic-styles: the same, and what was added. */
void odt_prepare_styles(struct comp *c);
const char *odt_column_style(struct filler *f, int width);
size_t odt_columns(struct comp *c, const struct xml_node *table, int *widths, size_t max);

/* hygiene.c */
int odt_judge(struct template *t, struct diag *d);
void odt_prepare_hygiene(struct comp *c, const struct xml_node *n);
void odt_report_rsids(struct comp *c);
bool odt_drop_attr(const struct xml_node *n, const struct xml_attr *a);

void odt_parts_seen(struct template *t, struct diag *d);

/* inspect.c */
void odt_inspect(struct comp *c);
void odt_inspect_end(struct template *t, struct diag *d);

/* fields.c, notes.c, contents.c, lists.c: one node of a part that is prepared */
void odt_prepare_field(struct comp *c, const struct xml_node *n);
void odt_prepare_note(struct comp *c, const struct xml_node *n);
void odt_prepare_index(struct comp *c, const struct xml_node *n);
void odt_prepare_list(struct comp *c, const struct xml_node *n);
void odt_put_number(struct buf *out, int n, const char *format);
void odt_put_bookmark(struct filler *f, struct buf *out, const char *name, bool end);
void odt_put_ref(struct buf *out, const char *bookmark, const char *text, size_t len,
    const struct inl *at);
void odt_numbers_read(struct odt_tmpl *o, const struct xml_doc *styles);
void odt_note(struct filler *f, const struct md_place *m, const struct md_block *b);
void odt_para_begin(struct comp *c, const struct xml_node *para);
void odt_para_finish(struct comp *c, const struct xml_node *para);
const void *odt_mark_md(struct comp *c, const struct md_place *m);
void odt_markdown(struct filler *f, const struct md_place *m, const struct md_block *b);
void odt_md_inlines(struct filler *f, const struct md_place *m, const struct md_block *b);
/* Text of a value; blanks at its ends stay what they are.  inner: its ends are inside text. */
void odt_put_text(struct buf *out, const char *s, size_t len);
void odt_put_inner(struct buf *out, const char *s, size_t len);

/* properties.c */
void odt_prepare_meta(struct comp *c);
void odt_prepare_settings(struct comp *c);
void odt_manifest(struct template *t, struct diag *d);
void odt_begin(struct filler *f);
int odt_finish(struct filler *f);

/* The paragraph around n, or n itself; NULL if there is none. */
const struct xml_node *odt_para_around(const struct xml_node *n);
/* Start tag without some attributes (local names, ended by NULL), still open: no '>'. */
void odt_start(struct comp *c, const struct xml_node *n, const char *const *skip);
/* The attribute that gives an element this style, with the blank before it. */
const char *odt_style_name(struct comp *c, const char *style);

/* annotations.c */
bool odt_own_comment(const struct xml_node *annotation);
int odt_comment_begin(struct marking *m);
const struct xml_node *odt_comment_host(struct marking *m, const struct tmpl_part *part,
    const struct xml_node *para);
void odt_comment_put(struct marking *m, const struct comment *k);
void odt_comment_end(struct marking *m);

#endif
