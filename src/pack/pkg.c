/*
 * pkg - see pkg.h.  Reading is libzip's, behind checks of our own; the writer is at
 * the end of this file.
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>
#include <zlib.h>

#include "base/publish.h"
#include "base/utf8.h"
#include "pack/pkg.h"
#include "pack/xml.h"

enum {
	MAX_FILE = 64 << 20,
	MAX_PARTS = 4096,
	MAX_PART = 64 << 20,
	MAX_TOTAL = 256 << 20,
	MAX_RATIO = 200,
	RATIO_FROM = 100 << 10, /* small parts may be as empty as they like */
	DEFLATE_LEVEL = 6
};

/* A part and how it lies in the source, so that it can be copied as it is. */
struct entry {
	struct pkg_part part;
	const char *packed;
	size_t packed_len;
};

struct pkg {
	struct arena *a;
	char *slurped;       /* the file, if we read it */
	const char *path;
	const char *bytes;
	size_t len;
	enum pkg_kind kind;
	struct entry *parts;
	size_t nparts;
	size_t total;        /* unpacked so far */
};

/* ---- reading ---- */

struct reader {
	struct pkg *p;
	zip_t *zip;
	bool template;       /* which exit status */
	struct diag *d;
	struct place at;
};

/* Template or other file: the codes stand in pairs (codes/pack.def). */
static int
refuse(struct reader *r, enum diag_code code, const char *a1, const char *a2)
{
	return diag(r->d, r->template ? code : code + 1, &r->at, a1, a2, NULL);
}

static int
damaged(struct reader *r, const char *en, const char *lv)
{
	return refuse(r, DIAG_PKG_DAMAGED, diag_pick(r->d, en, lv), NULL);
}

static int
refuse_num(struct reader *r, enum diag_code code, const char *a1, unsigned long n)
{
	char num[32];

	snprintf(num, sizeof(num), "%lu", n);
	return refuse(r, code, a1, num);
}

static int
over(struct reader *r, enum diag_code code, const char *a1, unsigned long limit)
{
	char num[32];

	snprintf(num, sizeof(num), "%lu", limit);
	return a1 == NULL ? diag(r->d, code, &r->at, num, NULL) :
	    diag(r->d, code, &r->at, a1, num, NULL);
}

static unsigned
le16(const unsigned char *b)
{
	return b[0] | (unsigned)b[1] << 8;
}

static uint32_t
le32(const unsigned char *b)
{
	return le16(b) | (uint32_t)le16(b + 2) << 16;
}

/*
 * Does an end record stand at b + i that a reader could believe: its comment reaches
 * the end of the file, or its directory ends where it begins?
 */
static bool
end_record(const unsigned char *b, size_t len, size_t i)
{
	const unsigned char *e = b + i;

	return memcmp(e, "PK\5\6", 4) == 0 && (i + 22 + le16(e + 20) == len ||
	    (uint64_t)le32(e + 16) + le32(e + 12) == i);
}

/* libzip shows a NUL in a name as a blank: look at the directory's own bytes. */
static int
check_names(struct reader *r, const unsigned char *b, const unsigned char *end)
{
	size_t n;

	for (; end - b >= 46 && memcmp(b, "PK\1\2", 4) == 0; b += n) {
		n = le16(b + 28);
		if ((size_t)(end - b) < 46 + n)
			break;
		if (memchr(b + 46, '\0', n) != NULL)
			return refuse(r, DIAG_PKG_NAME, (const char *)b + 46, NULL);
		n += 46 + le16(b + 30) + le16(b + 32);
		if ((size_t)(end - b) < n)
			break;
	}
	return b == end ? 0 : damaged(r, "list of parts", "daļu saraksts");
}

/*
 * libzip searches for the end record from behind and, asked to be strict, takes the
 * "best" of several, so two programs may see two different packages in one file
 *.  We want exactly one, with the file made of nothing else.
 */
