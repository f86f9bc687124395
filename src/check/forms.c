/* Forms in texts: numbers, money, ranges, dashes, blanks, ends of cells and paragraphs. */
#include <stdlib.h>

#include "check/priv.h"

/* "14 695,81" from the figure's tokens, whatever their grouping. */
static const char *
grouped(struct check *c, const struct para *p, size_t from, size_t to)
{
	struct buf plain = {0}, out = {0};
	const char *s;
	size_t i;

	for (i = from; i < to; i++) {
		if (tok_is(p, i, TOK_NUM))
			buf_add(&plain, tk(p, i)->s, tk(p, i)->len);
		else if (tok_sign(p, i, ',') || tok_sign(p, i, '.'))
			buf_ch(&plain, '.');
	}
	num_put_number(&out, plain.s == NULL ? "" : plain.s, plain.len);
	s = arena_strndup(c->a, out.s == NULL ? "" : out.s, out.len);
	buf_free(&plain);
	buf_free(&out);
	return s;
}

/* The digits of the tokens as one number, grouped by threes. */
static const char *
grouped_number(struct check *c, const struct para *p, size_t from, size_t to)
{
	struct buf plain = {0}, out = {0};
	const char *s;
	size_t i;

	for (i = from; i < to; i++)
		if (tok_is(p, i, TOK_NUM))
			buf_add(&plain, tk(p, i)->s, tk(p, i)->len);
	num_put_number(&out, buf_cstr(&plain), plain.len);
	s = arena_strdup(c->a, buf_cstr(&out));
	buf_free(&plain);
	buf_free(&out);
	return s;
}

/* 010190-12345, 321234-56789: a person's code. */
bool
is_person_code(const struct para *p, size_t i)
{
	return tok_is(p, i, TOK_NUM) && tk(p, i)->len == 6 && tok_sign(p, i + 1, '-') &&
	    tok_is(p, i + 2, TOK_NUM) && tk(p, i + 2)->len == 5 && !tok_is(p, i + 3, TOK_WORD) &&
	    !tok_sign(p, i - 1, '-') && !tok_is(p, i - 1, TOK_WORD);
}

/* Eight digits in one that begin as Latvian telephone numbers do. */
bool
is_phone(const struct para *p, size_t i)
{
	return tok_is(p, i, TOK_NUM) && tk(p, i)->len == 8 && strchr("26", tk(p, i)->s[0]) != NULL;
}

/* The end of a figure that begins at i: NUM, groups, decimals. */
static size_t
figure_end(const struct para *p, size_t i)
{
	size_t j = i + 1;

	while (tk(p, i)->len <= 3 && tok_is(p, j, TOK_BLANK) && tok_is(p, j + 1, TOK_NUM) &&
	    tk(p, j + 1)->len == 3)
		j += 2;
	if ((tok_sign(p, j, ',') || tok_sign(p, j, '.')) && tok_is(p, j + 1, TOK_NUM))
		j += 2;
	return j;
}

/* Words before which "4.1" is a number of a chapter, not a decimal. */
static bool
counts_chapters(const struct para *p, size_t i)
{
	static const char *const stems[] = {"nodaļ", "punkt", "apakšpunkt", "tabul", "pielikum",
	    "pasākum", "mērķ", "aktivitāt", "uzdevum", "specifisk", "sadaļ", "pant"};
	size_t k;

	for (k = 0; k < sizeof(stems) / sizeof(stems[0]); k++)
		if (tok_begins(p, i, stems[k]))
			return true;
	return false;
}

/* Where the groups of a number begin whose last one is at i: "14 695". */
static size_t
figure_start(const struct para *p, size_t i)
{
	while (tk(p, i)->len == 3 && tok_is(p, i - 1, TOK_BLANK) && tok_is(p, i - 2, TOK_NUM) &&
	    tk(p, i - 2)->len <= 3)
		i -= 2;
	return i;
}

/* "no plkst. 9.00 līdz 13.00": hours and minutes. */
static bool
is_time(const struct para *p, size_t i)
{
	size_t k;

	if (tk(p, i + 2)->len != 2 || tok_int(p, i) > 24 || tok_int(p, i + 2) > 59)
		return false;
	for (k = i; k-- > 0 && k + 12 > i;)
		if (tok_word(p, k, "plkst"))
			return true;
	return false;
}

