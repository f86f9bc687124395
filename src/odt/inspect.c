/*
 * inspect - what a clean template of an official, accessible document lacks, in an ODT.
 *
 * Only template_look() asks for it.  Every finding stands at its paragraph, so that the
 * author of the template finds it in Writer.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "odt/dialect.h"

#define SNIPPET 40 /* bytes of a text shown */
#define ROWS_FEW 2 /* a table of no more rows may be there for its looks only */

static void
say(struct comp *c, const struct xml_node *n, enum diag_code code, const char *arg)
{
	struct place at = comp_place(c, n);

	diag(c->d, code, &at, arg, (char *)NULL);
}

static bool
blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(" \t\r\n", s[i]) == NULL)
			return false;
	return true;
}

static const char *
snippet(struct comp *c, const struct xml_node *n)
{
	struct buf b = {0};
	const char *s = NULL;
	size_t len;

	xml_text(&b, n);
	if (b.len > 0 && !blank(b.s, b.len)) {
		len = b.len < SNIPPET ? b.len : SNIPPET;
		while (len < b.len && ((unsigned char)b.s[len] & 0xC0) == 0x80)
			len--;
		s = arena_strndup(c->mem, b.s, len);
	}
	buf_free(&b);
	return s;
}

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
	if (v != NULL && strcmp(v, "none") == 0 && (s = snippet(c, n)) != NULL)
		say(c, n, DIAG_CLEAN_HIDDEN, s);
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
		s = snippet(c, n);
	say(c, n, DIAG_CLEAN_HIDDEN, s != NULL ? s : n->name);
}

static bool
is_empty(const struct xml_node *n)
{
	const struct xml_node *k;

	if (n == NULL || !xml_is(n, XNS_TEXT, "p"))
		return false;
	for (k = n->first; k != NULL; k = k->next) {
		if (k->kind == XML_TEXT && !blank(k->text, k->len))
			return false;
		if (k->kind == XML_ELEMENT && !xml_is(k, XNS_TEXT, "soft-page-break") &&
		    !xml_is(k, XNS_TEXT, "s") && !(xml_is(k, XNS_TEXT, "span") && k->first == NULL))
			return false;
	}
	return true;
}

static const struct xml_node *
element_beside(const struct xml_node *n, bool next)
{
	do
		n = next ? n->next : n->prev;
	while (n != NULL && n->kind != XML_ELEMENT);
	return n;
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
	const struct xml_node *k;
	int n = 0;

	if (!spaces(c, p) || (k = element_beside(p, false), k != NULL && spaces(c, k)))
		return;
	for (k = p; k != NULL && spaces(c, k); k = element_beside(k, true))
		n++;
	if (n > 1)
		say(c, p, DIAG_CLEAN_SPACING, arena_printf(c->mem, "%d", n));
}

static void
check_heading(struct comp *c, const struct xml_node *h, int *last)
{
	const char *s = xml_attr(h, XNS_TEXT, "outline-level");
	int level = s != NULL ? atoi(s) : 1;
	struct place at;

	if (level < 1 || level > ODT_LEVELS || snippet(c, h) == NULL)
		return;
	if (level > *last + 1) {
		at = comp_place(c, h);
		diag(c->d, DIAG_CLEAN_HEADINGS, &at, arena_printf(c->mem, "%d", level),
		    *last > 0 ? arena_printf(c->mem, "%d", *last) : "", (char *)NULL);
	}
	*last = level;
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
		if (cell != NULL && element_beside(cell, true) != NULL)
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
	size_t len = t->end - t->start;
	bool wide = false;
	int rows = 0;

	if (attr_is(t, XNS_TABLE, "protected", "true"))
		say(c, t, DIAG_CLEAN_PROTECTED, NULL);
	if (head_rows(t) != NULL)
		return;
	count_rows(t, &rows, &wide);
	if (wide && (rows > ROWS_FEW || memmem(c->doc->bytes + t->start, len, "{{#", 3) != NULL))
		say(c, t, DIAG_CLEAN_TABLE_HEAD, NULL);
}

static bool
says(struct comp *c, const struct xml_node *frame, const char *name)
{
	const struct xml_node *n = xml_child(frame, XNS_SVG, name);

	return n != NULL && snippet(c, n) != NULL;
}

static void
check_frame(struct comp *c, const struct xml_node *f)
{
	if (xml_child(f, XNS_DRAW, "image") != NULL && !says(c, f, "title") && !says(c, f, "desc") &&
	    !attr_is(f, XNS_LOEXT, "decorative", "true"))
		say(c, f, DIAG_CLEAN_ALT, NULL);
}

/* ---- fields ---- */

static const char *const moving[] = {"date", "time", "modification-date", "modification-time",
    "print-date", "print-time", "creation-date", "creation-time", "editing-cycles",
    "editing-duration", NULL};

static void
check_field(struct comp *c, const struct xml_node *n)
{
	for (const char *const *m = moving; *m != NULL; m++)
		if (strcmp(n->name, *m) == 0 && !attr_is(n, XNS_TEXT, "fixed", "true"))
			say(c, n, DIAG_CLEAN_FIELD, n->name);
}