static int
check_end(struct reader *r)
{
	const unsigned char *b = (const unsigned char *)r->p->bytes;
	size_t len = r->p->len, i, low, found = 0, at = 0;

	if (len >= 8 && memcmp(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
		return refuse(r, DIAG_PKG_OLE, NULL, NULL);
	if (len < 22 || memcmp(b, "PK\3\4", 4) != 0)
		return refuse(r, DIAG_PKG_NOT_ZIP, NULL, NULL);
	low = len > 22 + 65535 ? len - 22 - 65535 : 0;
	for (i = len - 22 + 1; i-- > low;)
		if (b[i] == 'P' && end_record(b, len, i)) {
			found++;
			at = i;
		}
	if (found == 0)
		return damaged(r, "cut short", "tas beidzas pāragri");
	if (found > 1)
		return refuse(r, DIAG_PKG_TWO_ENDS, NULL, NULL);
	if (le16(b + at + 4) != 0 || le16(b + at + 6) != 0)
		return damaged(r, "one of several volumes", "viens no vairākiem sējumiem");
	if ((uint64_t)le32(b + at + 16) + le32(b + at + 12) != at ||
	    at + 22 + le16(b + at + 20) != len)
		return damaged(r, "other bytes before or behind", "pirms vai aiz tā ir citi baiti");
	return check_names(r, b + le32(b + at + 16), b + at);
}

static int
open_zip(struct reader *r)
{
	zip_error_t e;
	zip_source_t *src;

	if (check_end(r) == -1)
		return -1;
	zip_error_init(&e);
	src = zip_source_buffer_create(r->p->bytes, r->p->len, 0, &e);
	if (src != NULL && (r->zip = zip_open_from_source(src, ZIP_RDONLY | ZIP_CHECKCONS, &e)) != NULL)
		return 0;
	refuse(r, DIAG_PKG_DAMAGED, zip_error_strerror(&e), NULL);
	zip_source_free(src);
	zip_error_fini(&e);
	return -1;
}

/* Names that mean one place inside the package, on every system. */
static bool
name_good(const char *s)
{
	size_t len = strlen(s);
	const char *p, *e;

	if (len == 0 || len > 1024 || *s == '/' || utf8_check(s, len) != len)
		return false;
	for (p = s; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7F || *p == '\\' || *p == ':')
			return false;
	for (p = s; *p != '\0'; p = *e == '/' ? e + 1 : e) {
		e = p + strcspn(p, "/");
		if (e == p || (e == p + 1 && p[0] == '.') || (e == p + 2 && p[0] == '.' && p[1] == '.'))
			return false;
	}
	return true;
}

static int
check_stat(struct reader *r, const zip_stat_t *st)
{
	zip_uint8_t os;
	zip_uint32_t attr;

	if (!name_good(st->name))
		return refuse(r, DIAG_PKG_NAME, st->name, NULL);
	if (st->encryption_method != ZIP_EM_NONE)
		return refuse(r, DIAG_PKG_LOCKED, NULL, NULL);
	if (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE)
		return refuse_num(r, DIAG_PKG_METHOD, st->name, st->comp_method);
	if (zip_file_get_external_attributes(r->zip, st->index, 0, &os, &attr) == 0 &&
	    os == ZIP_OPSYS_UNIX && (attr >> 16 & 0170000) == 0120000)
		return refuse(r, DIAG_PKG_NAME, st->name, NULL); /* a symbolic link */
	if (st->size > MAX_PART)
		return over(r, DIAG_PKG_LIMIT_PART, st->name, MAX_PART);
	if (st->size > RATIO_FROM && st->size / MAX_RATIO > st->comp_size)
		return over(r, DIAG_PKG_LIMIT_RATIO, st->name, MAX_RATIO);
	if ((r->p->total += st->size) > MAX_TOTAL)
		return over(r, DIAG_PKG_LIMIT_TOTAL, NULL, MAX_TOTAL);
	return 0;
}

/*
 * Read one part whole.  libzip delivers whatever the deflate stream holds, also a
 * gigabyte where ten bytes were declared, and checks the CRC only at the very end: so
 * read what is declared and ask for one byte more, which must not come.
 */
static const char *
read_part(struct reader *r, const zip_stat_t *st, zip_flags_t flags)
{
	size_t want = flags & ZIP_FL_COMPRESSED ? st->comp_size : st->size, have = 0;
	zip_file_t *f = zip_fopen_index(r->zip, st->index, flags);
	zip_int64_t n = 0;
	char *b = arena_alloc(r->p->a, want + 1), spare;

	if (f == NULL) {
		refuse(r, DIAG_PKG_PART, st->name, zip_strerror(r->zip));
		return NULL;
	}
	while (have < want && (n = zip_fread(f, b + have, want - have)) > 0)
		have += (size_t)n;
	if (n >= 0 && have == want)
		n = zip_fread(f, &spare, 1);
	if (n < 0)
		refuse(r, DIAG_PKG_PART, st->name, zip_file_strerror(f));
	else if (n > 0 || have != want)
		refuse_num(r, DIAG_PKG_SIZE, st->name, (unsigned long)st->size);
	zip_fclose(f);
	return n == 0 && have == want ? b : NULL;
}

static int
load_entry(struct reader *r, zip_uint64_t i)
{
	struct entry *e = &r->p->parts[i];
	zip_stat_t st;

	if (zip_stat_index(r->zip, i, ZIP_FL_ENC_UTF_8, &st) == -1)
		return refuse(r, DIAG_PKG_DAMAGED, zip_strerror(r->zip), NULL);
	if (check_stat(r, &st) == -1)
		return -1;
	e->part.name = arena_strdup(r->p->a, st.name);
	e->part.len = st.size;
	e->part.crc = st.crc;
	e->part.stored = st.comp_method == ZIP_CM_STORE;
	if ((e->part.bytes = read_part(r, &st, 0)) == NULL)
		return -1;
	e->packed_len = st.comp_size;
	if (e->part.stored)
		e->packed = e->part.bytes;
	else if ((e->packed = read_part(r, &st, ZIP_FL_COMPRESSED)) == NULL)
		return -1;
	return 0;
}

static int
by_name_nocase(const void *a, const void *b)
{
	return strcasecmp(*(const char *const *)a, *(const char *const *)b);
}

/* OPC compares names without case; on some systems so does everybody. */
static int
check_twins(struct reader *r)
{
	size_t i, n = r->p->nparts;
	const char **names = arena_array(r->p->a, n, sizeof(*names));

	for (i = 0; i < n; i++)
		names[i] = r->p->parts[i].part.name;
	qsort(names, n, sizeof(*names), by_name_nocase);
	for (i = 1; i < n; i++)
		if (strcasecmp(names[i - 1], names[i]) == 0)
			return refuse(r, DIAG_PKG_DUP, names[i - 1], names[i]);
	return 0;
}

static bool
holds(const struct pkg_part *p, const char *s)
{
	return p != NULL && memmem(p->bytes, p->len, s, strlen(s)) != NULL;
}

#define ODT_TYPE "application/vnd.oasis.opendocument.text"

static enum pkg_kind
find_kind(const struct pkg *p)
{
	const struct pkg_part *t = pkg_find(p, "mimetype");

	if (t != NULL && t->len == strlen(ODT_TYPE) && memcmp(t->bytes, ODT_TYPE, t->len) == 0)
		return PKG_ODT;
	t = pkg_find(p, "[Content_Types].xml");
	if (holds(t, "wordprocessingml.document.main+xml"))
		return PKG_DOCX;
	if (holds(t, "spreadsheetml.sheet.main+xml"))
		return PKG_XLSX;
	return PKG_OTHER;
}

static int
load(struct reader *r)
{
	struct pkg *p = r->p;
	zip_int64_t i, n;

	if (open_zip(r) == -1)
		return -1;
	n = zip_get_num_entries(r->zip, 0);
	if (n > MAX_PARTS) {
		char num[32];

		snprintf(num, sizeof(num), "%ld", (long)n);
		return over(r, DIAG_PKG_LIMIT_PARTS, num, MAX_PARTS);
	}
	p->nparts = (size_t)n;
	p->parts = arena_array(p->a, p->nparts + 1, sizeof(*p->parts));
	for (i = 0; i < n; i++)
		if (load_entry(r, (zip_uint64_t)i) == -1)
			return -1;
	if (check_twins(r) == -1)
		return -1;
	p->kind = find_kind(p);
	/* An encrypted ODF keeps its parts readable as ZIP and says so in the manifest. */
	if (holds(pkg_find(p, "META-INF/manifest.xml"), "encryption-data"))
		return refuse(r, DIAG_PKG_LOCKED, NULL, NULL);
	return 0;
}

static struct pkg *
open_bytes(const char *path, char *slurped, const char *bytes, size_t len, enum diag_code code,
    struct diag *d)
{
	struct arena *a = arena_new();
	struct reader r = {.template = code == DIAG_IO_TEMPLATE, .d = d, .at = {.file = path}};
	int rc;

	r.p = arena_alloc(a, sizeof(*r.p));
	r.p->a = a;
	r.p->slurped = slurped;
	r.p->path = path;
	r.p->bytes = bytes;
	r.p->len = len;
	rc = load(&r);
	if (r.zip != NULL)
		zip_discard(r.zip);
	if (rc == 0)
		return r.p;
	pkg_close(r.p);
	return NULL;
}

struct pkg *
pkg_open_mem(const char *name, const char *bytes, size_t len, enum diag_code code, struct diag *d)
{
	return open_bytes(name, NULL, bytes, len, code, d);
}

struct pkg *
pkg_open(const char *path, enum diag_code code, struct diag *d)
{
	size_t len;
	char *bytes = slurp(path, MAX_FILE, &len, code, d);

	return bytes == NULL ? NULL : open_bytes(path, bytes, bytes, len, code, d);
}

void
pkg_close(struct pkg *p)
{
	if (p == NULL)
		return;
	free(p->slurped);
	arena_free(p->a);
}

enum pkg_kind
pkg_kind(const struct pkg *p)
{
	return p->kind;
}

const char *
pkg_path(const struct pkg *p)
{
	return p->path;
}

size_t
pkg_count(const struct pkg *p)
{
	return p->nparts;
}

const struct pkg_part *
pkg_at(const struct pkg *p, size_t i)
{
	return i < p->nparts ? &p->parts[i].part : NULL;
}

const struct pkg_part *
pkg_find(const struct pkg *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->nparts; i++)
		if (strcmp(p->parts[i].part.name, name) == 0)
			return &p->parts[i].part;
	return NULL;
}

struct xml_doc *
pkg_xml(struct arena *a, const struct pkg *p, const char *name, struct diag *d)
{
	const struct pkg_part *t = pkg_find(p, name);

	if (t == NULL)
		return NULL;
	return t->sound ? xml_parse_sound(a, p->path, t->name, t->bytes, t->len, d)
	    : xml_parse(a, p->path, t->name, t->bytes, t->len, d);
}

void
pkg_set_sound(struct pkg *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->nparts; i++)
		if (strcmp(p->parts[i].part.name, name) == 0)
			p->parts[i].part.sound = true;
}

