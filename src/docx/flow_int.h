/*
 * flow_int - shared by the files of the DOCX -> flow reader (docx/flow_*.c).
 *
 * flow_styles.c   styles, defaults, theme fonts: properties of paragraphs and runs
 * flow_num.c      numbering definitions and counters: labels
 * flow_table.c    tables: grid, spans, borders, margins
 * flow_body.c     paragraphs, runs, fields, pictures, notes
 * flow_read.c     settings, sections, headers and footers, the document
 *
 * Everything lives in the flow's arena.  Lengths are twips.
 */
#ifndef DOCX_FLOW_INT_H
#define DOCX_FLOW_INT_H

#include "base/buf.h"
#include "base/idmap.h"
#include "flow/flow.h"
#include "flow/fonts.h"
#include "flow/read.h"
#include "flow/where.h"
#include "pack/pkg.h"
#include "pack/xml.h"

#define DF_DEPTH 32 /* nesting of tables, controls, styles */

struct df_style {
	const char *id, *name; /* name in lower case */
	char type;             /* 'p', 'c', 't', 'n' */
	const char *based_on;
	const struct xml_node *node;
	int state;             /* 0 fresh, 1 being resolved, 2 ready */
	struct flow_para para; /* resolved, 'p' */
	struct flow_font font; /* resolved, 'p' */
	int num_id, level;     /* numbering; num_id 0: none */
};

struct df_level {
	const struct xml_node *node, *ppr, *rpr;
	const char *format, *text;
	int start;
	bool legal;
};

struct df_abstract {
	int id;
	struct df_level level[9];
	int count[9];
	bool used[9];
};

struct df_num {
	int id;
	struct df_abstract *abstract;
	int start_override[9]; /* -1: none */
	struct df_level own[9];
	bool has_own[9];
	bool seen[9];
};

enum df_field_kind {
	DF_FIELD_OTHER,
	DF_FIELD_PAGE,
	DF_FIELD_NUMPAGES,
	DF_FIELD_PAGEREF,
	DF_FIELD_TOC,
	DF_FIELD_NUMBER, /* SEQ, REF: the number of a caption */
	DF_FIELD_LINK
};

struct df_field {
	enum df_field_kind kind;
	bool result; /* behind "separate" */
	struct buf instr;
	const char *target, *link;
	struct flow_inline *inl; /* PAGE, NUMPAGES, PAGEREF: the one inline being filled */
	struct df_field *outer;
};

/* Names of parts: what relationships say, else the usual ones. */
struct df_names {
	const char *main, *styles, *numbering, *settings, *theme, *footnotes, *endnotes, *core;
};

struct df {
	struct arena *a;
	const struct pkg *pkg;
	struct diag *d;
	struct flow_doc *doc;
	struct df_names names;
	/* styles */
	struct df_style *styles, **by_id; /* by_id: sorted */
	size_t nstyles;
	struct flow_para default_para;
	struct flow_font default_font;
	const char *default_para_style;
	const char *theme_major, *theme_minor;
	bool auto_hyphenation;
	/* numbering */
	struct df_abstract *abstracts;
	size_t nabstracts;
	struct df_num *nums;
	size_t nnums;
	/* the part being read */
	struct flow_where where;
	const struct idmap *rels;  /* its relationships by id, or NULL */
	struct df_field *field;    /* innermost open field */
	int toc, ntocs;            /* the contents list that is open (0: none); how many so far */
	struct idmap notes_by_id[2];         /* footnotes, endnotes */
	const struct idmap *note_rels[2];
	int numbered[2];                /* so far */
	struct flow_note *note;    /* the note being read */
	size_t notes_cap;
	struct flow_fonts fonts;
	int compat_mode;
	bool break_pending;        /* w:br type=page or column seen, the rest starts a page */
};

/* flow_styles.c */
int df_styles_read(struct df *s);
struct df_style *df_style(struct df *s, const char *id, char type); /* resolved; or NULL */
void df_apply_ppr(struct df *s, struct flow_para *p, const struct xml_node *ppr);
void df_apply_level(struct df *s, struct flow_para *p, int num_id, int level);
void df_apply_rpr(struct df *s, struct flow_font *f, const struct xml_node *rpr);
const struct flow_font *df_font(struct df *s, const struct flow_font *f); /* interned */
void df_border(struct flow_border *b, const struct xml_node *e);
bool df_on(const struct xml_node *e); /* a toggle: present and not "0", "false", "off" */
int df_int(const char *s, int otherwise);
uint32_t df_colour(const char *s);

/* flow_num.c */
int df_num_read(struct df *s);
const struct df_level *df_num_level(struct df *s, int num_id, int level);
/* Count the paragraph and fill its label. */
void df_num_label(struct df *s, struct flow_para *p, int num_id, int level,
    const struct flow_font *base);

/* flow_table.c */
struct flow_table *df_table(struct df *s, const struct xml_node *tbl, int width, int depth);

/* flow_body.c */
/*
 * Blocks of a container (body, cell, header, note) appended at *tail; "end" is
 * called where a paragraph carries a sectPr.  Returns the new tail.
 */
struct df_sections {
	struct flow_block **(*end)(struct df *s, const struct xml_node *sectpr, void *arg);
	void *arg;
	int width; /* text width of the section being read, kept by the caller */
};
struct flow_block **df_blocks(struct df *s, const struct xml_node *parent,
    struct flow_block **tail, int width, int depth, struct df_sections *sections);
/* Target of a relation of the part being read; *external says whether it is an address. */
const char *df_rel(const struct df *s, const char *id, bool *external);
/* The part that a relationship of the part being read names. */
const char *df_target(const struct df *s, const char *target);
/* Parse a part and its relationships; NULL if the part is not there or not sound. */
struct xml_doc *df_part(struct df *s, const char *name, const struct idmap **rels);
/* The children of a part's root, by the attribute that names them; the first of a name counts. */
void df_by_id(struct df *s, struct idmap *m, const struct xml_doc *x, enum xml_ns ns, const char *attr);

#endif
