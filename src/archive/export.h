/*
 * export - versions handed on: as plain files, as a BagIt 1.0 bag, as the simple
 * submission package of the National Archives (a ZIP with registers, and its SHA-512).
 */
#ifndef ARCHIVE_EXPORT_H
#define ARCHIVE_EXPORT_H

#include "archive/store.h"

/* The files of a version below "to"/ID-vN, which must not be there yet.  0, or -1. */
int export_files(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const char *to);
/* The same as a bag: RFC 8493, SHA-512. */
int export_bag(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const char *to);
/* "to"/ID-vN.zip and ID-vN.zip.sha512; an existing file is not replaced. */
int export_sip(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const char *to);

#endif
