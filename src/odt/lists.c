/*
 * lists - text:list in blocks, and Markdown as paragraphs and lists of the template.
 *
 * In ODT a list is an element, and one that does not say that it continues another
 * begins its numbers anew.  So lists in blocks restart by themselves, once their claims
 * to continue a list of another turn are gone.
 */
#include <string.h>

#include "odt/dialect.h"

/* ---- lists of the template ---- */

struct list {
	const char *id, *continues; /* as written, or NULL */
};

/* A list may continue one of its own turn, but not that of the turn before. */
static void
write_ids(struct filler *f, const void *arg)
{
	const struct list *l = arg;
	struct odt_fill *o = f->own;
	struct odt_list_id *x = o->lists;

	while (l->continues != NULL && x != NULL && strcmp(x->id, l->continues) != 0)
		x = x->next;
	if (l->continues != NULL && x != NULL && x->turn == f->turn) {
		buf_str(f->out, " text:continue-list=\"");
		xml_put_attr(f->out, x->name, strlen(x->name));
		buf_ch(f->out, '"');
	}
	if (l->id == NULL)
		return;
	x = arena_alloc(f->mem, sizeof(*x));
	x->id = l->id;
	x->name = fill_unique(f, l->id);
	x->turn = f->turn;
	x->next = o->lists;
	o->lists = x;
	buf_str(f->out, " xml:id=\"");
	xml_put_attr(f->out, x->name, strlen(x->name));
	buf_ch(f->out, '"');
}

/* A list whose items have all gone goes too; Writer would make a paragraph for it. */
static void
begin_list(struct filler *f, const void *arg)
{
	struct odt_fill *o = f->own;

	(void)arg;
	o->open = arena_grow(f->mem, o->open, o->nopen, o->nopen + 1, &o->open_cap, sizeof(*o->open));
	o->open[o->nopen].start = f->out->len;
	o->open[o->nopen++].inside = f->out->len;
}

static void
inside_list(struct filler *f, const void *arg)
{
	struct odt_fill *o = f->own;

	(void)arg;
	o->open[o->nopen - 1].inside = f->out->len;
}

static void
end_list(struct filler *f, const void *arg)
{
	struct odt_fill *o = f->own;
	const struct odt_open_list *l = &o->open[--o->nopen];
	size_t i = l->inside;

	(void)arg;
	while (i < f->out->len && strchr(" \n\t\r", f->out->s[i]) != NULL)
		i++;
	if (i == f->out->len)
		f->out->len = l->start;
	else
		buf_str(f->out, "</text:list>");
}

static void
emit_list(struct comp *c, const struct xml_node *n, const void *arg)
{
	static const char *const skip[] = {"id", "continue-list", NULL};
	/* with tags in it, it may come out empty */
	bool tags = memmem(c->doc->bytes + n->start, n->end - n->start, "{", 1) != NULL;

	if (tags)
		comp_call(c, begin_list, NULL);
	odt_start(c, n, skip);
	if (arg != NULL)
		comp_call(c, write_ids, arg);
	comp_str(c, ">");
	if (tags)
		comp_call(c, inside_list, NULL);
	comp_children(c, n, NULL);
	if (tags)
		comp_call(c, end_list, NULL);
	else
		comp_end(c, n);
}

/* Ids that nothing refers to are dropped. */
void
odt_prepare_list(struct comp *c, const struct xml_node *n)
{
	struct list *l = NULL;

	if (odt_tmpl(c->t)->continued) {
		l = arena_alloc(c->mem, sizeof(*l));
		l->id = xml_attr(n, XNS_XML, "id");
		l->continues = xml_attr(n, XNS_TEXT, "continue-list");
	}
	comp_replace(c, n, emit_list, l);
}

/* ---- Markdown: what is known when the template is compiled ---- */

struct para_kind {
	const char *plain, *kept; /* attributes: style name, and that with "keep with next" */
};

struct markdown {
	struct para_kind text, next, lead, bullet, number;
	const char *bullet_list, *number_list; /* list styles, or NULL */
	const char *strong, *emphasis, *link;  /* text styles */
};

static struct para_kind
kind_of(struct comp *c, const char *style, bool keep)
{
	struct para_kind k;

	k.plain = k.kept = odt_style_name(c, style);
	if (keep)
		k.kept = odt_style_name(c, odt_style_add(c->t, odt_home(c->part), style, ADD_KEEP));
	return k;
}

static const char *
first_named(const struct odt_tmpl *o, enum odt_family family, const char *const *names)
{
	const char *s = NULL;

	for (; s == NULL && *names != NULL; names++)
		s = odt_style_named(o, family, *names);
	return s;
}

