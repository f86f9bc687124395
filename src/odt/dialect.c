/* dialect - ODT as fill/ sees it; see dialect.h and fill/dialect.h. */
#include "base/num.h"
#include "odt/dialect.h"

#include <stdlib.h>
#include <string.h>

/* ---- elements ---- */

struct known {
	const char *name;
	enum role role;
};

static const struct known text_elements[] = {
	{"a", ROLE_INLINE}, {"bookmark", ROLE_MARK}, {"bookmark-end", ROLE_MARK},
	{"bookmark-start", ROLE_MARK}, {"change", ROLE_DROP}, {"change-end", ROLE_DROP},
	{"change-start", ROLE_DROP}, {"description", ROLE_WRAP}, {"h", ROLE_PARA},
	{"keywords", ROLE_WRAP}, {"line-break", ROLE_BREAK}, {"list", ROLE_LIST},
	{"list-header", ROLE_ITEM}, {"list-item", ROLE_ITEM}, {"meta", ROLE_WRAP},
	{"note-body", ROLE_STORY}, {"p", ROLE_PARA}, {"placeholder", ROLE_WRAP},
	{"reference-mark", ROLE_MARK}, {"reference-mark-end", ROLE_MARK},
	{"reference-mark-start", ROLE_MARK}, {"s", ROLE_SPACES}, {"soft-page-break", ROLE_DROP},
	{"span", ROLE_INLINE}, {"subject", ROLE_WRAP}, {"tab", ROLE_TAB},
	{"text-input", ROLE_WRAP}, {"title", ROLE_WRAP}, {"tracked-changes", ROLE_DROP},
	{"user-defined", ROLE_WRAP}, {"user-field-get", ROLE_WRAP}, {"variable-get", ROLE_WRAP},
};
static const struct known table_elements[] = {
	{"covered-table-cell", ROLE_COVERED}, {"desc", ROLE_PARA}, {"table", ROLE_TABLE},
	{"table-cell", ROLE_CELL},
	{"table-column", ROLE_GRID}, {"table-column-group", ROLE_GRID},
	{"table-columns", ROLE_GRID}, {"table-header-columns", ROLE_GRID},
	{"table-header-rows", ROLE_ROWS}, {"table-row", ROLE_ROW}, {"table-row-group", ROLE_ROWS},
	{"table-rows", ROLE_ROWS}, {"title", ROLE_PARA},
};
/* what is read out instead of a picture or table */
static const struct known svg_elements[] = {
	{"desc", ROLE_PARA}, {"title", ROLE_PARA},
};
static const struct known draw_elements[] = {
	{"caption", ROLE_STORY}, {"circle", ROLE_STORY}, {"connector", ROLE_STORY},
	{"custom-shape", ROLE_STORY}, {"ellipse", ROLE_STORY}, {"line", ROLE_STORY},
	{"path", ROLE_STORY}, {"polygon", ROLE_STORY}, {"polyline", ROLE_STORY},
	{"rect", ROLE_STORY}, {"text-box", ROLE_STORY},
};
static const struct known style_elements[] = {
	{"footer", ROLE_STORY}, {"footer-first", ROLE_STORY}, {"footer-left", ROLE_STORY},
	{"header", ROLE_STORY}, {"header-first", ROLE_STORY}, {"header-left", ROLE_STORY},
};
/* document properties: each a paragraph of its own */
static const struct known dc_elements[] = {
	{"description", ROLE_PARA}, {"subject", ROLE_PARA}, {"title", ROLE_PARA},
};
static const struct known meta_elements[] = {
	{"keyword", ROLE_PARA}, {"user-defined", ROLE_PARA},
};
static const struct known office_elements[] = {
	{"annotation", ROLE_DROP}, {"annotation-end", ROLE_DROP},
};

static int
by_known(const void *key, const void *item)
{
	return strcmp(key, ((const struct known *)item)->name);
}

static enum role
look_up(const struct known *t, size_t size, const char *name)
{
	const struct known *k = bsearch(name, t, size / sizeof(*t), sizeof(*t), by_known);

	return k == NULL ? ROLE_OTHER : k->role;
}

