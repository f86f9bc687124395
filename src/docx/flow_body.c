/* flow_body - paragraphs, runs, fields, pictures and notes of a DOCX.  See flow_int.h. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "docx/flow_int.h"
#include "docx/internal.h"
#include "flow/number.h"

#define NUMBER_MOST 1000 /* bytes of a field that shows a page number: layout sets it anyhow */

struct para { /* the paragraph being read */
	struct df *s;
	struct flow_para *p;
	struct flow_inline **tail;
	struct flow_font base; /* of the paragraph's style */
	const char *link, *link_title;
	int depth;
};

static void
ignored(struct df *s, const char *what)
{
	diag(s->d, DIAG_FLOW_IGNORED, &s->where.at, what, NULL);
}

const char *
df_rel(const struct df *s, const char *id, bool *external)
{
	const struct xml_node *r = s->rels != NULL && id != NULL ? idmap_get(s->rels, id) : NULL;
	const char *mode = xml_attr(r, XNS_NONE, "TargetMode");

	if (r == NULL)
		return NULL;
	*external = mode != NULL && strcmp(mode, "External") == 0;
	return xml_attr(r, XNS_NONE, "Target");
}

void
df_by_id(struct df *s, struct idmap *m, const struct xml_doc *x, enum xml_ns ns, const char *attr)
{
	struct xml_node *n;
	const char *id;

	for (n = x != NULL ? x->root->first : NULL; n != NULL; n = n->next)
		if (n->kind == XML_ELEMENT && (id = xml_attr(n, ns, attr)) != NULL)
			idmap_add(s->a, m, id, n);
}

const char *
df_target(const struct df *s, const char *target)
{
	const char *part = s->where.at.part != NULL ? s->where.at.part : "";
	const char *slash = strrchr(part, '/');

	return docx_rel_part(s->a, arena_printf(s->a, "%.*s_rels/",
	    slash != NULL ? (int)(slash + 1 - part) : 0, part), target);
}

struct xml_doc *
df_part(struct df *s, const char *name, const struct idmap **rels)
{
	const char *slash = strrchr(name, '/');
	int folder = slash != NULL ? (int)(slash - name) : 0;
	struct idmap *by_id = arena_alloc(s->a, sizeof(*by_id));
	char *rel;

	*rels = by_id;
	if (pkg_find(s->pkg, name) == NULL)
		return NULL;
	rel = arena_printf(s->a, "%.*s/_rels/%s.rels", folder, name, slash != NULL ? slash + 1 : name);
	df_by_id(s, by_id, pkg_xml(s->a, s->pkg, rel, s->d), XNS_NONE, "Id");
	return pkg_xml(s->a, s->pkg, name, s->d);
}

/* ------------------------------------------------------------------ fields */

static bool
word_is(const char *s, size_t len, const char *word)
{
	return len == strlen(word) && strncasecmp(s, word, len) == 0;
}

/* Next word of a field instruction; quotes hold one together. */
static const char *
field_word(const char **p, size_t *len)
{
	const char *s = *p, *end;

	s += strspn(s, " \t\r\n\xC2\xA0");
	if (*s == '"') {
		s++;
		end = strchr(s, '"');
		if (end == NULL)
			end = s + strlen(s);
		*p = *end == '"' ? end + 1 : end;
	} else {
		end = s + strcspn(s, " \t\r\n");
		*p = end;
	}
	*len = (size_t)(end - s);
	return *len != 0 ? s : NULL;
}

static void
link_field(struct df *s, struct df_field *f, const char *p)
{
	size_t len;
	const char *w;
	bool inside = false;

	while ((w = field_word(&p, &len)) != NULL) {
		if (word_is(w, len, "\\l"))
			inside = true;
		else if (*w != '\\' && f->link == NULL)
			f->link = inside ? arena_printf(s->a, "#%.*s", (int)len, w)
					 : arena_strndup(s->a, w, len);
	}
	f->kind = DF_FIELD_LINK;
}

