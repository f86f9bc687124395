/*
 * haru - the door to libharu: its document, our own objects in it, its errors.
 *
 * libharu goes deaf after its first error, so the first one is kept and reported and
 * nothing is done after it.  Objects of ours are empty dictionaries of libharu with a
 * subclass number that it does not use: it numbers, refers to and frees them as its own.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/utf8.h"
#include "pdf/writer.h"

enum {
	OWN_CLASS = HPDF_OCLASS_DICT | 0x0F00,
	DEFLATE_LEVEL = 6,
	PAGES_PER_NODE = 64,     /* of the page tree */
	LIST_BLOCK = 4096        /* libharu's 20 makes long lists quadratic */
};

/* -- errors -- */

void
haru_check(struct writer *w, HPDF_STATUS status)
{
	char code[24], detail[24];
	struct place at = { .file = w->p->doc == NULL ? NULL : w->p->doc->file };

	if (status == HPDF_OK || w->failed)
		return;
	w->failed = true;
	snprintf(code, sizeof code, "0x%04lX", (unsigned long)status);
	snprintf(detail, sizeof detail, "%lu", w->doc == NULL ? 0UL :
	    (unsigned long)w->doc->error.detail_no);
	diag(w->d, DIAG_PDF_LIBRARY, &at, code, detail, NULL);
}

static void HPDF_STDCALL
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
	(void)detail;
	haru_check(user, error);
}

/* What a call that returns an object says by NULL. */
static void *
got(struct writer *w, void *p)
{
	if (p == NULL && !w->failed)
		haru_check(w, w->doc->error.error_no != HPDF_OK ? w->doc->error.error_no :
		    HPDF_INVALID_OBJECT);
	return p;
}

static void * HPDF_STDCALL
haru_alloc(HPDF_UINT n)
{
	return xmalloc(n);
}

static void HPDF_STDCALL
haru_free(void *p)
{
	free(p);
}

static void
haru_set_name(struct writer *w, HPDF_Dict dict, const char *key, const char *name)
{
	if (!w->failed)
		haru_set(w, dict, key, HPDF_Name_New(w->doc->mmgr, name));
}

/* -- the document -- */

static void
add_pages(struct writer *w)
{
	for (size_t i = 0; i < w->p->npages && !w->failed; i++) {
		const struct page *from = &w->p->page[i];
		HPDF_Page page = got(w, HPDF_AddPage(w->doc));
		if (page == NULL)
			return;
		w->pages[i] = page;
		haru_check(w, HPDF_Page_SetWidth(page, (HPDF_REAL)from->width / 20));
		haru_check(w, HPDF_Page_SetHeight(page, (HPDF_REAL)from->height / 20));
		haru_set(w, page, "Resources", w->resources);
		haru_set_number(w, page, "StructParents", (int)i);
		haru_set_name(w, page, "Tabs", "S");
	}
}

static void
print_resources(struct buf *out, const struct writer *w, const void *arg)
{
	(void)arg;
	if (w->fonts != NULL) {
		buf_str(out, "/Font<<");
		for (const struct pdf_font *f = w->fonts; f != NULL; f = f->next) {
			buf_printf(out, "/F%d ", f->number);
			put_ref(out, f->dict);
		}
		buf_str(out, ">>");
	}
	if (w->pictures != NULL) {
		buf_str(out, "/XObject<<");
		for (const struct picture *p = w->pictures; p != NULL; p = p->next) {
			buf_printf(out, "/I%d ", p->number);
			put_ref(out, p->dict);
		}
		buf_str(out, ">>");
	}
}

int
haru_open(struct writer *w)
{
	w->doc = HPDF_NewEx(on_error, haru_alloc, haru_free, 0, w);
	if (w->doc == NULL) {
		haru_check(w, HPDF_FAILD_TO_ALLOC_MEM);
		return -1;
	}
	w->doc->xref->entries->items_per_block = LIST_BLOCK;
	w->doc->page_list->items_per_block = LIST_BLOCK;
	if (w->p->npages > PAGES_PER_NODE)
		haru_check(w, HPDF_SetPagesConfiguration(w->doc, PAGES_PER_NODE));
	w->resources = haru_object(w, print_resources, NULL);
	w->pages = arena_array(w->a, w->p->npages, sizeof *w->pages);
	add_pages(w);
	return w->failed ? -1 : 0;
}

void
haru_close(struct writer *w)
{
	if (w->deflate != NULL) {
		deflateEnd(w->deflate);
		free(w->deflate);
	}
	if (w->doc != NULL)
		HPDF_Free(w->doc);
}

