/*
 * face - fonts in the PDF: Type0 with CIDFontType2, two-byte codes.
 *
 * A code is the glyph's number, kept by the subsetter.  A glyph that stands for a second
 * text (the hyphen also for U+2011 and U+00AD, the blank for U+00A0) gets a further code
 * behind the last glyph and a CIDToGIDMap, so that every code reads as one text and no
 * ActualText is needed.
 */
#include <hb-subset.h>
#include <hb.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "pdf/writer.h"

enum {
	TEXT_KEPT = 1u << 31, /* a text of several characters: index in w->texts */
	NOT_ASKED = 0xFFFF,
	TEXTS_MOST = 1024,    /* of several characters, in a document */
	ALIASES_MOST = 512,   /* in a font; all are searched for each glyph */
	BLOCK = 100,          /* entries in one bfchar or bfrange block */
	KEPT = 24             /* subsets of a face */
};

/* -- codes -- */

static void
font_name(struct pdf_font *f)
{
	const char *s = f->info->postscript != NULL ? f->info->postscript : f->info->family;
	size_t n = 0;

	/* ISO 14289-1 and font tools want plain ASCII; a tag of six letters comes before. */
	for (; *s != '\0' && n < sizeof f->name - 1; s++)
		if (*s > 0x20 && *s < 0x7F && strchr("()<>[]{}/%#", *s) == NULL)
			f->name[n++] = *s;
	if (n == 0)
		f->name[n++] = 'F';
	f->name[n] = '\0';
}

static bool
embeddable(struct writer *w, const struct pdf_font *f)
{
	hb_blob_t *glyf = hb_face_reference_table(face_hb(f->face), HB_TAG('g', 'l', 'y', 'f'));
	bool has = hb_blob_get_length(glyf) > 0;
	struct place at = { .file = f->info->path };

	hb_blob_destroy(glyf);
	if (has)
		return true;
	w->failed = true;
	diag(w->d, DIAG_PDF_FONT, &at, f->info->family, "no TrueType outlines", NULL);
	return false;
}

struct pdf_font *
pdf_font(struct writer *w, struct face *face)
{
	struct pdf_font **end = &w->fonts, *f;

	for (; (f = *end) != NULL; end = &f->next)
		if (f->face == face)
			return f;
	f = arena_alloc(w->a, sizeof *f);
	f->face = face;
	f->info = face_info(face);
	f->number = ++w->nfonts;
	f->text = arena_array(w->a, (size_t)f->info->nglyphs, sizeof *f->text);
	f->width = arena_array(w->a, (size_t)f->info->nglyphs, sizeof *f->width);
	memset(f->width, 0xFF, (size_t)f->info->nglyphs * sizeof *f->width);
	font_name(f);
	if (embeddable(w, f))
		f->dict = haru_object(w, NULL, f);
	*end = f;
	return f;
}

static bool
no_ink(uint32_t c)
{
	return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0xAD;
}

/*
 * Symbol fonts keep their signs in the private use area, where they mean nothing to a
 * reader (and PDF/A-2a forbids them): the usual bullets of Word become the real ones.
 */
static uint32_t
public_sign(uint32_t c)
{
	switch (c) {
	case 0xF0A7:
		return 0x25AA;
	case 0xF0D8:
		return 0x27A2;
	case 0xF0FC:
		return 0x2714;
	case 0xF0A8:
		return 0x25FB;
	case 0xF076:
		return 0x2756;
	case 0xF02D:
		return 0x2013;
	default:
		return 0x2022;
	}
}

static uint32_t
keep_text(struct writer *w, const char *s)
{
	for (size_t i = 0; i < w->ntexts; i++)
		if (strcmp(w->texts[i], s) == 0)
			return TEXT_KEPT | (uint32_t)i;
	if (w->ntexts == TEXTS_MOST)
		return (unsigned char)*s < 0x80 ? (unsigned char)*s : 0xFFFD;
	w->texts = arena_grow(w->a, w->texts, w->ntexts, w->ntexts + 1, &w->texts_cap,
	    sizeof *w->texts);
	w->texts[w->ntexts] = s;
	return TEXT_KEPT | (uint32_t)w->ntexts++;
}

