/*
 * eval - look-up, truth, comparison, printing.
 *
 * Maps of the model may hold "@known": a list of the names that are right but have no
 * value in this plan, so that "not given" and "no such name" can be told apart.
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "plan/latvian.h"
#include "tmpl/eval.h"
#include "tmpl/markdown.h"

#define KNOWN "@known"
#define BLANK_TEXT "____"
#define LIST_DEPTH 8

static const struct value value_none = {.kind = VALUE_NONE};

/* -- look-up -------------------------------------------------------------- */

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* A field by name; a name with marks also when the key is not in NFC. */
static const struct value *
field(const struct value *v, const char *name, struct arena *a)
{
	const struct value *found;
	size_t i;

	if (v->kind != VALUE_MAP && v->kind != VALUE_LIST)
		return NULL;
	found = value_get(v, name);
	if (found != NULL || is_ascii(name))
		return found;
	for (i = 0; i < v->nfields; i++)
		if (!is_ascii(v->fields[i].key) &&
		    strcmp(utf8_nfc(a, v->fields[i].key, strlen(v->fields[i].key)), name) == 0)
			return v->fields[i].value;
	return NULL;
}

static bool
in_known(const struct value *v, const char *name)
{
	const struct value *known;
	size_t i;

	if (v->kind != VALUE_MAP && v->kind != VALUE_LIST)
		return false;
	known = value_get(v, KNOWN);
	if (known == NULL)
		return false;
	if (known->kind == VALUE_MAP)
		return value_get(known, name) != NULL;
	for (i = 0; i < known->nitems; i++)
		if (known->items[i]->kind == VALUE_TEXT &&
		    strcmp(known->items[i]->text, name) == 0)
			return true;
	return false;
}

static bool
is_year(const char *s)
{
	return strlen(s) == 4 && strspn(s, "0123456789") == 4;
}

/* A map whose keys are years: a year without an entry has nothing, and that is right. */
static bool
is_year_map(const struct value *v)
{
	size_t i;

	if (v->kind != VALUE_MAP && v->kind != VALUE_LIST)
		return false;
	if (v->form == VALUE_YEAR)
		return true;
	for (i = 0; i < v->nfields; i++)
		if (v->fields[i].key[0] != '@' && !is_year(v->fields[i].key))
			return false;
	return v->nitems == 0;
}

static const struct scope *
outermost(const struct scope *s)
{
	while (s->parent != NULL)
		s = s->parent;
	return s;
}

/* -- the nearest right name ------------------------------------------------ */

struct names {
	const char **s;
	size_t n, cap;
	struct arena *a;
};

static void
add_name(struct names *l, const char *s)
{
	if (s == NULL || s[0] == '@')
		return;
	l->s = arena_grow(l->a, l->s, l->n, l->n + 1, &l->cap, sizeof(*l->s));
	l->s[l->n++] = s;
}

static void
add_fields(struct names *l, const struct value *v)
{
	const struct value *known;
	size_t i;

	if (v->kind != VALUE_MAP && v->kind != VALUE_LIST)
		return;
	for (i = 0; i < v->nfields; i++)
		add_name(l, v->fields[i].key);
	known = value_get(v, KNOWN);
	if (known == NULL)
		return;
	for (i = 0; i < known->nitems; i++)
		if (known->items[i]->kind == VALUE_TEXT)
			add_name(l, known->items[i]->text);
	for (i = 0; i < known->nfields; i++)
		add_name(l, known->fields[i].key);
}

/* Of all that a bare name could have meant; first of all an outer turn's own field. */
static const char *
near_bare(const struct scope *s, const char *name, struct arena *a)
{
	const struct scope *o;
	struct names l = {.a = a};

	for (o = s->parent; o != NULL && o->parent != NULL; o = o->parent)
		if (o->name != NULL && field(o->turn, name, a) != NULL)
			return arena_printf(a, "%s.%s", o->name, name);
	for (o = s; o != NULL; o = o->parent) {
		if (o == s || o->parent == NULL)
			add_fields(&l, o->turn);
		if (o->parent != NULL)
			add_name(&l, o->name);
	}
	return utf8_nearest(name, l.s, l.n);
}

/* The path with its step "i" replaced by the nearest field of v; NULL when none is near. */
static const char *
near_step(const struct value *v, const struct tag_path *path, size_t i, const char *name,
    struct arena *a)
{
	struct names l = {.a = a};
	struct tag_path head = *path;
	struct tag_step *steps;
	const char *near;