static void
field_classify(struct df *s, struct df_field *f)
{
	const char *p = buf_cstr(&f->instr), *w;
	size_t len;

	w = field_word(&p, &len);
	if (w == NULL)
		return;
	if (word_is(w, len, "PAGE"))
		f->kind = DF_FIELD_PAGE;
	else if (word_is(w, len, "NUMPAGES"))
		f->kind = DF_FIELD_NUMPAGES;
	else if (word_is(w, len, "SEQ") || word_is(w, len, "REF"))
		f->kind = DF_FIELD_NUMBER;
	else if (word_is(w, len, "HYPERLINK"))
		link_field(s, f, p);
	else if (word_is(w, len, "TOC")) {
		f->kind = DF_FIELD_TOC;
		s->toc = ++s->ntocs;
	} else if (word_is(w, len, "PAGEREF")) {
		f->kind = DF_FIELD_PAGEREF;
		w = field_word(&p, &len);
		f->target = w != NULL ? arena_strndup(s->a, w, len) : NULL;
	}
	if (f->kind == DF_FIELD_NUMBER && word_is(w, len, "REF")) {
		w = field_word(&p, &len);
		if (w != NULL && strcasestr(p, "\\h") != NULL)
			f->link = arena_printf(s->a, "#%.*s", (int)len, w);
	}
}

static void
field_begin(struct df *s)
{
	struct df_field *f = arena_alloc(s->a, sizeof(*f));

	f->outer = s->field;
	s->field = f;
}

static void
field_separate(struct df *s)
{
	if (s->field == NULL || s->field->result)
		return;
	s->field->result = true;
	field_classify(s, s->field);
}

static void
field_end(struct df *s)
{
	struct df_field *f = s->field;

	if (f == NULL)
		return;
	if (f->kind == DF_FIELD_TOC)
		s->toc = 0;
	buf_free(&f->instr);
	s->field = f->outer;
}

/* In an instruction, or in a result that is not shown as it stands? */
static bool
in_instruction(const struct df *s)
{
	const struct df_field *f;

	for (f = s->field; f != NULL; f = f->outer)
		if (!f->result)
			return true;
	return false;
}

/* ------------------------------------------------------------------- runs */

static struct flow_inline *
inline_new(struct para *p, enum flow_inline_kind kind, const struct flow_font *font)
{
	struct df *s = p->s;
	struct flow_inline *i = arena_alloc(s->a, sizeof(*i));
	const struct df_field *f;

	i->kind = kind;
	i->font = font;
	i->text = "";
	i->link = p->link;
	i->link_title = p->link_title;
	i->in_toc = s->toc != 0;
	i->at = s->where.at;
	for (f = s->field; f != NULL; f = f->outer) {
		if (f->kind == DF_FIELD_NUMBER)
			i->caption_number = true;
		if (i->link == NULL && f->link != NULL)
			i->link = f->link;
	}
	*p->tail = i;
	p->tail = &i->next;
	return i;
}

/* Is the run inside the result of a field that layout works out?  Then its inline. */
static struct df_field *
live_field(struct df *s)
{
	struct df_field *f;

	for (f = s->field; f != NULL; f = f->outer)
		if (f->result &&
		    (f->kind == DF_FIELD_PAGE || f->kind == DF_FIELD_NUMPAGES || f->kind == DF_FIELD_PAGEREF))
			return f;
	return NULL;
}

static void
add_text(struct para *p, const struct flow_font *font, const char *text, size_t len)
{
	struct df *s = p->s;
	struct df_field *f = live_field(s);
	struct flow_inline *i;

	if (len == 0)
		return;
	if (f != NULL && f->inl != NULL && f->inl->len > NUMBER_MOST)
		return;
	text = utf8_nfc(s->a, text, len);
	if (f != NULL && f->inl != NULL) { /* more of the same result */
		f->inl->text = arena_printf(s->a, "%s%s", f->inl->text, text);
		f->inl->len = strlen(f->inl->text);
		return;
	}
	if (f != NULL) {
		i = inline_new(p,
		    f->kind == DF_FIELD_PAGE		? FLOW_PAGE
			: f->kind == DF_FIELD_NUMPAGES	? FLOW_NUMPAGES
							: FLOW_PAGEREF,
		    font);
		i->target = f->target;
		f->inl = i;
	} else
		i = inline_new(p, FLOW_TEXT, font);
	i->text = text;
	i->len = strlen(text);
}

/* Its number; nothing where a sign of its own follows.  Word counts endnotes i, ii, iii. */
static const char *
note_label(struct df *s, const struct xml_node *ref, bool end)
{
	const char *own = xml_attr(ref, XNS_W, "customMarkFollows");
	struct buf b = {0};
	const char *label;

	if (own != NULL && strcmp(own, "0") != 0 && strcmp(own, "false") != 0)
		return "";
	flow_number_put(&b, end ? 'i' : '1', ++s->numbered[end]);
	label = arena_strndup(s->a, b.s, b.len);
	buf_free(&b);
	return label;
}

