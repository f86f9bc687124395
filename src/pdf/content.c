/*
 * content - a page's boxes become its content stream.
 *
 * The page is scaled to u first, so that all places are whole numbers.  Text is shown in
 * TJ arrays: the layout's places count, the font's widths bring the pen near them, and a
 * number in the array mends what differs, at word starts once it is worth it.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "pdf/writer.h"

enum {
	PEN = 1000,            /* the pen counts in u / PEN, so that font widths are exact */
	WORD_SLACK = 3 * PEN / 2, /* mended at a word's start beyond this, */
	GLYPH_SLACK = 5 * PEN, /* and inside a word beyond this */
	GAP_EMS = 40,          /* a gap in a line up to this is a number in the array */
	FAR = 1 << 22,         /* twips: what lies beyond is on no page */
	SCALE_MOST = 600       /* per cent */
};

enum mark { MARK_NONE, MARK_SENSE, MARK_ARTIFACT };

struct content {
	struct writer *w;
	int page, height;      /* height: u */
	struct buf out;
	enum mark mark;
	const struct sense *sense;
	int artifact;
	const char *span_lang; /* Span open for this language */
	bool in_text, in_array, in_string, in_path;
	int64_t line_x, line_y; /* where the last Td went, u */
	int64_t pen;           /* u / PEN from the page's left edge */
	struct pdf_font *font;
	int size, scale;
	uint32_t colour;
	const struct box *last; /* text before, of any sense */
};

/* -- marked content -- */

static void
array_end(struct content *c)
{
	if (c->in_string)
		buf_ch(&c->out, ')');
	if (c->in_array)
		buf_str(&c->out, "]TJ\n");
	c->in_string = c->in_array = false;
}

static void
text_end(struct content *c)
{
	array_end(c);
	if (c->in_text)
		buf_str(&c->out, "ET\n");
	c->in_text = false;
}

static void
path_end(struct content *c)
{
	if (c->in_path)
		buf_str(&c->out, "f\n");
	c->in_path = false;
}

static void
span_end(struct content *c)
{
	if (c->span_lang == NULL)
		return;
	text_end(c);
	buf_str(&c->out, "EMC\n");
	c->span_lang = NULL;
}

static void
mark_end(struct content *c)
{
	path_end(c);
	span_end(c);
	text_end(c);
	if (c->mark != MARK_NONE)
		buf_str(&c->out, "EMC\n");
	c->mark = MARK_NONE;
}

static const char *
mark_name(const struct sense *s)
{
	switch (s->kind) {
	case SENSE_SPAN:
		return "Span";
	case SENSE_LINK:
		return "Link";
	case SENSE_LBL:
		return "Lbl";
	case SENSE_FIGURE:
		return "Figure";
	default:
		return "P";
	}
}

static void
mark_sense(struct content *c, const struct sense *s)
{
	if (c->mark == MARK_SENSE && c->sense == s)
		return;
	mark_end(c);
	put_name(&c->out, mark_name(s));
	buf_str(&c->out, "<</MCID ");
	put_int(&c->out, tags_mark(c->w, s, c->page));
	buf_str(&c->out, ">>BDC\n");
	c->mark = MARK_SENSE;
	c->sense = s;
}

enum { ART_HEADER, ART_FOOTER, ART_LAYOUT };

/* Rules, shades, leaders are layout; running heads and repeated header rows pagination. */
static void
mark_artifact(struct content *c, const struct box *b)
{
	static const char *const open[] = { "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
		"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
		"/Artifact<</Type/Layout>>BDC\n" };
	int kind = b->artifact != 1 ? ART_LAYOUT :
	    (int64_t)b->y * PDF_U_PER_TWIP < c->height / 2 ? ART_HEADER : ART_FOOTER;

	if (c->mark == MARK_ARTIFACT && c->artifact == kind)
		return;
	mark_end(c);
	buf_str(&c->out, open[kind]);
	c->mark = MARK_ARTIFACT;
	c->artifact = kind;
}

