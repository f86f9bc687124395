/* diff - see diff.h */
#include "diff/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

enum kind { GOAL, ACTIVITY, TASK, INDICATOR, KINDS };

/* A thing of one of the plans. */
struct thing {
	const char *id;
	const struct value *map;  /* of the model */
	const struct thing *above; /* goal of an activity, activity of a task */
};

struct things {
	struct thing *v; /* in printed order */
	struct thing **by_id;
	size_t n, cap;
};

/* One of the two plans. */
struct side {
	const struct plan *plan;
	const struct value *model;
	struct things of[KINDS];
};

struct diffing {
	struct arena *a;
	struct side old, new;
	struct value *items; /* of the chapter being made */
};

static const struct {
	const char *singular, *added, *removed;
} words[KINDS] = {
    [GOAL] = {"Mērķis", "Jauns mērķis", "Svītrots mērķis"},
    [ACTIVITY] = {"Aktivitāte", "Jauna aktivitāte", "Svītrota aktivitāte"},
    [TASK] = {"Uzdevums", "Jauns uzdevums", "Svītrots uzdevums"},
    [INDICATOR] = {"Rādītājs", "Jauns rādītājs", "Svītrots rādītājs"},
};

/* -- how values print -- */

/* As people read it; "–" for nothing, "____" for a blank. */
static const char *
print(struct arena *a, const struct value *v)
{
	struct buf b = {0};
	const char *s;
	size_t i;

	if (v == NULL || v->kind == VALUE_NONE)
		return EN_DASH;
	if (v->kind == VALUE_BLANK)
		return "____";
	if (v->form == VALUE_MONEY) {
		num_put_cents(&b, v->num);
		buf_str(&b, NBSP "EUR");
	} else if (v->text != NULL && v->text[0] != '\0')
		buf_str(&b, v->text);
	else if (v->kind == VALUE_LIST)
		for (i = 0; i < v->nitems; i++)
			buf_printf(&b, "%s%s", i == 0 ? "" : "; ", v->items[i]->kind == VALUE_LIST ? ""
			    : print(a, v->items[i]));
	s = b.len == 0 ? EN_DASH : arena_strndup(a, b.s, b.len);
	buf_free(&b);
	return s;
}

static const char *
field(struct arena *a, const struct value *map, const char *key)
{
	return print(a, map == NULL ? NULL : value_get(map, key));
}

/* "Aktivitāte 1.2. “Nodarbības vecākiem”" */
static const char *
title_of(struct arena *a, const char *word, const struct value *map)
{
	return arena_printf(a, "%s %s “%s”", word, field(a, map, "number"), field(a, map, "name"));
}

/* -- collecting -- */

static struct thing *
add(struct arena *a, struct things *l, const struct value *map, const struct thing *above)
{
	const char *id = value_get_text(map, "id");

	l->v = arena_grow(a, l->v, l->n, l->n + 1, &l->cap, sizeof(l->v[0]));
	l->v[l->n] = (struct thing){id == NULL ? "" : id, map, above};
	return &l->v[l->n++];
}

static size_t
count(const struct value *list)
{
	return list == NULL ? 0 : list->nitems;
}

static int
by_id(const void *x, const void *y)
{
	return strcmp((*(struct thing *const *)x)->id, (*(struct thing *const *)y)->id);
}

static void
index_things(struct arena *a, struct things *l)
{
	size_t i;

	l->by_id = arena_array(a, l->n, sizeof(l->by_id[0]));
	for (i = 0; i < l->n; i++)
		l->by_id[i] = &l->v[i];
	if (l->n > 1)
		qsort(l->by_id, l->n, sizeof(l->by_id[0]), by_id);
}

static const struct thing *
find(const struct things *l, const char *id)
{
	struct thing key = {.id = id}, *p = &key, **hit;

	hit = l->n == 0 ? NULL : bsearch(&p, l->by_id, l->n, sizeof(l->by_id[0]), by_id);
	return hit == NULL ? NULL : *hit;
}

/* Arrays must not move while things point into them: count first. */
static void
reserve(struct arena *a, struct side *s)
{
	const struct value *goals = value_get(s->model, "goals"), *acts;
	size_t n[KINDS] = {count(goals), 0, 0, count(value_get(s->model, "indicators"))}, i, k;

	for (i = 0; i < count(goals); i++) {
		acts = value_get(goals->items[i], "activities");
		n[ACTIVITY] += count(acts);
		for (k = 0; k < count(acts); k++)
			n[TASK] += count(value_get(acts->items[k], "tasks"));
	}
	for (i = 0; i < KINDS; i++) {
		s->of[i].v = arena_array(a, n[i] + 1, sizeof(s->of[i].v[0]));
		s->of[i].cap = n[i] + 1;
	}
}

