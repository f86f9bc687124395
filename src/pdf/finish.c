/*
 * finish - the last pass: libharu's table of objects becomes the file.
 *
 * Plain objects, the structure elements above all, are packed into object streams and a
 * cross-reference stream tells where all is (ISO 32000-1, 7.5.7, 7.5.8): a classic file
 * with the same content is twice as large.  Each object is still printed by libharu, or
 * by its own print function.
 *
 * The file's ID: its first half is a digest of all objects, its second one of the whole
 * file with zeros in its own place, so that pdf_is_ours() sees any change.
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "pdf/writer.h"

enum {
	PER_STREAM = 200, /* objects in an object stream: readers unpack a whole one at a time */
	ID_BYTES = 16,
	TAIL = 64,
	XREF_DICT = 1024
};

/* The digest of a file is ours alone: others' IDs cannot match by chance or habit. */
static const char id_salt[] = "pmpplan PDF 1\n";

struct slot { /* where an object is */
	int type;  /* 1: at an offset; 2: in an object stream */
	size_t where, index;
};

struct finish {
	struct writer *w;
	struct buf *out;
	HPDF_Stream printer; /* libharu's printing ends here, in "text" */
	struct buf text;
	struct slot *slot;
	size_t n;            /* objects, from 1 */
	size_t cap;
	size_t start;        /* of the file in "out" */
};

/* -- objects -- */

static HPDF_STATUS
take_bytes(HPDF_Stream stream, const HPDF_BYTE *p, HPDF_UINT n)
{
	buf_add(stream->attr, p, n);
	return HPDF_OK;
}

static void *
entry_object(const struct finish *f, HPDF_UINT i)
{
	HPDF_XrefEntry e = HPDF_List_ItemAt(f->w->doc->xref->entries, i);

	return e == NULL ? NULL : e->obj;
}

static bool
hidden(const void *obj)
{
	return obj == NULL || (((const HPDF_Obj_Header *)obj)->obj_id & HPDF_OTYPE_HIDDEN) != 0;
}

/* Numbers without the gaps of hidden objects. */
static void
number_objects(struct finish *f)
{
	HPDF_UINT count = f->w->doc->xref->entries->count;

	for (HPDF_UINT i = 0; i < count; i++) {
		HPDF_Obj_Header *h = entry_object(f, i);
		if (hidden(h))
			continue;
		h->obj_id = (h->obj_id & ~(HPDF_UINT32)0x00FFFFFF) | (HPDF_UINT32)++f->n;
	}
	/* Object streams and the cross-reference stream come behind. */
	f->cap = f->n + f->n / PER_STREAM + 3;
	f->slot = xmalloc((f->cap + 1) * sizeof *f->slot);
}