/* ---- writing ---- */

struct piece {
	const char *name;
	const struct entry *source; /* the source's part of this name, or NULL */
	const struct entry *from; /* taken over as it is; else bytes */
	const void *bytes;
	size_t len;
	uint32_t crc;
	bool dropped;
};

struct pkg_out {
	struct arena *a;
	struct piece *v;
	size_t n, cap;
	bool odf;
};

static struct piece *
find_piece(const struct pkg_out *o, const char *name)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (strcmp(o->v[i].name, name) == 0)
			return &o->v[i];
	return NULL;
}

static struct piece *
add_piece(struct pkg_out *o, const char *name)
{
	struct piece *p;

	o->v = arena_grow(o->a, o->v, o->n, o->n + 1, &o->cap, sizeof(*o->v));
	p = &o->v[o->n++];
	memset(p, 0, sizeof(*p));
	p->name = name;
	return p;
}

static void
keep_source(struct piece *p)
{
	const struct pkg_part *t = &p->source->part;

	p->from = p->source;
	p->dropped = false;
	p->bytes = t->bytes;
	p->len = t->len;
	p->crc = t->crc;
}

/* mimetype goes first (ODF packages 3.3), whatever the source did. */
static void
mimetype_first(struct pkg_out *o)
{
	struct piece *p = find_piece(o, "mimetype"), m;

	if (p == NULL)
		return;
	m = *p;
	memmove(o->v + 1, o->v, (size_t)(p - o->v) * sizeof(*p));
	o->v[0] = m;
}