static enum role
role(const struct xml_node *n)
{
	switch (n->ns) {
#define TABLE(ns, t) case ns: return look_up(t, sizeof(t), n->name);
	TABLE(XNS_TEXT, text_elements)
	TABLE(XNS_TABLE, table_elements)
	TABLE(XNS_DRAW, draw_elements)
	TABLE(XNS_STYLE, style_elements)
	TABLE(XNS_SVG, svg_elements)
	TABLE(XNS_DC, dc_elements)
	TABLE(XNS_META, meta_elements)
	TABLE(XNS_OFFICE, office_elements)
#undef TABLE
	default:
		return ROLE_OTHER;
	}
}

const struct xml_node *
odt_para_around(const struct xml_node *n)
{
	while (n != NULL && role(n) != ROLE_PARA)
		n = n->parent;
	return n;
}

/* ---- open ---- */

/* We write these prefixes as everybody does; a part must not mean something else. */
static void
check_prefixes(struct template *t, const struct tmpl_part *part, struct diag *d)
{
	static const struct {
		const char *prefix;
		enum xml_ns ns;
	} want[] = {{"office", XNS_OFFICE}, {"text", XNS_TEXT}, {"table", XNS_TABLE},
	    {"style", XNS_STYLE}, {"fo", XNS_FO}, {"xlink", XNS_XLINK}};
	struct place at = {.file = t->path, .part = part->name};
	size_t i;

	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		if (xml_prefix(part->doc->root, want[i].prefix) != want[i].ns)
			diag(d, DIAG_ODT_PREFIX, &at, want[i].prefix, NULL);
}

static void
read_outline(struct odt_tmpl *o, const struct xml_doc *styles)
{
	const struct xml_node *n = xml_child(styles->root, XNS_OFFICE, "styles");
	const char *s;
	int level;

	n = xml_child(n, XNS_TEXT, "outline-style");
	n = xml_child(n, XNS_TEXT, "outline-level-style");
	for (; n != NULL; n = xml_next(n, XNS_TEXT, "outline-level-style")) {
		level = xml_int(n, XNS_TEXT, "level", 0);
		if (level < 1 || level > ODT_LEVELS)
			continue;
		struct odt_num *m = &o->outline[level];

		m->format = xml_attr(n, XNS_STYLE, "num-format");
		m->prefix = (s = xml_attr(n, XNS_STYLE, "num-prefix")) != NULL ? s : "";
		m->suffix = (s = xml_attr(n, XNS_STYLE, "num-suffix")) != NULL ? s : "";
		m->display = xml_int(n, XNS_TEXT, "display-levels", 1);
		m->start = xml_int(n, XNS_TEXT, "start-value", 1);
	}
}

static int
open_template(struct template *t, struct diag *d)
{
	struct odt_tmpl *o = arena_alloc(t->mem, sizeof(*o));
	int errors = diag_count(d, DIAG_ERROR);
	const struct tmpl_part *content, *styles;

	t->own = o;
	odt_judge(t, d);
	content = tmpl_add_part(t, "content.xml", PART_BODY, d);
	if (content != NULL)
		odt_styles_read(t, content->doc, true);
	styles = tmpl_add_part(t, "styles.xml", PART_STORY, d);
	if (styles != NULL) {
		odt_styles_read(t, styles->doc, false);
		read_outline(o, styles->doc);
		odt_numbers_read(o, styles->doc);
	}
	if (t->nparts == 2) {
		check_prefixes(t, &t->parts[0], d);
		check_prefixes(t, &t->parts[1], d);
	}
	if (t->nparts < 2 && diag_count(d, DIAG_ERROR) == errors) {
		struct place at = {.file = t->path, .part = t->nparts == 0 ? "content.xml" : "styles.xml"};

		diag(d, DIAG_ODT_NO_PART, &at, NULL);
	}
	tmpl_add_part(t, "settings.xml", PART_STORY, d);
	odt_manifest(t, d);
	/* The last one: it carries the digest of all others. */
	tmpl_add_part(t, "meta.xml", PART_META, d);
	return diag_count(d, DIAG_ERROR) > errors ? -1 : 0;
}

