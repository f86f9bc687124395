/* Figures in texts: shares, sums, series by years, dates of figures, small counts. */
#include <math.h>
#include <stdlib.h>

#include "check/priv.h"

#define PARTS_MOST 6 /* numbers that may add up to one part */
#define LOOK_BACK 60 /* figures, or tokens, that are looked at before one */

static bool
is_count(const struct figure *f)
{
	return !f->year && !f->ordinal && !f->percent;
}

static const char *
number(struct check *c, double v, int decimals)
{
	struct buf b = {0};
	const char *s;
	char *dot;

	num_put_double(&b, v, decimals);
	s = arena_strndup(c->a, b.s, b.len);
	buf_free(&b);
	dot = strchr(s, '.');
	if (dot != NULL)
		*dot = ',';
	return s;
}

/* -- shares -- */

/* "jeb 5,9 %", "tas ir, 7 %", "(t. i. 27,7 %)", "8,9 % no kopskaita": the share of a number. */
static bool
is_share(const struct para *p, const struct figure *f)
{
	static const char *const wholes[] = {"kop", "skol", "izgl", "audz", "vis", "bērn", "pedag"};
	size_t i, k, from = f->from > 6 ? f->from - 6 : 0;

	if (!f->percent)
		return false;
	for (i = from; i < f->from; i++) {
		if (tok_word(p, i, "jeb") || (tok_word(p, i, "tas") && tok_word(p, i + 2, "ir")))
			return true;
		if (tok_word(p, i, "i") && tok_sign(p, i + 1, '.') && tok_sign(p, i - 1, '.'))
			return true;
	}
	i = tok_next(p, f->to - 1); /* % */
	i = tok_next(p, i);
	if (!tok_word(p, i, "no"))
		return false;
	for (k = 0; k < sizeof(wholes) / sizeof(wholes[0]); k++)
		if (tok_begins(p, tok_next(p, i), wholes[k]))
			return true;
	return false;
}

/* The word that a count counts: "37 skolēni". */
static const struct tok *
noun_of(const struct para *p, const struct figure *f)
{
	const struct tok *t = tk(p, tok_next(p, f->to - 1));

	return t->kind == TOK_WORD ? t : NULL;
}

static bool
counts_the_same(const struct para *p, const struct figure *a, const struct figure *b)
{
	const struct tok *s = noun_of(p, a), *t = noun_of(p, b);

	return s != NULL && t != NULL && same_stem(s->s, s->len, t->s, t->len);
}

/* The nearest share that the numbers before f give: part of total. */
struct guess {
	double part, total, off;
	bool kind; /* the total counts the same thing as the part */
};

static void
try_total(struct guess *g, double part, double total, double share, bool kind)
{
	double off = fabs(part * 100 / total - share);

	if (part <= 0 || part >= total)
		return;
	/* One that fits is right; of others, one that counts the same thing is the likelier. */
	if (g->total > 0 && off > 0.06 && (kind != g->kind ? g->kind : off >= g->off))
		return;
	if (g->total > 0 && g->off <= 0.06)
		return;
	*g = (struct guess){part, total, off, kind};
}

static void
say_share(struct check *c, const struct para *p, const struct figure *f, double part, double total)
{
	if (fabs(part * 100 / total - f->v) <= 0.5 * pow(10, -f->decimals) + 1e-6)
		return;
	found_in(c, DIAG_CHECK_SHARE, p, f->from, span(c, p, f->from, tok_next(p, f->to - 1) + 1),
	    number(c, part, 2), number(c, total, 2),
	    number(c, part * 100 / total, f->decimals > 0 ? f->decimals : 1), NULL);
}

