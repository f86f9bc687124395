/* flow_styles - styles, defaults and theme fonts of a DOCX, resolved.  See flow_int.h. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "docx/flow_int.h"

bool
df_on(const struct xml_node *e)
{
	const char *v = xml_attr(e, XNS_W, "val");

	return v == NULL ||
	    !(strcmp(v, "0") == 0 || strcmp(v, "false") == 0 || strcmp(v, "off") == 0);
}

static bool
on_text(const char *v)
{
	return strcmp(v, "1") == 0 || strcmp(v, "true") == 0 || strcmp(v, "on") == 0;
}

int
df_int(const char *s, int otherwise)
{
	char *end;
	long whole;
	double v;

	if (s == NULL || *s == '\0')
		return otherwise;
	whole = strtol(s, &end, 10);
	if (*end == '\0')
		return whole > 100000000 || whole < -100000000 ? otherwise : (int)whole;
	/* decimal or ST_UniversalMeasure, ISO 29500-1 22.9.2.15; the fraction by hand: no locale */
	v = (double)whole;
	if (*end == '.') {
		double unit = *s == '-' ? -0.1 : 0.1;

		for (end++; *end >= '0' && *end <= '9'; end++, unit /= 10)
			v += (*end - '0') * unit;
	}
	if (strcmp(end, "pt") == 0)
		v *= 20;
	else if (strcmp(end, "mm") == 0)
		v *= 1440 / 25.4;
	else if (strcmp(end, "cm") == 0)
		v *= 1440 / 2.54;
	else if (strcmp(end, "in") == 0)
		v *= 1440;
	if (!(v > -1e8 && v < 1e8))
		return otherwise;
	return (int)(v < 0 ? v - 0.5 : v + 0.5);
}

uint32_t
df_colour(const char *s)
{
	if (s == NULL || strcmp(s, "auto") == 0 || strlen(s) != 6)
		return FLOW_AUTO_COLOUR;
	return (uint32_t)strtoul(s, NULL, 16);
}

/* sz in eighths of a point: layout-pages.md 1 (sz 2 -> 5, 4 -> 10, 6 -> 15). */
void
df_border(struct flow_border *b, const struct xml_node *e)
{
	const char *v = xml_attr(e, XNS_W, "val");
	int sz = df_int(xml_attr(e, XNS_W, "sz"), 4);

	memset(b, 0, sizeof(*b));
	if (v == NULL || strcmp(v, "nil") == 0 || strcmp(v, "none") == 0)
		return;
	if (sz < 0 || sz > 255)
		sz = 4;
	b->width = (sz * 5 + 1) / 2;
	b->is_double = strcmp(v, "double") == 0;
	if (b->is_double)
		b->width *= 3;
	b->space = df_int(xml_attr(e, XNS_W, "space"), 0) * 20;
	b->colour = df_colour(xml_attr(e, XNS_W, "color"));
}

static void
apply_line(struct flow_para *p, int line, const char *rule)
{
	if (rule != NULL && strcmp(rule, "exact") == 0) {
		p->line_rule = FLOW_LINE_EXACT;
		p->line = line;
	} else if (rule != NULL && strcmp(rule, "atLeast") == 0) {
		p->line_rule = FLOW_LINE_ATLEAST;
		p->line = line;
	} else {
		/* layout-text.md 2: through 1/100 mm to a whole percentage */
		p->line_rule = FLOW_LINE_PERCENT;
		p->line = (int)(line * 127 / 72.0 + 0.5) * 100 / 423;
	}
}

static void
apply_spacing(struct flow_para *p, const struct xml_node *e)
{
	const char *v;

	if ((v = xml_attr(e, XNS_W, "before")) != NULL)
		p->before = df_int(v, 0);
	if ((v = xml_attr(e, XNS_W, "after")) != NULL)
		p->after = df_int(v, 0);
	if ((v = xml_attr(e, XNS_W, "beforeAutospacing")) != NULL)
		p->before_auto = on_text(v);
	if ((v = xml_attr(e, XNS_W, "afterAutospacing")) != NULL)
		p->after_auto = on_text(v);
	if ((v = xml_attr(e, XNS_W, "line")) != NULL)
		apply_line(p, df_int(v, 240), xml_attr(e, XNS_W, "lineRule"));
}

