/*
 * numbering - lists that begin again, and the numbers of headings.
 *
 * A numbered list that begins inside a loop begins anew in each turn: its paragraphs
 * get a w:num of their own with a start override.  Heading numbers are reckoned as Word
 * does, for the contents list.
 */
#include <string.h>

#include "docx/internal.h"

/* A list paragraph inside loops. */
struct docx_list_use {
	size_t index;  /* into docx_fill.lists */
	int depth;     /* of the turn in which it begins */
	const struct num_def *num;
	int ilvl;
};

static bool
is_numbered(const struct num_def *d, int ilvl)
{
	const struct num_level *l;

	if (d == NULL || d->abstract == NULL)
		return false;
	l = &d->abstract->levels[ilvl];
	return l->set && strcmp(l->format, "bullet") != 0 && strcmp(l->format, "none") != 0;
}

static bool
same_list(struct comp *c, const struct xml_node *a, const struct xml_node *b)
{
	int la, lb;

	return docx_para_num(c->t, a, &la) == docx_para_num(c->t, b, &lb);
}

const void *
docx_list_of(struct comp *c, const struct xml_node *para)
{
	struct docx_tmpl *x = docx_of(c->t);
	const struct docx_style *s;
	struct docx_list_use *u;
	struct num_def *d;
	int ilvl, depth;
	bool fresh;
	int64_t *i;

	if (c->repeat == 0 || c->part->kind == PART_META)
		return NULL;
	d = docx_para_num(c->t, para, &ilvl);
	s = docx_para_style(c->t, para);
	if (!is_numbered(d, ilvl) || (s != NULL && s->outline != NO_LEVEL))
		return NULL;
	depth = comp_list_turn(c, para, same_list);
	if (depth == 0)
		return NULL;
	u = arena_alloc(c->mem, sizeof(*u));
	u->depth = depth;
	u->num = d;
	u->ilvl = ilvl;
	if (x->lists == NULL)
		x->lists = names_new(c->mem);
	i = names_at(x->lists, arena_printf(c->mem, "%s/%d", d->id, depth), &fresh);
	if (fresh)
		*i = (int64_t)x->nlists++;
	u->index = (size_t)*i;
	return u;
}

int64_t
docx_new_num(struct filler *f, const struct num_def *num, int ilvl, int start)
{
	struct docx_fill *df = docx_fill(f);
	int64_t id = df->next_num++;

	(void)ilvl;
	buf_printf(&df->nums, "<w:num w:numId=\"%lld\"><w:abstractNumId w:val=\"", (long long)id);
	xml_put_attr(&df->nums, num->abstract->id, strlen(num->abstract->id));
	buf_str(&df->nums, "\"/>");
	for (int i = 0; i < 9; i++)
		if (num->abstract->levels[i].set)
			buf_printf(&df->nums, "<w:lvlOverride w:ilvl=\"%d\"><w:startOverride "
			    "w:val=\"%d\"/></w:lvlOverride>", i,
			    i == ilvl && start > 0 ? start : num->abstract->levels[i].start);
	buf_str(&df->nums, "</w:num>");
	return id;
}

void
docx_put_list(struct filler *f, const void *arg)
{
	const struct docx_list_use *u = arg;
	struct docx_list *l = &docx_fill(f)->lists[u->index];
	uint64_t turn = fill_turn_at(f, u->depth);

	if (l->turn != turn) {
		l->turn = turn;
		l->num = docx_new_num(f, u->num, u->ilvl, 0);
	}
	buf_printf(f->out, "<w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"%lld\"/></w:numPr>",
	    u->ilvl, (long long)l->num);
}

/* ---- the numbering part: added w:num go behind the last one ---- */

static void
put_nums(struct filler *f, struct buf *out, const void *arg)
{
	struct docx_fill *df = docx_fill(f);

	(void)arg;
	buf_add(out, df->nums.s, df->nums.len);
}

static void
late_nums(struct filler *f, const void *arg)
{
	fill_late(f, put_nums, arg);
}

static void
emit_numbering(struct comp *c, const struct xml_node *n, const void *arg)
{
	bool done = false;

	(void)arg;
	comp_open(c, n);
	for (const struct xml_node *k = n->first; k != NULL; k = k->next) {
		if (xml_is(k, XNS_W, "numIdMacAtCleanup")) {
			comp_call(c, late_nums, NULL);
			done = true;
		}
		comp_node(c, k);
	}
	if (!done)
		comp_call(c, late_nums, NULL);
	comp_end(c, n);
}

void
docx_prepare_lists(struct comp *c)
{
	const struct docx_tmpl *x = docx_of(c->t);

	if (x->numbering_part != NULL && strcmp(c->part->name, x->numbering_part) == 0)
		comp_replace(c, c->doc->root, emit_numbering, NULL);
}

/* ---- numbers of headings ---- */

static void
put_roman(struct buf *b, int n, bool upper)
{
	static const struct {
		int value;
		const char *upper, *lower;
	} digits[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"}, {400, "CD", "cd"},
	    {100, "C", "c"}, {90, "XC", "xc"}, {50, "L", "l"}, {40, "XL", "xl"}, {10, "X", "x"},
	    {9, "IX", "ix"}, {5, "V", "v"}, {4, "IV", "iv"}, {1, "I", "i"}};

	for (size_t i = 0; i < sizeof(digits) / sizeof(digits[0]) && n < 4000; i++)
		for (; n >= digits[i].value; n -= digits[i].value)
			buf_str(b, upper ? digits[i].upper : digits[i].lower);
}

void
docx_put_number(struct buf *b, int n, const char *format)
{
	if (strcmp(format, "none") == 0)
		return;
	if (strcmp(format, "upperRoman") == 0 || strcmp(format, "lowerRoman") == 0) {
		put_roman(b, n, format[0] == 'u');
	} else if (strcmp(format, "upperLetter") == 0 || strcmp(format, "lowerLetter") == 0) {
		/* Word repeats the letter: z, aa, bb */
		for (int i = 0; n > 0 && i <= (n - 1) / 26; i++)
			buf_ch(b, (char)((format[0] == 'u' ? 'A' : 'a') + (n - 1) % 26));
	} else {
		buf_printf(b, strcmp(format, "decimalZero") == 0 ? "%02d" : "%d", n);
	}
}

static int
start_of(const struct num_def *d, int level)
{
	return d->start[level] != NO_LEVEL ? d->start[level] : d->abstract->levels[level].start;
}

void
docx_count(struct filler *f, const struct num_def *d, int ilvl, struct buf *out)
{
	const struct docx_tmpl *x = docx_of(f->t);
	struct docx_counter *k = &docx_fill(f)->counters[d->abstract - x->abstracts];
	const struct num_level *l = &d->abstract->levels[ilvl];

	/* Levels above that never appeared count as begun; levels below begin anew. */
	for (int i = 0; i < ilvl; i++)
		if (!k->on[i]) {
			k->on[i] = true;
			k->n[i] = start_of(d, i);
		}
	k->n[ilvl] = k->on[ilvl] ? k->n[ilvl] + 1 : start_of(d, ilvl);
	k->on[ilvl] = true;
	for (int i = ilvl + 1; i < 9; i++)
		k->on[i] = false;
	for (const char *p = l->text; *p != '\0'; p++) {
		if (p[0] == '%' && p[1] >= '1' && p[1] <= '9') {
			int i = p[1] - '1';

			docx_put_number(out, k->n[i],
			    l->legal ? "decimal" : d->abstract->levels[i].format != NULL
			        ? d->abstract->levels[i].format : "decimal");
			p++;
		} else {
			buf_ch(out, *p);
		}
	}
}
