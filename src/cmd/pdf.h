/* pdf - the PDF of a document finished in Word or Writer; pdf.c is the command. */
#ifndef CMD_PDF_H
#define CMD_PDF_H

#include "base/buf.h"
#include "layout/font.h"
#include "pdf/pdf.h"

/*
 * Append the PDF of a DOCX or ODT file; what the document says of itself goes into "meta",
 * which brings producer and attachment.  0, or -1 after reporting.
 */
int pdf_of_document(const char *path, struct pdf_meta meta, struct font_set *fonts,
    struct buf *out, struct diag *d);

#endif
