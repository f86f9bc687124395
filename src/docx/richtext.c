/*
 * richtext - Markdown as paragraphs and runs in the template's styles.
 *
 * A closed set, built by us: paragraphs in the tag's own style, lists in the template's
 * list styles, Strong, Emphasis, Hyperlink, footnotes, references:
 * docs/templates.md, Markdown.
 */
#include <string.h>

#include "docx/internal.h"

#define TEXT_OPEN "<w:t xml:space=\"preserve\">"

/* What compile time knows of the tag's paragraph. */
struct md_own {
	const char *style_el;         /* w:pStyle of a plain paragraph, or "" */
	size_t style_len;
	const char *rest;             /* its other properties, without section and keepNext */
	size_t rest_len;
	bool keep_next;
	const char *rpr;              /* inner bytes of the run format, without w:rStyle */
	size_t rpr_len;
	const struct docx_style *lead_in; /* for a paragraph before a list, or NULL */
	const struct docx_style *bullet, *number; /* list styles, or NULL */
	const char *strong, *emphasis, *link; /* character style ids, or NULL */
	const struct inl *inl;        /* for references */
};

/* ---- compile ---- */

static bool
bullet_style(const struct docx_style *s)
{
	return s != NULL && s->num != NULL && s->num->abstract != NULL &&
	    s->num->abstract->levels[s->ilvl].set &&
	    strcmp(s->num->abstract->levels[s->ilvl].format, "bullet") == 0;
}

static bool
number_style(const struct docx_style *s)
{
	return s != NULL && s->num != NULL && s->num->abstract != NULL &&
	    s->num->abstract->levels[s->ilvl].set && !bullet_style(s);
}

