/* The tree itself: what belongs together is there, and the figures can be. */
#include <math.h>
#include <stdlib.h>

#include "check/priv.h"
#include "plan/latvian.h"

static const struct place *
at_of(const struct value *map, const char *key)
{
	const struct value *v = map->kind == VALUE_MAP ? value_get(map, key) : NULL;

	return v == NULL ? &map->at : &v->at;
}

const char *
name_of(const struct node *n)
{
	const char *s = text_of(n->src, "name");

	return s == NULL ? n->id : s;
}

static bool
inherited(const struct check *c, const struct place *at)
{
	return c->file != NULL && at->file != NULL && strcmp(c->file, at->file) != 0;
}

/* -- coverage -- */

static void
goal_indicators(struct check *c)
{
	struct idmap measured = {0};
	const struct value *of;
	struct node *n;
	size_t i;

	if (c->indicators.n == 0 && plan_is_school(c->p))
		return; /* a school's plan needs none */
	FOR_NODES(c, n, indicators) {
		of = get(n->src, "goals");
		for (i = 0; i < count_of(of); i++)
			if (of->items[i]->text != NULL)
				idmap_add(c->a, &measured, of->items[i]->text, n);
	}
	FOR_NODES(c, n, goals)
		if (idmap_get(&measured, n->id) == NULL)
			found(c, DIAG_CHECK_GOAL_NO_INDICATOR, n->path, &n->src->at, name_of(n), NULL);
}

static void
roles_counted(struct check *c, const struct node *n)
{
	const struct value *people = get(get(n->src, "resources"), "people"), *v;
	size_t i;

	for (i = 0; i < count_of(people); i++) {
		v = people->items[i];
		if (text_of(v, "role") != NULL && value_get(v, "count") == NULL)
			found(c, DIAG_CHECK_ROLE_COUNT, strf(c, "%s.resources.people[%zu]", n->path, i + 1),
			    &v->at, text_of(v, "role"), NULL);
	}
}

/* An id like "5.1" must be the number that is printed. */
static void
check_id(struct check *c, const struct node *n)
{
	const struct value *id = value_get(n->src, "id");
	size_t len = strlen(n->id);

	if (strspn(n->id, "0123456789.") != len || inherited(c, &id->at) || n->number == NULL)
		return;
	if (len > 0 && n->id[len - 1] == '.')
		len--;
	if (strncmp(n->number, n->id, len) != 0 || strcmp(n->number + len, ".") != 0)
		found(c, DIAG_CHECK_ID_NUMBER, strf(c, "%s.id", n->path), &id->at, n->id, n->number,
		    NULL);
}

/* The years of a term: first and last. */
static bool
term_years(const struct value *term, int *first, int *last)
{
	size_t i, n = term->kind == VALUE_LIST ? term->nitems : 1;
	int64_t y;

	*first = 9999;
	*last = 0;
	for (i = 0; i < n; i++) {
		const char *s = (term->kind == VALUE_LIST ? term->items[i] : term)->text;

		for (; s != NULL && *s != '\0'; s = strstr(s, "..") == NULL ? "" : strstr(s, "..") + 2) {
			if (strlen(s) < 4 || !num_parse_int(s, 4, &y))
				return false;
			*first = y < *first ? (int)y : *first;
			*last = y > *last ? (int)y : *last;
		}
	}
	return *last != 0;
}

/* First and last year of an activity; the model has them in order. */
static bool
activity_years(const struct node *n, int *first, int *last)
{
	const struct value *years = get(n->model, "years");
	int64_t a, b;

	if (count_of(years) == 0 || years->items[0]->text == NULL ||
	    !num_parse_int(years->items[0]->text, 4, &a) ||
	    !num_parse_int(years->items[years->nitems - 1]->text, 4, &b))
		return false;
	*first = (int)a;
	*last = (int)b;
	return true;
}

static void
check_term(struct check *c, const struct node *task)
{
	const struct value *term = get(task->src, "term");
	int first, last, from, to;

	if (term == NULL || !term_years(term, &first, &last) ||
	    !activity_years(task->up, &from, &to) || (first >= from && last <= to))
		return;
	found(c, DIAG_CHECK_TERM_OUTSIDE, strf(c, "%s.term", task->path), &term->at,
	    first == last ? strf(c, "%d", first) : strf(c, "%d–%d", first, last),
	    strf(c, "%d–%d", from, to), NULL);
}