static void
apply_indent(struct flow_para *p, const struct xml_node *e)
{
	const char *v;

	if ((v = xml_attr(e, XNS_W, "left")) != NULL || (v = xml_attr(e, XNS_W, "start")) != NULL)
		p->left = df_int(v, 0);
	if ((v = xml_attr(e, XNS_W, "right")) != NULL || (v = xml_attr(e, XNS_W, "end")) != NULL)
		p->right = df_int(v, 0);
	if ((v = xml_attr(e, XNS_W, "firstLine")) != NULL)
		p->first = df_int(v, 0);
	if ((v = xml_attr(e, XNS_W, "hanging")) != NULL)
		p->first = -df_int(v, 0);
}

static int
tab_order(const void *a, const void *b)
{
	const struct flow_tab *x = a, *y = b;

	return x->pos < y->pos ? -1 : x->pos > y->pos;
}

static struct flow_tab
tab_read(const struct xml_node *t)
{
	const char *v = xml_attr(t, XNS_W, "val"), *l = xml_attr(t, XNS_W, "leader");
	struct flow_tab tab = {.pos = df_int(xml_attr(t, XNS_W, "pos"), 0), .decimal = '.'};

	if (v != NULL && (strcmp(v, "right") == 0 || strcmp(v, "end") == 0))
		tab.kind = FLOW_TAB_RIGHT;
	else if (v != NULL && strcmp(v, "center") == 0)
		tab.kind = FLOW_TAB_CENTER;
	else if (v != NULL && strcmp(v, "decimal") == 0)
		tab.kind = FLOW_TAB_DECIMAL;
	if (l != NULL && strcmp(l, "dot") == 0)
		tab.leader = '.';
	else if (l != NULL && strcmp(l, "hyphen") == 0)
		tab.leader = '-';
	else if (l != NULL && strcmp(l, "underscore") == 0)
		tab.leader = '_';
	else if (l != NULL && strcmp(l, "middleDot") == 0)
		tab.leader = 0xB7;
	return tab;
}

/* Tabs add up along the style chain; "clear" takes one away. */
static void
apply_tabs(struct df *s, struct flow_para *p, const struct xml_node *e)
{
	struct flow_tab *tabs;
	const struct xml_node *t;
	size_t n = p->ntabs, i, more = 0;

	for (t = xml_child(e, XNS_W, "tab"); t != NULL; t = xml_next(t, XNS_W, "tab"))
		more++;
	tabs = arena_array(s->a, n + more + 1, sizeof(*tabs));
	if (n != 0)
		memcpy(tabs, p->tabs, n * sizeof(*tabs));
	for (t = xml_child(e, XNS_W, "tab"); t != NULL; t = xml_next(t, XNS_W, "tab")) {
		const char *v = xml_attr(t, XNS_W, "val");
		struct flow_tab tab = tab_read(t);

		for (i = 0; i < n && tabs[i].pos != tab.pos; i++)
			continue;
		if (v != NULL && (strcmp(v, "clear") == 0 || strcmp(v, "bar") == 0)) {
			if (i < n) {
				n--;
				memmove(tabs + i, tabs + i + 1, (n - i) * sizeof(*tabs));
			}
			continue;
		}
		if (i == n)
			n++;
		tabs[i] = tab;
	}
	qsort(tabs, n, sizeof(*tabs), tab_order);
	p->tabs = tabs;
	p->ntabs = n;
}

static void
apply_borders(struct flow_para *p, const struct xml_node *e)
{
	const struct xml_node *b;

	if ((b = xml_child(e, XNS_W, "top")) != NULL)
		df_border(&p->top, b);
	if ((b = xml_child(e, XNS_W, "bottom")) != NULL)
		df_border(&p->bottom, b);
	if ((b = xml_child(e, XNS_W, "left")) != NULL)
		df_border(&p->left_b, b);
	if ((b = xml_child(e, XNS_W, "right")) != NULL)
		df_border(&p->right_b, b);
	if ((b = xml_child(e, XNS_W, "between")) != NULL)
		df_border(&p->between, b);
}

