/*
 * What is promised in one place and reckoned in another: money in the running text against
 * the plan's sums, indicators against the results of their activities.
 */
#include <math.h>
#include <stdlib.h>

#include "check/priv.h"

#define NEAR 40 /* tokens of a sentence looked at on each side of an amount */

/* -- money in texts -- */

/* The sentence round token i. */
static void
sentence_of(const struct para *p, size_t i, size_t *from, size_t *to)
{
	for (*from = i; *from > 0 && i - *from < NEAR && !sentence_ends(p, *from - 1); (*from)--)
		continue;
	for (*to = i; *to < p->ntoks && *to - i < NEAR && !sentence_ends(p, *to); (*to)++)
		continue;
}

/* What a sentence about an amount speaks of. */
struct about {
	bool plans;  /* "paredzēti", "plānoti": not what was spent long ago */
	bool all;    /* the whole plan, or all its years */
	bool part;   /* one activity, goal, level, school: not the plan's sum */
	int year;    /* the one year named; 0: none, -1: several */
};

static struct about
about(struct check *c, const struct para *p, size_t from, size_t to)
{
	static const char *const plans[] = {"paredz", "plānot", "ieplānot", "nepieciešam"};
	static const char *const alls[] = {"plān", "programm", "kop", "pavisam"};
	static const char *const parts[] = {"aktivitāt", "mērķ", "līmen", "līme", "uzdevum", "skol",
	    "nometn", "kurs", "vienam", "katr", "slodz", "personāl", "projekt"};
	struct about a = {false, false, false, 0};
	size_t i, k;
	int year;

	for (i = from; i < to; i++) {
		bool plan = false;

		for (k = 0; k < sizeof(plans) / sizeof(plans[0]); k++)
			plan = plan || tok_begins(p, i, plans[k]);
		a.plans = a.plans || plan;
		for (k = 0; !plan && k < sizeof(alls) / sizeof(alls[0]); k++)
			a.all = a.all || tok_begins(p, i, alls[k]);
		for (k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
			a.part = a.part || (tok_begins(p, i, parts[k]) && !tok_word(p, i, "aktivitātēm"));
		year = tk(p, i)->len == 4 ? tok_int(p, i) : 0;
		if (year >= c->first && year <= c->last)
			a.year = a.year == 0 || a.year == year ? year : -1;
	}
	return a;
}

/* The plan's sum of a year, or of all (year 0); -1 if it has blanks or none. */
static int64_t
plan_sum(struct check *c, int year)
{
	const struct value *v = year == 0 ? get(c->model, "total")
	    : get(get(c->model, "money"), strf(c, "%d", year));

	return v == NULL || v->form != VALUE_MONEY ? -1 : v->num;
}

void
rule_money_said(struct check *c, const struct para *p)
{
	struct figure *v;
	size_t n, i, from, to;
	int64_t sum, said;
	struct about a;

	if (p->kind == PARA_CELL || p->kind == PARA_NOTE || strncmp(p->path, "situation", 9) == 0)
		return;
	n = figures(c, p, &v);
	for (i = 0; i < n; i++) {
		if (!tok_word(p, tok_next(p, v[i].to - 1), "eur") && !tok_word(p, tok_next(p, v[i].to - 1), "eiro"))
			continue;
		sentence_of(p, v[i].from, &from, &to);
		a = about(c, p, from, to);
		if (!a.plans || !a.all || a.part || a.year < 0)
			continue;
		sum = plan_sum(c, a.year);
		said = (int64_t)llround(v[i].v * 100);
		if (sum > 0 && said != sum)
			found_in(c, DIAG_CHECK_MONEY_SAID, p, v[i].from,
			    span(c, p, v[i].from, tok_next(p, v[i].to - 1) + 1), euros(c, sum),
			    a.year == 0 ? pick(c, "in all", "kopā") : pick(c, strf(c, "in %d", a.year),
			    strf(c, "%d. gadā", a.year)), NULL);
	}
}

/* -- indicators against activities -- */

/* A figure of a result: "30 % vecāku", "2 pasākumi". */
struct promise {
	double v;
	bool percent;
	const char *noun;
	size_t len;
};

/* The figures of a text; at most "most". */
static size_t
promises(const char *s, struct promise *out, size_t most)
{
	size_t n = 0;

	while (n < most && *(s += strcspn(s, "0123456789")) != '\0') {
		struct promise *p = &out[n];
		char *end;

		p->v = (double)strtol(s, &end, 10);
		s = end;
		if ((*s == ',' || *s == '.') && s[1] >= '0' && s[1] <= '9')
			return 0; /* no whole number: not the kind of result meant here */
		if (*s == '.')
			continue; /* 9. klase */
		s += strspn(s, " ");
		s += strncmp(s, "\xC2\xA0", 2) == 0 ? 2 : 0;
		p->percent = *s == '%';
		s += *s == '%';
		s += strspn(s, " ");
		p->noun = s;
		p->len = strcspn(s, " ,;.()");
		s += p->len;
		n += p->len > 0;
	}
	return n;
}

/* What an indicator counts: its unit, or of a share the first word of its name. */
static const char *
counted(const struct node *ind, const char *unit, size_t *len)
{
	const char *s = strcmp(unit, "%") == 0 ? name_of(ind) : unit;

	*len = strcspn(s, " ,(");
	return s;
}

struct reached {
	double most, sum;
	const struct node *by; /* the activity with the most */
	int n;
};

/* What the activities of a goal promise of the thing that the indicator counts. */
static void
reach(struct check *c, const struct node *goal, const char *noun, size_t len, bool percent,
    struct reached *r)
{
	struct promise v[8];
	const char *low = utf8_lower(c->a, noun, len);
	const struct node *act;
	size_t n, i;

	FOR_NODES(c, act, activities) {
		if (act->up != goal || act->result == NULL)
			continue;
		n = promises(act->result, v, 8);
		for (i = 0; i < n; i++) {
			if (v[i].percent != percent || !same_stem(low, strlen(low), v[i].noun, v[i].len))
				continue;
			r->n++;
			r->sum += v[i].v;
			if (r->by == NULL || v[i].v > r->most) { /* "0 pasākumi" too */
				r->most = v[i].v;
				r->by = act;
			}
		}
	}
}

/* Shares of pupils may be of many things; only those who take part can be compared. */
static bool
counts_participants(const char *name)
{
	static const char *const stems[] = {"iesaist", "piedal", "dalīb", "apmekl", "apguv"};
	size_t i;

	for (i = 0; i < sizeof(stems) / sizeof(stems[0]); i++)
		if (strstr(name, stems[i]) != NULL)
			return true;
	return false;
}

/* What all activities of an indicator's goals promise of it. */
static struct reached
reach_all(struct check *c, const struct node *ind, const char *unit)
{
	const struct value *of = get(ind->src, "goals");
	const struct node *goal;
	struct reached r = {0, 0, NULL, 0};
	bool percent = strcmp(unit, "%") == 0;
	const char *noun;
	size_t len, i;

	if (percent && !counts_participants(name_of(ind)))
		return r;
	noun = counted(ind, unit, &len);
	for (i = 0; i < count_of(of); i++) {
		goal = of->items[i]->text == NULL ? NULL : idmap_get(&c->goals, of->items[i]->text);
		if (goal != NULL)
			reach(c, goal, noun, len, percent, &r);
	}
	return r;
}

static void
check_promise(struct check *c, const struct node *ind, const struct value_field *target,
    const char *unit, const struct reached *r)
{
	double v;

	/* Shares of several activities may overlap: the largest is certain, their sum possible. */
	if (r->n > 0 && measure(target->value, &v) && v > r->sum + 1e-6)
		found(c, DIAG_CHECK_PROMISE, strf(c, "%s.targets.%s", ind->path, target->key),
		    &target->value->at, strf(c, "%s %s", decimal(c, v), unit),
		    strf(c, "%s %s", decimal(c, r->sum), unit), r->by->number == NULL ? r->by->id
		    : r->by->number, NULL);
}

/* An activity's posts: as its result words them, and as its resources count them. */
static void
check_posts(struct check *c, const struct node *act)
{
	const struct value *people = get(get(act->src, "resources"), "people"), *v;
	const char *text = text_of(act->src, "result"), *role, *at;
	size_t i, digits;
	int64_t said, cents; /* both in hundredths of a post */

	text = text == NULL ? "" : norm(c, text);
	for (i = 0; i < count_of(people); i++) {
		v = get(people->items[i], "count");
		role = text_of(people->items[i], "role");
		if (v == NULL || role == NULL || *(role = norm(c, role)) == '\0' ||
		    !num_parse_cents(v->text, v->len, &cents))
			continue;
		at = strstr(text, role);
		if (at == NULL || (at > text && at[-1] != ' ' && at[-1] != ';' && at[-1] != ',') ||
		    at[strlen(role)] != '-')
			continue;
		at += strlen(role) + 1;
		digits = strspn(at, "0123456789");
		if (!num_parse_cents(at, digits, &said) || said == cents)
			continue;
		found(c, DIAG_CHECK_POSTS_RESULT, strf(c, "%s.resources.people[%zu].count", act->path,
		    i + 1), &v->at, text_of(people->items[i], "role"), strf(c, "%.*s", (int)digits, at),
		    v->text, NULL);
	}
}

/* Reported as done, though fewer of the same were reached: "4 pasākumi" and "2 pasākumi". */
static void
check_done(struct check *c, const struct node *act)
{
	const struct value *outcome = get(act->src, "outcome"), *v;
	struct promise want[8], got[8];
	size_t nwant, ngot, i, k, y;
	const char *status;

	nwant = act->result == NULL ? 0 : promises(act->result, want, 8);
	for (y = 0; outcome != NULL && y < outcome->nfields; y++) {
		v = get(outcome->fields[y].value, "achieved");
		status = text_of(outcome->fields[y].value, "status");
		if (v == NULL || v->text == NULL || status == NULL || strcmp(status, "done") != 0)
			continue;
		ngot = promises(utf8_lower(c->a, v->text, v->len), got, 8);
		for (i = 0; i < nwant; i++)
			for (k = 0; k < ngot; k++) {
				if (want[i].percent != got[k].percent || got[k].v >= want[i].v ||
				    !same_stem(want[i].noun, want[i].len, got[k].noun, got[k].len))
					continue;
				found(c, DIAG_CHECK_DONE, strf(c, "%s.outcome.%s.achieved", act->path,
				    outcome->fields[y].key), &v->at, v->text, text_of(act->src, "result"), NULL);
				i = nwant;
				break;
			}
	}
}

/* "sociālais pedagogs – 1; pedagoga palīgs – 2" and people: 5 specialists. */
static void
check_specialists(struct check *c, const struct node *act)
{
	const struct value *people = get(get(act->src, "resources"), "people"), *v;
	double posts = act->result == NULL ? 0 : posts_of(c, act->result), count;
	const char *role;

	if (posts == 0 || count_of(people) != 1)
		return;
	role = text_of(people->items[0], "role");
	v = get(people->items[0], "count");
	if (role == NULL || strncmp(role, "speciālist", strlen("speciālist")) != 0 || !measure(v, &count) ||
	    fabs(count - posts) < 1e-6)
		return;
	found(c, DIAG_CHECK_POSTS_RESULT, strf(c, "%s.resources.people[1].count", act->path), &v->at,
	    role, decimal(c, posts), v->text, NULL);
}

void
rule_promises(struct check *c)
{
	const struct value *base, *targets;
	const char *unit, *direction, *result;
	struct reached r;
	struct node *n;
	size_t i;

	FOR_NODES(c, n, activities) {
		check_posts(c, n);
		result = text_of(n->src, "result");
		n->result = result == NULL ? NULL : utf8_lower(c->a, result, strlen(result));
		check_done(c, n);
		check_specialists(c, n);
	}
	FOR_NODES(c, n, indicators) {
		base = get(n->src, "base");
		targets = get(n->src, "targets");
		direction = text_of(n->src, "direction");
		unit = base != NULL && base->kind == VALUE_MAP ? text_of(base, "unit") : NULL;
		if (unit == NULL || (direction != NULL && strcmp(direction, "down") == 0))
			continue;
		r = reach_all(c, n, unit);
		for (i = 0; targets != NULL && i < targets->nfields; i++)
			check_promise(c, n, &targets->fields[i], unit, &r);
	}
}
