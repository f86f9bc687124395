/* flow_read - an ODT as a flow: settings, page styles, sections.  See flow_int.h. */
#include <stdlib.h>
#include <string.h>

#include "odt/flow_int.h"

struct sections {
	struct flow_section *current;
	struct flow_section **tail;
	struct of_sections cb;
};

static struct xml_doc *
part(struct of *s, const char *name)
{
	const struct pkg_part *p = pkg_find(s->pkg, name);

	return p != NULL && p->len != 0 ? pkg_xml(s->a, s->pkg, name, s->d) : NULL;
}

static bool
item(const struct xml_node *root, const char *name, bool otherwise)
{
	struct xml_node *n;
	const char *have;

	for (n = xml_walk(root, (struct xml_node *)root); n != NULL; n = xml_walk(root, n)) {
		if (!xml_is(n, XNS_CONFIG, "config-item"))
			continue;
		have = xml_attr(n, XNS_CONFIG, "name");
		if (have != NULL && strcmp(have, name) == 0)
			return n->first != NULL && n->first->kind == XML_TEXT && strcmp(n->first->text, "true") == 0;
	}
	return otherwise;
}

/* layout-text.md 11: without settings.xml today's meaning, an absent item its old one. */
static void
settings_read(struct of *s)
{
	struct xml_doc *x = part(s, "settings.xml");
	const struct xml_node *r = x != NULL ? x->root : NULL;
	struct flow_compat *k = &s->doc->compat;

	*k = (struct flow_compat){.sum_spaces = true,
	    .spaces_at_start = true,
	    .external_leading = true,
	    .cell_spacing = true,
	    .cell_line_spacing = true,
	    .prop_shrinks_first = true,
	    .tabs_from_indent = true,
	    .italic_correction = true};
	if (r == NULL)
		return;
	k->sum_spaces = item(r, "AddParaTableSpacing", true);
	k->spaces_at_start = item(r, "AddParaTableSpacingAtStart", true);
	k->external_leading = item(r, "AddExternalLeading", false);
	k->cell_spacing = item(r, "AddParaSpacingToTableCells", false);
	k->cell_line_spacing = item(r, "AddParaLineSpacingToTableCells", false);
	k->prop_shrinks_first = item(r, "PropLineSpacingShrinksFirstLine", false);
	k->former_line_spacing = item(r, "UseFormerLineSpacing", true);
	k->tabs_from_indent = item(r, "TabsRelativeToIndent", true);
	k->italic_correction = !item(r, "TabOverMargin", false);
	k->ignore_blank_height = item(r, "IgnoreTabsAndBlanksForLineCalculation", false);
	k->ms_trailing_blanks = item(r, "MsWordCompTrailingBlanks", false);
	k->no_expand_shift_return = item(r, "DoNotJustifyLinesWithManualBreak", true);
	k->row_keep = item(r, "TableRowKeep", false);
	k->tab_beyond_indent = item(r, "TabOverMargin", false);
}

static void
area_read(const struct xml_node *style, const char *gap, int *min, int *space, bool *dynamic)
{
	const struct xml_node *p = xml_child(style, XNS_STYLE, "header-footer-properties");
	const char *v;

	*space = of_length(xml_attr(p, XNS_FO, gap), 0);
	v = xml_attr(p, XNS_FO, "min-height");
	if (v == NULL)
		v = xml_attr(p, XNS_SVG, "height");
	*min = of_length(v, p == NULL || p->nattrs == 0 ? 283 : 0);
	v = xml_attr(p, XNS_STYLE, "dynamic-spacing");
	*dynamic = v != NULL && strcmp(v, "true") == 0;
}

static void
layout_read(struct flow_page *pg, const struct xml_node *l)
{
	const struct xml_node *p = xml_child(l, XNS_STYLE, "page-layout-properties"), *n;
	int margin = of_length(xml_attr(p, XNS_FO, "margin"), 1134), pad;

	pg->odt_areas = true;
	pg->width = of_length(xml_attr(p, XNS_FO, "page-width"), 11906);
	pg->height = of_length(xml_attr(p, XNS_FO, "page-height"), 16838);
	pad = of_length(xml_attr(p, XNS_FO, "padding"), 0);
	pg->top = of_length(xml_attr(p, XNS_FO, "margin-top"), margin) + pad;
	pg->bottom = of_length(xml_attr(p, XNS_FO, "margin-bottom"), margin) + pad;
	pg->left = of_length(xml_attr(p, XNS_FO, "margin-left"), margin) + pad;
	pg->right = of_length(xml_attr(p, XNS_FO, "margin-right"), margin) + pad;
	area_read(xml_child(l, XNS_STYLE, "header-style"), "margin-bottom", &pg->header_min, &pg->header_gap,
	    &pg->header_dynamic);
	area_read(xml_child(l, XNS_STYLE, "footer-style"), "margin-top", &pg->footer_min, &pg->footer_gap,
	    &pg->footer_dynamic);
	n = xml_child(p, XNS_STYLE, "footnote-sep");
	pg->note_sep_before = n != NULL ? of_length(xml_attr(n, XNS_STYLE, "distance-before-sep"), 0) : 57;
	pg->note_sep_width = n != NULL ? of_length(xml_attr(n, XNS_STYLE, "width"), 0) : 10;
	pg->note_sep_after = n != NULL ? of_length(xml_attr(n, XNS_STYLE, "distance-after-sep"), 0) : 57;
	pg->note_sep_colour = n != NULL ? of_colour(xml_attr(n, XNS_STYLE, "color")) : FLOW_AUTO_COLOUR;
}