uint32_t
cluster_text(struct writer *w, const char *s, size_t len)
{
	char inked[64];
	size_t at = 0, n = 0, count = 0;
	uint32_t c, only = 0;
	int used;

	for (; at < len && (used = utf8_decode(s + at, len - at, &c)) > 0; at += (size_t)used) {
		if (c >= 0xE000 && c <= 0xF8FF)
			c = public_sign(c);
		if (no_ink(c) && only != 0)
			continue;
		if (only != 0 && no_ink(only))
			n = count = 0;
		if (n > sizeof inked - 5)
			break;
		n += (size_t)utf8_encode(c, inked + n);
		count++;
		only = c;
	}
	if (count <= 1)
		return only;
	return keep_text(w, arena_strndup(w->a, inked, n));
}

unsigned int
font_code(struct writer *w, struct pdf_font *f, uint16_t gid, uint32_t text)
{
	size_t n = (size_t)f->info->nglyphs;

	if (gid >= n)
		return 0;
	if (f->text[gid] == text)
		return gid;
	if (f->text[gid] == 0) {
		f->text[gid] = text;
		if (gid > f->max_gid)
			f->max_gid = gid;
		return gid;
	}
	for (size_t i = 0; i < f->naliases; i++)
		if (f->alias[i].gid == gid && f->alias[i].text == text)
			return (unsigned int)(n + i);
	if (f->naliases == ALIASES_MOST || n + f->naliases >= 0xFFFF)
		return gid; /* no code left: it reads as its first text */
	f->alias = arena_grow(w->a, f->alias, f->naliases, f->naliases + 1, &f->aliases_cap,
	    sizeof *f->alias);
	f->alias[f->naliases] = (struct alias){ gid, text };
	return (unsigned int)(n + f->naliases++);
}

int
font_width(struct pdf_font *f, uint16_t gid)
{
	int upem = f->info->upem;

	if (gid >= f->info->nglyphs)
		return 0;
	if (f->width[gid] == NOT_ASKED) {
		int64_t v = face_advance(f->face, gid);
		v = (v * 1000 + upem / 2) / upem;
		f->width[gid] = v < 0 ? 0 : v > 9999 ? 9999 : (uint16_t)v;
	}
	return f->width[gid];
}

/* -- dictionaries -- */

/* Walk the codes in order: glyphs used, then further codes.  False at the end. */
static bool
next_code(const struct pdf_font *f, size_t *code, uint16_t *gid, uint32_t *text)
{
	size_t n = (size_t)f->info->nglyphs;

	for (; *code < n; ++*code)
		if (f->text[*code] != 0) {
			*gid = (uint16_t)*code;
			*text = f->text[(*code)++];
			return true;
		}
	if (*code - n >= f->naliases)
		return false;
	*gid = f->alias[*code - n].gid;
	*text = f->alias[(*code)++ - n].text;
	return true;
}

static void
print_type0(struct buf *out, const struct writer *w, const void *arg)
{
	const struct pdf_font *f = arg;

	(void)w;
	buf_printf(out, "/Type/Font/Subtype/Type0/BaseFont/%s%s/Encoding/Identity-H", f->tag, f->name);
	buf_str(out, "/DescendantFonts[");
	put_ref(out, f->cid);
	buf_str(out, "]/ToUnicode ");
	put_ref(out, f->to_unicode);
}

static void
print_widths(struct buf *out, const struct pdf_font *f)
{
	size_t at = 0, last = SIZE_MAX - 1;
	uint16_t gid;
	uint32_t text;

	buf_str(out, "/DW 0/W[");
	while (next_code(f, &at, &gid, &text)) {
		size_t code = at - 1;
		if (code == last + 1)
			buf_ch(out, ' ');
		else {
			if (last != SIZE_MAX - 1)
				buf_ch(out, ']');
			put_int(out, (int64_t)code);
			buf_ch(out, '[');
		}
		put_int(out, f->width[gid]);
		last = code;
	}
	if (last != SIZE_MAX - 1)
		buf_ch(out, ']');
	buf_ch(out, ']');
}

