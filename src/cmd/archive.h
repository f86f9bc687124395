/*
 * archive - what "pmpplan archive" was asked for; its parts in the command.
 *
 * archive.c reads the command line, lists, shows, verifies and hands on; archive_add.c
 * collects what belongs to a version, archive_docs.c finds out how its documents were
 * made, archive_signed.c looks into signed files; archive_make.c makes documents again;
 * archive_bag.c verifies a bag.
 */
#ifndef CMD_ARCHIVE_H
#define CMD_ARCHIVE_H

#include <jansson.h>

#include "archive/store.h"
#include "cmd/render.h"

struct archive_asked {
	struct cmd *c;
	struct cmd_list operands, templates; /* operands[0]: add, list ... */
	const char *root, *who, *why, *address, *on, *out, *digest;
	const char *each, *row, *sheet, *encoding; /* the row that a plan was made of */
	bool force, wait, rebuild, bagit, sip;
};

int archive_add_run(struct archive_asked *q); /* exit status */
/*
 * verify of what is no OCFL storage root: a bag, or an error.  False: it is one, and nothing
 * else.
 */
bool archive_verify_bag(struct archive_asked *q, struct arena *a, int *status);

/* A digest in groups, for copying by hand. */
void archive_print_digest(const char *hex);

/* What documents are made again from. */
struct archive_make {
	struct cmd *c;
	const char *plan;              /* path */
	const char *row;               /* a table of one row as CSV, or NULL */
	size_t row_len;
	const char *templates[2];      /* DOCX, ODT; NULL: none */
	enum render_kind kind;
	const char *year;              /* of a report; NULL: the plan's own */
	bool attach;                   /* the plan file is embedded in the PDF */
	const char *finished;          /* the PDF is of this document, by "pmpplan pdf"; or NULL */
	unsigned formats;
};
/* 0, or -1 after reporting to d. */
int archive_make(const struct archive_make *m, struct buf out[DOC_FORMATS], struct diag *d);
/* What documents are made with here: the program, its libraries, the table of fonts. */
json_t *archive_tools(struct arena *a, struct diag *d);
/* Document by its name: "valka-lemums.docx"; false if it is none. */
bool archive_kind(const char *name, enum render_kind *kind, enum doc_format *format);
/* Where two documents differ: the first part of a package, or the byte. */
const char *archive_difference(struct arena *a, enum doc_format f, const char *x, size_t xlen,
    const char *y, size_t ylen, const struct diag *d);
/*
 * verify --rebuild of one version.  Faults are counted; returned is how many documents came
 * out identical.
 */
size_t archive_rebuild(struct archive_asked *q, struct archive *ar, const struct inventory *v,
    const struct inv_version *w, struct ocfl_report *r);

#endif
