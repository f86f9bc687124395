/* flow_styles - styles of an ODT and their chains, resolved.  See flow_int.h. */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "odt/flow_int.h"

/* A number with a point, whatever the locale; *end behind it. */
static double
number(const char *s, const char **end)
{
	double v = 0, unit = 0.1, sign = 1;

	if (*s == '-') {
		sign = -1;
		s++;
	} else if (*s == '+')
		s++;
	for (; *s >= '0' && *s <= '9'; s++)
		v = v * 10 + (*s - '0');
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9'; s++, unit /= 10)
			v += (*s - '0') * unit;
	*end = s;
	return sign * v;
}

int
of_length(const char *s, int otherwise)
{
	const char *unit;
	double v, mm100;
	long long m;

	if (s == NULL || *s == '\0')
		return otherwise;
	v = number(s, &unit);
	if (unit == s)
		return otherwise;
	if (strcmp(unit, "cm") == 0)
		mm100 = v * 1000;
	else if (strcmp(unit, "mm") == 0)
		mm100 = v * 100;
	else if (strcmp(unit, "in") == 0)
		mm100 = v * 2540;
	else if (strcmp(unit, "pt") == 0)
		mm100 = v * 2540 / 72;
	else if (strcmp(unit, "pc") == 0)
		mm100 = v * 2540 / 6;
	else if (strcmp(unit, "px") == 0)
		mm100 = v * 2540 / 96;
	else if (*unit == '\0' && v == 0)
		mm100 = 0;
	else
		return otherwise;
	if (!(mm100 > -1e7 && mm100 < 1e7))
		return otherwise;
	/* half up twice: layout-pages.md 1 */
	m = (long long)(mm100 < 0 ? mm100 - 0.5 : mm100 + 0.5);
	return (int)(m < 0 ? -((-m * 1440 * 2 + 2540) / 5080) : (m * 1440 * 2 + 2540) / 5080);
}

uint32_t
of_colour(const char *s)
{
	if (s == NULL || *s != '#' || strlen(s) != 7)
		return FLOW_AUTO_COLOUR;
	return (uint32_t)strtoul(s + 1, NULL, 16);
}

/* "0.5pt solid #84919d" */
void
of_border(struct flow_border *b, const char *s)
{
	char word[32];
	size_t n;

	memset(b, 0, sizeof(*b));
	b->colour = FLOW_AUTO_COLOUR;
	while (s != NULL && *s != '\0') {
		s += strspn(s, " ");
		n = strcspn(s, " ");
		if (n == 0 || n >= sizeof(word))
			break;
		memcpy(word, s, n);
		word[n] = '\0';
		s += n;
		if (strcmp(word, "none") == 0 || strcmp(word, "hidden") == 0) {
			b->width = 0;
			return;
		}
		if (*word == '#')
			b->colour = of_colour(word);
		else if (strcmp(word, "double") == 0)
			b->is_double = true;
		else if ((*word >= '0' && *word <= '9') || *word == '.')
			b->width = of_length(word, 0);
	}
}

static unsigned
hash(enum of_family f, const char *name)
{
	unsigned h = 2166136261u + (unsigned)f;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return h % 512;
}

static struct of_style *
find(struct of *s, enum of_family f, const char *name)
{
	struct of_style *st;

	if (name == NULL)
		return NULL;
	for (st = s->hash[hash(f, name)]; st != NULL; st = st->hash_next)
		if (st->family == f && (st->scope == 0 || st->scope == s->scope) &&
		    strcmp(st->name, name) == 0)
			return st;
	return NULL;
}

