/*
 * folder - what is in a folder tree, for checking archives of others safely.
 *
 * Links are seen, never followed; depth and number are limited.
 */
#ifndef ARCHIVE_FOLDER_H
#define ARCHIVE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_LINK, ENTRY_OTHER };

struct entry {
	const char *name; /* last component */
	const char *path; /* relative to the folder that was listed */
	enum entry_kind kind;
	bool hard;        /* a file with several names */
	bool empty;       /* a folder without entries */
};

struct entries {
	struct entry *v; /* by path, in byte order */
	size_t n, cap;
};

#define FOLDER_LOST "lost+found" /* what a file system has in its own root */

#define FOLDER_DEPTH 64
#define FOLDER_ENTRIES 1000000

/*
 * List a folder, with "deep" all that is below it.  Returns 0, or -1 and errno (EFBIG:
 * over the limits above).
 */
int folder_list(struct arena *a, const char *path, bool deep, struct entries *out);
/* The entry of a name or path; NULL if absent. */
const struct entry *folder_find(const struct entries *l, const char *path);
/* "a/b" in the arena; a alone if b is empty. */
const char *folder_join(struct arena *a, const char *dir, const char *name);

#endif
