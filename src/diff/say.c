/* say - values as people read them, and what is said of them; see priv.h */
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "diff/priv.h"
#include "plan/field.h"
#include "plan/latvian.h"

#define PRINT_DEPTH 8

const char *
diff_pick(const struct diffing *d, const char *en, const char *lv)
{
	return d->lang == DIAG_LV ? lv : en;
}

const char *
diff_label(const struct diffing *d, const struct field *f)
{
	const char *s = diff_pick(d, f->label_en, f->label);

	return s != NULL ? s : f->name == NULL ? "" : f->name;
}

const char *
diff_small(const struct diffing *d, const char *s)
{
	uint32_t c;
	int n = utf8_decode(s, strlen(s), &c);

	return n == 0 ? s : arena_printf(d->a, "%s%s", utf8_lower(d->a, s, (size_t)n), s + n);
}

const char *
diff_at(const struct diffing *d, const char *place, const struct field *f)
{
	return *place == '\0' ? diff_label(d, f)
	    : arena_printf(d->a, "%s: %s", place, diff_small(d, diff_label(d, f)));
}

/* -- equal as written -- */

bool
diff_same(const struct value *x, const struct value *y)
{
	const struct value *other;
	size_t i;

	if (x == NULL || y == NULL)
		return x == y || (x == NULL ? y->kind == VALUE_NONE : x->kind == VALUE_NONE);
	if (x->kind != y->kind || x->nitems != y->nitems || x->nfields != y->nfields)
		return false;
	if (x->kind == VALUE_TEXT && (x->len != y->len || memcmp(x->text, y->text, x->len) != 0))
		return false;
	for (i = 0; i < x->nitems; i++)
		if (!diff_same(x->items[i], y->items[i]))
			return false;
	for (i = 0; i < x->nfields; i++) {
		other = value_get(y, x->fields[i].key);
		if (other == NULL || !diff_same(x->fields[i].value, other))
			return false;
	}
	return true;
}

/* -- printing -- */

const char *
diff_choice(const struct diffing *d, const char *key)
{
	const struct choice_word *c = field_choice(key);

	return c == NULL ? key : diff_pick(d, c->en, c->lv);
}

static const char *
print_number(struct diffing *d, const char *s)
{
	struct buf b = {0};
	const char *out;

	num_put_number(&b, s, strlen(s));
	out = arena_strndup(d->a, b.s, b.len);
	buf_free(&b);
	return out;
}

static const char *
cents(struct diffing *d, int64_t n)
{
	struct buf b = {0};
	const char *out;

	num_put_cents(&b, n);
	out = arena_printf(d->a, "%.*s" NBSP "EUR", (int)b.len, b.s);
	buf_free(&b);
	return out;
}

static bool
is_amount(const struct value *v)
{
	return v != NULL && v->kind == VALUE_TEXT && v->form == VALUE_MONEY;
}

const char *
diff_print_money(struct diffing *d, const struct value *v, const struct value *before)
{
	int64_t more;

	if (v != NULL && v->kind == VALUE_BLANK)
		return "____";
	if (!is_amount(v))
		return v != NULL && v->text != NULL ? v->text : EN_DASH;
	if (before == NULL || !is_amount(before) || before->num == v->num)
		return cents(d, v->num);
	more = v->num - before->num;
	return arena_printf(d->a, "%s (%s%s)", cents(d, v->num), more > 0 ? "+" : MINUS,
	    cents(d, more > 0 ? more : -more));
}

static const char *
print_date(struct diffing *d, const char *s)
{
	struct date date;

	return date_parse(s, strlen(s), &date) ? lv_date_short(d->a, date) : s;
}

/* "2024-2026" or "2024" -> "2024.–2026." */
static const char *
print_years(struct diffing *d, const char *s)
{
	int64_t from, to;

	if (strlen(s) == 9 && num_parse_int(s, 4, &from) && num_parse_int(s + 5, 4, &to))
		return lv_period(d->a, (int)from, (int)to);
	return strlen(s) == 4 ? arena_printf(d->a, "%s.", s) : s;
}

static const char *
print_term(struct diffing *d, const struct value *v)
{
	const char *one = v->text, *const *points = &one, **several, *s;
	size_t n = 1, i;

	if (v->kind == VALUE_LIST) {
		n = v->nitems;
		several = arena_array(d->a, n, sizeof(several[0]));
		for (i = 0; i < n; i++)
			several[i] = v->items[i]->text;
		points = several;
	}
	s = lv_term(d->a, points, n);
	return s == NULL ? EN_DASH : s;
}

/* What a reference means: the name of an institution, a source, a goal. */
static const char *
print_ref(const struct side *s, const struct field *f, const char *id)
{
	const struct idmap *m = f->type == FIELD_PARTY ? &s->parties
	    : f->ref != NULL && strcmp(f->ref, "goal") == 0 ? &s->goals : &s->sources;
	const struct value *v = idmap_get(m, id);
	const char *name = v == NULL ? NULL : value_get_text(v, "short");

	if (name == NULL && v != NULL)
		name = value_get_text(v, "name");
	return name != NULL ? name : id;
}