static void
decimal_point(struct check *c, const struct para *p, size_t i)
{
	size_t before = tok_prev(p, i), from;
	bool percent = tok_sign(p, tok_next(p, i + 2), '%');
	bool money = tok_word(p, tok_next(p, i + 2), "eur");

	if (!tok_is(p, i, TOK_NUM) || !tok_sign(p, i + 1, '.') || !tok_is(p, i + 2, TOK_NUM))
		return;
	/* "14.695,81": odd_groups() says it. */
	if (tok_sign(p, i + 3, ',') && tok_is(p, i + 4, TOK_NUM) && tk(p, i + 2)->len == 3)
		return;
	if (!percent && !money) {
		if (is_time(p, i))
			return;
		if (tok_sign(p, i - 1, '.') || tok_sign(p, i - 1, '/') || tok_sign(p, i - 1, ',') ||
		    tok_sign(p, i + 3, '.') || tok_sign(p, i + 3, '/') || tok_is(p, i + 3, TOK_WORD) ||
		    tok_sign(p, before, '.') || tok_word(p, before, "nr") ||
		    tok_word(p, before, "plkst") || counts_chapters(p, tok_next(p, i + 2)) ||
		    (tk(p, i + 2)->len == 2 && tok_int(p, i) <= 31 && tok_int(p, i + 2) >= 1 &&
		    tok_int(p, i + 2) <= 12))
			return;
	}
	from = figure_start(p, i);
	found_in(c, DIAG_CHECK_DECIMAL, p, from, span(c, p, from, i + 3),
	    strf(c, "%s,%s", span(c, p, from, i + 1), span(c, p, i + 2, i + 3)), NULL);
}

static void
percent_sign(struct check *c, const struct para *p, size_t i)
{
	size_t from = i - 1;
	int n;

	if (!tok_sign(p, i, '%'))
		return;
	if (tok_is(p, i - 1, TOK_NUM)) {
		if (tok_sign(p, i - 2, ',') || tok_sign(p, i - 2, '.'))
			from = i - 3;
		found_in(c, DIAG_CHECK_PERCENT, p, i, span(c, p, from, i + 1),
		    strf(c, "%s %%", grouped(c, p, from, i)), NULL);
	}
	n = tok_int(p, tok_prev(p, i));
	if (n > 100 && !tok_sign(p, tok_prev(p, i) - 1, ',') &&
	    !tok_sign(p, tok_prev(p, i) - 1, '.'))
		found_in(c, DIAG_CHECK_OVER_100, p, i, strf(c, "%d", n), NULL);
}

/* An amount with cents, of a thousand and more, that no unit follows. */
static bool
lacks_unit(const struct para *p, size_t i, size_t end)
{
	size_t k, digits = 0, next = tok_next(p, end - 1);

	if (!tok_sign(p, end - 2, ',') || tk(p, end - 1)->len != 2 || p->kind == PARA_CELL)
		return false;
	for (k = i; k < end - 2; k++)
		digits += tok_is(p, k, TOK_NUM) ? tk(p, k)->len : 0;
	if (digits < 4 || tok_is(p, next, TOK_WORD) || tok_is(p, next, TOK_NUM) ||
	    tok_sign(p, next, '%') || tok_dash(p, next) || tok_sign(p, next, '/'))
		return false;
	for (k = 0; k < i; k++) /* "EUR: 14 695,81; 15 000,00" */
		if (tok_word(p, k, "eur") || tok_word(p, k, "eiro"))
			return false;
	return true;
}