/* Does a list style number its first level? */
static bool
numbers(struct comp *c, const char *list)
{
	const struct xml_node *n = NULL;
	const char *name;
	size_t i;

	for (i = 0; i < c->t->nparts && n == NULL; i++)
		n = xml_child(c->t->parts[i].doc->root, XNS_OFFICE, "styles");
	for (n = xml_child(n, XNS_TEXT, "list-style"); n != NULL;
	    n = xml_next(n, XNS_TEXT, "list-style")) {
		name = xml_attr(n, XNS_STYLE, "name");
		if (name != NULL && strcmp(name, list) == 0)
			return xml_child(n, XNS_TEXT, "list-level-style-number") != NULL;
	}
	return false;
}

/* The paragraph style of the name at s, and its list style (NULL if none). */
static const char *
list_style(struct comp *c, const struct md_place *m, const char *s, size_t len, const char **list)
{
	const struct odt_tmpl *o = odt_tmpl(c->t);
	const char *name = arena_strndup(c->mem, s, len);
	const char *style = odt_style_named(o, FAM_PARA, name);

	if (style == NULL && m->list_style != NULL) {
		struct place at = comp_place(c, m->para);

		diag(c->d, DIAG_ODT_NO_STYLE, &at, name, NULL);
	}
	*list = odt_style_attr(o, odt_style(o, HOME_COMMON, FAM_PARA, style), NULL, XNS_STYLE,
	    "list-style-name");
	if (*list != NULL && **list == '\0')
		*list = NULL;
	return style;
}

/*
 * Paragraph and list style of list items.  |markdown:NAME, NAME names two styles, one
 * for numbers and one for bullets; which is which, their list styles say.
 */
static void
list_kind(struct comp *c, const struct md_place *m, bool number, struct para_kind *para,
    const char **list)
{
	const char *s = m->list_style != NULL ? m->list_style : number ? "List Number" : "List Bullet";
	const char *style = NULL, *other, *its;
	size_t len;

	*list = NULL;
	for (; *s != '\0'; s += len) {
		s += strspn(s, ", ");
		len = strcspn(s, ",");
		other = list_style(c, m, s, len, &its);
		if (style != NULL && (its == NULL || numbers(c, its) != number))
			continue;
		if (style == NULL || *list == NULL || numbers(c, *list) != number) {
			style = other;
			*list = its;
		}
	}
	if (style == NULL && m->list_style == NULL && c->t->inspect) {
		struct place at = comp_place(c, m->para);

		diag(c->d, DIAG_CLEAN_STYLE, &at, number ? "List Number" : "List Bullet", NULL);
	}
	if (style == NULL)
		style = m->style != NULL ? m->style : "Standard";
	*para = kind_of(c, style, m->keep);
}

const void *
odt_mark_md(struct comp *c, const struct md_place *m)
{
	static const char *const strong[] = {"Strong Emphasis", "Strong", "Strong_20_Emphasis", NULL};
	static const char *const emphasis[] = {"Emphasis", NULL};
	static const char *const link[] = {"Internet link", "Internet_20_link", "Hyperlink", NULL};
	static const char *const lead[] = {"Ievadrindkopa", "Lead-in", NULL};
	const struct odt_tmpl *o = odt_tmpl(c->t);
	struct markdown *k = arena_alloc(c->mem, sizeof(*k));
	const char *style = m->style != NULL ? m->style : "Standard", *s;
	const struct odt_style *own = odt_style(o, odt_home(c->part), FAM_PARA, style);
	const struct odt_style *common = odt_style_common(o, own);

	k->text = k->next = k->lead = kind_of(c, style, m->keep);
	if (odt_has_break(o, own))
		k->next = k->lead = kind_of(c,
		    odt_style_add(c->t, odt_home(c->part), style, ADD_PLAIN), false);
	if (common != NULL && strcmp(common->name, "Text_20_body") == 0 &&
	    (s = first_named(o, FAM_PARA, lead)) != NULL)
		k->lead = kind_of(c, s, m->keep);
	list_kind(c, m, false, &k->bullet, &k->bullet_list);
	list_kind(c, m, true, &k->number, &k->number_list);
	k->strong = first_named(o, FAM_TEXT, strong);
	if (k->strong == NULL)
		k->strong = odt_style_add(c->t, odt_home(c->part), "", ADD_BOLD);
	k->emphasis = first_named(o, FAM_TEXT, emphasis);
	if (k->emphasis == NULL)
		k->emphasis = odt_style_add(c->t, odt_home(c->part), "", ADD_ITALIC);
	k->link = first_named(o, FAM_TEXT, link);
	return k;
}

/* ---- Markdown: writing ---- */

static void
open_span(struct buf *out, const char *style)
{
	buf_str(out, "<text:span text:style-name=\"");
	xml_put_attr(out, style, strlen(style));
	buf_str(out, "\">");
}