/* -- our own objects -- */

static void
free_own(HPDF_Dict dict)
{
	struct object *o = dict->attr;

	free(o->bytes);
	free(o);
}

static void
make_own(HPDF_Dict dict, print_fn *print, const void *arg)
{
	struct object *o = xmalloc(sizeof *o);

	*o = (struct object){ .print = print, .arg = arg };
	dict->attr = o;
	dict->free_fn = free_own;
	dict->header.obj_class = OWN_CLASS;
}

HPDF_Dict
haru_object(struct writer *w, print_fn *print, const void *arg)
{
	HPDF_Dict dict = w->failed ? NULL : got(w, HPDF_Dict_New(w->doc->mmgr));

	if (dict == NULL)
		return NULL;
	make_own(dict, print, arg);
	/* On failure libharu has not taken it; it is ours to free. */
	if (HPDF_Xref_Add(w->doc->xref, dict) != HPDF_OK) {
		haru_check(w, w->doc->error.error_no);
		HPDF_Dict_Free(dict);
		return NULL;
	}
	return dict;
}

struct object *
haru_own(HPDF_Dict dict)
{
	return dict->header.obj_class == OWN_CLASS ? dict->attr : NULL;
}

HPDF_Dict
haru_stream(struct writer *w, print_fn *print, const void *arg, const char *filter, char *bytes,
    size_t len)
{
	HPDF_Dict dict = haru_object(w, print, arg);
	struct object *o;

	if (dict == NULL) {
		free(bytes);
		return NULL;
	}
	o = dict->attr;
	o->stream = true;
	o->filter = filter;
	o->bytes = bytes;
	o->len = len;
	return dict;
}

HPDF_Dict
haru_deflated(struct writer *w, print_fn *print, const void *arg, const void *bytes, size_t len)
{
	size_t n = 0;
	char *small = w->failed ? NULL : pdf_deflate(w, bytes, len, &n);

	return small == NULL ? NULL : haru_stream(w, print, arg, "FlateDecode", small, n);
}

/*
 * A page comes with a content stream of libharu's kind, whose Length is an object of
 * its own.  It becomes one of ours; the Length is hidden, so that it is not written.
 */
void
haru_content(struct writer *w, int page, const struct buf *text)
{
	HPDF_PageAttr attr;
	HPDF_Number length;
	struct object *o;

	if (w->failed)
		return;
	attr = w->pages[page]->attr;
	length = got(w, HPDF_Dict_GetItem(attr->contents, "Length", HPDF_OCLASS_NUMBER));
	if (length == NULL)
		return;
	length->header.obj_id |= HPDF_OTYPE_HIDDEN;
	make_own(attr->contents, NULL, NULL);
	o = attr->contents->attr;
	o->stream = true;
	o->filter = "FlateDecode";
	o->bytes = pdf_deflate(w, text->s, text->len, &o->len);
}

/* -- values -- */

void
haru_set(struct writer *w, HPDF_Dict dict, const char *key, void *value)
{
	if (w->failed || got(w, dict) == NULL || got(w, value) == NULL)
		return;
	haru_check(w, HPDF_Dict_Add(dict, key, value));
}

void
haru_set_number(struct writer *w, HPDF_Dict dict, const char *key, int value)
{
	if (!w->failed)
		haru_set(w, dict, key, HPDF_Number_New(w->doc->mmgr, value));
}

void
haru_set_bool(struct writer *w, HPDF_Dict dict, const char *key, bool value)
{
	if (!w->failed)
		haru_set(w, dict, key, HPDF_Boolean_New(w->doc->mmgr, value));
}

/* UTF-16BE with its mark; for PDF text strings. */
static void
utf16(struct buf *b, const char *s)
{
	size_t len = strlen(s), at = 0;
	uint32_t c;
	int n;

	buf_add(b, "\xFE\xFF", 2);
	for (; at < len && (n = utf8_decode(s + at, len - at, &c)) > 0; at += (size_t)n) {
		if (c > 0xFFFF) {
			uint32_t hi = 0xD800 + ((c - 0x10000) >> 10);
			buf_ch(b, (char)(hi >> 8));
			buf_ch(b, (char)hi);
			c = 0xDC00 + ((c - 0x10000) & 0x3FF);
		}
		buf_ch(b, (char)(c >> 8));
		buf_ch(b, (char)c);
	}
}

/* What libharu takes: the limit of PDF 1.4 (its appendix C), and even, for UTF-16. */
#define TEXT_MOST 65534

static bool
plain(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7E)
			return false;
	return true;
}