static void
note_ref(struct para *p, const struct flow_font *font, const struct xml_node *e, bool end)
{
	struct df *s = p->s;
	const char *id = xml_attr(e, XNS_W, "id");
	const struct xml_node *n = id != NULL ? idmap_get(&s->notes_by_id[end], id) : NULL;
	struct flow_note *note;
	struct flow_inline *i;
	const struct idmap *rels = s->rels;
	struct place at = s->where.at;

	if (n == NULL || s->note != NULL) {
		ignored(s, "a note without text");
		return;
	}
	note = arena_alloc(s->a, sizeof(*note));
	s->doc->notes = arena_grow(s->a, s->doc->notes, s->doc->nnotes, s->doc->nnotes + 1,
	    &s->notes_cap, sizeof(*s->doc->notes));
	s->doc->notes[s->doc->nnotes++] = note;
	note->number = (int)s->doc->nnotes;
	note->label = note_label(s, e, end);
	i = inline_new(p, FLOW_NOTE_REF, font);
	i->text = note->label;
	i->len = strlen(note->label);
	i->note = note;
	s->note = note;
	s->where.at.part = end ? s->names.endnotes : s->names.footnotes;
	s->rels = s->note_rels[end];
	df_blocks(s, n, &note->blocks, 9000, p->depth + 1, NULL);
	s->note = NULL;
	s->where.at = at;
	s->rels = rels;
}

/* EMU to twips by way of 1/100 mm: layout-pages.md 1. */
static int
emu(const char *v)
{
	long e = v != NULL ? strtol(v, NULL, 10) : 0;
	long mm100;

	if (e < 0 || e > 2000000000L)
		return 0;
	mm100 = (e + 180) / 360;
	return (int)((mm100 * 1440 * 2 + 2540) / (2540 * 2));
}

static const struct xml_node *
find_below(const struct xml_node *n, enum xml_ns ns, const char *name)
{
	struct xml_node *c;

	for (c = xml_walk(n, (struct xml_node *)n); c != NULL; c = xml_walk(n, c))
		if (xml_is(c, ns, name))
			return c;
	return NULL;
}

static void
drawing(struct para *p, const struct flow_font *font, const struct xml_node *e)
{
	struct df *s = p->s;
	const struct xml_node *blip = find_below(e, XNS_A, "blip"), *pr = find_below(e, XNS_WP, "docPr");
	const struct xml_node *extent = find_below(e, XNS_WP, "extent"), *c;
	bool external = false;
	const char *target = df_rel(s, xml_attr(blip, XNS_R, "embed"), &external);
	const struct pkg_part *part = NULL;
	struct flow_picture *pic;

	if (target != NULL && !external)
		part = pkg_find(s->pkg, df_target(s, target));
	if (part == NULL) {
		ignored(s, "a drawing without a picture");
		return;
	}
	if (xml_child(e, XNS_WP, "anchor") != NULL)
		ignored(s, "the place of an anchored picture (laid out in its line)");
	pic = arena_alloc(s->a, sizeof(*pic));
	pic->name = part->name;
	pic->bytes = (const unsigned char *)part->bytes;
	pic->len = part->len;
	pic->width = emu(xml_attr(extent, XNS_NONE, "cx"));
	pic->height = emu(xml_attr(extent, XNS_NONE, "cy"));
	pic->alt = xml_attr(pr, XNS_NONE, "descr");
	if (pic->alt != NULL && *pic->alt == '\0')
		pic->alt = NULL;
	c = find_below(e, XNS_OTHER, "decorative");
	pic->decorative = c != NULL && xml_attr(c, XNS_NONE, "val") != NULL &&
	    strcmp(xml_attr(c, XNS_NONE, "val"), "1") == 0;
	inline_new(p, FLOW_PICTURE, font)->picture = pic;
}

static void
symbol(struct para *p, const struct flow_font *font, const struct xml_node *e)
{
	const char *v = xml_attr(e, XNS_W, "char");
	unsigned long c = v != NULL ? strtoul(v, NULL, 16) : 0;
	char text[4];

	if (c == 0xF0B7)
		c = 0x2022;
	if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xF900)) {
		ignored(p->s, "a character of a symbol font");
		return;
	}
	add_text(p, font, text, (size_t)utf8_encode((uint32_t)c, text));
}

