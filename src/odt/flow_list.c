/* flow_list - list styles, outline numbering and labels of an ODT.  See flow_int.h. */
#include <stdlib.h>
#include <string.h>

#include "flow/number.h"
#include "odt/flow_int.h"

static void
position(struct of_level *l, const struct xml_node *n)
{
	const struct xml_node *p = xml_child(n, XNS_STYLE, "list-level-properties"), *a;
	const char *v = xml_attr(p, XNS_TEXT, "list-level-position-and-space-mode");

	l->alignment_mode = v != NULL && strcmp(v, "label-alignment") == 0;
	l->space_before = of_length(xml_attr(p, XNS_TEXT, "space-before"), 0);
	l->min_width = of_length(xml_attr(p, XNS_TEXT, "min-label-width"), 0);
	l->min_distance = of_length(xml_attr(p, XNS_TEXT, "min-label-distance"), 0);
	v = xml_attr(p, XNS_FO, "text-align");
	if (v != NULL)
		l->align = strcmp(v, "end") == 0 || strcmp(v, "right") == 0 ? FLOW_RIGHT
		    : strcmp(v, "center") == 0				    ? FLOW_CENTER
									    : FLOW_LEFT;
	a = xml_child(p, XNS_STYLE, "list-level-label-alignment");
	v = xml_attr(a, XNS_TEXT, "label-followed-by");
	l->follow = v == NULL || strcmp(v, "listtab") == 0 ? FLOW_FOLLOW_TAB
	    : strcmp(v, "space") == 0			   ? FLOW_FOLLOW_SPACE
							   : FLOW_FOLLOW_NOTHING;
	l->tab = of_length(xml_attr(a, XNS_TEXT, "list-tab-stop-position"), -1);
	l->indent = of_length(xml_attr(a, XNS_FO, "text-indent"), 0);
	l->left = of_length(xml_attr(a, XNS_FO, "margin-left"), 0);
}

static void
level_read(struct of_list_style *ls, const struct xml_node *n)
{
	int i = xml_int(n, XNS_TEXT, "level", 0) - 1;
	struct of_level *l;

	if (i < 0 || i >= 10)
		return;
	l = &ls->level[i];
	l->node = n;
	l->bullet = strcmp(n->name, "list-level-style-bullet") == 0;
	l->sign = xml_attr(n, XNS_TEXT, "bullet-char");
	l->format = xml_attr(n, XNS_STYLE, "num-format");
	l->prefix = xml_attr(n, XNS_STYLE, "num-prefix");
	l->suffix = xml_attr(n, XNS_STYLE, "num-suffix");
	l->style = xml_attr(n, XNS_TEXT, "style-name");
	l->display = xml_int(n, XNS_TEXT, "display-levels", 1);
	l->display = l->display > 0 ? l->display : 1;
	l->start = xml_int(n, XNS_TEXT, "start-value", 1);
	position(l, n);
}

static void
style_read(struct of *s, const struct xml_node *n, struct of_list_style *ls)
{
	const struct xml_node *e;

	(void)s;
	ls->name = xml_attr(n, XNS_STYLE, "name");
	if (ls->name == NULL)
		ls->name = "Outline";
	for (e = n->first; e != NULL; e = e->next)
		if (e->kind == XML_ELEMENT && e->ns == XNS_TEXT &&
		    (strncmp(e->name, "list-level-style-", 17) == 0 ||
			strcmp(e->name, "outline-level-style") == 0))
			level_read(ls, e);
}

