/*
 * writer - what the files of pdf/ share: one document on its way to a file.
 *
 *     haru.c     libharu: pages, our own objects, its errors
 *     face.c     fonts: codes of glyphs, subsets, widths, ToUnicode
 *     content.c  a page's boxes -> its content stream, marked content
 *     tags.c     structure tree, parent tree, IDs
 *     link.c     link annotations, outline, page labels
 *     picture.c  PNG and JPEG -> image objects
 *     meta.c     XMP, Info, output intent, attachment
 *     finish.c   objects -> object streams, cross-reference stream, document ID
 *
 * Lengths: u (120 to a point, 6 to a twip), y upwards from the page's lower edge,
 * unless a name says otherwise.  Nobody outside pdf/ includes this.
 */
#ifndef PDF_WRITER_H
#define PDF_WRITER_H

#include <hpdf.h>
#include <hpdf_conf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "pdf/pdf.h"

enum {
	PDF_U_PER_POINT = 120,
	PDF_U_PER_TWIP = 6,
	PDF_NONE = -1
};

/* What is read out for a picture without alternative text. */
#define PDF_NO_ALT "Attēls"

struct writer;

/*
 * An object whose text we print ourselves, late, when all objects have their numbers.
 * libharu keeps it as an (empty) dictionary; see haru_object().
 */
typedef void print_fn(struct buf *out, const struct writer *w, const void *arg);

struct object {
	print_fn *print;     /* keys and values, without << >> */
	const void *arg;
	bool stream;
	const char *filter;  /* of the stored bytes: "FlateDecode"; NULL: none */
	char *bytes;         /* malloc'd */
	size_t len;
};

/* -- fonts -- */

struct pdf_font {
	struct face *face;
	const struct face_info *info;
	uint32_t *text;      /* by glyph: the text it stands for, see cluster_text(); 0: not used */
	uint16_t *width;     /* by glyph: 1/1000 em; 0xFFFF: not asked yet */
	struct alias *alias; /* further codes, from info->nglyphs on */
	size_t naliases, aliases_cap;
	char tag[8];         /* "ABCDEF+" */
	char name[72];       /* PostScript name, as a PDF name */
	size_t max_gid;      /* of the glyphs used */
	HPDF_Dict dict, cid, descriptor, file, to_unicode, cid_to_gid;
	struct pdf_font *next;
	int number;          /* /F1 */
};

struct alias {               /* one glyph that stands for a second character */
	uint16_t gid;
	uint32_t text;
};

/* -- structure -- */

struct item {                /* a piece of an element: marked content, or an annotation */
	int page;
	int mcid;            /* PDF_NONE: annotation */
	HPDF_Dict annot;
	uint32_t next;       /* of the same element; 0: last */
};

struct elem {
	const struct sense *sense;
	HPDF_Dict dict;      /* NULL: nothing of it is printed, left out */
	uint32_t first_at;   /* number of the first item in it and below; 0: none */
	uint32_t head, tail; /* its own items; 0: none */
	int level;           /* headings: as tagged */
	bool no_link;        /* a link that leads nowhere: a Span */
	bool boxed, has_id;
	int top;             /* headings: of their first line */
	int box[4];          /* figures: left, bottom, right, top */
	struct words *words, *last_words; /* headings and links: their text */
};

struct words {
	const struct box *box;
	struct words *next;
};

struct page_tags {
	uint32_t *sense;     /* by MCID: number of the sense */
	size_t n, cap;
};

struct link {
	const struct sense *sense;
	const char *uri;     /* NULL: to sense->to */
	int page;
	int (*quad)[4];      /* left, bottom, right, top */
	size_t nquads, cap;
	struct place at;
	struct link *next;
};

struct picture {
	const unsigned char *bytes;
	HPDF_Dict dict, mask;
	int width, height, components;
	int number;          /* /I1 */
	struct picture *next;
};

struct writer {
	struct arena *a;
	struct diag *d;
	const struct pages *p;
	const struct pdf_meta *m;
	const char *lang, *title;
	HPDF_Doc doc;
	bool failed;         /* reported; nothing more is done */
	void *deflate;       /* z_stream *, kept for all streams */
	HPDF_Page *pages;
	HPDF_Dict resources;
	struct pdf_font *fonts;
	int nfonts;
	const char **texts;  /* of clusters of several characters */
	size_t ntexts, texts_cap;
	struct picture *pictures;
	int npictures;
	struct item *items;  /* from 1 */
	size_t nitems, items_cap;
	struct elem *elems;
	struct page_tags *tags;
	struct link *links, *last_link; /* of the page being drawn */
	struct link *note_links, *last_note_link;
	const struct page_mark **marks; /* by name */
	const struct sense **annots; /* element of annotation StructParent npages + i */
	size_t nannots, annots_cap;
	HPDF_Dict tree;
};