/* EUR before the amount, amounts without groups, digits run together. */
static void
money_and_groups(struct check *c, const struct para *p, size_t i)
{
	size_t end;
	bool eur;

	if (!tok_is(p, i, TOK_NUM) || tok_is(p, i - 1, TOK_WORD) || tok_sign(p, i - 1, ',') ||
	    tok_sign(p, i - 1, '.') || tok_sign(p, i - 1, '/') || tok_sign(p, i - 1, '-'))
		return;
	if (figure_start(p, i) != i || is_person_code(p, i) || is_phone(p, i) ||
	    tok_begins(p, tok_prev(p, i), "tālru"))
		return;
	end = figure_end(p, i);
	eur = tok_word(p, tok_next(p, end - 1), "eur");
	if ((tok_word(p, tok_prev(p, i), "eur") || tok_sign(p, tok_prev(p, i), 0x20AC)) && !eur) {
		found_in(c, DIAG_CHECK_MONEY_FORM, p, i, span(c, p, tok_prev(p, i), end),
		    strf(c, "%s EUR", grouped(c, p, i, end)), NULL);
		return;
	}
	if (tok_sign(p, end, 0x20AC) || tok_sign(p, tok_next(p, end - 1), 0x20AC)) {
		found_in(c, DIAG_CHECK_MONEY_FORM, p, i,
		    span(c, p, i, tok_next(p, end - 1) + 1), strf(c, "%s EUR",
		    grouped(c, p, i, end)), NULL);
		return;
	}
	if (strcmp(p->field, "money") == 0 || strcmp(p->field, "total") == 0)
		return; /* rule_views() knows what stands in a column of amounts */
	if (eur && tok_sign(p, end - 2, ',') && tk(p, end - 1)->len == 1) {
		found_in(c, DIAG_CHECK_MONEY_FORM, p, i, span(c, p, i, tok_next(p, end - 1) + 1),
		    strf(c, "%s0 EUR", grouped(c, p, i, end)), NULL);
		return;
	}
	if (lacks_unit(p, i, end))
		found_in(c, DIAG_CHECK_MONEY_FORM, p, i, span(c, p, i, end),
		    strf(c, "%s EUR", grouped(c, p, i, end)), NULL);
	if (tk(p, i)->len >= (eur ? 4u : 5u) && tk(p, i)->len <= 9 && !tok_word(p, i - 2, "nr") &&
	    !tok_word(p, i - 3, "nr") && !tok_sign(p, end, '/') && !tok_sign(p, i - 1, '+') && !tok_sign(p, i - 3, '+'))
		found_in(c, DIAG_CHECK_GROUPS, p, i, span(c, p, i, end), grouped(c, p, i, end), NULL);
}

/* "14,695,81", "14.695,81", "146 95,81 EUR": thousands are parted by a blank, in threes. */
static void
odd_groups(struct check *c, const struct para *p, size_t i)
{
	size_t to, sep = i + 1;
	bool odd;

	if (!tok_is(p, i, TOK_NUM) || tk(p, i)->len > 3 || tok_is(p, i - 1, TOK_WORD) ||
	    (tok_is(p, i - 1, TOK_SIGN) && !tok_sign(p, i - 1, '(')) || !tok_is(p, i + 2, TOK_NUM) ||
	    !(tok_sign(p, i + 3, ',') || tok_sign(p, i + 3, '.')) || !tok_is(p, i + 4, TOK_NUM))
		return;
	to = i + 5;
	odd = (tok_sign(p, sep, ',') || tok_sign(p, sep, '.')) && tk(p, i + 2)->len == 3 &&
	    tk(p, i + 4)->len == 2 && !tok_sign(p, to, '.') && !tok_sign(p, to, '/');
	if (tok_is(p, sep, TOK_BLANK))
		odd = tok_word(p, tok_next(p, to - 1), "eur") && tk(p, i + 2)->len != 3 &&
		    tk(p, i + 4)->len == 2;
	if (odd)
		found_in(c, DIAG_CHECK_GROUPS, p, i, span(c, p, i, to), strf(c, "%s,%s",
		    grouped_number(c, p, i, i + 3), span(c, p, i + 4, i + 5)), NULL);
}

