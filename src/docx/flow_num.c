/* flow_num - numbering definitions and counters of a DOCX.  See flow_int.h. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "docx/flow_int.h"
#include "flow/number.h"

static void
level_read(struct df_level *l, const struct xml_node *n)
{
	const char *v;
	const struct xml_node *legal = xml_child(n, XNS_W, "isLgl");

	l->node = n;
	l->ppr = xml_child(n, XNS_W, "pPr");
	l->rpr = xml_child(n, XNS_W, "rPr");
	v = xml_attr(xml_child(n, XNS_W, "numFmt"), XNS_W, "val");
	l->format = v != NULL ? v : "decimal";
	v = xml_attr(xml_child(n, XNS_W, "lvlText"), XNS_W, "val");
	l->text = v != NULL ? v : "";
	l->start = df_int(xml_attr(xml_child(n, XNS_W, "start"), XNS_W, "val"), 0);
	l->legal = legal != NULL && df_on(legal);
}

static void
abstract_read(struct df_abstract *a, const struct xml_node *node)
{
	const struct xml_node *n;

	a->id = df_int(xml_attr(node, XNS_W, "abstractNumId"), -1);
	for (n = xml_child(node, XNS_W, "lvl"); n != NULL; n = xml_next(n, XNS_W, "lvl")) {
		int i = df_int(xml_attr(n, XNS_W, "ilvl"), -1);

		if (i >= 0 && i < 9)
			level_read(&a->level[i], n);
	}
}

static void
num_read(struct df *s, struct df_num *num, const struct xml_node *n)
{
	const struct xml_node *o;
	int i, abstract = df_int(xml_attr(xml_child(n, XNS_W, "abstractNumId"), XNS_W, "val"), -1);
	size_t k;

	num->id = df_int(xml_attr(n, XNS_W, "numId"), 0);
	for (k = 0; k < s->nabstracts; k++)
		if (s->abstracts[k].id == abstract)
			num->abstract = &s->abstracts[k];
	for (i = 0; i < 9; i++)
		num->start_override[i] = -1;
	for (o = xml_child(n, XNS_W, "lvlOverride"); o != NULL; o = xml_next(o, XNS_W, "lvlOverride")) {
		const struct xml_node *l = xml_child(o, XNS_W, "lvl");

		i = df_int(xml_attr(o, XNS_W, "ilvl"), -1);
		if (i < 0 || i >= 9)
			continue;
		num->start_override[i] =
		    df_int(xml_attr(xml_child(o, XNS_W, "startOverride"), XNS_W, "val"), -1);
		if (l != NULL) {
			level_read(&num->own[i], l);
			num->has_own[i] = true;
		}
	}
}

int
df_num_read(struct df *s)
{
	const struct pkg_part *p = pkg_find(s->pkg, s->names.numbering);
	struct xml_doc *x;
	const struct xml_node *n;
	size_t na = 0, nn = 0;

	if (p == NULL)
		return 0;
	x = pkg_xml(s->a, s->pkg, p->name, s->d);
	if (x == NULL)
		return -1;
	for (n = x->root->first; n != NULL; n = n->next) {
		na += xml_is(n, XNS_W, "abstractNum");
		nn += xml_is(n, XNS_W, "num");
	}
	s->abstracts = arena_array(s->a, na + 1, sizeof(*s->abstracts));
	s->nums = arena_array(s->a, nn + 1, sizeof(*s->nums));
	for (n = x->root->first; n != NULL; n = n->next)
		if (xml_is(n, XNS_W, "abstractNum"))
			abstract_read(&s->abstracts[s->nabstracts++], n);
	for (n = x->root->first; n != NULL; n = n->next)
		if (xml_is(n, XNS_W, "num"))
			num_read(s, &s->nums[s->nnums++], n);
	return 0;
}

/* Ids grow in step with the list in nearly every file: look at that place first. */
static struct df_num *
num_find(struct df *s, int id)
{
	size_t i;

	if (id > 0 && (size_t)id <= s->nnums && s->nums[id - 1].id == id)
		return s->nums[id - 1].abstract != NULL ? &s->nums[id - 1] : NULL;
	for (i = 0; i < s->nnums; i++)
		if (s->nums[i].id == id)
			return s->nums[i].abstract != NULL ? &s->nums[i] : NULL;
	return NULL;
}

static const struct df_level *
level_of(const struct df_num *n, int level)
{
	return n->has_own[level] ? &n->own[level] : &n->abstract->level[level];
}

