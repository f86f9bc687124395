/*
 * inspect - what a clean template of an official, accessible document lacks, in an ODT.
 *
 * Only template_look() asks for it.  Every finding stands at its paragraph, so that the
 * author of the template finds it in Writer.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fill/inspect.h"
#include "odt/dialect.h"

static bool
attr_is(const struct xml_node *n, enum xml_ns ns, const char *name, const char *value)
{
	const char *s = xml_attr(n, ns, name);

	return s != NULL && strcmp(s, value) == 0;
}

/* ---- text ---- */

static void
check_hidden(struct comp *c, const struct xml_node *n, enum odt_family family)
{
	const struct odt_tmpl *o = odt_tmpl(c->t);
	const char *name = xml_attr(n, XNS_TEXT, "style-name"), *v, *s;
	const struct odt_style *style;

	if (name == NULL)
		return;
	style = odt_style(o, odt_home(c->part), family, name);
	v = style == NULL ? NULL : odt_style_attr(o, style, "text-properties", XNS_TEXT, "display");
	if (v != NULL && strcmp(v, "none") == 0 && (s = inspect_snippet(c, n)) != NULL)
		inspect_say(c, n, DIAG_CLEAN_HIDDEN, s);
}

/* Fields and sections that hide by a condition. */
static void
check_hiding(struct comp *c, const struct xml_node *n)
{
	const char *s = xml_attr(n, XNS_TEXT, "string-value");

	if (strcmp(n->name, "section") == 0 && !attr_is(n, XNS_TEXT, "display", "none") &&
	    !attr_is(n, XNS_TEXT, "display", "condition"))
		return;
	if (s == NULL || *s == '\0')
		s = inspect_snippet(c, n);
	inspect_say(c, n, DIAG_CLEAN_HIDDEN, s != NULL ? s : n->name);
}

static bool
is_empty(const struct xml_node *n)
{
	const struct xml_node *k;

	if (n == NULL || !xml_is(n, XNS_TEXT, "p"))
		return false;
	for (k = n->first; k != NULL; k = k->next) {
		if (k->kind == XML_TEXT && !inspect_blank(k->text, k->len))
			return false;
		if (k->kind == XML_ELEMENT && !xml_is(k, XNS_TEXT, "soft-page-break") &&
		    !xml_is(k, XNS_TEXT, "s") && !(xml_is(k, XNS_TEXT, "span") && k->first == NULL))
			return false;
	}
	return true;
}

/* A paragraph that carries a page break is there for it. */
static bool
spaces(struct comp *c, const struct xml_node *n)
{
	const struct odt_tmpl *o = odt_tmpl(c->t);
	const struct odt_style *s;
	const char *name;

	if (!is_empty(n))
		return false;
	name = xml_attr(n, XNS_TEXT, "style-name");
	s = name == NULL ? NULL : odt_style(o, odt_home(c->part), FAM_PARA, name);
	return s == NULL || !odt_has_break(o, s);
}

static void
check_spacing(struct comp *c, const struct xml_node *p)
{
	const struct xml_node *k = inspect_beside(p, false);
	int n = 0;

	if (!spaces(c, p) || (k != NULL && spaces(c, k)))
		return;
	for (k = p; k != NULL && spaces(c, k); k = inspect_beside(k, true))
		n++;
	if (n > 1)
		inspect_say(c, p, DIAG_CLEAN_SPACING, arena_printf(c->mem, "%d", n));
}

static void
check_heading(struct comp *c, const struct xml_node *h, int *last)
{
	int level = xml_int(h, XNS_TEXT, "outline-level", 1);

	if (level >= 1 && level <= ODT_LEVELS && inspect_snippet(c, h) != NULL)
		inspect_heading(c, h, level, last);
}

/* ---- tables and pictures ---- */

static void
count_rows(const struct xml_node *holder, int *rows, bool *wide)
{
	for (const struct xml_node *k = holder->first; k != NULL; k = k->next) {
		const struct xml_node *cell;

		if (xml_is(k, XNS_TABLE, "table-rows") || xml_is(k, XNS_TABLE, "table-row-group"))
			count_rows(k, rows, wide);
		if (!xml_is(k, XNS_TABLE, "table-row"))
			continue;
		++*rows;
		cell = xml_child(k, XNS_TABLE, "table-cell");
		if (cell != NULL && inspect_beside(cell, true) != NULL)
			*wide = true;
	}
}

static const struct xml_node *
head_rows(const struct xml_node *t)
{
	const struct xml_node *n = xml_child(t, XNS_TABLE, "table-header-rows");
	const struct xml_node *g = xml_child(t, XNS_TABLE, "table-row-group");

	return n != NULL || g == NULL ? n : xml_child(g, XNS_TABLE, "table-header-rows");
}

