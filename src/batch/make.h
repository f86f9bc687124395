/*
 * make - the documents of one plan, made together.
 *
 * The formats of one plan share the work: the page numbers that the layout of one
 * filled template finds go into all of them.  Used by cmd/render.c and by the
 * workers of a batch.
 */
#ifndef BATCH_MAKE_H
#define BATCH_MAKE_H

#include "base/buf.h"
#include "fill/template.h"
#include "layout/font.h"
#include "plan/plan.h"

enum doc_format { DOC_DOCX, DOC_ODT, DOC_PDF, DOC_FORMATS };
#define DOC_BIT(f) (1u << (f))

/* The one list of formats. */
struct docfmt {
	const char *name;   /* "docx", behind -f; also the file's ending */
	enum pkg_kind kind; /* template that it is filled from; PKG_OTHER: any */
	bool ready;         /* in this version */
	/* Is this file one of ours that nobody has changed? */
	bool (*ours)(const char *bytes, size_t len);
};
extern const struct docfmt docfmts[DOC_FORMATS];

/* What documents are made with; lives over many plans. */
struct make_with {
	const struct template *docx, *odt; /* NULL: not needed */
	struct font_set *fonts;            /* for the page numbers and the PDF */
	unsigned formats;                  /* DOC_BIT()s wanted */
	const char *title;                 /* of the PDF; NULL: the plan's */
	const char *date;                  /* of the documents' properties; "": none; NULL: the plan's */
	const struct value *model;         /* for the templates; NULL: the plan's */
	int *pages;                        /* how many the layout found; NULL: not asked */
	const char *source;                /* plan file to embed in the PDF; NULL: none */
};

/*
 * Make the wanted documents of a plan and append each to out[format].  Returns 0, or
 * -1 after reporting; the bytes are then of no use.
 */
int make_documents(const struct plan *p, const struct make_with *w,
    struct buf out[DOC_FORMATS], struct diag *d);

/*
 * Before workers are forked: lay out the template as it is, so that they all share the faces
 * that it uses with their tables, the shaped words and the hyphenation, instead of each
 * making its own.  Trouble with fonts is reported here, once; all else a draft will say.
 */
void make_prepare(const struct make_with *w, struct diag *d);

#endif
