/* flow_body - paragraphs, spans, fields, pictures, notes, indexes of an ODT.  See flow_int.h. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "flow/number.h"
#include "odt/flow_int.h"

struct para { /* the paragraph being read */
	struct of *s;
	struct flow_inline **tail;
	struct flow_font font; /* at this place */
	const char *link, *link_title;
	bool number;           /* in a sequence or a reference to one */
	bool blank;            /* the last character was a blank that collapses */
	int depth;
};

void
of_ignored(struct of *s, const char *what)
{
	diag(s->d, DIAG_FLOW_IGNORED, &s->where.at, what, NULL);
}

int
of_repeat(struct of *s, int n, int cost)
{
	int room = OF_REPEATS - s->repeats;

	if (n <= 1)
		return n;
	if (n - 1 > room / cost) {
		if (room >= 0)
			diag(s->d, DIAG_FLOW_REPEATS, &s->where.at, NULL);
		s->repeats = OF_REPEATS + 1;
		return 1;
	}
	s->repeats += (n - 1) * cost;
	return n;
}

static struct flow_inline *
inline_new(struct para *p, enum flow_inline_kind kind)
{
	struct flow_inline *i = arena_alloc(p->s->a, sizeof(*i));

	i->kind = kind;
	i->font = of_font(p->s, &p->font);
	i->text = "";
	i->link = p->link;
	i->link_title = p->link_title;
	i->in_toc = p->s->toc != 0;
	i->caption_number = p->number;
	i->at = p->s->where.at;
	*p->tail = i;
	p->tail = &i->next;
	return i;
}

/* White space collapses as ODF 1.3 6.1.2 says. */
static void
add_text(struct para *p, const char *text, size_t len)
{
	struct buf b = {0};
	struct flow_inline *i;
	size_t k;

	if (p->font.hidden)
		return;
	buf_reserve(&b, len + 1);
	for (k = 0; k < len; k++) {
		bool blank = text[k] == ' ' || text[k] == '\t' || text[k] == '\n' || text[k] == '\r';

		if (blank && p->blank)
			continue;
		buf_ch(&b, blank ? ' ' : text[k]);
		p->blank = blank;
	}
	if (b.len != 0) {
		i = inline_new(p, FLOW_TEXT);
		i->text = utf8_nfc(p->s->a, b.s, b.len);
		i->len = strlen(i->text);
	}
	buf_free(&b);
}

static void children(struct para *p, const struct xml_node *e, int depth);

static void
blanks(struct para *p, const struct xml_node *e)
{
	int n = xml_int(e, XNS_TEXT, "c", 1);
	struct flow_inline *i;
	char *text;

	if (n < 1)
		return;
	n = of_repeat(p->s, n > 10000 ? 10000 : n, 1);
	text = arena_alloc(p->s->a, (size_t)n + 1);
	memset(text, ' ', (size_t)n);
	i = inline_new(p, FLOW_TEXT);
	i->text = text;
	i->len = (size_t)n;
	p->blank = false;
}

static void
field(struct para *p, const struct xml_node *e, enum flow_inline_kind kind, const char *target)
{
	struct flow_inline *i = inline_new(p, kind);
	struct buf b = {0};

	xml_text(&b, e);
	i->target = target;
	i->text = arena_strndup(p->s->a, b.s != NULL ? b.s : "", b.len);
	i->len = b.len;
	buf_free(&b);
	p->blank = false;
}

static void
reference(struct para *p, const struct xml_node *e, int depth)
{
	const char *format = xml_attr(e, XNS_TEXT, "reference-format");
	const char *name = xml_attr(e, XNS_TEXT, "ref-name"), *link = p->link;

	if (format != NULL && strcmp(format, "page") == 0) {
		field(p, e, FLOW_PAGEREF, name);
		return;
	}
	if (link == NULL && name != NULL)
		p->link = arena_printf(p->s->a, "#%s", name);
	p->number = true;
	children(p, e, depth + 1);
	p->number = false;
	p->link = link;
}

