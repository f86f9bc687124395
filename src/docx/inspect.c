/*
 * inspect - what a clean template of an official, accessible document lacks, in a DOCX.
 *
 * Only template_look() asks for it.  Every finding stands at its paragraph, so that the
 * author of the template finds it in Word.
 */
#include <string.h>
#include <strings.h>

#include "docx/internal.h"
#include "fill/inspect.h"

static bool
is_on(const struct xml_node *n)
{
	const char *v = n != NULL ? xml_attr(n, XNS_W, "val") : NULL;

	return n != NULL && (v == NULL || (strcmp(v, "0") != 0 && strcmp(v, "false") != 0 &&
	    strcmp(v, "off") != 0));
}

/* ---- hidden text ---- */

static bool
style_hides(const struct docx_style *s)
{
	return s != NULL && s->node != NULL && is_on(xml_path(s->node, XNS_W, "rPr/vanish"));
}

static bool
run_hidden(struct comp *c, const struct xml_node *run)
{
	const struct xml_node *pr = xml_child(run, XNS_W, "rPr"), *p = run->parent;
	const struct xml_node *own = pr != NULL ? xml_child(pr, XNS_W, "vanish") : NULL;
	const char *style = pr != NULL ? docx_val(pr, "rStyle") : NULL;

	if (own != NULL)
		return is_on(own);
	if (style != NULL && style_hides(docx_style(c->t, style)))
		return true;
	while (p != NULL && !xml_is(p, XNS_W, "p"))
		p = p->parent;
	return p != NULL && style_hides(docx_para_style(c->t, p));
}

static void
check_run(struct comp *c, const struct xml_node *run)
{
	const char *s;

	if (xml_child(run, XNS_W, "t") != NULL && run_hidden(c, run) &&
	    (s = inspect_snippet(c, run)) != NULL)
		inspect_say(c, run, DIAG_CLEAN_HIDDEN, s);
}

/* ---- paragraphs ---- */

/* Nothing that shows, and no break that was put there on purpose. */
static bool
is_empty_para(const struct xml_node *n)
{
	const struct xml_node *k;

	for (k = xml_walk(n, (struct xml_node *)n); k != NULL;
	     k = xml_walk(n, (struct xml_node *)k)) {
		if (k->kind != XML_ELEMENT)
			continue;
		if (k->ns != XNS_W || xml_is(k, XNS_W, "t") || xml_is(k, XNS_W, "drawing") ||
		    xml_is(k, XNS_W, "pict") || xml_is(k, XNS_W, "object") ||
		    xml_is(k, XNS_W, "br") || xml_is(k, XNS_W, "sectPr") ||
		    xml_is(k, XNS_W, "fldChar") || xml_is(k, XNS_W, "fldSimple") ||
		    xml_is(k, XNS_W, "bookmarkStart") || xml_is(k, XNS_W, "pageBreakBefore") ||
		    xml_is(k, XNS_W, "ptab") || xml_is(k, XNS_W, "sdt"))
			return false;
	}
	return true;
}

static bool
is_empty(const struct xml_node *n)
{
	return n != NULL && xml_is(n, XNS_W, "p") && is_empty_para(n);
}

static void
check_spacing(struct comp *c, const struct xml_node *p)
{
	const struct xml_node *k;
	int n = 0;

	if (!is_empty(p) || is_empty(inspect_beside(p, false)))
		return;
	for (k = p; is_empty(k); k = inspect_beside(k, true))
		n++;
	if (n > 1)
		inspect_say(c, p, DIAG_CLEAN_SPACING, arena_printf(c->mem, "%d", n));
}

static void
check_heading(struct comp *c, const struct xml_node *p, int *last)
{
	const struct docx_style *s = docx_para_style(c->t, p);

	if (s != NULL && s->outline != NO_LEVEL && inspect_snippet(c, p) != NULL)
		inspect_heading(c, p, s->outline + 1, last);
}

/* ---- tables and pictures ---- */

