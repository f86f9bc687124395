/*
 * What a text says of the plan itself, against the plan: how many goals it has, the years
 * of its period, the numbers of goals and activities, lists that are as long as they say.
 */
#include <stdlib.h>

#include "check/priv.h"

#define NEAR 40 /* tokens of a sentence looked at on each side */

/* -- numerals -- */

/* "trijās", "3": a whole number from 2 on, or 0. */
static int
numeral(const struct para *p, size_t i)
{
	static const char *const stems[] = {"div", "trij", "četr", "piec", "seš", "septiņ", "astoņ",
	    "deviņ"};
	static const char *const ends[] = {"i", "as", "us", "os", "ās", "iem", "ām", "u", "es"};
	const struct tok *t = tk(p, i);
	size_t k, e, n;

	if (t->kind == TOK_NUM)
		return t->len <= 2 && !tok_sign(p, i + 1, '.') && !tok_sign(p, i + 1, ',') &&
		    !tok_sign(p, i + 1, '/') && !tok_dash(p, i + 1) && !tok_dash(p, i - 1) &&
		    !tok_sign(p, i - 1, ',') && !tok_sign(p, i - 1, '/') && tok_int(p, i) >= 2
		    ? tok_int(p, i) : 0;
	if (tok_word(p, i, "trīs") || tok_word(p, i, "trim"))
		return 3;
	for (k = 0; k < sizeof(stems) / sizeof(stems[0]); k++) {
		n = strlen(stems[k]);
		if (!tok_begins(p, i, stems[k]))
			continue;
		for (e = 0; e < sizeof(ends) / sizeof(ends[0]); e++)
			if (t->len == n + strlen(ends[e]) && memcmp(t->s + n, ends[e], t->len - n) == 0)
				return (int)k + 2;
	}
	return 0;
}

/* -- the sentence round a token -- */

static void
sentence_of(const struct para *p, size_t i, size_t *from, size_t *to)
{
	for (*from = i; *from > 0 && i - *from < NEAR && !sentence_ends(p, *from - 1); (*from)--)
		continue;
	for (*to = i; *to < p->ntoks && *to - i < NEAR && !sentence_ends(p, *to); (*to)++)
		continue;
}

/* Does a word of the sentence begin with one of these? */
static bool
speaks_of(const struct para *p, size_t i, const char *const *stems)
{
	size_t from, to, k;

	sentence_of(p, i, &from, &to);
	for (; from < to; from++)
		for (k = 0; stems[k] != NULL; k++)
			if (tok_begins(p, from, stems[k]))
				return true;
	return false;
}

static void
say_count(struct check *c, const struct para *p, size_t i, size_t to, int have)
{
	found_in(c, DIAG_CHECK_COUNT, p, i, span(c, p, i, to), strf(c, "%d", have), NULL);
}

/* -- how many the plan has -- */

/* Texts that speak of the plan; in others the sentence must name it. */
static bool
about_plan(const struct para *p, size_t i)
{
	static const char *const fields[] = {"goals_text", "implementation", "system", "monitoring",
	    "situation_text", "reports", "decision"};
	static const char *const words[] = {"plān", "programm", "sistēm", NULL};
	size_t k;

	for (k = 0; k < sizeof(fields) / sizeof(fields[0]); k++)
		if (strncmp(p->path, fields[k], strlen(fields[k])) == 0)
			return true;
	return speaks_of(p, i, words);
}

/* How many of the thing at i there are; 0: it is no thing of the plan. */
static int
have_of(struct check *c, const struct para *p, size_t i)
{
	if (tok_begins(p, i, "mērķ") && !tok_begins(p, i, "mērķt") && !tok_begins(p, i, "mērķg"))
		return (int)c->goals.n;
	if (tok_begins(p, i, "aktivitā"))
		return (int)c->activities.n;
	if (tok_begins(p, i, "rādītāj"))
		return (int)c->indicators.n;
	if (tok_begins(p, i, "līmeņ") && speaks_of(p, i, (const char *const[]){"prevenc", NULL}))
		return 3;
	if (tok_begins(p, i, "tabul"))
		return plan_is_school(c->p) ? 1 : 4;
	if (tok_begins(p, i, "kategorij") && strcmp(p->path, "situation_text") == 0)
		return (int)count_of(get(c->root, "situation"));
	return 0;
}