static void
line_break(struct para *p, const struct flow_font *font, const struct xml_node *e)
{
	const char *type = xml_attr(e, XNS_W, "type");

	if (type != NULL && strcmp(type, "page") == 0)
		inline_new(p, FLOW_PAGE_BREAK, font);
	else if (type != NULL && strcmp(type, "column") == 0)
		ignored(p->s, "a column break");
	else
		inline_new(p, FLOW_BREAK, font);
}

static void
field_char(struct para *p, const struct xml_node *e)
{
	const char *t = xml_attr(e, XNS_W, "fldCharType");

	if (t == NULL)
		return;
	if (strcmp(t, "begin") == 0)
		field_begin(p->s);
	else if (strcmp(t, "separate") == 0)
		field_separate(p->s);
	else if (strcmp(t, "end") == 0) {
		if (p->s->field != NULL && !p->s->field->result)
			field_separate(p->s);
		field_end(p->s);
	}
}

#define IS(x) (strcmp(e->name, x) == 0)

static void run_children(struct para *p, const struct xml_node *r, const struct flow_font *font);

static void
run_child(struct para *p, const struct xml_node *e, const struct flow_font *font)
{
	struct df *s = p->s;
	struct buf b = {0};

	if (e->ns == XNS_MC && IS("AlternateContent")) {
		const struct xml_node *c = xml_child(e, XNS_MC, "Choice");

		run_children(p, c != NULL ? c : xml_child(e, XNS_MC, "Fallback"), font);
		return;
	}
	if (e->ns != XNS_W)
		return;
	if (IS("fldChar"))
		field_char(p, e);
	else if (IS("instrText")) {
		if (s->field != NULL && !s->field->result)
			xml_text(&s->field->instr, e);
	} else if (in_instruction(s) || font->hidden)
		return;
	else if (IS("t")) {
		xml_text(&b, e);
		add_text(p, font, buf_cstr(&b), b.len);
		buf_free(&b);
	} else if (IS("tab") || IS("ptab"))
		inline_new(p, FLOW_TAB, font);
	else if (IS("br") || IS("cr"))
		line_break(p, font, e);
	else if (IS("noBreakHyphen"))
		add_text(p, font, "\xE2\x80\x91", 3);
	else if (IS("softHyphen"))
		add_text(p, font, "\xC2\xAD", 2);
	else if (IS("sym"))
		symbol(p, font, e);
	else if (IS("footnoteReference"))
		note_ref(p, font, e, false);
	else if (IS("endnoteReference"))
		note_ref(p, font, e, true);
	else if (IS("footnoteRef") || IS("endnoteRef")) {
		struct flow_inline *i = inline_new(p, FLOW_NOTE_NUMBER, font);

		i->text = s->note != NULL ? s->note->label : "";
		i->len = strlen(i->text);
	} else if (IS("drawing")) {
		if (find_below(e, XNS_W, "txbxContent") != NULL)
			ignored(s, "a text box");
		else
			drawing(p, font, e);
	} else if (IS("pict") || IS("object"))
		ignored(s, "an old drawing or an object");
	else if (IS("commentReference") || IS("annotationRef") || IS("lastRenderedPageBreak") ||
	    IS("rPr") || IS("separator") || IS("continuationSeparator") || IS("delText"))
		return;
	else
		ignored(s, e->name);
}

static void
run_children(struct para *p, const struct xml_node *r, const struct flow_font *font)
{
	const struct xml_node *e;

	for (e = r != NULL ? r->first : NULL; e != NULL; e = e->next)
		if (e->kind == XML_ELEMENT)
			run_child(p, e, font);
}

static void
run(struct para *p, const struct xml_node *r)
{
	const struct xml_node *rpr = xml_child(r, XNS_W, "rPr");
	const char *id = xml_attr(xml_child(rpr, XNS_W, "rStyle"), XNS_W, "val");
	struct flow_font f = p->base;
	struct df_style *chain[DF_DEPTH], *st;
	int n = 0;

	/* a character style adds only what it says itself: apply its chain, oldest first */
	for (st = df_style(p->s, id, 'c'); st != NULL && n < DF_DEPTH;
	     st = df_style(p->s, st->based_on, 'c'))
		chain[n++] = st;
	while (n > 0)
		df_apply_rpr(p->s, &f, xml_child(chain[--n]->node, XNS_W, "rPr"));
	df_apply_rpr(p->s, &f, rpr);
	run_children(p, r, df_font(p->s, &f));
}

static void inlines(struct para *p, const struct xml_node *parent, int depth);