/* "7. – 12.", "2024-2028": closed, with an en dash. */
static void
range(struct check *c, const struct para *p, size_t i)
{
	size_t dash, to;
	bool stop = tok_sign(p, i + 1, '.'), year;

	if (!tok_is(p, i, TOK_NUM) || tok_sign(p, i - 1, '-') || tok_sign(p, i - 1, '/') ||
	    tok_sign(p, i - 1, '.') || tok_is(p, i - 1, TOK_WORD))
		return;
	dash = tok_next(p, stop ? i + 1 : i);
	if (!tok_dash(p, dash) && !tok_sign(p, dash, '-'))
		return;
	to = tok_next(p, dash);
	year = tk(p, i)->len == 4;
	if (tok_is(p, to, TOK_END) || (year && stop && tok_sign(p, to, ','))) {
		if (stop || year)
			found_in(c, DIAG_CHECK_RANGE_OPEN, p, i, span(c, p, i, dash + 1), NULL);
		return;
	}
	if (!tok_is(p, to, TOK_NUM) || (year != (tk(p, to)->len == 4)) || tok_sign(p, to + 1, '-'))
		return;
	if (is_person_code(p, i))
		return;
	/* As it should be; "2024–2028. gadam" lacks its first stop. */
	if (tok_dash(p, dash) && dash + 1 == to && dash == i + 1 + stop &&
	    !(year && !stop && tok_sign(p, to + 1, '.') && tok_begins(p, tok_next(p, to + 1), "gad")))
		return;
	found_in(c, DIAG_CHECK_RANGE, p, i, span(c, p, i, to + 1 + tok_sign(p, to + 1, '.')),
	    strf(c, "%s%s–%s%s", span(c, p, i, i + 1), stop || year ? "." : "", span(c, p, to, to + 1),
	    tok_sign(p, to + 1, '.') || year ? "." : ""), NULL);
}

/* "2023/2024 mācību gads", "2023./24.": written out, with both stops. */
static void
school_year(struct check *c, const struct para *p, size_t i)
{
	bool stop = tok_sign(p, i + 1, '.'), closed;
	size_t slash = i + 1 + stop, to = slash + 1, next;

	if (!tok_is(p, i, TOK_NUM) || tk(p, i)->len != 4 || !tok_sign(p, slash, '/') ||
	    !tok_is(p, to, TOK_NUM) || (tk(p, to)->len != 4 && tk(p, to)->len != 2))
		return;
	closed = tok_sign(p, to + 1, '.');
	next = tok_next(p, to + closed);
	if (!tok_begins(p, next, "mācību") && !tok_word(p, next, "m"))
		return;
	if (!stop || !closed || tk(p, to)->len != 4)
		found_in(c, DIAG_CHECK_RANGE, p, i, span(c, p, i, to + 1 + closed), strf(c, "%s./%s%s.",
		    span(c, p, i, i + 1), tk(p, to)->len == 2 ? "20" : "", span(c, p, to, to + 1)), NULL);
}

/* "gadā — 5": the dash of Latvian texts is the shorter one. */
static void
em_dash(struct check *c, const struct para *p, size_t i)
{
	size_t before = tok_prev(p, i), after = tok_next(p, i);

	if (tok_sign(p, i, 0x2014) && tk(p, before)->kind != TOK_END && tk(p, after)->kind != TOK_END)
		found_in(c, DIAG_CHECK_HYPHEN, p, i, span(c, p, before, after + 1), strf(c, "%s – %s",
		    span(c, p, before, before + 1), span(c, p, after, after + 1)), "", NULL);
}

static void
hyphen(struct check *c, const struct para *p, size_t i)
{
	size_t before = tok_prev(p, i), after = tok_next(p, i), from;
	bool left = before != i - 1, right = after != i + 1, number = tok_is(p, after, TOK_NUM);

	if (!tok_sign(p, i, '-') || tok_is(p, before, TOK_END) || tok_is(p, after, TOK_END) ||
	    tok_sign(p, before, '>') || tok_sign(p, after, '>'))
		return;
	if (tok_is(p, before, TOK_NUM) || tok_sign(p, before, '.')) {
		if (number || !left)
			return; /* a range, or "2024.-" */
	}
	if (tok_word(p, before, "covid"))
		return;
	if (!left && !right && !(number && tok_is(p, before, TOK_WORD) &&
	    !tok_all_upper(tk(p, before))))
		return; /* a compound, COVID-19 */
	if (!left && right && !number)
		return; /* "īs- un ilgtermiņa" */
	from = tok_is(p, before, TOK_SIGN) && before > 0 ? before - 1 : before;
	/* Between months or before a number only a dash will do. */
	found_in(c, DIAG_CHECK_HYPHEN, p, i, span(c, p, from, after + 1),
	    strf(c, "%s – %s", span(c, p, from, before + 1), span(c, p, after, after + 1)),
	    number || month_of(p, before) != 0 ? "" : "-", NULL);
}

