/*
 * bag - checking a BagIt bag: RFC 8493 (BagIt 1.0), and the drafts 0.93 to 0.97 before it.
 *
 * Written for bags that others made: nothing in them is trusted, no link is followed,
 * nothing is fetched, all is bounded.  Every fault is reported in one run, with its file
 * and line.  bag.c checks what lies there against what is listed, bag_read.c reads the
 * declaration, manifests, fetch.txt and bag-info.txt.
 */
#ifndef ARCHIVE_BAG_H
#define ARCHIVE_BAG_H

#include <stdint.h>

#include "archive/folder.h"
#include "base/diag.h"

#define BAG_DECLARATION "bagit.txt"

struct bag_seen {
	const char *version; /* "1.0"; "?" if the declaration does not say */
	size_t files, manifests, faults;
	uint64_t bytes;
};

/* Check a bag whole, with all digests. */
void bag_check(struct arena *a, const char *dir, struct diag *d, struct bag_seen *out);

/* -- between bag.c and bag_read.c -- */

/* A line of a manifest or of fetch.txt. */
struct bag_item {
	const char *path;   /* decoded, without "./" */
	const char *written; /* the same before decoding % */
	const char *digest; /* NULL in fetch.txt */
	uint64_t length;    /* fetch.txt; UINT64_MAX: not given */
	int line;
	size_t entry;       /* of bag.l; SIZE_MAX: not there */
	bool alike;         /* there in another normal form only */
};

struct bag_list {
	const char *name;      /* of the file */
	const char *algorithm; /* NULL: of fetch.txt */
	bool tag;              /* a tag manifest */
	bool unread;           /* what it lists is not known; that is reported */
	struct bag_item *v;
	size_t n, cap;
	size_t *first;         /* per entry of bag.l: the item that lists it, from 1; 0: none */
};

struct bag {
	struct arena *a;
	const char *dir;
	struct diag *d;
	struct bag_seen *seen;
	bool strict;           /* by 1.0 */
	bool old_info;         /* before 0.96: package-info.txt */
	const char *encoding;
	struct entries l;
	struct bag_list *lists;
	size_t nlists, cap;
	size_t unknown;        /* payload manifests by algorithms that we do not know */
	struct bag_list fetch;
	size_t payload_files;
	uint64_t payload_bytes;
};

/* Report.  line 0: none; texts that are not needed are NULL. */
void bag_say(struct bag *b, enum diag_code code, const char *name, int line, const char *x,
    const char *y);
bool bag_is_payload(const char *path);
/* Is this the name of a manifest ("manifest-", "tagmanifest-")?  Letters' case does not count. */
bool bag_is_manifest(const char *name, const char *prefix);
void bag_read_declaration(struct bag *b);
void bag_read_manifests(struct bag *b);
void bag_read_fetch(struct bag *b);
void bag_read_info(struct bag *b); /* with its Payload-Oxum */

#endif