static void
hyperlink(struct para *p, const struct xml_node *e, int depth)
{
	const char *link = p->link, *title = p->link_title, *v;
	bool external = false;

	v = df_rel(p->s, xml_attr(e, XNS_R, "id"), &external);
	if (v != NULL && external)
		p->link = v;
	else if ((v = xml_attr(e, XNS_W, "anchor")) != NULL)
		p->link = arena_printf(p->s->a, "#%s", v);
	p->link_title = xml_attr(e, XNS_W, "tooltip");
	inlines(p, e, depth + 1);
	p->link = link;
	p->link_title = title;
}

static void
simple_field(struct para *p, const struct xml_node *e, int depth)
{
	const char *v = xml_attr(e, XNS_W, "instr");

	field_begin(p->s);
	buf_str(&p->s->field->instr, v != NULL ? v : "");
	field_separate(p->s);
	inlines(p, e, depth + 1);
	field_end(p->s);
}

static void
inline_child(struct para *p, const struct xml_node *e, int depth)
{
	struct df *s = p->s;

	if (e->ns == XNS_M) {
		ignored(s, "a formula");
		return;
	}
	if (e->ns != XNS_W)
		return;
	if (IS("r"))
		run(p, e);
	else if (IS("hyperlink"))
		hyperlink(p, e, depth);
	else if (IS("fldSimple"))
		simple_field(p, e, depth);
	else if (IS("bookmarkStart")) {
		const char *name = xml_attr(e, XNS_W, "name");

		if (name != NULL && *name != '\0' && !in_instruction(s))
			inline_new(p, FLOW_BOOKMARK, df_font(s, &p->base))->target = name;
	} else if (IS("ins") || IS("moveTo")) {
		diag(s->d, DIAG_FLOW_REVISION, &s->where.at, NULL);
		inlines(p, e, depth + 1);
	} else if (IS("sdt"))
		inlines(p, xml_child(e, XNS_W, "sdtContent"), depth + 1);
	else if (IS("smartTag") || IS("customXml") || IS("dir") || IS("bdo"))
		inlines(p, e, depth + 1);
	else if (IS("del") || IS("moveFrom")) {
		diag(s->d, DIAG_FLOW_REVISION, &s->where.at, NULL);
	}
	/* the rest are marks without text: proofErr, comment ranges, permissions, bookmarkEnd */
}

static void
inlines(struct para *p, const struct xml_node *parent, int depth)
{
	const struct xml_node *e;

	if (depth > DF_DEPTH * 2) {
		diag(p->s->d, DIAG_FLOW_DEEP, &p->s->where.at, "64", NULL);
		return;
	}
	for (e = parent != NULL ? parent->first : NULL; e != NULL; e = e->next)
		if (e->kind == XML_ELEMENT)
			inline_child(p, e, depth);
}

/* -------------------------------------------------------------- paragraphs */

static int
style_number(const char *name, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(name, prefix, n) == 0 && name[n] >= '1' && name[n] <= '9' && name[n + 1] == '\0'
	    ? name[n] - '0'
	    : 0;
}

/* What a paragraph is, from its style, outline level and the field it lies in. */
static void
role(struct df *s, struct flow_para *p, const struct df_style *st, bool in_toc)
{
	const struct df_style *base = st;
	const char *name = st != NULL ? st->name : "";
	int depth;

	p->toc = in_toc ? s->toc != 0 ? s->toc : s->ntocs : 0;
	if (p->toc != 0) {
		p->role = FLOW_TOC_ENTRY;
		p->toc_level = style_number(name, "toc ");
		if (p->toc_level == 0)
			p->toc_level = 1;
		return;
	}
	if (p->outline >= 1 && p->outline <= 6) {
		p->role = (enum flow_role)(FLOW_H1 + p->outline - 1);
		return;
	}
	for (depth = 0; base != NULL && depth < DF_DEPTH; depth++) {
		if (strcmp(base->name, "title") == 0)
			p->role = FLOW_TITLE;
		else if (strcmp(base->name, "caption") == 0)
			p->role = FLOW_CAPTION;
		else if (strcmp(base->name, "toc heading") == 0)
			p->role = FLOW_TOC_TITLE;
		if (p->role != FLOW_P)
			return;
		base = df_style(s, base->based_on, 'p');
	}
	if (p->label.text != NULL)
		p->role = FLOW_LIST_ITEM;
}