	add_fields(&l, v);
	near = utf8_nearest(name, l.s, l.n);
	if (near == NULL)
		return NULL;
	steps = arena_array(a, i + 1, sizeof(*steps));
	memcpy(steps, path->steps, i * sizeof(*steps));
	steps[i].name = near;
	head.steps = steps;
	head.nsteps = i + 1;
	return tag_path_text(a, &head);
}

/* -- steps ------------------------------------------------------------------ */

static enum find_result
find_at(const struct scope *s, const char *name, const struct value **out, struct arena *a)
{
	struct value *v;

	if (s->parent == NULL)
		return FIND_UNKNOWN;
	if (strcmp(name, "@index") == 0)
		v = value_int(a, VALUE_INT, (int64_t)s->index + 1);
	else if (strcmp(name, "@count") == 0)
		v = value_int(a, VALUE_INT, (int64_t)s->count);
	else
		v = value_int(a, VALUE_BOOL, strcmp(name, "@first") == 0 ? s->index == 0 :
		    s->index + 1 == s->count);
	*out = v;
	return FIND_OK;
}

/*
 * The first name of a path.  A known field that this turn lacks is missing; the plan's
 * field of that name is not what was meant.
 */
static enum find_result
find_bare(const struct scope *s, const char *name, const struct value **out, const char **near,
    struct arena *a)
{
	const struct scope *o, *root = outermost(s);

	if (name[0] == '@')
		return find_at(s, name, out, a);
	if ((*out = field(s->turn, name, a)) != NULL)
		return FIND_OK;
	if (s->parent != NULL && in_known(s->turn, name))
		return FIND_MISSING;
	for (o = s; o->parent != NULL; o = o->parent)
		if (o->name != NULL && strcmp(o->name, name) == 0) {
			*out = o->turn;
			return FIND_OK;
		}
	if ((*out = field(root->turn, name, a)) != NULL)
		return FIND_OK;
	if (in_known(root->turn, name))
		return FIND_MISSING;
	*near = near_bare(s, name, a);
	return FIND_UNKNOWN;
}

/* "goal.expected" in the model's @known stands for any goal; indexes do not count. */
static bool
path_known(const struct value *model, const struct tag_path *path, size_t upto, struct arena *a)
{
	struct tag_path names = {0};
	size_t i;

	names.steps = arena_array(a, upto + 1, sizeof(*names.steps));
	for (i = 0; i <= upto; i++)
		if (path->steps[i].name != NULL)
			names.steps[names.nsteps++] = path->steps[i];
	return in_known(model, tag_path_text(a, &names));
}

/* The name of a step: as typed, or the text of the value in brackets. */
static enum find_result
step_name(const struct scope *s, const struct tag_step *step, const char **name,
    const char **near, struct arena *a)
{
	const struct value *v = NULL;
	enum find_result r;

	*name = step->name;
	if (step->name != NULL)
		return FIND_OK;
	r = eval_find(s, step->index, &v, near, a);
	if (r == FIND_OK && v->kind != VALUE_BLANK && v->kind != VALUE_NONE) {
		*name = v->text != NULL ? utf8_nfc(a, v->text, v->len) : "";
		return FIND_OK;
	}
	return r;
}

enum find_result
eval_find(const struct scope *s, const struct tag_path *path, const struct value **out,
    const char **near, struct arena *a)
{
	const struct value *v, *next;
	const char *name;
	enum find_result r;
	size_t i;

	*out = NULL;
	*near = NULL;
	if (path->nsteps == 0) {
		if (s->parent == NULL)
			return FIND_UNKNOWN;
		*out = s->turn;
		return FIND_OK;
	}
	r = find_bare(s, path->steps[0].name, &v, near, a);
	for (i = 1; r == FIND_OK && i < path->nsteps; i++) {
		r = step_name(s, &path->steps[i], &name, near, a);
		if (r != FIND_OK)
			return r;
		/* Below a blank all is blank, below nothing is nothing. */
		if (v->kind == VALUE_BLANK || v->kind == VALUE_NONE)
			continue;
		if (name == NULL) { /* picked by a blank */
			v = &value_none;
			continue;
		}
		next = field(v, name, a);
		if (next != NULL) {
			v = next;
		} else if (is_year(name) && is_year_map(v)) {
			v = &value_none;
		} else if (in_known(v, name) || path_known(outermost(s)->turn, path, i, a)) {
			return FIND_MISSING;
		} else {
			*near = near_step(v, path, i, name, a);
			return FIND_UNKNOWN;
		}
	}
	if (r == FIND_OK)
		*out = v;
	return r;
}

/* -- truth and comparison ----------------------------------------------------- */

