/*
 * What the yearly report says: what was spent, how indicators stand against their
 * targets, how many activities were carried out, and what has not been reported yet.
 */
#include <string.h>

#include "data/written.h"
#include "plan/priv.h"

/* -- numbers as the field table takes them: "-12.50" -- */

struct decimal {
	bool neg;
	const char *whole, *frac;
	size_t nwhole, nfrac;
};

static struct decimal
decimal(const char *s)
{
	struct decimal d = {*s == '-', s + (*s == '-'), "", 0, 0};

	d.whole += strspn(d.whole, "0");
	d.nwhole = strspn(d.whole, "0123456789");
	if (d.whole[d.nwhole] == '.') {
		d.frac = d.whole + d.nwhole + 1;
		d.nfrac = strspn(d.frac, "0123456789");
		while (d.nfrac > 0 && d.frac[d.nfrac - 1] == '0')
			d.nfrac--;
	}
	d.neg &= d.nwhole + d.nfrac != 0;
	return d;
}

static int
compare_size(const struct decimal *x, const struct decimal *y)
{
	size_t n = x->nfrac < y->nfrac ? x->nfrac : y->nfrac;
	int c;

	if (x->nwhole != y->nwhole)
		return x->nwhole < y->nwhole ? -1 : 1;
	c = memcmp(x->whole, y->whole, x->nwhole);
	if (c == 0)
		c = memcmp(x->frac, y->frac, n);
	if (c == 0 && x->nfrac != y->nfrac)
		c = x->nfrac < y->nfrac ? -1 : 1;
	return c;
}

int
plan_number_compare(const char *s, const char *t)
{
	struct decimal x = decimal(s), y = decimal(t);

	if (x.neg != y.neg)
		return x.neg ? -1 : 1;
	return x.neg ? compare_size(&y, &x) : compare_size(&x, &y);
}

/* -- small makers -- */

/* A word of a table: prints as the words, and "key" is the word of the plan file. */
static struct value *
word(struct plan *p, const char *key, const char *text)
{
	struct value *m = value_new(p->a, VALUE_MAP, NULL);

	value_set(p->a, m, "key", value_str(p->a, key));
	m->text = text;
	m->len = strlen(text);
	return m;
}

struct value *
plan_status(struct plan *p, const char *key)
{
	static const struct {
		const char *key, *text;
	} words[] = {{"done", "Izpildīta"}, {"partly", "Izpildīta daļēji"},
	    {"not_done", "Nav izpildīta"}};
	size_t i;

	for (i = 0; key != NULL && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].key, key) == 0)
			return word(p, key, words[i].text);
	return plan_none(p);
}

/*
 * A count: prints the number; "one" tells whether the noun behind it is singular
 * (1, 21, not 11); the things that are counted are in the list.
 */
static struct value *
counted(struct plan *p, const char *key, struct value *list)
{
	struct value *m = value_new(p->a, VALUE_MAP, NULL);

	value_set(p->a, m, "one", plan_flag(p, lv_plural((int64_t)list->nitems) == 1));
	value_set(p->a, m, key, list);
	m->text = arena_printf(p->a, "%zu", list->nitems);
	m->len = strlen(m->text);
	return m;
}

static const char *
report_key(const struct plan *p)
{
	return p->year_key[p->report_year - p->first];
}

/* -- money -- */

struct spending {
	int64_t planned, spent;
	bool any, some, all; /* planned at all; some is reported; all that was planned is */
};

static void
spend(struct spending *to, const struct value *activity, const char *year)
{
	const struct value *planned = plan_get(plan_get(activity, "money"), year);
	const struct value *spent = plan_get(plan_get(plan_get(activity, "outcome"), year), "spent");

	if (value_get(activity, "money") != NULL &&
	    value_get(value_get(activity, "money"), year)->kind == VALUE_BLANK)
		to->all = false;
	if (planned != NULL) {
		to->any = true;
		to->planned += planned->num;
		to->all &= spent != NULL;
	}
	if (spent != NULL) {
		to->some = true;
		to->spent += spent->num;
	}
}

