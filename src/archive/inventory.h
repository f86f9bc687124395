/*
 * inventory - an OCFL 1.1 inventory: read with suspicion, or made.
 *
 * It may come from anybody: size and depth are limited, keys given twice refused,
 * paths that leave the object are faults.  Faults go to a struct ocfl_report, each
 * with the file, the OCFL code and what exactly is wrong.
 */
#ifndef ARCHIVE_INVENTORY_H
#define ARCHIVE_INVENTORY_H

#include "archive/digest.h"
#include "base/arena.h"
#include "base/diag.h"

#define INVENTORY_MOST ((size_t)16 << 20) /* bytes */

/* Where faults go. */
struct ocfl_report {
	struct diag *d;
	size_t faults;
	bool own; /* of an archive of ours: what OCFL merely advises against is a fault */
};

/* Report a fault of an OCFL rule ("E036", or a warning "W010"); detail may be NULL. */
void ocfl_fault(struct ocfl_report *r, const char *file, const char *code, const char *detail);

/* A digest and one of its paths. */
struct inv_path {
	const char *digest; /* as written */
	const char *path;
};

struct inv_paths {
	struct inv_path *v; /* by path, in byte order */
	size_t n, cap;
};

struct inv_version {
	const char *name; /* "v1" */
	long number;
	const char *created, *message, *user, *address; /* NULL: not given */
	struct inv_paths state;
};

struct inv_fixity {
	const char *algorithm;
	struct inv_paths paths;
};

struct inventory {
	const char *id, *algorithm, *head, *content; /* content: the folder's name */
	bool content_given;
	const char *spec; /* "1.0" or "1.1" */
	long head_number;
	size_t padding;   /* digits of v0001; 0: not padded */
	struct inv_paths manifest;
	struct inv_version *versions; /* rising */
	size_t nversions;
	struct inv_fixity *fixity;
	size_t nfixity;
	char digest[DIGEST_HEX]; /* of its own bytes, by its algorithm */
	const char *dir;  /* where it was read, by ocfl_inventory(); the id may say anything */
};

/* "v12", "v0012" -> 12; 0 if it is no version's name.  *padding as above. */
long inventory_version(const char *name, size_t *padding);
/*
 * Parse and check.  NULL after reporting if it cannot be used at all; with other
 * faults it comes back, and report->faults has grown.  Lives in the arena.
 */
struct inventory *inventory_parse(struct arena *a, const char *file, const char *bytes,
    size_t len, struct ocfl_report *r);
const struct inv_version *inventory_head(const struct inventory *v);
const struct inv_version *inventory_find(const struct inventory *v, long number);
/* Path of a digest's first content file, or NULL; digests compare without case. */
const char *inventory_content(const struct inventory *v, const char *digest);
/* Where a path is in a list; false if absent. */
bool inv_paths_find(const struct inv_paths *l, const char *path, size_t *at);
/* Digest that a list has for a path; NULL if absent. */
const char *inv_paths_digest(const struct inv_paths *l, const char *path);

#endif