/* -- drawing -- */

static int64_t
up(const struct content *c, int y)
{
	return c->height - (int64_t)y * PDF_U_PER_TWIP;
}

static void
put_colour(struct content *c, uint32_t colour)
{
	int part[3];

	if (colour == FLOW_AUTO_COLOUR)
		colour = 0;
	if (colour == c->colour)
		return;
	path_end(c);
	array_end(c);
	c->colour = colour;
	for (int i = 0; i < 3; i++)
		part[i] = (int)((colour >> (16 - 8 * i) & 255) * 2000 + 255) / 510;
	put_fixed(&c->out, part[0], 3);
	if (part[0] == part[1] && part[1] == part[2]) {
		buf_str(&c->out, " g\n");
		return;
	}
	for (int i = 1; i < 3; i++) {
		buf_ch(&c->out, ' ');
		put_fixed(&c->out, part[i], 3);
	}
	buf_str(&c->out, " rg\n");
}

static void
put_four(struct buf *b, int64_t v0, int64_t v1, int64_t v2, int64_t v3, const char *operator)
{
	put_int(b, v0);
	buf_ch(b, ' ');
	put_int(b, v1);
	buf_ch(b, ' ');
	put_int(b, v2);
	buf_ch(b, ' ');
	put_int(b, v3);
	buf_str(b, operator);
}

static void
draw_rectangle(struct content *c, const struct box *b)
{
	if (b->width <= 0 || b->height <= 0)
		return;
	mark_artifact(c, b);
	text_end(c);
	put_colour(c, b->colour);
	put_four(&c->out, (int64_t)b->x * PDF_U_PER_TWIP, up(c, b->y) -
	    (int64_t)b->height * PDF_U_PER_TWIP, (int64_t)b->width * PDF_U_PER_TWIP,
	    (int64_t)b->height * PDF_U_PER_TWIP, " re\n");
	c->in_path = true;
}

/* Without alternative text a figure says at least that it is one. */
static void
want_alt(struct content *c, const struct box *b)
{
	if (b->sense->kind == SENSE_FIGURE && (b->sense->alt == NULL || *b->sense->alt == '\0'))
		diag(c->w->d, DIAG_PDF_NO_ALT, &b->at, b->picture->name, PDF_NO_ALT, NULL);
}

static void
note_figure(struct content *c, const struct box *b, const int rect[4])
{
	struct elem *e = tags_elem(c->w, b->sense);

	if (b->sense->kind != SENSE_FIGURE || e->boxed)
		return;
	e->boxed = true;
	memcpy(e->box, rect, sizeof e->box);
}

/* The matrix that puts the unit square into the rectangle, turned. */
static void
put_frame(struct content *c, enum flow_turn turn, const int rect[4])
{
	int w = rect[2] - rect[0], h = rect[3] - rect[1];

	if (turn == FLOW_UPRIGHT)
		put_four(&c->out, w, 0, 0, h, " ");
	else if (turn == FLOW_UPWARDS)
		put_four(&c->out, 0, h, -w, 0, " ");
	else
		put_four(&c->out, 0, -h, w, 0, " ");
	put_int(&c->out, turn == FLOW_UPWARDS ? rect[2] : rect[0]);
	buf_ch(&c->out, ' ');
	put_int(&c->out, turn == FLOW_DOWNWARDS ? rect[3] : rect[1]);
}

static void
draw_picture(struct content *c, const struct box *b)
{
	struct picture *p;
	int rect[4];

	if (b->width <= 0 || b->height <= 0 ||
	    (p = pdf_picture(c->w, b->picture, &b->at)) == NULL)
		return;
	rect[0] = b->x * PDF_U_PER_TWIP;
	rect[1] = (int)up(c, b->y) - b->height * PDF_U_PER_TWIP;
	rect[2] = rect[0] + b->width * PDF_U_PER_TWIP;
	rect[3] = (int)up(c, b->y);
	if (b->sense == NULL)
		mark_artifact(c, b);
	else {
		mark_sense(c, b->sense);
		note_figure(c, b, rect);
		want_alt(c, b);
		link_box(c->w, b, c->page, rect);
	}
	path_end(c);
	text_end(c);
	buf_str(&c->out, "q ");
	put_frame(c, b->turn, rect);
	buf_printf(&c->out, " cm/I%d Do Q\n", p->number);
}