/* A table of data: it repeats something, or has rows enough. */
static void
check_table(struct comp *c, const struct xml_node *t)
{
	const struct xml_node *r, *pr;
	bool wide = false;
	int rows = 0;

	for (r = xml_child(t, XNS_W, "tr"); r != NULL; r = xml_next(r, XNS_W, "tr")) {
		const struct xml_node *cell = xml_child(r, XNS_W, "tc");

		rows++;
		if (cell != NULL && xml_next(cell, XNS_W, "tc") != NULL)
			wide = true;
		pr = xml_child(r, XNS_W, "trPr");
		if (pr != NULL && is_on(xml_child(pr, XNS_W, "tblHeader")))
			return;
	}
	inspect_headless(c, t, rows, wide);
}

/* A picture, chart or drawing; not the frame of a text box. */
static bool
shows_picture(const struct xml_node *n)
{
	const struct xml_node *k;

	for (k = xml_walk(n, (struct xml_node *)n); k != NULL;
	     k = xml_walk(n, (struct xml_node *)k)) {
		if (k->kind != XML_ELEMENT)
			continue;
		if (xml_is(k, XNS_W, "txbxContent"))
			return false;
		if (k->ns == XNS_PIC || strcmp(k->name, "chart") == 0 ||
		    strcmp(k->name, "relIds") == 0)
			return true;
	}
	return false;
}

static bool
is_decorative(const struct xml_node *pr)
{
	const struct xml_node *k;
	const char *v;

	for (k = xml_walk(pr, (struct xml_node *)pr); k != NULL;
	     k = xml_walk(pr, (struct xml_node *)k))
		if (k->kind == XML_ELEMENT && strcmp(k->name, "decorative") == 0 &&
		    (v = xml_attr(k, XNS_NONE, "val")) != NULL && strcmp(v, "0") != 0)
			return true;
	return false;
}

static bool
says(const struct xml_node *n, const char *attr)
{
	const char *s = xml_attr(n, XNS_NONE, attr);

	return s != NULL && !inspect_blank(s, strlen(s));
}

static void
check_picture(struct comp *c, const struct xml_node *pr)
{
	if (shows_picture(pr->parent) && !says(pr, "descr") && !says(pr, "title") &&
	    !is_decorative(pr))
		inspect_say(c, pr, DIAG_CLEAN_ALT, NULL);
}

static void
check_shape(struct comp *c, const struct xml_node *image)
{
	if (image->parent != NULL && !says(image->parent, "alt"))
		inspect_say(c, image, DIAG_CLEAN_ALT, NULL);
}

/* A text box that Word keeps twice counts once. */
static void
check_box(struct comp *c, const struct xml_node *box)
{
	const char *s = inspect_snippet(c, box);

	for (const struct xml_node *k = box->parent; k != NULL; k = k->parent)
		if (xml_is(k, XNS_MC, "Fallback") || xml_is(k, XNS_W, "txbxContent"))
			return;
	if (s != NULL)
		inspect_say(c, box->parent, DIAG_CLEAN_TEXT_BOX, s);
}

/* ---- fonts ---- */

static const char *
theme_font(struct comp *c, const char *which)
{
	bool major = strncmp(which, "major", 5) == 0;
	const struct docx_tmpl *x = docx_of(c->t);

	return major ? x->theme_major : x->theme_minor;
}

static void
check_fonts(struct comp *c, const struct xml_node *n)
{
	const char *theme = xml_attr(n, XNS_W, "asciiTheme"), *name = xml_attr(n, XNS_W, "ascii");
	struct place at;

	if (theme != NULL)
		name = theme_font(c, theme);
	if (name == NULL || *name == '\0')
		return;
	at = comp_place(c, n);
	fill_font_used(c->t, name, &at);
}

/* ---- the walk ---- */

