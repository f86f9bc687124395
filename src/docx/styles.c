/*
 * styles - the style sheet and the numbering of a template, as tables.
 *
 * Only what the fill needs: outline levels for contents lists, numbering for heading
 * numbers and restarts, indents of contents styles.
 */
#include <stdlib.h>
#include <string.h>

#include "docx/internal.h"

#define BASED_ON_MAX 32 /* links of w:basedOn followed */

static int
to_int(const char *s, int otherwise)
{
	char *end;
	long v;

	if (s == NULL)
		return otherwise;
	v = strtol(s, &end, 10);
	return end == s || v < -100000 || v > 100000 ? otherwise : (int)v;
}

/* ---- numbering ---- */

static void
read_level(struct num_level *l, const struct xml_node *n)
{
	const struct xml_node *ind;

	l->set = true;
	l->start = to_int(docx_val(n, "start"), 1);
	l->format = docx_val(n, "numFmt");
	if (l->format == NULL)
		l->format = "decimal";
	l->text = docx_val(n, "lvlText");
	if (l->text == NULL)
		l->text = "";
	l->legal = xml_child(n, XNS_W, "isLgl") != NULL;
	l->style = docx_val(n, "pStyle");
	ind = xml_path(n, XNS_W, "pPr/ind");
	if (ind != NULL) {
		const char *left = xml_attr(ind, XNS_W, "left");

		l->left = to_int(left != NULL ? left : xml_attr(ind, XNS_W, "start"), 0);
	}
}

static int
level_of(const struct xml_node *n)
{
	int i = to_int(xml_attr(n, XNS_W, "ilvl"), -1);

	return i >= 0 && i <= 8 ? i : -1;
}

static size_t
count_children(const struct xml_node *root, const char *name)
{
	size_t n = 0;

	for (const struct xml_node *k = xml_child(root, XNS_W, name); k != NULL;
	     k = xml_next(k, XNS_W, name))
		n++;
	return n;
}

static void
read_abstracts(struct template *t, const struct xml_node *root)
{
	struct docx_tmpl *x = docx_of(t);

	x->abstracts = arena_array(t->mem, count_children(root, "abstractNum") + 1,
	    sizeof(*x->abstracts));
	for (const struct xml_node *n = xml_child(root, XNS_W, "abstractNum"); n != NULL;
	     n = xml_next(n, XNS_W, "abstractNum")) {
		struct num_abstract *a = &x->abstracts[x->nabstracts];

		a->id = xml_attr(n, XNS_W, "abstractNumId");
		if (a->id == NULL)
			continue;
		x->nabstracts++;
		for (const struct xml_node *l = xml_child(n, XNS_W, "lvl"); l != NULL;
		     l = xml_next(l, XNS_W, "lvl"))
			if (level_of(l) >= 0)
				read_level(&a->levels[level_of(l)], l);
	}
}

static struct num_abstract *
abstract_of(struct docx_tmpl *x, const char *id)
{
	for (size_t i = 0; id != NULL && i < x->nabstracts; i++)
		if (strcmp(x->abstracts[i].id, id) == 0)
			return &x->abstracts[i];
	return NULL;
}

static void
read_nums(struct template *t, const struct xml_node *root)
{
	struct docx_tmpl *x = docx_of(t);

	x->nums = arena_array(t->mem, count_children(root, "num") + 1, sizeof(*x->nums));
	for (const struct xml_node *n = xml_child(root, XNS_W, "num"); n != NULL;
	     n = xml_next(n, XNS_W, "num")) {
		struct num_def *d = &x->nums[x->nnums];
		int64_t id;

		d->id = xml_attr(n, XNS_W, "numId");
		d->abstract = abstract_of(x, docx_val(n, "abstractNumId"));
		if (d->id == NULL)
			continue;
		for (int i = 0; i < 9; i++)
			d->start[i] = NO_LEVEL;
		for (const struct xml_node *o = xml_child(n, XNS_W, "lvlOverride"); o != NULL;
		     o = xml_next(o, XNS_W, "lvlOverride"))
			if (level_of(o) >= 0)
				d->start[level_of(o)] = to_int(docx_val(o, "startOverride"), NO_LEVEL);
		id = to_int(d->id, 0);
		if (id > x->max_num_id)
			x->max_num_id = id;
		x->nnums++;
		*names_at(x->num_by_id, d->id, NULL) = (int64_t)x->nnums;
	}
}