static const char *
family_name(const struct of *s, const char *face)
{
	int i;
	const struct xml_node *n;
	const char *name, *family;
	size_t len;

	for (i = 0; i < 2; i++)
		for (n = xml_child(s->faces[i], XNS_STYLE, "font-face"); n != NULL;
		     n = xml_next(n, XNS_STYLE, "font-face")) {
			name = xml_attr(n, XNS_STYLE, "name");
			family = xml_attr(n, XNS_SVG, "font-family");
			if (name == NULL || family == NULL || strcmp(name, face) != 0)
				continue;
			len = strlen(family);
			if (len >= 2 && (*family == '\'' || *family == '"'))
				return arena_strndup(s->a, family + 1, strcspn(family + 1, "'\""));
			return arena_strndup(s->a, family, strcspn(family, ";,"));
		}
	return face;
}

/* "super 58%", "sub 58%", "33% 58%", "0% 100%" */
static void
text_position(struct flow_font *f, const char *v)
{
	const char *end;
	double rise = 0, size = 58;

	if (strncmp(v, "super", 5) == 0) {
		f->valign = FLOW_SUPER;
		f->super_rise = 0;
		v += 5;
	} else if (strncmp(v, "sub", 3) == 0) {
		f->valign = FLOW_SUB;
		f->super_rise = 0;
		v += 3;
	} else {
		rise = number(v, &end);
		f->valign = rise > 0 ? FLOW_SUPER : rise < 0 ? FLOW_SUB : FLOW_BASE;
		f->super_rise = (int)(rise < 0 ? -rise : rise);
		v = *end == '%' ? end + 1 : end;
	}
	v += strspn(v, " ");
	if (*v != '\0')
		size = number(v, &end);
	f->super_size = (int)size;
}

static void
font_size(struct flow_font *f, const char *v)
{
	const char *end;
	double n = number(v, &end);

	if (*end == '%')
		f->size = (int)(f->size * n / 100 + 0.5);
	else if (of_length(v, 0) > 0)
		f->size = strcmp(end, "pt") == 0 ? (int)(n * 2 + 0.5) : of_length(v, 0) / 10;
}

static void
text_attr(struct of *s, struct flow_font *f, const struct xml_attr *a)
{
	const char *v = a->value, *n = a->name;

	if (a->ns == XNS_STYLE) {
		if (strcmp(n, "font-name") == 0)
			f->family = family_name(s, v);
		else if (strcmp(n, "text-underline-style") == 0)
			f->underline = strcmp(v, "none") != 0;
		else if (strcmp(n, "text-line-through-style") == 0)
			f->strike = strcmp(v, "none") != 0;
		else if (strcmp(n, "letter-kerning") == 0)
			f->kerning = strcmp(v, "true") == 0;
		else if (strcmp(n, "text-position") == 0)
			text_position(f, v);
		else if (strcmp(n, "text-rotation-angle") == 0 && num_small(v) != 0)
			of_ignored(s, "letters that are turned (in a cell, turn its text)");
		else if (strcmp(n, "text-scale") == 0)
			f->scale = num_small(v);
		else if (strcmp(n, "use-window-font-color") == 0 && strcmp(v, "true") == 0)
			f->colour = FLOW_AUTO_COLOUR;
	} else if (a->ns == XNS_TEXT && strcmp(n, "display") == 0)
		f->hidden = strcmp(v, "none") == 0;
	if (a->ns != XNS_FO)
		return;
	if (strcmp(n, "font-family") == 0)
		f->family = *v == '\'' ? arena_strndup(s->a, v + 1, strcspn(v + 1, "'")) : v;
	else if (strcmp(n, "font-size") == 0)
		font_size(f, v);
	else if (strcmp(n, "font-weight") == 0)
		f->bold = strcmp(v, "bold") == 0 || num_small(v) >= 600;
	else if (strcmp(n, "font-style") == 0)
		f->italic = strcmp(v, "italic") == 0 || strcmp(v, "oblique") == 0;
	else if (strcmp(n, "color") == 0)
		f->colour = of_colour(v);
	else if (strcmp(n, "background-color") == 0)
		f->shade = of_colour(v);
	else if (strcmp(n, "letter-spacing") == 0)
		f->spacing = of_length(v, 0);
	else if (strcmp(n, "text-transform") == 0)
		f->caps = strcmp(v, "uppercase") == 0;
	else if (strcmp(n, "font-variant") == 0)
		f->small_caps = strcmp(v, "small-caps") == 0;
}