/* "98,3" of a hundred; nothing where it is not known or makes no sense. */
static struct value *
share(struct plan *p, int64_t planned, int64_t spent)
{
	struct buf b = {0};
	struct value *v;

	if (planned <= 0 || spent < 0)
		return plan_none(p);
	num_put_double(&b, (double)spent * 100 / (double)planned, 1);
	if (memchr(b.s, '.', b.len) == NULL)
		buf_str(&b, ".0"); /* in a column all have their decimal */
	v = value_text(p->a, b.s, b.len, NULL);
	v->form = VALUE_NUMBER;
	buf_free(&b);
	return v;
}

/*
 * spent[y] of a plan, level or goal: as far as it was reported, a blank where nothing of
 * what was planned is.  What is left of the plan (difference) and the share are known only
 * when all of it was.
 */
static void
put_spent(struct plan *p, struct value *out, const struct value *activities)
{
	struct value *spent = value_new(p->a, VALUE_MAP, NULL);
	struct value *left = value_new(p->a, VALUE_MAP, NULL), *part = value_new(p->a, VALUE_MAP, NULL);
	size_t i;
	int y;

	for (y = 0; y < p->years; y++) {
		struct spending s = {.all = true};
		const char *key = p->year_key[y];

		for (i = 0; i < activities->nitems; i++)
			spend(&s, activities->items[i], key);
		value_set(p->a, spent, key, s.some ? value_int(p->a, VALUE_MONEY, s.spent)
		    : s.any || !s.all ? value_new(p->a, VALUE_BLANK, NULL) : plan_none(p));
		value_set(p->a, left, key, !s.any && !s.some ? plan_none(p) : s.all
		    ? value_int(p->a, VALUE_MONEY, s.planned - s.spent)
		    : value_new(p->a, VALUE_BLANK, NULL));
		value_set(p->a, part, key, s.all ? share(p, s.planned, s.spent) : plan_none(p));
	}
	value_set(p->a, out, "spent", spent);
	value_set(p->a, out, "difference", left);
	value_set(p->a, out, "share", part);
}

/* "21180,00" -> cents. */
static bool
amount_said(struct plan *p, const struct value *said, int64_t *cents)
{
	const char *s;

	if (said->kind != VALUE_TEXT)
		return false;
	s = written_money(p->a, said->text, said->len);
	return num_parse_cents(s, strlen(s), cents);
}

void
plan_own_difference(struct plan *p, struct value *m, const struct value *said)
{
	const char *key = report_key(p);
	struct value *left = value_copy(p->a, value_get(m, "difference"));
	struct value *part = value_copy(p->a, value_get(m, "share"));
	const struct value *spent = value_get(value_get(m, "spent"), key);
	int64_t planned;

	if (!amount_said(p, said, &planned)) {
		/* No difference to a text: what is printed must follow from what is printed. */
		value_set(p->a, left, key, said->kind == VALUE_BLANK ? value_new(p->a, VALUE_BLANK, NULL)
		    : value_str(p->a, ""));
		value_set(p->a, part, key, plan_none(p));
	} else if (value_get(left, key)->kind == VALUE_TEXT && spent->kind == VALUE_TEXT) {
		value_set(p->a, left, key, value_int(p->a, VALUE_MONEY, planned - spent->num));
		value_set(p->a, part, key, share(p, planned, spent->num));
	}
	value_set(p->a, m, "difference", left);
	value_set(p->a, m, "share", part);
}

static void
money(struct plan *p)
{
	struct value *all = plan_list(p, "activity");
	const struct value *list;
	size_t i, k;

	for (i = 0; i < p->ngoals; i++) {
		list = value_get(p->goal_list[i].model, "activities");
		put_spent(p, p->goal_list[i].model, list);
		for (k = 0; k < list->nitems; k++)
			value_push(p->a, all, list->items[k]);
	}
	for (i = 0; i < LEVELS; i++)
		if (p->level_model[i] != NULL)
			put_spent(p, p->level_model[i], value_get(p->level_model[i], "activities"));
	put_spent(p, p->model, all);
}