void
rule_coverage(struct check *c)
{
	bool school = plan_is_school(c->p);
	struct node *n;

	goal_indicators(c);
	FOR_NODES(c, n, goals) {
		check_id(c, n);
		if (count_of(get(n->src, "activities")) == 0)
			found(c, DIAG_CHECK_GOAL_NO_ACTIVITY, n->path, &n->src->at, name_of(n), NULL);
	}
	FOR_NODES(c, n, activities) {
		check_id(c, n);
		roles_counted(c, n);
		if (!school && value_get(n->src, "tasks") == NULL)
			found(c, DIAG_CHECK_NO_TASK, n->path, &n->src->at, name_of(n), NULL);
		if (!school && value_get(n->src, "resources") == NULL)
			found(c, DIAG_CHECK_NO_RESOURCE, n->path, &n->src->at, name_of(n), NULL);
	}
	FOR_NODES(c, n, tasks) {
		check_id(c, n);
		check_term(c, n);
	}
	FOR_NODES(c, n, indicators)
		check_id(c, n);
}

/* -- money -- */

static bool
runs_in(struct check *c, const struct node *n, int year)
{
	const struct value *v = get(get(n->model, "runs"), strf(c, "%d", year));

	return v != NULL && v->num != 0;
}

/* The amount of a year in cents, or -1. */
static int64_t
amount(struct check *c, const struct node *n, int year)
{
	const struct value *v = get(get(n->src, "money"), strf(c, "%d", year));

	return v == NULL || v->form != VALUE_MONEY ? -1 : v->num;
}

/* A year without an amount between two that have one. */
static void
money_holes(struct check *c, const struct node *n, const struct value *money)
{
	int year, before = 0, y;

	for (year = c->first; year <= c->last; year++) {
		if (amount(c, n, year) < 0)
			continue;
		for (y = before + 1; before != 0 && y < year; y++)
			if (runs_in(c, n, y) && value_get(money, strf(c, "%d", y)) == NULL)
				found(c, DIAG_CHECK_MONEY_HOLE, strf(c, "%s.money", n->path), &money->at,
				    strf(c, "%d", y), NULL);
		before = year;
	}
}

/* Ten times the amounts of the years before and after, which agree: a slipped point. */
static void
money_jump(struct check *c, const struct node *n, const struct value *money)
{
	int64_t now, before, after;
	int year;

	for (year = c->first + 1; year < c->last; year++) {
		now = amount(c, n, year);
		before = amount(c, n, year - 1);
		after = amount(c, n, year + 1);
		if (before > 0 && before == after && (now == before * 10 || now == before * 100 ||
		    (now > 0 && now * 10 == before)))
			found(c, DIAG_CHECK_MONEY_JUMP, strf(c, "%s.money.%d", n->path, year),
			    at_of(money, strf(c, "%d", year)), euros(c, now), strf(c, "%d", year),
			    euros(c, before), NULL);
	}
}

static void
money_years(struct check *c, const struct node *n, const struct value *money)
{
	bool report = false, any = false;
	size_t i;
	int64_t year;

	for (i = 0; i < money->nfields; i++) {
		if (!num_parse_int(money->fields[i].key, strlen(money->fields[i].key), &year))
			continue;
		any = any || money->fields[i].value->kind == VALUE_TEXT;
		report = report || year == c->report_year;
		if (money->fields[i].value->kind == VALUE_TEXT && money->fields[i].value->num > 0 &&
		    get(n->src, "years") != NULL && !runs_in(c, n, (int)year))
			found(c, DIAG_CHECK_MONEY_YEARS, strf(c, "%s.money.%d", n->path, (int)year),
			    &money->fields[i].at, money->fields[i].key, NULL);
	}
	if (any && !report && runs_in(c, n, c->report_year))
		found(c, DIAG_CHECK_MONEY_REPORT, strf(c, "%s.money", n->path), &money->at,
		    strf(c, "%d", c->report_year), NULL);
}

/*
 * Posts that a result promises: "sociālais pedagogs – 1; pedagoga palīgs – 2" is 3.  Only
 * texts of this shape count, since a lecturer or an organiser is no post.
 */
double
posts_of(struct check *c, const char *s)
{
	const char *text = norm(c, s);
	double sum = 0;
	size_t part, n;
	int64_t v;

	for (; *text != '\0'; text += part + (text[part] != '\0')) {
		part = strcspn(text, ";,");
		for (n = part; n > 0 && text[n - 1] >= '0' && text[n - 1] <= '9'; n--)
			continue;
		if (n == part || n == 0 || text[n - 1] != '-' || part - n > 3 ||
		    !num_parse_int(text + n, part - n, &v))
			return 0;
		sum += (double)v;
	}
	return sum;
}

