/* Dates, shortened words, project and regulation numbers in texts. */
#include <stdlib.h>

#include "check/priv.h"
#include "plan/latvian.h"

static bool
real_day(int year, int month, int day)
{
	char s[16];
	struct date d;

	if (year < 1000 || year > 9999 || month < 1 || day < 1 || month > 12 || day > 31)
		return false;
	snprintf(s, sizeof(s), "%04d-%02d-%02d", year, month, day);
	return date_parse(s, strlen(s), &d);
}

/* 27.04.2023. */
static bool
short_date(const struct para *p, size_t i)
{
	return tok_is(p, i, TOK_NUM) && tk(p, i)->len <= 2 && tok_sign(p, i + 1, '.') &&
	    tok_is(p, i + 2, TOK_NUM) && tk(p, i + 2)->len <= 2 && tok_sign(p, i + 3, '.') &&
	    tok_is(p, i + 4, TOK_NUM) && tk(p, i + 4)->len == 4 && !tok_sign(p, i - 1, '.');
}

/* 2023. gada 27. aprīlī: the day's token, or 0 */
static size_t
long_date(const struct para *p, size_t i, int *month)
{
	size_t gada, day, word;

	if (!tok_is(p, i, TOK_NUM) || tk(p, i)->len != 4 || !tok_sign(p, i + 1, '.'))
		return 0;
	gada = tok_next(p, i + 1);
	day = tok_next(p, gada);
	word = tok_next(p, day + 1);
	if (!tok_word(p, gada, "gada") || !tok_is(p, day, TOK_NUM) || !tok_sign(p, day + 1, '.'))
		return 0;
	*month = month_of(p, word);
	return *month == 0 ? 0 : day;
}

static void
check_short_date(struct check *c, const struct para *p, size_t i)
{
	int day = tok_int(p, i), month = tok_int(p, i + 2), year = tok_int(p, i + 4);
	const char *right = strf(c, "%02d.%02d.%04d.", day, month, year);
	bool stop = tok_sign(p, i + 5, '.');

	if (!real_day(year, month, day))
		found_in(c, DIAG_CHECK_DAY, p, i, span(c, p, i, i + 5), NULL);
	else if (!stop || tk(p, i)->len != 2 || tk(p, i + 2)->len != 2)
		found_in(c, DIAG_CHECK_DATE, p, i, span(c, p, i, i + 5 + stop), right, NULL);
}

/* 2024-07-04: for machines */
static void
check_iso_date(struct check *c, const struct para *p, size_t i)
{
	struct date d = {tok_int(p, i), tok_int(p, i + 2), tok_int(p, i + 4)};

	if (tk(p, i)->len != 4 || !tok_sign(p, i + 1, '-') || !tok_is(p, i + 2, TOK_NUM) ||
	    !tok_sign(p, i + 3, '-') || !tok_is(p, i + 4, TOK_NUM))
		return;
	if (!real_day(d.year, d.month, d.day))
		found_in(c, DIAG_CHECK_DAY, p, i, span(c, p, i, i + 5), NULL);
	else
		found_in(c, DIAG_CHECK_DATE, p, i, span(c, p, i, i + 5),
		    lv_date(c->a, d, LV_GENITIVE), NULL);
}