static struct num_def *
docx_num(const struct template *t, const char *id)
{
	const int64_t *i = id != NULL ? names_find(docx_of(t)->num_by_id, id) : NULL;

	return i != NULL && *i > 0 ? &docx_of(t)->nums[*i - 1] : NULL;
}

/* ---- styles ---- */

static const char *
fold(struct arena *a, const char *name)
{
	char *s = arena_strdup(a, name);

	for (char *p = s; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return s;
}

static void
add_name(struct template *t, const char *name, size_t i)
{
	bool fresh;
	int64_t *slot = names_at(docx_of(t)->style_by_name, fold(t->mem, name), &fresh);

	if (fresh)
		*slot = (int64_t)i + 1;
}

static void
add_aliases(struct template *t, const char *aliases, size_t i)
{
	while (aliases != NULL && *aliases != '\0') {
		size_t n = strcspn(aliases, ",");

		if (n > 0)
			add_name(t, arena_strndup(t->mem, aliases, n), i);
		aliases += n;
		if (*aliases == ',')
			aliases++;
	}
}

const struct docx_style *
docx_style(const struct template *t, const char *id)
{
	const int64_t *i = id != NULL ? names_find(docx_of(t)->style_by_id, id) : NULL;

	return i != NULL && *i > 0 ? &docx_of(t)->styles[*i - 1] : NULL;
}

const struct docx_style *
docx_style_named(const struct template *t, const char *name)
{
	const struct docx_tmpl *x = docx_of(t);
	const struct docx_style *s = docx_style(t, name);
	const int64_t *i;
	struct arena *a;

	if (s != NULL || name == NULL)
		return s;
	a = arena_new();
	i = names_find(x->style_by_name, fold(a, name));
	arena_free(a);
	return i != NULL && *i > 0 ? &x->styles[*i - 1] : NULL;
}

/* The level of a numbering that is bound to this style, when the style says none. */
static int
bound_level(const struct num_def *d, const char *style, int otherwise)
{
	for (int i = 0; d != NULL && d->abstract != NULL && i < 9; i++)
		if (d->abstract->levels[i].style != NULL &&
		    strcmp(d->abstract->levels[i].style, style) == 0)
			return i;
	return otherwise;
}

static void
apply_para(struct template *t, struct docx_style *s, const struct docx_style *from,
    bool *num_said)
{
	const struct xml_node *pr = xml_child(from->node, XNS_W, "pPr");
	const struct xml_node *np = pr != NULL ? xml_child(pr, XNS_W, "numPr") : NULL;
	const struct xml_node *ind = pr != NULL ? xml_child(pr, XNS_W, "ind") : NULL;
	const char *v;

	if (pr == NULL)
		return;
	if (s->outline == -2 && (v = docx_val(pr, "outlineLvl")) != NULL)
		s->outline = to_int(v, 9) <= 8 ? to_int(v, 9) : NO_LEVEL;
	if (np != NULL && !*num_said) {
		const char *id = docx_val(np, "numId");

		if (s->ilvl < 0 && (v = docx_val(np, "ilvl")) != NULL)
			s->ilvl = to_int(v, 0);
		if (id != NULL) {
			*num_said = true;
			s->num = strcmp(id, "0") == 0 ? NULL : docx_num(t, id);
		}
	}
	if (ind != NULL && s->hanging == INT32_MIN) {
		int h = to_int(xml_attr(ind, XNS_W, "hanging"), INT32_MIN);
		int first = to_int(xml_attr(ind, XNS_W, "firstLine"), INT32_MIN);

		if (h != INT32_MIN)
			s->hanging = h;
		else if (first != INT32_MIN)
			s->hanging = -first;
	}
}

/* Follow w:basedOn; what is nearer wins. */
static void
resolve(struct template *t, struct docx_style *s)
{
	const struct docx_style *from = s;
	bool num_said = false;

	s->outline = -2;
	s->ilvl = -1;
	s->hanging = INT32_MIN;
	for (int i = 0; from != NULL && i < BASED_ON_MAX; i++) {
		apply_para(t, s, from, &num_said);
		from = from->based_on != NULL ? docx_style(t, from->based_on) : NULL;
	}
	if (s->outline == -2)
		s->outline = NO_LEVEL;
	if (s->ilvl < 0)
		s->ilvl = bound_level(s->num, s->id, 0);
	if (s->ilvl > 8)
		s->ilvl = 8;
	if (s->hanging == INT32_MIN)
		s->hanging = 0;
	if (strncmp(s->name, "heading ", 8) == 0 && s->name[8] >= '1' && s->name[8] <= '9' &&
	    s->name[9] == '\0')
		s->builtin_heading = s->name[8] - '0';
}

void
docx_read_styles(struct template *t, const struct xml_doc *styles,
    const struct xml_doc *numbering)
{
	struct docx_tmpl *x = docx_of(t);

	x->style_by_id = names_new(t->mem);
	x->style_by_name = names_new(t->mem);
	x->num_by_id = names_new(t->mem);
	if (numbering != NULL) {
		read_abstracts(t, numbering->root);
		read_nums(t, numbering->root);
	}
	if (styles == NULL)
		return;
	x->styles = arena_array(t->mem, count_children(styles->root, "style") + 1,
	    sizeof(*x->styles));
	for (const struct xml_node *n = xml_child(styles->root, XNS_W, "style"); n != NULL;
	     n = xml_next(n, XNS_W, "style")) {
		struct docx_style *s = &x->styles[x->nstyles];
		const char *type = xml_attr(n, XNS_W, "type"), *def;

		s->id = xml_attr(n, XNS_W, "styleId");
		if (s->id == NULL || type == NULL)
			continue;
		s->node = n;
		s->name = docx_val(n, "name");
		if (s->name == NULL)
			s->name = s->id;
		s->name = strncmp(s->name, "Heading ", 8) == 0 || strncmp(s->name, "TOC ", 4) == 0
		    ? fold(t->mem, s->name) : s->name;
		s->based_on = docx_val(n, "basedOn");
		*names_at(x->style_by_id, s->id, NULL) = (int64_t)x->nstyles + 1;
		add_name(t, s->name, x->nstyles);
		def = xml_attr(n, XNS_W, "default");
		if (def != NULL && strcmp(type, "paragraph") == 0 && def[0] != '0' && def[0] != 'f')
			x->default_para = x->nstyles + 1;
		x->nstyles++;
	}
	for (size_t i = 0; i < x->nstyles; i++)
		add_aliases(t, docx_val(x->styles[i].node, "aliases"), i);
	for (size_t i = 0; i < x->nstyles; i++)
		resolve(t, &x->styles[i]);
}

/*
 * The properties come before all else (17.3.1.26): to look further would cost as many steps as
 * a paragraph has runs, for each of its runs.
 */
static const struct xml_node *
para_pr(const struct xml_node *para)
{
	const struct xml_node *n = para->first;

	while (n != NULL && n->kind != XML_ELEMENT)
		n = n->next;
	return xml_is(n, XNS_W, "pPr") ? n : NULL;
}

const struct docx_style *
docx_para_style(const struct template *t, const struct xml_node *para)
{
	const struct docx_tmpl *x = docx_of(t);
	const struct docx_style *s = docx_style(t, docx_val(para_pr(para), "pStyle"));

	if (s != NULL)
		return s;
	return x->default_para > 0 ? &x->styles[x->default_para - 1] : NULL;
}

struct num_def *
docx_para_num(const struct template *t, const struct xml_node *para, int *ilvl)
{
	const struct docx_style *s = docx_para_style(t, para);
	const struct xml_node *pr = para_pr(para);
	const struct xml_node *np = pr != NULL ? xml_child(pr, XNS_W, "numPr") : NULL;
	const char *id = np != NULL ? docx_val(np, "numId") : NULL;
	struct num_def *d = s != NULL ? s->num : NULL;

	*ilvl = s != NULL ? s->ilvl : 0;
	if (np != NULL)
		*ilvl = to_int(docx_val(np, "ilvl"), id != NULL ? 0 : *ilvl);
	if (*ilvl < 0 || *ilvl > 8)
		*ilvl = 0;
	if (id != NULL)
		d = strcmp(id, "0") == 0 ? NULL : docx_num(t, id);
	return d;
}