void
of_lists_read(struct of *s)
{
	const struct xml_node *groups[3], *n;
	const struct xml_node *root = s->styles_doc != NULL ? s->styles_doc->root : NULL;
	size_t count = 0;
	int i;

	groups[0] = xml_child(s->content->root, XNS_OFFICE, "automatic-styles");
	groups[1] = xml_child(root, XNS_OFFICE, "styles");
	groups[2] = xml_child(root, XNS_OFFICE, "automatic-styles");
	for (i = 0; i < 3; i++)
		for (n = groups[i] != NULL ? groups[i]->first : NULL; n != NULL; n = n->next)
			count += xml_is(n, XNS_TEXT, "list-style") || xml_is(n, XNS_TEXT, "outline-style");
	s->lists = arena_array(s->a, count + 1, sizeof(*s->lists));
	for (i = 0; i < 3; i++)
		for (n = groups[i] != NULL ? groups[i]->first : NULL; n != NULL; n = n->next) {
			bool outline = xml_is(n, XNS_TEXT, "outline-style");

			if (!outline && !xml_is(n, XNS_TEXT, "list-style"))
				continue;
			style_read(s, n, &s->lists[s->nlists]);
			if (outline)
				s->outline = &s->lists[s->nlists];
			idmap_add(s->a, &s->lists_by_name, s->lists[s->nlists].name, &s->lists[s->nlists]);
			s->nlists++;
		}
}

/* Of one name, the one read first counts. */
static struct of_list_style *
of_list_style(struct of *s, const char *name)
{
	return name != NULL ? idmap_get(&s->lists_by_name, name) : NULL;
}

static void
count(struct of_list_style *ls, int level, int start)
{
	int i;

	if (start >= 0)
		ls->count[level] = start;
	else if (!ls->used[level])
		ls->count[level] = ls->level[level].start;
	else
		ls->count[level]++;
	ls->used[level] = true;
	for (i = 0; i < level; i++)
		if (!ls->used[i]) {
			ls->count[i] = ls->level[i].start;
			ls->used[i] = true;
		}
	for (i = level + 1; i < 10; i++)
		ls->used[i] = false;
}

static const char *
label_text(struct of *s, const struct of_list_style *ls, int level)
{
	const struct of_level *l = &ls->level[level];
	struct buf b = {0};
	int i, from = level - l->display + 1;
	const char *text;

	if (l->bullet)
		return l->sign != NULL ? l->sign : "\xE2\x80\xA2";
	if (l->format == NULL || *l->format == '\0')
		return NULL;
	if (l->prefix != NULL)
		buf_str(&b, l->prefix);
	for (i = from < 0 ? 0 : from; i <= level; i++) {
		if (i != level && (ls->level[i].format == NULL || *ls->level[i].format == '\0'))
			continue;
		flow_number_put(&b, *ls->level[i].format, ls->count[i]);
		if (i < level)
			buf_ch(&b, '.');
	}
	if (l->suffix != NULL)
		buf_str(&b, l->suffix);
	text = arena_strndup(s->a, b.s != NULL ? b.s : "", b.len);
	buf_free(&b);
	return text;
}

static void
indents(struct flow_para *p, const struct of_level *l, bool applicable)
{
	if (l->alignment_mode) {
		if (applicable) {
			p->left = l->left;
			p->first = l->indent;
		}
		return;
	}
	/* old mode: the list's space is added to the paragraph's own margin */
	p->label.old_mode = true;
	p->label.space_before = l->space_before;
	p->label.min_width = l->min_width;
	p->label.min_distance = l->min_distance;
	p->left += l->space_before + l->min_width;
	p->first = -l->min_width;
}

static void
label(struct of *s, struct flow_para *p, struct of_list_style *ls, int level, struct of_style *st)
{
	const struct of_level *l = &ls->level[level];
	struct flow_font f = st != NULL ? st->font : s->default_font;

	f.underline = false;
	if (l->style != NULL)
		of_apply_span(s, &f, l->style);
	of_apply_text(s, &f, xml_child(l->node, XNS_STYLE, "text-properties"));
	p->label.text = label_text(s, ls, level);
	p->label.bullet = l->bullet;
	p->label.font = of_font(s, &f);
	p->label.align = l->align;
	p->label.follow = l->alignment_mode ? l->follow : FLOW_FOLLOW_TAB;
	p->label.tab = l->alignment_mode ? l->tab : -1;
	p->label.depth = level;
}