static void
check_share(struct check *c, const struct para *p, const struct figure *v, size_t n)
{
	const struct figure *f = &v[n];
	struct guess g = {0, 0, 0, false};
	bool alone;
	size_t i, k, taken;
	double part = 0;

	/* Parts: the last few counts of the sentence; totals: any count before them. */
	for (i = n, taken = 0; i-- > 0 && v[i].sentence == f->sentence && taken < PARTS_MOST &&
	    i + LOOK_BACK > n;) {
		if (!is_count(&v[i]))
			continue;
		part += v[i].v;
		taken++;
		/* "kopā 37 jeb 5,9 %": it is the sum already. */
		alone = taken == 1 && tok_word(p, tok_prev(p, v[i].from), "kopā");
		for (k = i; k-- > 0 && k + LOOK_BACK > n;)
			if (is_count(&v[k]))
				try_total(&g, part, v[k].v, f->v, counts_the_same(p, &v[i], &v[k]));
		if (alone)
			break;
		/* "37 jeb 5,9 %": one number alone too. */
		for (k = i; k-- > 0 && taken > 1 && k + LOOK_BACK > n;)
			if (is_count(&v[k]))
				try_total(&g, v[i].v, v[k].v, f->v, counts_the_same(p, &v[i], &v[k]));
	}
	if (g.total > 0)
		say_share(c, p, f, g.part, g.total);
}

/*
 * "12 no 40 skolēniem (30 %)": both numbers stand there.  "37 skolēni (7 %)": of the last
 * larger count of the same thing before it, if there is one.
 */
static bool
check_bracket(struct check *c, const struct para *p, const struct figure *v, size_t n)
{
	const struct figure *f = &v[n];
	size_t i;

	if (!f->percent || !tok_sign(p, f->from - 1, '(') || n == 0 || !is_count(&v[n - 1]) ||
	    v[n - 1].sentence != f->sentence || f->from - v[n - 1].to > 6)
		return false;
	if (n >= 2 && is_count(&v[n - 2]) && tok_word(p, tok_next(p, v[n - 2].to - 1), "no") &&
	    tok_next(p, tok_next(p, v[n - 2].to - 1)) == v[n - 1].from && v[n - 2].v < v[n - 1].v) {
		say_share(c, p, f, v[n - 2].v, v[n - 1].v);
		return true;
	}
	for (i = n - 1; i-- > 0 && i + LOOK_BACK > n;)
		if (is_count(&v[i]) && v[i].v > v[n - 1].v && counts_the_same(p, &v[i], &v[n - 1])) {
			say_share(c, p, f, v[n - 1].v, v[i].v);
			return true;
		}
	return false;
}

void
rule_shares(struct check *c, const struct para *p)
{
	struct figure *v;
	size_t n, i;

	if (memchr(p->s, '%', p->len) == NULL)
		return;
	n = figures(c, p, &v);
	for (i = 0; i < n; i++)
		if (!check_bracket(c, p, v, i) && is_share(p, &v[i]))
			check_share(c, p, v, i);
}

/* -- sums -- */

/* "34 …, 3 …, kopā 37": some of the last numbers add up to it. */
static void
check_total(struct check *c, const struct para *p, const struct figure *v, size_t n)
{
	double sum = 0, all = 0;
	size_t i, taken = 0;

	for (i = n; i-- > 0 && v[i].sentence == v[n].sentence && i + LOOK_BACK > n;) {
		if (!is_count(&v[i]))
			continue;
		sum += v[i].v;
		if (++taken >= 2 && fabs(sum - v[n].v) < 1e-6)
			return;
		if (taken <= PARTS_MOST)
			all = sum;
	}
	if (taken >= 2)
		found_in(c, DIAG_CHECK_SUM, p, v[n].from, span(c, p, v[n].from - 2, v[n].to),
		    number(c, all, 3), NULL);
}