static void
print_cid_font(struct buf *out, const struct writer *w, const void *arg)
{
	const struct pdf_font *f = arg;

	(void)w;
	buf_printf(out, "/Type/Font/Subtype/CIDFontType2/BaseFont/%s%s", f->tag, f->name);
	buf_str(out, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
	buf_str(out, "/FontDescriptor ");
	put_ref(out, f->descriptor);
	buf_str(out, "/CIDToGIDMap");
	if (f->cid_to_gid == NULL)
		buf_str(out, "/Identity");
	else {
		buf_ch(out, ' ');
		put_ref(out, f->cid_to_gid);
	}
	print_widths(out, f);
}

static int
em1000(const struct pdf_font *f, int v)
{
	return (int)(((int64_t)v * 2000 + (v < 0 ? -f->info->upem : f->info->upem)) /
	    (2 * f->info->upem));
}

static int
font_flags(const struct face_info *in)
{
	bool serif = strstr(in->family, "Serif") != NULL && strstr(in->family, "Sans") == NULL;

	return (in->fixed ? 1 : 0) | (serif ? 2 : 0) | 32 | (in->italic ? 64 : 0);
}

static void
print_descriptor(struct buf *out, const struct writer *w, const void *arg)
{
	const struct pdf_font *f = arg;
	const struct face_info *in = f->info;
	int cap = in->cap_height != 0 ? in->cap_height : in->ascent;

	(void)w;
	buf_printf(out, "/Type/FontDescriptor/FontName/%s%s/Flags %d", f->tag, f->name,
	    font_flags(in));
	buf_printf(out, "/FontBBox[%d %d %d %d]", em1000(f, in->bbox[0]), em1000(f, in->bbox[1]),
	    em1000(f, in->bbox[2]), em1000(f, in->bbox[3]));
	buf_str(out, "/ItalicAngle ");
	put_fixed(out, (int64_t)in->italic_angle_16_16 * 100 / 65536, 2);
	buf_printf(out, "/Ascent %d/Descent %d/CapHeight %d/StemV %d", em1000(f, in->ascent),
	    em1000(f, in->descent), em1000(f, cap), in->stem_v > 0 ? in->stem_v :
	    in->bold ? 140 : 80);
	buf_str(out, "/FontFile2 ");
	put_ref(out, f->file);
}

/* -- ToUnicode -- */

struct range { /* codes a..b read as text, text + 1, ... */
	unsigned int a, b;
	uint32_t text;
};

static void
put_hex(struct buf *out, uint32_t v, int digits)
{
	static const char hex[] = "0123456789ABCDEF";

	for (int i = digits - 1; i >= 0; i--)
		buf_ch(out, hex[v >> (4 * i) & 15]);
}

static void
put_utf16(struct buf *out, uint32_t c)
{
	if (c > 0xFFFF) {
		put_hex(out, 0xD800 + ((c - 0x10000) >> 10), 4);
		c = 0xDC00 + ((c - 0x10000) & 0x3FF);
	}
	put_hex(out, c, 4);
}

static void
put_reading(struct buf *out, const struct writer *w, uint32_t text)
{
	const char *s;
	size_t len;
	uint32_t c;

	buf_ch(out, '<');
	if ((text & TEXT_KEPT) == 0)
		put_utf16(out, text);
	else {
		s = w->texts[text & ~TEXT_KEPT];
		len = strlen(s);
		for (int n; len > 0 && (n = utf8_decode(s, len, &c)) > 0; s += n, len -= (size_t)n)
			put_utf16(out, c);
	}
	buf_str(out, ">\n");
}

/* Blocks of "bfchar" or of "bfrange": ranges of one code, or of several. */
static void
put_blocks(struct buf *out, const struct writer *w, const struct range *r, size_t n, bool several)
{
	size_t left = 0, in_block = 0;
	const char *name = several ? "bfrange" : "bfchar";

	for (size_t i = 0; i < n; i++)
		left += (r[i].b > r[i].a) == several;
	for (size_t i = 0; i < n; i++) {
		if ((r[i].b > r[i].a) != several)
			continue;
		if (in_block == 0)
			buf_printf(out, "%zu begin%s\n", left < BLOCK ? left : BLOCK, name);
		buf_ch(out, '<');
		put_hex(out, r[i].a, 4);
		if (several) {
			buf_str(out, "><");
			put_hex(out, r[i].b, 4);
		}
		buf_ch(out, '>');
		put_reading(out, w, r[i].text);
		left--;
		if (++in_block == BLOCK || left == 0) {
			buf_printf(out, "end%s\n", name);
			in_block = 0;
		}
	}
}

static void
put_cmap(struct buf *out, const struct writer *w, const struct pdf_font *f)
{
	struct range *r = NULL;
	size_t n = 0, cap = 0, at = 0;
	uint16_t gid;
	uint32_t text;

	while (next_code(f, &at, &gid, &text)) {
		unsigned int code = (unsigned int)at - 1;
		struct range *last = n == 0 ? NULL : &r[n - 1];
		/* A range stays within 256 codes and 256 characters (ISO 32000-1, 9.10.3). */
		if (last != NULL && code == last->b + 1 && (code & 0xFF) != 0 &&
		    (text & TEXT_KEPT) == 0 && (last->text & TEXT_KEPT) == 0 &&
		    text == last->text + (code - last->a) && (text & 0xFF) != 0) {
			last->b = code;
			continue;
		}
		r = arena_grow(w->a, r, n, n + 1, &cap, sizeof *r);
		r[n++] = (struct range){ code, code, text };
	}
	buf_str(out, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
	    "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
	put_blocks(out, w, r, n, false);
	put_blocks(out, w, r, n, true);
	buf_str(out, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}

/* -- the font program -- */

/* Six letters from what is in the subset, so that equal subsets have equal names. */
static void
make_tag(struct pdf_font *f)
{
	uint64_t h = 14695981039346656037u;

	for (const char *s = f->name; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	for (size_t i = 0; i <= f->max_gid; i++)
		if (f->text[i] != 0)
			h = (h ^ i) * 1099511628211u;
	for (int i = 0; i < 6; i++, h /= 26)
		f->tag[i] = (char)('A' + h % 26);
	f->tag[6] = '+';
}

/*
 * Subsets made lately of a face, as they are stored: drafts of one standard use mostly the
 * same letters.  They hang on the face and go with it.
 */
struct kept {
	hb_set_t *glyphs;
	char *bytes;         /* deflated */
	size_t len, length1; /* length1: before that */
};

struct kept_subsets {
	struct kept kept[KEPT];
	size_t next;         /* to be replaced */
};

static hb_user_data_key_t kept_key;

static void
kept_clear(struct kept *k)
{
	hb_set_destroy(k->glyphs);
	free(k->bytes);
	*k = (struct kept){ 0 };
}

static void
kept_free(void *subsets)
{
	struct kept_subsets *all = subsets;

	for (size_t i = 0; i < KEPT; i++)
		kept_clear(&all->kept[i]);
	free(all);
}

/* NULL when nothing can be kept. */
static struct kept_subsets *
kept_of(hb_face_t *face)
{
	struct kept_subsets *all = hb_face_get_user_data(face, &kept_key);

	if (all != NULL)
		return all;
	all = xmalloc(sizeof *all);
	*all = (struct kept_subsets){ .next = 0 };
	if (hb_face_set_user_data(face, &kept_key, all, kept_free, true))
		return all;
	free(all);
	return NULL;
}

static const struct kept *
kept_find(const struct kept_subsets *all, const hb_set_t *glyphs)
{
	for (size_t i = 0; all != NULL && i < KEPT; i++)
		if (all->kept[i].glyphs != NULL && hb_set_is_equal(all->kept[i].glyphs, glyphs))
			return &all->kept[i];
	return NULL;
}

static char *
bytes_copy(const char *bytes, size_t len)
{
	return memcpy(xmalloc(len), bytes, len);
}

static void
keep_subset(struct kept_subsets *all, const hb_set_t *glyphs, const char *bytes, size_t len,
    size_t length1)
{
	struct kept *k;

	if (all == NULL)
		return;
	k = &all->kept[all->next];
	all->next = (all->next + 1) % KEPT;
	kept_clear(k);
	*k = (struct kept){ hb_set_copy(glyphs), bytes_copy(bytes, len), len, length1 };
}

static hb_set_t *
used_glyphs(const struct pdf_font *f)
{
	hb_set_t *out = hb_set_create();

	for (size_t i = 0; i <= f->max_gid; i++)
		if (f->text[i] != 0)
			hb_set_add(out, (hb_codepoint_t)i);
	return out;
}

static hb_face_t *
subset(const struct pdf_font *f, const hb_set_t *glyphs)
{
	static const char drop[][5] = { "GSUB", "GPOS", "GDEF", "kern", "cmap", "name", "post",
		"OS/2", "gasp", "hdmx", "VDMX", "LTSH", "DSIG", "FFTM", "PCLT", "BASE", "JSTF",
		"MATH", "vhea", "vmtx", "meta" };
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	hb_face_t *out;

	if (in == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
		hb_set_add(hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG),
		    HB_TAG(drop[i][0], drop[i][1], drop[i][2], drop[i][3]));
	hb_set_set(hb_subset_input_glyph_set(in), glyphs);
	hb_subset_input_set_flags(in, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
	out = hb_subset_or_fail(face_hb(f->face), in);
	hb_subset_input_destroy(in);
	return out;
}

static void
print_length1(struct buf *out, const struct writer *w, const void *arg)
{
	(void)w;
	buf_printf(out, "/Length1 %zu", *(const size_t *)arg);
}

/* The subset deflated, malloc'd; NULL after reporting. */
static char *
make_subset(struct writer *w, struct pdf_font *f, const hb_set_t *glyphs, size_t *len,
    size_t *length1)
{
	hb_face_t *face = subset(f, glyphs);
	hb_blob_t *blob = face == NULL ? NULL : hb_face_reference_blob(face);
	unsigned int n = 0;
	const char *bytes = blob == NULL ? NULL : hb_blob_get_data(blob, &n);
	struct place at = { .file = f->info->path };
	char *out = NULL;

	if (n == 0) {
		w->failed = true;
		diag(w->d, DIAG_PDF_FONT, &at, f->info->family, "subsetting failed", NULL);
	} else
		out = pdf_deflate(w, bytes, n, len);
	*length1 = n;
	hb_blob_destroy(blob);
	hb_face_destroy(face);
	return out;
}

static void
embed(struct writer *w, struct pdf_font *f)
{
	struct kept_subsets *all = kept_of(face_hb(f->face));
	hb_set_t *glyphs = used_glyphs(f);
	const struct kept *k = kept_find(all, glyphs);
	size_t *length1 = arena_alloc(w->a, sizeof *length1), len = 0;
	char *bytes;

	if (k != NULL) {
		*length1 = k->length1;
		len = k->len;
		bytes = bytes_copy(k->bytes, len);
	} else if ((bytes = make_subset(w, f, glyphs, &len, length1)) != NULL)
		keep_subset(all, glyphs, bytes, len, *length1);
	hb_set_destroy(glyphs);
	if (bytes != NULL)
		f->file = haru_stream(w, print_length1, length1, "FlateDecode", bytes, len);
}

static void
map_codes(struct writer *w, struct pdf_font *f)
{
	size_t at = 0, n = ((size_t)f->info->nglyphs + f->naliases) * 2;
	unsigned char *map;
	uint16_t gid;
	uint32_t text;

	if (f->naliases == 0)
		return;
	map = arena_alloc(w->a, n);
	while (next_code(f, &at, &gid, &text)) {
		map[2 * at - 2] = (unsigned char)(gid >> 8);
		map[2 * at - 1] = (unsigned char)gid;
	}
	f->cid_to_gid = haru_deflated(w, NULL, NULL, map, n);
}

static void
font_finish(struct writer *w, struct pdf_font *f)
{
	struct buf cmap = { 0 };

	make_tag(f);
	put_cmap(&cmap, w, f);
	f->to_unicode = haru_deflated(w, NULL, NULL, cmap.s, cmap.len);
	buf_free(&cmap);
	map_codes(w, f);
	embed(w, f);
	haru_own(f->dict)->print = print_type0;
	f->cid = haru_object(w, print_cid_font, f);
	f->descriptor = haru_object(w, print_descriptor, f);
}

void
fonts_finish(struct writer *w)
{
	for (struct pdf_font *f = w->fonts; f != NULL && !w->failed; f = f->next)
		font_finish(w, f);
}