/* -- text -- */

static void
text_begin(struct content *c)
{
	path_end(c);
	if (c->in_text)
		return;
	buf_str(&c->out, "BT\n");
	c->in_text = true;
	c->line_x = c->line_y = 0;
}

static void
put_font(struct content *c, struct pdf_font *f, int size, int scale)
{
	if (f != c->font || size != c->size) {
		array_end(c);
		buf_printf(&c->out, "/F%d %d Tf\n", f->number, size);
		c->font = f;
		c->size = size;
	}
	if (scale != c->scale) {
		array_end(c);
		buf_printf(&c->out, "%d Tz\n", scale);
		c->scale = scale;
	}
}

static void
move_to(struct content *c, int64_t x, int64_t y)
{
	array_end(c);
	put_int(&c->out, x - c->line_x);
	buf_ch(&c->out, ' ');
	put_int(&c->out, y - c->line_y);
	buf_str(&c->out, " Td\n");
	c->line_x = x;
	c->line_y = y;
	c->pen = x * PEN;
}

/* Width of one unit of a TJ number, 1/1000 em, in u / PEN. */
static int64_t
unit(const struct content *c)
{
	return (int64_t)c->size * c->scale / 100;
}

/* Bring the pen to "to" by a number in the array, unless it is near enough. */
static void
mend(struct content *c, int64_t to, int64_t slack)
{
	int64_t off = to - c->pen, per = unit(c), n;

	if ((off < 0 ? -off : off) <= slack || per == 0)
		return;
	n = (2 * off + (off < 0 ? -per : per)) / (2 * per);
	if (n == 0)
		return;
	if (c->in_string)
		buf_ch(&c->out, ')');
	c->in_string = false;
	if (!c->in_array)
		buf_ch(&c->out, '[');
	c->in_array = true;
	put_int(&c->out, -n);
	c->pen += n * per;
}

static void
show(struct content *c, unsigned int code)
{
	char pair[2] = { (char)(code >> 8), (char)code };

	if (!c->in_array)
		buf_ch(&c->out, '[');
	if (!c->in_string)
		buf_ch(&c->out, '(');
	c->in_array = c->in_string = true;
	for (int i = 0; i < 2; i++) {
		if (pair[i] == '(' || pair[i] == ')' || pair[i] == '\\')
			buf_ch(&c->out, '\\');
		if (pair[i] == '\r')
			buf_add(&c->out, "\\r", 2);
		else
			buf_ch(&c->out, pair[i]);
	}
}

/* One glyph at "x" (u / PEN), read as "text". */
static void
show_glyph(struct content *c, const struct glyph *g, int64_t x, uint32_t text, bool word)
{
	int64_t dx = (int64_t)g->dx * PEN;

	mend(c, x + dx, word || dx != 0 ? WORD_SLACK : GLYPH_SLACK);
	if (g->dy != 0) {
		array_end(c);
		buf_printf(&c->out, "%d Ts\n", g->dy);
	}
	show(c, font_code(c->w, c->font, g->gid, text));
	if (g->dy != 0) {
		array_end(c);
		buf_str(&c->out, "0 Ts\n");
	}
	c->pen += (int64_t)font_width(c->font, g->gid) * c->size * c->scale / 100;
}

/*
 * A cluster of several glyphs is read as one text, by ActualText; each glyph alone
 * stands for one of its characters.  Returns the advance, u / PEN.
 */