static enum flow_align
align_of(const char *v)
{
	if (strcmp(v, "center") == 0)
		return FLOW_CENTER;
	if (strcmp(v, "right") == 0 || strcmp(v, "end") == 0)
		return FLOW_RIGHT;
	if (strcmp(v, "both") == 0 || strcmp(v, "distribute") == 0)
		return FLOW_JUSTIFY;
	return FLOW_LEFT;
}

#define IS(x) (strcmp(e->name, x) == 0)

void
df_apply_ppr(struct df *s, struct flow_para *p, const struct xml_node *ppr)
{
	const struct xml_node *e;

	for (e = ppr != NULL ? ppr->first : NULL; e != NULL; e = e->next) {
		const char *v;

		if (e->kind != XML_ELEMENT || e->ns != XNS_W)
			continue;
		v = xml_attr(e, XNS_W, "val");
		if (IS("keepNext"))
			p->keep_next = df_on(e);
		else if (IS("keepLines"))
			p->keep_lines = df_on(e);
		else if (IS("pageBreakBefore"))
			p->page_break_before = df_on(e);
		else if (IS("widowControl"))
			p->widow_control = df_on(e);
		else if (IS("suppressAutoHyphens"))
			p->suppress_hyphens = df_on(e);
		else if (IS("contextualSpacing"))
			p->contextual = df_on(e);
		else if (IS("spacing"))
			apply_spacing(p, e);
		else if (IS("ind"))
			apply_indent(p, e);
		else if (IS("tabs"))
			apply_tabs(s, p, e);
		else if (IS("outlineLvl"))
			p->outline = df_int(v, 9) >= 0 && df_int(v, 9) < 9 ? df_int(v, 9) + 1 : 0;
		else if (IS("shd"))
			p->shade = df_colour(xml_attr(e, XNS_W, "fill"));
		else if (IS("jc") && v != NULL)
			p->align = align_of(v);
		else if (IS("pBdr"))
			apply_borders(p, e);
	}
	p->widows = p->orphans = p->widow_control ? 2 : 0;
}

void
df_apply_level(struct df *s, struct flow_para *p, int num_id, int level)
{
	const struct df_level *l = num_id != 0 ? df_num_level(s, num_id, level) : NULL;
	const struct xml_node *e;

	if (l == NULL)
		return;
	if ((e = xml_child(l->ppr, XNS_W, "ind")) != NULL)
		apply_indent(p, e);
	if ((e = xml_child(l->ppr, XNS_W, "tabs")) != NULL)
		apply_tabs(s, p, e);
}

static const char *
theme_font(const struct df *s, const char *name)
{
	if (name == NULL)
		return NULL;
	return strncmp(name, "major", 5) == 0 ? s->theme_major : s->theme_minor;
}

static void
apply_fonts(struct df *s, struct flow_font *f, const struct xml_node *e)
{
	const char *t;

	if ((t = theme_font(s, xml_attr(e, XNS_W, "asciiTheme"))) != NULL ||
	    (t = xml_attr(e, XNS_W, "ascii")) != NULL || (t = xml_attr(e, XNS_W, "hAnsi")) != NULL)
		f->family = t;
}

/* Toggles and simple values of a run; false: not one of them. */
static bool
apply_toggle(struct flow_font *f, const struct xml_node *e)
{
	static const struct {
		const char *name;
		size_t at;
	} toggles[] = {{"b", offsetof(struct flow_font, bold)}, {"i", offsetof(struct flow_font, italic)},
	    {"strike", offsetof(struct flow_font, strike)}, {"dstrike", offsetof(struct flow_font, strike)},
	    {"caps", offsetof(struct flow_font, caps)}, {"smallCaps", offsetof(struct flow_font, small_caps)},
	    {"vanish", offsetof(struct flow_font, hidden)}};
	size_t i;

	for (i = 0; i < sizeof(toggles) / sizeof(toggles[0]); i++)
		if (IS(toggles[i].name)) {
			*(bool *)((char *)f + toggles[i].at) = df_on(e);
			return true;
		}
	return false;
}