/* ---- compile ---- */

static bool
is_index(const struct xml_node *n)
{
	static const char *const names[] = {"table-of-content", "illustration-index", "table-index"};
	size_t i;

	for (i = 0; i < 3; i++)
		if (strcmp(n->name, names[i]) == 0)
			return true;
	return false;
}

static void
prepare_node(struct comp *c, const struct xml_node *n)
{
	odt_prepare_hygiene(c, n);
	if (n->ns != XNS_TEXT)
		return;
	odt_prepare_field(c, n);
	if (strcmp(n->name, "note") == 0)
		odt_prepare_note(c, n);
	else if (strcmp(n->name, "list") == 0)
		odt_prepare_list(c, n);
	else if (is_index(n))
		odt_prepare_index(c, n);
}

/* References first: what they lead to must stay. */
static void
read_references(struct comp *c)
{
	struct odt_tmpl *o = odt_tmpl(c->t);
	const struct xml_node *n;
	const char *s;

	if (o->referred == NULL)
		o->referred = names_new(c->mem);
	for (n = c->doc->root; n != NULL; n = xml_walk(c->doc->root, (struct xml_node *)n)) {
		if (n->kind != XML_ELEMENT || n->ns != XNS_TEXT)
			continue;
		if (strcmp(n->name, "list") == 0 && xml_attr(n, XNS_TEXT, "continue-list") != NULL)
			o->continued = true;
		else if (strcmp(n->name, "bookmark-ref") == 0 &&
		    (s = xml_attr(n, XNS_TEXT, "ref-name")) != NULL)
			names_at(o->referred, s, NULL);
	}
}

static void
prepare(struct comp *c)
{
	const struct xml_node *n;

	if (c->part->kind == PART_META) {
		odt_prepare_meta(c);
		return;
	}
	if (strcmp(c->part->name, "settings.xml") == 0) {
		odt_prepare_settings(c);
		return;
	}
	read_references(c);
	odt_report_rsids(c);
	odt_prepare_styles(c);
	for (n = c->doc->root; n != NULL; n = xml_walk(c->doc->root, (struct xml_node *)n))
		if (n->kind == XML_ELEMENT)
			prepare_node(c, n);
}

void
odt_start(struct comp *c, const struct xml_node *n, const char *const *skip)
{
	uint32_t from = n->start, to = n->open_end - (n->empty ? 2 : 1);
	size_t i, k;

	for (i = 0; i < n->nattrs; i++) {
		for (k = 0; skip[k] != NULL && strcmp(skip[k], n->attrs[i].name) != 0; k++)
			continue;
		if (skip[k] == NULL && !odt_drop_attr(n, &n->attrs[i]))
			continue;
		comp_raw(c, from, n->attrs[i].start);
		from = n->attrs[i].end;
	}
	comp_raw(c, from, to);
}

static const char *
attr_text(struct comp *c, const char *name, const char *value)
{
	struct buf b = {0};
	const char *s;

	buf_printf(&b, " %s=\"", name);
	xml_put_attr(&b, value, strlen(value));
	buf_ch(&b, '"');
	s = arena_strndup(c->mem, b.s, b.len);
	buf_free(&b);
	return s;
}

const char *
odt_style_name(struct comp *c, const char *style)
{
	return attr_text(c, "text:style-name", style);
}

static bool
kept_already(const struct odt_tmpl *o, const struct odt_style *s)
{
	const char *v = odt_style_attr(o, s, "paragraph-properties", XNS_FO, "keep-with-next");

	return v != NULL && strcmp(v, "always") == 0;
}

