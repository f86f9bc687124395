/* diff - see diff.h */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "diff/priv.h"
#include "plan/latvian.h"

static const struct diff_words words_lv[KINDS] = {
	[GOAL] = {"Mērķis", "Jauns mērķis", "Svītrots mērķis", "pārcelts", "pārdēvēts",
	    "Mērķu numuri"},
	[ACTIVITY] = {"Aktivitāte", "Jauna aktivitāte", "Svītrota aktivitāte", "pārcelta",
	    "pārdēvēta", "Aktivitāšu numuri"},
	[TASK] = {"Uzdevums", "Jauns uzdevums", "Svītrots uzdevums", "pārcelts", "pārdēvēts",
	    "Uzdevumu numuri"},
	[INDICATOR] = {"Rādītājs", "Jauns rādītājs", "Svītrots rādītājs", "pārcelts",
	    "pārdēvēts", "Rādītāju numuri"},
	[ENTRY] = {"Situācijas rinda", "Jauna situācijas rinda", "Svītrota situācijas rinda",
	    "pārcelta", "pārdēvēta", NULL},
	[INSTITUTION] = {"Institūcija", "Jauna institūcija", "Svītrota institūcija", "pārcelta",
	    "pārdēvēta", NULL},
	[SOURCE] = {"Finanšu avots", "Jauns finanšu avots", "Svītrots finanšu avots", "pārcelts",
	    "pārdēvēts", NULL},
};

static const struct diff_words words_en[KINDS] = {
	[GOAL] = {"Goal", "New goal", "Removed goal", "moved", "renamed", "Numbers of goals"},
	[ACTIVITY] = {"Activity", "New activity", "Removed activity", "moved", "renamed",
	    "Numbers of activities"},
	[TASK] = {"Task", "New task", "Removed task", "moved", "renamed", "Numbers of tasks"},
	[INDICATOR] = {"Indicator", "New indicator", "Removed indicator", "moved", "renamed",
	    "Numbers of indicators"},
	[ENTRY] = {"Situation row", "New situation row", "Removed situation row", "moved", "renamed", NULL},
	[INSTITUTION] = {"Institution", "New institution", "Removed institution", "moved", "renamed",
	    NULL},
	[SOURCE] = {"Money source", "New money source", "Removed money source", "moved", "renamed", NULL},
};

/* Where the things of a kind stand: the list's name, and what their name is called. */
static const struct {
	const char *list, *name;
} kinds[KINDS] = {
	[GOAL] = {"goals", "name"}, [ACTIVITY] = {"activities", "name"}, [TASK] = {"tasks", "name"},
	[INDICATOR] = {"indicators", "name"}, [ENTRY] = {"situation", "category"},
	[INSTITUTION] = {"institutions", "name"}, [SOURCE] = {"sources", "name"},
};

const struct diff_words *
diff_words(const struct diffing *d, enum kind k)
{
	return d->lang == DIAG_LV ? &words_lv[k] : &words_en[k];
}

/* The field table's map of a kind of thing. */
static const struct field *
fields_of(enum kind k)
{
	const struct field *f = k == ACTIVITY || k == TASK ? fields_of(k - 1) : &field_plan;

	return field_find(f, kinds[k].list)->item;
}

static size_t
count(const struct value *list)
{
	return list == NULL || list->kind != VALUE_LIST ? 0 : list->nitems;
}

static const char *
text_of(const struct value *map, const char *key)
{
	const char *s = map == NULL || map->kind != VALUE_MAP ? NULL : value_get_text(map, key);

	return s == NULL ? "" : s;
}

static const struct value *
get(const struct value *map, const char *key)
{
	return map == NULL || map->kind != VALUE_MAP ? NULL : value_get(map, key);
}

/* -- collecting -- */

static struct thing *
add(struct diffing *d, struct things *l, enum kind k, const struct value *src,
    const struct value *model, struct thing *above)
{
	struct thing *t;

	l->v = arena_grow(d->a, l->v, l->n, l->n + 1, &l->cap, sizeof(l->v[0]));
	t = &l->v[l->n++];
	*t = (struct thing){.id = text_of(src, "id"), .name = text_of(src, kinds[k].name),
	    .number = model == NULL ? NULL : value_get_text(model, "number"), .level = "",
	    .src = src, .above = above};
	if (above != NULL)
		above->nbelow++;
	if (*t->name == '\0')
		t->name = get(src, kinds[k].name) != NULL ? "____" : t->id;
	return t;
}

static const struct value *
find_id(const struct idmap *m, const struct value *model)
{
	const char *id = value_get_text(model, "id");

	return id == NULL ? NULL : idmap_get(m, id);
}

static void
index_ids(struct arena *a, struct idmap *m, const struct value *list)
{
	size_t i;

	for (i = 0; i < count(list); i++)
		if (*text_of(list->items[i], "id") != '\0')
			idmap_add(a, m, text_of(list->items[i], "id"), list->items[i]);
}

/* Arrays must not move while things point into them: make room first. */
static void
reserve(struct diffing *d, struct side *s)
{
	const struct value *goals = get(s->root, "goals"), *acts;
	size_t n[KINDS] = {0}, i, k;

	for (i = 0; i < count(goals); i++) {
		acts = get(goals->items[i], "activities");
		n[ACTIVITY] += count(acts);
		for (k = 0; k < count(acts); k++)
			n[TASK] += count(get(acts->items[k], "tasks"));
	}
	for (i = 0; i < KINDS; i++) {
		if (i != ACTIVITY && i != TASK)
			n[i] = count(get(s->root, kinds[i].list));
		s->of[i].cap = n[i] + 1;
		s->of[i].v = arena_array(d->a, n[i] + 1, sizeof(s->of[i].v[0]));
	}
}

/* The goals as they print, with their activities and tasks. */
static void
collect_tree(struct diffing *d, struct side *s)
{
	const struct value *goals = get(s->model, "goals"), *src, *acts, *tasks;
	struct thing *goal, *act;
	size_t i, k, t;

	for (i = 0; i < count(goals); i++) {
		src = find_id(&s->goals, goals->items[i]);
		goal = add(d, &s->of[GOAL], GOAL, src, goals->items[i], NULL);
		goal->level = text_of(src, "level");
		acts = get(src, "activities");
		for (k = 0; k < count(acts); k++) {
			act = add(d, &s->of[ACTIVITY], ACTIVITY, acts->items[k],
			    value_get(goals->items[i], "activities")->items[k], goal);
			tasks = get(act->src, "tasks");
			for (t = 0; t < count(tasks); t++)
				add(d, &s->of[TASK], TASK, tasks->items[t], value_get(value_get(goals->items[i],
				    "activities")->items[k], "tasks")->items[t], act);
		}
	}
}