static void
dash(struct check *c, const struct para *p, size_t i)
{
	size_t before = tok_prev(p, i), after = tok_next(p, i);
	bool left = before != i - 1, right = after != i + 1;

	if (!tok_sign(p, i, 0x2013) || tok_is(p, before, TOK_END) || tok_is(p, after, TOK_END) ||
	    (left && right))
		return;
	if (left == right && !(tok_is(p, before, TOK_WORD) && tok_is(p, after, TOK_WORD) &&
	    !tok_upper(p, after)))
		return; /* closed: a range, or two names */
	if (left != right && (tok_is(p, before, TOK_NUM) || tok_sign(p, before, '.')) &&
	    tok_is(p, after, TOK_NUM))
		return; /* range() says it */
	found_in(c, DIAG_CHECK_DASH, p, i, span(c, p, before, after + 1), NULL);
}

/* "septembris 2028. gads", "gads. –" */
static void
term(struct check *c, const struct para *p, size_t i)
{
	size_t year = tok_next(p, i);

	if (month_of(p, i) != 0 && tok_is(p, year, TOK_NUM) && tk(p, year)->len == 4 &&
	    tok_sign(p, year + 1, '.') && tok_word(p, tok_next(p, year + 1), "gads"))
		found_in(c, DIAG_CHECK_TERM_DASH, p, i, span(c, p, i, tok_next(p, year + 1) + 1),
		    strf(c, "%s – %s", span(c, p, i, i + 1),
		    span(c, p, year, tok_next(p, year + 1) + 1)), NULL);
	if (tok_sign(p, i + 1, '.') && tok_begins(p, i, "gad") && tok_dash(p, tok_next(p, i + 1)))
		found_in(c, DIAG_CHECK_STOP, p, i, span(c, p, i, i + 2), NULL);
}

void
rule_forms(struct check *c, const struct para *p)
{
	size_t i;

	for (i = 0; i < p->ntoks; i++) {
		decimal_point(c, p, i);
		percent_sign(c, p, i);
		money_and_groups(c, p, i);
		odd_groups(c, p, i);
		range(c, p, i);
		school_year(c, p, i);
		em_dash(c, p, i);
		hyphen(c, p, i);
		dash(c, p, i);
		term(c, p, i);
	}
}

/* -- blanks -- */

/* What comes after "." without a blank: t.sk., 9.kl., J.Cimzes, Nr.8, (1).2022 */
static bool
runs_on(const struct para *p, size_t i)
{
	static const char *const endings[] = {"lv", "com", "org", "gov", "eu", "pdf", "docx"};
	size_t k;

	if (tok_sign(p, i, ',') || tok_sign(p, i, ';'))
		return tok_is(p, i - 1, TOK_WORD) && tok_is(p, i + 1, TOK_WORD);
	if (tok_is(p, i, TOK_WORD)) /* studija“Smaids” */
		return (tok_sign(p, i + 1, 0x201C) || tok_sign(p, i + 1, 0x201E)) &&
		    tok_is(p, i + 2, TOK_WORD);
	if (tok_sign(p, i, 0x201D)) /* “Smaids”un */
		return tok_is(p, i - 1, TOK_WORD) && tok_is(p, i + 1, TOK_WORD);
	if (!tok_sign(p, i, '.'))
		return false;
	if (tok_sign(p, i - 1, ')'))
		return tok_is(p, i + 1, TOK_NUM) || tok_is(p, i + 1, TOK_WORD);
	if (tok_is(p, i - 1, TOK_NUM))
		return tok_is(p, i + 1, TOK_WORD);
	if (!tok_is(p, i - 1, TOK_WORD) || (tok_word(p, i - 1, "m") && tok_word(p, i + 1, "g")))
		return false; /* "m.g.": check_short_words() says it */
	for (k = 0; k < sizeof(endings) / sizeof(endings[0]); k++)
		if (tok_word(p, i + 1, endings[k]))
			return false;
	return tok_is(p, i + 1, TOK_WORD) || tok_is(p, i + 1, TOK_NUM);
}