struct pkg_out *
pkg_out_new(const struct pkg *source)
{
	struct arena *a = arena_new();
	struct pkg_out *o = arena_alloc(a, sizeof(*o));
	struct piece *p;
	size_t i;

	o->a = a;
	for (i = 0; source != NULL && i < source->nparts; i++) {
		p = add_piece(o, source->parts[i].part.name);
		p->source = &source->parts[i];
		keep_source(p);
	}
	mimetype_first(o);
	return o;
}

void
pkg_out_free(struct pkg_out *o)
{
	if (o != NULL)
		arena_free(o->a);
}

void
pkg_out_put(struct pkg_out *o, const char *name, const void *bytes, size_t len)
{
	struct piece *p = find_piece(o, name);

	if (p == NULL)
		p = add_piece(o, arena_strdup(o->a, name));
	p->from = NULL;
	p->dropped = false;
	p->bytes = bytes;
	p->len = len;
	p->crc = (uint32_t)crc32(0, bytes, (uInt)len);
	mimetype_first(o);
}

void
pkg_out_drop(struct pkg_out *o, const char *name)
{
	struct piece *p = find_piece(o, name);

	if (p != NULL)
		p->dropped = true;
}

void
pkg_out_keep(struct pkg_out *o, const char *name)
{
	struct piece *p = find_piece(o, name);

	if (p != NULL && p->source != NULL)
		keep_source(p);
}