/* People whose unit is a post ("slodze", "likme"). */
static double
posts_in_resources(const struct node *n)
{
	const struct value *people = get(get(n->src, "resources"), "people");
	double sum = 0;
	size_t i;

	for (i = 0; i < count_of(people); i++) {
		const char *unit = text_of(people->items[i], "unit");
		const char *count = text_of(people->items[i], "count");
		int64_t cents;

		if (unit != NULL && count != NULL && (strncmp(unit, "slodz", 5) == 0 ||
		    strncmp(unit, "likm", 4) == 0) && num_parse_cents(count, strlen(count), &cents))
			sum += (double)cents / 100;
	}
	return sum;
}

/* Monthly minimum wage in EUR by year; later years are reckoned with the last. */
static int
minimum_wage(int year)
{
	static const int wages[] = {430, 500, 500, 620, 700, 740, 780}; /* 2020 to 2026 */
	int n = (int)(sizeof(wages) / sizeof(wages[0]));

	return wages[year < 2020 ? 0 : year - 2020 >= n ? n - 1 : year - 2020];
}

const char *
decimal(struct check *c, double v)
{
	struct buf b = {0}, out = {0};
	const char *s;

	num_put_double(&b, v, 2);
	num_put_number(&out, b.s, b.len);
	s = arena_strndup(c->a, out.s, out.len);
	buf_free(&b);
	buf_free(&out);
	return s;
}

const char *
euros(struct check *c, int64_t cents)
{
	struct buf b = {0};
	const char *s;

	num_put_cents(&b, cents);
	s = arena_strndup(c->a, b.s, b.len);
	buf_free(&b);
	return s;
}

static void
money_per_post(struct check *c, const struct node *n, const struct value *money)
{
	const char *result = text_of(n->src, "result");
	double posts = result == NULL ? 0 : posts_of(c, result), each;
	int year;

	if (posts == 0)
		posts = posts_in_resources(n);
	for (year = c->first; posts > 0 && year <= c->last; year++) {
		int64_t cents = amount(c, n, year), wage = (int64_t)minimum_wage(year) * 12;

		each = (double)cents / 100 / posts;
		if (cents > 0 && each < (double)wage)
			found(c, DIAG_CHECK_PER_POST, strf(c, "%s.money.%d", n->path, year),
			    at_of(money, strf(c, "%d", year)), euros(c, cents), decimal(c, posts),
			    euros(c, (int64_t)(each * 100 + 0.5)), strf(c, "%d", year),
			    decimal(c, (double)wage), NULL);
	}
}

/* The report says more or less was spent than planned. */
static void
money_spent(struct check *c, const struct node *n)
{
	const struct value *outcome = get(n->src, "outcome"), *v, *factors;
	size_t i;
	int64_t year, planned;

	for (i = 0; outcome != NULL && i < outcome->nfields; i++) {
		v = get(outcome->fields[i].value, "spent");
		factors = get(outcome->fields[i].value, "factors");
		if (v == NULL || v->form != VALUE_MONEY ||
		    !num_parse_int(outcome->fields[i].key, strlen(outcome->fields[i].key), &year))
			continue;
		planned = amount(c, n, (int)year);
		/* Factors explain a difference, not ten times the amount: a slipped point. */
		if (planned >= 0 && planned != v->num && (factors == NULL || (planned > 0 &&
		    (v->num == planned * 10 || v->num == planned * 100))))
			found(c, DIAG_CHECK_SPENT, strf(c, "%s.outcome.%d.spent", n->path, (int)year),
			    &v->at, euros(c, v->num), euros(c, planned), NULL);
	}
}

void
rule_money(struct check *c)
{
	const struct value *money, *resources;
	struct node *n;

	FOR_NODES(c, n, activities) {
		money = value_get(n->src, "money");
		resources = get(n->src, "resources");
		money_spent(c, n);
		if (money == NULL) {
			if (resources != NULL && (count_of(get(resources, "people")) > 0 ||
			    count_of(get(resources, "sources")) > 0))
				found(c, DIAG_CHECK_POST_NO_MONEY, strf(c, "%s.money", n->path),
				    &n->src->at, NULL);
			continue;
		}
		if (money->kind != VALUE_MAP)
			continue;
		money_holes(c, n, money);
		money_jump(c, n, money);
		money_years(c, n, money);
		money_per_post(c, n, money);
		if (value_get(n->src, "resources") == NULL || (resources != NULL &&
		    value_get(resources, "sources") == NULL))
			found(c, DIAG_CHECK_MONEY_NO_SOURCE, strf(c, "%s.resources.sources", n->path),
			    &money->at, NULL);
	}
}