/* The run of tokens without blanks round i, with blanks where they are missing. */
static void
blank_missing(struct check *c, const struct para *p, size_t *i)
{
	struct buf b = {0};
	size_t from = *i, to, k;
	const char *right;

	while (from > 0 && !tok_is(p, from - 1, TOK_BLANK))
		from--;
	for (to = *i; to < p->ntoks && !tok_is(p, to, TOK_BLANK); to++)
		continue;
	for (k = from; k < to; k++) {
		/* "2021 (1).2022": a list of years is parted by commas. */
		if (runs_on(p, k) && tok_sign(p, k - 1, ')') && tk(p, k + 1)->len == 4 &&
		    tok_is(p, k + 1, TOK_NUM))
			buf_ch(&b, ',');
		else
			buf_add(&b, tk(p, k)->s, tk(p, k)->len);
		if (runs_on(p, k))
			buf_ch(&b, ' ');
	}
	right = arena_strndup(c->a, b.s, b.len);
	buf_free(&b);
	found_in(c, DIAG_CHECK_BLANK, p, *i, span(c, p, from, to), right, NULL);
	*i = to;
}

/* The words on both sides of a blank that should not be there, with it and without. */
static void
say_stray(struct check *c, const struct para *p, size_t i)
{
	size_t from = i, to = i + 1;

	while (from > 0 && !tok_is(p, from - 1, TOK_BLANK) && i - from < 12)
		from--;
	while (to < p->ntoks && !tok_is(p, to, TOK_BLANK) && to - i < 12)
		to++;
	found_in(c, DIAG_CHECK_BLANK_BEFORE, p, i, span(c, p, from, to),
	    strf(c, "%s%s", span(c, p, from, i), span(c, p, i + 1, to)), NULL);
}

static void
blank_stray(struct check *c, const struct para *p, size_t i)
{
	static const char before[] = ",;:!?)";
	const struct tok *next = tk(p, i + 1);

	if (!tok_is(p, i, TOK_BLANK) || i == 0)
		return;
	if ((next->kind == TOK_SIGN && next->c < 0x80 && strchr(before, (int)next->c) != NULL) ||
	    (tok_sign(p, i + 1, '.') && (tok_is(p, i + 2, TOK_BLANK) || tok_is(p, i + 2, TOK_END))) ||
	    (tok_sign(p, i - 1, '(') && !tok_sign(p, i + 1, '>') && !tok_sign(p, i + 1, '<')) ||
	    (tok_sign(p, i - 1, 0x201E) && next->kind != TOK_END) ||
	    (tok_sign(p, i - 1, 0x201C) && next->kind == TOK_WORD && quote_opens(p, i - 1)) ||
	    (tok_sign(p, i + 1, 0x201D) && tok_is(p, i - 1, TOK_WORD) && !tok_is(p, i + 2, TOK_WORD)) ||
	    (tok_sign(p, i + 1, '/') && tok_is(p, i - 1, TOK_WORD)) ||
	    (tok_sign(p, i - 1, '/') && tok_is(p, i - 2, TOK_WORD)))
		say_stray(c, p, i);
}

static void
blank_double(struct check *c, const struct para *p, size_t i)
{
	const struct tok *t = tk(p, i);

	if (t->kind == TOK_BLANK && utf8_count(t->s, t->len) > 1)
		found_in(c, DIAG_CHECK_DOUBLE, p, i, around(c, p, i == 0 ? 1 : i - 1), NULL);
}

void
rule_blanks(struct check *c, const struct para *p)
{
	size_t i;

	for (i = 0; i < p->ntoks; i++) {
		blank_double(c, p, i);
		blank_stray(c, p, i);
	}
	for (i = 0; i < p->ntoks; i++)
		if (runs_on(p, i))
			blank_missing(c, p, &i);
}

/* -- ends -- */

/* Lists whose items end in a semicolon by custom. */
static bool
is_enumeration(const char *field)
{
	return strcmp(field, "group") == 0 || strcmp(field, "duties") == 0 ||
	    strcmp(field, "findings") == 0 || strcmp(field, "points") == 0;
}