static void
note(struct para *p, const struct xml_node *e)
{
	struct of *s = p->s;
	const struct xml_node *body = xml_child(e, XNS_TEXT, "note-body"), *cite = xml_child(e, XNS_TEXT, "note-citation");
	struct flow_note *n;
	struct flow_inline *i;
	struct of_list *list = s->list;
	struct flow_font was = p->font;
	struct place at = s->where.at;
	bool first = s->item_first;

	if (s->note != NULL || body == NULL) {
		of_ignored(s, "a note inside a note");
		return;
	}
	n = arena_alloc(s->a, sizeof(*n));
	s->doc->notes = arena_grow(s->a, s->doc->notes, s->doc->nnotes, s->doc->nnotes + 1, &s->notes_cap,
	    sizeof(*s->doc->notes));
	s->doc->notes[s->doc->nnotes++] = n;
	n->number = (int)s->doc->nnotes;
	n->label = xml_attr(cite, XNS_TEXT, "label");
	if (n->label == NULL)
		n->label = arena_printf(s->a, "%d", n->number);
	/* the anchor's look: the notes configuration names it, "Footnote anchor" by default */
	of_apply_span(s, &p->font, "Footnote_20_anchor");
	if (p->font.valign == FLOW_BASE) {
		p->font.valign = FLOW_SUPER;
		p->font.super_size = 58;
	}
	i = inline_new(p, FLOW_NOTE_REF);
	p->font = was;
	i->text = n->label;
	i->len = strlen(n->label);
	i->note = n;
	s->note = n;
	s->list = NULL;
	of_blocks(s, body, &n->blocks, 9000, p->depth + 1, NULL);
	s->note = NULL;
	s->list = list;
	s->item_first = first;
	s->where.at = at;
	p->blank = false;
}

/*
 * Writer puts the number before a note's text, as wide as the paragraph hangs
 * (SwNumberPortion): the text begins at the left indent, as behind a tab.
 */
static void
note_number(struct para *p, bool hangs)
{
	struct flow_inline *i;
	struct flow_font was = p->font;

	of_apply_span(p->s, &p->font, "Footnote_20_Symbol");
	i = inline_new(p, FLOW_NOTE_NUMBER);
	i->text = p->s->note->label;
	i->len = strlen(i->text);
	p->font = was;
	if (hangs)
		inline_new(p, FLOW_TAB);
}

static void
frame(struct para *p, const struct xml_node *e)
{
	struct of *s = p->s;
	const struct xml_node *image = xml_child(e, XNS_DRAW, "image"), *t;
	const char *href = xml_attr(image, XNS_XLINK, "href"), *anchor = xml_attr(e, XNS_TEXT, "anchor-type");
	const struct pkg_part *part = href != NULL ? pkg_find(s->pkg, strncmp(href, "./", 2) == 0 ? href + 2 : href) : NULL;
	struct flow_picture *pic;
	struct buf b = {0};

	if (part == NULL) {
		of_ignored(s, image != NULL ? "a picture that is not in the document" :
		    xml_child(e, XNS_DRAW, "text-box") != NULL ? "a text box" : "a frame without a picture");
		return;
	}
	if (anchor != NULL && strcmp(anchor, "as-char") != 0)
		of_ignored(s, "the place of an anchored picture (laid out in its line)");
	pic = arena_alloc(s->a, sizeof(*pic));
	pic->name = part->name;
	pic->bytes = (const unsigned char *)part->bytes;
	pic->len = part->len;
	pic->width = of_length(xml_attr(e, XNS_SVG, "width"), 0);
	pic->height = of_length(xml_attr(e, XNS_SVG, "height"), 0);
	t = xml_child(e, XNS_SVG, "desc");
	if (t == NULL)
		t = xml_child(e, XNS_SVG, "title");
	if (t != NULL)
		xml_text(&b, t);
	if (b.len != 0)
		pic->alt = arena_strndup(s->a, b.s, b.len);
	buf_free(&b);
	t = e;
	pic->decorative = xml_attr(t, XNS_LOEXT, "decorative") != NULL &&
	    strcmp(xml_attr(t, XNS_LOEXT, "decorative"), "true") == 0;
	inline_new(p, FLOW_PICTURE)->picture = pic;
	p->blank = false;
}