void
of_apply_text(struct of *s, struct flow_font *f, const struct xml_node *props)
{
	size_t i;
	const char *lang, *country;

	if (props == NULL)
		return;
	for (i = 0; i < props->nattrs; i++)
		text_attr(s, f, &props->attrs[i]);
	lang = xml_attr(props, XNS_FO, "language");
	country = xml_attr(props, XNS_FO, "country");
	if (lang != NULL && strcmp(lang, "none") != 0 && strcmp(lang, "zxx") != 0)
		f->lang = country != NULL && *country != '\0' && strcmp(country, "none") != 0
		    ? arena_printf(s->a, "%s-%s", lang, country)
		    : lang;
}

static void
tab_stops(struct of *s, struct flow_para *p, const struct xml_node *e)
{
	const struct xml_node *t;
	struct flow_tab *tabs;
	size_t n = 0;
	const char *v;

	for (t = xml_child(e, XNS_STYLE, "tab-stop"); t != NULL; t = xml_next(t, XNS_STYLE, "tab-stop"))
		n++;
	tabs = arena_array(s->a, n + 1, sizeof(*tabs));
	p->tabs = tabs;
	p->ntabs = n;
	for (t = xml_child(e, XNS_STYLE, "tab-stop"); t != NULL; t = xml_next(t, XNS_STYLE, "tab-stop"), tabs++) {
		tabs->pos = of_length(xml_attr(t, XNS_STYLE, "position"), 0);
		v = xml_attr(t, XNS_STYLE, "type");
		if (v != NULL)
			tabs->kind = strcmp(v, "right") == 0 ? FLOW_TAB_RIGHT
			    : strcmp(v, "center") == 0	     ? FLOW_TAB_CENTER
			    : strcmp(v, "char") == 0	     ? FLOW_TAB_DECIMAL
							     : FLOW_TAB_LEFT;
		v = xml_attr(t, XNS_STYLE, "char");
		tabs->decimal = ',';
		if (v != NULL)
			utf8_decode(v, strlen(v), &tabs->decimal);
		v = xml_attr(t, XNS_STYLE, "leader-text");
		if (v != NULL && *v != ' ')
			utf8_decode(v, strlen(v), &tabs->leader);
		else if (v == NULL && (v = xml_attr(t, XNS_STYLE, "leader-style")) != NULL)
			tabs->leader = strcmp(v, "dotted") == 0 ? '.' : strcmp(v, "none") == 0 ? 0 : '_';
	}
}

static enum flow_align
align_of(const char *v)
{
	if (strcmp(v, "center") == 0)
		return FLOW_CENTER;
	if (strcmp(v, "end") == 0 || strcmp(v, "right") == 0)
		return FLOW_RIGHT;
	return strcmp(v, "justify") == 0 ? FLOW_JUSTIFY : FLOW_LEFT;
}

static void
line_height(struct flow_para *p, const char *v)
{
	const char *end;
	double n = number(v, &end);

	if (strcmp(v, "normal") == 0) {
		p->line_rule = FLOW_LINE_PERCENT;
		p->line = 100;
	} else if (*end == '%') {
		p->line_rule = FLOW_LINE_PERCENT;
		p->line = (int)n;
	} else {
		p->line_rule = FLOW_LINE_EXACT;
		p->line = of_length(v, 240);
	}
}