static void
check_short_words(struct check *c, const struct para *p, size_t i)
{
	static const struct {
		const char *is, *be;
	} words[] = {{"janv", "janvāris"}, {"febr", "februāris"}, {"sept", "septembris"},
	    {"okt", "oktobris"}, {"nov", "novembris"}, {"dec", "decembris"}};
	size_t k;

	if (tok_is(p, i, TOK_NUM) && tk(p, i)->len == 4 && tok_sign(p, i + 1, '.') &&
	    tok_word(p, tok_next(p, i + 1), "g") && tok_sign(p, tok_next(p, i + 1) + 1, '.'))
		found_in(c, DIAG_CHECK_SHORT_WORD, p, i,
		    span(c, p, i, tok_next(p, i + 1) + 2),
		    strf(c, "%s. gada", span(c, p, i, i + 1)), NULL);
	if (tok_word(p, i, "m") && tok_sign(p, i + 1, '.') && tok_word(p, tok_next(p, i + 1), "g") &&
	    tok_sign(p, tok_next(p, i + 1) + 1, '.') && tok_sign(p, tok_prev(p, i), '.'))
		found_in(c, DIAG_CHECK_SHORT_WORD, p, i, span(c, p, i, tok_next(p, i + 1) + 2),
		    "mācību gads", NULL);
	for (k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (tok_word(p, i, words[k].is) && tok_sign(p, i + 1, '.'))
			found_in(c, DIAG_CHECK_SHORT_WORD, p, i, span(c, p, i, i + 2), words[k].be,
			    NULL);
}

/* 27/04/2023 */
static void
check_slash_date(struct check *c, const struct para *p, size_t i)
{
	struct date d = {tok_int(p, i + 4), tok_int(p, i + 2), tok_int(p, i)};

	if (!tok_is(p, i, TOK_NUM) || tk(p, i)->len > 2 || !tok_sign(p, i + 1, '/') ||
	    tk(p, i + 2)->len > 2 || !tok_sign(p, i + 3, '/') || tk(p, i + 4)->len != 4 ||
	    tok_sign(p, i - 1, '/') || tok_sign(p, i + 5, '/') || !real_day(d.year, d.month, d.day))
		return;
	found_in(c, DIAG_CHECK_DATE, p, i, span(c, p, i, i + 5), lv_date(c->a, d, LV_GENITIVE), NULL);
}

/* The word of a month as it stands at i, in small letters. */
static const char *
month_word(struct check *c, const struct para *p, size_t i)
{
	return utf8_lower(c->a, tk(p, i)->s, tk(p, i)->len);
}

/* "2023 gada", "27 aprīlī", "27. Aprīlī", "27. aprīlī 2023. gadā": stops, small letters, order. */
static void
check_date_parts(struct check *c, const struct para *p, size_t i)
{
	size_t word = tok_next(p, i), year;
	const struct tok *t = tk(p, i);
	int n = tok_int(p, i);

	if (!tok_is(p, i, TOK_NUM) || tok_is(p, i - 1, TOK_WORD) || tok_sign(p, i - 1, ',') ||
	    (tok_is(p, i - 1, TOK_BLANK) && tok_is(p, i - 2, TOK_NUM)))
		return;
	if (t->len == 4 && n >= 1990 && n <= 2100 && (tok_word(p, word, "gada") ||
	    tok_word(p, word, "gadā") || tok_word(p, word, "gadam") || tok_word(p, word, "gads"))) {
		found_in(c, DIAG_CHECK_DATE, p, i, span(c, p, i, word + 1),
		    strf(c, "%d. %s", n, span(c, p, word, word + 1)), NULL);
		return;
	}
	if (t->len > 2 || n < 1 || n > 31)
		return;
	if (month_of(p, word) != 0 && word != i) {
		found_in(c, DIAG_CHECK_DATE, p, i, span(c, p, i, word + 1),
		    strf(c, "%d. %s", n, month_word(c, p, word)), NULL);
		return;
	}
	word = tok_next(p, i + 1);
	if (!tok_sign(p, i + 1, '.') || month_of(p, word) == 0)
		return;
	year = tok_next(p, word);
	if (tok_is(p, year, TOK_NUM) && tk(p, year)->len == 4 && tok_sign(p, year + 1, '.') &&
	    tok_begins(p, tok_next(p, year + 1), "gad") && !tok_word(p, tok_prev(p, i), "gada"))
		found_in(c, DIAG_CHECK_DATE, p, i, span(c, p, i, tok_next(p, year + 1) + 1),
		    strf(c, "%s. gada %d. %s", span(c, p, year, year + 1), n, month_word(c, p, word)),
		    NULL);
	else if (tok_upper(p, word) && !tok_all_upper(tk(p, word)))
		found_in(c, DIAG_CHECK_DATE, p, i, span(c, p, i, word + 1),
		    strf(c, "%d. %s", n, month_word(c, p, word)), NULL);
}

/*
 * "apstiprināja 2023. gada 27. aprīlis", "līdz 2024. gada 1. marts": behind a verb of the
 * past or a preposition no date stands in the nominative.
 */
static void
check_date_case(struct check *c, const struct para *p, size_t i, int month, size_t day)
{
	static const char *const before[] = {"no", "kopš", "līdz", "pēc", "pirms"};
	static const enum lv_case form[] = {LV_GENITIVE, LV_GENITIVE, LV_DATIVE, LV_GENITIVE,
	    LV_GENITIVE};
	size_t word = tok_next(p, day + 1), prev = tok_prev(p, i), k, n = tk(p, prev)->len;
	const char *nominative = lv_month(month, LV_NOMINATIVE);

	if (!tok_word(p, word, nominative))
		return;
	for (k = 0; k < 5; k++)
		if (tok_word(p, prev, before[k]))
			break;
	if (k == 5 && (n < 5 || tk(p, prev)->kind != TOK_WORD || tok_upper(p, prev) ||
	    (strncmp(tk(p, prev)->s + n - 2, "ja", 2) != 0 &&
	    strncmp(tk(p, prev)->s + n - 4, "jās", 4) != 0)))
		return;
	found_in(c, DIAG_CHECK_DATE, p, i, span(c, p, i, word + 1), strf(c, "%s. gada %s. %s",
	    span(c, p, i, i + 1), span(c, p, day, day + 1),
	    lv_month(month, k == 5 ? LV_LOCATIVE : form[k])), NULL);
}

void
rule_dates(struct check *c, const struct para *p)
{
	size_t i, day;
	int month;

	for (i = 0; i < p->ntoks; i++) {
		check_short_words(c, p, i);
		if (short_date(p, i))
			check_short_date(c, p, i);
		check_iso_date(c, p, i);
		check_slash_date(c, p, i);
		check_date_parts(c, p, i);
		day = long_date(p, i, &month);
		if (day != 0)
			check_date_case(c, p, i, month, day);
		if (day != 0 && !real_day(tok_int(p, i), month, tok_int(p, day)))
			found_in(c, DIAG_CHECK_DAY, p, i,
			    span(c, p, i, tok_next(p, day + 1) + 1), NULL);
		if (tok_is(p, i, TOK_WORD) && tk(p, i)->len == 2 && memcmp(tk(p, i)->s, "nr", 2) == 0 &&
		    tok_sign(p, i + 1, '.') && tok_is(p, tok_next(p, i + 1), TOK_NUM))
			found_in(c, DIAG_CHECK_NR, p, i, span(c, p, i, tok_next(p, i + 1) + 1), NULL);
		/* "Nr 100", "№ 100" */
		if ((tok_sign(p, i, 0x2116) || (tok_word(p, i, "nr") && !tok_sign(p, i + 1, '.'))) &&
		    tok_is(p, tok_next(p, i), TOK_NUM))
			found_in(c, DIAG_CHECK_NR, p, i, span(c, p, i, tok_next(p, i) + 1), NULL);
	}
}

/* The first long date of the plan, or NULL. */
static const char *
first_long_date(struct check *c)
{
	size_t k, i, day;
	int month;

	for (k = 0; k < c->nparas; k++)
		for (i = 0; i < c->paras[k].ntoks; i++) {
			day = long_date(&c->paras[k], i, &month);
			if (day != 0)
				return span(c, &c->paras[k], i, tok_next(&c->paras[k], day + 1) + 1);
		}
	return NULL;
}

/* One form throughout: where a long date stands, each short one is named. */
void
rule_date_style(struct check *c)
{
	const char *other = first_long_date(c);
	size_t k, i;

	for (k = 0; other != NULL && k < c->nparas; k++)
		for (i = 0; i < c->paras[k].ntoks; i++)
			if (short_date(&c->paras[k], i))
				found_in(c, DIAG_CHECK_DATE_MIXED, &c->paras[k], i,
				    span(c, &c->paras[k], i, i + 6), other, NULL);
}

/* -- dates of what was decided -- */

/* A long date in one number: 20230427. */
static int
day_number(const struct para *p, size_t i, int month, size_t day)
{
	return tok_int(p, i) * 10000 + month * 100 + tok_int(p, day);
}

/* Does the sentence at i tell what has been? */
static bool
tells_past(const struct para *p, size_t i)
{
	static const char *const words[] = {"apstiprināja", "apstiprināts", "apstiprināta",
	    "apstiprināti", "pieņēma", "pieņemts", "izveidoja", "izveidots", "izveidota", "mācījās",
	    "notika", "bija", "saņēma", "stājās", "sasauca", "noteica", "beidza"};
	size_t from = i, k, n;
	bool past = false;

	while (from > 0 && i - from < 30 && !sentence_ends(p, from - 1))
		from--;
	for (k = from; k < p->ntoks && k < i + 30 && (k < i || !sentence_ends(p, k)); k++) {
		const struct tok *t = tk(p, k);

		for (n = 0; n < sizeof(words) / sizeof(words[0]); n++)
			past = past || tok_word(p, k, words[n]);
		/* "stāsies", "notiks", "paredzēts līdz": what comes is told too. */
		if ((t->kind == TOK_WORD && t->len > 5 && memcmp(t->s + t->len - 4, "sies", 4) == 0) ||
		    tok_word(p, k, "būs") || tok_word(p, k, "notiks") || tok_word(p, k, "līdz") ||
		    tok_begins(p, k, "paredz") || tok_begins(p, k, "plānot"))
			return false;
	}
	return past;
}

/* "lēmumu Nr. 100" behind the date, in its sentence: the number's token, or 0. */
static size_t
decision_number(const struct para *p, size_t i)
{
	size_t k;

	for (k = i; k < p->ntoks && k < i + 24 && !sentence_ends(p, k); k++)
		if (tok_begins(p, k, "lēmum") && tok_word(p, tok_next(p, k), "nr") &&
		    tok_sign(p, tok_next(p, k) + 1, '.') && tok_is(p, tok_next(p, tok_next(p, k) + 1), TOK_NUM))
			return tok_next(p, tok_next(p, k) + 1);
	return 0;
}

/* A decision of one number and year has one date. */
static void
decision_date(struct check *c, struct idmap *seen, const struct para *p, size_t i, int month, size_t day)
{
	size_t number = decision_number(p, i);
	const char *here, *before;
	struct date d = {tok_int(p, i), month, tok_int(p, day)};

	if (number == 0)
		return;
	here = lv_date(c->a, d, LV_GENITIVE);
	before = idmap_add(c->a, seen, strf(c, "%d/%s", d.year, span(c, p, number, number + 1)),
	    (void *)(uintptr_t)here);
	if (before != NULL && strcmp(before, here) != 0)
		found_in(c, DIAG_CHECK_DECISION_DATES, p, i, span(c, p, number, number + 1), here, before,
		    NULL);
}

/* Reports are written after the plan; decisions quote the future. */
static bool
after_plan(const struct para *p)
{
	return strncmp(p->path, "reports", 7) == 0 || strncmp(p->path, "decision", 8) == 0 ||
	    strncmp(p->path, "activities", 10) == 0 || strncmp(p->path, "indicators", 10) == 0 ||
	    strncmp(p->path, "notes", 5) == 0 || p->kind == PARA_CELL;
}

void
rule_decided(struct check *c)
{
	const struct value *date = get(c->root, "date");
	struct idmap seen = {0};
	struct date d = {0, 0, 0};
	int plan = 0, month;
	size_t k, i, day;

	if (date != NULL && date->text != NULL && date_parse(date->text, date->len, &d))
		plan = d.year * 10000 + d.month * 100 + d.day;
	for (k = 0; k < c->nparas; k++) {
		const struct para *p = &c->paras[k];

		for (i = 0; i < p->ntoks; i++) {
			day = long_date(p, i, &month);
			if (day == 0)
				continue;
			decision_date(c, &seen, p, i, month, day);
			if (plan != 0 && !after_plan(p) && day_number(p, i, month, day) > plan &&
			    tells_past(p, i))
				found_in(c, DIAG_CHECK_DATE_AFTER, p, i,
				    span(c, p, i, tok_next(p, day + 1) + 1), lv_date(c->a, d, LV_NOMINATIVE), NULL);
		}
	}
}

/* -- identifiers -- */

/*
 * Project numbers of the EU funds: 8.3.4.0/16/I/001.  Found by "/16/I/"; what stands
 * before must be four numbers parted by stops.
 */
static void
project(struct check *c, const struct para *p, size_t i)
{
	size_t from = i, k, numbers = 0, to = i + 6;
	struct buf b = {0};
	const char *right = "";
	bool good = true;
	/* "/16/1/001": a one for the letter I */
	bool one = tok_is(p, i + 3, TOK_NUM) && tk(p, i + 3)->len == 1 && tk(p, i + 3)->s[0] == '1' &&
	    tk(p, i + 1)->len == 2 && tk(p, i + 5)->len == 3;

	if (!tok_sign(p, i, '/') || !tok_is(p, i + 1, TOK_NUM) || !tok_sign(p, i + 2, '/') ||
	    !(tok_all_upper(tk(p, i + 3)) || one) || !tok_sign(p, i + 4, '/') ||
	    !tok_is(p, i + 5, TOK_NUM) || tok_sign(p, i + 6, '/'))
		return;
	/* From 2021 on a number of the call stands between: 4.2.3.1/1/24/I/001. */
	if (tok_is(p, i - 1, TOK_NUM) && tok_sign(p, i - 2, '/'))
		from = i -= 2;
	while (from > 0 && (tok_is(p, from - 1, TOK_NUM) || tok_sign(p, from - 1, '.')) &&
	    !(tok_sign(p, from - 1, '.') && tok_is(p, from - 2, TOK_WORD)))
		from--;
	for (k = from; k < i; k++) {
		if (tok_is(p, k, TOK_NUM)) {
			numbers++;
			buf_printf(&b, "%s%.*s", b.len == 0 ? "" : ".", (int)tk(p, k)->len, tk(p, k)->s);
		}
		good = good && tok_is(p, k, TOK_NUM) == ((k - from) % 2 == 0);
	}
	good = good && numbers == 4 && !tok_sign(p, i - 1, '.') && !one;
	if (numbers == 4)
		right = strf(c, "%s%s%s", buf_cstr(&b), span(c, p, i, to - 3), one
		    ? strf(c, "I/%s", span(c, p, to - 1, to)) : span(c, p, to - 3, to));
	buf_free(&b);
	if (!good)
		found_in(c, DIAG_CHECK_PROJECT, p, from, span(c, p, from, to), right, NULL);
}

/* Regulations of the Cabinet that plans of this kind name. */
static const struct {
	int number;
	struct date date;
	int now; /* what replaced it; 0: in force */
} regulations[] = {
	{460, {2016, 7, 12}, 0}, {545, {2017, 9, 12}, 0}, {558, {2018, 9, 4}, 0},
	{445, {2020, 7, 14}, 0}, {737, {2014, 12, 2}, 0}, {282, {2024, 5, 7}, 0},
	{483, {2024, 7, 16}, 0}, {748, {2012, 11, 6}, 282}, {916, {2010, 9, 28}, 558},
};

static void
regulation(struct check *c, const struct para *p, size_t i)
{
	size_t word, nr, k, day;
	int month, number;

	day = long_date(p, i, &month);
	if (day == 0)
		return;
	word = tok_next(p, tok_next(p, day + 1));
	nr = tok_next(p, word);
	if (!tok_begins(p, word, "noteikum") || !tok_word(p, nr, "nr") || !tok_sign(p, nr + 1, '.'))
		return;
	number = tok_int(p, tok_next(p, nr + 1));
	for (k = i; k > 0 && k + 8 > i; k--)
		if (tok_word(p, k - 1, "kabineta") || tok_word(p, k - 1, "mk"))
			break;
	if (k == 0 || k + 8 <= i)
		return; /* whose regulations they are is not said */
	for (k = 0; k < sizeof(regulations) / sizeof(regulations[0]); k++) {
		const struct date *d = &regulations[k].date;

		if (regulations[k].number != number)
			continue;
		if (regulations[k].now != 0) {
			/* Other years have regulations of that number too. */
			if (d->year == tok_int(p, i))
				found_in(c, DIAG_CHECK_REGULATION_OLD, p, i, strf(c, "%d", number),
				    strf(c, "%d", regulations[k].now), NULL);
		} else if (d->year == tok_int(p, i) && (d->month != month || d->day != tok_int(p, day))) {
			found_in(c, DIAG_CHECK_REGULATION, p, i, strf(c, "%d", number),
			    lv_date(c->a, *d, LV_GENITIVE), span(c, p, i, tok_next(p, day + 1) + 1), NULL);
		}
	}
}

/* "likumu “Par pašvaldībām”": the Law on Municipalities of 2022 replaced it on 1.01.2023. */
static void
old_law(struct check *c, const struct para *p, size_t i)
{
	size_t quote = tok_next(p, i), word = quote + 1;

	if (c->first >= 2023 && tok_begins(p, i, "likum") && tk(p, quote)->kind == TOK_SIGN &&
	    tok_word(p, word, "par") && tok_word(p, tok_next(p, word), "pašvaldībām"))
		found_in(c, DIAG_CHECK_LAW_OLD, p, i, "Par pašvaldībām", "Pašvaldību likums", NULL);
}

void
rule_identifiers(struct check *c, const struct para *p)
{
	size_t i;

	for (i = 0; i < p->ntoks; i++) {
		old_law(c, p, i);
		project(c, p, i);
		regulation(c, p, i);
	}
}