static void
bookmark(struct para *p, const struct xml_node *e)
{
	const char *name = xml_attr(e, XNS_TEXT, "name");

	if (name != NULL && *name != '\0')
		inline_new(p, FLOW_BOOKMARK)->target = name;
}

static void
link(struct para *p, const struct xml_node *e, int depth)
{
	const char *was = p->link, *title = p->link_title, *v = xml_attr(e, XNS_XLINK, "href");
	struct flow_font font = p->font;

	if (v != NULL && *v != '\0')
		p->link = v;
	p->link_title = xml_attr(e, XNS_OFFICE, "title");
	if (p->s->toc == 0)
		of_apply_span(p->s, &p->font, "Internet_20_link");
	if ((v = xml_attr(e, XNS_TEXT, "style-name")) != NULL)
		of_apply_span(p->s, &p->font, v);
	children(p, e, depth + 1);
	p->font = font;
	p->link = was;
	p->link_title = title;
}

#define IS(x) (strcmp(e->name, x) == 0)

static void
text_child(struct para *p, const struct xml_node *e, int depth)
{
	struct flow_font font = p->font;

	if (IS("span")) {
		of_apply_span(p->s, &p->font, xml_attr(e, XNS_TEXT, "style-name"));
		children(p, e, depth + 1);
		p->font = font;
	} else if (IS("s"))
		blanks(p, e);
	else if (IS("tab")) {
		inline_new(p, FLOW_TAB);
		p->blank = false;
	} else if (IS("line-break")) {
		inline_new(p, FLOW_BREAK);
		p->blank = true;
	} else if (IS("a"))
		link(p, e, depth);
	else if (IS("page-number"))
		field(p, e, FLOW_PAGE, NULL);
	else if (IS("page-count"))
		field(p, e, FLOW_NUMPAGES, NULL);
	else if (IS("bookmark-ref") || IS("sequence-ref") || IS("reference-ref") || IS("note-ref"))
		reference(p, e, depth);
	else if (IS("sequence")) {
		p->number = true;
		children(p, e, depth + 1);
		p->number = false;
	} else if (IS("bookmark") || IS("bookmark-start"))
		bookmark(p, e);
	else if (IS("note"))
		note(p, e);
	else if (IS("soft-page-break") || IS("bookmark-end") || IS("change") || IS("change-start") ||
	    IS("change-end") || IS("reference-mark") || IS("reference-mark-start") ||
	    IS("reference-mark-end") || IS("toc-mark") || IS("toc-mark-start") || IS("toc-mark-end") ||
	    IS("alphabetical-index-mark"))
		return;
	else
		children(p, e, depth + 1); /* other fields: their text as stored */
}

static void
children(struct para *p, const struct xml_node *e, int depth)
{
	const struct xml_node *c;

	if (depth > OF_DEPTH * 2) {
		diag(p->s->d, DIAG_FLOW_DEEP, &p->s->where.at, "64", NULL);
		return;
	}
	for (c = e->first; c != NULL; c = c->next) {
		if (c->kind == XML_TEXT)
			add_text(p, c->text, c->len);
		else if (c->kind == XML_ELEMENT && c->ns == XNS_TEXT)
			text_child(p, c, depth);
		else if (xml_is(c, XNS_DRAW, "frame"))
			frame(p, c);
		else if (xml_is(c, XNS_DRAW, "a"))
			children(p, c, depth + 1);
		else if (c->kind == XML_ELEMENT && c->ns == XNS_DRAW)
			of_ignored(p->s, "a drawing");
		else if (c->kind == XML_ELEMENT && c->ns == XNS_LOEXT)
			children(p, c, depth + 1);
	}
}