static void
para_fo(struct flow_para *p, const char *n, const char *v)
{
	if (strcmp(n, "margin-left") == 0)
		p->left = of_length(v, p->left);
	else if (strcmp(n, "margin-right") == 0)
		p->right = of_length(v, p->right);
	else if (strcmp(n, "margin-top") == 0)
		p->before = of_length(v, p->before);
	else if (strcmp(n, "margin-bottom") == 0)
		p->after = of_length(v, p->after);
	else if (strcmp(n, "margin") == 0)
		p->left = p->right = p->before = p->after = of_length(v, 0);
	else if (strcmp(n, "text-indent") == 0)
		p->first = of_length(v, p->first);
	else if (strcmp(n, "line-height") == 0)
		line_height(p, v);
	else if (strcmp(n, "text-align") == 0)
		p->align = align_of(v);
	else if (strcmp(n, "keep-with-next") == 0)
		p->keep_next = strcmp(v, "always") == 0;
	else if (strcmp(n, "keep-together") == 0)
		p->keep_lines = strcmp(v, "always") == 0;
	else if (strcmp(n, "break-before") == 0)
		p->page_break_before = strcmp(v, "page") == 0;
	else if (strcmp(n, "widows") == 0)
		p->widows = num_small(v);
	else if (strcmp(n, "orphans") == 0)
		p->orphans = num_small(v);
	else if (strcmp(n, "background-color") == 0)
		p->shade = of_colour(v);
	else if (strcmp(n, "border") == 0) {
		of_border(&p->top, v);
		p->bottom = p->left_b = p->right_b = p->top;
	} else if (strcmp(n, "border-top") == 0)
		of_border(&p->top, v);
	else if (strcmp(n, "border-bottom") == 0)
		of_border(&p->bottom, v);
	else if (strcmp(n, "border-left") == 0)
		of_border(&p->left_b, v);
	else if (strcmp(n, "border-right") == 0)
		of_border(&p->right_b, v);
}

static void
para_apply(struct of *s, struct flow_para *p, const struct xml_node *props)
{
	size_t i;
	const char *v;
	const struct xml_node *tabs;

	if (props == NULL)
		return;
	for (i = 0; i < props->nattrs; i++) {
		const struct xml_attr *a = &props->attrs[i];

		if (a->ns == XNS_FO)
			para_fo(p, a->name, a->value);
		else if (a->ns == XNS_STYLE && strcmp(a->name, "line-height-at-least") == 0) {
			p->line_rule = FLOW_LINE_ATLEAST;
			p->line = of_length(a->value, 0);
		} else if (a->ns == XNS_STYLE && strcmp(a->name, "contextual-spacing") == 0)
			p->contextual = strcmp(a->value, "true") == 0;
	}
	v = xml_attr(props, XNS_FO, "padding");
	if (v != NULL)
		p->top.space = p->bottom.space = p->left_b.space = p->right_b.space = of_length(v, 0);
	p->top.space = of_length(xml_attr(props, XNS_FO, "padding-top"), p->top.space);
	p->bottom.space = of_length(xml_attr(props, XNS_FO, "padding-bottom"), p->bottom.space);
	p->left_b.space = of_length(xml_attr(props, XNS_FO, "padding-left"), p->left_b.space);
	p->right_b.space = of_length(xml_attr(props, XNS_FO, "padding-right"), p->right_b.space);
	tabs = xml_child(props, XNS_STYLE, "tab-stops");
	if (tabs != NULL) /* ODF 1.3 17.8: replaces what is inherited */
		tab_stops(s, p, tabs);
	p->widow_control = p->widows > 1 || p->orphans > 1;
}

static void
hyphenation(struct flow_para *p, const struct xml_node *text)
{
	const char *v = xml_attr(text, XNS_FO, "hyphenate");

	if (v != NULL)
		p->hyphenate = strcmp(v, "true") == 0;
	if ((v = xml_attr(text, XNS_FO, "hyphenation-remain-char-count")) != NULL)
		p->hyph_remain = num_small(v);
	if ((v = xml_attr(text, XNS_FO, "hyphenation-push-char-count")) != NULL)
		p->hyph_push = num_small(v);
}