/* -- indicators against their targets -- */

enum stand { REACHED, EXCEEDED, MISSED, NEARER, SAME, FARTHER, UNRATED, NO_DATA };

static const struct {
	const char *key, *up, *down;
} stand_words[] = {
    [REACHED] = {"reached", "sasniegts", "sasniegts"},
    [EXCEEDED] = {"exceeded", "pārsniegts", "labāks par mērķi"},
    [MISSED] = {"missed", "nav sasniegts", "nav sasniegts"},
    [NEARER] = {"nearer", "tuvojas mērķim", "tuvojas mērķim"},
    [SAME] = {"same", "nav mainījies", "nav mainījies"},
    [FARTHER] = {"farther", "attālinās no mērķa", "attālinās no mērķa"},
    [UNRATED] = {"unrated", "jāvērtē", "jāvērtē"},
    [NO_DATA] = {"no_data", "nav datu", "nav datu"},
};

/* The year whose target counts in a year: that year, else the next, else the last before. */
static const char *
target_year(struct plan *p, const struct value *targets, int year)
{
	const char *best = NULL;
	int64_t y, of = 0;
	size_t i;

	for (i = 0; targets != NULL && i < targets->nfields; i++) {
		if (targets->fields[i].value->kind == VALUE_NONE ||
		    !num_parse_int(targets->fields[i].key, strlen(targets->fields[i].key), &y))
			continue;
		if (best == NULL || (of < year ? y > of : y >= year && y < of)) {
			best = targets->fields[i].key;
			of = y;
		}
	}
	return best == NULL ? NULL : arena_strdup(p->a, best);
}

static const char *
number_of(const struct value *measure)
{
	return plan_text(measure, "value");
}

static bool
same_unit(const struct value *x, const struct value *y)
{
	const char *s = plan_text(x, "unit"), *t = plan_text(y, "unit");

	return strcmp(s == NULL ? "" : s, t == NULL ? "" : t) == 0;
}

/* 1: values should rise, -1: fall, 0: nobody knows. */
static int
direction(const struct value *ind, const struct value *target)
{
	const char *s = plan_text(ind, "direction"), *base = number_of(value_get(ind, "base"));

	if (s != NULL)
		return strcmp(s, "up") == 0 ? 1 : -1;
	if (base == NULL || number_of(target) == NULL)
		return 0;
	return plan_number_compare(number_of(target), base);
}

/* On the way to a target of a later year: nearer than the base value was? */
static enum stand
on_the_way(const struct value *ind, const struct value *now, int dir)
{
	const struct value *base = value_get(ind, "base");
	int c;

	if (number_of(base) == NULL || !same_unit(base, now))
		return UNRATED;
	c = dir * plan_number_compare(number_of(now), number_of(base));
	return c > 0 ? NEARER : c == 0 ? SAME : FARTHER;
}

static enum stand
rate(const struct value *ind, const struct value *src, const struct value *now,
    const struct value *target, bool due)
{
	const char *said = plan_text(src, "stands");
	int c, dir, i;

	if (now->kind != VALUE_MAP || (number_of(now) == NULL && plan_text(src, "text") == NULL))
		return NO_DATA;
	for (i = REACHED; said != NULL && i <= MISSED; i++)
		if (strcmp(stand_words[i].key, said) == 0)
			return (enum stand)i;
	dir = direction(ind, target);
	if (target == NULL || number_of(now) == NULL || number_of(target) == NULL || dir == 0 ||
	    !same_unit(now, target))
		return UNRATED;
	c = dir * plan_number_compare(number_of(now), number_of(target));
	if (c < 0)
		return due ? MISSED : on_the_way(ind, now, dir);
	return c == 0 ? REACHED : EXCEEDED;
}

