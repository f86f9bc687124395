/* archive_add - a version being collected; shared by archive_add, _docs and _signed. */
#ifndef CMD_ARCHIVE_ADD_H
#define CMD_ARCHIVE_ADD_H

#include <jansson.h>

#include "cmd/archive.h"

#define ADDING_FILE_MOST ((size_t)256 << 20)
#define ADDING_ROW "source/row.csv"

struct adding {
	struct archive_asked *q;
	struct arena *a;
	struct diag *d;
	const char *path;         /* of the plan */
	const struct plan *plan;
	const char *plan_item;    /* "source/valka.yaml" */
	const char *row;          /* source/row.csv; NULL: of no table */
	size_t row_len;
	json_t *row_said;         /* of which table */
	struct archive_item *items;
	size_t n, cap;
	json_t *documents;
	size_t ndocuments, nsigned;
};

/* Take a file in; the bytes are copied.  -1 if the name is taken by other bytes. */
int adding_take(struct adding *g, const char *name, const char *bytes, size_t len,
    const char *from);
int adding_take_file(struct adding *g, const char *name, const char *path);
/* Last component of a path. */
const char *adding_last(const char *path);

/* The documents and signed files of the command line, and how they were made. */
int adding_documents(struct adding *g);

/* A container of signed files, by its name? */
bool adding_is_container(const char *name);
/* A PDF with a filled signature field? */
bool adding_is_signed_pdf(const char *bytes, size_t len);
/*
 * Do the signed files sign something of this version, or of the newest one?  -1 after
 * reporting one that does not.
 */
int adding_check_signed(struct adding *g, struct archive *ar);

#endif
