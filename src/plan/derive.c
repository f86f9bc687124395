/*
 * The model that templates see: what the plan says, with numbers, sums, years and
 * words worked out.  docs/architecture.md promises its names.
 */
#include <string.h>

#include "base/utf8.h"
#include "plan/priv.h"

/* A sum of amounts: a blank makes it a blank; of no amounts it is nothing. */
struct sum {
	int64_t cents;
	bool any, blank;
};

struct sums {
	struct sum year[MAX_PERIOD], total;
};

static const struct {
	const char *key, *numeral, *name;
} level_words[LEVELS] = {
    {"universal", "I", "Universālā prevencija"},
    {"targeted", "II", "Mērķtiecīgā prevencija"},
    {"tailored", "III", "Pielāgotā prevencija"},
};

/* -- small makers -- */

struct value *
plan_print_str(struct plan *p, const char *s)
{
	return value_str(p->a, lv_nobreak(p->a, s, false));
}

struct value *
plan_print(struct plan *p, const struct value *v)
{
	struct value *out = value_copy(p->a, v);

	if (v->kind == VALUE_TEXT &&
	    (v->form == VALUE_PLAIN || v->form == VALUE_MARKDOWN)) {
		out->text = lv_nobreak(p->a, v->text, v->form == VALUE_MARKDOWN);
		out->len = strlen(out->text);
	}
	/* A date has its year, for "Kalnupe, 2024" on a cover. */
	if (v->kind == VALUE_TEXT && v->form == VALUE_DATE && v->len == 10) {
		out->kind = VALUE_MAP;
		value_set(p->a, out, "year", value_text(p->a, v->text, 4, &v->at));
	}
	return out;
}

struct value *
plan_none(struct plan *p)
{
	return value_new(p->a, VALUE_NONE, NULL);
}

struct value *
plan_flag(struct plan *p, bool on)
{
	struct value *v = value_str(p->a, on ? "x" : "");

	v->form = VALUE_BOOL;
	v->num = on;
	return v;
}

struct value *
plan_list(struct plan *p, const char *singular)
{
	struct value *v = value_new(p->a, VALUE_LIST, NULL);

	v->singular = singular;
	return v;
}

static struct value *
new_map(struct plan *p)
{
	return value_new(p->a, VALUE_MAP, NULL);
}

/* How a map or list prints as a whole. */
static void
set_print(struct value *v, const char *s)
{
	v->text = s;
	v->len = strlen(s);
}

/* Copy a field that is given or blank, printable; one that is not given stays away. */
static void
put(struct plan *p, struct value *out, const struct value *src, const char *key)
{
	const struct value *v = src == NULL ? NULL : value_get(src, key);

	if (v != NULL && v->kind != VALUE_NONE)
		value_set(p->a, out, key, plan_print(p, v));
}

/* The same, but what is not given is there as nothing. */
static void
put_or_none(struct plan *p, struct value *out, const struct value *src, const char *key)
{
	put(p, out, src, key);
	if (value_get(out, key) == NULL)
		value_set(p->a, out, key, plan_none(p));
}

/* An id: as written, no no-break spaces. */
static void
put_id(struct plan *p, struct value *out, const struct value *src)
{
	value_set(p->a, out, "id", value_str(p->a, plan_text(src, "id")));
}

static const char *const known_names[KNOWNS] = {
    [KNOWN_PLAN] =
	"date version author contact place preface context situation_text system "
	"cooperation goals_text implementation municipality school decision monitoring "
	"notes",
    [KNOWN_MUNICIPALITY] = "council_genitive", /* a school's plan may leave it out */
    [KNOWN_SCHOOL] = "short",
    [KNOWN_APPROVAL] = "pattern body date decision protocol item amended",
    [KNOWN_LATEST] = "body date decision protocol item",
    [KNOWN_DECISION] = "basis vote responsible signatory prepared",
    [KNOWN_PARTY] = "short genitive id",
    [KNOWN_PERSON] = "count unit",
    [KNOWN_MEASURE] = "value unit year note",
    [KNOWN_REPORT] = "date summary conclusions",
    [KNOWN_MONITORING] = "text closing",
    [KNOWN_INDICATORS] = "base_year",
    [KNOWN_NOTES] = "situation goals indicators table1 table2 table3 table4",
};

void
plan_known(struct plan *p, struct value *map, enum known kind)
{
	const char *s = known_names[kind];
	size_t len;

	if (p->known[kind] == NULL) {
		p->known[kind] = new_map(p);
		for (; *s != '\0'; s += len + (s[len] == ' ')) {
			len = strcspn(s, " ");
			value_set(p->a, p->known[kind], arena_strndup(p->a, s, len),
			    plan_none(p));
		}
	}
	value_set(p->a, map, "@known", p->known[kind]);
}

