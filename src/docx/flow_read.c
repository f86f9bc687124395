/* flow_read - a DOCX as a flow: settings, sections, headers and footers.  See flow_int.h. */
#include <string.h>

#include "docx/flow_int.h"
#include "docx/internal.h"

struct sections {
	struct df *s;
	struct flow_section *current;
	struct flow_section **tail;
	const struct flow_page *last; /* headers and footers are inherited from it */
	struct df_sections cb;
};

static const char *
property(struct df *s, const struct xml_doc *core, enum xml_ns ns, const char *name)
{
	const struct xml_node *n = core != NULL ? xml_child(core->root, ns, name) : NULL;
	struct buf b = {0};
	const char *text = NULL;

	if (n == NULL)
		return NULL;
	xml_text(&b, n);
	if (b.len != 0)
		text = arena_strndup(s->a, b.s, b.len);
	buf_free(&b);
	return text;
}

static bool
setting(const struct xml_node *root, const char *name)
{
	const struct xml_node *e = xml_child(root, XNS_W, name);

	return e != NULL && df_on(e);
}

static void
settings_read(struct df *s, bool *even_odd)
{
	struct xml_doc *x = pkg_xml(s->a, s->pkg, s->names.settings, s->d);
	const struct xml_node *root, *c, *compat;
	const char *v;
	struct flow_compat *k = &s->doc->compat;

	root = x != NULL ? x->root : NULL;
	s->doc->default_tab =
	    df_int(xml_attr(xml_child(root, XNS_W, "defaultTabStop"), XNS_W, "val"), 720);
	s->auto_hyphenation = root != NULL && setting(root, "autoHyphenation");
	*even_odd = root != NULL && setting(root, "evenAndOddHeaders");
	compat = xml_child(root, XNS_W, "compat");
	for (c = xml_child(compat, XNS_W, "compatSetting"); c != NULL; c = xml_next(c, XNS_W, "compatSetting")) {
		v = xml_attr(c, XNS_W, "name");
		if (v != NULL && strcmp(v, "compatibilityMode") == 0)
			s->compat_mode = df_int(xml_attr(c, XNS_W, "val"), 0);
	}
	/* layout-text.md 11, the DOCX columns */
	*k = (struct flow_compat){.spaces_at_start = true,
	    .external_leading = true,
	    .cell_spacing = true,
	    .cell_line_spacing = true,
	    .prop_shrinks_first = true,
	    .ignore_blank_height = true,
	    .ms_trailing_blanks = true,
	    .row_keep = true,
	    .tab_beyond_indent = true,
	    .docx = true};
	k->italic_correction = s->compat_mode >= 15;
	k->sum_spaces = compat != NULL && setting(compat, "doNotUseHTMLParagraphAutoSpacing");
	k->no_expand_shift_return = compat != NULL && setting(compat, "doNotExpandShiftReturn");
}

static struct flow_block *
header_read(struct df *s, const char *id, int width)
{
	bool external = false;
	const char *target = df_rel(s, id, &external);
	const struct idmap *rels = s->rels;
	struct xml_doc *x;
	struct flow_block *blocks = NULL;
	struct flow_where where = s->where;
	const char *part;

	if (target == NULL || external)
		return NULL;
	part = df_target(s, target); /* of the part that names it */
	s->where = (struct flow_where){.at.file = where.at.file, .at.part = part};
	x = df_part(s, s->where.at.part, &s->rels);
	if (x != NULL)
		df_blocks(s, x->root, &blocks, width, 1, NULL);
	s->where = where;
	s->rels = rels;
	return blocks;
}

static void
headers_read(struct df *s, struct flow_page *pg, const struct xml_node *sect)
{
	const struct xml_node *e;
	int width = pg->width - pg->left - pg->right;

	for (e = sect->first; e != NULL; e = e->next) {
		bool head = xml_is(e, XNS_W, "headerReference");
		const char *type = xml_attr(e, XNS_W, "type");
		struct flow_block *b;

		if (!head && !xml_is(e, XNS_W, "footerReference"))
			continue;
		b = header_read(s, xml_attr(e, XNS_R, "id"), width);
		if (type != NULL && strcmp(type, "first") == 0)
			*(head ? &pg->first_header : &pg->first_footer) = b;
		else if (type != NULL && strcmp(type, "even") == 0)
			*(head ? &pg->even_header : &pg->even_footer) = b;
		else
			*(head ? &pg->header : &pg->footer) = b;
	}
}

