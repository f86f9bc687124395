/*
 * font - font files, measures and shaping.
 *
 * A face is found by family, bold, italic through the table of fonts/fonts.tsv
 * (families, substitutes, Debian packages, SHA-256), opened once per process and
 * shared read-only.  Text is measured on a grid of 8640 per inch: 6 units (u) are a
 * twip; each advance is rounded to whole u (layout-text.md 4).
 */
#ifndef LAYOUT_FONT_H
#define LAYOUT_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

struct face;    /* one font file; lives as long as its font_set */
struct font_set;

struct font_set *font_set_new(const char *table_path, struct diag *d); /* NULL: fonts/fonts.tsv beside the program, else /usr/share/pmpplan */
void font_set_free(struct font_set *s);
/* Never NULL: a missing family gives the table's substitute and one warning naming it. */
struct face *font_find(struct font_set *s, const char *family, bool bold, bool italic,
    struct diag *d);
/* A face that has the character, for fallback; NULL when none has. */
struct face *font_fallback(struct font_set *s, const struct face *f, uint32_t c);

struct face_info {
	const char *path, *family, *postscript; /* names in the font */
	const unsigned char *bytes;
	size_t len;
	int index;                 /* in a collection */
	int upem;
	int ascent, descent, gap;  /* hhea; descent positive */
	int cap_height, x_height, italic_angle_16_16, stem_v;
	int bbox[4];
	bool bold, italic, fixed;
	int nglyphs;
	int underline_pos, underline_thick;
};
const struct face_info *face_info(const struct face *f);
uint32_t face_glyph(const struct face *f, uint32_t c); /* 0: none */
int face_advance(const struct face *f, uint32_t gid);  /* font units */
/* The HarfBuzz face, for subsetting (hb_face_t *). */
void *face_hb(const struct face *f);

/* A face at a size: the unit of layout. */
struct font {
	struct face *face;
	int size_u;      /* em in u: points * 120 */
	int height;      /* line height in twips */
	int ascent;      /* top of line to baseline, gap included */
	int lead;        /* the gap's part in both, twips */
};
void font_at(struct font *out, struct face *f, int size_twips);

struct glyph {
	uint16_t gid;
	uint32_t cluster; /* byte offset in the text */
	int32_t adv;      /* u, rounded */
	int32_t dx, dy;   /* u */
};
/*
 * Shape a text; glyphs are stored from glyphs[0] of a reusable array (malloc'd, grown).
 * "kern" switches pair kerning.  Clusters count from "text".  Signs without ink
 * (U+200B, U+2060, U+FEFF, U+00AD) give no glyph, U+2011 gives the hyphen's.
 * Returns the count.
 */
size_t font_shape(const struct font *f, const char *text, size_t len, bool kern,
    struct glyph **glyphs, size_t *cap);

#endif