static void
collect(struct arena *a, struct side *s, const struct plan *p)
{
	const struct value *goals, *acts, *tasks, *list;
	const struct thing *goal, *act;
	size_t i, k, t;

	s->plan = p;
	s->model = plan_model(p);
	reserve(a, s);
	goals = value_get(s->model, "goals");
	for (i = 0; i < count(goals); i++) {
		goal = add(a, &s->of[GOAL], goals->items[i], NULL);
		acts = value_get(goal->map, "activities");
		for (k = 0; k < count(acts); k++) {
			act = add(a, &s->of[ACTIVITY], acts->items[k], goal);
			tasks = value_get(act->map, "tasks");
			for (t = 0; t < count(tasks); t++)
				add(a, &s->of[TASK], tasks->items[t], act);
		}
	}
	list = value_get(s->model, "indicators");
	for (i = 0; i < count(list); i++)
		add(a, &s->of[INDICATOR], list->items[i], NULL);
	for (i = 0; i < KINDS; i++)
		index_things(a, &s->of[i]);
}

/* -- saying -- */

static void
say(struct diffing *d, const char *what, const char *before, const char *after)
{
	struct value *item = value_new(d->a, VALUE_MAP, NULL);

	value_set(d->a, item, "what", value_str(d->a, what));
	value_set(d->a, item, "before", value_str(d->a, before));
	value_set(d->a, item, "after", value_str(d->a, after));
	value_push(d->a, d->items, item);
}

/* One field, if it changed. */
static void
compare(struct diffing *d, const char *what, const char *label, const char *before,
    const char *after)
{
	if (strcmp(before, after) != 0)
		say(d, arena_printf(d->a, "%s: %s", what, label), before, after);
}

struct labelled {
	const char *key, *label;
};

static void
compare_fields(struct diffing *d, const char *what, const struct value *x, const struct value *y,
    const struct labelled *fields)
{
	for (; fields->key != NULL; fields++)
		compare(d, what, fields->label, field(d->a, x, fields->key),
		    field(d->a, y, fields->key));
}

static const char *
level_word(const struct side *s, const char *id)
{
	static const struct labelled names[] = {{"universal", "universālā prevencija"},
	    {"targeted", "mērķtiecīgā prevencija"}, {"tailored", "pielāgotā prevencija"}};
	const struct value *goals = value_get(plan_values(s->plan), "goals");
	const char *key = "", *own;
	size_t i;

	for (i = 0; i < count(goals); i++) {
		own = value_get_text(goals->items[i], "id");
		if (own != NULL && strcmp(own, id) == 0)
			key = value_get_text(goals->items[i], "level");
	}
	for (i = 0; i < 3; i++)
		if (key != NULL && strcmp(names[i].key, key) == 0)
			return names[i].label;
	return EN_DASH;
}

/* Did it go to another goal, activity or level? */
static void
compare_place(struct diffing *d, enum kind k, const char *what, const struct thing *x,
    const struct thing *y)
{
	if (k == GOAL)
		compare(d, what, "prevencijas līmenis", level_word(&d->old, x->id),
		    level_word(&d->new, y->id));
	else if (x->above != NULL && y->above != NULL && strcmp(x->above->id, y->above->id) != 0)
		say(d, arena_printf(d->a, "%s: %s", what, k == ACTIVITY ? "pārcelta" : "pārcelts"),
		    arena_printf(d->a, "%s, %s", field(d->a, x->map, "number"),
			title_of(d->a, words[k - 1].singular, x->above->map)),
		    arena_printf(d->a, "%s, %s", field(d->a, y->map, "number"),
			title_of(d->a, words[k - 1].singular, y->above->map)));
}

/* A value by years; years of both plans count. */
static void
compare_years(struct diffing *d, const char *what, const char *label, const struct value *x,
    const struct value *y)
{
	size_t i;

	for (i = 0; x != NULL && i < x->nfields; i++)
		if (x->fields[i].key[0] != '@')
			compare(d, what, arena_printf(d->a, "%s %s." NBSP "gadā", label, x->fields[i].key),
			    print(d->a, x->fields[i].value), field(d->a, y, x->fields[i].key));
	for (i = 0; y != NULL && i < y->nfields; i++)
		if (y->fields[i].key[0] != '@' && (x == NULL || value_get(x, y->fields[i].key) == NULL))
			compare(d, what, arena_printf(d->a, "%s %s." NBSP "gadā", label, y->fields[i].key),
			    EN_DASH, print(d->a, y->fields[i].value));
}