static void
open_para(struct comp *c, const struct xml_node *n, unsigned want)
{
	static const char *const skip[] = {"style-name", NULL}, *const none[] = {NULL};
	const struct odt_tmpl *o = odt_tmpl(c->t);
	enum odt_home home = odt_home(c->part);
	const char *name = xml_attr(n, XNS_TEXT, "style-name");
	const char *style = name != NULL ? name : "Standard";
	const struct odt_style *s = odt_style(o, home, FAM_PARA, style);
	unsigned what = 0;

	if (want & WANT_PLAIN && odt_has_break(o, s))
		what = ADD_PLAIN;
	if (want & WANT_KEEP && kept_already(o, s))
		want &= ~(unsigned)WANT_KEEP;
	if (what == 0 && !(want & WANT_KEEP)) {
		odt_start(c, n, none);
		comp_str(c, ">");
		return;
	}
	odt_start(c, n, skip);
	if (what != 0)
		name = odt_style_add(c->t, home, style, what);
	if (want & WANT_KEEP)
		comp_keep(c, name != NULL ? odt_style_name(c, name) : "",
		    odt_style_name(c, odt_style_add(c->t, home, style, what | ADD_KEEP)));
	else
		comp_str(c, odt_style_name(c, name));
	comp_str(c, ">");
}

/* A cell's style; "inner" is that of all rows but the table's last, or NULL. */
static void
put_cell_style(struct comp *c, const char *inner, const char *style)
{
	const char *text = attr_text(c, "table:style-name", style);

	if (inner == NULL)
		comp_str(c, text);
	else
		comp_close(c, attr_text(c, "table:style-name", inner), text);
}

/*
 * A covered cell keeps the style of the one that covers it, as Writer writes it; spans
 * of the template give way to those that the fill counts.
 */
static void
open_cell(struct comp *c, const struct xml_node *n, unsigned want)
{
	const char *skip[5];
	const char *style = xml_attr(n, XNS_TABLE, "style-name"), *inner = NULL;
	size_t k = 0;

	if (want & WANT_CLOSE && style != NULL)
		inner = odt_style_inner(c->t, odt_home(c->part), style);
	if (want & WANT_COVER) {
		comp_str(c, "<table:covered-table-cell");
		if (style != NULL)
			put_cell_style(c, inner, style);
		comp_str(c, ">");
		return;
	}
	if (inner != NULL)
		skip[k++] = "style-name";
	if (want & WANT_SPAN) {
		skip[k++] = "number-columns-spanned";
		skip[k++] = "number-columns-repeated";
	}
	if (want & WANT_MERGE)
		skip[k++] = "number-rows-spanned";
	skip[k] = NULL;
	odt_start(c, n, skip);
	if (inner != NULL)
		put_cell_style(c, inner, style);
	if (want & WANT_SPAN && role(n) == ROLE_CELL)
		comp_cell_size(c);
	if (want & WANT_MERGE)
		comp_rowspan(c);
	comp_str(c, ">");
}

static void
open_node(struct comp *c, const struct xml_node *n, unsigned want)
{
	enum role r = role(n);

	if (r == ROLE_CELL || r == ROLE_COVERED)
		open_cell(c, n, want);
	else if (r == ROLE_PARA && n->ns == XNS_TEXT)
		open_para(c, n, want);
	else
		comp_open(c, n);
}

static void
end_covered(struct comp *c, const struct xml_node *n)
{
	(void)n;
	comp_str(c, "</table:covered-table-cell>");
}

static const char *
run_format(struct comp *c, const struct xml_node *run, size_t *len)
{
	const char *s = NULL;

	(void)c;
	if (xml_is(run, XNS_TEXT, "span"))
		s = xml_attr(run, XNS_TEXT, "style-name");
	*len = s == NULL ? 0 : strlen(s);
	return s == NULL ? "" : s;
}

static const char *
para_style(const struct xml_node *para)
{
	return xml_attr(para, XNS_TEXT, "style-name");
}

static bool
is_heading(struct template *t, const struct xml_node *para)
{
	(void)t;
	return xml_is(para, XNS_TEXT, "h");
}

static void
put_filler_para(struct comp *c, struct buf *out, const struct xml_node *like)
{
	const char *style = like == NULL ? NULL : xml_attr(like, XNS_TEXT, "style-name");

	buf_str(out, "<text:p");
	if (style != NULL)
		buf_str(out, odt_style_name(c, style));
	buf_str(out, "/>");
}

