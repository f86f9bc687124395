/*
 * contents - headings and captions on their way into contents and lists, and these
 * lists themselves.
 *
 * text:table-of-content, text:illustration-index and text:table-index keep their
 * source and title; the entries are made anew from the headings and captions that the
 * fill wrote, as the entry templates of the source say, each a link to a bookmark
 * round the heading.  The numbers of headings follow text:outline-style.
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "odt/dialect.h"

/* ---- headings ---- */

struct heading {
	int level;
	bool numbered, restart;
	int start;
};

struct caption {
	const char *seq;
};

/*
 * The outline numbers the paragraph styles that are assigned to it, Heading 1 to 10.
 * A style based on one of them has no number unless it says "Outline" itself, and ""
 * takes the number away.
 */
static bool
outline_numbers(const struct odt_tmpl *o, const struct odt_style *s, int level)
{
	const char *list, *name;

	for (; s != NULL && s->home != HOME_COMMON; s = odt_style_common(o, s)) {
		list = xml_attr(s->node, XNS_STYLE, "list-style-name");
		if (list != NULL)
			return strcmp(list, "Outline") == 0;
	}
	if (s == NULL)
		return false;
	list = xml_attr(s->node, XNS_STYLE, "list-style-name");
	if (list != NULL)
		return strcmp(list, "Outline") == 0;
	name = s->name;
	return strncmp(name, "Heading_20_", 11) == 0 && num_small(name + 11) == level;
}

static const char *
heading_number(struct filler *f, const struct heading *h)
{
	const struct odt_tmpl *t = odt_tmpl(f->t);
	struct odt_fill *o = f->own;
	const struct odt_num *m = &t->outline[h->level];
	int i, from;
	struct buf b = {0};
	const char *s;

	if (!h->numbered || m->format == NULL || *m->format == '\0')
		return "";
	if (h->restart || o->counters[h->level] == 0)
		o->counters[h->level] = (h->restart ? h->start : m->start) - 1;
	o->counters[h->level]++;
	for (i = h->level + 1; i <= ODT_LEVELS; i++)
		o->counters[i] = 0;
	from = h->level - m->display + 1;
	buf_str(&b, m->prefix);
	for (i = from < 1 ? 1 : from; i <= h->level; i++) {
		if (t->outline[i].format == NULL || *t->outline[i].format == '\0')
			continue;
		if (b.len > strlen(m->prefix))
			buf_ch(&b, '.');
		/* a level that was skipped counts as its first */
		odt_put_number(&b, o->counters[i] == 0 ? t->outline[i].start : o->counters[i],
		    t->outline[i].format);
	}
	buf_str(&b, m->suffix);
	s = arena_strndup(f->mem, b.s, b.len);
	buf_free(&b);
	return s;
}

static void
begin_heading(struct filler *f, const void *arg)
{
	const struct heading *h = arg;
	struct odt_fill *o = f->own;

	o->heading = heading_number(f, h);
	odt_put_bookmark(f, f->out, fill_entry_begin(f, NULL, h->level, o->heading), false);
}

static void
begin_caption(struct filler *f, const void *arg)
{
	const struct caption *c = arg;

	odt_put_bookmark(f, f->out, fill_entry_begin(f, c->seq, 0, ""), false);
}

static void
end_entry(struct filler *f, const void *arg)
{
	struct odt_fill *o = f->own;
	const char *name = fill_entry_bookmark(f);

	(void)arg;
	o->heading = NULL;
	if (name != NULL)
		odt_put_bookmark(f, f->out, name, true);
	fill_entry_end(f);
}

static const struct xml_node *
sequence_in(const struct xml_node *para)
{
	const struct xml_node *n = para;

	while ((n = xml_walk(para, (struct xml_node *)n)) != NULL)
		if (xml_is(n, XNS_TEXT, "sequence") && xml_attr(n, XNS_TEXT, "name") != NULL)
			return n;
	return NULL;
}

static int
heading_level(const struct xml_node *para)
{
	int level = xml_int(para, XNS_TEXT, "outline-level", 1);

	return level < 1 || level > ODT_LEVELS ? 1 : level;
}