void
df_apply_rpr(struct df *s, struct flow_font *f, const struct xml_node *rpr)
{
	const struct xml_node *e;

	for (e = rpr != NULL ? rpr->first : NULL; e != NULL; e = e->next) {
		const char *v;

		if (e->kind != XML_ELEMENT || e->ns != XNS_W || apply_toggle(f, e))
			continue;
		v = xml_attr(e, XNS_W, "val");
		if (IS("rFonts"))
			apply_fonts(s, f, e);
		else if (IS("sz"))
			f->size = df_int(v, f->size) > 0 ? df_int(v, f->size) : f->size;
		else if (IS("u"))
			f->underline = v != NULL && strcmp(v, "none") != 0;
		else if (IS("kern"))
			f->kerning = df_int(v, 0) > 0;
		else if (IS("spacing"))
			f->spacing = df_int(v, 0);
		else if (IS("w"))
			f->scale = df_int(v, 100);
		else if (IS("position"))
			f->rise = df_int(v, 0);
		else if (IS("color"))
			f->colour = df_colour(v);
		else if (IS("shd"))
			f->shade = df_colour(xml_attr(e, XNS_W, "fill"));
		else if (IS("lang") && v != NULL)
			f->lang = v;
		else if (IS("vertAlign") && v != NULL)
			f->valign = strcmp(v, "superscript") == 0 ? FLOW_SUPER
			    : strcmp(v, "subscript") == 0	  ? FLOW_SUB
								  : FLOW_BASE;
	}
}

const struct flow_font *
df_font(struct df *s, const struct flow_font *f)
{
	return flow_font_intern(s->a, &s->fonts, f);
}

/* By id and type; of two alike the first in the file leads. */
static int
style_order(const void *a, const void *b)
{
	const struct df_style *x = *(struct df_style *const *)a, *y = *(struct df_style *const *)b;
	int c = strcmp(x->id, y->id);

	if (c == 0)
		c = (x->type > y->type) - (x->type < y->type);
	return c != 0 ? c : (x > y) - (x < y);
}

static void
styles_sort(struct df *s)
{
	size_t i;

	s->by_id = arena_array(s->a, s->nstyles + 1, sizeof(struct df_style *));
	for (i = 0; i < s->nstyles; i++)
		s->by_id[i] = &s->styles[i];
	qsort(s->by_id, s->nstyles, sizeof(struct df_style *), style_order);
}

static struct df_style *
find(struct df *s, const char *id, char type)
{
	size_t low = 0, high = s->nstyles;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strcmp(s->by_id[mid]->id, id);

		if (c < 0 || (c == 0 && s->by_id[mid]->type < type))
			low = mid + 1;
		else
			high = mid;
	}
	if (low < s->nstyles && s->by_id[low]->type == type && strcmp(s->by_id[low]->id, id) == 0)
		return s->by_id[low];
	return NULL;
}

static void
resolve(struct df *s, struct df_style *st, int depth)
{
	struct df_style *base;
	const struct xml_node *ppr, *num;

	if (st->state == 2)
		return;
	st->state = 1;
	base = st->based_on != NULL && depth < DF_DEPTH ? find(s, st->based_on, st->type) : NULL;
	if (base != NULL && base->state != 1) {
		resolve(s, base, depth + 1);
		st->para = base->para;
		st->font = base->font;
		st->num_id = base->num_id;
		st->level = base->level;
	} else {
		st->para = s->default_para;
		st->font = s->default_font;
	}
	st->para.style = st->id;
	ppr = xml_child(st->node, XNS_W, "pPr");
	num = xml_child(ppr, XNS_W, "numPr");
	if (num != NULL) {
		st->num_id =
		    df_int(xml_attr(xml_child(num, XNS_W, "numId"), XNS_W, "val"), st->num_id);
		st->level = df_int(xml_attr(xml_child(num, XNS_W, "ilvl"), XNS_W, "val"), 0);
		/* the level's indents lie under the style's own (17.7.2) */
		df_apply_level(s, &st->para, st->num_id, st->level);
	}
	df_apply_ppr(s, &st->para, ppr);
	df_apply_rpr(s, &st->font, xml_child(st->node, XNS_W, "rPr"));
	st->state = 2;
}

