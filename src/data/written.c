/*
 * Amounts, numbers, dates and terms as people write them: in cells of a spreadsheet,
 * and in a plan that was filled in by hand.
 */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "data/written.h"

/* Without blanks and no-break blanks at the ends, and what stands behind a number. */
static void
strip_number(const char **s, size_t *len)
{
	static const char *const tails[] = {NBSP, "\xE2\x80\xAF", " ", "€", "EUR", "%"};
	size_t i, n;
	bool again = true;

	while (again) {
		again = false;
		for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
			n = strlen(tails[i]);
			if (*len > n && memcmp(*s + *len - n, tails[i], n) == 0) {
				*len -= n;
				again = true;
			}
			if (i < 3 && *len > n && memcmp(*s, tails[i], n) == 0) {
				*s += n;
				*len -= n;
				again = true;
			}
		}
	}
}

const char *
written_money(struct arena *a, const char *text, size_t text_len)
{
	const char *s = text;
	size_t len = text_len;
	int64_t cents;

	strip_number(&s, &len);
	if (!num_parse_cents_lv(s, len, &cents))
		return text;
	return arena_printf(a, "%s%lld.%02lld", cents < 0 ? "-" : "",
	    (long long)(cents < 0 ? -cents : cents) / 100,
	    (long long)(cents < 0 ? -cents : cents) % 100);
}

