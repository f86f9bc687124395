/*
 * template - a DOCX or ODT template, compiled once and filled in linear time.
 *
 * template_open() reads the package, drops what says something about people or
 * machines, refuses what must not be there, finds the tags in every part that can
 * hold some (one list of parts: body, headers, footers, notes, text boxes,
 * properties) and compiles each part to a program of pieces: bytes as they are,
 * values, blocks.  template_fill() runs the programs.  A compiled template is
 * read-only and may serve many fills.
 *
 * The engine is one; the differences between DOCX and ODT stand in a struct
 * dialect (fill/dialect.h), filled in by docx/ and odt/.
 */
#ifndef FILL_TEMPLATE_H
#define FILL_TEMPLATE_H

#include "base/buf.h"
#include "base/diag.h"
#include "data/value.h"
#include "pack/pkg.h"

struct template;

/* Reports all problems of the template in one run; NULL when there is an error. */
struct template *template_open(const char *path, struct diag *d);
/* The same from a package already read; it belongs to the template from now on. */
struct template *template_of(struct pkg *p, struct diag *d);
/*
 * To look at (lint/, mark.h): also what a filling does not mind is reported, and a template
 * with errors is handed out all the same, as far as it could be read; only a sound
 * one may be filled.  NULL when nothing of it can be read.
 */
struct template *template_look(const char *path, struct diag *d);
bool template_sound(const struct template *t);
void template_close(struct template *t);
enum pkg_kind template_kind(const struct template *t);
const char *template_path(const struct template *t);

/* The fonts that a template looked at asks for, each where it was met first. */
struct template_font {
	const char *name;
	struct place at;
};
size_t template_fonts(const struct template *t, const struct template_font **out);

/*
 * What looks like a tag of some kind but is none, of a template looked at: "{title}",
 * "«title»", "[[title]]", "{ {", "{%".  With a name in it, lint/ says whether one is meant.
 */
struct template_suspect {
	const char *text; /* as typed */
	const char *name; /* what would stand in the braces, or NULL: a sign of a tag in any case */
	struct place at;
};
size_t template_suspects(const struct template *t, const struct template_suspect **out);

/* What fill cannot know from the model; all may be NULL. */
struct fill_pages; /* page numbers found by the layout: fill/pages.h */
struct fill_opts {
	const char *date;               /* YYYY-MM-DD for created/modified, or NULL: left out */
	const struct fill_pages *pages; /* NULL: page numbers as "?" placeholders of the first pass */
};

/*
 * Fill with a model and append the finished package to "out".  Every problem is
 * reported with part, heading, paragraph, table row and column, and the tag as
 * typed.  Returns 0, or -1 after reporting ("out" is then as it was).
 */
int template_fill(const struct template *t, const struct value *model,
    const struct fill_opts *opts, struct buf *out, struct diag *d);

/*
 * The same in steps, for page numbers: the programs run once, the layout looks at the
 * document as it stands in memory, and what the numbers change is put in afterwards.
 * The template, model and options outlive all of it.
 */
struct filled;
struct filled *template_run(const struct template *t, const struct value *model,
    const struct fill_opts *opts, struct diag *d); /* NULL after reporting */
void filled_free(struct filled *x);
/* Other page numbers from now on; they are borrowed. */
int filled_number(struct filled *x, const struct fill_pages *pages);
/* The document as a reader would find it; it borrows from x, and the caller closes it. */
struct pkg *filled_view(struct filled *x);
/* Pack it, appended to "out".  Returns 0, or -1 after reporting ("out" is as it was). */
int filled_pack(struct filled *x, struct buf *out);

/* The names (paths as typed, with their scope) that a template uses, for --needs and lint. */
struct template_use {
	const struct tag *tag;
	struct place at;
	int scope;    /* what it stands in: index of a template_scope, or -1 */
	int around;   /* use of the block around it as tags follow each other, or -1 */
	bool in_else; /* it stands behind {{else}} of its scope: no turn is open there */
	bool torn;    /* blocks of its part are faulty: "scope" may be wrong */
	bool faulty;  /* its text could not be parsed; the path is as far as it was */
	bool touch;   /* a block of text: the end of one turn and the next touch */
	int slip;     /* a closer whose name is nearly that of the block it closes: use of the opener */
	bool lone;    /* a closer that closes nothing: an opener before it was lost */
	bool silent;  /* the second of two texts that Word keeps alike: reported already */
};
/* A block where it is open.  One of columns is open in many places, in a row's block each. */
struct template_scope {
	size_t use;   /* its opener */
	int outer;    /* index of the scope that it stands in, or -1 */
	bool in_else; /* behind {{else}} of that */
};
size_t template_scopes(const struct template *t, const struct template_scope **out);
size_t template_uses(const struct template *t, const struct template_use **out);

#endif