/* Blanks at the end of a paragraph that came from white space do not count in XML. */
static void
role(struct of *s, struct flow_para *p, struct of_style *st, bool heading, int level)
{
	struct of_style *q;
	const char *d;
	int depth;

	if (s->toc_title) {
		p->role = FLOW_TOC_TITLE;
		p->outline = 0;
		return;
	}
	if (s->toc != 0) {
		p->role = FLOW_TOC_ENTRY;
		p->toc = s->toc;
		d = of_common(st) != NULL ? of_common(st)->display : "";
		p->toc_level = strncmp(d, "contents ", 9) == 0 && d[9] >= '1' && d[9] <= '9' ? d[9] - '0' : 1;
		p->outline = 0;
		return;
	}
	p->outline = heading ? level : 0;
	if (p->outline >= 1 && p->outline <= 6) {
		p->role = (enum flow_role)(FLOW_H1 + p->outline - 1);
		return;
	}
	for (q = st, depth = 0; q != NULL && depth < OF_DEPTH && p->role == FLOW_P; q = q->parent, depth++) {
		if (strcmp(q->display, "title") == 0)
			p->role = FLOW_TITLE;
		else if (strcmp(q->display, "caption") == 0)
			p->role = FLOW_CAPTION;
		else if (strcmp(q->display, "contents heading") == 0)
			p->role = FLOW_TOC_TITLE;
	}
	if (p->role == FLOW_P && p->label.text != NULL)
		p->role = FLOW_LIST_ITEM;
}

static struct flow_para *
paragraph(struct of *s, const struct xml_node *e, struct of_style *st, int depth)
{
	struct flow_para *p = arena_alloc(s->a, sizeof(*p));
	struct para reading = {.s = s, .blank = true, .depth = depth};
	bool heading = strcmp(e->name, "h") == 0;
	int level = xml_int(e, XNS_TEXT, "outline-level", 1);

	level = level > 0 && level <= 10 ? level : 1;
	*p = st != NULL ? st->para : s->default_para;
	p->style = of_common(st) != NULL ? of_common(st)->name : "";
	reading.font = st != NULL ? st->font : s->default_font;
	reading.tail = &p->inlines;
	p->font = of_font(s, &reading.font);
	p->lang = reading.font.lang;
	if (heading)
		of_heading_label(s, p, st, level);
	else if (s->list != NULL)
		of_list_label(s, p, st);
	if (s->note != NULL && s->note->blocks == NULL && s->item_first)
		note_number(&reading, p->first < 0);
	s->item_first = false;
	children(&reading, e, 0);
	role(s, p, st, heading, level);
	if (p->role >= FLOW_H1 && p->role <= FLOW_H6 && s->note == NULL)
		s->where.at.heading = flow_heading(s->a, p);
	return p;
}

static struct flow_block *
block_new(struct of *s, struct flow_block ***tail, enum flow_block_kind kind)
{
	struct flow_block *b = arena_alloc(s->a, sizeof(*b));

	b->kind = kind;
	b->at = s->where.at;
	**tail = b;
	*tail = &b->next;
	return b;
}

static struct flow_block **
opens_page(struct of *s, const struct of_style *st, struct flow_block **tail, struct of_sections *sections)
{
	if (st == NULL || st->master == NULL || *st->master == '\0' || sections == NULL)
		return tail;
	return sections->open(s, st->master, st->page_number, sections->arg);
}

static struct flow_block **
list_read(struct of *s, const struct xml_node *e, struct flow_block **tail, int width, int depth,
    struct of_sections *sections)
{
	struct of_list l = {0};
	const struct xml_node *item;