void
odt_para_begin(struct comp *c, const struct xml_node *para)
{
	struct odt_tmpl *o = odt_tmpl(c->t);
	const struct xml_node *seq;
	const char *s;

	o->para = para;
	if (c->part->kind != PART_BODY)
		return;
	if (xml_is(para, XNS_TEXT, "h")) {
		struct heading *h = arena_alloc(c->mem, sizeof(*h));

		h->level = heading_level(para);
		s = xml_attr(para, XNS_TEXT, "is-list-header");
		h->numbered = (s == NULL || strcmp(s, "true") != 0) && outline_numbers(o,
		    odt_style(o, HOME_CONTENT, FAM_PARA, xml_attr(para, XNS_TEXT, "style-name")),
		    h->level);
		s = xml_attr(para, XNS_TEXT, "restart-numbering");
		h->restart = s != NULL && strcmp(s, "true") == 0;
		h->start = xml_int(para, XNS_TEXT, "start-value", 1);
		comp_call(c, begin_heading, h);
	} else if ((seq = sequence_in(para)) != NULL) {
		struct caption *k = arena_alloc(c->mem, sizeof(*k));

		k->seq = xml_attr(seq, XNS_TEXT, "name");
		comp_call(c, begin_caption, k);
	}
}

void
odt_para_finish(struct comp *c, const struct xml_node *para)
{
	if (c->part->kind == PART_BODY &&
	    (xml_is(para, XNS_TEXT, "h") || sequence_in(para) != NULL))
		comp_call(c, end_entry, NULL);
	odt_tmpl(c->t)->para = odt_para_around(para->parent);
}

/* ---- the lists ---- */

struct index {
	const char *seq;  /* NULL: headings */
	const char *link; /* style of links whose template names none: Writer would underline them */
	int levels;
	const struct xml_node *entry[ODT_LEVELS + 1]; /* entry template by level; captions: 1 */
};

static void
open_styled(struct buf *out, const struct xml_node *token)
{
	const char *style = xml_attr(token, XNS_TEXT, "style-name");

	if (style == NULL)
		return;
	buf_str(out, "<text:span text:style-name=\"");
	xml_put_attr(out, style, strlen(style));
	buf_str(out, "\">");
}

static void
close_styled(struct buf *out, const struct xml_node *token)
{
	if (xml_attr(token, XNS_TEXT, "style-name") != NULL)
		buf_str(out, "</text:span>");
}

static void
put_link(struct buf *out, const struct index *x, const struct xml_node *token,
    const char *bookmark)
{
	const char *style = xml_attr(token, XNS_TEXT, "style-name");

	if (style == NULL)
		style = x->link;
	buf_str(out, "<text:a xlink:type=\"simple\" xlink:href=\"#");
	xml_put_attr(out, bookmark, strlen(bookmark));
	if (style != NULL) {
		buf_str(out, "\" text:style-name=\"");
		xml_put_attr(out, style, strlen(style));
		buf_str(out, "\" text:visited-style-name=\"");
		xml_put_attr(out, style, strlen(style));
	}
	buf_str(out, "\">");
}

/* As long as no page is known: a field of the same meaning, which the layout can fill. */
static void
put_page(struct filler *f, struct buf *out, const struct entry *e)
{
	if (f->opts->pages != NULL) {
		buf_printf(out, "%d", e->page);
		return;
	}
	buf_str(out, "<text:bookmark-ref text:reference-format=\"page\" text:ref-name=\"");
	xml_put_attr(out, e->bookmark, strlen(e->bookmark));
	buf_str(out, "\">0</text:bookmark-ref>");
}

static void
put_token(struct filler *f, struct buf *out, const struct xml_node *t, const struct entry *e)
{
	struct buf words = {0};

	open_styled(out, t);
	if (strcmp(t->name, "index-entry-chapter") == 0)
		odt_put_text(out, e->number, strlen(e->number));
	else if (strcmp(t->name, "index-entry-text") == 0)
		odt_put_text(out, e->text, e->len);
	else if (strcmp(t->name, "index-entry-tab-stop") == 0)
		buf_str(out, "<text:tab/>");
	else if (strcmp(t->name, "index-entry-page-number") == 0)
		put_page(f, out, e);
	else if (strcmp(t->name, "index-entry-span") == 0) {
		xml_text(&words, t);
		odt_put_text(out, words.s, words.len);
		buf_free(&words);
	}
	close_styled(out, t);
}