/* A list of texts; missing or blank: an empty one. */
static struct value *
text_list(struct plan *p, const struct value *src, const char *key, const char *singular)
{
	const struct value *v = plan_get(src, key);
	struct value *out = plan_list(p, singular);
	size_t i;

	for (i = 0; v != NULL && i < v->nitems; i++)
		value_push(p->a, out, plan_print(p, v->items[i]));
	return out;
}

/* A name's map prints as its name. */
static void
print_as(struct value *out, const char *key)
{
	const struct value *v = value_get(out, key);

	set_print(out, v != NULL && v->kind == VALUE_TEXT ? v->text : "____");
}

/* -- years and money -- */

struct value *
plan_by_year(struct plan *p, struct value *v)
{
	struct value *out = new_map(p);
	int i;

	for (i = 0; i < p->years; i++)
		value_set(p->a, out, p->year_key[i], v);
	return out;
}

static void
sum_add(struct sum *to, const struct sum *s)
{
	to->cents += s->cents;
	to->any |= s->any;
	to->blank |= s->blank;
}

static void
sums_add(struct sums *to, const struct sums *s)
{
	int i;

	for (i = 0; i < MAX_PERIOD; i++)
		sum_add(&to->year[i], &s->year[i]);
	sum_add(&to->total, &s->total);
}

static struct value *
sum_value(struct plan *p, const struct sum *s)
{
	if (s->blank)
		return value_new(p->a, VALUE_BLANK, NULL);
	return s->any ? value_int(p->a, VALUE_MONEY, s->cents) : plan_none(p);
}

static void
put_sums(struct plan *p, struct value *out, const struct sums *s)
{
	struct value *money = new_map(p);
	int i;

	for (i = 0; i < p->years; i++)
		value_set(p->a, money, p->year_key[i], sum_value(p, &s->year[i]));
	value_set(p->a, out, "money", money);
	value_set(p->a, out, "total", sum_value(p, &s->total));
}

/* An activity's amounts.  "money: ~" leaves every year of it blank. */
static struct sums
amounts(struct plan *p, const struct value *activity)
{
	const struct value *money = plan_get(activity, "money"), *v;
	bool blank = plan_blank(activity, "money");
	struct sums s;
	int i;

	memset(&s, 0, sizeof(s));
	for (i = 0; i < p->years; i++) {
		v = money == NULL ? NULL : value_get(money, p->year_key[i]);
		s.year[i].blank = blank || (v != NULL && v->kind == VALUE_BLANK);
		s.year[i].any = v != NULL && v->kind == VALUE_TEXT;
		if (s.year[i].any)
			s.year[i].cents = v->num;
		sum_add(&s.total, &s.year[i]);
	}
	return s;
}

static struct value *
years_list(struct plan *p, const int *years, size_t n)
{
	struct value *out = plan_list(p, "year");
	size_t i;

	for (i = 0; i < n; i++)
		value_push(p->a, out, value_int(p->a, VALUE_YEAR, years[i]));
	return out;
}

struct value *
plan_runs(struct plan *p, const struct value *years)
{
	struct value *out = new_map(p);
	int list[MAX_PERIOD];
	size_t n = 0, k;
	int i;

	if (years != NULL && !plan_years(years, list, MAX_PERIOD, &n))
		n = 0;
	for (i = 0; i < p->years; i++) {
		for (k = 0; k < n && list[k] != p->first + i; k++)
			continue;
		value_set(p->a, out, p->year_key[i], plan_flag(p, k < n));
	}
	return out;
}

struct value *
plan_years_value(struct plan *p, const struct value *v)
{
	struct value *out;
	int list[MAX_PERIOD];
	size_t n;

	if (v == NULL || !plan_years(v, list, MAX_PERIOD, &n))
		return value_new(p->a, VALUE_BLANK, NULL);
	out = years_list(p, list, n);
	set_print(out, lv_years(p->a, list, n));
	return out;
}

/* -- institutions and sources -- */

static void
institutions(struct plan *p)
{
	const struct value *src = plan_get(p->root, "institutions");
	struct value *list = plan_list(p, "institution");
	size_t i;

	for (i = 0; src != NULL && i < src->nitems; i++) {
		struct value *out = new_map(p);

		put_id(p, out, src->items[i]);
		put(p, out, src->items[i], "short");
		put(p, out, src->items[i], "name");
		put(p, out, src->items[i], "genitive");
		print_as(out, plan_get(out, "short") != NULL ? "short" : "name");
		plan_known(p, out, KNOWN_PARTY);
		value_push(p->a, list, out);
		idmap_add(p->a, &p->party_at, plan_text(src->items[i], "id"), out);
	}
	value_set(p->a, p->model, "institutions", list);
}