static void
apply_style(struct of *s, struct of_style *st)
{
	const struct xml_node *pp = xml_child(st->node, XNS_STYLE, "paragraph-properties");
	const struct xml_node *tp = xml_child(st->node, XNS_STYLE, "text-properties");
	const char *v;
	int i, spaces[4] = {st->para.top.space, st->para.bottom.space, st->para.left_b.space, st->para.right_b.space};

	para_apply(s, &st->para, pp);
	/* what a style takes from its parent is not the paragraph's own, its style's is */
	st->para.keep_own = st->para.keep_next && xml_attr(pp, XNS_FO, "keep-with-next") != NULL;
	/* a border that is said anew forgets the padding that was inherited: keep it */
	if (xml_attr(pp, XNS_FO, "padding") == NULL)
		for (i = 0; i < 4; i++) {
			struct flow_border *b = i == 0 ? &st->para.top : i == 1 ? &st->para.bottom
			    : i == 2				? &st->para.left_b
								: &st->para.right_b;
			if (b->space == 0)
				b->space = spaces[i];
		}
	of_apply_text(s, &st->font, tp);
	hyphenation(&st->para, tp);
	if ((v = xml_attr(st->node, XNS_STYLE, "default-outline-level")) != NULL)
		st->para.outline = num_small(v) >= 1 && num_small(v) <= 9 ? num_small(v) : 0;
	st->list = xml_attr(st->node, XNS_STYLE, "list-style-name");
	st->sets_indent = xml_attr(pp, XNS_FO, "margin-left") != NULL ||
	    xml_attr(pp, XNS_FO, "text-indent") != NULL || xml_attr(pp, XNS_FO, "margin") != NULL;
	if ((v = xml_attr(pp, XNS_STYLE, "page-number")) != NULL)
		st->page_number = num_small(v);
}

static void
resolve(struct of *s, struct of_style *st, int depth)
{
	const char *v;

	if (st->state == 2)
		return;
	st->state = 1;
	st->parent = find(s, st->family, xml_attr(st->node, XNS_STYLE, "parent-style-name"));
	if (st->parent != NULL && (st->parent->state == 1 || depth > OF_DEPTH))
		st->parent = NULL;
	if (st->parent != NULL)
		resolve(s, st->parent, depth + 1);
	st->para = st->parent != NULL ? st->parent->para : s->default_para;
	st->font = st->parent != NULL ? st->parent->font : s->default_font;
	if (st->family == OF_PARA) {
		st->para.style = st->name;
		/* what opens a page is not inherited by further styles' paragraphs in ODF 19.501 */
		apply_style(s, st);
	}
	v = xml_attr(st->node, XNS_STYLE, "master-page-name");
	st->master = v != NULL ? v : st->automatic && st->parent != NULL ? st->parent->master : NULL;
	st->state = 2;
}

struct of_style *
of_style(struct of *s, enum of_family f, const char *name)
{
	struct of_style *st = find(s, f, name);

	if (st != NULL)
		resolve(s, st, 0);
	return st;
}

struct of_style *
of_common(struct of_style *st)
{
	return st != NULL && st->automatic && st->parent != NULL ? st->parent : st;
}

const char *
of_prop(const struct of_style *st, const char *element, enum xml_ns ns, const char *name)
{
	const char *v;
	int depth;

	for (depth = 0; st != NULL && depth < OF_DEPTH; st = st->parent, depth++)
		if ((v = xml_attr(xml_child(st->node, XNS_STYLE, element), ns, name)) != NULL)
			return v;
	return NULL;
}

void
of_apply_span(struct of *s, struct flow_font *f, const char *name)
{
	struct of_style *chain[OF_DEPTH], *st;
	int n = 0;

	for (st = of_style(s, OF_TEXT, name); st != NULL && n < OF_DEPTH; st = st->parent)
		chain[n++] = st;
	while (n > 0)
		of_apply_text(s, f, xml_child(chain[--n]->node, XNS_STYLE, "text-properties"));
}