const char *
diff_print_value(struct diffing *d, const struct value *v, const char *unit)
{
	const struct value *number, *year, *stands, *note;
	struct buf b = {0};
	const char *s;

	if (v == NULL || v->kind == VALUE_NONE)
		return EN_DASH;
	if (v->kind == VALUE_BLANK)
		return "____";
	number = v->kind == VALUE_MAP ? value_get(v, "value") : v;
	if (v->kind == VALUE_MAP && value_get_text(v, "unit") != NULL)
		unit = value_get_text(v, "unit");
	if (number != NULL) {
		buf_str(&b, number->kind == VALUE_TEXT ? print_number(d, number->text) : "____");
		if (unit != NULL)
			buf_printf(&b, NBSP "%s", unit);
	}
	if (v->kind == VALUE_MAP) {
		year = value_get(v, "year");
		stands = value_get(v, "stands");
		note = value_get(v, "note");
		if (value_get_text(v, "text") != NULL)
			buf_str(&b, value_get_text(v, "text"));
		if (year != NULL && year->kind != VALUE_NONE)
			buf_printf(&b, " (%s)", year->kind == VALUE_TEXT ? year->text : "____");
		if (stands != NULL && stands->kind == VALUE_TEXT)
			buf_printf(&b, ", %s", diff_choice(d, stands->text));
		if (note != NULL && note->kind == VALUE_TEXT)
			buf_printf(&b, ", %s", note->text);
	}
	s = b.len == 0 ? EN_DASH : arena_strndup(d->a, b.s, b.len);
	buf_free(&b);
	return s;
}

static const char *print_deep(struct diffing *, const struct side *, const struct field *,
    const struct value *, int);

/* "psihologs – 1 slodze" */
static const char *
print_person(struct diffing *d, const struct value *v)
{
	const struct value *count = value_get(v, "count");
	const char *unit = value_get_text(v, "unit"), *role = value_get_text(v, "role");

	role = role == NULL ? "____" : role;
	if (count == NULL || count->kind == VALUE_NONE)
		return unit == NULL ? role : arena_printf(d->a, "%s " EN_DASH " %s", role, unit);
	return arena_printf(d->a, "%s " EN_DASH NBSP "%s%s%s", role, count->kind == VALUE_TEXT
	    ? print_number(d, count->text) : "____", unit == NULL ? "" : " ", unit == NULL ? "" : unit);
}

static const struct field *
amendment_word(void)
{
	return field_find(field_find(field_find(&field_plan, "approval"), "amended")->item, "word");
}

/* "GROZĪT" -> "GROZĪTA", with the ending of the plan's own mark. */
const char *
diff_participle(struct diffing *d, const struct side *s, const struct value *word)
{
	static const char stem[] = "APSTIPRINĀT";
	const char *own = value_get_text(s->model, "participle");

	if (word == NULL || word->kind != VALUE_TEXT)
		return "____";
	return arena_printf(d->a, "%s%s", word->text, own != NULL &&
	    strncmp(own, stem, sizeof(stem) - 1) == 0 ? own + sizeof(stem) - 1 : "");
}

/* "label: value; label: value" of what is given. */
static const char *
print_map(struct diffing *d, const struct side *s, const struct field *f, const struct value *v,
    int depth)
{
	const struct value *text = value_get(v, "text"), *sub;
	struct buf b = {0};
	const char *out;
	size_t i;

	if (f->type == FIELD_PARTY)
		return text != NULL && text->kind == VALUE_TEXT ? text->text : EN_DASH;
	if (f->sub != NULL && field_find(f, "role") != NULL)
		return print_person(d, v);
	if (f == field_find(&field_plan, "abbreviations")->item && value_get_text(v, "short") != NULL &&
	    value_get_text(v, "name") != NULL)
		return arena_printf(d->a, "%s " EN_DASH " %s", value_get_text(v, "short"),
		    value_get_text(v, "name"));
	for (i = 0; i < v->nfields; i++) {
		const struct field *of = f->type == FIELD_YEARMAP ? f->item
		    : f->sub == NULL ? NULL : field_find(f, v->fields[i].key);

		sub = v->fields[i].value;
		if (of == NULL || sub->kind == VALUE_NONE)
			continue;
		if (of == amendment_word()) {
			buf_str(&b, diff_participle(d, s, sub));
			continue;
		}
		buf_printf(&b, "%s%s%s %s", b.len == 0 ? "" : "; ", f->type == FIELD_YEARMAP
		    ? arena_printf(d->a, "%s%s", v->fields[i].key, diff_pick(d, "", "." NBSP "gadā"))
		    : b.len == 0 && depth == 0 ? diff_label(d, of) : diff_small(d, diff_label(d, of)),
		    f->type == FIELD_YEARMAP ? " " EN_DASH : ":", print_deep(d, s, of, sub, depth + 1));
	}
	out = b.len == 0 ? EN_DASH : arena_strndup(d->a, b.s, b.len);
	buf_free(&b);
	return out;
}