static void
sources(struct plan *p)
{
	struct value *list = plan_list(p, "source");
	size_t i;

	for (i = 0; i < p->sources.n; i++) {
		const struct value *src = idmap_get(&p->sources, p->sources.keys[i]);
		struct value *out = new_map(p);

		put_id(p, out, src);
		put(p, out, src, "name");
		print_as(out, "name");
		value_push(p->a, list, out);
		idmap_add(p->a, &p->source_at, p->sources.keys[i], out);
	}
	value_set(p->a, p->model, "sources", list);
}

/* Who is no institution: a name only. */
static struct value *
other_party(struct plan *p, const struct value *text)
{
	struct value *out = new_map(p);

	value_set(p->a, out, "name", plan_print(p, text));
	print_as(out, "name");
	plan_known(p, out, KNOWN_PARTY);
	return out;
}

/* A list of parties; a blank list stays a blank. */
static struct value *
parties(struct plan *p, const struct value *src, const char *key)
{
	const struct value *v = plan_get(src, key);
	struct value *out;
	size_t i;

	if (plan_blank(src, key))
		return value_new(p->a, VALUE_BLANK, NULL);
	out = plan_list(p, "institution");
	for (i = 0; v != NULL && i < v->nitems; i++) {
		const struct value *item = v->items[i];
		struct value *party;

		if (item->kind == VALUE_TEXT)
			party = idmap_get(&p->party_at, item->text);
		else if (item->kind == VALUE_MAP)
			party = other_party(p, value_get(item, "text"));
		else
			party = value_new(p->a, VALUE_BLANK, NULL);
		value_push(p->a, out, party);
	}
	return out;
}

/* -- resources -- */

/* "psihologs –⍽1 unit": the space before the dash may break, that after it not. */
static struct value *
person_line(struct plan *p, const struct value *person)
{
	const char *role = plan_text(person, "role"), *unit = plan_text(person, "unit");
	const char *count = plan_text(person, "count");
	struct buf b = {0};
	struct value *v;

	buf_str(&b, lv_nobreak(p->a, role, false));
	if (count != NULL || plan_blank(person, "count")) {
		buf_str(&b, " " EN_DASH NBSP);
		if (count != NULL)
			num_put_number(&b, count, strlen(count));
		else
			buf_str(&b, "____");
		if (unit != NULL)
			buf_printf(&b, " %s", unit);
	} else if (unit != NULL) {
		buf_printf(&b, NBSP EN_DASH " %s", unit);
	}
	v = value_text(p->a, b.s, b.len, NULL);
	buf_free(&b);
	return v;
}

static struct value *
source_list(struct plan *p, const struct value *src)
{
	const struct value *v = plan_get(src, "sources");
	struct value *out = plan_list(p, "source"), *source;
	struct buf b = {0};
	size_t i;

	for (i = 0; v != NULL && i < v->nitems; i++) {
		source = v->items[i]->kind == VALUE_TEXT
			     ? idmap_get(&p->source_at, v->items[i]->text)
			     : NULL;
		if (source == NULL)
			continue;
		value_push(p->a, out, source);
		if (b.len != 0)
			buf_str(&b, ", ");
		buf_add(&b, source->text, source->len);
	}
	set_print(out, b.len == 0 ? "" : utf8_upper_first(p->a, b.s, b.len));
	buf_free(&b);
	return out;
}

static struct value *
resources(struct plan *p, const struct value *activity)
{
	const struct value *src = plan_get(activity, "resources"), *list;
	struct value *out = new_map(p), *lines = plan_list(p, NULL),
		     *people = plan_list(p, "person");
	size_t i;

	list = plan_get(src, "people");
	for (i = 0; list != NULL && i < list->nitems; i++) {
		struct value *person = new_map(p), *line = person_line(p, list->items[i]);

		put(p, person, list->items[i], "role");
		put(p, person, list->items[i], "count");
		put(p, person, list->items[i], "unit");
		set_print(person, line->text);
		plan_known(p, person, KNOWN_PERSON);
		value_push(p->a, people, person);
		value_push(p->a, lines, line);
	}
	list = plan_get(src, "support");
	for (i = 0; list != NULL && i < list->nitems; i++)
		value_push(p->a, lines, plan_print(p, list->items[i]));
	if (plan_get(src, "time") != NULL)
		value_push(p->a, lines, plan_print(p, plan_get(src, "time")));
	if (plan_blank(activity, "resources") || plan_blank(src, "people"))
		value_push(p->a, lines, value_new(p->a, VALUE_BLANK, NULL));
	value_set(p->a, out, "lines", lines);
	value_set(p->a, out, "people", people);
	value_set(p->a, out, "support", text_list(p, src, "support", NULL));
	put_or_none(p, out, src, "time");
	value_set(p->a, out, "sources", source_list(p, src));
	return out;
}