/*
 * A container may lack its paragraph when nothing stands behind its start tag.  ODF
 * allows that, but Writer then makes one in the default style, higher than the row.
 */
static bool
lacks_para(const char *bytes, size_t len)
{
	const char *p = bytes + len;

	while (p > bytes && strchr(" \n\t\r", p[-1]) != NULL)
		p--;
	if (p - bytes < 2 || p[-1] != '>' || p[-2] == '/')
		return false;
	while (p > bytes && p[-1] != '<')
		p--;
	return *p != '/' && *p != '!';
}

/* ---- tables ---- */

static int
count_attr(const struct xml_node *n, const char *name, int most)
{
	int v = xml_int(n, XNS_TABLE, name, 1);

	return v < 1 ? 1 : v > most ? most : v;
}

static int
cell_span(const struct xml_node *cell)
{
	return count_attr(cell, "number-columns-spanned", 256);
}

static int
cell_repeat(const struct xml_node *cell)
{
	return count_attr(cell, "number-columns-repeated", 256);
}

static void
put_grid(struct filler *f, const struct xml_node *table, const int *widths, size_t n)
{
	size_t i, k;

	(void)table;
	for (i = 0; i < n; i += k) {
		for (k = 1; i + k < n && widths[i + k] == widths[i]; k++)
			continue;
		buf_printf(f->out, "<table:table-column table:style-name=\"%s\"",
		    odt_column_style(f, widths[i]));
		if (k > 1)
			buf_printf(f->out, " table:number-columns-repeated=\"%zu\"", k);
		buf_str(f->out, "/>");
	}
}

static void
put_cell_size(struct filler *f, int width, int span)
{
	(void)width;
	if (span > 1)
		buf_printf(f->out, " table:number-columns-spanned=\"%d\"", span);
}

static void
put_covered(struct filler *f, int span)
{
	while (--span > 0)
		buf_str(f->out, "<table:covered-table-cell/>");
}

static void
put_rowspan(struct buf *out, int n)
{
	if (n > 1)
		buf_printf(out, " table:number-rows-spanned=\"%d\"", n);
}

/* ---- text ---- */

/* One blank is a character; of several, all but the first are counted (ODF 1.3, 6.1.3). */
static const char *
put_blanks(struct buf *out, const char *s, const char *end, bool bare)
{
	const char *from = s;
	int n;

	while (s < end && *s == ' ')
		s++;
	n = (int)(s - from);
	if (bare) {
		buf_ch(out, ' ');
		n--;
	}
	if (n == 1)
		buf_str(out, "<text:s/>");
	else if (n > 1)
		buf_printf(out, "<text:s text:c=\"%d\"/>", n);
	return s;
}

static void
put_text(struct buf *out, const char *s, size_t len, bool edges)
{
	const char *end = s + len, *from = s, *start = s;

	while (s < end) {
		bool blanks = *s == ' ' && (s + 1 < end ? s[1] == ' ' || (edges && s == start) : edges);

		if (!blanks && *s != '\n' && *s != '\t') {
			s++;
			continue;
		}
		xml_put_text(out, from, (size_t)(s - from));
		if (*s == '\n')
			buf_str(out, "<text:line-break/>");
		else if (*s == '\t')
			buf_str(out, "<text:tab/>");
		if (*s == ' ')
			s = put_blanks(out, s, end, !edges || (s > start && s + 1 < end));
		else
			s++;
		from = s;
	}
	xml_put_text(out, from, (size_t)(s - from));
}

void
odt_put_text(struct buf *out, const char *s, size_t len)
{
	put_text(out, s, len, true);
}

void
odt_put_inner(struct buf *out, const char *s, size_t len)
{
	put_text(out, s, len, false);
}

static bool
tag_is(const char *s, const char *end, const char *name)
{
	size_t len = strlen(name);

	return (size_t)(end - s) > len && memcmp(s, name, len) == 0 &&
	    strchr(" />\n\t", s[len]) != NULL;
}