static void
collect_indicators(struct diffing *d, struct side *s)
{
	const struct value *list = get(s->model, "indicators"), *src, *goals;
	struct idmap by_id = {0};
	struct thing *t;
	size_t i;

	index_ids(d->a, &by_id, get(s->root, "indicators"));
	for (i = 0; i < count(list); i++) {
		src = find_id(&by_id, list->items[i]);
		t = add(d, &s->of[INDICATOR], INDICATOR, src, list->items[i], NULL);
		goals = get(src, "goals");
		if (count(goals) != 0 && goals->items[0]->text != NULL)
			t->level = text_of(idmap_get(&s->goals, goals->items[0]->text), "level");
	}
}

/* Places are counted among those that stand together. */
static void
number_places(struct things *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		l->v[i].place = i != 0 && l->v[i].above == l->v[i - 1].above &&
		    strcmp(l->v[i].level, l->v[i - 1].level) == 0 ? l->v[i - 1].place + 1 : 1;
}

static void
collect(struct diffing *d, struct side *s, const struct plan *p)
{
	const struct value *list;
	size_t i;
	int k;

	s->root = plan_values(p);
	s->model = plan_model(p);
	index_ids(d->a, &s->goals, get(s->root, "goals"));
	index_ids(d->a, &s->parties, get(s->root, "institutions"));
	index_ids(d->a, &s->sources, get(s->model, "sources"));
	reserve(d, s);
	collect_tree(d, s);
	collect_indicators(d, s);
	for (k = ENTRY; k < KINDS; k++) {
		list = get(s->root, kinds[k].list);
		for (i = 0; i < count(list); i++)
			add(d, &s->of[k], (enum kind)k, list->items[i], NULL, NULL);
	}
	for (k = 0; k < KINDS; k++)
		number_places(&s->of[k]);
	for (k = GOAL; k <= INDICATOR; k++)
		for (i = 0; i < s->of[k].n; i++)
			if (*s->of[k].v[i].id != '\0')
				idmap_add(d->a, &s->things[k], s->of[k].v[i].id, &s->of[k].v[i]);
}

/* -- which is which -- */

static int
by_id(const void *x, const void *y)
{
	return strcmp((*(struct thing *const *)x)->id, (*(struct thing *const *)y)->id);
}

static int
by_name(const void *x, const void *y)
{
	return strcmp((*(struct thing *const *)x)->name, (*(struct thing *const *)y)->name);
}

/* Those without a partner, in order. */
static size_t
alone(struct diffing *d, struct things *l, struct thing ***out, int (*order)(const void *, const void *))
{
	struct thing **v = arena_array(d->a, l->n + 1, sizeof(v[0]));
	size_t i, n = 0;

	for (i = 0; i < l->n; i++)
		if (l->v[i].other == NULL)
			v[n++] = &l->v[i];
	if (n > 1)
		qsort(v, n, sizeof(v[0]), order);
	*out = v;
	return n;
}

/* Partners by id or name, where just one on each side has it. */
static void
pair_by(struct diffing *d, enum kind k, int (*order)(const void *, const void *))
{
	struct thing **x, **y;
	size_t nx = alone(d, &d->old.of[k], &x, order), ny = alone(d, &d->new.of[k], &y, order);
	size_t i = 0, j = 0, i1, j1;
	int c;

	while (i < nx && j < ny) {
		c = order(&x[i], &y[j]);
		if (c != 0) {
			i += c < 0;
			j += c > 0;
			continue;
		}
		for (i1 = i + 1; i1 < nx && order(&x[i], &x[i1]) == 0; i1++)
			continue;
		for (j1 = j + 1; j1 < ny && order(&y[j], &y[j1]) == 0; j1++)
			continue;
		if (order == by_id ||
		    (i1 == i + 1 && j1 == j + 1 && strcmp(x[i]->name, "____") != 0)) {
			x[i]->other = y[j];
			y[j]->other = x[i];
		}
		i = i1;
		j = j1;
	}
}

/*
 * A thing whose id and name both changed is known by what stands under it: all of it, on
 * both sides, and nothing else.  "below" is in printed order.
 */
static void
pair_by_below(struct things *l, struct things *below)
{
	struct thing *t, *other;
	size_t i, from = 0, to, n;

	for (i = 0; i < l->n; i++) {
		t = &l->v[i];
		while (from < below->n && below->v[from].above != t)
			from++;
		for (to = from; to < below->n && below->v[to].above == t; to++)
			continue;
		if (t->other != NULL || from == to || below->v[from].other == NULL)
			continue;
		other = below->v[from].other->above;
		for (n = from; n < to && below->v[n].other != NULL && below->v[n].other->above == other; n++)
			continue;
		if (n != to || other->other != NULL || other->nbelow != to - from)
			continue;
		t->other = other;
		other->other = t;
	}
}

static void
pair(struct diffing *d)
{
	int k;

	for (k = 0; k < KINDS; k++) {
		pair_by(d, (enum kind)k, by_id);
		pair_by(d, (enum kind)k, by_name);
	}
	pair_by_below(&d->old.of[ACTIVITY], &d->old.of[TASK]);
	pair_by_below(&d->old.of[GOAL], &d->old.of[ACTIVITY]);
}

/* -- titles -- */

/* "Aktivitāte 1.2. “Nodarbības vecākiem”" */
const char *
diff_title(const struct diffing *d, const char *word, const struct thing *t)
{
	return t->number == NULL ? arena_printf(d->a, "%s “%s”", word, t->name)
	    : arena_printf(d->a, "%s %s" NBSP "“%s”", word, t->number, t->name);
}

/* Of a thing in both: as it is called now, and its number of before. */
static const char *
title_now(const struct diffing *d, enum kind k, const struct thing *x, const struct thing *y)
{
	const char *s = diff_title(d, diff_words(d, k)->one, y);

	if (x->number == NULL || y->number == NULL || strcmp(x->number, y->number) == 0)
		return s;
	return arena_printf(d->a, "%s (%s %s)", s, diff_pick(d, "was", "bija"), x->number);
}

/* -- fields -- */

static void compare_map(struct diffing *, const char *, const struct field *, const struct value *,
    const struct value *);