/* -- the tree -- */

static struct value *
outcome(struct plan *p, const struct value *activity)
{
	const struct value *src = plan_get(activity, "outcome"), *year;
	struct value *out = new_map(p), *v;
	int i;

	for (i = 0; i < p->years; i++) {
		year = plan_get(src, p->year_key[i]);
		v = new_map(p);
		value_set(p->a, v, "status", plan_status(p, plan_text(year, "status")));
		put_or_none(p, v, year, "achieved");
		put_or_none(p, v, year, "impact");
		put_or_none(p, v, year, "factors");
		put_or_none(p, v, year, "spent");
		value_set(p->a, out, p->year_key[i], v);
	}
	return out;
}

static struct value *
term(struct plan *p, const struct value *src)
{
	const struct value *v = plan_get(src, "term");
	const char *const *points;
	size_t n = v == NULL ? 0 : plan_term(p->a, v, &points);
	const char *s = n == 0 ? NULL : lv_term(p->a, points, n);

	return s == NULL ? value_new(p->a, VALUE_BLANK, NULL) : value_str(p->a, s);
}

static void
derive_task(struct plan *p, struct task *t, const char *number)
{
	struct value *m = t->model = new_map(p);

	put_id(p, m, t->src);
	value_set(p->a, m, "number", value_str(p->a, number));
	put(p, m, t->src, "name");
	value_set(p->a, m, "term", term(p, t->src));
	value_set(p->a, m, "by", parties(p, t->src, "by"));
	value_set(p->a, m, "supervised_by", parties(p, t->src, "supervised_by"));
	print_as(m, "name");
	idmap_add(p->a, &p->task_at, plan_text(t->src, "id"), t);
}

static void
derive_tasks(struct plan *p, struct activity *act, const char *number)
{
	const struct value *src = plan_get(act->src, "tasks");
	struct value *list = plan_list(p, "task");
	size_t i;

	act->ntasks = src == NULL ? 0 : src->nitems;
	act->tasks = arena_array(p->a, act->ntasks, sizeof(act->tasks[0]));
	for (i = 0; i < act->ntasks; i++) {
		act->tasks[i].src = src->items[i];
		act->tasks[i].activity = act;
		derive_task(
		    p, &act->tasks[i], arena_printf(p->a, "%s%zu.", number, i + 1));
		value_push(p->a, list, act->tasks[i].model);
	}
	value_set(p->a, act->model, "tasks", list);
}

static void
derive_activity(
    struct plan *p, struct activity *act, const char *number, struct sums *goal_sums)
{
	struct value *m = act->model = new_map(p);
	struct sums s = amounts(p, act->src);

	m->at = act->src->at; /* for notes about what a report lacks */
	put_id(p, m, act->src);
	value_set(p->a, m, "number", value_str(p->a, number));
	put(p, m, act->src, "name");
	put(p, m, act->src, "result");
	value_set(p->a, m, "responsible", parties(p, act->src, "responsible"));
	value_set(p->a, m, "involved", parties(p, act->src, "involved"));
	value_set(p->a, m, "years", plan_years_value(p, plan_get(act->src, "years")));
	value_set(p->a, m, "runs", plan_runs(p, plan_get(act->src, "years")));
	derive_tasks(p, act, number);
	value_set(p->a, m, "resources", resources(p, act->src));
	put_sums(p, m, &s);
	value_set(p->a, m, "outcome", outcome(p, act->src));
	print_as(m, "name");
	sums_add(goal_sums, &s);
	idmap_add(p->a, &p->activity_at, plan_text(act->src, "id"), act);
}