static void
check_element(struct comp *c, const struct xml_node *n, int *last)
{
	if (n->ns == XNS_WP && strcmp(n->name, "docPr") == 0) {
		check_picture(c, n);
	} else if (n->ns == XNS_V && strcmp(n->name, "imagedata") == 0) {
		check_shape(c, n);
	} else if (n->ns != XNS_W) {
		return;
	} else if (strcmp(n->name, "r") == 0) {
		check_run(c, n);
	} else if (strcmp(n->name, "p") == 0) {
		check_spacing(c, n);
		if (c->part->kind == PART_BODY)
			check_heading(c, n, last);
	} else if (strcmp(n->name, "tbl") == 0) {
		check_table(c, n);
	} else if (strcmp(n->name, "txbxContent") == 0) {
		check_box(c, n);
	} else if (strcmp(n->name, "rFonts") == 0) {
		check_fonts(c, n);
	} else if (strcmp(n->name, "dataBinding") == 0) {
		inspect_say(c, n, DIAG_CLEAN_BOUND, NULL);
	} else if (strcmp(n->name, "ffData") == 0) {
		inspect_say(c, n, DIAG_CLEAN_FORM, NULL);
	} else if (strcmp(n->name, "commentReference") == 0 &&
	    !docx_own_comment(c->t, xml_attr(n, XNS_W, "id"))) {
		inspect_say(c, n, DIAG_DOCX_DROP_COMMENTS, NULL);
	}
}

static void
check_language(struct comp *c)
{
	const struct docx_tmpl *x = docx_of(c->t);
	const struct xml_node *rpr = xml_path(c->doc->root, XNS_W, "docDefaults/rPrDefault/rPr");
	const struct docx_style *s = x->default_para > 0 ? &x->styles[x->default_para - 1] : NULL;
	const char *lang = NULL;

	if (s != NULL && s->node != NULL)
		lang = docx_val(xml_child(s->node, XNS_W, "rPr"), "lang");
	if (lang == NULL && rpr != NULL)
		lang = docx_val(rpr, "lang");
	inspect_language(c, lang);
}

static void
check_settings(struct comp *c)
{
	struct place at = {.file = c->t->path, .part = c->part->name};
	const struct xml_node *root = c->doc->root;
	const struct xml_node *p = xml_child(root, XNS_W, "documentProtection");
	const char *on = p != NULL ? xml_attr(p, XNS_W, "enforcement") : NULL;

	if ((on != NULL && strcmp(on, "0") != 0 && strcmp(on, "false") != 0) ||
	    xml_child(root, XNS_W, "writeProtection") != NULL)
		diag(c->d, DIAG_CLEAN_PROTECTED, &at, (char *)NULL);
}

static bool
is_part(const struct comp *c, const char *name)
{
	return name != NULL && strcmp(c->part->name, name) == 0;
}

void
docx_inspect(struct comp *c)
{
	const struct docx_tmpl *x = docx_of(c->t);
	const struct xml_node *root = c->doc->root, *n;
	int last = 0; /* level of the heading before, 0: none yet */

	if (is_part(c, x->core_part))
		inspect_title(c, xml_child(root, XNS_DC, "title"));
	if (c->part->kind == PART_META)
		return;
	for (n = root; n != NULL; n = xml_walk(root, (struct xml_node *)n))
		if (n->kind == XML_ELEMENT)
			check_element(c, n, &last);
	if (is_part(c, x->styles_part))
		check_language(c);
	if (is_part(c, x->settings_part))
		check_settings(c);
}

/* Once all parts have been looked at: what no part shows. */
void
docx_inspect_end(struct template *t, struct diag *d)
{
	const struct docx_tmpl *x = docx_of(t);
	struct place at = {.file = t->path};
	size_t i;

	if (x->core_part == NULL)
		diag(d, DIAG_CLEAN_TITLE, &at, "{{title}}", (char *)NULL);
	if (x->styles_part == NULL)
		diag(d, DIAG_CLEAN_LANGUAGE, &at, "", (char *)NULL);
	for (i = 0; i < pkg_count(t->pkg); i++) {
		const char *name = pkg_at(t->pkg, i)->name;
		size_t len = strlen(name);

		if (len < 7 || strcasecmp(name + len - 6, ".odttf") != 0)
			continue;
		at.part = name;
		diag(d, DIAG_CLEAN_EMBEDDED_FONT, &at, (char *)NULL);
		return;
	}
}