static struct flow_block *
header_read(struct of *s, const struct xml_node *master, const char *name, int width)
{
	const struct xml_node *e = xml_child(master, XNS_STYLE, name);
	const char *display = xml_attr(e, XNS_STYLE, "display");
	struct flow_block *blocks = NULL;

	if (e == NULL || (display != NULL && strcmp(display, "false") == 0))
		return NULL;
	of_blocks(s, e, &blocks, width, 1, NULL);
	return blocks;
}

static void
master_read(struct of *s, struct of_page *out, const struct xml_node *m, const struct xml_node *layouts)
{
	const char *name = xml_attr(m, XNS_STYLE, "page-layout-name"), *have;
	const struct xml_node *l;
	struct flow_page *pg = arena_alloc(s->a, sizeof(*pg));
	int width;

	out->name = xml_attr(m, XNS_STYLE, "name");
	out->next_name = xml_attr(m, XNS_STYLE, "next-style-name");
	out->page = pg;
	pg->name = out->name;
	for (l = xml_child(layouts, XNS_STYLE, "page-layout"); l != NULL; l = xml_next(l, XNS_STYLE, "page-layout"))
		if ((have = xml_attr(l, XNS_STYLE, "name")) != NULL && name != NULL && strcmp(have, name) == 0)
			break;
	layout_read(pg, l);
	width = pg->width - pg->left - pg->right;
	pg->header = header_read(s, m, "header", width);
	pg->footer = header_read(s, m, "footer", width);
	pg->even_header = header_read(s, m, "header-left", width);
	pg->even_footer = header_read(s, m, "footer-left", width);
	pg->first_header = header_read(s, m, "header-first", width);
	pg->first_footer = header_read(s, m, "footer-first", width);
	pg->even_odd = pg->even_header != NULL || pg->even_footer != NULL;
	pg->title_page = pg->first_header != NULL || pg->first_footer != NULL;
	if (pg->even_odd) {
		pg->even_header = pg->even_header != NULL ? pg->even_header : pg->header;
		pg->even_footer = pg->even_footer != NULL ? pg->even_footer : pg->footer;
	}
	if (pg->title_page) {
		pg->first_header = pg->first_header != NULL ? pg->first_header : pg->header;
		pg->first_footer = pg->first_footer != NULL ? pg->first_footer : pg->footer;
	}
}

static struct of_page *
page_find(struct of *s, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < s->npages; i++)
		if (s->pages[i].name != NULL && strcmp(s->pages[i].name, name) == 0)
			return &s->pages[i];
	return NULL;
}

static void
pages_read(struct of *s)
{
	const struct xml_node *root = s->styles_doc != NULL ? s->styles_doc->root : NULL, *m;
	const struct xml_node *masters = xml_child(root, XNS_OFFICE, "master-styles");
	size_t n = 1, i;

	for (m = xml_child(masters, XNS_STYLE, "master-page"); m != NULL; m = xml_next(m, XNS_STYLE, "master-page"))
		n++;
	s->pages = arena_array(s->a, n, sizeof(*s->pages));
	s->where.at.part = "styles.xml";
	s->scope = 1;
	for (m = xml_child(masters, XNS_STYLE, "master-page"); m != NULL; m = xml_next(m, XNS_STYLE, "master-page"))
		master_read(s, &s->pages[s->npages++], m, xml_child(root, XNS_OFFICE, "automatic-styles"));
	if (s->npages == 0) {
		s->pages[0].name = "Standard";
		s->pages[0].page = arena_alloc(s->a, sizeof(*s->pages[0].page));
		layout_read(s->pages[0].page, NULL);
		s->npages = 1;
	}
	for (i = 0; i < s->npages; i++) {
		struct of_page *next = page_find(s, s->pages[i].next_name);

		if (next != NULL && next != &s->pages[i])
			s->pages[i].page->follow = next->page;
	}
	s->where = (struct flow_where){.at.file = s->doc->file, .at.part = "content.xml"};
	s->scope = 2;
}