static void
derive_goal(struct plan *p, struct goal *g, const char *number, struct sums *level_sums)
{
	const struct value *src = plan_get(g->src, "activities");
	struct value *m = g->model = new_map(p), *list = plan_list(p, "activity"), *expected;
	size_t i, n = src == NULL ? 0 : src->nitems;
	struct sums s;

	memset(&s, 0, sizeof(s));
	g->nactivities = n;
	g->activities = arena_array(p->a, n, sizeof(g->activities[0]));
	put_id(p, m, g->src);
	value_set(p->a, m, "number", value_str(p->a, number));
	put(p, m, g->src, "name");
	expected = text_list(p, g->src, "expected", "item");
	/* One blank to fill in; a loop over nothing leaves a bullet with nothing behind it. */
	if (plan_blank(g->src, "expected"))
		value_push(p->a, expected, value_new(p->a, VALUE_BLANK, NULL));
	value_set(p->a, m, "expected", expected);
	for (i = 0; i < n; i++) {
		g->activities[i].src = src->items[i];
		g->activities[i].goal = g;
		derive_activity(p, &g->activities[i],
		    arena_printf(p->a, "%s%zu.", number, i + 1), &s);
		value_push(p->a, list, g->activities[i].model);
	}
	value_set(p->a, m, "activities", list);
	put_sums(p, m, &s);
	print_as(m, "name");
	sums_add(level_sums, &s);
	idmap_add(p->a, &p->goal_at, plan_text(g->src, "id"), g);
}

bool
plan_level_parse(const char *key, enum level *level)
{
	int i;

	for (i = 0; i < LEVELS; i++)
		if (key != NULL && strcmp(level_words[i].key, key) == 0) {
			*level = (enum level)i;
			return true;
		}
	return false;
}

struct value *
plan_level(struct plan *p, enum level level)
{
	struct value *m = new_map(p);

	value_set(
	    p->a, m, "number", value_str(p->a, arena_printf(p->a, "%d.", level + 1)));
	value_set(p->a, m, "numeral", value_str(p->a, level_words[level].numeral));
	value_set(p->a, m, "name", value_str(p->a, level_words[level].name));
	value_set(p->a, m, "key", value_str(p->a, level_words[level].key));
	print_as(m, "name");
	return m;
}

static void
derive_level(struct plan *p, enum level level, struct sums *all)
{
	const struct value *src = plan_get(p->root, "goals");
	struct value *m = plan_level(p, level), *goals = plan_list(p, "goal");
	struct value *activities = plan_list(p, "activity");
	enum level own = LEVEL_UNIVERSAL;
	struct sums s;
	size_t i, k;

	memset(&s, 0, sizeof(s));
	for (i = 0; i < src->nitems; i++) {
		struct goal *g = &p->goal_list[p->ngoals];

		plan_level_parse(plan_text(src->items[i], "level"), &own);
		if (own != level)
			continue;
		g->src = src->items[i];
		g->level = level;
		p->ngoals++;
		derive_goal(p, g, arena_printf(p->a, "%zu.", p->ngoals), &s);
		value_push(p->a, goals, g->model);
		for (k = 0; k < g->nactivities; k++)
			value_push(p->a, activities, g->activities[k].model);
	}
	value_set(p->a, m, "goals", goals);
	value_set(p->a, m, "activities", activities);
	put_sums(p, m, &s);
	sums_add(all, &s);
	if (goals->nitems != 0)
		p->level_model[level] = m;
}

static void
derive_tree(struct plan *p)
{
	struct value *goals = plan_list(p, "goal");
	struct sums all;
	size_t i;

	memset(&all, 0, sizeof(all));
	p->goal_list = arena_array(
	    p->a, plan_get(p->root, "goals")->nitems, sizeof(p->goal_list[0]));
	for (i = 0; i < LEVELS; i++)
		derive_level(p, (enum level)i, &all);
	for (i = 0; i < p->ngoals; i++)
		value_push(p->a, goals, p->goal_list[i].model);
	value_set(p->a, p->model, "goals", goals);
	put_sums(p, p->model, &all);
}

/* -- indicators -- */

/* "60⍽%" from a number, its own unit or that of the base; or the words instead. */
struct value *
plan_measure(struct plan *p, const struct value *v, const char *unit)
{
	const struct value *number = v->kind == VALUE_MAP ? value_get(v, "value") : v;
	struct value *out = new_map(p);
	struct buf b = {0};

	if (v->kind == VALUE_BLANK)
		return value_new(p->a, VALUE_BLANK, NULL);
	plan_known(p, out, KNOWN_MEASURE);
	if (v->kind == VALUE_MAP) {
		put(p, out, v, "year");
		if (plan_text(v, "unit") != NULL)
			unit = plan_text(v, "unit");
		if (plan_text(v, "text") != NULL) {
			set_print(out, lv_nobreak(p->a, plan_text(v, "text"), false));
			return out;
		}
	}
	if (unit != NULL)
		value_set(p->a, out, "unit", value_str(p->a, unit));
	if (number != NULL)
		value_set(p->a, out, "value", value_copy(p->a, number));
	if (number != NULL && number->kind == VALUE_TEXT)
		num_put_number(&b, number->text, number->len);
	else
		buf_str(&b, "____");
	if (unit != NULL && *unit != '\0')
		buf_printf(&b, NBSP "%s", unit);
	set_print(out, arena_strndup(p->a, b.s, b.len));
	buf_free(&b);
	return out;
}