static bool
same_text(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/*
 * |markdown:NAME names one style; the style for the other kind of list is its sibling:
 * based on the same style, or one on the other, with the other kind of sign.
 */
static const struct docx_style *
sibling(const struct docx_tmpl *x, const struct docx_style *s,
    bool (*kind)(const struct docx_style *))
{
	if (s == NULL || kind(s))
		return s;
	for (size_t i = 0; i < x->nstyles; i++) {
		const struct docx_style *o = &x->styles[i];

		if (kind(o) && (same_text(o->based_on, s->based_on) || same_text(o->based_on, s->id) ||
		    same_text(s->based_on, o->id)))
			return o;
	}
	return NULL;
}

/* NAME, or NAME, NAME: one for bullets, one for numbers; style names hold no commas. */
static void
named_lists(struct comp *c, struct md_own *o, const struct md_place *m)
{
	const struct docx_tmpl *x = docx_of(c->t);
	const struct docx_style *s = NULL;

	for (const char *p = m->list_style; *p != '\0';) {
		size_t n = strcspn(p, ","), from = strspn(p, " "), len = n;
		char *name;

		while (len > from && p[len - 1] == ' ')
			len--;
		name = arena_strndup(c->mem, p + from, len > from ? len - from : 0);
		p += n + (p[n] == ',');
		s = docx_style_named(c->t, name);
		if (s == NULL) {
			struct place at = comp_place(c, m->para);

			diag(c->d, DIAG_DOCX_NO_STYLE, &at, name, (char *)NULL);
			continue;
		}
		if (bullet_style(s))
			o->bullet = s;
		else
			o->number = s;
	}
	if (o->bullet == NULL)
		o->bullet = sibling(x, o->number, bullet_style);
	if (o->number == NULL || !number_style(o->number))
		o->number = sibling(x, o->bullet, number_style);
}

static const char *
char_style(const struct template *t, const char *name)
{
	const struct docx_style *s = docx_style_named(t, name);

	return s != NULL ? s->id : NULL;
}

static void
split_properties(struct comp *c, struct md_own *o, const struct xml_node *para)
{
	const struct xml_node *pr = xml_child(para, XNS_W, "pPr");
	struct buf rest = {0};

	o->style_el = o->rest = "";
	for (const struct xml_node *k = pr != NULL ? pr->first : NULL; k != NULL; k = k->next) {
		size_t len;
		const char *s;

		if (k->kind != XML_ELEMENT || xml_is(k, XNS_W, "sectPr"))
			continue;
		s = comp_capture(c, k, &len);
		if (xml_is(k, XNS_W, "pStyle")) {
			o->style_el = s;
			o->style_len = len;
		} else if (xml_is(k, XNS_W, "keepNext")) {
			o->keep_next = true;
		} else {
			buf_add(&rest, s, len);
		}
	}
	if (rest.len > 0)
		o->rest = arena_strndup(c->mem, rest.s, rest.len);
	o->rest_len = rest.len;
	buf_free(&rest);
}

/* Inner bytes of w:rPr without its style. */
static void
split_format(struct comp *c, struct md_own *o, const struct md_place *m)
{
	const char *s = m->format, *end;

	o->rpr = "";
	if (m->format_len < 15 || (s = strchr(s, '>')) == NULL || s[-1] == '/')
		return;
	s++;
	end = m->format + m->format_len - strlen("</w:rPr>");
	if (strncmp(s, "<w:rStyle ", 10) == 0)
		s = strchr(s, '>') + 1;
	if (s < end) {
		o->rpr = arena_strndup(c->mem, s, (size_t)(end - s));
		o->rpr_len = (size_t)(end - s);
	}
}

static void
check_lists(struct comp *c, const struct md_own *o, const struct md_place *m)
{
	struct place at;

	if (!c->t->inspect || (o->bullet != NULL && o->number != NULL))
		return;
	at = comp_place(c, m->para);
	if (o->bullet == NULL)
		diag(c->d, DIAG_CLEAN_STYLE, &at, "List Bullet", (char *)NULL);
	if (o->number == NULL)
		diag(c->d, DIAG_CLEAN_STYLE, &at, "List Number", (char *)NULL);
}

const void *
docx_mark_md(struct comp *c, const struct md_place *m)
{
	const struct docx_style *own = docx_para_style(c->t, m->para);
	struct md_own *o = arena_alloc(c->mem, sizeof(*o));
	struct inl *in = arena_alloc(c->mem, sizeof(*in));

	split_properties(c, o, m->para);
	split_format(c, o, m);
	if (m->list_style != NULL) {
		named_lists(c, o, m);
	} else {
		o->bullet = docx_style_named(c->t, "List Bullet");
		o->number = docx_style_named(c->t, "List Number");
		check_lists(c, o, m);
		if (own != NULL && strcmp(own->name, "Body Text") == 0) {
			o->lead_in = docx_style_named(c->t, "Lead-in");
			if (o->lead_in == NULL)
				o->lead_in = docx_style_named(c->t, "Lead");
		}
	}
	o->strong = char_style(c->t, "Strong");
	o->emphasis = char_style(c->t, "Emphasis");
	o->link = char_style(c->t, "Hyperlink");
	in->format = m->format;
	in->format_len = m->format_len;
	in->cell = m->cell;
	o->inl = in;
	return o;
}

/* ---- runs ---- */

static bool
begins(const char *s, const char *end, const char *name)
{
	size_t n = strlen(name);

	return (size_t)(end - s) > n && strncmp(s, name, n) == 0 &&
	    strchr(" />", s[n]) != NULL;
}

/* Run properties: style first, then bold and italic at their place in the order. */
static void
put_rpr(struct buf *out, const struct md_own *o, const char *style, bool bold, bool italic)
{
	const char *s = o->rpr, *end = o->rpr + o->rpr_len;

	if (style == NULL && !bold && !italic && o->rpr_len == 0)
		return;
	buf_str(out, "<w:rPr>");
	if (style != NULL) {
		buf_str(out, "<w:rStyle w:val=\"");
		xml_put_attr(out, style, strlen(style));
		buf_str(out, "\"/>");
	}
	while (s < end && (begins(s, end, "<w:rFonts") || begins(s, end, "<w:b") ||
	    begins(s, end, "<w:bCs"))) {
		const char *next = strchr(s, '>') + 1;

		if (!bold || begins(s, end, "<w:rFonts"))
			buf_add(out, s, (size_t)(next - s));
		s = next;
	}
	if (bold)
		buf_str(out, "<w:b/><w:bCs/>");
	while (s < end && (begins(s, end, "<w:i") || begins(s, end, "<w:iCs"))) {
		const char *next = strchr(s, '>') + 1;

		if (!italic)
			buf_add(out, s, (size_t)(next - s));
		s = next;
	}
	if (italic)
		buf_str(out, "<w:i/><w:iCs/>");
	if (s < end)
		buf_add(out, s, (size_t)(end - s));
	buf_str(out, "</w:rPr>");
}

static void
open_run(struct buf *out, const struct md_own *o, const struct md_inline *i)
{
	const char *style = NULL;
	bool bold = i->bold, italic = i->italic;

	if (i->link != NULL && o->link != NULL) {
		style = o->link;
	} else if (bold && o->strong != NULL) {
		style = o->strong;
		bold = false;
	} else if (italic && o->emphasis != NULL) {
		style = o->emphasis;
		italic = false;
	}
	buf_str(out, "<w:r>");
	put_rpr(out, o, style, bold, italic);
}

static void put_blocks(struct filler *f, const struct md_place *m, const struct md_own *o,
    const struct md_block *b, bool note);

static void
put_note(struct filler *f, const struct md_inline *i)
{
	const struct docx_style *text = docx_style_named(f->t, "footnote text");
	const char *mark = char_style(f->t, "footnote reference");
	struct md_own *o = arena_alloc(f->mem, sizeof(*o));
	struct md_place *m = arena_alloc(f->mem, sizeof(*m));
	struct inl *in = arena_alloc(f->mem, sizeof(*in));
	struct md_own plain = {.rpr = ""};
	int64_t id;

	o->strong = char_style(f->t, "Strong");
	o->emphasis = char_style(f->t, "Emphasis");
	o->link = char_style(f->t, "Hyperlink");
	o->bullet = docx_style_named(f->t, "List Bullet");
	o->number = docx_style_named(f->t, "List Number");
	o->rest = o->rpr = in->format = "";
	o->inl = in;
	o->style_el = text == NULL ? ""
	    : arena_printf(f->mem, "<w:pStyle w:val=\"%s\"/>", text->id);
	o->style_len = strlen(o->style_el);
	id = docx_note_begin(f);
	if (i->note != NULL)
		put_blocks(f, m, o, i->note, true);
	else
		buf_str(f->out, "<w:p/>");
	docx_note_finish(f);
	buf_str(f->out, "<w:r>");
	put_rpr(f->out, &plain, mark, false, false);
	if (mark == NULL)
		buf_str(f->out, "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>");
	buf_printf(f->out, "<w:footnoteReference w:id=\"%lld\"/></w:r>", (long long)id);
}

static void
put_reference(struct filler *f, const struct md_own *o, const struct md_inline *i)
{
	if (i->target == NULL || names_find(f->t->bookmarks, i->target) == NULL) {
		diag(f->d, DIAG_DOCX_NO_TARGET, &i->at, i->target != NULL ? i->target : "",
		    (char *)NULL);
	} else {
		fill_ref(f, i->target, o->inl);
	}
	buf_str(f->out, "<w:r>");
	put_rpr(f->out, o, NULL, i->bold, i->italic);
	buf_str(f->out, TEXT_OPEN);
	if (i->len > 0) {
		buf_str(f->out, "\xC2\xA0"); /* the number and its noun stay on one line */
		docx_put_text(f->out, i->text, i->len);
	}
	buf_str(f->out, "</w:t></w:r>");
}

static bool
same_link(const struct md_inline *a, const struct md_inline *b)
{
	return a != NULL && b != NULL && same_text(a->link, b->link);
}

static void
put_inlines(struct filler *f, const struct md_place *m, const struct md_own *o,
    const struct md_inline *i)
{
	const struct md_inline *prev = NULL;

	for (; i != NULL; prev = i, i = i->next) {
		const char *s = i->text;
		size_t len = i->len;
		bool text = i->kind == MD_TEXT || i->kind == MD_BREAK;

		if (text && i->link != NULL && !same_link(prev, i))
			/* Declared here: not every part declares the prefix at its root. */
			buf_printf(f->out, "<w:hyperlink xmlns:r=\"http://schemas.openxmlformats.org/"
			    "officeDocument/2006/relationships\" r:id=\"%s\" w:history=\"1\">",
			    docx_link(f, i->link));
		switch (i->kind) {
		case MD_TEXT:
			if (m->cell)
				s = fill_breakable(f, s, &len);
			open_run(f->out, o, i);
			buf_str(f->out, TEXT_OPEN);
			docx_put_text(f->out, s, len);
			buf_str(f->out, "</w:t></w:r>");
			break;
		case MD_BREAK:
			open_run(f->out, o, i);
			buf_str(f->out, "<w:br/></w:r>");
			break;
		case MD_NOTE:
			put_note(f, i);
			break;
		case MD_REF:
			put_reference(f, o, i);
			break;
		}
		if (text && i->link != NULL && !same_link(i, i->next))
			buf_str(f->out, "</w:hyperlink>");
	}
}

/* ---- paragraphs ---- */

struct md_lists {
	int id;       /* the list that a number was made for */
	int64_t num;
	int depth;
};

static void
put_style(struct buf *out, const struct docx_style *s)
{
	buf_str(out, "<w:pStyle w:val=\"");
	xml_put_attr(out, s->id, strlen(s->id));
	buf_str(out, "\"/>");
}

/* w:numPr of a list paragraph; nothing where its style says it all. */
static void
put_list(struct filler *f, const struct docx_style *s, const struct md_block *b,
    struct names *made)
{
	const struct num_abstract *a = s->num->abstract;
	int level = s->ilvl + b->depth;
	char key[32];
	bool fresh;
	int64_t *num;

	if (level > 8 || !a->levels[level].set)
		level = s->ilvl; /* the template has no such level */
	if (!b->first) {
		/* More paragraphs of one item: no sign, the text below the text. */
		buf_str(f->out, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"0\"/></w:numPr>");
		return;
	}
	if (b->list == MD_BULLET) {
		if (level != s->ilvl)
			buf_printf(f->out, "<w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"%s\"/></w:numPr>",
			    level, s->num->id);
		return;
	}
	snprintf(key, sizeof(key), "%d", b->list_id);
	num = names_at(made, key, &fresh);
	if (fresh)
		*num = docx_new_num(f, s->num, level, b->start);
	buf_printf(f->out, "<w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"%lld\"/></w:numPr>", level,
	    (long long)*num);
}

/* Indents of a list paragraph without a sign: those of its level, without hanging. */
static void
put_indent(struct buf *out, const struct docx_style *s, const struct md_block *b)
{
	int level = s->ilvl + b->depth;

	if (level > 8 || !s->num->abstract->levels[level].set)
		level = s->ilvl;
	if (s->num->abstract->levels[level].left > 0)
		buf_printf(out, "<w:ind w:left=\"%d\" w:firstLine=\"0\"/>",
		    s->num->abstract->levels[level].left);
}

static void
put_block(struct filler *f, const struct md_place *m, const struct md_own *o,
    const struct md_block *b, struct names *made, bool keep, bool note_mark)
{
	const struct docx_style *list = b->list == MD_BULLET ? o->bullet
	    : b->list == MD_NUMBER ? o->number : NULL;
	bool lead = b->list == MD_PLAIN && b->lead_in && o->lead_in != NULL;
	struct buf *out;

	if (list != NULL && (list->num == NULL || list->num->abstract == NULL))
		list = NULL;
	out = f->out;
	buf_str(out, "<w:p><w:pPr>");
	if (list != NULL)
		put_style(out, list);
	else if (lead)
		put_style(out, o->lead_in);
	else
		buf_add(out, o->style_el, o->style_len);
	if (o->keep_next && list == NULL)
		buf_str(out, "<w:keepNext/>");
	else if (keep)
		fill_keep(f, "", "<w:keepNext/>");
	if (list != NULL) {
		put_list(f, list, b, made);
		if (!b->first)
			put_indent(out, list, b);
	} else {
		buf_add(out, o->rest, o->rest_len);
	}
	buf_str(out, "</w:pPr>");
	if (note_mark) {
		struct md_own plain = {.rpr = ""};

		buf_str(out, "<w:r>");
		put_rpr(out, &plain, char_style(f->t, "footnote reference"), false, false);
		buf_str(out, "<w:footnoteRef/></w:r><w:r><w:tab/></w:r>");
	}
	if (b->list != MD_PLAIN && list == NULL && b->first) {
		/* No list style in the template: the sign as text. */
		buf_str(out, "<w:r>" TEXT_OPEN);
		if (b->list == MD_BULLET)
			buf_str(out, "\xE2\x80\xA2 ");
		else
			buf_printf(out, "%d. ", b->start + (int)(*names_at(made,
			    arena_printf(f->mem, "t%d", b->list_id), NULL))++);
		buf_str(out, "</w:t></w:r>");
	}
	put_inlines(f, m, o, b->inlines);
	buf_str(out, "</w:p>");
}

static void
put_blocks(struct filler *f, const struct md_place *m, const struct md_own *o,
    const struct md_block *b, bool note)
{
	struct names *made = names_new(f->mem);
	bool first = true;

	for (; b != NULL; b = b->next) {
		put_block(f, m, o, b, made, first && m->keep, first && note);
		first = false;
	}
}

void
docx_put_markdown(struct filler *f, const struct md_place *m, const struct md_block *b)
{
	put_blocks(f, m, m->own, b, false);
}