const struct df_level *
df_num_level(struct df *s, int num_id, int level)
{
	const struct df_num *n = num_find(s, num_id);

	if (n == NULL || level < 0 || level >= 9)
		return NULL;
	return level_of(n, level)->node != NULL ? level_of(n, level) : NULL;
}

/* 17.18.59 ST_NumberFormat; what we do not know prints as a plain number. */
static char
form_of(const char *format)
{
	if (strcmp(format, "lowerLetter") == 0)
		return 'a';
	if (strcmp(format, "upperLetter") == 0)
		return 'A';
	if (strcmp(format, "lowerRoman") == 0)
		return 'i';
	if (strcmp(format, "upperRoman") == 0)
		return 'I';
	if (strcmp(format, "decimalZero") == 0)
		return '0';
	return strcmp(format, "none") == 0 ? ' ' : '1';
}

static int
start_of(const struct df_num *n, int level)
{
	return n->start_override[level] >= 0 ? n->start_override[level] : level_of(n, level)->start;
}

/*
 * Counters belong to the abstract definition and are shared by its nums; a num's
 * start override acts once, when the num is first met (as Word and Writer do).
 */
static void
count(struct df_num *n, int level)
{
	struct df_abstract *a = n->abstract;
	int i;

	if (n->start_override[level] >= 0 && !n->seen[level])
		a->count[level] = n->start_override[level];
	else if (!a->used[level])
		a->count[level] = start_of(n, level);
	else
		a->count[level]++;
	n->seen[level] = a->used[level] = true;
	for (i = 0; i < level; i++)
		if (!a->used[i]) {
			a->count[i] = start_of(n, i);
			a->used[i] = true;
		}
	for (i = level + 1; i < 9; i++)
		a->used[i] = false;
}

static char *
label_text(struct df *s, const struct df_num *n, const struct df_level *l)
{
	struct buf b = {0};
	const char *p;
	char *text;

	for (p = l->text; *p != '\0'; p++) {
		if (p[0] == '%' && p[1] >= '1' && p[1] <= '9') {
			int i = p[1] - '1';
			const char *format = l->legal ? "decimal" : level_of(n, i)->format;
			int v = n->abstract->used[i] ? n->abstract->count[i] : start_of(n, i);

			flow_number_put(&b, form_of(format != NULL ? format : "decimal"), v);
			p++;
		} else
			buf_ch(&b, *p);
	}
	text = arena_strndup(s->a, b.s != NULL ? b.s : "", b.len);
	buf_free(&b);
	return text;
}

/* Private-use signs of symbol fonts mean a plain bullet; NULL: not one of them. */
static const char *
plain_bullet(const char *text)
{
	uint32_t c;

	if (utf8_decode(text, strlen(text), &c) == 0)
		return NULL;
	if (c == 0xF0B7)
		return "\xE2\x80\xA2";
	if (c == 0xF0A7)
		return "\xE2\x96\xAA";
	return NULL;
}

static enum flow_align
label_align(const char *v)
{
	if (v == NULL)
		return FLOW_LEFT;
	if (strcmp(v, "right") == 0 || strcmp(v, "end") == 0)
		return FLOW_RIGHT;
	return strcmp(v, "center") == 0 ? FLOW_CENTER : FLOW_LEFT;
}

void
df_num_label(struct df *s, struct flow_para *p, int num_id, int level, const struct flow_font *base)
{
	struct df_num *n = num_find(s, num_id);
	const struct df_level *l = df_num_level(s, num_id, level);
	struct flow_font f = *base;
	const char *v, *plain;

	if (n == NULL || l == NULL)
		return;
	count(n, level);
	f.underline = false;
	df_apply_rpr(s, &f, l->rpr);
	p->label.bullet = strcmp(l->format, "bullet") == 0;
	p->label.text = p->label.bullet ? l->text : label_text(s, n, l);
	if (p->label.bullet && (plain = plain_bullet(l->text)) != NULL) {
		p->label.text = plain;
		f.family = base->family;
	}
	p->label.font = df_font(s, &f);
	p->label.depth = level;
	p->label.tab = -1;
	p->label.list = num_id;
	v = xml_attr(xml_child(l->node, XNS_W, "suff"), XNS_W, "val");
	p->label.follow = v == NULL || strcmp(v, "tab") == 0 ? FLOW_FOLLOW_TAB
	    : strcmp(v, "space") == 0			     ? FLOW_FOLLOW_SPACE
							     : FLOW_FOLLOW_NOTHING;
	p->label.align = label_align(xml_attr(xml_child(l->node, XNS_W, "lvlJc"), XNS_W, "val"));
	if (*p->label.text == '\0' && strcmp(l->format, "none") == 0)
		p->label.text = NULL;
}