/* "68⍽%" with its note, nothing if not said. */
static struct value *
achieved_value(struct plan *p, const struct value *src, const char *unit)
{
	struct value *v;

	if (src == NULL)
		return plan_none(p);
	v = plan_measure(p, src, unit);
	if (v->kind == VALUE_MAP && plan_get(src, "note") != NULL)
		value_set(p->a, v, "note", plan_print(p, plan_get(src, "note")));
	return v;
}

/* The target that counts in a year, with its own year if it is another. */
static struct value *
target_value(struct plan *p, const struct value *targets, const char *year, const char *now)
{
	struct value *v, *target;

	if (year == NULL)
		return plan_none(p);
	target = value_get(targets, year);
	if (target->kind != VALUE_MAP || strcmp(year, now) == 0)
		return target;
	v = value_copy(p->a, target);
	value_set(p->a, v, "year", value_str(p->a, year));
	return v;
}

static void
derive_indicator(struct plan *p, struct indicator *ind)
{
	struct value *m = ind->model, *achieved = value_new(p->a, VALUE_MAP, NULL);
	struct value *target = value_new(p->a, VALUE_MAP, NULL);
	struct value *stands = value_new(p->a, VALUE_MAP, NULL), *now, *goal;
	const struct value *src = plan_get(ind->src, "achieved"), *targets = value_get(m, "targets");
	const char *year;
	enum stand s;
	int y;

	for (y = 0; y < p->years; y++) {
		const struct value *one = src == NULL ? NULL : value_get(src, p->year_key[y]);

		year = target_year(p, targets, p->first + y);
		now = achieved_value(p, one, plan_text(plan_get(ind->src, "base"), "unit"));
		goal = target_value(p, targets, year, p->year_key[y]);
		s = rate(m, one, now, goal->kind == VALUE_MAP ? goal : NULL,
		    year != NULL && strcmp(year, p->year_key[y]) <= 0);
		value_set(p->a, achieved, p->year_key[y], now);
		value_set(p->a, target, p->year_key[y], goal);
		value_set(p->a, stands, p->year_key[y], word(p, stand_words[s].key,
		    direction(m, goal) < 0 ? stand_words[s].down : stand_words[s].up));
	}
	value_set(p->a, m, "achieved", achieved);
	value_set(p->a, m, "target", target);
	value_set(p->a, m, "stands", stands);
}

/* -- what is missing -- */

static void
gap(struct plan *p, const struct value *src, const char *kind, const char *field, unsigned lacks)
{
	struct plan_gap *g = &p->gaps[p->ngaps];

	if (lacks == 0)
		return;
	g->id = plan_text(src, "id");
	g->path = arena_printf(p->a, "%s[%s].%s.%s", kind, g->id, field, report_key(p));
	g->at = src->at;
	g->lacks = lacks;
	p->ngaps++;
}

static unsigned
activity_lacks(const struct value *m, const char *year)
{
	static const struct {
		const char *key;
		unsigned bit;
	} parts[] = {{"status", LACK_STATUS}, {"achieved", LACK_ACHIEVED}, {"impact", LACK_IMPACT},
	    {"factors", LACK_FACTORS}, {"spent", LACK_SPENT}};
	const struct value *outcome = value_get(value_get(m, "outcome"), year);
	unsigned lacks = 0;
	size_t i;

	if (value_get(value_get(m, "runs"), year)->num == 0)
		return 0;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (plan_get(outcome, parts[i].key) == NULL)
			lacks |= parts[i].bit;
	if (value_get(value_get(m, "money"), year)->kind == VALUE_NONE)
		lacks &= ~(unsigned)LACK_SPENT;
	return lacks;
}

/* Has the indicator a target for the very year? */
static bool
is_due(const struct value *m, const char *year)
{
	const struct value *v = value_get(value_get(m, "targets"), year);

	return v != NULL && v->kind != VALUE_NONE;
}