bool
eval_truth(const struct value *v)
{
	if (v == NULL)
		return false;
	switch (v->kind) {
	case VALUE_BLANK:
	case VALUE_NONE:
		return false;
	case VALUE_TEXT:
		return v->form == VALUE_BOOL ? v->num != 0 : v->len > 0;
	case VALUE_LIST:
		return v->nitems > 0;
	case VALUE_MAP:
		return v->nfields > 0 || v->len > 0;
	}
	return false;
}

/* A decimal number cut in its parts; leading zeros and trailing ones left out. */
struct decimal {
	bool neg;
	const char *whole, *frac;
	size_t nwhole, nfrac;
};

/*
 * Text without blanks of any kind, with a point; false when it is no number.  "buf"
 * must hold len + 1 bytes.
 */
static bool
read_decimal(const char *s, size_t len, char *buf, struct decimal *d)
{
	size_t i, n = 0;
	uint32_t c;
	int k;

	for (i = 0; i < len; i += (size_t)k) {
		k = utf8_decode(s + i, len - i, &c);
		if (k == 0)
			return false;
		if (c == ' ' || c == 0xA0 || c == 0x202F)
			continue;
		if (c == 0x2212)
			c = '-';
		if (c == ',')
			c = '.';
		if (c >= 0x80)
			return false;
		buf[n++] = (char)c;
	}
	buf[n] = '\0';
	memset(d, 0, sizeof(*d));
	d->neg = buf[0] == '-';
	d->whole = buf + d->neg;
	d->nwhole = strspn(d->whole, "0123456789");
	d->frac = d->whole + d->nwhole;
	if (d->nwhole == 0)
		return false;
	if (*d->frac == '.') {
		d->frac++;
		d->nfrac = strspn(d->frac, "0123456789");
		if (d->nfrac == 0)
			return false;
	}
	if (d->frac[d->nfrac] != '\0')
		return false;
	for (; d->nwhole > 0 && *d->whole == '0'; d->nwhole--)
		d->whole++;
	while (d->nfrac > 0 && d->frac[d->nfrac - 1] == '0')
		d->nfrac--;
	if (d->nwhole == 0 && d->nfrac == 0)
		d->neg = false;
	return true;
}

static int
compare_size(const struct decimal *a, const struct decimal *b)
{
	size_t n = a->nfrac < b->nfrac ? a->nfrac : b->nfrac;
	int c;

	if (a->nwhole != b->nwhole)
		return a->nwhole < b->nwhole ? -1 : 1;
	c = memcmp(a->whole, b->whole, a->nwhole);
	if (c == 0)
		c = memcmp(a->frac, b->frac, n);
	if (c == 0 && a->nfrac != b->nfrac)
		c = a->nfrac < b->nfrac ? -1 : 1;
	return c;
}

static int
compare_decimal(const struct decimal *a, const struct decimal *b)
{
	if (a->neg != b->neg)
		return a->neg ? -1 : 1;
	return a->neg ? compare_size(b, a) : compare_size(a, b);
}

/* The plain text that a comparison sees: no formats, no-break spaces as spaces. */
static void
compare_text(struct buf *b, const struct value *v)
{
	struct buf raw = {0};
	size_t i;

	if (v->kind == VALUE_TEXT && v->form == VALUE_MONEY)
		buf_printf(&raw, "%s%lld.%02d", v->num < 0 && v->num > -100 ? "-" : "",
		    (long long)(v->num / 100), abs((int)(v->num % 100)));
	else if (v->text != NULL)
		buf_add(&raw, v->text, v->len);
	for (i = 0; i < raw.len; i++) {
		if (raw.len - i >= 2 && memcmp(raw.s + i, NBSP, 2) == 0) {
			buf_ch(b, ' ');
			i++;
		} else {
			buf_ch(b, raw.s[i]);
		}
	}
	buf_free(&raw);
}

static int
compare_values(const struct buf *text, const char *constant)
{
	struct arena *a = arena_new();
	struct decimal x, y;
	size_t n = strlen(constant);
	char *p = arena_alloc(a, text->len + 1), *q = arena_alloc(a, n + 1);
	int c;

	if (read_decimal(text->len != 0 ? text->s : "", text->len, p, &x) &&
	    read_decimal(constant, n, q, &y))
		c = compare_decimal(&x, &y);
	else
		c = strcmp(utf8_nfc(a, text->len != 0 ? text->s : "", text->len),
		    utf8_nfc(a, constant, n));
	arena_free(a);
	return c;
}