static int64_t
show_cluster(struct content *c, const struct glyph *g, size_t n, int64_t x, const char *text,
    size_t len)
{
	int64_t from = x;
	size_t at = 0;
	uint32_t ch;
	int used = 0;

	mend(c, x, WORD_SLACK);
	array_end(c);
	buf_str(&c->out, "/Span<</ActualText");
	put_text(&c->out, arena_strndup(c->w->a, text, len));
	buf_str(&c->out, ">>BDC\n");
	for (size_t i = 0; i < n; i++) {
		if (at + (size_t)used < len) {
			at += (size_t)used;
			used = utf8_decode(text + at, len - at, &ch);
		}
		show_glyph(c, &g[i], x, cluster_text(c->w, text + at, (size_t)used), true);
		x += (int64_t)g[i].adv * PEN;
	}
	array_end(c);
	buf_str(&c->out, "EMC\n");
	return x - from;
}

static void
show_glyphs(struct content *c, const struct box *b)
{
	int64_t x = (int64_t)b->x_u * PEN, extra = (int64_t)b->word_extra * (PDF_U_PER_TWIP * PEN / 100);
	bool word = true;

	for (size_t i = 0, n; i < b->nglyphs; i += n) {
		const struct glyph *g = &b->glyphs[i];
		size_t from = g->cluster < b->len ? g->cluster : b->len, to;
		const char *s = b->text + from;

		for (n = 1; i + n < b->nglyphs && b->glyphs[i + n].cluster == g->cluster; n++)
			;
		to = i + n < b->nglyphs ? b->glyphs[i + n].cluster : b->len;
		if (to < from || to > b->len)
			to = b->len;
		if (n > 1) {
			x += show_cluster(c, g, n, x, s, to - from);
			word = true;
			continue;
		}
		show_glyph(c, g, x, to - from == 1 ? (unsigned char)*s :
		    cluster_text(c->w, s, to - from), word);
		x += (int64_t)g->adv * PEN;
		word = to > from && *s == ' ';
		if (word)
			x += extra;
	}
}

/* The language that the box's element speaks. */
static const char *
sense_lang(const struct content *c, const struct sense *s)
{
	for (; s != NULL; s = s->parent)
		if (s->lang != NULL)
			return s->lang;
	return c->w->lang;
}

static void
put_lang(struct content *c, const struct box *b)
{
	const char *lang = b->lang;

	if (lang != NULL && (b->sense == NULL || *lang == '\0' ||
	    strcmp(lang, sense_lang(c, b->sense)) == 0))
		lang = NULL;
	if (lang == NULL ? c->span_lang == NULL :
	    c->span_lang != NULL && strcmp(lang, c->span_lang) == 0)
		return;
	span_end(c);
	if (lang == NULL)
		return;
	text_end(c);
	buf_str(&c->out, "/Span<</Lang");
	put_string(&c->out, lang, strlen(lang));
	buf_str(&c->out, ">>BDC\n");
	c->span_lang = lang;
}

static void
text_rect(const struct content *c, const struct box *b, int rect[4])
{
	int base = (int)up(c, b->y), above = b->font.ascent * PDF_U_PER_TWIP;
	int below = (b->font.height - b->font.ascent) * PDF_U_PER_TWIP;

	if (b->turn != FLOW_UPRIGHT) {
		bool upwards = b->turn == FLOW_UPWARDS;
		rect[0] = b->x_u - (upwards ? above : below);
		rect[1] = upwards ? base : base - b->width * PDF_U_PER_TWIP;
		rect[2] = b->x_u + (upwards ? below : above);
		rect[3] = rect[1] + b->width * PDF_U_PER_TWIP;
		return;
	}
	rect[0] = b->x_u;
	rect[1] = base - below;
	rect[2] = b->x_u + b->width * PDF_U_PER_TWIP;
	rect[3] = base + above;
}

/* The element whose text runs through links and other inlines. */
static const struct sense *
block_of(const struct sense *s)
{
	while (s != NULL && (s->kind == SENSE_SPAN || s->kind == SENSE_LINK ||
	    s->kind == SENSE_REFERENCE))
		s = s->parent;
	return s;
}