/* -- roles -- */

/* How a party is told apart: its id, or its words. */
static const char *
party_key(const struct value *v)
{
	const char *s = v->kind == VALUE_MAP ? text_of(v, "text") : v->text;

	return s == NULL ? "" : s;
}

static bool
names_party(const struct value *list, const char *key)
{
	size_t i;

	for (i = 0; i < count_of(list); i++)
		if (strcmp(party_key(list->items[i]), key) == 0)
			return true;
	return false;
}

static const char *
party_name(struct check *c, const struct value *v)
{
	const struct value *inst = v->kind == VALUE_TEXT ? idmap_get(&c->institutions, v->text) : NULL;
	const char *s = text_of(inst, "short");

	if (s == NULL)
		s = text_of(inst, "name");
	return s == NULL ? party_key(v) : s;
}

void
rule_roles(struct check *c)
{
	const struct value *by, *supervisor, *act;
	struct node *n;
	size_t i;

	FOR_NODES(c, n, tasks) {
		by = get(n->src, "by");
		supervisor = get(n->src, "supervised_by");
		act = n->up->src;
		for (i = 0; i < count_of(by); i++) {
			const char *key = party_key(by->items[i]);

			if (by->items[i]->kind == VALUE_BLANK)
				continue;
			if (!names_party(get(act, "responsible"), key) &&
			    !names_party(get(act, "involved"), key))
				found(c, DIAG_CHECK_EXECUTOR, strf(c, "%s.by", n->path), &by->items[i]->at,
				    party_name(c, by->items[i]), NULL);
		}
		for (i = 0; i < count_of(supervisor); i++)
			if (supervisor->items[i]->kind != VALUE_BLANK &&
			    names_party(by, party_key(supervisor->items[i])))
				found(c, DIAG_CHECK_SUPERVISOR, strf(c, "%s.supervised_by", n->path),
				    &supervisor->items[i]->at, party_name(c, supervisor->items[i]), NULL);
	}
}

/* -- indicators -- */

bool
measure(const struct value *v, double *out)
{
	const char *s = v == NULL ? NULL : v->kind == VALUE_TEXT ? v->text : text_of(v, "value");
	double sign = 1, scale = 1;
	bool after = false;

	if (s == NULL || *s == '\0')
		return false;
	if (*s == '-') {
		sign = -1;
		s++;
	}
	for (*out = 0; *s != '\0'; s++) {
		if (*s == '.') {
			after = true;
			continue;
		}
		if (*s < '0' || *s > '9')
			return false;
		*out = *out * 10 + (*s - '0');
		scale *= after ? 10 : 1;
	}
	*out *= sign / scale;
	return true;
}

static void
check_base(struct check *c, const struct node *n, const struct value *base)
{
	const char *path = strf(c, "%s.base", n->path), *name = name_of(n);
	double v;

	if (base == NULL)
		return;
	if (!measure(base, &v)) {
		if (text_of(base, "text") != NULL)
			found(c, DIAG_CHECK_BASE_NUMBER, path, &base->at, text_of(base, "text"), NULL);
		return;
	}
	if (base->kind != VALUE_MAP || value_get(base, "year") == NULL)
		found(c, DIAG_CHECK_BASE_YEAR, path, &base->at, NULL);
	if (text_of(base, "unit") == NULL && strstr(name, "īpatsvar") != NULL)
		found(c, DIAG_CHECK_UNIT, path, &base->at, NULL);
	if (text_of(base, "unit") != NULL && strcmp(text_of(base, "unit"), "%") == 0 && v > 100)
		found(c, DIAG_CHECK_OVER_100, path, &base->at, decimal(c, v), NULL);
}

/* The posts of "pieaugums par 3 slodzēm", or the growth of a count of posts. */
static bool
growth(const struct node *n, const struct value *base, const struct value *target, double *out)
{
	const char *s = target->kind == VALUE_MAP ? text_of(target, "text") : NULL;
	double from, to;

	if (s != NULL) {
		s = strstr(s, "slodz") == NULL ? NULL : strstr(s, "par ");
		if (s == NULL || s[4] < '0' || s[4] > '9')
			return false;
		*out = strtol(s + 4, NULL, 10);
		return true;
	}
	if (strstr(name_of(n), "slodž") == NULL || !measure(base, &from) || !measure(target, &to))
		return false;
	*out = to - from;
	return true;
}