static void
check_table(struct comp *c, const struct xml_node *t)
{
	bool wide = false;
	int rows = 0;

	if (attr_is(t, XNS_TABLE, "protected", "true"))
		inspect_say(c, t, DIAG_CLEAN_PROTECTED, NULL);
	if (head_rows(t) != NULL)
		return;
	count_rows(t, &rows, &wide);
	inspect_headless(c, t, rows, wide);
}

static bool
says(struct comp *c, const struct xml_node *frame, const char *name)
{
	const struct xml_node *n = xml_child(frame, XNS_SVG, name);

	return n != NULL && inspect_snippet(c, n) != NULL;
}

static void
check_frame(struct comp *c, const struct xml_node *f)
{
	if (xml_child(f, XNS_DRAW, "image") != NULL && !says(c, f, "title") && !says(c, f, "desc") &&
	    !attr_is(f, XNS_LOEXT, "decorative", "true"))
		inspect_say(c, f, DIAG_CLEAN_ALT, NULL);
}

/* The text of a box or shape, but not of one inside another. */
static void
check_box(struct comp *c, const struct xml_node *box)
{
	const char *s = NULL;

	for (const struct xml_node *k = box->first; k != NULL && s == NULL; k = k->next)
		if (k->ns != XNS_SVG && (k->ns == XNS_TEXT || k->ns == XNS_TABLE))
			s = inspect_snippet(c, k);
	for (const struct xml_node *k = box->parent; k != NULL; k = k->parent)
		if (k->ns == XNS_DRAW && !xml_is(k, XNS_DRAW, "frame"))
			return;
	if (s != NULL)
		inspect_say(c, box->parent, DIAG_CLEAN_TEXT_BOX, s);
}

/* ---- fields ---- */

static const char *const moving[] = {"date", "time", "modification-date", "modification-time",
    "print-date", "print-time", "creation-date", "creation-time", "editing-cycles",
    "editing-duration", NULL};

static void
check_field(struct comp *c, const struct xml_node *n)
{
	const char *column = xml_attr(n, XNS_TEXT, "column-name");
	struct place at = comp_place(c, n);

	if (strcmp(n->name, "database-display") == 0)
		diag(c->d, DIAG_CLEAN_MERGE_FIELD, &at, column != NULL ? column : n->name, "{{title}}",
		    (char *)NULL);
	for (const char *const *m = moving; *m != NULL; m++)
		if (strcmp(n->name, *m) == 0 && !attr_is(n, XNS_TEXT, "fixed", "true"))
			inspect_say(c, n, DIAG_CLEAN_FIELD, n->name);
}

/* ---- fonts ---- */

/* What the walk over a part remembers. */
struct look {
	int heading;         /* level of the one before, 0: none yet */
	struct names *fonts; /* declared: their name -> number of the family, from 1 */
	const char **families;
	size_t n, cap;
};

/* A font declaration: the family that its name stands for. */
static void
declare_font(struct comp *c, const struct xml_node *n, struct look *w)
{
	const char *name = xml_attr(n, XNS_STYLE, "name"), *s = xml_attr(n, XNS_SVG, "font-family");

	if (name == NULL || s == NULL)
		return;
	if (*s == '\'' && strlen(s) > 2)
		s = arena_strndup(c->mem, s + 1, strlen(s) - 2);
	w->families = arena_grow(c->mem, w->families, w->n, w->n + 1, &w->cap, sizeof(*w->families));
	w->families[w->n++] = s;
	*names_at(w->fonts, name, NULL) = (int64_t)w->n;
}

/* Declarations stand before the styles that use them (ODF 1.3, 3.1.3). */
static void
check_font(struct comp *c, const struct xml_node *n, const struct look *w)
{
	const char *name = xml_attr(n, XNS_STYLE, "font-name");
	const int64_t *family = name == NULL || w->families == NULL ? NULL :
	    names_find(w->fonts, name);
	struct place at = {.file = c->t->path, .part = c->part->name};

	if (name != NULL && *name != '\0')
		fill_font_used(c->t, family != NULL ? w->families[*family - 1] : name, &at);
}

/* ---- the walk ---- */

static void
check_text(struct comp *c, const struct xml_node *n, struct look *w)
{
	if (strcmp(n->name, "p") == 0) {
		check_spacing(c, n);
		check_hidden(c, n, FAM_PARA);
	} else if (strcmp(n->name, "h") == 0) {
		check_hidden(c, n, FAM_PARA);
		if (c->part->kind == PART_BODY)
			check_heading(c, n, &w->heading);
	} else if (strcmp(n->name, "span") == 0) {
		check_hidden(c, n, FAM_TEXT);
	} else if (strcmp(n->name, "hidden-text") == 0 || strcmp(n->name, "hidden-paragraph") == 0 ||
	    strcmp(n->name, "section") == 0) {
		check_hiding(c, n);
		if (attr_is(n, XNS_TEXT, "protected", "true"))
			inspect_say(c, n, DIAG_CLEAN_PROTECTED, NULL);
	} else if (strcmp(n->name, "change") == 0 || strcmp(n->name, "change-start") == 0) {
		inspect_say(c, n, DIAG_ODT_CHANGES, NULL);
	} else {
		check_field(c, n);
	}
}