static void
put_words(struct filler *f, const struct md_place *m, const struct md_inline *i)
{
	const struct markdown *k = m->own;
	const char *s = i->text;
	size_t len = i->len;

	if (i->link != NULL) {
		buf_str(f->out, "<text:a xlink:type=\"simple\" xlink:href=\"");
		xml_put_attr(f->out, i->link, strlen(i->link));
		if (k->link != NULL) {
			buf_str(f->out, "\" text:style-name=\"");
			xml_put_attr(f->out, k->link, strlen(k->link));
		}
		buf_str(f->out, "\">");
	}
	if (i->bold)
		open_span(f->out, k->strong);
	if (i->italic)
		open_span(f->out, k->emphasis);
	if (m->cell)
		s = fill_breakable(f, s, &len);
	odt_put_inner(f->out, s, len);
	if (i->italic)
		buf_str(f->out, "</text:span>");
	if (i->bold)
		buf_str(f->out, "</text:span>");
	if (i->link != NULL)
		buf_str(f->out, "</text:a>");
}

void
odt_md_inlines(struct filler *f, const struct md_place *m, const struct md_block *b)
{
	static const struct inl nowhere;
	const struct md_inline *i;

	for (i = b->inlines; i != NULL; i = i->next)
		switch (i->kind) {
		case MD_TEXT:
			put_words(f, m, i);
			break;
		case MD_BREAK:
			buf_str(f->out, "<text:line-break/>");
			break;
		case MD_NOTE:
			odt_note(f, m, i->note);
			break;
		case MD_REF:
			if (i->target != NULL && names_find(f->t->bookmarks, i->target) != NULL)
				fill_ref(f, i->target, &nowhere);
			else
				diag(f->d, DIAG_ODT_NO_TARGET, &i->at, i->target != NULL ? i->target : "", NULL);
			if (i->len > 0) {
				buf_str(f->out, "\xC2\xA0");
				put_words(f, m, i);
			}
			break;
		}
}

static void
put_para(struct filler *f, const struct md_place *m, const struct md_block *b,
    const struct para_kind *k, bool first)
{
	buf_str(f->out, "<text:p");
	if (m->keep && first)
		fill_keep(f, k->plain, k->kept);
	else
		buf_str(f->out, k->plain);
	buf_ch(f->out, '>');
	if (m->format_len > 0)
		open_span(f->out, m->format);
	odt_md_inlines(f, m, b);
	if (m->format_len > 0)
		buf_str(f->out, "</text:span>");
	buf_str(f->out, "</text:p>");
}

enum { LIST_DEPTH = 9 }; /* Writer's lists have ten levels */

struct list_state {
	int open;                  /* lists open */
	int id[LIST_DEPTH + 1];
	bool item[LIST_DEPTH + 1]; /* an item is open in it */
};

static void
close_lists(struct filler *f, struct list_state *s, int to)
{
	for (; s->open > to; s->open--)
		buf_str(f->out, s->item[s->open - 1] ? "</text:list-item></text:list>" :
		    "</text:list>");
}

static void
open_list(struct filler *f, struct list_state *s, int id, const char *style)
{
	if (s->open > 0 && !s->item[s->open - 1]) {
		buf_str(f->out, "<text:list-item>");
		s->item[s->open - 1] = true;
	}
	buf_str(f->out, "<text:list");
	if (style != NULL) {
		buf_str(f->out, " text:style-name=\"");
		xml_put_attr(f->out, style, strlen(style));
		buf_ch(f->out, '"');
	}
	buf_ch(f->out, '>');
	s->id[s->open] = id;
	s->item[s->open++] = false;
}

/* Get to the item that this paragraph belongs to. */
static void
enter_item(struct filler *f, struct list_state *s, const struct md_block *b, const char *style)
{
	int depth = b->depth < LIST_DEPTH ? b->depth : LIST_DEPTH - 1;
	bool fresh;

	close_lists(f, s, depth + 1);
	if (s->open == depth + 1 && s->id[depth] != b->list_id)
		close_lists(f, s, depth);
	fresh = s->open <= depth;
	while (s->open <= depth)
		open_list(f, s, b->list_id, style);
	if (!b->first && s->item[depth])
		return;
	if (s->item[depth])
		buf_str(f->out, "</text:list-item>");
	if (fresh && b->list == MD_NUMBER && b->start != 1)
		buf_printf(f->out, "<text:list-item text:start-value=\"%d\">", b->start);
	else
		buf_str(f->out, "<text:list-item>");
	s->item[depth] = true;
}

void
odt_markdown(struct filler *f, const struct md_place *m, const struct md_block *b)
{
	const struct markdown *k = m->own;
	struct list_state s = {0};
	bool first = true;

	for (; b != NULL; b = b->next, first = false) {
		if (b->list == MD_PLAIN) {
			close_lists(f, &s, 0);
			put_para(f, m, b, first && !b->lead_in ? &k->text :
			    b->lead_in ? &k->lead : &k->next, first);
			continue;
		}
		enter_item(f, &s, b, b->list == MD_BULLET ? k->bullet_list : k->number_list);
		put_para(f, m, b, b->list == MD_BULLET ? &k->bullet : &k->number, first);
	}
	close_lists(f, &s, 0);
}