static bool
is_things(const struct field *f)
{
	return f->type == FIELD_LIST && f->item->type == FIELD_MAP && field_find(f->item, "id") != NULL;
}

/* The place for what stands inside a field. */
static const char *
inside(const struct diffing *d, const char *place, const struct field *f)
{
	return *place == '\0' ? diff_label(d, f)
	    : arena_printf(d->a, "%s, %s", place, diff_small(d, diff_label(d, f)));
}

static void
compare_printed(struct diffing *d, const char *what, const char *before, const char *after)
{
	if (strcmp(before, after) != 0)
		diff_say_words(d, what, before, after);
}

static void
lines_of(struct diffing *d, const struct side *s, const struct field *f, const struct value *v,
    const char ***out, size_t *n)
{
	bool blank = v != NULL && v->kind == VALUE_BLANK;
	size_t i;

	*n = blank ? 1 : count(v);
	*out = arena_array(d->a, *n + 1, sizeof((*out)[0]));
	for (i = 0; v != NULL && i < *n; i++)
		(*out)[i] = blank ? "____" : diff_print(d, s, f->item, v->items[i]);
}

static int
by_text(const void *x, const void *y)
{
	return lv_compare(*(const char *const *)x, *(const char *const *)y);
}

static void
sort_lines(const char **v, size_t n)
{
	if (n > 1)
		qsort(v, n, sizeof(v[0]), by_text);
}

/*
 * The marks of approval and amendments as they read, a line for each: "GROZĪTA ar Valkas
 * novada pašvaldības domes 2025. gada 28. augusta sēdes lēmumu Nr. 301 (prot. Nr. 11, 7. §)".
 */
static void
marks_of(struct diffing *d, const struct side *s, const char ***out, size_t *n)
{
	const struct value *lines = get(get(s->model, "approval"), "lines");
	const char **v = arena_array(d->a, count(lines) + 1, sizeof(v[0]));
	size_t i;

	*n = 0;
	for (i = 0; i < count(lines); i++) {
		if (*n == 0 || value_get(lines->items[i], "opens")->num != 0)
			v[(*n)++] = lines->items[i]->text;
		else
			v[*n - 1] = arena_printf(d->a, "%s %s", v[*n - 1], lines->items[i]->text);
	}
	*out = v;
}

/* "valka-2024" -> "Valkas novads, 2024" */
static const char *
pattern_label(const struct diffing *d, const struct value *v)
{
	const struct approval_pattern *p = v == NULL || v->kind != VALUE_TEXT ? NULL
	    : field_pattern(v->text);

	return p != NULL ? diff_pick(d, p->label_en, p->label)
	    : v == NULL || v->kind != VALUE_TEXT ? EN_DASH : v->text;
}

/*
 * The pattern decides how the mark reads; amendments are marks of their own behind it.
 * False where the marks read as before: then it is said what the file has.
 */
static bool
compare_marks(struct diffing *d, const char *what, const struct field *f, const struct value *x,
    const struct value *y)
{
	bool amended = f->type == FIELD_LIST;
	const char **p, **q;
	size_t np, nq, before = d->total;

	marks_of(d, &d->old, &p, &np);
	marks_of(d, &d->new, &q, &nq);
	if (amended)
		diff_compare_lines(d, what, p + (np != 0), np - (np != 0), q + (nq != 0), nq - (nq != 0),
		    false);
	else
		compare_printed(d, what, np == 0 ? EN_DASH : p[0], nq == 0 ? EN_DASH : q[0]);
	if (d->total == before && !amended)
		compare_printed(d, what, pattern_label(d, x), pattern_label(d, y));
	return d->total != before || !amended;
}

/* References as one line, all else line by line. */
static void
compare_list(struct diffing *d, const char *what, const struct field *f, const struct value *x,
    const struct value *y)
{
	const char **p, **q;
	size_t np, nq;

	if (f->item->type == FIELD_PARTY || f->item->type == FIELD_REF) {
		compare_printed(d, what, diff_print(d, &d->old, f, x), diff_print(d, &d->new, f, y));
		return;
	}
	lines_of(d, &d->old, f, x, &p, &np);
	lines_of(d, &d->new, f, y, &q, &nq);
	/* They print in the order of the alphabet, whatever their order in the file. */
	if (strcmp(f->name, "abbreviations") == 0) {
		sort_lines(p, np);
		sort_lines(q, nq);
	}
	diff_compare_lines(d, what, p, np, q, nq, false);
}

static int
by_year(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The years of both, rising, each once. */
static size_t
years_of(struct diffing *d, const struct value *x, const struct value *y, const char ***out)
{
	size_t nx = x != NULL && x->kind == VALUE_MAP ? x->nfields : 0;
	size_t ny = y != NULL && y->kind == VALUE_MAP ? y->nfields : 0, n = 0, i, k;
	const char **v = arena_array(d->a, nx + ny + 1, sizeof(v[0]));

	for (i = 0; i < nx; i++)
		v[n++] = x->fields[i].key;
	for (i = 0; i < ny; i++)
		v[n++] = y->fields[i].key;
	if (n > 1)
		qsort(v, n, sizeof(v[0]), by_year);
	for (i = k = 0; i < n; i++)
		if (k == 0 || strcmp(v[k - 1], v[i]) != 0)
			v[k++] = v[i];
	*out = v;
	return k;
}

static const char *
in_year(const struct diffing *d, const char *s, const char *year)
{
	return arena_printf(d->a, "%s%s%s%s", s, diff_pick(d, " in ", " "), year,
	    diff_pick(d, "", "." NBSP "gadā"));
}

/* What one entry of a map by years prints; an amount with its difference. */
static void
compare_in_year(struct diffing *d, const char *what, const struct field *item,
    const struct value *p, const struct value *q, const char *unit_old, const char *unit_new)
{
	if (item->type == FIELD_MONEY) {
		if (!diff_same(p, q) && strcmp(diff_print_money(d, p, NULL), diff_print_money(d, q, NULL)) != 0)
			diff_say(d, what, diff_print_money(d, p, NULL), diff_print_money(d, q, p));
	} else if (!diff_same(p, q)) {
		compare_printed(d, what, diff_print_value(d, p, unit_old), diff_print_value(d, q, unit_new));
	}
}

/* "finansējums, EUR" -> "finansējums": the amounts say it themselves. */
static const char *
without_unit(const struct diffing *d, const char *s)
{
	size_t n = strlen(s);

	return n > 5 && strcmp(s + n - 5, ", EUR") == 0 ? arena_strndup(d->a, s, n - 5) : s;
}

/* "sasniedzamās vērtības" -> "sasniedzamā vērtība": of one year there is one. */
static const char *
year_label(const struct diffing *d, const struct field *f)
{
	static const struct {
		const char *name, *en, *lv;
	} labels[] = {{"targets", "target", "sasniedzamā vērtība"},
	    {"achieved", "value achieved", "sasniegtā vērtība"}, {"outcome", "outcome", "izpilde"},
	    {"reports", "report", "pārskats"}};
	size_t i;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].name, f->name) == 0)
			return diff_pick(d, labels[i].en, labels[i].lv);
	return without_unit(d, diff_small(d, diff_label(d, f)));
}