/*
 * The level's indents count unless the paragraph, or the style that names the list
 * (or one derived from it), says its own.  A list that is not the style's own is a
 * hard attribute: then only the paragraph's automatic style can overrule it.
 */
static bool
indents_applicable(struct of_style *st, const char *list)
{
	for (; st != NULL; st = st->parent) {
		if (st->sets_indent)
			return false;
		if (st->list != NULL)
			return strcmp(st->list, list) == 0 || st->automatic || list != NULL;
		if (st->automatic && st->parent != NULL) {
			const struct of_style *q = st->parent;

			while (q != NULL && q->list == NULL)
				q = q->parent;
			if (q == NULL || strcmp(q->list, list) != 0)
				return true; /* the list is set at the paragraph itself */
		}
	}
	return true;
}

void
of_list_label(struct of *s, struct flow_para *p, struct of_style *st)
{
	struct of_list *l = s->list;
	struct of_list_style *ls = l->style;
	int level = l->level < 10 ? l->level : 9;
	struct of_style *q;

	if (ls == NULL) /* the paragraph style's own list */
		for (q = st; q != NULL && ls == NULL; q = q->parent)
			ls = q->list != NULL ? of_list_style(s, q->list) : NULL;
	if (ls == NULL || ls->level[level].node == NULL)
		return;
	if (s->item_first && !s->item_header) {
		count(ls, level, s->item_start);
		label(s, p, ls, level, st);
		p->label.list = l->id;
		indents(p, &ls->level[level], indents_applicable(st, ls->name));
	} else {
		int first = p->first;

		indents(p, &ls->level[level], indents_applicable(st, ls->name));
		p->first = s->item_header ? first : 0;
		p->label.old_mode = false;
	}
	s->item_first = false;
	s->item_start = -1;
}

void
of_heading_label(struct of *s, struct flow_para *p, struct of_style *st, int level)
{
	struct of_style *common = of_common(st);
	const char *list = NULL;
	struct of_style *q;

	for (q = st; q != NULL && list == NULL; q = q->parent)
		list = q->list;

	if (s->outline == NULL || level < 1 || level > 10 || s->outline->level[level - 1].node == NULL)
		return;
	/*
	 * The outline belongs to the styles that say their level; one based on them
	 * keeps its number only with list-style-name="Outline".
	 */
	if (list != NULL ? strcmp(list, s->outline->name) != 0
			 : common == NULL || xml_attr(common->node, XNS_STYLE, "default-outline-level") == NULL)
		return;
	if (s->outline->level[level - 1].format == NULL || *s->outline->level[level - 1].format == '\0')
		return;
	count(s->outline, level - 1, -1);
	label(s, p, s->outline, level - 1, st);
	indents(p, &s->outline->level[level - 1], indents_applicable(common, s->outline->name));
}

/* A new text:list starts anew unless it says that it goes on (ODF 1.3 19.780, 19.781). */
void
of_list_begin(struct of *s, struct of_list *l, const struct xml_node *e)
{
	const char *name = xml_attr(e, XNS_TEXT, "style-name");
	const char *on = xml_attr(e, XNS_TEXT, "continue-numbering");
	int i;

	l->outer = s->list;
	l->level = s->list != NULL ? s->list->level + 1 : 0;
	l->style_name = name != NULL ? name : s->list != NULL ? s->list->style_name : NULL;
	l->style = of_list_style(s, l->style_name);
	l->id = s->list != NULL ? s->list->id : ++s->list_serial;
	if (l->outer == NULL && l->style != NULL && !(on != NULL && strcmp(on, "true") == 0) &&
	    xml_attr(e, XNS_TEXT, "continue-list") == NULL)
		for (i = 0; i < 10; i++)
			l->style->used[i] = false;
	s->list = l;
}