const struct flow_font *
of_font(struct of *s, const struct flow_font *f)
{
	return flow_font_intern(s->a, &s->fonts, f);
}

static int
family_of(const char *v)
{
	static const char *const names[OF_FAMILIES] = {
	    "paragraph", "text", "table", "table-column", "table-row", "table-cell", "graphic"};
	int i;

	for (i = 0; v != NULL && i < OF_FAMILIES; i++)
		if (strcmp(v, names[i]) == 0)
			return i;
	return -1;
}

static void
style_add(struct of *s, const struct xml_node *n, int scope)
{
	struct of_style *st;
	int f = family_of(xml_attr(n, XNS_STYLE, "family"));
	const char *name = xml_attr(n, XNS_STYLE, "name"), *display = xml_attr(n, XNS_STYLE, "display-name");
	unsigned h;

	if (f == -1 || name == NULL)
		return;
	st = arena_alloc(s->a, sizeof(*st));
	st->name = name;
	st->family = (enum of_family)f;
	st->automatic = scope != 0;
	st->scope = scope;
	st->node = n;
	display = display != NULL ? display : name;
	st->display = utf8_lower(s->a, display, strlen(display));
	h = hash(st->family, name);
	st->hash_next = s->hash[h];
	s->hash[h] = st;
	s->styles =
	    arena_grow(s->a, s->styles, s->nstyles, s->nstyles + 1, &s->styles_cap, sizeof(*s->styles));
	s->styles[s->nstyles++] = st;
}

static void
styles_of(struct of *s, const struct xml_node *group, int scope)
{
	const struct xml_node *n;

	for (n = xml_child(group, XNS_STYLE, "style"); n != NULL; n = xml_next(n, XNS_STYLE, "style"))
		style_add(s, n, scope);
}

void
of_styles_read(struct of *s)
{
	const struct xml_node *root = s->styles_doc != NULL ? s->styles_doc->root : NULL, *n;
	const char *v;

	s->faces[0] = xml_child(root, XNS_OFFICE, "font-face-decls");
	s->faces[1] = xml_child(s->content->root, XNS_OFFICE, "font-face-decls");
	s->default_font = (struct flow_font){.family = "Times New Roman",
	    .size = 24,
	    .colour = FLOW_AUTO_COLOUR,
	    .shade = FLOW_AUTO_COLOUR};
	s->default_para =
	    (struct flow_para){.line_rule = FLOW_LINE_PERCENT, .line = 100, .shade = FLOW_AUTO_COLOUR};
	s->doc->default_tab = 1134;
	styles_of(s, xml_child(root, XNS_OFFICE, "styles"), 0);
	/* styles.xml's automatic styles serve headers and footers; names may repeat in content.xml */
	styles_of(s, xml_child(root, XNS_OFFICE, "automatic-styles"), 1);
	styles_of(s, xml_child(s->content->root, XNS_OFFICE, "automatic-styles"), 2);
	n = xml_child(root, XNS_OFFICE, "styles");
	for (n = n != NULL ? n->first : NULL; n != NULL; n = n->next) {
		const struct xml_node *pp;

		v = xml_attr(n, XNS_STYLE, "family");
		if (!xml_is(n, XNS_STYLE, "default-style") || v == NULL || strcmp(v, "paragraph") != 0)
			continue;
		pp = xml_child(n, XNS_STYLE, "paragraph-properties");
		para_apply(s, &s->default_para, pp);
		of_apply_text(s, &s->default_font, xml_child(n, XNS_STYLE, "text-properties"));
		hyphenation(&s->default_para, xml_child(n, XNS_STYLE, "text-properties"));
		s->doc->default_tab =
		    of_length(xml_attr(pp, XNS_STYLE, "tab-stop-distance"), s->doc->default_tab);
	}
}