/*
 * Is what a year says compared field by field?  Where the whole is new or gone it is said in
 * one, but for long texts.
 */
static bool
year_by_field(const struct field *item, const struct value *p, const struct value *q)
{
	const struct field *f;

	if (item->type != FIELD_MAP)
		return false;
	for (f = item->sub; f->name != NULL; f++)
		if (f->type == FIELD_MARKDOWN)
			return true;
	return p != NULL && q != NULL && p->kind == VALUE_MAP && q->kind == VALUE_MAP;
}

static void
compare_years(struct diffing *d, const char *place, const struct field *f, const struct value *x,
    const struct value *y, const char *unit_old, const char *unit_new)
{
	const struct value *p, *q;
	const char **years, *what;
	size_t n, i;

	if ((x != NULL && x->kind == VALUE_BLANK) || (y != NULL && y->kind == VALUE_BLANK)) {
		compare_printed(d, without_unit(d, diff_at(d, place, f)), diff_print(d, &d->old, f, x),
		    diff_print(d, &d->new, f, y));
		return;
	}
	n = years_of(d, x, y, &years);
	for (i = 0; i < n; i++) {
		p = get(x, years[i]);
		q = get(y, years[i]);
		what = year_label(d, f);
		what = in_year(d, *place == '\0' ? utf8_upper_first(d->a, what, strlen(what))
		    : arena_printf(d->a, "%s%s%s", place, year_by_field(f->item, p, q) ? ", " : ": ", what),
		    years[i]);
		if (f->item->type != FIELD_MAP)
			compare_in_year(d, what, f->item, p, q, unit_old, unit_new);
		else if (year_by_field(f->item, p, q))
			compare_map(d, what, f->item, p, q);
		else
			compare_printed(d, what, diff_print_inside(d, &d->old, f->item, p),
			    diff_print_inside(d, &d->new, f->item, q));
	}
}

/* A map that is not there, or blank: nothing in it. */
static const struct value *
map_or_none(const struct value *v)
{
	return v != NULL && v->kind == VALUE_MAP ? v : NULL;
}

static void
compare_field(struct diffing *d, const char *place, const struct field *f, const struct value *x,
    const struct value *y)
{
	const struct field *approval = field_find(&field_plan, "approval");

	if (diff_same(x, y))
		return;
	if ((f == field_find(approval, "amended") || f == field_find(approval, "pattern")) &&
	    compare_marks(d, diff_at(d, place, f), f, x, y))
		return;
	switch (f->type) {
	case FIELD_MAP:
		compare_map(d, inside(d, place, f), f, x, y);
		break;
	case FIELD_LIST:
		compare_list(d, diff_at(d, place, f), f, x, y);
		break;
	case FIELD_YEARMAP:
		compare_years(d, place, f, x, y, NULL, NULL);
		break;
	case FIELD_MARKDOWN:
		diff_compare_prose(d, diff_at(d, place, f), x, y);
		break;
	case FIELD_MONEY:
		diff_say(d, diff_at(d, place, f), diff_print_money(d, x, NULL), diff_print_money(d, y, x));
		break;
	default:
		compare_printed(d, diff_at(d, place, f), diff_print(d, &d->old, f, x), diff_print(d, &d->new, f, y));
		break;
	}
}

static void
compare_map(struct diffing *d, const char *place, const struct field *f, const struct value *x,
    const struct value *y)
{
	bool blank = x != NULL && x->kind == VALUE_BLANK, now = y != NULL && y->kind == VALUE_BLANK;
	const struct field *sub;

	if (diff_same(x, y))
		return;
	if (blank != now && (map_or_none(x) == NULL && map_or_none(y) == NULL)) {
		diff_say(d, place, blank ? "____" : EN_DASH, now ? "____" : EN_DASH);
		return;
	}
	for (sub = f->sub; sub->name != NULL; sub++)
		if (!is_things(sub))
			compare_field(d, place, sub, get(x, sub->name), get(y, sub->name));
}

/* -- things -- */

/* Fields of a thing that have a chapter of their own, or are not fields to print. */
static bool
told_apart(enum kind k, const struct field *f)
{
	static const char *const apart[] = {"money", "outcome", "achieved", NULL};
	size_t i;

	if (is_things(f) || strcmp(f->name, "id") == 0)
		return true;
	for (i = 0; (k == ACTIVITY || k == INDICATOR) && apart[i] != NULL; i++)
		if (strcmp(apart[i], f->name) == 0)
			return true;
	return false;
}

/* What a new or gone thing says, in one text. */
static const char *
summary(struct diffing *d, enum kind k, const struct side *s, const struct thing *t)
{
	const struct field *f;
	const struct value *v;
	struct buf b = {0};
	const char *out, *text;

	for (f = fields_of(k)->sub; f->name != NULL; f++) {
		v = get(t->src, f->name);
		if (told_apart(k, f) || strcmp(f->name, kinds[k].name) == 0 || v == NULL)
			continue;
		text = f->type == FIELD_MAP ? diff_print_inside(d, s, f, v) : diff_print(d, s, f, v);
		if (strcmp(text, EN_DASH) != 0)
			buf_printf(&b, "%s%s: %s", b.len == 0 ? "" : "; ", b.len == 0 ? diff_label(d, f)
			    : diff_small(d, diff_label(d, f)), text);
	}
	out = b.len == 0 ? t->name : arena_strndup(d->a, b.s, b.len);
	buf_free(&b);
	return out;
}

static const char *
unit_of(const struct thing *t)
{
	const char *s = text_of(get(t->src, "base"), "unit");

	return *s == '\0' ? NULL : s;
}

