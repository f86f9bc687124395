/*
 * ocfl - checking OCFL 1.0 and 1.1 objects and storage roots: structure and fixity.
 *
 * Written for archives that others made, too: nothing in them is trusted, no link
 * is followed, all is bounded.  Every fault is named with its file and OCFL code.
 */
#ifndef ARCHIVE_OCFL_H
#define ARCHIVE_OCFL_H

#include "archive/folder.h"
#include "archive/inventory.h"

#define OCFL_DECLARATION "0=ocfl_object_1.1"
#define OCFL_ROOT "0=ocfl_1.1"
#define OCFL_LAYOUT "0002-flat-direct-storage-layout"

struct ocfl_object {
	const char *path;      /* below the root */
	struct inventory *inv; /* NULL: not to be read; all is reported */
	size_t versions, files, faults; /* seen by the check */
	uint64_t bytes;
};

struct ocfl_objects {
	struct ocfl_object *v; /* by path */
	size_t n, cap;
	size_t versions, files; /* seen */
	uint64_t bytes;         /* of these files */
};

/*
 * The inventory of a folder with its sidecar: NULL after reporting.  *bytes and *len
 * (may be NULL) are those of the file, in the arena.
 */
struct inventory *ocfl_inventory(struct arena *a, const char *dir, struct ocfl_report *r,
    const char **bytes, size_t *len);
/* Check an object folder whole.  "l" counts; may be NULL.  NULL: no usable inventory. */
struct inventory *ocfl_check_object(struct arena *a, const char *dir, struct ocfl_report *r,
    struct ocfl_objects *l);
/*
 * Walk a storage root.  With "check" everything is verified, else only the inventories
 * are read.  Returns 0, or -1 after reporting that it is no storage root.
 */
int ocfl_root(struct arena *a, const char *dir, bool check, struct ocfl_report *r,
    struct ocfl_objects *l);
/* Is this the form of a registered extension's name, "0002-flat-direct-storage-layout"? */
bool ocfl_is_extension(const char *name);
/* A whole small file; NULL after reporting.  In the arena, NUL behind it. */
const char *ocfl_slurp(struct arena *a, const char *path, size_t limit, size_t *len,
    struct ocfl_report *r);

#endif