struct df_style *
df_style(struct df *s, const char *id, char type)
{
	struct df_style *st = id != NULL ? find(s, id, type) : NULL;

	if (st != NULL)
		resolve(s, st, 0);
	return st;
}

static void
theme_read(struct df *s)
{
	const struct pkg_part *p = pkg_find(s->pkg, s->names.theme);
	struct xml_doc *x;
	struct xml_node *n;

	if (p == NULL)
		return;
	x = pkg_xml(s->a, s->pkg, p->name, s->d);
	for (n = x != NULL ? x->root : NULL; n != NULL; n = xml_walk(x->root, n)) {
		if (xml_is(n, XNS_A, "majorFont"))
			s->theme_major = xml_attr(xml_child(n, XNS_A, "latin"), XNS_NONE, "typeface");
		else if (xml_is(n, XNS_A, "minorFont"))
			s->theme_minor = xml_attr(xml_child(n, XNS_A, "latin"), XNS_NONE, "typeface");
	}
}

static char
style_type(const char *t)
{
	if (t == NULL || strcmp(t, "paragraph") == 0)
		return 'p';
	return strcmp(t, "character") == 0 ? 'c' : strcmp(t, "table") == 0 ? 't' : 'n';
}

static void
defaults_read(struct df *s, const struct xml_node *defaults)
{
	const struct xml_node *pd = xml_child(defaults, XNS_W, "pPrDefault");

	/* layout-pages.md 7: docDefaults without pPrDefault means no widow control */
	s->default_para.widow_control = pd != NULL;
	df_apply_rpr(s, &s->default_font, xml_path(defaults, XNS_W, "rPrDefault/rPr"));
	df_apply_ppr(s, &s->default_para, xml_child(pd, XNS_W, "pPr"));
	s->default_para.widows = s->default_para.orphans = s->default_para.widow_control ? 2 : 0;
}

int
df_styles_read(struct df *s)
{
	const struct pkg_part *p = pkg_find(s->pkg, s->names.styles);
	struct xml_doc *x;
	const struct xml_node *n;
	size_t cap = 0;

	s->default_font = (struct flow_font){.family = "Times New Roman",
	    .size = 20,
	    .colour = FLOW_AUTO_COLOUR,
	    .shade = FLOW_AUTO_COLOUR};
	s->default_para = (struct flow_para){.line_rule = FLOW_LINE_PERCENT,
	    .line = 100,
	    .shade = FLOW_AUTO_COLOUR,
	    .widow_control = true,
	    .widows = 2,
	    .orphans = 2};
	if (p == NULL)
		return 0;
	theme_read(s);
	x = pkg_xml(s->a, s->pkg, p->name, s->d);
	if (x == NULL)
		return -1;
	if ((n = xml_child(x->root, XNS_W, "docDefaults")) != NULL)
		defaults_read(s, n);
	for (n = xml_child(x->root, XNS_W, "style"); n != NULL; n = xml_next(n, XNS_W, "style")) {
		struct df_style *st;
		const char *id = xml_attr(n, XNS_W, "styleId"), *def = xml_attr(n, XNS_W, "default");
		const char *name = xml_attr(xml_child(n, XNS_W, "name"), XNS_W, "val");

		if (id == NULL)
			continue;
		s->styles =
		    arena_grow(s->a, s->styles, s->nstyles, s->nstyles + 1, &cap, sizeof(*s->styles));
		st = &s->styles[s->nstyles++];
		*st = (struct df_style){
		    .id = id, .type = style_type(xml_attr(n, XNS_W, "type")), .node = n};
		st->name = name != NULL ? utf8_lower(s->a, name, strlen(name)) : "";
		st->based_on = xml_attr(xml_child(n, XNS_W, "basedOn"), XNS_W, "val");
		if (st->type == 'p' && def != NULL && on_text(def))
			s->default_para_style = id;
	}
	styles_sort(s);
	return 0;
}