/* Did it go to another goal or activity? */
static void
compare_above(struct diffing *d, enum kind k, const char *what, const struct thing *x,
    struct thing *y)
{
	if (x->above == NULL || y->above == NULL || x->above->other == y->above)
		return;
	diff_say(d, arena_printf(d->a, "%s: %s", what, diff_words(d, k)->moved),
	    arena_printf(d->a, "%s, %s", x->number, diff_title(d, diff_small(d, diff_words(d, k - 1)->one), x->above)),
	    arena_printf(d->a, "%s, %s", y->number, diff_title(d, diff_small(d, diff_words(d, k - 1)->one), y->above)));
	y->told = true;
	d->count[k][MOVED]++;
}

/* Ids do not print: what changed there is said last, apart from all that does. */
static void
say_id(struct diffing *d, const char *what, const char *before, const char *after)
{
	struct value *items = d->items;

	d->items = d->ids;
	diff_say(d, what, before, after);
	d->items = items;
}

static void
compare_thing(struct diffing *d, enum kind k, const struct thing *x, struct thing *y)
{
	const char *what = title_now(d, k, x, y);
	const struct field *f;
	const struct value *p, *q;

	compare_above(d, k, what, x, y);
	if (strcmp(x->id, y->id) != 0)
		say_id(d, diff_at(d, what, field_find(fields_of(k), "id")), x->id, y->id);
	for (f = fields_of(k)->sub; f->name != NULL; f++) {
		p = get(x->src, f->name);
		q = get(y->src, f->name);
		if (told_apart(k, f))
			continue;
		if (strcmp(f->name, kinds[k].name) == 0 && !diff_same(p, q))
			compare_printed(d, arena_printf(d->a, "%s: %s", what, diff_words(d, k)->renamed),
			    diff_print(d, &d->old, f, p), diff_print(d, &d->new, f, q));
		else if (f->type == FIELD_YEARMAP)
			compare_years(d, what, f, p, q, unit_of(x), unit_of(y));
		else
			compare_field(d, what, f, p, q);
	}
}

static void
compare_kind(struct diffing *d, enum kind k)
{
	const struct things *x = &d->old.of[k];
	struct things *y = &d->new.of[k];
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->v[i].other == NULL) {
			diff_say(d, diff_title(d, diff_words(d, k)->removed, &x->v[i]), summary(d, k, &d->old, &x->v[i]),
			    EN_DASH);
			d->count[k][REMOVED]++;
		}
	for (i = 0; i < y->n; i++) {
		if (y->v[i].other == NULL) {
			diff_say(d, diff_title(d, diff_words(d, k)->added, &y->v[i]), EN_DASH, summary(d, k, &d->new, &y->v[i]));
			d->count[k][ADDED]++;
		} else {
			compare_thing(d, k, y->v[i].other, &y->v[i]);
		}
	}
	/* Institutions and sources print where they are named, in no order of their own. */
	if (k < INSTITUTION)
		diff_order(d, k);
	if (k <= INDICATOR)
		diff_numbers(d, k);
}

/* All amounts of a new or gone activity: "1 600,00 EUR: 2024 – 300,00 EUR; ..." */
static void
say_whole(struct diffing *d, const char *place, const struct field *f, const struct value *v,
    bool gone)
{
	struct value *sum = value_int(d->a, VALUE_MONEY, 0);
	const char *what = without_unit(d, diff_at(d, place, f)), *text;
	size_t i, n = v == NULL || v->kind != VALUE_MAP ? 0 : v->nfields;
	bool known = true;

	if (v == NULL || v->kind == VALUE_NONE)
		return;
	for (i = 0; i < n; i++) {
		known = known && v->fields[i].value->kind == VALUE_TEXT;
		sum->num += v->fields[i].value->num;
	}
	text = diff_print(d, &d->new, f, v);
	if (n > 1 && known)
		text = arena_printf(d->a, "%s: %s", diff_print_money(d, sum, NULL), text);
	diff_say(d, what, gone ? text : EN_DASH, gone ? EN_DASH : text);
}

/* One field of all activities or indicators: money and what was reported. */
static void
compare_part(struct diffing *d, enum kind k, const char *name)
{
	const struct things *x = &d->old.of[k], *y = &d->new.of[k];
	const struct field *f = field_find(fields_of(k), name);
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->v[i].other == NULL && f->item->type == FIELD_MONEY)
			say_whole(d, diff_title(d, diff_words(d, k)->removed, &x->v[i]), f, get(x->v[i].src, name), true);
	for (i = 0; i < y->n; i++) {
		const struct thing *t = &y->v[i], *other = t->other;

		if (other != NULL)
			compare_years(d, title_now(d, k, other, t), f, get(other->src, name),
			    get(t->src, name), unit_of(other), unit_of(t));
		else if (f->item->type == FIELD_MONEY)
			say_whole(d, diff_title(d, diff_words(d, k)->added, t), f, get(t->src, name), false);
		else
			compare_years(d, diff_title(d, diff_words(d, k)->added, t), f, NULL, get(t->src, name), NULL,
			    unit_of(t));
	}
}

/* Amounts have a chapter of their own: that is what a council asks first. */
static void
compare_money(struct diffing *d)
{
	const struct value *x = get(d->old.model, "money"), *y = get(d->new.model, "money");
	const char *whole = diff_pick(d, "Whole plan: money", "Viss plāns: finansējums"), **years;
	size_t n, i;

	compare_part(d, ACTIVITY, "money");
	n = years_of(d, x, y, &years);
	for (i = 0; i < n; i++)
		if (years[i][0] != '@')
			compare_in_year(d, in_year(d, whole, years[i]), field_find(fields_of(ACTIVITY),
			    "money")->item, get(x, years[i]), get(y, years[i]), NULL, NULL);
	x = get(d->old.model, "total");
	y = get(d->new.model, "total");
	if (strcmp(diff_print_money(d, x, NULL), diff_print_money(d, y, NULL)) != 0)
		diff_say(d, diff_pick(d, "Whole plan: money in all", "Viss plāns: finansējums kopā"),
		    diff_print_money(d, x, NULL), diff_print_money(d, y, x));
}

/* -- own wording: cells by their path -- */

struct cell {
	const char *path, *text;
};

struct cells {
	struct cell *v;
	size_t n, cap;
};