/* "728 izglītojamie: KVS – 627, UPS – 101" */
static void
check_colon(struct check *c, const struct para *p, const struct figure *v, size_t all, size_t n)
{
	double sum = 0;
	size_t i, words = 0, taken = 0;

	for (i = v[n].to; !tok_sign(p, i, ':'); i++) {
		words += tok_is(p, i, TOK_WORD);
		if (i >= p->ntoks || words > 3 || tok_is(p, i, TOK_SIGN) || tok_is(p, i, TOK_NUM))
			return;
	}
	if (words == 0)
		return;
	for (i = n + 1; i < all && v[i].sentence == v[n].sentence; i++) {
		if (i - n > LOOK_BACK)
			return; /* no list that anybody adds up */
		if (tok_word(p, tok_prev(p, v[i].from), "kopā"))
			return; /* the total itself is among them */
		if (!is_count(&v[i]))
			continue;
		sum += v[i].v;
		taken++;
	}
	if (taken >= 2 && fabs(sum - v[n].v) > 1e-6)
		found_in(c, DIAG_CHECK_SUM, p, v[n].from, span(c, p, v[n].from, v[n].to),
		    number(c, sum, 3), NULL);
}

/* "60 % …, 25 % …, 20 % …, kopā 100 %": rounded shares may miss it by half a unit each. */
static void
check_percents(struct check *c, const struct para *p, const struct figure *v, size_t n)
{
	double sum = 0, slack = 1e-6;
	size_t i, taken = 0;

	for (i = n; i-- > 0 && v[i].sentence == v[n].sentence && i + LOOK_BACK > n;) {
		if (!v[i].percent)
			continue;
		if (tok_word(p, tok_prev(p, v[i].from), "kopā"))
			break;
		sum += v[i].v;
		slack += 0.5 * pow(10, -v[i].decimals);
		taken++;
	}
	if (taken >= 2 && fabs(sum - v[n].v) > slack)
		found_in(c, DIAG_CHECK_SUM, p, v[n].from, span(c, p, v[n].from - 2,
		    tok_next(p, v[n].to - 1) + 1), strf(c, "%s %%", number(c, sum, 2)), NULL);
}

void
rule_sums(struct check *c, const struct para *p)
{
	struct figure *v;
	size_t n, i;

	if (p->kind == PARA_CELL || p->kind == PARA_NOTE)
		return;
	n = figures(c, p, &v);
	for (i = 0; i < n; i++) {
		if (v[i].percent && tok_word(p, tok_prev(p, v[i].from), "kopā"))
			check_percents(c, p, v, i);
		if (!is_count(&v[i]))
			continue;
		if (tok_word(p, tok_prev(p, v[i].from), "kopā"))
			check_total(c, p, v, i);
		else
			check_colon(c, p, v, n, i);
	}
}

/* -- series by years -- */

#define YEARS_MOST 32

static void
put_year(int *years, size_t *n, int year)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (years[i] == year)
			return;
	if (*n < YEARS_MOST)
		years[(*n)++] = year;
}

static bool
same_years(const int *a, size_t na, const int *b, size_t nb)
{
	size_t i, k;

	if (na != nb)
		return false;
	for (i = 0; i < na; i++) {
		for (k = 0; k < nb && b[k] != a[i]; k++)
			continue;
		if (k == nb)
			return false;
	}
	return true;
}

static const char *
years_text(struct check *c, const int *years, size_t n)
{
	struct buf b = {0};
	const char *s;
	size_t i;

	for (i = 0; i < n; i++)
		buf_printf(&b, "%s%d", i == 0 ? "" : ", ", years[i]);
	s = arena_strndup(c->a, b.s == NULL ? "" : b.s, b.len);
	buf_free(&b);
	return s;
}

/* "2021 (5)", "2021. gadā – 5", "2021: 5": a year with its value, none of a range of years. */
static bool
year_with_value(const struct para *p, size_t i)
{
	int year = tok_int(p, i);
	size_t n;

	if (tk(p, i)->len != 4 || year < 1990 || year > 2100)
		return false;
	n = tok_next(p, i + tok_sign(p, i + 1, '.'));
	if (tok_begins(p, n, "gad"))
		n = tok_next(p, n);
	if (!tok_dash(p, n) && !tok_sign(p, n, '-') && !tok_sign(p, n, '(') && !tok_sign(p, n, ':'))
		return false;
	n = tok_next(p, n);
	return tok_is(p, n, TOK_NUM) && tk(p, n)->len != 4;
}

