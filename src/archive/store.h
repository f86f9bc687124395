/*
 * store - an archive: an OCFL 1.1 storage root with a register; taking in, reading.
 *
 * Old bytes are never written again: a new
 * version is built in a work folder beside the archive and renamed into place, then the
 * root inventory, its sidecar, and last the register.  What a dead run left is
 * finished by the next one if it is complete, else refused with the reason.
 * Uses publish.h for all writing; the only clock of the program is archive_now().
 */
#ifndef ARCHIVE_STORE_H
#define ARCHIVE_STORE_H

#include "archive/register.h"

struct archive {
	struct arena *a;
	const char *root;
	struct diag *d;
	int lock;             /* descriptor, -1: none */
	bool has_register;
	struct archive_register reg;
};

enum archive_mode { ARCHIVE_READ, ARCHIVE_WRITE }; /* WRITE makes what is not there */

/*
 * Open and lock.  Returns 0, or -1 after reporting.  WRITE also finishes what an
 * interrupted run left.
 */
int archive_open(struct archive *ar, struct arena *a, const char *root, enum archive_mode mode,
    bool wait, struct diag *d);
void archive_close(struct archive *ar);

/* One file of a version. */
struct archive_item {
	const char *path; /* logical: "valka.docx", "source/valka.yaml" */
	const char *bytes;
	size_t len;
	bool minor;       /* if only such files differ, the version is the same */
};

struct archive_add {
	const char *id;
	const char *who, *address, *why; /* address may be NULL */
	const struct archive_item *items;
	size_t nitems;
	bool carry;       /* what the head version holds besides is kept */
	bool force;       /* a new version even if nothing changed */
};

struct archive_added {
	const char *version; /* "v2" */
	bool same;           /* the head held all this; nothing was written */
	size_t entry;        /* line of the register */
	const char *digest;  /* of that line */
};

/* Take in.  Returns 0, or -1 after reporting; then the archive is as it was, or will be finished. */
int archive_take(struct archive *ar, const struct archive_add *add, struct archive_added *out);

/*
 * The inventory of a plan; NULL after reporting what is wrong with it, or that it is not here
 * ("quiet": silently).
 */
struct inventory *archive_find(struct archive *ar, const char *id, bool quiet);
/*
 * Bytes of a version's file, checked against its digest; malloc'd.  NULL after
 * reporting, or silently if the version has no such file.
 */
char *archive_file(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const char *path, size_t *len);
/*
 * Is every version in the register with the same inventory, and none besides?  What is
 * wrong with an object counts as its fault, too.
 */
void archive_check_register(struct archive *ar, struct ocfl_objects *l,
    struct ocfl_report *r);
/* "2026-11-25T01:02:03Z" */
const char *archive_now(struct arena *a);

#endif