/* "Plānā ir sešas aktivitātes": all of them, not some. */
static bool
means_all(const struct para *p, size_t i)
{
	static const char *const some[] = {"katr", "līmen", "universāl", "mērķtiec", "pielāgot", "gad",
	    "skol", "starp", "arī", "no", NULL};
	static const char *const verbs[] = {"ir", "aptver", "ietver", "nosaka", "izvirza", "paredz",
	    "izvirzīti", "noteikti", "noteiktas", "noteikts"};
	size_t prev = tok_prev(p, i), k;

	for (k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		if (tok_word(p, prev, verbs[k]))
			break;
	return k < sizeof(verbs) / sizeof(verbs[0]) && !speaks_of(p, i, some);
}

static void
count_things(struct check *c, const struct para *p, size_t i, int said)
{
	size_t noun = tok_next(p, i);
	int have;

	if (tok_begins(p, noun, "prevenc"))
		noun = tok_next(p, noun);
	have = have_of(c, p, noun);
	if (have == 0 || said == have || !about_plan(p, i) || (said < have && !means_all(p, i)))
		return;
	say_count(c, p, i, noun + 1, have);
}

/* -- lists that say how long they are -- */

/* "četras galvenās komponentes:": numeral, two words at most, colon.  The colon, or 0. */
static size_t
colon_behind(const struct para *p, size_t i)
{
	static const char *const ends[] = {"i", "as", "es", "us", "is", "os", "ās", "ēs", "iem"};
	size_t k, w, e, n, noun;

	for (k = i, w = 0; w < 3; w++) {
		noun = k = tok_next(p, k);
		if (!tok_is(p, k, TOK_WORD) || tok_word(p, k, "un"))
			return 0;
		if (!tok_sign(p, k + 1, ':'))
			continue;
		for (e = 0; e < sizeof(ends) / sizeof(ends[0]); e++) {
			n = strlen(ends[e]);
			if (tk(p, noun)->len > n && memcmp(tk(p, noun)->s + tk(p, noun)->len - n, ends[e], n) == 0)
				return k + 1;
		}
		return 0;
	}
	return 0;
}

/* The items of the list below a paragraph; 0 if lists stand in it. */
static int
items_below(struct check *c, const struct para *p)
{
	const struct para *q = p + 1, *end = c->paras + c->nparas;
	int n = 0;

	for (; q < end && q->path == p->path && q->kind == PARA_ITEM; q++, n++)
		if (q->ntoks > 0 && tok_sign(q, q->ntoks - 1, ':'))
			return 0;
	return n;
}

/*
 * "3 iestādes: A, B un C": between n commas stand n + 1 names, and each "un" may part two
 * more.  Anything else in the list, and nobody can tell.
 */
static void
count_names(struct check *c, const struct para *p, size_t i, size_t colon, int said)
{
	int commas = 0, ands = 0, words = 0;
	bool short_names = true, start = true;
	size_t k;

	for (k = colon + 1; k < p->ntoks && !sentence_ends(p, k); k++) {
		if (tok_is(p, k, TOK_BLANK))
			continue;
		if (tok_sign(p, k, ',') || tok_word(p, k, "un")) {
			*(tok_sign(p, k, ',') ? &commas : &ands) += 1;
			words = 0;
			start = true;
			continue;
		}
		if (!tok_is(p, k, TOK_WORD))
			return;
		short_names = short_names && (!start || tok_upper(p, k)) && ++words <= 3;
		start = false;
	}
	if (commas + ands == 0)
		return;
	if (said > commas + 1 + ands || (said < commas + 1 && short_names))
		say_count(c, p, i, colon, commas + 1 + ands);
}

/* "divās iestādēs mācījās 728 izglītojamie: KVS – 627, UPS – 101": a row for each. */
static void
count_rows(struct check *c, const struct para *p, size_t i, int said)
{
	size_t k, w, colon, noun = i;
	int rows = 0;
	bool name = false;

	for (w = 0; w < 4; w++) {
		noun = tok_next(p, noun);
		if (!tok_is(p, noun, TOK_WORD))
			return;
		if (tok_begins(p, noun, "iestādē") || tok_begins(p, noun, "skolā"))
			break;
	}
	if (w == 4)
		return;
	for (colon = noun; !tok_sign(p, colon, ':'); colon++)
		if (colon - noun > 12 || colon >= p->ntoks || sentence_ends(p, colon) ||
		    tok_sign(p, colon, ','))
			return;
	for (k = colon + 1; k < p->ntoks && !sentence_ends(p, k); k++) {
		if (tok_is(p, tok_prev(p, k), TOK_SIGN) && tok_upper(p, k))
			name = true;
		if (!tok_dash(p, k))
			continue;
		if (!name || !tok_is(p, tok_next(p, k), TOK_NUM))
			return;
		rows++;
		name = false;
	}
	if (rows >= 2 && rows != said)
		say_count(c, p, i, noun + 1, rows);
}

static void
counts(struct check *c, const struct para *p)
{
	size_t i, colon;
	int said, have;

	for (i = 0; i < p->ntoks; i++) {
		said = numeral(p, i);
		if (said == 0)
			continue;
		colon = colon_behind(p, i);
		if (colon != 0 && p->lead_in && colon + 1 == p->ntoks) {
			have = items_below(c, p);
			if (have > 1 && have != said)
				say_count(c, p, i, colon, have);
			continue;
		}
		if (colon != 0)
			count_names(c, p, i, colon, said);
		count_things(c, p, i, said);
		count_rows(c, p, i, said);
	}
}

/* -- the period -- */

/* "2024.–2028. gadam" behind the plan's own word. */
static void
period(struct check *c, const struct para *p, size_t i)
{
	static const char *const own[] = {"programm", "plān", "dokument"};
	static const char *const others[] = {"attīst", "pamatnost", "stratēģ", "nacionāl", "iepriekš",
	    "aizst", "fond", "kohēzij", "savienīb", "budžet", "vadlīn", "līdzšin", "investīc", NULL};
	size_t to = i + 3, prev = tok_prev(p, i), k;
	int from = tok_int(p, i), last = tok_int(p, to);

	if (tk(p, i)->len != 4 || !tok_sign(p, i + 1, '.') || !tok_dash(p, i + 2) ||
	    tk(p, to)->len != 4 || !tok_sign(p, to + 1, '.') ||
	    !tok_word(p, tok_next(p, to + 1), "gadam") || (from == c->first && last == c->last) ||
	    from > c->last || last < c->first)
		return;
	if (tok_is(p, prev, TOK_SIGN))
		prev = tok_prev(p, prev);
	for (k = 0; k < 3 && !tok_begins(p, prev, own[k]); k++)
		continue;
	if (k < 3 && !speaks_of(p, i, others))
		found_in(c, DIAG_CHECK_PERIOD, p, i, span(c, p, i, to + 2),
		    strf(c, "%d.–%d.", c->first, c->last), NULL);
}

/* -- years and days the wrong way round -- */

static bool
year_at(const struct para *p, size_t i)
{
	return tok_is(p, i, TOK_NUM) && tk(p, i)->len == 4 && tok_int(p, i) >= 1990 &&
	    tok_int(p, i) <= 2100;
}

/* "no 2023. līdz 2019. gadam", "2028.–2024. gadam", "2024./2026. mācību gads" */
static void
years_order(struct check *c, const struct para *p, size_t i)
{
	size_t stop = i + 1, link, to;
	bool school;

	if (!year_at(p, i) || !tok_sign(p, stop, '.') || tok_sign(p, i - 1, '/') || tok_sign(p, i - 1, '.'))
		return;
	link = tok_next(p, stop);
	if (tok_begins(p, link, "gad"))
		link = tok_next(p, link);
	school = tok_sign(p, link, '/');
	if (!school && !tok_dash(p, link) && !tok_word(p, link, "līdz"))
		return;
	to = tok_next(p, link);
	if (!year_at(p, to) || !tok_sign(p, to + 1, '.'))
		return;
	if (school ? tok_int(p, to) != tok_int(p, i) + 1 && tok_begins(p, tok_next(p, to + 1), "mācību")
	    : tok_int(p, to) < tok_int(p, i) && tok_begins(p, tok_next(p, to + 1), "gad"))
		found_in(c, DIAG_CHECK_YEARS_ORDER, p, i, span(c, p, i, to + 2), NULL);
}

/* "no 2024. gada 22. maija līdz 11. maijam" */
static void
days_order(struct check *c, const struct para *p, size_t i)
{
	size_t from = tok_next(p, i + 1), till, day;
	int a, b;

	if (!tok_is(p, i, TOK_NUM) || tk(p, i)->len > 2 || !tok_sign(p, i + 1, '.') ||
	    !tok_word(p, tok_prev(p, i), "gada"))
		return;
	till = tok_next(p, from);
	day = tok_next(p, till);
	if (!tok_word(p, till, "līdz") || !tok_is(p, day, TOK_NUM) || tk(p, day)->len > 2 ||
	    !tok_sign(p, day + 1, '.'))
		return;
	a = month_of(p, from);
	b = month_of(p, tok_next(p, day + 1));
	/* "no 20. decembra līdz 6. janvārim" is of two years. */
	if (a != 0 && b != 0 && ((b < a && a - b <= 3) || (a == b && tok_int(p, day) < tok_int(p, i))))
		found_in(c, DIAG_CHECK_YEARS_ORDER, p, i, span(c, p, i, tok_next(p, day + 1) + 1), NULL);
}

/* -- numbers of goals and activities -- */

static bool
has_number(const struct idmap *m, const char *number)
{
	const struct node *n;
	size_t i;

	for (i = 0; i < m->n; i++) {
		n = idmap_get(m, m->keys[i]);
		if (n->number != NULL && strcmp(n->number, number) == 0)
			return true;
	}
	return false;
}

/* "9. mērķis", "4.3. aktivitātē" of a plan that has none. */
static void
reference(struct check *c, const struct para *p, size_t i)
{
	static const char *const others[] = {"attīst", "ano", "specifisk", "atbalsta", "savienīb", NULL};
	bool two = tok_is(p, i + 2, TOK_NUM) && tok_sign(p, i + 3, '.');
	size_t stop = two ? i + 3 : i + 1, noun = tok_next(p, stop);
	const struct idmap *m = two ? &c->activities : &c->goals;

	if (!tok_is(p, i, TOK_NUM) || tk(p, i)->len > 2 || !tok_sign(p, i + 1, '.') ||
	    tok_sign(p, i - 1, '.') || tok_sign(p, i - 1, 0x2013) || noun == stop + 1 || m->n == 0 ||
	    p->kind == PARA_CELL)
		return;
	if (two ? !tok_begins(p, noun, "aktivitā") : !tok_begins(p, noun, "mērķi") &&
	    !tok_begins(p, noun, "mērķa") && !tok_begins(p, noun, "mērķu"))
		return;
	if (!has_number(m, span(c, p, i, stop + 1)) && !speaks_of(p, i, others))
		found_in(c, DIAG_CHECK_REFERENCE, p, i, span(c, p, i, noun + 1), NULL);
}

void
rule_facts(struct check *c, const struct para *p)
{
	size_t i;

	if (strncmp(p->path, "abbreviations", 13) == 0 || p->kind == PARA_NOTE)
		return;
	if (p->kind != PARA_CELL || strncmp(p->path, "decision", 8) == 0)
		counts(c, p);
	for (i = 0; i < p->ntoks; i++) {
		period(c, p, i);
		years_order(c, p, i);
		days_order(c, p, i);
		reference(c, p, i);
	}
}