static const struct labelled fields_of[KINDS][8] = {
    [GOAL] = {{"name", "nosaukums"}, {"expected", "sagaidāmie rezultāti"}},
    [ACTIVITY] = {{"name", "nosaukums"}, {"result", "rezultāts"}, {"responsible", "atbildīgais"},
	{"involved", "iesaistītie"}, {"years", "īstenošanas gadi"}},
    [TASK] = {{"name", "nosaukums"}, {"term", "termiņš"}, {"by", "izpildītājs"},
	{"supervised_by", "uzraudzība"}},
    [INDICATOR] = {{"name", "nosaukums"}, {"base", "bāzes vērtība"}, {"source", "datu avots"},
	{"goals", "mērķi"}, {"direction", "virziens"}},
};

static void
compare_thing(struct diffing *d, enum kind k, const struct thing *x, const struct thing *y)
{
	const char *what = title_of(d->a, words[k].singular, y->map);
	const struct value *r = value_get(x->map, "resources"), *s = value_get(y->map, "resources");

	compare_fields(d, what, x->map, y->map, fields_of[k]);
	compare_place(d, k, what, x, y);
	if (k == ACTIVITY) {
		compare(d, what, "resursi", field(d->a, r, "lines"), field(d->a, s, "lines"));
		compare(d, what, "finanšu avots", field(d->a, r, "sources"), field(d->a, s, "sources"));
	}
	if (k == INDICATOR)
		compare_years(d, what, "mērķa vērtība", value_get(x->map, "targets"),
		    value_get(y->map, "targets"));
}

static void
compare_kind(struct diffing *d, enum kind k)
{
	const struct things *x = &d->old.of[k], *y = &d->new.of[k];
	const struct thing *other;
	size_t i;

	for (i = 0; i < x->n; i++)
		if (find(y, x->v[i].id) == NULL)
			say(d, title_of(d->a, words[k].removed, x->v[i].map), field(d->a, x->v[i].map, "name"),
			    EN_DASH);
	for (i = 0; i < y->n; i++) {
		other = find(x, y->v[i].id);
		if (other == NULL)
			say(d, title_of(d->a, words[k].added, y->v[i].map), EN_DASH,
			    field(d->a, y->v[i].map, "name"));
		else
			compare_thing(d, k, other, &y->v[i]);
	}
}

/* Amounts have a chapter of their own: that is what a council asks first. */
static void
compare_money(struct diffing *d)
{
	const struct things *x = &d->old.of[ACTIVITY], *y = &d->new.of[ACTIVITY];
	const struct thing *other;
	size_t i;

	for (i = 0; i < x->n; i++)
		if (find(y, x->v[i].id) == NULL)
			compare_years(d, title_of(d->a, words[ACTIVITY].removed, x->v[i].map), "finansējums",
			    value_get(x->v[i].map, "money"), NULL);
	for (i = 0; i < y->n; i++) {
		other = find(x, y->v[i].id);
		compare_years(d, title_of(d->a, words[ACTIVITY].singular, y->v[i].map), "finansējums",
		    other == NULL ? NULL : value_get(other->map, "money"), value_get(y->v[i].map, "money"));
	}
	compare_years(d, "Viss plāns", "finansējums", value_get(d->old.model, "money"),
	    value_get(d->new.model, "money"));
	compare(d, "Viss plāns", "finansējums kopā", field(d->a, d->old.model, "total"),
	    field(d->a, d->new.model, "total"));
}

/* -- prose, by its paragraphs -- */

struct paragraphs {
	const char **v, **sorted;
	size_t n;
};

static int
by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* A text's paragraphs: what blank lines part. */
static struct paragraphs
split(struct arena *a, const struct value *v)
{
	const char *s = v == NULL || v->text == NULL ? "" : v->text, *end;
	struct paragraphs out = {arena_array(a, strlen(s) / 2 + 1, sizeof(char *)), NULL, 0};

	while (*s != '\0') {
		end = strstr(s, "\n\n");
		if (end == NULL)
			end = s + strlen(s);
		if (end != s)
			out.v[out.n++] = arena_strndup(a, s, (size_t)(end - s));
		s = end + strspn(end, "\n");
	}
	out.sorted = arena_array(a, out.n, sizeof(char *));
	if (out.n != 0) {
		memcpy(out.sorted, out.v, out.n * sizeof(char *));
		qsort(out.sorted, out.n, sizeof(char *), by_text);
	}
	return out;
}

static bool
has(const struct paragraphs *p, const char *text)
{
	return p->n != 0 && bsearch(&text, p->sorted, p->n, sizeof(char *), by_text) != NULL;
}

/* The paragraph that the same one follows in both, or the same place, is "changed". */
static void
compare_prose(struct diffing *d, const char *chapter, const struct value *x, const struct value *y)
{
	struct paragraphs p = split(d->a, x), q = split(d->a, y);
	const char *what = arena_printf(d->a, "%s: rindkopa", chapter);
	size_t i = 0, k = 0;

	while (i < p.n || k < q.n) {
		bool gone = i < p.n && !has(&q, p.v[i]), came = k < q.n && !has(&p, q.v[k]);

		if (gone || came)
			say(d, what, gone ? p.v[i] : EN_DASH, came ? q.v[k] : EN_DASH);
		/* What both have is passed over; where only one side changed, the other waits. */
		if (gone || came) {
			i += gone;
			k += came;
		} else {
			i += i < p.n;
			k += k < q.n;
		}
	}
}