struct pkg *
pkg_out_view(const struct pkg_out *o, const char *path)
{
	struct arena *a = arena_new();
	struct pkg *p = arena_alloc(a, sizeof(*p));
	size_t i;

	p->a = a;
	p->path = path;
	p->parts = arena_array(a, o->n + 1, sizeof(*p->parts));
	for (i = 0; i < o->n; i++) {
		const struct piece *x = &o->v[i];

		if (x->dropped)
			continue;
		p->parts[p->nparts++].part = (struct pkg_part){.name = x->name, .bytes = x->bytes,
		    .len = x->len, .crc = x->crc,
		    .sound = x->from == NULL || x->from->part.sound};
	}
	p->kind = find_kind(p);
	return p;
}

static void
put16(struct buf *b, unsigned v)
{
	buf_ch(b, (char)(v & 255));
	buf_ch(b, (char)(v >> 8 & 255));
}

static void
put32(struct buf *b, uint32_t v)
{
	put16(b, v & 0xFFFF);
	put16(b, v >> 16);
}

/* How a part lies in the file; one per part while packing. */
struct laid {
	uint32_t offset, packed, size, crc;
	unsigned method, flags;
};

/*
 * The fields that local header and directory share: version needed 2.0, flags, method,
 * 00:00:00, 1980-01-01, CRC, sizes, length of the name, no extra field.
 */
static void
put_common(struct buf *b, const struct laid *l, const char *name)
{
	put16(b, 20);
	put16(b, l->flags);
	put16(b, l->method);
	put16(b, 0);
	put16(b, 1 << 5 | 1);
	put32(b, l->crc);
	put32(b, l->packed);
	put32(b, l->size);
	put16(b, (unsigned)strlen(name));
	put16(b, 0);
}

