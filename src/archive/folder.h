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
/*
 * Can every system, and every format that an archive is handed on by, hold this path?  BagIt
 * wants "%" encoded, but sha512sum and the common validator do not decode it; readers of lists
 * take U+0085 and U+2028 for line ends.
 */
bool folder_is_portable(const char *name);
/* Valid UTF-8 in one line, without characters that are not seen? */
bool folder_is_line(const char *s);
/* The same text with such characters, which a terminal might obey, as "<U+001B>"; in the arena. */
const char *folder_shown(struct arena *a, const char *s);
/* One path where neither case nor normal form counts? */
bool folder_is_alike(struct arena *a, const char *x, const char *y);
/* "a/b" in the arena; a alone if b is empty. */
const char *folder_join(struct arena *a, const char *dir, const char *name);

#endif