const char *
written_number(struct arena *a, const char *text, size_t text_len)
{
	struct buf b = {0};
	const char *s = text, *end, *result;
	size_t len = text_len, run = 0, blank;
	bool comma = false, grouped = false;

	strip_number(&s, &len);
	for (end = s + len; s < end; s++) {
		blank = *s == ' ' ? 1 : end - s > 2 && memcmp(s, NBSP, 2) == 0 ? 2
		    : end - s > 3 && memcmp(s, "\xE2\x80\xAF", 3) == 0 ? 3 : 0;
		if (isdigit((unsigned char)*s)) {
			buf_ch(&b, *s);
			run++;
		} else if (blank != 0 && !comma && run > 0 && (grouped ? run == 3 : run <= 3)) {
			s += blank - 1;
			grouped = true;
			run = 0;
		} else if ((*s == ',' || *s == '.') && !comma && run > 0 && (!grouped || run == 3)) {
			buf_ch(&b, '.');
			comma = true;
			run = 0;
		} else if (*s == '-' && b.len == 0)
			buf_ch(&b, '-');
		else if (end - s > 3 && memcmp(s, MINUS, 3) == 0 && b.len == 0) {
			buf_ch(&b, '-');
			s += 2;
		} else
			break;
	}
	result = s < end || run == 0 || (grouped && !comma && run != 3) ? text
	    : arena_strndup(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return result;
}

/* -- days and months -- */

/* A point of time as far as it was said; 0 is "not said". */
struct point {
	int year, month, day;
	int to; /* last month, of a quarter or half-year */
};

/* Reads "2024. gada marts – maijs": points with a dash between them. */
struct reader {
	const char *s; /* in lower case */
	struct point points[2];
	int n;       /* points begun */
	int said[2]; /* small numbers read that nothing explains yet */
	int nsaid;
};

/* The month, 1 to 12, that a word names in any of its cases; or 0. */
static int
month_of(const char *s, size_t len)
{
	static const char *const stems[] = {"janv", "febr", "mart", "apr", "maij", "jūn", "jūl",
	    "aug", "sept", "okt", "nov", "dec"};
	size_t i;

	for (i = 0; i < 12; i++)
		if (len >= strlen(stems[i]) && memcmp(s, stems[i], strlen(stems[i])) == 0)
			return (int)i + 1;
	return 0;
}

/* Small numbers before the year: "03.2024", "15.03.2024"; before a dash: "03.–05.2024". */
static bool
end_numbers(struct reader *r)
{
	struct point *p = &r->points[r->n - 1];

	if (r->nsaid == 0)
		return true;
	/* Two numbers behind the year: which is the day? */
	if (p->month != 0 || (r->nsaid == 2 && p->year != 0))
		return false;
	p->month = r->said[r->nsaid - 1];
	if (r->nsaid == 2)
		p->day = r->said[0];
	r->nsaid = 0;
	return p->month >= 1 && p->month <= 12;
}

static bool
read_number(struct reader *r)
{
	struct point *p = &r->points[r->n - 1];
	size_t digits = strspn(r->s, "0123456789"), i;
	int n = 0;

	if (digits != 4 && digits > 2)
		return false;
	for (i = 0; i < digits; i++)
		n = n * 10 + (r->s[i] - '0');
	r->s += digits;
	if (digits != 4) {
		if (r->nsaid == 2)
			return false;
		r->said[r->nsaid++] = n;
		return true;
	}
	if (p->year != 0 || !end_numbers(r))
		return false;
	p->year = n;
	/* 2024-03, 2024-03-15: no dash between two points. */
	for (i = 0; i < 2 && r->s[0] == '-' && strspn(r->s + 1, "0123456789") == 2; i++) {
		*(i == 0 ? &p->month : &p->day) = (r->s[1] - '0') * 10 + (r->s[2] - '0');
		r->s += 3;
	}
	return p->month <= 12;
}

static bool
read_part(struct reader *r, int months)
{
	struct point *p = &r->points[r->n - 1];

	if (r->nsaid != 1 || r->said[0] < 1 || r->said[0] > 12 / months || p->month != 0)
		return false;
	p->month = (r->said[0] - 1) * months + 1;
	p->to = p->month + months - 1;
	r->nsaid = 0;
	return true;
}

static bool
next_point(struct reader *r)
{
	return end_numbers(r) && r->n++ < 2;
}

/* A letter that a Latvian word may have, in two bytes if it has a mark. */
static bool
is_letter(const char *s)
{
	unsigned char c = (unsigned char)*s;

	return isalpha(c) || (c >= 0xC3 && c <= 0xC5);
}

static bool
read_word(struct reader *r)
{
	static const char *const idle[] = {"gada", "gads", "gadā", "gadam", "gadi", "g", "no"};
	static const char *const roman[] = {"i", "ii", "iii", "iv"};
	struct point *p = &r->points[r->n - 1];
	const char *s = r->s;
	size_t len, i;
	int month;

	while (is_letter(r->s))
		r->s += (unsigned char)*r->s >= 0xC3 ? 2 : 1;
	len = (size_t)(r->s - s);
	for (i = 0; i < sizeof(idle) / sizeof(idle[0]); i++)
		if (len == strlen(idle[i]) && memcmp(s, idle[i], len) == 0)
			return true;
	for (i = 0; i < 4; i++)
		if (len == strlen(roman[i]) && memcmp(s, roman[i], len) == 0 && r->nsaid == 0) {
			r->said[r->nsaid++] = (int)i + 1;
			return true;
		}
	if (len == strlen("līdz") && memcmp(s, "līdz", len) == 0)
		return next_point(r);
	if (len >= 6 && memcmp(s, "ceturk", 6) == 0)
		return read_part(r, 3);
	if (len >= 6 && memcmp(s, "pusgad", 6) == 0)
		return read_part(r, 6);
	month = month_of(s, len);
	if (month == 0 || p->month != 0 || r->nsaid > 1)
		return false;
	p->month = month;
	p->day = r->nsaid == 1 ? r->said[0] : 0;
	r->nsaid = 0;
	return true;
}

/* The bytes of a dash between two points, or 0. */
static size_t
dash_length(const char *s)
{
	static const char *const dashes[] = {"–", "—", "..", "-"};
	size_t i;

	for (i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		if (strncmp(s, dashes[i], strlen(dashes[i])) == 0)
			return strlen(dashes[i]);
	return 0;
}

/* The points of a time; 0 if it is none that can be told. */
static int
read_points(struct arena *a, const char *text, struct point points[2])
{
	struct reader r = {.s = utf8_lower(a, text, strlen(text)), .n = 1};
	size_t dash;
	bool good = true;

	while (*r.s != '\0' && good) {
		/* "2026.–": the full stop of an ordinal, then the dash. */
		if (*r.s == ' ' || (*r.s == '.' && r.s[1] != '.'))
			r.s++;
		else if (strncmp(r.s, NBSP, 2) == 0)
			r.s += 2;
		else if (isdigit((unsigned char)*r.s))
			good = read_number(&r);
		else if ((dash = dash_length(r.s)) != 0) {
			r.s += dash;
			good = next_point(&r);
		} else if (is_letter(r.s))
			good = read_word(&r);
		else
			good = false;
	}
	if (!good || r.n > 2 || !end_numbers(&r))
		return 0;
	/* The year is said once: "2024. gada marts – maijs", "marts – maijs 2024". */
	if (r.points[0].year == 0)
		r.points[0].year = r.points[r.n - 1].year;
	if (r.n == 2 && r.points[1].year == 0)
		r.points[1].year = r.points[0].year;
	if (r.points[0].year == 0 || (r.n == 2 && r.points[1].month == 0 &&
	    r.points[1].year == r.points[0].year))
		return 0;
	memcpy(points, r.points, sizeof(r.points));
	return r.n;
}

static void
put_month(struct buf *b, int year, int month)
{
	buf_printf(b, "%04d", year);
	if (month != 0)
		buf_printf(b, "-%02d", month);
}

const char *
written_term(struct arena *a, const char *s)
{
	struct point points[2];
	int n = read_points(a, s, points);
	struct point *last = &points[n == 2];
	struct buf b = {0};
	const char *text;

	if (n == 0)
		return s;
	put_month(&b, points[0].year, points[0].month);
	if (n == 2 || points[0].to != 0) {
		buf_str(&b, "..");
		put_month(&b, last->year, last->to != 0 ? last->to : last->month);
	}
	text = arena_strndup(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return text;
}

const char *
written_date(struct arena *a, const char *s)
{
	struct point points[2];
	const char *iso;
	struct date date;

	if (read_points(a, s, points) != 1 || points[0].day == 0 || points[0].to != 0)
		return s;
	iso = arena_printf(a, "%04d-%02d-%02d", points[0].year, points[0].month, points[0].day);
	/* A message about the 32nd quotes what was written. */
	return date_parse(iso, strlen(iso), &date) ? iso : s;
}