static const char *
print_list(struct diffing *d, const struct side *s, const struct field *f, const struct value *v,
    int depth)
{
	const char *sep = f->type == FIELD_YEARS || f->item->type == FIELD_PARTY ||
	    f->item->type == FIELD_REF || depth > 0 ? ", " : "; ";
	struct buf b = {0};
	const char *out;
	size_t i;

	for (i = 0; i < v->nitems; i++)
		buf_printf(&b, "%s%s", b.len == 0 ? "" : sep,
		    f->type == FIELD_YEARS ? print_years(d, v->items[i]->text)
		    : print_deep(d, s, f->item, v->items[i], depth + 1));
	out = b.len == 0 ? EN_DASH : arena_strndup(d->a, b.s, b.len);
	buf_free(&b);
	return out;
}

static const char *
print_text(struct diffing *d, const struct side *s, const struct field *f, const struct value *v)
{
	switch (f->type) {
	case FIELD_MONEY:
		return diff_print_money(d, v, NULL);
	case FIELD_DATE:
		return print_date(d, v->text);
	case FIELD_YEARS:
		return print_years(d, v->text);
	case FIELD_NUMBER:
		return print_number(d, v->text);
	case FIELD_ENUM:
		return diff_choice(d, v->text);
	case FIELD_PARTY:
	case FIELD_REF:
		return print_ref(s, f, v->text);
	default:
		return v->len == 0 ? EN_DASH : lv_nobreak(d->a, v->text, false);
	}
}

static const char *
print_deep(struct diffing *d, const struct side *s, const struct field *f, const struct value *v,
    int depth)
{
	if (v == NULL || v->kind == VALUE_NONE || depth > PRINT_DEPTH)
		return EN_DASH;
	if (v->kind == VALUE_BLANK)
		return "____";
	if (f->type == FIELD_TERM)
		return print_term(d, v);
	if (f->type == FIELD_VALUE)
		return diff_print_value(d, v, NULL);
	if (v->kind == VALUE_MAP)
		return print_map(d, s, f, v, depth);
	if (v->kind == VALUE_LIST)
		return print_list(d, s, f, v, depth);
	return print_text(d, s, f, v);
}

const char *
diff_print(struct diffing *d, const struct side *s, const struct field *f, const struct value *v)
{
	return print_deep(d, s, f, v, 0);
}

const char *
diff_print_inside(struct diffing *d, const struct side *s, const struct field *f, const struct value *v)
{
	return print_deep(d, s, f, v, 1);
}

/* -- saying -- */

static struct value *
new_item(struct diffing *d, const char *what, const char *before, const char *after)
{
	struct value *item = value_new(d->a, VALUE_MAP, NULL);

	value_set(d->a, item, "what", value_str(d->a, what));
	value_set(d->a, item, "before", value_str(d->a, before));
	value_set(d->a, item, "after", value_str(d->a, after));
	value_set(d->a, item, "words", value_new(d->a, VALUE_NONE, NULL));
	value_push(d->a, d->items, item);
	d->total++;
	return item;
}

void
diff_say(struct diffing *d, const char *what, const char *before, const char *after)
{
	new_item(d, what, before, after);
}

/* "noteiks → nosaka; + katru gadu": the words alone that differ. */
void
diff_say_words(struct diffing *d, const char *what, const char *before, const char *after)
{
	const char **x, **y;
	size_t nx, ny, i = 0, k = 0, runs = 0;
	bool *px, *py;
	struct buf b = {0};
	struct value *item = new_item(d, what, before, after);

	if (strcmp(before, EN_DASH) == 0 || strcmp(after, EN_DASH) == 0)
		return;
	nx = diff_split_words(d->a, before, &x);
	ny = diff_split_words(d->a, after, &y);
	if (nx < 8 && ny < 8)
		return; /* short enough to see */
	px = arena_array(d->a, nx + 1, sizeof(*px));
	py = arena_array(d->a, ny + 1, sizeof(*py));
	diff_unlike(x, nx, y, ny, px, py);
	while (i < nx || k < ny) {
		size_t i0 = i, k0 = k;

		if (i < nx && k < ny && !px[i] && !py[k]) {
			i++;
			k++;
			continue;
		}
		buf_str(&b, runs++ == 0 ? "" : "; ");
		for (; i < nx && px[i]; i++)
			buf_printf(&b, "%s%s", i == i0 ? "" : " ", x[i]);
		if (k < ny && py[k])
			buf_str(&b, i == i0 ? "+ " : " \xE2\x86\x92 ");
		else if (i != i0) {
			buf_str(&b, " \xE2\x86\x92 " EN_DASH);
		}
		for (; k < ny && py[k]; k++)
			buf_printf(&b, "%s%s", k == k0 ? "" : " ", y[k]);
	}
	/* Where most is new, a list of words helps nobody. */
	if (runs != 0 && runs <= 6 && b.len < (strlen(before) + strlen(after)) / 2)
		value_set(d->a, item, "words", value_text(d->a, b.s, b.len, NULL));
	buf_free(&b);
}