/* The years of one row of a series: of tokens from..to. */
struct row_years {
	int v[YEARS_MOST];
	size_t n;
};

static void
years_of(const struct para *p, size_t from, size_t to, struct row_years *out)
{
	out->n = 0;
	for (; from < to; from++)
		if (year_with_value(p, from))
			put_year(out->v, &out->n, tok_int(p, from));
}

/* Does this row name other years than the first?  The first of a series only sets them. */
static bool
other_years(struct check *c, const struct para *p, size_t tok, struct row_years *first,
    const struct row_years *row)
{
	if (row->n < 2)
		return false;
	if (first->n == 0) {
		*first = *row;
		return false;
	}
	if (same_years(first->v, first->n, row->v, row->n))
		return false;
	found_in(c, DIAG_CHECK_YEARS, p, tok, years_text(c, first->v, first->n),
	    years_text(c, row->v, row->n), NULL);
	return true;
}

/* Rows between semicolons of a paragraph that each give values by years: the same years. */
static void
series_in(struct check *c, const struct para *p)
{
	struct row_years first = {.n = 0}, row;
	size_t i, from = 0;

	for (i = 0; i <= p->ntoks; i++) {
		if (!tok_sign(p, i, ';') && !tok_is(p, i, TOK_END))
			continue;
		years_of(p, from, i, &row);
		if (other_years(c, p, i - 1, &first, &row))
			return;
		from = i + 1;
	}
}

/* The same of the items of a list. */
void
rule_series(struct check *c)
{
	struct row_years first, row;
	size_t k, from;

	for (k = 0; k < c->nparas; k++)
		series_in(c, &c->paras[k]);
	for (k = 0; k < c->nparas; k = from) {
		first.n = 0;
		for (from = k; from < c->nparas && c->paras[from].kind == PARA_ITEM &&
		    c->paras[from].path == c->paras[k].path; from++) {
			const struct para *p = &c->paras[from];

			years_of(p, 0, p->ntoks, &row);
			if (other_years(c, p, p->ntoks - 1, &first, &row))
				first.n = 0;
		}
		if (from == k)
			from++;
	}
}

/* -- figures without a date -- */

static bool
in_situation(const struct para *p)
{
	return strncmp(p->path, "situation", 9) == 0;
}

static bool
names_year(const struct para *p)
{
	size_t i;

	for (i = 0; i < p->ntoks; i++)
		if (tk(p, i)->len == 4 && tok_int(p, i) >= 1990 && tok_int(p, i) <= 2100)
			return true;
	return false;
}

/* "katru gadu … apmēram 50": every year, but which? */
static void
every_year(struct check *c, const struct para *p)
{
	struct figure *v;
	size_t n = figures(c, p, &v), i, k;

	for (i = 0; i < n; i++) {
		if (!is_count(&v[i]))
			continue;
		for (k = v[i].from; k-- > 0 && k + LOOK_BACK > v[i].from && !sentence_ends(p, k);)
			if (tok_word(p, k, "katru") && tok_word(p, k + 2, "gadu")) {
				found_in(c, DIAG_CHECK_NO_DATE, p, v[i].from,
				    span(c, p, k, v[i].to + 2), NULL);
				break;
			}
	}
}