bool
eval_compare(const struct value *v, enum tag_op op, const char *constant)
{
	struct buf text = {0};
	int c;

	/* What is not there differs from everything and is in no order. */
	if (v == NULL || v->kind == VALUE_BLANK || v->kind == VALUE_NONE)
		return op == OP_NE;
	compare_text(&text, v);
	c = compare_values(&text, constant);
	buf_free(&text);
	switch (op) {
	case OP_EQ:
		return c == 0;
	case OP_NE:
		return c != 0;
	case OP_LT:
		return c < 0;
	case OP_GT:
		return c > 0;
	case OP_NONE:
		break;
	}
	return eval_truth(v);
}

/* -- printing ------------------------------------------------------------------ */

struct print {
	struct buf *out;
	struct arena *a;
	enum tag_format format; /* of each value: money .. percent, or FMT_NONE */
	const char *sep;        /* between items */
	bool join;              /* |join: items even when the list has a text of its own */
	enum diag_code why;
};

static int
refuse(struct print *p, enum diag_code why)
{
	p->why = why;
	return -1;
}

/* Cents of a number or amount; false when it is neither. */
static bool
cents_of(const struct value *v, int64_t *cents)
{
	switch (v->form) {
	case VALUE_MONEY:
		*cents = v->num;
		return true;
	case VALUE_INT:
		return !__builtin_mul_overflow(v->num, 100, cents);
	case VALUE_NUMBER:
		return num_parse_cents(v->text, v->len, cents);
	default:
		return false;
	}
}

/* Digits with a point, as num_put_number() wants them; false when it is no number. */
static bool
number_of(struct print *p, const struct value *v, const char **s)
{
	int64_t whole;

	switch (v->form) {
	case VALUE_MONEY:
		whole = v->num / 100;
		if (v->num % 100 == 0)
			*s = arena_printf(p->a, "%lld", (long long)whole);
		else
			*s = arena_printf(p->a, "%s%lld.%02d",
			    v->num < 0 && whole == 0 ? "-" : "", (long long)whole,
			    abs((int)(v->num % 100)));
		return true;
	case VALUE_INT:
		*s = arena_printf(p->a, "%lld", (long long)v->num);
		return true;
	case VALUE_NUMBER:
		*s = v->text;
		return true;
	default:
		return false;
	}
}

static int
put_date(struct print *p, const struct value *v, enum tag_format format)
{
	struct date d;

	if (!date_parse(v->text, v->len, &d)) {
		if (v->form != VALUE_PLAIN)
			return refuse(p, DIAG_PRINT_DATE);
		buf_add(p->out, v->text, v->len);
		return 0;
	}
	if (format == FMT_DATE_SHORT)
		buf_str(p->out, lv_date_short(p->a, d));
	else
		buf_str(p->out, lv_date(p->a, d, format == FMT_DATE_GENITIVE ? LV_GENITIVE :
		    format == FMT_DATE_LOCATIVE ? LV_LOCATIVE : LV_NOMINATIVE));
	return 0;
}

/* A Markdown value in a line: only one that is a single plain paragraph. */
static int
put_markdown(struct print *p, const struct value *v)
{
	struct diag *d = diag_new(DIAG_EN); /* its remarks belong to |markdown */
	struct md_block *b = markdown_parse(p->a, v->text, v->len, &v->at, d);
	struct md_inline *i;

	diag_free(d);
	if (b != NULL && (b->next != NULL || b->list != MD_PLAIN))
		return refuse(p, DIAG_PRINT_MARKDOWN);
	for (i = b != NULL ? b->inlines : NULL; i != NULL; i = i->next) {
		if (i->kind == MD_NOTE || i->kind == MD_REF || i->link != NULL)
			return refuse(p, DIAG_PRINT_MARKDOWN);
		if (i->kind == MD_BREAK)
			buf_ch(p->out, '\n');
		else
			buf_add(p->out, i->text, i->len);
	}
	return 0;
}

/* A value as it prints without a format. */
static int
put_unformatted(struct print *p, const struct value *v)
{
	size_t i;

	switch (v->form) {
	case VALUE_MARKDOWN:
		return put_markdown(p, v);
	case VALUE_MONEY:
		num_put_cents(p->out, v->num);
		return 0;
	case VALUE_NUMBER:
		if (v->len > 0 && v->text[0] == '-')
			buf_str(p->out, MINUS);
		for (i = v->len > 0 && v->text[0] == '-'; i < v->len; i++)
			buf_ch(p->out, v->text[i] == '.' ? ',' : v->text[i]);
		return 0;
	case VALUE_DATE:
		return put_date(p, v, FMT_DATE);
	case VALUE_BOOL:
		if (v->num != 0)
			buf_ch(p->out, 'x');
		return 0;
	default:
		buf_add(p->out, v->text, v->len);
		return 0;
	}
}