/* -- haru.c -- */

int haru_open(struct writer *w);
void haru_close(struct writer *w);
/* Take down an error of libharu, once.  All calls below do nothing after a failure. */
void haru_check(struct writer *w, HPDF_STATUS status);
/* A new indirect object that prints itself. */
HPDF_Dict haru_object(struct writer *w, print_fn *print, const void *arg);
/* The same with a stream; takes "bytes" (malloc'd), which are stored as they are. */
HPDF_Dict haru_stream(struct writer *w, print_fn *print, const void *arg, const char *filter,
    char *bytes, size_t len);
/* The same, deflated here. */
HPDF_Dict haru_deflated(struct writer *w, print_fn *print, const void *arg, const void *bytes,
    size_t len);
/* Give a page its content. */
void haru_content(struct writer *w, int page, const struct buf *text);
struct object *haru_own(HPDF_Dict dict); /* NULL: one of libharu's own */
void haru_set(struct writer *w, HPDF_Dict dict, const char *key, void *value);
void haru_set_number(struct writer *w, HPDF_Dict dict, const char *key, int value);
void haru_set_bool(struct writer *w, HPDF_Dict dict, const char *key, bool value);
void haru_set_text(struct writer *w, HPDF_Dict dict, const char *key, const char *utf8);
unsigned int haru_number(const void *obj); /* object number */
/* zlib over one buffer; the result is malloc'd. */
char *pdf_deflate(struct writer *w, const void *bytes, size_t len, size_t *out_len);

/* Printing of PDF syntax. */
void put_int(struct buf *b, int64_t v);
void put_fixed(struct buf *b, int64_t v, int decimals); /* v / 10^decimals, shortest */
void put_points(struct buf *b, int64_t u);              /* u as points, 3 decimals */
void put_ref(struct buf *b, const void *obj);           /* "12 0 R" */
void put_name(struct buf *b, const char *s);            /* "/Name" */
void put_string(struct buf *b, const char *s, size_t len); /* "(...)", bytes as they are */
void put_text(struct buf *b, const char *utf8);         /* text string */

/* -- face.c -- */

struct pdf_font *pdf_font(struct writer *w, struct face *face);
/*
 * The text of a cluster as one number: a character, or a text kept in the writer.
 * Characters without ink count only where there is nothing else.
 */
uint32_t cluster_text(struct writer *w, const char *s, size_t len);
/* The code that draws a glyph and reads as this text. */
unsigned int font_code(struct writer *w, struct pdf_font *f, uint16_t gid, uint32_t text);
/*
 * Width of a glyph as the PDF says it, 1/1000 em.  Whole: some readers cut fractions off
 * and then draw lines half a point short.  What is lost is mended in the TJ arrays.
 */
int font_width(struct pdf_font *f, uint16_t gid);
void fonts_finish(struct writer *w);

/* -- content.c -- */

void content_page(struct writer *w, int page);

/* -- tags.c -- */

/* A new piece of an element on a page; returns its MCID. */
int tags_mark(struct writer *w, const struct sense *s, int page);
/* Keep the text of a box for the heading or link that it is in. */
void tags_text(struct writer *w, const struct box *b, int top);
void tags_annot(struct writer *w, const struct sense *s, int page, HPDF_Dict annot);
void tags_finish(struct writer *w);
struct elem *tags_elem(struct writer *w, const struct sense *s);
/* All text of a heading or link, blanks made single, no soft hyphens; "" when none. */
const char *sense_text(struct writer *w, const struct sense *s);

/* -- link.c -- */

/* A box on this page belongs to a link. */
void link_box(struct writer *w, const struct box *b, int page, const int rect[4]);
void links_page(struct writer *w); /* the annotations of the page just drawn */
void links_finish(struct writer *w); /* links between notes and text, all pages being drawn */
void outline_finish(struct writer *w);
void labels_finish(struct writer *w);

/* -- picture.c -- */

/* NULL after reporting. */
struct picture *pdf_picture(struct writer *w, const struct flow_picture *fp,
    const struct place *at);

/* -- meta.c -- */

void meta_finish(struct writer *w);

/* -- finish.c -- */

void pdf_finish(struct writer *w, struct buf *out);

#endif