static void
page_read(struct sections *w, struct flow_page *pg, const struct xml_node *sect)
{
	const struct xml_node *sz = xml_child(sect, XNS_W, "pgSz"), *m = xml_child(sect, XNS_W, "pgMar");
	const struct xml_node *e;
	int gutter = df_int(xml_attr(m, XNS_W, "gutter"), 0);

	if (w->last != NULL) { /* 17.10.5: what is not said is inherited */
		pg->header = w->last->header;
		pg->footer = w->last->footer;
		pg->first_header = w->last->first_header;
		pg->first_footer = w->last->first_footer;
		pg->even_header = w->last->even_header;
		pg->even_footer = w->last->even_footer;
	}
	pg->width = df_int(xml_attr(sz, XNS_W, "w"), 11906);
	pg->height = df_int(xml_attr(sz, XNS_W, "h"), 16838);
	pg->top = df_int(xml_attr(m, XNS_W, "top"), 1440);
	pg->bottom = df_int(xml_attr(m, XNS_W, "bottom"), 1440);
	pg->left = df_int(xml_attr(m, XNS_W, "left"), 1440) + gutter;
	pg->right = df_int(xml_attr(m, XNS_W, "right"), 1440);
	pg->header_at = df_int(xml_attr(m, XNS_W, "header"), 720);
	pg->footer_at = df_int(xml_attr(m, XNS_W, "footer"), 720);
	pg->note_sep_before = 57; /* layout-pages.md 9: always so in DOCX */
	pg->note_sep_width = 10;
	pg->note_sep_after = 57;
	e = xml_child(sect, XNS_W, "titlePg");
	pg->title_page = e != NULL && df_on(e);
	e = xml_child(sect, XNS_W, "pgNumType");
	pg->number_start = df_int(xml_attr(e, XNS_W, "start"), 0);
	e = xml_child(sect, XNS_W, "cols");
	if (df_int(xml_attr(e, XNS_W, "num"), 1) > 1) {
		diag(w->s->d, DIAG_FLOW_IGNORED, &w->s->where.at, "columns of text", NULL);
	}
}

static enum flow_section_kind
section_kind(const struct xml_node *sect)
{
	const char *v = xml_attr(xml_child(sect, XNS_W, "type"), XNS_W, "val");

	if (v == NULL || strcmp(v, "nextPage") == 0 || strcmp(v, "nextColumn") == 0)
		return FLOW_NEXT_PAGE;
	return strcmp(v, "continuous") == 0 ? FLOW_CONTINUOUS
	    : strcmp(v, "oddPage") == 0	    ? FLOW_ODD_PAGE
					    : FLOW_EVEN_PAGE;
}

static int
text_width(const struct xml_node *sect)
{
	const struct xml_node *sz = xml_child(sect, XNS_W, "pgSz"), *m = xml_child(sect, XNS_W, "pgMar");

	return df_int(xml_attr(sz, XNS_W, "w"), 11906) - df_int(xml_attr(m, XNS_W, "left"), 1440) -
	    df_int(xml_attr(m, XNS_W, "right"), 1440) - df_int(xml_attr(m, XNS_W, "gutter"), 0);
}

/* The sectPr that governs what follows "from" (it stands at the section's end). */
static const struct xml_node *
next_sect(const struct xml_node *body, struct xml_node *from)
{
	struct xml_node *n;

	for (n = xml_walk(body, from); n != NULL; n = xml_walk(body, n))
		if (xml_is(n, XNS_W, "sectPr") &&
		    (n->parent == body || xml_is(n->parent, XNS_W, "pPr")))
			return n;
	return NULL;
}

static struct flow_block **
section_end(struct df *s, const struct xml_node *sect, void *arg)
{
	struct sections *w = arg;
	struct flow_page *pg = arena_alloc(s->a, sizeof(*pg));
	const struct xml_node *body = sect, *next;

	page_read(w, pg, sect);
	headers_read(s, pg, sect);
	w->current->page = pg;
	w->current->kind = section_kind(sect);
	w->last = pg;
	*w->tail = w->current;
	w->tail = &w->current->next;
	w->current = arena_alloc(s->a, sizeof(*w->current));
	while (body->parent != NULL && !xml_is(body, XNS_W, "body"))
		body = body->parent;
	next = next_sect(body, (struct xml_node *)sect);
	w->cb.width = next != NULL ? text_width(next) : w->cb.width;
	return &w->current->blocks;
}

static void
properties_read(struct df *s)
{
	const struct idmap *rels;
	const struct xml_doc *core = df_part(s, s->names.core, &rels);
	const char *date;

	s->doc->title = property(s, core, XNS_DC, "title");
	s->doc->author = property(s, core, XNS_DC, "creator");
	s->doc->subject = property(s, core, XNS_DC, "subject");
	s->doc->keywords = property(s, core, XNS_CP, "keywords");
	date = property(s, core, XNS_DCTERMS, "modified");
	if (date == NULL)
		date = property(s, core, XNS_DCTERMS, "created");
	s->doc->date = date != NULL && strlen(date) >= 10 ? arena_strndup(s->a, date, 10) : NULL;
	s->doc->lang = property(s, core, XNS_DC, "language");
	if (s->doc->lang == NULL)
		s->doc->lang = s->default_font.lang != NULL ? s->default_font.lang : "lv-LV";
}

