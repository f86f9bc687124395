/*
 * pkg - a DOCX or ODT package: parts in memory, written the same way every time.
 *
 * The only user of libzip.  Reading keeps to the limits of pkg.c and
 * names what is wrong; every part is unpacked once, when the package is opened, so
 * that its CRC has been seen before anything is done with it (0.3-0.6 ms for a plan).
 * Parts keep their order and their packed bytes: one that nobody replaced is copied
 * without deflating again.  Writing: fixed date 1980-01-01 00:00, fixed attributes,
 * mimetype first and stored (ODF packages 3.3).
 *
 * libzip reads, but the container is written here: it is a page of code, and for the
 * example plan libzip 1.7.3 needs 2.4 ms of CPU where zlib's deflate and this writer
 * need 1.65 (copying alone: 0.09 ms against 0.01).  All that is written is read back by libzip's
 * strict mode in the tests.
 *
 * META-INF/manifest.xml and [Content_Types].xml are the business of the caller.
 */
#ifndef PACK_PKG_H
#define PACK_PKG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

enum pkg_kind { PKG_DOCX, PKG_ODT, PKG_XLSX, PKG_OTHER };

struct pkg_part {
	const char *name;
	const char *bytes; /* unpacked; NUL behind the last byte */
	size_t len;
	uint32_t crc;
	bool stored;       /* method 0 in the source */
	bool sound;        /* known to be XML: pkg_xml() read it, or we wrote it */
};

struct pkg;
struct xml_doc;

/*
 * Read a package from disk, or from bytes (borrowed: must outlive the pkg, as must
 * path and name).  Returns NULL after reporting; code says whose file it is
 * (DIAG_IO_TEMPLATE or DIAG_IO_READ decide the exit status of pkg-... codes).
 */
struct pkg *pkg_open(const char *path, enum diag_code code, struct diag *d);
struct pkg *pkg_open_mem(const char *name, const char *bytes, size_t len, enum diag_code code,
    struct diag *d);
void pkg_close(struct pkg *p); /* accepts NULL */
enum pkg_kind pkg_kind(const struct pkg *p);
const char *pkg_path(const struct pkg *p);
size_t pkg_count(const struct pkg *p);
const struct pkg_part *pkg_at(const struct pkg *p, size_t i);
const struct pkg_part *pkg_find(const struct pkg *p, const char *name);
/* The tree of a part, or NULL when it is not there or after reporting. */
struct xml_doc *pkg_xml(struct arena *a, const struct pkg *p, const char *name, struct diag *d);
/* Remember that this part has been read as XML: its next reader need not judge it. */
void pkg_set_sound(struct pkg *p, const char *name);

/*
 * A package being written: parts of a source taken over, replaced, dropped, added.
 * Order: the source's, then new parts in the order added.
 */
struct pkg_out;
struct pkg_out *pkg_out_new(const struct pkg *source); /* source may be NULL, else outlives it */
void pkg_out_free(struct pkg_out *o);
/* Bytes are borrowed until pkg_out_finish. */
void pkg_out_put(struct pkg_out *o, const char *name, const void *bytes, size_t len);
void pkg_out_drop(struct pkg_out *o, const char *name);
/* The source's part again, after a put. */
void pkg_out_keep(struct pkg_out *o, const char *name);
/*
 * The package as a reader would find it, without packing anything.  It borrows from
 * "o", its source and the bytes that were put (XML of ours, so they count as sound).
 */
struct pkg *pkg_out_view(const struct pkg_out *o, const char *path);
/*
 * Pack everything.  Deflates level 6 in one call a part.  Appends the package to
 * "out".  Returns 0, or -1 after reporting.
 */
int pkg_out_finish(struct pkg_out *o, struct buf *out, struct diag *d);

/*
 * The digest that a document carries of itself: SHA-256 in hex over names, sizes
 * and CRCs of all parts but "except", in byte order of names.
 * pkg_is_ours() compares it with the one in the custom property "pmpplan.digest"
 * (DOCX docProps/custom.xml, ODT meta.xml user-defined).
 */
void pkg_out_digest(const struct pkg_out *o, const char *except, char hex[65]);
bool pkg_is_ours(const char *bytes, size_t len);
/* Version of libzip, for provenance. */
const char *pkg_library(void);

#endif