/* Deflate in one call; false when that would not make it smaller. */
static bool
deflate_part(z_stream *z, struct buf *b, const void *bytes, size_t len)
{
	size_t room = deflateBound(z, (uLong)len);

	buf_reserve(b, room);
	z->next_in = (Bytef *)bytes;
	z->avail_in = (uInt)len;
	z->next_out = (Bytef *)b->s + b->len;
	z->avail_out = (uInt)room;
	if (deflate(z, Z_FINISH) != Z_STREAM_END || room - z->avail_out >= len) {
		deflateReset(z);
		return false;
	}
	b->len += room - z->avail_out;
	deflateReset(z);
	return true;
}

static void
put_part(struct buf *b, size_t base, struct laid *l, const struct piece *p, z_stream *z)
{
	struct buf head = {0};
	size_t start, data;
	const char *s;

	memset(l, 0, sizeof(*l));
	for (s = p->name; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			l->flags = 1 << 11; /* the name is UTF-8 */
	l->offset = (uint32_t)(b->len - base);
	l->size = (uint32_t)p->len;
	l->crc = p->crc;
	start = b->len;
	buf_reserve(b, 30 + strlen(p->name));
	b->len += 30; /* the header, once the sizes are known */
	buf_str(b, p->name);
	data = b->len;
	if (strcmp(p->name, "mimetype") == 0 || (p->from != NULL && p->from->part.stored))
		buf_add(b, p->bytes, p->len);
	else if (p->from != NULL) {
		buf_add(b, p->from->packed, p->from->packed_len);
		l->method = Z_DEFLATED;
	} else if (deflate_part(z, b, p->bytes, p->len))
		l->method = Z_DEFLATED;
	else
		buf_add(b, p->bytes, p->len);
	l->packed = (uint32_t)(b->len - data);
	put32(&head, 0x04034b50);
	put_common(&head, l, p->name);
	memcpy(b->s + start, head.s, 30);
	buf_free(&head);
}

static void
put_directory(struct buf *b, size_t base, const struct laid *l, const struct pkg_out *o)
{
	size_t i, n = 0, start = b->len;

	for (i = 0; i < o->n; i++) {
		if (o->v[i].dropped)
			continue;
		put32(b, 0x02014b50);
		put16(b, 20); /* made by: FAT, 2.0, so no owner and no mode */
		put_common(b, &l[i], o->v[i].name);
		put16(b, 0);  /* comment */
		put16(b, 0);  /* disk */
		put16(b, 0);  /* internal attributes */
		put32(b, 0);  /* external attributes */
		put32(b, l[i].offset);
		buf_str(b, o->v[i].name);
		n++;
	}
	i = b->len;
	put32(b, 0x06054b50);
	put16(b, 0);
	put16(b, 0);
	put16(b, (unsigned)n);
	put16(b, (unsigned)n);
	put32(b, (uint32_t)(i - start));
	put32(b, (uint32_t)(start - base));
	put16(b, 0);
}

static int
check_sizes(const struct pkg_out *o, struct diag *d)
{
	size_t i, total = 0;
	char num[32];

	for (i = 0; i < o->n && total <= MAX_TOTAL; i++)
		total += o->v[i].len > MAX_TOTAL ? (size_t)MAX_TOTAL + 1 : o->v[i].len;
	if (total <= MAX_TOTAL && o->n <= MAX_PARTS)
		return 0;
	snprintf(num, sizeof(num), "%d", MAX_TOTAL);
	return diag(d, DIAG_PKG_OUT_LIMIT, NULL, num, NULL);
}

int
pkg_out_finish(struct pkg_out *o, struct buf *out, struct diag *d)
{
	z_stream z = {0};
	struct laid *l;
	size_t i, base = out->len;

	if (check_sizes(o, d) == -1)
		return -1;
	if (deflateInit2(&z, DEFLATE_LEVEL, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort(); /* no memory: as the arena does */
	l = arena_array(o->a, o->n + 1, sizeof(*l));
	for (i = 0; i < o->n; i++)
		if (!o->v[i].dropped)
			put_part(out, base, &l[i], &o->v[i], &z);
	deflateEnd(&z);
	put_directory(out, base, l, o);
	return 0;
}

/* ---- the digest of itself ---- */

struct fact { /* what the digest is made of */
	const char *name;
	size_t len;
	uint32_t crc;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct fact *)a)->name, ((const struct fact *)b)->name);
}