static void
print_object(struct finish *f, void *obj)
{
	const HPDF_Obj_Header *h = obj;
	const struct object *own = (h->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT ?
	    haru_own(obj) : NULL;

	if (own == NULL) {
		haru_check(f->w, HPDF_Obj_WriteValue(obj, f->printer, NULL));
		return;
	}
	buf_str(&f->text, "<<");
	if (own->print != NULL)
		own->print(&f->text, f->w, own->arg);
	buf_str(&f->text, ">>");
}

static const struct object *
stream_of(void *obj)
{
	const HPDF_Obj_Header *h = obj;
	const struct object *own;

	if ((h->obj_class & HPDF_OCLASS_ANY) != HPDF_OCLASS_DICT)
		return NULL;
	own = haru_own(obj);
	return own != NULL && own->stream ? own : NULL;
}

/* "dict" ends before its ">>". */
static void
write_stream(struct finish *f, size_t number, const char *dict, size_t dict_len,
    const char *filter, const char *bytes, size_t len)
{
	struct buf *out = f->out;

	f->slot[number] = (struct slot){ 1, out->len - f->start, 0 };
	buf_printf(out, "%zu 0 obj\n", number);
	buf_add(out, dict, dict_len);
	if (filter != NULL)
		buf_printf(out, "/Filter/%s", filter);
	buf_printf(out, "/Length %zu>>\nstream\n", len);
	buf_add(out, bytes, len);
	buf_str(out, "\nendstream\nendobj\n");
}

static void
write_streams(struct finish *f)
{
	HPDF_UINT count = f->w->doc->xref->entries->count;

	for (HPDF_UINT i = 0; i < count; i++) {
		void *obj = entry_object(f, i);
		const struct object *own = hidden(obj) ? NULL : stream_of(obj);
		if (own == NULL)
			continue;
		f->text.len = 0;
		print_object(f, obj);
		write_stream(f, haru_number(obj), f->text.s, f->text.len - 2, own->filter,
		    own->bytes, own->len);
	}
}

struct packing {
	struct buf index, body;
	size_t n;
};

static void
write_pack(struct finish *f, struct packing *p)
{
	size_t number = ++f->n, len = 0;
	char dict[96];
	char *small;
	int n;

	buf_ch(&p->index, '\n');
	n = snprintf(dict, sizeof dict, "<</Type/ObjStm/N %zu/First %zu", p->n, p->index.len);
	buf_add(&p->index, p->body.s, p->body.len);
	small = pdf_deflate(f->w, p->index.s, p->index.len, &len);
	if (small != NULL)
		write_stream(f, number, dict, (size_t)n, "FlateDecode", small, len);
	free(small);
	p->index.len = p->body.len = p->n = 0;
}

static void
write_packs(struct finish *f)
{
	HPDF_UINT count = f->w->doc->xref->entries->count;
	struct packing p = { 0 };

	for (HPDF_UINT i = 0; i < count && !f->w->failed; i++) {
		void *obj = entry_object(f, i);
		if (hidden(obj) || stream_of(obj) != NULL)
			continue;
		f->slot[haru_number(obj)] = (struct slot){ 2, f->n + 1, p.n };
		if (p.n > 0)
			buf_ch(&p.index, ' ');
		put_int(&p.index, haru_number(obj));
		buf_ch(&p.index, ' ');
		put_int(&p.index, (int64_t)p.body.len);
		f->text.len = 0;
		print_object(f, obj);
		buf_add(&p.body, f->text.s, f->text.len);
		buf_ch(&p.body, '\n');
		if (++p.n == PER_STREAM)
			write_pack(f, &p);
	}
	if (p.n > 0 && !f->w->failed)
		write_pack(f, &p);
	buf_free(&p.index);
	buf_free(&p.body);
}

/* -- digests -- */

static void
digest(unsigned char id[ID_BYTES], const char *salt, const char *a, size_t alen, const char *b,
    size_t blen)
{
	unsigned char md[EVP_MAX_MD_SIZE] = { 0 };
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	static const char zeros[2 * ID_BYTES + 1] = "00000000000000000000000000000000";

	if (c == NULL || EVP_DigestInit_ex(c, EVP_sha256(), NULL) != 1 ||
	    EVP_DigestUpdate(c, salt, strlen(salt)) != 1 || EVP_DigestUpdate(c, a, alen) != 1 ||
	    EVP_DigestUpdate(c, zeros, 2 * ID_BYTES) != 1 || EVP_DigestUpdate(c, b, blen) != 1 ||
	    EVP_DigestFinal_ex(c, md, NULL) != 1)
		abort(); /* SHA-256 cannot fail but for memory */
	EVP_MD_CTX_free(c);
	memcpy(id, md, ID_BYTES);
}

static void
hex_id(char hex[2 * ID_BYTES], const unsigned char id[ID_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < ID_BYTES; i++) {
		hex[2 * i] = digits[id[i] >> 4];
		hex[2 * i + 1] = digits[id[i] & 15];
	}
}

/* -- the cross-reference stream -- */

static void
put_bytes(unsigned char *p, size_t v, int n)
{
	for (int i = n - 1; i >= 0; i--, v >>= 8)
		p[i] = (unsigned char)v;
}

/*
 * The table as rows of 1 + "width" + 2 bytes, each as its difference from the row above
 * (PNG predictor Up, ISO 32000-1, 7.4.4.4), which deflates to a fraction.
 */
static char *
pack_xref(struct finish *f, int width, size_t *len)
{
	size_t row = 1 + (size_t)width + 2;
	unsigned char above[16] = { 0 }, here[16];
	struct buf b = { 0 };
	char *small;

	for (size_t i = 0; i <= f->n; i++) {
		const struct slot *s = &f->slot[i];
		here[0] = (unsigned char)s->type;
		put_bytes(here + 1, s->where, width);
		put_bytes(here + 1 + width, s->index, 2);
		buf_ch(&b, 2);
		for (size_t k = 0; k < row; k++)
			buf_ch(&b, (char)(here[k] - above[k]));
		memcpy(above, here, row);
	}
	small = pdf_deflate(f->w, b.s, b.len, len);
	buf_free(&b);
	return small;
}

static void
write_xref(struct finish *f)
{
	struct buf dict = { 0 };
	size_t at = f->out->len - f->start, len = 0, hole;
	int width = 1;
	unsigned char id[ID_BYTES];
	char hex[2 * ID_BYTES], *small;

	f->slot[0] = (struct slot){ 0, 0, 0xFFFF };
	f->slot[++f->n] = (struct slot){ 1, at, 0 };
	while (width < 8 && at >> (8 * width) != 0)
		width++;
	small = pack_xref(f, width, &len);
	if (small == NULL)
		return;
	digest(id, "", f->out->s + f->start, at, "", 0);
	hex_id(hex, id);
	buf_printf(&dict, "<</Type/XRef/Size %zu/Root %u 0 R/Info %u 0 R/ID[<%.*s><", f->n + 1,
	    haru_number(f->w->doc->catalog), haru_number(f->w->doc->info), 2 * ID_BYTES, hex);
	hole = dict.len;
	buf_printf(&dict, "%032d>]/W[1 %d 2]/DecodeParms<</Predictor 12/Columns %d>>", 0, width,
	    1 + width + 2);
	write_stream(f, f->n, dict.s, dict.len, "FlateDecode", small, len);
	hole += at + (size_t)snprintf(NULL, 0, "%zu 0 obj\n", f->n);
	buf_printf(f->out, "startxref\n%zu\n%%%%EOF\n", at);
	digest(id, id_salt, f->out->s + f->start, hole, f->out->s + f->start + hole +
	    2 * ID_BYTES, f->out->len - f->start - hole - 2 * ID_BYTES);
	hex_id(f->out->s + f->start + hole, id);
	free(small);
	buf_free(&dict);
}

void
pdf_finish(struct writer *w, struct buf *out)
{
	struct finish f = { .w = w, .out = out, .start = out->len };

	if (w->failed)
		return;
	f.printer = HPDF_CallbackWriter_New(w->doc->mmgr, take_bytes, &f.text);
	if (f.printer == NULL) {
		haru_check(w, HPDF_FAILD_TO_ALLOC_MEM);
		return;
	}
	number_objects(&f);
	/* Bytes over 127 tell programs that this is no text file. */
	buf_str(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
	write_streams(&f);
	write_packs(&f);
	if (!w->failed)
		write_xref(&f);
	if (w->failed)
		out->len = f.start;
	HPDF_Stream_Free(f.printer);
	free(f.slot);
	buf_free(&f.text);
}

/* -- recognising it again -- */

static const char *
find_last(const char *s, size_t len, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = len; i >= n; i--)
		if (memcmp(s + i - n, what, n) == 0)
			return s + i - n;
	return NULL;
}

static const char *
find_first(const char *s, size_t len, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= len; i++)
		if (memcmp(s + i, what, n) == 0)
			return s + i;
	return NULL;
}

bool
pdf_is_ours(const char *bytes, size_t len)
{
	size_t tail = len < TAIL ? len : TAIL, xref = 0, room, hole;
	const char *p = find_last(bytes + len - tail, tail, "startxref\n");
	unsigned char id[ID_BYTES];
	char hex[2 * ID_BYTES];

	if (p == NULL)
		return false;
	for (p += strlen("startxref\n"); p < bytes + len && *p >= '0' && *p <= '9'; p++) {
		if (xref > len)
			return false;
		xref = xref * 10 + (size_t)(*p - '0');
	}
	if (xref >= len)
		return false;
	room = len - xref < XREF_DICT ? len - xref : XREF_DICT;
	p = find_first(bytes + xref, room, "/ID[<");
	if (p == NULL)
		return false;
	hole = (size_t)(p - bytes) + strlen("/ID[<") + 2 * ID_BYTES + strlen("><");
	if (hole + 2 * ID_BYTES > len)
		return false;
	digest(id, id_salt, bytes, hole, bytes + hole + 2 * ID_BYTES, len - hole - 2 * ID_BYTES);
	hex_id(hex, id);
	return memcmp(hex, bytes + hole, sizeof hex) == 0;
}