static const char *
view_name(const struct diffing *d, const char *key)
{
	static const struct {
		const char *key, *en, *lv;
	} names[] = {{"goals", "Table of goals", "Mērķu tabula"},
	    {"indicators", "Table of indicators", "Rādītāju tabula"}, {"table1", "Table 1", "1. tabula"},
	    {"table2", "Table 2", "2. tabula"}, {"table3", "Table 3", "3. tabula"},
	    {"table4", "Table 4", "4. tabula"}, {"number", "number", "numurs"},
	    {"level_name", "name of the level", "līmeņa nosaukums"},
	    {"goal_number", "number of the goal", "mērķa numurs"},
	    {"goal_name", "name of the goal", "mērķa nosaukums"},
	    {"activity_number", "number of the activity", "aktivitātes numurs"},
	    {"activity_name", "name of the activity", "aktivitātes nosaukums"},
	    {"goal", "goal", "mērķis"}, {"activity", "activity", "aktivitāte"},
	    {"task", "task", "uzdevums"}, {"indicator", "indicator", "rādītājs"},
	    {"achieved", "achieved", "izpilde"}, {"impact", "impact", "ietekme"},
	    {"factors", "factors", "apstākļi"}, {"spent", "spent", "izlietots"},
	    {"name", "name", "nosaukums"},
	    {"total", "total", "kopsumma"}, {"level_total", "total of the level", "līmeņa kopsumma"}};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].key, key) == 0)
			return diff_pick(d, names[i].en, names[i].lv);
	return key;
}

/* The label of a cell: that of the field of this name. */
static const char *
cell_name(const struct diffing *d, const char *key)
{
	static const enum kind order[] = {ACTIVITY, GOAL, TASK, INDICATOR};
	const char *own = view_name(d, key);
	const struct field *f;
	size_t i;

	if (strcmp(own, key) != 0)
		return own;
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		f = field_find(fields_of(order[i]), key);
		if (f != NULL && strcmp(key, "id") != 0)
			return diff_small(d, diff_label(d, f));
	}
	return diff_choice(d, key);
}

/* What a view words for itself: a thing by its id, or a cell or total by its name. */
static const char *
worded(const struct diffing *d, const struct side *s, const char *key)
{
	static const enum kind order[] = {TASK, ACTIVITY, GOAL, INDICATOR}; /* innermost first */
	const struct thing *t;
	size_t i;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		t = idmap_get(&s->things[order[i]], key);
		if (t != NULL && s == &d->old && t->other != NULL)
			t = t->other; /* one name for both plans */
		if (t != NULL)
			return diff_title(d, diff_small(d, diff_words(d, order[i])->one), t);
	}
	return cell_name(d, key);
}

/* The cells of views, but for rows: those are compared line by line. */
static void
gather(struct diffing *d, const struct side *s, struct cells *c, const char *path,
    const struct value *v, int depth)
{
	size_t i;

	if (v == NULL || depth > 6)
		return;
	if (v->kind == VALUE_TEXT || v->kind == VALUE_BLANK) {
		c->v = arena_grow(d->a, c->v, c->n, c->n + 1, &c->cap, sizeof(c->v[0]));
		c->v[c->n++] = (struct cell){path, v->kind == VALUE_BLANK ? "____"
		    : v->len == 0 ? diff_pick(d, "(empty)", "(tukšs)") : v->text};
	}
	for (i = 0; i < v->nitems; i++)
		gather(d, s, c, arena_printf(d->a, "%s %zu.", path, i + 1), v->items[i], depth + 1);
	for (i = 0; i < v->nfields; i++) {
		const char *key = v->fields[i].key;

		if (depth == 1 && strcmp(key, "rows") == 0)
			continue;
		gather(d, s, c, depth == 0 ? view_name(d, key) : arena_printf(d->a, "%s, %s", path,
		    depth == 1 ? worded(d, s, key) : cell_name(d, key)), v->fields[i].value, depth + 1);
	}
}

static int
by_path(const void *x, const void *y)
{
	return strcmp(((const struct cell *)x)->path, ((const struct cell *)y)->path);
}

/* A row in one line: "numurs: 1; sasniedzamais rezultāts: ..." */
static const char *
row_line(struct diffing *d, const struct side *s, const struct value *row)
{
	struct cells c = {0};
	struct buf b = {0};
	const char *out;
	size_t i;

	gather(d, s, &c, "", row, 2);
	for (i = 0; i < c.n; i++)
		buf_printf(&b, "%s%s: %s", i == 0 ? "" : "; ", c.v[i].path + 2 /* ", " */, c.v[i].text);
	out = b.len == 0 ? EN_DASH : arena_strndup(d->a, b.s, b.len);
	buf_free(&b);
	return out;
}

static const char *
how_many(struct diffing *d, size_t n)
{
	static const char *const rows[] = {"rindu", "rinda", "rindas"};

	return n == 0 ? EN_DASH : arena_printf(d->a, "%zu %s", n, d->lang == DIAG_LV
	    ? rows[lv_plural((int64_t)n)] : n == 1 ? "row" : "rows");
}

/* A view of its own rows: line by line; where only one plan has such rows, how many. */
static void
compare_rows(struct diffing *d, const char *view)
{
	const struct value *x = get(get(get(d->old.root, "views"), view), "rows");
	const struct value *y = get(get(get(d->new.root, "views"), view), "rows");
	size_t nx = count(x), ny = count(y), i;
	const char **p = arena_array(d->a, nx + 1, sizeof(p[0]));
	const char **q = arena_array(d->a, ny + 1, sizeof(q[0]));
	const char *what = arena_printf(d->a, "%s: %s", view_name(d, view),
	    diff_pick(d, "rows of its own", "savas rindas"));

	if (nx == 0 || ny == 0) {
		compare_printed(d, what, how_many(d, nx), how_many(d, ny));
		return;
	}
	for (i = 0; i < nx; i++)
		p[i] = row_line(d, &d->old, x->items[i]);
	for (i = 0; i < ny; i++)
		q[i] = row_line(d, &d->new, y->items[i]);
	diff_compare_lines(d, what, p, nx, q, ny, false);
}