/*
 * A tab leaves a gap, not a character; readers of the text need a blank there
 * (ISO 14289-1, 7.2).
 */
static bool
wants_blank(const struct content *c, const struct box *b)
{
	const struct box *a = c->last;

	return a != NULL && b->sense != NULL && b->turn == FLOW_UPRIGHT && a->y == b->y && a->text[a->len - 1] != ' ' &&
	    b->text[0] != ' ' && b->x_u - a->x_u - a->width * PDF_U_PER_TWIP > c->size / 5 &&
	    block_of(a->sense) == block_of(b->sense);
}

/* A text object of its own: the pen goes up or down the page. */
static void
draw_turned(struct content *c, const struct box *b, int64_t y)
{
	array_end(c);
	buf_str(&c->out, b->turn == FLOW_UPWARDS ? "0 1 -1 0 " : "0 -1 1 0 ");
	put_int(&c->out, b->x_u);
	buf_ch(&c->out, ' ');
	put_int(&c->out, y);
	buf_str(&c->out, " Tm\n");
	c->pen = (int64_t)b->x_u * PEN;
	show_glyphs(c, b);
	text_end(c);
	if (b->sense != NULL)
		c->last = b;
}

static void
draw_text(struct content *c, const struct box *b)
{
	int64_t y = up(c, b->y), x = (int64_t)b->x_u * PEN;
	uint16_t gid;
	struct pdf_font *f;
	bool blank;
	int rect[4];

	if (b->nglyphs == 0 || b->len == 0)
		return;
	f = pdf_font(c->w, b->font.face);
	if (c->w->failed)
		return;
	if (b->sense == NULL)
		mark_artifact(c, b);
	else {
		mark_sense(c, b->sense);
		text_rect(c, b, rect);
		tags_text(c->w, b, rect[3]);
		link_box(c->w, b, c->page, rect);
	}
	put_lang(c, b);
	text_begin(c);
	put_colour(c, b->colour);
	put_font(c, f, b->font.size_u, b->scale <= 0 ? 100 : b->scale < SCALE_MOST ?
	    b->scale : SCALE_MOST);
	gid = (uint16_t)face_glyph(b->font.face, ' ');
	blank = gid != 0 && wants_blank(c, b);
	if (b->turn != FLOW_UPRIGHT) {
		draw_turned(c, b, y);
		return;
	}
	if (!c->in_array || y != c->line_y || x < c->pen - c->size * (int64_t)PEN ||
	    x > c->pen + c->size * (int64_t)PEN * GAP_EMS)
		move_to(c, b->x_u - (blank ? (int64_t)font_width(f, gid) * c->size / PEN : 0), y);
	if (blank)
		show_glyph(c, &(struct glyph){ .gid = gid }, c->pen, ' ', false);
	show_glyphs(c, b);
	if (b->sense != NULL)
		c->last = b;
}

static bool
near(int v)
{
	return v > -FAR && v < FAR;
}

/* Numbers that a table gone wild could bring must not reach the file. */
static bool
drawable(const struct box *b)
{
	return near(b->x) && near(b->y) && near(b->width) && near(b->height) &&
	    near(b->x_u / PDF_U_PER_TWIP);
}

void
content_page(struct writer *w, int page)
{
	const struct page *p = &w->p->page[page];
	struct content c = { .w = w, .page = page, .height = p->height * PDF_U_PER_TWIP,
		.scale = 100 };

	buf_str(&c.out, ".00833333333 0 0 .00833333333 0 0 cm\n");
	for (const struct box *b = p->first; b != NULL && !w->failed; b = b->next)
		switch (drawable(b) ? (int)b->kind : -1) {
		case BOX_TEXT:
			draw_text(&c, b);
			break;
		case BOX_RULE:
		case BOX_FILL:
			draw_rectangle(&c, b);
			break;
		case BOX_PICTURE:
			draw_picture(&c, b);
			break;
		default:
			break;
		}
	mark_end(&c);
	haru_content(w, page, &c.out);
	links_page(w);
	buf_free(&c.out);
}