static const char *
stand_of(const struct value *m, const char *year)
{
	return value_get_text(value_get(value_get(m, "stands"), year), "key");
}

static void
gaps(struct plan *p)
{
	const char *year = report_key(p);
	size_t i, k, n = p->nindicators;

	for (i = 0; i < p->ngoals; i++)
		n += p->goal_list[i].nactivities;
	p->gaps = arena_array(p->a, n, sizeof(p->gaps[0]));
	for (i = 0; i < p->ngoals; i++)
		for (k = 0; k < p->goal_list[i].nactivities; k++) {
			const struct activity *act = &p->goal_list[i].activities[k];

			gap(p, act->src, "activities", "outcome", activity_lacks(act->model, year));
		}
	for (i = 0; i < p->nindicators; i++) {
		const struct indicator *ind = &p->indicator_list[i];

		gap(p, ind->src, "indicators", "achieved", is_due(ind->model, year) &&
		    strcmp(stand_of(ind->model, year), "no_data") == 0 ? LACK_VALUE : 0);
	}
}

size_t
plan_report_gaps(const struct plan *p, const struct plan_gap **out)
{
	*out = p->gaps;
	return p->ngaps;
}

bool
plan_report_begun(const struct plan *p)
{
	const char *year = report_key(p);
	size_t i, k;

	if (plan_get(plan_get(p->root, "reports"), year) != NULL)
		return true;
	for (i = 0; i < p->ngoals; i++)
		for (k = 0; k < p->goal_list[i].nactivities; k++)
			if (plan_get(plan_get(p->goal_list[i].activities[k].src, "outcome"), year) != NULL)
				return true;
	for (i = 0; i < p->nindicators; i++)
		if (plan_get(plan_get(p->indicator_list[i].src, "achieved"), year) != NULL)
			return true;
	return false;
}

const char *
plan_lack_words(struct arena *a, unsigned lacks, enum diag_lang lang)
{
	static const struct {
		unsigned bit;
		const char *en, *lv;
	} words[] = {
	    {LACK_STATUS, "whether it was carried out", "izpildes stāvoklis"},
	    {LACK_ACHIEVED, "what was achieved", "izpilde"},
	    {LACK_IMPACT, "impact", "ietekme"},
	    {LACK_FACTORS, "factors", "apstākļi"},
	    {LACK_SPENT, "money spent", "izlietotais finansējums"},
	    {LACK_VALUE, "the value achieved", "sasniegtā vērtība"},
	};
	struct buf b = {0};
	const char *s;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if ((lacks & words[i].bit) != 0)
			buf_printf(&b, "%s%s", b.len == 0 ? "" : ", ",
			    lang == DIAG_LV ? words[i].lv : words[i].en);
	s = arena_strndup(a, b.len == 0 ? "" : b.s, b.len);
	buf_free(&b);
	return s;
}

/* report.missing [entry]: what prints in the document. */
static struct value *
missing(struct plan *p)
{
	const unsigned told = LACK_STATUS | LACK_ACHIEVED | LACK_IMPACT | LACK_FACTORS;
	struct value *list = plan_list(p, "entry"), *m;
	const struct value *of;
	size_t i;

	for (i = 0; i < p->ngaps; i++) {
		const struct plan_gap *g = &p->gaps[i];
		bool ind = g->lacks == LACK_VALUE;

		of = ind ? ((struct indicator *)idmap_get(&p->indicator_at, g->id))->model
		    : ((struct activity *)idmap_get(&p->activity_at, g->id))->model;
		m = value_new(p->a, VALUE_MAP, NULL);
		value_set(p->a, m, "kind", value_str(p->a, ind ? "Rādītājs" : "Aktivitāte"));
		value_set(p->a, m, "number", value_get(of, "number"));
		value_set(p->a, m, "name", value_get(of, "name"));
		value_set(p->a, m, "lacks", value_str(p->a, (g->lacks & told) == told
		    ? "nav nekādu ziņu" : plan_lack_words(p->a, g->lacks, DIAG_LV)));
		value_push(p->a, list, m);
	}
	return list;
}