/* Counts in an entry of the situation that names no year at all. */
static void
no_year_at_all(struct check *c, size_t from, size_t to)
{
	struct figure *v = NULL;
	size_t k, n, i;

	for (k = from; k < to; k++)
		if (names_year(&c->paras[k]))
			return;
	for (k = from; k < to; k++) {
		n = c->paras[k].kind == PARA_CELL ? 0 : figures(c, &c->paras[k], &v);
		for (i = 0; i < n; i++)
			if (v[i].percent || (is_count(&v[i]) && v[i].v >= 10)) {
				found_in(c, DIAG_CHECK_NO_DATE, &c->paras[k], v[i].from,
				    around(c, &c->paras[k], v[i].from), NULL);
				return;
			}
	}
}

void
rule_undated(struct check *c)
{
	bool general = false; /* the opening of the chapter dates all */
	size_t k, from;

	for (k = 0; k < c->nparas; k++)
		if (strcmp(c->paras[k].path, "situation_text") == 0 && names_year(&c->paras[k]))
			general = true;
	for (k = 0; k < c->nparas; k = from) {
		for (from = k + 1; from < c->nparas &&
		    strcmp(c->paras[from].path, c->paras[k].path) == 0; from++)
			continue;
		if (!in_situation(&c->paras[k]) || c->paras[k].kind == PARA_CELL)
			continue;
		if (!general)
			no_year_at_all(c, k, from);
		for (; k < from; k++)
			every_year(c, &c->paras[k]);
	}
}

/* -- small counts -- */

static bool
is_pupil(const struct para *p, size_t i)
{
	static const char *const stems[] = {"skolēn", "izglītojam", "audzēk", "bērn", "jaunie",
	    "otrgadniek"};
	size_t k;

	for (k = 0; k < sizeof(stems) / sizeof(stems[0]); k++)
		if (tok_begins(p, i, stems[k]))
			return true;
	return false;
}

/* "jauni", "vietējie", "romu tautības" is not: an adjective that may stand before the noun. */
static bool
is_adjective(const struct tok *t)
{
	static const char *const ends[] = {"ie", "ais", "ajam", "ajiem", "ajai", "ajām", "jiem", "īgi"};
	size_t k, n;

	for (k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
		n = strlen(ends[k]);
		if (t->kind == TOK_WORD && t->len > n + 2 && memcmp(t->s + t->len - n, ends[k], n) == 0)
			return true;
	}
	return false;
}

static bool
word_ends(const struct tok *t, const char *end)
{
	size_t n = strlen(end);

	return t->kind == TOK_WORD && t->len > n && memcmp(t->s + t->len - n, end, n) == 0;
}

/*
 * "4 mūzikas un 15 mākslas programmu izglītojamie": genitives and further counts up to the
 * pupils, who stand in the nominative; in "2 programmas skolēniem" they do not.
 */
static bool
of_pupils(const struct para *p, size_t i)
{
	size_t end = i + 16;

	for (; i < end && i < p->ntoks; i++) {
		const struct tok *t = tk(p, i);

		if (is_pupil(p, i))
			return word_ends(t, "i") || word_ends(t, "ie") || word_ends(t, "s");
		if (t->kind == TOK_SIGN || (t->kind == TOK_WORD && !word_ends(t, "as") &&
		    !word_ends(t, "es") && !word_ends(t, "u") && !tok_word(p, i, "un")))
			return false;
	}
	return false;
}

/* "3 skolēni", "2 vietējie jaunieši", or a year's "(3)". */
static bool
small_count(const struct para *p, const struct figure *f)
{
	size_t noun;

	if (f->v < 1 || f->v > 4 || f->decimals != 0 || !is_count(f))
		return false;
	if (tok_sign(p, f->from - 1, '(') && tok_sign(p, f->to, ')') &&
	    tk(p, tok_prev(p, f->from - 1))->len == 4 && tok_is(p, tok_prev(p, f->from - 1), TOK_NUM))
		return true;
	noun = tok_next(p, f->to - 1);
	if (is_adjective(tk(p, noun)))
		noun = tok_next(p, noun);
	return is_pupil(p, noun) || of_pupils(p, f->to);
}