/* The posts that the activities promise, summed by goal; returns those of all. */
static double
sum_posts(struct check *c)
{
	double all = 0, posts;
	const char *result;
	struct node *n;

	FOR_NODES(c, n, activities) {
		result = text_of(n->src, "result");
		posts = result == NULL ? 0 : posts_of(c, result);
		n->up->posts += posts;
		all += posts;
	}
	return all;
}

/* What the activities add: of the indicator's goals, or, if they add none, of all. */
static double
posts_added(struct check *c, const struct node *ind, double all)
{
	const struct value *of = get(ind->src, "goals");
	const struct node *goal;
	double own = 0;
	size_t i;

	for (i = 0; i < count_of(of); i++) {
		goal = of->items[i]->text == NULL ? NULL : idmap_get(&c->goals, of->items[i]->text);
		own += goal == NULL ? 0 : goal->posts;
	}
	return own > 0 ? own : all;
}

static void
check_target(struct check *c, const struct node *n, const struct value *base,
    const struct value_field *f, const struct value *before, bool down, double all_posts)
{
	const char *path = strf(c, "%s.targets.%s", n->path, f->key);
	const char *unit = text_of(base, "unit");
	double v, was, posts;
	int64_t year;

	if (num_parse_int(f->key, strlen(f->key), &year) && (year < c->first || year > c->last))
		found(c, DIAG_CHECK_TARGET_YEAR, path, &f->at, f->key, strf(c, "%d–%d", c->first, c->last),
		    NULL);
	if (growth(n, base, f->value, &v)) {
		posts = posts_added(c, n, all_posts);
		if (posts > 0 && v > posts + 1e-6)
			found(c, DIAG_CHECK_TARGET_SUM, path, &f->value->at, decimal(c, v),
			    decimal(c, posts), NULL);
	}
	if (!measure(f->value, &v)) {
		if (text_of(f->value, "text") != NULL)
			found(c, DIAG_CHECK_TARGET_NUMBER, path, &f->value->at,
			    text_of(f->value, "text"), NULL);
		return;
	}
	if (f->value->kind == VALUE_MAP && text_of(f->value, "unit") != NULL) {
		if (unit != NULL && strcmp(unit, text_of(f->value, "unit")) != 0)
			found(c, DIAG_CHECK_UNIT_DIFFERS, path, &f->value->at,
			    text_of(f->value, "unit"), unit, NULL);
		unit = text_of(f->value, "unit");
	}
	if (unit != NULL && strcmp(unit, "%") == 0 && v > 100)
		found(c, DIAG_CHECK_OVER_100, path, &f->value->at, decimal(c, v), NULL);
	if (measure(before, &was) && (down ? v > was : v < was) && get(n->src, "direction") != NULL)
		found(c, DIAG_CHECK_TARGET_DIRECTION, path, &f->value->at, decimal(c, v), f->key,
		    decimal(c, was), down ? "down" : "up", NULL);
}

/* Targets in the order of their years; each is measured against the one before. */
static void
check_targets(struct check *c, const struct node *n, const struct value *base, double all_posts)
{
	const struct value *targets = get(n->src, "targets"), *before = base;
	const char *direction = text_of(n->src, "direction"), *last = "";
	const struct value_field *next;
	size_t i, k;

	for (k = 0; targets != NULL && k < targets->nfields; k++) {
		next = NULL;
		for (i = 0; i < targets->nfields; i++)
			if (strcmp(targets->fields[i].key, last) > 0 &&
			    (next == NULL || strcmp(targets->fields[i].key, next->key) < 0))
				next = &targets->fields[i];
		if (next == NULL)
			return;
		if (k == 0 && get(base, "year") != NULL &&
		    strcmp(text_of(base, "year"), next->key) >= 0)
			found(c, DIAG_CHECK_BASE_LATE, strf(c, "%s.base", n->path), &base->at,
			    text_of(base, "year"), next->key, NULL);
		check_target(c, n, base, next, before, direction != NULL &&
		    strcmp(direction, "down") == 0, all_posts);
		if (next->value->kind != VALUE_BLANK)
			before = next->value;
		last = next->key;
	}
}

