/*
 * register - register.jsonl: what came in when, each entry chained to the one before.
 *
 * One JSON object a line: time, id, version, who, why, inventory (SHA-512 of the version's
 * inventory.json) and previous (SHA-512 of the line above, without its line end).  So the
 * digest of the last line stands for the whole archive; it is printed for the paper
 * register.  An entry says nothing that the inventory does not say, so one that was
 * cut off can be completed.
 */
#ifndef ARCHIVE_REGISTER_H
#define ARCHIVE_REGISTER_H

#include "archive/ocfl.h"

#define REGISTER_FILE "register.jsonl"
#define REGISTER_MOST ((size_t)256 << 20)

struct register_entry {
	const char *time, *id, *version, *who, *why, *inventory, *previous;
	char digest[DIGEST_HEX]; /* of the line */
	size_t turn;             /* the how-manieth of its plan, from 1; 0: it names none */
};

struct archive_register {
	const char *path;
	struct register_entry *v;
	size_t n, cap;
	size_t *by_id, named; /* those that name a plan, by plan and line */
	/*
	 * What stands behind the last entry, or NULL: a line without its end, or, after a power
	 * cut, with NULs where the disk did not get the bytes any more.
	 */
	const char *torn;
	size_t torn_len;
	size_t whole;     /* bytes before it */
};

/* Read and check the chain.  0, or -1 after reporting faults. */
int register_read(struct arena *a, const char *path, struct archive_register *out,
    struct ocfl_report *r);
/* The line for a version behind that of the digest "previous", without line end. */
const char *register_line(struct arena *a, const char *previous, const struct inventory *v,
    const struct inv_version *version, const char *inventory_digest);
/* Digest of the last entry, "" if there is none: what the next line holds as previous. */
const char *register_last(const struct archive_register *reg);
/* A line that was written behind the last: the entry of a version, and its digest. */
struct register_entry *register_add(struct arena *a, struct archive_register *reg,
    const char *line, const char *id, const char *version, const char *inventory);
/* How many entries a plan has. */
size_t register_count(const struct archive_register *reg, const char *id);
/* The last entry of a version, NULL if there is none. */
const struct register_entry *register_find(const struct archive_register *reg, const char *id,
    const char *version);

#endif
