/*
 * pdf - pages become a tagged PDF: PDF/A-2a (3a with an attachment) and PDF/UA-1.
 *
 * The only user of libharu: it keeps the objects, streams, page tree, outline,
 * destinations and writes the file; fonts are subset by HarfBuzz; a finishing pass
 * packs structure elements into object streams (libharu.md, route B).
 * Points appear only here.
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "base/buf.h"
#include "layout/pages.h"

struct pdf_meta {
	const char *title, *author, *subject, *keywords, *lang;
	const char *date;              /* YYYY-MM-DD, or NULL */
	const char *producer;          /* "pmpplan 1.0" */
	const char *version, *period, *decision; /* plan data for XMP; may be NULL */
	const char *attach_name;       /* --attach-source: PDF/A-3a */
	const void *attach_bytes;
	size_t attach_len;
};

/* Append the PDF to "out".  Same input, same bytes.  Returns 0, or -1 after reporting. */
int pdf_write(struct buf *out, const struct pages *p, const struct pdf_meta *m, struct diag *d);
/* The document ID check: our own, untouched PDF? */
bool pdf_is_ours(const char *bytes, size_t len);
/* Version of libharu, for provenance. */
const char *pdf_library(void);

#endif