/* The target years of all indicators, rising. */
static size_t
target_years(struct plan *p, int years[MAX_TARGET_YEARS])
{
	const struct value *list = plan_get(p->root, "indicators"), *targets;
	size_t i, k, j, n = 0;
	int64_t year;

	for (i = 0; list != NULL && i < list->nitems; i++) {
		targets = plan_get(list->items[i], "targets");
		for (k = 0; targets != NULL && k < targets->nfields; k++) {
			num_parse_int(targets->fields[k].key, 4, &year);
			for (j = n; j > 0 && years[j - 1] > year; j--)
				continue;
			if ((j > 0 && years[j - 1] == year) || n == MAX_TARGET_YEARS)
				continue;
			memmove(years + j + 1, years + j, (n - j) * sizeof(years[0]));
			years[j] = (int)year;
			n++;
		}
	}
	return n;
}

static struct value *
targets_value(
    struct plan *p, const struct value *src, const int *years, size_t n, const char *unit)
{
	const struct value *targets = plan_get(src, "targets"), *v;
	struct value *out = new_map(p);
	const char *key;
	size_t i;

	for (i = 0; i < n; i++) {
		key = arena_printf(p->a, "%d", years[i]);
		v = targets == NULL ? NULL : value_get(targets, key);
		if (plan_blank(src, "targets"))
			value_set(p->a, out, key, value_new(p->a, VALUE_BLANK, NULL));
		else
			value_set(p->a, out, key,
			    v == NULL ? plan_none(p) : plan_measure(p, v, unit));
	}
	return out;
}

static void
derive_indicator(struct plan *p, struct indicator *ind, const int *years, size_t n)
{
	const struct value *goals = plan_get(ind->src, "goals"),
			   *base = value_get(ind->src, "base");
	struct value *m = ind->model, *list = plan_list(p, "goal");
	const char *unit = plan_text(base, "unit");
	size_t i;

	put_id(p, m, ind->src);
	value_set(p->a, m, "number", plan_none(p)); /* in printed order, below */
	put(p, m, ind->src, "name");
	value_set(p->a, m, "base", plan_measure(p, base, NULL));
	value_set(p->a, m, "targets", targets_value(p, ind->src, years, n, unit));
	put(p, m, ind->src, "source");
	for (i = 0; i < goals->nitems; i++) {
		struct goal *g = idmap_get(&p->goal_at, goals->items[i]->text);

		if (i == 0)
			ind->level = g->level;
		value_push(p->a, list, g->model);
	}
	value_set(p->a, m, "goals", list);
	value_set(p->a, m, "unit", unit == NULL ? plan_none(p) : value_str(p->a, unit));
	put_or_none(p, m, ind->src, "direction");
	print_as(m, "name");
}

/* The year of all base values, if all say the same one; words speak for themselves. */
static struct value *
base_year(const struct value *list)
{
	struct value *year = NULL;

	for (size_t i = 0; i < list->nitems; i++) {
		const struct value *base = value_get(list->items[i], "base");
		struct value *y = base != NULL ? value_get(base, "year") : NULL;

		if (base != NULL && base->kind == VALUE_MAP && y == NULL && value_get(base, "value") == NULL)
			continue;
		if (y == NULL || y->kind != VALUE_TEXT ||
		    (year != NULL && strcmp(year->text, y->text) != 0))
			return NULL;
		year = y;
	}
	return year;
}

/* In printed order: by level, in it as in the file. */
static void
derive_indicators(struct plan *p)
{
	const struct value *src = plan_get(p->root, "indicators");
	size_t total = src == NULL ? 0 : src->nitems, n, i;
	struct indicator *all = arena_array(p->a, total, sizeof(*all));
	struct value *list = plan_list(p, "indicator");
	int years[MAX_TARGET_YEARS + 1], level;

	n = target_years(p, years);
	p->indicator_list = arena_array(p->a, total, sizeof(*all));
	for (i = 0; i < total; i++) {
		p->indicator_list[i].src = src->items[i];
		p->indicator_list[i].model = new_map(p);
		derive_indicator(p, &p->indicator_list[i], years, n);
	}
	for (level = 0; level < LEVELS; level++)
		for (i = 0; i < total; i++)
			if (p->indicator_list[i].level == (enum level)level)
				all[p->nindicators++] = p->indicator_list[i];
	p->indicator_list = all;
	for (i = 0; i < total; i++) {
		value_set(p->a, all[i].model, "number",
		    value_str(p->a, arena_printf(p->a, "%zu.", i + 1)));
		value_push(p->a, list, all[i].model);
		idmap_add(p->a, &p->indicator_at, plan_text(all[i].src, "id"), &all[i]);
	}
	value_set(p->a, list, "years", years_list(p, years, n));
	plan_known(p, list, KNOWN_INDICATORS);
	if (base_year(list) != NULL)
		value_set(p->a, list, "base_year", base_year(list));
	value_set(p->a, p->model, "indicators", list);
}