static struct flow_block **
section_open(struct of *s, const char *master, int number, void *arg)
{
	struct sections *w = arg;
	struct of_page *p = page_find(s, master);
	struct flow_section *sec;
	struct flow_page *pg;

	if (p == NULL) {
		of_ignored(s, "a page style that does not exist");
		p = &s->pages[0];
	}
	pg = p->page;
	if (number > 0) { /* the number belongs to this section alone */
		pg = arena_alloc(s->a, sizeof(*pg));
		*pg = *p->page;
		pg->number_start = number;
		if (pg->follow == NULL)
			pg->follow = p->page;
	}
	w->cb.width = pg->width - pg->left - pg->right;
	if (w->current != NULL && w->current->blocks == NULL)
		sec = w->current; /* nothing yet: the first paragraph names the page */
	else {
		sec = arena_alloc(s->a, sizeof(*sec));
		*w->tail = sec;
		w->tail = &sec->next;
		w->current = sec;
	}
	sec->page = pg;
	sec->kind = FLOW_NEXT_PAGE;
	return &sec->blocks;
}

static const char *
property(struct of *s, const struct xml_node *meta, enum xml_ns ns, const char *name)
{
	const struct xml_node *n = xml_child(meta, ns, name);
	struct buf b = {0};
	const char *text = NULL;

	if (n != NULL)
		xml_text(&b, n);
	if (b.len != 0)
		text = arena_strndup(s->a, b.s, b.len);
	buf_free(&b);
	return text;
}

static void
properties_read(struct of *s)
{
	struct xml_doc *x = part(s, "meta.xml");
	const struct xml_node *m = x != NULL ? xml_child(x->root, XNS_OFFICE, "meta") : NULL;
	const char *date;

	s->doc->title = property(s, m, XNS_DC, "title");
	s->doc->subject = property(s, m, XNS_DC, "subject");
	s->doc->author = property(s, m, XNS_META, "initial-creator");
	if (s->doc->author == NULL)
		s->doc->author = property(s, m, XNS_DC, "creator");
	s->doc->keywords = property(s, m, XNS_META, "keyword");
	s->doc->lang = property(s, m, XNS_DC, "language");
	date = property(s, m, XNS_DC, "date");
	if (date == NULL)
		date = property(s, m, XNS_META, "creation-date");
	s->doc->date = date != NULL && strlen(date) >= 10 ? arena_strndup(s->a, date, 10) : NULL;
	if (s->doc->lang == NULL)
		s->doc->lang = s->default_font.lang != NULL ? s->default_font.lang : "lv-LV";
}

struct flow_doc *
odt_read_flow(struct arena *a, const struct pkg *pkg, struct diag *d)
{
	struct flow_doc *doc = arena_alloc(a, sizeof(*doc));
	struct of s = {.a = a, .pkg = pkg, .d = d, .doc = doc, .scope = 2, .item_start = -1,
	    .where.at.file = pkg_path(pkg)};
	struct sections w = {.tail = &doc->sections};
	const struct xml_node *body;
	struct of_page *first;

	doc->arena = a;
	doc->file = pkg_path(pkg);
	s.content = part(&s, "content.xml");
	s.styles_doc = part(&s, "styles.xml");
	body = s.content != NULL ? xml_child(s.content->root, XNS_OFFICE, "body") : NULL;
	body = xml_child(body, XNS_OFFICE, "text");
	if (body == NULL) {
		if (s.content != NULL || pkg_find(pkg, "content.xml") == NULL)
			diag(d, DIAG_FLOW_PART, &s.where.at, "content.xml", NULL);
		return NULL;
	}
	settings_read(&s);
	of_styles_read(&s);
	of_lists_read(&s);
	pages_read(&s);
	properties_read(&s);
	first = page_find(&s, "Standard");
	w.current = arena_alloc(a, sizeof(*w.current));
	w.current->page = (first != NULL ? first : &s.pages[0])->page;
	w.cb = (struct of_sections){.open = section_open,
	    .arg = &w,
	    .width = w.current->page->width - w.current->page->left - w.current->page->right};
	*w.tail = w.current;
	w.tail = &w.current->next;
	of_blocks(&s, body, &w.current->blocks, w.cb.width, 0, &w.cb);
	/* Reported; what was read is short of what is written. */
	return s.repeats > OF_REPEATS ? NULL : doc;
}
