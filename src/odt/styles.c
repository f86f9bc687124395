/*
 * styles - the styles of a template by name, and the automatic styles that the fill adds.
 *
 * An automatic style cannot be the parent of another (ODF 1.3, 16.2), so a variation
 * of a common style is a child of it, and a variation of an automatic style is a copy
 * with its name and the varied properties changed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "odt/dialect.h"

/* ---- reading ---- */

static size_t
hash(const char *s)
{
	size_t h = 5381;

	while (*s != '\0')
		h = h * 33 + (unsigned char)*s++;
	return h % ODT_HASH;
}

static enum odt_family
family_of(const char *s)
{
	if (s == NULL)
		return FAM_OTHER;
	if (strcmp(s, "paragraph") == 0)
		return FAM_PARA;
	if (strcmp(s, "text") == 0)
		return FAM_TEXT;
	if (strcmp(s, "table-column") == 0)
		return FAM_COLUMN;
	if (strcmp(s, "table-cell") == 0)
		return FAM_CELL;
	return strcmp(s, "table") == 0 ? FAM_TABLE : FAM_OTHER;
}

static void
add_style(struct template *t, const struct xml_doc *doc, const struct xml_node *n,
    enum odt_home home)
{
	struct odt_tmpl *o = odt_tmpl(t);
	const char *name = xml_attr(n, XNS_STYLE, "name");
	struct odt_style *s;
	size_t h;

	if (name == NULL)
		return;
	s = arena_alloc(t->mem, sizeof(*s));
	s->family = family_of(xml_attr(n, XNS_STYLE, "family"));
	s->home = home;
	s->name = name;
	s->parent = xml_attr(n, XNS_STYLE, "parent-style-name");
	s->node = n;
	s->doc = doc;
	h = hash(name);
	s->next = o->styles[h];
	o->styles[h] = s;
}

/* A stem that no style name begins with: "ps", "ps_", "ps__" ... */
static void
find_stem(struct template *t)
{
	struct odt_tmpl *o = odt_tmpl(t);
	bool taken = true;
	size_t i;

	for (o->stem = "ps"; taken; ) {
		taken = false;
		for (i = 0; i < ODT_HASH; i++)
			for (const struct odt_style *s = o->styles[i]; s != NULL; s = s->next)
				taken = taken || strncmp(s->name, o->stem, strlen(o->stem)) == 0;
		if (taken)
			o->stem = arena_printf(t->mem, "%s_", o->stem);
	}
}

static void pages_read(struct template *t, const struct xml_node *root);

void
odt_styles_read(struct template *t, const struct xml_doc *doc, bool content)
{
	const struct xml_node *k, *n;

	for (k = doc->root->first; k != NULL; k = k->next) {
		bool common = xml_is(k, XNS_OFFICE, "styles");

		if (!common && !xml_is(k, XNS_OFFICE, "automatic-styles"))
			continue;
		for (n = k->first; n != NULL; n = n->next)
			if (xml_is(n, XNS_STYLE, "style"))
				add_style(t, doc, n, common ? HOME_COMMON :
				    content ? HOME_CONTENT : HOME_STYLES);
	}
	if (!content)
		pages_read(t, doc->root);
	find_stem(t);
}

enum odt_home
odt_home(const struct tmpl_part *part)
{
	return strcmp(part->name, "content.xml") == 0 ? HOME_CONTENT : HOME_STYLES;
}

/* ---- finding ---- */