static void
check_element(struct comp *c, const struct xml_node *n, struct look *w)
{
	if (n->ns == XNS_TEXT)
		check_text(c, n, w);
	else if (xml_is(n, XNS_TABLE, "table"))
		check_table(c, n);
	else if (xml_is(n, XNS_DRAW, "frame"))
		check_frame(c, n);
	else if (xml_is(n, XNS_DRAW, "text-box") || xml_is(n, XNS_DRAW, "custom-shape") ||
	    xml_is(n, XNS_DRAW, "rect"))
		check_box(c, n);
	else if (xml_is(n, XNS_DRAW, "control"))
		inspect_say(c, n, DIAG_CLEAN_FORM, NULL);
	else if (xml_is(n, XNS_STYLE, "text-properties"))
		check_font(c, n, w);
	else if (xml_is(n, XNS_STYLE, "font-face"))
		declare_font(c, n, w);
	else if (xml_is(n, XNS_SVG, "font-face-src"))
		inspect_say(c, n, DIAG_CLEAN_EMBEDDED_FONT, NULL);
}

static void
check_language(struct comp *c)
{
	const struct xml_node *n = xml_child(c->doc->root, XNS_OFFICE, "styles"), *p;
	const char *lang = NULL;

	for (n = n != NULL ? xml_child(n, XNS_STYLE, "default-style") : NULL; n != NULL;
	     n = xml_next(n, XNS_STYLE, "default-style"))
		if (attr_is(n, XNS_STYLE, "family", "paragraph") &&
		    (p = xml_child(n, XNS_STYLE, "text-properties")) != NULL)
			lang = xml_attr(p, XNS_FO, "language");
	inspect_language(c, lang);
}

static void
check_title(struct comp *c)
{
	const struct xml_node *meta = xml_child(c->doc->root, XNS_OFFICE, "meta");

	inspect_title(c, meta != NULL ? xml_child(meta, XNS_DC, "title") : NULL);
}

/* settings.xml: read-only, or asking for a password before changes. */
static void
check_settings(struct comp *c)
{
	const struct xml_node *root = c->doc->root, *n;
	struct place at = {.file = c->t->path, .part = c->part->name};
	const char *name;
	struct buf b = {0};

	for (n = root; n != NULL; n = xml_walk(root, (struct xml_node *)n)) {
		if (n->kind != XML_ELEMENT || (name = xml_attr(n, XNS_CONFIG, "name")) == NULL)
			continue;
		b.len = 0;
		xml_text(&b, n);
		if ((strcmp(name, "LoadReadonly") == 0 && strcmp(buf_cstr(&b), "true") == 0) ||
		    (strcmp(name, "ModifyPasswordInfo") == 0 && n->first != NULL))
			diag(c->d, DIAG_CLEAN_PROTECTED, &at, (char *)NULL);
	}
	buf_free(&b);
}

/* The element behind n and all that it holds. */
static const struct xml_node *
behind(const struct xml_node *root, const struct xml_node *n)
{
	while (n != root && n->next == NULL)
		n = n->parent;
	return n == root ? NULL : n->next;
}

void
odt_inspect(struct comp *c)
{
	const struct xml_node *root = c->doc->root, *n;
	struct look w = {.fonts = names_new(c->mem)};

	if (c->part->kind == PART_META) {
		check_title(c);
		return;
	}
	if (strcmp(c->part->name, "settings.xml") == 0) {
		check_settings(c);
		return;
	}
	for (n = root; n != NULL;) {
		/* what was deleted is kept there: headings, pictures that are no more */
		if (xml_is(n, XNS_TEXT, "tracked-changes")) {
			n = behind(root, n);
			continue;
		}
		if (n->kind == XML_ELEMENT)
			check_element(c, n, &w);
		n = xml_walk(root, (struct xml_node *)n);
	}
	if (strcmp(c->part->name, "styles.xml") == 0)
		check_language(c);
}

void
odt_inspect_end(struct template *t, struct diag *d)
{
	struct place at = {.file = t->path};

	if (pkg_find(t->pkg, "meta.xml") == NULL)
		diag(d, DIAG_CLEAN_TITLE, &at, "{{title}}", (char *)NULL);
}