static void
digest(struct fact *f, size_t n, char hex[65])
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	unsigned char md[32];
	char line[64];
	size_t i;

	qsort(f, n, sizeof(*f), by_name);
	if (c == NULL || EVP_DigestInit_ex(c, EVP_sha256(), NULL) != 1)
		abort();
	for (i = 0; i < n; i++) {
		snprintf(line, sizeof(line), "\t%zu\t%08x\n", f[i].len, (unsigned)f[i].crc);
		EVP_DigestUpdate(c, f[i].name, strlen(f[i].name));
		EVP_DigestUpdate(c, line, strlen(line));
	}
	EVP_DigestFinal_ex(c, md, NULL);
	EVP_MD_CTX_free(c);
	for (i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", md[i]);
}

void
pkg_out_digest(const struct pkg_out *o, const char *except, char hex[65])
{
	struct fact *f = arena_array(o->a, o->n + 1, sizeof(*f));
	size_t i, n = 0;

	for (i = 0; i < o->n; i++)
		if (!o->v[i].dropped && strcmp(o->v[i].name, except) != 0)
			f[n++] = (struct fact){o->v[i].name, o->v[i].len, o->v[i].crc};
	digest(f, n, hex);
}

static void
pkg_digest(const struct pkg *p, const char *except, char hex[65])
{
	struct fact *f = arena_array(p->a, p->nparts + 1, sizeof(*f));
	const struct pkg_part *t;
	size_t i, n = 0;

	for (i = 0; i < p->nparts; i++) {
		t = &p->parts[i].part;
		if (strcmp(t->name, except) != 0)
			f[n++] = (struct fact){t->name, t->len, t->crc};
	}
	digest(f, n, hex);
}

#define DIGEST_NAME "pmpplan.digest"

/* The digest that a document says of itself; false if none. */
static bool
said_digest(const struct pkg *p, const char *part, struct arena *a, struct diag *d, struct buf *out)
{
	const struct pkg_part *t = pkg_find(p, part);
	bool odt = p->kind == PKG_ODT;
	struct xml_doc *x;
	struct xml_node *n;
	const char *name;

	if (t == NULL || (x = xml_parse(a, "", part, t->bytes, t->len, d)) == NULL)
		return false;
	for (n = x->root; n != NULL; n = xml_walk(x->root, n)) {
		if (odt ? !xml_is(n, XNS_META, "user-defined") : !xml_is(n, XNS_CUSTOM, "property"))
			continue;
		name = xml_attr(n, odt ? XNS_META : XNS_NONE, "name");
		if (name != NULL && strcmp(name, DIGEST_NAME) == 0) {
			xml_text(out, n);
			return true;
		}
	}
	return false;
}

bool
pkg_is_ours(const char *bytes, size_t len)
{
	struct diag *d = diag_new(DIAG_EN);
	struct pkg *p = pkg_open_mem("", bytes, len, DIAG_IO_READ, d);
	struct arena *a = arena_new();
	struct buf said = {0};
	const char *part;
	char hex[65];
	bool ours = false;

	if (p != NULL && (p->kind == PKG_ODT || p->kind == PKG_DOCX)) {
		part = p->kind == PKG_ODT ? "meta.xml" : "docProps/custom.xml";
		if (said_digest(p, part, a, d, &said)) {
			pkg_digest(p, part, hex);
			ours = said.len == 64 && memcmp(said.s, hex, 64) == 0;
		}
	}
	buf_free(&said);
	arena_free(a);
	pkg_close(p);
	diag_free(d);
	return ours;
}

const char *
pkg_library(void)
{
	return zip_libzip_version();
}