/* ---- fonts ---- */

/* The family that a font declaration stands for. */
static const char *
declared(struct comp *c, const char *name)
{
	const struct xml_node *n = xml_child(c->doc->root, XNS_OFFICE, "font-face-decls");
	const char *s;

	for (n = n != NULL ? xml_child(n, XNS_STYLE, "font-face") : NULL; n != NULL;
	     n = xml_next(n, XNS_STYLE, "font-face")) {
		if (!attr_is(n, XNS_STYLE, "name", name))
			continue;
		s = xml_attr(n, XNS_SVG, "font-family");
		if (s != NULL && *s == '\'' && strlen(s) > 2)
			return arena_strndup(c->mem, s + 1, strlen(s) - 2);
		return s != NULL ? s : name;
	}
	return name;
}

static void
check_font(struct comp *c, const struct xml_node *n)
{
	const char *name = xml_attr(n, XNS_STYLE, "font-name");
	struct place at = {.file = c->t->path, .part = c->part->name};

	if (name != NULL && *name != '\0')
		fill_font_used(c->t, declared(c, name), &at);
}

/* ---- the walk ---- */

static void
check_text(struct comp *c, const struct xml_node *n, int *last)
{
	if (strcmp(n->name, "p") == 0) {
		check_spacing(c, n);
		check_hidden(c, n, FAM_PARA);
	} else if (strcmp(n->name, "h") == 0) {
		check_hidden(c, n, FAM_PARA);
		if (c->part->kind == PART_BODY)
			check_heading(c, n, last);
	} else if (strcmp(n->name, "span") == 0) {
		check_hidden(c, n, FAM_TEXT);
	} else if (strcmp(n->name, "hidden-text") == 0 || strcmp(n->name, "hidden-paragraph") == 0 ||
	    strcmp(n->name, "section") == 0) {
		check_hiding(c, n);
		if (attr_is(n, XNS_TEXT, "protected", "true"))
			say(c, n, DIAG_CLEAN_PROTECTED, NULL);
	} else if (strcmp(n->name, "change") == 0 || strcmp(n->name, "change-start") == 0) {
		say(c, n, DIAG_ODT_CHANGES, NULL);
	} else {
		check_field(c, n);
	}
}

static void
check_element(struct comp *c, const struct xml_node *n, int *last)
{
	if (n->ns == XNS_TEXT)
		check_text(c, n, last);
	else if (xml_is(n, XNS_TABLE, "table"))
		check_table(c, n);
	else if (xml_is(n, XNS_DRAW, "frame"))
		check_frame(c, n);
	else if (xml_is(n, XNS_DRAW, "control"))
		say(c, n, DIAG_CLEAN_FORM, NULL);
	else if (xml_is(n, XNS_STYLE, "text-properties"))
		check_font(c, n);
	else if (xml_is(n, XNS_SVG, "font-face-src"))
		say(c, n, DIAG_CLEAN_EMBEDDED_FONT, NULL);
}

static void
check_language(struct comp *c)
{
	struct place at = {.file = c->t->path, .part = c->part->name};
	const struct xml_node *n = xml_child(c->doc->root, XNS_OFFICE, "styles"), *p;
	const char *lang = NULL;

	for (n = n != NULL ? xml_child(n, XNS_STYLE, "default-style") : NULL; n != NULL;
	     n = xml_next(n, XNS_STYLE, "default-style"))
		if (attr_is(n, XNS_STYLE, "family", "paragraph") &&
		    (p = xml_child(n, XNS_STYLE, "text-properties")) != NULL)
			lang = xml_attr(p, XNS_FO, "language");
	if (lang == NULL || strcasecmp(lang, "lv") != 0)
		diag(c->d, DIAG_CLEAN_LANGUAGE, &at, lang != NULL ? lang : "", (char *)NULL);
}

static void
check_title(struct comp *c)
{
	struct place at = {.file = c->t->path, .part = c->part->name};
	const struct xml_node *n = xml_child(c->doc->root, XNS_OFFICE, "meta");
	const char *s;

	n = n != NULL ? xml_child(n, XNS_DC, "title") : NULL;
	s = n != NULL ? snippet(c, n) : NULL;
	if (s == NULL)
		diag(c->d, DIAG_CLEAN_TITLE, &at, "{{title}}", (char *)NULL);
	else if (strstr(s, "{{") == NULL)
		diag(c->d, DIAG_CLEAN_TITLE_FIXED, &at, s, (char *)NULL);
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

void
odt_inspect(struct comp *c)
{
	const struct xml_node *root = c->doc->root, *n;
	int last = 0;

	if (c->part->kind == PART_META) {
		check_title(c);
		return;
	}
	if (strcmp(c->part->name, "settings.xml") == 0) {
		check_settings(c);
		return;
	}
	for (n = root; n != NULL; n = xml_walk(root, (struct xml_node *)n))
		if (n->kind == XML_ELEMENT)
			check_element(c, n, &last);
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