static struct flow_para *
paragraph(struct df *s, const struct xml_node *e, int depth)
{
	struct flow_para *p = arena_alloc(s->a, sizeof(*p));
	const struct xml_node *ppr = xml_child(e, XNS_W, "pPr"), *num = xml_child(ppr, XNS_W, "numPr");
	const char *id = xml_attr(xml_child(ppr, XNS_W, "pStyle"), XNS_W, "val");
	struct df_style *st = df_style(s, id, 'p');
	struct para reading = {.s = s, .p = p, .depth = depth};
	struct flow_font mark;
	int num_id, level;
	bool toc_before = s->toc != 0;

	if (st == NULL)
		st = df_style(s, s->default_para_style, 'p');
	*p = st != NULL ? st->para : s->default_para;
	reading.base = st != NULL ? st->font : s->default_font;
	num_id = st != NULL ? st->num_id : 0;
	level = st != NULL ? st->level : 0;
	if (num != NULL) {
		num_id = df_int(xml_attr(xml_child(num, XNS_W, "numId"), XNS_W, "val"), num_id);
		level = df_int(xml_attr(xml_child(num, XNS_W, "ilvl"), XNS_W, "val"), level);
		df_apply_level(s, p, num_id, level);
	}
	df_apply_ppr(s, p, ppr);
	p->keep_own = p->keep_next && xml_child(ppr, XNS_W, "keepNext") != NULL;
	p->hyphenate = s->auto_hyphenation && !p->suppress_hyphens;
	p->style = st != NULL ? st->id : "";
	mark = reading.base;
	df_apply_rpr(s, &mark, xml_child(ppr, XNS_W, "rPr"));
	p->font = df_font(s, &mark);
	p->lang = reading.base.lang;
	reading.tail = &p->inlines;
	if (num_id != 0)
		df_num_label(s, p, num_id, level, &mark);
	inlines(&reading, e, 0);
	role(s, p, st, toc_before || s->toc != 0 || (p->inlines != NULL && p->inlines->in_toc));
	if (p->role >= FLOW_H1 && p->role <= FLOW_H6 && s->note == NULL)
		s->where.at.heading = flow_heading(s->a, p);
	return p;
}

/* A paragraph that only carries the section's properties disappears (layout-pages.md 8). */
static bool
only_section(const struct xml_node *ppr, const struct flow_para *p)
{
	const struct flow_inline *i;

	if (xml_child(ppr, XNS_W, "sectPr") == NULL)
		return false;
	for (i = p->inlines; i != NULL; i = i->next)
		if (i->kind != FLOW_BOOKMARK)
			return false;
	return true;
}

static struct flow_block *
block_new(struct df *s, struct flow_block ***tail, enum flow_block_kind kind)
{
	struct flow_block *b = arena_alloc(s->a, sizeof(*b));

	b->kind = kind;
	b->at = s->where.at;
	**tail = b;
	*tail = &b->next;
	return b;
}

struct flow_block **
df_blocks(struct df *s, const struct xml_node *parent, struct flow_block **tail, int width,
    int depth, struct df_sections *sections)
{
	const struct xml_node *e;

	if (depth > DF_DEPTH) {
		diag(s->d, DIAG_FLOW_DEEP, &s->where.at, "32", NULL);
		return tail;
	}
	for (e = parent != NULL ? parent->first : NULL; e != NULL; e = e->next) {
		if (e->kind != XML_ELEMENT || e->ns != XNS_W)
			continue;
		if (sections != NULL)
			width = sections->width;
		if (IS("p")) {
			const struct xml_node *ppr = xml_child(e, XNS_W, "pPr"), *sect;
			struct flow_para *p;

			s->where.at.para++;
			p = paragraph(s, e, depth);
			if (!only_section(ppr, p))
				block_new(s, &tail, FLOW_PARA)->para = p;
			sect = xml_child(ppr, XNS_W, "sectPr");
			if (sect != NULL && sections != NULL)
				tail = sections->end(s, sect, sections->arg);
		} else if (IS("tbl")) {
			struct flow_table *t = df_table(s, e, width, sections != NULL ? 0 : depth);

			if (t != NULL)
				block_new(s, &tail, FLOW_TABLE)->table = t;
		} else if (IS("sdt"))
			tail = df_blocks(s, xml_child(e, XNS_W, "sdtContent"), tail, width, depth + 1, sections);
		else if (IS("ins") || IS("customXml") || IS("smartTag"))
			tail = df_blocks(s, e, tail, width, depth + 1, sections);
		else if (IS("altChunk"))
			ignored(s, "altChunk");
	}
	return tail;
}