static void
put_entry(struct filler *f, struct buf *out, const struct index *x, const struct xml_node *template,
    const struct entry *e)
{
	const char *style = xml_attr(template, XNS_TEXT, "style-name");
	const struct xml_node *t;
	bool link = false;

	buf_str(out, "<text:p");
	if (style != NULL) {
		buf_str(out, " text:style-name=\"");
		xml_put_attr(out, style, strlen(style));
		buf_ch(out, '"');
	}
	buf_ch(out, '>');
	for (t = template->first; t != NULL; t = t->next) {
		if (t->kind != XML_ELEMENT)
			continue;
		/* Converted documents may open a link twice; one is enough. */
		if (strcmp(t->name, "index-entry-link-start") == 0) {
			if (!link)
				put_link(out, x, t, e->bookmark);
			link = true;
		} else if (strcmp(t->name, "index-entry-link-end") == 0) {
			if (link)
				buf_str(out, "</text:a>");
			link = false;
		} else
			put_token(f, out, t, e);
	}
	if (link)
		buf_str(out, "</text:a>");
	buf_str(out, "</text:p>");
}

static void
write_index(struct filler *f, struct buf *out, const void *arg)
{
	const struct index *x = arg;
	const struct entry *e;
	size_t i, n = fill_entries(f, x->seq, 1, x->levels, &e);

	for (i = 0; i < n; i++) {
		const struct xml_node *t = x->entry[x->seq != NULL ? 1 : e[i].level];

		if (t != NULL)
			put_entry(f, out, x, t, &e[i]);
	}
}

static void
leave_index(struct filler *f, const void *arg)
{
	fill_late(f, write_index, arg);
}

static void
emit_body(struct comp *c, const struct xml_node *n, const void *arg)
{
	const struct xml_node *k;

	comp_open(c, n);
	for (k = n->first; k != NULL; k = k->next)
		if (xml_is(k, XNS_TEXT, "index-title"))
			comp_node(c, k);
	comp_call(c, leave_index, arg);
	comp_end(c, n);
}

static const struct xml_node *
child_ending(const struct xml_node *n, const char *end)
{
	const struct xml_node *k;
	size_t len = strlen(end);

	for (k = n->first; k != NULL; k = k->next)
		if (k->kind == XML_ELEMENT && k->ns == XNS_TEXT && strlen(k->name) > len &&
		    strcmp(k->name + strlen(k->name) - len, end) == 0)
			return k;
	return NULL;
}

static void
read_entries(struct index *x, const struct xml_node *source)
{
	const struct xml_node *k;
	int i;

	for (k = source->first; k != NULL; k = k->next) {
		if (k->kind != XML_ELEMENT || strstr(k->name, "-entry-template") == NULL)
			continue;
		i = xml_int(k, XNS_TEXT, "outline-level", 1);
		if (i >= 1 && i <= ODT_LEVELS)
			x->entry[i] = k;
	}
}

void
odt_prepare_index(struct comp *c, const struct xml_node *n)
{
	const struct xml_node *source = child_ending(n, "-source");
	const struct xml_node *body = xml_child(n, XNS_TEXT, "index-body"), *k;
	struct index *x;
	const char *s;

	if (source == NULL || body == NULL)
		return;
	x = arena_alloc(c->mem, sizeof(*x));
	x->levels = xml_int(source, XNS_TEXT, "outline-level", ODT_LEVELS);
	if (strcmp(n->name, "table-of-content") != 0) {
		x->seq = xml_attr(source, XNS_TEXT, "caption-sequence-name");
		s = xml_attr(source, XNS_TEXT, "use-caption");
		if (x->seq == NULL || (s != NULL && strcmp(s, "false") == 0))
			return; /* made of object names: stays as it is */
	}
	read_entries(x, source);
	x->link = odt_style_named(odt_tmpl(c->t), FAM_TEXT, "Index Link");
	/* the old entries go, and with them the tags that a page of them may quote */
	for (k = body->first; k != NULL; k = k->next)
		if (k->kind == XML_ELEMENT && !xml_is(k, XNS_TEXT, "index-title"))
			comp_drop(c, k);
	comp_replace(c, body, emit_body, x);
}