/* -- the counts -- */

static void
count_activities(struct plan *p, struct value *out)
{
	static const char *const names[] = {"done", "partly", "not_done", "unrated"};
	struct value *lists[4], *planned = plan_list(p, "activity"), *m;
	const char *year = report_key(p), *key;
	size_t i, k, n;

	for (n = 0; n < 4; n++)
		lists[n] = plan_list(p, "activity");
	for (i = 0; i < p->ngoals; i++)
		for (k = 0; k < p->goal_list[i].nactivities; k++) {
			m = p->goal_list[i].activities[k].model;
			if (value_get(value_get(m, "runs"), year)->num == 0)
				continue;
			key = plan_text(plan_get(plan_get(plan_get(m, "outcome"), year), "status"), "key");
			for (n = 0; n < 3 && (key == NULL || strcmp(key, names[n]) != 0); n++)
				continue;
			value_push(p->a, lists[n], m);
			value_push(p->a, planned, m);
		}
	value_set(p->a, out, "planned", counted(p, "activities", planned));
	for (n = 0; n < 4; n++)
		value_set(p->a, out, names[n], counted(p, "activities", lists[n]));
}

static void
count_indicators(struct plan *p, struct value *out)
{
	struct value *due = plan_list(p, "indicator"), *reached = plan_list(p, "indicator");
	struct value *missed = plan_list(p, "indicator"), *known = plan_list(p, "indicator"), *m;
	struct value *unknown = plan_list(p, "indicator");
	const char *year = report_key(p), *key;
	size_t i;

	for (i = 0; i < p->nindicators; i++) {
		m = p->indicator_list[i].model;
		key = stand_of(m, year);
		if (strcmp(key, "no_data") != 0)
			value_push(p->a, known, m);
		if (!is_due(m, year))
			continue;
		value_push(p->a, due, m);
		if (strcmp(key, "reached") == 0 || strcmp(key, "exceeded") == 0)
			value_push(p->a, reached, m);
		else if (strcmp(key, "missed") == 0)
			value_push(p->a, missed, m);
		else if (strcmp(key, "no_data") == 0)
			value_push(p->a, unknown, m);
	}
	value_set(p->a, out, "due", counted(p, "indicators", due));
	value_set(p->a, out, "reached", counted(p, "indicators", reached));
	value_set(p->a, out, "missed", counted(p, "indicators", missed));
	value_set(p->a, out, "unknown", counted(p, "indicators", unknown));
	value_set(p->a, out, "known", counted(p, "indicators", known));
}

void
plan_derive_report(struct plan *p)
{
	struct value *m = value_new(p->a, VALUE_MAP, NULL), *list = plan_list(p, NULL);
	const struct value *src = plan_get(plan_get(p->root, "reports"), report_key(p)), *v;
	static const char *const texts[] = {"date", "summary", "conclusions"};
	size_t i;

	money(p);
	for (i = 0; i < p->nindicators; i++)
		derive_indicator(p, &p->indicator_list[i]);
	gaps(p);
	value_set(p->a, m, "year", value_int(p->a, VALUE_YEAR, p->report_year));
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (plan_get(src, texts[i]) != NULL)
			value_set(p->a, m, texts[i], plan_print(p, plan_get(src, texts[i])));
	v = plan_get(src, "proposals");
	for (i = 0; v != NULL && i < v->nitems; i++)
		value_push(p->a, list, plan_print(p, v->items[i]));
	value_set(p->a, m, "proposals", list);
	count_activities(p, m);
	count_indicators(p, m);
	value_set(p->a, m, "missing", missing(p));
	plan_known(p, m, KNOWN_REPORT);
	value_set(p->a, p->model, "report", m);
}