static void
sections_read(struct df *s, const struct xml_node *body, bool even_odd)
{
	struct sections w = {.s = s, .tail = &s->doc->sections};
	const struct xml_node *sect = next_sect(body, (struct xml_node *)body);
	struct flow_section *x;
	struct flow_page *pg;

	w.cb = (struct df_sections){.end = section_end, .arg = &w, .width = sect != NULL ? text_width(sect) : 9026};
	w.current = arena_alloc(s->a, sizeof(*w.current));
	df_blocks(s, body, &w.current->blocks, w.cb.width, 0, &w.cb);
	sect = xml_child(body, XNS_W, "sectPr");
	if (sect != NULL)
		section_end(s, sect, &w);
	else if (w.current->blocks != NULL || s->doc->sections == NULL) {
		pg = arena_alloc(s->a, sizeof(*pg));
		page_read(&w, pg, body);
		w.current->page = pg;
		*w.tail = w.current;
	}
	for (x = s->doc->sections; x != NULL; x = x->next)
		((struct flow_page *)x->page)->even_odd = even_odd;
}

static void
notes_read(struct df *s, bool end, const char *name)
{
	df_by_id(s, &s->notes_by_id[end], df_part(s, name, &s->note_rels[end]), XNS_W, "id");
}

/* Relationships of one .rels part: word by word, the parts that they name. */
static void
rels_read(struct df *s, const char *rels, const char *const *words, const char **const *names, size_t n)
{
	struct xml_doc *x = pkg_find(s->pkg, rels) != NULL ? pkg_xml(s->a, s->pkg, rels, s->d) : NULL;
	const struct xml_node *r;

	for (r = x != NULL ? x->root->first : NULL; r != NULL; r = r->next) {
		const char *word, *target;

		if (r->kind != XML_ELEMENT || xml_attr(r, XNS_NONE, "TargetMode") != NULL)
			continue;
		word = docx_rel_word(xml_attr(r, XNS_NONE, "Type"));
		target = xml_attr(r, XNS_NONE, "Target");
		for (size_t i = 0; target != NULL && i < n; i++)
			if (strcmp(word, words[i]) == 0)
				*names[i] = docx_rel_part(s->a, rels, target);
	}
}

/* Word's own services name the parts otherwise: word/document2.xml, word/styles2.xml. */
static void
names_read(struct df *s)
{
	static const char *const top[] = {"officeDocument", "core-properties"};
	static const char *const own[] = {"styles", "numbering", "settings", "theme", "footnotes",
	    "endnotes"};
	struct df_names *k = &s->names;
	const char **const top_names[] = {&k->main, &k->core};
	const char **const own_names[] = {&k->styles, &k->numbering, &k->settings, &k->theme,
	    &k->footnotes, &k->endnotes};
	const char *slash;

	*k = (struct df_names){"word/document.xml", "word/styles.xml", "word/numbering.xml",
	    "word/settings.xml", "word/theme/theme1.xml", "word/footnotes.xml", "word/endnotes.xml",
	    "docProps/core.xml"};
	rels_read(s, "_rels/.rels", top, top_names, sizeof(top) / sizeof(top[0]));
	slash = strrchr(k->main, '/');
	rels_read(s, arena_printf(s->a, "%.*s_rels/%s.rels",
	    slash != NULL ? (int)(slash + 1 - k->main) : 0, k->main,
	    slash != NULL ? slash + 1 : k->main), own, own_names, sizeof(own) / sizeof(own[0]));
}

struct flow_doc *
docx_read_flow(struct arena *a, const struct pkg *pkg, struct diag *d)
{
	struct flow_doc *doc = arena_alloc(a, sizeof(*doc));
	struct df s = {.a = a, .pkg = pkg, .d = d, .doc = doc, .where.at.file = pkg_path(pkg)};
	struct xml_doc *x;
	const struct xml_node *body;
	bool even_odd = false;

	doc->arena = a;
	doc->file = pkg_path(pkg);
	names_read(&s);
	settings_read(&s, &even_odd);
	if (df_num_read(&s) == -1 || df_styles_read(&s) == -1)
		return NULL;
	properties_read(&s);
	notes_read(&s, false, s.names.footnotes);
	notes_read(&s, true, s.names.endnotes);
	x = df_part(&s, s.names.main, &s.rels);
	body = x != NULL ? xml_child(x->root, XNS_W, "body") : NULL;
	if (body == NULL) {
		if (x != NULL || pkg_find(pkg, s.names.main) == NULL)
			diag(d, DIAG_FLOW_PART, &s.where.at, s.names.main, NULL);
		return NULL;
	}
	s.where.at.part = s.names.main;
	sections_read(&s, body, even_odd);
	while (s.field != NULL) {
		buf_free(&s.field->instr);
		s.field = s.field->outer;
	}
	return doc;
}