static int
spaces_of(const char *s, const char *end)
{
	const char *c = memmem(s, (size_t)(end - s), "text:c=\"", 8);
	int n = c == NULL ? 1 : num_small(c + 8);

	return n < 1 ? 1 : n > 1000 ? 1000 : n;
}

/* What does not belong to the words of the paragraph. */
static const char *
skipped(const char *s, const char *end)
{
	static const char *const names[] = {"text:note", "draw:frame", "draw:custom-shape",
	    "office:annotation"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (tag_is(s, end, names[i]))
			return names[i];
	return NULL;
}

static void
put_reference(struct buf *out, const char *s, size_t len)
{
	static const struct {
		const char *name;
		char c;
	} all[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
	size_t i;

	for (i = 0; i < 5; i++)
		if (strlen(all[i].name) == len && memcmp(all[i].name, s, len) == 0)
			buf_ch(out, all[i].c);
}

static void
plain_text(struct buf *out, const char *bytes, size_t len)
{
	const char *s = bytes, *end = bytes + len, *e, *skip = NULL;
	int depth = 0, n;

	while (s < end) {
		if (*s != '<') {
			e = s + 1;
			if (*s == '&') {
				e = memchr(s, ';', (size_t)(end - s));
				e = e == NULL ? end : e + 1;
			} else
				while (e < end && *e != '<' && *e != '&')
					e++;
			if (skip == NULL && *s == '&')
				put_reference(out, s, (size_t)(e - s));
			else if (skip == NULL)
				buf_add(out, s, (size_t)(e - s));
			s = e;
			continue;
		}
		if ((e = memchr(s, '>', (size_t)(end - s))) == NULL)
			return;
		if (skip != NULL) {
			if (s[1] == '/' && tag_is(s + 2, end, skip))
				depth--;
			else if (tag_is(s + 1, end, skip) && e[-1] != '/')
				depth++;
			if (depth == 0)
				skip = NULL;
		} else if ((skip = skipped(s + 1, end)) != NULL) {
			depth = 1;
			if (e[-1] == '/')
				skip = NULL;
		} else if (tag_is(s + 1, end, "text:tab"))
			buf_ch(out, '\t');
		else if (tag_is(s + 1, end, "text:line-break"))
			buf_ch(out, '\n');
		else if (tag_is(s + 1, end, "text:s"))
			for (n = spaces_of(s, e); n > 0; n--)
				buf_ch(out, ' ');
		s = e + 1;
	}
}

/* A page break is a property of the paragraph's style here, and goes with the paragraph. */
static bool
holds_section(const struct xml_node *para)
{
	(void)para;
	return false;
}

const struct dialect odt_dialect = {
	.name = "ODT",
	.chars_inline = true,
	.rules_in_cells = true,
	.open = open_template,
	.role = role,
	.drop_attr = odt_drop_attr,
	.prepare = prepare,
	.inspect = odt_inspect,
	.parts_seen = odt_parts_seen,
	.open_node = open_node,
	.mark_md = odt_mark_md,
	.run_format = run_format,
	.para_style = para_style,
	.para_holds_section = holds_section,
	.is_heading = is_heading,
	.put_filler_para = put_filler_para,
	.lacks_para = lacks_para,
	.para_begin = odt_para_begin,
	.para_finish = odt_para_finish,
	.cell_span = cell_span,
	.cell_repeat = cell_repeat,
	.columns = odt_columns,
	.end_covered = end_covered,
	.put_grid = put_grid,
	.put_cell_size = put_cell_size,
	.put_covered = put_covered,
	.put_rowspan = put_rowspan,
	.fill_size = sizeof(struct odt_fill),
	.begin = odt_begin,
	.put_text = odt_put_text,
	.put_markdown = odt_markdown,
	.put_ref = odt_put_ref,
	.plain_text = plain_text,
	.put_bookmark = odt_put_bookmark,
	.finish = odt_finish,
	.comment_begin = odt_comment_begin,
	.comment_host = odt_comment_host,
	.comment_put = odt_comment_put,
	.comment_end = odt_comment_end,
};
