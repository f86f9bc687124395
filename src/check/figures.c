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

/* The nearest share that the numbers before f give: part of total. */
struct guess {
	double part, total, off;
};

static void
try_total(struct guess *g, double part, double total, double share)
{
	double off = fabs(part * 100 / total - share);

	if (part <= 0 || part >= total || (g->total > 0 && off >= g->off))
		return;
	*g = (struct guess){part, total, off};
}

static void
check_share(struct check *c, const struct para *p, const struct figure *v, size_t n)
{
	const struct figure *f = &v[n];
	struct guess g = {0, 0, 0};
	size_t i, k, taken;
	double part = 0;

	/* Parts: the last few counts of the sentence; totals: any count before them. */
	for (i = n, taken = 0; i-- > 0 && v[i].sentence == f->sentence && taken < PARTS_MOST &&
	    i + LOOK_BACK > n;) {
		if (!is_count(&v[i]))
			continue;
		part += v[i].v;
		taken++;
		for (k = i; k-- > 0 && k + LOOK_BACK > n;)
			if (is_count(&v[k]))
				try_total(&g, part, v[k].v, f->v);
		/* "37 jeb 5,9 %": one number alone too. */
		for (k = i; k-- > 0 && taken > 1 && k + LOOK_BACK > n;)
			if (is_count(&v[k]))
				try_total(&g, v[i].v, v[k].v, f->v);
	}
	if (g.total == 0 || g.off <= 0.5 * pow(10, -f->decimals) + 1e-6)
		return;
	found_in(c, DIAG_CHECK_SHARE, p, f->from,
	    span(c, p, f->from, tok_next(p, f->to - 1) + 1), number(c, g.part, 2),
	    number(c, g.total, 2), number(c, g.part * 100 / g.total, f->decimals > 0 ? f->decimals : 1),
	    NULL);
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
		if (is_share(p, &v[i]))
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

void
rule_sums(struct check *c, const struct para *p)
{
	struct figure *v;
	size_t n, i;

	if (p->kind == PARA_CELL || p->kind == PARA_NOTE)
		return;
	n = figures(c, p, &v);
	for (i = 0; i < n; i++) {
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

/* Parts of a paragraph between semicolons that each name two years or more: the same ones. */
void
rule_series(struct check *c, const struct para *p)
{
	int first[YEARS_MOST], years[YEARS_MOST];
	size_t nfirst = 0, n = 0, i;

	for (i = 0; i <= p->ntoks; i++) {
		int year = tok_int(p, i);

		if (tk(p, i)->len == 4 && year >= 1990 && year <= 2100)
			put_year(years, &n, year);
		if (!tok_sign(p, i, ';') && !tok_is(p, i, TOK_END))
			continue;
		if (n >= 2 && nfirst == 0) {
			memcpy(first, years, sizeof(first));
			nfirst = n;
		} else if (n >= 2 && !same_years(first, nfirst, years, n)) {
			found_in(c, DIAG_CHECK_YEARS, p, i - 1, years_text(c, first, nfirst),
			    years_text(c, years, n), NULL);
			return;
		}
		n = 0;
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

/* A number 1-4 with pupils behind it in the same phrase, or a year's "(n)". */
static bool
small_count(const struct para *p, const struct figure *f)
{
	size_t i, words = 0;

	if (f->v < 1 || f->v > 4 || f->decimals != 0 || !is_count(f))
		return false;
	if (tok_sign(p, f->from - 1, '(') && tok_sign(p, f->to, ')') &&
	    tk(p, tok_prev(p, f->from - 1))->len == 4 && tok_is(p, tok_prev(p, f->from - 1), TOK_NUM))
		return true;
	for (i = f->to; i < p->ntoks && words < 3; i++) {
		if (is_pupil(p, i))
			return true;
		if (tk(p, i)->kind == TOK_SIGN || tk(p, i)->kind == TOK_NUM)
			return false;
		words += tok_is(p, i, TOK_WORD);
	}
	return false;
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

	if (!in_situation(p) || p->kind == PARA_CELL)
		return;
	n = figures(c, p, &v);
	for (i = 0; i < n; i++) {
		if (!small_count(p, &v[i]))
			continue;
		buf_printf(&b, "%s%d", b.len == 0 ? "" : ", ", (int)v[i].v);
		if (first == SIZE_MAX)
			first = v[i].from;
	}
	if (first != SIZE_MAX && names_school(c, p))
		found_in(c, DIAG_CHECK_PRIVACY, p, first, buf_cstr(&b), NULL);
	buf_free(&b);
}