/*
 * "saņēma divi devīto klašu audzēkņi": a small count in words, of pupils in the
 * nominative or dative ("vienam skolēnam"), at most three words on.  Returns the count.
 */
static int
small_word(const struct para *p, size_t i)
{
	static const char *const words[][4] = {{"viens", "viena", "vienam", "vienai"},
	    {"divi", "divas", "diviem", "divām"}, {"trīs", "trim", NULL, NULL},
	    {"četri", "četras", "četriem", "četrām"}};
	size_t n, k, w, noun = 0;
	const struct tok *t;

	for (n = 0; n < 4; n++)
		for (k = 0; k < 4; k++)
			if (words[n][k] != NULL && tok_word(p, i, words[n][k]))
				goto found;
	return 0;
found:
	if (tok_word(p, tok_next(p, i), "no") || tok_word(p, tok_prev(p, i), "no") ||
	    tok_word(p, tok_prev(p, i), "uz"))
		return 0; /* "divi no trim jauniešiem" */
	for (k = i, w = 0; w < 4 && noun == 0; w++) {
		k = tok_next(p, k);
		t = tk(p, k);
		if (t->kind != TOK_WORD || tok_word(p, k, "un"))
			return 0;
		if (is_pupil(p, k))
			noun = k;
		else if (w > 0 && !word_ends(t, "u") && !word_ends(t, "as") && !word_ends(t, "es"))
			return 0;
	}
	/* "vienam izglītojamajam gadā": a rate */
	if (n == 0 && (tok_word(p, tok_next(p, noun), "gadā") || tok_word(p, tok_next(p, noun), "mēnesī") ||
	    memchr(p->s, '%', p->len) != NULL || strstr(p->s, "EUR") != NULL))
		return 0;
	t = tk(p, noun);
	return noun != 0 && (word_ends(t, "i") || word_ends(t, "ie") || word_ends(t, "s") ||
	    word_ends(t, "m") || word_ends(t, "e")) ? (int)n + 1 : 0;
}

/* Does the paragraph speak of a school: by its word, or by an institution's short name? */
static bool
names_school(struct check *c, const struct para *p)
{
	size_t i;

	for (i = 0; i < p->ntoks; i++) {
		if (tok_begins(p, i, "pamatskol") || tok_begins(p, i, "vidusskol") ||
		    tok_begins(p, i, "ģimnāzij") || tok_begins(p, i, "skolā") ||
		    tok_begins(p, i, "programm"))
			return true;
		if (tok_is(p, i, TOK_WORD) && idmap_get(&c->shorts, span(c, p, i, i + 1)) != NULL)
			return true;
	}
	return false;
}

void
rule_privacy(struct check *c, const struct para *p)
{
	struct figure *v;
	struct buf b = {0};
	size_t n, i, first = SIZE_MAX;

	/* Running texts, and the yearly report's own cells. */
	if (p->kind == PARA_CELL && strcmp(p->field, "achieved") != 0 &&
	    strcmp(p->field, "impact") != 0 && strcmp(p->field, "factors") != 0)
		return;
	for (i = 0; i < p->ntoks; i++) {
		n = (size_t)small_word(p, i);
		if (n == 0)
			continue;
		buf_printf(&b, "%s%zu", b.len == 0 ? "" : ", ", n);
		if (first == SIZE_MAX)
			first = i;
	}
	n = figures(c, p, &v);
	for (i = 0; i < n; i++) {
		if (!small_count(p, &v[i]))
			continue;
		buf_printf(&b, "%s%d", b.len == 0 ? "" : ", ", (int)v[i].v);
		if (first == SIZE_MAX || v[i].from < first)
			first = v[i].from;
	}
	if (first != SIZE_MAX && names_school(c, p))
		found_in(c, DIAG_CHECK_PRIVACY, p, first, buf_cstr(&b), NULL);
	buf_free(&b);
}