/* Cells that hold a phrase, never a sentence. */
static bool
is_phrase(const char *field)
{
	static const char *const words[] = {"name", "result", "responsible", "involved", "by",
	    "supervised_by", "role", "category", "goal_name", "activity_name", "source", "expected",
	    "term", "genitive", "title", "author"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], field) == 0)
			return true;
	return false;
}

/* A shortened word keeps its stop. */
static bool
is_shortened(const struct para *p, size_t i)
{
	static const char *const words[] = {"c", "tml", "sk", "kl", "p", "i", "lpp", "nr", "prot",
	    "febr", "janv", "sept", "okt", "nov", "dec", "utt", "t"};
	size_t k;

	if (tok_is(p, i, TOK_NUM))
		return true;
	for (k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (tok_word(p, i, words[k]))
			return true;
	return false;
}

static void
cell_end(struct check *c, const struct para *p, size_t last)
{
	const struct tok *t = tk(p, last);
	char sign[8];

	if (t->kind != TOK_SIGN || is_enumeration(p->field) || p->ntoks < 2)
		return;
	if (t->c == ',' || t->c == ';' || t->c == '-' || t->c == 0x2013 || t->c == ':' ||
	    t->c == '/') {
		memcpy(sign, t->s, t->len);
		sign[t->len] = '\0';
		found_in(c, DIAG_CHECK_CELL_END, p, last, span(c, p, 0, last + 1), sign, NULL);
	} else if (t->c == '.' && is_phrase(p->field) && !is_shortened(p, last - 1)) {
		found_in(c, DIAG_CHECK_STOP, p, last, span(c, p, 0, last + 1), NULL);
	}
}

static void
paragraph_end(struct check *c, const struct para *p, size_t last)
{
	size_t i, words = 0;

	for (i = 0; i < p->ntoks; i++)
		words += tok_is(p, i, TOK_WORD);
	if (words < 5 || tok_is(p, last, TOK_OPAQUE) || is_caption(p))
		return;
	if (tok_is(p, last, TOK_WORD) || tok_is(p, last, TOK_NUM) || tok_sign(p, last, ')') ||
	    tok_sign(p, last, 0x201D) || tok_sign(p, last, 0x201C) || tok_sign(p, last, ','))
		found_in(c, DIAG_CHECK_NO_STOP, p, last, around(c, p, last), NULL);
}

/* "... – 1; Pedagoga palīgs": a capital inside a list, in a cell */
static void
cell_case(struct check *c, const struct para *p)
{
	size_t i, n;

	if (strcmp(p->field, "result") != 0 && strcmp(p->field, "resources") != 0)
		return;
	for (i = 0; i < p->ntoks; i++) {
		n = tok_next(p, i);
		if (tok_sign(p, i, ';') && tok_upper(p, n) && !tok_all_upper(tk(p, n)))
			found_in(c, DIAG_CHECK_CELL_CASE, p, n, around(c, p, n), span(c, p, n, n + 1),
			    NULL);
	}
}

/* "VJCĢ, Ērģemes pamatskola; Valkas PII": one sign between all institutions of a cell. */
static void
list_mixed(struct check *c, const struct para *p)
{
	size_t i, commas = 0, other = p->ntoks;
	struct buf b = {0};

	for (i = 0; i < p->ntoks; i++) {
		commas += tok_sign(p, i, ',');
		if (tok_sign(p, i, ';') && i + 1 < p->ntoks)
			other = i;
	}
	if (commas == 0 || other == p->ntoks)
		return;
	for (i = 0; i < p->ntoks; i++)
		buf_add(&b, tok_sign(p, i, ';') ? "," : tk(p, i)->s, tk(p, i)->len);
	found_in(c, DIAG_CHECK_LIST_MIXED, p, other, span(c, p, 0, p->ntoks), buf_cstr(&b), NULL);
	buf_free(&b);
}

void
rule_ends(struct check *c, const struct para *p)
{
	size_t last = p->ntoks;

	if (last == 0)
		return;
	last--;
	if (tok_is(p, last, TOK_BLANK) && last > 0)
		last--;
	if (p->kind == PARA_CELL) {
		cell_end(c, p, last);
		cell_case(c, p);
		if (p->view && p->party)
			list_mixed(c, p);
	} else if (p->kind == PARA_PROSE && !p->lead_in) {
		paragraph_end(c, p, last);
	}
}