/* -- the head of the document -- */

/*
 * "rīcības programmu": only the last word declines, so where the genitive shows that
 * others do too ("stratēģiskā plāna"), or no rule fits, NULL.
 */
static const char *
word_accusative(struct plan *p, const struct docword *w)
{
	const char *last = strrchr(w->word, ' ');
	size_t fixed = last == NULL ? 0 : (size_t)(last - w->word), n = strlen(w->word);

	if (strncmp(w->word, w->genitive, fixed) != 0)
		return NULL;
	if (strcmp(w->ending, "AS") == 0)
		return w->word;
	if (n > 1 && strcmp(w->ending, "I") == 0)
		return w->word[n - 1] == 'i' ? arena_printf(p->a, "%.*sus", (int)n - 1, w->word) : NULL;
	if (n > 2 && w->word[n - 1] == 's' && (w->word[n - 2] == 'i' || w->word[n - 2] == 'u'))
		return arena_strndup(p->a, w->word, n - 1);
	return lv_decline(p->a, w->word, LV_ACCUSATIVE);
}

static void
document(struct plan *p)
{
	static const struct docword other = {"dokuments", "dokumenta", "S"};
	struct docword w = plan_docword(p);
	struct value *m = new_map(p);
	const char *accusative = word_accusative(p, &w);
	const struct docword *acted = accusative == NULL ? &other : &w;

	set_print(m, w.word);
	value_set(p->a, m, "word", value_str(p->a, w.word));
	value_set(p->a, m, "genitive", value_str(p->a, w.genitive));
	value_set(p->a, m, "participle",
	    value_str(p->a, arena_printf(p->a, "APSTIPRINĀT%s", w.ending)));
	value_set(p->a, m, "accusative",
	    value_str(p->a, accusative == NULL ? "dokumentu" : accusative));
	value_set(p->a, m, "approved", value_str(p->a, arena_printf(p->a, "apstiprināt%s",
	    utf8_lower(p->a, acted->ending, strlen(acted->ending)))));
	value_set(p->a, p->model, "document_word", m);
}

static void
period(struct plan *p)
{
	struct value *m = new_map(p);
	int years[MAX_PERIOD], i;

	for (i = 0; i < p->years; i++)
		years[i] = p->first + i;
	set_print(m, lv_period(p->a, p->first, p->first + p->years - 1));
	value_set(p->a, m, "first", value_int(p->a, VALUE_YEAR, p->first));
	value_set(p->a, m, "last", value_int(p->a, VALUE_YEAR, p->first + p->years - 1));
	value_set(p->a, m, "count", value_int(p->a, VALUE_INT, p->years));
	value_set(p->a, p->model, "period", m);
	value_set(p->a, p->model, "years", years_list(p, years, (size_t)p->years));
	value_set(
	    p->a, p->model, "report_year", value_int(p->a, VALUE_YEAR, p->report_year));
}

/* A form that is known, else a blank still to fill in. */
static struct value *
form_value(struct plan *p, const char *s)
{
	return s == NULL ? value_new(p->a, VALUE_BLANK, NULL) : plan_print_str(p, s);
}

static void
cases(struct plan *p, struct value *m, const struct value *src)
{
	static const char *const keys[] = {
	    "nominative", "genitive", "locative", "dative", "accusative"};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		value_set(p->a, m, keys[i], form_value(p, plan_case(p, src, keys[i])));
	print_as(m, "nominative");
}