	of_list_begin(s, &l, e);
	for (item = e->first; item != NULL; item = item->next) {
		bool header = xml_is(item, XNS_TEXT, "list-header");

		if (!header && !xml_is(item, XNS_TEXT, "list-item"))
			continue;
		s->item_start = xml_int(item, XNS_TEXT, "start-value", -1);
		s->item_first = true;
		s->item_header = header;
		tail = of_blocks(s, item, tail, width, depth + 1, sections);
		s->item_header = false;
	}
	s->item_first = false;
	s->list = l.outer;
	return tail;
}

static struct flow_block **
index_read(struct of *s, const struct xml_node *e, struct flow_block **tail, int width, int depth,
    struct of_sections *sections)
{
	const struct xml_node *body = xml_child(e, XNS_TEXT, "index-body"), *c;

	s->toc = ++s->ntocs;
	for (c = body != NULL ? body->first : NULL; c != NULL; c = c->next) {
		if (!xml_is(c, XNS_TEXT, "index-title"))
			continue;
		s->toc_title = true;
		tail = of_blocks(s, c, tail, width, depth + 1, sections);
		s->toc_title = false;
	}
	if (body != NULL)
		tail = of_blocks(s, body, tail, width, depth + 1, sections);
	s->toc = 0;
	return tail;
}

static struct flow_block **
block_read(struct of *s, const struct xml_node *e, struct flow_block **tail, int width, int depth,
    struct of_sections *sections)
{
	struct of_style *st;

	if (e->ns == XNS_TABLE && IS("table")) {
		struct flow_table *t;

		st = of_style(s, OF_TABLE, xml_attr(e, XNS_TABLE, "style-name"));
		tail = opens_page(s, st, tail, sections);
		t = of_table(s, e, sections != NULL ? sections->width : width, sections != NULL ? 0 : depth);
		if (t != NULL)
			block_new(s, &tail, FLOW_TABLE)->table = t;
	} else if (e->ns != XNS_TEXT)
		return tail;
	else if (IS("p") || IS("h")) {
		struct flow_para *p;

		s->where.at.para++;
		st = of_style(s, OF_PARA, xml_attr(e, XNS_TEXT, "style-name"));
		if (st == NULL)
			st = of_style(s, OF_PARA, "Standard");
		tail = opens_page(s, st, tail, sections);
		p = paragraph(s, e, st, depth);
		block_new(s, &tail, FLOW_PARA)->para = p;
	} else if (IS("list"))
		tail = list_read(s, e, tail, width, depth, sections);
	else if (IS("section"))
		tail = of_blocks(s, e, tail, width, depth + 1, sections);
	else if (IS("table-of-content") || IS("illustration-index") || IS("table-index") ||
	    IS("object-index") || IS("alphabetical-index") || IS("user-index") || IS("bibliography"))
		tail = index_read(s, e, tail, width, depth, sections);
	else if (IS("tracked-changes")) {
		diag(s->d, DIAG_FLOW_REVISION, &s->where.at, NULL);
	} else if (IS("numbered-paragraph"))
		of_ignored(s, "text:numbered-paragraph");
	return tail;
}

struct flow_block **
of_blocks(struct of *s, const struct xml_node *parent, struct flow_block **tail, int width, int depth,
    struct of_sections *sections)
{
	const struct xml_node *e;
	struct of_list *list = s->list;

	if (depth > OF_DEPTH) {
		diag(s->d, DIAG_FLOW_DEEP, &s->where.at, "32", NULL);
		return tail;
	}
	if (xml_is(parent, XNS_TABLE, "table-cell"))
		s->list = NULL; /* a cell's lists are its own */
	if (xml_is(parent, XNS_TEXT, "note-body"))
		s->item_first = true;
	for (e = parent->first; e != NULL; e = e->next)
		if (e->kind == XML_ELEMENT)
			tail = block_read(s, e, tail, width, depth, sections);
	s->list = list;
	return tail;
}