/*
 * A plain text under a format for numbers or dates is a plan's own wording ("21180,00",
 * "nav nepieciešams"): it prints as it was written.
 */
static int
put_formatted(struct print *p, const struct value *v)
{
	const char *s;
	int64_t cents;

	if (p->format == FMT_NONE)
		return put_unformatted(p, v);
	if (p->format >= FMT_DATE && p->format <= FMT_DATE_SHORT) {
		if (v->form == VALUE_DATE || v->form == VALUE_PLAIN)
			return put_date(p, v, p->format);
		return refuse(p, DIAG_PRINT_DATE);
	}
	if (v->form == VALUE_PLAIN) {
		buf_add(p->out, v->text, v->len);
		return 0;
	}
	if (p->format == FMT_MONEY || p->format == FMT_AMOUNT) {
		if (!cents_of(v, &cents))
			return refuse(p, DIAG_PRINT_NUMBER);
		num_put_cents(p->out, cents);
		if (p->format == FMT_MONEY)
			buf_str(p->out, NBSP "EUR");
		return 0;
	}
	if (!number_of(p, v, &s) || (v->form == VALUE_MONEY && p->format == FMT_PERCENT))
		return refuse(p, DIAG_PRINT_NUMBER);
	num_put_number(p->out, s, strlen(s));
	if (p->format == FMT_PERCENT)
		buf_str(p->out, NBSP "%");
	return 0;
}

static int put_value(struct print *, const struct value *, int);

static int
put_items(struct print *p, const struct value *v, int depth)
{
	size_t i, before, start;
	bool any = false;

	if (depth >= LIST_DEPTH)
		return refuse(p, DIAG_PRINT_LIST);
	for (i = 0; i < v->nitems; i++) {
		before = p->out->len;
		if (any)
			buf_str(p->out, p->sep);
		start = p->out->len;
		if (put_value(p, v->items[i], depth + 1) == -1)
			return -1;
		if (p->out->len == start) /* an item that prints nothing needs no comma */
			p->out->len = before;
		else
			any = true;
	}
	return 0;
}

static int
put_value(struct print *p, const struct value *v, int depth)
{
	switch (v->kind) {
	case VALUE_BLANK:
		buf_str(p->out, BLANK_TEXT);
		return 0;
	case VALUE_NONE:
		if (p->format == FMT_AMOUNT)
			buf_str(p->out, EN_DASH);
		return 0;
	case VALUE_TEXT:
		return put_formatted(p, v);
	case VALUE_LIST:
		if (v->text == NULL || (v->nitems > 0 && (p->join || p->format != FMT_NONE)))
			return put_items(p, v, depth);
		return put_formatted(p, v);
	case VALUE_MAP:
		if (v->text == NULL)
			return refuse(p, DIAG_PRINT_GROUP);
		return put_formatted(p, v);
	}
	return 0;
}

static void
set_up(struct print *p, const struct tag *t)
{
	int i;

	p->sep = ", ";
	for (i = 0; i < t->nfilters; i++) {
		switch (t->filters[i].format) {
		case FMT_JOIN:
			p->join = true;
			if (t->filters[i].arg != NULL)
				p->sep = t->filters[i].arg;
			break;
		case FMT_UPPER:
		case FMT_FIRST:
		case FMT_NONE:
			break;
		default:
			p->format = t->filters[i].format;
		}
	}
}

int
eval_print(struct buf *out, const struct value *v, const struct tag *t, struct arena *a,
    enum diag_code *why)
{
	struct buf text = {0};
	struct print p = {.out = &text, .a = a};
	char *s;
	int i;

	set_up(&p, t);
	if (put_value(&p, v, 0) == -1) {
		buf_free(&text);
		*why = p.why;
		return -1;
	}
	if (utf8_check(buf_cstr(&text), text.len) < text.len ||
	    utf8_xml_check(text.s, text.len) < text.len) {
		buf_free(&text);
		*why = DIAG_PRINT_CHAR;
		return -1;
	}
	s = utf8_nfc(a, text.s, text.len);
	buf_free(&text);
	for (i = 0; i < t->nfilters; i++) {
		if (t->filters[i].format == FMT_UPPER)
			s = utf8_upper(a, s, strlen(s));
		else if (t->filters[i].format == FMT_FIRST)
			s = utf8_upper_first(a, s, strlen(s));
	}
	buf_str(out, s);
	return 0;
}