static void
municipality(struct plan *p)
{
	static const char *const keys[] = {
	    "genitive", "dative", "accusative", "locative"};
	const struct value *src = plan_get(p->root, "municipality");
	struct value *m = new_map(p), *authority = new_map(p);
	const char *s;
	size_t i;

	if (src == NULL)
		return;
	cases(p, m, src);
	put(p, m, src, "council_genitive");
	plan_known(p, m, KNOWN_MUNICIPALITY);
	s = plan_authority(p, "nominative");
	set_print(authority, s == NULL ? "____" : lv_nobreak(p->a, s, false));
	value_set(p->a, authority, "nominative", form_value(p, s));
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		value_set(
		    p->a, authority, keys[i], form_value(p, plan_authority(p, keys[i])));
	value_set(p->a, m, "authority", authority);
	value_set(p->a, p->model, "municipality", m);
}

static void
school(struct plan *p)
{
	const struct value *src = plan_get(p->root, "school");
	struct value *m = new_map(p);

	if (src == NULL)
		return;
	cases(p, m, src);
	put(p, m, src, "short");
	plan_known(p, m, KNOWN_SCHOOL);
	value_set(p->a, p->model, "school", m);
}

/* -- chapters -- */

static void
situation(struct plan *p)
{
	const struct value *src = plan_get(p->root, "situation");
	struct value *list = plan_list(p, "entry");
	size_t i;

	for (i = 0; src != NULL && i < src->nitems; i++) {
		struct value *m = new_map(p);

		put_id(p, m, src->items[i]);
		put(p, m, src->items[i], "category");
		put(p, m, src->items[i], "text");
		print_as(m, "category");
		value_push(p->a, list, m);
	}
	value_set(p->a, p->model, "situation", list);
}

/*
 * The chapter's heading stands in every plan, since it opens the last section: where
 * nothing is said below it, a draft shows the blank, and an approved plan is warned of.
 */
static void
monitoring(struct plan *p)
{
	const struct value *src = plan_get(p->root, "monitoring");
	struct value *m = new_map(p), *text;

	put(p, m, src, "text");
	value_set(p->a, m, "group", text_list(p, src, "group", NULL));
	value_set(p->a, m, "duties", text_list(p, src, "duties", NULL));
	put(p, m, src, "closing");
	if (plan_get(m, "text") == NULL && plan_get(m, "closing") == NULL &&
	    value_get(m, "group")->nitems == 0 && value_get(m, "duties")->nitems == 0) {
		text = value_str(p->a, "\\_\\_\\_\\_");
		text->form = VALUE_MARKDOWN;
		if (!p->approved)
			value_set(p->a, m, "text", text);
		else
			diag(p->d, DIAG_PLAN_CHAPTER, src == NULL ? &p->root->at : &src->at,
			    plan_label(p, arena_strndup(p->a, "monitoring", 10)), NULL);
	}
	plan_known(p, m, KNOWN_MONITORING);
	value_set(p->a, p->model, "monitoring", m);
}

static void
decision(struct plan *p)
{
	const struct value *src = plan_get(p->root, "decision");
	struct value *m = new_map(p);

	if (src == NULL)
		return;
	value_set(p->a, m, "findings", text_list(p, src, "findings", NULL));
	value_set(p->a, m, "points", text_list(p, src, "points", NULL));
	put(p, m, src, "basis");
	put(p, m, src, "vote");
	put(p, m, src, "responsible");
	put(p, m, src, "signatory");
	put(p, m, src, "prepared");
	plan_known(p, m, KNOWN_DECISION);
	value_set(p->a, p->model, "decision", m);
}

static void
notes(struct plan *p)
{
	const struct value *src = plan_get(p->root, "notes");
	struct value *m = new_map(p);
	size_t i;

	if (src == NULL)
		return;
	for (i = 0; i < src->nfields; i++)
		put(p, m, src, src->fields[i].key);
	plan_known(p, m, KNOWN_NOTES);
	value_set(p->a, p->model, "notes", m);
}

void
plan_derive(struct plan *p)
{
	static const char *const plain[] = {"title", "date", "version", "author",
	    "contact", "place", "preface", "context", "situation_text", "system",
	    "cooperation", "goals_text", "implementation"};
	size_t i;
	int y;

	p->model = new_map(p);
	for (y = 0; y < p->years; y++)
		p->year_key[y] = arena_printf(p->a, "%d", p->first + y);
	put_id(p, p->model, p->root);
	value_set(p->a, p->model, "profile",
	    value_str(p->a, p->school ? "school" : "municipality"));
	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		put(p, p->model, p->root, plain[i]);
	plan_known(p, p->model, KNOWN_PLAN);
	document(p);
	period(p);
	municipality(p);
	school(p);
	plan_derive_approval(p, p->model);
	institutions(p);
	sources(p);
	situation(p);
	derive_tree(p);
	derive_indicators(p);
	monitoring(p);
	decision(p);
	notes(p);
	plan_derive_report(p);
}