void
haru_set_text(struct writer *w, HPDF_Dict dict, const char *key, const char *utf8)
{
	struct buf b = { 0 };

	if (w->failed || utf8 == NULL || *utf8 == '\0')
		return;
	if (plain(utf8) && strlen(utf8) <= TEXT_MOST) {
		haru_set(w, dict, key, HPDF_String_New(w->doc->mmgr, utf8, NULL));
		return;
	}
	utf16(&b, utf8);
	if (b.len > TEXT_MOST) {
		b.len = TEXT_MOST;
		/* Not between the halves of a pair. */
		if (((unsigned char)b.s[b.len - 2] & 0xFC) == 0xD8)
			b.len -= 2;
	}
	haru_set(w, dict, key, HPDF_Binary_New(w->doc->mmgr, (HPDF_BYTE *)b.s, (HPDF_UINT)b.len));
	buf_free(&b);
}

unsigned int
haru_number(const void *obj)
{
	return ((const HPDF_Obj_Header *)obj)->obj_id & 0x00FFFFFF;
}

char *
pdf_deflate(struct writer *w, const void *bytes, size_t len, size_t *out_len)
{
	z_stream *z = w->deflate;
	size_t room;
	char *out;

	if (z == NULL) {
		z = xmalloc(sizeof *z);
		memset(z, 0, sizeof *z);
		if (deflateInit(z, DEFLATE_LEVEL) != Z_OK) {
			free(z);
			haru_check(w, HPDF_ZLIB_ERROR);
			return NULL;
		}
		w->deflate = z;
	}
	if (len > INT32_MAX / 2) {
		haru_check(w, HPDF_STRING_OUT_OF_RANGE);
		return NULL;
	}
	deflateReset(z);
	room = deflateBound(z, (uLong)len);
	out = xmalloc(room);
	z->next_in = (Bytef *)(uintptr_t)bytes;
	z->avail_in = (uInt)len;
	z->next_out = (Bytef *)out;
	z->avail_out = (uInt)room;
	if (deflate(z, Z_FINISH) != Z_STREAM_END) {
		free(out);
		haru_check(w, HPDF_ZLIB_ERROR);
		return NULL;
	}
	*out_len = room - z->avail_out;
	return xrealloc(out, *out_len);
}

/* -- PDF syntax -- */

void
put_int(struct buf *b, int64_t v)
{
	char s[24], *p = s + sizeof s;
	uint64_t n = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) != 0);
	if (v < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(s + sizeof s - p));
}

void
put_fixed(struct buf *b, int64_t v, int decimals)
{
	char s[32], *p = s + sizeof s;
	uint64_t n = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	bool some = false;

	for (int i = 0; i < decimals; i++, n /= 10)
		if (some || n % 10 != 0) {
			*--p = (char)('0' + n % 10);
			some = true;
		}
	if (some)
		*--p = '.';
	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) != 0);
	if (v < 0 && (some || *p != '0'))
		*--p = '-';
	buf_add(b, p, (size_t)(s + sizeof s - p));
}

void
put_points(struct buf *b, int64_t u)
{
	int64_t n = u * 1000;

	put_fixed(b, (n + (n < 0 ? -PDF_U_PER_POINT : PDF_U_PER_POINT) / 2) / PDF_U_PER_POINT, 3);
}

void
put_ref(struct buf *b, const void *obj)
{
	put_int(b, haru_number(obj));
	buf_add(b, " 0 R", 4);
}

void
put_name(struct buf *b, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";

	buf_ch(b, '/');
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		if (c > 0x20 && c < 0x7F && strchr("#()<>[]{}/%", c) == NULL) {
			buf_ch(b, *s);
			continue;
		}
		buf_ch(b, '#');
		buf_ch(b, hex[c >> 4]);
		buf_ch(b, hex[c & 15]);
	}
}

void
put_string(struct buf *b, const char *s, size_t len)
{
	buf_ch(b, '(');
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '(' || s[i] == ')' || s[i] == '\\')
			buf_ch(b, '\\');
		if (s[i] == '\r') /* a bare one would be read as a line feed */
			buf_add(b, "\\r", 2);
		else
			buf_ch(b, s[i]);
	}
	buf_ch(b, ')');
}

void
put_text(struct buf *b, const char *utf8)
{
	struct buf wide = { 0 };

	if (plain(utf8)) {
		put_string(b, utf8, strlen(utf8));
		return;
	}
	utf16(&wide, utf8);
	put_string(b, wide.s, wide.len);
	buf_free(&wide);
}

const char *
pdf_library(void)
{
	return HPDF_GetVersion();
}