/* An indicator stands at the level of its goals; all of them must have the same. */
static void
check_levels(struct check *c, const struct node *n)
{
	const struct value *of = get(n->src, "goals");
	const struct node *goal;
	size_t i;

	for (i = 1; i < count_of(of); i++) {
		goal = of->items[i]->text == NULL ? NULL : idmap_get(&c->goals, of->items[i]->text);
		if (goal == NULL || n->level == NULL || goal->level == NULL ||
		    strcmp(goal->level, n->level) == 0)
			continue;
		found(c, DIAG_CHECK_INDICATOR_LEVELS, strf(c, "%s.goals", n->path), &of->items[i]->at,
		    of->items[0]->text, of->items[i]->text, NULL);
		return;
	}
}

void
rule_indicators(struct check *c)
{
	const struct value *base;
	double all_posts = sum_posts(c);
	struct node *n;

	FOR_NODES(c, n, indicators) {
		base = get(n->src, "base");
		check_levels(c, n);
		check_base(c, n, base);
		check_targets(c, n, base, all_posts);
	}
}

/* -- the same thing twice in a list -- */

static void
check_list(struct check *c, const struct value *map, const char *key, const char *path)
{
	const struct value *list = get(map, key);
	struct idmap seen = {0};
	size_t i;

	for (i = 0; list != NULL && list->kind == VALUE_LIST && i < list->nitems; i++) {
		const struct value *v = list->items[i];
		const char *s = party_key(v);

		if (*s != '\0' && idmap_add(c->a, &seen, norm(c, s), c) != NULL)
			found(c, DIAG_CHECK_ITEM_TWICE, strf(c, "%s%s%s[%zu]", path, *path == '\0' ? "" : ".",
			    key, i + 1), &v->at, party_name(c, v), NULL);
	}
}

void
rule_lists(struct check *c)
{
	const struct value *reports = get(c->root, "reports");
	struct node *n;
	size_t i;

	FOR_NODES(c, n, goals)
		check_list(c, n->src, "expected", n->path);
	FOR_NODES(c, n, activities) {
		check_list(c, n->src, "responsible", n->path);
		check_list(c, n->src, "involved", n->path);
		check_list(c, get(n->src, "resources"), "support", strf(c, "%s.resources", n->path));
		check_list(c, get(n->src, "resources"), "sources", strf(c, "%s.resources", n->path));
	}
	FOR_NODES(c, n, tasks) {
		check_list(c, n->src, "by", n->path);
		check_list(c, n->src, "supervised_by", n->path);
	}
	FOR_NODES(c, n, indicators)
		check_list(c, n->src, "goals", n->path);
	check_list(c, get(c->root, "monitoring"), "group", "monitoring");
	check_list(c, get(c->root, "monitoring"), "duties", "monitoring");
	check_list(c, get(c->root, "decision"), "findings", "decision");
	check_list(c, get(c->root, "decision"), "points", "decision");
	for (i = 0; reports != NULL && i < reports->nfields; i++)
		check_list(c, reports->fields[i].value, "proposals", strf(c, "reports.%s", reports->fields[i].key));
}

/* -- the document -- */

static const char *
short_day(struct check *c, const struct value *v)
{
	struct date d;

	return date_parse(v->text, v->len, &d) ? lv_date_short(c->a, d) : v->text;
}

/* A version of the plan that is younger than the last vote on it, or a vote after its years. */
static void
check_vote(struct check *c)
{
	const struct value *vote = get(c->root, "approval"), *date = get(c->root, "date"), *voted;
	const char *status = text_of(vote, "status");

	voted = get(vote, "date");
	if (status == NULL || strcmp(status, "approved") != 0 || voted == NULL || voted->text == NULL)
		return;
	if (num_small(voted->text) > c->last)
		found(c, DIAG_CHECK_VOTE_LATE, "approval.date", &voted->at,
		    short_day(c, voted), strf(c, "%d–%d", c->first, c->last), NULL);
	else if (date != NULL && date->text != NULL && get(vote, "amended") == NULL &&
	    strcmp(date->text, voted->text) > 0)
		found(c, DIAG_CHECK_DATE_VOTE, "date", &date->at, short_day(c, date),
		    short_day(c, voted), NULL);
}

void
rule_document(struct check *c)
{
	static const struct {
		const char *key, *en, *lv;
	} parts[] = {{"author", "author", "izstrādātāja"}, {"date", "date", "datuma"}};
	size_t i;

	check_vote(c);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (value_get(c->root, parts[i].key) == NULL)
			found(c, DIAG_CHECK_DOCUMENT, "", &c->root->at,
			    pick(c, parts[i].en, parts[i].lv), parts[i].key, NULL);
}