/* The table of the situation: its entries have no ids in the model; their titles tell them. */
static void
compare_situation(struct diffing *d)
{
	const struct value *x = value_get(d->old.model, "situation");
	const struct value *y = value_get(d->new.model, "situation");
	size_t i;

	for (i = 0; i < count(x) || i < count(y); i++) {
		const struct value *p = i < count(x) ? x->items[i] : NULL;
		const struct value *q = i < count(y) ? y->items[i] : NULL;

		compare_prose(d, arena_printf(d->a, "Esošā situācija, %s", field(d->a, q != NULL ? q : p,
		    "category")), p == NULL ? NULL : value_get(p, "text"), q == NULL ? NULL
		    : value_get(q, "text"));
	}
}

/* What stands on the cover, and the chapters of prose. */
static void
compare_texts(struct diffing *d)
{
	static const struct labelled texts[] = {{"preface", "Pamatojums"}, {"context", "Konteksts"},
	    {"situation_text", "Esošā situācija"}, {"system", "PMP prevencijas sistēma"},
	    {"cooperation", "Sadarbības modelis"}, {"goals_text", "Stratēģiskie mērķi"},
	    {"implementation", "Ieviešanas plāns"}};
	static const struct labelled head[] = {{"title", "nosaukums"},
	    {"document_word", "dokumenta veids"}, {"period", "periods"}, {"date", "datums"},
	    {"version", "redakcija"}, {"author", "izstrādātājs"}, {"contact", "saziņa"},
	    {NULL, NULL}};
	size_t i;

	compare_fields(d, "Dokuments", d->old.model, d->new.model, head);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		compare_prose(d, texts[i].label, value_get(d->old.model, texts[i].key),
		    value_get(d->new.model, texts[i].key));
	compare_situation(d);
	compare(d, "Apstiprinājums", "lēmums", field(d->a, value_get(d->old.model, "approval"),
	    "decision"), field(d->a, value_get(d->new.model, "approval"), "decision"));
	compare(d, "Apstiprinājums", "datums", field(d->a, value_get(d->old.model, "approval"),
	    "date"), field(d->a, value_get(d->new.model, "approval"), "date"));
}

/* -- the whole -- */

static void
chapter(struct diffing *d, struct value *out, const char *name)
{
	struct value *c = value_new(d->a, VALUE_MAP, NULL);

	if (d->items->nitems != 0) {
		value_set(d->a, c, "name", value_str(d->a, name));
		value_set(d->a, c, "items", d->items);
		value_push(d->a, out, c);
	}
	d->items = value_new(d->a, VALUE_LIST, NULL);
	d->items->singular = "item";
}

struct value *
diff_plans(struct arena *a, const struct plan *old, const struct plan *new)
{
	static const char *const names[KINDS] = {"Mērķi", "Aktivitātes", "Darba uzdevumi",
	    "Rezultatīvie rādītāji"};
	struct value *out = value_new(a, VALUE_LIST, NULL);
	struct diffing d = {.a = a};
	int k;

	out->singular = "chapter";
	d.items = value_new(a, VALUE_LIST, NULL);
	d.items->singular = "item";
	collect(a, &d.old, old);
	collect(a, &d.new, new);
	for (k = 0; k < KINDS; k++) {
		compare_kind(&d, (enum kind)k);
		chapter(&d, out, names[k]);
		if (k == TASK) {
			compare_money(&d);
			chapter(&d, out, "Finansējums");
		}
	}
	compare_texts(&d);
	chapter(&d, out, "Dokuments un teksti");
	return out;
}

const struct value *
diff_model(struct arena *a, const struct plan *old, const struct plan *new)
{
	struct value *m = value_copy(a, plan_model(new));

	value_set(a, m, "changes", diff_plans(a, old, new));
	return m;
}

void
diff_text(struct buf *out, const struct value *changes)
{
	size_t i, k;

	if (changes->nitems == 0)
		buf_str(out, "Izmaiņu nav.\n");
	for (i = 0; i < changes->nitems; i++) {
		const struct value *items = value_get(changes->items[i], "items");

		buf_printf(out, "%s%s\n", i == 0 ? "" : "\n", value_get_text(changes->items[i], "name"));
		for (k = 0; k < items->nitems; k++) {
			const struct value *item = items->items[k];

			buf_printf(out, "  %s\n    bija:  %s\n    tagad: %s\n",
			    value_get_text(item, "what"), value_get_text(item, "before"),
			    value_get_text(item, "after"));
		}
	}
}