static const struct odt_style *
find(const struct odt_tmpl *o, enum odt_home home, enum odt_family family, const char *name)
{
	const struct odt_style *s;

	for (s = o->styles[hash(name)]; s != NULL; s = s->next)
		if (s->home == home && s->family == family && strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

const struct odt_style *
odt_style(const struct odt_tmpl *o, enum odt_home home, enum odt_family family, const char *name)
{
	const struct odt_style *s;

	if (name == NULL)
		return NULL;
	s = find(o, home, family, name);
	return s != NULL ? s : find(o, HOME_COMMON, family, name);
}

const char *
odt_style_named(const struct odt_tmpl *o, enum odt_family family, const char *shown)
{
	const struct odt_style *s = find(o, HOME_COMMON, family, shown);
	const char *d;
	size_t i;

	for (i = 0; s == NULL && i < ODT_HASH; i++)
		for (s = o->styles[i]; s != NULL; s = s->next) {
			d = xml_attr(s->node, XNS_STYLE, "display-name");
			if (s->home == HOME_COMMON && s->family == family && d != NULL &&
			    strcmp(d, shown) == 0)
				break;
		}
	return s == NULL ? NULL : s->name;
}

const struct odt_style *
odt_style_common(const struct odt_tmpl *o, const struct odt_style *s)
{
	while (s != NULL && s->home != HOME_COMMON)
		s = s->parent == NULL ? NULL : find(o, HOME_COMMON, s->family, s->parent);
	return s;
}

const char *
odt_style_attr(const struct odt_tmpl *o, const struct odt_style *s, const char *properties,
    enum xml_ns ns, const char *name)
{
	const struct xml_node *n;
	const char *v;
	int depth = 0; /* a chain may be a circle */

	for (; s != NULL && depth < 64; depth++) {
		n = properties == NULL ? s->node : xml_child(s->node, XNS_STYLE, properties);
		if ((v = xml_attr(n, ns, name)) != NULL)
			return v;
		s = s->parent == NULL ? NULL : find(o, HOME_COMMON, s->family, s->parent);
	}
	return NULL;
}

bool
odt_has_break(const struct odt_tmpl *o, const struct odt_style *s)
{
	const char *page = odt_style_attr(o, s, NULL, XNS_STYLE, "master-page-name");
	const char *before = odt_style_attr(o, s, "paragraph-properties", XNS_FO, "break-before");

	return (page != NULL && *page != '\0') || (before != NULL && strcmp(before, "auto") != 0);
}

/* ---- lengths and columns ---- */

static int
odt_length(const char *s)
{
	static const struct {
		const char *unit;
		double twips;
	} units[] = {{"pt", 20}, {"in", 1440}, {"cm", 1440 / 2.54}, {"mm", 144 / 2.54},
	    {"pc", 240}, {"px", 15}};
	double v = 0, scale = 1;
	size_t i;

	/* Not strtod: it would ask the locale for the point. */
	for (; *s >= '0' && *s <= '9'; s++)
		v = v * 10 + (*s - '0');
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9'; s++)
			v += (*s - '0') * (scale /= 10);
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(s, units[i].unit) == 0 && v * units[i].twips < 1e6)
			return (int)(v * units[i].twips + 0.5);
	return 0;
}

static int
length_of(const struct xml_node *n, const char *name)
{
	const char *v = xml_attr(n, XNS_FO, name);

	return v != NULL ? odt_length(v) : 0;
}

/* The margins of a side: its own, else that of all. */
static int
margin(const struct xml_node *n, const char *side)
{
	return length_of(n, xml_attr(n, XNS_FO, side) != NULL ? side : "margin");
}

static void
pages_read(struct template *t, const struct xml_node *root)
{
	struct odt_tmpl *o = odt_tmpl(t);
	const struct xml_node *m = xml_child(root, XNS_OFFICE, "master-styles");
	const struct xml_node *layouts = xml_child(root, XNS_OFFICE, "automatic-styles"), *l, *p;

	for (m = xml_child(m, XNS_STYLE, "master-page"); m != NULL;
	     m = xml_next(m, XNS_STYLE, "master-page")) {
		const char *name = xml_attr(m, XNS_STYLE, "name");
		const char *layout = xml_attr(m, XNS_STYLE, "page-layout-name");
		struct odt_page *page;

		if (name == NULL || layout == NULL)
			continue;
		for (l = xml_child(layouts, XNS_STYLE, "page-layout"); l != NULL;
		     l = xml_next(l, XNS_STYLE, "page-layout")) {
			const char *s = xml_attr(l, XNS_STYLE, "name");

			if (s == NULL || strcmp(s, layout) != 0)
				continue;
			p = xml_child(l, XNS_STYLE, "page-layout-properties");
			page = arena_alloc(t->mem, sizeof(*page));
			page->name = name;
			page->width = length_of(p, "page-width") - margin(p, "margin-left") -
			    margin(p, "margin-right");
			page->next = o->pages;
			o->pages = page;
			break;
		}
	}
}

/* The page style that a paragraph or table begins, or NULL. */
static const char *
begins_page(struct comp *c, const struct xml_node *n)
{
	const struct odt_tmpl *o = odt_tmpl(c->t);
	enum odt_family family = xml_is(n, XNS_TABLE, "table") ? FAM_TABLE : FAM_PARA;
	const char *page, *style = xml_attr(n,
	    family == FAM_TABLE ? XNS_TABLE : XNS_TEXT, "style-name");

	page = odt_style_attr(o, odt_style(o, odt_home(c->part), family, style), NULL, XNS_STYLE,
	    "master-page-name");
	return page != NULL && *page != '\0' ? page : NULL;
}

/* How wide the text is where the table stands; 0 when that cannot be told. */
static int
text_width(struct comp *c, const struct xml_node *table)
{
	const struct xml_node *root = c->doc->root, *n;
	const char *name = "Standard", *page;
	const struct odt_page *p;

	for (n = root; n != NULL; n = xml_walk(root, (struct xml_node *)n)) {
		enum role r = n->kind == XML_ELEMENT ? c->dia->role(n) : ROLE_OTHER;

		if ((r == ROLE_PARA || r == ROLE_TABLE) && (page = begins_page(c, n)) != NULL)
			name = page;
		if (n == table)
			break;
	}
	for (p = odt_tmpl(c->t)->pages; p != NULL; p = p->next)
		if (strcmp(p->name, name) == 0)
			return p->width;
	return 0;
}

/* The width that the table says, else that of the text; tables in cells: unknown. */
static int
table_width(struct comp *c, const struct xml_node *table)
{
	const struct odt_tmpl *o = odt_tmpl(c->t);
	const struct odt_style *s = odt_style(o, odt_home(c->part), FAM_TABLE,
	    xml_attr(table, XNS_TABLE, "style-name"));
	const char *w = odt_style_attr(o, s, "table-properties", XNS_STYLE, "width");
	int width = w != NULL ? odt_length(w) : 0;

	if (width > 0)
		return width;
	for (const struct xml_node *n = table->parent; n != NULL; n = n->parent)
		if (c->dia->role(n) == ROLE_CELL)
			return 0;
	return text_width(c, table);
}

/* A width in twips; without one the part that the column has of the table: negative. */
static int
column_width(const struct odt_tmpl *o, enum odt_home home, const struct xml_node *col)
{
	const struct odt_style *s = odt_style(o, home, FAM_COLUMN,
	    xml_attr(col, XNS_TABLE, "style-name"));
	const char *w = odt_style_attr(o, s, "table-column-properties", XNS_STYLE, "column-width");
	int n = w != NULL ? odt_length(w) : 0;

	if (n > 0)
		return n;
	w = odt_style_attr(o, s, "table-column-properties", XNS_STYLE, "rel-column-width");
	n = w == NULL ? 0 : num_small(w);
	return n > 0 && n <= 1000000 ? -n : -1000;
}

/* Writer saves tables that are as wide as the text with parts of 65535 only. */
static void
parts_to_twips(struct comp *c, const struct xml_node *table, int *widths, size_t n)
{
	int64_t left = 0, parts = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (widths[i] < 0)
			parts -= widths[i];
	if (parts == 0)
		return;
	left = table_width(c, table);
	if (left <= 0)
		left = parts; /* then the parts must do as twips */
	else
		for (i = 0; i < n; i++)
			left -= widths[i] > 0 ? widths[i] : 0;
	for (i = 0; i < n; i++)
		if (widths[i] < 0)
			widths[i] = left <= 0 ? 1 : (int)(-widths[i] * left / parts);
}

size_t
odt_columns(struct comp *c, const struct xml_node *table, int *widths, size_t max)
{
	const struct odt_tmpl *o = odt_tmpl(c->t);
	const struct xml_node *n = xml_walk(table, (struct xml_node *)table);
	size_t count = 0;
	int k;

	while (n != NULL) {
		/* rows may hold tables of their own */
		if (c->dia->role(n) == ROLE_ROW || c->dia->role(n) == ROLE_ROWS)
			break;
		if (xml_is(n, XNS_TABLE, "table-column")) {
			k = xml_int(n, XNS_TABLE, "number-columns-repeated", 1);
			for (; k > 0 && count < max; k--)
				widths[count++] = column_width(o, odt_home(c->part), n);
		}
		n = xml_walk(table, (struct xml_node *)n);
	}
	parts_to_twips(c, table, widths, count);
	return count;
}

const char *
odt_column_style(struct filler *f, int width)
{
	struct odt_fill *o = f->own;
	enum odt_home home = odt_home(f->cur->part);
	size_t i;

	for (i = 0; i < o->ncolumns; i++)
		if (o->columns[i].width == width && o->columns[i].home == home)
			break;
	if (i == o->ncolumns) {
		o->columns = arena_grow(f->mem, o->columns, i, i + 1, &o->columns_cap,
		    sizeof(*o->columns));
		o->columns[o->ncolumns++] = (struct odt_column){width, home};
	}
	return arena_printf(f->mem, "%sC%d", odt_tmpl(f->t)->stem, width);
}

/* ---- styles that we add ---- */

/* Start tag with dropped attributes and those named left out, open: no '>' at its end. */
static void
put_start(struct buf *out, const struct odt_style *s, const struct xml_node *n,
    const char *const *skip)
{
	const char *b = s->doc->bytes;
	uint32_t from = n->start;
	size_t i, k;

	for (i = 0; i < n->nattrs; i++) {
		for (k = 0; skip[k] != NULL && strcmp(skip[k], n->attrs[i].name) != 0; k++)
			continue;
		if (skip[k] == NULL && !odt_drop_attr(n, &n->attrs[i]))
			continue;
		buf_add(out, b + from, n->attrs[i].start - from);
		from = n->attrs[i].end;
	}
	buf_add(out, b + from, n->open_end - from - (n->empty ? 2 : 1));
}

/* A node as it is, but for dropped attributes.  Depth is bounded by the XML limits. */
static void
put_clean(struct buf *out, const struct odt_style *s, const struct xml_node *n)
{
	static const char *const none[] = {NULL};
	const struct xml_node *k;

	if (n->kind != XML_ELEMENT) {
		buf_add(out, s->doc->bytes + n->start, n->end - n->start);
		return;
	}
	put_start(out, s, n, none);
	if (n->empty) {
		buf_str(out, "/>");
		return;
	}
	buf_ch(out, '>');
	for (k = n->first; k != NULL; k = k->next)
		put_clean(out, s, k);
	buf_add(out, s->doc->bytes + n->close_start, n->end - n->close_start);
}

static void
put_varied(struct buf *out, unsigned what)
{
	if (what & ADD_PLAIN)
		buf_str(out, " fo:break-before=\"auto\"");
	if (what & ADD_KEEP)
		buf_str(out, " fo:keep-with-next=\"always\"");
}

static void
copy_automatic(struct buf *out, const struct odt_style *s, const char *name, unsigned what)
{
	static const char *const all[] = {"name", "master-page-name", NULL};
	static const char *const props[] = {"keep-with-next", "break-before", NULL};
	const struct xml_node *k, *p = xml_child(s->node, XNS_STYLE, "paragraph-properties");

	put_start(out, s, s->node, what & ADD_PLAIN ? all : (const char *const[]){"name", NULL});
	buf_printf(out, " style:name=\"%s\"%s>", name,
	    what & ADD_PLAIN ? " style:master-page-name=\"\"" : "");
	if (p == NULL) {
		buf_str(out, "<style:paragraph-properties");
		put_varied(out, what);
		buf_str(out, "/>");
	}
	for (k = s->node->first; k != NULL; k = k->next) {
		if (k != p) {
			put_clean(out, s, k);
			continue;
		}
		put_start(out, s, p, what & ADD_PLAIN && what & ADD_KEEP ? props :
		    what & ADD_KEEP ? (const char *const[]){"keep-with-next", NULL} : props + 1);
		put_varied(out, what);
		buf_ch(out, '>');
		for (const struct xml_node *i = p->first; i != NULL; i = i->next)
			put_clean(out, s, i);
		buf_str(out, "</style:paragraph-properties>");
	}
	buf_str(out, "</style:style>");
}

static void
child_of(struct buf *out, const char *parent, const char *name, unsigned what)
{
	bool text = what & (ADD_BOLD | ADD_ITALIC);

	buf_printf(out, "<style:style style:name=\"%s\" style:family=\"%s\"", name,
	    text ? "text" : "paragraph");
	if (*parent != '\0') {
		buf_str(out, " style:parent-style-name=\"");
		xml_put_attr(out, parent, strlen(parent));
		buf_ch(out, '"');
	}
	if (what & ADD_PLAIN)
		buf_str(out, " style:master-page-name=\"\"");
	buf_str(out, text ? "><style:text-properties" : "><style:paragraph-properties");
	put_varied(out, what);
	if (what & ADD_ITALIC)
		buf_str(out, " fo:font-style=\"italic\" style:font-style-asian=\"italic\""
		    " style:font-style-complex=\"italic\"");
	if (what & ADD_BOLD)
		buf_str(out, " fo:font-weight=\"bold\" style:font-weight-asian=\"bold\""
		    " style:font-weight-complex=\"bold\"");
	buf_str(out, "/></style:style>");
}

/* Width of a rule ("1pt solid #1b3a57") in twips; 0 for none. */
static int
rule_width(const char *rule)
{
	const char *end = rule == NULL ? NULL : strchr(rule, ' ');
	char width[32];

	if (end == NULL || (size_t)(end - rule) >= sizeof(width))
		return 0;
	memcpy(width, rule, (size_t)(end - rule));
	width[end - rule] = '\0';
	return odt_length(width);
}

static const char *
cell_rule(const struct odt_tmpl *o, const struct odt_style *s, const char *name)
{
	return odt_style_attr(o, s, "table-cell-properties", XNS_FO, name);
}

/* A copy or child of a cell style, with the upper rule also below. */
static void
put_inner(struct buf *out, const struct odt_tmpl *o, const struct odt_style *s, const char *name)
{
	static const char *const skip[] = {"border-bottom", "border-line-width-bottom", NULL};
	const struct xml_node *p = xml_child(s->node, XNS_STYLE, "table-cell-properties"), *k;
	const char *rule = cell_rule(o, s, "border-top");
	const char *widths = odt_style_attr(o, s, "table-cell-properties", XNS_STYLE,
	    "border-line-width-top");

	if (s->home != HOME_COMMON) {
		put_start(out, s, s->node, (const char *const[]){"name", NULL});
	} else {
		buf_str(out, "<style:style style:family=\"table-cell\" style:parent-style-name=\"");
		xml_put_attr(out, s->name, strlen(s->name));
		buf_ch(out, '"');
	}
	buf_printf(out, " style:name=\"%s\">", name);
	if (s->home != HOME_COMMON && p != NULL)
		put_start(out, s, p, skip);
	else
		buf_str(out, "<style:table-cell-properties");
	buf_str(out, " fo:border-bottom=\"");
	xml_put_attr(out, rule, strlen(rule));
	if (widths != NULL) {
		buf_str(out, "\" style:border-line-width-bottom=\"");
		xml_put_attr(out, widths, strlen(widths));
	}
	buf_str(out, "\">");
	for (k = s->home != HOME_COMMON && p != NULL ? p->first : NULL; k != NULL; k = k->next)
		put_clean(out, s, k);
	buf_str(out, "</style:table-cell-properties>");
	for (k = s->home != HOME_COMMON ? s->node->first : NULL; k != NULL; k = k->next)
		if (k != p)
			put_clean(out, s, k);
	buf_str(out, "</style:style>");
}

static struct odt_added *
known_variation(const struct odt_tmpl *o, enum odt_home home, const char *of, unsigned what)
{
	struct odt_added *x;

	for (x = o->added; x != NULL; x = x->next)
		if (x->home == home && x->what == what && strcmp(x->of, of) == 0)
			break;
	return x;
}

static void
list_added(struct odt_tmpl *o, struct odt_added *x)
{
	if (o->added == NULL)
		o->added_tail = &o->added;
	*o->added_tail = x;
	o->added_tail = &x->next;
}

const char *
odt_style_inner(struct template *t, enum odt_home home, const char *of)
{
	struct odt_tmpl *o = odt_tmpl(t);
	const struct odt_style *s = odt_style(o, home, FAM_CELL, of);
	int above = rule_width(cell_rule(o, s, "border-top"));
	struct odt_added *x = known_variation(o, home, of, ADD_INNER);
	struct buf b = {0};

	if (x != NULL)
		return x->name;
	if (above == 0 || above >= rule_width(cell_rule(o, s, "border-bottom")))
		return NULL;
	x = arena_alloc(t->mem, sizeof(*x));
	x->home = home;
	x->what = ADD_INNER;
	x->of = arena_strdup(t->mem, of);
	x->name = arena_printf(t->mem, "%sZ%d", o->stem, ++o->nadded);
	put_inner(&b, o, s, x->name);
	x->xml = arena_strndup(t->mem, b.s, b.len);
	buf_free(&b);
	list_added(o, x);
	return x->name;
}

const char *
odt_style_add(struct template *t, enum odt_home home, const char *of, unsigned what)
{
	struct odt_tmpl *o = odt_tmpl(t);
	const struct odt_style *s;
	struct odt_added *x = known_variation(o, home, of, what);
	struct buf b = {0};

	if (x != NULL)
		return x->name;
	x = arena_alloc(t->mem, sizeof(*x));
	x->home = home;
	x->what = what;
	x->of = arena_strdup(t->mem, of);
	x->name = arena_printf(t->mem, "%sP%d", o->stem, ++o->nadded);
	s = what & (ADD_BOLD | ADD_ITALIC) ? NULL : odt_style(o, home, FAM_PARA, of);
	if (s != NULL && s->home != HOME_COMMON)
		copy_automatic(&b, s, x->name, what);
	else
		child_of(&b, of, x->name, what);
	x->xml = arena_strndup(t->mem, b.s, b.len);
	buf_free(&b);
	list_added(o, x);
	return x->name;
}

/* ---- where they are written ---- */

static void
put_added(struct filler *f, struct buf *out, const void *arg)
{
	const struct odt_tmpl *o = odt_tmpl(f->t);
	const struct odt_fill *own = f->own;
	enum odt_home home = odt_home(arg);
	const struct odt_added *x;
	size_t i;

	for (x = o->added; x != NULL; x = x->next)
		if (x->home == home)
			buf_str(out, x->xml);
	for (i = 0; i < own->ncolumns; i++) {
		int w = own->columns[i].width;

		if (own->columns[i].home == home)
			buf_printf(out, "<style:style style:name=\"%sC%d\" style:family=\"table-column\">"
			    "<style:table-column-properties style:column-width=\"%d.%02dpt\"/>"
			    "</style:style>", o->stem, w, w / 20, w % 20 * 5);
	}
}

static void
leave_slot(struct filler *f, const void *arg)
{
	fill_late(f, put_added, arg);
}

static void
emit_automatic(struct comp *c, const struct xml_node *n, const void *arg)
{
	(void)arg;
	comp_open(c, n);
	comp_children(c, n, NULL);
	comp_call(c, leave_slot, c->part);
	comp_end(c, n);
}

/* A part without automatic styles gets some, before what must follow them. */
static void
emit_before(struct comp *c, const struct xml_node *n, const void *arg)
{
	(void)arg;
	comp_str(c, "<office:automatic-styles>");
	comp_call(c, leave_slot, c->part);
	comp_str(c, "</office:automatic-styles>");
	comp_start(c, n, NULL);
	if (!n->empty) {
		comp_children(c, n, NULL);
		comp_end(c, n);
	}
}

void
odt_prepare_styles(struct comp *c)
{
	const struct xml_node *root = c->doc->root;
	const struct xml_node *n = xml_child(root, XNS_OFFICE, "automatic-styles");

	if (n != NULL) {
		comp_replace(c, n, emit_automatic, NULL);
		return;
	}
	n = xml_child(root, XNS_OFFICE, "body");
	if (n == NULL)
		n = xml_child(root, XNS_OFFICE, "master-styles");
	if (n != NULL)
		comp_replace(c, n, emit_before, NULL);
}