static void
compare_views(struct diffing *d)
{
	static const char *const views[] = {"goals", "indicators", "table1", "table2", "table3", "table4"};
	struct cells x = {0}, y = {0};
	size_t i = 0, k = 0;
	int c;

	gather(d, &d->old, &x, "", get(d->old.root, "views"), 0);
	gather(d, &d->new, &y, "", get(d->new.root, "views"), 0);
	if (x.n > 1)
		qsort(x.v, x.n, sizeof(x.v[0]), by_path);
	if (y.n > 1)
		qsort(y.v, y.n, sizeof(y.v[0]), by_path);
	while (i < x.n || k < y.n) {
		c = i == x.n ? 1 : k == y.n ? -1 : by_path(&x.v[i], &y.v[k]);
		if (c != 0 || strcmp(x.v[i].text, y.v[k].text) != 0)
			diff_say_words(d, c > 0 ? y.v[k].path : x.v[i].path, c > 0 ? EN_DASH : x.v[i].text,
			    c < 0 ? EN_DASH : y.v[k].text);
		i += c <= 0;
		k += c >= 0;
	}
	for (i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		compare_rows(d, views[i]);
}

/* -- chapters -- */

static struct value *
new_items(struct arena *a)
{
	struct value *items = value_new(a, VALUE_LIST, NULL);

	items->singular = "item";
	return items;
}

static void
chapter(struct diffing *d, struct value *out, const char *en, const char *lv)
{
	struct value *c = value_new(d->a, VALUE_MAP, NULL);

	if (d->items->nitems != 0) {
		value_set(d->a, c, "name", value_str(d->a, diff_pick(d, en, lv)));
		value_set(d->a, c, "items", d->items);
		value_push(d->a, out, c);
	}
	d->items = new_items(d->a);
}

/* The chapters of fields at the top of the file; "" gathers all that no other names. */
static const struct {
	const char *fields, *en, *lv;
} groups[] = {
	{"preface context situation_text system cooperation goals_text implementation notes ",
	    "Texts", "Teksti"},
	{"monitoring ", "Monitoring", "Uzraudzība"},
	{"approval ", "Approval", "Apstiprinājums"},
	{"decision ", "Council decision", "Domes lēmums"},
	{"abbreviations ", "Abbreviations", "Saīsinājumi"},
	{"", "Document", "Dokuments"},
};
#define GROUPS (sizeof(groups) / sizeof(groups[0]))

bool
diff_ignores(const char *name)
{
	return strcmp(name, "schema") == 0 || strcmp(name, "base") == 0 ||
	    strcmp(name, "silence") == 0;
}

static size_t
group_of(const char *name)
{
	size_t i, n = strlen(name);
	const char *s;

	for (i = 0; i + 1 < GROUPS; i++)
		for (s = groups[i].fields; *s != '\0'; s += strcspn(s, " ") + 1)
			if (strncmp(s, name, n) == 0 && s[n] == ' ')
				return i;
	return i;
}

static void
compare_group(struct diffing *d, size_t g)
{
	const struct field *f;

	for (f = field_plan.sub; f->name != NULL; f++) {
		if (diff_ignores(f->name) || is_things(f) || f->type == FIELD_VIEWS ||
		    strcmp(f->name, "reports") == 0 || group_of(f->name) != g)
			continue;
		if (strcmp(f->name, "id") == 0) {
			if (!diff_same(get(d->old.root, "id"), get(d->new.root, "id")))
				say_id(d, diff_at(d, diff_pick(d, "Document", "Dokuments"), f),
				    text_of(d->old.root, "id"), text_of(d->new.root, "id"));
			continue;
		}
		compare_field(d, g + 1 == GROUPS && f->type != FIELD_MAP
		    ? diff_pick(d, "Document", "Dokuments") : "", f, get(d->old.root, f->name),
		    get(d->new.root, f->name));
	}
}

/* -- the sentence that counts -- */

/* one, several, none of: as lv_plural() has them; English takes the first two. */
static const struct {
	const char *lv[3], *en[2];
} acts[INDICATOR + 1][ACTS] = {
	[GOAL] = {
	    {{"jaunu mērķu", "jauns mērķis", "jauni mērķi"}, {"new goal", "new goals"}},
	    {{"svītrotu mērķu", "svītrots mērķis", "svītroti mērķi"}, {"removed goal", "removed goals"}},
	    {{"pārceltu mērķu", "pārcelts mērķis", "pārcelti mērķi"}, {"moved goal", "moved goals"}}},
	[ACTIVITY] = {
	    {{"jaunu aktivitāšu", "jauna aktivitāte", "jaunas aktivitātes"},
		{"new activity", "new activities"}},
	    {{"svītrotu aktivitāšu", "svītrota aktivitāte", "svītrotas aktivitātes"},
		{"removed activity", "removed activities"}},
	    {{"pārceltu aktivitāšu", "pārcelta aktivitāte", "pārceltas aktivitātes"},
		{"moved activity", "moved activities"}}},
	[TASK] = {
	    {{"jaunu uzdevumu", "jauns uzdevums", "jauni uzdevumi"}, {"new task", "new tasks"}},
	    {{"svītrotu uzdevumu", "svītrots uzdevums", "svītroti uzdevumi"},
		{"removed task", "removed tasks"}},
	    {{"pārceltu uzdevumu", "pārcelts uzdevums", "pārcelti uzdevumi"}, {"moved task", "moved tasks"}}},
	[INDICATOR] = {
	    {{"jaunu rādītāju", "jauns rādītājs", "jauni rādītāji"}, {"new indicator", "new indicators"}},
	    {{"svītrotu rādītāju", "svītrots rādītājs", "svītroti rādītāji"},
		{"removed indicator", "removed indicators"}},
	    {{"pārceltu rādītāju", "pārcelts rādītājs", "pārcelti rādītāji"},
		{"moved indicator", "moved indicators"}}},
};

/* "14 izmaiņas: 1 jauna aktivitāte, 2 svītroti uzdevumi; finansējums kopā +150,50 EUR." */
static const char *
sentence(struct diffing *d)
{
	static const char *const changes_lv[] = {"izmaiņu", "izmaiņa", "izmaiņas"};
	const struct value *x = get(d->old.model, "total"), *y = get(d->new.model, "total");
	const char *money = diff_print_money(d, y, x), *more = strchr(money, '('), *out;
	struct buf b = {0};
	int k, act, n = 0;

	if (d->total == 0)
		return diff_pick(d, "No changes.", "Izmaiņu nav.");
	buf_printf(&b, "%zu %s", d->total, d->lang == DIAG_LV ? changes_lv[lv_plural((int64_t)d->total)]
	    : d->total == 1 ? "change" : "changes");
	for (k = GOAL; k <= INDICATOR; k++)
		for (act = 0; act < ACTS; act++)
			if (d->count[k][act] != 0)
				buf_printf(&b, "%s%zu %s", n++ == 0 ? ": " : ", ", d->count[k][act],
				    d->lang == DIAG_LV ? acts[k][act].lv[lv_plural((int64_t)d->count[k][act])]
				    : acts[k][act].en[d->count[k][act] != 1]);
	if (more != NULL)
		buf_printf(&b, "%s%s %.*s", n == 0 ? ": " : "; ",
		    diff_pick(d, "money in all", "finansējums kopā"), (int)strcspn(more + 1, ")"), more + 1);
	else if (d->money && x != NULL && y != NULL && x->kind == VALUE_TEXT && y->kind == VALUE_TEXT &&
	    x->num == y->num)
		buf_printf(&b, "%s%s", n == 0 ? ": " : "; ",
		    diff_pick(d, "money in all stays the same", "finansējums kopā nemainās"));
	buf_ch(&b, '.');
	out = arena_strndup(d->a, b.s, b.len);
	buf_free(&b);
	return out;
}

/* "; grozīta 28.08.2025.": the last amendment that has a date. */
static void
put_amendment(struct diffing *d, const struct side *s, struct buf *b)
{
	const struct field *f = field_find(field_find(&field_plan, "approval"), "amended")->item;
	const struct value *list = get(get(s->root, "approval"), "amended"), *date;
	const char *word;
	size_t i;

	for (i = count(list); i-- > 0;) {
		date = get(list->items[i], "date");
		if (date == NULL || date->kind != VALUE_TEXT)
			continue;
		word = diff_participle(d, s, get(list->items[i], "word"));
		buf_printf(b, "; %s %s", diff_pick(d, "amended", utf8_lower(d->a, word, strlen(word))),
		    diff_print(d, s, field_find(f, "date"), date));
		return;
	}
}

/* "0.3, 12.06.2024.; apstiprinājums 04.07.2024." as far as the plan says it. */
static const char *
version(struct diffing *d, const struct side *s)
{
	const struct field *approval = field_find(&field_plan, "approval");
	const char *v = text_of(s->root, "version"), *out;
	const struct value *date = get(s->root, "date"), *on = get(get(s->root, "approval"), "date");
	struct buf b = {0};

	buf_str(&b, v);
	if (date != NULL && date->kind == VALUE_TEXT)
		buf_printf(&b, "%s%s", b.len == 0 ? "" : ", ", diff_print(d, s,
		    field_find(&field_plan, "date"), date));
	if (strcmp(text_of(get(s->root, "approval"), "status"), "approved") == 0 && on != NULL &&
	    on->kind == VALUE_TEXT)
		buf_printf(&b, "%s%s %s", b.len == 0 ? "" : "; ", diff_small(d, diff_label(d, approval)),
		    diff_print(d, s, field_find(approval, "date"), on));
	if (strcmp(text_of(get(s->root, "approval"), "status"), "approved") == 0)
		put_amendment(d, s, &b);
	out = b.len == 0 ? EN_DASH : arena_strndup(d->a, b.s, b.len);
	buf_free(&b);
	return out;
}

/* -- the whole -- */

static void
compare_report(struct diffing *d)
{
	const struct field *f = field_find(&field_plan, "reports");

	compare_part(d, ACTIVITY, "outcome");
	compare_part(d, INDICATOR, "achieved");
	compare_field(d, "", f, get(d->old.root, "reports"), get(d->new.root, "reports"));
}

static void
compare_all(struct diffing *d, struct value *out)
{
	size_t g;

	compare_kind(d, GOAL);
	chapter(d, out, "Goals", "Mērķi");
	compare_kind(d, ACTIVITY);
	chapter(d, out, "Activities", "Aktivitātes");
	compare_kind(d, TASK);
	chapter(d, out, "Tasks", "Darba uzdevumi");
	compare_money(d);
	d->money = d->items->nitems != 0;
	chapter(d, out, "Money", "Finansējums");
	compare_kind(d, INDICATOR);
	chapter(d, out, "Indicators", "Rezultatīvie rādītāji");
	compare_kind(d, ENTRY);
	chapter(d, out, "Situation", "Esošā situācija");
	for (g = 0; g < GROUPS; g++) {
		compare_group(d, g);
		chapter(d, out, groups[g].en, groups[g].lv);
	}
	compare_kind(d, INSTITUTION);
	chapter(d, out, "Institutions", "Institūcijas");
	compare_kind(d, SOURCE);
	chapter(d, out, "Money sources", "Finanšu avoti");
	compare_views(d);
	chapter(d, out, "Own wording of tables", "Savs vārdojums tabulās");
	/* Last: a year's results are no amendment, and they are many. */
	compare_report(d);
	chapter(d, out, "Yearly report", "Gada pārskats");
	d->items = d->ids;
	chapter(d, out, "Ids in the plan file (not printed)", "Apzīmējumi plāna failā (dokumentā nav redzami)");
}

struct value *
diff_plans(struct arena *a, const struct plan *old, const struct plan *new, enum diag_lang lang)
{
	struct value *out = value_new(a, VALUE_LIST, NULL);
	struct diffing d = {.a = a, .lang = lang};

	out->singular = "chapter";
	d.items = new_items(a);
	d.ids = new_items(a);
	collect(&d, &d.old, old);
	collect(&d, &d.new, new);
	pair(&d);
	compare_all(&d, out);
	value_set(a, out, "summary", value_str(a, sentence(&d)));
	value_set(a, out, "before", value_str(a, version(&d, &d.old)));
	value_set(a, out, "after", value_str(a, version(&d, &d.new)));
	return out;
}

const struct value *
diff_model(struct arena *a, const struct plan *old, const struct plan *new)
{
	struct value *m = value_copy(a, plan_model(new));

	value_set(a, m, "changes", diff_plans(a, old, new, DIAG_LV));
	return m;
}

void
diff_text(struct buf *out, const struct value *changes, enum diag_lang lang)
{
	const char *was = lang == DIAG_LV ? "bija: " : "was:", *now = lang == DIAG_LV ? "tagad:" : "now:";
	const char *which = lang == DIAG_LV ? "vārdi:" : "words:", *few;
	size_t i, k;

	buf_printf(out, "%s\n", value_get_text(changes, "summary"));
	for (i = 0; i < changes->nitems; i++) {
		const struct value *items = value_get(changes->items[i], "items");

		buf_printf(out, "\n%s\n", value_get_text(changes->items[i], "name"));
		for (k = 0; k < items->nitems; k++) {
			const struct value *item = items->items[k];

			buf_printf(out, "  %s\n    %s %s\n    %s %s\n", value_get_text(item, "what"), was,
			    value_get_text(item, "before"), now, value_get_text(item, "after"));
			few = value_get_text(item, "words");
			if (few != NULL)
				buf_printf(out, "    %s %s\n", which, few);
		}
	}
}
